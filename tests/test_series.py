"""A series: which meetings there are, which file of each counts, and what has no place."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exported import EXAMPLES, examples, odd
from notes import notes, words
from spcb_minutes import Document, MinutesError, SeveralBoardsError, UnreadableFileError, add_files, parse
from spcb_minutes.series.meetings import Series
from spcb_minutes.values import same_board
from strategies import Draft, drafts

MARCH = notes("12 March 2024", ("041/24", "Apologies", "None."), ("042/24", "Lights", "All is well."))
APRIL = notes("9 April 2024", ("043/24", "Apologies", "None."))
MAY = notes("14 May 2024", ("044/24", "Apologies", "None."))
AGENDA = parse("HARBOUR SAFETY BOARD\n\nTuesday 14 May 2024\n\nAGENDA\n\n1. 10.00 Apologies\n2. 10.10 Lights\n")


def days(series: Series) -> list[str]:
    return [sitting.id.rpartition("/")[2] for sitting in series.sittings]


def test_meetings_stand_in_date_order_whatever_order_they_are_given_in() -> None:
    for order in itertools.permutations((MARCH, APRIL, MAY)):
        series = Series.of(order)
        assert days(series) == ["2024-03-12", "2024-04-09", "2024-05-14"]
        assert series.board == "Harbour Safety Board"
        assert not series.aside


def test_an_agenda_and_the_minutes_of_one_day_are_one_meeting() -> None:
    (sitting,) = Series.of([AGENDA, MAY]).sittings
    assert sitting.minutes is not None
    assert sitting.agenda is not None
    assert sitting.minutes.document is MAY
    assert sitting.agenda.document is AGENDA


def test_an_agenda_alone_is_a_meeting_without_minutes() -> None:
    series = Series.of([APRIL, AGENDA])
    assert days(series) == ["2024-04-09", "2024-05-14"]
    assert series.sittings[1].minutes is None
    assert [sitting.id for sitting, _ in series.minutes] == ["harbour-safety-board/2024-04-09"]
    assert str(series.until) == "2024-04-09"


# ---------------------------------------------------------------- versions

DRAFT = notes("9 April 2024", ("043/24", "Apologies", "There were none."), before="DRAFT ")
LATER = notes("9 April 2024", ("043/24", "Apologies", "None were sent."))


def test_a_draft_gives_way_and_is_kept() -> None:
    assert DRAFT.minutes[0].status == "draft"
    for order in ((DRAFT, APRIL), (APRIL, DRAFT)):
        (sitting,) = Series.of(order).sittings
        assert sitting.minutes is not None
        assert sitting.minutes.document is APRIL
        ((version),) = sitting.versions
        assert (version.told.document, version.reason) == (DRAFT, "draft")


def test_of_two_versions_the_later_one_counts() -> None:
    (sitting,) = Series.of([APRIL, LATER]).sittings
    assert sitting.minutes is not None
    assert sitting.minutes.document is LATER
    assert [(version.told.document, version.reason) for version in sitting.versions] == [(APRIL, "earlier")]


def test_the_same_words_in_another_file_are_a_copy() -> None:
    copy = parse(APRIL.source.text + "\n\n")
    (sitting,) = Series.of([APRIL, copy]).sittings
    assert sitting.minutes is not None
    assert sitting.minutes.document is APRIL
    assert [(version.told.document, version.reason) for version in sitting.versions] == [(copy, "copy")]


def test_the_same_bytes_are_read_once() -> None:
    series = Series.of([APRIL, parse(APRIL.source.text)])
    assert len(series.sittings) == 1
    assert [aside.reason for aside in series.aside] == ["same file"]


def test_two_meetings_of_one_day_are_told_apart_by_their_numbers_and_hours() -> None:
    morning = notes("9 April 2024", ("043/24", "Apologies", "None."), hours=" - 1000 - 1200 hrs")
    evening = notes("9 April 2024", ("044/24", "Apologies", "None."), hours=" - 1900 - 2000 hrs")
    for order in ((morning, evening), (evening, morning)):
        series = Series.of(order)
        assert days(series) == ["2024-04-09", "2024-04-09-1900"]
        assert [sitting.minutes and sitting.minutes.document for sitting in series.sittings] == [morning, evening]


def test_two_meetings_of_one_day_without_hours_are_told_apart_by_their_numbers() -> None:
    one, two = APRIL, notes("9 April 2024", ("044/24", "Close", "The meeting ended."))
    for order in ((one, two), (two, one)):
        assert days(Series.of(order)) == ["2024-04-09", "2024-04-09-2"]


def test_a_corrected_hour_makes_no_second_meeting() -> None:
    one = notes("9 April 2024", ("043/24", "Apologies", "None."), hours=" - 1000 - 1200 hrs")
    two = notes("9 April 2024", ("043/24", "Apologies", "None."), hours=" - 1030 - 1200 hrs")
    (sitting,) = Series.of([one, two]).sittings
    assert [version.reason for version in sitting.versions] == ["earlier"]


# ---------------------------------------------------------------- boards


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Harbour Safety Board", "HARBOUR SAFETY BOARD", True),
        ("Safety and Licensing Board", "Wrenmouth Safety and Licensing Board", True),
        ("Finance Committee", "Joint Finance Committee", False),
        ("Thornby Parish Council", "Nether Thornby Parish Council", False),
        ("Strategic Safety and Crime Board", "North Norland Strategic Safety and Crime Board", True),
        ("Harbour Board", "Harbour Safety Board", False),
        ("Harbour Safety Board", "Harbour Safety Board Working Group", False),
    ],
)
def test_when_two_names_are_one_board(one: str, other: str, same: bool) -> None:
    assert same_board(one, other) is same
    assert same_board(other, one) is same


PARISH = notes("8 April 2024", ("101/24", "Apologies", "None."), board="MILLBROOK PARISH COUNCIL")


def test_several_boards_are_told_with_their_names() -> None:
    with pytest.raises(SeveralBoardsError, match=r"Harbour Safety Board \(2\), Millbrook Parish Council \(1\)"):
        Series.of([MARCH, PARISH, APRIL])


def test_one_of_several_boards_can_be_chosen_and_the_others_are_set_aside() -> None:
    series = Series.of([MARCH, PARISH, APRIL], board="harbour safety board")
    assert days(series) == ["2024-03-12", "2024-04-09"]
    assert [(aside.document, aside.reason) for aside in series.aside] == [(PARISH, "another board")]


def test_a_board_that_is_none_of_them_is_told() -> None:
    with pytest.raises(SeveralBoardsError, match="no notes here are of Fire Authority"):
        Series.of([MARCH], board="Fire Authority")


def test_notes_that_name_no_board_are_of_this_one() -> None:
    nameless = notes("11 June 2024", ("045/24", "Apologies", "None."), board=None)
    assert nameless.minutes[0].board is None
    assert days(Series.of([MAY, nameless])) == ["2024-05-14", "2024-06-11"]


# ---------------------------------------------------------------- what has no place


def test_notes_without_a_date_are_set_aside_and_named() -> None:
    undated = notes(None, ("045/24", "Apologies", "None."))
    series = Series.of([MAY, undated])
    assert days(series) == ["2024-05-14"]
    assert [(aside.document, aside.reason) for aside in series.aside] == [(undated, "no date")]


def test_a_text_that_is_no_minutes_is_set_aside() -> None:
    readme = parse("# Notes\n\nThe notes of this year.\n")
    assert [aside.reason for aside in Series.of([MAY, readme]).aside] == ["no meeting"]


def test_nothing_gives_a_series_of_nothing() -> None:
    series = Series.of([])
    assert (series.board, series.sittings, series.aside, series.until) == (None, (), (), None)


def test_odd_documents_are_somewhere_each() -> None:
    documents = odd()
    series = Series.of(documents, board="Harbour Board")
    placed = [told.document for sitting in series.sittings for told in sitting.told]
    placed += [version.told.document for sitting in series.sittings for version in sitting.versions]
    placed += [aside.document for aside in series.aside]
    assert {id(document) for document in placed} == {id(document) for document in documents}


# ---------------------------------------------------------------- reading


def test_files_and_folders_are_read(tmp_path: Path) -> None:
    (tmp_path / "2024").mkdir()
    (tmp_path / "2024/may.txt").write_text(MAY.source.text, encoding="utf-8")
    (tmp_path / "2024/.hidden.txt").write_text("nothing", encoding="utf-8")
    (tmp_path / "march.txt").write_text(MARCH.source.text, encoding="utf-8")
    april = tmp_path / "april.txt"
    april.write_text(APRIL.source.text, encoding="utf-8")
    assert days(Series.read(tmp_path)) == ["2024-03-12", "2024-04-09", "2024-05-14"]
    assert days(Series.read([april, str(tmp_path / "2024")])) == ["2024-04-09", "2024-05-14"]


def test_an_archive_is_read_and_says_which_board_it_is_of(tmp_path: Path) -> None:
    pack = tmp_path / "pack.txt"
    agenda = "MILLBROOK PARISH COUNCIL\n\nTuesday 14 May 2024\n\nAGENDA\n\n1. Apologies\n2. Planning\n\n"
    pack.write_text(agenda + MARCH.source.text, encoding="utf-8")
    (tmp_path / "april.txt").write_text(APRIL.source.text, encoding="utf-8")
    assert [one.outcome for one in add_files(tmp_path / "a.db", [tmp_path / "april.txt", pack])] == ["added", "added"]
    series = Series.read(tmp_path / "a.db")
    assert days(series) == ["2024-03-12", "2024-04-09"]
    assert [aside.reason for aside in series.aside] == ["another board"]
    with pytest.raises(SeveralBoardsError):
        Series.read([pack, tmp_path / "april.txt"])


def test_of_two_versions_in_a_folder_the_last_by_name_counts(tmp_path: Path) -> None:
    for name, document in (("notes-2.txt", LATER), ("notes-1.txt", APRIL)):
        (tmp_path / name).write_text(document.source.text, encoding="utf-8")
    (sitting,) = Series.read(tmp_path).sittings
    assert sitting.minutes is not None
    assert sitting.minutes.file == "notes-2.txt"


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"missing\.txt"):
        Series.read(tmp_path / "missing.txt")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    with pytest.raises(MinutesError, match="PNG"):
        Series.read(tmp_path)


def test_the_examples_are_a_series_of_one_board() -> None:
    harbour = [document for path, document in zip(EXAMPLES, examples(), strict=True) if path.name.startswith("harbour")]
    series = Series.of(harbour)
    assert days(series) == ["2024-03-12", "2024-04-23", "2024-05-28", "2024-09-10"]
    last = series.sittings[-1]
    assert len(last.versions) == 3  # four formats of one meeting
    assert {version.reason for version in last.versions} <= {"copy", "earlier"}


# ---------------------------------------------------------------- always


@settings(max_examples=30)
@given(st.lists(drafts(), max_size=4))
def test_any_documents_make_a_series_in_which_none_is_lost(drafts: list[Draft]) -> None:
    documents = [parse(text) for text in dict.fromkeys(draft.text for draft in drafts)]
    try:
        series = Series.of(documents)
    except SeveralBoardsError:
        return
    dates = [sitting.date for sitting in series.sittings]
    assert dates == sorted(dates)
    assert len({sitting.id for sitting in series.sittings}) == len(dates)
    parts = [id(told.part) for sitting in series.sittings for told in sitting.told]
    parts += [id(version.told.part) for sitting in series.sittings for version in sitting.versions]
    parts += [id(aside.told.part) for aside in series.aside if aside.told]
    assert len(parts) == len(set(parts))
    assert all(_is_held(document, parts, series) for document in documents)


def _is_held(document: Document, parts: list[int], series: Series) -> bool:
    return any(id(part) in parts for part in document.parts) or any(one.document is document for one in series.aside)


def test_the_words_of_a_date_can_be_quoted() -> None:
    assert Series.of([MARCH]).sittings[0].quote().text == "12 March 2024"
    assert words("12 March 2024").count("12 March 2024") == 1


def test_notes_that_end_with_the_next_meeting_keep_it_where_other_notes_follow() -> None:
    may = words(
        "14 May 2024",
        ("041/24", "Apologies", "None."),
        ("042/24", "Next Meeting", "The next meeting is on Tuesday 4 June 2024."),
    )
    june = words("4 June 2024", ("043/24", "Apologies", "None."))
    one, two = parse(f"{may}\n{june}").minutes
    assert (str(one.meeting.date), str(two.meeting.date)) == ("2024-05-14", "2024-06-04")
    assert one.next_meeting is not None
    assert str(one.next_meeting.date) == "2024-06-04"


def test_a_second_date_in_the_title_of_later_notes_is_not_where_they_begin() -> None:
    may = words("14 May 2024", ("041/24", "Apologies", "None."))
    title = "Tuesday 4 June 2024\n\nHARBOUR SAFETY BOARD\n\nDRAFT 11 June 2024\n\n"
    june = f"{title}Present:\n\nAda QUILL\t\tBoard Member\n\n042/24 Apologies\n\nNone.\n"
    one, two = parse(f"{may}\n{june}").minutes
    assert (str(one.meeting.date), str(two.meeting.date)) == ("2024-05-14", "2024-06-04")
