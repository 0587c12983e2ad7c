"""Reads the Markdown that says of each line what it is; ``to_markdown`` writes it.

    ### 041/24 – *Item 1* – Tides           an item: number, agenda item, title
    High water was early.                   its paragraph
    **Question 2:** How many lamps?         a question
    - *Asked by:* Cllr **Ada Quill**        who asked it
    > Eleven.                               its answer

1. Nothing is guessed: a mark of ``grammar/record.lark`` says what a line is, and a line without one is a paragraph.
2. A mark that makes no sense where it stands is words of a paragraph.
3. What the words of an item say besides (who presented, what was promised) is read from lines of their own.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from .blocks import DEEPEST, Fields, Line, list_of
from .diagnostics import Finding
from .front import Title, tell_date
from .models import ItemNumber
from .parser import lex, pattern
from .values import DateRead, read_date, slug
from .words import Page, Stretch, inner


def is_record(page: Page) -> bool:
    """Whether the first lines of a text declare it to be in this format."""
    return pattern("DECLARED").match(page.folded) is not None


def read_record(page: Page, identity: Callable[[Title, str], str]) -> tuple[list[Fields], list[Fields], Stretch]:
    """The parts, the blocks outside of them, and where the declaration stands; ``identity`` makes the id of a part."""
    reading = _Reading(page, identity)
    lines = _lines(page)
    for line in lines[1:]:
        reading.take(line)
    reading.close_part()
    return reading.parts, _closed(page, reading.other), (lines[0].start, lines[0].mark_end)


@dataclass(slots=True)
class _Marked:
    """A line: its mark, where its words stand, and how deep it is quoted."""

    kind: str
    start: int
    mark_end: int
    mark: str = ""
    depth: int = 0
    pieces: list[Stretch] = field(default_factory=list)
    gap: bool = False
    """Whether a blank line stands before it."""

    @property
    def end(self) -> int:
        return self.pieces[-1][1] if self.pieces else self.mark_end

    @property
    def label(self) -> str:
        """The words of the mark: "Asked by", "Question 2"."""
        return self.mark.strip("> -*:#")


_WRAPS = ("LABEL", "FIELD", "ENTRY", "QUOTED", "WORDS")
"""Lines that may go on directly below."""


def _lines(page: Page) -> list[_Marked]:
    """The lines of the text; one without a mark directly below another goes on with it."""
    lines: list[_Marked] = []
    gap, fresh = False, True  # fresh: no mark has been met on this line yet
    for token in lex("record", "record", page.printed, 0, len(page.printed)):
        start, end = token.start_pos, token.start_pos + len(token)
        if token.type == "BREAK":
            gap, fresh = gap or len(token) > 1, True
            continue
        at = inner(page.printed, start, end, " \t")
        if token.type == "WORDS":
            if at[0] == at[1]:
                gap = gap or fresh
            elif not fresh or (not gap and _may_go_on(lines)):
                lines[-1].pieces.append(at)
            else:
                lines.append(_Marked("WORDS", *at, pieces=[at], gap=gap))
        else:
            depth = token.count(">")
            last = lines[-1] if lines else None
            if token.type == "QUOTED" and page.printed[end : end + 1] in ("", "\n"):
                lines.append(_Marked("BLANK", *at, str(token), depth))
                gap, fresh = True, False
                continue
            if token.type == "QUOTED" and last and not gap and last.depth == depth and last.kind in _WRAPS:
                fresh = False  # the words behind it go on with the line above
                continue
            mark = at if at[0] < at[1] else (start, end)
            lines.append(_Marked(token.type, mark[0], mark[1], str(token), depth, gap=gap))
        gap, fresh = (False, False) if token.type != "WORDS" or at[0] < at[1] else (gap, fresh)
    return lines


def _may_go_on(lines: Sequence[_Marked]) -> bool:
    """Whether a line without a mark, directly below the last one, belongs to it."""
    return bool(lines) and lines[-1].kind in _WRAPS and lines[-1].depth == 0 and bool(lines[-1].pieces)


class _Reading:
    """What is open while lines are taken one by one: a part, an item, a group of lines, a question."""

    def __init__(self, page: Page, identity: Callable[[Title, str], str]) -> None:
        self.page = page
        self.identity = identity
        self.parts: list[Fields] = []
        self.other: list[Fields] = []
        # where blocks go: those of the item, then those that answer its question, …
        self.levels: list[list[Fields]] = [self.other]
        self.part: _Part | None = None
        self.item: Fields | None = None
        self.group = ""
        self.section: tuple[str, Stretch] | None = None
        self.entries: list[Line] = []
        self.entries_depth = 0

    @property
    def in_row(self) -> bool:
        """Whether a row of an agenda is open, which has words and no blocks."""
        return self.item is not None and self.part is not None and self.part.kind == "agenda"

    # ------------------------------------------------------------ lines

    def take(self, line: _Marked) -> None:
        """One more line."""
        if self.entries and (line.kind != "ENTRY" or line.gap or line.depth != self.entries_depth):
            self.close_list()
        taken = {
            "PART": self.open_part,
            "GROUP": self.open_group,
            "SECTION": self.open_section,
            "ITEM": self.open_item,
            "FIELD": self.value,
            "LABEL": self.labelled,
            "BOLD": self.bold,
            "LINK": self.link,
            "ENTRY": self.entry,
            "BLANK": self.blank,
        }.get(line.kind)
        if self.in_row and line.kind not in ("PART", "SECTION", "ITEM", "FIELD"):
            taken = None
        if taken is None or not taken(line):
            self.paragraph(line)
        elif self.part:
            self.part.end = max(self.part.end, line.end)
        if self.item is not None:
            self.item["end"] = max(self.item["end"], line.end)

    def blank(self, line: _Marked) -> bool:
        """A quote mark alone, between the blocks of an answer."""
        block = self.levels[0][-1] if self.levels[0] else None
        if block is None or block["kind"] != "question":
            return False
        block["stop"] = max(block["stop"], line.end)
        return True

    def said(self, line: _Marked) -> str:
        """The words behind the mark."""
        return self.page.words(line.pieces).text if line.pieces else ""

    def paragraph(self, line: _Marked) -> None:
        """A line that is nothing more particular; of a mark that makes no sense here the signs are words as well."""
        pieces = line.pieces if line.kind in ("WORDS", "QUOTED") and line.pieces else [(line.start, line.end)]
        standing = self.page.standing(line.start, pieces[-1][1], pieces)
        self.put(line.depth, {"kind": "paragraph", "text": self.page.words(pieces).text, **standing})
        if self.part:
            self.part.end = max(self.part.end, line.end)

    def put(self, depth: int, block: Fields) -> None:
        """A block where it belongs: in the answer that its quote marks say, as far as there is a question."""
        self.close_list()
        del self.levels[depth + 1 :]
        depth = min(depth, DEEPEST)
        while len(self.levels) <= depth and self.levels[-1] and self.levels[-1][-1]["kind"] == "question":
            self.levels.append(self.levels[-1][-1]["answer"])
        self.levels[-1].append(block)

    def latest(self, kind: str) -> Fields | None:
        """The block that was put last, if it is of this kind."""
        last = self.levels[-1][-1] if self.levels[-1] else None
        return last if last and last["kind"] == kind else None

    # ------------------------------------------------------------ parts

    def open_part(self, line: _Marked) -> bool:
        self.close_part()
        board = self.said(line) or None
        self.part = _Part(line.label.split(" ")[0].lower(), board, line.start, line.end)
        if line.pieces:
            self.part.places["board"] = line.pieces
        self.levels = [self.part.preamble]
        self.item, self.group, self.section = None, "", None
        return True

    def open_group(self, line: _Marked) -> bool:
        if self.part is None or self.item is not None:
            return False
        self.group = line.label
        return True

    def open_section(self, line: _Marked) -> bool:
        if self.part is None:
            return False
        self.section = (self.said(line), line.pieces[0]) if line.pieces else None
        self.group = ""
        return True

    def close_part(self) -> None:
        self.close_list()
        part = self.part
        if part is None:
            return
        page = self.page
        title = Title(part.board, start=part.meeting.get("start"))
        title.date = DateRead(part.meeting["date"], None, 0, 0) if part.meeting.get("date") else None
        identity = self.identity(title, part.kind)
        fields: Fields = {
            "kind": part.kind,
            "id": identity,
            "board": part.board,
            "meeting": self._meeting(part.meeting, part.meeting_places, part.start),
            "preamble": tuple(_closed(page, part.preamble)),
            "next_meeting": self._meeting(part.coming, part.coming_places, part.start) if part.coming_places else None,
            "span": page.span(part.start, part.end),
            "evidence": page.evidence(**part.places),
        }
        if part.kind == "minutes":
            people = [person["span"] for person in (*part.present, *part.apologies, *part.others)]
            start = min((span["start"] for span in people), default=part.start)
            end = max((span["end"] for span in people), default=part.start)
            fields |= {
                "status": part.status,
                "attendance": {
                    "present": tuple(part.present),
                    "apologies": tuple(part.apologies),
                    "others": tuple(part.others),
                    "span": page.span(start, end),
                },
                "notices": tuple(self._notice(*notice) for notice in part.notices),
                "items": tuple(self._items(part, identity)),
                "accepted_notes": part.accepted_notes,
                "outstanding_actions": part.outstanding_actions,
            }
            if not part.meeting.get("date"):
                page.findings.append(
                    Finding("M303", "These notes do not say on which day the meeting was.", part.start, part.head_end)
                )
        else:
            fields["items"] = tuple(self._row(item) for item in part.items)
        self.parts.append(fields)
        self.part = None

    def _meeting(self, values: Fields, places: dict[str, Any], start: int) -> Fields:
        # "no date" stands for the next meeting only where nothing else does
        stretches = [at for name, at in places.items() if values.get(name) is not None] or list(places.values())
        return {
            **dict.fromkeys(("date", "start", "end", "venue")),
            **values,
            "span": self.page.span(
                min((s for s, _ in stretches), default=start), max((e for _, e in stretches), default=start)
            ),
            "evidence": self.page.evidence(**{name: at for name, at in places.items() if values.get(name) is not None}),
        }

    def _notice(self, line: _Marked, number: str | None, links: list[tuple[Fields, Stretch]]) -> Fields:
        page = self.page
        end = max([line.end, *(at[1] for _, at in links)])
        return {
            "number": number,
            "text": self.said(line),
            "links": tuple(link for link, _ in links),
            **page.standing(line.start, end, line.pieces),
            "evidence": page.evidence(links=[at for _, at in links]),
        }

    # ------------------------------------------------------------ items

    def open_item(self, line: _Marked) -> bool:
        part = self.part
        if part is None or not line.pieces:
            return False
        page = self.page
        places: dict[str, Stretch] = {}
        for token in lex("record", "heading", page.printed, line.start, line.end):
            at = inner(page.printed, token.start_pos, token.start_pos + len(token), " ")
            if token.type == "NUMBER":
                places["number"] = at
            elif token.type == "AGENDA_ITEM":
                word = page.printed.index("Item ", *at) + len("Item ")
                places["agenda_item"] = word, at[1] - 1
            elif token.type == "TITLE":
                places["title"] = inner(page.printed, at[0] + 1, at[1], " ")
        values = {name: page.words([at]).text or None for name, at in places.items()}
        if part.kind == "minutes":
            try:
                values["number"] = ItemNumber(str(values.get("number")))  # type: ignore[assignment]
            except ValueError:
                return False
        elif not values.get("number"):
            return False
        if self.section:
            places["section"] = self.section[1]
        self.item = {
            "number": values["number"],
            "agenda_item": values.get("agenda_item"),
            "title": values.get("title"),
            "section": self.section[0] if self.section else None,
            "presenters": [],
            "blocks": [],
            "commitments": [],
            "references": [],
            "start": line.start,
            "end": line.end,
            "places": places,
            "time": None,
            "paper": None,
        }
        part.items.append(self.item)
        self.levels = [self.item["blocks"]]
        return True

    def _items(self, part: _Part, identity: str) -> list[Fields]:
        seen: dict[ItemNumber, int] = {}
        out = []
        for item in part.items:
            number = item["number"]
            again = seen[number] = seen.get(number, 0) + 1
            suffix = f"-{again}" if again > 1 else ""
            if not item["blocks"]:
                at = item["places"]["number"]
                self.page.findings.append(Finding("M105", f"{number} has a heading and no text.", *at))
            out.append(
                {
                    "id": f"{identity}/{slug(str(number).replace('/', ' ').replace('.', ' '))}{suffix}",
                    **{name: item[name] for name in ("number", "agenda_item", "title", "section")},
                    "presenters": tuple(item["presenters"]),
                    "blocks": tuple(_closed(self.page, item["blocks"])),
                    "commitments": tuple(item["commitments"]),
                    "references": tuple(item["references"]),
                    **self._standing(item),
                }
            )
        return out

    def _row(self, item: Fields) -> Fields:
        texts = [block["text"] for block in item["blocks"]]
        stretches = [at for block in item["blocks"] for at in block.get("pieces", (block["span"],))]
        places = {**item["places"], "text": [(at["start"], at["end"]) for at in stretches]}
        return {
            **{name: item[name] for name in ("number", "time", "title", "section", "paper")},
            "presenters": tuple(item["presenters"]),
            "text": "\n".join(texts) or None,
            **self._standing({**item, "places": places}),
        }

    def _standing(self, item: Fields) -> Fields:
        return {
            "span": self.page.span(item["start"], item["end"]),
            "evidence": self.page.evidence(**item["places"]),
        }

    # ------------------------------------------------------------ values

    def value(self, line: _Marked) -> bool:
        """A line that says one value: "- *Date:* Tuesday 14 May 2024"."""
        if not line.pieces:
            return False
        said = {
            "Status": self.status,
            "Date": self.of_meeting,
            "Begins": self.of_meeting,
            "Ends": self.of_meeting,
            "Venue": self.of_meeting,
            "Next meeting": self.of_meeting,
            "Next begins": self.of_meeting,
            "Next ends": self.of_meeting,
            "Next venue": self.of_meeting,
            "Notes accepted": self.accepted,
            "Outstanding actions": self.outstanding,
            "Time": self.of_row,
            "Paper": self.of_row,
            "Presented by": self.presented,
            "Promised": self.promised,
            "Promised by": self.promised_by,
            "See also": self.references,
            "Asked by": self.asked,
            "Owner": self.of_action,
            "Due": self.of_action,
            "Update": self.of_action,
        }.get(line.label)
        return said is not None and said(line)

    def status(self, line: _Marked) -> bool:
        if self.part is None or self.item is not None or self.part.kind != "minutes":
            return False
        self.part.status = self.said(line)
        self.part.places["status"] = line.pieces
        return True

    def of_meeting(self, line: _Marked) -> bool:
        """When and where, of this meeting or the next."""
        part = self.part
        if part is None or self.item is not None:
            return False
        name = {"meeting": "date", "begins": "start", "ends": "end"}.get(
            line.label.removeprefix("Next ").lower(), line.label.removeprefix("Next ").lower()
        )
        value: Any = self.said(line)
        if name == "date":
            value = self._date(line)
        elif name in ("start", "end"):
            value = _time(value)
        if value is None and not (line.label == "Next meeting" and self.said(line) == "no date"):
            return False
        values, places = (
            (part.coming, part.coming_places) if line.label.startswith("Next") else (part.meeting, part.meeting_places)
        )
        if name in values:
            return False
        values[name], places[name] = value, (line.pieces[0][0], line.end)
        return True

    def _date(self, line: _Marked) -> datetime.date | None:
        found = pattern("DATE").fullmatch(self.page.folded, line.pieces[0][0], line.end)
        if found is None:
            return None
        read = read_date(self.page.folded, *found.span())
        tell_date(self.page.folded, read, self.page.findings)
        return read.value

    def accepted(self, line: _Marked) -> bool:
        if self.part is None or self.item is not None or self.part.kind != "minutes":
            return False
        day = self._date(line)
        if day is None:
            return False
        self.part.accepted_notes = day
        self.part.places["accepted_notes"] = line.pieces
        return True

    def outstanding(self, line: _Marked) -> bool:
        said = self.said(line)
        if self.part is None or self.item is not None or self.part.kind != "minutes" or not _is_number(said):
            return False
        self.part.outstanding_actions = int(said)
        self.part.places["outstanding_actions"] = line.pieces
        return True

    def of_row(self, line: _Marked) -> bool:
        """Time and paper of a row of an agenda."""
        if not self.in_row or self.item is None:
            return False
        name = line.label.lower()
        value = _time(self.said(line)) if name == "time" else self.said(line)
        if value is None or self.item[name] is not None:
            return False
        self.item[name], self.item["places"][name] = value, line.pieces
        return True

    def presented(self, line: _Marked) -> bool:
        person = self._person(line, "person") if self.item is not None else None
        if person is None or self.item is None:
            return False
        self.item["presenters"].append(person)
        return True

    def promised(self, line: _Marked) -> bool:
        if self.item is None or self.in_row:
            return False
        standing = self.page.standing(line.start, line.end, line.pieces)
        self.item["commitments"].append({"text": self.said(line), "by": None, **standing})
        return True

    def promised_by(self, line: _Marked) -> bool:
        promises = self.item["commitments"] if self.item is not None else []
        if not promises or promises[-1]["by"] is not None:
            return False
        promise = promises[-1]
        start = promise["span"]["start"]
        promise |= {
            "by": self.said(line),
            "pieces": promise.get("pieces", (promise["span"],)),
            "span": self.page.span(start, line.end),
            "evidence": self.page.evidence(by=line.pieces),
        }
        return True

    def references(self, line: _Marked) -> bool:
        if self.item is None or self.in_row or self.item["references"]:
            return False
        try:
            self.item["references"] = list(dict.fromkeys(ItemNumber(one) for one in self.said(line).split("; ")))
        except ValueError:
            return False
        self.item["places"]["references"] = line.pieces
        return True

    def asked(self, line: _Marked) -> bool:
        question = self.latest("question")
        person = self._person(line, "person") if question and question["asked_by"] is None else None
        if question is None or person is None or question["answer"] or line.depth != len(self.levels) - 1:
            return False
        question["asked_by"], question["stop"] = person, line.end
        return True

    def of_action(self, line: _Marked) -> bool:
        """Owner, date and update of the action above."""
        action = self.latest("action")
        name = line.label.lower()
        value = self._date(line) if name == "due" else self.said(line)
        if action is None or value is None or action.get(name) is not None or line.depth != len(self.levels) - 1:
            return False
        start = action["span"]["start"]
        action |= {
            name: value,
            "pieces": action.get("pieces", (action["span"],)),
            "span": self.page.span(start, line.end),
            "evidence": (*action["evidence"], *self.page.evidence(**{name: line.pieces})),
        }
        return True

    # ------------------------------------------------------------ people

    def _person(self, line: _Marked, model: Literal["person", "attendee"]) -> Fields | None:
        """Somebody: "Cllr **Ada Quill** (AQ) – Chair [until 043/24] {Cllr Ada QUILL}"; None where there is no name."""
        page = self.page
        places: dict[str, Stretch] = {}
        for token in lex("record", "person", page.printed, line.pieces[0][0], line.end):
            begin, stop = token.start_pos, token.start_pos + len(token)
            if token.type == "NAME" and "name" not in places:
                places["name"] = begin + 2, stop - 2
            elif token.type == "HONORIFIC" and "name" not in places:
                places["honorific"] = begin, stop
            elif token.type == "ROLE" and "name" in places:
                places.setdefault("role", (begin + 3, stop))
            elif token.type in ("INITIALS", "NOTE", "AS_WRITTEN") and "name" in places:
                places.setdefault(token.type.lower(), (begin + 2, stop - 1))
            elif token.type != "SIGN" or token.strip():
                return None
        values = {name: page.words([at]).text or None for name, at in places.items()}
        if not values.get("name") or (model == "person" and "note" in places):
            return None
        written = " ".join(one for one in (values.get("honorific"), values["name"]) if one)
        known = ("name", "honorific", "initials", "role")
        return {
            **{name: values.get(name) for name in known},
            "as_written": values.get("as_written") or written,
            "span": page.span(line.pieces[0][0], line.end),
            "evidence": page.evidence(**{name: at for name, at in places.items() if name in (*known, "note")}),
            **({"note": values.get("note")} if model == "attendee" else {}),
        }

    # ------------------------------------------------------------ blocks

    def labelled(self, line: _Marked) -> bool:
        """A question, an action or a decision by its label."""
        kind, _, number = line.label.partition(" ")
        if not line.pieces:
            return False
        text = self.said(line)
        standing = self.page.standing(line.start, line.end, line.pieces)
        if kind == "Question":
            question: Fields = {"kind": "question", "number": number or None, "text": text, **standing}
            self.put(line.depth, question | {"asked_by": None, "answer": [], "stop": line.end})
        elif kind == "Action":
            self.put(line.depth, _action(text, "label", standing))
        else:
            self.put(line.depth, {"kind": "decision", "text": text, **standing})
        return True

    def bold(self, line: _Marked) -> bool:
        """An action by its bold type."""
        at = line.mark_end, line.end - len("**")
        words = self.page.words([at]).text
        if not words:
            return False
        self.put(line.depth, _action(words, "bold", self.page.standing(line.start, line.end, [at])))
        return True

    def entry(self, line: _Marked) -> bool:
        """A line with a bullet: somebody, people counted, a notice, or an entry of a list."""
        part = self.part
        listed = {"Present": "present", "Apologies": "apologies", "Counted": "others"}.get(self.group)
        if part is None or self.item is not None or not line.pieces:
            listed = None
        if listed and part and part.kind == "minutes":
            if "." not in line.mark:
                one = self._counted(line) if listed == "others" else self._person(line, "attendee")
                if one is not None:
                    getattr(part, listed).append(one)
                    return True
        elif self.group == "Notices" and part and part.kind == "minutes" and self.item is None and line.pieces:
            part.notices.append((line, line.mark.strip(" >-.") or None, []))
            return True
        first = line.start
        number = line.mark.strip(" >-")
        if number:  # "2." before an entry of a list is words
            first = line.mark_end - len(number)
            line.pieces = [(first, line.end)]
        if not line.pieces:
            return False
        behind = line.mark.rpartition(">")[2]
        made = Line("ENTRY", line.start, line.mark_end, line.pieces, len(behind) - len(behind.lstrip(" ")))
        made.words = self.page.words(line.pieces)
        self.entries.append(made)
        self.entries_depth = line.depth
        return True

    def close_list(self) -> None:
        """The open list as a block."""
        entries, self.entries = self.entries, []
        if entries:
            self.put(self.entries_depth, list_of(self.page, entries))

    def _counted(self, line: _Marked) -> Fields | None:
        """People counted: "6 observer"."""
        count, _, role = self.said(line).partition(" ")
        if not _is_number(count) or not role:
            return None
        return {"role": role, "count": int(count), "span": self.page.span(line.pieces[0][0], line.end)}

    def link(self, line: _Marked) -> bool:
        """A web address of the notice above it."""
        if self.part is None or self.item is not None or self.group != "Notices" or not self.part.notices:
            return False
        page = self.page
        places = {
            token.type: (token.start_pos, token.start_pos + len(token))
            for token in lex("record", "link", page.printed, line.mark_end, line.end)
            if token.type in ("SHOWN", "URL")
        }
        shown, url = places["SHOWN"], places["URL"]
        link = {
            "url": page.words([(url[0] + 2, url[1] - 2)]).text,
            "as_written": page.words([(shown[0] + 1, shown[1] - 1)]).text,
        }
        self.part.notices[-1][2].append((link, (line.pieces[0][0], line.end)))
        return True


@dataclass(slots=True)
class _Part:
    """The fields of a part while its lines are taken."""

    kind: str
    board: str | None
    start: int
    end: int
    head_end: int = field(init=False)
    places: dict[str, Any] = field(default_factory=dict)
    status: str | None = None
    meeting: Fields = field(default_factory=dict)
    meeting_places: dict[str, Stretch] = field(default_factory=dict)
    coming: Fields = field(default_factory=dict)
    coming_places: dict[str, Stretch] = field(default_factory=dict)
    accepted_notes: datetime.date | None = None
    outstanding_actions: int | None = None
    present: list[Fields] = field(default_factory=list)
    apologies: list[Fields] = field(default_factory=list)
    others: list[Fields] = field(default_factory=list)
    notices: list[tuple[_Marked, str | None, list[tuple[Fields, Stretch]]]] = field(default_factory=list)
    preamble: list[Fields] = field(default_factory=list)
    items: list[Fields] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.head_end = self.end


def _action(text: str, basis: str, standing: Fields) -> Fields:
    return {"kind": "action", "text": text, "basis": basis, "evidence": (), **standing}


def _closed(page: Page, blocks: Sequence[Fields]) -> list[Fields]:
    """Blocks with their questions closed: each with the hull of its answer."""
    for block in blocks:
        if block["kind"] == "question":
            own, stop = block["span"], block.pop("stop")
            answer = _closed(page, block["answer"])
            end = max([stop, *(below["span"]["end"] for below in answer)])
            if end > own["end"]:
                block.setdefault("pieces", (own,))
                block["span"] = page.span(own["start"], end)
            block["answer"] = tuple(answer)
    return list(blocks)


def _time(written: str) -> datetime.time | None:
    try:
        return datetime.time.fromisoformat(written)
    except ValueError:
        return None


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) < 10
