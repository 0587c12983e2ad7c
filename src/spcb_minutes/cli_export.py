"""The documents that are given, or those of an archive, in another format."""

from __future__ import annotations

import argparse
import contextlib
import json
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from .cli_inputs import STDIO, Input, Inputs, Reading, add_fail_on, is_to_be_folder, read_each, targets_of
from .exports import EXPORTERS, Exporter
from .terminal import MisuseError, OutputError, Sheet, emit, is_folder, say, write

if TYPE_CHECKING:
    from .models import Document
    from .terminal import Made

T = TypeVar("T")


def add_export(parser: argparse.ArgumentParser) -> None:
    """Where an export goes, and what may be asked of it."""
    parser.add_argument("-o", "--output", metavar="OUT", help="the file or folder to write; - is standard output")
    parser.add_argument(
        "--no-bom",
        dest="bom",
        action="store_false",
        default=None,
        help="csv: without the mark by which Excel knows UTF-8",
    )
    parser.add_argument(
        "--timezone", metavar="ZONE", help="icalendar, open-civic-data: where the meetings are, as in Europe/London"
    )
    add_fail_on(parser, "never")


def export(options: argparse.Namespace, inputs_of: Callable[[], Inputs]) -> int:
    """Export the inputs, which are looked for when the rest of the arguments is found to be right."""
    exporter = EXPORTERS[options.format]
    given = {name: getattr(options, name) for name in ("bom", "timezone") if getattr(options, name) is not None}
    for name in given:
        if name not in exporter.options:
            meant = " or ".join(other for other, one in EXPORTERS.items() if name in one.options)
            raise MisuseError(f"--{'no-bom' if name == 'bom' else name} is for {meant}, not for {options.format}")
    if "timezone" in given:
        from .exports.meetings import zone_of

        try:
            zone_of(given["timezone"])
        except ValueError as error:
            raise MisuseError(f"--timezone: {error}") from None
    inputs = inputs_of()
    output = None if options.output in (None, STDIO) else Path(options.output)
    if exporter.gathers:
        return _export_together(options, exporter, given, inputs, output)
    function = exporter.load()
    into_folder = output is not None and is_to_be_folder(options.output, several=inputs.several)
    if inputs.several and not into_folder:
        hint = "; or export jsonl" if options.format == "json" else ""
        raise MisuseError(f"several documents make several files: name a folder with -o, as in -o out/{hint}")

    def made(each: Input, document: Document, is_first: bool) -> Made:
        return cast("str", telling(lambda: function(document, **given)))

    if output is None:
        return read_each(inputs, options.fail_on, made, lambda _, result: emit(result), remind=True)
    targets = targets_of(inputs, output, exporter.suffix) if into_folder else dict.fromkeys(inputs.found, output)
    inputs.spare(targets.values())
    return read_each(
        inputs,
        options.fail_on,
        made,
        lambda each, result: write(targets[each], result, make_folder=into_folder),
        remind=True,
    )


def _export_together(
    options: argparse.Namespace, exporter: Exporter, given: dict[str, Any], inputs: Inputs, output: Path | None
) -> int:
    """All documents in one output; where none could be read, what stands there stays."""
    wants_folder = exporter.suffix == "/"
    if output is None and (wants_folder or exporter.suffix == ".db"):
        what, name = ("a folder of files", "tables/") if wants_folder else ("a database", "notes.db")
        raise MisuseError(f"{options.format} makes {what}: say where with -o, as in -o {name}")
    if output and is_folder(output) and not wants_folder:
        raise MisuseError(f"{output}: this is a folder; name a file in it")
    if output and wants_folder and output.exists() and not is_folder(output):
        raise MisuseError(f"{output}: {options.format} makes a folder of files, and this is a file")
    if output and not wants_folder:
        inputs.spare([output])
    with Reading(inputs, options.fail_on) as reading:
        result = telling(lambda: exporter.load()(reading.documents(), **given))
    if reading.done and output is None:
        emit(cast("str", result))
    elif reading.done and output:
        files = (
            {output / name: words for name, words in result.items()} if isinstance(result, dict) else {output: result}
        )
        inputs.spare(files)
        if wants_folder:
            _spare_others(output, files)
        with contextlib.ExitStack() as stack:  # all are written before the first is moved into its place
            for path, words in files.items():
                stack.enter_context(Sheet(path, make_folder=wants_folder)).write(words)
    return reading.status


def _spare_others(folder: Path, files: Iterable[Path]) -> None:
    """Refuse to write over files that no export has written."""
    there = [path for path in files if path.exists()]
    try:
        ours = json.loads((folder / "datapackage.json").read_bytes())["name"] == "minutes"
    except (OSError, ValueError, KeyError, TypeError):
        ours = False
    if there and not ours:
        raise MisuseError(f"{there[0]}: this stands there and is of no export; name another folder")


def telling(export: Callable[[], T]) -> T:
    """What an export gives; what it had to replace or leave out is said, each once."""
    from .errors import LeftOutWarning, MinutesError, ReplacedCharactersWarning

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            result = export()
        except MinutesError as error:
            raise OutputError(str(error)) from None
    ours = [one for one in told if issubclass(one.category, (ReplacedCharactersWarning, LeftOutWarning))]
    for words in dict.fromkeys(str(one.message) for one in ours):
        say(words)
    for one in told:
        if one not in ours:  # of a library
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)
    return result
