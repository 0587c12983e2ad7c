"""Which numbers are headings: cuts the text into parts, and each part into slices, one for each item.

    142/22<TAB>Item 1 – Apologies     a heading: at the beginning of its line, with a title
    142/22<TAB>                       the same number alone in its cell: the item goes on, the cell is set aside
    … as in minute 64/23c.            text
    … was noted. 143/22 Finance The   a heading in the middle of a paragraph, if it continues the run of numbers

1. The slices of a part are its front and its items; in order and without gap they make up the part.
2. A number is a heading by its place (beginning of a line or cell, after a sentence, end of a title) and by the run
   of all numbers: the longest one that rises, one by one where it can.
3. Nothing but numbers, labels and the lines above them is looked at; the text is only cut.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from typing import Literal

from .diagnostics import Finding
from .models import ItemNumber
from .parser import pattern
from .words import Stretch, blanked


class Place(Enum):
    """Where a number stands."""

    START = "at the beginning of its line"
    INSIDE = "after a sentence"
    END = "at the end of its line"
    PROSE = "in the middle of a sentence"


class Follows(Enum):
    """What stands behind a number on its line."""

    TITLE = "a title"
    TEXT = "a sentence, or a cell of text"
    NOTHING = "nothing"
    MORE = "the rest of a sentence"


@dataclass(slots=True)
class Candidate:
    """A number that could be a heading."""

    start: int
    end: int
    number: ItemNumber
    form: tuple[object, ...]
    place: Place
    follows: Follows
    line: int
    wrapped: bool = False
    cell: bool = False
    """Whether it stands alone in its cell."""
    year: int | None = None
    """The year of the numbers around it, where its own is another and looks misread."""

    @property
    def is_years(self) -> bool:
        """Whether it reads as a financial year: 2024/25, or 19/20 without a nought before it."""
        sequence, year = self.number.sequence, self.number.year
        short = 10 <= sequence < 99 and len(str(self.number)) == 5
        return year is not None and (1900 <= sequence < 2100 or short) and (sequence + 1) % 100 == year % 100

    @property
    def key(self) -> tuple[int, int]:
        """Year and sequence, to be ordered by."""
        return self.number.year or 0 if self.year is None else self.year, self.number.sequence


@dataclass(slots=True)
class ItemSlice:
    """One item: from its heading, or the section heading above it, to the next."""

    start: int
    end: int
    number: ItemNumber
    at: Stretch
    heading: int
    form: tuple[object, ...]
    inside: bool = False


@dataclass(slots=True)
class PartCut:
    """One part of the document: its front matter, and its items."""

    kind: Literal["agenda", "minutes", "other"]
    start: int
    end: int
    front_end: int
    label: int
    """Where the label stands below its title lines; its beginning where there is none."""
    items: list[ItemSlice] = field(default_factory=list)


@dataclass(slots=True)
class Cuts:
    """The parts in order, what is set aside (kind, start, end), what there is to tell, and every number found."""

    candidates: list[Candidate] = field(default_factory=list)
    parts: list[PartCut] = field(default_factory=list)
    aside: list[tuple[Literal["number", "page"], int, int]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def cut(folded: str, pages: Sequence[int] = ()) -> Cuts:
    """The parts and slices of a document, from its folded text and where its pages start."""
    cuts = Cuts()
    for match in pattern("PAGE_MARK").finditer(folded):
        if " of " in match[0] or _at_line_start(folded, match.start()):
            cuts.aside.append(("page", *_trim(folded, *match.span())))
    folded = blanked(folded, [(start, end) for _, start, end in cuts.aside])
    candidates = list(_candidates(folded))
    parts = list(_parts(folded, candidates))
    running = list(_running(folded, _page_ends(folded, pages, cuts), parts))
    if running:
        cuts.aside += [("page", *stretch) for stretch in running]
        folded = blanked(folded, running)
        candidates = list(_candidates(folded))
        parts = list(_parts(folded, candidates))
    cuts.candidates = candidates
    for part in parts:
        cuts.parts.append(part)
        low, high = (bisect_left(candidates, at, key=lambda c: c.start) for at in (part.front_end, part.end))
        heads = [c for c in candidates[low:high] if _may_head(c)]
        if part.kind == "agenda" and len(_last_run(heads)) < len(heads):  # the list is in front of its own minutes
            part.kind, part.front_end = "minutes", part.start
        if part.kind == "agenda":
            continue
        headings = _headings(folded, candidates[low:high], cuts)
        _slice(folded, part, headings)
    if any(part.items for part in cuts.parts):
        return cuts
    for part in cuts.parts:  # labels alone make no minutes of a text without numbers and without title lines
        if part.kind == "minutes" and part.front_end == part.start:
            part.kind = "other"
    return cuts


# ---------------------------------------------------------------- what runs on every page


def _page_ends(folded: str, pages: Sequence[int], cuts: Cuts) -> list[Stretch]:
    """Where pages end, each with where the next one begins: at a form feed, or at a page mark in a line of its own."""
    ends = [(start, start) for start in pages if start]
    ends += [(start, end) for _, start, end in cuts.aside if not folded[_line_start(folded, start) : start].strip()]
    out: list[Stretch] = []
    for start, end in sorted(ends):
        if out and not folded[out[-1][1] : start].strip():  # "Page 2 of 6" and a form feed are one end
            out[-1] = out[-1][0], end
        else:
            out.append((start, end))
    return out


def _running(folded: str, ends: Sequence[Stretch], parts: Sequence[PartCut]) -> Iterator[Stretch]:
    """The headers and footers that a dump has kept: lines at the edges of pages that most pages have.

    At the top of a page one is enough where it is a title line of the document. The title lines of another part,
    which begins on a new page, are none, and no number is.
    """
    if not ends:
        return
    first = folded[: ends[0][0]].split("\n", _TITLES)[:_TITLES]
    titles = {_known_by(line) for line in first if pattern("TITLE_LINE").match(line)}
    tops: dict[str, dict[int, Stretch]] = {}  # by what a line is known by, the page that it stands on
    bottoms: dict[str, dict[int, Stretch]] = {}
    for page, (start, end) in enumerate(ends):
        above = ends[page - 1][1] if page else 0
        below = ends[page + 1][0] if page + 1 < len(ends) else len(folded)
        for at in _lines_behind(folded, end, below):
            tops.setdefault(_known_by(folded[slice(*at)]), {}).setdefault(page, at)
        for at in _lines_before(folded, above, start):
            bottoms.setdefault(_known_by(folded[slice(*at)]), {}).setdefault(page, at)
    found = set()
    for edges, enough in ((tops, titles), (bottoms, set())):
        for line, places in edges.items():
            if line in enough or (len(places) >= _OFTEN and 2 * len(places) >= len(ends)):
                found |= set(places.values())
    part = 0
    for start, end in sorted(found):
        while part + 1 < len(parts) and parts[part + 1].start <= start:
            part += 1
        if not parts[part].start <= start < parts[part].label:
            yield start, end


_TITLES = 6
"""How many lines at the beginning of a text may be its title, to be printed again on other pages."""
_OFTEN = 3
"""On how many pages a line must stand that is no title line: twice the same words may end a page by chance."""
_EDGE, _EDGE_LENGTH = 4, 160
"""How many lines at the edge of a page are looked at, and how long one may be."""


def _known_by(line: str) -> str:
    """What a line of title has in common with itself in another dress."""
    return " ".join(line.strip(" \t*#").casefold().split())


def _lines_behind(folded: str, at: int, limit: int) -> Iterator[Stretch]:
    for _ in range(_EDGE):
        while at < limit and folded[at].isspace():
            at += 1
        start, at = at, min(_line_end(folded, at), limit)
        if not _may_run(folded, start, at):
            return
        yield _trim(folded, start, at)


def _lines_before(folded: str, limit: int, at: int) -> Iterator[Stretch]:
    for _ in range(_EDGE):
        end = _rstrip(folded, limit, at)
        at = max(_line_start(folded, end), limit)
        if not _may_run(folded, at, end):
            return
        yield _trim(folded, at, end)


def _may_run(folded: str, start: int, end: int) -> bool:
    """Whether a line could be a header or footer: short, with words, without a final stop, and no heading."""
    line = folded[start:end].strip()
    if (
        not 0 < len(line) <= _EDGE_LENGTH
        or line[-1] in ".?!:;"
        or pattern("BULLET_MARK").match(line)
        or not any(c.isalpha() for c in line)
    ):
        return False
    return pattern("ITEM_NUMBER").search(folded, start, end) is None


def _line_start(folded: str, at: int) -> int:
    return folded.rfind("\n", 0, at) + 1


def _line_end(folded: str, at: int) -> int:
    end = folded.find("\n", at)
    return end if end >= 0 else len(folded)


# ---------------------------------------------------------------- candidates


def _candidates(folded: str) -> Iterator[Candidate]:
    """Every number of the text with its place and what follows it, in one pass."""
    mark, tail, untitled = pattern("HEADING_MARK"), pattern("NUMBER_TAIL"), pattern("UNTITLED")
    line = 0
    for match in _numbers(folded):
        start, end = match.span()
        newline = folded.rfind("\n", line, start)
        line = newline + 1 if newline >= 0 else line
        try:
            number = ItemNumber(match[0].replace("\n", " "))
        except ValueError:
            continue
        behind = tail.match(folded, end)
        after = behind.end() if behind else end
        char = folded[after : after + 1]
        if start == line or (start - line <= 12 and mark.fullmatch(folded, line, start)):
            place = Place.START
        elif char in ("", "\n"):
            place = Place.END
        else:
            before = folded[max(line, start - 4) : start].rstrip(" \t")
            inside = before.endswith((".", "?", "!", ":", ")", '"', "**", ";")) or _behind_section(folded, line, start)
            parted = "\t" in folded[end:after] or "|" in folded[end:after]  # as headings are
            place = Place.INSIDE if inside or parted else Place.PROSE
        if char in ("", "\n"):
            follows = Follows.NOTHING
        elif not (char.isupper() or char.isdigit() or char in "\"'(&*£"):
            follows = Follows.MORE
        elif (place is Place.START and folded.startswith("\t ", after - 2)) or untitled.match(folded, after):
            follows = Follows.TEXT
        else:
            follows = Follows.TITLE
        cell = "\t" in folded[end:after]
        wrapped = not cell and _is_wrapped(folded, line)
        yield Candidate(start, end, number, _form(number), place, follows, line, wrapped, cell)


def _behind_section(folded: str, line: int, number: int) -> bool:
    """Whether a section heading stands between a sentence and a number: "… was noted. Regular Items 042/24 …"."""
    return pattern("SECTION_INSIDE").search(folded, max(line, number - 80), number) is not None


def _numbers(folded: str) -> Iterator[re.Match[str]]:
    """Every number of the text: where a digit, a slash or stop and a digit stand, and what is before them."""
    number = pattern("ITEM_NUMBER")
    done = 0
    for hit in pattern("NUMBER_TRIGGER").finditer(folded):
        if hit.start() < done:
            continue
        for start in range(max(done, hit.start() - _BEFORE), hit.start() + 1):
            match = number.match(folded, start)
            if match and match.end() > hit.start():
                yield match
                done = match.end()
                break


_BEFORE = 10
"""How far a number may begin before its first slash: the longest prefix and four digits, less one."""


def _at_line_start(folded: str, start: int) -> bool:
    """Whether nothing but blanks, bold or heading signs stands before this place on its line."""
    lead = folded[max(0, start - 12) : start]
    return not lead.rsplit("\n", 1)[-1].strip(" \t*#") and (start <= 12 or "\n" in lead)


def _form(number: ItemNumber) -> tuple[object, ...]:
    """What numbers of one run have in common: prefix and the digits of all but the sequence."""
    digits = [len(part) for part in re.findall(r"\d+", str(number))]
    first = number.prefix or ""
    if "." in str(number) and number.year is None:
        return first, "dotted", str(number).rpartition(".")[0]
    if len(digits) == 2 and digits[0] == 2 and digits[1] == 3:
        return first, "year first"
    return first, len(digits), digits[-1]


_PLAIN = (("", 2, 2),)


def _is_wrapped(folded: str, line: int) -> bool:
    """Whether the line goes on from the one directly above: that one has words and no final stop."""
    if line == 0:
        return False
    window = folded[max(0, line - 200) : line - 1]
    above = window.rsplit("\n", 1)[-1].rstrip()
    return bool(above) and above[-1] not in '.?!:;)*"|'


# ---------------------------------------------------------------- parts


def _parts(folded: str, candidates: Sequence[Candidate]) -> Iterator[PartCut]:
    """Where title lines before a label open a new part; the whole text is one where none do."""
    openings: list[tuple[int, Literal["agenda", "minutes"], int]] = []
    labels = [("agenda", at) for at in _labels(folded, "AGENDA_LABEL")]
    labels += [("minutes", at) for at in _labels(folded, "PART_LABEL")]
    reached = 0
    for kind, label in sorted(labels, key=lambda pair: pair[1]):
        start = _title_start(folded, label, reached)
        if start is None:
            continue
        openings.append((start, kind, label))  # type: ignore[arg-type]
        reached = folded.find("\n", label) + 1 or len(folded)
    begin = len(folded) - len(folded.lstrip())
    if not folded.strip():
        return
    if not openings:
        numbered = any(_may_head(c) for c in candidates) or len(_after_titles(candidates)) > 2
        titled = any(kind == "minutes" for kind, _ in labels)
        yield PartCut("minutes" if numbered or titled else "other", begin, len(folded), begin, begin)
        return
    if openings[0][0] > begin:  # what stands above the first title lines belongs to the first part
        first = openings[0]
        above = [c for c in candidates if c.start < first[0] and _may_head(c)]
        openings[0:1] = [(begin, "minutes", begin), first] if len(above) > 2 else [(begin, first[1], first[2])]
    for i, (start, kind, label) in enumerate(openings):
        end = openings[i + 1][0] if i + 1 < len(openings) else len(folded)
        yield PartCut(kind, start, end, label if kind == "agenda" else start, label)


def _labels(folded: str, terminal: str) -> Iterator[int]:
    """Where the lines begin that a label stands on."""
    label = pattern(terminal)
    if label.match("\n" + folded[:200]):
        yield 0
    yield from (match.start() + 1 for match in label.finditer(folded))


def _may_head(candidate: Candidate) -> bool:
    return candidate.place is Place.START and candidate.follows is not Follows.MORE


def _title_start(folded: str, label: int, floor: int) -> int | None:
    """The first of the title lines right above a label, None where there are none; looks at eight lines at most."""
    title = pattern("TITLE_LINE")
    found: int | None = None
    named = has_date = False
    end, seen, plain = label, 0, 0
    while end > floor and seen < 8 and plain < 2:
        begin = max(folded.rfind("\n", floor, end - 1) + 1, floor)
        if folded[begin:end].strip():
            seen += 1
            if title.match(folded, begin, end):
                dated = pattern("DATE").search(folded, begin, end)
                if dated:
                    if named and has_date and folded[begin:end].rstrip().endswith("."):
                        break  # the notes above end: "The next meeting is on 14 May 2024."
                    has_date = True
                else:
                    named = True
                found, plain = begin, 0
            elif end - begin > 120:
                break
            else:
                plain += 1
        end = begin
        if begin == floor:
            break
    return found


# ---------------------------------------------------------------- headings


def _headings(folded: str, candidates: Sequence[Candidate], cuts: Cuts) -> list[Candidate]:
    """The candidates that are headings, in order; the others are set aside, told, or left as text."""
    candidates = _one_form(candidates)
    usable = [c for c in candidates if _may_head(c) or (c.place is Place.INSIDE and c.follows is not Follows.MORE)]
    titled = _after_titles(candidates)
    if len(titled) > 2 * sum(_may_head(c) for c in candidates) + 2:  # every number stands behind its title
        usable = titled
    usable = _last_run(usable)
    matters = _matters(folded, usable)
    usable = [c for c in usable if c.start not in matters]
    _mend_years(usable)
    run = _steady(_rising(usable))
    if not run:
        return []
    first = run[0]
    chosen = iter(run)
    coming: Candidate | None = next(chosen)
    taken: list[Candidate] = []
    known = {c.key for c in run}
    in_run, may_head = {c.start for c in run}, {c.start for c in usable}
    keys: set[tuple[int, int]] = set()  # of all that are taken
    filled: set[tuple[int, int]] = set()
    for candidate in candidates:
        if candidate is coming:
            if candidate.year is not None:
                message = f"{candidate.number} counts on from {taken[-1].number} in another year, and looks misread."
                cuts.findings.append(Finding("M104", message, candidate.start, candidate.end))
            taken.append(candidate)
            coming = next(chosen, None)
            continue
        if candidate.start < first.start:
            if candidate.start in may_head and candidate.place is Place.START and candidate.follows is Follows.TITLE:
                taken.append(candidate)
                message = f"{candidate.number} stands before {first.number}, and looks misread."
                cuts.findings.append(Finding("M104", message, candidate.start, candidate.end))
            continue
        last = taken[-1]
        keys.add(last.key)
        here = (candidate.start, candidate.end)
        bare = candidate.follows in (Follows.NOTHING, Follows.TEXT)
        fits = _slot(taken, coming, in_run)
        if candidate.place is Place.END and candidate.key == last.key:
            cuts.aside.append(("number", *_with_signs(folded, candidate)))
            cuts.findings.append(Finding("M101", f"{candidate.number} is printed again behind its text.", *here))
        elif candidate.place is not Place.START:
            continue
        elif candidate.follows is Follows.MORE and not (candidate.cell and candidate.key == last.key):
            message = f"{candidate.number} stands in the middle of a sentence."
            if candidate.key < first.key and not candidate.wrapped and not candidate.is_years:
                # "012/24: the slipway was mended.": what an earlier meeting asked for
                message = f"{candidate.number} is of an earlier meeting: the numbers here begin with {first.number}."
            cuts.findings.append(Finding("M107", message, *here))
        elif candidate.key == last.key and (bare or candidate.follows is Follows.MORE):
            cuts.aside.append(("number", *_with_signs(folded, candidate)))
            cuts.findings.append(
                Finding("M101", f"{candidate.number} is printed again in its own item, which goes on.", *here)
            )
        elif candidate.wrapped and not fits and candidate.key not in known:
            cuts.findings.append(Finding("M107", f"{candidate.number} is in the middle of a sentence.", *here))
        elif fits:
            taken.append(candidate)
            filled.add((fits.year or 0, fits.sequence))
            message = f"{candidate.number} stands where {fits} is expected, and looks misread."
            cuts.findings.append(Finding("M104", message, *here))
        elif not candidate.cell and (
            candidate.start in matters or (candidate.follows is Follows.TEXT and candidate.key < first.key)
        ):
            # "012/24 – The slipway was mended.": what an earlier meeting asked for
            message = f"{candidate.number} is of an earlier meeting: the numbers here begin with {first.number}."
            cuts.findings.append(Finding("M107", message, *here))
        elif bare:
            cuts.aside.append(("number", *_with_signs(folded, candidate)))
            message = (
                f"{candidate.number} cannot follow {last.number} and stands without a title: {last.number} goes on."
            )
            cuts.findings.append(Finding("M104", message, *here))
        elif candidate.is_years or (candidate.key < first.key and coming):
            message = f"{candidate.number} is outside the run of numbers that begins with {first.number}."
            cuts.findings.append(Finding("M107", message, *here))
        else:
            code = "M108" if candidate.key in keys else "M102"
            what = "is used for two items" if code == "M108" else f"comes after {last.number}"
            cuts.findings.append(Finding(code, f"{candidate.number} {what}.", *here))
            taken.append(candidate)
    _tell_gaps(run, filled | {c.key for c in taken}, cuts)
    return taken


def _with_signs(folded: str, candidate: Candidate) -> Stretch:
    """The place of a number with the signs that part it from its line, to the next word or cell: "### 041/24 | "."""
    start, end = candidate.start, candidate.end
    tail = pattern("NUMBER_TAIL").match(folded, end)
    stop = tail.end() if tail else end
    cell = folded.find("\t", end, stop)
    return candidate.line if candidate.place is Place.START else start, stop if cell < 0 else cell


def _after_titles(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The numbers that end a short line with words before them: "Harbour lights 042/24"."""
    return [c for c in candidates if c.place is Place.END and c.start - c.line <= 160]


def _one_form(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of the form that this part numbers by: sequence/year, unless another form runs more often."""
    starts: dict[tuple[object, ...], list[Candidate]] = {}
    for candidate in candidates:
        if _may_head(candidate) or candidate.place is Place.END:
            starts.setdefault(candidate.form, []).append(candidate)
    best, most = _PLAIN[0], len([c for c in starts.get(_PLAIN[0], ()) if _may_head(c)])
    for form, members in starts.items():
        heads = [c for c in members if _may_head(c)]
        if form != best and len(heads) > most and _in_sequence(heads) >= 3:
            best, most = form, len(heads)  # type: ignore[assignment]
    return [c for c in candidates if c.form == best]


def _in_sequence(candidates: Sequence[Candidate]) -> int:
    """How many numbers there are in the longest run that counts up in small steps; others may stand between."""
    length: dict[tuple[int, int], int] = {}  # of the longest such run that ends in this number
    for candidate in candidates:
        year, sequence = candidate.key
        before = max(length.get((year, sequence - step), 0) for step in (1, 2, 3))
        length[candidate.key] = max(length.get(candidate.key, 0), before + 1)
    return max(length.values(), default=0)


def _last_run(candidates: list[Candidate]) -> list[Candidate]:
    """Without an agenda list in front: where all numbers come twice, the second time is the minutes."""
    heads = [c for c in candidates if c.place is not Place.INSIDE]
    if len(heads) < 6:
        return candidates
    lowest = min(c.key for c in heads)
    restart = max(i for i, c in enumerate(heads) if c.key == lowest)
    before, after = {c.key for c in heads[:restart]}, {c.key for c in heads[restart:]}
    shared = len(before & after)
    if shared >= 3 and shared >= 0.6 * len(before) and len(after) >= 3:
        return [c for c in candidates if c.start >= heads[restart].start]
    return candidates


def _matters(folded: str, candidates: Sequence[Candidate]) -> set[int]:
    """Where the numbers of earlier meetings stand: the lower ones below "Matters Arising", up to the next higher."""
    found: set[int] = set()
    above: Candidate | None = None
    for candidate in candidates:
        if above is not None and candidate.key < above.key:
            found.add(candidate.start)
        elif _may_head(candidate):
            above = candidate if _is_matters(folded, candidate) else None
    return found


def _is_matters(folded: str, candidate: Candidate) -> bool:
    """Whether the title behind a number, on its line or the next, is "Matters Arising" or the like."""
    title = pattern("SOMETHING").search(folded, candidate.end)
    if title is None:
        return False
    end = folded.find("\n", title.start())
    end = len(folded) if end < 0 else end
    return pattern("MATTERS").search(folded, candidate.end, min(end, title.start() + _LONGEST_TITLE)) is not None


_LONGEST_TITLE = 100


_WEIGHT = {
    (Place.START, Follows.TITLE): 4.0,
    (Place.START, Follows.NOTHING): 3.0,
    (Place.START, Follows.TEXT): 3.0,
    (Place.END, Follows.NOTHING): 3.0,
}


def _rising(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The heaviest run of rising numbers: each weighs by its place, and more where it is the next one or near."""
    keys = sorted({c.key for c in candidates})
    rank = {key: i + 1 for i, key in enumerate(keys)}
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(keys) + 1)  # a Fenwick tree of the heaviest run up to a rank
    ending: dict[tuple[int, int], tuple[float, int]] = {}
    before: list[int] = []
    for i, candidate in enumerate(candidates):
        position = rank[candidate.key] - 1
        best = (0.0, -1)
        while position > 0:
            best = max(best, tree[position])
            position -= position & -position
        for step, more in ((1, 2.0), (2, 1.5), (3, 1.2)):
            previous = ending.get((candidate.key[0], candidate.key[1] - step))
            if previous is not None and previous[0] + more >= best[0]:
                best = (previous[0] + more, previous[1])
        score = best[0] + _WEIGHT.get((candidate.place, candidate.follows), 1.0) - (1.5 if candidate.wrapped else 0.0)
        before.append(best[1])
        if score <= ending.get(candidate.key, (float("-inf"), -1))[0]:
            continue
        ending[candidate.key] = (score, i)
        position = rank[candidate.key]
        while position < len(tree):
            tree[position] = max(tree[position], (score, i))
            position += position & -position
    run: list[Candidate] = []
    at = max(ending.values(), default=(0.0, -1))[1]
    while at >= 0:
        run.append(candidates[at])
        at = before[at]
    return run[::-1]


def _mend_years(candidates: Sequence[Candidate]) -> None:
    """Give a number that counts on in another year the year of the one before and the one after it."""
    for one, two, three in zip(candidates, candidates[1:], candidates[2:], strict=False):
        around = one.key[0]
        if two.key[0] != around and three.key[0] == around and one.key[1] < two.key[1] < three.key[1] <= one.key[1] + 3:
            two.year = around


def _steady(run: list[Candidate]) -> list[Candidate]:
    """Without numbers inside paragraphs that do not count on from the one before or to the one after."""
    kept: list[Candidate] = []
    for i, candidate in enumerate(run):
        year, sequence = candidate.key
        joins = bool(kept) and kept[-1].key == (year, sequence - 1)
        leads = i + 1 < len(run) and run[i + 1].key == (year, sequence + 1) and (not kept or joins)
        if candidate.place is not Place.INSIDE or joins or leads:
            kept.append(candidate)
    return kept


def _slot(taken: Sequence[Candidate], coming: Candidate | None, run: set[int]) -> ItemNumber | None:
    """The number that is missing between the last heading and the next one, if it is exactly one."""
    last = taken[-1]
    if coming is None or last.start not in run:
        return None
    if last.key[0] == coming.key[0] and coming.key[1] - last.key[1] == 2:
        return _named(last.number, last.key[1] + 1)
    return None


def _named(model: ItemNumber, sequence: int) -> ItemNumber:
    """The number of that sequence in the dress of another."""
    written = str(model)
    digits = str(model.sequence)
    at = written.rfind(digits) if written.find("/") < 0 else written.find(digits)
    width = len(digits)
    while at > 0 and written[at - 1] == "0":
        at, width = at - 1, width + 1
    return ItemNumber(written[:at] + str(sequence).zfill(width) + written[at + width :])


def _tell_gaps(run: Sequence[Candidate], taken: set[tuple[int, int]], cuts: Cuts) -> None:
    """Numbers that are missing between two headings, and headings that begin inside a paragraph."""
    for candidate in run:
        if candidate.place is Place.INSIDE:
            here = (candidate.start, candidate.end)
            cuts.findings.append(Finding("M106", f"{candidate.number} begins inside a paragraph.", *here))
    for one, two in pairwise(run):
        year, first = one.key
        if year != two.key[0] or two.key[1] - first < 2:
            continue
        here = (two.start, two.end)
        if two.key[1] - first > _LEAP:
            message = f"{two.number} stands where {_named(one.number, first + 1)} is expected, and looks misread."
            cuts.findings.append(Finding("M104", message, *here))
            continue
        missing = [_named(one.number, n) for n in range(first + 1, two.key[1]) if (year, n) not in taken]
        if missing:
            many = f"{missing[0]} is" if len(missing) == 1 else f"{missing[0]} to {missing[-1]} are"
            cuts.findings.append(Finding("M103", f"{many} missing between {one.number} and {two.number}.", *here))


_LEAP = 9
"""A number that is further ahead than this is misread rather than the next one that was kept."""


# ---------------------------------------------------------------- slices


def _slice(folded: str, part: PartCut, headings: Sequence[Candidate]) -> None:
    """Cut the part at its headings, each with the section heading above it."""
    part.front_end = part.end
    floor = part.start
    for i, heading in enumerate(headings):
        begin = heading.start if heading.place is Place.INSIDE else heading.line
        if heading.place is Place.INSIDE and folded.startswith("**", heading.start - 2):
            begin -= 2
        begin = max(begin, part.start)
        start = max(_section_start(folded, begin, floor, headings[i - 1] if i else None), part.start)
        if part.items:
            part.items[-1].end = start
        else:
            part.front_end = start
        inside = heading.place is Place.INSIDE
        part.items.append(
            ItemSlice(start, part.end, heading.number, (heading.start, heading.end), begin, heading.form, inside)
        )
        floor = heading.end


def _section_start(folded: str, heading: int, floor: int, previous: Candidate | None) -> int:
    """Where the section headings above a heading begin; the heading itself where there are none."""
    start = heading
    inline = start > floor and folded[start - 1] != "\n"
    if inline:
        before = pattern("SECTION_BEFORE").search(folded, max(floor, start - 100), start)
        if before and folded[before.start() - 1 : before.start()] not in ("*", "\\"):
            return before.start()
        inside = pattern("SECTION_INSIDE").search(folded, max(floor, start - 100), start)
        return inside.start() if inside else start
    section = pattern("SECTION_LINE")
    for _ in range(2):
        end = floor + len(folded[floor:start].rstrip()) if start - floor < 400 else _rstrip(folded, floor, start)
        begin = folded.rfind("\n", floor, end) + 1
        if begin <= floor or end - begin > 90:  # the line of the heading before, or of the part's first words
            break
        if not section.fullmatch(folded, begin, end):
            break
        bold = folded[begin:end].lstrip()[:1] in "*#" or folded[begin:end].isupper()
        above = folded[folded.rfind("\n", floor, begin - 1) + 1 : begin]
        if above.strip() and not bold:
            break
        if previous is None and not _is_section_before_items(folded, floor, begin, end):
            break
        if (
            previous is not None
            and previous.follows is Follows.NOTHING
            and not folded[previous.end : begin].strip(" \t\n|:.*-–")
        ):
            break  # the title of the heading before, which stands on the next line
        start = begin
    return start


def _is_section_before_items(folded: str, floor: int, begin: int, end: int) -> bool:
    """Whether a line above the first number is a section, and no row of the attendance.

    It has a word for one, no surname in capitals among small letters, and no label of people right above it.
    """
    line = folded[begin:end]
    capitals = not line.isupper() and any(word.isupper() and len(word) > 2 for word in line.split())
    above = _rstrip(folded, floor, begin)
    label = pattern("LABELLED").match(folded, max(floor, _line_start(folded, above)), above)
    row = capitals or (label is not None and label.end() == above and not line.isupper())
    return not row and pattern("SECTION_WORD").search(folded, begin, end) is not None


def _rstrip(folded: str, floor: int, end: int) -> int:
    while end > floor and folded[end - 1].isspace():
        end -= 1
    return end


def _trim(folded: str, start: int, end: int) -> Stretch:
    while start < end and folded[start].isspace():
        start += 1
    return start, _rstrip(folded, start, end)
