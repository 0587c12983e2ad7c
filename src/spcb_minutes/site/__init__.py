"""A site about a board: static pages to look at, made from a series.

    make_site(Series.read(["notes/"]))  ->  {"index.html": "<!DOCTYPE html>…", "meetings/2024-05-14.html": …}

The pages stand in a folder, open from disk and ask nobody for anything. All of it can be read without a script; with
one the ledger, the questions and the audit have filters, and there is a search.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..exports import Files
from ..exports.characters import Characters
from ..exports.html import NOT_IN_HTML
from ..series.meetings import Series
from ..series.people import People
from .actions import actions_page
from .attendance import attendance_page
from .audit import audit_page
from .findings import Findings
from .layout import Here, Page, written
from .meetings import meeting_page, meetings_page
from .overview import overview_page
from .people import people_page, person_page
from .questions import questions_page
from .search import search_page

__all__ = ["make_site"]

_SINGLE = {
    "index.html": overview_page,
    "meetings.html": meetings_page,
    "actions.html": actions_page,
    "questions.html": questions_page,
    "people.html": people_page,
    "attendance.html": attendance_page,
    "audit.html": audit_page,
    "search.html": search_page,
}
"""The pages that there are once, in the order of the menu."""


def make_site(series: Series, *, people: People | None = None) -> Files:
    """The pages of a series: what each file holds, by its path inside the folder, with "/" between folders.

    ``people`` is what ``people_of`` gave, where there are decisions of the user. A character that HTML cannot hold is
    U+FFFD in them, with one ``ReplacedCharactersWarning`` for all. The same series gives the same pages.
    """
    return site_of(Findings.of(series, people))


def site_of(found: Findings) -> Files:
    """The pages of what was found in a series."""
    characters = Characters("HTML", NOT_IN_HTML)
    site = {here.path: written(here, page, characters) for here, page in _pages(found)}
    characters.report(found.name)
    return site


def _pages(found: Findings) -> Iterator[tuple[Here, Page]]:
    for path, make in _SINGLE.items():
        here = Here(path, found)
        yield here, make(here)
    for at, sitting in enumerate(found.series.sittings):
        place = found.meeting(sitting.id)
        if place is not None:
            here = Here(place.path, found)
            yield here, meeting_page(here, at)
    for person in found.people.people:
        place = found.person(person.id)
        if place is not None:
            here = Here(place.path, found)
            yield here, person_page(here, person)
