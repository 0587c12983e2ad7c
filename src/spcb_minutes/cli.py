"""The command ``spcb-minutes``: arguments in, output and an exit status out; no logic about minutes.

    spcb-minutes parse notes.txt                  the document as JSON
    spcb-minutes parse --format text notes.txt    a summary to look at
    spcb-minutes check notes.txt                  what does not add up, with its line
    spcb-minutes export html notes.txt -o a.html  another format: see EXPORTERS
    spcb-minutes search notes.db fishing quota    hits in a database of export sqlite
    spcb-minutes archive add notes.db notes/      a database that grows: see cli_archive
    spcb-minutes verify notes.json notes.txt      whether JSON still speaks of its source
    spcb-minutes explain M103                     what a code means

Exit status: 0 done; 1 findings at or above ``--fail-on``; 2 wrong use; 3 a file could not be read or written (the
others are still done). 130 after Ctrl-C, 141 where the reader of a pipe went away, as other programs do.

The models, and with them pydantic, are imported inside the commands: ``--help`` and ``--version`` need not wait.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .cli_archive import add_archive, add_search, search
from .cli_export import add_export, export
from .cli_inputs import (
    DEBUG,
    DONE,
    FINDINGS,
    MISUSE,
    PIPE_CLOSED,
    STDIO,
    STOPPED,
    UNREADABLE,
    Input,
    Inputs,
    add_command,
    add_fail_on,
    add_files,
    add_limits,
    deliver,
    document_of_json,
    fault,
    is_to_be_folder,
    limits_of,
    read_each,
    targets_of,
)
from .exports import EXPORTERS
from .terminal import (
    PROGRAM,
    WIDTH_OF_FILES,
    MisuseError,
    OutputError,
    Sheet,
    StandardOutputError,
    drop_unwritten,
    emit,
    flush,
    line_width,
    say,
    words_of,
    write,
)

if TYPE_CHECKING:
    from .models import Diagnostic, Document
    from .summary import Line
    from .terminal import Made

__all__ = ["main"]

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
        say(fault(error))
        status = UNREADABLE
    return status


def _run(argv: Sequence[str] | None) -> int:
    parser = _parser()
    options = parser.parse_args(argv)
    if options.print_completion:
        return _print_completion(parser, options.print_completion)
    if options.command is None:
        parser.error("a command is needed: parse, check, export, search, archive, verify, explain or schema")
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

    parse = add_command(
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
    add_files(parse)
    parse.add_argument("--format", choices=("json", "text"), default="json", help="json (default), or text: a summary")
    parse.add_argument("-o", "--output", metavar="OUT", help="the file or folder to write; - is standard output")
    add_fail_on(parse, "never")

    check = add_command(
        commands,
        "check",
        "Say what does not add up in the documents, each with its line and what to do.",
        "Examples:\n"
        "  spcb-minutes check notes.txt\n"
        "  spcb-minutes check --fail-on warning notes/    exit status 1 if there is a warning or an error\n"
        "  spcb-minutes check --format json notes/        JSON Lines, a finding a line, each with its file",
        _check,
    )
    add_files(check)
    check.add_argument("--format", choices=("text", "json"), default="text", help="text (default), or json: JSON Lines")
    add_fail_on(check, "error")

    formats = add_command(
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
    formats.add_argument("format", choices=tuple(EXPORTERS), metavar="FORMAT", help=f"one of {', '.join(EXPORTERS)}")
    add_files(formats)
    add_export(formats)

    words = add_command(
        commands,
        "search",
        "Find words in a database that export sqlite wrote.",
        "Examples:\n"
        "  spcb-minutes search notes.db fishing quota      all of these words\n"
        "  spcb-minutes search notes.db '\"fishing quota\"'  next to each other\n"
        "  spcb-minutes search notes.db 'fish*'            words that begin so",
        search,
    )
    words.add_argument("database", metavar="DB", help="the database")
    add_search(words)

    add_archive(commands)

    verify = add_command(
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
    add_limits(verify)

    explain = add_command(
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

    schema = add_command(
        commands,
        "schema",
        "Give the JSON Schema (2020-12) of the JSON that parse writes.",
        "Example:\n  spcb-minutes schema -o minutes.schema.json",
        _schema,
    )
    schema.add_argument("-o", "--output", metavar="OUT", help="the file to write; - is standard output")
    return parser


# The commands


def _parse(options: argparse.Namespace) -> int:
    from .exports.json import to_json, to_jsonl

    inputs = Inputs(options.files, limits_of(options))
    as_text = options.format == "text"
    output, into_folder = _parse_output(options, several=inputs.several, as_text=as_text)
    together = inputs.several and not into_folder  # many documents in one stream
    width = line_width() if output is None else WIDTH_OF_FILES

    def made(each: Input, document: Document, is_first: bool) -> Made:
        if not as_text:
            return to_jsonl(document) if together else to_json(document)
        from .summary import summary

        gap: list[Line] = [] if is_first else [[], []]
        title: list[Line] = [*gap, [(each.label, "bold underline")], []] if together else []
        return [*title, *summary(document, width)]

    if output is None:
        return read_each(inputs, options.fail_on, made, lambda _, result: emit(result), remind=not as_text)
    if into_folder:
        targets = targets_of(inputs, output, ".txt" if as_text else ".json")

        def put(each: Input, result: Made) -> None:
            write(targets[each], result, make_folder=True)

        return read_each(inputs, options.fail_on, made, put, remind=not as_text)
    inputs.spare([output])
    with Sheet(output) as sheet:
        return read_each(
            inputs, options.fail_on, made, lambda _, result: sheet.write(words_of(result)), remind=not as_text
        )


def _parse_output(options: argparse.Namespace, *, several: bool, as_text: bool) -> tuple[Path | None, bool]:
    """Where the result goes, None for standard output, and whether that is a folder with a file for each document."""
    given: str | None = options.output
    if given is None or given == STDIO:
        return None, False
    output = Path(given)
    if is_to_be_folder(given, several=several):
        return output, True
    if several and not as_text and output.suffix.lower() not in (".jsonl", ".ndjson"):
        raise MisuseError(f"{given}: several documents need a folder, or one file {output.stem}.jsonl of JSON Lines")
    return output, False


def _check(options: argparse.Namespace) -> int:
    from .diagnostics import render

    inputs = Inputs(options.files, limits_of(options))
    width = line_width()

    def made(each: Input, document: Document, is_first: bool) -> Made:
        if options.format == "json":
            found = ({"file": each.label, **diagnostic.model_dump(mode="json")} for diagnostic in document.diagnostics)
            return "".join(json.dumps(finding, ensure_ascii=False) + "\n" for finding in found)
        lines: list[Line] = [] if is_first else [[]]
        for diagnostic in document.diagnostics:
            lines += _coloured(diagnostic, render(diagnostic, document, width - _MARGIN), width)
            lines.append([])
        from .summary import counts

        return [*lines, [(f"{each.label}: {counts(document.diagnostics)}", "bold")]]

    return read_each(inputs, options.fail_on, made, lambda _, result: emit(result))


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
    return export(options, lambda: Inputs(options.files, limits_of(options), take_json=True))


def _verify(options: argparse.Namespace) -> int:
    from .errors import MinutesError
    from .proof import verify

    try:
        document = document_of_json(options.document)
        found = verify(document, options.source, limits=limits_of(options))
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

    def made(width: int) -> Made:
        if options.format == "markdown":
            return manual() if options.all else manual([CATALOGUE[code] for code in codes])
        lines: list[Line] = []
        for code in codes:
            head, *rest = (explain(code) or "").split("\n")
            lines += [[], []] if lines else []
            lines.append([(head, "bold")])
            for line in rest:
                lines += [[(part, "")] for part in textwrap.wrap(line, width, break_on_hyphens=False) or [""]]
        return lines

    deliver(options.output, made)
    return DONE


def _schema(options: argparse.Namespace) -> int:
    from .api import schema

    deliver(options.output, lambda _: json.dumps(schema(), indent=2, ensure_ascii=False) + "\n")
    return DONE


def _with_commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A parser, and those of its commands, at any depth."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _with_commands(command)


def _print_completion(parser: argparse.ArgumentParser, shell: str) -> int:
    try:
        import shtab
    except ImportError:
        raise MisuseError("completion needs: pip install 'spcb-minutes[cli]'") from None
    if shell not in shtab.SUPPORTED_SHELLS:
        raise MisuseError(f"completion for {shell} needs a newer shtab: pip install --upgrade shtab")
    for each in _with_commands(parser):
        for action in each._actions:
            if action.metavar in ("FILE", "OUT", "DB", "DOCUMENT.json", "SOURCE"):
                action.complete = shtab.FILE  # type: ignore[attr-defined]  # how shtab is told what to complete
            elif action.metavar == "DIR":
                action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
    emit(shtab.complete(parser, shell=shell).rstrip("\n") + "\n")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
