"""Who asked what, and what came of it: a bar a member, and every question with its answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..exports.html import Markup, counted, element, facts_list, join
from ..series.questions import AskedQuestion
from .charts import Bar, questions_per_member
from .layout import Here, Page, filters, listed, nothing, scroll, section, select, table, tag

OUTCOMES = ("unanswered", "taken away", "answered")
"""What may come of a question, those that want a look first."""
_ABOUT = {
    "unanswered": "Nothing follows the question in the notes.",
    "taken away": "The answer holds an action or an undertaking.",
    "answered": "Words follow the question.",
}
_NOBODY = "not stated who asked"
_BASIS = {"presenter": "who presented the item", "answer": "who is the subject of the answer"}


def questions_page(here: Here) -> Page:
    """The register of questions."""
    questions = here.found.questions.questions
    numbered = list(enumerate(questions, 1))
    groups = [
        _group(here, outcome, [(at, one) for at, one in numbered if one.outcome == outcome]) for outcome in OUTCOMES
    ]
    content = join(
        element("h1", "Questions"),
        element("p", f"{counted(len(questions), 'question')} put to the meetings.", class_="told"),
        chart(here),
        _filters(here, questions) if questions else None,
        element("div", *groups, id="register"),
    )
    return Page("Questions", content, scripted=True)


def _group(here: Here, outcome: str, questions: Sequence[tuple[int, AskedQuestion]]) -> Markup | None:
    if not questions:
        return None
    shown = [_entry(here, at, one) for at, one in questions]
    title = f"{outcome.capitalize()} ({len(questions)})"
    return section(title, nothing(_ABOUT[outcome]), *shown, id_=outcome.replace(" ", "-"))


def _filters(here: Here, questions: Sequence[AskedQuestion]) -> Markup:
    askers = {_asker(here, one) for one in questions}
    return filters(
        "register",
        select("outcome", "Outcome", [(one, one) for one in OUTCOMES], "all"),
        select("asker", "Asked by", [(one, one) for one in sorted(askers, key=str.casefold)], "anybody"),
        select("meeting", "Meeting", here.choices(one.meeting for one in questions), "all"),
    )


def _asker(here: Here, one: AskedQuestion) -> str:
    """The name under which a question is counted: that of the person, else as these notes have it."""
    asker = here.found.asker(one)
    known = here.found.known.get(asker or "")
    if known is not None and known.may_be:
        return here.found.labels[known.id]
    return known.name if known else one.asker or _NOBODY


def _entry(here: Here, at: int, one: AskedQuestion) -> Markup:
    head = [
        here.link(here.found.place(one.meeting, one.id, one.item), one.item_number, class_="number"),
        "·",
        here.meeting(one.meeting, one.date),
        tag(one.outcome),
    ]
    asked_of = None
    if one.asked_of:
        basis = f" ({_BASIS[one.asked_of_basis]})" if one.asked_of_basis else ""
        asked_of = join(element("bdi", one.asked_of), basis)
    rows = {
        "Asked by": here.person(here.found.asker(one), one.asker) if one.asker else Markup("not stated"),
        "Asked of": asked_of,
        "Item": element("bdi", one.title) if one.title else None,
    }
    answer = None
    if one.outcome_quote is not None:
        words = "What was taken away" if one.outcome == "taken away" else "The answer begins"
        answer = join(element("h4", words), here.quote(one.outcome_quote))
    return element(
        "div",
        element("h3", listed(head, " "), class_="entry-head"),
        element("p", one.text, class_="words"),
        facts_list(rows),
        answer,
        id=f"q-{at}",
        class_="entry",
        data_outcome=one.outcome,
        data_asker=_asker(here, one),
        data_meeting=one.meeting,
    )


def brief(here: Here, at: int, one: AskedQuestion) -> Markup:
    """A question in a line, which leads to its place in the notes."""
    words = here.link(here.found.place(one.meeting, one.id, one.item), one.text)
    where = listed([element("bdi", one.item_number), here.meeting(one.meeting, one.date)], ", ")
    return element("li", words, " ", tag(one.outcome), " ", element("small", where))


def chart(here: Here, most: int | None = None) -> Markup | None:
    """The questions of each member, as a plot and as a table; ``most`` members at most. None without questions."""
    counts: dict[tuple[str | None, str], Counter[str]] = {}
    for one in here.found.questions.questions:
        counts.setdefault((here.found.asker(one), _asker(here, one)), Counter())[one.outcome] += 1
    order = sorted(counts, key=lambda who: (who[1] == _NOBODY, -counts[who].total(), who[1].casefold()))
    if not order:
        return None
    shown = order if most is None else order[:most]
    bars = [
        Bar(name, counts[id_, name]["answered"], counts[id_, name]["taken away"], counts[id_, name]["unanswered"])
        for id_, name in shown
    ]
    name = "Questions by who asked them: answered, taken away and unanswered"
    plot = scroll(name, questions_per_member(bars, f"{name}; the numbers are in the table below"), class_="plot")
    rows = [
        (here.person(id_, bar.name), *[str(number) for number in bar[1:]], str(sum(bar[1:])))
        for (id_, _), bar in zip(shown, bars, strict=True)
    ]
    numbers = table(name, ("Name", "Answered", "Taken away", "Unanswered", "All"), rows, numbers=4)
    rest = f"The {len(shown)} who asked most, of {len(order)}." if len(shown) < len(order) else None
    figure = element("figure", plot, element("figcaption", rest) if rest else None)
    return join(figure, element("details", element("summary", "The numbers"), numbers))
