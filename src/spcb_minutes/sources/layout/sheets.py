"""A page while it is read: what repeats at its edges goes aside, what stands in tables is found.

Footnotes and stamps go aside as well.

    "Page 2 of 5" at the foot of every page    ->  furniture
    small lines under a short rule             ->  footnotes
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

from ...models import Furniture
from .lines import BLANK, Fragment, Line, PrintedPage, Rule, baselines, said
from .tables import Table, cell_of, tables

_EDGE = 64.0  # points: how far into the page headers and footers reach
_EDGE_LINES = 6
_MANY_DOTS = 300
_STAMP = 2.5  # so many times the usual size
_MANY_STAMPS = 20
_DIGITS = re.compile(r"\d+")
_NOTE = re.compile(r"\s*(?:\d{1,3}|[*†‡§]|[ivx]{1,4})[.)]?(?:\s|$)")


class Sheet:
    """A page while it is read: its lines over the whole width, without regard to tables."""

    def __init__(self, page: PrintedPage) -> None:
        self.page = page
        self.usual = _usual_size(page.fragments)
        self.aside = list(page.aside)
        self.lines = baselines(self._without_stamps())
        if len(page.dots) < _MANY_DOTS:
            for dot in page.dots:
                self._add_bullet(dot)
        self.tables: list[Table] = []
        self.free: list[list[Fragment]] = self.lines
        """The lines that stand in no table."""
        self.body: list[Line] = []
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
            if free and level and BLANK * size < word.x0 - dot.x1 < 3 * size:
                line.insert(index, Fragment(dot.x0, dot.x1, word.y, size, "•", symbol=True))
                return

    def place(self) -> None:
        """Find the tables, and what stands in them."""
        self.tables = tables(self.page.rules)
        self.free = self.lines
        if self.tables:
            free: list[Fragment] = []
            for line in self.lines:
                for fragment in line:
                    x, y = fragment.x0 + 0.5 * min(fragment.x1 - fragment.x0, 12), fragment.y + 0.3 * fragment.size
                    part = cell_of(self.tables, x, y)
                    (part.fragments if part else free).append(fragment)
            self.free = baselines(free)

    def text(self, index: int) -> str:
        """The words of a line, blanks folded."""
        return " ".join(said(self.lines[index]).split())

    def set_aside(self, kind: str, lines: Sequence[Sequence[Fragment]]) -> None:
        """Keep some lines as furniture of a kind."""
        text = " ".join(" ".join(map(said, lines)).split())
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


def set_furniture_aside(sheets: Sequence[Sheet]) -> None:
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


def _comes_again(sheet: Sheet, index: int, count: int, pages: int, top: bool) -> bool:
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
