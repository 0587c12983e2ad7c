"""The archive: what becomes of each file, that it grows whole or not at all, and what is said when it cannot."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest

from exported import EXAMPLES
from notes import words
from spcb_minutes import ArchiveError, Document, LimitExceededError, Limits, read, search, to_sqlite
from spcb_minutes import archive as module
from spcb_minutes.archive import Added, add_files, board_of, documents_of, is_archive, names_of
from spcb_minutes.exports.sqlite import SEARCHED
from spcb_minutes.exports.sqlite import add as insert
from spcb_minutes.series.meetings import Series

OURS = "HARBOUR SAFETY BOARD"
THEIRS = "MILLBROOK PARISH COUNCIL"
PNG = b"\x89PNG\r\n\x1a\n\x00"


def put(folder: Path, name: str, day: int = 14, text: str = "High water was early.", board: str | None = OURS) -> Path:
    """A file with the notes of a day in May."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words(f"{day} May 2024", (f"{day:03}/24", "Tides", text), board=board), encoding="utf-8")
    return path


def put_many(folder: Path, count: int) -> list[Path]:
    return [put(folder, f"{at:04}.txt", at % 28 + 1, f"Water level {at}.") for at in range(count)]


def dump(database: Path) -> list[str]:
    """Everything that is in a database."""
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


def outcomes(added: tuple[Added, ...]) -> list[tuple[str, str]]:
    return [(Path(one.path).name, one.outcome) for one in added]


def assert_sound(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        made = connection.execute("SELECT 1 FROM sqlite_master").fetchone()  # not where making it was stopped
        for table in SEARCHED if made else ():
            connection.execute(f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('integrity-check', 1)")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "notes.db"


# ---------------------------------------------------------------- what becomes of a file


def test_a_misspelt_folder_leaves_no_archive_behind(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    told = add_files(tmp_path / "notes.db", [tmp_path / "nots", tmp_path / "empty"])
    assert [one.outcome for one in told] == ["failed"]
    assert "there is no such file" in str(told[0].message)
    assert not (tmp_path / "notes.db").exists()


def test_documents_come_back_as_they_were_read_in_the_order_of_the_names(db: Path, tmp_path: Path) -> None:
    ours = [path for path in EXAMPLES if path.name.startswith("harbour") and path.suffix in (".docx", ".txt")]
    report = add_files(db, reversed(ours))
    assert {one.outcome for one in report} == {"added"}
    assert list(documents_of(db)) == [read(path) for path in ours]
    assert names_of(db) == tuple(path.name for path in ours)
    assert board_of(db) == "Harbour Safety and Licensing Board"
    assert is_archive(db)
    assert_sound(db)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.db"], "an archive is one file"


def test_it_holds_what_an_exported_database_holds_and_is_searched_like_one(db: Path, tmp_path: Path) -> None:
    ours = [path for path in EXAMPLES if path.suffix == ".txt"]
    add_files(db, ours)
    exported = tmp_path / "exported.db"
    exported.write_bytes(to_sqlite(map(read, ours)))
    of_archive = ("archive", "files", "document_json", "sqlite_autoindex_files", "files_document")
    mine = [line for line in dump(db) if not any(f'"{name}"' in line or f"TABLE {name}" in line for name in of_archive)]
    assert set(dump(exported)) <= set(mine)
    assert search(db, "coal stage") == search(exported, "coal stage")
    assert search(db, "coal stage")


def test_adding_again_reads_and_changes_nothing(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_many(tmp_path / "notes", 3)
    add_files(db, [tmp_path / "notes"])
    before = db.read_bytes()
    monkeypatch.setattr(module, "read", lambda *_, **__: pytest.fail("it was read again"))
    assert outcomes(add_files(db, [tmp_path / "notes"])) == [
        ("0000.txt", "known"), ("0001.txt", "known"), ("0002.txt", "known"),
    ]  # fmt: skip
    assert db.read_bytes() == before


def test_a_file_that_is_new_is_added_and_nothing_else_is_read(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_many(tmp_path / "notes", 2)
    add_files(db, [tmp_path / "notes"])
    put(tmp_path / "notes", "more.txt", 28)
    seen: list[str] = []

    def reading(file: object, *, limits: Limits) -> Document:
        seen.append(Path(file.name).name)  # type: ignore[attr-defined]
        return read(file, limits=limits)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "read", reading)
    assert outcomes(add_files(db, [tmp_path / "notes"]))[-1] == ("more.txt", "added")
    assert seen == ["more.txt"]


def test_a_file_that_changed_is_a_later_version_and_the_earlier_is_kept(db: Path, tmp_path: Path) -> None:
    path = put(tmp_path, "notes.txt")
    add_files(db, [path])
    put(tmp_path, "notes.txt", text="High water was late.")
    (added,) = add_files(db, [path])
    assert added == (str(path), "changed", f"{path}: changed since it was read; both versions are kept")
    documents = list(documents_of(db))
    assert ["late" in document.source.text for document in documents] == [False, True]
    (sitting,) = Series.of(documents).sittings
    assert sitting.minutes is not None
    assert "late" in sitting.minutes.part.items[0].text
    assert [version.reason for version in sitting.versions] == ["earlier"]


def test_a_file_that_is_again_what_it_was_counts_as_the_latest(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    for text in ("early", "late", "early"):
        put(tmp_path, "notes.txt", text=f"High water was {text}.")
        (added,) = add_files(db, [path])
    assert added.outcome == "changed"
    assert ["early" in document.source.text for document in documents_of(db)] == [False, True]
    assert outcomes(add_files(db, [path])) == [("notes.txt", "known")]
    with closing(sqlite3.connect(db)) as connection:
        asked = "SELECT path, version, substr(sha256, 1, 12) = id FROM files JOIN documents ON id = document"
        assert connection.execute(asked).fetchall() == [("notes.txt", n, 1) for n in (1, 2, 3)]


def test_the_same_bytes_under_two_names_are_there_once(db: Path, tmp_path: Path) -> None:
    one = put(tmp_path, "a.txt")
    other = tmp_path / "b.txt"
    shutil.copy(one, other)
    assert add_files(db, [tmp_path / "a.txt", other])[1] == (
        str(other), "same", f"{other}: the same file is there as a.txt",
    )  # fmt: skip
    assert len(list(documents_of(db))) == 1
    assert {one.outcome for one in add_files(db, [one, other])} == {"known"}


def test_a_name_is_as_seen_from_the_archive_wherever_the_command_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path / "notes" / "2024", "may.txt")
    add_files(tmp_path / "notes.db", [path])
    put(tmp_path / "notes" / "2024", "may.txt", text="High water was late.")
    monkeypatch.chdir(tmp_path / "notes")
    assert outcomes(add_files("../notes.db", ["2024"])) == [("may.txt", "changed")]
    with closing(sqlite3.connect(tmp_path / "notes.db")) as connection:
        assert connection.execute("SELECT DISTINCT path FROM files").fetchall() == [("notes/2024/may.txt",)]


def test_a_file_named_twice_is_one(db: Path, tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt")
    assert outcomes(add_files(db, [path, str(path), tmp_path])) == [("a.txt", "added")]


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text are there on Linux only")
def test_any_name_of_a_file_is_taken(db: Path, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path / "caf") + b"\xe9\n.txt"))
    path.write_text(words("14 May 2024", ("041/24", "Tides", "Early.")), encoding="utf-8")
    assert [one.outcome for one in add_files(db, [path])] == ["added"]
    assert [one.outcome for one in add_files(db, [path])] == ["known"]


def test_one_file_that_cannot_be_read_does_not_stop_the_others(db: Path, tmp_path: Path) -> None:
    put(tmp_path, "c.txt")
    (tmp_path / "a.txt").write_bytes(PNG)
    heard: list[Added] = []
    report = add_files(db, [tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt"], told=heard.append)
    assert outcomes(report) == [("a.txt", "failed"), ("b.txt", "failed"), ("c.txt", "added")]
    assert list(report) == heard
    assert report[0].message is not None
    assert report[0].message.startswith(f"{tmp_path / 'a.txt'}: this is a PNG picture")
    assert report[1].message == f"{tmp_path / 'b.txt'}: there is no such file; check the name and the folder"


def test_a_file_that_vanishes_while_others_are_read_is_told(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [put(tmp_path, name, day) for name, day in (("a.txt", 1), ("b.txt", 2), ("c.txt", 3))]
    report = add_files(db, paths, told=lambda _: paths[1].unlink(missing_ok=True))
    assert outcomes(report) == [("a.txt", "added"), ("b.txt", "failed"), ("c.txt", "added")]


def test_a_fault_of_ours_is_told_of_its_file(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [put(tmp_path, "a.txt", 1), put(tmp_path, "b.txt", 2)]

    def reading(file: object, *, limits: Limits) -> Document:
        if file.name.endswith("a.txt"):  # type: ignore[attr-defined]
            raise KeyError("tide")
        return read(file, limits=limits)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "read", reading)
    report = add_files(db, paths)
    assert outcomes(report) == [("a.txt", "failed"), ("b.txt", "added")]
    assert "a.txt: this is a fault of spcb-minutes, please report it (KeyError: 'tide')" in (report[0].message or "")


def test_limits_hold(db: Path, tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt")
    (added,) = add_files(db, [path], limits=Limits(max_bytes=10))
    assert added.outcome == "failed"
    with pytest.raises(LimitExceededError) as raised:
        read(path, limits=Limits(max_bytes=10))
    assert added.message == str(raised.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no meeting was found in this text; it is kept, and stands in no list"),
        ("Nothing numbered stands here.\n", "no meeting was found in this text; it is kept, and stands in no list"),
        (words(None, ("041/24", "Tides", "Early.")), "no date of a meeting was found in this text; it is kept"),
        (words("14 May 2024"), "no numbered item was found in this text; it is kept"),
    ],
)
def test_what_a_document_lacks_is_told_and_it_is_taken(db: Path, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(text, encoding="utf-8")
    assert add_files(db, [path]) == ((str(path), "added", f"{path}: {said}"),)
    assert list(documents_of(db)) == [read(path)]


def test_reading_again_keeps_what_a_later_version_makes_of_a_file(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [put(tmp_path, "a.txt", 1), put(tmp_path, "b.txt", 1, "High water was late."), put(tmp_path, "c.txt", 3)]
    add_files(db, paths)
    assert {one.outcome for one in add_files(db, paths, again=True)} == {"known"}
    before = dump(db)

    def reading(file: object, *, limits: Limits) -> Document:
        document = read(file, limits=limits)  # type: ignore[arg-type]
        part = document.parts[0].model_copy(update={"status": "draft"})
        return document.model_copy(update={"parts": (part,)})

    def repeated() -> list[tuple[str, str]]:
        with closing(sqlite3.connect(db)) as connection:
            return connection.execute("SELECT id, repeats FROM meetings WHERE repeats NOT NULL").fetchall()

    (pair,) = repeated()
    with monkeypatch.context() as patch:
        patch.setattr(module, "read", reading)
        assert [one.outcome for one in add_files(db, paths[:1], again=True)] == ["renewed"]
        assert repeated() == [pair]
        assert [one.outcome for one in add_files(db, paths, again=True)] == ["known", "renewed", "renewed"]
    assert [document.minutes[0].status for document in documents_of(db)] == ["draft"] * 3
    assert names_of(db) == ("a.txt", "b.txt", "c.txt")
    assert_sound(db)
    assert {one.outcome for one in add_files(db, paths, again=True)} == {"renewed"}
    now = [[line for line in lines if "_fts" not in line] for lines in (dump(db), before)]
    assert sorted(now[0]) == sorted(now[1])  # also which meeting repeats which


# ---------------------------------------------------------------- boards


def test_notes_of_another_board_are_refused_and_the_others_are_added(db: Path, tmp_path: Path) -> None:
    paths = [put(tmp_path, "a.txt", 1), put(tmp_path, "b.txt", 2, board=THEIRS), put(tmp_path, "c.txt", 3)]
    report = add_files(db, paths)
    assert outcomes(report) == [("a.txt", "added"), ("b.txt", "refused"), ("c.txt", "added")]
    assert report[1].message == (
        f"{paths[1]}: these are notes of Millbrook Parish Council, and the archive is of Harbour Safety Board; "
        "give them an archive of their own"
    )
    assert names_of(db) == ("a.txt", "c.txt")


def test_notes_that_name_no_board_are_taken_and_the_first_board_named_is_that_of_the_archive(
    db: Path, tmp_path: Path
) -> None:
    paths = [put(tmp_path, "a.txt", 1, board=None), put(tmp_path, "b.txt", 2), put(tmp_path, "c.txt", 3, board=None)]
    add_files(db, paths[:1])
    assert board_of(db) is None
    assert {one.outcome for one in add_files(db, paths)} == {"added", "known"}
    assert board_of(db) == "Harbour Safety Board"


def test_a_pack_with_a_part_of_the_board_is_taken(db: Path, tmp_path: Path) -> None:
    add_files(db, [put(tmp_path, "a.txt", 1)])
    pack = tmp_path / "pack.txt"
    agenda = "MILLBROOK PARISH COUNCIL\n\nTuesday 28 May 2024\n\nAGENDA\n\n1. 10.00 Apologies\n\n"
    pack.write_text(agenda + words("14 May 2024", ("041/24", "Tides", "Early.")), encoding="utf-8")
    assert len({part.board for part in read(pack).parts}) == 2
    assert outcomes(add_files(db, [pack])) == [("pack.txt", "added")]


def test_the_fullest_name_is_that_of_the_archive(db: Path, tmp_path: Path) -> None:
    boards = ("HARBOUR SAFETY BOARD", "WRENMOUTH HARBOUR SAFETY BOARD", "OTTERPORT HARBOUR SAFETY BOARD")
    paths = [put(tmp_path, f"{at}.txt", at + 1, board=board) for at, board in enumerate(boards)]
    assert [one.outcome for one in add_files(db, paths)] == ["added", "added", "refused"]
    assert board_of(db) == "Wrenmouth Harbour Safety Board"
    Series.of(documents_of(db))  # raises where they are of several boards


def test_the_board_can_be_named(db: Path, tmp_path: Path) -> None:
    paths = [put(tmp_path, "a.txt", 1, board=THEIRS), put(tmp_path, "b.txt", 2)]
    assert [one.outcome for one in add_files(db, paths, board="Harbour Safety Board")] == ["refused", "added"]
    before = dump(db)
    with pytest.raises(ArchiveError, match="this archive is of Harbour Safety Board, not of Millbrook Parish Council"):
        add_files(db, paths, board="Millbrook Parish Council")
    assert dump(db) == before


# ---------------------------------------------------------------- in several processes


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other processes are started from the second file on."""
    monkeypatch.setattr(module, "_ALONE", 1)


def test_the_number_of_processes_changes_nothing(db: Path, tmp_path: Path, eager: None) -> None:
    put_many(tmp_path / "notes", 12)
    (tmp_path / "notes/0005.txt").write_bytes(PNG)
    put(tmp_path / "notes", "0007.txt", board=THEIRS)
    shutil.copy(tmp_path / "notes/0003.txt", tmp_path / "notes/0004.txt")
    alone = add_files(tmp_path / "alone.db", [tmp_path / "notes"], workers=1)
    together = add_files(db, [tmp_path / "notes"], workers=2)
    assert alone == together
    assert {one.outcome for one in alone} == {"added", "failed", "refused", "same"}
    assert dump(db) == dump(tmp_path / "alone.db")
    assert list(documents_of(db)) == list(documents_of(tmp_path / "alone.db"))


def test_a_number_of_processes_is_one_at_least(db: Path) -> None:
    with pytest.raises(ValueError, match="a number of processes from 1 is expected"):
        add_files(db, [EXAMPLES[0]], workers=0)


# ---------------------------------------------------------------- stopped at any moment, and run twice

posix_only = pytest.mark.skipif(os.name != "posix", reason="signals end processes like this on POSIX only")
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="which processes there are is read from /proc")


class Adding:
    """Another process that adds a folder, and tells each outcome."""

    def __init__(self, database: Path, folder: Path, workers: int, before: Callable[[], None]) -> None:
        self._hear, tell = os.pipe()
        self.said = ""
        self.pid = os.fork()  # all is imported already, so that it begins at once
        if self.pid == 0:
            self._add(tell, database, folder, workers, before)
        os.close(tell)
        self._status: int | None = None

    def _add(self, tell: int, database: Path, folder: Path, workers: int, before: Callable[[], None]) -> NoReturn:
        os.setsid()
        os.dup2(tell, 2)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            module._ALONE = 1
            before()
            add_files(database, [folder], workers=workers, told=lambda one: self._tell(tell, one.outcome))
            self._tell(tell, "done")
        except BaseException as error:
            self._tell(tell, f"{type(error).__name__}: {error}")
        finally:
            os._exit(0)

    @staticmethod
    def _tell(tell: int, line: str) -> None:
        os.write(tell, f"{line}\n".encode())

    def hear(self, lines: int) -> None:
        """Wait until it has said so many lines."""
        while self.said.count("\n") < lines and (heard := os.read(self._hear, 1)):
            self.said += heard.decode()

    def end(self) -> list[str]:
        """Wait for its end, and give all that it said."""
        if self._status is None:
            while heard := os.read(self._hear, 4096):
                self.said += heard.decode()
            os.close(self._hear)
            self._status = os.waitpid(self.pid, 0)[1]
        return self.said.splitlines()

    def kill(self) -> list[str]:
        """End it as it stands."""
        os.kill(self.pid, signal.SIGKILL)
        return self.end()


Start = Callable[..., Adding]


@pytest.fixture
def adding() -> Iterator[Start]:
    """Starts processes that add a folder; none outlives the test."""
    started: list[Adding] = []

    def start(database: Path, folder: Path, *, workers: int = 1, before: Callable[[], None] = lambda: None) -> Adding:
        started.append(Adding(database, folder, workers, before))
        return started[-1]

    yield start
    for process in started:
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.end()


def in_session(session: int) -> list[str]:
    """The processes of a session that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, _, of = stat.read_text().rpartition(")")[2].split()[:4]
            if int(of) == session and state not in "ZX":
                found.append(stat.parent.name)
    return found


def wait_until_gone(session: int) -> None:
    until = time.monotonic() + 30
    while found := in_session(session):
        assert time.monotonic() < until, f"these processes still run: {found}"
        time.sleep(0.05)


@posix_only
def test_killed_at_any_moment_and_run_again_it_is_the_same_database(db: Path, tmp_path: Path, adding: Start) -> None:
    put_many(tmp_path / "notes", 40)
    add_files(tmp_path / "whole.db", [tmp_path / "notes"])
    chance = random.Random(6)
    for lines in range(0, 36, 9):
        process = adding(db, tmp_path / "notes")
        process.hear(lines)
        time.sleep(chance.random() * 0.03)
        assert "done" not in process.kill()
        if db.exists() and db.stat().st_size:
            assert_sound(db)
    report = add_files(db, [tmp_path / "notes"])
    assert 27 <= sum(one.outcome == "known" for one in report) < 40
    assert dump(db) == dump(tmp_path / "whole.db")


@posix_only
def test_killed_in_the_middle_of_a_file_nothing_of_it_is_there_and_all_can_be_read(
    db: Path, tmp_path: Path, adding: Start
) -> None:
    put_many(tmp_path / "notes", 4)
    add_files(tmp_path / "whole.db", [tmp_path / "notes"])

    def killed_inside() -> None:
        def adding_the_third(connection: sqlite3.Connection, document: Document) -> bool:
            connection.execute("PRAGMA cache_size = 1")  # so that half of it is written
            is_new = insert(connection, document)
            if document.source.name == "0002.txt":
                os.kill(os.getpid(), signal.SIGKILL)
            return is_new

        module.add = adding_the_third  # type: ignore[attr-defined]

    assert adding(db, tmp_path / "notes", before=killed_inside).end() == ["added", "added"]
    assert db.with_name("notes.db-journal").exists(), "half of a file is in the database, and what undoes it beside it"
    copy = tmp_path / "copy.db"
    for name in ("", "-journal"):
        shutil.copy(f"{db}{name}", f"{copy}{name}")
    assert {hit.file for hit in search(copy, "water level")} == {"0000.txt", "0001.txt"}
    assert names_of(db) == ("0000.txt", "0001.txt")
    assert [one.outcome for one in add_files(db, [tmp_path / "notes"])] == ["known", "known", "added", "added"]
    assert dump(db) == dump(tmp_path / "whole.db")


@posix_only
def test_two_at_once_give_the_database_of_one(db: Path, tmp_path: Path, adding: Start) -> None:
    put_many(tmp_path / "notes", 20)
    add_files(tmp_path / "whole.db", [tmp_path / "notes"])
    said = [process.end() for process in [adding(db, tmp_path / "notes") for _ in range(2)]]
    assert sorted(said[0] + said[1]) == ["added"] * 20 + ["done"] * 2 + ["known"] * 20
    assert dump(db) == dump(tmp_path / "whole.db")


@linux_only
def test_killed_it_leaves_no_process_behind(db: Path, tmp_path: Path, adding: Start) -> None:
    put_many(tmp_path / "notes", 30)
    process = adding(db, tmp_path / "notes", workers=2)
    process.hear(3)
    assert len(in_session(process.pid)) > 1
    os.kill(process.pid, signal.SIGKILL)
    wait_until_gone(process.pid)
    assert 3 <= len(process.end()) < 30
    add_files(db, [tmp_path / "notes"])
    add_files(tmp_path / "whole.db", [tmp_path / "notes"])
    assert dump(db) == dump(tmp_path / "whole.db")


def kill_readers(process: Adding) -> int:
    """End the processes that read for another one; how many they were."""
    killed = 0
    for pid in in_session(process.pid):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(int(pid), signal.SIGKILL)
                killed += 1
    return killed


@posix_only
def test_a_process_that_reads_and_is_killed_costs_no_file_and_ctrl_c_ends_them_all(
    db: Path, tmp_path: Path, adding: Start
) -> None:
    put_many(tmp_path / "notes", 60)
    process = adding(db, tmp_path / "notes", workers=2)
    process.hear(4)
    if sys.platform == "linux":
        assert kill_readers(process)
        process.hear(20)  # more than were begun by then
    os.killpg(process.pid, signal.SIGINT)
    *said, last = process.end()
    assert last == "KeyboardInterrupt: "
    assert set(said) == {"added"}, "no file was given up, and no process said a word"
    assert len(said) <= len(names_of(db)) < 60
    assert names_of(db) == tuple(f"{at:04}.txt" for at in range(len(names_of(db))))
    assert_sound(db)
    if sys.platform == "linux":
        wait_until_gone(process.pid)


def test_where_no_process_can_be_started_all_is_read_in_this_one(
    db: Path, tmp_path: Path, eager: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def __init__(self, *_: object) -> None:
            pass

        def submit(self, *_: object) -> Future[object]:
            future: Future[object] = Future()
            future.set_exception(BrokenProcessPool())
            return future

        def shutdown(self, **_: object) -> None:
            pass

    monkeypatch.setattr(module, "ProcessPoolExecutor", Broken)
    put_many(tmp_path / "notes", 5)
    assert {one.outcome for one in add_files(db, [tmp_path / "notes"], workers=2)} == {"added"}


# ---------------------------------------------------------------- what cannot be added to


def refused(database: Path, *paths: Path) -> str:
    """What is said where nothing can be added; what is there stays as it was."""
    before = database.read_bytes() if database.is_file() else None
    with pytest.raises(ArchiveError) as raised:
        add_files(database, paths)
    after = database.read_bytes() if database.is_file() else None
    assert before == after
    message = str(raised.value)
    assert "\n" not in message
    assert message.startswith(f"{database}: ")
    return message.removeprefix(f"{database}: ")


def unreadable(database: Path) -> str:
    with pytest.raises(ArchiveError) as raised:
        list(documents_of(database))
    return str(raised.value).removeprefix(f"{database}: ")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return put(tmp_path, "notes.txt")


def changed(database: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(database)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return database


def test_a_text_is_no_archive(tmp_path: Path, notes: Path) -> None:
    said = "this is no archive; name the archive first, and then the files, or make an archive with"
    assert refused(notes, notes).startswith(said)
    assert unreadable(notes).startswith(said)
    assert not is_archive(notes)


def test_a_database_of_another_program_is_left_alone(db: Path, notes: Path) -> None:
    changed(db, "CREATE TABLE birds (name TEXT)")
    assert refused(db, notes).startswith("this is a database of another program; make an archive with")
    assert unreadable(db).startswith("this is a database of another program")


def test_how_a_database_is_written_stays_as_somebody_chose_it(db: Path, tmp_path: Path, notes: Path) -> None:
    other = changed(tmp_path / "other.db", "PRAGMA journal_mode = WAL", "CREATE TABLE birds (name TEXT)")
    refused(other, notes)
    add_files(changed(db, "PRAGMA journal_mode = WAL"), [notes])
    for database in (db, other):
        with closing(sqlite3.connect(database)) as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert list(documents_of(db)) == [read(notes)]


def test_an_exported_database_does_not_grow(db: Path, notes: Path) -> None:
    db.write_bytes(to_sqlite(read(notes)))
    assert refused(db, notes).startswith("this database was exported and does not grow; make an archive with")
    assert unreadable(db).startswith("this database was exported and does not grow")


@pytest.mark.parametrize("statement", ["PRAGMA user_version = 7", "UPDATE archive SET version = 7"])
def test_an_archive_of_a_later_version_is_left_alone(db: Path, notes: Path, statement: str) -> None:
    add_files(db, [notes])
    changed(db, statement)
    said = "this archive was made by a later version of spcb-minutes (7, not 1); install that"
    assert (refused(db, notes), unreadable(db)) == (said, said)


def test_a_folder_is_no_archive(tmp_path: Path, notes: Path) -> None:
    assert refused(tmp_path, notes) == f"this is a folder; name the archive in it, as in {tmp_path / 'notes.db'}"
    assert unreadable(tmp_path) == "this is a folder; name the archive in it"
    assert not is_archive(tmp_path)


def test_an_archive_in_a_folder_that_is_missing_is_not_made(tmp_path: Path, notes: Path) -> None:
    database = tmp_path / "nowhere" / "notes.db"
    assert refused(database, notes) == f"there is no folder {tmp_path / 'nowhere'}; make it first"
    assert unreadable(database) == "there is no such file; check the name and the folder"
    assert not database.parent.exists()
    assert not is_archive(database)


def test_nothing_is_made_where_there_is_nothing_to_read(db: Path) -> None:
    with pytest.raises(ArchiveError):
        board_of(db)
    assert not db.exists()


def test_an_empty_file_becomes_an_archive(db: Path, notes: Path) -> None:
    db.touch()
    assert unreadable(db) == "this is empty and holds no notes yet; add some with `spcb-minutes archive add`"
    assert outcomes(add_files(db, [notes])) == [("notes.txt", "added")]


def test_an_archive_that_was_cut_off_is_told(db: Path, notes: Path) -> None:
    add_files(db, [notes])
    db.write_bytes(db.read_bytes()[: db.stat().st_size // 2])
    said = "this archive is damaged (database disk image is malformed), and nothing was added to it; restore a copy"
    assert refused(db, put(db.parent, "more.txt", 3)).startswith(said)
    assert unreadable(db).startswith(said)


def test_a_page_of_garbage_is_told_or_not_noticed_and_never_made_worse(db: Path, notes: Path) -> None:
    add_files(db, [notes])
    whole = db.read_bytes()
    more = put(db.parent, "more.txt", 3)
    told = 0
    for page in range(4096, len(whole), 2 * 4096):
        db.write_bytes(whole[:page] + hashlib.sha256(whole[page : page + 99]).digest() * 128 + whole[page + 4096 :])
        spoilt = db.read_bytes()
        with contextlib.suppress(ArchiveError):
            list(documents_of(db))
        try:
            add_files(db, [more])
        except ArchiveError as error:
            damaged = str(error)
        else:
            continue
        assert "damaged" in damaged
        assert db.read_bytes() == spoilt
        told += 1
    assert told > 10


def test_a_document_that_cannot_be_unpacked_is_told(db: Path, notes: Path) -> None:
    add_files(db, [notes])
    changed(db, "UPDATE document_json SET json = x'00ff'")
    assert unreadable(db).startswith("this archive is damaged (Error -3 while decompressing data")
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("UPDATE document_json SET json = ?", (zlib.compress(b'{"schema_version": "9.0"}'),))
        connection.commit()
    key = read(notes).source.sha256[:12]
    assert unreadable(db).startswith(f"document {key}: this file is of schema version 9.0; this spcb-minutes reads 1.x")


def test_a_writer_that_does_not_end_is_told(db: Path, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_files(db, [put(db.parent, "first.txt", 1)])
    monkeypatch.setattr(module, "_PATIENCE", 0)
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert refused(db, notes).startswith("another program has been writing to it for 0 seconds; try again when")
    assert outcomes(add_files(db, [notes])) == [("notes.txt", "added")]


# ---------------------------------------------------------------- a disk that is full, and what may not be written


@pytest.mark.skipif(os.name != "posix", reason="who may write what is told like this on POSIX only")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_may_not_be_written_is_told_and_can_be_read(tmp_path: Path, adding: Start, what: str) -> None:
    with tempfile.TemporaryDirectory() as place:  # not below tmp_path, where nobody else may look
        folder = Path(place)
        folder.chmod(0o755)
        database, notes = folder / "notes.db", put(folder, "notes.txt")
        add_files(database, [put(tmp_path, "first.txt", 1)])
        before = database.read_bytes()
        database.chmod(0o444 if what == "file" else 0o666)
        folder.chmod(0o555)

        def as_nobody() -> None:
            if os.geteuid() == 0:
                os.setuid(65534)
            assert names_of(database) == ("first.txt",)

        (said,) = adding(database, notes, before=as_nobody).end()
        folder.chmod(0o755)
        assert said.startswith(f"ArchiveError: {database}: this may not be opened or written (")
        assert said.endswith("; see whether you may write the file and its folder")
        assert database.read_bytes() == before


def test_a_disk_that_is_full_is_told_and_what_was_added_stays(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = put_many(tmp_path / "notes", 2)
    paths.append(put(tmp_path / "notes", "long.txt", text="High water. " * 5000))
    add_files(db, paths[:2])
    before = dump(db)
    connect = sqlite3.connect

    def full(*rest: object, **options: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*rest, **options)  # type: ignore[call-overload]
        connection.execute("PRAGMA max_page_count = 1")  # SQLite takes it for as many as there are
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", full)
        with pytest.raises(ArchiveError, match=r"could not be written \(database or disk is full\); make room"):
            add_files(db, paths)
    assert dump(db) == before
    assert_sound(db)
    assert [one.outcome for one in add_files(db, paths)] == ["known", "known", "added"]


@posix_only
def test_files_that_may_not_grow_are_told_and_what_was_added_stays(db: Path, tmp_path: Path, adding: Start) -> None:
    put_many(tmp_path / "notes", 30)

    def limited() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))

    *said, last = adding(db, tmp_path / "notes", before=limited).end()
    assert last.startswith(f"ArchiveError: {db}: this could not be written (")
    assert 0 < len(said) < 30
    assert len(names_of(db)) == len(said)
    assert_sound(db)
    add_files(db, [tmp_path / "notes"])
    add_files(tmp_path / "whole.db", [tmp_path / "notes"])
    assert dump(db) == dump(tmp_path / "whole.db")


@linux_only
def test_a_disk_that_is_really_full_is_told(tmp_path: Path) -> None:
    if not shutil.which("unshare"):
        pytest.skip("a small disk is made with unshare, which is not here")
    disk = tmp_path / "disk"
    disk.mkdir()
    put_many(tmp_path / "notes", 30)
    adds = "import sys; from spcb_minutes.cli import main; sys.exit(main(sys.argv[1:]))"
    inside = (
        f'mount -t tmpfs -o size=600k tmpfs "{disk}" && '
        f'"{sys.executable}" -c "{adds}" archive add "{disk}/notes.db" "{tmp_path}/notes"; echo $?; ls "{disk}"'
    )
    shell = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", inside]
    done = subprocess.run(shell, capture_output=True, text=True, check=False, timeout=60)
    if "spcb-minutes" not in done.stderr:
        pytest.skip("a small disk cannot be mounted here by somebody who is not root")
    counted, said = done.stderr.splitlines()
    assert "notes.db: " in counted
    assert f"{disk}/notes.db: this could not be written (database or disk is full); make room on the disk" in said
    assert done.stdout.split() == ["3", "notes.db"]
