"""How long readers take, as ratios to libraries that give less, measured in one run.

A PDF to ``Source`` is compared with the plain text that PDFium itself gives of every page, a Word file with
``docx2python`` (install the dependency group ``bench``). Times are the best of some runs, for the machine may be busy.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from docx2python import docx2python

from spcb_minutes.sources import load

EXAMPLES = Path(__file__).parents[1] / "examples"


def plain_pdf(path: Path) -> None:
    """The text of every page, as the library gives it."""
    document = pypdfium2.PdfDocument(path)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    document.close()


def plain_docx(path: Path) -> None:
    """The text with bold and italics, as the library gives it."""
    with docx2python(path, html=True) as document:
        assert document.text


def best_ms(works: list[Callable[[], object]], runs: int) -> list[float]:
    """The best time of each work in milliseconds; they take turns, so that a busy moment hits all of them."""
    times = [[0.0] * runs for _ in works]
    for run in range(runs):
        for number, work in enumerate(works):
            start = time.perf_counter()
            work()
            times[number][run] = time.perf_counter() - start
    return [min(one) * 1000 for one in times]


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    found = sorted(path for path in EXAMPLES.iterdir() if path.suffix in (".pdf", ".docx"))
    parser.add_argument("files", nargs="*", type=Path, default=found, help="documents (default: the examples)")
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}; best of {options.runs} runs")
    for path in options.files:
        plain, name = (plain_pdf, "PDFium's text") if path.suffix == ".pdf" else (plain_docx, "docx2python")
        least, ours = best_ms([lambda p=path, f=plain: f(p), lambda p=path: load(p)], options.runs)  # type: ignore[misc]
        print(f"{path.name}: {name} {least:.1f} ms, to Source {ours:.1f} ms, ratio {ours / least:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
