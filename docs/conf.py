"""How `make docs` builds the pages of this checkout into a site: see decision 018.

The source is the whole checkout, so that every relative link leads to the same place here, on the web and in the site.
"""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parents[1]

project = "spcb-minutes"
author = "the spcb-minutes contributors"
copyright = f"{author}, MIT licence"  # noqa: A001 - the name is Sphinx's
release = version = metadata.version("spcb-minutes")
language = "en"
smartquotes = False  # the pages say what the files say

root_doc = "docs/index"
include_patterns = [
    "docs/**.md",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "examples/README.md",
    "examples/year/README.md",
]
exclude_patterns = [".*", "build", "dist"]  # not looked into, for speed

extensions = ["myst_parser"]
myst_heading_anchors = 6
myst_enable_extensions = ["colon_fence"]

html_theme = "furo"
html_title = f"{project} {release}"
templates_path = ["_templates"]  # the menu as a landmark
html_extra_path = ["_root"]  # index.html, which leads to the front page
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_js_files = ["search.js"]
html_copy_source = False
html_show_sourcelink = False
html_domain_indices = False
html_use_index = False
html_theme_options = {
    "source_repository": tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"]["Repository"],
    "source_branch": "main",
    "source_directory": "",
    "top_of_page_buttons": ["view"],
}

LISTED = re.compile(r"^- \[([^\]]+)\]\(([^)#\s]+)\.md\)", re.MULTILINE)
"""An entry of a list that begins with a link to a page: its title and its page."""


def make_menu(app: Sphinx, page: str, source: list[str]) -> None:
    """Turn the lists of pages under each heading of the front page and of the architecture into the menu.

    The lists are there to be read, where there is no menu too. So nothing is said twice.
    """
    if page not in (root_doc, "docs/architecture"):
        return
    for section in re.split(r"^## ", source[0], flags=re.MULTILINE)[1:]:
        caption, _, body = section.partition("\n")
        if entries := LISTED.findall(body):
            options = [":hidden:", f":caption: {caption}", "", *(f"{title} <{to}>" for title, to in entries)]
            source[0] += "\n".join(["", ":::{toctree}", *options, ":::", ""])


def setup(app: Sphinx) -> dict[str, bool]:
    """Sphinx calls this."""
    app.connect("source-read", make_menu)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
