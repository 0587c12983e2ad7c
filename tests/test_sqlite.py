"""The database: what SQLite says of it, that it holds the tables, what a search finds, and how Datasette shows it."""

from __future__ import annotations

import asyncio
import datetime
import os
import sqlite3
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exported import EXAMPLES, HOSTILE, LONE, examples, made, odd, spoilt
from generated import agendas, minutes
from spcb_minutes import (
    Document,
    Hit,
    LimitExceededError,
    MissingExtraError,
    ReplacedCharactersWarning,
    UnreadableFileError,
    parse,
    search,
    to_sqlite,
    to_tables,
)
from spcb_minutes.exports.sqlite import SEARCHED, VIEWS, add, create, query
from spcb_minutes.exports.tables import TABLES
from strategies import any_text

KEYS = {table.name: ", ".join(table.key) for table in TABLES}


@contextmanager
def connected(database: bytes) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(database)
        yield connection


def assert_sound(connection: sqlite3.Connection) -> None:
    """What SQLite itself can check."""
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    for table in SEARCHED:  # the index against the table that it is of; raises where they differ
        connection.execute(f"INSERT INTO {table}_fts ({table}_fts, rank) VALUES ('integrity-check', 1)")


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


def assert_holds(connection: sqlite3.Connection, documents: Document | Iterable[Document]) -> None:
    """The rows of the tables, no more and no less."""
    for name, rows in to_tables(documents).items():
        found = connection.execute(f"SELECT * FROM {name} ORDER BY {KEYS[name]}").fetchall()
        assert sorted(map(repr, found)) == sorted(repr(tuple(map(plain, row.values()))) for row in rows), name


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of all examples."""
    path = tmp_path_factory.mktemp("database") / "notes of 2024?#%41.db"
    path.write_bytes(to_sqlite(examples()))
    return path


# ---------------------------------------------------------------- what it holds


@pytest.mark.parametrize("document", examples(), ids=[path.name for path in EXAMPLES])
def test_an_example_is_sound_and_all_there(document: Document) -> None:
    with connected(to_sqlite(document)) as connection:
        assert_sound(connection)
        assert_holds(connection, document)


def test_all_examples_together_are_sound_and_all_there() -> None:
    with connected(to_sqlite(examples())) as connection:
        assert_sound(connection)
        assert_holds(connection, examples())


def test_odd_documents_are_sound_and_all_there() -> None:
    with connected(to_sqlite(odd())) as connection:
        assert_sound(connection)
        assert_holds(connection, odd())


def test_nothing_at_all_is_an_empty_database() -> None:
    with connected(to_sqlite(())) as connection:
        assert_sound(connection)
        assert_holds(connection, ())


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_texts_come_back(words: str) -> None:
    (pack,) = (document for document in examples() if document.agendas)
    document = spoilt(pack.model_copy(update={"parts": (*pack.parts, *examples()[-1].parts)}), words)
    with connected(to_sqlite(document)) as connection:
        assert_sound(connection)
        assert_holds(connection, document)
        assert connection.execute("SELECT DISTINCT text, owner, update_text FROM actions").fetchall() in (
            [(words, words, words), (words, words, None)],
            [(words, words, None), (words, words, words)],
        )


@given(st.lists(st.one_of(minutes(), agendas()), max_size=2))
def test_generated_meetings_are_sound_and_all_there(parts: list[Any]) -> None:
    document = made(*parts)
    with connected(to_sqlite(document)) as connection:
        assert_sound(connection)
        assert_holds(connection, document)


def test_what_no_database_can_hold_is_replaced_and_told() -> None:
    document = spoilt(examples()[-1], f"{LONE} \x00 fish")
    with pytest.warns(
        ReplacedCharactersWarning, match=r"SQLite cannot hold U\+D800 .*, U\+0000 .*; U\+FFFD was written"
    ):
        made = to_sqlite(document)
    with connected(made) as connection:
        assert_sound(connection)
        assert connection.execute("SELECT DISTINCT title FROM items").fetchall() == [
            ("half \ufffd a pair \ufffd fish",),
        ]
        assert connection.execute("SELECT count(*) FROM items_fts WHERE items_fts MATCH 'fish'").fetchone()[0] > 10


def test_the_same_documents_give_the_same_bytes() -> None:
    assert to_sqlite(examples()) == to_sqlite(iter(examples()))


def test_a_cell_holds_what_its_column_says() -> None:
    with connected(to_sqlite(examples()[0])) as connection, pytest.raises(sqlite3.IntegrityError, match="cannot store"):
        connection.execute("UPDATE items SET line = 'nine'")


def test_every_reference_is_a_foreign_key_with_an_index() -> None:
    with connected(to_sqlite(())) as connection:
        for table in TABLES:
            keys = {(row[3], row[2], row[4]) for row in connection.execute(f"PRAGMA foreign_key_list({table.name})")}
            assert keys == {(column.name, column.refers, "id") for column in table.columns if column.refers}
            indexed = {
                connection.execute(f"PRAGMA index_info({row[1]})").fetchone()[2]
                for row in connection.execute(f"PRAGMA index_list({table.name})").fetchall()
            }
            assert {one for one, _, _ in keys} <= indexed or table.name == "evidence"


def test_the_index_is_used_to_find_the_actions_of_an_owner() -> None:
    with connected(to_sqlite(())) as connection:
        plan = connection.execute("EXPLAIN QUERY PLAN SELECT * FROM actions WHERE owner = 'Clerk'").fetchall()
        assert "USING INDEX actions_owner" in plan[0][3]


# ---------------------------------------------------------------- the views


def view(name: str) -> list[dict[str, Any]]:
    with connected(to_sqlite(examples())) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]


def test_the_list_of_actions_says_who_is_to_do_what_since_when() -> None:
    rows = view("action_list")
    assert len(rows) == sum(len(part.actions) for document in examples() for part in document.minutes)
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)
    found = next(row for row in rows if row["due"] == "2024-11-01" and row["document"].endswith(".pdf"))
    assert (found["board"], found["date"]) == ("Harbour Safety and Licensing Board", "2024-09-10")
    assert (found["item_number"], found["owner"]) == ("087/24", "Clerk")
    assert found["text"] == "Clerk to ask the railway for the key to the sidings by 1 November 2024."
    assert found["page"] == 4
    assert found["repeats"] == "harbour-safety-and-licensing-board/2024-09-10/minutes"


def test_the_list_of_questions_has_asker_and_reply() -> None:
    rows = view("question_list")
    assert len(rows) == sum(len(part.questions) for document in examples() for part in document.minutes)
    found = next(row for row in rows if row["text"].startswith("How many boats have broken loose"))
    assert (found["asker"], found["title"]) == ("Imogen D'Arcy", "Questions from Board Members")
    assert found["reply"].startswith("Fourteen boats broke loose, nine of them in the gale of 11 February.\n")


def test_the_list_of_decisions_has_the_words() -> None:
    rows = view("decision_list")
    assert {row["board"] for row in rows} == {"Millbrook Parish Council", "Harbour Safety and Licensing Board"}
    found = next(row for row in rows if row["item_number"] == "109/24")
    assert found["text"].startswith("RESOLVED: That the Council object to 24/00512/F because the lane is too narrow")


def test_what_stands_outside_all_meetings_is_in_the_lists_too() -> None:
    blocks = next(item for item in examples()[-1].minutes[0].items if str(item.number) == "105/24").blocks
    document = parse("").model_copy(update={"other": blocks})
    with connected(to_sqlite(document)) as connection:
        rows = connection.execute("SELECT text, board, item_number FROM action_list ORDER BY text").fetchall()
    assert len(rows) == 2
    assert {row[1:] for row in rows} == {(None, None)}


# ---------------------------------------------------------------- adding to a file, one by one


def test_documents_can_be_added_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    for number, document in enumerate(examples()):
        with closing(sqlite3.connect(path)) as connection, connection:
            if not number:
                create(connection)
            assert add(connection, document)
    with closing(sqlite3.connect(path)) as connection:
        assert not any(add(connection, document) for document in examples())
        assert_sound(connection)
        assert_holds(connection, examples())


def test_nothing_of_a_document_stays_when_it_goes() -> None:
    first, *others = examples()
    with connected(to_sqlite(())) as connection:
        for document in examples():
            add(connection, document)
        connection.commit()
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM documents WHERE sha256 = ?", (first.source.sha256,))
        assert_sound(connection)
        assert_holds(connection, others)
        assert add(connection, first)
        assert_sound(connection)
        assert_holds(connection, examples())


TWICE = ("10.00 - 11.00", "14.00 - 15.00")


def test_two_meetings_of_one_day_from_two_files_are_two() -> None:
    both = [
        parse(f"HARBOUR BOARD\n\nTuesday 12 March 2024 {hours}\n\n041/24 Boats\n\nAction: HM to count {n} boats.\n")
        for n, hours in enumerate(TWICE)
    ]
    with connected(to_sqlite(both)) as connection:
        meetings = connection.execute("SELECT id, repeats FROM meetings ORDER BY start_time").fetchall()
        counted = connection.execute("SELECT text FROM action_list WHERE repeats IS NULL").fetchall()
        assert_holds(connection, both)
    day = "harbour-board/2024-03-12/minutes"
    assert meetings == [(day, None), (f"{day}-1400", None)]
    assert sorted(counted) == [("HM to count 0 boats.",), ("HM to count 1 boats.",)]


def test_an_item_is_found_by_its_number(database: Path) -> None:
    found = {hit.item for hit in search(database, "048/24")}
    assert "048/24" in found


def test_a_number_too_large_for_a_database_is_told() -> None:
    part = examples()[0].minutes[0].model_copy(update={"outstanding_actions": 10**20})
    with pytest.raises(LimitExceededError, match="too large for SQLite"):
        to_sqlite(examples()[0].model_copy(update={"parts": (part,)}))


def test_no_limit_is_too_large(database: Path) -> None:
    assert search(database, "the", limit=10**20)


def test_a_meeting_stays_when_the_one_that_it_repeats_goes() -> None:
    word, web = (document for document in examples()[1:3])
    with connected(to_sqlite((word, web))) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM documents WHERE sha256 = ?", (word.source.sha256,))
        (left,) = connection.execute("SELECT document, repeats FROM meetings").fetchall()
        assert left == (web.source.sha256[:12], None)
        assert_sound(connection)


def test_search_goes_with_what_is_changed_and_vacuumed(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    path.write_bytes(to_sqlite(examples()))
    with closing(sqlite3.connect(path)) as connection:
        with connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("DELETE FROM documents WHERE name = 'harbour-2024-03-12.txt'")
            connection.execute("UPDATE items SET title = 'Quokkas' WHERE number = '105/24'")
        connection.execute("VACUUM")
        assert_sound(connection)
    assert [(hit.item, hit.title) for hit in search(path, "quokkas")] == [("105/24", "Quokkas")]


def test_there_are_tables_of_before_strict_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 34, 1))
    with connected(to_sqlite(examples()[0])) as connection:
        assert not connection.execute("SELECT sql FROM sqlite_schema WHERE sql LIKE '%STRICT%'").fetchall()
        assert_sound(connection)
        assert_holds(connection, examples()[0])


def test_a_sqlite_without_full_text_search_says_so() -> None:
    class Without(sqlite3.Connection):
        def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
            return super().execute(sql.replace("fts5", "fts5_that_is_not_there"), *rest)

    with closing(sqlite3.connect(":memory:", factory=Without)) as connection, pytest.raises(MissingExtraError) as told:
        create(connection)
    assert "FTS5" in str(told.value)


# ---------------------------------------------------------------- searching


def test_a_search_finds_what_a_question_says(database: Path) -> None:
    hit = search(database, "broken loose winter")[0]
    assert hit == Hit(
        kind="question",
        meeting="harbour-safety-and-licensing-board/2024-04-23/minutes",
        board="Harbour Safety and Licensing Board",
        date=datetime.date(2024, 4, 23),
        item="060/24",
        title="Questions from Board Members",
        snippet=hit.snippet,
        file="harbour-pack-2024-05.txt",
        line=86,
        page=None,
    )
    assert hit.snippet.startswith("How many boats have broken loose in the port this winter?")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("insurers", {("answer", "060/24")}),
        ("insurer", set()),
        ("insurer*", {("answer", "060/24")}),
        ("INSURERS", {("answer", "060/24")}),
        ("playground fence", {("action", "105/24")}),
        ("elm ford", {("item", "105/24")}),  # in an entry of a list: the item says it
        ('"elm by the ford"', {("item", "105/24")}),
        ('"ford by the elm"', set()),
        ("elm insurers", set()),
        ("allotm*", {("action", "108/24"), ("item", "103/24")}),  # that the action says it says where in the item
        ("rota weekend cover", {("action", "048/24")}),  # which stands in an answer, and is found once
        ("quokka", set()),
    ],
)
def test_a_search_finds_the_words_where_they_stand(database: Path, words: str, found: set[tuple[str, str]]) -> None:
    hits = {(hit.kind, hit.item) for hit in search(database, words)}
    assert hits == found


def test_a_search_knows_the_page(database: Path) -> None:
    pages = {hit.file: hit.page for hit in search(database, "railway sidings key")}
    assert pages["harbour-2024-09-10.pdf"] == 4
    assert pages["harbour-2024-09-10.docx"] is None


def test_a_title_counts_more_than_a_text(database: Path) -> None:
    hits = search(database, "dredging")
    assert [hit.item for hit in hits] == ["049/24", "057/24"]
    assert hits[0].title == "Spring Dredging report"


def test_a_search_gives_the_best_and_no_more_than_asked_for(database: Path) -> None:
    every = search(database, "the", limit=1000)
    assert len(every) > 50
    assert search(database, "the") == every[:20]
    assert search(database, "the", limit=1) == every[:1]
    assert search(database, "the", limit=0) == search(database, "the", limit=-1) == ()


def test_marks_stand_around_the_words_found(database: Path) -> None:
    (hit, *_) = search(database, '"broken loose"', marks=("[", "]"))
    assert "boats have [broken loose] in the port" in hit.snippet
    assert "[" not in search(database, '"broken loose"')[0].snippet


def test_a_search_finds_letters_with_and_without_accents(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(to_sqlite(parse("HARBOUR BOARD\n\n041/24 Café\n\nThe crêpes – £10 – were good.\n")))
    for words in ("cafe", "CAFÉ", "crepes", "£10", "crêpes – good"):
        assert [hit.item for hit in search(path, words)] == ["041/24"], words


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("coal stage", '"coal" "stage"'),
        ('"coal stage" harb*', '"coal stage" "harb"*'),
        ('"coal st"*', '"coal st"*'),
        ('"coal', '"coal"'),
        ("title:x AND (NOT", '"title:x" "AND" "(NOT"'),
        ('- – * "" \' ^', ""),
        ("a\x00b \ud800", '"a" "b"'),
        ("", ""),
    ],
)
def test_words_become_a_query(words: str, asked: str) -> None:
    assert query(words) == asked


@given(any_text())
@example("NEAR(a b, 2)")
@example('a* *b "*" "a*"* a"b c:d -e ^f {g} h+i \'j\' \\k %l _m')
@example("tide " * 5000)
def test_no_words_are_a_mistake(database: Path, words: str) -> None:
    assert isinstance(search(database, words), tuple)


def test_a_search_changes_nothing(database: Path) -> None:
    before = database.read_bytes()
    search(database, "tide")
    assert database.read_bytes() == before
    assert list(database.parent.iterdir()) == [database]


def test_a_search_opens_the_file_for_reading_only(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect, opened = sqlite3.connect, list[sqlite3.Connection]()

    class Kept(sqlite3.Connection):
        def close(self) -> None:
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                self.execute("DELETE FROM documents")
            opened.append(self)
            super().close()

    monkeypatch.setattr(sqlite3, "connect", lambda *rest, **options: connect(*rest, factory=Kept, **options))
    search(database, "tide")
    assert len(opened) == 1


def test_a_search_sees_what_another_program_adds(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_bytes(to_sqlite(()))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        with connection:
            add(connection, examples()[-1])
        assert [hit.item for hit in search(path, "playground fence")] == ["105/24"]


def other_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE items (title)")


def later_version(path: Path) -> None:
    path.write_bytes(to_sqlite(()))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def damaged(path: Path) -> None:
    made = to_sqlite(examples())
    path.write_bytes(made[:4096] + b"\x55" * (len(made) - 4096))


UNREADABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "is not there": (lambda path: None, "there is no such file"),
    "is a folder": (lambda path: path.mkdir(), "this is a folder"),
    "is no database": (lambda path: path.write_text("Notes\n" * 500), "file is not a database"),
    "is empty": (lambda path: path.touch(), "this is empty, and there is nothing to search"),
    "is of another program": (other_program, "a database of another program"),
    "is of a later version": (later_version, "made by a later version of spcb-minutes"),
    "is damaged": (damaged, "malformed"),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_searched_is_told(what: str, tmp_path: Path) -> None:
    make, told = UNREADABLE[what]
    path = tmp_path / "notes.db"
    make(path)
    for words in ("tide", "") if what != "is damaged" else ("tide",):
        with pytest.raises(UnreadableFileError, match=told) as error:
            search(path, words)
        assert str(path) in str(error.value)


def test_a_name_that_no_file_can_have_is_told() -> None:
    with pytest.raises(UnreadableFileError):
        search("notes\x00.db", "tide")


# ---------------------------------------------------------------- Datasette


@pytest.fixture(scope="module")
def pages(database: Path) -> dict[str, Any]:
    """What Datasette answers, by address: JSON where it is asked for, else the page."""
    served = database.with_name("notes.db")
    served.write_bytes(database.read_bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries that Datasette uses
        from datasette.app import Datasette

        async def answers() -> dict[str, Any]:
            client = Datasette([str(served)]).client
            found = {}
            for address in ADDRESSES:
                answer = await client.get(address)
                assert answer.status_code == 200, f"{address}: {answer.text}"
                found[address] = answer.json() if ".json" in address else answer.text
            return found

        found = asyncio.run(answers())
    served.unlink()
    return found


ADDRESSES = (
    "/notes.json",
    "/notes/actions",
    "/notes/actions.json?_shape=objects&_labels=on&owner=Clerk&due=2024-11-01",
    "/notes/items.json?_shape=objects&_search=dredging",
    "/notes/answers.json?_shape=objects&_search=insurers",
    "/notes/question_list",
    *(f"/notes/{view}.json?_shape=objects" for view in VIEWS),
)


def test_datasette_shows_the_tables_and_hides_the_machinery(pages: dict[str, Any]) -> None:
    tables = pages["/notes.json"]["tables"]
    assert {one["name"] for one in tables if not one["hidden"]} == set(KEYS)
    assert {one["name"] for one in tables if one["fts_table"] and not one["hidden"]} == set(SEARCHED)
    assert {one["name"] for one in pages["/notes.json"]["views"]} == set(VIEWS)


def test_datasette_shows_labels_of_what_is_referred_to(pages: dict[str, Any]) -> None:
    first = pages[ADDRESSES[2]]["rows"][0]
    assert first["document"]["label"] == "harbour-2024-09-10.docx"
    assert first["meeting"]["label"] == "Harbour Safety and Licensing Board 2024-09-10 minutes"
    assert first["item"]["label"].startswith("087/24 ")
    assert ">Harbour Safety and Licensing Board 2024-09-10 minutes</a>" in pages["/notes/actions"]


def test_datasette_searches(pages: dict[str, Any]) -> None:
    assert [row["number"] for row in pages[ADDRESSES[3]]["rows"]] == ["049/24", "057/24"]
    assert [row["id"].split("/")[3] for row in pages[ADDRESSES[4]]["rows"]] == ["060-24"]


def test_datasette_shows_the_views(pages: dict[str, Any]) -> None:
    assert len(pages["/notes/action_list.json?_shape=objects"]["rows"]) == 22
    assert "Imogen D&#39;Arcy" in pages["/notes/question_list"]


def test_the_command_of_the_docs_works(database: Path) -> None:
    command = (sys.executable, "-W", "ignore", "-m", "datasette", str(database), "--get", "/-/databases.json")
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=120, env=os.environ)
    assert done.returncode == 0, done.stderr
    assert '"is_mutable": true' in done.stdout
