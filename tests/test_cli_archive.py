"""The commands archive …: what each prints, where it goes, exit statuses, and that no folder of somebody's is lost."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import sqlite3
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from exported import EXAMPLES
from notes import words
from spcb_minutes import ArchiveError, Document, facts, from_json, read
from spcb_minutes.archive import documents_of, names_of
from spcb_minutes.exports import EXPORTERS
from spcb_minutes.series.ledger import action_ledger
from spcb_minutes.series.meetings import Series
from test_archive import PNG, THEIRS, put
from test_cli import Run, run

__all__ = ["run"]  # the fixture

ACTION = "Action: The Clerk to mend the slipway lights by the summer."
OTHER = "Action: The HM to count the moorings in the outer basin."
LISTS = ("actions", "attendance", "questions", "people", "audit")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The notes of two meetings; the second has the numbers of the first once more, which does not hold."""
    made = tmp_path / "notes"
    made.mkdir()
    (made / "1.txt").write_text(
        words("Tuesday 14 May 2024", ("041/24", "Lights", ACTION), ("042/24", "Moorings", OTHER)), encoding="utf-8"
    )
    (made / "2.txt").write_text(
        words(
            "Monday 11 June 2024",  # it was a Tuesday
            ("043/24", "Matters arising", "041/24: The slipway lights were mended in May. Completed."),
            ("044/24", "Ferry", "1. When will the ferry run? (Asked by Ada Quill)", "- It will run from July."),
        ),
        encoding="utf-8",
    )
    return made


@pytest.fixture
def db(run: Run, tmp_path: Path, folder: Path) -> Path:
    """An archive of them."""
    database = tmp_path / "notes.db"
    assert run("archive", "add", database, folder)[0] == 0
    return database


# ---------------------------------------------------------------- add


def test_add_says_in_a_line_what_was_done(run: Run, tmp_path: Path, folder: Path) -> None:
    db = tmp_path / "notes.db"
    assert run("archive", "add", db, folder) == (0, "", f"spcb-minutes: {db}: 2 added\n")
    assert run("archive", "add", db, folder) == (0, "", f"spcb-minutes: {db}: 2 known\n")
    put(folder, "2.txt", 11)
    put(folder, "3.txt", 25)
    assert run("archive", "add", db, folder / "2.txt", folder) == (
        0,
        "",
        f"spcb-minutes: {folder / '2.txt'}: changed since it was read; both versions are kept\n"
        f"spcb-minutes: {db}: 1 added, 1 changed, 1 known\n",
    )


def test_add_goes_on_past_bad_files_and_ends_with_3(run: Run, tmp_path: Path, folder: Path) -> None:
    db = tmp_path / "notes.db"
    (folder / "bad.txt").write_bytes(PNG)
    put(folder, "theirs.txt", board=THEIRS)
    status, out, err = run("archive", "add", db, folder, tmp_path / "nope.txt")
    assert (status, out) == (3, "")
    lines = err.splitlines()
    assert [line.partition(": ")[2].partition(": ")[0] for line in lines] == [
        str(tmp_path / "nope.txt"), str(folder / "bad.txt"), str(folder / "theirs.txt"), str(db),
    ]  # fmt: skip
    assert "these are notes of Millbrook Parish Council, and the archive is of Harbour Safety Board" in lines[2]
    assert lines[-1].endswith(": 2 added, 1 refused, 2 failed")


def test_a_refused_file_alone_ends_with_3(run: Run, tmp_path: Path, db: Path) -> None:
    assert run("archive", "add", db, put(tmp_path, "theirs.txt", board=THEIRS))[0] == 3


def test_an_empty_folder_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    status, _, err = run("archive", "add", tmp_path / "notes.db", tmp_path / "empty")
    assert status == 3
    assert "no document in this folder" in err


def test_add_takes_board_limits_and_workers(run: Run, tmp_path: Path, folder: Path) -> None:
    db = tmp_path / "notes.db"
    status, _, err = run("archive", "add", db, folder, "--board", "Millbrook Parish Council", "--workers", 1)
    assert status == 3
    assert err.endswith(f"{db}: 2 refused\n")
    status, _, err = run("archive", "add", tmp_path / "b.db", folder, "--max-bytes", 10)
    assert (status, "larger than the 10 bytes" in err) == (3, True)
    assert run("archive", "add", db, folder, "--workers", 0)[0] == 2


def test_add_again_reads_what_is_known(run: Run, folder: Path, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def reading(file: object, **options: object) -> Document:
        seen.append(file)
        return read(file, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("spcb_minutes.archive.read", reading)
    assert run("archive", "add", db, folder, "--again") == (0, "", f"spcb-minutes: {db}: 2 known\n")
    assert len(seen) == 2


def test_standard_input_has_no_name_to_be_known_by(run: Run, tmp_path: Path) -> None:
    status, _, err = run("archive", "add", tmp_path / "notes.db", "-")
    assert status == 2
    assert "save it, and name the file" in err
    assert not (tmp_path / "notes.db").exists()


def test_a_forgotten_archive_is_told_and_the_first_file_stays(run: Run, folder: Path) -> None:
    before = (folder / "1.txt").read_bytes()
    status, _, err = run("archive", "add", folder / "1.txt", folder / "2.txt")
    assert status == 3
    assert "1.txt: this is no archive; name the archive first" in err
    assert (folder / "1.txt").read_bytes() == before


def test_a_command_below_archive_is_needed(run: Run) -> None:
    status, _, err = run("archive")
    assert status == 2
    assert "COMMAND" in err


def test_ctrl_c_counts_what_was_done(run: Run, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def reading(file: object, **options: object) -> Document:
        if file.name.endswith("2.txt"):  # type: ignore[attr-defined]
            raise KeyboardInterrupt
        return read(file, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("spcb_minutes.archive.read", reading)
    status, _, err = run("archive", "add", tmp_path / "notes.db", folder)
    assert (status, err) == (130, f"spcb-minutes: {tmp_path / 'notes.db'}: 1 added\nspcb-minutes: stopped\n")
    assert names_of(tmp_path / "notes.db") == ("1.txt",)


# ---------------------------------------------------------------- lists


@pytest.mark.parametrize("name", LISTS)
def test_each_list_comes_in_every_format_on_standard_output_and_in_a_file(
    run: Run, tmp_path: Path, db: Path, name: str
) -> None:
    status, text, err = run("archive", name, db)
    assert (status, err) == (0, "")
    assert "Harbour Safety Board" in text or name != "actions"
    assert "{" in run("archive", name, db, "--format", "json")[1]
    json.loads(run("archive", name, db, "--format", "json")[1])
    rows = list(csv.reader(io.StringIO(run("archive", name, db, "--format", "csv")[1])))
    assert len(rows) > 1
    assert not rows[0][0].startswith("\ufeff")
    assert "|" in run("archive", name, db, "--format", "markdown")[1]
    assert "<table" in run("archive", name, db, "--format", "html")[1]
    for suffix, begins in ((".json", "{"), (".csv", "\ufeff"), (".md", ""), (".html", "<"), (".txt", "")):
        path = tmp_path / f"list{suffix}"
        assert run("archive", name, db, "-o", path) == (0, "", "")
        assert path.read_text(encoding="utf-8").startswith(begins)
    assert (tmp_path / "list.md").read_text(encoding="utf-8") == run("archive", name, db, "--format", "markdown")[1]
    assert run("archive", name, db, "--format", "json", "-o", tmp_path / "list.csv")[0] == 0
    json.loads((tmp_path / "list.csv").read_text(encoding="utf-8"))


def test_json_of_the_ledger_is_that_of_the_library(run: Run, db: Path) -> None:
    ledger = action_ledger(Series.of(documents_of(db)))
    assert run("archive", "actions", db, "--format", "json")[1] == ledger.model_dump_json(indent=2) + "\n"
    assert [action.status for action in ledger.actions] == ["closed", "not mentioned since"]


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ((), ["041/24", "042/24"]),
        (("--status", "closed"), ["041/24"]),
        (("--status", "not-mentioned-since"), ["042/24"]),
        (("--status", "not mentioned since", "--status", "closed"), ["041/24", "042/24"]),
        (("--status", "updated"), []),
        (("--owner", "clerk"), ["041/24"]),
        (("--on", "2024-05-20", "--status", "open"), ["041/24", "042/24"]),
        (("--on", "2024-05-01"), []),
    ],
)
def test_actions_are_chosen_by_status_owner_and_day(
    run: Run, db: Path, options: tuple[str, ...], numbers: list[str]
) -> None:
    out = run("archive", "actions", db, "--format", "json", *options)[1]
    assert [action["item_number"] for action in json.loads(out)["actions"]] == numbers


@pytest.mark.parametrize("options", [("--on", "May"), ("--status", "done")])
def test_what_cannot_be_chosen_is_wrong_use(run: Run, db: Path, options: tuple[str, ...]) -> None:
    status, _, err = run("archive", "actions", db, *options)
    assert status == 2
    assert options[1] in err


def test_the_audit_shows_first_what_does_not_hold_and_counts_what_does(run: Run, db: Path) -> None:
    statements = json.loads(run("archive", "audit", db, "--format", "json")[1])["statements"]
    verdicts = [one["verdict"] for one in statements]
    assert set(verdicts) == {"holds", "does not hold", "cannot be told"} or set(verdicts) == {"holds", "does not hold"}
    text = run("archive", "audit", db)[1]
    holding = verdicts.count("holds")
    assert text.endswith(f"{holding} of {len(verdicts)} statements hold; --all lists them, too\n")
    shown = re.findall("does not hold|cannot be told|holds", text)
    assert shown == sorted(shown, key=["does not hold", "cannot be told", "holds"].index)
    assert "holds" not in shown
    assert "holds" in run("archive", "audit", db, "--all")[1]
    assert "does not hold" not in run("archive", "audit", db, "--verdict", "holds")[1]
    only = json.loads(run("archive", "audit", db, "--verdict", "does-not-hold", "--format", "json")[1])["statements"]
    assert [one["verdict"] for one in only] == ["does not hold"] * verdicts.count("does not hold")


def test_the_audit_fails_where_asked(run: Run, db: Path) -> None:
    found = json.loads(run("archive", "audit", db, "--format", "json")[1])["statements"]
    assert {one["severity"] for one in found if one["verdict"] == "does not hold"} == {"warning"}
    assert run("archive", "audit", db)[0] == 0
    assert run("archive", "audit", db, "--fail-on", "warning")[0] == 1
    assert run("archive", "audit", db, "--fail-on", "warning", "--verdict", "holds")[0] == 1
    assert run("archive", "audit", db, "--fail-on", "never")[0] == 0


def test_decisions_on_people_are_taken(run: Run, tmp_path: Path, folder: Path) -> None:
    present = ("Bernard TANSER\t\tBoard Member", "Bernard TANSOR\t\tHarbour Master", "Ada QUILL\t\tBoard Member")
    (folder / "1.txt").write_text(words("14 May 2024", ("041/24", "Lights", ACTION), present=present), encoding="utf-8")
    db, file = tmp_path / "notes.db", tmp_path / "people.toml"
    run("archive", "add", db, folder)
    assert run("archive", "people", db, "--proposals", "-o", file) == (0, "", "")
    file.write_text('[[names]]\none = "Bernard Tanser"\nother = "Bernard Tansor"\nsame = true\n', encoding="utf-8")
    for name in ("attendance", "people"):
        apart, joined = (run("archive", name, db, *more)[1] for more in ((), ("--people", file)))
        assert apart != joined
    for name in ("questions", "audit"):
        assert run("archive", name, db, "--people", file)[0] == 0
    kept = file.read_bytes()
    assert run("archive", "people", db, "--people", file, "--proposals", "-o", file)[0] == 2
    assert file.read_bytes() == kept
    file.write_text("names =", encoding="utf-8")
    status, out, err = run("archive", "attendance", db, "--people", file)
    assert (status, out) == (3, "")
    assert "people.toml" in err


def test_proposals_are_no_list_of_another_format(run: Run, db: Path) -> None:
    assert run("archive", "people", db, "--proposals", "--format", "csv")[0] == 2


def test_what_has_no_place_among_the_meetings_is_told(run: Run, tmp_path: Path, folder: Path) -> None:
    db = tmp_path / "notes.db"
    (folder / "3.txt").write_text(words(None, ("099/24", "Tides", "Early.")), encoding="utf-8")
    run("archive", "add", db, folder)
    assert (
        run("archive", "actions", db)[2]
        == f"spcb-minutes: {db}: not among the meetings: 1 no date (3.txt), whose actions are in no list\n"
    )


def test_a_pack_with_another_board_is_no_question_of_which(run: Run, tmp_path: Path, folder: Path) -> None:
    db = tmp_path / "notes.db"
    agenda = "MILLBROOK PARISH COUNCIL\n\nTuesday 28 May 2024\n\nAGENDA\n\n1. 10.00 Apologies\n\n"
    (folder / "3.txt").write_text(agenda + words("9 July 2024", ("045/24", "Tides", "Early.")), encoding="utf-8")
    assert run("archive", "add", db, folder)[0] == 0
    status, _, err = run("archive", "actions", db)
    assert (status, err) == (0, f"spcb-minutes: {db}: not among the meetings: 1 another board (3.txt)\n")


@pytest.mark.parametrize("name", [*LISTS, "search", "export", "site"])
def test_what_is_no_archive_is_told(run: Run, tmp_path: Path, name: str) -> None:
    file = put(tmp_path, "notes.txt")
    more: dict[str, tuple[object, ...]] = {
        "search": ("tides",), "export": ("csv", "-o", tmp_path / "out"), "site": ("-o", tmp_path / "out"),
    }  # fmt: skip
    status, out, err = run("archive", name, file, *more.get(name, ()))
    assert (status, out) == (3, "")
    assert len(err.splitlines()) == 1
    assert err.startswith(f"spcb-minutes: {file}: this ")
    assert not (tmp_path / "out").exists()


# ---------------------------------------------------------------- search and export


def test_search_is_that_of_any_database(run: Run, db: Path) -> None:
    given = run("archive", "search", db, "slipway", "lights")
    assert given == run("search", db, "slipway", "lights")
    assert "1.txt, line" in given[1]
    assert json.loads(run("archive", "search", db, "ferry", "--format", "json", "--limit", 1)[1])["item"] == "044/24"


@pytest.mark.parametrize("name", EXPORTERS)
def test_an_export_is_that_of_the_files(run: Run, tmp_path: Path, folder: Path, db: Path, name: str) -> None:
    suffix = EXPORTERS[name].suffix
    output = "out" if suffix == "/" or not EXPORTERS[name].gathers else f"out{suffix}"
    for at in "ab":
        (tmp_path / at).mkdir()
    given = run("archive", "export", db, name, "-o", tmp_path / "a" / output)
    assert given == run("export", name, folder, "-o", tmp_path / "b" / output)
    assert given[0] == 0
    assert pages(tmp_path / "a") == pages(tmp_path / "b")
    assert pages(tmp_path / "a")


def test_documents_of_one_name_from_several_folders_are_numbered(run: Run, tmp_path: Path) -> None:
    db = tmp_path / "notes.db"
    for month in (5, 6):
        put(tmp_path / "notes" / f"{month}", "minutes.txt", month)
    run("archive", "add", db, tmp_path / "notes")
    status, _, err = run("archive", "export", db, "json", "-o", tmp_path / "out")
    assert status == 0
    assert err == (
        f"spcb-minutes: minutes.txt: written as {tmp_path / 'out/minutes-2.json'}, because another document has its "
        "name\n"
    )
    found = [from_json((tmp_path / "out" / name).read_bytes()) for name in ("minutes.json", "minutes-2.json")]
    assert found == list(documents_of(db))


def test_several_documents_need_a_place_and_none_is_written_over_the_archive(run: Run, db: Path) -> None:
    before = db.read_bytes()
    assert run("archive", "export", db, "markdown")[0] == 2
    for name in ("jsonl", "sqlite"):
        status, _, err = run("archive", "export", db, name, "-o", db)
        assert status == 2
        assert "this is one of the files to read" in err
    assert db.read_bytes() == before


def test_one_document_goes_to_standard_output(run: Run, tmp_path: Path) -> None:
    db = tmp_path / "notes.db"
    path = put(tmp_path, "notes.txt")
    run("archive", "add", db, path)
    _, out, _ = run("archive", "export", db, "json")
    assert facts(from_json(out)) == facts(read(path))


def test_an_archive_that_breaks_off_stops_an_export_and_is_told_once(
    run: Run, tmp_path: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def documents(database: str) -> object:
        yield next(documents_of(database))
        raise ArchiveError(f"{database}: this archive is damaged")

    monkeypatch.setattr("spcb_minutes.archive.documents_of", documents)
    assert run("archive", "export", db, "markdown", "-o", tmp_path / "out") == (
        3, "", f"spcb-minutes: {db}: this archive is damaged\n",
    )  # fmt: skip
    assert run("archive", "export", db, "jsonl", "-o", tmp_path / "out.jsonl")[0] == 3
    assert not (tmp_path / "out.jsonl").exists()


# ---------------------------------------------------------------- the site


def pages(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_site_is_made_and_made_again(run: Run, tmp_path: Path, folder: Path, db: Path) -> None:
    site = tmp_path / "public" / "site"
    status, out, err = run("archive", "site", db, "-o", site)
    assert (status, out) == (0, "")
    first = pages(site)
    assert err == f"spcb-minutes: {site}: {len(first) - 1} files; open {site / 'index.html'}\n"
    assert b"<html" in first["index.html"]
    put(folder, "3.txt", 25)
    run("archive", "add", db, folder)
    assert run("archive", "site", db, "-o", site)[0] == 0
    assert pages(site) != first
    assert sorted(path.name for path in site.parent.iterdir()) == ["site"]


def test_an_empty_folder_is_taken_for_a_site(run: Run, tmp_path: Path, db: Path) -> None:
    (tmp_path / "site").mkdir()
    assert run("archive", "site", db, "-o", tmp_path / "site")[0] == 0
    assert (tmp_path / "site/index.html").is_file()


@pytest.mark.parametrize("name", ["CNAME", ".git/config", "people/mine.html"])
def test_a_folder_with_anything_else_in_it_is_left_alone(run: Run, tmp_path: Path, db: Path, name: str) -> None:
    site = tmp_path / "site"
    assert run("archive", "site", db, "-o", site)[0] == 0
    (site / name).parent.mkdir(exist_ok=True)
    (site / name).write_text("mine")
    before = pages(site)
    status, _, err = run("archive", "site", db, "-o", site)
    assert status == 2
    assert f"{site}: {name} in it was not made by spcb-minutes, and the folder would be replaced" in err
    assert pages(site) == before


def test_a_folder_of_somebody_a_file_and_the_folder_one_is_in_are_left_alone(
    run: Run, tmp_path: Path, folder: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = pages(folder)
    assert run("archive", "site", db, "-o", folder)[0] == 2
    assert pages(folder) == before
    assert run("archive", "site", db, "-o", folder / "1.txt")[0] == 2
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert run("archive", "site", db, "-o", ".")[0] == 2


def test_a_site_that_cannot_be_written_leaves_the_old_one(
    run: Run, tmp_path: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    run("archive", "site", db, "-o", site)
    before = pages(site)
    write = Path.write_bytes
    written = 0

    def full(self: Path, data: bytes) -> int:
        nonlocal written
        written += 1
        if written == 3:
            raise OSError(28, "No space left on device")
        return write(self, data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", full)
        status, _, err = run("archive", "site", db, "-o", site)
    assert status == 3
    assert f"{site}: this could not be written (No space left on device)" in err
    assert pages(site) == before
    rename = Path.rename

    def stuck(self: Path, target: Path) -> Path:
        if self.name.endswith(".tmp"):
            raise OSError(13, "Permission denied")
        return rename(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", stuck)
        assert run("archive", "site", db, "-o", site)[0] == 3
    assert pages(site) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes", "notes.db", "site"]


def test_the_pages_of_a_site_are_not_taken_for_notes(
    run: Run, tmp_path: Path, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("archive", "site", db, "-o", "site")[0] == 0
    assert run("archive", "add", db, ".") == (0, "", f"spcb-minutes: {db}: 2 known\n")
    assert run("export", "markdown", ".", "-o", "texts/")[0] == 0
    assert sorted(pages(tmp_path / "texts")) == ["notes/1.md", "notes/2.md"]
    assert [sitting.date.month for sitting in Series.read(["notes", "site"]).sittings] == [5, 6]
    status, _, err = run("archive", "add", db, "site")
    assert (status, err) == (3, "spcb-minutes: site: these pages were made by spcb-minutes and are no notes; name "
                                "the notes\n")  # fmt: skip
    assert run("parse", "site/index.html")[0] == 0, "a page that is named is read"


def test_the_site_and_the_audit_follow_the_same_decisions(run: Run, tmp_path: Path) -> None:
    """A member is in the list under one name and asks under another: until that is confirmed, she is in no list."""
    folder, site, decided = tmp_path / "notes", tmp_path / "site", tmp_path / "people.toml"
    folder.mkdir()
    question = ("044/24", "Ferry", "1. When will the ferry run? (Asked by Marged Pengelly)", "- From July.")
    (folder / "1.txt").write_text(words("14 May 2024", question, present=["Peggy TREEVE\t\tBoard Member"]), "utf-8")
    decided.write_text("[[names]]\none = 'Peggy Treeve'\nother = 'Marged Pengelly'\nsame = true\n", "utf-8")
    database = tmp_path / "notes.db"
    run("archive", "add", database, folder)

    def asker(*people: object) -> tuple[str, str]:
        said = json.loads(run("archive", "audit", database, "--format", "json", "--fail-on", "never", *people)[1])
        (verdict,) = {one["verdict"] for one in said["statements"] if one["check"] == "asker"}
        assert run("archive", "site", database, "-o", site, *people)[0] == 0
        (shown,) = re.findall(r'<[^>]*data-check="asker"[^>]*>', (site / "audit.html").read_text("utf-8"))
        return verdict, re.search(r'data-verdict="([^"]*)"', shown)[1]  # type: ignore[index]

    assert asker() == ("does not hold", "does not hold")
    assert asker("--people", decided) == ("holds", "holds")


# ---------------------------------------------------------------- what is told of files and of letters


def test_an_empty_file_is_told_to_be_empty_and_can_be_added_to(run: Run, tmp_path: Path, folder: Path) -> None:
    database = tmp_path / "x.db"
    database.touch()
    commands: dict[str, list[object]] = {"actions": [], "search": ["tide"], "site": ["-o", tmp_path / "site"]}
    for command, more in commands.items():
        assert run("archive", command, database, *more) == (
            3, "", f"spcb-minutes: {database}: this is empty and holds no notes yet; add some with "
            "`spcb-minutes archive add`\n",
        )  # fmt: skip
    assert "x.db: this is empty, and there is nothing to search; make " in run("search", database, "tide")[2]
    assert database.read_bytes() == b""
    assert run("archive", "add", database, folder) == (0, "", f"spcb-minutes: {database}: 2 added\n")


@pytest.mark.parametrize("arguments", [["actions", "--format", "markdown"], ["actions", "--format", "html"], ["site"]])
def test_letters_that_a_format_cannot_hold_are_told_in_one_line(
    run: Run, tmp_path: Path, folder: Path, arguments: list[str]
) -> None:
    path = folder / "1.txt"
    path.write_text(path.read_text("utf-8").replace("slipway", "slip\x01way"), "utf-8")
    database = tmp_path / "notes.db"
    run("archive", "add", database, folder)
    command, *rest = arguments
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        status, _, err = run("archive", command, database, *rest, "-o", tmp_path / "out")
    assert status == 0
    told, *others = err.splitlines()
    assert re.fullmatch(
        r"spcb-minutes: Harbour Safety Board.* cannot hold U\+0001.*; U\+FFFD was written instead", told
    )
    assert len(others) == (command == "site"), others


# ---------------------------------------------------------------- the arguments


@pytest.mark.parametrize("name", ["add", *LISTS, "search", "export", "site"])
def test_each_command_has_help_with_examples(run: Run, name: str) -> None:
    status, out, _ = run("archive", name, "--help")
    assert status == 0
    assert f"  spcb-minutes archive {name} notes.db" in out
    assert re.search(rf"^    {name}( |$)", run("archive", "--help")[1], re.MULTILINE)


def test_completion_knows_the_commands_below(run: Run) -> None:
    pytest.importorskip("shtab", reason="completion is made by shtab: pip install 'spcb-minutes[cli]'")
    for shell in ("bash", "zsh"):
        out = run("--print-completion", shell)[1]
        for part in ("archive", "attendance", "--proposals", "--fail-on", "--workers"):
            assert part in out


def test_help_needs_no_models() -> None:
    code = (
        "import sys, contextlib\nfrom spcb_minutes.cli import main\nwith contextlib.suppress(SystemExit):\n"
        "    main(['archive', 'add', '--help'])\nprint(sorted({'pydantic', 'lark', 'sqlite3'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"


# ---------------------------------------------------------------- what is said of names, endings, files


def test_a_mistyped_name_among_the_decisions_is_told_by_every_command(run: Run, tmp_path: Path, db: Path) -> None:
    file = tmp_path / "people.toml"
    file.write_text(
        '[[names]]\none = "Ada Quill"\nother = "Zed Quil"\nsame = true\n\n'
        '[[names]]\none = "Peter Lowe"\nother = "Ada Quill"\nsame = false\n',
        encoding="utf-8",
    )
    for name in ("attendance", "questions", "people", "audit", "site"):
        more = ["-o", tmp_path / "site"] if name == "site" else []
        status, _, err = run("archive", name, db, "--people", file, *more)
        told = [line for line in err.splitlines() if "people.toml" in line]
        assert (status, told) == (0, [
            f'spcb-minutes: {file}: the notes print no "Zed Quil"; see `spcb-minutes archive people` for their names'
        ]), name  # fmt: skip


def test_a_decision_on_a_name_that_several_bear_is_told(run: Run, tmp_path: Path, folder: Path) -> None:
    present = ("Ann LOWE\t\tClerk", "Ann LOWE\t\tChair", "Ada QUILL\t\tBoard Member")
    (folder / "1.txt").write_text(words("14 May 2024", ("041/24", "Lights", ACTION), present=present), encoding="utf-8")
    db, file = tmp_path / "notes.db", tmp_path / "people.toml"
    run("archive", "add", db, folder)
    file.write_text('[[names]]\none = "Ann Lowe"\nother = "Ada Quill"\nsame = true\n', encoding="utf-8")
    told = [line for line in run("archive", "people", db, "--people", file)[2].splitlines() if "people.toml" in line]
    assert told == [
        f'spcb-minutes: {file}: "Ann Lowe" is the name of several people, and what you decided of it is left out; see '
        "`spcb-minutes archive people`"
    ]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("output", ["list.docx", "list.pdf", "LIST.XLSX"])
def test_an_ending_that_is_no_format_is_refused(run: Run, tmp_path: Path, db: Path, name: str, output: str) -> None:
    path = tmp_path / output
    status, out, err = run("archive", name, db, "-o", path)
    ending = path.suffix[1:].lower()
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert f"{path}: {ending} is no format of this list; use .html, which Word opens, .txt, .md, .csv or .json" in err
    assert not path.exists()
    assert run("archive", name, db, "-o", path, "--format", "text") == (0, "", "")
    assert run("archive", name, db, "-o", tmp_path / "list") == (0, "", "")
    assert (tmp_path / "list").read_text("utf-8") == path.read_text("utf-8")


def test_proposals_may_be_called_anything(run: Run, tmp_path: Path, db: Path) -> None:
    assert run("archive", "people", db, "--proposals", "-o", tmp_path / "people.toml") == (0, "", "")


def test_search_that_finds_nothing_says_where_it_looked(run: Run, tmp_path: Path, db: Path) -> None:
    """Ada Quill asks, so she is found; Cath Varley stands in the attendance alone."""
    assert "Cath Varley" in run("archive", "attendance", db)[1]
    for command in (("archive", "search"), ("search",)):
        assert run(*command, db, "Varley") == (
            0, "", f"spcb-minutes: {db}: no item, question, answer or action says Varley\n"
        )  # fmt: skip


def test_search_refuses_what_the_other_commands_refuse(run: Run, tmp_path: Path, db: Path) -> None:
    def both(path: Path) -> set[tuple[int, str, str]]:
        return {run("archive", "people", path), run("archive", "search", path, "lights")}

    later, cut, exported = (tmp_path / name for name in ("later.db", "cut.db", "exported.db"))
    later.write_bytes(db.read_bytes())
    with contextlib.closing(sqlite3.connect(later)) as connection:
        connection.execute("UPDATE archive SET version = 7")
        connection.commit()
    cut.write_bytes(db.read_bytes()[: len(db.read_bytes()) // 2])
    run("export", "sqlite", EXAMPLES[0], "-o", exported)
    for path, words_ in (
        (later, "made by a later version of spcb-minutes (7, not 1)"),
        (cut, "this archive is damaged"),
        (exported, "this database was exported and does not grow"),
    ):
        ((status, out, err),) = both(path)
        assert (status, out) == (3, "")
        assert words_ in err
    assert run("search", exported, "lights")[0] == 0


def test_damage_that_only_the_search_meets_is_told_in_the_words_of_an_archive(run: Run, db: Path) -> None:
    """The head is whole, and so is what the checks read; the index of words is not."""
    with contextlib.closing(sqlite3.connect(db)) as connection:
        connection.execute("UPDATE items_fts_data SET block = x'00' WHERE id > 10")
        connection.commit()
    status, out, err = run("archive", "search", db, "lights")
    assert (status, out) == (3, "")
    assert "this archive" in err
    assert "export sqlite" not in err


def test_files_that_are_not_among_the_meetings_are_named(run: Run, tmp_path: Path, folder: Path) -> None:
    db = tmp_path / "notes.db"
    (folder / "undated.txt").write_text(words(None, ("099/24", "Tides", ACTION)), encoding="utf-8")
    for at in range(7):
        (folder / f"letter{at}.txt").write_text(f"Dear Sir, your boat {at} is late.", encoding="utf-8")
    run("archive", "add", db, folder)
    assert run("archive", "actions", db)[2] == (
        f"spcb-minutes: {db}: not among the meetings: 1 no date (undated.txt), whose actions are in no list; 7 no "
        "meeting (letter0.txt, letter1.txt, letter2.txt, letter3.txt, letter4.txt and 2 more)\n"
    )
