"""Shows a document as plain text to look at, wrapped to a width.

    MINUTES of the Harbour Safety Board
      Tuesday 14 May 2024, 10:00 to 12:30
      Committee Room 2

    Present (2)
      Ada Quill    Board Member
      Peter Lowe   Harbour Master

    Items (2)                         questions  actions  page
      041/24  Apologies                                      1
      042/24  Harbour Master Update           2        1     2

    Actions (1)
      HM      The HM to report back on the slipway.
              042/24, line 31; due Thursday 13 June 2024

Every line is a list of stretches, each with the name of a style, so that the same lines serve with and without colour.
Nothing is left out for want of room but the tail of names and titles of more than 300 characters.
"""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from .diagnostics import said, weekday
from .models import Agenda, Attendee, Diagnostic, Document, Meeting, Minutes, Severity

__all__ = ["Line", "counts", "plain", "summary"]

Line = list[tuple[str, str]]
"""Stretches of one line of output: words, and a style of the package ``rich`` ("bold"), "" for none."""

_HEAD, _MARK, _FAINT, _WARN = "bold", "cyan", "dim", "yellow"
_NARROWEST = 40
_LONGEST = 300


def plain(lines: Iterable[Line]) -> str:
    """The lines without their styles, each ended by a line end and without blanks before it."""
    return "".join("".join(words for words, _ in line).rstrip() + "\n" for line in lines)


def counts(diagnostics: Sequence[Diagnostic]) -> str:
    """How many there are of each severity: "1 error, 2 warnings"; "no findings" where there are none."""
    found = ((sum(each.severity == severity for each in diagnostics), severity.value) for severity in Severity)
    return ", ".join(_count(number, what) for number, what in found if number) or "no findings"


def summary(document: Document, width: int = 88) -> Iterator[Line]:
    """What was found: each agenda and the minutes with attendance, items, actions in full, and the next meeting."""
    width = max(width, _NARROWEST)
    for part in document.parts:
        yield from _agenda(part, width) if isinstance(part, Agenda) else _minutes(part, width)
        yield []
    if not document.parts:
        yield [("No minutes and no agenda were found in this text.", _HEAD)]
        yield []
    found = counts(document.diagnostics)
    yield [(f"Diagnostics: {found}", _WARN if document.diagnostics else "")]


def _minutes(minutes: Minutes, width: int) -> Iterator[Line]:
    yield from _opening("MINUTES", minutes, minutes.status, width)
    attendance = minutes.attendance
    yield from _people("Present", attendance.present, width)
    yield from _people("Apologies", attendance.apologies, width)
    if attendance.others:
        yield []
        others = (_count(each.count, each.role.replace("_", " ")) for each in attendance.others)
        yield from _hanging([("Others: ", _HEAD)], ", ".join(others), width)
    yield from _items(minutes, width)
    yield from _actions(minutes, width)
    commitments = sum(len(item.commitments) for item in minutes.items)
    remarks = [
        ("Commitments by wording", str(commitments) if commitments else None),
        ("Notices", str(len(minutes.notices)) if minutes.notices else None),
        ("Outstanding actions, as stated", _text(minutes.outstanding_actions)),
        ("Accepted the notes of", _day(minutes.accepted_notes)),
        ("Next meeting", _when(minutes.next_meeting) if minutes.next_meeting else None),
    ]
    yield from _remarks(remarks, width)


def _agenda(agenda: Agenda, width: int) -> Iterator[Line]:
    yield from _opening("AGENDA", agenda, None, width)
    yield []
    yield [(f"Items ({len(agenda.items)})", _HEAD)]
    numbers = _column([item.number for item in agenda.items], width)
    section = None
    for item in agenda.items:
        if item.section != section and item.section:
            yield from _hanging([("  ", "")], item.section, width, _FAINT)
        section = item.section
        time = f"{item.time:%H:%M}" if item.time else "     "
        head: Line = [(f"  {_short(item.number):<{numbers}}  ", _MARK), (f"{time}  ", "")]
        yield from _hanging(head, _short(item.title) or "(no title)", width, tail=_short(item.paper))
    yield from _remarks([("Next meeting", _when(agenda.next_meeting) if agenda.next_meeting else None)], width)


def _opening(what: str, part: Agenda | Minutes, status: str | None, width: int) -> Iterator[Line]:
    board, meeting = part.board, part.meeting
    named = f"of the {_short(board).removeprefix('The ')}" if board else "of a board that is not named"
    yield from _hanging([(what, _HEAD), (" ", "")], named, width, _HEAD)
    page = f"from page {part.span.page}" if part.span.page else None
    for fact in (_when(meeting) or "no date given", _short(meeting.venue), status, page):
        if fact:
            yield from _hanging([("  ", "")], fact, width)


def _people(what: str, people: Sequence[Attendee], width: int) -> Iterator[Line]:
    if not people:
        return
    yield []
    yield [(f"{what} ({len(people)})", _HEAD)]
    names = [" ".join(filter(None, (person.honorific, person.name))) for person in people]
    column = _column(names, width)
    for person, name in zip(people, names, strict=True):
        role = _short(person.role)
        if person.note:
            role = f"{role} ({_short(person.note)})" if role else f"({_short(person.note)})"
        yield from _hanging([(f"  {_short(name):<{column}}  ", "")], role, width, _FAINT)


def _items(minutes: Minutes, width: int) -> Iterator[Line]:
    if not minutes.items:
        return
    # Only where the file knows its pages is there a column for them.
    columns = [("questions", 11), ("actions", 9), ("page", 6)][: 3 if any(i.span.page for i in minutes.items) else 2]
    room = width - sum(size for _, size in columns)
    yield []
    heads = "".join(f"{what:>{size}}" for what, size in columns)
    yield [(f"{f'Items ({len(minutes.items)})':<{room}}", _HEAD), (heads, _FAINT)]
    numbers = _column([str(item.number) for item in minutes.items], width)
    section = None
    for item in minutes.items:
        if item.section != section and item.section:
            yield from _hanging([("  ", "")], _short(item.section), width, _FAINT)
        section = item.section
        title = _short(item.title) or "(no title)"
        rows = list(_hanging([(f"  {_short(str(item.number)):<{numbers}}  ", _MARK)], title, room))
        # The counts stand on the last line of a title, where the eye arrives.
        used = sum(len(words) for words, _ in rows[-1])
        numbers_of = (len(item.questions) or "", len(item.actions) or "", item.span.page or "")
        cells = "".join(f"{number:>{size}}" for number, (_, size) in zip(numbers_of, columns, strict=False))
        rows[-1].append((" " * max(0, room - used) + cells, ""))
        yield from rows


def _actions(minutes: Minutes, width: int) -> Iterator[Line]:
    if not minutes.actions:
        return
    yield []
    yield [(f"Actions ({len(minutes.actions)})", _HEAD)]
    column = _column([action.owner or "?" for action in minutes.actions], width)
    for item in minutes.items:
        for action in item.actions:
            owner: Line = [(f"  {_short(action.owner or '?'):<{column}}  ", _MARK)]
            yield from _hanging(owner, action.text, width)
            place = [_short(str(item.number)), f"line {action.span.line}"]
            if action.span.page is not None:
                place.append(f"page {action.span.page}")
            due = f"; due {_day(action.due)}" if action.due else ""
            under: Line = [(" " * (column + 4), "")]
            yield from _hanging(under, ", ".join(place) + due, width, _FAINT)
            if action.update:
                yield from _hanging(under, f"Since then: {action.update}", width, _FAINT)


def _remarks(remarks: Sequence[tuple[str, str | None]], width: int) -> Iterator[Line]:
    said = [(what, value) for what, value in remarks if value]
    if said:
        yield []
    for what, value in said:
        yield from _hanging([(f"{what}: ", _HEAD)], value, width)


def _hanging(head: Line, text: str, width: int, style: str = "", tail: str = "") -> Iterator[Line]:
    """The text after a head, its further lines under its first; a tail goes behind it in brackets."""
    indent = sum(len(words) for words, _ in head)
    if tail:
        text = f"{text} ({tail})"
    # A head that fills the line has its text below, and no word of an address is cut unless it is longer than a line.
    wrapped = textwrap.wrap(text, max(width - indent, _NARROWEST // 3), break_on_hyphens=False)
    yield [*head, (wrapped[0] if wrapped else "", style)]
    for more in wrapped[1:]:
        yield [(" " * indent, ""), (more, style)]


def _column(entries: Sequence[str], width: int) -> int:
    """How wide a first column is: its longest entry, but not more than a third of the page."""
    return min(max((len(entry) for entry in entries), default=0), width // 3)


def _when(meeting: Meeting) -> str:
    times = [f"{time:%H:%M}" for time in (meeting.start, meeting.end) if time]
    return ", ".join(filter(None, (_day(meeting.date), " to ".join(times))))


def _day(date: datetime.date | None) -> str | None:
    return f"{weekday(date)} {said(date)}" if date else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _short(text: str | None) -> str:
    text = text or ""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _count(number: int, what: str) -> str:
    first, of, rest = what.partition(" of ")  # 6 members of the public
    return f"{number} {first}{'' if number == 1 else 's'}{of}{rest}"
