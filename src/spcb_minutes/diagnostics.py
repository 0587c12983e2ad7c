"""The catalogue of diagnostics, and how one is shown.

    M103 missing-number (warning)
    notes.txt, line 31, item 145/22

        31 | 145/22<TAB>Item 4 – Update
           | ^^^^^^

    144/22 is missing between 143/22 and 145/22.
    Look whether an item was left out, or a number was misprinted.

A code is never used again for something else. ``docs/diagnostics.md`` is made from this catalogue.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .models import Diagnostic, Document, Severity, Span

__all__ = ["CATALOGUE", "Entry", "Finding", "diagnose", "explain", "manual", "render", "said", "weekday"]


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def weekday(date: datetime.date) -> str:
    """The day of the week, in English whatever the language of the machine is."""
    return _WEEKDAYS[date.weekday()]


def said(date: datetime.date) -> str:
    """A date as minutes say it: "14 May 2024"."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year:04}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of the catalogue: what it finds, why that matters, a text that shows it, and what to do."""

    code: str
    name: str
    severity: Severity
    finds: str
    why: str
    remedy: str
    example: str = ""
    of_a_series: bool = False
    """Whether only ``audit`` finds it, which holds the notes and agendas of several meetings against each other."""


_PRESENT = "Present:\n\nAda Quill\t\tBoard Member\nPeter Lowe\t\tHarbour Master\n\n"
_HEAD = f"HARBOUR BOARD\n\nTuesday 14 May 2024\n\n{_PRESENT}"
_JUNE = f"\nHARBOUR BOARD\n\nTuesday 11 June 2024\n\n{_PRESENT}"
_AGENDA = "HARBOUR BOARD\n\nTuesday 14 May 2024\n\nAGENDA\n\n"

_ENTRIES = (
    Entry(
        "M101",
        "repeated-number-cell",
        Severity.INFO,
        "An item's number stands again inside the item.",
        "A table row that goes on over a page prints its number cell twice, and some notes print the number in both "
        "margins. The second one is set aside: it begins no new item.",
        "There is nothing to do, unless a heading was lost here.",
        _HEAD + "041/24\tItem 1 – Apologies\n041/24\t\n\tThere were none.\n042/24\tItem 2 – Update\n\tAll is well.\n",
    ),
    Entry(
        "M102",
        "number-out-of-order",
        Severity.WARNING,
        "An item's number is lower than the one before it.",
        "Numbers run through the year. One that goes back is misprinted, or two items changed places.",
        "Compare with the published notes.",
        _HEAD
        + "041/24 Apologies\n\nNone.\n\n043/24 Update\n\nAll is well.\n\n042/24 Finance\n\nThe report was noted.\n\n"
        "044/24 Close\n\nThe meeting ended.\n",
    ),
    Entry(
        "M103",
        "missing-number",
        Severity.WARNING,
        "A number is missing between two items.",
        "An item may have been left out, or its heading lost, so that its text stands in the item before.",
        "Look whether an item was left out, or a number was misprinted.",
        _HEAD + "041/24 Apologies\n\nNone.\n\n043/24 Update\n\nAll is well.\n",
    ),
    Entry(
        "M104",
        "suspect-number",
        Severity.WARNING,
        "A number does not fit where it stands, and looks misread.",
        "Character recognition takes 9 for 3, and typists slip. The number is kept as printed; where it stands alone "
        "in its cell and cannot follow the open item, that item goes on.",
        "Compare with the published notes.",
        _HEAD
        + "008/24\tFinance\n\tThe report was noted.\n009/24\tHarbour Master Update\n003/24\t The dredging has begun.\n"
        "010/24\tWorkplan\n\tThe plan was noted.\n",
    ),
    Entry(
        "M105",
        "item-without-text",
        Severity.WARNING,
        "An item has a heading and nothing under it.",
        "The end of the notes may be missing, or the item was not reached.",
        "Compare with the published notes.",
        _HEAD + "041/24 Apologies\n\nNone.\n\n042/24 Update\n",
    ),
    Entry(
        "M106",
        "heading-inside-paragraph",
        Severity.WARNING,
        "An item begins in the middle of a paragraph.",
        "A page lost its line breaks. The item was cut out by its number; where its title ends was told by its words.",
        "Compare title and text with the published notes.",
        _HEAD + "041/24 Apologies\n\nThere were none. 042/24 Harbour Update The dredging has begun. 043/24 Workplan "
        "The plan was noted.\n",
    ),
    Entry(
        "M107",
        "not-an-item",
        Severity.INFO,
        "A number at the beginning of a line was not taken for an item.",
        "It looks like an item number, but it is out of the run of numbers or stands in the middle of a sentence: a "
        "reference, a financial year, an earlier meeting's number.",
        "There is nothing to do, unless an item is missing.",
        _HEAD
        + "041/24 Apologies\n\nNone.\n\n042/24 Matters arising\n\n012/24 Slipway repairs\n\nThe slipway is open.\n\n"
        "043/24 Finance\n\nThe report was noted.\n",
    ),
    Entry(
        "M108",
        "repeated-number",
        Severity.WARNING,
        "Two items have the same number.",
        "Each has a title of its own, so both are kept; their ids differ by -2. One of the numbers is misprinted.",
        "Compare with the published notes.",
        _HEAD
        + "041/24 Apologies\n\nNone.\n\n041/24 Finance\n\nThe report was noted.\n\n042/24 Update\n\nAll is well.\n",
    ),
    Entry(
        "M109",
        "no-items",
        Severity.ERROR,
        "No numbered item was found.",
        "Minutes of this kind number every item, as in 001/23. Without numbers there is nothing to tell items by.",
        "Check that this is the right file, and that its numbers have a form that this package knows.",
        "The tide tables for May are on sale at the harbour office.\n",
    ),
    Entry(
        "M201",
        "presenter-not-in-attendance",
        Severity.INFO,
        "Somebody presented an item who is not in the attendance.",
        "Officers often come for one item only; or a name is missing from the list, or misspelt.",
        "Add the person to the attendance if they were there.",
        _HEAD + "041/24 Finance\n\nThis report was presented by Clara Vane.\n\n042/24 Close\n\nThe meeting ended.\n",
    ),
    Entry(
        "M202",
        "asker-not-in-attendance",
        Severity.WARNING,
        "Somebody asked a question who is not in the attendance.",
        "Questions come from members; one who is not listed was left out, or their name is misspelt.",
        "Add the person to the attendance if they were there.",
        _HEAD
        + "041/24 Questions\n\n- 1. How many berths are free? (Asked by Clara Vane)\n - Eleven.\n\n042/24 Close\n\n"
        "The meeting ended.\n",
    ),
    Entry(
        "M203",
        "name-close-to-attendee",
        Severity.WARNING,
        "A name is nearly, and not quite, that of somebody in the attendance.",
        "One of the two spellings is a slip, and a search for either misses the other. Both are kept as printed.",
        "Correct the spelling that is wrong.",
        _HEAD + "041/24 Finance\n\nThis report was presented by Peter Low.\n\n042/24 Close\n\nThe meeting ended.\n",
    ),
    Entry(
        "M204",
        "spoke-and-sent-apologies",
        Severity.WARNING,
        "Somebody presented an item or asked a question, and is named among the apologies.",
        "They came after all, or somebody else spoke. The record of attendance is wrong, or the name in the item.",
        "Put the person among those present, or correct the name in the item.",
        f"{_HEAD}Apologies:\n\nClara Vane\t\tTreasurer\n\n"
        "041/24 Finance\n\nThis report was presented by Clara Vane.\n\n042/24 Close\n\nThe meeting ended.\n",
        of_a_series=True,
    ),
    Entry(
        "M301",
        "weekday-disagrees",
        Severity.WARNING,
        "A date and its weekday do not agree.",
        "One of the two is wrong; the date is kept as printed.",
        "Check the date against the board's calendar.",
        _HEAD + "041/24 Apologies\n\nNone.\n\n042/24 Next meeting\n\nThe next meeting is on Monday 11 June 2024.\n",
    ),
    Entry(
        "M302",
        "next-meeting-not-after",
        Severity.WARNING,
        "The next meeting is not after this one.",
        "The date was probably carried over from earlier notes.",
        "Correct the date of the next meeting.",
        _HEAD + "041/24 Apologies\n\nNone.\n\n042/24 Next meeting\n\nThe next meeting is on Tuesday 9 April 2024.\n",
    ),
    Entry(
        "M303",
        "meeting-without-date",
        Severity.WARNING,
        "The document does not give the date of the meeting.",
        "Without a date the meeting has no place in a series, and its id comes from the file's contents.",
        'Give day, month and year above the attendance: "Tuesday 14 May 2024".',
        "HARBOUR BOARD\n\nPresent:\n\nAda Quill\t\tBoard Member\n\n041/24 Apologies\n\nNone.\n",
    ),
    Entry(
        "M304",
        "impossible-date",
        Severity.WARNING,
        "A date does not exist.",
        "The value is left empty, because no date was stated that could be one.",
        "Correct the date.",
        "HARBOUR BOARD\n\nNotes of meeting held on 31 February 2024\n\nPresent:\n\nAda Quill\t\tBoard Member\n\n"
        "041/24 Apologies\n\nNone.\n",
    ),
    Entry(
        "M305",
        "date-without-year",
        Severity.INFO,
        "The date of an action has no year.",
        "The first such day on or after the meeting was taken for due: it was worked out, not stated.",
        "Write the year, where the first such day is not meant.",
        _HEAD + "041/24 Finance\n\nAction: The HM to provide berth figures by 28 March.\n\n"
        "042/24 Close\n\nThe meeting ended.\n",
    ),
    Entry(
        "M401",
        "action-without-owner",
        Severity.WARNING,
        "An action does not say who is to do it.",
        "Nobody can be asked about it at the next meeting.",
        'Begin with the owner: "Action: The Clerk to provide …".',
        _HEAD + "041/24 Finance\n\nThe report was noted.\n\nAction: Berth figures to be provided to the board.\n\n"
        "042/24 Close\n\nThe meeting ended.\n",
    ),
    Entry(
        "M501",
        "agenda-item-not-in-notes",
        Severity.WARNING,
        "An item of the agenda is not in the notes of that meeting, nor in later ones.",
        "It was left out of the notes, put off without a word, or taken under a title that is quite another.",
        "Say in the notes what became of it.",
        f"{_AGENDA}1. 10.00 Harbour Dues\n2. 10.20 Tide Gauge\n\n\n"
        f"{_HEAD}041/24 Harbour Dues\n\nThe dues were noted.\n",
        of_a_series=True,
    ),
    Entry(
        "M502",
        "item-not-on-agenda",
        Severity.INFO,
        "An item of the notes was not on the agenda of that meeting.",
        "It was added on the day. Whoever looked at the agenda alone did not know that it would be taken.",
        "There is nothing to do, unless notice had to be given.",
        f"{_AGENDA}1. 10.00 Harbour Dues\n\n\n{_HEAD}041/24 Harbour Dues\n\nThe dues were noted.\n\n"
        "042/24 Open Day\n\nIt will be in July.\n",
        of_a_series=True,
    ),
    Entry(
        "M503",
        "item-renamed",
        Severity.INFO,
        "An item has another title in the notes than on the agenda.",
        "The two are taken for one, because their titles are alike or the notes give the number of the agenda. A "
        "search for the one title misses the other.",
        "There is nothing to do, unless they are two items.",
        f"{_AGENDA}1. 10.00 Harbour Dues\n2. 10.20 Mooring Inspections\n\n\n{_HEAD}041/24 Harbour Dues\n\n"
        "The dues were noted.\n\n042/24 Inspections of Moorings\n\nAll are sound.\n",
        of_a_series=True,
    ),
    Entry(
        "M504",
        "item-deferred",
        Severity.INFO,
        "An item of the agenda was put off.",
        "The notes say so, or it stands in the notes of a later meeting and not in those of its own.",
        "See that it comes back.",
        f"{_AGENDA}1. 10.00 Harbour Dues\n2. 10.20 Tide Gauge\n\n\n"
        f"{_HEAD}041/24 Harbour Dues\n\nThe dues were noted.\n\n"
        "042/24 Tide Gauge\n\nThis item was deferred to the next meeting.\n",
        of_a_series=True,
    ),
    Entry(
        "M601",
        "numbers-missing-between-meetings",
        Severity.WARNING,
        "Numbers are missing between the notes of one meeting and those of the next.",
        "Nothing tells of a meeting between them. The first items were misnumbered, the last ones are lost, or the "
        "notes of a meeting are missing that nobody announced or accepted.",
        "Look for notes that are missing; if there are none, compare the numbers with the published notes.",
        f"{_HEAD}041/24 Harbour Dues\n\nThe dues were noted.\n\n042/24 Open Day\n\nIt will be in July.\n\n"
        f"{_JUNE}046/24 Harbour Dues\n\nThe dues were noted.\n\n047/24 Tide Gauge\n\nIt works again.\n",
        of_a_series=True,
    ),
    Entry(
        "M602",
        "number-used-twice",
        Severity.WARNING,
        "The notes of a meeting use a number again, or begin below the last number of the meeting before.",
        "A number is to name one minute. What refers to it later may mean either.",
        "Compare with the published notes, and say which of the two is meant where it is referred to.",
        f"{_HEAD}041/24 Harbour Dues\n\nThe dues were noted.\n\n042/24 Open Day\n\nIt will be in July.\n\n"
        f"{_JUNE}042/24 Harbour Dues\n\nThe dues were noted.\n\n043/24 Tide Gauge\n\nIt works again.\n",
        of_a_series=True,
    ),
    Entry(
        "M603",
        "next-meeting-differs",
        Severity.WARNING,
        "The next meeting was announced for another day than that of the meeting that followed.",
        "The date was misprinted or the meeting moved, and whoever relied on the notes came on the wrong day.",
        "Check both dates; where the meeting was moved there is nothing to correct.",
        f"{_HEAD}041/24 Harbour Dues\n\nThe dues were noted.\n\n"
        "042/24 Date of the next meeting: Tuesday 4 June 2024\n\nThe meeting ended.\n\n"
        f"{_JUNE}043/24 Harbour Dues\n\nThe dues were noted.\n\n044/24 Tide Gauge\n\nIt works again.\n",
        of_a_series=True,
    ),
    Entry(
        "M604",
        "accepted-notes-differ",
        Severity.WARNING,
        "The notes that were accepted are not those of the meeting before.",
        "The date was misprinted, or the notes of the meeting before were never accepted.",
        "Check the date, and whether the notes of the meeting before were accepted.",
        f"{_HEAD}041/24 Harbour Dues\n\nThe dues were noted.\n\n042/24 Open Day\n\nIt will be in July.\n\n"
        f"{_JUNE}043/24 Notes of the last meeting\n\nThe notes of 7 May 2024 were accepted as a true record.\n\n"
        "044/24 Tide Gauge\n\nIt works again.\n",
        of_a_series=True,
    ),
    Entry(
        "M605",
        "outstanding-actions-differ",
        Severity.WARNING,
        "The number of outstanding actions is not that of the action ledger.",
        "An action was closed or dropped without a word, or counted twice; or the ledger took what was said of one for "
        "another.",
        "Compare the board's list with the ledger, action by action.",
        f"{_HEAD}001/24 Harbour Dues\n\nAction: The HM to print the new dues.\n\n"
        "002/24 Workplan\n\nThere are currently no outstanding actions.\n\n"
        f"{_JUNE}003/24 Tide Gauge\n\nIt works again.\n\n"
        "004/24 Workplan\n\nThere are currently 4 outstanding actions.\n",
        of_a_series=True,
    ),
    Entry(
        "M901",
        "read-as-windows-1252",
        Severity.INFO,
        "The file is not UTF-8 and was read as Windows-1252.",
        "Older word processors write it. Pounds, dashes and quotes come out right if the guess is right.",
        "Save the file as UTF-8 if letters look wrong.",
    ),
    Entry(
        "M902",
        "repaired-link",
        Severity.INFO,
        "A web address had a blank in its path, where an underscore was lost.",
        "As printed the address does not open. The repaired one is in url, the printed one in as_written.",
        "Open the repaired address to see whether it is right.",
        _HEAD
        + "Please note:\n\n- 1. A webcast can be viewed here: https://board.example/core/webcast interactive/12.\n\n"
        "041/24 Apologies\n\nNone.\n",
    ),
    Entry(
        "M903",
        "replaced-characters",
        Severity.WARNING,
        "Characters that no text can hold were replaced.",
        "NUL and half pairs of UTF-16 become the replacement character U+FFFD, so that every tool can hold the text.",
        "Export the document again from where it was made.",
        _HEAD + "041/24 Apologies\n\nThere were\x00 none.\n",
    ),
    Entry(
        "M904",
        "empty-document",
        Severity.ERROR,
        "There is no text.",
        "An empty file often stands for a download that failed.",
        "Get the file again.",
        " \n\n",
    ),
    Entry(
        "M905",
        "no-text-layer",
        Severity.ERROR,
        "Pages of a PDF are pictures without text.",
        "A scanned page looks like text, and holds none: whatever stands on it is missing here.",
        "Run text recognition over the PDF, or ask for the file that it was printed from.",
    ),
    Entry(
        "M906",
        "tracked-changes",
        Severity.INFO,
        "A Word file holds tracked changes, which were read as accepted.",
        "What was published may still hold changes that nobody accepted, and words that were struck out.",
        "Accept or reject the changes in the word processor and read the file again, if the words matter.",
    ),
    Entry(
        "M907",
        "unreadable-page",
        Severity.ERROR,
        "Pages of a PDF are damaged.",
        "The rest was read; what stood on these pages is missing here.",
        "Get the file again, or open it in a viewer and print it to a new PDF.",
    ),
    Entry(
        "M908",
        "name-and-content-differ",
        Severity.WARNING,
        "A file is of another kind than the ending of its name says.",
        "It was read as what it is. A web page under the name of a PDF is often the page of an error or a login.",
        "See whether it is the document that you wanted, and give it the right name.",
    ),
)

CATALOGUE: dict[str, Entry] = {entry.code: entry for entry in _ENTRIES}
"""Every diagnostic by its code, in the order of the codes."""


class Finding(NamedTuple):
    """A diagnostic in the making: a code of the catalogue, a sentence, and where."""

    code: str
    message: str
    start: int
    end: int


def diagnose(code: str, message: str, span: Span | None = None, hint: str | None = None) -> Diagnostic:
    """A diagnostic of the catalogue about one place, with the catalogue's remedy where no other hint is given."""
    entry = CATALOGUE[code]
    return Diagnostic(
        code=code,
        name=entry.name,
        severity=entry.severity,
        message=message,
        span=span,
        line=span.line if span else None,
        hint=hint or entry.remedy,
    )


def render(diagnostic: Diagnostic, document: Document, width: int = 100) -> str:
    """The diagnostic as a clerk reads it: what, where, the line with a caret under the words, and what to do."""
    where = [document.source.name or "text"]
    lines = [f"{diagnostic.code} {diagnostic.name} ({diagnostic.severity})"]
    if diagnostic.span is not None:
        where.append(f"line {diagnostic.span.line}")
        if diagnostic.span.page is not None:
            where.append(f"page {diagnostic.span.page}")
        item = _item_at(document, diagnostic.span)
        if item:
            where.append(f"item {item}")
    lines.append(", ".join(where))
    if diagnostic.span is not None:
        lines += ["", *_excerpt(document.source.text, diagnostic.span, width), ""]
    else:
        lines.append("")
    lines.append(diagnostic.message)
    if diagnostic.hint:
        lines.append(diagnostic.hint)
    return "\n".join(lines)


def explain(code: str) -> str | None:
    """What the code means, why it matters and what to do, as text; None for a code that does not exist."""
    entry = CATALOGUE.get(code.upper())
    if entry is None:
        return None
    head = f"{entry.code} {entry.name} ({entry.severity})"
    found = [_BY_AUDIT] if entry.of_a_series else []
    return "\n\n".join([head, entry.finds, entry.why, *found, f"What to do: {entry.remedy}"])


_BY_AUDIT = "Found by `spcb-minutes archive audit`, which looks at many meetings, and not by `check`."


def manual(entries: Iterable[Entry] = _ENTRIES) -> str:
    """The page of docs that lists every diagnostic, in Markdown."""
    return "\n".join(_manual(entries))


def _manual(entries: Iterable[Entry]) -> Iterator[str]:
    yield "# Diagnostics"
    yield ""
    yield "What `spcb-minutes check` prints and `Document.diagnostics` holds; and, where it says so, what"
    yield "`spcb-minutes archive audit` finds over many meetings. A code is never used again for something else. This"
    yield "page is made from the catalogue in `src/spcb_minutes/diagnostics.py` by `make update`."
    yield ""
    yield "An error may have lost a fact, a warning wants a look, an info is for the record."
    for entry in entries:
        yield ""
        yield f"## {entry.code} {entry.name}"
        yield ""
        yield f"*{entry.severity}.* {entry.finds}"
        yield ""
        yield entry.why
        yield ""
        if entry.of_a_series:
            yield _BY_AUDIT
            yield ""
        yield f"**What to do:** {entry.remedy}"
        if entry.example.strip():
            yield ""
            yield "```text"
            yield from (
                (entry.example if entry.of_a_series else entry.example.removeprefix(_HEAD))
                .rstrip("\n")
                .replace("\t", "<TAB>")
                .replace("\x00", "<NUL>")
                .split("\n")
            )
            yield "```"
    yield ""


def _excerpt(text: str, span: Span, width: int) -> list[str]:
    """The span's first line, cut to the width around the words, and carets under them."""
    begin = text.rfind("\n", 0, span.start) + 1
    stop = text.find("\n", span.start)
    stop = len(text) if stop < 0 else stop
    end = max(min(span.end, stop), span.start + 1)
    left = begin if span.start - begin < width // 2 else span.start - width // 4
    right = min(stop, left + width)
    shown = "".join(c if c.isprintable() else " " for c in text[left:right])
    head, tail = ("…" if left > begin else ""), ("…" if right < stop else "")
    margin = f"{span.line:>6} | "
    carets = " " * (len(head) + span.start - left) + "^" * max(1, min(end, right) - span.start)
    return [f"{margin}{head}{shown}{tail}".rstrip(), f"{' ' * (len(margin) - 2)}| {carets}"]


def _item_at(document: Document, span: Span) -> str | None:
    for minutes in document.minutes:
        for item in minutes.items:
            if item.span.start <= span.start < item.span.end:
                return str(item.number)
    return None
