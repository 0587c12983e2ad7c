"""The public contract: what a document of minutes holds, frozen, typed and validated.

    141/22<TAB>Item 1 – Apologies     ->  Item(number=ItemNumber("141/22"), agenda_item="1", title="Apologies")
    <TAB>There were none.             ->      Paragraph(kind="paragraph", text="There were none.")
    Action: The HM to report back.    ->      Action(kind="action", text="The HM to report back.", owner="HM")

Three rules hold for every model. ``None`` means that the document does not say. ``text`` holds the words as
printed, with line wraps joined, white space folded and what extraction spoiled undone. Every model that stands in
the text has a ``span``; a value without a model of its own has its place in ``evidence``.
"""

from __future__ import annotations

import ast
import datetime
import inspect
import re
import textwrap
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache, total_ordering
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

SCHEMA_VERSION = "1.0"
"""The version of the shape that this package writes."""

LocalTime = Annotated[
    datetime.time,
    WithJsonSchema({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?$"}),
]
"""A time of day as a board prints it, without a zone: the "time" of JSON Schema's formats asks for one."""

_NUMBER_PATTERN = r"^[^\s\d](?:[^\n\d]{0,10}[^\n\d])?\d{1,6}(?:[/.]\d{1,6}){1,3}$|^\d{1,6}(?:[/.]\d{1,6}){1,3}$"
_NUMBER = re.compile(_NUMBER_PATTERN, re.ASCII)


@total_ordering
class ItemNumber:
    """An item's number through the year, as printed: ``001/23``, ``E.70/23``, ``LW 32/2122``.

    Equal and hashed by its parts, so ``ItemNumber("1/23") == ItemNumber("001/23")``; ordered by year, then sequence.
    ``str()`` and JSON give it as written. Raises ValueError for what is no item number.
    """

    __slots__ = ("_key", "_prefix", "_sequence", "_written", "_year")

    def __init__(self, written: str) -> None:
        if not _NUMBER.fullmatch(written):
            raise ValueError(f"{written!r} is no item number: a sequence and a year are expected, as in 001/23")
        self._written = written
        prefix, *groups = re.split(r"(?<!\d)(?=\d)", written, maxsplit=1)
        parts = re.findall(r"\d+", groups[0] if groups else prefix)
        self._prefix: str | None = prefix.strip(" .-:") or None if groups else None
        numbers = [int(part) for part in parts]
        year: int | None = None
        if len(parts) == 2 and len(parts[0]) == 2 and len(parts[1]) == 3:  # 23/045: the year stands first
            year, sequence = _year(parts[0]), numbers[1]
        elif "/" in written:  # 001/23, 38/2021, 01/1920, 02/21/06/2023
            year, sequence = _year(parts[-1]), numbers[0]
        else:  # 16.03.2 has a sequence and no year
            sequence = numbers[-1]
        self._sequence, self._year = sequence, year
        middle = tuple(numbers[1:-1] if year is not None else numbers[:-1])
        self._key = (year if year is not None else 0, sequence, (self._prefix or "").casefold(), middle)

    @property
    def prefix(self) -> str | None:
        """The letters before the number ("FGB" of ``FGB 38/2021``), None where there are none."""
        return self._prefix

    @property
    def sequence(self) -> int:
        """The running number within the year: 7 of ``007/23``."""
        return self._sequence

    @property
    def year(self) -> int | None:
        """The year in four digits, of a school year the first (2021 of ``LW 32/2122``); None where there is none."""
        return self._year

    def __str__(self) -> str:
        return self._written

    def __repr__(self) -> str:
        return f"ItemNumber({self._written!r})"

    def __eq__(self, other: object) -> bool:
        return self._key == other._key if isinstance(other, ItemNumber) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return self._key < other._key if isinstance(other, ItemNumber) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key)

    def __reduce__(self) -> tuple[type[ItemNumber], tuple[str]]:
        return ItemNumber, (self._written,)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from_text = core_schema.no_info_after_validator_function(cls, core_schema.str_schema(strict=True))
        return core_schema.json_or_python_schema(
            json_schema=from_text,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), from_text]),
            serialization=core_schema.plain_serializer_function_ser_schema(str, return_schema=core_schema.str_schema()),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"type": "string", "pattern": _NUMBER_PATTERN, "examples": ["001/23", "LW 32/2122"]}


def _year(digits: str) -> int | None:
    """The year that a number ends in: 23 -> 2023, 2021 -> 2021, 1920 -> 2019 (a school year), else None."""
    value = int(digits)
    if len(digits) == 2:
        return 2000 + value if value < 70 else 1900 + value
    if len(digits) == 4:
        first, second = divmod(value, 100)
        if second == (first + 1) % 100 and not 1970 <= value <= 2070:
            return _year(f"{first:02}")
        return value if 1800 <= value <= 2199 else None
    return None


class Model(BaseModel):
    """What every model here is: frozen, strict, and closed to fields that it does not know."""

    # built when first used, all in one: at import it would cost more than pydantic's own
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", defer_build=True)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The schema with what is written under each field; the source is read only when somebody asks for one."""
        made = handler(schema)
        described = _under_fields(cls)
        for name, of_field in handler.resolve_ref_schema(made).get("properties", {}).items():
            if name in described:
                of_field["description"] = described[name]
        return made


@cache
def _under_fields(model: type[Model]) -> dict[str, str]:
    """What stands under each field of a model and of those that it is made from; nothing where there is no source."""
    described: dict[str, str] = {}
    for made_from in reversed(model.__mro__):
        try:
            (written,) = ast.parse(textwrap.dedent(inspect.getsource(made_from))).body
        except (OSError, TypeError, ValueError):
            continue
        body = written.body if isinstance(written, ast.ClassDef) else []
        for field, under in pairwise(body):
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(under, ast.Expr)
                and isinstance(under.value, ast.Constant)
            ):
                described[ast.unparse(field.target)] = inspect.cleandoc(str(under.value.value))
    return described


class Span(Model):
    """A stretch of ``source.text``: half-open, counted in characters from 0."""

    start: int = Field(ge=0, examples=[1204])
    """Offset of the first character, from 0."""
    end: int = Field(ge=0, examples=[1251])
    """Offset after the last character: ``source.text[start:end]`` are the words."""
    line: int = Field(ge=1, examples=[37])
    """Line of the first character, from 1."""
    page: int | None = Field(default=None, examples=[2])
    """Page of the first character, from 1; None where the file does not know its pages."""


class Evidence(Model):
    """Where a value stands that has no model of its own."""

    field: str = Field(examples=["title"])
    """The name of the field whose value this is."""
    span: Span = Field(examples=[{"start": 9, "end": 18, "line": 1, "page": None}])
    """The words that the value was read from."""


class Standing(Model):
    """What every model has that stands in the text."""

    span: Span = Field(examples=[{"start": 0, "end": 47, "line": 1, "page": None}])
    """From the first to the last character that this was read from, marks (bullet, label, number) included."""
    pieces: tuple[Span, ...] = Field(default=(), examples=[[{"start": 2, "end": 47, "line": 1, "page": None}]])
    """The stretches that hold the words, in order, where they are not the whole ``span``: after a bullet or a label,
    or when a page break cuts them. Empty where the words fill the span, or where they are told by ``evidence``."""
    evidence: tuple[Evidence, ...] = Field(
        default=(), examples=[[{"field": "owner", "span": {"start": 8, "end": 14, "line": 1, "page": None}}]]
    )
    """The place of each value that has no model of its own."""


class Person(Standing):
    """Somebody named in the text: "Dr. Ann O'DELL", "ACC Peter Lowe"."""

    name: str = Field(examples=["Ann O'Dell"])
    """The name without honorific, a surname in capitals undone: "Ann O'DELL" gives "Ann O'Dell"."""
    honorific: str | None = Field(default=None, examples=["Dr"])
    """The honorific as written, None where there is none: "Dr", "Cllr", "Mrs"."""
    initials: str | None = Field(default=None, examples=["AO"])
    """The initials in brackets after the name, by which actions name owners: "Ann O'Dell (AO)"; None where none are."""
    role: str | None = Field(default=None, examples=["Chief Finance Officer"])
    """The office or organisation as written, None where the document gives none."""
    as_written: str = Field(examples=["Dr Ann O'DELL **Board Member**"])
    """The person's words as they stand in the text, with white space folded."""


class Attendee(Person):
    """A person named as present or as having sent apologies."""

    note: str | None = Field(default=None, examples=["from 043/24 to 047/24"])
    """What is said of this attendance: when they came or left, how they joined, why they could not come; else None."""


class HeadCount(Standing):
    """People counted and not named: "6 observers, 1 note taker and a webcaster"."""

    role: str = Field(examples=["note_taker"])
    """What they were: singular, lower case, words joined by underscores."""
    count: int = Field(ge=0, examples=[6])
    """How many of them."""


class Attendance(Standing):
    """Who was there, who was not, as the document says it."""

    present: tuple[Attendee, ...] = Field(default=(), examples=[[]])
    """Everybody named as attending, also under "Also in attendance" or "Clerk", in document order."""
    apologies: tuple[Attendee, ...] = Field(default=(), examples=[[]])
    """Everybody who sent apologies, under a label or told inside an item, in document order."""
    others: tuple[HeadCount, ...] = Field(default=(), examples=[[]])
    """Those who are counted and not named."""


class Meeting(Standing):
    """When and where the board met, or will meet."""

    date: datetime.date | None = Field(default=None, examples=["2023-01-24"])
    """The day, None where the document does not give a whole date."""
    start: LocalTime | None = Field(default=None, examples=["10:00:00"])
    """When it began: "1000 - 1300 hrs", "7.00 pm"; None where no time is given."""
    end: LocalTime | None = Field(default=None, examples=["13:00:00"])
    """When it ended, or was to end; None where the document does not say."""
    venue: str | None = Field(default=None, examples=["Committee Room 2, County Hall"])
    """Where it was held, or will be; None where the document does not say."""


class Link(Model):
    """A web address."""

    url: str = Field(examples=["https://board.example/webcast_interactive/12"])
    """The address; repaired where extraction broke it, with a diagnostic M902."""
    as_written: str = Field(examples=["https://board.example/webcast interactive/12"])
    """The address as it stands in the text, with white space folded."""


class Notice(Standing):
    """One of the remarks to the reader that stand before the items: "Please note: 1. The meeting was recorded …"."""

    number: str | None = Field(default=None, examples=["1"])
    """Its number, None where it has none."""
    text: str = Field(examples=["The meeting was recorded and can be seen at https://board.example/webcast."])
    """Its words, addresses as printed."""
    links: tuple[Link, ...] = Field(default=(), examples=[[]])
    """The web addresses in it, in order."""


class Paragraph(Standing):
    """A paragraph that is nothing more particular."""

    kind: Literal["paragraph"] = Field(examples=["paragraph"])
    """Always "paragraph"."""
    text: str = Field(examples=["There were none."])
    """Its words."""


class ListEntry(Standing):
    """One entry of a list, with the entries under it."""

    text: str = Field(examples=["More officers will be seen in the town centre."])
    """Its words, without bullet or number."""
    entries: tuple[ListEntry, ...] = Field(default=(), examples=[[]])
    """The entries one level deeper."""


class BulletList(Standing):
    """A list, its entries nested as deep as written."""

    kind: Literal["list"] = Field(examples=["list"])
    """Always "list"."""
    entries: tuple[ListEntry, ...] = Field(
        examples=[[{"text": "More patrols.", "span": {"start": 0, "end": 15, "line": 1, "page": None}}]]
    )
    """The entries of the outermost level."""


class Action(Standing):
    """Something that somebody is to do, marked as such by the document."""

    kind: Literal["action"] = Field(examples=["action"])
    """Always "action"."""
    text: str = Field(examples=["The HM to provide the figures to the board."])
    """Its words without the label; an owner that is the subject of the sentence stays."""
    owner: str | None = Field(default=None, examples=["HM"])
    """Who is to do it, as written without the article; None where the action does not say."""
    due: datetime.date | None = Field(default=None, examples=["2023-03-28"])
    """By when; None where no whole date is given."""
    update: str | None = Field(default=None, examples=["The figures were sent on 2 March."])
    """The steps taken, printed in italics under the action; None where there are none."""
    basis: Literal["label", "bold"] = Field(examples=["label"])
    """How the document marks it: by a label ("Action:") or by bold type."""


class Decision(Standing):
    """Something resolved: "RESOLVED: That …", "It was AGREED that …"."""

    kind: Literal["decision"] = Field(examples=["decision"])
    """Always "decision"."""
    text: str = Field(examples=["RESOLVED: That the minutes be approved."])
    """The words, with those that mark it."""


class Question(Standing):
    """A question put to the meeting, with its answer."""

    kind: Literal["question"] = Field(examples=["question"])
    """Always "question"."""
    number: str | None = Field(default=None, examples=["2"])
    """Its number in the item, None where it has none."""
    text: str = Field(examples=["How many patrols were there in May?"])
    """The question, without number and "(Asked by …)"."""
    asked_by: Person | None = Field(default=None, examples=[None])
    """Who asked; None where the document does not say."""
    answer: tuple[Block, ...] = Field(default=(), examples=[[]])
    """Every block up to the next question, action or item."""


Block = Annotated[Paragraph | BulletList | Question | Action | Decision, Field(discriminator="kind")]
"""What an item is made of, told apart by ``kind``."""


class Commitment(Standing):
    """An undertaking found by its wording and not marked as an action: "… undertook to confirm this"."""

    text: str = Field(examples=["The figures can be provided after the meeting."])
    """The sentence that holds it."""
    by: str | None = Field(default=None, examples=["The Harbour Master"])
    """Who gave it, as written; None where the sentence does not say."""


class Item(Standing):
    """One numbered item of the minutes."""

    id: str = Field(examples=["harbour-board/2023-01-24/minutes/001-23"])
    """The id of the minutes and the slug of the number; "-2" and so on where a number is repeated."""
    number: ItemNumber = Field(examples=["001/23"])
    """The number, as printed."""
    agenda_item: str | None = Field(default=None, examples=["8a"])
    """The number on the agenda: "8a" of "Item 8a:"; None where the heading has none."""
    title: str | None = Field(default=None, examples=["Apologies and Commissioner Update"])
    """The title, one final stop dropped; None where the number is followed by text at once."""
    section: str | None = Field(default=None, examples=["Regular Items"])
    """The section heading that the item stands under, as printed; None before the first one."""
    presenters: tuple[Person, ...] = Field(default=(), examples=[[]])
    """Those who presented, introduced or gave a presentation, in order."""
    blocks: tuple[Block, ...] = Field(default=(), examples=[[]])
    """What the item says, in document order."""
    commitments: tuple[Commitment, ...] = Field(default=(), examples=[[]])
    """Undertakings by wording, in order; they are not actions, and their words stand in ``blocks`` too."""
    references: tuple[ItemNumber, ...] = Field(default=(), examples=[["141/22"]])
    """The item numbers that the text mentions, in order, each once."""

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions at every depth, in reading order."""
        return tuple(block for block in walk(self.blocks) if isinstance(block, Action))

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions, in reading order."""
        return tuple(block for block in walk(self.blocks) if isinstance(block, Question))

    @property
    def text(self) -> str:
        """All words of the blocks in reading order, a line for each paragraph, entry, question, action and decision."""
        return "\n".join(one.text for one in spoken(self.blocks))


class Minutes(Standing):
    """The notes of one meeting."""

    kind: Literal["minutes"] = Field(examples=["minutes"])
    """Always "minutes"."""
    id: str = Field(examples=["harbour-board/2023-01-24/minutes"])
    """Slug of the board, date and kind; a second meeting of that day adds its start time, or "-2"."""
    board: str | None = Field(default=None, examples=["Harbour Safety Board"])
    """The body that met, as printed, capitals undone; None where the document does not name it."""
    status: str | None = Field(default=None, examples=["draft"])
    """"draft" where the notes say so, else None."""
    meeting: Meeting = Field(examples=[{"date": "2023-01-24", "span": {"start": 0, "end": 20, "line": 1}}])
    """When and where; its fields may be None, the meeting itself never is."""
    attendance: Attendance = Field(examples=[{"present": [], "span": {"start": 0, "end": 20, "line": 1}}])
    """Who was there."""
    notices: tuple[Notice, ...] = Field(default=(), examples=[[]])
    """The remarks to the reader that stand before the items."""
    preamble: tuple[Block, ...] = Field(default=(), examples=[[]])
    """What stands before the first item and is nothing else."""
    items: tuple[Item, ...] = Field(default=(), examples=[[]])
    """The numbered items, in document order."""
    next_meeting: Meeting | None = Field(default=None, examples=[None])
    """The meeting that these notes announce; None where they announce none."""
    accepted_notes: datetime.date | None = Field(default=None, examples=["2022-12-20"])
    """The date of the meeting whose notes this one accepted; None where it accepted none, or no date is given."""
    outstanding_actions: int | None = Field(default=None, examples=[10])
    """How many actions are outstanding: "There are currently 10 outstanding actions"; None where none is told."""

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions of all items, in reading order."""
        return tuple(action for item in self.items for action in item.actions)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of all items, in reading order."""
        return tuple(question for item in self.items for question in item.questions)


class AgendaItem(Standing):
    """One item of an agenda."""

    number: str = Field(examples=["5"])
    """Its number as printed, without the stop after it."""
    time: LocalTime | None = Field(default=None, examples=["10:50:00"])
    """When it is to begin; None where the agenda gives no time for it."""
    title: str | None = Field(default=None, examples=["Finance Budget Monitoring"])
    """The title, None where the number stands alone."""
    section: str | None = Field(default=None, examples=["Regular Items"])
    """The section heading that the item stands under, as printed; None before the first one."""
    paper: str | None = Field(default=None, examples=["Written Report"])
    """What comes with it, as printed: "Written Report", "Verbal", "For Noting"; None where nothing is named."""
    presenters: tuple[Person, ...] = Field(default=(), examples=[[]])
    """Who is to present it."""
    text: str | None = Field(default=None, examples=["The Commissioner will give a general update."])
    """What the agenda says about it, None where it says nothing more."""


class Agenda(Standing):
    """The agenda of one meeting."""

    kind: Literal["agenda"] = Field(examples=["agenda"])
    """Always "agenda"."""
    id: str = Field(examples=["harbour-board/2023-02-28/agenda"])
    """Slug of the board, date and kind, as for minutes."""
    board: str | None = Field(default=None, examples=["Harbour Safety Board"])
    """The body that is to meet, as printed, capitals undone; None where the agenda does not name it."""
    meeting: Meeting = Field(examples=[{"date": "2023-02-28", "span": {"start": 0, "end": 20, "line": 1}}])
    """When and where; its fields may be None, the meeting itself never is."""
    preamble: tuple[Block, ...] = Field(default=(), examples=[[]])
    """What stands before the first item and is nothing else."""
    items: tuple[AgendaItem, ...] = Field(default=(), examples=[[]])
    """The items, in document order."""
    next_meeting: Meeting | None = Field(default=None, examples=[None])
    """The meeting after this one; None where the agenda does not give its date."""


class Source(Model):
    """The document as it was read."""

    name: str | None = Field(default=None, examples=["notes-2023-01-24.txt"])
    """The file's name without its folder, None for text in hand."""
    media_type: str = Field(examples=["text/plain"])
    """The kind of file that it was read as: "text/plain", "application/pdf"."""
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", examples=["0" * 64])
    """SHA-256 of the bytes read, in hexadecimal; of text in hand, of its UTF-8 bytes."""
    text: str = Field(examples=["HARBOUR SAFETY BOARD\n\nTuesday 24 January 2023\n"])
    """The minutes text: of a .txt or .md file the decoded file, without byte order mark, line ends as LF."""
    pages: tuple[int, ...] = Field(default=(), examples=[[0, 2841]])
    """The offset of each page, in characters from 0; empty where the file does not know its pages."""


class Severity(StrEnum):
    """How much a diagnostic matters: an error may have lost a fact, a warning wants a look, an info is to know."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error: for "at or above"."""
        return (Severity.INFO, Severity.WARNING, Severity.ERROR).index(self)


class Diagnostic(Model):
    """Something in the document that does not add up, or that was repaired or left out on reading."""

    code: str = Field(pattern=r"^M\d{3}$", examples=["M103"])
    """The stable code; ``spcb-minutes explain CODE`` tells more."""
    name: str = Field(examples=["missing-number"])
    """The code's name."""
    severity: Severity = Field(examples=["warning"])
    """How much it matters."""
    message: str = Field(examples=["144/22 is missing between 143/22 and 145/22."])
    """One sentence that names the thing."""
    span: Span | None = Field(default=None, examples=[{"start": 900, "end": 906, "line": 31, "page": None}])
    """The words that it is about; None where it is about the document as a whole."""
    line: int | None = Field(default=None, examples=[31])
    """The line of the span, from 1; None where there is no span."""
    hint: str | None = Field(default=None, examples=["Look whether an item was left out."])
    """What to do about it; None where there is nothing to say."""


class Furniture(Model):
    """What was set aside: not lost, and not part of what the board said."""

    kind: Literal["number", "page", "metadata", "footnote", "link", "comment", "hidden"] = Field(examples=["number"])
    """"number": an item's number printed again; "page": header, footer or page number; "metadata": front matter;
    "footnote"; "link": the address behind linked words; "comment": a remark in the margin; "hidden": words that are
    not printed."""
    text: str = Field(examples=["047/24"])
    """The words, white space folded."""
    span: Span | None = Field(default=None, examples=[{"start": 2010, "end": 2016, "line": 52, "page": None}])
    """Where they stand; None for what a reader put aside, which is not in ``Source.text``: headers, footnotes, …"""
    page: int | None = Field(default=None, ge=1, examples=[2])
    """The page that they stand on, or stand on first, from 1; None where it is not known."""


Part = Annotated[Agenda | Minutes, Field(discriminator="kind")]
"""An agenda or minutes, told apart by ``kind``."""


class Document(Model):
    """Everything that was read from one file or text: ``read`` and ``parse`` give it."""

    schema_version: Literal["1.0"] = Field(examples=[SCHEMA_VERSION])
    """The version of this shape. The first number changes when a reader of the old shape would be misled."""
    source: Source = Field(examples=[{"media_type": "text/plain", "sha256": "0" * 64, "text": ""}])
    """The text that all spans point into, and where it comes from."""
    parts: tuple[Part, ...] = Field(default=(), examples=[[]])
    """Agendas and minutes in document order: a published pack is often the next agenda and the last notes."""
    other: tuple[Block, ...] = Field(default=(), examples=[[]])
    """Blocks outside all parts."""
    furniture: tuple[Furniture, ...] = Field(default=(), examples=[[]])
    """What was set aside: first what is not in the text, by page; then the rest, in document order."""
    diagnostics: tuple[Diagnostic, ...] = Field(default=(), examples=[[]])
    """What does not add up, in document order; what is about the whole document first."""

    @property
    def agendas(self) -> tuple[Agenda, ...]:
        """The agendas among the parts."""
        return tuple(part for part in self.parts if isinstance(part, Agenda))

    @property
    def minutes(self) -> tuple[Minutes, ...]:
        """The minutes among the parts."""
        return tuple(part for part in self.parts if isinstance(part, Minutes))


def walk(blocks: Sequence[Block]) -> Iterator[Block]:
    """Every block and, after a question, the blocks of its answer: reading order, all depths."""
    for block in blocks:
        yield block
        if isinstance(block, Question):
            yield from walk(block.answer)


def spoken(blocks: Sequence[Block]) -> Iterator[Paragraph | ListEntry | Question | Action | Decision]:
    """All that has words, in reading order, all depths: as ``walk``, with the entries of a list in its place."""
    for block in walk(blocks):
        if isinstance(block, BulletList):
            yield from _entries(block.entries)
        else:
            yield block


def _entries(entries: Sequence[ListEntry]) -> Iterator[ListEntry]:
    for entry in entries:
        yield entry
        yield from _entries(entry.entries)
