"""What a ledger and an audit say of a made series, held against what is known about it.

links_measured(made, action_ledger(series))      right, wrong and missed links
problems_measured(made, audit(series))           the same of what does not add up
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass, field
from typing import TypeAlias

from series_made import Key, MadeLink, MadeSeries
from spcb_minutes.series.audit import Audit
from spcb_minutes.series.ledger import ActionLink, Ledger, LedgerAction

Place: TypeAlias = tuple[datetime.date, str]
"""A meeting and the number of an item."""


@dataclass
class Measured:
    """What was found and is so, what was found and is not so, and what was not found; each a line to look at."""

    right: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    ways: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many were right and missed by the way a link is tied, wrong by what the ledger took for it."""

    @property
    def precision(self) -> float:
        """The share of what was found that is so; 1 where nothing was found."""
        found = len(self.right) + len(self.wrong)
        return len(self.right) / found if found else 1.0

    @property
    def recall(self) -> float:
        """The share of what is so that was found; 1 where there was nothing to find."""
        known = len(self.right) + len(self.missed)
        return len(self.right) / known if known else 1.0

    def add(self, other: Measured) -> None:
        """What was measured of another series."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed
        self.ways += other.ways


def links_measured(made: MadeSeries, ledger: Ledger) -> Measured:
    """The links of a ledger: right are those of the right action in the right item that say what is said there.

    A link that says another thing is wrong, and the true one is missed.
    """
    out = Measured()
    known = _entries(made, ledger)
    found: dict[tuple[Key | None, Place], list[tuple[LedgerAction, ActionLink]]] = {}
    for action in ledger.actions:
        for link in action.links:
            found.setdefault((known.get(action.id), (link.date, link.item_number)), []).append((action, link))
    for true in made.links:
        told = found.pop((true.action, (true.date, true.number)), [])
        _count(out, true, told)
    for rest in found.values():
        for action, link in rest:
            out.wrong.append(_line(action, link))
            out.ways["wrong", _way(link)] += 1
    return out


def _count(out: Measured, true: MadeLink, told: list[tuple[LedgerAction, ActionLink]]) -> None:
    if any(link.says in true.says for _, link in told):
        out.right.append(f"{true.date} {true.number}: {true.words}")
        out.ways["right", true.way] += 1
    else:
        says = "/".join(sorted(true.says))
        out.missed.append(f"{true.date} {true.number} {true.way}, {says} of {true.action.number}: {true.words}")
        out.ways["missed", true.way] += 1
    for action, link in told:
        if link.says not in true.says | true.also:
            out.wrong.append(_line(action, link))
            out.ways["wrong", _way(link)] += 1


def _way(link: ActionLink) -> str:
    return "carried" if link.basis == "wording" and link.says == "carried" else link.basis


def _line(action: LedgerAction, link: ActionLink) -> str:
    of = f"{action.item_number} {action.text}"
    return f"{link.date} {link.item_number} {link.basis}, {link.says} of {of}: {link.text}"


def _entries(made: MadeSeries, ledger: Ledger) -> dict[str, Key]:
    """The made action of each entry of the ledger, by its id."""
    keys = {(one.key.date, one.key.number, one.key.kind, one.text): one.key for one in made.actions}
    out: dict[str, Key] = {}
    for action in ledger.actions:
        key = keys.get((action.date, action.item_number, action.kind, action.text))
        if key is not None:
            out[action.id] = key
    return out


def actions_measured(made: MadeSeries, ledger: Ledger) -> Measured:
    """The entries of a ledger: an action that is printed again is no entry of its own."""
    out = Measured()
    known = _entries(made, ledger)
    for action in ledger.actions:
        line = f"{action.date} {action.item_number} {action.kind}: {action.text}"
        (out.right if action.id in known else out.wrong).append(line)
    there = set(known.values())
    out.missed += [f"{one.key.date} {one.key.number}: {one.text}" for one in made.actions if one.key not in there]
    return out


def status_measured(made: MadeSeries, ledger: Ledger) -> Measured:
    """What the ledger says became of each action."""
    out = Measured()
    known, states = _entries(made, ledger), made.last_words()
    for action in ledger.actions:
        if action.id in known:
            may = states[known[action.id]]
            line = f"{action.status} for {'/'.join(sorted(may))}: {action.item_number} {action.text}"
            (out.right if action.status in may else out.wrong).append(line)
    return out


def unclear_measured(made: MadeSeries, ledger: Ledger) -> Measured:
    """Words that could belong to several actions: right where the ledger tells of them, with those actions."""
    out = Measured()
    known = _entries(made, ledger)
    told = [(one.date, {known.get(each) for each in one.candidates}) for one in ledger.unsettled]
    for true in made.unclear:
        seen = any(date == true.date and set(true.candidates) <= candidates for date, candidates in told)
        (out.right if seen else out.missed).append(f"{true.date} {true.number}: {true.words}")
    extra = len(ledger.unsettled) - len(out.right)
    dates = {one.date for one in made.unclear}
    lines = [f"{one.date}: {one.quote.text}" for one in ledger.unsettled if one.date not in dates]
    out.wrong += lines[: max(extra, 0)]
    return out


def problems_measured(made: MadeSeries, told: Audit) -> Measured:
    """What does not hold: by meeting, check and code, each once; and what can neither hold nor not."""
    out = Measured()
    true = {(one.date, one.check, one.code): one.words for one in made.problems}
    found = {
        (one.date, one.check, one.code or ""): one.message for one in told.statements if one.verdict == "does not hold"
    }
    out.right += [f"{' '.join(map(str, key))}: {words}" for key, words in true.items() if key in found]
    out.missed += [f"{' '.join(map(str, key))}: {words}" for key, words in true.items() if key not in found]
    out.wrong += [f"{' '.join(map(str, key))}: {words}" for key, words in found.items() if key not in true]
    for key in (*true, *(key for key in found if key not in true)):
        out.ways["wrong" if key not in true else "right" if key in found else "missed", key[2]] += 1
    return out


def untold_measured(made: MadeSeries, told: Audit) -> Measured:
    """What cannot be told: right where the audit says so."""
    out = Measured()
    for date, check in sorted(made.untold):
        verdicts = {one.verdict for one in told.statements if (one.date, one.check) == (date, check)}
        line = f"{date} {check}: {', '.join(sorted(verdicts)) or 'nothing'}"
        (out.right if "cannot be told" in verdicts else out.missed).append(line)
    return out
