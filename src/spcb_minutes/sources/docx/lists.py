"""Lists of a Word file: the numbers and bullets that the file does not hold as text, counted.

Lists made of one pattern count together, and one may begin anew at a number of its own.

    level "%1/24" of a list, third paragraph     ->  "83/24"
    level "(%2)", letters                        ->  "(c)"
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from ..writing import numeral
from .styles import Style
from .xml import MAIN, NOT_SHOWN, VAL, indent_of, number, numbering_of, on

_LEVELS = 9  # of a list; no file may have more
_LABEL = 200  # characters of a list's label: one as long as the file, on every paragraph, would fill the memory


@dataclass(slots=True)
class Level:
    """One level of a list."""

    start: int = 1
    shape: str = "decimal"
    text: str = ""
    width: int = 0
    indent: float | None = None
    restarts: int = _LEVELS
    """It begins anew after an entry of a level above this one, from 0."""
    legal: bool = False


@dataclass(slots=True)
class List:
    """The levels of a list, and how far each has been counted; lists made of one pattern count together."""

    levels: dict[int, Level]
    counts: dict[int, int]
    restart: dict[int, int] = field(default_factory=dict)
    styles: dict[str, int] = field(default_factory=dict)


class Lists:
    """The lists of one file, counted in the order in which their paragraphs are asked for."""

    def __init__(self, root: Element | None) -> None:
        self._lists = _read(root) if root is not None else {}

    def label(self, properties: Element | None, style: Style, name: str) -> tuple[str, float] | None:
        """The number or bullet of a paragraph and how far in it stands, in twentieths of a point; None without one."""
        number, depth = numbering_of(properties) if properties is not None else (None, None)
        number = style.numbering[0] if number is None else number
        found = self._lists.get(number or "")
        if found is None:
            return None
        depth = style.numbering[1] if depth is None else depth
        depth = found.styles.get(name, 0) if depth is None else depth
        level = found.levels.get(depth)
        if level is None:
            return None
        counts = found.counts
        for index in range(depth):
            counts.setdefault(index, found.levels.get(index, Level()).start)
        if depth in found.restart:
            counts[depth] = found.restart.pop(depth)
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for index in [i for i in counts if i > depth and depth < found.levels.get(i, level).restarts]:
            del counts[index]
        direct = indent_of(properties) if properties is not None else None
        own = numbering_of(properties)[0] if properties is not None else None
        indents = (direct, style.indent, level.indent) if own is None else (direct, level.indent, style.indent)
        indent = next((one for one in indents if one is not None), None)
        if level.shape == "bullet":
            return ("- " if level.text.strip() else ""), indent if indent is not None else depth * 360.0
        label = re.sub(
            r"%([1-9])",
            lambda m: _counted(
                counts.get(int(m[1]) - 1, 1), found.levels.get(int(m[1]) - 1, level), level.legal and int(m[1]) <= depth
            ),
            level.text,
        )
        return label, indent if indent is not None else depth * 360.0


def _read(root: Element) -> dict[str, List]:
    patterns: dict[str, List] = {}
    linked: dict[str, str] = {}
    sources: dict[str, str] = {}
    for element in root.findall(MAIN + "abstractNum"):
        key = element.get(MAIN + "abstractNumId", "")
        levels: dict[int, Level] = {}
        styles: dict[str, int] = {}
        for level in element.findall(MAIN + "lvl"):
            index = number(level.get(MAIN + "ilvl"), 0)
            if not 0 <= index < _LEVELS:
                continue
            levels[index] = _level(level)
            style = level.find(MAIN + "pStyle")
            if style is not None:
                styles[style.get(VAL, "")] = index
        patterns[key] = List(levels, {}, styles=styles)
        link, named = element.find(MAIN + "numStyleLink"), element.find(MAIN + "styleLink")
        if link is not None:
            linked[key] = link.get(VAL, "")
        if named is not None:
            sources[named.get(VAL, "")] = key
    for key, link_to in linked.items():
        patterns[key] = patterns.get(sources.get(link_to, ""), patterns[key])
    lists: dict[str, List] = {}
    for element in root.findall(MAIN + "num"):
        named = element.find(MAIN + "abstractNumId")
        pattern = patterns.get(named.get(VAL, "") if named is not None else "")
        if pattern is None:
            continue
        levels, restart = dict(pattern.levels), {}
        for override in element.findall(MAIN + "lvlOverride"):
            index = number(override.get(MAIN + "ilvl"), 0)
            begin, other = override.find(MAIN + "startOverride"), override.find(MAIN + "lvl")
            if other is not None and 0 <= index < _LEVELS:
                levels[index] = _level(other)
            if begin is not None:
                restart[index] = number(begin.get(VAL), 1)
        lists[element.get(MAIN + "numId", "")] = List(levels, pattern.counts, restart, pattern.styles)
    return lists


def _level(element: Element) -> Level:
    level = Level()
    shape = element.find(f".//{MAIN}numFmt[@{MAIN}format]")  # "001, 002, 003, ...", offered beside a plain one
    if shape is not None:
        level.width = min(len(shape.get(MAIN + "format", "").partition(",")[0]), 9)
    shape = element.find(f".//{MAIN}numFmt") if shape is None else shape
    if shape is not None:
        level.shape = shape.get(VAL, "decimal")
    start, text, indent = element.find(MAIN + "start"), element.find(MAIN + "lvlText"), element.find(MAIN + "pPr")
    restart = element.find(MAIN + "lvlRestart")
    level.start = number(start.get(VAL), 0) if start is not None else 0
    level.text = text.get(VAL, "").translate(NOT_SHOWN)[:_LABEL] if text is not None else ""
    level.indent = indent_of(indent) if indent is not None else None
    level.restarts = number(restart.get(VAL), _LEVELS) if restart is not None else _LEVELS
    level.legal = bool(on(element.find(MAIN + "isLgl")))
    return level


def _counted(count: int, level: Level, legal: bool) -> str:
    """A count in the figures of its level."""
    shape = "decimal" if legal else level.shape
    if shape in ("lowerLetter", "upperLetter") and count > 0:  # after z comes aa, then bb
        letter = numeral((count - 1) % 26 + 1, "a" if shape == "lowerLetter" else "A")
        return letter * min((count - 1) // 26 + 1, 9)
    if shape in ("lowerRoman", "upperRoman"):
        return numeral(count, "i" if shape == "lowerRoman" else "I")
    if shape == "decimalZero":
        return f"{count:02}"
    if shape in ("none", "bullet"):
        return ""
    return str(count).zfill(level.width)
