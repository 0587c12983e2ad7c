"""What is measured in a process of its own; each command prints one JSON value.

    python children.py growth FILE 1,10,100     seconds for so many copies of a text
    python children.py memory FILE 100          the most memory that parsing so many copies holds at once, in bytes
    python children.py many FOLDER 2            reads every file of a folder in so many processes; how many parts

This module imports little, because the processes of a pool import it again.
"""

from __future__ import annotations

import json
import sys
import tracemalloc
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from spcb_minutes import parse, read


def growth(text: str, copies: list[int], *, seconds: float = 15) -> dict[str, float]:
    """The time of parsing so many copies, in seconds: the best of some turns.

    In a turn as many copies are parsed for each number, so that a busy moment is as likely to hit each of them.
    """
    from harness import Side, take_turns, timed

    parse(text)

    def side(count: int) -> Side:
        many = text * count
        once = timed(lambda: parse(many))
        runs = max(copies) // count
        return lambda: sum(once() for _ in range(runs)) / runs

    turns = take_turns({str(count): side(count) for count in copies}, seconds=seconds, least=1, warm=True)
    return {name: turns.best(name) for name in turns.times}


def memory(text: str, copies: int) -> int:
    """The most that parsing holds at once besides the text, in bytes, the document that it gives included."""
    parse(text)  # the grammars are built once and stay: they do not belong to a text
    many = text * copies
    tracemalloc.start()
    try:
        parse(many)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def parts(path: Path) -> int:
    """Reads a file; how many parts it has."""
    return len(read(path).parts)


def many(folder: Path, processes: int) -> int:
    """How many parts all files of a folder have, read in this process or in so many others."""
    paths = sorted(folder.iterdir())
    if processes == 1:
        return sum(map(parts, paths))
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return sum(pool.map(parts, paths, chunksize=5))


def main(command: str, where: Path, number: str) -> None:
    """Run one of the three and print what it gives."""
    if command == "growth":
        print(json.dumps(growth(where.read_text("utf-8"), [int(one) for one in number.split(",")])))
    elif command == "memory":
        print(json.dumps(memory(where.read_text("utf-8"), int(number))))
    else:
        print(json.dumps(many(where, int(number))))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
