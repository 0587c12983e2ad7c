"""Attendance as a heat map: people by meetings, a letter in each cell, and never "absent"."""

from __future__ import annotations

from collections.abc import Sequence

from ..exports.html import Markup, element, join
from ..series.attendance import AttendanceMeeting, AttendanceRow
from .layout import Here, Page, nothing, scroll, section, short_day

_LETTERS = {"present": ("P", "p"), "apologies": ("A", "a"), "not stated": ("·", "u"), "no list": ("", "x")}
"""The letter and the look of a cell, for each thing that notes may say of a person; the last where they say nothing of
anybody."""
_CELLS = {told: element("td", letter, class_=look) for told, (letter, look) in _LETTERS.items()}
_KEY = {
    "present": "present",
    "apologies": "apologies",
    "not stated": "not stated, which is not to say that they were away",
    "no list": "the notes of this meeting name nobody as present",
}


def attendance_page(here: Here) -> Page:
    """The heat map, its key, and what else is said of somebody's attendance."""
    matrix = here.found.attendance
    content = join(
        element("h1", "Attendance"),
        key(),
        heat_map(here, matrix.meetings, matrix.rows, "People by meetings")
        if matrix.rows else nothing("The notes name nobody as present or as having sent apologies."),
        _notes(here, matrix.rows),
    )  # fmt: skip
    return Page("Attendance", content)


def key() -> Markup:
    """What the cells mean."""
    rows = [
        element("li", element("table", element("tr", _CELLS[name]), class_="heat", aria_hidden="true"), " ", about)
        for name, about in _KEY.items()
    ]
    return element("ul", *rows, class_="key-of-cells")


def heat_map(
    here: Here, meetings: Sequence[AttendanceMeeting], rows: Sequence[AttendanceRow], caption: str, names: bool = True
) -> Markup:
    """A row a person, a column a meeting, and how often at the end."""
    heads = [element("th", _day(here, one), scope="col") for one in meetings]
    told = sum(one.has_attendance for one in meetings)
    first = element("th", "Name", scope="col") if names else None
    ends = [element("th", word, scope="col", class_="n") for word in ("Present", "Apologies")]
    body = []
    for row in rows:
        said = {one.meeting: one for one in row.presences}
        cells = []
        for one in meetings:
            presence = said.get(one.id)
            status = presence.status if presence else "not stated"
            if status == "not stated" and not one.has_attendance:
                cells.append(_CELLS["no list"])
            elif presence and presence.note:
                letter, look = _LETTERS[status]
                cells.append(element("td", f"{letter}*", class_=look, title=presence.note))
            else:
                cells.append(_CELLS[status])
        name = element("th", here.link(here.found.person(row.person), row.name), scope="row") if names else None
        count = element("td", f"{row.present} of {told}", class_="n")
        body.append(element("tr", name, *cells, count, element("td", str(row.apologies), class_="n")))
    grid = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", first, *heads, *ends)),
        element("tbody", *body),
        class_="heat",
    )
    return scroll(caption, grid, class_="wide")


def _day(here: Here, meeting: AttendanceMeeting) -> Markup:
    number, month, year = short_day(meeting.date)
    words = join(element("b", number), " ", element("span", month), " ", element("span", year))
    return here.link(here.found.meeting(meeting.id), words)


def _notes(here: Here, rows: Sequence[AttendanceRow]) -> Markup | None:
    """What is said of somebody's attendance: when they came or left, how they joined."""
    days = {one.id: one.date for one in here.found.attendance.meetings}
    said = [
        element("li", here.person(row.person, row.name), ", ", here.meeting(one.meeting, days[one.meeting]), ": ",
                element("bdi", one.note))
        for row in rows
        for one in row.presences
        if one.note and one.meeting in days
    ]  # fmt: skip
    return section("Said of it (*)", element("ul", *said), id_="notes") if said else None
