"""What the style sheets of a page say of bold, italics, lists, and of what is hidden.

Rules with a simple selector count, of the page's own sheets; a sheet in another file is never fetched.

    .update { font-style: italic }   <p class="update">   ->  italic
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_BRACES = re.compile(r"([^{}]*)([{}])")
_SELECTOR = re.compile(r"([a-z][\w-]*)?([.#][\w-]+)?", re.IGNORECASE)
_HEAVY = frozenset({"bold", "bolder", "600", "700", "800", "900"})
_SLANTED = frozenset({"italic", "oblique"})
_AS_BLOCK = frozenset({"block", "flex", "grid", "list-item", "table"})
_NUMBERS = {
    "decimal": "1",
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}


class Look(NamedTuple):
    """What a style says; None is nothing."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    block: bool | None = None
    numbers: str | None = None
    """How entries are numbered: "1", "a", "A", "i", "I", or "" for a bullet."""

    def over(self, under: Look) -> Look:
        """The look, and what is under it where it says nothing."""
        return Look(
            under.bold if self.bold is None else self.bold,
            under.italic if self.italic is None else self.italic,
            under.hidden if self.hidden is None else self.hidden,
            under.block if self.block is None else self.block,
            under.numbers if self.numbers is None else self.numbers,
        )


PLAIN = Look()


def _look(declarations: str) -> Look:
    bold = italic = hidden = block = numbers = None
    for declaration in declarations.lower().split(";"):
        name, _, value = declaration.partition(":")
        name, value = name.strip(), value.replace("!important", "").strip()
        if name == "font-weight" and value not in ("inherit", ""):
            bold = value in _HEAVY
        elif name == "font-style" and value not in ("inherit", ""):
            italic = value.partition(" ")[0] in _SLANTED
        elif name == "font" and " " in value:
            parts = set(value.split())
            bold, italic = bool(parts & _HEAVY), bool(parts & _SLANTED)
        elif name == "display":
            hidden, block = value == "none", value in _AS_BLOCK
        elif name == "visibility":
            hidden = value in ("hidden", "collapse") or hidden
        elif name in ("list-style", "list-style-type"):
            numbers = next((_NUMBERS[part] for part in value.split() if part in _NUMBERS), "")
    return Look(bold, italic, hidden, block, numbers)


class Looks:
    """The rules of the page's style sheets with simple selectors: p, .update, p.update, #notes."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self._rules: dict[str, tuple[int, Look]] = {}
        self._known: dict[tuple[str, str, str, str], Look] = {}
        for order, (selector, declarations) in enumerate(chain.from_iterable(map(_rules, sheets))):
            simple = _SELECTOR.fullmatch(selector)
            look = _look(declarations)
            if simple and selector and look != PLAIN:
                key = (simple[1] or "").lower() + (simple[2] or "")
                self._rules[key] = order, look.over(self._rules.get(key, (0, PLAIN))[1])

    def of(self, tag: str, attributes: Mapping[str, str]) -> Look:
        """What the rules say of an element, its own ``style`` before them."""
        if not self._rules and "style" not in attributes:
            return PLAIN
        classes, name, style = (attributes.get(key, "") for key in ("class", "id", "style"))
        key = (tag, classes, name, style)
        if key not in self._known:
            named = classes.split()
            look = PLAIN
            for selectors in (
                [tag],
                [f".{one}" for one in named],
                [f"{tag}.{one}" for one in named],
                [f"#{name}"],
                [f"{tag}#{name}"],
            ):
                for _, rule in sorted(self._rules[one] for one in set(selectors) if one in self._rules):
                    look = rule.over(look)
            self._known[key] = _look(style).over(look) if style else look
        return self._known[key]


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Each selector with its declarations; rules inside of others, as for print, are left out."""
    depth, selectors = 0, ""
    for words, brace in _BRACES.findall(_COMMENT.sub("", sheet)):
        if brace == "{":
            depth += 1
            selectors = words.rpartition(";")[2].strip() if depth == 1 else selectors
        else:
            if depth == 1 and not selectors.startswith("@"):
                for selector in selectors.split(","):
                    yield selector.strip(), words
            depth = max(0, depth - 1)
