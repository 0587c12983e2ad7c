"""A store of documents that grows: files are added as they are published, and nothing is read twice.

    add_files("notes.db", ["notes/"])        12 added
    add_files("notes.db", ["notes/"])        12 known: nothing was read but their bytes
    documents_of("notes.db")                 the twelve documents, in the order added
    search("notes.db", "coal stage")         hits, as in any database of ``to_sqlite``

An archive is a SQLite file with the tables of ``to_sqlite`` and three of its own (``archive``, ``files``,
``document_json``). Each file is added in one transaction, in the order of the names, and no time is kept: an ``add``
that was stopped at any moment and run again gives the same database, whatever the number of processes that read.
"""

from __future__ import annotations

import hashlib
import io
import os
import signal
import sqlite3
import threading
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager, suppress
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

from .api import read
from .errors import ArchiveError, MinutesError, UnreadableFileError
from .exports.json import from_json, to_json
from .exports.sqlite import APPLICATION_ID, DATABASE_VERSION, Hit, add, connect_to_read, create, search
from .models import Document
from .sources import Limits, bytes_of, files_in
from .values import same_board

ARCHIVE_VERSION = 1
"""The version of the tables that an archive has besides those of ``to_sqlite``."""

_PATIENCE = 60.0
"""For how many seconds to wait for another program that writes to the archive."""
_ALONE = 48
"""So many files are read in this process before others are started, which takes as long as reading these."""
_AHEAD = 4
"""How many files for each process are read ahead of the one that is added: memory does not grow with their number."""
_HEADER = b"SQLite format 3\0"

T = TypeVar("T")
Outcome = Literal["added", "changed", "same", "known", "renewed", "refused", "failed"]


class Added(NamedTuple):
    """What became of a file."""

    path: str
    """The file, as given, or below a folder that was given."""
    outcome: Outcome
    """"added": it is new. "changed": it was read before under this name and holds something else now; both are kept.
    "same": these very bytes are there from another file. "known": nothing to do. "renewed": read again, and what was
    read is not what it was. "refused": notes of another board. "failed": it could not be read."""
    message: str | None
    """One line that says more, and names the file; None where there is no more to say."""


def add_files(
    database: str | os.PathLike[str],
    paths: Iterable[str | os.PathLike[str]],
    *,
    workers: int | None = None,
    again: bool = False,
    board: str | None = None,
    limits: Limits | None = None,
    told: Callable[[Added], None] | None = None,
) -> tuple[Added, ...]:
    """Add files, and all documents in folders, to an archive, and say what became of each, in the order of the names.

    The archive is made where there is none, and a file to put into it. A file whose bytes are there is not read;
    ``again`` reads it all the same, and keeps what a later version of this package makes of it. The first board that is
    named is that of the archive, or ``board``. Many files are read by ``workers`` processes, as many as there are cores
    where that is None; a program that adds many has to be guarded by ``if __name__ == "__main__":`` for that. ``told``
    hears of each file when it is done. One file that cannot be read is an outcome; ``ArchiveError`` is raised where the
    archive itself cannot be opened or written, and what was added before stays.
    """
    where = Path(database)
    report: list[Added] = []

    def tell(one: Added) -> None:
        report.append(one)
        if told is not None:
            told(one)

    named = _named(where, paths, tell)
    if not where.exists() and not any(Path(path).exists() for _, path in named):
        for _, path in named:  # a misspelt name of a folder leaves no archive behind
            tell(_missing(path, limits or Limits()))
        return tuple(report)
    with (
        _Archive.to_write(where, board, renew=again) as archive,
        _Readers(workers if workers is not None else _cores(), limits or Limits()) as readers,
    ):
        waiting: deque[_Waiting] = deque()
        for name, path in named:
            waiting.append(_begin(archive, readers, name, path, again=again))
            while len(waiting) > readers.ahead:
                tell(_end(archive, waiting.popleft()))
        while waiting:
            tell(_end(archive, waiting.popleft()))
    return tuple(report)


def documents_of(path: str | os.PathLike[str]) -> Iterator[Document]:
    """The documents of an archive, in the order in which they were added; one that came back counts from then on.

    Raises ``ArchiveError`` for what is no archive, or is damaged.
    """
    where = Path(path)
    with _Archive.to_read(where) as archive:
        # each by a statement of its own: a reader that takes its time must not keep others from writing
        for key in archive.order():
            document = archive.document(key)
            if document is not None:
                yield document


def board_of(path: str | os.PathLike[str]) -> str | None:
    """The board that an archive is of, by the fullest name that was read; None while no document has named any."""
    with _Archive.to_read(Path(path)) as archive:
        return archive.board()


def names_of(path: str | os.PathLike[str]) -> tuple[str, ...]:
    """What the documents of an archive are called, in the order of ``documents_of``: the names that files had first."""
    with _Archive.to_read(Path(path)) as archive:
        return archive.names()


def hits_of(path: str | os.PathLike[str], words: str, *, limit: int = 20) -> tuple[Hit, ...]:
    """What ``search`` finds in an archive; raises ``ArchiveError`` for what is none, or is damaged."""
    where = Path(path)
    with _Archive.to_read(where):
        pass
    try:
        return search(where, words, limit=limit)
    except UnreadableFileError as error:
        if isinstance(error.__cause__, sqlite3.Error):
            raise ArchiveError(_words(where, error.__cause__)) from error
        raise


def is_archive(path: str | os.PathLike[str]) -> bool:
    """Whether this file is a SQLite database, by its first bytes."""
    try:
        with Path(path).open("rb") as stream:
            return stream.read(len(_HEADER)) == _HEADER
    except (OSError, ValueError):
        return False


# ---------------------------------------------------------------- the files


def _named(
    database: Path, paths: Iterable[str | os.PathLike[str]], tell: Callable[[Added], None]
) -> list[tuple[str, str]]:
    """The files with the names that they have in the archive, in the order of these; one given twice counts once."""
    found: dict[str, str] = {}
    for given in paths:
        path = os.fspath(given)
        if Path(path).is_dir():
            files = [str(file) for file in files_in(path, failed=lambda error: tell(_closed(error)))]
        else:
            files = [path]
        for file in files:
            found.setdefault(_name(database, file), file)
    return sorted(found.items())


def _closed(error: OSError) -> Added:
    why = error.strerror or str(error)
    message = f"{error.filename}: this folder could not be opened ({why}); see whether you may read it"
    return Added(str(error.filename), "failed", message)


def _name(database: Path, path: str) -> str:
    """The path as seen from the folder of the archive, so that it is one name from wherever the command is run."""
    absolute = os.path.abspath(path)  # noqa: PTH100 - without following links: a link is the name that was given
    with suppress(ValueError):  # another drive of Windows
        absolute = os.path.relpath(absolute, database.absolute().parent)
    return absolute.replace(os.sep, "/").encode("utf-8", errors="backslashreplace").decode()


class _Waiting(NamedTuple):
    """A file that is being read."""

    name: str
    path: str
    sha256: str
    read: Callable[[], Document | None]
    """Waits for its document; None where it is in the archive. Raises a MinutesError."""
    again: bool


def _begin(archive: _Archive, readers: _Readers, name: str, path: str, *, again: bool) -> _Waiting:
    try:
        data = bytes_of(path, limits=readers.limits)
    except MinutesError as error:
        return _Waiting(name, path, "", _raising(error), again)
    sha256 = hashlib.sha256(data).hexdigest()
    if not again and archive.has(sha256):
        return _Waiting(name, path, sha256, lambda: None, again)
    return _Waiting(name, path, sha256, readers.start(path, data), again)


def _missing(path: str, limits: Limits) -> Added:
    try:
        bytes_of(path, limits=limits)
    except MinutesError as error:
        return Added(path, "failed", str(error))
    return Added(path, "failed", f"{path}: this file came while its place was looked at; add it again")


def _raising(error: MinutesError) -> Callable[[], Document | None]:
    def read_it() -> None:
        raise error

    return read_it


def _end(archive: _Archive, waiting: _Waiting) -> Added:
    """Put what was read into the archive; what it says of the file."""
    try:
        document = waiting.read()
        return archive.take(waiting, document)
    except ArchiveError:
        raise
    except MinutesError as error:
        return Added(waiting.path, "failed", str(error))


# ---------------------------------------------------------------- reading them, in this process and in others


def _cores() -> int:
    """How many processes can run at once here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Named(io.BytesIO):
    """The bytes of a file, with its name."""

    def __init__(self, data: bytes, name: str) -> None:
        super().__init__(data)
        self.name = name


def _read(path: str, data: bytes, limits: Limits) -> Document:
    """The document in these bytes; what goes wrong is told of the file and is a MinutesError, faults of ours too."""
    try:
        return read(_Named(data, path), limits=limits)
    except MinutesError:
        raise
    except Exception as error:  # one file must not stop thousands
        words = " ".join(str(error).split())[:300]
        what = f"{type(error).__name__}: {words}" if words else type(error).__name__
        raise MinutesError(f"{path}: this is a fault of spcb-minutes, please report it ({what})") from error


_Packed = tuple[bytes | None, str]
"""A document as it is stored, or None and why there is none."""


def _read_there(path: str, data: bytes, limits: Limits) -> _Packed:
    """In another process: the document as it is stored, or why there is none. Errors go by their words alone."""
    try:
        return _packed(_read(path, data, limits)), ""
    except MinutesError as error:
        return None, str(error)


def _packed(document: Document) -> bytes:
    return zlib.compress(to_json(document, indent=None).encode())


def _unpacked(data: bytes) -> Document:
    return from_json(zlib.decompress(data))


def _end_with_parent() -> None:
    """Begin another process: it ends by Ctrl-C without a word, and with the process that started it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    parent = parent_process()
    if parent is not None:

        def wait() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=wait, daemon=True).start()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Processes that are started here do not hear of Ctrl-C before they know how to end by it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Readers:
    """Reads files, the first ones here, and where there are many more in other processes."""

    def __init__(self, workers: int, limits: Limits) -> None:
        if workers < 1:
            raise ValueError(f"workers is {workers}; a number of processes from 1 is expected")
        self.limits = limits
        self._workers = workers
        self._count = 0
        self._pool: ProcessPoolExecutor | None = None
        self._has_worked = False  # whether a process ever gave anything

    @property
    def ahead(self) -> int:
        """How many files may be begun before the first of them is ended."""
        return self._workers * _AHEAD if self._pool else 0

    def __enter__(self) -> _Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self._drop(self._pool)

    def start(self, path: str, data: bytes) -> Callable[[], Document]:
        """Begin to read a file; what is given back waits for its document."""
        self._count += 1
        if self._workers == 1 or self._count <= _ALONE:
            return lambda: _read(path, data, self.limits)
        begun = self._submit(path, data)

        def wait() -> Document:
            packed, why = self._wait(begun) or self._wait(self._submit(path, data)) or self._alone(path, data)
            if packed is None:
                raise MinutesError(why)
            return _unpacked(packed)

        return wait

    def _submit(self, path: str, data: bytes) -> tuple[ProcessPoolExecutor, Future[_Packed]] | None:
        """Give a file to a process; None where they are just ending."""
        if self._pool is None:
            self._pool = self._started(self._workers)
        try:
            with _undisturbed():
                return self._pool, self._pool.submit(_read_there, path, data, self.limits)
        except BrokenProcessPool:
            self._drop(self._pool)
            return None

    def _wait(self, begun: tuple[ProcessPoolExecutor, Future[_Packed]] | None) -> _Packed | None:
        """What was read; None where a process ended before that, by this file or by one that was read beside it."""
        if begun is None:
            return None
        pool, future = begun
        try:
            found = future.result()
        except (BrokenProcessPool, CancelledError):
            self._drop(pool)
            return None
        self._has_worked = True
        return found

    def _alone(self, path: str, data: bytes) -> _Packed:
        """What a process reads that reads this file alone."""
        pool = self._started(1)
        with _undisturbed():
            future = pool.submit(_read_there, path, data, self.limits)
        found = self._wait((pool, future))
        pool.shutdown()
        if found is not None:
            return found
        if self._has_worked:
            return None, f"{path}: the process that read this file ended; there may not be enough memory for it"
        self._workers = 1  # none can be started: a program that is not guarded
        return _read_there(path, data, self.limits)

    def _started(self, workers: int) -> ProcessPoolExecutor:
        # never by fork: a copy of this process would have the database open, too
        return ProcessPoolExecutor(workers, get_context("spawn"), _end_with_parent)

    def _drop(self, pool: ProcessPoolExecutor | None) -> None:
        """Let go of these processes."""
        if pool is not None:
            pool.shutdown(cancel_futures=True)
            if self._pool is pool:
                self._pool = None


# ---------------------------------------------------------------- the database


_STRICT = "STRICT" if sqlite3.sqlite_version_info >= (3, 37) else ""
_TABLES = (
    f"CREATE TABLE archive (version INTEGER NOT NULL, board TEXT) {_STRICT}",
    f"INSERT INTO archive VALUES ({ARCHIVE_VERSION}, NULL)",
    f"""CREATE TABLE files (
    path TEXT NOT NULL,
    version INTEGER NOT NULL,
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    PRIMARY KEY (path, version)
) {_STRICT}""",
    "CREATE INDEX files_document ON files (document)",
    f"""CREATE TABLE document_json (
    document TEXT PRIMARY KEY NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    position INTEGER NOT NULL UNIQUE,
    json BLOB NOT NULL
) {_STRICT}""",
)
_READ_IT = "SELECT json FROM document_json WHERE document = ?"
_LAST_READ = """
    SELECT files.document, files.version FROM files WHERE path = ? ORDER BY version DESC LIMIT 1"""
_ADD_JSON = """
    INSERT INTO document_json SELECT ?, coalesce(max(position), 0) + 1, ? FROM document_json"""
_MOVE_TO_END = """
    UPDATE document_json SET position = (SELECT max(position) + 1 FROM document_json)
    WHERE document = ? AND position < (SELECT max(position) FROM document_json)"""


class _Archive:
    """An open archive."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    # ------------------------------------------------------------ opening

    @classmethod
    @contextmanager
    def to_read(cls, path: Path) -> Iterator[_Archive]:
        """An archive to look at."""
        with _telling(path), closing(connect_to_read(path)) as connection:
            archive = cls(path, connection)
            archive._check()
            yield archive

    @classmethod
    @contextmanager
    def to_write(cls, path: Path, board: str | None, *, renew: bool) -> Iterator[_Archive]:
        """An archive to add to; a new one where there is no file, or an empty one.

        SQLite keeps a rollback journal, and waits for the disk with each file: a write-ahead log is a little quicker,
        but works on no network drive and leaves files beside the archive that a copy of it would lack. The journal
        stays until the end, which takes a third of the time of deleting it with each file.
        """
        if path.is_dir():
            raise ArchiveError(f"{path}: this is a folder; name the archive in it, as in {path / 'notes.db'}")
        if not path.absolute().parent.is_dir():
            raise ArchiveError(f"{path}: there is no folder {path.parent}; make it first")
        with _telling(path):
            connection = sqlite3.connect(path, timeout=1, isolation_level=None)
            with closing(connection):
                if renew:  # else nothing is deleted here, and to check each row takes time
                    connection.execute("PRAGMA foreign_keys = ON")
                archive = cls(path, connection)
                if not connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                    archive._create()
                archive._check()
                with archive._journal_kept():
                    if board is not None:
                        archive._name_board(board)
                    yield archive

    @contextmanager
    def _journal_kept(self) -> Iterator[None]:
        asked = self._connection.execute
        if asked("PRAGMA journal_mode").fetchone() != ("delete",):  # somebody chose another
            yield
            return
        asked("PRAGMA journal_mode = PERSIST")
        try:
            yield
        finally:
            with suppress(sqlite3.Error):  # in use by another process, which will delete it
                asked("PRAGMA journal_mode = DELETE")

    def _create(self) -> None:
        with self._transaction():
            if self._connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                return  # another process was quicker
            create(self._connection)
            for statement in _TABLES:
                self._connection.execute(statement)

    def _check(self) -> None:
        """ArchiveError for what is no archive, or was made by a later version."""
        asked = self._connection.execute
        made_by, version = (asked(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
        if not asked("SELECT 1 FROM sqlite_master").fetchone():  # an empty file is a database to SQLite
            raise ArchiveError(
                f"{self._path}: this is empty and holds no notes yet; add some with `spcb-minutes archive add`"
            )
        if made_by != APPLICATION_ID:
            raise ArchiveError(f"{self._path}: this is a database of another program; {_MAKE_ONE}")
        if not asked("SELECT 1 FROM sqlite_master WHERE name = 'archive'").fetchone():
            raise ArchiveError(f"{self._path}: this database was exported and does not grow; {_MAKE_ONE}")
        if version <= DATABASE_VERSION:
            (version,) = asked("SELECT version FROM archive").fetchone() or (0,)
        if version > ARCHIVE_VERSION:
            raise ArchiveError(
                f"{self._path}: this archive was made by a later version of spcb-minutes ({version}, not "
                f"{ARCHIVE_VERSION}); install that"
            )

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All of it or nothing, also where this process is killed in the middle."""
        self._waiting("BEGIN IMMEDIATE")
        try:
            yield
            self._waiting("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _waiting(self, statement: str) -> None:
        """Run a statement that has to wait for other programs, a second at a time so that Ctrl-C is heard."""
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                self._connection.execute(statement)
                return
            except sqlite3.OperationalError as error:
                if _primary(error) != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise

    # ------------------------------------------------------------ looking

    def order(self) -> list[str]:
        """The ids of the documents, in order."""
        rows = self._connection.execute("SELECT document FROM document_json ORDER BY position")
        return [key for (key,) in rows]

    def names(self) -> tuple[str, ...]:
        """The names of the documents, in order."""
        asked = "SELECT name FROM documents JOIN document_json ON document = id ORDER BY position"
        return tuple(name for (name,) in self._connection.execute(asked))

    def document(self, key: str) -> Document | None:
        """The document with this id; None where it is gone."""
        found = self._connection.execute(_READ_IT, (key,)).fetchone()
        if found is None:
            return None
        try:
            return _unpacked(found[0])
        except zlib.error as error:
            raise ArchiveError(_damaged(self._path, error)) from None
        except MinutesError as error:
            raise ArchiveError(f"{self._path}: document {key}: {error}") from None

    def board(self) -> str | None:
        """The board of the archive."""
        found: tuple[str | None] | None = self._connection.execute("SELECT board FROM archive").fetchone()
        return found[0] if found else None

    def has(self, sha256: str) -> bool:
        """Whether a document of these bytes is there."""
        return self._key(sha256) is not None

    def _key(self, sha256: str) -> str | None:
        found = self._connection.execute("SELECT id FROM documents WHERE sha256 = ?", (sha256,)).fetchone()
        return found[0] if found else None

    # ------------------------------------------------------------ adding

    def _name_board(self, board: str) -> None:
        with self._transaction():
            known = self.board()
            if known is not None and not same_board(known, board):
                raise ArchiveError(f"{self._path}: this archive is of {known}, not of {board}")
            self._learn(known, [board])

    def _learn(self, known: str | None, boards: Sequence[str]) -> None:
        """Keep the fullest name of the board: the short one may be that of others, too."""
        ours = [name for name in boards if known is None or same_board(name, known)]
        if known is None:
            ours = ours[:1]
        fullest = max([known or "", *ours], key=len)
        if fullest != (known or ""):
            self._connection.execute("UPDATE archive SET board = ?", (fullest,))

    def take(self, waiting: _Waiting, document: Document | None) -> Added:
        """Add what was read of a file, in one transaction."""
        path, name = waiting.path, waiting.name
        key = self._key(waiting.sha256)
        last = self._connection.execute(_LAST_READ, (name,)).fetchone()
        if not waiting.again and key is not None and last and last[0] == key:
            return Added(path, "known", None)
        with self._transaction():
            key = self._key(waiting.sha256)
            last = self._connection.execute(_LAST_READ, (name,)).fetchone()
            is_new = key is None
            renewed = False
            if key is None:
                if document is None:  # somebody deleted it just now
                    raise MinutesError(f"{path}: what was read of this file is gone; add it again")
                known = self.board()
                boards = [part.board for part in document.parts if part.board]
                if known is not None and boards and not any(same_board(board, known) for board in boards):
                    others = " and ".join(dict.fromkeys(boards))
                    message = (
                        f"{path}: these are notes of {others}, and the archive is of {known}; "
                        "give them an archive of their own"
                    )
                    return Added(path, "refused", message)
                self._learn(known, boards)
                key = self._insert(document)
            elif waiting.again and document is not None:
                renewed = self._renew(key, document)
            if last is None or last[0] != key:
                version = last[1] + 1 if last else 1
                self._connection.execute("INSERT INTO files VALUES (?, ?, ?)", (name, version, key))
                if last and not is_new:  # it is again what it once was, and that is the latest now
                    self._connection.execute(_MOVE_TO_END, (key,))
        if last and last[0] != key:
            return Added(path, "changed", f"{path}: changed since it was read; both versions are kept")
        if is_new:
            return Added(path, "added", _lacking(path, document) if document else None)
        if last is None:
            return Added(path, "same", f"{path}: the same file is there as {self._other_name(key, name)}")
        return Added(path, "renewed" if renewed else "known", None)

    def _insert(self, document: Document) -> str:
        add(self._connection, document)
        key = self._key(document.source.sha256)
        assert key is not None
        self._connection.execute(_ADD_JSON, (key, _packed(document)))
        return key

    def _renew(self, key: str, document: Document) -> bool:
        """Put what is read of the same bytes now in the place of what was read then; whether they differ."""
        if self.document(key) == document:
            return False
        asked = self._connection.execute
        named = asked("SELECT path, version FROM files WHERE document = ?", (key,)).fetchall()
        (position,) = asked("SELECT position FROM document_json WHERE document = ?", (key,)).fetchone()
        repeats = asked(
            "SELECT id, repeats FROM meetings WHERE document != :key "
            "AND repeats IN (SELECT id FROM meetings WHERE document = :key)", {"key": key},
        ).fetchall()  # fmt: skip
        asked("DELETE FROM documents WHERE id = ?", (key,))  # and with it all that refers to it
        made = self._insert(document)
        asked("UPDATE document_json SET position = ? WHERE document = ?", (position, made))
        self._connection.executemany("INSERT INTO files VALUES (?, ?, ?)", [(*one, made) for one in named])
        self._connection.executemany(
            "UPDATE meetings SET repeats = :of WHERE id = :id AND EXISTS (SELECT 1 FROM meetings WHERE id = :of)",
            [{"id": one, "of": of} for one, of in repeats],
        )
        return True

    def _other_name(self, key: str, name: str) -> str:
        asked = "SELECT path FROM files WHERE document = ? AND path != ? ORDER BY path"
        found = self._connection.execute(asked, (key, name)).fetchone()
        return found[0] if found else "a file of another name"


_MAKE_ONE = "make an archive with `spcb-minutes archive add NEW.db FILE`"


def _lacking(path: str, document: Document) -> str | None:
    """What a document does not say that a series of meetings needs; None where nothing is missing."""
    if not any(part.board or part.meeting.date or part.items for part in document.parts):
        return f"{path}: no meeting was found in this text; it is kept, and stands in no list"
    lacking = []
    if not any(part.meeting.date for part in document.parts):
        lacking.append("no date of a meeting")
    if not any(part.items for part in document.parts):
        lacking.append("no numbered item")
    return f"{path}: {' and '.join(lacking)} was found in this text; it is kept" if lacking else None


# ---------------------------------------------------------------- what goes wrong


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """What SQLite and the system say, as an ArchiveError that people can do something about."""
    try:
        yield
    except sqlite3.Error as error:
        raise ArchiveError(_words(path, error)) from error
    except FileNotFoundError:
        raise ArchiveError(f"{path}: there is no such file; check the name and the folder") from None
    except IsADirectoryError:
        raise ArchiveError(f"{path}: this is a folder; name the archive in it") from None


def _primary(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _words(path: Path, error: sqlite3.Error) -> str:
    code = _primary(error)
    if code == sqlite3.SQLITE_NOTADB:
        return f"{path}: this is no archive; name the archive first, and then the files, or {_MAKE_ONE}"
    if code == sqlite3.SQLITE_CORRUPT:
        return _damaged(path, error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return (
            f"{path}: another program has been writing to it for {_PATIENCE:.0f} seconds; try again when that is done"
        )
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return (
            f"{path}: this could not be written ({error}); make room on the disk and add the files again: what was "
            "added before is kept"
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return f"{path}: this may not be opened or written ({error}); see whether you may write the file and its folder"
    return f"{path}: this archive cannot be used ({error}); restore a copy of it, or {_MAKE_ONE}"


def _damaged(path: Path, error: Exception) -> str:
    return (
        f"{path}: this archive is damaged ({error}), and nothing was added to it; restore a copy of it, "
        "or add the files to a new one"
    )
