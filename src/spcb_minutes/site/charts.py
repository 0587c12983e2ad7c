"""Plots as inline SVG: fixed in their coordinates, drawn in the colours of the page, told in words besides.

Each stands in the page as one image with a name; the table of its numbers stands below it. Nothing is told by colour
alone: a bar that is not filled is hatched or bordered, and bears its number.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..exports.html import Markup, element, join


class Moment(NamedTuple):
    """A meeting on the chart of actions."""

    label: str
    """What stands under it: "14 May"."""
    raised: int
    """How many actions it raised, or took up again."""
    closed: int
    """How many it closed."""
    open: int
    """How many were open after it."""


class Bar(NamedTuple):
    """A member on the chart of questions."""

    name: str
    answered: int
    taken_away: int
    unanswered: int


_WIDE, _HIGH = 900, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 40, 14, 34, 42
_NAMES = 200
_ROW = 30

_PATTERNS = Markup(
    '<defs><pattern id="{0}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="hatch-ground" width="6" height="6"/><rect class="hatch-line" width="2.5" height="6"/>'
    "</pattern></defs>"
)


def actions_over_time(moments: Sequence[Moment], name: str) -> Markup:
    """A line of what is open after each meeting, over two bars a meeting: raised, and closed (hatched)."""
    most = max([max(moment[1:]) for moment in moments], default=1) or 1
    step = _step(most)
    top = -(-most // step) * step
    bottom = _HIGH - _BOTTOM
    slot = (_WIDE - _LEFT - _RIGHT) / max(len(moments), 1)
    bar = min(22.0, slot * 0.36)

    def high(number: int) -> float:
        return bottom - number / top * (bottom - _TOP)

    drawn: list[Markup] = []
    for number in range(0, top + 1, step):
        drawn.append(_line(_LEFT, high(number), _WIDE - _RIGHT, high(number), "grid"))
        drawn.append(_text(_LEFT - 8, high(number) + 4, str(number), "end"))
    room = max([len(moment.label) for moment in moments], default=0) * 7.5 + 10
    every = int(room // slot) + 1
    path = ""
    dots: list[Markup] = []
    for at, moment in enumerate(moments):
        middle = _LEFT + slot * (at + 0.5)
        if moment.raised:
            drawn.append(_rect(middle - bar, high(moment.raised), bar, bottom - high(moment.raised), "raised"))
        if moment.closed:
            drawn.append(_rect(middle, high(moment.closed), bar, bottom - high(moment.closed), "closed", "a-hatch"))
        if at % every == 0:
            drawn.append(_text(middle, bottom + 18, moment.label, "middle"))
        path += f"H{middle:.1f}V{high(moment.open):.1f}" if at else f"M{middle:.1f} {high(moment.open):.1f}"
        dots.append(element("circle", cx=f"{middle:.1f}", cy=f"{high(moment.open):.1f}", r=3, class_="dot"))
    if len(moments) > 1:
        drawn.append(element("path", d=path, class_="open"))
    if len(moments) <= _WIDE // 12:
        drawn += dots
    key = [
        _line(_LEFT, 12, _LEFT + 24, 12, "open"), _text(_LEFT + 30, 16, "open after the meeting"),
        _rect(_LEFT + 206, 6, 14, 12, "raised"), _text(_LEFT + 226, 16, "raised"),
        _rect(_LEFT + 300, 6, 14, 12, "closed", "a-hatch"), _text(_LEFT + 320, 16, "closed"),
    ]  # fmt: skip
    return _image(name, _HIGH, "a", [*key, *drawn])


def questions_per_member(bars: Sequence[Bar], name: str) -> Markup:
    """A bar a member: answered (filled), taken away (hatched), unanswered (a border alone), each with its number."""
    most = max([sum(bar[1:]) for bar in bars], default=1) or 1
    unit = (_WIDE - _NAMES - 60) / most
    drawn = [
        _rect(_NAMES, 6, 14, 12, "answered"), _text(_NAMES + 20, 16, "answered"),
        _rect(_NAMES + 110, 6, 14, 12, "taken", "q-hatch"), _text(_NAMES + 130, 16, "taken away"),
        _rect(_NAMES + 234, 6, 14, 12, "unanswered"), _text(_NAMES + 254, 16, "unanswered"),
    ]  # fmt: skip
    for at, bar in enumerate(bars):
        top = _TOP + at * _ROW
        drawn.append(_text(_NAMES - 10, top + 16, _short(bar.name), "end"))
        left = float(_NAMES)
        for number, look in zip(bar[1:], ("answered", "taken", "unanswered"), strict=True):
            if number:
                wide = number * unit
                drawn.append(_rect(left + 1, top, max(wide - 2, 1), 22, look, "q-hatch" if look == "taken" else None))
                if wide >= 26:
                    plate = "" if look == "answered" else " plain"
                    if look == "taken":
                        drawn.append(_rect(left + wide / 2 - 11, top + 3, 22, 16, "plate"))
                    drawn.append(_text(left + wide / 2, top + 16, str(number), "middle", f"number{plate}"))
                left += wide
        drawn.append(_text(left + 8, top + 16, str(sum(bar[1:]))))
    return _image(name, _TOP + len(bars) * _ROW + 8, "q", drawn)


def _image(name: str, high: int, prefix: str, drawn: Sequence[Markup]) -> Markup:
    patterns = Markup(_PATTERNS.format(prefix))
    return element(
        "svg", element("title", name), patterns, *drawn,
        viewBox=f"0 0 {_WIDE} {high}", role="img", aria_label=name, class_="chart",
    )  # fmt: skip


def _rect(left: float, top: float, wide: float, high: float, look: str, pattern: str | None = None) -> Markup:
    fill = None if pattern is None else f"url(#{pattern})"
    return element(
        "rect", x=f"{left:.1f}", y=f"{top:.1f}", width=f"{wide:.1f}", height=f"{high:.1f}", class_=look, fill=fill
    )


def _line(x1: float, y1: float, x2: float, y2: float, look: str) -> Markup:
    return element("line", x1=f"{x1:.1f}", y1=f"{y1:.1f}", x2=f"{x2:.1f}", y2=f"{y2:.1f}", class_=look)


def _text(left: float, base: float, words: str, anchor: str | None = None, look: str | None = None) -> Markup:
    return element("text", words, x=f"{left:.1f}", y=f"{base:.1f}", text_anchor=anchor, class_=look)


def _step(most: int) -> int:
    """The distance of the lines behind a chart, so that there are at most six: 1, 2, 5, 10, 20 and so on."""
    return next(step for step in _steps() if most <= step * 5)


def _steps() -> Iterator[int]:
    ten = 1
    while True:
        yield from (ten, 2 * ten, 5 * ten)
        ten *= 10


def _short(name: str) -> str:
    """A name that fits beside its bar."""
    wide = 0
    for at, letter in enumerate(name):
        wide += 2 if unicodedata.east_asian_width(letter) in "FW" else 1
        if wide > 26:
            return join(name[: max(at - 1, 0)].rstrip(), "…")
    return name
