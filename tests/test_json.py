"""JSON and JSON Lines: what is written is valid and comes back, and what is no document is refused in clear words."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]  # it ships no types
from pydantic import Field

from exported import EXAMPLES, HOSTILE, LONE, examples, made, odd, spoilt
from generated import agendas, minutes
from spcb_minutes import Document, ReplacedCharactersWarning, SchemaVersionError, parse, schema
from spcb_minutes.exports import json as module
from spcb_minutes.exports.json import from_json, to_json, to_jsonl
from spcb_minutes.models import Part
from strategies import any_text

TEXT = (
    "HARBOUR BOARD\n\nTuesday 14 May 2024\n\n041/24 Tides\n\nHigh water was early, see 040/24.\n\n"
    "- It will be late.\n\nAction: More lamps.\n"
)


@cache
def written() -> str:
    return to_json(parse(TEXT))


# ---------------------------------------------------------------- what is written


@pytest.mark.parametrize("document", examples(), ids=[path.name for path in EXAMPLES])
def test_the_json_of_the_examples_is_valid_against_the_schema(document: Document) -> None:
    validator = Draft202012Validator(schema(), format_checker=FormatChecker())
    for text in (to_json(document), to_jsonl(document)):
        assert list(validator.iter_errors(json.loads(text))) == []


@pytest.mark.parametrize("indent", [None, 0, 2, 4])
def test_the_bytes_are_those_of_pydantic_and_a_line_end(indent: int | None) -> None:
    for document in (*examples(), *odd()):
        assert to_json(document, indent=indent) == document.model_dump_json(indent=indent) + "\n"
    assert to_json(examples()[0]) == to_json(examples()[0], indent=2)
    assert to_json(examples()[0], indent=None).count("\n") == 1


def test_documents_come_back() -> None:
    for document in (*examples(), *odd()):
        assert from_json(to_json(document)) == document
        assert from_json(to_json(document, indent=None).encode()) == document
        assert to_json(from_json(to_json(document))) == to_json(document)


@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
def test_hostile_words_come_back(words: str) -> None:
    for document in (*examples(), *odd()):
        model = spoilt(document, words)
        assert from_json(to_json(model)) == model
        assert [from_json(line) for line in to_jsonl([model, model]).splitlines()] == [model, model]


@given(st.one_of(minutes(), agendas()))
def test_generated_parts_come_back(part: Part) -> None:
    document = made(part)
    assert from_json(to_json(document)) == document
    assert from_json(to_jsonl(document)) == document


@given(any_text())
def test_the_document_of_any_text_comes_back(text: str) -> None:
    document = parse(text)
    assert from_json(to_json(document)) == document
    assert [from_json(line) for line in to_jsonl([document] * 2).splitlines()] == [document] * 2


def test_half_pairs_are_replaced_and_reported_once() -> None:
    document = spoilt(examples()[0], LONE)
    for write in (to_json, to_jsonl):
        with pytest.warns(ReplacedCharactersWarning) as warned:
            text = write(document)
        assert len(warned) == 1
        assert "JSON cannot hold U+D800" in str(warned[0].message)
        assert from_json(text) == spoilt(examples()[0], LONE.replace("\ud800", "\ufffd"))


# ---------------------------------------------------------------- JSON Lines


def test_every_document_has_its_line_for_every_reader_of_lines() -> None:
    ends = "one\u2028two\u2029three\x85four\x0bfive\x0csix\x1cseven\x1eeight"
    documents = [*odd(), spoilt(examples()[0], ends)]
    text = to_jsonl(documents)
    assert text.count("\n") == len(text.splitlines()) == len(documents)
    assert text.endswith("}\n")
    assert [from_json(line) for line in text.split("\n")[:-1]] == documents
    assert [Document.model_validate(from_json(line)) for line in text.splitlines()] == documents
    assert json.loads(text.splitlines()[-1])["source"]["text"] == ends


def test_lines_are_made_of_one_document_of_many_and_of_none() -> None:
    one, two = odd()[:2]
    assert to_jsonl(one) == to_jsonl([one]) == to_json(one, indent=None)
    assert to_jsonl(document for document in (one, two)) == to_jsonl(one) + to_jsonl(two)
    assert to_jsonl([]) == ""


# ---------------------------------------------------------------- what is read


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_bytes_are_read_in_every_encoding_of_json(encoding: str) -> None:
    document = parse(TEXT.replace("Tides", "Tides – £10 \U0001f6a2"))
    for text in (to_json(document), "\n " + to_jsonl(document)):
        assert from_json(text.encode(encoding)) == document
    assert from_json("\ufeff" + to_json(document)) == document


def changed(old: str, new: str) -> str:
    """The JSON of a small document with one thing changed."""
    assert old in written()
    return written().replace(old, new, 1)


REFUSED: dict[str, tuple[Callable[[], str | bytes], str]] = {
    "nothing": (lambda: "", "this is no JSON: there is nothing in it"),
    "blanks": (lambda: " \n\t", "this is no JSON: there is nothing in it"),
    "minutes": (lambda: TEXT, "this is no JSON: expected value at line 1 column 1"),
    "half of it": (lambda: '{\n  "a": ', "this is no JSON: it ends inside a value at line 2 column 7"),
    "NaN": (lambda: '{"schema_version": NaN}', "this is no JSON: expected value at line 1 column 20"),
    "half a pair": (lambda: changed("Tides", "\ud800"), "this is no JSON: line 7 holds half a pair of UTF-16"),
    "half a pair, escaped": (lambda: changed("Tides", "\\ud800"), "this is no JSON: unexpected end of hex escape"),
    "a PDF": (lambda: b"%PDF-1.7\n\xe2\xe3", "this is no JSON: byte 9 is no UTF-8; save it as UTF-8"),
    "UTF-16 cut off": (lambda: written().encode("utf-16")[:-1], "UTF-16; save it as UTF-8"),
    "nested lists": (lambda: "[" * 100_000, "this JSON is nested deeper than 200 levels"),
    "nested objects": (lambda: '{"a":' * 100_000, "this JSON is nested deeper than 200 levels"),
    "a long number": (lambda: "1" * 10_000, "this is no JSON: number out of range"),
    "a list": (lambda: "[1]", "no document of spcb-minutes: a list stands where an object is expected"),
    "null": (lambda: "null", "no document of spcb-minutes: null stands where"),
    "a string": (lambda: '"041/24"', "no document of spcb-minutes: a string stands where"),
    "another object": (lambda: '{"name": "notes"}', "no document of spcb-minutes: it has no schema_version"),
    "the schema": (lambda: json.dumps(schema()), "no document of spcb-minutes: it has no schema_version"),
    "an odd version": (lambda: '{"schema_version": 1}', "it says 1 for its schema_version"),
    "no version": (lambda: '{"schema_version": "one"}', "it says 'one' for its schema_version"),
    "a newer major": (
        lambda: changed('"1.0"', '"2.0"'),
        "this file is of schema version 2.0; this spcb-minutes reads 1.x: install a newer one",
    ),
    "an older major": (lambda: changed('"1.0"', '"0.9"'), "version 0.9; this spcb-minutes reads 1.x: install an older"),
    "a newer minor": (lambda: changed('"1.0"', '"1.1"'), "reads 1.x up to 1.0: the file was written by a newer one"),
    "lines": (lambda: to_jsonl(odd()), "these are 7 lines of JSON, a document a line (JSON Lines): read them"),
    "lines with a gap": (lambda: to_jsonl(odd()[0]) + "\n" + to_jsonl(odd()[1]), "these are 2 lines of JSON"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_document_is_refused_in_clear_words(name: str) -> None:
    make, said = REFUSED[name]
    with pytest.raises(SchemaVersionError) as raised:
        from_json(make())
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 200


def test_what_is_neither_text_nor_bytes_is_refused() -> None:
    with pytest.raises(SchemaVersionError, match="the text of JSON, or its bytes, are expected, not dict"):
        from_json({"schema_version": "1.0"})  # type: ignore[arg-type]


WRONG = {
    '"number": "041/24"': (
        '"number": "7th"',
        'parts[0].items[0].number is "7th": ',
        "no item number: a sequence and a year are expected",
    ),
    '"041/24",': (f'"{"9" * 5000}",', 'parts[0].items[0].number is "999', "no item number"),
    '"kind": "minutes"': ('"kind": "poem"', 'parts[0].kind is "poem": ', "agenda, minutes is expected"),
    '"kind": "list",': ('"kind": "poem",', 'parts[0].items[0].blocks[1].kind is "poem": ', "paragraph, list, question"),
    '"kind": "paragraph",': ("", "parts[0].items[0].blocks[0].kind is missing", ""),
    '"2024-05-14"': ('"14 May"', 'parts[0].meeting.date is "14 May": ', "a date is expected, such as 2024-05-14"),
    '"start": null': ('"start": "7 pm"', 'parts[0].meeting.start is "7 pm": ', "a time of day is expected"),
    '"040/24"': ("40", "parts[0].items[0].references[0] is 40: ", "string"),
    '"board": "Harbour Board"': ('"board": 5', "parts[0].board is 5: ", "a string is expected"),
    '"line": 1,': ('"line": 0,', "parts[0].span.line is 0: ", "1 or more is expected"),
    '"page": null': ('"page": "2"', 'parts[0].span.page is "2": ', "a whole number is expected"),
    '"pages": []': ('"pages": {}', "source.pages is {}: ", "a list is expected"),
    '"items": [': ('"items": [null, ', "parts[0].items[0] is null: ", "an object is expected"),
    '"parts": [': ('"parts": [3, ', "parts[0] is 3: ", "an object is expected"),
    '"section": null': ('"colour": null', "parts[0].items[0].colour is a field that this version does not have", ""),
    '"text": "It will be late.",': ("", "parts[0].items[0].blocks[1].entries[0].text is missing", ""),
    '"severity": "warning"': ('"severity": "odd"', 'diagnostics[0].severity is "odd": ', "error, warning or info"),
    '"sha256": "': ('"sha256": "x', 'source.sha256 is "x', "a string of the form ^[0-9a-f]{64}$ is expected"),
}


@pytest.mark.parametrize("old", WRONG)
def test_the_first_field_that_is_wrong_is_named(old: str) -> None:
    new, field, expected = WRONG[old]
    with pytest.raises(SchemaVersionError) as raised:
        from_json(changed(old, new))
    said = str(raised.value)
    assert said.startswith(f"this is no document of schema version 1.0: {field}")
    assert expected in said
    assert len(said) < 250


def test_of_a_name_that_stands_twice_the_last_counts_as_in_pythons_json() -> None:
    twice = changed('"schema_version": "1.0"', '"schema_version": "2.0", "schema_version": "1.0"')
    assert json.loads(twice)["schema_version"] == "1.0"
    assert from_json(twice) == parse(TEXT)


@given(st.one_of(st.text(), st.binary(), st.from_type(type(None)).map(lambda _: "[" * 300)))
def test_anything_is_read_or_refused(text: str | bytes) -> None:
    with pytest.raises(SchemaVersionError):
        from_json(text)


@given(st.data())
def test_a_document_with_anything_in_one_place_is_read_or_refused(data: st.DataObject) -> None:
    values = json.loads(written())
    here: Any = values
    while isinstance(here, dict | list) and here:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(here[key], dict | list) or not here[key] or data.draw(st.integers(0, 4)) == 0:
            here[key] = data.draw(
                st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.just([]), st.just({}))
            )
            break
        here = here[key]
    try:
        document = from_json(json.dumps(values))
    except SchemaVersionError as error:
        said = str(error)
    else:
        said = ""
        assert from_json(to_json(document)) == document
    assert "\n" not in said


# ---------------------------------------------------------------- other versions


class Later(Document):
    """A document of a later version, with a field more."""

    schema_version: Literal["1.4"] = Field(examples=["1.4"])  # type: ignore[assignment]
    language: str = Field(default="en", examples=["cy"])


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package in some years."""
    monkeypatch.setattr(module, "Document", Later)
    monkeypatch.setattr(module, "SCHEMA_VERSION", "1.4")


@pytest.mark.usefixtures("later")
def test_an_older_document_of_the_same_first_number_is_read() -> None:
    document = from_json(written())
    assert isinstance(document, Later)
    assert document.schema_version == "1.4"
    assert document.language == "en"
    assert document.parts == parse(TEXT).parts
    assert from_json(to_json(document)) == document
    assert from_json(changed('"1.0"', '"1.3"').encode("utf-16")) == document


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    ("version", "said"),
    [
        ("1.5", "this file is of schema version 1.5; this spcb-minutes reads 1.x up to 1.4: the file was written by"),
        ("1.10", "reads 1.x up to 1.4"),
        ("2.0", "this spcb-minutes reads 1.x: install a newer one"),
        ("10.0", "this spcb-minutes reads 1.x: install a newer one"),
        ("0.9", "this spcb-minutes reads 1.x: install an older one"),
    ],
)
def test_newer_versions_and_other_first_numbers_are_refused(version: str, said: str) -> None:
    with pytest.raises(SchemaVersionError, match=version) as raised:
        from_json(changed('"1.0"', f'"{version}"'))
    assert said in str(raised.value)


@pytest.mark.usefixtures("later")
def test_an_older_document_that_is_wrong_is_told_of_its_own_version() -> None:
    with pytest.raises(
        SchemaVersionError, match=r"no document of schema version 1\.0: parts\[0\]\.board is 5: a string"
    ):
        from_json(changed('"Harbour Board"', "5"))
