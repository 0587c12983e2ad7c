"""Who is who over a series: one person across spellings, with what shows it, and never a silent guess.

    Bernard TANSER, Board Member     12 March     one person: "Bernard Tanser", role by date
    Cllr B Tansor, Board Member      14 May       joined to it by likeness and role, with both quotes
    Ann Lowe (Clerk), Ann Lowe (Chair)            two persons of one name, for one list names both

1. Spellings that stand in one attendance list are never one person, unless the user says so.
2. What is sure enough is joined and says why; what is only likely is proposed; the user's file decides either.
3. A mention that may be of several persons is given to none: it has an entry of its own, with ``may_be``.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from ..models import Model
from ..values import slug
from .decisions import Decisions, comment, entry
from .joining import Basis, Edge, Form, Joining, Mention, basis_of, edge_of, joined, meant, stands_in
from .listing import Listing
from .meetings import Series
from .names import Marks, agree, folded, marks
from .quotes import Quote

__all__ = [
    "Basis", "KnownPerson", "Likeness", "People", "RoleHeld", "Spelling", "labels", "people_listing", "people_of",
    "proposals",
]  # fmt: skip


class Spelling(Model):
    """A name as notes print it."""

    name: str
    """The name without honorific, capitals undone."""
    meetings: tuple[str, ...]
    """The ids of the meetings whose notes or agenda print it so, in date order."""
    quote: Quote
    """Where it is printed first."""


class RoleHeld(Model):
    """An office, and from which meeting to which it is printed beside the name."""

    role: str
    """The office or organisation as written."""
    first: datetime.date
    """The first meeting that prints it."""
    last: datetime.date
    """The last one."""
    quote: Quote
    """Where it is printed first."""


class Likeness(Model):
    """Two spellings that are, or may be, one person, and what speaks for it."""

    one: str
    """The one name, as in ``Spelling.name``; where several bear it, with honorific or role: "Ann Lowe (Clerk)"."""
    other: str
    """The other name."""
    basis: Basis
    """What speaks for it. "honorific": only accents, capitals, apostrophes or what stands beside the name differ;
    "initials": a given name against its initial, or a middle name less; "surname": the surname alone, with one person
    whom it can mean; "likeness": letters; "confirmed": the user."""
    score: float
    """How alike the letters are, from 0 to 1."""
    quotes: tuple[Quote, ...]
    """Where each is printed, with its role."""


class KnownPerson(Model):
    """One person over the series."""

    id: str
    """The slug of the name: "bernard-tansor"; "-2" for another person of that name."""
    name: str
    """The fullest spelling; of several as full the one printed most."""
    honorific: str | None
    """The honorific printed last; None where there is none."""
    initials: str | None
    """The initials given in brackets, by which actions name owners; None where none are given."""
    spellings: tuple[Spelling, ...]
    """Every spelling, the most printed first."""
    roles: tuple[RoleHeld, ...]
    """Every role, in the order of the first meeting that prints it."""
    joined: tuple[Likeness, ...]
    """Why the spellings are one person; empty for a person of one spelling."""
    may_be: tuple[str, ...] = ()
    """Empty for a person. Else this is a name that several persons bear, at the meetings that do not tell whom it
    means: the ids of these persons."""


class People(Model):
    """Everybody whom the notes of a series name."""

    people: tuple[KnownPerson, ...]
    """The persons, by surname, and the names that may be of several."""
    proposed: tuple[Likeness, ...]
    """Pairs that may be one person: nothing is joined until the user says so."""
    refused: tuple[Likeness, ...]
    """Pairs that the user has told apart."""
    decisions: Decisions = Decisions()
    """What the user decided, as it was given."""
    unknown: tuple[str, ...] = ()
    """The names in the decisions that these notes do not print, or that several persons bear."""

    def find(self, name: str, meeting: str, *, role: str | None = None, honorific: str | None = None) -> str | None:
        """The id of the person whom the notes of a meeting print by this name; None where it cannot be told.

        Role and honorific, as printed there, tell two persons of one name apart.
        """
        one = self.entry(name, meeting, role=role, honorific=honorific)
        return None if one is None or one.may_be else one.id

    def entry(
        self, name: str, meeting: str, *, role: str | None = None, honorific: str | None = None
    ) -> KnownPerson | None:
        """The same, where it cannot be told the entry of the name; None for a name that is not printed there."""
        found = self._by_mention.get((meeting, name), ())
        if len(found) < 2:
            return found[0] if found else None
        mark = marks(name, role, honorific)
        sure = [one for one in found if not one.may_be and _bears(one, mark)]
        if len(sure) == 1:
            return sure[0]
        return next((one for one in found if one.may_be), None)

    @cached_property
    def _by_mention(self) -> dict[tuple[str, str], list[KnownPerson]]:
        index: dict[tuple[str, str], list[KnownPerson]] = {}
        for one in self.people:
            for spelling in one.spellings:
                for meeting in spelling.meetings:
                    index.setdefault((meeting, spelling.name), []).append(one)
        return index


def _bears(one: KnownPerson, mark: Marks) -> bool:
    """Whether a person has the role or the honorific that is printed beside a name."""
    own = [marks(one.name, held.role, one.honorific) for held in one.roles] or [marks(one.name, None, one.honorific)]
    return any(agree(mark, other) for other in own)


# ---------------------------------------------------------------- what is given


def people_of(series: Series, *, decisions: Decisions | None = None) -> People:
    """Everybody whom the notes and agendas of a series name: in the attendance, as presenter or asker.

    ``decisions`` is what ``read_decisions`` gave: pairs that the user confirmed or refused.
    """
    given = decisions or Decisions()
    return _people(series, joined(series, given), given)


def _people(series: Series, joining: Joining, decisions: Decisions) -> People:
    by_spelling = joining.by_spelling
    groups = list({id(group): group for group in joining.home.values()}.values())
    for group in groups:
        group.sort(key=lambda form: form.order)
    groups.sort(key=_by_surname)
    ids = _ids(groups)
    reasons: dict[int, list[Likeness]] = defaultdict(list)
    for edge, basis in joining.joined:
        if edge.one not in joining.home or edge.other not in joining.home:
            continue
        reasons[id(joining.home[edge.one])].append(_likeness(edge, basis))
    people = tuple(_person(series, joining, group, ids, reasons[id(group)]) for group in groups)
    refused = []
    for decided in decisions.names:
        ours, theirs = by_spelling.get(decided.one), by_spelling.get(decided.other)
        if not decided.same and ours and theirs:
            edge = edge_of(ours[0], theirs[0])
            refused.append(_likeness(edge, basis_of(edge)))
    unknown = dict.fromkeys(
        name
        for one in decisions.names
        for name in (one.one, one.other)
        if name not in by_spelling or (one.same and meant(by_spelling[name]) is None)
    )
    return People(
        people=people,
        proposed=tuple(_proposed(joining)),
        refused=tuple(refused),
        decisions=decisions,
        unknown=tuple(unknown),
    )


def _by_surname(group: Sequence[Form]) -> tuple[object, ...]:
    name = _head(group).name
    return name.surname, name.given, _is_untold(group), min(form.order[1:] for form in group)


def _head(group: Sequence[Form]) -> Form:
    """The form by which a person is named: the fullest, of several as full the one printed most."""
    counts: Counter[str] = Counter()
    for form in group:
        counts[form.spelling] += len(form.named)
    return max(group, key=lambda form: (form.name.fullness, counts[form.spelling], form.name.detail, form.spelling))


def _ids(groups: Sequence[Sequence[Form]]) -> dict[int, str]:
    """The id of each group: the slug of its name, with a number from the second of that name on.

    Persons come before names that may be of several, the earlier before the later.
    """
    ids: dict[int, str] = {}
    taken: set[str] = set()

    def order(group: Sequence[Form]) -> tuple[bool, tuple[int, ...], str]:
        first = min(form.order[2] for form in group)
        return _is_untold(group), (first, min(form.bearer for form in group)), _head(group).spelling

    for group in sorted(groups, key=order):
        base = name = slug(_head(group).spelling) or "person"
        count = 1
        while name in taken:
            count += 1
            name = f"{base}-{count}"
        taken.add(name)
        ids[id(group)] = name
    return ids


def _is_untold(group: Sequence[Form]) -> bool:
    return all(form.may_be for form in group)


def _likeness(edge: Edge, basis: Basis) -> Likeness:
    at = stands_in(edge.one, edge.other)
    quotes = edge.one.shown(at), edge.other.shown(at)
    return Likeness(one=edge.one.label, other=edge.other.label, basis=basis, score=edge.alike.score, quotes=quotes)


def _person(
    series: Series, joining: Joining, group: list[Form], ids: dict[int, str], reasons: list[Likeness]
) -> KnownPerson:
    mentions: dict[str, list[Mention]] = {}
    for form in group:
        mentions.setdefault(form.spelling, []).extend(form.mentions)
    spellings = [
        Spelling(
            name=name,
            meetings=tuple(series.sittings[at].id for at in sorted({one.at for one in own})),
            quote=min(own, key=lambda one: one.at).quote(),
        )
        for name, own in mentions.items()
    ]
    every = sorted((one for own in mentions.values() for one in own), key=lambda one: one.at)
    may_be = {ids[id(joining.home[one])] for form in group for one in form.may_be} if _is_untold(group) else set()
    return KnownPerson(
        id=ids[id(group)],
        name=_head(group).spelling,
        honorific=next((one.person.honorific for one in reversed(every) if one.person.honorific), None),
        initials=next((one.person.initials for one in reversed(every) if one.person.initials), None),
        spellings=tuple(sorted(spellings, key=lambda one: (-len(one.meetings), one.name))),
        roles=_roles(series, every),
        joined=tuple(sorted(reasons, key=lambda one: (one.one, one.other, one.basis))),
        may_be=tuple(sorted(may_be)),
    )


def _roles(series: Series, mentions: Sequence[Mention]) -> tuple[RoleHeld, ...]:
    held: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.person.role:
            held.setdefault(folded(mention.person.role) or mention.person.role, []).append(mention)
    return tuple(
        RoleHeld(
            role=own[0].person.role or "",
            first=series.sittings[own[0].at].date,
            last=series.sittings[own[-1].at].date,
            quote=own[0].quote(),
        )
        for own in held.values()
    )


def _proposed(joining: Joining) -> Iterator[Likeness]:
    """What is left to ask: of two persons the pair that is most alike."""
    best: dict[frozenset[int], Edge] = {}
    for edge in sorted(joining.proposed, key=lambda edge: edge.order):
        if joining.is_open(edge):
            best.setdefault(frozenset((id(joining.home[edge.one]), id(joining.home[edge.other]))), edge)
    for edge in sorted(best.values(), key=lambda edge: edge.order):
        yield _likeness(edge, basis_of(edge))


# ---------------------------------------------------------------- lists and files


def labels(people: People) -> dict[str, str]:
    """What to call each person, by id: the name; where several have it, with role or honorific: "Ann Lowe (Clerk)"."""
    counts = Counter(one.name for one in people.people)
    return {one.id: one.name if counts[one.name] == 1 else _label(one) for one in people.people}


def _label(one: KnownPerson) -> str:
    if one.may_be:
        return f"{one.name} (which of them is not said)"
    if one.roles:
        return f"{one.honorific or ''} {one.name} ({one.roles[-1].role})".lstrip()
    return f"{one.honorific} {one.name}" if one.honorific else f"{one.name} ({one.id})"


def proposals(people: People) -> str:
    """The file of decisions to edit: those that were made, then an entry for each pair that may be one person."""
    out = [
        "# Who is who. Each entry is about two names as the notes print them.\n"
        '# same = true: one person; same = false: two; same = "?": not decided yet.\n'
    ]
    out += [entry(one.one, one.other, one.same) for one in people.decisions.names]
    for pair in people.proposed:
        where = "".join(comment(f'"{quote.text}" ({quote.place})') + "\n" for quote in pair.quotes)
        out.append(
            f"{comment(f'{_SAID[pair.basis]}, likeness {pair.score:.2f}')}\n{where}" + entry(pair.one, pair.other, None)
        )
    return "\n".join(out)


_SAID: dict[Basis, str] = {
    "honorific": "the same letters",
    "initials": "an initial or a name less",
    "surname": "a surname alone",
    "likeness": "alike",
    "confirmed": "confirmed",
}


def people_listing(people: People) -> Listing:
    """The persons with their roles by date, their spellings and at how many meetings they are named."""
    rows = []
    for one in people.people:
        meetings = {meeting for spelling in one.spellings for meeting in spelling.meetings}
        others = [spelling.name for spelling in one.spellings if spelling.name != one.name]
        note = f"may be {' or '.join(one.may_be)}" if one.may_be else ", ".join(others)
        title = f"{one.honorific} {one.name}" if one.honorific else one.name
        rows.append((title, "; ".join(map(_held, one.roles)), note, str(len(meetings)), one.id))
    return Listing("People", ("Name", "Roles", "Also printed as", "Meetings", "Id"), tuple(rows))


def _held(role: RoleHeld) -> str:
    until = f" to {role.last.isoformat()}" if role.last != role.first else ""
    return f"{role.role} ({role.first.isoformat()}{until})"
