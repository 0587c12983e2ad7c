r"""What every reader shares: the limits it keeps, what it gives, and where an offset stands in it.

    "Present:\n\fAda Quill\n"      pages (0, 10)
    offset 0                      line 1, page 1
    offset 10                     line 2, page 2

A form feed ends a page and no line.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from ..models import Diagnostic, Furniture


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """How much is read before giving up: a guard against files that are no minutes, or are made to do harm."""

    max_bytes: int = 64 * 1024 * 1024
    """The largest file, or text in UTF-8, in bytes; notes of a hundred pages have about 300,000."""
    max_unpacked_bytes: int = 64 * 1024 * 1024
    """How much a packed file (.docx) may hold, in bytes of all the parts that are read; counted while unpacking."""
    max_pages: int = 1000
    """How many pages a PDF may have."""

    def __post_init__(self) -> None:
        for name in ("max_bytes", "max_unpacked_bytes", "max_pages"):
            if getattr(self, name) < 0:
                what = "pages" if name == "max_pages" else "bytes"
                raise ValueError(f"{name} is {getattr(self, name)}; a number of {what} from 0 is expected")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a reader gives: minutes text, where its pages start, and what was to say about the bytes."""

    text: str
    """The minutes text: line ends as LF, no byte order mark, no NUL and no half pairs of UTF-16."""
    pages: tuple[int, ...]
    """The offset of each page, in characters from 0, increasing; empty where the file does not know its pages."""
    diagnostics: tuple[Diagnostic, ...]
    """What is about the whole file first."""
    aside: tuple[Furniture, ...] = ()
    """What is in the file and not in the text: headers, footers, footnotes, addresses behind links, remarks."""


class Places:
    """Tells line and page of an offset in a text; the line ends are searched once, on first use."""

    def __init__(self, text: str, pages: tuple[int, ...] = ()) -> None:
        self._text = text
        self._pages = pages

    @cached_property
    def _line_ends(self) -> array[int]:
        # An array and not a list: a text of 30 million line ends must not cost a gigabyte.
        ends = array("Q")
        at = self._text.find("\n")
        while at >= 0:
            ends.append(at)
            at = self._text.find("\n", at + 1)
        return ends

    def span(self, start: int, end: int) -> dict[str, int | None]:
        """The fields of a ``Span`` from start to end, not included: a plain dict, ready for ``model_validate``.

        A line end belongs to the line that it ends; the page is None where the pages are not known.
        """
        page = bisect_right(self._pages, start) or None if self._pages else None
        return {"start": start, "end": end, "line": bisect_left(self._line_ends, start) + 1, "page": page}
