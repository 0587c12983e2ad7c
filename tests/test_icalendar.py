"""iCalendar: every calendar reads with ``icalendar`` without an error, and says what the models say."""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from exported import HOSTILE, LONE, examples, odd, spoilt
from generated import agendas, minutes
from spcb_minutes import (
    Agenda,
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
from spcb_minutes.exports.icalendar import to_icalendar
from strategies import any_text

PLACE = Span(start=0, end=0, line=1)
SHA = "0123456789ab" + "0" * 52


def document(*parts: Agenda | Minutes, name: str | None = "notes.txt") -> Document:
    """A document made by hand of these parts."""
    source = Source(name=name, media_type="text/plain", sha256=SHA, text="")
    return Document(schema_version="1.0", source=source, parts=parts)


def part(
    kind: str,
    date: str | None,
    start: str | None = None,
    end: str | None = None,
    *,
    board: str | None = "Harbour Board",
    venue: str | None = None,
    then: Meeting | None = None,
    which: str = "",
    **more: Any,
) -> Any:
    """Minutes or an agenda that say when they are, and little else."""
    head = board.lower().replace(" ", "-") + f"/{date}" if board and date else SHA[:12]
    fields = {"id": f"{head}/{kind}{which}", "board": board, "meeting": meeting(date, start, end, venue), "span": PLACE}
    fields |= {"kind": kind, "next_meeting": then, **more}
    if kind == "agenda":
        return Agenda.model_validate(fields)
    return Minutes.model_validate({"attendance": {"span": PLACE}, **fields})


def meeting(date: str | None, start: str | None = None, end: str | None = None, venue: str | None = None) -> Meeting:
    return Meeting(
        date=datetime.date.fromisoformat(date) if date else None,
        start=datetime.time.fromisoformat(start) if start else None,
        end=datetime.time.fromisoformat(end) if end else None,
        venue=venue,
        span=PLACE,
    )


def exported(documents: Document | Iterable[Document], **options: Any) -> str:
    """The calendar; what was left out or replaced is told elsewhere."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LeftOutWarning)
        warnings.simplefilter("ignore", ReplacedCharactersWarning)
        return to_icalendar(documents, **options)


TEXTS = ("UID", "SUMMARY", "LOCATION", "DESCRIPTION")
ONE_TEXT = re.compile(r"(?:[^\\;,\x00-\x08\x0a-\x1f\x7f]|\\[\\;,n])*")


def events(text: str) -> list[Any]:
    """The events of a calendar that is sound to the letter (RFC 5545, 3.1 and 3.6.1), and to ``icalendar``."""
    assert text.endswith("\r\n")
    assert not re.search(r"(?<!\r)\n|\r(?!\n)", text)
    lines = text.split("\r\n")[:-1]
    assert all(0 < len(line.encode()) <= 75 for line in lines)
    for line in text.replace("\r\n ", "").split("\r\n")[:-1]:
        name, colon, value = line.partition(":")
        assert re.fullmatch(r"[A-Z]+(;VALUE=DATE)?", name)
        assert colon
        assert name not in TEXTS or ONE_TEXT.fullmatch(value)
    calendar: Any = Calendar.from_ical(text.encode())
    assert isinstance(calendar, Calendar)
    assert [component.errors for component in calendar.walk() if component.errors] == []
    assert (calendar["VERSION"], bool(calendar["PRODID"])) == ("2.0", True)
    found: list[Any] = calendar.events
    assert len(calendar.subcomponents) == len(found)
    assert len({str(event["UID"]) for event in found}) == len(found)
    for event in found:
        for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "STATUS"):
            assert not isinstance(event[name], list)
        assert str(event["STATUS"]) in ("CONFIRMED", "TENTATIVE")
        assert event["DTSTAMP"].dt.tzinfo is not None
        if "DTEND" in event:
            assert event["DTEND"].dt > event["DTSTART"].dt
    return found


def said(event: Any) -> tuple[str, ...]:
    """UID, start, end, status: what a calendar shows of an event."""
    return (
        str(event["UID"]).removesuffix("@spcb-minutes"),
        event["DTSTART"].dt.isoformat(),
        event["DTEND"].dt.isoformat() if "DTEND" in event else "",
        str(event["STATUS"]),
    )


# ---------------------------------------------------------------- examples


def test_a_meeting_and_the_next_one_are_two_events() -> None:
    """Read in examples/harbour-2024-09-10.txt."""
    (notes,) = (d for d in examples() if d.source.name == "harbour-2024-09-10.txt")
    held, then = events(to_icalendar(notes))
    uid = "harbour-safety-and-licensing-board.2024-09-10"
    assert said(held) == (uid, "2024-09-10T10:00:00", "2024-09-10T12:40:00", "CONFIRMED")
    assert str(held["SUMMARY"]) == "Harbour Safety and Licensing Board"
    assert str(held["LOCATION"]) == "Pilot Room (F1), Lantern House"
    assert [str(one) for one in held["CATEGORIES"].cats] == ["Meeting", "Minutes"]
    assert held["DTSTAMP"].dt == datetime.datetime(2024, 9, 10, tzinfo=datetime.UTC)
    description = str(held["DESCRIPTION"])
    assert "083/24 Questions from the Public\n084/24 Questions from Board Members\n" in description
    action = "Clerk to ask the railway for the key to the sidings by 1 November 2024."
    assert f"\n\nActions:\nClerk: {action} (by 2024-11-01)\n\n" in description
    assert "\nApologies: Graham Le Brun (Board Member); Colin Tremayne (Head of Pilotage)\n" in description
    assert description.endswith("Source: harbour-2024-09-10.txt")
    assert str(held["ATTACH"]) == "https://watch.wrenmouth-harbour.example/board/film_archive/78215"

    uid = "harbour-safety-and-licensing-board.2024-10-22"
    assert said(then) == (uid, "2024-10-22", "", "TENTATIVE")
    assert type(then["DTSTART"].dt) is datetime.date
    assert str(then["SUMMARY"]) == "Harbour Safety and Licensing Board"
    assert then["DTSTAMP"].dt == datetime.datetime(2024, 9, 10, tzinfo=datetime.UTC)
    assert [str(one) for one in then["CATEGORIES"].cats] == ["Meeting", "Next meeting"]
    assert "LOCATION" not in then


@pytest.mark.parametrize("source", examples(), ids=lambda d: d.source.name)
def test_every_example_says_what_its_models_say(source: Document) -> None:
    by_day = {event["DTSTART"].dt: event for event in events(to_icalendar(source))}
    by_day = {day.date() if isinstance(day, datetime.datetime) else day: event for day, event in by_day.items()}
    assert by_day.keys() == {m.date for p in source.parts for m in (p.meeting, p.next_meeting) if m}
    for one in source.parts:
        event = by_day[one.meeting.date]
        assert str(event["UID"]) == one.id.removesuffix(f"/{one.kind}").replace("/", ".") + "@spcb-minutes"
        assert str(event["SUMMARY"]) == one.board
        assert event.get("LOCATION") == one.meeting.venue
        if one.meeting.start:
            assert event["DTSTART"].dt == datetime.datetime.combine(event["DTSTART"].dt.date(), one.meeting.start)
        assert ("DTEND" in event) == bool(one.meeting.end)
        if one.meeting.end:
            assert event["DTEND"].dt == datetime.datetime.combine(event["DTEND"].dt.date(), one.meeting.end)
        lines = str(event["DESCRIPTION"]).split("\n")
        for item in one.items:
            assert any(str(item.number) in line and (item.title or "") in line for line in lines)
        if isinstance(one, Minutes):
            for action in one.actions:
                assert (f"{action.owner}: " if action.owner else "") + action.text in str(event["DESCRIPTION"])
            for person in (*one.attendance.present, *one.attendance.apologies):
                assert person.name in str(event["DESCRIPTION"])
            links = [link.url for notice in one.notices for link in notice.links]
            attached = event.get("ATTACH", [])
            assert [str(a) for a in (attached if isinstance(attached, list) else [attached])] == links
        if one.next_meeting:
            then = by_day[one.next_meeting.date]
            assert (str(then["SUMMARY"]), then.get("LOCATION")) == (one.board, one.next_meeting.venue)


def test_all_examples_make_one_calendar() -> None:
    found = events(exported(examples()))
    assert [said(event)[0].rpartition(".")[2] for event in found] == [
        "2024-03-12", "2024-04-23", "2024-05-28", "2024-06-05", "2024-06-25", "2024-07-03", "2024-09-10", "2024-10-22",
    ]  # fmt: skip
    assert to_icalendar(iter(examples()[:1])) == to_icalendar(examples()[0])
    assert exported(examples()) == exported(examples())


# ---------------------------------------------------------------- texts


@pytest.mark.parametrize("words", HOSTILE, ids=ascii)
def test_hostile_words_come_back(words: str) -> None:
    held = re.sub("[\x00-\x08\x0b-\x1f\x7f]", "\ufffd", re.sub("\r\n?", "\n", words))
    for source in examples():
        for event in events(exported(spoilt(source, words))):
            assert str(event["SUMMARY"]) == held
            assert event.get("LOCATION", held) == held
            assert held in str(event["DESCRIPTION"])
            assert "ATTACH" not in event  # none of them is an address


def test_what_a_calendar_cannot_hold_is_reported_once() -> None:
    notes = part("minutes", "2024-05-14", board="Bell \x07\x07 Board", venue="\ud800 \x85 \u2028")
    notes = notes.model_copy(update={"id": "bell-board/2024-05-14/minutes"})
    with pytest.warns(ReplacedCharactersWarning) as warned:
        (event,) = events(to_icalendar(document(notes)))
    assert [str(w.message) for w in warned] == [
        "notes.txt: iCalendar cannot hold U+0007 (2 times), U+D800; U+FFFD was written instead"
    ]
    assert warned[0].filename == __file__
    assert str(event["SUMMARY"]) == "Bell \ufffd\ufffd Board"
    assert str(event["LOCATION"]) == "\ufffd \x85 \u2028"


def test_empty_words_are_left_out() -> None:
    for source in examples():
        for event in events(exported(spoilt(source, ""))):
            assert str(event["SUMMARY"]) == "Meeting"
            assert "LOCATION" not in event
            assert str(event["DESCRIPTION"]).endswith("Source: text")


def test_half_characters_do_no_harm() -> None:
    for source in (*examples(), *odd()):
        for event in events(exported(spoilt(source, LONE))):
            assert str(event["SUMMARY"]) in ("half \ufffd a pair", "Meeting")


@pytest.mark.parametrize("words", ["a", "é", "日", "\U0001f6a2", "e\u0301日", "\\;,\n"], ids=ascii)
def test_lines_are_folded_between_characters(words: str) -> None:
    for length in range(150):
        name = (words * 40)[:length] or "Board"
        (event,) = events(to_icalendar(document(part("agenda", "2024-05-14", board="B").model_copy(
            update={"board": name}
        ))))  # fmt: skip
        assert str(event["SUMMARY"]) == name


def test_only_addresses_of_the_web_are_attached() -> None:
    urls = (
        "https://a.example/a;b,c?d=1&e=%20#f",
        "https://a.example/é",
        "https://a.example/é",
        'https://a.example/"<>\\^`{|}',
        "www.a.example",
        "https://a.example/a b",
        "https://a.example/\nEND:VEVENT",
        "https://a.example/\ud800",
        "javascript:alert(1)",
        "",
    )
    notice = Notice.model_construct(
        number=None, text="Look.", links=tuple(Link.model_construct(url=u, as_written=u) for u in urls), span=PLACE
    )
    notes = part("minutes", "2024-05-14").model_copy(update={"notices": (notice,)})
    (event,) = events(to_icalendar(document(notes)))
    assert [str(one) for one in event["ATTACH"]] == [
        "https://a.example/a;b,c?d=1&e=%20#f",
        "https://a.example/%C3%A9",
        "https://a.example/%22%3C%3E%5C%5E%60%7B%7C%7D",
    ]


# ---------------------------------------------------------------- anything


@pytest.mark.parametrize("source", odd(), ids=range(len(odd())))
def test_odd_documents_make_calendars(source: Document) -> None:
    dated = [m for p in source.parts for m in (p.meeting, p.next_meeting) if m and m.date]
    assert len(events(exported(source))) == len(dated)


def test_two_minutes_of_one_day_in_a_document_are_two_meetings() -> None:
    two = odd()[5]
    assert [said(event)[0] for event in events(to_icalendar(two))] == [
        "harbour-board.2024-05-14",
        "harbour-board.2024-05-14-2",
    ]


@given(minutes() | agendas(), st.none() | st.sampled_from(["Europe/London", "Pacific/Auckland"]))
def test_generated_meetings_come_back(one: Minutes | Agenda, timezone: str | None) -> None:
    found = events(exported(document(one), timezone=timezone))
    days = {m.date for m in (one.meeting, one.next_meeting) if m and m.date}
    assert len(found) == len(days)
    if one.meeting.date is None:
        return
    (event,) = (e for e in found if one.meeting.date.isoformat() in e["UID"])
    assert str(event["SUMMARY"]) == (one.board or "Meeting")
    if timezone is None and one.meeting.start:
        assert event["DTSTART"].dt == datetime.datetime.combine(one.meeting.date, one.meeting.start)
    text = str(event["DESCRIPTION"])
    if isinstance(one, Minutes):
        assert all(action.text in text and (action.owner or "") in text for action in one.actions)
    assert all(str(item.number) in text and (item.title or "") in text for item in one.items)


@given(any_text())
def test_any_text_makes_a_calendar(text: str) -> None:
    events(exported(parse(text)))


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
    assert len(events(exported(document(notes), timezone=timezone))) == 1


# ---------------------------------------------------------------- times


@pytest.mark.parametrize(
    ("start", "end", "stands", "printed"),
    [
        ("10:00", "12:30", ("2024-05-14T10:00:00", "2024-05-14T12:30:00"), None),
        ("10:00", None, ("2024-05-14T10:00:00", ""), None),
        (None, None, ("2024-05-14", ""), None),
        (None, "20:50", ("2024-05-14", ""), "? - 20:50"),
        ("22:00", "01:00", ("2024-05-14T22:00:00", "2024-05-15T01:00:00"), None),
        ("18:00", "02:00", ("2024-05-14T18:00:00", "2024-05-15T02:00:00"), None),
        ("18:00", "02:01", ("2024-05-14T18:00:00", ""), "18:00 - 02:01"),
        ("14:00", "13:00", ("2024-05-14T14:00:00", ""), "14:00 - 13:00"),
        ("10:00", "10:00", ("2024-05-14T10:00:00", ""), "10:00 - 10:00"),
        ("00:00", "00:00:01", ("2024-05-14T00:00:00", "2024-05-14T00:00:01"), None),
        ("10:00:00.7", "10:00:00.9", ("2024-05-14T10:00:00", ""), "10:00 - 10:00"),
    ],
)
def test_hours_are_those_that_are_stated(
    start: str | None, end: str | None, stands: tuple[str, str], printed: str | None
) -> None:
    (event,) = events(to_icalendar(document(part("minutes", "2024-05-14", start, end))))
    assert said(event)[1:3] == stands
    told = re.findall("Hours as printed: (.*)", str(event["DESCRIPTION"]))
    assert told == ([printed] if printed else [])


@pytest.mark.parametrize(
    ("date", "start", "end", "zone", "stands"),
    [
        ("2024-01-10", "10:00", "12:30", "Europe/London", ("2024-01-10T10:00:00+00:00", "2024-01-10T12:30:00+00:00")),
        ("2024-05-14", "10:00", "12:30", "Europe/London", ("2024-05-14T09:00:00+00:00", "2024-05-14T11:30:00+00:00")),
        ("2024-05-14", "22:00", "01:00", "Asia/Tokyo", ("2024-05-14T13:00:00+00:00", "2024-05-14T16:00:00+00:00")),
        ("2024-05-14", "07:00", None, "Asia/Tokyo", ("2024-05-13T22:00:00+00:00", "")),
        # the clocks go forward at 1 and back at 2
        ("2024-03-31", "01:30", "02:10", "Europe/London", ("2024-03-31T01:30:00+00:00", "")),
        ("2024-10-27", "00:30", "02:00", "Europe/London", ("2024-10-26T23:30:00+00:00", "2024-10-27T02:00:00+00:00")),
        # no day is before the first and none after the last
        ("0001-01-01", "00:00", "01:00", "Asia/Tokyo", ("0001-01-01", "")),
        ("9999-12-31", "22:00", "01:00", None, ("9999-12-31", "")),
        ("0987-05-14", "10:00", None, None, ("0987-05-14T10:00:00", "")),
        ("2024-05-14", None, None, "Europe/London", ("2024-05-14", "")),
    ],
)
def test_a_time_zone_makes_times_of_the_world(
    date: str, start: str | None, end: str | None, zone: str | None, stands: tuple[str, str]
) -> None:
    (event,) = events(to_icalendar(document(part("minutes", date, start, end)), timezone=zone))
    assert said(event)[1:3] == stands


@pytest.mark.parametrize("zone", ["Europe/Wrenmouth", "../London", "Europe", "", "a\0b", "+01:00"])
def test_an_unknown_time_zone_is_told(zone: str) -> None:
    with pytest.raises(ValueError, match=r"is no time zone known here: a name such as Europe/London"):
        to_icalendar([], timezone=zone)


# ---------------------------------------------------------------- one meeting in several documents


def test_an_announced_meeting_with_an_agenda_or_minutes_is_one_event() -> None:
    then = meeting("2024-05-28", "10:00", venue="Quay House")
    april = document(part("minutes", "2024-04-23", then=then), name="april.txt")
    agenda = document(part("agenda", "2024-05-28", "10:30", "12:00"), name="agenda.txt")
    may = document(part("minutes", "2024-05-28"), name="may.txt")
    uid = "harbour-board.2024-05-28"
    for documents, begins, ends, sequence, status in (
        ([april], "2024-05-28T10:00:00", "", 0, "TENTATIVE"),
        ([april, agenda], "2024-05-28T10:30:00", "2024-05-28T12:00:00", 1, "CONFIRMED"),
        ([agenda, april], "2024-05-28T10:30:00", "2024-05-28T12:00:00", 1, "CONFIRMED"),
        ([april, agenda, may], "2024-05-28T10:30:00", "2024-05-28T12:00:00", 3, "CONFIRMED"),
        ([may, april], "2024-05-28T10:00:00", "", 3, "CONFIRMED"),
    ):
        event = events(to_icalendar(documents))[-1]
        assert said(event) == (uid, begins, ends, status)
        assert event["SEQUENCE"] == sequence
        assert event.get("LOCATION") == ("Quay House" if april in documents else None)


def test_the_last_announcement_holds() -> None:
    first = document(part("minutes", "2024-04-23", then=meeting("2024-05-28", "10:00")))
    again = document(part("minutes", "2024-05-14", then=meeting("2024-05-28", "18:00")))
    for documents in ([first, again], [again, first]):
        found = events(to_icalendar(documents))
        assert [said(event)[1] for event in found] == ["2024-04-23", "2024-05-14", "2024-05-28T18:00:00"]


def test_the_next_meeting_of_another_board_is_another_one() -> None:
    ours = document(part("minutes", "2024-04-23", then=meeting("2024-05-28")))
    theirs = document(part("agenda", "2024-05-28", board="Parish Council"))
    assert [said(event)[0] for event in events(to_icalendar([ours, theirs]))] == [
        "harbour-board.2024-04-23",
        "harbour-board.2024-05-28",
        "parish-council.2024-05-28",
    ]


def test_meetings_of_one_day_are_told_apart_by_their_start() -> None:
    pack = document(
        part("agenda", "2024-05-28", "14:00"),
        part("agenda", "2024-05-28", "10:00", which="-1000"),
        part("minutes", "2024-05-28", "10:00", "11:00"),
        part("minutes", "2024-05-28", "14:00", "15:00", which="-1400"),
        part("minutes", "2024-04-23", then=meeting("2024-05-28", "14:00", venue="Quay House")),
    )
    _, morning, afternoon = events(to_icalendar(pack))
    assert said(morning)[:3] == ("harbour-board.2024-05-28", "2024-05-28T10:00:00", "2024-05-28T11:00:00")
    assert said(afternoon)[:3] == ("harbour-board.2024-05-28-1400", "2024-05-28T14:00:00", "2024-05-28T15:00:00")
    assert "LOCATION" not in morning
    assert str(afternoon["LOCATION"]) == "Quay House"


def test_two_files_with_a_meeting_each_of_one_day_are_two_meetings() -> None:
    one = document(part("minutes", "2024-05-28", "10:00"))
    other = document(part("minutes", "2024-05-28", "14:00"))
    assert [said(event)[:2] for event in events(to_icalendar([one, other]))] == [
        ("harbour-board.2024-05-28", "2024-05-28T10:00:00"),
        ("harbour-board.2024-05-28-1400", "2024-05-28T14:00:00"),
    ]


def test_the_same_minutes_in_two_files_are_one_event() -> None:
    two = [document(part("minutes", "2024-05-28", "10:00"), name=name) for name in ("a.txt", "b.pdf")]
    (event,) = events(to_icalendar(two))
    assert str(event["DESCRIPTION"]) == "Source: a.txt, b.pdf"
    called = [document(part("agenda", "2024-05-28", "10:00"), name=name) for name in ("c.txt", "d.pdf")]
    (event,) = events(to_icalendar([*called, two[0]]))
    assert str(event["DESCRIPTION"]) == "Source: a.txt, c.txt, d.pdf"
    assert to_icalendar([two[0], two[0]]) == to_icalendar(two[0])


@pytest.mark.parametrize("start", [None, "10:00"])
def test_two_meetings_of_a_day_in_two_files_stay_two(start: str | None) -> None:
    parts = [
        part("minutes", "2024-05-28", start, venue="Quay House"),
        part("minutes", "2024-05-28", start, venue="Oak Room", which="-2"),
    ]
    assert len(events(to_icalendar(document(*parts)))) == 2
    assert len(events(to_icalendar(document(parts[0], parts[0])))) == 2  # made by hand, with one id
    again = [document(*parts, name="a.txt"), document(*parts, name="b.txt")]
    assert [str(event["LOCATION"]) for event in events(to_icalendar(again))] == ["Quay House", "Oak Room"]


def test_drafts_give_way_and_other_minutes_of_a_meeting_are_told_of() -> None:
    draft = document(part("minutes", "2024-05-28", venue="Quay House", status="draft"), name="draft.txt")
    final = document(part("minutes", "2024-05-28", venue="Oak Room"), name="final.txt")
    for documents in ([draft, final], [final, draft]):
        with pytest.warns(LeftOutWarning) as warned:
            (event,) = events(to_icalendar(documents))
        assert str(event["LOCATION"]) == "Oak Room"
        assert [str(w.message) for w in warned] == [
            "draft.txt: minutes of harbour-board/2024-05-28 left out: final.txt is kept and says otherwise"
        ]
        assert warned[0].filename == __file__
    (event,) = events(to_icalendar(draft))
    assert event["SEQUENCE"] == 2
    assert "Status: draft" in str(event["DESCRIPTION"])


def test_a_meeting_without_a_date_is_left_out_and_told() -> None:
    undated = part("minutes", None, then=meeting("2024-06-25"))
    vague = part("agenda", "2024-05-28", then=meeting(None, venue="Quay House"))
    with pytest.warns(LeftOutWarning) as warned:
        found = events(to_icalendar([document(undated, name=None), document(vague)]))
    assert [said(event)[:2] for event in found] == [
        ("harbour-board.2024-05-28", "2024-05-28"),
        (f"{SHA[:12]}.2024-06-25", "2024-06-25"),
    ]
    assert [str(w.message) for w in warned] == [
        f"text: the meeting of {SHA[:12]}/minutes has no date and was left out",
        "notes.txt: the next meeting in harbour-board/2024-05-28/agenda has no date and was left out",
    ]


def test_notes_without_a_board_are_meetings() -> None:
    (event,) = events(to_icalendar(document(part("minutes", "2024-05-28", board=None))))
    assert said(event)[0] == f"{SHA[:12]}.2024-05-28"
    assert str(event["SUMMARY"]) == "Meeting"


def test_nothing_is_an_empty_calendar() -> None:
    assert (
        to_icalendar([])
        == "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//spcb-minutes//iCalendar//EN\r\nEND:VCALENDAR\r\n"
    )
    assert events(to_icalendar(document())) == []
