"""What makes expressions of the lexicon and runs the grammars: as the plain way would, only quicker."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spcb_minutes.parser import alternation, lex, lexicon, parse, words
from spcb_minutes.words import fold
from strategies import any_text, lines

PHRASES = st.lists(st.text(string.ascii_letters + "'.-é ", min_size=1, max_size=8).filter(str.strip), min_size=1)


@given(PHRASES, st.data(), st.booleans())
@example(["may", "march", "mar"], None, False)
@example(["in", "in hall", "inn"], None, True)
def test_an_alternation_finds_the_longest_phrase(
    phrases: list[str], data: st.DataObject | None, any_case: bool
) -> None:
    text = " ".join((data.draw(st.sampled_from(phrases)) if data else phrases[0]).split())
    tail = data.draw(st.sampled_from(["", " ", "x", "s hall"])) if data else " hall"
    given_text = (text.swapcase() if any_case else text) + tail
    longest_first = sorted({" ".join(phrase.split()) for phrase in phrases}, key=len, reverse=True)
    plain = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)
    expected = re.match(plain, given_text, re.IGNORECASE if any_case else 0)
    found = re.match(alternation(phrases, any_case=any_case), given_text)
    assert found is not None
    assert expected is not None
    assert found[0] == expected[0]


@pytest.mark.parametrize("name", ["verb", "role", "month", "honorific", "paper"])
def test_every_phrase_of_a_list_is_found_whole_and_none_in_other_words(name: str) -> None:
    for phrase in words(name):
        assert re.fullmatch(lexicon()[name], phrase)
        assert re.fullmatch(lexicon()[f"{name} in any case"], phrase.swapcase())
        assert not re.fullmatch(lexicon()[name], phrase + "q")


def test_a_blank_in_a_phrase_stands_for_any_run_of_blank_space() -> None:
    assert re.fullmatch(alternation(["Chief Supt"]), "Chief \n Supt")
    assert not re.fullmatch(alternation(["Chief Supt"]), "ChiefSupt")


@pytest.mark.parametrize(
    ("grammar", "start"), [("people", "people"), ("title", "title"), ("title", "date"), ("minutes", "body")]
)
@given(text=st.one_of(any_text(), lines))
def test_words_one_by_one_are_those_of_the_parser(grammar: str, start: str, text: str) -> None:
    folded = fold(text)
    parsed = [(token.type, str(token), token.start_pos) for token in parse(grammar, start, folded, 0, len(folded))]
    assert [(word.type, str(word), word.start_pos) for word in lex(grammar, start, folded, 0, len(folded))] == parsed


def test_words_are_read_no_further_than_they_are_asked_for() -> None:
    few = lex("people", "people", "Ada Quill and so on " * 1000, 0, 20_000)
    assert [str(next(few)) for _ in range(3)] == ["Ada", " ", "Quill"]


def test_words_stand_where_they_do_in_the_whole_text() -> None:
    assert [word.start_pos for word in lex("people", "people", "xx Ada Quill", 3, 12)] == [3, 6, 7]
