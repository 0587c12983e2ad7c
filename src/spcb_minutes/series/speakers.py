"""Who presented or asked, held against the attendance of that meeting.

presented by Ruth Pengelly     present: Ruth Pengelly      holds
asked by Peter Low             present: Peter Lowe         M203
asked by Joan Larkin           apologies: Joan Larkin      M204
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from ..checks import NameList
from ..models import Attendee, Minutes, Person, Span
from .meetings import Sitting
from .names import is_short_form
from .people import People
from .quotes import Quote, Told
from .statements import Given, Statement, day, state

_NOT_LISTED = {"presenter": "M201", "asker": "M202"}
_DID = {"presenter": "presented an item", "asker": "asked a question"}


def presenters(given: Given) -> Iterator[Statement]:
    """Who presented an item is named as present."""
    spellings = _spellings(given.people)
    for sitting, told in given.series.minutes:
        spoke = [person for item in told.part.items for person in item.presenters]
        yield from _spoke("presenter", sitting, told, spoke, spellings)


def askers(given: Given) -> Iterator[Statement]:
    """Who asked a question is named as present."""
    spellings = _spellings(given.people)
    for sitting, told in given.series.minutes:
        spoke = [question.asked_by for question in told.part.questions if question.asked_by]
        yield from _spoke("asker", sitting, told, spoke, spellings)


_Spellings = dict[str, dict[str, None]]


def _spellings(people: People) -> _Spellings:
    """For each name, in lower case, the other names of that person; two people may be spelt so.

    Names that are one person because their letters are alike are left out: within one meeting that is a slip to tell.
    """
    found: _Spellings = {}
    for person in people.people:
        for joined in person.joined:
            if joined.basis != "likeness" or _is_short_form(joined.one, joined.other):
                one, other = (_all_of(found, joined.one), _all_of(found, joined.other))
                one.update(other)
                for name in one:
                    found[name.casefold()] = one
    return found


def _is_short_form(one: str, other: str) -> bool:
    """Whether two names of one person differ by a short form alone: "Matt Ward" is no slip for "Matthew Ward"."""
    ours, theirs = one.casefold().split(), other.casefold().split()
    return ours[1:] == theirs[1:] and bool(ours and theirs) and is_short_form(ours[0], theirs[0])


def _all_of(found: _Spellings, name: str) -> dict[str, None]:
    return found.setdefault(name.casefold(), {name: None})


def _spoke(
    check: Literal["presenter", "asker"],
    sitting: Sitting,
    told: Told[Minutes],
    spoke: Sequence[Person],
    spellings: _Spellings,
) -> Iterator[Statement]:
    """A statement for each of those who spoke, by who they are."""
    names = NameList(told.part.attendance)
    seen: set[str] = set()
    for person in spoke:
        name = person.name.casefold()
        others = spellings.get(name, {})
        if name in seen:
            continue
        seen |= {name, *(other.casefold() for other in others)}
        did = f"{person.name} {_DID[check]} on {day(sitting)}"
        quotes = [told.quote(person.span)]
        if not told.part.attendance.present:
            why = f"{did}; the notes do not say who was present."
            yield state(check, sitting, "cannot be told", why, *quotes)
            continue
        sharing = [one for one in _everybody(told) if one.name.casefold().split()[-1:] == [name]]
        if len(sharing) > 1:
            who = " and ".join(one.name for one in sharing)
            why = f"{did}; {who} are in the attendance, and the notes do not say which of them it was."
            yield state(check, sitting, "cannot be told", why, *quotes, *(told.quote(one.span) for one in sharing))
            continue
        listed = names.look_up(person.name, others)
        if listed.attendee is None:
            quotes += _present(told)
            yield state(check, sitting, _NOT_LISTED[check], f"{did} and is not in the attendance.", *quotes)
            continue
        quotes.append(told.quote(listed.attendee.span))
        as_listed = "" if listed.attendee.name == person.name else f" as {listed.attendee.name}"
        if listed.where == "present":
            yield state(check, sitting, "holds", f"{did} and is named as present{as_listed}.", *quotes)
        elif listed.where == "apologies":
            yield state(check, sitting, "M204", f"{did} and is named among the apologies{as_listed}.", *quotes)
        else:
            why = f"{did} and is not in the attendance; did you mean {listed.attendee.name}?"
            yield state(check, sitting, "M203", why, *quotes)


def _everybody(told: Told[Minutes]) -> tuple[Attendee, ...]:
    return (*told.part.attendance.present, *told.part.attendance.apologies)


def _present(told: Told[Minutes]) -> list[Quote]:
    """The list of those present, from the first to the last."""
    spans = sorted((attendee.span for attendee in told.part.attendance.present), key=_start)
    if not spans:
        return []
    return [told.quote(spans[0].model_copy(update={"end": max(span.end for span in spans)}))]


def _start(span: Span) -> int:
    return span.start
