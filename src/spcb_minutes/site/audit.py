"""What the notes state about each other: first what does not hold, then what cannot be told, then what holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..exports.html import Markup, element, join
from ..series.audit import Statement
from .layout import Here, Page, filters, nothing, section, select, table, tag

CHECKS = {
    "numbers": "Item numbers",
    "next-meeting": "Next meeting",
    "accepted-notes": "Notes accepted",
    "outstanding-actions": "Outstanding actions",
    "weekday": "Weekday and date",
    "presenter": "Presenters and attendance",
    "asker": "Askers and attendance",
    "agenda": "Agenda and notes",
}
"""What each check is about, in the order of the checks."""
VERDICTS = ("does not hold", "cannot be told", "holds")
"""The verdicts, those that want a look first."""


def audit_page(here: Here) -> Page:
    """Every statement, by its verdict."""
    statements = here.found.audit.statements
    by_verdict = {verdict: [one for one in statements if one.verdict == verdict] for verdict in VERDICTS}
    counts: Counter[tuple[str, str]] = Counter((one.check, one.verdict) for one in statements)
    rows = [
        (name, *[str(counts[check, verdict] or "") for verdict in VERDICTS])
        for check, name in CHECKS.items()
        if any(counts[check, verdict] for verdict in VERDICTS)
    ]
    content = join(
        element("h1", "What the notes state, held against each other"),
        nothing("A statement is what the notes say of the board's other papers: a number, a date, a count, a name. "
                "What cannot be told is no fault: the other side of it is not there."),
        table("Statements by what they are about", ("About", *[one.capitalize() for one in VERDICTS]), rows, numbers=3)
        if rows else nothing("There is nothing to hold against each other."),
        _filters(here, statements) if statements else None,
        element("div", *[_verdict(here, verdict, many) for verdict, many in by_verdict.items()], id="statements"),
    )  # fmt: skip
    return Page("Audit", content, scripted=True)


def _filters(here: Here, statements: Sequence[Statement]) -> Markup:
    met = {one.check for one in statements}
    meetings = here.choices(one.meeting for one in statements)
    return filters(
        "statements",
        select("verdict", "Verdict", [(one, one) for one in VERDICTS], "all"),
        select("check", "About", [(check, name) for check, name in CHECKS.items() if check in met], "everything"),
        select("meeting", "Meeting", meetings, "all"),
    )


def _verdict(here: Here, verdict: str, statements: Sequence[Statement]) -> Markup | None:
    if not statements:
        return None
    shown = [statement(here, one, level=3, folded=verdict == "holds") for one in statements]
    return section(f"{verdict.capitalize()} ({len(statements)})", *shown, id_=verdict.replace(" ", "-"))


def statement(here: Here, one: Statement, level: int, folded: bool = False) -> Markup:
    """One statement with the words of both sides; ``folded`` where they need not be seen at once."""
    quotes = here.quotes(one.quotes)
    if folded and quotes:
        quotes = element("details", element("summary", "The words"), quotes)
    code = f"{one.code} ({one.severity})" if one.code and one.severity else one.code
    return element(
        "div",
        element(f"h{level}", here.meeting(one.meeting, one.date), " · ", CHECKS[one.check], " ", tag(one.verdict),
                class_="entry-head"),
        element("p", one.message),
        element("p", _remedy(one.hint, code), class_="told") if one.hint or code else None,
        quotes,
        class_="entry",
        data_verdict=one.verdict,
        data_check=one.check,
        data_meeting=one.meeting,
    )  # fmt: skip


def _remedy(hint: str | None, code: str | None) -> Markup:
    """What to do about it, and the code by which the catalogue explains it."""
    return join(hint, " " if hint and code else None, element("span", code, class_="code") if code else None)
