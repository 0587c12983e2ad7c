"""The command line: what each command gives, its exit status, and that nothing traces back."""

from __future__ import annotations

import contextlib
import io
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest

from spcb_minutes import api, cli
from spcb_minutes.diagnostics import CATALOGUE, diagnose, manual
from spcb_minutes.errors import MinutesError
from spcb_minutes.models import Document
from spcb_minutes.sources import from_text

GAP = CATALOGUE["M103"].example  # two items with a number missing between them: a warning
NO_ITEMS = CATALOGUE["M109"].example  # an error
PNG = b"\x89PNG\r\n\x1a\n\x00"

Run = Callable[..., tuple[int, str, str]]

needs_full = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="a disk that is always full is a device of Linux"
)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in this process: exit status, standard output, standard error."""

    def run(*arguments: object) -> tuple[int, str, str]:
        status = cli.main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return status, out, err

    return run


BUFFERED = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}


def command(*arguments: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Runs the command as a process of its own, with the buffers that it has by default."""
    return subprocess.run(
        [sys.executable, "-m", "spcb_minutes", *map(str, arguments)],
        **{"capture_output": True, "timeout": 60, "check": False, "env": BUFFERED, **options},
    )


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "notes.txt"
    path.write_text(GAP, encoding="utf-8")
    return path


# parse


def test_one_document_comes_out_as_json_to_read(run: Run, notes: Path) -> None:
    status, out, _ = run("parse", notes)
    assert status == 0
    assert out.startswith('{\n  "schema_version"')
    assert Document.model_validate_json(out) == api.read(notes)


def test_several_come_out_as_json_lines_in_order_and_one_bad_file_does_not_stop_them(run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "c.md"):
        (tmp_path / name).write_text(GAP, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(PNG)
    status, out, err = run("parse", tmp_path / "c.md", tmp_path / "b.txt", tmp_path / "nope.txt", tmp_path / "a.txt")
    assert status == 3
    assert [json.loads(line)["source"]["name"] for line in out.splitlines()] == ["c.md", "a.txt"]
    told = [line for line in err.splitlines() if "M109" not in line]
    assert told == [
        f"spcb-minutes: {tmp_path / 'b.txt'}: this is a PNG picture; "
        "this version reads .txt, .md, .markdown, .docx, .docm, .pdf, .html, .htm, .xhtml: "
        "get the document itself, or run text recognition on the picture and save the result as .txt",
        f"spcb-minutes: {tmp_path / 'nope.txt'}: there is no such file; check the name and the folder",
    ]


def test_a_folder_gives_its_documents_and_those_below_in_the_order_of_their_names(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("c.TXT", "a.markdown", "b/2.txt", "b/1.md", "b/3.csv", "._a.txt", ".git/x.txt"):
        (tmp_path / name).write_text(GAP, encoding="utf-8")
    status, out, _ = run("parse", tmp_path)
    assert status == 0
    assert [json.loads(line)["source"]["name"] for line in out.splitlines()] == ["a.markdown", "1.md", "2.txt", "c.TXT"]


def test_a_folder_with_one_document_still_gives_json_lines(run: Run, notes: Path) -> None:
    out = run("parse", notes.parent)[1]
    assert out.count("\n") == 1
    assert json.loads(out)["source"]["name"] == "notes.txt"


def test_an_empty_folder_is_told_even_after_a_bad_one(run: Run, tmp_path: Path, notes: Path) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
    notes.rename(tmp_path / "three/notes.txt")
    status, out, err = run("parse", tmp_path / "one", tmp_path / "two", tmp_path / "three")
    assert status == 3
    assert json.loads(out)["source"]["name"] == "notes.txt"
    assert err.count("no document in this folder; its name would end in .txt, .md, .markdown") == 2


def test_a_folder_that_may_not_be_opened_is_told(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: object) -> NoReturn:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refuse)
    status, _, err = run("parse", tmp_path)
    assert status == 3
    assert f"{tmp_path}: this folder could not be opened (Permission denied)" in err
    assert len(err.splitlines()) == 1


def test_standard_input_is_read_as_bytes() -> None:
    done = command("parse", "-", input=GAP.encode("cp1252", "replace") + b"\xa3")
    assert done.returncode == 0
    document = Document.model_validate_json(done.stdout)
    assert document.source.name is None
    assert "M901" in [found.code for found in document.diagnostics]


def test_standard_input_can_be_asked_for_once(run: Run) -> None:
    status, _, err = run("parse", "-", "-")
    assert status == 2
    assert "standard input can be read once" in err


def test_a_standard_input_that_is_closed_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    status, _, err = run("parse", "-")
    assert (status, err) == (3, "spcb-minutes: standard input: it is closed; name a file instead of -\n")


def test_the_summary_is_plain_text_in_a_pipe(run: Run, notes: Path) -> None:
    status, out, _ = run("parse", "--format", "text", notes)
    assert status == 0
    assert out.startswith("MINUTES of the Harbour Board\n  Tuesday 14 May 2024\n")
    assert "  Ada Quill   Board Member\n  Peter Lowe  Harbour Master\n" in out
    assert "  043/24  Update\n" in out
    assert out.endswith("Diagnostics: 1 warning\n")
    assert "\x1b" not in out


def test_the_summary_of_an_item_counts_questions_and_gives_actions_in_full(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(CATALOGUE["M401"].example, encoding="utf-8")
    out = run("parse", "--format", "text", tmp_path / "a.txt")[1]
    assert "\nActions (1)\n  ?  Berth figures to be provided to the board.\n     041/24, line 14\n" in out


def test_summaries_of_several_are_told_apart_by_their_names(run: Run, notes: Path) -> None:
    out = run("parse", "--format", "text", notes, notes)[1]
    first, second = out.split("\n\n\n")
    assert first + "\n" == second
    assert first.startswith(f"{notes}\n\n")


def test_an_error_in_a_document_is_mentioned_beside_its_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NO_ITEMS, encoding="utf-8")
    status, out, err = run("parse", tmp_path / "a.txt")
    assert status == 0
    assert json.loads(out)["source"]["name"] == "a.txt"
    assert err.startswith(f"spcb-minutes: {tmp_path / 'a.txt'}: M109 no-items: ")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "fail_on", "status"),
    [
        (GAP, None, 0),
        (GAP, "error", 0),
        (GAP, "warning", 1),
        (GAP, "info", 1),
        (GAP, "never", 0),
        (NO_ITEMS, None, 0),
        (NO_ITEMS, "error", 1),
    ],
)
def test_findings_fail_a_parse_only_where_asked(
    run: Run, tmp_path: Path, text: str, fail_on: str | None, status: int
) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    options = ["--fail-on", fail_on] if fail_on else []
    assert run("parse", *options, tmp_path / "a.txt")[0] == status


def test_a_file_that_cannot_be_read_counts_more_than_findings(run: Run, notes: Path) -> None:
    assert run("parse", "--fail-on", "info", notes, "nope.txt")[0] == 3


def test_the_limit_can_be_given(run: Run, notes: Path) -> None:
    assert run("parse", "--max-bytes", len(GAP.encode()), notes)[0] == 0
    status, out, err = run("parse", "--max-bytes", len(GAP.encode()) - 1, notes)
    assert (status, out) == (3, "")
    assert "larger than the" in err
    assert run("parse", "--max-bytes", "-1", notes)[0] == 2


# parse -o


def test_the_output_file_holds_what_standard_output_would(run: Run, notes: Path, tmp_path: Path) -> None:
    shown = run("parse", notes)[1]
    assert run("parse", notes, "-o", tmp_path / "out.json")[:2] == (0, "")
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == shown
    assert run("parse", notes, "-o", "-")[1] == shown


def test_a_folder_gets_a_file_for_each_document_in_its_own_place(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in/2024").mkdir(parents=True)
    for name in ("in/2024/may.txt", "in/may.txt", "in/may.md"):
        (tmp_path / name).write_text(f"{name}\n{GAP}", encoding="utf-8")
    out = tmp_path / "out"
    status, shown, err = run("parse", tmp_path / "in", "-o", out)
    assert (status, shown) == (0, "")
    texts = {
        str(path.relative_to(out)): json.loads(path.read_text("utf-8"))["source"]["text"] for path in out.rglob("*.*")
    }
    assert {name: text.split("\n")[0] for name, text in texts.items()} == {
        "2024/may.json": "in/2024/may.txt",
        "may.json": "in/may.md",
        "may-2.json": "in/may.txt",
    }
    assert f"{tmp_path / 'in/may.txt'}: written as {out / 'may-2.json'}, because another document has its name" in err


def test_a_file_named_twice_comes_out_twice(run: Run, notes: Path, tmp_path: Path) -> None:
    assert run("parse", notes, notes, "-o", tmp_path / "out")[0] == 0
    assert files(tmp_path / "out") == ["notes-2.json", "notes.json"]


def test_one_output_that_cannot_be_written_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in/a").mkdir(parents=True)
    (tmp_path / "out/c.json").mkdir(parents=True)
    (tmp_path / "out/a").write_text("in the way")
    for name in ("a/1.txt", "b.txt", "c.txt", "d.txt"):
        (tmp_path / "in" / name).write_text(GAP, encoding="utf-8")
    status, _, err = run("parse", tmp_path / "in", "-o", tmp_path / "out")
    assert status == 3
    assert files(tmp_path / "out") == ["a", "b.json", "c.json", "d.json"]
    assert f"{tmp_path / 'out/a/1.json'}: this could not be written (" in err
    assert f"{tmp_path / 'out/c.json'}: this could not be written (a folder has this name)" in err


def test_one_document_goes_into_a_folder_that_is_there(run: Run, notes: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert run("parse", notes, "-o", tmp_path / "out")[0] == 0
    assert run("parse", "--format", "text", notes, "-o", f"{tmp_path / 'new'}/")[0] == 0
    assert json.loads((tmp_path / "out/notes.json").read_text("utf-8"))["source"]["name"] == "notes.txt"
    assert (tmp_path / "new/notes.txt").read_text("utf-8").startswith("MINUTES")


def test_several_go_into_one_file_of_json_lines(run: Run, notes: Path, tmp_path: Path) -> None:
    status = run("parse", notes, "nope.txt", notes, "-o", tmp_path / "all.jsonl")[0]
    assert status == 3
    lines = (tmp_path / "all.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["source"]["name"] for line in lines] == ["notes.txt", "notes.txt"]


def test_several_do_not_go_into_one_json_file(run: Run, notes: Path, tmp_path: Path) -> None:
    status, _, err = run("parse", notes, notes, "-o", tmp_path / "all.json")
    assert status == 2
    assert "several documents need a folder, or one file all.jsonl of JSON Lines" in err
    (tmp_path / "old").write_text("old")
    status, _, err = run("parse", notes, notes, "-o", tmp_path / "old")
    assert status == 2
    assert (tmp_path / "old").read_text() == "old"


def test_an_output_never_takes_the_place_of_an_input(run: Run, notes: Path, tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(notes)
    (tmp_path / "sub").mkdir()
    for output in (notes, tmp_path / "sub/../notes.txt", tmp_path / "link.txt"):
        status, _, err = run("parse", notes, "-o", output)
        assert status == 2
        assert "this is one of the files to read" in err
    assert run("parse", "--format", "text", tmp_path, "-o", tmp_path)[0] == 2
    assert notes.read_text("utf-8") == GAP


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def test_where_nothing_can_be_read_the_old_output_stays(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(PNG)
    (tmp_path / "out.json").write_text("old")
    assert run("parse", tmp_path / "a.txt", "-o", tmp_path / "out.json")[0] == 3
    assert (tmp_path / "out.json").read_text() == "old"
    assert files(tmp_path) == ["a.txt", "out.json"]


class FullDisk(io.BytesIO):
    """A file whose disk is full as soon as it is written out."""

    def close(self) -> None:
        if not self.closed:
            super().close()
            raise OSError(28, "No space left on device")


def test_a_full_disk_leaves_the_old_output_whole(
    run: Run, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out.json").write_text("old")
    really_open = Path.open

    def open_full(path: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
        stream = really_open(path, mode, *more, **named)
        if mode != "xb":
            return stream
        stream.write(b"half")
        stream.close()
        return FullDisk()

    monkeypatch.setattr(Path, "open", open_full)
    status, _, err = run("parse", notes, "-o", tmp_path / "out.json")
    assert status == 3
    assert f"{tmp_path / 'out.json'}: this could not be written (No space left on device)" in err
    assert (tmp_path / "out.json").read_text() == "old"
    assert files(tmp_path) == ["notes.txt", "out.json"]


def test_an_interrupted_command_leaves_the_old_output_whole(
    run: Run, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out.jsonl").write_text("old")
    read = api.read
    calls: list[str] = []

    def read_once(path: Any, **options: Any) -> Document:
        calls.append(str(path))
        if len(calls) == 2:
            assert len(files(tmp_path)) == 3  # the new output has begun, beside the old one
            raise KeyboardInterrupt
        return read(path, **options)

    monkeypatch.setattr(api, "read", read_once)
    status, _, err = run("parse", notes, notes, "-o", tmp_path / "out.jsonl")
    assert (status, err.splitlines()[-1]) == (130, "spcb-minutes: stopped")
    assert (tmp_path / "out.jsonl").read_text() == "old"
    assert files(tmp_path) == ["notes.txt", "out.jsonl"]


def test_a_new_output_can_be_read_by_whom_other_new_files_can(run: Run, notes: Path, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("x")
    run("parse", notes, "-o", tmp_path / "new.json")
    assert (tmp_path / "new.json").stat().st_mode == (tmp_path / "other").stat().st_mode
    (tmp_path / "new.json").chmod(0o640)
    run("parse", notes, "-o", tmp_path / "new.json")
    assert (tmp_path / "new.json").stat().st_mode & 0o777 == 0o640


def test_an_output_that_is_a_link_stays_one(run: Run, notes: Path, tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to("real.json")
    assert run("parse", notes, "-o", tmp_path / "link.json")[0] == 0
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "real.json").read_text("utf-8"))["schema_version"] == "1.0"


@pytest.mark.parametrize("output", ["missing/out.json", "notes.txt/out.json"])
def test_an_output_that_cannot_be_there_is_told(run: Run, notes: Path, output: str) -> None:
    status, _, err = run("parse", notes, "-o", notes.parent / output)
    assert status == 3
    assert f"{notes.parent / output}: this could not be written" in err
    assert files(notes.parent) == ["notes.txt"]


def test_an_output_that_may_not_be_written_is_not_replaced(
    run: Run, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out.json").write_text("old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert run("parse", notes, "-o", tmp_path / "out.json")[0] == 3
    assert (tmp_path / "out.json").read_text() == "old"


@needs_full
def test_an_output_that_is_no_file_is_written_as_it_is(run: Run, notes: Path) -> None:
    assert run("parse", notes, "-o", "/dev/null")[0] == 0
    status, _, err = run("parse", notes, "-o", "/dev/full")
    assert status == 3
    assert "No space left on device" in err


# check


def test_check_shows_each_finding_with_its_line_and_counts_them(run: Run, notes: Path) -> None:
    status, out, _ = run("check", notes)
    assert status == 0  # a warning is no error
    assert out.startswith("M103 missing-number (warning)\nnotes.txt, line 14")
    assert "\n    14 | 043/24 Update\n       | ^" in out
    assert out.endswith(f"\n\n{notes}: 1 warning\n")


@pytest.mark.parametrize(
    ("text", "options", "status"),
    [
        (NO_ITEMS, [], 1),
        (NO_ITEMS, ["--fail-on", "never"], 0),
        (GAP, [], 0),
        (GAP, ["--fail-on", "warning"], 1),
    ],
)
def test_check_fails_on_errors_unless_told_otherwise(
    run: Run, tmp_path: Path, text: str, options: list[str], status: int
) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert run("check", *options, tmp_path / "a.txt")[0] == status


def test_check_gives_findings_as_json_lines_with_their_file(run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(NO_ITEMS, encoding="utf-8")
    _, out, _ = run("check", "--format", "json", tmp_path)
    found = [json.loads(line) for line in out.splitlines()]
    assert [(each["file"], each["code"]) for each in found] == [
        (str(tmp_path / f"{name}.txt"), "M109") for name in "ab"
    ]
    assert {"severity", "message", "span", "hint"} <= found[0].keys()


@pytest.fixture
def finding(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes every document one with this finding, whatever it says."""

    def give(message: str) -> None:
        def read(path: Any, **options: Any) -> Document:
            source, _ = from_text("HARBOUR\n")
            return Document(schema_version="1.0", source=source, diagnostics=(diagnose("M103", message),))

        monkeypatch.setattr(api, "read", read)

    return give


def test_long_messages_are_wrapped(run: Run, notes: Path, finding: Callable[[str], None]) -> None:
    finding("word " * 60)
    out = run("check", notes)[1]
    lines = [line for line in out.split("\n") if line.startswith("word")]
    assert len(lines) > 2
    assert all(len(line) <= 88 for line in lines)


def test_a_document_cannot_steer_the_terminal(run: Run, notes: Path, finding: Callable[[str], None]) -> None:
    finding("bad \x1b]0;title\x07 \x9b2J thing")
    out = run("check", notes)[1]
    assert "bad \ufffd]0;title\ufffd \ufffd2J thing" in out


# explain, schema and the rest


def test_explain_takes_codes_and_names(run: Run) -> None:
    status, out, _ = run("explain", "m103")
    assert status == 0
    assert out.startswith("M103 missing-number (warning)\n\nA number is missing between two items.\n\n")
    assert run("explain", "missing-number")[1] == out
    assert run("explain", "M103", "m104")[1].startswith(out + "\n\nM104 ")


def test_explain_all_has_every_code(run: Run) -> None:
    out = run("explain", "--all")[1]
    assert [line.split()[0] for line in out.split("\n") if line[:1] == "M" and line[1:4].isdigit()] == list(CATALOGUE)


def test_explain_writes_the_page_of_the_manual(run: Run, tmp_path: Path) -> None:
    assert run("explain", "--all", "--format", "markdown", "-o", tmp_path / "d.md")[:2] == (0, "")
    assert (tmp_path / "d.md").read_text("utf-8") == manual()
    assert run("explain", "M103", "--format", "markdown")[1] == manual([CATALOGUE["M103"]])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["M999"], "M999 is no code of check; "),
        (["missing-numbr"], "did you mean M103 missing-number? explain --all shows all of them"),
        ([], "explain needs a code"),
        (["M103", "--all"], "explain needs a code"),
    ],
)
def test_explain_of_what_is_no_code_is_wrong_use(run: Run, arguments: list[str], told: str) -> None:
    status, out, err = run("explain", *arguments)
    assert (status, out) == (2, "")
    assert told in err
    assert len(err.splitlines()) == 1


def test_schema_is_json_and_goes_into_a_file(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("schema")
    assert status == 0
    assert json.loads(out)["$id"] == "urn:spcb-minutes:schema:1"
    assert run("schema", "-o", tmp_path / "s.json")[:2] == (0, "")
    assert (tmp_path / "s.json").read_text("utf-8") == out


def test_an_output_that_is_a_folder_is_wrong_use_where_one_file_is_written(run: Run, tmp_path: Path) -> None:
    status, _, err = run("explain", "--all", "-o", tmp_path)
    assert status == 2
    assert f"{tmp_path}: this is a folder; name a file in it" in err


@pytest.mark.parametrize("name", [None, "parse", "check", "explain", "schema"])
def test_every_help_shows_an_example(run: Run, name: str | None) -> None:
    status, out, _ = run(*([name] if name else []), "--help")
    assert status == 0
    assert f"  spcb-minutes {name or 'parse'}" in out.partition("Example")[2]


@pytest.mark.parametrize("arguments", [[], ["parse"], ["parse", "--format", "xml", "a.txt"], ["nonsense"], ["check"]])
def test_wrong_arguments_are_wrong_use(run: Run, arguments: list[str]) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("usage: ")


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_help_and_version_do_not_wait_for_the_libraries(argument: str) -> None:
    code = (
        "import sys; from spcb_minutes.cli import main; status = main(sys.argv[1:]);"
        "print(sorted({'pydantic', 'lark', 'rich', 'shtab'} & sys.modules.keys())); sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code, argument], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_version_is_that_of_the_package() -> None:
    import spcb_minutes

    for module in ("spcb_minutes", "spcb_minutes.cli"):
        done = subprocess.run([sys.executable, "-m", module, "--version"], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, f"spcb-minutes {spcb_minutes.__version__}\n", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_is_printed_where_shtab_is(run: Run, shell: str) -> None:
    pytest.importorskip("shtab", reason="completion scripts need the package shtab, of the extra cli")
    status, out, _ = run("--print-completion", shell)
    assert status == 0
    for word in ("parse", "check", "explain", "schema", "fail-on"):
        assert word in out


def test_completion_names_the_extra_where_shtab_is_not(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    status, out, err = run("--print-completion", "bash")
    assert (status, out, err) == (2, "", "spcb-minutes: completion needs: pip install 'spcb-minutes[cli]'\n")


# When something is amiss


def test_a_fault_of_ours_is_one_line_and_the_other_files_are_done(
    run: Run, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = api.read

    def fail(path: Any, **options: Any) -> Document:
        if path == "bad.txt":
            raise KeyError("a\nb")
        return read(path, **options)

    monkeypatch.setattr(api, "read", fail)
    monkeypatch.delenv("SPCB_MINUTES_DEBUG", raising=False)
    status, out, err = run("parse", "bad.txt", notes)
    assert status == 3
    assert json.loads(out)["source"]["name"] == "notes.txt"
    assert err.splitlines()[0] == (
        "spcb-minutes: bad.txt: this is a fault of spcb-minutes, please report it (KeyError: 'a\\nb'); "
        "SPCB_MINUTES_DEBUG=1 shows where it happened"
    )
    monkeypatch.setenv("SPCB_MINUTES_DEBUG", "1")
    with pytest.raises(KeyError):
        cli.main(["parse", "bad.txt"])


def test_a_fault_outside_of_any_file_is_one_line_too(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> NoReturn:
        raise RecursionError

    monkeypatch.setattr("spcb_minutes.diagnostics.explain", fail)
    monkeypatch.delenv("SPCB_MINUTES_DEBUG", raising=False)
    status, _, err = run("explain", "M103")
    assert status == 3
    assert err.startswith("spcb-minutes: this is a fault of spcb-minutes, please report it (RecursionError)")


def test_too_little_memory_is_no_fault_of_ours(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> NoReturn:
        raise MemoryError

    monkeypatch.setattr(api, "read", fail)
    assert run("parse", "a.txt")[::2] == (3, "spcb-minutes: a.txt: there is not enough memory for this\n")


def test_an_error_message_is_one_line_whatever_the_file_is_called(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object, **__: object) -> NoReturn:
        raise MinutesError("a\nb\x1b[2J \udce9")

    monkeypatch.setattr(api, "read", fail)
    assert run("parse", "a.txt")[2] == "spcb-minutes: a b [2J \\udce9\n"


@pytest.mark.parametrize("arguments", [["parse"], ["parse", "--format", "text"], ["check"]])
def test_a_pipe_without_a_reader_is_no_fault(notes: Path, arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = command(*arguments, notes, stdout=writer, stderr=subprocess.PIPE, capture_output=False)
    os.close(writer)
    assert done.returncode == 141
    assert [line for line in done.stderr.splitlines() if b"M109" not in line] == []


def test_a_pipe_whose_reader_goes_away_half_way_is_no_fault(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.txt").write_text(GAP + "All is well. " * 2000, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "spcb_minutes", "parse", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 141
    assert [line for line in err.splitlines() if b"M109" not in line] == []


@needs_full
@pytest.mark.parametrize("look", ["json", "text"])
def test_a_full_disk_under_standard_output_is_told(notes: Path, look: str) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 (a device, not a path)
        done = command("parse", "--format", look, notes, stdout=full, stderr=subprocess.PIPE, capture_output=False)
    assert done.returncode == 3
    assert b"standard output: No space left on device; nothing more was written" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@needs_full
def test_a_full_disk_under_the_help_is_told() -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 (a device, not a path)
        done = command("--help", stdout=full, stderr=subprocess.PIPE, capture_output=False)
    assert done.returncode == 3
    assert b"No space left on device" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_standard_output_that_is_closed_is_told(notes: Path, tmp_path: Path) -> None:
    def shell(line: str) -> subprocess.CompletedProcess[bytes]:
        arguments = ["sh", "-c", line, sys.executable, str(notes), str(tmp_path / "out.json")]
        return subprocess.run(arguments, capture_output=True, check=False)

    done = shell('"$0" -m spcb_minutes parse "$1" >&-')
    assert done.returncode == 3
    assert b"standard output: it is closed" in done.stderr
    assert b"Traceback" not in done.stderr
    assert shell('"$0" -m spcb_minutes parse "$1" -o "$2" >&- 2>&-').returncode == 0
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["source"]["name"] == "notes.txt"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
def test_json_is_utf_8_whatever_the_terminal_uses(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_text(GAP + "“Yes” – said she 😀\n", encoding="utf-8")
    done = command("parse", tmp_path / "a.txt", env={**BUFFERED, "PYTHONIOENCODING": encoding})
    assert done.returncode == 0
    assert "“Yes” – said she 😀" in json.loads(done.stdout.decode("utf-8"))["source"]["text"]


def test_a_terminal_without_dashes_shows_a_question_mark(tmp_path: Path) -> None:
    name = tmp_path / "a–b.txt"
    name.write_text(GAP, encoding="utf-8")
    done = command(
        "check", "--fail-on", "never", name, env={**BUFFERED, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "1"}
    )
    assert done.returncode == 0
    assert b"a?b.txt: " in done.stdout


def test_bad_inputs_never_trace_back(run: Run, tmp_path: Path) -> None:
    bad = {
        "empty.txt": b"",
        "picture.txt": PNG,
        "letter.txt": b"a" * 3_000_000,
        "line.txt": b"word " * 200_000,
        "date.txt": CATALOGUE["M304"].example.encode(),
        "dateless.txt": CATALOGUE["M303"].example.encode(),
        "no-minutes.txt": NO_ITEMS.encode(),
    }
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
    for arguments in (["parse"], ["parse", "--format", "text"], ["check"]):
        status, out, err = run(*arguments, tmp_path)
        assert status == 3
        assert "fault" not in err
        assert err.count("this is a PNG picture") == 1
        assert out.count("empty") >= 1


# On a terminal


@contextlib.contextmanager
def a_terminal() -> Iterator[tuple[int, Callable[[], str]]]:
    """A terminal to write to, and what was written to it."""
    ours, theirs = os.openpty()
    written = b""

    def read() -> str:
        nonlocal written
        while select.select([ours], [], [], 0.2)[0]:
            try:
                written += os.read(ours, 65536)
            except OSError:
                break
        return written.decode("utf-8", "replace")

    try:
        yield theirs, read
    finally:
        os.close(ours)
        os.close(theirs)


def on_a_terminal(*arguments: object, **more: str) -> str:
    environment = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    with a_terminal() as (terminal, read):
        command(
            *arguments,
            stdout=terminal,
            stderr=subprocess.DEVNULL,
            capture_output=False,
            env={**environment, "TERM": "xterm-256color", "COLUMNS": "60", **more},
        )
        return read()


def test_a_terminal_gets_colour_unless_it_is_asked_not_to(notes: Path) -> None:
    pytest.importorskip("rich", reason="colour needs the package rich, of the extra cli")
    coloured = on_a_terminal("parse", "--format", "text", notes)
    bare = on_a_terminal("parse", "--format", "text", notes, NO_COLOR="1")
    assert "\x1b[1m" in coloured
    assert "\x1b" not in bare
    assert "Diagnostics: " in bare
    assert "\x1b" not in on_a_terminal("parse", notes)  # JSON stays JSON


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def slow(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    read = api.read

    def read_slowly(path: Any, **options: Any) -> Document:
        clock[0] += seconds
        return read(path, **options)

    clock = [time.monotonic()]
    monkeypatch.setattr(api, "read", read_slowly)
    monkeypatch.setattr("spcb_minutes.terminal.time.monotonic", lambda: clock[0])


@pytest.mark.parametrize(
    ("seconds", "several", "is_terminal", "bars"),
    [(0.7, True, True, True), (0.01, True, True, False), (1.5, False, True, False), (0.7, True, False, False)],
)
def test_a_progress_bar_appears_only_when_it_takes_longer_than_a_moment(
    notes: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    seconds: float,
    several: bool,
    is_terminal: bool,
    bars: bool,
) -> None:
    pytest.importorskip("rich", reason="the progress bar needs the package rich, of the extra cli")
    slow(monkeypatch, seconds)
    err = Terminal() if is_terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setenv("TERM", "xterm")
    assert cli.main(["parse", *[str(notes)] * (3 if several else 1), "-o", str(tmp_path / "out.jsonl")]) == 0
    assert ("reading" in err.getvalue()) == bars


def test_without_rich_there_is_no_bar_and_no_complaint(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(monkeypatch, 2.0)
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    err = Terminal()
    monkeypatch.setattr(sys, "stderr", err)
    assert cli.main(["parse", str(notes), str(notes), "-o", str(tmp_path / "out.jsonl")]) == 0
    assert "reading" not in err.getvalue()
