r"""The bytes of a web page as markup that can be parsed in its time.

What a browser does for a page is done here first: the characters are found, and what nests without end is made flat.

    <meta charset="iso-8859-1"> … caf\xe9      ->  … café
    <div><div><div>… ten thousand times       ->  five hundred times, and paragraphs
"""

from __future__ import annotations

import re
from collections import Counter

from ...models import Diagnostic
from .. import text as texts

_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?\bcharset|\?xml\b[^>]{0,300}?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_SUBSET = re.compile(r"<!DOCTYPE[^<>\[\]]{0,300}\[[^\]]{0,5000}\]\s*>", re.IGNORECASE)  # a browser would show its end
_LATIN = re.compile(r"windows-1252|cp-?1252|x-cp1252|(?:us-)?ascii|iso-?8859-?1|latin-?1", re.IGNORECASE)
_KNOWN = re.compile(
    r"windows-\d+|cp\d+|iso-?8859-\d+|koi8-\w|gb2312|gbk|gb18030|big5|shift[_-]jis|euc-\w+|mac\w+", re.IGNORECASE
)


def markup_of(data: bytes, where: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The characters of a page, and what is to be said about them."""
    declared = None if data.startswith(_MARKS) else _DECLARED.search(data[:1024])
    markup = _declared(data, declared[1].decode("ascii", "replace")) if declared else None
    told: tuple[Diagnostic, ...] = ()
    if markup is None:
        markup, told = texts.characters(data, where)
    tidy = texts.tidy(markup)
    lost = (d.model_copy(update={"span": None, "line": None}) for d in tidy.diagnostics if d.code == "M903")
    markup = _SUBSET.sub("<!DOCTYPE html>", tidy.text, count=1)
    return _paired(markup) if markup.lstrip()[:5] == "<?xml" else markup, (*told, *lost)


def _declared(data: bytes, charset: str) -> str | None:
    """The characters by the page's own word; None where that is UTF-8, unknown or not true."""
    if _LATIN.fullmatch(charset):
        return texts.windows_1252(data)
    try:
        return data.decode(charset) if _KNOWN.fullmatch(charset) else None
    except (UnicodeError, LookupError):
        return None


def names(words: str) -> frozenset[str]:
    """Names that are written with blanks between them."""
    return frozenset(words.split())


_VOID = names("area base br col embed hr img input link meta param source track wbr")
BLOCKS = names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol p plaintext pre search "
    "section summary table tbody td tfoot th thead tr ul xmp"
)
_FORMATTING = names("a b big code em font i nobr s small strike strong tt u")
_LOOSE = names("html head body p li dt dd caption colgroup tbody thead tfoot tr td th")
"""What needs no end tag, and nests no deeper than the elements around it."""
_DEEPEST = 500
_MOST_FORMATTING = 32
_LONG_TAG = 5000
_MOST_ATTRIBUTES = 200

_EMPTY = re.compile(r"<([a-z][\w:.-]*)((?:\s[^<>]*)?)/>", re.IGNORECASE)
_TOKEN = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)\b.*?(?:</(?P=raw)|\Z)"
    r"|<(?P<end>/?)(?P<name>[a-z][^\s/>]*)(?:[^>=]+|=\s*(?:\"[^\"]*\"|'[^']*')?)*>?",
    re.IGNORECASE | re.DOTALL,
)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


def _paired(markup: str) -> str:
    """XHTML with an end tag for each element that closes itself: to HTML ``<title/>`` opens one that never ends."""
    return _EMPTY.sub(lambda tag: tag[0] if tag[1].lower() in _VOID else f"<{tag[1]}{tag[2]}></{tag[1]}>", markup)


def shallow(markup: str) -> str:
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
            kept = "<p>" if name in BLOCKS else ""
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
            if other == "table" or (other in BLOCKS and name not in BLOCKS and name not in _FORMATTING):
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
