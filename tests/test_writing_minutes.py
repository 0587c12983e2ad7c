"""The page for people who write minutes: every pair of "instead of" and "write" does what the page says of it.

A pair is looked at by what its section is about. What each gives stands here, read off the page by hand; a pair that
the page has and this file has not, or the other way round, is an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from spcb_minutes import Series, action_ledger, cli, parse
from spcb_minutes.models import Document, Minutes
from test_docx import cell, docx, of_style, p, r, row, style, table

PAGE = Path(__file__).resolve().parents[1] / "docs/writing-minutes.md"
TEXT = PAGE.read_text(encoding="utf-8")
BOARD = "WRENMOUTH HARBOUR BOARD"
DATE = "Notes of meeting held on Tuesday 14 May 2024"
PEOPLE = """Present:

Ada Quill (AQ) – Chair
Dr Helen Okafor (HO) – Board Member
Peter Lowe (PL) – Harbour Master
Joan Larkin (JL) – Chief Engineer
Basil Crane (BC) – Clerk"""
ITEMS = "041/24 Apologies\n\nThere were none.\n\n042/24 Finance\n\nAll is well."
APRIL = """WRENMOUTH HARBOUR BOARD

Notes of meeting held on 9 April 2024

Present: Ada Quill (Chair), Peter Lowe (Harbour Master)

035/24 Fish Quay

Action: The Harbour Master to provide a rota for weekend cover."""


def document(*, board: str = BOARD, date: str = DATE, people: str = PEOPLE, items: str = ITEMS) -> Document:
    return parse("\n\n".join([board, date, people, items]) + "\n")


def only(found: Document) -> Minutes:
    (minutes,) = found.minutes
    return minutes


def inside(words: str, title: str = "Finance") -> Minutes:
    """Notes with these words in an item between two others."""
    return only(
        document(
            items=f"041/24 Lamps\n\nAll are lit.\n\n042/24 {title}\n\n{words}\n\n043/24 Close\n\nThe meeting ended."
        )
    )


# ---------------------------------------------------------------- what each section looks at


def of_title(words: str) -> Any:
    found = document(date=words) if words.startswith("Notes") else document(board=words)
    meeting = only(found).meeting
    codes = [one.code for one in found.diagnostics]
    return only(found).board, str(meeting.date), meeting.start and f"{meeting.start:%H:%M}", codes


def of_people(words: str) -> Any:
    attendance = only(document(people=words)).attendance
    return [(one.name, one.role) for one in attendance.present], [one.name for one in attendance.apologies]


def of_notices(words: str) -> Any:
    notices = only(document(people=f"{PEOPLE}\n\n{words}")).notices
    return [[link.url for link in one.links] for one in notices]


def of_numbers(words: str) -> Any:
    return [(str(one.number), one.title, one.section, one.text) for one in only(document(items=words)).items]


def of_accepted(words: str) -> Any:
    return str(inside(words, "Notes of the Last Meeting").accepted_notes)


def of_matters(words: str) -> Any:
    items = f"041/24 Matters Arising\n\n{words}\n\n042/24 Close\n\nThe meeting ended."
    found = document(items=items)
    assert not found.diagnostics
    (action,) = action_ledger(Series.of([parse(APRIL), found])).actions
    return action.status


def of_presenters(words: str) -> Any:
    return [one.name for one in inside(words).items[1].presenters]


def of_questions(words: str) -> Any:
    found = document(items=f"041/24 Questions\n\n{words}\n\n042/24 Close\n\nThe meeting ended.")
    asked = [(one.asked_by and one.asked_by.name, len(one.answer)) for one in only(found).questions]
    return asked, [one.code for one in found.diagnostics]


def of_actions(words: str) -> Any:
    found = document(items=f"041/24 Lamps\n\n{words}\n\n042/24 Close\n\nThe meeting ended.")
    actions = [(one.owner, one.due and str(one.due), one.update) for one in only(found).actions]
    return actions, [one.code for one in found.diagnostics]


def of_decisions(words: str) -> Any:
    return [block.kind for block in inside(words).items[1].blocks]


def of_undertakings(words: str) -> Any:
    return [one.by for one in inside(words).items[1].commitments]


def of_next(words: str) -> Any:
    found = inside(words, "Date of the Next Meeting")
    following = found.next_meeting
    return found.outstanding_actions, str(following.date) if following else None


def of_agenda(words: str) -> Any:
    rows = f"1.<TAB>10:00<TAB>Apologies<TAB>Verbal\n2.<TAB>10:05<TAB>Lamps<TAB>Verbal\n{words}\n"
    (agenda,) = parse(f"{BOARD}\n\nTuesday 11 June 2024\n\nAGENDA\n\n{rows}".replace("<TAB>", "\t")).agendas
    last = agenda.items[-1]
    return last.title, last.paper, [one.name for one in last.presenters]


PROBES: dict[str, Callable[[str], Any]] = {
    "The title": of_title,
    "Who was there": of_people,
    "Remarks and links": of_notices,
    "Numbers and headings": of_numbers,
    "Notes of the last meeting": of_accepted,
    "Matters arising": of_matters,
    "Who presented": of_presenters,
    "Questions": of_questions,
    "Actions": of_actions,
    "Decisions": of_decisions,
    "Undertakings": of_undertakings,
    "Outstanding actions and the next meeting": of_next,
    "The agenda": of_agenda,
}

CHAIR = ("Ada Quill", "Chair")
AQ = ("Ada Quill", None)
HO = ("Helen Okafor", None)
HM = ("Harbour Master", None, None)
BOARD_READ = "Wrenmouth Harbour Board"
DUE = ("Harbour Master", "2024-06-03", None)
FILM = "https://watch.wrenmouth.example/board_film/7"
APOLOGIES = ("041/24", "Apologies", None, "")
FINANCE = ("042/24", "Finance", None, "")
LAMPS = ("041/24", "Lamps", None, "")
CRANE = ("042/24", "Crane", None, "")

GIVES: dict[str, list[tuple[Any, Any]]] = {
    "The title": [
        ((None, "2024-05-14", None, []), (BOARD_READ, "2024-05-14", None, [])),
        ((BOARD_READ, "None", None, ["M303"]), (BOARD_READ, "2024-05-14", None, [])),
        ((BOARD_READ, "2024-05-14", None, ["M301"]), (BOARD_READ, "2024-05-14", None, [])),
        ((BOARD_READ, "2024-05-14", None, []), (BOARD_READ, "2024-05-14", "14:00", [])),
    ],
    "Who was there": [
        (([], []), ([AQ, HO, ("Peter Lowe", None)], [])),
        (([], []), ([AQ, HO], [])),
        (([HO], []), ([CHAIR, HO], [])),
        (([], []), ([AQ, HO], [])),
        (([CHAIR], []), ([CHAIR], ["Clara Vane"])),
    ],
    "Remarks and links": [([], [[FILM]]), ([], [[]])],
    "Numbers and headings": [
        ([], [APOLOGIES, FINANCE]),
        ([], [APOLOGIES, FINANCE]),
        ([("041/24", "Apologies", None, "2."), FINANCE], [APOLOGIES, FINANCE]),
        ([("041/24", "Lamps", None, "041a/24 Crane")], [LAMPS, CRANE]),
        (
            [("041/24", "Lamps", None, "The wall is dark."), CRANE],
            [("041/24", "Lamps", None, "The wall is dark."), CRANE],
        ),
        (
            [("041/24", "Lamps", None, "All are lit."), ("042/24", "Crane", "Helen Okafor Left", "")],
            [("041/24", "Lamps", None, "All are lit.\nHelen Okafor left the meeting."), CRANE],
        ),
    ],
    "Notes of the last meeting": [("None", "2024-04-09")],
    "Matters arising": [("not mentioned since", "closed"), ("updated", "closed")],
    "Who presented": [([], ["Joan Larkin"])] * 4,
    "Questions": [
        (([], []), ([("Helen Okafor", 1)], [])),
        (([], []), ([("Helen Okafor", 1)], [])),
        (([("Helen", 1)], ["M202"]), ([("Helen Okafor", 1)], [])),
    ],
    "Actions": [
        (([(None, None, None)], ["M401"]), ([HM], [])),
        (([], []), ([HM], [])),
        (([], []), ([HM], [])),
        (([], []), ([HM], [])),
        (([(None, None, None)], ["M401"]), ([HM], [])),
        (([HM], []), ([DUE], [])),
        (([DUE], ["M305"]), ([DUE], [])),
        (([HM], []), ([("Harbour Master", "2024-06-11", None)], [])),
        (([HM], []), ([HM, ("Clerk", None, None)], [])),
        (([HM], []), ([("Harbour Master", None, "Sent on 2 June 2024.")], [])),
        (([], []), ([DUE], [])),
        (([(None, None, None)], ["M401"]), ([], [])),
    ],
    "Decisions": [(["paragraph"], ["decision"])] * 2,
    "Undertakings": [([], ["The Harbour Master"]), ([None], ["The Harbour Master"])],
    "Outstanding actions and the next meeting": [
        ((None, None), (3, None)),
        ((None, None), (None, "2024-06-11")),
        ((None, None), (None, "2024-06-11")),
    ],
    "The agenda": [
        (("Finance Written Report", None, []), ("Finance", "Written Report", [])),
        (("Finance (JL)", None, []), ("Finance", None, ["Joan Larkin"])),
    ],
}


# ---------------------------------------------------------------- the pairs of the page


def section(title: str) -> str:
    return TEXT.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def written(of_cell: str) -> str:
    """The lines of a cell of the table, an empty one between."""
    return "\n\n".join(re.findall(r"`([^`]+)`", of_cell))


def pairs() -> Iterator[tuple[str, str, str]]:
    for title in re.findall(r"^## (.+)$", TEXT, re.MULTILINE):
        for line in section(title).splitlines():
            cells = [one.strip() for one in line.strip("|").split("|")]
            if line.startswith("| `") and len(cells) == 3 and "`" in cells[1]:
                yield title, written(cells[0]), written(cells[1])


def test_every_pair_of_the_page_is_tried_here() -> None:
    titles = [title for title, _, _ in pairs()]
    assert {title: titles.count(title) for title in titles} == {title: len(all_) for title, all_ in GIVES.items()}
    assert TEXT.count("\n| Instead of | write | because |\n") >= len(GIVES)
    assert GIVES.keys() == PROBES.keys()


def cases() -> Iterator[Any]:
    count: dict[str, int] = {}
    for title, instead, write in pairs():
        at = count[title] = count.get(title, -1) + 1
        bad, good = GIVES[title][at]
        yield pytest.param(title, instead, bad, id=f"{title} {at + 1} instead of")
        yield pytest.param(title, write, good, id=f"{title} {at + 1} write")


@pytest.mark.parametrize(("title", "words", "gives"), list(cases()))
def test_what_is_written_gives_what_the_page_says(title: str, words: str, gives: Any) -> None:
    assert PROBES[title](words) == gives


# ---------------------------------------------------------------- the notes to copy


def shown(title: str) -> str:
    """The lines of minutes that a section shows, without the sign of a quotation."""
    lines = [line for line in section(title).splitlines() if line.startswith(">")]
    return "\n".join(line.removeprefix(">").removeprefix(" ") for line in lines) + "\n"


def test_nothing_is_wrong_with_the_notes_to_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (notes,) = re.findall(r"^```text\n(.*?)^```$", section("A short set of notes to copy"), re.MULTILINE | re.DOTALL)
    path = tmp_path / "notes.txt"
    path.write_text(notes, encoding="utf-8")
    assert cli.main(["check", "--fail-on", "info", str(path)]) == 0
    assert "no findings" in "".join(capsys.readouterr())


def test_the_lines_shown_above_the_tables_are_read() -> None:
    title, people, questions, action = map(shown, ("The title", "Who was there", "Questions", "Actions"))
    found = only(parse(f"{title}\n{people}\n041/24 Questions\n\n{questions}\n{action}\n042/24 Close\n\nThe end.\n"))
    assert found.meeting.venue == "Pilot Room, Lantern House"
    assert [one.initials for one in found.attendance.present] == ["AQ", "HO", "PL"]
    assert [(one.name, one.note) for one in found.attendance.apologies] == [("Clara Vane", "on holiday")]
    assert [(one.role, one.count) for one in found.attendance.others] == [("observer", 2), ("note_taker", 1)]
    assert [one.asked_by and one.asked_by.name for one in found.questions] == ["Helen Okafor", "Ada Quill"]
    assert [(one.owner, str(one.due)) for one in found.actions] == [("Harbour Master", "2024-06-03")]


@pytest.mark.parametrize("label", ["AGREED:", "Decision:", "It was agreed that", "It was RESOLVED that", "RESOLVED:"])
def test_labels_of_decisions(label: str) -> None:
    assert label in section("Decisions")
    assert of_decisions(f"{label} the report be noted.") == ["decision"]


@pytest.mark.parametrize(
    ("says", "status"), [("Completed.", "closed"), ("Carried forward.", "open"), ("No longer needed.", "closed")]
)
def test_words_that_close_an_action_and_words_that_carry_it(says: str, status: str) -> None:
    assert f'"{says}"' in section("Matters arising")
    assert of_matters(f"Minute 035/24: {says}") == status


def test_who_came_late_and_where_and_a_draft() -> None:
    (late,) = re.findall(r"`(Helen Okafor \(from.*?)`", section("Who was there"))
    (venue,) = re.findall(r"`(Venue: .*?)`", section("The title"))
    assert "`DRAFT` above the date" in section("The title")
    found = only(document(board=f"{BOARD}\n\nDRAFT", date=f"{DATE}\n\n{venue}", people=f"Present:\n\n{late}"))
    (person,) = found.attendance.present
    assert (person.name, person.role, person.note) == ("Helen Okafor", "Board Member", "from 042/24")
    assert (found.meeting.venue, found.status) == ("Anchor Inn", "draft")


def test_times_with_am_and_pm() -> None:
    (times,) = re.findall(r"`([^`]+ pm)` does as well", section("The title"))
    meeting = only(document(date=f"{DATE}, {times}")).meeting
    assert f"{meeting.start:%H:%M} {meeting.end:%H:%M}" == "14:00 16:00"


def test_what_looks_like_a_number_and_is_none() -> None:
    looks = re.findall(r"`(2[^`]+)`", section("Numbers and headings").rpartition("|")[2])
    assert looks == ["24/00311/F", "2024/25"]
    found = document(
        items=f"041/24 Lamps\n\n{looks[0]} failed.\n\nThe {looks[1]} year is over.\n\n042/24 Close\n\nThe end."
    )
    assert [str(one.number) for one in only(found).items] == ["041/24", "042/24"]
    assert not found.diagnostics


def test_a_bullet_without_a_full_stop_takes_in_what_goes_on() -> None:
    (bullets,) = (
        b
        for b in inside("- One lamp\n\nis dark.\n\n- All is well.\n\nThe end is near.").items[1].blocks
        if b.kind == "list"
    )
    assert [one.text for one in bullets.entries] == ["One lamp is dark.", "All is well."]


# ---------------------------------------------------------------- Word

WORDS = "Harbour Master to send the rota."
BOLD, UNDERLINED, RED = "<w:b/>", '<w:u w:val="single"/>', '<w:color w:val="FF0000"/>'
HEAD = "".join(
    p(r(words))
    for words in (BOARD, DATE, "Present: Ada Quill (Chair), Peter Lowe (Harbour Master), Basil Crane (Clerk)")
)
HEADING = style("Heading2", BOLD)


def in_word(body: str) -> Minutes:
    from io import BytesIO

    from spcb_minutes import read

    file = BytesIO(docx(HEAD + p("044/24 Ice") + body + p("046/24 Close") + p("The meeting ended."), HEADING))
    return only(read(file))


def looks() -> list[tuple[str, str]]:
    part = section("In Word, as PDF, on the web").partition("| Look in Word | Read as |\n|---|---|\n")[2]
    lines = part.partition("\n\n")[0].splitlines()
    return [(one, two) for one, two in (line.strip("| ").split(" | ") for line in lines)]


MADE = [
    p(r(WORDS, BOLD)),
    p(r(WORDS, UNDERLINED)),
    p(r(WORDS, RED)),
    p(r("Harbour Master", BOLD), r(" to send the rota.")),
    p(r("Action:", BOLD), r(f" {WORDS}")),
    p("All is frozen.") + p("045/24 Lamps", props=of_style("Heading2")) + p("All are lit."),
    p("All is frozen.") + table(row("045/24", cell("Lamps", "All are lit."))),
    p("All is frozen.") + table(row("045/24", cell("Lamps", "A letter to be written."), "Clerk")),
]


@pytest.mark.parametrize("at", range(len(MADE)))
def test_a_look_in_word_is_read_as_the_page_says(at: int) -> None:
    assert len(looks()) == len(MADE)
    found = in_word(MADE[at])
    items = [(str(one.number), one.title) for one in found.items]
    owners = [one.owner for one in found.actions]
    if looks()[at][1] == "item":
        assert items == [("044/24", "Ice"), ("045/24", "Lamps"), ("046/24", "Close")]
    elif looks()[at][1] == "action":
        assert owners in (["Harbour Master"], ["Clerk"])
    else:
        assert looks()[at][1] == "text"
        assert not owners
        assert WORDS in found.items[0].text


def test_a_column_of_owners_takes_the_last_paragraph() -> None:
    (action,) = in_word(table(row("045/24", cell("Lamps", "A letter to be written.", "All are lit."), "Clerk"))).actions
    assert (action.owner, action.text) == ("Clerk", "All are lit.")


def test_the_wall_has_ten_lines() -> None:
    lines = section("Ten lines for the wall").strip().splitlines()
    assert [line.partition(".")[0] for line in lines] == [str(n) for n in range(1, 11)]
