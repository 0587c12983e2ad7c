"""A page to check a parse by eye: the document as it was read, beside the text that it was read from.

    to_html(read("notes.docx"))  ->  "<!DOCTYPE html>…"   one file, which asks for nothing else

Everything that was read is a *passage*: a model, or a value of one, and the stretches of the source that it comes from.
A passage has a number n, an entry ``id="r{n}"`` in the record and a place ``id="s{n}"`` in the source. The entry links
to the place, and every run of words in the source links to the smallest passage around it. What is wholly made of
other passages (a list of its entries) has its two anchors, and is reached through these. ``review.js`` adds marks under
the pointer, and the page does without it.

The page is HTML as its Living Standard has it; the meetings stand in it as schema.org Events in JSON-LD.
"""

from __future__ import annotations

import datetime
import html
import json
from base64 import b64encode
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from ..diagnostics import CATALOGUE, said
from ..models import (
    Action,
    Agenda,
    AgendaItem,
    Attendee,
    Block,
    BulletList,
    Commitment,
    Decision,
    Diagnostic,
    Document,
    Furniture,
    HeadCount,
    Item,
    ListEntry,
    Meeting,
    Minutes,
    Notice,
    Paragraph,
    Person,
    Question,
    Span,
    Standing,
)
from .characters import SURROGATES, Characters

__all__ = ["to_html"]

NOT_IN_HTML = (
    "\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
    + SURROGATES
)
"""What HTML refuses (13.2.3.5: surrogates, noncharacters, controls other than blanks), for a class of an expression."""


def to_html(document: Document) -> str:
    """One HTML file that shows the source beside what was read from it; it needs no other file and no network.

    A character that HTML cannot hold (a control character, half a pair of UTF-16) is U+FFFD in it, with a
    ``ReplacedCharactersWarning``.
    """
    record = _Record(document)
    parts = [record.part(part) for part in document.parts]
    outside = record.outside()
    aside = record.set_aside()
    checks = record.to_check()
    lists = _list("actions", "Actions", record.actions), _list("questions", "Questions", record.questions)
    title, script = _title(document), _beside("review.js")
    page = join(
        Markup('<!DOCTYPE html>\n<html lang="en-GB">\n'),
        head(title, look() + _beside("review.css"), script, _events(document)),
        Markup("<body>\n"),
        element("a", "Skip to the record", class_="skip", href="#record"),
        element("a", "Skip to the source", class_="skip", href="#source"),
        _header(document, title, record),
        element("main", *lists, checks, *parts, outside, aside, id="record", tabindex=-1),
        _source(document, record.passages),
        Markup(f"<script>{script}</script>\n</body>\n</html>\n"),
    )
    characters = Characters("HTML", NOT_IN_HTML)
    sound = characters(page).replace("\r", "&#13;")  # a parser takes a bare one for a line end
    characters.report(document.source.name)
    return sound


# ---------------------------------------------------------------- markup


class Markup(str):
    """Finished HTML. A plain string is escaped where it is put into an element."""

    __slots__ = ()


def element(name: str, *content: str | None, **attributes: str | int | None) -> Markup:
    """An element with its content, None left out; ``class_`` and ``data_at`` are the attributes class and data-at."""
    written = "".join([_attribute(key, value) for key, value in attributes.items() if value is not None])
    return Markup(f"<{name}{written}>{join(*content)}</{name}>")


def join(*content: str | None) -> Markup:
    """The parts as HTML, one behind the other."""
    return Markup("".join([one if isinstance(one, Markup) else html.escape(one) for one in content if one is not None]))


def _attribute(name: str, value: str | int) -> str:
    return f' {name.rstrip("_").replace("_", "-")}="{html.escape(str(value))}"'


def look() -> str:
    """The style that all pages share: colours, type, labels and blocks."""
    return _beside("look.css")


@cache
def _beside(name: str) -> str:
    """The text of a file beside this module, which is read once."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


# ---------------------------------------------------------------- passages


class Kind(NamedTuple):
    """A kind of passage, as the key explains it."""

    name: str
    about: str
    layer: int
    """Of two kinds on the same words the source shows one of each layer."""


_DOUBT, _BLOCK, _VALUE = range(3)
KINDS = {
    "meeting": Kind("Meeting", "board, date, time, place, and other facts of a meeting", _VALUE),
    "person": Kind("Person", "who was there, presented, asked, or is to do something", _VALUE),
    "notice": Kind("Notice", "a remark to the reader, before the items", _BLOCK),
    "section": Kind("Section", "a heading over several items", _BLOCK),
    "heading": Kind("Heading", "the number and the title of an item", _BLOCK),
    "question": Kind("Question", "a question put to the meeting", _BLOCK),
    "answer": Kind("Answer", "what was replied to it", _BLOCK),
    "action": Kind("Action", "what somebody is to do, marked so by the document", _BLOCK),
    "decision": Kind("Decision", "what was resolved", _BLOCK),
    "commitment": Kind("Commitment", "an undertaking by its wording, not counted as an action", _BLOCK),
    "aside": Kind("Set aside", "not part of what the board said: page headers, repeated numbers", _BLOCK),
    "doubt": Kind("To check", "something that does not add up", _DOUBT),
    "item": Kind("Item", "", _BLOCK),  # these two are not marked; an item has its sign
    "text": Kind("Text", "", _BLOCK),
}
"""What the source tells apart, by the class that the page gives it."""


@dataclass(slots=True)
class Passage:
    """Something that was read, and where."""

    number: int
    kind: str
    stretches: list[tuple[int, int]]
    sign: str
    """The word in front of it in the source, "" for none."""
    at: Markup
    """A link to where it stands: the number of its line."""

    def entry(self, name: str, *content: str | None, class_: str | None = None) -> Markup:
        """The element that shows it in the record."""
        return element(name, *content, id=f"r{self.number}", class_=class_, data_at=self.number)


class _Record:
    """Writes the document as it was read, and numbers each passage as it comes: what stands in another one after it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._length = len(document.source.text)
        self._item: Markup | None = None
        """A link to the item that is being written."""
        self.passages: list[Passage] = []
        self.items = 0
        self.decisions = 0
        self.actions: list[Markup] = []
        self.questions: list[Markup] = []

    # ------------------------------------------------------------ passages

    def _passage(self, kind: str, spans: Sequence[Span], sign: str = "") -> Passage:
        """A new passage. Spans of documents made by hand are brought within the text."""
        number, first = len(self.passages), spans[0]
        page = None if first.page is None else f"page {first.page}"
        link = element("a", f"line {first.line}", class_="at", href=f"#s{number}", title=page)
        within = [(min(span.start, self._length), min(span.end, self._length)) for span in spans]
        self.passages.append(Passage(number, kind, _merged(within), sign, join(" ", link)))
        return self.passages[-1]

    def _value(self, model: Standing, field: str, shown: str | None, kind: str, sign: str = "") -> Markup | None:
        """A value as a link to its words, where there is evidence for it; None where there is no value."""
        spans = _evidence(model, field)
        if shown is None or not spans:
            return None if shown is None else element("span", shown, class_="value")
        number = self._passage(kind, spans, sign).number
        return element("a", shown, id=f"r{number}", class_="value", data_at=number, href=f"#s{number}")

    def _words(self, model: Standing, field: str, shown: str | None, kind: str, sign: str = "") -> Markup | None:
        """A value of many words, with a link behind them; None where there is no value."""
        spans = _evidence(model, field)
        if shown is None or not spans:
            return None if shown is None else element("span", shown)
        here = self._passage(kind, spans, sign)
        return here.entry("span", shown, here.at)

    # ------------------------------------------------------------ parts

    def part(self, part: Agenda | Minutes) -> Markup:
        """An agenda or minutes."""
        here = self._passage("text", [part.span])
        heading = here.entry("h2", _name(part, part.board), here.at)
        meeting = self._meeting(part)
        before: list[Markup | None] = []
        if isinstance(part, Minutes):
            notices = [self._notice(notice) for notice in part.notices]
            before = [self._attendance(part), element("h3", "Notices") if notices else None, *notices]
        if part.preamble:
            before += [element("h3", "Before the items"), *self._blocks(part.preamble)]
        items = self._items(part.items)
        return element("section", heading, meeting, *before, *items, aria_labelledby=f"r{here.number}")

    def _meeting(self, part: Agenda | Minutes) -> Markup:
        """The facts of a meeting: board, date, time and place, and the next one."""
        here = self._passage("meeting", _meeting_spans(part.meeting))
        rows = {"Board": self._value(part, "board", part.board, "meeting", "board"), **self._when(part.meeting)}
        if isinstance(part, Minutes):
            outstanding = None if part.outstanding_actions is None else str(part.outstanding_actions)
            rows |= {
                "Status": self._value(part, "status", part.status, "meeting", "status"),
                "Notes accepted": self._value(part, "accepted_notes", _day(part.accepted_notes), "meeting", "accepted"),
                "Actions open": self._value(part, "outstanding_actions", outstanding, "meeting", "actions open"),
            }
        rows["Next meeting"] = self._next(part.next_meeting) if part.next_meeting else None
        return here.entry("div", element("h3", "Meeting", here.at), facts_list(rows))

    def _when(self, meeting: Meeting) -> dict[str, Markup | None]:
        date = self._value(meeting, "date", _day(meeting.date), "meeting", "date")
        start = self._value(meeting, "start", _hour(meeting.start), "meeting")
        end = self._value(meeting, "end", _hour(meeting.end), "meeting")
        place = self._value(meeting, "venue", meeting.venue, "meeting", "place")
        return {"Date": date, "Time": _listed([start, end and join("to ", end)]) or None, "Place": place}

    def _next(self, meeting: Meeting) -> Markup:
        here = self._passage("meeting", _meeting_spans(meeting), "next meeting")
        return here.entry("span", _listed(self._when(meeting).values(), ", "), here.at)

    def _notice(self, notice: Notice) -> Markup:
        here = self._passage("notice", [notice.span], _numbered("notice", notice.number))
        words = element("p", _label("notice", notice.number), notice.text, here.at)
        links = _listed([outward(link.url) for link in notice.links])
        spans = _evidence(notice, "links")
        if links and spans:
            place = self._passage("notice", spans)
            links = place.entry("span", links, place.at)
        return here.entry("div", words, element("p", links) if links else None, class_="notice")

    # ------------------------------------------------------------ people

    def _attendance(self, minutes: Minutes) -> Markup | None:
        """Who was there, who sent apologies, and who was only counted, as tables."""
        attendance = minutes.attendance
        if not (attendance.present or attendance.apologies or attendance.others):
            return None
        here = self._passage("text", _attendance_spans(minutes))
        tables = [
            _table("Present", ("Name", "Role"), [self._attendee(one, "present") for one in attendance.present]),
            _table("Apologies", ("Name", "Role"), [self._attendee(one, "apologies") for one in attendance.apologies]),
            _table("Counted, not named", ("Who", "How many"), [self._count(one) for one in attendance.others]),
        ]
        return here.entry("div", element("h3", "Attendance", here.at), *tables)

    def _attendee(self, attendee: Attendee, sign: str) -> Markup:
        here = self._passage("person", [attendee.span], sign)
        name = self._name_of(attendee)
        role = self._value(attendee, "role", attendee.role, "person")
        note = self._value(attendee, "note", attendee.note, "person", "note")
        told = element("td", role, join(" (", note, ")") if note else None)
        return here.entry("tr", element("th", name, scope="row"), told, element("td", here.at))

    def _count(self, count: HeadCount) -> Markup:
        here = self._passage("person", [count.span], "counted")
        who = element("th", count.role.replace("_", " "), scope="row")
        return here.entry("tr", who, element("td", str(count.count)), element("td", here.at))

    def _person(self, person: Person, sign: str = "") -> Markup:
        """Somebody named within an item."""
        here = self._passage("person", [person.span], sign)
        name = self._name_of(person)
        role = self._value(person, "role", person.role, "person")
        return here.entry("span", name, join(", ", role) if role else None, here.at)

    def _name_of(self, person: Person) -> Markup:
        honorific = join(person.honorific, " ") if person.honorific else None
        initials = join(" (", person.initials, ")") if person.initials else None
        return join(honorific, self._value(person, "name", person.name, "person"), initials)

    # ------------------------------------------------------------ items

    def _items(self, items: Sequence[Item | AgendaItem]) -> Iterator[Markup]:
        """The items under the headings of their sections; these are linked where the first item of each has them."""
        for section, under in groupby(items, lambda item: item.section):
            first, *more = under
            title = self._value(first, "section", section, "section", "section") or "Items"
            yield element("h3", title, class_="section")
            for item in (first, *more):
                yield self._agenda_item(item) if isinstance(item, AgendaItem) else self._minutes_item(item)

    def _minutes_item(self, item: Item) -> Markup:
        here = self._passage("item", [item.span], "item")
        self._item = join("item ", element("a", element("bdi", str(item.number)), href=f"#r{here.number}"))
        heading = self._heading(
            here, item, "agenda item", self._value(item, "agenda_item", item.agenda_item, "heading")
        )
        presenters = self._presenters(item.presenters)
        blocks = self._blocks(item.blocks)
        commitments = [self._commitment(one) for one in item.commitments]
        mentioned = ", ".join([str(one) for one in item.references])
        mentions = element("p", "Mentions ", mentioned, class_="told") if mentioned else None
        self._item = None
        return element(
            "article", heading, presenters, *blocks, *commitments, mentions, aria_labelledby=f"r{here.number}"
        )

    def _agenda_item(self, item: AgendaItem) -> Markup:
        here = self._passage("item", [item.span], "item")
        heading = self._heading(here, item, "at", self._value(item, "time", _hour(item.time), "meeting"))
        paper = self._value(item, "paper", item.paper, "meeting")
        comes = element("p", "Paper: ", paper, class_="told") if paper else None
        presenters = self._presenters(item.presenters)
        text = self._words(item, "text", item.text, "text")
        told = element("p", text) if text else None
        return element("article", heading, comes, presenters, told, aria_labelledby=f"r{here.number}")

    def _heading(self, here: Passage, item: Item | AgendaItem, word: str, said: Markup | None) -> Markup:
        """Number and title of an item, and what stands with them."""
        self.items += 1
        number = element("span", self._value(item, "number", str(item.number), "heading"), class_="number")
        title = self._value(item, "title", item.title, "heading")
        more = element("small", f"{word} ", said) if said else None
        return here.entry("h4", _listed([number, title, more]), here.at)

    def _presenters(self, presenters: Sequence[Person]) -> Markup | None:
        people = _listed([self._person(one, "presenter") for one in presenters], "; ")
        return element("p", "Presented by ", people, class_="told") if people else None

    # ------------------------------------------------------------ blocks

    def _blocks(self, blocks: Sequence[Block], kind: str = "text") -> list[Markup]:
        """The blocks of an item, or of an answer, whose first has its sign in the source."""
        first = "answer" if kind == "answer" else ""
        return [self._block(block, kind, "" if at else first) for at, block in enumerate(blocks)]

    def _block(self, block: Block, kind: str, sign: str) -> Markup:
        match block:
            case Question():
                return self._question(block)
            case Action():
                return self._action(block)
            case Decision():
                return self._decision(block)
            case BulletList():
                here = self._passage(kind, [block.span], sign)
                return here.entry("ul", *[self._list_entry(entry, kind) for entry in block.entries])
            case Paragraph():
                here = self._passage(kind, [block.span], sign)
                return here.entry("p", block.text, here.at)

    def _list_entry(self, entry: ListEntry, kind: str) -> Markup:
        here = self._passage(kind, [entry.span])
        under = [self._list_entry(one, kind) for one in entry.entries]
        return here.entry("li", entry.text, here.at, element("ul", *under) if under else None)

    def _question(self, question: Question) -> Markup:
        here = self._passage("question", [question.span], _numbered("question", question.number))
        asker = question.asked_by
        self.questions.append(self._row(here, question.text, join("asked by ", asker.name) if asker else None))
        words = element("p", _label("question", question.number), question.text, here.at)
        asked = element("p", "Asked by ", self._person(asker), class_="told") if asker else None
        answer = self._blocks(question.answer, "answer")
        replied = element("div", element("p", _label("answer")), *answer, class_="answer") if answer else None
        return here.entry("div", words, asked, replied, class_="question")

    def _action(self, action: Action) -> Markup:
        here = self._passage("action", [action.span], "action")
        due = _day(action.due)
        owner = join(action.owner or "no owner stated", f", by {due}" if due else None)
        self.actions.append(self._row(here, action.text, owner))
        rows = {
            "Owner": self._value(action, "owner", action.owner, "person", "owner") or Markup("not stated"),
            "Due": self._value(action, "due", due, "meeting", "due"),
            "Update": self._words(action, "update", action.update, "action", "update"),
            "Marked by": Markup("its label" if action.basis == "label" else "bold type"),
        }
        words = element("p", _label("action"), action.text, here.at)
        return here.entry("div", words, facts_list(rows), class_="action")

    def _decision(self, decision: Decision) -> Markup:
        here = self._passage("decision", [decision.span], "decision")
        self.decisions += 1
        return here.entry("div", element("p", _label("decision"), decision.text, here.at), class_="decision")

    def _commitment(self, commitment: Commitment) -> Markup:
        here = self._passage("commitment", [commitment.span], "commitment")
        words = element("p", _label("commitment"), commitment.text, here.at)
        by = self._value(commitment, "by", commitment.by, "person")
        given = element("p", "Given by ", by, class_="told") if by else None
        return here.entry("div", words, given, class_="commitment")

    def _row(self, here: Passage, text: str, told: Markup | None) -> Markup:
        """A line of the list of actions or of questions: its words, which lead to it, and what is told of it."""
        link = element("a", element("bdi", text), href=f"#r{here.number}")
        return element("li", link, " ", element("small", _listed([told and element("bdi", told), self._item], " · ")))

    # ------------------------------------------------------------ what is no part of minutes

    def outside(self) -> Markup | None:
        """The blocks outside all parts."""
        blocks = self._blocks(self._document.other)
        return element("section", element("h2", "Outside all parts"), *blocks) if blocks else None

    def set_aside(self) -> Markup | None:
        """What is no part of what the board said: headers, repeated numbers, footnotes."""
        rows = [self._furniture(one) for one in self._document.furniture]
        return element("section", element("h2", "Set aside"), element("ul", *rows)) if rows else None

    def _furniture(self, furniture: Furniture) -> Markup:
        words = join(element("b", furniture.kind, class_="label aside"), " ", element("bdi", furniture.text))
        if furniture.span is None:
            page = f", on page {furniture.page}" if furniture.page is not None else ""
            return element("li", words, " ", element("small", f"not in the text{page}"))
        here = self._passage("aside", [furniture.span], "set aside")
        return here.entry("li", words, here.at)

    def to_check(self) -> Markup | None:
        """The diagnostics, each with its explanation."""
        return _list("checks", "To check", [self._diagnostic(one) for one in self._document.diagnostics])

    def _diagnostic(self, diagnostic: Diagnostic) -> Markup:
        label = element("b", f"{diagnostic.code} {diagnostic.severity}", class_=f"label {diagnostic.severity}")
        words = join(label, " ", element("bdi", diagnostic.message))
        known = CATALOGUE.get(diagnostic.code)
        more = join(
            element("p", diagnostic.hint) if diagnostic.hint else None,
            element("details", element("summary", "Why it matters"), element("p", known.finds, " ", known.why))
            if known else None,
        )  # fmt: skip
        if diagnostic.span is None:
            return element("li", words, more)
        here = self._passage("doubt", [diagnostic.span], diagnostic.code)
        return here.entry("li", words, here.at, more)


def _evidence(model: Standing, field: str) -> list[Span]:
    """Where the value of a field stands."""
    return [one.span for one in model.evidence if one.field == field]


def _meeting_spans(meeting: Meeting) -> list[Span]:
    """Where the facts of a meeting stand: its span may reach from the title lines to the end of the last item."""
    return [one.span for one in meeting.evidence] or [meeting.span]


def _attendance_spans(minutes: Minutes) -> list[Span]:
    """The lists of people as they stand before all else, and those who are named elsewhere, each on their own."""
    whole = minutes.attendance.span
    after = [one.span.start for one in (*minutes.notices, *minutes.preamble, *minutes.items)]
    end = min([start for start in after if start > whole.start], default=whole.end)
    lists = whole.model_copy(update={"end": min(end, whole.end)})
    people = (*minutes.attendance.present, *minutes.attendance.apologies, *minutes.attendance.others)
    return [lists, *[one.span for one in people]]


def _merged(stretches: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches in order, those that touch each other made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        else:
            merged.append((start, max(start, end)))
    return merged


# ---------------------------------------------------------------- the words of the page


def _day(date: datetime.date | None) -> str | None:
    """A date as it is said: "14 May 2024"."""
    return None if date is None else said(date)


def _hour(time: datetime.time | None) -> str | None:
    return None if time is None else f"{time:%H:%M}"


def _numbered(word: str, number: str | None) -> str:
    return f"{word} {number}" if number else word


def _label(kind: str, number: str | None = None) -> Markup:
    """What a block is, in words: "Question 2"."""
    return join(element("b", _numbered(KINDS[kind].name, number), class_=f"label {kind}"), " ")


def _listed(values: Iterable[Markup | None], between: str = " ") -> Markup:
    return Markup(between.join([value for value in values if value is not None]))


def facts_list(rows: Mapping[str, Markup | None]) -> Markup:
    """Names and values in two columns, without those that the document does not give."""
    told = [element("div", element("dt", name), element("dd", shown)) for name, shown in rows.items() if shown]
    return element("dl", *told)


def _table(caption: str, columns: Sequence[str], rows: Sequence[Markup]) -> Markup | None:
    if not rows:
        return None
    heads = element("tr", *[element("th", column, scope="col") for column in (*columns, "Source")])
    titled = element("caption", f"{caption} ({len(rows)})")
    return element("table", titled, element("thead", heads), element("tbody", *rows))


def outward(url: str) -> Markup:
    """A link to a web page, if that is what the address is."""
    if url.lower().startswith(("http://", "https://")):
        return element("a", url, href=url, rel="external noreferrer")
    return element("span", url)


def _name(part: Agenda | Minutes, board: str | None) -> str:
    """What a part is: "Minutes, Harbour Safety Board, 14 May 2024"."""
    return ", ".join(filter(None, (part.kind.capitalize(), board, _day(part.meeting.date))))


def _title(document: Document) -> str:
    """The parts by their names, a board that they share once; of a document without parts the file's name."""
    boards = {part.board for part in document.parts}
    if len(boards) == 1 and (board := boards.pop()):
        return f"{board}: " + "; ".join([_name(part, None) for part in document.parts])
    return "; ".join([_name(part, part.board) for part in document.parts]) or document.source.name or "Minutes"


def counted(number: int, thing: str) -> str:
    """So many of a thing: "1 item", "2 items"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


# ---------------------------------------------------------------- the regions of the page


MADE_HERE = '<meta name="generator" content="spcb-minutes">'
"""By this a page is known for what it is, when a folder of notes is read in which it lies."""


def head(title: str, style: str, script: str | None, *more: Markup | None) -> Markup:
    """Title, style, and a Content Security Policy that allows this style, this script and no request to anywhere."""
    scripts = "'none'" if script is None else _hash(script)
    policy = (
        "default-src 'none'", f"style-src {_hash(style)}", f"script-src {scripts}", "img-src data:",
        "base-uri 'none'", "form-action 'none'",
    )  # fmt: skip
    return join(
        Markup(f'<head>\n<meta charset="utf-8">\n{MADE_HERE}\n'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{"; ".join(policy)}">\n'),
        Markup('<meta name="viewport" content="width=device-width">\n'),
        Markup('<meta name="color-scheme" content="light dark">\n'),
        Markup('<meta name="referrer" content="no-referrer">\n<link rel="icon" href="data:,">\n'),
        element("title", title),
        Markup(f"\n<style>{style}</style>\n"),
        *more,
        Markup("</head>\n"),
    )


def _hash(text: str) -> str:
    """The text as a Content Security Policy names it, which allows no other."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _header(document: Document, title: str, record: _Record) -> Markup:
    """What the page is about, and the way to its regions."""
    actions, questions, checks = len(record.actions), len(record.questions), len(document.diagnostics)
    found = {"item": record.items, "question": questions, "action": actions, "decision": record.decisions}
    told = ", ".join([counted(number, thing) for thing, number in found.items() if number]) or "no items"
    name = element("bdi", document.source.name or "a text in hand")
    read = element("p", "Read from ", name, f": {told}; {counted(checks, 'thing')} to check.")
    lists = [("actions", "Actions", actions), ("questions", "Questions", questions), ("checks", "To check", checks)]
    ways = [
        element("a", "Record", href="#record"),
        element("a", "Source", href="#source"),
        *[element("a", f"{word} ", element("small", str(many)), href=f"#{to}") for to, word, many in lists if many],
    ]
    regions = element("ul", *[element("li", way) for way in ways])
    return join(
        element("header", element("h1", title), read), element("nav", regions, aria_label="Regions of this page")
    )


def _list(name: str, title: str, rows: Sequence[Markup]) -> Markup | None:
    """A list at the top of the record, which can be folded away; None where nothing is in it."""
    if not rows:
        return None
    heading = element("summary", element("h2", f"{title} ({len(rows)})"))
    return element("section", element("details", heading, element("ol", *rows), open=""), id=name, class_="list")


def _source(document: Document, passages: Sequence[Passage]) -> Markup:
    """The text that was read, with its passages, its lines and its pages."""
    heading = element("h2", "Source", id="source-title")
    empty = None if document.source.text else element("p", "There is no text.")
    lines = element("div", *_lines(document, passages), class_="lines")
    return element(
        "section", heading, _key(document), empty, lines, id="source", tabindex=-1, aria_labelledby="source-title"
    )


def _key(document: Document) -> Markup:
    """What the marks mean, with a box for each to hide it, and what the text was read from."""
    source = document.source
    boxes = []
    for name, kind in KINDS.items():
        if kind.about:
            box = Markup(f'<input type="checkbox" id="show-{name}" checked>')
            shown = element("span", kind.name, class_=f"swatch {name}")
            boxes.append(element("li", element("label", box, " ", shown, f" {kind.about}")))
    read = element(
        "p", f"{len(source.text):,} characters, {source.media_type}, SHA-256 ", element("code", source.sha256)
    )
    summary = element("summary", "Key: what the marks mean, and which are shown")
    return element("details", summary, element("ul", *boxes), read, class_="key")


# ---------------------------------------------------------------- the source, run by run


class _Held(NamedTuple):
    """A passage that holds a place of the text: sorted, doubts stand first and the narrowest last."""

    certain: bool
    minus_width: int
    number: int


def _lines(document: Document, passages: Sequence[Passage]) -> Iterator[Markup]:
    """The text, a ``div`` to each line. Its text content is the source itself: signs and numbers are attributes."""
    text = document.source.text
    pages = {offset: number for number, offset in enumerate(document.source.pages, 1)}
    signs: dict[int, list[Passage]] = {}
    for passage in passages:
        signs.setdefault(passage.stretches[0][0], []).append(passage)
    linked: set[int] = set()
    line = 0
    for start, end, held in _runs(text, pages, passages):
        if start == 0 or text[start - 1] == "\n":
            line += 1
            yield Markup(f'<div class="line" id="L{line}" data-line="{line}">')
        if start in pages:
            yield element("span", id=f"page-{pages[start]}", class_="page", data_page=f"page {pages[start]}")
        for passage in signs.pop(start, ()):
            yield _sign(passage)
        yield _run(text[start:end], held, linked)
        if text[end - 1] == "\n" or end == len(text):
            yield Markup("</div>")
    for behind in signs.values():  # the end of the text, in documents made by hand
        yield join(*[_sign(passage) for passage in behind])


def _runs(text: str, pages: Iterable[int], passages: Sequence[Passage]) -> Iterator[tuple[int, int, list[Passage]]]:
    """The text cut wherever a passage, a line or a page begins or ends, and what holds each run: the narrowest last."""
    begins: dict[int, list[_Held]] = {}
    ends: dict[int, list[_Held]] = {}
    for passage in passages:
        for start, end in passage.stretches:
            if start < end:
                held = _Held(KINDS[passage.kind].layer != _DOUBT, start - end, passage.number)
                begins.setdefault(start, []).append(held)
                ends.setdefault(end, []).append(held)
    cuts = {0, len(text), *begins, *ends, *pages, *[at + 1 for at, letter in enumerate(text) if letter == "\n"]}
    around: list[_Held] = []
    for start, end in pairwise(sorted(cut for cut in cuts if cut <= len(text))):
        for held in ends.get(start, ()):
            del around[bisect_left(around, held)]
        for held in begins.get(start, ()):
            insort(around, held)
        yield start, end, [passages[held.number] for held in around]


def _sign(passage: Passage) -> Markup:
    """Where a passage begins, and the word for what it is; a doubt is a link to its explanation."""
    kind = KINDS[passage.kind]
    if kind.layer == _DOUBT:
        return element(
            "a", id=f"s{passage.number}", class_="sign doubt", href=f"#r{passage.number}", data_sign=passage.sign,
            data_in=passage.number, aria_label=f"{kind.name}: {passage.sign}",
        )  # fmt: skip
    if not passage.sign:
        return element("b", id=f"s{passage.number}")
    return element("b", id=f"s{passage.number}", class_=f"sign {passage.kind}", data_sign=passage.sign)


def _run(words: str, held: Sequence[Passage], linked: set[int]) -> Markup:
    """A run of words as a link to the narrowest passage around it; by keyboard each passage is reached once."""
    shown = words.strip()
    if not shown or not held:
        return Markup(html.escape(words))
    before, _, after = words.partition(shown)
    narrowest = held[-1].number
    run = element(
        "a", shown, class_=" ".join(_looks(held)) or None, href=f"#r{narrowest}",
        data_in=" ".join([str(passage.number) for passage in held]), tabindex=-1 if narrowest in linked else None,
    )  # fmt: skip
    linked.add(narrowest)
    return join(before, run, after)


def _looks(held: Sequence[Passage]) -> Iterator[str]:
    """The kinds that a run shows: the narrowest of each layer, a value only within the narrowest block."""
    layers = [KINDS[passage.kind].layer for passage in held]
    if _DOUBT in layers:
        yield "doubt"
    if _BLOCK in layers:
        block = max(at for at, layer in enumerate(layers) if layer == _BLOCK)
        if KINDS[held[block].kind].about:
            yield held[block].kind
    if layers[-1] == _VALUE:
        yield held[-1].kind


# ---------------------------------------------------------------- schema.org


def _events(document: Document) -> Markup | None:
    """The meetings that have a date, as schema.org Events in JSON-LD; None where there are none.

    ``eventStatus`` is left out: notes do not say that a meeting was held as planned, nor an agenda that it was not.
    """
    events = [_event(part) for part in document.parts if part.meeting.date is not None]
    if not events:
        return None
    written = json.dumps(events, ensure_ascii=False, indent=1).replace("<", "\\u003c")  # so that no </script> ends it
    return Markup(f'<script type="application/ld+json">\n{written}\n</script>\n')


def _event(part: Agenda | Minutes) -> dict[str, Any]:
    """A meeting with its items as the events within it. Those who sent apologies were not there and are left out."""
    meeting = part.meeting
    present = part.attendance.present if isinstance(part, Minutes) else ()
    start, end = ((meeting.start or datetime.time()).replace(tzinfo=None), meeting.end)
    ends_that_day = end is not None and start <= end.replace(tzinfo=None)
    event = {
        "@context": "https://schema.org",
        "@type": "Event",
        "identifier": part.id,
        "name": ", ".join(filter(None, (part.board, _day(meeting.date)))),
        "startDate": _moment(meeting.date, meeting.start),
        "endDate": _moment(meeting.date, meeting.end) if ends_that_day else None,
        "location": {"@type": "Place", "name": meeting.venue} if meeting.venue else None,
        "organizer": {"@type": "Organization", "name": part.board} if part.board else None,
        "attendee": [_somebody(attendee) for attendee in present],
        "subEvent": [
            {
                "@type": "Event",
                "name": f"{item.number} {item.title}" if item.title else str(item.number),
                "startDate": _moment(meeting.date, item.time if isinstance(item, AgendaItem) else None),
            }
            for item in part.items
        ],
    }
    return {name: told for name, told in event.items() if told}


def _somebody(person: Person) -> dict[str, str]:
    told = {"name": person.name, "honorificPrefix": person.honorific, "jobTitle": person.role}
    return {"@type": "Person", **{name: said for name, said in told.items() if said}}


def _moment(date: datetime.date | None, time: datetime.time | None) -> str | None:
    """ISO 8601; a time is local, for boards print no zone."""
    if date is None:
        return None
    return date.isoformat() if time is None else datetime.datetime.combine(date, time).isoformat()
