"""The promises, held for any text and for any minutes-like document."""

from __future__ import annotations

import copy
import io
import pickle
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel

from dresses import DRESSES, Dress
from generated import minutes
from spcb_minutes import (
    Action,
    Attendance,
    Decision,
    Document,
    ListEntry,
    Meeting,
    Minutes,
    MinutesError,
    Notice,
    Paragraph,
    Question,
    Span,
    facts,
    parse,
    read,
    trace,
)
from spcb_minutes.models import Evidence, Standing
from spcb_minutes.words import printed
from strategies import any_text, drafts, minutes_like

EXAMPLES = sorted(
    p for p in (Path(__file__).parents[1] / "examples").iterdir() if p.suffix in (".txt", ".md") and p.stem != "README"
)
texts = st.one_of(any_text(), minutes_like, drafts().map(lambda d: d.text))


# ---------------------------------------------------------------- what must hold of every document


def models(model: BaseModel) -> Iterator[BaseModel]:
    """A model and all below it."""
    yield model
    for name in type(model).model_fields:
        value = getattr(model, name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, BaseModel):
                yield from models(one)


def assert_whole(document: Document) -> None:
    """Everything that promise 1 says of a document and its trace."""
    assert_tiled(document)
    assert_words_come_back(document)
    assert_spans_stand_in_order(document)


def assert_tiled(document: Document) -> None:
    text = document.source.text
    position = 0
    furniture = [(f.span.start, f.span.end) for f in document.furniture if f.span]
    for stretch in trace(document):
        assert stretch.start == position, f"a gap or an overlap at {position}: {stretch}"
        assert stretch.end > stretch.start
        position = stretch.end
        words = text[stretch.start : stretch.end]
        if stretch.kind == "trivia":
            assert stretch.owner is None
            aside = any(start <= stretch.start and stretch.end <= end for start, end in furniture)
            assert aside or not printed(words).split(), f"lost: {words!r} at {stretch.start}"
            continue
        assert isinstance(stretch.owner, Standing), f"nobody owns {words!r}"
        span = stretch.owner.span
        assert span.start <= stretch.start, f"{words!r} is outside {stretch.owner!r}"
        assert stretch.end <= span.end, f"{words!r} is outside {stretch.owner!r}"
    assert position == len(text)


def assert_words_come_back(document: Document) -> None:
    """Text stretches of a block, joined and folded, are its words."""
    text = document.source.text
    stretches = trace(document)
    said: dict[int, list[str]] = {}
    for stretch in stretches:
        owner = stretch.owner
        label = stretch.kind == "mark" and any(c.isalnum() for c in text[stretch.start : stretch.end])
        for key in list(said):
            if stretch.kind == "trivia" or label or (stretch.kind == "text" and id(owner) != key):
                said[key].append(" ")
        if stretch.kind == "text" and isinstance(owner, (Paragraph, ListEntry, Question, Action, Decision, Notice)):
            held = owner.pieces or (owner.span,)
            if any(p.start <= stretch.start and stretch.end <= p.end for p in held):
                said.setdefault(id(owner), []).append(text[stretch.start : stretch.end])
    for model in models(document):
        if isinstance(model, (Paragraph, ListEntry, Question, Action, Decision, Notice)):
            assert " ".join(printed("".join(said.get(id(model), []))).split()) == model.text


def assert_spans_stand_in_order(document: Document) -> None:
    text = document.source.text
    for model in models(document):
        if isinstance(model, Span):
            assert 0 <= model.start <= model.end <= len(text)
            assert model.line == text.count("\n", 0, model.start) + 1
            pages = document.source.pages
            assert model.page == (sum(p <= model.start for p in pages) or None)
        if isinstance(model, Evidence):
            assert printed(text[model.span.start : model.span.end]).strip(), f"nothing stands for {model!r}"
        if isinstance(model, Standing):
            if not isinstance(model, Meeting | Attendance):
                assert model.span.start < model.span.end, f"{model!r} stands nowhere"
            assert_ordered(model.pieces)
            for piece in model.pieces:
                assert within(piece, model.span)
            for name in type(model).model_fields:
                value = getattr(model, name)
                for one in value if isinstance(value, tuple) else (value,):
                    if isinstance(one, Standing) and one.span.start < one.span.end:
                        assert within(one.span, model.span), f"{one!r} is outside its parent {model!r}"
        for name in ("parts", "items", "blocks", "entries", "answer", "preamble", "notices", "other", "furniture"):
            children = getattr(model, name, ())
            assert_ordered([child.span for child in children])


def within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def assert_ordered(spans: Sequence[Span]) -> None:
    for one, two in pairwise(spans):
        assert one.end <= two.start, f"{one!r} overlaps {two!r}"


# ---------------------------------------------------------------- 1, 2, 5: any text


@given(any_text())
@example("")
@example("\n\n")
def test_nothing_of_any_text_is_lost(text: str) -> None:
    assert_whole(parse(text))


@given(minutes_like)
def test_nothing_of_lines_in_any_order_is_lost(text: str) -> None:
    assert_whole(parse(text))


@given(minutes(), st.sampled_from(DRESSES))
def test_nothing_of_minutes_is_lost(model: Minutes, dress: Dress) -> None:
    document = parse(dress.print(model).text)
    assert_whole(document)
    assert [item.number for item in document.minutes[0].items] == [item.number for item in model.items]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_nothing_of_the_examples_is_lost(path: Path) -> None:
    assert_whole(read(path))


@given(texts)
def test_strict_raises_for_errors_and_nothing_else(text: str) -> None:
    document = parse(text)
    errors = any(d.severity == "error" for d in document.diagnostics)
    try:
        again = parse(text, strict=True)
    except MinutesError:
        assert errors
    else:
        assert not errors
        assert again == document


@given(
    st.one_of(
        st.binary(max_size=200),
        texts.map(lambda t: t.encode("utf-8", "surrogatepass")),
        texts.map(lambda t: t.encode("utf-16", "replace")),
    )
)
def test_any_bytes_give_a_document_or_one_clear_error(data: bytes) -> None:
    said = ""
    document = None
    try:
        document = read(io.BytesIO(data))
    except MinutesError as error:
        said = str(error)
    assert document is not None or said
    if document is not None:
        assert_tiled(document)


@given(texts)
def test_a_document_comes_back_from_json_pickle_and_copies(text: str) -> None:
    document = parse(text)
    back = Document.model_validate_json(document.model_dump_json())
    assert back == document
    assert facts(back) == facts(document)
    assert pickle.loads(pickle.dumps(document)) == document
    assert copy.deepcopy(document) == document
    assert document.model_copy() == document


@given(texts)
def test_reading_the_text_of_a_source_again_gives_the_same(text: str) -> None:
    document = parse(text)
    again = parse(document.source.text)
    assert facts(again) == facts(document)
    assert again.parts == document.parts or again.source.sha256 != document.source.sha256


# ---------------------------------------------------------------- 3, 4: damage and dress; for minutes, see test_damage


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
@pytest.mark.parametrize(
    "change", [("\n", "\r\n"), ("'", "’"), (" \n", "\n"), ("\n", " \n"), ("• ", "\uf0b7 ")], ids=repr
)
def test_dress_changes_no_fact_of_the_examples(path: Path, change: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    assert facts(parse(text.replace(*change))) == facts(parse(text))
