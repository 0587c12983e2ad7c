"""The cases of tests/cases: some lines of minutes, and what they give. A new case needs no Python.

A case is a heading that says what it shows, the lines in a ``text`` block, and the facts in a ``json`` block::

    ## with a bar

    ```text
    041/24 | Lights

    1. How many are there? (Asked by Ada Quill)

    Action:<TAB>Clerk to count them.
    ```

    ```json
    {"items": [{"number": "041/24", "title": "Lights", "questions": [
     {"number": "1", "text": "How many are there?", "asked_by": "Ada Quill", "answer": []}], "actions": [
     {"text": "Clerk to count them.", "owner": "Clerk", "basis": "label"}]}]}
    ```

``<TAB>`` and ``<FF>`` stand for a tabulator and the end of a page. Only what the ``json`` names is compared, so a case
names what it is about:

- of the minutes: ``board``, ``date`` ("2024-05-14"), ``start`` ("10:00"), ``present`` (``[name, role]``), ``notices``,
  ``diagnostics`` (codes) and the others of ``_of_minutes``; of an agenda in the same text, ``agenda``;
- ``items``, all of them, in order; of each ``number``, ``title``, ``section``, ``presenters`` (names), ``texts``
  (paragraphs, entries, decisions), ``decisions`` (how many), ``questions``, ``actions``, ``commitments``
  (``[text, by]``). Questions, actions and commitments that are read and that the case does not name fail it;
- of an action ``text``, ``owner`` (``null`` where nobody is named) and ``basis`` ("label" or "bold"), and ``due`` and
  ``update`` where there are any.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from spcb_minutes import Block, BulletList, Decision, Document, Item, ListEntry, Minutes, Question, parse

CASES = Path(__file__).with_name("cases")
_CASE = re.compile(
    r"^## (?P<name>.+?)\n.*?^```text\n(?P<text>.*?)^```\n.*?^```json\n(?P<facts>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


def _cases() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.md")):
        content = path.read_text(encoding="utf-8")
        for case in _CASE.finditer(content):
            yield pytest.param(
                case["text"].replace("<TAB>", "\t").replace("<FF>", "\f"),
                case["facts"],
                id=f"{path.stem}: {case['name']}",
            )


def test_every_heading_of_a_case_file_is_a_case() -> None:
    for path in CASES.glob("*.md"):
        content = path.read_text(encoding="utf-8")
        assert content.count("\n## ") == len(_CASE.findall(content)), path.name


@pytest.mark.parametrize(("text", "facts"), list(_cases()))
def test_case(text: str, facts: str) -> None:
    expected = json.loads(facts)
    document = parse(text)
    assert document.minutes, "no minutes were found"
    found = _of_minutes(document, document.minutes[-1], expected)
    assert found == expected


def _of_minutes(document: Document, minutes: Minutes, expected: dict[str, Any]) -> dict[str, Any]:
    """What the case asks for, from the document."""
    attendance, meeting = minutes.attendance, minutes.meeting
    whole: dict[str, Any] = {
        "kinds": [part.kind for part in document.parts],
        "id": minutes.id,
        "board": minutes.board,
        "status": minutes.status,
        "date": _iso(meeting.date),
        "start": meeting.start and f"{meeting.start:%H:%M}",
        "end": meeting.end and f"{meeting.end:%H:%M}",
        "venue": meeting.venue,
        "present": [[person.name, person.role] for person in attendance.present],
        "apologies": [[person.name, person.role] for person in attendance.apologies],
        "others": {crowd.role: crowd.count for crowd in attendance.others},
        "preamble": [block.text for block in minutes.preamble if block.kind == "paragraph"],
        "notices": [[n.number, n.text, [link.url for link in n.links]] for n in minutes.notices],
        "accepted_notes": _iso(minutes.accepted_notes),
        "outstanding_actions": minutes.outstanding_actions,
        "next_meeting": _iso(minutes.next_meeting and minutes.next_meeting.date),
        "next_start": minutes.next_meeting and minutes.next_meeting.start and f"{minutes.next_meeting.start:%H:%M}",
        "next_end": minutes.next_meeting and minutes.next_meeting.end and f"{minutes.next_meeting.end:%H:%M}",
        "next_venue": minutes.next_meeting and minutes.next_meeting.venue,
        "furniture": [one.text for one in document.furniture],
        "diagnostics": [diagnostic.code for diagnostic in document.diagnostics],
    }
    if "items" in expected:
        assert len(minutes.items) == len(expected["items"]), [str(item.number) for item in minutes.items]
        whole["items"] = [
            {key: _of_item(item)[key] for key in asked}
            for item, asked in zip(minutes.items, expected["items"], strict=True)
        ]
        for item, asked in zip(minutes.items, expected["items"], strict=True):
            for key in ("questions", "actions", "commitments"):
                assert key in asked or not _of_item(item)[key], f"{item.number} has {key} that the case does not name"
    if "agenda" in expected:
        whole["agenda"] = _of_agenda(document)
    return {key: whole[key] for key in expected}


def _of_item(item: Item) -> dict[str, Any]:
    actions = [
        {"text": a.text, "owner": a.owner, "due": _iso(a.due), "basis": a.basis, "update": a.update}
        for a in item.actions
    ]
    return {
        "number": str(item.number),
        "agenda_item": item.agenda_item,
        "title": item.title,
        "section": item.section,
        "presenters": [person.name for person in item.presenters],
        "texts": list(_texts(item.blocks)),
        "decisions": sum(isinstance(block, Decision) for block in item.blocks),
        "questions": [
            {
                "number": question.number,
                "text": question.text,
                "asked_by": question.asked_by.name if question.asked_by else None,
                "answer": list(_texts(question.answer)),
            }
            for question in item.questions
        ],
        "actions": [
            {k: v for k, v in action.items() if v is not None or k in ("text", "owner", "basis")} for action in actions
        ],
        "commitments": [[commitment.text, commitment.by] for commitment in item.commitments],
    }


def _of_agenda(document: Document) -> dict[str, Any]:
    agenda = document.agendas[0]
    return {
        "date": _iso(agenda.meeting.date),
        "start": agenda.meeting.start and f"{agenda.meeting.start:%H:%M}",
        "end": agenda.meeting.end and f"{agenda.meeting.end:%H:%M}",
        "next_meeting": _iso(agenda.next_meeting and agenda.next_meeting.date),
        "items": [
            [
                i.number,
                i.time and f"{i.time:%H:%M}",
                i.title,
                i.section,
                i.paper,
                [p.name for p in i.presenters],
                i.text,
            ]
            for i in agenda.items
        ],
    }


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    """The words of paragraphs, entries and decisions, in order; questions and actions are asked for apart."""
    for block in blocks:
        if isinstance(block, BulletList):
            yield from _entries(block.entries)
        elif not isinstance(block, Question) and block.kind != "action":
            yield block.text


def _entries(entries: Sequence[ListEntry]) -> Iterator[str]:
    for entry in entries:
        yield entry.text
        yield from _entries(entry.entries)


def _iso(value: Any) -> str | None:
    return value.isoformat() if value else None
