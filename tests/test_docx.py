"""The reader of Word files: each promise of its docstring on a small file, damage and attacks, and invented bodies."""

from __future__ import annotations

import io
import re
import tracemalloc
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spcb_minutes import facts, parse
from spcb_minutes import read as read_minutes
from spcb_minutes.errors import LimitExceededError, MinutesError, UnknownFormatError, UnreadableFileError
from spcb_minutes.sources import Limits, Reading
from spcb_minutes.sources.docx import read

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{OFFICE}/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    f'xmlns:m="{OFFICE}/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:x="urn:of-somebody-else"'
)
STRICT = NAMESPACES.replace(
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"
).replace(f"{OFFICE}/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


# ---------------------------------------------------------------- how files are made


def part(name: str, inside: str, namespaces: str = NAMESPACES) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {namespaces}>{inside}</w:{name}>'


def relations(**targets: str) -> str:
    """Relations by id; an address is outside, and ``styles_x`` is of the type "styles"."""
    return (
        f'<Relationships xmlns="{PACKAGE}">'
        + "".join(
            f'<Relationship Id="{key}" Type="{OFFICE}/relationships/{key.partition("_")[0]}" Target="{target}"'
            + (' TargetMode="External"' if ":" in target else "")
            + "/>"
            for key, target in targets.items()
        )
        + "</Relationships>"
    )


def zipped(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def parts_of(
    body: str,
    styles: str = "",
    numbering: str = "",
    namespaces: str = NAMESPACES,
    **others: str,
) -> dict[str, str | bytes]:
    """The parts of a Word file, with relations of these names.

    ``header1="<w:p/>"`` is the part word/header1.xml, ``link="https://…"`` an address.
    """
    targets: dict[str, str] = {}
    parts: dict[str, str | bytes] = {"word/document.xml": part("document", f"<w:body>{body}</w:body>", namespaces)}
    if styles:
        parts["word/styles.xml"] = part("styles", styles, namespaces)
        targets["styles"] = "styles.xml"
    if numbering:
        parts["word/numbering.xml"] = part("numbering", numbering, namespaces)
        targets["numbering"] = "numbering.xml"
    for name, inside in others.items():
        if inside and not inside.startswith("<"):
            targets[name] = inside
            continue
        parts[f"word/{name}.xml"] = part({"header": "hdr", "footer": "ftr"}.get(name[:6], name), inside, namespaces)
        targets[name] = f"{name}.xml"
    parts["word/_rels/document.xml.rels"] = relations(**targets)
    parts["_rels/.rels"] = relations(officeDocument="word/document.xml")
    return parts


def docx(body: str, styles: str = "", numbering: str = "", **others: str) -> bytes:
    return zipped(parts_of(body, styles, numbering, **others))


def reading(body: str, styles: str = "", numbering: str = "", **others: str) -> Reading:
    return read(docx(body, styles, numbering, **others), "notes.docx", Limits())


def text(body: str, styles: str = "", numbering: str = "", **others: str) -> str:
    return reading(body, styles, numbering, **others).text


def aside(result: Reading) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in result.aside]


def r(words: str, look: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{words}</w:t></w:r>'


def p(*inside: str, props: str = "") -> str:
    runs = "".join(one if one.startswith("<") else r(one) for one in inside)
    return f"<w:p>{f'<w:pPr>{props}</w:pPr>' if props else ''}{runs}</w:p>"


def entry(words: str, num: int | str = 1, level: int | str = 0, more: str = "") -> str:
    return p(words, props=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>{more}')


def cell(*paragraphs: str, props: str = "") -> str:
    inside = "".join(one if one.startswith("<") else p(one) for one in paragraphs)
    return f"<w:tc>{f'<w:tcPr>{props}</w:tcPr>' if props else ''}{inside}</w:tc>"


def row(*cells: str, props: str = "") -> str:
    inside = "".join(one if one.startswith("<w:tc>") else cell(one) for one in cells)
    return f"<w:tr>{f'<w:trPr>{props}</w:trPr>' if props else ''}{inside}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def style(name: str, look: str = "", based: str = "", kind: str = "paragraph", props: str = "", more: str = "") -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"{more}>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + (f"<w:pPr>{props}</w:pPr>" if props else "")
        + f"<w:rPr>{look}</w:rPr></w:style>"
    )


def of_style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


def level(
    index: int, label: str, shape: str = "decimal", start: int = 1, left: int | None = None, more: str = ""
) -> str:
    indent = f'<w:pPr><w:ind w:left="{360 * (index + 1) if left is None else left}" w:hanging="360"/></w:pPr>'
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{shape}"/>{more}'
        f'<w:lvlText w:val="{label}"/>{indent}</w:lvl>'
    )


def pattern(key: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def num(key: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def one_list(*levels: str) -> str:
    return pattern(0, *levels) + num(1, 0)


def field(instruction: str, result: str, *, begin: str = "", end: str = "") -> str:
    return (
        f'{begin}<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>{end}'
    )


BOLD, PLAIN, ITALIC = "<w:b/>", '<w:b w:val="0"/>', "<w:i/>"
PAGE = '<w:r><w:br w:type="page"/></w:r>'
SEEN = "<w:r><w:lastRenderedPageBreak/></w:r>"


# ---------------------------------------------------------------- bold, italics, raised letters


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        (BOLD, "**Tides**"),
        ('<w:b w:val="true"/>', "**Tides**"),
        ('<w:b w:val="off"/>', "Tides"),
        (PLAIN, "Tides"),
        (ITALIC, "*Tides*"),
        (BOLD + ITALIC, "***Tides***"),
        ("<w:caps/>", "TIDES"),
        ("<w:smallCaps/>", "Tides"),
        ("<w:u w:val='single'/>", "Tides"),
    ],
)
def test_the_look_of_a_run(look: str, expected: str) -> None:
    assert text(p(r("Tides", look))) == expected + "\n"


@pytest.mark.parametrize(
    ("styles", "paragraph", "run", "expected"),
    [
        (style("A", BOLD), of_style("A"), "", "**Tides**"),
        (style("A", BOLD), of_style("A"), PLAIN, "Tides"),
        (style("A", BOLD) + style("B", ITALIC, "A") + style("C", "", "B"), of_style("C"), "", "***Tides***"),
        (style("A", BOLD) + style("B", PLAIN, "A"), of_style("B"), "", "Tides"),
        (style("A", BOLD, "B") + style("B", ITALIC, "A"), of_style("A"), "", "***Tides***"),
        (style("A", BOLD, "A"), of_style("A"), "", "**Tides**"),
        (style("A", BOLD, "gone"), of_style("A"), "", "**Tides**"),
        (style("S", BOLD, kind="character"), "", '<w:rStyle w:val="S"/>', "**Tides**"),
        (style("A", BOLD) + style("S", BOLD, kind="character"), of_style("A"), '<w:rStyle w:val="S"/>', "Tides"),
        (
            style("A", BOLD) + style("S", BOLD, kind="character"),
            of_style("A"),
            '<w:rStyle w:val="S"/><w:b/>',
            "**Tides**",
        ),
        (style("A", BOLD, more=' w:default="1"'), "", "", "**Tides**"),
        (style("A", BOLD, more=' w:default="1"') + style("B"), of_style("B"), "", "Tides"),
        (f"<w:docDefaults><w:rPrDefault><w:rPr>{BOLD}</w:rPr></w:rPrDefault></w:docDefaults>", "", "", "**Tides**"),
        (
            f"<w:docDefaults><w:rPrDefault><w:rPr>{ITALIC}</w:rPr></w:rPrDefault></w:docDefaults>" + style("A", BOLD),
            of_style("A"),
            "",
            "***Tides***",
        ),
        (style("A", BOLD), of_style("unknown"), '<w:rStyle w:val="unknown"/>', "Tides"),
    ],
)
def test_a_look_comes_from_styles(styles: str, paragraph: str, run: str, expected: str) -> None:
    assert text(p(r("Tides", run), props=paragraph), styles) == expected + "\n"


RAISED = '<w:vertAlign w:val="superscript"/>'


def test_raised_letters_stay_and_raised_digits_are_raised() -> None:
    body = p("24", r("th", RAISED), " May, 40 m", r("2", RAISED), " and H", r("2", '<w:vertAlign w:val="subscript"/>'))
    assert text(body) == "24th May, 40 m² and H2\n"
    assert text(p("5 m", r("2", '<w:position w:val="8"/><w:sz w:val="19"/>'))) == "5 m²\n"
    assert text(p("1", r("st", '<w:rStyle w:val="S"/>')), style("S", RAISED, kind="character")) == "1st\n"


def test_a_word_cut_into_runs_is_one_word_of_the_style_of_its_first_letter() -> None:
    assert text(p("Har", "bo", "ur")) == "Harbour\n"
    assert text(p(r("Act", BOLD), r("ion", PLAIN), " by ", r("HM", BOLD))) == "**Action** by **HM**\n"
    assert text(p(r("Action:", BOLD), r(" ", ""), r("HM to go", BOLD))) == "**Action: HM to go**\n"


def test_the_signs_of_a_run() -> None:
    run = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r>"
    assert text(f"<w:p>{run}</w:p>") == "a\tb\nc\nd\n"
    run = "<w:r><w:t>follow</w:t><w:noBreakHyphen/><w:t>up re</w:t><w:softHyphen/><w:t>pair tide\u00adtable</w:t></w:r>"
    assert text(f"<w:p>{run}</w:p>") == "follow-up repair tidetable\n"
    sign = '<w:r><w:sym w:font="Wingdings" w:char="{}"/></w:r>'
    assert text(p("a", sign.format("2713"), sign.format("x"), sign.format("-1"), sign.format("FFFFFFFF"))) == "a✓\n"
    assert text(p("one&#13;two&#10;three")) == "one two three\n"


def test_a_sign_that_new_programs_draw_is_read_from_its_old_form() -> None:
    run = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="w16se"><x:symEx/></mc:Choice>'
        "<mc:Fallback><w:t>☺</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text(p("Well ", run)) == "Well ☺\n"


@pytest.mark.parametrize(
    "words",
    [
        "5 * 4 *and* 3",
        r"C:\notes",
        "# Tides",
        "### Tides",
        "a_b `c` [d](e) &lt;f&gt;",
        "*",
        "* Note",
        "---",
        "1) a",
    ],
)
def test_signs_among_the_words_stay_words(words: str) -> None:
    plain = words.replace("&lt;", "<").replace("&gt;", ">")
    result = reading(p("041/24") + p(f"There was {words} there"))
    document = parse(result.text)
    assert document.minutes[0].items[0].text == f"There was {plain} there"
    assert re.sub(r"\\(?=[\\*#-])", "", text(p(words))) == plain + "\n"


def test_a_bullet_or_number_typed_by_hand_is_what_it_looks_like() -> None:
    assert text(p("- Tides") + p("* Tides") + p("•\tTides")) == "- Tides\n\n* Tides\n\n•\tTides\n"


# ---------------------------------------------------------------- lists


@pytest.mark.parametrize(
    ("shape", "label", "expected"),
    [
        ("decimal", "%1.", ["1. ", "2. "]),
        ("decimal", "(%1)", ["(1) ", "(2) "]),
        ("lowerLetter", "%1)", ["a) ", "b) "]),
        ("upperLetter", "%1.", ["A. ", "B. "]),
        ("lowerRoman", "%1.", ["i. ", "ii. "]),
        ("upperRoman", "%1.", ["I. ", "II. "]),
        ("decimalZero", "%1.", ["01. ", "02. "]),
        ("bullet", "\uf0b7", ["- ", "- "]),
        ("bullet", "o", ["- ", "- "]),
        ("decimal", "%1/24", ["1/24\t", "2/24\t"]),
        ("decimal", "Item %1", ["Item 1\t", "Item 2\t"]),
        ("decimal", "Q%1:", ["Q1:\t", "Q2:\t"]),
        ("none", "", ["", ""]),
    ],
)
def test_numbers_and_bullets_are_there(shape: str, label: str, expected: list[str]) -> None:
    body = entry("Tides") + p("Between.") + entry("Boats")
    first, _, second = text(body, "", one_list(level(0, label, shape))).strip("\n").split("\n\n")
    assert [first, second] == [expected[0] + "Tides", expected[1] + "Boats"]


def test_a_custom_format_with_leading_zeros() -> None:
    shape = (
        '<mc:AlternateContent><mc:Choice><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
    )
    numbering = one_list(f'<w:lvl w:ilvl="0"><w:start w:val="81"/>{shape}<w:lvlText w:val="%1/24"/></w:lvl>')
    assert text(entry("Tides") + entry("Boats"), "", numbering) == "081/24\tTides\n\n082/24\tBoats\n"


def test_item_numbers_are_items() -> None:
    body = entry("Apologies") + p("There were none.") + entry("Tides") + p("They were high.")
    document = parse(text(body, "", one_list(level(0, "%1/24", start=81))))
    assert [(str(item.number), item.title) for item in document.minutes[0].items] == [
        ("81/24", "Apologies"),
        ("82/24", "Tides"),
    ]


def test_letters_go_on_behind_z_as_in_a_word_processor() -> None:
    body = entry("x") + entry("y") + entry("z")
    assert text(body, "", one_list(level(0, "%1.", "lowerLetter", 26))) == "z. x\naa. y\nbb. z\n"


THREE = (level(0, "%1."), level(1, "%1.%2"), level(2, "%1.%2.%3"))


def test_levels_count_within_the_level_above() -> None:
    order = [(0, "1. a"), (1, "1.1\ta"), (1, "1.2\ta"), (2, "1.2.1\ta"), (0, "2. a"), (1, "2.1\ta"), (2, "2.1.1\ta")]
    body = "".join(entry("a", 1, depth) for depth, _ in order)
    assert [line for line in text(body, "", one_list(*THREE)).split("\n") if line] == [line for _, line in order]


def test_a_level_may_count_on_or_begin_anew_after_another() -> None:
    never = one_list(level(0, "%1."), level(1, "(%2)", more='<w:lvlRestart w:val="0"/>'))
    body = entry("a") + entry("b", 1, 1) + entry("c") + entry("d", 1, 1)
    assert text(body, "", never) == "1. a\n    (1) b\n2. c\n    (2) d\n"
    after_first = one_list(*THREE[:2], level(2, "(%3)", more='<w:lvlRestart w:val="1"/>'))
    body = "".join(entry("a", 1, depth) for depth in (0, 1, 2, 1, 2, 0, 1, 2))
    assert re.findall(r"\((\d)\)", text(body, "", after_first)) == ["1", "2", "1"]


def test_lists_of_one_pattern_count_together_unless_one_begins_anew() -> None:
    begin = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    numbering = pattern(0, level(0, "%1.")) + num(1, 0) + num(2, 0) + num(3, 0, begin)
    body = entry("a") + entry("b", 2) + entry("c", 3) + entry("d", 3) + entry("e")
    assert text(body, "", numbering) == "1. a\n2. b\n7. c\n8. d\n9. e\n"
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "%1)", "lowerLetter")}</w:lvlOverride>'
    assert text(entry("a", 2), "", pattern(0, level(0, "%1.")) + num(2, 0, other)) == "a) a\n"


def test_a_paragraph_may_leave_the_list_of_its_style() -> None:
    styles = style("L", props='<w:numPr><w:numId w:val="1"/></w:numPr>')
    body = p("a", props=of_style("L")) + p("b", props=of_style("L") + '<w:numPr><w:numId w:val="0"/></w:numPr>')
    assert text(body, styles, one_list(level(0, "%1."))) == "1. a\n\nb\n"


def test_numbers_come_from_styles_and_from_patterns_of_styles() -> None:
    styles = style("H", props='<w:numPr><w:numId w:val="1"/></w:numPr>') + style(
        "H2", based="H", props='<w:numPr><w:ilvl w:val="1"/></w:numPr>'
    )
    numbering = one_list(level(0, "%1.", more='<w:pStyle w:val="H"/>'), level(1, "%1.%2"))
    assert text(p("a", props=of_style("H")) + p("b", props=of_style("H2")), styles, numbering) == "1. a\n\n1.1\tb\n"
    numbering = (
        f'<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="Board"/>{level(0, "%1)")}</w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Board"/></w:abstractNum>' + num(1, 0) + num(2, 1)
    )
    assert text(entry("a", 1) + entry("b", 2), "", numbering) == "1) a\n2) b\n"


def test_a_level_is_found_by_the_style_that_it_names() -> None:
    styles = style("H2", props='<w:numPr><w:numId w:val="1"/></w:numPr>')
    numbering = one_list(level(0, "%1."), level(1, "%1.%2", more='<w:pStyle w:val="H2"/>'))
    assert text(p("b", props=of_style("H2")), styles, numbering) == "1.1\tb\n"


BULLETS = pattern(5, *(level(i, "•", "bullet", left=720 * (i + 1)) for i in range(4))) + num(5, 5)


def test_bullets_keep_their_levels() -> None:
    body = entry("a", 5) + entry("b", 5, 1) + entry("c", 5, 2) + entry("d", 5, 1) + entry("e", 5)
    assert text(body, "", BULLETS) == "- a\n    - b\n        - c\n    - d\n- e\n"


def test_an_answer_of_another_list_stands_under_its_question() -> None:
    numbering = pattern(0, level(0, "%1.", left=360)) + BULLETS + num(1, 0)
    body = entry("How many?") + entry("Ten.", 5) + entry("Eleven.", 5) + entry("Why?") + entry("So.", 5)
    assert text(body, "", numbering) == "1. How many?\n    - Ten.\n    - Eleven.\n2. Why?\n    - So.\n"


@pytest.mark.parametrize(("near", "far"), [("360", "720"), ("18pt", "36pt"), ("0.5in", "1in"), ("1cm", "20mm")])
def test_what_is_indented_by_hand_is_deeper(near: str, far: str) -> None:
    def shift(left: str) -> str:
        return f'<w:ind w:left="{left}"/>'

    body = entry("a", 5, 0, shift(near)) + entry("b", 5, 0, shift(far)) + entry("c", 5, 0, shift(near))
    assert text(body, "", BULLETS) == "- a\n    - b\n- c\n"


def test_running_text_ends_a_list_unless_it_is_indented() -> None:
    inner = entry("b", 5, 1)
    assert text(entry("a", 5) + p("Then.") + inner, "", BULLETS) == "- a\n\nThen.\n\n- b\n"
    more = p("More.", props='<w:ind w:left="720"/>')
    assert text(entry("a", 5) + more + inner, "", BULLETS) == "- a\n\nMore.\n\n    - b\n"


def test_a_number_stands_alone_where_a_cell_or_a_heading_has_no_words() -> None:
    numbering = one_list(level(0, "%1.")) + pattern(1, level(0, "%1/24", start=41)) + num(2, 1) + BULLETS
    body = table(row(cell(entry("")), "Tides"), row(cell(entry("")), "Boats"))
    assert text(body, "", numbering) == "1.\tTides\n2.\tBoats\n"
    assert text(entry("", 2) + p("Tides"), "", numbering) == "41/24\n\nTides\n"
    assert text(entry("") + entry("", 5) + entry("Tides"), "", numbering) == "2. Tides\n"


def test_the_number_stands_behind_a_break_before_the_words_and_before_one_among_them() -> None:
    numbering = one_list(level(0, "%1/24"))
    inside = "".join((PAGE, r("Tides rose "), SEEN, r("and fell")))
    body = p("Start") + f'<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>{inside}</w:p>'
    assert text(body, "", numbering) == "Start\n\f1/24\tTides rose\fand fell\n"


@pytest.mark.parametrize("value", ["99999999999", "-1", "9", "x", "", "9" * 5000, "1.5"])
def test_numbers_that_are_none_do_no_harm(value: str) -> None:
    levels = level(0, "%1.").replace('w:start w:val="1"', f'w:start w:val="{value}"') + (
        f'<w:lvl w:ilvl="{value}"><w:start w:val="1"/><w:lvlText w:val="%1%9"/></w:lvl>'
    )
    begin = f'<w:lvlOverride w:ilvl="{value}"><w:startOverride w:val="{value}"/></w:lvlOverride>'
    numbering = pattern(0, levels) + num(1, 0, begin)
    body = entry("Tides") + entry("Boats", 1, value) + entry("Ropes", value) + entry("Nets", 1, 0, of_style(value))
    body += table(row(cell("a", props=f'<w:gridSpan w:val="{value}"/>'), "b", props=f'<w:gridBefore w:val="{value}"/>'))
    found = text(body, "", numbering)
    assert all(word in found for word in ("Tides", "Boats", "Ropes", "Nets"))
    assert len(found) < 400


# ---------------------------------------------------------------- tables


def test_cells_are_parted_by_tabulators() -> None:
    assert text(table(row("041/24", "Tides", "", "AB"), row("", "Boats"))) == "041/24\tTides\t\tAB\n\tBoats\n"


@pytest.mark.parametrize("between", ["", p(""), p(" ") + p("")])
def test_two_tables_are_two(between: str) -> None:
    assert text(table(row("a", "b")) + between + table(row("c", "d"))) == "a\tb\n\nc\td\n"
    assert text(entry("a", 5) + between + entry("b", 5), "", BULLETS) == "- a\n- b\n"


def test_merged_cells_keep_the_columns() -> None:
    wide = cell("Regular Items", props='<w:gridSpan w:val="2"/>')
    body = table(row("1", "a", "b"), row(wide, "c"), row("d", "e", props='<w:gridBefore w:val="1"/>'))
    assert text(body) == "1\ta\tb\nRegular Items\t\tc\n\td\te\n"
    top, below = cell("041/24", props='<w:vMerge w:val="restart"/>'), cell("", props="<w:vMerge/>")
    assert text(table(row(top, "Tides"), row(below, "High."))) == "041/24\tTides\n\tHigh.\n"


def test_words_below_a_merged_cell_are_not_lost() -> None:
    top, below = cell("041/24", props='<w:vMerge w:val="restart"/>'), cell("covered", props="<w:vMerge/>")
    result = reading(table(row(top, "Tides"), row(below, "High.")))
    assert result.text == "041/24\tTides\n\tHigh.\n"
    assert aside(result) == [("hidden", "covered")]


def test_several_paragraphs_stand_below_the_line_of_their_number() -> None:
    body = table(row("041/24", cell("Tides", "High water.", entry("one", 5), entry("two", 5))))
    assert text(body, "", BULLETS) == "041/24\tTides\n\nHigh water.\n\n- one\n- two\n"


def test_cells_with_several_paragraphs_each_keep_all_of_them() -> None:
    paired = text(table(row(cell("Ada Quill", "Peter Lowe"), cell("Clerk", "Harbour Master"))))
    assert paired == "Ada Quill\tClerk\nPeter Lowe\tHarbour Master\n"
    assert text(table(row(cell("a", "b", "c"), cell("d", "e")))) == "a\td\nb\te\nc\n"
    long = "water " * 20
    assert text(table(row(cell(long, "b", "c"), cell("d", "e")))).split("\n\n")[-2:] == ["d", "e\n"]


def test_a_table_in_a_cell_keeps_its_rows() -> None:
    inner = table(row("Months", "Lamps"), row("May", "17"))
    assert text(table(row("041/24", cell("Lamps", inner, "End.")))) == (
        "041/24\tLamps\n\nMonths\tLamps\n\nMay\t17\n\nEnd.\n"
    )


@pytest.mark.parametrize(
    "wrap", ["w:sdt><w:sdtContent", "w:ins", "w:customXml", "x:whatever", "mc:AlternateContent><mc:Choice"]
)
def test_rows_and_cells_that_are_wrapped_are_there(wrap: str) -> None:
    opening, closing = f"<{wrap}>", "".join(f"</{name.strip('<')}>" for name in reversed(wrap.split(">")))
    wrapped = opening + row("b", "c") + closing
    assert text(table(row("a", "x"), wrapped)) == "a\tx\nb\tc\n"
    body = f"<w:tbl><w:tr>{cell('a')}{opening}{cell('b')}{closing}</w:tr></w:tbl>"
    assert text(body) == "a\tb\n"


def test_a_deleted_row_is_gone_and_an_inserted_one_is_there() -> None:
    body = table(row("a", "b"), row("c", "d", props="<w:del/>"), row("e", "f", props="<w:ins/>"))
    result = reading(body)
    assert result.text == "a\tb\ne\tf\n"
    assert result.diagnostics[0].message == "2 tracked changes of this file are read as accepted."


# ---------------------------------------------------------------- tracked changes


def deleted(words: str) -> str:
    return f"<w:del><w:r><w:delText>{words}</w:delText></w:r></w:del>"


def test_changes_are_read_as_accepted_and_counted() -> None:
    result = reading(p("The ", deleted("old"), f"<w:ins>{r('new')}</w:ins>", " crane"))
    assert result.text == "The new crane\n"
    assert [(d.code, d.message) for d in result.diagnostics] == [
        ("M906", "2 tracked changes of this file are read as accepted.")
    ]
    assert (
        reading(p("a", deleted("b"))).diagnostics[0].message == "One tracked change of this file is read as accepted."
    )
    assert reading(p("a")).diagnostics == ()


def test_what_was_moved_stands_where_it_was_moved_to() -> None:
    body = p(f"<w:moveFrom>{r('First.')}</w:moveFrom>") + p("Second.") + p(f"<w:moveTo>{r('First.')}</w:moveTo>")
    assert text(body) == "Second.\n\nFirst.\n"


def test_an_older_look_is_no_look() -> None:
    look = f"<w:rPrChange><w:rPr>{BOLD}</w:rPr></w:rPrChange>"
    assert text(p(r("Tides", look))) == "Tides\n"


GONE_END = "<w:rPr><w:del/></w:rPr>"


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    assert text(p("The tide ", props=GONE_END) + p("rose.")) == "The tide rose.\n"
    assert text(p("The tide", props=GONE_END) + table(row("a", "b")) + p("End.")) == "The tide\n\na\tb\n\nEnd.\n"
    assert text(table(row(cell("a", p("b", props=GONE_END)), "c"))).split() == ["a", "c", "b"]


@pytest.mark.parametrize("mark", ["del", "moveFrom"])
def test_a_list_counts_no_entry_that_was_deleted(mark: str) -> None:
    gone = entry("", 1, 0, f"<w:rPr><w:{mark}/></w:rPr>").replace("</w:pPr>", f"</w:pPr>{deleted('Boats')}")
    body = entry("Tides") + gone + entry("Ropes")
    assert text(body, "", one_list(level(0, "%1."))) == "1. Tides\n2. Ropes\n"
    assert text(body, "", one_list(level(0, "%1/24"))) == "1/24\tTides\n\n2/24\tRopes\n"


def test_words_deleted_in_a_link_take_its_address_with_them() -> None:
    result = reading(
        p("Gone ", f'<w:hyperlink r:id="link">{deleted("here")}</w:hyperlink>'),
        link="https://port.example/a",
    )
    assert (result.text, aside(result)) == ("Gone\n", [])


def test_changes_beside_the_text_are_counted() -> None:
    notes = f'<w:footnote w:id="2">{p("Kept", deleted("not"))}</w:footnote>'
    result = reading(p("Tides"), footnotes=notes)
    assert aside(result) == [("footnote", "Kept")]
    assert [d.code for d in result.diagnostics] == ["M906"]


# ---------------------------------------------------------------- fields and links


def test_the_result_of_a_field_is_text_and_its_instruction_is_none() -> None:
    assert text(p("Page ", field("PAGE", r("2")), " of it")) == "Page 2 of it\n"
    nested = field(f"IF {field('DOCPROPERTY x', '')} = 1", r("yes"))
    assert text(p("Is it? ", nested, ".")) == "Is it? yes.\n"
    assert text(p("Page ", f'<w:fldSimple w:instr="PAGE">{r("3")}</w:fldSimple>')) == "Page 3\n"


def test_a_field_may_go_over_paragraphs() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/>'
    begin += '<w:instrText>TOC</w:instrText><w:fldChar w:fldCharType="separate"/></w:r>'
    body = p(begin, "Tides\t1") + p("Boats\t2") + p('<w:r><w:fldChar w:fldCharType="end"/></w:r>') + p("End")
    assert text(body) == "Tides\t1\n\nBoats\t2\n\nEnd\n"


def test_a_field_that_is_never_closed_loses_no_words() -> None:
    result = reading(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "Tides ", r("rose", BOLD)) + p("Boats"))
    assert aside(result) == [("hidden", "Tides rose"), ("hidden", "Boats")]
    assert text(p('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "Tides")) == "Tides\n"


ADDRESS = "https://port.example/papers/7"


@pytest.mark.parametrize(
    "link",
    [
        '<w:hyperlink r:id="link">{}</w:hyperlink>',
        '<w:fldSimple w:instr=" HYPERLINK &quot;' + ADDRESS + '&quot; ">{}</w:fldSimple>',
        field(f'HYPERLINK "{ADDRESS}"', "{}"),
        field(f"HYPERLINK {ADDRESS}", "{}"),
        field(f'hyperlink "{ADDRESS}" \\t "_blank"', "{}"),
    ],
)
def test_an_address_is_aside_only_where_the_words_do_not_show_it(link: str) -> None:
    result = reading(p("The ", link.format(r("paper"))), link=ADDRESS)
    assert (result.text, aside(result)) == ("The paper\n", [("link", ADDRESS)])
    shown = reading(p("See ", link.format(r("port.example/papers/7"))), link=ADDRESS)
    assert (shown.text, aside(shown)) == ("See port.example/papers/7\n", [])


def test_a_link_to_a_place_in_the_file_and_one_without_a_target_are_words() -> None:
    body = p(
        f'<w:hyperlink w:anchor="top">{r("up")}</w:hyperlink>', f'<w:hyperlink r:id="no">{r(" down")}</w:hyperlink>'
    )
    assert reading(body).text == "up down\n"
    assert aside(reading(body)) == []


def test_the_address_behind_a_picture_is_aside() -> None:
    picture = '<w:r><w:drawing><a:x><a:hlinkClick r:id="link"/></a:x></w:drawing></w:r>'
    result = reading(p("Logo ", picture), link=ADDRESS)
    assert aside(result) == [("link", ADDRESS)]


# ---------------------------------------------------------------- boxes, headers, notes


def box(*paragraphs: str) -> str:
    inside = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{inside}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def test_a_text_box_is_there_once_after_its_paragraph() -> None:
    assert text(p("Before ", box(p("In the box"), p("and more")), "after")) == (
        "Before after\n\nIn the box\n\nand more\n"
    )
    old = "<w:r><w:pict><v:textbox><w:txbxContent>" + p("Old box") + "</w:txbxContent></v:textbox></w:pict></w:r>"
    assert text(p("Words", old)) == "Words\n\nOld box\n"
    assert text(table(row("a", cell(p("b", box(p("boxed"))))))).split() == ["a", "b", "boxed"]


def test_a_text_box_leaves_the_depths_of_a_list_alone() -> None:
    with_box = entry("b", 5, 1).replace("</w:p>", box(p("boxed")) + "</w:p>")
    assert text(entry("a", 5) + with_box + entry("c", 5, 1), "", BULLETS) == ("- a\n    - b\n\nboxed\n\n    - c\n")


def test_words_bent_to_a_shape_are_there() -> None:
    shape = '<w:r><w:pict><v:shape><v:textpath string="HARBOUR BOARD"/></v:shape></w:pict></w:r>'
    assert text(p(shape) + p("Notes")) == "HARBOUR BOARD\n\nNotes\n"


def section(*references: str, more: str = "") -> str:
    inside = "".join(
        f'<w:{name.rstrip("0123456789")}Reference w:type="{kind}" r:id="{name}"/>'
        for name, _, kind in (one.partition(":") for one in references)
    )
    return f"<w:sectPr>{inside}{more}</w:sectPr>"


def test_headers_and_footers_go_aside_once_and_the_letterhead_stays() -> None:
    body = p("Tides") + section("header1:default", "footer1:default", "header2:first", more="<w:titlePg/>")
    result = reading(
        body,
        header1=p("For publication"),
        footer1=p("Page ", field("PAGE", r("1"))) + table(row("a", "b")),
        header2=p(r("HARBOUR BOARD", BOLD)) + p("Lantern House"),
    )
    assert result.text == "**HARBOUR BOARD**\n\nLantern House\n\nTides\n"
    assert aside(result) == [("page", "For publication"), ("page", "Page 1 a b")]


def test_headers_of_every_section_are_there() -> None:
    first = p("a", props=section("header1:default"))
    result = reading(first + p("b") + section("header2:default"), header1=p("One"), header2=p("Two"))
    assert aside(result) == [("page", "One"), ("page", "Two")]


def test_a_watermark_is_aside() -> None:
    mark = '<w:r><w:pict><v:shape><v:textpath string="DRAFT"/></v:shape></w:pict></w:r>'
    assert aside(reading(p("a") + section("header1:default"), header1=p("Head", mark))) == [("page", "Head DRAFT")]


def test_notes_remarks_and_hidden_words_are_aside() -> None:
    result = reading(
        p("The crane", '<w:r><w:footnoteReference w:id="2"/></w:r>', " is ", r("not ", "<w:vanish/>"), "shut"),
        footnotes=f'<w:footnote w:type="separator">{p("---")}</w:footnote><w:footnote>{p("Since May.")}</w:footnote>',
        endnotes=f"<w:endnote>{p('Ibid.')}</w:endnote><w:endnote>{p('Ibid.')}</w:endnote>",
        comments=f'<w:comment w:author="AB">{p("Is it?")}{p("Ask.")}</w:comment>',
    )
    assert result.text == "The crane is shut\n"
    assert aside(result) == [
        ("hidden", "not"),
        ("footnote", "Since May."),
        ("footnote", "Ibid."),
        ("footnote", "Ibid."),
        ("comment", "Is it? Ask."),
    ]


def test_hidden_words_cut_into_runs_are_one_and_come_from_styles() -> None:
    body = p("a ", r("sec", "<w:vanish/>"), r("ret", '<w:rStyle w:val="H"/>'), "b ", r("other", "<w:vanish/>"))
    result = reading(body, style("H", "<w:vanish/>", kind="character"))
    assert result.text == "a b\n"
    assert aside(result) == [("hidden", "secret"), ("hidden", "other")]


# ---------------------------------------------------------------- pages


def test_without_a_break_there_are_no_pages() -> None:
    assert reading(p("a") + p("b")).pages == ()


@pytest.mark.parametrize(
    "body",
    [
        p("a") + p(PAGE, "b"),
        p("a", PAGE) + p("b"),
        p("a") + p(PAGE) + p(SEEN, "b"),
        p("a") + p(SEEN, "b"),
        p("a") + p("b", props="<w:pageBreakBefore/>"),
        p("a") + p(SEEN, "b", props="<w:pageBreakBefore/>"),
        p("a", props="<w:sectPr/>") + p("b") + "<w:sectPr/>",
        p("a", props="<w:sectPr/>") + p(SEEN, "b") + "<w:sectPr/>",
        p("a", props='<w:sectPr><w:type w:val="continuous"/></w:sectPr>')
        + p("b")
        + '<w:sectPr><w:type w:val="oddPage"/></w:sectPr>',
        p(SEEN, "a") + p(SEEN, "b"),
    ],
)
def test_each_way_to_end_a_page_counts_once(body: str) -> None:
    assert (text(body), reading(body).pages) == ("a\n\fb\n", (0, 3))


def test_a_section_that_begins_on_the_same_page_ends_none() -> None:
    last = '<w:sectPr><w:type w:val="continuous"/></w:sectPr>'
    assert text(p("a", props="<w:sectPr/>") + p("b") + last) == "a\n\nb\n"
    older = "<w:sectPr><w:type w:val='continuous'/><w:sectPrChange><w:sectPr/></w:sectPrChange></w:sectPr>"
    assert text(p("a", props=older) + p("b", props="<w:sectPr/>") + p("c") + last) == "a\n\fb\n\nc\n"


def test_a_page_with_nothing_but_a_picture_counts() -> None:
    picture = "<w:r><w:lastRenderedPageBreak/><w:drawing/></w:r>"
    assert text(p("a") + p(picture) + p(SEEN, "b")) == "a\n\f\fb\n"
    assert text(p("a") + p(PAGE) + p(picture) + p(SEEN, "b")) == "a\n\f\fb\n"
    assert text(p("a") + p(SEEN) + p(SEEN, "b")) == "a\n\f\fb\n"


def test_breaks_side_by_side_in_a_row_are_one() -> None:
    long = row(cell(p("a ", SEEN, "b")), cell(p("c ", SEEN, "d")))
    assert text(table(long, row("e", "f"))).count("\f") == 1
    both = row(cell(p(SEEN, "a")), cell(p(SEEN, "b")))
    assert text(p("x") + table(both)) == "x\n\fa\tb\n"
    after_hand = p("x") + p(PAGE) + table(both, row("c", "d"))
    assert text(after_hand) == "x\n\fa\tb\nc\td\n"


def test_an_entry_behind_a_break_keeps_its_depth() -> None:
    inner = entry("b", 5, 1).replace("<w:r>", SEEN + "<w:r>", 1)
    assert text(entry("a", 5) + inner, "", BULLETS) == "- a\n\f    - b\n"


def claiming(body: str, count: str, **others: str) -> Reading:
    pages = f'<Properties xmlns="{OFFICE}/extended-properties"><Pages>{count}</Pages></Properties>'
    return read(zipped({**parts_of(body, **others), "docProps/app.xml": pages}), "notes.docx", Limits())


HAND = p("a ", PAGE, "b") + p(PAGE, "c")


@pytest.mark.parametrize(("count", "known"), [("3", True), ("2", True), ("4", False), ("x", True), ("", True)])
def test_a_file_with_more_pages_than_breaks_knows_none(count: str, known: bool) -> None:
    result = claiming(HAND, count)
    assert (result.text, result.pages) == (("a\fb\n\fc\n", (0, 2, 5)) if known else ("a\n\nb\n\nc\n", ()))


def test_a_page_that_was_seen_is_known_whatever_the_file_claims() -> None:
    assert claiming(p("a") + p(SEEN, "b"), "9").pages == (0, 3)


def test_a_page_that_holds_more_than_paper_does_is_none() -> None:
    body = p("a ", PAGE, "water " * 1000) + p(PAGE, "c")
    assert claiming(body, "1").pages == ()
    assert len(claiming(body, "3").pages) == 3


@pytest.mark.parametrize(
    "count", [field("NUMPAGES", r("4")), f'<w:fldSimple w:instr="NUMPAGES">{r("4")}</w:fldSimple>']
)
def test_a_footer_may_say_that_there_are_more_pages(count: str) -> None:
    result = reading(HAND + section("footer1:default"), footer1=p("Page 1 of ", count))
    assert (result.text, result.pages) == ("a\n\nb\n\nc\n", ())


# ---------------------------------------------------------------- other files


def test_strict_files_are_read() -> None:
    body = (
        p(r("Tides", '<w:b w:val="true"/>')) + entry("one") + p(f'<w:hyperlink r:id="link">{r("here")}</w:hyperlink>')
    )
    parts = parts_of(body, "", one_list(level(0, "%1.")), STRICT, link=ADDRESS)
    rels = str(parts["word/_rels/document.xml.rels"]).replace(OFFICE, "http://purl.oclc.org/ooxml/officeDocument")
    result = read(zipped({**parts, "word/_rels/document.xml.rels": rels}), "notes.docx", Limits())
    assert result.text == "**Tides**\n\n1. one\n\nhere\n"
    assert aside(result) == [("link", ADDRESS)]


@pytest.mark.parametrize("target", ["word/document2.xml", "/word/document2.xml", "/content/main.xml", "main.xml"])
def test_the_main_part_may_have_any_name(target: str) -> None:
    name = target.lstrip("/")
    folder, _, file = name.rpartition("/")
    parts = parts_of(p(r("Tides", '<w:rStyle w:val="S"/>')), style("S", BOLD, kind="character"))
    moved = {
        name: parts["word/document.xml"],
        f"{folder}/_rels/{file}.rels".lstrip("/"): relations(styles="/word/styles.xml"),
        "word/styles.xml": parts["word/styles.xml"],
        "_rels/.rels": relations(officeDocument=target),
    }
    assert read(zipped(moved), "notes.docx", Limits()).text == "**Tides**\n"


def test_controls_formulas_and_what_others_add_are_read_through() -> None:
    control = f"<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent>{p('Chosen')}</w:sdtContent></w:sdt>"
    assert text(control + f"<x:new>{p('New')}</x:new>") == "Chosen\n\nNew\n"
    inline = f"<w:sdt><w:sdtContent>{r('14 May')}</w:sdtContent></w:sdt>"
    math = "<m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath>"
    assert text(p("On ", inline, " ", math, f" <x:new>{r('!')}</x:new>".strip())) == "On 14 May ab!\n"
    ruby = f"<w:r><w:ruby><w:rt>{r('over')}</w:rt><w:rubyBase>{r('base')}</w:rubyBase></w:ruby></w:r>"
    assert "base" in text(p(ruby))


def test_a_file_without_words_says_so() -> None:
    for body in ("", p(""), p(" "), table(row("", "")), "<w:sectPr/>", p(PAGE)):
        result = reading(body)
        assert (result.text, [d.code for d in result.diagnostics]) == ("", ["M904"])


def test_a_file_is_read_by_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "Clerk's notes.docx"
    path.write_bytes(docx(p("HARBOUR BOARD") + p("041/24\tTides") + p("They were high.")))
    document = read_minutes(path)
    assert document.source.media_type.endswith("wordprocessingml.document")
    assert [item.title for item in document.minutes[0].items] == ["Tides"]


# ---------------------------------------------------------------- bad files


def refused(data: bytes, limits: Limits | None = None, where: str = "O'Dell's notes.docx") -> str:
    with pytest.raises(MinutesError) as caught:
        read(data, where, limits or Limits())
    message = str(caught.value)
    assert message.startswith(where + ": ")
    assert "\n" not in message
    return message


def test_what_is_no_word_file_is_refused() -> None:
    good = docx(p("Tides") * 50)
    assert "it is no Word file" in refused(b"Present: Ada Quill")
    assert "it is no Word file" in refused(b"")
    assert "its end is missing" in refused(good[: len(good) // 2])
    assert "it has no text part" in refused(zipped({"a.txt": "b"}))
    assert "it has no text part" in refused(zipped({"word/document.xml": part("document", "")}))
    assert "word/document.xml is broken" in refused(zipped({"word/document.xml": "<w:document>"}))
    assert "word/document.xml is broken" in refused(zipped({"word/document.xml": b"\x00\xff"}))
    assert "word/styles.xml is broken" in refused(zipped({**parts_of(p("a")), "word/styles.xml": "<"}))


def test_a_damaged_zip_is_refused() -> None:
    good = zipped(parts_of(p("Tides")), zipfile.ZIP_STORED)
    assert "word/document.xml cannot be unpacked" in refused(good.replace(b"Tides", b"Boats", 1))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_damage_gives_a_text_or_one_clear_error(data: st.DataObject) -> None:
    good = bytearray(docx(p("Tides") + entry("a") + table(row("b", "c")), style("A", BOLD), one_list(level(0, "%1."))))
    for _ in range(data.draw(st.integers(1, 6))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    with suppress(MinutesError):
        read(bytes(good), "notes.docx", Limits())


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("declared", ['<!DOCTYPE d [<!ENTITY a "aaaa">]>', '<!DOCTYPE d SYSTEM "file:///etc/passwd">'])
def test_a_document_type_is_refused(codec: str, declared: str) -> None:
    inside = part("document", f"<w:body>{p('&a;' if 'ENTITY' in declared else 'a')}</w:body>").partition("?>")[2]
    bad = (("\ufeff" if codec == "utf-16-be" else "") + declared + inside).encode(codec)
    assert "declares a document type" in refused(zipped({"word/document.xml": bad}))


def test_no_more_is_unpacked_than_allowed() -> None:
    big = {"word/document.xml": part("document", f"<w:body>{p('a')}{' ' * 40_000_000}</w:body>")}
    tracemalloc.start()
    assert "unpacks to more than" in refused(zipped(big))
    small = Limits(max_unpacked_bytes=10_000)
    assert "10,000 bytes" in refused(docx(p("Tides " * 3000)), small)
    # A size that lies is found while unpacking.
    lying = zipped(big)
    size = (len(str(big["word/document.xml"]))).to_bytes(4, "little")
    assert lying.count(size) == 2
    refused(lying.replace(size, (900).to_bytes(4, "little")), small)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 160_000_000  # the test's own text and its copies are most of it


def test_more_tags_than_memory_has_room_for_are_not_read() -> None:
    data = zipped({"word/document.xml": part("document", "<w:p/>" * 4_200_000)}, zipfile.ZIP_STORED)
    assert "this file unpacks to more" in refused(data)


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_unpacks_whole_is_not_unpacked(compression: int) -> None:
    bomb = zipped({"word/document.xml": b" " * 30_000_000}, compression)
    size = (30_000_000).to_bytes(4, "little")
    tracemalloc.start()
    assert "is packed as no Word file is" in refused(bomb.replace(size, (900).to_bytes(4, "little")))
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_parts_count_together_against_the_limit() -> None:
    many = {f"header{i}": p(f"{i} " * 400) for i in range(20)}
    body = p("a") + "<w:sectPr>" + "".join(f'<w:headerReference r:id="{name}"/>' for name in many) + "</w:sectPr>"
    data = docx(body, **many)
    assert read(data, "notes.docx", Limits(max_unpacked_bytes=60_000)).text == "a\n"
    with pytest.raises(LimitExceededError):
        read(data, "notes.docx", Limits(max_unpacked_bytes=30_000))


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("<w:p><w:ins>", "</w:ins></w:p>"), ("<w:sdt>", "</w:sdt>"), ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>")],
)
def test_what_is_nested_without_end_is_refused(opening: str, closing: str) -> None:
    n = 100_000
    data = zipped(parts_of(opening * n + p("a") + closing * n), zipfile.ZIP_STORED)
    assert "nested without end" in refused(data)


def test_a_deep_but_sane_nest_is_read() -> None:
    inside = p("a")
    for _ in range(20):
        inside = table(row(cell(inside), "b"))
    assert sorted(text(inside).split()) == ["a", *["b"] * 20]


def test_an_entry_under_a_password_is_refused() -> None:
    data = bytearray(docx(p("a")))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = data.find(signature)
        while found >= 0:
            data[found + at] |= 1
            found = data.find(signature, found + 1)
    assert "protected by a password" in refused(bytes(data))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("stream", "what"),
    [("EncryptedPackage", "protected by a password"), ("WordDocument", "an old Word file (.doc)")],
)
def test_an_old_or_locked_file_is_named_and_helped(tmp_path: Path, stream: str, what: str) -> None:
    path = tmp_path / "notes.docx"
    path.write_bytes(OLE + stream.encode("utf-16-le") + b"\x00" * 600)
    with pytest.raises(UnknownFormatError) as caught:
        read_minutes(path)
    assert what in str(caught.value)
    with pytest.raises(UnreadableFileError):
        read(path.read_bytes(), "notes.docx", Limits())


def test_a_label_on_every_paragraph_stays_small() -> None:
    numbering = one_list(level(0, "%1" + "x" * 50_000))
    assert len(text(entry("a") * 200, "", numbering)) < 100_000


def test_long_files_are_read_in_good_time() -> None:
    def long(body: str, styles: str = "") -> str:
        return read(zipped(parts_of(body, styles), zipfile.ZIP_STORED), "notes.docx", Limits()).text

    many = 30_000
    assert long(p(*[r(c, BOLD if c == "b" else "") for c in "ab " * many])).count("a") == many
    assert long(p("a") + p(PAGE * many, "b")).count("\f") == many
    chain = "".join(style(f"S{i}", based=f"S{i + 1}") for i in range(many))
    assert long(p("a", props=of_style("S0")), chain) == "a\n"
    fields = '<w:r><w:fldChar w:fldCharType="begin"/><w:fldChar w:fldCharType="separate"/></w:r>'
    assert long(p(fields * many, r("a") * many)) == "a" * many + "\n"


def test_nothing_outside_the_file_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("something was opened")

    data = docx(
        p("a", '<w:r><w:drawing><a:blip r:link="pic"/></w:drawing></w:r>') + section("header1:default"),
        pic="https://port.example/p.png",
        header1="file:///etc/passwd",
        theme="http://port.example/theme",
    )
    monkeypatch.setattr("socket.socket", never)
    monkeypatch.setattr("builtins.open", never)
    assert read(data, "notes.docx", Limits()).text == "a\n"


# ---------------------------------------------------------------- any body

WORDS = st.text(st.sampled_from("abcXYZ019*\\#-+_/().:é– "), min_size=1, max_size=12)
LOOKS = st.sampled_from(["", BOLD, ITALIC, BOLD + ITALIC, "<w:caps/>", '<w:rStyle w:val="S"/>', "<w:vanish/>", PLAIN])
ALL_LISTS = BULLETS + pattern(0, *THREE) + num(1, 0) + pattern(2, level(0, "%1/24")) + num(2, 2)
STYLES = style("S", BOLD, kind="character") + style("P", BOLD, props="<w:pageBreakBefore/>") + style("Q", ITALIC)


@st.composite
def runs(draw: st.DrawFn) -> str:
    inside = r(draw(WORDS), draw(LOOKS))
    wrap = draw(st.sampled_from(["{}", "{}", "{}", "<w:ins>{}</w:ins>", "<w:hyperlink>{}</w:hyperlink>", "{}" + SEEN]))
    return wrap.format(inside) + draw(st.sampled_from(["", "", "<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>", PAGE]))


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    props = draw(st.sampled_from(["", of_style("P"), of_style("Q"), GONE_END, "<w:sectPr/>"]))
    if draw(st.booleans()):
        depth, number = draw(st.integers(0, 3)), draw(st.sampled_from([1, 2, 5]))
        props += f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return p(*draw(st.lists(runs(), max_size=4)), props=props)


def tables(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    cells = st.lists(inner, min_size=1, max_size=3).map(lambda blocks: cell(*blocks))
    rows = st.lists(cells, min_size=1, max_size=3).map(lambda row_cells: row(*row_cells))
    return st.lists(rows, max_size=3).map(lambda table_rows: table(*table_rows))


BLOCKS = st.recursive(paragraphs(), tables, max_leaves=8)
BODIES = st.lists(BLOCKS, max_size=6).map("".join)


def letters(words: str) -> str:
    return re.sub(r"[^a-zé]", "", words.lower())


def words_of(body: str, *, hidden: bool) -> str:
    runs = re.findall(r"<w:r>(?:<w:rPr>(.*?)</w:rPr>)?<w:t [^>]*>([^<]*)</w:t>", body)
    assert len(runs) == body.count("<w:t ")
    return letters("".join(words for look, words in runs if ("vanish" in look) == hidden))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BODIES)
def test_no_word_is_lost_whatever_the_body(body: str) -> None:
    result = reading(body, STYLES, ALL_LISTS)
    assert sorted(words_of(body, hidden=False)) == sorted(letters(result.text))
    assert words_of(body, hidden=True) == letters("".join(one.text for one in result.aside))
    facts(parse(result.text))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(paragraphs(), max_size=6).map("".join))
def test_words_of_paragraphs_stay_in_order(body: str) -> None:
    assert words_of(body, hidden=False) == letters(reading(body, STYLES, ALL_LISTS).text)
