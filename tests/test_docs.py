"""The docs: their examples run and print what is shown, nothing public goes without a word, links lead somewhere.

A block marked ``console`` shows commands behind ``$`` and what they print, on standard output or error. A block marked
``python`` is run, in one go with those before it on its page; what it prints stands in the ``text`` block right below.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

import spcb_minutes
from spcb_minutes import cli
from spcb_minutes.diagnostics import CATALOGUE, manual

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
ALL = [*PAGES, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs/decisions").glob("*.md"))]
SHELL = shutil.which("bash")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# ---------------------------------------------------------------- examples


FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def languages(page: Path) -> set[str]:
    """The languages of the blocks of a page."""
    return {match[1] for match in FENCED.finditer(page.read_text(encoding="utf-8"))}


def examples(language: str) -> list[Any]:
    return [pytest.param(page, id=name_of(page)) for page in PAGES if language in languages(page)]


def printed(command: str, folder: Path) -> str:
    """What a shell shows for a command, eighty columns wide."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [SHELL or "sh", "-c", command],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder, env=env, encoding="utf-8",
        check=False, timeout=120,
    )  # fmt: skip
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()).strip("\n")


def console(text: str, folder: Path) -> str:
    """A console block with what its commands print now."""
    assert text.startswith("$ "), f"a command begins with $: {text}"
    commands = [part.partition("\n")[0] for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]]
    shown = [(command, printed(command, folder)) for command in commands]
    return "\n".join(f"$ {command}\n{out}\n" if out else f"$ {command}" for command, out in shown).rstrip("\n") + "\n"


def rerun(page: Path, folder: Path, *run: str) -> str:
    """The text of a page with what its examples in these languages print now, run in a folder."""
    text = page.read_text(encoding="utf-8")
    out: list[str] = []
    namespace: dict[str, Any] = {}
    pending: str | None = None
    end = 0
    for match in FENCED.finditer(text):
        language, body = match[1], match[2]
        if pending is not None and language == "text":
            body = pending
        assert not pending or language == "text", (
            f"{name_of(page)}: a block of text has to show what is printed: {pending}"
        )
        pending = None
        if language in run and language == "console":
            body = console(body, folder)
        elif language in run:
            with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()) as stream:
                exec(compile(body, name_of(page), "exec"), namespace)
            pending = stream.getvalue() or None
        out += [text[end : match.start()], f"```{language}\n{body}```"]
        end = match.end()
    return "".join([*out, text[end:]])


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A folder with the examples, as a reader has them in the checkout."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


def agree(page: Path, given: str) -> None:
    shown = page.read_text(encoding="utf-8")
    lines = difflib.unified_diff(shown.splitlines(), given.splitlines(), name_of(page), "printed", "", "", 2, "")
    assert shown == given, "\n".join(["look at the difference, then `make update`:", *lines])


@pytest.mark.skipif(SHELL is None, reason="the console examples need bash")
@pytest.mark.parametrize("page", examples("console"))
def test_console_examples_print_what_is_shown(page: Path, workplace: Path) -> None:
    agree(page, rerun(page, workplace, "console"))


@pytest.mark.parametrize("page", examples("python"))
def test_python_examples_print_what_is_shown(page: Path, workplace: Path) -> None:
    agree(page, rerun(page, workplace, "python"))


def test_there_are_examples_of_both_kinds() -> None:
    assert {page.id for page in examples("console")} >= {"README.md", "docs/command-line.md"}
    assert {page.id for page in examples("python")} >= {
        "README.md",
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
    assert "pipx install 'spcb-minutes[all]'" in readme
    for target in re.findall(r"`make (\w+)`", "".join(page.read_text(encoding="utf-8") for page in ALL)):
        assert f"\n{target}:" in makefile, f"make {target}"


def test_the_changelog_has_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(
        rf"^## \[{re.escape(spcb_minutes.__version__)}\] - (Unreleased|\d{{4}}-\d\d-\d\d)", changelog, re.MULTILINE
    )
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
            shutil.copytree(ROOT / "examples", Path(folder, "examples"))
            page.write_text(rerun(page, Path(folder), "console", "python"), encoding="utf-8")


if __name__ == "__main__":
    update()
