"""What the words of an item say besides: who presented, what was promised, and of the minutes as a whole.

    ACC Ada Quill presented the paper, and …              presenters
    The Harbour Master undertook to confirm this.         a commitment
    The notes of 12 March were accepted as a record.      accepted_notes
    There are currently 10 outstanding actions.           outstanding_actions
    Apologies were received from Cllr Lowe.               attendance.apologies

Each looks for the words of a terminal of ``grammar/marks.lark`` in the joined words of a block.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from .blocks import Fields, Line, style_of
from .front import tell_date
from .models import ItemNumber
from .numbering import Candidate, ItemSlice
from .parser import pattern, words
from .people import Named, attendee, count, listing, person, whole_listing
from .values import read_date, read_time, read_times
from .words import Page, Words, sentence


@dataclass(slots=True)
class Whole:
    """What the notes say as a whole; items add to it."""

    meeting: Fields
    present: list[Fields]
    apologies: list[Fields]
    next_meeting: Fields | None = None
    accepted_notes: datetime.date | None = None
    outstanding_actions: int | None = None
    places: dict[str, Any] = field(default_factory=dict)


# ---------------------------------------------------------------- undertakings


def undertakings(page: Page, lines: Sequence[Line], blocks: Sequence[Fields]) -> tuple[Fields, ...]:
    """Commitments: sentences of paragraphs and entries with a cue; no questions, and one for each at most."""
    asked = _questions(blocks)
    plain = (line for line in lines if line.kind not in ("ACTION", "DECISION") and line.start not in asked)
    found = (_undertaking(page, line.words) for line in plain if style_of(page, line) != "bold")
    return tuple(one for one in found if one)


def _undertaking(page: Page, spoken: Words) -> Fields | None:
    for cue in pattern("COMMITMENT").finditer(spoken.folded):
        begin, end = sentence(spoken.folded, cue.start())
        if spoken.folded[max(begin, end - 4) : end].rstrip("\"')").endswith("?"):
            continue
        near = max(begin, cue.start() - _NEAR)
        who = pattern("COMMITTED").search(spoken.folded, near, cue.start())
        somebody = who or pattern("PRONOUN").search(spoken.folded, near, cue.start())
        if cue[0].startswith(words("commitment_by_somebody")) and not somebody:
            continue
        pieces = spoken.stretches(begin, end)
        by = (who.start(), who.start() + len(who[0].rstrip())) if who else None
        return {
            "text": spoken.text[begin:end],
            "by": spoken.text[by[0] : by[1]] if by else None,
            **page.standing(pieces[0][0], pieces[-1][1], pieces),
            "evidence": page.evidence(by=spoken.stretch(*by) if by else None),
        }
    return None


_NEAR = 200
"""How far before a cue is looked for who gave the undertaking, in characters."""


def _questions(blocks: Sequence[Fields]) -> set[int]:
    """Where the questions begin."""
    return {block["span"]["start"] for block in blocks if block["kind"] == "question"}


# ---------------------------------------------------------------- presenters, references

_PRESENTING = ("present", "introduced", "summarised", "given by", "provided by")


def presenters(page: Page, lines: Sequence[Line], blocks: Sequence[Fields]) -> tuple[Fields, ...]:
    """Who presented, from the paragraphs before the first question that say so; everybody once."""
    people: dict[str, Fields] = {}
    questions = _questions(blocks)
    for line in lines:
        if line.start in questions:
            break
        folded = line.words.folded
        if line.entry or line.kind in ("ACTION", "NUMBERED") or not any(cue in folded for cue in _PRESENTING):
            continue
        for named in _presenting(folded):
            if named.honorific or named.name not in page.offices:
                people.setdefault(named.name, person(page, named, line.words))
    return tuple(people.values())


def _presenting(folded: str) -> Iterator[Named]:
    """The people whom a paragraph says to have presented: "… presented by A and B", "A and B presented …"."""
    for match in pattern("PRESENTED_BY").finditer(folded):
        yield from listing(folded, match.end(), sentence(folded, match.end())[1])
    for match in pattern("PRESENTED").finditer(folded):
        begin = sentence(folded, match.start())[0]
        begin += len("The ") if folded.startswith("The ", begin) else 0  # "The Chief Engineer, Ada Quill, presented …"
        yield from whole_listing(folded, begin, match.start())


def references(candidates: Sequence[Candidate], piece: ItemSlice, lines: Sequence[Line]) -> tuple[ItemNumber, ...]:
    """The item numbers that the text mentions, in order, each once."""
    found: dict[ItemNumber, None] = {}
    for line in lines:
        i = bisect_left(candidates, line.start, key=_start)
        while i < len(candidates) and candidates[i].start < line.end:
            one = candidates[i]
            if one.form == piece.form and not one.is_years and one.number != piece.number:
                found.setdefault(one.number)
            i += 1
    return tuple(found)


def _start(candidate: Candidate) -> int:
    return candidate.start


# ---------------------------------------------------------------- the minutes as a whole


def whole_minutes(page: Page, heading: Words | None, lines: Sequence[Line], whole: Whole) -> None:
    """Next meeting, accepted notes, outstanding actions, where an item tells them."""
    about = heading.folded.lower() if heading else ""
    if "next" in about and "meeting" in about:
        next_meeting(page, [heading, *(line.words for line in lines)], whole)
    for line in lines:
        folded = line.words.folded
        if "ext " in folded:
            _announced(page, line.words, whole)
        if whole.accepted_notes is None and any(name in about or name in folded for name in ("minutes", "notes")):
            _accepted(heading if "minutes" in about or "notes" in about else None, line.words, whole)
        if whole.outstanding_actions is None and "ction" in folded and ("outstanding" in folded or "open" in folded):
            _outstanding(line.words, whole)


def _announced(page: Page, spoken: Words, whole: Whole) -> None:
    """A sentence that begins with the next meeting and gives its date."""
    for match in pattern("ANNOUNCED").finditer(spoken.folded):
        begin, end = sentence(spoken.folded, match.start())
        if begin == match.start() and pattern("DATE").search(spoken.folded, match.end(), end):
            next_meeting(page, [spoken], whole, match.end())


def next_meeting(page: Page, told: Iterable[Words | None], whole: Whole, begin: int = 0) -> None:
    """The meeting that is announced: the first date of the heading or of what follows it; time and place behind it."""
    for spoken in told:
        match = pattern("DATE").search(spoken.folded, begin) if spoken else None
        if whole.next_meeting or spoken is None or match is None:
            continue
        read = read_date(spoken.folded, *match.span())
        at = spoken.stretch(*match.span())
        tell_date(page.folded, read._replace(start=at[0], end=at[1]), page.findings)
        near = min(match.end() + 40, len(spoken.folded))
        hours = pattern("CLOCK_RANGE").search(spoken.folded, match.end(), near)
        clock = hours or pattern("CLOCK").search(spoken.folded, match.end(), near)
        times = read_times(clock[0]) if hours and clock else (read_time(clock[0]) if clock else None, None)
        venue = pattern("NEXT_VENUE").match(spoken.folded, clock.end() if clock else match.end())
        start = spoken.stretch(*clock.span()) if clock else None
        held = spoken.stretch(*venue.span(1)) if venue else None
        whole.next_meeting = {
            "date": read.value,
            "start": times[0],
            "end": times[1],
            "venue": spoken.text[slice(*venue.span(1))] if venue else None,
            "span": page.span(at[0], max(place[1] for place in (at, start, held) if place)),
            "evidence": page.evidence(date=at, start=start, end=start if times[1] else None, venue=held),
        }


def _accepted(heading: Words | None, spoken: Words, whole: Whole) -> None:
    """The date of the meeting whose notes were accepted: in that sentence, else in the heading."""
    cue = pattern("ACCEPTED").search(spoken.folded)
    if cue is None:
        return
    match = pattern("DATE").search(spoken.folded, *sentence(spoken.folded, cue.start()))
    if match is None and heading is not None:
        spoken, match = heading, pattern("DATE").search(heading.folded)
    read = read_date(spoken.folded, *match.span()) if match else None
    if read and read.value:
        whole.accepted_notes = read.value
        whole.places["accepted_notes"] = spoken.stretch(read.start, read.end)


def _outstanding(spoken: Words, whole: Whole) -> None:
    """How many actions are outstanding."""
    found = pattern("OUTSTANDING").search(spoken.folded)
    if found and "action" in found[0]:
        whole.outstanding_actions = count(found[0].split()[0])
        whole.places["outstanding_actions"] = spoken.stretch(*found.span())


def hours(page: Page, lines: Sequence[Line], whole: Whole) -> None:
    """When the meeting began and ended, where an item says so and the title lines do not."""
    meeting = whole.meeting
    for spoken in (line.words for line in lines if "eeting" in line.words.folded):
        for name, cue in (("start", "OPENED"), ("end", "CLOSED")):
            found = pattern(cue).search(spoken.folded) if meeting[name] is None else None
            clock = pattern("CLOCK").match(spoken.folded, found.end()) if found else None
            if clock is None:
                continue
            start, end = spoken.stretch(*clock.span())
            meeting[name] = read_time(clock[0])
            meeting["evidence"] = (*meeting["evidence"], *page.evidence(**{name: (start, end)}))
            span = meeting["span"]
            known = span["start"] < span["end"]  # else it is an empty place at the beginning of the part
            meeting["span"] = page.span(min(span["start"], start) if known else start, max(span["end"], end))


def apologies(page: Page, about: str, lines: Sequence[Words], whole: Whole) -> None:
    """Apologies told in a sentence count as well: "Apologies were received from …", a list under such a heading."""
    known = {person_["name"] for person_ in whole.apologies}
    for spoken in lines:
        if "apologies" not in about and "pologies" not in spoken.folded:
            continue
        for named in _apologising(spoken.folded, "apologies" in about):
            if named.name not in known:
                known.add(named.name)
                whole.apologies.append(attendee(page, named, spoken))


def _apologising(folded: str, under_heading: bool) -> Iterator[Named]:
    """The people whom a paragraph says to have sent apologies."""
    for cue in pattern("APOLOGISED").finditer(folded):
        if under_heading or not cue[0].startswith("Received"):
            yield from listing(folded, cue.end(), sentence(folded, cue.end())[1])
    for cue in pattern("SENT_APOLOGIES").finditer(folded):
        yield from whole_listing(folded, sentence(folded, cue.start())[0], cue.start())
    if under_heading:
        yield from whole_listing(folded, 0, len(folded.rstrip(" .")))
