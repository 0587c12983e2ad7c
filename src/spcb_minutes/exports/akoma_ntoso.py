"""Akoma Ntoso 3.0, the XML of parliaments and archives (OASIS LegalDocML), valid against its strict schema.

    Item(number=ItemNumber("141/22"), title="Tides", blocks=(Paragraph(text="High water was early."),))
    ->  <debateSection name="item" eId="dbsect_141-22"><num eId="…">141/22</num><heading eId="…">Tides</heading>
          <p eId="dbsect_141-22__p_1">High water was early.</p></debateSection>

Words stay as they are: what is known about them is an element around them. What Akoma Ntoso has no place for is in
attributes of a namespace of its own. Where everything stands is in ``proprietary``. ``docs/akoma-ntoso.md`` has the
whole mapping.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from ..models import (
    Action,
    Agenda,
    AgendaItem,
    Attendance,
    Attendee,
    Block,
    BulletList,
    Decision,
    Document,
    HeadCount,
    Item,
    ItemNumber,
    ListEntry,
    Meeting,
    Minutes,
    Notice,
    Paragraph,
    Part,
    Person,
    Question,
    Span,
    Standing,
)
from .characters import NOT_IN_XML, Characters

VERSION = "3.0"
"""The version of Akoma Ntoso that is written."""
NAMESPACE = f"http://docs.oasis-open.org/legaldocml/ns/akn/{VERSION}"
"""The namespace of that version."""
OWN_NAMESPACE = "urn:spcb-minutes:places:1"
"""The namespace of what Akoma Ntoso has no place for: honorifics, initials, where everything stands."""

COUNTRY, LANGUAGE = "gb", "eng"
NO_DATE = "0001-01-01"
"""Stands where the schema wants a date and the document has none."""
NOT_STATED = "not stated"
"""The role that speaks where the document does not say who does: the schema wants somebody."""

_SHORT = {"debateSection": "dbsect", "component": "cmp"}  # AKN Naming Convention 1.0, section 5
_HOLD_WORDS = frozenset({"p", "li", "num", "heading", "from"})
_BODIES = frozenset({"debateBody", "mainBody"})
_SCHEME = re.compile(r"(?:https?|ftp|mailto):", re.IGNORECASE)


def to_akoma_ntoso(document: Document) -> str:
    """The document as XML in the vocabulary of Akoma Ntoso 3.0 (OASIS Standard, 29 August 2018).

    Minutes are a ``debate``, an agenda is a ``doc``, and several parts are a ``documentCollection``. Elements have an
    ``eId`` that another reading of the same file gives again. Characters that XML cannot hold become U+FFFD, and
    ``ReplacedCharactersWarning`` says so.
    """
    root = _Record(document).root()
    characters = Characters("Akoma Ntoso", NOT_IN_XML)
    out = ['<?xml version="1.0" encoding="UTF-8"?>']
    _write(out, root, "\n", characters)
    characters.report(document.source.name)
    return "".join(out) + "\n"


# ---------------------------------------------------------------- the record


class _Work(NamedTuple):
    """What identifies a document (Akoma Ntoso: FRBR)."""

    tag: str
    name: str
    id: str
    board: str | None
    date: datetime.date | None
    status: str | None = None


@dataclass
class _Words:
    """An element that holds words of the document, and what is to be marked in them."""

    element: Element
    span: Span
    marks: list[tuple[int, int, Element]] = field(default_factory=list)


class _Wanted(NamedTuple):
    """Words to be marked, and where they stand, if that is known."""

    words: str
    span: Span | None


class _Found(NamedTuple):
    """Where words were found that are to be marked."""

    holder: _Words
    start: int
    end: int


class _Record:
    """The elements of one document while they are made."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._taken: dict[str, int] = {}  # and how many have asked for it
        self._counts: dict[tuple[str, str], int] = {}
        self._references: dict[tuple[str, str], Element] = {}
        self._places: list[Element] = []
        self._words: list[_Words] = []
        self._part = ""  # what the eIds of a part begin with
        self._owners: dict[str, str] = {}  # the names of a part's people by what actions may call them
        self._tool = self._refer("Object", "spcb-minutes")
        many = len(document.parts) > 1
        self._parts = [f"cmp_{n}__" if many else "" for n in range(1, len(document.parts) + 1)]
        # an item is named before any text is written, so that a text can refer to it
        self._items = [
            [self._free(f"{begin}dbsect_{_slug(str(item.number)) or 'x'}") for item in part.items]
            for begin, part in zip(self._parts, document.parts, strict=True)
        ]
        self._anywhere: dict[ItemNumber, str] = {}
        for at in range(len(document.parts)):
            for number, eid in self._numbered(at).items():
                self._anywhere.setdefault(number, eid)

    def root(self) -> Element:
        """The whole of it."""
        root = Element("akomaNtoso", {"xmlns": NAMESPACE, "xmlns:spcb": OWN_NAMESPACE})
        document, parts = self._document, self._document.parts
        if len(parts) == 1:
            main = self._make_part(root, 0)
            work = _work(parts[0])
        elif parts:
            work = self._pack()
            main = SubElement(root, work.tag, {"name": work.name})
            body = SubElement(main, "collectionBody")
            for at in range(len(parts)):
                component = SubElement(body, "component", {"eId": self._free(f"cmp_{at + 1}")})
                made = self._make_part(component, at)
                made.insert(0, self._meta(_work(parts[at])))
            self._part = ""
        else:
            work = _Work("doc", "document", document.source.sha256[:12], None, None)
            main = SubElement(root, work.tag, {"name": work.name})
            self._blocks(SubElement(main, "mainBody", {"eId": self._free("body")}), document.other, sections=True)
            _never_empty(main[0])
        if document.other and parts:
            cover = Element("coverPage")
            main.insert(0, cover)
            self._blocks(self._add(cover, "container", attributes={"name": "other"}), document.other, sections=False)
        for words in self._words:
            _mark(words)
        meta = self._meta(work)
        main.insert(0, meta)
        references = SubElement(meta, "references", {"source": self._tool})
        references.extend(self._references.values())
        meta.append(self._proprietary())
        return root

    def _pack(self) -> _Work:
        """What identifies several parts: their board, where it is one, and the last of their dates."""
        parts = self._document.parts
        boards = {part.board for part in parts}
        dates = [part.meeting.date for part in parts if part.meeting.date]
        board = parts[0].board if len(boards) == 1 else None
        name, sha256 = "pack", self._document.source.sha256[:12]
        return _Work("documentCollection", name, sha256, board, max(dates, default=None))

    # ------------------------------------------------------------ ids, references, places

    def _free(self, wanted: str) -> str:
        """An eId that is not in use: the wanted one, or with -2, -3, … behind it."""
        eid = wanted
        while eid in self._taken:
            self._taken[wanted] += 1
            eid = f"{wanted}-{self._taken[wanted]}"
        self._taken[eid] = 1
        return eid

    def _name(self, parent: Element, tag: str, number: str | None = None) -> str:
        """The eId of an element: that of its parent, its kind, and its number or how many there are before it."""
        above = None if parent.tag in _BODIES else parent.get("eId")
        begin = self._part if above is None else f"{above}__"
        short = _SHORT.get(tag, tag)
        if number is None:
            count = self._counts[begin, short] = self._counts.get((begin, short), 0) + 1
            number = str(count)
        return self._free(f"{begin}{short}_{number}")

    def _add(
        self,
        parent: Element,
        tag: str,
        standing: Standing | None = None,
        text: str | None = None,
        *,
        eid: str | None = None,
        attributes: dict[str, str] | None = None,
    ) -> Element:
        """A new last child with an eId, and with its place where it is a model of the document."""
        made = SubElement(parent, tag, attributes or {})
        made.text = text
        self._stand(made, eid or self._name(parent, tag), standing)
        return made

    def _stand(self, element: Element, eid: str, standing: Standing | None) -> None:
        element.set("eId", eid)
        if standing is None:
            return
        place = Element("spcb:place", {"href": f"#{eid}", **_span(standing.span)})
        for piece in standing.pieces:
            SubElement(place, "spcb:piece", _span(piece))
        for evidence in standing.evidence:
            SubElement(place, "spcb:evidence", {"field": evidence.field, **_span(evidence.span)})
        self._places.append(place)

    def _hold(
        self,
        parent: Element,
        tag: str,
        text: str,
        standing: Standing,
        *,
        place: bool = True,
        attributes: dict[str, str] | None = None,
    ) -> _Words:
        """A new last child that holds words in which something may be marked."""
        made = self._add(parent, tag, standing if place else None, text, attributes=attributes)
        self._words.append(_Words(made, standing.span))
        return self._words[-1]

    def _refer(self, kind: str, name: str) -> str:
        """What refers to somebody or something by name: each is listed once."""
        known = self._references.get((kind, name))
        if known is None:
            eid = self._free(f"{kind.lower()}_{_slug(name) or 'x'}")
            href = f"/akn/ontology/{eid.replace('_', '/', 1)}"
            known = Element(f"TLC{kind}", {"eId": eid, "href": href, "showAs": name})
            self._references[kind, name] = known
        return f"#{known.get('eId')}"

    def _marked(self, *names: str) -> str:
        """References to what a thing is: an action, known by its label."""
        return " ".join(self._refer("Concept", name) for name in names)

    # ------------------------------------------------------------ meta

    def _meta(self, work: _Work) -> Element:
        """What identifies a document; its URIs follow the Akoma Ntoso Naming Convention 1.0, section 4."""
        board = _slug(work.board or "")
        day = work.date.isoformat() if work.date else NO_DATE
        number = _slug(work.id.removeprefix(f"{board}/{day}/")) or "x"
        actor = [f"board-{board}" if board[0].isdigit() else board] if board else []
        uri = "/".join([f"/akn/{COUNTRY}", work.tag, work.name, *actor, day, number])
        version = f"{uri}/{LANGUAGE}@{day if work.date else ''}"
        author = self._refer("Organization", work.board) if work.board is not None else self._refer("Role", NOT_STATED)
        title = _title(work)

        meta = Element("meta")
        identification = SubElement(meta, "identification", {"source": self._tool})
        dated = {"date": day, "name": "meeting" if work.date else "unknown"}
        for level, this, whole, by in (
            ("FRBRWork", f"{uri}/!main", uri, author),
            ("FRBRExpression", f"{version}/!main", version, author),
            # with a format behind a date a URI would be read as having that date
            ("FRBRManifestation", f"{version}/!main.xml", version, self._tool),
        ):
            of = SubElement(identification, level)
            SubElement(of, "FRBRthis", {"value": this})
            SubElement(of, "FRBRuri", {"value": whole})
            if level == "FRBRWork":
                SubElement(of, "FRBRalias", {"value": f"{title}, {day}" if work.date else title, "name": "title"})
                SubElement(of, "FRBRalias", {"value": work.id, "name": "id"})
            SubElement(of, "FRBRdate", dated)
            SubElement(of, "FRBRauthor", {"href": by})
            if level == "FRBRWork":
                SubElement(of, "FRBRcountry", {"value": COUNTRY})
                SubElement(of, "FRBRsubtype", {"value": work.name})
                SubElement(of, "FRBRnumber", {"value": number})
            elif level == "FRBRExpression":
                if work.status is not None:
                    SubElement(of, "FRBRversionNumber", {"value": work.status})
                SubElement(of, "FRBRlanguage", {"language": LANGUAGE})
            else:
                SubElement(of, "FRBRformat", {"value": "xml"})
        return meta

    def _proprietary(self) -> Element:
        """Where everything stands, and what it was read from."""
        source = self._document.source
        made = Element("proprietary", {"source": self._tool})
        told = {"name": source.name, "mediaType": source.media_type, "sha256": source.sha256}
        origin = SubElement(made, "spcb:source", {name: value for name, value in told.items() if value is not None})
        if source.pages:
            origin.set("pages", " ".join(map(str, source.pages)))
        # XML has no form feed; where the pages begin is told by `pages`
        SubElement(origin, "spcb:text", {"xml:space": "preserve"}).text = source.text.replace("\f", "\n")
        made.extend(self._places)
        for aside in self._document.furniture:
            page = {"page": str(aside.page)} if aside.page is not None else {}
            told_of = _span(aside.span) if aside.span else page
            SubElement(made, "spcb:furniture", {"kind": aside.kind, **told_of}).text = aside.text
        for found in self._document.diagnostics:
            about = {"code": found.code, "name": found.name, "severity": str(found.severity)}
            one = SubElement(made, "spcb:diagnostic", {**about, **(_span(found.span) if found.span else {})})
            SubElement(one, "spcb:message").text = found.message
            if found.hint is not None:
                SubElement(one, "spcb:hint").text = found.hint
        return made

    # ------------------------------------------------------------ parts

    def _make_part(self, parent: Element, at: int) -> Element:
        """Minutes or an agenda; meta is put before it when all is known."""
        part, self._part = self._document.parts[at], self._parts[at]
        self._owners = _initials(part.attendance) if isinstance(part, Minutes) else {}
        work = _work(part)
        made = SubElement(parent, work.tag, {"name": work.name})
        self._preface(made, work, part)
        body = SubElement(made, "debateBody" if isinstance(part, Minutes) else "mainBody")
        self._stand(body, self._free(f"{self._part}body"), part)
        if isinstance(part, Minutes):
            self._roll_calls(body, part.attendance)
        if part.preamble:
            preamble = self._add(body, "debateSection", attributes={"name": "preamble"})
            self._blocks(preamble, part.preamble, sections=True)
        targets = ChainMap(self._numbered(at), self._anywhere)
        numbered: Iterable[tuple[Item | AgendaItem, str]] = zip(part.items, self._items[at], strict=True)
        for section, run in groupby(numbered, key=lambda one: one[0].section):
            holder = body
            if section is not None:
                name = self._name(body, "debateSection", _slug(section) or None)
                holder = self._add(body, "debateSection", eid=name, attributes={"name": "section"})
                self._add(holder, "heading", text=section)
            for item, eid in run:
                self._item(holder, item, eid, targets)
        if isinstance(part, Minutes):
            self._outcome(body, part)
        if part.next_meeting is not None:
            end = self._add(body, "adjournment", part.next_meeting)
            self._add(end, "heading", text="Next meeting")
            self._when(end, part.next_meeting, "date")
        _never_empty(body)
        return made

    def _numbered(self, at: int) -> dict[ItemNumber, str]:
        """The eIds of a part's items by number, of a number that is used twice the first."""
        part, named = self._document.parts[at], dict[ItemNumber, str]()
        if isinstance(part, Minutes):
            for item, eid in zip(part.items, self._items[at], strict=True):
                named.setdefault(item.number, eid)
        return named

    def _preface(self, parent: Element, work: _Work, part: Part) -> None:
        preface = SubElement(parent, "preface")
        title = SubElement(self._add(preface, "p"), "docTitle")
        if work.board is None:
            title.text = _title(work)
        else:
            board = SubElement(title, "docCommittee", {"refersTo": self._refer("Organization", work.board)})
            board.text, board.tail = work.board, f": {work.name}"
        self._when(preface, part.meeting, "docDate", part.meeting)
        if work.status is not None:
            SubElement(self._add(preface, "p"), "docStatus").text = work.status
        if isinstance(part, Minutes) and part.notices:
            notices = self._add(preface, "container", attributes={"name": "notices"})
            listed = self._add(notices, "blockList")
            for notice in part.notices:
                self._notice(listed, notice)

    def _when(self, parent: Element, meeting: Meeting, date: str, standing: Standing | None = None) -> None:
        """A paragraph with date, hours and venue of a meeting; none where it has none of them."""
        told: list[Element] = []
        if meeting.date is not None:
            told.append(_element(date, meeting.date.isoformat(), date=meeting.date.isoformat()))
        for name, hour in (("start", meeting.start), ("end", meeting.end)):
            if hour is not None:
                told.append(_element("time", _hour(hour), **{"class": name, "time": hour.isoformat()}))
        if meeting.venue is not None:
            told.append(_element("location", meeting.venue, refersTo=self._refer("Location", meeting.venue)))
        if told or standing is not None:
            _joined(self._add(parent, "p", standing), told, ", ")

    def _notice(self, parent: Element, notice: Notice) -> None:
        item = self._add(parent, "item", notice)
        if notice.number is not None:
            self._add(item, "num", text=notice.number)
        words = self._hold(item, "p", notice.text, notice, place=False)
        links = [self._link(link.url) for link in notice.links]
        holders = self._put([words], [_Wanted(link.as_written, None) for link in notice.links], links)
        for at, link in enumerate(links):
            holder = holders[at] if holders else self._line(item, "link", link, notice.links[at].as_written)
            link.set("eId", self._name(holder, "a"))

    def _link(self, url: str) -> Element:
        """A link; an address that a schema or a browser could take for something else is escaped, and kept whole."""
        safe = "/?#@!$&'()*+,;=-._~%" + (":" if _SCHEME.match(url) else "")
        href = quote(url, safe=safe, errors="replace")
        href = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", href)
        first, hash_, rest = href.partition("#")
        href = first + hash_ + rest.replace("#", "%23")
        return _element("a", None, href=href, **({} if href == url else {"title": url}))

    def _roll_calls(self, body: Element, attendance: Attendance) -> None:
        """Who was present, named or counted, and who sent apologies. The headings are ours."""
        standing: Attendance | None = attendance
        lists: tuple[tuple[str, str, Sequence[Attendee], Sequence[HeadCount]], ...] = (
            ("present", "Present", attendance.present, attendance.others),
            ("apologies", "Apologies", attendance.apologies, ()),
        )
        for name, heading, people, others in lists:
            if people or others:
                called = self._add(body, "rollCall", standing, attributes={"class": name})
                standing = None
                self._add(called, "heading", text=heading)
                for attendee in people:
                    self._introduce(called, attendee, "attendee")
                for count in others:
                    role = self._refer("Role", count.role)
                    shown = count.role.replace("_", " ")
                    holder = self._add(called, "p", count, attributes={"class": "others"})
                    quantity = _element("quantity", str(count.count), normalized=str(count.count), refersTo=role)
                    _joined(holder, [quantity, _element("role", shown, refersTo=role)], " ")

    def _outcome(self, body: Element, minutes: Minutes) -> None:
        """What follows from the items: whose notes were accepted, how many actions are outstanding."""
        if minutes.accepted_notes is not None:
            motion = self._add(body, "proceduralMotions", attributes={"class": "accepted-notes"})
            self._add(motion, "heading", text="Notes accepted")
            day = minutes.accepted_notes.isoformat()
            self._add(motion, "p").append(_element("date", day, date=day))
        if minutes.outstanding_actions is not None:
            section = self._add(body, "debateSection", attributes={"name": "outstanding-actions"})
            self._add(section, "heading", text="Outstanding actions")
            count = str(minutes.outstanding_actions)
            self._add(section, "p").append(
                _element("quantity", count, normalized=count, refersTo=self._marked("action"))
            )

    # ------------------------------------------------------------ people

    def _person(self, person: Person, **attributes: str) -> Element:
        """A mark for somebody, without words."""
        made = _element("person", None, refersTo=self._refer("Person", person.name), **attributes)
        for name, value in (("honorific", person.honorific), ("initials", person.initials)):
            if value is not None:
                made.set(f"spcb:{name}", value)
        if person.role is not None:
            made.set("as", self._refer("Role", person.role))
        return made

    def _named(self, parent: Element, person: Person, **attributes: str) -> Element:
        """Somebody by honorific and name, the words as written beside them."""
        made = self._person(person, **attributes)
        made.text = person.name if person.honorific is None else f"{person.honorific} {person.name}"
        if person.as_written != made.text:
            made.set("spcb:written", person.as_written)
        parent.append(made)
        self._stand(made, self._name(parent, "person"), person)
        return made

    def _introduce(self, parent: Element, person: Person, kind: str) -> None:
        """A line with a person, the role, and what is said of the attendance."""
        line = self._add(parent, "p", attributes={"class": kind})
        last = self._named(line, person, **{"class": kind})
        if person.role is not None:
            last.tail = ", "
            last = _element("role", person.role, refersTo=self._refer("Role", person.role))
            line.append(last)
        if isinstance(person, Attendee) and person.note is not None:
            last.tail = " ("
            last = _element("remark", person.note)
            line.append(last)
            last.tail = ")"

    # ------------------------------------------------------------ items

    def _item(self, parent: Element, item: Item | AgendaItem, eid: str, targets: Mapping[ItemNumber, str]) -> None:
        section = self._add(parent, "debateSection", item, eid=eid, attributes={"name": "item"})
        self._add(section, "num", text=str(item.number))
        first = len(self._words)
        if isinstance(item, Item):
            section.set("spcb:id", item.id)
            if item.agenda_item is not None:
                self._add(section, "num", text=item.agenda_item, attributes={"class": "agenda-item"})
            self._heading(section, item.title)
            self._blocks(section, item.blocks, sections=True)
            texts = self._words[first:]
            self._commitments(section, item, texts)
            self._presenters(section, item.presenters, texts)
            self._mentions(section, item.references, texts, targets)
        else:
            self._heading(section, item.title)
            if item.time is not None:
                holder = self._add(section, "p", attributes={"class": "time"})
                holder.append(_element("time", _hour(item.time), time=item.time.isoformat()))
            if item.text is not None:
                self._hold(section, "p", item.text, item, place=False)
            if item.paper is not None:
                self._add(section, "p", text=item.paper, attributes={"class": "paper"})
            self._presenters(section, item.presenters, self._words[first:])

    def _heading(self, section: Element, title: str | None) -> None:
        if title is not None:
            self._add(section, "heading", text=title)

    def _blocks(self, parent: Element, blocks: Sequence[Block], *, sections: bool) -> None:
        """Blocks in order. Only where the schema has sections can questions and decisions stand in ones of theirs."""
        for kind, run in groupby(blocks, key=type):
            holder = parent
            if sections and kind is Question:
                holder = self._add(parent, "questions")
            elif sections and kind is Decision:
                holder = self._add(parent, "resolutions")
            for block in run:
                if isinstance(block, Question) and sections:
                    self._question(holder, block)
                else:
                    self._block(holder, block)

    def _block(self, parent: Element, block: Block) -> None:
        match block:
            case Paragraph():
                self._hold(parent, "p", block.text, block)
            case Decision():
                marks = {"class": "decision", "refersTo": self._marked("decision")}
                self._hold(parent, "p", block.text, block, attributes=marks)
            case BulletList():
                if block.entries:
                    self._list(parent, block.entries, block)
                else:  # the schema knows no list without entries
                    self._add(parent, "p", block, attributes={"class": "list"})
            case Action():
                self._action(parent, block)
            case Question():
                self._question_in_blocks(parent, block)

    def _list(self, parent: Element, entries: Sequence[ListEntry], standing: Standing | None = None) -> None:
        listed = self._add(parent, "ul", standing)
        for entry in entries:
            li = self._hold(listed, "li", entry.text, entry).element
            if entry.entries:
                self._list(li, entry.entries)

    def _action(self, parent: Element, action: Action) -> None:
        """An action with its owner, marked in its words where they hold it, else on a line of its own."""
        marks = {"class": "action", "refersTo": self._marked("action", f"by {action.basis}")}
        holder = self._add(parent, "blockContainer", action, attributes=marks)
        marks["refersTo"] = self._marked("action")
        words = self._hold(holder, "p", action.text, action, place=False, attributes=marks)
        if action.owner is not None:
            owner = _element("inline", None, name="owner")
            if action.owner in self._owners:
                owner.set("refersTo", self._refer("Person", self._owners[action.owner]))
            if not self._put([words], [_Wanted(action.owner, None)], [owner]):
                self._line(holder, "owner", owner, action.owner)
        if action.due is not None:
            day = action.due.isoformat()
            self._add(holder, "p", attributes={"class": "due"}).append(_element("date", day, date=day))
        if action.update is not None:
            self._hold(holder, "p", action.update, action, place=False, attributes={"class": "update"})

    def _question(self, parent: Element, question: Question) -> None:
        """A question and, beside it, its answer (Akoma Ntoso: both say who speaks, so somebody not stated may)."""
        nobody = self._refer("Role", NOT_STATED)
        asker = question.asked_by
        speaks = {"by": self._refer("Person", asker.name) if asker else nobody}
        if asker and asker.role is not None:
            speaks["as"] = self._refer("Role", asker.role)
        asked = self._add(parent, "question", question, attributes=speaks)
        if question.number is not None:
            self._add(asked, "num", text=question.number)
        if asker:
            self._asked_by(self._add(asked, "from"), asker)
        self._hold(asked, "p", question.text, question, place=False)
        if question.answer:
            answer = self._add(parent, "answer", attributes={"by": nobody})
            self._blocks(answer, question.answer, sections=False)

    def _question_in_blocks(self, parent: Element, question: Question) -> None:
        """The same where the schema has blocks only: in an answer, on a cover page."""
        asked = self._add(parent, "blockContainer", question, attributes={"class": "question"})
        if question.number is not None:
            self._add(asked, "num", text=question.number)
        if question.asked_by:
            self._asked_by(self._add(asked, "p", attributes={"class": "from"}), question.asked_by)
        self._hold(asked, "p", question.text, question, place=False, attributes={"class": "question"})
        if question.answer:
            answer = self._add(asked, "blockContainer", attributes={"class": "answer"})
            self._blocks(answer, question.answer, sections=False)

    def _asked_by(self, holder: Element, asker: Person) -> None:
        holder.text = "(Asked by "
        self._named(holder, asker).tail = ")"

    # ------------------------------------------------------------ what is known about the words of an item

    def _commitments(self, section: Element, item: Item, texts: Sequence[_Words]) -> None:
        marks: list[Element] = []
        for commitment in item.commitments:
            marks.append(_element("inline", None, name="commitment", refersTo=self._marked("commitment")))
            if commitment.by is not None:
                marks[-1].set("spcb:by", commitment.by)
        holders = self._put(texts, [_Wanted(one.text, one.span) for one in item.commitments], marks)
        for at, (mark, commitment) in enumerate(zip(marks, item.commitments, strict=True)):
            holder = holders[at] if holders else self._line(section, "commitment", mark, commitment.text)
            self._stand(mark, self._name(holder, "inline"), commitment)

    def _presenters(self, section: Element, presenters: Sequence[Person], texts: Sequence[_Words]) -> None:
        marks = [self._person(person, **{"class": "presenter"}) for person in presenters]
        holders = self._put(texts, [_Wanted(person.as_written, person.span) for person in presenters], marks)
        for at, person in enumerate(presenters):
            if holders:
                self._stand(marks[at], self._name(holders[at], "person"), person)
            else:
                self._introduce(section, person, "presenter")

    def _mentions(
        self,
        section: Element,
        numbers: Sequence[ItemNumber],
        texts: Sequence[_Words],
        targets: Mapping[ItemNumber, str],
    ) -> None:
        marks = []
        for number in numbers:
            target = f"#{targets[number]}" if number in targets else self._refer("Object", str(number))
            marks.append(_element("ref", None, href=target))
        holders = self._put(texts, [_Wanted(str(number), None) for number in numbers], marks)
        for at, (mark, number) in enumerate(zip(marks, numbers, strict=True)):
            holder = holders[at] if holders else self._line(section, "reference", mark, str(number))
            mark.set("eId", self._name(holder, "ref"))

    def _line(self, parent: Element, kind: str, mark: Element, words: str) -> Element:
        """A line of its own for what could not be marked in the text."""
        mark.text = words
        made = self._add(parent, "p", attributes={"class": kind})
        made.append(mark)
        return made

    def _put(self, texts: Sequence[_Words], wanted: Sequence[_Wanted], marks: Sequence[Element]) -> list[Element]:
        """The elements in which the marks now stand around their words, in order; none where one has no place."""
        found = list(_find(texts, wanted))
        for place, mark in zip(found, marks, strict=False):
            place.holder.marks.append((place.start, place.end, mark))
        if len(found) == len(wanted) and all(_nested(place.holder.marks) for place in _each_once(found)):
            return [place.holder.element for place in found]
        for place in found:
            place.holder.marks.pop()
        return []


# ---------------------------------------------------------------- small things


def _work(part: Part) -> _Work:
    if isinstance(part, Agenda):
        return _Work("doc", "agenda", part.id, part.board, part.meeting.date)
    return _Work("debate", "minutes", part.id, part.board, part.meeting.date, part.status)


def _initials(attendance: Attendance) -> dict[str, str]:
    """Names by the initials that were printed beside them, and by themselves; not where two people share them."""
    people: dict[str, set[str]] = {}
    for attendee in (*attendance.present, *attendance.apologies):
        for called in (attendee.name, attendee.initials):
            if called is not None:
                people.setdefault(called, set()).add(attendee.name)
    return {called: name for called, names in people.items() if len(names) == 1 for name in names}


def _title(work: _Work) -> str:
    return work.name.capitalize() if work.board is None else f"{work.board}: {work.name}"


def _slug(text: str) -> str:
    """Lower case letters and digits, joined by hyphens: "Café Owners" -> cafe-owners."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def _span(span: Span) -> dict[str, str]:
    told = {"start": span.start, "end": span.end, "line": span.line, "page": span.page}
    return {name: str(value) for name, value in told.items() if value is not None}


def _hour(time: datetime.time) -> str:
    return time.strftime("%H:%M")


def _element(tag: str, text: str | None, **attributes: str) -> Element:
    made = Element(tag, attributes)
    made.text = text
    return made


def _joined(holder: Element, told: Sequence[Element], between: str) -> None:
    """Adds these, with something between them."""
    holder.extend(told)
    for one in told[:-1]:
        one.tail = between


def _never_empty(body: Element) -> None:
    """The schema wants something in a body, and the document may have nothing."""
    if not len(body):
        SubElement(body, "debateSection", {"name": "empty"})


def _find(texts: Sequence[_Words], wanted: Sequence[_Wanted]) -> Iterator[_Found]:
    """Where words stand in the texts, each behind the one before it; ends at the first that is not found."""
    at, position = 0, 0
    for words, span in wanted:
        while words and at < len(texts):
            holder = texts[at]
            inside = span is None or (holder.span.start <= span.start and span.end <= holder.span.end)
            start = _place(words, holder.element.text or "", position) if inside else -1
            if start >= 0:
                position = start + len(words)
                yield _Found(holder, start, position)
                break
            at, position = at + 1, 0
        else:
            return


def _place(words: str, text: str, position: int) -> int:
    """Where words stand in a text, not as a part of a longer word or number; -1 where they do not."""
    while (start := text.find(words, position)) >= 0:
        around = text[max(start - 1, 0) : start] + text[start + len(words) : start + len(words) + 1]
        if not any(one.isalnum() or one in "_/" for one in around):
            return start
        position = start + 1
    return -1


def _each_once(found: Sequence[_Found]) -> Iterable[_Found]:
    """One place for each element."""
    return {id(place.holder): place for place in found}.values()


def _nested(marks: Sequence[tuple[int, int, Element]]) -> bool:
    """Whether no mark crosses another."""
    open_: list[int] = []
    for start, end, _ in sorted(marks, key=_outer_first):
        while open_ and open_[-1] <= start:
            open_.pop()
        if open_ and end > open_[-1]:
            return False
        open_.append(end)
    return True


def _outer_first(mark: tuple[int, int, Element]) -> tuple[int, int]:
    return mark[0], -mark[1]


def _mark(words: _Words) -> None:
    """Puts the marks into the words of an element: of those that share words the longer holds the shorter."""
    if not words.marks:
        return
    holder = words.element
    text, below = holder.text or "", list(holder)
    holder.text = None
    for one in below:
        holder.remove(one)
    position = 0
    open_ = [(len(text), holder)]

    def close(start: int) -> None:
        nonlocal position
        while open_ and open_[-1][0] <= start:
            end, done = open_.pop()
            _append(done, text[position:end])
            position = end

    for start, end, mark in sorted(words.marks, key=_outer_first):
        close(start)
        _append(open_[-1][1], text[position:start])
        position = start
        open_[-1][1].append(mark)
        open_.append((end, mark))
    close(len(text))
    holder.extend(below)


def _append(element: Element, words: str) -> None:
    """Adds words at the end of an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words


# a parser folds a bare carriage return to a line end, and line ends and tabs in an attribute to blanks (XML 1.0, 2.11
# and 3.3.3)
_IN_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_ATTRIBUTE = _IN_TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def _not_id(attribute: tuple[str, str]) -> bool:
    """Sorts the eId to the front."""
    return attribute[0] != "eId"


def _write(out: list[str], element: Element, indent: str | None, characters: Characters) -> None:
    """The element as text, each child on a line of its own: not in an element that holds words."""
    told = "".join(
        f' {name}="{characters(value).translate(_IN_ATTRIBUTE)}"'
        for name, value in sorted(element.items(), key=_not_id)
    )
    if indent is not None:
        out.append(indent)
    if not len(element) and not element.text:
        out.append(f"<{element.tag}{told}/>")
        return
    out.append(f"<{element.tag}{told}>")
    out.append(characters(element.text or "").translate(_IN_TEXT))
    inner = None if indent is None or element.tag in _HOLD_WORDS else indent + "  "
    for child in element:
        _write(out, child, inner, characters)
        out.append(characters(child.tail or "").translate(_IN_TEXT))
    if len(element) and inner is not None:
        out.append(indent or "")
    out.append(f"</{element.tag}>")
