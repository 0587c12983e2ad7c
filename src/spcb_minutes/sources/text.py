r"""Reads ``.txt`` and ``.md`` files: bytes to minutes text. Nothing here knows about minutes.

    b"\xef\xbb\xbfPresent:\r\n"      ->  "Present:\n"               UTF-8, mark and CR dropped
    b"\xff\xfeP\x00r\x00"            ->  "Pr"                       UTF-16, by its mark
    b"Budget: \xa35,000\n"           ->  "Budget: £5,000\n", M901   Windows-1252

What is true of every text that ``read`` and ``tidy`` give:

1. Line ends are LF; it begins with no byte order mark; it holds no NUL and no half pair of UTF-16.
2. Beyond that, every character is the file's: blanks of all kinds, private-use bullets and form feeds stay.
3. ``pages`` begins with 0 and increases, each entry the offset after a form feed; it is empty where there is none.
   A form feed at the very end begins no page: no character would stand on it.
4. Tidying a tidy text changes nothing.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from ..diagnostics import diagnose
from ..errors import UnreadableFileError
from ..models import Diagnostic, Span
from .reading import Limits, Places, Reading

_MARK = "\ufeff"
_UNHOLDABLE = re.compile("[\x00\ud800-\udfff]")
_SOMETHING = re.compile("[^\\s\u200b\u2060\ufeff]")  # characters without width are nothing to read either
_CONTROL = re.compile(r"[\x00-\x07\x0e-\x1a\x1c-\x1f\x7f]")  # without ESC: saved terminal output is text
_ESCAPED = re.compile("[\udc80-\udcff]")  # what the "surrogateescape" of Python makes of a byte that is not UTF-8

# Windows-1252 leaves five bytes undefined. Like browsers we keep them as control characters, so none is lost.
_WINDOWS_1252 = "".join(
    bytes([byte]).decode("cp1252", errors="replace").replace("\ufffd", chr(byte)) for byte in range(256)
)
_HIGH_BYTES = bytes(range(0x80, 0x100))

_SAMPLE = 64 * 1024
_FEW_CONTROLS = 8  # so many control characters do not make a text binary, however short it is


def read(data: bytes, where: str, limits: Limits) -> Reading:
    """The minutes text of a text file's bytes; ``where`` names the file if they turn out to be no text."""
    decoded = _decoded(data, where)
    reading = tidy(decoded.text)
    if decoded.foreign is None:
        return reading
    return Reading(
        text=reading.text,
        pages=reading.pages,
        diagnostics=tuple(
            sorted((*reading.diagnostics, _read_as_windows_1252(decoded, reading)), key=lambda found: found.line or 0)
        ),
    )


def characters(data: bytes, where: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The characters of bytes that hold markup, and M901, without a place, if Windows-1252 was guessed."""
    decoded = _decoded(data, where)
    return decoded.text, () if decoded.foreign is None else (diagnose("M901", _guess(decoded)),)


def windows_1252(data: bytes) -> str:
    """Every byte as the character that browsers take it for."""
    return codecs.charmap_decode(data, "strict", _WINDOWS_1252)[0]


def tidy(text: str) -> Reading:
    """Any text as minutes text: line ends as LF, what no text can hold replaced one for one, pages found."""
    text = _tidy_lines(text)
    first = _UNHOLDABLE.search(text)
    count = 0
    if first is not None:
        text, count = _UNHOLDABLE.subn("\ufffd", text)
    pages = _pages(text)
    diagnostics: list[Diagnostic] = []
    if not _SOMETHING.search(text):
        diagnostics.append(diagnose("M904", "There is nothing but blank space." if text else "There is no text."))
    if first is not None:
        message = (
            f"{count} characters that no text can hold were replaced by U+FFFD; this is the first."
            if count > 1
            else "A character that no text can hold was replaced by U+FFFD."
        )
        diagnostics.append(diagnose("M903", message, _span(text, pages, first.start())))
    return Reading(text=text, pages=pages, diagnostics=tuple(diagnostics))


class _Decoded(NamedTuple):
    """Characters, and where Windows-1252 was guessed: the index of the first such one, their number, partly or all."""

    text: str
    foreign: int | None = None
    guessed: int = 0
    partly: bool = False


def _decoded(data: bytes, where: str) -> _Decoded:
    _refuse_unmarked_utf_16(data, where)
    decoded = _decode(data)
    _refuse_binary(decoded.text, where)
    return decoded


def _decode(data: bytes) -> _Decoded:
    for mark, codec in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            whole = len(data) - len(data) % 2
            text = data[len(mark) : whole].decode(codec, errors="surrogatepass")
            # A file cut in the middle of a character: half of one is left, and NUL is replaced and counted below.
            return _Decoded(text if whole == len(data) else text + "\x00")
    marked = data.startswith(codecs.BOM_UTF8)
    for errors in ("strict", "surrogatepass"):
        try:
            return _Decoded(data.decode("utf-8", errors=errors))
        except UnicodeDecodeError as error:
            first = error.start
    # One stray byte must not spoil every dash and quote of a file that is otherwise UTF-8 (lines pasted from an older
    # file, or the end cut off), so where more characters beyond ASCII are right than wrong only the wrong are guessed.
    escaped = data.decode("utf-8", errors="surrogateescape")
    sound = len(data.decode("utf-8", errors="ignore"))
    wrong = len(escaped) - sound
    right = sound - len(data.translate(None, _HIGH_BYTES))
    if marked or right > wrong:
        text = _ESCAPED.sub(lambda byte: _WINDOWS_1252[ord(byte[0]) - 0xDC00], escaped)
        return _Decoded(text, len(data[:first].decode("utf-8", errors="surrogateescape")), wrong, partly=True)
    return _Decoded(windows_1252(data), first, wrong)


def _read_as_windows_1252(decoded: _Decoded, reading: Reading) -> Diagnostic:
    at = len(_tidy_lines(decoded.text[: decoded.foreign]))
    return diagnose("M901", _guess(decoded), _span(reading.text, reading.pages, at))


def _guess(decoded: _Decoded) -> str:
    assert decoded.foreign is not None
    letter = decoded.text[decoded.foreign]
    shown = f"“{letter}” (byte 0x{_WINDOWS_1252.index(letter):02X})" if letter.isprintable() else f"U+{ord(letter):04X}"
    what = (
        f"Not all of the file is UTF-8; bytes that are not ({decoded.guessed}) were read as Windows-1252"
        if decoded.partly
        else "The file is not UTF-8 and was read as Windows-1252"
    )
    return f"{what}; the first is {shown}."


def _refuse_unmarked_utf_16(data: bytes, where: str) -> None:
    """UTF-16 puts a NUL beside every letter: that is told from a text with a few stray ones, and can be mended."""
    sample = data[:_SAMPLE]
    pairs = len(sample) // 2
    if pairs < 2 or sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return
    nuls = sorted((sample[0::2].count(0), sample[1::2].count(0)))
    if nuls[0] * 10 < pairs and nuls[1] * 10 > pairs * 7:
        raise UnreadableFileError(
            f"{where}: this looks like text in UTF-16 without the mark that says so; "
            "open it in an editor, save it as UTF-8 and try again"
        )


def _refuse_binary(text: str, where: str) -> None:
    sample = text[:_SAMPLE]
    controls = len(_CONTROL.findall(sample))
    nuls = text.count("\x00")
    if (controls > _FEW_CONTROLS and controls * 20 > len(sample)) or (nuls > _FEW_CONTROLS and nuls * 20 > len(text)):
        raise UnreadableFileError(
            f"{where}: this is not text but the inside of some other program's file; "
            "open it in that program, save it as .docx, PDF or plain text (UTF-8) and try again"
        )


def _tidy_lines(text: str) -> str:
    return text.lstrip(_MARK).replace("\r\n", "\n").replace("\r", "\n")


def _pages(text: str) -> tuple[int, ...]:
    starts = [0] if "\f" in text else []
    at = text.find("\f") + 1
    while 0 < at < len(text):
        starts.append(at)
        at = text.find("\f", at) + 1
    return tuple(starts)


def _span(text: str, pages: tuple[int, ...], at: int) -> Span:
    return Span.model_validate(Places(text, pages).span(at, at + 1))
