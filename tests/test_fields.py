"""The page of all fields and the picture: complete, true and fresh.

`python tests/test_fields.py` writes docs/fields.md, docs/fields-series.md and docs/images/model.svg.
"""

from __future__ import annotations

import inspect
import itertools
import json
import re
import xml.etree.ElementTree as ET
from functools import cache
from typing import Any, NamedTuple

import pytest
from pydantic import BaseModel

import spcb_minutes
from field_page import (
    CUT,
    EXAMPLES,
    GROUPS,
    MADE,
    PAGE,
    REASONS,
    SERIES_GROUPS,
    SERIES_PAGE,
    below,
    documents,
    found,
    page,
    series_page,
)
from model_picture import PICTURE, WITHOUT_A_LINE, svg
from shapes import BLOCKS, PLACES, is_standing, members, model
from spcb_minutes import Document, parse

SCHEMA = spcb_minutes.schema()
DEFINITIONS: dict[str, Any] = {**SCHEMA["$defs"], "Document": SCHEMA}
OBJECTS = {name: one["properties"] for name, one in DEFINITIONS.items() if "properties" in one}
SVG = "{http://www.w3.org/2000/svg}"


class Entry(NamedTuple):
    """A field as the page shows it."""

    name: str
    field: str
    type: str
    meaning: str
    block: list[str]
    """The lines of its block; none for a field without a line."""


@cache
def sections() -> dict[str, str]:
    parts = re.split(r"^### `(\w+)`$", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


FIELD = re.compile(r"^\*\*`(\w+)`\*\* · (.+?) · (.+)\n(?:\n```text\n((?:.*\n)*?)```\n)?", re.MULTILINE)


@cache
def entries() -> dict[str, Entry]:
    """The fields on the page, as ``Model.field``."""
    shown = [
        Entry(name, one[1], one[2], one[3], (one[4] or "").splitlines())
        for name, text in sections().items()
        for one in FIELD.finditer(text)
    ]
    return {f"{one.name}.{one.field}": one for one in shown}


QUOTED = [key for key, one in entries().items() if one.block]


# ---------------------------------------------------------------- the page is complete


def test_every_model_of_the_schema_has_a_section() -> None:
    assert {*members()} == {*DEFINITIONS, "ItemNumber"}
    assert [*sections()] == [name for names in GROUPS.values() for name in names]
    assert {*sections()} == {*DEFINITIONS, "ItemNumber", "Block", "Standing"}


@pytest.mark.parametrize("name", OBJECTS)
def test_every_field_of_the_schema_is_there(name: str) -> None:
    here = [one.field for one in entries().values() if one.name == name]
    if set(PLACES) <= {*OBJECTS[name]}:
        assert "Also `span`, `pieces`, `evidence`: [where it stands](#standing)." in sections()[name]
        here = [*PLACES, *here]
    if name == "Attendee":
        assert "all fields of a [Person](#person)" in sections()[name]
        here = [*OBJECTS["Person"], *here[len(PLACES) :]]
    assert here == [*OBJECTS[name]]


def test_the_places_have_their_section() -> None:
    assert [one.field for one in entries().values() if one.name == "Standing"] == [*PLACES]


def test_a_field_has_a_line_or_a_reason_why_it_has_none() -> None:
    without = {key for key, one in entries().items() if not one.block}
    assert without == {*REASONS}
    for key in without:
        assert "*No line: " in entries()[key].meaning


def test_a_text_is_made_only_for_what_no_example_has() -> None:
    assert {key for key, one in entries().items() if one.block[:1] == ["an invented text"]} == {*MADE}
    for key in MADE:
        name, field = key.split(".")
        owners: list[BaseModel] = [document for document in documents().values() if isinstance(document, model(name))]
        parts = [part for document in documents().values() for part in document.parts]
        owners += [part for part in parts if isinstance(part, model(name))]
        assert owners
        assert not any(getattr(one, field) for one in owners), f"{key}: an example has one now"


def test_what_may_be_none_says_what_none_means() -> None:
    may = [key for key, one in entries().items() if one.type.endswith(", or None")]
    for name, properties in OBJECTS.items():
        for field, of in properties.items():
            nullable = {"type": "null"} in of.get("anyOf", [])
            assert not nullable or name == "Attendee" or f"{name}.{field}" in may
    assert len(may) > 20
    for key in may:
        assert re.search(r"\b[Nn]one\b", entries()[key].meaning), f"{key} does not say what None means"


def test_every_view_is_listed() -> None:
    views = 0
    for name, one in members().items():
        for view, value in [pair for made_from in one.__mro__ for pair in vars(made_from).items()]:
            if not isinstance(value, property) or not str(value.fget.__module__).startswith("spcb_minutes"):
                continue
            if view.startswith("_"):
                continue
            views += 1
            about = " ".join(inspect.cleandoc(str(value.__doc__)).replace("``", "`").split())
            assert f"- `{view}`: {about}" in sections()[name]
    assert views >= 11


# ---------------------------------------------------------------- the page is true


def lines_of(file: str, key: str) -> tuple[list[str], Document]:
    """The lines of a file as they are on disk, and what is read from it; of a PDF its text."""
    if file == "an invented text":
        return MADE[key].split("\n"), parse(MADE[key])
    document = documents()[file]
    if file.endswith(".pdf"):
        return document.source.text.split("\n"), document
    return (EXAMPLES / file).read_bytes().decode("utf-8-sig").replace("\r\n", "\n").split("\n"), document


def quoted(block: list[str]) -> list[tuple[int, str, str]]:
    """The lines that a block quotes, with their numbers and the marks under them."""
    given = [(line, re.match(r" *(\d+) \| (.*)$", line), under) for line, under in itertools.pairwise(block)]
    return [(int(match[1]), match[2], under[8:]) for _, match, under in given if match]


@pytest.mark.parametrize("key", QUOTED)
def test_a_quote_stands_on_its_line(key: str) -> None:
    file, _, page_number = entries()[key].block[0].partition(", page ")
    lines, document = lines_of(file, key)
    quotes = quoted(entries()[key].block)
    assert quotes
    for number, words, under in quotes:
        assert words.strip(CUT).strip() in lines[number - 1].replace("\t", "  "), f"{file}, line {number}"
        assert words.strip(CUT).strip()
        assert re.fullmatch(r" *\^[ ^]*", under), "nothing is marked"
        assert len(under) <= len(words)
    if page_number:
        start = sum(len(line) + 1 for line in lines[: quotes[0][0] - 1])
        assert sum(offset <= start for offset in document.source.pages) == int(page_number)


def value_of(block: list[str], field: str) -> Any:
    """The value that a block shows, with ``CUT`` for what is left out."""
    name, _, written = block[-1].partition(" = ")
    assert name == field
    written = written.replace(f", {CUT}}}", f', "{CUT}": "{CUT}"}}')
    return json.loads(re.sub(rf'"(?:[^"\\]|\\.)*"|{CUT}', lambda one: one[0] if one[0] != CUT else f'"{CUT}"', written))


def shows(given: Any, held: Any) -> bool:
    """Whether a value that is shown, perhaps in part, is what a field holds in JSON."""
    if given == CUT:
        return held not in (None, [])
    if isinstance(given, str) and given.endswith(CUT):
        return isinstance(held, str) and held.startswith(given[: -len(CUT)])
    if isinstance(given, dict) and isinstance(held, dict):
        return all(key in held and shows(one, held[key]) for key, one in given.items() if key != CUT)
    if isinstance(given, list) and isinstance(held, list):
        if given[-1:] == [CUT]:
            return len(held) >= len(given) and all(map(shows, given[:-1], held))
        return len(given) == len(held) and all(map(shows, given, held))
    return bool(given == held and type(given) is type(held))


@pytest.mark.parametrize("key", QUOTED)
def test_a_value_is_what_the_field_holds_there(key: str) -> None:
    entry = entries()[key]
    _, document = lines_of(entry.block[0].partition(", page ")[0], key)
    given = value_of(entry.block, entry.field)
    number, words, under = quoted(entry.block)[0]
    marked = words[under.index("^") : under.rindex("^") + 1].strip(CUT)
    text = document.source.text
    holders = []
    for one in below(document):
        if isinstance(one, model(entry.name)) and shows(given, one.model_dump(mode="json")[entry.field]):
            spans = [part.span for part in getattr(one, "evidence", ()) if part.field == entry.field]
            if spans and entry.field not in PLACES:
                first = text[spans[0].start : spans[0].end].split("\n")[0].replace("\t", "  ")
                if spans[0].line == number and (first.startswith(marked) if CUT in words else first == marked):
                    holders.append(one)
            elif isinstance(span := getattr(one, "span", one), spcb_minutes.Span):
                if span.line <= number <= span.line + text.count("\n", span.start, span.end):
                    holders.append(one)
            else:  # a document, or an address in a notice, whose words say it
                holders.append(one)
    assert holders, f"nothing in the example has {entry.block[-1]} there"


def test_a_value_that_is_not_there_would_be_seen() -> None:
    assert shows([{"a": 1, CUT: CUT}, CUT], [{"a": 1, "b": 2}, {}])
    assert shows("High water …", "High water was early.")
    assert not shows([{"a": 1}], [{"a": 1}, {}])
    assert not shows([{"a": 1}, CUT], [{"a": 1}])
    assert not shows({"a": 1}, {"a": 2})
    assert not shows({"a": 1}, {"b": 1})
    assert not shows("7", 7)
    assert not shows(1, True)
    assert not shows(CUT, None)


def test_a_line_without_a_diagnostic_is_taken_where_there_is_one() -> None:
    told = {file: {one.line for one in document.diagnostics} for file, document in documents().items()}
    for key in QUOTED:
        name, field = key.split(".")
        file = entries()[key].block[0].partition(", page ")[0]
        if name in ("Diagnostic", "Furniture") or field in ("diagnostics", "furniture") or key in MADE:
            continue
        if quoted(entries()[key].block)[0][0] in told[file]:
            assert all(one.spans[0].line in told[one.file] for one in found(name, field)), key


def test_the_page_quotes_many_files() -> None:
    assert len({entries()[key].block[0] for key in QUOTED}) >= 15


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "docs/fields.md is not what the models say: run `make update`"


# ---------------------------------------------------------------- the models of a series


def test_every_public_model_is_on_one_of_the_pages() -> None:
    public = [getattr(spcb_minutes, name) for name in spcb_minutes.__all__]
    shown = {*members(), *(name for names in SERIES_GROUPS.values() for name in names)}
    assert {one.__name__ for one in public if inspect.isclass(one) and issubclass(one, BaseModel)} <= shown
    roots = [names[0] for names in SERIES_GROUPS.values()]
    assert {*members(*roots)} <= shown


@pytest.mark.parametrize("name", [name for names in SERIES_GROUPS.values() for name in names])
def test_every_field_of_a_series_is_there(name: str) -> None:
    text = SERIES_PAGE.read_text(encoding="utf-8").partition(f"\n### `{name}`\n")[2].partition("\n#")[0]
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \| [^|]+\. \|$", text, re.MULTILINE)
    assert [field for field, _ in rows] == [*model(name).model_fields]
    for field, kind in rows:
        schema = model(name).model_json_schema()["properties"][field]
        assert kind.endswith(", or None") == ({"type": "null"} in schema.get("anyOf", []))
        assert kind.startswith("any number of") == (schema.get("type") == "array")


def test_the_page_of_a_series_is_fresh() -> None:
    assert SERIES_PAGE.read_text(encoding="utf-8") == series_page(), "docs/fields-series.md: run `make update`"


# ---------------------------------------------------------------- the picture


@cache
def picture() -> ET.Element:
    return ET.fromstring(PICTURE.read_text(encoding="utf-8"))


def drawn() -> dict[str, ET.Element]:
    return {one.attrib["data-model"]: one for one in picture().iter(f"{SVG}g")}


def fields_of(name: str) -> dict[str, Any]:
    """The fields that a box is to show, from the schema."""
    if name == "Standing":
        return {field: OBJECTS["Person"][field] for field in PLACES}
    return {field: of for field, of in OBJECTS[name].items() if not (field in PLACES and is_standing(model(name)))}


def referred(of: Any) -> set[str]:
    """The models that a part of the schema points to."""
    if isinstance(of, list):
        return set().union(*map(referred, of))
    if isinstance(of, dict):
        own = {of["$ref"].rpartition("/")[2]} if "$ref" in of else set()
        return own.union(*(referred(one) for key, one in of.items() if key not in ("discriminator", "examples")))
    return set()


def test_the_picture_has_a_box_for_every_model_with_its_fields() -> None:
    assert {*drawn()} == {*OBJECTS, "Standing"}
    for name, box in drawn().items():
        words = [text.text for text in box.iter(f"{SVG}text") if text.get("class") != "count"]
        assert words == [name, *fields_of(name)]
        assert (box.find(f"{SVG}circle") is not None) == (name == "Standing" or is_standing(model(name)))


def test_the_picture_has_a_line_for_every_field_that_holds_models() -> None:
    expected = set()
    for name in drawn():
        for field, of in fields_of(name).items():
            to = referred(of) - {*WITHOUT_A_LINE}
            to = (to - {*BLOCKS}) | {"Block"} if to >= {*BLOCKS} else to
            expected |= {(f"{name}.{field}", one) for one in to}
    lines = [one for one in picture().iter(f"{SVG}path") if "data-from" in one.attrib]
    assert {(one.attrib["data-from"], one.attrib["data-to"]) for one in lines} == expected
    assert len(lines) == len(expected) > 25


def test_the_picture_says_one_or_many_and_what_may_be_none() -> None:
    for name, box in drawn().items():
        texts = [*box.iter(f"{SVG}text")][1:]
        counts = {one.get("y"): one.text for one in texts if one.get("class") == "count"}
        for text in texts:
            if text.get("class") == "count":
                continue
            of = fields_of(name)[str(text.text)]
            nullable = {"type": "null"} in of.get("anyOf", [])
            assert (text.get("class") == "maybe") == nullable
            one = ("0–1" if nullable else "1") if referred(of) - {*WITHOUT_A_LINE} else None
            assert counts.get(text.get("y")) == ("n" if of.get("type") == "array" else one), f"{name}.{text.text}"


Rectangle = tuple[float, float, float, float]


def rectangles() -> dict[str, Rectangle]:
    """Where the boxes stand: left, top, right, bottom."""
    found_ = {}
    for name, group in drawn().items():
        box = group.find(f"{SVG}rect")
        assert box is not None
        x, y, wide, high = (float(box.attrib[one]) for one in ("x", "y", "width", "height"))
        found_[name] = (x, y, x + wide, y + high)
    return found_


def meet(a: Rectangle, b: Rectangle) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_no_box_lies_on_another_and_all_lie_in_the_picture() -> None:
    _, _, wide, high = map(float, picture().attrib["viewBox"].split())
    for (_, a), (_, b) in itertools.combinations(rectangles().items(), 2):
        assert not meet(a, b)
    for left, top, right, bottom in rectangles().values():
        assert 0 < left < right < wide
        assert 40 < top < bottom < high


def test_no_line_runs_through_a_box() -> None:
    for path in picture().iter(f"{SVG}path"):
        if "data-from" not in path.attrib:
            continue
        numbers = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", path.attrib["d"])]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        for (x, y), (to_x, to_y) in itertools.pairwise(points):
            way = (min(x, to_x), min(y, to_y) - 0.5, max(x, to_x), max(y, to_y) + 0.5)
            for name, box in rectangles().items():
                assert not meet(way, (box[0] + 1, box[1], box[2] - 1, box[3])), f"{path.attrib} through {name}"


def test_the_picture_stands_alone() -> None:
    text = PICTURE.read_text(encoding="utf-8")
    assert picture().find(f"{SVG}title") is not None
    assert picture().find(f"{SVG}desc") is not None
    assert "prefers-color-scheme: dark" in text
    assert not re.search(r"<script|href|@import|@font-face|url\(|<image|\bon\w+=", text)
    assert re.findall(r"https?://[^\"]+", text) == ["http://www.w3.org/2000/svg"]


def test_the_picture_is_fresh() -> None:
    assert PICTURE.read_text(encoding="utf-8") == svg(), "docs/images/model.svg is not of these models: `make update`"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    SERIES_PAGE.write_text(series_page(), encoding="utf-8")
    PICTURE.write_text(svg(), encoding="utf-8")
