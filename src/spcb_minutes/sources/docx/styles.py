"""Styles of a Word file: what they say of letters, lists and indents, over all that they are based on.

Properties such as bold toggle: bold in the style of the paragraph and in that of the words is plain again.

    style "Action" based on "Strong"     ->  bold
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from .xml import MAIN, TYPE, VAL, flag, indent_of, number, numbering_of


@dataclass(slots=True, frozen=True)
class Look:
    """What a style or a run says of its letters; None where it says nothing."""

    bold: bool | None = None
    italic: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None

    def over(self, under: Look) -> Look:
        """What this look says, and what is under it where it says nothing."""
        return Look(
            self.bold if self.bold is not None else under.bold,
            self.italic if self.italic is not None else under.italic,
            self.capitals if self.capitals is not None else under.capitals,
            self.hidden if self.hidden is not None else under.hidden,
            self.raised if self.raised is not None else under.raised,
        )

    def beside(self, other: Look) -> Look:
        """The looks of two kinds of style at once: bold on bold is plain again (17.7.3, toggle properties)."""
        return Look(
            bool(self.bold) != bool(other.bold),
            bool(self.italic) != bool(other.italic),
            bool(self.capitals) != bool(other.capitals),
            bool(self.hidden or other.hidden),
            bool(self.raised or other.raised),
        )


PLAIN = Look()


@dataclass(slots=True, frozen=True)
class Style:
    """What a style gives to a paragraph."""

    look: Look = PLAIN
    numbering: tuple[str | None, int | None] = (None, None)
    indent: float | None = None
    breaks: bool | None = None

    def over(self, under: Style) -> Style:
        """What this style says, and the one that it is based on where it says nothing."""
        number, level = self.numbering
        return Style(
            self.look.over(under.look),
            (under.numbering[0] if number is None else number, under.numbering[1] if level is None else level),
            under.indent if self.indent is None else self.indent,
            under.breaks if self.breaks is None else self.breaks,
        )


class Styles:
    """The styles of one file by their ids."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self.default = Style()
        """What a paragraph looks like that names no style."""
        if root is not None:
            self._read(root)

    def named(self, properties: Element | None, kind: str) -> Style | None:
        """The style that the properties of a paragraph ("pStyle") or a run ("rStyle") name."""
        found = properties.find(MAIN + kind) if properties is not None else None
        return self._styles.get(found.get(VAL, "")) if found is not None else None

    def _read(self, root: Element) -> None:
        elements = {style.get(MAIN + "styleId", ""): style for style in root.findall(MAIN + "style")}
        base = root.find(f"{MAIN}docDefaults/{MAIN}rPrDefault/{MAIN}rPr")
        beneath = look_of(base)
        self.default = Style(beneath)
        for key in elements:
            chain: dict[str, Style] = {}
            at = key
            while at in elements and at not in self._styles and at not in chain:
                chain[at] = _own(elements[at])
                based = elements[at].find(MAIN + "basedOn")
                at = based.get(VAL, "") if based is not None else ""
            under = self._styles.get(at, Style())
            for name in reversed(chain):
                under = self._styles[name] = chain[name].over(under)
        for key, element in elements.items():
            if element.get(TYPE) == "paragraph":
                self._styles[key] = self._styles[key].over(Style(beneath))
                if element.get(MAIN + "default") in ("1", "true", "on"):
                    self.default = self._styles[key]


def look_of(properties: Element | None) -> Look:
    """What the properties of a run, or of a style's letters, say."""
    if properties is None or not len(properties):
        return PLAIN
    aligned, shifted = properties.find(MAIN + "vertAlign"), properties.find(MAIN + "position")
    up: bool | None = None
    if aligned is not None:
        up = aligned.get(VAL) == "superscript"
    elif shifted is not None and properties.find(MAIN + "sz") is not None:  # so LibreOffice writes what a page raised
        up = number(shifted.get(VAL), 0) > 0
    return Look(
        flag(properties, "b"),
        flag(properties, "i"),
        flag(properties, "caps"),
        flag(properties, "vanish"),
        up,
    )


def _own(style: Element) -> Style:
    """What a style says itself."""
    properties, look = style.find(MAIN + "pPr"), look_of(style.find(MAIN + "rPr"))
    if properties is None:
        return Style(look)
    return Style(look, numbering_of(properties), indent_of(properties), flag(properties, "pageBreakBefore"))
