"""The elements of Word's XML, and what their attributes say.

    <w:b w:val="0"/>              ->  False: said, and off
    <w:ind w:left="0.5in"/>       ->  720.0, in twentieths of a point

Source: ECMA-376, part 1: 17 (WordprocessingML), 22.9 (measures).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
VAL, ID, TYPE = MAIN + "val", LINK + "id", MAIN + "type"
GONE = frozenset(MAIN + name for name in ("del", "moveFrom", "rPr", "pPr", "instrText", "delText", "tcPr", "trPr"))
_OFF = ("0", "false", "off", "none")
_LARGEST = 1_000_000  # whatever a number counts
_CHANGED = frozenset(MAIN + name for name in ("ins", "del", "moveTo", "moveFrom"))
_MEASURE = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)(mm|cm|in|pt|pc|pi)?")
_TWENTIETHS = {None: 1.0, "pt": 20.0, "pc": 240.0, "pi": 240.0, "in": 1440.0, "cm": 1440 / 2.54, "mm": 144 / 2.54}
NOT_SHOWN = str.maketrans({"\u00ad": None, "\n": " ", "\r": " ", "\f": " "})


def number(value: str | None, otherwise: int) -> int:
    """An attribute as a whole number, within what anything counts; another where it is none."""
    try:
        return max(-_LARGEST, min(int(value or ""), _LARGEST))
    except ValueError:
        return otherwise


def on(element: Element | None) -> bool | None:
    """Whether a property is on; None where it is not there."""
    return None if element is None else element.get(VAL, "1") not in _OFF


def flag(properties: Element, name: str) -> bool | None:
    """Whether the property of this name is on; None where nothing is said of it."""
    return on(properties.find(MAIN + name))


def numbering_of(properties: Element) -> tuple[str | None, int | None]:
    """The list and the level that a paragraph's properties name."""
    numbering = properties.find(MAIN + "numPr")
    if numbering is None:
        return None, None
    named, level = numbering.find(MAIN + "numId"), numbering.find(MAIN + "ilvl")
    return (
        named.get(VAL) if named is not None else None,
        number(level.get(VAL), 0) if level is not None else None,
    )


def indent_of(properties: Element) -> float | None:
    """How far in a paragraph stands, in twentieths of a point."""
    indent = properties.find(MAIN + "ind")
    if indent is None:
        return None
    value = _MEASURE.fullmatch(indent.get(MAIN + "left") or indent.get(MAIN + "start") or "")
    return float(value[1]) * _TWENTIETHS[value[2]] if value else None


def symbol(code: str) -> str:
    """The character of a symbol font; what is no code is nothing."""
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return character if character not in "\f\n\t" else ""


def changes_in(root: Element) -> int:
    """How many tracked changes a part holds."""
    return sum(1 for element in root.iter() if element.tag in _CHANGED)


def end_deleted(properties: Element | None) -> bool:
    """Whether the end of a paragraph was deleted: with the change accepted it is one with the next."""
    look = properties.find(MAIN + "rPr") if properties is not None else None
    return look is not None and (look.find(MAIN + "del") is not None or look.find(MAIN + "moveFrom") is not None)


def chosen(element: Element) -> Element:
    """What a new program would show of something that is there in two forms."""
    return next(iter(element), element) if len(element) else element


def shown_in(run: Element) -> Iterator[Element]:
    """What stands in a run; of two forms the one with words, for a face may be a drawing to new programs only."""
    for element in run:
        old = element[-1] if len(element) and element.tag.endswith("}AlternateContent") else None
        if old is not None and old.find(MAIN + "t") is not None:
            yield from old
        else:
            yield element


def through(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row, also where something is wrapped around them."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag.endswith("}AlternateContent"):
            yield from through(chosen(element), tag)
        elif element.tag not in GONE:
            yield from through(element, tag)
