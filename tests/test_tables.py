"""The tables: what frictionless says of them, what they hold, and that any text comes back from a CSV.

`python tests/test_tables.py` writes the lists of columns into docs/tables.md.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exported import EXAMPLES, HOSTILE, LONE, examples, made, odd, spoilt
from generated import agendas, minutes
from spcb_minutes import (
    Action,
    Agenda,
    AgendaItem,
    BulletList,
    Document,
    ListEntry,
    Minutes,
    Question,
    ReplacedCharactersWarning,
    parse,
    to_csv,
    to_tables,
)
from spcb_minutes.exports.tables import TABLES, Column, Table
from spcb_minutes.models import Block, walk

PAGE = Path(__file__).parents[1] / "docs" / "tables.md"
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
COLUMNS = {table.name: {column.name: column for column in table.columns} for table in TABLES}


def others(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The same documents as if each came from other bytes."""
    return tuple(
        document.model_copy(update={"source": document.source.model_copy(update={"sha256": f"{number:064x}"})})
        for number, document in enumerate(documents, 0xABC << 240)
    )


def hostile() -> tuple[Document, ...]:
    """An agenda and minutes with everything in them and every text hostile, once for each hostile text."""
    (pack,) = (document for document in examples() if document.agendas)
    whole = pack.model_copy(update={"parts": (*pack.parts, *examples()[-1].parts)})
    return others([spoilt(whole, words) for words in HOSTILE])


def unguarded(cell: str) -> str:
    """A cell as docs/tables.md says to undo the apostrophe."""
    return re.sub(r"^'(?='*[=+\-@\t\r\n＝＋－＠])", "", cell)


def read_back(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def shown(value: Any) -> str:
    """What a cell of CSV is to be once it is read and the apostrophe undone."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)


def table(documents: Document | Iterable[Document], name: str) -> list[dict[str, Any]]:
    return to_tables(documents)[name]


# ---------------------------------------------------------------- frictionless


def written(files: dict[str, str], folder: Path) -> Path:
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    return folder / "datapackage.json"


def complaints(files: dict[str, str], folder: Path) -> list[str]:
    """What frictionless finds wrong with types, primary keys and foreign keys."""
    report = frictionless.validate(str(written(files, folder)))
    if not report.errors:
        assert len(report.tasks) == len(TABLES)
    return [f"{error.title}: {error.message}" for one in (report, *report.tasks) for error in one.errors]


def given_as(name: str) -> Document | tuple[Document, ...]:
    """An example by the name of its file, or several documents."""
    if name == "all":
        return examples()
    return hostile() if name == "hostile" else examples()[[path.name for path in EXAMPLES].index(name)]


@pytest.mark.parametrize("name", [*(path.name for path in EXAMPLES), "all", "hostile"])
def test_frictionless_finds_nothing_wrong(name: str, tmp_path: Path) -> None:
    assert complaints(to_csv(given_as(name)), tmp_path) == []


def test_frictionless_finds_nothing_wrong_without_the_byte_order_mark(tmp_path: Path) -> None:
    files = to_csv(odd(), bom=False)
    assert files["documents.csv"].startswith("id,name,")
    assert complaints(files, tmp_path) == []


def test_frictionless_would_find_what_is_wrong(tmp_path: Path) -> None:
    files = to_csv(examples()[-1])
    head, first, second, *rest = files["actions.csv"].split("\r\n")
    wrong = [first.replace("/minutes,", "/minuets,"), second.replace(",label,", ",guess,"), *rest, rest[0]]
    wrong[2] = re.sub(r",(label|bold),\d+", r",\1,here", wrong[2])
    found = complaints(files | {"actions.csv": "\r\n".join([head, *filter(None, wrong), ""])}, tmp_path)
    titles = {one.partition(":")[0] for one in found}
    assert {"ForeignKey Error", "Constraint Error", "Type Error", "PrimaryKey Error"} <= titles


def test_the_data_package_describes_every_column() -> None:
    package = json.loads(to_csv(())["datapackage.json"])
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert [resource["name"] for resource in package["resources"]] == [one.name for one in TABLES]
    for resource in package["resources"]:
        assert resource["description"].endswith(".")
        for field in resource["schema"]["fields"]:
            assert field["description"].endswith("."), f"{resource['name']}.{field['name']}"
    fields = {
        (resource["name"], field["name"]): field["type"]
        for resource in package["resources"]
        for field in resource["schema"]["fields"]
    }
    assert fields["meetings", "date"] == fields["actions", "due"] == "date"
    assert fields["meetings", "start_time"] == fields["agenda_items", "time"] == "time"
    assert fields["items", "year"] == fields["attendance", "count"] == "integer"


# ---------------------------------------------------------------- what the rows hold


def test_the_tables_that_were_asked_for_are_there() -> None:
    asked = "documents meetings attendance items blocks questions answers actions commitments diagnostics evidence"
    assert set(asked.split()) <= set(COLUMNS)


def test_every_row_has_the_columns_of_its_table_in_order() -> None:
    kinds: dict[str, type | tuple[type, ...]] = {
        "text": str,
        "integer": int,
        "date": datetime.date,
        "time": datetime.time,
    }
    seen = set()
    for name, rows in to_tables((*examples(), *odd())).items():
        for row in rows:
            assert list(row) == list(COLUMNS[name])
            for column in COLUMNS[name].values():
                value = row[column.name]
                assert value is not None or not column.required, (name, column.name)
                assert value is None or isinstance(value, kinds[column.type]), (name, column.name)
                assert value is None or not column.among or value in column.among, (name, column.name)
            seen.add(name)
    assert seen == set(COLUMNS), "no example has a row of some table"


def test_an_action_has_all_that_is_known_of_it() -> None:
    millbrook = examples()[-1]
    first = table(millbrook, "actions")[0]
    place = {name: first.pop(name) for name in ("start", "end", "line", "page")}
    assert first == {
        "id": "millbrook-parish-council/2024-06-05/minutes/105-24/action-1",
        "document": millbrook.source.sha256[:12],
        "meeting": "millbrook-parish-council/2024-06-05/minutes",
        "item": "millbrook-parish-council/2024-06-05/minutes/105-24",
        "item_number": "105/24",
        "question": None,
        "text": "The Clerk to ask three firms for a price to mend the playground fence.",
        "owner": "Clerk",
        "due": None,
        "update_text": "Three firms were asked on 20 May and two prices have come in so far.",
        "basis": "bold",
        "quote": "**The Clerk to ask three firms for a price to mend the playground fence.**\n\n"
        "*Three firms were asked on 20 May and two prices have come in so far.*",
    }
    assert place["line"] == 37
    assert place["page"] is None
    told = {
        one["field"]: one["quote"]
        for one in table(millbrook, "evidence")
        if (one["table_name"], one["row_id"]) == ("actions", first["id"])
    }
    assert told == {
        "owner": "Clerk",
        "update_text": "*Three firms were asked on 20 May and two prices have come in so far.*",
    }


def test_a_pack_has_a_row_for_the_agenda_and_one_for_the_minutes() -> None:
    (pack,) = (document for document in examples() if document.agendas)
    agenda, notes = table(pack, "meetings")
    assert (agenda["kind"], agenda["date"]) == ("agenda", datetime.date(2024, 5, 28))
    assert (agenda["start_time"], agenda["end_time"]) == (datetime.time(10), datetime.time(12, 30))
    assert agenda["next_date"] == datetime.date(2024, 6, 25)
    assert (notes["kind"], notes["date"]) == ("minutes", datetime.date(2024, 4, 23))
    assert notes["name"] == "Harbour Safety and Licensing Board 2024-04-23 minutes"
    assert notes["accepted_notes"] == datetime.date(2024, 3, 12)
    fifth = table(pack, "agenda_items")[4]
    assert (fifth["meeting"], fifth["number"], fifth["time"]) == (agenda["id"], "5", datetime.time(10, 45))
    (by,) = (one for one in table(pack, "presenters") if one["agenda_item"] == fifth["id"])
    assert (by["name"], by["role"], by["item"]) == ("Ruth Pengelly", "DHM", None)


def test_a_question_has_its_asker_and_its_reply_and_the_answer_its_blocks() -> None:
    (pack,) = (document for document in examples() if document.agendas)
    second = next(one for one in table(pack, "questions") if one["id"].endswith("/060-24/question-2"))
    assert (second["number"], second["asker"], second["item_number"]) == ("2", "Imogen D'Arcy", "060/24")
    assert second["text"].startswith("How many boats have broken loose in the port this winter?")
    lines = second["reply"].split("\n")
    assert len(lines) == 3
    assert lines[0] == "Fourteen boats broke loose, nine of them in the gale of 11 February."
    answers = [one for one in table(pack, "answers") if one["question"] == second["id"]]
    assert [one["text"] for one in answers] == lines
    assert [(one["position"], one["kind"], one["depth"]) for one in answers] == [
        (1, "entry", 1),
        (2, "entry", 1),
        (3, "entry", 1),
    ]
    (asker,) = (
        one
        for one in table(pack, "evidence")
        if one["table_name"] == "questions" and one["row_id"] == second["id"] and one["field"] == "asker"
    )
    assert asker["quote"] == "Imogen D'Arcy"


def test_people_counted_have_no_name() -> None:
    rows = [one for one in table(examples(), "attendance") if one["kind"] == "counted"]
    assert rows
    assert {one["name"] for one in rows} == {None}
    assert all(one["count"] > 0 and one["role"] for one in rows)


@pytest.mark.parametrize("document", examples(), ids=[path.name for path in EXAMPLES])
def test_every_quote_is_what_stands_there(document: Document) -> None:
    text = document.source.text
    tables = to_tables(document)
    quotes = [row for rows in tables.values() for row in rows if row.get("quote") is not None]
    assert len(quotes) > 50
    for row in quotes:
        assert row["quote"] == text[row["start"] : row["end"]]
        assert row["line"] == text.count("\n", 0, row["start"]) + 1


@pytest.mark.parametrize("document", examples(), ids=[path.name for path in EXAMPLES])
def test_evidence_is_of_a_value_that_is_there(document: Document) -> None:
    tables = to_tables(document)
    rows = {(name, row["id"]): row for name, some in tables.items() for row in some if "id" in row}
    for one in tables["evidence"]:
        row = rows[one["table_name"], one["row_id"]]
        if (one["table_name"], one["field"]) != ("notices", "links"):  # a table of its own
            assert row[one["field"]] is not None


def test_every_link_of_a_notice_has_its_evidence() -> None:
    tables = to_tables(examples())
    links = {(one["notice"], one["position"]): one["as_written"] for one in tables["links"]}
    told = {
        (one["row_id"], one["position"]): " ".join(one["quote"].split())
        for one in tables["evidence"]
        if one["field"] == "links"
    }
    assert links
    assert told == links


def blocks_of(document: Document) -> list[Block]:
    """Every block of a document, at any depth of answers."""
    parts = [block for part in document.parts for block in part.preamble]
    items = [block for part in document.minutes for item in part.items for block in item.blocks]
    return [*walk(parts), *walk(items), *walk(document.other)]


def entries_of(blocks: Iterable[Block]) -> list[ListEntry]:
    def below(entries: Iterable[ListEntry]) -> list[ListEntry]:
        return [one for entry in entries for one in (entry, *below(entry.entries))]

    return [one for block in blocks if isinstance(block, BulletList) for one in below(block.entries)]


def assert_all_there(document: Document) -> None:
    """As many rows as the models have facts, and with their words."""
    tables = to_tables(document)
    blocks, notes = blocks_of(document), document.minutes
    items = [item for part in notes for item in part.items]
    entries = entries_of(blocks)
    assert len(tables["meetings"]) == len(document.parts)
    assert len(tables["blocks"]) == len(blocks) + len(entries)
    assert [one["text"] for one in tables["actions"]] == [one.text for one in blocks if isinstance(one, Action)]
    assert [one["owner"] for one in tables["actions"]] == [one.owner for one in blocks if isinstance(one, Action)]
    questions = [one for one in blocks if isinstance(one, Question)]
    assert [one["text"] for one in tables["questions"]] == [one.text for one in questions]
    assert [one["asker"] for one in tables["questions"]] == [one.asked_by and one.asked_by.name for one in questions]
    assert [one["text"] for one in tables["items"]] == [item.text for item in items]
    assert [one["title"] for one in tables["items"]] == [item.title for item in items]
    people = [one for part in notes for one in (*part.attendance.present, *part.attendance.apologies)]
    counted = [one.count for part in notes for one in part.attendance.others]
    assert [one["name"] for one in tables["attendance"] if one["kind"] != "counted"] == [one.name for one in people]
    assert [one["count"] for one in tables["attendance"] if one["kind"] == "counted"] == counted
    rows: list[AgendaItem] = [row for part in document.agendas for row in part.items]
    assert [one["title"] for one in tables["agenda_items"]] == [row.title for row in rows]
    presenting = [person for item in items for person in item.presenters]
    presenting += [person for row in rows for person in row.presenters]
    assert sorted(one["name"] for one in tables["presenters"]) == sorted(person.name for person in presenting)
    assert [one["text"] for one in tables["commitments"]] == [one.text for item in items for one in item.commitments]
    assert [one["number"] for one in tables["mentions"]] == [str(one) for item in items for one in item.references]
    assert [one["text"] for one in tables["notices"]] == [one.text for part in notes for one in part.notices]
    assert len(tables["diagnostics"]) == len(document.diagnostics)
    assert len(tables["furniture"]) == len(document.furniture)
    for name, some in tables.items():
        keys = [tuple(row[key] for key in one.key) for one in TABLES if one.name == name for row in some]
        assert len(keys) == len(set(keys)), name


@pytest.mark.parametrize("document", examples(), ids=[path.name for path in EXAMPLES])
def test_an_example_is_all_there(document: Document) -> None:
    assert_all_there(document)


def test_odd_documents_are_all_there() -> None:
    for document in odd():
        assert_all_there(document)


@given(st.lists(st.one_of(minutes(), agendas()), max_size=2))
def test_generated_meetings_are_all_there(parts: list[Agenda | Minutes]) -> None:
    assert_all_there(made(*parts))


# ---------------------------------------------------------------- what comes twice


def test_the_same_file_twice_is_written_once() -> None:
    one = examples()[0]
    assert to_tables([one, one]) == to_tables(one)
    assert to_csv([one, examples()[1], one]) == to_csv([one, examples()[1]])


def test_the_same_meeting_from_another_file_says_what_it_repeats() -> None:
    formats = [document for document, path in zip(examples(), EXAMPLES, strict=True) if "2024-09-10" in path.name]
    rows = table(formats, "meetings")
    first = "harbour-safety-and-licensing-board/2024-09-10/minutes"
    assert [row["repeats"] for row in rows] == [None, first, first, first]
    assert [row["id"] for row in rows] == [first, *(f"{first}@{one.source.sha256[:12]}" for one in formats[1:])]
    assert table(formats, "items")[10]["id"] == f"{rows[1]['id']}/081-24"


def test_the_ids_of_a_document_do_not_depend_on_those_after_it() -> None:
    alone = to_tables(examples()[:2])
    together = to_tables(examples())
    for name, rows in alone.items():
        assert together[name][: len(rows)] == rows


def test_two_meetings_of_one_day_in_one_document_have_two_ids() -> None:
    two = next(document for document in odd() if len(document.parts) == 2)
    ids = [row["id"] for row in table(two, "meetings")]
    assert len(set(ids)) == 2
    assert ids == [part.id for part in two.parts]


@pytest.mark.parametrize("made_up", ["x", "", "a/b", "a/2024-01-01/minutes/041-24", "\ud800"])
def test_ids_made_by_hand_never_clash(made_up: str) -> None:
    (part,) = examples()[0].parts
    assert isinstance(part, Minutes)
    items = tuple(item.model_copy(update={"id": made_up}) for item in part.items)
    broken = part.model_copy(update={"id": made_up, "items": items})
    document = examples()[0].model_copy(update={"parts": (broken, broken)})
    assert_all_there(document)
    assert_all_there(document.model_copy(update={"parts": (broken, part, part)}))


# ---------------------------------------------------------------- CSV


def assert_comes_back(documents: Sequence[Document]) -> None:
    files = to_csv(documents)
    for name, rows in to_tables(documents).items():
        head, *cells = read_back(files[f"{name}.csv"])
        assert head == list(COLUMNS[name])
        assert [[unguarded(cell) for cell in row] for row in cells] == [
            [shown(value) for value in row.values()] for row in rows
        ]


def test_examples_come_back() -> None:
    assert_comes_back(examples())


def test_hostile_texts_come_back() -> None:
    assert_comes_back(hostile())
    titles = [unguarded(row[8]) for row in read_back(to_csv(hostile())["items.csv"])[1:]]
    assert set(titles) == set(HOSTILE)


@given(
    st.text(st.one_of(st.sampled_from("'=+-@\t\r\n＝＠\",;"), st.characters(codec="utf-8", exclude_characters="\x00")))
)
def test_any_text_comes_back_and_none_is_a_formula(text: str) -> None:
    (document,) = odd()[:1]
    source = document.source.model_copy(update={"name": text})
    _, row = read_back(to_csv(document.model_copy(update={"source": source}))["documents.csv"])
    assert unguarded(row[2]) == text
    assert not row[2].startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


def test_a_formula_is_a_text() -> None:
    cells = {cell for row in read_back(to_csv(hostile())["actions.csv"])[1:] for cell in row}
    assert {"'=1+1", "'+44 20", "'-1", "'@SUM(A1)", "''=2", "'\t=3", "'\r=4"} <= cells
    assert "=1+1" not in cells
    assert "'single' \"double\" & &amp; `back` \\ | *stars* _under_ #" in cells, "that is no formula"


@pytest.mark.parametrize("sign", "=+-@\t\r\n＝＋－＠")
def test_every_sign_of_a_formula_has_its_apostrophe(sign: str) -> None:
    for text in (f"{sign}1", f"'{sign}1", f"''{sign}1", sign):
        (document,) = odd()[:1]
        source = document.source.model_copy(update={"name": text})
        _, row = read_back(to_csv(document.model_copy(update={"source": source}))["documents.csv"])
        assert row[1:3] == [f"'{text}"] * 2


def test_lines_end_as_rfc_4180_says_and_the_mark_stands_first() -> None:
    for name, text in to_csv(examples()[0]).items():
        if name.endswith(".csv"):
            assert text.startswith("\ufeff")
            assert text.endswith("\r\n")
            assert text.count("\ufeff") == 1


def test_what_no_file_can_hold_is_replaced_and_told() -> None:
    document = spoilt(examples()[-1], LONE + " \x00")
    with pytest.warns(ReplacedCharactersWarning, match=r"CSV cannot hold U\+D800 .*, U\+0000 .*; U\+FFFD was written"):
        files = to_csv(document)
    assert read_back(files["items.csv"])[1][8] == "half \ufffd a pair \ufffd"
    assert table(document, "items")[0]["title"] == LONE + " \x00", "Python can hold it"


def test_the_same_documents_give_the_same_files() -> None:
    assert to_csv(examples()) == to_csv(iter(examples()))


def opened(text: str, folder: Path) -> Path | None:
    """What LibreOffice makes of a CSV, opened as UTF-8 by somebody in Britain; None where it has no spreadsheet."""
    (folder / "cells.csv").write_bytes(text.encode())
    command = (str(SOFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless")
    asked = ("--infilter=CSV:44,34,76,1,,2057", "--convert-to", "fods", "--outdir", str(folder))
    subprocess.run([*command, *asked, str(folder / "cells.csv")], capture_output=True, check=False, timeout=180)
    made = folder / "cells.fods"
    return made if made.exists() else None


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed; .ci/system-packages installs it")
def test_a_spreadsheet_opens_it_without_a_formula(tmp_path: Path) -> None:
    made = opened(to_csv((*examples(), *hostile()))["actions.csv"] + "=40+2\r\n", tmp_path)
    if made is None:
        pytest.skip("LibreOffice has no Calc; .ci/system-packages installs libreoffice-calc-nogui")
    spaces = {"table": "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"}
    spaces["office"] = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    rows = list(ET.parse(made).iter(f"{spaces['table']}table-row"))
    cells = [cell for row in rows for cell in row.iter(f"{spaces['table']}table-cell")]
    formulas = [found for cell in cells if (found := cell.get(f"{spaces['table']}formula"))]
    assert formulas == ["of:=40+2"], "only the one put there to see that a formula is found"
    texts = ["".join(cell.itertext()).strip() for cell in cells]
    assert texts[0] == "id", "the byte order mark is no text"
    assert {"£10 ’quoted’ café \U0001f6a2 日本", "'=1+1", "'@SUM(A1)", "HM"} <= set(texts)
    kinds = {cell.get(f"{spaces['office']}value-type") for cell in cells}
    assert {"string", "float", "date"} <= kinds, "numbers and days are no text"
    assert "2024-09-27" in {cell.get(f"{spaces['office']}date-value") for cell in cells}


# ---------------------------------------------------------------- the page


def meaning(table: Table, column: Column) -> str:
    """What a column means, as the page says it."""
    about = [column.about]
    if column.among:
        about.append(f"One of {', '.join(f'`{one}`' for one in column.among)}.")
    if column.refers:
        about.append(f"An id of `{column.refers}`.")
    return " ".join(about)


def section(table: Table) -> str:
    """The part of the page about a table."""
    rows = [f"| `{one.name}` | {one.type} | {meaning(table, one)} |" for one in table.columns]
    key = "" if table.key == ("id",) else f" Its key is {', '.join(f'`{one}`' for one in table.key)}."
    return "\n".join(
        [f"### {table.name}", "", f"{table.about}{key}", "", "| column | type | is |", "|---|---|---|", *rows]
    )


def listed() -> str:
    """The page as it is to be: with the tables as they are now."""
    before, mark, rest = PAGE.read_text(encoding="utf-8").partition("\n## The columns\n")
    intro, _, _ = rest.partition("\n### ")
    return before + mark + "\n\n".join([intro.rstrip("\n"), *map(section, TABLES)]) + "\n"


def test_the_page_has_every_column() -> None:
    assert PAGE.read_text(encoding="utf-8") == listed(), "run `python tests/test_tables.py`"


def test_parse_and_export_need_no_name() -> None:
    row = table(parse("041/24 Tides\n\nHigh water was early.\n"), "documents")[0]
    assert (row["file"], row["name"]) == (None, row["id"])


if __name__ == "__main__":
    PAGE.write_text(listed(), encoding="utf-8")
