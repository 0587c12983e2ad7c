"""Lines below each other become paragraphs, entries and rows.

A line goes on with the one before it where its first word had no room there, and nothing else parts them.

    "High water was early in" / "September."      ->  one paragraph
    "- one" / "- two"                             ->  two entries
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..writing import Block, Depths, Paragraph, Row, Run
from .lines import Cell, Line

if TYPE_CHECKING:
    from .document import Layout

NEAR = 4.0  # points: two places that are meant to be one
_INDENT = 4.0  # how far the first line of a paragraph may stand in
_ENDS = re.compile(r"[.?!:;][\"'”’)\]]*\Z")


class RowFlow:
    """A row of a table while it is read; a page's end may go through it."""

    def __init__(self, edges: Sequence[float], layout: Layout) -> None:
        self.edges = edges
        self.cells = [Flow(layout) for _ in edges[1:]]

    def finished(self) -> Row:
        """The row, when nothing more comes."""
        return Row([cell.finished() for cell in self.cells])


class Flow:
    """What stands below each other, in a page's body or in a cell: lines become paragraphs."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.blocks: list[Block | RowFlow] = []
        self.depths = Depths(NEAR)
        self.last: Line | None = None
        self.first: Line | None = None
        """The first line of the open paragraph."""
        self.cells: list[list[Run]] = []
        """The words of the open paragraph, by column."""
        self.styles: set[tuple[bool, bool]] = set()
        self.heading: list[str] = []
        """The first row of the table that was begun last."""

    def add(self, line: Line) -> None:
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

    def add_row(self, row: RowFlow) -> None:
        """A row of a table."""
        self._close()
        self.blocks.append(row)

    def finished(self) -> list[Block]:
        """The blocks, when nothing more comes."""
        self._close()
        return [block.finished() if isinstance(block, RowFlow) else block for block in self.blocks]

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

    def _append(self, line: Line) -> None:
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

    def _column(self, line: Line, cell: Cell) -> int:
        """The column of the open paragraph that a cell of its next line belongs to."""
        assert self.first is not None
        starts = [c.x0 for c in self.first.cells]
        if len(line.cells) == 1 and abs(line.x0 - starts[0]) < NEAR:
            return len(starts) - 1
        return min(range(len(starts)), key=lambda i: abs(starts[i] - cell.x0))

    def goes_on(self, line: Line) -> bool:
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

    def _stands_in_text(self, line: Line) -> bool:
        """Whether a line that begins like a mark stands where the words of the open paragraph go on."""
        before = self.last
        assert before is not None
        return bool(self.first and self.first.mark) and abs(line.mark_x - before.x0) < NEAR

    def _same_edge(self, line: Line) -> bool:
        """Whether a line begins where the next line of the open paragraph would."""
        before, first = self.last, self.first
        assert before is not None
        assert first is not None
        if len(first.cells) > 1:
            starts = [cell.x0 for cell in first.cells]
            if len(line.cells) == 1 and abs(line.x0 - starts[0]) < NEAR:
                return len(before.cells) > 1  # behind a tabulator, not in a column: the next line begins at the edge
            return all(min(abs(cell.x0 - start) for start in starts) < NEAR for cell in line.cells)
        if len(line.cells) > 1:
            return False
        if self._centred(before) and self._centred(line):
            return True
        shift = (line.mark_x if line.mark else line.x0) - before.x0
        if abs(shift) < NEAR:
            return True
        if before is not first or line.mark:
            return False
        if first.mark:  # where its words begin is known about, where the mark is in one piece with them
            return first.mark_x - NEAR <= line.x0 <= first.x0 + 0.6 * line.size
        return first.x0 - _INDENT * first.size <= line.x0 < first.x0

    def _had_no_room(self, line: Line) -> bool:
        """Whether the first words of a line would not have fitted at the end of the line before."""
        before, first = self.last, self.first
        assert before is not None
        assert first is not None
        starts = [cell.x0 for cell in first.cells]
        head, tail = before.cells[0].text.rstrip(), line.cells[0].text
        if len(line.cells) > 1 and abs(line.x0 - starts[0]) < NEAR and not (head[-1:] == "-" or tail[:1].islower()):
            return False  # a row of its own: a narrow first column has never room
        for cell in line.cells:
            index = 0 if len(starts) == 1 else self._column(line, cell)
            above = next((c for c in before.cells if abs(c.x0 - starts[index]) < NEAR), before.cells[-1])
            right = self.layout.edge(before, above)
            if index and abs(cell.x0 - starts[index]) < NEAR:
                right = min(right, self.layout.column_end(line.page, starts[index]))
            if index + 1 < len(starts):
                right = min(right, starts[index + 1] - NEAR)
            room = right - above.x1
            if len(first.cells) == 1 and self._centred(before):
                room *= 2
            if room > 0.45 * line.size and room - 0.45 * line.size > cell.first_word:
                return False
        return True

    def _centred(self, line: Line) -> bool:
        left = self.layout.left
        return (
            len(line.cells) == 1
            and not line.mark
            and not (self.first and self.first.mark)
            and line.x0 - left > 6 * NEAR
            and abs((line.x0 - left) - (line.edge - line.x1)) < 2 * NEAR
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
