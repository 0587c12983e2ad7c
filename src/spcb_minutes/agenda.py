"""The agenda of one meeting, from its rows.

    AGENDA
    5.<TAB>10.50<TAB>Harbour dues To be presented by: Ada Quill<TAB>Written Report
                  number "5", time 10:50, title "Harbour dues", a presenter, paper "Written Report"

1. Every cell is a value of the row above it, or part of its text; what stands before the first row is preamble.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from .blocks import Fields, paragraph, trimmed
from .front import Front
from .models import AgendaItem
from .numbering import PartCut
from .parser import parse
from .people import Named, listing, person
from .said import Whole, next_meeting
from .values import read_time
from .words import Page, Stretch, inner


@dataclass(slots=True)
class Row:
    """The cells of an agenda's row, by their places."""

    number: Stretch
    section: tuple[str, Stretch] | None
    start: int
    end: int
    time: Stretch | None = None
    title: Stretch | None = None
    paper: Stretch | None = None
    text: list[Stretch] = field(default_factory=list)
    presented_by: list[Stretch] = field(default_factory=list)

    def add(self, kind: str, at: Stretch, end: int) -> None:
        """One more cell."""
        self.end = end
        if kind == "TIME":
            self.time = at
        elif kind in ("TITLE", "SHORT_TITLE"):
            self.title = at
        elif kind == "PAPER" and self.paper is None:
            self.paper = at
        elif kind == "PRESENTED_BY":
            self.presented_by.append(at)
        else:
            self.text.append(at)


def agenda_fields(page: Page, part: PartCut, front: Front) -> Fields:
    """The fields of an agenda that its rows tell: items, preamble, next meeting."""
    people = sorted(front.attendance)  # an agenda has no attendance: its lines are words like others
    apart = [p for p in front.preamble if not _within(p[0][0], people)]
    preamble = [paragraph(page, pieces) for pieces in [*apart, *([at] for at in people)]]
    preamble += [paragraph(page, pieces) for _, _, pieces in front.notices]
    rows: list[Row] = []
    section: tuple[str, Stretch] | None = None
    for token in parse("agenda", "agenda", page.folded, part.front_end, part.end):
        start, end = trimmed(token)
        if token.type in ("LABEL", "SPACE") or start >= end:
            continue
        if token.type == "SECTION":
            at = inner(page.folded, start, end, " \t*:")
            section = page.words([at]).text, at
        elif token.type == "NUMBER":
            rows.append(Row(inner(page.folded, start, end, " \t*-•.)|:–"), section, start, end))
        elif not rows:
            preamble.append(paragraph(page, [(start, end)]))
        else:
            kind = token.type
            label = page.folded[slice(*rows[-1].presented_by[0])] if rows[-1].presented_by else ""
            if kind == "TEXT" and label.rstrip(": *").endswith("by"):
                kind = "PRESENTED_BY"  # the label alone, and the names below it
            at = inner(page.folded, start, end, " *:–-" if kind == "SHORT_TITLE" else " *")
            rows[-1].add(*((kind, at) if at[0] < at[1] else ("TEXT", (start, end))), end)
    told = Whole({}, [], [])
    for row in rows:
        title = page.folded[slice(*row.title)].lower() if row.title else ""
        if "next" in title and "meeting" in title:
            next_meeting(page, [page.words([at]) for at in [row.title, *row.text] if at], told)
    return {
        "kind": "agenda",
        "preamble": tuple(sorted(preamble, key=lambda block: block["span"]["start"])),
        "items": tuple([AgendaItem.model_validate(_item(page, row)) for row in rows]),
        "next_meeting": told.next_meeting,
    }


def _within(at: int, stretches: Sequence[Stretch]) -> bool:
    """Whether a place lies in one of the stretches, which are in order and apart."""
    before = bisect_right(stretches, at, key=lambda stretch: stretch[0])
    return before > 0 and at < stretches[before - 1][1]


def _item(page: Page, row: Row) -> Fields:
    """One row of an agenda."""

    def spoken(at: Stretch | None) -> str | None:
        return page.words([at]).text if at else None

    people = [person(page, named) for at in row.presented_by for named in _presented_by(page.folded, *at)]
    title = spoken(row.title)
    return {
        "number": spoken(row.number),
        "time": read_time(page.folded[slice(*row.time)]) if row.time else None,
        "title": title[:-1].rstrip() if title and title.endswith(".") else title,
        "section": row.section[0] if row.section else None,
        "paper": spoken(row.paper),
        "presenters": tuple(people),
        "text": "\n".join(page.words([at]).text for at in row.text) or None,
        "span": page.span(row.start, row.end),
        "evidence": page.evidence(
            number=row.number,
            time=row.time,
            title=row.title,
            section=row.section[1] if row.section else None,
            paper=row.paper,
            text=row.text,
        ),
    }


def _presented_by(folded: str, start: int, end: int) -> list[Named]:
    """The people behind "To be presented by:"; each may be followed by a dash and what they speak for."""
    label = folded.find("To be presented by", start, end)
    if label >= 0:
        start = inner(folded, label + len("To be presented by"), end, ": *")[0]
    dashes = [i for i in range(start, end) if folded[i] == "–" or folded[i - 1 : i + 2] == " - "]
    if not dashes:
        return listing(folded, start, end)
    people: list[Named] = []
    for dash, following in zip(dashes, [*dashes[1:], None], strict=True):
        found = listing(folded, start, dash)
        start = _last_two_words(folded, dash + 1, following) if following else end
        role = inner(folded, dash + 1, start, " ,")
        if found and role[0] < role[1]:
            found[-1].role, found[-1].end = role, role[1]
        people += found
    return people


def _last_two_words(folded: str, start: int, end: int) -> int:
    """Where the last two words of a stretch begin: the name before the next dash."""
    words = folded[start:end].rstrip()
    for _ in range(2):
        words = words[: words.rfind(" ")] if " " in words else ""
    return start + len(words)
