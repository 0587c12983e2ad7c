"""Minutes text from runs, entries and rows: nothing of them is lost, and what is written is read back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spcb_minutes import parse
from spcb_minutes.sources.writing import Block, Depths, Paragraph, Row, Run, raised, shown, written


def bold(words: str) -> Run:
    return Run(words, bold=True)


def entry(words: str, depth: int = 0, mark: str = "- ") -> Paragraph:
    return Paragraph(words, mark=mark, depth=depth)


# ---------------------------------------------------------------- styles


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([bold("Tides")], "**Tides**"),
        ([Run("Tides", italic=True)], "*Tides*"),
        ([Run("Tides", bold=True, italic=True)], "***Tides***"),
        ([bold("Tides "), Run("rose")], "**Tides** rose"),
        ([bold(" Tides"), bold(" rose ")], "**Tides rose**"),
        ([bold("Tides"), Run(" "), bold("rose")], "**Tides rose**"),
        ([bold("Ti"), Run("des rose")], "**Tides** rose"),
        ([Run("Ti"), bold("des rose")], "Tides **rose**"),
        ([bold("Action:"), Run("HM")], "**Action:**HM"),
        ([bold("Tides\tBoats\nRopes")], "**Tides**\t**Boats**\n**Ropes**"),
        ([bold("Tides\f"), bold("rose")], "**Tides**\f**rose**"),
        ([bold(""), Run("Tides"), bold("")], "Tides"),
        ([Run("a  b \t c\u00a0d")], "a b\tc\u00a0d"),
    ],
)
def test_words_of_one_style_stand_in_one_mark(runs: list[Run], expected: str) -> None:
    assert written([Paragraph(*runs)]) == expected + "\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("5 * 4", r"5 \* 4"),
        (r"C:\notes", r"C:\\notes"),
        ("# Tides", r"\# Tides"),
        ("#1 Tides", "#1 Tides"),
        ("---", r"\---"),
        ("* Tides", "* Tides"),
        ("- Tides", "- Tides"),
        ("*Tides*", r"\*Tides\*"),
    ],
)
def test_signs_in_words_are_no_marks_and_bullets_typed_by_hand_are(words: str, expected: str) -> None:
    assert written([Paragraph(words)]) == expected + "\n"


def test_raised_digits_and_letters() -> None:
    assert [raised("2"), raised("th"), raised(" 12 "), raised("2nd"), raised("")] == ["²", "th", " ¹² ", "2nd", ""]


def test_an_address_is_shown_but_for_its_dress() -> None:
    assert shown("https://www.port.example/a/", "see PORT.example/a for more")
    assert shown("mailto:clerk@port.example", "clerk@port.example")
    assert not shown("https://port.example/a", "the paper")


# ---------------------------------------------------------------- lines


def test_entries_stand_close_and_paragraphs_apart() -> None:
    blocks = [Paragraph("a"), entry("b"), entry("c", 1), Paragraph(""), entry("d", mark="2. "), Paragraph("e")]
    assert written(blocks) == "a\n\n- b\n    - c\n2. d\n\ne\n"
    assert written([entry("deep", 99)]) == "    " * 30 + "- deep\n"
    assert written([entry(""), entry(" "), Paragraph("\t")]) == ""


def test_depths_come_from_how_far_in_entries_stand() -> None:
    depths = Depths(5)
    assert [depths.of(x) for x in (10, 30, 33, 50, 29, 11, 0)] == [0, 1, 1, 2, 1, 0, 0]
    depths.end()
    assert depths.of(70) == 0


def test_the_end_of_a_page_stands_before_what_comes_next() -> None:
    assert written([Paragraph("a\f"), Paragraph("\f"), Paragraph("b")]) == "a\n\f\fb\n"
    assert written([Paragraph("\fa")]) == "\fa\n"
    assert written([Paragraph("a"), Paragraph("\f")]) == "a\n"
    assert written([Paragraph("a"), Paragraph("\f \t"), entry("\f b", 1)]) == "a\n\f\f    - b\n"
    assert written([Paragraph("a \f b")]) == "a\fb\n"
    assert written([Paragraph("a"), Row([[], [Paragraph("\fb")]])]) == "a\n\f\tb\n"


def test_cells_of_one_line_stand_side_by_side() -> None:
    table = [Row([[Paragraph("a")], [], [Paragraph("b\nc")], []]), Row([[], [Paragraph("d")]])]
    assert written(table) == "a\t\tb c\n\td\n"
    assert written([table[0], Paragraph(""), table[1]]) == "a\t\tb c\n\n\td\n"
    assert written([Row([]), Row([[]]), Row([[], []])]) == ""


def test_an_entry_in_a_cell_begins_a_line_but_for_the_number_of_the_row() -> None:
    assert written([Row([[entry("Tides", mark="1. ")], [Paragraph("Verbal")]])]) == "1. Tides\tVerbal\n"
    assert written([Row([[Paragraph("041/24")], [entry("a"), entry("b")]])]) == "041/24\n\n- a\n- b\n"


def test_what_stands_beside_what_cannot_be_told_is_kept_cell_by_cell() -> None:
    left, right = [Paragraph("a"), Paragraph("b")], [Paragraph("c"), Paragraph("d"), Paragraph("e")]
    assert written([Row([left, right[:2]])]) == "a\tc\nb\td\n"
    assert written([Row([left, right])]) == "a\tc\nb\td\n\te\n", "short lines, as of names, stand beside each other"
    long = Paragraph("water " * 20)
    assert written([Row([[long, *left], right[1:]])]) == f"{'water ' * 19}water\n\na\n\nb\n\nd\n\ne\n"


def test_a_short_last_cell_stands_at_the_end_of_the_words_beside_it() -> None:
    words = [Paragraph("Highways"), Paragraph("Dark."), Paragraph("Clerk to write.")]
    row = [[Paragraph("041/24")], words, [Paragraph("Clerk")]]
    assert written([Row(row)]) == "041/24\tHighways\n\nDark.\n\nClerk to write.\tClerk\n"
    done = [*words, Paragraph(Run("Written.", italic=True))]
    assert written([Row([row[0], done, row[2]])]).endswith("Clerk to write.\tClerk\n\n*Written.*\n")
    assert written([Row([row[0], words, [Paragraph("long " * 20)]])]).startswith("041/24\tHighways\tlong")


# ---------------------------------------------------------------- anything

TEXTS = st.text(st.sampled_from("abcXYZ012é£ *\\#-•_.,/()\u00a0\t\n\f"), max_size=12)
PARAGRAPHS = st.builds(
    lambda runs, mark, depth: Paragraph(*runs, mark=mark, depth=depth),
    st.lists(st.builds(Run, TEXTS, st.booleans(), st.booleans()), max_size=5),
    st.sampled_from(["", "", "- ", "2. "]),
    st.integers(0, 3),
)


def rows(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    return st.lists(st.lists(inner, max_size=3), max_size=3).map(Row)


BLOCKS: st.SearchStrategy[Block] = st.recursive(PARAGRAPHS, rows, max_leaves=8)


def characters(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (c for run in block.runs for c in run.text)
        else:
            for cell in block.cells:
                yield from characters(cell)


def kept(words: str) -> list[str]:
    """The characters that are neither blank nor of a mark; signs are counted apart."""
    return [c for c in words if not c.isspace() and c not in "*\\-"]


@settings(max_examples=300, deadline=None)
@given(st.lists(BLOCKS, max_size=6))
def test_every_character_is_in_the_text(blocks: list[Block]) -> None:
    before = "".join(characters(blocks))
    text = written(blocks)
    found = sorted(kept(text))
    assert len(found) <= len(kept(before)) + 2 * sum(one.mark == "2. " for one in paragraphs_of(blocks))
    for sign in kept(before):
        assert sign in found
        found.remove(sign)
    assert set(found) <= {"2", "."}
    for sign in "*\\":
        assert text.count(sign) >= before.count(sign)
    assert not re.search(r"[ \t]$|\n\n\n|\A\n", text, re.MULTILINE)
    parse(text)


def paragraphs_of(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for cell in block.cells:
                yield from paragraphs_of(cell)


@settings(max_examples=300, deadline=None)
@given(st.lists(PARAGRAPHS, max_size=6))
def test_the_order_of_paragraphs_is_kept(blocks: list[Paragraph]) -> None:
    plain = [Paragraph(*one.runs) for one in blocks]
    assert kept(written(plain)) == kept("".join(characters(plain)))


WORD = st.text(st.sampled_from("abcé"), min_size=1, max_size=4)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.builds(Run, WORD, st.booleans(), st.booleans()), st.sampled_from(["", " "])), min_size=1))
def test_styled_words_are_read_back(pieces: list[tuple[Run, str]]) -> None:
    runs = [part for run, gap in pieces for part in (run, Run(gap))]
    text = written([Paragraph("041/24"), Paragraph("There was ", *runs)])
    words = " ".join("".join(run.text for run in runs).split())
    assert parse(text).minutes[0].items[0].text == f"There was {words}"
