"""The elements of a web page, and which of them are the article.

What is left out is marked with the reason, and nothing is taken away.

    <nav>Home</nav> <main><p>High water.</main>     ->  nav is left out, main is the article
    <sup><a href="#n1">1</a></sup> … <p id="n1">    ->  a footnote and its mark
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from ...models import Furniture
from .markup import BLOCKS, names
from .style import PLAIN, Look, Looks

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_NEVER = names(
    "script style template noscript svg iframe object embed canvas audio video head title noembed noframes map"
)
_CONTROLS = frozenset({"select", "textarea", "datalist", "progress", "meter"})
_SUSPECT = _CONTROLS | names("nav aside search dialog main button form header footer del")
_FURNITURE_ROLES = names("banner navigation contentinfo complementary search dialog alertdialog")
_BOLD = names("b strong h1 h2 h3 h4 h5 h6 th")
_ITALIC = names("i em cite")
_PRE = names("pre listing xmp plaintext")
_ARTICLE_PARTS = names("article main section blockquote")
_HEADINGS = names("h1 h2 h3 h4 h5 h6")
WITHOUT_WIDTH = {0xAD: None, 0x200B: None, 0xFEFF: None}

# Names that sites of all makers give to what stands around an article. Each is one word of a class or an id.
_SMALL = re.compile(
    r"(?:[\w-]*[-_])?(?:breadcrumbs?|skip-?(?:link|nav|to-content|to-main)s?|sharedaddy|addtoany"
    r"|share(?:-?(?:buttons?|links?|this|bar))?|social-?(?:share|links?|media|icons?)|sharing"
    r"|(?:entry|post)-(?:meta|tags|navigation))(?:[-_][\w-]*)?",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"(?:[\w-]*[-_])?(?:cookies?|gdpr)[-_]?(?:banner|bar|notice|consent|message|popup|policy|law-info-bar)?",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"sr-only|visually-?hidden|screen-reader-text|element-invisible", re.IGNORECASE)
_MENU = re.compile(r"(?:main|top|site|primary|side)?[-_]?(?:nav|navbar|navigation|menu|sidebar)", re.IGNORECASE)
_TOP = re.compile(r"header|(?:site|page)-?header|masthead|top-?bar", re.IGNORECASE)
_BOTTOM = re.compile(r"footer|(?:site|page)-?footer|colophon", re.IGNORECASE)
_ARTICLE = re.compile(
    r"(?:main|page|entry|post|article|node|body)(?:-|__|_)?(?:content|body)|content|main|maincontent", re.IGNORECASE
)
_SKIP = re.compile(r"skip to\b.{0,40}", re.IGNORECASE)

_NOTE_MARK = re.compile(r"[\[(]?(\d{1,3}|[*†‡§]{1,4}|[a-z]|[ivx]{1,5})[\])]?")
_NOTE_NAME = re.compile(r"foot-?note|end-?note|note-?ref|fn-?ref|ftn|sdfootnote", re.IGNORECASE)
_NOTE_ITSELF = re.compile(r"(?:note|ftn|fn)[-_:]?\d+\Z", re.IGNORECASE)
_MOST_NOTE_WORDS = 400
_SIGNPOSTS = frozenset({"↩", "↩︎", "↩\ufe0f", "↑", "^", "¶", "#", "🔗"})
_LONGEST_NAME = 60
_MAIN, _TITLE, _NAV = 1, 2, 4


class Element:
    """An element, with what is known of it and of all that stands in it."""

    __slots__ = (
        "attributes", "bold", "children", "holds", "inside", "italic", "last", "left", "linked", "links", "look",
        "order", "parent", "pre", "prose", "tag", "words",
    )  # fmt: skip

    def __init__(self, tag: str, attributes: Mapping[str, str], parent: Element | None, order: int, look: Look) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[Element | str] = []
        self.order = self.last = order
        """Its place among all elements, and the place of the last one in it."""
        self.look = look
        self.left = ""
        """Why it is left out: "page", "hidden", "dropped"; empty if it is not."""
        self.words = self.prose = self.links = self.holds = 0
        """How many words stand in it, how many of them in no link; how many links; _MAIN, _TITLE, _NAV."""
        bold, italic, pre, linked, inside = parent.passed_on if parent is not None else (False,) * 5
        self.bold: bool = look.bold if look.bold is not None else bold or tag in _BOLD
        self.italic: bool = look.italic if look.italic is not None else italic or tag in _ITALIC
        self.pre: bool = pre or tag in _PRE
        self.linked: bool = linked or (tag == "a" and "href" in attributes)
        self.inside: bool = inside

    @property
    def passed_on(self) -> tuple[bool, bool, bool, bool, bool]:
        """What the elements in it have of it: bold, italic, line ends kept, in a link, in an article or its part."""
        return self.bold, self.italic, self.pre, self.linked, self.inside or self.tag in _ARTICLE_PARTS

    def has(self, other: Element) -> bool:
        """Whether another element is this one, or in it."""
        return self.order <= other.order <= self.last

    def named(self, pattern: re.Pattern[str]) -> bool:
        """Whether a class of it, or its id, is of this form."""
        attributes = self.attributes
        if "class" not in attributes and "id" not in attributes:
            return False
        return _named(pattern, f"{attributes.get('class', '')} {attributes.get('id', '')}")

    @property
    def is_block(self) -> bool:
        """Whether it begins on a line of its own."""
        return self.tag in BLOCKS or bool(self.look.block)

    @property
    def text(self) -> str:
        """All its words, white space folded."""
        pieces: list[str] = []
        todo: list[Element | str] = [self]
        while todo:
            one = todo.pop()
            if isinstance(one, str):
                pieces.append(one)
            elif one.left != "dropped" and one.tag != "del":
                apart = [" "] if one.is_block or one.tag in ("br", "option") else []
                pieces += apart
                todo += [*apart, *reversed(one.children), *apart]
        return " ".join("".join(pieces).translate(WITHOUT_WIDTH).split())


@lru_cache(maxsize=1024)
def _named(pattern: re.Pattern[str], names: str) -> bool:
    return any(len(name) <= _LONGEST_NAME and pattern.fullmatch(name) for name in names.split())


class Page:
    """The elements of a page, with what is no part of the article marked as left out."""

    def __init__(self, parser: LexborHTMLParser) -> None:
        looks = Looks(sheet.text() for sheet in parser.css("style"))
        title = parser.css_first("title")
        self.title = " ".join(title.text().translate(WITHOUT_WIDTH).split()) if title is not None else ""
        self.footnotes: list[Furniture] = []
        self.changes = 0
        self._elements = self._read(parser, looks)
        self.body = next((one for one in self._elements if one.tag == "body"), self._elements[0])
        self._shown_on_demand = {
            name.lstrip("#")
            for one in self._elements
            for key in ("aria-controls", "data-target", "data-bs-target", "href")
            if (name := one.attributes.get(key, "")) and (key == "aria-controls" or name.startswith("#"))
        }
        self._take_footnotes()
        self._leave_out()
        self.around = self._leave_surroundings()

    def _read(self, parser: LexborHTMLParser, looks: Looks) -> list[Element]:
        """All elements in their order in the page, the outermost first."""
        top = Element("html", {}, None, 0, PLAIN)
        elements = [top]
        parent, found = top, parser.root.first_child if parser.root is not None else None
        while found is not None:
            tag = found.tag or ""
            inner = None
            if found.is_text_node:
                parent.children.append(found.text_content or "")
            elif tag[:1] not in "-!" and tag not in _NEVER:
                attributes = {key: value or "" for key, value in found.attributes.items()}
                one = Element(tag, attributes, parent, len(elements), looks.of(tag, attributes))
                parent.children.append(one)
                elements.append(one)
                self.changes += tag in ("del", "ins")
                inner = found.first_child
                if inner is not None:
                    parent, found = one, inner
            while inner is None and found is not None:
                inner = found.next
                if inner is None:
                    found = found.parent
                    parent = parent.parent or top
                    if found is None or found.tag == "html":
                        return elements
            found = inner
        return elements

    @cached_property
    def _prose(self) -> int:
        """How many words of the page are in no link, left out or not."""
        free = (one.children for one in self._elements if not one.linked)
        return sum(len(child.split()) for child in chain.from_iterable(free) if isinstance(child, str))

    def _take_footnotes(self) -> None:
        """Takes out each mark that leads to a note further down the page, and the note."""
        named: dict[str, Element] = {}
        for one in self._elements:
            for key in ("id", "name") if one.tag == "a" else ("id",):
                if one.attributes.get(key):
                    named.setdefault(one.attributes[key], one)
        taken: dict[int, bool] = {}
        end_of_note = -1
        for one in self._elements:
            href = one.attributes.get("href", "") if one.tag == "a" else ""
            if not href.startswith("#"):
                continue
            mark = one.text
            if mark in _SIGNPOSTS:
                one.left = "dropped"
                continue
            target = named.get(href[1:])
            if target is None or target.order <= one.order or one.order <= end_of_note or not _is_note_mark(one, mark):
                continue
            note = _note(target)
            if note is None or note.has(one):
                continue
            if note.order not in taken:
                words = _note_text(note, mark)
                taken[note.order] = bool(words)
                if words:
                    self.footnotes.append(Furniture(kind="footnote", text=words))
                    note.left = "dropped"
            if taken[note.order]:
                outer = one
                while (
                    outer.parent
                    and outer.parent.tag in ("sup", "span", "small")
                    and _NOTE_MARK.fullmatch(outer.parent.text)
                ):
                    outer = outer.parent
                outer.left = "dropped"

    def _leave_out(self) -> None:
        """Marks what is hidden or no content, from the inside out, and counts what is left."""
        for one in reversed(self._elements):
            for child in one.children:
                if isinstance(child, str):
                    count = len(child.split())
                    one.words += count
                    one.prose += 0 if one.linked else count
            one.links += one.tag == "a" and "href" in one.attributes
            one.left = one.left or self._why_left(one)
            if one.tag == "tr" and not one.left:
                _leave_menu_cells(one)
            parent = one.parent
            if parent is None:
                continue
            parent.last = max(parent.last, one.last)
            parent.links += one.links
            if one.left:
                parent.holds |= _NAV if one.left == "page" else 0
                continue
            parent.words += one.words
            parent.prose += one.prose
            parent.holds |= one.holds
            if one.tag in ("main", "article") or one.attributes.get("role") == "main":
                parent.holds |= _MAIN
            parent.holds |= _TITLE if one.tag == "h1" else 0

    def _why_left(self, one: Element) -> str:
        tag, attributes = one.tag, one.attributes
        if tag in ("html", "body") or (not attributes and tag not in _SUSPECT and not one.look.hidden):
            return ""
        role = attributes.get("role", "").lower()
        hidden = one.look.hidden or "hidden" in attributes or attributes.get("aria-hidden", "").lower() == "true"
        if hidden or (tag == "dialog" and "open" not in attributes):
            opened = attributes.get("id") in self._shown_on_demand and one.prose * 2 >= one.words and role != "dialog"
            return "" if opened and tag != "dialog" else "hidden"
        if tag == "del":
            return "dropped"
        if tag == "main" or role == "main" or one.holds & _MAIN:
            return ""
        if tag in ("nav", "aside", "search", "dialog") or tag in _CONTROLS or role in _FURNITURE_ROLES:
            return "page"
        if tag == "button":
            in_heading = one.parent is not None and one.parent.tag in (*_HEADINGS, "dt", "summary")
            return "" if in_heading or "aria-expanded" in attributes or "aria-controls" in attributes else "page"
        if tag == "form":
            return "" if one.holds & _TITLE or one.prose * 2 > self._prose else "page"
        if tag == "a" and attributes.get("href", "").startswith("#") and _SKIP.fullmatch(one.text):
            return "page"
        if tag == "div" and attributes.get("title") in ("header", "footer"):  # as LibreOffice writes a page's
            return "page"
        return self._why_left_by_name(one)

    def _why_left_by_name(self, one: Element) -> str:
        if not one.inside:
            if (one.tag == "header" or one.named(_TOP)) and (one.links or one.holds & _NAV):
                return "page"
            if (one.tag == "footer" or one.named(_BOTTOM)) and not one.holds & _TITLE:
                return "page"
        if one.tag == "article" or one.holds & _TITLE or one.tag in _HEADINGS:
            return ""
        if one.words <= 60 and one.named(_SMALL):
            return "page"
        if one.words <= _MOST_NOTE_WORDS and one.named(_COOKIES):
            return "page"
        if one.words <= 12 and one.named(_UNSEEN):
            return "hidden"
        if one.links > 1 and one.prose * 2 < one.words and one.named(_MENU):
            return "page"
        return ""

    def _leave_surroundings(self) -> set[int]:
        """Marks what stands beside the article; the places of the elements that the article stands in."""
        roots = self._article()
        around = {self.body.order} if roots else set()
        for root in roots:
            outer = root.parent
            while outer is not None and outer.order not in around:
                around.add(outer.order)
                outer = outer.parent
        inside = {root.order for root in roots}
        for one in self._elements:
            if one.order in around:
                for child in one.children:
                    if not isinstance(child, str) and child.order not in around | inside and not child.left:
                        child.left = "page"
        return around

    def _article(self) -> list[Element]:
        """The elements that the article is; none where it is the whole body."""
        seen: list[Element] = []
        end = -1
        for one in self._elements[self.body.order + 1 :]:
            if one.order > end:
                if one.left:
                    end = one.last
                else:
                    seen.append(one)
        mains = [one for one in seen if one.tag == "main" or one.attributes.get("role", "").lower() == "main"]
        articles = [one for one in seen if one.tag == "article" or one.attributes.get("role", "").lower() == "article"]
        named = _outermost(one for one in seen if one.tag in ("div", "section", "td") and one.named(_ARTICLE))
        for found in (_outermost(mains), _outermost(articles), named if len(named) == 1 else []):
            prose = sum(one.prose for one in found)
            if prose and (self.body.prose - prose) * 2 <= prose:
                return self._with_title(found, seen)
        return []

    def _with_title(self, found: list[Element], seen: list[Element]) -> list[Element]:
        """These elements, or what stands around them and the page's title, if that is outside: it may hold the date."""
        if any(one.tag == "h1" or one.holds & _TITLE for one in found):
            return found
        title = next((one for one in seen if one.tag == "h1" and one.prose and not _within(one, "header")), None)
        if title is None:
            return found
        outer = title
        while outer.parent is not None and not all(map(outer.has, found)):
            outer = outer.parent
        return [] if outer.order <= self.body.order else [outer]


def _outermost(elements: Iterable[Element]) -> list[Element]:
    found: list[Element] = []
    for one in elements:
        if not found or one.order > found[-1].last:
            found.append(one)
    return found


def _within(one: Element, tag: str) -> bool:
    outer: Element | None = one
    while outer is not None and outer.tag != tag:
        outer = outer.parent
    return outer is not None


def _leave_menu_cells(row: Element) -> None:
    """Leaves out the menus of a page that is laid out as a table: cells of links only beside one with the words."""
    cells = [one for one in row.children if isinstance(one, Element) and one.tag in ("td", "th") and not one.left]
    if not any(cell.prose > 100 or cell.holds & _TITLE for cell in cells):
        return
    for cell in cells:
        if cell.links > 2 and cell.words and not cell.prose:
            cell.left = "page"
            row.words -= cell.words


def _is_note_mark(link: Element, mark: str) -> bool:
    if not _NOTE_MARK.fullmatch(mark):
        return False
    if mark[0] in "[*†‡§" or link.attributes.get("role") == "doc-noteref":
        return True
    near = [link, *([link.parent, link.parent.parent] if link.parent else [])]
    near += [one for one in link.children if isinstance(one, Element)]
    if any(one is not None and one.tag == "sup" for one in near):
        return True
    return bool(_NOTE_NAME.search(f"{link.attributes.get('class', '')} {link.attributes.get('id', '')}"))


def _note(target: Element) -> Element | None:
    """The block that is the note which this element is, or stands in; None where that can be no note."""
    note = target
    while not note.is_block and note.parent is not None:
        note = note.parent
    outer = note.parent
    if outer is not None and (
        outer.tag in ("li", "tr")
        or (outer.tag in ("div", "aside") and _NOTE_ITSELF.search(outer.attributes.get("id", "")))
    ):
        note = outer
    if note.tag in _HEADINGS or note.tag not in ("p", "li", "div", "aside", "dd", "tr", "footer"):
        return None
    return note


def _note_text(note: Element, mark: str) -> str:
    """The note's words without its mark; empty where there are none, or too many for a note."""
    if len(note.text.split()) > _MOST_NOTE_WORDS:
        return ""
    words = note.text
    plain = mark.strip("[]()")
    words = re.sub(rf"\A[\[(]?{re.escape(plain)}(?:[\]).:]+\s*|\s+)", "", words)
    for sign in _SIGNPOSTS:
        words = words.removesuffix(sign).rstrip()
    return words
