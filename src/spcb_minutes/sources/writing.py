r"""Writes minutes text: the one form in which a Word file, a PDF and a web page of the same notes meet.

    Row([[Paragraph("041/24")],
         [Paragraph(Run("Tides", bold=True)), Paragraph("High water.", mark="- ")]])

    041/24<TAB>**Tides**

    - High water.

1. Every character of a run that is no blank is in the text, in the order of the blocks.
2. What a run holds is words: a sign in it that minutes text would take for a mark gets a backslash.
3. A tabulator in a run parts cells, a line end ends a line of the same paragraph, a form feed ends a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import NamedTuple

__all__ = ["Block", "Depths", "Paragraph", "Row", "Run", "numeral", "raised", "shown", "written"]


class Run(NamedTuple):
    """Some words in one style."""

    text: str
    bold: bool = False
    italic: bool = False


class Paragraph:
    """A paragraph, heading or entry of a list."""

    __slots__ = ("depth", "mark", "runs")

    def __init__(self, *runs: Run | str, mark: str = "", depth: int = 0) -> None:
        self.runs = [Run(run) if isinstance(run, str) else run for run in runs]
        self.mark = mark
        """What stands before the words of an entry, with its blank: "- ", "2. "; empty for running text."""
        self.depth = depth
        """How deep the entry is in its list, from 0."""

    def __repr__(self) -> str:
        return f"Paragraph({', '.join(map(repr, self.runs))}, mark={self.mark!r}, depth={self.depth})"


@dataclass(slots=True)
class Row:
    """A row of a table: its cells from left to right, each with what stands in it."""

    cells: Sequence[Sequence[Block]]


Block = Paragraph | Row

_RAISED = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_RAISABLE = re.compile(r"\s*[0-9+\-−=()]+\s*")
_GAP = re.compile(r"[ \t\n\f]{2,}|(?<! )[\t\n\f]")
_STRUCTURE = re.compile(r"([\t\n\f]+)")
_ITALIC = re.compile(r"\f*\*(?!\*)[^*]+\*")
_SIGN = re.compile(r"[\\*]")
_SIGN_AT_START = re.compile(r"#+(?=[ \t])|---(?=[ ]*$)")
_BULLET_TYPED = re.compile(r"\\\*(?=[ \t])")
_DEPTH = "    "
_DEEPEST = 30
_SHORT = 60  # characters: lists of names, say, which stand beside each other line by line


class Depths:
    """How deep entries are, told from how far from the edge they stand: in a list, what stands further in is deeper."""

    def __init__(self, tolerance: float) -> None:
        self._stack: list[float] = []
        self._tolerance = tolerance

    def of(self, indent: float) -> int:
        """The depth of the next entry, from 0."""
        while self._stack and indent < self._stack[-1] - self._tolerance:
            self._stack.pop()
        if not self._stack or indent > self._stack[-1] + self._tolerance:
            self._stack.append(indent)
        return len(self._stack) - 1

    def end(self) -> None:
        """The list is over."""
        self._stack.clear()


def raised(text: str) -> str:
    """Superscript as plain characters: figures become raised ones ("m²", "10⁻³"), letters stay ("24th")."""
    return text.translate(_RAISED) if _RAISABLE.fullmatch(text) else text


def numeral(number: int, kind: str) -> str:
    """A number as a list counts it: of the kind "1", "a", "A", "i" or "I"; after z comes aa, then ab."""
    if kind in "aA" and number > 0:
        letters = ""
        while number > 0:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord(kind) + letter) + letters
        return letters
    if kind in "iI" and 0 < number < 4000:
        roman = ""
        for value, sign in zip(
            (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
            ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
            strict=True,
        ):
            roman += sign * (number // value)
            number %= value
        return roman if kind == "i" else roman.upper()
    return str(number)


def shown(address: str, words: str) -> bool:
    """Whether linked words show the address that they lead to, but for its scheme and a slash at the end."""
    bare = re.sub(r"^(?:https?:/*|mailto:)(?:www\.)?", "", address.strip().lower()).rstrip("/")
    return bare in words.lower()


class _Line(NamedTuple):
    """A piece of the text and how near it stands to the next: what is ``close`` to its neighbour gets no blank line."""

    text: str
    close: str = ""


def written(blocks: Iterable[Block]) -> str:
    """The blocks as minutes text; empty where there are no words in them."""
    out: list[str] = []
    before: _Line | None = None
    pages = 0
    for line in _lines(blocks):
        text = line.text.lstrip("\f")
        pages += len(line.text) - len(text)
        closing = len(text)
        text = text.rstrip("\f")
        closing -= len(text)
        if text:
            if before is not None:
                out.append("\n" if pages or (line.close and line.close == before.close) else "\n\n")
            out += ["\f" * pages, text]
            before, pages = line, 0
        elif before is not None and before.close == "row":
            before = before._replace(close="")  # an empty paragraph between two tables
        pages += closing
    if before is not None:
        out.append("\n")
    return "".join(out)


def _lines(blocks: Iterable[Block]) -> Iterator[_Line]:
    for block in blocks:
        if isinstance(block, Paragraph):
            text = _marked(block.runs)
            if text.strip("\f") and block.mark:
                pages = len(text) - len(text.lstrip("\f"))
                indent = _DEPTH * min(block.depth, _DEEPEST)
                yield _Line(f"{text[:pages]}{indent}{block.mark}{text[pages:]}", "list")
            else:
                yield _Line(text)
        else:
            yield from _row(block)


def _row(row: Row) -> Iterator[_Line]:
    """A row's lines: the first line of every cell side by side, then the rest of the cells."""
    cells = [
        [line._replace(close="") if line.close == "row" else line for line in _lines(cell) if line.text]
        for cell in row.cells
    ]
    while cells and not cells[-1]:
        cells.pop()
    filled = [cell for cell in cells if cell]
    if len(cells) < 2 or not filled:
        yield from (line for cell in filled for line in cell)
        return
    # An entry of a list begins a line of its own, but for one alone in the first cell: "1. Apologies | Verbal".
    lists = {id(cell) for cell in filled if cell[0].close == "list" and (len(cell) > 1 or cell is not filled[0])}
    several = [cell for cell in filled if len(cell) > 1]
    short = len(several) > 1 and all(len(line.text) <= _SHORT for cell in several for line in cell)
    if not lists and (short or len({len(cell) for cell in filled}) == 1):
        for beside in zip_longest(*cells, fillvalue=_Line("")):
            yield _beside(beside)
        return
    if len(lists) + sum(id(cell) not in lists for cell in several) > 1:
        for cell in filled:  # what stands beside what cannot be told, so one cell after the other
            yield from cell
        return
    last: list[_Line] = []
    if len(filled) > 2 and len(cells[-1]) == 1 and len(cells[-1][0].text) <= _SHORT and len(cells[-2]) > 1:
        last = cells.pop()  # behind a cell with more to say it belongs to the end of that: who is to do it
    first = [cell[0] if cell and id(cell) not in lists else _Line("") for cell in cells]
    if any(line.text for line in first):
        yield _beside(first)._replace(close="")
    rest = [line for cell in cells if cell for line in (cell if id(cell) in lists else cell[1:])]
    if last:
        at = len(rest) - 2 if len(rest) > 1 and _ITALIC.fullmatch(rest[-1].text) else len(rest) - 1  # not what was done
        rest[at] = rest[at]._replace(text=f"{rest[at].text}\t{last[0].text.lstrip()}")
    yield from rest


def _beside(cells: Sequence[_Line]) -> _Line:
    pages = max((len(cell.text) - len(cell.text.lstrip("\f")) for cell in cells), default=0)
    line = "\t".join(cell.text.lstrip("\f").replace("\n", " ") for cell in cells)
    return _Line("\f" * pages + line.rstrip("\t"), "row")


def _marked(runs: Sequence[Run]) -> str:
    """The runs with their style marked: one mark around words of one style, blanks and tabulators outside."""
    text = "".join([_styled(run) for run in _joined(runs)])
    if "  " in text or not text.isprintable():  # the rest has nothing to fold
        text = _GAP.sub(_gap, text)
    text = text.strip(" \t\n")
    text = _BULLET_TYPED.sub("*", text, count=1) if text.startswith("\\*") else text
    return _SIGN_AT_START.sub(r"\\\g<0>", text, count=1) if text[:1] in ("#", "-") else text


def _styled(run: Run) -> str:
    text = run.text
    if "*" in text or "\\" in text:
        text = _SIGN.sub(r"\\\g<0>", text)
    sign = "*" * (2 * run.bold + run.italic)
    if not sign:
        return text
    return "".join(
        piece if not piece.strip() or piece[0] in "\t\n\f" else _around(piece, sign) for piece in _STRUCTURE.split(text)
    )


def _gap(blanks: re.Match[str]) -> str:
    """What parts two words: of several blanks the strongest, and every page's end."""
    found = blanks[0]
    return "\f" * found.count("\f") or ("\n" if "\n" in found else "\t" if "\t" in found else " ")


def _around(text: str, sign: str) -> str:
    words = text.strip()
    start = text.index(words)
    return f"{text[:start]}{sign}{words}{sign}{text[start + len(words) :]}"


def _joined(runs: Sequence[Run]) -> list[Run]:
    """The runs with neighbours of one style put together; a word's style is that of its first letter."""
    if len({run[1:] for run in runs}) == 1:
        return [runs[0]._replace(text="".join([run.text for run in runs]))]
    out: list[tuple[list[str], Run]] = []
    for run in runs:
        text = run.text
        if out and text and (run.bold, run.italic) != out[-1][1][1:]:
            words = out[-1][0]
            if not text.strip(" \u00a0"):
                words.append(text)  # a blank looks the same in every style
                continue
            if words[-1][-1].isalnum() and text[0].isalnum():
                stop = next((i for i, c in enumerate(text) if not c.isalnum()), len(text))
                words.append(text[:stop])
                text = text[stop:]
        if text and out and (run.bold, run.italic) == out[-1][1][1:]:
            out[-1][0].append(text)
        elif text:
            out.append(([text], run))
    return [run._replace(text="".join(words)) for words, run in out]
