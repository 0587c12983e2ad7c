r"""Reads PDF files: what a page shows, by place, to minutes text. Nothing here knows about minutes.

    BT /F1 11 Tf 90.1 626.7 Td (041/24) Tj ET  …              041/24<TAB>**Tides**
    BT /F2 11 Tf 162.1 626.7 Td (Tides) Tj ET       ->

What is true of what it gives:

1. Words come in the order in which they are read on the page, whatever their order in the file.
2. Bold and slant are told from the name of the font, for its weight is not to be trusted.
3. Pages that are pictures without text are told (M905), and so are pages that cannot be read (M907).
4. Nothing is fetched and no script in the file is run.

The library is PDFium. It must not be used by two threads at once, so files are read one after the other.

Source: ISO 32000-1: 9 (text), 8.5 (paths).
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from itertools import pairwise
from threading import Lock
from typing import Any

from ..diagnostics import diagnose
from ..errors import LimitExceededError, MissingExtraError, UnreadableFileError
from ..models import Diagnostic, Furniture
from .layout import Fragment, PrintedPage, Rule, blocks_of
from .reading import Limits, Reading
from .text import tidy
from .writing import shown, written

_ONE_AT_A_TIME = Lock()
_BOLD = re.compile(r"bold|black|heavy|demi|[-,]bd", re.IGNORECASE)
_ITALIC = re.compile(r"ital|obli|kursiv|slanted|[-,](?:it|bi)\b", re.IGNORECASE)
_SIGNS = re.compile(r"symbol|dingbat|wingding|webding", re.IGNORECASE)
_THIN = 2.6  # points: what is no wider is a rule
_SHORT = 5.0
_LONGEST_PATH = 4000
_DEEPEST_FORM = 12
_MOST_PATHS = 10_000  # of one page
_DOT = (1.2, 7.0)  # points: what is about as wide as high, and so large, may be a bullet
_NOTHING = ("", False)
_DRAWN = 60  # so many paths and no text: letters that were drawn
_MOST_OBJECTS = 400_000
_MOST_OBJECTS_OF_A_PAGE = 10_000
_CUT = "\ufffe"  # what PDFium makes of a hyphen at the end of a line
_Box = tuple[float, float, float, float]
_Matrix = tuple[float, float, float, float, float, float]


def read(data: bytes, where: str, limits: Limits) -> Reading:
    """The minutes text of a PDF's bytes.

    Raises MissingExtraError, UnreadableFileError for a damaged or locked file, LimitExceededError for too many pages.
    """
    try:
        pdfium = import_module("pypdfium2")
    except ImportError:
        raise MissingExtraError(
            f"{where}: reading PDF needs one more package; install it with: pip install 'spcb-minutes[pdf]'"
        ) from None
    with _ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            raise UnreadableFileError(f"{where}: {_why(error)}") from None
        try:
            count = len(document)
            if count > limits.max_pages:
                raise LimitExceededError(
                    f"{where}: {count:,} pages, more than the {limits.max_pages:,} that are read at most; "
                    "see whether it is minutes at all, and raise max_pages if it is"
                )
            pages, told = _Pages(document, where).all()
        finally:
            document.close()
    blocks, aside = blocks_of(pages)
    reading = tidy(written(blocks))
    said = [d for d in reading.diagnostics if not (d.code == "M904" and any(t.code == "M905" for t in told))]
    return replace(reading, diagnostics=(*told, *said), aside=tuple(_once(aside)))


def _why(error: Exception) -> str:
    if getattr(error, "err_code", None) == 4:
        return (
            "this PDF is locked with a password; open it with its password, save it without one "
            "(or print it to a new PDF) and read that file"
        )
    return "this PDF is damaged or not whole; get the file again, or open it in a viewer and print it to a new PDF"


def _once(aside: list[Furniture]) -> Iterator[Furniture]:
    """What was put aside, each once: a header stands on every page."""
    seen = set()
    for one in aside:
        if (one.kind, one.text) not in seen:
            seen.add((one.kind, one.text))
            yield one


class _Pages:
    """The pages of one open document."""

    def __init__(self, document: Any, where: str) -> None:
        self.raw = raw = import_module("pypdfium2.raw")
        self.document = document
        self.where = where
        self.fonts: dict[int | None, tuple[bool, bool, bool]] = {}
        self.matrix, self.outer = raw.FS_MATRIX(), raw.FS_MATRIX()
        self.bounds = [ctypes.c_float() for _ in range(4)]
        self.size = ctypes.c_float()
        self.objects = 0

    def all(self) -> tuple[list[PrintedPage], list[Diagnostic]]:
        """Every page, and what is to be said about those that show no text."""
        pages: list[PrintedPage] = []
        pictures: list[int] = []
        broken: list[int] = []
        for number in range(1, len(self.document) + 1):
            page, pictured = self._page(number)
            pages.append(page if page is not None else PrintedPage(number, 612.0, 792.0, [], []))
            if page is None:
                broken.append(number)
            elif pictured and not page.fragments:
                pictures.append(number)
        told = []
        if pictures:
            every = len(pictures) + len(broken) == len(pages) or not any(page.fragments for page in pages)
            message = (
                "This PDF has no text: its pages are pictures."
                if every
                else f"{_numbered(pictures)} of this PDF {'is a picture' if len(pictures) == 1 else 'are pictures'} "
                "without text."
            )
            told.append(diagnose("M905", message))
        if broken:
            told.append(diagnose("M907", f"{_numbered(broken)} of this PDF could not be read."))
        return pages, told

    def _page(self, number: int) -> tuple[PrintedPage | None, bool]:
        raw = self.raw
        page = raw.FPDF_LoadPage(self.document.raw, number - 1)
        if not page:
            return None, False
        text = raw.FPDFText_LoadPage(page)
        try:
            if not text:
                return None, False
            turn = raw.FPDFPage_GetRotation(page)
            reader = _PageReader(self, number, page, _words_of(raw, text), turn)
            turned = max(reader.letters, key=reader.letters.__getitem__)
            if reader.letters[turned] > reader.letters[0]:  # printed across the page without a word about it
                reader = _PageReader(self, number, page, reader.words, turn + turned)
            self._links(page, reader.printed)
            return reader.printed, reader.pictured
        finally:
            if text:
                raw.FPDFText_ClosePage(text)
            raw.FPDF_ClosePage(page)

    def _links(self, page: Any, printed: PrintedPage) -> None:
        """The addresses behind words that do not show them."""
        raw = self.raw
        position, link = ctypes.c_int(0), raw.FPDF_LINK()
        words = ""
        for _ in range(2000):
            if not raw.FPDFLink_Enumerate(page, position, link):
                return
            action = raw.FPDFLink_GetAction(link)
            if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
                continue
            length = raw.FPDFAction_GetURIPath(self.document.raw, action, None, 0)
            if not 1 < length < 4096:
                continue
            address = ctypes.create_string_buffer(length)
            raw.FPDFAction_GetURIPath(self.document.raw, action, address, length)
            found = " ".join(address.value.decode("utf-8", errors="replace").split())
            words = words or "".join(f.text.strip() for f in printed.fragments)
            if not shown(found, words):
                printed.aside.append(Furniture.model_validate({"kind": "link", "text": found, "page": printed.number}))

    def font(self, font: Any) -> tuple[bool, bool, bool]:
        """Whether a font is bold, slanted, made of signs: by its name."""
        key = ctypes.cast(font, ctypes.c_void_p).value
        if key not in self.fonts:
            name = ctypes.create_string_buffer(256)
            self.raw.FPDFFont_GetBaseFontName(font, name, 256)
            said = name.value.decode("utf-8", errors="replace")
            family = said.partition("+")[2] or said
            self.fonts[key] = bool(_BOLD.search(family)), bool(_ITALIC.search(family)), bool(_SIGNS.search(family))
        return self.fonts[key]


class _PageReader:
    """The walk through the objects of one page, which is seen after so many quarter turns clockwise."""

    def __init__(self, pages: _Pages, number: int, page: Any, words: dict[bytes, tuple[str, bool]], turns: int) -> None:
        self.pages = pages
        self.raw = raw = pages.raw
        self.words = words
        self.pictured = False
        self.last: tuple[float, float] | None = None
        """Where the last fragment was printed."""
        self.letters = dict.fromkeys(range(4), 0)
        """How many letters run level, and how many would after one, two and three more turns."""
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(page, box)
        left, bottom, width, height = box.left, box.bottom, box.right - box.left, box.top - box.bottom
        seen: tuple[_Matrix, ...] = (
            (1, 0, 0, 1, -left, -bottom),
            (0, -1, 1, 0, -bottom, left + width),
            (-1, 0, 0, -1, left + width, bottom + height),
            (0, 1, -1, 0, bottom + height, -left),
        )
        if turns % 2:
            width, height = height, width
        self.printed = PrintedPage(number, width, height, [], [])
        whole = turns % 4 or left or bottom
        self._objects(page, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, seen[turns % 4] if whole else None, 0)

    def _objects(self, holder: Any, count: Any, get: Any, outer: _Matrix | None, depth: int) -> None:
        """The objects of a page, or of a form in it."""
        raw = self.raw
        number = count(holder)
        self.pages.objects += max(number, 0)
        if self.pages.objects > _MOST_OBJECTS + _MOST_OBJECTS_OF_A_PAGE * len(self.pages.document):
            raise LimitExceededError(f"{self.pages.where}: this PDF draws more than any page of minutes would")
        paths = 0
        for index in range(number):
            thing = get(holder, index)
            kind = raw.FPDFPageObj_GetType(thing)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                words, glued = self.words.get(bytes(thing), _NOTHING)
                if not words:
                    self._printed_again(thing)
                elif not words.isspace():
                    self._text(thing, words, glued, outer)
            elif kind == raw.FPDF_PAGEOBJ_PATH:
                paths += 1
                if paths < _MOST_PATHS:
                    self._path(thing, outer)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self.pictured = True
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
                inside = self._matrix(thing)
                both = inside if outer is None else _times(inside, outer)
                self._objects(thing, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, both, depth + 1)
        self.pictured = self.pictured or paths > _DRAWN

    def _matrix(self, thing: Any) -> _Matrix:
        m = self.pages.matrix
        self.raw.FPDFPageObj_GetMatrix(thing, m)
        return m.a, m.b, m.c, m.d, m.e, m.f

    def _printed_again(self, thing: Any) -> None:
        """PDFium leaves out what is printed twice at one place; a little aside it is printed to look bold."""
        *_, x, y = self._matrix(thing)
        if self.last and 0.05 < abs(x - self.last[0]) < 1.5 and abs(y - self.last[1]) < 1:
            self.printed.fragments[-1] = self.printed.fragments[-1]._replace(bold=True)

    def _text(self, thing: Any, words: str, glued: bool, outer: _Matrix | None) -> None:
        raw, pages = self.raw, self.pages
        a, b, c, d, x, y = self._matrix(thing)
        last, self.last = self.last, (x, y)
        if outer is not None:
            a, b, c, d, x, y = _times((a, b, c, d, x, y), outer)
        slope = min(abs(a), abs(b)) > 0.2 * max(abs(a), abs(b))
        turns = (0 if a > 0 else 2) if abs(a) > abs(b) else (1 if b > 0 else 3)
        if not slope:
            self.letters[turns] += len(words)
        if slope or turns:  # across the page: a stamp, or a mark in the margin
            self.printed.aside.append(
                Furniture.model_validate(
                    {"kind": "page", "text": tidy(" ".join(words.split())).text, "page": self.printed.number}
                )
            )
            self.last = None
            return
        x0, _, x1, _ = self._bounds(thing, outer)
        raw.FPDFTextObj_GetFontSize(thing, pages.size)
        size = abs(pages.size.value) * max(abs(d), abs(c)) or 1.0
        bold, italic, symbol = pages.font(raw.FPDFTextObj_GetFont(thing))
        if not bold and raw.FPDFTextObj_GetTextRenderMode(thing) == raw.FPDF_TEXTRENDERMODE_FILL_STROKE:
            bold = True
        start = min(x, x0) if x > x0 - size else x0
        fragments = self.printed.fragments
        if glued and last and len(words) < 3:  # letters printed one by one
            before = fragments[-1]
            if (
                abs(start - before.x1) < 0.5 * size
                and before[2:4] == (y, size)
                and before[5:] == (bold, italic, symbol)
            ):
                fragments[-1] = before._replace(x1=x1, text=before.text + words)
                return
        fragments.append(Fragment(start, x1, y, size, words, bold, italic, symbol))

    def _bounds(self, thing: Any, outer: _Matrix | None) -> _Box:
        """Left, bottom, right and top as they are seen."""
        left, bottom, right, top = self.pages.bounds
        self.raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
        if outer is None:
            return left.value, bottom.value, right.value, top.value
        return _box([(left.value, bottom.value), (right.value, top.value)], outer)

    def _path(self, thing: Any, outer: _Matrix | None) -> None:
        """The level and upright lines of a path."""
        raw = self.raw
        left, bottom, right, top = self._bounds(thing, outer)
        wide, high = right - left, top - bottom
        if min(wide, high) <= _THIN and max(wide, high) > 2 * _THIN:
            self._rule(left, bottom, right, top)
            return
        count = raw.FPDFPath_CountSegments(thing)
        if count < 3 or count > _LONGEST_PATH:
            return
        if _DOT[0] < wide < _DOT[1] and abs(wide - high) < 1:
            self.printed.dots.append(Rule(left, bottom, right, top))
            return
        filled, stroked = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(thing, filled, stroked)
        if not stroked.value and count < 10:
            return  # the ground behind words
        own = self._matrix(thing)
        both = own if outer is None else _times(own, outer)
        x, y = ctypes.c_float(), ctypes.c_float()
        places: list[tuple[float, float]] = []
        for index in range(count):
            segment = raw.FPDFPath_GetPathSegment(thing, index)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                self._lines(places, both, bool(stroked.value))
                places = []
            if kind in (raw.FPDF_SEGMENT_MOVETO, raw.FPDF_SEGMENT_LINETO):
                places.append((x.value, y.value))
            if raw.FPDFPathSegment_GetClose(segment) and places:
                places.append(places[0])
        self._lines(places, both, bool(stroked.value))

    def _lines(self, places: list[tuple[float, float]], matrix: _Matrix, stroked: bool) -> None:
        if len(places) < 2:
            return
        if not stroked:  # a filled figure is a line where it is thin
            self._rule(*_box(places, matrix))
            return
        for one, other in pairwise(places):
            self._rule(*_box([one, other], matrix))

    def _rule(self, left: float, bottom: float, right: float, top: float) -> None:
        wide, high = right - left, top - bottom
        if min(wide, high) <= _THIN and max(wide, high) >= _SHORT:
            if wide > high:
                bottom = top = (bottom + top) / 2
            else:
                left = right = (left + right) / 2
            self.printed.rules.append(Rule(left, bottom, right, top))


def _words_of(raw: Any, text: Any) -> dict[bytes, tuple[str, bool]]:
    """The words of every text object of a page by its address, and whether they go on from the last one's letters.

    PDFium looks through all characters of the page for those of one object, so the page is asked for all at once, and
    where each object ends in them.
    """
    count = raw.FPDFText_CountChars(text)
    buffer = (ctypes.c_ushort * (count + 1))()
    length = raw.FPDFText_GetText(text, 0, count, buffer)
    letters = ctypes.string_at(buffer, 2 * max(length - 1, 0)).decode("utf-16-le", errors="replace")
    owner = raw.FPDFText_GetTextObject
    nobody = bytes(raw.FPDF_PAGEOBJECT())
    words: dict[bytes, tuple[str, bool]] = {}
    start = 0
    glued = False
    while start < len(letters):
        thing = bytes(owner(text, start))
        if thing == nobody:  # a blank that PDFium put in
            start += 1
            glued = False
            continue
        end = letters.find("\r\n", start)
        end = end if end > 0 else len(letters)
        if bytes(owner(text, end - 1)) != thing:
            low = start
            while end - low > 1:
                middle = (low + end) // 2
                if bytes(owner(text, middle)) == thing:
                    low = middle
                else:
                    end = middle
        own = letters[start:end].replace(_CUT, "-")
        if letters[end : end + 1] == " ":
            own += " "
        words[thing] = (f"{words[thing][0]} {own}", False) if thing in words else (own, glued)
        start = end
        glued = not own[-1].isspace()
    return words


def _box(corners: list[tuple[float, float]], matrix: _Matrix) -> _Box:
    a, b, c, d, e, f = matrix
    xs = [x * a + y * c + e for x, y in corners]
    ys = [x * b + y * d + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _times(one: _Matrix, other: _Matrix) -> _Matrix:
    """One matrix after the other."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _numbered(pages: list[int]) -> str:
    """Pages in words: "Page 3", "Pages 2, 5–7"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][1] + 1:
            runs[-1][1] = page
        else:
            runs.append([page, page])
    shown_runs = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)
    return f"Page {shown_runs}" if len(pages) == 1 else f"Pages {shown_runs}"
