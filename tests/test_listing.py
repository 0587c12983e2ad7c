"""Lists as text, CSV, Markdown and HTML: every cell comes through, and no cell becomes anything but words."""

from __future__ import annotations

import csv
import datetime
import io
import re
import shutil
import subprocess
import unicodedata
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from exported import HOSTILE, LONE
from spcb_minutes.errors import ReplacedCharactersWarning
from spcb_minutes.series.listing import Listing, to_csv, to_html, to_markdown, to_text
from strategies import any_text

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
ACTIONS = Listing(
    "Actions of the Harbour Board",
    ("Number", "Owner", "Action"),
    (
        ("012/24", "HM", "To ask three firms for a price to mend the steps of the east quay before the summer."),
        ("013/24", "", "Clerk to write."),
    ),
)
SPOILT = Listing(HOSTILE[0], HOSTILE, (HOSTILE, HOSTILE[::-1]))
RENDERERS: tuple[Callable[[Listing], str], ...] = (to_text, to_csv, to_markdown, to_html)
LINE_END = re.compile("\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    columns = draw(st.integers(0, 4))
    row = st.tuples(*[any_text(20)] * columns)
    return Listing(draw(any_text(40)), draw(row), tuple(draw(st.lists(row, max_size=3))))


def quietly(render: Callable[[Listing], str], listing: Listing) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReplacedCharactersWarning)
        return render(listing)


def test_a_day_is_written_for_people_and_for_spreadsheets() -> None:
    listing = Listing("Days", ("Raised", "By"), ((datetime.date(2025, 1, 4), "HM"),))
    assert [line.split("  ") for line in to_text(listing).splitlines()[-1:]] == [["4 January 2025", "HM"]]
    assert to_markdown(listing).splitlines()[-1] == "| 4 January 2025 | HM |"
    assert ">4 January 2025</td>" in to_html(listing)
    assert to_csv(listing, bom=False) == "Raised,By\r\n2025-01-04,HM\r\n"


def refused(character: str) -> bool:
    """What HTML cannot hold: controls other than blanks, noncharacters, half pairs."""
    at = ord(character)
    control = unicodedata.category(character) == "Cc" and character not in "\t\n\f\r"
    return control or 0xD800 <= at <= 0xDFFF or 0xFDD0 <= at <= 0xFDEF or at & 0xFFFE == 0xFFFE


def sound(text: str) -> str:
    return "".join("\ufffd" if refused(one) else one for one in text)


# ---------------------------------------------------------------- text


def width_of(line: str) -> int:
    """How many columns of a terminal a line takes."""
    seen = [one for one in line if unicodedata.category(one) not in ("Mn", "Me", "Cf") or one == "\u00ad"]
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in seen)


def test_columns_stand_side_by_side_and_long_cells_are_wrapped() -> None:
    assert to_text(ACTIONS, 50) == (
        "Actions of the Harbour Board\n"
        "\n"
        "Number  Owner  Action\n"
        "------  -----  -----------------------------------\n"
        "012/24  HM     To ask three firms for a price to\n"
        "               mend the steps of the east quay\n"
        "               before the summer.\n"
        "\n"
        "013/24         Clerk to write.\n"
    )


def test_rows_that_fit_stand_close_together() -> None:
    assert to_text(ACTIONS, 200).splitlines()[2:] == [
        "Number  Owner  Action",
        f"------  -----  {'-' * 84}",
        "012/24  HM     To ask three firms for a price to mend the steps of the east quay before the summer.",
        "013/24         Clerk to write.",
    ]


def test_wide_columns_share_the_room_and_narrow_ones_keep_theirs() -> None:
    words = "the tide was in " * 10
    rule = to_text(Listing("", ("Day", "One", "Two"), (("2024-03-12", words, words),)), 80).splitlines()[1]
    assert rule.split() == ["-" * 10, "-" * 33, "-" * 33]


def test_too_many_columns_become_a_block_for_each_row() -> None:
    assert to_text(ACTIONS, 24) == (
        "Actions of the Harbour\n"
        "Board\n"
        "\n"
        "Number: 012/24\n"
        "Owner: HM\n"
        "Action: To ask three\n"
        "    firms for a price to\n"
        "    mend the steps of\n"
        "    the east quay before\n"
        "    the summer.\n"
        "\n"
        "Number: 013/24\n"
        "Action: Clerk to\n"
        "    write.\n"
    )


def test_wide_and_combining_characters_keep_the_columns_in_line() -> None:
    rows = (("港湾局", "A"), ("Cafe\u0301", "B"), ("Quay", "C"))
    lines = to_text(Listing("", ("Place", "Key"), rows)).splitlines()
    assert lines == ["Place   Key", "------  ---", "港湾局  A", "Cafe\u0301    B", "Quay    C"]


def test_a_word_is_not_cut_before_a_combining_sign() -> None:
    lines = to_text(Listing("", ("Word",), (("e\u0301" * 50,),)), 20).splitlines()[2:]
    assert lines == ["e\u0301" * 20, "e\u0301" * 20, "e\u0301" * 10]


def test_nothing_moves_the_cursor_or_turns_the_writing() -> None:
    for cell in (*HOSTILE, LONE):
        text = to_text(Listing("", ("Cell",), ((cell,),)))
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", text)
    shown = to_text(Listing("", ("Cell",), (("one\r\ntwo\n\n three  four",),)))
    assert shown.splitlines()[2:] == ["one", "two", "three four"]


@given(listings(), st.integers(20, 120))
@example(SPOILT, 88)
def test_text_keeps_its_width_and_every_sign(listing: Listing, width: int) -> None:
    text = to_text(listing, width)
    lines = text.split("\n")
    assert lines.pop() == ""
    for line in lines:
        assert width_of(line) <= width
        assert line == line.rstrip()
    there = Counter(text)
    for sign, times in Counter("".join(str(cell) for row in listing.rows for cell in row)).items():
        if sign.isprintable() and not sign.isspace():
            assert there[sign] >= times


@given(listings(), st.integers(-5, 19))
def test_no_width_is_too_small(listing: Listing, width: int) -> None:
    assert to_text(listing, width).endswith("\n")


# ---------------------------------------------------------------- CSV


def read_back(text: str) -> list[tuple[str, ...]]:
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    return [tuple(re.sub("^'(?='*[=+@\t\r\n＝＋－＠-])", "", cell) for cell in row) for row in rows]


def test_csv_is_that_of_rfc_4180() -> None:
    listing = Listing("Left out", ("Number", "Text"), (("012/24", 'a "b", c'), ("", "one\ntwo")))
    assert to_csv(listing) == '\ufeffNumber,Text\r\n012/24,"a ""b"", c"\r\n,"one\ntwo"\r\n'
    assert not to_csv(listing, bom=False).startswith("\ufeff")


@given(listings(), st.booleans())
@example(SPOILT, True)
@example(Listing("", ("",), (("",),)), True)
def test_csv_reads_back_to_the_same_cells(listing: Listing, bom: bool) -> None:
    rows = [
        tuple(re.sub("[\x00\ud800-\udfff]", "\ufffd", str(cell)) for cell in row)
        for row in (listing.columns, *listing.rows)
    ]
    assert read_back(quietly(lambda one: to_csv(one, bom=bom), listing)) == rows


@pytest.mark.parametrize("cell", ["=1+1", "+44 20", "-1", "@SUM(A1)", "\t=3", "＝1+1", "'=2"])
def test_no_cell_and_no_head_of_a_csv_is_a_formula(cell: str) -> None:
    rows = list(csv.reader(io.StringIO(to_csv(Listing("", (cell,), ((cell,),)), bom=False), newline="")))
    assert rows == [[f"'{cell}"], [f"'{cell}"]]


# ---------------------------------------------------------------- Markdown


def shown(markdown: str) -> tuple[str, list[tuple[str, ...]]]:
    """The heading and the rows of the table, as somebody sees them; fails where a cell is more than words."""
    title, rows, row = "", [], []
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    for at, token in enumerate(tokens):
        if token.type in ("heading_open", "th_open", "td_open"):
            words = ""
            for child in tokens[at + 1].children or []:
                assert child.type == "text" or child.content == "<br>", (child.type, markdown)
                words += "\n" if child.type == "html_inline" else child.content
            if token.type == "heading_open":
                title = words
            else:
                row.append(words)
        elif token.type == "tr_close":
            rows.append(tuple(row))
            row = []
    return title, rows


def folded(text: str, line_end: str = "\n") -> str:
    return sound(line_end.join(" ".join(line.split()) for line in LINE_END.split(text)))


def test_markdown_is_a_heading_and_a_pipe_table() -> None:
    listing = Listing("Actions #", ("No", "Text"), (("012/24", "a|b *c* d_e [f](g) R&D &amp; <i>\nnext"), ("", "")))
    assert to_markdown(listing) == (
        "## Actions \\#\n"
        "\n"
        "| No | Text |\n"
        "| --- | --- |\n"
        "| 012/24 | a\\|b \\*c\\* d_e \\[f\\](g) R&D \\&amp; \\<i\\><br>next |\n"
        "|  |  |\n"
    )


@given(listings())
@example(SPOILT)
@example(Listing("__0__", ("a__b", "_c_"), (("snake_case", "_"),)))
@example(Listing("# #", ("\\", "|"), (("\\|", "|\\"), ("\\\\|`|`", "~~a~~ **b"))))
def test_every_cell_of_markdown_shows_its_own_words(listing: Listing) -> None:
    title, rows = shown(quietly(to_markdown, listing))
    assert title == " ".join(folded(listing.title, " ").split())
    if listing.rows and listing.columns:
        assert rows == [tuple(folded(str(cell)) for cell in row) for row in (listing.columns, *listing.rows)]
    else:
        assert rows == []


# ---------------------------------------------------------------- HTML


ELEMENTS = {
    "html",
    "head",
    "meta",
    "title",
    "body",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "br",
    "p",
    "b",
}


class Page(HTMLParser):
    """The cells, the title and the caption of a page, and the elements and attributes that it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.words = {"title": "", "caption": ""}
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self._inside: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
        elif tag == "br":
            self.handle_data("\n")
        if tag not in ("br", "meta"):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._inside.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._inside and self._inside[-1] in ("td", "th"):
            self.rows[-1][-1] += data
        for name in self.words:
            if name in self._inside:
                self.words[name] += data


def test_html_is_a_page_with_a_captioned_table() -> None:
    text = to_html(ACTIONS)
    assert text.startswith('<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n')
    page = Page(text)
    assert page.words == {"title": ACTIONS.title, "caption": ACTIONS.title}
    assert page.rows == [list(row) for row in (ACTIONS.columns, *ACTIONS.rows)]
    assert text.count('<th scope="col"') == 3
    assert "border:1px" in text


@given(listings())
@example(SPOILT)
def test_html_holds_every_cell_and_nothing_that_runs_or_loads(listing: Listing) -> None:
    page = Page(quietly(to_html, listing))
    rows = (listing.columns, *listing.rows) if listing.rows and listing.columns else ()
    assert page.rows == [[sound(LINE_END.sub("\n", str(cell))) for cell in row] for row in rows]
    assert page.names <= ELEMENTS
    assert page.attributes <= {"lang", "charset", "name", "content", "style", "scope", "width", "valign"}


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed; .ci/system-packages installs it")
def test_a_word_processor_makes_the_same_table_of_it(tmp_path: Path) -> None:
    cells = tuple(cell for cell in HOSTILE if not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\ufffe]", cell))
    (tmp_path / "list.html").write_bytes(
        to_html(Listing("Actions & more", ("Head", "2"), tuple((c, "") for c in cells))).encode()
    )
    command = (str(SOFFICE), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless")
    asked = ("--infilter=HTML (StarWriter)", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path))
    subprocess.run([*command, *asked, str(tmp_path / "list.html")], capture_output=True, check=True, timeout=180)
    with zipfile.ZipFile(tmp_path / "list.docx") as archive:
        root = ET.fromstring(archive.read("word/document.xml"))
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    (table,) = root.iter(f"{w}tbl")
    rows = [["".join(cell.itertext()) for cell in row.iter(f"{w}tc")] for row in table.iter(f"{w}tr")]
    assert rows == [["Head", "2"], *[[cell, ""] for cell in cells]]
    assert len(list(table.iter(f"{w}tblHeader"))) == 1, "the heads are repeated on each page"
    assert "Actions & more" in "".join(root.itertext())


# ---------------------------------------------------------------- all of them


@pytest.mark.parametrize("render", RENDERERS)
def test_a_list_without_rows_or_columns_is_told(render: Callable[[Listing], str]) -> None:
    for listing in (ACTIONS._replace(rows=()), Listing("Actions", (), ((), ()))):
        if render is to_csv:
            assert read_back(to_csv(listing)) == [listing.columns, *listing.rows]
        else:
            assert "Actions" in render(listing)
            assert "Nothing to list." in render(listing)


@pytest.mark.parametrize("render", RENDERERS[1:])
def test_what_cannot_be_written_is_replaced_and_told(render: Callable[[Listing], str]) -> None:
    with pytest.warns(
        ReplacedCharactersWarning, match=r"^Actions: .* cannot hold U\+D800; U\+FFFD was written instead"
    ):
        text = render(Listing("Actions", ("Text",), ((LONE,),)))
    assert "half \ufffd a pair" in text


def test_a_terminal_gets_what_it_can_show() -> None:
    assert "half \ufffd a pair" in to_text(Listing("Actions", ("Text",), ((LONE,),)))


@pytest.mark.parametrize("render", RENDERERS)
def test_a_word_without_end_and_many_rows_are_written(render: Callable[[Listing], str]) -> None:
    listing = Listing("", ("A", "B"), (("Q" * 300_000, "é" * 300_000), *[("012/24", "done")] * 2_000))
    text = render(listing)
    assert (text.count("Q"), text.count("é"), text.count("012/24")) == (300_000, 300_000, 2_000)
