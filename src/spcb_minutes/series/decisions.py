"""What the user decided about names: a small file that they keep, in TOML.

    [[names]]
    one = "Bernard Tansor"
    other = "B Tansor"
    same = true

``same`` is true for one person, false for two, and "?" where it is not decided yet.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from ..errors import DecisionsError, UnreadableFileError
from ..models import Model

UNDECIDED = "?"
"""What stands for ``same`` in an entry that is still to be decided."""


class NameDecision(Model):
    """Two names, and whether they are one person."""

    one: str
    """The one name, as printed but without honorific: ``Spelling.name``."""
    other: str
    """The other name."""
    same: bool
    """Whether they are one person."""

    @property
    def pair(self) -> frozenset[str]:
        """The two names, in no order."""
        return frozenset((self.one, self.other))


class Decisions(Model):
    """What the user decided about names."""

    names: tuple[NameDecision, ...] = ()
    """The decisions, in the order of the file."""


def read_decisions(path: str | os.PathLike[str]) -> Decisions:
    """The decisions of a file; entries whose ``same`` is "?" are left out.

    Raises ``UnreadableFileError`` for a file that is not there or no text, ``DecisionsError`` for one that is no TOML,
    for an entry that is not as it should be, and for decisions that contradict each other.
    """
    name = Path(path).name
    try:
        text = Path(path).read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableFileError(f"{os.fspath(path)}: cannot be read: {reason}; check the name of the file") from error
    except UnicodeDecodeError as error:
        raise UnreadableFileError(f"{name}: is no text in UTF-8; save it as UTF-8") from error
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DecisionsError(f"{name}: {error}; write entries as [[names]] with one, other and same") from error
    unknown = sorted(data.keys() - {"names"})
    if unknown:
        raise DecisionsError(f"{name}: {unknown[0]!r} is not known here; decisions stand under [[names]]")
    entries = data.get("names", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise DecisionsError(f"{name}: names is no list of entries; begin each with a line [[names]]")
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip().startswith("[[names]]")]
    places = [
        f"{name}, " + (f"line {lines[i]}" if len(lines) == len(entries) else f"entry {i + 1}")
        for i in range(len(entries))
    ]
    found = [(place, _decision(entry, place)) for entry, place in zip(entries, places, strict=True)]
    decided = [(place, one) for place, one in found if one is not None]
    _contradict(decided)
    return Decisions(names=tuple({(one.pair, one.same): one for _, one in decided}.values()))


def _decision(entry: dict[str, Any], place: str) -> NameDecision | None:
    for key in ("one", "other", "same"):
        if key not in entry:
            raise DecisionsError(f"{place}: has no {key}; an entry needs one, other and same")
    for key in entry:
        if key not in ("one", "other", "same"):
            raise DecisionsError(f"{place}: {key!r} is not known here; an entry has one, other and same")
    one, other, same = entry["one"], entry["other"], entry["same"]
    for key, name in (("one", one), ("other", other)):
        if not isinstance(name, str) or not name.strip():
            raise DecisionsError(f'{place}: {key} is no name; write it in quotes, as printed: {key} = "Ada Quill"')
    if one == other:
        raise DecisionsError(f"{place}: one and other are the same name, {one}; name two spellings")
    if same == UNDECIDED:
        return None
    if not isinstance(same, bool):
        raise DecisionsError(f'{place}: same is {same!r}; write true, false or "{UNDECIDED}"')
    return NameDecision(one=one, other=other, same=same)


def _contradict(decided: list[tuple[str, NameDecision]]) -> None:
    """Raise where two names are told apart that are one by other decisions."""
    home: dict[str, str] = {}

    def find(name: str) -> str:
        while home.setdefault(name, name) != name:
            name = home[name]
        return name

    for _, one in decided:
        if one.same:
            home[find(one.one)] = find(one.other)
    for place, one in decided:
        if not one.same and find(one.one) == find(one.other):
            raise DecisionsError(
                f"{place}: {one.one} and {one.other} are one person by other entries, and two here; change one of them"
            )


# ---------------------------------------------------------------- writing

_ESCAPED = {"\\": "\\\\", '"': '\\"', "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def entry(one: str, other: str, same: bool | None) -> str:
    """An entry of the file; None is not decided yet."""
    said = f'"{UNDECIDED}"' if same is None else str(same).lower()
    return f"[[names]]\none = {quoted(one)}\nother = {quoted(other)}\nsame = {said}\n"


def quoted(text: str) -> str:
    """A text as a string of TOML, whatever is in it."""
    return '"' + "".join(_ESCAPED.get(c) or (c if c.isprintable() else _by_number(c)) for c in text) + '"'


def _by_number(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def comment(text: str) -> str:
    """A text as one line of comment, whatever is in it."""
    return "# " + " ".join("".join(c if c.isprintable() else " " for c in text).split())
