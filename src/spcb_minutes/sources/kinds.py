r"""Tells what a file is by its first bytes, because names lie: pictures and web pages are found under ``.txt``.

    b"%PDF-1.7 ..."        ->  application/pdf, "a PDF document"
    b"\x89PNG\r\n..."      ->  image/png, "a PNG picture"
    b"Present: ..."        ->  None

None is not "text": it is "nothing known", and the reader of text looks for itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is not plain text: how its bytes begin, what it is, and what its owner can do."""

    media_type: str
    what: str
    advice: str
    begins: re.Pattern[bytes]
    holds: bytes = b""
    """Bytes that stand somewhere in it, for kinds that begin alike."""
    is_text: bool = False
    """Its bytes are characters, so somebody who says that it is plain text is believed."""


_PICTURE = "get the document itself, or run text recognition on the picture and save the result as .txt"
_SAVE = "open it, save it as Word document (.docx) and read that file"
_PRINT = "open it, print it to a PDF and read that file"
_UNPACK = "unpack it and read the files in it"
_SOUND = "notes of the meeting are needed, not its recording"


def _starts(*signatures: bytes) -> re.Pattern[bytes]:
    return re.compile(b"|".join(re.escape(signature) for signature in signatures))


_OLE = _starts(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_ZIP = _starts(b"PK\x03\x04", b"PK\x05\x06")
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = f"{_OFFICE}wordprocessingml.document"

KINDS: tuple[Kind, ...] = (
    Kind("image/png", "a PNG picture", _PICTURE, _starts(b"\x89PNG\r\n\x1a\n")),
    Kind("image/jpeg", "a JPEG picture", _PICTURE, _starts(b"\xff\xd8\xff")),
    Kind("image/gif", "a GIF picture", _PICTURE, _starts(b"GIF87a", b"GIF89a")),
    Kind("image/tiff", "a TIFF picture", _PICTURE, _starts(b"II*\x00", b"MM\x00*")),
    Kind("image/webp", "a WebP picture", _PICTURE, re.compile(rb"RIFF....WEBP", re.DOTALL)),
    Kind("image/heic", "a HEIC picture", _PICTURE, re.compile(rb"....ftyp(?:hei|mif)", re.DOTALL)),
    Kind("video/mp4", "a video", _SOUND, re.compile(rb"....ftyp", re.DOTALL)),
    Kind("audio/mpeg", "a sound recording", _SOUND, _starts(b"ID3", b"OggS", b"fLaC")),
    Kind("application/pdf", "a PDF document", _SAVE, re.compile(rb"(?:\xef\xbb\xbf)?\s{0,64}%PDF-")),
    Kind(DOCX, "a Word document (.docx)", _SAVE, _ZIP, holds=b"word/document"),
    Kind(f"{_OFFICE}spreadsheetml.sheet", "an Excel workbook (.xlsx)", _PRINT, _ZIP, holds=b"xl/workbook.xml"),
    Kind(
        f"{_OFFICE}presentationml.presentation",
        "a PowerPoint file (.pptx)",
        _PRINT,
        _ZIP,
        holds=b"ppt/presentation.xml",
    ),
    Kind(
        "application/vnd.oasis.opendocument.text",
        "an OpenDocument text (.odt)",
        _SAVE,
        _ZIP,
        holds=b"application/vnd.oasis.opendocument.text",
    ),
    Kind("application/zip", "a ZIP archive", _UNPACK, _ZIP),
    Kind("application/gzip", "a gzip archive", _UNPACK, _starts(b"\x1f\x8b\x08")),
    Kind("application/x-7z-compressed", "a 7-Zip archive", _UNPACK, _starts(b"7z\xbc\xaf\x27\x1c")),
    Kind("application/vnd.rar", "a RAR archive", _UNPACK, _starts(b"Rar!\x1a\x07")),
    Kind(
        "application/encrypted",
        "a Word file (or another of Office) protected by a password",
        "open it with its password, save it without one and read that file",
        _OLE,
        holds="EncryptedPackage".encode("utf-16-le"),
    ),
    Kind(
        "application/msword",
        "an old Word file (.doc)",
        "open it, save it as Word document (.docx) and read that file",
        _OLE,
        holds="WordDocument".encode("utf-16-le"),
    ),
    Kind("application/x-ole-storage", "an old Office file (.xls, .ppt) or an Outlook message (.msg)", _PRINT, _OLE),
    Kind(
        "application/vnd.sqlite3",
        "an SQLite database",
        "read the files it was made from",
        _starts(b"SQLite format 3\x00"),
    ),
    Kind("application/rtf", "a rich text (.rtf) document", _SAVE, _starts(rb"{\rtf"), is_text=True),
    Kind(
        "text/html",
        "a web page (HTML)",
        "open it in a browser, copy the text of the notes and save that as .txt",
        re.compile(
            rb"(?:\xef\xbb\xbf)?\s{0,64}(?:<\?xml[^>]{0,200}>\s{0,9})?<(?:!doctype\s+html|html|head|body)\b",
            re.IGNORECASE,
        ),
        is_text=True,
    ),
    Kind("application/xml", "an XML file", _PRINT, re.compile(rb"(?:\xef\xbb\xbf)?\s{0,64}<\?xml\s"), is_text=True),
)
"""The kinds that are told apart, the particular before the general."""


def kind_of(data: bytes) -> Kind | None:
    """The kind that the bytes show, None where they show none of ``KINDS``."""
    for kind in KINDS:
        if kind.begins.match(data) and kind.holds in data:
            return kind
    return None
