"""A series: the meetings of one board in date order, each with the minutes and the agenda that count.

    notes-03-12-draft.txt, notes-03-12.txt    ->  one meeting: the second counts, the first is kept as its draft
    10.00 and 14.00 on 14 May 2024            ->  two meetings: harbour-board/2024-05-14 and …-05-14-1400
    the pack of 14 May (agenda of 28 May)     ->  the minutes of the one meeting, the agenda of the other

Nothing that was given is dropped: what does not count is a ``Version`` of its meeting, what has no place among the
meetings stands in ``Series.aside``, each with the reason.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from ..api import read
from ..archive import board_of, documents_of, is_archive
from ..content import facts
from ..errors import SeveralBoardsError
from ..models import Agenda, Document, ItemNumber, Minutes
from ..sources import Limits, files_in
from ..values import same_board, slug
from .quotes import PartType, Quote, Told

AnyTold: TypeAlias = Told[Minutes] | Told[Agenda]


@dataclass(frozen=True, slots=True)
class Version:
    """Minutes or an agenda of a meeting that do not count, for another file tells of it too."""

    told: AnyTold
    """What was set aside for the other."""
    reason: Literal["draft", "earlier", "copy"]
    """"draft": the other is no draft; "earlier": the other was given later; "copy": both say the same."""


@dataclass(frozen=True, slots=True)
class Aside:
    """What has no place in the series."""

    told: AnyTold | None
    """The minutes or the agenda; None for a document that holds neither."""
    document: Document
    """Where they stand."""
    reason: Literal["no meeting", "no date", "another board", "same file"]
    """Why: nothing with a board, a date or items; no date, so no place in the order; the notes of another board; or
    the very same bytes as another file."""


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting of the board, and what tells of it."""

    id: str
    """Slug of the board and the date: "harbour-board/2024-05-14"; a second meeting of that day adds its start, or
    "-2"."""
    date: datetime.date
    """The day."""
    minutes: Told[Minutes] | None
    """The minutes that count; None where only the agenda is there."""
    agenda: Told[Agenda] | None
    """The agenda that counts; None where there is none."""
    versions: tuple[Version, ...] = ()
    """Other minutes and agendas of this meeting, in the order given."""

    @property
    def start(self) -> datetime.time | None:
        """When it began, as the minutes say it, else the agenda."""
        return next((told.part.meeting.start for told in self.told if told.part.meeting.start is not None), None)

    @property
    def told(self) -> tuple[AnyTold, ...]:
        """What counts of it: the minutes, then the agenda."""
        return tuple(told for told in (self.minutes, self.agenda) if told is not None)

    def quote(self) -> Quote:
        """The words that give its date."""
        told = self.told[0]
        meeting = told.part.meeting
        place = next((evidence.span for evidence in meeting.evidence if evidence.field == "date"), meeting.span)
        return told.quote(place)


@dataclass(frozen=True, slots=True)
class Series:
    """The meetings of one board, in date order.

    ``Series.read(["notes/"])`` makes one from files, folders and archives, ``Series.of(documents)`` from documents in
    hand. ``action_ledger``, ``people_of``, ``attendance_matrix``, ``question_register`` and ``audit`` look at it.
    """

    board: str | None
    """The board, as most of its notes print it; None where none of them names it."""
    sittings: tuple[Sitting, ...] = ()
    """The meetings."""
    aside: tuple[Aside, ...] = ()
    """What was given and has no place among them, in the order given."""

    @classmethod
    def read(
        cls,
        paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
        *,
        board: str | None = None,
        limits: Limits | None = None,
    ) -> Series:
        """The series in these files, folders (with all below them) and archives of ``spcb-minutes archive``.

        Of several versions of one meeting the last of a folder, in the order of the names, is the latest. Of an archive
        the board is that of the archive where none is named. Raises a ``MinutesError`` for the first file that cannot
        be read, and as ``Series.of`` does.
        """
        given = [Path(path) for path in ([paths] if isinstance(paths, str | os.PathLike) else paths)]
        if board is None:  # an archive says which board it is of, though a pack in it may hold another's agenda
            archives = (path for path in given if is_archive(path))
            board = next((name for name in map(board_of, archives) if name is not None), None)
        return cls.of(_documents(given, limits), board=board)

    @classmethod
    def of(cls, documents: Iterable[Document], *, board: str | None = None) -> Series:
        """The series of these documents; of several versions of one meeting the last one given is the latest.

        Where the documents are of several boards one of them must be named: ``board``, as printed, in any case; the
        others are set aside. A document that names no board is taken to be of this one. Raises ``SeveralBoardsError``
        where none is named, and where the one that is named is none of them.
        """
        parts: list[AnyTold] = []
        aside: list[Aside] = []
        hashes: set[str] = set()
        for document in documents:
            if document.source.sha256 in hashes:
                aside.append(Aside(None, document, "same file"))
                continue
            hashes.add(document.source.sha256)
            told = [one for one in _parts_of(document) if _is_meeting(one)]
            if not told:
                aside.append(Aside(None, document, "no meeting"))
            parts += told
        names = _boards([told.part.board for told in parts if told.part.board])
        chosen = _choose(names, board)
        days: dict[datetime.date, list[AnyTold]] = {}
        for one in parts:
            if one.part.board and chosen is not None and one.part.board not in chosen:
                aside.append(Aside(one, one.document, "another board"))
            elif one.part.meeting.date is None:
                aside.append(Aside(one, one.document, "no date"))
            else:
                days.setdefault(one.part.meeting.date, []).append(one)
        named = max(chosen, key=lambda name: (chosen[name], name)) if chosen else None
        head = slug(named or "") or "board"
        sittings = tuple(sitting for day in sorted(days) for sitting in _sittings(head, day, days[day]))
        return cls(named, sittings, tuple(aside))

    @property
    def minutes(self) -> tuple[tuple[Sitting, Told[Minutes]], ...]:
        """The meetings whose minutes there are, with them, in date order."""
        return tuple((sitting, sitting.minutes) for sitting in self.sittings if sitting.minutes is not None)

    @property
    def until(self) -> datetime.date | None:
        """The day of the last meeting whose minutes there are; None where there are none."""
        return max((sitting.date for sitting, _ in self.minutes), default=None)


def _documents(paths: Sequence[Path], limits: Limits | None) -> Iterator[Document]:
    for path in paths:
        if path.is_dir():
            for file in files_in(path):
                yield read(file, limits=limits)
        elif is_archive(path):
            yield from documents_of(path)
        else:
            yield read(path, limits=limits)


def _parts_of(document: Document) -> Iterator[AnyTold]:
    for part in document.parts:
        if isinstance(part, Minutes):
            yield Told(document, part)
        else:
            yield Told(document, part)


def _is_meeting(told: AnyTold) -> bool:
    """Whether anything says that this is a meeting: words without a board, a date and items are some other text."""
    return bool(told.part.board or told.part.meeting.date or told.part.items)


# ---------------------------------------------------------------- boards


def _boards(names: Iterable[str]) -> list[dict[str, int]]:
    """The boards, each with its names as printed and how often."""
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    boards: list[dict[str, int]] = []
    for name in sorted(counts, key=lambda name: (-len(slug(name)), name)):  # the fullest names first
        home = next((board for board in boards if any(same_board(name, other) for other in board)), None)
        if home is None:
            boards.append({name: counts[name]})
        else:
            home[name] = counts[name]
    return boards


def _choose(boards: Sequence[dict[str, int]], wanted: str | None) -> dict[str, int] | None:
    if wanted is not None:
        found = [board for board in boards if any(same_board(name, wanted) for name in board)]
        if len(found) == 1 or (found := [board for board in found if any(slug(n) == slug(wanted) for n in board)]):
            return found[0]
        raise SeveralBoardsError(f"no notes here are of {wanted}; they are of: {_list(boards) or 'boards not named'}")
    if len(boards) > 1:
        raise SeveralBoardsError(f"these are notes of several boards: {_list(boards)}; say which with board=…")
    return boards[0] if boards else None


def _list(boards: Sequence[dict[str, int]]) -> str:
    return ", ".join(sorted(f"{max(board, key=lambda n: (board[n], n))} ({sum(board.values())})" for board in boards))


# ---------------------------------------------------------------- the meetings of a day


@dataclass(slots=True)
class _Meeting:
    """A meeting of a day while it is put together: all minutes and all agendas of it, in the order given."""

    minutes: list[Told[Minutes]]
    agendas: list[Told[Agenda]]


def _sittings(head: str, date: datetime.date, parts: Sequence[AnyTold]) -> Iterator[Sitting]:
    meetings = _meetings(parts)
    taken: set[str] = set()
    made = []
    for meeting in meetings:
        minutes, agenda = _latest(meeting.minutes), _latest(meeting.agendas)
        versions = [*_versions(meeting.minutes, minutes), *_versions(meeting.agendas, agenda)]
        made.append(Sitting("", date, minutes, agenda, tuple(versions)))
    for sitting in sorted(made, key=_order):
        base, count = f"{head}/{date.isoformat()}", 1
        name = base
        if name in taken and sitting.start is not None:
            name = f"{base}-{sitting.start:%H%M}"
        while name in taken:
            count += 1
            name = f"{base}-{count}"
        taken.add(name)
        yield Sitting(name, date, sitting.minutes, sitting.agenda, sitting.versions)


def _order(sitting: Sitting) -> tuple[datetime.time, tuple[ItemNumber, ...]]:
    """By the start, then by the numbers: those of a later meeting are higher."""
    start = (sitting.start or datetime.time()).replace(tzinfo=None)
    return start, _numbers(sitting.minutes)[:1] if sitting.minutes else ()


def _meetings(parts: Sequence[AnyTold]) -> list[_Meeting]:
    meetings: list[_Meeting] = []
    agendas: list[list[Told[Agenda]]] = []
    for told in parts:
        if isinstance(told.part, Minutes):
            minutes = Told(told.document, told.part)
            home = next((one for one in meetings if all(_same_minutes(minutes, other) for other in one.minutes)), None)
            if home is None:
                meetings.append(_Meeting([minutes], []))
            else:
                home.minutes.append(minutes)
        else:
            agenda = Told(told.document, told.part)
            of_one = next((one for one in agendas if all(_same_agenda(agenda, other) for other in one)), None)
            if of_one is None:
                agendas.append([agenda])
            else:
                of_one.append(agenda)
    for same_start in (True, False):
        for of_one in list(agendas):
            start = of_one[-1].part.meeting.start
            open_ = [one for one in meetings if not one.agendas]
            alike = [one for one in open_ if start is not None and one.minutes[-1].part.meeting.start == start]
            if same_start and alike:
                alike[0].agendas = of_one
            elif not same_start and len(open_) == len(agendas) == 1:
                open_[0].agendas = of_one
            else:
                continue
            agendas.remove(of_one)
    return [*meetings, *(_Meeting([], of_one) for of_one in agendas)]


def _same_minutes(one: Told[Minutes], other: Told[Minutes]) -> bool:
    """Whether two minutes of a day are of one meeting: their numbers meet, or neither they nor the hours part them."""
    if facts(one.part) == facts(other.part):
        return True
    if one.document is other.document:
        return False
    ours, theirs = set(_numbers(one)), set(_numbers(other))
    if ours and theirs:
        return bool(ours & theirs)
    starts = {one.part.meeting.start, other.part.meeting.start} - {None}
    return len(starts) < 2


def _same_agenda(one: Told[Agenda], other: Told[Agenda]) -> bool:
    if facts(one.part) == facts(other.part):
        return True
    starts = {one.part.meeting.start, other.part.meeting.start} - {None}
    return one.document is not other.document and len(starts) < 2


def _numbers(told: Told[Minutes]) -> tuple[ItemNumber, ...]:
    return tuple(item.number for item in told.part.items)


def _is_draft(told: Told[Minutes | Agenda]) -> bool:
    return isinstance(told.part, Minutes) and told.part.status is not None


def _latest(versions: Sequence[Told[PartType]]) -> Told[PartType] | None:
    """The one that counts: drafts give way to all others, then earlier ones to later ones; of copies the first."""
    if not versions:
        return None
    best = versions[0]
    for told in versions[1:]:
        if _is_draft(told) <= _is_draft(best) and facts(told.part) != facts(best.part):
            best = told
    return best


def _versions(versions: Sequence[AnyTold], kept: AnyTold | None) -> Iterator[Version]:
    for told in versions:
        if kept is None or told is kept:
            continue
        if facts(told.part) == facts(kept.part):
            yield Version(told, "copy")
        else:
            yield Version(told, "draft" if _is_draft(told) and not _is_draft(kept) else "earlier")
