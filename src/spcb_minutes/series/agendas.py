"""The agenda of a meeting, held against its notes: taken, taken under another title, deferred, left out, or added.

    agenda 5  "Harbour Dues"          062/24 "Harbour Dues"             taken
    agenda 6  "Mooring Inspections"   063/24 "Inspections of Moorings"  M503
    agenda 7  "Ferry Timetable"       075/24, a month later             M504
    agenda 8  "Tide Gauge"            nowhere                           M501
    not there                         064/24 "Open Day"                 M502

Titles are compared without capitals, signs, dates and small words ("of", "and", "&"). Titles that are the same are
paired first, in order; then those that are alike, so that the order is kept where it can be; then by the number that
the notes give ("Item 5").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from ..models import Agenda, AgendaItem, Item, Minutes, Span, spoken
from ..parser import pattern, words
from ..values import slug
from ..words import sentence
from .meetings import Series, Sitting
from .quotes import Quote, Told
from .statements import Given, Statement, day, number_quote, place_of, state

_ALIKE = 0.6
"""From this likeness on two titles are of one item; "Spring Dredging" and "Spring Dredging Programme" have 0.8."""
_SLIP = 0.8
"""From this likeness on two words are one, but for an ending or a slip of the pen; "mooring" and "moorings": 0.93."""
_SOON = 6
"""An item that was put off is looked for in the notes of so many meetings that follow."""
_IN_SHORT = 2
"""From so many words on a title that begins another one is that one in short."""

Title = tuple[str, ...]
"""The words of a title that count."""


def agenda(given: Given) -> Iterator[Statement]:
    """What was on the agenda was taken, and what was taken was on the agenda."""
    spread = _Spread(given.series)
    for index, sitting in enumerate(given.series.sittings):
        if sitting.agenda is None or not sitting.agenda.part.items:
            continue
        if sitting.minutes is None:
            message = (
                f"The agenda of {day(sitting)} has {len(sitting.agenda.part.items)} items; its notes are not here."
            )
            first = sitting.agenda.part.items[0]
            quote = sitting.agenda.quote(place_of(first, "title"))
            yield state("agenda", sitting, "cannot be told", message, quote)
        elif sitting.minutes.part.items:
            yield from _Held(spread, index, sitting, sitting.agenda, sitting.minutes).statements()


# ---------------------------------------------------------------- titles


@lru_cache(maxsize=4096)
def title_words(title: str) -> Title:
    """The words of a title that count: "Notes of the last meeting – 16 January 2024" -> notes, last, meeting."""
    undated = pattern("DATE").sub(" ", _plain(title))
    found = slug(undated).split("-") if slug(undated) else title.casefold().split()
    return tuple(word for word in found if word not in words("small")) or tuple(found)


def title_likeness(one: Title, other: Title) -> float:
    """How alike two titles are, from 0 to 1, which only those have that are the same, word for word."""
    if one == other:
        return 1.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= _IN_SHORT and longer[: len(shorter)] == shorter:
        return max(_ALIKE, 2 * len(shorter) / (len(one) + len(other)))
    left = list(longer)
    both = 0
    for word in shorter:
        found = next((two for two in left if _is_word(word, two)), None)
        if found is not None:
            left.remove(found)
            both += 1
    return min(2 * both / (len(one) + len(other)), 0.99) if both else 0.0


@lru_cache(maxsize=65536)
def _is_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if one[0] != other[0] or min(len(one), len(other)) < 4:
        return False
    matcher = SequenceMatcher(None, one, other)
    return matcher.real_quick_ratio() >= _SLIP and matcher.quick_ratio() >= _SLIP and matcher.ratio() >= _SLIP


# ---------------------------------------------------------------- pairs


def pairs(one: Sequence[Title], other: Sequence[Title], same_number: Callable[[int, int], bool]) -> dict[int, int]:
    """The partner of each title of the first in the second, one to one, by place; one without a partner is left out."""
    found: dict[int, int] = {}
    taken: set[int] = set()

    def take(i: int, j: int) -> None:
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)

    of_title: dict[Title, list[int]] = {}
    for j, title in enumerate(other):
        of_title.setdefault(title, []).append(j)
    for by_number in (True, False):
        for i, title in enumerate(one):
            open_ = [j for j in of_title.get(title, [])[:_NEAR] if j not in taken] if i not in found else []
            for j in open_:
                if not by_number or same_number(i, j):
                    take(i, j)
                    of_title[title].remove(j)
                    break
    left = [i for i in range(len(one)) if i not in found]
    right = [j for j in range(len(other)) if j not in taken]
    scores: dict[tuple[int, int], float] = {}
    for place, i in enumerate(left):
        for j in right[max(place - _NEAR, 0) : place + _NEAR]:
            score = title_likeness(one[i], other[j])
            if score >= _ALIKE:
                scores[i, j] = score
    for i, j in _in_order(scores):
        take(i, j)
    for i, j in sorted(scores, key=lambda pair: (-scores[pair], pair)):  # what changed places
        take(i, j)
    for i in left:
        near = [j for j in right if j not in taken and same_number(i, j)] if i not in found else []
        if len(near) == 1:
            take(i, near[0])
    return found


_NEAR = 50
"""So many places up and down a partner is looked for: no agenda has as many items that are not in the notes."""


def _in_order(scores: dict[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The pairs with the highest sum of scores among those that do not cross."""
    rows, columns = sorted({i for i, _ in scores}), sorted({j for _, j in scores})
    best: list[list[float]] = [[0.0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    for r in range(len(rows) - 1, -1, -1):
        for c in range(len(columns) - 1, -1, -1):
            paired = scores.get((rows[r], columns[c]), 0.0)
            best[r][c] = max(best[r + 1][c], best[r][c + 1], paired + best[r + 1][c + 1] if paired else 0.0)
    out: list[tuple[int, int]] = []
    r = c = 0
    while r < len(rows) and c < len(columns):
        paired = scores.get((rows[r], columns[c]), 0.0)
        if paired and best[r][c] == paired + best[r + 1][c + 1]:
            out.append((rows[r], columns[c]))
            r, c = r + 1, c + 1
        elif best[r][c] == best[r + 1][c]:
            r += 1
        else:
            c += 1
    return out


# ---------------------------------------------------------------- one meeting


class _Spread:
    """In the notes of which meetings each title stands."""

    def __init__(self, series: Series) -> None:
        self.series = series
        self._of: dict[Title, list[int]] = {}
        for index, sitting in enumerate(series.sittings):
            for item in sitting.minutes.part.items if sitting.minutes is not None else ():
                found = self._of.setdefault(title_words(item.title), []) if item.title else None
                if found is not None and found[-1:] != [index]:
                    found.append(index)

    def later(self, title: Title, index: int) -> tuple[Sitting, Told[Minutes], Item] | None:
        """The item of later notes that takes a title up; None where it is of many meetings, for then it recurs."""
        others = [i for i in self._of.get(title, [])[:_RECURS] if i != index]
        if others and (others[0] < index or len(others) > 1):
            return None
        following = [sitting for sitting in self.series.sittings[index + 1 :][:_SOON] if sitting.minutes is not None]
        found = [(self.series.sittings[i]) for i in others] or following
        for sitting in found:
            told = sitting.minutes
            for item in told.part.items if told is not None else ():
                if told is not None and item.title and title_likeness(title, title_words(item.title)) >= _TAKEN_UP:
                    return sitting, told, item
        return None


_RECURS = 3
"""So many meetings show that a title recurs, this one among them or not: no more of them are looked at."""
_TAKEN_UP = 0.8
"""From this likeness on an item of later notes is the one that was put off."""


class _Held:
    """An agenda and the notes of its meeting, held against each other."""

    def __init__(
        self, spread: _Spread, index: int, sitting: Sitting, told: Told[Agenda], minutes: Told[Minutes]
    ) -> None:
        self.spread, self.index, self.sitting, self.told, self.minutes = spread, index, sitting, told, minutes
        self.planned = [(item, title_words(item.title)) for item in told.part.items if item.title]
        self.taken = [(item, title_words(item.title)) for item in minutes.part.items if item.title]

    def statements(self) -> Iterator[Statement]:
        """A statement for each item of the agenda, then for each item of the notes that was not on it."""
        found = pairs([one for _, one in self.planned], [one for _, one in self.taken], self._same_number)
        for i, (planned, title) in enumerate(self.planned):
            if i in found:
                yield self._was_taken(planned, title, *self.taken[found[i]])
            else:
                yield self._was_not_taken(planned, title)
        answered = set(found.values())
        for j, (item, _) in enumerate(self.taken):
            if j not in answered:
                message = f"{item.number} {item.title} of {day(self.sitting)} is not on the agenda of that meeting."
                yield state("agenda", self.sitting, "M502", message, self._of_notes(item), self._last_planned())

    def _same_number(self, i: int, j: int) -> bool:
        number = self.taken[j][0].agenda_item
        return number is not None and number.casefold() == self.planned[i][0].number.casefold()

    def _was_taken(self, planned: AgendaItem, title: Title, item: Item, as_title: Title) -> Statement:
        quotes = [self._of_agenda(planned), self._of_notes(item)]
        is_on = f'"{planned.title}", {planned.number} on the agenda of {day(self.sitting)}'
        put_off = self._put_off(item, title)
        if put_off is not None:
            message = f"{is_on}, was put off, as {item.number} says."
            return state("agenda", self.sitting, "M504", message, quotes[0], put_off)
        if title == as_title:
            return state("agenda", self.sitting, "holds", f"{is_on}, was taken as {item.number}.", *quotes)
        message = f'{is_on}, was taken as {item.number} "{item.title}".'
        return state("agenda", self.sitting, "M503", message, *quotes)

    def _was_not_taken(self, planned: AgendaItem, title: Title) -> Statement:
        quote = self._of_agenda(planned)
        is_on = f'"{planned.title}", {planned.number} on the agenda of {day(self.sitting)}'
        for item in self.minutes.part.items:
            section = item.section
            if section is not None and title_words(section) == title:
                message = f"{is_on}, is a section of the notes."
                place = self.minutes.quote(place_of(item, "section"))
                return state("agenda", self.sitting, "holds", message, quote, place)
        put_off = self._said_elsewhere(planned, title)
        if put_off is not None:
            return state("agenda", self.sitting, "M504", f"{is_on}, was put off, as the notes say.", quote, put_off)
        later = self.spread.later(title, self.index)
        if later is not None:
            sitting, told, item = later
            message = f"{is_on}, is not in the notes of that meeting, but was taken on {day(sitting)} as {item.number}."
            place = told.quote(place_of(item, "title"))
            return state("agenda", self.sitting, "M504", message, quote, place)
        message = f"{is_on}, is not in the notes of that meeting."
        return state("agenda", self.sitting, "M501", message, quote, self._numbers_taken())

    # ------------------------------------------------------------ put off

    def _put_off(self, item: Item, title: Title) -> Quote | None:
        """The words of an item which say that it was put off, and nothing more: "This item was deferred"."""
        for one in spoken(item.blocks) if len(item.blocks) == 1 else ():
            for begin, before in _deferring(one.text):
                if begin == 0 and not set(before) - set(title) - set(words("deferrable")):
                    return self.minutes.quote(one.span)
        return None

    def _said_elsewhere(self, planned: AgendaItem, title: Title) -> Quote | None:
        """The words of any item which say that this one was put off, by its title or its number."""
        for item in self.minutes.part.items:
            for one in spoken(item.blocks):
                for _, before in _deferring(one.text):
                    by_number = "item" in before and slug(planned.number) in before
                    if by_number or set(title) <= set(before):
                        return self.minutes.quote(one.span)
        return None

    # ------------------------------------------------------------ quotes

    def _of_agenda(self, planned: AgendaItem) -> Quote:
        return self.told.quote(place_of(planned, "title"))

    def _of_notes(self, item: Item) -> Quote:
        return self.minutes.quote(place_of(item, "title"))

    def _last_planned(self) -> Quote:
        """The agenda, from its first title to its last."""
        return self.told.quote(_hull([place_of(item, "title") for item in self.told.part.items]))

    def _numbers_taken(self) -> Quote:
        return number_quote(self.minutes, self.minutes.part.items[-1])


def _hull(spans: Sequence[Span]) -> Span:
    first = min(spans, key=lambda span: span.start)
    return first.model_copy(update={"end": max(span.end for span in spans)})


def _deferring(text: str) -> Iterator[tuple[int, Title]]:
    """Where each sentence begins that says of something that it was put off, with the words before that."""
    for match in pattern("DEFERRED").finditer(text):
        begin, _ = sentence(text, match.start())
        before = slug(_plain(text[begin : match.start()])).split("-")
        yield begin, tuple(word for word in before if word and word not in words("small"))


def _plain(text: str) -> str:
    """The text without apostrophes, which are no places to part a word."""
    return text.replace("’", "").replace("'", "")
