"""Small notes of an invented board, for tests that need several meetings with chosen words.

notes("14 May 2024", ("041/24", "Apologies", "None."), ("042/24", "Lights", "Action: The HM to mend them."))
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from spcb_minutes import Document, parse

PRESENT = ("Peter LOWE\t\tHarbour Master", "Ada QUILL\t\tBoard Member", "Cath VARLEY\t\tClerk")


def words(
    date: str | None,
    *items: tuple[str, ...],
    board: str | None = "HARBOUR SAFETY BOARD",
    present: Sequence[str] = PRESENT,
    hours: str = "",
    before: str = "",
) -> str:
    """The text of some notes: each item is its number, its title, and its paragraphs."""
    lines = [board or "", ""] if board else []
    lines += [f"{before}Notes of meeting held on {date}{hours}", ""] if date else []
    lines += ["Present:", "", *present, ""]
    for number, title, *paragraphs in items:
        lines += [f"{number} {title}", ""]
        for paragraph in paragraphs:
            lines += [paragraph, ""]
    return "\n".join(lines)


def notes(date: str | None, *items: tuple[str, ...], **dress: Any) -> Document:
    """The same, read."""
    return parse(words(date, *items, **dress))
