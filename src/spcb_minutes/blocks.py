"""Lines become blocks: what goes on is joined, entries make lists, questions get their answers.

    - 2. How many berths are       token NUMBERED     a question with its number and who asked
    free? (Asked by Ada Quill)     token TEXT         goes on with it
     - Eleven.                     token ENTRY        its answer: a list of one entry
    Action: The HM to report.      token ACTION       an action, in the answer that it follows

1. Every line ends in one block; lines that go on belong to the block before them.
2. A block's ``pieces`` are its words and nothing else.
3. Grouping is done here and structure is read in ``grammar/``: a flat list of lines cannot say what belongs together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .diagnostics import Finding
from .parser import Word, pattern, words
from .people import Named, listing, person
from .values import DateRead, read_date
from .words import Page, Stretch, Words, inner

Fields = dict[str, Any]
"""The fields of one model, ready to be validated."""


@dataclass(slots=True)
class Line:
    """A block in the making: the lines that belong together, before it is known what they are."""

    kind: str
    """The terminal of the line that begins it."""
    start: int
    """Where its mark stands, else its first word."""
    mark_end: int
    """Where its first line ends."""
    pieces: list[Stretch]
    """Its words."""
    indent: int = 0
    """The blanks before it."""
    number: str | None = None
    gap: bool = False
    """Whether a blank line follows."""
    lost: bool = False
    """Whether it stands like an entry that lost its bullet."""
    owner: Stretch | None = None
    """Who is to do it, where a cell of their own behind the text says so."""
    words: Words = field(init=False)

    @property
    def end(self) -> int:
        """Where its words end."""
        return self.pieces[-1][1] if self.pieces else self.start

    @property
    def entry(self) -> bool:
        """Whether it is an entry of a list without numbers."""
        return self.kind == "ENTRY" or self.lost


# ---------------------------------------------------------------- lines

_MARKS = {"ACTION": "ACTION_MARK", "NUMBERED": "NUMBER_MARK", "ENTRY": "BULLET_MARK", "DECISION": "BULLET_MARK"}
"""Which mark of grammar/common.lark begins a line of this kind; it is no part of the words."""


def lines_of(page: Page, tokens: Iterable[Word]) -> list[Line]:
    """The lines of a slice, those that go on joined to the one before them."""
    folded = page.folded
    lines: list[Line] = []
    for token in tokens:
        last = lines[-1] if lines else None
        gap = token.count("\n", len(token.rstrip())) > 1
        if token.type == "BLANK":
            if last:
                last.gap = True
            continue
        start, end = trimmed(token)
        first, number = _after_mark(folded, token, start, end)
        if last and token.type not in (*_MARKS, "LETTERED") and _goes_on(folded, last, token.type, first):
            last.pieces.append((first, end))
            last.gap = gap
            continue
        indent = len(token) - len(token.lstrip(" \t"))
        lost = token.type == "INDENTED" or (token.type == "CELL" and folded[first - 1] == " ")
        line = Line(token.type, start, end, [(first, end)] if first < end else [], indent, number, gap, lost)
        line.owner = _owner_cell(folded, line)
        lines.append(line)
    for line in lines:
        line.pieces = merged(folded, line.pieces)
    lines = [part for line in lines for part in _with_update_apart(page, line)]
    for line in lines:
        line.words = page.words(line.pieces)
        if not line.words.text and line.kind != "ACTION":  # a mark with nothing behind it is kept as it stands
            line.kind, line.lost, line.pieces = "TEXT", False, [(line.start, max(line.end, line.mark_end))]
            line.words = page.words(line.pieces)
    return lines


def _with_update_apart(page: Page, line: Line) -> Iterator[Line]:
    """A line, and the italics at its end on their own where they say what was done about an action."""
    yield line
    if len(line.pieces) != 1 or page.folded[line.end - 1] != "*":
        return
    begin, end = line.pieces[0]
    done = pattern("DONE").search(page.folded, begin, end)
    if done is None:
        return
    stop = begin + len(page.folded[begin : done.start()].rstrip())
    line.pieces = [(begin, stop)]
    line.words = page.words(line.pieces)
    if stop == begin or not (line.kind == "ACTION" or style_of(page, line) == "bold"):
        line.pieces = [(begin, end)]
        return
    yield Line("TEXT", done.start(), end, [(done.start(), end)], gap=line.gap)
    line.gap = False


def _owner_cell(folded: str, line: Line) -> Stretch | None:
    """The cell with an owner behind the words of a line, which is taken off them."""
    if not line.pieces or line.kind == "DECISION" or "\t" not in folded[line.pieces[0][0] : line.end]:
        return None
    begin, end = line.pieces[0]
    cell = pattern("OWNER_CELL").match(folded, folded.rfind("\t", begin, end), end)
    if cell is None:
        return None
    line.pieces[0] = (begin, begin + len(folded[begin : cell.start()].rstrip()))
    return inner(folded, cell.start(), end, " \t")


def _after_mark(folded: str, token: Word, start: int, end: int) -> tuple[int, str | None]:
    """Where a line's words begin behind its mark, and the number that the mark has."""
    name = _MARKS.get(token.type)
    mark = pattern(name).match(folded, token.start_pos, end) if name else None
    if mark is None:
        return start, None
    number = None
    if token.type == "NUMBERED":
        number = "".join(c for c in mark[0].replace("Question", "").replace("Q", "") if c.isalnum())
    first = mark.end()
    while first < end and folded[first] in " \t":
        first += 1
    return first, number


def _goes_on(folded: str, last: Line, kind: str, first: int) -> bool:
    """Whether a line without a mark of its own goes on with the block before it.

    Directly below it does; after a blank line only where that block has no final stop, in lower case, or where that
    block is a question that has begun to ask; "(Asked by …)" belongs to what stands above it.
    """
    if last.owner or _begins_anew(folded, last, first) or _is_row_below(folded, last, first):
        return False
    if folded.startswith("(", first) and pattern("ASKED_BY").match(folded, first):
        return True
    if kind != "CELL" and not last.gap:
        return True
    if last.kind == "DECISION" and folded.endswith((":", "–", "-", "that", "RESOLVED", "AGREED"), last.start, last.end):
        return True  # a label alone in its line
    asking = last.kind == "NUMBERED" and kind != "CELL" and last.pieces and _asks(folded, last)
    if not last.pieces or (_finished(folded, last) and not (asking and folded[last.end - 1] == ";")):
        return False
    return folded[first].islower() or bool(asking)


def _is_row_below(folded: str, last: Line, first: int) -> bool:
    """Whether a line and the one above it are rows of a table: both have cells."""
    stop = folded.find("\n", first)
    above = folded.rfind("\n", 0, last.end) + 1
    begin = max(above, last.pieces[0][0]) if last.pieces else above
    return "\t" in folded[first : stop if stop >= 0 else len(folded)].rstrip() and "\t" in folded[begin : last.end]


def _asks(folded: str, last: Line) -> bool:
    """Whether a numbered block has begun to ask; one as long as a line of print that does not end was cut off too."""
    begin, end = last.pieces[0][0], last.end
    return end - begin >= _PRINTED_LINE or "?" in folded[begin:end] or bool(pattern("ASKS").match(folded, begin))


_PRINTED_LINE = 70
"""About as many characters as a line of a page has."""


def _begins_anew(folded: str, last: Line, first: int) -> bool:
    """Whether a line directly below is another block: italics under an action, a point put in a discussion."""
    if not last.pieces:
        return False
    begin, end = last.pieces[0][0], last.end
    if folded[first] == "*":
        stop = folded.find("\n", first)
        if not pattern("ITALIC_WHOLE").fullmatch(folded, first, len(folded) if stop < 0 else stop):
            return False
        return last.kind == "ACTION" or pattern("BOLD_WHOLE").fullmatch(folded, begin, end) is not None
    near = max(begin, end - _NEAR)
    return folded[end - 1] == ":" and pattern("DISCUSSION").search(folded, near, end) is not None


_NEAR = 400
"""How far before the end of a block its last words are looked at: a block may grow by a line a thousand times."""


def _finished(folded: str, last: Line) -> bool:
    """Whether a block ends in a stop, or in "(Asked by …)"."""
    near = folded[max(last.pieces[0][0], last.end - _NEAR) : last.end]
    if near.endswith(")") and "sked by" in " ".join(near[-100:].split()):
        return True
    near = near.rstrip("\"')*")
    if near.endswith("."):  # but "as Mr." goes on
        return pattern("STOP").search(near, len(near) - 1) is not None
    return near[-1:] in ("?", "!", ":", ";")


def trimmed(token: Word) -> Stretch:
    """A token's place without the blank space around it."""
    start = token.start_pos
    end = start + len(token.rstrip())
    return min(start + len(token) - len(token.lstrip()), end), end


def merged(folded: str, pieces: Sequence[Stretch]) -> list[Stretch]:
    """Stretches with nothing between them, or line ends and blanks, as one."""
    out = list(pieces[:1])
    for start, end in pieces[1:]:
        between = folded[out[-1][1] : start]
        if not between or (between.isspace() and "\n" in between):
            out[-1] = out[-1][0], end
        else:
            out.append((start, end))
    return out


# ---------------------------------------------------------------- blocks


def blocks_of(page: Page, lines: Sequence[Line]) -> list[Fields]:
    """The blocks of a slice: paragraphs, lists, questions with their answers, actions, decisions."""
    grouped = _Grouping(page)
    for i, line in enumerate(lines):
        grouped.add(line, lines[i + 1] if i + 1 < len(lines) else None)
    return grouped.finish()


class _Grouping:
    """What is open while lines become blocks: a list, a question, a discussion."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.out: list[Fields] = []
        self.into = self.out  # where the next block goes: the slice, or the answer of the open question
        self.entries: list[Line] = []
        self.label: Line | None = None  # "Actions:" alone in its line, before a list of them
        self.first_of_label = False
        self.latest: Fields | None = None  # the block that was put last
        self.discussion = False  # after "the following items were discussed:" a paragraph with a list is a point put

    def add(self, line: Line, after: Line | None) -> None:
        """One more line; the one after it tells whether a list follows."""
        asked = _asked_by(line)
        style = style_of(self.page, line)
        listed = line.entry or line.kind == "NUMBERED"
        label = self.label if listed else None
        if not listed:
            self._no_more_actions()
        if line.kind == "ACTION" and not line.words.text:
            self._action_label(line, after)
        elif self._is_question(line, after, asked):
            self._no_more_actions()
            self._question(line, asked)
            self._cell(line)
        elif line.kind != "ACTION" and (tail := _action_tail(line)):
            for block in _with_action(self.page, line, tail):
                self._put(block)
            self._cell(line)
        elif line.kind == "ACTION" or line.owner or label:
            self._action(line, label, "bold" if style == "bold" and line.owner and not label else "label")
        elif line.kind == "DECISION":
            standing = self.page.standing(line.start, line.end, line.pieces)
            self._put({"kind": "decision", "text": line.words.text, **standing})
        elif style == "bold":
            words = _lead(self.page.folded, line), len(line.words.text)
            self._put(action(self.page, line.words, words, (line.start, line.end), "bold"))
        elif style == "italic" and not self.entries and self.latest and self.latest["kind"] == "action":
            self._update(self.latest, line)
        elif line.entry or line.kind == "NUMBERED":
            self.entries.append(line)
        else:
            self._paragraph(line)

    def finish(self) -> list[Fields]:
        """All blocks, questions closed."""
        self._close_list()
        for block in self.out:
            if block["kind"] == "question":
                start, stop, pieces = block.pop("standing")
                end = max([stop, *(b["span"]["end"] for b in block["answer"])])
                block.update(self.page.standing(start, end, pieces), answer=tuple(block["answer"]))
        return self.out

    def _put(self, block: Fields) -> None:
        self._close_list()
        self.into.append(block)
        self.latest = block

    def _close_list(self) -> None:
        if self.entries:
            self.into.append(list_of(self.page, self.entries))
            self.entries = []

    def _is_question(self, line: Line, after: Line | None, asked: re.Match[str] | None) -> bool:
        if line.kind in ("ACTION", "DECISION"):
            return False
        asks = line.words.text.endswith("?")
        if asked or line.kind == "NUMBERED":
            return asked is not None or asks
        return self.discussion and not line.entry and (asks or (after is not None and after.entry))

    def _question(self, line: Line, asked: re.Match[str] | None) -> None:
        self._close_list()
        spoken = line.words
        text = spoken.text[: asked.start()].rstrip() if asked else spoken.text
        stop = line.end
        answer: list[Fields] = []
        if asked and spoken.text[asked.end() :].strip(" ."):
            stop = _until(line, asked.end())
            answer.append(_words_of(self.page, line, asked.end(), len(spoken.text)))
        pieces = spoken.stretches(0, len(text)) if asked and text else line.pieces
        self.out.append(
            {
                "kind": "question",
                "number": line.number,
                "text": self.page.words(pieces).text if asked else text,
                "asked_by": _asker(self.page, spoken, asked) if asked else None,
                "answer": answer,
                "standing": (line.start, stop, pieces),
            }
        )
        self.into = answer
        self.latest = None

    def _cell(self, line: Line) -> None:
        """The cell behind a question, or behind an action that has a label: it says more than who is to do it."""
        if line.owner:
            self._put(paragraph(self.page, [line.owner]))

    def _action_label(self, line: Line, after: Line | None) -> None:
        """A label without words: it marks the entries below it; before anything else it is a paragraph."""
        if after is not None and (after.entry or after.kind == "NUMBERED"):
            self._close_list()
            self.label, self.first_of_label = line, True
        else:
            self._put(paragraph(self.page, [(line.start, line.mark_end)]))

    def _no_more_actions(self) -> None:
        """The label of actions ends; where none stood under it, it is a paragraph."""
        if self.label and self.first_of_label:
            self._put(paragraph(self.page, [(self.label.start, self.label.mark_end)]))
        self.label = None

    def _action(self, line: Line, label: Line | None, basis: str) -> None:
        start = label.start if label and self.first_of_label else line.start  # the label stands with the first
        self.first_of_label = False
        block = action(self.page, line.words, (0, len(line.words.text)), (start, line.end), basis)
        mark = self.page.folded[line.start : line.pieces[0][0]]
        if block["owner"] is None and mark.rfind("(") < mark.rfind(")"):  # "Action (HM): Send the rota."
            at = line.start + mark.rfind("(") + 1, line.start + mark.rfind(")")
            named = self.page.words([at])
            if pattern("OWNER_ALONE").fullmatch(named.folded):
                _put_owner(self.page, block, named.text, at)
        if line.owner:
            _put_owner(self.page, block, self.page.words([line.owner]).text, line.owner)
            block.update(self.page.standing(start, max(line.end, line.owner[1]), line.pieces))
        self._put(block)
        if not label:
            self.into = self.out  # the answer ends with the action that follows from it

    def _paragraph(self, line: Line) -> None:
        spoken = line.words
        self._put({"kind": "paragraph", "text": spoken.text, **self.page.standing(line.start, line.end, line.pieces)})
        if spoken.text.endswith(":") and pattern("DISCUSSION").search(spoken.folded):
            self.discussion = True

    def _update(self, block: Fields, line: Line) -> None:
        """The steps taken, in italics under an action; a second paragraph of them goes on with the first."""
        text = line.words.text
        block["update"] = f"{block['update']} {text}" if block.get("update") else text
        block["evidence"] = (*block["evidence"], *self.page.evidence(update=line.pieces))
        if "pieces" not in block:
            block["pieces"] = (block["span"],)
        block["span"] = self.page.span(block["span"]["start"], line.end)


def style_of(page: Page, line: Line) -> str | None:
    """The style that a whole block is set in: "bold" or "italic"."""
    if not line.pieces:
        return None
    begin, end = line.pieces[0][0], line.end
    lead = pattern("LEAD").match(page.folded, begin, end)
    begin = lead.end() if lead else begin
    first = page.folded[begin]
    if first == "*" and pattern("BOLD_WHOLE").fullmatch(page.folded, begin, end):
        return "bold" if _is_to_be_done(page, line, begin, end) else None
    if first == "*" and pattern("ITALIC_WHOLE").fullmatch(page.folded, begin, end):
        return "italic"
    return None


def _lead(folded: str, line: Line) -> int:
    """How many characters of a block's words are the letter before its bold type, "c) "."""
    lead = pattern("LEAD").match(folded, line.pieces[0][0], line.end)
    return len(" ".join(lead[0].split())) + 1 if lead else 0


def _is_to_be_done(page: Page, line: Line, begin: int, end: int) -> bool:
    """Whether a block in bold is an action, and no heading, question, label or report of what was."""
    words = line.words.folded[_lead(page.folded, line) :]
    if pattern("OWNER").match(words):
        return True
    if (
        words.endswith("?")
        or pattern("BOLD_LABEL").match(words)
        or pattern("BOLD_HEADING").fullmatch(page.folded, begin, end)
    ):
        return False
    if pattern("DEED").search(words):
        return True
    return words.endswith((".", "!", ";")) and not pattern("REPORTED").search(words)


def paragraph(page: Page, pieces: Sequence[Stretch]) -> Fields:
    """A paragraph of these stretches."""
    stretches = merged(page.folded, pieces)
    text = page.words(stretches).text
    return {"kind": "paragraph", "text": text, **page.standing(stretches[0][0], stretches[-1][1], stretches)}


def _words_of(page: Page, line: Line, begin: int, end: int) -> Fields:
    """A paragraph of some of a line's words."""
    begin, end = inner(line.words.text, begin, end, " ")
    pieces = line.words.stretches(begin, end)
    start = line.start if begin == 0 else pieces[0][0]
    # the words anew: italics that reach over the cut set neither side
    return {"kind": "paragraph", "text": page.words(pieces).text, **page.standing(start, _until(line, end), pieces)}


def _until(line: Line, index: int) -> int:
    """Where the words before this index end, with the marks behind them: just before the next word."""
    text = line.words.text
    following = index + len(text[index:]) - len(text[index:].lstrip())
    if following >= len(text):
        return line.end
    return inner(line.words.page.folded, line.start, line.words.begin(following), " \t\n")[1]


def list_of(page: Page, lines: Sequence[Line]) -> Fields:
    """A list of entries, nested by their indentation."""
    root: list[Fields] = []
    levels: list[tuple[int, list[Fields]]] = []
    for line in lines:
        while levels and levels[-1][0] > line.indent:
            levels.pop()
        entry = {"text": line.words.text, "entries": [], **page.standing(line.start, line.end, line.pieces)}
        if not levels:
            levels.append((line.indent, root))
        elif line.indent > levels[-1][0] and len(levels) < DEEPEST:
            levels.append((line.indent, levels[-1][1][-1]["entries"]))
        levels[-1][1].append(entry)
    _close_entries(page, root)
    return {
        "kind": "list",
        "entries": tuple(root),
        "span": page.span(root[0]["span"]["start"], root[-1]["span"]["end"]),
    }


DEEPEST = 30
"""How deep entries are nested at most: readers of JSON give up on endless nesting, and nobody prints it."""


def _close_entries(page: Page, entries: list[Fields]) -> None:
    """Entries as tuples, each with the hull of what stands under it."""
    for entry in entries:
        below = entry["entries"]
        if below:
            _close_entries(page, below)
            own = entry["span"]
            entry.setdefault("pieces", (own,))
            entry["span"] = page.span(own["start"], below[-1]["span"]["end"])
        entry["entries"] = tuple(below)


# ---------------------------------------------------------------- who asked


def _asked_by(line: Line) -> re.Match[str] | None:
    """The "(Asked by …)" of a block; with nothing before it there is no question."""
    if " by" not in line.words.text:
        return None
    asked = pattern("ASKED_BY").search(line.words.folded)
    return asked if asked and asked.start() else None


def _asker(page: Page, spoken: Words, asked: re.Match[str]) -> Fields:
    """The person named in "(Asked by …)"; words that are no name are kept as they are."""
    start, end = inner(spoken.folded, spoken.folded.index("by", asked.start()) + 2, asked.end(), ": ).\"'*(")
    people = listing(spoken.folded, start, end)
    if people:
        return person(page, _with_last_stop(people[0], spoken.folded), spoken)
    written = spoken.text[start:end]
    return {"name": written, "as_written": written, "span": page.span(*spoken.stretch(start, end))}


def _with_last_stop(named: Named, folded: str) -> Named:
    """A name that ends in an initial, with the stop of it: "H. O."."""
    start, end = named.at
    if folded[end - 1].isupper() and not folded[end - 2].isalnum() and folded.startswith(".", end) and named.end == end:
        return replace(named, name=f"{named.name}.", at=(start, end + 1), end=end + 1)
    return named


# ---------------------------------------------------------------- actions


def action(page: Page, spoken: Words, at: tuple[int, int], hull: Stretch, basis: str) -> Fields:
    """An action of some words, with its owner and its date where they say them."""
    due = _due(page, spoken, *at)
    at = at[0], _before_due(spoken, *at, due)
    owner = _owner(spoken, *at)
    if owner is None and page.owners:
        owner, at = _owner_apart(page, spoken, *at)
    pieces = spoken.stretches(*at) if at[0] < at[1] else []
    whole = at == (0, len(spoken.text))
    return {
        "kind": "action",
        "text": spoken.text if whole else page.words(pieces).text,
        "owner": spoken.text[owner[0] : owner[1]] if owner else None,
        "due": due.value if due else None,
        "basis": basis,
        **page.standing(*hull, pieces),
        "evidence": page.evidence(
            owner=spoken.stretch(*owner) if owner else None,
            due=spoken.stretch(due.start, due.end) if due else None,
        ),
    }


def _owner(spoken: Words, begin: int, end: int) -> tuple[int, int] | None:
    """Who is to do it: the subject of the sentence, or all of a few words that are a name; without its article."""
    match = pattern("OWNER").match(spoken.folded, begin, end)
    if match:
        begin, end = match.span(1)
    elif end - begin > _NAME or not pattern("OWNER_ALONE").fullmatch(spoken.folded, begin, end):
        return None
    begin, end = inner(spoken.folded, begin, end, " ,.*")
    if spoken.folded[begin:end].lower().startswith("the "):
        begin += len("the ")
    return (begin, end) if begin < end else None


_NAME = 40
"""The longest owner that stands alone, in characters: "Assistant Harbour Master and Parish Clerk"."""


def _owner_apart(page: Page, spoken: Words, begin: int, end: int) -> tuple[tuple[int, int] | None, tuple[int, int]]:
    """Who is to do it, where it stands before the sentence or in brackets behind it; and the words without it.

    It counts only if the attendance knows them, by initials, office or name.
    """
    before = pattern("OWNER_BEFORE").match(spoken.folded, begin, end)
    if before and _is_known(page, spoken.text[slice(*before.span(1))]):
        return before.span(1), (before.end(), end)
    behind = pattern("OWNER_BEHIND").search(spoken.folded, max(begin, end - _NEAR), end)
    if behind and begin < behind.start():
        who = spoken.text[slice(*behind.span(1))]
        stop = spoken.folded.rindex("(", begin, behind.start(1))
        if not _is_short_for(who, spoken.folded[begin:stop]) and _is_known(page, who):
            return behind.span(1), inner(spoken.folded, begin, stop, " ")
    return None, (begin, end)


def _is_short_for(letters: str, said: str) -> bool:
    """Whether letters in brackets are those of the words before them: "the annual general meeting (AGM)"."""
    every = said.casefold().split()
    weighty = [word for word in every if word not in words("small")]
    ends = ("".join(word[0] for word in some[-len(letters) :]) for some in (every, weighty))
    return letters.casefold() in ends


def _is_known(page: Page, who: str) -> bool:
    """Whether the attendance knows somebody by this, or several people by its parts: "AQ / Clerk"."""
    return who in page.owners or all(one in page.owners for one in pattern("OWNERS_PARTED").split(who))


def _due(page: Page, spoken: Words, begin: int, end: int) -> DateRead | None:
    """The date behind "by" or "due". One without a year is the first after the meeting, and that is told."""
    for match in pattern("DUE").finditer(spoken.folded, begin, end):
        date = pattern("DATE").match(spoken.folded, match.end(), end)
        day = None if date else pattern("DAY_OF_YEAR").match(spoken.folded, match.end(), end)
        if date:
            read = read_date(spoken.folded, *date.span())
            return read if read.value else None
        if day and page.day:
            read = read_date(spoken.folded, *day.span(), after=page.day)
            if read.value:
                said = f"“{spoken.text[slice(*day.span())]}” has no year; {read.value} is the first after the meeting."
                page.findings.append(Finding("M305", said, *spoken.stretch(*day.span())))
                return read
    return None


def _before_due(spoken: Words, begin: int, end: int, due: DateRead | None) -> int:
    """Where the sentence of an action ends: before a date that stands apart from it, "Due: 3 June 2024"."""
    if due is None:
        return end
    apart = pattern("DUE_APART").search(spoken.folded, max(begin, due.start - _DUE_LABEL), end)
    return apart.start() if apart and begin < apart.start() < due.start else end


_DUE_LABEL = 24
"""How far before its day the label of a date may begin, in characters: "No later than: the"."""


def _action_tail(line: Line) -> re.Match[str] | None:
    """The label of an action inside a block, behind other words: "… on the quay. ACTION: Clerk"."""
    folded = line.words.folded
    label = pattern("ACTION_TAIL").search(folded) if ":" in folded or "–" in folded else None
    return label if label and label.start() else None


def _with_action(page: Page, line: Line, label: re.Match[str]) -> Iterator[Fields]:
    """A block and the action at its end. An owner alone behind the label is to do what the last sentence says."""
    spoken = line.words
    length = len(spoken.text)
    if not any(c.isalnum() for c in spoken.text[: label.start()]):  # a lone sign before the label is part of it
        yield action(page, spoken, inner(spoken.text, label.end(), length, " "), (line.start, line.end), "label")
        return
    owner = _owner(spoken, label.end(), length)
    if owner is None or spoken.folded[owner[1] : length].strip(" .*"):
        yield _as_kind(line, _words_of(page, line, 0, label.start()))
        hull = spoken.at(label.start()), line.end
        yield action(page, spoken, inner(spoken.text, label.end(), length, " "), hull, "label")
        return
    stop = inner(spoken.text, 0, label.start(), " ")[1]
    ends = [m.end() for m in pattern("STOP").finditer(spoken.folded, 0, stop) if m.end() < stop]
    first = ends[-1] if ends else 0
    if first:
        yield _as_kind(line, _words_of(page, line, 0, first))
    block = action(page, spoken, (first, stop), (spoken.begin(first) if first else line.start, line.end), "label")
    _put_owner(page, block, spoken.text[owner[0] : owner[1]], spoken.stretch(*owner))
    yield block


def _as_kind(line: Line, block: Fields) -> Fields:
    """Some words of a line as the kind of block that the line is: an entry, a decision, a paragraph."""
    if line.kind == "DECISION":
        return {**block, "kind": "decision"}
    if line.entry or line.kind == "NUMBERED":
        del block["kind"]
        return {"kind": "list", "entries": ({**block, "entries": ()},), "span": block["span"]}
    return block


def _put_owner(page: Page, block: Fields, owner: str, at: Stretch) -> None:
    """An owner who stands apart from the sentence goes before one that the sentence names."""
    block["owner"] = owner
    due = [evidence for evidence in block["evidence"] if evidence["field"] == "due"]
    block["evidence"] = (*page.evidence(owner=at), *due)
