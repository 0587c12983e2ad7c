"""Who is who over a series: what is joined, what is only proposed, and what the user's file decides."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies as given_by
from exported import examples
from notes import notes
from spcb_minutes import Document, parse
from spcb_minutes.errors import DecisionsError, UnreadableFileError
from spcb_minutes.models import Span
from spcb_minutes.series import names
from spcb_minutes.series.decisions import Decisions, NameDecision, read_decisions
from spcb_minutes.series.meetings import Series
from spcb_minutes.series.names import by_difflib, compare, folded, name_of, same_role
from spcb_minutes.series.people import (
    KnownPerson,
    Likeness,
    People,
    labels,
    people_listing,
    people_of,
    proposals,
)
from spcb_minutes.series.quotes import Quote

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")


def meeting(nth: int, *rows: str, items: Sequence[tuple[str, ...]] = (("041/24", "Tides", "It was in."),)) -> Document:
    """The notes of the nth meeting: rows of the attendance as printed, a TAB before the role."""
    return notes(f"14 {MONTHS[nth]} 2024", *items, present=[row.replace("\t", "\t\t") for row in rows])


def asked(name: str) -> tuple[tuple[str, ...], ...]:
    return (("041/24", "Tides", f"1. How many berths are free in May? (Asked by {name})", "Three are."),)


def presented(name: str) -> tuple[tuple[str, ...], ...]:
    return (("041/24", "Tides", f"This report was presented by {name}."),)


def people(*documents: Document, same: Sequence[tuple[str, str]] = (), apart: Sequence[tuple[str, str]] = ()) -> People:
    decided = [NameDecision(one=one, other=other, same=True) for one, other in same]
    decided += [NameDecision(one=one, other=other, same=False) for one, other in apart]
    return people_of(Series.of(documents), decisions=Decisions(names=tuple(decided)))


def joined(found: People) -> set[frozenset[str]]:
    """The spellings of each person who has more than one."""
    sets = (frozenset(spelling.name for spelling in one.spellings) for one in found.people)
    return {one for one in sets if len(one) > 1}


def proposed(found: People) -> set[frozenset[str]]:
    return {frozenset((one.one, one.other)) for one in found.proposed}


def pair(one: str, other: str) -> frozenset[str]:
    return frozenset((one, other))


def person(found: People, id_: str) -> KnownPerson:
    return next(one for one in found.people if one.id == id_)


# ---------------------------------------------------------------- what is joined


def test_one_person_across_capitals_a_slip_and_an_initial() -> None:
    found = people(
        meeting(0, "Bernard TANSER\tBoard Member"),
        meeting(1, "Bernard Tansor\tBoard Member"),
        meeting(2, "Cllr B Tansor\tBoard Member"),
    )
    (one,) = found.people
    assert (one.id, one.name, one.honorific) == ("bernard-tansor", "Bernard Tansor", "Cllr")
    assert {(j.one, j.other, j.basis) for j in one.joined} == {
        ("Bernard Tanser", "Bernard Tansor", "likeness"),
        ("Bernard Tansor", "B Tansor", "initials"),
    }
    slip = next(j for j in one.joined if j.basis == "likeness")
    assert slip.score == pytest.approx(26 / 28, abs=0.001)  # 13 of 14 letters each
    assert [quote.text for quote in slip.quotes] == ["Bernard TANSER Board Member", "Bernard Tansor Board Member"]


@pytest.mark.parametrize(
    ("one", "other", "basis"),
    [
        ("Bernard TANSER\tBoard Member", "Cllr B Tansor\tBoard Member", "likeness"),
        ("Cllr Bernard Tansor", "Cllr Tansor", "surname"),
        ("Cllr Bernard Tansor", "Cllr B Tansor", "initials"),
        ("Cllr Ada Mary Quill", "Cllr Ada Quill", "initials"),
        ("Matthew HOLLIS\tAssistant Chief Constable", "Matt HOLLIS\tACC", "likeness"),
        ("Bill QUILL\tClerk", "William QUILL\tClerk", "likeness"),
        ("Zoë O’Rourke\tClerk", "Zoe O'Rourke\tClerk", "honorific"),
        ("Denis Vane-Tempest\tClerk", "Denis Vane Tempest\tClerk", "honorific"),
        ("Una MOOTHERN\tBoard Member", "Una MOOTHEN\tBoard Member", "likeness"),
        ("Cllr Petra Van Houten", "Cllr Van Houten", "surname"),
        ("Cllr Petra Van Houten", "Cllr P Van Houten", "initials"),
    ],
)
def test_spellings_of_one_person_are_joined(one: str, other: str, basis: str) -> None:
    found = people(meeting(0, one), meeting(1, other))
    (both,) = found.people
    assert [j.basis for j in both.joined] == [basis]
    assert not found.proposed


@pytest.mark.parametrize(
    ("ours", "theirs", "is_one"),
    [
        ("", "", True),
        ("Cllr ", "Cllr ", True),
        ("Cllr ", "Councillor ", True),
        ("Cllr ", "", True),
        ("Cllr ", "Dr ", True),
        ("Cllr ", "Mrs ", False),
        ("Mx ", "Cllr ", False),
    ],
)
def test_who_is_always_a_councillor_is_not_somebody_who_never_is(ours: str, theirs: str, is_one: bool) -> None:
    found = people(
        meeting(0, f"{ours}Una Moothern"), meeting(1, f"{theirs}Una Moothen"), meeting(2, f"{ours}Una Moothern")
    )
    both = {pair("Una Moothern", "Una Moothen")}
    assert (joined(found), proposed(found)) == ((both, set()) if is_one else (set(), both))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jon SMITH\tBoard Member", "John SMITH\tBoard Member"),
        ("Ann LOWE\tBoard Member", "Anna LOWE\tBoard Member"),
        ("Michael LOWE\tBoard Member", "Michaela LOWE\tBoard Member"),
        ("Peter HARRIS\tBoard Member", "Peter HARRISON\tBoard Member"),
        ("Bernard TANSER\tBoard Member", "Bernard TANSOR\tParish Clerk"),  # another office
        ("Bernard Tanser", "Bernard Tansor"),  # nothing but the letters
        ("Cllr B Tansor", "Mr Bernard Tansor\tParish Clerk"),  # a councillor, and somebody who never is
        ("Bernard TANSOR\tBoard Member", "B TANSOR\tParish Clerk"),
        ("Peter Lowe snr\tPilot", "Peter Lowe\tPilot"),
        ("Sarah LOWE\tBoard Member", "Sarah LOWE-BRAND\tBoard Member"),
    ],
)
def test_what_is_only_likely_is_proposed_and_not_joined(one: str, other: str) -> None:
    found = people(meeting(0, one), meeting(1, other))
    assert len(found.people) == 2
    assert len(found.proposed) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann LOWE\tBoard Member", "Peter LOWE\tBoard Member"),
        ("Ada QUILL\tBoard Member", "Ada HOLLIS\tBoard Member"),
        ("Peter Lowe snr\tPilot", "Peter Lowe jnr\tPilot"),
        ("Mr A Lowe\tMember", "Mrs A Lowe\tMember"),
    ],
)
def test_two_persons_are_not_even_proposed(one: str, other: str) -> None:
    found = people(meeting(0, one), meeting(1, other))
    assert len(found.people) == 2
    assert not found.proposed


def test_spellings_of_one_list_are_two_persons() -> None:
    found = people(
        meeting(0, "Una MOOTHERN\tBoard Member", "Una MOOTHEN\tBoard Member"),
        meeting(1, "Cllr B Tansor", "Cllr Bernard Tansor"),
    )
    assert len(found.people) == 4
    assert not found.proposed


def test_of_joins_that_contradict_the_weaker_is_proposed() -> None:
    found = people(
        meeting(0, "Una MOOTHERN\tBoard Member", "Una MOOTHAN\tBoard Member"), meeting(1, "Una MOOTHEN\tBoard Member")
    )
    assert joined(found) == {pair("Una Moothern", "Una Moothen")}  # .96
    assert proposed(found) == {pair("Una Moothan", "Una Moothen")}  # .91


def test_of_joins_that_contradict_and_are_as_strong_none_is_made() -> None:
    found = people(
        meeting(0, "Una MOOTHAN\tBoard Member", "Una MOOTHUN\tBoard Member"), meeting(1, "Una MOOTHEN\tBoard Member")
    )
    assert joined(found) == set()
    assert proposed(found) == {pair("Una Moothan", "Una Moothen"), pair("Una Moothun", "Una Moothen")}


def test_a_chain_of_slips_does_not_lead_from_one_name_to_another() -> None:
    rows = ("Ada CARTER", "Ada CARTES", "Ada CARPES", "Ada CARTER", "Ada CARPES")
    found = people(*(meeting(i, f"{row}\tBoard Member") for i, row in enumerate(rows)))
    assert joined(found) == set()  # "Cartes" may be either
    assert proposed(found) == {pair("Ada Carter", "Ada Cartes"), pair("Ada Carpes", "Ada Cartes")}


def test_two_slips_of_one_name_need_not_be_alike() -> None:
    rows = ("Ada TANSOR", "Ada TANXOR", "Ada TENSOR", "Ada TANSOR", "Ada TANSOR")
    found = people(*(meeting(i, f"{row}\tBoard Member") for i, row in enumerate(rows)))
    assert joined(found) == {frozenset({"Ada Tansor", "Ada Tanxor", "Ada Tensor"})}


def test_who_stands_in_a_list_beside_one_of_two_is_not_for_that_the_other() -> None:
    found = people(
        meeting(0, "Mike HART\tPilot", "Max HART\tPilot"),
        meeting(1, "Mike HART\tPilot", "M HART\tPilot"),
        meeting(2, "M HART\tPilot"),
    )
    assert joined(found) == set()


def test_a_presenter_who_is_in_the_list_by_another_letter_is_joined() -> None:
    found = people(
        meeting(0, "Bernard TANSOR\tBoard Member", "Ada QUILL\tClerk", items=asked("Bernerd Tansor")),
        meeting(1, "Ada QUILL\tClerk", items=asked("Ada Quyll")),
    )
    assert joined(found) == {pair("Bernard Tansor", "Bernerd Tansor"), pair("Ada Quill", "Ada Quyll")}


def test_a_slip_in_the_given_name_is_joined_only_between_meetings_of_the_same_person() -> None:
    rows = ("Bernard TANSOR\tBoard Member", "Bernerd TANSOR\tBoard Member", "Bernard TANSOR\tBoard Member")
    assert joined(people(*(meeting(i, row) for i, row in enumerate(rows)))) == {
        pair("Bernard Tansor", "Bernerd Tansor")
    }
    succession = people(*(meeting(i, row) for i, row in enumerate(rows[:2])))
    assert joined(succession) == set()
    assert proposed(succession) == {pair("Bernard Tansor", "Bernerd Tansor")}


# ---------------------------------------------------------------- short names


def test_an_initial_that_may_be_two_persons_is_joined_to_none() -> None:
    found = people(meeting(0, "Cllr Ann Lowe", "Cllr Alan Lowe"), meeting(1, "Cllr A Lowe"))
    assert joined(found) == set()
    assert proposed(found) == {pair("Ann Lowe", "A Lowe"), pair("Alan Lowe", "A Lowe")}


def test_a_surname_means_the_only_one_of_that_name_in_the_list_of_the_meeting() -> None:
    found = people(
        meeting(0, "Cllr Ann Tansor", "Cllr Jo Hart", items=asked("Cllr Tansor")),
        meeting(1, "Cllr Bernard Tansor", "Cllr Jo Hart", items=asked("Cllr Tansor")),
        meeting(2, "Cllr Ann Tansor", "Cllr Bernard Tansor", items=asked("Cllr Tansor")),
    )
    days = [f"harbour-safety-board/2024-0{i}-14" for i in (1, 2, 3)]
    assert [found.find("Tansor", day) for day in days] == ["ann-tansor", "bernard-tansor", None]
    untold = found.entry("Tansor", days[2])
    assert untold is not None
    assert untold.may_be == ("ann-tansor", "bernard-tansor")
    assert [spelling.meetings for spelling in untold.spellings] == [(days[2],)]


def test_a_given_name_alone_means_the_only_one_in_the_list() -> None:
    found = people(meeting(0, "Moira HART\tPilot", "Ada QUILL\tClerk", items=asked("Moira")))
    assert joined(found) == {pair("Moira Hart", "Moira")}
    two = people(meeting(0, "Moira HART\tPilot", "Moira QUILL\tClerk", items=asked("Moira")))
    assert joined(two) == set()


def test_a_rank_for_an_office_is_the_same_role() -> None:
    found = people(
        meeting(0, "Matthew HOLLIS\tAssistant Chief Constable", "Ada HOLLIS\tClerk"),
        meeting(1, "Ada QUILL\tChair", items=presented("ACC Hollis")),
    )
    assert (
        found.find("Hollis", "harbour-safety-board/2024-02-14") is None
        or person(found, found.find("Hollis", "harbour-safety-board/2024-02-14") or "").name == "Matthew Hollis"
    )


# ---------------------------------------------------------------- two of one name


def test_two_persons_of_one_name_in_one_list() -> None:
    found = people(
        meeting(0, "Ann LOWE\tClerk", "Ann LOWE\tChair"),
        meeting(1, "Ann LOWE\tClerk"),
        meeting(2, "Ann LOWE"),
        meeting(3, "Ada QUILL\tPilot", "Ann LOWE\tChair", items=presented("Ann Lowe")),
        meeting(4, "Ann LOWE\tClerk", "Ann LOWE\tChair", items=asked("Ann Lowe")),
    )
    days = [f"harbour-safety-board/2024-0{i}-14" for i in range(1, 6)]
    assert [one.id for one in found.people if not one.may_be] == ["ann-lowe", "ann-lowe-2", "ada-quill"]
    assert [role.role for role in person(found, "ann-lowe").roles] == ["Clerk"]
    assert [role.role for role in person(found, "ann-lowe-2").roles] == ["Chair"]
    assert found.find("Ann Lowe", days[1]) == "ann-lowe"
    assert found.find("Ann Lowe", days[2]) is None
    assert found.find("Ann Lowe", days[3]) == "ann-lowe-2"  # the presenter is the one who is in the list
    assert found.find("Ann Lowe", days[4]) is None
    assert found.find("Ann Lowe", days[4], role="Chair") == "ann-lowe-2"
    (untold,) = (one for one in found.people if one.may_be)
    assert untold.may_be == ("ann-lowe", "ann-lowe-2")
    assert untold.spellings[0].meetings == (days[2], days[4])
    assert not found.proposed
    assert list(labels(found).values()) == [
        "Ann Lowe (Clerk)",
        "Ann Lowe (Chair)",
        "Ann Lowe (which of them is not said)",
        "Ada Quill",
    ]


def test_a_new_role_alone_makes_no_second_person() -> None:
    found = people(meeting(0, "Ann LOWE\tBoard Member"), meeting(1, "Ann LOWE\tPilot"), meeting(2, "Ann LOWE\tPilot"))
    (one,) = found.people
    assert [(role.role, str(role.first), str(role.last)) for role in one.roles] == [
        ("Board Member", "2024-01-14", "2024-01-14"),
        ("Pilot", "2024-02-14", "2024-03-14"),
    ]
    assert [role.quote.text for role in one.roles] == ["Ann LOWE Board Member", "Ann LOWE Pilot"]


def test_a_chair_named_again_as_a_member_is_one_person() -> None:
    found = people(meeting(0, "Ann LOWE\tBoard Member", "Ann LOWE\tChair"))
    assert len(found.people) == 1


def test_a_man_and_a_woman_of_one_initial_are_two() -> None:
    found = people(meeting(0, "Mr A Lowe\tMember", "Mrs A Lowe\tMember"), meeting(1, "Mrs A Lowe"))
    days = [f"harbour-safety-board/2024-0{i}-14" for i in (1, 2)]
    assert {one.honorific for one in found.people} == {"Mr", "Mrs"}
    assert len(found.people) == 2
    woman = found.find("A Lowe", days[1])
    assert woman == found.find("A Lowe", days[0], role="Member", honorific="Mrs")
    assert woman != found.find("A Lowe", days[0], role="Member", honorific="Mr")


def test_the_user_tells_bearers_of_one_name_apart_by_honorific() -> None:
    documents = (
        meeting(0, "Mr A Lowe\tMember", "Mrs A Lowe\tMember"),
        meeting(1, "Ann LOWE\tMember", "Alan LOWE\tMember"),
    )
    assert pair("Ann Lowe", "Mrs A Lowe") in proposed(people(*documents))
    found = people(*documents, same=[("Ann Lowe", "Mrs A Lowe"), ("Alan Lowe", "Mr A Lowe")])
    assert {(one.name, one.honorific) for one in found.people} == {("Ann Lowe", "Mrs"), ("Alan Lowe", "Mr")}
    assert not found.proposed


# ---------------------------------------------------------------- the user decides


def test_a_refused_pair_is_parted() -> None:
    documents = meeting(0, "Una MOOTHERN\tBoard Member"), meeting(1, "Una MOOTHEN\tBoard Member")
    assert joined(people(*documents))
    found = people(*documents, apart=[("Una Moothen", "Una Moothern")])
    assert len(found.people) == 2
    assert not found.proposed
    assert [(one.basis, len(one.quotes)) for one in found.refused] == [("likeness", 2)]


def test_a_confirmed_pair_is_joined_however_unlike() -> None:
    documents = meeting(0, "Ann LOWE\tBoard Member"), meeting(1, "Ann STOKES\tParish Clerk")
    found = people(*documents, same=[("Ann Stokes", "Ann Lowe")])
    (one,) = found.people
    assert [j.basis for j in one.joined] == ["confirmed"]
    assert {spelling.name for spelling in one.spellings} == {"Ann Lowe", "Ann Stokes"}


def test_refusing_one_of_two_leaves_the_other_to_be_meant() -> None:
    documents = meeting(0, "Cllr Ann Lowe", "Cllr Alan Lowe"), meeting(1, "Cllr A Lowe")
    found = people(*documents, apart=[("A Lowe", "Alan Lowe")])
    assert joined(found) == {pair("Ann Lowe", "A Lowe")}


def test_names_of_decisions_that_the_notes_do_not_have_are_told() -> None:
    found = people(meeting(0, "Ann LOWE\tClerk"), same=[("Ann Lowe", "Nobody Here")], apart=[("Ann Lowe", "Jo Nix")])
    assert found.unknown == ("Nobody Here", "Jo Nix")
    assert not found.refused


def test_proposals_keep_what_was_decided_and_show_where_names_are_printed(tmp_path: Path) -> None:
    documents = (
        meeting(0, "Jon SMITH\tPilot", "Ann LOWE\tClerk"),
        meeting(1, "John SMITH\tPilot", "Anna LOWE\tClerk"),
    )
    found = people(*documents, apart=[("Ann Lowe", "Anna Lowe")])
    text = proposals(found)
    assert '# "Jon SMITH Pilot" (text, line 7)' in text.splitlines()
    assert [entry["same"] for entry in tomllib.loads(text)["names"]] == [False, "?"]
    (tmp_path / "names.toml").write_text(text, encoding="utf-8")
    assert read_decisions(tmp_path / "names.toml") == found.decisions
    (tmp_path / "names.toml").write_text(text.replace('"?"', "true"), encoding="utf-8")
    again = people_of(Series.of(documents), decisions=read_decisions(tmp_path / "names.toml"))
    assert joined(again) == {pair("Jon Smith", "John Smith")}
    assert not again.proposed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("names = 1", "names.toml: names is no list"),
        ("[[names]]\none = 'A'\nother = 'B'", "names.toml, line 1: has no same"),
        ("\n\n[[names]]\none = 'A'\nother = 'A'\nsame = true", "names.toml, line 3: one and other are the same name"),
        ("[[names]]\none = 'A'\nother = 'B'\nsame = 'perhaps'", "names.toml, line 1: same is 'perhaps'; write true"),
        ("[[names]]\none = 'A'\nother = 7\nsame = true", "names.toml, line 1: other is no name"),
        ("[[names]]\none = 'A'\nother = 'B'\nsame = true\nsmae = 1", "line 1: 'smae' is not known"),
        ("[[name]]\none = 'A'", "names.toml: 'name' is not known here"),
        ("[[names]\none = 'A'", "(at line 1"),
        (
            "[[names]]\none='A'\nother='B'\nsame=true\n[[names]]\none='B'\nother='C'\nsame=true\n"
            "[[names]]\none='C'\nother='A'\nsame=false",
            "names.toml, line 9: C and A are one person by other entries, and two here",
        ),
    ],
)
def test_a_file_that_is_not_as_it_should_be_says_where(text: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DecisionsError) as raised:
        read_decisions(path)
    assert told in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_there_or_no_text_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"nowhere\.toml: cannot be read"):
        read_decisions(tmp_path / "nowhere.toml")
    (tmp_path / "latin.toml").write_bytes(b'[[names]]\none = "Zo\xeb"')
    with pytest.raises(UnreadableFileError, match="no text in UTF-8"):
        read_decisions(tmp_path / "latin.toml")


FEW = settings(max_examples=25)
"""Each example is a series to read."""

any_name = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)


@given(st.lists(st.tuples(any_name, any_name, st.sampled_from([True, False, None])), max_size=5), any_name)
def test_any_name_comes_back_from_the_file(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str, bool | None]], printed: str
) -> None:
    seen: set[frozenset[str]] = set()
    quote = Quote(part="p", file=printed, text=printed, span=Span(start=0, end=0, line=1))
    decided, open_ = [], []
    for one, other, same in pairs:
        if one == other or any({one, other} & known for known in seen):
            continue
        seen.add(pair(one, other))
        if same is None:
            open_.append(Likeness(one=one, other=other, basis="likeness", score=0.9, quotes=(quote, quote)))
        else:
            decided.append(NameDecision(one=one, other=other, same=same))
    decisions = Decisions(names=tuple(decided))
    text = proposals(People(people=(), proposed=tuple(open_), refused=(), decisions=decisions))
    entries = [(entry["one"], entry["other"]) for entry in tomllib.loads(text).get("names", [])]
    assert entries == [(d.one, d.other) for d in decided] + [(d.one, d.other) for d in open_]
    path = tmp_path_factory.getbasetemp() / "names.toml"
    path.write_bytes(text.encode("utf-8"))
    assert read_decisions(path) == decisions


# ---------------------------------------------------------------- what holds for any series

GIVEN = ("Ada", "Ann", "Anna", "Bernard", "Bernerd", "Matthew", "Matt", "Jon", "John", "A", "B", "")
SURNAME = ("Tansor", "Tanser", "Lowe", "Low", "Moothern", "Moothen", "O’Rourke", "O'Rourke", "Vane-Tempest")
OFFICE = ("", "\tBoard Member", "\tClerk", "\tPilot")


@st.composite
def printed(draw: st.DrawFn) -> str:
    """A name as an attendance has it."""
    name = f"{draw(st.sampled_from(GIVEN))} {draw(st.sampled_from(SURNAME))}".strip()
    title = draw(st.sampled_from(("Cllr ", "", "Mr ", "Mrs "))) if " " in name else "Cllr "
    return f"{title}{name}{draw(st.sampled_from(OFFICE))}"


series_printed = st.lists(
    st.tuples(
        st.lists(printed(), min_size=1, max_size=5), st.sampled_from(["Bernard Tansor", "Cllr Lowe", "Matt Low"])
    ),
    min_size=1, max_size=6,
)  # fmt: skip


def of_printed(rows: Sequence[tuple[list[str], str]]) -> list[Document]:
    return [meeting(i, *names, items=asked(asker)) for i, (names, asker) in enumerate(rows)]


@FEW
@given(series_printed, st.randoms(use_true_random=False))
def test_the_order_of_the_documents_does_not_matter(rows: list[tuple[list[str], str]], chance: Random) -> None:
    documents = of_printed(rows)
    found = people(*documents)
    chance.shuffle(documents)
    assert people(*documents) == found


def test_who_presents_by_a_name_that_the_list_has_is_not_another_of_that_list() -> None:
    found = people(
        meeting(0, "Cllr Ann Lowe", items=presented("Cllr Lowe")),
        meeting(1, "Cllr Ada Lowe", "Cllr Lowe", items=presented("Cllr Lowe")),
    )
    assert joined(found) == {pair("Ann Lowe", "Lowe")}
    assert [[spelling.name for spelling in one.spellings] for one in found.people if one.name == "Ada Lowe"] == [
        ["Ada Lowe"]
    ]


@FEW
@given(series_printed)
def test_nobody_has_two_spellings_of_one_list(rows: list[tuple[list[str], str]]) -> None:
    series = Series.of(of_printed(rows))
    found = people_of(series)
    for sitting, told in series.minutes:
        listed = {attendee.name for attendee in told.part.attendance.present}
        for one in found.people:
            here = {s.name for s in one.spellings if sitting.id in s.meetings}
            assert len(here & listed) <= 1


@FEW
@given(series_printed, st.data())
def test_a_refused_pair_is_never_joined(rows: list[tuple[list[str], str]], data: st.DataObject) -> None:
    documents = of_printed(rows)
    pairs = sorted(tuple(sorted(two)) for one in joined(people(*documents)) for two in combinations(sorted(one), 2))
    if not pairs:
        return
    refused = data.draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=3, unique=True))
    found = people(*documents, apart=[(one, other) for one, other in refused])
    for one in joined(found):
        assert not any({*two} <= one for two in refused)
    assert not proposed(found) & {pair(one, other) for one, other in refused}


@FEW
@given(series_printed)
def test_every_mention_is_somebodys_and_every_quote_stands_in_the_text(rows: list[tuple[list[str], str]]) -> None:
    series = Series.of(of_printed(rows))
    found = people_of(series)
    texts = {told.part.id: told.document.source.text for _, told in series.minutes}
    for quote in quotes(found):
        assert quote.text == " ".join(texts[quote.part][quote.span.start : quote.span.end].split())
        assert quote.text
    for sitting, told in series.minutes:
        for attendee in told.part.attendance.present:
            entry = found.entry(attendee.name, sitting.id, role=attendee.role, honorific=attendee.honorific)
            assert entry is not None
            assert attendee.name in {spelling.name for spelling in entry.spellings}
    ids = [one.id for one in found.people]
    assert len(ids) == len(set(ids))
    assert all({*one.may_be} <= {*ids} for one in found.people)


def quotes(found: People) -> Iterator[Quote]:
    for one in found.people:
        yield from (spelling.quote for spelling in one.spellings)
        yield from (role.quote for role in one.roles)
        for pair_ in one.joined:
            yield from pair_.quotes
    for pair_ in (*found.proposed, *found.refused):
        yield from pair_.quotes


@FEW
@given(given_by.minutes_like)
def test_any_minutes_have_their_people(text: str) -> None:
    found = people_of(
        Series.of([parse(f"HARBOUR BOARD\n\nTuesday 14 May 2024\n\nPresent:\n\n{text}")], board="Harbour Board")
    )
    assert people_listing(found).rows or not found.people


def test_the_people_of_the_examples() -> None:
    series = Series.of(examples(), board="Harbour Safety and Licensing Board")
    found = people_of(series)
    assert joined(found) == {pair("Tomasz Zielinski", "Tomasz Zielinsky")}
    assert not found.proposed
    pilot = person(found, "ruth-pengelly")
    assert [role.role for role in pilot.roles] == ["Deputy Harbour Master", "DHM"]
    assert People.model_validate_json(found.model_dump_json()) == found


def test_the_list_of_people_names_each_with_roles_and_other_spellings() -> None:
    found = people(meeting(0, "Dr Una MOOTHERN\tBoard Member"), meeting(1, "Dr Una MOOTHEN\tBoard Member"))
    listing = people_listing(found)
    assert listing.columns == ("Name", "Roles", "Also printed as", "Meetings", "Id")
    assert listing.rows == (
        ("Dr Una Moothern", "Board Member (2024-01-14 to 2024-02-14)", "Una Moothen", "2", "una-moothern"),
    )


# ---------------------------------------------------------------- letters


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Zoë O’Dell-Ray", "ZOE ODELL RAY", "same"),
        ("B Tansor", "Bernard Tansor", "short"),
        ("Tansor", "Bernard Tansor", "short"),
        ("Matt Quill", "Matthew Quill", "short form"),
        ("Bernard Tanser", "Bernard Tansor", "surname"),
        ("Bernerd Tansor", "Bernard Tansor", "given"),
        ("B Tanser", "Bernard Tansor", "initial"),
        ("Ana Cruz", "Ana de la Cruz", "part"),
        ("Bernard", "Bernard Tansor", "first"),
        ("Ann Lowe", "Anna Lowe", "near"),
        ("Peter Lowe", "Peter Lowe snr", "near"),
        ("Peter Lowe jnr", "Peter Lowe snr", None),
        ("Ann Lowe", "Peter Lowe", None),
        ("", "Peter Lowe", None),
    ],
)
def test_what_two_names_have_in_common(one: str, other: str, kind: str | None) -> None:
    found = compare(name_of(one), name_of(other))
    again = compare(name_of(other), name_of(one))
    assert found == again
    assert (found and found.kind) == kind


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Member", "Board Member", True),
        ("ACC", "Assistant Chief Constable", True),
        ("HM", "Harbour Master", True),
        ("Ch Supt", "Chief Superintendent", True),
        ("Chair", "Board Member", True),
        ("Chief Constable", "Deputy Chief Constable", False),
        ("Chair", "Vice-Chair", False),
        ("Clerk", "Chair", False),
    ],
)
def test_which_roles_are_one_office(one: str, other: str, same: bool) -> None:
    assert same_role(one, other) is same
    assert same_role(other, one) is same


def test_the_standard_library_and_rapidfuzz_say_the_same_at_the_cuts() -> None:
    fuzz = pytest.importorskip("rapidfuzz.fuzz")
    chance = Random("cuts")
    pairs = [(one, slipped(one, chance)) for one in WHOLE for _ in range(4)]
    pairs += list(combinations(WHOLE[::2], 2))
    for one, other in ((folded(one), folded(other)) for one, other in pairs):
        for left, right in ((one, other), (one.split()[-1], other.split()[-1])):
            ours, theirs = by_difflib(left, right), fuzz.ratio(left, right) / 100
            for cut in (names.SLIP, names.PROPOSED):
                assert (round(ours, 4) >= cut) == (round(theirs, 4) >= cut), (left, right, ours, theirs)


def test_without_rapidfuzz_the_standard_library_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(names, "import_module", missing)
    names._measure.cache_clear()
    try:
        assert names._measure() is by_difflib
        assert names.name_likeness("bernard tanser", "bernard tansor") == pytest.approx(26 / 28, abs=0.001)
    finally:
        names._measure.cache_clear()


# ---------------------------------------------------------------- how often it is right

FIRST = (
    "Ada",
    "Bernard",
    "Catherine",
    "Denis",
    "Edwin",
    "Fiona",
    "Graham",
    "Harriet",
    "Imogen",
    "Joan",
    "Keith",
    "Lucy",
    "Marek",
    "Nadia",
    "Oliver",
    "Petra",
    "Rajesh",
    "Simon",
    "Tomasz",
    "Yusuf",
    "Matthew",
    "Robert",
    "Deborah",
    "Stephen",
    "Ann",
    "Anna",
    "John",
    "Jon",
    "Michael",
    "Michaela",
)
LAST = (
    "Ashdowne",
    "Bellamy",
    "Tansor",
    "Conway",
    "Farrant",
    "Fairweather",
    "Harris",
    "Harrison",
    "Hollis",
    "Larkin",
    "Lowe",
    "Marchbank",
    "Okafor",
    "Pengelly",
    "Rahimi",
    "Sandhu",
    "Moothern",
    "Tremayne",
    "Trelawney",
    "Zielinski",
    "Clark",
    "Clarke",
    "O’Rourke",
    "Stokes-Bell",
)
WHOLE = tuple(f"{first} {last}" for i, last in enumerate(LAST) for first in FIRST[i % 7 :: 7])
SHORT = {
    "Catherine": "Cath",
    "Matthew": "Matt",
    "Robert": "Bob",
    "Deborah": "Debbie",
    "Stephen": "Steve",
    "Michael": "Mike",
}


def slipped(name: str, chance: Random) -> str:
    """A name with one letter wrong, lost or doubled, not the first of a word."""
    at = chance.choice([i for i in range(1, len(name)) if name[i].islower() and name[i - 1].isalpha()])
    other = chance.choice(string.ascii_lowercase.replace(name[at], ""))
    return name[:at] + chance.choice((other, "", name[at] * 2)) + name[at + 1 :]


def spelt(name: str, chance: Random) -> str:
    """A name as some notes print it: mostly as it is, else in another way."""
    first, last = name.split(" ", 1)
    way = chance.random()
    if way < 0.8:
        return f"{first} {last.upper()}" if way < 0.2 else name
    if way < 0.9:
        return slipped(name, chance)
    if way < 0.95:
        return f"{first[0]} {last}"
    return f"{SHORT.get(first, first)} {last}"


def drawn_series(seed: int) -> tuple[list[Document], dict[tuple[int, str], str]]:
    """A year of a board, and who is meant by each name at each meeting; two pairs of relatives are on it."""
    chance = Random(f"people {seed}")
    board = chance.sample(WHOLE, 14)
    for last in chance.sample(LAST, 2):
        board += [f"{first} {last}" for first in chance.sample(FIRST, 2)]
    board = sorted(set(board))
    roles = {
        name: chance.choice(("Board Member", "Board Member", "Board Member", "Pilot", "Parish Clerk")) for name in board
    }
    documents, meant = [], {}
    for nth in range(10):
        rows: dict[str, str] = {}
        for name in board:
            if chance.random() < 0.75:
                rows.setdefault(spelt(name, chance), name)
        asker = chance.choice(sorted(rows.values()))
        words = chance.choice((asker, f"Cllr {asker.split(' ', 1)[1]}"))
        document = meeting(nth, *(f"{row}\t{roles[name]}" for row, name in rows.items()), items=asked(words))
        (part,) = document.minutes
        for attendee, name in zip(part.attendance.present, rows.values(), strict=True):
            meant[nth, attendee.name] = name
        for question in part.questions:
            if question.asked_by:
                meant.setdefault((nth, question.asked_by.name), asker)
        documents.append(document)
    return documents, meant


@cache
def drawn() -> tuple[tuple[list[Document], dict[tuple[int, str], str]], ...]:
    return tuple(drawn_series(seed) for seed in range(20))


@pytest.mark.parametrize("measure", ["rapidfuzz", "difflib"])
def test_how_often_a_join_is_right_and_how_many_are_found(measure: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if measure == "difflib":
        monkeypatch.setattr(names, "_measure", lambda: by_difflib)
    else:
        pytest.importorskip("rapidfuzz")
    alone = measured({})
    decided = measured({i: _told(documents, meant) for i, (documents, meant) in enumerate(drawn())})
    assert min(alone[0], decided[0]) > 0.99  # docs/people.md has the figures
    assert alone[1] > 0.77
    assert decided[1] > 0.96


def _told(documents: list[Document], meant: dict[tuple[int, str], str]) -> Decisions:
    """What a user who knows everybody says to what is proposed; a name that several bear they leave."""
    whose: dict[str, set[str]] = {}
    for (_, name), who in meant.items():
        whose.setdefault(name, set()).add(who)
    return Decisions(
        names=tuple(
            NameDecision(one=one.one, other=one.other, same=whose[one.one] == whose[one.other])
            for one in people(*documents).proposed
            if len(whose[one.one]) == len(whose[one.other]) == 1
        )
    )


def measured(decisions: dict[int, Decisions]) -> tuple[float, float]:
    """Of the pairs of spellings that are joined, how many are of one person; of those of one, how many are."""
    right = wrong = missed = 0
    for i, (documents, meant) in enumerate(drawn()):
        found = people_of(Series.of(documents), decisions=decisions.get(i))
        units: dict[tuple[str, str], set[str]] = {}  # the person meant and the spelling, with the ids that it got
        for (nth, name), who in meant.items():
            id_ = found.find(name, f"harbour-safety-board/2024-{nth + 1:02}-14")
            units.setdefault((who, name), set()).add(id_ or "")
        for (who, name), (other, spelling) in combinations(units, 2):
            together = bool((units[who, name] & units[other, spelling]) - {""})
            right += together and who == other
            wrong += together and who != other
            missed += not together and who == other
    return round(right / (right + wrong), 3), round(right / (right + missed), 3)
