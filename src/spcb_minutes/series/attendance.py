"""Who was at which meeting, as the notes say it: present, apologies, or not stated, and never absent.

                 12 March     14 May
Ada Quill        present      apologies
Peter Lowe       present                     the notes of 14 May name him in neither list
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Literal

from ..models import Attendee, Minutes, Model
from .listing import Listing
from .meetings import Series, Sitting
from .people import People, labels, people_of
from .quotes import Quote, Told


class Presence(Model):
    """What the notes of one meeting say of one person's attendance."""

    meeting: str
    """The id of the meeting: "harbour-board/2024-05-14"."""
    status: Literal["present", "apologies", "not stated"]
    """"not stated" where the notes name the person in neither list: that is not to say that they were away."""
    note: str | None
    """What is said of it: when they came or left, how they joined."""
    quote: Quote | None
    """Where it is said; None where it is not stated."""


class AttendanceRow(Model):
    """One person at every meeting."""

    person: str
    """The id of the person, as in ``KnownPerson.id``."""
    name: str
    """The person's name; where several have it, with role or honorific: "Ann Lowe (Clerk)"."""
    presences: tuple[Presence, ...]
    """One for each meeting of the matrix, in its order."""
    present: int
    """At how many meetings the person is named as present."""
    apologies: int
    """For how many meetings apologies are told."""


class AttendanceMeeting(Model):
    """A column of the matrix."""

    id: str
    """The id of the meeting."""
    date: datetime.date
    """Its day."""
    has_attendance: bool
    """Whether its notes name anybody as present; where they do not, nothing can be told of anybody."""


class AttendanceMatrix(Model):
    """People by meetings."""

    board: str | None
    """The board."""
    meetings: tuple[AttendanceMeeting, ...]
    """The meetings whose notes there are, in date order."""
    rows: tuple[AttendanceRow, ...]
    """The people who are named as present or as having sent apologies at least once, by surname.

    A name that several persons bear has a row of its own for the meetings that do not tell which of them it means.
    """


def attendance_matrix(series: Series, *, people: People | None = None) -> AttendanceMatrix:
    """People by meetings; ``people`` is what ``people_of`` gave, where there are decisions of the user.

    Who is named in both lists of a meeting was present, and the note says that apologies are told too. A presenter or
    asker who stands in no list is not stated.
    """
    known = people if people is not None else people_of(series)
    meetings = series.minutes
    said: dict[str, dict[str, Presence]] = {}
    for sitting, told in meetings:
        for person, presence in _presences(sitting, told, known):
            said.setdefault(person, {})[sitting.id] = presence
    names = labels(known)
    unsaid = [Presence(meeting=sitting.id, status="not stated", note=None, quote=None) for sitting, _ in meetings]
    return AttendanceMatrix(
        board=series.board,
        meetings=tuple(
            AttendanceMeeting(id=sitting.id, date=sitting.date, has_attendance=bool(told.part.attendance.present))
            for sitting, told in meetings
        ),
        rows=tuple(_row(one.id, names[one.id], said[one.id], unsaid) for one in known.people if one.id in said),
    )


def _row(person: str, name: str, said: dict[str, Presence], unsaid: Sequence[Presence]) -> AttendanceRow:
    counts = [presence.status for presence in said.values()]
    return AttendanceRow(
        person=person,
        name=name,
        presences=tuple(said.get(presence.meeting, presence) for presence in unsaid),
        present=counts.count("present"),
        apologies=counts.count("apologies"),
    )


def _presences(sitting: Sitting, told: Told[Minutes], people: People) -> Iterator[tuple[str, Presence]]:
    """What the lists of one meeting say, of everybody once."""
    lists: dict[str, tuple[list[Attendee], list[Attendee]]] = {}
    attendance = told.part.attendance
    for which, named in enumerate((attendance.present, attendance.apologies)):
        for attendee in named:
            one = people.entry(attendee.name, sitting.id, role=attendee.role, honorific=attendee.honorific)
            if one is not None:
                lists.setdefault(one.id, ([], []))[which].append(attendee)
    for person, (present, apologies) in lists.items():
        notes = [attendee.note for attendee in present if attendee.note]
        if present and apologies:
            reasons = [attendee.note for attendee in apologies if attendee.note]
            notes.append("; ".join(["apologies are told too", *reasons]))
        elif apologies:
            notes = [attendee.note for attendee in apologies if attendee.note]
        yield (
            person,
            Presence(
                meeting=sitting.id,
                status="present" if present else "apologies",
                note="; ".join(dict.fromkeys(notes)) or None,
                quote=told.quote((present or apologies)[0].span),
            ),
        )


def attendance_listing(matrix: AttendanceMatrix) -> Listing:
    """The matrix as a table: "present", "apologies", or an empty cell where the notes do not say."""
    days = [meeting.date for meeting in matrix.meetings]
    heads = []
    for i, meeting in enumerate(matrix.meetings):
        nth = days[: i + 1].count(meeting.date)
        head = meeting.date.isoformat() + (f" ({nth})" if nth > 1 else "")
        heads.append(head if meeting.has_attendance else f"{head}, no list")
    rows = tuple(
        (row.name, *(_cell(presence) for presence in row.presences), str(row.present), str(row.apologies))
        for row in matrix.rows
    )
    title = f"{matrix.board or 'Board'}: attendance (an empty cell: the notes do not say)"
    return Listing(title, ("Name", *heads, "Present", "Apologies"), rows)


def _cell(presence: Presence) -> str:
    return "" if presence.status == "not stated" else presence.status
