"""How long reading takes, as ratios of times measured in one run.

Text to ``Document`` is compared with the least that building the same objects can cost, ``model_validate_json`` of the
same document. Ratios can be compared between machines, milliseconds cannot.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from spcb_minutes import Document, parse

EXAMPLE = Path(__file__).parents[1] / "examples" / "harbour-pack-2024-05.txt"


def median_ms(work: Callable[[], object], runs: int) -> float:
    """The median time of some runs, in milliseconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=EXAMPLE, help="the document (default: an example)")
    parser.add_argument("--runs", type=int, default=30)
    options = parser.parse_args()
    text = options.file.read_text(encoding="utf-8-sig")
    start = time.perf_counter()
    document = parse(text)
    first = (time.perf_counter() - start) * 1000
    json = document.model_dump_json()
    reading = median_ms(lambda: parse(text), options.runs)
    least = median_ms(lambda: Document.model_validate_json(json), options.runs)
    ten = median_ms(lambda: parse(text * 10), 3)
    print(f"{options.file.name}: {len(text):,} characters, Python {platform.python_version()}, {platform.machine()}")
    print(f"first reading, with building the grammars  {first:8.1f} ms")
    print(f"reading                                    {reading:8.1f} ms")
    print(f"model_validate_json of the same document   {least:8.1f} ms")
    print(f"reading / model_validate_json              {reading / least:8.1f}")
    print(f"ten copies / one                           {ten / reading:8.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
