"""The summary to look at: what it shows of a document, and that it keeps to its width."""

from __future__ import annotations

import json
from typing import Any

from spcb_minutes.diagnostics import diagnose
from spcb_minutes.models import Document
from spcb_minutes.summary import counts, plain, summary


def at(line: int = 1, page: int | None = None) -> dict[str, int | None]:
    return {"start": 0, "end": 1, "line": line, "page": page}


def person(name: str, role: str | None = None, **more: Any) -> dict[str, Any]:
    return {"name": name, "role": role, "as_written": name, "span": at(), **more}


def action(text: str, line: int, page: int | None = None, **more: Any) -> dict[str, Any]:
    return {"kind": "action", "text": text, "basis": "label", "span": at(line, page), **more}


MINUTES = {
    "kind": "minutes",
    "id": "harbour-safety-board/2024-05-14/minutes",
    "span": at(),
    "board": "The Harbour Safety Board",
    "status": "draft",
    "meeting": {
        "date": "2024-05-14",
        "start": "10:00:00",
        "end": "12:30:00",
        "venue": "Committee Room 2",
        "span": at(),
    },
    "attendance": {
        "span": at(),
        "present": [
            person("Ada Quill", "Board Member", honorific="Dr"),
            person("Peter Lowe", "Harbour Master", note="by video link"),
        ],
        "apologies": [person("Clara Vane")],
        "others": [
            {"role": "note_taker", "count": 1, "span": at()},
            {"role": "member_of_the_public", "count": 6, "span": at()},
        ],
    },
    "items": [
        {"id": "a", "number": "041/24", "title": "Apologies", "span": at()},
        {
            "id": "b",
            "number": "042/24",
            "title": "Harbour Master Update on the dredging of the channel, the state of the slipway and the berths",
            "section": "Regular Items",
            "span": at(),
            "blocks": [
                {
                    "kind": "question",
                    "text": "How many berths are free?",
                    "span": at(),
                    "answer": [
                        action(
                            "The HM to report back on the slipway, with figures for each month, to the board.",
                            31,
                            2,
                            owner="HM",
                            due="2024-06-13",
                            update="The figures were sent.",
                        )
                    ],
                },
                action("Figures to be provided.", 40),
            ],
            "commitments": [{"text": "The figures can be provided.", "span": at()}],
        },
        {"id": "c", "number": "043/24", "section": "Regular Items", "span": at()},
    ],
    "next_meeting": {"date": "2024-06-11", "start": "10:00:00", "span": at()},
    "accepted_notes": "2024-04-09",
    "outstanding_actions": 10,
}
AGENDA = {
    "kind": "agenda",
    "id": "x",
    "span": at(),
    "meeting": {"span": at()},
    "items": [
        {"number": "1", "title": "Apologies", "span": at()},
        {"number": "10", "time": "10:50:00", "title": "Budget", "section": "Reports", "paper": "Verbal", "span": at()},
    ],
}


def document(*parts: dict[str, Any]) -> Document:
    source = {"media_type": "text/plain", "sha256": "0" * 64, "text": "x"}
    made = {"schema_version": "1.0", "source": source, "parts": parts}
    return Document.model_validate_json(json.dumps(made))


SHOWN = """\
MINUTES of the Harbour Safety Board
  Tuesday 14 May 2024, 10:00 to 12:30
  Committee Room 2
  draft

Present (2)
  Dr Ada Quill  Board Member
  Peter Lowe    Harbour Master (by video link)

Apologies (1)
  Clara Vane

Others: 1 note taker, 6 members of the public

Items (3)                                     questions  actions
  041/24  Apologies
  Regular Items
  042/24  Harbour Master Update on the
          dredging of the channel, the state
          of the slipway and the berths               1        2
  043/24  (no title)

Actions (2)
  HM  The HM to report back on the slipway, with figures for
      each month, to the board.
      042/24, line 31, page 2; due Thursday 13 June 2024
      Since then: The figures were sent.
  ?   Figures to be provided.
      042/24, line 40

Commitments by wording: 1
Outstanding actions, as stated: 10
Accepted the notes of: Tuesday 9 April 2024
Next meeting: Tuesday 11 June 2024, 10:00

AGENDA of a board that is not named
  no date given

Items (2)
  1          Apologies
  Reports
  10  10:50  Budget (Verbal)

Diagnostics: no findings
"""


def test_everything_that_was_found_is_shown() -> None:
    assert plain(summary(document(MINUTES, AGENDA), 64)) == SHOWN


def test_no_line_is_longer_than_the_width() -> None:
    for width in (40, 60, 88, 120):
        lines = plain(summary(document(MINUTES, AGENDA), width)).splitlines()
        assert max(len(line) for line in lines) <= width
        assert any(len(line) > width * 0.7 for line in lines)


def test_a_document_without_parts_says_so() -> None:
    shown = plain(summary(document()))
    assert shown == "No minutes and no agenda were found in this text.\n\nDiagnostics: no findings\n"


def test_a_title_without_end_is_cut_and_the_text_of_an_action_is_not() -> None:
    item = {"id": "a", "number": "1/24", "title": "z" * 1_000_000, "span": at(), "blocks": [action("y" * 1000, 1)]}
    shown = plain(summary(document({**MINUTES, "items": [item]})))
    assert shown.count("z") == 299
    assert shown.count("y") >= 1000


def test_findings_are_counted_by_severity_the_gravest_first() -> None:
    found = [diagnose(code, "") for code in ("M101", "M103", "M109", "M104")]
    assert counts(found) == "1 error, 2 warnings, 1 info"
    assert counts([]) == "no findings"
