"""The site: its pages read back by a parser of HTML5, and used in a real browser, with script and without."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import posixpath
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any, get_args

import pytest
from playwright.sync_api import Browser, Page, expect
from pydantic import BaseModel
from selectolax.lexbor import LexborHTMLParser

from exported import EXAMPLES, HOSTILE, LONE, spoilt
from notes import notes
from series_made import series_made
from spcb_minutes import Action, Commitment, Document, Minutes, ReplacedCharactersWarning, parse, read
from spcb_minutes.exports.html import NOT_IN_HTML
from spcb_minutes.models import Severity
from spcb_minutes.series.attendance import AttendanceMatrix, AttendanceMeeting, AttendanceRow, Presence
from spcb_minutes.series.audit import Audit, Statement
from spcb_minutes.series.ledger import ActionLink, Ledger, LedgerAction, Unsettled, action_ledger
from spcb_minutes.series.meetings import Series, Sitting
from spcb_minutes.series.people import Basis, KnownPerson, Likeness, People, RoleHeld, Spelling
from spcb_minutes.series.questions import AskedQuestion, QuestionRegister
from spcb_minutes.series.quotes import Quote, Told
from spcb_minutes.site import make_site, site_of
from spcb_minutes.site.actions import BASES
from spcb_minutes.site.audit import CHECKS, VERDICTS
from spcb_minutes.site.findings import Findings, paths_of
from spcb_minutes.site.layout import PAGES, SOUND, TONES, as_printed
from spcb_minutes.site.people import LIKENESSES
from spcb_minutes.values import slug
from test_review_page import CONTRAST, held, json_held

BOARD = "Harbour Safety and Licensing Board"
UNDATED = "HARBOUR SAFETY AND LICENSING BOARD\n\n041/24 Tides\n\nHigh water was early.\n"


# ---------------------------------------------------------------- results made by hand: every kind of each is there


@cache
def documents() -> tuple[Document, ...]:
    """The examples that are text or Word files: those of the other formats say the same."""
    return tuple(read(path) for path in EXAMPLES if path.suffix not in (".pdf", ".html"))


@cache
def series() -> Series:
    """The examples of one board, the notes of another, notes without a date, and a file given twice."""
    return Series.of([*documents(), parse(UNDATED), documents()[0]], board=BOARD)


def found_in(of: Series) -> Findings:
    """Invented findings in a series, so that every page has every kind of thing to show."""
    people = _people(of)
    return Findings(of, people, _ledger(of), _attendance(of, people), _questions(of, people), _audit(of))


@cache
def found() -> Findings:
    return found_in(series())


@cache
def pages() -> dict[str, str]:
    return site_of(found())


def _each(model: type[BaseModel], field: str) -> Iterator[Any]:
    """Every value that a field may have, over and over."""
    return cycle(get_args(model.model_fields[field].annotation))


def _people(of: Series) -> People:
    named: dict[str, list[tuple[Sitting, Quote, str | None]]] = {}
    for sitting, told in of.minutes:
        for one in (*told.part.attendance.present, *told.part.attendance.apologies):
            named.setdefault(one.name, []).append((sitting, told.quote(one.span), one.role))
    people: list[KnownPerson] = []
    likenesses: list[Likeness] = []
    for name, places in sorted(named.items()):
        spelling = Spelling(name=name, meetings=tuple(sitting.id for sitting, _, _ in places), quote=places[0][1])
        roles = tuple(
            RoleHeld(role=role, first=sitting.date, last=sitting.date, quote=quote)
            for sitting, quote, role in places
            if role
        )
        bases = get_args(Basis)
        basis = bases[len(people) % len(bases)]
        alike = Likeness(one=name, other=f"{name}e", basis=basis, score=0.9, quotes=(places[0][1],))
        likenesses.append(alike)
        people.append(
            KnownPerson(
                id=slug(name),
                name=name,
                honorific="Dr" if len(people) == 1 else None,
                initials="".join(word[0] for word in name.split()),
                spellings=(
                    spelling,
                    *([spelling.model_copy(update={"name": f"{name}e"})] if len(people) % 5 == 0 else []),
                ),
                roles=roles,
                joined=(alike,) if len(people) % 5 == 0 else (),
            )
        )
    return People(people=tuple(people), proposed=tuple(likenesses[1:4]), refused=tuple(likenesses[4:5]))


def _items(of: Series) -> Iterator[tuple[Sitting, Told[Minutes], int]]:
    for sitting, told in of.minutes:
        for at in range(len(told.part.items)):
            yield sitting, told, at


def _ledger(of: Series) -> Ledger:
    actions: list[LedgerAction] = []
    says = _each(ActionLink, "says")
    bases = _each(ActionLink, "basis")
    for sitting, told, at in _items(of):
        item = told.part.items[at]
        both: list[tuple[int, Action | Commitment]] = [*enumerate(item.actions, 1), *enumerate(item.commitments, 1)]
        for nth, one in both:
            kind: Any = "action" if isinstance(one, Action) else "commitment"
            links = []
            for later, of_later in of.minutes:
                if later.date > sitting.date and len(actions) % 4 != 3:
                    on = of_later.part.items[len(actions) % len(of_later.part.items)]
                    links.append(
                        ActionLink(
                            meeting=later.id, date=later.date, item=on.id, item_number=str(on.number),
                            says=next(says), basis=next(bases), likeness=0.8, text=on.text or "It was done.",
                            quote=of_later.quote(on.span),
                        )
                    )  # fmt: skip
            status: Any = {"closed": "closed", "updated": "updated", "carried": "open"}[links[-1].says] if links else (
                "open" if sitting.date == of.until else "not mentioned since")  # fmt: skip
            actions.append(
                LedgerAction(
                    id=f"{item.id}/{kind}-{nth}", kind=kind, meeting=sitting.id, date=sitting.date, item=item.id,
                    item_number=str(item.number), title=item.title, text=one.text,
                    owner=getattr(one, "owner", None), due=getattr(one, "due", None), links=tuple(links),
                    status=status, last_mentioned=links[-1].date if links else sitting.date,
                    perhaps=(), quote=told.quote(one.span),
                )
            )  # fmt: skip
    unsettled = [
        Unsettled(meeting=one.meeting, date=one.date, candidates=(one.id, actions[0].id), quote=one.quote)
        for one in actions[1:3]
    ]
    return Ledger(board=of.board, on=of.until, actions=tuple(actions), unsettled=tuple(unsettled))


def _attendance(of: Series, people: People) -> AttendanceMatrix:
    meetings = [
        AttendanceMeeting(id=sitting.id, date=sitting.date, has_attendance=bool(told.part.attendance.present))
        for sitting, told in of.minutes
    ]
    rows = []
    for person in people.people:
        presences = []
        for sitting, told in of.minutes:
            attendance = told.part.attendance
            lists = {"present": attendance.present, "apologies": attendance.apologies}
            there = [(status, one) for status, many in lists.items() for one in many if one.name == person.name]
            status: Any
            status, one = there[0] if there else ("not stated", None)
            quote = told.quote(one.span) if one else None
            note = one.note if one else None
            presences.append(Presence(meeting=sitting.id, status=status, note=note, quote=quote))
        counts = [sum(one.status == status for one in presences) for status in ("present", "apologies")]
        rows.append(
            AttendanceRow(
                person=person.id, name=person.name, presences=tuple(presences), present=counts[0], apologies=counts[1]
            )
        )
    return AttendanceMatrix(board=of.board, meetings=tuple(meetings), rows=tuple(rows))


def _questions(of: Series, people: People) -> QuestionRegister:
    outcomes = _each(AskedQuestion, "outcome")
    known = {person.name: person.id for person in people.people}
    questions = []
    for sitting, told, at in _items(of):
        item = told.part.items[at]
        for nth, one in enumerate(item.questions, 1):
            outcome = next(outcomes)
            asker = one.asked_by.name if one.asked_by else None
            questions.append(
                AskedQuestion(
                    id=f"{item.id}/question-{nth}", meeting=sitting.id, date=sitting.date, item=item.id,
                    item_number=str(item.number), title=item.title, text=one.text, asker=asker,
                    asker_person=known.get(asker or ""), asked_of="The Harbour Master" if nth % 2 else None,
                    asked_of_basis=("answer", "presenter")[nth // 2 % 2] if nth % 2 else None, outcome=outcome,
                    answer=one.text if outcome != "unanswered" else None, quote=told.quote(one.span),
                    outcome_quote=told.quote(item.span) if outcome != "unanswered" else None,
                )
            )  # fmt: skip
    return QuestionRegister(board=of.board, questions=tuple(questions))


def _audit(of: Series) -> Audit:
    checks, verdicts = _each(Statement, "check"), _each(Statement, "verdict")
    statements = []
    for sitting in of.sittings:
        for _ in range(5):
            check, verdict = next(checks), next(verdicts)
            wrong = verdict == "does not hold"
            statements.append(
                Statement(
                    check=check, verdict=verdict, code="M603" if wrong else None,
                    severity=Severity.WARNING if wrong else None, meeting=sitting.id, date=sitting.date,
                    message=f"{of.board} says one thing of {check} on {sitting.date}, and another later.",
                    hint="Compare with the published notes." if wrong else None, quotes=(sitting.quote(),) * 2,
                )
            )  # fmt: skip
    return Audit(board=of.board, statements=tuple(statements))


# ---------------------------------------------------------------- the pages as they are written


def quiet(found: Findings) -> dict[str, str]:
    """The pages; what they could not hold is not what the test is about."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReplacedCharactersWarning)
        return site_of(found)


def words_of(page: str, selector: str = "body") -> str:
    node = LexborHTMLParser(page).css_first(selector)
    assert node is not None, selector
    return " ".join(node.text(deep=True).split())


def texts(page: str, selector: str) -> list[str]:
    return [" ".join(node.text(deep=True).split()) for node in LexborHTMLParser(page).css(selector)]


def whole(site: Mapping[str, str]) -> None:
    """No id stands twice on a page, and every link leads to a page, and to a place there."""
    parsed = {path: LexborHTMLParser(page) for path, page in site.items()}
    ids = {path: Counter(node.attributes["id"] for node in page.css("[id]")) for path, page in parsed.items()}
    assert [(path, one) for path, many in ids.items() for one, times in many.items() if times > 1] == []
    for path, page in parsed.items():
        for node in page.css("body [href]"):
            to = node.attributes["href"] or ""
            if to.startswith(("http:", "https:")):
                continue
            file, _, anchor = to.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
            assert target in site, (path, to)
            assert not anchor or anchor in ids[target], (path, to)


def test_every_link_leads_somewhere() -> None:
    whole(pages())
    whole(make_site(series()))


def test_odd_series_have_pages() -> None:
    """None at all, one meeting, nobody in attendance, nothing dated, two meetings on a day, an agenda alone."""
    one = notes("14 May 2024", ("041/24", "Tides", "High water was early."))
    nobody = notes("14 May 2024", ("041/24", "Tides", "High water was early."), present=())
    second = notes("14 May 2024", ("051/24", "Ebb", "Low water was late."), hours=" at 2.00 pm")
    undated = notes(None, ("041/24", "Tides", "High water was early."))
    agenda = parse("HARBOUR BOARD\n\nTuesday 28 May 2024\n\nAGENDA\n\n1. 10.00 Apologies\n2. 10.10 Notes\n")
    for documents in ((), (one,), (nobody,), (undated,), (one, second), (agenda,)):
        site = make_site(Series.of(documents))
        whole(site)
        assert set(site) >= set(PAGES)
    empty = make_site(Series.of(()))
    assert set(empty) == set(PAGES)
    assert "No meetings were found" in words_of(empty["index.html"])
    two = make_site(Series.of((one, second)))
    assert sum(path.startswith("meetings/") for path in two) == 2


def test_the_same_series_gives_the_same_pages() -> None:
    made = make_site(Series.of(documents()[:2], board=BOARD))
    assert made == make_site(Series.of(documents()[:2], board=BOARD))
    assert next(iter(made)) == "index.html"


def test_a_page_is_whole_in_itself_and_asks_for_nothing() -> None:
    for path, text in pages().items():
        page = LexborHTMLParser(text)
        (style,) = page.css("style")
        scripts = [node for node in page.css("script") if "type" not in node.attributes]
        (policy,) = [
            node.attributes["content"] or ""
            for node in page.css("meta[http-equiv]")
            if node.attributes["http-equiv"] == "Content-Security-Policy"
        ]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        for node, rule in ((style, "style-src"), *[(one, "script-src") for one in scripts]):
            digest = base64.b64encode(hashlib.sha256(node.text(deep=True).encode()).digest()).decode()
            assert f"{rule} 'sha256-{digest}'" in policy, path
        if not scripts:
            assert "script-src 'none'" in policy
        assert not re.search(r"url\((?!#)|@import|https?:", style.text(deep=True))
        assert page.css("[src], [style], iframe, object, img, base") == []
        assert [node.attributes["href"] for node in page.css("link")] == ["data:,"]
        assert not [name for node in page.css("*") for name in node.attributes if name.startswith("on")]


def test_file_names_are_safe_on_every_disk() -> None:
    ids = [
        "x/2024-05-14",
        "y/2024-05-14",
        "con",
        "COM1",
        "o'dell",
        "",
        "日本",
        "a" * 300,
        "A" * 300,
        "../../etc",
        "x/..",
        "lpt9",
    ]
    paths = paths_of("people", ids)
    assert list(paths) == ids
    names = list(paths.values())
    assert len({name.casefold() for name in names}) == len(ids)
    for name in names:
        assert re.fullmatch(r"people/[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.html", name)
        assert len(name) < 90
        assert not re.fullmatch(r"people/(con|prn|aux|nul|com\d|lpt\d)\.html", name)
    assert paths["x/2024-05-14"] == "people/2024-05-14.html"


@pytest.mark.parametrize("words", [*HOSTILE, LONE, "javascript:alert(1)", '"><img src=x onerror=alert(1)>'])
def test_hostile_words_open_nothing(words: str) -> None:
    hostile = Series.of([spoilt(document, words) for document in documents()[:2]])
    site = quiet(found_in(hostile))
    whole(site)
    for path, text in site.items():
        page = LexborHTMLParser(text)
        assert {node.tag for node in page.css("*")} <= TAGS, path
        scripts = page.css("script")
        assert len(scripts) == (path in SCRIPTED) + (path == "search.html")
        assert not [name for node in page.css("*") for name in node.attributes if name.startswith("on")]
        for node in page.css("[href]"):
            assert re.match(r"#|https?:|data:,$|(?:\.\./)?[a-z0-9/-]+\.html", node.attributes["href"] or "")
    (index,) = LexborHTMLParser(site["search.html"]).css("#index")
    titles = {title for _, _, _, title, _ in json.loads(index.text(deep=True))["items"]}
    assert titles <= {"", held(words), json_held(words)}


TAGS = {
    "html", "head", "meta", "link", "title", "style", "script", "body", "a", "header", "h1", "p", "bdi", "nav", "ul",
    "li", "small", "main", "section", "details", "summary", "h2", "ol", "div", "h3", "dl", "dt", "dd", "table",
    "caption", "thead", "tbody", "tr", "th", "td", "article", "h4", "span", "b", "label", "input", "time", "footer",
    "blockquote", "figure", "figcaption", "svg", "defs", "pattern", "rect", "line", "path", "circle", "text", "form",
    "select", "option", "button", "output",
}  # fmt: skip
SCRIPTED = {"actions.html", "questions.html", "audit.html", "search.html"}


def test_what_html_cannot_hold_is_told_once_for_all_pages() -> None:
    spoilt_notes = notes("14 May 2024", ("041/24", "Ti\x07des", "Action: The Clerk to mend the \x01 quay."))
    with pytest.warns(ReplacedCharactersWarning) as told:
        site = make_site(Series.of([spoilt_notes]))
    (message,) = {str(one.message) for one in told}
    assert len(told) == 1
    assert re.match(r"Harbour Safety Board: HTML cannot hold U\+0001 \(\d+ times\), U\+0007 \(", message)
    assert not [path for path, text in site.items() if "\x01" in text or "\x07" in text]
    assert "Ti\ufffddes" in site["meetings/2024-05-14.html"]


def test_what_is_sound_at_a_look_is_what_html_can_hold() -> None:
    refused = re.compile(f"[{NOT_IN_HTML}]")
    told = [point for point in range(0x10000) if bool(SOUND.fullmatch(chr(point))) == bool(refused.match(chr(point)))]
    assert told == []
    assert not SOUND.fullmatch("\U0001fffe")


# ---------------------------------------------------------------- what stands on them


def test_every_word_of_the_results_has_its_own_words_here() -> None:
    assert set(get_args(ActionLink.model_fields["basis"].annotation)) == set(BASES)
    assert set(get_args(Statement.model_fields["check"].annotation)) == set(CHECKS)
    assert set(get_args(Basis)) == set(LIKENESSES)
    assert set(VERDICTS) == set(get_args(Statement.model_fields["verdict"].annotation))
    for model, field in (
        (LedgerAction, "status"), (ActionLink, "says"), (AskedQuestion, "outcome"), (Statement, "verdict"),
    ):  # fmt: skip
        assert set(get_args(model.model_fields[field].annotation)) <= set(TONES)


def test_the_first_page_counts() -> None:
    tiles = [
        f"{link} {more}"
        for link, more in zip(
            texts(pages()["index.html"], ".tiles a"), texts(pages()["index.html"], ".tiles small"), strict=True
        )
    ]
    assert tiles[0] == "4 meetings with 38 items"
    live = [action for action in found().ledger.actions if action.status != "closed"]
    assert tiles[1] == f"{len(live)} actions not closed of {len(found().ledger.actions)}, undertakings included"
    doubts = [one for one in found().audit.statements if one.verdict == "does not hold"]
    assert tiles[4] == f"{len(doubts)} do not hold of {len(found().audit.statements)} statements"
    assert "3 things given, and not among the meetings" in words_of(pages()["index.html"])


def test_what_was_set_aside_is_told_with_its_reason() -> None:
    (first, *others) = texts(pages()["meetings.html"], "#aside li")
    assert first == "A file in harbour-2024-03-12.txt: it is the very same file as another one."
    assert any("Millbrook Parish Council" in one and "of another board" in one for one in others)
    assert any("it gives no date" in one for one in others)
    versions = texts(pages()["meetings/2024-09-10.html"], "#versions li")
    assert len(versions) == 1
    assert all("harbour-2024-09-10." in one for one in versions)


def test_a_meeting_tells_everything_that_was_read() -> None:
    for sitting, told in series().minutes:
        page = words_of(pages()[f"meetings/{sitting.date}.html"], "main")
        for item in told.part.items:
            assert f"{item.number}" in page
            for line in (item.title or "", *item.text.split("\n"), *[one.text for one in item.commitments]):
                assert " ".join(line.split()) in page
        for attendee in (*told.part.attendance.present, *told.part.attendance.apologies):
            assert attendee.name in page
    ways = texts(pages()["meetings/2024-04-23.html"], ".around li")
    assert ways == ["Before: 12 March 2024", "After: 28 May 2024"]
    agenda = texts(pages()["meetings/2024-05-28.html"], "#agenda tbody tr")
    assert len(agenda) > 5
    assert "The minutes of this meeting are not there." in words_of(pages()["meetings/2024-05-28.html"])


def test_the_ledger_shows_each_link_with_its_words_and_its_basis() -> None:
    page = pages()["actions.html"]
    entries = texts(page, "#ledger .entry")
    assert len(entries) == len(found().ledger.actions)
    for at, action in enumerate(found().ledger.actions, 1):
        shown = words_of(page, f"#a-{at}")
        assert action.text in shown
        assert action.status in shown
        assert action.quote.place in shown
        for link in action.links:
            assert as_printed(link.quote.text)[:100] in shown
            assert BASES[link.basis] in shown
            assert link.quote.place in shown
    assert len(texts(page, "#unsettled .entry")) == 2


def test_an_owner_is_tied_to_one_person_or_to_nobody() -> None:
    first, second = [
        notes(
            date,
            (f"{at}/24", "Lights", "Action: The HM to mend them.", "Action: Clerk to write.", "Action: AQ to call."),
            ("060/24", "Quay", "Action: Board Member to look.", "Action: Somebody to ask."),
            present=(
                "Peter LOWE\t\tHarbour Master",
                "Ada QUILL (AQ)\t\tBoard Member",
                clerk,
                "Ivo RUNE\t\tBoard Member",
            ),
        )
        for date, at, clerk in (
            ("14 May 2024", "041", "Cath VARLEY\t\tClerk"),
            ("11 June 2024", "051", "Mary BLACKWOOD\t\tClerk"),
        )
    ]
    there = Findings.of(Series.of((first, second)))
    owners = {(one.owner, one.date.month): [who.name for who in there.owners_of(one)] for one in there.ledger.actions}
    assert owners["HM", 5] == ["Peter Lowe"]
    assert owners["Clerk", 5] == ["Cath Varley"]  # in office on that day
    assert owners["AQ", 5] == ["Ada Quill"]
    assert owners["Board Member", 5] == []
    assert owners["HM", 6] == ["Peter Lowe"]
    assert owners["Clerk", 6] == ["Mary Blackwood"]
    site = site_of(there)
    assert "The HM to mend them." in words_of(site["people/peter-lowe.html"])
    assert "Clerk to write." not in words_of(site["people/peter-lowe.html"])


def test_words_that_may_be_of_an_action_stand_with_it() -> None:
    full = found()
    first, *others = full.ledger.actions
    perhaps = (full.ledger.unsettled[0].quote,)
    ledger = full.ledger.model_copy(update={"actions": (first.model_copy(update={"perhaps": perhaps}), *others)})
    site = site_of(Findings(full.series, full.people, ledger, full.attendance, full.questions, full.audit))
    heading = "What may be said of it, or of another"
    page = LexborHTMLParser(site["actions.html"])
    assert [node.attributes["id"] for node in page.css(".entry") if heading in node.text(deep=True)] == ["a-1"]
    (entry,) = page.css("#a-1")
    assert perhaps[0].place in entry.text(deep=True)
    assert heading not in pages()["actions.html"]


def test_one_of_two_people_of_one_name_leads_to_her_page_where_her_office_tells_which() -> None:
    both = ["Ann LOWE\t\tClerk", "Ann LOWE\t\tChair", "Ada QUILL\t\tPilot"]
    one = notes("14 May 2024", ("041/24", "Quay", "This report was presented by Ann Lowe (Chair)."), present=both)
    site = make_site(Series.of([one]))
    page = LexborHTMLParser(site["meetings/2024-05-14.html"])
    leads = [
        (node.text(deep=True), [link.attributes["href"] for link in node.css("a")])
        for node in page.css("#attendance tbody tr")
    ]
    assert leads == [
        ("Ann LoweClerk", ["../people/ann-lowe.html"]),
        ("Ann LoweChair", ["../people/ann-lowe-2.html"]),
        ("Ada QuillPilot", ["../people/ada-quill.html"]),
    ]
    (presented,) = one.minutes[0].items[0].presenters
    assert (presented.name, presented.role) == ("Ann Lowe", "Chair")
    assert "Items presented" not in words_of(site["people/ann-lowe.html"])
    assert "Items presented (1)" in words_of(site["people/ann-lowe-2.html"])


def test_nobody_is_called_absent() -> None:
    for page in pages().values():
        assert not re.search(r"\babsent\b", page, re.IGNORECASE)


def test_attendance_is_read_without_colour() -> None:
    page = LexborHTMLParser(pages()["attendance.html"])
    matrix = found().attendance
    heads = page.css("#page .wide thead th")
    assert {node.attributes["scope"] for node in heads} == {"col"}
    assert len(heads) == 1 + len(matrix.meetings) + 2
    letters = {"present": "P", "apologies": "A", "not stated": "·"}
    rows = page.css("#page .wide tbody tr")
    assert len(rows) == len(matrix.rows)
    for row, of_one in zip(rows, matrix.rows, strict=True):
        assert row.css("th")[0].text(deep=True) == of_one.name
        assert row.css("th")[0].attributes["scope"] == "row"
        cells = [node.text(deep=True) for node in row.css("td")]
        assert [cell.rstrip("*") for cell in cells[:-2]] == [letters[one.status] for one in of_one.presences]
        assert cells[-2:] == [f"{of_one.present} of {len(matrix.meetings)}", str(of_one.apologies)]


def test_a_meeting_without_a_list_looks_different() -> None:
    with_list = notes("14 May 2024", ("041/24", "Tides", "High water was early."))
    without = notes("11 June 2024", ("051/24", "Tides", "High water was late."), present=())
    page = LexborHTMLParser(make_site(Series.of((with_list, without)))["attendance.html"])
    first = page.css("#page .wide tbody tr")[0]
    assert [node.attributes["class"] for node in first.css("td")][:2] == ["p", "x"]
    assert first.css("td")[2].text(deep=True) == "1 of 1"


def test_the_chart_of_actions_counts_what_was_raised_closed_and_open() -> None:
    days = ("14 May 2024", "11 June 2024", "9 July 2024")
    of = Series.of([notes(day, (f"04{at}/24", "Tides", "Nothing.")) for at, day in enumerate(days)])
    dated = [(sitting, told.quote(told.part.items[0].span)) for sitting, told in of.minutes]

    def action(at: int, *said: tuple[int, Any]) -> LedgerAction:
        sitting, quote = dated[at]
        links = tuple(
            ActionLink(
                meeting=dated[on][0].id, date=dated[on][0].date, item="", item_number="1/24", says=says,
                basis="number", likeness=1.0, text="", quote=dated[on][1],
            )
            for on, says in said
        )  # fmt: skip
        return LedgerAction(
            id=f"a-{at}", kind="action", meeting=sitting.id, date=sitting.date, item="", item_number="1/24", title=None,
            text="", owner=None, due=None, links=links, status="open", last_mentioned=sitting.date,
            perhaps=(), quote=quote,
        )  # fmt: skip

    actions = (
        action(0),  # never mentioned again: open
        action(0, (1, "updated"), (2, "closed")),
        action(0, (1, "closed"), (2, "carried")),  # taken up again
        action(1, (1, "closed")),  # in the same notes
    )
    ledger = Ledger(board=None, on=of.until, actions=actions, unsettled=())
    page = pages_with(of, ledger)["actions.html"]
    rows = [
        [cell.text(deep=True) for cell in row.css("td")] for row in LexborHTMLParser(page).css("details table tbody tr")
    ]
    assert rows == [["3", "0", "3"], ["1", "2", "2"], ["1", "1", "2"]]
    (chart,) = LexborHTMLParser(page).css("svg")
    assert chart.attributes["role"] == "img"
    assert chart.attributes["aria-label"] == texts(page, "svg > title")[0]
    assert [len(LexborHTMLParser(page).css(f"svg rect.{look}")) - 1 for look in ("raised", "closed")] == [3, 2]


def test_the_chart_agrees_with_the_ledger_of_each_day() -> None:
    of = series_made(Random(3)).series()
    page = make_site(of)["actions.html"]
    shown = [row.css("td")[-1].text() for row in LexborHTMLParser(page).css("details table tbody tr")]
    live = [
        sum(one.kind == "action" and one.status != "closed" for one in action_ledger(of, on=sitting.date).actions)
        for sitting, _ in of.minutes
    ]
    assert shown == [str(number) for number in live]
    assert len(set(live)) > 2


def pages_with(of: Series, ledger: Ledger) -> dict[str, str]:
    full = Findings.of(of)
    return site_of(Findings(of, full.people, ledger, full.attendance, full.questions, full.audit))


def test_questions_are_counted_by_who_asked() -> None:
    page = pages()["questions.html"]
    rows = {
        node.css("th")[0].text(): [cell.text() for cell in node.css("td")]
        for node in LexborHTMLParser(page).css("details tbody tr")
    }
    known = {person.id: person.name for person in found().people.people}
    counts: dict[str, Counter[str]] = {}
    for one in found().questions.questions:
        counts.setdefault(known.get(one.asker_person or "", "not stated who asked"), Counter())[one.outcome] += 1
    assert rows == {
        name: [str(of_one[kind]) for kind in ("answered", "taken away", "unanswered")] + [str(of_one.total())]
        for name, of_one in counts.items()
    }
    assert list(rows)[-1] == "not stated who asked"
    assert texts(page, "svg text.number") != []


def test_the_audit_begins_with_what_does_not_hold() -> None:
    page = pages()["audit.html"]
    heads = texts(page, "#statements h2")
    assert [head.rpartition(" ")[0] for head in heads] == ["Does not hold", "Cannot be told", "Holds"]
    assert len(texts(page, "#statements .entry")) == len(found().audit.statements)
    assert len(texts(page, "#statements .entry blockquote")) == 2 * len(found().audit.statements)


def test_a_person_has_everything_that_is_theirs() -> None:
    asker = next(one for one in found().questions.questions if one.asker_person)
    person = found().known[asker.asker_person or ""]
    page = pages()[f"people/{person.id}.html"]
    assert asker.text in words_of(page)
    for role in person.roles:
        assert role.role in words_of(page)
        assert role.quote.place in words_of(page)
    for spelling in person.spellings:
        assert spelling.name in words_of(page)
    said, who = next(
        (one, who) for one in found().items for who in one.item.presenters if slug(who.name) in found().known
    )
    assert (said.item.title or "") in words_of(pages()[f"people/{slug(who.name)}.html"])


def test_the_pages_grow_in_step_with_the_notes() -> None:
    def site(meetings: int) -> dict[str, str]:
        items = [(f"{at:03}/24", "Tides", "High water was early. " * 20) for at in range(1, 9)]
        dates = [f"{at % 28 + 1} {('May', 'June', 'July')[at // 28]} 2024" for at in range(meetings)]
        return make_site(Series.of([notes(date, *items) for date in dates]))

    sizes = [sum(map(len, site(meetings).values())) for meetings in (3, 6, 12)]
    assert sizes[2] - sizes[1] < 2.2 * (sizes[1] - sizes[0])
    text = sum(len(item.text) for _, told in series().minutes for item in told.part.items)
    (index,) = LexborHTMLParser(pages()["search.html"]).css("#index")
    assert len(index.text(deep=True)) < 1.6 * text


# ---------------------------------------------------------------- names that several bear, and words as printed


@cache
def two_smiths() -> dict[str, str]:
    """Ann and John Smith are present; the notes say "Cllr Smith" of a presenter and of who asked."""
    present = ("Ann SMITH\t\tBoard Member", "John SMITH\t\tBoard Member", "Cath VARLEY\t\tClerk")
    of = Series.of([
        notes(
            "14 May 2024",
            ("041/24", "Lights", "Cllr Smith presented the lights.",
             "1. When will the ferry run? (Asked by Cllr Smith)", "- From July."),
            present=present,
        )
    ])  # fmt: skip
    return make_site(of)


def test_a_name_that_several_bear_says_whose_it_may_be() -> None:
    site = two_smiths()
    whole(site)
    page = site["people/smith.html"]
    assert "may be Ann Smith or John Smith" in words_of(page, "main")
    links = {link.text(): link.attributes["href"] for link in LexborHTMLParser(page).css("main a")}
    assert (links["Ann Smith"], links["John Smith"]) == ("../people/ann-smith.html", "../people/john-smith.html")
    assert "When will the ferry run?" in words_of(page, "main")
    assert "Questions under this name (1)" in words_of(page, "main")
    assert "Items presented under this name (1)" in words_of(page, "main")
    assert "in no list" not in words_of(page, "main")
    assert "Questions" not in words_of(site["people/ann-smith.html"], "main"), "it is nobody's for sure"


def test_a_name_that_several_bear_is_no_further_person() -> None:
    site = two_smiths()
    assert "3 people" in words_of(site["index.html"])
    rows = texts(site["people.html"], "main table tbody tr th")
    assert [one for one in rows if "Smith" in one] == [
        "Ann Smith",
        "John Smith",
        "Smith (may be Ann Smith or John Smith)",
    ]
    assert "Names that several people bear (1)" in words_of(site["people.html"])


@pytest.mark.parametrize("page", ["questions.html", "meetings/2024-05-14.html"])
def test_a_name_that_several_bear_stands_everywhere_with_that_remark(page: str) -> None:
    assert "Smith (may be Ann Smith or John Smith)" in words_of(two_smiths()[page], "main")


def test_quotes_are_shown_without_the_signs_of_style() -> None:
    action = "**Action: Cllr Quill to draft the list.**"
    update = "041/24: **Cllr Quill** *drafted* the list. Completed."
    page = make_site(
        Series.of(
            [notes("14 May 2024", ("041/24", "Lights", action)), notes("11 June 2024", ("042/24", "Matters", update))]
        )
    )["actions.html"]
    shown = texts(page, "blockquote p")
    assert "drafted the list. Completed." in shown
    assert not any("**" in one or "*drafted" in one for one in shown)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**Cllr Smith to draft …**", "Cllr Smith to draft …"),
        ("*The plan was sent*", "The plan was sent"),
        ("the 28^{th} of May", "the 28th of May"),
        (r"3\* list", "3* list"),
        ("2 * 4 boats", "2 * 4 boats"),
        ("* * *", "* * *"),
        ("a<b>&", "a<b>&"),
        ("", ""),
    ],
)
def test_words_of_a_quote_are_as_printed(written: str, shown: str) -> None:
    assert as_printed(written) == shown


# ---------------------------------------------------------------- in a browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return put(tmp_path_factory.mktemp("site"), pages())


def put(folder: Path, site: Mapping[str, str]) -> Path:
    for path, text in site.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8", newline="")
    return folder


@contextmanager
def opened(browser: Browser, folder: Path, **options: Any) -> Iterator[Callable[[str], Page]]:
    """Opens pages of a folder; complains of a word on the console, and of a request for anything but a page."""
    context = browser.new_context(reduced_motion="reduce", **options)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.extend(
        [request.url] if request.resource_type != "document" and not request.url.startswith("data:") else []
    ))  # fmt: skip

    def go(path: str) -> Page:
        if "#" in path:
            page.goto("about:blank")  # a change of the hash alone would load nothing
        page.goto(f"{folder.as_uri()}/{path}")
        return page

    yield go
    context.close()
    assert complaints == []


KINDS = (*PAGES, "meetings/2024-03-12.html", "meetings/2024-05-28.html", "people/imogen-d-arcy.html")
"""A page of each kind."""


def test_no_page_complains_or_asks_or_reaches_beyond_the_edge_or_is_faint(browser: Browser, folder: Path) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 for words, in light and dark; 1.4.10: a narrow screen scrolls one way."""
    with opened(browser, folder) as go:
        for path in KINDS:
            page = go(path)
            grounds = set()
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                low, least = page.evaluate(CONTRAST.replace(BEHIND, BEHIND_OR_BAR))  # opens all that is folded
                assert low == [], path
                assert 4.5 <= least < 21
                grounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
            assert len(grounds) == 2
            for width in (1400, 360):
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path


SCHEMES: tuple[Any, ...] = ("light", "dark")
BEHIND = "const own = numbers(getComputedStyle(element).backgroundColor);"
BEHIND_OR_BAR = """if (element.matches("svg text.number:not(.plain)")) {
      return numbers(getComputedStyle(element.ownerSVGElement.querySelector("rect.answered")).fill).slice(0, 3);
    }
    const own = numbers(getComputedStyle(element).backgroundColor);"""
"""A number in a bar stands on the bar, which no CSS tells."""


def test_without_script_everything_can_be_read(browser: Browser, folder: Path) -> None:
    with opened(browser, folder, java_script_enabled=False) as go:
        ledger = go("actions.html")
        assert ledger.locator("#ledger .entry").count() == len(found().ledger.actions)
        assert all(entry.is_visible() for entry in ledger.locator("#ledger .entry").all())
        assert not ledger.locator("form").is_visible()
        audit = go("audit.html")
        assert all(entry.is_visible() for entry in audit.locator("#statements .entry").all())
        audit.locator("#holds summary").first.click()
        assert audit.locator("#holds blockquote").first.is_visible()
        search = go("search.html")
        assert search.get_by_text("The search needs JavaScript.").is_visible()
        assert not search.locator("form").is_visible()
        assert search.locator("#all ul.items li").count() == len(found().items)


def seen(page: Page, selector: str) -> list[str]:
    """The ids of the entries that are not hidden."""
    shown = "(all) => all.filter((one) => one.checkVisibility()).map((one) => one.id)"
    ids: list[str] = page.locator(f"{selector} .entry").evaluate_all(shown)
    return ids


def test_filters_show_what_was_asked_for(browser: Browser, folder: Path) -> None:
    actions = list(enumerate(found().ledger.actions, 1))
    with opened(browser, folder) as go:
        page = go("actions.html")
        assert page.locator("form output").inner_text() == f"{len(actions)} of {len(actions)} shown"
        page.get_by_label("Status").select_option("updated")
        updated = {f"a-{at}" for at, action in actions if action.status == "updated"}
        assert set(seen(page, "#ledger")) == updated
        assert page.locator("form output").inner_text() == f"{len(updated)} of {len(actions)} shown"
        assert page.locator("#ledger h2:visible").count() == 1
        page.get_by_role("button", name="Show all").click()
        expect(page.locator("#ledger [hidden]")).to_have_count(0)
        page.get_by_label("Owner").select_option("HM")
        assert set(seen(page, "#ledger")) == {f"a-{at}" for at, action in actions if action.owner == "HM"}
        page.get_by_label("Owner").select_option("")
        page.get_by_label("Words").fill("RÓTA quay")
        rota = seen(page, "#ledger")
        assert rota
        assert all("rota" in page.locator(f"#{one}").inner_text().lower() for one in rota)
        page = go("actions.html#status=closed")
        assert set(seen(page, "#ledger")) == {f"a-{at}" for at, action in actions if action.status == "closed"}
        page = go("audit.html#verdict=cannot%20be%20told")
        assert page.locator("#statements h2:visible").count() == 1
        assert page.get_by_label("Verdict").input_value() == "cannot be told"
        page = go("questions.html")
        page.get_by_label("Asked by").select_option("Imogen D'Arcy")
        asked = [one for one in found().questions.questions if one.asker == "Imogen D'Arcy"]
        assert len(seen(page, "#register")) == len(asked) > 0


def test_search_finds_words_in_any_dress(browser: Browser, folder: Path) -> None:
    with opened(browser, folder) as go:
        page = go("search.html")
        field, results = page.get_by_label("Words"), page.locator("#results > li")
        assert page.locator("#all").is_visible()
        field.fill("dárcy")  # no apostrophe there: nothing is called so
        assert results.count() == 0
        assert page.locator("form output").inner_text() == "no items"
        assert "Who was there" in page.locator("main").inner_text()
        field.fill("MOORING chaíns")
        assert not page.locator("#all").is_visible()
        hits = results.all_inner_texts()
        assert hits
        assert all("mooring" in hit.lower() for hit in hits)
        assert page.locator("form output").inner_text() == f"{len(hits)} item{'s' * (len(hits) > 1)}"
        assert {one.lower() for one in page.locator("#results mark").all_inner_texts()} >= {"mooring", "chains"}
        page.get_by_label("In").select_option("1")
        assert 0 < results.count() <= len(hits)
        assert set(page.locator("#results .label").all_inner_texts()) == {"question"}
        page.get_by_label("In").select_option("")
        page.locator("#results a").first.click()
        assert re.search(r"meetings/2024-\d\d-\d\d\.html#item-", page.url)
        assert page.locator("article:target").count() == 1
        page = go("search.html#q=rota")
        assert page.get_by_label("Words").input_value() == "rota"
        assert results.count() > 0


def test_hostile_words_do_nothing_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    words = "".join(HOSTILE) + "<img src=x onerror=alert(1)>"
    hostile = Series.of([spoilt(document, words) for document in documents()[:2]])
    with opened(browser, put(tmp_path, quiet(found_in(hostile)))) as go:
        for path in ("index.html", "actions.html", "attendance.html", KINDS[-3]):
            if (tmp_path / path).exists():
                page = go(path)
                assert page.locator("img").count() == 0
                page.set_viewport_size({"width": 360, "height": 800})
                assert page.evaluate("document.documentElement.scrollWidth") == 360, path
        page = go("search.html#q=alert(1)")
        assert page.locator("#results > li").count() > 0
        assert "<img src=x onerror=alert(1)>" in page.locator("#results > li a").first.inner_text()
        assert page.locator("#results img, #results script").count() == 0


def test_a_large_heat_map_scrolls_in_its_box(browser: Browser, tmp_path: Path) -> None:
    first = datetime.date(2024, 1, 10)
    meetings = tuple(
        AttendanceMeeting(id=f"x/{at}", date=first + datetime.timedelta(30 * at), has_attendance=True)
        for at in range(40)
    )
    presences = tuple(Presence(meeting=one.id, status="present", note=None, quote=None) for one in meetings)
    rows = tuple(
        AttendanceRow(
            person=f"p-{at}", name=f"Bartholomew Featherstonehaugh {at}", presences=presences, present=40, apologies=0
        )
        for at in range(60)
    )
    empty = Findings.of(Series.of(()))
    large = AttendanceMatrix(board=None, meetings=meetings, rows=rows)
    site = site_of(Findings(empty.series, empty.people, empty.ledger, large, empty.questions, empty.audit))
    with opened(browser, put(tmp_path, site), viewport={"width": 360, "height": 800}) as go:
        page = go("attendance.html")
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        box, name = page.locator(".scroll.wide"), page.locator(".heat tbody th").first
        assert box.evaluate("(one) => one.scrollWidth") > 1000
        box.evaluate("(one) => { one.scrollLeft = 700; }")
        assert name.evaluate("(one) => one.getBoundingClientRect().left") < 40  # the names stay where they are
        box.focus()
        assert box.evaluate("(one) => document.activeElement === one")


def test_on_paper_there_are_no_menus_and_nothing_is_cut(browser: Browser, folder: Path) -> None:
    with opened(browser, folder, color_scheme="dark") as go:
        page = go("actions.html")
        page.emulate_media(media="print")
        for aside in ("nav", "form"):
            assert not page.locator(aside).first.is_visible()
        assert page.locator("#ledger .entry").first.is_visible()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
