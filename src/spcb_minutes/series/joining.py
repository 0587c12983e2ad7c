"""Which spellings of a series are one person: every name that is printed, and how the spellings are joined.

    "Bernard Tanser", "Bernard Tansor"     one letter, one role, never in one list       joined
    "B Tansor"                             the only one whom it can mean                 joined
    "Ann Lowe", "Anna Lowe"                alike, and that is all                        proposed

``names.py`` tells how alike two names are, and ``people.py`` makes the persons of what is joined here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Literal, NamedTuple

from ..models import Minutes, Person
from ..parser import words
from .decisions import Decisions
from .meetings import AnyTold, Series
from .names import Alike, Marks, Name, agree, compare, differ, folded, marks_of, name_likeness, name_of, same_role
from .quotes import Quote

Basis = Literal["honorific", "initials", "surname", "likeness", "confirmed"]


# ---------------------------------------------------------------- mentions


class Mention(NamedTuple):
    """A name where it is printed."""

    at: int
    """The number of the meeting in the series."""
    listed: bool
    """Whether it stands in the attendance, under present or apologies."""
    person: Person
    marks: Marks
    told: AnyTold

    def quote(self) -> Quote:
        """Where it is printed."""
        return self.told.quote(self.person.span)


def _mentions(series: Series) -> Iterator[Mention]:
    """Everybody who is named, in the order of the meetings, each as the notes and then the agenda name them."""
    for at, sitting in enumerate(series.sittings):
        for told in sitting.told:
            for listed, person in _named(told):
                yield Mention(at, listed, person, marks_of(person), told)


def _named(told: AnyTold) -> Iterator[tuple[bool, Person]]:
    part = told.part
    if isinstance(part, Minutes):
        for attendee in (*part.attendance.present, *part.attendance.apologies):
            yield True, attendee
        for item in part.items:
            yield from ((False, person) for person in item.presenters)
            yield from ((False, asked.asked_by) for asked in item.questions if asked.asked_by)
    else:
        for row in part.items:
            yield from ((False, person) for person in row.presenters)


@dataclass(eq=False)
class Form:
    """A spelling of one bearer: what is joined, or not."""

    spelling: str
    bearer: int
    """0 where the name has one bearer, else which of them; -1 for mentions of which that cannot be told."""
    mentions: list[Mention]
    listed: frozenset[int] = frozenset()
    """The meetings whose attendance names it."""
    named: frozenset[int] = frozenset()
    """The meetings that name it anywhere."""
    roles: tuple[str, ...] = ()
    honorifics: frozenset[str] = frozenset()
    initials: frozenset[str] = frozenset()
    genders: frozenset[str] = frozenset()
    may_be: list[Form] = field(default_factory=list)
    """One form of each person who may be meant."""

    def __post_init__(self) -> None:
        self.tell(self.mentions)

    def tell(self, found: list[Mention]) -> None:
        """Take these for its mentions."""
        self.mentions = found
        self.listed = frozenset(one.at for one in found if one.listed)
        self.named = frozenset(one.at for one in found)
        self.roles = tuple(dict.fromkeys(one.marks.role for one in found if one.marks.role))
        self.honorifics = frozenset(one.marks.honorific for one in found if one.marks.honorific)
        self.initials = frozenset(one.person.initials for one in found if one.person.initials)
        self.genders = frozenset(one.marks.gender for one in found if one.marks.gender)

    @cached_property
    def name(self) -> Name:
        """The name in its parts, with a generation that is printed beside it."""
        generations = {one.marks.generation for one in self.mentions} - {None}
        name = name_of(self.spelling)
        if name.generation is None and len(generations) == 1:
            return Name(name.given, name.surname, generations.pop())
        return name

    @property
    def label(self) -> str:
        """The name by which the user decides about it."""
        if self.bearer < 1:
            return self.spelling
        honorific = next((one.person.honorific for one in self.mentions if one.marks.gender), None)
        return f"{honorific} {self.spelling}" if honorific else f"{self.spelling} ({', '.join(self.roles[:1])})"

    @property
    def order(self) -> tuple[str, int, int]:
        """Its place among all forms, whatever the order of the documents."""
        return self.spelling, self.bearer, min(self.named)

    def shown(self, at: int | None = None) -> Quote:
        """Where it is printed with a role, at this meeting if it is; else where it is printed first."""
        here = [one for one in self.mentions if one.at == at] or self.mentions
        return next((one for one in here if one.marks.role), here[0]).quote()


def _forms(mentions: Iterable[Mention]) -> list[Form]:
    """The spellings, parted where a name has several bearers."""
    by_key: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_key.setdefault(folded(mention.person.name) or mention.person.name, []).append(mention)
    forms = []
    for found in by_key.values():
        bearers = _bearers(found)
        parted: dict[tuple[str, int], list[Mention]] = {}
        for mention, bearer in zip(found, bearers, strict=True):
            parted.setdefault((mention.person.name, bearer), []).append(mention)
        made = [Form(spelling, bearer, own) for (spelling, bearer), own in sorted(parted.items(), key=lambda p: p[0])]
        first = {form.bearer: form for form in reversed(made) if form.bearer > 0}
        for form in made:
            if form.bearer < 0:
                form.may_be = [first[bearer] for bearer in sorted(first)]
        forms += made
    return sorted(forms, key=lambda form: form.order)


# ---------------------------------------------------------------- several bearers of one name


def _bearers(mentions: Sequence[Mention]) -> list[int]:
    """Whose each mention of one name is: 0 for all, or 1, 2, … where a list names two, -1 where it cannot be told."""
    first = _first_bearers(mentions)
    if not first:
        return [0] * len(mentions)
    found = [_bearer(mention.marks, first) for mention in mentions]
    in_list: dict[int, set[int]] = defaultdict(set)
    for mention, bearer in zip(mentions, found, strict=True):
        if mention.listed:
            in_list[mention.at].add(bearer)
    for i, mention in enumerate(mentions):
        here = in_list[mention.at]
        if found[i] < 0 and not mention.listed and len(here) == 1 and not _contradicts(mention, first, min(here)):
            found[i] = min(here)  # who presented is the one who is listed
    return found


def _contradicts(mention: Mention, bearers: Sequence[Sequence[Marks]], bearer: int) -> bool:
    return bearer < 0 or any(differ(mention.marks, other) for other in bearers[bearer - 1])


def _first_bearers(mentions: Sequence[Mention]) -> list[list[Marks]]:
    """The marks of each bearer: of the first list that names two, or a man and a woman of one short name."""
    lists: dict[int, list[Mention]] = {}
    for mention in mentions:
        if mention.listed:
            lists.setdefault(mention.at, []).append(mention)
    for at in sorted(lists):
        groups: list[list[Marks]] = []
        for one in lists[at]:
            home = next((group for group in groups if not any(differ(one.marks, other) for other in group)), None)
            if home is None:
                groups.append([one.marks])
            else:
                home.append(one.marks)
        if len(groups) > 1:
            return groups
    genders = {one.marks.gender: one.marks for one in reversed(mentions) if one.marks.gender}
    if len(genders) == 2 and name_of(mentions[0].person.name).fullness < 2:
        return [[Marks(None, gender, None, None)] for gender in sorted(genders)]
    return []


def _bearer(mark: Marks, bearers: Sequence[Sequence[Marks]]) -> int:
    agreeing = [number for number, own in enumerate(bearers, 1) if any(agree(mark, other) for other in own)]
    return agreeing[0] if len(agreeing) == 1 else -1


# ---------------------------------------------------------------- joining


class Edge(NamedTuple):
    """Two forms that may be one person."""

    one: Form
    other: Form
    alike: Alike

    @property
    def order(self) -> tuple[float, object, object]:
        """Its place among all: the most alike first."""
        return -self.alike.score, self.one.order, self.other.order


def basis_of(edge: Edge) -> Basis:
    """What an edge rests on."""
    kind, short = edge.alike.kind, edge.other.name
    if kind == "same":
        return "honorific"
    if kind in ("short", "first"):
        return "initials" if short.given else "surname"
    return "likeness"


class Joining:
    """The forms, and which of them are one person by now."""

    def __init__(self, forms: list[Form], decisions: Decisions) -> None:
        self.forms = forms
        self.home: dict[Form, list[Form]] = {form: [form] for form in forms}
        self.joined: list[tuple[Edge, Basis]] = []
        self.proposed: list[Edge] = []
        self.refused = {one.pair for one in decisions.names if not one.same}
        self.confirmed: set[Form] = set()
        self._has_refused = {name for pair in self.refused for name in pair}
        self.by_spelling: dict[str, list[Form]] = {}
        """The forms that a name in a decision may be about."""
        for form in forms:
            for spoken in {form.spelling, form.label}:
                self.by_spelling.setdefault(spoken, []).append(form)

    def together(self, one: Form, other: Form) -> bool:
        """Whether two forms are one person by now."""
        return self.home[one] is self.home[other]

    def may_join(self, one: Form, other: Form, *, confirmed: bool = False) -> bool:
        """Whether nothing speaks against one person: no list with both, no refusal, no honorific, no other bearer."""
        for ours in self.home[one]:
            for theirs in self.home[other]:
                if self._is_refused(ours, theirs) or (ours.bearer != theirs.bearer and _same_key(ours, theirs)):
                    return False
                if not confirmed and _apart(ours, theirs):
                    return False
        return True

    def may_mean(self, one: Form, short: Form) -> bool:
        """Whether a short name may mean this person at any of its meetings: elsewhere another may be in the list."""
        for ours in self.home[one]:
            if self._is_refused(ours, short) or _are_two(ours, short):
                return False
        return (
            not short.named <= frozenset().union(*(ours.listed for ours in self.home[one]))
            or short.named > short.listed
        )

    def _is_refused(self, one: Form, other: Form) -> bool:
        if one.spelling not in self._has_refused and one.label not in self._has_refused:
            return False
        return any(
            frozenset((ours, theirs)) in self.refused
            for ours in {one.spelling, one.label}
            for theirs in {other.spelling, other.label}
        )

    def _is_told(self, form: Form) -> bool:
        """Whether it is a short name whose person is known."""
        return form.name.fullness < max(one.name.fullness for one in self.home[form])

    def is_open(self, edge: Edge) -> bool:
        """Whether it may still be asked of the user."""
        if edge.one not in self.home or edge.other not in self.home:
            return False
        refused = self._is_refused(edge.one, edge.other)
        told = self._is_told(edge.one) or self._is_told(edge.other)
        return not told and not refused and not self.together(edge.one, edge.other) and not _apart(edge.one, edge.other)

    def join(self, edge: Edge, basis: Basis) -> None:
        """Make one person of two forms and of all that are joined to them."""
        into, others = self.home[edge.one], self.home[edge.other]
        if into is others:
            return
        if len(into) < len(others):
            into, others = others, into
        into += others
        for form in others:
            self.home[form] = into
        self.joined.append((edge, basis))

    def propose(self, edge: Edge) -> None:
        """Leave it to the user."""
        self.proposed.append(edge)

    def split(self, form: Form, mentions: list[Mention]) -> Form:
        """A new form of some mentions of another, which keeps the rest."""
        part = Form(form.spelling, form.bearer, mentions)
        self.forms.append(part)
        self.home[part] = [part]
        return part

    def drop(self, form: Form) -> None:
        """Forget a form that has no mention left."""
        group = self.home.pop(form)
        group.remove(form)
        self.forms.remove(form)

    def join_alike(self, edges: Sequence[Edge]) -> None:
        """Join by likeness, the strongest first; of two that are as strong and cannot both be, neither."""
        left = sorted(edges, key=lambda edge: edge.order)
        while left:
            score = left[0].alike.score
            level = [edge for edge in left if edge.alike.score == score]
            left = left[len(level) :]
            level = [edge for edge in level if not self.together(edge.one, edge.other)]
            possible = [edge for edge in level if self._can_be_one(edge.one, edge.other)]
            by_end: dict[int, list[Edge]] = {}
            for edge in possible:
                by_end.setdefault(id(self.home[edge.one]), []).append(edge)
                by_end.setdefault(id(self.home[edge.other]), []).append(edge)
            pairs = (pair for meeting in by_end.values() for pair in combinations(meeting, 2))
            tied = {id(edge) for pair in pairs if self._exclude(*pair) for edge in pair}
            for edge in level:
                if id(edge) not in tied and self._can_be_one(edge.one, edge.other):
                    self.join(edge, "likeness")
                elif not self.together(edge.one, edge.other):
                    self.propose(edge)

    def _can_be_one(self, *forms: Form) -> bool:
        """Whether these may all be joined, and each full name is alike the one printed most.

        So no chain of slips leads from one name to another.
        """
        groups = list({id(self.home[form]): self.home[form] for form in forms}.values())
        if not all(self.may_join(one[0], other[0]) for one, other in combinations(groups, 2)):
            return False
        full = [form for group in groups for form in group if form.name.fullness == 2 and form not in self.confirmed]
        most = max((len(form.named) for form in full), default=0)
        heads = [form for form in full if len(form.named) == most]
        return not full or any(all(compare(head.name, form.name) for form in full) for head in heads)

    def _exclude(self, edge: Edge, another: Edge) -> bool:
        """Whether two joins share a person and the persons at their other ends cannot be one."""
        for one, other in ((edge.one, edge.other), (edge.other, edge.one)):
            for two, third in ((another.one, another.other), (another.other, another.one)):
                apart = self.together(one, two) and not self.together(other, third)
                if apart and not self._can_be_one(one, other, third):
                    return True
        return False


def _same_key(one: Form, other: Form) -> bool:
    return one.name.key == other.name.key and one.bearer != 0


def _apart(one: Form, other: Form) -> bool:
    """Whether two forms are sure to be two persons."""
    return (one.spelling != other.spelling and not one.listed.isdisjoint(other.listed)) or _are_two(one, other)


def _are_two(one: Form, other: Form) -> bool:
    """Whether what is printed beside two forms tells that they are two persons, whatever the lists say."""
    if len(one.genders) == len(other.genders) == 1 and one.genders != other.genders:
        return True
    ours, theirs = one.name.generation, other.name.generation
    return ours is not None and theirs is not None and ours != theirs


def _roles_agree(one: Form, other: Form) -> bool:
    return any(same_role(ours, theirs) for ours in one.roles for theirs in other.roles)


def _roles_contradict(one: Form, other: Form) -> bool:
    return bool(one.roles and other.roles) and not _roles_agree(one, other)


def _titles_contradict(one: Form, other: Form) -> bool:
    """Whether the one is always a councillor, the other always plain Mr or Mrs."""
    plain = {word.lower() for word in words("of_anybody")}
    return any(
        ours == {"cllr"} and bool(theirs) and theirs <= plain
        for ours, theirs in ((one.honorifics, other.honorifics), (other.honorifics, one.honorifics))
    )


def _has_support(one: Form, other: Form) -> bool:
    """Whether role, honorific or the initials in brackets speak for one person."""
    return (
        _roles_agree(one, other)
        or not one.honorifics.isdisjoint(other.honorifics)
        or not one.initials.isdisjoint(other.initials)
    )


def stands_in(one: Form, other: Form) -> int | None:
    """A meeting whose list has the one, and whose text names the other, who is not in the list."""
    found = (one.listed & (other.named - other.listed)) | (other.listed & (one.named - one.listed))
    return min(found, default=None)


def _in_turn(one: Form, other: Form) -> bool:
    """Whether lists with the one come before and after a list with the other, and none has both."""
    if not one.listed or not other.listed:
        return False
    return any(
        min(ours) < at < max(ours)
        for ours, theirs in ((one.listed, other.listed), (other.listed, one.listed))
        for at in theirs
    )


def _is_once(one: Form, other: Form) -> bool:
    """Whether the one stands in list after list, and the other once, where the one is missing."""
    fewer, more = sorted((len(one.listed), len(other.listed)))
    return fewer == 1 and more >= _REGULAR


_REGULAR = 3
"""From so many lists on somebody is a regular."""


def _is_sure(edge: Edge) -> bool:
    """Whether two full names that are alike by their letters are surely one person."""
    one, other, kind = edge.one, edge.other, edge.alike.kind
    if _roles_contradict(one, other) or _titles_contradict(one, other):
        return False
    if stands_in(one, other) is not None:
        return True
    if kind == "surname":
        return _has_support(one, other) or _in_turn(one, other)
    return (_in_turn(one, other) or _is_once(one, other)) and _has_support(one, other)


def _edges(forms: Sequence[Form]) -> list[Edge]:
    """Every pair of forms whose names are alike, looked for among those that share a surname or initial letters."""
    blocks: dict[tuple[str, ...], list[Form]] = {}
    for form in forms:
        name = form.name
        if not name.surname:
            continue
        blocks.setdefault(("surname", name.surname), []).append(form)
        blocks.setdefault(("letter", name.surname[0], name.given[0][0] if name.given else ""), []).append(form)
        blocks.setdefault(("word", name.given[0] if name.given else name.surname), []).append(form)
        if name.given:
            blocks.setdefault(("given", name.given[0], name.surname[-3:]), []).append(form)
    edges: dict[tuple[int, int], Edge] = {}
    for block in blocks.values():
        for one, other in combinations(block, 2):
            if (id(one), id(other)) in edges or one.name.key == other.name.key:
                continue
            alike = compare(one.name, other.name)
            if alike is not None:
                edges[id(one), id(other)] = Edge(*_fuller_first(one, other), alike)
    return sorted(edges.values(), key=lambda edge: edge.order)


def _fuller_first(one: Form, other: Form) -> tuple[Form, Form]:
    def rank(form: Form) -> tuple[tuple[int, int, int], int]:
        return form.name.detail, len(form.named)

    return (other, one) if rank(other) > rank(one) else (one, other)


def joined(series: Series, decisions: Decisions) -> Joining:
    """Every name that the notes and agendas of a series print, with what is joined and what is only proposed."""
    joining = Joining(_forms(_mentions(series)), decisions)
    _confirm(joining, decisions)
    _join_same(joining)
    edges = _edges(joining.forms)
    full = [edge for edge in edges if edge.alike.kind in ("surname", "given", "part")]
    joining.join_alike([edge for edge in full if _is_sure(edge)])
    for edge in full:
        if not joining.together(edge.one, edge.other):
            joining.propose(edge)
    _join_short(joining, edges)
    for edge in edges:
        if edge.alike.kind == "near":
            joining.propose(edge)
    return joining


def _confirm(joining: Joining, decisions: Decisions) -> None:
    """Join what the user confirmed; of a name with several bearers the mentions that are told to be of none."""
    for decided in decisions.names:
        ends = [meant(joining.by_spelling.get(name, ())) for name in (decided.one, decided.other)]
        if decided.same and ends[0] is not None and ends[1] is not None:
            edge = edge_of(ends[0], ends[1])
            if joining.may_join(edge.one, edge.other, confirmed=True):
                joining.join(edge, "confirmed")
                joining.confirmed |= {edge.one, edge.other}
                edge.one.may_be.clear()
                edge.other.may_be.clear()


def meant(forms: Sequence[Form]) -> Form | None:
    """The form that a decision on a spelling is about."""
    return forms[0] if len(forms) == 1 else next((form for form in forms if form.bearer < 0), None)


def edge_of(one: Form, other: Form) -> Edge:
    """Two forms, whatever their likeness."""
    found = compare(one.name, other.name) or Alike("near", name_likeness(one.name.key, other.name.key))
    return Edge(*_fuller_first(one, other), found)


def _join_same(joining: Joining) -> None:
    """Join spellings of the same letters."""
    by_key: dict[tuple[str, int], list[Form]] = {}
    for form in joining.forms:
        by_key.setdefault((form.name.key, form.bearer), []).append(form)
    for same in by_key.values():
        for one, other in combinations(same, 2):
            edge = edge_of(one, other)
            if joining.together(one, other):
                continue
            if edge.alike.kind == "same" and joining.may_join(one, other):
                joining.join(edge, "honorific")
            else:
                joining.propose(edge)


def _join_short(joining: Joining, edges: Sequence[Edge]) -> None:
    """Join initials, surnames and short forms to the one person whom they can mean, the fullest of them first."""
    fuller: dict[Form, list[Edge]] = {}
    for edge in edges:
        if edge.alike.kind in ("short", "short form", "initial", "first"):
            fuller.setdefault(edge.other, []).append(edge)
    for form in sorted(fuller, key=lambda form: (tuple(-part for part in form.name.detail), form.order)):
        exact = [edge for edge in fuller[form] if edge.alike.kind not in ("initial", "first")]
        by_surname = [edge for edge in fuller[form] if edge.alike.kind == "initial"]
        first = [edge for edge in fuller[form] if edge.alike.kind == "first"]
        if exact or by_surname:
            _resolve(joining, form, exact or by_surname)
        elif not _is_called(form):
            _resolve_mentions(joining, form, first)


def _resolve(joining: Joining, form: Form, edges: Sequence[Edge]) -> None:
    """Join a short name to the person whom it means, as a whole or meeting by meeting."""
    candidates: dict[int, list[Edge]] = {}
    for edge in edges:
        if joining.together(edge.one, form):
            return
        if joining.may_mean(edge.one, form):
            candidates.setdefault(id(joining.home[edge.one]), []).append(edge)
    best = [min(own, key=lambda edge: edge.order) for own in candidates.values()]
    if len(best) == 1 and joining.may_join(best[0].one, form) and _is_meant(joining, form, best[0]):
        joining.join(best[0], basis_of(best[0]))
        return
    for edge in best:
        joining.propose(edge)
    exact = [edge for edge in best if edge.alike.kind != "initial"]
    if len(exact) > 1 and form.bearer == 0:
        _resolve_mentions(joining, form, exact)


def _is_called(form: Form) -> bool:
    """Whether one word is a surname, as an honorific or an office beside it tells: "Cllr Tansor", "ACC Ward"."""
    return bool(form.honorifics or form.roles)


def _is_meant(joining: Joining, form: Form, edge: Edge) -> bool:
    """Whether a short name surely means the only person whom it can."""
    others = joining.home[edge.one]
    if all(_roles_contradict(other, form) or _titles_contradict(other, form) for other in others):
        return False
    is_surname = form.name.given or _is_called(form) or any(stands_in(other, form) is not None for other in others)
    if not is_surname:
        return False
    if edge.alike.kind == "initial":
        return any(_roles_agree(other, form) for other in others)
    return True


def _resolve_mentions(joining: Joining, form: Form, edges: Sequence[Edge]) -> None:
    """Give each mention of a short name to the only one of several persons who stands in the list of that meeting."""
    listed = [(edge, frozenset().union(*(other.listed for other in joining.home[edge.one]))) for edge in edges]
    told: dict[int, list[Mention]] = {}
    rest: list[Mention] = []
    for mention in form.mentions:
        here = [number for number, (_, meetings) in enumerate(listed) if mention.at in meetings]
        if len(here) == 1 and mention.at not in form.listed:  # who is listed by the short name is somebody else
            told.setdefault(here[0], []).append(mention)
        else:
            rest.append(mention)
    for number, own in sorted(told.items()):
        joining.join(Edge(edges[number].one, joining.split(form, own), edges[number].alike), basis_of(edges[number]))
    if rest:
        form.may_be = [edge.one for edge in edges]
        form.tell(rest)
    else:
        joining.drop(form)
