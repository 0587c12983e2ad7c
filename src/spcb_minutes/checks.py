"""What does not add up in a finished document: each check looks at the minutes and adds diagnostics, nothing else.

    presented by Peter Low     attendance: Peter Lowe     M203: did you mean "Peter Lowe"?
    next meeting 9 April       meeting 14 May             M302

The order of the checks does not matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from .diagnostics import diagnose, said
from .models import Attendance, Attendee, Diagnostic, Document, Minutes, Person

_CLOSE = 0.85
"""From this likeness on two spellings are taken for one name; "Peter Low" and "Peter Lowe" have 0.95."""


def check(document: Document) -> Document:
    """The document with what the checks find, in document order; what is about the whole document stands first."""
    found = [*document.diagnostics, *(d for m in document.minutes for one in CHECKS for d in one(m))]
    found.sort(key=lambda d: (d.span.start if d.span else -1, d.code))
    return document.model_copy(update={"diagnostics": tuple(found)})


def presenters_attended(minutes: Minutes) -> Iterator[Diagnostic]:
    """M201, M203: who presented stands in the attendance."""
    presenters = [person for item in minutes.items for person in item.presenters]
    yield from _attended(minutes, presenters, "M201", "presented an item and is")


def askers_attended(minutes: Minutes) -> Iterator[Diagnostic]:
    """M202, M203: who asked a question stands in the attendance."""
    askers = [question.asked_by for question in minutes.questions if question.asked_by]
    yield from _attended(minutes, askers, "M202", "asked a question and is")


def next_meeting_comes_after(minutes: Minutes) -> Iterator[Diagnostic]:
    """M302: the next meeting is later than this one."""
    this, coming = minutes.meeting.date, minutes.next_meeting
    if this and coming and coming.date and coming.date <= this:
        yield diagnose(
            "M302", f"The next meeting is given as {said(coming.date)}, this one as {said(this)}.", coming.span
        )


def actions_have_owners(minutes: Minutes) -> Iterator[Diagnostic]:
    """M401: an action says who is to do it."""
    for action in minutes.actions:
        if action.owner is None:
            yield diagnose("M401", "The action says what will be done, not who will do it.", action.span)


CHECKS: tuple[Callable[[Minutes], Iterable[Diagnostic]], ...] = (
    presenters_attended,
    askers_attended,
    next_meeting_comes_after,
    actions_have_owners,
)
"""Every check; their order does not matter."""


class Listed(NamedTuple):
    """Where an attendance has a name."""

    where: Literal["present", "apologies", "nearly", "nowhere"]
    """Among those present, else among the apologies; nearly, where one of them has a name that is close; nowhere."""
    attendee: Attendee | None
    """Who that is; None for nowhere."""


class NameList:
    """The names of an attendance, to look others up in: by the whole name, by a surname alone, or by initials."""

    def __init__(self, attendance: Attendance) -> None:
        self._lists: tuple[tuple[Literal["present", "apologies"], dict[str, Attendee]], ...] = (
            ("present", _by_name(attendance.present)),
            ("apologies", _by_name(attendance.apologies)),
        )
        self._known = {attendee.name: attendee for attendee in (*attendance.present, *attendance.apologies)}
        self._near: dict[str, str | None] = {}

    def look_up(self, name: str, others: Iterable[str] = ()) -> Listed:
        """Where a name stands; ``others`` are whole names of the same person, which count as well."""
        names = [name.casefold(), _letters(name), *(other.casefold() for other in others if len(other.split()) > 1)]
        for where, listed in self._lists:
            for one in names:
                if one in listed:
                    return Listed(where, listed[one])
        if name not in self._near:
            self._near[name] = _nearest(name, list(self._known))
        near = self._near[name]
        return Listed("nowhere", None) if near is None else Listed("nearly", self._known[near])


def _by_name(attendees: Sequence[Attendee]) -> dict[str, Attendee]:
    """The attendees by name, and by surname, in lower case; a whole name goes before a surname.

    Besides by the initials that the attendance gives, in capitals, where they are one person's alone.
    """
    surnames = {one.name.casefold().split()[-1]: one for one in reversed(attendees) if one.name.split()}
    given = Counter(_letters(one.initials) for one in attendees if one.initials)
    initials = {_letters(one.initials): one for one in attendees if one.initials and given[_letters(one.initials)] == 1}
    return {**initials, **surnames, **{one.name.casefold(): one for one in reversed(attendees)}}


def _letters(name: str) -> str:
    """Initials without their stops: "A. Q." is "AQ"; a name keeps its blanks, and is none."""
    short = all(len(part) < 2 for part in name.replace(".", " ").split())
    return "".join(c for c in name if c.isalpha()) if short else name


def _attended(minutes: Minutes, people: Sequence[Person], code: str, what: str) -> Iterator[Diagnostic]:
    """Those of the people who are not in the attendance, by name or by surname alone."""
    if not minutes.attendance.present:
        return
    names = NameList(minutes.attendance)
    for person in people:
        where, near = names.look_up(person.name)
        if near is None:
            yield diagnose(code, f"{person.name} {what} not in the attendance.", person.span)
        elif where == "nearly":
            meant = f"{person.name} is not in the attendance; did you mean {near.name}?"
            yield diagnose("M203", meant, person.span)


def _nearest(name: str, known: Sequence[str]) -> str | None:
    """The name that is most like this one, of those that share a first letter with it."""
    letters = {part[0].casefold() for part in name.split()}
    alike = [other for other in known if letters & {part[0].casefold() for part in other.split()}]
    likeness, nearest = max(((_likeness(name, other), other) for other in alike), default=(0.0, ""))
    return nearest if likeness >= _CLOSE else None


def _likeness(one: str, two: str) -> float:
    """From 0 to 1; 0 at once where the letters alone tell that it is below the line."""
    matcher = SequenceMatcher(None, one.casefold(), two.casefold())
    return matcher.ratio() if matcher.real_quick_ratio() >= _CLOSE and matcher.quick_ratio() >= _CLOSE else 0.0
