"""The search: every item with its words in the page itself, and a list of all items for who has no script."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..diagnostics import said
from ..exports.html import Markup, counted, element, join
from ..models import Action, Block, BulletList, Decision, Item, ListEntry, Question
from .layout import Here, Page, listed, nothing, section

KINDS = ("text", "question", "action", "decision")
"""What a stretch of an item is, by the number that the index has for it."""
_FORM = Markup(
    '<form class="search" role="search" hidden><label>Words <input type="search" name="q" autocomplete="off" '
    'spellcheck="false"></label> <label>In <select name="in"><option value="">everything</option>'
    '<option value="1">questions</option><option value="2">actions</option><option value="3">decisions</option>'
    '</select></label> <output role="status"></output></form><ol id="results" class="results"></ol>'
)


def search_page(here: Here) -> Page:
    """The search, and below it every item by meeting."""
    content = join(
        element("h1", "Search"),
        element("p", "The search needs JavaScript. Without it: every item is listed below, and the browser can find "
                "words in a page.", class_="told unscripted"),
        nothing("It looks into the items: their titles, questions, answers, actions and decisions. Who was there, and "
                "who the others are, is told under People."),
        _FORM,
        section("All items", *_items(here), id_="all") if here.found.items else nothing("There are no items."),
    )  # fmt: skip
    meetings = {sitting.id: at for at, sitting in enumerate(here.found.series.sittings)}
    index = {
        "meetings": [_meeting(here, one.id, said(one.date)) for one in here.found.series.sittings],
        "items": [
            [meetings[one.sitting.id], one.place.anchor, str(one.item.number), one.item.title or "", _words(one.item)]
            for one in reversed(here.found.items)
        ],
    }
    return Page("Search", content, index=index, scripted=True)


def _meeting(here: Here, meeting: str, date: str) -> list[str]:
    place = here.found.meeting(meeting)
    return [date, here.to(place) if place else ""]


def _words(item: Item) -> list[list[Any]]:
    """The stretches of an item, each with its kind: what is neither question, action nor decision goes together."""
    stretches: list[list[Any]] = []
    for kind, words in _stretches(item.blocks):
        if stretches and kind == 0 == stretches[-1][0]:
            stretches[-1][1] += f"\n{words}"
        else:
            stretches.append([kind, words])
    return stretches


def _stretches(blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    for block in blocks:
        if isinstance(block, BulletList):
            for words in _entries(block.entries):
                yield 0, words
            continue
        yield KINDS.index(block.kind) if isinstance(block, Question | Action | Decision) else 0, block.text
        if isinstance(block, Question):
            yield from _stretches(block.answer)
        elif isinstance(block, Action) and block.update:
            yield KINDS.index("action"), block.update


def _entries(entries: Sequence[ListEntry]) -> Iterator[str]:
    for entry in entries:
        yield entry.text
        yield from _entries(entry.entries)


def _items(here: Here) -> Iterator[Markup]:
    for sitting in reversed(here.found.series.sittings):
        items = here.found.items_of.get(sitting.id, [])
        if items:
            rows = []
            for one in items:
                number = here.link(one.place, str(one.item.number), class_="number")
                title = element("bdi", one.item.title) if one.item.title else None
                rows.append(element("li", listed([number, title], " ")))
            many = element("small", counted(len(items), "item"))
            yield element("h3", here.meeting(sitting.id, sitting.date), " ", many)
            yield element("ul", *rows, class_="items")
