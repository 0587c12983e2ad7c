"""The picture of the models, docs/images/model.svg: a box a model, its fields, and a line to what each field holds.

Boxes stand in the columns below. A line leaves its field to the right, goes up or down between two columns, and goes
through a column where there is room between two boxes; lines to one model run together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from shapes import BLOCKS, Shape, is_standing, model, own_fields, shape

PICTURE = Path(__file__).parents[1] / "docs/images/model.svg"

COLUMNS: tuple[tuple[str, ...], ...] = (
    ("Document", "Standing"),
    ("Source", "Minutes", "Agenda", "Furniture", "Diagnostic", "Evidence"),
    ("Notice", "Attendance", "Meeting", "Item", "AgendaItem", "Span"),
    ("Link", "Attendee", "HeadCount", "Commitment", "Block"),
    ("Person", "ListEntry"),
)
"""What stands in which column, from above. "Block" is the frame around the models that a block is one of."""

ROW, WIDE, GUTTER, HEAD, FOOT, ROOM = 18, 146, 56, 52, 14, 18
"""In units of the picture: a row, a box, the way between two columns, above all, below all, between two boxes."""

WITHOUT_A_LINE = ("ItemNumber", "Severity")
"""What is a word in JSON and has no fields."""

TITLE = "The models of a document"
ABOUT = (
    "A document holds its source, agendas and minutes, what was set aside and diagnostics. Minutes hold the meeting, "
    "the attendance, notices and items; an item holds blocks: paragraphs, lists, questions with their answers, actions "
    "and decisions. Every field is described in docs/fields.md."
)

STYLE = """
svg { --ground: #fff; --paper: #f6f8fa; --rule: #afb8c1; --ink: #1f2328; --soft: #59636e; --head: #dbe7f5;
  --line: #6e7781; --to-block: #0a5fc2; --to-person: #9a4a00; --to-meeting: #1a7f37; --to-span: #8250df; }
@media (prefers-color-scheme: dark) { svg { --ground: #0d1117; --paper: #161b22; --rule: #4a5360; --ink: #e6edf3;
  --soft: #9198a1; --head: #1f3350; --line: #8b949e; --to-block: #6cb0ff; --to-person: #f0a35e; --to-meeting: #56d364;
  --to-span: #c297ff; } }
text { font: 13px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: var(--ink); }
.ground { fill: var(--ground); } .box { fill: var(--paper); stroke: var(--rule); } .head { fill: var(--head); }
.frame { fill: none; stroke: var(--to-block); stroke-dasharray: 5 4; } .name, .sign { font-weight: 650; }
.maybe { font-style: italic; } .count, .key { fill: var(--soft); font-size: 12px; }
.to { fill: none; stroke: var(--line); stroke-width: 1.4; } .tip { fill: var(--line); stroke: none; }
.dot { fill: var(--to-span); }
""" + "".join(
    f".to.{one} {{ stroke: var(--to-{one}); }} .tip.{one} {{ fill: var(--to-{one}); }}\n"
    for one in ("block", "person", "meeting", "span")
)


class Line(NamedTuple):
    """From a field to what it holds."""

    model: str
    field: str
    to: str
    shape: Shape


class Box(NamedTuple):
    """Where a model stands."""

    column: int
    top: float
    bottom: float
    left: float
    right: float

    @property
    def door(self) -> float:
        """The height at which lines come in."""
        return self.top + ROW / 2 + 1


def boxes() -> tuple[str, ...]:
    """All models with a box, in the order of the columns."""
    return tuple(one for column in COLUMNS for name in column for one in (BLOCKS if name == "Block" else (name,)))


def lines() -> list[Line]:
    """A line for each field that holds models, and each model that it holds."""
    found = []
    for name in boxes():
        for field in own_fields(name):
            held = shape(name, field)
            found += [Line(name, field, to, held) for to in held.holds if to not in WITHOUT_A_LINE]
    return found


def _height(name: str) -> float:
    if name == "Block":
        return sum(_height(one) + ROOM / 2 for one in BLOCKS) + ROW + 8
    return (len(own_fields(name)) + 1) * ROW + 5


def _places() -> dict[str, Box]:
    """Each box in its column; what is left of the height goes between the boxes."""
    whole = max(sum(map(_height, names)) + ROOM * (len(names) - 1) for names in COLUMNS)
    found = {}
    for column, names in enumerate(COLUMNS):
        left, top = 16.0 + column * (WIDE + GUTTER), float(HEAD)
        room = (whole - sum(map(_height, names))) / max(len(names) - 1, 1)
        for name in names:
            found[name] = Box(column, top, top + _height(name), left, left + WIDE)
            inner = top + ROW + 4
            for one in BLOCKS if name == "Block" else ():
                found[one] = Box(column, inner, inner + _height(one), left + 8, left + WIDE - 8)
                inner += _height(one) + ROOM / 2
            top += _height(name) + room
    return found


def _row(box: Box, row: int) -> float:
    """The middle of a row of a box, the first field being row 1."""
    return box.top + 2 + (row + 0.5) * ROW


def _gap(places: dict[str, Box], column: int, near: float) -> float:
    """Where a line can pass through a column: between two boxes, as near as can be."""
    names = COLUMNS[column]
    gaps = [(places[a].bottom + places[b].top) / 2 for a, b in pairwise(names)]
    return min(gaps, key=lambda gap: abs(gap - near))


Point = tuple[float, float]


def _ways(places: dict[str, Box]) -> Iterator[tuple[Line, list[Point]]]:
    """The corners of each line: (x, height) where it stands, x being a place between two columns."""
    turns: dict[Line, list[tuple[int, float, float]]] = {}
    gaps: dict[tuple[int, str], float] = {}
    for line in lines():
        start, end = places[line.model], places[line.to]
        y = _row(start, own_fields(line.model).index(line.field) + 1)
        turns[line] = []
        for column in range(start.column + 1, end.column):
            gap = gaps.setdefault((column, line.to), _gap(places, column, (y + end.door) / 2))
            turns[line].append((column - 1, y, gap))
            y = gap
        turns[line].append((end.column - (end.column > start.column), y, end.door))
    lanes = _lanes(turns)
    for line, found in turns.items():
        start, end = places[line.model], places[line.to]
        way = [(start.right, found[0][1])]
        for gutter, y, then in found:
            x = lanes[gutter, line.to]
            way += [(x, y), (x, then)]
        way.append((end.left if end.column > start.column else end.right, end.door))
        yield line, way


def _lanes(turns: dict[Line, list[tuple[int, float, float]]]) -> dict[tuple[int, str], float]:
    """Where between two columns the lines to a model turn: those with the longest way turn first, so few cross."""
    longest: dict[tuple[int, str], float] = {}
    for line, found in turns.items():
        for gutter, y, then in found:
            longest[gutter, line.to] = max(abs(then - y), longest.get((gutter, line.to), 0.0))
    lanes = {}
    for gutter in range(len(COLUMNS)):
        here = sorted((one for one in longest if one[0] == gutter), key=lambda one: -longest[one])
        for place, one in enumerate(here):
            lanes[one] = 16 + gutter * (WIDE + GUTTER) + WIDE + 12 + 4.6 * place
    return lanes


def _path(way: Sequence[Point]) -> str:
    """The line through these corners, rounded."""
    parts = [f"M{way[0][0]:g} {way[0][1]:g}"]
    for before, corner, after in zip(way, way[1:], way[2:], strict=False):
        parts += [f"L{_short_of(corner, before)}", f"Q{corner[0]:g} {corner[1]:g} {_short_of(corner, after)}"]
    return "".join([*parts, f"L{way[-1][0]:g} {way[-1][1]:g}"])


def _short_of(corner: Point, other: Point) -> str:
    """Just before a corner, on the way to another point."""
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    length = max(abs(dx), abs(dy))
    if not length:
        return f"{corner[0]:g} {corner[1]:g}"
    back = min(5.0, length / 2)
    return f"{corner[0] + dx / length * back:g} {corner[1] + dy / length * back:g}"


def _colour(to: str) -> str:
    return f" {to.lower()}" if to in ("Block", "Person", "Meeting", "Span") else ""


def _rectangle(kind: str, box: Box, round_by: float) -> str:
    size = f'x="{box.left:g}" y="{box.top:g}" width="{box.right - box.left:g}" height="{box.bottom - box.top:g}"'
    return f'<rect class="{kind}" {size} rx="{round_by:g}"/>'


def _drawn_box(name: str, box: Box) -> Iterator[str]:
    yield f'<g data-model="{name}">'
    yield _rectangle("box", box, 4)
    yield _rectangle("head", Box(0, box.top + 0.5, box.top + ROW + 1.5, box.left + 0.5, box.right - 0.5), 3.5)
    yield f'<text class="name" x="{box.left + 8:g}" y="{box.top + 14.5:g}">{name}</text>'
    if is_standing(model(name)):
        yield f'<circle class="dot" cx="{box.right - 10:g}" cy="{box.top + 10:g}" r="3.5"/>'
    for row, field in enumerate(own_fields(name), 1):
        held = shape(name, field)
        maybe = ' class="maybe"' if held.optional else ""
        y = _row(box, row) + 4.5
        yield f'<text{maybe} x="{box.left + 8:g}" y="{y:g}">{field}</text>'
        if held.many or set(held.holds) - set(WITHOUT_A_LINE):
            yield f'<text class="count" text-anchor="end" x="{box.right - 7:g}" y="{y:g}">{held.how_many}</text>'
    yield "</g>"


def svg() -> str:
    """The picture."""
    places = _places()
    wide = max(box.right for box in places.values()) + 40
    high = max(box.bottom for box in places.values()) + FOOT
    frame = places["Block"]
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" height="{high:g}" '
        'role="img" aria-labelledby="title about">',
        f'<title id="title">{TITLE}</title>',
        f'<desc id="about">{escape(ABOUT)}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="ground" width="{wide:g}" height="{high:g}" rx="6"/>',
        '<text class="key" x="16" y="20"><tspan class="sign">n</tspan> any number, <tspan class="sign">1</tspan> one, '
        '<tspan class="sign">0–1</tspan> one or none; <tspan class="maybe">in italics</tspan>: may be None.</text>',
        '<circle class="dot" cx="20" cy="35.5" r="3.5"/>',
        '<text class="key" x="30" y="40">has the fields of Standing too, for it stands in the text.</text>',
    ]
    for line, way in _ways(places):
        colour = _colour(line.to)
        out.append(
            f'<path class="to{colour}" data-from="{line.model}.{line.field}" data-to="{line.to}" d="{_path(way)}"/>'
        )
        (x, y), back = way[-1], -8 if way[-1][0] > way[-2][0] else 8
        out.append(f'<path class="tip{colour}" d="M{x:g} {y:g}l{back} -4v8z"/>')
    out += [
        _rectangle("frame", frame, 6),
        f'<text x="{frame.left + 8:g}" y="{frame.top + 15:g}"><tspan class="name">Block</tspan>: one of</text>',
    ]
    for name in boxes():
        out += _drawn_box(name, places[name])
    return "\n".join([*out, "</svg>", ""])
