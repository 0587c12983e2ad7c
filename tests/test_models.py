"""The models: item numbers, what every model keeps to, and that JSON and the JSON Schema agree with them."""

from __future__ import annotations

import copy
import datetime
import inspect
import json
import pickle
import re
import types
import typing
from collections.abc import Callable, Iterator
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]  # it ships no types
from pydantic import BaseModel, TypeAdapter, ValidationError

import spcb_minutes
from spcb_minutes import models
from spcb_minutes.models import (
    Action,
    Agenda,
    BulletList,
    Decision,
    Diagnostic,
    Document,
    Item,
    ItemNumber,
    ListEntry,
    Minutes,
    Paragraph,
    Question,
    Severity,
    Source,
    Span,
)

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.is_file() and path.name != "README.md")
SCHEMA = spcb_minutes.schema()
DEFINITIONS: dict[str, Any] = SCHEMA["$defs"]
VALIDATOR = Draft202012Validator(SCHEMA)
MODELS = {
    name: model
    for name, model in inspect.getmembers(models, inspect.isclass)
    if issubclass(model, BaseModel)
    and model.__module__ == models.__name__
    and name not in ("Model", "Standing", "_model")
}
Json = dict[str, Any]

# ---------------------------------------------------------------- item numbers

FORMS: list[tuple[str, str | None, int, int | None]] = [
    ("001/23", None, 1, 2023),
    ("1/23", None, 1, 2023),
    ("141/22", None, 141, 2022),
    ("7/2023", None, 7, 2023),
    ("E.70/23", "E", 70, 2023),
    ("C123/22", "C", 123, 2022),
    ("FGB 38/2021", "FGB", 38, 2021),
    ("01/1920", None, 1, 2019),
    ("LW 32/2122", "LW", 32, 2021),
    ("12/9900", None, 12, 1999),
    ("Ref 02/21/06/2023", "Ref", 2, 2023),
    ("23/045", None, 45, 2023),
    ("16.03.2", None, 2, None),
    ("5/99", None, 5, 1999),
]


@pytest.mark.parametrize(("written", "prefix", "sequence", "year"), FORMS)
def test_a_number_is_read_in_every_form(written: str, prefix: str | None, sequence: int, year: int | None) -> None:
    number = ItemNumber(written)
    assert (number.prefix, number.sequence, number.year) == (prefix, sequence, year)
    assert str(number) == written
    assert repr(number) == f"ItemNumber({written!r})"


@pytest.mark.parametrize(
    ("digits", "year"), [("1920", 2019), ("2122", 2021), ("2021", 2021), ("1999", 1999), ("0910", 2009)]
)
def test_a_school_year_counts_as_its_first_year_and_a_plain_year_as_itself(digits: str, year: int) -> None:
    assert ItemNumber(f"4/{digits}").year == year


@pytest.mark.parametrize(
    "written",
    [
        "", "23", "/23", "001/", "001//23", "001-23", "001 /23", " 001/23", "001/23 ", "001/23\n", "\n001/23",
        "001/23a", "Minute", "24/00311/F", "a\n1/23", "٠٠١/٢٣", "1234567/23", "001/23/1/1/1",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is no item number: a sequence and a year are expected"):
        ItemNumber(written)


def test_numbers_are_equal_and_hashed_by_their_parts() -> None:
    assert ItemNumber("1/23") == ItemNumber("001/23") == ItemNumber("1/2023")
    assert len({ItemNumber("1/23"), ItemNumber("001/23"), ItemNumber("2/23")}) == 2
    assert ItemNumber("E.70/23") == ItemNumber("E 70/23")
    assert ItemNumber("E.70/23") != ItemNumber("70/23")
    assert ItemNumber("1/23") != ItemNumber("1/24")
    assert ItemNumber("16.03.2") != ItemNumber("16.04.2")
    assert ItemNumber("1/23") != "1/23"


def test_numbers_are_ordered_by_year_then_sequence() -> None:
    rising = ["16.03.2", "900/99", "153/22", "001/23", "LW 1/2324", "E.2/23", "010/23", "2/24"]
    falling = [ItemNumber(written) for written in reversed(rising)]
    assert [str(number) for number in sorted(falling)] == rising
    assert ItemNumber("9/22") < ItemNumber("1/23") <= ItemNumber("001/23")
    assert ItemNumber("10/23") > ItemNumber("9/23") >= ItemNumber("009/23")
    with pytest.raises(TypeError):
        assert ItemNumber("1/23") < "2/23"


@given(st.lists(st.sampled_from([ItemNumber(form[0]) for form in FORMS]), min_size=3, max_size=3))
def test_the_order_of_numbers_is_total_and_agrees_with_equality(three: list[ItemNumber]) -> None:
    a, b, c = three
    assert (a < b) + (b < a) + (a == b) == 1
    assert not (a < b < c) or a < c
    assert a != b or hash(a) == hash(b)


def test_a_number_is_a_frozen_value() -> None:
    number = ItemNumber("001/23")
    for name in ("prefix", "sequence", "year"):
        with pytest.raises(AttributeError):
            setattr(number, name, 1)
    with pytest.raises(AttributeError):
        number.other = 1  # type: ignore[attr-defined]
    for twin in (copy.deepcopy(number), copy.copy(number), pickle.loads(pickle.dumps(number))):
        assert twin == number
        assert str(twin) == "001/23"


@pytest.mark.parametrize("form", FORMS, ids=[form[0] for form in FORMS])
def test_a_number_is_the_string_as_written_in_json(form: tuple[str, str | None, int, int | None]) -> None:
    adapter = TypeAdapter(ItemNumber)
    number = ItemNumber(form[0])
    assert adapter.dump_json(number) == json.dumps(form[0]).encode()
    assert adapter.validate_json(adapter.dump_json(number)) == number
    assert adapter.validate_python(form[0]) == adapter.validate_python(number) == number
    assert Draft202012Validator(adapter.json_schema()).is_valid(form[0])


@pytest.mark.parametrize("value", [1, 1.5, None, True, [], "Minute 1", "001/23 "])
def test_json_that_is_no_number_is_refused_on_loading_and_by_the_schema(value: object) -> None:
    adapter = TypeAdapter(ItemNumber)
    with pytest.raises(ValidationError):
        adapter.validate_json(json.dumps(value))
    with pytest.raises(ValidationError):
        adapter.validate_python(value)
    assert not Draft202012Validator(adapter.json_schema()).is_valid(value)


# ---------------------------------------------------------------- what every model keeps to

SPAN = Span(start=0, end=4, line=1)


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_every_model_is_frozen_strict_and_closed(model: type[BaseModel]) -> None:
    assert model.model_config.get("frozen") is True
    assert model.model_config.get("strict") is True
    assert model.model_config.get("extra") == "forbid"


def test_a_field_cannot_be_set_and_an_unknown_one_not_given() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        SPAN.start = 3  # type: ignore[misc]
    with pytest.raises(ValidationError, match="Extra inputs"):
        Span(start=0, end=1, line=1, column=3)  # type: ignore[call-arg]
    with pytest.raises(ValidationError, match="valid integer"):
        Span(start="0", end=1, line=1)  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match="tuple"):
        Item(id="a", number=ItemNumber("1/23"), span=SPAN, blocks=[])  # type: ignore[arg-type]


@pytest.mark.parametrize("field", ["start", "end", "line"])
def test_offsets_count_from_nought_and_lines_from_one(field: str) -> None:
    with pytest.raises(ValidationError, match="greater than or equal"):
        Span(**{"start": 0, "end": 0, "line": 1, field: -1})


@pytest.mark.parametrize("model", [Paragraph, BulletList, Question, Action, Decision, Agenda, Minutes])
def test_the_kind_that_tells_models_apart_must_be_given(model: type[BaseModel]) -> None:
    assert model.model_fields["kind"].is_required()
    assert "kind" in DEFINITIONS[model.__name__]["required"]


def test_the_version_of_the_shape_must_be_given_and_be_this_one() -> None:
    good = spcb_minutes.parse("").model_dump(mode="json")
    assert good["schema_version"] == spcb_minutes.SCHEMA_VERSION
    for bad in ({k: v for k, v in good.items() if k != "schema_version"}, {**good, "schema_version": "2.0"}):
        assert not VALIDATOR.is_valid(bad)
        with pytest.raises(ValidationError, match="schema_version"):
            Document.model_validate_json(json.dumps(bad))


def test_what_the_document_does_not_say_is_none_or_empty() -> None:
    action = Action(kind="action", text="To be done.", basis="label", span=SPAN)
    assert (action.owner, action.due, action.update, action.pieces, action.evidence) == (None, None, None, (), ())
    item = Item(id="a", number=ItemNumber("1/23"), span=SPAN)
    assert (item.title, item.section, item.agenda_item) == (None, None, None)
    assert not item.blocks + item.presenters + item.commitments + item.references


def test_a_meeting_is_never_missing_however_little_is_said() -> None:
    (minutes,) = spcb_minutes.parse("041/24 Apologies\n\nNone.\n\n042/24 Close\n\nThe end.\n").minutes
    assert minutes.meeting.date is None
    assert (minutes.meeting.start, minutes.meeting.end, minutes.meeting.venue) == (None, None, None)
    assert minutes.next_meeting is None
    for model in (Minutes, Agenda):
        assert model.model_fields["meeting"].is_required()


def nested() -> Item:
    """An item with an action at every depth."""
    action = Action(kind="action", text="First.", basis="label", span=SPAN)
    deep = Action(kind="action", text="Second.", basis="bold", span=SPAN)
    low = ListEntry(text="Below.", span=SPAN)
    bullets = BulletList(kind="list", entries=(ListEntry(text="Above.", entries=(low,), span=SPAN),), span=SPAN)
    question = Question(kind="question", text="Why?", answer=(bullets, deep), span=SPAN)
    closing = Decision(kind="decision", text="AGREED that it be so.", span=SPAN)
    return Item(id="a", number=ItemNumber("1/23"), blocks=(action, question, closing), span=SPAN)


def test_the_views_collect_at_every_depth_in_reading_order() -> None:
    item = nested()
    assert [action.text for action in item.actions] == ["First.", "Second."]
    assert [question.text for question in item.questions] == ["Why?"]
    assert item.text.split("\n") == ["First.", "Why?", "Above.", "Below.", "Second.", "AGREED that it be so."]


def test_the_views_of_minutes_and_documents_collect_over_items_and_parts() -> None:
    document = spcb_minutes.read(ROOT / "examples/harbour-pack-2024-05.txt")
    assert [part.kind for part in document.parts] == ["agenda", "minutes"]
    assert (*document.agendas, *document.minutes) == document.parts
    (minutes,) = document.minutes
    assert minutes.questions == tuple(question for item in minutes.items for question in item.questions)
    assert len(minutes.questions) == 17


VIEWS = {
    "Item": ("actions", "questions", "text"),
    "Minutes": ("actions", "questions"),
    "Document": ("agendas", "minutes"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_views_are_no_fields_and_not_in_json(name: str) -> None:
    for view in VIEWS[name]:
        assert isinstance(inspect.getattr_static(MODELS[name], view), property)
        assert view not in MODELS[name].model_fields
        assert view not in (SCHEMA if name == "Document" else DEFINITIONS[name])["properties"]
    assert not {"actions", "questions", "text"} & json.loads(nested().model_dump_json()).keys()


@pytest.mark.parametrize(("severity", "rank"), [("info", 0), ("warning", 1), ("error", 2)])
def test_severities_rank_from_info_to_error(severity: str, rank: int) -> None:
    assert Severity(severity).rank == rank
    assert Severity(severity) == severity


# ---------------------------------------------------------------- the JSON Schema


def test_the_schema_is_2020_12_with_its_own_name() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == spcb_minutes.SCHEMA_ID == "urn:spcb-minutes:schema:1"
    Draft202012Validator.check_schema(SCHEMA)


def definitions() -> Iterator[tuple[str, Json]]:
    yield "Document", SCHEMA
    yield from DEFINITIONS.items()


def fields() -> Iterator[tuple[str, str, Json]]:
    for name, definition in definitions():
        for field, properties in definition.get("properties", {}).items():
            yield name, field, properties


FIELDS = list(fields())
FIELD_IDS = [f"{name}.{field}" for name, field, _ in FIELDS]


def test_every_model_is_in_the_schema_and_described() -> None:
    assert {name for name, definition in definitions() if "properties" in definition} == set(MODELS)
    for name, definition in definitions():
        assert definition.get("description", "").strip().endswith((".", '"')), name


@pytest.mark.parametrize(("name", "field", "properties"), FIELDS, ids=FIELD_IDS)
def test_every_field_is_described_and_its_examples_are_valid_and_load(name: str, field: str, properties: Json) -> None:
    assert len(properties.get("description", "")) >= 8, "describe the field in a docstring under it"
    assert properties.get("examples"), "give the field an example"
    validator = Draft202012Validator({"$defs": DEFINITIONS, **properties})
    info = MODELS[name].model_fields[field]
    adapter: TypeAdapter[Any] = TypeAdapter(Annotated[info.annotation, info])  # type: ignore[arg-type]  # made at run time
    for example in properties["examples"]:
        validator.validate(example)
        adapter.validate_json(json.dumps(example), strict=True)


def test_the_published_schema_is_fresh() -> None:
    published = json.loads((ROOT / "docs/schema.json").read_text(encoding="utf-8"))
    assert published == SCHEMA, "docs/schema.json is not what spcb_minutes.schema() gives: run `make update`"


def test_only_fields_without_a_default_are_required() -> None:
    for name, definition in definitions():
        if "properties" in definition:
            required = {f for f, info in MODELS[name].model_fields.items() if info.is_required()}
            assert set(definition.get("required", ())) == required, name


# A validator that asserts formats takes "time" as RFC 3339 does, with an offset from Greenwich; minutes have none.
FORMATS = FormatChecker(formats=())
for _format, _pattern in (("date", r"\d{4}-\d\d-\d\d"), ("time", r"\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")):
    FORMATS.checks(_format)(
        lambda value, whole=re.compile(_pattern).fullmatch: not isinstance(value, str) or whole(value) is not None
    )


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_what_the_library_writes_is_valid_also_where_formats_are_asserted(path: Path) -> None:
    written = json.loads(spcb_minutes.read(path).model_dump_json())
    VALIDATOR.validate(written)
    Draft202012Validator(SCHEMA, format_checker=FORMATS).validate(written)


# ---------------------------------------------------------------- JSON and back


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_json_gives_every_example_back(path: Path) -> None:
    document = spcb_minutes.read(path)
    assert Document.model_validate_json(document.model_dump_json()) == document
    assert Document.model_validate_json(document.model_dump_json(indent=2)) == document
    assert Document.model_validate(document.model_dump()) == document


@pytest.mark.parametrize("depth", [10, 80, 120, 400, 1100])
def test_a_list_however_deep_gives_a_document_and_comes_back(depth: int) -> None:
    bullets = "".join(f"{' ' * level}- entry {level}\n" for level in range(depth))
    document = spcb_minutes.parse(f"HARBOUR BOARD\n\n041/24 Update\n\n{bullets}\n042/24 Close\n\nThe end.\n")
    assert f"entry {depth - 1}" in document.minutes[0].items[0].text
    assert Document.model_validate_json(document.model_dump_json()) == document


@cache
def made(model: type[BaseModel], depth: int = 3) -> st.SearchStrategy[Any]:
    """Any instance of a model; blocks and entries stand in each other ``depth`` times at most."""
    model.model_rebuild()  # models are built when first used: until then the fields of some are names
    return st.builds(
        model,
        **{name: values(info.annotation, tuple(info.metadata), depth) for name, info in model.model_fields.items()},
    )


def values(annotation: Any, metadata: tuple[Any, ...], depth: int) -> st.SearchStrategy[Any]:
    """Any value of a field's type."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return values(arguments[0], (), depth)
    if origin is typing.Literal:
        return st.sampled_from(arguments)
    if origin in (typing.Union, types.UnionType):
        return st.one_of([values(one, metadata, depth) for one in arguments])
    if origin is tuple:
        return st.just(()) if depth == 0 else st.lists(values(arguments[0], (), depth - 1), max_size=2).map(tuple)
    patterns = [one.pattern for one in metadata if getattr(one, "pattern", None)]
    least = next((one.ge for one in metadata if hasattr(one, "ge")), None)
    simple: dict[Any, Callable[[], st.SearchStrategy[Any]]] = {
        type(None): st.none,
        str: lambda: (
            st.from_regex(re.compile(patterns[0], re.ASCII), fullmatch=True) if patterns else st.text(max_size=8)
        ),
        int: lambda: st.integers(min_value=least),
        datetime.date: st.dates,
        datetime.time: lambda: st.times().map(lambda time: time.replace(microsecond=0)),
        ItemNumber: lambda: st.sampled_from([ItemNumber(form[0]) for form in FORMS]),
    }
    if annotation in simple:
        return simple[annotation]()
    if issubclass(annotation, Enum):
        return st.sampled_from(annotation)
    return made(annotation, max(depth, 0))


LIGHT = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
documents = made(Document)


def test_the_strategy_makes_every_model() -> None:
    seen: set[str] = set()

    @settings(deadline=None, max_examples=150, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(documents)
    def look(document: Document) -> None:
        pending: list[Any] = [document]
        while pending:
            one = pending.pop()
            if isinstance(one, tuple):
                pending += one
            elif isinstance(one, BaseModel):
                seen.add(type(one).__name__)
                pending += [getattr(one, name) for name in type(one).model_fields]

    look()
    assert seen == set(MODELS)


@LIGHT
@given(documents)
def test_whatever_the_models_hold_is_schema_valid_and_comes_back(document: Document) -> None:
    written = document.model_dump_json()
    VALIDATOR.validate(json.loads(written))
    assert Document.model_validate_json(written) == document


def objects(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Json]]:
    """Every JSON object in a value, with its path."""
    if isinstance(value, dict):
        yield at, value
    for key, one in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from objects(one, (*at, key))


@LIGHT
@given(documents, st.randoms(use_true_random=False))
def test_a_schema_valid_document_loads_whatever_is_left_out_and_in_any_order(document: Document, random: Any) -> None:
    whole = json.loads(document.model_dump_json())
    fields_ = [(one, key) for _, one in objects(whole) for key in one]
    for one, key in random.sample(fields_, min(8, len(fields_))):
        value = one.pop(key)
        if not VALIDATOR.is_valid(whole):
            one[key] = value
    for _, one in objects(whole):
        shuffled = random.sample(list(one.items()), len(one))
        one.clear()
        one.update(shuffled)
    VALIDATOR.validate(whole)
    loaded = Document.model_validate_json(json.dumps(whole))
    VALIDATOR.validate(json.loads(loaded.model_dump_json()))


EVERY_KIND = """HARBOUR BOARD

Tuesday 11 June 2024

AGENDA

1.\t10.00\tApologies\tVerbal

HARBOUR BOARD

Tuesday 14 May 2024

Present:

Ada Quill\t\tBoard Member

041/24 Questions

The Chair opened the meeting.

- 1. How many? (Asked by Ada Quill)
    - Eleven.

Action: The HM to report back.

RESOLVED: That the report be noted.
"""


def test_a_field_left_out_anywhere_loads_if_the_schema_takes_it() -> None:
    whole = json.loads(spcb_minutes.parse(EVERY_KIND).model_dump_json())
    assert {one.get("kind") for _, one in objects(whole)} >= {
        "agenda", "minutes", "paragraph", "list", "question", "action", "decision",
    }  # fmt: skip
    for _, one in objects(whole):
        before = dict(one)
        for key in before:
            del one[key]
            if VALIDATOR.is_valid(whole):
                Document.model_validate_json(json.dumps(whole))
            one.clear()
            one.update(before)


def without_kind(one: Json, random: Any) -> bool:
    return one.pop("kind", None) is not None


def without_a_needed_field(one: Json, random: Any) -> bool:
    always = [
        key
        for key in one
        if all(key in d.get("required", ()) for _, d in definitions() if key in d.get("properties", {}))
    ]
    if always:
        del one[random.choice(always)]
    return bool(always)


def with_an_unknown_field(one: Json, random: Any) -> bool:
    one["colour"] = "red"
    return True


def with_a_wrong_type(one: Json, random: Any) -> bool:
    one[random.choice(list(one))] = 0.5  # no field anywhere is a fraction
    return True


@pytest.mark.parametrize("spoil", [without_kind, without_a_needed_field, with_an_unknown_field, with_a_wrong_type])
def test_a_schema_invalid_document_is_refused_by_the_loader_too(spoil: Callable[[Json, Any], bool]) -> None:
    spoilt: list[tuple[str | int, ...]] = []

    @LIGHT
    @given(documents, st.randoms(use_true_random=False))
    def refuse(document: Document, random: Any) -> None:
        whole = json.loads(document.model_dump_json())
        places = list(objects(whole))
        random.shuffle(places)
        at = next((at for at, one in places if spoil(one, random)), None)
        if at is not None:
            spoilt.append(at)
            assert not VALIDATOR.is_valid(whole)
            with pytest.raises(ValidationError):
                Document.model_validate_json(json.dumps(whole))

    refuse()
    assert spoilt


# ---------------------------------------------------------------- what docs/json.md says that only the loader guards

_ROW = re.compile(r"^\| `(?P<path>[\w.]+)` \| `(?P<value>[^`]+)` \|", re.MULTILINE)
GUARDED = _ROW.findall(
    (ROOT / "docs/json.md").read_text(encoding="utf-8").partition("## What only the loader checks")[2]
)


def put(whole: Json, path: str, value: object) -> None:
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    one: Any = whole
    for step in steps:
        one = one[step]
    assert last in one, "the path leads to a field that is there"
    one[last] = value


@pytest.mark.parametrize(("path", "value"), GUARDED)
def test_the_schema_takes_what_the_docs_say_only_the_loader_refuses(path: str, value: str) -> None:
    whole = json.loads(spcb_minutes.read(ROOT / "examples/harbour-pack-2024-05.txt").model_dump_json())
    put(whole, path, json.loads(value))
    VALIDATOR.validate(whole)
    # the value as it is written in the docs: an escape stays one
    marked = json.loads(json.dumps(whole))
    put(marked, path, "@@")
    with pytest.raises(ValidationError):
        Document.model_validate_json(json.dumps(marked).replace('"@@"', value))


def test_the_docs_name_what_only_the_loader_checks() -> None:
    assert len(GUARDED) >= 4


def test_json_nested_too_deep_is_refused_by_the_loader() -> None:
    entry: Json = {"text": "a", "span": {"start": 0, "end": 1, "line": 1}}
    for _ in range(120):
        entry = {**entry, "entries": [entry]}
    source = Source(media_type="text/plain", sha256="0" * 64, text="a").model_dump(mode="json")
    whole = {
        "schema_version": "1.0",
        "source": source,
        "other": [{"kind": "list", "entries": [entry], "span": entry["span"]}],
    }
    with pytest.raises(ValidationError, match="recursion"):
        Document.model_validate_json(json.dumps(whole))


def test_a_time_that_is_none_is_refused() -> None:
    whole = json.loads(spcb_minutes.read(ROOT / "examples/harbour-pack-2024-05.txt").model_dump_json())
    put(whole, "parts.0.meeting.start", "25:00:00")
    with pytest.raises(ValidationError):
        Document.model_validate_json(json.dumps(whole))


def test_a_diagnostic_has_a_code_of_three_digits() -> None:
    with pytest.raises(ValidationError, match="pattern"):
        Diagnostic(code="M1", name="a", severity=Severity.INFO, message="b")
