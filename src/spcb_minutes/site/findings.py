"""What the pages tell of a series, and where each thing has its page.

harbour-board/2024-05-14                          meetings/2024-05-14.html
harbour-board/2024-05-14/minutes/048-24           meetings/2024-05-14.html#item-048-24
harbour-board/2024-05-14/minutes/048-24/action-1  meetings/2024-05-14.html#item-048-24-action-1
ada-quill                                         people/ada-quill.html

File names are lower case letters, digits and hyphens: they are safe on every disk, also on one that does not tell
capitals from small letters.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

from ..models import Item, ItemNumber, Minutes, Person, Span
from ..series.attendance import AttendanceMatrix, AttendanceRow, attendance_matrix
from ..series.audit import Audit, Statement, audit
from ..series.ledger import Ledger, LedgerAction, action_ledger
from ..series.meetings import AnyTold, Series, Sitting
from ..series.owners import Owners
from ..series.people import KnownPerson, People, labels, people_of
from ..series.questions import AskedQuestion, QuestionRegister, question_register
from ..series.quotes import Quote
from ..values import slug

_T = TypeVar("_T")

_LONGEST = 60
"""How long a file's name may be, without its ending: some disks refuse a path of more than 260 characters."""
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{at}" for port in ("com", "lpt") for at in range(10))}
"""Names that Windows keeps for itself, with any ending."""


class Place(NamedTuple):
    """A page, and a place on it."""

    path: str
    """The page's file within the folder: "meetings/2024-05-14.html"."""
    anchor: str = ""
    """The id of the place, "" for the page as a whole."""


class ItemSaid(NamedTuple):
    """An item of the minutes of a meeting."""

    sitting: Sitting
    item: Item
    place: Place


class _Called(NamedTuple):
    """Somebody who goes by a name, and from when to when."""

    person: str
    first: datetime.date
    last: datetime.date


class _Within(NamedTuple):
    """Where the items of one part begin, in their order, and their places."""

    page: Place
    starts: list[int]
    items: list[tuple[Span, Place]]


@dataclass(frozen=True)
class Findings:
    """A series, and everything that is found in it."""

    series: Series
    people: People
    ledger: Ledger
    attendance: AttendanceMatrix
    questions: QuestionRegister
    audit: Audit

    @classmethod
    def of(cls, series: Series, people: People | None = None) -> Findings:
        """Everything that is found in a series; ``people`` where there are decisions of the user."""
        known = people_of(series) if people is None else people
        ledger = action_ledger(series)
        return cls(
            series,
            known,
            ledger,
            attendance_matrix(series, people=known),
            question_register(series, people=known),
            audit(series, people=known, ledger=ledger),
        )

    @property
    def name(self) -> str:
        """What the site is about: the board, where the notes name it."""
        return self.series.board or "A board"

    # ------------------------------------------------------------ places

    @cached_property
    def sittings(self) -> dict[str, Sitting]:
        """The meetings by their ids."""
        return {sitting.id: sitting for sitting in self.series.sittings}

    @cached_property
    def _pages_of_meetings(self) -> dict[str, str]:
        return paths_of("meetings", [sitting.id for sitting in self.series.sittings])

    @cached_property
    def _pages_of_people(self) -> dict[str, str]:
        return paths_of("people", [person.id for person in self.people.people])

    def meeting(self, meeting: str) -> Place | None:
        """The page of a meeting; None for one that is not of the series."""
        path = self._pages_of_meetings.get(meeting)
        return None if path is None else Place(path)

    def person(self, person: str | None) -> Place | None:
        """The page of a person; None for nobody."""
        path = None if person is None else self._pages_of_people.get(person)
        return None if path is None else Place(path)

    @cached_property
    def items(self) -> tuple[ItemSaid, ...]:
        """Every item of the minutes that count, in order, each with its place."""
        return tuple(self._items())

    def _items(self) -> Iterator[ItemSaid]:
        for sitting, told in self.series.minutes:
            taken: dict[str, int] = {}
            for item in told.part.items:
                anchor = _once(f"item-{slug(str(item.number)) or 'none'}", taken)
                yield ItemSaid(sitting, item, Place(self._pages_of_meetings[sitting.id], anchor))

    @cached_property
    def items_of(self) -> dict[str, list[ItemSaid]]:
        """The items of each meeting."""
        return _by((said.sitting.id, said) for said in self.items)

    @cached_property
    def numbered(self) -> dict[ItemNumber, Place]:
        """The place of each item number; of one that is printed twice that of the last."""
        return {said.item.number: said.place for said in self.items}

    @cached_property
    def _places(self) -> dict[tuple[str, str], Place]:
        """The place of every item, action, commitment and question, by the meeting and the id that results give it."""
        found: dict[tuple[str, str], Place] = {}
        for sitting, item, place in self.items:
            found.setdefault((sitting.id, item.id), place)
            for kind, many in (
                ("action", len(item.actions)), ("commitment", len(item.commitments)), ("question", len(item.questions)),
            ):  # fmt: skip
                for at in range(1, many + 1):
                    of_one = place._replace(anchor=f"{place.anchor}-{kind}-{at}")
                    found.setdefault((sitting.id, f"{item.id}/{kind}-{at}"), of_one)
        return found

    def place(self, meeting: str, *ids: str) -> Place | None:
        """The place of the first of these ids that the notes of a meeting have, else the page of the meeting."""
        found = (self._places.get((meeting, one)) for one in ids)
        return next((place for place in found if place is not None), None) or self.meeting(meeting)

    @cached_property
    def _parts(self) -> dict[tuple[str, str | None], _Within]:
        within: dict[tuple[str, str | None], _Within] = {}
        for sitting in self.series.sittings:
            for told in sitting.told:
                within.setdefault(
                    (told.part.id, told.file), _Within(Place(self._pages_of_meetings[sitting.id]), [], [])
                )
        for sitting, item, place in self.items:
            told_minutes = sitting.minutes
            if told_minutes is not None:
                here = within[told_minutes.part.id, told_minutes.file]
                if here.page.path == place.path:  # two documents may have given their parts one id
                    here.starts.append(item.span.start)
                    here.items.append((item.span, place))
        return within

    def place_of(self, quote: Quote) -> Place | None:
        """Where the words of a quote are shown: at their item, else on the page of their meeting."""
        within = self._parts.get((quote.part, quote.file))
        if within is None:
            return None
        at = bisect_right(within.starts, quote.span.start) - 1
        if at >= 0 and quote.span.end <= within.items[at][0].end:
            return within.items[at][1]
        return within.page

    # ------------------------------------------------------------ who is meant

    def named(self, meeting: str, person: Person) -> str | None:
        """The id of the one whom the notes of a meeting print so, or of the name where that may be two; else None."""
        found = self.people.entry(person.name, meeting, role=person.role, honorific=person.honorific)
        return None if found is None else found.id

    def asker(self, question: AskedQuestion) -> str | None:
        """The same of who asked a question."""
        return question.asker_person or self._askers.get((question.meeting, question.id))

    @cached_property
    def _askers(self) -> dict[tuple[str, str], str | None]:
        return {
            (said.sitting.id, f"{said.item.id}/question-{at}"): self.named(said.sitting.id, one.asked_by)
            for said in self.items
            for at, one in enumerate(said.item.questions, 1)
            if one.asked_by is not None
        }

    @cached_property
    def persons(self) -> tuple[KnownPerson, ...]:
        """The people, without the names that several of them bear."""
        return tuple(one for one in self.people.people if not one.may_be)

    @cached_property
    def untold(self) -> tuple[KnownPerson, ...]:
        """The names that several people bear, for where it is not said who is meant."""
        return tuple(one for one in self.people.people if one.may_be)

    def may_be(self, person: str | None) -> list[tuple[str, str]]:
        """Who may be meant by a name, by id and with what to call each; empty where it is one person's."""
        known = self.known.get(person or "")
        return [(one, self.labels.get(one, one)) for one in known.may_be] if known else []

    @cached_property
    def labels(self) -> dict[str, str]:
        """What to call each person, so that two of one name differ."""
        return labels(self.people)

    @cached_property
    def known(self) -> dict[str, KnownPerson]:
        """The people by their ids."""
        return {person.id: person for person in self.people.people}

    @cached_property
    def _called(self) -> dict[str, list[_Called]]:
        """Who goes by a name, initials or an office, in small letters; by an office from its first to its last day."""
        called: dict[str, list[_Called]] = {}
        for person in self.people.people:
            names = [person.initials, *[spelling.name for spelling in person.spellings]]
            for name in sorted({name.casefold() for name in names if name}):
                called.setdefault(name, []).append(_Called(person.id, datetime.date.min, datetime.date.max))
            for held in person.roles:
                called.setdefault(held.role.casefold(), []).append(_Called(person.id, held.first, held.last))
        return called

    @cached_property
    def _owners(self) -> Owners:
        return Owners(told.part for _, told in self.series.minutes)

    def owners_of(self, action: LedgerAction) -> tuple[KnownPerson, ...]:
        """Who is to do an action, where its owner is one person's name, initials, or office on that day."""
        found: set[str] = set()
        for form in self._owners.forms(action.owner) if action.owner else ():
            meant = {one.person for one in self._called.get(form, ()) if one.first <= action.date <= one.last}
            found |= meant if len(meant) == 1 else set()
        return tuple(self.known[person] for person in sorted(found))

    # ------------------------------------------------------------ by meeting and by person

    @cached_property
    def statements(self) -> dict[str, list[Statement]]:
        """What the audit says of each meeting."""
        return _by((one.meeting, one) for one in self.audit.statements)

    @cached_property
    def raised(self) -> dict[str, list[LedgerAction]]:
        """The actions and commitments that each meeting raised."""
        return _by((action.meeting, action) for action in self.ledger.actions)

    @cached_property
    def actions(self) -> dict[tuple[str, str], tuple[int, LedgerAction]]:
        """The actions of the ledger with their place in it, from 1, by meeting and id."""
        return {(action.meeting, action.id): (at, action) for at, action in enumerate(self.ledger.actions, 1)}

    @cached_property
    def by_id(self) -> dict[str, tuple[int, LedgerAction]]:
        """The same by the id alone; of two with one id the first."""
        found: dict[str, tuple[int, LedgerAction]] = {}
        for at, action in self.actions.values():
            found.setdefault(action.id, (at, action))
        return found

    @cached_property
    def owned(self) -> dict[str, list[LedgerAction]]:
        """The actions and commitments that each person is to do."""
        return _by((person.id, action) for action in self.ledger.actions for person in self.owners_of(action))

    @cached_property
    def asked(self) -> dict[str, list[AskedQuestion]]:
        """The questions of each person."""
        pairs = [(self.asker(one), one) for one in self.questions.questions]
        return _by((person, one) for person, one in pairs if person is not None)

    @cached_property
    def outcomes(self) -> dict[tuple[str, str], AskedQuestion]:
        """The questions by meeting and id."""
        return {(one.meeting, one.id): one for one in self.questions.questions}

    @cached_property
    def presented(self) -> dict[str, list[ItemSaid]]:
        """The items that each person presented."""
        pairs: list[tuple[str, ItemSaid]] = []
        for said in self.items:
            found = {self.named(said.sitting.id, person) for person in said.item.presenters}
            pairs += [(person, said) for person in sorted(one for one in found if one is not None)]
        return _by(pairs)

    @cached_property
    def rows(self) -> dict[str, AttendanceRow]:
        """The attendance of each person."""
        return {row.person: row for row in self.attendance.rows}

    @cached_property
    def doubts(self) -> tuple[Statement, ...]:
        """What does not hold."""
        return tuple(one for one in self.audit.statements if one.verdict == "does not hold")

    @cached_property
    def files(self) -> int:
        """How many documents the series was made from, those set aside left out."""
        counted: list[AnyTold] = [told for sitting in self.series.sittings for told in sitting.told]
        counted += [version.told for sitting in self.series.sittings for version in sitting.versions]
        return len({id(told.document) for told in counted})

    def on(self, date: datetime.date) -> Sitting | None:
        """The first meeting of this day; None where there was none, or it is not known here."""
        return self._first.get(date)

    @cached_property
    def _first(self) -> dict[datetime.date, Sitting]:
        return {sitting.date: sitting for sitting in reversed(self.series.sittings)}

    @cached_property
    def days(self) -> Counter[datetime.date]:
        """How many meetings there were on each day."""
        return Counter(sitting.date for sitting in self.series.sittings)


def minutes_of(sitting: Sitting) -> Minutes | None:
    """The minutes of a meeting; None where only its agenda is there."""
    return None if sitting.minutes is None else sitting.minutes.part


def _by(pairs: Iterable[tuple[str, _T]]) -> dict[str, list[_T]]:
    found: dict[str, list[_T]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return found


def paths_of(folder: str, ids: Sequence[str]) -> dict[str, str]:
    """A file's name for each id, by what stands after its last slash."""
    taken: dict[str, int] = {}
    found = {}
    for one in ids:
        stem = slug(one.rpartition("/")[2])[:_LONGEST].strip("-")
        if not stem or stem in _RESERVED:
            stem = f"{stem or 'no-name'}-{folder}"
        found[one] = f"{folder}/{_once(stem, taken)}.html"
    return found


def _once(name: str, taken: dict[str, int]) -> str:
    """The name, or the name with the next number that makes it differ from all before: "-2"."""
    free = name
    while free in taken:
        taken[name] += 1
        free = f"{name}-{taken[name]}"
    taken[free] = 1
    return free
