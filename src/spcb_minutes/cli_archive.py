"""The commands ``spcb-minutes archive …``: a database that grows, and what the meetings in it say together.

    spcb-minutes archive add notes.db notes/                 read what is new or changed
    spcb-minutes archive actions notes.db --status open      the ledger
    spcb-minutes archive audit notes.db                      what does not add up
    spcb-minutes archive site notes.db -o site               pages to look at

The command ``search``, which looks into any database of this package, is here, too.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import datetime
import json
import os
import shutil
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from .cli_export import add_export, export, telling
from .cli_inputs import (
    DONE,
    FINDINGS,
    STDIO,
    UNREADABLE,
    BrokenInputsError,
    Input,
    Inputs,
    add_command,
    add_fail_on,
    add_files,
    deliver,
    limits_of,
    positive,
)
from .exports import EXPORTERS
from .terminal import PROGRAM, MisuseError, OutputError, Progress, emit, is_folder, line_width, say, why

if TYPE_CHECKING:
    from .archive import Added
    from .exports.sqlite import Hit
    from .models import Document
    from .series.listing import Listing
    from .series.meetings import Aside, Series
    from .series.people import People
    from .summary import Line
    from .terminal import Made

_STATUSES = ("open", "updated", "closed", "not mentioned since")
_VERDICTS = ("does not hold", "cannot be told", "holds")
_FORMATS = ("text", "json", "csv", "markdown", "html")
_BY_SUFFIX = {
    "": "text",
    ".txt": "text",
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".html": "html",
    ".htm": "html",
}
_NAMED = 5
"""So many files are named where some have no place among the meetings."""
_OUTCOMES = {
    "added": "added",
    "changed": "changed",
    "renewed": "read anew",
    "same": "there under another name",
    "known": "known",
    "refused": "refused",
    "failed": "failed",
}


# The arguments


def add_archive(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command and those below it."""
    does = "Keep the notes of a board in a database that grows, and say what they say together."
    parser = commands.add_parser(
        "archive",
        help=does[0].lower() + does[1:].rstrip("."),
        description=does,
        epilog="Examples:\n"
        "  spcb-minutes archive add notes.db notes/              read what is new or changed\n"
        "  spcb-minutes archive actions notes.db --status open   the actions that are open\n"
        "  spcb-minutes archive site notes.db -o site            pages to look at\n\n"
        "An archive is of one board, and a SQLite database: search, Datasette and the rest read it, too.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    below = parser.add_subparsers(dest="archive_command", metavar="COMMAND", required=True)
    _add_add(below)
    _add_lists(below)
    _add_others(below)


def _add_add(below: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = add_command(
        below,
        "add",
        "Add documents to an archive; what is in it already is not read again.",
        "Examples:\n"
        "  spcb-minutes archive add notes.db notes/            all in the folder and below\n"
        "  spcb-minutes archive add notes.db notes/            again, next month: only what is new or changed\n"
        "  spcb-minutes archive add notes.db notes/ --again    all once more, after a new version of this program\n\n"
        "DB is made where it is not there. Each file is added whole or not at all: the command may be stopped at any\n"
        "time, run again, and run twice at once. A file that changed is added as a later version, and the earlier one\n"
        "is kept. An archive is of one board, that of the first notes that name one; files of others are refused.",
        _add,
    )
    _add_database(parser)
    add_files(parser)
    parser.add_argument(
        "--workers", type=positive, metavar="N", help="read in so many processes (default: as many as there are cores)"
    )
    parser.add_argument("--again", action="store_true", help="read files too whose bytes are in the archive")
    parser.add_argument("--board", metavar="NAME", help="the board that the archive is of")


def _add_lists(below: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    actions = add_command(
        below,
        "actions",
        "List every action and commitment, and what later notes say of it.",
        "Examples:\n"
        "  spcb-minutes archive actions notes.db\n"
        "  spcb-minutes archive actions notes.db --status open --status not-mentioned-since --owner Clerk\n"
        "  spcb-minutes archive actions notes.db --on 2024-03-31 -o ledger.html    as it stood on that day",
        _actions,
    )
    _add_database(actions)
    actions.add_argument("--on", type=_date, metavar="DATE", help="as it stood on this day, as in 2024-03-31")
    actions.add_argument(
        "--status",
        type=_words,
        choices=_STATUSES,
        action="append",
        metavar="STATUS",
        help="only these: open, updated, closed, not-mentioned-since; may be given several times",
    )
    actions.add_argument("--owner", metavar="NAME", help="only those whose owner's words hold this")
    _add_format(actions)

    attendance = add_command(
        below,
        "attendance",
        "List people by meetings: present, apologies, or not stated.",
        "Examples:\n"
        "  spcb-minutes archive attendance notes.db\n"
        "  spcb-minutes archive attendance notes.db -o attendance.csv",
        _attendance,
    )
    questions = add_command(
        below,
        "questions",
        "List who asked what, and whether it was answered.",
        "Examples:\n  spcb-minutes archive questions notes.db\n  spcb-minutes archive questions notes.db --format json",
        _questions,
    )
    people = add_command(
        below,
        "people",
        "List everybody whom the notes name, with spellings and roles.",
        "Examples:\n"
        "  spcb-minutes archive people notes.db\n"
        "  spcb-minutes archive people notes.db --proposals -o people.toml    names that may be one person's\n"
        "  spcb-minutes archive people notes.db --people people.toml          with what you decided of them",
        _people,
    )
    audit = add_command(
        below,
        "audit",
        "Say what the notes state of each other and does not hold, and what cannot be told.",
        "Examples:\n"
        "  spcb-minutes archive audit notes.db\n"
        "  spcb-minutes archive audit notes.db --verdict does-not-hold\n"
        "  spcb-minutes archive audit notes.db --fail-on warning    exit status 1 if a warning does not hold",
        _audit,
    )
    for parser in (attendance, questions, people, audit):
        _add_database(parser)
        _add_people(parser)
        _add_format(parser)
    people.add_argument(
        "--proposals", action="store_true", help="print a file of the names that may be one person's, to edit"
    )
    audit.add_argument(
        "--verdict",
        type=_words,
        choices=_VERDICTS,
        action="append",
        metavar="VERDICT",
        help="only these: does-not-hold, cannot-be-told, holds; may be given several times",
    )
    audit.add_argument("--all", action="store_true", help="text: list what holds, too, and do not just count it")
    add_fail_on(audit, "error")


def _add_others(below: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = add_command(
        below,
        "search",
        "Find words in an archive.",
        "Examples:\n"
        "  spcb-minutes archive search notes.db fishing quota      all of these words\n"
        "  spcb-minutes archive search notes.db '\"fishing quota\"'  next to each other\n"
        "  spcb-minutes archive search notes.db 'fish*'            words that begin so",
        _search,
    )
    _add_database(words)
    add_search(words)

    formats = add_command(
        below,
        "export",
        "Give what the documents of an archive say in another format.",
        "Examples:\n"
        "  spcb-minutes archive export notes.db csv -o tables/\n"
        "  spcb-minutes archive export notes.db markdown -o notes/    a file for each document\n\n"
        "The formats, and what goes where, are those of spcb-minutes export.",
        _export,
    )
    _add_database(formats)
    formats.add_argument("format", choices=tuple(EXPORTERS), metavar="FORMAT", help=f"one of {', '.join(EXPORTERS)}")
    add_export(formats)

    site = add_command(
        below,
        "site",
        "Make a folder of pages to look at: meetings, actions, people, attendance, questions, audit.",
        "Example:\n"
        "  spcb-minutes archive site notes.db -o site    then open site/index.html\n\n"
        "The folder is written whole or not at all. One that was made so before is replaced; no other is touched.",
        _site,
    )
    _add_database(site)
    _add_people(site)
    site.add_argument("-o", "--output", metavar="DIR", required=True, help="the folder to make")


def _add_database(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("database", metavar="DB", help="the archive")


def _add_people(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", metavar="FILE", help="what you decided of names; see archive people --proposals")


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=_FORMATS, help="text (default), json, csv, markdown or html; else by how OUT ends"
    )
    parser.add_argument("-o", "--output", metavar="OUT", help="the file to write; - is standard output")


def add_search(parser: argparse.ArgumentParser) -> None:
    """What to look for in a database."""
    parser.add_argument("words", nargs="+", metavar="WORDS", help="what to look for")
    parser.add_argument("--limit", type=positive, default=20, metavar="N", help="show at most N hits (default 20)")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="text (default), or json: JSON Lines"
    )


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as in 2024-03-31") from None


def _words(text: str) -> str:
    return text.replace("-", " ").lower()


# Adding, and what is asked of the documents themselves


def _add(options: argparse.Namespace) -> int:
    from .archive import add_files as add_to

    if STDIO in options.files:
        raise MisuseError("- is no name that an archive could know a file by; save it, and name the file")
    limits = limits_of(options)
    inputs = Inputs(options.files, limits)
    counts: collections.Counter[str] = collections.Counter()
    with Progress(len(inputs.found), quiet=False) as progress:

        def told(added: Added) -> None:
            counts[added.outcome] += 1
            if added.message:
                say(added.message)
            progress.step()

        try:
            with _telling():
                add_to(
                    options.database,
                    [each.path for each in inputs.found],
                    workers=options.workers,
                    again=options.again,
                    board=options.board,
                    limits=limits,
                    told=told,
                )
        finally:
            done = [f"{counts[outcome]} {words}" for outcome, words in _OUTCOMES.items() if counts[outcome]]
            if done:
                say(f"{options.database}: {', '.join(done)}")
    return UNREADABLE if inputs.failed or counts["failed"] or counts["refused"] else DONE


def search(options: argparse.Namespace) -> int:
    """Show the hits in a database of ``export sqlite``, or in an archive."""
    from .exports.sqlite import search as hits_of

    with _telling():
        hits = hits_of(options.database, " ".join(options.words), limit=options.limit)
    return _show(options, hits)


def _search(options: argparse.Namespace) -> int:
    from .archive import hits_of

    with _telling():
        hits = hits_of(options.database, " ".join(options.words), limit=options.limit)
    return _show(options, hits)


def _show(options: argparse.Namespace, hits: Sequence[Hit]) -> int:
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
        say(f"{options.database}: no item, question, answer or action says {' '.join(options.words)}")
    return DONE


class _Stored(Inputs):
    """The documents of an archive, read from it one after the other, in their order."""

    def __init__(self, database: str) -> None:
        from .archive import documents_of, names_of

        with _telling():
            names = names_of(database)
        self.found = [Input(database, name, Path(name).stem or "document") for name in names]
        self.failed = False
        self.several = len(names) != 1
        self._documents = documents_of(database)

    def read(self, each: Input) -> Document:
        from .errors import MinutesError

        try:
            document = next(self._documents, None)
        except MinutesError as error:
            raise BrokenInputsError(str(error)) from None
        if document is None:
            raise BrokenInputsError(f"{each.path}: {each.label} was taken out of it meanwhile; try again")
        return document


def _export(options: argparse.Namespace) -> int:
    return export(options, lambda: _Stored(options.database))


# What the meetings say together


class _Result(Protocol):
    """What a question about a series gives."""

    def model_dump_json(self, *, indent: int) -> str:
        """It as JSON."""


def _series(options: argparse.Namespace) -> Series:
    """The meetings of the archive; what has no place among them is told."""
    from .archive import board_of, documents_of
    from .series.meetings import Series

    with _telling():
        documents = tuple(documents_of(options.database))
        is_named = any(part.board for document in documents for part in document.parts)
        series = Series.of(documents, board=board_of(options.database) if is_named else None)
    if series.aside:
        reasons = "; ".join(_left_out(series.aside, reason) for reason in sorted({one.reason for one in series.aside}))
        say(f"{options.database}: not among the meetings: {reasons}")
    return series


def _left_out(aside: Sequence[Aside], reason: str) -> str:
    """How many have no place for this reason, the first of them by name, and what that means for the lists."""
    files = [one.document.source.name or "a text" for one in aside if one.reason == reason]
    *first, last = files if len(files) <= _NAMED else [*files[:_NAMED], f"{len(files) - _NAMED} more"]
    names = f"{', '.join(first)} and {last}" if first else last
    lost = ", whose actions are in no list" if reason == "no date" else ""
    return f"{len(files)} {reason} ({names}){lost}"


def _series_to_list(options: argparse.Namespace) -> Series:
    """The same for a list, whose format is known before anything is read."""
    _format(options)
    return _series(options)


def _known(options: argparse.Namespace, series: Series) -> People:
    """The people of the series, with the decisions of the user."""
    from .series.decisions import read_decisions
    from .series.people import people_of

    with _telling():
        decisions = read_decisions(options.people) if options.people is not None else None
        people = people_of(series, decisions=decisions)
    printed = {spelling.name for person in people.people for spelling in person.spellings}
    for name in people.unknown:
        if name in printed:
            say(f'{options.people}: "{name}" is the name of several people, and what you decided of it is left out; '
                "see `spcb-minutes archive people`")  # fmt: skip
        else:
            say(f'{options.people}: the notes print no "{name}"; see `spcb-minutes archive people` for their names')
    return people


def _actions(options: argparse.Namespace) -> int:
    from .series.ledger import action_ledger, ledger_listing

    ledger = action_ledger(_series_to_list(options), on=options.on)
    asked = (options.owner or "").casefold()
    actions = tuple(
        action
        for action in ledger.actions
        if (not options.status or action.status in options.status) and asked in (action.owner or "").casefold()
    )
    ledger = ledger.model_copy(update={"actions": actions})
    _give(options, ledger, lambda: ledger_listing(ledger))
    return DONE


def _attendance(options: argparse.Namespace) -> int:
    from .series.attendance import attendance_listing, attendance_matrix

    series = _series_to_list(options)
    matrix = attendance_matrix(series, people=_known(options, series))
    _give(options, matrix, lambda: attendance_listing(matrix))
    return DONE


def _questions(options: argparse.Namespace) -> int:
    from .series.questions import question_listing, question_register

    series = _series_to_list(options)
    register = question_register(series, people=_known(options, series))
    _give(options, register, lambda: question_listing(register))
    return DONE


def _people(options: argparse.Namespace) -> int:
    from .series.people import people_listing, proposals

    people = _known(options, _series(options) if options.proposals else _series_to_list(options))
    if not options.proposals:
        _give(options, people, lambda: people_listing(people))
        return DONE
    if options.format not in (None, "text"):
        raise MisuseError("--proposals makes a file to edit, and is given without --format")
    if options.output and options.people and Path(options.output).resolve() == Path(options.people).resolve():
        raise MisuseError(f"{options.output}: these are your decisions; write the proposals somewhere else")
    deliver(options.output, lambda _: proposals(people))
    return DONE


def _audit(options: argparse.Namespace) -> int:
    from .models import Severity
    from .series.audit import audit, audit_listing

    series = _series_to_list(options)
    found = audit(series, people=_known(options, series))
    kept = [one for one in found.statements if not options.verdict or one.verdict in options.verdict]
    holding = [one for one in kept if one.verdict == "holds"]
    is_counted = _format(options) == "text" and not options.all and not options.verdict
    if _format(options) == "text":  # what somebody has to look at stands first
        kept = [one for verdict in _VERDICTS for one in kept if one.verdict == verdict]
    if is_counted:
        kept = [one for one in kept if one.verdict != "holds"]
    shown = found.model_copy(update={"statements": tuple(kept)})
    counted = (
        [f"{len(holding)} of {len(found.statements)} statements hold; --all lists them, too"] if is_counted else []
    )
    _give(options, shown, lambda: audit_listing(shown), counted)
    if options.fail_on == "never":
        return DONE
    threshold = Severity(options.fail_on).rank
    failing = (one.severity for one in found.statements if one.verdict == "does not hold")
    return FINDINGS if any(severity is not None and severity.rank >= threshold for severity in failing) else DONE


def _format(options: argparse.Namespace) -> str:
    """The format that was asked for, else that of the ending of OUT; wrong use where that is of none."""
    if options.format:
        return str(options.format)
    ending = "" if options.output in (None, STDIO) else Path(options.output).suffix.lower()
    if ending not in _BY_SUFFIX:
        raise MisuseError(
            f"{options.output}: {ending[1:]} is no format of this list; use .html, which Word opens, .txt, .md, .csv "
            "or .json, or say which by --format"
        )
    return _BY_SUFFIX[ending]


def _give(
    options: argparse.Namespace, result: _Result, listing: Callable[[], Listing], below: Sequence[str] = ()
) -> None:
    """The result as JSON, or as a list in another format; text may have lines below."""
    from .series.listing import to_csv, to_html, to_markdown, to_text

    wanted = _format(options)

    def made(width: int) -> Made:
        if wanted == "json":
            return result.model_dump_json(indent=2) + "\n"
        if wanted == "csv":  # Excel opens files; what goes through a pipe goes to a program
            return to_csv(listing(), bom=options.output not in (None, STDIO))
        if wanted == "markdown":
            return to_markdown(listing())
        if wanted == "html":
            return to_html(listing())
        head, *rest = to_text(listing(), width).splitlines()
        added = [line for words in below for line in ("", *textwrap.wrap(words, width))]
        return [[(head, "bold")], *([(line, "")] for line in [*rest, *added])]

    deliver(options.output, lambda width: telling(lambda: made(width)))


# The site


def _site(options: argparse.Namespace) -> int:
    from .site import make_site
    from .sources import SITE_MARK

    output = Path(options.output)
    _spare(output)
    series = _series(options)
    people = _known(options, series)
    files = telling(lambda: make_site(series, people=people))
    with _telling_of(output):
        _write_folder(output.resolve(), {**files, SITE_MARK: "".join(f"{name}\n" for name in sorted(files))})
    say(f"{output}: {len(files)} files; open {output / 'index.html'}")
    return DONE


def _spare(folder: Path) -> None:
    """Refuse every folder that is to be kept: one with anything in it that is no page of such a site."""
    from .sources import SITE_MARK

    if folder.exists() and not is_folder(folder):
        raise MisuseError(f"{folder}: this is a file; name a folder to make")
    if not folder.exists():
        return
    if folder.resolve() in (Path.cwd(), *Path.cwd().parents):
        raise MisuseError(f"{folder}: you are in this folder; name one below it, as in {folder / 'site'}")
    with _telling_of(folder):
        there = {path.relative_to(folder).as_posix() for path in _files_below(folder)}
    ours: set[str] = set()
    with contextlib.suppress(OSError, ValueError):
        ours = {SITE_MARK, *(folder / SITE_MARK).read_text(encoding="utf-8").splitlines()}
    others = sorted(there - ours)
    if others:
        raise MisuseError(
            f"{folder}: {others[0]} in it was not made by {PROGRAM}, and the folder would be replaced; "
            "name one that is new or empty"
        )


def _files_below(folder: Path) -> Iterator[Path]:
    def failed(error: OSError) -> None:
        raise error

    for at, folders, names in os.walk(folder, onerror=failed):
        yield from (Path(at, name) for name in names)
        yield from (Path(at, name) for name in folders if Path(at, name).is_symlink())


def _write_folder(folder: Path, files: dict[str, str]) -> None:
    """Put a folder with these files in its place, whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.with_name(f".{PROGRAM}-{os.getpid()}-{os.urandom(4).hex()}.tmp")
    old = beside.with_suffix(".old")
    try:
        beside.mkdir()
        for name, words in files.items():
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(words.encode("utf-8", errors="replace"))
        if folder.exists():
            folder.rename(old)
        try:
            beside.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    finally:
        for left in (beside, old):
            shutil.rmtree(left, ignore_errors=True)


# What goes wrong


@contextlib.contextmanager
def _telling() -> Iterator[None]:
    """What goes wrong with the archive is told in a line."""
    from .errors import MinutesError

    try:
        yield
    except MinutesError as error:
        raise OutputError(str(error)) from None


@contextlib.contextmanager
def _telling_of(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"{folder}: this could not be written ({why(error)}); see that the folder above it may be written to and "
            "the disk is not full"
        ) from error
