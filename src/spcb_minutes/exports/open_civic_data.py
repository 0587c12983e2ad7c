"""Open Civic Data: each meeting as an event, for civic platforms.

    agenda and minutes of the Harbour Board, 28 May 2024
    ->  {"name": "Harbour Board", "start_date": "2024-05-28", "status": "passed", "participants": […], "agenda": […], …}

The shape is that of pupa's scraped events (``pupa.scrape.schemas.event``, for OCDEP 4). ``docs/events.md`` has the
mapping.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from ..models import (
    Action,
    Agenda,
    Attendee,
    Decision,
    Document,
    Item,
    Minutes,
    Person,
    Span,
    Standing,
    spoken,
    walk,
)
from .characters import Characters
from .meetings import Sitting, Told, gather, hours_of, zone_of

Json = dict[str, Any]

_ADDRESS = re.compile(r"(?:https?|ftp)://\S+")
_RECORDED = re.compile(r"webcast|film|video|audio|recording|recorded|broadcast|live ?stream", re.IGNORECASE)


def to_open_civic_data(
    documents: Document | Iterable[Document], *, timezone: str | None = None, url: str | None = None
) -> str:
    """A JSON array with an event of Open Civic Data for each meeting, in the order of their dates.

    Each is what pupa's scrapers write (schema ``pupa.scrape.schemas.event``, OCDEP 4). Agenda and minutes of one
    meeting are one event. OCD has no hours without a zone: without a ``timezone`` ("Europe/London") ``start_date`` is
    the day alone, and the hours are in ``extras``. ``url`` is the page where the documents are published; without one
    ``sources`` has file name and hash only. A meeting without a date is left out with a ``LeftOutWarning``. ValueError
    where the time zone is unknown, or the address is none of the web.
    """
    zone = zone_of(timezone)
    if url is not None and not _ADDRESS.fullmatch(url):
        raise ValueError(f"{url!r} is no web address: one that begins with https:// is expected, without blanks")
    gathered = gather(documents, _Characters, announced=False)
    events = [_Event(sitting).written(zone, url) for sitting in gathered.sittings]
    written = json.dumps(events, ensure_ascii=False, indent=2) + "\n"
    for name, characters in gathered.characters:
        characters.report(name)
    return written


class _Characters(Characters):
    def __init__(self) -> None:
        super().__init__("Open Civic Data")


class _Event:
    """The event of a sitting as pupa writes it, made piece by piece, with the place of each fact.

    Places are kept by JSON Pointer (RFC 6901), for pupa takes no further fields in participants or links.
    """

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.tellers: list[Told[Agenda | Minutes]] = []  # one for each document
        for told in (*sitting.told, *sitting.copies):
            if all(told.document is not other.document for other in self.tellers):
                self.tellers.append(told)
        self.places: Json = {}

    def written(self, zone: ZoneInfo | None, url: str | None) -> Json:
        """The event, with every key that pupa's importer asks for."""
        sitting = self.sitting
        minutes, agenda, best = sitting.minutes, sitting.agenda, sitting.told[0]
        identity = best.characters(sitting.id)
        board = sitting.board
        for pointer in ("/name", "/participants/0") if board else ():
            self._place(pointer, sitting.named, _spans(sitting.named.part, "board"))
        items = self._items(minutes) if minutes else self._called(agenda, "/agenda")
        return {
            "_id": identity,
            "pupa_id": identity,
            "name": board or "Meeting",
            "description": "\n".join(best.characters(text) for text in _about(best.part)),
            "classification": "meeting",
            **self._dates(zone),
            "status": "passed" if minutes else "confirmed",
            "location": self._location(),
            "participants": self._participants(board, minutes),
            "agenda": items,
            **self._addresses(minutes),
            "documents": self._documents(url),
            "sources": [self._source(told, url) for told in self.tellers],
            "extras": {
                "meeting": self._meeting("/extras/meeting", sitting.hours, sitting.venue),
                **(self._of_minutes(minutes, items) if minutes else {}),
                "next_meeting": self._next_meeting(),
                "agenda": self._called(agenda, "/extras/agenda") if minutes else [],
                "sources": [self._origin(told) for told in self.tellers],
                "places": self.places,
            },
        }

    def _place(self, pointer: str, told: Told[Any], spans: Iterable[Span]) -> None:
        """Note the stretches that a fact was read from; nothing where its document does not say."""
        source = next(i for i, other in enumerate(self.tellers) if other.document is told.document)
        stretches = [
            {"source": source, "start": span.start, "end": span.end, "line": span.line, "page": span.page}
            for span in spans
        ]
        if stretches:
            self.places[pointer] = stretches

    # ------------------------------------------------------------ when, where, from what

    def _dates(self, zone: ZoneInfo | None) -> Json:
        """Start and end with their offset; without a zone OCD holds the day alone."""
        told = self.sitting.hours
        hours = hours_of(self.sitting, zone) if zone else None
        self._place("/start_date", told, _spans(told.meeting, "date", *(("start",) if hours else ())))
        if zone is None or hours is None:
            return {"start_date": self.sitting.date.isoformat(), "end_date": "", "all_day": True}
        if hours.end:
            self._place("/end_date", told, _spans(told.meeting, "date", "end"))
        end = _with_offset(hours.end, zone) if hours.end else ""
        return {"start_date": _with_offset(hours.start, zone), "end_date": end, "all_day": False}

    def _location(self) -> Json | None:
        told = self.sitting.venue
        if not told.meeting.venue:
            return None
        self._place("/location/name", told, _spans(told.meeting, "venue"))
        return {"name": told.characters(told.meeting.venue), "note": "", "coordinates": None}

    def _meeting(self, pointer: str, hours: Told[Agenda | Minutes], venue: Told[Agenda | Minutes]) -> Json:
        """When and where, as stated."""
        for told, names in ((hours, ("date", "start", "end")), (venue, ("venue",))):
            for name in names:
                self._place(f"{pointer}/{name}", told, _spans(told.meeting, name))
        meeting = hours.meeting
        return {
            "date": _iso(meeting.date),
            "start": _iso(meeting.start),
            "end": _iso(meeting.end),
            "venue": venue.characters(venue.meeting.venue) if venue.meeting.venue is not None else None,
        }

    def _next_meeting(self) -> Json | None:
        for told in self.sitting.told:
            if told.part.next_meeting is not None:
                then = told._replace(meeting=told.part.next_meeting)
                return self._meeting("/extras/next_meeting", then, then)
        return None

    def _source(self, told: Told[Agenda | Minutes], url: str | None) -> Json:
        name = told.characters(told.document.source.name or "text")
        note = f"{name}, sha256 {told.document.source.sha256}"
        return {"url": url, "note": note} if url else {"note": note}

    def _origin(self, told: Told[Agenda | Minutes]) -> Json:
        """A document that this was read from; places count these from 0."""
        source, text = told.document.source, told.characters
        mine = [one.part for one in (*self.sitting.told, *self.sitting.copies) if one.document is told.document]
        return {
            "name": text(source.name) if source.name is not None else None,
            "media_type": text(source.media_type),
            "sha256": source.sha256,
            "parts": list(dict.fromkeys(text(part.id) for part in mine)),
        }

    def _documents(self, url: str | None) -> list[Json]:
        """The minutes and the agenda, where they can be had at an address."""
        told = [one for one in (self.sitting.minutes, self.sitting.agenda) if one and url]
        return [
            {
                "note": one.part.kind.capitalize(),
                "date": "",
                "classification": one.part.kind,
                "links": [{"url": url, "media_type": "", "text": one.characters(one.document.source.name or "")}],
            }
            for one in told
        ]

    # ------------------------------------------------------------ who, and what they were told

    def _participants(self, board: str, minutes: Told[Minutes] | None) -> list[Json]:
        """The board that met, those present, those who sent apologies."""
        found = [_taking_part(board, "organization", "host")] if board else []
        if minutes is None:
            return found
        text, attendance = minutes.characters, minutes.part.attendance
        present = [(person, text(person.role or "") or "present") for person in attendance.present]
        for person, note in [*present, *((person, "apologies") for person in attendance.apologies)]:
            if person.name:
                self._place(f"/participants/{len(found)}", minutes, _stretches(person))
                found.append(_taking_part(text(person.name), "person", note))
        return found

    def _addresses(self, minutes: Told[Minutes] | None) -> Json:
        """The web addresses of the notices: of recordings, and others; each once."""
        found: dict[str, list[Json]] = {"media": [], "links": []}
        seen: set[str] = set()
        for notice in minutes.part.notices if minutes else ():
            for link in notice.links:
                if minutes is None or link.url in seen or not _ADDRESS.fullmatch(link.url):
                    continue
                seen.add(link.url)
                url, note = minutes.characters(link.url), minutes.characters(notice.text)
                # of two addresses in one notice its words do not tell which is the recording
                recorded = _RECORDED.search(link.url if len(notice.links) > 1 else notice.text)
                kind = "media" if recorded else "links"
                self._place(f"/{kind}/{len(found[kind])}", minutes, _stretches(notice))
                if recorded:
                    links = [{"url": url, "media_type": "", "text": ""}]
                    found[kind].append({"note": note, "date": "", "links": links})
                else:
                    found[kind].append({"note": note, "url": url})
        return found

    # ------------------------------------------------------------ items

    def _items(self, told: Told[Minutes]) -> list[Json]:
        """The items of minutes, with what was said."""
        return [self._item(told, f"/agenda/{i}", i, item) for i, item in enumerate(told.part.items)]

    def _item(self, told: Told[Minutes], pointer: str, order: int, item: Item) -> Json:
        text, maybe = told.characters, _maybe(told.characters)
        said = [one for one in spoken(item.blocks) if one.text]
        for i, one in enumerate(said):
            self._place(f"{pointer}/notes/{i}", told, _stretches(one))
        self._place(f"{pointer}/description", told, _spans(item, "title") if item.title else _spans(item, "number"))
        extras = f"{pointer}/extras"
        for name in ("number", "agenda_item", "section"):
            self._place(f"{extras}/{name}", told, _spans(item, name))
        decisions = [block for block in walk(item.blocks) if isinstance(block, Decision)]
        listed = {"questions": item.questions, "decisions": decisions, "commitments": item.commitments}
        for name, models in listed.items():
            for i, model in enumerate(models):
                self._place(f"{extras}/{name}/{i}", told, _stretches(model))
        return {
            "description": text(item.title or "") or str(item.number),
            "order": str(order),
            "classification": [text(item.section)] if item.section else [],
            "subjects": [],
            "notes": [text(one.text) for one in said],
            "related_entities": self._presenters(told, pointer, item.presenters),
            "media": [],
            "extras": {
                "id": text(item.id),
                "number": str(item.number),
                "agenda_item": maybe(item.agenda_item),
                "section": maybe(item.section),
                "questions": [
                    {
                        "number": maybe(question.number),
                        "text": text(question.text),
                        "asked_by": text(question.asked_by.name) if question.asked_by else None,
                        "answer": [text(one.text) for one in spoken(question.answer)],
                    }
                    for question in item.questions
                ],
                "actions": self._actions(told, f"{extras}/actions", item.actions),
                "decisions": [{"text": text(decision.text)} for decision in decisions],
                "commitments": [{"text": text(one.text), "by": maybe(one.by)} for one in item.commitments],
                "references": [str(number) for number in item.references],
            },
        }

    def _actions(self, told: Told[Minutes], pointer: str, actions: Sequence[Action]) -> list[Json]:
        text, maybe = told.characters, _maybe(told.characters)
        for i, action in enumerate(actions):
            self._place(f"{pointer}/{i}", told, _stretches(action))
            for name in ("owner", "due", "update"):
                self._place(f"{pointer}/{i}/{name}", told, _spans(action, name))
        return [
            {
                "text": text(action.text),
                "owner": maybe(action.owner),
                "due": _iso(action.due),
                "update": maybe(action.update),
                "basis": action.basis,
            }
            for action in actions
        ]

    def _presenters(self, told: Told[Any], pointer: str, presenters: Sequence[Person]) -> list[Json]:
        people = [person for person in presenters if person.name]
        for i, person in enumerate(people):
            self._place(f"{pointer}/related_entities/{i}", told, _stretches(person))
        return [_taking_part(told.characters(person.name), "person", "presenter") for person in people]

    def _called(self, told: Told[Agenda] | None, pointer: str) -> list[Json]:
        """The items of an agenda: nothing is said yet."""
        if told is None:
            return []
        text, maybe = told.characters, _maybe(told.characters)
        rows = []
        for order, item in enumerate(told.part.items):
            here = f"{pointer}/{order}"
            self._place(f"{here}/description", told, _spans(item, "title") if item.title else _spans(item, "number"))
            for name in ("number", "time", "section", "paper", "text"):
                self._place(f"{here}/extras/{name}", told, _spans(item, name))
            rows.append(
                {
                    "description": text(item.title or "") or text(item.number) or "Item",
                    "order": str(order),
                    "classification": [text(one) for one in (item.section, item.paper) if one],
                    "subjects": [],
                    "notes": [],
                    "related_entities": self._presenters(told, here, item.presenters),
                    "media": [],
                    "extras": {
                        "number": text(item.number),
                        "time": _iso(item.time),
                        "section": maybe(item.section),
                        "paper": maybe(item.paper),
                        "text": maybe(item.text),
                    },
                }
            )
        return rows

    def _of_minutes(self, told: Told[Minutes], items: list[Json]) -> Json:
        """What minutes say and OCD has no field for; the actions of all items once more, in one list."""
        minutes, text, maybe = told.part, told.characters, _maybe(told.characters)
        attendance = minutes.attendance
        for name, models in (
            ("attendance/present", attendance.present),
            ("attendance/apologies", attendance.apologies),
            ("attendance/others", attendance.others),
            ("notices", minutes.notices),
        ):
            for i, model in enumerate(models):
                self._place(f"/extras/{name}/{i}", told, _stretches(model))
        for name in ("status", "accepted_notes", "outstanding_actions"):
            self._place(f"/extras/{name}", told, _spans(minutes, name))
        return {
            "status": maybe(minutes.status),
            "attendance": {
                "present": [_attendee(person, text) for person in attendance.present],
                "apologies": [_attendee(person, text) for person in attendance.apologies],
                "others": [{"role": text(one.role), "count": one.count} for one in attendance.others],
            },
            "notices": [
                {
                    "number": maybe(notice.number),
                    "text": text(notice.text),
                    "links": [{"url": text(one.url), "as_written": text(one.as_written)} for one in notice.links],
                }
                for notice in minutes.notices
            ],
            "actions": [
                {"order": item["order"], "number": item["extras"]["number"], **action}
                for item in items
                for action in item["extras"]["actions"]
            ],
            "accepted_notes": _iso(minutes.accepted_notes),
            "outstanding_actions": minutes.outstanding_actions,
        }


def _about(part: Agenda | Minutes) -> Iterator[str]:
    """What a part says of the meeting as a whole: notices, and what stands before the first item."""
    if isinstance(part, Minutes):
        yield from (notice.text for notice in part.notices)
    yield from (said.text for said in spoken(part.preamble))


def _stretches(model: Standing) -> Sequence[Span]:
    """The stretches that hold a model's words."""
    return model.pieces or (model.span,)


def _spans(model: Standing, *fields: str) -> list[Span]:
    """The stretches that values of a model were read from; none where the model does not tell."""
    return [evidence.span for evidence in model.evidence if evidence.field in fields]


def _taking_part(name: str, kind: str, note: str) -> Json:
    """Somebody as pupa writes it: by name, to be resolved by its importer."""
    return {
        "name": name,
        "entity_type": kind,
        "note": note,
        f"{kind}_id": "~" + json.dumps({"name": name}),
    }


def _attendee(person: Attendee, text: Characters) -> Json:
    maybe = _maybe(text)
    return {
        "name": text(person.name),
        "honorific": maybe(person.honorific),
        "initials": maybe(person.initials),
        "role": maybe(person.role),
        "note": maybe(person.note),
        "as_written": text(person.as_written),
    }


def _maybe(text: Characters) -> Callable[[str | None], str | None]:
    return lambda value: None if value is None else text(value)


def _iso(value: datetime.date | datetime.time | None) -> str | None:
    return None if value is None else value.isoformat()


def _with_offset(instant: datetime.datetime, zone: ZoneInfo) -> str:
    """A time as OCD writes it, with the offset of its zone; in UTC where that is no whole number of minutes."""
    local = instant.astimezone(zone)
    offset = local.utcoffset() or datetime.timedelta()
    return (instant if offset.seconds % 60 else local).isoformat(timespec="seconds")
