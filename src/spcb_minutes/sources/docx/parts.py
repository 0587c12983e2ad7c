"""The files inside a Word file, unpacked within the limits; nothing outside it is opened.

A part is counted while it is unpacked, so that one which is made to fill the memory never does.

    Parts(data, "notes.docx", Limits()).xml("word/document.xml")     ->  the root element
"""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO
from posixpath import join, normpath
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ...errors import LimitExceededError, UnreadableFileError
from ..reading import Limits
from .xml import LINK, MAIN

_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", MAIN[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", LINK[1:-1].encode()),
)
_CHUNK = 1024 * 1024
_DENSE = 200  # so many bytes out of one: a real document has about four
_TAGS = 4_000_000  # in one part; each costs more memory than its bytes, so more are read where more bytes may be

DAMAGED = "this Word file is damaged ({}); open it in a word processor, save it again and read that file"


class Parts:
    """The files inside the file, unpacked one by one within the limits."""

    def __init__(self, data: bytes, where: str, limits: Limits) -> None:
        self.where = where
        self._left = self._allowed = limits.max_unpacked_bytes
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, OverflowError):
            kind = "it is no Word file, or only a part of one" if data[:2] != b"PK" else "its end is missing"
            raise self.damaged(kind) from None
        self._names = {name.lstrip("/").lower(): name for name in self._zip.namelist()}

    def damaged(self, what: str) -> UnreadableFileError:
        """The error for a file that cannot be read."""
        return UnreadableFileError(f"{self.where}: {DAMAGED.format(what)}")

    def xml(self, name: str) -> Element | None:
        """The root of a part; None where the file has no such part."""
        found = self._names.get(name.lstrip("/").lower())
        if found is None:
            return None
        data = self._unpacked(found)
        if b"<!DOCTYPE" in data.replace(b"\x00", b""):  # entities are made there; no word processor writes one
            raise self.damaged(f"{name} declares a document type, which no Word file does")
        if data.count(b"<") > max(_TAGS, self._allowed // 16):
            raise self._too_large()
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
        try:
            return ElementTree.fromstring(data)
        except (ElementTree.ParseError, ValueError, LookupError):
            raise self.damaged(f"{name} is broken") from None

    def _unpacked(self, name: str) -> bytes:
        info = self._zip.getinfo(name)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.damaged(f"{name} is packed as no Word file is")  # the others unpack whole, before any count
        if info.flag_bits & 1:
            raise UnreadableFileError(
                f"{self.where}: this file is protected by a password; "
                "open it with its password, save it without one and read that file"
            )
        dense = info.file_size > _CHUNK and info.file_size > _DENSE * max(info.compress_size, 1)
        if dense or info.file_size > self._left:
            raise self._too_large()
        chunks: list[bytes] = []
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(min(_CHUNK, self._left + 1)):
                    chunks.append(chunk)
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise self._too_large()
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
            raise self.damaged(f"{name} cannot be unpacked") from None
        return b"".join(chunks)

    def _too_large(self) -> LimitExceededError:
        return LimitExceededError(
            f"{self.where}: this file unpacks to more than the {self._allowed:,} bytes that are read at most, or is "
            "packed as no document is; see whether it is minutes at all, and raise max_unpacked_bytes "
            "(--max-unpacked-bytes) if it is"
        )

    def main(self) -> str:
        """The name of the part with the text."""
        root = self.xml("_rels/.rels")
        for relation in root if root is not None else ():
            if relation.get("Type", "").endswith("/officeDocument"):
                return normpath(relation.get("Target", "").lstrip("/"))
        return "word/document.xml"

    def relations(self, name: str) -> tuple[dict[str, str], dict[str, str]]:
        """The addresses outside and the parts inside that a part names, by their ids."""
        folder, _, file = name.rpartition("/")
        root = self.xml(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
        outside: dict[str, str] = {}
        inside: dict[str, str] = {}
        for relation in root if root is not None else ():
            target, key = relation.get("Target", ""), relation.get("Id", "")
            if relation.get("TargetMode") == "External":
                outside[key] = target
            else:
                inside[key] = normpath(target.lstrip("/") if target.startswith("/") else join(folder, target))
                inside.setdefault(relation.get("Type", "").rpartition("/")[2], inside[key])
        return outside, inside
