"""A database with full-text search, for Datasette and anything else that reads SQLite; and searching one.

    Path("notes.db").write_bytes(to_sqlite(documents))
    search("notes.db", "coal stage")[0]       Hit(kind="question", item="048/24", snippet="… the coal stage …", …)

The tables are those of ``tables.TABLES``, with their keys; besides them there are indexes, views, and an FTS5 table
``<table>_fts`` for each that can be searched. ``create`` and ``add`` make a database in a connection of one's own.
"""

from __future__ import annotations

import datetime
import os
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from ..errors import LimitExceededError, MissingExtraError, UnreadableFileError
from ..models import Document
from . import each
from .characters import Characters
from .tables import REFUSED, TABLES, Column, Table, plain, rows_of, sound

APPLICATION_ID = 0x53504342
"""``PRAGMA application_id`` of every database made here: the letters SPCB."""
DATABASE_VERSION = 1
"""``PRAGMA user_version``: raised when a program that knows the tables of before would be misled."""

SEARCHED = {
    "items": ("number", "title", "text"),
    "questions": ("text", "asker"),
    "answers": ("text",),
    "actions": ("text", "owner", "update_text"),
}
"""The tables with full-text search, and the columns that it reads."""

_INDEXED = {
    "meetings": ("board", "date"),
    "attendance": ("name",),
    "items": ("number",),
    "presenters": ("name",),
    "questions": ("asker",),
    "actions": ("owner", "due"),
    "diagnostics": ("code",),
}
"""What people filter by, besides references."""

VIEWS = {
    "action_list": """
        SELECT actions.id, meetings.board, meetings.date, actions.item_number, items.title, actions.owner,
            actions.text, actions.due, actions.update_text, actions.basis, documents.name AS document, actions.page,
            actions.line, actions.quote, actions.meeting, actions.item, meetings.repeats
        FROM actions JOIN documents ON documents.id = actions.document
            LEFT JOIN meetings ON meetings.id = actions.meeting LEFT JOIN items ON items.id = actions.item
        ORDER BY meetings.date, actions.document, actions.start""",
    "question_list": """
        SELECT questions.id, meetings.board, meetings.date, questions.item_number, items.title, questions.asker,
            questions.asker_role, questions.text, questions.reply, documents.name AS document, questions.page,
            questions.line, questions.quote, questions.meeting, questions.item, meetings.repeats
        FROM questions JOIN documents ON documents.id = questions.document
            LEFT JOIN meetings ON meetings.id = questions.meeting LEFT JOIN items ON items.id = questions.item
        ORDER BY meetings.date, questions.document, questions.start""",
    "decision_list": """
        SELECT blocks.id, meetings.board, meetings.date, items.number AS item_number, items.title, blocks.text,
            documents.name AS document, blocks.page, blocks.line, blocks.meeting, blocks.item, meetings.repeats
        FROM blocks JOIN documents ON documents.id = blocks.document
            LEFT JOIN meetings ON meetings.id = blocks.meeting LEFT JOIN items ON items.id = blocks.item
        WHERE blocks.kind = 'decision'
        ORDER BY meetings.date, blocks.document, blocks.start""",
}
"""Lists that people ask for, by meeting; each row has what it takes to quote it."""


def to_sqlite(documents: Document | Iterable[Document]) -> bytes:
    """The bytes of a SQLite database with these documents; a document that comes again, byte for byte, is left out.

    ``docs/tables.md`` has its tables and views. Needs FTS5, https://sqlite.org/fts5.html.
    """
    with closing(sqlite3.connect(":memory:")) as connection:
        create(connection)
        for document in each(documents):
            add(connection, document)
        connection.commit()
        return connection.serialize()


# ---------------------------------------------------------------- making a database


def create(connection: sqlite3.Connection) -> None:
    """Make the tables, indexes, views and full-text search of a new database, in a connection to an empty one."""
    strict = sqlite3.sqlite_version_info >= (3, 37)  # then a cell cannot hold what its column does not say
    statements = [f"PRAGMA application_id = {APPLICATION_ID}", f"PRAGMA user_version = {DATABASE_VERSION}"]
    for table in TABLES:
        statements += [_table(table, strict), *_indexes(table)]
    for name, columns in SEARCHED.items():
        statements += _full_text(name, columns)
    statements += [f"CREATE VIEW {name} AS{select}" for name, select in VIEWS.items()]
    try:
        for statement in statements:
            connection.execute(statement)
    except sqlite3.OperationalError as error:
        if "fts5" not in str(error):
            raise
        message = "the SQLite of this Python has no FTS5: use a Python from python.org or of your system"
        raise MissingExtraError(message) from error


def add(connection: sqlite3.Connection, document: Document) -> bool:
    """Add a document to a database of ``create``, and whether that was needed: one that is there already stays.

    The document is the same where its SHA-256 is. Committing is the caller's. With ``PRAGMA foreign_keys = ON`` a
    document goes with everything of it: ``DELETE FROM documents WHERE sha256 = …``.
    """
    there = "SELECT 1 FROM documents WHERE sha256 = ?"
    if connection.execute(there, (document.source.sha256,)).fetchone():
        return False

    characters = Characters("SQLite", REFUSED)
    rows = sound(rows_of(document, _Rows(connection)), characters)
    try:
        for name, insert, typed in _INSERTS:
            some = rows[name]
            connection.executemany(insert, [tuple(map(plain, row)) for row in some] if typed else some)
            if name in SEARCHED and some:
                connection.execute(_read_new(name), (len(some),))
    except OverflowError:
        name = document.source.name or "text"
        raise LimitExceededError(f"{name}: a number in this document is too large for SQLite; correct it") from None
    characters.report(document.source.name)
    return True


class _Rows:
    """What a database has already."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __call__(self, table: str, key: str) -> bool:
        return self._connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (key,)).fetchone() is not None

    def start(self, key: str) -> str | None:
        found = self._connection.execute("SELECT start_time FROM meetings WHERE id = ?", (key,)).fetchone()
        return found[0] if found else None


def _insert(table: Table) -> tuple[str, str, bool]:
    """The name of a table, how a row is put into it, and whether it has cells that are no text and no number."""
    marks = ", ".join("?" * len(table.columns))
    typed = any(column.type in ("date", "time") for column in table.columns)
    return table.name, f"INSERT INTO {table.name} VALUES ({marks})", typed


_INSERTS = tuple(_insert(table) for table in TABLES)


def _read_new(table: str) -> str:
    """How full-text search reads the last rows of a table: all at once, for a trigger takes six times as long."""
    columns = ", ".join(SEARCHED[table])
    last = f"SELECT rowid, {columns} FROM {table} WHERE rowid > (SELECT max(rowid) - ? FROM {table})"
    return f"INSERT INTO {table}_fts (rowid, {columns}) {last} ORDER BY rowid"


def _table(table: Table, strict: bool) -> str:
    lines = [_column(table, column) for column in table.columns]
    if len(table.key) > 1:
        lines.append(f"PRIMARY KEY ({', '.join(table.key)})")
    options = ["STRICT"] if strict else []
    if len(table.key) > 1:
        options.append("WITHOUT ROWID")  # its key is most of a row
    inside = ",\n    ".join(lines)
    return f"CREATE TABLE {table.name} (\n    {inside}\n) {', '.join(options)}".rstrip()


def _column(table: Table, column: Column) -> str:
    parts = [column.name, "INTEGER" if column.type == "integer" else "TEXT"]
    if table.key == (column.name,):
        parts.append("PRIMARY KEY")
    if column.required:
        parts.append("NOT NULL")
    if column.refers:
        parts.append(f"REFERENCES {column.refers} (id) ON DELETE")
        parts.append("SET NULL" if column.name == "repeats" else "CASCADE")
    return " ".join(parts)


def _indexes(table: Table) -> list[str]:
    """An index for each reference, so that the rows of something are found at once, and for what people filter by."""
    made = ["CREATE UNIQUE INDEX documents_sha256 ON documents (sha256)"] if table.name == "documents" else []
    # where the key is most of a row an index would hold it all once more
    columns = [column.name for column in table.columns if column.refers and len(table.key) == 1]
    columns += _INDEXED.get(table.name, ())
    return made + [f"CREATE INDEX {table.name}_{name} ON {table.name} ({name})" for name in columns]


_TOKENS = "unicode61 remove_diacritics 2"
"""Capitals and accents do not matter. Endings do: stemmed words are not found by how they begin (``allotm*``)."""


def _full_text(table: str, columns: tuple[str, ...]) -> list[str]:
    """An FTS5 table over columns of another one, and the triggers that keep it so, https://sqlite.org/fts5.html#external_content_tables.

    ``content="…"`` is written as Datasette looks for it.
    """
    names = ", ".join(columns)
    weights = ", ".join("4.0" if column == "title" else "1.0" for column in columns)
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("new", "old"))
    put = f"INSERT INTO {table}_fts (rowid, {names}) VALUES (new.rowid, {new});"
    take = f"INSERT INTO {table}_fts ({table}_fts, rowid, {names}) VALUES ('delete', old.rowid, {old});"
    return [
        f'CREATE VIRTUAL TABLE {table}_fts USING fts5 ({names}, content="{table}", tokenize="{_TOKENS}")',
        f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('rank', 'bm25({weights})')",
        f"CREATE TRIGGER {table}_delete AFTER DELETE ON {table} BEGIN {take} END",
        f"CREATE TRIGGER {table}_update AFTER UPDATE ON {table} BEGIN {take} {put} END",
    ]


# ---------------------------------------------------------------- searching


_MOST = 2**63 - 1
"""The largest number that SQLite knows."""


class Hit(NamedTuple):
    """Where words were found."""

    kind: str
    """What says them: "item", "question", "answer" or "action"."""
    meeting: str | None
    """The id of the meeting; None for what stands outside all parts of a document."""
    board: str | None
    """The board, as printed."""
    date: datetime.date | None
    """The day of the meeting."""
    item: str | None
    """The number of the item, as printed: "048/24"; None for what stands before the first one."""
    title: str | None
    """The title of the item."""
    snippet: str
    """Some words around the hit."""
    file: str | None
    """The name of the file."""
    line: int
    """The line where the item, question, answer or action begins, from 1."""
    page: int | None
    """Its page, from 1; None where the file does not know its pages."""


def search(
    database: str | os.PathLike[str], words: str, *, limit: int = 20, marks: tuple[str, str] = ("", "")
) -> tuple[Hit, ...]:
    """Where a database of ``to_sqlite`` says all of these words, the best first, at most ``limit``.

    ``"two words"`` in quotes stand together, ``harb*`` is any word that begins so; capitals and accents do not matter.
    An item is a hit of its own where none of its questions, answers and actions is one. ``marks`` stand before and
    behind each word found; a snippet is not escaped for any format. Raises ``UnreadableFileError`` for what is no such
    database.
    """
    path = Path(database)
    most = min(max(limit, 0), _MOST)
    asked = {"words": query(words), "limit": most, "before": marks[0], "behind": marks[1]}
    try:
        with closing(connect_to_read(path)) as connection:
            _check(connection, path)
            found = [row for select in _SEARCHES if asked["words"] for row in connection.execute(select, asked)]
    except FileNotFoundError:
        raise UnreadableFileError(f"{path}: there is no such file; check the name and the folder") from None
    except IsADirectoryError:
        raise UnreadableFileError(f"{path}: this is a folder; name the database in it") from None
    except (OSError, ValueError, sqlite3.Error) as error:  # ValueError: a NUL in a path
        raise UnreadableFileError(f"{path}: this database cannot be searched ({error}); {_MAKE_ONE}") from error
    return tuple(_hit(*row) for _, *row in sorted(found, key=itemgetter(0))[:most])


def connect_to_read(path: Path) -> sqlite3.Connection:
    """A connection that writes nothing of its own to a database; OSError or sqlite3.Error where there is none.

    What a process that was killed while it wrote has left is undone first, as SQLite does for all who may write.
    """
    path.open("rb").close()  # says better than SQLite why it cannot be read
    where = path.absolute().as_uri()
    connection = sqlite3.connect(f"{where}?mode=ro", uri=True)
    try:
        connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error as error:
        connection.close()
        if error.sqlite_errorcode != sqlite3.SQLITE_READONLY_ROLLBACK:
            raise
        connection = sqlite3.connect(f"{where}?mode=rw", uri=True)
    return connection


_MAKE_ONE = "make a database with `spcb-minutes export sqlite`"


def _check(connection: sqlite3.Connection, path: Path) -> None:
    """UnreadableFileError for a database that was not made here, or by a later version."""
    made_by, version = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
    )
    if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():  # an empty file is a database to SQLite
        raise UnreadableFileError(f"{path}: this is empty, and there is nothing to search; {_MAKE_ONE}")
    if made_by != APPLICATION_ID:
        raise UnreadableFileError(f"{path}: this is a database of another program; {_MAKE_ONE}")
    if version > DATABASE_VERSION:
        message = (
            f"{path}: this database was made by a later version of spcb-minutes ({version}, not {DATABASE_VERSION})"
        )
        raise UnreadableFileError(f"{message}; install that")


_TERM = re.compile(r'"(?P<phrase>[^"]*)"?(?P<phrase_begins>\*)?|(?P<word>[^\s"]+)')


def query(words: str) -> str:
    """What a person asks for, as a query of FTS5: each word and each phrase quoted, all of them to be found.

    ``don't "coal stage" harb*`` gives ``"don't" "coal stage" "harb"*``; a sign that stands alone is left out. Empty
    where nothing is left.
    """
    terms = []
    for term in _TERM.finditer(_NO_WORD.sub(" ", words)):
        text = term["word"] or term["phrase"] or ""
        begins = text.endswith("*") if term["word"] else bool(term["phrase_begins"])
        if any(letter.isalnum() for letter in text):
            terms.append(f'"{text.rstrip("*")}"{"*" if begins else ""}')
    return " ".join(terms)


_NO_WORD = re.compile(f"[{REFUSED}]")

_FOUND = """
    SELECT best.rank, '{kind}', found.meeting, meetings.board, meetings.date, items.number,
        items.title, snippet({table}_fts, -1, :before, :behind, '…', 24), documents.file, found.line, found.page
    FROM (
            SELECT {table}_fts.rowid AS hit, {table}_fts.rank AS rank FROM {table}_fts {only}
            ORDER BY {table}_fts.rank, {table}_fts.rowid LIMIT :limit
        ) AS best
        JOIN {table}_fts ON {table}_fts.rowid = best.hit AND {table}_fts MATCH :words
        JOIN {table} AS found ON found.rowid = best.hit
        LEFT JOIN meetings ON meetings.id = found.meeting
        LEFT JOIN items ON items.id = found.{item}
        LEFT JOIN documents ON documents.id = {document}
    ORDER BY best.rank, best.hit"""
"""The best are chosen first: a snippet of each hit would take most of the time where there are thousands."""


def _search_in(kind: str, item: str = "item", document: str = "found.document", but: str = "") -> str:
    table = f"{kind}s"
    joined = f"JOIN {table} AS found ON found.rowid = {table}_fts.rowid" if but else ""
    only = f"{joined} WHERE {table}_fts MATCH :words {but}"
    return _FOUND.format(table=table, kind=kind, item=item, document=document, only=only)


_ELSEWHERE = " UNION ALL ".join(
    f"SELECT item FROM {table} WHERE rowid IN (SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH :words) "
    "AND item IS NOT NULL"
    for table in SEARCHED
    if table != "items"
)
_SEARCHES = (
    _search_in("item", "id", "meetings.document", f"AND found.id NOT IN ({_ELSEWHERE})"),
    _search_in("question"),
    _search_in("answer", but="AND found.kind NOT IN ('question', 'action')"),
    _search_in("action"),
)
"""How each kind of hit is found, with its rank first."""


def _hit(
    kind: str,
    meeting: str | None,
    board: str | None,
    date: str | None,
    item: str | None,
    title: str | None,
    snippet: str,
    file: str | None,
    line: int,
    page: int | None,
) -> Hit:
    day = datetime.date.fromisoformat(date) if date else None
    return Hit(kind, meeting, board, day, item, title, " ".join(snippet.split()), file, line, page)
