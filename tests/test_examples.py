"""The facts of whole documents: what is read equals, exactly, what people read by hand, subject by subject.

Our own examples are always there; the real documents of ../shared are read where that folder stands beside
the checkout.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import spcb_minutes
from spcb_minutes.models import Agenda, Block, BulletList, Item, ListEntry, Minutes, Person, Question

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

Facts = dict[str, Any]
"""One subject of one document: what it is called, and the facts in order, as in the files that were made by hand."""


# ---------------------------------------------------------------- what the library says, in the shape of the gold files


def clock(time: Any) -> str | None:
    return time.strftime("%H:%M") if time else None


def people(persons: Sequence[Person]) -> list[Facts]:
    return [{"name": person.name, "role": person.role} for person in persons]


def entries(some: Sequence[ListEntry]) -> Iterator[str]:
    for entry in some:
        yield entry.text
        yield from entries(entry.entries)


def texts(blocks: Sequence[Block]) -> Iterator[str]:
    """The words in reading order: no questions, and no action that has a label, for these are subjects of their own."""
    for block in blocks:
        if isinstance(block, BulletList):
            yield from entries(block.entries)
        elif not isinstance(block, Question) and not (block.kind == "action" and block.basis == "label"):
            yield block.text


def question(one: Question) -> Facts:
    asker = one.asked_by.name if one.asked_by else None
    return {"number": one.number, "text": one.text, "asked_by": asker, "answers": list(texts(one.answer))}


def item(one: Item) -> Facts:
    actions = [{"text": a.text, "basis": a.basis, "owner": a.owner} for a in one.actions]
    return {
        "number": str(one.number),
        "label": one.agenda_item,
        "title": one.title,
        "section": one.section,
        "presenters": people(one.presenters),
        "texts": list(texts(one.blocks)),
        "questions": [question(q) for q in one.questions],
        "actions": actions + [{"text": c.text, "basis": "commitment", "owner": None} for c in one.commitments],
    }


def minutes(one: Minutes) -> Facts:
    return {
        "board": one.board,
        "date": str(one.meeting.date) if one.meeting.date else None,
        "start": clock(one.meeting.start),
        "end": clock(one.meeting.end),
        "venue": one.meeting.venue,
        "present": people(one.attendance.present),
        "apologies": people(one.attendance.apologies),
        "others": {other.role: other.count for other in one.attendance.others},
        "links": [link.url for notice in one.notices for link in notice.links],
        "next_meeting": str(one.next_meeting.date) if one.next_meeting else None,
        "items": [item(each) for each in one.items],
    }


def agenda(one: Agenda) -> Facts:
    rows = [
        {
            "number": row.number,
            "time": clock(row.time),
            "title": row.title,
            "section": row.section,
            "paper": row.paper,
            "presenters": [{"name": person.name} for person in row.presenters],
        }
        for row in one.items
    ]
    meeting = one.meeting
    return {
        "board": one.board,
        "date": str(meeting.date) if meeting.date else None,
        "start": clock(meeting.start),
        "end": clock(meeting.end),
        "next_meeting": str(one.next_meeting.date) if one.next_meeting else None,
        "items": rows,
    }


# ---------------------------------------------------------------- what people read, and the comparison

_ALIKE = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})


def plain(value: Any) -> Any:
    """A value without what is no fact: the shape of quotes, and whether nothing is said by None or by ""."""
    if isinstance(value, str):
        return value.translate(_ALIKE) or None
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list | tuple) else value


def minutes_subjects(one: Facts) -> dict[str, list[Any]]:
    """The facts of minutes, subject by subject."""
    items = one["items"]

    def of_items(*keys: str) -> list[Any]:
        return [(each["number"], *(each.get(key) for key in keys)) for each in items]

    def each(key: str, *fields: str) -> list[Any]:
        return [(i["number"], *(fact.get(field) for field in fields)) for i in items for fact in i.get(key) or ()]

    return {
        "meeting": [(key, one.get(key)) for key in ("board", "date", "start", "end", "venue", "next_meeting")],
        "present": [(p["name"], p.get("role")) for p in one["present"]],
        "apologies": [(p["name"], p.get("role")) for p in one["apologies"]],
        "others": sorted(one["others"].items()),
        "links": one["links"],
        "headings": of_items("label", "title", "section"),
        "presenters": each("presenters", "name", "role"),
        "texts": [(i["number"], text) for i in items for text in i.get("texts") or ()],
        "questions": each("questions", "number", "text", "asked_by"),
        "answers": [(q["text"], answer) for i in items for q in i.get("questions") or () for answer in q["answers"]],
        "actions": each("actions", "basis", "text", "owner"),
    }


def agenda_subjects(one: Facts) -> dict[str, list[Any]]:
    """The facts of an agenda, subject by subject."""
    keys = ("number", "time", "title", "section", "paper")
    return {
        "meeting": [(key, one.get(key)) for key in ("board", "date", "start", "end", "next_meeting")],
        "rows": [tuple(row.get(key) for key in keys) for row in one["items"]],
        "presenters": [(row["number"], person["name"]) for row in one["items"] for person in row["presenters"]],
    }


def subjects(document: Facts) -> Iterator[tuple[str, list[Any]]]:
    """Every subject of a document with its facts, parts in order."""
    kinds: dict[str, Callable[[Facts], dict[str, list[Any]]]] = {
        "agendas": agenda_subjects,
        "minutes": minutes_subjects,
    }
    for kind, facts_of in kinds.items():
        yield f"number of {kind}", [len(document[kind])]
        for n, part in enumerate(document[kind], start=1):
            yield from ((f"{kind} {n}: {subject}", facts) for subject, facts in facts_of(plain(part)).items())


@cache
def found(path: Path) -> dict[str, list[Any]]:
    document = spcb_minutes.read(path)
    parts = {"agendas": [agenda(a) for a in document.agendas], "minutes": [minutes(m) for m in document.minutes]}
    return dict(subjects(parts))


def difference(expected: Sequence[Any], got: Sequence[Any]) -> str:
    """What is missing and what is too much, a fact a line; empty where there is no difference."""
    missing = [f"  missing: {fact!r}" for fact in expected if fact not in got]
    extra = [f"  too much: {fact!r}" for fact in got if fact not in expected]
    if not missing and not extra and list(expected) != list(got):
        return f"  order or number: {got!r}\n  instead of: {expected!r}"
    return "\n".join(missing + extra)


def in_the_dress_of(expected: Sequence[Any], got: Sequence[Any]) -> list[Any]:
    """What was found, with the two freedoms of the files about real documents.

    They keep surnames in capitals as printed, and some give for a commitment its whole paragraph, not its sentence.
    """
    names = {fact[0].casefold(): fact[0] for fact in expected if isinstance(fact, tuple) and isinstance(fact[0], str)}
    out: list[Any] = []
    for fact in got:
        if isinstance(fact, tuple) and len(fact) == 2 and isinstance(fact[0], str):
            out.append((names.get(fact[0].casefold(), fact[0]), fact[1]))
        elif isinstance(fact, tuple) and "commitment" in fact:
            around = (whole for whole in expected if whole[:2] == fact[:2] and fact[2] in whole[2])
            out.append(next(around, fact))
        else:
            out.append(fact)
    return out


def pairs(texts_in: Path, gold_in: Path, *suffixes: str) -> list[Any]:
    """Each document that has a gold file, with every subject in it."""
    out = []
    for gold in sorted(gold_in.glob("*.json")):
        for path in sorted(p for p in texts_in.glob(f"{gold.stem}.*") if p.suffix in suffixes):
            by_hand = json.loads(gold.read_text(encoding="utf-8"))
            out += [pytest.param(path, name, facts, id=f"{path.name}: {name}") for name, facts in subjects(by_hand)]
    return out


LAID_OUT = (".docx", ".pdf", ".html")
"""Formats with bold and italic type; how much less the plain text of such a document says, test_formats.py shows."""

OURS = [
    case
    for case in pairs(ROOT / "examples", ROOT / "tests/gold", ".txt", ".md", *LAID_OUT)
    if not (case.values[0].suffix == ".txt" and case.values[0].with_suffix(".docx").exists())
]
ABSENT = pytest.mark.skip(reason="the real documents are not beside this checkout (../shared/corpus, ../shared/gold)")
REAL = pairs(SHARED / "corpus", SHARED / "gold", ".txt", *LAID_OUT)


def test_every_example_has_facts_that_were_read_by_hand() -> None:
    no_documents = {"README.md", "make.py", "make_year.py", "harbour-2024-09-10.txt"}
    examples = {path.name for path in (ROOT / "examples").iterdir() if path.is_file()} - no_documents
    assert {case.values[0].name for case in OURS} == examples
    assert {gold.stem for gold in (ROOT / "tests/gold").glob("*.json")} == {Path(name).stem for name in examples}


@pytest.mark.parametrize(("path", "subject", "facts"), OURS)
def test_an_example_gives_the_facts_read_by_hand(path: Path, subject: str, facts: list[Any]) -> None:
    wrong = difference(facts, found(path).get(subject, []))
    assert not wrong, f"{path.name}, {subject}:\n{wrong}"


@pytest.mark.parametrize(("path", "subject", "facts"), REAL or [pytest.param(None, "", [], marks=ABSENT, id="absent")])
def test_a_real_document_gives_the_facts_read_by_hand(path: Path, subject: str, facts: list[Any]) -> None:
    wrong = difference(facts, in_the_dress_of(facts, found(path).get(subject, [])))
    assert not wrong, f"{path.name}, {subject}:\n{wrong}"


@pytest.mark.parametrize(
    ("expected", "got", "told"),
    [
        (["a", "b"], ["a", "b"], ""),
        (["a", "b"], ["a"], "  missing: 'b'"),
        (["a"], ["a", "c"], "  too much: 'c'"),
        (["a", "b"], ["b", "a"], "  order or number: ['b', 'a']\n  instead of: ['a', 'b']"),
        (["a"], ["a", "a"], "  order or number: ['a', 'a']\n  instead of: ['a']"),
    ],
)
def test_a_difference_is_told_fact_by_fact(expected: list[str], got: list[str], told: str) -> None:
    assert difference(expected, got) == told
