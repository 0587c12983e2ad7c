"""Fragments of print become lines of cells.

Beside each other means one line; behind a wide gap, or where other lines have a column, another cell.

    90.1 "041/24"   162.1 "Tides"      ->  a line of two cells
    90.1 "•"        108.1 "Low water"  ->  a line with the mark "- "
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ...models import Furniture
from ..writing import Run, raised

# How wide things are, in sizes of the letters where nothing else is said.
_COLUMN = 1.8  # a gap between words that parts columns
_ALIGNED = 0.3  # the same, where other lines have a column at this place
BLANK = 0.18  # a gap that is a blank
_SAME_LINE = 0.45
# How wide letters are beside each other, so that a word's share of its line can be told; 20 is a middling one.
_WIDTHS = bytearray([20]) * 256
for _letters, _wide in (
    (b"ijl.,:;'|!", 9),
    (b'ftrI-() []/"', 12),
    (b"mw", 30),
    (b"ABCDEFGHKNOPQRSTUVXYZ&", 25),
    (b"MW%@", 32),
):
    for _letter in _letters:
        _WIDTHS[_letter] = _wide
_BULLETS = frozenset("•●▪▫■□◦‣⁃∙·◆➢➤*-–—\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf02d\uf0e8\ufffd")
_LETTER_BULLETS = frozenset("o§ØüvqÐàèu")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[a-z]|[ivx]{2,5}|[A-Z])[.)]")
_ENUMERATED = re.compile(r"(\(?(?:\d{1,2}|[a-z]|[ivx]{2,4})[.)])[ \u00a0]+(?=\S)")
_BULLETED = re.compile(r"([•●▪■◦‣∙◆➢\uf0b7\uf0a7\uf0d8])[ \u00a0]*(?=\S)")


class Fragment(NamedTuple):
    """Some words in one style that stand on one line."""

    x0: float
    x1: float
    y: float
    """Where the letters stand, not how far they reach below."""
    size: float
    text: str
    bold: bool = False
    italic: bool = False
    symbol: bool = False
    """In a font of signs, whose characters mean no letters."""


class Rule(NamedTuple):
    """A straight line, level or upright."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class PrintedPage:
    """What one page shows."""

    number: int
    width: float
    height: float
    fragments: list[Fragment]
    rules: list[Rule]
    dots: list[Rule] = field(default_factory=list)
    """Small drawn figures, by their corners: bullets, where words stand behind them."""
    aside: list[Furniture] = field(default_factory=list)
    """What the reader has put aside already."""


class Cell:
    """The words of a line in one column."""

    def __init__(self, x0: float) -> None:
        self.x0 = self.x1 = x0
        self.runs: list[Run] = []

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs)

    @cached_property
    def first_word(self) -> float:
        """How wide the first word is, in points."""
        text = self.text.strip()
        word = text.split(None, 1)[0] if text else ""
        return (self.x1 - self.x0) * _width(word) / max(_width(text), 1.0)


class Line:
    """Fragments beside each other, put into cells."""

    __slots__ = ("cells", "edge", "mark", "mark_alone", "mark_x", "page", "size", "styles", "y")

    def __init__(self, fragments: Sequence[Fragment], page: int, columns: Sequence[float], edge: float) -> None:
        self.page = page
        self.edge = edge
        """Where lines may reach at most: to the margin of the page, or of the cell that they stand in."""
        self.mark, self.mark_x, self.mark_alone = "", fragments[0].x0, False
        fragments = self._marked(fragments)
        base = fragments[0] if len(fragments) == 1 else max(fragments, key=lambda f: (f.size, f.x1 - f.x0))
        self.size, self.y = base.size, base.y
        self.cells: list[Cell] = []
        self.styles = {(f.bold, f.italic) for f in fragments}
        before: Fragment | None = None
        for fragment in fragments:
            text = fragment.text
            if before is None:
                cell = Cell(fragment.x0)
                self.cells.append(cell)
                text = text.lstrip()
            else:
                gap = fragment.x0 - before.x1
                if gap > _COLUMN * self.size or (gap > _ALIGNED * self.size and _is_near(columns, fragment.x0)):
                    cell = Cell(fragment.x0)
                    self.cells.append(cell)
                    text = text.lstrip()
                elif gap > BLANK * self.size and not before.text[-1].isspace() and not text[0].isspace():
                    text = " " + text
            if fragment.size < 0.85 * self.size and fragment.y > self.y + 0.1 * self.size:
                text = raised(text)
            cell.runs.append(Run(text, fragment.bold, fragment.italic))
            cell.x1 = max(cell.x1, fragment.x1)
            before = fragment

    def _marked(self, fragments: Sequence[Fragment]) -> Sequence[Fragment]:
        """The fragments without the bullet or number that they begin with, which is kept as the mark."""
        first = fragments[0]
        sign = first.text.strip()
        if len(fragments) > 1:
            apart = fragments[1].x0 - first.x1 > BLANK * first.size or first.text[-1].isspace()
            bullet = apart and (sign in _BULLETS or sign in _LETTER_BULLETS)
            if bullet or (len(sign) <= 2 and first.symbol):
                self.mark = "- "
            elif apart and _ENUMERATOR.fullmatch(sign):
                self.mark = sign + " "
            if self.mark:
                self.mark_alone = True
                return fragments[1:]
        found = _BULLETED.match(first.text) or _ENUMERATED.match(first.text)
        if found is None:
            return fragments
        self.mark = "- " if found[1] in _BULLETS else found[1] + " "
        share = _width(found[0]) / _width(first.text)
        rest = first._replace(x0=first.x0 + (first.x1 - first.x0) * share, text=first.text[found.end() :])
        return [rest, *fragments[1:]]

    @property
    def x0(self) -> float:
        """Where the words begin, behind a mark."""
        return self.cells[0].x0

    @property
    def x1(self) -> float:
        """Where the words end."""
        return self.cells[-1].x1

    @property
    def text(self) -> str:
        """All words of the line, cells parted by tabulators."""
        return "\t".join(cell.text.strip() for cell in self.cells)


def _width(text: str) -> float:
    """How wide some words are, beside others."""
    return sum(text.encode("latin-1", "replace").translate(_WIDTHS))


def _is_near(places: Sequence[float], x: float) -> bool:
    """Whether one of some places, in order, is about here."""
    index = bisect_right(places, x + 1.0)
    return index > 0 and places[index - 1] >= x - 1.0


def said(line: Sequence[Fragment]) -> str:
    """The words of fragments beside each other; what stands close is one word."""
    out = [line[0].text]
    for before, after in pairwise(line):
        if after.x0 - before.x1 > BLANK * after.size:
            out.append(" ")
        out.append(after.text)
    return "".join(out)


def baselines(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
    """Fragments put into lines from top to bottom, each from left to right."""
    lines: list[list[Fragment]] = []
    base: Fragment | None = None
    for fragment in sorted(fragments, key=lambda f: (-f.y, f.x0)):
        if base is not None and base.y - fragment.y < _SAME_LINE * max(base.size, fragment.size):
            lines[-1].append(fragment)
            if fragment.size > base.size * 1.1:
                base = fragment  # a raised letter came first
        else:
            lines.append([fragment])
            base = fragment
    for line in lines:
        line.sort(key=lambda f: f.x0)
    return lines


def columns_of(lines: Sequence[Sequence[Fragment]]) -> list[float]:
    """Places where several lines have words behind a wide gap."""
    places: dict[int, list[float]] = defaultdict(list)
    for line in lines:
        for before, after in pairwise(line):
            if after.x0 - before.x1 > _COLUMN * after.size:
                places[round(after.x0 / 2)].append(after.x0)
    return sorted(median(found) for found in places.values() if len(found) > 2)
