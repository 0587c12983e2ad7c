"""Words of a document, with where they stand: what every fact about a series is shown by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import Field

from ..models import Agenda, Document, Minutes, Model, Span

PartType = TypeVar("PartType", bound=Agenda | Minutes, covariant=True)


class Quote(Model):
    """The words of a document that show a fact."""

    part: str = Field(examples=["harbour-board/2024-05-14/minutes"])
    """The id of the minutes or agenda that they stand in."""
    file: str | None = Field(examples=["notes-2024-05-14.txt"])
    """The file's name without its folder; None for text in hand."""
    text: str = Field(examples=["The notes of 12 March 2024 were accepted."])
    """The words as they stand in the text, white space folded."""
    span: Span
    """Where they stand in the text of that file."""

    @property
    def place(self) -> str:
        """The place as people say it: "notes.txt, line 31, page 2"."""
        page = f", page {self.span.page}" if self.span.page is not None else ""
        return f"{self.file or 'text'}, line {self.span.line}{page}"


@dataclass(frozen=True, slots=True)
class Told(Generic[PartType]):
    """Minutes or an agenda, with the document that they stand in."""

    document: Document
    part: PartType

    @property
    def file(self) -> str | None:
        """The file's name without its folder; None for text in hand."""
        return self.document.source.name

    def quote(self, span: Span) -> Quote:
        """The words at a place in the document."""
        words = " ".join(self.document.source.text[span.start : span.end].split())
        return Quote(part=self.part.id, file=self.file, text=words, span=span)
