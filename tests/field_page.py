"""The page of all fields, docs/fields.md: what each means, and the line of an example that it was read from.

Of all examples the clearest line is taken: short, without a diagnostic, read as something else than it is printed, and
from a file that few other fields quote. The choice depends on nothing but the examples.
"""

from __future__ import annotations

import inspect
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from shapes import BLOCKS, PLACES, is_standing, members, model, own_fields, shape
from spcb_minutes import Diagnostic, Document, Furniture, Item, ItemNumber, Notice, Person, Span, parse, read, schema
from spcb_minutes.models import Standing

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
PAGE = ROOT / "docs/fields.md"
SERIES_PAGE = ROOT / "docs/fields-series.md"
WIDTH = 96
"""How long a line of a block may be, in characters."""

GROUPS: dict[str, tuple[str, ...]] = {
    "The document": ("Document", "Source"),
    "Minutes and agendas": ("Minutes", "Agenda", "AgendaItem", "Meeting"),
    "Who was there": ("Attendance", "Attendee", "Person", "HeadCount"),
    "Before the items": ("Notice", "Link"),
    "Items": ("Item", "ItemNumber", "Commitment"),
    "What an item says": ("Block", *BLOCKS, "ListEntry"),
    "Where it stands": ("Standing", "Span", "Evidence"),
    "Beside what was said": ("Diagnostic", "Severity", "Furniture"),
}
"""The sections of the page, in order."""

SERIES_GROUPS: dict[str, tuple[str, ...]] = {
    "The action ledger": ("Ledger", "LedgerAction", "ActionLink", "Unsettled"),
    "People": ("People", "KnownPerson", "Spelling", "RoleHeld", "Likeness", "Decisions", "NameDecision"),
    "Attendance": ("AttendanceMatrix", "AttendanceMeeting", "AttendanceRow", "Presence"),
    "Questions": ("QuestionRegister", "AskedQuestion"),
    "The audit": ("Audit", "Statement"),
    "The words behind it": ("Quote",),
}
"""The sections of the page of the models of a series, in order; the first of each is what a function gives."""

REASONS: dict[str, str] = {
    "Document.schema_version": "The package writes it.",
    "Document.source": "It is the text itself, not read from a line of it.",
    "Source.name": "It is the name of the file.",
    "Source.media_type": "It is told from the first bytes of the file and the ending of its name.",
    "Source.sha256": "It is worked out from the bytes of the file.",
    "Source.text": "It is what all lines on this page are lines of.",
    "Source.pages": "A PDF knows its pages; no line tells them.",
    "Minutes.kind": "It is the same in all minutes.",
    "Minutes.id": "It is made of the board, the date and the kind: see [ids](json.md#ids).",
    "Agenda.kind": "It is the same in all agendas.",
    "Agenda.id": "It is made of the board, the date and the kind: see [ids](json.md#ids).",
    "Item.id": "It is made of the id of the minutes and the number: see [ids](json.md#ids).",
    **{f"{one}.kind": "It tells the blocks apart." for one in BLOCKS},
    "Diagnostic.code": "It is from [the list of diagnostics](diagnostics.md).",
    "Diagnostic.name": "It is from [the list of diagnostics](diagnostics.md).",
    "Diagnostic.severity": "It is from [the list of diagnostics](diagnostics.md).",
    "Diagnostic.hint": "It is from [the list of diagnostics](diagnostics.md), or says more where more is known.",
    "Furniture.page": "Only what a PDF prints at the edge of its pages has one, and that is not in the text.",
}
"""Why a field has no line behind it. Every other field has one."""

MADE: dict[str, str] = {
    "Document.other": "Dear all,\n\nthe notes of the last meeting will follow next week.\n",
    "Agenda.preamble": "FERRY BOARD\n\nAGENDA\n\nThe Board will meet upstairs.\n\n1.\t10.00\tApologies\n2.\t10.10\tIce",
}
"""Texts for fields that no example has."""

CUT = "…"
"""Stands for what is left out of a value or a line."""


class Found(NamedTuple):
    """A field of a model in an example."""

    file: str
    """The file, from the folder of examples; empty for a text of ``MADE``."""
    document: Document
    owner: BaseModel
    value: Any
    spans: tuple[Span, ...]


# ---------------------------------------------------------------- what the examples hold


@cache
def documents() -> Mapping[str, Document]:
    """The examples that are text themselves, and the PDF for its pages, by name."""
    paths = [*EXAMPLES.glob("*.txt"), *EXAMPLES.glob("*.md"), *EXAMPLES.glob("year/*.txt"), *EXAMPLES.glob("year/*.md")]
    paths = sorted(path for path in paths if path.name != "README.md") + sorted(EXAMPLES.glob("*.pdf"))
    return {path.relative_to(EXAMPLES).as_posix(): read(path) for path in paths}


def below(one: BaseModel) -> Iterator[BaseModel]:
    """A model and all that it holds."""
    yield one
    for _, value in one:
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, BaseModel):
                yield from below(part)


@cache
def _owners(name: str) -> Sequence[tuple[str, Document, BaseModel]]:
    """The models of this name in the examples."""
    if name == "any":
        return [(file, document, one) for file, document in documents().items() for one in below(document)]
    return [given for given in _owners("any") if isinstance(given[2], model(name))]


def _words(span: Span, document: Document, words: str) -> Span:
    """Where words stand first in a stretch of the text."""
    start = document.source.text.index(words, span.start, span.end)
    line = document.source.text.count("\n", 0, start) + 1
    return span.model_copy(update={"start": start, "end": start + len(words), "line": line})


def _spans(document: Document, owner: BaseModel, field: str, value: Any) -> tuple[Span, ...]:
    """Where a value stands."""
    told = tuple(one.span for one in getattr(owner, "evidence", ()) if one.field == field)
    if told and field not in PLACES:
        return told
    if isinstance(owner, Span):
        return (owner,)
    if isinstance(value, Span):
        return (value,)
    first = value[0] if isinstance(value, tuple) else value
    if field == "pieces":
        return tuple(value)
    if isinstance(owner, Item) and field == "references":
        return (_words(owner.span, document, str(first)),)
    if field in ("number", "basis") and isinstance(owner, Standing) and owner.pieces:
        mark, words = owner.span, owner.pieces[0]
        if mark.start < words.start:
            return (mark.model_copy(update={"end": words.start}),)
    if isinstance(first, BaseModel) and isinstance(getattr(first, "span", None), Span):
        return (first.span,)  # type: ignore[attr-defined]
    if field == "text" and isinstance(owner, Standing) and owner.pieces:
        return owner.pieces
    span = getattr(owner, "span", None)
    return (span,) if span else ()


def found(name: str, field: str) -> Iterator[Found]:
    """Each place in the examples where a field of a model has a value."""
    if f"{name}.{field}" in MADE:
        made = parse(MADE[f"{name}.{field}"])
        given: Sequence[tuple[str, Document, BaseModel]] = [("", made, one) for one in below(made)]
    else:
        given = _owners("Notice" if name == "Link" else name)
    for file, document, owner in given:
        if file.endswith(".pdf") and (name, field) != ("Span", "page"):
            continue
        if name == "Link" and isinstance(owner, Notice):
            where = [one.span for one in owner.evidence if one.field == "links"]
            for link, span in zip(owner.links, where, strict=True):
                yield Found(file, document, link, getattr(link, field), (span,))
        elif isinstance(owner, model(name)):
            value = getattr(owner, field)
            spans = _spans(document, owner, field, value) if value not in (None, ()) else ()
            if spans:
                yield Found(file, document, owner, value, spans)


def line_of(document: Document, number: int) -> str:
    """A line of the text, from 1."""
    return document.source.text.split("\n")[number - 1]


@cache
def _spoilt(file: str) -> frozenset[int | None]:
    """The lines of an example that a diagnostic is about."""
    return frozenset(one.line for one in documents()[file].diagnostics) if file else frozenset()


def _cost(one: Found, field: str, used: Counter[str]) -> tuple[float, str, int]:
    """How little a place tells: the least is shown."""
    text, first = one.document.source.text, one.spans[0]
    printed = " ".join(text[first.start : first.end].split())
    lines = sum(text.count("\n", span.start, span.end) for span in one.spans)
    width = len(line_of(one.document, first.line))
    cost = abs(width - 45) / 2 + len(shown(one.value)) / 2 + 25 * min(lines, 4) + 60 * (width > WIDTH - 8)
    if field in ("name", "title", "url", "initials") and one.value == printed:
        cost += 30
    if isinstance(one.owner, Person) and field == "as_written" and one.value == one.owner.name:
        cost += 30
    if field == "text" and len(one.value.split()) < 6:
        cost += 60
    if field == "presenters" and one.value[0].role is None:
        cost += 30
    if field == "parts" and len(one.value) == 1:
        cost += 60
    if field in PLACES and not getattr(one.owner, "pieces", ()):
        cost += 30
    told = isinstance(one.owner, Diagnostic | Furniture) or field in ("diagnostics", "furniture")  # these have one
    if not told and first.line in _spoilt(one.file):
        cost += 1000
    return cost + 6 * used[one.file], one.file, first.start


# ---------------------------------------------------------------- how it is shown


def brief(value: Any, keys: int = 3, depth: int = 0) -> Any:
    """A value as it is in JSON, without places and what is empty, and with ``CUT`` for all that would be long."""
    if isinstance(value, Span):
        return {name: one for name, one in value.model_dump().items() if one is not None}
    if isinstance(value, BaseModel):
        if depth > 1:
            return CUT
        left_out = (*PLACES, "id") if isinstance(value, Standing) else ()
        given = {name: one for name, one in value if name not in left_out and one not in (None, ())}
        kept = {name: brief(given[name], keys, depth + 1) for name in list(given)[:keys]}
        return kept | ({CUT: CUT} if len(kept) < len(given) else {})
    if isinstance(value, tuple):
        if depth > 1:
            return [CUT]
        first = value[:1] if isinstance(value[0], BaseModel) else value[:3]
        return [brief(one, keys, depth + 1) for one in first] + [CUT] * (len(first) < len(value))
    if isinstance(value, str) and not isinstance(value, Enum):
        return value if len(value) <= 60 + 16 * (not depth) else re.sub(r" \S*$", " ", value[:46]) + CUT
    if isinstance(value, ItemNumber | Enum):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def shown(value: Any) -> str:
    """A value as the page shows it: as much of it as goes into a line."""
    for keys in (3, 2, 1):
        written = json.dumps(brief(value, keys), ensure_ascii=False)
        written = written.replace(f'"{CUT}": "{CUT}"', CUT).replace(f'"{CUT}"', CUT)
        if len(written) < WIDTH - 12:
            break
    return written


def _marked(line: str, first: int, last: int) -> tuple[str, str]:
    """A line with its tabs as two blanks, cut to the width, and carets under a stretch of it."""
    start, end = len(line[:first].replace("\t", "  ")), len(line[:last].replace("\t", "  "))
    line = line.replace("\t", "  ").rstrip()
    room = WIDTH - 8
    if len(line) > room:
        begin = max(0, min(start - 20, len(line) - room + 1)) if end > room - 1 else 0
        cut = line[begin : begin + room - 2]
        head, tail = CUT if begin else "", CUT if begin + room - 2 < len(line) else ""
        line, start, end = head + cut + tail, start - begin + len(head), end - begin + len(head)
    end = min(end, len(line))
    return line, " " * start + "^" * max(end - start, 1)


def excerpt(one: Found) -> Iterator[str]:
    """The lines behind a value, with carets under the words."""
    text = one.document.source.text
    marks: dict[int, list[tuple[int, int]]] = {}
    for span in one.spans[:2]:
        at = span.start
        while at < span.end:
            stop = min(text.find("\n", at) if "\n" in text[at : span.end] else span.end, span.end)
            if text[at:stop].strip():
                number = text.count("\n", 0, at) + 1
                begin = text.rfind("\n", 0, at) + 1
                indent = len(text[at:stop]) - len(text[at:stop].lstrip())
                marks.setdefault(number, []).append((at - begin + indent, at - begin + len(text[at:stop].rstrip())))
            at = stop + 1
    for number in list(marks)[:2]:
        line, under = "", ""
        for first, last in marks[number]:
            line, more = _marked(line_of(one.document, number), first, last)
            under = "".join(max(pair) for pair in zip(under.ljust(len(more)), more.ljust(len(under)), strict=True))
        yield f"{number:5} | {line}"
        yield f"      | {under.rstrip()}"
    if len(marks) > 2:
        rest = len(marks) - 2
        yield f"      {CUT} and {rest} more line{'s' * (rest > 1)}"


def _prose(text: str) -> str:
    """A docstring in Markdown, in one line."""
    return " ".join(text.replace("``", "`").split())


@cache
def _schema() -> dict[str, Any]:
    return schema()


def _meanings(name: str) -> dict[str, str]:
    """What the schema says of each field of a model."""
    of = _schema() if name == "Document" else _schema()["$defs"][name]
    return {field: one["description"] for field, one in of["properties"].items()}


def _link(name: str, page: str = "") -> str:
    return f"[{name}]({page}#{name.lower()})"


def type_of(name: str, field: str) -> str:
    """The type of a field in words."""
    held = shape(name, field)
    elsewhere = "" if name in (*members(), "Standing") else "fields.md"
    links = [_link(one, elsewhere if one in members() else "") for one in held.holds]
    what = " or ".join(links) or re.sub(r'("[^"]+")', r"`\1`", held.plain)
    if held.many:
        return f"any number of {what}" if held.holds else f"any number of {what}s"
    return what + (", or None" if held.optional else "")


def _field(name: str, field: str, used: Counter[str]) -> Iterator[str]:
    meaning = _prose(_meanings("Person" if name == "Standing" else name)[field])
    key = f"{name}.{field}"
    reason = f" *No line: {REASONS[key][0].lower()}{REASONS[key][1:]}*" if key in REASONS else ""
    yield f"**`{field}`** · {type_of(name, field)} · {meaning}{reason}"
    yield ""
    if reason:
        return
    best = min(found(name, field), key=lambda one: _cost(one, field, used), default=None)
    if best is None:
        raise ValueError(f"no example has {key}: add one, or a text in MADE, or in REASONS why it has no line")
    used[best.file] += 1
    page = f", page {best.spans[0].page}" if best.spans[0].page is not None else ""
    yield "```text"
    yield f"{best.file or 'an invented text'}{page}"
    yield from excerpt(best)
    yield f"{field} = {shown(best.value)}"
    yield "```"
    yield ""


def views(name: str) -> dict[str, str]:
    """The properties of a model, with what they give."""
    of = members().get(name, object)
    ours = [one for one in reversed(of.__mro__) if one.__module__.startswith("spcb_minutes")]
    return {
        name: inspect.getdoc(value) or ""
        for one in ours
        for name, value in vars(one).items()
        if isinstance(value, property) and not name.startswith("_")
    }


def _section(name: str, used: Counter[str]) -> Iterator[str]:
    yield f"### `{name}`"
    yield ""
    if name == "Block":
        yield f"What an item and an answer are made of, told apart by `kind`: {', '.join(map(_link, BLOCKS))}."
        yield ""
        return
    of: type = Standing if name == "Standing" else members()[name]
    yield _prose(of.__doc__ or "")
    yield ""
    if issubclass(of, Enum):
        yield f"One of {', '.join(f'`{one.value}`' for one in of)}."
        yield ""
    elif issubclass(of, BaseModel):
        inherited = own_fields("Person") if issubclass(of, Person) and of is not Person else ()
        if inherited:
            listed = ", ".join(f"`{one}`" for one in inherited)
            yield f"It has all fields of a {_link('Person')}: {listed}; and one more."
            yield ""
        for field in own_fields(name):
            if field not in inherited:
                yield from _field(name, field, used)
        if is_standing(of) and name != "Standing":
            yield f"Also {', '.join(f'`{one}`' for one in PLACES)}: [where it stands](#standing)."
            yield ""
    extra = views(name)
    if extra:
        yield "In Python also, and not in JSON:" if issubclass(of, BaseModel) else "In Python it gives:"
        yield ""
        yield from (f"- `{view}`: {_prose(about)}" for view, about in extra.items())
        yield ""


INTRO = """# Every field, and the line behind it

What a document holds, model by model; for each field its type, what it means, and a line of
[the examples](../examples/README.md) with the value that was read from it. This page and the picture are made from the
models and the examples by `make update`.

![The models: a document holds agendas and minutes; minutes hold items; an item holds blocks.](images/model.svg)

- **None** (in JSON `null`) means that the document does not say.
- **Any number** may be none: a tuple is then empty, in JSON an array.
- A date is a `datetime.date`, in JSON `"2024-05-28"`; a time of day a `datetime.time` without a zone, `"10:00:00"`.
- Values are shown as in JSON, without what is empty and without places. `…` stands for what is left out.
- Carets mark the words that were read. A tab is shown as two blanks.

[JSON and its schema](json.md) has how a document is written and read back; [the dialect](dialect.md) what notes look
like; [the models of a series](fields-series.md) what is worked out over many meetings.
"""


def page() -> str:
    """The page."""
    used: Counter[str] = Counter()
    out = [INTRO]
    for group, names in GROUPS.items():
        out += [f"## {group}", ""]
        for name in names:
            out += _section(name, used)
    return "\n".join(out).rstrip("\n") + "\n"


SERIES_INTRO = """# Every field of a series

What is worked out over many meetings, model by model. What a [document](fields.md) holds was read from one line; what
stands here was found by comparing lines, and has [quotes](#quote) of the words that it rests on. How it is found, with
examples: [the ledger](ledger.md), [people, attendance and questions](people.md), [the audit](audit.md). None means that
the notes do not say. This page is made from the models by `make update`.
"""


def _rows(name: str) -> Iterator[str]:
    of = model(name)
    yield from (f"### `{name}`", "", _prose(of.__doc__ or ""), "", "| field | type | is |", "|---|---|---|")
    for field, one in of.model_json_schema()["properties"].items():
        yield f"| `{field}` | {type_of(name, field)} | {_prose(one['description'])} |".replace(" | None", " or None")
    yield ""
    properties = {view: value for view, value in vars(of).items() if isinstance(value, property)}
    if properties:
        yield from ("In Python also, and not in JSON:", "")
        yield from (f"- `{view}`: {_prose(inspect.getdoc(value) or '')}" for view, value in properties.items())
        yield ""


def series_page() -> str:
    """The page of the models of a series."""
    out = [SERIES_INTRO]
    for group, names in SERIES_GROUPS.items():
        out += [f"## {group}", "", *(line for name in names for line in _rows(name))]
    return "\n".join(out).rstrip("\n") + "\n"
