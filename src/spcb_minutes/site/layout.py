"""What all pages share: the head, the way to the other pages, and how a quote, a person or a status is written.

Every page is whole in itself: its style and its script stand in it, named by their hashes in a Content Security Policy
that allows nothing else. So a page can be opened from disk, sent alone, or put on any server.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ..diagnostics import said
from ..exports.characters import Characters
from ..exports.html import Markup, counted, element, head, join, look
from ..series.quotes import Quote
from ..words import Page as Printed
from .findings import Findings, Place

_LONG = 420
"""From so many characters on a quote is cut: its place tells where the rest is."""

SOUND = re.compile("[ -~\t\n\f\r\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd]*")
"""What HTML can hold, but for rare signs: of nearly all pages this says at once that there is nothing to replace, and a
search for what it cannot hold takes a quarter of the time of all."""

_SIGNS = re.compile(r"[*\\^]")

PAGES = {
    "index.html": "Overview",
    "meetings.html": "Meetings",
    "actions.html": "Actions",
    "questions.html": "Questions",
    "people.html": "People",
    "attendance.html": "Attendance",
    "audit.html": "Audit",
    "search.html": "Search",
}
"""The pages that every other one leads to, by their file, in the order of the menu."""

TONES = {
    "open": "action",
    "updated": "info",
    "closed": "decision",
    "not mentioned since": "commitment",
    "carried": "info",
    "answered": "decision",
    "taken away": "action",
    "unanswered": "error",
    "holds": "decision",
    "does not hold": "error",
    "cannot be told": "commitment",
}
"""The colours of a word for how something stands, by the class that has them."""


@dataclass(frozen=True)
class Page:
    """A page as it is made: what stands in it, and what its script reads."""

    title: str
    content: Markup
    index: Any = None
    """What the search looks through, as JSON; None for a page without search."""
    scripted: bool = False
    """Whether it has filters or a search."""


class Here:
    """The page that is being written: how it links to the others, and how it writes what all pages have."""

    def __init__(self, path: str, found: Findings) -> None:
        self.path = path
        self.found = found
        self._root = "../" * path.count("/")

    def to(self, place: Place) -> str:
        """The address of a place, as it is written on this page."""
        page = "" if place.path == self.path else f"{self._root}{place.path}"
        anchor = f"#{place.anchor}" if place.anchor else ""
        return f"{page}{anchor}" or "#"

    def link(self, place: Place | None, shown: str, **attributes: str | int | None) -> Markup:
        """Words that lead to a place; mere words where there is none."""
        words = shown if isinstance(shown, Markup) else element("bdi", shown)
        return words if place is None else element("a", words, href=self.to(place), **attributes)

    def meeting(self, meeting: str, date: datetime.date) -> Markup:
        """The day of a meeting, which leads to its page."""
        return self.link(self.found.meeting(meeting), day(date))

    def person(self, person: str | None, name: str) -> Markup:
        """A name, which leads to the person's page where it is known who is meant, else with who may be."""
        shown = self.link(self.found.person(person), name)
        others = self.may_be(person)
        return shown if others is None else join(shown, " ", element("small", "(may be ", others, ")"))

    def may_be(self, person: str | None) -> Markup | None:
        """Who may be meant by a name: "Ann Smith or John Smith"; None where it is one person's."""
        others = [self.link(self.found.person(one), name) for one, name in self.found.may_be(person)]
        return listed(others, " or ") if others else None

    def choices(self, meetings: Iterable[str]) -> list[tuple[str, str]]:
        """These meetings for a filter, each once, in the order of the series."""
        met = set(meetings)
        return [(one.id, said(one.date)) for one in self.found.series.sittings if one.id in met]

    def quote(self, quote: Quote) -> Markup:
        """Words of a document and where they stand."""
        where = self.link(self.found.place_of(quote), quote.place, class_="at")
        return element(
            "blockquote", element("p", element("bdi", _cut(as_printed(quote.text)))), element("footer", where)
        )

    def quotes(self, quotes: Sequence[Quote]) -> Markup | None:
        """Quotes below each other, or None where there are none."""
        return element("div", *[self.quote(quote) for quote in quotes], class_="quotes") if quotes else None


def written(here: Here, page: Page, characters: Characters) -> str:
    """The page as a file; ``characters`` replaces what HTML cannot hold."""
    found = here.found
    script = beside("site.js") if page.scripted else None
    title = f"{page.title} – {found.name}" if page.title != found.name else found.name
    index = None
    if page.index is not None:
        # no </script> and no <!-- can end it
        data = json.dumps(page.index, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        index = Markup(f'<script type="application/json" id="index">{data}</script>\n')
    whole = join(
        Markup('<!DOCTYPE html>\n<html lang="en-GB">\n'),
        head(title, look() + beside("site.css"), script),
        Markup("<body>\n"),
        element("a", "Skip to the page", class_="skip", href="#page"),
        _menu(here),
        element("main", page.content, id="page", tabindex=-1),
        _foot(here),
        index,
        Markup(f"<script>{script}</script>\n") if script else None,
        Markup("</body>\n</html>\n"),
    )
    sound = str(whole) if SOUND.fullmatch(whole) else characters(whole)
    return sound.replace("\r", "&#13;")  # a parser takes a bare one for a line end


@cache
def beside(name: str) -> str:
    """The text of a file beside this module, which is read once."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _menu(here: Here) -> Markup:
    board = here.link(Place("index.html"), here.found.name, class_="board")
    ways = []
    for path, name in PAGES.items():
        folder = path.removesuffix(".html") + "/"
        current = "page" if path == here.path else "true" if here.path.startswith(folder) else None
        ways.append(element("li", here.link(Place(path), Markup(name), aria_current=current)))
    return element("header", board, element("nav", element("ul", *ways), aria_label="Pages"), class_="site")


def _foot(here: Here) -> Markup:
    made = counted(here.found.files, "file")
    return element(
        "footer",
        element("p", f"Made by spcb-minutes from {made} of notes and agendas. What is shown here is what was read in "
                "them; where they do not say a thing, it says so."),
        class_="site",
    )  # fmt: skip


# ---------------------------------------------------------------- small things


def day(date: datetime.date) -> Markup:
    """A date as it is said: "14 May 2024"."""
    return element("time", said(date), datetime=date.isoformat())


def short_day(date: datetime.date) -> tuple[str, str, str]:
    """A date where there is little room: "14", "May", "24"."""
    return str(date.day), said(date).split()[1][:3], f"{date:%y}"


def as_printed(words: str) -> str:
    """Words of a document without the signs of bold, italics and raised letters: "**noted**" is "noted"."""
    if not _SIGNS.search(words):
        return words
    return Printed(words).words([(0, len(words))]).text


def hour(time: datetime.time | None) -> str | None:
    """A time of day: "10:00"."""
    return None if time is None else f"{time:%H:%M}"


def tag(word: str) -> Markup:
    """How something stands, as a word in its colours."""
    return element("b", word, class_=f"label {TONES[word]}")


def listed(values: Iterable[str | None], between: str = ", ") -> Markup:
    """The values that are there, one behind the other."""
    kept = [value for value in values if value is not None]
    return join(*[part for at, value in enumerate(kept) for part in ((between, value) if at else (value,))])


def section(title: str, *content: str | None, id_: str | None = None, level: int = 2) -> Markup:
    """A heading with what stands under it."""
    return element("section", element(f"h{level}", title), *content, id=id_)


def scroll(label: str, *content: str | None, class_: str = "") -> Markup:
    """A box that what is too wide scrolls in, by keyboard too."""
    return element("div", *content, class_=f"scroll {class_}".strip(), role="region", aria_label=label, tabindex=0)


def table(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[str | None]], *, numbers: int = 0, class_: str = ""
) -> Markup:
    """A table whose first cells head their rows; its last columns hold numbers, as many as ``numbers`` says."""
    first = len(columns) - numbers
    heads = [element("th", name, scope="col", class_="n" if at >= first else None) for at, name in enumerate(columns)]
    body = []
    for row in rows:
        cells = [
            element("th", cell, scope="row") if not at else element("td", cell, class_="n" if at >= first else None)
            for at, cell in enumerate(row)
        ]
        body.append(element("tr", *cells))
    inner = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", *heads)),
        element("tbody", *body),
        class_=class_ or None,
    )
    return scroll(caption, inner)


def select(name: str, label: str, choices: Iterable[tuple[str, str]], everything: str) -> Markup:
    """A filter by one of several values."""
    options = [
        element("option", everything, value=""),
        *[element("option", word, value=value) for value, word in choices],
    ]
    return element("label", f"{label} ", element("select", *options, name_=name))


def filters(of: str, *fields: Markup) -> Markup:
    """The filters of a list; the script shows them, for without it they do nothing."""
    text = element("label", "Words ", Markup('<input type="search" name="text" autocomplete="off" spellcheck="false">'))
    clear = Markup('<button type="reset">Show all</button>')
    told = Markup('<output role="status"></output>')
    return element("form", *fields, text, clear, told, class_="filters", data_filters=of, hidden="")


def nothing(words: str) -> Markup:
    """What is said where there is nothing to show."""
    return element("p", words, class_="told")


def _cut(words: str) -> str:
    if len(words) <= _LONG:
        return words
    kept = words[:_LONG]
    return f"{kept[: kept.rfind(' ')] if ' ' in kept[_LONG // 2 :] else kept} …"
