"""The docs: every block of every page is run or held, nothing public goes without a word, links lead somewhere.

A page is run from top to bottom in a fresh folder, as somebody follows it who has the examples there:

- ``console``: commands behind ``$``, and what they print on standard output or error;
- ``sh``: commands that succeed, whatever they print;
- ``python``: run in one go with those before it on its page; what it prints stands in the ``text`` block right below;
- ``sql``: asked of ``notes.db`` in that folder; its rows stand in the ``text`` block right below;
- ``yaml``: a GitHub workflow, whose commands succeed; ``json`` and ``toml`` can be read;
- ``text`` of lines as cron has them: their commands succeed;
- any block under "Save this as `NAME`:" is saved, and a command below uses it.

Any other block has to stand in one of the tables here, or the test fails.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from markdown_it import MarkdownIt

import spcb_minutes
from spcb_minutes import cli
from spcb_minutes.diagnostics import CATALOGUE, manual

ROOT = Path(__file__).resolve().parents[1]
TOPS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "examples/README.md")]
PAGES = [*(page for page in TOPS if page.exists()), *sorted((ROOT / "docs").glob("*.md"))]
ALL = [*PAGES, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs/decisions").glob("*.md"))]
SHELL = shutil.which("bash")
needs_bash = pytest.mark.skipif(SHELL is None, reason="the commands of the page need bash")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# ---------------------------------------------------------------- examples


NOT_RUN = {  # how commands begin that are not run from a page: why, and where they are tried instead
    "pip install": "needs a package index; tests/test_install.py installs what is published",
    "pip freeze": "prints what happens to be installed here",
    "pipx install": "needs a package index; tests/test_install.py installs what is published",
    "python3 -m venv": "makes an environment for what is installed into it; see pip install",
    ". .venv/bin/activate": "enters that environment",
    "make": "works on the checkout; below, its target has to be in the Makefile",
    "python tests/fuzz.py": "works on the checkout, for a minute; below, a test gives it a second",
    "soffice": "LibreOffice is not everywhere; below, a test runs the very command where it is",
    "datasette notes.db": "a server, which stays; docs/how-to-datasette.md asks it for one answer at a time",
}
BY_OTHERS = {  # pages whose blocks another test runs
    "docs/diagnostics.md": "tests/test_diagnostics.py",
    "docs/fields.md": "tests/test_fields.py",
    "docs/how-to-millions.md": "tests/test_how_to_millions.py",
}
PICTURES = {"docs/architecture.md"}  # pages with blocks of `text` that nothing prints
NO_EXAMPLES = {"docs/start.md"}  # pages for somebody who has no checkout
NOTES = (  # what a page means by your notes
    "mkdir notes && cp examples/harbour-2024-03-12.txt notes/ && cp examples/harbour-2024-09-10.docx notes.docx"
)
VERIFIED = f"{NOTES}\nspcb-minutes parse notes.docx -o notes.json"
PREPARED = {  # what a page takes to be there, besides the examples
    "README.md": VERIFIED,
    "docs/exports.md": VERIFIED,
    "docs/index.md": NOTES,
    "docs/how-to-pipeline.md": "ln -s . minutes",
    "docs/review-page.md": NOTES,
    "docs/site.md": "spcb-minutes archive add board.db examples/harbour-*.txt",
}
NEEDS = {  # what a page needs, besides this package with all its extras
    "docs/how-to-datasette.md": ["datasette"],
    "docs/how-to-pandas.md": ["pandas", "polars"],
    "docs/tables.md": ["pandas", "polars"],
}
PROGRAMS = {"docs/how-to-pipeline.md": ["make"]}  # what a page needs of the system, besides bash


class Block(NamedTuple):
    """A fenced block of a page: where it stands, and the name under which the page says to save it."""

    language: str
    body: str
    saved: str | None
    start: int
    end: int


FENCED = re.compile(r"^```([\w-]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CRON = re.compile(r"^(?:[\d*,/-]+ ){5} *(\S.*)$", re.MULTILINE)
SAVE_AS = re.compile(r"\bSave this as `([\w./-]+)`.*:\Z", re.DOTALL)


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page, in order."""
    for match in FENCED.finditer(text):
        above = SAVE_AS.search(text[: match.start()].rstrip().rpartition("\n\n")[2])
        yield Block(match[1], match[2], above and above[1], match.start(), match.end())


def outcome(command: str, folder: Path) -> tuple[int, str]:
    """Exit status and output of a command, eighty columns wide, in a folder that is also the home."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    plain = {"COLUMNS": "80", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    plain |= {
        "MSYS_NO_PATHCONV": "1",
        "MSYS": "winsymlinks:nativestrict",
    }  # bash on Windows: no path is rewritten or copied
    done = subprocess.run(
        [SHELL or "sh", "-c", command],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder, encoding="utf-8", check=False, timeout=180,
        env={**os.environ, **plain, "PATH": path, "HOME": str(folder)},
    )  # fmt: skip
    return done.returncode, "\n".join(line.rstrip() for line in done.stdout.splitlines()).strip("\n")


def console(body: str, folder: Path) -> str:
    """A console block with what its commands print now."""
    assert body.startswith("$ "), f"a command begins with $: {body}"
    commands = [part.partition("\n")[0] for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]]
    shown = [(command, outcome(command, folder)[1]) for command in commands]
    return "\n".join(f"$ {command}\n{out}\n" if out else f"$ {command}" for command, out in shown).rstrip("\n") + "\n"


def is_run(command: str) -> bool:
    return not any(command == one or command.startswith(f"{one} ") for one in NOT_RUN)


def sh(body: str, folder: Path) -> None:
    """Run the lines of a block of commands; each has to succeed."""
    for command in filter(is_run, body.splitlines()):
        status, out = outcome(command, folder)
        assert status == 0, f"{command}\n{out}"


def sql(body: str, folder: Path) -> str:
    """The rows that statements give, as `sqlite3 notes.db` prints them."""
    assert (folder / "notes.db").exists(), "SQL is asked of notes.db"
    with contextlib.closing(sqlite3.connect(folder / "notes.db", isolation_level=None)) as database:
        rows = [row for one in re.split(r";$", body, flags=re.MULTILINE) for row in database.execute(one)]
    return "".join("|".join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows)


def workflow(body: str, folder: Path) -> None:
    """Run the commands of a GitHub workflow."""
    for job in yaml.safe_load(body)["jobs"].values():
        for step in job["steps"]:
            sh(step.get("run", ""), folder)


def python(body: str, folder: Path, namespace: dict[str, Any]) -> str:
    """What Python prints, with the names that the blocks above have left."""
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()) as stream:
        exec(compile(body, "page", "exec"), namespace)
    return stream.getvalue()


def rerun(name: str, text: str, folder: Path) -> str:
    """The text of a page with what its blocks print now, run in a folder."""
    if name in BY_OTHERS:
        return text
    if name not in NO_EXAMPLES:
        shutil.copytree(ROOT / "examples", folder / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    sh(PREPARED.get(name, ""), folder)
    out: list[str] = []
    namespace: dict[str, Any] = {}
    printed = ""
    end = 0
    for language, body, saved, start, stop in blocks(text):
        told = f"{name}:\n```{language}\n{body}```"
        assert not printed or language == "text", f"a block of text has to show what is printed above {told}: {printed}"
        shown, printed = printed, ""
        if saved:
            user = "$ make" if saved == "Makefile" else saved
            assert user in text[stop:], f"nothing uses {saved}, which is saved in {told}"
            (folder / saved).parent.mkdir(parents=True, exist_ok=True)
            (folder / saved).write_text(body, encoding="utf-8", newline="\n")
        match language:
            case "console":
                body = console(body, folder)
            case "sh":
                sh(body, folder)
            case "python" if not saved:
                printed = python(body, folder, namespace)
            case "sql" if not saved:
                printed = sql(body, folder)
            case "yaml":
                workflow(body, folder)
            case "json":
                json.loads(body)
            case "toml":
                tomllib.loads(body)
            case "text" if shown:
                body = shown
            case "text" if entries := CRON.findall(body):
                assert len(entries) == len(body.splitlines()), f"five fields and a command on each line of {told}"
                sh("\n".join(entries), folder)
            case _:
                assert saved or (language == "text" and name in PICTURES), f"no rule runs or holds this block of {told}"
        out += [text[end:start], f"```{language}\n{body}```"]
        end = stop
    assert not printed, f"a block of text has to show what is printed at the end of {name}: {printed}"
    return "".join([*out, text[end:]])


def with_blocks() -> list[Any]:
    return [pytest.param(page, id=name_of(page)) for page in PAGES if "```" in page.read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", with_blocks())
def test_a_page_runs_and_prints_what_it_shows(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    if SHELL is None and {block.language for block in blocks(text)} & {"console", "sh", "yaml"}:
        pytest.skip("the commands of the page need bash")
    for program in PROGRAMS.get(name_of(page), []):
        if shutil.which(program) is None:
            pytest.skip(f"the page needs {program}")
    for needed in NEEDS.get(name_of(page), []):
        pytest.importorskip(needed, reason=f"the page needs {needed}: pip install {needed}")
    given = rerun(name_of(page), text, tmp_path)
    lines = difflib.unified_diff(text.splitlines(), given.splitlines(), name_of(page), "printed", "", "", 2, "")
    assert text == given, "\n".join(["look at the difference, then `make update`:", *lines])


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_block_of_a_page_is_seen(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    fences = [token for token in MarkdownIt("commonmark").parse(text) if token.type in ("fence", "code_block")]
    assert [(one.info, one.content) for one in fences] == [(one.language, one.body) for one in blocks(text)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("```\nprint 1\n```\n", "no rule runs or holds"),
        ("```text\nshown\n```\n", "no rule runs or holds"),
        ("```py\nprint(1)\n```\n", "no rule runs or holds"),
        ("```python\nprint(1)\n```\n", "has to show what is printed"),
        ("```python\nprint(1)\n```\n\n```sh\ntrue\n```\n", "has to show what is printed"),
        ("Save this as `one.txt`:\n\n```text\n1\n```\n", "nothing uses one.txt"),
        ("```sql\nSELECT 1;\n```\n", "notes.db"),
        pytest.param("```sh\ntrue\nfalse\n```\n", "^false", marks=needs_bash),
        pytest.param("```yaml\njobs: {one: {steps: [{run: exit 3}]}}\n```\n", "^exit 3", marks=needs_bash),
    ],
)
def test_a_block_that_nothing_runs_or_that_fails_is_refused(text: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=why):
        rerun("docs/start.md", text, tmp_path)


def test_what_is_printed_now_takes_the_place_of_what_was_shown(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "notes.db").close()
    text = "```sql\nSELECT 1, NULL, 'x';\nSELECT 2;\n```\n\n```text\n{}```\n"
    assert rerun("docs/start.md", text.format("old\n"), tmp_path) == text.format("1||x\n2\n")


TREASURER = "The Treasurer to pay £1,840 to “Brožek & Søn”, Zoë’s firm, by 30 May 2025."


def test_a_spreadsheet_keeps_accents_commas_days_and_numbers(tmp_path: Path) -> None:
    page = (ROOT / "docs/how-to-spreadsheet.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^soffice --headless .* --convert-to xlsx actions.csv$", page, re.MULTILINE)
    if SHELL is None or shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) or bash is not installed; .ci/system-packages installs LibreOffice")
    notes = f"FERRY BOARD\n\nNotes of meeting held on 13 May 2025\n\n001/25 Dues\n\nAction: {TREASURER}\n"
    (tmp_path / "notes.txt").write_text(notes, encoding="utf-8")
    sh("spcb-minutes archive add year.db notes.txt\nspcb-minutes archive actions year.db -o actions.csv", tmp_path)
    _, out = outcome(command, tmp_path)
    if not (tmp_path / "actions.xlsx").exists():
        pytest.skip(f"LibreOffice has no Calc; .ci/system-packages installs libreoffice-calc-nogui: {out}")
    with zipfile.ZipFile(tmp_path / "actions.xlsx") as archive:
        strings = ET.fromstring(archive.read("xl/sharedStrings.xml"))
        sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    texts = ["".join(one.itertext()) for one in strings]
    cells = {one.get("r"): (one.get("t"), "".join(one.itertext())) for one in sheet.iterfind(".//{*}c")}
    assert [texts[int(cells[f"{column}2"][1])] for column in "ACDF"] == ["001/25", "Treasurer", TREASURER, "open"]
    days = [("n", str((day - date(1899, 12, 30)).days)) for day in (date(2025, 5, 13), date(2025, 5, 30))]
    assert [cells["B2"], cells["E2"]] == days, "days are days, counted from 30 December 1899"
    assert texts[0] == "Item", "the byte order mark is no text"


def test_the_fuzzer_takes_what_the_page_gives_it() -> None:
    page = (ROOT / "docs/robustness.md").read_text(encoding="utf-8")
    ((options, seed),) = re.findall(r"^python tests/fuzz.py (.*)--seconds 60 (--seed \d+)$", page, re.MULTILINE)
    command = [sys.executable, "tests/fuzz.py", *options.split(), "--seconds", "1", *seed.split()]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, check=False, timeout=180)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^grammar: \d+ texts in \d+ s, 0 findings$", done.stdout, re.MULTILINE)


def test_there_are_examples_of_every_kind() -> None:
    kinds: dict[str, set[str]] = {}
    for page in PAGES:
        for block in blocks(page.read_text(encoding="utf-8")):
            kinds.setdefault(block.language, set()).add(name_of(page))
    assert kinds["console"] >= {"docs/command-line.md", "docs/start.md"}
    assert kinds["python"] >= {
        "README.md",
        "docs/start.md",
        "docs/python.md",
        "docs/json.md",
        "docs/dialect.md",
        "docs/exports.md",
        "docs/markdown.md",
        "docs/tables.md",
        "docs/akoma-ntoso.md",
        "docs/events.md",
        "docs/review-page.md",
        "docs/proof.md",
    }
    assert kinds["sql"] >= {"docs/archive.md", "docs/how-to-sqlite.md"}


def test_what_is_not_run_stands_on_a_page_and_is_held() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    lines = [
        line
        for page in PAGES
        if name_of(page) not in BY_OTHERS
        for block in blocks(page.read_text(encoding="utf-8"))
        if block.language in ("sh", "yaml")
        for line in block.body.splitlines()
    ]
    for one in NOT_RUN:
        assert [line for line in lines if line.removeprefix("      - run: ").startswith(one)], f"no page has {one}"
    for target in (line.split()[1] for line in lines if line.startswith("make ")):
        assert f"\n{target}:" in makefile, f"make {target}"
    for test in BY_OTHERS.values():
        assert (ROOT / test).exists()


# ---------------------------------------------------------------- nothing without a word


def written() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


def parsers() -> dict[str, argparse.ArgumentParser]:
    main = cli._parser()
    (commands_,) = [action for action in main._actions if isinstance(action, argparse._SubParsersAction)]
    return {"": main, **commands_.choices}


@pytest.mark.parametrize("command", [command for command in parsers() if command])
def test_every_command_has_its_section(command: str) -> None:
    page = (ROOT / "docs/command-line.md").read_text(encoding="utf-8")
    assert f"\n## {command}\n" in page
    assert f"$ spcb-minutes {command}" in page


@pytest.mark.parametrize("command", parsers())
def test_every_option_is_mentioned(command: str) -> None:
    page = (ROOT / "docs/command-line.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## {command}\n")[2].partition("\n## ")[0] if command else page
    for action in parsers()[command]._actions:
        if action.option_strings and action.dest != "help":
            assert f"`{action.option_strings[-1]}" in section, f"{command} {action.option_strings[-1]}"


@pytest.mark.parametrize("status", [0, 1, 2, 3, 130, 141])
def test_every_exit_status_is_explained(status: int) -> None:
    assert f"\n| {status} | " in (ROOT / "docs/command-line.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_is_mentioned(code: str) -> None:
    page = (ROOT / "docs/diagnostics.md").read_text(encoding="utf-8")
    assert f"\n## {code} {CATALOGUE[code].name}\n" in page


@pytest.mark.parametrize("name", sorted(spcb_minutes.__all__))
def test_every_public_name_is_mentioned(name: str) -> None:
    assert re.search(rf"`{name}\b", written()), f"{name} stands on no page of docs/"


def test_the_list_of_diagnostics_is_fresh() -> None:
    page = (ROOT / "docs/diagnostics.md").read_text(encoding="utf-8")
    assert page == manual(), "docs/diagnostics.md is not what the catalogue says: run `make update`"


def test_the_readme_has_the_commands_that_do_everything() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("demo", "test"):
        assert f"\nmake {target}" in readme
        assert f"\n{target}:" in makefile
    for installer in ("pipx", "pip"):  # in double quotes: the Windows Command Prompt hands single ones on
        assert re.search(rf'^{installer} install "spcb-minutes\[all\]"', readme, re.MULTILINE)
    for target in re.findall(r"`make (\w+)`", "".join(page.read_text(encoding="utf-8") for page in ALL)):
        assert f"\n{target}:" in makefile, f"make {target}"


def test_the_changelog_names_every_code() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for code in CATALOGUE:
        assert code in changelog, f"{code} is not in CHANGELOG.md"


# ---------------------------------------------------------------- links and words


def anchors(page: Path) -> set[str]:
    """The anchors that headings get where Markdown is shown."""
    headings = re.findall(
        r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL), re.MULTILINE
    )
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", ALL, ids=name_of)
def test_links_inside_the_checkout_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"\w+:", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.is_relative_to(ROOT), f"{target} leads out of the checkout"
        assert there.exists(), f"{target} is not there"
        assert not anchor or anchor in anchors(there), f"{target}: no such heading"


def test_every_page_can_be_reached_from_the_readme() -> None:
    seen: set[Path] = set()
    pending = [ROOT / "README.md"]
    while pending:
        page = pending.pop()
        if page in seen:
            continue
        seen.add(page)
        for target in re.findall(r"\]\(([^)#\s]+\.md)[)#]", page.read_text(encoding="utf-8")):
            if not re.match(r"\w+:", target):
                pending.append((page.parent / target).resolve())
    assert not [name_of(page) for page in ALL if page not in seen]


@pytest.mark.parametrize("page", ALL, ids=name_of)
def test_a_page_names_no_place_of_one_machine(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.])/(?:home|root|work|tmp|Users|opt)/\w", text)
    assert len([line for line in text.splitlines() if line.startswith("# ")]) >= 1


@pytest.mark.parametrize("page", sorted((ROOT / "docs/decisions").glob("*.md")), ids=name_of)
def test_a_decision_has_its_three_parts(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.match(r"\d{3}-[a-z-]+\.md$", page.name)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Choice", "Consequence"]
    assert len(text.split()) < 400, "half a page"


# ---------------------------------------------------------------- `make update`


def update() -> None:
    """Write what the examples print now into the pages; the difference is for people to look at."""
    for page in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            text = rerun(name_of(page), page.read_text(encoding="utf-8"), Path(folder))
            page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    update()
