"""The list of meetings, and a page for each: who was there, and what was said, asked, decided and promised."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import groupby

from ..diagnostics import said
from ..exports.html import Markup, counted, element, facts_list, join, outward
from ..models import (
    Action,
    Agenda,
    AgendaItem,
    Attendee,
    Block,
    BulletList,
    Commitment,
    Decision,
    Item,
    ListEntry,
    Meeting,
    Minutes,
    Notice,
    Paragraph,
    Person,
    Question,
)
from ..series.meetings import Aside, Sitting, Version
from .audit import statement
from .findings import Findings, Place
from .layout import Here, Page, day, hour, listed, nothing, section, table, tag

_ASIDE = {
    "no meeting": "it holds no meeting: nothing with a board, a date or numbered items",
    "no date": "it gives no date, so it has no place in the order",
    "another board": "it is of another board",
    "same file": "it is the very same file as another one",
}
_SET_ASIDE = {
    "draft": "a draft, and the notes that count are none",
    "earlier": "an earlier version: another was given later",
    "copy": "a copy: both say the same",
}


def meetings_page(here: Here) -> Page:
    """Every meeting in a row, and what was given and has no place among them."""
    found = here.found
    columns = ("Meeting", "What is there", "Set aside", "Items", "Questions", "Actions", "Present", "Does not hold")
    rows = [_row(here, sitting) for sitting in reversed(found.series.sittings)]
    listing = table("Meetings, the last one first", columns, rows, numbers=6) if rows else nothing("There is none.")
    aside = [_aside(one) for one in found.series.aside]
    left_out = section("Given, and not among the meetings", element("ul", *aside), id_="aside") if aside else None
    return Page("Meetings", join(element("h1", "Meetings"), listing, left_out))


def _row(here: Here, sitting: Sitting) -> tuple[str | None, ...]:
    minutes = sitting.minutes
    there: list[str] = [told.part.kind for told in sitting.told]
    doubts = sum(one.verdict == "does not hold" for one in here.found.statements.get(sitting.id, ()))
    numbers: tuple[str, ...] = ("", "", "", "")
    if minutes is not None:
        part = minutes.part
        counts = (len(part.items), len(part.questions), len(part.actions), len(part.attendance.present))
        numbers = tuple(str(number) for number in counts)
        if part.status:
            there[0] = f"{part.status} {there[0]}"
    name = join(here.meeting(sitting.id, sitting.date), _second(here.found, sitting))
    told = element("b", str(doubts), class_="label error") if doubts else None
    return (name, " and ".join(there), str(len(sitting.versions) or ""), *numbers, told)


def _second(found: Findings, sitting: Sitting) -> str | None:
    """The hour of a meeting that was not the only one of its day."""
    alone = found.days[sitting.date] == 1
    return None if alone or sitting.start is None else f", {hour(sitting.start)}"


def _aside(aside: Aside) -> Markup:
    what = "A file" if aside.told is None else aside.told.part.kind.capitalize()
    of = aside.told.part.board if aside.told is not None else None
    name = element("bdi", aside.document.source.name or "a text in hand")
    board = join(" of ", element("bdi", of)) if of else None
    return element("li", f"{what}", board, " in ", name, f": {_ASIDE[aside.reason]}.")


# ---------------------------------------------------------------- a meeting


def meeting_page(here: Here, at: int) -> Page:
    """One meeting, by its place in the series."""
    sittings = here.found.series.sittings
    sitting = sittings[at]
    before = sittings[at - 1] if at else None
    after = sittings[at + 1] if at + 1 < len(sittings) else None
    return _MeetingPage(here, sitting).page(before, after)


class _MeetingPage:
    """Writes the page of one meeting."""

    def __init__(self, here: Here, sitting: Sitting) -> None:
        self._here = here
        self._sitting = sitting
        self._item: Item | None = None
        self._anchor = ""
        self._seen = {"question": 0, "action": 0}
        """How many of each the item has had so far: their ids count them."""

    def page(self, before: Sitting | None, after: Sitting | None) -> Page:
        """The whole page."""
        sitting, here = self._sitting, self._here
        title = f"Meeting of {said(sitting.date)}"
        hour_ = _second(here.found, sitting) or ""
        ways = [
            element("li", "Before: ", here.meeting(before.id, before.date)) if before else None,
            element("li", "After: ", here.meeting(after.id, after.date)) if after else None,
        ]
        around = element("nav", element("ul", *ways), class_="around", aria_label="Meetings before and after")
        minutes, agenda = sitting.minutes, sitting.agenda
        parts = [
            element("h1", title, hour_),
            around if before or after else None,
            self._facts(),
            self._audit(),
            self._minutes(minutes.part) if minutes else nothing("The minutes of this meeting are not there."),
            self._agenda(agenda.part, bool(minutes)) if agenda else None,
            self._versions(),
        ]
        return Page(title + hour_, join(*parts))

    def _facts(self) -> Markup:
        sitting = self._sitting
        meeting = sitting.told[0].part.meeting
        rows: dict[str, Markup | None] = {
            "Date": day(sitting.date),
            "Time": self._hours(meeting),
            "Place": _isolated(meeting.venue),
        }
        minutes = sitting.minutes
        if minutes is not None:
            part = minutes.part
            accepted, next_ = part.accepted_notes, part.next_meeting
            stated = part.outstanding_actions
            rows |= {
                "Status": _isolated(part.status),
                "Accepted the notes of": self._day(accepted),
                "Actions open, as stated": Markup(str(stated)) if stated is not None else None,
                "Next meeting, as stated": self._next(next_) if next_ else None,
            }
        files = [
            join(
                f"{told.part.kind} in ", element("bdi", told.file or "a text in hand"), f", line {told.part.span.line}"
            )
            for told in sitting.told
        ]
        return element("div", facts_list({**rows, "Read from": listed(files, "; ")}), class_="facts")

    def _hours(self, meeting: Meeting) -> Markup | None:
        start, end = hour(meeting.start), hour(meeting.end)
        if start is None and end is None:
            return None
        return Markup(" to ".join(one for one in (start, end) if one)) if start else Markup(f"to {end}")

    def _day(self, date: datetime.date | None) -> Markup | None:
        if date is None:
            return None
        there = self._here.found.on(date)
        return self._here.meeting(there.id, date) if there else day(date)

    def _next(self, meeting: Meeting) -> Markup:
        date = self._day(meeting.date)
        return listed([date, self._hours(meeting), _isolated(meeting.venue)])

    # ------------------------------------------------------------ what is checked, and what was set aside

    def _audit(self) -> Markup | None:
        statements = self._here.found.statements.get(self._sitting.id, [])
        if not statements:
            return None
        doubts = [statement(self._here, one, level=3) for one in statements if one.verdict == "does not hold"]
        others = [statement(self._here, one, level=3) for one in statements if one.verdict != "does not hold"]
        more = element("summary", f"{counted(len(others), 'statement')} that hold or cannot be told")
        return section(
            "What these notes state, held against the others",
            *doubts,
            element("details", more, *others) if others else None,
            id_="audit",
        )

    def _versions(self) -> Markup | None:
        versions = self._sitting.versions
        if not versions:
            return None
        return section(
            "Set aside for those above", element("ul", *[self._version(one) for one in versions]), id_="versions"
        )

    def _version(self, version: Version) -> Markup:
        told = version.told
        where = join(element("bdi", told.file or "a text in hand"), f", line {told.part.span.line}")
        return element("li", f"{told.part.kind.capitalize()} in ", where, f": {_SET_ASIDE[version.reason]}.")

    # ------------------------------------------------------------ who was there

    def _minutes(self, minutes: Minutes) -> Markup:
        before: list[Markup] = [self._notice(notice) for notice in minutes.notices]
        if minutes.preamble:
            before += [element("h2", "Before the items"), *self._blocks(minutes.preamble)]
        return join(self._attendance(minutes), *before, *self._items(minutes.items))

    def _attendance(self, minutes: Minutes) -> Markup:
        attendance = minutes.attendance
        groups = {"Present": attendance.present, "Apologies": attendance.apologies}
        tables = [
            table(f"{name} ({len(group)})", ("Name", "Office"), [self._attendee(one) for one in group])
            for name, group in groups.items()
            if group
        ]
        counts = [counted(one.count, one.role.replace("_", " ")) for one in attendance.others]
        others = element("p", "Counted and not named: ", element("bdi", ", ".join(counts)), ".") if counts else None
        nobody = None if tables or others else nothing("These notes do not say who was there.")
        return section("Attendance", element("div", *tables, class_="pair") if tables else None, others, nobody,
                       id_="attendance")  # fmt: skip

    def _attendee(self, attendee: Attendee) -> tuple[str | None, ...]:
        office = listed(
            [_isolated(attendee.role), join("(", element("bdi", attendee.note), ")") if attendee.note else None], " "
        )
        return self._person(attendee), office

    def _person(self, person: Person) -> Markup:
        honorific = f"{person.honorific} " if person.honorific else ""
        initials = f" ({person.initials})" if person.initials else ""
        name = f"{honorific}{person.name}{initials}"
        return self._here.person(self._here.found.named(self._sitting.id, person), name)

    def _notice(self, notice: Notice) -> Markup:
        links = [outward(link.url) for link in notice.links]
        return element(
            "div",
            element("p", _label("notice", "Notice", notice.number), notice.text),
            element("p", listed(links, " ")) if links else None,
            class_="notice",
        )

    # ------------------------------------------------------------ items

    def _items(self, items: Sequence[Item]) -> Iterator[Markup]:
        if not items:
            yield nothing("There are no items.")
        for heading, under in groupby(
            self._here.found.items_of.get(self._sitting.id, ()), lambda one: one.item.section
        ):
            yield element("h2", heading or "Items", class_="section")
            for one in under:
                yield self._item_said(one.item, one.place)

    def _item_said(self, item: Item, place: Place) -> Markup:
        self._item, self._anchor, self._seen = item, place.anchor, {"question": 0, "action": 0}
        number = element("span", element("bdi", str(item.number)), class_="number")
        agenda = element("small", "agenda item ", element("bdi", item.agenda_item)) if item.agenda_item else None
        line = element("a", f"line {item.span.line}", class_="at", href=f"#{place.anchor}")
        title = element("bdi", item.title) if item.title else None
        presenters = listed([self._office(one) for one in item.presenters], "; ")
        return element(
            "article",
            element("h3", listed([number, title, agenda, line], " "), class_="item-title"),
            element("p", "Presented by ", presenters, class_="told") if item.presenters else None,
            *self._blocks(item.blocks),
            *[self._commitment(one, at) for at, one in enumerate(item.commitments, 1)],
            self._mentions(item),
            id=place.anchor,
        )

    def _office(self, person: Person) -> Markup:
        return join(self._person(person), join(", ", element("bdi", person.role)) if person.role else None)

    def _mentions(self, item: Item) -> Markup | None:
        """The numbers that the item mentions, each a link where it is an item of the series."""
        numbers = [self._here.link(self._here.found.numbered.get(one), str(one)) for one in item.references]
        return element("p", "Mentions ", listed(numbers), class_="told") if numbers else None

    def _blocks(self, blocks: Sequence[Block]) -> list[Markup]:
        return [self._block(block) for block in blocks]

    def _block(self, block: Block) -> Markup:
        match block:
            case Question():
                return self._question(block)
            case Action():
                return self._action(block)
            case Decision():
                return element("div", element("p", _label("decision", "Decision"), block.text), class_="decision")
            case BulletList():
                return element("ul", *[_entry(entry) for entry in block.entries])
            case Paragraph():
                return element("p", block.text)

    def _next_id(self, kind: str) -> tuple[str | None, str]:
        """The anchor of the next question or action of the item, and its id in the results."""
        if self._item is None:  # before the items
            return None, ""
        self._seen[kind] += 1
        at = self._seen[kind]
        return f"{self._anchor}-{kind}-{at}", f"{self._item.id}/{kind}-{at}"

    def _question(self, question: Question) -> Markup:
        anchor, id_ = self._next_id("question")
        outcome = self._here.found.outcomes.get((self._sitting.id, id_))
        asker = join("Asked by ", self._office(question.asked_by)) if question.asked_by else None
        told = [asker, tag(outcome.outcome) if outcome else None]
        answer = self._blocks(question.answer)
        return element(
            "div",
            element("p", _label("question", "Question", question.number), question.text),
            element("p", listed(told, " "), class_="told") if any(told) else None,
            element("div", *answer, class_="answer") if answer else None,
            class_="question",
            id=anchor,
        )

    def _action(self, action: Action) -> Markup:
        anchor, id_ = self._next_id("action")
        rows = {
            "Owner": _isolated(action.owner) or Markup("not stated"),
            "Due": day(action.due) if action.due else None,
            "Update": _isolated(action.update),
            "Status": self._since(id_),
        }
        words = element("p", _label("action", "Action"), action.text)
        return element("div", words, facts_list(rows), class_="action", id=anchor)

    def _commitment(self, commitment: Commitment, at: int) -> Markup:
        item = self._item.id if self._item else ""
        rows = {"Given by": _isolated(commitment.by), "Status": self._since(f"{item}/commitment-{at}")}
        words = element("p", _label("commitment", "Undertaking"), commitment.text)
        return element("div", words, facts_list(rows), class_="commitment", id=f"{self._anchor}-commitment-{at}")

    def _since(self, id_: str) -> Markup | None:
        """What became of an action, which leads to its entry in the ledger."""
        entry = self._here.found.actions.get((self._sitting.id, id_))
        if entry is None:
            return None
        at, action = entry
        return join(tag(action.status), " ", self._here.link(Place("actions.html", f"a-{at}"), Markup("in the ledger")))

    # ------------------------------------------------------------ the agenda

    def _agenda(self, agenda: Agenda, folded: bool) -> Markup:
        rows = [self._agenda_item(item) for item in agenda.items]
        before = self._blocks(agenda.preamble)
        listing = table("Items of the agenda", ("Number", "Time", "Title", "Paper", "By"), rows) if rows else None
        content = join(*before, listing)
        if folded:
            content = element("details", element("summary", counted(len(rows), "item")), content)
        return section("The agenda", content, id_="agenda")

    def _agenda_item(self, item: AgendaItem) -> tuple[str | None, ...]:
        title = listed([_isolated(item.title), _isolated(item.text)], " – ")
        by = listed([self._office(one) for one in item.presenters], "; ")
        return _isolated(item.number), hour(item.time), title, _isolated(item.paper), by


def _isolated(words: str | None) -> Markup | None:
    return element("bdi", words) if words else None


def _label(kind: str, name: str, number: str | None = None) -> Markup:
    """What a block is, in words: "Question 2"."""
    return join(element("b", f"{name} {number}" if number else name, class_=f"label {kind}"), " ")


def _entry(entry: ListEntry) -> Markup:
    under = [_entry(one) for one in entry.entries]
    return element("li", entry.text, element("ul", *under) if under else None)
