r"""Opens documents: a path, a binary file or a text becomes a ``Source``. Only here are documents opened.

    load("notes.txt")         ->  Source(name="notes.txt", media_type="text/plain", text="HARBOUR BOARD\n…"), (), ()
    load("notes.docx")        ->  Source(name="notes.docx", …, text="**HARBOUR BOARD**\n…"), (), (Furniture(…), …)
    load("picture.txt")       ->  UnknownFormatError: picture.txt: this is a PNG picture; this version reads …
    from_text("041/24 …")     ->  Source(name=None, media_type="text/plain", text="041/24 …"), ()

What is true of what they give, besides what ``sources.text`` promises of a text:

1. ``sha256`` is of the very bytes that were read, and never more than ``max_bytes`` of them are.
2. What goes wrong with a file is a ``MinutesError`` of one line: what, where, what to do. What is odd about a text is
   a diagnostic.
3. What a file holds decides before its name does: a picture is not read as text because it is called ``notes.txt``,
   and a web page that was saved as ``notes.pdf`` is read as a web page (M908 tells).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from ..diagnostics import diagnose
from ..errors import LimitExceededError, UnknownFormatError, UnreadableFileError
from ..models import Diagnostic, Furniture, Source
from . import text
from .kinds import DOCX, Kind, kind_of
from .reading import Limits, Places, Reading

__all__ = [
    "PAGE_MARK", "READERS", "SITE_MARK", "Limits", "Places", "Reader", "Reading", "bytes_of", "files_in", "from_text",
    "load",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reader:
    """How one kind of file is read."""

    suffixes: tuple[str, ...]
    """The endings of names that announce it, in lower case with their stop."""
    read: Callable[[bytes, str, Limits], Reading]
    """Makes minutes text of the bytes; the second argument names the file in errors."""


def _later(module: str) -> Callable[[bytes, str, Limits], Reading]:
    """A reader whose module is imported when the first such file comes: a text file needs neither zip nor XML."""

    def read(data: bytes, where: str, limits: Limits) -> Reading:
        reading: Reading = import_module(f".{module}", __name__).read(data, where, limits)
        return reading

    return read


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "text/plain": Reader((".txt",), text.read),
        "text/markdown": Reader((".md", ".markdown"), text.read),
        DOCX: Reader((".docx", ".docm"), _later("docx")),
        "application/pdf": Reader((".pdf",), _later("pdf")),
        "text/html": Reader((".html", ".htm", ".xhtml"), _later("html")),
    }
)
"""Every media type that can be read, with its reader."""

SITE_MARK = ".spcb-minutes-site"
"""The file that says of a folder that its pages were made here: they say what the notes say, and are none."""

PAGE_MARK = b'<meta name="generator" content="spcb-minutes">'
"""What a page that was made here begins with: it says what the notes say, and is none."""

_TEXTS = ("text/plain", "text/markdown", "text/html")
"""Those that any text may be, whatever it begins with."""
_CHUNK = 1024 * 1024
_HEAD = 300
"""The mark of a page stands within its first bytes, so no notes that quote it are taken for one."""


def files_in(folder: str | os.PathLike[str], *, failed: Callable[[OSError], None] | None = None) -> list[Path]:
    """The documents in a folder and below it, by name.

    Hidden files and folders are none, nor are pages that were made here: a folder with ``SITE_MARK`` in it is passed
    over, with all below it, and so is a page with ``PAGE_MARK``, as it lies beside its notes.
    A folder that cannot be opened is told to ``failed``, or raises UnreadableFileError where that is None.
    """

    def closed(error: OSError) -> None:
        if failed is not None:
            failed(error)
            return
        why = error.strerror or str(error)
        message = f"{error.filename}: this folder could not be opened ({why}); see whether you may read it"
        raise UnreadableFileError(message) from error

    suffixes = tuple(suffix for reader in READERS.values() for suffix in reader.suffixes)
    paths: list[Path] = []
    for at, folders, names in os.walk(folder, onerror=closed):
        if SITE_MARK in names:
            folders.clear()
            continue
        # Hidden files are no documents: among them are the "._notes.txt" that macOS leaves beside every file.
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths += [Path(at, name) for name in names if name.lower().endswith(suffixes) and not name.startswith(".")]
    return sorted(path for path in paths if not _made_here(path))


def _made_here(path: Path) -> bool:
    if path.suffix.lower() not in READERS["text/html"].suffixes:
        return False
    try:
        with path.open("rb") as file:
            return PAGE_MARK in file.read(_HEAD)
    except OSError:
        return False  # whoever reads it will say why it cannot be read


def load(
    file: str | os.PathLike[str] | BinaryIO, *, media_type: str | None = None, limits: Limits | None = None
) -> tuple[Source, tuple[Diagnostic, ...], tuple[Furniture, ...]]:
    """The document as minutes text, what is to be said about its bytes, and what is in them and not in the text.

    ``media_type``, a key of ``READERS``, goes before what the name says. A binary file is read from where it
    stands and stays open; it is called by its ``name``, where it has one. Raises UnreadableFileError,
    UnknownFormatError or LimitExceededError.
    """
    limits = limits or Limits()
    where, name = _names(file)
    chosen = _known(media_type) if media_type is not None else None
    data = _bytes(file, where, limits)
    kind, announced = kind_of(data), _announced(name)
    if kind is not None and kind.media_type == "application/zip" and announced == DOCX:
        kind = None  # the first half of a Word file looks like any archive
        chosen = chosen or DOCX
    if kind is not None and kind.media_type not in READERS and not (kind.is_text and chosen):
        raise UnknownFormatError(_unknown(kind, where))
    told: tuple[Diagnostic, ...] = ()
    if chosen is None:
        chosen = kind.media_type if kind else announced if announced in _TEXTS else "text/plain"
        suffix = Path(name or "").suffix.lower()
        if data and chosen != announced and suffix in READERS[announced].suffixes:
            what = kind.what if kind else "a text"
            told = (diagnose("M908", f"By its name this is a {suffix} file; it is {what}."),)
    reading = READERS[chosen].read(data, where, limits)
    return _source(reading, name, chosen, data), (*told, *reading.diagnostics), reading.aside


def bytes_of(file: str | os.PathLike[str] | BinaryIO, *, limits: Limits | None = None) -> bytes:
    """The bytes of a file, never more of them than the limits allow. Raises UnreadableFileError, LimitExceededError."""
    return _bytes(file, _names(file)[0], limits or Limits())


def from_text(document: str, *, limits: Limits | None = None) -> tuple[Source, tuple[Diagnostic, ...]]:
    """A text in hand as minutes text, and what is to be said about its characters. Raises LimitExceededError."""
    limits = limits or Limits()
    if not isinstance(document, str):
        raise UnreadableFileError(
            f"text: a str is expected here, not {type(document).__name__}; files and bytes go to read"
        )
    if len(document) > limits.max_bytes:
        raise LimitExceededError(_too_large("text", limits))
    data = document.encode("utf-8", errors="surrogatepass")
    if len(data) > limits.max_bytes:
        raise LimitExceededError(_too_large("text", limits))
    reading = text.tidy(document)
    return _source(reading, None, "text/plain", data), reading.diagnostics


def _source(reading: Reading, name: str | None, media_type: str, data: bytes) -> Source:
    return Source(
        name=name,
        media_type=media_type,
        sha256=hashlib.sha256(data).hexdigest(),
        text=reading.text,
        pages=reading.pages,
    )


def _names(file: object) -> tuple[str, str | None]:
    """What the file is called in a message, and in its ``Source``: None for one without a name of its own."""
    if isinstance(file, str | os.PathLike):
        where = os.fspath(file)
        if not isinstance(where, str):
            raise UnreadableFileError(f"{where!r}: a path of characters is expected; os.fsdecode makes one")
        return _shown(where) or "''", _sound(Path(where).name)
    if not callable(getattr(file, "read", None)):
        raise UnreadableFileError(
            f"a path or a file opened with mode 'rb' is expected, not {type(file).__name__}; text in hand goes to parse"
        )
    where = getattr(file, "name", None)
    if not isinstance(where, str) or not where:
        return "the file", None
    standard = where.startswith("<") and where.endswith(">")  # <stdin>: a name of Python's, not of a file
    return _shown(where), None if standard else _sound(Path(where).name)


def _shown(where: str) -> str:
    """The path as it goes into a message of one line: any character is allowed in the name of a file."""
    return where if where.isprintable() else ascii(where)


def _sound(name: str) -> str | None:
    """The name as every tool can hold it: one that is no UTF-8 on disk has half pairs in Python."""
    return name.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace") or None


def _known(media_type: str) -> str:
    bare = media_type.partition(";")[0].strip().lower()
    if bare not in READERS:
        known = ", ".join(READERS)
        raise UnknownFormatError(f"the media type {media_type!r} is none that this version reads; it reads {known}")
    return bare


def _announced(name: str | None) -> str:
    suffix = Path(name).suffix.lower() if name else ""
    return next((media_type for media_type, reader in READERS.items() if suffix in reader.suffixes), "text/plain")


def _unknown(kind: Kind, where: str) -> str:
    suffixes = ", ".join(suffix for reader in READERS.values() for suffix in reader.suffixes)
    return f"{where}: this is {kind.what}; this version reads {suffixes}: {kind.advice}"


def _too_large(where: str, limits: Limits) -> str:
    return (
        f"{where}: larger than the {limits.max_bytes:,} bytes that are read at most; "
        "see whether it is minutes at all, and raise max_bytes (--max-bytes) if it is"
    )


def _bytes(file: str | os.PathLike[str] | BinaryIO, where: str, limits: Limits) -> bytes:
    """The file's bytes. Its size is never asked, for it may be wrong: one byte more than allowed is read instead."""
    opened = False
    try:
        with Path(file).open("rb") if isinstance(file, str | os.PathLike) else nullcontext(file) as stream:
            opened = True
            chunks: list[bytes] = []
            left = limits.max_bytes + 1
            while left > 0:
                chunk: object = stream.read(min(left, _CHUNK))
                if chunk is None or chunk == b"":  # None: a file that does not wait has nothing more now
                    break
                if not isinstance(chunk, bytes):
                    raise UnreadableFileError(f"{where}: this file was opened as text; open it with mode 'rb'")
                chunks.append(chunk)
                left -= len(chunk)
    except FileNotFoundError:
        raise UnreadableFileError(f"{where}: there is no such file; check the name and the folder") from None
    except IsADirectoryError:
        raise UnreadableFileError(f"{where}: this is a folder; name the files in it") from None
    except PermissionError as error:
        if isinstance(file, str | os.PathLike) and Path(file).is_dir():  # what Windows answers for a folder
            raise UnreadableFileError(f"{where}: this is a folder; name the files in it") from None
        raise UnreadableFileError(f"{where}: you may not read this file; ask its owner to let you") from error
    except (OSError, EOFError, ValueError) as error:  # ValueError: a closed file, or a NUL in a path
        what = "this file could not be read to its end" if opened else "this file could not be opened"
        why = (getattr(error, "strerror", None) or str(error) or type(error).__name__).rstrip(".")
        raise UnreadableFileError(f"{where}: {what} ({why}); check the file and where it is kept") from error
    if left <= 0:
        raise LimitExceededError(_too_large(where, limits))
    return b"".join(chunks)
