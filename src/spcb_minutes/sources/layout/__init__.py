r"""Puts the pieces of printed pages back together: words at places become paragraphs, entries and rows.

    90.1  "041/24"    162.1  "Tides"                      Row: "041/24", "Tides"
                      162.1  "High water was early in"    a paragraph of two lines, in the second cell
                      162.1  "September."

What is told from where things stand:

1. Rules that cross are a table; text without rules that stands at the same place in several lines is a column.
2. A line goes on with the one before it where the first word had no room there, and nothing else parts them: a gap,
   a bullet, another size, another indent. How far lines reach is told from those that begin at the same place.
3. What stands at the same place of many pages, but for its figures, is furniture, and so are the heading of a table
   that is printed again and large letters under the words; small lines under a short rule at the foot of a page are
   footnotes.
4. A paragraph or a row that goes on over a page is one.
5. A bullet is a sign, a letter of a font of signs, or a small drawn figure, before words and apart from them.

Lengths are points, 72 to an inch; y grows upwards, as in PDF; pages are counted from 1.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...models import Furniture
from ..writing import Block
from .document import Layout
from .lines import Fragment, PrintedPage, Rule
from .sheets import Sheet, set_furniture_aside

__all__ = ["Fragment", "PrintedPage", "Rule", "blocks_of"]


def blocks_of(pages: Sequence[PrintedPage]) -> tuple[list[Block], list[Furniture]]:
    """The blocks of a document in reading order, and what is aside, by page."""
    printed = [Sheet(page) for page in pages]
    set_furniture_aside(printed)
    for sheet in printed:
        sheet.set_footnotes_aside()
    layout = Layout(printed)
    for sheet in printed:
        layout.add(sheet)
    return layout.body.finished(), [one for sheet in printed for one in sheet.aside]
