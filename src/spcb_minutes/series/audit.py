"""What notes state about each other, and whether it adds up: holds, does not hold, or cannot be told, with quotes.

"accepted the notes of 12 March"      the meeting before was on 12 March            holds
"The next meeting is on 14 May"       the meeting that followed was on 21 May       does not hold
"There are 10 outstanding actions"    the series begins with these notes            cannot be told
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from textwrap import shorten
from typing import NamedTuple

from ..models import Diagnostic, Meeting, Model, Span
from ..parser import pattern
from ..values import read_date
from ..words import fold
from .agendas import agenda
from .ledger import Ledger, LedgerAction, Unsettled, action_ledger
from .listing import Listing
from .meetings import AnyTold, Series, Sitting
from .people import People, people_of
from .quotes import Quote
from .sequence import accepted_notes, begins_its_numbers, next_meeting, notes_missing_before, numbers
from .speakers import askers, presenters
from .statements import CheckName, Given, Statement, Verdict, day, in_context, place_of, state

__all__ = ["CHECKS", "Audit", "CheckName", "Statement", "Verdict", "audit", "audit_listing"]


class Audit(Model):
    """Every statement of a series that can be checked, by date."""

    board: str | None
    """The board."""
    statements: tuple[Statement, ...]
    """The statements, in date order; of one meeting in the order of the checks."""

    @property
    def problems(self) -> tuple[Statement, ...]:
        """The statements that do not hold."""
        return tuple(one for one in self.statements if one.verdict == "does not hold")


def audit(series: Series, *, people: People | None = None, ledger: Ledger | None = None) -> Audit:
    """Every statement of a series that can be checked against its other notes.

    ``people`` is what ``people_of`` gave, where there are decisions of the user, and ``ledger`` what ``action_ledger``
    gave; both are made where they are None. What is not stated is not checked.
    """
    given = Given(
        series,
        people if people is not None else people_of(series),
        ledger if ledger is not None else action_ledger(series),
    )
    order = {sitting.id: place for place, sitting in enumerate(series.sittings)}
    statements = [statement for check in CHECKS for statement in check(given)]
    statements.sort(key=lambda statement: order[statement.meeting])
    return Audit(board=series.board, statements=tuple(statements))


def audit_listing(audit: Audit) -> Listing:
    """The statements to look at: what does not hold, then what cannot be told, then what holds, each by date."""
    verdicts = ("does not hold", "cannot be told", "holds")
    rows = [
        (
            one.verdict,
            one.code or "",
            one.date,
            one.check,
            one.message,
            one.hint or "",
            _where(one.quotes),
        )
        for one in sorted(audit.statements, key=lambda one: verdicts.index(one.verdict))
    ]
    columns = ("Verdict", "Code", "Meeting", "Check", "Statement", "What to do", "Where")
    return Listing(f"{audit.board or 'Board'}: audit", columns, tuple(rows))


def _where(quotes: Sequence[Quote]) -> str:
    """The first words of both sides, each with its place."""
    shown = [f"{quote.place}: “{shorten(quote.text, _LONGEST, placeholder=' …')}”" for quote in quotes[:_SHOWN]]
    more = len(quotes) - len(shown)
    return "; ".join([*shown, *([f"and {more} more"] if more else [])])


_SHOWN = 4
_LONGEST = 100
"""So many quotes, and so much of each, in a list; the statement has all of them."""


# ---------------------------------------------------------------- outstanding actions


def outstanding_actions(given: Given) -> Iterator[Statement]:
    """The number of outstanding actions is that of the ledger: those raised before, or with those of this meeting.

    All actions are known only where the series begins with the first notes of a numbering, the first count agrees and
    no notes are missing since: elsewhere a number that is wrong cannot be told from one with older actions in it.
    """
    sittings = given.series.sittings
    order = {sitting.id: place for place, sitting in enumerate(sittings)}
    counts = _counts(given.ledger, order)
    unsettled = sorted(order[one.meeting] for one in given.ledger.unsettled if _may_close(one) and one.meeting in order)
    whole, agreed = begins_its_numbers(given.series), False
    for index, (sitting, (before, after, closed, open_)) in enumerate(zip(sittings, counts, strict=True)):
        whole = whole and not notes_missing_before(given.series, index)
        told = sitting.minutes
        if told is None or (stated := told.part.outstanding_actions) is None:
            continue
        quote = told.quote(in_context(told, place_of(told.part, "outstanding_actions")))
        others = [action.quote for action in open_]
        count = f"The notes of {day(sitting)} say that {_actions(stated)} outstanding; the ledger"
        says = f"{count} has {before} from earlier meetings"
        says += f" and {after - before} of this one" if after > before else ""
        outcome = "cannot be told"
        if given.ledger.on is None or given.ledger.on < sitting.date:
            says = f"{count} ends before that day"
        elif stated in (before, after):
            outcome, agreed = "holds", True
        elif closed and stated == before + closed:
            says += f", and {closed} more until this meeting"
        elif stated < after and stated >= before - bisect_right(unsettled, index):
            says += ", and some words may close an action, but do not tell which"
        elif whole and agreed:
            outcome = "M605"
        else:
            whole = False
            says += ", and the notes that are here may not tell of all"
        yield state("outstanding-actions", sitting, outcome, f"{says}.", quote, *others)


def _may_close(one: Unsettled) -> bool:
    return pattern("ACTION_CLOSED").search(one.quote.text) is not None


_MANY = 30
"""So many open actions are quoted beside their number."""


def _actions(count: int) -> str:
    return f"{count} action is" if count == 1 else f"{count or 'no'} actions are"


class _Counts(NamedTuple):
    """How many actions of a ledger were open after a meeting; undertakings are not counted."""

    before: int
    """Those of earlier meetings."""
    after: int
    """These and its own."""
    closed: int
    """How many of earlier meetings it closed."""
    open: tuple[LedgerAction, ...]
    """The first of those that were open."""


def _counts(ledger: Ledger, order: dict[str, int]) -> Iterator[_Counts]:
    """The actions after each meeting, in one pass; ``order`` gives the place of each meeting by its id."""
    raised: list[dict[int, bool]] = [{} for _ in order]
    changed: list[dict[int, bool]] = [{} for _ in order]
    for number, action in enumerate(ledger.actions):
        if action.kind != "action" or action.meeting not in order:
            continue
        at = order[action.meeting]
        raised[at][number] = True
        for link in action.links:
            place = order.get(link.meeting, -1)
            if link.says != "updated" and place >= at:
                # what was called done and is carried after all is open again
                (raised if place == at else changed)[place][number] = link.says == "carried"
    open_: dict[int, LedgerAction] = {}
    for own, others in zip(raised, changed, strict=True):
        done = [number for number, is_open in others.items() if not is_open and number in open_]
        for number in done:
            del open_[number]
        open_.update((number, ledger.actions[number]) for number, is_open in others.items() if is_open)
        before = len(open_)
        open_.update((number, ledger.actions[number]) for number, is_open in own.items() if is_open)
        yield _Counts(before, len(open_), len(done), tuple(islice(open_.values(), _MANY)))


# ---------------------------------------------------------------- weekdays


def weekdays(given: Given) -> Iterator[Statement]:
    """A date that stands with a weekday is that weekday."""
    for sitting in given.series.sittings:
        for told in sitting.told:
            wrong = [d for d in told.document.diagnostics if d.code == "M301" and d.span]
            for meeting, what in ((told.part.meeting, "this meeting"), (told.part.next_meeting, "the next meeting")):
                if meeting is not None and meeting.date is not None:
                    yield from _weekday(sitting, told, meeting, what, wrong)


def _weekday(
    sitting: Sitting, told: AnyTold, meeting: Meeting, what: str, wrong: Iterable[Diagnostic]
) -> Iterator[Statement]:
    place = place_of(meeting, "date")
    quote = told.quote(place)
    named = read_date(fold(quote.text), 0, len(quote.text)).weekday is not None
    of = f"of {day(sitting)}"
    gives = f"The agenda {of} gives" if told.part.kind == "agenda" else f"The notes {of} give"
    for one in wrong:
        if one.span is not None and _meets(one.span, place):
            message = f"{gives} {what} as {one.message}"
            yield state("weekday", sitting, one.code, message, told.quote(in_context(told, one.span)))
            return
    if named and meeting.date is not None:
        message = f"{gives} {what} as {quote.text}, which is right."
        yield state("weekday", sitting, "holds", message, quote)


def _meets(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


# ---------------------------------------------------------------- all

CHECKS: tuple[Callable[[Given], Iterable[Statement]], ...] = (
    numbers,
    next_meeting,
    accepted_notes,
    outstanding_actions,
    weekdays,
    presenters,
    askers,
    agenda,
)
"""Every check, in the order in which the statements of one meeting stand."""
