"""The year of meetings in examples/year: the audit and the ledger say of it what its README says."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

import pytest

from spcb_minutes.diagnostics import said
from spcb_minutes.series.audit import audit
from spcb_minutes.series.ledger import action_ledger
from spcb_minutes.series.meetings import Series

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
YEAR = EXAMPLES / "year"
sys.path.insert(0, str(EXAMPLES))

import make_year  # noqa: E402  # the program of a folder that is no package


@cache
def series() -> Series:
    return Series.read(YEAR)


def rows(heading: str) -> list[tuple[str, ...]]:
    """The rows of the table under a heading of the README."""
    text = (YEAR / "README.md").read_text(encoding="utf-8")
    section = text.split(f"## {heading}\n")[1].split("\n## ")[0]
    cells = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in section.splitlines() if "|" in line]
    return cells[2:]  # behind the head and the line under it


def test_making_it_again_gives_the_same_bytes(tmp_path: Path) -> None:
    assert make_year.main(["--out", str(tmp_path)]) == 0
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in YEAR.iterdir()}


def test_it_has_twelve_meetings_and_its_readme_is_none() -> None:
    assert [sitting.date.month for sitting in series().sittings] == list(range(1, 13))
    assert [(one.document.source.name, one.reason) for one in series().aside] == [("README.md", "no meeting")]


def test_the_draft_is_a_version_of_its_meeting() -> None:
    (of_draft,) = [sitting for sitting in series().sittings if sitting.versions]
    (version,) = of_draft.versions
    assert version.reason == "draft"
    assert version.told.file == f"notes-{of_draft.date}-draft.txt"
    assert of_draft.minutes is not None
    assert of_draft.minutes.file == f"notes-{of_draft.date}.txt"


def test_the_audit_finds_what_the_readme_lists_and_nothing_else() -> None:
    found = [(said(one.date), one.code) for one in audit(series()).statements if one.verdict == "does not hold"]
    listed = [(date, code) for date, code, _ in rows("What the audit must find")]
    assert len(listed) >= 12
    assert sorted(map(str, found)) == sorted(map(str, listed))


def test_the_ledger_ends_as_the_readme_says() -> None:
    kinds = {"action": "action", "commitment": "undertaking"}
    found = [
        (said(one.date), one.item_number, kinds[one.kind], one.status, one.text)
        for one in action_ledger(series()).actions
    ]
    assert sorted(found) == sorted(rows("How the ledger ends"))


def test_the_ledger_has_as_many_words_as_the_readme_says() -> None:
    text = (YEAR / "README.md").read_text(encoding="utf-8")
    entries, words = map(int, re.findall(r"with (\d+) entries and (\d+) words", text)[0])
    ledger = action_ledger(series())
    assert (len(ledger.actions), sum(len(one.links) for one in ledger.actions)) == (entries, words)


def test_what_could_belong_to_several_is_tied_to_none() -> None:
    text = (YEAR / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r'^- (.*), item (\S+): "(.*)"$', text, re.MULTILINE)
    assert listed
    found = [(said(one.date), one.quote.text) for one in action_ledger(series()).unsettled]
    assert sorted(found) == sorted((date, words) for date, _, words in listed)


@pytest.mark.parametrize("kind", ["txt", "md"])
def test_it_comes_as_plain_and_as_styled_text(kind: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in YEAR.glob(f"notes-*.{kind}")]
    assert texts
    assert any("**" in text for text in texts) == (kind == "md")
