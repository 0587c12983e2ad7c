"""Notes that a board may well write, of which the audit must not say that they do not hold."""

from __future__ import annotations

from notes import notes
from spcb_minutes import Document
from spcb_minutes.series.audit import audit
from spcb_minutes.series.meetings import Series


def verdicts(check: str, *documents: Document) -> list[tuple[str, str | None]]:
    done = audit(Series.of(documents))
    return [(one.verdict, one.code) for one in done.statements if one.check == check]


def accepted(day: str) -> str:
    return f"The notes of the meeting held on {day} were accepted as a true record."


MARCH = notes("12 March 2024", ("041/24", "Apologies", "None."), ("042/24", "Lights", "All is well."))


def test_an_extraordinary_meeting_between_accepts_nothing_and_is_accepted_later() -> None:
    between = notes("26 March 2024", ("043/24", "Planning", "Agreed."), before="EXTRAORDINARY MEETING\n\n")
    april = notes("9 April 2024", ("044/24", "Notes of the Last Meeting", accepted("12 March 2024")))
    assert verdicts("accepted-notes", MARCH, between, april) == [("cannot be told", None)]


def test_an_ordinary_meeting_between_is_the_one_whose_notes_are_accepted() -> None:
    between = notes("26 March 2024", ("043/24", "Planning", "Agreed."))
    april = notes("9 April 2024", ("044/24", "Notes of the Last Meeting", accepted("12 March 2024")))
    assert verdicts("accepted-notes", MARCH, between, april) == [("does not hold", "M604")]


def test_the_second_meeting_of_a_day_accepts_the_notes_of_the_month_before() -> None:
    annual = notes("14 May 2024", ("043/24", "Election of Chair", "Ada Quill."), hours=" - 1900 - 1930 hrs")
    ordinary = notes(
        "14 May 2024", ("044/24", "Notes of the Last Meeting", accepted("12 March 2024")), hours=" - 1930 - 2100 hrs"
    )
    assert verdicts("accepted-notes", MARCH, annual, ordinary) == [("cannot be told", None)]


SMITHS = ("Cllr Ann SMITH\t\tBoard Member", "Cllr John SMITH\t\tBoard Member", "Cath VARLEY\t\tClerk")


def question(asker: str) -> tuple[str, str, str]:
    return "043/24", "Questions", f"- 1. How many berths are free? (Asked by {asker})\n - Eleven."


def test_which_of_two_of_a_name_asked_cannot_be_told() -> None:
    assert verdicts("asker", notes("9 April 2024", question("Cllr Smith"), present=SMITHS)) == [
        ("cannot be told", None)
    ]
    assert verdicts("asker", notes("9 April 2024", question("Ann Smith"), present=SMITHS)) == [("holds", None)]
    assert verdicts("asker", notes("9 April 2024", question("Cllr Varley"), present=SMITHS)) == [("holds", None)]


def test_a_short_form_of_a_given_name_is_no_slip() -> None:
    march = notes("12 March 2024", ("041/24", "End", "Done."), present=("Matthew WARDLE\t\tBoard Member",))
    april = notes("9 April 2024", question("Matt Wardle"), present=("Matthew WARDLE\t\tBoard Member",))
    assert verdicts("asker", march, april) == [("holds", None)]
