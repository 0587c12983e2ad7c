"""Loads ``grammar/`` once, on first use, and runs it: text in, tokens with their places out.

    parse("minutes", "item", text, 120, 480)  ->  the tokens of that slice, offsets counted in the whole text
    pattern("ITEM_NUMBER")                    ->  the terminal of grammar/marks.lark as a compiled expression

1. Every slice parses, from every start rule: the grammar is total.
2. Offsets are those of the text that was given, wherever the slice stands.
3. Nothing here knows about minutes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from lark import Lark, TextSlice, Token
from lark.lexer import Lexer, LexerState, LexerThread, LineCounter

STARTS: Mapping[str, tuple[str, ...]] = {
    "minutes": ("front", "item"),
    "agenda": ("agenda",),
    "title": ("title", "date"),
    "people": ("people",),
    "marks": ("marks",),
}
"""The grammars and their start rules."""

_MACRO = re.compile(r"<<(\w+)>>")


def parse(grammar: str, start: str, text: str, begin: int, end: int) -> list[Token]:
    """The tokens of ``text[begin:end]`` in order, by the start rule of that grammar."""
    tree = build(grammar).parse(TextSlice(text, begin, end), start=start)
    return tree.children  # type: ignore[return-value]  # the grammars are flat lists of tokens


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A terminal of ``grammar/marks.lark``, to look for in running text."""
    return re.compile(build("marks").get_terminal(name).pattern.to_regexp())


@cache
def build(name: str, *, strict: bool = False) -> Lark:
    """The parser of one grammar; ``strict`` also looks for terminals that collide (tests do)."""

    def loader(base_path: object, grammar_path: str) -> tuple[str, str]:
        try:
            return grammar_path, read_grammar(grammar_path)
        except OSError as error:
            raise FileNotFoundError(grammar_path) from error

    return Lark(
        read_grammar(f"{name}.lark"),
        parser="lalr",
        start=list(STARTS[name]),
        strict=strict,
        maybe_placeholders=False,
        import_paths=[loader],
        _plugins={"LexerThread": _SliceThread},
    )


class _SliceThread(LexerThread):
    """Begins to lex a slice where it begins.

    Lark counts the lines before a slice from the beginning of the text, for each slice anew, which makes the work
    grow with the square of the text. Only offsets are used here, so the lines are not counted.
    """

    @classmethod
    def from_text(cls, lexer: Lexer, text_or_slice: str | TextSlice[str]) -> _SliceThread:
        text = TextSlice.cast_from(text_or_slice)
        counter = LineCounter("\n")  # type: ignore[no-untyped-call]  # Lark gives it no types
        counter.char_pos = text.start
        return cls(lexer, LexerState(text, counter))


@cache
def lexicon() -> Mapping[str, str]:
    """What ``<<name>>`` stands for in the grammars: an expression for each name of ``grammar/lexicon.toml``."""
    data = tomllib.loads(_read("lexicon.toml"))
    known: dict[str, str] = {}
    for name, phrases in data["words"].items():
        longest_first = sorted(dict.fromkeys(phrases), key=lambda phrase: (-len(phrase), phrase))
        known[name] = "(?:" + "|".join(r"\s+".join(map(re.escape, p.split())) for p in longest_first) + ")"
    for name, expressions in data["cues"].items():
        known[name] = "(?:" + "|".join(expressions) + ")"
    for name, expression in data["shapes"].items():
        known[name] = _MACRO.sub(lambda m: known[m[1]], expression)
    return known


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of ``grammar/lexicon.toml``, as written there."""
    data = tomllib.loads(_read("lexicon.toml"))
    return tuple({**data["words"], **data["cues"]}[name])


def read_grammar(name: str) -> str:
    """The text of a grammar with the lexicon's words in place."""
    known = lexicon()
    # inside a terminal, which Lark writes between slashes, a slash is escaped and a line end is two characters
    return _MACRO.sub(lambda m: known[m[1]].replace("/", r"\/").replace("\n", r"\n").replace("\t", r"\t"), _read(name))


def grammar_dir() -> Traversable:
    """The folder of the grammars: inside the installed package, else beside ``src`` in an editable install."""
    packaged = files(__package__) / "grammar"
    if packaged.is_dir():
        return packaged
    root = Path(__file__).resolve().parents[2]
    if (root / "pyproject.toml").is_file() and (root / "grammar").is_dir():
        return root / "grammar"
    raise FileNotFoundError("the folder grammar/ of spcb_minutes is missing: install the package again")


def _read(name: str) -> str:
    return (grammar_dir() / name).read_text(encoding="utf-8")
