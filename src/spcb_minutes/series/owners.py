"""By which names an owner of actions goes in a series: letters, office and name.

    Peter Lowe (PL), Harbour Master     "HM", "PL", "Harbour Master" and "Peter Lowe" are one owner

A form that may be two people's ties nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from ..models import Minutes, Person
from ..parser import pattern, words
from .wording import content

_LONGEST = 8
"""Words that a name or an office has at the most, with its article."""


class Owners:
    """The forms of each owner, as the attendance of some minutes tells them."""

    def __init__(self, minutes: Iterable[Minutes]) -> None:
        self._people = list(_people(minutes))
        self._known: dict[str, frozenset[str]] = {}

    @cached_property
    def names(self) -> frozenset[str]:
        """The words of everybody's name, in small letters: that somebody is named says nothing of what is done."""
        return frozenset(word for person in self._people for word in _words(person.name))

    @cached_property
    def _forms(self) -> dict[str, set[str]]:
        """For each form, in small letters, the others that go with it."""
        holders: dict[str, set[str]] = {}
        letters: dict[str, set[str]] = {}
        initials: dict[str, set[str]] = {}
        forms: dict[str, set[str]] = {}
        for person in self._people:
            if person.initials:
                initials.setdefault(person.initials.casefold(), set()).add(person.name)
            if person.role:
                holders.setdefault(person.role, set()).add(person.name)
                letters.setdefault(_letters(person.role), set()).add(person.role)
        for role, names in holders.items():
            short = _letters(role)
            is_short = len(short) > 1 and len(letters[short]) == 1 and short not in initials
            together = {role, *(names if len(names) == 1 else ()), *((short,) if is_short else ())}
            _join(forms, together)
        for short, names in initials.items():
            if len(names) == 1:
                _join(forms, {short, *names})
        return forms

    def forms(self, owner: str) -> frozenset[str]:
        """Everything that this owner is called, in small letters; of several owners, that of each."""
        if owner not in self._known:
            found: set[str] = set()
            for part in pattern("OWNERS_PARTED").split(owner.casefold().removeprefix("the ")):
                if part:
                    found |= self._forms.get(part, set()) | {part}
            self._known[owner] = frozenset(found)
        return self._known[owner]

    def same(self, one: str | None, other: str | None) -> bool:
        """Whether two owners may be one: they share a form, or one of them is not said."""
        return one is None or other is None or bool(self.forms(one) & self.forms(other))

    def named(self, owner: str | None, text: str) -> bool:
        """Whether a text names this owner."""
        if owner is None:
            return False
        folded = f" {_spaced(text)} "
        return any(f" {_spaced(form)} " in folded for form in self.forms(owner))

    def at_head(self, text: str) -> str | None:
        """The owner whom a text begins with, of those that the attendance tells: "The HM" of "The HM to mend …"."""
        head = _words(text)[:_LONGEST]
        for size in range(len(head), 0, -1):
            form = " ".join(head[:size]).removeprefix("the ")
            if form in self._forms:
                return form
        return None

    def words(self, owner: str | None) -> frozenset[str]:
        """The words of all its forms: who is to do a thing says nothing of what is to be done."""
        return frozenset(stem for form in self.forms(owner) for stem in content(form)) if owner else frozenset()


def _people(minutes: Iterable[Minutes]) -> Iterator[Person]:
    for one in minutes:
        yield from (*one.attendance.present, *one.attendance.apologies)
        for item in one.items:
            yield from item.presenters


def _join(forms: dict[str, set[str]], together: set[str]) -> None:
    folded = {form.casefold() for form in together}
    all_of_them = folded.union(*(forms.get(form, set()) for form in folded))
    for form in all_of_them:
        forms[form] = all_of_them


def _letters(role: str) -> str:
    """The letters of an office: "Head of Pilotage" -> hp."""
    small = {word.casefold() for word in words("small")}
    return "".join(word[0] for word in _words(role) if word not in small)


def _spaced(text: str) -> str:
    return " ".join(_words(text))


def _words(text: str) -> list[str]:
    return [match[0] for match in pattern("WORD").finditer(text.casefold())]
