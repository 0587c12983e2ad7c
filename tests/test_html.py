"""Web pages: what a browser shows of the article is in the text, what stands around it is aside."""

from __future__ import annotations

import re
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import spcb_minutes
from spcb_minutes.errors import MinutesError, MissingExtraError, UnreadableFileError
from spcb_minutes.sources import html
from spcb_minutes.sources.reading import Limits, Reading

pytest.importorskip("selectolax")

FILLER = "<p>The harbour master reported that the crane was mended and that the boats lay safe all winter.</p>"


def read(page: str | bytes) -> Reading:
    return html.read(page.encode() if isinstance(page, str) else page, "page.html", Limits())


def aside(reading: Reading, kind: str) -> list[str]:
    return [found.text for found in reading.aside if found.kind == kind]


def codes(reading: Reading) -> list[str]:
    return [diagnostic.code for diagnostic in reading.diagnostics]


# What a page says


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<h2>041/24 Tides</h2><p>High\n  water.", "**041/24 Tides**\n\nHigh water."),
        ("<div>one<p>two</p>three</div>", "one\n\ntwo\n\nthree"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("<b>one<br>two</b>", "**one**\n**two**"),
        ("<pre>one\n  two\n\nthree\tfour</pre>", "one\ntwo\n\nthree\tfour"),
        ("<dl><dt>Clerk<dd>Ivor Kemp</dl>", "Clerk\n\nIvor Kemp"),
        ("<p>one<hr>two", "one\n\ntwo"),
        ("<blockquote>one</blockquote><address>two</address>", "one\n\ntwo"),
        ("<figure><img alt='A crane'><figcaption>The crane</figcaption></figure>", "The crane"),
        ("<details><summary>Tides</summary>High.</details>", "Tides\n\nHigh."),
        ("<h3><button aria-expanded=false>041/24 Tides</button></h3>", "**041/24 Tides**"),
        ("<p>a<span> </span>b <i> c</i>", "a b *c*"),
        ("<p>a&amp;b&nbsp;c &pound;5 &lt;d&gt;", "a&b\u00a0c £5 <d>"),
        ("<p>har&shy;bour mas<wbr>ter\u200b\ufeff", "harbour master"),
        ("<p>&nbsp;</p><p>&nbsp; one</p>", "one"),
        ("<p>5 * 3 \\ 2", "5 \\* 3 \\\\ 2"),
        ("<p>old <s>price</s> <strike>sum</strike>", "old price sum"),
        ("<p>·<span>&nbsp; </span>Patrols", "·\u00a0 Patrols"),
        ("<p>one<p hidden>two<p style='display: none'>three<p aria-hidden=true>four", "one"),
    ],
)
def test_blocks_and_blanks_are_those_that_a_browser_shows(markup: str, text: str) -> None:
    assert read(markup).text == text + "\n"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<b>a</b> <strong>b</strong> <i>c</i> <em>d</em> <cite>e</cite>", "**a b** *c d e*"),
        ("<b>a <i>b</i></b>", "**a** ***b***"),
        ("<span style='font-weight:600'>a</span> <span style='FONT-STYLE: oblique'>b</span>", "**a** *b*"),
        ("<b>a <span style='font-weight: normal'>b</span></b>", "**a** b"),
        ("<style>.act{font-weight:700}</style><p class='x act'>a", "**a**"),
        ("<style>p.up, #k {font-style:italic}</style><p class=up>a<p id=k>b<p>c", "*a*\n\n*b*\n\nc"),
        ("<style>strong{font-weight:normal}</style><p><strong>a</strong>", "a"),
        ("<style>.a{font-weight:normal} b{font-weight:bold}</style><b class=a>a</b>", "a"),
        ("<style>/* .a{} */ @media print{p{font-weight:bold}} p{color:red}</style><p>a", "a"),
        ("<style><!-- p.Act {font: italic bold 12pt Serif} --></style><p class=Act>a", "***a***"),
        ("<style>.gone{display:none}</style><p>a<p class=gone>b", "a"),
        ("<table><tr><th>a<td>b</table>", "**a**\tb"),
    ],
)
def test_bold_and_italic_come_from_elements_and_from_styles(markup: str, text: str) -> None:
    assert read(markup).text == text + "\n"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<ul><li>a<ul><li>b<ul><li>c</ul></ul><li>d</ul>", "- a\n    - b\n        - c\n- d"),
        ("<ul><li>a</li><ul><li>b</ul></ul>", "- a\n    - b"),
        ("<ul><li><p>a<p>b<li>c</ul>", "- a\n\nb\n\n- c"),
        ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
        ("<ol start=3><li>a<li value=7>b<li>c</ol>", "3. a\n7. b\n8. c"),
        ("<ol reversed><li>a<li>b</ol>", "2. a\n1. b"),
        ("<ol type=a start=26><li>a<li>b</ol>", "z. a\naa. b"),
        ("<ol type=i start=4><li>a</ol><ol type=I start=9><li>b</ol>", "iv. a\nIX. b"),
        ("<ol style='list-style-type: upper-alpha'><li>a</ol>", "A. a"),
        ("<ol style='list-style:none'><li>a</ol>", "- a"),
        ("<style>.plain{list-style-type:none}</style><ol class=plain><li>a</ol>", "- a"),
        ("<ul style='list-style-type:none'><li>a</ul>", "- a"),
        ("<ol type=q start=x><li value=y>a</ol>", "- a"),
        ("<ul><li><li>a</ul><p>b", "- a\n\nb"),
    ],
)
def test_entries_carry_the_mark_and_the_depth_that_are_shown(markup: str, text: str) -> None:
    assert read(markup).text == text + "\n"


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ("<tr><td>041/24<td>Tides", "041/24\tTides"),
        ("<tr><td>041/24<td><p><b>Tides</b><p>High.", "041/24\t**Tides**\n\nHigh."),
        ("<tr><td colspan=2>a<td>b", "a\t\tb"),
        ("<tr><td rowspan=2>a<td>b<tr><td>c", "a\tb\n\tc"),
        ("<tr><td>a<td rowspan=0>b<td>c<tr><td>d<td>e<tr><td>f<td>g", "a\tb\tc\nd\t\te\nf\t\tg"),
        ("<tfoot><tr><td>c<td>d<tbody><tr><td>a<td>b", "a\tb\nc\td"),
        ("<tr><td>a<td>b<caption>Times</caption>", "Times\n\na\tb"),
        ("<tr><td>only", "only"),
        ("<tr><td><p>one<ul><li>two</ul>", "one\n\n- two"),
        ("<tr><td><table><tr><td>a<td>b</table>", "a\tb"),
        ("<tr><td><td>", ""),
    ],
)
def test_a_row_is_its_cells_parted_by_tabulators(rows: str, text: str) -> None:
    assert read(f"<table>{rows}</table>").text == (text + "\n" if text else "")


def test_letters_that_are_raised_stay_and_figures_become_raised_ones() -> None:
    assert read("<p>24<sup>th</sup>, 5 m<sup>2</sup>, 10<sup>-3</sup>").text == "24th, 5 m², 10⁻³\n"


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Mended<sup><a href='#fn1'>1</a></sup>.<ol><li id=fn1>At noon. <a href='#r1'>↩</a></ol>",
        "<p>Mended<a href='#_ftn1' name='_ftnref1'>[1]</a>.<div id=ftn1><p>"
        "<a href='#_ftnref1' name='_ftn1'>[1]</a> At noon.</div>",
        "<p>Mended<a class=sdfootnoteanc name=sdfootnote1anc href='#sdfootnote1sym'><sup>1</sup></a>."
        "<div id=sdfootnote1><p><a name=sdfootnote1sym href='#sdfootnote1anc'>1</a> At noon.</div>",
        "<p>Mended<sup>[<a href='#n'>*</a>]</sup>.<p id=n>* At noon.",
    ],
)
def test_a_footnote_is_aside_and_its_mark_is_gone(markup: str) -> None:
    reading = read(markup)
    assert reading.text == "Mended.\n"
    assert aside(reading, "footnote") == ["At noon."]


def test_links_to_a_place_in_the_page_are_no_footnotes() -> None:
    reading = read("<table><tr><td><a href='#i5'>5</a><td>Tides</table><p id=i5>5 Tides: high water.")
    assert reading.text == "5\tTides\n\n5 Tides: high water.\n"
    assert aside(reading, "footnote") == []


def test_what_was_struck_out_is_gone_and_what_was_inserted_stays() -> None:
    reading = read("<p>The <del>old</del> <ins>new</ins> crane.")
    assert reading.text == "The new crane.\n"
    assert codes(reading) == ["M906"]


def test_an_address_that_the_words_do_not_show_is_aside_once() -> None:
    reading = read(
        "<p><a href='https://board.example/a/'>board.example/a</a> <a href='https://board.example/b'>paper</a> "
        "<a href='https://board.example/b'>again</a> <a href='/c'>c</a> <a href='javascript:d()'>d</a>"
    )
    assert reading.text == "board.example/a paper again c d\n"
    assert aside(reading, "link") == ["https://board.example/b"]


# What stands around


def test_what_stands_around_the_article_is_aside_block_by_block() -> None:
    reading = read(
        "<title>Minutes – Saltmouth</title><a href='#c'>Skip to content</a><header><a href=/>Saltmouth</a></header>"
        "<nav>Home Board</nav><div class=breadcrumbs>Home » Minutes</div>"
        f"<main id=c><article><header><h1>Harbour Board</h1></header>{FILLER}</article><aside>Boat fair</aside></main>"
        "<div>Latest news</div><footer>© Saltmouth</footer><div role=dialog>We use cookies</div>"
        "<script>var no = 1</script><template>no</template><noscript>no</noscript>"
    )
    assert reading.text.startswith("**Harbour Board**\n\nThe harbour master")
    assert len(reading.text.splitlines()) == 3
    assert aside(reading, "metadata") == ["Minutes – Saltmouth"]
    assert aside(reading, "page") == [
        *("Skip to content", "Saltmouth", "Home Board", "Home » Minutes", "Boat fair"),
        *("Latest news", "© Saltmouth", "We use cookies"),
    ]


@pytest.mark.parametrize(
    "markup",
    [
        f"<main><p>Menu</main><div>{FILLER}</div>",
        f"<article>{FILLER}</article><article>{FILLER}</article>",
        f"<form>{FILLER}</form>",
        f"<table><tr><td>{FILLER}<td></table>",
        f"<header><h1>Harbour Board</h1></header>{FILLER}",
        f"<h1>Notes of 14 May 2024</h1><main>{FILLER}</main>",
        f"<div id=content>One</div><div>{FILLER}</div>",
        f"<body class='has-cookie-notice'><div class='entry-content'>{FILLER}</div>",
        f"<button aria-controls=p1>041/24</button><div id=p1 aria-hidden=true>{FILLER}</div>",
        f"<main><section><header>Tides</header>{FILLER}<footer>Signed: Ann O'Dell</footer></section></main>",
    ],
)
def test_nothing_is_aside_of_a_page_that_is_all_content(markup: str) -> None:
    reading = read(markup)
    assert "boats lay safe" in reading.text
    assert reading.aside == ()


def test_a_menu_column_of_a_page_laid_out_as_a_table_is_aside() -> None:
    links = "".join(f"<a href=/{name}>{name}</a> " for name in ("Home", "Board", "Boats"))
    reading = read(f"<table><tr><td>{links}<td><h1>Harbour Board</h1>{FILLER}</table>")
    assert reading.text.startswith("**Harbour Board**\n\n")
    assert aside(reading, "page") == ["Home Board Boats"]


def test_hidden_words_are_aside() -> None:
    assert aside(read(f"{FILLER}<div hidden>Later</div>"), "hidden") == ["Later"]


# Bytes


@pytest.mark.parametrize(
    "page",
    [
        "<p>£5 – “now”".encode(),
        "\ufeff<p>£5 – “now”".encode(),
        "<p>£5 – “now”".encode("utf-16"),
        "<meta charset=windows-1252><p>£5 – “now”".encode("cp1252"),
        "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'><p>£5 – “now”".encode("cp1252"),
        b"<meta charset=utf-7>" + "<p>£5 – “now”".encode(),
    ],
)
def test_every_declared_encoding_gives_the_same_text(page: bytes) -> None:
    reading = read(page)
    assert reading.text == "£5 – “now”\n"
    assert codes(reading) == []


@pytest.mark.parametrize("declared", ["", "<meta charset=utf-8>", "<meta charset=euc-jp>"])
def test_a_page_that_is_not_what_it_says_is_read_as_windows_1252_and_told(declared: str) -> None:
    reading = read(f"{declared}<p>It costs £5".encode("cp1252"))
    assert reading.text == "It costs £5\n"
    assert codes(reading) == ["M901"]


def test_an_xml_declaration_and_elements_that_close_themselves_are_read() -> None:
    page = '<?xml version="1.0" encoding="ISO-8859-1"?><html><head><title/></head><body><b/><p/><p>£5</p></body></html>'
    assert read(page.encode("latin-1")).text == "£5\n"


@pytest.mark.parametrize("page", ["", "<html></html>", "<p>&nbsp;", "<!-- none -->", "<frameset><frame></frameset>"])
def test_an_empty_page_is_told(page: str) -> None:
    assert codes(read(page)) == ["M904"]


def test_what_no_text_can_hold_is_replaced_and_told() -> None:
    reading = read(b"<p>high" + b"\0" + b" water\xed\xa0\x80 &#xD800;&#0;")
    assert "\0" not in reading.text
    assert reading.text.startswith("high")
    assert reading.text.encode().decode() == reading.text
    assert codes(reading) == ["M903"]


def test_bytes_of_another_program_are_refused_with_the_name_of_the_file() -> None:
    with pytest.raises(UnreadableFileError, match=r"^page\.html: "):
        read(bytes(range(32)) * 50)


def test_a_missing_library_is_named_with_the_command_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "selectolax.lexbor", None)
    with pytest.raises(MissingExtraError, match=r"^page\.html: .*pip install 'spcb-minutes\[html\]'$"):
        read("<p>x")


# Markup that is broken, or made to do harm


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "<div>",
            "<span>",
            "<b>",
            "<ul><li>",
            "<table><tr><td>",
            "<table><tr><td>a<td>",
            "<blockquote><p>",
            "<p><font size=%d>",
            "<dl><dd>",
        ),
        *("<option><optgroup>", "<a href='#x'>", "<section>", "</div>", "<!--", '<a b="', "<div><b>"),
    ],
)
def test_deep_and_broken_markup_is_read(piece: str) -> None:
    reading = read("<p>before " + "".join(piece % i if "%" in piece else piece for i in range(5000)) + "x")
    assert reading.text.startswith("before")


@pytest.mark.parametrize(("piece", "count"), [("<div>", 100_000), ("<ul><li>", 50_000), ("<option><optgroup>", 50_000)])
def test_deep_markup_is_read_in_its_time(piece: str, count: int) -> None:
    start = time.perf_counter()
    assert read("before" + piece * count + "x").text.startswith("before")
    assert time.perf_counter() - start < 20  # the parser alone takes about a minute


def test_words_of_markup_too_deep_stay_apart() -> None:
    words = [f"w{i}" for i in range(2000)]
    reading = read("".join(f"<div>{word}" for word in words))
    assert reading.text.split() == words


def test_cells_that_span_very_far_do_not_fill_the_memory() -> None:
    reading = read("<table>" + "<tr><td rowspan=65000 colspan=1000>x" * 500 + "</table>")
    assert reading.text.count("x") == 500
    assert len(reading.text) < 100_000


def test_a_very_long_tag_keeps_its_element() -> None:
    start = time.perf_counter()
    assert read("<p " + " ".join(f"a{i}=1" for i in range(50_000)) + ">one</p><p>two").text == "one\n\ntwo\n"
    assert time.perf_counter() - start < 5


TAGS = re.findall(
    r"\w+",
    "a b i p br q ul ol li dl dt dd td tr th sup del ins pre h1 h3 hr div nav main form font table tbody caption "
    "style script title header article template svg select",
)
PIECES = st.one_of(
    st.sampled_from(TAGS).map(lambda tag: f"<{tag}>"),
    st.sampled_from(TAGS).map(lambda tag: f"</{tag}>"),
    st.sampled_from(TAGS).flatmap(
        lambda tag: st.sampled_from(
            [
                *(
                    "id=a",
                    "name=a",
                    "href='#a'",
                    "colspan=3",
                    "rowspan=2",
                    "hidden",
                    "class='content cookie'",
                    "type=i",
                ),
                *("style='font-weight:bold;display:block'", "role=main", "start=-4", "value=99999999", "reversed", "/"),
            ]
        ).map(lambda attribute: f"<{tag} {attribute}>")
    ),
    st.sampled_from(
        ["<!--", "-->", "<![if x]>", "&nbsp;", "&#0;", "&", "<", ">", '"', "\0", "1", "[1]", "word ", "\n"]
    ),
    st.text(max_size=5),
)


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text_or_a_clear_error(data: bytes) -> None:
    try:
        reading = read(data)
    except MinutesError:
        return
    assert not re.search("[\0\ud800-\udfff\r]", reading.text)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_markup_gives_a_text(markup: str) -> None:
    try:
        reading = read(markup.encode("utf-8", "surrogatepass"))
    except UnreadableFileError:
        return
    assert not re.search("[\0\ud800-\udfff\r]", reading.text)
    assert all(found.text.strip() for found in reading.aside)


WORDS = st.integers(0, 999).map(lambda number: f"w{number:03}x")
INLINE = st.recursive(
    WORDS,
    lambda inner: st.tuples(st.sampled_from(["b", "i", "span", "u"]), st.lists(inner, max_size=3)).map(
        lambda made: f"<{made[0]}>{' '.join(made[1])}</{made[0]}>"
    ),
    max_leaves=6,
)
PARAGRAPH = st.lists(INLINE, max_size=4).map(lambda inner: f"<p>{' '.join(inner)}</p>")


def _list(inner: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{one}</li>" for one in inner) + "</ul>"


def _table(rows: list[list[str]]) -> str:
    return "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows) + "</table>"


BLOCK = st.recursive(
    PARAGRAPH,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(_list),
        st.lists(st.lists(inner, max_size=3), max_size=3).map(_table),
        st.tuples(
            st.sampled_from(["div", "main", "nav", "article", "footer", "section"]), st.lists(inner, max_size=3)
        ).map(lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"),
    ),
    max_leaves=12,
)


@given(st.lists(BLOCK, max_size=4).map("".join))
def test_every_word_of_a_page_is_in_the_text_or_aside(markup: str) -> None:
    reading = read(markup)
    shown = " ".join((reading.text, *(found.text for found in reading.aside)))
    word = re.compile(r"w\d{3}x")
    assert sorted(word.findall(shown)) == sorted(word.findall(markup))


# As a user


def test_a_page_of_a_content_system_gives_people_items_actions_and_updates(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    page = tmp_path_factory.mktemp("pages") / "minutes.html"
    page.write_text(
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>Minutes</title></head><body>"
        "<header><nav><a href=/>Home</a></nav></header><main><article>"
        "<h1>Harbour Safety Board – Notes of meeting held on Tuesday 14 May 2024</h1>"
        "<h2>Present</h2><ul><li>Dr Ann O’Dell, Chair</li><li>Peter Lowe, Harbour Master</li></ul>"
        "<h3>041/24 Tides</h3><p>High water was early on the 2<sup>nd</sup>.</p>"
        "<p><strong>The HM to send the tide tables to the board.</strong></p><p><em>They were sent on 2 May.</em></p>"
        "<h3>042/24 Close</h3><p>The end.</p></article></main><footer>© Saltmouth</footer></body></html>",
        encoding="utf-8",
    )
    (minutes,) = spcb_minutes.read(page).minutes
    assert [person.name for person in minutes.attendance.present] == ["Ann O'Dell", "Peter Lowe"]
    assert [(str(item.number), item.title) for item in minutes.items] == [("041/24", "Tides"), ("042/24", "Close")]
    (action,) = minutes.items[0].actions
    assert (action.owner, action.update) == ("HM", "They were sent on 2 May.")


def test_the_declarations_of_a_document_type_are_no_words() -> None:
    page = '<?xml version="1.0"?><!DOCTYPE html [ <!ENTITY x "y"> ]><html><body><p>High &amp; low.</p></body></html>'
    assert read(page).text == "High & low.\n"
