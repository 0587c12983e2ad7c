r"""Where the command writes: standard output, standard error, and files that appear whole or not at all.

    emit("{...}\n")               UTF-8 on standard output, whatever the terminal uses
    emit([[("Items", "bold")]])   lines to look at: colour on a terminal, plain in a pipe
    write(Path("out.json"), ...)  out.json is the old one or the new one, never half of one

A standard output that is closed or full raises StandardOutputError, one whose reader went away BrokenPipeError; a file
that cannot be written raises OutputError.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from .summary import Line

    Made = str | list[Line]  # what a command gives out: text to write as it is, or lines to look at

__all__ = [
    "MisuseError",
    "OutputError",
    "Progress",
    "Sheet",
    "StandardOutputError",
    "drop_unwritten",
    "emit",
    "flush",
    "is_folder",
    "is_terminal",
    "line_width",
    "say",
    "words_of",
    "write",
]

PROGRAM = "spcb-minutes"
WIDTH_OF_FILES = 88  # a file looks the same whatever the terminal was that wrote it
_MOMENT = 1.0  # seconds before a progress bar is worth its place
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class MisuseError(Exception):
    """The arguments contradict each other or the disk; the message says how."""


class OutputError(Exception):
    """A file could not be written; the message says which and what to do."""


class StandardOutputError(Exception):
    """Standard output could not be written, so there is no use in going on."""


def emit(made: Made) -> None:
    """Write to standard output at once: lines in its own encoding, and in colour if it is a terminal that has it."""
    with _telling_of_standard_output():
        out: TextIO | None = sys.stdout
        if out is None:
            raise ValueError("it is closed")
        if isinstance(made, str):
            # JSON is UTF-8 by its standard, and generated files are compared by their bytes.
            buffer: IO[bytes] | None = getattr(out, "buffer", None)
            out.flush()
            if buffer is None:
                out.write(made)
            else:
                buffer.write(made.encode("utf-8", errors="replace"))
        else:
            encoding = out.encoding or "utf-8"
            lines = [
                [(words.encode(encoding, errors="replace").decode(encoding), style) for words, style in line]
                for line in _clean(made)
            ]
            _emit_lines(lines, out)
        out.flush()


def flush() -> None:
    """Write out what standard output still holds, here where a full disk can be told, not at the process's end."""
    with _telling_of_standard_output():
        if sys.stdout is not None:
            sys.stdout.flush()


@contextlib.contextmanager
def _telling_of_standard_output() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:  # ValueError: a stream that was closed
        raise StandardOutputError(f"standard output: {why(error)}; nothing more was written") from error


def _emit_lines(lines: list[Line], out: TextIO) -> None:
    if is_terminal(out) and not os.environ.get("NO_COLOR"):
        with contextlib.suppress(ImportError):
            from rich.console import Console
            from rich.text import Text

            console = Console(file=out, highlight=False)
            for line in lines:
                console.print(Text.assemble(*line), soft_wrap=True)
            return
    out.write(words_of(lines))


def words_of(made: Made) -> str:
    """What a command gives out as it goes into a file: without styles."""
    if isinstance(made, str):
        return made
    from .summary import plain

    return plain(_clean(made))


def _clean(lines: Iterable[Line]) -> list[Line]:
    """The lines without control characters: a document must not move the cursor or change the terminal's title."""
    return [[(_CONTROL.sub("\ufffd", words.replace("\t", " ")), style) for words, style in line] for line in lines]


def write(path: Path, made: Made, *, make_folder: bool = False) -> None:
    """Write the file whole or not at all; its folder must be there, or is made if that is wanted."""
    with Sheet(path, make_folder=make_folder) as sheet:
        sheet.write(words_of(made))


class Sheet:
    """A file that appears whole or not at all: it is written beside its place, and moved there at the end.

    Where nothing was written, because nothing could be read, what stood there before stays.
    """

    def __init__(self, path: Path, *, make_folder: bool = False) -> None:
        self._path = path
        self._make_folder = make_folder
        self._beside: Path | None = None
        self._stream: IO[bytes] | None = None

    def __enter__(self) -> Sheet:
        return self

    def write(self, words: str | bytes) -> None:
        """Add these words, or the bytes of a file that is no text; the first ones open the file."""
        with self._telling():
            if self._stream is None:
                self._stream = self._open()
            self._stream.write(words if isinstance(words, bytes) else words.encode("utf-8", errors="replace"))

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._stream is None:
            return
        try:
            if kind is None:
                with self._telling():
                    self._stream.close()
                    if self._beside is not None:
                        self._beside.replace(self._target)
                        self._beside = None
        finally:
            with contextlib.suppress(OSError):
                self._stream.close()
            if self._beside is not None:
                with contextlib.suppress(OSError):
                    self._beside.unlink()

    def _open(self) -> IO[bytes]:
        if self._make_folder:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        self._target = self._path.resolve()  # a link stays a link
        if self._target.exists():
            if self._target.is_dir():
                raise IsADirectoryError(errno.EISDIR, "a folder has this name")
            if not self._target.is_file():  # /dev/null and the like cannot be replaced
                return self._target.open("wb")
            if not os.access(self._target, os.W_OK):
                raise PermissionError(errno.EACCES, "you may not write it")
        # Not from tempfile, whose files only their owner may read: this one is to be as any other new file.
        beside = self._target.with_name(f".{PROGRAM}-{os.getpid()}-{os.urandom(4).hex()}.tmp")
        stream = beside.open("xb")
        self._beside = beside
        if self._target.exists():
            shutil.copymode(self._target, beside)
        return stream

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            raise OutputError(
                f"{self._path}: this could not be written ({why(error)}); see that its folder may be written to "
                "and the disk is not full"
            ) from error


def say(message: str) -> None:
    """One line on standard error, if there is one."""
    if sys.stderr is None:
        return
    line = _CONTROL.sub(" ", " ".join(message.split()))
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"{PROGRAM}: {line.encode('utf-8', errors='backslashreplace').decode()}\n")
        sys.stderr.flush()


def drop_unwritten() -> None:
    """What still waits to be written to a broken output would only fail again, untold, when the process ends."""
    if sys.stdout is sys.__stdout__ and sys.stdout is not None:
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def line_width() -> int:
    """How many characters go on a line of the terminal, within reason; a fixed number where there is none."""
    return max(40, min(shutil.get_terminal_size((WIDTH_OF_FILES, 24)).columns, 120))


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody looks at this stream."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


class Progress:
    """A bar on standard error, if that is a terminal, there is ``rich``, and it takes longer than a moment."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._total = total
        self._done = 0
        self._bar: Any = None
        # With the output on the terminal, that is progress enough, and a bar would be drawn into it.
        self._wanted = not quiet and is_terminal(sys.stderr)
        self._begun = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def step(self) -> None:
        """Count one more as done."""
        self._done += 1
        is_long = self._done < self._total and time.monotonic() - self._begun > _MOMENT
        if self._wanted and is_long and self._bar is None:
            self._start()
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=self._done)

    def _start(self) -> None:
        try:
            from rich.console import Console
            from rich.progress import Progress
        except ImportError:
            self._wanted = False
            return
        self._bar = Progress(console=Console(stderr=True), transient=True, redirect_stdout=False)
        self._bar.add_task("reading", total=self._total)
        self._bar.start()


def is_folder(path: Path) -> bool:
    """Whether a folder is there, as far as one may see."""
    try:
        return path.is_dir()
    except OSError:  # what it is may not be seen; opening it will tell why
        return False


def why(error: OSError | ValueError) -> str:
    """The reason in the words of the system."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
