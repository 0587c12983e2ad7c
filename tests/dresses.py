"""Renderers that print a model in the dresses of real notes, and say what each dress loses.

    for dress in DRESSES:
        draft = dress.print(model)                      the document, line by line
        facts(parse(draft.text).minutes[0])             the facts of the model, but for what the dress loses

The lines of a draft have the kinds of ``strategies.drafts`` ("title", "label", "attendance", "section", "heading",
"paragraph", "entry", "question", "lead", "action", "decision", "blank"), and besides:

    "under"      the title of an item on the line under its number
    "count"      people counted
    "asker"      "(Asked by …)" on the line under the question
    "notice"     a remark to the reader
    "preamble"   words before the first item that are nothing else
    "update"     the italics under an action
    "number"     an item's number printed again after its text
    "row"        a row of an agenda
    "text"       what an agenda says about an item
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from generated import DATE_FORMS, TIME_FORMS, crowd, is_body
from spcb_minutes import (
    Action,
    Agenda,
    AgendaItem,
    Attendee,
    BulletList,
    Decision,
    Item,
    ListEntry,
    Meeting,
    Minutes,
    Paragraph,
    Question,
)
from spcb_minutes.models import Block
from strategies import Draft, Line

Facts = dict[str, Any]
"""What ``facts`` gives of a model."""

_SIGNS = re.compile(r"[\\*]|\^(?=\{)")


def plain(text: str) -> str:
    """The words as minutes text: a backslash before each sign that would set a style, DESIGN section 1."""
    return _SIGNS.sub(r"\\\g<0>", text)


def spelt(name: str) -> str:
    """A name with its surname in capitals, as far as that can be undone: "Jo van der BERG", "Tom MacLEISH"."""
    *given, last = name.split(" ")
    kept = next((p for p in ("Mac", "Mc") if last.startswith(p) and last[len(p) : len(p) + 1].isupper()), "")
    return " ".join([*given, kept + last[len(kept) :].upper()])


def without(value: Any, lost: Sequence[str]) -> Any:
    """Facts without some fields of some models: "attendee.as_written", "action.update", "row.paper"."""
    if isinstance(value, tuple):
        return tuple(without(one, lost) for one in value)
    if not isinstance(value, dict):
        return value
    kind = "attendee" if "note" in value else "row" if "paper" in value else value.get("kind")
    return {name: without(one, lost) for name, one in value.items() if f"{kind}.{name}" not in lost}


@dataclass
class _Printer:
    """Collects the lines of a draft."""

    lines: list[Line] = field(default_factory=list)
    item: int = -1

    def put(self, kind: str, text: str) -> None:
        """One more line."""
        self.lines.append(Line(kind, self.item, text))

    def blank(self) -> None:
        """An empty line, where there is none yet."""
        if self.lines and self.lines[-1].kind != "blank":
            self.put("blank", "")


@dataclass(frozen=True)
class _Named:
    name: str
    """What the dress is called."""

    def __str__(self) -> str:
        return self.name


def _title_line(meeting: Meeting, date: int, time: int, before: str) -> str:
    """The day and the hours on one line: "Tuesday 14 May 2024 - 1000 - 1300 hrs"."""
    parts = [f"{before}{DATE_FORMS[date](meeting.date)}"] if meeting.date else []
    written = TIME_FORMS[time]
    if meeting.start and meeting.end:
        first = written(meeting.start).removesuffix(" hrs")
        parts.append(f"{first} - {written(meeting.end)}")
    elif meeting.start:
        parts.append(written(meeting.start))
    return " - ".join(parts)


@dataclass(frozen=True)
class Dress(_Named):
    """A way to print minutes. Promise 5 of DESIGN: what it cannot show it names in ``loses``."""

    heading: Literal["cell", "bar", "blank", "nothing", "margins", "markdown", "bold"]
    """How number and title stand: in cells; with a bar, a blank or nothing between; with the number again after the
    text; as a heading of Markdown; in bold."""
    under: bool = False
    """Whether the title stands on the line under its number."""
    attendance: Literal["cells", "together", "listed"] = "cells"
    """Name and role in cells; run together, with surnames in capitals; or all in one sentence."""
    styled: bool = True
    """Whether bold and italics are kept."""
    bullet: str = "- "
    """What stands before an entry."""
    indent: int = 4
    """How many blanks an entry stands to the right of the one above it."""
    date: int = 0
    """Which of ``DATE_FORMS`` the title lines use."""
    time: int = 0
    """Which of ``TIME_FORMS`` they use."""
    present: str = "Present"
    """The label above the attendance."""
    also: bool = False
    """Whether the last of those present stands under a label of their own, "Also in attendance"."""
    below: bool = False
    """Whether "(Asked by …)" stands on the line under the question."""
    label: str = "Action:"
    """What stands before an action."""
    behind: bool = False
    """Whether an owner who is not named in the sentence stands behind it, "… ACTION: Clerk"; else in brackets."""
    numbered: str = "- {}. "
    """How the number of a question is written."""
    capitals: bool = False
    """Whether the board stands in capitals."""

    @property
    def loses(self) -> tuple[str, ...]:
        """The fields that the dress cannot show.

        Without bold and italics how an action was marked and what was done; where attendees do not stand in cells,
        their words as written.
        """
        style = () if self.styled else ("action.basis", "action.update")
        return style if self.attendance == "cells" else (*style, "attendee.as_written")

    def keeps(self, facts: Facts) -> Facts:
        """The facts of minutes without what the dress loses."""
        kept: Facts = without(facts, self.loses)
        return kept

    # ------------------------------------------------------------ front matter

    def print(self, part: Minutes) -> Draft:
        """The minutes as a document."""
        out = _Printer()
        if part.board:
            out.put("title", self._bold(part.board.upper() if self.capitals else part.board))
            out.blank()
        if part.status:
            out.put("title", "DRAFT MINUTES" if self.capitals else "Draft")
            out.blank()
        line = _title_line(part.meeting, self.date, self.time, "Notes of meeting held on " if self.capitals else "")
        if line:
            out.put("title", line)
            out.blank()
        if part.meeting.venue:
            out.put("title", f"Venue: {part.meeting.venue}")
            out.blank()
        self._attendance(out, part)
        for block in part.preamble:
            assert isinstance(block, Paragraph)
            out.put("preamble", plain(block.text))
            out.blank()
        if part.notices:
            out.put("label", "Please note:")
            out.blank()
            for notice in part.notices:
                number = f"{notice.number}. " if notice.number else ""
                out.put("notice", f"- {number}{plain(notice.text)}")
            out.blank()
        section: str | None = None
        for out.item, item in enumerate(part.items):
            if item.section != section:
                section = item.section
                out.blank()
                out.put("section", f"**{section}**" if self.styled and out.item % 2 else f"{section}")
                out.blank()
            self._item(out, item)
        return Draft(tuple(out.lines), tuple(str(item.number) for item in part.items))

    def _bold(self, text: str) -> str:
        return f"**{text}**" if self.heading in ("markdown", "bold") else text

    def _attendance(self, out: _Printer, part: Minutes) -> None:
        attendance = part.attendance
        told = _told_in_items(part)
        away = [person for person in attendance.apologies if person.name not in told]
        present, also = attendance.present, attendance.present[:0]
        if self.also and len(present) > 1:
            present, also = present[:-1], present[-1:]
        for label, people in ((self.present, present), ("Also in attendance", also), ("Apologies", away)):
            if not people:
                continue
            if self.attendance == "listed":
                out.put("attendance", f"{label}: {', '.join(self._row(person) for person in people)}")
            else:
                out.put("label", self._bold(f"{label}:"))
                out.blank()
                for person in people:
                    out.put("attendance", self._row(person))
            out.blank()
            if people is (also or present) and attendance.others:
                counted = f"{_and([crowd(one) for one in attendance.others])}."
                out.put("count", f"Plus, {counted}" if self.below else counted[0].upper() + counted[1:])
                out.blank()

    def _row(self, person: Attendee) -> str:
        """Somebody as the attendance names them."""
        name = spelt(person.name) if self.attendance == "together" else person.name
        between = {"cells": "\t\t", "together": " ", "listed": " – "}[self.attendance]
        if self.attendance == "together" and person.role and self._swapped(person):
            return f"{person.role} {name}"
        written = f"{person.honorific} {name}" if person.honorific else name
        if person.initials:
            written += f" ({person.initials})"
        if person.role:
            written += f"{between}{person.role}"
        return f"{written} ({person.note})" if person.note else written

    def _swapped(self, person: Attendee) -> bool:
        """Whether the office goes first, before a name of two words: one more would be a word of the office."""
        bare = not (person.honorific or person.initials or person.note)
        two = sum(word[0].isupper() for word in person.name.split()) == 2
        return bare and two and len(person.name) % 2 == 0 and not (person.role is None or is_body(person.role))

    # ------------------------------------------------------------ items

    def _item(self, out: _Printer, item: Item) -> None:
        number = str(item.number)
        title = plain(item.title) if item.title else None
        if title and item.agenda_item:
            title = (
                f"Item {item.agenda_item} – {title}" if self.heading != "blank" else f"Item {item.agenda_item}: {title}"
            )
        first = len(out.lines)
        if title is None and not self.under and self.heading != "markdown":
            block = item.blocks[0]  # the text begins on the line of the number
            assert isinstance(block, Paragraph)
            out.put("paragraph", f"{self._number(number)}{plain(block.text)}")
            out.blank()
            self._blocks(out, item.blocks[1:])
        else:
            if title is None:
                out.put("heading", f"### {number}" if self.heading == "markdown" else number)
            elif self.under:
                out.put("heading", f"**{number}**" if self.heading == "bold" else number)
                out.put("under", f"**{title}**" if self.heading == "bold" else title)
            elif self.heading == "markdown":
                out.put("heading", f"### {number} – {title}")
            elif self.heading == "bold":
                out.put("heading", f"**{number} {title}**")
            else:
                out.put("heading", self._head(number, title))
            if self.heading != "cell":
                out.blank()
            self._blocks(out, item.blocks)
        if self.heading == "margins":
            last = out.lines.pop() if out.lines[-1].kind == "blank" else None
            if len(out.lines) - first > 1:
                out.put("number", number)
            if last:
                out.blank()
        out.blank()

    def _number(self, number: str) -> str:
        return number + {"cell": "\t", "bar": " | "}.get(self.heading, " ")

    def _head(self, number: str, title: str) -> str:
        glued = self.heading == "nothing" and title[:1].isupper() and title[1:2].islower()
        return f"{number}{title}" if glued else f"{self._number(number)}{title}"

    def _blocks(self, out: _Printer, blocks: Sequence[Block]) -> None:
        for block in blocks:
            self._block(out, block)
            out.blank()

    def _block(self, out: _Printer, block: Block) -> None:
        cell = "\t" if self.heading == "cell" else ""
        if isinstance(block, Paragraph):
            kind = "lead" if block.text.endswith("discussed:") else "paragraph"
            out.put(kind, f"{cell}{plain(block.text)}")
        elif isinstance(block, Decision):
            out.put("decision", plain(block.text))
        elif isinstance(block, BulletList):
            self._entries(out, block.entries, 0)
        elif isinstance(block, Question):
            self._question(out, block)
        else:
            self._action(out, block)

    def _entries(self, out: _Printer, entries: Sequence[ListEntry], depth: int) -> None:
        for entry in entries:
            out.put("entry", f"{' ' * self.indent * depth}{self.bullet}{plain(entry.text)}")
            self._entries(out, entry.entries, depth + 1)

    def _question(self, out: _Printer, question: Question) -> None:
        number = self.numbered.format(question.number) if question.number else ""
        asked = f"(Asked by {question.asked_by.as_written})" if question.asked_by else ""
        words = f"{number}{plain(question.text)}"
        out.put("question", f"{words} {asked}" if asked and not self.below else words)
        if asked and self.below:
            out.put("asker", asked)
        out.blank()
        self._blocks(out, question.answer)

    def _action(self, out: _Printer, action: Action) -> None:
        text = plain(action.text)
        apart = action.owner and not re.match(rf"(?:The )?{re.escape(action.owner)}\b", action.text)
        if action.basis == "bold" and self.styled:
            out.put("action", f"**{text}**")
        elif apart and self.behind and action.text.count(".") == 1 and action.text.endswith("."):
            out.put("action", f"{text} ACTION: {action.owner}")
        elif apart:
            out.put("action", f"Action ({action.owner}): {text}")
        else:
            out.put("action", f"{self.label} {text}")
        if action.update and self.styled:
            out.blank()
            out.put("update", f"*{plain(action.update)}*")


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _told_in_items(part: Minutes) -> set[str]:
    """The names of those whose apologies an item tells."""
    said = [
        b.text for item in part.items for b in item.blocks if isinstance(b, Paragraph) and b.text.startswith("Apol")
    ]
    return {p.name for p in part.attendance.apologies if any(p.as_written in text for text in said)}


DRESSES: tuple[Dress, ...] = (
    Dress("table of 2019", heading="cell", capitals=True, date=2, indent=2, numbered="{}. "),
    Dress("headed paragraphs of 2023", heading="bar", date=3, time=3, present="Attendees", below=True),
    Dress("headed with a blank", heading="blank", attendance="together", bullet="• ", styled=False, time=1, also=True),
    Dress(
        "title under its number",
        heading="blank",
        under=True,
        attendance="listed",
        bullet="o ",
        date=1,
        time=2,
        label="Action –",
        behind=True,
    ),
    Dress("numbers in both margins", heading="margins", attendance="together", date=4, label="ACTION:"),
    Dress("margins, title under", heading="margins", under=True, styled=False, date=6, also=True, below=True),
    Dress("Markdown", heading="markdown", attendance="listed", also=True, label="**Action:**"),
    Dress("bold headings", heading="bold", attendance="together", date=5, capitals=True, label="**ACTION:**"),
    Dress("nothing behind the number", heading="nothing", numbered="Q{}. ", label="- Action point:", bullet="– "),
    Dress("bold, title under", heading="bold", under=True, time=2),
)
"""Every dress of minutes."""


# ---------------------------------------------------------------- agendas


@dataclass(frozen=True)
class AgendaDress(_Named):
    """A way to print an agenda."""

    cells: bool
    """Whether number, time, title and paper stand in cells; else in a numbered list."""
    date: int = 0
    """Which of ``DATE_FORMS`` the title lines use."""
    time: int = 0
    """Which of ``TIME_FORMS`` they use."""

    @property
    def loses(self) -> tuple[str, ...]:
        """The fields that the dress cannot show: in a list there is no column for papers, and no line for text."""
        return () if self.cells else ("row.paper", "row.text")

    def keeps(self, facts: Facts) -> Facts:
        """The facts of an agenda without what the dress loses."""
        kept: Facts = without(facts, self.loses)
        return kept

    def print(self, part: Agenda) -> Draft:
        """The agenda as a document."""
        out = _Printer()
        if part.board:
            out.put("title", part.board)
            out.blank()
        line = _title_line(part.meeting, self.date, self.time, "")
        if line:
            out.put("title", line)
            out.blank()
        if part.meeting.venue:
            out.put("title", f"Venue: {part.meeting.venue}")
            out.blank()
        out.put("label", "AGENDA")
        out.blank()
        for block in part.preamble:
            assert isinstance(block, Paragraph)
            out.put("preamble", plain(block.text))
            out.blank()
        section: str | None = None
        for out.item, item in enumerate(part.items):
            if item.section != section:
                section = item.section
                out.put("section", f"\t\t{section}" if self.cells else f"{section}")
            self._row(out, item)
        return Draft(tuple(out.lines), tuple(item.number for item in part.items))

    def _row(self, out: _Printer, item: AgendaItem) -> None:
        people = _and([person.as_written for person in item.presenters]) if item.presenters else ""
        presented = f" To be presented by: {people}" if people else ""
        title = plain(item.title or item.text or "")
        dated = f": {item.text}" if title == _NEXT else ""  # the day stands behind the title that asks for it
        time = TIME_FORMS[self.time](item.time) if item.time else ""
        if not self.cells:
            out.put("row", f"{item.number}. {f'{time} ' if time else ''}{title}{dated}{presented}")
            return
        paper = f"\t{item.paper}" if item.paper else ""
        out.put("row", f"{item.number}.\t{time}\t{title}{dated}{presented}{paper}")
        if item.text and item.title and not dated:
            out.put("text", f"\t\t{plain(item.text)}")


_NEXT = "Date of the next meeting"

AGENDA_DRESSES: tuple[AgendaDress, ...] = (
    AgendaDress("table", cells=True),
    AgendaDress("numbered list", cells=False, date=3, time=1),
)
