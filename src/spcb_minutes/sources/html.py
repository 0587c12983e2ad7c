r"""Reads web pages: the article of a page as minutes text, what stands around it aside. Nothing is run or fetched.

    <nav>Home</nav> <main><h2>041/24 Tides</h2>       ->  **041/24 Tides**
    <ul><li>High water<ul><li>was early.</ul></ul>        - High water
                                                              - was early.
                                                          aside: page "Home"

1. Every word that a browser shows is in the text or aside, but form controls' values, pictures' texts, the marks of
   footnotes, and what ``<del>`` strikes out.
2. Broken markup never raises, and the time is in proportion to the size: markup is flattened before it is parsed.
3. Style is what elements, ``style`` attributes and simple rules of the page's own style sheets say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from ..diagnostics import diagnose
from ..errors import MissingExtraError
from ..models import Diagnostic, Furniture
from . import text as texts
from .reading import Limits, Reading
from .writing import Block, Paragraph, Row, Run, written

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser


def read(data: bytes, where: str, limits: Limits) -> Reading:
    """The minutes text of a web page's bytes; ``where`` names the file if it cannot be read."""
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError:
        raise MissingExtraError(
            f"{where}: reading web pages needs one more package; install it with: pip install 'spcb-minutes[html]'"
        ) from None
    markup, told = _markup(data, where)
    page = _Page(LexborHTMLParser(_shallow(markup)))
    pen = _Pen()
    pen.write(page)
    reading = texts.tidy(written(pen.blocks))
    if page.changes:
        what = "A change" if page.changes == 1 else f"{page.changes} changes"
        message = f"{what} of this page {'is' if page.changes == 1 else 'are'} read as accepted."
        told = (*told, diagnose("M906", message))
    title = [Furniture(kind="metadata", text=page.title)] if page.title else []
    return Reading(
        text=reading.text,
        pages=reading.pages,
        diagnostics=(*told, *reading.diagnostics),
        aside=(*title, *pen.aside, *page.footnotes, *pen.links),
    )


# ---------------------------------------------------------------- bytes to markup

_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?\bcharset|\?xml\b[^>]{0,300}?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_LATIN = re.compile(r"windows-1252|cp-?1252|x-cp1252|(?:us-)?ascii|iso-?8859-?1|latin-?1", re.IGNORECASE)
_KNOWN = re.compile(
    r"windows-\d+|cp\d+|iso-?8859-\d+|koi8-\w|gb2312|gbk|gb18030|big5|shift[_-]jis|euc-\w+|mac\w+", re.IGNORECASE
)


def _markup(data: bytes, where: str) -> tuple[str, tuple[Diagnostic, ...]]:
    declared = None if data.startswith(_MARKS) else _DECLARED.search(data[:1024])
    markup = _declared(data, declared[1].decode("ascii", "replace")) if declared else None
    told: tuple[Diagnostic, ...] = ()
    if markup is None:
        markup, told = texts.characters(data, where)
    tidy = texts.tidy(markup)
    lost = (d.model_copy(update={"span": None, "line": None}) for d in tidy.diagnostics if d.code == "M903")
    return _paired(tidy.text) if tidy.text.lstrip()[:5] == "<?xml" else tidy.text, (*told, *lost)


def _declared(data: bytes, charset: str) -> str | None:
    """The characters by the page's own word; None where that is UTF-8, unknown or not true."""
    if _LATIN.fullmatch(charset):
        return texts.windows_1252(data)
    try:
        return data.decode(charset) if _KNOWN.fullmatch(charset) else None
    except (UnicodeError, LookupError):
        return None


# ---------------------------------------------------------------- markup that can be parsed in its time


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_VOID = _names("area base br col embed hr img input link meta param source track wbr")
_BLOCKS = _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol p plaintext pre search "
    "section summary table tbody td tfoot th thead tr ul xmp"
)
_FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")
_LOOSE = _names("html head body p li dt dd caption colgroup tbody thead tfoot tr td th")
"""What needs no end tag, and nests no deeper than the elements around it."""
_DEEPEST = 500
_MOST_FORMATTING = 32
_LONG_TAG = 5000
_MOST_ATTRIBUTES = 200

_EMPTY = re.compile(r"<([a-z][\w:.-]*)((?:\s[^<>]*)?)/>", re.IGNORECASE)
_TOKEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)\b.*?(?:</(?P=raw)|\Z)"
    r"|<(?P<end>/?)(?P<name>[a-z][^\s/>]*)(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+>?",
    re.IGNORECASE | re.DOTALL,
)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def _paired(markup: str) -> str:
    """XHTML with an end tag for each element that closes itself: to HTML ``<title/>`` opens one that never ends."""
    return _EMPTY.sub(lambda tag: tag[0] if tag[1].lower() in _VOID else f"<{tag[1]}{tag[2]}></{tag[1]}>", markup)


def _shallow(markup: str) -> str:
    """The same markup without the tags that nest deeper than a browser would go.

    The parser looks through all open elements at every block and clones all open styles at every paragraph; without
    a bound that is quadratic. A block too deep becomes a paragraph, a style too many has no effect.
    """
    out: list[str] = []
    done = 0
    depth = _Depth()
    for tag in _TOKEN.finditer(markup):
        name = (tag["name"] or "").lower()
        if not name:
            continue
        kept: str | None = None
        if not depth.takes(name, bool(tag["end"])):
            kept = "<p>" if name in _BLOCKS else ""
        elif tag.end() - tag.start() > _LONG_TAG and _QUOTED.sub("", tag[0]).count(" ") > _MOST_ATTRIBUTES:
            kept = f"<{tag['end']}{name}>"
        if kept is not None:
            out += [markup[done : tag.start()], kept]
            done = tag.end()
    return "".join((*out, markup[done:]))


class _Depth:
    """Which elements are open, as far as that bounds the parser's work."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._styles = 0
        self._outside: list[int] = []  # the styles that were open where each open table began
        self._refused: Counter[str] = Counter()

    def takes(self, name: str, end: bool) -> bool:
        """Whether this tag can stay."""
        if name in ("td", "th", "tr") and self._outside:
            self._styles = self._outside[-1]  # a cell's open styles end with it
        if name in _VOID or name in _LOOSE:
            return True
        if end:
            if self._refused[name]:
                self._refused[name] -= 1
                return False
            self._end(name)
            return True
        if name == "a" and "a" in self._open[-_MOST_FORMATTING:]:
            self._end(name)
        if len(self._open) >= _DEEPEST or (name in _FORMATTING and self._styles >= _MOST_FORMATTING):
            self._refused[name] += 1
            return False
        self._open.append(name)
        self._styles += name in _FORMATTING
        if name == "table":
            self._outside.append(self._styles)
        return True

    def _end(self, name: str) -> None:
        for at in range(len(self._open) - 1, -1, -1):
            other = self._open[at]
            if other == name:
                break
            if other == "table" or (other in _BLOCKS and name not in _BLOCKS and name not in _FORMATTING):
                return
        else:
            return
        if name in _FORMATTING:
            del self._open[at]
            self._styles = max(0, self._styles - 1)
        else:
            del self._open[at:]
        if name == "table":
            self._styles = self._outside.pop()


# ---------------------------------------------------------------- style

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_BRACES = re.compile(r"([^{}]*)([{}])")
_SELECTOR = re.compile(r"([a-z][\w-]*)?([.#][\w-]+)?", re.IGNORECASE)
_HEAVY = frozenset({"bold", "bolder", "600", "700", "800", "900"})
_SLANTED = frozenset({"italic", "oblique"})
_AS_BLOCK = frozenset({"block", "flex", "grid", "list-item", "table"})
_NUMBERS = {
    "decimal": "1",
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}


class _Look(NamedTuple):
    """What a style says; None is nothing."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    block: bool | None = None
    numbers: str | None = None
    """How entries are numbered: "1", "a", "A", "i", "I", or "" for a bullet."""

    def over(self, under: _Look) -> _Look:
        return _Look(
            under.bold if self.bold is None else self.bold,
            under.italic if self.italic is None else self.italic,
            under.hidden if self.hidden is None else self.hidden,
            under.block if self.block is None else self.block,
            under.numbers if self.numbers is None else self.numbers,
        )


_PLAIN = _Look()


def _look(declarations: str) -> _Look:
    bold = italic = hidden = block = numbers = None
    for declaration in declarations.lower().split(";"):
        name, _, value = declaration.partition(":")
        name, value = name.strip(), value.replace("!important", "").strip()
        if name == "font-weight" and value not in ("inherit", ""):
            bold = value in _HEAVY
        elif name == "font-style" and value not in ("inherit", ""):
            italic = value.partition(" ")[0] in _SLANTED
        elif name == "font" and " " in value:
            parts = set(value.split())
            bold, italic = bool(parts & _HEAVY), bool(parts & _SLANTED)
        elif name == "display":
            hidden, block = value == "none", value in _AS_BLOCK
        elif name == "visibility":
            hidden = value in ("hidden", "collapse") or hidden
        elif name in ("list-style", "list-style-type"):
            numbers = next((_NUMBERS[part] for part in value.split() if part in _NUMBERS), "")
    return _Look(bold, italic, hidden, block, numbers)


class _Looks:
    """The rules of the page's style sheets with simple selectors: p, .update, p.update, #notes."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self._rules: dict[str, tuple[int, _Look]] = {}
        self._known: dict[tuple[str, str, str, str], _Look] = {}
        for order, (selector, declarations) in enumerate(chain.from_iterable(map(_rules, sheets))):
            simple = _SELECTOR.fullmatch(selector)
            look = _look(declarations)
            if simple and selector and look != _PLAIN:
                key = (simple[1] or "").lower() + (simple[2] or "")
                self._rules[key] = order, look.over(self._rules.get(key, (0, _PLAIN))[1])

    def of(self, tag: str, attributes: Mapping[str, str]) -> _Look:
        if not self._rules and "style" not in attributes:
            return _PLAIN
        classes, name, style = (attributes.get(key, "") for key in ("class", "id", "style"))
        key = (tag, classes, name, style)
        if key not in self._known:
            named = classes.split()
            look = _PLAIN
            for selectors in (
                [tag],
                [f".{one}" for one in named],
                [f"{tag}.{one}" for one in named],
                [f"#{name}"],
                [f"{tag}#{name}"],
            ):
                for _, rule in sorted(self._rules[one] for one in set(selectors) if one in self._rules):
                    look = rule.over(look)
            self._known[key] = _look(style).over(look) if style else look
        return self._known[key]


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Each selector with its declarations; rules inside of others, as for print, are left out."""
    depth, selectors = 0, ""
    for words, brace in _BRACES.findall(_COMMENT.sub("", sheet)):
        if brace == "{":
            depth += 1
            selectors = words.rpartition(";")[2].strip() if depth == 1 else selectors
        else:
            if depth == 1 and not selectors.startswith("@"):
                for selector in selectors.split(","):
                    yield selector.strip(), words
            depth = max(0, depth - 1)


# ---------------------------------------------------------------- the page

_NEVER = _names(
    "script style template noscript svg iframe object embed canvas audio video head title noembed noframes map"
)
_CONTROLS = frozenset({"select", "textarea", "datalist", "progress", "meter"})
_SUSPECT = _CONTROLS | _names("nav aside search dialog main button form header footer del")
_FURNITURE_ROLES = _names("banner navigation contentinfo complementary search dialog alertdialog")
_BOLD = _names("b strong h1 h2 h3 h4 h5 h6 th")
_ITALIC = _names("i em cite")
_PRE = _names("pre listing xmp plaintext")
_ARTICLE_PARTS = _names("article main section blockquote")
_HEADINGS = _names("h1 h2 h3 h4 h5 h6")
_WITHOUT_WIDTH = {0xAD: None, 0x200B: None, 0xFEFF: None}

# Names that sites of all makers give to what stands around an article. Each is one word of a class or an id.
_SMALL = re.compile(
    r"(?:[\w-]*[-_])?(?:breadcrumbs?|skip-?(?:link|nav|to-content|to-main)s?|sharedaddy|addtoany"
    r"|share-?(?:buttons?|links?|this|bar)|social-?(?:share|links?|media|icons?)|sharing"
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


class _Element:
    """An element, with what is known of it and of all that stands in it."""

    __slots__ = (
        "attributes", "bold", "children", "holds", "inside", "italic", "last", "left", "linked", "links", "look",
        "order", "parent", "pre", "prose", "tag", "words",
    )  # fmt: skip

    def __init__(
        self, tag: str, attributes: Mapping[str, str], parent: _Element | None, order: int, look: _Look
    ) -> None:
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children: list[_Element | str] = []
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

    def has(self, other: _Element) -> bool:
        return self.order <= other.order <= self.last

    def named(self, pattern: re.Pattern[str]) -> bool:
        attributes = self.attributes
        if "class" not in attributes and "id" not in attributes:
            return False
        return _named(pattern, f"{attributes.get('class', '')} {attributes.get('id', '')}")

    @property
    def is_block(self) -> bool:
        return self.tag in _BLOCKS or bool(self.look.block)

    @property
    def text(self) -> str:
        """All its words, white space folded."""
        pieces: list[str] = []
        todo: list[_Element | str] = [self]
        while todo:
            one = todo.pop()
            if isinstance(one, str):
                pieces.append(one)
            elif one.left != "dropped" and one.tag != "del":
                apart = [" "] if one.is_block or one.tag in ("br", "option") else []
                pieces += apart
                todo += [*apart, *reversed(one.children), *apart]
        return " ".join("".join(pieces).translate(_WITHOUT_WIDTH).split())


@lru_cache(maxsize=1024)
def _named(pattern: re.Pattern[str], names: str) -> bool:
    return any(len(name) <= _LONGEST_NAME and pattern.fullmatch(name) for name in names.split())


class _Page:
    """The elements of a page, with what is no part of the article marked as left out."""

    def __init__(self, parser: LexborHTMLParser) -> None:
        looks = _Looks(sheet.text() for sheet in parser.css("style"))
        title = parser.css_first("title")
        self.title = " ".join(title.text().translate(_WITHOUT_WIDTH).split()) if title is not None else ""
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

    def _read(self, parser: LexborHTMLParser, looks: _Looks) -> list[_Element]:
        """All elements in their order in the page, the outermost first."""
        top = _Element("html", {}, None, 0, _PLAIN)
        elements = [top]
        parent, found = top, parser.root.first_child if parser.root is not None else None
        while found is not None:
            tag = found.tag or ""
            inner = None
            if found.is_text_node:
                parent.children.append(found.text_content or "")
            elif tag[:1] not in "-!" and tag not in _NEVER:
                attributes = {key: value or "" for key, value in found.attributes.items()}
                one = _Element(tag, attributes, parent, len(elements), looks.of(tag, attributes))
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
        named: dict[str, _Element] = {}
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

    def _why_left(self, one: _Element) -> str:
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

    def _why_left_by_name(self, one: _Element) -> str:
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

    def _article(self) -> list[_Element]:
        """The elements that the article is; none where it is the whole body."""
        seen: list[_Element] = []
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

    def _with_title(self, found: list[_Element], seen: list[_Element]) -> list[_Element]:
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


def _outermost(elements: Iterable[_Element]) -> list[_Element]:
    found: list[_Element] = []
    for one in elements:
        if not found or one.order > found[-1].last:
            found.append(one)
    return found


def _within(one: _Element, tag: str) -> bool:
    outer: _Element | None = one
    while outer is not None and outer.tag != tag:
        outer = outer.parent
    return outer is not None


def _leave_menu_cells(row: _Element) -> None:
    """Leaves out the menus of a page that is laid out as a table: cells of links only beside one with the words."""
    cells = [one for one in row.children if isinstance(one, _Element) and one.tag in ("td", "th") and not one.left]
    if not any(cell.prose > 100 or cell.holds & _TITLE for cell in cells):
        return
    for cell in cells:
        if cell.links > 2 and cell.words and not cell.prose:
            cell.left = "page"
            row.words -= cell.words


def _is_note_mark(link: _Element, mark: str) -> bool:
    if not _NOTE_MARK.fullmatch(mark):
        return False
    if mark[0] in "[*†‡§" or link.attributes.get("role") == "doc-noteref":
        return True
    near = [link, *([link.parent, link.parent.parent] if link.parent else [])]
    near += [one for one in link.children if isinstance(one, _Element)]
    if any(one is not None and one.tag == "sup" for one in near):
        return True
    return bool(_NOTE_NAME.search(f"{link.attributes.get('class', '')} {link.attributes.get('id', '')}"))


def _note(target: _Element) -> _Element | None:
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


def _note_text(note: _Element, mark: str) -> str:
    """The note's words without its mark; empty where there are none, or too many for a note."""
    if len(note.text.split()) > _MOST_NOTE_WORDS:
        return ""
    words = note.text
    plain = mark.strip("[]()")
    words = re.sub(rf"\A[\[(]?{re.escape(plain)}(?:[\]).:]+\s*|\s+)", "", words)
    for sign in _SIGNPOSTS:
        words = words.removesuffix(sign).rstrip()
    return words


# ---------------------------------------------------------------- from the page to paragraphs and rows

_RAISED = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
_RAISABLE = re.compile(r"[0-9+\-−=()]+")
_WHOLE_NUMBER = re.compile(r"\s*([+-]?\d{1,9})")
_SCHEME = re.compile(r"https?:/*(?:www\.)?", re.IGNORECASE)
_WIDEST = 32
_MOST_COLUMNS = 64
_MOST_TABLES = 30
"""How deep tables stand in each other as tables; what is deeper is paragraphs."""
_TALLEST = 65534


class _List:
    """A list being written: how its next entry is numbered."""

    def __init__(self, element: _Element) -> None:
        attributes = element.attributes
        declared = element.look.numbers
        kind = attributes.get("type", "1") if attributes.get("type", "1") in ("1", "a", "A", "i", "I") else ""
        self.kind = declared if declared is not None else kind if element.tag == "ol" else ""
        self.step = -1 if "reversed" in attributes else 1
        entries = sum(isinstance(one, _Element) and one.tag == "li" for one in element.children)
        self.next = _number(attributes.get("start"), entries if self.step < 0 else 1)

    def mark(self, entry: _Element) -> str:
        number = _number(entry.attributes.get("value"), self.next)
        self.next = number + self.step
        kind = self.kind if entry.look.numbers is None else entry.look.numbers
        if kind and entry.attributes.get("type") in ("1", "a", "A", "i", "I"):
            kind = entry.attributes["type"]
        return f"{_numeral(number, kind)}. " if kind else "- "


def _number(value: str | None, otherwise: int) -> int:
    found = _WHOLE_NUMBER.match(value or "")
    return int(found[1]) if found else otherwise


def _numeral(number: int, kind: str) -> str:
    if kind in "aA" and number > 0:
        letters = ""
        while number > 0:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord(kind) + letter) + letters
        return letters
    if kind in "iI" and 0 < number < 4000:
        roman = ""
        for value, sign in zip(
            (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
            ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
            strict=True,
        ):
            roman += sign * (number // value)
            number %= value
        return roman if kind == "i" else roman.upper()
    return str(number)


class _Table:
    """A table being written: the cells of its row, and the columns that cells of earlier rows still fill."""

    def __init__(self) -> None:
        self._cells: list[Sequence[Block]] = []
        self._down: list[int] = []

    def section(self) -> None:
        self._down = []

    def cell(self, blocks: list[Block], wide: int, tall: int) -> None:
        self._skip()
        at = len(self._cells)
        self._cells += [blocks, *[()] * (wide - 1)]
        if tall > 1:
            self._down += [0] * (len(self._cells) - len(self._down))
            self._down[at : at + wide] = [tall] * wide  # this row counts as well: ``row`` takes one of each
            del self._down[_MOST_COLUMNS:]

    def row(self) -> list[Sequence[Block]]:
        """The cells of the row that ends, up to the last one with words."""
        self._down = [max(0, rows - 1) for rows in self._down]
        while self._down and not self._down[-1]:
            self._down.pop()
        cells, self._cells = self._cells, []
        while cells and not cells[-1]:
            cells.pop()
        return cells

    def _skip(self) -> None:
        while len(self._cells) < len(self._down) and self._down[len(self._cells)]:
            self._cells.append(())


class _Pen:
    """Walks through a page and writes its paragraphs and rows."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.aside: list[Furniture] = []
        self.links: list[Furniture] = []
        self._runs: list[Run] = []
        self._last = "\n"  # the last character of the paragraph
        self._mark = ""
        self._lists: list[_List] = []
        self._tables: list[_Table] = []
        self._outside: list[tuple[list[Block], list[_List]]] = []  # of each cell that is open
        self._addresses: set[str] = set()

    def write(self, page: _Page) -> None:
        walk = [(page.body, iter(page.body.children))]
        while walk:
            parent, children = walk[-1]
            child = next(children, None)
            if child is None:
                walk.pop()
                self._leave(parent)
            elif isinstance(child, str):
                if parent.order in page.around:
                    self._put_aside("page", child)
                else:
                    self._write(child, parent)
            elif child.left:
                if child.is_block:
                    self._end()
                if child.left != "dropped":
                    self._put_aside("hidden" if child.left == "hidden" else "page", child.text)
            elif self._enter(child):
                inner = child.children
                walk.append((child, iter(sorted(inner, key=_place) if child.tag == "table" else inner)))
        self._end()

    def _enter(self, one: _Element) -> bool:
        """Begins an element; whether what stands in it is to be written."""
        tag = one.tag
        if tag == "br":
            self._break(one)
        elif tag == "q":
            self._put("“", one)
        elif tag == "sup" and _RAISABLE.fullmatch(raised := one.text):
            self._put(raised.translate(_RAISED), one)
            return False
        elif one.is_block:
            self._end()
            if tag in ("ul", "ol", "menu", "dir"):
                self._mark = ""
                self._lists.append(_List(one))
            elif tag == "li":
                self._mark = self._lists[-1].mark(one) if self._lists else "- "
            elif tag == "table":
                self._tables.append(_Table())
            elif self._tables and tag in ("thead", "tbody", "tfoot"):
                self._tables[-1].section()
            elif self._tables and tag in ("td", "th"):
                self._outside.append((self.blocks, self._lists))
                self.blocks, self._lists, self._mark = [], [], ""
        return True

    def _leave(self, one: _Element) -> None:
        tag = one.tag
        if tag == "q":
            self._put("”", one)
        elif tag == "a":
            self._link(one)
        elif one.is_block:
            self._end()
            if tag in ("ul", "ol", "menu", "dir"):
                self._lists.pop()
            elif tag == "li":
                self._mark = ""
            elif tag == "table":
                self._tables.pop()
            elif self._tables and tag == "tr":
                cells = self._tables[-1].row()
                if len(cells) > 1 and len(self._tables) <= _MOST_TABLES:
                    self.blocks.append(Row(cells))
                else:
                    self.blocks += chain.from_iterable(cells)
            elif self._tables and tag in ("td", "th"):
                cell = self.blocks
                self.blocks, self._lists = self._outside.pop()
                wide = _number(one.attributes.get("colspan"), 1)
                tall = _number(one.attributes.get("rowspan"), 1) or _TALLEST
                self._tables[-1].cell(cell, min(max(wide, 1), _WIDEST), min(max(tall, 1), _TALLEST))

    def _write(self, words: str, one: _Element) -> None:
        words = words if words.isascii() else words.translate(_WITHOUT_WIDTH)
        if not one.pre:
            self._put(_folded(words), one)
            return
        for count, line in enumerate(words.split("\n")):
            if count:
                self._break(one)
            self._put(line.replace("\f", " ").replace("\r", " "), one)

    def _put(self, words: str, one: _Element) -> None:
        if self._last == "\n":
            words = words.lstrip(" \u00a0")
        elif self._last == " " and not one.pre:
            words = words.lstrip(" ")
        if words:
            self._runs.append(Run(words, one.bold, one.italic))
            self._last = words[-1]

    def _break(self, one: _Element) -> None:
        """Ends a line; the second time in a row, the paragraph."""
        if self._runs and self._last == "\n":
            self._end()
        elif self._runs:
            self._runs.append(Run("\n", one.bold, one.italic))
            self._last = "\n"

    def _end(self) -> None:
        """Ends the paragraph, if one has begun."""
        runs = self._runs
        while runs and not runs[-1].text.strip():
            runs.pop()
        if runs:
            runs[-1] = runs[-1]._replace(text=runs[-1].text.rstrip())
            self.blocks.append(Paragraph(*runs, mark=self._mark, depth=max(0, len(self._lists) - 1)))
            self._mark = ""
        self._runs = []
        self._last = "\n"

    def _link(self, one: _Element) -> None:
        address = one.attributes.get("href", "").strip()
        if not _SCHEME.match(address) or address in self._addresses:
            return
        shown = "".join(one.text.split()).rstrip("/").lower()
        if _SCHEME.sub("", address, count=1).rstrip("/").lower() not in shown:
            self._addresses.add(address)
            self.links.append(Furniture(kind="link", text=address))

    def _put_aside(self, kind: str, words: str) -> None:
        folded = " ".join(words.translate(_WITHOUT_WIDTH).split())
        if folded:
            self.aside.append(Furniture(kind="hidden" if kind == "hidden" else "page", text=folded))


def _folded(words: str) -> str:
    """The words with one blank for each run of blanks; several times faster than a pattern that sees every blank."""
    for blank in "\n\t\r\f":
        words = words.replace(blank, " ")
    while "  " in words:
        words = words.replace("  ", " ")
    return words


def _place(child: _Element | str) -> int:
    """Where a part of a table is shown: its caption first, its foot last."""
    return {"caption": 0, "thead": 1, "tfoot": 3}.get(child.tag, 2) if isinstance(child, _Element) else 2
