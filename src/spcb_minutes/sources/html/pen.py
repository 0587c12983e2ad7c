"""Writes the paragraphs, entries and rows of a web page, in the order of the page.

What is left out goes aside when its turn comes.

    <ol type="a"><li>Tides</ol>      ->  Paragraph("Tides", mark="a. ")
    <tr><td>041/24<td>Tides          ->  Row([[Paragraph("041/24")], [Paragraph("Tides")]])
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from ...models import Furniture
from ..writing import Block, Paragraph, Row, Run, numeral, raised, shown
from .page import WITHOUT_WIDTH, Element, Page

_WHOLE_NUMBER = re.compile(r"\s*([+-]?\d{1,9})")
_SCHEME = re.compile(r"https?:", re.IGNORECASE)
_WIDEST = 32
_MOST_COLUMNS = 64
_MOST_TABLES = 30
"""How deep tables stand in each other as tables; what is deeper is paragraphs."""
_TALLEST = 65534


class _List:
    """A list being written: how its next entry is numbered."""

    def __init__(self, element: Element) -> None:
        attributes = element.attributes
        declared = element.look.numbers
        kind = attributes.get("type", "1") if attributes.get("type", "1") in ("1", "a", "A", "i", "I") else ""
        self.kind = declared if declared is not None else kind if element.tag == "ol" else ""
        self.step = -1 if "reversed" in attributes else 1
        entries = sum(isinstance(one, Element) and one.tag == "li" for one in element.children)
        self.next = _number(attributes.get("start"), entries if self.step < 0 else 1)

    def mark(self, entry: Element) -> str:
        number = _number(entry.attributes.get("value"), self.next)
        self.next = number + self.step
        kind = self.kind if entry.look.numbers is None else entry.look.numbers
        if kind and entry.attributes.get("type") in ("1", "a", "A", "i", "I"):
            kind = entry.attributes["type"]
        return f"{numeral(number, kind)}. " if kind else "- "


def _number(value: str | None, otherwise: int) -> int:
    found = _WHOLE_NUMBER.match(value or "")
    return int(found[1]) if found else otherwise


class _Table:
    """A table being written: the cells of its row, and the columns that cells of earlier rows still fill."""

    def __init__(self) -> None:
        self._cells: list[Sequence[Block]] = []
        self._down: list[int] = []

    def section(self) -> None:
        self._down = []

    def cell(self, blocks: list[Block], wide: int, tall: int) -> None:
        self._skip()
        at = len(self._cells)
        self._cells += [blocks, *[()] * (wide - 1)]
        if tall > 1:
            self._down += [0] * (len(self._cells) - len(self._down))
            self._down[at : at + wide] = [tall] * wide  # this row counts as well: ``row`` takes one of each
            del self._down[_MOST_COLUMNS:]

    def row(self) -> list[Sequence[Block]]:
        """The cells of the row that ends, up to the last one with words."""
        self._down = [max(0, rows - 1) for rows in self._down]
        while self._down and not self._down[-1]:
            self._down.pop()
        cells, self._cells = self._cells, []
        while cells and not cells[-1]:
            cells.pop()
        return cells

    def _skip(self) -> None:
        while len(self._cells) < len(self._down) and self._down[len(self._cells)]:
            self._cells.append(())


class Pen:
    """Walks through a page and writes its paragraphs and rows."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.aside: list[Furniture] = []
        self.links: list[Furniture] = []
        self._runs: list[Run] = []
        self._last = "\n"  # the last character of the paragraph
        self._mark = ""
        self._lists: list[_List] = []
        self._tables: list[_Table] = []
        self._outside: list[tuple[list[Block], list[_List]]] = []  # of each cell that is open
        self._addresses: set[str] = set()

    def write(self, page: Page) -> None:
        """Everything of a page."""
        walk = [(page.body, iter(page.body.children))]
        while walk:
            parent, children = walk[-1]
            child = next(children, None)
            if child is None:
                walk.pop()
                self._leave(parent)
            elif isinstance(child, str):
                if parent.order in page.around:
                    self._put_aside("page", child)
                else:
                    self._write(child, parent)
            elif child.left:
                if child.is_block:
                    self._end()
                if child.left != "dropped":
                    self._put_aside("hidden" if child.left == "hidden" else "page", child.text)
            elif self._enter(child):
                inner = child.children
                walk.append((child, iter(sorted(inner, key=_place) if child.tag == "table" else inner)))
        self._end()

    def _enter(self, one: Element) -> bool:
        """Begins an element; whether what stands in it is to be written."""
        tag = one.tag
        if tag == "br":
            self._break(one)
        elif tag == "q":
            self._put("“", one)
        elif tag == "sup" and (up := raised(one.text)) != one.text:
            self._put(up, one)
            return False
        elif one.is_block:
            self._end()
            if tag in ("ul", "ol", "menu", "dir"):
                self._mark = ""
                self._lists.append(_List(one))
            elif tag == "li":
                self._mark = self._lists[-1].mark(one) if self._lists else "- "
            elif tag == "table":
                self._tables.append(_Table())
            elif self._tables and tag in ("thead", "tbody", "tfoot"):
                self._tables[-1].section()
            elif self._tables and tag in ("td", "th"):
                self._outside.append((self.blocks, self._lists))
                self.blocks, self._lists, self._mark = [], [], ""
        return True

    def _leave(self, one: Element) -> None:
        tag = one.tag
        if tag == "q":
            self._put("”", one)
        elif tag == "a":
            self._link(one)
        elif one.is_block:
            self._end()
            if tag in ("ul", "ol", "menu", "dir"):
                self._lists.pop()
            elif tag == "li":
                self._mark = ""
            elif tag == "table":
                self._tables.pop()
            elif self._tables and tag == "tr":
                cells = self._tables[-1].row()
                if len(cells) > 1 and len(self._tables) <= _MOST_TABLES:
                    self.blocks.append(Row(cells))
                else:
                    self.blocks += chain.from_iterable(cells)
            elif self._tables and tag in ("td", "th"):
                cell = self.blocks
                self.blocks, self._lists = self._outside.pop()
                wide = _number(one.attributes.get("colspan"), 1)
                tall = _number(one.attributes.get("rowspan"), 1) or _TALLEST
                self._tables[-1].cell(cell, min(max(wide, 1), _WIDEST), min(max(tall, 1), _TALLEST))

    def _write(self, words: str, one: Element) -> None:
        words = words if words.isascii() else words.translate(WITHOUT_WIDTH)
        if not one.pre:
            self._put(_folded(words), one)
            return
        for count, line in enumerate(words.split("\n")):
            if count:
                self._break(one)
            self._put(line.replace("\f", " ").replace("\r", " "), one)

    def _put(self, words: str, one: Element) -> None:
        if self._last == "\n":
            words = words.lstrip(" \u00a0")
        elif self._last == " " and not one.pre:
            words = words.lstrip(" ")
        if words:
            self._runs.append(Run(words, one.bold, one.italic))
            self._last = words[-1]

    def _break(self, one: Element) -> None:
        """Ends a line; the second time in a row, the paragraph."""
        if self._runs and self._last == "\n":
            self._end()
        elif self._runs:
            self._runs.append(Run("\n", one.bold, one.italic))
            self._last = "\n"

    def _end(self) -> None:
        """Ends the paragraph, if one has begun."""
        runs = self._runs
        while runs and not runs[-1].text.strip():
            runs.pop()
        if runs:
            runs[-1] = runs[-1]._replace(text=runs[-1].text.rstrip())
            self.blocks.append(Paragraph(*runs, mark=self._mark, depth=max(0, len(self._lists) - 1)))
            self._mark = ""
        self._runs = []
        self._last = "\n"

    def _link(self, one: Element) -> None:
        address = one.attributes.get("href", "").strip()
        if not _SCHEME.match(address) or address in self._addresses or shown(address, "".join(one.text.split())):
            return
        self._addresses.add(address)
        self.links.append(Furniture(kind="link", text=address))

    def _put_aside(self, kind: str, words: str) -> None:
        folded = " ".join(words.translate(WITHOUT_WIDTH).split())
        if folded:
            self.aside.append(Furniture(kind="hidden" if kind == "hidden" else "page", text=folded))


def _folded(words: str) -> str:
    """The words with one blank for each run of blanks; several times faster than a pattern that sees every blank."""
    for blank in "\n\t\r\f":
        words = words.replace(blank, " ")
    while "  " in words:
        words = words.replace("  ", " ")
    return words


def _place(child: Element | str) -> int:
    """Where a part of a table is shown: its caption first, its foot last."""
    return {"caption": 0, "thead": 1, "tfoot": 3}.get(child.tag, 2) if isinstance(child, Element) else 2
