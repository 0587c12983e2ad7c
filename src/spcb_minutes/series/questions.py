"""Who asked what of whom over a series, and what came of it: answered, taken away or unanswered.

What becomes of the spoil? (Asked by Ada Quill)              asker
- The Harbour Master said that it goes to Cray Bank.         asked_of, answered
- He undertook to send the chart.                            taken away
"""

from __future__ import annotations

import datetime
from typing import Literal

from ..models import Action, Item, Minutes, Model, Question, Span, Standing, spoken, walk
from ..parser import lex, pattern, words
from .listing import Listing
from .meetings import Series, Sitting
from .people import People, labels, people_of
from .quotes import Quote, Told


class AskedQuestion(Model):
    """A question, and what came of it."""

    id: str
    """The id of its item and its place in it: "…/minutes/048-24/question-2"."""
    meeting: str
    """The id of the meeting."""
    date: datetime.date
    """Its day."""
    item: str
    """The id of the item."""
    item_number: str
    """The number of the item, as printed."""
    title: str | None
    """The title of the item."""
    text: str
    """The question."""
    asker: str | None
    """Who asked, as named in these notes; None where they do not say."""
    asker_person: str | None
    """The id of that person, as in ``KnownPerson.id``; None where it cannot be told."""
    asked_of: str | None
    """Of whom: who the answer says to have replied, else who presented the item; None where neither is said."""
    asked_of_basis: Literal["presenter", "answer"] | None
    """Which of the two says so."""
    outcome: Literal["answered", "taken away", "unanswered"]
    """"taken away" where the answer holds an action or an undertaking, "unanswered" where nothing follows it."""
    answer: str | None
    """The words of the answer; None where nothing follows."""
    quote: Quote
    """Where the question stands."""
    outcome_quote: Quote | None
    """The action or undertaking, or the beginning of the answer; None where nothing follows."""


class QuestionRegister(Model):
    """Every question of a series, in date order."""

    board: str | None
    """The board."""
    questions: tuple[AskedQuestion, ...]
    """The questions."""


def question_register(series: Series, *, people: People | None = None) -> QuestionRegister:
    """Every question of a series; ``people`` is what ``people_of`` gave, where there are decisions of the user."""
    known = people if people is not None else people_of(series)
    keys: dict[str, datetime.time | None] = {}
    asked = []
    for sitting, told in series.minutes:
        key = _key(told, keys)
        keys[key] = told.part.meeting.start
        for item in told.part.items:
            for number, question in enumerate(item.questions, 1):
                at = f"{key}{item.id.removeprefix(told.part.id)}/question-{number}"
                asked.append(_asked(at, sitting, told, item, question, known))
    return QuestionRegister(board=series.board, questions=tuple(asked))


def _key(told: Told[Minutes], taken: dict[str, datetime.time | None]) -> str:
    """The id of the minutes as in the tables of the exports: those of a second meeting of a day add their start."""
    key, start = told.part.id, told.part.meeting.start
    if start is not None and taken.get(key) not in (None, start):
        key = f"{key}-{start:%H%M}"
    return f"{key}@{told.document.source.sha256[:12]}" if key in taken else key


def _asked(
    at: str, sitting: Sitting, told: Told[Minutes], item: Item, question: Question, people: People
) -> AskedQuestion:
    by = question.asked_by
    outcome, place = _outcome(item, question)
    asked_of, basis = _asked_of(told.part, item, question)
    return AskedQuestion(
        id=at,
        meeting=sitting.id,
        date=sitting.date,
        item=item.id,
        item_number=str(item.number),
        title=item.title,
        text=question.text,
        asker=by.name if by else None,
        asker_person=people.find(by.name, sitting.id, role=by.role, honorific=by.honorific) if by else None,
        asked_of=asked_of,
        asked_of_basis=basis,
        outcome=outcome,
        answer="\n".join(one.text for one in spoken(question.answer)) or None,
        quote=told.quote(question.span),
        outcome_quote=told.quote(place) if place else None,
    )


def _outcome(item: Item, question: Question) -> tuple[Literal["answered", "taken away", "unanswered"], Span | None]:
    """What came of a question, and the words that show it."""
    start = question.span.start
    end = max((question.span.end, *(block.span.end for block in question.answer)))
    undertaken: list[Standing] = [block for block in walk(question.answer) if isinstance(block, Action)]
    undertaken += [one for one in item.commitments if start <= one.span.start and one.span.end <= end]
    if undertaken:
        return "taken away", min((one.span for one in undertaken), key=lambda span: span.start)
    first = next(spoken(question.answer), None)
    return ("answered", first.span) if first else ("unanswered", None)


# ---------------------------------------------------------------- of whom


def _asked_of(
    minutes: Minutes, item: Item, question: Question
) -> tuple[str | None, Literal["presenter", "answer"] | None]:
    for one in spoken(question.answer):
        said = pattern("ANSWERED").match(one.text)
        if said is None:
            break
        who = said[0].removeprefix("The ").removeprefix("the ")
        if question.asked_by and set(who.split()) & set(question.asked_by.name.split()):
            continue  # who asked explains what they mean; the answer begins behind that
        if _is_somebody(who, minutes):
            return who, "answer"
        break
    names = [person.name for person in item.presenters]
    if not names:
        return None, None
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names), "presenter"


def _is_somebody(who: str, minutes: Minutes) -> bool:
    """Whether words name a person or an office, and not "Members", "Divers" or a body."""
    tokens = [token for token in lex("people", "people", who, 0, len(who)) if token.type != "GAP"]
    kinds = [token.type for token in tokens]
    if any(kind not in _OF_SOMEBODY for kind in kinds):
        return False
    names = sum(kind in ("NAME", "SURNAME") for kind in kinds)
    if "RANK" in kinds or any(token.lower() in words("role_end") for token in tokens):
        return True
    if kinds[1:2] == ["SMALL"] and kinds[0] == "ROLE" and tokens[0].lower() not in words("body"):
        return True  # "Head of Pilotage"
    if "HONORIFIC" in kinds:
        return names > 0
    attendance = minutes.attendance
    listed = {person.name for person in (*attendance.present, *attendance.apologies)}
    known = {name for name in listed if set(who.split()) <= set(name.split())}
    return len(known) == 1


_OF_SOMEBODY = ("NAME", "SURNAME", "HONORIFIC", "RANK", "ROLE", "SMALL", "AND")


# ---------------------------------------------------------------- lists


def question_listing(register: QuestionRegister) -> Listing:
    """Every question: when, under which number, who asked, of whom, what, and what came of it."""
    rows = tuple(
        (
            one.date,
            one.item_number,
            one.title or "",
            one.asker or "",
            one.asked_of or "",
            one.text,
            one.outcome,
            one.answer or "",
        )
        for one in register.questions
    )
    columns = ("Date", "Number", "Item", "Asked by", "Of", "Question", "Outcome", "Answer")
    return Listing(f"{register.board or 'Board'}: questions", columns, rows)


def members_listing(register: QuestionRegister, *, people: People | None = None) -> Listing:
    """How many questions each member asked, and what came of them; "not stated" are those without an asker.

    ``people`` gives each person the name by which they are known over the series.
    """
    names = labels(people) if people else {}
    counts: dict[str, list[str]] = {}
    for one in register.questions:
        key = one.asker_person or one.asker or ""
        counts.setdefault(key, []).append(one.outcome)
        names.setdefault(key, one.asker or "not stated")
    rows = sorted(
        (
            (
                names[key],
                str(len(found)),
                str(found.count("answered")),
                str(found.count("taken away")),
                str(found.count("unanswered")),
            )
            for key, found in counts.items()
        ),
        key=lambda row: (-int(row[1]), row[0]),
    )
    columns = ("Member", "Asked", "Answered", "Taken away", "Unanswered")
    return Listing(f"{register.board or 'Board'}: questions by member", columns, tuple(rows))
