"""What a release and a visitor of the repository rest on: version, changelog, release check, workflows, forms."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

import spcb_minutes
from spcb_minutes import Limits

ROOT = Path(__file__).resolve().parents[1]
VERSION = spcb_minutes.__version__
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
REPOSITORY = PROJECT["urls"]["Repository"]
CHANGELOG = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.stem != "config")
PUBLISHED = PYPROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["only-include"]
FOLDERS = [name for name in PUBLISHED if (ROOT / name).is_dir()]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tool(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A tool of the test group: beside this Python, or on the path."""
    path = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed: pip install --group test")
    return subprocess.run([path, *arguments], capture_output=True, encoding="utf-8", check=False, cwd=ROOT, timeout=120)


def loaded(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def our_texts() -> dict[str, str]:
    """Every text file of the project, by its name: what an sdist has, whatever else lies in the folder."""
    files = [
        path for path in ROOT.iterdir() if path.suffix in (".md", ".toml", ".py", ".cff") or path.name == "Makefile"
    ]
    files += [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts]
    texts = {}
    for path in files:
        if path.is_file() and path.suffix in (
            ".md",
            ".toml",
            ".py",
            ".cff",
            ".yml",
            ".json",
            ".lark",
            ".css",
            ".js",
            "",
        ):
            texts[name_of(path)] = path.read_text(encoding="utf-8")
    assert {"README.md", "noxfile.py", ".github/workflows/tests.yml", "src/spcb_minutes/__init__.py"} <= set(texts)
    return texts


# ---------------------------------------------------------------- version and changelog

STATED = re.compile(
    r"""
    (?: \b spcb [-_] minutes (?: \[\w+\] )? \W{1,8}
      | (?<![\w-]) _* (?: version | release ) _* ["']? (?: \s* [:=] \s* ["']? | \s+ )
      | (?<! \# [ ] ) (?<! spec/ ) \b v  # the version neither of a pinned action nor of Semantic Versioning
    )
    ( \d+ \. \d+ \. \d+ ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# The changes of each version; a printed `--version`, which a test of the docs prints again; and the version that was
# measured, with its figures.
SHOWN = {"CHANGELOG.md", "docs/command-line.md", "docs/performance.md"}
OTHERS = {"docs/comparison.md"}  # the versions of other tools: here only ours is looked for
INVENTED = {"1.2.3", "1.2.0", "1.2.1"}  # in what shows how a version is written


def test_the_version_is_stated_in_one_place() -> None:
    stated = {
        (name, match[1])
        for name, text in our_texts().items()
        for match in STATED.finditer(text)
        if name not in SHOWN and not name.startswith("tests/")
        if match[1] == VERSION or name not in OTHERS
        if match[1] not in INVENTED or name.startswith("src/")
    }
    assert stated == {("src/spcb_minutes/__init__.py", VERSION)}


@pytest.mark.parametrize(
    "text",
    [
        'version = "0.1.0"',
        "spcb-minutes==0.1.0",
        "spcb-minutes[all]==0.1.0",
        "version: 0.1.0",
        "spcb_minutes-0.1.0.tar.gz",
        "__version__ = '0.1.0'",
        'release = "0.1.0"',
        "As of v0.1.0 there is more.",
        "https://example.org/blob/v0.1.0/docs",
        "Version 0.1.0 has it.",
        "the release 0.1.0",
    ],
)
def test_a_version_would_be_seen(text: str) -> None:
    assert STATED.findall(text) == ["0.1.0"]


HEADING = re.compile(r"\[(\d+\.\d+\.\d+)\] - (\d{4}-\d\d-\d\d|Unreleased)(?: \[YANKED\])?|\[Unreleased\]")
SECTIONS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def faults_of_changelog(text: str) -> list[str]:
    """Where a changelog has not the form of Keep a Changelog."""
    faults = []
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    forms = [HEADING.fullmatch(heading) for heading in headings]
    faults += [f"no heading of a version: {heading}" for heading, form in zip(headings, forms, strict=True) if not form]
    known = [form for form in forms if form]
    open_ones = [form for form in known[1:] if form[2] in (None, "Unreleased")]
    faults += [f"only the first can be unreleased: {form[0]}" for form in open_ones]
    versions = [tuple(map(int, form[1].split("."))) for form in known if form[1]]
    faults += [f"not in order: {later} above {one}" for later, one in pairwise(versions) if later <= one]
    dates = [form[2] for form in known if form[1] and form[2] != "Unreleased"]
    faults += [f"no day of the calendar: {one}" for one in dates if not is_day(one)]
    faults += [f"not in order: {later} above {one}" for later, one in pairwise(dates) if later < one]
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        names = re.findall(r"^### (.*)$", body, re.MULTILINE)
        faults += [f"{heading}: no kind of change: {name}" for name in names if name not in SECTIONS]
        faults += [f"{heading}: twice: {name}" for name in set(names) if names.count(name) > 1]
        if not heading.startswith("[Unreleased]") and not names:
            faults.append(f"{heading}: nothing has changed")
    return faults


def test_the_changelog_has_its_form_and_begins_with_this_version() -> None:
    assert faults_of_changelog(CHANGELOG) == []
    assert CHANGELOG.startswith("# Changelog\n")
    first = next(form[1] for form in HEADING.finditer(CHANGELOG) if form[1])
    assert first == VERSION


GOOD = """\
# Changelog

## [Unreleased]

## [0.2.0] - 2027-01-15 [YANKED]

### Fixed

- The mast.

## [0.1.0] - 2026-12-01

### Added
"""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[0.2.0] - 2027-01-15", "0.2.0 (2027-01-15)", "no heading of a version"),
        ("[0.1.0] - 2026-12-01", "[0.1.0] - Unreleased", "only the first can be unreleased"),
        ("[0.2.0]", "[0.1.0]", "not in order"),
        ("2026-12-01", "2027-02-01", "not in order"),
        ("2026-12-01", "2026-11-31", "no day of the calendar: 2026-11-31"),
        ("### Fixed", "### Mended", "no kind of change: Mended"),
        ("### Fixed", "### Fixed\n\n### Fixed", "twice: Fixed"),
        ("### Fixed", "", "nothing has changed"),
    ],
)
def test_a_changelog_of_another_form_is_seen(old: str, new: str, fault: str) -> None:
    assert faults_of_changelog(GOOD) == []
    assert old in GOOD
    (found,) = faults_of_changelog(GOOD.replace(old, new, 1))
    assert fault in found


def test_no_other_address_is_given_for_the_repository() -> None:
    ours = re.compile(r"https?://(?:www\.)?github\.com/[\w.-]+/spcb[-_]minutes\b")
    found = {(name, match[0]) for name, text in our_texts().items() for match in ours.finditer(text)}
    assert {address for _, address in found} == {REPOSITORY}, sorted(found)
    assert {"pyproject.toml", "SECURITY.md", "CITATION.cff"} <= {name for name, _ in found}


# ---------------------------------------------------------------- the release check


@pytest.fixture(scope="module")
def noxfile() -> ModuleType:
    pytest.importorskip("nox", reason="nox is not installed: pip install --group test")
    spec = importlib.util.spec_from_file_location("noxfile", ROOT / "noxfile.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYENV_VERSION", "system")  # the file would set it, for all tests that follow
        spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("tag", "heading", "faults"),
    [
        ("v0.2.0", "## [0.2.0] - 2027-01-15", []),
        ("v0.2.1", "## [0.2.0] - 2027-01-15", ["the tag is v0.2.1, and the version 0.2.0"]),
        ("0.2.0", "## [0.2.0] - 2027-01-15", ["the tag is 0.2.0, and the version 0.2.0"]),
        ("v0.2.0", "## [0.2.0] - Unreleased", ["CHANGELOG.md has no date for [0.2.0]"]),
        ("v0.2.0", "## [0.2.0]", ["CHANGELOG.md has no date for [0.2.0]"]),
        ("v0.2.0", "## [0.2.0] - 2027-02-29", ["CHANGELOG.md has no date for [0.2.0]"]),
        ("v0.2.0", "## [0.2.0] - 2027-01-15 [YANKED]", ["CHANGELOG.md has no date for [0.2.0]"]),
        ("v0.2.0", "## [0.2.00] - 2027-01-15", ["CHANGELOG.md has no heading [0.2.0]"]),
        ("v0.2.0", "## [Unreleased]", ["CHANGELOG.md has no heading [0.2.0]"]),
    ],
)
def test_a_tag_agrees_with_the_version_and_a_dated_heading(
    noxfile: ModuleType, tag: str, heading: str, faults: list[str]
) -> None:
    assert noxfile.faults_of_tag(tag, "0.2.0", f"# Changelog\n\n{heading}\n\n### Added\n") == faults


def test_another_repository_cannot_publish(noxfile: ModuleType) -> None:
    assert noxfile.faults_of_repository(REPOSITORY) == []
    (fault,) = noxfile.faults_of_repository("https://github.com/somebody/spcb-" + "minutes")
    assert "somebody" in fault
    assert REPOSITORY in fault


def test_the_release_check_knows_the_version_and_the_pythons(noxfile: ModuleType) -> None:
    assert noxfile.version_of_package() == VERSION
    assert pythons() == noxfile.PYTHONS


def test_a_step_that_fails_is_told_and_the_next_is_tried(noxfile: ModuleType) -> None:
    def broken() -> None:
        raise ValueError("the mast\nis broken")

    steps = noxfile.Steps()
    with steps.step("first"):
        broken()
    with steps.step("second"):
        steps.remark = "12 passed"
    assert steps.failed == 1
    assert [re.sub(r" +\d+ s", "", line) for line in steps.lines] == [
        "FAILED  first: the mast is broken",
        "passed  second: 12 passed",
    ]


def test_the_tests_that_were_skipped_are_counted_with_their_reasons(noxfile: ModuleType, tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(
        '<testsuites><testsuite><testcase name="a"/><testcase name="b"><skipped message="no LibreOffice"/></testcase>'
        '<testcase name="c"><failure message="no"/></testcase><testcase name="d"/></testsuite></testsuites>',
        encoding="utf-8",
    )
    assert noxfile.counts(report).split("\n") == ["2 passed, 1 failed, 1 skipped", " " * 18 + "skipped: no LibreOffice"]


def test_a_file_that_one_archive_does_not_install_is_seen(noxfile: ModuleType, tmp_path: Path) -> None:
    package, metadata = tmp_path / "spcb_minutes", tmp_path / "spcb_minutes-1.2.3.dist-info"
    for path in (
        package / "grammar/one.lark",
        package / "__pycache__/one.pyc",
        metadata / "METADATA",
        metadata / "RECORD",
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    assert set(noxfile.contents(tmp_path)) == {"spcb_minutes/grammar/one.lark", "spcb_minutes-1.2.3.dist-info/METADATA"}


# ---------------------------------------------------------------- the Makefile and the files of the checkout


def test_make_and_nox_look_at_the_same_files_and_build_the_same_site(noxfile: ModuleType) -> None:
    for command in ("format --check", "check"):
        (given,) = re.findall(rf"^\t\$\(BIN\)/ruff {command} (.+)$", MAKEFILE, re.MULTILINE)
        files = [path.relative_to(ROOT).as_posix() for pattern in given.split() for path in ROOT.glob(pattern)]
        assert sorted(files) == sorted(noxfile.SOURCES)
    (given,) = re.findall(r"^\t\$\(BIN\)/sphinx-build (.+)$", MAKEFILE, re.MULTILINE)
    assert given.split() == noxfile.SPHINX


def make(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("make")
    if program is None or os.name == "nt":
        pytest.skip("the Makefile is for systems that have make and a shell")
    command = [program, "-C", str(ROOT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=60)


def test_an_older_python_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    script, env = tmp_path / "python", tmp_path / "env"
    say = "import sys; sys.version_info = (3, 9, 18, 'final', 0); exec(sys.argv[2])"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "{say}" "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    done = make("demo", f"VENV={env}", f"PYTHON={script}")
    oldest = PROJECT["requires-python"].removeprefix(">=")
    assert done.returncode == 2
    assert f"Python {oldest} or newer is needed; this is 3.9: make demo PYTHON=python{oldest}\n" in done.stderr
    assert not env.exists()


def test_a_changed_version_reaches_an_environment_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    for name in (".installed", ".version"):
        (tmp_path / name).touch()
    python, version = tmp_path / "bin/python", "spcb_minutes/__init__.py"

    def asked(installed: str) -> list[str]:
        """What is asked of the environment's Python, which has a version installed, when the package has changed."""
        script = f'#!/bin/sh\ncase "$1" in -c) echo {installed};; *) echo "$@" >>"{tmp_path}/asked";; esac\n'
        python.write_text(script, encoding="utf-8")
        python.chmod(0o755)
        (tmp_path / "asked").write_text("", encoding="utf-8")
        done = make("-W", f"src/{version}", f"VENV={tmp_path}", tmp_path / ".version")
        assert done.returncode == 0, done.stderr
        return (tmp_path / "asked").read_text(encoding="utf-8").splitlines()

    assert asked(VERSION) == []
    assert asked("0.0.9") == ["-m pip install -q --no-deps -e ."]


def listed_by_git(*options: str) -> list[str]:
    """What git says of its files; an sdist has none."""
    program = shutil.which("git")
    if program is None or not (ROOT / ".git").exists():
        pytest.skip("only in a checkout, with git, can its files be listed")
    done = subprocess.run(
        [program, "ls-files", "-z", *options], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    return done.stdout.removesuffix("\0").split("\0")


def test_line_ends_are_the_same_on_every_system() -> None:
    lines = [line.partition("\t") for line in listed_by_git("--eol")]
    assert len(lines) > 300
    kinds = {name: kinds.split() for kinds, _, name in lines}
    assert not [name for name, (index, *_) in kinds.items() if index not in ("i/lf", "i/-text", "i/none")]
    for name, (index, _, *attributes) in kinds.items():
        assert attributes == (["attr/-text"] if index == "i/-text" else ["attr/text=auto", "eol=lf"]), name


def test_all_that_is_said_to_be_published_is_there_and_the_rest_of_the_checkout_too() -> None:
    assert not [name for name in PUBLISHED if not (ROOT / name).exists()]
    tops = {name.partition("/")[0] for name in listed_by_git() if (ROOT / name).exists()}
    assert tops - set(PUBLISHED) == {".gitignore", "LICENSE", "pyproject.toml"}, "these three hatchling adds by itself"


# ---------------------------------------------------------------- workflows


def pythons() -> list[str]:
    """The Pythons that the package says it supports."""
    prefix = "Programming Language :: Python :: "
    named = [line.removeprefix(prefix) for line in PROJECT["classifiers"] if line.startswith(prefix)]
    return [version for version in named if re.fullmatch(r"3\.\d+", version)]


def test_the_supported_pythons_are_the_tested_ones() -> None:
    matrix = loaded(GITHUB / "workflows/tests.yml")["jobs"]["tests"]["strategy"]["matrix"]
    assert matrix["python"] == pythons()
    assert [system.split("-")[0] for system in matrix["system"]] == ["ubuntu", "macos", "windows"]
    assert PROJECT["requires-python"] == f">={pythons()[0]}"


def test_newer_pythons_may_fail_and_are_not_claimed() -> None:
    newer = loaded(GITHUB / "workflows/tests.yml")["jobs"]["newer"]
    assert newer["continue-on-error"] is True
    assert not set(newer["strategy"]["matrix"]["python"]) & set(pythons())


def test_actions_are_pinned_to_one_commit_with_its_version() -> None:
    lines = [line for path in WORKFLOWS for line in path.read_text(encoding="utf-8").splitlines() if "uses: " in line]
    pins: dict[str, tuple[str | Any, ...]] = {}
    for line in lines:
        if "uses: $/" in line:  # of this repository, at this commit
            continue
        pin = re.search(r"uses: ([\w./-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)$", line)
        assert pin, f"not pinned: {line}"
        assert pins.setdefault(pin[1], pin.groups()) == pin.groups()
    assert {"actions/checkout", "actions/setup-python", "pypa/gh-action-pypi-publish"} <= set(pins)


def test_what_publishes_runs_nothing_of_the_repository_and_alone_may_ask_for_a_token() -> None:
    jobs = {(path.stem, name): job for path in WORKFLOWS for name, job in loaded(path)["jobs"].items()}
    may = [key for key, job in jobs.items() if "id-token" in (job.get("permissions") or {})]
    assert may == [("publish", "publish")]
    publish = jobs["publish", "publish"]
    assert publish["permissions"] == {"id-token": "write"}
    assert publish["environment"] == "pypi"
    assert set(publish["needs"]) == {"tests", "build"}
    steps = [(step.get("uses", "").split("@")[0], "run" in step) for step in publish["steps"]]
    assert steps == [("actions/download-artifact", False), ("pypa/gh-action-pypi-publish", False)]


def test_a_release_is_checked_with_its_tag_and_repository() -> None:
    build = loaded(GITHUB / "workflows/publish.yml")["jobs"]["build"]
    (check,) = [step["run"] for step in build["steps"] if "nox -s" in step.get("run", "")]
    assert check == 'nox -s release -- --tag "$GITHUB_REF_NAME" --repository "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY"'


def test_every_session_of_the_workflows_is_there(noxfile: ModuleType) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    asked = {name.removesuffix("-") for name in re.findall(r'-s "?([a-z]+-?)', text)}
    assert asked == {"tests", "lint", "docs", "release"}
    assert all(callable(getattr(noxfile, name)) for name in asked)


@pytest.mark.parametrize("persona", ["regular", "pedantic", "auditor"])
def test_zizmor_finds_nothing_in_the_workflows(persona: str) -> None:
    done = tool("zizmor", "--offline", "--no-progress", f"--persona={persona}", "--strict-collection", str(GITHUB))
    assert done.returncode == 0, done.stdout + done.stderr
    for path in [*WORKFLOWS, GITHUB / "dependabot.yml"]:
        assert f"{path.name}\n" in done.stderr, f"{name_of(path)} was not looked at"


def test_zizmor_would_find_something(tmp_path: Path) -> None:
    workflow = tmp_path / ".github/workflows/bad.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v7\n",
        encoding="utf-8",
    )
    assert tool("zizmor", "--offline", "--no-progress", str(tmp_path)).returncode != 0


SCHEMAS = {
    "github-workflows": WORKFLOWS,
    "dependabot": [GITHUB / "dependabot.yml"],
    "github-issue-forms": FORMS,
    "github-issue-config": [GITHUB / "ISSUE_TEMPLATE/config.yml"],
    "citation-file-format": [ROOT / "CITATION.cff"],
}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_files_for_github_have_the_form_that_it_reads(schema: str) -> None:
    paths = [str(path) for path in SCHEMAS[schema]]
    assert paths
    done = tool("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *paths)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_form_without_a_body_would_be_seen(tmp_path: Path) -> None:
    path = tmp_path / "form.yml"
    path.write_text("name: A form\ndescription: Without a body.\n", encoding="utf-8")
    assert tool("check-jsonschema", "--builtin-schema", "vendor.github-issue-forms", str(path)).returncode == 1


# ---------------------------------------------------------------- for those who visit


def test_who_reports_a_misread_document_is_asked_for_it_and_for_the_facts() -> None:
    form = loaded(GITHUB / "ISSUE_TEMPLATE/misread.yml")
    asked = {part["id"] for part in form["body"] if part.get("validations", {}).get("required")}
    assert asked == {"document", "public", "expected", "found", "version"}


def test_the_commands_that_forms_ask_for_are_there() -> None:
    commands = re.compile(r"`spcb-minutes ([a-z]+)")
    named = {name for path in FORMS for name in commands.findall(path.read_text(encoding="utf-8"))}
    assert named == {"parse", "check"}
    for name in named:
        done = subprocess.run(
            [sys.executable, "-m", "spcb_minutes.cli", name, "--help"], capture_output=True, check=False
        )
        assert done.returncode == 0


def test_the_citation_is_of_this_project_and_leaves_the_version_out() -> None:
    citation = loaded(ROOT / "CITATION.cff")
    assert (citation["title"], citation["license"]) == (PROJECT["name"], PROJECT["license"])
    assert citation["repository-code"] == REPOSITORY
    assert citation["authors"] == PROJECT["authors"]
    assert not {"version", "date-released", "commit"} & set(citation)


def test_the_limits_that_the_security_page_names_are_those_of_the_package() -> None:
    text = " ".join((ROOT / "SECURITY.md").read_text(encoding="utf-8").split())
    limits = Limits()
    mebibytes = limits.max_bytes // 2**20
    assert limits.max_bytes == limits.max_unpacked_bytes == mebibytes * 2**20
    assert f"the bytes read ({mebibytes} MiB), the bytes unpacked from a Word file ({mebibytes} MiB)" in text
    assert f"the pages of a PDF ({limits.max_pages:,})" in text
    assert f"{REPOSITORY}/security/advisories/new" in text
