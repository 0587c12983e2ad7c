"""The benchmarks measure what they say: ratios come from times, a page is whole, the plain scan sees the headings.

Nothing here is timed.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import spcb_minutes

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

import bench  # noqa: E402  # the programs of a folder that is no package
import children  # noqa: E402
import documents  # noqa: E402
from harness import Target, Turns, number, run, statement, table, take_turns, targets, timed, write_whole  # noqa: E402


class Clock:
    """A clock that work sets forward."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def work(self, *seconds: float) -> Callable[[], None]:
        """Work that takes these times, one after the other, and from then on the last."""
        left = list(seconds)

        def once() -> None:
            self.now += left.pop(0) if len(left) > 1 else left[0]

        return once


# ---------------------------------------------------------------- turns


def test_a_ratio_is_that_of_the_best_times_and_the_first_turn_does_not_count() -> None:
    clock = Clock()
    sides = {
        "ours": timed(clock.work(1, 8, 6, 9), clock=clock),
        "theirs": timed(clock.work(1, 4, 2, 2), clock=clock),
    }
    turns = take_turns(sides, seconds=0, least=3, clock=clock)
    assert turns.times == {"ours": [8, 6, 9], "theirs": [4, 2, 2]}
    assert turns.best("ours") == 6
    assert turns.ratio("ours", "theirs") == 3
    assert turns.doubt("ours", "theirs") == pytest.approx(1 / 3)  # the middle times are 8 and 2


def test_sides_take_turns() -> None:
    order: list[str] = []

    def side(name: str) -> Callable[[], float]:
        return lambda: order.append(name) or 1.0  # type: ignore[func-returns-value]

    take_turns({"a": side("a"), "b": side("b")}, seconds=0, least=2)
    assert order == ["a", "b"] * 3
    order.clear()
    take_turns({"a": side("a"), "b": side("b")}, seconds=0, least=2, warm=True)
    assert order == ["a", "b"] * 2


@pytest.mark.parametrize(("seconds", "rounds"), [(0, 2), (10, 3), (1000, 7)])
def test_there_are_as_many_rounds_as_fit_but_enough_and_not_too_many(seconds: float, rounds: int) -> None:
    clock = Clock()
    sides = {"ours": timed(clock.work(4), clock=clock)}
    assert len(take_turns(sides, seconds=seconds, least=2, most=7, clock=clock).times["ours"]) == rounds


# ---------------------------------------------------------------- other processes


def test_a_statement_tells_its_own_time(tmp_path: Path) -> None:
    assert 0 <= statement(Path(sys.executable), "pass", tmp_path)() < 5


def test_a_process_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ended with 3:\nno such board"):
        run(sys.executable, "-c", "import sys; print('no such board', file=sys.stderr); sys.exit(3)", cwd=tmp_path)


TINY = "HARBOUR BOARD\n\n041/24 Tides\n\nHigh water was early.\n"


def test_growth_gives_the_best_time_of_each_number_of_copies() -> None:
    times = children.growth(TINY, [1, 3], seconds=0)
    assert list(times) == ["1", "3"]
    assert min(times.values()) > 0


def test_each_child_command_prints_its_value(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TINY, encoding="utf-8")

    def given(command: str, where: Path, number: str) -> Any:
        children.main(command, where, number)
        return json.loads(capsys.readouterr().out)

    monkeypatch.setattr(children, "growth", lambda text, copies: {str(count): len(text) * count for count in copies})
    assert given("growth", tmp_path / "a.txt", "1,3") == {"1": len(TINY), "3": 3 * len(TINY)}
    assert given("memory", tmp_path / "a.txt", "1") > len(TINY)
    assert given("many", tmp_path, "1") == 2


# ---------------------------------------------------------------- the page


def test_a_page_is_written_whole(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    write_whole(page, "old\n")
    write_whole(page, "new – ½\n")
    assert page.read_bytes() == "new – ½\n".encode()
    assert list(tmp_path.iterdir()) == [page]


def test_a_page_that_cannot_be_written_stays_as_it_was(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    write_whole(page, "old\n")
    with pytest.raises(UnicodeEncodeError):
        write_whole(page, "half a page\n" * 10_000 + "\ud800")
    assert page.read_text("utf-8") == "old\n"
    assert list(tmp_path.iterdir()) == [page]


def test_a_section_that_fails_leaves_the_page_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "performance.md"
    page.write_text("old\n", encoding="utf-8")
    monkeypatch.setattr(bench, "PAGE", page)

    def no_index(folder: Path) -> None:
        raise RuntimeError("no package index")

    monkeypatch.setattr(bench, "environments", no_index)
    with pytest.raises(RuntimeError, match="no package index"):
        bench.main([])
    assert page.read_text("utf-8") == "old\n"


@pytest.mark.parametrize(
    ("figure", "bound", "sense", "met"),
    [(12, 12, "at most", True), (12.1, 12, "at most", False), (3, 3, "at least", True), (2.9, 3, "at least", False)],
)
def test_a_target_is_met_or_not(figure: float, bound: float, sense: str, met: bool) -> None:
    assert Target("x", figure, bound, sense=sense).met is met  # type: ignore[arg-type]


def test_the_table_of_targets_tells_what_is_not_met() -> None:
    shown = targets([Target("a / b", 13.24, 12, 8), Target("c", 0.5, 1)])
    assert "| a / b | 13.2 | at most 12 | 8 | **no** |" in shown
    assert "| c | 0.50 | at most 1 | | yes |" in shown


def test_numbers_and_tables() -> None:
    assert [number(value) for value in (2, 2.0, 0.126, 9.96, 12.34, 123.4, 12345.6)] == [
        "2", "2", "0.13", "9.96", "12.3", "123", "12,346",
    ]  # fmt: skip
    assert table(("what", "ms"), [("parse", "1")]) == "| what | ms |\n| --- | ---: |\n| parse | 1 |"


def test_the_worst_document_is_the_figure_of_the_target(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = {
        "good": {"scan": 1, "models": 10, "bluebell": 400, "parse": 80},
        "worse": {"scan": 1, "models": 10, "bluebell": 260, "parse": 130},
    }
    monkeypatch.setattr(bench, "_text_turns", lambda text: Turns({k: [v] for k, v in seconds[text].items()}))
    section = bench.reading_text({name: name for name in seconds})
    models, nearest = section.targets
    assert (models.name, models.figure, models.met) == ("`parse` / (b), worse", 13, False)
    assert (nearest.name, nearest.figure, nearest.met) == ("(c) / `parse`, worse", 2, False)
    assert re.search(r"^\| good \| 0\.00 \| 8 \| 5 \| 80 \| 80,000 \|$", str(section), re.MULTILINE)


# ---------------------------------------------------------------- what is measured


@pytest.mark.parametrize("name", ["harbour-2024-09-10.txt", documents.LONG])
def test_the_scan_finds_every_heading(name: str) -> None:
    text = documents.long_notes() if name == documents.LONG else documents.example(name)
    (minutes,) = spcb_minutes.parse(text).minutes
    found = {text[start:end].split("/24")[0].strip() for kind, start, end in documents.scan(text) if kind == "heading"}
    lost = {"053", "054", "055", "056", "103", "104", "105", "106"}  # a page that lost its lines: inside a paragraph
    assert {str(item.number)[:3] for item in minutes.items} - found <= (lost if name == documents.LONG else set())


@pytest.mark.parametrize("name", documents.TEXTS)
def test_the_scan_sees_every_line_once(name: str) -> None:
    text = documents.example(name)
    found = documents.scan(text)
    assert len(found) == len(text.split("\n"))
    assert "\n".join(text[start:end] for _, start, end in found) == text


def test_the_long_notes_are_those_of_one_meeting() -> None:
    text = documents.long_notes()
    assert 38_000 < len(text) < 42_000
    document = spcb_minutes.parse(text)
    (minutes,) = document.parts
    assert isinstance(minutes, spcb_minutes.Minutes)
    sequences = [item.number.sequence for item in minutes.items if item.number]
    assert len(sequences) > 70
    assert sequences == sorted(set(sequences))


def test_the_page_names_no_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "version", lambda name: "1.0")  # what is compared need not be installed for the tests
    page = bench.page([])
    assert "Python" in page
    assert str(ROOT) not in page
    assert Path.home().name == "root" or Path.home().name not in page
