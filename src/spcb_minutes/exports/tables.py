r"""Tables: a row for each meeting, item, question, action and every other fact; and CSV with a data package.

    to_tables(document)["actions"][0]["owner"]      "Clerk"
    to_csv([first, second])["actions.csv"]          "\ufeffid,document,meeting,…\r\n…"

``TABLES`` says which columns there are, of which type, and what refers to what. The rows, ``datapackage.json``, the
database of ``to_sqlite`` and the lists in ``docs/tables.md`` all follow it.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple, Protocol

from ..models import (
    Action,
    Agenda,
    AgendaItem,
    Attendance,
    Attendee,
    Block,
    BulletList,
    Document,
    Item,
    ListEntry,
    Meeting,
    Minutes,
    Notice,
    Person,
    Question,
    Span,
    Standing,
)
from . import Files, each
from .characters import SURROGATES, Characters

# ---------------------------------------------------------------- which tables there are


class Column(NamedTuple):
    """A column of a table."""

    name: str
    """Its name."""
    type: Literal["text", "integer", "date", "time"]
    """What its cells hold."""
    about: str
    """What they mean."""
    required: bool = False
    """Whether every row has a value; elsewhere an empty cell says that the document does not say."""
    refers: str | None = None
    """The table whose ``id`` the cells hold; None where they are no reference."""
    among: tuple[str, ...] = ()
    """The values that there are, where they can be counted."""


class Table(NamedTuple):
    """A table, and what makes a row of it."""

    name: str
    """Its name, that of its file without ``.csv``."""
    about: str
    """What a row is."""
    columns: tuple[Column, ...]
    """The columns, in order."""
    key: tuple[str, ...] = ("id",)
    """The columns that no two rows have alike."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def _id(about: str) -> Column:
    return Column("id", "text", about, required=True)


def _text(name: str, about: str, *, required: bool = False, among: tuple[str, ...] = ()) -> Column:
    return Column(name, "text", about, required, None, among)


def _count(name: str, about: str, *, required: bool = False) -> Column:
    return Column(name, "integer", about, required)


def _of(name: str, table: str, about: str, *, required: bool = True) -> Column:
    return Column(name, "text", about, required, table)


_START = _count("start", "Offset of its first character in the text that was read, from 0.", required=True)
_END = _count("end", "Offset after its last character.", required=True)
_LINE = _count("line", "Line of its first character, from 1.", required=True)
_PAGE = _count("page", "Page of its first character, from 1; empty where the file does not know its pages.")
_QUOTE = _text("quote", "The words that it was read from, as they stand in the text.", required=True)
_PLACE = (_START, _END, _LINE, _PAGE)
_POSITION = _count("position", "Its place among those beside it, from 1.", required=True)
_DOCUMENT = _of("document", "documents", "The document that it stands in.")
_MEETING = _of("meeting", "meetings", "The meeting that it belongs to.")
_IN_MEETING = _of("meeting", "meetings", "The meeting; empty for what stands outside all parts.", required=False)
_IN_ITEM = _of("item", "items", "The item; empty for what stands before the first one.", required=False)
_IN_ITEM_NUMBER = _text("item_number", "The number of that item, as printed.")
_DEPTH = _count("depth", "0, or how deep in a list an entry stands: 1, 2, ….", required=True)
_PERSON = (
    _text("name", "The name without honorific, a surname in capitals undone.", required=True),
    _text("honorific", "The honorific as written: Dr, Cllr, Mrs."),
    _text("initials", "The initials given in brackets, by which actions name owners."),
    _text("role", "The office or organisation as written."),
)
_AS_WRITTEN = _text("as_written", "The words about the person, as they stand in the text.", required=True)
_BLOCKS = ("paragraph", "list", "entry", "question", "action", "decision")

TABLES = (
    Table(
        "documents",
        "A file or text that was read.",
        (
            _id("The first twelve digits of the SHA-256."),
            _text("name", "The file's name, or the id where there is none: a label to show.", required=True),
            _text("file", "The file's name without its folder; empty for text in hand."),
            _text("media_type", "The kind of file: text/plain, application/pdf.", required=True),
            _text("sha256", "SHA-256 of the bytes read, in hexadecimal.", required=True),
            _count("characters", "How long the text is that was read from it.", required=True),
            _count("pages", "How many pages it has; empty where the file does not know."),
            _text("schema_version", "The version of the models that it was read into.", required=True),
        ),
    ),
    Table(
        "meetings",
        "The minutes or the agenda of one meeting: a part of a document.",
        (
            _id("Board, date and kind: harbour-safety-board/2024-04-23/minutes."),
            _text("name", "Board, date and kind, or the document where the board is not named: a label to show.",
                  required=True),
            _DOCUMENT,
            _text("kind", "What was read of the meeting.", required=True, among=("minutes", "agenda")),
            _text("board", "The body that meets, as printed, capitals undone."),
            Column("date", "date", "The day."),
            Column("start_time", "time", "When it began, or is to begin."),
            Column("end_time", "time", "When it ended, or is to end."),
            _text("venue", "Where it was held."),
            _text("status", "draft where the notes say so."),
            Column("accepted_notes", "date", "The day of the meeting whose notes this one accepted."),
            _count("outstanding_actions", "How many actions the notes say are outstanding."),
            Column("next_date", "date", "The day of the next meeting."),
            Column("next_start_time", "time", "When the next meeting is to begin."),
            Column("next_end_time", "time", "When the next meeting is to end."),
            _text("next_venue", "Where the next meeting will be held."),
            _of("repeats", "meetings", "The meeting that has this id already, from another document.", required=False),
            *_PLACE,
        ),
    ),
    Table(
        "attendance",
        "Somebody who was there or sent apologies, or some who were counted.",
        (
            _id("Of the meeting, and present-1, apologies-1 or counted-1."),
            _MEETING,
            _text("kind", "How the notes name them.", required=True, among=("present", "apologies", "counted")),
            _text("name", "The name without honorific, a surname in capitals undone; empty for those counted."),
            *_PERSON[1:3],
            _text("role", "The office or organisation as written; of those counted what they were: note_taker."),
            _count("count", "How many were counted; empty for somebody named."),
            _text("note", "What is said of this attendance: from 043/24 to 047/24, by video link."),
            _text("as_written", "The words about the person, as they stand in the text; empty for those counted."),
            *_PLACE,
            _QUOTE,
        ),
    ),
    Table(
        "notices",
        "A remark to the reader that stands before the items.",
        (
            _id("Of the meeting, and notice-1."),
            _MEETING,
            _text("number", "Its number."),
            _text("text", "Its words.", required=True),
            *_PLACE,
        ),
    ),
    Table(
        "links",
        "A web address in a notice.",
        (
            _id("Of the notice, and link-1."),
            _of("notice", "notices", "The notice."),
            _POSITION,
            _text("url", "The address, repaired where extraction broke it.", required=True),
            _text("as_written", "The address as it stands in the text.", required=True),
        ),
    ),
    Table(
        "items",
        "A numbered item of minutes.",
        (
            _id("Of the meeting, and the number: harbour-safety-board/2024-04-23/minutes/057-24."),
            _text("name", "Number and title: a label to show.", required=True),
            _MEETING,
            _POSITION,
            _text("number", "The number, as printed.", required=True),
            _count("sequence", "The running number within the year: 57 of 057/24.", required=True),
            _count("year", "The year of the number: 2024 of 057/24; empty where the form has none."),
            _text("agenda_item", "The number on the agenda: 8a of “Item 8a:”."),
            _text("title", "The title."),
            _text("section", "The section heading that it stands under."),
            _text("text", "All its words, a line for each paragraph, entry, question, action and decision.",
                  required=True),
            *_PLACE,
        ),
    ),
    Table(
        "mentions",
        "The number of another item that the text of an item mentions.",
        (
            _id("Of the item, and mention-1."),
            _of("item", "items", "The item whose text it stands in."),
            _POSITION,
            _text("number", "The number that is mentioned, as printed.", required=True),
            _count("sequence", "Its running number within the year.", required=True),
            _count("year", "Its year; empty where the form has none."),
        ),
    ),
    Table(
        "agenda_items",
        "An item of an agenda.",
        (
            _id("Of the meeting, and item-1."),
            _text("name", "Number and title: a label to show.", required=True),
            _MEETING,
            _POSITION,
            _text("number", "Its number, as printed.", required=True),
            Column("time", "time", "When it is to begin."),
            _text("title", "The title."),
            _text("section", "The section heading that it stands under."),
            _text("paper", "What comes with it, as printed: Written Report, Verbal."),
            _text("text", "What the agenda says about it."),
            *_PLACE,
            _QUOTE,
        ),
    ),
    Table(
        "presenters",
        "Somebody who presented an item, or is to.",
        (
            _id("Of the item, and presenter-1."),
            _of("item", "items", "The item of minutes; empty for one of an agenda.", required=False),
            _of("agenda_item", "agenda_items", "The item of an agenda; empty for one of minutes.", required=False),
            _POSITION,
            *_PERSON,
            _AS_WRITTEN,
            *_PLACE,
            _QUOTE,
        ),
    ),
    Table(
        "blocks",
        "A paragraph, a list, an entry of a list, a question, an action or a decision, at any depth, in reading order.",
        (
            _id("Of the item, and paragraph-1, entry-1, question-1, …; each kind counts for itself."),
            _DOCUMENT,
            _IN_MEETING,
            _IN_ITEM,
            _of("parent", "blocks", "The list, the entry or the question that holds it.", required=False),
            _POSITION,
            _DEPTH,
            _text("kind", "What it is.", required=True, among=_BLOCKS),
            _text("text", "Its words; empty for a list, whose entries have them."),
            *_PLACE,
        ),
    ),
    Table(
        "questions",
        "A question put to the meeting.",
        (
            _id("That of the block."),
            _DOCUMENT,
            _IN_MEETING,
            _IN_ITEM,
            _IN_ITEM_NUMBER,
            _text("number", "Its number in the item."),
            _text("text", "The question, without number and asker.", required=True),
            _text("asker", "The name of who asked."),
            _text("asker_honorific", "The asker's honorific."),
            _text("asker_initials", "The asker's initials, given in brackets."),
            _text("asker_role", "The asker's office or organisation."),
            _text("asker_as_written", "The words about the asker, as they stand in the text."),
            _text("reply", "The words of the answer, a line for each block that has words; empty without answer."),
            *_PLACE,
            _QUOTE,
        ),
    ),
    Table(
        "answers",
        "A block of an answer that has words.",
        (
            _id("That of the block."),
            _DOCUMENT,
            _IN_MEETING,
            _IN_ITEM,
            _of("question", "questions", "The question that it answers."),
            _POSITION,
            _DEPTH,
            _text("kind", "What it is.", required=True, among=tuple(kind for kind in _BLOCKS if kind != "list")),
            _text("text", "Its words.", required=True),
            *_PLACE,
        ),
    ),
    Table(
        "actions",
        "Something that somebody is to do, marked as such by the document.",
        (
            _id("That of the block."),
            _DOCUMENT,
            _IN_MEETING,
            _IN_ITEM,
            _IN_ITEM_NUMBER,
            _of("question", "questions", "The question that it follows; empty where it follows none.", required=False),
            _text("text", "Its words without the label.", required=True),
            _text("owner", "Who is to do it, as written without the article."),
            Column("due", "date", "By when; empty where no whole date is given."),
            _text("update_text", "The steps taken, printed under it."),
            _text("basis", "How the document marks it.", required=True, among=("label", "bold")),
            *_PLACE,
            _QUOTE,
        ),
    ),
    Table(
        "commitments",
        "An undertaking by its wording, never counted as an action; its words stand in blocks too.",
        (
            _id("Of the item, and commitment-1."),
            _of("item", "items", "The item."),
            _text("text", "The sentence that holds it.", required=True),
            _text("given_by", "Who gave it, as written."),
            *_PLACE,
            _QUOTE,
        ),
    ),
    Table(
        "furniture",
        "What was set aside: a page's header or footer, a number printed again, the address behind linked words.",
        (
            _id("Of the document, and furniture-1."),
            _DOCUMENT,
            _text("kind", "What it is.", required=True,
                  among=("number", "page", "metadata", "footnote", "link", "comment", "hidden")),
            _text("text", "Its words.", required=True),
            _count("start", "Offset of its first character; empty for what is not in the text that was read."),
            _count("end", "Offset after its last character."),
            _count("line", "Line of its first character, from 1."),
            _PAGE,
        ),
    ),
    Table(
        "diagnostics",
        "Something that does not add up, or that was repaired on reading.",
        (
            _id("Of the document, and diagnostic-1."),
            _DOCUMENT,
            _text("code", "The stable code.", required=True),
            _text("name", "The code's name.", required=True),
            _text("severity", "How much it matters.", required=True, among=("error", "warning", "info")),
            _text("message", "One sentence that names the thing.", required=True),
            _text("hint", "What to do about it."),
            _count("start", "Offset of the first character of what it is about; empty for the whole document."),
            _count("end", "Offset after its last character."),
            _count("line", "Its line, from 1."),
            _PAGE,
            _text("quote", "The words that it is about."),
        ),
    ),
    Table(
        "evidence",
        "Where a value of another table stands.",
        (
            _text("table_name", "The table that has the value.", required=True),
            _text("row_id", "The id of the row.", required=True),
            _text("field", "The column of the value.", required=True),
            _count("position", "1, 2, … where several places tell it.", required=True),
            _DOCUMENT,
            *_PLACE,
            _QUOTE,
        ),
        ("table_name", "row_id", "field", "position"),
    ),
)  # fmt: skip
"""Every table, those that others refer to first."""

# ---------------------------------------------------------------- the rows of a document

Row = tuple[Any, ...]
"""The cells of a row, in the order of the columns."""
Rows = dict[str, list[Row]]
"""Rows by the name of their table; every table is there."""


class Taken(Protocol):
    """What there is already, of other documents."""

    def __call__(self, table: str, key: str) -> bool:
        """Whether a table ("documents" or "meetings") has a row with this id."""

    def start(self, key: str) -> str | None:
        """When the meeting with this id began, as in its row; None where that is not known."""


def to_tables(documents: Document | Iterable[Document]) -> dict[str, list[dict[str, Any]]]:
    """The rows of every table, by its name: text, int, date and time, None where the document does not say.

    Every row of a table has the same columns, in the order of ``TABLES``. A document that comes again, byte for byte,
    is left out.
    """
    tables: dict[str, list[dict[str, Any]]] = {table.name: [] for table in TABLES}
    for rows in _of_each(documents):
        for table in TABLES:
            names = table.names
            tables[table.name] += [dict(zip(names, row, strict=True)) for row in rows[table.name]]
    return tables


def _of_each(documents: Document | Iterable[Document]) -> Iterator[Rows]:
    """The rows of each document that is new."""
    read: set[str] = set()
    known = _Known()
    for document in each(documents):
        if document.source.sha256 not in read:
            read.add(document.source.sha256)
            rows = rows_of(document, known)
            known.add(rows)
            yield rows


class _Known:
    """The ids of the rows that were made."""

    def __init__(self) -> None:
        self._starts: dict[tuple[str, str], str | None] = {}
        self._start = next(table for table in TABLES if table.name == "meetings").names.index("start_time")

    def __call__(self, table: str, key: str) -> bool:
        return (table, key) in self._starts

    def start(self, key: str) -> str | None:
        return self._starts.get(("meetings", key))

    def add(self, rows: Rows) -> None:
        self._starts.update((("documents", row[0]), None) for row in rows["documents"])
        self._starts.update((("meetings", row[0]), plain(row[self._start])) for row in rows["meetings"])


def rows_of(document: Document, taken: Taken) -> Rows:
    """The rows of one document, beside those that are there already."""
    return _Gatherer(document, taken).rows


class _Where(NamedTuple):
    """What holds a block."""

    key: str
    """The id that its own begins with."""
    meeting: str | None = None
    item: str | None = None
    item_number: str | None = None
    question: str | None = None
    """The question that it answers."""


class _Gatherer:
    """Goes through a document once, and has its rows."""

    def __init__(self, document: Document, taken: Taken) -> None:
        self.rows: Rows = {table.name: [] for table in TABLES}
        self._text = document.source.text
        self._taken = taken
        self._counts: dict[tuple[str, ...], int] = {}
        self._mine: dict[str, set[str]] = {"documents": set(), "meetings": set()}
        self._items: set[str] = set()
        self._document = self._new("documents", document.source.sha256[:12])
        self._label = document.source.name or self._document
        self._read(document)

    # ------------------------------------------------------------ keys and places

    def _new(self, table: str, key: str) -> str:
        """An id that no row of the table has: this one, or with ``-2`` and so on behind it."""
        mine = self._mine[table]
        count, wanted = 1, key
        while key in mine or self._taken(table, key):
            count += 1
            key = f"{wanted}-{count}"
        mine.add(key)
        return key

    def _next(self, *what: str) -> int:
        """1, 2, … as often as it is asked for the same."""
        count = self._counts[what] = self._counts.get(what, 0) + 1
        return count

    def _quoted(self, span: Span) -> Row:
        return span.start, span.end, span.line, span.page, self._text[span.start : span.end]

    def _evidence(self, table: str, key: str, standing: Standing, columns: dict[str, str]) -> None:
        """The place of each value of a row; ``columns`` are those that have another name than the field."""
        for one in standing.evidence:
            self._tell(table, key, columns.get(one.field, one.field), one.span)

    def _tell(self, table: str, key: str, field: str, span: Span) -> None:
        position = self._next(table, key, field)
        self.rows["evidence"].append((table, key, field, position, self._document, *self._quoted(span)))

    # ------------------------------------------------------------ documents and meetings

    def _read(self, document: Document) -> None:
        source = document.source
        self.rows["documents"].append(
            (
                self._document,
                self._label,
                source.name,
                source.media_type,
                source.sha256,
                len(source.text),
                len(source.pages) or None,
                document.schema_version,
            )
        )
        for part in document.parts:
            self._part(part)
        self._blocks(document.other, _Where(f"{self._document}/other"))
        for number, aside in enumerate(document.furniture, 1):
            span = aside.span
            place = (span.start, span.end, span.line) if span else (None, None, None)
            key = f"{self._document}/furniture-{number}"
            self.rows["furniture"].append((key, self._document, aside.kind, aside.text, *place, aside.page))
        for number, found in enumerate(document.diagnostics, 1):
            quoted = self._quoted(found.span) if found.span else (None, None, found.line, None, None)
            key = f"{self._document}/diagnostic-{number}"
            told = (found.code, found.name, found.severity.value, found.message, found.hint)
            self.rows["diagnostics"].append((key, self._document, *told, *quoted))

    def _part(self, part: Agenda | Minutes) -> None:
        meeting, following = part.meeting, part.next_meeting
        key, repeats = self._meeting_key(part)
        notes = part if isinstance(part, Minutes) else None
        label = (part.board or self._label, meeting.date and meeting.date.isoformat(), key.rsplit("/", 1)[1])
        self.rows["meetings"].append(
            (
                key,
                " ".join(word for word in label if word),
                self._document,
                part.kind,
                part.board,
                *_when(meeting),
                notes and notes.status,
                notes and notes.accepted_notes,
                notes.outstanding_actions if notes else None,
                *(_when(following) if following else (None, None, None, None)),
                repeats,
                *_place(part.span),
            )
        )
        self._evidence("meetings", key, part, {})
        self._evidence("meetings", key, meeting, {"start": "start_time", "end": "end_time"})
        if following:
            self._evidence("meetings", key, following, _NEXT)
        self._blocks(part.preamble, _Where(f"{key}/preamble", key))
        if notes:
            self._attendance(notes.attendance, key)
            for number, notice in enumerate(notes.notices, 1):
                self._notice(notice, f"{key}/notice-{number}", key)
            for position, item in enumerate(notes.items, 1):
                self._item(item, key, position)
        elif isinstance(part, Agenda):
            for position, row in enumerate(part.items, 1):
                self._agenda_item(row, key, position)

    def _meeting_key(self, part: Agenda | Minutes) -> tuple[str, str | None]:
        """The id of a meeting, and the one that has it already: then the document's id is added."""
        key = part.id if _MEETING_ID.fullmatch(part.id) else f"{self._document}/{part.kind}"
        start = part.meeting.start
        if start is not None and self._taken("meetings", key):
            other = self._taken.start(key)
            if other is not None and other != plain(start):  # a second meeting of that day
                key = f"{key}-{start:%H%M}"
        if key not in self._mine["meetings"] and self._taken("meetings", key):
            return self._new("meetings", f"{key}@{self._document}"), key
        return self._new("meetings", key), None

    def _attendance(self, attendance: Attendance, meeting: str) -> None:
        for kind, people in (("present", attendance.present), ("apologies", attendance.apologies)):
            for number, one in enumerate(people, 1):
                key = f"{meeting}/{kind}-{number}"
                self.rows["attendance"].append(
                    (key, meeting, kind, *_person(one), None, one.note, one.as_written, *self._quoted(one.span))
                )
                self._evidence("attendance", key, one, {})
        for number, crowd in enumerate(attendance.others, 1):
            key = f"{meeting}/counted-{number}"
            told = (None, None, None, crowd.role, crowd.count, None, None)
            self.rows["attendance"].append((key, meeting, "counted", *told, *self._quoted(crowd.span)))
            self._evidence("attendance", key, crowd, {})

    def _notice(self, notice: Notice, key: str, meeting: str) -> None:
        self.rows["notices"].append((key, meeting, notice.number, notice.text, *_place(notice.span)))
        self._evidence("notices", key, notice, {})
        for position, link in enumerate(notice.links, 1):
            self.rows["links"].append((f"{key}/link-{position}", key, position, link.url, link.as_written))

    # ------------------------------------------------------------ items

    def _item(self, item: Item, meeting: str, position: int) -> None:
        tail = wanted = _NOT_IN_SLUG.sub("-", item.id.rpartition("/")[2]) or "item"
        count = 1
        while (key := f"{meeting}/{tail}") in self._items:
            count += 1
            tail = f"{wanted}-{count}"
        self._items.add(key)
        number = item.number
        row = len(self.rows["items"])
        self.rows["items"].append(())  # stands before what is in it; its text is known after that
        words = self._blocks(item.blocks, _Where(key, meeting, key, str(number)))
        self.rows["items"][row] = (
            key,
            _label(str(number), item.title),
            meeting,
            position,
            str(number),
            number.sequence,
            number.year,
            item.agenda_item,
            item.title,
            item.section,
            "\n".join(words),
            *_place(item.span),
        )
        self._evidence("items", key, item, {})
        for count, person in enumerate(item.presenters, 1):
            self._presenter(person, f"{key}/presenter-{count}", (key, None, count))
        for count, one in enumerate(item.references, 1):
            mention = (f"{key}/mention-{count}", key, count, str(one), one.sequence, one.year)
            self.rows["mentions"].append(mention)
        for count, commitment in enumerate(item.commitments, 1):
            of = f"{key}/commitment-{count}"
            self.rows["commitments"].append((of, key, commitment.text, commitment.by, *self._quoted(commitment.span)))
            self._evidence("commitments", of, commitment, {"by": "given_by"})

    def _agenda_item(self, item: AgendaItem, meeting: str, position: int) -> None:
        key = f"{meeting}/item-{position}"
        self.rows["agenda_items"].append(
            (
                key,
                _label(item.number, item.title),
                meeting,
                position,
                item.number,
                item.time,
                item.title,
                item.section,
                item.paper,
                item.text,
                *self._quoted(item.span),
            )
        )
        self._evidence("agenda_items", key, item, {})
        for count, person in enumerate(item.presenters, 1):
            self._presenter(person, f"{key}/presenter-{count}", (None, key, count))

    def _presenter(self, person: Person, key: str, of: Row) -> None:
        self.rows["presenters"].append((key, *of, *_person(person), person.as_written, *self._quoted(person.span)))
        self._evidence("presenters", key, person, {})

    # ------------------------------------------------------------ blocks

    def _blocks(self, blocks: Sequence[Block], where: _Where, parent: str | None = None) -> list[str]:
        """The rows of some blocks and of all in them; gives their words, in reading order."""
        words: list[str] = []
        for position, block in enumerate(blocks, 1):
            if isinstance(block, BulletList):
                key = self._block(block.kind, None, block, where, parent, position, 0)
                words += self._entries(block.entries, where, key, 1)
                continue
            key = self._block(block.kind, block.text, block, where, parent, position, 0)
            words.append(block.text)
            if isinstance(block, Question):
                words += self._question(block, key, where)
            elif isinstance(block, Action):
                self._action(block, key, where)
        return words

    def _entries(self, entries: Sequence[ListEntry], where: _Where, parent: str, depth: int) -> list[str]:
        words: list[str] = []
        for position, entry in enumerate(entries, 1):
            key = self._block("entry", entry.text, entry, where, parent, position, depth)
            words.append(entry.text)
            words += self._entries(entry.entries, where, key, depth + 1)
        return words

    def _block(
        self, kind: str, text: str | None, block: Standing, where: _Where, parent: str | None, position: int, depth: int
    ) -> str:
        key = f"{where.key}/{kind}-{self._next(where.key, kind)}"
        place = _place(block.span)
        within = (self._document, where.meeting, where.item)
        self.rows["blocks"].append((key, *within, parent, position, depth, kind, text, *place))
        if where.question and text is not None:
            nth = self._next("answers", where.question)
            self.rows["answers"].append((key, *within, where.question, nth, depth, kind, text, *place))
        if not isinstance(block, Question | Action):
            self._evidence("blocks", key, block, {})
        return key

    def _question(self, question: Question, key: str, where: _Where) -> list[str]:
        row = len(self.rows["questions"])
        self.rows["questions"].append(())  # stands before one in its answer
        reply = self._blocks(question.answer, where._replace(question=key), key)
        by = question.asked_by
        self.rows["questions"][row] = (
            key,
            self._document,
            where.meeting,
            where.item,
            where.item_number,
            question.number,
            question.text,
            *((*_person(by), by.as_written) if by else (None, None, None, None, None)),
            "\n".join(reply) if reply else None,
            *self._quoted(question.span),
        )
        self._evidence("questions", key, question, {})
        if by:
            self._tell("questions", key, "asker_as_written", by.span)
            self._evidence("questions", key, by, _ASKER)
        return reply

    def _action(self, action: Action, key: str, where: _Where) -> None:
        self.rows["actions"].append(
            (
                key,
                self._document,
                where.meeting,
                where.item,
                where.item_number,
                where.question,
                action.text,
                action.owner,
                action.due,
                action.update,
                action.basis,
                *self._quoted(action.span),
            )
        )
        self._evidence("actions", key, action, {"update": "update_text"})


_NEXT = {"date": "next_date", "start": "next_start_time", "end": "next_end_time", "venue": "next_venue"}
_ASKER = {
    "name": "asker",
    "honorific": "asker_honorific",
    "initials": "asker_initials",
    "role": "asker_role",
    "as_written": "asker_as_written",
}
# An id of a part, as docs/json.md says; one made otherwise, by hand, could be the id of an item as well.
_MEETING_ID = re.compile(r"(?:[a-z0-9-]+/\d{4}-\d\d-\d\d|[0-9a-f]{12})/(?:minutes|agenda)(?:-[a-z0-9-]+)?")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9-]+")


def _place(span: Span) -> Row:
    return span.start, span.end, span.line, span.page


def _when(meeting: Meeting) -> Row:
    return meeting.date, meeting.start, meeting.end, meeting.venue


def _person(person: Person | Attendee) -> Row:
    return person.name, person.honorific, person.initials, person.role


def _label(number: str, title: str | None) -> str:
    return f"{number} {title}" if title else number


# ---------------------------------------------------------------- what a file can hold

REFUSED = "\x00" + SURROGATES
"""What no cell can hold: NUL and lone surrogates, for a class of an expression."""


def sound(rows: Rows, characters: Characters) -> Rows:
    """The rows with U+FFFD in the place of what no cell can hold."""
    words = "".join(cell for table in rows.values() for row in table for cell in row if isinstance(cell, str))
    if "\x00" not in words and _is_unicode(words):  # nearly always, and quickly told
        return rows
    return {
        name: [tuple(characters(cell) if isinstance(cell, str) else cell for cell in row) for row in table]
        for name, table in rows.items()
    }


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def plain(value: Any) -> Any:
    """A cell without the types of Python: a date or a time as ISO 8601 writes it."""
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


# ---------------------------------------------------------------- CSV

# Signs that make a cell a formula in a spreadsheet, also in full width; a TAB, CR or LF before one is skipped there.
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def to_csv(documents: Document | Iterable[Document], *, bom: bool = True) -> Files:
    """The files of a folder: a CSV (RFC 4180) for each table, and ``datapackage.json`` (Frictionless Data Package 2).

    A CSV begins with a byte order mark, so that Excel takes it for UTF-8, unless ``bom`` is false. A text that would be
    a formula in a spreadsheet has an apostrophe before it; ``docs/tables.md`` says how to undo that. Lines end as
    CR LF: write the files as they are, with ``newline=""``.
    """
    streams = {table.name: io.StringIO(newline="") for table in TABLES}
    writers = {name: csv.writer(stream, lineterminator="\r\n") for name, stream in streams.items()}
    for table in TABLES:
        writers[table.name].writerow(table.names)
    characters = Characters("CSV", REFUSED)
    for rows in _of_each(documents):
        for name, some in sound(rows, characters).items():
            writers[name].writerows([_cell(value) for value in row] for row in some)
        characters.report(rows["documents"][0][1])
    mark = "\ufeff" if bom else ""
    files = {f"{name}.csv": mark + stream.getvalue() for name, stream in streams.items()}
    return files | {"datapackage.json": json.dumps(datapackage(), ensure_ascii=False, indent=2) + "\n"}


def guarded(text: str) -> str:
    """The text as a cell of a CSV, with an apostrophe before what would be a formula in a spreadsheet."""
    return f"'{text}" if _FORMULA.match(text) else text


def _cell(value: Any) -> Any:
    return guarded(value) if isinstance(value, str) else plain(value)


def datapackage() -> dict[str, Any]:
    """What the files of ``to_csv`` hold: Frictionless Data Package 2, https://datapackage.org."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "minutes",
        "title": "Minutes of meetings",
        "resources": [_resource(table) for table in TABLES],
    }


def _resource(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
    }
    if keys := [
        {"fields": [column.name], "reference": {"resource": column.refers, "fields": ["id"]}}
        for column in table.columns
        if column.refers
    ]:
        schema["foreignKeys"] = keys
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


_FIELD_TYPES = {"text": "string", "integer": "integer", "date": "date", "time": "time"}


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _FIELD_TYPES[column.type],
        "description": column.about,
    }
    constraints: dict[str, Any] = {}
    if column.among:
        constraints["enum"] = list(column.among)
    if column.required and (column.type != "text" or column.refers or column.among or column.name == "id"):
        constraints["required"] = True  # a text can be empty, and an empty cell is none
    return field | ({"constraints": constraints} if constraints else {})
