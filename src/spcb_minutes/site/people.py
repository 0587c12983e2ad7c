"""The people whom the notes name, and a page for each: offices, spellings, attendance, questions, items, actions."""

from __future__ import annotations

from ..exports.html import Markup, element, facts_list, join
from ..series.people import KnownPerson, Likeness, RoleHeld, Spelling
from .actions import brief as action_brief
from .attendance import heat_map, key
from .findings import ItemSaid
from .layout import Here, Page, day, listed, nothing, section, table
from .questions import brief as question_brief

LIKENESSES = {
    "honorific": "only the honorific or the capitals differ",
    "initials": "the given name against its initial",
    "surname": "the surname alone",
    "likeness": "the letters are alike",
    "confirmed": "confirmed by whoever keeps this record",
}


def people_page(here: Here) -> Page:
    """Everybody in a row, and the pairs that may be one person."""
    found = here.found
    listing = _table(here, "People, by surname", found.persons) if found.persons else nothing("The notes name nobody.")
    about = "Items are those that a person presented; actions those that have the person as their owner."
    content = join(
        element("h1", "People"),
        nothing(about) if found.persons else None,
        listing,
        _untold(here, found.untold),
        _pairs(here, "May be one person", "Nothing is joined here: somebody who knows them has to say so.",
               found.people.proposed),
        _pairs(here, "Told apart", "Whoever keeps this record has said that these are two.", found.people.refused),
    )  # fmt: skip
    return Page("People", content)


def _untold(here: Here, names: tuple[KnownPerson, ...]) -> Markup | None:
    if not names:
        return None
    about = "Where the notes print these, they do not tell who is meant, and nobody is given what they say."
    return section(f"Names that several people bear ({len(names)})", nothing(about), _table(here, "Names", names))


def _table(here: Here, caption: str, people: tuple[KnownPerson, ...]) -> Markup:
    found = here.found
    columns = ("Name", "Office, as printed last", "Spellings", "Present", "Apologies", "Questions", "Items", "Actions")
    rows = []
    for person in people:
        row = found.rows.get(person.id)
        counts = (
            len(person.spellings),
            row.present if row else 0,
            row.apologies if row else 0,
            *[len(many.get(person.id, ())) for many in (found.asked, found.presented, found.owned)],
        )
        office = element("bdi", max(person.roles, key=lambda held: held.last).role) if person.roles else None
        rows.append((here.person(person.id, person.name), office, *[str(count or "") for count in counts]))
    return table(caption, columns, rows, numbers=6)


def _pairs(here: Here, title: str, about: str, pairs: tuple[Likeness, ...]) -> Markup | None:
    if not pairs:
        return None
    return section(f"{title} ({len(pairs)})", nothing(about), *[_pair(here, pair) for pair in pairs])


def _pair(here: Here, pair: Likeness) -> Markup:
    names = join(element("bdi", pair.one), " and ", element("bdi", pair.other))
    why = f"{LIKENESSES[pair.basis]}; likeness {pair.score:.2f}"
    return element(
        "div", element("h3", names, class_="entry-head"), element("p", why, class_="told"), here.quotes(pair.quotes),
        class_="entry",
    )  # fmt: skip


def person_page(here: Here, person: KnownPerson) -> Page:
    """One person over the series, or a name that several bear."""
    found = here.found
    others = here.may_be(person.id)
    under = " under this name" if others else ""
    rows = {
        "Honorific": element("bdi", person.honorific) if person.honorific else None,
        "Initials": element("bdi", person.initials) if person.initials else None,
    }
    attendance = found.rows.get(person.id)
    strip = None
    if attendance is not None:
        strip = join(key(), heat_map(here, found.attendance.meetings, [attendance], "Attendance", names=False))
    asked = found.asked.get(person.id, [])
    presented = found.presented.get(person.id, [])
    owned = found.owned.get(person.id, [])
    content = join(
        element("h1", element("bdi", person.name)),
        element("p", "This may be ", others, ": the notes do not tell who is meant.", class_="told")
        if others else None,
        facts_list(rows) if any(rows.values()) else None,
        section(f"Attendance{under}", strip or nothing("The notes name this person in no list of attendance."))
        if strip or not others else None,
        _roles(here, person.roles),
        _list(f"Actions{under}", [action_brief(here, *found.actions[one.meeting, one.id]) for one in owned]),
        _list(f"Questions{under or ' asked'}", [question_brief(here, at, one) for at, one in enumerate(asked, 1)]),
        _list(f"Items presented{under}", [_item(here, one) for one in presented]),
        _spellings(here, person.spellings),
        section("Why these are one person", *[_pair(here, pair) for pair in person.joined]) if person.joined else None,
    )  # fmt: skip
    return Page(person.name, content)


def _roles(here: Here, roles: tuple[RoleHeld, ...]) -> Markup | None:
    if not roles:
        return None
    rows = [(element("bdi", held.role), day(held.first), day(held.last), here.quote(held.quote)) for held in roles]
    return section("Offices", table("Offices, as printed beside the name", ("Office", "First", "Last", "Words"), rows))


def _spellings(here: Here, spellings: tuple[Spelling, ...]) -> Markup:
    rows = [(element("bdi", one.name), str(len(one.meetings)), here.quote(one.quote)) for one in spellings]
    return section("Spellings", table("Names as printed", ("Name", "Meetings", "Printed first"), rows))


def _item(here: Here, said: ItemSaid) -> Markup:
    title = said.item.title or "without a title"
    where = listed([element("bdi", str(said.item.number)), here.meeting(said.sitting.id, said.sitting.date)], ", ")
    return element("li", here.link(said.place, title), " ", element("small", where))


def _list(title: str, rows: list[Markup]) -> Markup | None:
    return section(f"{title} ({len(rows)})", element("ul", *rows, class_="briefs")) if rows else None
