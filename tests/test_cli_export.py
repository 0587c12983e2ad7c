"""The commands export, search and verify: outputs, where they go, exit statuses, and that nothing is half written."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

import spcb_minutes
from exported import HOSTILE, LONE, spoilt
from spcb_minutes import Document, facts, from_json, parse, read, to_json
from spcb_minutes import exports as of_exports
from spcb_minutes.exports import EXPORTERS, Exporter
from test_cli import GAP, PNG, Run, command, run

__all__ = ["run"]  # the fixture

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
NOTES = EXAMPLES / "harbour-2024-03-12.txt"
ALONE = sorted(name for name, exporter in EXPORTERS.items() if not exporter.gathers)
TOGETHER = sorted(name for name, exporter in EXPORTERS.items() if exporter.gathers)


# ---------------------------------------------------------------- export


@pytest.mark.parametrize("name", ALONE)
def test_one_document_goes_to_standard_output_and_to_a_file_alike(run: Run, tmp_path: Path, name: str) -> None:
    output = tmp_path / f"out{EXPORTERS[name].suffix}"
    status, out, err = run("export", name, NOTES)
    assert (status, err) == (0, "")
    assert run("export", name, NOTES, "-o", output) == (0, "", "")
    assert output.read_bytes() == out.encode()
    assert out == EXPORTERS[name].load()(read(NOTES))


@pytest.mark.parametrize("name", ALONE)
def test_several_documents_need_a_folder_and_get_a_file_each(run: Run, tmp_path: Path, name: str) -> None:
    pack = EXAMPLES / "harbour-pack-2024-05.txt"
    status, out, err = run("export", name, NOTES, pack)
    assert (status, out) == (2, "")
    assert "name a folder with -o" in err
    assert run("export", name, NOTES, pack, "-o", tmp_path / "out")[0] == 0
    suffix = EXPORTERS[name].suffix
    made = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert made == [f"harbour-2024-03-12{suffix}", f"harbour-pack-2024-05{suffix}"]


@pytest.mark.parametrize("name", [name for name in TOGETHER if EXPORTERS[name].suffix not in ("/", ".db")])
def test_all_documents_go_into_one_output(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "bad.txt").write_bytes(PNG)
    status, out, err = run("export", name, NOTES, tmp_path / "bad.txt", EXAMPLES / "harbour-pack-2024-05.txt")
    assert status == 3
    assert "bad.txt: this is a PNG picture" in err
    for day in ("2024-03-12", "2024-05-28"):
        assert day in out or day.replace("-", "") in out, f"{name} says nowhere that this is of the meeting of {day}"


def test_json_lines_are_a_document_a_line(run: Run) -> None:
    _, out, _ = run("export", "jsonl", NOTES, NOTES)
    assert [from_json(line) for line in out.split("\n")[:-1]] == [read(NOTES)] * 2


def test_markdown_comes_back_from_a_file(run: Run, tmp_path: Path) -> None:
    assert run("export", "markdown", NOTES, "-o", tmp_path / "notes.md")[0] == 0
    assert facts(read(tmp_path / "notes.md")) == facts(read(NOTES))


def test_tables_go_into_a_folder_of_their_own(run: Run, tmp_path: Path) -> None:
    status, out, err = run("export", "csv", NOTES)
    assert (status, out) == (2, "")
    assert "say where with -o, as in -o tables/" in err
    folder = tmp_path / "a" / "tables"
    assert run("export", "csv", NOTES, "-o", folder)[0] == 0
    assert json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    items = (folder / "items.csv").read_bytes()
    assert items.startswith(b"\xef\xbb\xbf")
    assert run("export", "csv", NOTES, "-o", folder, "--no-bom")[0] == 0
    assert (folder / "items.csv").read_bytes() == items[3:]
    rows = list(csv.DictReader(io.StringIO((folder / "items.csv").read_text(encoding="utf-8"))))
    assert len(rows) == len(read(NOTES).minutes[0].items)


def test_a_folder_of_tables_that_cannot_be_written_leaves_all_old_ones(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "tables"
    assert run("export", "csv", NOTES, "-o", folder)[0] == 0
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    real, opened = Path.open, 0

    def full(self: Path, *arguments: object, **options: object) -> object:
        nonlocal opened
        if self.name.endswith(".tmp"):
            opened += 1
            if opened == 4:
                raise OSError(28, "No space left on device")
        return real(self, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", full)
    status, _, err = run("export", "csv", EXAMPLES / "harbour-pack-2024-05.txt", "-o", folder)
    assert status == 3
    assert "could not be written (No space left on device)" in err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_database_is_written_whole_and_can_be_searched(run: Run, tmp_path: Path) -> None:
    database = tmp_path / "notes.db"
    assert "say where with -o" in run("export", "sqlite", NOTES)[2]
    assert run("export", "sqlite", NOTES, EXAMPLES / "harbour-2024-09-10.docx", "-o", database) == (0, "", "")
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT count(*) FROM documents").fetchall() == [(2,)]
    status, out, _ = run("search", database, "fishing", "nets")
    assert status == 0
    head, snippet, *_ = out.splitlines()[:4]
    assert head == "2024-09-10  084/24  Questions from Board Members"
    assert snippet.startswith("  What becomes of the fishing nets")
    assert "harbour-2024-09-10.docx, line" in out
    status, out, _ = run("search", database, "fishing nets", "--format", "json", "--limit", "1")
    (hit,) = [json.loads(line) for line in out.splitlines()]
    assert (hit["item"], hit["date"], hit["kind"]) == ("084/24", "2024-09-10", "question")


def test_words_that_nobody_said_and_words_that_are_no_query_are_no_fault(run: Run, tmp_path: Path) -> None:
    database = tmp_path / "notes.db"
    run("export", "sqlite", NOTES, "-o", database)
    status, out, err = run("search", database, "zeppelin")
    assert (status, out) == (0, "")
    assert err == f"spcb-minutes: {database}: no item, question, answer or action says zeppelin\n"
    for words in ('"', "AND", "a:b", "(((", "NEAR(", "*", "-", "'; DROP TABLE items"):
        assert run("search", database, "--", words)[0] == 0


@pytest.mark.parametrize("what", ["nothing", "notes", "folder", "other"])
def test_what_is_no_database_of_ours_is_told(run: Run, tmp_path: Path, what: str) -> None:
    path = tmp_path / "notes.db"
    if what == "notes":
        path.write_text(GAP, encoding="utf-8")
    elif what == "folder":
        path.mkdir()
    elif what == "other":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE items (a)")
            connection.commit()
    status, out, err = run("search", path, "words")
    assert (status, out) == (3, "")
    assert err.startswith(f"spcb-minutes: {path}: ")
    assert "fault" not in err


@pytest.mark.parametrize("name", TOGETHER)
def test_where_nothing_can_be_read_nothing_is_written(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "bad.txt").write_bytes(PNG)
    output = tmp_path / ("out" if EXPORTERS[name].suffix == "/" else f"out{EXPORTERS[name].suffix}")
    assert run("export", name, tmp_path / "bad.txt", "-o", output)[0] == 3
    assert not output.exists()


def test_json_that_was_written_before_is_a_document_to_export(run: Run, tmp_path: Path) -> None:
    written = tmp_path / "notes.json"
    assert run("parse", NOTES, "-o", written)[0] == 0
    assert run("export", "markdown", written)[1] == run("export", "markdown", NOTES)[1]
    (tmp_path / "other.json").write_text('{"a": 1}', encoding="utf-8")
    status, out, err = run("export", "markdown", tmp_path / "other.json")
    assert (status, out) == (3, "")
    assert err.startswith(f"spcb-minutes: {tmp_path / 'other.json'}: ")
    assert "fault" not in err
    assert "no.json: this file could not be read" in run("export", "json", tmp_path / "no.json")[2]


def test_a_document_that_a_format_cannot_take_is_told_and_no_fault(run: Run, tmp_path: Path) -> None:
    written = to_json(read(NOTES)).replace('"outstanding_actions": null', f'"outstanding_actions": {10**20}')
    (tmp_path / "notes.json").write_text(written, encoding="utf-8")
    status, out, err = run("export", "sqlite", tmp_path / "notes.json", "-o", tmp_path / "notes.db")
    assert (status, out) == (3, "")
    assert "a number in this document is too large for SQLite" in err
    assert "fault" not in err
    assert not (tmp_path / "notes.db").exists()


def test_json_lines_are_refused_and_not_read_as_minutes(run: Run, tmp_path: Path) -> None:
    assert run("export", "jsonl", NOTES, "-o", tmp_path / "all.jsonl")[0] == 0
    status, out, err = run("export", "json", tmp_path / "all.jsonl")
    assert (status, out) == (3, "")
    assert "all.jsonl: JSON Lines are not read" in err


def test_tables_do_not_take_the_place_of_what_no_export_has_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "items.csv").write_text("mine", encoding="utf-8")
    status, _, err = run("export", "csv", NOTES, "-o", tmp_path)
    assert status == 2
    assert "items.csv: this stands there and is of no export; name another folder" in err
    assert [path.name for path in tmp_path.iterdir()] == ["items.csv"]


def test_an_error_in_a_document_is_mentioned_beside_its_export(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("Nothing numbered.\n", encoding="utf-8")
    for name in ("markdown", "jsonl"):
        assert "empty.txt: M109 no-items" in run("export", name, tmp_path / "empty.txt")[2]


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_an_export_never_takes_the_place_of_what_it_reads(run: Run, tmp_path: Path, name: str) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text(GAP, encoding="utf-8")
    assert run("export", name, notes, "-o", notes)[0] == 2
    assert notes.read_text(encoding="utf-8") == GAP


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("icalendar", NOTES, "--no-bom"), "--no-bom is for csv, not for icalendar"),
        (("csv", NOTES, "--timezone", "Europe/London", "-o", "out"), "--timezone is for open-civic-data or icalendar"),
        (("icalendar", NOTES, "--timezone", "Mars/Base"), "'Mars/Base' is no time zone known here"),
        (("word", NOTES), "invalid choice: 'word'"),
    ],
)
def test_wrong_use_is_told(run: Run, arguments: tuple[object, ...], told: str) -> None:
    status, out, err = run("export", *arguments)
    assert (status, out) == (2, "")
    assert told in err


def test_what_was_replaced_is_said(run: Run, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("041/24 Bells\n\nThe bell \x07 rang.\n", encoding="utf-8")
    status, out, err = run("export", "akoma-ntoso", notes)
    assert status == 0
    assert "The bell \ufffd rang." in out
    assert "notes.txt: Akoma Ntoso cannot hold U+0007" in err


def test_findings_fail_an_export_only_where_asked(run: Run, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text(GAP, encoding="utf-8")
    assert run("export", "json", notes)[0] == 0
    assert run("export", "json", notes, "--fail-on", "warning")[0] == 1
    assert run("export", "jsonl", notes, "--fail-on", "warning")[0] == 1


def test_a_format_more_is_one_module_and_one_line(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "titles.py").write_text(
        "def to_titles(document):\n"
        "    return ''.join(f'{item.title}\\n' for minutes in document.minutes for item in minutes.items)\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(of_exports, "__path__", [*of_exports.__path__, str(tmp_path)])
    monkeypatch.setitem(EXPORTERS, "titles", Exporter("titles", "to_titles", ".txt", False, "the titles alone"))
    status, out, _ = run("export", "titles", EXAMPLES / "millbrook-2024-06-05.md")
    assert status == 0
    assert out.splitlines() == [str(item.title) for item in read(EXAMPLES / "millbrook-2024-06-05.md").minutes[0].items]


# ---------------------------------------------------------------- a format more: what CONTRIBUTING asks of it


@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_every_format_has_a_public_function_that_its_page_names(name: str) -> None:
    function = EXPORTERS[name].function
    assert function in spcb_minutes.__all__, f"add {function} to spcb_minutes.__all__ and to its imports"
    assert getattr(spcb_minutes, function) is EXPORTERS[name].load()
    page = (EXAMPLES.parent / "docs/exports.md").read_text(encoding="utf-8")
    assert f"| `{name}` | `{function}(" in page, f"add a line for {name} to the table of docs/exports.md"


@pytest.mark.filterwarnings("ignore::spcb_minutes.ReplacedCharactersWarning", "ignore::spcb_minutes.LeftOutWarning")
@pytest.mark.parametrize("name", sorted(EXPORTERS))
def test_every_format_takes_hostile_words_and_gives_what_a_file_can_hold(name: str) -> None:
    export, notes = EXPORTERS[name].load(), read(NOTES)
    for words in (*HOSTILE, LONE):
        hostile = spoilt(notes, words)
        made = export(hostile)
        assert made, f"{name} gives nothing for {words!r}"
        assert export(hostile) == made, f"{name} gives something else the second time: it is no pure function"
        for text in made.values() if isinstance(made, dict) else [made] if isinstance(made, str) else []:
            assert "\ud800" not in text, f"{name} gives half a character, which no file in UTF-8 can hold"


# ---------------------------------------------------------------- verify


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "notes.json"
    path.write_text(to_json(read(NOTES)), encoding="utf-8")
    return path


def test_a_document_speaks_of_its_source(run: Run, written: Path) -> None:
    assert run("verify", written, NOTES) == (
        0,
        f"{written} speaks of {NOTES}: hash, places and quoted words agree\n",
        "",
    )


def changed(path: Path, change: Callable[[Document], Document]) -> None:
    path.write_text(to_json(change(from_json(path.read_text(encoding="utf-8")))), encoding="utf-8")


def test_the_first_field_that_does_not_hold_is_named(run: Run, written: Path) -> None:
    def retitled(document: Document) -> Document:
        (part,) = document.minutes
        items = tuple(item.model_copy(update={"title": "Piracy"}) for item in part.items)
        return document.model_copy(update={"parts": (part.model_copy(update={"items": items}),)})

    changed(written, retitled)
    status, out, err = run("verify", written, NOTES)
    assert status == 1
    assert out.startswith("parts[0].items[0].title")
    assert "more fields do not agree; --all shows them" in err
    status, out, err = run("verify", "--all", written, NOTES)
    assert (status, err) == (1, "")
    assert "parts[0].items[5].title" in out


def test_another_source_is_told_by_its_hash(run: Run, written: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(NOTES.read_text(encoding="utf-8").replace("dredger", "digger"), encoding="utf-8")
    status, out, _ = run("verify", written, other)
    assert status == 1
    assert out.startswith("source.sha256")


def test_verify_reads_standard_input(written: Path) -> None:
    done = command("verify", "-", NOTES, input=written.read_bytes())
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("words", ["", "{", "[1]", '{"schema_version": "2.0"}', "\ufeff"])
def test_verify_says_what_is_no_document(run: Run, tmp_path: Path, words: str) -> None:
    path = tmp_path / "notes.json"
    path.write_text(words, encoding="utf-8")
    status, out, err = run("verify", path, NOTES)
    assert (status, out) == (3, "")
    assert err.startswith(f"spcb-minutes: {path}: ")
    assert "fault" not in err


def test_verify_says_which_file_is_not_there(run: Run, written: Path, tmp_path: Path) -> None:
    assert str(tmp_path / "a.json") in run("verify", tmp_path / "a.json", NOTES)[2]
    assert str(tmp_path / "a.txt") in run("verify", written, tmp_path / "a.txt")[2]


def test_a_document_of_a_text_in_hand_is_one_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text(GAP, encoding="utf-8")
    (tmp_path / "notes.json").write_text(to_json(parse(GAP)), encoding="utf-8")
    assert run("verify", tmp_path / "notes.json", tmp_path / "notes.txt")[0] == 0
