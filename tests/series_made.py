"""Series of minutes of an invented board, made with everything known about them.

    made = series_made(Random("a seed"))     the same seed makes the same series
    made.files                               the texts: notes-2025-01-14.txt, …
    made.actions, made.links                 every action, and every later word on one
    made.problems                            what does not add up in them, planted one by one

The truth is what a careful clerk would say from the words alone: a sentence that could belong to two actions belongs
to neither (``unclear``), and what the notes of a missing meeting would be needed for cannot be told (``untold``).
``made_series()`` is the same for Hypothesis. All boards, people and places are invented.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal, TypeVar

from hypothesis import strategies as st

from series_words import (
    ANSWERS,
    BAD_INITIALS,
    BOARDS,
    BOILERPLATE,
    CLOSING,
    FILLER,
    GIVEN,
    GIVEN_UP,
    GOING_ON,
    GROUPS,
    LOOKALIKE,
    MONTHS,
    OFFICES,
    PAPERS,
    PLACES,
    QUERIES,
    RENAMED,
    STANDS,
    STEPS,
    SUBJECT,
    SURNAME,
    TITLES,
    TOPICS,
    VENUES,
    VERBS,
    WORKS,
    Thing,
)
from spcb_minutes import Document, parse
from spcb_minutes.diagnostics import said as in_words
from spcb_minutes.series.meetings import Series

T = TypeVar("T")

Says = Literal["carried", "updated", "closed"]
Way = Literal["number", "carried", "place", "wording", "owner"]
"""How a later word is tied to its action: by the item's number; printed again; in italics under it; by its wording
without a number; by its owner and some of the words."""


# ---------------------------------------------------------------- what is known


@dataclass(frozen=True)
class Key:
    """Which action: the day of the meeting, the number of the item, and which of that kind in the item, from 1."""

    date: datetime.date
    number: str
    kind: Literal["action", "commitment"]
    nth: int


@dataclass(frozen=True)
class MadeAction:
    """An action or an undertaking, where it stands first."""

    key: Key
    text: str
    owner: str | None
    """As printed, without the article; of an undertaking who gave it."""
    due: datetime.date | None


@dataclass(frozen=True)
class MadeLink:
    """A later word on an action."""

    action: Key
    date: datetime.date
    number: str
    """Of the item that says it."""
    way: Way
    says: frozenset[Says]
    """What it says of the action; several where a reader may take either."""
    also: frozenset[Says] = frozenset()
    """What may be said of the same words besides: an action that is printed again, with what was done below."""
    words: str = ""


@dataclass(frozen=True)
class Unclear:
    """Words on an action that could belong to any of several."""

    date: datetime.date
    number: str
    candidates: tuple[Key, ...]
    words: str


@dataclass(frozen=True)
class Problem:
    """Something that does not add up."""

    check: str
    code: str
    date: datetime.date
    """The day of the meeting whose notes or agenda state it."""
    words: str


@dataclass(frozen=True)
class MadePerson:
    """Somebody, and how each attendance spells the name."""

    name: str
    role: str
    spellings: dict[datetime.date, str]


@dataclass(frozen=True)
class MadeItem:
    """An item as it is to be read."""

    number: str
    title: str | None
    actions: tuple[MadeAction, ...]
    """Marked actions, those that are printed again too."""
    commitments: tuple[str, ...]
    updates: tuple[str | None, ...]
    """For each of the actions the italics under it."""
    presenters: tuple[str, ...]
    askers: tuple[str, ...]
    references: frozenset[str]


@dataclass(frozen=True)
class MadeMeeting:
    """A meeting as its notes are to be read."""

    date: datetime.date
    file: str
    items: tuple[MadeItem, ...]
    present: tuple[tuple[str, str], ...]
    """Name, without honorific, and role."""
    apologies: tuple[str, ...]
    next_meeting: datetime.date | None
    accepted_notes: datetime.date | None
    outstanding: int | None
    agenda: tuple[str, ...] | None
    """The titles of its agenda; None where no file holds one."""


@dataclass(frozen=True)
class MadeFile:
    """A file of the series."""

    name: str
    text: str
    date: datetime.date
    kind: Literal["notes", "draft", "copy"]


@dataclass(frozen=True)
class MadeSeries:
    """A series, and everything that is known about it."""

    board: str
    files: tuple[MadeFile, ...]
    """In the order of their names."""
    meetings: tuple[MadeMeeting, ...]
    """Those whose notes are there."""
    missing: tuple[datetime.date, ...]
    """The days of the meetings whose notes are not there."""
    actions: tuple[MadeAction, ...]
    links: tuple[MadeLink, ...]
    unclear: tuple[Unclear, ...]
    problems: tuple[Problem, ...]
    untold: frozenset[tuple[datetime.date, str]]
    """Meeting and check: what its notes state there can neither hold nor not."""
    people: tuple[MadePerson, ...]

    def documents(self) -> list[Document]:
        """The files, read."""
        return [_named(parse(file.text), file.name) for file in self.files]

    def series(self) -> Series:
        """The series of the files."""
        return Series.of(self.documents())

    def last_words(self) -> dict[Key, frozenset[str]]:
        """What the status of each action may be after the last meeting."""
        last = self.meetings[-1].date
        out: dict[Key, frozenset[str]] = {}
        for action in self.actions:
            told = [link for link in self.links if link.action == action.key]
            if not told:
                out[action.key] = frozenset({"open" if action.key.date == last else "not mentioned since"})
                continue
            final = max(link.date for link in told)
            said = {one for link in told if link.date == final for one in link.says}
            carried = "open" if final == last else "not mentioned since"
            states = {carried if one == "carried" else one for one in said}
            out[action.key] = frozenset(states)
        return out


def _named(document: Document, name: str) -> Document:
    return document.model_copy(update={"source": document.source.model_copy(update={"name": name})})


# ---------------------------------------------------------------- what is wished


@dataclass(frozen=True)
class Wishes:
    """What a series is to be like; where nothing is said it is drawn."""

    meetings: int | None = None
    """How many, 3 to 14."""
    problems: bool = True
    """Whether something is planted that does not add up."""
    missing: bool | None = None
    """Whether the notes of one meeting are left out."""
    harder: bool = True
    """Whether some actions differ in one word only, or cannot be told apart."""
    begin: tuple[int, int] | None = None
    """Year and month of the first meeting."""
    board: str | None = None
    planted: dict[int, tuple[str, ...]] | None = None
    """The codes to be planted, by meeting from 0; there are then an agenda for each meeting, no chance slips of names
    and no words that may or may not have closed an action."""
    styled: frozenset[int] | None = None
    """The meetings whose notes keep bold and italic type."""
    drafts: frozenset[int] = frozenset()
    """Meetings that have a draft beside the notes."""
    slip: tuple[int, int] | None = None
    """A person, from 0, whose surname lacks a letter from this meeting on."""


# ---------------------------------------------------------------- a series in the making


@dataclass
class _Person:
    given: str
    surname: str
    role: str
    letters: str
    """The letters of the office: "HM"."""
    initials: str | None
    spelt: dict[int, str] = field(default_factory=dict)
    """How the attendance of a meeting spells the name, where it is not the usual way."""

    @property
    def name(self) -> str:
        return f"{self.given} {self.surname}"

    def at(self, k: int) -> str:
        """The name as meeting k prints it, capitals and honorific undone."""
        return self.spelt.get(k, self.name).removeprefix("Cllr ").removeprefix("Dr ")


@dataclass
class _Task:
    """An action in the making, with what is said of it as it goes."""

    owner: _Person
    form: str
    """How its owner is printed: "The HM"."""
    thing: Thing
    verb: tuple[str, str]
    place: tuple[str, str] | None
    kind: Literal["action", "commitment"]
    raised: int
    number: str = ""
    extra: str = ""
    due: datetime.date | None = None
    key: Key | None = None
    """Where it stands first in the notes that are there; None while no notes that are there have told of it."""
    state: Literal["open", "closed", "either"] = "open"
    """"either": what was said may or may not have closed it."""
    closed_in: int | None = None
    first_again: bool = False
    """Whether it stands first where it is carried forward: the notes that raised it are missing."""

    @property
    def where(self) -> str:
        return f" {self.place[0]}" if self.place else ""

    @property
    def what(self) -> str:
        """What it is about, in full: "the rota for weekend cover on the fish quay"."""
        return f"{self.thing.the}{self.where}"

    @property
    def short(self) -> str:
        if self.thing.kind == "work" and self.place:
            return f"the {self.place[1]} {self.thing.short}"
        return self.thing.short

    def sentence(self, owner: str, link: str = "to") -> str:
        """What is to be done, as it is printed."""
        return f"{owner} {link} {self.verb[0].format(a=self.thing.a + self.where)}{self.extra}."

    def passive(self) -> str:
        """The same without its owner."""
        done = "repaired" if self.thing.kind == "work" else self.verb[1]
        if self.thing.kind == "letter":
            done = "written" if "write" in self.verb[0] else "held"
        return f"{_upper(self.what)} to be {done}{self.extra.replace(' and to report', ', with a report')}."


@dataclass
class _Block:
    """Lines of an item."""

    kind: Literal["text", "entry", "action", "tail", "update", "question"]
    text: str
    task: _Task | None = None
    fresh: bool = False
    """Whether the task is raised here."""
    owner: str | None = None
    due: datetime.date | None = None
    asker: str | None = None
    answer: str = ""
    presenters: tuple[str, ...] = ()
    commitment: str | None = None
    updates: str | None = None
    refers: tuple[str, ...] = ()


@dataclass
class _Item:
    title: str | None
    blocks: list[_Block] = field(default_factory=list)
    number: str = ""
    fixed: bool = False


@dataclass
class _Meeting:
    k: int
    date: datetime.date
    items: list[_Item] = field(default_factory=list)
    here: bool = True
    """Whether its notes are there."""
    present: list[tuple[_Person, str]] = field(default_factory=list)
    """With the words that the attendance prints."""
    apologies: list[_Person] = field(default_factory=list)
    told_in_item: bool = False
    """Whether the apologies stand in an item, not in a list."""
    accepted: datetime.date | None = None
    coming: datetime.date | None = None
    weekday: str | None = None
    """A wrong weekday of the coming meeting."""
    outstanding: int | None = None
    agenda: list[str] | None = None


def _upper(words: str) -> str:
    return words[0].upper() + words[1:]


def _has(thing: Thing) -> str:
    return "have" if thing.several else "has"


def _was(thing: Thing) -> str:
    return "were" if thing.several else "was"


_BETWEEN = ("M601", "M602", "M603", "M604")
"""What goes wrong between a meeting and the one after it: one of them at most, or none could be told."""

_BY_DATE = ("M603", "M604")

_BARE_NUMBERS = 12
"""With more entries of a list that begin with the numbers of earlier items these look like items of the notes."""


class _Maker:
    """Makes one series, meeting by meeting."""

    def __init__(self, rng: Random, wishes: Wishes) -> None:
        self.rng = rng
        self.wishes = wishes
        count = wishes.meetings or rng.randrange(3, 15)
        self.may_miss = self.perhaps(0.25) if wishes.missing is None else wishes.missing
        self.directed = wishes.planted is not None
        every = frozenset(range(count)) if self.perhaps(0.5) else frozenset()
        self.styled = every if wishes.styled is None else wishes.styled
        self.school = self.perhaps(0.15) and not self.directed
        self.packs = self.perhaps(0.6) or self.directed
        self.initials = self.perhaps(0.5)
        self.board = wishes.board or self.one(BOARDS)
        self.titles = rng.sample(TITLES, len(TITLES))
        self.tasks: list[_Task] = []
        self.links: list[MadeLink] = []
        self.unclear: list[Unclear] = []
        self.problems: list[Problem] = []
        self.untold: set[tuple[datetime.date, str]] = set()
        self.counts = True
        """Whether the number of outstanding actions can be told by a reader of the notes that are there."""
        self.namesakes: set[str] = set()
        self.cast = self._cast()
        self.meetings = self._calendar(count)
        self.pairs: dict[int, str] = {}
        """The problem between a meeting and the one after it, by the first of the two."""
        self.single: dict[int, set[str]] = {k: set() for k in range(count)}
        self._plan()

    # choices

    def one(self, values: Sequence[T]) -> T:
        return self.rng.choice(values)

    def perhaps(self, chance: float) -> bool:
        return self.rng.random() < chance

    # people and dates

    def _cast(self) -> list[_Person]:
        surnames = self.rng.sample(SURNAME, 14)
        given = self.rng.sample(GIVEN, 14)
        cast: list[_Person] = []
        used: set[str] = set(BAD_INITIALS)
        for i, (first, last) in enumerate(zip(given, surnames, strict=True)):
            role, letters = OFFICES[i] if i < len(OFFICES) else ("Board Member", "")
            initials = first[0] + last[0]
            named = self.initials and i >= len(OFFICES) and initials not in used
            used.add(initials)
            cast.append(_Person(first, last, role, letters, initials if named else None))
        self.strangers, cast = cast[-3:], cast[:-3]
        if self.perhaps(0.08) and not self.directed:  # two people of one name
            one, other = cast[0], cast[-1]
            cast[-1] = replace(other, given=one.given, surname=one.surname, initials=None)
            self.namesakes = {one.name}
        return cast

    def _calendar(self, count: int) -> list[_Meeting]:
        # school years from 2022/23 on: "2021" behind the stroke may be a year as well
        year, month = self.rng.randrange(2022, 2028), self.rng.randrange(9 if self.school else 1, 13)
        year, month = self.wishes.begin or (year, month)
        weekday = self.rng.randrange(0, 4)
        out = []
        for k in range(count):
            first = datetime.date(year + (month - 1 + k) // 12, (month - 1 + k) % 12 + 1, 1)
            week = 1 + (k % 3 == 2 and self.perhaps(0.5))
            out.append(_Meeting(k, first + datetime.timedelta(days=(weekday - first.weekday()) % 7 + 7 * week)))
        return out

    def year_of(self, date: datetime.date) -> str:
        """What stands behind the stroke."""
        if not self.school:
            return f"{date.year % 100:02d}"
        begin = date.year if date.month >= 9 else date.year - 1
        return f"{begin % 100:02d}{(begin + 1) % 100:02d}"

    # what goes wrong

    def _plan(self) -> None:
        count = len(self.meetings)
        if self.may_miss and count > 3:
            self.meetings[self.rng.randrange(1, count - 1)].here = False
        here = [m.here for m in self.meetings]
        self.earlier = self.rng.randrange(2, 5) if self.perhaps(0.12) and not self.directed else 0
        if self.wishes.planted is not None:
            for k, codes in self.wishes.planted.items():
                self.single[k] = set(codes) - set(_BETWEEN)
                self.pairs.update((k - (code != "M603"), code) for code in codes if code in _BETWEEN)
            return
        if not self.wishes.problems:
            return
        for k in range(count - 1):
            if here[k] and here[k + 1] and self.perhaps(0.3):
                same = self.year_of(self.meetings[k].date) == self.year_of(self.meetings[k + 1].date)
                near = here[max(k - 1, 0) : k + 3]  # beside a meeting that is missing a wrong date may be its date
                may = [code for code in _BETWEEN if (all(near) if code in _BY_DATE else same)]
                if may:
                    self.pairs[k] = self.one(may)
        for k in range(count):
            for code in ("M301", "M201", "M202", "M203", "M204", "M605", "M501", "M502", "M503", "M504"):
                if here[k] and self.perhaps(0.09):
                    self.single[k].add(code)

    def problem(self, check: str, code: str, date: datetime.date, words: str) -> None:
        self.problems.append(Problem(check, code, date, words))

    # making

    def make(self) -> MadeSeries:
        self._names()
        number, year = 0, ""
        for meeting in self.meetings:
            this_year = self.year_of(meeting.date)
            if year != this_year:
                number, year = 0, this_year
                if meeting.k == 0 and self.earlier:
                    number = self.rng.randrange(8, 60)
            plan = self.pairs.get(meeting.k - 1)
            if plan == "M601":
                number += self.rng.randrange(1, 4)
                self.problem("numbers", "M601", meeting.date, "numbers are missing before these notes")
            if plan == "M602":
                number -= 1
                self.problem("numbers", "M602", meeting.date, "a number of the last notes is used again")
            number = self._meeting(meeting, number)
        self._agendas()
        return self._finished()

    def _names(self) -> None:
        """Who is spelt how at which meeting."""
        if self.wishes.slip is not None:
            who, begin = self.wishes.slip
            one = self.cast[who]
            slip = one.surname[:3] + one.surname[4:]
            one.spelt.update({meeting.k: f"{one.given} {slip}" for meeting in self.meetings[begin:]})
        if self.directed:
            return
        for person in self.cast:
            if person.name in self.namesakes:
                continue
            for meeting in self.meetings:
                turn = self.rng.random()
                if turn < 0.02 and person.initials is None:
                    person.spelt[meeting.k] = f"{person.given[0]} {person.surname}"
                elif turn < 0.05:
                    person.spelt[meeting.k] = f"{'Cllr' if person.role == 'Board Member' else 'Dr'} {person.name}"
                elif turn < 0.06:
                    at = self.rng.randrange(2, len(person.surname) - 1)
                    slip = person.surname[:at] + person.surname[at + 1 :]
                    person.spelt[meeting.k] = f"{person.given} {slip}"

    def _attend(self, meeting: _Meeting) -> None:
        for person in self.cast:
            if len(self.cast) - len(meeting.apologies) > 6 and self.perhaps(0.12) and person.role == "Board Member":
                meeting.apologies.append(person)
                continue
            name = person.spelt.get(meeting.k, person.name)
            if self.perhaps(0.3):
                first, _, last = name.rpartition(" ")
                name = f"{first} {last.upper()}"
            meeting.present.append((person, name))
        if "M204" in self.single[meeting.k] and not meeting.apologies:
            meeting.apologies.append(meeting.present.pop()[0])
        meeting.told_in_item = self.perhaps(0.3)

    # one meeting

    def _meeting(self, meeting: _Meeting, number: int) -> int:
        self._attend(meeting)
        if not meeting.here:
            self.counts = False
        k = meeting.k
        heads = [_Item("Apologies", fixed=True), _Item("Notes of the Last Meeting", fixed=True)]
        if k:
            heads.append(_Item("Matters Arising", fixed=True))
        heads.append(_Item("Questions from Board Members", fixed=True))
        codes = self.single[k]
        topics = [_Item(self.titles.pop()) for _ in range(3 if "M502" in codes else self.rng.randrange(2, 4))]
        if "M503" in codes and (named := next((title for title in self.titles if title in RENAMED), None)):
            self.titles.remove(named)
            topics[0].title = named
        tails = [_Item("Board Workplan and Actions", fixed=True), _Item("Date of the Next Meeting", fixed=True)]
        if self.perhaps(0.2):
            heads.insert(0, _Item(None, fixed=True))
        meeting.items = [*heads, *topics, *tails]
        for item in meeting.items:
            number += 1
            item.number = f"{number:03d}/{self.year_of(meeting.date)}"
        of = {item.title: item for item in meeting.items}
        if None in of:
            of[None].blocks.append(_Block("text", "The Chair opened the meeting and thanked all who had come."))
        self._apologies(meeting, of["Apologies"])
        self._accepted(meeting, of["Notes of the Last Meeting"])
        old = list(self.tasks)
        self._questions(meeting, of["Questions from Board Members"])
        for item in topics:
            self._topic(meeting, item)
        self._raise(meeting, [*topics, of["Questions from Board Members"]])
        if k:
            self._old(meeting, old, of["Matters Arising"], of["Board Workplan and Actions"], topics)
            if not of["Matters Arising"].blocks:
                of["Matters Arising"].blocks.append(_Block("text", "There were none."))
        self._outstanding(meeting, of["Board Workplan and Actions"])
        self._next(meeting, of["Date of the Next Meeting"])
        return number

    def _filler(self) -> str:
        place = self.one(PLACES)[1]
        if place == "Sluice Lane":
            place = "market square"
        return self.one(FILLER).format(p=place, m=self.one(MONTHS))

    def _apologies(self, meeting: _Meeting, item: _Item) -> None:
        if meeting.told_in_item and meeting.apologies:
            names = " and ".join(person.at(meeting.k) for person in meeting.apologies)
            item.blocks.append(_Block("text", f"Apologies were received from {names}."))
        else:
            item.blocks.append(_Block("text", "There was nothing to add to the list above."))

    def _accepted(self, meeting: _Meeting, item: _Item) -> None:
        k = meeting.k
        date = self.meetings[k - 1].date if k else meeting.date - datetime.timedelta(days=35)
        if self.pairs.get(k - 1) == "M604":
            date = self.one([date + datetime.timedelta(days=7), date - datetime.timedelta(days=7)])
            self.problem("accepted-notes", "M604", meeting.date, f"accepted the notes of {in_words(date)}")
        elif not (k and self.meetings[k - 1].here):
            self.untold.add((meeting.date, "accepted-notes"))
        meeting.accepted = date
        printed = f"{date.day} {date:%B} {date.year}"
        if k in self.styled:
            printed = f"{date.day}{_ordinal(date.day)} {date:%B} {date.year}"
        item.blocks.append(
            _Block("text", f"The notes of the Board meeting held on {printed} were accepted as a true record.")
        )

    def _questions(self, meeting: _Meeting, item: _Item) -> None:
        askers = [p for p, _ in meeting.present if p.role == "Board Member" and p.name not in self.namesakes]
        codes = self.single[meeting.k]
        names = [self.one(askers).at(meeting.k) for _ in range(self.rng.randrange(1, 4))]
        if "M202" in codes:
            names.append(self.strangers[0].name)
            self.problem("asker", "M202", meeting.date, f"{names[-1]} asked")
        if "M203" in codes:
            person = self.one(askers)
            if person.at(meeting.k) == person.name:
                at = self.rng.randrange(2, len(person.surname) - 1)
                slip = person.surname[:at] + person.surname[at] + person.surname[at:]
                names.append(f"{person.given} {slip}")
                self.problem("asker", "M203", meeting.date, f"{names[-1]} for {person.name}")
        away = [person for person in meeting.apologies if person.name not in self.namesakes]
        if "M204" in codes and away and self.perhaps(0.5):
            names.append(self.one(away).at(meeting.k))
            self.problem("asker", "M204", meeting.date, f"{names[-1]} asked, and sent apologies")
            codes.discard("M204")
        for name in names:
            place = self.one(PLACES)[1].replace("Sluice Lane", "market square")
            text = self.one(QUERIES).format(p=place, m=self.one(MONTHS))
            answer = self.one(ANSWERS).format(n=self.rng.randrange(3, 90))
            item.blocks.append(_Block("question", text, asker=name, answer=answer))

    def _topic(self, meeting: _Meeting, item: _Item) -> None:
        codes = self.single[meeting.k]
        away = [person for person in meeting.apologies if person.name not in self.namesakes]
        officers = [p for p, _ in meeting.present if p.name not in self.namesakes]
        if self.perhaps(0.8):
            person = self.one(officers)
            name, role = person.at(meeting.k), person.role
            if "M201" in codes:
                codes.discard("M201")
                name, role = self.strangers[1].name, ""
                self.problem("presenter", "M201", meeting.date, f"{name} presented")
            elif "M204" in codes and away:
                codes.discard("M204")
                person = self.one(away)
                name, role = person.at(meeting.k), ""
                self.problem("presenter", "M204", meeting.date, f"{name} presented, and sent apologies")
            role = f"{role} " if role and role != "Board Member" and self.perhaps(0.5) else ""
            item.blocks.append(_Block("text", f"The report was presented by {role}{name}.", presenters=(name,)))
        kind: Literal["text", "entry"] = "entry" if self.perhaps(0.6) else "text"
        for _ in range(self.rng.randrange(1, 4)):
            item.blocks.append(_Block(kind, self._filler()))
        about = [task for task in self.tasks if task.key is not None and task.thing.kind != "letter" and task.place]
        if about and self.wishes.harder and self.perhaps(0.12):
            task = self.one(about)  # the same subject, and no word on what was to be done
            said = self.one(SUBJECT).format(what=_upper(task.what), cost=self.rng.randrange(2, 60))
            item.blocks.append(_Block(kind, said))
        empty = [
            i.number
            for m in self.meetings[: meeting.k]
            for i in m.items
            if i.title not in (None, "Matters Arising", "Board Workplan and Actions")
            and not any(task.number == i.number for task in self.tasks)
            and not self._used_twice(i.number)
        ]
        if empty and self.perhaps(0.15):
            number = self.one(empty)
            words = self.one(("As minuted at {}, fees rise in April.", "This follows the report made in {}."))
            item.blocks.append(_Block(kind, words.format(number), refers=(number,)))

    def _used_twice(self, number: str) -> bool:
        """Whether two meetings have an item of this number."""
        return sum(item.number == number for m in self.meetings for item in m.items) > 1

    # actions

    def _raise(self, meeting: _Meeting, items: Sequence[_Item]) -> None:
        count = self.rng.choices((0, 1, 2, 3, 4), (1, 3, 4, 2, 1))[0]
        for _ in range(count):
            task = self._task(meeting)
            item = self.one(items)
            self._put(meeting, item, task)
            if self.wishes.harder and self.perhaps(0.15) and (other := self._twin(task)) is not None:
                self._put(meeting, item if self.perhaps(0.5) else self.one(items), other)
        again = [one for one in self.tasks if one.closed_in is not None and one.closed_in < meeting.k]
        again = [one for one in again if one.state == "closed" and one.kind == "action" and not self._open_again(one)]
        if again and self.wishes.harder and self.perhaps(0.1):
            old = self.one(again)  # asked for again after it was done: another action of the same words
            new = replace(old, raised=meeting.k, key=None, state="open", closed_in=None, first_again=False)
            self._put(meeting, self.one(items), new)
        if self.perhaps(0.3):
            task = self._task(meeting, "commitment")
            self._put(meeting, self.one([item for item in items if item.title != "Questions from Board Members"]), task)

    def _task(self, meeting: _Meeting, kind: Literal["action", "commitment"] = "action") -> _Task:
        """An action that is about something that no other one is about."""
        people = [p for p in self.cast if p.role != "Board Member" or (p.initials and kind == "action")]
        for _ in range(200):
            owner = self.one(people)
            form = self.one(self._forms(owner))
            if kind == "commitment":
                form = f"The {owner.role}"
            of_kind = self.one(("paper", "paper", "work", "letter"))
            place: tuple[str, str] | None = self.one(PLACES)
            if of_kind == "paper":
                thing = self._months_figures(self.one(MONTHS)) if self.perhaps(0.12) else self.one(PAPERS)
                place = place if self.perhaps(0.6) and "figures for" not in thing.a else None
            elif of_kind == "work":
                thing = self.one(WORKS)
            else:
                group, topic = self.one(GROUPS), self.one(TOPICS)
                thing = Thing(
                    f"the {group} about {topic}", f"the letter to the {group} about {topic}", "", kind="letter"
                )
                place = place if self.perhaps(0.5) else None
            verb = self.one(VERBS[of_kind])
            if kind == "commitment" and of_kind == "letter":
                verb = VERBS["letter"][0]
            if of_kind == "letter":
                what = {"write": "letter to", "speak": "talk with", "meet": "meeting with"}[verb[0].split()[0]]
                thing = replace(thing, the=f"the {what} the {group} about {topic}", short=f"the {what} the {group}")
            if not any(self._same_subject(thing, place, other) for other in self.tasks):
                break
        task = _Task(owner, form, thing, verb, place, kind, meeting.k)
        if self.perhaps(0.25) and kind == "action":
            task.extra = self.one(BOILERPLATE)
        elif self.perhaps(0.15) and kind == "action":
            task.due = meeting.date + datetime.timedelta(days=self.rng.randrange(20, 90))
            task.extra = f" by {task.due.day} {task.due:%B} {task.due.year}"
        return task

    def _open_again(self, task: _Task) -> bool:
        return any(one is not task and one.what == task.what for one in self.tasks)

    def _months_figures(self, month: str) -> Thing:
        figures = f"the berth figures for {month}"
        return Thing(figures, figures, f"the {month} berth figures", True)

    def _same_subject(self, thing: Thing, place: tuple[str, str] | None, other: _Task) -> bool:
        """Whether a mention of the one could be taken for the other."""
        if thing.kind == "letter" and other.thing.kind == "letter":
            group = thing.a.split(" about ")[0]
            return other.thing.a.startswith(group)
        if thing.kind == "work":
            return thing == other.thing and place == other.place
        same = thing == other.thing
        return same and (place is None or other.place is None or place == other.place)

    def _twin(self, task: _Task) -> _Task | None:
        """An action that is the same but for one word that matters."""
        place, thing = task.place, task.thing
        if place and place[0] in LOOKALIKE:
            place = LOOKALIKE[place[0]]
        elif "berth figures" in thing.a:
            month = thing.a.rpartition(" ")[2]
            thing = self._months_figures(MONTHS[(MONTHS.index(month) + 1) % 12])
        else:
            return None
        if any(self._same_subject(thing, place, known) for known in self.tasks if known is not task):
            return None
        return replace(task, place=place, thing=thing, key=None, state="open", closed_in=None)

    def _forms(self, person: _Person) -> list[str]:
        """How notes call somebody who is to do something."""
        if person.initials:
            return [person.initials]
        if person.letters:
            return [f"The {person.letters}", person.letters, f"The {person.role}"]
        return [f"The {person.role}", person.role]

    def _put(self, meeting: _Meeting, item: _Item, task: _Task) -> None:
        others = [one for one in self.tasks if one.raised == meeting.k and one.number == item.number]
        task.number = item.number
        nth = 1 + sum(one.kind == task.kind for one in others)
        if meeting.here:
            task.key = Key(meeting.date, item.number, task.kind, nth)
        owner = task.form.removeprefix("The ")
        if task.kind == "commitment":
            words = task.sentence(task.form, "undertook to")
            item.blocks.append(_Block("text", words, task, True, owner=task.form, commitment=words))
        elif self.perhaps(0.12) and " to members" not in task.verb[0] and task.due is None:
            words = f"{task.passive()} ACTION: {owner}"
            item.blocks.append(_Block("tail", words, task, True, owner=owner, due=task.due))
        else:
            item.blocks.append(_Block("action", task.sentence(task.form), task, True, owner=owner, due=task.due))
            if meeting.k in self.styled and self.perhaps(0.12):
                self._update(meeting, item, task)
        self.tasks.append(task)

    def _update(self, meeting: _Meeting, item: _Item, task: _Task) -> None:
        """Italics under an action, in the notes that raise it."""
        closing = self.perhaps(0.35)
        words = f"{self.one(STEPS)} {self.one(CLOSING)}" if closing else self.one((*STEPS, "In progress."))
        item.blocks.append(_Block("update", words))
        self._link(meeting, item, task, "place", {"closed"} if closing else {"updated"}, words)

    def _link(
        self,
        meeting: _Meeting,
        item: _Item,
        task: _Task,
        way: Way,
        says: Iterable[Says],
        words: str,
        also: Iterable[Says] = (),
    ) -> None:
        said = frozenset(says)
        if not meeting.here or task.key is None:
            if "closed" in said:  # nobody who reads the notes that are there knows it
                self.counts = False
                task.state = "closed"
            return
        if "closed" in said:
            task.state = "closed" if said == {"closed"} else "either"
            task.closed_in = meeting.k
        self.links.append(MadeLink(task.key, meeting.date, item.number, way, said, frozenset(also), words))

    # what is said of them later

    def _old(
        self, meeting: _Meeting, old: Sequence[_Task], matters: _Item, plan: _Item, topics: Sequence[_Item]
    ) -> None:
        carried: list[_Task] = []
        silent: list[_Task] = []
        pair = [one for one in old if one.state == "open" and one.key and self._by_itself(one)][:2]
        if len(pair) == 2 and pair[0].number != pair[1].number and self.perhaps(0.08):
            words = f"Minutes {pair[0].number} and {pair[1].number}: completed."
            self._say(matters, words, [one.number for one in pair])
            for one in pair:
                self._link(meeting, matters, one, "number", {"closed"}, words)
        for task in old:
            if task.state == "closed":
                continue
            if task.key is None:
                silent.append(task)
                continue
            turn = self.rng.random()
            if turn < 0.28 and task.kind == "action":
                carried.append(task)
            elif turn < 0.52:
                self._by_number(meeting, task, matters, topics)
            elif turn < 0.68:
                self._by_wording(meeting, task, matters)
            elif turn < 0.78:
                self._by_owner(meeting, task, matters)
            elif turn < 0.84 and self.wishes.harder:
                self._by_half(meeting, task, matters)
            else:
                silent.append(task)
            if task.state == "open" and self.perhaps(0.08) and task.kind == "action" and task not in carried:
                carried.append(task)
        for task in silent:
            if task.key is None and task.kind == "action" and meeting.here and self.perhaps(0.3):
                task.key = Key(meeting.date, plan.number, "action", 1 + len(carried))
                carried.append(task)  # printed here first, for the notes that raised it are missing
        if carried:
            if self.perhaps(0.5):
                plan.blocks.append(_Block("text", "The following actions were carried forward:"))
            carried.sort(key=lambda task: task.key is not None and task.key.number == plan.number)
            for n, task in enumerate(carried, 1):
                if task.key is not None and task.key.number == plan.number and task.key.date == meeting.date:
                    task.key = replace(task.key, nth=n)
                    task.number, task.raised, task.first_again = plan.number, meeting.k, True
                self._carry(meeting, task, plan)

    def _say(self, item: _Item, words: str, refers: Sequence[str] = ()) -> None:
        same = [block.kind for block in item.blocks if block.kind in ("text", "entry")]
        kind: Literal["text", "entry"] = "entry" if "entry" in same or (not same and self.perhaps(0.6)) else "text"
        item.blocks.append(_Block(kind, words, refers=tuple(refers)))

    def _called(self, task: _Task) -> str:
        """The owner at the beginning of a sentence, by office, letters or name."""
        if task.owner.initials:
            return task.owner.initials if self.perhaps(0.7) else task.owner.name
        if task.owner.letters and self.perhaps(0.5):
            return f"The {task.owner.letters}"
        return f"The {task.owner.role}"

    def _by_itself(self, task: _Task) -> bool:
        """Whether its number stands for this action and no other."""
        mates = [one for one in self.tasks if one.number == task.number and one is not task]
        return not (mates or task.first_again or self._used_twice(task.number))

    def _by_number(self, meeting: _Meeting, task: _Task, matters: _Item, topics: Sequence[_Item]) -> None:
        if self._used_twice(task.number) or task.first_again:
            return
        mates = [one for one in self.tasks if one.number == task.number and one is not task]
        n, thing = task.number, task.thing
        if sum(block.text[0].isdigit() for block in matters.blocks) >= _BARE_NUMBERS:
            n = f"Minute {n}"
        minute = f"Minute {task.number}"
        who = self._called(task)
        if mates:
            alike = any(
                one.thing == thing or (one.thing.short == thing.short) or "berth figures" in one.thing.a
                for one in mates
            )
            open_mates = all(one.state == "open" and one.key is not None for one in mates)
            if self.perhaps(0.5) and open_mates and all(one.owner is task.owner for one in mates):
                words = self.one((f"{n} – {who} reported that this was in hand.", f"{minute}: in progress."))
                self._say(matters, words, [task.number])
                self._not_clear(meeting, matters, [task, *mates], words)
                return
            what = _upper(task.what)
            words, says = self.one(
                (
                    (f"{n}: {what} {_has(thing)} been {task.verb[1]}. Completed.", {"closed"}),
                    (f"{minute} – {what} {_has(thing)} not yet been {task.verb[1]}.", {"updated"}),
                )
            )
            if alike and task.place is None:
                return
            self._say(matters, words, [task.number])
            self._link(meeting, matters, task, "number", says, words)  # type: ignore[arg-type]
            return
        where = matters
        short = task.short
        done, has_been = self.one(CLOSING), f"{_has(thing)} been {task.verb[1]}"
        options: list[tuple[str, set[Says]]] = [
            (f"{minute}: {done[0].lower()}{done[1:]}", {"closed"}),
            (f"{n} – {done}", {"closed"}),
            (f"{n}: {_upper(task.what)} {has_been}. {done}", {"closed"}),
            (f"{n} – {who} reported that {short} had been {task.verb[1]}. {done}", {"closed"}),
            (f"{n} – {self.one(GIVEN_UP)}", {"closed"}),
            (f"{n} – {who} reported that {short} had been {task.verb[1]}.", {"updated", "closed"}),
            (f"{n}: {self.one(STANDS)}", {"carried", "updated"}),
            (f"{minute} – {self.one(GOING_ON)}", {"updated", "carried"}),
            (f"{n} – {who} said that this was in hand.", {"updated"}),
            (f"{n}: {self.one(STEPS)}", {"updated"}),
            (f"{n} – {_upper(short)} {_was(thing)} not yet ready.", {"updated"}),
        ]
        if topics and self.perhaps(0.25):
            where = self.one(topics)
            options = [
                (
                    f"Further to {task.number}, {self._inside(who)} said that {short} {_was(thing)} not yet ready.",
                    {"updated"},
                ),
                (f"Further to {task.number}, {self._inside(who)} reported that the matter was closed.", {"closed"}),
                (f"Further to {task.number}, {self._inside(who)} reported some progress.", {"updated"}),
            ]
        words, said = self.one(self._sure(options))
        self._say(where, words, [task.number])
        self._link(meeting, where, task, "number", said, words)

    def _sure(self, options: list[tuple[str, set[Says]]]) -> list[tuple[str, set[Says]]]:
        """Those that can be taken in one way only, where only such are wished."""
        return [(words, says) for words, says in options if len(says) == 1 or not self.directed]

    @staticmethod
    def _inside(who: str) -> str:
        return f"the {who.removeprefix('The ')}" if who.startswith("The ") else who

    def _not_clear(self, meeting: _Meeting, item: _Item, tasks: Sequence[_Task], words: str) -> None:
        if meeting.here:
            keys = tuple(task.key for task in tasks if task.key is not None)
            self.unclear.append(Unclear(meeting.date, item.number, keys, words))

    def _by_wording(self, meeting: _Meeting, task: _Task, matters: _Item) -> None:
        if self._has_twin(task) and task.place is None and "berth figures" not in task.thing.a:
            return
        thing, what = task.thing, task.what
        done = self.one(CLOSING)
        options: list[tuple[str, set[Says]]] = [
            (f"{_upper(what)} {_has(thing)} been {task.verb[1]}. {done}", {"closed"}),
            (f"The action on {what} was discharged.", {"closed"}),
            (
                f"{_upper(self._deed(task))} {'was' if thing.kind == 'work' else _was(thing)} no longer needed.",
                {"closed"},
            ),
            (f"The action on {what} was withdrawn.", {"closed"}),
            (f"The action on {what} remains outstanding.", {"updated", "carried"}),
            (f"{_upper(what)} {_has(thing)} not yet been {task.verb[1]}.", {"updated"}),
            (f"{_upper(what)}: {self.one(STEPS)}", {"updated"}),
            (f"{_upper(what)} {_was(thing)} still in progress.", {"updated"}),
        ]
        words, says = self.one(self._sure(options))
        self._say(matters, words)
        self._link(meeting, matters, task, "wording", says, words)

    @staticmethod
    def _deed(task: _Task) -> str:
        """What may be needed or not: a paper, or work on something."""
        return f"the work on {task.what}" if task.thing.kind == "work" else task.what

    def _has_twin(self, task: _Task) -> bool:
        """Whether another action is about the same thing in another place."""
        return any(one is not task and one.thing.a == task.thing.a for one in self.tasks)

    def _by_owner(self, meeting: _Meeting, task: _Task, matters: _Item) -> None:
        thing, short, who = task.thing, task.short, self._called(task)
        rivals = [one for one in self.tasks if one is not task and self._near(one, task)]
        if rivals:
            return
        options: list[tuple[str, set[Says]]] = [
            (f"{who} confirmed that {short} had been {task.verb[1]}. {self.one(CLOSING)}", {"closed"}),
            (f"{who} said that {short} {_was(thing)} nearly ready.", {"updated"}),
            (f"{who} reported that {short} {_was(thing)} in progress.", {"updated"}),
            (f"{who} confirmed that {short} had been {task.verb[1]}.", {"updated", "closed"}),
        ]
        words, says = self.one(self._sure(options))
        self._say(matters, words)
        self._link(meeting, matters, task, "owner", says, words)

    def _near(self, one: _Task, task: _Task) -> bool:
        """Whether some words of the one action could be meant for the other: half of them, or more, are the same."""
        mine, theirs = _content(task.short), _content(f"{one.what} {one.short}")
        return bool(mine) and 2 * len(mine & theirs) >= len(mine)

    def _by_half(self, meeting: _Meeting, task: _Task, matters: _Item) -> None:
        """Words that fit two open actions as well: they are tied to neither."""
        rivals = [
            one
            for one in self.tasks
            if one is not task and one.thing == task.thing and one.state == "open" and one.kind == task.kind
        ]
        if task.thing.kind != "work" or not rivals or any(one.key is None for one in rivals) or task.state != "open":
            return
        old = [one for one in rivals if one.raised < meeting.k]
        if len(old) != len(rivals) or any(
            one.thing == task.thing and one is not task and one not in rivals for one in self.tasks
        ):
            return
        words = f"The action on {task.thing.the} is in progress."
        if any(block.text == words for block in matters.blocks):
            return
        self._say(matters, words)
        self._not_clear(meeting, matters, [task, *rivals], words)

    def _carry(self, meeting: _Meeting, task: _Task, plan: _Item) -> None:
        form = self.one(self._forms(task.owner)) if self.perhaps(0.4) else task.form
        kept = task.extra, task.due
        if self.perhaps(0.2) and not task.extra:
            task.due = meeting.date + datetime.timedelta(days=self.rng.randrange(15, 60))
            task.extra = f" by {task.due.day} {task.due:%B} {task.due.year}"
        elif self.perhaps(0.15) and task.due is None:
            task.extra = ""
        words = task.sentence(form)
        owner: str | None = form.removeprefix("The ")
        here_first = task.key is not None and task.key.date == meeting.date and task.key.number == plan.number
        if not here_first and self.perhaps(0.2):
            words, owner = f"Outstanding: {words}", None
        plan.blocks.append(_Block("action", words, task, here_first, owner=owner, due=task.due))
        if here_first:
            return
        task.extra, task.due = kept
        if meeting.k in self.styled and self.perhaps(0.4):
            closing = self.perhaps(0.5)
            going_on = STEPS if self.directed else (*STEPS, *GOING_ON[:2], *STANDS)
            below = f"{self.one(STEPS)} {self.one(CLOSING)}" if closing else self.one(going_on)
            plan.blocks.append(_Block("update", below))
            says: set[Says] = {"closed"} if closing else {"updated"}
            if below in STANDS or below in GOING_ON:
                says = {"updated", "carried"}
            self._link(meeting, plan, task, "carried", says, f"{words} {below}", {"carried", "updated"})
        else:
            self._link(meeting, plan, task, "carried", {"carried"}, words)

    # the meeting as a whole

    def _outstanding(self, meeting: _Meeting, item: _Item) -> None:
        known = [task for task in self.tasks if task.kind == "action"]
        sure = self.counts and all(task.state != "either" for task in known)
        before = sum(task.state == "open" for task in known if task.raised < meeting.k)
        after = sum(task.state == "open" for task in known)
        words = None
        if sure and not (self.perhaps(0.1) and meeting.k):
            count = (before if self.perhaps(0.7) else after) + self.earlier
            if meeting.k == 0 and not self.earlier:
                count = after if self.perhaps(0.3) else 0
            elif "M605" in self.single[meeting.k] and not self.earlier:
                closed = sum(task.closed_in == meeting.k for task in known)
                count = after + closed + self.rng.randrange(2, 5)
                self.problem("outstanding-actions", "M605", meeting.date, f"states {count}, not {before} or {after}")
            meeting.outstanding = count
            words = "There are currently no outstanding actions."
            if count:
                plural = "is" if count == 1 else "are"
                words = f"There {plural} currently {count} outstanding action{'s' * (count != 1)}."
        elif not self.counts and meeting.here and self.perhaps(0.5):
            count = after + self.rng.randrange(0, 4)
            meeting.outstanding = count
            words = f"There are currently {count} outstanding actions."
        if words is not None:
            item.blocks.insert(0, _Block("text", words))
        elif not item.blocks:
            item.blocks.append(_Block("text", "The workplan was noted."))

    def _next(self, meeting: _Meeting, item: _Item) -> None:
        k = meeting.k
        last = k + 1 == len(self.meetings)
        date = self.meetings[k + 1].date if not last else meeting.date + datetime.timedelta(days=28)
        if last:
            if self.perhaps(0.2):
                item.blocks.append(_Block("text", "The date is to be fixed."))
                return
            self.untold.add((meeting.date, "next-meeting"))
        elif not self.meetings[k + 1].here:
            self.untold.add((meeting.date, "next-meeting"))
        if self.pairs.get(k) == "M603":
            near = [date + datetime.timedelta(days=days) for days in (-7, 7)]
            date = self.one([day for day in near if day > meeting.date])
            self.problem("next-meeting", "M603", meeting.date, f"announces {in_words(date)}")
        weekday = f"{date:%A}"
        if "M301" in self.single[k]:
            weekday = f"{date + datetime.timedelta(days=self.one((1, 2, -1))):%A}"
            self.problem("weekday", "M301", meeting.date, f"{weekday} for {in_words(date)}")
        meeting.coming = date
        item.blocks.append(_Block("text", f"The next meeting is on {weekday} {date.day} {date:%B} {date.year}."))

    # agendas

    def _agendas(self) -> None:
        """The agenda of each meeting, in the pack of the one before; titles that differ are planted."""
        taken: dict[int, str] = {}
        for k, meeting in enumerate(self.meetings):
            titles = [item.title for item in meeting.items if item.title]
            told = k > 0 and self.packs and self.meetings[k - 1].here and (self.directed or self.perhaps(0.8))
            codes = self.single[k]
            if not told:
                continue
            if not meeting.here:  # that it was to be is told, so what others say of its date can hold
                self.untold.add((meeting.date, "agenda"))
                self.untold -= {(self.meetings[k - 1].date, "next-meeting")}
                if k + 1 < len(self.meetings):
                    self.untold -= {(self.meetings[k + 1].date, "accepted-notes")}
            topics = [item for item in meeting.items if not item.fixed]
            if "M502" in codes and len(topics) > 1 and topics[-1].title != taken.get(k):
                titles.remove(topics[-1].title or "")
                self.problem("agenda", "M502", meeting.date, f"{topics[-1].title} is on no agenda")
            if "M503" in codes:
                old = next((one.title for one in topics if one.title in RENAMED and one.title in titles), None)
                if old and old != taken.get(k):
                    item = next(one for one in topics if one.title == old)
                    item.title = RENAMED[old]
                    self.problem("agenda", "M503", meeting.date, f"{old} became {item.title}")
            at = titles.index("Board Workplan and Actions")
            if "M501" in codes and self.titles:
                titles.insert(at, self.titles.pop())
                self.problem("agenda", "M501", meeting.date, f"{titles[at]} stands in no notes")
            if "M504" in codes and self.titles and k + 1 < len(self.meetings):
                following = self.meetings[k + 1]
                topic = next((one for one in following.items if not one.fixed), None)
                if self.perhaps(0.5) and following.here and topic is not None and topic.title:
                    title = topic.title
                    taken[k + 1] = title
                    if title not in titles:
                        titles.insert(at, title)
                        self.problem("agenda", "M504", meeting.date, f"{title} was taken at the next meeting")
                else:
                    left = next((one for one in topics if one.title in titles and not self._in_use(one)), None)
                    if left is not None:
                        left.blocks = [_Block("text", "This item was deferred to the next meeting.")]
                        self.problem("agenda", "M504", meeting.date, f"{left.title} was deferred")
            meeting.agenda = titles

    def _in_use(self, item: _Item) -> bool:
        """Whether the words of an item matter to something else that is known."""
        return (
            any(task.number == item.number for task in self.tasks)
            or any(block.presenters or block.refers for block in item.blocks)
            or any(link.number == item.number for link in self.links)
        )

    # the texts

    def _finished(self) -> MadeSeries:
        here = [meeting for meeting in self.meetings if meeting.here]
        for k, meeting in enumerate(self.meetings):
            before = self.meetings[k - 1]
            if meeting.here and k and not before.here and self.year_of(before.date) == self.year_of(meeting.date):
                self.untold.add((meeting.date, "numbers"))
        files: list[MadeFile] = []
        made: list[MadeMeeting] = []
        for meeting in here:
            ahead = self.meetings[meeting.k + 1] if meeting.k + 1 < len(self.meetings) else None
            text = self._text(meeting, ahead)
            ending = "md" if meeting.k in self.styled else "txt"
            name = f"notes-{meeting.date}.{ending}"
            files.append(MadeFile(name, text, meeting.date, "notes"))
            if meeting.k in self.wishes.drafts or (self.perhaps(0.06) and not self.directed):
                board, rest = self._notes(meeting).split("\n", 1)
                draft = f"{board}\n\nDRAFT\n{rest}"
                files.append(MadeFile(f"notes-{meeting.date}-draft.{ending}", draft, meeting.date, "draft"))
            elif self.perhaps(0.05) and not self.directed:
                files.append(MadeFile(f"notes-{meeting.date}-z.{ending}", text, meeting.date, "copy"))
            made.append(self._known(meeting, name))
        actions = [
            self._action(block, block.task.key)
            for meeting in here
            for item in meeting.items
            for block in item.blocks
            if block.fresh and block.task is not None and block.task.key is not None
        ]
        problems = sorted(self.problems, key=lambda one: (one.date, one.code))
        return MadeSeries(
            board=self.board.title().replace(" And ", " and "),
            files=tuple(sorted(files, key=lambda file: file.name)),
            meetings=tuple(made),
            missing=tuple(meeting.date for meeting in self.meetings if not meeting.here),
            actions=tuple(actions),
            links=tuple(self.links),
            unclear=tuple(self.unclear),
            problems=tuple(one for one in problems if any(one.date == meeting.date for meeting in here)),
            untold=frozenset(self.untold),
            people=tuple(
                MadePerson(
                    one.name, one.role, {m.date: one.at(m.k) for m in here if any(p is one for p, _ in m.present)}
                )
                for one in self.cast
            ),
        )

    def _action(self, block: _Block, key: Key) -> MadeAction:
        text = block.text.rpartition(" ACTION: ")[0] if block.kind == "tail" else block.text
        return MadeAction(key, text, block.owner, block.due)

    def _known(self, meeting: _Meeting, file: str) -> MadeMeeting:
        items = []
        for item in meeting.items:
            marked = [i for i, block in enumerate(item.blocks) if block.kind in ("action", "tail")]
            keys = [Key(meeting.date, item.number, "action", n) for n, _ in enumerate(marked, 1)]
            below = [item.blocks[i + 1] if i + 1 < len(item.blocks) else None for i in marked]
            items.append(
                MadeItem(
                    number=item.number,
                    title=item.title,
                    actions=tuple(self._action(item.blocks[i], key) for i, key in zip(marked, keys, strict=True)),
                    commitments=tuple(block.text for block in item.blocks if block.commitment),
                    updates=tuple(one.text if one and one.kind == "update" else None for one in below),
                    presenters=tuple(name for block in item.blocks for name in block.presenters),
                    askers=tuple(block.asker for block in item.blocks if block.asker),
                    references=frozenset(number for block in item.blocks for number in block.refers),
                )
            )
        return MadeMeeting(
            date=meeting.date,
            file=file,
            items=tuple(items),
            present=tuple((person.at(meeting.k), person.role) for person, _ in meeting.present),
            apologies=tuple(person.at(meeting.k) for person in meeting.apologies),
            next_meeting=meeting.coming,
            accepted_notes=meeting.accepted,
            outstanding=meeting.outstanding,
            agenda=None if meeting.agenda is None else tuple(meeting.agenda),
        )

    def _text(self, meeting: _Meeting, ahead: _Meeting | None) -> str:
        """A file: the agenda of the next meeting where there is one, and the notes."""
        notes = self._notes(meeting)
        return notes if ahead is None or ahead.agenda is None else f"{self._agenda(ahead)}\n\n\n{notes}"

    def _agenda(self, meeting: _Meeting) -> str:
        date = meeting.date
        lines = [self.board, "", f"{date:%A} {date.day} {date:%B} {date.year} 1000 – 1230 hrs", "", "AGENDA", ""]
        minutes = 0
        for n, title in enumerate(meeting.agenda or (), 1):
            lines.append(
                f"{n}.\t{10 + minutes // 60}.{minutes % 60:02d}\t{title}\t{'Verbal' if n < 4 else ''}".rstrip()
            )
            minutes += 10
        return "\n".join(lines)

    def _notes(self, meeting: _Meeting) -> str:
        date = meeting.date
        out = [self.board, ""]
        styled = meeting.k in self.styled
        if styled:
            out += [
                f"{date:%A} {date.day}{_ordinal(date.day)} {date:%B} {date.year} - 1000 - 1230 hrs",
                "",
                "Attendees:",
                "",
            ]
        else:
            day = f"{date:%A}, {date.day} {date:%B} {date.year}"
            out += [f"Notes of meeting held on {day} {VENUES[len(self.board) % 3]}", "", "Present:", ""]
        for person, name in meeting.present:
            letters = f" ({person.initials})" if person.initials else ""
            out.append(f"{name}{letters}\t\t{person.role}")
        out.append("")
        if meeting.apologies and not meeting.told_in_item:
            out += ["Apologies:", ""]
            out += [f"{person.spelt.get(meeting.k, person.name)}\t\t{person.role}" for person in meeting.apologies]
            out.append("")
        for item in meeting.items:
            out += [*self._item(item, styled), ""]
        return "\n".join(out).rstrip("\n") + "\n"

    def _item(self, item: _Item, styled: bool) -> list[str]:
        if item.title is None:
            out = [f"{item.number}\t{item.blocks[0].text}"]
            blocks = item.blocks[1:]
        else:
            out = [f"{item.number} | {item.title}" if styled else f"{item.number}\t{item.title}", ""]
            blocks = item.blocks
        asked = 0
        for n, block in enumerate(blocks):
            after = blocks[n + 1] if n + 1 < len(blocks) else None
            if block.kind == "entry":
                out.append(f"- {block.text}")
                if after is not None and after.kind == "entry":
                    continue
            elif block.kind == "action":
                out.append(f"**{block.text}**" if styled else f"Action: {block.text}")
            elif block.kind == "update":
                out.append(f"*{block.text}*")
            elif block.kind == "question":
                asked += 1
                out += [f"- {asked}. {block.text} (Asked by {block.asker})", f" - {block.answer}"]
            else:
                out.append(block.text)
            out.append("")
        return out[:-1] if out[-1] == "" else out


_NO_CONTENT = frozenset({"the", "a", "an", "of", "for", "on", "at", "in", "by", "to", "about", "with", "and", "behind"})


def _content(words: str) -> set[str]:
    """The words that carry meaning, their endings cut."""
    return {word.rstrip("s") for word in words.lower().split() if word not in _NO_CONTENT}


def _ordinal(day: int) -> str:
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")


# ---------------------------------------------------------------- to be called


def series_made(rng: Random, wishes: Wishes | None = None) -> MadeSeries:
    """A series of an invented board, with everything that is known about it."""
    return _Maker(rng, wishes or Wishes()).make()


def made_series(*, problems: bool | None = None, missing: bool | None = None) -> st.SearchStrategy[MadeSeries]:
    """Series for Hypothesis: few choices, so that one is made quickly and a failing one gets fewer meetings."""
    return st.builds(
        lambda seed, **wishes: series_made(Random(seed), Wishes(**wishes)),
        seed=st.integers(0, 2**32 - 1),
        meetings=st.integers(3, 14),
        problems=st.booleans() if problems is None else st.just(problems),
        missing=st.booleans() if missing is None else st.just(missing),
    )
