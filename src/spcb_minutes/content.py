r"""What a document says, without where; and where everything that it says stands.

facts(parse(text)) == facts(parse(text.replace("\n", "\r\n")))
[stretch.kind for stretch in trace(document)]  ->  ["text", "trivia", "mark", "text", …]
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel

from .models import (
    Action,
    Agenda,
    AgendaItem,
    Attendance,
    Commitment,
    Decision,
    Document,
    HeadCount,
    Item,
    ListEntry,
    Meeting,
    Minutes,
    Notice,
    Paragraph,
    Person,
    Question,
    Standing,
)
from .words import blanked, fold, only_signs, plain_quotes, printed, segments

_NOT_CONTENT = {"span", "pieces", "evidence", "diagnostics", "source", "furniture", "id", "schema_version"}


def facts(part: BaseModel) -> dict[str, Any]:
    """The content of a document, or of any model of one, to compare with ``==``.

    Plain dicts and tuples with every field but where it stands (span, pieces, evidence), what it was read from
    (source, furniture), what does not add up (diagnostics), and ids. Curly quotes are straight.
    """
    return {name: _content(getattr(part, name)) for name in type(part).model_fields if name not in _NOT_CONTENT}


def _content(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return facts(value)
    if isinstance(value, tuple):
        return tuple(_content(one) for one in value)
    return plain_quotes(value) if isinstance(value, str) else value


class Stretch(NamedTuple):
    """A stretch of ``source.text`` and what it is to the document."""

    start: int
    """Offset of the first character, from 0."""
    end: int
    """Offset after the last character."""
    kind: Literal["text", "mark", "trivia"]
    """Words; a mark (label, number, bullet, style sign, separator); or blank space and what was set aside."""
    owner: BaseModel | None
    """The model that the words or the mark belong to; None for trivia."""


def trace(document: Document) -> tuple[Stretch, ...]:
    """Every stretch of ``source.text`` in order: each character stands in exactly one.

    Text and marks lie within the span of their owner. Where models overlap (a presenter in a paragraph) the words
    belong to the block.
    """
    text = document.source.text
    holders: list[tuple[int, int, int, Standing]] = []
    claims: list[tuple[int, int, int, Standing]] = []
    for part in [*document.parts, *document.other]:
        _collect(part, 0, claims, holders)
    aside = [(f.span.start, f.span.end) for f in document.furniture if f.span]
    return tuple(
        _tile(printed(text), blanked(fold(text), sorted(aside)), sorted(claims, key=_claim_order), aside, holders)
    )


_BLOCKS = (Paragraph, ListEntry, Question, Action, Decision, Notice)
_FIRST, _SECOND, _THIRD = range(3)


def _collect(
    model: Any, depth: int, claims: list[tuple[int, int, int, Standing]], holders: list[tuple[int, int, int, Standing]]
) -> None:
    """The words that a model and all below it hold: rank, start, end, model. Words of blocks go before all others."""
    if isinstance(model, Commitment):
        return
    if isinstance(model, Standing):
        span = model.span
        # a meeting's hull may reach from the title lines to the last item: it holds only what was read for it
        holders.append((span.start, span.end, -1 if isinstance(model, Meeting | Attendance) else depth, model))
        own = model.pieces or ((span,) if isinstance(model, (*_BLOCKS, HeadCount)) else ())
        if isinstance(model, Person):
            own = (span,)
        rank = _FIRST if isinstance(model, _BLOCKS) else _SECOND if isinstance(model, Person | HeadCount) else _THIRD
        claims += [(rank, s.start, s.end, model) for s in own]
        for evidence in model.evidence:
            if evidence.field in _WORDS_OF.get(type(model), ()):
                claims.append((_THIRD, evidence.span.start, evidence.span.end, model))
            elif evidence.field == "update":
                claims.append((_FIRST, evidence.span.start, evidence.span.end, model))
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, tuple):
            for one in value:
                if isinstance(one, Standing):
                    _collect(one, depth + 1, claims, holders)
        elif isinstance(value, Standing):
            _collect(value, depth + 1, claims, holders)


_WORDS_OF: dict[type[Standing], tuple[str, ...]] = {
    Item: ("title", "section"),
    AgendaItem: ("title", "time", "paper", "text", "section"),
    Minutes: ("board", "status"),
    Agenda: ("board", "status"),
    Action: ("owner", "due"),
    Meeting: ("date", "start", "end", "venue"),
}


def _own(model: Standing) -> list[tuple[int, int]]:
    """The stretches that hold a model's words."""
    return [(span.start, span.end) for span in model.pieces or (model.span,)]


def _claim_order(claim: tuple[int, int, int, Standing]) -> tuple[int, int, int]:
    return claim[0], claim[1], -claim[2]


class _Taken(NamedTuple):
    """A stretch of a model's words, or of what was set aside; and all of the piece that it is a stretch of."""

    start: int
    end: int
    holder: Standing | None
    piece: tuple[int, int]


def _tile(
    text: str,
    folded: str,
    claims: Sequence[tuple[int, int, int, Standing]],
    aside: Sequence[tuple[int, int]],
    holders: Sequence[tuple[int, int, int, Standing]],
) -> Iterator[Stretch]:
    taken: list[_Taken] = [_Taken(start, end, None, (start, end)) for start, end in aside]
    free = _Free(len(text), aside)
    for _, start, end, model in claims:
        for begin, stop in free.take(start, end):
            taken.append(_Taken(begin, stop, model, (start, end)))
    owners = _Owners(holders)
    taken.sort(key=lambda t: t.start)
    position = 0
    cut, parts = (-1, -1), list[tuple[str, int, int]]()
    for start, end, holder, piece in [*taken, _Taken(len(text), len(text), None, (0, 0))]:
        yield from _between(text, position, start, owners)
        if holder is None:
            if start < end:
                yield Stretch(start, end, "trivia", None)
        else:
            inside = holder.span.start <= start and end <= holder.span.end
            owner = holder if inside else owners.of(start, end)
            signs = only_signs(folded, [(start, end)]) and only_signs(folded, _own(holder))
            if piece != cut:
                cut, parts = piece, list(segments(folded, *piece))
            first = max(bisect_right(parts, start, key=_begin) - 1, 0)
            for at in range(first, len(parts)):
                kind, begin, stop = parts[at]
                if begin >= end:
                    break
                if stop > start:
                    what: Literal["text", "mark"] = "mark" if kind == "mark" and not signs else "text"
                    yield Stretch(max(begin, start), min(stop, end), what, owner)
        position = max(position, end)


def _begin(part: tuple[str, int, int]) -> int:
    return part[1]


def _between(text: str, start: int, end: int, owners: _Owners) -> Iterator[Stretch]:
    """What no model's words are: blank space is trivia, the rest marks."""
    while start < end:
        stop = start
        if text[start].isspace():
            while stop < end and text[stop].isspace():
                stop += 1
            yield Stretch(start, stop, "trivia", None)
        else:
            while stop < end and not text[stop].isspace():
                stop += 1
            owner = owners.of(start, stop)
            yield Stretch(start, stop, "mark" if owner is not None else "trivia", owner)
        start = stop


class _Free:
    """What is not yet taken of a text."""

    def __init__(self, length: int, taken: Sequence[tuple[int, int]]) -> None:
        self._used = bytearray(length)
        for start, end in taken:
            self._used[start:end] = b"\1" * (end - start)

    def take(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        while start < end:
            begin = self._used.find(b"\0", start, end)
            if begin < 0:
                return
            stop = self._used.find(b"\1", begin, end)
            stop = end if stop < 0 else stop
            self._used[begin:stop] = b"\1" * (stop - begin)
            yield begin, stop
            start = stop


class _Owners:
    """The smallest model around a stretch."""

    def __init__(self, holders: Sequence[tuple[int, int, int, Standing]]) -> None:
        self._holders = sorted(holders, key=lambda h: h[0])
        self._cursor = 0
        self._open: list[tuple[int, int, int, Standing]] = []

    def of(self, start: int, end: int) -> Standing | None:
        """Asked in rising order of places."""
        while self._cursor < len(self._holders) and self._holders[self._cursor][0] <= start:
            self._open.append(self._holders[self._cursor])
            self._cursor += 1
        self._open = [h for h in self._open if h[1] > start]
        around = [h for h in self._open if h[1] >= end]
        return max(around, key=lambda h: (h[2], h[0]))[3] if around else None
