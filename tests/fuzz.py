"""Looks for texts that break a promise, as long as it is given: ``python tests/fuzz.py --seconds 600``.

Three ways of making texts, a third of the time each, or one of them alone:

    --grammar   drawn from the rules, terminals and words of grammar/
    --mutate    lines of the examples and of what was found before: cut, doubled, spliced, marks put in
    --guided    the same changes, and those are kept that reach code which none reached before (needs atheris)

What is found is made as small as it can be and stands in ``.fuzz/found/``, the broken promise in the file's name and
beside it in a ``.log``; a run that found something ends with exit status 1. The same ``--seed`` makes the same texts.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import importlib.util
import os
import random
import re
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any

WAYS = ("grammar", "mutate", "guided")
ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / ".fuzz"
# none of the two has types: the one is for this program alone, the other is how re reads an expression
atheris: Any = importlib.import_module("atheris") if importlib.util.find_spec("atheris") else None
expressions: Any = importlib.import_module("re._parser")


def watched() -> AbstractContextManager[None]:
    """What is imported in here tells the guided way which code a text reaches; that makes it slower for the others."""
    if atheris and "--guided" in sys.argv:
        guard: AbstractContextManager[None] = atheris.instrument_imports(include=["spcb_minutes"])
        return guard
    return nullcontext()


with watched():
    from spcb_minutes import Document, facts, parse
    from spcb_minutes.diagnostics import render
    from spcb_minutes.parser import STARTS, build
    from spcb_minutes.sources import from_text
    from spcb_minutes.summary import plain, summary
    from spcb_minutes.words import fold
    from strategies import LONE, PHRASES, SIGNS
    from test_properties import assert_whole

LONGEST = 4000  # characters: more lines show no more, and take longer
SLOWEST = 3.0  # seconds of work for a text of that length: a thousand times what it takes


# ---------------------------------------------------------------- what must hold of any text


def check(text: str) -> None:
    """Raise for the first promise that is broken for this text."""
    begin = time.process_time()
    document = parse(text)
    assert_quick(time.process_time() - begin)
    assert_whole(document)  # the spans of diagnostics are looked at in there too
    assert_json_comes_back(document)
    assert_line_ends_do_not_matter(document)
    assert_can_be_shown(document)


def assert_quick(seconds: float) -> None:
    assert seconds < SLOWEST, f"reading took {seconds:.1f} s"


def assert_json_comes_back(document: Document) -> None:
    assert Document.model_validate_json(document.model_dump_json()) == document


def assert_line_ends_do_not_matter(document: Document) -> None:
    """The minutes text read again is itself; a whole reading is made once, for all that follows is from the text."""
    text = document.source.text
    for end in ("\n", "\r"):
        source, _ = from_text(text.replace("\n", end))
        assert source.text == text
    again = parse(text.replace("\n", "\r\n"))
    assert again.source.text == text
    assert facts(again) == facts(document)


def assert_can_be_shown(document: Document) -> None:
    for diagnostic in document.diagnostics:
        assert render(diagnostic, document)
    assert plain(summary(document)) or not document.source.text.strip()


# ---------------------------------------------------------------- findings


def kind_of(error: BaseException) -> str:
    """The promise that is broken: the assertion that failed, else the exception and the function that it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    if isinstance(error, AssertionError) and Path(frames[-1].filename).parent == ROOT / "tests":
        return frames[-1].name.removeprefix("assert_").replace("_", "-")
    ours = [frame for frame in frames if "spcb_minutes" in frame.filename] or frames
    return f"{type(error).__name__}-in-{Path(ours[-1].filename).stem}.{ours[-1].name}"


def failure(text: str) -> tuple[str, str] | None:
    """The kind of what is broken for a text, and what was said; None where all holds."""
    try:
        check(text)
    except Exception as error:
        return kind_of(error), "".join(traceback.format_exception(error))
    return None


def reduced(text: str, kind: str) -> str:
    """A smaller text that breaks the same promise: without lines, then words, then signs, and with plainer words."""
    tries = 3000

    def same(parts: Sequence[str]) -> bool:
        nonlocal tries
        tries -= 1
        found = failure("".join(parts)) if tries > 0 else None
        return found is not None and found[0] == kind

    while True:
        before = text
        for pieces in (r"[^\n]*\n|[^\n]+", r"\w+|\s+|[^\w\s]", r"(?s:.)"):
            text = "".join(without(re.findall(pieces, text), same))
        words = re.findall(r"\w+|\W", text)
        for i, word in enumerate(words):
            for plainer in (" ", "a", "A", "0"):
                if word == plainer:
                    break
                if len(plainer) <= len(word) and same([*words[:i], plainer, *words[i + 1 :]]):
                    words[i] = plainer
                    break
        text = "".join(words)
        if text == before or tries <= 0:
            return text


def without(parts: Sequence[str], same: Callable[[Sequence[str]], bool]) -> Sequence[str]:
    """The parts without runs of them, long runs first, that are not needed."""
    size = len(parts)
    while size := size // 2 if size > 1 else 0:
        at = 0
        while at < len(parts):
            fewer = [*parts[:at], *parts[at + size :]]
            if same(fewer):
                parts = fewer
            else:
                at += size
    return parts


def shape(text: str) -> str:
    """What texts that show the same thing have in common: capitals, digits, glyphs and kinds of blank do not count."""
    return re.sub(r"\d+", "0", re.sub(r"[^\S\n]+", " ", fold(text)).lower().replace("•", "-"))


class Hunt:
    """One way's texts: tries them until the time is over, keeps what breaks something, and counts."""

    KEPT = 60  # of a kind; to make one small takes some seconds, and the sixtieth shows what the first ones did

    def __init__(self, way: str, seconds: float) -> None:
        self.way = way
        self.begin = time.monotonic()
        self.until = self.begin + seconds
        self.tried = 0
        self.found: Counter[str] = Counter()
        self.kept: dict[str, set[Path]] = {}

    @property
    def is_over(self) -> bool:
        """Whether the time has run out."""
        return time.monotonic() > self.until

    def look(self, text: str) -> None:
        """Try one text."""
        self.tried += 1
        broken = failure(text)
        if broken is None:
            return
        kind = broken[0]
        self.found[kind] += 1
        kept = self.kept.setdefault(kind, set())
        if len(kept) < self.KEPT:
            small = reduced(text, kind)
            name = hashlib.sha256(shape(small).encode("utf-8", "replace")).hexdigest()[:10]
            path = WORK / "found" / f"{kind}-{name}.txt"
            if path not in kept:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(small.encode("utf-8", "surrogatepass"))
                path.with_suffix(".log").write_text((failure(small) or broken)[1], encoding="utf-8", errors="replace")
                kept.add(path)
                tell(f"{path.relative_to(ROOT)}: {small[:120]!r}")

    def close(self) -> int:
        """Tell the counts; the exit status."""
        tell(f"{self.way}: {self.tried} texts in {time.monotonic() - self.begin:.0f} s, {self.found.total()} findings")
        for kind, count in self.found.most_common():
            tell(f"  {kind}: {count}, {len(self.kept[kind])} of them different and kept")
        return 1 if self.found else 0


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


# ---------------------------------------------------------------- drawn from the grammar


def drawn(rng: random.Random) -> str:
    """Some stretches of text, each by one of the start rules, with numbers that mostly run in sequence."""
    starts = [(grammar, start) for grammar, names in STARTS.items() for start in names]
    weights = [6 if grammar in ("minutes", "agenda") else 1 for grammar, _ in starts]
    chosen = rng.choices(starts, weights, k=rng.randint(1, 7))
    text = "".join(by_rule(*one, rng) + rng.choice(("", "\n", "\n\n", " ")) for one in chosen)
    if rng.random() < 0.3:
        return text
    sequence = iter(range(rng.randint(1, 150), 100_000))
    return re.sub(r"\d{1,3}/\d\d\b", lambda m: f"{next(sequence):03d}/24" if rng.random() < 0.8 else m[0], text)


def by_rule(grammar: str, start: str, rng: random.Random) -> str:
    """A text of one rule, its terminals drawn from their expressions."""
    rules, terminals = rules_of(grammar)
    symbols, out = [start], []
    for _ in range(rng.randint(5, 60)):
        if not symbols:
            break
        symbol = symbols.pop()
        if symbol in terminals:
            out.append(by_expression(terminals[symbol], rng))
        else:
            symbols += reversed(rng.choice(rules[symbol]))
    return "".join(out)


@cache
def rules_of(grammar: str) -> tuple[dict[str, list[list[str]]], dict[str, Any]]:
    """What each rule of a grammar may be, and the expression of each terminal, taken apart."""
    parser = build(grammar)
    rules: dict[str, list[list[str]]] = {}
    for rule in parser.rules:
        rules.setdefault(rule.origin.name, []).append([symbol.name for symbol in rule.expansion])
    return rules, {t.name: expressions.parse(t.pattern.to_regexp()) for t in parser.terminals}


def by_expression(parts: Any, rng: random.Random) -> str:
    """A text of a regular expression, as far as it says what stands there and not what does not."""
    out = []
    for operator, value in parts:
        match str(operator):
            case "LITERAL":
                out.append(chr(value))
            case "IN":
                out.append(one_of(value, rng))
            case "NOT_LITERAL" | "ANY":
                out.append(rng.choice(OTHERS))
            case "BRANCH":
                out.append(by_expression(rng.choice(value[1]), rng))
            case "SUBPATTERN":
                out.append(by_expression(value[-1], rng))
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, body = value
                often = rng.randint(least, max(least, min(int(most), least + rng.choice((1, 1, 3, 12)))))
                out.append("".join(by_expression(body, rng) for _ in range(often)))
            case "ATOMIC_GROUP":
                out.append(by_expression(value, rng))
            case "ASSERT" if rng.random() < 0.4:
                out.append(by_expression(value[1], rng))
            case _:
                pass
    return "".join(out)


OTHERS = "abcdeeeinorstu ABCDMST  0123,.;:'\"-–()" + SIGNS


def one_of(choices: Any, rng: random.Random) -> str:
    """A character of a set."""
    operator, value = rng.choice(choices)
    if str(choices[0][0]) == "NEGATE":
        return rng.choice(OTHERS)
    if str(operator) == "CATEGORY":
        return rng.choice({"CATEGORY_DIGIT": "0123456789", "CATEGORY_SPACE": " \t\n"}.get(str(value), "aeTx9"))
    return chr(value if str(operator) == "LITERAL" else rng.randint(*value))


# ---------------------------------------------------------------- changed


@cache
def seeds() -> tuple[str, ...]:
    """The texts that changes begin with: examples, cases and what was found before, in stretches of some lines."""
    folders = (ROOT / "examples", ROOT / "tests" / "cases", ROOT / "tests" / "found")
    files = [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in (".txt", ".md")]
    out: list[str] = []
    for path in files:
        text = path.read_bytes().decode("utf-8-sig").replace("<TAB>", "\t")
        if path.parent.name == "cases":
            out += re.findall(r"^```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
            continue
        lines = text.splitlines(keepends=True)
        out += ["".join(lines[i : i + 30]) for i in range(0, len(lines), 20)]
    return tuple(out)


SEPARATORS = ("\n", "\n\n", "\t", " ", "", "\f", "\n \n", "\\", "\u00a0", "*", "**", "***")


def changed(text: str, rng: random.Random) -> str:
    """The text with a few changes, of lines, of pieces or of signs."""
    for _ in range(rng.choice((1, 1, 2, 3, 5, 8))):
        text = rng.choice(CHANGES)(text, rng)
    return text[:LONGEST]


def change_lines(text: str, rng: random.Random) -> str:
    """Some lines dropped, doubled, moved elsewhere, or put in any order."""
    lines = text.splitlines(keepends=True)
    begin, end = two_places(len(lines), rng)
    end = min(end, begin + 8)
    some, rest = lines[begin:end], lines[:begin] + lines[end:]
    match rng.choice(("drop", "double", "move", "shuffle")):
        case "drop":
            return "".join(rest)
        case "double":
            rest[begin:begin] = some + some
        case "move":
            at = rng.randint(0, len(rest))
            rest[at:at] = some
        case _:
            rng.shuffle(some)
            rest[begin:begin] = some
    return "".join(rest)


def splice(text: str, rng: random.Random) -> str:
    """A stretch of another text, or of this one, put in; at the beginning of a line where it can."""
    other = rng.choice((*rng.choices(seeds(), k=2), text))
    if rng.random() < 0.7:
        lines, others = text.splitlines(keepends=True), other.splitlines(keepends=True)
        begin, end = two_places(len(others), rng)
        at = rng.randint(0, len(lines))
        return "".join([*lines[:at], *others[begin : min(end, begin + 10)], *lines[at:]])
    begin, end = two_places(len(other), rng)
    at = rng.randint(0, len(text))
    return text[:at] + other[begin : min(end, begin + 80)] + text[at:]


def put_in(text: str, rng: random.Random) -> str:
    """A phrase or sign of the format, or any character, put in; mostly beside a word."""
    gaps = [m.start() for m in re.finditer(r"\b|^", text, re.MULTILINE)] if rng.random() < 0.7 else []
    at = rng.choice(gaps) if gaps else rng.randint(0, len(text))
    sign = rng.choice((*PHRASES, *SEPARATORS, rng.choice(SIGNS), rng.choice(LONE), chr(rng.choice((233, 8239, 66560)))))
    return text[:at] + sign * rng.choice((1, 1, 1, 2, 3)) + text[at:]


def dress(text: str, rng: random.Random) -> str:
    """Some words in bold, in italics, in brackets, in capitals, or another sign for the blanks between them."""
    begin, end = two_places(len(text), rng)
    end = min(end, begin + rng.choice((10, 40, 200)))
    words = text[begin:end]
    left, right = rng.choice((("**", "**"), ("*", "*"), ("***", "***"), ("(", ")"), ("\\", ""), ("- ", ""), ("\t", "")))
    put = rng.choice(
        (f"{left}{words}{right}", words.upper(), words.replace(" ", rng.choice(SEPARATORS)), words.title())
    )
    return text[:begin] + put + text[end:]


def cut(text: str, rng: random.Random) -> str:
    """Some characters taken out, or two exchanged, or a line wrapped, or two joined."""
    begin, end = two_places(len(text), rng)
    match rng.choice(("take", "exchange", "wrap", "join")):
        case "take":
            return text[:begin] + text[min(end, begin + rng.choice((1, 3, 30))) :]
        case "exchange" if begin < end < len(text):
            return text[:begin] + text[end] + text[begin + 1 : end] + text[begin] + text[end + 1 :]
        case "wrap":
            return text[:begin] + rng.choice(("\n", "\n\n", "\n ", "\n\f")) + text[begin:].lstrip(" ")
        case _:
            return text[:begin] + text[begin:].replace("\n", rng.choice((" ", "", "\t")), 1)


def two_places(length: int, rng: random.Random) -> tuple[int, int]:
    begin, end = sorted((rng.randint(0, length), rng.randint(0, length)))
    return begin, end


CHANGES = (change_lines, splice, put_in, put_in, dress, cut)


# ---------------------------------------------------------------- guided by coverage


def guide(hunt: Hunt, seed: int) -> None:
    """Let libFuzzer choose what to change; it never comes back, so the counts are told from inside."""
    corpus = WORK / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for text in seeds():
        data = text.encode("utf-8")
        (corpus / hashlib.sha256(data).hexdigest()).write_bytes(data)
    words = "".join(
        '"' + "".join(f"\\x{byte:02x}" for byte in p.encode()) + '"\n' for p in (*PHRASES, *SEPARATORS) if p
    )
    (WORK / "phrases.dict").write_text(words, encoding="ascii")

    def one(data: bytes) -> None:
        if hunt.is_over:
            sys.stdout.flush()
            os._exit(hunt.close())
        hunt.look(data.decode("utf-8", "replace"))

    def mutate(data: bytes, most: int, number: int) -> bytes:
        rng = random.Random(number)
        if rng.random() < 0.2:
            mutated: bytes = atheris.Mutate(data, most)
            return mutated
        return changed(data.decode("utf-8", "replace"), rng).encode("utf-8", "replace")[:most]

    options = [
        f"-seed={seed or 1}", f"-max_len={LONGEST}", f"-dict={WORK / 'phrases.dict'}", f"-artifact_prefix={WORK}/",
        "-timeout=120", "-rss_limit_mb=4096", "-verbosity=0",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], one, custom_mutator=mutate)
    atheris.Fuzz()


# ---------------------------------------------------------------- the program


def run(way: str, seconds: float, seed: int) -> int:
    """Hunt in one way; the exit status."""
    hunt = Hunt(way, seconds)
    if way == "guided":
        guide(hunt, seed)
    number = 0
    while not hunt.is_over:
        rng = random.Random(f"{seed} {number}")
        hunt.look(drawn(rng) if way == "grammar" else changed(rng.choice(seeds()), rng))
        number += 1
    return hunt.close()


def main() -> int:
    """Hunt in the ways that are asked for, each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for way in WAYS:
        parser.add_argument(f"--{way}", dest="ways", action="append_const", const=way, help="this way, not all")
    parser.add_argument("--seconds", type=float, default=600, help="how long, in all (default: 600)")
    parser.add_argument("--seed", type=int, default=0, help="which texts (default: 0)")
    options = parser.parse_args()
    ways = options.ways or list(WAYS)
    if "guided" in ways and atheris is None:
        tell("The guided way needs atheris: pip install atheris. It is left out.")
        ways.remove("guided")
    share = options.seconds / max(len(ways), 1)
    if len(ways) == 1:
        return run(ways[0], share, options.seed)
    command = [sys.executable, __file__, "--seconds", str(share), "--seed", str(options.seed)]
    return max((subprocess.run([*command, f"--{way}"], check=False).returncode for way in ways), default=0)


if __name__ == "__main__":
    sys.exit(main())
