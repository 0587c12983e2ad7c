"""Names as minutes print them, and how alike two of them are.

    Bernard Tanser     Bernard Tansor      one letter of the surname         "surname"
    B Tansor           Bernard Tansor      an initial for the given name     "short"
    Matt Ward          Matthew Ward        a short form of it                "short form"
    Zoë O’Rourke       Zoe O'Rourke        the same letters                  "same"
    Ann Lowe           Anna Lowe           alike, and that is all            "near"
    Ann Lowe           Peter Lowe          None

Nothing here knows who stands in which list: ``joining.py`` decides what a likeness is worth.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property
from importlib import import_module
from typing import Literal, NamedTuple

from ..models import Person
from ..parser import words

PROPOSED = 0.85
"""From this likeness of two whole names on they may be one."""
SLIP = 0.8
"""From this likeness of a given name or a surname on it may be the other with a slip: one letter of five."""

Kind = Literal["same", "short", "short form", "surname", "given", "initial", "part", "first", "near"]

_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i", "'": ""})
_QUOTES = "‘’ʼ`´"


def folded(text: str) -> str:
    """The letters of a name, small, without accents and apostrophes: "Zoë O’Dell-Ray" gives "zoe odell ray"."""
    plain = unicodedata.normalize("NFKD", "".join("'" if c in _QUOTES else c for c in text).casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c)).translate(_LETTERS)
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


@dataclass(frozen=True)
class Name:
    """A name in its parts, all folded."""

    given: tuple[str, ...]
    """The words before the surname; an initial is one letter."""
    surname: str
    """The surname with the small words before it: "de la cruz"."""
    generation: Literal["elder", "younger"] | None = None
    """Which of two, where the name says so: "Peter Lowe snr"."""

    @cached_property
    def key(self) -> str:
        """The whole name."""
        return " ".join((*self.given, self.surname))

    @property
    def fullness(self) -> int:
        """2 with a given name, 1 with initials alone, 0 for one word."""
        return 0 if not self.given else 1 + any(len(word) > 1 for word in self.given)

    @property
    def detail(self) -> tuple[int, int, int]:
        """Which of two forms of one name tells more."""
        return self.fullness, len(self.given), len(self.key)


@cache
def name_of(spelling: str) -> Name:
    """A name in its parts: the last word is the surname, with "de la" or "Van" before it."""
    parts = [part for part in spelling.split() if folded(part)]
    generation, count = generation_at_end(parts)
    parts = parts[: len(parts) - count]
    at = len(parts) - 1
    while at > 0 and parts[at - 1].lower() in words("particle"):
        at -= 1
    given = tuple(word for part in parts[: max(at, 0)] for word in folded(part).split())
    return Name(given, folded(" ".join(parts[max(at, 0) :])), generation)


def generation_at_end(parts: list[str]) -> tuple[Literal["elder", "younger"] | None, int]:
    """Whether the last words tell a parent from a child, and how many words that are."""
    for count in (1, 2):
        said = folded(" ".join(parts[-count:])) if len(parts) > count else ""
        if said in words("elder"):
            return "elder", count
        if said in words("younger"):
            return "younger", count
    return None, 0


# ---------------------------------------------------------------- likeness


@cache
def _measure() -> Callable[[str, str], float]:
    """What compares letters: rapidfuzz where it is installed, else the standard library; both from 0 to 100 or 1."""
    try:
        ratio: Callable[[str, str], float] = import_module("rapidfuzz.fuzz").ratio
    except ImportError:
        return by_difflib
    return lambda one, other: ratio(one, other) / 100


def by_difflib(one: str, other: str) -> float:
    """The likeness of two texts by the standard library."""
    return max(SequenceMatcher(None, one, other, False).ratio(), SequenceMatcher(None, other, one, False).ratio())


def name_likeness(one: str, other: str) -> float:
    """How alike the letters of two texts are, from 0 to 1: twice the letters that they share, by those of both."""
    return 1.0 if one == other else round(_measure()(*sorted((one, other))), 4)


class Alike(NamedTuple):
    """What two names have in common."""

    kind: Kind
    """"same": letters alone; "short": an initial, no given name, or a middle name less; "short form": Matt, Matthew;
    "surname" and "given": one slip there, and the other is the same; "initial": an initial, and a slip in the surname;
    "part": half of a double surname; "first": the given name alone; "near": alike as a whole."""
    score: float
    """How alike the letters are, from 0 to 1."""


def compare(one: Name, other: Name) -> Alike | None:
    """What two names have in common; None where it is too little."""
    if one.generation and other.generation and one.generation != other.generation:
        return None
    score = name_likeness(one.key, other.key)
    kind = _kind(one, other, score)
    if kind is not None and one.generation != other.generation:
        kind = "near"  # who prints "snr" knows of another
    return Alike(kind, score) if kind else None


def _kind(one: Name, other: Name, score: float) -> Kind | None:
    if one.key == other.key:
        return "same"
    if one.surname == other.surname:
        return _same_surname(one.given, other.given, score)
    slip = is_name_slip(one.surname, other.surname)
    if not one.given or not other.given:
        first = (one.given or other.given)[:1]
        return "near" if slip else "first" if first in ((one.surname,), (other.surname,)) else None
    given = _given(one.given, other.given)
    if given == "same" and one.fullness == other.fullness == 2:
        if slip and min(len(one.surname), len(other.surname)) >= _SHORTEST:
            return "surname"
        if _is_part(one.surname, other.surname):
            return "part"
    if slip and given in ("same", "initial", "less") and len(one.surname) >= _SHORTEST:
        return "initial"
    return "near" if score >= PROPOSED and (given is not None or one.given[0][0] == other.given[0][0]) else None


def _same_surname(one: tuple[str, ...], other: tuple[str, ...], score: float) -> Kind | None:
    if not one or not other:
        return "short"
    given = _given(one, other)
    if given in ("initial", "less"):
        return "short"
    if given == "short form":
        return "short form"
    first, second = one[0], other[0]
    rest = _given(("x", *one[1:]), ("x", *other[1:]))
    if rest and is_name_slip(first, second) and max(len(first), len(second)) >= _SHORTEST and first[-1] == second[-1]:
        return "given"
    return "near" if score >= PROPOSED else None


def _given(one: tuple[str, ...], other: tuple[str, ...]) -> Literal["same", "initial", "short form", "less"] | None:
    """How the given names of two names go together; None where they do not."""
    found: Literal["same", "initial", "short form", "less"] = "same" if len(one) == len(other) else "less"
    for first, second in zip(one, other, strict=False):
        if first == second:
            continue
        if 1 in (len(first), len(second)) and first[0] == second[0]:
            found = "initial" if found != "short form" else found
        elif is_short_form(first, second):
            found = "short form"
        else:
            return None
    return found


_SHORTEST = 5
"""Shorter names have too many neighbours: "Lowe" and "Love", "Anna" and "Anne" are names of their own."""


def is_name_slip(one: str, other: str) -> bool:
    """Whether one word may be the other with a letter wrong, lost or doubled."""
    return one != other and abs(len(one) - len(other)) <= 1 and name_likeness(one, other) >= SLIP


def _is_part(one: str, other: str) -> bool:
    """Whether a surname is one half of the other, or the other without its small words: "Lowe", "Brand-Lowe"."""
    shorter, longer = sorted((one.split(), other.split()), key=len)
    size = len(shorter)
    return size < len(longer) and shorter in (longer[:size], longer[-size:])


def is_short_form(one: str, other: str) -> bool:
    """Whether one given name is a short form of the other: "Matt", "Matthew"."""
    return (one, other) in _short_forms() or (other, one) in _short_forms()


@cache
def _short_forms() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(pair.lower().split()) for pair in words("short_form"))


# ---------------------------------------------------------------- marks


@dataclass(frozen=True)
class Marks:
    """What is printed beside a name and tells whose it is."""

    role: str | None
    """The office or organisation as written."""
    gender: Literal["man", "woman"] | None
    """What the honorific says of it."""
    honorific: str | None
    """The honorific, all of a councillor as one."""
    generation: Literal["elder", "younger"] | None
    """Which of two."""


def marks_of(person: Person) -> Marks:
    """The marks of a person."""
    return marks(person.name, person.role, person.honorific)


@cache
def marks(name: str, role: str | None, honorific: str | None) -> Marks:
    """The marks of a name with what is printed beside it."""
    generation = name_of(name).generation
    head = role.split() if role else []
    if generation is None and len(head) > 1:  # "Jnr" behind a name may be read as the first word of the office
        generation, count = generation_at_end([".", head[0]])
        role = " ".join(head[count:]) if generation == "younger" else role
        generation = "younger" if generation == "younger" else None
    title = (honorific or "").rstrip(".")
    gender: Literal["man", "woman"] | None = None
    if title in words("of_a_man"):
        gender = "man"
    elif title in words("of_a_woman"):
        gender = "woman"
    spoken = "cllr" if title in words("of_a_councillor") else title.lower() or None
    return Marks(role or None, gender, spoken, generation)


def differ(one: Marks, other: Marks) -> bool:
    """Whether two marks cannot be of one person in one list."""
    return (
        (one.gender is not None and other.gender is not None and one.gender != other.gender)
        or (one.generation is not None and other.generation is not None and one.generation != other.generation)
        or (one.role is not None and other.role is not None and not same_role(one.role, other.role))
    )


def agree(one: Marks, other: Marks) -> bool:
    """Whether two marks speak for one bearer of a name: something is the same, and nothing contradicts."""
    if differ(one, other):
        return False
    return (
        (one.role is not None and other.role is not None)
        or (one.gender is not None and one.gender == other.gender)
        or (one.generation is not None and one.generation == other.generation)
    )


def same_role(one: str, other: str) -> bool:
    """Whether two roles may be one office: "Member" and "Board Member", "HM" and "Harbour Master".

    A chair may be named as a member too.
    Not "Chief Constable" and "Deputy Chief Constable": a word of the lexicon's ``second`` makes another office.
    """
    return one == other or _same_role(*sorted((one, other)))


@cache
def _same_role(one: str, other: str) -> bool:
    ours, theirs = _role_words(one), _role_words(other)
    if not ours or not theirs:
        return folded(one) == folded(other)
    seconds = set(words("second"))
    if (seconds & set(ours)) == (seconds & set(theirs)):
        if set(ours) <= set(theirs) or set(theirs) <= set(ours):
            return True
        if _shortened(ours, theirs) or _shortened(theirs, ours):
            return True
    if _letters(one, theirs) or _letters(other, ours):
        return True
    chair, member = set(words("in_the_chair")), set(words("of_a_member"))
    return bool((chair & set(ours) and member & set(theirs)) or (chair & set(theirs) and member & set(ours)))


def _role_words(role: str) -> tuple[str, ...]:
    small = set(words("small"))
    return tuple(word for word in folded(role).split() if word not in small)


def _letters(rank: str, office: tuple[str, ...]) -> bool:
    """Whether a rank is the first letters of an office: "ACC", "Assistant Chief Constable"."""
    return rank.isupper() and rank.isalpha() and len(rank) > 1 and rank.lower() == "".join(word[0] for word in office)


def _shortened(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether each word of an office is that of the other, or its shortening: "Ch Supt", "Chief Superintendent"."""
    return len(short) == len(full) and all(map(_abbreviates, short, full))


def _abbreviates(short: str, word: str) -> bool:
    left = iter(word)
    return short == word or (short[0] == word[0] and 1 < len(short) < len(word) and all(c in left for c in short))
