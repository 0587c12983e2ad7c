"""The short way through all stages: ``read`` for a file, ``parse`` for a text, ``facts`` and ``trace`` for a document.

document = read("notes.txt")
[item.title for item in document.minutes[0].items]
facts(document) == facts(parse(document.source.text))
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, BinaryIO

from .errors import StrictError
from .models import Diagnostic, Document, Furniture, Source
from .sources import Limits, from_text, load

SCHEMA_ID = "urn:spcb-minutes:schema:1"
"""The name of the JSON Schema; its number is the first one of the schema version."""


def read(
    file: str | os.PathLike[str] | BinaryIO,
    *,
    media_type: str | None = None,
    strict: bool = False,
    limits: Limits | None = None,
) -> Document:
    """The document in a file: a path, or a file opened in binary mode.

    What the text says oddly is told by ``Document.diagnostics``; only a file that cannot be read raises, always a
    ``MinutesError``. With ``strict`` a document with a diagnostic of severity error raises ``StrictError``, which
    carries the diagnostics. ``media_type`` ("application/pdf", "text/html", …) is told from the file where it is None.
    """
    source, told, aside = load(file, media_type=media_type, limits=limits)
    return _document(source, told, aside, strict)


def parse(text: str, *, strict: bool = False, limits: Limits | None = None) -> Document:
    """The document in a text already in hand; any text gives one.

    Raises ``LimitExceededError`` for a text over the limits, and with ``strict`` as ``read`` does.
    """
    source, told = from_text(text, limits=limits)
    return _document(source, told, (), strict)


def _document(source: Source, told: Sequence[Diagnostic], aside: Sequence[Furniture], strict: bool) -> Document:
    # late: whoever only loads JSON needs neither the grammars nor Lark
    build = import_module(".builder", __package__).build
    check = import_module(".checks", __package__).check
    with _no_collection():
        document: Document = check(build(source, told, aside))
    if strict and any(d.severity == "error" for d in document.diagnostics):
        raise StrictError(source.name, document.diagnostics)
    return document


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold Python's garbage collector back.

    It looks at all objects again and again while many are made and none are let go, which took a seventh of the time
    of one document, and more of many. What is made here has no cycles. A collector that is off stays off.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of ``Document``, as ``spcb-minutes schema`` prints it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        **Document.model_json_schema(),
    }
