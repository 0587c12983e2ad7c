"""Markdown: it parses back to the same facts, for any text; and any Markdown reader shows the words that it holds."""

from __future__ import annotations

import datetime
import re
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from exported import EXAMPLES, HOSTILE, LONE, examples, made, odd, spoilt
from generated import agendas, minutes
from spcb_minutes import (
    Agenda,
    Document,
    Minutes,
    ReplacedCharactersWarning,
    facts,
    parse,
    read,
    to_markdown,
)
from spcb_minutes.words import printed
from strategies import any_text, drafts, lines, minutes_like
from test_properties import assert_whole

HEAD = "---\nformat: spcb-minutes/1\n---\n"
SHARED = Path(__file__).resolve().parents[2] / "shared"


def folded(value: Any) -> Any:
    """Facts with their blank space folded, and what no text can hold replaced."""
    if isinstance(value, dict):
        return {name: folded(one) for name, one in value.items()}
    if isinstance(value, tuple):
        return tuple(folded(one) for one in value)
    if isinstance(value, str):
        return " ".join(printed(re.sub("[\x00\ud800-\udfff]", "\ufffd", value)).split())
    return value


# ---------------------------------------------------------------- it comes back


def assert_comes_back(document: Document) -> None:
    text = to_markdown(document)
    again = parse(text)
    assert facts(again) == facts(document)
    assert to_markdown(again) == text


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_comes_back(path: Path) -> None:
    document = examples()[EXAMPLES.index(path)]
    assert_comes_back(document)
    assert_whole(parse(to_markdown(document)))


@pytest.mark.parametrize("document", odd(), ids=lambda document: repr(document.source.text[:20]))
def test_a_document_without_one_thing_or_another_comes_back(document: Document) -> None:
    assert_comes_back(document)


@given(st.one_of(any_text(), minutes_like, drafts().map(lambda d: d.text), st.lists(lines, max_size=25).map("\n".join)))
def test_any_text_comes_back(text: str) -> None:
    document = parse(text)
    assert_comes_back(document)
    assert_whole(parse(to_markdown(document)))


@given(minutes())
def test_generated_minutes_come_back(part: Minutes) -> None:
    assert_comes_back(made(part))


@given(agendas())
def test_generated_agendas_come_back(part: Agenda) -> None:
    assert_comes_back(made(part))


def real_notes() -> list[Path]:
    folders = (SHARED / "corpus", SHARED / "corpus-other")
    return sorted(p for folder in folders for p in folder.rglob("*") if p.suffix in (".txt", ".md", ".docx", ".pdf"))


def test_real_notes_come_back() -> None:
    if not real_notes():
        pytest.skip("the real notes are not here: they stand in ../shared beside the checkout")
    for path in real_notes():
        assert_comes_back(read(path))


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_come_back_with_their_blank_space_folded(words: str) -> None:
    for document in (*examples()[::3], *odd()):
        hostile = spoilt(document, words)
        assert folded(facts(parse(to_markdown(hostile)))) == folded(facts(hostile))


def test_half_a_pair_is_replaced_and_told() -> None:
    hostile = spoilt(examples()[0], LONE)
    with pytest.warns(ReplacedCharactersWarning, match=r"Markdown cannot hold U\+D800"):
        text = to_markdown(hostile)
    text.encode()
    assert "half \ufffd a pair" in text


def test_nothing_is_told_where_nothing_is_replaced() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        to_markdown(examples()[0])


# ---------------------------------------------------------------- what each mark says

RECORD = f"""{HEAD}
# Minutes – Harbour Safety Board

- *Status:* draft
- *Date:* Tuesday 14 May 2024
- *Begins:* 10:00
- *Ends:* 12:30
- *Venue:* Pilot Room
- *Notes accepted:* 16 April 2024
- *Outstanding actions:* 10
- *Next meeting:* 25 June 2024
- *Next begins:* 18:30

## *Present*

- Cllr **Ada Quill** (AQ) – Chair [until 043/24] {{Cllr Ada QUILL}}
- **Peter Lowe**

## *Apologies*

- **Ann O'Dell** – Clerk

## *Counted*

- 6 observer

## *Notices*

- 1. The film is at www.board.example/a b.
  - [www.board.example/a b](<www.board.example/a_b>)
- Papers are on the website.

## *Preamble*

The Chair opened
the meeting.

## Regular Items

### 041/24 – *Item 8a* – Tides

- *Presented by:* **Peter Lowe** – Harbour Master

High water was early\\: \\*very\\* early.

**Question 2:** How many lamps?
- *Asked by:* Cllr **Ada Quill**
>
> - Eleven.
>   - One is dark.
> - Two are to come.
>
> **Action:** The HM to count them.
> - *Owner:* HM
> - *Due:* 1 June 2024
> - *Update:* They were counted.

**Decision:** RESOLVED: That it be noted.

**The Clerk to write.**

- *Promised:* The figures can be provided.
- *Promised by:* The Clerk
- *See also:* 012/24; 13/23

##

### 042/24
"""


def test_every_mark_says_what_it_is_for() -> None:
    (part,) = parse(RECORD).minutes
    assert (part.board, part.status, part.outstanding_actions) == ("Harbour Safety Board", "draft", 10)
    assert (str(part.meeting.date), str(part.meeting.start), part.meeting.venue) == (
        "2024-05-14",
        "10:00:00",
        "Pilot Room",
    )
    assert part.next_meeting
    assert (str(part.next_meeting.date), str(part.next_meeting.start)) == ("2024-06-25", "18:30:00")
    assert str(part.accepted_notes) == "2024-04-16"
    chair, pilot = part.attendance.present
    assert (chair.honorific, chair.name, chair.initials, chair.role) == ("Cllr", "Ada Quill", "AQ", "Chair")
    assert (chair.note, chair.as_written) == ("until 043/24", "Cllr Ada QUILL")
    assert (pilot.honorific, pilot.role, pilot.as_written) == (None, None, "Peter Lowe")
    assert [one.role for one in part.attendance.apologies] == ["Clerk"]
    assert [(one.count, one.role) for one in part.attendance.others] == [(6, "observer")]
    assert [(one.number, one.text) for one in part.notices] == [
        ("1", "The film is at www.board.example/a b."),
        (None, "Papers are on the website."),
    ]
    assert part.notices[0].links[0].url == "www.board.example/a_b"
    assert [block.text for block in part.preamble if block.kind == "paragraph"] == ["The Chair opened the meeting."]
    item, last = part.items
    assert (item.id, item.agenda_item, item.title, item.section) == (
        "harbour-safety-board/2024-05-14/minutes/041-24", "8a", "Tides", "Regular Items",
    )  # fmt: skip
    assert [(one.name, one.role) for one in item.presenters] == [("Peter Lowe", "Harbour Master")]
    assert [block.kind for block in item.blocks] == ["paragraph", "question", "decision", "action"]
    assert item.text.startswith("High water was early: *very* early.\nHow many lamps?\nEleven.\nOne is dark.\n")
    question = item.questions[0]
    assert (question.number, question.asked_by and question.asked_by.name) == ("2", "Ada Quill")
    listed, counted = question.answer
    assert listed.kind == "list"
    assert [entry.text for entry in listed.entries] == ["Eleven.", "Two are to come."]
    assert [entry.text for entry in listed.entries[0].entries] == ["One is dark."]
    assert counted.kind == "action"
    assert (counted.owner, str(counted.due), counted.update) == ("HM", "2024-06-01", "They were counted.")
    assert [action.basis for action in item.actions] == ["label", "bold"]
    assert [(one.text, one.by) for one in item.commitments] == [("The figures can be provided.", "The Clerk")]
    assert [str(number) for number in item.references] == ["012/24", "13/23"]
    assert (last.title, last.section, last.blocks) == (None, None, ())


def test_places_point_at_the_words_without_their_marks() -> None:
    document = parse(RECORD)
    assert_whole(document)
    action = document.minutes[0].actions[0]
    said = {one.field: document.source.text[one.span.start : one.span.end] for one in action.evidence}
    assert said == {"owner": "HM", "due": "1 June 2024", "update": "They were counted."}
    assert document.furniture[0].kind == "metadata"


AGENDA = f"""{HEAD}
# Agenda – Harbour Safety Board

- *Date:* 28 May 2024

### 5 – Dues

- *Time:* 10:50
- *Paper:* Written Report
- *Presented by:* **Ada Quill**

The dues for next year.

Two tables are attached.
"""


def test_a_row_of_an_agenda_has_its_time_paper_presenter_and_words() -> None:
    (row,) = parse(AGENDA).agendas[0].items
    assert (row.number, row.title, str(row.time), row.paper) == ("5", "Dues", "10:50:00", "Written Report")
    assert [one.name for one in row.presenters] == ["Ada Quill"]
    assert row.text == "The dues for next year.\nTwo tables are attached."


@pytest.mark.parametrize(
    "line",
    [
        "- *Date:* the day before yesterday",
        "- *Begins:* 25:00",
        "- *Outstanding actions:* some",
        "- *Owner:* HM",
        "- *Asked by:* **Ada Quill**",
        "- *See also:* yesterday",
        "**Action:**",
        "### no number",
        "> a quotation",
    ],
)
def test_a_mark_that_makes_no_sense_where_it_stands_is_words(line: str) -> None:
    document = parse(f"{HEAD}# Minutes – Harbour Board\n\n{line}\n")
    (block,) = document.minutes[0].preamble
    assert block.kind == "paragraph"
    assert block.text == line.lstrip("> ").replace("*", "") or block.text == line.replace("*", "")
    assert_comes_back(document)


MARKED = [line for line in (RECORD + AGENDA).split("\n") if line not in HEAD]


@given(st.lists(st.one_of(st.sampled_from(MARKED), lines, st.sampled_from(("", ">", "> >", "-", "***"))), max_size=25))
def test_marked_lines_in_any_order_lose_nothing_and_come_back(chosen: list[str]) -> None:
    document = parse(HEAD + "\n".join(chosen))
    assert_whole(document)
    assert_comes_back(document)


def test_a_next_meeting_without_a_day_is_words_unless_it_says_so() -> None:
    head = f"{HEAD}# Minutes\n\n- *Next meeting:* "
    told = parse(f"{head}the second Tuesday in June, at the Pilot Room\n").minutes[0]
    assert told.next_meeting is None
    assert [block.text for block in told.preamble if block.kind == "paragraph"] == [
        "- Next meeting: the second Tuesday in June, at the Pilot Room"
    ]
    known = parse(f"{head}no date\n").minutes[0]
    assert known.next_meeting is not None
    assert known.next_meeting.date is None


def test_a_day_that_cannot_be_is_told() -> None:
    document = parse(f"{HEAD}# Minutes\n\n- *Date:* 31 June 2024\n- *Next meeting:* Friday 14 May 2024\n")
    assert {"M301", "M304"} <= {one.code for one in document.diagnostics}


def test_the_language_of_the_machine_does_not_matter() -> None:
    class Foreign(datetime.date):
        def strftime(self, _format: str) -> str:
            return "Dienstag"

        __format__ = strftime

    meeting = examples()[0].minutes[0].meeting.model_copy(update={"date": Foreign(2024, 3, 12)})
    part = examples()[0].minutes[0].model_copy(update={"meeting": meeting})
    assert "- *Date:* Tuesday 12 March 2024" in to_markdown(examples()[0].model_copy(update={"parts": (part,)}))


def test_answers_within_answers_are_nested_as_deep_as_lists() -> None:
    deep = "\n".join(f"{'> ' * depth}**Question:** How deep?" for depth in range(200))
    document = parse(f"{HEAD}# Minutes\n\n### 041/24\n\n{deep}\n")
    assert Document.model_validate_json(document.model_dump_json()) == document
    assert_comes_back(document)


# ---------------------------------------------------------------- other readers


def shown(text: str) -> str:
    """The words that a reader of Markdown shows, its headings and lists read as Markdown."""
    tokens = MarkdownIt("commonmark").parse(text.removeprefix(HEAD))
    assert not [token for token in tokens if token.type.startswith("html")]
    inline = [child for token in tokens if token.children for child in token.children]
    assert not [child for child in inline if child.type.startswith("html")]
    return " ".join("".join(child.content or " " for child in inline).split())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_a_reader_of_markdown_shows_the_words_and_no_mark(path: Path) -> None:
    document = examples()[EXAMPLES.index(path)]
    seen = shown(to_markdown(document))
    for part in document.minutes:
        for item in part.items:
            for line in item.text.split("\n"):
                assert line in seen
            assert item.title is None or item.title in seen
    assert "\\" not in seen
    assert "*" not in seen


@pytest.mark.parametrize("words", [word for word in HOSTILE if "\x07" not in word and "\r" not in word])
def test_hostile_words_are_words_to_a_reader_of_markdown(words: str) -> None:
    plain = " ".join(printed(words).split())
    assert shown(to_markdown(spoilt(examples()[0], words))).count(plain) > 20
