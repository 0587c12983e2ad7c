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
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

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


class Block(NamedTuple):
    """A fenced block of a page."""

    language: str
    text: str
    line: int


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for match in re.finditer(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield Block(match[1], match[2], text.count("\n", 0, match.start()) + 1)


def examples(language: str) -> list[Any]:
    return [
        pytest.param(page, id=name_of(page))
        for page in PAGES
        if any(block.language == language for block in blocks(page))
    ]


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the examples, as a reader has them in the checkout."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def printed(command: str, folder: Path) -> str:
    """What a shell shows for a command, eighty columns wide."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [SHELL or "sh", "-c", command],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder, env=env, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    return "\n".join(line.rstrip() for line in done.stdout.splitlines())


def commands(block: Block) -> Iterator[tuple[str, str]]:
    """Each command of a console block, and what is shown under it."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, "\n".join(line.rstrip() for line in shown.splitlines()).strip("\n")


def agree(where: str, shown: str, given: str) -> None:
    lines = difflib.unified_diff(shown.splitlines(), given.splitlines(), "shown in the docs", "printed", lineterm="")
    assert shown == given, "\n".join([where, *lines])


@pytest.mark.skipif(SHELL is None, reason="the console examples need bash")
@pytest.mark.parametrize("page", examples("console"))
def test_console_examples_print_what_is_shown(page: Path, workplace: Path) -> None:
    for block in blocks(page):
        if block.language == "console":
            assert block.text.startswith("$ "), f"{name_of(page)}, line {block.line}: a command begins with $"
            for command, shown in commands(block):
                agree(f"{name_of(page)}, line {block.line}: {command}", shown, printed(command, workplace).strip("\n"))


@pytest.mark.parametrize("page", examples("python"))
def test_python_examples_print_what_is_shown(page: Path, workplace: Path) -> None:
    namespace: dict[str, Any] = {}
    pending: tuple[int, str] | None = None
    for block in [*blocks(page), Block("end", "", 0)]:
        if pending is not None:
            line, out = pending
            agree(
                f"{name_of(page)}, line {line}", block.text.rstrip() if block.language == "text" else "", out.rstrip()
            )
        pending = None
        if block.language == "python":
            with contextlib.redirect_stdout(io.StringIO()) as out_stream:
                exec(compile(block.text, f"{page.name}:{block.line}", "exec"), namespace)
            pending = block.line, out_stream.getvalue()


def test_there_are_examples_of_both_kinds() -> None:
    assert {page.id for page in examples("console")} >= {"README.md", "docs/command-line.md"}
    assert {page.id for page in examples("python")} >= {
        "README.md",
        "docs/python.md",
        "docs/json.md",
        "docs/dialect.md",
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
        r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S), re.MULTILINE
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
