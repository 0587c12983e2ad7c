"""Every diagnostic is produced by the text that its catalogue entry shows, and is shown so that a clerk can use it."""

from __future__ import annotations

import io
import re

import pytest

from spcb_minutes import Document, parse, read
from spcb_minutes.diagnostics import CATALOGUE, Entry, diagnose, explain, manual, render
from spcb_minutes.models import Severity
from spcb_minutes.series.audit import audit
from spcb_minutes.series.meetings import Series

WITH_EXAMPLE = [entry for entry in CATALOGUE.values() if entry.example and not entry.of_a_series]
OF_A_SERIES = [entry for entry in CATALOGUE.values() if entry.of_a_series]


@pytest.mark.parametrize("entry", WITH_EXAMPLE, ids=lambda entry: entry.code)
def test_the_example_of_an_entry_produces_it(entry: Entry) -> None:
    document = parse(entry.example)
    found = [diagnostic for diagnostic in document.diagnostics if diagnostic.code == entry.code]
    others = [d.code for d in document.diagnostics]
    assert found, (
        f"the example of {entry.code} gives {others or 'nothing'}: is its check listed in CHECKS of checks.py?"
    )
    assert {(d.name, d.severity) for d in found} == {(entry.name, entry.severity)}


@pytest.mark.parametrize("entry", WITH_EXAMPLE, ids=lambda entry: entry.code)
def test_the_example_of_an_entry_produces_no_other_of_its_severity(entry: Entry) -> None:
    codes = {d.code for d in parse(entry.example).diagnostics if d.severity is entry.severity}
    assert codes <= {entry.code, "M303"}, "the text that shows a code shows no other fault"


@pytest.mark.parametrize("entry", OF_A_SERIES, ids=lambda entry: entry.code)
def test_the_audit_of_the_example_of_an_entry_finds_it_and_nothing_else(entry: Entry) -> None:
    document = parse(entry.example)
    assert [d.code for d in document.diagnostics] == []
    found = audit(Series.of([document])).problems
    assert found, f"the example of {entry.code} gives nothing: is its check listed in CHECKS of series/audit.py?"
    assert [(one.code, one.severity, one.hint) for one in found] == [(entry.code, entry.severity, entry.remedy)]


def test_codes_of_agendas_and_of_many_meetings_are_for_the_audit() -> None:
    assert [entry.code for entry in OF_A_SERIES if entry.code[1] not in "56"] == ["M204"]
    assert [entry.code for entry in CATALOGUE.values() if entry.code[1] in "56" and not entry.of_a_series] == []


@pytest.mark.parametrize("entry", OF_A_SERIES, ids=lambda entry: entry.code)
def test_manual_and_explanation_say_what_finds_it(entry: Entry) -> None:
    assert "archive audit" in (explain(entry.code) or "")
    assert "archive audit" in manual([entry]).split(f"## {entry.code}")[1]
    assert "archive audit" not in manual([CATALOGUE["M103"]]).split("## M103")[1]


def test_read_as_windows_1252_is_told() -> None:
    document = read(io.BytesIO("041/24 Dues\n\nDues are £5 – no more.\n".encode("cp1252")))
    assert "M901" in [d.code for d in document.diagnostics]
    assert document.minutes[0].items[0].text == "Dues are £5 – no more."


def test_codes_are_in_order_and_names_are_unique() -> None:
    assert list(CATALOGUE) == sorted(CATALOGUE)
    assert len({entry.name for entry in CATALOGUE.values()}) == len(CATALOGUE)
    for entry in CATALOGUE.values():
        assert re.fullmatch(r"M\d{3}", entry.code)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry.name)
        assert all(text.endswith(".") for text in (entry.finds, entry.why)), entry.code


def _item(document: Document, code: str) -> str:
    found = next(d for d in document.diagnostics if d.code == code)
    return render(found, document)


def test_a_diagnostic_is_shown_with_its_line_and_carets_under_the_words() -> None:
    document = parse(CATALOGUE["M401"].example)
    assert _item(document, "M401") == (
        "M401 action-without-owner (warning)\n"
        "text, line 14, item 041/24\n"
        "\n"
        "    14 | Action: Berth figures to be provided to the board.\n"
        "       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n"
        "\n"
        "The action says what will be done, not who will do it.\n"
        'Begin with the owner: "Action: The Clerk to provide …".'
    )


def test_the_carets_of_a_name_stand_under_the_name() -> None:
    shown = _item(parse(CATALOGUE["M203"].example), "M203").split("\n")
    line, carets = shown[3], shown[4]
    first, last = carets.index("^"), carets.rindex("^")
    assert line[first : last + 1] == "Peter Low"
    assert "did you mean Peter Lowe?" in shown[6]


def test_a_long_line_is_cut_around_the_words() -> None:
    text = CATALOGUE["M203"].example.replace("This report", "x" * 5000 + ". This report")
    shown = _item(parse(text), "M203").split("\n")
    assert len(shown[3]) < 130
    assert shown[3][shown[4].index("^") : shown[4].rindex("^") + 1] == "Peter Low"


def test_one_about_the_whole_document_has_no_line() -> None:
    shown = _item(parse(CATALOGUE["M109"].example), "M109")
    assert shown.split("\n")[:3] == ["M109 no-items (error)", "text", ""]
    assert "|" not in shown


@pytest.mark.parametrize("code", CATALOGUE)
def test_explain_says_what_why_and_what_to_do(code: str) -> None:
    entry, text = CATALOGUE[code], explain(code.lower())
    assert text is not None
    for part in (entry.code, entry.name, entry.finds, entry.why, entry.remedy):
        assert part in text


def test_explain_knows_no_other_code() -> None:
    assert explain("M000") is None


def test_the_manual_lists_every_code_once() -> None:
    headings = re.findall(r"^## (M\d{3}) ", manual(), re.MULTILINE)
    assert headings == list(CATALOGUE)


def test_a_diagnostic_takes_its_remedy_from_the_catalogue_where_no_hint_is_given() -> None:
    assert diagnose("M303", "No date.").hint == CATALOGUE["M303"].remedy
    assert diagnose("M303", "No date.", hint="Ask the clerk.").hint == "Ask the clerk."
    assert diagnose("M303", "No date.").severity is Severity.WARNING


@pytest.mark.parametrize("entry", ["035/24: the rota was sent. Completed.", "035/24: The rota was sent. Completed."])
def test_a_number_under_matters_arising_is_told_as_one_of_an_earlier_meeting(entry: str) -> None:
    found = parse(f"041/24 Matters Arising\n\n{entry}\n\n042/24 Close\n\nThe end.\n").diagnostics
    (told,) = (one.message for one in found if one.code == "M107")
    assert told == "035/24 is of an earlier meeting: the numbers here begin with 041/24."


@pytest.mark.parametrize(
    ("present", "asker", "codes"),
    [
        ("Ada Quill (AQ), Peter Lowe (PL)", "AQ", []),
        ("Ada Quill (AQ), Peter Lowe (PL)", "A. Q.", []),
        ("Ada Quill (AQ), Peter Lowe (PL)", "JH", ["M202"]),
        ("Ada Quill (AQ), Anna Quist (AQ)", "AQ", ["M202"]),  # nobody knows which of the two
        ("Ada Quill, Peter Lowe", "AQ", ["M202"]),
    ],
)
def test_who_asked_by_initials_that_the_attendance_gives_to_one_is_known(
    present: str, asker: str, codes: list[str]
) -> None:
    document = parse(
        f"HARBOUR BOARD\n\n14 May 2024\n\nPresent: {present}\n\n041/24 Ice\n\n1. How many? (Asked by {asker})\n"
    )
    assert [one.code for one in document.diagnostics] == codes
    assert document.minutes[0].questions[0].asked_by is not None
    assert document.minutes[0].questions[0].asked_by.name == asker
