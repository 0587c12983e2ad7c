"""Makes a year of an invented board: twelve meetings, with a dozen problems planted, and the README that lists them.

    python examples/make_year.py                 # into examples/year
    python examples/make_year.py --out made      # into another folder

The words and the truth come from the maker of series that the tests have (tests/series_made.py), with a fixed seed:
running it again writes the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))

from series_made import MadeSeries, Wishes, series_made  # noqa: E402 - from tests/, which is on the path only now
from spcb_minutes.diagnostics import said as day  # noqa: E402

SEED = "a year of the market and quays, 659"

PLANTED: dict[int, tuple[str, ...]] = {
    1: ("M202",),
    2: ("M301",),
    3: ("M601",),
    4: ("M501",),
    5: ("M203",),
    6: ("M603", "M503"),
    7: ("M204",),
    8: ("M502", "M605"),
    9: ("M604",),
    10: ("M504", "M201"),
    11: ("M602",),
}
"""What does not add up, by meeting from 0."""

WISHES = Wishes(
    meetings=12,
    begin=(2025, 1),
    board="SALTERBY MARKET AND QUAYS BOARD",
    missing=False,
    planted=PLANTED,
    styled=frozenset({3, 4, 9, 10}),
    drafts=frozenset({7}),
    slip=(1, 6),
)


def year() -> MadeSeries:
    """The twelve meetings."""
    return series_made(Random(SEED), WISHES)


def readme(made: MadeSeries) -> str:
    """What an audit of the year must find and must not, and how the ledger ends."""
    problems = [f"| {day(one.date)} | {one.code} | {one.words} |" for one in made.problems]
    states = made.last_words()
    ends = []
    for action in made.actions:
        (status,) = states[action.key]
        of = "undertaking" if action.key.kind == "commitment" else "action"
        ends.append(f"| {day(action.key.date)} | {action.key.number} | {of} | {status} | {action.text} |")
    unclear = [f'- {day(one.date)}, item {one.number}: "{one.words}"' for one in made.unclear]
    renamed = next(one for one in made.people if len(set(one.spellings.values())) > 1)
    old, new = list(dict.fromkeys(renamed.spellings.values()))
    since = next(date for date, name in renamed.spellings.items() if name == new)
    draft = next(file for file in made.files if file.kind == "draft")
    return f"""# A year of meetings

The notes of the twelve meetings that an invented board held in 2025, most of them with the agenda of the next meeting
in front. The board, people, places and sums do not exist. `make_year.py`, one folder up, makes the files and this page
from a fixed seed; `tests/test_example_year.py` holds that the audit and the ledger say what stands here.

`{draft.name}` is the draft of the notes of {day(draft.date)}: it is no second meeting, and the final notes count.
{renamed.role} {old} is printed as {new} from {day(since)} on, and is one person.

## What the audit must find

| Meeting | Code | What does not add up |
| --- | --- | --- |
{chr(10).join(problems)}

## What it must not find

Anything else that does not hold. In particular:

- Notes of one meeting printed twice, as a draft and as they were accepted, are no repeated numbers.
- The first notes accept those of a meeting before the year, and the last announce one after it: neither can be told.
- A number that is mentioned for another reason ("As minuted at …, fees rise in April") is no word on an action.
- An action that is asked for again after it was done is another one, with an entry of its own.

## How the ledger ends

After the last meeting, with {len(made.actions)} entries and {len(made.links)} words on them:

| Raised | Item | Kind | Ends | Words |
| --- | --- | --- | --- | --- |
{chr(10).join(ends)}

Words that could belong to several of them, and are tied to none:

{chr(10).join(unclear) or "There are none."}
"""


def main(arguments: list[str] | None = None) -> int:
    """Write the files."""
    options = argparse.ArgumentParser(description="Makes the notes of a year of an invented board.")
    options.add_argument("--out", type=Path, default=HERE / "year", help="the folder to write to")
    folder: Path = options.parse_args(arguments).out
    folder.mkdir(parents=True, exist_ok=True)
    made = year()
    for file in made.files:
        (folder / file.name).write_bytes(file.text.encode())
    (folder / "README.md").write_bytes(readme(made).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
