"""The action ledger: every action of a series, and what later notes say of it.

    12 March   048/24   HM to provide a rota for the fish quay.          raised
    14 May     057/24   "048/24: the rota was sent in April. Completed"  closed, by its number
    14 May     066/24   HM to provide a rota for the fish quay.          carried, by its wording

Each link has its words and its basis; what could belong to two actions is told and linked to neither.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal, NamedTuple

from ..diagnostics import said
from ..models import Action, Commitment, Item, ItemNumber, Minutes, Model, Question, Span, spoken
from ..parser import pattern, words
from .listing import Cell, Listing
from .meetings import Series, Sitting
from .owners import Owners
from .quotes import Quote, Told
from .wording import Spellings, content, stem

Status = Literal["open", "updated", "closed", "not mentioned since"]


class ActionLink(Model):
    """What a meeting says of an action that was raised before, or under it in the same notes."""

    meeting: str
    """The id of the meeting that says it: "harbour-board/2024-05-14"."""
    date: datetime.date
    """Its day."""
    item: str
    """The id of the item that says it."""
    item_number: str
    """The number of that item, as printed."""
    says: Literal["carried", "updated", "closed"]
    """"carried": it stands there again; "updated": something is said of it; "closed": it is done, or given up."""
    basis: Literal["number", "wording", "owner", "place"]
    """What ties it: the item number is mentioned; the words are alike; the owner's name and some of the words; or it
    is printed in italics under the action itself."""
    likeness: float
    """How much of the action's wording is there, from 0 to 1; 1 for what is printed under it."""
    text: str
    """What it says."""
    quote: Quote
    """Where it says so."""


class LedgerAction(Model):
    """An action or a commitment, and what became of it."""

    id: str
    """The id of its item and its place in it: "…/minutes/048-24/action-1", "…/commitment-1"."""
    kind: Literal["action", "commitment"]
    """Whether the notes mark it as an action, or it is an undertaking by its wording."""
    meeting: str
    """The id of the meeting that raised it."""
    date: datetime.date
    """Its day."""
    item: str
    """The id of its item."""
    item_number: str
    """The number of its item, as printed."""
    title: str | None
    """The title of its item."""
    text: str
    """What is to be done."""
    owner: str | None
    """Who is to do it, as written; None where it does not say."""
    due: datetime.date | None
    """By when; None where no whole date is given."""
    links: tuple[ActionLink, ...]
    """What was said of it, in date order, up to the date of the ledger."""
    status: Status
    """By the last word on it: closed; updated; open, where it was raised or carried at the last meeting; or not
    mentioned since, where meetings followed whose notes say nothing of it."""
    last_mentioned: datetime.date
    """The day of the last word on it, that of the meeting that raised it where nothing followed."""
    perhaps: tuple[Quote, ...]
    """Words that may speak of it or of another action, and are no links: see ``Ledger.unsettled``."""
    quote: Quote
    """Where it stands."""


class Unsettled(Model):
    """Words on an action that could be any of several, or that call one done and fit none: linked to none."""

    meeting: str
    """The id of the meeting that says it."""
    date: datetime.date
    """Its day."""
    candidates: tuple[str, ...]
    """The ids of the actions that it may belong to; empty where the words fit none that is known."""
    quote: Quote
    """The words."""


class Ledger(Model):
    """The actions and commitments of a series, as they stood on a date."""

    board: str | None
    """The board."""
    on: datetime.date | None
    """The date; None where the series has no meeting."""
    actions: tuple[LedgerAction, ...]
    """What was raised up to that date, in the order of the notes."""
    unsettled: tuple[Unsettled, ...]
    """What could not be tied to one action."""


def action_ledger(series: Series, *, on: datetime.date | None = None) -> Ledger:
    """The ledger of a series, as it stood on a date, or after its last minutes where that is None.

    What is said after that date is not in it. Actions and commitments of drafts and earlier versions are not counted.
    """
    until = (on.date() if isinstance(on, datetime.datetime) else on) or series.until
    known = [(sitting, told) for sitting, told in series.minutes if until is not None and sitting.date <= until]
    ties = _Ties(Owners(told.part for _, told in known))
    for sitting, told in known:
        ties.read(sitting, told)
    last = known[-1][0].date if known else None
    return Ledger(
        board=series.board,
        on=until,
        actions=tuple(entry.finished(last) for entry in ties.entries),
        unsettled=tuple(ties.unsettled),
    )


def ledger_listing(ledger: Ledger) -> Listing:
    """The actions and commitments to look at, those that are not closed first; at the end what is tied to none."""
    rows: list[tuple[Cell, ...]] = []
    number_of = {action.id: action.item_number for action in ledger.actions}
    for action in sorted(ledger.actions, key=lambda one: one.status == "closed"):
        last = action.links[-1] if action.links else None
        word = f"{said(last.date)}, {last.item_number} (by {last.basis}): {last.text}" if last else ""
        if action.perhaps:
            word = f"{word}; perhaps also: {action.perhaps[-1].text}".removeprefix("; ")
        rows.append(
            (
                action.item_number,
                action.date,
                action.owner or "",
                action.text if action.kind == "action" else f"(undertaking) {action.text}",
                action.due or "",
                action.status,
                word,
                "; ".join(quote.place for quote in (action.quote, *([last.quote] if last else []))),
            )
        )
    for one in ledger.unsettled:
        numbers = ", ".join(dict.fromkeys(number_of[key] for key in one.candidates if key in number_of))
        fits = f"may belong to an action of {numbers}" if numbers else "fits no action that is known"
        rows.append(("", one.date, "", f"({fits}) {one.quote.text}", "", "unsettled", "", one.quote.place))
    on = f" on {said(ledger.on)}" if ledger.on else ""
    title = f"{ledger.board or 'Board'}: actions{on}"
    columns = ("Item", "Raised", "Owner", "Action", "Due", "Status", "Last word", "Where")
    return Listing(title, columns, tuple(rows))


# ---------------------------------------------------------------- what notes say


class _Segment(NamedTuple):
    """Some sentences of later notes that may speak of an action: one list entry, or sentences with one number."""

    sitting: Sitting
    told: Told[Minutes]
    item: Item
    text: str
    span: Span
    numbers: tuple[ItemNumber, ...]
    words: frozenset[str]


def _segments(sitting: Sitting, told: Told[Minutes], item: Item, words: Spellings) -> Iterator[_Segment]:
    for block in spoken(item.blocks):
        if isinstance(block, Action | Question):  # an action speaks for itself, a question asks
            continue
        places = _Places(told, block.span, block.text)
        for part, numbers in _parted(block.text, item.references):
            yield _Segment(sitting, told, item, part, places.next(part), numbers, words.content(part))


def _parted(text: str, known: Sequence[ItemNumber]) -> Iterator[tuple[str, tuple[ItemNumber, ...]]]:
    """A text parted before each sentence that mentions a number; without numbers, sentence by sentence.

    A sentence of a word or two ("Completed.") goes with the one before it.
    """
    begun: list[str] = []
    numbers: list[ItemNumber] = []
    by_number = bool(known) and bool(_numbers(text, known))
    for sentence in _sentences(text):
        mentioned = _numbers(sentence, known)
        if begun and (mentioned if by_number else len(content(sentence)) > _A_WORD_OR_TWO):
            yield " ".join(begun), tuple(numbers)
            begun, numbers = [], []
        begun.append(sentence)
        numbers += mentioned
    if begun:
        yield " ".join(begun), tuple(numbers)


_A_WORD_OR_TWO = 1
"""Words that carry meaning, in a sentence that says nothing alone."""


def _sentences(text: str) -> Iterator[str]:
    begin = 0
    for stop in pattern("STOP").finditer(text):
        yield text[begin : stop.end()].strip()
        begin = stop.end()
    if text[begin:].strip():
        yield text[begin:].strip()


def _numbers(text: str, known: Sequence[ItemNumber]) -> list[ItemNumber]:
    """Those of the known numbers that a text mentions."""
    written = {_number(match[0]) for match in pattern("ITEM_NUMBER").finditer(text)} if known else set()
    return [number for number in known if number in written]


def _number(written: str) -> ItemNumber | None:
    try:
        return ItemNumber(written)
    except ValueError:  # digits of another script
        return None


class _Places:
    """Where the sentences of a block stand, one after the other: its words are those of the source, in order."""

    def __init__(self, told: Told[Minutes], span: Span, text: str) -> None:
        self._source, self._pages, self._span = told.document.source.text, told.document.source.pages, span
        self._printed = [match.span() for match in _PRINTED.finditer(self._source, span.start, span.end)]
        self._at = len(self._printed) - len(text.split())  # bullet, number and label stand before them
        self._line = span.line, span.start

    def next(self, part: str) -> Span:
        """The place of the sentences that follow; the whole block where words were undone or set aside in it."""
        words = part.split()
        first, self._at = self._at, self._at + len(words)
        if first < 0 or not words:
            return self._span
        start, end = self._printed[first][0], self._printed[self._at - 1][1]
        if not (self._has(first, words[0]) and self._has(self._at - 1, words[-1])):
            return self._span
        line, counted = self._line
        line += self._source.count("\n", counted, start)
        self._line = line, start
        page = self._span.page
        if page is not None:
            page += bisect_right(self._pages, start) - bisect_right(self._pages, self._span.start)
        return Span(start=start, end=end, line=line, page=page)

    def _has(self, at: int, word: str) -> bool:
        start, end = self._printed[at]
        return word in self._source[start:end]


_PRINTED = re.compile(r"\S+")


# ---------------------------------------------------------------- entries and ties


@dataclass(slots=True)
class _Entry:
    """An action or a commitment while the later notes are read."""

    id: str
    sitting: Sitting
    told: Told[Minutes]
    item: Item
    what: Action | Commitment
    called: str | None
    """Its owner, also where it is told by the first words alone."""
    words: frozenset[str]
    verb: str | None
    """What is to be done to the thing, which is often said otherwise later; None where it is not told."""
    links: list[ActionLink] = field(default_factory=list)
    perhaps: list[Quote] = field(default_factory=list)
    at: int = -1
    """Its place in the ledger."""
    is_closed: bool = False

    @property
    def owner(self) -> str | None:
        return self.what.owner if isinstance(self.what, Action) else self.what.by

    def finished(self, last: datetime.date | None) -> LedgerAction:
        """The entry with its status after the meeting of that day."""
        return LedgerAction(
            id=self.id,
            kind="action" if isinstance(self.what, Action) else "commitment",
            meeting=self.sitting.id,
            date=self.sitting.date,
            item=self.item.id,
            item_number=str(self.item.number),
            title=self.item.title,
            text=self.what.text,
            owner=self.owner,
            due=self.what.due if isinstance(self.what, Action) else None,
            links=tuple(self.links),
            status=self._status(last),
            last_mentioned=self.links[-1].date if self.links else self.sitting.date,
            perhaps=tuple(self.perhaps),
            quote=self.told.quote(self.what.span),
        )

    def _status(self, last: datetime.date | None) -> Status:
        if self.is_closed:
            return "closed"
        if self.links and self.links[-1].says == "updated":
            return "updated"
        mentioned = self.links[-1].date if self.links else self.sitting.date
        return "open" if last is None or mentioned >= last else "not mentioned since"


class _Score(NamedTuple):
    """How well some words fit an action."""

    likeness: float
    """How much of the action's words they have."""
    back: float
    """How much of their words the action has."""
    by_owner: bool
    """Whether they name its owner."""
    both: frozenset[str]
    """The words that both have."""


class _Ties:
    """The ledger while the notes are read, one meeting after the other."""

    def __init__(self, owners: Owners) -> None:
        self.entries: list[_Entry] = []
        self.unsettled: list[Unsettled] = []
        self._owners = owners
        self._words = Spellings(owners.names)
        self._by_number: dict[ItemNumber, list[_Entry]] = {}
        self._by_word: dict[str, set[int]] = {}  # where in entries; what is closed is taken out

    def read(self, sitting: Sitting, told: Told[Minutes]) -> None:
        """What one meeting says of earlier actions, and what it raises."""
        raised: list[_Entry] = []
        for item in told.part.items:
            for segment in _segments(sitting, told, item, self._words):
                self._tell(segment)
            for count, action in enumerate(item.actions, 1):
                raised += self._action(sitting, told, item, action, f"{item.id}/action-{count}")
            for count, commitment in enumerate(item.commitments, 1):
                one = self._commitment(sitting, told, item, commitment, f"{item.id}/commitment-{count}")
                raised += [one] if one else []
        for entry in raised:  # later meetings speak of them, not this one
            entry.at = len(self.entries)
            self.entries.append(entry)
            self._by_number.setdefault(entry.item.number, []).append(entry)
            for word in entry.words if not entry.is_closed else ():
                self._by_word.setdefault(word, set()).add(entry.at)

    # ------------------------------------------------------------ actions printed again

    def _action(self, sitting: Sitting, told: Told[Minutes], item: Item, action: Action, key: str) -> list[_Entry]:
        entry = self._entry(sitting, told, item, action, key)
        earlier = self._printed_before(entry, _numbers(action.text, item.references))
        if earlier is None:
            if action.update is not None:
                place = next((one.span for one in action.evidence if one.field == "update"), action.span)
                says = _says(action.update, "updated")
                self._say(entry, _link(entry, action.update, told.quote(place), "place", 1.0, says))
            return [entry]
        says = _says(action.text, "carried") if action.update is None else _says(action.update, "updated")
        quote = told.quote(action.span)
        number, likeness, home = earlier
        text = action.update or action.text
        link = _link(entry, text, quote, "number" if number else "wording", likeness, says)
        self._say(home, link)
        return []

    def _printed_before(self, entry: _Entry, numbers: Sequence[ItemNumber]) -> tuple[bool, float, _Entry] | None:
        """The earlier action that this one is, printed again; None for a new one."""
        found: list[tuple[float, int, _Entry, bool]] = []
        numbered = {id(one) for number in numbers for one in self._by_number.get(number, ())}
        for home in self._near(entry.words):
            if not isinstance(home.what, Action) or home.is_closed:
                continue
            fits = self._is_again(home, entry)
            if fits or id(home) in numbered:
                score = self._score(home, entry.words, entry.what.text)
                found.append(
                    (score.likeness + score.back + (id(home) in numbered), -len(found), home, id(home) in numbered)
                )
        if not found:
            return None
        found.sort(key=lambda one: one[:2], reverse=True)
        best = found[0]
        if len(found) > 1 and best[0] - found[1][0] < _APART and best[2].what.text != entry.what.text:
            self._leave(entry.sitting, [one[2] for one in found], entry.told.quote(entry.what.span))
            return None
        return best[3], self._score(best[2], entry.words, "").likeness, best[2]

    def _is_again(self, home: _Entry, entry: _Entry) -> bool:
        """Whether an action is an earlier one in the same words, or with words added or left out, never exchanged."""
        if len(home.words) < _WORDS_THAT_TELL or not self._owners.same(home.called, entry.called):
            return False
        verbs = {home.verb, entry.verb}  # "send" for "provide" exchanges no word of what it is about
        lost = home.words - entry.words - verbs
        added = entry.words - home.words - verbs
        if lost and added:
            return False
        return len(lost) <= _LOST * len(home.words) and len(added) <= len(home.words)

    # ------------------------------------------------------------ words about actions

    def _tell(self, segment: _Segment) -> None:
        """Tie some sentences to the actions that they speak of."""
        if segment.numbers:
            tied = False
            for number in segment.numbers:
                tied |= self._by_the_number(segment, number)
            if tied:
                return
        if not (self._is_about_actions(segment) and segment.words):
            return
        scores = []
        for entry in self._near(segment.words):
            if entry.is_closed:
                continue
            score = self._score(entry, segment.words, segment.text)
            if self._fits(segment, entry, score):
                scores.append((score.likeness + score.back / 10 + score.by_owner / 4, entry, score))
        best = self._best(segment, scores)
        if best is not None:
            entry, score = best
            by_owner = score.by_owner and score.likeness < _BY_WORDING
            basis: Literal["wording", "owner"] = "owner" if by_owner else "wording"
            self._add(segment, entry, basis, score.likeness)
        elif not scores and self._closes_something(segment):
            self._leave(segment.sitting, (), segment.told.quote(segment.span))

    def _by_the_number(self, segment: _Segment, number: ItemNumber) -> bool:
        candidates = self._by_number.get(number, [])
        if not candidates:
            return False
        scores = []
        for entry in candidates:
            score = self._score(entry, segment.words, segment.text)
            scores.append((score.likeness + score.by_owner / 4, entry, score))
        meant = [one[1:] for one in scores]
        if len(meant) > 1:
            # "041/24: the rota was sent, and the ferry company has answered": each by words that no other has
            had = Counter(word for _, score in meant for word in score.both)
            meant = [
                (entry, score)
                for entry, score in meant
                if score.likeness >= _SOME and any(had[word] == 1 for word in score.both)
            ]
            if len(meant) < _SEVERAL or _is_done(segment.text):
                best = self._best(segment, scores)
                meant = [best] if best else []
        for entry, score in meant:
            self._add(segment, entry, "number", score.likeness)
        return True

    def _best(self, segment: _Segment, scores: list[tuple[float, _Entry, _Score]]) -> tuple[_Entry, _Score] | None:
        """The action that fits best; where two do alike the words are told as unsettled."""
        scores.sort(key=lambda one: -one[0])
        alike = [one for one in scores if scores[0][0] - one[0] < _APART and not one[2].both < scores[0][2].both]
        if len(alike) > 1:
            self._leave(segment.sitting, [entry for _, entry, _ in alike], segment.told.quote(segment.span))
            return None
        return scores[0][1:] if scores else None

    def _closes_something(self, segment: _Segment) -> bool:
        """Whether words under "Matters Arising", or that call it an action, say that something is done."""
        matters = pattern("MATTERS").search(segment.item.title or "") or pattern("ACTION_NAMED").search(segment.text)
        return bool(matters and _is_done(segment.text))

    def _is_about_actions(self, segment: _Segment) -> bool:
        title = segment.item.title or segment.item.section or ""
        return bool(
            pattern("MATTERS").search(title)
            or _is_done(segment.text)
            or pattern("ACTION_STANDS").search(segment.text)
            or pattern("ACTION_NAMED").search(segment.text)
            or pattern("REPORTED").search(segment.text)
        )

    def _fits(self, segment: _Segment, entry: _Entry, score: _Score) -> bool:
        if len(entry.words) < _WORDS_THAT_TELL:
            return False
        if score.likeness >= _BY_WORDING:
            return True
        if (
            score.by_owner
            and score.likeness >= _BY_OWNER
            and (len(score.both) > _WORDS_THAT_TELL or score.back >= _MUCH)
        ):
            return True
        named = pattern("ACTION_NAMED").search(segment.text)
        if named and score.both and score.back == 1:  # "The action on the fence …"
            return True
        tells = named is not None or _is_done(segment.text)
        both = len(score.both)
        return tells and both >= _WORDS_THAT_TELL and score.back >= (_BY_OWNER if score.by_owner else _NAMED)

    # ------------------------------------------------------------ parts

    def _near(self, some: frozenset[str]) -> list[_Entry]:
        """The open entries that have many of these words, in the order in which they were raised.

        Two at least, or the only one; and half of the entry's, but for what is to be done, or half of these.
        """
        found = Counter(at for word in some for at in self._by_word.get(word, ()))
        enough = min(len(some), _WORDS_THAT_TELL)
        near = ((at, self.entries[at]) for at, count in sorted(found.items()) if count >= enough)
        return [e for at, e in near if 2 * found[at] >= min(len(e.words) - 1, len(some))]

    def _score(self, entry: _Entry, some: frozenset[str], text: str) -> _Score:
        own = self._owners.words(entry.called)
        theirs = some - own
        both = entry.words & theirs
        things = entry.words - {entry.verb}
        shares = [len(both & asked) / len(asked) for asked in (entry.words, things) if len(asked) >= _WORDS_THAT_TELL]
        likeness = max(shares, default=0.0)
        back = len(both) / len(theirs) if theirs else 0.0
        return _Score(likeness, back, self._owners.named(entry.called, text), both)

    def _entry(self, sitting: Sitting, told: Told[Minutes], item: Item, what: Action | Commitment, key: str) -> _Entry:
        owner = what.owner if isinstance(what, Action) else what.by
        text = pattern("ACTION_STANDS").sub("", what.text).strip() if owner is None else what.text
        owner = owner or self._owners.at_head(text)
        own = self._owners.words(owner)
        return _Entry(key, sitting, told, item, what, owner, self._words.content(text) - own, _verb(text))

    def _commitment(
        self, sitting: Sitting, told: Told[Minutes], item: Item, commitment: Commitment, key: str
    ) -> _Entry | None:
        entry = self._entry(sitting, told, item, commitment, key)
        spoken_of = any(
            link.meeting == sitting.id and link.item == item.id and commitment.text in link.text
            for near in self._near(entry.words)
            for link in near.links
        )
        return None if spoken_of else entry

    def _add(
        self, segment: _Segment, entry: _Entry, basis: Literal["number", "wording", "owner"], likeness: float
    ) -> None:
        quote = segment.told.quote(segment.span)
        says = _says(segment.text, "updated")
        self._say(entry, _link(segment, segment.text, quote, basis, likeness, says))

    def _leave(self, sitting: Sitting, candidates: Sequence[_Entry], quote: Quote) -> None:
        """Tell words that are tied to none, and the actions that they may belong to."""
        ids = tuple(dict.fromkeys(entry.id for entry in candidates))
        self.unsettled.append(Unsettled(meeting=sitting.id, date=sitting.date, candidates=ids, quote=quote))
        for entry in candidates:
            entry.perhaps.append(quote)

    def _say(self, entry: _Entry, link: ActionLink) -> None:
        """Add a link; what is closed is not looked for by its words again, until some notes carry it after all."""
        entry.links.append(link)
        if link.says != "updated" and entry.is_closed != (link.says == "closed"):
            entry.is_closed = link.says == "closed"
            for word in entry.words if entry.at >= 0 else ():
                (set.discard if entry.is_closed else set.add)(self._by_word[word], entry.at)


_BY_WORDING = 0.75
"""From this share of an action's words on they speak of it, whoever says them."""
_BY_OWNER = 0.5
"""From this share on where its owner is named too."""
_NAMED = 0.75
"""From this share of their own words on where they call it an action, or say that it is done."""
_APART = 0.15
"""By less than this two actions fit alike, and neither is taken."""
_LOST = 0.25
"""Of the words of an action that is printed again no more may be missing."""
_SOME = 0.25
"""From this share on words speak of one of the actions of an item, and may speak of others too."""
_MUCH = 0.4
"""From this share of their own words on two words are enough beside the owner: long sentences have many."""
_SEVERAL = 2
_WORDS_THAT_TELL = 2
"""Fewer words that carry meaning tell nothing."""


def _link(
    where: _Segment | _Entry,
    text: str,
    quote: Quote,
    basis: Literal["number", "wording", "owner", "place"],
    likeness: float,
    says: Literal["carried", "updated", "closed"],
) -> ActionLink:
    """What the notes of a segment, or of an action itself, say of an action."""
    return ActionLink(
        meeting=where.sitting.id,
        date=where.sitting.date,
        item=where.item.id,
        item_number=str(where.item.number),
        says=says,
        basis=basis,
        likeness=round(likeness, 3),
        text=text,
        quote=quote,
    )


def _says(text: str, otherwise: Literal["carried", "updated"]) -> Literal["carried", "updated", "closed"]:
    if pattern("ACTION_STANDS").search(text):
        return "carried"
    return "closed" if _is_done(text) else otherwise


def _is_done(text: str) -> bool:
    """Whether some words say that something is done, and not that it is yet to be, or in part."""
    closed, not_so = pattern("ACTION_CLOSED"), pattern("NOT_CLOSED")
    return any(
        not not_so.search(text, max(0, found.start() - _BEFORE), found.start()) for found in closed.finditer(text)
    )


_BEFORE = 60
"""How far before "completed" a "not" is looked for, in characters."""


def _verb(text: str) -> str | None:
    """The stem of the word behind "to", "to be" or "will": "mend" of "The HM to mend the lights"."""
    deed = pattern("DEED").search(text)
    if deed is None:
        return None
    behind = (match[0] for match in pattern("WORD").finditer(text, deed.start()))
    auxiliary = words("auxiliary")
    following = [word for word in islice(behind, 3) if word.casefold() not in auxiliary]
    return stem(following[0]) if following else None
