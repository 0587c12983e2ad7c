"""A document while it is put together, page by page: where its lines end, and what its words tell of hyphens.

The pages are read twice: first for what all of them show of the margins, then in order.

    "com-" / "pressors", and "compressors" elsewhere     ->  "compressors"
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from math import inf
from statistics import median

from .flow import NEAR, Flow, RowFlow
from .lines import Cell, Line, baselines, columns_of, said
from .sheets import Sheet
from .tables import Band, Table

_NARROW = 2.0  # points: the narrowest blank
_PADDING = 6.0  # points between the edge of a cell and its words
_ENOUGH = 3  # so many lines that are full show where lines end
_WIDEST_LEADING = 2.6
_MANY_LINES = 5
_WIDE = 150.0  # points: what is narrower may be a list of names
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


class Layout:
    """The document while it is put together, page by page."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
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
        self.body = Flow(self)

    def _margins(self) -> dict[float, float]:
        rights: dict[float, list[float]] = defaultdict(list)
        for sheet in self.sheets:
            width = sheet.page.width
            rights[width] += [line[-1].x1 for line in sheet.free if line[-1].x1 - line[0].x0 > 0.5 * width]
        return {width: _usual_end(ends, width - max(self.left, 36.0)) for width, ends in rights.items()}

    def _note_ends(self, table: Table) -> None:
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
        pairs: dict[tuple[int, int], list[tuple[float, Cell, float]]] = defaultdict(list)
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

    def _bodies(self) -> Iterator[list[Line]]:
        """The lines of every page and every cell, put into cells on the way."""
        for sheet in self.sheets:
            number, edge = sheet.page.number, self.margins[sheet.page.width]
            columns = columns_of(sheet.free)
            sheet.body = [Line(line, number, columns, edge) for line in sheet.free]
            for line in sheet.body:
                if len(line.cells) > 1 or columns:
                    for cell in line.cells:
                        key = number, round(cell.x0)
                        self.columns[key] = max(self.columns.get(key, 0.0), cell.x1)
            yield sheet.body
            for table in sheet.tables:
                yield from self._cells(table, number)

    def _cells(self, table: Table, page: int) -> Iterator[list[Line]]:
        for band in table.bands:
            for index, part in enumerate(band.cells):
                edge = _usual_end(self.ends[_column_key(band.edges, index)], band.edges[index + 1] - _PADDING)
                lines = baselines(part.fragments)
                columns = columns_of(lines)
                part.body = [Line(line, page, columns, edge) for line in lines]
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

    def add(self, sheet: Sheet) -> None:
        """One more page."""
        if sheet is not self.sheets[0]:
            self.pages += 1
        self._region(self.body, sheet.body, sheet.tables, sheet)

    def _region(self, flow: Flow, lines: Sequence[Line], tables: Sequence[Table], sheet: Sheet) -> None:
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

    def _is_beside(self, table: Table, flow: Flow, line: Line) -> bool:
        """Whether a table is a box beside the lines of the open paragraph, which it does not end."""
        last = flow.last
        if last is None or last.page != line.page:
            return False
        return (table.bottom < line.y or last.y < table.top) and flow.goes_on(line)

    def _table(self, flow: Flow, table: Table, sheet: Sheet, first_of_page: bool) -> None:
        bands = [band for band in table.bands if any(part.fragments or part.inner for part in band.cells)]
        if not bands:
            return
        last = flow.blocks[-1] if first_of_page and flow.blocks and flow.first is None else None
        if isinstance(last, RowFlow) and _same_columns(last.edges, bands[0].edges):
            if len(bands) > 1 and bands[0].words == flow.heading and not any(part.inner for part in bands[0].cells):
                sheet.set_aside("page", [f for part in bands[0].cells for f in baselines(part.fragments)])
                bands = bands[1:]
        else:
            last, flow.heading = None, bands[0].words
        for number, band in enumerate(bands):
            goes_on = number == 0 and last is not None and _is_rest(last, band)
            row = last if goes_on and isinstance(last, RowFlow) else RowFlow(band.edges, self)
            if row is not last:
                flow.add_row(row)
            for cell, part in zip(row.cells, band.cells, strict=True):
                self._region(cell, part.body, part.inner, sheet)

    def edge(self, line: Line, cell: Cell) -> float:
        """Where a line is full that begins like this one."""
        return self.full.get(_begin(line, cell), (line.edge, 0.0))[0]

    def leading_of(self, line: Line) -> float:
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
        for line in [said(line).strip() for sheet in self.sheets for line in sheet.lines]:
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
                head, tail = _HEAD.search(said(above).rstrip()[:-1]), _WORD.match(below[0].text.lstrip())
                if head and tail and self._stands(head[0].lower() + tail[0].lower()):
                    return True
        return False


def _same_columns(edges: Sequence[float], others: Sequence[float]) -> bool:
    return len(edges) == len(others) and all(abs(one - other) < NEAR for one, other in zip(edges, others, strict=True))


def _is_rest(row: RowFlow, band: Band) -> bool:
    """Whether the first row of a page is more of the last one of the page before: its first cell is empty."""
    first = band.cells[0]
    return len(band.cells) > 1 and _same_columns(row.edges, band.edges) and not (first.fragments or first.inner)


def _begin(line: Line, cell: Cell) -> tuple[int, int]:
    return round(line.edge), round(cell.x0)


def _usual_end(ends: Sequence[float], otherwise: float) -> float:
    """Where full lines end: about the furthest of many, else where the margin would be."""
    if len(ends) < 6:
        return max([*ends, otherwise]) if ends and max(ends) < otherwise + _PADDING else otherwise
    return sorted(ends)[-1 - len(ends) // 50]


def _column_key(edges: Sequence[float], index: int) -> tuple[int, int]:
    return round(edges[index] / 4), round(edges[index + 1] / 4)
