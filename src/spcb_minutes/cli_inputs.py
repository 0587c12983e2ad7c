"""What the commands share: their arguments, the documents that they read one after the other, and the exit status.

inputs = Inputs(["notes/", "-"], limits)        every document in the folder and below, then standard input
read_each(inputs, "error", made, put)           read, make, put; one that fails is told and the others go on
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

from .terminal import (
    PROGRAM,
    WIDTH_OF_FILES,
    MisuseError,
    OutputError,
    Progress,
    StandardOutputError,
    emit,
    is_folder,
    is_terminal,
    line_width,
    say,
    why,
    write,
)

if TYPE_CHECKING:
    from .models import Document
    from .sources import Limits
    from .terminal import Made

DEBUG = "SPCB_MINUTES_DEBUG"

DONE, FINDINGS, MISUSE, UNREADABLE, STOPPED, PIPE_CLOSED = 0, 1, 2, 3, 130, 141

STDIO = "-"


class BrokenInputsError(OutputError):
    """None of the inputs can be read any more; the message says why."""


# The arguments


def add_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    does: str,
    examples: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    """A command with its help; what it does and its examples are given in full."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=does[0].lower() + does[1:].rstrip("."),
        description=does,
        epilog=examples,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def add_files(parser: argparse.ArgumentParser) -> None:
    """The documents to read, and how much of them."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="a document (.docx, .pdf, .html, .txt, .md), a folder (all in it and below), or - for standard input",
    )
    add_limits(parser)


def add_limits(parser: argparse.ArgumentParser) -> None:
    """How much is read of a document before giving up."""
    parser.add_argument(
        "--max-bytes", type=number, metavar="N", help="refuse documents larger than this (default 67108864: 64 MiB)"
    )
    parser.add_argument(
        "--max-unpacked-bytes",
        type=number,
        metavar="N",
        help="refuse Word files that unpack to more than this (default 67108864: 64 MiB)",
    )
    parser.add_argument(
        "--max-pages", type=number, metavar="N", help="refuse PDFs of more pages than this (default 1000)"
    )


def add_fail_on(parser: argparse.ArgumentParser, default: str) -> None:
    """What counts as a finding for the exit status."""
    parser.add_argument(
        "--fail-on",
        choices=("error", "warning", "info", "never"),
        default=default,
        help=f"exit with status 1 if there is a finding of this severity or above (default {default})",
    )


def number(text: str) -> int:
    """A whole number from 0, as an argument."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number")
    return int(text)


def positive(text: str) -> int:
    """A whole number from 1, as an argument."""
    value = number(text)
    if not value:
        raise argparse.ArgumentTypeError("one at least is expected")
    return value


def is_to_be_folder(given: str, *, several: bool) -> bool:
    """Whether what is named is a folder, or to be made one, with a file for each document."""
    output = Path(given)
    stands = is_folder(output)
    if stands or given.endswith(("/", os.sep)) or (several and not output.suffix):
        if output.exists() and not stands:
            raise MisuseError(f"{given}: several documents need a folder, and this is a file")
        return True
    return False


def deliver(given: str | None, made: Callable[[int], Made]) -> None:
    """Write what a command makes for this many columns to standard output, or to a file."""
    if given is None or given == STDIO:
        emit(made(line_width()))
        return
    output = Path(given)
    if is_folder(output):
        raise MisuseError(f"{output}: this is a folder; name a file in it")
    write(output, made(WIDTH_OF_FILES))


# Reading the inputs, one after the other


class Input:
    """A document to read. No two are equal: a file named twice is two inputs."""

    def __init__(self, path: str, label: str, place: str) -> None:
        self.path = path  # as given, or below a folder that was given; - is standard input
        self.label = label  # what it is called in a message
        self.place = place  # the name of its output in a folder, without suffix


class Inputs:
    """The documents that the arguments name, folders opened; what is wrong with a folder is said when it is met."""

    def __init__(self, arguments: Sequence[str], limits: Limits, *, take_json: bool = False) -> None:
        if list(arguments).count(STDIO) > 1:
            raise MisuseError("- is given twice; standard input can be read once")
        self._limits = limits
        self._takes_json = take_json
        self.found: list[Input] = []
        self.failed = False
        self.several = len(arguments) > 1
        for argument in arguments:
            if argument == STDIO:
                self.found.append(Input(argument, "standard input", "stdin"))
            elif is_folder(Path(argument)):
                self.several = True
                self._open(Path(argument))
            else:
                self.found.append(Input(argument, argument, Path(argument).stem or "document"))

    def _open(self, folder: Path) -> None:
        from .sources import READERS, SITE_MARK, files_in

        def closed(error: OSError) -> None:
            self._fail(f"{error.filename}: this folder could not be opened ({why(error)}); see whether you may read it")

        self.failed, failed_before = False, self.failed
        paths = files_in(folder, failed=closed)
        for path in paths:
            self.found.append(Input(str(path), str(path), str(path.relative_to(folder).with_suffix(""))))
        if (folder / SITE_MARK).exists():
            self._fail(f"{folder}: these pages were made by {PROGRAM} and are no notes; name the notes")
        elif not paths and not self.failed:
            suffixes = (suffix for reader in READERS.values() for suffix in reader.suffixes)
            self._fail(f"{folder}: no document in this folder; its name would end in {', '.join(suffixes)}")
        self.failed |= failed_before

    def _fail(self, message: str) -> None:
        say(message)
        self.failed = True

    def read(self, each: Input) -> Document:
        """The document of an input; JSON that was written before is one too."""
        from .api import read
        from .errors import MinutesError

        suffix = Path(each.path).suffix.lower()
        if self._takes_json and suffix == ".json":
            return document_of_json(each.path)
        if self._takes_json and suffix in (".jsonl", ".ndjson"):
            raise MinutesError(f"{each.path}: JSON Lines are not read; name the documents, or JSON with one of each")
        return read(standard_input() if each.path == STDIO else each.path, limits=self._limits)

    def spare(self, targets: Iterable[Path]) -> None:
        """Refuse to write over a document that is to be read."""
        inputs = {_identity(Path(each.path)): each for each in self.found if each.path != STDIO}
        for target in targets:
            identity = _identity(target)
            if identity and identity in inputs:
                raise MisuseError(f"{target}: this is one of the files to read; write the output somewhere else")


class Reading:
    """Reads the inputs, and remembers how that went."""

    def __init__(self, inputs: Inputs, fail_on: str) -> None:
        from .models import Severity

        self._inputs = inputs
        self._threshold = None if fail_on == "never" else Severity(fail_on).rank
        self._has_findings = False
        self.progress = Progress(len(inputs.found), quiet=is_terminal(sys.stdout))
        self.done = 0  # how many documents were read, and what was asked for made of them

    def __enter__(self) -> Reading:
        self.progress.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.progress.__exit__(*error)

    def count(self, document: Document) -> None:
        """One more is done."""
        self.done += 1
        threshold = self._threshold
        if threshold is not None and any(found.severity.rank >= threshold for found in document.diagnostics):
            self._has_findings = True

    def documents(self) -> Iterator[Document]:
        """All that can be read, one after the other."""
        for each in self._inputs.found:
            document = None
            with self.surviving(each):
                document = self._inputs.read(each)
            if document is not None:
                yield document
                self.count(document)
                remind_of(each, document)
            self.progress.step()

    @contextlib.contextmanager
    def surviving(self, each: Input) -> Iterator[None]:
        """Tell what goes wrong with one input, but let out what goes wrong with all."""
        from .errors import MinutesError

        try:
            yield
        except (BrokenPipeError, StandardOutputError, MisuseError, BrokenInputsError):
            raise
        except (MinutesError, OutputError) as error:
            say(str(error))
            self._inputs.failed = True
        except Exception as error:
            if os.environ.get(DEBUG):
                raise
            say(f"{each.label}: {fault(error)}")
            self._inputs.failed = True

    @property
    def status(self) -> int:
        """The exit status, when all is done."""
        return UNREADABLE if self._inputs.failed else FINDINGS if self._has_findings else DONE


def limits_of(options: argparse.Namespace) -> Limits:
    """The limits that were asked for."""
    from .sources import Limits

    given = {name: getattr(options, name) for name in ("max_bytes", "max_unpacked_bytes", "max_pages")}
    return Limits(**{name: value for name, value in given.items() if value is not None})


def document_of_json(path: str) -> Document:
    """The document in a JSON file, or in JSON on standard input."""
    from .errors import SchemaVersionError, UnreadableFileError
    from .exports.json import from_json

    try:
        written = standard_input().read() if path == STDIO else Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise UnreadableFileError(f"{path}: this file could not be read ({why(error)}); check its name") from None
    try:
        return from_json(written)
    except SchemaVersionError as error:
        raise SchemaVersionError(f"{'standard input' if path == STDIO else path}: {error}") from None


def read_each(
    inputs: Inputs,
    fail_on: str,
    made: Callable[[Input, Document, bool], Made],
    put: Callable[[Input, Made], None],
    *,
    remind: bool = False,
) -> int:
    """Read every input, make its output and put it in its place; one that fails is told and the others go on."""
    with Reading(inputs, fail_on) as reading:
        for each in inputs.found:
            with reading.surviving(each):
                document = inputs.read(each)
                put(each, made(each, document, reading.done == 0))
                reading.count(document)
                if remind:
                    remind_of(each, document)
            reading.progress.step()
    return reading.status


def remind_of(each: Input, document: Document) -> None:
    """Say on standard error what the JSON says too, where nobody would look: that something may be lost."""
    errors = [found for found in document.diagnostics if found.severity.value == "error"]
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        say(f"{each.label}: {errors[0].code} {errors[0].name}: {errors[0].message}{more}")


def standard_input() -> BinaryIO:
    """The bytes of standard input."""
    from .errors import UnreadableFileError

    stream: TextIO | None = sys.stdin
    if stream is None:
        raise UnreadableFileError("standard input: it is closed; name a file instead of -")
    return cast("BinaryIO", getattr(stream, "buffer", stream))  # one of text only is told by the reader


def targets_of(inputs: Inputs, folder: Path, suffix: str) -> dict[Input, Path]:
    """The file in the folder for each input; where two would have one name, the later ones are numbered and told."""
    targets: dict[Input, Path] = {}
    taken: set[str] = set()
    for each in inputs.found:
        name, number = each.place + suffix, 1
        while name.casefold() in taken:  # on some disks NOTES and notes are one file
            number += 1
            name = f"{each.place}-{number}{suffix}"
        if number > 1:
            say(f"{each.label}: written as {folder / name}, because another document has its name")
        taken.add(name.casefold())
        targets[each] = folder / name
    inputs.spare(targets.values())
    return targets


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def fault(error: Exception) -> str:
    """What is said of an error that nobody foresaw."""
    if isinstance(error, MemoryError):
        return "there is not enough memory for this"
    words = " ".join(str(error).split())
    what = f"{type(error).__name__}: {words}" if words else type(error).__name__
    return f"this is a fault of {PROGRAM}, please report it ({what[:300]}); {DEBUG}=1 shows where it happened"
