"""Attendance and questions of a series: what the notes say, with its quote, and nothing that they do not say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies as given_by
from exported import examples
from notes import notes
from spcb_minutes import Document, parse
from spcb_minutes.exports.tables import to_tables
from spcb_minutes.series.attendance import AttendanceMatrix, Presence, attendance_listing, attendance_matrix
from spcb_minutes.series.decisions import Decisions, NameDecision
from spcb_minutes.series.meetings import Series
from spcb_minutes.series.people import people_of
from spcb_minutes.series.questions import (
    AskedQuestion,
    QuestionRegister,
    members_listing,
    question_listing,
    question_register,
)

FEW = settings(max_examples=30)
TIDES = ("041/24", "Tides", "It was in.")


def matrix(*documents: Document) -> AttendanceMatrix:
    return attendance_matrix(Series.of(documents))


def cells(found: AttendanceMatrix) -> dict[str, list[str]]:
    return {row.name: [presence.status for presence in row.presences] for row in found.rows}


def presence(found: AttendanceMatrix, person: str, nth: int) -> Presence:
    return next(row.presences[nth] for row in found.rows if row.person == person)


# ---------------------------------------------------------------- attendance


def test_each_person_at_each_meeting() -> None:
    found = matrix(
        notes("14 May 2024", TIDES, present=["Ada QUILL\t\tClerk", "Peter LOWE\t\tPilot"]),
        notes("12 March 2024", TIDES, present=["Ada QUILL\t\tClerk", "", "Apologies: Peter Lowe (on holiday)"]),
        notes("11 June 2024", TIDES, present=["Peter LOWE\t\tPilot"]),
    )
    assert [str(one.date) for one in found.meetings] == ["2024-03-12", "2024-05-14", "2024-06-11"]
    assert cells(found) == {
        "Peter Lowe": ["apologies", "present", "present"],
        "Ada Quill": ["present", "present", "not stated"],
    }
    assert [(row.name, row.present, row.apologies) for row in found.rows] == [("Peter Lowe", 2, 1), ("Ada Quill", 2, 0)]
    sent = presence(found, "peter-lowe", 0)
    assert sent.note == "on holiday"
    assert sent.quote is not None
    assert sent.quote.text == "Peter Lowe (on holiday)"
    assert presence(found, "ada-quill", 2).quote is None


def test_who_is_in_both_lists_was_present_and_the_note_says_so() -> None:
    rows = ["Ada QUILL\t\tClerk", "Cllr Peter Lowe (from 043/24 to end)", "", "Apologies: Cllr Peter Lowe (late)"]
    found = matrix(notes("14 May 2024", TIDES, present=rows))
    came = presence(found, "peter-lowe", 0)
    assert came.status == "present"
    assert came.note == "from 043/24 to end; apologies are told too; late"
    assert came.quote is not None
    assert came.quote.text.startswith("Cllr Peter Lowe (from 043/24")
    (row,) = (row for row in found.rows if row.person == "peter-lowe")
    assert (row.present, row.apologies) == (1, 0)


def test_who_only_presented_is_not_stated() -> None:
    item = ("041/24", "Tides", "This report was presented by Peter Lowe.")
    found = matrix(
        notes("14 May 2024", item, present=["Ada QUILL\t\tClerk"]),
        notes("11 June 2024", TIDES, present=["Peter LOWE\t\tPilot"]),
    )
    assert cells(found)["Peter Lowe"] == ["not stated", "present"]
    alone = matrix(notes("14 May 2024", item, present=["Ada QUILL\t\tClerk"]))
    assert cells(alone) == {"Ada Quill": ["present"]}


def test_notes_without_a_list_tell_nothing_of_anybody() -> None:
    found = matrix(
        notes("14 May 2024", TIDES, present=["Ada QUILL\t\tClerk"]),
        parse("HARBOUR SAFETY BOARD\n\nTuesday 11 June 2024\n\n041/24 Tides\n\nIt was in.\n"),
    )
    assert [one.has_attendance for one in found.meetings] == [True, False]
    assert cells(found) == {"Ada Quill": ["present", "not stated"]}


def test_two_of_one_name_have_a_row_each_and_a_third_for_what_cannot_be_told() -> None:
    found = matrix(
        notes("14 May 2024", TIDES, present=["Ann LOWE\t\tClerk", "Ann LOWE\t\tChair"]),
        notes("11 June 2024", TIDES, present=["Ann LOWE\t\tChair"]),
        notes("9 July 2024", TIDES, present=["Ann LOWE"]),
    )
    assert {row.person: [one.status for one in row.presences] for row in found.rows} == {
        "ann-lowe": ["present", "not stated", "not stated"],
        "ann-lowe-2": ["present", "present", "not stated"],
        "ann-lowe-3": ["not stated", "not stated", "present"],
    }
    assert [row[0] for row in attendance_listing(found).rows] == [
        "Ann Lowe (Clerk)",
        "Ann Lowe (Chair)",
        "Ann Lowe (which of them is not said)",
    ]


def test_what_the_user_decided_counts() -> None:
    series = Series.of(
        [
            notes("14 May 2024", TIDES, present=["Jon SMITH\t\tPilot"]),
            notes("11 June 2024", TIDES, present=["John SMITH\t\tPilot"]),
        ]
    )
    assert len(attendance_matrix(series).rows) == 2
    decisions = Decisions(names=(NameDecision(one="Jon Smith", other="John Smith", same=True),))
    (row,) = attendance_matrix(series, people=people_of(series, decisions=decisions)).rows
    assert row.present == 2


def test_the_list_has_a_column_for_each_meeting_and_never_says_absent() -> None:
    found = matrix(
        notes("14 May 2024", ("041/24", "Tides", "In."), present=["Ada QUILL\t\tClerk"], hours=" - 10.00 - 12.00"),
        notes("14 May 2024", ("051/24", "Ebb", "Out."), present=["Peter LOWE\t\tPilot"], hours=" - 14.00 - 16.00"),
        parse("HARBOUR SAFETY BOARD\n\nTuesday 11 June 2024\n\n061/24 Tides\n\nIt was in.\n"),
    )
    listing = attendance_listing(found)
    assert listing.title == "Harbour Safety Board: attendance (an empty cell: the notes do not say)"
    assert listing.columns == ("Name", "2024-05-14", "2024-05-14 (2)", "2024-06-11, no list", "Present", "Apologies")
    assert listing.rows == (("Peter Lowe", "", "present", "", "1", "0"), ("Ada Quill", "present", "", "", "1", "0"))


def test_no_meeting_no_row() -> None:
    found = matrix()
    assert (found.board, found.meetings, found.rows) == (None, (), ())
    assert attendance_listing(found).rows == ()


# ---------------------------------------------------------------- questions


def register(*documents: Document) -> QuestionRegister:
    return question_register(Series.of(documents))


def one_question(*paragraphs: str, present: Sequence[str] = ("Ada QUILL\t\tBoard Member",)) -> AskedQuestion:
    (asked,) = register(notes("14 May 2024", ("048/24", "Tides", *paragraphs), present=present)).questions
    return asked


ASKED = "1. How many berths are free in May? (Asked by Ada Quill)"


def test_who_asked_whom_and_what_came_of_it() -> None:
    asked = one_question(ASKED, "- The Harbour Master said that there were three.")
    assert asked.id == "harbour-safety-board/2024-05-14/minutes/048-24/question-1"
    assert (asked.item_number, asked.title, str(asked.date)) == ("048/24", "Tides", "2024-05-14")
    assert (asked.asker, asked.asker_person) == ("Ada Quill", "ada-quill")
    assert (asked.asked_of, asked.asked_of_basis) == ("Harbour Master", "answer")
    assert asked.outcome == "answered"
    assert asked.answer == "The Harbour Master said that there were three."
    assert asked.quote.text.startswith("1. How many berths are free in May?")
    assert asked.outcome_quote is not None
    assert "there were three" in asked.outcome_quote.text


def test_an_undertaking_in_the_answer_takes_the_question_away() -> None:
    asked = one_question(ASKED, "- There were three.\n- The Harbour Master undertook to send a plan.")
    assert asked.outcome == "taken away"
    assert asked.outcome_quote is not None
    assert asked.outcome_quote.text == "The Harbour Master undertook to send a plan."


def test_an_action_under_the_answer_takes_the_question_away() -> None:
    asked = one_question(ASKED, "There were three.", "Action: The HM to send a plan.")
    assert asked.outcome == "taken away"
    assert asked.outcome_quote is not None
    assert asked.outcome_quote.text == "Action: The HM to send a plan."


def test_an_action_of_another_question_does_not() -> None:
    found = register(
        notes(
            "14 May 2024",
            ("048/24", "Tides", ASKED, "There were three.", ASKED.replace("1.", "2."), "Action: HM to count."),
        )
    )
    assert [one.outcome for one in found.questions] == ["answered", "taken away"]
    assert [one.id.rpartition("/")[2] for one in found.questions] == ["question-1", "question-2"]


def test_a_question_with_nothing_behind_it_is_unanswered() -> None:
    asked = one_question(ASKED)
    assert (asked.outcome, asked.answer, asked.outcome_quote) == ("unanswered", None, None)
    assert (asked.asked_of, asked.asked_of_basis) == (None, None)


@pytest.mark.parametrize(
    ("answer", "of"),
    [
        ("The Chief Executive replied that there were three.", "Chief Executive"),
        ("Ruth Pengelly also explained the figures.", "Ruth Pengelly"),
        ("Ruth explained the figures.", "Ruth"),
        ("Cllr Hart advised that there were three.", "Cllr Hart"),
        ("DCC Hart confirmed that there were three.", "DCC Hart"),
        ("The Head of Pilotage said that there were three.", "Head of Pilotage"),
        ("The Board of Governors said that there were three.", None),
        ("Members said that there were three.", None),
        ("The Board noted this.", None),
        ("Divers explained the rest.", None),
        ("Three, said the Harbour Master.", None),
        ("It was said that there were three.", None),
        ("There were three.", None),
    ],
)
def test_of_whom_it_was_asked_is_said_by_the_answer_or_not_at_all(answer: str, of: str | None) -> None:
    present = ("Ada QUILL\t\tBoard Member", "Ruth PENGELLY\t\tPilot")
    assert one_question(ASKED, answer, present=present).asked_of == of


def test_who_asks_and_explains_is_not_who_answers() -> None:
    asked = one_question(ASKED, "Ada explained that it is dark.", "The Harbour Master replied that it was not.")
    assert asked.asked_of == "Harbour Master"


def test_without_a_word_in_the_answer_it_was_asked_of_who_presented() -> None:
    asked = one_question(
        "This report was presented by Ruth Pengelly and Peter Lowe, and the following items were discussed:",
        "What becomes of the spoil?",
        "- It goes to Cray Bank.",
    )
    assert (asked.asked_of, asked.asked_of_basis) == ("Ruth Pengelly and Peter Lowe", "presenter")
    assert (asked.asker, asked.asker_person) == (None, None)


def test_an_asker_by_surname_is_the_person_of_the_list() -> None:
    asked = one_question(ASKED.replace("Ada Quill", "Cllr Quill"), present=["Cllr Ada Quill", "Cllr Jo Hart"])
    assert (asked.asker, asked.asker_person) == ("Quill", "ada-quill")


def test_the_ids_are_those_of_the_tables() -> None:
    documents = [one for one in examples() if any("Harbour" in (m.board or "") for m in one.minutes)]
    series = Series.of(documents, board="Harbour Safety and Licensing Board")
    ids = {one.id for one in question_register(series).questions}
    rows = {row["id"] for row in to_tables([told.document for _, told in series.minutes])["questions"]}
    assert ids
    assert ids <= rows


def test_two_meetings_of_a_day_have_ids_of_their_own_as_in_the_tables() -> None:
    documents = [
        notes("14 May 2024", (number, "Tides", ASKED, "Three."), hours=hours)
        for number, hours in (("041/24", " - 10.00 - 12.00"), ("051/24", " - 14.00 - 16.00"))
    ]
    series = Series.of(documents)
    ids = [one.id for one in question_register(series).questions]
    rows = [row["id"] for row in to_tables([told.document for _, told in series.minutes])["questions"]]
    day = "harbour-safety-board/2024-05-14"
    assert ids == rows == [f"{day}/minutes/041-24/question-1", f"{day}/minutes-1400/051-24/question-1"]


def test_the_lists_of_questions() -> None:
    documents = [
        notes("14 May 2024", ("048/24", "Tides", ASKED, "Three."), present=["Ada QUILL\t\tBoard Member"]),
        notes("11 June 2024", ("058/24", "Ebb", ASKED.replace("Ada", "A")), present=["Ada QUILL\t\tBoard Member"]),
    ]
    series = Series.of(documents)
    people = people_of(series)
    found = question_register(series, people=people)
    listing = question_listing(found)
    assert listing.columns == ("Date", "Number", "Item", "Asked by", "Of", "Question", "Outcome", "Answer")
    assert listing.rows == (
        (
            date(2024, 5, 14),
            "048/24",
            "Tides",
            "Ada Quill",
            "",
            "How many berths are free in May?",
            "answered",
            "Three.",
        ),
        (
            date(2024, 6, 11),
            "058/24",
            "Ebb",
            "A Quill",
            "",
            "How many berths are free in May?",
            "unanswered",
            "",
        ),
    )
    members = members_listing(found, people=people)
    assert members.columns == ("Member", "Asked", "Answered", "Taken away", "Unanswered")
    assert members.rows == (("Ada Quill", "2", "1", "0", "1"),)


# ---------------------------------------------------------------- what holds for any series


@FEW
@given(st.lists(given_by.drafts(max_items=4), max_size=3))
def test_nothing_is_said_without_its_words(drafts: list[given_by.Draft]) -> None:
    days = ("Tuesday 14 May 2024", "Tuesday 11 June 2024", "Tuesday 9 July 2024")
    documents = [parse(d.text.replace("Tuesday 14 May 2024", day)) for d, day in zip(drafts, days, strict=False)]
    boards = {one.minutes[0].board for one in documents if one.minutes}
    series = Series.of(documents, board=min(str(board) for board in boards) if boards else None)
    texts = {told.part.id: told.document.source.text for _, told in series.minutes}
    people = people_of(series)
    found, asked = attendance_matrix(series, people=people), question_register(series, people=people)
    for row in found.rows:
        assert len(row.presences) == len(found.meetings)
        for one in row.presences:
            assert (one.quote is None) == (one.status == "not stated")
            if one.quote:
                assert one.quote.text == " ".join(
                    texts[one.quote.part][one.quote.span.start : one.quote.span.end].split()
                )
    for sitting, told in series.minutes:
        named = sum(one.status == "present" for row in found.rows for one in row.presences if one.meeting == sitting.id)
        assert named == len({one.name for one in told.part.attendance.present})
    for question in asked.questions:
        assert (question.outcome == "unanswered") == (question.outcome_quote is None) == (question.answer is None)
        assert question.asker_person is None or question.asker_person in {one.id for one in people.people}
    assert AttendanceMatrix.model_validate_json(found.model_dump_json()) == found
    assert QuestionRegister.model_validate_json(asked.model_dump_json()) == asked


@FEW
@given(given_by.minutes_like)
def test_any_minutes_have_their_registers(text: str) -> None:
    series = Series.of([parse(f"HARBOUR BOARD\n\nTuesday 14 May 2024\n\nPresent:\n\n{text}")], board="Harbour Board")
    found, asked = attendance_matrix(series), question_register(series)
    assert len(attendance_listing(found).rows) == len(found.rows)
    assert len(question_listing(asked).rows) == len(asked.questions)
    assert sum(int(str(row[1])) for row in members_listing(asked).rows) == len(asked.questions)
