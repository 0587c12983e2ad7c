"""What stands before the first item: title lines, attendance, notices, and the rest.

    HARBOUR SAFETY BOARD                                 board
    Notes of meeting held on Tuesday, 14 May 2024 Hall   meeting: date, venue
    Present:                                             attendance
    Ada QUILL Board Member
    6 observers and a webcaster.                         attendance: others
    - 1. A webcast can be seen here: https://…           notice
    The Chair opened the meeting.                        preamble

1. Every word ends in the meeting, the attendance, a notice or the preamble.
2. What a title line does not say stays None.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .diagnostics import Finding, weekday
from .parser import Word, lex, parse, pattern
from .people import Crowd, Named, roll
from .values import DateRead, read_date, read_time, read_times, undo_capitals
from .words import Page, Stretch, Words

_TITLE_LINES, _TITLE_LENGTH = 15, 800
"""How many lines above the attendance are looked at, and how long one may be: what is longer is no title line."""


_SENTENCES = ("SENTENCE", "SAID_OF_SOMEBODY")


@dataclass(slots=True)
class Title:
    """What the title lines say, each with its place."""

    board: str | None = None
    status: str | None = None
    date: DateRead | None = None
    start: Any = None
    end: Any = None
    venue: str | None = None
    places: dict[str, list[Stretch]] = field(default_factory=dict)
    rest: list[Stretch] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class Front:
    """The front matter of a part, read."""

    title: Title
    present: list[Named] = field(default_factory=list)
    apologies: list[Named] = field(default_factory=list)
    crowds: list[Crowd] = field(default_factory=list)
    attendance: list[Stretch] = field(default_factory=list)
    notices: list[tuple[str | None, int, list[Stretch]]] = field(default_factory=list)
    preamble: list[list[Stretch]] = field(default_factory=list)
    metadata: Stretch | None = None


def read_front(page: Page, start: int, end: int) -> Front:
    """The front matter of a part."""
    folded = page.folded
    lines = parse("minutes", "front", folded, start, end)
    front = Front(Title())
    title: list[Stretch] = []
    under: list[Stretch] = []  # the lines of attendance that stand together
    labelled = noted = one_role = False
    columns: list[bool] = []  # under each label of a row of them, whether it is for apologies
    last: list[Stretch] | None = None  # a notice or paragraph that the next line may go on with
    for line in lines:
        kind = line.type
        at = _content(folded, line)
        if kind == "YAML":
            front.metadata = at
            continue
        if kind == "FRONT_BLANK":
            last = None
            continue
        if columns and kind in ("FRONT_ROW", "FRONT_TEXT") and _read_columns(folded, at, columns, front):
            continue
        columns = []
        if kind == "LABEL_COLUMNS":
            columns = [pattern("APOLOGIES_WORD").match(folded, start) is not None for start, _ in _cells_of(folded, at)]
            front.attendance.append(at)
            labelled, last = True, None
        elif kind == "COLUMN_HEADS":
            front.preamble.append([at])
            last = None
        elif kind == "NOTICE_LABEL":
            labelled, noted, last = False, True, None
        elif kind == "AGENDA_LINE":
            labelled, last = False, [at]
            front.preamble.append(last)
        elif kind in ("ATTENDANCE_LABEL", "COUNT") and not (kind == "COUNT" and noted):
            labelled, noted, last = labelled or kind == "ATTENDANCE_LABEL", False, None
            one_role = pattern("ROLE_LABEL").match(folded, at[0]) is not None
            labelled = labelled and not (one_role and line.count("\n") > 1 and folded[at[1] - 1] not in ":;yd")
            under.append(at)
        elif kind in ("NOTICE_NUMBERED", "NOTICE_ENTRY") and not (labelled and not _is_prose(folded, at)):
            mark = pattern("NUMBER_MARK" if kind == "NOTICE_NUMBERED" else "BULLET_MARK").match(folded, at[0])
            mark = mark if mark and mark.end() < at[1] else None  # a mark alone is all that the line has
            words_at = mark.end() if mark else at[0]
            last = [(words_at, at[1])]
            number = "".join(c for c in mark[0] if c.isalnum()) if mark and kind == "NOTICE_NUMBERED" else None
            front.notices.append((number or None, at[0], last))
        elif last is not None:  # directly below a notice or a paragraph: it goes on
            last.append(at)
        elif labelled and kind == "SAID_OF_SOMEBODY":
            front.preamble.append([at])  # and what stands below is a row again
        elif labelled and kind != "SENTENCE":
            under.append(at)
            labelled = not (one_role and line.count("\n") > 1)  # "Clerked by:" is followed by one name
        elif not labelled and not noted and kind not in _SENTENCES and _may_be_title(title, at) and not under:
            title.append(at)
        else:
            last = [at]
            front.preamble.append(last)
        if line.count("\n") > 1:
            last = None
    if front.metadata:
        _read_title(folded, [front.metadata], front.title)
    of_metadata, front.title = front.title, Title()
    for lines_together in _groups(folded, title):
        _read_title(folded, lines_together, front.title)
    _fill(front.title, of_metadata)
    front.preamble[:0] = _by_line(folded, front.title.rest)
    if under:
        _read_attendance(folded, under, front)
    front.preamble.sort()
    return front


def _groups(folded: str, lines: Sequence[Stretch]) -> Iterator[list[Stretch]]:
    """Lines with nothing but blank space between them."""
    group: list[Stretch] = []
    for at in lines:
        if group and folded[group[-1][1] : at[0]].strip():
            yield group
            group = []
        group.append(at)
    if group:
        yield group


def _may_be_title(title: Sequence[Stretch], at: Stretch) -> bool:
    return len(title) < _TITLE_LINES and at[1] - at[0] <= _TITLE_LENGTH


def _content(folded: str, line: Word) -> Stretch:
    """The line without blank space around it."""
    start = line.start_pos
    text = str(line)
    return start + len(text) - len(text.lstrip()), start + len(text.rstrip())


def _is_prose(folded: str, at: Stretch) -> bool:
    return pattern("VERB").search(folded, *at) is not None or "http" in folded[at[0] : at[1]]


# ---------------------------------------------------------------- title lines


def _read_title(folded: str, lines: Sequence[Stretch], title: Title) -> None:
    """What the title lines say, from the kinds of their words."""
    if not lines:
        return
    tokens = lex("title", "title", folded, lines[0][0], lines[-1][1])
    free: list[Word] = []
    venue_next = False
    for token in tokens:
        kind = token.type
        at = (token.start_pos, token.start_pos + len(token))
        if kind in ("STAMP", "PUBLISHED"):
            title.rest.append(at)
            continue
        if kind in ("GAP", "YAML_RULE", "YAML_TITLE", "YAML_FIELD"):
            continue
        if kind == "BOARD" and title.board and token.lower() in title.board.lower():
            continue  # the board's name again, or its end: "of the Parish Council"
        if kind in ("WORD", "SIGN", "PREPOSITION", "LINE") or (kind == "BOARD" and (title.board or venue_next)):
            free.append(token)
            continue
        if kind in ("KIND", "HOURS") and venue_next:
            free.append(token)
            continue
        if _settle(folded, free, title, venue_next, before=kind):
            venue_next = False
        free = []
        if kind == "BOARD":
            title.board = undo_capitals(" ".join(token.split()))
            title.places["board"] = [at]
        elif kind == "STATUS":
            if title.status is None and not token.lower().startswith(("subject", "(until")):
                title.status = "draft"
                title.places["status"] = [at]
        elif kind == "DATE":
            if title.date is None:
                title.date = read_date(folded, *at)
                title.places["date"] = [at]
                tell_date(folded, title.date, title.findings)
            else:
                title.rest.append(at)
        elif kind == "CLOCK_RANGE" and title.start is None:
            title.start, title.end = read_times(token)
            title.places["start"] = title.places["end"] = [at]
        elif kind == "CLOCK" and title.start is None:
            title.start = read_time(token)
            title.places["start"] = [at]
        elif kind in ("CLOCK", "CLOCK_RANGE", "HOURS"):
            title.rest.append(at)
        elif kind == "VENUE_LABEL":
            venue_next = True
    _settle(folded, free, title, venue_next, before="END")


def _settle(folded: str, free: list[Word], title: Title, labelled: bool, before: str) -> bool:
    """Words that are nothing else: the venue, where they stand for one; else they are left for the preamble."""
    told = False
    for run in _runs(free):
        words_ = [t for t in run if t.type in ("WORD", "BOARD", "KIND")]
        if not words_:
            continue
        said = _printed(folded, run)
        while run and (run[0].type == "PREPOSITION" or not run[0].strip(",;:.-–*")):
            run = run[1:]
        while run and (run[-1].type == "PREPOSITION" or not run[-1].strip(",;:.-–*")):
            run = run[:-1]
        if not run:
            continue
        at = (run[0].start_pos, run[-1].start_pos + len(run[-1]))
        text = folded[at[0] : at[1]]
        place = labelled or _is_place(folded, run, title, before)
        if title.venue is None and place and len(text) <= 160:
            if text.lower().startswith("the ") and not labelled:
                at = at[0] + 4, at[1]
            title.venue = " ".join(folded[at[0] : at[1]].split())
            title.places["venue"] = [at]
            told = True
        else:
            title.rest.append(said)
    return told or not labelled


def _printed(folded: str, run: Sequence[Word]) -> Stretch:
    """The words of a run that are no venue, as printed: with the preposition that begins their line, colon and stop."""
    start = run[0].start_pos
    begins_line = not folded[folded.rfind("\n", 0, start) + 1 : start].strip(" \t*")
    words_ = [t for t in run if t.type != "PREPOSITION" or begins_line]
    first = next((t for t in words_ if t.strip(",;:.-–*")), run[0])
    last = next((t for t in reversed(run) if t.type != "PREPOSITION" and t.strip(",;-–*")), run[-1])
    return first.start_pos, last.start_pos + len(last)


def _is_place(folded: str, run: Sequence[Word], title: Title, before: str) -> bool:
    """Whether words of a title line say where: behind the date, between "at" and a time, or by a word for places."""
    start, end = run[0].start_pos, run[-1].start_pos + len(run[-1])
    line = folded.rfind("\n", 0, start) + 1
    dated = [s for s, e in title.places.get("date", ()) if line <= s < start]
    lead = folded[max(line, start - 5) : start].strip().lower()
    if dated:
        return True
    if before in ("DATE", "CLOCK", "CLOCK_RANGE") and lead.endswith(("at", "in")):
        return True
    named = "date" in title.places and pattern("VENUE_WORD").search(folded, start, start + 160) is not None
    return named and pattern("VERB").search(folded, start, end) is None


def _runs(tokens: Sequence[Word]) -> Iterator[list[Word]]:
    run: list[Word] = []
    for token in tokens:
        if token.type == "LINE":
            if run:
                yield run
            run = []
        else:
            run.append(token)
    if run:
        yield run


def _fill(title: Title, other: Title) -> None:
    """Board and date of a page's metadata, where the body has none."""
    for name in ("board", "date"):
        if getattr(title, name) is None and getattr(other, name) is not None:
            setattr(title, name, getattr(other, name))
            title.places[name] = other.places[name]


def tell_date(folded: str, read: DateRead, findings: list[Finding]) -> None:
    """A date that is no day, or not that weekday."""
    written = " ".join(folded[read.start : read.end].split())
    if read.value is None:
        findings.append(Finding("M304", f"{written} is no day of the calendar.", read.start, read.end))
    elif read.weekday is not None and read.value.weekday() != read.weekday:
        is_a = weekday(read.value)
        findings.append(Finding("M301", f"{written}: that day is a {is_a}.", read.start, read.end))


def _by_line(folded: str, stretches: Sequence[Stretch]) -> list[list[Stretch]]:
    """Left-over words as paragraphs, those of one line together."""
    paragraphs: list[list[Stretch]] = []
    line = -1
    for start, end in sorted(stretches):
        begin = folded.rfind("\n", 0, start)
        if begin == line and paragraphs:
            first, stop = paragraphs[-1][-1]
            if any(c.isalnum() for c in folded[stop:start]):
                paragraphs[-1].append((start, end))
            else:  # signs between two words are theirs
                paragraphs[-1][-1] = first, end
        else:
            paragraphs.append([(start, end)])
        line = begin
    return paragraphs


# ---------------------------------------------------------------- attendance


def _read_attendance(folded: str, lines: Sequence[Stretch], front: Front) -> None:
    """The people of the attendance lines; words that name nobody go to the preamble.

    Two paragraphs in a row that name nobody end the list, until the next label.
    """
    apologies, nobody = False, 0
    for start, end in _together(folded, lines):
        if nobody > 1 and not pattern("LABELLED").match(folded, start):
            front.preamble.append([(start, end)])
            continue
        found = roll(folded, start, end, apologies=apologies)
        apologies = found.ends_in_apologies
        front.present += found.present
        front.apologies += found.apologies
        front.crowds += found.crowds
        claimed = [(n.start, n.end) for n in (*found.present, *found.apologies)]
        claimed += [(c.start, c.end) for c in found.crowds]
        claimed += found.labels
        nobody = 0 if claimed else nobody + 1
        if claimed:
            front.attendance.append((start, end))
        front.preamble.extend(_by_line(folded, list(_unclaimed(folded, start, end, claimed))))


def _read_columns(folded: str, line: Stretch, columns: Sequence[bool], front: Front) -> bool:
    """The people of one line under labels that stand beside each other; whether there is anybody in it."""
    cells = _cells_of(folded, line)
    rolls = [roll(folded, *at, apologies=columns[min(i, len(columns) - 1)]) for i, at in enumerate(cells)]
    if not any(found.present or found.apologies or found.crowds for found in rolls):
        return False
    for found, (start, end) in zip(rolls, cells, strict=True):
        front.present += found.present
        front.apologies += found.apologies
        front.crowds += found.crowds
        if not (found.present or found.apologies or found.crowds) and folded[start:end].strip(" *"):
            front.preamble.append([(start, end)])
    front.attendance.append(line)
    return True


def _cells_of(folded: str, line: Stretch) -> list[Stretch]:
    """The cells of a line, those before its first words too; several tabulators in a row are as many empty cells."""
    start = folded.rfind("\n", 0, line[0]) + 1
    cells = []
    while start <= line[1]:
        stop = folded.find("\t", start, line[1])
        stop = line[1] if stop < 0 else stop
        cells.append((start + len(folded[start:stop]) - len(folded[start:stop].lstrip(" *")), stop))
        start = stop + 1
    return cells


def _together(folded: str, lines: Sequence[Stretch]) -> Iterator[Stretch]:
    """Lines directly below each other, as one."""
    start, end = lines[0]
    for begin, stop in lines[1:]:
        between = folded[end:begin]
        if between.strip() or between.count("\n") > 1:
            yield start, end
            start = begin
        end = stop
    yield start, end


def _unclaimed(folded: str, start: int, end: int, claimed: Sequence[Stretch]) -> Iterator[Stretch]:
    """What is said between people: two words or more, or a whole line."""
    position = start
    for begin, stop in [*sorted(claimed), (end, end)]:
        for at in _lines(folded, position, max(begin, position)):
            spoken = sum(any(c.isalpha() for c in w) for w in folded[at[0] : at[1]].split())
            whole = folded[at[0] - 1 : at[0]] in ("", "\n") and folded[at[1] : at[1] + 40].lstrip(" \t")[:1] in (
                "",
                "\n",
            )
            if spoken >= 2 or whole:
                yield at
        position = max(position, stop)


def _lines(folded: str, start: int, end: int) -> Iterator[Stretch]:
    while start < end:
        stop = folded.find("\n", start, end)
        stop = end if stop < 0 else stop
        text = folded[start:stop]
        if text.strip(" \t,;:.-–*|"):
            lead = len(text) - len(text.lstrip(" \t,;:-–*|"))
            yield start + lead, start + len(text.rstrip())
        start = stop + 1


# ---------------------------------------------------------------- links


class Address(NamedTuple):
    """A web address in some words: repaired, as written, where, and whether it was repaired."""

    url: str
    as_written: str
    begin: int
    end: int
    repaired: bool


def links(spoken: Words) -> Iterator[Address]:
    """The web addresses of some words, in order."""
    position = 0
    while match := pattern("ADDRESS").search(spoken.folded, position):
        begin, end = match.span()
        url, repaired = spoken.text[begin:end], False
        while not url.endswith((".", ",", ";")) and (tail := pattern("ADDRESS_TAIL").match(spoken.folded, end)):
            broken = "\n" in spoken.page.folded[spoken.at(end - 1) : spoken.at(end + 1)]  # by a line end, or a lost "_"
            url += ("" if broken else "_") + spoken.text[end + 1 : tail.end()]
            end, repaired = tail.end(), True
        bare = spoken.text[begin:end].rstrip(".,;:!?")
        yield Address(url.rstrip(".,;:!?"), bare, begin, begin + len(bare), repaired)
        position = end
