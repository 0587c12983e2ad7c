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
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from posixpath import join, normpath
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from ..diagnostics import diagnose
from ..errors import LimitExceededError, UnreadableFileError
from ..models import Diagnostic, Furniture
from .reading import Limits, Reading
from .text import tidy
from .writing import Block, Depths, Paragraph, Row, Run, raised, shown, written

_MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _MAIN[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _LINK[1:-1].encode()),
)
_VAL, _ID, _TYPE = _MAIN + "val", _LINK + "id", _MAIN + "type"
_CHUNK = 1024 * 1024
_DENSE = 200  # so many bytes out of one: a real document has about four
_TAGS = 4_000_000  # in one part; each costs more memory than its bytes, so more are read where more bytes may be
_FAR = 5  # points between two indents that are two depths, in twentieths below
_LEVELS = 9  # of a list; no file may have more
_LABEL = 200  # characters of a list's label: one as long as the file, on every paragraph, would fill the memory
_LARGEST = 1_000_000  # whatever a number counts
_NESTED = 50  # fields, each in the next
_INSTRUCTION = 4000  # characters of a field's instruction

_GONE = frozenset(_MAIN + name for name in ("del", "moveFrom", "rPr", "pPr", "instrText", "delText", "tcPr", "trPr"))
_DRAWN = ("drawing", "pict", "object")
_OFF = ("0", "false", "off", "none")
_CHANGED = frozenset(_MAIN + name for name in ("ins", "del", "moveTo", "moveFrom"))
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[a-z]{1,4}|[A-Z]{1,4})[.):]?\)?[.:]?(?<=[.):])")
_ADDRESS = re.compile(r'\s*HYPERLINK\s+(?:"([^"]+)"|([^\s"\\]+))', re.IGNORECASE)
_PAGE_COUNT = re.compile(r"\s*NUMPAGES\b", re.IGNORECASE)
_MEASURE = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)(mm|cm|in|pt|pc|pi)?")
_TWENTIETHS = {None: 1.0, "pt": 20.0, "pc": 240.0, "pi": 240.0, "in": 1440.0, "cm": 1440 / 2.54, "mm": 144 / 2.54}
_NOT_SHOWN = str.maketrans({"\u00ad": None, "\n": " ", "\r": " ", "\f": " "})
_PAGE_END = re.compile(r"\n*\f+")


def read(data: bytes, where: str, limits: Limits) -> Reading:
    """The minutes text of a Word file's bytes. Raises UnreadableFileError, LimitExceededError."""
    try:
        parts = _Parts(data, where, limits)
        return _Document(parts).reading()
    except RecursionError:
        raise UnreadableFileError(f"{where}: {_DAMAGED.format('it is nested without end')}") from None


_DAMAGED = "this Word file is damaged ({}); open it in a word processor, save it again and read that file"


class _Parts:
    """The files inside the file, unpacked one by one within the limits."""

    def __init__(self, data: bytes, where: str, limits: Limits) -> None:
        self.where = where
        self._left = self._allowed = limits.max_unpacked_bytes
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, OverflowError):
            kind = "it is no Word file, or only a part of one" if data[:2] != b"PK" else "its end is missing"
            raise self.damaged(kind) from None
        self._names = {name.lstrip("/").lower(): name for name in self._zip.namelist()}

    def damaged(self, what: str) -> UnreadableFileError:
        """The error for a file that cannot be read."""
        return UnreadableFileError(f"{self.where}: {_DAMAGED.format(what)}")

    def xml(self, name: str) -> Element | None:
        """The root of a part; None where the file has no such part."""
        found = self._names.get(name.lstrip("/").lower())
        if found is None:
            return None
        data = self._unpacked(found)
        if b"<!DOCTYPE" in data.replace(b"\x00", b""):  # entities are made there; no word processor writes one
            raise self.damaged(f"{name} declares a document type, which no Word file does")
        if data.count(b"<") > max(_TAGS, self._allowed // 16):
            raise self._too_large()
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
        try:
            return ElementTree.fromstring(data)
        except (ElementTree.ParseError, ValueError, LookupError):
            raise self.damaged(f"{name} is broken") from None

    def _unpacked(self, name: str) -> bytes:
        info = self._zip.getinfo(name)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.damaged(f"{name} is packed as no Word file is")  # the others unpack whole, before any count
        if info.flag_bits & 1:
            raise UnreadableFileError(
                f"{self.where}: this file is protected by a password; "
                "open it with its password, save it without one and read that file"
            )
        dense = info.file_size > _CHUNK and info.file_size > _DENSE * max(info.compress_size, 1)
        if dense or info.file_size > self._left:
            raise self._too_large()
        chunks: list[bytes] = []
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(min(_CHUNK, self._left + 1)):
                    chunks.append(chunk)
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise self._too_large()
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
            raise self.damaged(f"{name} cannot be unpacked") from None
        return b"".join(chunks)

    def _too_large(self) -> LimitExceededError:
        return LimitExceededError(
            f"{self.where}: this file unpacks to more than the {self._allowed:,} bytes that are read at most, or is "
            "packed as no document is; see whether it is minutes at all, and raise max_unpacked_bytes if it is"
        )


@dataclass(slots=True, frozen=True)
class _Look:
    """What a style or a run says of its letters; None where it says nothing."""

    bold: bool | None = None
    italic: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None

    def over(self, under: _Look) -> _Look:
        """What this look says, and what is under it where it says nothing."""
        return _Look(
            self.bold if self.bold is not None else under.bold,
            self.italic if self.italic is not None else under.italic,
            self.capitals if self.capitals is not None else under.capitals,
            self.hidden if self.hidden is not None else under.hidden,
            self.raised if self.raised is not None else under.raised,
        )

    def beside(self, other: _Look) -> _Look:
        """The looks of two kinds of style at once: bold on bold is plain again (17.7.3, toggle properties)."""
        return _Look(
            bool(self.bold) != bool(other.bold),
            bool(self.italic) != bool(other.italic),
            bool(self.capitals) != bool(other.capitals),
            bool(self.hidden or other.hidden),
            bool(self.raised or other.raised),
        )


_PLAIN = _Look()


@dataclass(slots=True, frozen=True)
class _Style:
    """What a style gives to a paragraph."""

    look: _Look = _PLAIN
    numbering: tuple[str | None, int | None] = (None, None)
    indent: float | None = None
    breaks: bool | None = None

    def over(self, under: _Style) -> _Style:
        """What this style says, and the one that it is based on where it says nothing."""
        number, level = self.numbering
        return _Style(
            self.look.over(under.look),
            (under.numbering[0] if number is None else number, under.numbering[1] if level is None else level),
            under.indent if self.indent is None else self.indent,
            under.breaks if self.breaks is None else self.breaks,
        )


@dataclass(slots=True)
class _Level:
    """One level of a list."""

    start: int = 1
    shape: str = "decimal"
    text: str = ""
    width: int = 0
    indent: float | None = None
    restarts: int = _LEVELS
    """It begins anew after an entry of a level above this one, from 0."""
    legal: bool = False


@dataclass(slots=True)
class _List:
    """The levels of a list, and how far each has been counted; lists made of one pattern count together."""

    levels: dict[int, _Level]
    counts: dict[int, int]
    restart: dict[int, int] = field(default_factory=dict)
    styles: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction is no text, its result is."""

    instruction: str = ""
    result: bool = False
    words: list[str] = field(default_factory=list)


class _Document:
    """The walk through one file."""

    def __init__(self, parts: _Parts) -> None:
        self.parts = parts
        self.main = self._main()
        self.links, self.pieces = self._relations(self.main)
        body = parts.xml(self.main)
        found = body.find(_MAIN + "body") if body is not None else None
        if found is None:
            raise parts.damaged("it has no text part")
        self.body = found
        self.styles: dict[str, _Style] = {}
        self.default: _Style = _Style()
        self._read_styles()
        self.lists = self._read_lists()
        self.aside: list[Furniture] = []
        self.depths = Depths(_FAR * 20)
        self.fields: list[_Field] = []
        self.hidden: list[str] = []
        self.fresh = True  # nothing shown since the last page that was ended by hand
        self.in_cell = 0
        ends = [properties.find(_MAIN + "sectPr") for properties in self.body.iter(_MAIN + "pPr")]
        self.sections = [end for end in (*ends, self.body.find(_MAIN + "sectPr")) if end is not None]
        self.section = 0
        self.boxes: list[list[Block]] = []
        self.changes = 0
        self.page_count = 0  # what a field last said

    def reading(self) -> Reading:
        """The text, and what is aside."""
        self.changes = _changes(self.body)
        blocks = [*self._letterhead(), *self._blocks(self.body)]
        text = written(blocks)
        if not self._pages_known(_breaks(blocks) + 1):
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

    def _main(self) -> str:
        root = self.parts.xml("_rels/.rels")
        for relation in root if root is not None else ():
            if relation.get("Type", "").endswith("/officeDocument"):
                return normpath(relation.get("Target", "").lstrip("/"))
        return "word/document.xml"

    def _pages_known(self, found: int) -> bool:
        """Whether the ends of pages are all there: those between the ones set by hand are, if one was seen."""
        if found == 1 or self.body.find(f".//{_MAIN}lastRenderedPageBreak") is not None:
            return True
        root = self.parts.xml("docProps/app.xml")
        count = root.find("{*}Pages") if root is not None else None
        return found >= max(self.page_count, _number(count.text, 0) if count is not None else 0)

    def _relations(self, name: str) -> tuple[dict[str, str], dict[str, str]]:
        """The addresses outside and the parts inside that a part names, by their ids."""
        folder, _, file = name.rpartition("/")
        root = self.parts.xml(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
        outside: dict[str, str] = {}
        inside: dict[str, str] = {}
        for relation in root if root is not None else ():
            target, key = relation.get("Target", ""), relation.get("Id", "")
            if relation.get("TargetMode") == "External":
                outside[key] = target
            else:
                inside[key] = normpath(target.lstrip("/") if target.startswith("/") else join(folder, target))
                inside.setdefault(relation.get("Type", "").rpartition("/")[2], inside[key])
        return outside, inside

    def _letterhead(self) -> list[Block]:
        """The header of the first page, where it has one of its own; the others go aside with the footers."""
        top: list[Block] = []
        first = self.sections[0] if self.sections else None
        if first is not None and _on(first.find(_MAIN + "titlePg")):
            for reference in first.findall(_MAIN + "headerReference"):
                if reference.get(_TYPE) == "first":
                    name = self.pieces.pop(reference.get(_ID, ""), "")
                    top += self._part(name)
        for section in self.sections:
            for kind in ("headerReference", "footerReference"):
                for reference in section.findall(_MAIN + kind):
                    name = self.pieces.pop(reference.get(_ID, ""), "")
                    self._set_aside("page", self._part(name))
        self.fresh = True
        return top

    def _part(self, name: str) -> list[Block]:
        root = self.parts.xml(name) if name else None
        if root is None:
            return []
        kept, self.links = self.links, self._relations(name)[0]
        self.changes += _changes(root)
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
            self.links = self._relations(name)[0]
            self.changes += _changes(root)
            for note in root.iter(_MAIN + tag):
                if note.get(_TYPE) in (None, "normal"):
                    self.fields.clear()
                    self._set_aside(kind, list(self._blocks(note)))

    def _set_aside(self, kind: str, blocks: list[Block]) -> None:
        self._aside(kind, " ".join(_words(blocks)))

    def _aside(self, kind: str, text: str) -> None:
        text = " ".join(text.split())
        if text:
            self.aside.append(Furniture.model_validate({"kind": kind, "text": tidy(text).text}))

    # ------------------------------------------------------------------ styles

    def _read_styles(self) -> None:
        root = self.parts.xml(self.pieces.get("styles", "word/styles.xml"))
        if root is None:
            return
        elements = {style.get(_MAIN + "styleId", ""): style for style in root.findall(_MAIN + "style")}
        base = root.find(f"{_MAIN}docDefaults/{_MAIN}rPrDefault/{_MAIN}rPr")
        beneath = _look(base)
        self.default = _Style(beneath)
        for key in elements:
            chain: dict[str, _Style] = {}
            at = key
            while at in elements and at not in self.styles and at not in chain:
                chain[at] = _own(elements[at])
                based = elements[at].find(_MAIN + "basedOn")
                at = based.get(_VAL, "") if based is not None else ""
            under = self.styles.get(at, _Style())
            for name in reversed(chain):
                under = self.styles[name] = chain[name].over(under)
        for key, element in elements.items():
            if element.get(_TYPE) == "paragraph":
                self.styles[key] = self.styles[key].over(_Style(beneath))
                if element.get(_MAIN + "default") in ("1", "true", "on"):
                    self.default = self.styles[key]

    def _style(self, properties: Element | None, kind: str) -> _Style | None:
        named = properties.find(_MAIN + kind) if properties is not None else None
        return self.styles.get(named.get(_VAL, "")) if named is not None else None

    # ------------------------------------------------------------------ lists

    def _read_lists(self) -> dict[str, _List]:
        root = self.parts.xml(self.pieces.get("numbering", "word/numbering.xml"))
        if root is None:
            return {}
        patterns: dict[str, _List] = {}
        linked: dict[str, str] = {}
        sources: dict[str, str] = {}
        for element in root.findall(_MAIN + "abstractNum"):
            key = element.get(_MAIN + "abstractNumId", "")
            levels: dict[int, _Level] = {}
            styles: dict[str, int] = {}
            for level in element.findall(_MAIN + "lvl"):
                index = _number(level.get(_MAIN + "ilvl"), 0)
                if not 0 <= index < _LEVELS:
                    continue
                levels[index] = _level(level)
                style = level.find(_MAIN + "pStyle")
                if style is not None:
                    styles[style.get(_VAL, "")] = index
            patterns[key] = _List(levels, {}, styles=styles)
            link, named = element.find(_MAIN + "numStyleLink"), element.find(_MAIN + "styleLink")
            if link is not None:
                linked[key] = link.get(_VAL, "")
            if named is not None:
                sources[named.get(_VAL, "")] = key
        for key, link_to in linked.items():
            patterns[key] = patterns.get(sources.get(link_to, ""), patterns[key])
        lists: dict[str, _List] = {}
        for element in root.findall(_MAIN + "num"):
            named = element.find(_MAIN + "abstractNumId")
            pattern = patterns.get(named.get(_VAL, "") if named is not None else "")
            if pattern is None:
                continue
            levels, restart = dict(pattern.levels), {}
            for override in element.findall(_MAIN + "lvlOverride"):
                index = _number(override.get(_MAIN + "ilvl"), 0)
                begin, other = override.find(_MAIN + "startOverride"), override.find(_MAIN + "lvl")
                if other is not None and 0 <= index < _LEVELS:
                    levels[index] = _level(other)
                if begin is not None:
                    restart[index] = _number(begin.get(_VAL), 1)
            lists[element.get(_MAIN + "numId", "")] = _List(levels, pattern.counts, restart, pattern.styles)
        return lists

    def _label(self, properties: Element | None, style: _Style, name: str) -> tuple[str, float] | None:
        """The number or bullet of a paragraph and how far in it stands, in twentieths of a point; None without one."""
        number, depth = _numbering(properties) if properties is not None else (None, None)
        number = style.numbering[0] if number is None else number
        found = self.lists.get(number or "")
        if found is None:
            return None
        depth = style.numbering[1] if depth is None else depth
        depth = found.styles.get(name, 0) if depth is None else depth
        level = found.levels.get(depth)
        if level is None:
            return None
        counts = found.counts
        for index in range(depth):
            counts.setdefault(index, found.levels.get(index, _Level()).start)
        if depth in found.restart:
            counts[depth] = found.restart.pop(depth)
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for index in [i for i in counts if i > depth and depth < found.levels.get(i, level).restarts]:
            del counts[index]
        direct = _indent(properties) if properties is not None else None
        own = _numbering(properties)[0] if properties is not None else None
        indents = (direct, style.indent, level.indent) if own is None else (direct, level.indent, style.indent)
        indent = next((one for one in indents if one is not None), None)
        if level.shape == "bullet":
            return ("- " if level.text.strip() else ""), indent if indent is not None else depth * 360.0
        label = re.sub(
            r"%([1-9])",
            lambda m: _counted(
                counts.get(int(m[1]) - 1, 1), found.levels.get(int(m[1]) - 1, level), level.legal and int(m[1]) <= depth
            ),
            level.text,
        )
        return label, indent if indent is not None else depth * 360.0

    # ------------------------------------------------------------------ blocks

    def _blocks(self, parent: Element) -> Iterator[Block]:
        before: list[Run] = []  # of a paragraph whose end was deleted: it goes on in the next
        for element in parent:
            tag = element.tag
            if tag == _MAIN + "p":
                properties = element.find(_MAIN + "pPr")
                boxes, self.boxes = self.boxes, []
                if _end_deleted(properties):
                    before += self._runs(element, self._style(properties, "pStyle") or self.default)
                else:
                    yield self._paragraph(element, properties, before)
                    before = []
                self._hidden_ends()
                for box in self.boxes:
                    yield from box
                self.boxes = boxes
                if properties is not None and properties.find(_MAIN + "sectPr") is not None:
                    yield from self._section_ends()
                continue
            if before and tag not in _GONE and len(element):
                yield Paragraph(*before)
                before = []
            if tag == _MAIN + "tbl":
                self.depths.end()
                for row in _through(element, _MAIN + "tr"):
                    yield from self._row(row)
                yield Paragraph()  # the rows of a table right below are no more of this one
                self.depths.end()
            elif tag.endswith("}AlternateContent"):
                yield from self._blocks(_chosen(element))
            elif tag not in _GONE:
                yield from self._blocks(element)
        if before:
            yield Paragraph(*before)

    def _section_ends(self) -> Iterator[Block]:
        self.section += 1
        if self.section < len(self.sections):
            kind = self.sections[self.section].find(_TYPE)
            if kind is None or kind.get(_VAL) in ("nextPage", "oddPage", "evenPage"):
                self.fresh = True
                yield Paragraph("\f")

    def _row(self, element: Element) -> Iterator[Block]:
        properties = element.find(_MAIN + "trPr")
        if properties is not None and properties.find(_MAIN + "del") is not None:
            return
        cells: list[list[Block]] = []
        before = properties.find(_MAIN + "gridBefore") if properties is not None else None
        cells += [[] for _ in range(min(_number(before.get(_VAL), 0), 60))] if before is not None else []
        self.in_cell += 1
        fresh = self.fresh
        after = [fresh]
        for cell in _through(element, _MAIN + "tc"):
            about = cell.find(_MAIN + "tcPr")
            merged = about.find(_MAIN + "vMerge") if about is not None else None
            span = about.find(_MAIN + "gridSpan") if about is not None else None
            self.fresh = fresh
            inside = list(self._blocks(cell))
            after.append(self.fresh)
            self.depths.end()
            if merged is not None and merged.get(_VAL) != "restart":
                self._set_aside("hidden", inside)  # the cell above covers it
                inside = []
            cells.append(inside)
            if span is not None:
                cells += [[] for _ in range(min(_number(span.get(_VAL), 1), 60) - 1)]
        self.in_cell -= 1
        self.fresh = all(after)
        _one_break(cells)
        yield Row(cells)

    def _paragraph(self, element: Element, properties: Element | None, before: list[Run]) -> Paragraph:
        style = self._style(properties, "pStyle") or self.default
        named = properties.find(_MAIN + "pStyle") if properties is not None else None
        label = self._label(properties, style, named.get(_VAL, "") if named is not None else "")
        breaks = _flag(properties, "pageBreakBefore") if properties is not None else None
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

    def _maybe_end(self, properties: Element | None, style: _Style) -> None:
        """Running text ends the list before it, unless it stands as far in as the list: it goes on with the entry."""
        indent = _indent(properties) if properties is not None else None
        if not (style.indent if indent is None else indent):
            self.depths.end()

    # ------------------------------------------------------------------ runs

    def _break(self, *, rendered: bool) -> list[Run]:
        """The end of a page; where the word processor saw the one that was set by hand, it is the same."""
        same = rendered and self.fresh
        self.fresh = not rendered
        return [] if same else [Run("\f")]

    def _runs(self, parent: Element, style: _Style) -> Iterator[Run]:
        for element in parent:
            tag = element.tag
            if tag == _MAIN + "r":
                yield from self._run(element, style)
            elif tag == _MAIN + "hyperlink":
                runs = list(self._runs(element, style))
                if runs or element.find(_MAIN + "del") is None:
                    self._linked(self.links.get(element.get(_ID, ""), ""), "".join(run.text for run in runs))
                yield from runs
            elif tag == _MAIN + "fldSimple":
                runs = list(self._runs(element, style))
                self._field_ends(element.get(_MAIN + "instr", ""), "".join(run.text for run in runs))
                yield from runs
            elif tag.endswith("}AlternateContent"):
                yield from self._runs(_chosen(element), style)
            elif tag.endswith("/math}t"):
                yield Run((element.text or "").translate(_NOT_SHOWN))
            elif tag == _MAIN + "txbxContent":
                self._drawn(element)
            elif tag not in _GONE:
                yield from self._runs(element, style)  # changes, controls, formulas, and what others may add

    def _run(self, element: Element, style: _Style) -> Iterator[Run]:
        properties = element.find(_MAIN + "rPr")
        look = style.look
        named = self._style(properties, "rStyle")
        if named is not None:
            look = look.beside(named.look)
        if properties is not None:
            look = _look(properties).over(look)
        for child in _shown_in(element):
            text = self._text(child)
            if text == "\f":
                yield from self._break(rendered=child.tag == _MAIN + "lastRenderedPageBreak")
                continue
            if not text:
                if child.tag == _MAIN + "ruby":
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
            return (element.text or "").translate(_NOT_SHOWN)
        if name in ("tab", "ptab"):
            return "\t"
        if name == "br":
            return "\f" if element.get(_TYPE) == "page" else "\n"
        if name == "cr":
            return "\n"
        if name == "noBreakHyphen":
            return "-"
        if name == "lastRenderedPageBreak":
            return "\f"
        if name == "sym":
            return _symbol(element.get(_MAIN + "char", ""))
        if name == "fldChar":
            self._field(element.get(_MAIN + "fldCharType", ""))
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
            self.page_count = max(self.page_count, _number(words, 0))

    def _linked(self, address: str, words: str) -> None:
        if address and not shown(address, words):
            self._aside("link", address)

    def _drawn(self, element: Element) -> None:
        """The words in a drawing, and its links, once: it is often there twice, for new and old programs."""
        name = element.tag.rpartition("}")[2]
        if element.tag == _MAIN + "txbxContent":
            fields, self.fields = self.fields, []
            depths, self.depths = self.depths, Depths(_FAR * 20)
            self.boxes.append(list(self._blocks(element)))
            self.fields, self.depths = fields, depths
            return
        if name == "textpath":  # words bent to a shape, a watermark
            self.boxes.append([Paragraph(element.get("string", "").translate(_NOT_SHOWN))])
        elif name == "hlinkClick":
            self._linked(self.links.get(element.get(_ID, ""), ""), "")
        for child in _chosen(element) if name == "AlternateContent" else element:
            self._drawn(child)


# ---------------------------------------------------------------------- elements


def _number(value: str | None, otherwise: int) -> int:
    try:
        return max(-_LARGEST, min(int(value or ""), _LARGEST))
    except ValueError:
        return otherwise


def _on(element: Element | None) -> bool | None:
    """Whether a property is on; None where it is not there."""
    return None if element is None else element.get(_VAL, "1") not in _OFF


def _flag(properties: Element, name: str) -> bool | None:
    return _on(properties.find(_MAIN + name))


def _look(properties: Element | None) -> _Look:
    if properties is None or not len(properties):
        return _PLAIN
    aligned, shifted = properties.find(_MAIN + "vertAlign"), properties.find(_MAIN + "position")
    up: bool | None = None
    if aligned is not None:
        up = aligned.get(_VAL) == "superscript"
    elif shifted is not None and properties.find(_MAIN + "sz") is not None:  # so LibreOffice writes what a page raised
        up = _number(shifted.get(_VAL), 0) > 0
    return _Look(
        _flag(properties, "b"),
        _flag(properties, "i"),
        _flag(properties, "caps"),
        _flag(properties, "vanish"),
        up,
    )


def _numbering(properties: Element) -> tuple[str | None, int | None]:
    """The list and the level that a paragraph's properties name."""
    numbering = properties.find(_MAIN + "numPr")
    if numbering is None:
        return None, None
    named, level = numbering.find(_MAIN + "numId"), numbering.find(_MAIN + "ilvl")
    return (
        named.get(_VAL) if named is not None else None,
        _number(level.get(_VAL), 0) if level is not None else None,
    )


def _indent(properties: Element) -> float | None:
    """How far in a paragraph stands, in twentieths of a point."""
    indent = properties.find(_MAIN + "ind")
    if indent is None:
        return None
    value = _MEASURE.fullmatch(indent.get(_MAIN + "left") or indent.get(_MAIN + "start") or "")
    return float(value[1]) * _TWENTIETHS[value[2]] if value else None


def _own(style: Element) -> _Style:
    """What a style says itself."""
    properties, look = style.find(_MAIN + "pPr"), _look(style.find(_MAIN + "rPr"))
    if properties is None:
        return _Style(look)
    return _Style(look, _numbering(properties), _indent(properties), _flag(properties, "pageBreakBefore"))


def _level(element: Element) -> _Level:
    level = _Level()
    shape = element.find(f".//{_MAIN}numFmt[@{_MAIN}format]")  # "001, 002, 003, ...", offered beside a plain one
    if shape is not None:
        level.width = min(len(shape.get(_MAIN + "format", "").partition(",")[0]), 9)
    shape = element.find(f".//{_MAIN}numFmt") if shape is None else shape
    if shape is not None:
        level.shape = shape.get(_VAL, "decimal")
    start, text, indent = element.find(_MAIN + "start"), element.find(_MAIN + "lvlText"), element.find(_MAIN + "pPr")
    restart = element.find(_MAIN + "lvlRestart")
    level.start = _number(start.get(_VAL), 0) if start is not None else 0
    level.text = text.get(_VAL, "").translate(_NOT_SHOWN)[:_LABEL] if text is not None else ""
    level.indent = _indent(indent) if indent is not None else None
    level.restarts = _number(restart.get(_VAL), _LEVELS) if restart is not None else _LEVELS
    level.legal = bool(_on(element.find(_MAIN + "isLgl")))
    return level


def _counted(count: int, level: _Level, legal: bool) -> str:
    """A count in the figures of its level."""
    shape = "decimal" if legal else level.shape
    if shape in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 9)
        return letter if shape == "lowerLetter" else letter.upper()
    if shape in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        roman = _roman(count)
        return roman if shape == "lowerRoman" else roman.upper()
    if shape == "decimalZero":
        return f"{count:02}"
    if shape in ("none", "bullet"):
        return ""
    return str(count).zfill(level.width)


def _roman(count: int) -> str:
    out = ""
    for value, letters in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
        (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        out += letters * (count // value)
        count %= value
    return out


def _symbol(code: str) -> str:
    """The character of a symbol font; what is no code is nothing."""
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return character if character not in "\f\n\t" else ""


def _changes(root: Element) -> int:
    """How many tracked changes a part holds."""
    return sum(1 for element in root.iter() if element.tag in _CHANGED)


def _end_deleted(properties: Element | None) -> bool:
    """Whether the end of a paragraph was deleted: with the change accepted it is one with the next."""
    look = properties.find(_MAIN + "rPr") if properties is not None else None
    return look is not None and (look.find(_MAIN + "del") is not None or look.find(_MAIN + "moveFrom") is not None)


def _chosen(element: Element) -> Element:
    """What a new program would show of something that is there in two forms."""
    return next(iter(element), element) if len(element) else element


def _shown_in(run: Element) -> Iterator[Element]:
    """What stands in a run; of two forms the one with words, for a face may be a drawing to new programs only."""
    for element in run:
        old = element[-1] if len(element) and element.tag.endswith("}AlternateContent") else None
        if old is not None and old.find(_MAIN + "t") is not None:
            yield from old
        else:
            yield element


def _through(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row, also where something is wrapped around them."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag.endswith("}AlternateContent"):
            yield from _through(_chosen(element), tag)
        elif element.tag not in _GONE:
            yield from _through(element, tag)


# ---------------------------------------------------------------------- blocks


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
