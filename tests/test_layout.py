"""Layout: pages of words at places become the paragraphs, entries and rows that a reader of the page sees."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spcb_minutes.sources.layout import Fragment, PrintedPage, Rule, blocks_of
from spcb_minutes.sources.writing import written

SIZE = 10.0
LEFT, RIGHT, TOP = 72.0, 522.0, 760.0
LONG = (
    "The harbour master said that the dredging of the channel had taken longer than anybody had thought it would "
    "because of the gravel under the east mole, and that the ferry had to wait for it twice in a single week. "
)


# A page is built of words in letters of one width, half as wide as they are high.


def at(x: float, y: float, text: str, size: float = SIZE, **style: Any) -> Fragment:
    return Fragment(x, x + 0.5 * size * len(text.rstrip()), y, size, text, **style)


def lines(text: str, *, x: float = LEFT, right: float = RIGHT, size: float = SIZE) -> list[str]:
    """A paragraph cut into the lines that fit."""
    out = [""]
    for word in text.split():
        longer = f"{out[-1]} {word}".strip()
        if len(longer) * 0.5 * size > right - x:
            out.append(word)
        else:
            out[-1] = longer
    return out


def paragraph(
    y: float, text: str, *, x: float = LEFT, right: float = RIGHT, leading: float = 12.0, **style: Any
) -> list[Fragment]:
    """A paragraph from a height downwards."""
    return [at(x, y - leading * i, line, **style) for i, line in enumerate(lines(text, x=x, right=right))]


def page(
    *parts: Fragment | list[Fragment], rules: list[Rule] | None = None, number: int = 1, **more: Any
) -> PrintedPage:
    fragments = [one for part in parts for one in ([part] if isinstance(part, Fragment) else part)]
    return PrintedPage(number, more.pop("width", 595.0), more.pop("height", 842.0), fragments, rules or [], **more)


def text_of(*pages: PrintedPage) -> str:
    return written(blocks_of(pages)[0])


def aside(*pages: PrintedPage) -> list[tuple[str, str, int | None]]:
    return [(one.kind, one.text, one.page) for one in blocks_of(pages)[1]]


def grid(xs: list[float], ys: list[float]) -> list[Rule]:
    """The rules of a table with these edges."""
    return [
        *(Rule(xs[0], y, xs[-1], y) for y in ys),
        *(Rule(x, min(ys), x, max(ys)) for x in xs),
    ]


# Paragraphs


def test_a_paragraph_of_several_lines_is_one() -> None:
    assert text_of(page(paragraph(TOP, LONG * 2))) == (LONG * 2).strip() + "\n"


def test_words_come_in_the_order_of_the_page_not_of_the_file() -> None:
    fragments = paragraph(TOP, LONG * 2)
    assert text_of(page(fragments[::-1])) == text_of(page(fragments))


def test_a_gap_parts_paragraphs() -> None:
    below = TOP - 12 * len(lines(LONG))
    assert text_of(page(paragraph(TOP, LONG), paragraph(below - 8, LONG))) == f"{LONG.strip()}\n\n{LONG.strip()}\n"


def test_a_line_that_had_room_for_the_next_word_ends_its_paragraph() -> None:
    shown = page(paragraph(TOP, LONG * 2), at(LEFT, TOP - 100, "Yours"), at(LEFT, TOP - 112, "Ada Quill"))
    assert text_of(shown).endswith("Yours\n\nAda Quill\n")


def test_a_first_line_that_stands_in_begins_a_paragraph_and_belongs_to_it() -> None:
    parts: list[Fragment] = []
    for index in range(3):
        y = TOP - index * 12 * 3
        first, *rest = lines("mmmmm " + LONG)
        parts += [
            at(LEFT + 25, y, first.removeprefix("mmmmm ")),
            *(at(LEFT, y - 12 - 12 * i, t) for i, t in enumerate(rest)),
        ]
    assert text_of(page(parts)) == "\n\n".join([LONG.strip()] * 3) + "\n"


def test_another_size_parts() -> None:
    heading = at(LEFT, TOP, "x" * 60, size=15)
    assert text_of(page(heading, paragraph(TOP - 14, LONG))) == f"{'x' * 60}\n\n{LONG.strip()}\n"


def test_another_style_parts_where_a_sentence_ended() -> None:
    bold = [at(LEFT, TOP, "x" * 88 + ".", bold=True), *paragraph(TOP - 12, LONG)]
    assert text_of(page(bold)) == f"**{'x' * 88}.**\n\n{LONG.strip()}\n"
    cut = [at(LEFT, TOP, "x" * 89, bold=True), *paragraph(TOP - 12, LONG)]
    assert text_of(page(cut)) == f"**{'x' * 89}** {LONG.strip()}\n"


def test_a_style_within_a_line_is_kept() -> None:
    shown = page(
        at(LEFT, TOP, "Action: ", bold=True), at(LEFT + 40, TOP, "the Clerk"), at(LEFT + 90, TOP, "now", italic=True)
    )
    assert text_of(shown) == "**Action:** the Clerk *now*\n"


def test_letters_beside_each_other_are_a_word_and_a_gap_is_a_blank() -> None:
    shown = page(at(72, TOP, "Har"), at(87, TOP, "bour"), at(110, TOP, "Board"))
    assert text_of(shown) == "Harbour Board\n"


def test_lines_of_double_spacing_are_one_paragraph() -> None:
    text = LONG * 3
    assert text_of(page(paragraph(TOP, text, leading=24))) == text.strip() + "\n"


def test_where_lines_are_full_is_told_from_the_lines() -> None:
    narrow = LONG * 2
    assert text_of(page(paragraph(TOP, narrow, x=140, right=400))) == narrow.strip() + "\n"


def test_lines_of_a_wide_page_do_not_say_how_far_those_of_a_narrow_one_reach() -> None:
    wide = page(paragraph(500, LONG * 8, right=770), number=2, width=842.0, height=595.0)
    narrow = page(paragraph(TOP, LONG * 4))
    assert text_of(narrow, wide) == f"{(LONG * 4).strip()}\n\f{(LONG * 8).strip()}\n"


def test_names_below_each_other_stay_apart() -> None:
    names = ["Cllr Ada Quill", "Cllr Basil Crane", "Mr Ivor Kemp", "Cllr Petra van Houten", "Ms Joan Larkin"]
    assert text_of(page([at(LEFT, TOP - 12 * i, name) for i, name in enumerate(names)])) == "\n\n".join(names) + "\n"


def test_a_centred_title_of_two_lines_is_one() -> None:
    def centred(y: float, text: str) -> Fragment:
        return at(297 - 2.5 * len(text), y, text, bold=True)

    title = [centred(TOP, "m" * 60), centred(TOP - 12, "and the second line"), centred(TOP - 40, "Another")]
    body = paragraph(TOP - 100, LONG * 4)
    assert text_of(page(title, body)).startswith(f"**{'m' * 60}**\n\n**and the second line**\n\n**Another**\n\n")
    apart = [centred(TOP, "m" * 60), centred(TOP - 12, "m" * 20 + " on its own line")]
    assert text_of(page(apart, body)).startswith(f"**{'m' * 60}**\n\n**{'m' * 20} on its own line**\n\n")
    full = [centred(TOP, "m" * 78), centred(TOP - 12, "a" * 12 + " line")]
    assert text_of(page(full, body)).startswith(f"**{'m' * 78} {'a' * 12} line**\n\n")


def test_raised_figures_are_raised() -> None:
    shown = page(at(72, TOP, "Area 40 m"), at(117, TOP + 4, "2", size=6), at(121, TOP, " of quay"))
    assert text_of(shown) == "Area 40 m² of quay\n"


def test_a_raised_figure_before_words_does_not_part_the_line() -> None:
    shown = page(at(72, TOP + 4, "1", size=6), at(76, TOP, "Area"), at(100, TOP - 1, "of quay"))
    assert text_of(shown) == "¹Area of quay\n"


# Hyphens and addresses


@pytest.mark.parametrize(
    ("end", "start", "elsewhere", "joined"),
    [
        ("com-", "pressor", "the compressor", "compressor"),  # the whole word stands elsewhere
        ("wind-", "mill", "a mill, the wind, a windmill", "windmill"),
        ("follow-", "up", "to follow", "follow-up"),  # a particle
        ("non-", "voting", "voting", "non-voting"),  # a prefix
        ("quay-", "side", "a quay, its side", "quay-side"),  # both parts are words
        ("refur-", "bished", "nothing", "refurbished"),  # the first part is no word
        ("harbour-", "front", "the harbour", "harbour-front"),  # the first is one, and no word is cut here
        ("Stokes-", "Bell", "nothing", "Stokes-Bell"),  # a name
        ("out-of-", "date", "nothing", "out-of-date"),  # a hyphen before it
        ("wait\u00ad", "ing", "to wait", "waiting"),  # a soft hyphen
        ("wait\u2010", "ing", "to wait", "waiting"),
        ("2023-", "24", "nothing", "2023- 24"),  # no word
        ("gates -", "both", "nothing", "gates - both"),  # a dash
    ],
)
def test_a_word_that_goes_on_in_the_next_line(end: str, start: str, elsewhere: str, joined: str) -> None:
    filler = "m" * (89 - len(end))
    shown = page(
        at(LEFT, TOP, f"{filler} {end}"),
        at(LEFT, TOP - 12, f"{start} is said."),
        paragraph(TOP - 60, f"Here {elsewhere} stands."),
    )
    assert text_of(shown).startswith(f"{filler} {joined} is said.\n")


def test_where_words_are_cut_a_known_word_before_a_hyphen_is_cut_too() -> None:
    filler = "m" * 80
    cut = [at(LEFT, TOP, f"{filler[:-4]} compre-"), at(LEFT, TOP - 12, "ssor and more")]
    other = [at(LEFT, TOP - 60, f"{filler} harbour-"), at(LEFT, TOP - 72, "front lies")]
    known = [at(LEFT, TOP - 120, "A compressor. The harbour.")]
    assert f"{filler} harbourfront lies" in text_of(page(cut, other, known))
    assert f"{filler} harbour-front lies" in text_of(page(other, known))


@pytest.mark.parametrize(
    ("end", "start", "joined"),
    [
        ("https://board.example/film/", "archive/12", "https://board.example/film/archive/12"),
        ("https://board.example/film-", "archive", "https://board.example/film-archive"),
        ("www.board.example/film", "/archive", "www.board.example/film/archive"),
        ("https://board.example/film", "until June", "https://board.example/film until June"),
    ],
)
def test_an_address_that_goes_on_in_the_next_line(end: str, start: str, joined: str) -> None:
    filler = "m" * (88 - len(end))
    assert text_of(page(at(LEFT, TOP, f"{filler} {end}"), at(LEFT, TOP - 12, start))) == f"{filler} {joined}\n"


# Entries of lists


@pytest.mark.parametrize("sign", ["•", "▪", "-", "–", "*", "o", "\uf0b7"])
def test_a_sign_apart_from_the_words_is_a_bullet(sign: str) -> None:
    shown = page(at(72, TOP, sign), at(90, TOP, "First."), at(72, TOP - 12, sign), at(90, TOP - 12, "Second."))
    assert text_of(shown) == "- First.\n- Second.\n"


def test_a_letter_is_a_bullet_only_where_it_stands_apart() -> None:
    assert text_of(page(at(72, TOP, "o"), at(77, TOP, "f gravel"))) == "of gravel\n"
    assert text_of(page(at(72, TOP, "-"), at(77, TOP, "5 degrees"))) == "-5 degrees\n"


def test_any_letter_of_a_font_of_signs_is_a_bullet() -> None:
    assert text_of(page(at(72, TOP, "l", symbol=True), at(77, TOP, "First."))) == "- First.\n"


def test_a_bullet_in_one_piece_with_the_words() -> None:
    assert text_of(page(at(72, TOP, "• First."), at(72, TOP - 12, "• Second."))) == "- First.\n- Second.\n"


def test_a_larger_bullet_does_not_part_the_entry_from_its_second_line() -> None:
    entry = [at(72, TOP, "•", size=14), *paragraph(TOP, LONG, x=90)]
    assert text_of(page(entry)) == f"- {LONG.strip()}\n"


def test_a_small_drawn_figure_before_words_is_a_bullet() -> None:
    dots = [Rule(80, TOP + 2, 83, TOP + 5), Rule(300, 300, 303, 303)]
    shown = page(at(90, TOP, "First."), at(72, TOP - 12, "No entry."), dots=dots)
    assert text_of(shown) == "- First.\n\nNo entry.\n"


def test_a_drawn_figure_between_lines_is_no_bullet() -> None:
    assert text_of(page(at(90, TOP, "First."), dots=[Rule(80, TOP - 3, 83, TOP), Rule(80, TOP + 8, 83, TOP + 11)])) == (
        "First.\n"
    )


def test_a_drawn_figure_close_behind_words_is_no_bullet() -> None:
    assert text_of(page(at(72, TOP, "Before"), at(115, TOP, "after."), dots=[Rule(105, TOP + 2, 108, TOP + 5)])) == (
        "Before after.\n"
    )


@pytest.mark.parametrize("number", ["1.", "12.", "(a)", "b)", "iv)", "(ii)", "A."])
def test_a_number_apart_from_the_words_is_kept(number: str) -> None:
    shown = page(at(72, TOP, number), at(108, TOP, "First thing."))
    assert text_of(shown) == f"{number} First thing.\n"


def test_a_number_close_to_what_follows_is_a_word() -> None:
    assert text_of(page(at(72, TOP, "1."), at(82, TOP, "5 million pounds"))) == "1.5 million pounds\n"


def test_what_stands_further_in_is_deeper() -> None:
    entries = [(72, "One."), (90, "Inner."), (108, "Third."), (90, "Inner again."), (72, "Two.")]
    parts = [[at(x, TOP - 12 * i, "•"), at(x + 12, TOP - 12 * i, text)] for i, (x, text) in enumerate(entries)]
    assert text_of(page(*parts)) == "- One.\n    - Inner.\n        - Third.\n    - Inner again.\n- Two.\n"


def test_an_entry_goes_on_under_its_words_and_under_its_mark() -> None:
    hanging = [at(72, TOP, "•"), *paragraph(TOP, LONG, x=90)]
    assert text_of(page(hanging)) == f"- {LONG.strip()}\n"
    first, _ = lines(LONG, x=90)[:2]
    rest = paragraph(TOP - 12, LONG.removeprefix(first))
    assert text_of(page(at(72, TOP, "1."), at(90, TOP, first), rest)) == f"1. {LONG.strip()}\n"


# Columns


def test_words_behind_a_wide_gap_are_cells() -> None:
    rows = [("Ada", "Chair"), ("Basil", "Clerk")]
    parts = [[at(72, TOP - 14 * i, a), at(300, TOP - 14 * i, b)] for i, (a, b) in enumerate(rows)]
    assert text_of(page(*parts)) == "Ada\tChair\nBasil\tClerk\n"


def test_rows_of_a_few_lines_stay_apart_whichever_is_longest() -> None:
    rows = [("Ada Quill", "Ivor Kemp, Clerk"), ("Basil Crane", "Joan Larkin, Engineer"), ("Eve", "None")]
    for order in (rows, rows[::-1], rows[1:], rows[:2]):
        parts = [[at(72, TOP - 12 * i, a), at(300, TOP - 12 * i, b)] for i, (a, b) in enumerate(order)]
        assert text_of(page(*parts)) == "".join(f"{a}\t{b}\n" for a, b in order)


def test_rows_with_a_narrow_first_column_stay_apart() -> None:
    rows = [("041/24", "Ada Quill", "Chair"), ("042/24", "Basil Cra", "Clerk")]
    parts = [at(x, TOP - 12 * i, t) for i, row in enumerate(rows) for x, t in zip((72, 122, 300), row, strict=True)]
    assert text_of(page(parts)) == "041/24\tAda Quill\tChair\n042/24\tBasil Cra\tClerk\n"
    two = [one for one in parts if one.x0 < 300]
    assert text_of(page(two)) == "041/24\tAda Quill\n042/24\tBasil Cra\n"


def test_a_row_that_wraps_in_both_columns_is_one() -> None:
    rows = [("Portfolio holder for harbours", "Cllr Ada Quill who stands in"), ("and paths", "for the Chair")]
    parts = [at(x, TOP - 12 * i, t) for i, row in enumerate(rows) for x, t in zip((72, 240), row, strict=True)]
    assert text_of(page(parts)) == f"{rows[0][0]} {rows[1][0]}\t{rows[0][1]} {rows[1][1]}\n"


def test_a_cell_that_wraps_in_its_column_is_one() -> None:
    rows = [
        ("Ada Quill", "Chair"),
        ("Basil Crane", "Adviser to the Harbour Office and"),
        ("", "Board Member"),
        ("Ivor Kemp", "Clerk"),
    ]
    parts = [
        at(x, TOP - 12 * i, text) for i, row in enumerate(rows) for x, text in zip((72, 260), row, strict=True) if text
    ]
    assert (
        text_of(page(parts))
        == "Ada Quill\tChair\nBasil Crane\tAdviser to the Harbour Office and Board Member\nIvor Kemp\tClerk\n"
    )


def test_a_cell_in_the_middle_that_wraps_is_one() -> None:
    rows = [
        ("1.", "10.00", "Apologies", "Verbal"),
        ("2.", "10.05", "Minutes of the last", "Paper A"),
        ("", "", "meeting and matters", ""),
        ("", "", "arising", ""),
    ]
    parts = [
        at(x, TOP - 12 * i, text)
        for i, row in enumerate(rows)
        for x, text in zip((72, 110, 170, 380), row, strict=True)
        if text
    ]
    assert "10.05\tMinutes of the last meeting and matters arising\tPaper A\n" in text_of(page(parts))


def test_a_cell_that_stays_empty_does_not_take_the_next_row() -> None:
    rows = [("Ada Quill", "Ivor Kemp, Clerk"), ("Basil Crane", "Joan Larkin, Engineer"), ("Petra van Houten", "")]
    parts = [
        at(x, TOP - 12 * i, text) for i, row in enumerate(rows) for x, text in zip((72, 300), row, strict=True) if text
    ]
    assert (
        text_of(page(parts)) == "Ada Quill\tIvor Kemp, Clerk\nBasil Crane\tJoan Larkin, Engineer\n\nPetra van Houten\n"
    )


def test_a_narrow_gap_is_a_column_where_others_have_one() -> None:
    rows = ["Ada", "Basil", "Ivor"]
    parts = [[at(72, TOP - 14 * i, name), at(160, TOP - 14 * i, "Member")] for i, name in enumerate(rows)]
    close = [at(72, TOP - 42, "A name that is l"), at(160, TOP - 42, "Member")]
    assert text_of(page(*parts, close)).endswith("A name that is l\tMember\n")
    assert text_of(page(close)) == "A name that is l Member\n"


# Tables


def test_rules_that_cross_make_rows() -> None:
    shown = page(
        at(80, 690, "041/24"),
        at(150, 690, "Tides", bold=True),
        at(80, 660, "042/24"),
        at(150, 660, "Cranes"),
        rules=grid([72, 140, 522], [705, 675, 645]),
    )
    assert text_of(shown) == "041/24\t**Tides**\n042/24\tCranes\n"


def test_borders_that_are_drawn_cell_by_cell_are_one_table() -> None:
    rules = [
        r for x0, x1 in ((72, 140), (140, 522)) for y0, y1 in ((645, 675), (675, 705)) for r in grid([x0, x1], [y0, y1])
    ]
    shown = page(
        at(80, 690, "041/24"), at(150, 690, "Tides"), at(80, 660, "042/24"), at(150, 660, "Cranes"), rules=rules
    )
    assert text_of(shown) == "041/24\tTides\n042/24\tCranes\n"


def test_a_large_table_that_is_drawn_cell_by_cell() -> None:
    xs, ys = [72.0 + 50 * i for i in range(9)], [780.0 - 7 * i for i in range(101)]
    rules = [r for x0, x1 in pairwise(xs) for y1, y0 in pairwise(ys) for r in grid([x0, x1], [y0, y1])]
    words = [at(x + 3, y - 6, "of" if x == 72 else "a quay", size=6) for x in xs[:2] for y in ys[:-1]]
    assert text_of(page(words, rules=rules)) == "of\ta quay\n" * 100


def test_paragraphs_and_entries_stand_in_a_cell() -> None:
    cell = [*paragraph(690, LONG, x=150, right=516), at(150, 640, "•"), at(160, 640, "An entry.")]
    shown = page(at(80, 704, "041/24"), at(150, 704, "Tides", bold=True), cell, rules=grid([72, 140, 522], [720, 620]))
    assert text_of(shown) == f"041/24\t**Tides**\n\n{LONG.strip()}\n\n- An entry.\n"


def test_a_cell_over_the_whole_width_is_a_line() -> None:
    rules = [*grid([72, 522], [720, 700]), *grid([72, 140, 522], [700, 680])]
    shown = page(at(250, 706, "Regular Items", bold=True), at(80, 686, "041/24"), at(150, 686, "Tides"), rules=rules)
    assert text_of(shown) == "**Regular Items**\n\n041/24\tTides\n"


def test_a_table_in_a_cell() -> None:
    rules = [*grid([72, 140, 522], [720, 600]), *grid([160, 260, 400], [680, 660, 640])]
    inner = [at(165, 666, "Lamps"), at(265, 666, "17"), at(165, 646, "Chains"), at(265, 646, "9")]
    shown = page(at(80, 704, "041/24"), at(150, 704, "Counts"), inner, rules=rules)
    assert text_of(shown) == "041/24\tCounts\n\nLamps\t17\n\nChains\t9\n"


def test_rules_that_cross_nothing_are_no_table() -> None:
    underlined = page(
        paragraph(TOP, LONG),
        rules=[Rule(72, TOP - 2, 300, TOP - 2), Rule(72, TOP - 14, 250, TOP - 14), Rule(72, 90, 522, 90)],
    )
    assert text_of(underlined) == LONG.strip() + "\n"


def test_a_drawing_is_no_table() -> None:
    drawing = [Rule(72 + 0.25 * i, 100, 72 + 0.25 * i, 500 + i % 7) for i in range(1800)] + [
        Rule(72, 100 + 4 * i, 520, 100 + 4 * i) for i in range(1600)
    ]
    assert text_of(page(at(80, 300, "left"), at(300, 300, "right"), rules=drawing)) == "left\tright\n"


def test_a_box_beside_a_paragraph_does_not_cut_it() -> None:
    beside = paragraph(TOP, LONG * 3, right=360)
    box = [*grid([380, 522], [TOP - 10, TOP - 70])]
    shown = page(beside, at(390, TOP - 30, "Large print"), at(390, TOP - 44, "on request"), rules=box)
    assert text_of(shown).startswith((LONG * 3).strip() + "\n\nLarge print")


# Over the page


def test_a_paragraph_goes_on_over_a_page() -> None:
    cut = lines(LONG * 2)
    first = page([at(LEFT, 100 - 12 * i, line) for i, line in enumerate(cut[:3])])
    second = page([at(LEFT, TOP - 12 * i, line) for i, line in enumerate(cut[3:])], number=2)
    assert text_of(first, second) == f"{' '.join(cut[:3])}\f{' '.join(cut[3:])}\n"


def test_a_word_that_is_cut_over_a_page_is_whole_before_its_end() -> None:
    filler = "m" * 80
    first = page(at(LEFT, 100, f"{filler} refurb-"))
    assert text_of(first, page(at(LEFT, TOP, "ished it is"), number=2)) == f"{filler} refurbished\fit is\n"


def test_a_paragraph_that_ended_does_not_go_on() -> None:
    first = page(at(LEFT, 100, "m" * 89 + "."))
    assert text_of(first, page(at(LEFT, TOP, "The next"), number=2)) == f"{'m' * 89}.\n\fThe next\n"


def test_a_row_goes_on_over_a_page() -> None:
    cut = lines(LONG * 2, x=150, right=516)
    first = page(
        at(80, 120, "041/24"),
        [at(150, 120 - 12 * i, t) for i, t in enumerate(cut[:3])],
        rules=grid([72, 140, 522], [135, 90]),
    )
    second = page(
        [at(150, TOP - 12 * i, t) for i, t in enumerate(cut[3:])],
        at(80, 640, "042/24"),
        at(150, 640, "Cranes"),
        number=2,
        rules=grid([72, 140, 522], [775, 655, 630]),
    )
    assert text_of(first, second) == f"041/24\t{' '.join(cut[:3])}\f{' '.join(cut[3:])}\n042/24\tCranes\n"


def test_the_heading_of_a_table_printed_again_is_aside_and_the_row_goes_on() -> None:
    def heading(y: float) -> list[Fragment]:
        return [at(80, y, "Minute", bold=True), at(150, y, "Discussion", bold=True)]

    cut = lines(LONG * 2, x=150, right=516)
    first = page(
        heading(140),
        at(80, 120, "041/24"),
        [at(150, 120 - 12 * i, t) for i, t in enumerate(cut[:3])],
        rules=grid([72, 140, 522], [155, 135, 90]),
    )
    second = page(
        heading(700),
        [at(150, 680 - 12 * i, t) for i, t in enumerate(cut[3:])],
        number=2,
        rules=grid([72, 140, 522], [715, 695, 600]),
    )
    assert text_of(first, second).endswith(f"041/24\t{' '.join(cut[:3])}\f{' '.join(cut[3:])}\n")
    assert aside(first, second) == [("page", "Minute Discussion", 2)]


def test_a_table_of_one_row_that_comes_again_stays() -> None:
    rules = grid([72, 140, 522], [715, 695])
    pages = [page(at(80, 700, "Signed"), at(150, 700, "Chair"), rules=rules, number=n + 1) for n in range(2)]
    assert text_of(*pages) == "Signed\tChair\n\fSigned\tChair\n"


def test_a_table_at_the_top_of_a_page_comes_before_the_words_below_it() -> None:
    first = page(at(LEFT, 100, "m" * 89))
    second = page(
        at(80, 700, "Lamps"),
        at(150, 700, "17"),
        at(LEFT, 600, "and more"),
        number=2,
        rules=grid([72, 140, 522], [715, 695]),
    )
    assert text_of(first, second) == f"{'m' * 89}\n\fLamps\t17\n\nand more\n"


# Headers, footers, footnotes, stamps


def body(number: int) -> list[Fragment]:
    return [at(LEFT, 600 - 30 * i, f"{'abcdefg'[number]} line {'xyz'[i]} of the notes.") for i in range(3)]


def test_headers_and_footers_are_aside() -> None:
    pages = [
        page(at(72, 800, "Harbour Board"), body(n), at(280, 40, f"Page {n + 1} of 4"), number=n + 1) for n in range(4)
    ]
    assert aside(*pages)[:3] == [("page", "Harbour Board", 1), ("page", "Page 1 of 4", 1), ("page", "Harbour Board", 2)]
    assert "Harbour Board" not in text_of(*pages)
    assert "Page" not in text_of(*pages)
    assert text_of(*pages).count("line x") == 4


def test_headers_of_left_and_right_pages_are_aside() -> None:
    pages = [page(at(72, 800, ("Notes", "Board")[n % 2]), body(n), number=n + 1) for n in range(6)]
    assert {text for _, text, _ in aside(*pages)} == {"Notes", "Board"}


def test_what_stands_deep_in_most_pages_is_furniture_too() -> None:
    pages = [page(at(72, 760, "Harbour"), at(72, 745, "Board"), body(n), number=n + 1) for n in range(5)]
    assert len(aside(*pages)) == 10


def test_titles_of_a_pack_of_two_pages_stay() -> None:
    pages = [page(at(72, 800, "HARBOUR BOARD", bold=True), body(n), number=n + 1) for n in range(2)]
    assert aside(*pages) == []
    assert text_of(*pages).count("**HARBOUR BOARD**") == 2


def test_a_single_page_has_no_furniture() -> None:
    assert text_of(page(at(72, 800, "Harbour Board"), at(280, 40, "Page 1"))) == "Harbour Board\n\nPage 1\n"


def test_footnotes_are_aside_and_so_are_their_numbers() -> None:
    words = [at(72, TOP, "It passed its test."), at(167, TOP + 4, "1", size=6), at(172, TOP, " It is good.")]
    notes = [at(72, 80, "1", size=8), at(80, 80, "By an inspector.", size=8), at(72, 70, "2 On Monday.", size=8)]
    shown = page(words, paragraph(600, LONG), notes, rules=[Rule(72, 95, 200, 95)])
    assert text_of(shown) == f"It passed its test. It is good.\n\n{LONG.strip()}\n"
    assert aside(shown) == [("footnote", "By an inspector.", 1), ("footnote", "On Monday.", 1)]


def test_small_words_without_a_rule_stay() -> None:
    shown = page(paragraph(600, LONG), at(72, 80, "1 By an inspector.", size=8))
    assert "1 By an inspector." in text_of(shown)
    assert aside(shown) == []


def test_large_letters_under_the_words_are_aside() -> None:
    shown = page(paragraph(TOP, LONG * 4), at(150, TOP - 60, "DRAFT", size=90, bold=True))
    assert text_of(shown) == (LONG * 4).strip() + "\n"
    assert aside(shown) == [("page", "DRAFT", 1)]


def test_a_large_title_stays() -> None:
    assert text_of(page(at(72, TOP, "Harbour Board", size=30), paragraph(TOP - 60, LONG))).startswith(
        "Harbour Board\n\n"
    )


# Whatever stands wherever

PLACES = st.floats(-50, 900, width=32) | st.sampled_from([72.0, 90.0, 300.0, 520.0, 700.0, 712.0])
WORDS = st.sampled_from(["harbour", "tide", "crane", "lamp", "quay", "Board", "Cllr", "wait", "aye", "gravel"])
FRAGMENTS = st.builds(
    lambda x, y, words, size, bold, italic: at(x, y, " ".join(words), size, bold=bold, italic=italic),
    PLACES,
    PLACES,
    st.lists(WORDS, min_size=1, max_size=4),
    st.sampled_from([6.0, 8.0, 10.0, 10.0, 11.0, 40.0]),
    st.booleans(),
    st.booleans(),
)
RULES = st.builds(
    lambda x, y, length, level: Rule(x, y, x + length, y) if level else Rule(x, y, x, y + length),
    PLACES,
    PLACES,
    st.floats(5, 600, width=32),
    st.booleans(),
)
PAGES = st.builds(
    lambda fragments, rules, dots: page(fragments, rules=rules, dots=[Rule(x, y, x + 3, y + 3) for x, y in dots]),
    st.lists(FRAGMENTS, max_size=12),
    st.lists(RULES, max_size=12),
    st.lists(st.tuples(PLACES, PLACES), max_size=4),
)


def counted(*texts: str) -> Counter[str]:
    return Counter(word for text in texts for word in re.findall(r"[A-Za-z]+", text))


@given(st.lists(PAGES, max_size=4))
def test_no_letter_is_lost_and_none_is_doubled(pages: list[PrintedPage]) -> None:
    for number, one in enumerate(pages, 1):
        one.number = number
    put = "".join(sorted("".join(f.text for one in pages for f in one.fragments).replace(" ", "")))
    blocks, furniture = blocks_of(pages)
    got = written(blocks) + "".join(one.text for one in furniture)
    assert "".join(sorted(re.sub(r"[^A-Za-z]", "", got))) == put


@given(st.lists(st.tuples(st.lists(WORDS, min_size=1, max_size=30), st.booleans()), min_size=1, max_size=8))
def test_words_of_paragraphs_stay_words_in_their_order(paragraphs: list[tuple[list[str], bool]]) -> None:
    parts, y, said = [], TOP, []
    for words, marked in paragraphs:
        text = " ".join(words)
        parts += [at(72, y, "•")] * marked + paragraph(y, text, x=84 if marked else LEFT)
        y -= 12 * len(lines(text, x=84 if marked else LEFT)) + 10
        said += words
    assert re.findall(r"[A-Za-z]+", text_of(page(parts))) == said


@given(st.lists(st.lists(WORDS, min_size=2, max_size=2), min_size=2, max_size=6))
def test_cells_of_a_table_stay_in_their_cells(rows: list[list[str]]) -> None:
    heights = [700.0 - 20 * i for i in range(len(rows) + 1)]
    words = [
        at(x, top - 14, text)
        for top, row in zip(heights, rows, strict=False)
        for x, text in zip((80, 300), row, strict=True)
    ]
    assert text_of(page(words, rules=grid([72, 290, 522], heights))) == "".join(f"{a}\t{b}\n" for a, b in rows)


def test_where_pages_begin_is_told_by_one_form_feed_each() -> None:
    pages = [page(body(0)), page(number=2), page(body(1), number=3), page(number=4)]
    text = text_of(*pages)
    assert text.count("\f") == 2
    assert all(a != b or a != "\f" for a, b in pairwise(text.split("line")))
