"""Dates, times and slugs: what words say, as values.

"Tuesday 28 th February 2023"  ->  date(2023, 2, 28), Tuesday
"1000 - 1300 hrs"              ->  time(10, 0), time(13, 0)
"31 February 2024"             ->  no date, and that it cannot be one
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from functools import cache
from typing import NamedTuple

from .parser import lex, words

_SAID_IN_SHORT = 3
"""From so many words on the end of a board's name is that board: "Safety and Licensing Board"."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class DateRead(NamedTuple):
    """A date as read: ``value`` is None where there is no such day; ``weekday`` counts from Monday as 0."""

    value: datetime.date | None
    weekday: int | None
    start: int
    end: int


def read_date(folded: str, start: int, end: int, after: datetime.date | None = None) -> DateRead:
    """The date that the DATE terminal of the grammar found at this place.

    Of a day without a year ("28 March") it is the first on or after a day that is given, else None.
    """
    day = month = year = weekday = None
    for token in lex("title", "date", folded, start, end):
        if token.type == "WEEKDAY":
            weekday = _DAYS.index(token[:3].lower())
        elif token.type == "MONTH":
            month = _month(token)
        elif token.type == "YEAR":
            year = int(token)
        elif token.type == "DAY":
            number = int("".join(c for c in token if c.isdigit()))
            if day is None:
                day = number
            elif month is None:
                month = number
            elif year is None:
                year = 2000 + number
    if year is None and after is not None:
        year = after.year + ((month or 0, day or 0) < (after.month, after.day))
    try:
        value = datetime.date(year or 0, month or 0, day or 0)
    except ValueError:
        value = None
    return DateRead(value, weekday, start, end)


def _month(name: str) -> int:
    months = [m[:3].lower() for m in words("month")[:12]]
    return months.index(name[:3].lower()) + 1


def read_time(written: str) -> datetime.time | None:
    """The time that a CLOCK says: "10.00", "7.05 pm", "7pm", "1906 hrs", "noon"; None where there is none such."""
    text = written.lower().replace(".m", "m").replace("midday", "noon").replace("noon", "pm")
    digits = "".join(c if c.isdigit() else " " for c in text).split()
    if not digits:
        return datetime.time(12) if text.strip() == "pm" else None
    if len(digits) == 1 and len(digits[0]) > 2:
        digits = [digits[0][:-2], digits[0][-2:]]
    hour, minute = int(digits[0]), int(digits[1]) if len(digits) > 1 else 0
    if "pm" in text and hour < 12:
        hour += 12
    elif "am" in text and hour == 12:
        hour = 0
    return datetime.time(hour, minute) if hour < 24 and minute < 60 else None


def read_times(written: str) -> tuple[datetime.time | None, datetime.time | None]:
    """The two times of a CLOCK_RANGE: "1000 - 1300 hrs", "6.30 - 8.00 pm" (both after noon)."""
    text = written.replace("–", "-").replace("until", "-").replace("till", "-").replace("to", "-")
    first, _, second = text.partition("-")
    end = read_time(second)
    start = read_time(first)
    later = read_time(first + "pm") if "pm" in second.lower() and "m" not in first.lower() else None
    if later is not None and end is not None and later < end:
        start = later
    return start, end


def slug(text: str) -> str:
    """Lower case letters and digits, joined by hyphens: "Board of Café Owners" -> board-of-cafe-owners."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())


def same_board(one: str, other: str) -> bool:
    """Whether two names are of one board: alike but for capitals, or the one is how the other ends.

    "Safety and Licensing Board" is the "Wrenmouth Safety and Licensing Board", for it has no name of its own. But
    "Thornby Parish Council" is not the "Nether Thornby Parish Council", and "Finance Committee" may be anybody's.
    """
    shorter, longer = sorted((slug(one).split("-"), slug(other).split("-")), key=len)
    if shorter == longer:
        return True
    ends = len(shorter) >= _SAID_IN_SHORT and longer[-len(shorter) :] == shorter
    return ends and all(word in _of_any_board() for word in shorter)


@cache
def _of_any_board() -> frozenset[str]:
    """The words that names of boards are made of, besides those of places and people."""
    listed = (word for name in ("role", "body", "board", "small", "charge") for word in words(name))
    return frozenset(part for word in listed for part in slug(word).split("-"))


def undo_capitals(name: str) -> str:
    """A name in capitals as it is spelt: "HARBOUR SAFETY AND LICENSING BOARD"; one with small letters stays."""
    if not name.isupper():
        return name
    small = words("small")
    words_ = re.split(r"([ -])", name.lower())
    return "".join(w if i and w in small else w.capitalize() for i, w in enumerate(words_))
