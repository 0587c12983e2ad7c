r"""Markdown to read, to edit and to parse again: the same facts come back.

    ### 041/24 – *Item 1* – Tides
    High water was early.
    **Action:** The HM to report back.
    - *Owner:* HM

Each line says by a mark what it is, so that nothing has to be guessed; ``docs/markdown.md`` lists the marks. A sign of
the text that Markdown would take for one of its own has a backslash before it (CommonMark 0.31, backslash escapes).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from ..diagnostics import said, weekday
from ..models import (
    Action,
    Agenda,
    AgendaItem,
    Attendee,
    Block,
    BulletList,
    Decision,
    Document,
    Item,
    ListEntry,
    Meeting,
    Minutes,
    Paragraph,
    Person,
    Question,
)
from .characters import SURROGATES, Characters

_SIGNS = re.compile(r"[\\*`\[\]{}<>~^|]|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")
"""What Markdown takes for a mark wherever it stands."""
_FIRST = re.compile(r"[#+=:-]|\d{1,9}[.)]|\w{1,8}\.(?= )")
"""What Markdown takes for a mark where a line begins."""
_ORDINAL = re.compile(r"(?<=\d )(?:st|nd|rd|th)\b", re.IGNORECASE)
"""What reading would join to the digits before it, as in "28 th"; it is set in bold, which ends that."""


def to_markdown(document: Document) -> str:
    """The document as Markdown; ``facts(parse(to_markdown(document))) == facts(document)``.

    Every field of every part is in it, but for what ``facts`` leaves out: places, furniture, diagnostics, ids and the
    source. Blank space in a text is folded, and what UTF-8 cannot hold becomes U+FFFD with a warning.
    """
    characters = Characters("Markdown", "\x00" + SURROGATES)
    lines = ["---", "format: spcb-minutes/1", "---", *_blocks(document.other, "")]
    for part in document.parts:
        lines += ["", *(_minutes(part) if isinstance(part, Minutes) else _agenda(part))]
    text = characters(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n")
    characters.report(document.source.name)
    return text


# ---------------------------------------------------------------- words


def _plain(text: str) -> str:
    """Words in the middle of a line, with a backslash before each sign that would be a mark."""
    folded = " ".join(text.split())
    return _ORDINAL.sub(r"**\g<0>**", _SIGNS.sub(r"\\\g<0>", folded))


def _line(text: str) -> str:
    """Words that begin a line, or stand behind its bullet."""
    plain = _plain(text)
    first = _FIRST.match(plain)
    if first is None:
        return plain
    at = first.end() - 1  # the sign itself, or the stop behind a number
    return f"{plain[:at]}\\{plain[at:]}"


def _day(day: datetime.date) -> str:
    return f"{weekday(day)} {said(day)}"


def _clock(time: datetime.time) -> str:
    return time.isoformat("minutes" if time == time.replace(second=0, microsecond=0) else "auto")


def _value(name: str, value: str | None, quote: str = "") -> Iterator[str]:
    """A line that says one value; nothing for None."""
    if value is not None:
        yield f"{quote}- *{name}:* {value}"


def _words(name: str, value: str | None, quote: str = "") -> Iterator[str]:
    return _value(name, None if value is None else _plain(value), quote)


def _person(person: Person) -> str:
    """Somebody: "Cllr **Ada Quill** (AQ) – Chair [until 043/24] {Cllr Ada QUILL}"."""
    parts = [f"{_plain(person.honorific)} " if person.honorific else "", f"**{_plain(person.name)}**"]
    parts.append(f" ({_bracketed(person.initials)})" if person.initials else "")
    parts.append(f" – {_plain(person.role)}" if person.role else "")
    note = person.note if isinstance(person, Attendee) else None
    parts.append(f" [{_plain(note)}]" if note else "")
    written = " ".join(one for one in (person.honorific, person.name) if one)
    parts.append(f" {{{_plain(person.as_written)}}}" if person.as_written != written else "")
    return "".join(parts)


def _bracketed(text: str) -> str:
    return re.sub(r"[()]", r"\\\g<0>", _plain(text))


# ---------------------------------------------------------------- parts


def _part(part: Minutes | Agenda, title: str) -> Iterator[str]:
    yield f"# {title} – {_plain(part.board)}" if part.board else f"# {title}"
    yield ""


def _when(meeting: Meeting, names: Sequence[str]) -> Iterator[str]:
    date, start, end, venue = names
    yield from _value(date, _day(meeting.date) if meeting.date else None)
    yield from _value(start, _clock(meeting.start) if meeting.start is not None else None)
    yield from _value(end, _clock(meeting.end) if meeting.end is not None else None)
    yield from _words(venue, meeting.venue)


def _coming(meeting: Meeting | None) -> Iterator[str]:
    if meeting is None:
        return
    if meeting.date is None:
        yield from _value("Next meeting", "no date")
    yield from _when(meeting, ("Next meeting", "Next begins", "Next ends", "Next venue"))


_MEETING = ("Date", "Begins", "Ends", "Venue")


def _minutes(part: Minutes) -> Iterator[str]:
    yield from _part(part, "Minutes")
    yield from _words("Status", part.status)
    yield from _when(part.meeting, _MEETING)
    yield from _value("Notes accepted", _day(part.accepted_notes) if part.accepted_notes else None)
    outstanding = part.outstanding_actions
    yield from _value("Outstanding actions", None if outstanding is None else str(outstanding))
    yield from _coming(part.next_meeting)
    yield from _group("Present", [f"- {_person(one)}" for one in part.attendance.present])
    yield from _group("Apologies", [f"- {_person(one)}" for one in part.attendance.apologies])
    yield from _group("Counted", [f"- {one.count} {_plain(one.role)}" for one in part.attendance.others])
    notices: list[str] = []
    for notice in part.notices:
        notices.append(f"- {notice.number}. {_plain(notice.text)}" if notice.number else f"- {_line(notice.text)}")
        notices += [f"  - [{_plain(link.as_written)}](<{_plain(link.url)}>)" for link in notice.links]
    yield from _group("Notices", notices)
    yield from _group("Preamble", list(_blocks(part.preamble, "")))
    section: str | None = None
    for item in part.items:
        yield from _section(section, item.section)
        section = item.section
        yield from _item(item)


def _group(name: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield from ("", f"## *{name}*")
        if lines[0]:
            yield ""
        yield from lines


def _section(before: str | None, section: str | None) -> Iterator[str]:
    if section != before:
        yield from ("", f"## {_plain(section)}" if section else "##")


def _item(item: Item) -> Iterator[str]:
    agenda_item = f" – *Item {_plain(item.agenda_item)}*" if item.agenda_item else ""
    title = f" – {_plain(item.title)}" if item.title else ""
    yield from ("", f"### {_plain(str(item.number))}{agenda_item}{title}")
    if item.presenters:
        yield ""
        for person in item.presenters:
            yield from _value("Presented by", _person(person))
    yield from _blocks(item.blocks, "")
    if item.commitments or item.references:
        yield ""
    for commitment in item.commitments:
        yield from _words("Promised", commitment.text)
        yield from _words("Promised by", commitment.by)
    if item.references:
        yield from _value("See also", "; ".join(_plain(str(number)) for number in item.references))


def _agenda(part: Agenda) -> Iterator[str]:
    yield from _part(part, "Agenda")
    yield from _when(part.meeting, _MEETING)
    yield from _coming(part.next_meeting)
    yield from _group("Preamble", list(_blocks(part.preamble, "")))
    section: str | None = None
    for item in part.items:
        yield from _section(section, item.section)
        section = item.section
        yield from _row(item)


def _row(item: AgendaItem) -> Iterator[str]:
    title = f" – {_plain(item.title)}" if item.title else ""
    yield from ("", f"### {_plain(item.number)}{title}")
    if item.time is not None or item.paper or item.presenters:
        yield ""
    yield from _value("Time", _clock(item.time) if item.time is not None else None)
    yield from _words("Paper", item.paper)
    for person in item.presenters:
        yield from _value("Presented by", _person(person))
    for line in (item.text or "").split("\n"):
        if line.strip():
            yield from ("", _line(line))


# ---------------------------------------------------------------- blocks


def _blocks(blocks: Sequence[Block], quote: str) -> Iterator[str]:
    """The lines of blocks, a blank line before each; what answers a question is quoted."""
    for block in blocks:
        yield quote.rstrip()
        match block:
            case Paragraph():
                yield f"{quote}{_line(block.text)}"
            case BulletList():
                yield from _entries(block.entries, quote, "")
            case Question():
                number = f" {block.number}" if block.number else ""
                yield f"{quote}**Question{number}:** {_plain(block.text)}".rstrip()
                yield from _value("Asked by", _person(block.asked_by) if block.asked_by else None, quote)
                yield from _blocks(block.answer, f"{quote}> ")
            case Action():
                words = _plain(block.text)
                yield f"{quote}**{words}**" if block.basis == "bold" else f"{quote}**Action:** {words}".rstrip()
                yield from _words("Owner", block.owner, quote)
                yield from _value("Due", _day(block.due) if block.due else None, quote)
                yield from _words("Update", block.update, quote)
            case Decision():
                yield f"{quote}**Decision:** {_plain(block.text)}"


def _entries(entries: Sequence[ListEntry], quote: str, indent: str) -> Iterator[str]:
    for entry in entries:
        yield f"{quote}{indent}- {_line(entry.text)}"
        yield from _entries(entry.entries, quote, f"{indent}  ")
