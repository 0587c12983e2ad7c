"""Sides that take turns, ratios of their times, child processes, and a page that is written whole or not at all.

    turns = take_turns({"ours": timed(ours), "theirs": timed(theirs)}, seconds=4)
    turns.ratio("ours", "theirs")          # 2.0: ours takes twice as long

A ratio of two times of one run says something on any machine; a number of milliseconds says something of one machine.
The best time of each side counts, for whatever else the machine does can only make a time longer. Work inside one
process is timed by the processor that it used, whole processes by the clock on the wall. Python's garbage collector
stays on, as it is for anybody who uses the package, and has just run when a turn begins.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import textwrap
import time
import venv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Clock = Callable[[], float]
Side = Callable[[], float]
"""Does its work once and gives the seconds that this took."""


def timed(work: Callable[[], object], *, clock: Clock = time.process_time) -> Side:
    """A side that does this work, timed by this clock: that of this process where none is given."""

    def side() -> float:
        gc.collect()
        start = clock()
        work()
        return clock() - start

    return side


@dataclass(frozen=True)
class Turns:
    """The times of some sides that took turns, in seconds, one a round."""

    times: Mapping[str, Sequence[float]]

    def best(self, side: str) -> float:
        """The shortest time of a side, in seconds."""
        return min(self.times[side])

    def ratio(self, side: str, to: str) -> float:
        """How many times as long as the other one a side takes."""
        return self.best(side) / self.best(to)

    def doubt(self, side: str, to: str) -> float:
        """How far the ratio of the middle times is from that of the best, as a part of it: 0.1 is a tenth."""
        middle = statistics.median(self.times[side]) / statistics.median(self.times[to])
        return abs(middle / self.ratio(side, to) - 1)


def take_turns(
    sides: Mapping[str, Side],
    *,
    seconds: float,
    least: int = 5,
    most: int = 40,
    warm: bool = False,
    clock: Clock = time.perf_counter,
) -> Turns:
    """Rounds in which each side has its turn, so that a busy moment hits all of them.

    There are as many as fit into the time, but no fewer than ``least`` and no more than ``most``, and one before them
    that does not count, unless the sides are ``warm``.
    """
    if not warm:
        for side in sides.values():
            side()
    times: dict[str, list[float]] = {name: [] for name in sides}
    start = clock()
    rounds = 0
    while rounds < least or (rounds < most and clock() - start < seconds):
        for name, side in sides.items():
            times[name].append(side())
        rounds += 1
    return Turns(times)


# ---------------------------------------------------------------- child processes


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints; RuntimeError with what it said where it fails. Nothing of the checkout is on its path."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    parts = [str(part) for part in command]
    done = subprocess.run(parts, cwd=cwd, env=clean, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(parts)} ended with {done.returncode}:\n{done.stderr or done.stdout}")
    return done.stdout


def process(*command: str | Path, cwd: Path) -> Side:
    """A side that runs a command to its end, from starting the process on."""
    return timed(lambda: run(*command, cwd=cwd), clock=time.perf_counter)


def statement(python: Path, code: str, cwd: Path) -> Side:
    """A side that runs statements in a new interpreter, which tells how long they took without its own start."""
    told = f"import time\nbegun = time.process_time()\n{code}\nprint(time.process_time() - begun)"
    return lambda: float(run(python, "-c", told, cwd=cwd))


@dataclass(frozen=True)
class Place:
    """A fresh environment without pip."""

    folder: Path

    @classmethod
    def make(cls, folder: Path, *requirements: str) -> Place:
        """A new one with these installed by the pip of this environment."""
        venv.create(folder, with_pip=False)
        place = cls(folder)
        pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", place.program("python"))
        run(*pip, "install", "--quiet", *requirements, cwd=folder)
        return place

    def program(self, name: str) -> Path:
        """Where a program of the environment stands."""
        return self.folder / ("Scripts" if os.name == "nt" else "bin") / name

    def packages(self) -> Path:
        """The folder of what is installed."""
        code = "import sysconfig; print(sysconfig.get_path('purelib'))"
        return Path(run(self.program("python"), "-c", code, cwd=self.folder).strip())


# ---------------------------------------------------------------- the page


@dataclass(frozen=True)
class Target:
    """A figure that is to be at most, or at least, so much."""

    name: str
    figure: float
    bound: float
    aim: float | None = None
    sense: Literal["at most", "at least"] = "at most"

    @property
    def met(self) -> bool:
        """Whether the figure keeps to its bound."""
        return self.figure <= self.bound if self.sense == "at most" else self.figure >= self.bound


def targets(all_of_them: Iterable[Target]) -> str:
    """The table of figures beside what they are to be."""
    rows = [
        (
            one.name,
            number(one.figure),
            f"{one.sense} {number(one.bound)}",
            "" if one.aim is None else number(one.aim),
            "yes" if one.met else "**no**",
        )
        for one in all_of_them
    ]
    return table(("figure", "measured", "target", "aim", "met"), rows)


def number(value: float) -> str:
    """A number as people read it: three figures, and no more behind the point than say something."""
    if float(value).is_integer() or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; every column but the first holds numbers."""
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |".replace("|  |", "| |") for line in lines)


def prose(text: str) -> str:
    """A paragraph, filled to the width of the pages."""
    return textwrap.fill(" ".join(text.split()), 120, break_long_words=False, break_on_hyphens=False)


def write_whole(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all."""
    beside = path.with_name(f"{path.name}.new")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
