"""Open Civic Data: every event is one that ``pupa`` would write itself, and says what the models say."""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import re
import warnings
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exported import HOSTILE, LONE, examples, odd, spoilt
from generated import agendas, minutes
from spcb_minutes import (
    Action,
    Agenda,
    Decision,
    Document,
    Link,
    Meeting,
    Minutes,
    Notice,
    ReplacedCharactersWarning,
    Source,
    Span,
    parse,
)
from spcb_minutes.errors import LeftOutWarning
from spcb_minutes.exports.open_civic_data import to_open_civic_data
from spcb_minutes.models import Block, walk
from strategies import any_text

with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
    # at import pupa prints that it has no settings, and registers its formats in a way that jsonschema will give up
    warnings.simplefilter("ignore", DeprecationWarning)
    from pupa.scrape import Event

PLACE = Span(start=0, end=0, line=1)
SHA = "0123456789ab" + "0" * 52


class Written(Event):  # type: ignore[misc]
    """An event that we wrote, to be validated by pupa as its own are."""

    def __init__(self, event: dict[str, Any]) -> None:
        super().__init__(event["name"], event["start_date"])
        self._event = event

    def as_dict(self) -> dict[str, Any]:
        return self._event


def made_by_pupa(event: dict[str, Any]) -> dict[str, Any]:
    """What pupa's own methods make of the same facts."""
    made = Event(
        event["name"],
        event["start_date"],
        location_name=event["location"]["name"] if event["location"] else None,
        all_day=event["all_day"],
        description=event["description"],
        end_date=event["end_date"],
        status=event["status"],
        classification=event["classification"],
    )
    made.pupa_id = event["pupa_id"]
    for one in event["participants"]:
        made.add_participant(one["name"], one["entity_type"], note=one["note"])
    for row in event["agenda"]:
        item = made.add_agenda_item(row["description"])
        for entity in row["related_entities"]:
            item.add_person(entity["name"], note=entity["note"])
        item["notes"] += row["notes"]
        for name in row["classification"]:
            item.add_classification(name)
        item["extras"] = row["extras"]
    for one in event["links"]:
        made.add_link(one["url"], note=one["note"])
    for one in event["media"]:
        for link in one["links"]:
            made.add_media_link(one["note"], link["url"], link["media_type"], text=link["text"])
    for one in event["documents"]:
        for link in one["links"]:
            made.add_document(one["note"], link["url"], media_type=link["media_type"], text=link["text"])
        made.documents[-1]["classification"] = one["classification"]  # of the model of OCD; pupa cannot set it
    for one in event["sources"]:
        made.add_source(one.get("url", ""), note=one["note"])
        made.sources[-1] = {name: value for name, value in made.sources[-1].items() if name in one}
    made.extras = event["extras"]
    return {**made.as_dict(), "_id": event["_id"]}


def sound(text: str) -> list[dict[str, Any]]:
    """The events of an export that pupa holds for sound."""
    events: list[dict[str, Any]] = json.loads(text)
    for event in events:
        Written(event).validate()
        assert event["sources"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?", event["start_date"])
        assert len(event["start_date"]) <= 25  # the field of the database
        assert event["all_day"] == ("T" not in event["start_date"])
    assert len({event["_id"] for event in events}) == len(events)
    return events


def exported(documents: Document | Iterable[Document], **options: Any) -> list[dict[str, Any]]:
    """The events; what was left out or replaced is told elsewhere."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LeftOutWarning)
        warnings.simplefilter("ignore", ReplacedCharactersWarning)
        return sound(to_open_civic_data(documents, **options))


def example(name: str) -> Document:
    return next(document for document in examples() if document.source.name == name)


def document(*parts: Agenda | Minutes, name: str | None = "notes.txt") -> Document:
    """A document made by hand of these parts."""
    source = Source(name=name, media_type="text/plain", sha256=SHA, text="")
    return Document(schema_version="1.0", source=source, parts=parts)


def part(kind: str, date: str | None, start: str | None = None, end: str | None = None, **more: Any) -> Any:
    """Minutes or an agenda of the Harbour Board that say when they are, and little else."""
    times = {"start": start and datetime.time.fromisoformat(start), "end": end and datetime.time.fromisoformat(end)}
    when = {"date": date and datetime.date.fromisoformat(date), **times, "span": PLACE}
    where = f"harbour-board/{date}" if date else SHA[:12]
    fields = {"kind": kind, "id": f"{where}/{kind}", "board": "Harbour Board", "meeting": when, "span": PLACE, **more}
    if kind == "agenda":
        return Agenda.model_validate(fields)
    return Minutes.model_validate({"attendance": {"span": PLACE}, **fields})


def printed(blocks: Sequence[Block]) -> list[str]:
    """What the blocks say, in reading order."""
    lines: list[str] = []
    for block in walk(blocks):
        entries = list(block.entries) if block.kind == "list" else []
        if block.kind != "list":
            lines.append(block.text)
        while entries:
            entry = entries.pop(0)
            lines.append(entry.text)
            entries = [*entry.entries, *entries]
    return lines


def agree(event: dict[str, Any], one: Minutes | Agenda) -> None:
    """Everything that the minutes or the agenda say is in the event, in their order."""
    people = [{"name": p["name"], "note": p["note"]} for p in event["participants"] if p["entity_type"] == "person"]
    assert [row["order"] for row in event["agenda"]] == [str(i) for i in range(len(one.items))]
    extras = event["extras"]
    assert extras["meeting"] == {
        "date": str(one.meeting.date),
        "start": one.meeting.start.isoformat() if one.meeting.start else None,
        "end": one.meeting.end.isoformat() if one.meeting.end else None,
        "venue": one.meeting.venue,
    }
    assert (extras["next_meeting"] is None) == (one.next_meeting is None)
    if one.next_meeting and one.next_meeting.date:
        assert extras["next_meeting"]["date"] == one.next_meeting.date.isoformat()
    if isinstance(one, Agenda):
        assert people == []
        assert event["status"] == "confirmed"
        for row, called in zip(event["agenda"], one.items, strict=True):
            assert row["description"] == (called.title or called.number)
            assert row["classification"] == [name for name in (called.section, called.paper) if name]
            assert [entity["name"] for entity in row["related_entities"]] == [p.name for p in called.presenters]
            assert row["extras"] == {
                "number": called.number,
                "time": called.time.isoformat() if called.time else None,
                "section": called.section,
                "paper": called.paper,
                "text": called.text,
            }
        return
    assert event["status"] == "passed"
    assert people == [
        *({"name": p.name, "note": p.role or "present"} for p in one.attendance.present),
        *({"name": p.name, "note": "apologies"} for p in one.attendance.apologies),
    ]
    for row, item in zip(event["agenda"], one.items, strict=True):
        assert row["description"] == (item.title or str(item.number))
        assert row["notes"] == printed(item.blocks)
        assert [entity["name"] for entity in row["related_entities"]] == [p.name for p in item.presenters]
        more = row["extras"]
        assert (more["number"], more["agenda_item"], more["section"]) == (
            str(item.number),
            item.agenda_item,
            item.section,
        )
        assert [(q["number"], q["text"], q["asked_by"], q["answer"]) for q in more["questions"]] == [
            (q.number, q.text, q.asked_by.name if q.asked_by else None, printed(q.answer)) for q in item.questions
        ]
        assert [told(a) for a in more["actions"]] == [as_told(a) for a in item.actions]
        assert [d["text"] for d in more["decisions"]] == [b.text for b in walk(item.blocks) if isinstance(b, Decision)]
        assert [(c["text"], c["by"]) for c in more["commitments"]] == [(c.text, c.by) for c in item.commitments]
        assert more["references"] == [str(number) for number in item.references]
    assert [told(a) for a in extras["actions"]] == [as_told(a) for a in one.actions]
    for name, attendees in (("present", one.attendance.present), ("apologies", one.attendance.apologies)):
        assert extras["attendance"][name] == [
            {k: getattr(p, k) for k in ("name", "honorific", "initials", "role", "note", "as_written")}
            for p in attendees
        ]
    assert extras["attendance"]["others"] == [{"role": o.role, "count": o.count} for o in one.attendance.others]
    assert [notice["text"] for notice in extras["notices"]] == [notice.text for notice in one.notices]
    links = {link.url for notice in one.notices for link in notice.links if link.url.startswith("http")}
    assert {url["url"] for url in event["links"]} | {m["links"][0]["url"] for m in event["media"]} == links
    assert (extras["status"], extras["outstanding_actions"]) == (one.status, one.outstanding_actions)
    assert extras["accepted_notes"] == (one.accepted_notes.isoformat() if one.accepted_notes else None)


def told(action: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(action[name] for name in ("text", "owner", "due", "update", "basis"))


def as_told(action: Action) -> tuple[Any, ...]:
    return action.text, action.owner, action.due and action.due.isoformat(), action.update, action.basis


# ---------------------------------------------------------------- examples


def test_a_meeting_is_an_event() -> None:
    """Read in examples/millbrook-2024-06-05.md."""
    (event,) = exported(example("millbrook-2024-06-05.md"))
    assert event["name"] == "Millbrook Parish Council"
    assert (event["start_date"], event["end_date"], event["all_day"]) == ("2024-06-05", "", True)
    assert (event["status"], event["classification"]) == ("passed", "meeting")
    assert event["location"] == {"name": "Millbrook Village Hall", "note": "", "coordinates": None}
    assert [p["note"] for p in event["participants"]][:4] == ["host", "Chair", "Vice-Chair", "present"]
    assert [p["name"] for p in event["participants"] if p["note"] == "apologies"] == ["Petra Van Houten", "Basil Crane"]
    allotments = event["agenda"][7]
    assert (allotments["description"], allotments["order"]) == ("Allotments", "7")
    assert allotments["notes"] == [
        "It was AGREED that the rent for a full plot be kept at £32 for the year from October.",
        "A new lock to be fitted to the allotment gate before the summer show.",
    ]
    assert allotments["extras"]["number"] == "108/24"
    (lock,) = allotments["extras"]["actions"]
    assert (lock["owner"], lock["text"]) == ("Clerk", allotments["notes"][1])
    assert [entity["name"] for entity in event["agenda"][6]["related_entities"]] == ["Hugh Farrant"]
    assert event["extras"]["status"] == "draft"
    assert event["extras"]["next_meeting"] == {
        "date": "2024-07-03", "start": "19:00:00", "end": None, "venue": "Millbrook Village Hall",
    }  # fmt: skip
    assert [(a["number"], a["owner"]) for a in event["extras"]["actions"]] == [
        ("105/24", "Clerk"), ("105/24", "Clerk"), ("108/24", "Clerk"), ("111/24", "Cllr Quill"),
    ]  # fmt: skip


def test_recordings_are_media_and_other_addresses_are_links() -> None:
    """Read in examples/harbour-pack-2024-05.txt."""
    minutes_event, agenda_event = exported(example("harbour-pack-2024-05.txt"))
    (film,) = minutes_event["media"]
    assert film["links"] == [
        {"url": "https://watch.wrenmouth-harbour.example/board/film_archive/77488", "media_type": "", "text": ""}
    ]
    assert film["note"].startswith("The meeting was filmed")
    assert [link["url"] for link in minutes_event["links"]] == [
        "https://www.wrenmouth-harbour.example/board/agendas-notes-papers/"
    ]
    assert (agenda_event["media"], agenda_event["links"]) == ([], [])
    assert agenda_event["agenda"][5]["classification"] == ["Visiting Speakers", "Verbal update"]


@pytest.mark.parametrize("source", examples(), ids=lambda d: d.source.name)
@pytest.mark.parametrize("options", [{}, {"timezone": "Europe/London", "url": "https://board.example/papers"}], ids=str)
def test_every_example_is_what_pupa_makes_and_says_what_its_models_say(source: Document, options: Any) -> None:
    events = {event["_id"]: event for event in exported(source, **options)}
    assert len(events) == len(source.parts)
    for one in source.parts:
        event = events[one.id.removesuffix(f"/{one.kind}")]
        assert json.loads(json.dumps(made_by_pupa(event))) == event
        assert event["name"] == one.board
        assert (event["location"] or {}).get("name") == one.meeting.venue
        agree(event, one)


_COUNTED = {"start_date", "end_date", "date", "start", "end", "time", "due", "accepted_notes", "outstanding_actions"}


@pytest.mark.parametrize("source", examples(), ids=lambda d: d.source.name)
def test_every_fact_has_its_place(source: Document) -> None:
    words = source.source.text
    for event in exported(source, timezone="Europe/London"):
        assert [origin["sha256"] for origin in event["extras"]["sources"]] == [source.source.sha256]
        places = event["extras"].pop("places")
        for pointer, stretches in places.items():
            fact: Any = event
            for step in pointer.split("/")[1:]:
                fact = fact[int(step)] if isinstance(fact, list) else fact[step]
            assert all((s["source"], words.count("\n", 0, s["start"]) + 1) == (0, s["line"]) for s in stretches)
            read = " ".join(words[s["start"] : s["end"]] for s in stretches)
            assert plain(read)
            if "/others/" in pointer:  # "Members of the Public: 6" are member_of_the_public
                assert plain(fact["role"])[:6] in plain(read)
            elif pointer.rpartition("/")[2] in _COUNTED:
                assert re.search(r"\d", read)
            else:
                fact = fact.get("name", fact.get("text", fact.get("note"))) if isinstance(fact, dict) else fact
                assert plain(str(fact)) in plain(read) or plain(read) in plain(str(fact)), (pointer, fact, read)
        facts = [pointer for pointer in pointers(event) if pointer not in places]
        assert [pointer for pointer in facts if re.fullmatch(r"/agenda/\d+/(description|notes/\d+)", pointer)] == []
        assert [pointer for pointer in facts if re.search(r"/(actions|questions|decisions)/\d+$", pointer)] == []
        assert [pointer for pointer in facts if re.fullmatch(r"/(name|start_date|participants/\d+)", pointer)] == []


def plain(text: str) -> str:
    """Letters and digits alone: extraction marks, wraps and capitals do not count."""
    return "".join(filter(str.isalnum, text)).casefold()


def pointers(value: Any, here: str = "") -> Iterable[str]:
    """The JSON Pointers of everything in a value that holds a text, a list's members too."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in steps:
        if f"{here}/{step}" != "/extras/actions":  # once more, from the items
            yield f"{here}/{step}"
            yield from pointers(one, f"{here}/{step}")


def test_a_place_is_that_of_the_words_alone() -> None:
    text = "HARBOUR BOARD\n\nTuesday 14 May 2024\n\n041/24 Tides\n\n- Low.\n\nAction: HM to report by 3 June 2024.\n"
    (event,) = exported(parse(text))
    places = event["extras"]["places"]

    def words(pointer: str) -> list[str]:
        return [text[place["start"] : place["end"]] for place in places[pointer]]

    assert words("/start_date") == ["Tuesday 14 May 2024"]
    assert words("/name") == words("/participants/0") == ["HARBOUR BOARD"]
    assert words("/agenda/0/extras/number") == ["041/24"]
    assert words("/agenda/0/description") == ["Tides"]
    assert words("/agenda/0/notes/0") == ["Low."]
    assert words("/agenda/0/extras/actions/0") == words("/agenda/0/notes/1") == ["HM to report by 3 June 2024."]
    assert words("/agenda/0/extras/actions/0/owner") == ["HM"]
    assert words("/agenda/0/extras/actions/0/due") == ["3 June 2024"]


# ---------------------------------------------------------------- texts


@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
def test_hostile_words_come_back(words: str) -> None:
    for source in examples():
        for event in exported(spoilt(source, words)):
            assert event["name"] == words
            assert all(row["description"] in (words, row["extras"]["number"]) for row in event["agenda"])
            assert {note for row in event["agenda"] for note in row["notes"]} <= {words}
            assert (event["location"] or {"name": words})["name"] == words
            assert {p["note"] for p in event["participants"]} <= {words, "host", "present", "apologies"}
            assert (event["media"], event["links"]) == ([], [])  # none of them is an address
            assert json.loads(json.dumps(made_by_pupa(event))) == event


def test_empty_words_are_no_fact() -> None:
    for source in examples():
        for event in exported(spoilt(source, "")):
            assert (event["name"], event["location"], event["participants"]) == ("Meeting", None, [])
            assert all(row["description"] == row["extras"]["number"] for row in event["agenda"])
            assert not any(row["notes"] or row["related_entities"] for row in event["agenda"])


def test_half_characters_are_replaced_and_reported() -> None:
    for source in (*examples(), *odd()):
        for event in exported(spoilt(source, LONE)):
            assert event["name"] in ("half \ufffd a pair", "Meeting")
    notes = part("minutes", "2024-05-14", board="Half \ud800 Board")
    with pytest.warns(ReplacedCharactersWarning) as warned:
        (event,) = sound(to_open_civic_data(document(notes)))
    assert event["name"] == "Half \ufffd Board"
    assert [str(w.message) for w in warned] == [
        "notes.txt: Open Civic Data cannot hold U+D800; U+FFFD was written instead"
    ]
    assert warned[0].filename == __file__


def test_only_addresses_of_the_web_are_links() -> None:
    urls = ("https://a.example/é?a=1", "https://a.example/b c", "www.a.example", "javascript:alert(1)", "", "\ud800")
    notice = Notice.model_construct(
        number=None, text="The film.", links=tuple(Link.model_construct(url=u, as_written=u) for u in urls), span=PLACE
    )
    alone = Notice(number=None, text="Webcast: https://a.example/1", span=PLACE, links=(
        Link(url="https://a.example/1", as_written="https://a.example/1"),
    ))  # fmt: skip
    notes = part("minutes", "2024-05-14").model_copy(update={"notices": (notice, alone, alone)})
    (event,) = exported(document(notes))
    assert [link["url"] for link in event["links"]] == ["https://a.example/é?a=1"]
    assert [one["links"][0]["url"] for one in event["media"]] == ["https://a.example/1"]
    assert [link["url"] for link in event["extras"]["notices"][0]["links"]] == [*urls[:-1], "\ufffd"]


# ---------------------------------------------------------------- anything


@pytest.mark.parametrize("source", odd(), ids=range(len(odd())))
def test_odd_documents_make_events(source: Document) -> None:
    dated = [one for one in source.parts if one.meeting.date]
    assert len(exported(source)) == len(dated)


@given(minutes() | agendas(), st.none() | st.sampled_from(["Europe/London", "Pacific/Auckland"]))
def test_generated_meetings_come_back(one: Minutes | Agenda, timezone: str | None) -> None:
    found = exported(document(one), timezone=timezone)
    assert len(found) == (one.meeting.date is not None)
    for event in found:
        agree(event, one)
        assert json.loads(json.dumps(made_by_pupa(event))) == event


@given(any_text())
def test_any_text_makes_events(text: str) -> None:
    exported(parse(text))


@given(st.text(), st.text(), st.dates(), st.none() | st.times(), st.none() | st.times(), st.sampled_from(
    [None, "Europe/London", "Asia/Tokyo", "America/St_Johns"]
))  # fmt: skip
def test_any_words_at_any_time_make_an_event(
    board: str,
    venue: str,
    date: datetime.date,
    start: datetime.time | None,
    end: datetime.time | None,
    timezone: str | None,
) -> None:
    notes = part("minutes", "2024-05-14").model_copy(
        update={"board": board, "meeting": Meeting(date=date, start=start, end=end, venue=venue, span=PLACE)}
    )
    (event,) = exported(document(notes), timezone=timezone)
    if timezone and event["end_date"]:
        begins, ends = (datetime.datetime.fromisoformat(event[name]) for name in ("start_date", "end_date"))
        assert ends > begins


# ---------------------------------------------------------------- times, sources, meetings


@pytest.mark.parametrize(
    ("date", "start", "end", "zone", "begins", "ends"),
    [
        ("2024-01-10", "10:00", "12:30", "Europe/London", "2024-01-10T10:00:00+00:00", "2024-01-10T12:30:00+00:00"),
        ("2024-05-14", "10:00", "12:30", "Europe/London", "2024-05-14T10:00:00+01:00", "2024-05-14T12:30:00+01:00"),
        ("2024-05-14", "22:00", "01:00", "Europe/London", "2024-05-14T22:00:00+01:00", "2024-05-15T01:00:00+01:00"),
        ("2024-05-14", "14:00", "13:00", "Europe/London", "2024-05-14T14:00:00+01:00", ""),
        ("2024-05-14", None, "13:00", "Europe/London", "2024-05-14", ""),
        ("2024-05-14", "10:00", "12:30", None, "2024-05-14", ""),
        # the sun's time of London was 1 minute and 15 seconds behind
        ("1840-05-14", "10:00", None, "Europe/London", "1840-05-14T10:01:15+00:00", ""),
        ("0001-01-01", "00:00", None, "Asia/Tokyo", "0001-01-01", ""),
    ],
)
def test_hours_need_a_time_zone(
    date: str, start: str | None, end: str | None, zone: str | None, begins: str, ends: str
) -> None:
    (event,) = exported(document(part("minutes", date, start, end)), timezone=zone)
    assert (event["start_date"], event["end_date"]) == (begins, ends)
    stated = event["extras"]["meeting"]
    assert (stated["start"], stated["end"]) == tuple(time and f"{time}:00" for time in (start, end))


def test_misuse_is_told() -> None:
    with pytest.raises(ValueError, match="is no time zone known here"):
        to_open_civic_data([], timezone="Europe/Wrenmouth")
    for url in ("harbour.example", "", "file:///notes.txt", "https://a.example/b c"):
        with pytest.raises(ValueError, match="is no web address"):
            to_open_civic_data([], url=url)


def test_the_source_is_named_by_its_hash_and_by_its_address_where_that_is_told() -> None:
    notes = document(part("minutes", "2024-05-14"), name=None)
    (event,) = exported(notes)
    assert event["sources"] == [{"note": f"text, sha256 {SHA}"}]
    assert event["documents"] == []
    (event,) = exported(notes, url="https://board.example/papers")
    assert event["sources"] == [{"url": "https://board.example/papers", "note": f"text, sha256 {SHA}"}]
    (minutes_document,) = event["documents"]
    assert minutes_document == {
        "note": "Minutes",
        "date": "",
        "classification": "minutes",
        "links": [{"url": "https://board.example/papers", "media_type": "", "text": ""}],
    }
    assert event["extras"]["sources"] == [
        {"name": None, "media_type": "text/plain", "sha256": SHA, "parts": ["harbour-board/2024-05-14/minutes"]}
    ]


def test_agenda_and_minutes_of_a_meeting_are_one_event() -> None:
    called = parse(
        "HARBOUR BOARD\n\nTuesday 14 May 2024\n\n1000 - 1230 hrs\n\nAGENDA\n\n1. 10.00 Tides\n2. 10.10 Ebb\n"
    )
    noted = parse("HARBOUR BOARD\n\nTuesday 14 May 2024\n\nPresent:\n\nAda Quill – Chair\n\n041/24 Tides\n\nHigh.\n")
    for documents in ([called, noted], [noted, called]):
        (event,) = exported(documents, timezone="Europe/London", url="https://board.example/papers")
        assert event["status"] == "passed"
        assert event["start_date"] == "2024-05-14T10:00:00+01:00"
        assert [(row["description"], row["notes"]) for row in event["agenda"]] == [("Tides", ["High."])]
        assert [row["description"] for row in event["extras"]["agenda"]] == ["Tides", "Ebb"]
        assert [one["classification"] for one in event["documents"]] == ["minutes", "agenda"]
        texts = {noted.source.sha256: noted.source.text, called.source.sha256: called.source.text}
        origins = [texts[origin["sha256"]] for origin in event["extras"]["sources"]]
        for pointer, words in (
            ("/agenda/0/notes/0", "High."),
            ("/extras/agenda/1/description", "Ebb"),
            ("/extras/agenda/1/extras/time", "10.10"),
            ("/extras/meeting/end", "1000 - 1230 hrs"),
        ):
            (at,) = event["extras"]["places"][pointer]
            assert origins[at["source"]][at["start"] : at["end"]] == words


def test_a_meeting_without_a_date_is_left_out_and_told() -> None:
    undated, dated = document(part("minutes", None), name="undated.txt"), document(part("agenda", "2024-05-14"))
    with pytest.warns(LeftOutWarning) as warned:
        (event,) = sound(to_open_civic_data([undated, dated]))
    assert event["_id"] == "harbour-board/2024-05-14"
    assert [str(w.message) for w in warned] == [
        f"undated.txt: the meeting of {SHA[:12]}/minutes has no date and was left out"
    ]
    assert warned[0].filename == __file__


def test_all_examples_make_one_list_in_the_order_of_their_dates() -> None:
    events = exported(examples())
    assert [event["start_date"] for event in events] == [
        "2024-03-12", "2024-04-23", "2024-05-28", "2024-06-05", "2024-09-10",
    ]  # fmt: skip
    assert [origin["name"] for origin in events[-1]["extras"]["sources"]] == [
        "harbour-2024-09-10.docx", "harbour-2024-09-10.html", "harbour-2024-09-10.pdf",
    ]  # fmt: skip
    assert to_open_civic_data(iter(examples()[:1])) == to_open_civic_data(examples()[0])
    assert to_open_civic_data([examples()[0]] * 2) == to_open_civic_data(examples()[0])
    assert to_open_civic_data([]) == "[]\n"
