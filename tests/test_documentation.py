"""The site of the documentation, as `make docs` builds it: whole, strict, and of use from disk without a network."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import pytest
from playwright.sync_api import Browser, Page, expect
from selectolax.lexbor import LexborHTMLParser

from test_docs import ROOT, anchors, name_of
from test_review_page import CONTRAST

PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        ROOT / "examples/README.md",
        ROOT / "examples/year/README.md",
    ]
)
PICTURES = sorted((ROOT / "docs/images").glob("*.png"))

pytestmark = pytest.mark.skipif(
    not all(map(find_spec, ("sphinx", "myst_parser", "furo"))),
    reason="the site is built with Sphinx: pip install --group docs",
)


def build(root: Path, to: Path) -> subprocess.CompletedProcess[str]:
    """What `make docs` runs, on any tree; what it writes goes elsewhere."""
    recipe = re.search(r"^\t\$\(BIN\)/sphinx-build (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert recipe, "make docs"
    places = {"build/docs": str(to / "site"), "build/doctrees": str(to / "doctrees")}
    options = [places.get(word, word) for word in shlex.split(recipe[1])]
    return subprocess.run(
        [sys.executable, "-m", "sphinx", *options],
        cwd=root, capture_output=True, encoding="utf-8", check=False, timeout=300,
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    to = tmp_path_factory.mktemp("documentation")
    return to / "site", build(ROOT, to)


@pytest.fixture(scope="module")
def site(built: tuple[Path, subprocess.CompletedProcess[str]]) -> Path:
    return built[0]


@cache
def tree(page: Path) -> LexborHTMLParser:
    return LexborHTMLParser(page.read_text(encoding="utf-8"))


@cache
def ids(page: Path) -> set[str]:
    return {node.attributes["id"] or "" for node in tree(page).css("[id]")}


def html_of(page: Path, site: Path) -> Path:
    return site / page.relative_to(ROOT).with_suffix(".html")


def html_in(site: Path) -> list[Path]:
    return [page for page in sorted(site.rglob("*.html")) if "_downloads" not in page.parts]


def addresses(page: Path, selector: str, name: str) -> list[str]:
    return [node.attributes[name] or "" for node in tree(page).css(f"{selector}[{name}]")]


# ---------------------------------------------------------------- the build


def test_the_site_is_built_without_a_warning(built: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    _, done = built
    assert (done.stderr, done.stdout, done.returncode) == ("", "", 0)


FAULTS = {
    "a link to no page": ("[a](nowhere.md)\n", "'myst' cross-reference target not found: 'nowhere.md'"),
    "a link to no heading": ("[a](other.md#nowhere)\n", "local id not found in doc 'docs/other': 'nowhere'"),
    "a link to no heading of its own": ("[a](#nowhere)\n", "'myst' cross-reference target not found: 'nowhere'"),
    "a picture that is missing": ("![a](images/none.png)\n", "image file not readable: docs/images/none.png"),
    "a heading that skips a level": ("#### Deep\n", "Non-consecutive header level increase"),
}


def small(root: Path, words: str) -> Path:
    """A tree of three pages, built as the checkout is, with words on the first page."""
    shutil.copytree(ROOT / "docs", root / "docs", ignore=shutil.ignore_patterns("*.md", "*.png", "decisions"))
    shutil.copy(ROOT / "pyproject.toml", root)
    (root / "docs/index.md").write_text(
        "# Front\n\n## Start\n\n- [One](one.md): a page\n- [Other](other.md)\n", "utf-8"
    )
    (root / "docs/one.md").write_text(f"# One\n\n[There](other.md#a-heading)\n\n{words}", "utf-8")
    (root / "docs/other.md").write_text("# Other\n\n## A heading\n", "utf-8")
    return root


def test_a_fault_stops_the_build_and_is_named(tmp_path: Path) -> None:
    sound = build(small(tmp_path / "sound", ""), tmp_path / "of-sound")
    assert (sound.stderr, sound.returncode) == ("", 0)
    root = small(tmp_path / "faulty", "\n".join(words for words, _ in FAULTS.values()))
    (root / "docs/lost.md").write_text("# Lost\n", "utf-8")
    faulty = build(root, tmp_path / "of-faulty")
    assert faulty.returncode == 1
    said = faulty.stderr.splitlines()
    for _, warning in FAULTS.values():
        assert [line for line in said if "docs/one.md:" in line and warning in line], warning
    assert [line for line in said if "docs/lost.md: WARNING: document isn't included in any toctree" in line]
    assert len(said) == len(FAULTS) + 1


def test_make_knows_that_its_commands_are_no_files() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert phony
    assert set(phony[1].split()) >= {"docs", "pictures"}, "there is a folder docs"


# ---------------------------------------------------------------- the pages


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_is_in_the_site_with_the_anchors_of_its_headings(page: Path, site: Path) -> None:
    assert html_of(page, site).is_file()
    assert anchors(page) <= ids(html_of(page, site))


def test_every_page_is_in_the_menu_of_every_page(site: Path) -> None:
    assert len(PAGES) > 40
    pages = {html_of(page, site) for page in PAGES}
    for shown in pages:
        menu = addresses(shown, "nav.sidebar-tree a", "href")
        there = {shown if to == "#" else (shown.parent / to).resolve() for to in menu}
        assert there | {site / "docs/index.html"} == pages
        assert len(there) == len(menu), "none stands twice"


def test_the_menu_has_the_titles_of_the_front_page_in_its_order(site: Path) -> None:
    front = (ROOT / "docs/index.md").read_text(encoding="utf-8")
    nodes = tree(site / "docs/index.html").css("nav.sidebar-tree .caption-text, nav.sidebar-tree li.toctree-l1 > a")
    assert [node.text() for node in nodes] == re.findall(r"^(?:## |- \[)([^\]\n]+)", front, re.MULTILINE)


def test_every_link_leads_somewhere(site: Path) -> None:
    """Read from what was built, and not from what Sphinx knows."""
    seen = 0
    for page in html_in(site):
        linked = [*addresses(page, "", "href"), *addresses(page, "", "src"), *addresses(page, "form", "action")]
        for to in linked:
            if re.match(r"https?:", to):
                continue
            assert not re.match(r"\w+:|//|/", to), f"{page}: {to}"
            path, anchor = urldefrag(to)
            there = (page.parent / unquote(path).partition("?")[0]).resolve() if path else page
            assert there.is_relative_to(site), f"{page}: {to}"
            assert there.is_file(), f"{page}: {to}"
            assert not anchor or unquote(anchor) in ids(there), f"{page}: {to}"
            seen += 1
    assert seen > 2000


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in html_in(site):
        loaded = [*addresses(page, "", "src"), *addresses(page, "link", "href"), *addresses(page, "", "srcset")]
        assert loaded or page == site / "index.html"
        assert not [to for to in loaded if re.match(r"\w+:|//", to)], page
        assert not re.search(r"url\(|@import", "".join(node.text() for node in tree(page).css("style"))), page
    sheets = sorted(site.rglob("*.css"))
    assert site / "_static/pages.css" in sheets
    for sheet in sheets:
        loaded = re.findall(r"""(?:url\(|@import)\s*["']?([^"')\s]*)""", sheet.read_text(encoding="utf-8"))
        assert not [to for to in loaded if re.match(r"(?!data:)\w+:|//", to)], sheet


def test_the_json_schema_is_one_click_from_its_page(site: Path) -> None:
    page = site / "docs/json.html"
    (to,) = {to for to in addresses(page, "main a, [role=main] a", "href") if to.endswith("/schema.json")}
    assert (page.parent / to).read_bytes() == (ROOT / "docs/schema.json").read_bytes()


def test_pictures_are_shown_light_and_described(site: Path) -> None:
    described: dict[str, str] = {}
    for page in html_in(site):
        for node in tree(page).css("article img"):
            described[Path(node.attributes["src"] or "").name] = node.attributes["alt"] or ""
    assert {picture.name for picture in PICTURES} >= {"review-page.png", "site.png"}
    for picture in PICTURES:
        assert picture.stat().st_size < 200_000, picture
        assert len(described[picture.name].split()) > 5, "what can be seen on it"


# ---------------------------------------------------------------- in a browser


@contextmanager
def opened(browser: Browser, site: Path, **options: Any) -> Iterator[Callable[[str], Page]]:
    """Opens pages from disk; complains of a word on the console, and of a request for what is not in the folder."""
    context = browser.new_context(reduced_motion="reduce", **options)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.extend(
        [request.url] if not request.url.startswith((f"{site.as_uri()}/", "data:")) else []
    ))  # fmt: skip

    def go(path: str) -> Page:
        page.goto(f"{site.as_uri()}/{path}", wait_until="domcontentloaded")
        return page

    yield go
    context.close()
    assert complaints == []


def test_the_folder_opens_at_the_front_page(browser: Browser, site: Path) -> None:
    with opened(browser, site) as go:
        page = go("index.html")
        page.wait_for_url("**/docs/index.html")
        assert page.get_by_role("heading", level=1).inner_text().startswith("spcb-minutes")


WIDEST = 'Math.max(...[...document.querySelectorAll("html, .page, .content")].map((one) => one.scrollWidth))'
"""The column of text would scroll by itself, and hide that something in it is too wide."""


def test_no_page_reaches_beyond_the_edge_of_a_telephone(browser: Browser, site: Path) -> None:
    with opened(browser, site, viewport={"width": 380, "height": 800}) as go:
        for built_page in html_in(site):
            if built_page == site / "index.html" or built_page.parent.name == "decisions":
                continue  # the first leads away at once, the others are short prose
            page = go(built_page.relative_to(site).as_posix())
            assert page.evaluate(WIDEST) == 380, built_page
        page = go("docs/accuracy.html")
        scrolls = "(all) => all.some((one) => one.scrollWidth > one.clientWidth)"
        assert page.locator(".table-wrapper").evaluate_all(scrolls), "a wide table scrolls in its own box"


WORDS = CONTRAST.replace('style.content === "none"', """style.content === '""' || style.content === "none\"""")
"""An icon that is drawn by a mask is no word."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_has_enough_contrast(browser: Browser, site: Path, scheme: Any) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1. These pages have code in all languages, tables, the menu and a picture."""
    with opened(browser, site, color_scheme=scheme, viewport={"width": 1400, "height": 900}) as go:
        for path in ("docs/index.html", "docs/command-line.html", "docs/json.html", "docs/review-page.html"):
            page = go(path)
            low, least = page.evaluate(WORDS)
            assert low == [], path
            assert 4.5 <= least < 21
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", ground)[:3])) < 3 * 128) is (scheme == "dark")


def test_search_finds_words_from_disk(browser: Browser, site: Path) -> None:
    with opened(browser, site) as go:
        page = go("docs/index.html")
        page.get_by_role("textbox", name="Search").fill("M605")
        page.keyboard.press("Enter")
        results = page.locator("#search-results li a")
        expect(results.filter(has_text="Diagnostics").first).to_be_visible()
        results.filter(has_text="Diagnostics").first.click()
        page.wait_for_url(re.compile(r"/docs/diagnostics\.html"))


def test_the_keyboard_reaches_text_and_menu(browser: Browser, site: Path) -> None:
    with opened(browser, site, viewport={"width": 1400, "height": 900}) as go:
        page = go("docs/ledger.html")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
        assert page.get_by_role("main").count() == 1
        menu = page.get_by_role("navigation", name="Pages")
        expect(menu.get_by_role("link", name="Overview")).to_be_visible()
        current = menu.locator("a.current")
        assert current.inner_text() == "The action ledger"
