"""A document is held against its source: what was read holds, and whatever is changed is named."""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import re
import shutil
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from dresses import AGENDA_DRESSES, DRESSES, AgendaDress, Dress
from exported import EXAMPLES, HOSTILE, LONE, examples, odd, spoilt
from generated import agendas, minutes
from spcb_minutes import (
    Agenda,
    Document,
    Furniture,
    ItemNumber,
    Limits,
    Minutes,
    MinutesError,
    Paragraph,
    Span,
    parse,
    read,
)
from spcb_minutes.models import Evidence, Standing
from spcb_minutes.proof import UNCHECKED, Mismatch, verify
from strategies import any_text, drafts, minutes_like
from test_markdown import HEAD, MARKED

ROOT = Path(__file__).resolve().parents[1]
PLACES = ("corpus", "corpus-other")
CORPUS = sorted(
    path
    for name in PLACES
    for folder in (ROOT.parent / "shared" / name, ROOT / name)
    if folder.is_dir()
    for path in folder.iterdir()
    if path.suffix in (".txt", ".md", ".docx", ".pdf", ".html")
)
NUMBERS = ("start", "end", "line", "page")


def mismatches(text: str) -> tuple[Mismatch, ...]:
    """What does not hold of the document of a text, held against that text."""
    return verify(parse(text), io.BytesIO(text.encode("utf-8", "surrogatepass")))


# ---------------------------------------------------------------- what was read holds


@given(any_text())
@example("")
@example("\x89PNG\r\n\x1a\n041/24 Tides\n")  # what no reader takes for a text
@example("\x00" * 50 + "041/24 Tides\n")
@example("\ufeff\ufeff041/24\r\rTides \ud800\n")
@example("%PDF-1.7\n\n041/24 Tides\n")
def test_the_document_of_any_text_speaks_of_it(text: str) -> None:
    assert mismatches(text) == ()


@given(st.one_of(minutes_like, drafts().map(lambda draft: draft.text)))
def test_the_document_of_lines_in_any_order_speaks_of_them(text: str) -> None:
    assert mismatches(text) == ()


@given(st.lists(st.one_of(st.sampled_from(MARKED), st.sampled_from(("", ">", "> >", "-", "- 1 Clerk"))), max_size=25))
def test_the_document_of_marked_lines_in_any_order_speaks_of_them(chosen: list[str]) -> None:
    assert mismatches(HEAD + "\n".join(chosen)) == ()


@given(minutes(), st.sampled_from(DRESSES))
def test_minutes_in_every_dress_are_spoken_of(model: Minutes, dress: Dress) -> None:
    assert mismatches(dress.print(model).text) == ()


@given(agendas(), st.sampled_from(AGENDA_DRESSES))
def test_agendas_in_every_dress_are_spoken_of(model: Agenda, dress: AgendaDress) -> None:
    assert mismatches(dress.print(model).text) == ()


@pytest.mark.parametrize("path", sorted((ROOT / "tests/found").glob("*.txt")), ids=lambda path: path.stem)
def test_what_once_broke_something_is_spoken_of(path: Path) -> None:
    assert mismatches(path.read_bytes().decode("utf-8", "surrogatepass")) == ()
    assert verify(read(path), path) == ()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples_speak_of_their_files(path: Path) -> None:
    document = read(path)
    assert verify(document, path) == verify(document, str(path)) == ()
    with path.open("rb") as file:
        assert verify(document, file) == ()
    assert verify(Document.model_validate_json(document.model_dump_json()), path) == ()


@pytest.mark.skipif(not CORPUS, reason="the corpus is not beside this checkout: its documents are held against nothing")
def test_the_documents_of_the_corpus_speak_of_their_files() -> None:
    found = {path.name: verify(read(path), path)[:1] for path in CORPUS}
    assert found == dict.fromkeys(found, ())


def test_a_document_that_says_less_holds() -> None:
    path = EXAMPLES[0]
    document = read(path)
    (part,) = document.minutes
    fewer = [item.model_copy(update={"blocks": (), "presenters": (), "section": None}) for item in part.items[1:]]
    less = part.model_copy(update={"items": tuple(fewer), "board": part.board, "next_meeting": None})
    found = verify(document.model_copy(update={"parts": (less,), "furniture": (), "diagnostics": ()}), path)
    assert {re.sub(r"\d+", "", one.field) for one in found} <= {"parts[].items[].references[]"}


# ---------------------------------------------------------------- whatever is changed is named


Leaf = tuple[Any, Any, str]
"""A value in JSON: what holds it, its key there, and its field."""


def leaves(values: Any, path: str = "") -> Iterator[Leaf]:
    """Every string, date and number of some JSON."""
    pairs = values.items() if isinstance(values, dict) else enumerate(values)
    for key, value in pairs:
        field = f"{path}[{key}]" if isinstance(values, list) else f"{path}.{key}".lstrip(".")
        if isinstance(value, dict | list):
            yield from leaves(value, field)
        elif value is not None:
            yield values, key, field


def shape(field: str) -> str:
    """A field without counts: "parts[].items[].title"."""
    return re.sub(r"\d+", "", field)


def is_unchecked(field: str) -> bool:
    """Whether ``UNCHECKED`` names the field, with or without what holds it."""
    parts = shape(field).replace("[]", "").split(".")
    names = {".".join(parts[i:]) for i in range(len(parts))}
    return bool(names & UNCHECKED.keys()) or any(f"{a}.{b}" in UNCHECKED for a, b in pairwise(parts))


def is_place(field: str) -> bool:
    return field.rpartition(".")[2] in NUMBERS and not re.search(r"meeting\.(start|end)$", field)


def others(value: Any) -> Iterator[Any]:
    """Other values of the same kind: a day later, a word more, a letter less."""
    if not isinstance(value, str):
        yield value + 1
        return
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        yield (datetime.date.fromisoformat(value) + datetime.timedelta(days=1)).isoformat()
    elif re.fullmatch(r"\d\d:\d\d:\d\d", value):
        yield f"{value[:3]}{(int(value[3:5]) + 7) % 60:02}:00"
    elif re.fullmatch(r"[0-9a-f]{64}", value):
        yield value[::-1]
    else:
        yield from ("Something else", f"{value} more", value[:-1], value[1:], value.swapcase(), "application/pdf")
        yield from (" ".join(value.split()[1:]), " ".join(value.split()[:-1]), value.replace("1", "2"), "999/77")


@cache
def values_of(path: Path) -> tuple[Any, tuple[Leaf, ...]]:
    values = json.loads(examples()[EXAMPLES.index(path)].model_dump_json())
    return values, tuple(leaves(values))


def changed(path: Path, leaf: Leaf, value: Any) -> Document | None:
    """The document of an example with one value changed; None where it would not load."""
    holder, key, _ = leaf
    before = holder[key]
    holder[key] = value
    try:
        return Document.model_validate_json(json.dumps(values_of(path)[0]))
    except ValidationError:
        return None
    finally:
        holder[key] = before


def some(path: Path, *, places: bool) -> Iterator[Leaf]:
    """The first field of each shape, of the first example the last too."""
    found: dict[str, list[Leaf]] = {}
    for leaf in values_of(path)[1]:
        if is_place(leaf[2]) == places and not is_unchecked(leaf[2]):
            kind = leaf[0].get("kind") if isinstance(leaf[0], dict) else None
            found.setdefault(f"{shape(leaf[2])} {kind}", []).append(leaf)
    for alike in found.values():
        yield alike[0]
        if len(alike) > 1 and path == EXAMPLES[0]:
            yield alike[-1]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_a_changed_field_is_the_first_that_is_named(path: Path) -> None:
    tried = 0
    for leaf in some(path, places=False):
        if path.suffix not in (".txt", ".md") and not leaf[2].startswith(("source", "furniture", "parts[0].items[1]")):
            continue  # the same notes as in a .txt file
        fits = [one for one in others(leaf[0][leaf[1]]) if one != leaf[0][leaf[1]]]
        documents = [document for one in fits if (document := changed(path, leaf, one)) is not None]
        for document in documents[:1] + documents[-1:] * (path.suffix == ".md"):
            found = verify(document, path)
            assert [one.field for one in found[:1]] == [leaf[2]], found[:2]
            tried += 1
    assert tried > (20 if path.suffix in (".txt", ".md") else 2)


SPOKEN = (
    "HARBOUR BOARD\n\nTuesday 14 May 2024\n\n"
    "Present: Cllr Ada QUILL (AQ), Cllr Peter Lowe (PL) (from 042/24), Jo Hart – Clerk\n\n"
    "Apologies: Dr Sue Brand (on holiday)\n\n"
    "041/24 Apologies\n\nApologies were received from Ms Mary Ash (MA). ACC Ada Quill (AQ) presented the paper.\n\n"
    "Action (HM): Send the rota by 4 June.\n\n"
    "042/24 Actions\n\nThere are currently ten outstanding actions.\n"
)
"""What the examples do not have: initials, a count in words, a day without a year, an owner in a label."""


def test_every_change_of_a_small_document_is_named_first() -> None:
    values = json.loads(parse(SPOKEN).model_dump_json())
    tried = set()
    for holder, key, field in list(leaves(values)):
        before = holder[key]
        for value in others(before) if not is_place(field) and not is_unchecked(field) else ():
            holder[key] = value
            with contextlib.suppress(ValidationError):
                document = Document.model_validate_json(json.dumps(values))
                if not is_the_same(before, value):
                    found = verify(document, io.BytesIO(SPOKEN.encode()))
                    assert [one.field for one in found[:1]] == [field], (before, value, found[:2])
                    tried.add(field.rpartition(".")[2])
        holder[key] = before
    assert tried >= {"initials", "note", "owner", "due", "outstanding_actions", "honorific", "role", "as_written", "id"}


@given(st.data())
def test_any_change_of_any_field_is_named_first(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(EXAMPLES))
    known = [leaf for leaf in values_of(path)[1] if not is_place(leaf[2]) and not is_unchecked(leaf[2])]
    leaf = data.draw(st.sampled_from(known))
    before = leaf[0][leaf[1]]
    value = data.draw(st.sampled_from([one for one in others(before) if one != before]))
    document = changed(path, leaf, value)
    if document is not None and not is_the_same(before, value):
        assert [one.field for one in verify(document, path)[:1]] == [leaf[2]], (leaf[2], before, value)


@given(st.data())
def test_no_document_however_wrong_raises(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([SPOKEN, TEXT, "²³ 041/24 Tides\n\nAt ²⁰.³⁰ pm.\n\n- 1. Why?\n\t- x\n"]))
    values = json.loads(parse(text).model_dump_json())
    known = list(leaves(values))
    for holder, key, _ in data.draw(st.lists(st.sampled_from(known), max_size=12)):
        before = holder[key]
        if isinstance(before, int):
            holder[key] = data.draw(st.integers(0, len(text) + 9))
        else:
            holder[key] = data.draw(st.one_of(st.text(max_size=9), st.sampled_from([k for *_, k in known if k] + [""])))
        with contextlib.suppress(ValidationError):
            Document.model_validate_json(json.dumps(values))
            continue
        holder[key] = before
    found = verify(Document.model_validate_json(json.dumps(values)), io.BytesIO(text.encode()))
    assert all(one.field and one.message and "\n" not in one.message for one in found)


def is_the_same(one: Any, two: Any) -> bool:
    """Whether two texts have the same letters: blanks do not count."""
    return isinstance(one, str) and isinstance(two, str) and one.split() == two.split()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_a_changed_place_is_named_or_its_model_is(path: Path) -> None:
    for leaf in some(path, places=True):
        if path.suffix not in (".txt", ".md") and not leaf[2].endswith(".page"):
            continue  # places are those of the text, whatever it was read from
        number = leaf[0][leaf[1]]
        name = leaf[2].rpartition(".")[2]
        for value in (number + 60, number - 60) if name in ("start", "end") else (number + 1,):
            document = changed(path, leaf, value) if value >= 0 else None
            if document is None:
                continue
            found = verify(document, path)
            if leaf[2].startswith("furniture"):  # what it hid may be told first
                found = tuple(one for one in found if one.field.startswith("furniture"))
            model = re.sub(r"\.(?:span|pieces\[\d+\]|evidence\[\d+\]\.span)\.\w+$", "", leaf[2])
            named = found[0].field if found else "nothing"
            assert named.startswith(model) or model.startswith(named.partition(".span")[0]), (leaf[2], value, found)
            if name in ("line", "page"):
                assert named == leaf[2]


def test_a_place_that_begins_or_ends_with_a_blank_is_named() -> None:
    values = json.loads(parse(TEXT).model_dump_json())
    tried = 0
    for holder, key, field in list(leaves(values)):
        before = holder[key]
        at = before if key == "end" else before - 1 if key == "start" and isinstance(before, int) else -1
        if is_place(field) and isinstance(key, str) and 0 <= at < len(TEXT) and TEXT[at] == " ":
            holder[key] = before + 1 if key == "end" else before - 1
            found = verify(Document.model_validate_json(json.dumps(values)), io.BytesIO(TEXT.encode()))
            assert [one.field for one in found[:1]] == [field]
            holder[key] = before
            tried += 1
    assert tried > 4


def test_bold_that_is_not_there_is_named() -> None:
    values = json.loads(parse(SPOKEN).model_dump_json())
    values["parts"][0]["items"][0]["blocks"][1]["basis"] = "bold"
    found = verify(Document.model_validate_json(json.dumps(values)), io.BytesIO(SPOKEN.encode()))
    assert [one.field for one in found] == ["parts[0].items[0].blocks[1].basis"]


def test_a_place_outside_of_the_text_is_named() -> None:
    document = parse("041/24 Tides\n\nHigh water was early.\n")
    file = document.source.text.encode()
    for start, end, field in ((99, 120, "start"), (14, 120, "end"), (30, 20, "end")):
        span = Span(start=start, end=end, line=3)
        item = document.minutes[0].items[0]
        block = item.blocks[0].model_copy(update={"span": span})
        part = document.minutes[0].model_copy(update={"items": (item.model_copy(update={"blocks": (block,)}),)})
        found = verify(document.model_copy(update={"parts": (part,)}), io.BytesIO(file))
        assert f"parts[0].items[0].blocks[0].span.{field}" in [one.field for one in found]


@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
def test_words_that_nobody_said_are_named(words: str) -> None:
    for path, document in zip(EXAMPLES, examples(), strict=True):
        changed_ = spoilt(document, words)
        fields = [one.field for one in verify(changed_.model_copy(update={"source": document.source}), path)]
        titles = {
            f"parts[{i}].items[{j}].title" for i, part in enumerate(document.parts) for j in range(len(part.items))
        }
        assert len(titles & set(fields)) > len(titles) / 2  # those that have one
        assert verify(changed_, path)[0].field in ("source.media_type", "source.text")


def test_half_pairs_in_a_model_made_by_hand_are_named() -> None:
    document = spoilt(examples()[0], LONE)
    assert verify(document, EXAMPLES[0])[0].field == "source.text"


# ---------------------------------------------------------------- what is not checked is said


NOT_NAMED = {
    "source.name": "other.txt",
    "source.media_type": "text/markdown",
    "parts[0].items[0].blocks[0].kind": "decision",
    "parts[0].items[7].blocks[0].answer[1].basis": "label",
    "parts[0].attendance.span.end": 1257 + 50,
    "diagnostics[1].code": "M202",
    "diagnostics[0].name": "odd",
    "diagnostics[0].severity": "error",
    "diagnostics[0].message": "Something else.",
    "diagnostics[0].hint": "Do something else.",
    "diagnostics[0].span.end": 840,
}


def test_the_list_of_what_is_not_checked_is_honest() -> None:
    path = EXAMPLES[0]
    found = {leaf[2]: leaf for leaf in values_of(path)[1]}
    for field, value in NOT_NAMED.items():
        document = changed(path, found[field], value)
        assert document is not None, field
        assert verify(document, path) == (), field
        assert is_unchecked(field), field
    named = {re.sub(r"\[\d+\]", "", field) for field in NOT_NAMED}
    left = {one for one in UNCHECKED if not any(one == field or one in field for field in named)}
    assert left == {"schema_version"}


def test_the_docs_list_what_is_not_checked() -> None:
    page = (ROOT / "docs/proof.md").read_text(encoding="utf-8")
    for field, why in UNCHECKED.items():
        assert f"| `{field}` | {why} |" in page


# ---------------------------------------------------------------- hash, text, file


def test_another_file_is_told_by_its_hash_and_the_first_line_that_differs() -> None:
    text = "HARBOUR BOARD\n\nTuesday 14 May 2024\n\n041/24 Tides\n\nHigh water was early.\n"
    other = text.replace("early", "late")
    found = verify(parse(text), io.BytesIO(other.encode()))
    assert [one.field for one in found] == ["source.sha256", "source.text"]
    assert found[1].line == 7
    assert "line 7" in found[1].message
    assert "“High water was early.”, the source “High water was late.”" in found[1].message


@pytest.mark.parametrize("change", [lambda data: data + b"\n", lambda data: data.replace(b"\n", b"\r\n")])
def test_bytes_that_say_the_same_differ_in_their_hash(change: Any) -> None:
    data = EXAMPLES[0].read_bytes()
    document = read(io.BytesIO(data))
    fields = [one.field for one in verify(document, io.BytesIO(change(data)))]
    assert fields[0] == "source.sha256"
    assert set(fields) <= {"source.sha256", "source.text"}


def test_a_contradiction_inside_is_named_even_where_the_file_is_another() -> None:
    document = parse("HARBOUR BOARD\n\n041/24 Tides\n\nHigh water was early.\n")
    part = document.minutes[0]
    item = part.items[0].model_copy(update={"title": "Ebb"})
    changed_ = document.model_copy(update={"parts": (part.model_copy(update={"items": (item,)}),)})
    found = verify(changed_, io.BytesIO(b"Something else entirely.\n"))
    assert [one.field for one in found] == ["source.sha256", "source.text", "parts[0].items[0].title"]
    assert found[2] == Mismatch("parts[0].items[0].title", "the document says “Ebb”, the source “Tides”", 3)


def test_the_kind_of_file_is_checked_as_far_as_it_shows() -> None:
    for path, document in zip(EXAMPLES, examples(), strict=True):
        for media_type in ("application/pdf", "text/html"):
            if media_type == document.source.media_type:
                continue
            source = document.source.model_copy(update={"media_type": media_type})
            found = verify(document.model_copy(update={"source": source}), path)
            assert [one.field for one in found] == ["source.media_type"], path.name


def test_a_file_of_another_name_and_one_read_as_another_kind_hold(tmp_path: Path) -> None:
    copied = shutil.copy(EXAMPLES[0], tmp_path / "notes.odd")
    assert verify(examples()[0], copied) == ()
    assert verify(read(EXAMPLES[0], media_type="text/markdown"), EXAMPLES[0]) == ()
    for path in EXAMPLES:
        assert verify(read(io.BytesIO(path.read_bytes())), path) == ()


def test_pages_are_checked() -> None:
    document = parse("041/24 Tides\n\fHigh water was early.\n\fIt was late.\n")
    file = document.source.text.encode()
    for pages, field in (((0, 14), "source.pages"), ((0, 15, 37), "source.pages[1]")):
        changed_ = document.model_copy(update={"source": document.source.model_copy(update={"pages": pages})})
        assert verify(changed_, io.BytesIO(file))[0].field == field


def test_a_stream_is_read_from_where_it_stands() -> None:
    document = parse("041/24 Tides\n")
    file = io.BytesIO(b"skipped041/24 Tides\n")
    file.seek(len(b"skipped"))
    assert verify(document, file) == ()
    assert not file.closed


def test_a_file_that_cannot_be_read_raises(tmp_path: Path) -> None:
    document = parse("041/24 Tides\n")
    with pytest.raises(MinutesError, match="no such file"):
        verify(document, tmp_path / "none.txt")
    with pytest.raises(MinutesError, match="this is a folder"):
        verify(document, tmp_path)
    with pytest.raises(MinutesError, match="larger than the 5 bytes"):
        verify(document, io.BytesIO(b"041/24 Tides\n"), limits=Limits(max_bytes=5))
    with pytest.raises(MinutesError, match="PNG picture"):
        verify(examples()[0], io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"\x00" * 20))


# ---------------------------------------------------------------- made up


def with_item(document: Document, **fields: Any) -> Document:
    """A document whose first item has other fields."""
    part = document.minutes[0]
    items = (part.items[0].model_copy(update=fields), *part.items[1:])
    return document.model_copy(update={"parts": (part.model_copy(update={"items": items}),)})


TEXT = (
    "HARBOUR BOARD\n\nTuesday 14 May 2024\n\n041/24 Item 1 – Tides\n\nHigh water was early, see 040/24.\n\n"
    "042/24 Berths\n\nThere are eleven.\n"
)


def fields_of(document: Document) -> list[str]:
    return [one.field for one in verify(document, io.BytesIO(TEXT.encode()))]


def test_what_is_made_up_is_named() -> None:
    document = parse(TEXT)
    first, second = document.minutes[0].items
    assert fields_of(document) == []
    invented = Paragraph(kind="paragraph", text="The board resigned.", span=first.blocks[0].span)
    assert fields_of(with_item(document, blocks=(invented,))) == ["parts[0].items[0].blocks[0].text"]
    twice = with_item(document, blocks=first.blocks * 2)
    assert fields_of(twice) == ["parts[0].items[0].blocks[1].span.start"]
    assert fields_of(with_item(document, section="Regular Items")) == ["parts[0].items[0].section"]
    assert fields_of(with_item(document, evidence=())) == [
        "parts[0].items[0].number", "parts[0].items[0].agenda_item", "parts[0].items[0].title",
    ]  # fmt: skip
    for numbers in (("041/24",), ("043/24",), ("040/24", "40/24"), ("040/2",)):
        found = fields_of(with_item(document, references=tuple(map(ItemNumber, numbers))))
        assert found == [f"parts[0].items[0].references[{len(numbers) - 1}]"]
    part = document.minutes[0].model_copy(update={"items": (second, first)})
    assert fields_of(document.model_copy(update={"parts": (part,)})) == ["parts[0].items[1].span.start"]


def test_evidence_for_what_there_is_not_is_named() -> None:
    document = parse(TEXT)
    item = document.minutes[0].items[0]
    place = item.evidence[0].span
    odd_ = (*item.evidence, Evidence(field="colour", span=place))
    assert fields_of(with_item(document, evidence=odd_)) == ["parts[0].items[0].evidence[3].field"]
    away = (*item.evidence[:2], Evidence(field="title", span=document.minutes[0].items[1].evidence[1].span))
    assert fields_of(with_item(document, evidence=away)) == [
        "parts[0].items[0].evidence[2].span", "parts[0].items[0].title",
    ]  # fmt: skip


HIDING = "041/24 Tides\n\nThe board did not agree.\n"


def place(words: str) -> Span:
    start = HIDING.index(words)
    return Span(start=start, end=start + len(words), line=3)


def hidden(**update: Any) -> Document:
    """A document that says less than its source."""
    document = parse(HIDING)
    block = document.minutes[0].items[0].blocks[0].model_copy(update={"text": "The board did agree.", **update})
    return with_item(document, blocks=(block,))


@pytest.mark.parametrize("kind", [None, "number", "page", "comment", "hidden", "metadata"])
def test_words_cannot_be_hidden_as_set_aside_without_a_trace(kind: Any) -> None:
    made = hidden()
    if kind is not None:
        furniture = Furniture(kind=kind, text="not", span=place("not"))
        made = made.model_copy(update={"furniture": (furniture,)})
    found = verify(made, io.BytesIO(HIDING.encode()))
    assert found[0].field == "parts[0].items[0].blocks[0].text"
    assert "“The board did agree.”, the source “The board did not agree.”" in found[0].message


def test_nobody_is_present_and_sends_apologies_by_the_same_words() -> None:
    document = read(EXAMPLES[0])
    part = document.minutes[0]
    both = part.attendance.model_copy(update={"apologies": (*part.attendance.apologies, part.attendance.present[0])})
    made = document.model_copy(update={"parts": (part.model_copy(update={"attendance": both}),)})
    found = verify(made, EXAMPLES[0])
    assert [one.field for one in found] == [f"parts[0].attendance.apologies[{len(both.apologies) - 1}]"]


def test_words_cannot_be_hidden_between_pieces() -> None:
    made = hidden(pieces=(place("The board did"), place("agree.")))
    found = verify(made, io.BytesIO(HIDING.encode()))
    assert [one.field for one in found] == ["parts[0].items[0].blocks[0].pieces[1]"]


def test_a_span_that_reaches_too_far_or_not_far_enough_is_the_one_that_is_named() -> None:
    document = parse(TEXT)
    item = document.minutes[0].items[0]
    for end, other in ((TEXT.index("042/24") + 6, "start"), (TEXT.index("early") + 5, "end")):
        span = item.span.model_copy(update={"end": end})
        assert fields_of(with_item(document, span=span)) == ["parts[0].items[0].span.end"], other


# ---------------------------------------------------------------- how it is said


def test_mismatches_come_in_document_order_and_in_short_lines() -> None:
    for path, document in zip(EXAMPLES, examples(), strict=True):
        found = verify(spoilt(document, "Something else " * 40).model_copy(update={"source": document.source}), path)
        order = [field.partition("[")[0] for field in dict.fromkeys(one.field.split(".")[0] for one in found)]
        assert list(dict.fromkeys(order)) == [one for one in ("parts", "other", "furniture") if one in order]
        assert all(len(one.message) < 250 and one.message.isprintable() for one in found)
        assert all(one.line is None or 1 <= one.line <= document.source.text.count("\n") + 1 for one in found)


def test_the_message_shows_where_long_texts_part() -> None:
    text = "041/24 Tides\n\n" + "High water was early. " * 30 + "It was late.\n"
    document = parse(text)
    block = document.minutes[0].items[0].blocks[0]
    assert isinstance(block, Paragraph)
    said = block.text.replace("It was late", "It was never late")
    (found,) = verify(with_item(document, blocks=(block.model_copy(update={"text": said}),)), io.BytesIO(text.encode()))
    assert found.message == (
        "the document says “…r was early. It was never late.”, the source “…r was early. It was late.”"
    )
    assert found.line == 3


def set_fields(model: BaseModel) -> Iterator[tuple[str, str]]:
    """The fields that say something, of a model and all below it."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        if value not in (None, ()):
            yield type(model).__name__, name
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, BaseModel):
                yield from set_fields(one)


def test_every_field_is_among_those_that_are_changed_here() -> None:
    seen = {field for document in (*examples(), parse(SPOKEN)) for field in set_fields(document)}
    kinds = [Standing]
    for kind in kinds:
        kinds += kind.__subclasses__()
    fields = {(kind.__name__, name) for kind in kinds[1:] for name in kind.model_fields}
    assert {one for one in fields - seen if one[1] not in ("pieces", "evidence")} == {("Agenda", "preamble")}


def test_odd_documents_hold() -> None:
    for document in odd():
        assert verify(document, io.BytesIO(document.source.text.encode())) == ()
