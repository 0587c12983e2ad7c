"""The action ledger as a page: every action and undertaking, what was said of it since, and the words that say so."""

from __future__ import annotations

from collections.abc import Sequence

from ..exports.html import Markup, counted, element, facts_list, join
from ..series.ledger import ActionLink, LedgerAction, Unsettled
from .charts import Moment, actions_over_time
from .findings import Findings, Place
from .layout import (
    Here,
    Page,
    as_printed,
    day,
    filters,
    listed,
    nothing,
    scroll,
    section,
    select,
    short_day,
    table,
    tag,
)

STATUSES = {
    "open": "Open",
    "updated": "Updated, and not closed",
    "not mentioned since": "Not mentioned since",
    "closed": "Closed",
}
"""The statuses, and what stands over the actions of each."""
_ABOUT = {
    "open": "Raised or carried forward at the last meeting.",
    "updated": "Something was said of them since; nothing says that they are done.",
    "not mentioned since": "Meetings followed whose notes say nothing of them. They may be done: the notes do not say.",
    "closed": "The notes say that they are done, or given up.",
}
BASES = {
    "number": "the item's number is mentioned",
    "wording": "the words are alike",
    "owner": "the owner is named, and some of the words",
    "place": "it is printed under the action",
}


def actions_page(here: Here) -> Page:
    """The ledger."""
    ledger = here.found.ledger
    stood = join(", as it stood on ", day(ledger.on)) if ledger.on else None
    unsettled = [_unsettled(here, one) for one in ledger.unsettled]
    numbered = list(enumerate(ledger.actions, 1))
    groups = [
        _group(here, status, [(at, action) for at, action in numbered if action.status == status])
        for status in STATUSES
    ]
    content = join(
        element("h1", "Action ledger"),
        element("p", f"{_summary(ledger.actions)}", stood, ".", class_="told"),
        chart(here),
        _filters(here) if ledger.actions else nothing("The notes name no action."),
        element("div", *groups, id="ledger"),
        section(
            f"Linked to none ({len(unsettled)})",
            nothing("These words speak of an action, but it could be one of several."),
            *unsettled,
            id_="unsettled",
        ) if unsettled else None,
    )  # fmt: skip
    return Page("Action ledger", content, scripted=True)


def _summary(actions: Sequence[LedgerAction]) -> str:
    marked = sum(action.kind == "action" for action in actions)
    others = len(actions) - marked
    told = [counted(marked, "action")] if marked or not others else []
    return " and ".join([*told, *([f"{counted(others, 'undertaking')} by wording"] if others else [])])


def _group(here: Here, status: str, actions: Sequence[tuple[int, LedgerAction]]) -> Markup | None:
    if not actions:
        return None
    shown = [entry(here, at, action) for at, action in actions]
    return section(
        f"{STATUSES[status]} ({len(actions)})", nothing(_ABOUT[status]), *shown, id_=status.replace(" ", "-")
    )


def _filters(here: Here) -> Markup:
    actions = here.found.ledger.actions
    owners = sorted({action.owner for action in actions if action.owner}, key=str.casefold)
    met = {action.status for action in actions}
    fields = [
        select("status", "Status", [(one, one) for one in STATUSES if one in met], "all"),
        select("owner", "Owner", [*[(one, one) for one in owners], ("-", "not stated")], "all"),
        select("meeting", "Meeting", here.choices(action.meeting for action in actions), "all"),
    ]
    if len({action.kind for action in actions}) > 1:
        kinds = [("action", "actions"), ("commitment", "undertakings")]
        fields.append(select("kind", "Kind", kinds, "both"))
    return filters("ledger", *fields)


def entry(here: Here, at: int, action: LedgerAction) -> Markup:
    """An action with everything that is known of it."""
    head = [
        here.link(here.found.place(action.meeting, action.id, action.item), action.item_number, class_="number"),
        "·",
        here.meeting(action.meeting, action.date),
        tag(action.status),
        element("b", "undertaking", class_="label commitment") if action.kind == "commitment" else None,
    ]
    rows = {
        "Owner": owner(here, action),
        "Due": day(action.due) if action.due else None,
        "Item": element("bdi", action.title) if action.title else None,
    }
    links = [_link(here, link) for link in action.links]
    since = join(element("h4", "What was said of it"), element("ol", *links, class_="said")) if links else None
    perhaps = join(element("h4", "What may be said of it, or of another"), here.quotes(action.perhaps))
    return element(
        "div",
        element("h3", listed(head, " "), class_="entry-head"),
        element("p", action.text, class_="words"),
        facts_list(rows),
        since,
        perhaps if action.perhaps else None,
        element("p", "Raised in ", here.link(here.found.place_of(action.quote), action.quote.place, class_="at"),
                class_="told"),
        id=f"a-{at}",
        class_="entry",
        data_status=action.status,
        data_owner=action.owner or "-",
        data_meeting=action.meeting,
        data_kind=action.kind,
    )  # fmt: skip


def owner(here: Here, action: LedgerAction) -> Markup:
    """Who is to do it, as written, and who that is."""
    if action.owner is None:
        return Markup("not stated")
    people = here.found.owners_of(action)
    if [person.name for person in people] == [action.owner]:
        return here.person(people[0].id, action.owner)
    names = listed([here.person(person.id, person.name) for person in people], " or ")
    return join(element("bdi", action.owner), join(" (", names, ")") if people else None)


def _link(here: Here, link: ActionLink) -> Markup:
    where = here.link(here.found.place(link.meeting, link.item), link.item_number, class_="number")
    alike = f", {link.likeness:.0%} of the words" if link.basis in ("wording", "owner") else ""
    head = listed([where, "·", here.meeting(link.meeting, link.date), tag(link.says)], " ")
    why = element("small", f" {BASES[link.basis]}{alike}")
    more = None if link.text in as_printed(link.quote.text) else element("p", "It says: ", element("bdi", link.text))
    return element("li", element("p", head, why), here.quote(link.quote), more)


def _unsettled(here: Here, one: Unsettled) -> Markup:
    entries = here.found.by_id
    candidates = [
        here.link(Place("actions.html", f"a-{entries[id_][0]}"), entries[id_][1].item_number)
        for id_ in one.candidates
        if id_ in entries
    ]
    return element(
        "div",
        element("h3", here.meeting(one.meeting, one.date), class_="entry-head"),
        element("p", "Could be of ", listed(candidates)) if candidates else None,
        here.quote(one.quote),
        class_="entry",
    )


def brief(here: Here, at: int, action: LedgerAction) -> Markup:
    """An action in a line, which leads to its entry."""
    words = here.link(Place("actions.html", f"a-{at}"), action.text)
    where = listed([element("bdi", action.item_number), day(action.date)], ", ")
    return element("li", words, " ", tag(action.status), " ", element("small", where))


# ---------------------------------------------------------------- over time


def chart(here: Here) -> Markup | None:
    """What was raised, closed and open at each meeting, as a plot and as a table; None where there is no action."""
    kind, moments = _moments(here.found)
    if not any(moment.raised for moment in moments):
        return None
    name = f"{kind} raised, closed and open, meeting by meeting"
    plot = scroll(name, actions_over_time(moments, f"{name}; the numbers are in the table below"), class_="plot")
    rows = [
        (here.meeting(sitting.id, sitting.date), *[str(number) for number in moment[1:]])
        for (sitting, _), moment in zip(here.found.series.minutes, moments, strict=True)
    ]
    numbers = table(name, ("Meeting", "Raised", "Closed", "Open after it"), rows, numbers=3)
    about = "What was not mentioned since counts as open: the notes do not say that it is done."
    figure = element("figure", plot, element("figcaption", about))
    return join(figure, element("details", element("summary", "The numbers"), numbers))


def _moments(found: Findings) -> tuple[str, list[Moment]]:
    """What each meeting raised and closed, and what was open after it; undertakings only where there are no actions."""
    marked = [action for action in found.ledger.actions if action.kind == "action"]
    kind, actions = ("Actions", marked) if marked else ("Undertakings", list(found.ledger.actions))
    order = {sitting.id: at for at, (sitting, _) in enumerate(found.series.minutes)}
    raised, closed = [0] * len(order), [0] * len(order)
    for action in actions:
        if action.meeting not in order:
            continue
        raised[order[action.meeting]] += 1
        is_open = True
        for link in action.links:
            if link.meeting in order and is_open == (link.says == "closed"):
                (closed if is_open else raised)[order[link.meeting]] += 1
                is_open = not is_open
    moments, open_ = [], 0
    years = {sitting.date.year for sitting, _ in found.series.minutes}
    for (sitting, _), up, down in zip(found.series.minutes, raised, closed, strict=True):
        open_ += up - down
        short = " ".join(short_day(sitting.date)[: 3 if len(years) > 1 else 2])
        moments.append(Moment(short, up, down, open_))
    return kind, moments
