"""How long an archive takes to grow, against reading the same files alone; a section of docs/performance.md.

    python benchmarks/archive.py                # 1,000, 2,000, 5,000 and 10,000 generated meetings; writes the section
    python benchmarks/archive.py 100 200        # fewer; prints

The meetings are those of one invented board, from a fixed seed: the same come again. Each step is a process of its own,
which tells the time of its work and the most memory that it held; the processes that it started are counted apart.
"""

from __future__ import annotations

import datetime
import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from harness import Target, number, prose, run, table, targets, write_whole

from spcb_minutes import read, search
from spcb_minutes.archive import add_files

PAGE = Path(__file__).resolve().parents[1] / "docs/performance.md"
TITLE = "## Archive"
COUNTS = (1000, 2000, 5000, 10000)
SEARCHES = ("slipway", "lights ready", '"mend the lights"', "barn*", "spring barge")

_FIRST = datetime.date(1990, 1, 1)
_SUBJECTS = (
    "lights", "slipway", "ferry", "dredger", "quay", "moorings", "tide", "fence", "crane", "signals", "barge", "chart",
    "pilot", "gate", "barnacles",
)  # fmt: skip
_DOING = ("were looked at", "will be mended", "have been painted", "cost more than planned", "were asked about")
_NAMES = ("Ada QUILL", "Peter LOWE", "Cath VARLEY", "Edwin BARLOW", "Moira PENN", "Yusuf HALE")


def notes(chance: random.Random, at: int) -> str:
    """The notes of the meeting of this number, a day after the one before."""
    date = _FIRST + datetime.timedelta(days=at)
    present = chance.sample(_NAMES, 4)
    lines = [
        "HARBOUR SAFETY BOARD",
        "",
        f"Notes of meeting held on {date:%A} {date.day} {date:%B %Y}",
        "",
        "Present:",
        "",
    ]
    lines += [f"{name}\t\tBoard Member" for name in present]
    first = (date.timetuple().tm_yday - 1) * 6
    for item in range(1, 7):
        one, other = chance.sample(_SUBJECTS, 2)
        lines += ["", f"{first + item:03}/{date:%y} The {one}", ""]
        lines += [f"The {one} and the {other} {chance.choice(_DOING)} in week {chance.randrange(1, 53)}."]
        if item % 2:
            lines += ["", f"1. When will the {other} be ready? (Asked by {present[0].title()})"]
            lines += ["", f"- The {other} will be ready in {chance.randrange(2, 9)} weeks."]
        if not item % 3:
            lines += ["", f"Action: The Clerk to mend the {one} with the {other} by the spring."]
    return "\n".join([*lines, ""])


def write_notes(folder: Path, count: int) -> None:
    """A file for each of so many meetings."""
    chance = random.Random(0)
    for at in range(count):
        (folder / f"{at:05}.txt").write_text(notes(chance, at), encoding="utf-8")


# ---------------------------------------------------------------- in a process of its own


def step(what: str, folder: Path, database: Path, count: int) -> dict[str, float]:
    """One thing that is measured, and what is to be told of it."""
    files = sorted(folder.iterdir())[:count]
    began = time.perf_counter()
    if what == "read":
        for file in files:
            read(file)
    elif what == "search":
        best = [min(_seconds(database, words) for _ in range(5)) for words in SEARCHES]
        return {"slowest": max(best)}
    else:
        added = add_files(database, files, workers=1 if what == "alone" else None)
        assert {one.outcome for one in added} <= {"added", "known"}
    return {"seconds": time.perf_counter() - began, **_memory()}


def _seconds(database: Path, words: str) -> float:
    start = time.perf_counter()
    assert search(database, words), words
    return time.perf_counter() - start


def _memory() -> dict[str, float]:
    """The most that this process held, and the most that any that it started held, in MB; nothing on Windows."""
    try:
        import resource
    except ImportError:
        return {}
    unit = 1 if sys.platform == "darwin" else 1024
    of = {"memory": resource.RUSAGE_SELF, "workers": resource.RUSAGE_CHILDREN}
    return {name: resource.getrusage(who).ru_maxrss * unit / 1e6 for name, who in of.items()}


# ---------------------------------------------------------------- the page


def measured(what: str, folder: Path, database: Path, count: int) -> dict[str, float]:
    """A step in a process of its own."""
    found: dict[str, float] = json.loads(
        run(sys.executable, Path(__file__), "--step", what, folder, database, str(count), cwd=folder)
    )
    return found


def main(arguments: Sequence[str]) -> int:
    """Measure, and print."""
    if arguments[:1] == ["--step"]:
        print(json.dumps(step(arguments[1], Path(arguments[2]), Path(arguments[3]), int(arguments[4]))))
        return 0
    counts = [int(one) for one in arguments] or list(COUNTS)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "notes")
        folder.mkdir()
        write_notes(folder, max(counts))
        size = sum(file.stat().st_size for file in folder.iterdir()) / max(counts)
        reading = measured("read", folder, Path(place, "none.db"), counts[0])["seconds"] / counts[0]
        alone = measured("alone", folder, Path(place, "alone.db"), counts[0])["seconds"] / counts[0]
        rows: list[Sequence[str]] = []
        times: list[float] = []
        bytes_of: list[int] = []
        hits: dict[str, float] = {}
        for count in counts:
            database = Path(place, f"{count}.db")
            found = measured("add", folder, database, count)
            again = measured("add", folder, database, count)
            hits = measured("search", folder, database, count)
            times.append(found["seconds"])
            bytes_of.append(database.stat().st_size)
            rows.append(
                (
                    f"{count:,}",
                    number(found["seconds"] / count / reading),
                    number(found["seconds"]),
                    number(found.get("memory", 0)),
                    number(found.get("workers", 0)),
                    number(bytes_of[-1] / 1e6),
                    number(again["seconds"]),
                    number(hits["slowest"] * 1000),
                )
            )
            print(" | ".join(rows[-1]), file=sys.stderr)
    heads = ("files", "add / read", "s", "MB", "MB of a worker", "MB on disk", "again, s", "search, ms")
    told = prose(f"""Generated notes of one invented board, {number(size / 1000)} kB each on average, a file for each
        meeting, added to a new archive by `add_files` with as many processes as the machine has cores. The first ratio
        is the time for each file against that of `read` alone, in one process: {number(reading * 1000)} ms. With one
        process adding takes {number(alone / reading)} times as long as reading. Memory is the most that was held at
        once, by the process that writes and by any of those that read. "Again" is the same command a second time;
        "search" the slowest of {len(SEARCHES)} searches, in a database that the system has read before.""")
    per_file = [seconds / count for seconds, count in zip(times, counts, strict=True)]
    met = targets(
        [
            Target(f"a file of {counts[-1]:,} / one of {counts[0]:,}, time", per_file[-1] / per_file[0], 1.25),
            Target(f"search in {counts[-1]:,}, ms", hits["slowest"] * 1000, 100),
        ]
    )
    use = prose(f"""For somebody who uses it: a file takes {number(per_file[-1] * 1000)} ms where {counts[-1]:,} are
        added, and {number(bytes_of[-1] / counts[-1] / 1000)} kB on the disk, for the tables hold each word several
        times, ready to be searched and quoted. Much of the time is waiting for the disk, a transaction a file, and
        that differs from run to run by half and more. Memory does not grow with the number of files.""")
    section = "\n\n".join([TITLE, told, table(heads, rows), met, use]) + "\n"
    if arguments:
        print(section)
    else:
        write_whole(PAGE, with_section(PAGE.read_text("utf-8"), section))
    return 0


def with_section(page: str, section: str) -> str:
    """The page with this section in the place of the one of its title, or at its end."""
    before, found, after = page.partition(f"{TITLE}\n")
    if not found:
        return f"{page.rstrip()}\n\n{section}"
    rest = after.partition("\n## ")
    return before + section + (f"\n## {rest[2]}" if rest[1] else "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
