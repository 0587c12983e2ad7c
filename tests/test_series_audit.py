"""The audit: what is planted is found, what is sound is not touched, and each statement shows its words."""

from __future__ import annotations

import datetime
import sys
from collections import Counter
from collections.abc import Sequence
from random import Random
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exported import examples, made, odd
from generated import agendas as made_agendas
from generated import minutes as made_minutes
from series_made import MadeAction, MadeLink, MadeSeries, Wishes, made_series, series_made
from spcb_minutes import Document, SeveralBoardsError, parse
from spcb_minutes.models import Severity
from spcb_minutes.series.agendas import pairs, title_likeness, title_words
from spcb_minutes.series.audit import CHECKS, Audit, Statement, audit, audit_listing
from spcb_minutes.series.ledger import ActionLink, Ledger, LedgerAction, action_ledger
from spcb_minutes.series.meetings import Series
from spcb_minutes.series.people import KnownPerson, Likeness, People, people_of
from strategies import drafts, minutes_like

PRESENT = "Ada Quill\t\tBoard Member\nPeter Lowe\t\tHarbour Master"


def notes(
    day: str,
    *items: tuple[str, str],
    first: int = 1,
    year: str = "24",
    present: str = PRESENT,
    apologies: str = "",
    agenda: Sequence[str] = (),
    dated: bool = True,
) -> Document:
    """The notes of a meeting of the harbour board, numbered from ``first`` on, with its agenda where there is one."""
    out = []
    if agenda:
        out += ["HARBOUR BOARD", "", day, "", "AGENDA", ""]
        out += [f"{number}. 10.{number:02d} {title}" for number, title in enumerate(agenda, 1)]
        out += ["", ""]
    out += ["HARBOUR BOARD", "", day if dated else "Draft", ""]
    out += ["Present:", "", present, ""] if present else []
    out += ["Apologies:", "", apologies, ""] if apologies else []
    for number, (title, text) in enumerate(items, first):
        out += [f"{number:03d}/{year} {title}", "", text, ""]
    return parse("\n".join(out))


DUES = ("Harbour Dues", "The dues were noted.")
GAUGE = ("Tide Gauge", "It works again.")
CLOSE = ("Close", "The meeting ended.")


def next_on(day: str) -> tuple[str, str]:
    return "Next meeting", f"The next meeting is on {day}."


def accepted(day: str) -> tuple[str, str]:
    return "Notes of the last meeting", f"The notes of {day} were accepted as a true record."


def outstanding(count: str) -> tuple[str, str]:
    return "Workplan", f"There are currently {count} outstanding actions."


def audited(*documents: Document, check: str | None = None) -> list[Statement]:
    statements = audit(Series.of(documents)).statements
    return [one for one in statements if check in (None, one.check)]


def verdicts(*documents: Document, check: str) -> list[tuple[str, str]]:
    """Day and month of the meeting, and the code or the verdict, of each statement of a check."""
    return [(f"{one.date.day}.{one.date.month}", one.code or one.verdict) for one in audited(*documents, check=check)]


# ---------------------------------------------------------------- numbers


def test_numbers_that_run_on_hold_within_and_between_meetings() -> None:
    found = audited(notes("14 May 2024", DUES, GAUGE), notes("11 June 2024", DUES, GAUGE, first=3), check="numbers")
    assert [one.verdict for one in found] == ["holds"] * 3
    assert "end with 002/24, and those of 11 June 2024 begin with 003/24" in found[2].message
    assert [quote.text for quote in found[2].quotes] == ["003/24", "002/24"]


def test_numbers_missing_between_meetings_are_told_with_how_many() -> None:
    found = audited(notes("14 May 2024", DUES, GAUGE), notes("11 June 2024", DUES, GAUGE, first=5), check="numbers")[-1]
    assert (found.code, found.severity, found.meeting) == ("M601", Severity.WARNING, "harbour-board/2024-06-11")
    assert "2 numbers are missing" in found.message
    assert found.hint


@pytest.mark.parametrize(
    "documents",
    [
        (notes("14 May 2024", next_on("28 May 2024"), GAUGE), notes("11 June 2024", DUES, GAUGE, first=5)),
        (notes("14 May 2024", DUES, GAUGE), notes("11 June 2024", accepted("28 May 2024"), GAUGE, first=5)),
        (
            notes("14 May 2024", DUES, GAUGE),
            parse("HARBOUR BOARD\n\n28 May 2024\n\nAGENDA\n\n1. 10.00 Dues\n2. 10.10 Tides\n"),
            notes("11 June 2024", DUES, GAUGE, first=5),
        ),
        (
            notes("14 May 2024", DUES, GAUGE),
            notes("", DUES, CLOSE, first=3, dated=False),
            notes("11 June 2024", DUES, GAUGE, first=5),
        ),
    ],
    ids=["announced", "accepted", "agenda", "without a date"],
)
def test_numbers_are_not_missing_where_notes_are(documents: tuple[Document, ...]) -> None:
    found = audited(*documents, check="numbers")
    assert found[-1].verdict == "cannot be told"
    assert not any(one.code for one in found)


def test_what_later_notes_accept_does_not_excuse_numbers_that_the_next_notes_show_to_be_missing() -> None:
    found = verdicts(
        notes("14 May 2024", DUES, GAUGE),
        notes("11 June 2024", accepted("14 May 2024"), GAUGE, first=5),
        notes("9 July 2024", accepted("28 May 2024"), GAUGE, first=7),
        check="numbers",
    )
    assert ("11.6", "M601") in found


def test_of_notes_without_a_date_the_first_number_between_is_shown_whatever_their_order() -> None:
    may, june = notes("14 May 2024", DUES, GAUGE), notes("11 June 2024", DUES, GAUGE, first=9)
    undated = [notes("", DUES, CLOSE, first=first, dated=False) for first in (3, 7, 20)]
    for given_so in (undated, undated[::-1]):
        last = audited(may, june, *given_so, check="numbers")[-1]
        assert (last.verdict, last.quotes[-1].text) == ("cannot be told", "003/24")
    assert audited(may, june, undated[-1], check="numbers")[-1].code == "M601"


def test_of_the_days_that_others_accept_the_first_told_between_is_shown() -> None:
    found = audited(
        notes("14 May 2024", DUES, GAUGE),
        notes("11 June 2024", DUES, GAUGE, first=5),
        notes("25 June 2024", accepted("14 May 2024"), GAUGE, first=7),  # the meeting itself is not between
        notes("9 July 2024", accepted("4 June 2024"), GAUGE, first=7),
        notes("6 August 2024", accepted("28 May 2024"), GAUGE, first=9),
        check="numbers",
    )[2]
    assert found.verdict == "cannot be told"
    assert "the notes of 4 June 2024 are not here" in found.message


def test_a_number_used_again_is_told_with_both_places() -> None:
    found = audited(notes("14 May 2024", DUES, GAUGE), notes("11 June 2024", DUES, GAUGE, first=2), check="numbers")[-1]
    assert found.code == "M602"
    assert "002/24" in found.message
    assert [(quote.text, quote.part[-18:]) for quote in found.quotes] == [
        ("002/24", "2024-06-11/minutes"),
        ("002/24", "2024-05-14/minutes"),
    ]


def test_numbers_that_go_back_are_told_though_none_is_used_twice() -> None:
    may = notes("14 May 2024", DUES, GAUGE, first=41)
    assert verdicts(may, notes("11 June 2024", DUES, GAUGE, first=11), check="numbers")[-1] == ("11.6", "M602")


def test_a_new_year_begins_with_its_first_number() -> None:
    december = notes("10 December 2024", DUES, GAUGE, first=81)
    january = notes("14 January 2025", DUES, GAUGE, first=1, year="25")
    assert verdicts(december, january, check="numbers")[-1] == ("14.1", "holds")
    late = notes("14 January 2025", DUES, GAUGE, first=4, year="25")
    assert verdicts(december, late, check="numbers")[-1] == ("14.1", "M601")


def test_what_the_parser_finds_within_a_meeting_does_not_hold_and_is_not_told_again_between_two() -> None:
    broken = "HARBOUR BOARD\n\n14 May 2024\n\nPresent:\n\n" + PRESENT + "\n\n"
    broken += "001/24 Dues\n\nNoted.\n\n002/24 Tides\n\nNoted.\n\n009/24 Close\n\nThe meeting ended.\n"
    found = verdicts(parse(broken), notes("11 June 2024", DUES, GAUGE, first=4), check="numbers")
    assert found == [("14.5", "M103"), ("11.6", "holds"), ("11.6", "holds")]
    (gap,) = audited(parse(broken), check="numbers")
    assert [quote.text for quote in gap.quotes] == ["009/24", "002/24"]


def test_numbers_without_a_year_say_nothing_of_other_meetings() -> None:
    def meeting(day: str, month: str) -> Document:
        head = f"HARBOUR BOARD\n\n{day} 2024\n\nPresent:\n\n{PRESENT}\n\n"
        return parse(head + "".join(f"24.{month}.{n} Subject {n}\n\nIt was noted.\n\n" for n in range(1, 6)))

    found = audited(meeting("14 May", "05"), meeting("11 June", "06"), check="numbers")
    assert {one.verdict for one in found} == {"holds"}
    assert len(found) == 2


# ---------------------------------------------------------------- the next meeting

MAY = notes("14 May 2024", DUES, next_on("11 June 2024"), CLOSE)


def test_the_meeting_announced_followed() -> None:
    found = audited(MAY, notes("11 June 2024", DUES, first=4), check="next-meeting")
    assert [one.verdict for one in found] == ["holds"]
    assert [quote.text for quote in found[0].quotes] == ["The next meeting is on 11 June 2024.", "11 June 2024"]


def test_an_agenda_shows_that_the_meeting_announced_followed() -> None:
    agenda = parse("HARBOUR BOARD\n\n11 June 2024\n\nAGENDA\n\n1. 10.00 Dues\n2. 10.10 Tides\n")
    assert verdicts(MAY, agenda, check="next-meeting") == [("14.5", "holds")]


def test_an_extra_meeting_between_is_said() -> None:
    found = audited(
        MAY, notes("28 May 2024", DUES, first=4), notes("11 June 2024", DUES, first=5), check="next-meeting"
    )
    assert found[0].verdict == "holds"
    assert "that of 28 May 2024 came between" in found[0].message


def test_a_meeting_on_another_day_is_told() -> None:
    found = audited(MAY, notes("18 June 2024", DUES, first=4), check="next-meeting")
    assert [one.code for one in found] == ["M603"]
    assert "11 June 2024" in found[0].message
    assert "18 June 2024" in found[0].message


@pytest.mark.parametrize(
    ("later", "verdict"),
    [
        (notes("9 July 2024", DUES, GAUGE, first=9), "cannot be told"),
        (notes("9 July 2024", accepted("11 June 2024"), GAUGE, first=9), "cannot be told"),
        (notes("9 July 2024", accepted("14 May 2024"), GAUGE, first=9), "M603"),
        (notes("9 July 2024", DUES, GAUGE, first=4), "M603"),
    ],
    ids=["a gap", "accepted", "of the meeting before", "no gap"],
)
def test_where_notes_are_missing_it_cannot_be_told(later: Document, verdict: str) -> None:
    assert verdicts(MAY, later, check="next-meeting") == [("14.5", verdict)]


def test_the_last_meeting_announces_what_cannot_be_told() -> None:
    assert verdicts(MAY, check="next-meeting") == [("14.5", "cannot be told")]


def test_a_meeting_announced_for_a_day_that_is_past_is_told_as_the_parser_tells_it() -> None:
    early = notes("14 May 2024", next_on("9 April 2024"), CLOSE)
    assert verdicts(early, check="next-meeting") == [("14.5", "M302")]


def test_a_meeting_to_come_that_later_notes_announce_too_cannot_be_told() -> None:
    extra = notes("28 May 2024", DUES, next_on("11 June 2024"), first=4)
    found = audited(MAY, extra, check="next-meeting")
    assert [one.verdict for one in found] == ["cannot be told"] * 2
    assert [quote.part[-18:-8] for quote in found[0].quotes] == ["2024-05-14", "2024-05-28"]


# ---------------------------------------------------------------- the notes accepted


@pytest.mark.parametrize(
    ("day", "first", "verdict"),
    [
        ("11 June 2024", 3, "holds"),
        ("28 June 2024", 3, "M604"),
        ("28 June 2024", 8, "cannot be told"),
        ("14 May 2024", 3, "M604"),
        ("3 April 2024", 3, "M604"),
        ("9 July 2024", 3, "M604"),
    ],
)
def test_the_notes_accepted_are_those_of_the_meeting_before(day: str, first: int, verdict: str) -> None:
    found = verdicts(
        notes("14 May 2024", DUES),
        notes("11 June 2024", GAUGE, first=2),
        notes("9 July 2024", accepted(day), GAUGE, first=first),
        check="accepted-notes",
    )
    assert found == [("9.7", verdict)]


def test_what_the_first_notes_accept_cannot_be_told() -> None:
    first = notes("14 May 2024", accepted("9 April 2024"), CLOSE)
    assert verdicts(first, check="accepted-notes") == [("14.5", "cannot be told")]


def test_notes_of_two_meetings_may_be_accepted_together() -> None:
    both = notes("9 July 2024", accepted("14 May 2024 and of 11 June 2024"), GAUGE, first=3)
    found = verdicts(notes("14 May 2024", DUES), notes("11 June 2024", GAUGE, first=2), both, check="accepted-notes")
    assert found == [("9.7", "holds")]


# ---------------------------------------------------------------- outstanding actions

ASKED = ("Quays", "Action: The HM to print a map of the fish quay.")


def june(count: str, *items: tuple[str, str], first: int = 3) -> Document:
    return notes("11 June 2024", *items, outstanding(count), CLOSE, first=first)


@pytest.mark.parametrize(("count", "verdict"), [("1", "holds"), ("2", "holds"), ("4", "M605"), ("no", "M605")])
def test_the_number_of_outstanding_actions_is_that_of_the_ledger_with_or_without_this_meetings(
    count: str, verdict: str
) -> None:
    may = notes("14 May 2024", ASKED, outstanding("no"))
    later = june(count, ("Slipway", "Action: The Clerk to order paint for the boat shed."))
    assert verdicts(may, later, check="outstanding-actions") == [("14.5", "holds"), ("11.6", verdict)]


def test_actions_from_before_the_first_notes_cannot_be_told_then_and_later() -> None:
    may = notes("14 May 2024", ASKED, outstanding("7"))
    found = verdicts(may, june("5"), check="outstanding-actions")
    assert found == [("14.5", "cannot be told"), ("11.6", "cannot be told")]


def test_in_the_middle_of_a_year_nothing_shows_that_the_first_notes_tell_of_all_actions() -> None:
    may = notes("14 May 2024", ASKED, outstanding("one"), first=41)
    found = verdicts(may, june("5", first=43), check="outstanding-actions")
    assert found == [("14.5", "holds"), ("11.6", "cannot be told")]


def test_after_notes_that_are_missing_the_number_of_outstanding_actions_cannot_be_told() -> None:
    may = notes("14 May 2024", ASKED, outstanding("no"))
    later = notes("9 July 2024", accepted("11 June 2024"), outstanding("5"), CLOSE, first=9)
    assert verdicts(may, later, check="outstanding-actions") == [("14.5", "holds"), ("9.7", "cannot be told")]


@pytest.mark.parametrize(("count", "verdict"), [("1", "holds"), ("2", "cannot be told"), ("3", "M605")])
def test_actions_that_this_meeting_closes_may_have_been_counted_before(count: str, verdict: str) -> None:
    asked = ("Slipway", "Action: The Clerk to order paint for the boat shed.")
    may = notes("14 May 2024", ASKED, asked, outstanding("no"))
    done = ("Matters Arising", "The HM has printed the map of the fish quay. Completed.")
    found = audited(may, june(count, done, first=4), check="outstanding-actions")
    assert [one.code or one.verdict for one in found] == ["holds", verdict]
    assert "the ledger has 1 from earlier meetings" in found[1].message
    assert ("and 1 more until this meeting" in found[1].message) == (count == "2")


def of_harbour(*days: str, says: Sequence[tuple[int, str]]) -> tuple[Series, Ledger]:
    """Meetings of which the first raises one action, and what the ledger tells of it at others, by their place."""
    series = Series.of([notes(day, ASKED, outstanding("one"), first=1 + 2 * at) for at, day in enumerate(days)])
    ledger = action_ledger(series)
    first = ledger.actions[0]
    links = [
        ActionLink.model_validate(
            {
                "meeting": series.sittings[at].id, "date": series.sittings[at].date, "item": "i", "item_number": "1/24",
                "says": said, "basis": "number", "likeness": 1.0, "text": "It is so.", "quote": first.quote,
            }
        )
        for at, said in says
    ]  # fmt: skip
    return series, ledger.model_copy(update={"actions": (first.model_copy(update={"links": tuple(links)}),)})


@pytest.mark.parametrize(
    ("says", "found"),
    [
        ([(1, "updated")], ["holds", "holds", "holds"]),
        ([(1, "closed")], ["holds", "cannot be told", "M605"]),
        ([(1, "closed"), (2, "carried")], ["holds", "cannot be told", "holds"]),
        ([(1, "closed"), (1, "carried")], ["holds", "holds", "holds"]),
        ([(0, "closed")], ["cannot be told", "cannot be told", "cannot be told"]),
    ],
)
def test_an_action_is_outstanding_until_it_is_closed_and_again_once_it_is_carried(
    says: list[tuple[int, str]], found: list[str]
) -> None:
    series, ledger = of_harbour("14 May 2024", "11 June 2024", "9 July 2024", says=says)
    counts = [one for one in audit(series, ledger=ledger).statements if one.check == "outstanding-actions"]
    assert [one.code or one.verdict for one in counts] == found


def test_of_many_open_actions_the_first_are_quoted_and_those_that_are_closed_are_not() -> None:
    series, ledger = of_harbour("14 May 2024", "11 June 2024", says=[(1, "closed")])
    closed, quote = ledger.actions[0], series.sittings[0].quote()
    others = [
        closed.model_copy(
            update={"id": f"a-{n}", "links": (), "quote": quote.model_copy(update={"text": f"Action {n}"})}
        )
        for n in range(40)
    ]
    ledger = ledger.model_copy(update={"actions": (closed, *others)})
    last = [one for one in audit(series, ledger=ledger).statements if one.check == "outstanding-actions"][-1]
    assert [one.text for one in last.quotes[1:]] == [f"Action {n}" for n in range(30)]


def test_a_ledger_of_an_earlier_day_tells_nothing() -> None:
    series = Series.of([notes("14 May 2024", ASKED, outstanding("9"))])
    empty = Ledger(board=None, on=datetime.date(2024, 1, 1), actions=(), unsettled=())
    found = [one for one in audit(series, ledger=empty).statements if one.check == "outstanding-actions"]
    assert [one.verdict for one in found] == ["cannot be told"]


# ---------------------------------------------------------------- weekdays


def test_a_weekday_holds_or_does_not_and_a_date_without_one_states_nothing() -> None:
    found = audited(
        notes("Tuesday 14 May 2024", DUES, next_on("Monday 11 June 2024"), CLOSE),
        notes("11 June 2024", DUES, first=4),
        check="weekday",
    )
    assert [(one.code or one.verdict, one.quotes[0].text) for one in found] == [
        ("holds", "Tuesday 14 May 2024"),
        ("M301", "The next meeting is on Monday 11 June 2024."),
    ]


# ---------------------------------------------------------------- speakers


def presented(name: str) -> tuple[str, str]:
    return "Finance", f"The report was presented by {name}."


@pytest.mark.parametrize(
    ("name", "verdict"),
    [
        ("Ada Quill", "holds"),
        ("Cllr Quill", "holds"),
        ("Ada Quil", "M203"),
        ("Clara Vane", "M204"),
        ("Edwin Hollis", "M201"),
    ],
)
def test_who_presented_is_held_against_the_attendance(name: str, verdict: str) -> None:
    meeting = notes("14 May 2024", presented(name), presented(name), CLOSE, apologies="Clara Vane\t\tTreasurer")
    assert verdicts(meeting, check="presenter") == [("14.5", verdict)]


def test_who_asked_and_is_not_listed_is_told_with_the_list() -> None:
    asks = ("Questions", "- 1. How many berths are free? (Asked by Edwin Hollis)\n - Eleven.")
    found = audited(notes("14 May 2024", asks, CLOSE), check="asker")
    assert [one.code for one in found] == ["M202"]
    assert [quote.text for quote in found[0].quotes] == [
        "Edwin Hollis",
        "Ada Quill Board Member Peter Lowe Harbour Master",
    ]


def test_without_a_list_of_those_present_nothing_can_be_told() -> None:
    meeting = notes("14 May 2024", presented("Ada Quill"), CLOSE, present="")
    assert verdicts(meeting, check="presenter") == [("14.5", "cannot be told")]


@pytest.mark.parametrize(("basis", "verdict"), [("initials", "holds"), ("confirmed", "holds"), ("likeness", "M203")])
def test_one_person_across_spellings_was_there_but_a_slip_of_letters_is_told(basis: str, verdict: str) -> None:
    meeting = notes("14 May 2024", presented("Ada Quil"), CLOSE)
    joined = Likeness.model_validate(
        {"one": "Ada Quill", "other": "Ada Quil", "basis": basis, "score": 0.95, "quotes": ()}
    )
    person = KnownPerson(
        id="ada-quill", name="Ada Quill", honorific=None, initials=None, spellings=(), roles=(), joined=(joined,)
    )
    people = People(people=(person,), proposed=(), refused=())
    found = [one for one in audit(Series.of([meeting]), people=people).statements if one.check == "presenter"]
    assert [one.code or one.verdict for one in found] == [verdict]


# ---------------------------------------------------------------- agendas


def of_agenda(agenda: Sequence[str], *items: tuple[str, str]) -> list[tuple[str, str]]:
    """What is said of each title: of the agenda in its order, then of the notes."""
    found = audited(notes("14 May 2024", *items, agenda=agenda), check="agenda")
    return [(one.quotes[0].text, one.code or one.verdict) for one in found]


def test_titles_that_are_the_same_but_for_capitals_signs_and_dates_were_taken() -> None:
    agenda = ("Berths and Moorings", "NOTES OF THE LAST MEETING", "Open Day")
    items = (
        ("Notes of last meeting – 9 April 2024", "Noted."),
        ("Berths & Moorings", "All are let."),
        ("Open Day", "It is in July."),
    )
    assert [verdict for _, verdict in of_agenda(agenda, *items)] == ["holds"] * 3


def test_titles_that_are_alike_were_renamed_and_others_left_out_or_added() -> None:
    found = of_agenda(
        ("Harbour Dues", "Mooring Inspections", "Crew Safety Review", "Ferry Timetable"),
        DUES,
        ("Inspections of Moorings", "All are sound."),
        ("Safety Plan for Crews", "It was noted."),
        ("Open Day", "It is in July."),
    )
    assert found == [
        ("Harbour Dues", "holds"),
        ("Mooring Inspections", "M503"),
        ("Crew Safety Review", "M503"),
        ("Ferry Timetable", "M501"),
        ("Open Day", "M502"),
    ]


def test_the_number_that_the_notes_give_tells_an_item_of_quite_another_title() -> None:
    items = (("Item 1 – Harbour Dues", "Noted."), ("Item 2 – Boats laid up", "All are dry."))
    assert of_agenda(("Harbour Dues", "Winter Storage"), *items) == [
        ("Harbour Dues", "holds"),
        ("Winter Storage", "M503"),
    ]


def test_an_item_that_was_put_off_is_told_by_its_own_words_or_by_those_of_another() -> None:
    found = of_agenda(
        ("Harbour Dues", "Tide Gauge", "Slipway", "Ferry Timetable", "Fog Signals"),
        ("Harbour Dues", "The report was noted. The start of the work was put off to July."),
        ("Tide Gauge", "This item was deferred to the next meeting."),
        ("Slipway", "The builder came in May. It was postponed."),
        ("Close", "The Chair said that Ferry Timetable was postponed. Item 5 was withdrawn."),
    )
    assert found == [
        ("Harbour Dues", "holds"),
        ("Tide Gauge", "M504"),
        ("Slipway", "holds"),
        ("Ferry Timetable", "M504"),
        ("Fog Signals", "M504"),
        ("Close", "M502"),
    ]


def test_an_item_of_later_notes_was_put_off_but_one_that_recurs_was_left_out() -> None:
    may = notes("14 May 2024", DUES, CLOSE, agenda=("Harbour Dues", "Tide Gauge", "Open Day"))
    later = [
        notes("11 June 2024", GAUGE, ("Open Day", "It is in July."), GAUGE, first=3),
        notes("9 July 2024", ("Open Day", "It was held."), CLOSE, first=5),
    ]
    found = [(one.quotes[0].text, one.code) for one in audited(may, *later, check="agenda") if one.code]
    assert found == [("Tide Gauge", "M504"), ("Open Day", "M501"), ("Close", "M502")]


def test_an_agenda_without_notes_cannot_be_told() -> None:
    agenda = parse("HARBOUR BOARD\n\n11 June 2024\n\nAGENDA\n\n1. 10.00 Dues\n2. 10.10 Tides\n")
    assert verdicts(agenda, check="agenda") == [("11.6", "cannot be told")]


def by_place(one: Sequence[str], other: Sequence[str]) -> dict[int, int]:
    return pairs([title_words(t) for t in one], [title_words(t) for t in other], lambda i, j: False)


def test_titles_that_repeat_are_paired_in_order_and_one_to_one() -> None:
    assert by_place(["Update", "Dues", "Update"], ["Update", "Update", "Dues"]) == {0: 0, 1: 2, 2: 1}
    assert by_place(["Update", "Update"], ["Update"]) == {0: 0}


def test_the_best_pairs_keep_the_order_where_they_can() -> None:
    one = ["Berthing Plan North", "Berthing Plan South"]
    other = ["Berthing Plan", "Berthing Plan South Quay"]
    assert by_place(one, other) == {0: 0, 1: 1}
    assert by_place(["Slipway Repairs", "Dues Review"], ["Review of Dues", "Repairs to Slipways"]) == {0: 1, 1: 0}


titles = st.lists(st.sampled_from(("Dues", "Dues Review", "Reviews of Dues", "Tide Gauge", "Gauges", "")), max_size=6)


@given(titles, titles)
def test_pairs_are_one_to_one_and_take_every_title_that_is_the_same(one: list[str], other: list[str]) -> None:
    found = by_place(one, other)
    assert len(set(found.values())) == len(found)
    assert all(i < len(one) and j < len(other) for i, j in found.items())
    same = Counter(map(title_words, one)) & Counter(map(title_words, other))
    taken = Counter(title_words(one[i]) for i, j in found.items() if title_words(one[i]) == title_words(other[j]))
    assert taken == same


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_between_none_and_all_and_the_same_both_ways(one: str, other: str) -> None:
    first, second = title_words(one), title_words(other)
    assert 0 <= title_likeness(first, second) <= 1
    assert title_likeness(first, first) == 1


# ---------------------------------------------------------------- all checks


def true_ledger(made: MadeSeries, series: Series) -> Ledger:
    """What is known of the actions of a made series, so that only the audit is tested."""
    ids = {sitting.date: sitting for sitting, _ in series.minutes}

    def entry(action: MadeAction) -> LedgerAction:
        sitting = ids[action.key.date]
        return LedgerAction(
            id=f"{action.key.number} {action.key.nth}", kind=action.key.kind, meeting=sitting.id, date=sitting.date,
            item=action.key.number, item_number=action.key.number, title=None, text=action.text, owner=action.owner,
            due=action.due, links=tuple(link(one) for one in made.links if one.action == action.key), status="open",
            last_mentioned=sitting.date, perhaps=(), quote=sitting.quote(),
        )  # fmt: skip

    def link(one: MadeLink) -> ActionLink:
        sitting = ids[one.date]
        return ActionLink(
            meeting=sitting.id, date=sitting.date, item=one.number, item_number=one.number,
            says="closed" if "closed" in one.says else "updated", basis="number", likeness=1.0, text=one.words,
            quote=sitting.quote(),
        )  # fmt: skip

    return Ledger(board=series.board, on=series.until, actions=tuple(map(entry, made.actions)), unsettled=())


Found = tuple[str, str, datetime.date]
"""A check, a code and a day."""


def assert_found(made: MadeSeries) -> None:
    """All that is planted is found, nothing else is reported, and what cannot be told is not."""
    series = made.series()
    done = audit(series, ledger=true_ledger(made, series))
    found: Counter[Found] = Counter((one.check, one.code or "", one.date) for one in done.problems)
    planted: Counter[Found] = Counter((one.check, one.code, one.date) for one in made.problems)
    assert planted - found == Counter()
    assert found - planted == Counter()
    for one in done.statements:
        if (one.date, one.check) in made.untold and one.check not in ("agenda", "outstanding-actions"):
            assert one.verdict != "does not hold", one.message


class Counted:
    """How often Python enters a function of ours while something runs: what a clock tells, without its noise."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, frame: FrameType, event: str, arg: object) -> None:
        self.calls += event == "call"

    def __enter__(self) -> Counted:
        sys.setprofile(self)
        return self

    def __exit__(self, *raised: object) -> None:
        sys.setprofile(None)


def in_a_row(count: int) -> list[Document]:
    """Meetings a fortnight apart of which every statement on another is wrong, with an action that stays open."""
    days = [datetime.date(2020, 1, 7) + datetime.timedelta(days=14 * n) for n in range(count)]
    return [
        notes(
            f"{day.day} {day:%B} {day.year}",
            accepted(f"{day - datetime.timedelta(days=15):%d %B %Y}"),
            ("Quays", f"Action: The HM to paint the hull of boat {n}."),
            outstanding("three"),
            next_on(f"{day + datetime.timedelta(days=15):%d %B %Y}"),
            first=9 * n + 1,
            year="20",
        )
        for n, day in enumerate(days)
    ]


def test_the_audit_of_a_series_of_twice_the_length_takes_no_more_than_twice_the_steps() -> None:
    documents = in_a_row(80)
    steps = []
    for count in (40, 80):
        series = Series.of(documents[:count])
        people, ledger = people_of(series), action_ledger(series)
        with Counted() as counted:
            done = audit(series, people=people, ledger=ledger)
        assert len(done.statements) == 5 * count - 1
        steps.append(counted.calls)
    assert steps[1] < 2.1 * steps[0]


@pytest.mark.parametrize("seed", range(8))
def test_every_planted_problem_is_found_and_no_other_is_reported(seed: int) -> None:
    assert_found(series_made(Random(f"audit {seed}")))


@settings(max_examples=8)
@given(made_series())
def test_planted_problems_are_found_in_any_series_and_a_sound_one_has_none(made: MadeSeries) -> None:
    assert_found(made)


def assert_sound(done: Audit, documents: Sequence[Document]) -> None:
    """Every statement has its words, every quote is what stands there, and code and verdict agree."""
    texts: dict[str, set[str]] = {}
    for document in documents:
        for part in document.parts:
            texts.setdefault(part.id, set()).add(document.source.text)
    for one in done.statements:
        assert one.quotes, one.message
        assert (one.verdict == "does not hold") == (one.code is not None) == (one.hint is not None)
        assert one.message.endswith((".", "?")), one.message
        for quote in one.quotes:
            stands = {" ".join(text[quote.span.start : quote.span.end].split()) for text in texts[quote.part]}
            assert quote.text in stands
    assert Audit.model_validate_json(done.model_dump_json()) == done
    listing = audit_listing(done)
    assert len(listing.rows) == len(done.statements)
    assert {len(row) for row in listing.rows} <= {len(listing.columns)}


def test_the_examples_have_one_problem_of_a_name_and_one_of_a_number() -> None:
    documents = [document for document in examples() if "millbrook" not in (document.source.name or "")]
    done = audit(Series.of(documents))
    assert [(one.code, one.date.isoformat()) for one in done.problems] == [
        ("M203", "2024-03-12"),
        ("M104", "2024-04-23"),
    ]
    assert_sound(done, documents)


def test_the_order_in_which_documents_are_given_changes_nothing() -> None:
    documents = series_made(Random("order"), Wishes(meetings=6)).documents()
    done = audit(Series.of(documents))
    assert audit(Series.of(documents[::-1])) == done
    assert_sound(done, documents)


def test_statements_stand_by_date_and_then_by_check() -> None:
    done = audit(series_made(Random("by date"), Wishes(meetings=5)).series())
    names = [
        "numbers",
        "next-meeting",
        "accepted-notes",
        "outstanding-actions",
        "weekday",
        "presenter",
        "asker",
        "agenda",
    ]
    places = [(one.date, names.index(one.check)) for one in done.statements]
    assert places == sorted(places)
    assert len(CHECKS) == len(names)


@settings(max_examples=25)
@given(st.lists(st.one_of(minutes_like, drafts().map(lambda draft: draft.text)), max_size=4))
def test_no_text_breaks_the_audit(texts: list[str]) -> None:
    documents = [parse(f"HARBOUR BOARD\n\n{day} May 2024\n\n{text}") for day, text in enumerate(texts, 7)]
    boards = [part.board for document in documents for part in document.parts if part.board]
    try:
        series = Series.of(documents, board=boards[0] if boards else None)
    except SeveralBoardsError:  # the name is that of two of them
        return
    assert_sound(audit(series), documents)


@settings(max_examples=12)
@given(st.lists(st.one_of(made_minutes(), made_agendas()), min_size=1, max_size=3))
def test_models_that_nobody_has_read_do_not_break_the_audit(parts: list) -> None:  # type: ignore[type-arg]
    same = [part.model_copy(update={"board": "Harbour Board"}) for part in parts]
    audit_listing(audit(Series.of([made(*same)])))


def test_odd_documents_do_not_break_the_audit() -> None:
    audit(Series.of(odd(), board="Harbour Board"))
    assert audit(Series.of([])).statements == ()
    assert audit_listing(audit(Series.of([]))).rows == ()
