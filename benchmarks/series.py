"""Writes the section "Across meetings" of docs/accuracy.md: how much of what later notes say of an action is found.

Series of an invented board are made with everything known about them (tests/series_made.py) and read; the ledger and
the audit are held against what is known (tests/series_measured.py). All is drawn from fixed seeds, others than those
of the tests: with the same versions the same numbers come again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from harness import prose, table, write_whole  # noqa: E402

from series_made import Wishes, series_made  # noqa: E402 - from tests/, which is on the path only now
from series_measured import (  # noqa: E402
    Measured,
    actions_measured,
    links_measured,
    problems_measured,
    status_measured,
    unclear_measured,
    untold_measured,
)
from spcb_minutes.diagnostics import CATALOGUE  # noqa: E402
from spcb_minutes.series.audit import audit  # noqa: E402
from spcb_minutes.series.ledger import action_ledger  # noqa: E402
from spcb_minutes.series.meetings import Series  # noqa: E402

PAGE = ROOT / "docs" / "accuracy.md"

SERIES = 120
"""How many series are made."""

HEADING = "## Across meetings"

WAYS = {
    "number": 'the number of its item is mentioned: "048/24: the rota was sent. Completed."',
    "carried": "it is printed again, in the same words or nearly, with or without italics below it.",
    "place": "italics under it in the notes that raise it.",
    "wording": 'its words without a number: "The action on the quay lights was discharged."',
    "owner": 'its owner and some of its words: "The HM confirmed that the berth figures had been sent."',
}
"""How a later word is tied to an action."""


@dataclass
class Totals:
    """What was measured of all series together."""

    links: Measured = field(default_factory=Measured)
    entries: Measured = field(default_factory=Measured)
    status: Measured = field(default_factory=Measured)
    unclear: Measured = field(default_factory=Measured)
    problems: Measured = field(default_factory=Measured)
    untold: Measured = field(default_factory=Measured)
    meetings: int = 0
    missing: int = 0


def measured(count: int, seed: Callable[[int], str] = "the page {}".format) -> Totals:
    """What the ledger and the audit say of so many series."""
    out = Totals()
    for i in range(count):
        made = series_made(Random(seed(i)), Wishes())
        series = Series.of(made.documents())
        ledger, told = action_ledger(series), audit(series)
        out.links.add(links_measured(made, ledger))
        out.entries.add(actions_measured(made, ledger))
        out.status.add(status_measured(made, ledger))
        out.unclear.add(unclear_measured(made, ledger))
        out.problems.add(problems_measured(made, told))
        out.untold.add(untold_measured(made, told))
        out.meetings += len(made.meetings)
        out.missing += len(made.missing)
    return out


def share(right: int, other: int) -> str:
    """A share, rounded down; a dash where there is nothing to count."""
    return f"{1000 * right // (right + other) / 1000:.3f}" if right + other else "–"


def by_way(links: Measured) -> str:
    """A line for each way of tying, and one for all."""
    rows = []
    for way in WAYS:
        right, wrong, missed = (links.ways[what, way] for what in ("right", "wrong", "missed"))
        rows.append([way, *map(str, (right + missed, right, wrong)), share(right, wrong), share(right, missed)])
    right, wrong, missed = len(links.right), len(links.wrong), len(links.missed)
    rows.append(["all", *map(str, (right + missed, right, wrong)), share(right, wrong), share(right, missed)])
    return table(["tied by", "links", "found", "wrong", "precision", "recall"], rows)


def by_code(problems: Measured) -> str:
    """A line for each code."""
    rows = []
    for code in sorted({code for _, code in problems.ways}):
        right, wrong, missed = (problems.ways[what, code] for what in ("right", "wrong", "missed"))
        name = f"{code} {CATALOGUE[code].name}" if code in CATALOGUE else code
        rows.append([name, *map(str, (right + missed, right, wrong))])
    return table(["code", "planted", "found", "not planted"], rows)


def section(totals: Totals) -> str:
    """The section of the page."""
    ways = "\n".join(f"- **{way}**: {what}" for way, what in WAYS.items())
    unclear = len(totals.unclear.right) + len(totals.unclear.missed)
    entries = len(totals.entries.right) + len(totals.entries.missed)
    statuses = len(totals.status.right) + len(totals.status.wrong)
    untold = len(totals.untold.right) + len(totals.untold.missed)
    planted = len(totals.problems.right) + len(totals.problems.missed)
    made = f"""{SERIES} series of 3 to 14 meetings are made with all their actions, and with what every later meeting
        says of each: {totals.meetings} notes, and {totals.missing} meetings whose notes are left out. Some actions
        differ in one word only ("on the fish quay", "on the fish slip"), share their owner, their place or a phrase
        ("to report back to the next meeting"); some are asked for again after they were done. Owners are called by
        office, letters, initials or name; people are spelt in several ways; numbers begin again in January or
        September; there are drafts and copies. Other sentences are on the same subject, or mention a number, and say
        nothing of an action. Half of the series keep bold and italic type. The series come from `random.Random` with
        fixed seeds, others than those of the tests."""
    right = """A link is right if the ledger ties the right item of the right meeting to the right action and says of it
        what is said there: carried, updated or closed. One that says another thing is wrong, and the true one is
        missed. **Precision** is the share of the links found that are right, **recall** the share of the true links
        that are found; both are rounded down. Links are tied by:"""
    ledger = f"""Of {entries} actions and undertakings {len(totals.entries.right)} have an entry of their own, and
        {len(totals.entries.wrong)} entries are none. The ledger says rightly what became of
        {len(totals.status.right)} of {statuses}. {unclear} sentences could belong to several actions: none may be
        linked, and {len(totals.unclear.right)} are listed as unsettled."""
    problems = f"""What does not add up was planted, {planted} times; a problem is found if the audit says, of that
        meeting and with that code, that it does not hold. A word that the ledger missed makes its count of outstanding
        actions wrong, and with it M605. Of {untold} statements that only a missing meeting could settle the audit says
        of {len(totals.untold.right)} that it cannot be told."""
    parts = (HEADING, prose(made), prose(right), ways, by_way(totals.links), prose(ledger), prose(problems))
    return "\n\n".join((*parts, by_code(totals.problems))) + "\n"


def with_section(page: str, new: str) -> str:
    """The page with this section in place of the one that it has, or at its end."""
    head, found, rest = page.partition(f"{HEADING}\n")
    if not found:
        return f"{page.rstrip()}\n\n{new}"
    _, other, behind = rest.partition("\n## ")
    return head + new + (f"\n## {behind}" if other else "")


def main() -> int:
    """Measure, and write the section."""
    new = section(measured(SERIES))
    write_whole(PAGE, with_section(PAGE.read_text(encoding="utf-8"), new))
    return 0


if __name__ == "__main__":
    sys.exit(main())
