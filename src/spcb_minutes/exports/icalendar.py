"""iCalendar (RFC 5545): each meeting and each next meeting as an event of a calendar.

    Harbour Board, 28 May 2024, 10:00 to 12:30
    ->  BEGIN:VEVENT
        UID:harbour-board.2024-05-28@spcb-minutes
        DTSTART:20240528T100000
        DTEND:20240528T123000
        SUMMARY:Harbour Board
        …

``docs/events.md`` has the mapping.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from ..models import Agenda, Attendee, Document, Minutes
from .characters import SURROGATES, Characters
from .meetings import Hours, Sitting, Told, gather, hours_of, zone_of

_NOT_IN_TEXT = "\x00-\x08\x0b-\x1f\x7f" + SURROGATES
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_ADDRESS = re.compile(rf"(?:https?|ftp)://[^\s{_NOT_IN_TEXT}]+")
_IN_ADDRESSES = ":/?#[]@!$&'()*+,;=-._~%"
_OCTETS = 75


class _Characters(Characters):
    """What a text can hold (RFC 5545, 3.1 and 3.3.11): no control characters, and one kind of line end."""

    def __init__(self) -> None:
        super().__init__("iCalendar", _NOT_IN_TEXT)

    def __call__(self, text: str) -> str:
        return super().__call__(text.replace("\r\n", "\n").replace("\r", "\n"))


def to_icalendar(documents: Document | Iterable[Document], *, timezone: str | None = None) -> str:
    """A calendar (RFC 5545) with an event for each meeting and each next meeting, in the order of their dates.

    Lines end in CR LF. Hours are local time without a zone, as printed; with a ``timezone`` ("Europe/London") they are
    in UTC. A meeting without hours lasts the day, one without a date is left out with a ``LeftOutWarning``. Agenda,
    minutes and the announcement of one meeting are one event, with one UID in every export. ValueError where the time
    zone is unknown.
    """
    zone = zone_of(timezone)
    gathered = gather(documents, _Characters, announced=True)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//spcb-minutes//iCalendar//EN"]
    for sitting in gathered.sittings:
        lines += ["BEGIN:VEVENT", *_event(sitting, hours_of(sitting, zone)), "END:VEVENT"]
    lines.append("END:VCALENDAR")
    for name, characters in gathered.characters:
        characters.report(name)
    return "".join(_folded(line) for line in lines)


def _event(sitting: Sitting, hours: Hours | None) -> Iterator[str]:
    """The lines of an event, not yet folded."""
    best = sitting.told[0]
    yield f"UID:{_escaped(best.characters(sitting.id.replace('/', '.')))}@spcb-minutes"
    # when this was said, and not when it was exported: the same documents give the same calendar
    yield f"DTSTAMP:{_day(best.part.meeting.date or sitting.date)}T000000Z"
    yield f"SEQUENCE:{_revision(sitting)}"
    if hours is None:
        yield f"DTSTART;VALUE=DATE:{_day(sitting.date)}"
        yield "TRANSP:TRANSPARENT"  # which hours are taken is not said
    else:
        yield f"DTSTART:{_time(hours.start)}"
        if hours.end:
            yield f"DTEND:{_time(hours.end)}"
    yield "SUMMARY:" + _escaped(sitting.board or "Meeting")
    venue = sitting.venue
    if venue.meeting.venue:
        yield "LOCATION:" + _escaped(venue.characters(venue.meeting.venue))
    yield f"STATUS:{'CONFIRMED' if sitting.minutes or sitting.agenda else 'TENTATIVE'}"
    yield f"CATEGORIES:Meeting,{'Minutes' if sitting.minutes else 'Agenda' if sitting.agenda else 'Next meeting'}"
    yield "DESCRIPTION:" + _escaped("\n\n".join("\n".join(lines) for lines in _description(sitting, hours) if lines))
    if sitting.minutes:
        yield from (f"ATTACH:{address}" for address in _addresses(sitting.minutes.part))


def _revision(sitting: Sitting) -> int:
    """How often a meeting is told anew: by its agenda, by draft minutes, by minutes."""
    if sitting.minutes:
        return 2 if sitting.minutes.part.status else 3
    return 1 if sitting.agenda else 0


def _description(sitting: Sitting, hours: Hours | None) -> Iterator[list[str]]:
    """What is told of a meeting, a list of lines for each paragraph."""
    if sitting.minutes:
        yield from _of_minutes(sitting.minutes)
    elif sitting.agenda:
        yield from _of_agenda(sitting.agenda)
    stated = sitting.hours.meeting
    if (stated.start and hours is None) or (stated.end and (hours is None or hours.end is None)):
        times = [f"{time:%H:%M}" if time else "?" for time in (stated.start, stated.end)]
        yield [f"Hours as printed: {' - '.join(times)}"]
    names = [told.characters(told.document.source.name or "text") for told in (*sitting.told, *sitting.copies)]
    yield [f"Source: {', '.join(dict.fromkeys(names))}"]


def _of_minutes(told: Told[Minutes]) -> Iterator[list[str]]:
    minutes, text = told.part, told.characters
    yield [f"Status: {text(minutes.status)}"] if minutes.status else []
    yield [f"{item.number} {text(item.title or '')}".rstrip() for item in minutes.items]
    actions = [
        (f"{text(action.owner)}: " if action.owner else "")
        + text(action.text)
        + (f" (by {action.due.isoformat()})" if action.due else "")
        for action in minutes.actions
    ]
    yield ["Actions:", *actions] if actions else []
    attendance = minutes.attendance
    yield [
        f"{label}: {'; '.join(_named(person, text) for person in people)}"
        for label, people in (("Present", attendance.present), ("Apologies", attendance.apologies))
        if people
    ]
    yield [text(notice.text) for notice in minutes.notices]


def _of_agenda(told: Told[Agenda]) -> Iterator[list[str]]:
    text = told.characters
    yield [
        (f"{item.time:%H:%M} " if item.time else "")
        + f"{text(item.number)}. {text(item.title or '')}".rstrip()
        + (f" ({text(item.paper)})" if item.paper else "")
        for item in told.part.items
    ]


def _named(person: Attendee, text: Characters) -> str:
    """A name with what is said of it: "Ada Quill (Chair, by video link)"."""
    said = ", ".join(text(one) for one in (person.role, person.note) if one)
    return text(person.name) + (f" ({said})" if said else "")


def _addresses(minutes: Minutes) -> list[str]:
    """The web addresses of the notices, each once, in ASCII; what is no address of the web stays in the text alone."""
    urls = [link.url for notice in minutes.notices for link in notice.links]
    return [quote(url, safe=_IN_ADDRESSES) for url in dict.fromkeys(urls) if _ADDRESS.fullmatch(url)]


def _day(date: datetime.date) -> str:
    return date.isoformat().replace("-", "")


def _time(time: datetime.datetime) -> str:
    """Local time without a zone, or in UTC (RFC 5545, 3.3.5: forms 1 and 2)."""
    return f"{_day(time.date())}T{time:%H%M%S}{'Z' if time.tzinfo else ''}"


def _escaped(text: str) -> str:
    """A text as RFC 5545, 3.3.11 writes it."""
    return text.translate(_ESCAPES)


def _folded(line: str) -> str:
    """A line in pieces of 75 octets at most, no character cut in two (RFC 5545, 3.1), ended by CR LF."""
    pieces = []
    octets = line.encode()
    start, room = 0, _OCTETS
    while len(octets) - start > room:
        end = start + room
        while octets[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        pieces.append(octets[start:end])
        start, room = end, _OCTETS - 1  # the blank before it counts
    pieces.append(octets[start:])
    return b"\r\n ".join(pieces).decode() + "\r\n"
