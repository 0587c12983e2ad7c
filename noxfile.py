"""Sessions for every supported Python, and the check that a release has to pass: `nox --list` names them."""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import platform
import re
import shutil
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import nox

ROOT = Path(__file__).resolve().parent
DIST = ROOT / "dist"
PROJECT = nox.project.load_toml(ROOT / "pyproject.toml")
PYTHONS = nox.project.python_versions(PROJECT)  # the classifiers say which are supported
REPOSITORY = PROJECT["project"]["urls"]["Repository"]
# What is no part of the tests of a quick run: everything but what looks at the archives and at the public face.
QUICK = [f"tests/test_{name}.py" for name in ("install", "public", "release", "examples")]
# The same stand in the Makefile, which has to do without nox: a test compares them.
SOURCES = ["src", "tests", "examples", "benchmarks", "noxfile.py"]
SOURCES += [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("docs/*.py"))]
SPHINX = ["-W", "-n", "-q", "-E", "-c", "docs", "-d", "build/doctrees", ".", "build/docs"]

nox.needs_version = ">=2025.5"
nox.options.default_venv_backend = "virtualenv"
nox.options.sessions = ["lint", "docs", "tests"]

# pyenv hides the Pythons that were not chosen: here all that are supported are wanted.
pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
if kept := [path.name for version in PYTHONS for path in sorted(pyenv.glob(f"{version}.*"))]:
    os.environ.setdefault("PYENV_VERSION", ":".join([*kept, "system"]))


def group(*names: str) -> tuple[str, ...]:
    """What the dependency groups of these names ask for."""
    return nox.project.dependency_groups(PROJECT, *names)


# ---------------------------------------------------------------- each change


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """The tests, with the package installed: `nox -s tests-3.12 -- tests/test_public.py` runs some of them."""
    session.install(".[all]", *group("test", "lint", "docs"))
    session.run("pytest", "-q", *(session.posargs or ["-n", "auto"]))


@nox.session
def lint(session: nox.Session) -> None:
    """Format, lint and types."""
    session.install("-e", ".[all]", *group("test", "lint", "docs"))
    session.run("ruff", "format", "--check", *SOURCES)
    session.run("ruff", "check", *SOURCES)
    session.run("mypy")


@nox.session
def docs(session: nox.Session) -> None:
    """The site of docs/, without a warning."""
    session.install("-e", ".[all]", *group("docs"))
    session.run("sphinx-build", *SPHINX)


# ---------------------------------------------------------------- a release


class Steps:
    """What was tried for a release, with its outcome, the seconds it took and a remark."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.failed = 0
        self.remark = ""

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[None]:
        """A step: what goes wrong in it is kept, and the next is tried."""
        self.remark = ""
        begin = time.monotonic()
        outcome = "passed"
        try:
            yield
        except Exception as error:
            outcome = "FAILED"
            self.failed += 1
            self.remark = self.remark or " ".join(str(error).split()) or type(error).__name__
        remark = f": {self.remark}" if self.remark else ""
        self.lines.append(f"{outcome}  {time.monotonic() - begin:4.0f} s  {name}{remark}")


def faults_of_tag(tag: str, version: str, changelog: str) -> list[str]:
    """Why this version, with this changelog, cannot be released under a tag: nothing if it can."""
    faults = []
    if tag != f"v{version}":
        faults.append(f"the tag is {tag}, and the version {version}")
    heading = re.search(rf"^## \[{re.escape(version)}\](.*)$", changelog, re.MULTILINE)
    if heading is None:
        faults.append(f"CHANGELOG.md has no heading [{version}]")
    elif not (found := re.fullmatch(r" - (\d{4}-\d\d-\d\d)", heading[1])) or not is_day(found[1]):
        faults.append(f"CHANGELOG.md has no date for [{version}]")
    return faults


def is_day(text: str) -> bool:
    """Whether the calendar has this day: 2027-02-30 is none."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def faults_of_repository(address: str) -> list[str]:
    """Why the repository of this address cannot publish: the metadata would lead elsewhere."""
    return [] if address == REPOSITORY else [f"this is {address}, and the metadata name {REPOSITORY}"]


def version_of_package() -> str:
    """The version, from the one place that states it."""
    text = (ROOT / PROJECT["tool"]["hatch"]["version"]["path"]).read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(.+)"$', text, re.MULTILINE)
    if found is None:
        raise ValueError("the package states no version")
    return found[1]


def contents(site: Path) -> dict[str, bytes]:
    """The files of the package as installed, and its metadata, without what says how it was installed."""
    wanted = [path for path in site.glob("spcb_minutes*/**/*") if path.is_file() and "__pycache__" not in path.parts]
    differ = {"direct_url.json", "INSTALLER", "RECORD", "REQUESTED"}
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in wanted if path.name not in differ}


def counts(report: Path) -> str:
    """How many tests passed and were skipped, and why they were skipped, from what pytest wrote."""
    cases = list(ET.parse(report).iter("testcase")) if report.exists() else []
    if not cases:
        return ""
    skipped = [case.find("skipped") for case in cases if case.find("skipped") is not None]
    failed = sum(case.find("failure") is not None or case.find("error") is not None for case in cases)
    text = f"{len(cases) - len(skipped) - failed} passed"
    if failed:
        text += f", {failed} failed"
    if skipped:
        text += f", {len(skipped)} skipped"
    reasons = sorted({str(one.get("message")) for one in skipped if one is not None})
    return "".join([text, *(f"\n{'':18}skipped: {reason}" for reason in reasons)])


class Elsewhere:
    """A fresh environment in a folder of its own, with one of the archives in it."""

    def __init__(self, session: nox.Session, folder: Path, archive: Path, *more: str) -> None:
        self.session = session
        self.bin = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
        session.run("virtualenv", "--quiet", str(folder / "env"), silent=True)
        self.run("python", "-m", "pip", "install", "--quiet", f"{archive}[all]", *more)

    def run(self, command: str, *arguments: str, env: dict[str, str] | None = None) -> None:
        """Run a command of this environment, with nothing of another one around it; a failure stops the step."""
        clean = {**(env or {}), "PYTHONPATH": None, "VIRTUAL_ENV": None}
        self.session.run(str(self.bin / command), *arguments, external=True, env=clean)

    @property
    def site(self) -> Path:
        """Where packages are installed."""
        (package,) = self.bin.parent.glob("[Ll]ib/**/site-packages")
        return package


@nox.session
def release(session: nox.Session) -> None:
    """What would be published, built, and tried away from the checkout: `nox -s release -- --help`."""
    parser = argparse.ArgumentParser(prog="nox -s release --")
    parser.add_argument("--quick", action="store_true", help="only the tests that look at the archives")
    parser.add_argument("--tag", help="the tag that the release is to have, to be compared")
    parser.add_argument("--repository", help="the address of the repository that publishes, to be compared")
    options = parser.parse_args(session.posargs)
    version = version_of_package()
    faults = faults_of_tag(options.tag or f"v{version}", version, (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    if options.repository:
        faults += faults_of_repository(options.repository)
    if options.tag and faults:
        session.error("; ".join(faults))

    session.install(*group("release"))
    steps = Steps()
    shutil.rmtree(DIST, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="release-", ignore_cleanup_errors=True) as folder:
        try_archives(session, steps, Path(folder).resolve(), QUICK if options.quick else ["-n", "auto"])
        session.chdir(ROOT)

    lines = [f"spcb-minutes {version}, tried with Python {platform.python_version()} on {platform.system()}", ""]
    for path in sorted(DIST.glob("*")):
        lines += [f"{path.name}  {path.stat().st_size:,} bytes", f"  sha256 {sha256(path)}"]
    lines += ["", *steps.lines, ""]
    lines += [f"Not ready for a tag: {fault}." for fault in faults]
    if options.quick:
        lines.append("Not ready for a tag: this was a quick run.")
    if steps.failed:
        lines.append(f"{steps.failed} FAILED: look for the first failure above, and publish nothing.")
    else:
        lines.append("All passed: the archives in dist/ are what users would get.")
    session.log("\n".join(["", *lines]))
    if steps.failed:
        session.error("the release check failed")


def sha256(path: Path) -> str:
    """The hash that PyPI will show for a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def try_archives(session: nox.Session, steps: Steps, folder: Path, tests: list[str]) -> None:
    """Every step of the check, in a folder outside the checkout."""
    with steps.step("build the sdist, and the wheel from the sdist"):
        session.run("python", "-m", "build", "--outdir", str(DIST), str(ROOT))
        (sdist,), (wheel,) = DIST.glob("*.tar.gz"), DIST.glob("*.whl")
    if steps.failed:
        return
    with steps.step("the wheel built from the checkout is the same"):
        session.run("python", "-m", "build", "--wheel", "--outdir", str(folder / "direct"), str(ROOT))
        (direct,) = (folder / "direct").glob("*.whl")
        if sha256(direct) != sha256(wheel):
            raise ValueError(f"{direct.name} is not, byte for byte: what is missing in the sdist?")
    with steps.step("twine check --strict"):
        session.run("twine", "check", "--strict", str(sdist), str(wheel))
    with steps.step("check-wheel-contents"):
        session.run("check-wheel-contents", str(wheel))
    with steps.step("pyroma, 10 of 10 but for an address for mail"):
        # The contributors have no address for mail in common: questions go to the issues, faults as SECURITY.md says.
        session.run("pyroma", "--min", "10", "--skip-tests", "AuthorEmail", str(sdist))

    shutil.unpack_archive(sdist, folder)
    session.chdir(folder / sdist.name.removesuffix(".tar.gz"))
    env = {"SPCB_MINUTES_DIST": str(DIST)}
    report = folder / "report.xml"
    places: list[Elsewhere] = []
    for archive_name, path, chosen in (("wheel", wheel, tests), ("sdist", sdist, QUICK)):
        with steps.step(f"the {archive_name} installs into a fresh environment"):
            places.append(Elsewhere(session, folder / archive_name, path, *group("test", "lint", "docs")))
        with steps.step(f"the tests of the sdist, on the installed {archive_name}"):
            report.unlink(missing_ok=True)
            try:
                places[-1].run("pytest", "-q", f"--junitxml={report}", *chosen, env=env)
            finally:
                steps.remark = counts(report)
    with steps.step("both install the same files"):
        one, other = (contents(place.site) for place in places)
        differing = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
        if differing or not one:
            raise ValueError(f"these differ: {', '.join(differing)}" if one else "nothing was installed")
        steps.remark = f"{len(one)}"
    with steps.step("pipx installs the wheel, and the README's commands do what it says"):
        as_a_user(session, steps, folder, wheel)


def as_a_user(session: nox.Session, steps: Steps, folder: Path, wheel: Path) -> None:
    """What the README tells a new user to do, with nothing but what it tells to install."""
    home, bin_dir = folder / "pipx", folder / "pipx-bin"
    env = {"PIPX_HOME": str(home), "PIPX_BIN_DIR": str(bin_dir), "PIPX_MAN_DIR": str(folder / "pipx-man")}
    session.run("pipx", "install", f"{wheel}[all]", env=env)
    session.run(str(bin_dir / "spcb-minutes"), "--version", external=True)
    # The README's blocks are run by its tests, which need these beside what the user has.
    session.run("pipx", "inject", "spcb-minutes", "pytest", "hypothesis", "pyyaml", env=env)
    python = home / "venvs" / "spcb-minutes" / ("Scripts" if os.name == "nt" else "bin") / "python"
    report = folder / "readme.xml"
    try:
        session.run(
            str(python), "-m", "pytest", "-q", "tests/test_docs.py", "-k", "README.md", f"--junitxml={report}",
            external=True, env={"PYTHONPATH": None},
        )  # fmt: skip
    finally:
        steps.remark = counts(report)
