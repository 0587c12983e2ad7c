"""What the tests of exports share: the examples, read once, and documents whose every text is hostile.

for document in examples(): …
spoilt(document, "<script>alert(1)</script>")     every text, title, name and role says that
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from spcb_minutes import Agenda, Document, ItemNumber, Minutes, Source, Span, parse, read

EXAMPLES = sorted(
    path
    for path in (Path(__file__).resolve().parents[1] / "examples").iterdir()
    if path.suffix in (".txt", ".md", ".docx", ".pdf", ".html") and path.name != "README.md"
)
"""The files of the examples."""

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><!-- --><![CDATA[ ]]>",
    "'single' \"double\" & &amp; `back` \\ | *stars* _under_ #",
    "=1+1",
    "+44 20", "-1", "@SUM(A1)", "'=2", "\t=3", "\r=4",
    "one\ntwo\r\nthree\rfour\u2028five",
    "bell \x07 escape \x1b[31m delete \x7f c1 \x85 end",
    "right \u202eto left\u202c \u200f \u2067isolated\u2069",
    "£10 ’quoted’ café \U0001f6a2 日本",
    "comma, semicolon; colon: back\\slash",
    "\ufffe\uffff",
)  # fmt: skip
"""Texts that some format must escape; each is sound UTF-8."""

LONE = "half \ud800 a pair"
"""A text that no file in UTF-8 can hold; only models made by hand have such."""

M = TypeVar("M", bound=BaseModel)

_KEPT = {"kind", "id", "schema_version", "sha256", "media_type", "basis", "code", "severity", "field", "number"}


@cache
def examples() -> tuple[Document, ...]:
    """The document of each example, in the order of ``EXAMPLES``."""
    return tuple(read(path) for path in EXAMPLES)


def made(*parts: Agenda | Minutes, name: str | None = None) -> Document:
    """A document of parts that nobody has read: they stand nowhere in its text."""
    source = Source(name=name, media_type="text/plain", sha256="0" * 64, text="")
    return Document(schema_version="1.0", source=source, parts=parts)


def spoilt(model: M, words: str) -> M:
    """A model in which every text, at every depth, is these words; what must have its form (ids, numbers) is kept."""
    changed: dict[str, Any] = {}
    for name in type(model).model_fields:
        if name not in _KEPT:
            changed[name] = _spoilt(getattr(model, name), words)
    return model.model_copy(update=changed)


def _spoilt(value: Any, words: str) -> Any:
    if isinstance(value, ItemNumber | Span):
        return value
    if isinstance(value, BaseModel):
        return spoilt(value, words)
    if isinstance(value, tuple):
        return tuple(_spoilt(one, words) for one in value)
    return words if isinstance(value, str) else value


_ATTENDED = "Harbour Board\n\nTuesday 14 May 2024\n\nPresent:\n\nAda Quill – Chair\n\n"
_AGENDA = "HARBOUR BOARD\n\nTuesday 28 May 2024\n\nAGENDA\n\n1. 10.00 Apologies\n2. 10.10 Notes of the last meeting\n"


def odd() -> tuple[Document, ...]:
    """Documents without one thing or another: no part, no date, no board, no item, two meetings on one day."""
    texts = (
        "",
        "Nothing numbered stands here.\n",
        "041/24 Apologies\n",
        "041/24\n",
        "HARBOUR BOARD\n\n041/24 Tides\n\nHigh water was early.\n",
        f"{_ATTENDED}041/24 Tides\n\nThe tide was in.\n\n{_ATTENDED}042/24 Ebb\n\nThe tide was out.\n",
        _AGENDA,
    )
    return tuple(parse(text) for text in texts)
