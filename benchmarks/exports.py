"""How long exporting to SQLite takes, against parsing the same meetings; prints a table.

    python benchmarks/exports.py            # 1,000 generated meetings
    python benchmarks/exports.py 100        # fewer

Meetings are generated with all their facts (tests/generated.py) and printed in every dress in turn (tests/dresses.py),
from fixed seeds: with the same versions the same meetings come again.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from harness import Target, Turns, number, prose, table, take_turns, targets, timed
from hypothesis import HealthCheck, Phase, given, settings

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from dresses import DRESSES  # noqa: E402 - from tests/, which is on the path only now
from generated import minutes  # noqa: E402
from spcb_minutes import Minutes, parse, to_csv, to_sqlite  # noqa: E402

MEETINGS = 1000


def texts(count: int) -> list[str]:
    """The notes of so many generated meetings, no two of them alike."""
    found: dict[str, None] = {}

    @settings(
        max_examples=count * 2,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(minutes())
    def gather(model: Minutes) -> None:
        if len(found) < count:
            found[DRESSES[len(found) % len(DRESSES)].print(model).text] = None

    gather()
    return list(found)


def exporting(notes: Sequence[str]) -> Turns:
    """The times of parsing some notes, and of exporting what was parsed."""
    documents = [parse(text) for text in notes]
    return take_turns(
        {
            "parse": timed(lambda: [parse(text) for text in notes]),
            "to_sqlite": timed(lambda: to_sqlite(documents)),
            "to_csv": timed(lambda: to_csv(documents)),
        },
        seconds=60,
        least=3,
    )


def main(arguments: Sequence[str]) -> int:
    """Measure, and print."""
    notes = texts(int(arguments[0]) if arguments else MEETINGS)
    turns = exporting(notes)
    size = len(to_sqlite(map(parse, notes))) / sum(len(text.encode()) for text in notes)
    rows = [(f"`{side}`", number(turns.ratio(side, "parse")), number(turns.best(side) * 1000)) for side in turns.times]
    print(prose(f"""{len(notes):,} generated meetings, {number(sum(map(len, notes)) / len(notes))} characters each, on
        average. The ratios of the middle times lie within
        {max(turns.doubt(side, "parse") for side in turns.times):.0%} of these. The database is {number(size)} times as
        large as the notes."""))  # fmt: skip
    print(table(("what", "times as long as parsing", "ms"), rows))
    print(targets([Target("`to_sqlite` / `parse`", turns.ratio("to_sqlite", "parse"), 1, 0.3)]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
