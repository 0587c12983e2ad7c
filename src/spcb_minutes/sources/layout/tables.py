"""Rules of print become tables: grids, and grids in their cells.

Level rules over the whole width part rows, upright ones over a whole row part cells; what is left is inside a cell.

    three level rules, three upright ones, all crossing     ->  a table of two rows of two cells
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .lines import Fragment, Line, Rule

_SHORT_RULE = 5.0
_DEEPEST_TABLE = 6
_MANY_RULES = 1500  # a drawing, not a table


@dataclass(slots=True)
class Part:
    """A cell of a table: the fragments that stand in it, and the tables."""

    fragments: list[Fragment] = field(default_factory=list)
    inner: list[Table] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All words in it but those of its tables."""
        return " ".join(line.text for line in self.body)


@dataclass(slots=True)
class Band:
    """A row of a table."""

    top: float
    bottom: float
    edges: list[float]
    """Where its cells begin and end, from left to right."""
    cells: list[Part]

    @property
    def words(self) -> list[str]:
        """What stands in its cells."""
        return [part.text for part in self.cells]


@dataclass(slots=True)
class Table:
    """A grid of rules: rows between level rules over its whole width, cells between upright ones over a whole row."""

    x0: float
    x1: float
    top: float
    bottom: float
    bands: list[Band]

    def cell(self, x: float, y: float) -> Part | None:
        """The cell that a place is in, of this table or of one inside; None outside."""
        if not (self.x0 - 1 <= x <= self.x1 + 1 and self.bottom - 1 <= y <= self.top + 1):
            return None
        band = self.bands[-1]
        for band in self.bands:
            if y >= band.bottom:
                break
        part = band.cells[_within(band.edges, x)]
        return (cell_of(part.inner, x, y) or part) if part.inner else part


def cell_of(tables: Sequence[Table], x: float, y: float) -> Part | None:
    """The cell of some tables that a place is in; None where it is in none."""
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


def tables(rules: Sequence[Rule]) -> list[Table]:
    """The grids among the rules of a page, those inside others in their cells."""
    level = _merged([r for r in rules if _is_level(r)])
    upright = _turned(_merged(_turned([r for r in rules if not _is_level(r)])))
    if not 3 <= len(level) + len(upright) <= _MANY_RULES:
        return []
    tables = [table for group in _crossing(level, upright) if (table := _grid(group, None, 0))]
    tables.sort(key=lambda t: (t.x0 - t.x1) * (t.top - t.bottom))
    outer: list[Table] = []
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


def _grid(rules: Sequence[Rule], box: tuple[float, float, float, float] | None, depth: int) -> Table | None:
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
    return Table(x0, x1, top, bottom, bands)


def _bands(heights: Sequence[float], upright: Sequence[Rule], x0: float, x1: float, share: float) -> list[Band]:
    out = []
    for top, bottom in pairwise(heights):
        over = [r.x0 for r in upright if min(r.y1, top) - max(r.y0, bottom) > share * (top - bottom)]
        edges = _distinct([x0, *over, x1])
        if len(edges) < 2:
            edges = [x0, x1]
        out.append(Band(top, bottom, edges, [Part() for _ in edges[1:]]))
    return out


def _inside(level: Sequence[Rule], upright: Sequence[Rule], band: Band, index: int, depth: int) -> list[Table]:
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


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Level rules that go on from one another as one: borders are often drawn cell by cell."""
    out: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (round(r.y0 / 2), r.x0)):
        last = out[-1] if out else None
        if last and abs(last.y0 - rule.y0) < 2.5 and rule.x0 <= last.x1 + 3:
            out[-1] = last._replace(x1=max(last.x1, rule.x1))
        else:
            out.append(rule)
    return out


def _turned(rules: Sequence[Rule]) -> list[Rule]:
    """Upright rules as level ones, and the other way round."""
    return [Rule(r.y0, r.x0, r.y1, r.x1) for r in rules]


def _within(edges: Sequence[float], x: float) -> int:
    """The index of the cell that a place is in."""
    return min(max(bisect_right(edges, x) - 1, 0), len(edges) - 2)
