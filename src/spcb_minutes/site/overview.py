"""The first page: the board, how much there is, what does not add up, the latest meetings, and the plots."""

from __future__ import annotations

from ..exports.html import Markup, counted, element, join
from . import actions, questions
from .audit import statement
from .findings import Place
from .layout import Here, Page, day, nothing, section

_LATEST = 5
_DOUBTS = 5
_OLDEST = 5
_MEMBERS = 10


def overview_page(here: Here) -> Page:
    """The first page."""
    found = here.found
    sittings = found.series.sittings
    span = None
    if sittings:
        span = join(counted(len(sittings), "meeting"), ", ", day(sittings[0].date))
        if len(sittings) > 1:
            span = join(span, " to ", day(sittings[-1].date))
    content = join(
        element("h1", element("bdi", found.name)),
        element("p", span or "No meetings were found in what was given.", class_="told"),
        _tiles(here),
        element("div", element("div", _doubts(here)), element("div", _latest(here), _waiting(here)), class_="beside")
        if sittings
        else None,
        _plot("Actions over time", actions.chart(here)),
        _plot("Questions", questions.chart(here, _MEMBERS)),
    )
    return Page(found.name, content)


def _tiles(here: Here) -> Markup:
    found = here.found
    live = sum(action.status != "closed" for action in found.ledger.actions)
    unanswered = sum(one.outcome == "unanswered" for one in found.questions.questions)
    listed = sum(one.id in found.rows for one in found.persons)
    tiles = [
        ("meetings.html", len(found.series.sittings), "meetings", f"with {counted(len(found.items), 'item')}"),
        ("actions.html", live, "actions not closed", f"of {len(found.ledger.actions)}, undertakings included"),
        ("questions.html", len(found.questions.questions), "questions", f"{unanswered} unanswered"),
        ("people.html", len(found.persons), "people", f"{listed} in attendance lists"),
        ("audit.html", len(found.doubts), "do not hold", f"of {counted(len(found.audit.statements), 'statement')}"),
    ]
    shown = [
        element("li", here.link(Place(page), join(element("b", f"{number:,}"), " ", what)), element("small", more))
        for page, number, what, more in tiles
    ]
    aside = len(found.series.aside)
    left_out = None
    if aside:
        words = f"{counted(aside, 'thing')} given, and not among the meetings"
        left_out = element("p", here.link(Place("meetings.html", "aside"), words), class_="told")
    return join(element("ul", *shown, class_="tiles"), left_out)


def _doubts(here: Here) -> Markup | None:
    doubts = here.found.doubts
    if not here.found.audit.statements:
        return None
    if not doubts:
        return section("What does not add up", nothing("Nothing that can be checked fails to hold."))
    shown = [statement(here, one, level=3, folded=True) for one in reversed(doubts[-_DOUBTS:])]
    rest = len(doubts) - len(shown)
    more = element("p", here.link(Place("audit.html"), f"All {len(doubts)}")) if rest else None
    return section("What does not add up", *shown, more)


def _latest(here: Here) -> Markup | None:
    sittings = here.found.series.sittings
    if not sittings:
        return None
    rows = []
    for sitting in reversed(sittings[-_LATEST:]):
        what = "agenda only"
        if sitting.minutes is not None:
            part = sitting.minutes.part
            what = ", ".join(
                counted(len(many), thing)
                for thing, many in (("item", part.items), ("question", part.questions), ("action", part.actions))
                if many
            )
        rows.append(element("li", here.meeting(sitting.id, sitting.date), " ", element("small", what)))
    more = element("p", here.link(Place("meetings.html"), f"All {len(sittings)}")) if len(sittings) > _LATEST else None
    return section("Latest meetings", element("ul", *rows, class_="briefs"), more)


def _waiting(here: Here) -> Markup | None:
    waiting = [(at, one) for at, one in enumerate(here.found.ledger.actions, 1) if one.status != "closed"]
    if not waiting:
        return None
    rows = [actions.brief(here, at, one) for at, one in waiting[:_OLDEST]]
    return section("Not closed, the oldest first", element("ul", *rows, class_="briefs"))


def _plot(title: str, plot: Markup | None) -> Markup | None:
    return section(title, plot) if plot else None
