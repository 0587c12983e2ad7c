"""The command ``spcb-minutes``: arguments in, output and an exit status out; no logic about minutes.

    spcb-minutes parse notes.txt                  the document as JSON
    spcb-minutes parse --format text notes.txt    a summary to look at
    spcb-minutes check notes.txt                  what does not add up, with its line
    spcb-minutes export html notes.txt -o a.html  another format: see EXPORTERS
    spcb-minutes search notes.db fishing quota    hits in a database of export sqlite
    spcb-minutes verify notes.json notes.txt      whether JSON still speaks of its source
    spcb-minutes explain M103                     what a code means

Exit status: 0 done; 1 findings at or above ``--fail-on``; 2 wrong use; 3 a file could not be read or written (the
others are still done). 130 after Ctrl-C, 141 where the reader of a pipe went away, as other programs do.

The models, and with them pydantic, are imported inside the commands: ``--help`` and ``--version`` need not wait.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import sys
import textwrap
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO, TypeVar, cast

from .exports import EXPORTERS, Exporter
from .terminal import (
    PROGRAM,
    WIDTH_OF_FILES,
    MisuseError,
    OutputError,
    Progress,
    Sheet,
    StandardOutputError,
    drop_unwritten,
    emit,
    flush,
    is_folder,
    is_terminal,
    line_width,
    say,
    why,
    words_of,
    write,
)

if TYPE_CHECKING:
    from .models import Diagnostic, Document
    from .sources import Limits
    from .summary import Line
    from .terminal import Made

__all__ = ["main"]

DEBUG = "SPCB_MINUTES_DEBUG"

DONE, FINDINGS, MISUSE, UNREADABLE, STOPPED, PIPE_CLOSED = 0, 1, 2, 3, 130, 141

T = TypeVar("T")

_STDIO = "-"
_MARGIN = 11  # line number, bar and the two marks of a cut line before an excerpt
_SEVERITY_STYLES = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}
_EXCERPT = re.compile(r" *\d* \| ")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (those of the process where None) and give back its exit status."""
    try:
        try:
            status = _run(argv)
        except SystemExit as stop:  # argparse: 0 after --help, 2 after wrong arguments
            status = stop.code if isinstance(stop.code, int) else MISUSE
        flush()
    except KeyboardInterrupt:
        say("stopped")
        status = STOPPED
    except BrokenPipeError:
        drop_unwritten()
        status = PIPE_CLOSED
    except MisuseError as error:
        say(str(error))
        status = MISUSE
    except OutputError as error:
        say(str(error))
        status = UNREADABLE
    except StandardOutputError as error:
        say(str(error))
        drop_unwritten()
        status = UNREADABLE
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        say(_fault(error))
        status = UNREADABLE
    return status


def _run(argv: Sequence[str] | None) -> int:
    parser = _parser()
    options = parser.parse_args(argv)
    if options.print_completion:
        return _print_completion(parser, options.print_completion)
    if options.command is None:
        parser.error("a command is needed: parse, check, export, search, verify, explain or schema")
    command: Callable[[argparse.Namespace], int] = options.run
    return command(options)


# The arguments


def _parser() -> argparse.ArgumentParser:
    from . import __version__

    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Reads the item-numbered notes and agendas of public boards into data.",
        epilog="Examples:\n"
        "  spcb-minutes parse notes.txt > notes.json\n"
        "  spcb-minutes parse --format text notes.txt\n"
        "  spcb-minutes check notes.txt\n"
        "  spcb-minutes export html notes.txt -o notes.html\n\n"
        "Exit status: 0 done, 1 findings at or above --fail-on, 2 wrong use, 3 a file could not be read or written.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    parser.add_argument(
        "--print-completion",
        choices=("bash", "zsh", "fish", "tcsh"),
        help="print the script that completes commands and options in this shell",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    parse = _command(
        commands,
        "parse",
        "Give what the documents say as JSON, or as a summary to look at.",
        "Examples:\n"
        "  spcb-minutes parse notes.txt -o notes.json    one document, one JSON file\n"
        "  spcb-minutes parse notes/ -o data/            data/2024/may.json for notes/2024/may.txt\n"
        "  spcb-minutes parse notes/ > all.jsonl         several: JSON Lines, a document a line\n"
        "  cat notes.txt | spcb-minutes parse --format text -\n\n"
        "JSON is UTF-8, whatever the terminal uses. Several documents (more than one FILE, or a folder)\n"
        "go to standard output or to OUT.jsonl as JSON Lines; any other OUT is a folder, made if need be, with one\n"
        "file for each; where two would have the same name the second becomes NAME-2. Summaries of several may go to\n"
        "one OUT.txt. "
        "OUT is written whole or not at all, and is never one of the files that are read.",
        _parse,
    )
    _add_files(parse)
    parse.add_argument("--format", choices=("json", "text"), default="json", help="json (default), or text: a summary")
    parse.add_argument("-o", "--output", metavar="OUT", help="the file or folder to write; - is standard output")
    _add_fail_on(parse, "never")

    check = _command(
        commands,
        "check",
        "Say what does not add up in the documents, each with its line and what to do.",
        "Examples:\n"
        "  spcb-minutes check notes.txt\n"
        "  spcb-minutes check --fail-on warning notes/    exit status 1 if there is a warning or an error\n"
        "  spcb-minutes check --format json notes/        JSON Lines, a finding a line, each with its file",
        _check,
    )
    _add_files(check)
    check.add_argument("--format", choices=("text", "json"), default="text", help="text (default), or json: JSON Lines")
    _add_fail_on(check, "error")

    export = _command(
        commands,
        "export",
        "Give what the documents say in another format.",
        "Formats:\n"
        + "".join(f"  {name:<16} {exporter.about}\n" for name, exporter in EXPORTERS.items())
        + "\nExamples:\n"
        "  spcb-minutes export markdown notes.docx > notes.md\n"
        "  spcb-minutes export html notes.docx -o notes.html\n"
        "  spcb-minutes export html notes/ -o pages/        a page for each document\n"
        "  spcb-minutes export csv notes/ -o tables/        all documents in one folder of tables\n"
        "  spcb-minutes export sqlite notes/ -o notes.db    all documents in one database\n\n"
        "json, markdown, akoma-ntoso and html give a file for each document; the others gather all documents in\n"
        "one output. FILE may also be JSON that parse wrote (data/*.json); a folder gives its documents, and no JSON.\n"
        "OUT is written whole or not at all.",
        _export,
    )
    export.add_argument("format", choices=tuple(EXPORTERS), metavar="FORMAT", help=f"one of {', '.join(EXPORTERS)}")
    _add_files(export)
    export.add_argument("-o", "--output", metavar="OUT", help="the file or folder to write; - is standard output")
    export.add_argument(
        "--no-bom",
        dest="bom",
        action="store_false",
        default=None,
        help="csv: without the mark by which Excel knows UTF-8",
    )
    export.add_argument(
        "--timezone", metavar="ZONE", help="icalendar, open-civic-data: where the meetings are, as in Europe/London"
    )
    _add_fail_on(export, "never")

    search = _command(
        commands,
        "search",
        "Find words in a database that export sqlite wrote.",
        "Examples:\n"
        "  spcb-minutes search notes.db fishing quota      all of these words\n"
        "  spcb-minutes search notes.db '\"fishing quota\"'  next to each other\n"
        "  spcb-minutes search notes.db 'fish*'            words that begin so",
        _search,
    )
    search.add_argument("database", metavar="DB", help="the database")
    search.add_argument("words", nargs="+", metavar="WORDS", help="what to look for")
    search.add_argument("--limit", type=_positive, default=20, metavar="N", help="show at most N hits (default 20)")
    search.add_argument(
        "--format", choices=("text", "json"), default="text", help="text (default), or json: JSON Lines"
    )

    verify = _command(
        commands,
        "verify",
        "Say whether a JSON document still speaks of its source: hash, places and quoted words.",
        "Examples:\n"
        "  spcb-minutes verify notes.json notes.txt          the first field that does not, if any\n"
        "  spcb-minutes verify --all notes.json notes.txt    all of them\n\n"
        "Exit status: 0 it does, 1 it does not.",
        _verify,
    )
    verify.add_argument("document", metavar="DOCUMENT.json", help="JSON that parse wrote; - is standard input")
    verify.add_argument("source", metavar="SOURCE", help="the document that it was read from")
    verify.add_argument("--all", action="store_true", help="every field that does not hold, not the first alone")
    _add_limits(verify)

    explain = _command(
        commands,
        "explain",
        "Say what a code of check means, why it matters and what to do.",
        "Examples:\n"
        "  spcb-minutes explain M103\n"
        "  spcb-minutes explain missing-number\n"
        "  spcb-minutes explain --all --format markdown -o diagnostics.md",
        _explain,
    )
    explain.add_argument("codes", nargs="*", metavar="CODE", help="a code or its name: M103, missing-number")
    explain.add_argument("--all", action="store_true", help="all of them")
    explain.add_argument("--format", choices=("text", "markdown"), default="text", help="text (default) or markdown")
    explain.add_argument("-o", "--output", metavar="OUT", help="the file to write; - is standard output")

    schema = _command(
        commands,
        "schema",
        "Give the JSON Schema (2020-12) of the JSON that parse writes.",
        "Example:\n  spcb-minutes schema -o minutes.schema.json",
        _schema,
    )
    schema.add_argument("-o", "--output", metavar="OUT", help="the file to write; - is standard output")
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    does: str,
    examples: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=does[0].lower() + does[1:].rstrip("."),
        description=does,
        epilog=examples,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="a document (.docx, .pdf, .html, .txt, .md), a folder (all in it and below), or - for standard input",
    )
    _add_limits(parser)


def _add_limits(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--max-bytes", type=_number, metavar="N", help="refuse documents larger than this (default 67108864: 64 MiB)"
    )
    parser.add_argument(
        "--max-unpacked-bytes",
        type=_number,
        metavar="N",
        help="refuse Word files that unpack to more than this (default 67108864: 64 MiB)",
    )
    parser.add_argument(
        "--max-pages", type=_number, metavar="N", help="refuse PDFs of more pages than this (default 1000)"
    )


def _add_fail_on(parser: argparse.ArgumentParser, default: str) -> None:
    parser.add_argument(
        "--fail-on",
        choices=("error", "warning", "info", "never"),
        default=default,
        help=f"exit with status 1 if there is a finding of this severity or above (default {default})",
    )


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number")
    return int(text)


def _positive(text: str) -> int:
    number = _number(text)
    if not number:
        raise argparse.ArgumentTypeError("one at least is expected")
    return number


# The commands


def _parse(options: argparse.Namespace) -> int:
    from .exports.json import to_json, to_jsonl

    inputs = _Inputs(options.files)
    as_text = options.format == "text"
    output, into_folder = _parse_output(options, several=inputs.several, as_text=as_text)
    together = inputs.several and not into_folder  # many documents in one stream
    width = line_width() if output is None else WIDTH_OF_FILES

    def made(each: _Input, document: Document, is_first: bool) -> Made:
        if not as_text:
            return to_jsonl(document) if together else to_json(document)
        from .summary import summary

        gap: list[Line] = [] if is_first else [[], []]
        title: list[Line] = [*gap, [(each.label, "bold underline")], []] if together else []
        return [*title, *summary(document, width)]

    if output is None:
        return _each(inputs, options, made, lambda _, result: emit(result), remind=not as_text)
    if into_folder:
        targets = _targets(inputs, output, ".txt" if as_text else ".json")

        def put(each: _Input, result: Made) -> None:
            write(targets[each], result, make_folder=True)

        return _each(inputs, options, made, put, remind=not as_text)
    inputs.spare([output])
    with Sheet(output) as sheet:
        return _each(inputs, options, made, lambda _, result: sheet.write(words_of(result)), remind=not as_text)


def _is_to_be_folder(given: str, *, several: bool) -> bool:
    """Whether what is named is a folder, or to be made one, with a file for each document."""
    output = Path(given)
    stands = is_folder(output)
    if stands or given.endswith(("/", os.sep)) or (several and not output.suffix):
        if output.exists() and not stands:
            raise MisuseError(f"{given}: several documents need a folder, and this is a file")
        return True
    return False


def _parse_output(options: argparse.Namespace, *, several: bool, as_text: bool) -> tuple[Path | None, bool]:
    """Where the result goes, None for standard output, and whether that is a folder with a file for each document."""
    given: str | None = options.output
    if given is None or given == _STDIO:
        return None, False
    output = Path(given)
    if _is_to_be_folder(given, several=several):
        return output, True
    if several and not as_text and output.suffix.lower() not in (".jsonl", ".ndjson"):
        raise MisuseError(f"{given}: several documents need a folder, or one file {output.stem}.jsonl of JSON Lines")
    return output, False


def _check(options: argparse.Namespace) -> int:
    from .diagnostics import render

    inputs = _Inputs(options.files)
    width = line_width()

    def made(each: _Input, document: Document, is_first: bool) -> Made:
        if options.format == "json":
            found = ({"file": each.label, **diagnostic.model_dump(mode="json")} for diagnostic in document.diagnostics)
            return "".join(json.dumps(finding, ensure_ascii=False) + "\n" for finding in found)
        lines: list[Line] = [] if is_first else [[]]
        for diagnostic in document.diagnostics:
            lines += _coloured(diagnostic, render(diagnostic, document, width - _MARGIN), width)
            lines.append([])
        from .summary import counts

        return [*lines, [(f"{each.label}: {counts(document.diagnostics)}", "bold")]]

    return _each(inputs, options, made, lambda _, result: emit(result))


def _coloured(diagnostic: Diagnostic, rendered: str, width: int) -> Iterator[Line]:
    head, *rest = rendered.split("\n")
    yield [(head, _SEVERITY_STYLES[diagnostic.severity.value])]
    for line in rest:
        if _EXCERPT.match(line):  # carets stand under words, so these lines are not wrapped
            bar = line.index("|") + 1
            is_carets = not line[:bar].strip(" |") and "^" in line
            yield [(line[:bar], "dim"), (line[bar:], "red" if is_carets else "")]
        else:
            yield from ([(part, "")] for part in textwrap.wrap(line, width, break_on_hyphens=False) or [""])


def _export(options: argparse.Namespace) -> int:
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
    inputs = _Inputs(options.files)
    output = None if options.output in (None, _STDIO) else Path(options.output)
    if exporter.gathers:
        return _export_together(options, exporter, given, inputs, output)
    function = exporter.load()
    into_folder = output is not None and _is_to_be_folder(options.output, several=inputs.several)
    if inputs.several and not into_folder:
        hint = "; or export jsonl" if options.format == "json" else ""
        raise MisuseError(f"several documents make several files: name a folder with -o, as in -o out/{hint}")

    def made(each: _Input, document: Document, is_first: bool) -> Made:
        return cast("str", _telling(lambda: function(document, **given)))

    if output is None:
        return _each(inputs, options, made, lambda _, result: emit(result), remind=True)
    targets = _targets(inputs, output, exporter.suffix) if into_folder else dict.fromkeys(inputs.found, output)
    inputs.spare(targets.values())
    return _each(
        inputs, options, made, lambda each, result: write(targets[each], result, make_folder=into_folder), remind=True
    )


def _export_together(
    options: argparse.Namespace, exporter: Exporter, given: dict[str, Any], inputs: _Inputs, output: Path | None
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
    with _Reading(inputs, options) as reading:
        result = _telling(lambda: exporter.load()(reading.documents(), **given))
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


def _telling(export: Callable[[], T]) -> T:
    """What an export gives; what it had to replace or leave out is said."""
    from .errors import LeftOutWarning, MinutesError, ReplacedCharactersWarning

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            result = export()
        except MinutesError as error:
            raise OutputError(str(error)) from None
    for one in told:
        if issubclass(one.category, (ReplacedCharactersWarning, LeftOutWarning)):
            say(str(one.message))
        else:  # of a library
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)
    return result


def _search(options: argparse.Namespace) -> int:
    from .errors import MinutesError
    from .exports.sqlite import search

    try:
        hits = search(options.database, " ".join(options.words), limit=options.limit)
    except MinutesError as error:
        raise OutputError(str(error)) from None
    if options.format == "json":
        emit("".join(json.dumps(hit._asdict(), ensure_ascii=False, default=str) + "\n" for hit in hits))
        return DONE
    width = line_width()
    lines: list[Line] = []
    for hit in hits:
        place = f"{hit.file}, line {hit.line}" if hit.file else f"line {hit.line}"
        place += f", page {hit.page}" if hit.page else ""
        head = "  ".join(str(one) for one in (hit.date, hit.item, hit.title) if one) or hit.board or hit.kind
        lines += [[]] if lines else []
        lines += [[(part, "bold")] for part in textwrap.wrap(head, width)]
        lines += [
            [(part, "")] for part in textwrap.wrap(hit.snippet, width - 2, initial_indent="  ", subsequent_indent="  ")
        ]
        lines.append([(f"  {hit.kind}, {place}", "dim")])
    if lines:
        emit(lines)
    else:
        say(f"{options.database}: nothing in it says {' '.join(options.words)}")
    return DONE


def _verify(options: argparse.Namespace) -> int:
    from .errors import MinutesError
    from .proof import verify

    try:
        document = _document_of_json(options.document)
        found = verify(document, options.source, limits=_limits(options))
    except MinutesError as error:
        raise OutputError(str(error)) from None
    if not found:
        emit([[(f"{options.document} speaks of {options.source}: hash, places and quoted words agree", "")]])
        return DONE
    lines: list[Line] = []
    for mismatch in found if options.all else found[:1]:
        where = f" (line {mismatch.line})" if mismatch.line else ""
        lines += [[(f"{mismatch.field}{where}", "bold")]]
        lines += [
            [(part, "")]
            for part in textwrap.wrap(mismatch.message, line_width() - 2, initial_indent="  ", subsequent_indent="  ")
        ]
    emit(lines)
    others = len(found) - 1
    if others and not options.all:
        say("one more field does not agree" if others == 1 else f"{others} more fields do not agree; --all shows them")
    return FINDINGS


def _explain(options: argparse.Namespace) -> int:
    import difflib

    from .diagnostics import CATALOGUE, explain, manual

    if options.all == bool(options.codes):
        raise MisuseError("explain needs a code, as in explain M103, or --all")
    names = {entry.name: code for code, entry in CATALOGUE.items()}
    codes = list(CATALOGUE) if options.all else [names.get(word.lower(), word.upper()) for word in options.codes]
    for word, code in zip(options.codes, codes, strict=False):
        if code not in CATALOGUE:
            near = difflib.get_close_matches(word.lower(), [*names, *(code.lower() for code in CATALOGUE)], n=1)
            meant = CATALOGUE[names.get(near[0], near[0].upper())] if near else None
            hint = f"did you mean {meant.code} {meant.name}? " if meant else ""
            raise MisuseError(f"{word} is no code of check; {hint}explain --all shows all of them")
    output = None if options.output in (None, _STDIO) else Path(options.output)
    if options.format == "markdown":
        _deliver(output, manual() if options.all else manual([CATALOGUE[code] for code in codes]))
        return DONE
    width = line_width() if output is None else WIDTH_OF_FILES
    lines: list[Line] = []
    for code in codes:
        head, *rest = (explain(code) or "").split("\n")
        lines += [[], []] if lines else []
        lines.append([(head, "bold")])
        for line in rest:
            lines += [[(part, "")] for part in textwrap.wrap(line, width, break_on_hyphens=False) or [""]]
    _deliver(output, lines)
    return DONE


def _schema(options: argparse.Namespace) -> int:
    from .api import schema

    output = None if options.output in (None, _STDIO) else Path(options.output)
    _deliver(output, json.dumps(schema(), indent=2, ensure_ascii=False) + "\n")
    return DONE


def _deliver(output: Path | None, made: Made) -> None:
    if output is None:
        emit(made)
    elif is_folder(output):
        raise MisuseError(f"{output}: this is a folder; name a file in it")
    else:
        write(output, made)


def _print_completion(parser: argparse.ArgumentParser, shell: str) -> int:
    try:
        import shtab
    except ImportError:
        raise MisuseError("completion needs: pip install 'spcb-minutes[cli]'") from None
    if shell not in shtab.SUPPORTED_SHELLS:
        raise MisuseError(f"completion for {shell} needs a newer shtab: pip install --upgrade shtab")
    parsers = [parser]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            parsers += action.choices.values()
    for each in parsers:
        for action in each._actions:
            if action.metavar in ("FILE", "OUT", "DB", "DOCUMENT.json", "SOURCE"):
                action.complete = shtab.FILE  # type: ignore[attr-defined]  # how shtab is told what to complete
    emit(shtab.complete(parser, shell=shell).rstrip("\n") + "\n")
    return DONE


# Reading the inputs, one after the other


class _Input:
    """A document to read. No two are equal: a file named twice is two inputs."""

    def __init__(self, path: str, label: str, place: str) -> None:
        self.path = path  # as given, or below a folder that was given; - is standard input
        self.label = label  # what it is called in a message
        self.place = place  # the name of its output in a folder, without suffix


class _Inputs:
    """The documents that the arguments name, folders opened; what is wrong with a folder is said when it is met."""

    def __init__(self, arguments: Sequence[str]) -> None:
        if list(arguments).count(_STDIO) > 1:
            raise MisuseError("- is given twice; standard input can be read once")
        self.found: list[_Input] = []
        self.failed = False
        self.several = len(arguments) > 1
        for argument in arguments:
            if argument == _STDIO:
                self.found.append(_Input(argument, "standard input", "stdin"))
            elif is_folder(Path(argument)):
                self.several = True
                self._open(Path(argument))
            else:
                self.found.append(_Input(argument, argument, Path(argument).stem or "document"))

    def _open(self, folder: Path) -> None:
        from .sources import READERS

        def closed(error: OSError) -> None:
            self._fail(f"{error.filename}: this folder could not be opened ({why(error)}); see whether you may read it")

        suffixes = tuple(suffix for reader in READERS.values() for suffix in reader.suffixes)
        self.failed, failed_before = False, self.failed
        paths: list[Path] = []
        for at, folders, names in os.walk(folder, onerror=closed):
            # Hidden files are no documents: among them are the "._notes.txt" that macOS leaves beside every file.
            folders[:] = [name for name in folders if not name.startswith(".")]
            paths += [Path(at, name) for name in names if name.lower().endswith(suffixes) and not name.startswith(".")]
        for path in sorted(paths):
            self.found.append(_Input(str(path), str(path), str(path.relative_to(folder).with_suffix(""))))
        if not paths and not self.failed:
            self._fail(f"{folder}: no document in this folder; its name would end in {', '.join(suffixes)}")
        self.failed |= failed_before

    def _fail(self, message: str) -> None:
        say(message)
        self.failed = True

    def spare(self, targets: Iterable[Path]) -> None:
        """Refuse to write over a document that is to be read."""
        inputs = {_identity(Path(each.path)): each for each in self.found if each.path != _STDIO}
        for target in targets:
            identity = _identity(target)
            if identity and identity in inputs:
                raise MisuseError(f"{target}: this is one of the files to read; write the output somewhere else")


class _Reading:
    """Reads the inputs, and remembers how that went."""

    def __init__(self, inputs: _Inputs, options: argparse.Namespace) -> None:
        from .models import Severity

        self._inputs = inputs
        self._limits = _limits(options)
        self._takes_json = options.command == "export"
        self._threshold = None if options.fail_on == "never" else Severity(options.fail_on).rank
        self._has_findings = False
        self.progress = Progress(len(inputs.found), quiet=is_terminal(sys.stdout))
        self.done = 0  # how many documents were read, and what was asked for made of them

    def __enter__(self) -> _Reading:
        self.progress.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.progress.__exit__(*error)

    def read(self, each: _Input) -> Document:
        """The document of an input; JSON that was written before is one too."""
        from .api import read
        from .errors import MinutesError

        suffix = Path(each.path).suffix.lower()
        if self._takes_json and suffix == ".json":
            return _document_of_json(each.path)
        if self._takes_json and suffix in (".jsonl", ".ndjson"):
            raise MinutesError(f"{each.path}: JSON Lines are not read; name the documents, or JSON with one of each")
        return read(_standard_input() if each.path == _STDIO else each.path, limits=self._limits)

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
                document = self.read(each)
            if document is not None:
                yield document
                self.count(document)
                _remind(each, document)
            self.progress.step()

    @contextlib.contextmanager
    def surviving(self, each: _Input) -> Iterator[None]:
        """Tell what goes wrong with one input, but let out what goes wrong with all."""
        from .errors import MinutesError

        try:
            yield
        except (MinutesError, OutputError) as error:
            say(str(error))
            self._inputs.failed = True
        except (BrokenPipeError, StandardOutputError, MisuseError):
            raise
        except Exception as error:
            if os.environ.get(DEBUG):
                raise
            say(f"{each.label}: {_fault(error)}")
            self._inputs.failed = True

    @property
    def status(self) -> int:
        """The exit status, when all is done."""
        return UNREADABLE if self._inputs.failed else FINDINGS if self._has_findings else DONE


def _limits(options: argparse.Namespace) -> Limits:
    from .sources import Limits

    given = {name: getattr(options, name) for name in ("max_bytes", "max_unpacked_bytes", "max_pages")}
    return Limits(**{name: value for name, value in given.items() if value is not None})


def _document_of_json(path: str) -> Document:
    """The document in a JSON file, or in JSON on standard input."""
    from .errors import SchemaVersionError, UnreadableFileError
    from .exports.json import from_json

    try:
        written = _standard_input().read() if path == _STDIO else Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise UnreadableFileError(f"{path}: this file could not be read ({why(error)}); check its name") from None
    try:
        return from_json(written)
    except SchemaVersionError as error:
        raise SchemaVersionError(f"{'standard input' if path == _STDIO else path}: {error}") from None


def _each(
    inputs: _Inputs,
    options: argparse.Namespace,
    made: Callable[[_Input, Document, bool], Made],
    put: Callable[[_Input, Made], None],
    *,
    remind: bool = False,
) -> int:
    """Read every input, make its output and put it in its place; one that fails is told and the others go on."""
    with _Reading(inputs, options) as reading:
        for each in inputs.found:
            with reading.surviving(each):
                document = reading.read(each)
                put(each, made(each, document, reading.done == 0))
                reading.count(document)
                if remind:
                    _remind(each, document)
            reading.progress.step()
    return reading.status


def _remind(each: _Input, document: Document) -> None:
    """Say on standard error what the JSON says too, where nobody would look: that something may be lost."""
    errors = [found for found in document.diagnostics if found.severity.value == "error"]
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        say(f"{each.label}: {errors[0].code} {errors[0].name}: {errors[0].message}{more}")


def _standard_input() -> BinaryIO:
    from .errors import UnreadableFileError

    stream: TextIO | None = sys.stdin
    if stream is None:
        raise UnreadableFileError("standard input: it is closed; name a file instead of -")
    return cast("BinaryIO", getattr(stream, "buffer", stream))  # one of text only is told by the reader


def _targets(inputs: _Inputs, folder: Path, suffix: str) -> dict[_Input, Path]:
    """The file in the folder for each input; where two would have one name, the later ones are numbered and told."""
    targets: dict[_Input, Path] = {}
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


def _fault(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "there is not enough memory for this"
    words = " ".join(str(error).split())
    what = f"{type(error).__name__}: {words}" if words else type(error).__name__
    return f"this is a fault of {PROGRAM}, please report it ({what[:300]}); {DEBUG}=1 shows where it happened"


if __name__ == "__main__":
    sys.exit(main())
