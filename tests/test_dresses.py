"""What every generated model says comes back from every dress, but for what the dress is said to lose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy
from pydantic import BaseModel

from dresses import AGENDA_DRESSES, DRESSES, AgendaDress, Dress, without
from generated import agendas, minutes
from spcb_minutes import Action, Agenda, ItemNumber, Link, Minutes, Question, facts, parse
from spcb_minutes.models import Standing, walk

M = TypeVar("M", Minutes, Agenda)


def samples(strategy: SearchStrategy[M], count: int) -> tuple[M, ...]:
    """Always the same examples of a strategy, to say what there is among them."""
    found: list[M] = []

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def gather(model: M) -> None:
        found.append(model)

    gather()
    return tuple(found)


@cache
def some_minutes() -> tuple[Minutes, ...]:
    return samples(minutes(), 500)


@cache
def some_agendas() -> tuple[Agenda, ...]:
    return samples(agendas(), 150)


# ---------------------------------------------------------------- printing and parsing gives the facts back


@pytest.mark.parametrize("dress", DRESSES, ids=str)
def test_minutes_come_back_from_their_dress(dress: Dress) -> None:
    @given(minutes())
    def come_back(model: Minutes) -> None:
        document = parse(dress.print(model).text)
        assert len(document.parts) == 1
        assert dress.keeps(facts(document.minutes[0])) == dress.keeps(facts(model))

    come_back()


@pytest.mark.parametrize("dress", AGENDA_DRESSES, ids=str)
def test_agendas_come_back_from_their_dress(dress: AgendaDress) -> None:
    @given(agendas())
    def come_back(model: Agenda) -> None:
        document = parse(dress.print(model).text)
        assert len(document.parts) == 1
        assert dress.keeps(facts(document.agendas[0])) == dress.keeps(facts(model))

    come_back()


@given(minutes())
def test_generated_minutes_come_back_from_json(model: Minutes) -> None:
    assert Minutes.model_validate_json(model.model_dump_json()) == model


@given(agendas())
def test_generated_agendas_come_back_from_json(model: Agenda) -> None:
    assert Agenda.model_validate_json(model.model_dump_json()) == model


# ---------------------------------------------------------------- what a dress says of itself


def losses(dresses: tuple[Any, ...]) -> list[Any]:
    return [pytest.param(dress, path, id=f"{dress}: {path}") for dress in dresses for path in dress.loses]


@pytest.mark.parametrize(("dress", "path"), losses(DRESSES))
def test_what_a_dress_of_minutes_says_it_loses_is_lost(dress: Dress, path: str) -> None:
    others = [other for other in dress.loses if other != path]
    assert any(
        without(facts(parse(dress.print(model).text).minutes[0]), others) != without(facts(model), others)
        for model in some_minutes()
    )


@pytest.mark.parametrize(("dress", "path"), losses(AGENDA_DRESSES))
def test_what_a_dress_of_agendas_says_it_loses_is_lost(dress: AgendaDress, path: str) -> None:
    others = [other for other in dress.loses if other != path]
    assert any(
        without(facts(parse(dress.print(model).text).agendas[0]), others) != without(facts(model), others)
        for model in some_agendas()
    )


@pytest.mark.parametrize("dress", DRESSES, ids=str)
def test_every_line_of_a_draft_belongs_to_its_item(dress: Dress) -> None:
    for model in some_minutes()[:40]:
        draft = dress.print(model)
        assert draft.numbers == tuple(str(item.number) for item in model.items)
        assert {line.item for line in draft.lines} <= {-1, *range(len(model.items))}
        assert all(one.item <= two.item for one, two in pairwise(draft.lines))
        assert not any("\n" in line.text for line in draft.lines)
        for i, item in enumerate(model.items):
            assert any(str(item.number) in line.text for line in draft.lines if line.item == i)


# ---------------------------------------------------------------- what the strategy says of itself


def models(model: BaseModel) -> Iterator[BaseModel]:
    """A model and all below it."""
    yield model
    for name in type(model).model_fields:
        value = getattr(model, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, BaseModel):
                yield from models(one)


PLACES = {"span", "pieces", "evidence", "id"}
"""The fields that say where a model stands: a generated one stands nowhere."""

ALWAYS = {(Minutes, "items"), (Agenda, "items")}
"""What is never left out: a text without a number is no minutes and no agenda."""


def test_every_field_is_seen_set_and_every_optional_one_unset_too() -> None:
    seen: dict[tuple[type[BaseModel], str], set[bool]] = {}
    for whole in (*some_minutes(), *some_agendas()):
        for model in models(whole):
            for name in type(model).model_fields.keys() - PLACES:
                seen.setdefault((type(model), name), set()).add(getattr(model, name) not in (None, ()))
    contract = {*standing(), Link}
    assert contract <= {type_ for type_, _ in seen}
    for (type_, name), values in seen.items():
        if type_ in contract:
            assert True in values, f"{type_.__name__}.{name} is never set"
            optional = not type_.model_fields[name].is_required() and (type_, name) not in ALWAYS
            assert False in values or not optional, f"{type_.__name__}.{name} is never unset"


def standing() -> Iterator[type[Standing]]:
    """Every model of the contract that stands in the text."""
    todo: list[type[Standing]] = [Standing]
    while todo:
        below = todo.pop().__subclasses__()
        yield from below
        todo += below


def test_every_kind_of_block_is_seen_in_items_and_in_answers() -> None:
    blocks = [block for model in some_minutes() for item in model.items for block in walk(item.blocks)]
    kinds = {"paragraph", "list", "question", "action", "decision"}
    assert {block.kind for block in blocks} == kinds
    answers = {one.kind for block in blocks if isinstance(block, Question) for one in block.answer}
    assert answers == kinds - {"question"}
    assert {len(one.answer) > 0 for one in blocks if isinstance(one, Question)} == {True, False}
    assert {one.basis for one in blocks if isinstance(one, Action)} == {"label", "bold"}


def shape(number: ItemNumber) -> str:
    """What a number looks like: its letters, and how many digits its parts have, of the sequence at most two."""
    return re.sub(r"\d+", lambda m: "9" * min(len(m[0]), 2), str(number))


def test_numbers_have_many_forms_and_gaps_and_run_over_the_end_of_a_year() -> None:
    numbers = [[item.number for item in model.items] for model in some_minutes()]
    assert len({shape(number) for row in numbers for number in row}) >= 10
    steps = [(one, two) for row in numbers for one, two in pairwise(row)]
    assert all(one < two for one, two in steps)
    assert {two.sequence - one.sequence for one, two in steps} >= {1, 2, 3}
    assert any(one.year != two.year for one, two in steps)


@given(minutes())
def test_what_is_read_from_words_stands_in_them(model: Minutes) -> None:
    for item in model.items:
        for person in item.presenters:
            assert person.as_written in item.text
        for commitment in item.commitments:
            assert commitment.text in item.text
            assert commitment.by is None or commitment.by in commitment.text
        for number in item.references:
            assert str(number) in item.text
            assert number != item.number


@given(minutes())
def test_every_text_is_folded_and_not_empty(model: Minutes) -> None:
    for one in models(model):
        for name in type(one).model_fields:
            value = getattr(one, name)
            if isinstance(value, str):
                assert value
                assert " ".join(value.split()) == value, f"{type(one).__name__}.{name}"
