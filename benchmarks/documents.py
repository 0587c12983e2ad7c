"""The texts that are measured, and the plain scan that they are compared with. All of them are invented.

``long_notes`` joins the examples to the notes of one long meeting:

    041/24 …  to  090/24 …      the items of three meetings of one board: numbers rise from each to the next
    091/24 …  to  140/24 …      the same again, each number fifty higher
"""

from __future__ import annotations

import re
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "examples"
TEXTS = ("harbour-2024-03-12.txt", "harbour-2024-09-10.txt", "harbour-pack-2024-05.txt", "millbrook-2024-06-05.md")
PACK = EXAMPLES / "harbour-pack-2024-05.txt"
LONG = "long notes"

_MEETINGS = ("harbour-2024-03-12.txt", "harbour-pack-2024-05.txt", "harbour-2024-09-10.txt")
_HEADING = re.compile(r"^\d{3}/24\b", re.MULTILINE)
_NUMBER = re.compile(r"\b(\d{3})(/24)\b")
_STEP = 50


def example(name: str) -> str:
    """The text of an example."""
    return (EXAMPLES / name).read_text(encoding="utf-8")


def long_notes() -> str:
    """The notes of one meeting, about 40,000 characters: a front, and items numbered through from 041/24 on."""
    texts = [example(name) for name in _MEETINGS]
    begins = [match.start() for text in texts if (match := _HEADING.search(text))]
    front = texts[-1][: begins[-1]]
    items = "".join(text[begin:].rstrip() + "\n\n" for text, begin in zip(texts, begins, strict=True))
    again = _NUMBER.sub(lambda match: f"{int(match[1]) + _STEP:03d}{match[2]}", items)
    return front + items + again


# One expression with a group for each kind of line, as somebody would write it who wants no more than these.
SCAN = re.compile(
    r"""
      (?P<blank>    ^[ \t]*$)
    | (?P<heading>  ^[ \t]*(?:\#+[ ]|[-•*][ \t]+|\|[ \t]*)?(?:\*\*)?((?:[A-Z]{1,3}[. ]?)?\d{1,3}/\d{2,4}\b)(.*)$)
    | (?P<label>    ^[ \t]*(?:\*\*)?(Present|Attendees|In\ attendance|Apologies|Please\ note)\b[^:\n]*:(.*)$)
    | (?P<action>   ^[ \t]*(?:[-•*][ \t]+)?(?:\*\*)?(?:Action(?:\ point)?|ACTION)(?:\*\*)?[ ]*[:–-](.*)$)
    | (?P<decision> ^[ \t]*(?:\*\*)?(?:RESOLVED|AGREED|Decision|It\ was\ AGREED)\b(.*)$)
    | (?P<numbered> ^[ \t]*(?:[-•*][ \t]*)?(\d{1,2}[a-z]?)[.)][ \t]+(.*)$)
    | (?P<bullet>   ^[ \t]*(?:[-•*\uf0b7]|o(?=[ \t]))[ \t]*(.*)$)
    | (?P<row>      ^([^\t\n]*)\t(.*)$)
    | (?P<text>     ^.+$)
    """,
    re.MULTILINE | re.VERBOSE,
)


def scan(text: str) -> list[tuple[str | None, int, int]]:
    """The lines of a text with their kinds and places: what an expression alone can tell."""
    return [(match.lastgroup, match.start(), match.end()) for match in SCAN.finditer(text)]
