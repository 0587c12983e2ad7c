"""Writes docs/accuracy.md: how much of what minutes say is still read when extraction spoiled the page.

Minutes are generated with all their facts (tests/generated.py), printed in every dress (tests/dresses.py), spoiled in
every way (tests/damage.py) and read; the examples likewise, against the facts that people read from them. What is read
is compared fact by fact. All is drawn from fixed seeds: with the same versions the same numbers come again.
"""

from __future__ import annotations

import json
import platform
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import generated  # noqa: E402 - from tests/, which is on the path only now
from damage import DAMAGES, ONE_IN  # noqa: E402
from dresses import DRESSES  # noqa: E402
from spcb_minutes import Document, Item, Minutes, parse, read  # noqa: E402
from spcb_minutes.models import Agenda, Block, Person, walk  # noqa: E402
from strategies import Draft, Line  # noqa: E402

PAGE = ROOT / "docs" / "accuracy.md"

DOCUMENTS = 40
"""How many minutes are generated; each is printed in every dress."""

SEEDS = 3
"""How often each example is spoiled in each way."""

EXAMPLES = ("harbour-2024-03-12.txt", "harbour-2024-09-10.docx", "harbour-pack-2024-05.txt", "millbrook-2024-06-05.md")

Facts = Mapping[str, Sequence[tuple[Any, ...]]]
"""The facts of a document, by what they are about."""

# ---------------------------------------------------------------- the facts of a document


CATEGORIES = {
    "items": "the numbers",
    "titles": "the title of each item that has one",
    "sections": "the section that an item stands under",
    "attendance": "who was there and who sent apologies, each with name and role, and people counted",
    "questions": "the words of a question",
    "askers": "who asked it",
    "text": "every paragraph, entry of a list, decision and action, in answers too",
    "actions": "the words of an action",
    "owners": "who is to do it",
    "decisions": "the words of a decision",
    "commitments": "the sentence of an undertaking",
    "presenters": "who presented an item, with name and role",
    "meeting": "board, day, hours and venue, and the day of the next meeting",
    "dates": "when an action is due, and of which day the notes were accepted",
}
OF_NO_ITEM = ("attendance", "meeting")
"""What is said in no item; every other fact begins with the number of its item."""
NOT_BY_HAND = ("decisions", "dates")
"""What nobody has read from the examples by hand."""


def facts_of(some: Sequence[Minutes]) -> Facts:
    """What minutes say, each fact with the number of the item that it is in."""
    out: dict[str, list[tuple[Any, ...]]] = {name: [] for name in CATEGORIES}
    for part in some:
        when, soon = part.meeting, part.next_meeting
        told = {"board": part.board, "date": when.date, "start": when.start, "end": when.end, "venue": when.venue}
        out["meeting"] += stated(told | {"next meeting": soon and soon.date})
        out["dates"] += stated({"": part.accepted_notes})
        people = [("present", p) for p in part.attendance.present] + [("away", p) for p in part.attendance.apologies]
        out["attendance"] += [(how, *who(person)) for how, person in people]
        out["attendance"] += [(other.role, other.count) for other in part.attendance.others]
        for item in part.items:
            for name, fact in facts_of_item(item):
                out[name].append((str(item.number), *fact))
    return out


def facts_of_item(item: Item) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """What an item says: what each fact is about, and the fact."""
    yield "items", ()
    for name, value in (("titles", item.title), ("sections", item.section)):
        if value:
            yield name, (value,)
    yield from (("presenters", who(person)) for person in item.presenters)
    yield from (("commitments", (one.text,)) for one in item.commitments)
    for block in walk(item.blocks):
        if block.kind == "question":
            yield "questions", (block.text,)
            if block.asked_by:
                yield "askers", (block.text, block.asked_by.name)
        elif block.kind == "action":
            yield "actions", (block.text,)
            if block.owner:
                yield "owners", (block.text, block.owner)
            if block.due:
                yield "dates", (block.text, block.due)
        elif block.kind == "decision":
            yield "decisions", (block.text,)
        yield from (("text", (text,)) for text in texts_of(block))


def texts_of(block: Block) -> Iterator[str]:
    """The running text of a block, without the answer of a question."""
    if block.kind == "list":
        entries = list(reversed(block.entries))
        while entries:
            entry = entries.pop()
            yield entry.text
            entries += reversed(entry.entries)
    elif block.kind != "question":
        yield block.text


def who(person: Person) -> tuple[str, str | None]:
    """A person as a fact."""
    return person.name, person.role


def stated(values: Mapping[str, object]) -> list[tuple[Any, ...]]:
    """What is said of these."""
    return [(name, value) for name, value in values.items() if value]


def facts_by_hand(path: Path) -> Facts:
    """The facts of an example that people read from it."""
    out: dict[str, list[tuple[Any, ...]]] = {name: [] for name in CATEGORIES if name not in NOT_BY_HAND}
    for part in json.loads(path.read_text(encoding="utf-8"))["minutes"]:
        told = {name: part[name] for name in ("board", "date", "start", "end", "venue")}
        out["meeting"] += stated(told | {"next meeting": part["next_meeting"]})
        for how, key in (("present", "present"), ("away", "apologies")):
            out["attendance"] += [(how, one["name"], one["role"]) for one in part[key]]
        out["attendance"] += part["others"].items()
        for item in part["items"]:
            number = item["number"]
            out["items"].append((number,))
            for name, key in (("titles", "title"), ("sections", "section")):
                out[name] += [(number, item[key])] if item[key] else []
            out["presenters"] += [(number, one["name"], one["role"]) for one in item["presenters"]]
            answers = [text for question in item["questions"] for text in question["answers"]]
            out["text"] += [(number, text) for text in (*item["texts"], *answers)]
            out["questions"] += [(number, one["text"]) for one in item["questions"]]
            out["askers"] += [(number, one["text"], one["asked_by"]) for one in item["questions"] if one["asked_by"]]
            for action in item["actions"]:
                name = "commitments" if action["basis"] == "commitment" else "actions"
                out[name].append((number, action["text"]))
                out["text"] += [(number, action["text"])] if action["basis"] == "label" else []
                out["owners"] += [(number, action["text"], action["owner"])] if action["owner"] else []
    return out


_ALIKE = str.maketrans("‘’“”", "''\"\"")


def plain(fact: Sequence[Any]) -> tuple[str, ...]:
    """A fact to be compared: dates and times as in the files that were made by hand, quotes straight."""
    return tuple(re.sub(r"^(\d\d:\d\d):00$", r"\1", str(value)).translate(_ALIKE) for value in fact)


# ---------------------------------------------------------------- documents, spoiled and read

EVERYTHING, ANYWHERE = "everything", "in any item"
"""All facts together; and all but the numbers, each right in whatever item it was found."""


@dataclass
class Tally:
    """How many facts there were, how many were read, and how many of these are right, by what they are about."""

    true: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    words: int = 0
    words_left: int = 0

    def add(self, true: Facts, got: Facts) -> None:
        """One more document."""
        self.documents += 1
        for name in true:
            one, two = (Counter(map(plain, facts[name])) for facts in (true, got))
            self._count(one, two, name, EVERYTHING)
            if name not in OF_NO_ITEM:
                one, two = (Counter(fact[1:] for fact in facts.elements()) for facts in (one, two))
            if name != "items":
                self._count(one, two, ANYWHERE)

    def _count(self, one: Counter[tuple[str, ...]], two: Counter[tuple[str, ...]], *names: str) -> None:
        for name in names:
            self.true[name] += one.total()
            self.read[name] += two.total()
            self.right[name] += (one & two).total()

    def add_words(self, before: str, after: str) -> None:
        """The words of a document, and those that are still in it."""
        one, two = Counter(before.split()), Counter(after.split())
        self.words += one.total()
        self.words_left += (one & two).total()

    def score(self, name: str) -> str:
        """The F1 of a category, rounded down; a dash where there is nothing to read and nothing was read."""
        facts = self.true[name] + self.read[name]
        return f"{2000 * self.right[name] // facts / 1000:.3f}" if facts else "–"

    def left(self) -> str:
        """The share of the words that are still in the text, rounded down."""
        return f"{1000 * self.words_left // self.words / 1000:.3f}"


NONE = "nothing"
"""The name of no damage."""


def measure(draft: Draft, true: Facts, seed: str, tallies: Sequence[Mapping[str, Tally]]) -> None:
    """Read a document as it is and with each damage; add what comes to all these tallies."""
    for name, spoilt in spoiled(draft, seed):
        got = facts_of(parse(spoilt).minutes)
        for tally in tallies:
            tally[name].add(true, got)
            tally[name].add_words(draft.text, spoilt)


def spoiled(draft: Draft, seed: str) -> Iterator[tuple[str, str]]:
    """The text as it is and with each damage that finds a place in it."""
    yield NONE, draft.text
    for damage in DAMAGES:
        text = damage.of(draft, Random(f"{seed}: {damage.name}")).text
        if text != draft.text:
            yield damage.name, text


def models() -> list[Minutes]:
    """Minutes with all their facts, always the same."""
    found: list[Minutes] = []

    @settings(
        max_examples=DOCUMENTS,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(generated.minutes())
    def gather(model: Minutes) -> None:
        found.append(model)

    gather()
    return found


def draft_of(document: Document) -> Draft:
    """The lines of an example with what they are, as read from it: that says where damage goes, not what is true."""
    text = document.source.text
    items = [item for part in document.minutes for item in part.items]
    lines: list[Line] = []
    start = 0
    for words in text.removesuffix("\n").split("\n"):
        here = next((i for i, item in enumerate(items) if item.span.start <= start < item.span.end), -1)
        kind = "blank" if not words.strip() else _kind_in(items[here], start, words) if here >= 0 else None
        lines.append(Line(kind or _kind_before(document, start, start + len(words)), here, words))
        start += len(words) + 1
    return Draft(tuple(lines), tuple(str(item.number) for item in items))


def _kind_in(item: Item, start: int, words: str) -> str:
    """What a line of an item is."""
    end = start + len(words)
    blocks = [block for block in walk(item.blocks) if block.span.start < end and start < block.span.end]
    if str(item.number) in words and all(block.span.start > start for block in blocks):
        return "heading"
    if not blocks:
        return (
            "section" if any(e.field == "section" and start <= e.span.start < end for e in item.evidence) else "under"
        )
    if "\t" in words.strip():  # a row of a table in the text
        return "row"
    inner = blocks[-1]
    return {"list": "entry"}.get(inner.kind, inner.kind)


def _kind_before(document: Document, start: int, end: int) -> str:
    """What a line outside all items is."""
    for part in document.parts:
        if part.span.start <= start < part.span.end:
            if isinstance(part, Agenda):
                return "row"
            people = [one.span.start for one in (*part.attendance.present, *part.attendance.apologies)]
            if any(start <= at < end for at in people):
                return "attendance"
            return "title" if not people or start < min(people) else "label"
    return "preamble"


# ---------------------------------------------------------------- the page


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown: the first column to the left, figures to the right."""
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def by_category(tally: Mapping[str, Tally], columns: Sequence[str]) -> str:
    """A line for each damage, a column for each category."""
    rows = [
        [name, str(one.documents), one.left(), *(one.score(column) for column in (EVERYTHING, ANYWHERE, *columns))]
        for name, one in tally.items()
    ]
    return table(["damage", "documents", "words left", EVERYTHING, ANYWHERE, *columns], rows)


def by_dress(tallies: Mapping[str, Mapping[str, Tally]]) -> str:
    """A line for each damage, a column for each dress."""
    names = list(next(iter(tallies.values())))
    rows = [
        [name, *(tally[name].score(EVERYTHING) if name in tally else "–" for tally in tallies.values())]
        for name in names
    ]
    return table(["damage", *tallies], rows)


NOTES = {
    "lines re-wrapped": (
        "Nothing is lost. Where a line of running text ends says nothing, as long as the next line does not begin "
        "with a mark of the format (a bullet, a number, a label)."
    ),
    "blanks widened": (
        "Nothing is lost: blanks are folded, those behind a line are left out, and two blank lines are as good as one."
    ),
    "no-break spaces": "Nothing is lost: all kinds of blanks are one.",
    "curly quotes": (
        "Nothing is lost: the quotes stay as printed in the text, and are compared as straight ones. They count "
        "as other words in the second column."
    ),
    "line ends": "Nothing is lost: CRLF and CR are line ends as LF is.",
    "bullets changed": "Nothing is lost: every usual glyph is a bullet.",
    "page break between blocks": 'Nothing is lost: a form feed is a blank line, and "Page 2 of 6" is set aside.',
    "page break inside a block": (
        "Nothing is lost where the sentence goes on in lower case, or in a question that has begun to ask; the "
        "damage cuts there only. A sentence cut before a capital becomes two paragraphs, for nothing tells them "
        "from two."
    ),
    "header repeated": (
        "Nothing is lost where the header is a title line of the document, or stands on most pages. A header of "
        "another wording on one page only would be a paragraph."
    ),
    "number cell repeated": (
        "Nothing is lost: a number that repeats the open item's, alone in its cell, is set aside (M101)."
    ),
    "table row over two pages": "Nothing is lost, as above. The figures are of the one dress that prints rows.",
    "columns swapped": (
        "Names and roles are told apart by their words, whatever their order. Where the surname is in capitals, and "
        'initials or a particle with a capital stand before it ("Zoë Le FEVRE"), the first of the names may go to the '
        "role."
    ),
    "columns run together": (
        "The end of the name and the beginning of the role are told by capitals, titles and the words of offices. "
        'A body that begins with a place ("Ada Quill Norland County Council") gives its first word to the name: '
        "person and role are then both wrong."
    ),
    "question number lost": (
        '"(Asked by …)" tells a question without its number, so only the number is lost, which is not counted '
        "here. Where the question stands right below another line, it goes on with that one, and is lost with its "
        "asker."
    ),
    "bullets lost": (
        "The words stay, and the item. An entry goes on with the line right above it, so two entries become one; "
        "behind a blank line it is an entry as before. What is lower are the texts, two wrong for each bullet."
    ),
    "bold lost": (
        "Actions that only bold type marks are lost as actions, with owner and day; their words stay, as "
        "paragraphs or entries. The italics below them, what was done, become paragraphs of their own. Labels "
        '("Action:") work without bold. In one example sections and titles in the middle of a paragraph are told '
        "by bold type alone, and the items there are lost with it."
    ),
    "digit of a number misread": (
        'The item is there with its words, under the wrong number: all of its facts count as wrong here, and "in '
        'any item" shows that they are not lost. A number alone in its line that cannot follow the one before is '
        "taken for a number cell misread, and the item goes on with the one before it (M104)."
    ),
    "heading run in": (
        "The number is found inside the paragraph where it is the next one (M106), title and text with it. Where "
        "a number was left out before it, it may be a mention, and the item stays in the text of the one before. "
        "The generated documents leave out numbers often, the examples do not."
    ),
    "page lost its lines": (
        "Numbers are found as above; bullets, questions and actions inside the paragraph are not, for nothing but "
        "their words is left of them, and where a title ends is told by the sentence behind it."
    ),
    "heading lost": (
        "The item's words stand in the item before it, so its facts count as wrong there; its title is gone. A "
        "section above a lost heading is a paragraph, and the items below are without it. M103 tells that a "
        "number is missing."
    ),
    "letters misread": (
        "Up to four letters of a line are wrong, so its text is: the figures count words as they should have "
        "been, not as printed. What kind of block it is depends on few letters (a label, a verb, a name)."
    ),
    "lines spoiled": (
        "Of each line only the beginning, or noise, is left, or two letters changed places. Its own facts are "
        "lost, no others."
    ),
    "lines exchanged": (
        "The words are all there. An entry under another question is an answer to that one; in a list nothing is "
        "lost, for the order inside an item is not compared."
    ),
    "lines doubled": (
        "Everything is there, and once too often: right below itself a paragraph goes on, so its text is wrong; a "
        "bullet makes a second entry."
    ),
    "lines deleted": (
        "What is not in the text cannot be read: the share of words left is about as high as the figures can be. "
        "A question that is lost leaves its answer to the question or paragraph above."
    ),
    "end cut off": (
        "From anywhere behind the first heading on, all is gone: here too the share of words left is the bound. "
        "What ended before the cut is read as ever."
    ),
}
"""What to expect of each damage."""


def page(
    everything: Mapping[str, Tally], dresses: Mapping[str, Mapping[str, Tally]], examples: Mapping[str, Tally]
) -> str:
    """The page."""
    whole = everything[NONE]
    about = "\n".join(f"- **{name}**: {what}." for name, what in CATEGORIES.items())
    dress = "\n\n".join(
        f"**{damage.name}** ({before_and_after(damage.of.__doc__ or '')}). {NOTES[damage.name]}" for damage in DAMAGES
    )
    by_hand = [name for name in CATEGORIES if name not in NOT_BY_HAND]
    packages = ", ".join(f"{name} {version(name)}" for name in ("lark", "pydantic", "hypothesis"))
    return f"""# Accuracy, damage by damage

How much of what notes say is still read when extraction has spoiled the page. `make accuracy` measures it and writes
this page; with the same versions the same numbers come again. Made with Python {platform.python_version()},
{packages} on {platform.system()} {platform.machine()}.

## What is measured

{DOCUMENTS} minutes are generated with all their facts, and each is printed in {len(dresses)} dresses of headings,
lists and attendance: {whole.documents} documents, {whole.true[EVERYTHING]:,} facts. Each is read as it is, and once
with each damage. The generated facts are the truth: not what was read from the undamaged text. A damage that finds
no place in a document (no bold type to lose) leaves it out, so each line says how many documents it is of. The notes
are drawn by Hypothesis, derandomized; the places of the damage come from `random.Random`, seeded with the number of
the document, the dress and the damage.

Where there are many places, one in {ONE_IN} is damaged, and at least one: in a document of four items that is one
heading of four. Blanks, quotes, line ends, glyphs and bold type are damaged throughout, the end is cut anywhere, and
a page that loses its lines is one to three items.

Which notes are drawn changes with the package, for Hypothesis takes words from it: compare the figures of one page with
each other, not those of two versions. Where most of the notes drawn are short, a lost or misread heading costs more.

A figure is F1: twice the facts that are right, by those that there are and those that were read. 1.000 means that
all are there and nothing else; figures are rounded down, so that 1.000 is 1. A fact is right if all of it is: the
whole text, letter for letter, in the item with its number. **Words left** is the share of the words that are still
in the text, a bound for what can be read where lines are gone; **everything** is all facts together; **in any item**
is all but the numbers, each right in whatever item it was found. The other columns:

{about}

What the undamaged line lacks of 1.000 is no damage.

## Generated minutes, by what the facts are about

{by_category(everything, list(CATEGORIES))}

## Generated minutes, by dress

All facts together, as in the column "everything".

{by_dress(dresses)}

## The examples

{len(EXAMPLES)} documents of [the examples](../examples/README.md) ({", ".join(f"`{name}`" for name in EXAMPLES)}),
against the {examples[NONE].true[EVERYTHING] // SEEDS} facts that people read from them; of the pack its minutes, of
the Word file its minutes text. Each is damaged {SEEDS} times in each way. Where the lines of what kind are is told
by reading the document undamaged: that decides where damage goes, not what is true.
{" and ".join(NOT_BY_HAND).capitalize()} were not read by hand.

{by_category(examples, by_hand)}

## What is lost, and why

{dress}
"""


def before_and_after(docstring: str) -> str:
    """What a damage does, from its docstring: the words in front of the colon, and the line that shows it."""
    words = " ".join(docstring.split()).rstrip(".")
    return words[0].lower() + words[1:]


def main() -> int:
    """Measure, and write the page whole."""
    generated_all: dict[str, Tally] = defaultdict(Tally)
    dresses = {dress.name: defaultdict[str, Tally](Tally) for dress in DRESSES}
    for i, model in enumerate(models()):
        true = facts_of([model])
        for dress in DRESSES:
            measure(dress.print(model), true, f"{i} in {dress.name}", [generated_all, dresses[dress.name]])
    examples: dict[str, Tally] = defaultdict(Tally)
    for name in EXAMPLES:
        path = ROOT / "examples" / name
        true = facts_by_hand(ROOT / "tests" / "gold" / f"{path.stem}.json")
        for seed in range(SEEDS):
            measure(draft_of(read(path)), true, f"{seed} in {name}", [examples])
    whole = page(
        in_order(generated_all), {name: in_order(tally) for name, tally in dresses.items()}, in_order(examples)
    )
    draft = PAGE.with_suffix(".tmp")
    draft.write_text(whole, encoding="utf-8")
    draft.replace(PAGE)
    return 0


def in_order(tally: Mapping[str, Tally]) -> dict[str, Tally]:
    """The tallies in the order of the damages."""
    return {name: tally[name] for name in (NONE, *(damage.name for damage in DAMAGES)) if name in tally}


if __name__ == "__main__":
    sys.exit(main())
