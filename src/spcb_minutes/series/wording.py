"""How much of what an action asks for stands in other words: told by the words that carry its meaning.

    "HM to provide a rota for weekend cover on the fish quay."     rota, weekend, cover, fish, quay
    "The rota for weekend cover has been sent."                    rota, weekend, cover: 3 of 5

Words that any text or any action has (the lexicon's ``plain`` and ``any_action``) count for nothing, endings are cut,
and two long words that are one slip of the pen apart are one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from functools import cache, lru_cache

from ..parser import pattern, words

_SLIPS_FROM = 6
"""From so many letters on words that differ in one letter are one; "slip" and "ship" are two."""
_SHORTEST = 4
_ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ies", "ed", "es", "s", "ly")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its ending, in lower case and without accents: "lights" -> light, "mended" -> mend."""
    plain = unicodedata.normalize("NFKD", word.casefold().replace("’", "'"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).removesuffix("'s").rstrip("'")
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= _SHORTEST - 1:
            plain = plain.removesuffix(ending)
            break
    return plain.rstrip("e") if len(plain) > _SHORTEST else plain


@cache
def _without_meaning() -> frozenset[str]:
    listed = (*words("plain"), *words("any_action"))
    return frozenset({*listed, *map(stem, listed)})


@cache
def _months() -> frozenset[str]:
    return frozenset(words("month"))


_MODAL = frozenset({"may"})
"""A word that says nothing and a month: which of them it is, its capital tells."""


def content(text: str, names: Collection[str] = ()) -> tuple[str, ...]:
    """The stems of the words that carry meaning, each once, in order.

    A day or a term is no such word, nor is one with a capital that is part of somebody's name; ``names`` has these
    in small letters.
    """
    aside = _without_meaning()
    for dated in ("DATE", "DAY_OF_YEAR", "TERM"):
        text = pattern(dated).sub(" ", text)
    found = (match[0] for match in pattern("WORD").finditer(text))
    found = (word for word in found if not (word[0].isupper() and word.casefold() in names))
    stems = (stem(word) for word in found if word.casefold() not in aside or word in _months())
    return tuple(dict.fromkeys(one for one in stems if one and (one not in aside or one in _MODAL)))


class Spellings:
    """The words that were met, so that one which is a slip of the pen away from another becomes that one."""

    def __init__(self, names: Collection[str] = ()) -> None:
        self._names = names
        self._known: dict[str, str] = {}
        self._near: dict[str, list[str]] = {}

    def content(self, text: str) -> frozenset[str]:
        """The stems of ``content``, each as it was met first."""
        return frozenset(map(self._met, content(text, self._names)))

    def _met(self, word: str) -> str:
        if word not in self._known:
            self._known[word] = word
            if len(word) >= _SLIPS_FROM and not any(letter.isdigit() for letter in word):
                # words that are one letter apart are alike when one letter of each is left out
                left_out = {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}
                near = (other for one in left_out for other in self._near.get(one, ()))
                self._known[word] = next((other for other in near if is_slip(word, other)), word)
                if self._known[word] == word:
                    for one in left_out:
                        self._near.setdefault(one, []).append(word)
        return self._known[word]


def is_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter: another, one more, one less, or two that changed places."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return True
    mine, yours = one[start:], other[start:]
    if mine[1:] == yours[1:] or mine[1:] == yours or mine == yours[1:]:
        return True
    return mine[:2] == yours[1::-1] and mine[2:] == yours[2:]
