"""Inputs that once broke something: each file of ``found/`` is named for what it shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from spcb_minutes import Document, Item, parse
from test_growth import assert_linear
from test_properties import assert_whole

FOUND = Path(__file__).parent / "found"


def found(name: str) -> Document:
    return parse((FOUND / f"{name}.txt").read_bytes().decode("utf-8"))


def items(document: Document) -> list[Item]:
    return [item for minutes in document.minutes for item in minutes.items]


@pytest.mark.parametrize("path", sorted(FOUND.glob("*.txt")), ids=lambda path: path.stem)
def test_nothing_of_what_was_found_is_lost(path: Path) -> None:
    assert_whole(found(path.stem))


def test_a_bold_line_that_is_not_right_above_a_heading_leaves_the_heading_alone() -> None:
    one, two = items(found("bold-line-a-little-above-a-heading"))
    assert one.text.split("\n")[-1] == "The report was noted."
    assert (two.title, two.text) == ("Budget Monitoring", "It was noted.")


def test_a_bold_sentence_right_above_a_heading_is_an_action_and_no_section() -> None:
    one, two = items(found("bold-action-right-above-a-heading"))
    assert [action.text for action in one.actions] == ["The Clerk to ask for a better price for the gate."]
    assert two.section is None


def test_a_misread_first_number_keeps_its_item() -> None:
    document = found("first-number-misread")
    assert [item.text for item in items(document)] == ["The report was noted."] * 4
    assert document.minutes[0].preamble == ()


def test_words_of_a_title_line_get_no_blank_that_is_not_printed() -> None:
    document = found("rest-of-a-title-line-in-two-stretches")
    assert [block.text for block in document.other if block.kind == "paragraph"] == ["A{0/00"]


def test_words_of_the_front_matter_stand_in_one_paragraph_only() -> None:
    document = found("title-line-told-twice")
    told = [block.text for block in document.minutes[0].preamble if block.kind == "paragraph"]
    assert sum("The report was noted" in text for text in told) == 1


@pytest.mark.parametrize("unit", ["(", "\\", "012/34/", "Ada Quill and ", "Chief Officer "])
def test_a_long_line_of_attendance_takes_time_in_step(unit: str) -> None:
    assert_linear(lambda size: "Present: " + unit * (size // len(unit)))


def test_a_bold_heading_above_a_short_line_is_a_heading_and_no_section() -> None:
    (item,) = items(found("bold-heading-above-a-short-line"))
    assert (item.title, item.section) == ("Harbour Update", None)
