"""What no damage may change: promises 3 and 4, for each way in which extraction spoils a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from difflib import unified_diff
from itertools import pairwise, takewhile
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

from damage import DAMAGES, Damage, Keeps, headings, hurt
from dresses import DRESSES
from generated import HONORIFIC, minutes
from spcb_minutes import Document, Item, ItemNumber, facts, parse
from spcb_minutes.models import Block, walk
from strategies import Draft, Line
from test_properties import assert_whole

DRAFTS = st.builds(lambda dress, model: dress.print(model), st.sampled_from(DRESSES), minutes())
RANDOM = st.randoms(use_true_random=False)
FEWER = settings(max_examples=max(settings().max_examples // 6, 10))
"""Each damage has tests of its own: a share of the examples for each."""

Facts = dict[str, Any]


def of(*keeps: Keeps) -> pytest.MarkDecorator:
    """The damages that keep one of these, a test each."""
    return pytest.mark.parametrize("damage", [pytest.param(d, id=d.name) for d in DAMAGES if d.keeps in keeps])


def read(draft: Draft) -> Document:
    return parse(draft.text)


_TWICE = r"(?m)^(.+)\n\1$"
NOT_YET: tuple[tuple[str, str, str], ...] = (
    ("header repeated", r"\fDraft|\f.+\n(?:Draft|DRAFT MINUTES)\n", "A header of the word Draft is a paragraph."),
    ("page break inside a block", r"\b[Ii]t\s[^.]{0,40}\f|Action \([^)]*\f", "A label cut by the page is no label."),
)
"""What the parser does not read yet although it should: the damage, the texts that show it, and what comes of it."""


def spoil(damage: Damage, draft: Draft, random: Random) -> Draft:
    """The draft damaged; drafts in which there is nothing to damage are not looked at."""
    spoilt = damage.of(draft, random)
    assume(spoilt.text != draft.text)
    assume(not any(name == damage.name and re.search(text, spoilt.text) for name, text, _ in NOT_YET))
    note("".join(unified_diff(draft.text.splitlines(True), spoilt.text.splitlines(True), n=99)))
    return spoilt


def items(document: Document) -> list[Item]:
    return [item for part in document.minutes for item in part.items]


def by_number(document: Document) -> dict[str, Facts]:
    """The facts of every item, by its number as printed."""
    return {str(item.number): facts(item) for item in items(document)}


def front(document: Document) -> Facts:
    """What the minutes say before their first item."""
    part = facts(document.minutes[0])
    told = {name: part[name] for name in ("board", "status", "notices", "preamble")}
    told |= {name: part["meeting"][name] for name in ("date", "venue")}  # items may tell when it began and ended
    return told | {name: part["attendance"][name] for name in ("present", "others")}  # and who sent apologies


def words(*some: Item) -> Counter[str]:
    """The words of items, wherever in them they stand."""
    return Counter(" ".join(text for item in some for text in (item.title or "", *texts(item.blocks))).split())


def texts(blocks: Sequence[Block]) -> Iterator[str]:
    for block in walk(blocks):
        if block.kind == "list":
            yield from entries(block.entries)
        else:
            yield block.text
        if block.kind == "action":
            yield block.update or ""
        if block.kind == "question" and block.asked_by:
            yield block.asked_by.name


def unhurt(before: Draft, after: Draft, *also: int) -> Iterator[tuple[Facts, Facts]]:
    """What was read of each item before and after; without those in which a line was hurt, and these besides.

    As many items with the same numbers must have been read.
    """
    one, two = read(before), read(after)
    assert [str(item.number) for item in items(two)] == [str(item.number) for item in items(one)]
    spoilt = {*hurt(before, after), *also}
    if -1 not in spoilt:
        yield front(one), front(two)
    for i, pair in enumerate(zip(items(one), items(two), strict=True)):
        if i not in spoilt:
            yield facts(pair[0]), facts(pair[1])


def gone(before: Draft, after: Draft) -> set[int]:
    """The items whose heading is no line of its own any more."""
    was, is_ = ({draft.lines[i].item for i in headings(draft)} for draft in (before, after))
    return was - is_


def assume_numbered(draft: Draft, but: Set[int]) -> None:
    """Where the numbers are not of the form sequence/year, three in sequence are needed: without these items too."""
    numbers = [ItemNumber(number) for i, number in enumerate(draft.numbers) if i not in but]
    assume(numbers)
    if not re.fullmatch(r"\d{1,3}/\d\d", str(numbers[0])):
        steps = [0 < two.sequence - one.sequence <= 3 for one, two in pairwise(numbers)]
        assume(any(a and b for a, b in pairwise(steps)))


def assume_counting_on(draft: Draft, some: Set[int]) -> None:
    """Inside a paragraph a number is a heading only where it is the next one: else it may be a mention."""
    numbers = [ItemNumber(number) for number in draft.numbers]
    assume(
        all((numbers[i].year, numbers[i].sequence - 1) == (numbers[i - 1].year, numbers[i - 1].sequence) for i in some)
    )


def assume_ended(before: Draft, after: Draft) -> None:
    """Inside a paragraph a number or a section begins behind a full stop: elsewhere nothing tells where it does."""
    first = alike(before.lines, after.lines)
    last = len(before.lines) - alike(before.lines[::-1], after.lines[::-1])
    run = [line for line in before.lines[first:last] if line.kind != "blank"]
    assume(all(one.text.rstrip().endswith((".", "?", "!")) for one, two in pairwise(run) if two.kind in BEGINS))


BEGINS = ("heading", "section")


def alike(some: Sequence[Line], others: Sequence[Line]) -> int:
    """How many lines are the same before the first that differs."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(some, others, strict=False)))


def assume_not_empty(before: Draft, after: Draft) -> None:
    """A number with neither title nor text takes for its own what stands below it."""
    left = {line.item for line in after.lines if line.kind not in ("heading", "blank", "section")}
    assume(all(item.title or not item.blocks or i in left for i, item in enumerate(items(read(before)))))


def in_both_margins(draft: Draft) -> bool:
    """Whether the number of an item stands again behind its text: spoil the first, and the second is its heading."""
    return bool(draft.where("number"))


# ---------------------------------------------------------------- 4: dress does not matter


@of(Keeps.FACTS)
@FEWER
@given(draft=DRAFTS, random=RANDOM)
def test_dress_changes_no_fact(damage: Damage, draft: Draft, random: Random) -> None:
    dressed = spoil(damage, draft, random)
    assert facts(read(dressed)) == facts(read(draft))


@of(Keeps.FACTS_OF_ROWS)
@FEWER
@given(draft=minutes().map(DRESSES[0].print), random=RANDOM)
def test_a_row_over_two_pages_changes_no_fact(damage: Damage, draft: Draft, random: Random) -> None:
    assert facts(read(spoil(damage, draft, random))) == facts(read(draft))


@of(Keeps.PEOPLE)
@FEWER
@given(draft=DRAFTS, random=RANDOM)
def test_columns_tell_who_was_there_whatever_their_order(damage: Damage, draft: Draft, random: Random) -> None:
    def present(document: Document) -> list[tuple[Any, ...]]:
        return [(p.honorific, p.name, p.role, p.initials, p.note) for p in document.minutes[0].attendance.present]

    spoilt = spoil(damage, draft, random)
    # behind a name without capitals, the place that the name of a body begins with may be a part of the name; and of
    # three names behind an honorific the third may be the first word of the office
    rows = [line.text for line, now in zip(draft.lines, spoilt.lines, strict=True) if line != now]
    unclear = re.compile(rf"Council|Trust|^[ \t]*(?:{'|'.join(HONORIFIC)}) \S+ \S+ \S+[ \t]*\t")
    assume(damage.name == "columns swapped" or not any(unclear.search(row) for row in rows))
    assert present(read(spoilt)) == present(read(draft))
    assert [facts(item) for item in items(read(spoilt))] == [facts(item) for item in items(read(draft))]


@of(Keeps.QUESTIONS)
@FEWER
@given(draft=DRAFTS, random=RANDOM)
def test_a_question_without_its_number_is_the_same_question(damage: Damage, draft: Draft, random: Random) -> None:
    spoilt = spoil(damage, draft, random)
    one, two = read(draft), read(spoilt)
    assert without_numbers(facts(two)) == without_numbers(facts(one))
    was, is_ = numbers_of_questions(one), numbers_of_questions(two)
    lost = sum(a.text != b.text for a, b in zip(draft.lines, spoilt.lines, strict=True))
    assert [b for a, b in zip(was, is_, strict=True) if a != b] == [None] * lost


def numbers_of_questions(document: Document) -> list[str | None]:
    return [question.number for item in items(document) for question in item.questions]


def without_numbers(value: Any) -> Any:
    """The same facts, questions without their numbers."""
    if isinstance(value, dict):
        question = value.get("kind") == "question"
        return {k: None if question and k == "number" else without_numbers(v) for k, v in value.items()}
    return tuple(without_numbers(one) for one in value) if isinstance(value, tuple) else value


# ---------------------------------------------------------------- 3: damage stays local


@of(Keeps.OTHER_ITEMS, Keeps.WORDS_OF_LISTS)
@FEWER
@given(draft=DRAFTS, random=RANDOM)
def test_a_hurt_line_changes_its_own_item_only(damage: Damage, draft: Draft, random: Random) -> None:
    spoilt = spoil(damage, draft, random)
    assume_not_empty(draft, spoilt)
    assert_whole(read(spoilt))
    for before, after in unhurt(draft, spoilt):
        assert after == before


@of(Keeps.WORDS_OF_LISTS)
@FEWER
@given(draft=DRAFTS, random=RANDOM)
def test_an_entry_that_lost_its_bullet_keeps_its_words(damage: Damage, draft: Draft, random: Random) -> None:
    """Right below a line it goes on with that one; after a blank line it is an entry of the same text as before."""
    spoilt = spoil(damage, draft, random)
    one, two = read(draft), read(spoilt)
    assert [words(item) for item in items(two)] == [words(item) for item in items(one)]
    spaced = [i for i in lost_bullets(draft, spoilt) if draft.lines[i - 1].kind == "blank"]
    for i in spaced:
        text = draft.lines[i].text.lstrip(" -•*")
        assert text in [
            t
            for item in items(two)
            for block in walk(item.blocks)
            if block.kind == "list"
            for t in entries(block.entries)
        ]


def lost_bullets(before: Draft, after: Draft) -> list[int]:
    pairs = enumerate(zip(before.lines, after.lines, strict=True))
    return [i for i, (one, two) in pairs if one.text != two.text]


def entries(some: Sequence[Any]) -> Iterator[str]:
    for entry in some:
        yield entry.text
        yield from entries(entry.entries)


@of(Keeps.ALL_BUT_TWO)
@FEWER
@given(draft=DRAFTS, random=RANDOM)
def test_a_lost_heading_adds_its_lines_to_the_item_before(damage: Damage, draft: Draft, random: Random) -> None:
    assume(not in_both_margins(draft))
    spoilt = spoil(damage, draft, random)
    lost = gone(draft, spoilt)
    assume_numbered(draft, lost)
    one, two = read(draft), read(spoilt)
    assert_whole(two)
    # a section above a lost heading stands above no heading any more: by the format that is a paragraph; and a bold
    # title that was under a lost number may stand right above the next heading, as a section does
    sections = any(draft.lines[i].item in lost for i in draft.where("section", "under"))
    left = [i for i in range(len(items(one))) if i not in lost]
    assert [item.number for item in items(two)] == [items(one)[i].number for i in left]
    if 0 not in lost:
        assert front(two) == front(one)
    for i, after in zip(left, items(two), strict=True):
        before = items(one)[i]
        if i + 1 not in lost:
            assert told(after, but_sections=sections) == told(before, but_sections=sections)
        elif only_line_lost(draft, i + 1) and i + 2 not in lost and not sections:
            assert after.text.split() == f"{before.text} {items(one)[i + 1].text}".split()


def told(item: Item, but_sections: bool) -> Facts:
    return {key: value for key, value in facts(item).items() if not (but_sections and key == "section")}


def only_line_lost(draft: Draft, item: int) -> bool:
    """Whether the heading of an item is one line, and nothing but a heading."""
    kinds = [line.kind for line in draft.lines if line.item == item]
    return "heading" in kinds and "under" not in kinds


@of(Keeps.TEXT)
@FEWER
@given(draft=DRAFTS, random=RANDOM)
def test_a_misread_digit_changes_no_text(damage: Damage, draft: Draft, random: Random) -> None:
    """No title and text where the title stands behind the number; else no word."""
    spoilt = spoil(damage, draft, random)
    misread = {line.item: now.text for line, now in zip(draft.lines, spoilt.lines, strict=True) if line != now}
    assume_numbered(draft, set(misread))
    for item, text in misread.items():
        form = draft.numbers[item].rpartition(".")[0]
        assume("/" in draft.numbers[item] or form in text)  # what is before the last stop is a form, and another one
    assume(len(draft.numbers) - len(misread) >= 3)  # of two numbers that do not fit, either may be the wrong one
    before, after = read(draft), read(spoilt)
    one, two = items(before), items(after)
    assert_whole(after)
    if not in_both_margins(draft) and all(titled(draft, item) for item in range(len(one))):
        # a number lower than the first, with a title, is an item of an earlier meeting that is spoken of
        assume(not any(re.search(r"outside the run", d.message) for d in after.diagnostics))
        assert [(i.title, i.section, i.text) for i in two] == [(i.title, i.section, i.text) for i in one]
        assert front(after) == front(before)
    else:  # an item that has no title may go on with the one before, or stand in front of the first
        elsewhere = [*texts(after.minutes[0].preamble), *(item.section or "" for item in two)]
        lost = words(*one) - words(*two) - Counter(" ".join(elsewhere).split())
        assert not lost


def titled(draft: Draft, item: int) -> bool:
    """Whether there is a title behind the number: a number alone that cannot follow the open item's continues it."""
    number = draft.numbers[item]
    lines = [line.text for line in draft.lines if line.kind == "heading" and line.item == item]
    return any(text.strip("*#– ").removeprefix(number).strip() for text in lines)


@of(Keeps.NUMBERS)
@FEWER
@given(draft=DRAFTS, random=RANDOM)
def test_a_heading_that_ran_into_a_paragraph_is_found(damage: Damage, draft: Draft, random: Random) -> None:
    assume(not in_both_margins(draft))
    spoilt = spoil(damage, draft, random)
    ran = gone(draft, spoilt)
    assume_numbered(draft, ran)
    assume_counting_on(draft, ran)
    for before, after in unhurt(draft, spoilt, *ran):
        assert after == before
    one, two = read(draft), read(spoilt)
    told = [d.message for d in two.diagnostics if d.code == "M106"]
    for i in ran:
        assert f"{draft.numbers[i]} begins inside a paragraph." in told
        assert words(items(two)[i]) == words(items(one)[i])
        assert facts(items(two)[i - 1]) == facts(items(one)[i - 1])


@of(Keeps.EVERY_NUMBER)
@FEWER
@given(draft=DRAFTS, random=RANDOM)
def test_items_of_a_page_that_lost_its_lines_are_found(damage: Damage, draft: Draft, random: Random) -> None:
    assume(not in_both_margins(draft))
    spoilt = spoil(damage, draft, random)
    ran = gone(draft, spoilt)
    assume_numbered(draft, ran)
    assume_counting_on(draft, ran)
    assume_ended(draft, spoilt)
    for before, after in unhurt(draft, spoilt):
        assert after == before


@of(Keeps.BEFORE)
@FEWER
@given(draft=DRAFTS, random=RANDOM)
def test_what_ended_before_the_end_was_cut_off_is_unchanged(damage: Damage, draft: Draft, random: Random) -> None:
    spoilt = spoil(damage, draft, random)
    one, two = read(draft), read(spoilt)
    # an item has ended where the whole heading of the next one stands: half a heading is no heading
    whole = sum(i < len(spoilt.lines) - 1 for i in headings(draft))
    assume_numbered(draft, set(range(whole, len(draft.numbers))))
    ended = max(whole - 1, 0)
    assert_whole(two)
    assert [facts(item) for item in items(two)[:ended]] == [facts(item) for item in items(one)[:ended]]
    assert whole <= len(items(two)) <= whole + 1
    if whole:
        assert front(two) == front(one)


@of(Keeps.WORDS)
@FEWER
@given(draft=DRAFTS, random=RANDOM)
def test_without_bold_type_only_what_bold_type_told_is_lost(damage: Damage, draft: Draft, random: Random) -> None:
    plain = spoil(damage, draft, random)
    one, two = read(draft), read(plain)
    assert [str(item.number) for item in items(two)] == [str(item.number) for item in items(one)]
    assert [words(item) for item in items(two)] == [words(item) for item in items(one)]
    assert [labelled(item) for item in items(two)] == [labelled(item) for item in items(one)]
    assert not [a for item in items(two) for a in item.actions if a.basis == "bold"]


def labelled(item: Item) -> list[Facts]:
    return [facts(action) | {"update": None} for action in item.actions if action.basis == "label"]
