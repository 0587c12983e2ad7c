"""Hypothesis strategies that make canonical ``Minutes`` and ``Agenda`` models, with every field of the contract.

    minutes()  ->  Minutes(board="Millbrook Parish Council", items=(Item(number=ItemNumber("041/24"), …), …), …)
    agendas()  ->  Agenda(board="Harbour Safety Board", items=(AgendaItem(number="1", time=time(10, 0), …), …), …)

*Canonical* is a model that a text can say without being read as another: its texts are folded and not empty, the
fields that are read from words (presenters, commitments, references, next meeting, accepted notes, outstanding
actions, hours, apologies told in an item) are set together with the sentence that says them, and no block has the
looks of a block of another kind. Where a model stands is not said: spans are placeholders, ids are made up; compare
with ``facts``. All boards, people, places and sums are invented.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from hypothesis import strategies as st

from spcb_minutes import (
    Action,
    Agenda,
    AgendaItem,
    Attendance,
    Attendee,
    BulletList,
    Commitment,
    Decision,
    HeadCount,
    Item,
    ItemNumber,
    Link,
    ListEntry,
    Meeting,
    Minutes,
    Notice,
    Paragraph,
    Person,
    Question,
    Span,
)
from spcb_minutes.models import Block
from strategies import GIVEN, ROLE, SENTENCE, SURNAME, TITLE

T = TypeVar("T")

PLACE = Span(start=0, end=0, line=1)
"""Stands for the place of every generated model: nothing was read."""


class Draw:
    """Draws choices, several from one number: an example has thousands of them, and drawing is slow."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._left, self._room = 0, 1

    def __call__(self, strategy: st.SearchStrategy[T]) -> T:
        """One example of a strategy."""
        return self._draw(strategy)

    def below(self, count: int) -> int:
        """A number from 0, less than this; the simplest is 0."""
        if self._room < 64 * count:  # what is left would not be even
            self._left, self._room = self._draw(_MANY_CHOICES), 2**24
        self._left, number = divmod(self._left, count)
        self._room //= count
        return number


_MANY_CHOICES = st.integers(0, 2**24 - 1)  # above 24 bits Hypothesis prefers small numbers

# ---------------------------------------------------------------- words

_GIVEN = (*GIVEN, "Åsa", "Łukasz", "Óscar", "Zoë", "Mary-Jane", "J.", "P. J.", "Ann Marie", "Jean-Luc", "Will", "May")
_SURNAME = (
    *SURNAME,
    "van der Berg",
    "de Souza",
    "Núñez",
    "Müller",
    "MacLeish",
    "ap Rhys",
    "Fitzwarren",
    "St John",
    "O'Sullivan-Tate",
    "Ng",
    "Le Fevre",
    "Øvergård",
    "Šimková",
)
HONORIFIC = ("Dr", "Cllr", "Mrs", "Mr", "Ms", "Prof", "Sir", "Rev", "Councillor")
_RANK = ("ACC", "DCC", "CFO", "HM", "PC", "Supt", "DCI")
_RANKED = ("", "Deputy ", "Assistant ", "Senior ", "Acting ", "Chief ")
_OF = ("Harbour", "Finance", "Licensing", "Community", "Police", "Parish", "Town", "Operations", "Policy", "Legal")
_OFFICE = (
    "Officer",
    "Manager",
    "Engineer",
    "Clerk",
    "Inspector",
    "Surveyor",
    "Director",
    "Treasurer",
    "Superintendent",
)
_BODIES = ("Norland County Council", "Wold Harbour Trust", "Millbrook Parish Council", "Eastmere District Council")
_PLACES = ("Millbrook", "Norland", "Eastmere", "Wold", "Saint Bride", "Upper Hanning", "Port Ellan", "Thrupp-on-Sea")
_KINDS = (
    "Parish Council",
    "Harbour Safety Board",
    "Policing and Crime Board",
    "Fire Authority",
    "Licensing Committee",
    "Board of Governors",
    "Harbour Users Forum",
    "Police and Crime Panel",
)
_VENUES = (
    "Millbrook Village Hall",
    "Committee Room 2, County Hall",
    "Harbour House",
    "Oak Room (G1), Quay House",
    "Eastmere Town Library",
    "Saint Bride's School",
)
_CROWDS = {
    "observer": "observers",
    "note_taker": "note takers",
    "webcaster": "webcasters",
    "member_of_the_public": "members of the public",
    "police_cadet": "police cadets",
    "journalist": "journalists",
    "resident": "residents",
    "interpreter": "interpreters",
    "minute_taker": "minute takers",
    "visitor": "visitors",
}
_THING = (
    "harbour office",
    "north quay",
    "slipway",
    "crane",
    "tide gauge",
    "dredger's crew",
    "ferry ramp",
    "village green",
    "cycle path",
    "custody suite",
    "bus shelter",
    "allotment field",
    "budget for the winter",
    "five-year plan",
    "fire engine at St. Bride's",
    "CCTV in the car park",
    "speed limit on the A417",
    "lifeboat station",
    "north/south footpath",
    "grant from Wold Harbour Trust",
    "lease of No. 4 Quay Street",
    "rate of pay",
)
_MANY = (
    "berths",
    "moorings",
    "fishing crews",
    "owners of barges",
    "volunteers",
    "cadets",
    "street lamps",
    "burglaries",
    "999 calls",
    "planning applications",
    "fines of less than £50",
    "sixth-form students",
    "trees along the river",
    "complaints",
    "shop-keepers",
)
_DONE = (
    "painted",
    "let to visitors",
    "closed for the winter",
    "moved",
    "repaired at a cost of £4,310",
    "left as it is",
    "paid for in part",
    "looked at again",
    "taken down",
    "put out to tender",
    "opened in May",
    "insured for £1.2m",
)
_LIKE = (
    "cold",
    "twice as long",
    "free of charge",
    "too high (by 4%)",
    "new",
    "half empty",
    "in good order",
    "out of date",
)
_WHEN = (
    "",
    " (from 10 a.m.)",
    " on the 1st and 3rd Tuesday of each month",
    ", as Mr. Hollis found out",
    " – not 'never', but “soon”",
    " [sic]",
    " & at no cost",
    "",
    "",
    " in the spring",
    " before June",
    " since 2019",
    " during 2023/24",
    " on 12 March 2024",
    " at 7.30 pm",
    " last winter, and again in May",
    ", weather permitting",
    " (see the plan)",
    " - as every year -",
    " – at long last –",
    " by Monday",
    "; nobody knew why",
    ", e.g. at Thrupp",
    " for 1,250 days",
    " under application 24/00311/F of May",
)
_SCHEME = ("Quay Street Scheme", "COVID-19 Recovery Plan", "Safer Streets 2 Fund", "A417 Works")
_SAID = ("said", "thought", "replied", "explained", "told the meeting", "felt", "added", "was clear")
_MONEY = ("£4,310", "£1.2m", "£250,000", "£17.50", "4%", "£3k", "€900")

# four words with a capital each are two people where nothing parts them, so nobody here has four
_NAMES = tuple(
    name
    for name in (f"{given} {surname}" for surname in _SURNAME for given in _GIVEN)
    if sum(word[0].isupper() for word in name.split()) < 4
)
names = st.sampled_from(_NAMES)
"""A name: some with two given names, initials, hyphens, apostrophes, accents, small words."""

_LETTERS = st.characters(codec="utf-8", categories=["L"])
_INNER = st.one_of(_LETTERS, st.sampled_from("abcdeiorstn'’-&%+=@~<>{}[]#$§_*\\|^°é"))
# a wild word begins and ends with a letter, so that it is no mark of the format and brings none
wild_words = st.builds(
    "{}{}{}".format, st.sampled_from("bdkqvwz"), st.text(_INNER, max_size=8), st.sampled_from("bdkqvwz")
)
"""A word of any letters and signs: "k\\*éb"."""


def _one(draw: Draw, values: Sequence[T]) -> T:
    return values[draw.below(len(values))]


def _number(draw: Draw, least: int, most: int) -> int:
    return least + draw.below(most - least + 1)


def _perhaps(draw: Draw, chance: int = 2) -> bool:
    """True once in ``chance`` times or so; the simplest is False."""
    return draw.below(chance) == chance - 1


def _name(draw: Draw) -> str:
    return _one(draw, _NAMES)


def _wild(draw: Draw) -> str:
    """A run of wild words."""
    return " ".join(draw(wild_words) for _ in range(_number(draw, 1, 4)))


def _somebody(draw: Draw) -> str:
    """Somebody in passing, who neither presents nor promises anything."""
    form = _number(draw, 0, 4)
    if form == 0:
        return f"{_one(draw, HONORIFIC[:4])} {_one(draw, _SURNAME)}"
    if form == 1:
        return f"The {_one(draw, _OFFICE)}"
    return _name(draw) if form == 2 else _one(draw, ("Members", "Nobody", "One of the skippers", "Residents", "Some"))


def _subject(draw: Draw) -> tuple[str, bool]:
    """What a clause is about, in small letters, and whether it is several."""
    form = _number(draw, 0, 8)
    number = _number(draw, 2, 900)
    if form < 3:
        return f"the {_one(draw, _THING)}", False
    if form == 3:
        return f"the {_one(draw, _THING)} and the {_one(draw, _MANY)}", True
    if form == 4:
        return f"{number} of the {_one(draw, _MANY)}", True
    if form == 5:
        return f"the {_one(draw, _MANY)} (some {number})", True
    if form == 6:
        return f"Phase {_one(draw, ('One', 'Two', 'III', '4b'))} of the {_one(draw, _SCHEME)}", False
    if form == 7:
        return f"the {_one(draw, _THING)} {_wild(draw)}", False
    return f"{_one(draw, _MANY)} and/or {_one(draw, _MANY)}", True


def _clause(draw: Draw) -> str:
    """A clause in small letters, without a stop."""
    subject, several = _subject(draw)
    done, like = _one(draw, _DONE), _one(draw, _LIKE)
    form = _number(draw, 0, 7)
    if form < 2:
        said = f"{'were' if several else 'was'} {done}"
    elif form == 2:
        said = f"{'are' if several else 'is'} {like}"
    elif form == 3:
        said = f"{'have' if several else 'has'} been {done}"
    elif form == 4:
        said = f"{'cost' if several else 'costs'} {_one(draw, _MONEY)} a year"
    elif form == 5:
        said = f"should be {done}"
    elif form == 6:
        said = f"{'are' if several else 'is'} neither {like} nor {_one(draw, _LIKE)}"
    else:
        said = f"rose by {_number(draw, 1, 99)}% to {_number(draw, 2, 90)},{_number(draw, 100, 999)}"
    return f"{subject} {said}{_one(draw, _WHEN)}"


def _sentence(draw: Draw) -> str:
    """A sentence that says nothing but its words: no undertaking, no presenter, no number of an item."""
    form = _number(draw, 0, 17)
    one = _clause(draw)
    begun = one[0].upper() + one[1:]
    if form < 3:
        return f"{begun}."
    if form == 3:
        return _one(draw, SENTENCE[:6])
    if form == 4:
        return f"{begun}; {_clause(draw)}."
    if form == 5:
        return f"{begun}, and {_clause(draw)}."
    if form == 6:
        return f"Although {one}, {_clause(draw)}."
    if form == 7:
        return f"{_somebody(draw)} {_one(draw, _SAID)} that {one}."
    if form == 8:
        return f'{_somebody(draw)} {_one(draw, _SAID)}, "{begun}!", and sat down.'
    if form == 9:
        return f"It was {_one(draw, ('said', 'hoped', 'feared'))} that {one}."
    if form == 10:
        return f"Two things were clear: {one}; {_clause(draw)}."
    if form == 11:
        return f"Who is to pay for the {_one(draw, _THING)}? That was not known{_one(draw, _WHEN)}."
    if form == 12:
        return f"({begun}.)"
    if form == 13:
        return f"Members asked whether {one}."
    if form == 14:
        return f"£{_number(draw, 1, 99)},000 was spent on the {_one(draw, _THING)}, i.e. {one}."
    if form == 15:
        return f"{begun}, (a) by day … and (b) by night."
    if form == 16:
        return f"“{begun},” {_somebody(draw)} {_one(draw, _SAID)}; see www.norland.example/a_b-c."
    return f"{_one(draw, ('Yes', 'No', 'In part', 'Not quite'))}: {one}."


def _query(draw: Draw) -> str:
    """A question, one or two sentences."""
    thing, many, when = _one(draw, _THING), _one(draw, _MANY), _one(draw, _WHEN)
    form = _number(draw, 0, 8)
    if form == 0:
        return f"How many {many} are {_one(draw, _LIKE)}{when}?"
    if form == 1:
        return f"Why was the {thing} {_one(draw, _DONE)}, and who is to pay for it?"
    if form == 2:
        return f"Is the board sure that {_clause(draw)}?"
    if form == 3:
        return f"{_sentence(draw)} Why?"
    if form == 4:
        return f"What becomes of the {many}; are they {_one(draw, _LIKE)} (and since when)?"
    if form == 5:
        return f'Did anybody say "{_one(draw, _LIKE)}" of the {many}?'
    if form == 6:
        return f"When will it be known whether {_clause(draw)}? And who said that {_clause(draw)}?"
    if form == 7:
        return f"The {thing}: where does it stand?"
    return f"Would {_one(draw, _MONEY)} be enough for the {thing}{when}?"


# ---------------------------------------------------------------- numbers, dates, times


@dataclass(frozen=True)
class _Form:
    """A form of item numbers: how a sequence and a year are written, and whether it counts from three on only."""

    write: Callable[[int, int, datetime.date], str]
    alone: bool = False
    """Whether one such number is enough: sequence and year. DESIGN section 3: others count where three run."""


_FORMS = (
    _Form(lambda n, y, d: f"{n:03d}/{y % 100:02d}", alone=True),
    _Form(lambda n, y, d: f"{n}/{y % 100:02d}", alone=True),
    _Form(lambda n, y, d: f"{n}/{y}"),
    _Form(lambda n, y, d: f"E.{n}/{y % 100:02d}"),
    _Form(lambda n, y, d: f"C{n}/{y % 100:02d}"),
    _Form(lambda n, y, d: f"FGB {n}/{y}"),
    _Form(lambda n, y, d: f"{n:02d}/{y % 100:02d}{(y + 1) % 100:02d}"),
    _Form(lambda n, y, d: f"LW {n}/{y % 100:02d}{(y + 1) % 100:02d}"),
    _Form(lambda n, y, d: f"Ref {n:02d}/{d.day:02d}/{d.month:02d}/{d.year}"),
    _Form(lambda n, y, d: f"{y % 100:02d}/{n:03d}"),
    _Form(lambda n, y, d: f"{d.day}.{d.month:02d}.{n % 100}"),
)

_FIRST, _LAST = datetime.date(2012, 1, 1).toordinal(), datetime.date(2029, 12, 31).toordinal()


def _day(draw: Draw) -> datetime.date:
    return datetime.date.fromordinal(_number(draw, _FIRST, _LAST))


def _time(draw: Draw) -> datetime.time:
    return datetime.time(_number(draw, 7, 21), _one(draw, (0, 5, 10, 15, 30, 45, 50)))


def ordinal(day: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")
    return f"{day}{ending}"


DATE_FORMS: tuple[Callable[[datetime.date], str], ...] = (
    lambda d: f"{d:%A} {d.day} {d:%B} {d.year}",
    lambda d: f"{d.day} {d:%B} {d.year}",
    lambda d: f"{d:%A}, {d.day} {d:%B} {d.year}",
    lambda d: f"{d:%A} {ordinal(d.day)} {d:%B} {d.year}",
    lambda d: f"{d:%B} {ordinal(d.day)}, {d.year}",
    lambda d: f"the {ordinal(d.day)} of {d:%B} {d.year}",
    lambda d: f"{d:%d/%m/%Y}",
)
"""How a day is written: the words are the same once printed."""

TIME_FORMS: tuple[Callable[[datetime.time], str], ...] = (
    lambda t: f"{t:%H.%M}",
    lambda t: f"{t:%H:%M}",
    lambda t: f"{t.hour % 12 or 12}.{t:%M} {'pm' if t.hour > 11 else 'am'}",
    lambda t: f"{t:%H%M} hrs",
)
"""How a time of day is written."""


# ---------------------------------------------------------------- people


def _role(draw: Draw) -> str:
    form = _number(draw, 0, 6)
    if form < 2:
        return _one(draw, ROLE)
    if form < 4:
        return f"{_one(draw, _RANKED)}{_one(draw, _OF)} {_one(draw, _OFFICE)}"
    if form == 4:
        return f"{_one(draw, ('Head', 'Director', 'Chair'))} of {_one(draw, _OF)} and {_one(draw, _OF)}"
    if form == 5:
        return _one(draw, _BODIES)
    return f"{_one(draw, _RANKED)}{_one(draw, _OF)} {_one(draw, _OFFICE)} - {_one(draw, _OF)}"


def initials_of(name: str) -> str:
    """The letters by which somebody may be called: Ada Quill is AQ."""
    return "".join(word[0] for word in name.replace("-", " ").split() if word[0].isupper())


def _has_initials(name: str) -> bool:
    """Whether the letters of a name may be told by: two to four, of A to Z."""
    letters = initials_of(name)
    return 2 <= len(letters) <= 4 and letters.isascii()


_NOTES = (
    "by video link",
    "until 12.15",
    "from item 4",
    "left at 11:20",
    "on holiday",
    "arrived late",
    "virtually",
    "joined for the last hour",
)


def _attendee(draw: Draw, name: str, reason: bool = False) -> Attendee:
    """Somebody of a list, written as a row of a table says it: honorific, name, initials, role, remark."""
    honorific = _one(draw, HONORIFIC) if _perhaps(draw, 3) else None
    initials = initials_of(name) if _has_initials(name) and _perhaps(draw, 4) else None
    role = _role(draw) if not _perhaps(draw, 5) else None
    note = _one(draw, _NOTES) if _perhaps(draw, 3 if reason else 6) else None
    words = (honorific, name, f"({initials})" if initials else None, role, f"({note})" if note else None)
    return Attendee(
        name=name,
        honorific=honorific,
        initials=initials,
        role=role,
        note=note,
        as_written=" ".join(word for word in words if word),
        span=PLACE,
    )


def _told(draw: Draw, name: str, brackets: bool = False) -> Person:
    """Somebody as a sentence names them: "ACC Ada Quill", "Dr. Jo Hart", "Deputy Harbour Engineer Peter Lowe".

    ``brackets`` tells whether initials or a role may stand behind the name.
    """
    form = _number(draw, 0, 5 if brackets else 3)
    honorific = role = initials = None
    written = name
    if form == 1:
        honorific = _one(draw, HONORIFIC)
        stop = "." if honorific in ("Dr", "Mr", "Mrs", "Prof") and _perhaps(draw) else ""
        written = f"{honorific}{stop} {name}"
    elif form == 2:
        role = _one(draw, _RANK)
        written = f"{role} {name}"
    elif form == 3:
        role = f"{_one(draw, _RANKED)}{_one(draw, _OF)} {_one(draw, _OFFICE)}"
        written = f"{role} {name}"
    elif form == 4 and _has_initials(name):
        initials = initials_of(name)
        written = f"{name} ({initials})"
    elif form == 5:
        role = f"{_one(draw, _RANKED)}{_one(draw, _OF)} {_one(draw, _OFFICE)}"
        written = f"{name} ({role})"
    return Person(name=name, honorific=honorific, initials=initials, role=role, as_written=written, span=PLACE)


def _listed(people: Sequence[Person]) -> str:
    """A, B and C."""
    words = [person.as_written for person in people]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


# ---------------------------------------------------------------- what is gathered while words are drawn


@dataclass
class _Whole:
    """The minutes as a whole, while their items are drawn in order."""

    day: datetime.date | None
    """The day of the meeting, where it is stated."""
    number: Callable[[int, int], ItemNumber]
    """A number in the form of these minutes, from sequence and year."""
    year: int
    used: set[str] = field(default_factory=set)
    """The names of those who were named so far."""
    apologies: list[Attendee] = field(default_factory=list)
    next_meeting: Meeting | None = None
    accepted_notes: datetime.date | None = None
    outstanding_actions: int | None = None
    start: datetime.time | None = None
    end: datetime.time | None = None

    def somebody(self, draw: Draw) -> str:
        """A name that was not used before."""
        at = draw.below(len(_NAMES))
        name = next(name for name in (*_NAMES[at:], *_NAMES[:at]) if name not in self.used)
        self.used.add(name)
        return name


@dataclass
class _Item:
    """One item, while its blocks are drawn in order."""

    whole: _Whole
    number: ItemNumber
    presenters: list[Person] = field(default_factory=list)
    commitments: list[Commitment] = field(default_factory=list)
    references: list[ItemNumber] = field(default_factory=list)


def _reference(draw: Draw, item: _Item) -> str:
    """A sentence that mentions one or two other items."""
    whole = item.whole
    said: list[ItemNumber] = []
    for _ in range(_number(draw, 1, 2)):
        number = whole.number(_number(draw, 1, 320), whole.year - _number(draw, 0, 1))
        # "19/20" may be a year of two, DESIGN section 3: it is no mention of an item
        if number != item.number and number not in said and len(str(number)) != len("19/20"):
            said.append(number)
    for number in said:
        if number not in item.references:
            item.references.append(number)
    if not said:
        return _sentence(draw)
    told = " and ".join(str(number) for number in said)
    form = _number(draw, 0, 3)
    if form == 0:
        return f"As minute {told} says, the {_one(draw, _THING)} was {_one(draw, _DONE)}."
    if form == 1:
        return f"The {_one(draw, _THING)} (minute {told}) is {_one(draw, _LIKE)}."
    if form == 2:
        return f"This was first raised under {told}, and nothing has come of it."
    return f"Members asked about {told}."


def _undertaking(draw: Draw, item: _Item) -> str:
    """A sentence with an undertaking."""
    thing, many = _one(draw, _THING), _one(draw, _MANY)
    form = _number(draw, 0, 7)
    by: str | None = None
    if form == 0:
        text = f"The figures can be {_one(draw, ('provided', 'sent', 'circulated'))} after the meeting."
    elif form == 1:
        text = f"A list of the {many} will be {_one(draw, ('provided', 'sent', 'circulated'))} to the board."
    else:
        by = _one(
            draw, ("The Harbour Master", "The Chief Engineer and the Clerk", "The Clerk", "The Chief Constable", "", "")
        )
        by = by or _name(draw)
        by = by.replace("May ", "Ada ")  # "May Hollis would …" begins like "May members would …"
        deed = (
            f"undertook to look at the {thing}",
            "would double check the figure",
            f"would confirm how many {many} there are",
            f"would look into the {thing}",
            "was happy to take this away",
            f"agreed to write to the {many}",
            "will report back in the spring",
        )
        text = f"{by} {_one(draw, deed)}."
        if _perhaps(draw, 4):
            text = f"{by} would look into the {many}, {_one(draw, ('i.e. 5 of', 'e.g. Mr. Hollis and'))} the {thing}."
    item.commitments.append(Commitment(text=text, by=by, span=PLACE))
    return text


def _words(draw: Draw, item: _Item, *, may_promise: bool = True, most: int = 3) -> str:
    """The words of a paragraph or entry: sentences, of which some mention an item, and one may promise something."""
    out: list[str] = []
    promised = not may_promise  # at most one to a paragraph or entry, DESIGN section 3
    for _ in range(_number(draw, 1, most)):
        kind = _number(draw, 0, 11)
        if kind == 10:
            out.append(_reference(draw, item))
        elif kind == 11 and not promised:
            out.append(_undertaking(draw, item))
            promised = True
        else:
            out.append(_sentence(draw))
    return " ".join(out)


# ---------------------------------------------------------------- blocks


def _paragraph(text: str) -> Paragraph:
    return Paragraph(kind="paragraph", text=text, span=PLACE)


def _entry(draw: Draw, item: _Item, depth: int) -> ListEntry:
    form = _number(draw, 0, 5)
    if form == 0:
        text = _one(
            draw, ("Eleven", "Not yet", "new ropes for the crane", "£4,310", "14 May 2024", "Wind, rain and ice")
        )
    elif form == 1:
        text = f"{_one(draw, _MANY).capitalize()} are {_one(draw, _LIKE)}"
    else:
        text = _words(draw, item, most=2)
    below = (
        tuple(_entry(draw, item, depth + 1) for _ in range(_number(draw, 1, 2)))
        if depth < 3 and _perhaps(draw, 6)
        else ()
    )
    return ListEntry(text=text, entries=below, span=PLACE)


def _list(draw: Draw, item: _Item) -> BulletList:
    return BulletList(kind="list", entries=tuple(_entry(draw, item, 0) for _ in range(_number(draw, 1, 4))), span=PLACE)


_OWNERS = ("HM", "Clerk", "AQ", "Chief Engineer", "Harbour Master", "Chief Executive", "Cllr Hollis", "Head of Finance")
_SEVERAL = (
    "Ada Quill and Ruth Ng",
    "Clerk/HM",
    "All members",
    "AQ, RN",
    "Chief Engineer and the Clerk",
    "Head of Legal & HM",
)
_DEEDS = ("send", "write to the county about", "look at", "ask for a better price for", "report on", "find out about")


def _action(draw: Draw, item: _Item, answers: bool = False) -> Action:
    """An action: whose owner is the subject of its words, stands apart, or is not told."""
    basis: Literal["bold", "label"] = "bold" if _perhaps(draw, 3) else "label"
    if answers:  # one in bold, or with its label behind its words, does not end the answer that it stands in
        basis = "label"
    thing = _one(draw, (*_THING, *_MANY))
    due: datetime.date | None = None
    until = ""
    if _perhaps(draw, 3):
        due = _day(draw)
        until = f" {_one(draw, ('by', 'before', 'no later than'))} {DATE_FORMS[_number(draw, 0, 5)](due)}"
        if item.whole.day is not None and _perhaps(draw, 3) and (due.month, due.day) != (2, 29):
            until = f" by {due.day} {due:%B}"  # the first such day on or after the meeting
            day = item.whole.day
            due = due.replace(year=day.year + ((due.month, due.day) < (day.month, day.day)))
    owner: str | None = None
    form = _number(draw, 0, 4)
    if form < 3:
        owner = _one(draw, _OWNERS) if not _perhaps(draw, 4) else _name(draw)
        owner = _one(draw, _SEVERAL) if _perhaps(draw, 6) else owner
        article = "The " if owner in ("Chief Engineer", "Harbour Master", "HM") and _perhaps(draw) else ""
        text = f"{article}{owner} to {_one(draw, _DEEDS)} the {thing}{until}."
    else:
        text = f"A list of the {thing} to be sent to the board{until}."
        if form == 4 and basis == "label" and not answers:
            owner = _one(draw, _OWNERS)  # apart from the sentence
    if _perhaps(draw, 5):
        text = f"{text} {_reference(draw, item)}" if _perhaps(draw) else f"{text} {_sentence(draw)}"
    update = " ".join(_sentence(draw) for _ in range(_number(draw, 1, 2))) if _perhaps(draw, 4) else None
    return Action(kind="action", text=text, owner=owner, due=due, update=update, basis=basis, span=PLACE)


_RESOLVED = (
    "RESOLVED: That",
    "RESOLVED that",
    "Decision: that",
    "It was AGREED that",
    "It was resolved that",
    "Resolved: that",
)


def _decision(draw: Draw, item: _Item) -> Decision:
    text = f"{_one(draw, _RESOLVED)} the {_one(draw, _THING)} be {_one(draw, _DONE)}{_one(draw, _WHEN)}."
    if _perhaps(draw, 4):
        text = f"{text} {_reference(draw, item)}"
    return Decision(kind="decision", text=text, span=PLACE)


def _answer(draw: Draw, item: _Item, begin: Sequence[Block] = (), listed: bool = True) -> tuple[Block, ...]:
    """The blocks up to the next question; an action is the last of them, DESIGN section 3."""
    out: list[Block] = list(begin)
    for _ in range(_number(draw, 0 if out else 1, 2)):
        kind = _number(draw, 0, 4)
        if kind < 2 and listed and not (out and isinstance(out[-1], BulletList)):
            out.append(_list(draw, item))
        elif kind == 4:
            out.append(_decision(draw, item))
        else:
            out.append(_paragraph(_words(draw, item)))
    if _perhaps(draw, 4):
        out.append(_action(draw, item, answers=True))
    return tuple(out)


def _question(draw: Draw, item: _Item, count: int) -> Question:
    """A question with a number, with who asked it, or both."""
    form = _number(draw, 0, 3)
    asked_by = _told(draw, _name(draw)) if form else None
    number = str(count) if form != 1 else None
    text = _query(draw) if asked_by is None or not _perhaps(draw, 5) else f"The {_one(draw, _THING)}."
    answer = _answer(draw, item) if not _perhaps(draw, 8) else ()
    return Question(kind="question", number=number, text=text, asked_by=asked_by, answer=answer, span=PLACE)


def _point(draw: Draw, item: _Item) -> Question:
    """A point put in a discussion: a paragraph with a list under it."""
    text = _query(draw) if _perhaps(draw) else _sentence(draw)
    answer = _answer(draw, item, [_list(draw, item)], listed=False)
    return Question(kind="question", text=text, answer=answer, span=PLACE)


def _presented(draw: Draw, item: _Item, discussed: bool) -> Paragraph:
    """A paragraph that says who presented."""
    people = [_told(draw, item.whole.somebody(draw), brackets=True) for _ in range(_number(draw, 1, 3))]
    item.presenters += people
    told = _listed(people)
    form = _number(draw, 0, 3)
    if discussed:
        return _paragraph(f"{told} presented the paper, and the following items were discussed:")
    if form == 0:
        text = f"{told} presented the report."
    elif form == 1:
        text = f"{told} introduced the item, which took {_number(draw, 2, 90)} minutes."
    elif form == 2:
        text = f"This report was presented and summarised by {told}."
    else:
        text = f"{told} gave a presentation on the {_one(draw, _THING)}."
    return _paragraph(f"{text} {_sentence(draw)}" if _perhaps(draw) else text)


def _excused(draw: Draw, item: _Item) -> Paragraph:
    """A paragraph that says who sent apologies."""
    people: list[Attendee] = []
    for _ in range(_number(draw, 1, 3)):
        person = _told(draw, item.whole.somebody(draw), brackets=True)
        note = _one(draw, ("on holiday", "work", "unwell", "personal reasons")) if _perhaps(draw, 3) else None
        written = f"{person.as_written} ({note})" if note else person.as_written
        fields: dict[str, Any] = {**dict(person), "as_written": written, "note": note}
        people.append(Attendee(**fields))
    item.whole.apologies += people
    return _paragraph(f"Apologies were received from {_listed(people)}.")


def _blocks(draw: Draw, item: _Item) -> list[Block]:
    """The blocks of an item, in an order that can be read back: what follows a question is its answer."""
    out: list[Block] = []
    discussed = _perhaps(draw, 6)
    if discussed or _perhaps(draw, 4):
        out.append(_presented(draw, item, discussed))
    questions = 0
    for _ in range(_number(draw, 0 if out else 1, 4)):
        last = out[-1] if out else None
        open_ = isinstance(last, Question) and not (last.answer and isinstance(last.answer[-1], Action))
        kind = _number(draw, 0, 9)
        if discussed and (open_ or kind < 6):
            out.append(_point(draw, item))
        elif not discussed and (open_ or kind in (6, 7)):
            questions += 1
            out.append(_question(draw, item, questions))
        elif kind in (4, 5) and not discussed and not isinstance(last, BulletList):
            out.append(_list(draw, item))
        elif kind == 8 and not isinstance(last, Question):
            out.append(_action(draw, item))
        elif kind == 9:
            out.append(_decision(draw, item))
        else:
            out.append(_paragraph(_words(draw, item)))
    return out


# ---------------------------------------------------------------- items


_TOPIC = ("Harbour", "Budget", "Small Boats", "Road Safety", "Winter Storage", "Custody", "Crime", "Staff", "Footpaths")
_SORT = ("Update", "Report", "Plan", "Monitoring", "Review", "Survey 2023/24", "Strategy", "& Moorings", "(Part 2)")


def _title(draw: Draw) -> str:
    """A title: with capitals throughout or not, with colons, dashes, brackets, figures, questions."""
    form = _number(draw, 0, 15)
    topic, sort = _one(draw, _TOPIC), _one(draw, _SORT)
    if form < 2:
        return _one(draw, TITLE)
    if form < 5:
        return f"{topic} {sort}"
    if form == 5:
        return f"{topic}: {_one(draw, _TOPIC)} and {_one(draw, _TOPIC)}"
    if form == 6:
        return f"{topic} – {_one(draw, _TOPIC)} {sort}"
    if form == 7:
        return f"Update on the {_one(draw, _THING)}"
    if form == 8:
        return _one(draw, ("Any other business", "To note the budget", "Urgent matters", "Finance", "AOB", "Planning"))
    if form == 9:
        return f"{topic} {sort}".upper()
    if form == 10:
        return f"{topic} {draw(wild_words).capitalize()}: {_wild(draw)}"
    if form == 11:
        return f"{topic} {sort} and What Comes of {_one(draw, _TOPIC)}"
    if form == 12:
        return f"{topic} & {_one(draw, _TOPIC)} – Q{_number(draw, 1, 4)} 2023/24 ({_one(draw, _SCHEME)})"
    if form == 13:
        return f"{_one(draw, _MANY).capitalize()}, {_one(draw, _MANY)} and £{_number(draw, 2, 90)}k"
    if form == 14:
        return f'"{topic} {sort}": Dr. {_one(draw, _SURNAME)}\'s paper'
    return f"{topic} {sort}, {_one(draw, _TOPIC)} {sort}"


# above the first number only a line with one of these words is a section, above others any in capitals
_SECTIONS = ("Items", "Business", "Matters", "Reports", "Governance", "Presentations", "Finance", "Standing Session")
_SECTION_OF = ("Regular", "Emerging", "Standing", "Private", "Strategy and", "Other", "Part One –", "Written")


def _section(draw: Draw) -> str:
    """A heading above items."""
    words = f"{_one(draw, _SECTION_OF)} {_one(draw, _SECTIONS)}"
    return words.upper() if _perhaps(draw, 3) else words


def _opening(draw: Draw) -> str:
    """A sentence that nobody takes for a title: it opens as one and has a verb."""
    thing, many = _one(draw, _THING), _one(draw, _MANY)
    form = _number(draw, 0, 7)
    if form == 0:
        return f"The {thing} was {_one(draw, _DONE)}{_one(draw, _WHEN)}."
    if form == 1:
        return f"This was the first meeting since the {thing} was {_one(draw, _DONE)}."
    if form == 2:
        return f"Members were told that {_clause(draw)}."
    if form == 3:
        return f"There were {_number(draw, 2, 99)} {many}; {_clause(draw)}."
    if form == 4:
        return f"It was said that {_clause(draw)}."
    if form == 5:
        return "The Chair opened the meeting and welcomed everybody."
    if form == 6:
        return f"These {many} are {_one(draw, _LIKE)}, {_somebody(draw)} {_one(draw, _SAID)}."
    return f"They asked about the {thing}, and {_clause(draw)}."


def _untitled(draw: Draw, item: _Item) -> Paragraph:
    """The text of an item without a title: it opens as a sentence and ends in a stop."""
    opening = _opening(draw)
    return _paragraph(f"{opening} {_words(draw, item)}" if _perhaps(draw) else opening)


def _next_meeting(draw: Draw, whole: _Whole) -> str:
    """A sentence that tells of the next meeting."""
    day = _day(draw)
    start = _time(draw) if _perhaps(draw) else None
    end: datetime.time | None = None
    venue: str | None = None
    on = DATE_FORMS[_number(draw, 0, len(DATE_FORMS) - 1)](day)
    written = _one(draw, TIME_FORMS[:3])
    at = f" at {written(start)}" if start else ""
    if start is not None and start.hour < 20 and _perhaps(draw):
        end = start.replace(hour=start.hour + 2)
        at = f" from {written(start)} to {written(end)}"
    if _perhaps(draw):
        venue = _one(draw, _VENUES)
        at += f" in {venue}"
    whole.next_meeting = Meeting(date=day, start=start, end=end, venue=venue, span=PLACE)
    return _one(
        draw,
        (
            f"The next meeting is on {on}{at}.",
            f"The date of the next meeting is {on}{at}.",
            f"Next meeting: {on}{at}.",
            f"The next meeting will be held on {on}{at}.",
            f"Date and time of the next meeting: {on}{at}.",
        ),
    )


def _accepted(draw: Draw, whole: _Whole) -> Block:
    """A sentence that accepts the notes of a meeting."""
    day = whole.accepted_notes = _day(draw)
    on = DATE_FORMS[_number(draw, 0, 5)](day)
    form = _number(draw, 0, 2)
    if form == 0:
        return _paragraph(f"The notes of the meeting held on {on} were accepted as a correct record.")
    if form == 1:
        return _paragraph(f"The minutes of {on} were approved and signed by the Chair.")
    text = f"RESOLVED: That the minutes of the meeting of {on} be approved as a correct record."
    return Decision(kind="decision", text=text, span=PLACE)


def _item(draw: Draw, whole: _Whole, number: ItemNumber, section: str | None, ordinal_: int) -> Item:
    item = _Item(whole, number)
    title: str | None = _title(draw) if not _perhaps(draw, 5) else None
    blocks: list[Block] = []
    if title is None:
        blocks.append(_untitled(draw, item))
    kind = _number(draw, 0, 13)
    if kind == 9:
        blocks.append(_excused(draw, item))
    elif kind == 10 and whole.next_meeting is None:
        blocks.append(_paragraph(_next_meeting(draw, whole)))
    elif kind == 11 and whole.accepted_notes is None:
        blocks.append(_accepted(draw, whole))
    elif kind == 12 and whole.outstanding_actions is None:
        whole.outstanding_actions = _number(draw, 1, 60)
        blocks.append(_paragraph(f"There are currently {whole.outstanding_actions} outstanding actions."))
    elif kind == 13 and whole.end is None:
        whole.end = _time(draw)
        blocks.append(_paragraph(f"The meeting closed at {_one(draw, TIME_FORMS)(whole.end)}."))
    if title is None or not _perhaps(draw, 9):
        blocks += _blocks(draw, item) if not blocks or _perhaps(draw, 3) else []
    agenda_item = None
    if title is not None and _perhaps(draw, 3):
        agenda_item = f"{ordinal_}{_one(draw, ('', '', 'a', 'b'))}"
    return Item(
        id=str(number),
        number=number,
        agenda_item=agenda_item,
        title=title,
        section=section,
        presenters=tuple(item.presenters),
        blocks=tuple(blocks),
        commitments=tuple(item.commitments),
        references=tuple(item.references),
        span=PLACE,
    )


# ---------------------------------------------------------------- minutes


def _board(draw: Draw) -> str:
    """The name of a board."""
    return f"{_one(draw, _PLACES)} {_one(draw, _KINDS)}"


def _numbers(draw: Draw, day: datetime.date) -> tuple[list[ItemNumber], Callable[[int, int], ItemNumber], int]:
    """The numbers of the items: one form, from anywhere on, with gaps, perhaps over the end of a year."""
    form = _one(draw, _FORMS)
    year = day.year
    sequence = _number(draw, 1, 60 if form is _FORMS[-1] else 300)
    count = _one(draw, (3, 4, 5, 6, 7, 8, *((1, 2) if form.alone else ())))
    numbers: list[ItemNumber] = []
    written = year
    for i in range(count):
        numbers.append(ItemNumber(form.write(sequence, written, day)))
        if form.alone and i and _perhaps(draw, 8):
            sequence, written = 1, written + 1
        else:
            sequence += _one(draw, (1, 1, 1, 1, 2, 3))
    return numbers, lambda n, y: ItemNumber(form.write(n, y, day)), year


def _notice(draw: Draw, number: str | None) -> Notice:
    form = _number(draw, 0, 4)
    if form == 4:
        # an underscore that extraction lost inside the path: repaired in "url"
        link = Link(url="https://board.example/web_cast/12", as_written="https://board.example/web cast/12")
        return Notice(number=number, text=f"A webcast is at {link.as_written}.", links=(link,), span=PLACE)
    url = _one(draw, ("https://board.example/webcast/12", "www.board.example", "https://board.example/a_b?c=1#d"))
    if form == 0:
        text, url = _sentence(draw), "www.norland.example/a_b-c"
        return Notice(
            number=number, text=text, links=(Link(url=url, as_written=url),) if url in text else (), span=PLACE
        )
    if form == 1:
        text = f"The meeting was recorded and can be seen at {url}."
    elif form == 2:
        text = f"All papers are at {url} for a year."
    else:
        url, again = "https://board.example/papers", "http://www.norland.example/x-1.pdf"
        links = (Link(url=url, as_written=url), Link(url=again, as_written=again))
        return Notice(number=number, text=f"Papers ({url}) are also printed: see {again}", links=links, span=PLACE)
    return Notice(number=number, text=text, links=(Link(url=url, as_written=url),), span=PLACE)


def _meeting(draw: Draw) -> Meeting:
    """When and where: each may be left out."""
    day = _day(draw) if not _perhaps(draw, 8) else None
    start = _time(draw) if _perhaps(draw) else None
    end: datetime.time | None = None
    if start is not None and _perhaps(draw):
        end = start.replace(hour=start.hour + _number(draw, 1, 2))
    return Meeting(date=day, start=start, end=end, venue=_one(draw, _VENUES) if _perhaps(draw) else None, span=PLACE)


def _minutes(draw: Draw) -> Minutes:
    """Canonical minutes."""
    meeting = _meeting(draw)
    numbers, number, year = _numbers(draw, meeting.date or _day(draw))
    whole = _Whole(meeting.date, number, year, start=meeting.start, end=meeting.end)
    present = tuple(_attendee(draw, whole.somebody(draw)) for _ in range(_number(draw, 0, 4)))
    away = [_attendee(draw, whole.somebody(draw), reason=True) for _ in range(_number(draw, 0, 2) if present else 0)]
    crowds = {_one(draw, tuple(_CROWDS)): None for _ in range(_number(draw, 0, 3))} if present else {}
    others = tuple(HeadCount(role=role, count=_number(draw, 1, 20), span=PLACE) for role in crowds)
    numbered = _perhaps(draw)
    notices = tuple(_notice(draw, str(i + 1) if numbered else None) for i in range(_number(draw, 0, 3)))
    whole.apologies = away
    preamble = tuple(_paragraph(_opening(draw)) for _ in range(_number(draw, 0, 2)))
    items: list[Item] = []
    section: str | None = None
    for i, one in enumerate(numbers):
        if _perhaps(draw, 5):
            section = _section(draw)
        items.append(_item(draw, whole, one, section, i + 1))
    return Minutes(
        kind="minutes",
        id="generated",
        board=_board(draw) if not _perhaps(draw, 8) else None,
        status="draft" if _perhaps(draw, 4) else None,
        meeting=Meeting(date=meeting.date, start=whole.start, end=whole.end, venue=meeting.venue, span=PLACE),
        attendance=Attendance(present=present, apologies=tuple(whole.apologies), others=others, span=PLACE),
        notices=notices,
        preamble=preamble,
        items=tuple(items),
        next_meeting=whole.next_meeting,
        accepted_notes=whole.accepted_notes,
        outstanding_actions=whole.outstanding_actions,
        span=PLACE,
    )


# ---------------------------------------------------------------- agendas

_PAPERS = ("Verbal", "Written Report", "For Noting", "Report attached", "Paper", "Presentation", "To follow")


def _speaker(draw: Draw, name: str) -> Person:
    """Somebody who is to present, perhaps with the body that they speak for."""
    if _perhaps(draw, 4):
        body = _one(draw, _BODIES)
        return Person(name=name, role=body, as_written=f"{name} – {body}", span=PLACE)
    return _told(draw, name)


def _row(draw: Draw, number: str, section: str | None) -> AgendaItem:
    time = _time(draw) if not _perhaps(draw, 4) else None
    paper = _one(draw, _PAPERS) if _perhaps(draw) else None
    if _perhaps(draw, 9):  # a sentence in the place of a title is text
        return AgendaItem(number=number, time=time, section=section, paper=paper, text=_opening(draw), span=PLACE)
    several = list({_name(draw): None for _ in range(_number(draw, 0, 2))})
    # behind a dash an office goes to the next name, so only one person has a body
    people = (_speaker(draw, several[0]),) if len(several) == 1 else tuple(_told(draw, name) for name in several)
    return AgendaItem(
        number=number,
        time=time,
        title=_title(draw),
        section=section,
        paper=paper,
        presenters=people,
        text=_sentence(draw) if _perhaps(draw, 3) else None,
        span=PLACE,
    )


def _agenda(draw: Draw) -> Agenda:
    """A canonical agenda."""
    first = _number(draw, 1, 20)
    rows: list[AgendaItem] = []
    section: str | None = None
    letters = _perhaps(draw, 4)
    for i in range(_number(draw, 1, 6)):
        if _perhaps(draw, 4):
            section = _section(draw)
        rows.append(_row(draw, f"{first + i // 2}{'ab'[i % 2]}" if letters else str(first + i), section))
    next_meeting: Meeting | None = None
    if _perhaps(draw, 3):
        next_meeting = Meeting(date=_day(draw), start=_time(draw) if _perhaps(draw) else None, span=PLACE)
        assert next_meeting.date is not None
        told = DATE_FORMS[_number(draw, 0, 4)](next_meeting.date)
        told += f" at {next_meeting.start:%H.%M}" if next_meeting.start else ""
        last = AgendaItem(
            number=str(first + 20), title="Date of the next meeting", section=section, text=told, span=PLACE
        )
        rows.append(last)
    meeting = _meeting(draw)
    named = meeting.date is None or not _perhaps(
        draw, 6
    )  # title lines open a part: a board or a date, DESIGN section 1
    return Agenda(
        kind="agenda",
        id="generated",
        board=_board(draw) if named else None,
        meeting=meeting,
        preamble=tuple(_paragraph(_opening(draw)) for _ in range(_number(draw, 0, 1))),
        items=tuple(rows),
        next_meeting=next_meeting,
        span=PLACE,
    )


def crowd(count: HeadCount) -> str:
    """People counted, as they are printed: "6 observers", "a note taker"."""
    if count.count != 1:
        return f"{count.count} {_CROWDS[count.role]}"
    one = count.role.replace("_", " ")
    return f"an {one}" if one[0] in "aeiou" else f"a {one}"


def is_body(role: str) -> bool:
    """Whether a role is a body that somebody comes from: it stands behind the name."""
    return role in _BODIES


@st.composite
def minutes(draw: st.DrawFn) -> Minutes:
    """Canonical minutes."""
    return _minutes(Draw(draw))


@st.composite
def agendas(draw: st.DrawFn) -> Agenda:
    """A canonical agenda."""
    return _agenda(Draw(draw))


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A sentence that says nothing but its words."""
    return _sentence(Draw(draw))


@st.composite
def titles(draw: st.DrawFn) -> str:
    """The title of an item."""
    return _title(Draw(draw))
