"""Loads ``grammar/`` once, on first use, and runs it: text in, tokens with their places out.

    parse("minutes", "heading", text, 120, 480)  ->  the tokens of that slice, offsets counted in the whole text
    lex("minutes", "body", text, 131, 480)       ->  the same, one by one, for a rule that has no order
    pattern("ITEM_NUMBER")                       ->  the terminal of grammar/marks.lark as a compiled expression

1. Every slice parses, from every start rule: the grammar is total.
2. Offsets are those of the text that was given, wherever the slice stands.
3. Nothing here knows about minutes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from lark import Lark, TextSlice, Token
from lark.common import LexerConf
from lark.lexer import ContextualLexer, Lexer, LexerState, LexerThread, LineCounter

STARTS: Mapping[str, tuple[str, ...]] = {
    "minutes": ("front", "heading", "body"),
    "agenda": ("agenda",),
    "title": ("title", "date"),
    "people": ("people",),
    "marks": ("marks",),
    "record": ("record", "heading", "person", "link"),
}
"""The grammars and their start rules."""
_WITHOUT_ORDER = ("title", "people", "marks", "record")
"""The grammars of which only the terminals are needed, for their rules have no order."""

_MACRO = re.compile(r"<<(\w+)>>")
_MACROS_IN_ANY_CASE = re.compile(r"\(\?i:((?:<<\w+>>\|)*<<\w+>>)\)")


class Word(str):
    """A token: the characters, the terminal that found them, and where."""

    __slots__ = ("start_pos", "type")

    type: str
    start_pos: int


def parse(grammar: str, start: str, text: str, begin: int, end: int) -> list[Word]:
    """The tokens of ``text[begin:end]`` in order, by the start rule of that grammar."""
    tree = build(grammar).parse(TextSlice(text, begin, end), start=start)
    tokens: list[Token] = tree.children  # type: ignore[assignment]  # the grammars are flat lists of tokens
    return [_word(token, token.type, token.start_pos or 0) for token in tokens]


def lex(grammar: str, start: str, text: str, begin: int, end: int) -> Iterator[Word]:
    """The tokens of ``text[begin:end]`` one by one, by a start rule that takes its terminals in any order.

    They are those that ``parse`` gives, without the work of a parser that has nothing to decide; whoever stops asking
    at the end of a list of people does not pay for the rest of the paragraph.
    """
    for match in _any_terminal(grammar, start).finditer(text, begin, end):
        yield _word(match[0], match.lastgroup or "", match.start())


def _word(characters: str, kind: str, start: int) -> Word:
    word = Word(characters)
    word.type = kind
    word.start_pos = start
    return word


@cache
def _any_terminal(grammar: str, start: str) -> re.Pattern[str]:
    """The terminals of a rule in one expression, those of the highest priority first, as Lark's lexer has them."""
    made = _terminals(grammar) if grammar in _WITHOUT_ORDER else build(grammar)
    rules = [rule for rule in made.rules if rule.origin.name == start or rule.origin.name.startswith(f"__{start}_")]
    used = {symbol.name for rule in rules for symbol in rule.expansion if symbol.is_term}
    terminals = sorted((one for one in made.terminals if one.name in used), key=lambda one: -one.priority)
    return re.compile("|".join(f"(?P<{one.name}>{one.pattern.to_regexp()})" for one in terminals))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A terminal of ``grammar/marks.lark``, to look for in running text."""
    return re.compile(_terminals("marks").get_terminal(name).pattern.to_regexp())


@cache
def build(name: str, *, strict: bool = False) -> Lark:
    """The parser of one grammar; ``strict`` also looks for terminals that collide (tests do)."""
    quick = {} if strict else {"ContextualLexer": _Contexts}
    return _lark(name, strict=strict, _plugins={"LexerThread": _SliceThread, **quick})


@cache
def _terminals(name: str) -> Lark:
    """One grammar for its terminals and rules alone."""
    return _lark(name, lexer=_NoLexer)


def _lark(name: str, **options: Any) -> Lark:
    def loader(base_path: object, grammar_path: str) -> tuple[str, str]:
        try:
            return grammar_path, read_grammar(grammar_path)
        except OSError as error:
            raise FileNotFoundError(grammar_path) from error

    return Lark(
        read_grammar(f"{name}.lark"),
        parser="lalr",
        start=list(STARTS[name]),
        maybe_placeholders=False,
        import_paths=[loader],
        **options,
    )


class _Contexts(ContextualLexer):
    """Lark's lexer without compiling each terminal alone before all together: tests do that, with ``strict``."""

    def __init__(
        self, conf: LexerConf, states: dict[int, Collection[str]], always_accept: Collection[str] = ()
    ) -> None:
        conf.skip_validation = True
        super().__init__(conf, states, always_accept)


class _NoLexer(Lexer):
    """For a grammar of which Lark is to read no text."""

    def __init__(self, conf: LexerConf) -> None:
        pass

    def lex(self, lexer_state: LexerState, parser_state: Any) -> Iterator[Token]:
        raise NotImplementedError


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
    """What ``<<name>>`` stands for in the grammars: an expression for each name of ``grammar/lexicon.toml``.

    ``(?i:<<name>>)`` is another one, for a list in any case: ``name`` with ``_IN_ANY_CASE`` behind it.
    """
    data = tomllib.loads(_read("lexicon.toml"))
    known: dict[str, str] = {}
    for name, phrases in data["words"].items():
        known[name] = alternation(phrases)
        known[name + _IN_ANY_CASE] = alternation(phrases, any_case=True)
    for name, expressions in data["cues"].items():
        known[name] = "(?:" + "|".join(expressions) + ")"
    for name, expression in data["shapes"].items():
        known[name] = _with_words(expression, known)
    return known


_IN_ANY_CASE = " in any case"


def _with_words(expression: str, known: Mapping[str, str]) -> str:
    """The expression with what its macros stand for."""

    def folded(lists: re.Match[str]) -> str:
        return f"(?:{_MACRO.sub(lambda m: known[m[1] + _IN_ANY_CASE], lists[1])})"

    return _MACRO.sub(lambda m: known[m[1]], _MACROS_IN_ANY_CASE.sub(folded, expression))


def alternation(phrases: Iterable[str], *, any_case: bool = False) -> str:
    """An expression that matches the longest of the phrases, a blank in one standing for any run of blank space.

    ``alternation(["may", "march"])`` gives ``(?:ma(?:rch|y))``: phrases share their beginnings, so that a word which is
    none of them is told by its first letters, where one after the other would be tried. The letters of both cases
    stand in sets, because Python looks at every alternative of an expression that ignores case.
    """
    tree: dict[str, Any] = {}
    for phrase in phrases:
        node = tree
        for character in " ".join(phrase.split()):
            node = node.setdefault(_letter(character, any_case), {})
        node[""] = {}
    return f"(?:{_branches(tree)})"


def _letter(character: str, any_case: bool) -> str:
    if character == " ":
        return r"\s+"
    cases = sorted({character, character.upper(), character.lower()}) if any_case else [character]
    return re.escape(character) if len(cases) == 1 else f"[{''.join(cases)}]"


def _branches(tree: Mapping[str, Any]) -> str:
    """The alternatives from here on, the longest first; the end of a phrase is the empty one, and comes last."""
    found = []
    for letter, below in sorted(tree.items(), reverse=True):
        rest = _branches(below)
        found.append(letter + (rest if len(below) == 1 else f"(?:{rest})") if below else letter)
    return "|".join(found)


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of ``grammar/lexicon.toml``, as written there."""
    data = tomllib.loads(_read("lexicon.toml"))
    return tuple({**data["words"], **data["cues"]}[name])


def read_grammar(name: str) -> str:
    """The text of a grammar with the lexicon's words in place."""
    # inside a terminal, which Lark writes between slashes, a slash is escaped and a line end is two characters
    known = {
        name: expression.replace("/", r"\/").replace("\n", r"\n").replace("\t", r"\t")
        for name, expression in lexicon().items()
    }
    return _with_words(_read(name), known)


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
