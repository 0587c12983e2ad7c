"""Words as printed, and the way back to where they stand.

    "- The figures for the\\n 28 th May were **noted**."  ->  text "The figures for the 28th May were noted."
                                                            at(20) -> the offset of "28" in the source

1. ``fold`` keeps every offset: it exchanges characters one for one.
2. A text holds the printed characters, blank space folded, style signs and extraction's artefacts left out.
3. Every character of a text comes from one known place in the source.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from .parser import pattern

Stretch = tuple[int, int]
"""A half-open range of offsets in the source."""

_BLANKS = {
    **dict.fromkeys(map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "),
    **dict.fromkeys(map(ord, "\u000b\u001c\u001d\u001e\u001f\u0085\u2028\u2029\u200b\ufeff\u00ad"), " "),
    ord("\f"): "\n",  # a page ends: what a blank line is to the grammar
}
_LOOKS = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032\u00b4`"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u2033"), '"'),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2212\ufe63\uff0d"), "-"),
    **dict.fromkeys(map(ord, "\u2012\u2014\u2015"), "–"),
    **dict.fromkeys(map(ord, "\u25cf\u25aa\u25ab\u25a0\u25a1\u25e6\u2023\u2043\u2219\u00b7\u25c6\u27a2\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf02d"), "•"),
}
_QUOTES = {k: v for k, v in _LOOKS.items() if v in "'\""}


def printed(text: str) -> str:
    """The text with every kind of blank as a plain one, of the same length."""
    return text.translate(_BLANKS)


def fold(text: str) -> str:
    """What the grammar reads: one form of blanks, bullets, quotes and dashes, of the same length as the text."""
    return text.translate(_BLANKS).translate(_LOOKS)


def plain_quotes(text: str) -> str:
    """The text with curly quotes straight, to compare with."""
    return text.translate(_QUOTES)


class Page:
    """A document's text in the two forms that are needed: as printed, and folded for the grammar."""

    __slots__ = ("folded", "ordinals", "printed")

    def __init__(self, text: str) -> None:
        self.printed = printed(text)
        self.folded = fold(text)
        self.ordinals = [m.start() for m in pattern("SPLIT_ORDINAL").finditer(self.folded)]

    def blank_out(self, stretches: Iterable[Stretch]) -> None:
        """Make what was set aside invisible to the grammar; offsets stay."""
        for start, end in stretches:
            blanks = " " * (end - start)
            self.printed = self.printed[:start] + blanks + self.printed[end:]
            self.folded = self.folded[:start] + blanks + self.folded[end:]

    def words(self, pieces: Sequence[Stretch]) -> Words:
        """The words of these stretches, joined by blanks."""
        return Words(self, pieces)


class Words:
    """The words of one or more stretches of the source, and where each character stands."""

    __slots__ = ("_runs", "folded", "page", "pieces", "text")

    def __init__(self, page: Page, pieces: Sequence[Stretch]) -> None:
        self.page = page
        self.pieces = pieces
        self._runs: tuple[list[int], list[int]] | None = None
        raw = " ".join([page.printed[start:end] for start, end in pieces])
        if "*" in raw or "\\" in raw or "^" in raw or self._has_ordinal():
            self.text = self._map()
        else:
            self.text = " ".join(raw.split())
        self.folded = self.text.translate(_LOOKS)

    def at(self, index: int) -> int:
        """The offset in the source of the character at this index of the text."""
        if self._runs is None:
            self._map()
        assert self._runs is not None
        texts, sources = self._runs
        if not texts:
            return self.pieces[0][0] if self.pieces else 0
        run = max(bisect_right(texts, index) - 1, 0)
        return sources[run] + index - texts[run]

    def stretch(self, begin: int, end: int) -> Stretch:
        """The hull in the source of ``text[begin:end]``."""
        return self.at(begin), self.at(end - 1) + 1

    def stretches(self, begin: int, end: int) -> list[Stretch]:
        """The stretches of the source, one for each piece that holds words of ``text[begin:end]``."""
        first, last = self.stretch(begin, end)
        return [(max(s, first), min(e, last)) for s, e in self.pieces if s < last and e > first]

    def _has_ordinal(self) -> bool:
        ordinals = self.page.ordinals
        return bool(ordinals) and any(bisect_right(ordinals, e) > bisect_right(ordinals, s) for s, e in self.pieces)

    def _map(self) -> str:
        text: list[str] = []
        texts: list[int] = []
        sources: list[int] = []
        length = 0
        pending, blank = False, True
        for start, end in self.pieces:
            for kind, begin, stop in segments(self.page.folded, start, end):
                if kind == "blank":
                    pending = True
                    continue
                if kind == "mark":
                    continue
                if pending and length:  # one blank, standing for the run of blanks before this word
                    text.append(" ")
                    texts.append(length)
                    sources.append(begin - 1)
                    length += 1
                    blank = True
                if blank and self.page.printed[begin] == " ":
                    begin += 1  # a style sign stood between two blanks
                pending = False
                text.append(self.page.printed[begin:stop])
                blank = self.page.printed[stop - 1 : stop] == " " and stop > begin
                texts.append(length)
                sources.append(begin)
                length += stop - begin
            pending = True
        self._runs = texts, sources
        return "".join(text).rstrip()


def segments(folded: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The stretch as runs of ``word``, ``mark`` (style signs, artefacts) and ``blank`` (runs of blank space)."""
    position = start
    for match in pattern("STYLE").finditer(folded, start, end):
        begin, stop = match.span()
        if begin > position:
            yield "word", position, begin
        yield ("blank" if folded[begin:stop].isspace() and not _ordinal_gap(folded, begin, stop) else "mark"), begin, stop
        position = stop
    if position < end:
        yield "word", position, end


def _ordinal_gap(folded: str, begin: int, stop: int) -> bool:
    return stop - begin == 1 and folded[begin] == " "
