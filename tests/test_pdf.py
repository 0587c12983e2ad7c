"""PDF: what a page shows becomes minutes text; what cannot be read is told, and nothing in the file is run.

The small files are written here, byte by byte; examples/harbour-2024-09-10.pdf is of a word processor.
"""

from __future__ import annotations

import io
import re
import socket
import sys
import time
import zlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import spcb_minutes
from spcb_minutes.errors import LimitExceededError, MinutesError, MissingExtraError, UnreadableFileError
from spcb_minutes.models import Diagnostic, Furniture, Source
from spcb_minutes.sources import Limits, load
from spcb_minutes.sources import pdf as reader

pytest.importorskip("pypdfium2", reason="reading PDF needs: pip install 'spcb-minutes[pdf]'")

HARBOUR = Path(__file__).parent.parent / "examples" / "harbour-2024-09-10.pdf"

FONTS = {
    "F": "Helvetica",
    "B": "Helvetica-Bold",
    "I": "Times-Italic",
    "BI": "Times-BoldItalic",
    "S": "Symbol",
    "Z": "ZapfDingbats",
}
LOCKED = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >> /ID [<00> <00>]"
LONG = (
    "The dredging of the channel had taken longer than anybody thought it would, for there was gravel under the mole."
)


def pdf(*pages: str, page: str = "", more: Sequence[str] = (), catalogue: str = "", trailer: str = "") -> bytes:
    """A PDF with these content streams; ``more`` objects are numbered from 3 on, then come the pages."""
    fonts = " ".join(f"/{key} << /Type /Font /Subtype /Type1 /BaseFont /{name} >>" for key, name in FONTS.items())
    first = 3 + len(more)
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        *more,
    ]
    for i, content in enumerate(pages):
        box = "" if "MediaBox" in page else "/MediaBox [0 0 595 842]"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R {box} /Contents {first + 2 * i + 1} 0 R "
            f"/Resources << /Font << {fonts} >> /XObject << /X 3 0 R >> >> {page} >>"
        )
        objects.append(stream(content, ""))
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode("latin-1")
    return out + f"trailer << /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{out.rindex(b'xref')}\n%%EOF\n".encode()


def stream(content: str, entries: str) -> str:
    return f"<< {entries} /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream"


def form(content: str, resources: str = "") -> str:
    fonts = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    return stream(content, f"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << {fonts} {resources} >>")


def words(
    x: float, y: float, text: str, font: str = "F", size: float = 11, matrix: str = "1 0 0 1", mode: int = 0
) -> str:
    escaped = re.sub(r"([()\\])", r"\\\1", text)
    return f"BT /{font} {size} Tf {mode} Tr {matrix} {x} {y} Tm ({escaped}) Tj ET\n"


def read(data: bytes, **limits: int) -> tuple[Source, tuple[Diagnostic, ...], tuple[Furniture, ...]]:
    return load(io.BytesIO(data), limits=Limits(**limits))


def text_of(*pages: str, page: str = "") -> str:
    return read(pdf(*pages, page=page))[0].text


def outcome(data: bytes) -> tuple[str, str]:
    """The text and the error: one of them is empty, or both."""
    try:
        return read(data)[0].text, ""
    except MinutesError as error:
        return "", str(error)


# The example


@pytest.fixture(scope="module")
def harbour() -> tuple[Source, tuple[Diagnostic, ...], tuple[Furniture, ...]]:
    return load(HARBOUR)


def test_the_example_has_its_pages(harbour: tuple[Source, object, object]) -> None:
    source = harbour[0]
    assert source.media_type == "application/pdf"
    assert len(source.pages) == 4
    begins = [source.text[start : start + 12] for start in source.pages]
    assert begins == ["**HARBOUR SA", "081/24\t**Ite", "**Safety Pla", "forty crews "]


def test_the_example_keeps_headers_footnotes_and_links_aside(
    harbour: tuple[Source, object, tuple[Furniture, ...]],
) -> None:
    source, _, aside = harbour
    assert {one.kind for one in aside} == {"page", "footnote", "link"}
    assert ("footnote", "The test is made by an inspector from outside the port.") in [
        (one.kind, one.text) for one in aside
    ]
    assert [one.page for one in aside if one.text.startswith("Page ")] == [1, 2, 3, 4]
    assert len([one for one in aside if one.kind == "link"]) == 1
    assert all(one.text not in source.text for one in aside)


@pytest.mark.parametrize(
    "passage",
    [
        "083/24\t**Item 3 – Questions from the Public**\n",  # two cells
        "***before and not after***",
        "\n*The company was told on 12 September 2024.*\n",
        "transformers that feed",  # cut at the end of a line
        "a follow-up visit",  # not cut: a hyphen of its own
        "        - Its motor was changed in August, because",  # bullets of three levels, in fonts of signs
        "passed its yearly test. Its doors",  # the number of a footnote stood here
        "cleared of brambles, and\fforty crews can leave",  # a row and a paragraph over a page
        "HOLLIS\tHarbour Master\n",  # columns without rules
        "STOKES-BELL\tSafety Adviser to the Harbour Office and Board Member\n",
        "January to June\t17\t4",  # a table in a cell
        "on 24th September",
    ],
)
def test_the_example_reads_as_it_looks(passage: str, harbour: tuple[Source, object, object]) -> None:
    assert passage in harbour[0].text


def test_the_example_gives_what_its_word_file_gives() -> None:
    def words_of(suffix: str) -> list[str]:
        return load(HARBOUR.with_suffix(suffix))[0].text.split()

    assert words_of(".pdf") == words_of(".docx")


def test_two_threads_read_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(lambda _: load(HARBOUR)[0].text, range(8)))
    assert set(texts) == {load(HARBOUR)[0].text}


# What a page shows


def test_fonts_say_what_is_bold_and_what_slants() -> None:
    row = (
        words(72, 700, "plain ")
        + words(110, 700, "bold ", "B")
        + words(140, 700, "slanted ", "I")
        + words(180, 700, "both", "BI")
    )
    assert text_of(row) == "plain **bold** *slanted* ***both***\n"


@pytest.mark.parametrize(
    ("font", "name", "shown"),
    [
        ("F", "ABCDEF+Arial,Bold", "**words**"),
        ("F", "ABCDEF+Calibri-BoldItalic", "***words***"),
        ("F", "Frutiger-Black", "**words**"),
        ("F", "Garamond-Oblique", "*words*"),
        ("F", "BOLDAA+Carlito", "words"),
        ("F", "Italiana", "words"),
        ("F", "MinionPro-BoldIt", "***words***"),
        ("F", "CMBXTI10", "***words***"),
    ],
)
def test_the_name_of_a_font_is_read_without_its_tag(
    font: str, name: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FONTS, font, name)
    assert text_of(words(72, 700, "words")) == f"{shown}\n"


def test_letters_with_a_line_around_them_are_bold() -> None:
    assert text_of(words(72, 700, "heavy", mode=2) + words(72, 600, "plain")) == "**heavy**\n\nplain\n"


def test_words_printed_twice_are_bold_and_stand_once() -> None:
    assert (
        text_of(words(72, 700, "heavy") + words(72.4, 700, "heavy") + words(72, 600, "plain")) == "**heavy**\n\nplain\n"
    )
    assert text_of(words(72, 700, "again") + words(72, 700, "again")) == "again\n"


def test_letters_printed_one_by_one_are_words() -> None:
    text, x, content = "Will fill it 1/2 fully", 72.0, ""
    for letter in text:
        content += words(x, 700, letter) if letter != " " else ""
        x += 11 * (
            0.222
            if letter in "il"
            else 0.722
            if letter == "W"
            else 0.278
            if letter in " ft/"
            else 0.5
            if letter == "y"
            else 0.556
        )
    assert text_of(content) == f"{text}\n"


def test_words_that_are_not_printed_over_a_picture_are_read() -> None:
    source, told, _ = read(pdf(PICTURE + words(72, 700, "Recognised words", mode=3), more=[IMAGE]))
    assert (source.text, told) == ("Recognised words\n", ())


def test_bullets_of_fonts_of_signs() -> None:
    symbols = "BT /S 11 Tf 72 700 Td (\\267) Tj ET BT /Z 11 Tf 72 686 Td (n) Tj ET\n"
    assert text_of(symbols + words(90, 700, "First.") + words(90, 686, "Second.")) == "- First.\n- Second.\n"


def test_bullets_that_are_drawn() -> None:
    upper = "75 703 m 75 704.1 74.1 705 73 705 c 71.9 705 71 704.1 71 703 c "
    lower = "71 701.9 71.9 701 73 701 c 74.1 701 75 701.9 75 703 c f\n"
    content = upper + lower + words(90, 700, "First.") + words(72, 686, "No entry.")
    assert text_of(content) == "- First.\n\nNo entry.\n"


def test_lines_and_frames_and_thin_boxes_are_the_rules_of_a_table() -> None:
    cells = (
        words(80, 690, "041/24") + words(150, 690, "Tides", "B") + words(80, 660, "042/24") + words(150, 660, "Cranes")
    )
    drawn = "72 645 450 60 re S 72 675 m 522 675 l S 140 645 m 140 705 l S\n"
    level = "".join(f"72 {y} 450 .5 re f " for y in (645, 675, 705))
    upright = "".join(f"{x} 645 .5 60 re f " for x in (72, 140, 522))
    for rules in (drawn, level + upright):
        assert text_of(rules + cells) == "041/24\t**Tides**\n042/24\tCranes\n"
    ground = "0.9 g 72 645 450 60 re f 0 g\n"
    assert text_of(ground + words(80, 690, "One line")) == "One line\n"


def test_words_in_a_form_stand_where_it_stands() -> None:
    inside = form(words(0, 0, "041/24") + words(100, 0, "Tides"))
    content = "q 1 0 0 1 72 700 cm /X Do Q\n" + words(72, 720, "Above") + words(72, 680, "Below")
    assert read(pdf(content, more=[inside]))[0].text == "Above\n\n041/24\tTides\n\nBelow\n"


@pytest.mark.parametrize(("turn", "matrix"), [(90, "0 1 -1 0"), (180, "-1 0 0 -1"), (270, "0 -1 1 0")])
@pytest.mark.parametrize("said", [True, False])
def test_a_turned_page_reads_as_it_is_shown(turn: int, matrix: str, said: bool) -> None:
    """Words are put where a reader of the turned page sees them at (72, 500) and below."""

    def place(x: float, y: float) -> tuple[float, float]:
        return {90: (595 - y, x), 180: (595 - x, 842 - y), 270: (y, 842 - x)}[turn]

    rows = [(72.0, 500.0, "041/24"), (150.0, 500.0, "Tides"), (72.0, 480.0, "042/24"), (150.0, 480.0, "Cranes")]
    content = "".join(words(*place(x, y), text, matrix=matrix) for x, y, text in rows)
    assert text_of(content, page=f"/Rotate {turn}" if said else "") == "041/24\tTides\n042/24\tCranes\n"


def test_words_across_the_page_are_aside() -> None:
    stamp = words(200, 300, "DRAFT", "B", 90, matrix=".7 .7 -.7 .7")
    source, _, aside = read(pdf(stamp + words(72, 700, "The notes") + words(30, 400, "Margin", matrix="0 1 -1 0")))
    assert source.text == "The notes\n"
    assert [(one.kind, one.text) for one in aside] == [("page", "DRAFT"), ("page", "Margin")]


def test_footers_are_found_where_the_page_is_a_part_of_its_sheet() -> None:
    pages = [words(150, 600, f"{'ab'[n]} notes") + words(150, 220, "Harbour Board") for n in range(2)]
    source, _, aside = read(pdf(*pages, page="/MediaBox [-50 -50 900 1200] /CropBox [100 200 695 1042]"))
    assert source.text == "a notes\n\fb notes\n"
    assert [one.text for one in aside] == ["Harbour Board"]


def test_addresses_behind_words_are_aside_and_shown_ones_are_not() -> None:
    def link(address: str) -> str:
        return f"<< /Type /Annot /Subtype /Link /Rect [72 690 200 710] /A << /S /URI /URI ({address}) >> >>"

    annotations = "/Annots [" + link("https://board.example/film") + link("https://shown.example/") + "]"
    source, _, aside = read(pdf(words(72, 700, "A film, and shown.example"), page=annotations))
    assert source.text == "A film, and shown.example\n"
    assert [(one.kind, one.text, one.page) for one in aside] == [("link", "https://board.example/film", 1)]


def test_blank_pages_are_pages() -> None:
    source, told, _ = read(pdf(words(72, 700, "One."), "", words(72, 700, "Three.")))
    assert source.text == "One.\n\f\fThree.\n"
    assert len(source.pages) == 3
    assert told == ()


def test_a_file_of_blank_pages_is_empty() -> None:
    source, told, _ = read(pdf("", ""))
    assert source.text == ""
    assert [one.code for one in told] == ["M904"]


# Pages that are pictures

IMAGE = stream("\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8")
PICTURE = "q 595 0 0 842 0 0 cm /X Do Q\n"


def test_a_scanned_file_says_what_to_do() -> None:
    source, told, _ = read(pdf(PICTURE, PICTURE, more=[IMAGE]))
    assert source.text == ""
    assert [one.code for one in told] == ["M905"]
    assert told[0].message == "This PDF has no text: its pages are pictures."
    assert "text recognition" in (told[0].hint or "")


def test_pages_that_are_pictures_among_others_are_named() -> None:
    text = words(72, 700, "Words.")
    source, told, _ = read(pdf(text, PICTURE, PICTURE, text, PICTURE, PICTURE + text, more=[IMAGE]))
    assert [(one.code, one.message) for one in told] == [
        ("M905", "Pages 2–3, 5 of this PDF are pictures without text.")
    ]
    assert len(source.pages) == 6
    _, told, _ = read(pdf(text, PICTURE, more=[IMAGE]))
    assert [one.message for one in told] == ["Page 2 of this PDF is a picture without text."]


def test_letters_that_are_drawn_are_a_picture() -> None:
    drawn = "".join(f"{72 + 5 * i} 700 m {75 + 5 * i} 709 l {78 + 5 * i} 703 l f\n" for i in range(70))
    assert [one.code for one in read(pdf(drawn))[1]] == ["M905"]
    assert [one.code for one in read(pdf("72 700 m 75 709 l 78 703 l f\n"))[1]] == ["M904"]


def test_a_page_that_is_missing_is_told() -> None:
    whole = pdf(words(72, 700, "One."), words(72, 700, "Two."))
    broken = whole.replace(b"/Type /Page /Parent", b"/Type /Pagx /Parent", 1).replace(b"3 0 obj\n<<", b"3 0 obj\n[[", 1)
    source, told, _ = read(broken)
    assert "Two." in source.text
    assert [(one.code, one.message) for one in told] == [("M907", "Page 1 of this PDF could not be read.")]


def test_letters_that_cannot_be_told_are_told_and_end_no_page() -> None:
    glyphs = "BT /F 11 Tf 72 700 Td (\\001\\014\\005 \\003) Tj ET\n"
    source, told, _ = read(pdf(glyphs, words(72, 700, "Words.")))
    assert source.text == "\ufffd\ufffd\ufffd \ufffd\n\fWords.\n"
    assert [one.code for one in told] == ["M905"]
    assert told[0].message == "The letters of page 1 cannot be told: the fonts do not say which they are."


def test_letters_that_mean_nothing_do_not_move_the_words_after_them() -> None:
    source, told, _ = read(pdf("BT /F 11 Tf 72 700 Td (A\\001B\\000CDEFGH) Tj 228 0 Td (next) Tj ET\n"))
    assert (source.text, told) == ("A\ufffdB\ufffdCDEFGH\tnext\n", ())


def test_letters_of_two_halves_are_one_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FONTS, "F", "Helvetica /ToUnicode 3 0 R")
    meanings = stream(
        "begincmap 1 begincodespacerange <00> <FF> endcodespacerange 2 beginbfchar <41> <D83DDE00> <42> <00660066> "
        "endbfchar endcmap",
        "",
    )
    content = words(72, 700, "xAyBz") + words(300, 700, "next")
    assert read(pdf(content, more=[meanings]))[0].text == "x\U0001f600yffz\tnext\n"


# Files that cannot be read


def test_a_locked_file_says_so() -> None:
    with pytest.raises(UnreadableFileError, match="locked with a password"):
        read(pdf(words(72, 700, "Secret"), trailer=LOCKED))


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_file_cut_short_gives_its_words_or_an_error(tenth: int) -> None:
    whole = HARBOUR.read_bytes()
    text, error = outcome(whole[: len(whole) * tenth // 10])
    assert text or "damaged or not whole" in error


def test_a_file_cut_before_its_table_is_damaged() -> None:
    with pytest.raises(UnreadableFileError, match="damaged or not whole"):
        read(HARBOUR.read_bytes()[:2000])


@given(st.binary(max_size=400))
def test_any_bytes_give_a_source_or_one_clear_error(data: bytes) -> None:
    assert "\n" not in outcome(b"%PDF-1.4\n" + data)[1]


@given(st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=8))
def test_any_damage_gives_a_source_or_one_clear_error(damage: list[tuple[int, int]]) -> None:
    whole = bytearray(pdf(words(72, 700, "041/24") + words(150, 700, "Tides", "B") + "72 690 450 30 re S\n"))
    for place, byte in damage:
        whole[place % len(whole)] = byte
    text, error = outcome(bytes(whole))
    assert "\x00" not in text
    assert "\n" not in error


def test_more_pages_than_allowed_are_refused_and_the_caller_may_allow_them() -> None:
    data = pdf(*[words(72, 700, "Words.")] * 3)
    with pytest.raises(LimitExceededError, match=r"3 pages, more than the 2 .* raise max_pages"):
        read(data, max_pages=2)
    assert read(data, max_pages=3)[0].text.count("Words.") == 3
    assert Limits().max_pages < 2000


def test_a_page_that_draws_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_MOST_OBJECTS", 20)
    monkeypatch.setattr(reader, "_MOST_OBJECTS_OF_A_PAGE", 10)
    assert text_of("0 0 m 9 9 l S\n" * 29 + words(72, 700, "Words.")) == "Words.\n"
    with pytest.raises(LimitExceededError, match="draws more"):
        text_of("0 0 m 9 9 l S\n" * 30 + words(72, 700, "Words."))


def test_forms_within_forms_come_to_an_end() -> None:
    own = form(words(0, 0, "Deep") + "/X Do\n", "/XObject << /X 3 0 R >>")
    assert "Deep" in read(pdf("q 1 0 0 1 72 700 cm /X Do Q\n", more=[own]))[0].text


def test_a_page_of_many_pieces_is_read_in_time() -> None:
    """PDFium looks for the words of an object in the whole page: asked for each of these, it takes 14 seconds."""
    pieces = [words(20 + 14 * (i % 40), 830 - 2.6 * (i // 40), f"w{i}abcdefgh", size=2) for i in range(12_000)]
    data = pdf("".join(pieces))
    began = time.process_time()
    source, _, _ = read(data)
    assert time.process_time() - began < 6
    assert len(re.findall(r"w\d+abcdefgh", source.text)) == 12_000


def test_without_the_library_the_error_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'spcb-minutes\[pdf\]'"):
        load(HARBOUR)


def test_nothing_in_the_file_is_run_or_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    actions = [
        "/OpenAction << /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9/'\\)) >>",
        "/OpenAction << /S /Launch /F (/bin/false) >>",
        "/OpenAction << /S /GoToR /F (http://127.0.0.1:9/other.pdf) >>",
        "/AA << /WC << /S /URI /URI (http://127.0.0.1:9/) >> >>",
    ]
    for action in actions:
        source, told, aside = read(
            pdf(words(72, 700, "Words."), catalogue=action, page=action.replace("OpenAction", "X"))
        )
        assert (source.text, told, aside) == ("Words.\n", (), ())


# What becomes of it


def test_packed_content_gives_items() -> None:
    rows = [words(72, 760, "HARBOUR BOARD", "B"), words(72, 740, "Notes of meeting held on Tuesday 14 May 2024", "B")]
    for index, title in enumerate(("Apologies", "Tides", "Cranes")):
        y = 700 - 60 * index
        rows += [words(72, y, f"{41 + index:03}/24"), words(140, y, title, "B"), words(140, y - 14, LONG[:60] + ".")]
    plain = pdf("".join(rows))
    content = plain.split(b"stream\n")[1].removesuffix(b"\nend")
    packed = zlib.compress(content)
    old = b" /Length %d >>\nstream\n%b\nendstream" % (len(content), content)
    new = b" /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (len(packed), packed)
    assert old in plain
    data = plain.replace(old, new)
    document = spcb_minutes.read(io.BytesIO(data))
    assert [
        (str(item.number), item.title) for part in document.parts if part.kind == "minutes" for item in part.items
    ] == [("041/24", "Apologies"), ("042/24", "Tides"), ("043/24", "Cranes")]
