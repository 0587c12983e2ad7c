"""What is published works away from the checkout: the sdist, and the wheel made from it, alone in an environment."""

from __future__ import annotations

import email
import email.message
import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Iterator, Mapping
from configparser import ConfigParser
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

import spcb_minutes
from test_release import PROJECT, PUBLISHED, listed_by_git

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples/harbour-pack-2024-05.txt"
VERSION = spcb_minutes.__version__
GRAMMAR = sorted(path.name for path in (ROOT / "grammar").iterdir())
OURS = {"spcb-minutes", "lark", "pydantic"}
PYDANTICS = {"pydantic-core", "annotated-types", "typing-extensions", "typing-inspection"}
README = (ROOT / "README.md").read_text(encoding="utf-8")
RELEASE = os.environ.get("SPCB_MINUTES_DIST")  # the archives of `nox -s release`, which are to be tried themselves

pytestmark = pytest.mark.install


def run(*command: str | Path, cwd: Path, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """A process with nothing of the checkout on its path."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env={**clean, **(env or {})}, capture_output=True, text=True,
        encoding="utf-8", check=False, timeout=600,
    )  # fmt: skip


def must(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, f"{done.args}\n{done.stdout}\n{done.stderr}"
    return done.stdout


class Built(NamedTuple):
    """The two archives."""

    sdist: Path
    wheel: Path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sdist, and the wheel built from the sdist, as a release is made."""
    if RELEASE:
        out = Path(RELEASE)
        packages = Path(sysconfig.get_path("purelib"))
        assert Path(spcb_minutes.__file__).is_relative_to(packages), "a release is tried on what was installed"
    else:
        for needed in ("build", "hatchling", "hatch_fancy_pypi_readme"):
            pytest.importorskip(needed, reason=f"{needed} is not installed: pip install --group test")
        out = tmp_path_factory.mktemp("dist")
        must(run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out))
    (sdist,), (wheel,) = out.glob("*.tar.gz"), out.glob("*.whl")
    return Built(sdist, wheel)


def metadata_of(wheel: Path) -> email.message.Message:
    with zipfile.ZipFile(wheel) as archive:
        return email.message_from_bytes(archive.read(f"spcb_minutes-{VERSION}.dist-info/METADATA"))


def names_in_sdist(built: Built) -> set[str]:
    with tarfile.open(built.sdist) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


# ---------------------------------------------------------------- what is in them


def test_the_archives_are_named_after_the_version(built: Built) -> None:
    assert built.sdist.name == f"spcb_minutes-{VERSION}.tar.gz"
    assert built.wheel.name == f"spcb_minutes-{VERSION}-py3-none-any.whl"


def test_the_wheel_holds_the_grammar_the_marker_for_types_and_every_module(built: Built) -> None:
    names = names_in(built.wheel)
    assert {f"spcb_minutes/grammar/{name}" for name in GRAMMAR} <= names
    assert {"minutes.lark", "lexicon.toml"} <= set(GRAMMAR)
    assert "spcb_minutes/py.typed" in names
    source = ROOT / "src"
    assert {path.relative_to(source).as_posix() for path in source.rglob("*.py")} <= names


def test_the_wheel_holds_nothing_else(built: Built) -> None:
    tops = {name.split("/")[0] for name in names_in(built.wheel)}
    assert tops == {"spcb_minutes", f"spcb_minutes-{VERSION}.dist-info"}
    assert not [name for name in names_in(built.wheel) if "__pycache__" in name or "test" in name]


def test_the_metadata_are_of_a_version_that_every_upload_tool_knows(built: Built) -> None:
    metadata = metadata_of(built.wheel)
    assert metadata["Metadata-Version"] == "2.4"
    assert (metadata["Name"], metadata["Version"]) == ("spcb-minutes", VERSION)
    assert metadata["License-Expression"] == "MIT"
    assert metadata.get_all("License-File") == ["LICENSE"]
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["Description-Content-Type"] == "text/markdown"
    with tarfile.open(built.sdist) as archive:
        member = archive.extractfile(f"spcb_minutes-{VERSION}/PKG-INFO")
        assert member is not None
        assert email.message_from_bytes(member.read())["Metadata-Version"] == "2.4"


def test_two_direct_dependencies_and_the_rest_are_extras(built: Built) -> None:
    requires = metadata_of(built.wheel).get_all("Requires-Dist") or []
    core = {line.split("<")[0].split(">")[0].strip() for line in requires if "extra ==" not in line}
    assert core == {"lark", "pydantic"}
    assert set(metadata_of(built.wheel).get_all("Provides-Extra") or []) >= {"cli", "pdf", "html", "all"}


def test_the_wheel_has_the_command_and_the_licence(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as archive:
        points = ConfigParser()
        points.read_string(archive.read(f"spcb_minutes-{VERSION}.dist-info/entry_points.txt").decode())
        licence = archive.read(f"spcb_minutes-{VERSION}.dist-info/licenses/LICENSE").decode("utf-8")
    assert dict(points["console_scripts"]) == {"spcb-minutes": "spcb_minutes.cli:main"}
    assert licence == (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_the_sdist_holds_what_a_fresh_checkout_needs(built: Built) -> None:
    names = names_in_sdist(built)
    assert {f"grammar/{name}" for name in GRAMMAR} <= names
    assert {*PUBLISHED, "LICENSE", "pyproject.toml"} <= {name.partition("/")[0] for name in names}


def test_the_sdist_holds_every_file_of_the_checkout(built: Built) -> None:
    files = {name for name in listed_by_git() if (ROOT / name).exists()}
    assert len(files) > 300
    assert not files - names_in_sdist(built)


# ---------------------------------------------------------------- the README as PyPI shows it

REPOSITORY = PROJECT["urls"]["Repository"]
PAGE, PICTURE = f"{REPOSITORY}/blob/v{VERSION}/", f"{REPOSITORY}/raw/v{VERSION}/"


def description_of(wheel: Path) -> str:
    payload = metadata_of(wheel).get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode("utf-8")


def tokens(text: str) -> Iterator[Token]:
    for token in MarkdownIt().enable("table").parse(text):
        yield token
        yield from token.children or ()


def addresses(text: str, attribute: str) -> list[str]:
    return [str(token.attrs[attribute]) for token in tokens(text) if attribute in token.attrs]


def test_the_description_is_the_readme_with_absolute_links(built: Built) -> None:
    description = description_of(built.wheel)
    assert PAGE not in README
    assert description.replace(PICTURE, "").replace(PAGE, "") == README
    for address in [*addresses(description, "href"), *addresses(description, "src")]:
        assert address.startswith("https://"), f"leads nowhere on PyPI: {address}"


def test_links_of_the_description_lead_to_files_of_this_version(built: Built) -> None:
    description = description_of(built.wheel)
    pages = [one.removeprefix(PAGE) for one in addresses(description, "href") if one.startswith(REPOSITORY)]
    pictures = [one.removeprefix(PICTURE) for one in addresses(description, "src")]
    assert "CHANGELOG.md" in pages
    assert pictures
    for path in [*pages, *pictures]:
        assert (ROOT / path.partition("#")[0]).exists(), f"there is no {path}"


def test_pypi_can_show_the_description(built: Built) -> None:
    markdown = pytest.importorskip("readme_renderer.markdown", reason="readme-renderer is not installed")
    description = description_of(built.wheel)
    complaints = StringIO()
    html = markdown.render(description, stream=complaints)
    assert complaints.getvalue() == ""
    assert html.count("<table") == sum(token.type == "table_open" for token in tokens(README)) > 0
    assert html.count("<pre") == sum(token.type == "fence" for token in tokens(README)) > 0
    assert re.findall(r'<img[^>]* src="([^"]+)"', html) == addresses(description, "src")
    assert re.findall(r'<a[^>]* href="([^"#][^"]*)"', html) == addresses(description, "href")


def test_the_metadata_lead_to_the_repository(built: Built) -> None:
    urls = dict(line.split(", ") for line in metadata_of(built.wheel).get_all("Project-URL") or [])
    assert urls == PROJECT["urls"]
    assert {"Repository", "Documentation", "Changelog", "Issues"} <= set(urls)
    assert all(url.startswith(REPOSITORY) for url in urls.values())
    for name in ("Documentation", "Changelog"):
        assert (ROOT / urls[name].partition("/main/")[2]).exists()


# ---------------------------------------------------------------- a fresh environment


class Place(NamedTuple):
    """A fresh environment, and an empty folder to work in."""

    folder: Path
    bin: Path
    cwd: Path

    def pip(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        python = self.bin / "python"
        return run(
            sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", *arguments, cwd=self.cwd
        )


def fresh(folder: Path) -> Place:
    venv.create(folder / "venv", with_pip=False)
    cwd = folder / "away"
    cwd.mkdir()
    return Place(folder, folder / "venv" / ("Scripts" if os.name == "nt" else "bin"), cwd)


@pytest.fixture(scope="module")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A fresh environment with the wheel and what its metadata ask for."""
    pytest.importorskip("pip", reason="pip is not installed here, so nothing can be installed elsewhere")
    place = fresh(tmp_path_factory.mktemp("installed"))
    core = [line for line in metadata_of(built.wheel).get_all("Requires-Dist") or [] if "extra ==" not in line]
    got = place.pip("install", "--quiet", *core)
    if got.returncode:
        pytest.skip(f"no package index can be reached from here to install {' and '.join(core)}")
    must(place.pip("install", "--quiet", "--no-index", built.wheel))  # with these two it needs no more
    (place.cwd / EXAMPLE.name).write_bytes(EXAMPLE.read_bytes())
    return place


def test_only_the_expected_distributions_get_installed(installed: Place) -> None:
    listed = json.loads(must(installed.pip("list", "--format", "json")))
    assert {one["name"].lower().replace("_", "-") for one in listed} == OURS | PYDANTICS


def test_the_core_is_as_small_as_the_readme_says(installed: Place) -> None:
    """What the installed files take, without what Python compiles from them."""
    (site,) = (installed.folder / "venv").glob("[Ll]ib/**/site-packages")
    files = [path for path in site.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    size = sum(path.stat().st_size for path in files) / 1e6
    count = len(list(site.glob("*.dist-info")))
    assert count <= 7
    assert size <= 16
    stated = re.search(r"(\d+)\s+distributions,\s+([\d.]+)\s+MB", README)
    assert stated, "the README says how many distributions and MB the core brings"
    assert int(stated[1]) == count
    tolerance = (
        0.05 if sys.platform == "linux" else 0.25
    )  # the compiled part of pydantic is larger or smaller elsewhere
    assert float(stated[2]) == pytest.approx(size, rel=tolerance), f"the core is {size:.1f} MB"


def test_the_installed_command_parses_away_from_the_checkout(installed: Place) -> None:
    command = installed.bin / "spcb-minutes"
    parsed = json.loads(must(run(command, "parse", EXAMPLE.name, cwd=installed.cwd)))
    assert parsed == json.loads(spcb_minutes.read(EXAMPLE).model_dump_json())
    assert must(run(command, "--version", cwd=installed.cwd)).strip() == f"spcb-minutes {VERSION}"
    assert "Harbour Master Update" in must(run(command, "parse", "--format", "text", EXAMPLE.name, cwd=installed.cwd))
    assert "M104" in must(run(command, "check", EXAMPLE.name, cwd=installed.cwd))


@pytest.mark.parametrize(("ending", "extra"), [("docx", None), ("pdf", "pdf"), ("html", "html")])
def test_the_core_reads_word_files_and_other_formats_name_their_extra(
    installed: Place, ending: str, extra: str | None
) -> None:
    path = ROOT / "examples" / f"harbour-2024-09-10.{ending}"
    got = run(installed.bin / "spcb-minutes", "parse", "--format", "text", path, cwd=installed.cwd)
    if extra is None:
        assert "Lights in the Outer Harbour" in must(got)
    else:
        assert got.returncode == 3
        assert got.stderr.strip().endswith(f"pip install 'spcb-minutes[{extra}]'")
        assert "Traceback" not in got.stderr


SCRIPT = f"""
import spcb_minutes
from spcb_minutes import parser
document = spcb_minutes.read({EXAMPLE.name!r})
print(len(document.minutes[0].items), spcb_minutes.__file__, parser.grammar_dir())
"""


def test_the_installed_package_reads_with_its_own_grammar(installed: Place) -> None:
    count, package, grammar = must(run(installed.bin / "python", "-c", SCRIPT, cwd=installed.cwd)).split()
    assert count == "12"
    for path in (package, grammar):
        assert Path(path).resolve().is_relative_to(installed.folder.resolve())
    assert Path(grammar) == Path(package).parent / "grammar"


def test_completion_names_the_extra_that_brings_it(installed: Place) -> None:
    done = run(installed.bin / "spcb-minutes", "--print-completion", "bash", cwd=installed.cwd)
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'spcb-minutes[cli]'" in done.stderr


def test_the_wheel_works_as_a_zip_too(installed: Place, built: Built) -> None:
    env = {"PYTHONPATH": str(built.wheel)}
    count, package, _ = must(run(installed.bin / "python", "-c", SCRIPT, cwd=installed.cwd, env=env)).split()
    assert count == "12"
    assert built.wheel.name in package


def test_the_sdist_installs_too(installed: Place, built: Built, tmp_path: Path) -> None:
    target = tmp_path / "site"
    offline = ("--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check")
    must(
        run(sys.executable, "-m", "pip", "install", "--quiet", *offline, "--target", target, built.sdist, cwd=tmp_path)
    )
    env = {"PYTHONPATH": str(target)}
    count, package, grammar = must(run(installed.bin / "python", "-c", SCRIPT, cwd=installed.cwd, env=env)).split()
    assert count == "12"
    assert Path(package).is_relative_to(target)
    assert Path(grammar).is_relative_to(target)
