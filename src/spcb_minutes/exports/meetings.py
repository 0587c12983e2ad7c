"""The meetings that documents tell of, for formats that hold one event a meeting.

    agenda harbour-board/2024-05-28/agenda, 10:00        ->  Sitting("harbour-board/2024-05-28", minutes=…, agenda=…)
    minutes harbour-board/2024-05-28/minutes             ->      the same one, with its hours from the agenda
    minutes harbour-board/2024-04-23/minutes, next meeting: 28 May 2024  ->      the same one, announced

A board that meets twice on a day has two sittings, told apart by their start. Of two minutes of one sitting the first
given is kept, but drafts give way. What cannot be held is told by a ``LeftOutWarning``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..content import facts
from ..errors import LeftOutWarning
from ..models import Agenda, Document, Meeting, Minutes
from . import each
from .characters import Characters, warn

PartType = TypeVar("PartType", bound=Agenda | Minutes, covariant=True)

_A_DAY = datetime.timedelta(days=1)
_LONGEST_NIGHT = datetime.timedelta(hours=8)
_MANY_OF_A_DAY = re.compile(r"/(?:minutes|agenda)(-[^/]+)$")


class Told(NamedTuple, Generic[PartType]):
    """A part that tells of a meeting, and the document that it stands in."""

    document: Document
    part: PartType
    meeting: Meeting
    """The meeting that is told of: the part's own, or the next one."""
    characters: Characters
    """Makes the texts of this document fit for the format; one for each document given."""


@dataclass
class Sitting:
    """One meeting of a board on a day, with what tells of it."""

    id: str
    """The id of its minutes or agenda without their kind: harbour-board/2024-05-28, -1400 for a second one that day."""
    date: datetime.date
    minutes: Told[Minutes] | None = None
    agenda: Told[Agenda] | None = None
    announced: Told[Agenda | Minutes] | None = None
    """What says that it will be: of several the minutes or agenda of the latest meeting."""
    copies: list[Told[Agenda | Minutes]] = field(default_factory=list)
    """Further minutes or agendas that say the very same."""

    @property
    def told(self) -> list[Told[Agenda | Minutes]]:
        """What tells of it, the best first: minutes, agenda, announcement."""
        return [told for told in (self.minutes, self.agenda, self.announced) if told]

    @property
    def hours(self) -> Told[Agenda | Minutes]:
        """What tells its hours: the first that states a start, else the first."""
        return next((told for told in self.told if told.meeting.start is not None), self.told[0])

    @property
    def venue(self) -> Told[Agenda | Minutes]:
        """What tells its venue: the first that states one, else the first."""
        return next((told for told in self.told if told.meeting.venue), self.told[0])

    @property
    def board(self) -> str:
        """The name of the board, fit for the format; "" where no document names it."""
        return self.named.characters(self.named.part.board or "")

    @property
    def named(self) -> Told[Agenda | Minutes]:
        """What names the board: the first that does, else the first."""
        return next((told for told in self.told if told.part.board), self.told[0])


class Gathered(NamedTuple):
    """The sittings in the order of their dates, and the characters of each document, by its name."""

    sittings: list[Sitting]
    characters: list[tuple[str | None, Characters]]


def gather(
    documents: Document | Iterable[Document], characters_of_format: Callable[[], Characters], *, announced: bool
) -> Gathered:
    """Every dated meeting of the documents, once; with ``announced`` the next meetings too."""
    parts: list[Told[Agenda | Minutes]] = []
    nexts: list[Told[Agenda | Minutes]] = []
    cleaned: list[tuple[str | None, Characters]] = []
    left_out: list[str] = []
    for document in each(documents):
        name = document.source.name or "text"
        characters = characters_of_format()
        cleaned.append((document.source.name, characters))
        for part in document.parts:
            if part.meeting.date is not None:
                parts.append(Told(document, part, part.meeting, characters))
            else:
                left_out.append(f"{name}: the meeting of {part.id} has no date and was left out")
            if announced and part.next_meeting is not None:
                if part.next_meeting.date is not None:
                    nexts.append(Told(document, part, part.next_meeting, characters))
                else:
                    left_out.append(f"{name}: the next meeting in {part.id} has no date and was left out")
    days: dict[tuple[str, datetime.date], list[Sitting]] = {}
    known: Known = {}
    # of two minutes of one meeting the first is kept, and drafts come after all others
    for told in sorted(parts, key=lambda told: getattr(told.part, "status", None) is not None):
        _add(days, known, told, left_out)
    _pair(days)
    for told in nexts:
        _announce(days, told)
    sittings = [sitting for day in days.values() for sitting in _named_apart(day)]
    sittings.sort(key=lambda one: (one.date, _clock(one.hours.meeting.start), one.id))
    for message in left_out:
        warn(message, LeftOutWarning)
    return Gathered(sittings, cleaned)


def _day(told: Told[Agenda | Minutes]) -> tuple[str, datetime.date]:
    """Board and day, as in ids; of notes that do not name their board the beginning of the file's hash."""
    assert told.meeting.date is not None
    return told.part.id.partition("/")[0], told.meeting.date


def _which(told: Told[Agenda | Minutes]) -> str:
    """What tells the sittings of a day apart in ids: "", "-1400", "-2"."""
    found = _MANY_OF_A_DAY.search(told.part.id)
    return found[1] if found else ""


def _clock(time: datetime.time | None) -> datetime.time:
    """A time to the second and as printed, without a zone; midnight where there is none."""
    return (time or datetime.time()).replace(microsecond=0, tzinfo=None)


Known = dict[tuple[object, ...], dict[int, list[Sitting]]]
"""The sittings by board, day and kind of part, and by start or by what tells them apart; those of each document."""


def _same(known: Known, told: Told[Agenda | Minutes], remember: Sitting | None = None) -> list[Sitting]:
    """The sittings of other documents that have this part already: by the start, where both say one.

    Two parts of one document are never the same. With ``remember`` the sitting is found from now on.
    """
    # a document may be given twice, but each time it has characters of its own
    start, document = told.meeting.start, id(told.characters)
    day = (*_day(told), told.part.kind)
    places = [known.setdefault((*day, "start", start), {}), known.setdefault((*day, "which", _which(told)), {})]
    if remember is not None:
        for place in places:
            place.setdefault(document, []).append(remember)
        return []
    found = []
    for i, place in enumerate(places):
        for other, sittings in place.items():
            if other != document:
                starts = ((sitting, sitting.told[0].meeting.start) for sitting in sittings)
                # without a start on both sides, what their ids add tells
                found += [one for one, its in starts if (i == 0) == (start is not None and its is not None)]
    return found


def _add(
    days: dict[tuple[str, datetime.date], list[Sitting]],
    known: Known,
    told: Told[Agenda | Minutes],
    left_out: list[str],
) -> None:
    """A part becomes a sitting of its own, or is one more of a sitting that is there."""
    head, date = _day(told)
    day = days.setdefault((head, date), [])
    kept = _same(known, told)
    for sitting in kept:
        if facts(sitting.told[0].part) == facts(told.part):
            sitting.copies.append(told)
            return
    if kept:
        left_out.append(
            f"{told.document.source.name or 'text'}: {told.part.kind} of {kept[0].id} left out: "
            f"{kept[0].told[0].document.source.name or 'text'} is kept and says otherwise"
        )
        return
    sitting = Sitting(f"{head}/{date.isoformat()}{_which(told)}", date)
    if isinstance(told.part, Minutes):
        sitting.minutes = Told(told.document, told.part, told.meeting, told.characters)
    else:
        sitting.agenda = Told(told.document, told.part, told.meeting, told.characters)
    day.append(sitting)
    _same(known, told, sitting)


def _pair(days: dict[tuple[str, datetime.date], list[Sitting]]) -> None:
    """An agenda and minutes with the same start become one; so do the only ones of a day, whatever their hours."""
    for day in days.values():
        for same_start in (True, False):
            held = [sitting for sitting in day if sitting.minutes and not sitting.agenda]
            called = [sitting for sitting in day if sitting.agenda and not sitting.minutes]
            for sitting in called:
                for other in held:
                    alike = _start(sitting) == _start(other) and _start(sitting) is not None
                    if other.agenda is None and (alike if same_start else len(held) == len(called) == 1):
                        other.agenda = sitting.agenda
                        other.copies += sitting.copies
                        day.remove(sitting)
                        break


def _start(sitting: Sitting) -> datetime.time | None:
    return sitting.told[0].meeting.start


def _announce(days: dict[tuple[str, datetime.date], list[Sitting]], told: Told[Agenda | Minutes]) -> None:
    """The next meeting is one of the sittings of its day, else one of its own."""
    head, date = _day(told)
    day = days.setdefault((head, date), [])
    if not day:
        day.append(Sitting(f"{head}/{date.isoformat()}", date, announced=told))
        return
    sitting = next((one for one in day if one.hours.meeting.start == told.meeting.start), day[0])
    before = sitting.announced
    if before is None or _said_on(before) < _said_on(told):
        sitting.announced = told


def _said_on(told: Told[Agenda | Minutes]) -> datetime.date:
    return told.part.meeting.date or datetime.date.min


def _named_apart(day: Sequence[Sitting]) -> Sequence[Sitting]:
    """The sittings of a day with an id each: those of other documents that have the same add their start, or -2."""
    taken: set[str] = set()
    for sitting in day:
        base, start, count = sitting.id, sitting.hours.meeting.start, 1
        if base in taken and start is not None:
            sitting.id = f"{base}-{start:%H%M}"
        while sitting.id in taken:
            count += 1
            sitting.id = f"{base}-{count}"
        taken.add(sitting.id)
    return day


def zone_of(name: str | None) -> ZoneInfo | None:
    """The time zone of this name; None for None, and ValueError where the name is unknown here."""
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(
            f"{name!r} is no time zone known here: a name such as Europe/London is expected. "
            "Where no zone is known at all: pip install tzdata"
        ) from error


class Hours(NamedTuple):
    """When a meeting began and ended: both in UTC, or both in the local time of the board, without a zone."""

    start: datetime.datetime
    end: datetime.datetime | None


def hours_of(sitting: Sitting, zone: ZoneInfo | None) -> Hours | None:
    """When it began and ended, in UTC where the zone is told; None where no start is stated.

    An end that is earlier than the start is of the next day where the meeting then lasted eight hours at the most; else
    it is None, as is one that is the start.
    """
    meeting = sitting.hours.meeting
    if meeting.start is None:
        return None
    start = datetime.datetime.combine(sitting.date, _clock(meeting.start))
    end = datetime.datetime.combine(sitting.date, _clock(meeting.end)) if meeting.end is not None else None
    try:
        if end and end < start and start - end >= _A_DAY - _LONGEST_NIGHT:
            end += _A_DAY
        if zone:
            start = start.replace(tzinfo=zone).astimezone(datetime.UTC)
            end = end and end.replace(tzinfo=zone).astimezone(datetime.UTC)
    except OverflowError:  # the first or the last day of all, and the other side of it
        return None
    return Hours(start, end if end and end > start else None)
