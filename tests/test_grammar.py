"""The grammars: total from every start rule, tiling, the same wherever a slice stands, and explained."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark

from spcb_minutes.parser import STARTS, build, grammar_dir, parse
from spcb_minutes.words import fold
from strategies import SIGNS, any_text, drafts, lines, minutes_like

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted(p for p in (ROOT / "examples").iterdir() if p.suffix in (".txt", ".md") and p.stem != "README")
ALL_STARTS = [(grammar, start) for grammar, starts in STARTS.items() for start in starts]
GRAMMARS = sorted(path.name for path in grammar_dir().iterdir() if path.name.endswith(".lark"))

every_start = pytest.mark.parametrize(("grammar", "start"), ALL_STARTS, ids=lambda name: str(name))


def assert_tiles(grammar: str, start: str, text: str, begin: int, end: int) -> None:
    """The slice parses, and its tokens stand one behind the other from its beginning to its end."""
    position = begin
    for token in parse(grammar, start, text, begin, end):
        assert token.start_pos == position, f"{token!r} does not begin where the one before it ends, at {position}"
        assert str(token) == text[position : position + len(token)]
        assert len(token) > 0
        position += len(token)
    assert position == end, f"lost: {text[position:end]!r}"


# ---------------------------------------------------------------- build


@pytest.mark.parametrize("grammar", sorted(STARTS))
def test_no_two_terminals_of_a_grammar_collide(grammar: str) -> None:
    parser = build(grammar, strict=True)
    assert {rule.origin.name for rule in parser.rules} >= set(STARTS[grammar])


def test_every_grammar_of_the_folder_is_built_or_imported() -> None:
    used = {f"{name}.lark" for name in STARTS}
    for name in GRAMMARS:
        imported = re.findall(r"^%import \.(\w+)\.", (grammar_dir() / name).read_text(encoding="utf-8"), re.MULTILINE)
        used |= {f"{other}.lark" for other in imported}
    assert used == set(GRAMMARS)


# ---------------------------------------------------------------- total


@every_start
def test_shuffled_lines_of_the_examples_parse(grammar: str, start: str) -> None:
    all_lines = [line for path in EXAMPLES for line in fold(path.read_text(encoding="utf-8")).split("\n")]
    for seed in range(8):
        chosen = random.Random(seed).sample(all_lines, 60)
        text = "\n".join(chosen)
        assert_tiles(grammar, start, text, 0, len(text))


@every_start
@given(text=any_text(120))
@settings(max_examples=40)
def test_any_text_parses(grammar: str, start: str, text: str) -> None:
    for one in (text, fold(text)):
        assert_tiles(grammar, start, one, 0, len(one))


@every_start
@given(data=st.data(), text=st.one_of(minutes_like, drafts(max_items=4).map(lambda d: d.text), any_text()))
@settings(max_examples=40)
def test_a_slice_parses_wherever_it_is_cut(grammar: str, start: str, data: st.DataObject, text: str) -> None:
    folded = fold(text)
    begin, end = sorted(data.draw(st.tuples(*[st.integers(0, len(folded))] * 2)))
    assert_tiles(grammar, start, folded, begin, end)


def test_an_example_parses_from_each_of_its_characters_on() -> None:
    text = fold(EXAMPLES[0].read_text(encoding="utf-8"))
    for begin in range(0, len(text) - 400, 7):
        assert_tiles("minutes", "body", text, begin, begin + 400)


@every_start
@given(one=lines, two=lines, gap=st.sampled_from(("\n", "\n\n", "\t", " ", "\n \n", "")))
@settings(max_examples=60)
def test_a_line_of_any_kind_may_follow_any_other(grammar: str, start: str, one: str, two: str, gap: str) -> None:
    text = fold(one + gap + two)
    assert_tiles(grammar, start, text, 0, len(text))


@every_start
@given(data=st.data())
@settings(max_examples=15)
def test_text_drawn_from_the_grammar_parses(grammar: str, start: str, data: st.DataObject) -> None:
    text = data.draw(_drawn(grammar, start))
    assert_tiles(grammar, start, text, 0, len(text))


_SAMPLES = st.one_of(
    lines.map(lambda line: fold(line) + "\n"), lines.map(fold), st.sampled_from(("\n", " ", "x", "14 May 2024"))
)


def _drawn(grammar: str, start: str) -> st.SearchStrategy[str]:
    """Text by the rules; a terminal gives a line in some dress, since one that looks around cannot be drawn alone."""
    parser = build(grammar)
    _, rules, _ = parser.grammar.compile([start], set())
    explicit = {symbol.name: _SAMPLES for rule in rules for symbol in rule.expansion if symbol.is_term}
    return from_lark(parser, start=start, explicit=explicit, alphabet=st.sampled_from(SIGNS + "aAbB"))


# ---------------------------------------------------------------- contexts share nothing


@every_start
@given(chunks=st.lists(lines, min_size=2, max_size=6), order=st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_lines_of_one_place_parse_in_every_other(
    grammar: str, start: str, chunks: list[str], order: random.Random
) -> None:
    for _ in range(3):
        order.shuffle(chunks)
        text = fold("\n".join(chunks) + "\n")
        assert_tiles(grammar, start, text, 0, len(text))


# ---------------------------------------------------------------- read by people


@pytest.mark.parametrize("name", GRAMMARS)
def test_every_rule_and_terminal_has_an_example_above_it(name: str) -> None:
    """A comment stands above each definition, or above the first of a few that stand together."""
    above = ""
    bare = []
    for line in (grammar_dir() / name).read_text(encoding="utf-8").splitlines():
        defined = re.match(r"([A-Z_]+|_?[a-z_]+)(?:\.\d+)?\s*:", line)
        if defined and not above.startswith("//") and not re.match(r"[A-Z_a-z.\d]+\s*:|[ |]", above):
            bare.append(defined[1])
        above = line if line.strip() else ""
    # rules are lists of terminals; the last terminals of a grammar take what is left and say so by their names
    told = {"TEXT", "BLANK", "FRONT_BLANK", "SPACE", "WORD", "SIGN", "GAP", "LINE", "OTHER"} | {
        s for _, s in ALL_STARTS
    }
    assert set(bare) <= told
