"""The ledger and the audit over made series: links found and wrong ones, planted problems found and no others."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings

import strategies  # noqa: F401 - registers the settings of Hypothesis
from series_made import MadeMeeting, MadeSeries, Wishes, made_series, series_made
from series_measured import (
    Measured,
    actions_measured,
    links_measured,
    problems_measured,
    status_measured,
    unclear_measured,
    untold_measured,
)
from spcb_minutes import Document, Minutes
from spcb_minutes.series.audit import Audit, audit
from spcb_minutes.series.ledger import Ledger, action_ledger
from spcb_minutes.series.meetings import Series

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

import series as benchmark  # the program of a folder that is no package

SEEDS = range(24)
"""The benchmark has others."""

FEW = settings(max_examples=max(settings().max_examples // 8, 10))


def made(seed: int) -> MadeSeries:
    rng = Random(f"accuracy {seed}")
    return series_made(rng, Wishes(meetings=rng.randrange(3, 11)))


@dataclass(frozen=True)
class Read:
    """A made series, and what is said of it."""

    truth: MadeSeries
    documents: list[Document]
    minutes: list[Minutes]
    ledger: Ledger
    told: Audit


@cache
def read() -> list[Read]:
    """Every series of the seeds."""
    out = []
    for seed in SEEDS:
        truth = made(seed)
        documents = truth.documents()
        series = Series.of(documents)
        minutes = [told.part for _, told in series.minutes]
        out.append(Read(truth, documents, minutes, action_ledger(series), audit(series)))
    return out


def shown(lines: list[str]) -> str:
    return "\n".join(lines[:20])


# ---------------------------------------------------------------- what is made


def test_the_texts_are_read_as_they_are_meant() -> None:
    """So that what the ledger or the audit get wrong is theirs."""
    for one in read():
        for meant, got in zip(one.truth.meetings, one.minutes, strict=True):
            assert got.board == one.truth.board
            assert got.meeting.date == meant.date
            assert as_made(got, meant) == meant


def as_made(minutes: Minutes, meant: MadeMeeting) -> MadeMeeting:
    """The facts of minutes, in the shape of what is known about them."""
    items = []
    for item, known in zip(minutes.items, meant.items, strict=True):
        actions = [
            replace(one, text=action.text, owner=action.owner, due=action.due)
            for one, action in zip(known.actions, item.actions, strict=True)
        ]
        items.append(
            replace(
                known,
                number=str(item.number),
                title=item.title,
                actions=tuple(actions),
                commitments=tuple(one.text for one in item.commitments),
                updates=tuple(action.update for action in item.actions),
                presenters=tuple(person.name for person in item.presenters),
                askers=tuple(question.asked_by.name for question in item.questions if question.asked_by),
                references=frozenset(map(str, item.references)),
            )
        )
    return replace(
        meant,
        items=tuple(items),
        present=tuple((one.name, one.role or "") for one in minutes.attendance.present),
        apologies=tuple(one.name for one in minutes.attendance.apologies),
        next_meeting=minutes.next_meeting.date if minutes.next_meeting else None,
        accepted_notes=minutes.accepted_notes,
        outstanding=minutes.outstanding_actions,
    )


def test_the_agendas_are_read_as_they_are_meant() -> None:
    seen = 0
    for one in read():
        known = {meeting.date: meeting.agenda for meeting in one.truth.meetings if meeting.agenda is not None}
        agendas = [agenda for document in one.documents for agenda in document.agendas]
        found = {agenda.meeting.date: tuple(row.title or "" for row in agenda.items) for agenda in agendas}
        assert {date: titles for date, titles in found.items() if date in known} == known
        seen += len(known)
    assert seen > 10


def test_the_same_seed_makes_the_same_series() -> None:
    assert made(7) == made(7)
    assert made(7) != made(8)


def test_every_kind_of_word_and_of_problem_is_made() -> None:
    made_ones = [one.truth for one in read()]
    links = [link for truth in made_ones for link in truth.links]
    assert {link.way for link in links} == {"number", "carried", "place", "wording", "owner"}
    assert {says for link in links for says in link.says} == {"carried", "updated", "closed"}
    assert {one.code for truth in made_ones for one in truth.problems} == {
        "M201", "M202", "M203", "M204", "M301", "M501", "M502", "M503", "M504", "M601", "M602", "M603", "M604", "M605",
    }  # fmt: skip
    assert any(truth.missing for truth in made_ones)
    assert any(truth.unclear for truth in made_ones)
    assert {file.kind for truth in made_ones for file in truth.files} == {"notes", "draft", "copy"}


# ---------------------------------------------------------------- what is found


@cache
def links() -> Measured:
    out = Measured()
    for one in read():
        out.add(links_measured(one.truth, one.ledger))
    return out


def test_links_are_right() -> None:
    assert links().precision >= 0.98, shown(links().wrong)


def test_links_are_found() -> None:
    assert links().recall >= 0.95, shown(links().missed)


def test_every_action_has_one_entry() -> None:
    out = Measured()
    for one in read():
        out.add(actions_measured(one.truth, one.ledger))
    assert out.precision >= 0.99, shown(out.wrong)
    assert out.recall >= 0.99, shown(out.missed)


def test_what_became_of_an_action() -> None:
    out = Measured()
    for one in read():
        out.add(status_measured(one.truth, one.ledger))
    assert out.precision >= 0.95, shown(out.wrong)


def test_words_that_could_belong_to_several_are_told() -> None:
    out = Measured()
    for one in read():
        out.add(unclear_measured(one.truth, one.ledger))
    assert out.recall >= 0.7, shown(out.missed)


def test_every_planted_problem_is_found_and_no_other() -> None:
    out = Measured()
    for one in read():
        out.add(problems_measured(one.truth, one.told))
    assert not out.missed, shown(out.missed)
    assert not out.wrong, shown(out.wrong)
    assert len(out.right) > 100


def test_what_a_missing_meeting_would_say_cannot_be_told() -> None:
    out = Measured()
    for one in read():
        out.add(untold_measured(one.truth, one.told))
    assert len(out.right) > 10
    assert not out.missed, shown(out.missed)


@FEW
@given(made_series())
def test_few_links_are_wrong_in_any_series(truth: MadeSeries) -> None:
    out = links_measured(truth, action_ledger(truth.series()))
    assert len(out.wrong) <= max(1, len(out.right) // 20), shown(out.wrong)


@FEW
@given(made_series(problems=False, missing=False))
def test_nothing_is_wrong_in_a_clean_series(truth: MadeSeries) -> None:
    found = problems_measured(truth, audit(truth.series()))
    assert not found.wrong, shown(found.wrong)


# ---------------------------------------------------------------- how it is measured


@pytest.mark.parametrize("says", ["closed", "updated"])
def test_a_link_that_says_another_thing_is_wrong_and_missed(says: str) -> None:
    truth, ledger = read()[0].truth, read()[0].ledger
    action = next(one for one in ledger.actions if any(link.says == "closed" for link in one.links))
    changed = action.model_copy(
        update={"links": tuple(link.model_copy(update={"says": says}) for link in action.links)}
    )
    other = ledger.model_copy(update={"actions": tuple(changed if one is action else one for one in ledger.actions)})
    before, after = links_measured(truth, ledger), links_measured(truth, other)
    assert (len(after.wrong) > len(before.wrong)) == (says == "updated")


def test_a_link_that_is_left_out_is_missed() -> None:
    truth, ledger = read()[0].truth, read()[0].ledger
    bare = ledger.model_copy(update={"actions": tuple(one.model_copy(update={"links": ()}) for one in ledger.actions)})
    out = links_measured(truth, bare)
    assert (len(out.right), len(out.missed)) == (0, len(truth.links))
    assert (out.precision, out.recall) == (1.0, 0.0)


def test_the_section_takes_the_place_of_the_one_before() -> None:
    page = "# Accuracy\n\nWords.\n\n## What is lost\n\nMuch.\n"
    once = benchmark.with_section(page, f"{benchmark.HEADING}\n\nOne.\n")
    assert once == f"{page}\n{benchmark.HEADING}\n\nOne.\n"
    assert benchmark.with_section(once, f"{benchmark.HEADING}\n\nTwo.\n") == once.replace("One", "Two")
    between = f"{once}\n## Last\n\nEnd.\n"
    assert benchmark.with_section(between, f"{benchmark.HEADING}\n\nTwo.\n") == between.replace("One", "Two")


def test_the_section_of_few_series_has_every_way() -> None:
    shown_section = benchmark.section(benchmark.measured(2))
    for way in benchmark.WAYS:
        assert f"\n| {way} | " in shown_section
    assert all(Random(f"accuracy {seed}").random() != Random(f"the page {seed}").random() for seed in SEEDS)
