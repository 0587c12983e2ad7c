"""The ways in which extraction spoils a page, each as a function from a draft to a draft.

    "The report was noted, and filed."  --rewrapped-->  "The report was", "noted, and filed."

Where a damage has many places to be, it takes one in ten of them, and one at least; what is of the whole file, as its
line ends are, takes the whole file. Lines of the draft that it leaves alone stay the lines that they were, so that
``hurt`` can say which items it was in.

All randomness comes from the ``Random`` that is given: Hypothesis hands in one that it can make smaller, the figures
of docs/accuracy.md come from one with a seed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from random import Random

from strategies import BODY, Draft, Line

ONE_IN = 10
"""Of how many places a damage takes one."""


class Keeps(Enum):
    """What must not change, whatever the damage did. The first two are promise 4, the third is promise 3."""

    FACTS = "every fact"
    FACTS_OF_ROWS = "every fact, where items are rows of a table"
    OTHER_ITEMS = "all items in which no line was hurt"
    ALL_BUT_TWO = "all items but the one that lost its heading, and the one before it, which gets its words"
    TEXT = "every title and every text"
    NUMBERS = "every number, and all items but the one that lost its line"
    EVERY_NUMBER = "every number, and all items outside the page that lost its lines"
    BEFORE = "every item that ended before the cut"
    WORDS = "every word, number and label; only what bold and italic type told is lost"
    PEOPLE = "who was there, and as what"
    QUESTIONS = "everything but the numbers of the questions"
    WORDS_OF_LISTS = "every word, and all items in which no line was hurt"


@dataclass(frozen=True)
class Damage:
    """A way to spoil a page: its name, what does it, and what must not change by it."""

    name: str
    of: Callable[[Draft, Random], Draft]
    keeps: Keeps


def hurt(before: Draft, after: Draft) -> set[int]:
    """The items, -1 for what stands before the first, whose lines are not the same."""
    items = {line.item for draft in (before, after) for line in draft.lines}
    return {item for item in items if _lines_of(before, item) != _lines_of(after, item)}


def _lines_of(draft: Draft, item: int) -> list[str]:
    return [line.text for line in draft.lines if line.item == item]


def _some(random: Random, places: Sequence[int]) -> list[int]:
    """One in ten of the places, one at least, in order; none where there are none."""
    return sorted(random.sample(places, -(-len(places) // ONE_IN)))


def _put(draft: Draft, changed: Mapping[int, Sequence[str]]) -> Draft:
    """The draft with other lines, or none, for some of its lines."""
    lines = (replace(line, text=text) for i, line in enumerate(draft.lines) for text in changed.get(i, (line.text,)))
    return replace(draft, lines=tuple(lines))


def headings(draft: Draft) -> list[int]:
    """The lines that begin an item; where it has no title, its first words stand behind the number."""
    return [i for i, line in enumerate(draft.lines) if _begins(draft, line)]


def _begins(draft: Draft, line: Line) -> bool:
    numbered = line.item >= 0 and line.kind == "paragraph" and line.text.startswith(draft.numbers[line.item])
    return line.kind == "heading" or numbered


RUNNING = (*BODY, "update")
"""The kinds of lines that hold running text, italics under an action too."""


def _body(draft: Draft, *also: str) -> list[int]:
    """The lines of running text that begin no item."""
    return [i for i in draft.where(*RUNNING, *also) if not _begins(draft, draft.lines[i])]


def _people(draft: Draft) -> list[int]:
    """The lines of the attendance that begin with no label."""
    return [i for i in draft.where("attendance") if not re.match("Present|Apologies", draft.lines[i].text)]


def _lines(draft: Draft) -> list[int]:
    """The lines of running text and of the attendance: what is no heading, no section and no label of a part."""
    return sorted(_body(draft) + _people(draft))


# ---------------------------------------------------------------- running text

_MARK = re.compile(
    r"[-–•*o#|(] |\(|\w{1,4}[.)] |(?:[A-Z]{1,5}\.? ?|Ref )?\d"  # a bullet, a list's letter, a number, "(Asked by"
    r"|(?i:it was|action|agreed|resol|decision|item|present|apologies|attend|page|q\d|question)"  # the words of labels
)
"""What a new line must not begin with: it would be a mark of the format."""


def _gaps(text: str, first: str = r"[A-Za-z£\"(]") -> list[int]:
    """The places of the blanks between two words where a new line may begin; ``first`` is how it may begin."""
    begin = len(text) - len(text.lstrip(" \t-•*0123456789.)")) + 5  # not inside a mark, nor right behind it
    gaps = (m.start() for m in re.finditer(rf"(?<=[\w,;.?\"')]) (?={first})", text) if m.start() > begin)
    return [gap for gap in gaps if not _MARK.match(text, gap + 1)]


def _running(draft: Draft) -> list[int]:
    """The lines whose words may be parted: not the first under a number alone, half of which looks like a title."""
    body = _body(draft)
    return [i for i in body if not (above := _words_above(draft, i)) or above.strip("*# ") not in draft.numbers]


def _words_above(draft: Draft, at: int) -> str:
    return next((line.text for line in reversed(draft.lines[:at]) if line.text.strip()), "")


def rewrapped(draft: Draft, random: Random) -> Draft:
    """Running text with other line ends: "The report was noted." -> "The report was", "noted."."""
    changed: dict[int, list[str]] = {}
    for i in _running(draft):
        text = draft.lines[i].text
        gaps = _gaps(text)
        at = sorted(random.sample(gaps, min(len(gaps), random.randint(0, 3))))
        changed[i] = [text[a:b].strip(" ") if a else text[a:b].rstrip(" ") for a, b in _between(at, len(text))]
    return _put(draft, changed)


def _between(at: Sequence[int], end: int) -> Iterable[tuple[int, int]]:
    return zip((0, *at), (*at, end), strict=True)


def blanks_widened(draft: Draft, random: Random) -> Draft:
    """More blanks inside, behind and between lines: "was noted." -> "was  noted. ", ""."""
    changed: dict[int, list[str]] = {}
    for i, line in enumerate(draft.lines):
        text = line.text
        if line.kind in RUNNING:
            for at in reversed(_some(random, [m.start() for m in re.finditer(r"(?<=[a-z,]) (?=[A-Za-z])", text)])):
                text = text[:at] + " " * random.randint(2, 4) + text[at + 1 :]
        text += random.choice(("", " ", "   ", "\t", "\u00a0", " \t "))
        changed[i] = [text, ""] if line.kind == "blank" and random.randint(0, 3) == 3 else [text]
    return _put(draft, changed)


def no_break_spaces(draft: Draft, random: Random) -> Draft:
    """Blanks that do not break: "on 14 May" -> "on 14\u00a0May"; every blank, or some of each line."""
    blanks = random.choice((" ", "\u00a0", "\u202f", "\u2009"))
    if random.randint(0, 1):
        return draft.each(lambda line: re.sub(r"(?<=\S) (?=\S)", blanks, line.text))
    return draft.each(
        lambda line: re.sub(r"(?<=\S) (?=\S)", lambda _: " " if random.randint(0, 3) else "\u00a0", line.text)
    )


def curly_quotes(draft: Draft, random: Random) -> Draft:
    """Quotes as a word processor sets them: ``"worn", the dredger's`` -> ``“worn”, the dredger’s``."""
    del random
    return draft.each(lambda line: re.sub(r'"([^"\n]*)"', "“\\1”", line.text).replace("'", "’"))


def line_ends(draft: Draft, random: Random) -> Draft:
    r"""The line ends of another system: "None.\n" -> "None.\r\n", or "None.\r"."""
    if random.randint(0, 1):
        return draft.each(lambda line: line.text + "\r")
    return replace(draft, lines=(Line("text", -1, draft.text.replace("\n", "\r")[:-1]),))


# ---------------------------------------------------------------- bullets, numbers of questions

_BULLET = re.compile(r"^([ \t]*)[-•*][ \t]+(?!\d)")


def bullets_changed(draft: Draft, random: Random) -> Draft:
    """Another glyph for every bullet: "- Eleven." -> "• Eleven.", "o Eleven."."""
    glyph = random.choice(("•", "\uf0b7", "o", "●", "–", "▪", "*"))
    return draft.each(
        lambda line: _BULLET.sub(rf"\g<1>{glyph} ", line.text) if line.kind == "entry" else line.text,
    )


def bullets_lost(draft: Draft, random: Random) -> Draft:
    """A bullet gone, and a blank left: "- Eleven." -> " Eleven."."""
    places = [i for i in draft.where("entry") if _BULLET.match(draft.lines[i].text)]
    return _put(draft, {i: [_BULLET.sub(r"\g<1> ", draft.lines[i].text)] for i in _some(random, places)})


_QUESTION = re.compile(r"^[ \t]*(?:[-•*][ \t]+)?\d{1,2}[.)][ \t]+")


def question_numbers_lost(draft: Draft, random: Random) -> Draft:
    """The number of a question lost with its bullet: "- 2. Who pays? (Asked by …)" -> "Who pays? (Asked by …)"."""
    places = [i for i in draft.where("question") if _QUESTION.match(text := draft.lines[i].text) and "sked by" in text]
    return _put(draft, {i: [_QUESTION.sub("", draft.lines[i].text)] for i in _some(random, places)})


# ---------------------------------------------------------------- pages


def pages_between_blocks(draft: Draft, random: Random) -> Draft:
    r"""A page that ends between two blocks: "" -> "Page 2 of 6", "\f"."""
    places = [i for i in draft.where("blank") if draft.lines[i].item >= 0]
    return _put(draft, {i: _page_end(random) for i in _some(random, places)})


def pages_inside_blocks(draft: Draft, random: Random) -> Draft:
    r"""A page that ends inside a block: "- Four berths are let." -> "- Four berths", "Page 2 of 6", "\fare let."."""
    changed: dict[int, list[str]] = {}
    for i in _some(random, [i for i in _running(draft) if _cuts(draft.lines[i])]):
        text = draft.lines[i].text
        at = random.choice(_cuts(draft.lines[i]))
        end = _page_end(random)
        changed[i] = [text[:at], *end[:-1], end[-1] + text[at + 1 :]]
    return _put(draft, changed)


def _cuts(line: Line) -> list[int]:
    """Where a block may go on over the page: in lower case behind no stop, or anywhere in a question that asks."""
    asking = line.kind == "question" and re.match(rf"{_QUESTION.pattern}(?:Did|How|Is|What|Who|Why|Would)\b", line.text)
    asks = [at for at in _gaps(line.text) if asking and at < line.text.find("?")]
    return sorted({*(at for at in _gaps(line.text, "[a-z]{2}") if line.text[at - 1] not in ".?!;:)\"'"), *asks})


def _page_end(random: Random) -> list[str]:
    """The lines from the foot of one page to the first line of the next."""
    number = random.randint(2, 8)
    foot = random.choice(([], [f"Page {number} of 9"], ["", f"Page {number} of 9", ""], [f"Page {number}"]))
    return [*foot, "\f"]


def headers_repeated(draft: Draft, random: Random) -> Draft:
    r"""A page that begins as the first one did: "" -> "Page 2 of 6", "\fHARBOUR SAFETY BOARD"."""
    places = [i for i in draft.where("blank") if draft.lines[i].item >= 0]
    titles = [draft.lines[i].text for i in draft.where("title")]
    head = [title for title in titles if re.search("[A-Za-z]{3}", title)][: random.randint(1, 2)]
    changed: dict[int, list[str]] = {}
    for i in _some(random, places) if head else ():
        end = _page_end(random)
        changed[i] = [*end[:-1], end[-1] + head[0], *head[1:], ""]
    return _put(draft, changed)


# ---------------------------------------------------------------- numbers and headings


def number_cells_repeated(draft: Draft, random: Random) -> Draft:
    r"""The number cell again between two blocks of an item: "" -> "", "041/24\t"."""
    places = [
        i
        for i, (line, below) in enumerate(zip(draft.lines, draft.lines[1:], strict=False))
        if line.kind == "blank" and line.item == below.item >= 0 and below.kind in BODY and _whole(below.text)
    ]
    page = random.choice(("", "\f"))
    tail = random.choice(("\t", "", " "))
    numbers = {i: draft.numbers[draft.lines[i].item] for i in places}
    return _put(draft, {i: ["", f"{page}{numbers[i]}{tail}"] for i in _some(random, places)})


def rows_over_pages(draft: Draft, random: Random) -> Draft:
    r"""A row cut by the page, its number again: "\tThe crane fell." -> "\tThe crane", "\f041/24\tfell."."""
    changed: dict[int, list[str]] = {}
    for i in _some(
        random, [i for i in _running(draft) if draft.lines[i].text.startswith("\t") and _cuts(draft.lines[i])]
    ):
        line = draft.lines[i]
        at = random.choice(_cuts(line))
        *foot, page = _page_end(random)
        between = random.choice(("\t", "\n\t"))
        changed[i] = [line.text[:at], *foot, f"{page}{draft.numbers[line.item]}{between}{line.text[at + 1 :]}"]
    return _put(draft, changed)


def _whole(text: str) -> bool:
    """Whether a line ends as a sentence does: one that does not may be a title."""
    return text.rstrip("\"')* ").endswith((".", "?", "!", ":", ";"))


def digits_misread(draft: Draft, random: Random) -> Draft:
    """One digit of a number misread: "049/24 Finance" -> "043/24 Finance"."""
    changed: dict[int, list[str]] = {}
    for i in _some(random, headings(draft)):
        line = draft.lines[i]
        begin = line.text.find(number := draft.numbers[line.item])
        at = random.choice([begin + n for n, c in enumerate(number) if c.isdigit()])
        digit = random.choice([c for c in "0123456789" if c != line.text[at]])
        changed[i] = [line.text[:at] + digit + line.text[at + 1 :]]
    return _put(draft, changed)


def headings_lost(draft: Draft, random: Random) -> Draft:
    """A heading lost: "042/24 Finance" -> nothing."""
    return _put(draft, dict.fromkeys(_some(random, headings(draft)), ()))


def headings_run_in(draft: Draft, random: Random) -> Draft:
    """A heading run into the block before: "Noted.", "042/24 Finance" -> "Noted. 042/24 Finance"."""
    changed: dict[int, list[str]] = {}
    for i in _some(random, [i for i in headings(draft) if _above(draft, i) is not None]):
        above, end = _above(draft, i), _heading_end(draft, i)
        assert above is not None
        changed |= {j: [] for j in range(above + 1, end + 1)}
        changed[above] = [_joined(draft, above, end)]
    return _put(draft, changed)


def _above(draft: Draft, heading: int) -> int | None:
    """The line of a block, a whole sentence, that stands above a heading with nothing between; None if there is none.

    A number alone is no heading in the middle of a paragraph: there it is a mention, so it is left where it is.
    """
    above = heading - 1
    while above >= 0 and draft.lines[above].kind == "blank":
        above -= 1
    fits = above >= 0 and draft.lines[above].kind in BODY and _whole(draft.lines[above].text)
    text = _plain(draft.lines[heading].text).strip("*")
    alone = text == draft.numbers[draft.lines[heading].item] and _heading_end(draft, heading) == heading
    return above if fits and not alone else None


def _heading_end(draft: Draft, heading: int) -> int:
    """The last line of a heading: its own, or that of the title right under it."""
    below = heading + 1
    return below if below < len(draft.lines) and draft.lines[below].kind == "under" else heading


def _joined(draft: Draft, begin: int, end: int) -> str:
    """These lines as one."""
    words = [draft.lines[begin].text.rstrip(), *(_plain(draft.lines[i].text) for i in range(begin + 1, end + 1))]
    return " ".join(filter(None, words))


def _plain(text: str) -> str:
    """A line as it stands inside another: without what only begins a line."""
    return re.sub(r"^[ \t]*(?:#+ |[-•*] )?", "", text).strip()


def page_lost_its_lines(draft: Draft, random: Random) -> Draft:
    """Some items in one paragraph: "Noted.", "042/24 Finance", "It fell." -> "Noted. 042/24 Finance It fell."."""
    found = [i for i in headings(draft) if _above(draft, i) is not None]
    if not found:
        return draft
    first = random.randrange(len(found))
    last = found[min(len(found) - 1, first + random.randint(0, 2))]
    begin = _above(draft, found[first])
    assert begin is not None
    item = draft.lines[last].item
    end = next((i for i in _body(draft) if i > last and draft.lines[i].item == item), _heading_end(draft, last))
    return _put(draft, {begin: [_joined(draft, begin, end)], **dict.fromkeys(range(begin + 1, end + 1), ())})


# ---------------------------------------------------------------- style, columns


def bold_lost(draft: Draft, random: Random) -> Draft:
    """Bold and italic type lost: "**The HM to write.**", "*Done.*" -> "The HM to write.", "Done."."""
    del random
    return draft.each(lambda line: re.sub(r"(?<![\\*])(\*{1,3})(?![\s*])([^*\n]+)\1", r"\2", line.text))


_CELLS = re.compile(r"^([^\t\n]+?)[ \t]*\t[\t :]*([^\t\n]+?)((?: \([^()]+\))?)$")  # name, role, and a remark behind


def columns_swapped(draft: Draft, random: Random) -> Draft:
    r"""The columns of the attendance swapped: "Ada Quill\t\tHarbour Master" -> "Harbour Master\t\tAda Quill"."""
    places = [i for i in _people(draft) if _CELLS.match(draft.lines[i].text)]
    return _put(draft, {i: [_CELLS.sub(r"\2\t\t\1\3", draft.lines[i].text)] for i in _some(random, places)})


def columns_run_together(draft: Draft, random: Random) -> Draft:
    r"""The columns of the attendance run together: "Ada Quill\t\tHarbour Master" -> "Ada QUILL Harbour Master"."""
    places = [i for i in _people(draft) if _CELLS.match(draft.lines[i].text)]
    return _put(draft, {i: [_CELLS.sub(r"\1 \2\3", draft.lines[i].text)] for i in _some(random, places)})


# ---------------------------------------------------------------- lines


def lines_deleted(draft: Draft, random: Random) -> Draft:
    """A line lost: "The report was noted." -> nothing."""
    return _put(draft, dict.fromkeys(_some(random, _lines(draft)), ()))


def lines_doubled(draft: Draft, random: Random) -> Draft:
    """A line printed twice: "The report was noted." -> the same, two times."""
    places = _some(random, _lines(draft))
    return _put(draft, {i: [draft.lines[i].text] * 2 for i in places})


def lines_exchanged(draft: Draft, random: Random) -> Draft:
    """A line in the place of the next one of its item: "One.", "Two." -> "Two.", "One."."""
    body = _body(draft)
    pairs = {a: b for a, b in pairwise(body) if draft.lines[a].item == draft.lines[b].item}
    changed: dict[int, list[str]] = {}
    for a in _some(random, list(pairs)):
        if a not in changed:
            changed |= {a: [draft.lines[pairs[a]].text], pairs[a]: [draft.lines[a].text]}
    return _put(draft, changed)


def letters_misread(draft: Draft, random: Random) -> Draft:
    """Letters taken for others: "The crane will turn." -> "Thc craue wi11 tum."."""
    return _put(draft, {i: [_misread(draft.lines[i].text, random)] for i in _some(random, _lines(draft))})


_MISREAD = {"rn": "m", "e": "c", "h": "b", "u": "ii", "i": "l", "o": "0", "l": "1", "cl": "d", "S": "5", "n": "u"}


def _misread(text: str, random: Random) -> str:
    """The text with some letters as a machine might read them; none next to a figure, where it could make a number."""
    places = [m.span() for m in re.finditer(r"(?<![\d/.])(?:rn|cl|[ehuiolSn])(?![\d/.])", text)]
    for begin, end in sorted(random.sample(places, min(len(places), random.randint(1, 4))), reverse=True):
        text = text[:begin] + _MISREAD[text[begin:end]] + text[end:]
    return text


def lines_spoiled(draft: Draft, random: Random) -> Draft:
    """A line of which something is left: "The report was noted." -> "The rep.", "Thr eeport was noted.", "xqv (t."."""
    return _put(draft, {i: [_spoiled(draft.lines[i].text, random)] for i in _some(random, _lines(draft))})


def _spoiled(text: str, random: Random) -> str:
    """The beginning of a line, two characters of it exchanged, or noise.

    No digit comes in or moves, and a final stop stays where it was: a line of two or three words without one, right
    above a heading, is a section by its looks, and digits may make a number.
    """
    kind = random.choice(("beginning", "exchange", "noise"))
    places = [i for i, c in enumerate(text[:-1]) if not c.isdigit() and c not in "/\t"]
    if kind == "beginning" and len(text) > 4:
        return text[: random.randint(3, len(text) - 1)].rstrip() + "."
    if kind == "exchange" and len(places) > 1:
        a, b = sorted(random.sample(places, 2))
        return text[:a] + text[b] + text[a + 1 : b] + text[a] + text[b + 1 :]
    return "x" + "".join(random.choice("abcdefgh klmnop tuv,;()'–éß") for _ in range(random.randint(1, 30))) + "."


def end_cut_off(draft: Draft, random: Random) -> Draft:
    """The end missing, from anywhere behind the first heading on: "The report was noted." -> "The rep"."""
    last = random.randint(headings(draft)[0], len(draft.lines) - 1)
    line = draft.lines[last]
    kept = replace(line, text=line.text[: random.randint(0, len(line.text))])
    return replace(draft, lines=(*draft.lines[:last], kept))


# ---------------------------------------------------------------- all of them

DAMAGES = (
    Damage("lines re-wrapped", rewrapped, Keeps.FACTS),
    Damage("blanks widened", blanks_widened, Keeps.FACTS),
    Damage("no-break spaces", no_break_spaces, Keeps.FACTS),
    Damage("curly quotes", curly_quotes, Keeps.FACTS),
    Damage("line ends", line_ends, Keeps.FACTS),
    Damage("bullets changed", bullets_changed, Keeps.FACTS),
    Damage("page break between blocks", pages_between_blocks, Keeps.FACTS),
    Damage("page break inside a block", pages_inside_blocks, Keeps.FACTS),
    Damage("header repeated", headers_repeated, Keeps.FACTS),
    Damage("number cell repeated", number_cells_repeated, Keeps.FACTS),
    Damage("table row over two pages", rows_over_pages, Keeps.FACTS_OF_ROWS),
    Damage("columns swapped", columns_swapped, Keeps.PEOPLE),
    Damage("columns run together", columns_run_together, Keeps.PEOPLE),
    Damage("question number lost", question_numbers_lost, Keeps.QUESTIONS),
    Damage("bullets lost", bullets_lost, Keeps.WORDS_OF_LISTS),
    Damage("bold lost", bold_lost, Keeps.WORDS),
    Damage("digit of a number misread", digits_misread, Keeps.TEXT),
    Damage("heading run in", headings_run_in, Keeps.NUMBERS),
    Damage("page lost its lines", page_lost_its_lines, Keeps.EVERY_NUMBER),
    Damage("heading lost", headings_lost, Keeps.ALL_BUT_TWO),
    Damage("letters misread", letters_misread, Keeps.OTHER_ITEMS),
    Damage("lines spoiled", lines_spoiled, Keeps.OTHER_ITEMS),
    Damage("lines exchanged", lines_exchanged, Keeps.OTHER_ITEMS),
    Damage("lines doubled", lines_doubled, Keeps.OTHER_ITEMS),
    Damage("lines deleted", lines_deleted, Keeps.OTHER_ITEMS),
    Damage("end cut off", end_cut_off, Keeps.BEFORE),
)
"""Every damage, the mildest first."""
