"""From a document to every other tool: one module a format, one line in the table below.

    to_markdown(document)                 the text
    to_csv([first, second])               the files of a folder, by name
    spcb-minutes export sqlite notes/ -o notes.db

Every exporter is a pure function of finished documents: it reads no file and writes none, and sees models only. What a
format cannot hold becomes U+FFFD, and ``ReplacedCharactersWarning`` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:  # the names of the formats are told without waiting for pydantic
    from ..models import Document

Files = dict[str, str]
"""The files of an export that is a folder: what each holds, by its name."""


class Exporter(NamedTuple):
    """A format, and the function that makes it."""

    module: str
    """The module of this package that holds the function."""
    function: str
    """Its name. It takes a document, or those that are gathered."""
    suffix: str
    """How the name of its file ends; "/" where it is a folder of files."""
    gathers: bool
    """Whether many documents become one output; else each becomes a file of its own."""
    about: str
    """What it is, in a phrase."""
    options: tuple[str, ...] = ()
    """What may be asked of it by name besides."""

    def load(self) -> Callable[..., str | bytes | Files]:
        """The function; its module is imported only now."""
        found = getattr(import_module(f".{self.module}", __name__), self.function)
        return cast("Callable[..., str | bytes | Files]", found)


EXPORTERS: dict[str, Exporter] = {
    "json": Exporter("json", "to_json", ".json", False, "the document as it is, with places"),
    "jsonl": Exporter("json", "to_jsonl", ".jsonl", True, "JSON Lines, a document a line"),
    "markdown": Exporter("markdown", "to_markdown", ".md", False, "text that reads back to the same facts"),
    "csv": Exporter("tables", "to_csv", "/", True, "a folder of tables with a datapackage.json", ("bom",)),
    "sqlite": Exporter("sqlite", "to_sqlite", ".db", True, "a database with full-text search"),
    "akoma-ntoso": Exporter("akoma_ntoso", "to_akoma_ntoso", ".xml", False, "Akoma Ntoso 3.0"),
    "open-civic-data": Exporter(
        "open_civic_data", "to_open_civic_data", ".json", True, "events of Open Civic Data", ("timezone",)
    ),
    "icalendar": Exporter(
        "icalendar", "to_icalendar", ".ics", True, "the meeting and the next one, for a calendar", ("timezone",)
    ),
    "html": Exporter("html", "to_html", ".html", False, "a page that shows the source beside what was read"),
}
"""Every format, by the name that ``spcb-minutes export`` knows it by."""


def each(documents: Document | Iterable[Document]) -> Iterable[Document]:
    """The documents that an exporter was given: one, or any number."""
    is_one = isinstance(documents, import_module("..models", __name__).Document)
    return cast("Iterable[Document]", (documents,) if is_one else documents)
