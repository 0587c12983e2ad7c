r"""Puts the pieces of printed pages back together: words at places become paragraphs, entries and rows.

    90.1  "041/24"    162.1  "Tides"                      Row: "041/24", "Tides"
                      162.1  "High water was early in"    a paragraph of two lines, in the second cell
                      162.1  "September."

What is told from where things stand:

1. Rules that cross are a table; text without rules that stands at the same place in several lines is a column.
2. A line goes on with the one before it where the first word had no room there, and nothing else parts them: a gap,
   a bullet, another size, another indent. How far lines reach is told from those that begin at the same place.
3. What stands at the same place of many pages, but for its figures, is furniture, and so are the heading of a table
   that is printed again and large letters under the words; small lines under a short rule at the foot of a page are
   footnotes.
4. A paragraph or a row that goes on over a page is one.
5. A bullet is a sign, a letter of a font of signs, or a small drawn figure, before words and apart from them.

Lengths are points, 72 to an inch; y grows upwards, as in PDF; pages are counted from 1.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import inf
from statistics import median
from typing import NamedTuple

from ..models import Furniture
from .writing import Block, Depths, Paragraph, Row, Run, raised

__all__ = ["Fragment", "PrintedPage", "Rule", "blocks_of"]


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


# How wide things are, in sizes of the letters where nothing else is said.
_COLUMN = 1.8  # a gap between words that parts columns
_ALIGNED = 0.3  # the same, where other lines have a column at this place
_BLANK = 0.18  # a gap that is a blank
_NARROW = 2.0  # points: the narrowest blank
_SAME_LINE = 0.45
_NEAR = 4.0  # points: two places that are meant to be one
_PADDING = 6.0  # points between the edge of a cell and its words
_INDENT = 4.0  # how far the first line of a paragraph may stand in
_ENOUGH = 3  # so many lines that are full show where lines end
_WIDEST_LEADING = 2.6
_MANY_LINES = 5
_WIDE = 150.0  # points: what is narrower may be a list of names
_EDGE = 64.0  # points: how far into the page headers and footers reach
_EDGE_LINES = 6
_SHORT_RULE = 5.0
_DEEPEST_TABLE = 6
_MANY_RULES = 1500  # a drawing, not a table
_MANY_DOTS = 300
_STAMP = 2.5  # so many times the usual size
_MANY_STAMPS = 20

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
_DIGITS = re.compile(r"\d+")
_NOTE = re.compile(r"\s*(?:\d{1,3}|[*†‡§]|[ivx]{1,4})[.)]?(?:\s|$)")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_HEAD = re.compile(r"[^\W\d_](?:[\w'’-]*[^\W_])?\Z")
_PREFIXES = frozenset(
    [
        *("anti", "co", "cross", "e", "ex", "face", "full", "half", "high", "long", "low", "mid", "multi", "non"),
        *("one", "part", "problem", "self", "semi", "short", "single", "two", "well"),
    ]
)
_PARTICLES = frozenset(["away", "by", "down", "off", "out", "over", "through", "up"])
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+\Z")
_ADDRESS_GOES_ON = re.compile(r"[/?#=&%_]|(?=\S*[/\d_=?&])(?!\d{1,2}[.)]\s)[\w.~%-]+")
_HYPHENS = ("-", "\u00ad", "\u2010")
_ENDS = re.compile(r"[.?!:;][\"'”’)\]]*\Z")


def blocks_of(pages: Sequence[PrintedPage]) -> tuple[list[Block], list[Furniture]]:
    """The blocks of a document in reading order, and what is aside, by page."""
    printed = [_Sheet(page) for page in pages]
    _set_furniture_aside(printed)
    for sheet in printed:
        sheet.set_footnotes_aside()
    layout = _Layout(printed)
    for sheet in printed:
        layout.add(sheet)
    return layout.body.finished(), [one for sheet in printed for one in sheet.aside]


# ---------------------------------------------------------------------- lines


class _Cell:
    """The words of a line in one column."""

    def __init__(self, x0: float) -> None:
        self.x0 = self.x1 = x0
        self.runs: list[Run] = []

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @cached_property
    def first_word(self) -> float:
        """How wide the first word is, in points."""
        text = self.text.strip()
        word = text.split(None, 1)[0] if text else ""
        return (self.x1 - self.x0) * _width(word) / max(_width(text), 1.0)


class _Line:
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
        self.cells: list[_Cell] = []
        self.styles = {(f.bold, f.italic) for f in fragments}
        before: Fragment | None = None
        for fragment in fragments:
            text = fragment.text
            if before is None:
                cell = _Cell(fragment.x0)
                self.cells.append(cell)
                text = text.lstrip()
            else:
                gap = fragment.x0 - before.x1
                if gap > _COLUMN * self.size or (gap > _ALIGNED * self.size and _is_near(columns, fragment.x0)):
                    cell = _Cell(fragment.x0)
                    self.cells.append(cell)
                    text = text.lstrip()
                elif gap > _BLANK * self.size and not before.text[-1].isspace() and not text[0].isspace():
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
            apart = fragments[1].x0 - first.x1 > _BLANK * first.size or first.text[-1].isspace()
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


def _said(line: Sequence[Fragment]) -> str:
    """The words of fragments beside each other; what stands close is one word."""
    out = [line[0].text]
    for before, after in pairwise(line):
        if after.x0 - before.x1 > _BLANK * after.size:
            out.append(" ")
        out.append(after.text)
    return "".join(out)


def _baselines(fragments: Iterable[Fragment]) -> list[list[Fragment]]:
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


def _columns(lines: Sequence[Sequence[Fragment]]) -> list[float]:
    """Places where several lines have words behind a wide gap."""
    places: dict[int, list[float]] = defaultdict(list)
    for line in lines:
        for before, after in pairwise(line):
            if after.x0 - before.x1 > _COLUMN * after.size:
                places[round(after.x0 / 2)].append(after.x0)
    return sorted(median(found) for found in places.values() if len(found) > 2)


# ---------------------------------------------------------------------- pages


class _Sheet:
    """A page while it is read: its lines over the whole width, without regard to tables."""

    def __init__(self, page: PrintedPage) -> None:
        self.page = page
        self.usual = _usual_size(page.fragments)
        self.aside = list(page.aside)
        self.lines = _baselines(self._without_stamps())
        if len(page.dots) < _MANY_DOTS:
            for dot in page.dots:
                self._add_bullet(dot)
        self.tables: list[_Table] = []
        self.free: list[list[Fragment]] = self.lines
        """The lines that stand in no table."""
        self.body: list[_Line] = []
        """The same, put into cells."""

    def _without_stamps(self) -> list[Fragment]:
        """The fragments but for large letters that words stand upon, which are put aside: "DRAFT" across the page."""
        large = [f for f in self.page.fragments if f.size > _STAMP * self.usual]
        stamps = [
            stamp
            for stamp in (large if len(large) < _MANY_STAMPS else ())
            if any(
                -0.2 < (f.y - stamp.y) / stamp.size < 0.7
                and f.x0 < stamp.x1
                and f.x1 > stamp.x0
                and f.size * 2 < stamp.size
                for f in self.page.fragments
            )
        ]
        if stamps:
            self.set_aside("page", [stamps])
        return [f for f in self.page.fragments if f not in stamps] if stamps else self.page.fragments

    def _add_bullet(self, dot: Rule) -> None:
        """Put a drawn figure before the words that stand close behind it and level with it; else it is no bullet."""
        y = (dot.y0 + dot.y1) / 2
        at = bisect_right(self.lines, -y, key=lambda line: -line[0].y - 0.7 * line[0].size)
        for line in self.lines[max(at - 1, 0) : at + 1]:
            index = bisect_right(line, dot.x1, key=lambda f: f.x0)
            if index == len(line):
                continue
            word = line[index]
            size = word.size
            free = not index or line[index - 1].x1 < dot.x0 - size
            level = word.y < y < word.y + 0.7 * size and dot.y1 - dot.y0 < 0.6 * size
            if free and level and _BLANK * size < word.x0 - dot.x1 < 3 * size:
                line.insert(index, Fragment(dot.x0, dot.x1, word.y, size, "•", symbol=True))
                return

    def place(self) -> None:
        """Find the tables, and what stands in them."""
        self.tables = _tables(self.page.rules)
        self.free = self.lines
        if self.tables:
            free: list[Fragment] = []
            for line in self.lines:
                for fragment in line:
                    x, y = fragment.x0 + 0.5 * min(fragment.x1 - fragment.x0, 12), fragment.y + 0.3 * fragment.size
                    part = _cell_of(self.tables, x, y)
                    (part.fragments if part else free).append(fragment)
            self.free = _baselines(free)

    def text(self, index: int) -> str:
        """The words of a line, blanks folded."""
        return " ".join(_said(self.lines[index]).split())

    def set_aside(self, kind: str, lines: Sequence[Sequence[Fragment]]) -> None:
        text = " ".join(" ".join(map(_said, lines)).split())
        if text:
            self.aside.append(Furniture.model_validate({"kind": kind, "text": _sound(text), "page": self.page.number}))

    def set_footnotes_aside(self) -> None:
        """Put small lines at the foot of the page aside, where a rule or a raised number says that they are notes."""
        if len(self.lines) < 2:
            return
        size = self.usual
        first = len(self.lines)
        while first and max(f.size for f in self.lines[first - 1]) < 0.95 * size:
            first -= 1
        notes = self.lines[first:]
        if not notes or first == 0:
            return
        top = notes[0][0].y + notes[0][0].size
        above = self.lines[first - 1][0].y
        ruled = any(
            abs(rule.y1 - rule.y0) < 3 and top - 4 < rule.y0 < above and 36 < rule.x1 - rule.x0 < 0.6 * self.page.width
            for rule in self.page.rules
        )
        while notes and not _NOTE.match(notes[0][0].text):
            notes = notes[1:]
        if not ruled or not notes:
            return
        note: list[list[Fragment]] = []
        numbers = set()
        for line in notes:
            found = _NOTE.match(line[0].text)
            if found and note:
                self.set_aside("footnote", note)
                note = []
            if found:
                numbers.add(found[0].strip(" .)"))
                rest = line[0].text[found.end() :]
                line = [*([line[0]._replace(text=rest)] if rest.strip() else []), *line[1:]]
            note.append(list(line))
        self.set_aside("footnote", note)
        self.lines = self.lines[: len(self.lines) - len(notes)]
        for index, line in enumerate(self.lines):  # the raised numbers that lead to them are no words
            usual = max(f.size for f in line)
            base = next(f.y for f in line if f.size == usual)
            self.lines[index] = [
                f
                for f in line
                if not (f.size < 0.85 * usual and f.y > base + 0.1 * usual and f.text.strip(" .)") in numbers)
            ]
        self.lines = [line for line in self.lines if line]


def _sound(text: str) -> str:
    return "".join("\ufffd" if c == "\x00" or "\ud800" <= c <= "\udfff" else c for c in text)


def _usual_size(fragments: Sequence[Fragment]) -> float:
    """The size that most letters have."""
    letters: dict[float, int] = defaultdict(int)
    for fragment in fragments:
        letters[round(fragment.size, 1)] += len(fragment.text)
    return max(letters, key=letters.__getitem__, default=0.0)


def _set_furniture_aside(sheets: Sequence[_Sheet]) -> None:
    """Take off headers and footers: lines that come again at their place, from the edge of the page inwards."""
    if len(sheets) < 2:
        return
    for top in (True, False):
        seen: dict[tuple[str, int], set[int]] = defaultdict(set)
        found: list[list[tuple[str, int]]] = []
        for number, sheet in enumerate(sheets):
            keys = []
            for step in range(min(_EDGE_LINES, len(sheet.lines))):
                index = step if top else -1 - step
                y = sheet.lines[index][0].y
                place = round((sheet.page.height - y if top else y) / 2)
                keys.append((_DIGITS.sub("#", sheet.text(index)), place))
                for near in (place - 1, place, place + 1):
                    seen[keys[-1][0], near].add(number)
            found.append(keys)
        for sheet, keys in zip(sheets, found, strict=True):
            count = 0
            for key in keys:
                if not _comes_again(sheet, count if top else -1 - count, len(seen[key]), len(sheets), top):
                    break
                count += 1
            if count:
                taken = sheet.lines[:count] if top else sheet.lines[-count:]
                for line in taken:
                    sheet.set_aside("page", [line])
                sheet.lines = sheet.lines[count:] if top else sheet.lines[:-count]


def _comes_again(sheet: _Sheet, index: int, count: int, pages: int, top: bool) -> bool:
    """Whether a line that stands on so many of the pages is furniture."""
    if count < 2 or count * 5 < pages * 2:
        return False
    line = sheet.lines[index]
    y = line[0].y
    at_edge = (sheet.page.height - y if top else y) < _EDGE
    if pages > 3:
        return at_edge or count * 5 >= pages * 3
    # Of two or three pages, two may begin alike because a new document begins: its title is bold, a header seldom.
    return at_edge and (not top or not all(f.bold for f in line))


# ---------------------------------------------------------------------- tables


@dataclass(slots=True)
class _Part:
    """A cell of a table: the fragments that stand in it, and the tables."""

    fragments: list[Fragment] = field(default_factory=list)
    inner: list[_Table] = field(default_factory=list)
    body: list[_Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words in it but those of its tables."""
        return " ".join(line.text for line in self.body)


@dataclass(slots=True)
class _Band:
    """A row of a table."""

    top: float
    bottom: float
    edges: list[float]
    """Where its cells begin and end, from left to right."""
    cells: list[_Part]

    @property
    def words(self) -> list[str]:
        """What stands in its cells."""
        return [part.text for part in self.cells]


@dataclass(slots=True)
class _Table:
    """A grid of rules: rows between level rules over its whole width, cells between upright ones over a whole row."""

    x0: float
    x1: float
    top: float
    bottom: float
    bands: list[_Band]

    def cell(self, x: float, y: float) -> _Part | None:
        """The cell that a place is in, of this table or of one inside; None outside."""
        if not (self.x0 - 1 <= x <= self.x1 + 1 and self.bottom - 1 <= y <= self.top + 1):
            return None
        band = self.bands[-1]
        for band in self.bands:
            if y >= band.bottom:
                break
        part = band.cells[_within(band.edges, x)]
        return (_cell_of(part.inner, x, y) or part) if part.inner else part


def _cell_of(tables: Sequence[_Table], x: float, y: float) -> _Part | None:
    for table in tables:
        part = table.cell(x, y)
        if part is not None:
            return part
    return None


def _distinct(places: Iterable[float]) -> list[float]:
    """Places in order, those that are nearly one put together."""
    out: list[float] = []
    for place in sorted(places):
        if not out or place - out[-1] > 3:
            out.append(place)
    return out


def _is_level(rule: Rule) -> bool:
    return rule.x1 - rule.x0 >= rule.y1 - rule.y0


def _tables(rules: Sequence[Rule]) -> list[_Table]:
    """The grids among the rules of a page, those inside others in their cells."""
    level = _merged([r for r in rules if _is_level(r)], upright=False)
    upright = _merged([r for r in rules if not _is_level(r)], upright=True)
    if not 3 <= len(level) + len(upright) <= _MANY_RULES:
        return []
    tables = [table for group in _crossing(level, upright) if (table := _grid(group, None, 0))]
    tables.sort(key=lambda t: (t.x0 - t.x1) * (t.top - t.bottom))
    outer: list[_Table] = []
    for table in tables:
        x, y = (table.x0 + table.x1) / 2, (table.top + table.bottom) / 2
        part = next((part for other in outer if (part := other.cell(x, y))), None)
        (part.inner if part else outer).append(table)
    return outer


def _crossing(level: Sequence[Rule], upright: Sequence[Rule]) -> list[list[Rule]]:
    """Rules that cross or touch, put together."""
    groups: list[list[Rule]] = []
    for rule in upright:
        joined = [rule]
        apart = []
        for group in groups:
            if any(_touch(rule, other) for other in group):
                joined += group
            else:
                apart.append(group)
        groups = [*apart, joined]
    for rule in level:
        touched = [group for group in groups if any(_touch(rule, other) for other in group if not _is_level(other))]
        if touched:
            groups = [group for group in groups if not any(group is other for other in touched)]
            groups.append([rule, *(other for group in touched for other in group)])
    return groups


def _touch(one: Rule, other: Rule) -> bool:
    near = 1.6
    return (
        one.x0 - near <= other.x1
        and other.x0 - near <= one.x1
        and one.y0 - near <= other.y1
        and other.y0 - near <= one.y1
    )


def _grid(rules: Sequence[Rule], box: tuple[float, float, float, float] | None, depth: int) -> _Table | None:
    """The table that some rules make, within a box or as wide as they are; None where they make none."""
    level, upright = [r for r in rules if _is_level(r)], [r for r in rules if not _is_level(r)]
    if box is None and len(level) < 2 and len(upright) < 2:
        return None
    x0, bottom, x1, top = box or (
        min(r.x0 for r in rules),
        min(r.y0 for r in rules),
        max(r.x1 for r in rules),
        max(r.y1 for r in rules),
    )
    if x1 - x0 < 12 or top - bottom < 6:
        return None
    over = [r.y0 for r in level if r.x1 - r.x0 > 0.9 * (x1 - x0)]
    bands = _bands(_distinct([bottom, *over, top])[::-1], upright, x0, x1, 0.8)
    if all(len(band.cells) == 1 for band in bands) and upright:  # rows that end at one column, say
        bands = _bands(_distinct([bottom, *(r.y0 for r in level), top])[::-1], upright, x0, x1, 0.5)
    elif depth < _DEEPEST_TABLE:
        for band in bands:
            for index, part in enumerate(band.cells):
                part.inner = _inside(level, upright, band, index, depth)
    return _Table(x0, x1, top, bottom, bands)


def _bands(heights: Sequence[float], upright: Sequence[Rule], x0: float, x1: float, share: float) -> list[_Band]:
    out = []
    for top, bottom in pairwise(heights):
        over = [r.x0 for r in upright if min(r.y1, top) - max(r.y0, bottom) > share * (top - bottom)]
        edges = _distinct([x0, *over, x1])
        if len(edges) < 2:
            edges = [x0, x1]
        out.append(_Band(top, bottom, edges, [_Part() for _ in edges[1:]]))
    return out


def _inside(level: Sequence[Rule], upright: Sequence[Rule], band: _Band, index: int, depth: int) -> list[_Table]:
    """The table that the rules inside a cell make: one of its own, or the cell parted further."""
    x0, x1 = band.edges[index], band.edges[index + 1]
    rules = [
        r._replace(x0=max(r.x0, x0), x1=min(r.x1, x1))
        for r in level
        if band.bottom + 3 < r.y0 < band.top - 3 and min(r.x1, x1) - max(r.x0, x0) > _SHORT_RULE
    ]
    rules += [
        r._replace(y0=max(r.y0, band.bottom), y1=min(r.y1, band.top))
        for r in upright
        if x0 + 3 < r.x0 < x1 - 3 and min(r.y1, band.top) - max(r.y0, band.bottom) > _SHORT_RULE
    ]
    if not rules:
        return []
    own = sum(map(_is_level, rules)) > 1 and sum(not _is_level(r) for r in rules) > 1
    table = _grid(rules, None if own else (x0, band.bottom, x1, band.top), depth + 1)
    return [table] if table else []


def _merged(rules: Sequence[Rule], *, upright: bool) -> list[Rule]:
    """Rules that go on from one another as one: borders are often drawn cell by cell."""
    out: list[Rule] = []
    if upright:
        for rule in sorted(rules, key=lambda r: (round(r.x0 / 2), r.y0)):
            last = out[-1] if out else None
            if last and abs(last.x0 - rule.x0) < 2.5 and rule.y0 <= last.y1 + 3:
                out[-1] = last._replace(y1=max(last.y1, rule.y1))
            else:
                out.append(rule)
        return out
    for rule in sorted(rules, key=lambda r: (round(r.y0 / 2), r.x0)):
        last = out[-1] if out else None
        if last and abs(last.y0 - rule.y0) < 2.5 and rule.x0 <= last.x1 + 3:
            out[-1] = last._replace(x1=max(last.x1, rule.x1))
        else:
            out.append(rule)
    return out


# ---------------------------------------------------------------------- paragraphs


class _RowFlow:
    """A row of a table while it is read; a page's end may go through it."""

    def __init__(self, edges: Sequence[float], layout: _Layout) -> None:
        self.edges = edges
        self.cells = [_Flow(layout) for _ in edges[1:]]

    def finished(self) -> Row:
        return Row([cell.finished() for cell in self.cells])


class _Flow:
    """What stands below each other, in a page's body or in a cell: lines become paragraphs."""

    def __init__(self, layout: _Layout) -> None:
        self.layout = layout
        self.blocks: list[Block | _RowFlow] = []
        self.depths = Depths(_NEAR)
        self.last: _Line | None = None
        self.first: _Line | None = None
        """The first line of the open paragraph."""
        self.cells: list[list[Run]] = []
        """The words of the open paragraph, by column."""
        self.styles: set[tuple[bool, bool]] = set()
        self.heading: list[str] = []
        """The first row of the table that was begun last."""

    def add(self, line: _Line) -> None:
        """One more line, below the others."""
        if self.goes_on(line):
            self._append(line)
            self.styles |= line.styles
        else:
            self._close()
            self.pages, self.layout.pages = self.layout.pages, 0
            self.first = line
            self.cells = [list(cell.runs) for cell in line.cells]
            self.styles = set(line.styles)
        self.last = line

    def add_row(self, row: _RowFlow) -> None:
        """A row of a table."""
        self._close()
        self.blocks.append(row)

    def finished(self) -> list[Block]:
        """The blocks, when nothing more comes."""
        self._close()
        return [block.finished() if isinstance(block, _RowFlow) else block for block in self.blocks]

    def _close(self) -> None:
        if self.first is None:
            return
        runs: list[Run] = [Run("\f" * self.pages)] if self.pages else []
        if len(self.cells) > 1 and not self.first.mark:
            self.depths.end()
            self.blocks.append(
                Row([[Paragraph(*runs, *cell) if not i else Paragraph(*cell)] for i, cell in enumerate(self.cells)])
            )
            self.first = self.last = None
            return
        for index, cell in enumerate(self.cells):
            runs += [Run("\t"), *cell] if index else cell
        depth = 0
        if self.first.mark:
            depth = self.depths.of(self.first.mark_x)
        else:
            self.depths.end()
        self.blocks.append(Paragraph(*runs, mark=self.first.mark, depth=depth))
        self.first = self.last = None

    def _append(self, line: _Line) -> None:
        assert self.last is not None
        pages, self.layout.pages = self.layout.pages, 0
        for cell in line.cells:
            runs = self.cells[self._column(line, cell)]
            text = "".join([run.text for run in runs[-40:]]).rstrip()
            gap = "\f" * pages if pages else " "
            pages = 0
            joint = self.layout.joint(text, cell.text)
            if joint is not None:
                _drop_end(runs, joint)
                if gap == " ":
                    runs += cell.runs
                    continue
                head = cell.text.split(None, 1)[0]  # the word is whole before its page ends
                runs += [cell.runs[0]._replace(text=head), Run(gap), *_without(cell.runs, len(head))]
                continue
            _drop_end(runs, 0)
            runs += [Run(gap), *cell.runs]

    def _column(self, line: _Line, cell: _Cell) -> int:
        """The column of the open paragraph that a cell of its next line belongs to."""
        assert self.first is not None
        starts = [c.x0 for c in self.first.cells]
        if len(line.cells) == 1 and abs(line.x0 - starts[0]) < _NEAR:
            return len(starts) - 1
        return min(range(len(starts)), key=lambda i: abs(starts[i] - cell.x0))

    def goes_on(self, line: _Line) -> bool:
        """Whether a line is more of the open paragraph."""
        before, first = self.last, self.first
        if before is None or first is None:
            return False
        if line.mark and (line.mark_alone or not self._stands_in_text(line)):
            return False
        if abs(line.size - before.size) > 0.15 * before.size:
            return False
        turned = line.page != before.page
        if not turned and not 0 < before.y - line.y <= self.layout.leading_of(before) * before.size * 1.3:
            return False
        if not self._same_edge(line) or not self._had_no_room(line):
            return False
        text = before.text
        if turned and _ENDS.search(text) and not line.text[:1].islower():
            return False
        apart = len(self.styles) == 1 and len(line.styles) == 1 and self.styles != line.styles
        return not (apart and _ENDS.search(text) and not line.text[:1].islower())

    def _stands_in_text(self, line: _Line) -> bool:
        """Whether a line that begins like a mark stands where the words of the open paragraph go on."""
        before = self.last
        assert before is not None
        return bool(self.first and self.first.mark) and abs(line.mark_x - before.x0) < _NEAR

    def _same_edge(self, line: _Line) -> bool:
        """Whether a line begins where the next line of the open paragraph would."""
        before, first = self.last, self.first
        assert before is not None
        assert first is not None
        if len(first.cells) > 1:
            starts = [cell.x0 for cell in first.cells]
            if len(line.cells) == 1 and abs(line.x0 - starts[0]) < _NEAR:
                return len(before.cells) > 1  # behind a tabulator, not in a column: the next line begins at the edge
            return all(min(abs(cell.x0 - start) for start in starts) < _NEAR for cell in line.cells)
        if len(line.cells) > 1:
            return False
        if self._centred(before) and self._centred(line):
            return True
        shift = (line.mark_x if line.mark else line.x0) - before.x0
        if abs(shift) < _NEAR:
            return True
        if before is not first or line.mark:
            return False
        if first.mark:  # where its words begin is known about, where the mark is in one piece with them
            return first.mark_x - _NEAR <= line.x0 <= first.x0 + 0.6 * line.size
        return first.x0 - _INDENT * first.size <= line.x0 < first.x0

    def _had_no_room(self, line: _Line) -> bool:
        """Whether the first words of a line would not have fitted at the end of the line before."""
        before, first = self.last, self.first
        assert before is not None
        assert first is not None
        starts = [cell.x0 for cell in first.cells]
        head, tail = before.cells[0].text.rstrip(), line.cells[0].text
        if len(line.cells) > 1 and abs(line.x0 - starts[0]) < _NEAR and not (head[-1:] == "-" or tail[:1].islower()):
            return False  # a row of its own: a narrow first column has never room
        for cell in line.cells:
            index = 0 if len(starts) == 1 else self._column(line, cell)
            above = next((c for c in before.cells if abs(c.x0 - starts[index]) < _NEAR), before.cells[-1])
            right = self.layout.edge(before, above)
            if index and abs(cell.x0 - starts[index]) < _NEAR:
                right = min(right, self.layout.column_end(line.page, starts[index]))
            if index + 1 < len(starts):
                right = min(right, starts[index + 1] - _NEAR)
            room = right - above.x1
            if len(first.cells) == 1 and self._centred(before):
                room *= 2
            if room > 0.45 * line.size and room - 0.45 * line.size > cell.first_word:
                return False
        return True

    def _centred(self, line: _Line) -> bool:
        left = self.layout.left
        return (
            len(line.cells) == 1
            and not line.mark
            and not (self.first and self.first.mark)
            and line.x0 - left > 6 * _NEAR
            and abs((line.x0 - left) - (line.edge - line.x1)) < 2 * _NEAR
            and self is self.layout.body
        )


def _drop_end(runs: list[Run], count: int) -> None:
    """Take blanks and so many characters off the end of some runs."""
    while runs and not runs[-1].text.strip():
        runs.pop()
    if runs:
        kept = runs[-1].text.rstrip()
        runs[-1] = runs[-1]._replace(text=kept[: len(kept) - count])


def _without(runs: Sequence[Run], count: int) -> list[Run]:
    """Runs without their first characters."""
    out = []
    for run in runs:
        out.append(run._replace(text=run.text[count:]))
        count = max(count - len(run.text), 0)
    return [run for run in out if run.text]


# ---------------------------------------------------------------------- the document


class _Layout:
    """The document while it is put together, page by page."""

    def __init__(self, sheets: Sequence[_Sheet]) -> None:
        self.sheets = sheets
        self.pages = 0
        """Ends of pages that no word has come after yet."""
        for sheet in sheets:
            sheet.place()
        free = [line for sheet in sheets for line in sheet.free]
        lefts = sorted(line[0].x0 for line in free)
        self.left = lefts[len(lefts) // 20] if lefts else 0.0
        self.margins = self._margins()
        """Where the text of the pages ends, by their width."""
        self.ends: dict[tuple[int, int], list[float]] = defaultdict(list)
        """Where the lines of each column of the tables end, by its edges."""
        for sheet in sheets:
            for table in sheet.tables:
                self._note_ends(table)
        self.columns: dict[tuple[int, int], float] = {}
        """Where the longest cell ends that begins at a place of a page."""
        self.full = self._full_lines()
        self.leading = self._leading()
        self.body = _Flow(self)

    def _margins(self) -> dict[float, float]:
        rights: dict[float, list[float]] = defaultdict(list)
        for sheet in self.sheets:
            width = sheet.page.width
            rights[width] += [line[-1].x1 for line in sheet.free if line[-1].x1 - line[0].x0 > 0.5 * width]
        return {width: _usual_end(ends, width - max(self.left, 36.0)) for width, ends in rights.items()}

    def _note_ends(self, table: _Table) -> None:
        for band in table.bands:
            for index, part in enumerate(band.cells):
                width = band.edges[index + 1] - band.edges[index]
                ends = self.ends[_column_key(band.edges, index)]
                ends += [f.x1 for f in part.fragments if f.x1 - f.x0 > 0.5 * width]
                for inner in part.inner:
                    self._note_ends(inner)

    def _full_lines(self) -> dict[tuple[int, int], tuple[float, float]]:
        """Where lines are full and how far they stand apart, by where they may reach and where they begin.

        Lines are wrapped where most of them end so far out that the first word of the next one has no room.
        """
        pairs: dict[tuple[int, int], list[tuple[float, _Cell, float]]] = defaultdict(list)
        for lines in self._bodies():
            for above, below in pairwise(lines):
                for cell in above.cells:
                    under = next((c for c in below.cells if abs(c.x0 - cell.x0) < 1), None)
                    leading = (above.y - below.y) / above.size
                    if under and not below.mark and leading < _WIDEST_LEADING:
                        pairs[_begin(above, cell)].append((cell.x1, under, leading))
        full = {}
        for (edge, start), ends in pairs.items():
            longest = sorted(x1 for x1, _, _ in ends)[-1 - len(ends) // 50]
            leadings = [
                leading
                for x1, under, leading in ends
                if longest - x1 < _NARROW or longest - x1 < _NARROW + under.first_word
            ]
            if len(ends) >= _ENOUGH and len(leadings) >= 0.6 * len(ends) and longest - start > _WIDE:
                full[edge, start] = longest, max(median(leadings), 1.0)
        return full

    def _bodies(self) -> Iterator[list[_Line]]:
        """The lines of every page and every cell, put into cells on the way."""
        for sheet in self.sheets:
            number, edge = sheet.page.number, self.margins[sheet.page.width]
            columns = _columns(sheet.free)
            sheet.body = [_Line(line, number, columns, edge) for line in sheet.free]
            for line in sheet.body:
                if len(line.cells) > 1 or columns:
                    for cell in line.cells:
                        key = number, round(cell.x0)
                        self.columns[key] = max(self.columns.get(key, 0.0), cell.x1)
            yield sheet.body
            for table in sheet.tables:
                yield from self._cells(table, number)

    def _cells(self, table: _Table, page: int) -> Iterator[list[_Line]]:
        for band in table.bands:
            for index, part in enumerate(band.cells):
                edge = _usual_end(self.ends[_column_key(band.edges, index)], band.edges[index + 1] - _PADDING)
                lines = _baselines(part.fragments)
                columns = _columns(lines)
                part.body = [_Line(line, page, columns, edge) for line in lines]
                yield part.body
                for inner in part.inner:
                    yield from self._cells(inner, page)

    def _leading(self) -> float:
        """How far apart lines of one paragraph stand, in sizes of their letters."""
        gaps = []
        for sheet in self.sheets:
            width = self.margins[sheet.page.width] - self.left
            for above, below in pairwise(sheet.lines):
                gap = (above[0].y - below[0].y) / above[0].size
                if 0.9 < gap < 2.4 and above[-1].x1 - above[0].x0 > 0.6 * width:
                    gaps.append(gap)
        usual = min(max(median(gaps), 1.0), 2.2) if gaps else 1.3
        return usual if usual < 1.8 or len(gaps) > _MANY_LINES else 1.3  # a few lines far apart are paragraphs

    def add(self, sheet: _Sheet) -> None:
        """One more page."""
        if sheet is not self.sheets[0]:
            self.pages += 1
        self._region(self.body, sheet.body, sheet.tables, sheet)

    def _region(self, flow: _Flow, lines: Sequence[_Line], tables: Sequence[_Table], sheet: _Sheet) -> None:
        """Everything of one page that stands in the body or in a cell, from top to bottom."""
        waiting = sorted(tables, key=lambda t: -t.top)
        fresh = True
        for line in lines:
            while waiting and waiting[0].top > line.y and not self._is_beside(waiting[0], flow, line):
                self._table(flow, waiting.pop(0), sheet, fresh)
                fresh = False
            flow.add(line)
            fresh = False
        for table in waiting:
            self._table(flow, table, sheet, fresh)
            fresh = False

    def _is_beside(self, table: _Table, flow: _Flow, line: _Line) -> bool:
        """Whether a table is a box beside the lines of the open paragraph, which it does not end."""
        last = flow.last
        if last is None or last.page != line.page:
            return False
        return (table.bottom < line.y or last.y < table.top) and flow.goes_on(line)

    def _table(self, flow: _Flow, table: _Table, sheet: _Sheet, first_of_page: bool) -> None:
        bands = [band for band in table.bands if any(part.fragments or part.inner for part in band.cells)]
        if not bands:
            return
        last = flow.blocks[-1] if first_of_page and flow.blocks and flow.first is None else None
        if isinstance(last, _RowFlow) and _same_columns(last.edges, bands[0].edges):
            if len(bands) > 1 and bands[0].words == flow.heading and not any(part.inner for part in bands[0].cells):
                sheet.set_aside("page", [f for part in bands[0].cells for f in _baselines(part.fragments)])
                bands = bands[1:]
        else:
            last, flow.heading = None, bands[0].words
        for number, band in enumerate(bands):
            goes_on = number == 0 and last is not None and _is_rest(last, band)
            row = last if goes_on and isinstance(last, _RowFlow) else _RowFlow(band.edges, self)
            if row is not last:
                flow.add_row(row)
            for cell, part in zip(row.cells, band.cells, strict=True):
                self._region(cell, part.body, part.inner, sheet)

    def edge(self, line: _Line, cell: _Cell) -> float:
        """Where a line is full that begins like this one."""
        return self.full.get(_begin(line, cell), (line.edge, 0.0))[0]

    def leading_of(self, line: _Line) -> float:
        """How far apart lines of a paragraph stand that begin like this one, in sizes of their letters."""
        return self.full.get(_begin(line, line.cells[0]), (0.0, self.leading))[1]

    def column_end(self, page: int, start: float) -> float:
        """Where the longest cell ends that begins at this place of a page."""
        near = [self.columns.get((page, round(start) + step), 0.0) for step in (-1, 0, 1)]
        return max(near) or inf

    def joint(self, text: str, following: str) -> int | None:
        """How many characters go where a word goes on in the next line: 1 for a hyphen, 0 for none; None for a blank.

        Whether a hyphen only cuts its word is told from the words of the document: from the whole word standing
        elsewhere, or its two parts; a first part that is no word is cut off one.
        """
        if not text or not following or following[0].isspace():
            return None
        if ("://" in text[-200:] or "www." in text[-200:]) and _ADDRESS.search(text):
            goes_on = _ADDRESS_GOES_ON.match(following) or (text[-1] in "-_=?&%" and following[0].isalnum())
            return 0 if goes_on else None
        if text[-1] not in _HYPHENS or not text[-2:-1].isalpha():
            return None
        if text[-1] != "-":
            return 1  # a hyphen that is there for the line's end alone
        head, tail = _HEAD.search(text[:-1]), _WORD.match(following)
        if not head or not tail or not tail[0][0].islower() or "-" in head[0]:
            return 0
        one, other = head[0].lower(), tail[0].lower()
        if self._stands(one + other):
            return 1
        known = self._stands(one)
        if other in _PARTICLES or one in _PREFIXES or (known and self._stands(other)) or self._stands(f"{one}-{other}"):
            return 0
        return 0 if known and not self.hyphenated else 1

    @cached_property
    def text(self) -> str:
        """All lines in small letters, without the words that the ends of lines cut."""
        out = [""]
        cut = False
        for line in [_said(line).strip() for sheet in self.sheets for line in sheet.lines]:
            words = line.partition(" ")[2] if cut else line
            cut = line.endswith(_HYPHENS)
            out.append(words.rpartition(" ")[0] if cut else words)
        return "\n".join([*out, ""]).lower()

    def _stands(self, word: str) -> bool:
        """Whether a word stands whole somewhere in the document."""
        at = self.text.find(word)
        while at >= 0:
            before, after = self.text[at - 1 : at], self.text[at + len(word) : at + len(word) + 1]
            if not before.isalpha() and not after.isalpha() and before != "-":
                return True
            at = self.text.find(word, at + 1)
        return False

    @cached_property
    def hyphenated(self) -> bool:
        """Whether words are cut at the ends of lines in this document: one is that stands whole elsewhere."""
        for sheet in self.sheets:
            for above, below in pairwise(sheet.lines):
                if not above[-1].text.rstrip().endswith("-"):
                    continue
                head, tail = _HEAD.search(_said(above).rstrip()[:-1]), _WORD.match(below[0].text.lstrip())
                if head and tail and self._stands(head[0].lower() + tail[0].lower()):
                    return True
        return False


def _same_columns(edges: Sequence[float], others: Sequence[float]) -> bool:
    return len(edges) == len(others) and all(abs(one - other) < _NEAR for one, other in zip(edges, others, strict=True))


def _is_rest(row: _RowFlow, band: _Band) -> bool:
    """Whether the first row of a page is more of the last one of the page before: its first cell is empty."""
    first = band.cells[0]
    return len(band.cells) > 1 and _same_columns(row.edges, band.edges) and not (first.fragments or first.inner)


def _begin(line: _Line, cell: _Cell) -> tuple[int, int]:
    return round(line.edge), round(cell.x0)


def _usual_end(ends: Sequence[float], otherwise: float) -> float:
    """Where full lines end: about the furthest of many, else where the margin would be."""
    if len(ends) < 6:
        return max([*ends, otherwise]) if ends and max(ends) < otherwise + _PADDING else otherwise
    return sorted(ends)[-1 - len(ends) // 50]


def _column_key(edges: Sequence[float], index: int) -> tuple[int, int]:
    return round(edges[index] / 4), round(edges[index + 1] / 4)


def _within(edges: Sequence[float], x: float) -> int:
    """The index of the cell that a place is in."""
    return min(max(bisect_right(edges, x) - 1, 0), len(edges) - 2)
