r"""Checks that a document still speaks of its source: hash, text, places, and the words at every place.

    document = from_json(Path("notes.json").read_text())
    verify(document, "notes.docx")     ->  ()
    a title changed by hand            ->  (Mismatch("parts[0].items[2].title", "the document says …", 37),)

1. Of what ``read`` gives, nothing is a mismatch with the file that was read.
2. What a document says is held against the words at its place, never against what this version would read there: so
   a document of another version that reads more or less holds as well.
3. What a document leaves out is no mismatch.
"""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, NamedTuple

from pydantic import BaseModel

from .errors import LimitExceededError, MinutesError
from .models import (
    Action,
    Agenda,
    AgendaItem,
    Attendance,
    Attendee,
    Commitment,
    Decision,
    Diagnostic,
    Document,
    Furniture,
    HeadCount,
    Item,
    ItemNumber,
    ListEntry,
    Meeting,
    Minutes,
    Notice,
    Paragraph,
    Person,
    Question,
    Source,
    Span,
    Standing,
)
from .parser import lex, pattern
from .people import count
from .sources import Limits, Places, from_text, load
from .values import read_date, read_time, read_times, slug
from .words import blanked, fold


class Mismatch(NamedTuple):
    """A field that does not speak of the source."""

    field: str
    """Which: "parts[0].items[2].title"."""
    message: str
    """What the document says, and what the source says."""
    line: int | None
    """The line of the source, from 1; None where it is about no line."""


def verify(
    document: Document, file: str | os.PathLike[str] | BinaryIO, *, limits: Limits | None = None
) -> tuple[Mismatch, ...]:
    """Every field of a document that does not speak of this file, first hash and text, then in document order.

    Empty where all holds. Where the text of the file is not the document's, the rest is held against the one of the two
    that it agrees with better, so that a contradiction inside the document is told as well. Raises a ``MinutesError``
    where the file cannot be read. What is not checked is in ``UNCHECKED``.
    """
    stated = document.source
    today, aside = _today(stated, file, limits or Limits())
    found = _Proof(document, today, today, aside).document()
    if stated.text != today.text:
        found = min(_Proof(document, stated, today, aside).document(), found, key=len)
    return (*_of_source(stated, today), *found)


UNCHECKED: Mapping[str, str] = MappingProxyType(
    {
        "schema_version": "from_json asks for it.",
        "source.name": "A file may be renamed.",
        "source.media_type": "Any text is plain text and Markdown alike; between other kinds of files it is checked.",
        "kind": "How words were understood: as a paragraph or a decision, as a footer or a number set aside.",
        "basis": "How an action was marked; only bold type without a sign of it in the source is told.",
        "attendance.span": "The attendance has no words of its own: its span may be wider than the people in it.",
        "diagnostics.code": "What a version thinks of the text, and not what the text says; so are the next four.",
        "diagnostics.name": "See diagnostics.code.",
        "diagnostics.severity": "See diagnostics.code.",
        "diagnostics.message": "See diagnostics.code.",
        "diagnostics.hint": "See diagnostics.code.",
        "diagnostics.span": "Any place in the text will do; its line and page are checked.",
    }
)
"""The fields that the source does not state, or not wholly, and why; ``docs/proof.md`` has the same list."""


# ---------------------------------------------------------------- the file, read today


class _Again:
    """A binary file that can be read from where it stood as often as it is needed."""

    def __init__(self, file: BinaryIO) -> None:
        self.name = getattr(file, "name", None)
        self._file = file
        self._seen = bytearray()
        self._at = 0

    def read(self, size: int) -> bytes | None:
        """The next bytes."""
        if self._at < len(self._seen):
            known = bytes(self._seen[self._at : self._at + size])
            self._at += len(known)
            return known
        more = self._file.read(size)
        if isinstance(more, bytes):
            self._seen += more
            self._at += len(more)
        return more

    def rewind(self) -> None:
        """Begin again where the file stood."""
        self._at = 0


def _today(
    stated: Source, file: str | os.PathLike[str] | BinaryIO, limits: Limits
) -> tuple[Source, tuple[Furniture, ...]]:
    """What the reader gives today: as the kind of file that the document names, else as what the file says it is."""
    again: Any = file if isinstance(file, str | os.PathLike) or not hasattr(file, "read") else _Again(file)

    def reading(media_type: str | None) -> tuple[Source, tuple[Furniture, ...]]:
        if isinstance(again, _Again):
            again.rewind()
        source, _, aside = load(again, media_type=media_type, limits=limits)
        return source, aside

    in_hand = stated.name is None and stated.media_type == "text/plain"
    try:
        source, aside = reading(stated.media_type)
    except LimitExceededError:
        raise
    except MinutesError:
        if in_hand and (spoken := _in_hand(again, limits)) is not None:
            return spoken, ()
        return reading(None)
    if source.text != stated.text:
        try:
            other, of_other = reading(None)
        except MinutesError:
            return source, aside
        if other.text == stated.text:
            return other, of_other
    return source, aside


def _in_hand(file: Any, limits: Limits) -> Source | None:
    """A text that was in hand, which may hold what no reader takes for text; None where these bytes are none."""
    try:
        if isinstance(file, _Again):
            file.rewind()
            data = file.read(limits.max_bytes + 1) or b""
        else:
            with Path(file).open("rb") as stream:
                data = stream.read(limits.max_bytes + 1)
        return from_text(data.decode("utf-8", errors="surrogatepass"), limits=limits)[0]
    except (OSError, UnicodeDecodeError):
        return None


# ---------------------------------------------------------------- what is compared

_ORDINAL = re.compile(r"\^\{(st|nd|rd|th)\}")


def _letters(folded: str) -> str:
    """The characters that count: all but blank space and signs of style, quotes, dashes and bullets in one form."""
    text = "".join(folded.split()).replace("*", "").replace("\\", "")
    return _ORDINAL.sub(r"\1", text) if "^" in text else text


def _said(text: str) -> str:
    """What of a value counts."""
    return _letters(fold(text))


def _spoken(folded: str) -> str:
    """The words of a stretch, one blank between them, without signs of style."""
    text = folded.replace("*", "").replace("\\", "")
    return " ".join((_ORDINAL.sub(r"\1", text) if "^" in text else text).split())


def _is_capital(word: str) -> bool:
    """Whether a word is in capitals, as far as surnames are: "QUILL", "McLEOD", "O'DELL"."""
    return sum(c.isupper() for c in word) > sum(c.islower() for c in word) or len(word) == 1


def _same_name(name: str, words: str) -> bool:
    """Whether a name is that of some words, in which a surname may stand in capitals; signs between them are none."""
    written = _spoken(words)
    if not _NAME.search(name):
        return _said(name) == _letters(words)
    return any(
        len(said) == len(there) and all(map(_same_word, said, there))
        for dash in ("-", " ")
        for said, there in [[_NAME.findall(one.replace(" - ", dash)) for one in (_spoken(fold(name)), written)]]
    )


def _same_word(said: str, there: str) -> bool:
    return said == there or (said[:1] == there[:1] and _is_capital(there) and said.casefold() == there.casefold())


_NAME = re.compile(r"\w+(?:['.&-]+\w+)*")


def _numbers(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _has_letters(text: str) -> bool:
    return any(c.isalnum() for c in text)


def _shown(said: str, there: str) -> str:
    """What the document says and the source says, both from shortly before the place where they part."""
    first, second = " ".join(said.split()), " ".join(there.split())
    same = _common(first, second)
    begin = max(same - _BEFORE, 0) if same > _BEFORE + _AFTER else 0
    return f"the document says {_cut(first, begin)}, the source {_cut(second, begin)}"


_BEFORE, _AFTER = 20, 50


def _common(one: str, two: str) -> int:
    """How many characters two texts begin with together."""
    return next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


def _cut(text: str, begin: int) -> str:
    if not text:
        return "nothing"
    end = begin + _BEFORE + _AFTER
    shown = ("…" if begin else "") + text[begin:end] + ("…" if end < len(text) else "")
    return f"“{''.join(c if c.isprintable() else ascii(c)[1:-1] for c in shown)}”"


# ---------------------------------------------------------------- the source


def _of_source(stated: Source, today: Source) -> Iterator[Mismatch]:
    """Hash, kind of file, text and pages, as far as they are not those of the file today."""
    if stated.sha256 != today.sha256:
        hashes = f"{stated.sha256[:_HASH]}…, this one has {today.sha256[:_HASH]}…"
        yield Mismatch("source.sha256", f"the document is of a file with the hash {hashes}", None)
    if stated.media_type != today.media_type:
        said = f"the document says {_cut(stated.media_type, 0)}, the file is {today.media_type}"
        yield Mismatch("source.media_type", said, None)
    if stated.text != today.text:
        line, said, there = _first_difference(stated.text, today.text)
        yield Mismatch("source.text", f"line {line} is the first that differs: {_shown(said, there)}", line)
    elif stated.pages != today.pages:
        pairs = enumerate(zip(stated.pages, today.pages, strict=False))
        at = next((f"[{i}]" for i, (one, two) in pairs if one != two), "")
        yield Mismatch(f"source.pages{at}", "the pages of the file do not begin there", None)


_HASH = 16
"""How much of a hash is shown."""


def _first_difference(stated: str, today: str) -> tuple[int, str, str]:
    """The first line that differs, from 1, and what it is in both."""
    at = _common(stated, today)
    begin = stated.rfind("\n", 0, at) + 1
    line = stated.count("\n", 0, begin) + 1
    return line, stated[begin:].split("\n", 1)[0], today[begin:].split("\n", 1)[0]


# ---------------------------------------------------------------- the walk


class _Wrong(NamedTuple):
    """What is wrong with a field, and with which of its values where it has several."""

    message: str
    below: str = ""


_Rule = Callable[["_Proof", Any, str], _Wrong | None]


class _Proof:
    """One document held against a text."""

    def __init__(self, document: Document, source: Source, today: Source, aside: Sequence[Furniture]) -> None:
        """``source`` is what the document is held against: its own, or what the reader gives today."""
        self.found: list[Mismatch] = []
        self._document = document
        self._aside = aside
        self._text = source.text
        self._places = Places(source.text, source.pages)
        folded = fold(source.text)
        self.is_record = pattern("DECLARED").match(folded) is not None
        """Whether the text says of each line what it is."""
        self._folded = blanked(folded, list(_set_aside(document, folded)))
        self._days: list[datetime.date] = []
        self._hashes = tuple(dict.fromkeys((document.source.sha256, today.sha256)))
        self._ids: dict[str, int] = {}
        self._part_ids: list[str] = []
        self._stated_id = ""
        self._numbers: dict[ItemNumber, int] = {}

    def _tell(self, field: str, message: str, span: Span | None = None) -> None:
        line = None
        if span is not None and span.start <= len(self._text):
            line = self._places.span(span.start, span.start)["line"]
        self.found.append(Mismatch(field, message, line))

    # ------------------------------------------------------------ models

    def document(self) -> list[Mismatch]:
        """What does not hold of everything below the source."""
        document = self._document
        for i, part in enumerate(document.parts):
            if part.meeting.date:
                self._days.insert(0, part.meeting.date)
            self._open_part(part)
            self._standing(part, f"parts[{i}]")
        self._in_order(document.parts, "parts")
        self._several(document.other, "other")
        for i, one in enumerate(document.furniture):
            self._furniture(one, f"furniture[{i}]")
        for i, diagnostic in enumerate(document.diagnostics):
            self._diagnostic(diagnostic, f"diagnostics[{i}]")
        return self.found

    def _several(self, models: Sequence[Standing], path: str) -> None:
        for i, one in enumerate(models):
            self._standing(one, f"{path}[{i}]")
        if path.rpartition(".")[2] in _ORDERED:
            self._in_order(models, path)

    def _standing(self, model: Standing, path: str) -> None:
        """A model that stands in the text, and all below it."""
        first = len(self.found)
        self._own_places(model, path)
        at = len(self.found)
        rules = _rules(type(model))
        for name, rule in rules:
            value = getattr(model, name)
            if rule is None:
                if isinstance(value, tuple):
                    self._several(value, f"{path}.{name}")
                elif isinstance(value, Standing):
                    self._standing(value, f"{path}.{name}")
            elif value is not None and value != ():
                wrong = rule(self, model, name)
                if wrong is not None:
                    spans = _evidence(model, name)
                    self._tell(f"{path}.{name}{wrong.below}", wrong.message, spans[0] if spans else model.span)
        if isinstance(model, Attendance):
            self._once(model, path)
        self._id(model, path, at)
        self._holds(model, path, first)

    def _once(self, attendance: Attendance, path: str) -> None:
        """The words that name somebody as present do not send apologies as well."""
        present = {one.span for one in attendance.present}
        for i, one in enumerate(attendance.apologies):
            if one.span in present:
                self._tell(f"{path}.apologies[{i}]", "the same words stand for somebody who was present", one.span)

    # ------------------------------------------------------------ places

    def _place(self, span: Span, path: str) -> bool:
        """Whether a place is one of this text; its line and page are those of its first character."""
        length = len(self._text)
        if span.end > length or span.start > span.end:
            which = "start" if span.start > length else "end"
            why = f"the text has {length} characters" if span.end > length else f"it begins at {span.start}"
            self._tell(f"{path}.{which}", f"the document says {getattr(span, which)}, {why}")
            return False
        there = self._places.span(span.start, span.end)
        for name in ("line", "page"):
            said = getattr(span, name)
            if said != there[name]:
                self._tell(
                    f"{path}.{name}",
                    f"the document says {name} {said}, character {span.start} is on {name} {there[name]}",
                    span,
                )
                return False
        return True

    def _words_at(self, span: Span, path: str, *, lead: bool = False, tail: bool = False) -> bool:
        """Whether it is a place of this text that begins and ends with no blank, but where it may."""
        if not self._place(span, path):
            return False
        words = self._text[span.start : span.end]
        if words and words[0].isspace() and not lead:
            self._tell(f"{path}.start", f"the document says {span.start}, there is a blank", span)
        elif words and words[-1].isspace() and not tail:
            self._tell(f"{path}.end", f"the document says {span.end}, there is a blank before it", span)
        else:
            return True
        return False

    def _own_places(self, model: Standing, path: str) -> None:
        sound = self._words_at(
            model.span,
            f"{path}.span",
            lead=isinstance(model, Minutes | Agenda | Item),
            tail=isinstance(model, Meeting),
        )
        end = model.span.start
        for i, piece in enumerate(model.pieces):
            sound = self._words_at(piece, f"{path}.pieces[{i}]") and sound
            if sound and not (end <= piece.start and piece.end <= model.span.end):
                self._tell(f"{path}.pieces[{i}]", "it is not inside the span, behind the piece before it", piece)
            elif sound and i and _in_an_item(model, path) and _has_letters(self.between(end, piece.start)):
                self._tell(f"{path}.pieces[{i}]", "words stand before it that are left out", piece)
            end = piece.end
        for i, evidence in enumerate(model.evidence):
            if evidence.field not in _known_fields():
                self._tell(f"{path}.evidence[{i}].field", f"there is no field {evidence.field!r}", evidence.span)
            is_clock = evidence.field in ("start", "end")
            is_link = evidence.field == "links"
            place = f"{path}.evidence[{i}].span"
            if not self._words_at(evidence.span, place, lead=is_link, tail=is_clock) or not sound:
                sound = False
                continue
            if evidence.field not in _ELSEWHERE and not _inside(evidence.span, model.span):
                self._tell(f"{path}.evidence[{i}].span", "it is not inside the span of its model", evidence.span)
                sound = False
        told = isinstance(model, _FILLED) and bool(model.pieces)
        if sound and told and _has_letters(self.between(_last(model), model.span.end)):
            self._tell(f"{path}.span.end", "it is behind words that are not of this model", model.span)
        if sound and isinstance(model, Meeting) and model.evidence:  # it has no words of its own
            if model.span.start < min(one.span.start for one in model.evidence):
                self._tell(f"{path}.span.start", "nothing of the meeting stands there", model.span)
            elif model.span.end > max(one.span.end for one in model.evidence):
                self._tell(f"{path}.span.end", "nothing of the meeting stands before it", model.span)

    def _holds(self, model: Standing, path: str, first: int) -> None:
        """Whether a model holds those below it. Where they speak of the source, its own span is at fault."""
        for name, rule in _rules(type(model)):
            value = getattr(model, name) if rule is None else ()
            for i, one in enumerate(value if isinstance(value, tuple) else (value,)):
                if one is None or one.span.start == one.span.end or _inside(one.span, model.span):
                    continue
                below = f"{name}[{i}]" if isinstance(value, tuple) else name
                if any(f.field.startswith(f"{path}.{below}.") for f in self.found[first:]):
                    continue
                which = "start" if one.span.start < model.span.start else "end"
                self.found.insert(
                    first, Mismatch(f"{path}.span.{which}", f"{below} stands outside of it", one.span.line)
                )
                return

    def _in_order(self, models: Sequence[Standing], path: str) -> None:
        """Whether models stand one after the other; of two that overlap the one is at fault that reaches too far."""
        for i, (one, two) in enumerate(pairwise(models)):
            if two.span.start >= one.span.end:
                continue
            if _last(one) <= two.span.start:
                self._tell(f"{path}[{i}].span.end", f"{path}[{i + 1}] begins before it", one.span)
            else:
                self._tell(f"{path}[{i + 1}].span.start", f"it is before the end of {path}[{i}]", two.span)

    # ------------------------------------------------------------ words

    def at(self, spans: Sequence[Span]) -> str:
        """The words at some places, folded, what was set aside left out."""
        return " ".join([self._folded[span.start : span.end] for span in spans])

    def words(self, model: Standing) -> str:
        """The words of a model."""
        return self.at(model.pieces or (model.span,))

    def between(self, start: int, end: int) -> str:
        """The words from one place to another."""
        return self._folded[start:end]

    def stated(self, model: Standing, name: str) -> str | None:
        """The words that the evidence for a field names; None where there is none."""
        spans = _evidence(model, name)
        return self.at(spans) if spans else None

    # ------------------------------------------------------------ what does not stand in the text

    def _furniture(self, one: Furniture, path: str) -> None:
        if one.span is None:
            alike = [other for other in self._aside if other.text == one.text and other.span is None]
            if not alike:
                self._tell(f"{path}.text", f"nothing set aside says {_cut(one.text, 0)}")
            elif all(other.kind != one.kind for other in alike):
                self._tell(f"{path}.kind", f"the document says {one.kind}, the file {alike[0].kind}")
            elif all((other.kind, other.page) != (one.kind, one.page) for other in alike):
                self._tell(f"{path}.page", f"the document says {one.page}, the file {alike[0].page}")
            return
        there = self._text[one.span.start : one.span.end]
        if _said(one.text) != _said(there):
            self._tell(f"{path}.text", _shown(one.text, there), one.span)
        if self._words_at(one.span, f"{path}.span") and one.page != one.span.page:
            self._tell(f"{path}.page", f"the document says {one.page}, it stands on {one.span.page}", one.span)

    def _diagnostic(self, one: Diagnostic, path: str) -> None:
        if one.span is not None:
            self._place(one.span, f"{path}.span")
        if one.line != (one.span.line if one.span else None):
            there = f"stands on line {one.span.line}" if one.span else "is about no line"
            self._tell(f"{path}.line", f"the document says line {one.line}, it {there}", one.span)

    def days(self) -> Sequence[datetime.date]:
        """The days that a day without a year may be counted from, the meeting's first."""
        return self._days

    # ------------------------------------------------------------ ids

    def _open_part(self, part: Minutes | Agenda) -> None:
        """What the id of a part may be: of board, date and kind, or of the hash; a second one is told apart."""
        board, day = slug(part.board or ""), part.meeting.date
        firsts = [f"{board}/{day.isoformat()}"] if board and day else [stated[:12] for stated in self._hashes]
        base = f"{firsts[0]}/{part.kind}"
        again = self._ids[base] = self._ids.get(base, 0) + 1
        ends = [""] if again == 1 else [f"-{again}"]
        if again > 1 and part.meeting.start:
            ends.append(f"-{part.meeting.start:%H%M}")
        self._part_ids = [f"{first}/{part.kind}{end}" for first in firsts for end in ends]
        self._stated_id = part.id
        self._numbers = {}

    def _id(self, model: Standing, path: str, at: int) -> None:
        """An id is made of values of its model; where one of these is wrong, that is the field to name."""
        if isinstance(model, Minutes | Agenda):
            derived = self._part_ids
            made_of: tuple[str, ...] = ("board", "meeting.date", "meeting.start")
        elif isinstance(model, Item):
            again = self._numbers[model.number] = self._numbers.get(model.number, 0) + 1
            end = slug(str(model.number).replace("/", " ").replace(".", " ")) + (f"-{again}" if again > 1 else "")
            derived, made_of = [f"{part}/{end}" for part in (*self._part_ids, self._stated_id)], ("number",)
        else:
            return
        wrong = {found.field for found in self.found[at:]}
        if model.id not in derived and not wrong & {f"{path}.{name}" for name in made_of}:
            self.found.insert(
                at,
                Mismatch(
                    f"{path}.id", f"the document says {_cut(model.id, 0)}, it would be {_cut(derived[0], 0)}", None
                ),
            )


_FILLED = (Paragraph, ListEntry, Decision, Notice, Commitment)
"""Models behind whose last words there is nothing more of theirs but signs."""
_ELSEWHERE = frozenset({"section", "agenda_item"})
"""Values that may stand before the model that has them, or in its heading alone."""
_ORDERED = frozenset({"items", "blocks", "entries", "answer", "preamble", "notices", "other"})
"""The fields whose models stand in document order, and apart."""


@cache
def _known_fields() -> frozenset[str]:
    kinds = [Standing]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return frozenset(name for kind in kinds for name in kind.model_fields)


def _in_an_item(model: Standing, path: str) -> bool:
    """Whether all from its first piece to its last is the model's: before the items, people may stand between."""
    return isinstance(model, _FILLED) and (".blocks[" in path or ".commitments[" in path)


def _set_aside(document: Document, folded: str) -> Iterator[tuple[int, int]]:
    """What was cut out of the words: repeated numbers, page marks, and lines that are headers or footers as a whole.

    Nothing else is, whatever the document says. The front matter of a page still states things.
    """
    end = 0
    spans = [(f.span.start, f.span.end, f.kind) for f in document.furniture if f.span]
    for start, stop, kind in sorted(spans):
        if not end <= start < stop <= len(folded):
            continue
        below = folded.find("\n", stop)
        before = folded[folded.rfind("\n", 0, start) + 1 : start]
        whole = not (before + folded[stop : below if below >= 0 else len(folded)]).strip(" \t*#")
        mark = {"number": "ITEM_NUMBER", "page": "PAGE_MARK"}.get(kind)
        if mark and (pattern(mark).fullmatch(folded, start, stop) or (kind == "page" and whole)):
            yield start, stop
            end = stop


def _evidence(model: Standing, name: str) -> list[Span]:
    return [one.span for one in model.evidence if one.field == name]


def _last(model: Standing) -> int:
    """Where the last of what a model was read from ends, as far as that is told apart from its span."""
    below = [one.end for one in model.pieces] + [one.span.end for one in model.evidence]
    for name, rule in _rules(type(model)):
        value = getattr(model, name) if rule is None else ()
        below += [one.span.end for one in (value if isinstance(value, tuple) else (value,)) if one is not None]
    return max(below, default=model.span.end)


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


# ---------------------------------------------------------------- the rule of each field


def _no_evidence(value: Any) -> _Wrong:
    return _Wrong(f"the document says {_cut(str(value), 0)}, and no evidence says where")


def _differs(said: Any, there: str, below: str = "") -> _Wrong:
    return _Wrong(_shown(str(said), _spoken(there)), below)


def _text(proof: _Proof, model: Any, name: str) -> _Wrong | None:
    """A text is the words of its model."""
    value, there = getattr(model, name), proof.words(model)
    return None if _said(value) == _letters(there) else _differs(value, there)


def _stated(proof: _Proof, model: Any, name: str) -> _Wrong | None:
    """A value is the words of its evidence."""
    value, there = getattr(model, name), proof.stated(model, name)
    if there is None:
        return _no_evidence(value)
    return None if _said(str(value)) == _letters(there) else _differs(value, there)


def _title(proof: _Proof, model: Any, name: str) -> _Wrong | None:
    """A title is the words of its evidence, a final stop dropped."""
    there = proof.stated(model, name)
    if there is None:
        return _no_evidence(model.title)
    said, words = _said(model.title), _letters(there)
    return None if said == words or f"{said}." == words else _differs(model.title, there)


def _agenda_item(proof: _Proof, model: Any, name: str) -> _Wrong | None:
    """The letters and figures behind "Item"."""
    there = proof.stated(model, name)
    if there is None:
        return _no_evidence(model.agenda_item)
    same = _numbers(_spoken(there).lower().rpartition("item")[2]) == model.agenda_item.lower()
    return None if same and model.agenda_item in _numbers(there) else _differs(model.agenda_item, there)


def _capitals_undone(proof: _Proof, model: Any, name: str) -> _Wrong | None:
    """The words of the evidence, which may be in capitals."""
    value, there = getattr(model, name), proof.stated(model, name)
    if there is None:
        return _no_evidence(value)
    said, words = _spoken(fold(value)), _spoken(there)
    spelt = all(word[:1].isupper() or word.islower() or not word[:1].isalpha() for word in said.split())
    same = said == words or (words.isupper() and spelt and said.casefold() == words.casefold())
    return None if same else _differs(value, there)


def _status(proof: _Proof, model: Any, name: str) -> _Wrong | None:
    """A word such as "unconfirmed" in the evidence means "draft"; another status is the words of its evidence."""
    there = proof.stated(model, name)
    if there is None:
        return _no_evidence(model.status)
    if model.status == "draft":
        kinds = {one.type for one in lex("title", "title", there, 0, len(there))}
        if "STATUS" in kinds and kinds <= {"STATUS", "SIGN", "GAP", "LINE"}:
            return None
    return _stated(proof, model, name)


def _date(proof: _Proof, model: Any, name: str) -> _Wrong | None:
    """A day is the one that its evidence names; where that has no year, the first after the meeting."""
    value, there = getattr(model, name), proof.stated(model, name)
    if there is None:
        return _no_evidence(value)
    words = _spoken(there)
    if pattern("DATE").fullmatch(words) and read_date(words, 0, len(words)).value == value:
        return None
    if pattern("DAY_OF_YEAR").fullmatch(words) and any(
        read_date(words, 0, len(words), after=day).value == value for day in proof.days()
    ):
        return None
    return _differs(value, words)


def _time(proof: _Proof, model: Any, name: str) -> _Wrong | None:
    """A time is the one that its evidence names, or an end of the hours that it names."""
    value, there = getattr(model, name), proof.stated(model, name)
    if there is None:
        return _no_evidence(value)
    words = _spoken(there)
    if pattern("CLOCK_RANGE").fullmatch(words):
        read = read_times(words)[name == "end"]
    else:
        read = read_time(words) if _CLOCK.fullmatch(words) else None
    return None if read == value else _differs(value.isoformat("minutes"), words)


_CLOCK = re.compile(r"\d{1,4}(?:[.:]\d{2}){0,2}[ ]?[a-z.]*", re.IGNORECASE | re.ASCII)


def _number_mark(proof: _Proof, model: Any, name: str) -> _Wrong | None:
    """The number of a notice or a question stands before its words; a question's may be called one: "Q4."."""
    value, start = getattr(model, name), model.span.start
    mark = proof.between(start, model.pieces[0].start if model.pieces else start)
    there = _numbers(mark)
    same = value in (there, there.removeprefix("Question").removeprefix("Q"))
    return None if same else _differs(value, mark)


def _links(proof: _Proof, model: Any, name: str) -> _Wrong | None:
    """Each address is the words of its evidence; where a blank cut it, it is joined, or has a "_" there."""
    places = _evidence(model, name)
    for i, link in enumerate(model.links):
        there = proof.at(places[i : i + 1])
        if proof.is_record and _letters(there) == _said(f"[{link.as_written}](<{link.url}>)"):
            continue
        if _said(link.as_written) != _letters(there):
            return _differs(link.as_written, there, f"[{i}].as_written")
        parts = [re.escape(part) for part in _spoken(fold(link.as_written)).split()]
        if not re.fullmatch("_?".join(parts), _spoken(fold(link.url))):
            return _differs(link.url, there, f"[{i}].url")
    return None


def _references(proof: _Proof, model: Any, name: str) -> _Wrong | None:
    """The numbers stand in the blocks of their item, in this order; none is there twice, or the item's own."""
    words = _spoken(proof.stated(model, name) or "")
    if model.blocks and not words:
        words = _spoken(proof.between(model.blocks[0].span.start, max(block.span.end for block in model.blocks)))
    known, at = {model.number}, 0
    for i, number in enumerate(model.references):
        if number in known:
            return _Wrong(f"{number} is the item's own number, or is there twice", f"[{i}]")
        known.add(number)
        found = re.compile(rf"(?<!\d){re.escape(_spoken(fold(str(number))))}(?!\d)").search(words, at)
        if found is None:
            behind = f" behind {model.references[i - 1]}" if i else ""
            return _Wrong(f"the document says {number}, the item mentions no such number{behind}", f"[{i}]")
        at = found.end()
    return None


def _name(proof: _Proof, model: Any, name: str) -> _Wrong | None:
    """A name is the words of its evidence, a surname in capitals undone; without evidence all words of the person."""
    there = proof.stated(model, name)
    there = proof.words(model) if there is None else there
    return None if _same_name(model.name, there) else _differs(model.name, there)


def _as_written(proof: _Proof, model: Any, name: str) -> _Wrong | None:
    """All words of a person; in a record they stand in braces where they are not honorific and name."""
    wrong = _text(proof, model, name)
    if wrong is None or not proof.is_record:
        return wrong
    said, words = _said(model.as_written), _letters(proof.words(model))
    in_braces = words.endswith(f"{{{said}}}")
    alone = "{" not in words and said == _said(f"{model.honorific or ''}{model.name}") and said in words
    return None if in_braces or alone else wrong


def _beside_name(proof: _Proof, model: Any, name: str) -> _Wrong | None:
    """Honorific and initials stand in the words of a person, outside of name, role and note."""
    value = getattr(model, name)
    there = proof.stated(model, name)
    if there is None:
        start, end = model.span.start, model.span.end
        cuts = sorted((e.span.start, e.span.end) for e in model.evidence)
        free = []
        for begin, stop in cuts:
            free.append(proof.between(start, max(begin, start)))
            start = max(start, stop)
        free.append(proof.between(start, max(end, start)))
        there = " | ".join(free)
    words = re.findall(r"\w+", _spoken(there))
    parts = re.findall(r"\w+", _spoken(fold(value)))
    same = parts and any(words[i : i + len(parts)] == parts for i in range(len(words)))
    return None if same else _differs(value, proof.words(model))


def _crowd_role(proof: _Proof, model: Any, name: str) -> _Wrong | None:
    """One of those who were counted: "note takers" is note_taker; a record says it as it is."""
    if proof.is_record:
        same = _letters(proof.words(model)) == _said(f"{model.count} {model.role}")
        return None if same else _differs(model.role, proof.words(model))
    words = re.findall(r"[^\W_]+", _spoken(proof.words(model)).lower())
    parts = model.role.split("_")
    for i in (0, 1):
        run = words[i : i + len(parts)]
        rest = words[i + len(parts) :]
        same = len(run) == len(parts) and all(w in (p, p + "s") for p, w in zip(parts, run, strict=True))
        if same and (not rest or rest[0] in ("were", "was") or (i == 0 and len(rest) == 1)):
            return None
    return _differs(model.role, proof.words(model))


def _crowd_count(proof: _Proof, model: Any, name: str) -> _Wrong | None:
    """How many were counted: the first word, or the last."""
    there = proof.words(model)
    words = _spoken(there).split()
    same = any(_count(word) == model.count for word in (*words[:1], *words[-1:]))
    return None if same else _differs(model.count, there)


def _outstanding(proof: _Proof, model: Any, name: str) -> _Wrong | None:
    """How many actions are outstanding, by the first word of the evidence."""
    there = proof.stated(model, name)
    if there is None:
        return _no_evidence(model.outstanding_actions)
    words = _spoken(there)
    alone = words.isdecimal() or pattern("OUTSTANDING").fullmatch(words)
    same = alone and _count(words.split(" ")[0]) == model.outstanding_actions
    return None if same else _differs(model.outstanding_actions, there)


def _count(word: str) -> int | None:
    """A number in figures or as a word."""
    if any(c.isdigit() for c in word) and not word.isdecimal():
        return None
    return count(word)


def _basis(proof: _Proof, model: Any, name: str) -> _Wrong | None:
    """What is marked by bold type has a sign of bold."""
    if model.basis == "label" or "**" in proof.at([model.span]):
        return None
    return _Wrong("the document says that it is in bold, and the source has no sign of bold there")


_RULES: Mapping[type[BaseModel], Mapping[str, _Rule]] = {
    Person: {
        "name": _name,
        "honorific": _beside_name,
        "initials": _beside_name,
        "role": _stated,
        "as_written": _as_written,
    },
    Attendee: {"note": _stated},
    HeadCount: {"role": _crowd_role, "count": _crowd_count},
    Meeting: {"date": _date, "start": _time, "end": _time, "venue": _stated},
    Notice: {"number": _number_mark, "text": _text, "links": _links},
    Paragraph: {"text": _text},
    ListEntry: {"text": _text},
    Action: {"text": _text, "owner": _stated, "due": _date, "update": _stated, "basis": _basis},
    Decision: {"text": _text},
    Question: {"number": _number_mark, "text": _text},
    Commitment: {"text": _text, "by": _stated},
    Item: {
        "number": _stated,
        "agenda_item": _agenda_item,
        "title": _title,
        "section": _stated,
        "references": _references,
    },
    Minutes: {
        "board": _capitals_undone,
        "status": _status,
        "accepted_notes": _date,
        "outstanding_actions": _outstanding,
    },
    AgendaItem: {
        "number": _stated,
        "time": _time,
        "title": _title,
        "section": _stated,
        "paper": _stated,
        "text": _stated,
    },
    Agenda: {"board": _capitals_undone},
}
"""How each field is held against the source; fields that hold models are walked into."""


@cache
def _rules(kind: type[Standing]) -> tuple[tuple[str, _Rule | None], ...]:
    """The fields of a model in order, each with its rule, None where it holds models; without those of no rule."""
    known: dict[str, _Rule] = {}
    for base in reversed(kind.__mro__):
        known.update(_RULES.get(base, {}))
    out: list[tuple[str, _Rule | None]] = []
    for name in kind.model_fields:
        if name in known:
            out.append((name, known[name]))
        elif name not in ("span", "pieces", "evidence", "kind", "id"):
            out.append((name, None))
    return tuple(out)
