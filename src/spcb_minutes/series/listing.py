r"""Lists to look at and to hand on: a title, columns and rows, as text, CSV, Markdown and HTML.

    Listing("Actions", ("Number", "Owner"), (("012/24", "HM"),))
    to_text(listing, 80)     columns side by side, long cells wrapped
    to_csv(listing)          for a spreadsheet:           Number,Owner\r\n012/24,HM\r\n
    to_markdown(listing)     a pipe table:                | 012/24 | HM |
    to_html(listing)         a table to paste into a Word agenda

Each is a pure function and never fails, whatever the cells hold. A character that CSV, Markdown or HTML cannot hold
becomes U+FFFD, with a ``ReplacedCharactersWarning``. A line end in a cell is any of CR LF, CR, LF, VT, FF, U+0085,
U+2028 and U+2029.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ..diagnostics import said
from ..exports.characters import SURROGATES, Characters
from ..exports.html import MADE_HERE, NOT_IN_HTML, Markup, element, join
from ..exports.tables import REFUSED, guarded

__all__ = ["NOTHING", "Cell", "Listing", "to_csv", "to_html", "to_markdown", "to_text"]


Cell = str | datetime.date
"""What a cell holds: a day is "14 January 2025" for people and 2025-01-14 for a spreadsheet."""


class Listing(NamedTuple):
    """A table for people: every cell is text or a day, "" where there is nothing to say."""

    title: str
    """What it lists, in a line."""
    columns: tuple[str, ...]
    """The heads of the columns, in order."""
    rows: tuple[tuple[Cell, ...], ...]
    """The rows; each has as many cells as there are columns."""


NOTHING = "Nothing to list."
"""What stands in the place of a table without rows or without columns, for people."""

_LINE_END = re.compile("\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")


def _is_empty(listing: Listing) -> bool:
    return not listing.rows or not listing.columns


def _shown(row: Sequence[Cell]) -> list[str]:
    """The cells of a row as people read them."""
    return [cell if isinstance(cell, str) else said(cell) for cell in row]


# ---------------------------------------------------------------- text

_GAP = "  "
_NARROWEST = 12
"""A column whose cells are wrapped is not made narrower, nor narrower than its longest word …"""
_LONG_WORD = 16
"""… but a word longer than this may be cut."""
_INDENT = "    "

# Besides controls: what turns the direction of all that follows, other columns too (UAX 9), and what UTF-8 cannot hold.
_UNSEEN = re.compile(f"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069{SURROGATES}]")
_BLANKS = re.compile("[ \t]+")
_TO_FOLD = re.compile(f"{_UNSEEN.pattern}|[\u2028\u2029]|  |^ | $")


def to_text(listing: Listing, width: int = 88) -> str:
    """The list as lines of at most this many columns, without blanks at their ends, for a terminal or a pipe.

    The columns stand side by side, each as wide as its cells need. Where that is too much, the wide ones share what is
    left and their cells are wrapped; then an empty line parts the rows. Where even their longest words do not fit, each
    row is a block of lines ``Column: value``, without the empty cells. An East Asian wide character takes two columns,
    a combining one none. Blanks are folded; a control character, a sign that turns the direction of writing, and half a
    pair of UTF-16 are U+FFFD. A list without rows says that there is nothing.
    """
    title = _wrapped(_folded(listing.title), width)
    if _is_empty(listing):
        lines: Sequence[str] = [NOTHING]
    else:
        heads = [_folded(head) for head in listing.columns]
        rows = [[_folded(cell) for cell in _shown(row)] for row in listing.rows]
        widths = _widths([[head, *cells] for head, *cells in zip(heads, *rows, strict=True)], width)
        lines = _side_by_side(heads, rows, widths) if widths else _in_blocks(heads, rows, width)
    parts = [*title, "", *lines] if title else lines
    return "".join([f"{line.rstrip()}\n" for line in parts])


def _folded(text: str) -> str:
    """The text with one blank between words, one LF between lines that are not empty, and nothing unseen."""
    if not _TO_FOLD.search(text):  # nearly always, and quickly told
        return text
    lines = [_BLANKS.sub(" ", line).strip(" ") for line in _LINE_END.split(text)]
    return "\n".join([_UNSEEN.sub("\ufffd", line) for line in lines if line])


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_width_of_one, text))


@cache
def _width_of_one(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf") and character != "\u00ad":  # a soft hyphen is seen
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _widths(columns: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """How wide to make each column; None where they do not fit side by side."""
    room = width - len(_GAP) * (len(columns) - 1)
    wanted = [max(_width(line) for cell in cells for line in cell.split("\n")) for cells in columns]
    if sum(wanted) <= room:
        return wanted
    least = []
    for cells, want in zip(columns, wanted, strict=True):
        longest = max((_width(word) for cell in cells for word in cell.split()), default=0)
        least.append(min(want, max(_NARROWEST, min(longest, _LONG_WORD))))
    if sum(least) > room:
        return None
    # the narrow ones have what they want, and the others are all as wide as there is room
    most = 0
    while sum(given := _capped(least, wanted, most + 1)) <= room:
        most += 1
    given = _capped(least, wanted, most)
    left = room - sum(given)
    for at, want in enumerate(wanted):
        if left and given[at] == most < want:
            given[at] += 1
            left -= 1
    return given


def _capped(least: Sequence[int], wanted: Sequence[int], most: int) -> list[int]:
    return [max(low, min(want, most)) for low, want in zip(least, wanted, strict=True)]


def _side_by_side(heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> list[str]:
    lines = [*_row(heads, widths), _GAP.join(["-" * width for width in widths])]
    shown = [_row(row, widths) for row in rows]
    parted = any(len(row) > 1 for row in shown)
    for at, row in enumerate(shown):
        if parted and at:
            lines.append("")
        lines += row
    return lines


def _row(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    wrapped = [_wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
    height = max(1, *map(len, wrapped))
    lines = []
    for at in range(height):
        parts = [lines_of[at] if at < len(lines_of) else "" for lines_of in wrapped]
        lines.append(
            _GAP.join([part + " " * (width - _width(part)) for part, width in zip(parts, widths, strict=True)])
        )
    return lines


def _in_blocks(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    lines: list[str] = []
    for at, row in enumerate(rows):
        if at:
            lines.append("")
        said = [f"{head}: {cell}" for head, cell in zip(heads, row, strict=True) if cell]
        for words in said or [f"{heads[0]}:"]:
            first, *others = _wrapped(words, width - len(_INDENT))
            lines += [first, *[_INDENT + line for line in others]]
    return lines


def _wrapped(text: str, width: int) -> list[str]:
    """Folded text in lines of at most this width; a word that is longer is cut, but not before a combining sign."""
    if not text:
        return []
    if "\n" not in text and _width(text) <= width:
        return [text]
    lines = []
    for paragraph in text.split("\n"):
        line, used = "", 0
        for word in paragraph.split(" "):
            for piece, taken in _pieces(word, width):
                if line and piece is word and used + 1 + taken <= width:
                    line, used = f"{line} {piece}", used + 1 + taken
                    continue
                if line:
                    lines.append(line)
                line, used = piece, taken
        lines.append(line)
    return lines


def _pieces(word: str, width: int) -> Iterator[tuple[str, int]]:
    """The word itself where it fits, else what it is cut into, each with its width."""
    whole = _width(word)
    if whole <= width:
        yield word, whole
        return
    begin, used = 0, 0
    for at, character in enumerate(word):
        taken = _width_of_one(character)
        if taken and used and used + taken > width:
            yield word[begin:at], used
            begin, used = at, 0
        used += taken
    yield word[begin:], used


# ---------------------------------------------------------------- CSV


def to_csv(listing: Listing, *, bom: bool = True) -> str:
    """The list as CSV (RFC 4180, lines end as CR LF), heads first and without the title.

    It begins with a byte order mark, so that Excel takes it for UTF-8, unless ``bom`` is false. A text that would be a
    formula in a spreadsheet has an apostrophe before it. Write it as it is, with ``newline=""``.
    """
    characters = Characters("CSV", REFUSED)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([guarded(characters(str(cell))) for cell in row] for row in (listing.columns, *listing.rows))
    characters.report(listing.title)
    return ("\ufeff" if bom else "") + stream.getvalue()


# ---------------------------------------------------------------- Markdown

# What CommonMark, and the pipe tables, strike-through and formulas of GitHub, take for a mark in the middle of a line.
_SIGNS = re.compile(r"[\\*`\[\]<>~|$]|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")


def to_markdown(listing: Listing) -> str:
    """The list as a heading and a pipe table (GitHub Flavored Markdown 0.29, section 4.10).

    Shown, every cell has its own words: what would be a mark has a backslash before it, and a line end is ``<br>``.
    Blanks are folded.
    """
    characters = Characters("Markdown", NOT_IN_HTML)
    title = " ".join(_marked(listing.title, " ").replace("#", "\\#").split())
    lines = [f"## {title}", ""] if title else []
    if _is_empty(listing):
        lines.append(NOTHING)
    else:
        rows = [listing.columns, ["---"] * len(listing.columns), *map(_shown, listing.rows)]
        lines += map(_piped, rows)
    text = characters("\n".join(lines)) + "\n"
    characters.report(listing.title)
    return text


def _piped(cells: Sequence[str]) -> str:
    return f"| {' | '.join([_marked(cell, '<br>') for cell in cells])} |"


def _marked(text: str, line_end: str) -> str:
    return line_end.join([_SIGNS.sub(r"\\\g<0>", " ".join(line.split())) for line in _LINE_END.split(text)])


# ---------------------------------------------------------------- HTML

_TABLE = "border-collapse:collapse;font-family:Calibri,Arial,sans-serif;font-size:11pt"
_CAPTION = "text-align:left;padding:3pt 0"
_CELL = "border:1px solid #888;padding:2pt 5pt;vertical-align:top"
_HEAD = f"{_CELL};text-align:left;background:#e8e8e8"


def to_html(listing: Listing) -> str:
    """The list as a small page with one table, to open in a browser, or to copy from there into Word.

    All its looks are inline, as Word keeps only these; it asks for no other file and no network.
    """
    title = " ".join(listing.title.split())
    if _is_empty(listing):
        body = join(element("p", element("b", title)) if title else None, element("p", NOTHING))
    else:
        body = element(
            "table",
            Markup("\n"),
            join(element("caption", element("b", title), style=_CAPTION), Markup("\n")) if title else None,
            Markup("<thead>\n"),
            _cells(listing.columns, f'<th scope="col" style="{_HEAD}">', "</th>"),
            Markup('</thead>\n<tbody valign="top">\n'),
            *[_cells(_shown(row), f'<td style="{_CELL}">', "</td>") for row in listing.rows],
            Markup("</tbody>\n"),
            width="100%",  # this and valign as attributes, for LibreOffice
            style=_TABLE,
        )
    page = join(
        Markup(f'<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n{MADE_HERE}\n'),
        element("title", title or "List"),
        Markup("\n</head>\n<body>\n"),
        body,
        Markup("\n</body>\n</html>\n"),
    )
    characters = Characters("HTML", NOT_IN_HTML)
    sound = characters(page)
    characters.report(listing.title)
    return sound


def _cells(cells: Sequence[str], opened: str, closed: str) -> Markup:
    """A row, each of its cells between these tags, with ``<br>`` for a line end."""
    return Markup(f"<tr>{''.join([opened + _LINE_END.sub('<br>', join(cell)) + closed for cell in cells])}</tr>\n")
