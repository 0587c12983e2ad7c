"""Who is named: the words of a list of people, told apart by their kinds, become persons.

    Ada QUILL<TAB><TAB>Board Member                        Ada Quill, Board Member
    Chief Executive Chief Engineer Peter LOWE Dr Jo HART   two people: surnames in capitals tell where names are
    Cllr A Quill (Chair) Cllr P Lowe, Mrs J Hart – Clerk   three people: honorifics, brackets, commas and dashes do
    DCC Ada Quill and Peter Lowe                           a list in a sentence

1. A person's words are one stretch of the text; no word belongs to two people.
2. Which words are roles, ranks and honorifics says the grammar (``grammar/people.lark``) with its lexicon.
3. What names nobody is given back: counted people, remarks, words left over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import Any

from .parser import Word, lex, words
from .words import Page, Stretch, Words

_NAMES = ("NAME", "SURNAME")
_SILENT = ("GAP", "LINE", "CELL", "BOLD", "POSTNOMINAL")
_ROLES = ("ROLE", "RANK", "BODY")
_LISTED = {*_NAMES, *_SILENT, *_ROLES, "HONORIFIC", "SMALL", "AND", "COMMA", "BRACKET"}
"""What a list of people in a sentence is made of, with the "/" between two offices."""


@dataclass(slots=True)
class Named:
    """One person as found: offsets of the name, the role and the remark, and the hull of all of it."""

    name: str
    at: Stretch
    start: int
    end: int
    honorific: str | None = None
    initials: str | None = None
    role: Stretch | None = None
    note: Stretch | None = None


@dataclass(slots=True)
class Crowd:
    """People counted: what they were, as written, how many, and where."""

    role: str
    count: int
    start: int
    end: int


@dataclass(slots=True)
class Roll:
    """What an attendance block says: people under each label, crowds, and where the labels stand."""

    present: list[Named] = field(default_factory=list)
    apologies: list[Named] = field(default_factory=list)
    crowds: list[Crowd] = field(default_factory=list)
    labels: list[Stretch] = field(default_factory=list)
    ends_in_apologies: bool = False


def roll(folded: str, start: int, end: int, *, apologies: bool = False) -> Roll:
    """Everybody in an attendance block, by its labels; ``apologies`` tells under which label it begins."""
    result = Roll()
    under: list[Word] = []
    label: Word | None = None
    for token in [*lex("people", "people", folded, start, end), None]:
        if token is None or token.type in ("PRESENT_LABEL", "APOLOGIES_LABEL", "CROWD_LABEL"):
            people = _block(under, result)
            if not apologies and label is not None and _names_a_role(label):
                _give_role(people, label)
            (result.apologies if apologies else result.present).extend(people)
            under = []
        if token is None:
            break
        if token.type == "CROWD_LABEL":
            result.crowds.append(_crowd_label(token))
            label = None
        elif token.type in ("PRESENT_LABEL", "APOLOGIES_LABEL"):
            result.labels.append((token.start_pos, _end(token)))
            apologies, label = token.type == "APOLOGIES_LABEL", token
        else:
            under.append(token)
    result.ends_in_apologies = apologies
    return result


def listing(folded: str, start: int, end: int) -> list[Named]:
    """The people of a list in a sentence, from its first word on, to where the list ends: "ACC Ada Quill and …"."""
    listed = takewhile(_may_be_listed, lex("people", "people", folded, start, end))
    tokens = [t for t in listed if t.type not in _SILENT]
    people: list[Named] = []
    i = 0
    several = False  # "Cllrs Brand and Lowe": after a title in the plural one word is a name
    while True:
        named, i = _listed(tokens, i, several)
        if named is None:
            return people
        people.append(named)
        several = several or named.honorific in words("plural")
        j = i
        while j < len(tokens) and tokens[j].type in ("COMMA", "AND"):
            j += 1
        if j == i:
            return people
        i = j


def _may_be_listed(token: Word) -> bool:
    return token.type in _LISTED or token == "/"


def whole_listing(folded: str, start: int, end: int) -> list[Named]:
    """The people of a stretch that is nothing but a list of people, else none: "Ada Quill and ACC Peter Lowe"."""
    people = listing(folded, start, end)
    if not people or folded[people[-1].end : end].strip(" ,\n"):
        return []
    return people


def _listed(tokens: Sequence[Word], i: int, several: bool) -> tuple[Named | None, int]:
    """One person of a list in a sentence: role, honorific, name, what stands in brackets or behind a comma."""
    first = i
    role: list[Word] = []
    while i < len(tokens):
        width = 1 if tokens[i].type in _ROLES else _role_goes_on(tokens, i) if role else 0
        if not width:
            break
        role.extend(tokens[i : i + width])
        i += width
    if role and i < len(tokens) and tokens[i].type == "COMMA" and _begins_person(tokens, i + 1):
        i += 1  # "the Chief Engineer, Ada Quill,"
    honorific: list[Word] = []
    while i < len(tokens) and tokens[i].type == "HONORIFIC":
        honorific.append(tokens[i])
        i += 1
    name: list[Word] = []
    while i < len(tokens) and len(name) < _LONGEST_NAME and _full_words(name) < 4:
        kind = tokens[i].type
        particle = name and _is_particle(tokens, i)
        surname = kind in ("ROLE", "BODY") and len(name) == 1 and tokens[i][0].isupper()
        if not (kind in _NAMES or particle or surname):
            break
        name.append(tokens[i])
        i += 1
    if not name or (len(name) == 1 and not (honorific or role or several)):
        return None, first
    named = _named(honorific, name)
    named.start = tokens[first].start_pos
    if role:
        named.role = _hull(role)
    while i < len(tokens) and tokens[i].type == "BRACKET":
        _bracket(named, tokens[i])
        i += 1
    if named.role is None and i + 1 < len(tokens) and tokens[i].type == "COMMA" and tokens[i + 1].type in _ROLES:
        j = i + 1
        while j < len(tokens) and (
            tokens[j].type in (*_ROLES, "SMALL") or (tokens[j].type == "AND" and _is_role(tokens, j + 1))
        ):
            j += 1
        if not (j < len(tokens) and tokens[j].type in _NAMES):  # "…, Chief Engineer Jo Hart" begins the next person
            named.role, named.end = _hull(tokens[i + 1 : j]), _end(tokens[j - 1])
            i = j
    return named, i


_LONGEST_NAME = 8
"""More words than this are no name, initials and all: "Rt Rev P. J. T. van der Berg" has six."""


def _full_words(name: Sequence[Word]) -> int:
    """How many words of a name are neither initials nor small words: two of "P. J. van der Berg" are not."""
    return sum(word.type in _NAMES and len(word.rstrip(".")) > 1 for word in name)


def _role_goes_on(tokens: Sequence[Word], i: int) -> int:
    """How many words from here on still belong to an office: "and Finance", "of Pilotage" before a whole name."""
    kind = tokens[i].type
    if kind in ("SMALL", "AND") or (kind == "SIGN" and tokens[i] == "/"):
        if _is_role(tokens, i + 1):
            return 1
        names = 0
        while _is_name(tokens, i + 1 + names):
            names += 1
        if kind == "SMALL" and names > 2:
            return names - 1
    return 0


def _is_particle(tokens: Sequence[Word], i: int) -> bool:
    """Whether it is a small word inside a name, with a name behind it: "van", "van der"."""
    if i >= len(tokens) or tokens[i].type != "SMALL" or tokens[i].lower() not in words("particle"):
        return False
    return _is_name(tokens, i + 1) or (i + 2 < len(tokens) and _is_particle(tokens, i + 1))


def _is_role(tokens: Sequence[Word], i: int) -> bool:
    return i < len(tokens) and tokens[i].type in (*_ROLES, "SMALL")


def _is_name(tokens: Sequence[Word], i: int) -> bool:
    return i < len(tokens) and tokens[i].type in _NAMES


def person(page: Page, named: Named, of: Words | None = None) -> dict[str, Any]:
    """The fields of a person; ``of`` are the words in which the offsets count, the source itself where None."""

    def place(at: Stretch) -> Stretch:
        return of.stretch(*at) if of else at

    def spoken(at: Stretch | None) -> str | None:
        if at is None:
            return None
        return (of.text[at[0] : at[1]] if of else page.words([at]).text) or None

    hull = (named.start, named.end)
    places = {"name": place(named.at), "role": place(named.role) if named.role else None}
    return {
        "name": named.name,
        "honorific": named.honorific,
        "initials": named.initials,
        "role": spoken(named.role),
        "as_written": spoken(hull) or named.name,
        "span": page.span(*place(hull)),
        "evidence": page.evidence(**places),
    }


def attendee(page: Page, named: Named, of: Words | None = None) -> dict[str, Any]:
    """The fields of a person in the attendance: a remark on it besides."""
    fields = person(page, named, of)
    note = None
    if named.note:
        note = of.text[slice(*named.note)] if of else page.words([named.note]).text
        at = of.stretch(*named.note) if of else named.note
        fields["evidence"] = (*fields["evidence"], *page.evidence(note=at))
    return {**fields, "note": note or None}


# ---------------------------------------------------------------- attendance


def _block(tokens: Sequence[Word], result: Roll) -> list[Named]:
    """The people under one label, row by row; a wrapped list is one row."""
    kinds = [token.type for token in tokens]
    listed = kinds.count("COMMA") > max(kinds.count("LINE"), 1) and "CELL" not in kinds
    people: list[Named] = []
    for row in _rows(tokens, listed):
        people.extend(_row(row, result))
    return people


def _rows(tokens: Sequence[Word], listed: bool) -> Iterator[list[Word]]:
    """The rows of a block.

    A line goes on with the one above where it begins with a word that no row begins with ("and", "of"); in a list it
    begins a row only with a title or an office, behind a complete entry.
    """
    row: list[Word] = []
    before = ""
    for i, token in enumerate(tokens):
        if token.type == "LINE":
            following = next((t.type for t in tokens[i + 1 : i + 4] if t.type not in ("GAP", "LINE")), "")
            new = following in ("HONORIFIC", "ROLE", "RANK") if listed else following not in _GOES_ON
            if new and not (listed and before in ("COMMA", "AND", "SMALL")):
                yield row
                row = []
        elif token.type != "GAP":
            before = token.type
        row.append(token)
    yield row


_GOES_ON = ("AND", "SMALL", "COMMA")


def _row(row: list[Word], result: Roll) -> list[Named]:
    """The people of one row. A part without a name gives its words to the person before it."""
    words_ = []
    for token in row:
        if token.type == "CROWD":
            result.crowds.append(_crowd(token))
        elif token.type not in ("GAP", "LINE", "REMARK", "POSTNOMINAL"):
            words_.append(token)
    cells = _cells(words_)
    came = " ".join(cells[-1]).lower() if len(cells) > 1 else ""
    if came in {one.lower() for one in words("presence")}:  # a column that says whether somebody came
        before = words_[: next(i for i, token in enumerate(words_) if token is cells[-1][0])]
        if came not in {one.lower() for one in words("away")}:
            return _row(before, result)
        result.apologies += _row(before, result)
        return []
    capitals = any(two.type == "SURNAME" and one.type in (*_NAMES, "SMALL") for one, two in pairwise(words_))
    ranked = len(cells) == 2 and cells[0][0].type == "RANK" and cells[1][0].type in _ROLES
    if len(cells) > 1 and (ranked or not capitals or _is_role_and_name(cells)):
        return _by_columns(cells)
    several = any(t.type == "HONORIFIC" and t.rstrip(".") in words("plural") for t in words_)
    people: list[Named] = []
    for part in _parts(words_, several):
        found, leading = _people(part, first=not people)
        of_body = any(token.type == "BODY" for token in leading)
        if of_body and people and people[-1].role is None:  # "…, County Council Cllr Quill": the one before's
            _set_role(people[-1], leading)
        elif leading and found and (found[0].role is None or not of_body):  # "…, ACC Quill"
            _set_role(found[0], leading)
        if not found and several and part[0].type in _NAMES:  # "Cllrs Brand, Lowe": one word is a name
            found = [_named([], part[:1])]
            for token in part[1:]:
                if token.type == "BRACKET":
                    _bracket(found[0], token)
        if found:
            people.extend(found)
        elif people and any(t.type in (*_ROLES, *_NAMES, "WORD") for t in part):
            _append_role(people[-1], part)
    return people


def _cells(tokens: Sequence[Word]) -> list[list[Word]]:
    cells: list[list[Word]] = [[]]
    for token in tokens:
        if token.type == "CELL":
            cells.append([])
        elif not (token.type == "SIGN" and token in ":|"):
            cells[-1].append(token)
    return [cell for cell in cells if cell]


def _is_role_and_name(cells: Sequence[list[Word]]) -> bool:
    """Whether an office stands in the first of two cells and nothing but one name in the second."""
    if len(cells) != 2 or any(token.type == "SURNAME" for token in cells[0]) or not _is_role_cell(cells[0]):
        return False
    kinds = {token.type for token in cells[1]}
    return kinds <= {*_NAMES, "HONORIFIC", "SMALL", "BRACKET"} and len(cells[1]) <= _LONGEST_NAME


def _by_columns(cells: list[list[Word]]) -> list[Named]:
    """Name and role in cells of their own, in either order, once or more in the row; initials may have a cell too."""
    people: list[Named] = []
    if all(token.lower() in words("column") for cell in cells for token in cell):
        return people  # the row that heads the columns
    i = 0
    while i < len(cells):
        if people and len(cells[i]) == 1 and _could_be_initials(people[-1].name, cells[i][0]) and cells[i][0].isupper():
            people[-1].initials = str(cells[i][0])
            _widen(people[-1], cells[i][0])
            i += 1
            continue
        name, role = cells[i], cells[i + 1] if i + 1 < len(cells) else []
        if role and _is_role_cell(name) and not _is_role_cell(role) and any(t.type in _NAMES for t in role):
            name, role = role, name
        named = _in_cell(name)
        if named:
            _role_in_cell(named, role)
            people.append(named)
        i += 2
    return people


def _in_cell(cell: list[Word]) -> Named | None:
    """The person of a cell: an office before the name is their role, brackets behind it are read as elsewhere."""
    spoken = [t for t in cell if t.type not in ("BRACKET", "BOLD", "COMMA", "DASH", "SIGN")]
    titles = [t for t in spoken if t.type == "HONORIFIC"]
    rest = [t for t in spoken if t.type != "HONORIFIC"]
    office = list(takewhile(lambda token: token.type in ("RANK", "ROLE"), rest))
    if len(rest) - len(office) < (1 if titles or any(t.type == "RANK" for t in office) else 2):
        office = []
    name = rest[len(office) :]
    if not name:
        return None
    named = _named(titles, name)
    if office:
        _set_role(named, office)
    for token in cell:
        if token.type == "BRACKET":
            _bracket(named, token)
    return named


def _role_in_cell(named: Named, cell: list[Word]) -> None:
    role = [t for t in cell if t.type != "BOLD"]
    if role and role[-1].type == "BRACKET" and _is_note(role[-1]):
        if role[-1].strip("()").strip():
            named.note = role[-1].start_pos + 1, _end(role[-1]) - 1
        _widen(named, role.pop())
    if role:
        _set_role(named, role)


def _is_role_cell(cell: Sequence[Word]) -> bool:
    """Whether a cell says an office: it begins with one and no name of two words ends it."""
    spoken = [t for t in cell if t.type not in ("BOLD", "BRACKET")]
    if not spoken or (len(spoken) > 2 and spoken[-1].type in _NAMES and spoken[-2].type in _NAMES):
        return False
    if spoken[0].type in (*_ROLES, "SMALL"):
        return True
    return spoken[-1].type in _ROLES and sum(t.type in (*_ROLES, "SMALL") for t in spoken) > 1


def _parts(tokens: Sequence[Word], several: bool) -> Iterator[list[Word]]:
    """The row parted at commas, and at "and" where another person begins."""
    part: list[Word] = []
    named = of_body = False  # whether the part has a name, and words of a body ("Council of …"), which may hold "and"
    for i, token in enumerate(tokens):
        person = (
            token.type == "AND" and named and (_begins_person(tokens, i + 1) or (several and _is_name(tokens, i + 1)))
        )
        titled = i + 1 < len(tokens) and tokens[i + 1].type == "HONORIFIC"
        if token.type == "COMMA" or (person and (titled or not of_body)):
            if part:
                yield part
            part, named, of_body = [], False, False
            continue
        part.append(token)
        named = named or token.type in _NAMES
        of_body = of_body or token.type in ("BODY", "SMALL")
    if part:
        yield part


def _begins_person(tokens: Sequence[Word], i: int) -> bool:
    if i >= len(tokens):
        return False
    return tokens[i].type == "HONORIFIC" or (tokens[i].type == "NAME" and _is_name(tokens, i + 1))


def _people(part: Sequence[Word], *, first: bool) -> tuple[list[Named], list[Word]]:
    """The people of one part, each with the role words on its left or right; and the role words before the first."""
    runs = list(_name_runs(part, first=first))
    if not runs:
        return [], []
    people: list[Named] = []
    for begin, end in runs:
        titles = list(takewhile(lambda token: token.type == "HONORIFIC", part[begin:end]))
        people.append(_named(titles, part[begin + len(titles) : end]))
    leading = _role_words(part[: runs[0][0]])
    offered: list[Word] = leading if first else []
    for i, named in enumerate(people):
        last = i + 1 == len(people)
        gap = part[runs[i][1] : None if last else runs[i + 1][0]]
        if offered:
            _set_role(named, offered)
        role = _role_words(gap)
        for token in gap:
            if token.type == "BRACKET" and token not in role:
                _bracket(named, token)
        mine, theirs = (role, []) if last else _two_roles(role)
        if named.role is None and mine:
            _set_role(named, mine)
            offered = theirs
        else:
            offered = [] if last else theirs or role
    return people, [] if first else leading


def _name_runs(part: Sequence[Word], *, first: bool) -> Iterator[tuple[int, int]]:
    """Where in the part names stand, honorifics included."""
    before = (*_NAMES, "SMALL")
    capitals = any(t.type == "SURNAME" and i and part[i - 1].type in before for i, t in enumerate(part))
    roles = next((i for i, t in enumerate(part) if t.type not in _ROLES), len(part))
    i = 0
    while i < len(part):
        start = i
        while i < len(part) and part[i].type == "HONORIFIC":
            i += 1
        titled, begin = i > start, i
        while i < len(part) and (
            part[i].type in _NAMES
            or (i > begin and _is_particle(part, i))
            or (i == begin + 1 and (titled or (first and begin <= roles)) and _is_surname(part, i))
            or (i == begin and titled and part[i].type in ("ROLE", "BODY"))
            or (i == begin + 1 and i == len(part) - 1 and part[i].type == "BODY" and i > 1 and part[i][0].isupper())
        ):
            i += 1
        if begin and not titled and not capitals and part[begin - 1].type in ("SMALL", "AND"):
            pass  # "Council of Norland Bay": a name behind "of" is not a person's
        elif capitals and i > begin:
            yield from _by_capitals(part, start, begin, i)
        elif titled and i > begin:
            yield from _titled(part, start, begin, i)
        elif i - begin >= 2:
            yield from _plain(part, begin, i)
        i = max(i, start + 1)


def _is_surname(part: Sequence[Word], i: int) -> bool:
    """Whether a word that could be an office or a title is the surname: "Ian Head (Chair)", "Mary Major"."""
    ends = i + 1 >= len(part) or part[i + 1].type in ("BRACKET", "DASH", "CELL", "COMMA", "BOLD")
    return ends and part[i].type in ("ROLE", "BODY", "HONORIFIC") and part[i][0].isupper()


def _by_capitals(part: Sequence[Word], start: int, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Given names and a surname in capitals; in mid-row one given name: the words before it are a role's."""
    free = begin == 0 or start < begin
    while end > begin and part[end - 1].type != "SURNAME":
        end -= 1
    i = begin
    while i < end:
        first = next(k for k in range(i, end) if part[k].type == "SURNAME")
        stop = first
        while stop < end and part[stop].type == "SURNAME":
            stop += 1
        if i == begin and free:
            yield start, stop
        elif first > i:
            given = first - 1
            while given > i and (part[given].type == "SMALL" or len(part[given - 1].rstrip(".")) < 2):
                given -= 1  # "Tom van HOUTEN", "T. J. HOUTEN"
            yield given, stop
        i = stop


def _titled(part: Sequence[Word], start: int, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """A name behind an honorific; two more words before a role are another person, one more is a body's."""
    found, after = part[begin:end], part[end : end + 1]
    simple = not any(t.type == "SMALL" or len(t.rstrip(".")) < 2 for t in found)
    bracket = after[0] if after and after[0].type == "BRACKET" else None
    whole = bracket is not None and (_is_note(bracket) or _are_initials(found, bracket[1:-1].strip()))
    if simple and not whole and len(found) > 2 and after and after[0].type in (*_ROLES, "BRACKET"):
        yield start, begin + 2
        if len(found) >= 4:
            yield begin + 2, begin + 4
    elif simple and len(found) == 4:
        yield start, begin + 2
        yield begin + 2, end
    else:
        yield start, end


def _are_initials(name: Sequence[Word], letters: str) -> bool:
    """Whether letters in brackets are those of each word of a name: "(AMF)" behind "Ann Marie Farrant"."""
    parts = [part for word in name for part in word.split("-") if part]
    every, full = ("".join(part[0] for part in parts if big or part[0].isupper()).upper() for big in (True, False))
    return letters.upper() in (every, full)


def _plain(part: Sequence[Word], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """A name of two or three words; four are two people."""
    found, after = part[begin:end], part[end : end + 1]
    simple = not any(t.type == "SMALL" or len(t.rstrip(".")) < 2 for t in found)
    if simple and len(found) == 4:
        yield begin, begin + 2
        yield begin + 2, end
    elif len(found) == 3 and after and after[0].type == "BODY":
        yield begin, begin + 2
    else:
        yield begin, end


def _role_words(gap: Sequence[Word]) -> list[Word]:
    """The words of a gap between names that make a role: without bold signs, and separators at its ends.

    A bracket behind an office belongs to it: "Assistant Chief Constable (Operations)".
    """
    left: list[Word] = []
    for token in gap:
        if token.type == "BRACKET":
            if left and left[-1].type in _ROLES and not _is_note(token):
                left.append(token)
        elif token.type not in ("BOLD", "CELL") and not (token.type == "SIGN" and token in ":.|*"):
            left.append(token)
    while left and left[0].type in ("DASH", "COMMA", "SIGN", "AND", "HONORIFIC"):
        left.pop(0)
    while left and left[-1].type in ("DASH", "COMMA", "AND", "SMALL"):
        left.pop()
    return left


def _two_roles(role: list[Word]) -> tuple[list[Word], list[Word]]:
    """The role words between two names, parted where one office ends and another begins."""
    for i in range(1, len(role)):
        before, token = role[i - 1], role[i]
        if before.lower() in words("role_end") and token.lower() in words("role_start") and token.type == "ROLE":
            return role[:i], role[i:]
    return role, []


# ---------------------------------------------------------------- persons


def _named(honorific: Sequence[Word], name: Sequence[Word]) -> Named:
    spelt = " ".join(_undo_capitals(str(t)) if t.type == "SURNAME" else str(t) for t in name)
    spelt = spelt.replace(" - ", "-")
    start, end = _hull(name)
    title = " ".join(str(t) for t in honorific) or None
    begin = honorific[0].start_pos if honorific else start
    return Named(spelt, (start, end), begin, end, honorific=title.rstrip(".") if title else None)


def _undo_capitals(surname: str) -> str:
    """O'DELL -> O'Dell, McLEOD -> McLeod, MCNAB -> McNab, WARNER-LOWE -> Warner-Lowe."""
    out = []
    for piece in surname.split("-"):
        if piece[:2] in ("Mc", "O'", "D'") or piece[:3] == "Mac":
            cut = 3 if piece[:3] == "Mac" else 2
            out.append(piece[:cut] + piece[cut:].capitalize())
        elif piece.startswith("MC") and len(piece) > 3:
            out.append("Mc" + piece[2:].capitalize())
        else:
            out.append("'".join(p.capitalize() for p in piece.split("'")))
    return "-".join(out)


def _bracket(named: Named, token: Word) -> None:
    """What stands in brackets behind a name: initials, a role, or a remark on the attendance."""
    start, end = token.start_pos + 1, _end(token) - 1
    inner = token[1:-1].strip()
    if named.initials is None and _could_be_initials(named.name, inner):
        named.initials = inner
    elif named.role is None and inner and not _is_note(token):
        named.role = start, end
    elif named.note is None and inner:
        named.note = start, end
    _widen(named, token)


def _could_be_initials(name: str, inner: str) -> bool:
    """Whether two to four letters are those of a name: "AQ", "BdV"."""
    letters = [part[0].upper() for part in name.replace("-", " ").split() if part]
    ends = inner[:1].isupper() and inner[-1:].isupper()
    return inner.isalpha() and 2 <= len(inner) <= 4 and ends and (inner[0], inner[-1]) == (letters[0], letters[-1])


def _is_note(token: Word) -> bool:
    """Whether brackets hold a remark: figures, a word like "from", or words in small letters that are no office."""
    inner = token.strip("() ")
    parts = inner.lower().split()
    office = any(part in words("role") or part in words("body") for part in parts)
    first = parts[0] if parts else ""
    return any(c.isdigit() for c in inner) or first in words("remark") or (inner == inner.lower() and not office)


def _set_role(named: Named, role: list[Word]) -> None:
    """The words as the person's role; words in small letters that are no office are a remark: "– on holiday"."""
    if any(t.type in (*_ROLES, *_NAMES) for t in role):
        named.role = _hull(role)
    elif named.note is None:
        named.note = _hull(role)
    _widen(named, role[0])
    _widen(named, role[-1])


def _append_role(named: Named, part: list[Word]) -> None:
    """The words behind a comma: the role of the person before, or more of it."""
    role = _role_words(part)
    for token in part:
        if token.type == "BRACKET" and not role:
            _bracket(named, token)
    if not role:
        return
    if named.role is None:
        _set_role(named, role)
    elif named.role[0] > named.at[0]:
        named.role = named.role[0], _end(role[-1])
        _widen(named, role[-1])


def _names_a_role(label: Word) -> bool:
    text = label.strip("*#:; -–").lower()
    return text in ("clerk", "locum clerk", "chair", "in the chair")


def _give_role(people: list[Named], label: Word) -> None:
    if people and people[0].role is None:
        start = label.start_pos
        said = label.lower().find("in the ") + len("in the ")  # of "In the Chair:" the last word is the office
        office = start + said if said >= len("in the ") else start
        people[0].role = office, start + len(label.rstrip("*:; -–"))
        people[0].start = min(people[0].start, start)


def _widen(named: Named, token: Word) -> None:
    named.start = min(named.start, token.start_pos)
    named.end = max(named.end, _end(token))


def _hull(tokens: Sequence[Word]) -> Stretch:
    return tokens[0].start_pos, _end(tokens[-1])


def _end(token: Word) -> int:
    return token.start_pos + len(token)


# ---------------------------------------------------------------- crowds


def _crowd(token: Word) -> Crowd:
    number, role = token.split(None, 1)
    return Crowd(_singular(role), count(number), token.start_pos, _end(token))


def _crowd_label(token: Word) -> Crowd:
    role, number = token.replace("–", ":").replace("-", ":").rsplit(":", 1)
    return Crowd(_singular(role), count(number), token.start_pos, _end(token))


def _singular(written: str) -> str:
    """One of them: note takers -> note_taker, members of the public were present -> member_of_the_public."""
    parts = written.lower().replace("-", " ").strip(" .").split()
    for stop in ("were", "was"):
        if stop in parts:
            parts = parts[: parts.index(stop)]
    at = parts.index("of") - 1 if "of" in parts[1:] else len(parts) - 1
    word = parts[at]
    parts[at] = word[:-1] if word.endswith("s") and word != "press" else word
    return "_".join(parts)


def count(written: str) -> int:
    """A number in figures or as a word: "6", "six", "a", "no"."""
    text = written.strip().lower()
    if text.isdigit():
        return int(text)
    cardinal = words("cardinal")
    if text in ("a", "an"):
        return 1
    if text in ("no", "none", "nil"):
        return 0
    return cardinal.index(text) - 1 if text in cardinal else 1
