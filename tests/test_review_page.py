"""The review page: read back by a parser of HTML5, and used in a real browser by mouse, by keyboard, without script."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from playwright.sync_api import Browser, Page, expect
from pydantic import BaseModel
from selectolax.lexbor import LexborHTMLParser, LexborNode

from exported import EXAMPLES, HOSTILE, LONE, examples, odd, spoilt
from generated import agendas, minutes
from spcb_minutes import (
    Attendance,
    Diagnostic,
    Document,
    Furniture,
    Link,
    Meeting,
    ReplacedCharactersWarning,
    Source,
    Span,
    parse,
)
from spcb_minutes.exports.html import KINDS, to_html
from spcb_minutes.models import Standing
from strategies import any_text, minutes_like
from test_dresses import samples

IDS = [path.name for path in EXAMPLES]
AT = dict(zip(IDS, range(len(IDS)), strict=True))


@cache
def page_of(at: int) -> str:
    """The page of an example."""
    return to_html(examples()[at])


@cache
def tree_of(at: int) -> LexborHTMLParser:
    return LexborHTMLParser(page_of(at))


def example(name: str) -> Document:
    return examples()[AT[name]]


def tree(document: Document) -> LexborHTMLParser:
    """The page as a parser of HTML5 reads it; what it could not hold is not what the test is about."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReplacedCharactersWarning)
        return LexborHTMLParser(to_html(document))


def source_text(page: LexborHTMLParser) -> str:
    lines = page.css_first(".lines")
    return lines.text(deep=True) if lines else ""


def the(page: LexborHTMLParser, selector: str | None) -> LexborNode:
    """The first element of this kind, which has to be there."""
    found = page.css_first(selector or "")
    assert found is not None, selector
    return found


def attributes(page: LexborHTMLParser, name: str) -> list[str]:
    return [node.attributes[name] or "" for node in page.css(f"[{name}]")]


def held(text: str) -> str:
    """What HTML holds of a text: U+FFFD for controls that are no blanks, noncharacters and half pairs."""
    return "".join(
        "\ufffd"
        if (unicodedata.category(one) in ("Cc", "Cs") and one not in "\t\n\f\r")
        or 0xFDD0 <= ord(one) <= 0xFDEF
        or ord(one) & 0xFFFE == 0xFFFE
        else one
        for one in text
    )


def standing(model: Any) -> Iterator[Any]:
    """Every model in a document that stands in its text."""
    if isinstance(model, Standing) or (isinstance(model, Diagnostic | Furniture) and model.span):
        yield model
    for name in type(model).model_fields:
        value = getattr(model, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, BaseModel) and not isinstance(one, Source | Span):
                yield from standing(one)


def made(part: Any) -> Document:
    """A document made by hand around a part: its places are not those of the text."""
    return parse("").model_copy(update={"parts": (part,), "diagnostics": ()})


@cache
def by_hand() -> tuple[Document, ...]:
    return tuple(made(part) for part in (*samples(minutes(), 25), *samples(agendas(), 10)))


def whole(page: LexborHTMLParser) -> None:
    """No id stands twice, no link leads nowhere, and each passage has its place in the source and its entry."""
    ids = Counter(attributes(page, "id"))
    assert [one for one, times in ids.items() if times > 1] == []
    inward = [to for to in attributes(page, "href") if to.startswith("#")]
    assert [to for to in inward if to[1:] not in ids] == []
    assert {one[1:] for one in ids if re.fullmatch(r"r\d+", one)} == {
        one[1:] for one in ids if re.fullmatch(r"s\d+", one)
    }
    assert [to for to in attributes(page, "aria-labelledby") if to not in ids] == []
    for run in page.css("a[data-in]"):
        assert run.attributes["href"] == f"#r{(run.attributes['data-in'] or '').split()[-1]}"


# ---------------------------------------------------------------- the page as it is written


@pytest.mark.parametrize("at", range(len(EXAMPLES)), ids=IDS)
def test_the_page_of_an_example_is_whole(at: int) -> None:
    whole(tree_of(at))


def test_the_page_of_an_odd_document_is_whole() -> None:
    for document in (*odd(), *by_hand()):
        page = tree(document)
        whole(page)
        assert source_text(page) == document.source.text


@pytest.mark.parametrize("at", range(len(EXAMPLES)), ids=IDS)
def test_the_source_stands_there_as_it_is(at: int) -> None:
    assert source_text(tree_of(at)) == examples()[at].source.text


@settings(max_examples=60, deadline=None)
@given(any_text())
def test_any_source_stands_there_as_it_is(text: str) -> None:
    document = parse(text)
    page = tree(document)
    assert source_text(page) == held(document.source.text)
    whole(page)


@settings(max_examples=40, deadline=None)
@given(minutes_like)
def test_any_minutes_are_whole(text: str) -> None:
    document = parse(text)
    page = tree(document)
    assert source_text(page) == document.source.text
    whole(page)


def test_lines_and_pages_are_those_of_the_document() -> None:
    document = example("harbour-2024-09-10.pdf")
    page = tree_of(AT["harbour-2024-09-10.pdf"])
    lines = page.css(".lines > .line")
    assert [line.text(deep=True) for line in lines] == re.findall(r".*\n|.+", document.source.text)
    assert [line.attributes["data-line"] for line in lines] == [str(at) for at in range(1, len(lines) + 1)]
    places = places_of(page)
    assert len(document.source.pages) > 1
    assert [places[f"page-{at}"] for at in range(1, len(document.source.pages) + 1)] == list(document.source.pages)


def places_of(page: LexborHTMLParser) -> dict[str, int]:
    """The offset in the source of everything there that has an id."""
    found: dict[str, int] = {}
    offset = 0
    lines = page.css_first(".lines")
    for node in lines.traverse(include_text=True) if lines else ():
        if node.is_text_node:
            offset += len(node.text_content or "")
        elif node.id:
            found[node.id] = offset
    return found


def first_words(model: Any) -> tuple[int, str]:
    """Where a model begins, and something that its entry says."""
    start = model.span.start
    if isinstance(model, Meeting) and model.evidence:
        start = min(one.span.start for one in model.evidence)
    names = ("message",) if isinstance(model, Diagnostic) else ("title", "name", "number", "text")
    return start, next((str(said) for name in names if (said := getattr(model, name, None))), "")


@pytest.mark.parametrize("at", range(len(EXAMPLES)), ids=IDS)
def test_every_model_has_its_place_and_its_entry(at: int) -> None:
    page = tree_of(at)
    entries = {node.id: node.text(deep=True) for node in page.css("[data-at]")}
    there: dict[int, list[str]] = {}
    for name, offset in places_of(page).items():
        if name.startswith("s"):
            there.setdefault(offset, []).append(entries[f"r{name[1:]}"])
    missing = []
    for model in standing(examples()[at]):
        start, words = first_words(model)
        if isinstance(model, Attendance) and not (model.present or model.apologies or model.others):
            continue
        if not any(words in entry for entry in there.get(start, ())):
            missing.append(model)
    assert missing == []


@pytest.mark.parametrize("at", range(len(EXAMPLES)), ids=IDS)
def test_every_value_with_evidence_has_its_place(at: int) -> None:
    page = tree_of(at)
    taken = {offset for name, offset in places_of(page).items() if name.startswith("s")}
    fields: Counter[str] = Counter()
    for model in standing(examples()[at]):
        for one in getattr(model, "evidence", ()):
            assert one.span.start in taken or one.field in ("date", "links"), one  # a second stretch of a value
            fields[one.field] += 1
    assert fields["number"] >= 7


@pytest.mark.parametrize("at", range(len(EXAMPLES)), ids=IDS)
def test_plain_links_lead_there_and_back(at: int) -> None:
    """Of both sides; but a list has no link of its own, and what is all values is linked by these."""
    page = tree_of(at)
    for entry in page.css("[data-at]"):
        links = [link.attributes["href"] for link in (entry, *entry.css("a")) if link.tag == "a"]
        if entry.tag != "ul":
            assert f"#s{entry.attributes['data-at']}" in links
    text = examples()[at].source.text
    linked = sum(len(run.text(deep=True)) for run in page.css(".lines a[data-in]"))
    outside = sum(
        len("".join(node.text_content.split()))
        for line in page.css(".line")
        for node in line.iter(include_text=True)
        if node.is_text_node and node.text_content
    )
    parts = examples()[at].parts
    if parts[0].span.start == 0 and len(parts) == 1:
        assert outside == 0
    assert linked > 0.7 * len(text)


def runs_with(page: LexborHTMLParser, words: str) -> list[LexborNode]:
    return [run for run in page.css(".lines a[data-in]") if words in run.text(deep=True)]


def entries_of(page: LexborHTMLParser, run: LexborNode) -> list[str]:
    """What the entries say of all passages that hold a run, the widest first."""
    numbers = (run.attributes["data-in"] or "").split()
    return [the(page, f"#r{number}").text(deep=True) for number in numbers]


def test_overlapping_passages_share_their_words() -> None:
    page = tree_of(AT["harbour-2024-09-10.docx"])
    (presenter,) = runs_with(page, "Joan Larkin")
    part, item, paragraph, person, name = entries_of(page, presenter)
    assert part.startswith("Minutes, Harbour Safety and Licensing Board")
    assert item.startswith("085/24 Lights in the Outer Harbour")
    assert paragraph.startswith("Chief Engineer Joan Larkin presented the report.")
    assert person.startswith("Joan Larkin, Chief Engineer")
    assert name == "Joan Larkin"
    (due,) = runs_with(page, "27 September 2024")
    question, action, date = entries_of(page, due)[2:]
    assert question.startswith("Question 1 What becomes of the fishing nets")
    assert action.startswith("Action HM to send the rota")
    assert date == "27 September 2024"
    assert (due.attributes["class"] or "").split() == ["action", "meeting"]


def test_every_kind_is_shown_and_told_by_more_than_colour() -> None:
    shown: set[str] = set()
    for at in range(len(EXAMPLES)):
        page = tree_of(at)
        for run in page.css(".lines a[data-in]"):
            shown |= set((run.attributes.get("class") or "").split())
        for sign in page.css(".lines .sign"):
            assert sign.attributes["data-sign"]
    named = {name for name, kind in KINDS.items() if kind.about}
    assert shown - {"sign"} == named
    key = the(tree_of(0), ".key").text(deep=True)
    assert [kind.name for name, kind in KINDS.items() if kind.about and kind.name not in key] == []


def test_what_does_not_add_up_is_marked_in_place_and_explained() -> None:
    page = tree_of(AT["harbour-pack-2024-05.txt"])
    (flag,) = page.css(".lines a.sign.doubt")
    assert (flag.attributes["data-sign"], flag.parent.id if flag.parent else None) == ("M104", "L211")
    told = the(page, flag.attributes["href"]).text(deep=True)
    assert "M104 warning 060/24 cannot follow 066/24" in told
    assert "Compare with the published notes." in told
    assert "Character recognition takes 9 for 3" in told
    assert "line 211" in told


def test_the_lists_hold_every_action_and_question() -> None:
    for at, document in enumerate(examples()):
        actions = [action.text for part in document.minutes for action in part.actions]
        questions = [question.text for part in document.minutes for question in part.questions]
        for name, texts in (("actions", actions), ("questions", questions)):
            links = tree_of(at).css(f"#{name} li > a")
            assert [link.text(deep=True) for link in links] == texts
            for link, text in zip(links, texts, strict=True):
                assert text in the(tree_of(at), link.attributes["href"]).text(deep=True)


def test_headings_are_in_order() -> None:
    for at in range(len(EXAMPLES)):
        levels = [int((node.tag or "")[1]) for node in tree_of(at).css("h1, h2, h3, h4")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_page_asks_for_nothing() -> None:
    for at in range(len(EXAMPLES)):
        page, text = tree_of(at), page_of(at)
        assert attributes(page, "src") == []
        assert [node.attributes["href"] for node in page.css("link")] == ["data:,"]
        (style,) = page.css("style")
        assert not re.search(r"url\(|@import|https?:", style.text(deep=True))
        (policy,) = [
            node.attributes["content"] or ""
            for node in page.css("meta[http-equiv]")
            if node.attributes["http-equiv"] == "Content-Security-Policy"
        ]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        scripts = [node for node in page.css("script") if "type" not in node.attributes]
        for node, rule in ((style, "style-src"), *[(node, "script-src") for node in scripts]):
            digest = base64.b64encode(hashlib.sha256(node.text(deep=True).encode()).digest()).decode()
            assert f"{rule} 'sha256-{digest}'" in policy
        assert text == to_html(examples()[at])


# ---------------------------------------------------------------- hostile words


TAGS = {
    "html", "head", "meta", "link", "title", "style", "script", "body", "a", "header", "h1", "p", "bdi", "nav", "ul",
    "li", "small", "main", "section", "details", "summary", "h2", "ol", "div", "h3", "dl", "dt", "dd", "table",
    "caption", "thead", "tbody", "tr", "th", "td", "article", "h4", "span", "b", "label", "input", "code",
}  # fmt: skip


@pytest.mark.parametrize("words", [*HOSTILE, LONE, "javascript:alert(1)", '"><img src=x onerror=alert(1)>'])
def test_hostile_words_open_nothing(words: str) -> None:
    for document in (*examples(), *by_hand()[:4], *by_hand()[-2:]):
        page = tree(spoilt(document, words))
        assert {node.tag for node in page.css("*")} <= TAGS
        assert len(page.css("script")) == (2 if any(part.meeting.date for part in document.parts) else 1)
        assert not [name for node in page.css("*") for name in node.attributes if name.startswith("on")]
        assert not [to for to in attributes(page, "href") if not re.match(r"#|https?:|data:,$", to)]
        whole(page)
        assert source_text(page) == held(words)
        said = held(words)
        for title in page.css("#actions li > a, #questions li > a"):
            assert title.text(deep=True) == said


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stand_in_the_json_ld(words: str) -> None:
    document = spoilt(example("harbour-2024-09-10.docx"), words)
    (event,) = events(tree(document))
    assert event["organizer"]["name"] == json_held(words)
    assert event["attendee"][0]["jobTitle"] == json_held(words)


def json_held(words: str) -> str:
    """JSON has escapes for C0, so that HTML need not hold them."""
    return "".join(one if one < " " else held(one) for one in words)


def test_half_a_pair_is_reported() -> None:
    document = spoilt(example("harbour-2024-09-10.txt"), LONE)
    with pytest.warns(ReplacedCharactersWarning, match=r"HTML cannot hold U\+D800"):
        page = to_html(document)
    assert page.encode()
    assert "half \ufffd a pair" in page


def test_an_address_is_a_link_only_where_it_is_one_of_the_web() -> None:
    text = "HARBOUR BOARD\n\nPlease note:\n\n- 1. See https://board.example/a here.\n\n041/24 Tides\n\nHigh.\n"
    document = parse(text)
    assert 'href="https://board.example/a"' in to_html(document)
    notice = document.minutes[0].notices[0]
    bad = notice.model_copy(update={"links": (Link(url="javascript:alert(1)", as_written="x"),)})
    part = document.minutes[0].model_copy(update={"notices": (bad,)})
    page = to_html(document.model_copy(update={"parts": (part,)}))
    assert 'href="javascript' not in page
    assert "javascript:alert(1)" in page


def test_passages_of_a_part_repeated_by_hand_stay_apart() -> None:
    part = example("harbour-2024-09-10.txt").parts[0]
    document = example("harbour-2024-09-10.txt").model_copy(update={"parts": (part, part)})
    whole(tree(document))


# ---------------------------------------------------------------- schema.org


def events(page: LexborHTMLParser) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for node in page.css('script[type="application/ld+json"]'):
        found += json.loads(node.text(deep=True))
    return found


def test_the_meeting_is_an_event() -> None:
    (event,) = events(tree_of(AT["harbour-2024-09-10.docx"]))
    attendee, items = event.pop("attendee"), event.pop("subEvent")
    assert event == {
        "@context": "https://schema.org",
        "@type": "Event",
        "identifier": "harbour-safety-and-licensing-board/2024-09-10/minutes",
        "name": "Harbour Safety and Licensing Board, 10 September 2024",
        "startDate": "2024-09-10T10:00:00",
        "endDate": "2024-09-10T12:40:00",
        "location": {"@type": "Place", "name": "Pilot Room (F1), Lantern House"},
        "organizer": {"@type": "Organization", "name": "Harbour Safety and Licensing Board"},
    }
    assert len(attendee) == 12
    assert attendee[1] == {
        "@type": "Person", "name": "Helen Okafor", "honorificPrefix": "Dr", "jobTitle": "Board Member",
    }  # fmt: skip
    assert [item["name"] for item in items][:2] == [
        "081/24 Apologies and Harbour Master Update",
        "082/24 Notes of the Last Meeting",
    ]


def test_a_pack_is_two_events_and_an_undated_meeting_is_none() -> None:
    agenda, notes = events(tree_of(AT["harbour-pack-2024-05.txt"]))
    assert agenda["startDate"] == "2024-05-28T10:00:00"
    assert agenda["subEvent"][1] == {
        "@type": "Event", "name": "2 Notes of the Last Meeting", "startDate": "2024-05-28T10:10:00",
    }  # fmt: skip
    assert notes["startDate"] == "2024-04-23T10:00:00"
    assert events(tree(parse("041/24 Tides\n\nHigh water was early.\n"))) == []


def test_a_meeting_past_midnight_ends_at_no_told_day() -> None:
    document = parse("HARBOUR BOARD\n\nTuesday 14 May 2024 at 7.00 pm\n\n041/24 Tides\n\nHigh water was early.\n")
    part = document.minutes[0]
    late = part.meeting.model_copy(update={"end": part.meeting.start.replace(hour=1)})  # type: ignore[union-attr]
    (event,) = events(tree(document.model_copy(update={"parts": (part.model_copy(update={"meeting": late}),)})))
    assert event["startDate"] == "2024-05-14T19:00:00"
    assert "endDate" not in event


# ---------------------------------------------------------------- long documents


def test_the_page_grows_in_step_with_the_text() -> None:
    text = example("harbour-2024-09-10.txt").source.text
    lengths = [len(to_html(parse(text * times))) for times in (5, 10, 20)]
    assert lengths[2] - lengths[1] < 2.1 * (lengths[1] - lengths[0])


def test_a_deep_list_is_a_page() -> None:
    text = "HARBOUR BOARD\n\n041/24 Tides\n\n" + "".join(f"{'  ' * at}- Tide {at} came.\n" for at in range(120))
    whole(tree(parse(text)))


# ---------------------------------------------------------------- in a browser


WIDE: Any = {"width": 1400, "height": 900}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made_folder = tmp_path_factory.mktemp("pages")
    for at, name in enumerate(IDS):
        (made_folder / f"{name}.html").write_text(page_of(at), encoding="utf-8")
    return made_folder


class Watched:
    """A page in the browser, with whatever it complained of or asked for."""

    def __init__(self, browser: Browser, path: Path, **options: Any) -> None:
        self.context = browser.new_context(reduced_motion="reduce", **{"viewport": WIDE, **options})
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.address = path.as_uri()
        self.page.goto(self.address)

    def __enter__(self) -> Page:
        return self.page

    def __exit__(self, *raised: object) -> None:
        if raised[0] is None:
            assert self.complaints == []
            assert [url for url in self.requests if url != self.address and not url.startswith("data:")] == []


@pytest.fixture(scope="module")
def shown(browser: Browser, folder: Path) -> Callable[[str], Watched]:
    """The page of an example, opened once; a test leaves it without marks."""
    return cache(lambda name: Watched(browser, folder / f"{name}.html"))


PAIRS = """() => {
  const over = (element) => element.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
  const runs = [...document.querySelectorAll(".lines [data-in]")], from = [], to = [];
  const marked = (within) => [...document.querySelectorAll(within)];
  runs.forEach((run, at) => {
    over(run);
    for (const one of marked("main .lit, main .within")) from.push(`${at} ${one.dataset.at}`);
    if (marked("main .lit").length !== 1 || !run.classList.contains("lit")) from.push(`${at} ?`);
  });
  for (const entry of document.querySelectorAll("main [data-at]")) {
    over(entry);
    if (marked("main .lit").length !== 1 || !entry.classList.contains("lit")) to.push(`? ${entry.dataset.at}`);
    runs.forEach((run, at) => { if (run.classList.contains("lit")) to.push(`${at} ${entry.dataset.at}`); });
  }
  over(document.body);
  return [from.sort(), to.sort(), marked(".lit, .within").length];
}"""


@pytest.mark.parametrize("name", IDS)
def test_both_sides_show_the_same(shown: Callable[[str], Watched], name: str) -> None:
    with shown(name) as page:
        of_runs, of_entries, left = page.evaluate(PAIRS)
        assert of_runs == of_entries
        assert len(of_runs) > 300
        assert left == 0
        held_by = Counter(number for run in attributes(tree_of(AT[name]), "data-in") for number in run.split())
        assert Counter(pair.split()[1] for pair in of_runs) == held_by


@pytest.mark.parametrize("name", IDS)
def test_a_click_brings_the_other_side_into_view(shown: Callable[[str], Watched], name: str) -> None:
    with shown(name) as page:
        entries = page.locator("main article :is(p, li)[data-at]")
        for at in (entries.count() - 1, 0):
            entry = entries.nth(at)
            number = entry.get_attribute("data-at")
            entry.click(position={"x": 2, "y": 6})
            expect(page.locator(f"#s{number}")).to_be_in_viewport()
            assert "lit" in (entry.get_attribute("class") or "").split()
        runs = page.locator(".lines a[data-in][href]")
        for at in (runs.count() - 1, 0):
            run = runs.nth(at)
            to = (run.get_attribute("href") or "")[1:]
            run.click()
            expect(page.locator(f"#{to}")).to_be_in_viewport()
            assert "lit" in (page.locator(f"#{to}").get_attribute("class") or "").split()
        page.keyboard.press("Escape")
        page.mouse.move(1, 1)
        assert page.locator(".lit, .within").count() == 0


def test_a_link_of_the_lists_brings_both_sides_into_view(shown: Callable[[str], Watched]) -> None:
    with shown("harbour-2024-09-10.docx") as page:
        link = page.locator("#actions a").nth(-2)  # the last one leads to its item
        to = (link.get_attribute("href") or "")[1:]
        expect(page.locator(f"#s{to[1:]}")).not_to_be_in_viewport()
        link.click()
        expect(page.locator(f"#{to}")).to_be_in_viewport()
        expect(page.locator(f"#s{to[1:]}")).to_be_in_viewport()


def test_the_pointer_shows_and_what_was_clicked_stays(shown: Callable[[str], Watched]) -> None:
    with shown("harbour-2024-09-10.docx") as page:
        owner = page.locator(".lines a.action.person").first
        owner.hover()
        assert page.locator("main .lit").inner_text() == "HM"
        owner.click()
        page.mouse.move(2, 2)
        assert page.locator("main .lit").inner_text() == "HM"
        assert page.locator("main .within").count() == 4  # the action, its question, the item and the minutes
        page.locator("main h2").last.hover()
        page.keyboard.press("Escape")
        assert page.locator(".lit, .within").count() == 0


REACHED = """() => {
  const { activeElement: at } = document;
  const own = at.dataset.at ?? at.dataset.in?.split(" ").at(-1);
  const lit = [...document.querySelectorAll("main .lit")].map((one) => one.dataset.at);
  const { left, top, bottom } = at.getBoundingClientRect();
  return [
    at.getAttribute("href") ?? at.tagName,
    getComputedStyle(at).outlineStyle !== "none" && left >= 0 && bottom > 0 && top < innerHeight,
    own === undefined || (lit.length === 1 && lit[0] === own),
  ];
}"""


def test_the_keyboard_reaches_both_sides_in_order(browser: Browser, folder: Path) -> None:
    with Watched(browser, folder / "millbrook-2024-06-05.md.html") as page:
        order = page.evaluate(
            """() => [...document.querySelectorAll("a[href], summary, input")]
                 .filter((one) => one.tabIndex >= 0 && one.checkVisibility())
                 .map((one) => one.getAttribute("href") ?? one.tagName)"""
        )
        reached = []
        for _ in range(45):
            page.keyboard.press("Tab")
            stop, *sound = page.evaluate(REACHED)
            assert sound == [True, True], stop
            reached.append(stop)
        assert reached[:4] == ["#record", "#source", "#record", "#source"]
        assert reached == order[:45]
        page.locator(".skip").last.press("Enter")
        reached = []
        for _ in range(20):
            page.keyboard.press("Tab")
            stop, *sound = page.evaluate(REACHED)
            assert sound == [True, True], stop
            reached.append(stop)
        assert reached == order[len(order) - order[::-1].index("SUMMARY") - 1 :][:20]
        assert len(set(reached)) == 20  # every passage is one stop, however many runs it has
        page.keyboard.press("Escape")
        assert page.locator(".lit, .within").count() == 0


@pytest.mark.parametrize("name", IDS)
def test_it_is_readable_without_script(browser: Browser, folder: Path, name: str) -> None:
    with Watched(browser, folder / f"{name}.html", java_script_enabled=False) as page:
        shown = page.locator("main").inner_text()
        for part in examples()[AT[name]].minutes:
            assert all(item.title in shown for item in part.items if item.title)
            assert all(person.name in shown for person in part.attendance.present)
        link = page.locator("main article .at").last
        there, run = page.locator(link.get_attribute("href") or ""), page.locator(".lines a[href]").last
        link.click()
        assert there.bounding_box()["y"] < WIDE["height"]  # type: ignore[index]
        back = page.locator(run.get_attribute("href") or "")
        run.click()
        assert 0 <= back.bounding_box()["y"] < WIDE["height"]  # type: ignore[index]


@pytest.mark.parametrize("name", IDS)
def test_nothing_reaches_beyond_the_edge(shown: Callable[[str], Watched], name: str) -> None:
    beyond = """(region) => {
      const { scrollWidth, clientWidth } = document.querySelector(region);
      return scrollWidth - clientWidth;
    }"""
    with shown(name) as page:
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        for width in (1400, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert [page.evaluate(beyond, region) for region in ("html", "main", "#source")] == [0, 0, 0]
            record, source = (page.evaluate(f"document.querySelector('{side}').getBoundingClientRect().left")
                              for side in ("main", "#source"))  # fmt: skip
            assert (record < source) == (width > 1000)
        page.set_viewport_size(WIDE)


CONTRAST = """() => {
  const numbers = (colour) => {
    const found = colour.match(/[\\d.]+/g).map(Number);
    const whole = colour.startsWith("color(") ? found.slice(0, 3).map((one) => one * 255) : found.slice(0, 3);
    return [...whole, found[3] ?? 1];
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((one) => one / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const over = (above, below) => below.map((one, at) => above[at] * above[3] + one * (1 - above[3]));
  const behind = (element) => {
    const own = numbers(getComputedStyle(element).backgroundColor);
    if (own[3] === 1) return own.slice(0, 3);
    return over(own, element.parentElement ? behind(element.parentElement) : [255, 0, 255]);
  };
  const low = [];
  let least = 21;
  const check = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo);
    if (pseudo && (style.content === "none" || style.content === "normal" || style.display === "none")) return;
    let ground = behind(element);
    if (pseudo) ground = over(numbers(style.backgroundColor), ground);
    const colours = [style.color];
    const underlined = style.textDecorationLine.includes("underline") && element.closest(".lines");
    if (underlined) colours.push(style.textDecorationColor);
    colours.forEach((colour, line) => {
      const [a, b] = [light(over(numbers(colour), ground)), light(ground)].sort((x, y) => y - x);
      const ratio = (a + 0.05) / (b + 0.05);
      if (!line) least = Math.min(least, ratio);
      if (ratio < (line ? 3 : 4.5)) low.push(`${element.className} ${pseudo ?? ""} ${line} ${ratio.toFixed(2)}`);
    });
  };
  for (const details of document.querySelectorAll("details")) details.open = true;
  for (const element of document.querySelectorAll("body *:not(script)")) {
    if ([...element.childNodes].some((one) => one.nodeType === 3 && one.data.trim())) check(element);
    check(element, "::before");
    check(element, "::after");
  }
  return [[...new Set(low)], least];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_has_enough_contrast(browser: Browser, folder: Path, scheme: Any) -> None:
    """WCAG 2.2: 4.5 to 1 for words (1.4.3), 3 to 1 for the lines that tell kinds apart (1.4.11)."""
    for name in ("harbour-2024-09-10.docx", "harbour-2024-03-12.txt", "millbrook-2024-06-05.md"):
        with Watched(browser, folder / f"{name}.html", color_scheme=scheme) as page:
            page.locator("main h4").first.hover()  # the marks under the pointer too
            low, least = page.evaluate(CONTRAST)
            assert low == []
            assert 4.5 <= least < 21
            ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
            assert (sum(map(int, re.findall(r"\d+", ground))) < 200) == (scheme == "dark")


def test_paper_shows_the_record_alone(browser: Browser, folder: Path) -> None:
    with Watched(browser, folder / "harbour-2024-09-10.docx.html", color_scheme="dark") as page:
        page.emulate_media(media="print")
        assert page.locator("main article").first.is_visible()
        assert "RESOLVED: That no mooring be let" in page.locator("main").inner_text()
        for aside in ("#source", "nav", ".at >> nth=0"):
            assert not page.locator(aside).is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == WIDE["width"]
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        page.locator("main h4").first.dispatch_event("mouseover")
        assert page.locator("main .lit").evaluate("(one) => getComputedStyle(one).outlineStyle") == "none"
        low, _ = page.evaluate(CONTRAST)
        assert low == []


def test_a_kind_can_be_hidden(shown: Callable[[str], Watched]) -> None:
    with shown("harbour-2024-09-10.docx") as page:
        page.evaluate("document.querySelector('.key').open = true")
        run, sign = page.locator(".lines a.question").first, page.locator(".lines .sign.question").first
        tint = "getComputedStyle(document.querySelector('.lines a.question')).backgroundColor"
        assert page.evaluate(tint) != "rgba(0, 0, 0, 0)"
        box = page.get_by_label("Question a question put to the meeting")
        box.uncheck()
        assert page.evaluate(tint) == "rgba(0, 0, 0, 0)"
        assert sign.evaluate("(one) => getComputedStyle(one).display") == "none"
        assert run.is_visible()
        box.check()


def test_values_and_doubts_have_underlines_of_their_own(shown: Callable[[str], Watched]) -> None:
    with shown("harbour-2024-03-12.txt") as page:
        style = "(one) => getComputedStyle(one).textDecorationLine + ' ' + getComputedStyle(one).textDecorationStyle"
        for kinds, line in (
            (".person:not(.doubt)", "underline dotted"),
            (".meeting:not(.doubt)", "underline dashed"),
            (".doubt.heading", "underline wavy"),
            (".doubt.action", "underline wavy"),
            (".aside", "line-through wavy"),  # a repeated number, which is a doubt too
        ):
            assert page.locator(f".lines a{kinds}").first.evaluate(style) == line


def test_an_address_with_a_place_opens_there(browser: Browser, folder: Path) -> None:
    path = folder / "harbour-2024-09-10.docx.html"
    number = (
        page_of(AT["harbour-2024-09-10.docx"]).partition("RESOLVED")[0].rpartition('data-at="')[2].partition('"')[0]
    )
    with Watched(browser, path) as page:
        page.goto(f"{path.as_uri()}#s{number}")
        expect(page.locator(f"#s{number}")).to_be_in_viewport()
        assert "RESOLVED: That no mooring" in page.locator("main .lit").inner_text()


def test_hostile_words_do_nothing_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    words = "".join(HOSTILE) + "<img src=x onerror=alert(1)>" + LONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReplacedCharactersWarning)
        path.write_bytes(to_html(spoilt(example("harbour-2024-09-10.docx"), words)).encode())
    with Watched(browser, path) as page:
        assert page.locator("img").count() == 0
        assert page.locator(".lines").evaluate("(one) => one.textContent") == held(words)
        assert page.evaluate("document.documentElement.scrollWidth") == WIDE["width"]


def test_the_script_listens_in_few_places() -> None:
    (script,) = [node.text(deep=True) for node in tree_of(0).css("script") if "type" not in node.attributes]
    assert len(re.findall(r"addEventListener", script)) < 10
