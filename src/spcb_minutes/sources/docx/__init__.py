r"""Reads Word files (``.docx``): their XML to minutes text. Nothing here knows about minutes.

    <w:r><w:rPr><w:b/></w:rPr><w:t>Tides</w:t></w:r>            ->  **Tides**
    a paragraph of a style that is bold                         ->  **Tides**
    a paragraph of level 1 of a list with lvlText "%1/24"       ->  81/24<TAB>Tides
    <w:del>…</w:del><w:ins>…</w:ins>                            ->  what was inserted (M906 says so)

What is true of what it gives:

1. Tracked changes are read as accepted: what was deleted or moved away is not there.
2. Numbers and bullets of lists, which the file does not hold as text, are there, counted as a word processor does.
3. Headers, footers, foot- and endnotes, remarks, hidden words and addresses behind words are aside, not in the text;
   a header of the first page alone is a letterhead, and stands at the top.
4. Pages begin where the file says so: at breaks set by hand, and where the word processor last saw one. A file
   without any has no pages, nor has one that says that it has more than its breaks make: then they are not all there.
5. No more is unpacked than the limits allow; nothing is fetched; a document type declaration is refused.

Source: ECMA-376, Office Open XML, part 1: 17 (WordprocessingML), in its transitional and its strict form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from ...diagnostics import diagnose
from ...errors import UnreadableFileError
from ...models import Diagnostic, Furniture
from ..reading import Limits, Reading
from ..text import tidy
from ..writing import Block, Depths, Paragraph, Row, Run, raised, shown, written
from .lists import Lists
from .parts import DAMAGED, Parts
from .styles import Style, Styles, look_of
from .xml import (
    GONE,
    ID,
    MAIN,
    NOT_SHOWN,
    TYPE,
    VAL,
    changes_in,
    chosen,
    end_deleted,
    flag,
    indent_of,
    number,
    on,
    shown_in,
    symbol,
    through,
)

_FAR = 5  # points between two indents that are two depths, in twentieths below
_FULL_PAGE = 5500  # characters: more than stand on a page
_NESTED = 50  # fields, each in the next
_INSTRUCTION = 4000  # characters of a field's instruction
_DRAWN = ("drawing", "pict", "object")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[a-z]{1,4}|[A-Z]{1,4})[.):]?\)?[.:]?(?<=[.):])")
_ADDRESS = re.compile(r'\s*HYPERLINK\s+(?:"([^"]+)"|([^\s"\\]+))', re.IGNORECASE)
_PAGE_COUNT = re.compile(r"\s*NUMPAGES\b", re.IGNORECASE)
_PAGE_END = re.compile(r"\n*\f+")


def read(data: bytes, where: str, limits: Limits) -> Reading:
    """The minutes text of a Word file's bytes. Raises UnreadableFileError, LimitExceededError."""
    try:
        parts = Parts(data, where, limits)
        return _Document(parts).reading()
    except RecursionError:
        raise UnreadableFileError(f"{where}: {DAMAGED.format('it is nested without end')}") from None


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction is no text, its result is."""

    instruction: str = ""
    result: bool = False
    words: list[str] = field(default_factory=list)


class _Document:
    """The walk through one file."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.main = parts.main()
        self.links, self.pieces = self.parts.relations(self.main)
        body = parts.xml(self.main)
        found = body.find(MAIN + "body") if body is not None else None
        if found is None:
            raise parts.damaged("it has no text part")
        self.body = found
        self.styles = Styles(parts.xml(self.pieces.get("styles", "word/styles.xml")))
        self.lists = Lists(parts.xml(self.pieces.get("numbering", "word/numbering.xml")))
        self.aside: list[Furniture] = []
        self.depths = Depths(_FAR * 20)
        self.fields: list[_Field] = []
        self.hidden: list[str] = []
        self.fresh = True  # nothing shown since the last page that was ended by hand
        self.in_cell = 0
        ends = [properties.find(MAIN + "sectPr") for properties in self.body.iter(MAIN + "pPr")]
        self.sections = [end for end in (*ends, self.body.find(MAIN + "sectPr")) if end is not None]
        self.section = 0
        self.boxes: list[list[Block]] = []
        self.changes = 0
        self.page_count = 0  # what a field last said

    def reading(self) -> Reading:
        """The text, and what is aside."""
        self.changes = changes_in(self.body)
        blocks = [*self._letterhead(), *self._blocks(self.body)]
        text = written(blocks)
        if not self._pages_known(_breaks(blocks) + 1, text):
            text = _PAGE_END.sub("\n\n", text).lstrip("\n")
        reading = tidy(text)
        self._notes()
        told: list[Diagnostic] = []
        if self.changes:
            what = "One tracked change" if self.changes == 1 else f"{self.changes} tracked changes"
            told.append(
                diagnose("M906", f"{what} of this file {'is' if self.changes == 1 else 'are'} read as accepted.")
            )
        return replace(reading, diagnostics=(*told, *reading.diagnostics), aside=_once(self.aside))

    # ------------------------------------------------------------------ parts beside the text

    def _pages_known(self, found: int, text: str) -> bool:
        """Whether the ends of pages are all there: those between the ones set by hand are, if one was seen.

        If none was, the file must not claim more pages, and none may hold more than a page of print does.
        """
        if found == 1 or self.body.find(f".//{MAIN}lastRenderedPageBreak") is not None:
            return True
        root = self.parts.xml("docProps/app.xml")
        count = root.find("{*}Pages") if root is not None else None
        claimed = max(self.page_count, number(count.text, 0) if count is not None else 0)
        return found == claimed or (found > claimed and max(map(len, text.split("\f"))) <= _FULL_PAGE)

    def _letterhead(self) -> list[Block]:
        """The header of the first page, where it has one of its own; the others go aside with the footers."""
        top: list[Block] = []
        first = self.sections[0] if self.sections else None
        if first is not None and on(first.find(MAIN + "titlePg")):
            for reference in first.findall(MAIN + "headerReference"):
                if reference.get(TYPE) == "first":
                    name = self.pieces.pop(reference.get(ID, ""), "")
                    top += self._part(name)
        for section in self.sections:
            for kind in ("headerReference", "footerReference"):
                for reference in section.findall(MAIN + kind):
                    name = self.pieces.pop(reference.get(ID, ""), "")
                    self._set_aside("page", self._part(name))
        self.fresh = True
        return top

    def _part(self, name: str) -> list[Block]:
        root = self.parts.xml(name) if name else None
        if root is None:
            return []
        kept, self.links = self.links, self.parts.relations(name)[0]
        self.changes += changes_in(root)
        blocks = list(self._blocks(root))
        self.links = kept
        self.fields.clear()
        self.depths.end()
        return blocks

    def _notes(self) -> None:
        for part, tag, kind in (
            ("footnotes", "footnote", "footnote"),
            ("endnotes", "endnote", "footnote"),
            ("comments", "comment", "comment"),
        ):
            name = self.pieces.get(part)
            root = self.parts.xml(name) if name else None
            if root is None or name is None:
                continue
            self.links = self.parts.relations(name)[0]
            self.changes += changes_in(root)
            for note in root.iter(MAIN + tag):
                if note.get(TYPE) in (None, "normal"):
                    self.fields.clear()
                    self._set_aside(kind, list(self._blocks(note)))

    def _set_aside(self, kind: str, blocks: list[Block]) -> None:
        self._aside(kind, " ".join(_words(blocks)))

    def _aside(self, kind: str, text: str) -> None:
        text = " ".join(text.split())
        if text:
            self.aside.append(Furniture.model_validate({"kind": kind, "text": tidy(text).text}))

    # ------------------------------------------------------------------ blocks

    def _blocks(self, parent: Element) -> Iterator[Block]:
        before: list[Run] = []  # of a paragraph whose end was deleted: it goes on in the next
        for element in parent:
            tag = element.tag
            if tag == MAIN + "p":
                properties = element.find(MAIN + "pPr")
                boxes, self.boxes = self.boxes, []
                if end_deleted(properties):
                    before += self._runs(element, self.styles.named(properties, "pStyle") or self.styles.default)
                else:
                    yield self._paragraph(element, properties, before)
                    before = []
                self._hidden_ends()
                for box in self.boxes:
                    yield from box
                self.boxes = boxes
                if properties is not None and properties.find(MAIN + "sectPr") is not None:
                    yield from self._section_ends()
                continue
            if before and tag not in GONE and len(element):
                yield Paragraph(*before)
                before = []
            if tag == MAIN + "tbl":
                self.depths.end()
                for row in through(element, MAIN + "tr"):
                    yield from self._row(row)
                yield Paragraph()  # the rows of a table right below are no more of this one
                self.depths.end()
            elif tag.endswith("}AlternateContent"):
                yield from self._blocks(chosen(element))
            elif tag not in GONE:
                yield from self._blocks(element)
        if before:
            yield Paragraph(*before)

    def _section_ends(self) -> Iterator[Block]:
        self.section += 1
        if self.section < len(self.sections):
            kind = self.sections[self.section].find(TYPE)
            if kind is None or kind.get(VAL) in ("nextPage", "oddPage", "evenPage"):
                self.fresh = True
                yield Paragraph("\f")

    def _row(self, element: Element) -> Iterator[Block]:
        properties = element.find(MAIN + "trPr")
        if properties is not None and properties.find(MAIN + "del") is not None:
            return
        cells: list[list[Block]] = []
        before = properties.find(MAIN + "gridBefore") if properties is not None else None
        cells += [[] for _ in range(min(number(before.get(VAL), 0), 60))] if before is not None else []
        self.in_cell += 1
        fresh = self.fresh
        after = [fresh]
        for cell in through(element, MAIN + "tc"):
            about = cell.find(MAIN + "tcPr")
            merged = about.find(MAIN + "vMerge") if about is not None else None
            span = about.find(MAIN + "gridSpan") if about is not None else None
            self.fresh = fresh
            inside = list(self._blocks(cell))
            after.append(self.fresh)
            self.depths.end()
            if merged is not None and merged.get(VAL) != "restart":
                self._set_aside("hidden", inside)  # the cell above covers it
                inside = []
            cells.append(inside)
            if span is not None:
                cells += [[] for _ in range(min(number(span.get(VAL), 1), 60) - 1)]
        self.in_cell -= 1
        self.fresh = all(after)
        _one_break(cells)
        yield Row(cells)

    def _paragraph(self, element: Element, properties: Element | None, before: list[Run]) -> Paragraph:
        style = self.styles.named(properties, "pStyle") or self.styles.default
        named = properties.find(MAIN + "pStyle") if properties is not None else None
        label = self.lists.label(properties, style, named.get(VAL, "") if named is not None else "")
        breaks = flag(properties, "pageBreakBefore") if properties is not None else None
        runs = [*(self._break(rendered=False) if (style.breaks if breaks is None else breaks) else ()), *before]
        runs += self._runs(element, style)
        start = next((i for i, run in enumerate(runs) if run.text.strip()), len(runs))
        if label is None or not label[0]:
            if start < len(runs) and not self.in_cell and label is None:
                self._maybe_end(properties, style)
            return Paragraph(*runs)
        mark, indent = label
        listed = mark == "- " or bool(_ENUMERATOR.fullmatch(mark))
        if start == len(runs):  # a number stands alone, a bullet or the number of an entry does not
            alone = [Run(mark)] if mark != "- " and (self.in_cell or not listed) else []
            return Paragraph(*runs, *alone)
        if listed:
            return Paragraph(*runs, mark=mark if mark == "- " else mark + " ", depth=self.depths.of(indent))
        self.depths.end()
        return Paragraph(*runs[:start], Run(f"{mark}\t", runs[start].bold), *runs[start:])

    def _maybe_end(self, properties: Element | None, style: Style) -> None:
        """Running text ends the list before it, unless it stands as far in as the list: it goes on with the entry."""
        indent = indent_of(properties) if properties is not None else None
        if not (style.indent if indent is None else indent):
            self.depths.end()

    # ------------------------------------------------------------------ runs

    def _break(self, *, rendered: bool) -> list[Run]:
        """The end of a page; where the word processor saw the one that was set by hand, it is the same."""
        same = rendered and self.fresh
        self.fresh = not rendered
        return [] if same else [Run("\f")]

    def _runs(self, parent: Element, style: Style) -> Iterator[Run]:
        for element in parent:
            tag = element.tag
            if tag == MAIN + "r":
                yield from self._run(element, style)
            elif tag == MAIN + "hyperlink":
                runs = list(self._runs(element, style))
                if runs or element.find(MAIN + "del") is None:
                    self._linked(self.links.get(element.get(ID, ""), ""), "".join(run.text for run in runs))
                yield from runs
            elif tag == MAIN + "fldSimple":
                runs = list(self._runs(element, style))
                self._field_ends(element.get(MAIN + "instr", ""), "".join(run.text for run in runs))
                yield from runs
            elif tag.endswith("}AlternateContent"):
                yield from self._runs(chosen(element), style)
            elif tag.endswith("/math}t"):
                yield Run((element.text or "").translate(NOT_SHOWN))
            elif tag == MAIN + "txbxContent":
                self._drawn(element)
            elif tag not in GONE:
                yield from self._runs(element, style)  # changes, controls, formulas, and what others may add

    def _run(self, element: Element, style: Style) -> Iterator[Run]:
        properties = element.find(MAIN + "rPr")
        look = style.look
        named = self.styles.named(properties, "rStyle")
        if named is not None:
            look = look.beside(named.look)
        if properties is not None:
            look = look_of(properties).over(look)
        for child in shown_in(element):
            text = self._text(child)
            if text == "\f":
                yield from self._break(rendered=child.tag == MAIN + "lastRenderedPageBreak")
                continue
            if not text:
                if child.tag == MAIN + "ruby":
                    yield from self._runs(child, style)
                continue
            if look.hidden or any(not opened.result for opened in self.fields):
                self.hidden.append(text)
                continue
            self._hidden_ends()
            if not text.isspace():
                self.fresh = False
            text = text.upper() if look.capitals else text
            text = raised(text) if look.raised else text
            for opened in self.fields:
                opened.words.append(text)
            yield Run(text, bool(look.bold), bool(look.italic))

    def _hidden_ends(self) -> None:
        """Neighbouring hidden words go aside as one."""
        if self.hidden:
            self._aside("hidden", "".join(self.hidden))
            self.hidden.clear()

    def _text(self, element: Element) -> str:
        """What an element of a run shows; a form feed for the end of a page."""
        name = element.tag.rpartition("}")[2]
        if name == "t":
            return (element.text or "").translate(NOT_SHOWN)
        if name in ("tab", "ptab"):
            return "\t"
        if name == "br":
            return "\f" if element.get(TYPE) == "page" else "\n"
        if name == "cr":
            return "\n"
        if name == "noBreakHyphen":
            return "-"
        if name == "lastRenderedPageBreak":
            return "\f"
        if name == "sym":
            return symbol(element.get(MAIN + "char", ""))
        if name == "fldChar":
            self._field(element.get(MAIN + "fldCharType", ""))
        elif name == "instrText" and self.fields and len(self.fields[-1].instruction) < _INSTRUCTION:
            self.fields[-1].instruction += element.text or ""
        elif name in _DRAWN or name == "AlternateContent":
            self.fresh = False
            self._drawn(element)
        return ""

    def _field(self, kind: str) -> None:
        if kind == "begin" and len(self.fields) < _NESTED:
            self.fields.append(_Field())
        elif self.fields and kind == "separate":
            self.fields[-1].result = True
        elif self.fields and kind == "end":
            closed = self.fields.pop()
            self._field_ends(closed.instruction, "".join(closed.words))

    def _field_ends(self, instruction: str, words: str) -> None:
        address = _ADDRESS.match(instruction)
        if address:
            self._linked(address[1] or address[2], words)
        elif _PAGE_COUNT.match(instruction):
            self.page_count = max(self.page_count, number(words, 0))

    def _linked(self, address: str, words: str) -> None:
        if address and not shown(address, words):
            self._aside("link", address)

    def _drawn(self, element: Element) -> None:
        """The words in a drawing, and its links, once: it is often there twice, for new and old programs."""
        name = element.tag.rpartition("}")[2]
        if element.tag == MAIN + "txbxContent":
            fields, self.fields = self.fields, []
            depths, self.depths = self.depths, Depths(_FAR * 20)
            self.boxes.append(list(self._blocks(element)))
            self.fields, self.depths = fields, depths
            return
        if name == "textpath":  # words bent to a shape, a watermark
            self.boxes.append([Paragraph(element.get("string", "").translate(NOT_SHOWN))])
        elif name == "hlinkClick":
            self._linked(self.links.get(element.get(ID, ""), ""), "")
        for child in chosen(element) if name == "AlternateContent" else element:
            self._drawn(child)


def _words(blocks: list[Block]) -> list[str]:
    """The words of blocks, a string for each paragraph."""
    out: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            text = "".join(run.text for run in block.runs)
            if text.strip():
                out.append(block.mark.removeprefix("- ") + text)
        else:
            out += [" ".join(_words(list(cell))) for cell in block.cells]
    return [text for text in out if text]


def _one_break(cells: list[list[Block]]) -> None:
    """Cells side by side end on the same page: its end is kept in the cell that has most of them."""
    counts = [_breaks(cell) for cell in cells]
    if sum(1 for count in counts if count) > 1:
        keep = counts.index(max(counts))
        for index, cell in enumerate(cells):
            if index != keep and counts[index]:
                _without_breaks(cell)


def _breaks(blocks: list[Block]) -> int:
    return sum(
        sum(run.text.count("\f") for run in block.runs)
        if isinstance(block, Paragraph)
        else sum(_breaks(list(cell)) for cell in block.cells)
        for block in blocks
    )


def _without_breaks(blocks: list[Block]) -> None:
    for block in blocks:
        if isinstance(block, Paragraph):
            block.runs = [run._replace(text=run.text.replace("\f", " ")) for run in block.runs]
        else:
            for cell in block.cells:
                _without_breaks(list(cell))


def _once(aside: list[Furniture]) -> tuple[Furniture, ...]:
    """What was put aside; headers and links once, for a header is in the file for every section."""
    seen: set[tuple[str, str]] = set()
    out = []
    for one in aside:
        if one.kind not in ("page", "link") or (one.kind, one.text) not in seen:
            seen.add((one.kind, one.text))
            out.append(one)
    return tuple(out)
