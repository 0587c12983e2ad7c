"""Something that notes state, held against the others: what a check of the audit gives.

"The next meeting is on 14 May"     the meeting that followed was on 21 May     does not hold, M603, with both quotes
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..diagnostics import CATALOGUE, said
from ..models import Agenda, Item, Minutes, Model, Severity, Span, Standing, spoken
from .ledger import Ledger
from .meetings import AnyTold, Series, Sitting
from .people import People
from .quotes import Quote

Verdict = Literal["holds", "does not hold", "cannot be told"]

CheckName = Literal[
    "numbers", "next-meeting", "accepted-notes", "outstanding-actions", "weekday", "presenter", "asker", "agenda"
]

_LONG = 300
"""Words around a fact are quoted with it up to so many characters; of longer ones the fact alone."""


class Statement(Model):
    """Something that the notes state, held against the others."""

    check: CheckName
    """Which check it belongs to."""
    verdict: Verdict
    """Whether it holds."""
    code: str | None
    """The code of the catalogue where it does not hold (``spcb-minutes explain M603``), else None."""
    severity: Severity | None
    """How much that matters; None where it holds or cannot be told."""
    meeting: str
    """The id of the meeting whose notes or agenda state it."""
    date: datetime.date
    """Its day."""
    message: str
    """One sentence that names both sides."""
    hint: str | None
    """What to do where it does not hold."""
    quotes: tuple[Quote, ...]
    """The words of both sides, those that state it first."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a check looks at."""

    series: Series
    people: People
    ledger: Ledger


def state(check: CheckName, sitting: Sitting, outcome: str, message: str, *quotes: Quote) -> Statement:
    """A statement of a meeting; the outcome is "holds", "cannot be told", or a code of the catalogue."""
    entry = CATALOGUE.get(outcome)
    verdict: Verdict = "does not hold" if entry else "holds" if outcome == "holds" else "cannot be told"
    return Statement(
        check=check,
        verdict=verdict,
        code=entry.code if entry else None,
        severity=entry.severity if entry else None,
        meeting=sitting.id,
        date=sitting.date,
        message=message,
        hint=entry.remedy if entry else None,
        quotes=quotes,
    )


def day(sitting: Sitting) -> str:
    """The meeting as people call it: by its day, and by its place on that day where it was not the first."""
    _, _, later = sitting.id.partition(sitting.date.isoformat())
    if not later:
        return said(sitting.date)
    start = f" at {sitting.start:%H.%M}" if sitting.start is not None else " (another meeting of that day)"
    return said(sitting.date) + start


def place_of(model: Standing, field: str) -> Span:
    """Where a value stands: what its evidence spans, else the model itself."""
    spans = [evidence.span for evidence in model.evidence if evidence.field == field]
    if not spans:
        return model.span
    return spans[0].model_copy(update={"end": max(spans[0].end, spans[-1].end)})


def number_quote(told: AnyTold, item: Item) -> Quote:
    """The number of an item, as printed."""
    return told.quote(place_of(item, "number"))


def in_context(told: AnyTold, span: Span) -> Span:
    """The paragraph, list entry or heading around a place, where that is short enough to be read; else the place."""
    around = [span]
    for held in _holders(told.part, span):
        if held.start <= span.start and span.end <= held.end and held.end - held.start <= _LONG:
            around.append(held)
    return max(around[:2], key=lambda one: one.end - one.start)


def words_around(told: AnyTold, span: Span) -> str:
    """The words of the paragraph, list entry or other block that a place stands in; "" where it stands in none."""
    for item in _items_at(told.part, span):
        for one in spoken(item.blocks):
            if one.span.start <= span.start and span.end <= one.span.end:
                return one.text
    return ""


def _holders(part: Minutes | Agenda, span: Span) -> Iterator[Span]:
    for item in _items_at(part, span):
        yield from (evidence.span for evidence in item.evidence if evidence.field == "title")
        yield from (one.span for one in spoken(item.blocks))


def _items_at(part: Minutes | Agenda, span: Span) -> Iterator[Item]:
    """The item of the notes that a place stands in, if there is one."""
    if isinstance(part, Minutes):
        yield from (item for item in part.items if item.span.start <= span.start < item.span.end)
