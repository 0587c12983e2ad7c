"""What does not add up in a finished document: each check looks at the minutes and adds diagnostics, nothing else.

    presented by Peter Low     attendance: Peter Lowe     M203: did you mean "Peter Lowe"?
    next meeting 9 April       meeting 14 May             M302

The order of the checks does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from .diagnostics import diagnose, said
from .models import Diagnostic, Document, Minutes, Person

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


def _attended(minutes: Minutes, people: Sequence[Person], code: str, what: str) -> Iterator[Diagnostic]:
    """Those of the people who are not in the attendance, by name or by surname alone."""
    known = [p.name for p in (*minutes.attendance.present, *minutes.attendance.apologies)]
    if not minutes.attendance.present:
        return
    names = {name.casefold() for name in known} | {name.casefold().split()[-1] for name in known if name.split()}
    near: dict[str, str | None] = {}
    for person in people:
        if person.name.casefold() in names:
            continue
        if person.name not in near:
            near[person.name] = _nearest(person.name, known)
        if near[person.name]:
            meant = f"{person.name} is not in the attendance; did you mean {near[person.name]}?"
            yield diagnose("M203", meant, person.span)
        else:
            yield diagnose(code, f"{person.name} {what} not in the attendance.", person.span)


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
