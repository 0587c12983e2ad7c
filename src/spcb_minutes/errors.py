"""What is raised on purpose: each error says what happened, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from .models import Diagnostic


class MinutesError(Exception):
    """The base of everything that this package raises on purpose."""


class UnreadableFileError(MinutesError):
    """The file is not there, may not be read, or its bytes are no text."""


class UnknownFormatError(MinutesError):
    """The file is of a kind that no reader here knows."""


class MissingExtraError(MinutesError):
    """What was asked for needs something that is not installed; the message has the command, or says what it is."""


class LimitExceededError(MinutesError):
    """The file or text is larger than the limits allow; ``Limits`` raises them."""


class StrictError(MinutesError):
    """With ``strict=True``: the document has diagnostics of severity error; ``diagnostics`` holds all of them."""

    diagnostics: tuple[Diagnostic, ...]
    """All diagnostics of the document, those of lower severity among them."""

    def __init__(self, name: str | None, diagnostics: Sequence[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        first = next(d for d in self.diagnostics if d.severity == "error")
        where = f"{name or 'text'}" + (f", line {first.line}" if first.line else "")
        super().__init__(f"{where}: {first.code} {first.name}: {first.message} {first.hint or ''}".rstrip())


class SchemaVersionError(MinutesError):
    """The JSON is no document of this package, or one of a schema version that it does not read."""


class SeveralBoardsError(MinutesError):
    """Documents of several boards where those of one are expected, or of none that is asked for."""


class ArchiveError(MinutesError):
    """An archive cannot be opened, read or added to; the message says why, and what is in it stays as it was."""


class DecisionsError(MinutesError):
    """A file of decisions on names cannot be read as one; the message says where and what to write instead."""


class ReplacedCharactersWarning(UserWarning):
    """An export could not hold some characters and has U+FFFD in their place; the message says which."""


class LeftOutWarning(UserWarning):
    """An export could not hold a meeting and left it out; the message says which and why."""
