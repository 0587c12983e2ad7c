"""How the meetings of a series follow each other: their numbers, the meeting announced, and the notes accepted.

    12 March ends with 056/24, 23 April begins with 057/24     the numbers run on
    "The next meeting is on 28 May"; the next is of 21 May     M603
    "The notes of 12 March were accepted", on 23 April         those of the meeting before

Where notes are missing between two meetings nothing is held against the board that these notes may explain: then it
cannot be told. That notes are missing is told by an agenda without notes, a date that others announce or accept, or
notes without a date whose numbers lie there.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..diagnostics import said
from ..models import Item, ItemNumber, Minutes, Span
from ..parser import pattern
from ..values import read_date
from .meetings import AnyTold, Series, Sitting
from .quotes import Quote, Told
from .statements import Given, Statement, day, in_context, number_quote, place_of, state, words_around

_OF_NUMBERS = ("M102", "M103", "M104", "M108")
"""What the parser finds in the numbers of one meeting."""
_MISPRINTED = ("M102", "M104", "M108")
"""Of these, what is about a number that is not to be trusted."""


# ---------------------------------------------------------------- what the notes say of other meetings


class Dated(NamedTuple):
    """The day of another meeting, as notes or an agenda give it."""

    date: datetime.date
    told: AnyTold
    place: Span

    @property
    def quote(self) -> Quote:
        """The words that give it, with those around them."""
        return self.told.quote(in_context(self.told, self.place))


def _announced(sitting: Sitting) -> Dated | None:
    """The day of the next meeting that the notes give, else the agenda."""
    for told in sitting.told:
        coming = told.part.next_meeting
        if coming is not None and coming.date is not None:
            return Dated(coming.date, told, place_of(coming, "date"))
    return None


def _accepted(sitting: Sitting) -> Dated | None:
    """The day of the meeting whose notes were accepted."""
    told = sitting.minutes
    if told is None or told.part.accepted_notes is None:
        return None
    return Dated(told.part.accepted_notes, told, place_of(told.part, "accepted_notes"))


class _ByDay:
    """What each meeting of a series says of another day, to be found by that day."""

    def __init__(self, said_of: Sequence[Dated | None]) -> None:
        self.said_of = said_of
        self._places: dict[datetime.date, list[int]] = {}
        for place, one in enumerate(said_of):
            if one is not None:
                self._places.setdefault(one.date, []).append(place)
        self._days = sorted(self._places)

    def first(self, date: datetime.date, begin: int) -> Dated | None:
        """The first to give this day, from a place in the series on."""
        return self._first([date], begin)

    def first_between(self, after: datetime.date, before: datetime.date, begin: int) -> Dated | None:
        """The first to give a day between two, from a place in the series on."""
        return self._first(self._days[bisect_right(self._days, after) : bisect_left(self._days, before)], begin)

    def _first(self, dates: Iterable[datetime.date], begin: int) -> Dated | None:
        of_each = [self._places.get(date, []) for date in dates]
        found = [places[bisect_left(places, begin)] for places in of_each if places and places[-1] >= begin]
        return self.said_of[min(found)] if found else None


# ---------------------------------------------------------------- numbers


class Numbering(NamedTuple):
    """The numbers of one meeting, of the form and the year that most of its items have."""

    place: int
    """Of the meeting in the series, from 0."""
    sitting: Sitting
    told: Told[Minutes]
    prefix: str
    year: int
    first: Item
    last: Item
    begins: tuple[int, ...]
    """The sequence of the first item as printed and, where that differs, as counted back from the items after it."""
    ends: tuple[int, ...]
    """The sequence of the last item, in the same way."""


def numbers(given: Given) -> Iterator[Statement]:
    """Within a meeting and from one to the next, the items are numbered one after the other."""
    before: dict[str, Numbering] = {}
    elsewhere = _Elsewhere.of(given.series)
    used: dict[ItemNumber, tuple[Sitting, Told[Minutes], Item]] = {}
    for index, (sitting, told) in _with_minutes(given.series):
        yield from _within(sitting, told)
        numbering = _numbering(given.series, index)
        if numbering is None:
            continue
        trusted = _trusted(told)
        again = [item for item in trusted if item.number in used]
        last = before.get(numbering.prefix)
        if again:
            yield _used_twice(sitting, told, again, *used[again[0].number])
        elif last is not None:
            yield _follows(elsewhere, last, numbering)
        before[numbering.prefix] = numbering
        for item in trusted:
            used.setdefault(item.number, (sitting, told, item))


def _with_minutes(series: Series) -> Iterator[tuple[int, tuple[Sitting, Told[Minutes]]]]:
    for index, sitting in enumerate(series.sittings):
        if sitting.minutes is not None:
            yield index, (sitting, sitting.minutes)


def _within(sitting: Sitting, told: Told[Minutes]) -> Iterator[Statement]:
    items, part = told.part.items, told.part.span
    found = [(d, d.span) for d in told.document.diagnostics if d.code in _OF_NUMBERS and d.span]
    found = [(d, span) for d, span in found if part.start <= span.start < part.end]
    starts = [place_of(item, "number").start for item in items] if found else []
    for one, span in found:
        at = bisect_left(starts, span.start)
        before = items[max(at - 1, 0) : at]
        quotes = [told.quote(span), *(number_quote(told, item) for item in before)]
        yield state("numbers", sitting, one.code, f"In the notes of {day(sitting)}: {one.message}", *quotes)
    if not found and len(items) > 1:
        message = f"The {len(items)} items of {day(sitting)} are numbered from {items[0].number} to {items[-1].number}."
        quotes = [number_quote(told, items[0]), number_quote(told, items[-1])]
        yield state("numbers", sitting, "holds", message, *quotes)


def _used_twice(
    sitting: Sitting, told: Told[Minutes], again: Sequence[Item], before: Sitting, of_before: Told[Minutes], item: Item
) -> Statement:
    more = f", and so are {len(again) - 1} more of these numbers" if len(again) > 1 else ""
    message = f"{again[0].number} is used in the notes of {day(before)} and again in those of {day(sitting)}{more}."
    quotes = [number_quote(told, again[0]), number_quote(of_before, item)]
    return state("numbers", sitting, "M602", message, *quotes)


class _Elsewhere(NamedTuple):
    """What may tell of notes that are not among those of a series."""

    series: Series
    accepted: _ByDay
    undated: list[tuple[ItemNumber, Quote]]
    """The numbers of notes without a date, in order."""

    @classmethod
    def of(cls, series: Series) -> _Elsewhere:
        undated = [
            (item.number, number_quote(aside.told, item))
            for aside in series.aside
            if aside.told is not None and isinstance(aside.told.part, Minutes) and aside.reason == "no date"
            for item in aside.told.part.items
        ]
        return cls(series, _ByDay([_accepted(one) for one in series.sittings]), sorted(undated, key=_number))


def _number(one: tuple[ItemNumber, Quote]) -> ItemNumber:
    return one[0]


def _follows(elsewhere: _Elsewhere, last: Numbering, this: Numbering) -> Statement:
    """Whether the numbers of a meeting go on where those of the meeting before ended."""
    quotes = [number_quote(this.told, this.first), number_quote(last.told, last.last)]
    both = (
        f"The notes of {day(last.sitting)} end with {last.last.number}, and those of {day(this.sitting)} begin with "
        f"{this.first.number}"
    )
    missing = _missing(last, this)
    if missing is None:
        return state("numbers", this.sitting, "holds", f"{both}: a new year begins with its first number.", *quotes)
    if missing == 0:
        return state("numbers", this.sitting, "holds", f"{both}: the numbers run on.", *quotes)
    if missing < 0:
        return state("numbers", this.sitting, "M602", f"{both}, which is lower.", *quotes)
    many = f"{missing} number{'s are' if missing > 1 else ' is'} missing between them"
    between = _between(elsewhere, last, this)
    if between is None:
        return state("numbers", this.sitting, "M601", f"{both}: {many}.", *quotes)
    why, evidence = between
    return state("numbers", this.sitting, "cannot be told", f"{both}: {many}, but {why}.", *quotes, evidence)


def _missing(last: Numbering, this: Numbering) -> int | None:
    """How many numbers are missing between two meetings: 0 where they run on, below 0 where they go back.

    None where a new year begins with its first number: that says nothing of what is between.
    """
    pairs = [begin - end - 1 for begin in this.begins for end in last.ends]
    if 0 in pairs and this.year >= last.year:
        return 0
    if this.year > last.year:
        return None if 1 in this.begins else max(this.begins[-1] - 1, 1)
    return pairs[-1] if this.year == last.year else -1


def _numbering(series: Series, index: int) -> Numbering | None:
    """The numbers of the meeting at a place; None where there are no notes, or no numbers with a year."""
    sitting = series.sittings[index]
    told = sitting.minutes
    items = told.part.items if told is not None else ()
    forms = Counter(_form(item) for item in items if item.number.year is not None)
    if told is None or not forms:
        return None
    ((prefix, year), _) = forms.most_common(1)[0]
    runs = [item.number.sequence if _form(item) == (prefix, year) else None for item in items]
    own = [(i, sequence) for i, sequence in enumerate(runs) if sequence is not None]
    begins, ends = [own[0][1]], [own[-1][1]]
    # two numbers that follow each other are right: from them the first and the last are counted
    steady = [i for (i, one), (j, two) in pairwise(own) if j == i + 1 and two == one + 1]
    if steady:
        begins.append((runs[steady[0]] or 0) - steady[0])
        ends.append((runs[steady[-1]] or 0) + len(runs) - 1 - steady[-1])
    first, last = items[own[0][0]], items[own[-1][0]]
    return Numbering(index, sitting, told, prefix, year, first, last, _each(begins), _each(ends))


def _form(item: Item) -> tuple[str, int]:
    return (item.number.prefix or "").casefold(), item.number.year or 0


def _each(counts: Sequence[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(counts))


def _trusted(told: Told[Minutes]) -> list[Item]:
    """The items whose numbers are not told to be misprinted."""
    doubted = {d.span.start for d in told.document.diagnostics if d.code in _MISPRINTED and d.span}
    return [item for item in told.part.items if place_of(item, "number").start not in doubted]


def _between(elsewhere: _Elsewhere, last: Numbering, this: Numbering) -> tuple[str, Quote] | None:
    """What shows that a meeting lies between two whose notes are not here, or have other numbers; None for nothing."""
    series, after, before = elsewhere.series, last.sitting.date, this.sitting.date
    for sitting in series.sittings[last.place + 1 : this.place][:1]:
        if sitting.minutes is None:
            return f"of {day(sitting)} only the agenda is here", sitting.quote()
        return f"the notes of {day(sitting)} have other numbers", sitting.quote()
    # what this meeting accepted is nearer than what later ones say
    one = _announced(last.sitting)
    if (one is None or not after < one.date < before) and not _accepts_those_before(series, this.place):
        one = elsewhere.accepted.first_between(after, before, this.place)
    if one is not None and after < one.date < before:
        return f"the notes of {said(one.date)} are not here", one.quote
    at = bisect_right(elsewhere.undated, last.last.number, key=_number)
    for number, quote in elsewhere.undated[at : at + 1]:
        if number < this.first.number:
            return "notes without a date have such numbers", quote
    return None


def _gap(series: Series, begin: int, end: int) -> int | None:
    """How many numbers are missing between the meetings at two places; None where that cannot be counted."""
    last, this = _numbering(series, begin), _numbering(series, end)
    return _missing(last, this) if last and this and last.prefix == this.prefix else None


def _last_notes(series: Series, before: int) -> int | None:
    """The place of the last meeting before one whose notes are here; None where there is none."""
    return next((i for i in range(before - 1, -1, -1) if series.sittings[i].minutes is not None), None)


def _gap_to_last_notes(series: Series, index: int) -> int | None:
    """How many numbers are missing between a meeting and the last notes before it; None where it cannot be counted."""
    last = _last_notes(series, index) if series.sittings[index].minutes is not None else None
    return _gap(series, last, index) if last is not None else None


# ---------------------------------------------------------------- the next meeting


def next_meeting(given: Given) -> Iterator[Statement]:
    """The meeting that was announced is the one that followed."""
    sittings = given.series.sittings
    announced, accepted = _ByDay([_announced(one) for one in sittings]), _ByDay([_accepted(one) for one in sittings])
    for index, one in enumerate(announced.said_of):
        if one is not None:
            yield _next(given.series, index, one, announced, accepted)


def _next(series: Series, index: int, one: Dated, announced: _ByDay, accepted: _ByDay) -> Statement:
    sittings, sitting, date = series.sittings, series.sittings[index], one.date
    says = f"On {day(sitting)} the next meeting was given as {said(date)}"

    def told(outcome: str, message: str, *others: Quote) -> Statement:
        return state("next-meeting", sitting, outcome, message, one.quote, *others)

    at = bisect_left(sittings, date, index + 1, key=_date)
    held = sittings[at] if at < len(sittings) and sittings[at].date == date else None
    if held is not None and at == index + 1:
        return told("holds", f"{says}, and the meeting that followed was on that day.", held.quote())
    if held is not None:
        extra = sittings[index + 1]
        why = f"{says}, and there was a meeting on that day; that of {day(extra)} came between."
        return told("holds", why, held.quote(), extra.quote())
    if date <= sitting.date:
        return told("M302", f"{says}, which is not after this meeting.", sitting.quote())
    if index + 1 == len(sittings):
        return told("cannot be told", f"{says}; no later notes are here.")
    nearest = sittings[index + 1]
    differs = f"{says}; the meeting that followed was on {day(nearest)}"
    if at == len(sittings):
        again = announced.first(date, index + 1)
        if again is not None:
            return told("cannot be told", f"{differs}, and no notes after {said(date)} are here.", again.quote)
        return told("M603", f"{differs}.", nearest.quote())
    sure = _accepts_those_before(series, at)
    if not sure and not _nothing_between(series, at):
        later = accepted.first(date, index + 1)
        if later is not None:
            why = f"{differs}; notes of {said(date)} were accepted later, and are not here."
            return told("cannot be told", why, later.quote)
        if (_gap_to_last_notes(series, at) or 0) > 0:
            why = f"{differs}; numbers are missing where notes of {said(date)} would have theirs."
            return told("cannot be told", why, nearest.quote())
        other = accepted.said_of[at]
        if other is not None and sittings[at - 1].date < other.date < sittings[at].date:
            why = f"{differs}; notes of that time are not here, those of {said(other.date)} among them."
            return told("cannot be told", why, nearest.quote(), other.quote)
    words = accepted.said_of[at] if sure else None
    return told("M603", f"{differs}.", nearest.quote(), *([words.quote] if words is not None else []))


def _nothing_between(series: Series, at: int) -> bool:
    """Whether there was no other meeting between a meeting and the one before: its numbers run on, or it was next."""
    gap = _gap(series, at - 1, at)
    coming = _announced(series.sittings[at - 1])
    return gap == 0 or (gap is None and coming is not None and coming.date == series.sittings[at].date)


def _accepts_those_before(series: Series, at: int) -> bool:
    """Whether the notes that a meeting accepted are those of the one before."""
    one = _accepted(series.sittings[at])
    return one is not None and one.date == series.sittings[at - 1].date


def _date(sitting: Sitting) -> datetime.date:
    return sitting.date


# ---------------------------------------------------------------- the notes accepted


def accepted_notes(given: Given) -> Iterator[Statement]:
    """The notes that were accepted are those of the meeting before."""
    for index, sitting in enumerate(given.series.sittings):
        one = _accepted(sitting)
        if one is not None:
            yield _acceptance(given.series, index, one)


def _acceptance(series: Series, index: int, one: Dated) -> Statement:
    sittings, sitting, date = series.sittings, series.sittings[index], one.date
    says = f"On {day(sitting)} the notes of {said(date)} were accepted"

    def told(outcome: str, message: str, *others: Quote) -> Statement:
        return state("accepted-notes", sitting, outcome, message, one.quote, *others)

    before = sittings[index - 1] if index else None
    if before is not None and before.date == date:
        return told("holds", f"{says}, which was the meeting before.", before.quote())
    if date >= sitting.date:
        return told("M604", f"{says}, which was not before this meeting.", sitting.quote())
    if before is None:
        return told("cannot be told", f"{says}; no earlier notes are here.")
    if before.date in _dates_beside(one):
        return told("holds", f"{says}, with those of the meeting before, {day(before)}.", before.quote())
    differs = f"{says}; the meeting before was on {day(before)}"
    with_notes, gap = _last_notes(series, index), _gap_to_last_notes(series, index)
    if date > before.date:
        if gap == 0 or _nothing_between(series, index):
            return told("M604", f"{differs}, and nothing tells of a meeting between.", before.quote())
        return told("cannot be told", f"{differs}, and the notes of {said(date)} are not here.", before.quote())
    if before.minutes is None and with_notes is not None and sittings[with_notes].date == date and (gap or 0) <= 0:
        of_that_day = sittings[with_notes].quote()
        if gap == 0:
            why = f"{differs}, of which only the agenda is here, and the numbers run on from {said(date)}."
            return told("holds", why, of_that_day, before.quote())
        return told("cannot be told", f"{differs}, of which only the agenda is here.", before.quote(), of_that_day)
    at = bisect_right(sittings, date, hi=index, key=_date) - 1
    if at < 0 or sittings[at].date != date:
        return told("M604", f"{differs}.", before.quote())
    between = sittings[at + 1 : index]
    if all(one.date in (date, sitting.date) or _is_special(one) for one in between):
        why = f"{differs}, and such a meeting need not accept notes, nor have its own accepted at the next"
        return told("cannot be told", f"{why}.", before.quote(), sittings[at].quote())
    return told("M604", f"{differs}.", before.quote(), sittings[at].quote())


def _is_special(sitting: Sitting) -> bool:
    """Whether what stands above the items calls a meeting annual or extraordinary."""
    told = sitting.told[0]
    items = told.part.items
    end = items[0].span.start if items else told.part.span.end
    return pattern("SPECIAL").search(told.document.source.text, told.part.span.start, end) is not None


def _dates_beside(one: Dated) -> set[datetime.date]:
    """The days that the same words name: "the notes of 12 March 2024 and of 26 March 2024 were accepted"."""
    words = words_around(one.told, one.place)
    dates = (read_date(words, *match.span()).value for match in pattern("DATE").finditer(words))
    return {date for date in dates if date is not None}


# ---------------------------------------------------------------- what is missing


def begins_its_numbers(series: Series) -> bool:
    """Whether nothing shows that the series has no beginning: its first notes begin with the first number of a year."""
    first = next((index for index, sitting in enumerate(series.sittings) if sitting.minutes is not None), None)
    numbering = _numbering(series, first) if first is not None else None
    return numbering is None or 1 in numbering.begins


def notes_missing_before(series: Series, index: int) -> bool:
    """Whether something shows that notes are missing between a meeting and the one before it, or its own are."""
    sittings = series.sittings
    if sittings[index].minutes is None:
        return True
    if index == 0 or _nothing_between(series, index) or _accepts_those_before(series, index):
        return False
    days = (_announced(sittings[index - 1]), _accepted(sittings[index]))
    between = any(one is not None and sittings[index - 1].date < one.date < sittings[index].date for one in days)
    return between or (_gap(series, index - 1, index) or 0) > 0
