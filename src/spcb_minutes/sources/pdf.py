r"""Reads PDF files: what a page shows, by place, to minutes text. Nothing here knows about minutes.

    BT /F1 11 Tf 90.1 626.7 Td (041/24) Tj ET  …              041/24<TAB>**Tides**
    BT /F2 11 Tf 162.1 626.7 Td (Tides) Tj ET       ->

What is true of what it gives:

1. Words come in the order in which they are read on the page, whatever their order in the file; a page is turned to
   where most of its words are level, and what runs across is aside.
2. Bold and slant are told from the name of the font, for its weight is not to be trusted; letters that are printed
   twice or with a line around them are bold too.
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
# "Arial,Bold", "MinionPro-BoldIt", "Frutiger-BdIt"; Computer Modern of TeX has "CMBX10", "CMTI10"
_BOLD = re.compile(r"bold|black|heavy|demi|[-,]bd|^(?:cm|sf)bx", re.IGNORECASE)
_ITALIC = re.compile(
    r"italic|obli|kursiv|slanted|[-,](?:ital|bi)\b|(?-i:It)\b|^(?:cm|sf)(?:bx)?(?:ti|sl)", re.IGNORECASE
)
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
# What PDFium makes of a hyphen at the end of a line, and what comes of a font that does not say what its letters are.
_UNPRINTABLE = {**dict.fromkeys(range(32), "\ufffd"), 2: "-", 9: " ", 0xFFFE: "-"}
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5  # kinds of objects, see fpdf_edit.h
_LINE, _MOVE = 0, 2
_FILLED_AND_STROKED = 2
_FUNCTION = getattr(ctypes, "WINFUNCTYPE", ctypes.CFUNCTYPE)
_Words = dict[int, tuple[str, bool]]
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
                    "see whether it is minutes at all, and raise max_pages (--max-pages) if it is"
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


class _Calls:
    """The functions of PDFium that every object of a page needs.

    They take and give addresses as numbers, which is twice as fast as the typed pointers of pypdfium2.
    """

    def __init__(self, raw: Any) -> None:
        def call(name: str, result: Any, *arguments: Any) -> Any:
            return ctypes.cast(getattr(raw, name), _FUNCTION(result, *arguments))

        address, integer = ctypes.c_void_p, ctypes.c_int
        self.count = call("FPDFPage_CountObjects", integer, address)
        self.get = call("FPDFPage_GetObject", address, address, integer)
        self.count_in_form = call("FPDFFormObj_CountObjects", integer, address)
        self.get_in_form = call("FPDFFormObj_GetObject", address, address, ctypes.c_ulong)
        self.kind = call("FPDFPageObj_GetType", integer, address)
        self.matrix = call("FPDFPageObj_GetMatrix", integer, address, address)
        self.bounds = call("FPDFPageObj_GetBounds", integer, address, address, address, address, address)
        self.size = call("FPDFTextObj_GetFontSize", integer, address, address)
        self.font = call("FPDFTextObj_GetFont", address, address)
        self.mode = call("FPDFTextObj_GetTextRenderMode", integer, address)
        self.owner = call("FPDFText_GetTextObject", address, address, integer)
        self.letter = call("FPDFText_GetUnicode", ctypes.c_ushort, address, integer)
        self.draw_mode = call("FPDFPath_GetDrawMode", integer, address, address, address)
        self.segments = call("FPDFPath_CountSegments", integer, address)
        self.segment = call("FPDFPath_GetPathSegment", address, address, integer)
        self.place = call("FPDFPathSegment_GetPoint", integer, address, address, address)
        self.step = call("FPDFPathSegment_GetType", integer, address)
        self.closes = call("FPDFPathSegment_GetClose", integer, address)


class _Pages:
    """The pages of one open document."""

    def __init__(self, document: Any, where: str) -> None:
        self.raw = raw = import_module("pypdfium2.raw")
        self.calls = _Calls(raw)
        self.document = document
        self.where = where
        self.fonts: dict[int, tuple[bool, bool, bool]] = {}
        self.objects = 0
        self.numbers = (ctypes.c_float * 6)()
        """What PDFium writes its answers to: the numbers of a matrix, or of a box; where each is, see ``at``."""
        self.flags = (ctypes.c_int * 2)()
        self.at = [ctypes.addressof(self.numbers) + 4 * index for index in range(4)]

    def all(self) -> tuple[list[PrintedPage], list[Diagnostic]]:
        """Every page, and what is to be said about those that show no text."""
        pages: list[PrintedPage] = []
        pictures: list[int] = []
        riddles: list[int] = []
        broken: list[int] = []
        for number in range(1, len(self.document) + 1):
            page, pictured = self._page(number)
            pages.append(page if page is not None else PrintedPage(number, 612.0, 792.0, [], []))
            if page is None:
                broken.append(number)
            elif pictured and not page.fragments:
                pictures.append(number)
            elif _is_riddle(page):
                riddles.append(number)
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
        if riddles:
            message = (
                f"The letters of {_numbered(riddles).lower()} cannot be told: the fonts do not say which they are."
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
            reader = _PageReader(self, number, page, self._words(text), turn)
            turned = max(range(4), key=reader.letters.__getitem__)
            if turned:  # printed across the page, and nothing says that it is to be shown turned
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

    def _words(self, text: Any) -> _Words:
        """The words of every text object of a page by its address, and whether they go on from the letters before.

        PDFium looks through all letters of a page for those of one object, so it is asked for all of them at once, and
        where among them each object ends.
        """
        count = self.raw.FPDFText_CountChars(text)
        buffer = (ctypes.c_ushort * (count + 1))()
        length = self.raw.FPDFText_GetText(text, 0, count, buffer)
        letters = ctypes.string_at(buffer, 2 * max(length - 1, 0)).decode("utf-16-le", errors="replace")
        page, owner = _address(text), self.calls.owner
        if len(letters) != count:  # some that mean nothing were left out, or halves of letters were put together
            letters = "".join([chr(self.calls.letter(page, index)) for index in range(count)])
        words: _Words = {}
        start = 0
        glued = False
        while start < len(letters):
            thing = None if letters[start] in "\r\n" else owner(page, start)
            if thing is None:  # a blank that PDFium put in
                start += 1
                glued = False
                continue
            end = letters.find("\r\n", start)
            end = end if end > 0 else len(letters)
            if owner(page, end - 1) != thing:
                low = start
                while end - low > 1:
                    middle = (low + end) // 2
                    if owner(page, middle) == thing:
                        low = middle
                    else:
                        end = middle
            own = letters[start:end]
            if not own.isprintable():
                own = own.translate(_UNPRINTABLE).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
            if letters[end : end + 1] == " ":
                own += " "
            words[thing] = (f"{words[thing][0]} {own}", False) if thing in words else (own, glued)
            start = end
            glued = not own[-1].isspace()
        return words

    def font(self, font: int) -> tuple[bool, bool, bool]:
        """Whether a font is bold, slanted, made of signs: by its name."""
        if font not in self.fonts:
            name = ctypes.create_string_buffer(256)
            self.raw.FPDFFont_GetBaseFontName(ctypes.cast(font, self.raw.FPDF_FONT), name, 256)
            said = name.value.decode("utf-8", errors="replace")
            family = said.partition("+")[2] or said
            self.fonts[font] = bool(_BOLD.search(family)), bool(_ITALIC.search(family)), bool(_SIGNS.search(family))
        return self.fonts[font]


class _PageReader:
    """The walk through the objects of one page, which is seen after so many quarter turns clockwise."""

    def __init__(self, pages: _Pages, number: int, page: Any, words: _Words, turns: int) -> None:
        self.pages = pages
        self.calls = pages.calls
        self.words = words
        self.pictured = False
        self.last: tuple[float, float] | None = None
        """Where the last fragment was printed."""
        self.letters = dict.fromkeys((0, 1, 2, 3, -1), 0)
        """How many letters run level, and how many would after one, two and three more turns; -1: after none."""
        self.across: dict[int, str] = {}
        """What runs across the page, by its direction: a stamp, or a mark in the margin."""
        box = pages.raw.FS_RECTF()
        pages.raw.FPDF_GetPageBoundingBox(page, box)
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
        plain = not (turns % 4 or left or bottom)
        self._objects(_address(page), self.calls.count, self.calls.get, None if plain else seen[turns % 4], 0)
        for text in self.across.values():
            said = tidy(" ".join(text.split())).text
            self.printed.aside.append(Furniture.model_validate({"kind": "page", "text": said, "page": number}))

    def _objects(self, holder: int, count: Any, get: Any, outer: _Matrix | None, depth: int) -> None:
        """The objects of a page, or of a form in it."""
        calls = self.calls
        number = count(holder)
        self.pages.objects += max(number, 0)
        if self.pages.objects > _MOST_OBJECTS + _MOST_OBJECTS_OF_A_PAGE * len(self.pages.document):
            raise LimitExceededError(f"{self.pages.where}: this PDF draws more than any page of minutes would")
        paths = 0
        for index in range(number):
            thing = get(holder, index)
            kind = calls.kind(thing)
            if kind == _TEXT:
                words, glued = self.words.get(thing, _NOTHING)
                if not words:
                    self._printed_again(thing)
                elif not words.isspace():
                    self._text(thing, words, glued, outer)
            elif kind == _PATH:
                paths += 1
                if paths < _MOST_PATHS:
                    self._path(thing, outer)
            elif kind == _IMAGE:
                self.pictured = True
            elif kind == _FORM and depth < _DEEPEST_FORM:
                inside = self._matrix(thing)
                both = inside if outer is None else _times(inside, outer)
                self._objects(thing, calls.count_in_form, calls.get_in_form, both, depth + 1)
        self.pictured = self.pictured or paths > _DRAWN

    def _matrix(self, thing: int) -> _Matrix:
        self.calls.matrix(thing, self.pages.at[0])
        a, b, c, d, x, y = self.pages.numbers
        return a, b, c, d, x, y

    def _box(self, thing: int, outer: _Matrix | None) -> _Box:
        """Left, bottom, right and top as they are seen."""
        self.calls.bounds(thing, *self.pages.at)
        left, bottom, right, top, _, _ = self.pages.numbers
        return (left, bottom, right, top) if outer is None else _around([(left, bottom), (right, top)], outer)

    def _printed_again(self, thing: int) -> None:
        """PDFium leaves out what is printed twice at one place; a little aside it is printed to look bold."""
        *_, x, y = self._matrix(thing)
        if self.last and 0.05 < abs(x - self.last[0]) < 1.5 and abs(y - self.last[1]) < 1:
            self.printed.fragments[-1] = self.printed.fragments[-1]._replace(bold=True)

    def _text(self, thing: int, words: str, glued: bool, outer: _Matrix | None) -> None:
        calls, pages = self.calls, self.pages
        a, b, c, d, x, y = self._matrix(thing)
        last, self.last = self.last, (x, y)
        if outer is not None:
            a, b, c, d, x, y = _times((a, b, c, d, x, y), outer)
        if b or a <= 0:
            turns = _turns(a, b)
            if turns:
                self.letters[turns] += len(words)
                self.across[turns] = self.across.get(turns, "") + ("" if glued and last is None else " ") + words
                self.last = None
                return
        self.letters[0] += len(words)
        x0, _, x1, _ = self._box(thing, outer)
        calls.size(thing, pages.at[0])
        size = abs(pages.numbers[0]) * max(abs(d), abs(c)) or 1.0
        bold, italic, symbol = pages.font(calls.font(thing))
        if not bold and calls.mode(thing) == _FILLED_AND_STROKED:
            bold = True
        start = min(x, x0) if x > x0 - size else x0
        fragments = self.printed.fragments
        if glued and last and len(words) < 3:  # letters printed one by one
            before = fragments[-1]
            style = y, size, before.text, bold, italic, symbol
            if before[2:] == style and abs(start - before.x1) < 0.5 * size:
                fragments[-1] = before._replace(x1=x1, text=before.text + words)
                return
        fragments.append(Fragment(start, x1, y, size, words, bold, italic, symbol))

    def _path(self, thing: int, outer: _Matrix | None) -> None:
        """The level and upright lines of a path."""
        calls, pages = self.calls, self.pages
        left, bottom, right, top = self._box(thing, outer)
        wide, high = right - left, top - bottom
        if min(wide, high) <= _THIN and max(wide, high) > 2 * _THIN:
            self._rule(left, bottom, right, top)
            return
        count = calls.segments(thing)
        if count < 3 or count > _LONGEST_PATH:
            return
        if _DOT[0] < wide < _DOT[1] and abs(wide - high) < 1:
            self.printed.dots.append(Rule(left, bottom, right, top))
            return
        calls.draw_mode(thing, ctypes.addressof(pages.flags), ctypes.addressof(pages.flags) + 4)
        stroked = bool(pages.flags[1])
        if not stroked and count < 10:
            return  # the ground behind words
        own = self._matrix(thing)
        both = own if outer is None else _times(own, outer)
        places: list[tuple[float, float]] = []
        for index in range(count):
            segment = calls.segment(thing, index)
            calls.place(segment, *pages.at[:2])
            step = calls.step(segment)
            if step == _MOVE:
                self._lines(places, both, stroked)
                places = []
            if step in (_MOVE, _LINE):
                places.append((pages.numbers[0], pages.numbers[1]))
            if places and calls.closes(segment):
                places.append(places[0])
        self._lines(places, both, stroked)

    def _lines(self, places: list[tuple[float, float]], matrix: _Matrix, stroked: bool) -> None:
        if len(places) < 2:
            return
        if not stroked:  # a filled figure is a line where it is thin
            self._rule(*_around(places, matrix))
            return
        for one, other in pairwise(places):
            self._rule(*_around([one, other], matrix))

    def _rule(self, left: float, bottom: float, right: float, top: float) -> None:
        wide, high = right - left, top - bottom
        if min(wide, high) <= _THIN and max(wide, high) >= _SHORT:
            if wide > high:
                bottom = top = (bottom + top) / 2
            else:
                left = right = (left + right) / 2
            self.printed.rules.append(Rule(left, bottom, right, top))


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _turns(a: float, b: float) -> int:
    """How many quarter turns clockwise would make a direction level, from 0 to 3; -1 for a slanting one."""
    if min(abs(a), abs(b)) > 0.2 * max(abs(a), abs(b)):
        return -1
    if abs(a) > abs(b):
        return 0 if a > 0 else 2
    return 1 if b > 0 else 3


def _around(corners: list[tuple[float, float]], matrix: _Matrix) -> _Box:
    """The box around some places, moved by a matrix."""
    a, b, c, d, e, f = matrix
    xs = [x * a + y * c + e for x, y in corners]
    ys = [x * b + y * d + f for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _times(one: _Matrix, other: _Matrix) -> _Matrix:
    """One matrix after the other."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _is_riddle(page: PrintedPage) -> bool:
    """Whether many letters of a page could not be told."""
    text = "".join([fragment.text for fragment in page.fragments])
    return text.count("\ufffd") * 5 > len(text)


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
