"""Work grows in step with the text, whatever the text is made of.

Two things are measured, for neither sees all:

- lines of Python, counted while a text is read: the same number at each run, on any machine, so that the test can be
  strict; but the inside of a regular expression is one step.
- processor time, which sees everything, and is noisy: so the texts differ much in size, the least of several runs
  counts, and there is room between what is allowed and what a square would take.

The quick profile goes to a megabyte for the texts that hurt most, ``SPCB_MINUTES_PROFILE=long`` for all of them, and in
a second context.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest

from spcb_minutes import parse as parse_document
from spcb_minutes.parser import STARTS, build, parse, pattern
from spcb_minutes.words import fold

Maker = Callable[[int], str]
"""Makes a text of about so many characters."""

LONG = os.environ.get("SPCB_MINUTES_PROFILE") == "long"

# What a text is made of, again and again; together these hold every terminal of the grammars (a test shows it).
IN_A_LINE = {
    "digits and slashes": "012/34/",
    "tabulators": "\t",
    "blanks": " ",
    "tabulators behind words": "a\t\t\t\t\t\t\t\t",
    "bold signs": "**",
    "stars": "*",
    "stars and words": "*a ",
    "headings": "041/24 Item 1 – ",
    "nested bullets": "- - o ",
    "capitals": "ADA QUILL ",
    "names": "Ada Quill ",
    "one letter": "a",
    "askers": "(Asked by ",
    "askers with names": "(Asked by Ada Quill) ",
    "pages": "page 1 of ",
    "pages with numbers": "Page 1 of 2 ",
    "brackets": "(",
    "remarks in brackets": "(by video link) ",
    "carets": "20^{th} ",
    "backslashes": "\\",
    "addresses": "www.a b/",
    "addresses with blanks": "https://board.example/web cast/12 ",
    "lower case words": "the and ",
    "offices": "Chief Officer ",
    "persons": "Cllr Ada QUILL JP, ACC, Harbour Board; ",
    "crowds": "6 observers, one webcaster, Public – 2 ",
    "remarks": "The report was noted by video link ",
    "labels": "Apologies: Also in attendance: Clerk: ",
    "sentences": "The A. ",
    "openings of sentences": "The Chair ",
    "items put off": "This item was deferred ",
    "record": "minutes accepted ",
    "dashes": " – ",
    "actions": "Action: ",
    "actions behind a text": "ACTION: Clerk ",
    "owners": "The HM to the ",
    "owners in a row": "Ada, ",
    "owners in brackets": "charts to be sent (AQ) ",
    "owners before the sentence": "AQ – send it. ",
    "dates that stand apart": "to send it. Due: 28 March 2024 ",
    "hours in words": "10 to 12, 2 till 4pm, 10 until noon ",
    "deeds": "to be sent and was noted will be ",
    "actions of earlier meetings": "The action on the lights was carried forward. Matters arising: not yet completed. ",
    "answers and terms": "The Harbour Master replied that it was sent by the end of June. ",
    "special meetings": "The Annual Parish Council Meeting was not yet fully completed. ",
    "next": "next ",
    "next meetings": "Date of the next meeting: ",
    "apologies": "Apologies ",
    "apologies from somebody": "Apologies were received from ",
    "sent apologies": "Ada Quill sent her apologies ",
    "presented": " presented the paper and gave a presentation by ",
    "discussed": "the following items were discussed: ",
    "undertakings": "he agreed to can be provided undertook to ",
    "outstanding": "10 outstanding actions ",
    "days": "Tuesday 28 th May 2024 ",
    "days without a year": "by 28 March ",
    "clocks": "7.05 pm 1000 - 1300 hrs ",
    "next meetings and where": "The next meeting is on 14 May 2024 at 7 pm in Oak Hall. ",
    "begun and closed": "meeting opened at 7 pm meeting closed at 9 pm ",
    "published": "published 20 May 2024 draft held at the ",
    "places": "Village Hall ",
    "fields": "  Venue:   Date: ",
    "boards in a line": "Harbour Safety Board of ",
    "kinds of meeting": "ordinary meeting minutes of the ",
    "bold sections": "**REGULAR ITEMS** ",
    "titles in bold": "041/24 **Lights** ",
    "pronouns": "he ",
    "sections in a line": "Noted. Regular Items ",
    "bold labels": "**Agreed: ",
    "italics": "*a* ",
    "bold and italics": "c) **HM to send the rota.** *It was sent on 2 May.* ",
}
# Where something is begun and does not come: from each beginning an expression may look on to the end of the line.
BEGUN = {
    "begun: record": "minutes ",
    "begun: accepted": "accepted ",
    "begun: asker": "(Asked by Ada ",
    "begun: asker without a bracket": "asked by Ada ",
    "begun: discussion": "the following items ",
    "begun: presentation": "presented and ",
    "begun: outstanding": "10 outstanding ",
    "begun: address": "www.",
    "begun: number": "12/",
    "begun: bold": "**A ",
    "begun: italics": " *a ",
    "begun: owner": "Harbour Master and ",
    "begun: date": "Tuesday 14 ",
    "begun: date that stands apart": "Due. Due: the 28 ",
    "begun: owner in brackets": "sent (The Harbour ",
    "begun: owner before the sentence": "Harbour Master and AQ",
    "begun: somebody": "Clara Vane and Ivo ",
    "begun: days": "14 ",
    "begun: clocks": "10.00 - ",
    "begun: bracket": "(a ",
    "begun: label": "Clerk (",
    "begun: sentence": "The harbour ",
    "begun: opening": "The meeting ",
    "begun: board": "Harbour and ",
    "begun: status": "draft (",
    "begun: kind": "open ordinary ",
    "begun: field": "date: a ",
    "begun: published": "published ",
    "begun: crowd": "one ",
    "begun: resolved": "it was ",
    "begun: undertaking": "happy to take ",
    "begun: subject": "Harbour of ",
    "begun: page": "Page 1 of 2 Chairman's signature ",
    "begun: title": "Harbour: ",
    "begun: stops": "Mr. ",
    "begun: lines": "Harbour of\n",
    "begun: bullets": "- \n",
    "begun: numbers": "1. \n",
    "begun: metadata": "---\na\n",
}
ON_LINES = {
    "blank lines": "\n",
    "lines of blanks": " \n",
    "short lines": "a\n",
    "quoted lines": "> a\n",
    "numbers on lines": "041/24\n",
    "numbers and items": "041/24\nItem 1\nHarbour Update\n",
    "headings on lines": "041/24 A\n",
    "headings in bold": "**041/24 Item 1 – Harbour Update**\n",
    "headings half in bold": "041/24 **Item 2 – Lights** The lamps burn.\n041/24 **Lights** They burn.\n",
    "headings in bold below": "041/24\n**Harbour Update**\n",
    "headings on two lines": "041/24 To approve the minutes of\nthe council\n",
    "headings with text": "041/24 Harbour Update The report was noted.\n",
    "headings at the end": "Harbour Update 041/24\n",
    "labels on lines": "Present:\n",
    "labels in columns": "Present\tApologies\n",
    "heads of columns": "Name\tRole\tAction by\n",
    "bullets on lines": "- a\n",
    "nested bullets on lines": "- - o a\n",
    "numbered lines": "- 1. How many? (Asked by Ada Quill)\n",
    "lettered lines": "(a) The lamps were lit.\n",
    "indented lines": " a\n",
    "deeper lines": "- a\n - b\n  - c\n",
    "cells": "\tThere were none.\n",
    "owners in cells": "The lamps were lit.\tClerk\n",
    "actions on lines": "Action – Clerk to write by 11 June 2024.\n",
    "bold lines": "**A**\n",
    "bold actions": "**The HM to send the tide tables.**\n\n*They were sent on 2 May.*\n\n",
    "italic lines": "*They were sent on 2 May.*\n",
    "decisions": "RESOLVED: That the report be noted.\n",
    "paragraphs": "The Chair welcomed everybody.\n\n",
    "sections": "Regular Items\n",
    "page lines": "Page 2\n",
    "boards": "HARBOUR BOARD\n\nPresent:\n",
    "dated lines": "14 May 2024\n",
    "rules": "---\n",
    "metadata": 'title: "May"\ncategories:\n  - a\n',
    "stamps": "22/05/2024, 10:48 Page 1\n",
    "people who did not come": "Clara Vane and Ivo Brand could not come.\n",
    "hours on lines": "14 May 2024, 2 till 4\n",
    "days on lines": "Tuesday 11 June\n",
    "people on lines": "Ada Quill\t\tBoard Member\n",
    "crowds on lines": "6 observers, 1 note taker and a webcaster.\n",
    "notices": "Please note:\n- 1. Papers are on the website.\n",
    "agenda labels": "AGENDA\n",
    "rows of an agenda": "1.\t10.00\tApologies\tVerbal\n\tRegular Items\n",
    "rows in a line": "2. 10:10 Quota To be presented by: Ada Quill\n",
}
# What a text is made of that says of each line what it is.
MARKED = {
    "parts": "# Minutes – Harbour Board\n\n- *Date:* 14 May 2024\n\n### 041/24 – *Item 1* – Lights\n\n",
    "groups": "# Minutes\n## *Present*\n- Cllr **Ada Quill** (AQ) – Chair [late] {Ada QUILL}\n",
    "links": "# Minutes\n## *Notices*\n- a\n  - [a b](<a_b>)\n",
    "marked items": "## Lights\n### 041/24 – *Item 1* – Lights\n",
    "marked fields": "- *Presented by:* Cllr **Ada Quill** – Chair\n",
    "questions": "**Question 2:** How many?\n- *Asked by:* **Ada Quill**\n> Eleven.\n>\n> - *Owner:* HM\n",
    "quotes": "> ",
    "quotes on lines": "> a\n>\n",
    "deeper quotes": "> > > **Question:** a\n> > - a\n",
    "people in a line": "**Ada Quill** (AQ) – Chair [late] {Ada QUILL} ",
    "begun: person": "- Cllr ",
    "begun: office": " – Chair",
    "begun: link": "- [",
    "begun: bold line": "**a** **b ",
}
UNITS = IN_A_LINE | BEGUN | ON_LINES | MARKED
CONTEXTS = {
    # an agenda, the attendance of a meeting, and an item
    "in a document": "HARBOUR BOARD\n14 May 2024\n\nAGENDA\n\n1. {0}\n\n"
    "HARBOUR BOARD\n14 May 2024\n\nPresent: {0}\n\n041/24 Apologies\n\n{0}",
    "alone": "{0}",
    "in a record": "---\nformat: spcb-minutes/1\n---\n\n# Minutes\n\n- {0}\n\n"
    "### 041/24\n\n{0}\n\n- *Presented by:* {0}\n",
}


def repeated(unit: str, context: str = "{0}") -> Maker:
    often = len(unit) * context.count("{0}")
    return lambda size: context.format(unit * (size // often + 1))


DOCUMENTS: dict[str, Maker] = {
    "tabulators between words": lambda size: "041/24 A\n\nx" + "\t" * size + "y\n",
    "blanks between words": lambda size: "041/24 A\n\nx" + " " * size + "y\n",
    "levels of a list": lambda size: "041/24 A\n" + "".join(f"{' ' * (i % 90)}- a\n" for i in range(size // 50)),
    "items": lambda size: "".join(
        f"{i % 1000:03d}/24 Harbour Update\n\n- 1. How? (Asked by Ada Quill)\n" for i in range(size // 50)
    ),
    "items out of order": lambda size: "".join(
        f"{i * 7919 % 1000:03d}/24 Lights\n\nNone.\n" for i in range(size // 22)
    ),
    "meetings": lambda size: "".join(
        f"HARBOUR BOARD\n{i % 28 + 1} May 2024\n\nPresent:\n\nAda Quill\n\n041/24 Lights\n\nNone.\n\n"
        for i in range(size // 70)
    ),
    "pages": lambda size: "041/24 A\n\n" + "".join(f"Words of a page\n\fPage {i}\n" for i in range(size // 25)),
}
MAKERS: dict[str, Maker] = {
    **{
        f"{unit}, {name}": repeated(UNITS[unit], context)
        for name, context in list(CONTEXTS.items())[: 2 if LONG else 1]
        for unit in IN_A_LINE | BEGUN | ON_LINES
    },
    **{
        f"{unit}, in a record": repeated(UNITS[unit], CONTEXTS["in a record"])
        for unit in [*MARKED, *(UNITS if LONG else ("tabulators", "bold signs", "stars", "nested bullets on lines"))]
    },
    **DOCUMENTS,
}
every_text = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS.keys())


# ---------------------------------------------------------------- what the texts are made of


def test_every_terminal_is_in_one_of_the_texts() -> None:
    found: set[tuple[str, str]] = set()
    for text in {fold(repeated(unit, context)(150)) for unit in UNITS.values() for context in CONTEXTS.values()}:
        for grammar, starts in STARTS.items():
            if grammar == "marks":  # nothing is parsed with these; they are looked for
                names = {(grammar, terminal.name) for terminal in build(grammar).terminals} - found
                found |= {(_, name) for _, name in names if pattern(name).search(text)}
                continue
            for start in starts:
                found |= {(grammar, token.type) for token in parse(grammar, start, text, 0, len(text))}
    known = {(grammar, terminal.name) for grammar in STARTS for terminal in build(grammar).terminals}
    assert known - found == set()
    assert found <= known


# ---------------------------------------------------------------- counted


@every_text
def test_lines_of_python_grow_in_step_with_the_text(make: Maker) -> None:
    """Four times the text takes less than five times the lines, besides those of an empty one; a square, sixteen."""
    parse_document(make(SMALL))  # what is made on first use is made now
    none, one, four = (lines_run(make(size)) for size in (0, SMALL, 4 * SMALL))
    # some lines are run once, where a thing is there at all
    assert four - none <= 5 * (one - none) + 3000


SMALL = 800


def lines_run(text: str) -> int:
    """How many lines of Python are run while the text is read."""
    count = 0

    def line(_frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        parse_document(text)
    finally:
        sys.settrace(before)
    return count


# ---------------------------------------------------------------- timed

SIZES = (2_000, 16_000, 128_000, 1_000_000)
LIMIT = 2.5
"""How much more than in step a text may take, for a busy machine; a square takes eight times as much."""
# Looked for from every place of a paragraph or of the whole text; the others only where something else was found.
SEARCHED = (
    "ACCEPTED", "ACTION_TAIL", "ADDRESS", "AGENDA_LABEL", "ANNOUNCED", "APOLOGISED", "ASKED_BY", "CLOCK", "COMMITMENT",
    "DATE", "DEED", "DEFERRED", "DISCUSSION", "DONE", "DUE", "DUE_APART", "NUMBER_TRIGGER", "OUTSTANDING",
    "OWNER_BEHIND", "OWNER_CELL", "PAGE_MARK", "PART_LABEL",
    "PRESENTED", "PRESENTED_BY", "REPORTED", "SECTION_WORD", "SENT_APOLOGIES", "SPLIT_ORDINAL", "STOP",
    "STYLE", "VENUE_WORD", "VERB",
)  # fmt: skip


@pytest.mark.parametrize("name", SEARCHED)
def test_time_to_look_for_a_terminal_grows_in_step(name: str) -> None:
    look = pattern(name)
    for unit in UNITS.values():
        assert_in_step(look.findall, repeated(unit), (1_000, 8_000))


@every_text
def test_time_grows_in_step_with_the_text(make: Maker) -> None:
    assert_linear(make, SIZES if LONG else SIZES[:2])


@pytest.mark.parametrize(
    "unit",
    [
        "digits and slashes",
        "tabulators",
        "bold signs",
        "headings",
        "nested bullets",
        "nested bullets on lines",
        "capitals",
    ],
)
def test_time_grows_in_step_up_to_a_megabyte(unit: str) -> None:
    assert_linear(repeated(UNITS[unit], CONTEXTS["in a document"]), (64_000, 1_000_000))


def assert_linear(make: Maker, sizes: tuple[int, ...] = SIZES[:2]) -> None:
    """The time of a whole reading grows in step with the text."""
    assert_in_step(parse_document, make, sizes)


def assert_in_step(work: Callable[[str], object], make: Maker, sizes: tuple[int, ...]) -> None:
    """From size to size, so that a fault shows before it hurts; the least of several runs, none takes too little."""
    work(make(sizes[0]))  # what is made on first use is made now
    for size, larger in pairwise(sizes):
        small, large = make(size), make(larger)
        one, more = min(seconds(work, small) for _ in range(2)), seconds(work, large)
        for _ in range(8):
            if more <= LIMIT * one * larger / size or more < 0.004:
                break
            one, more = min(one, seconds(work, small)), min(more, seconds(work, large))
        else:
            pytest.fail(f"{larger / size:.0f} times {small[-40:]!r} took {more / one:.1f} times as long")


def seconds(work: Callable[[str], object], text: str) -> float:
    """The processor time of one run."""
    begin = time.process_time()
    work(text)
    return time.process_time() - begin


@pytest.fixture(autouse=True)
def _without_garbage_collection() -> Iterator[None]:
    """The collector looks at what all the other tests made too."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()
