r"""Reads the item-numbered notes and agendas of public boards into validated, typed data.

>>> import spcb_minutes
>>> document = spcb_minutes.parse("HARBOUR BOARD\n\n041/24 Apologies\n\nThere were none.\n")
>>> document.minutes[0].items[0].title
'Apologies'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import SCHEMA_ID, parse, read, schema
    from .archive import Added, add_files, documents_of
    from .content import Stretch, facts, trace
    from .diagnostics import CATALOGUE, explain, render
    from .errors import (
        ArchiveError,
        DecisionsError,
        LeftOutWarning,
        LimitExceededError,
        MinutesError,
        MissingExtraError,
        ReplacedCharactersWarning,
        SchemaVersionError,
        SeveralBoardsError,
        StrictError,
        UnknownFormatError,
        UnreadableFileError,
    )
    from .exports.akoma_ntoso import to_akoma_ntoso
    from .exports.html import to_html
    from .exports.icalendar import to_icalendar
    from .exports.json import from_json, to_json, to_jsonl
    from .exports.markdown import to_markdown
    from .exports.open_civic_data import to_open_civic_data
    from .exports.sqlite import Hit, search, to_sqlite
    from .exports.tables import to_csv, to_tables
    from .models import (
        SCHEMA_VERSION,
        Action,
        Agenda,
        AgendaItem,
        Attendance,
        Attendee,
        Block,
        BulletList,
        Commitment,
        Decision,
        Diagnostic,
        Document,
        Evidence,
        Furniture,
        HeadCount,
        Item,
        ItemNumber,
        Link,
        ListEntry,
        Meeting,
        Minutes,
        Notice,
        Paragraph,
        Person,
        Question,
        Severity,
        Source,
        Span,
    )
    from .proof import Mismatch, verify
    from .series.attendance import AttendanceMatrix, AttendanceMeeting, AttendanceRow, Presence, attendance_matrix
    from .series.audit import Audit, audit
    from .series.decisions import Decisions, NameDecision, read_decisions
    from .series.ledger import ActionLink, Ledger, LedgerAction, Unsettled, action_ledger
    from .series.listing import Listing
    from .series.meetings import Aside, Series, Sitting, Version
    from .series.people import KnownPerson, Likeness, People, RoleHeld, Spelling, people_of, proposals
    from .series.questions import AskedQuestion, QuestionRegister, question_register
    from .series.quotes import Quote, Told
    from .series.statements import Statement
    from .site import make_site
    from .sources import Limits

__version__ = "0.1.0"

_HOMES = {
    "api": ("SCHEMA_ID", "parse", "read", "schema"),
    "content": ("Stretch", "facts", "trace"),
    "diagnostics": ("CATALOGUE", "explain", "render"),
    "errors": (
        "ArchiveError", "DecisionsError", "LeftOutWarning", "LimitExceededError", "MinutesError", "MissingExtraError",
        "ReplacedCharactersWarning", "SchemaVersionError", "SeveralBoardsError", "StrictError", "UnknownFormatError",
        "UnreadableFileError",
    ),
    "exports.akoma_ntoso": ("to_akoma_ntoso",),
    "exports.html": ("to_html",),
    "exports.icalendar": ("to_icalendar",),
    "exports.json": ("from_json", "to_json", "to_jsonl"),
    "exports.markdown": ("to_markdown",),
    "exports.open_civic_data": ("to_open_civic_data",),
    "exports.sqlite": ("Hit", "search", "to_sqlite"),
    "exports.tables": ("to_csv", "to_tables"),
    "models": (
        "SCHEMA_VERSION", "Action", "Agenda", "AgendaItem", "Attendance", "Attendee", "Block", "BulletList",
        "Commitment", "Decision", "Diagnostic", "Document", "Evidence", "Furniture", "HeadCount", "Item",
        "ItemNumber", "Link", "ListEntry", "Meeting", "Minutes", "Notice", "Paragraph", "Person", "Question",
        "Severity", "Source", "Span",
    ),
    "proof": ("Mismatch", "verify"),
    "archive": ("Added", "add_files", "documents_of"),
    "series.attendance": ("AttendanceMatrix", "AttendanceMeeting", "AttendanceRow", "Presence", "attendance_matrix"),
    "series.audit": ("Audit", "audit"),
    "series.decisions": ("Decisions", "NameDecision", "read_decisions"),
    "series.ledger": ("ActionLink", "Ledger", "LedgerAction", "Unsettled", "action_ledger"),
    "series.listing": ("Listing",),
    "series.meetings": ("Aside", "Series", "Sitting", "Version"),
    "series.people": ("KnownPerson", "Likeness", "People", "RoleHeld", "Spelling", "people_of", "proposals"),
    "series.questions": ("AskedQuestion", "QuestionRegister", "question_register"),
    "series.quotes": ("Quote", "Told"),
    "series.statements": ("Statement",),
    "site": ("make_site",),
    "sources": ("Limits",),
}  # fmt: skip
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "CATALOGUE", "SCHEMA_ID", "SCHEMA_VERSION", "Action", "ActionLink", "Added", "Agenda", "AgendaItem",
    "ArchiveError", "Aside", "AskedQuestion", "Attendance", "AttendanceMatrix", "AttendanceMeeting", "AttendanceRow",
    "Attendee", "Audit", "Block", "BulletList", "Commitment", "Decision", "Decisions", "DecisionsError", "Diagnostic",
    "Document", "Evidence", "Furniture", "HeadCount", "Hit", "Item", "ItemNumber", "KnownPerson", "Ledger",
    "LedgerAction", "LeftOutWarning", "Likeness", "LimitExceededError", "Limits", "Link", "ListEntry", "Listing",
    "Meeting", "Minutes", "MinutesError", "Mismatch", "MissingExtraError", "NameDecision", "Notice", "Paragraph",
    "People", "Person", "Presence", "Question", "QuestionRegister", "Quote", "ReplacedCharactersWarning", "RoleHeld",
    "SchemaVersionError", "Series", "SeveralBoardsError", "Severity", "Sitting", "Source", "Span", "Spelling",
    "Statement", "Stretch", "StrictError", "Told", "UnknownFormatError", "UnreadableFileError", "Unsettled",
    "Version", "action_ledger", "add_files", "attendance_matrix", "audit", "documents_of", "explain", "facts",
    "from_json", "make_site", "parse", "people_of", "proposals", "question_register", "read", "read_decisions",
    "render", "schema", "search", "to_akoma_ntoso", "to_csv", "to_html", "to_icalendar", "to_json", "to_jsonl",
    "to_markdown", "to_open_civic_data", "to_sqlite", "to_tables", "trace", "verify",
]  # fmt: skip


if not TYPE_CHECKING:  # a type checker would take every name for one of ours

    def __getattr__(name: str) -> Any:
        # The models need pydantic, which takes a fifth of a second to import: `spcb-minutes --help` does without.
        if name in _HOME:
            value = getattr(import_module(f".{_HOME[name]}", __name__), name)
            globals()[name] = value
            return value
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
