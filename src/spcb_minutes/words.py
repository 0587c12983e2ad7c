r"""Words as printed, and the way back to where they stand.

    "- The figures for the\n 28 th May were **noted**."  ->  text "The figures for the 28th May were noted."
                                                            at(20) -> the offset of "28" in the source

1. ``fold`` keeps every offset: it exchanges characters one for one.
2. A text holds the printed characters, blank space folded, style signs and extraction's artefacts left out.
3. Every character of a text comes from one known place in the source.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from .diagnostics import Finding
from .parser import pattern
from .sources import Places

Stretch = tuple[int, int]
"""A half-open range of offsets in the source."""

_BLANKS = {
    **dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
    ),
    **dict.fromkeys("\u000b\u001c\u001d\u001e\u001f\u0085\u2028\u2029\u200b\ufeff\u00ad", " "),
    "\f": "\n",  # a page ends: what a blank line is to the grammar
}
_QUOTES = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
}
_LOOKS = {
    **_BLANKS,
    **_QUOTES,
    **dict.fromkeys("\u2010\u2011\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2012\u2014\u2015", "–"),
    **dict.fromkeys(
        "\u25cf\u25aa\u25ab\u25a0\u25a1\u25e6\u2023\u2043\u2219\u00b7\u25c6\u27a2\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf02d",
        "•",
    ),
}


def _exchange(text: str, table: dict[str, str]) -> str:
    """The text with the characters of the table exchanged one for one; few characters of a text are among them."""
    return _RARE.sub(lambda m: table.get(m[0], m[0]), text)


_RARE = re.compile(r"[^\t\n -_a-~]")


def printed(text: str) -> str:
    """The text with every kind of blank as a plain one, of the same length."""
    return _exchange(text, _BLANKS)


def fold(text: str) -> str:
    """What the grammar reads: one form of blanks, bullets, quotes and dashes, of the same length as the text."""
    return _exchange(text, _LOOKS)


def plain_quotes(text: str) -> str:
    """The text with curly quotes straight, to compare with."""
    return _exchange(text, _QUOTES)


class Page:
    """A document's text in the two forms that are needed, as printed and folded for the grammar; and its places."""

    __slots__ = ("day", "findings", "folded", "offices", "ordinals", "owners", "printed", "span")

    def __init__(self, text: str, pages: tuple[int, ...] = ()) -> None:
        self.printed = printed(text)
        self.folded = fold(text)
        self.ordinals = [m.start() for m in pattern("SPLIT_ORDINAL").finditer(self.folded)]
        self.findings: list[Finding] = []
        self.day: datetime.date | None = None
        """The day of the meeting whose items are being read; days without a year are counted from it."""
        self.owners: frozenset[str] = frozenset()
        """By what the attendance of that meeting knows people, and actions name owners: initials, offices, names."""
        self.offices: frozenset[str] = frozenset()
        """The offices among these: "the Ferry Master" is then nobody's name."""
        self.span = Places(text, pages).span

    def evidence(self, **places: Sequence[Stretch] | Stretch | None) -> tuple[dict[str, Any], ...]:
        """Where values stand, by field: one stretch or several."""
        out = []
        for name, at in places.items():
            for start, end in [at] if isinstance(at, tuple) else at or []:
                out.append({"field": name, "span": self.span(start, end)})
        return tuple(out)

    def standing(self, start: int, end: int, pieces: Sequence[Stretch]) -> dict[str, Any]:
        """``span`` and, where the words are not all of it, ``pieces``."""
        if len(pieces) == 1 and pieces[0] == (start, end):
            return {"span": self.span(start, end)}
        return {"span": self.span(start, end), "pieces": tuple([self.span(*piece) for piece in pieces])}

    def blank_out(self, stretches: Sequence[tuple[str, int, int]]) -> None:
        """Make what was set aside (kind, start, end) invisible to the grammar; offsets stay.

        A number that begins its line is a cell: what stands behind it is the next one, and not an indented line.
        """
        aside = sorted((start, end) for _, start, end in stretches)
        cells = {at for kind, at, _ in stretches if kind == "number" and self.folded[at - 1 : at] in ("", "\n")}
        self.printed, self.folded = blanked(self.printed, aside), blanked(self.folded, aside, cells)

    def words(self, pieces: Sequence[Stretch]) -> Words:
        """The words of these stretches, joined by blanks."""
        return Words(self, pieces)


def blanked(text: str, stretches: Sequence[Stretch], cells: Collection[int] = ()) -> str:
    """The text with blanks in the place of some stretches, which are in order; a cell ends in a tabulator."""
    out, position = [], 0
    for start, end in stretches:
        out += [text[position:start], " " * (end - start - 1), "\t" if start in cells else " "]
        position = end
    return "".join([*out, text[position:]])


class Words:
    """The words of one or more stretches of the source, and where each character stands."""

    __slots__ = ("_folded", "_runs", "page", "pieces", "text")

    def __init__(self, page: Page, pieces: Sequence[Stretch]) -> None:
        self.page = page
        self.pieces = pieces
        self._runs: tuple[list[int], list[int]] | None = None
        self._folded: str | None = None
        if len(pieces) == 1:
            raw = page.printed[pieces[0][0] : pieces[0][1]]
        else:
            raw = " ".join([page.printed[start:end] for start, end in pieces])
        if "*" in raw or "\\" in raw or "^" in raw or "}" in raw or (pieces and self._has_ordinal()):
            self.text = self._map() or " ".join(raw.split())  # a row of stars is what it is
        else:
            self.text = " ".join(raw.split())

    @property
    def folded(self) -> str:
        """The text as the grammar reads it; of the same length."""
        if self._folded is None:
            self._folded = self.text if self.text.isascii() else fold(self.text)
        return self._folded

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

    def begin(self, index: int) -> int:
        """Where the words from this index on begin, with the stars that open a style there."""
        folded, start = self.page.folded, self.at(index)
        if self.text[index - 1 : index] == "*":  # a star that is a word itself
            return start
        first = start
        while first > self.pieces[0][0] and folded[first - 1] == "*":
            first -= 1
        opens = first == self.pieces[0][0] or folded[first - 1].isspace()
        return first if opens else start

    def stretch(self, begin: int, end: int) -> Stretch:
        """The hull in the source of ``text[begin:end]``."""
        stop = self.at(end - 1) + 1
        folded, limit = self.page.folded, self.pieces[-1][1]
        while stop < limit and not folded[stop].isspace() and (mark := pattern("STYLE").match(folded, stop, limit)):
            if mark[0][0] == "\\" or (mark[0][0] == "*" and folded[mark.end() : mark.end() + 1].isalnum()):
                break  # another word, or one that opens a style
            stop = mark.end()  # the sign that closes a style or an artefact belongs to the words before it
        return self.begin(begin), stop

    def stretches(self, begin: int, end: int) -> list[Stretch]:
        """The stretches of the source, one for each piece that holds words of ``text[begin:end]``."""
        first, last = self.stretch(begin, end)
        return [(max(s, first), min(e, last)) for s, e in self.pieces if s < last and e > first]

    def _has_ordinal(self) -> bool:
        ordinals = self.page.ordinals
        if not ordinals or ordinals[-1] < self.pieces[0][0] or ordinals[0] >= self.pieces[-1][1]:
            return False
        return any(bisect_left(ordinals, end) > bisect_left(ordinals, start) for start, end in self.pieces)

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
                if pending and not blank:  # one blank, standing for the run of blanks before this word
                    text.append(" ")
                    texts.append(length)
                    sources.append(begin - 1)
                    length += 1
                    blank = True
                if blank and self.page.printed[begin] == " ":
                    begin += 1  # a style sign stood between two blanks
                if begin == stop:
                    continue
                pending = False
                text.append(self.page.printed[begin:stop])
                blank = self.page.printed[stop - 1] == " "
                texts.append(length)
                sources.append(begin)
                length += stop - begin
            pending = True
        self._runs = texts, sources
        return "".join(text).rstrip()


def segments(folded: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The stretch as runs of ``word``, ``mark`` (style signs, artefacts) and ``blank`` (runs of blank space)."""
    position = start
    matches = [
        (b, b + 1 if folded[b] == "\\" else e)  # of an escape the backslash is the mark, and what follows a word
        for b, e in (match.span() for match in pattern("STYLE").finditer(folded, start, end))
    ]
    literal = _literal_stars(folded, matches)
    for begin, stop in matches:
        if begin in literal:
            continue
        if begin > position:
            yield "word", position, begin
        gap = stop - begin > 1 or folded[begin] != " "  # one blank alone is the one of "28 th"
        yield ("blank" if gap and folded[begin:stop].isspace() else "mark"), begin, stop
        position = stop
    if position < end:
        yield "word", position, end


def only_signs(folded: str, stretches: Iterable[Stretch]) -> bool:
    """Whether there is no word in these stretches: then the signs are all that a text of them can hold."""
    return not any(
        kind == "word" and not folded[begin:stop].isspace()
        for start, end in stretches
        for kind, begin, stop in segments(folded, start, end)
    )


def _literal_stars(folded: str, matches: Sequence[Stretch]) -> set[int]:
    """Where single stars stand that set nothing in italics: one with blanks around it, or without a partner."""
    single = [b for b, e in matches if e - b == 1 and folded[b] == "*"]
    literal = set(single)
    opened: int | None = None
    for at in single:
        opens = not folded[at + 1 : at + 2].isspace() and folded[at + 1 : at + 2] != ""
        closes = at > 0 and not folded[at - 1].isspace()
        if closes and opened is not None:
            literal -= {opened, at}
            opened = None
        elif opens:
            opened = at
    return literal


def inner(folded: str, start: int, end: int, signs: str) -> Stretch:
    """A stretch without these signs at its ends."""
    while start < end and folded[start] in signs:
        start += 1
    while end > start and folded[end - 1] in signs:
        end -= 1
    return start, end


def sentence(folded: str, at: int) -> Stretch:
    """The sentence around a place in some words."""
    starts, ends = _stops(folded)
    before = bisect_right(ends, at)
    after = bisect_left(starts, at, before)
    begin = ends[before - 1] if before else 0
    return inner(folded, begin, ends[after] if after < len(ends) else len(folded), " ")


@lru_cache(maxsize=4)
def _stops(folded: str) -> tuple[list[int], list[int]]:
    """Where the stops of some words begin and end; the words of a block are asked for once for each cue in them."""
    places = [match.span() for match in pattern("STOP").finditer(folded)]
    return [start for start, _ in places], [end for _, end in places]
