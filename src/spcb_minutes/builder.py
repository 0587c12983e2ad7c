"""Makes the whole document: the grammar's tokens become plain dicts with spans, and one ``model_validate`` checks all.

    142/22<TAB>Item 1 – Apologies     tokens NUMBER AGENDA_ITEM TITLE   item: number, agenda_item, title
    <TAB>There were none.             token  CELL                       block: a paragraph
    - 1. How many? (Asked by A B)     token  NUMBERED                   block: a question, asked_by
     - Eleven.                        token  ENTRY                      its answer: a list of one entry

1. Every line becomes a block, a mark of one, or furniture; lines that go on are joined to the block before them.
2. What is grouped here is what a flat list of lines cannot say: entries to lists, answers to questions.
3. A value that the text does not state is None.
"""

from __future__ import annotations

import datetime
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lark import Token

from .diagnostics import diagnose
from .front import Front, Title, links, read_front, tell_date
from .models import SCHEMA_VERSION, Diagnostic, Document, ItemNumber, Source, Span
from .numbering import Candidate, Cuts, Finding, ItemSlice, PartCut, cut
from .parser import parse, pattern, words
from .people import Crowd, Named, listing, whole_listing
from .sources import Places
from .values import DateRead, read_date, read_time, slug, undo_capitals
from .words import Page, Stretch, Words

Fields = dict[str, Any]
"""The fields of one model, ready to be validated."""


def build(source: Source, told: Sequence[Diagnostic]) -> Document:
    """The document of a source: parts, items, blocks, and what was found out while cutting and reading."""
    return _Builder(source).document(told)


@dataclass(slots=True)
class _Line:
    """A block in the making: the lines that belong together, before it is known what they are."""

    kind: str
    start: int
    pieces: list[Stretch]
    indent: int = 0
    number: str | None = None
    gap: bool = False
    lost: bool = False
    entry: bool = False
    words: Words = field(init=False)

    @property
    def end(self) -> int:
        return self.pieces[-1][1] if self.pieces else self.start


class _Builder:
    """One document: what all its parts share while they are built."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.places = Places(source.text, source.pages)
        self.page = Page(source.text)
        self.findings: list[Finding] = []
        self.ids: dict[str, int] = {}

    def document(self, told: Sequence[Diagnostic]) -> Document:
        """Everything of the document."""
        cuts = cut(self.page.folded)
        self.findings += cuts.findings
        self.cuts = cuts
        self.page.blank_out((start, end) for _, start, end in cuts.aside)
        furniture = [self.furniture(*aside) for aside in cuts.aside]
        parts: list[Fields] = []
        other: list[Fields] = []
        for part in cuts.parts:
            if part.kind == "agenda":
                parts.append(self.agenda(part, furniture))
            elif part.kind == "minutes":
                parts.append(self.minutes(part, furniture))
            else:
                other += self.blocks(self.lines(parse("minutes", "item", self.page.folded, part.start, part.end)))
        if not any(part.items for part in cuts.parts) and not any(p["kind"] == "agenda" for p in parts) and not told:
            told = [diagnose("M109", "No numbered item was found in this text.")]
        elif not any(part.items for part in cuts.parts) and not any(p["kind"] == "agenda" for p in parts):
            told = [*told, *([] if any(d.code == "M904" for d in told) else [diagnose("M109", "No numbered item was found in this text.")])]
        found = [diagnose(f.code, f.message, Span(**self.span(f.start, f.end))) for f in self.findings]
        return Document.model_validate(
            {
                "schema_version": SCHEMA_VERSION,
                "source": self.source,
                "parts": tuple(parts),
                "other": tuple(other),
                "furniture": tuple(sorted(furniture, key=lambda f: f["span"]["start"])),
                "diagnostics": (*told, *found),
            }
        )

    # ------------------------------------------------------------ places

    def span(self, start: int, end: int) -> Fields:
        """A stretch as the fields of a ``Span``."""
        return self.places.span(start, end)

    def evidence(self, **places: Sequence[Stretch] | Stretch | None) -> tuple[Fields, ...]:
        """Where values stand, by field."""
        out = []
        for name, stretches in places.items():
            if stretches is None:
                continue
            for start, end in [stretches] if isinstance(stretches, tuple) else stretches:
                out.append({"field": name, "span": self.span(start, end)})
        return tuple(out)

    def standing(self, start: int, end: int, pieces: Sequence[Stretch]) -> Fields:
        """``span`` and, where the words are not all of it, ``pieces``."""
        if len(pieces) == 1 and pieces[0] == (start, end):
            return {"span": self.span(start, end)}
        return {"span": self.span(start, end), "pieces": tuple(self.span(*piece) for piece in pieces)}

    def furniture(self, kind: str, start: int, end: int) -> Fields:
        """Something set aside."""
        return {"kind": kind, "text": " ".join(self.source.text[start:end].split()), "span": self.span(start, end)}

    # ------------------------------------------------------------ minutes

    def minutes(self, part: PartCut, furniture: list[Fields]) -> Fields:
        """The notes of one meeting."""
        front = read_front(self.page, part.start, part.front_end)
        self.findings += front.title.findings
        meeting, of_part = self.title(part, front, furniture)
        identity = self.identity(front.title, "minutes")
        attendance = self.attendance(front, part)
        fields: Fields = {
            "kind": "minutes",
            "id": identity,
            "board": front.title.board,
            "status": front.title.status,
            "meeting": meeting,
            "notices": tuple(self.notice(*n) for n in front.notices),
            "preamble": tuple(self.paragraph(pieces) for pieces in front.preamble),
        }
        items: list[Fields] = []
        section: tuple[str, Stretch] | None = None
        seen: dict[ItemNumber, int] = {}
        for piece in part.items:
            item, section = self.item(piece, section, f"{identity}/", seen, fields, attendance, of_part)
            items.append(item)
        fields["items"] = tuple(items)
        fields["attendance"] = self.attendance_fields(attendance, front, part)
        fields["evidence"] = self.evidence(**of_part)
        start = front.metadata[0] if front.metadata else part.start
        fields["span"] = self.span(start, max(start, part.start + len(self.page.folded[part.start : part.end].rstrip())))
        if front.title.date is None or front.title.date.value is None:
            at = part.start + len(self.page.folded[part.start : part.end].split("\n", 1)[0])
            self.findings.append(Finding("M303", "These notes do not say on which day the meeting was.", part.start, at))
        return fields

    def title(self, part: PartCut, front: Front, furniture: list[Fields]) -> tuple[Fields, dict[str, Any]]:
        """The meeting of a part, and the evidence for what the part itself says in its title lines."""
        title = front.title
        if front.metadata:
            furniture.append(self.furniture("metadata", *front.metadata))
        mine = {k: v for k, v in title.places.items() if k in ("date", "start", "end", "venue")}
        stretches = [s for v in mine.values() for s in v]
        start = min((s for s, _ in stretches), default=part.start)
        end = max((e for _, e in stretches), default=part.start)
        meeting: Fields = {
            "date": title.date.value if title.date else None,
            "start": title.start,
            "end": title.end,
            "venue": title.venue,
            "span": self.span(start, end),
            "evidence": self.evidence(**mine),
        }
        return meeting, {k: v for k, v in title.places.items() if k in ("board", "status")}

    def identity(self, title: Title, kind: str) -> str:
        """Slug of board, date and kind; of a second one of that day with its start time, or a number."""
        if title.board is None or title.date is None or title.date.value is None:
            base = f"{self.source.sha256[:12]}/{kind}"
        else:
            base = f"{slug(title.board) or self.source.sha256[:12]}/{title.date.value.isoformat()}/{kind}"
        count = self.ids[base] = self.ids.get(base, 0) + 1
        if count == 1:
            return base
        timed = f"{base}-{title.start:%H%M}" if title.start else ""
        if timed and timed not in self.ids:
            self.ids[timed] = 1
            return timed
        return f"{base}-{count}"

    def attendance(self, front: Front, part: PartCut) -> dict[str, list[Fields]]:
        """The people of the front matter; apologies told inside items are added later."""
        return {
            "present": [self.attendee(n) for n in front.present],
            "apologies": [self.attendee(n) for n in front.apologies],
            "others": [self.crowd(c) for c in front.crowds],
        }

    def attendance_fields(self, people: dict[str, list[Fields]], front: Front, part: PartCut) -> Fields:
        """The attendance with its hull: the block in front and whatever items add."""
        spans = [p["span"] for group in people.values() for p in group]
        ends = [(s["start"], s["end"]) for s in spans] + front.attendance
        start = min((s for s, _ in ends), default=part.start)
        end = max((e for _, e in ends), default=part.start)
        return {**{k: tuple(v) for k, v in people.items()}, "span": self.span(start, end)}

    def attendee(self, named: Named) -> Fields:
        """Somebody in the attendance block."""
        whole = self.page.words([(named.start, named.end)])
        note = self.page.words([named.note]).text if named.note else None
        return {**self.person(named, whole.text), "note": note or None}

    def person(self, named: Named, as_written: str, of: Words | None = None) -> Fields:
        """A person; ``of`` are the words in which the offsets count, the source itself where None."""

        def place(at: Stretch) -> Stretch:
            return of.stretch(*at) if of else at

        role = None
        evidence = {"name": place(named.at)}
        if named.role:
            role = of.text[slice(*named.role)] if of else self.page.words([named.role]).text
            evidence["role"] = place(named.role)
        if not role:
            role = None
        return {
            "name": named.name,
            "honorific": named.honorific,
            "initials": named.initials,
            "role": role,
            "as_written": as_written,
            "span": self.span(*place((named.start, named.end))),
            "evidence": self.evidence(**evidence),
        }

    def crowd(self, crowd: Crowd) -> Fields:
        """People counted."""
        return {"role": crowd.role, "count": crowd.count, "span": self.span(crowd.start, crowd.end)}

    def notice(self, number: str | None, start: int, pieces: list[Stretch]) -> Fields:
        """A remark to the reader, with its links."""
        notice = self.page.words(pieces)
        found: list[Fields] = []
        evidence: list[Stretch] = []
        for url, written, begin, end, repaired in links(notice):
            found.append({"url": url, "as_written": written})
            evidence.append(notice.stretch(begin, end))
            if repaired:
                self.findings.append(Finding("M902", f"The web address was read as {url}.", *evidence[-1]))
        return {
            "number": number,
            "text": notice.text,
            "links": tuple(found),
            **self.standing(start, pieces[-1][1], pieces),
            "evidence": self.evidence(links=evidence),
        }

    def paragraph(self, pieces: Sequence[Stretch]) -> Fields:
        """A paragraph of these stretches."""
        merged = _merge(self.page.folded, pieces)
        text = self.page.words(merged).text
        return {"kind": "paragraph", "text": text, **self.standing(merged[0][0], merged[-1][1], merged)}

    # ------------------------------------------------------------ an item

    def item(
        self,
        piece: ItemSlice,
        section: tuple[str, Stretch] | None,
        prefix: str,
        seen: dict[ItemNumber, int],
        minutes: Fields,
        attendance: dict[str, list[Fields]],
        of_part: dict[str, Any],
    ) -> tuple[Fields, tuple[str, Stretch] | None]:
        """One item from its slice, and the section that holds after it."""
        folded = self.page.folded
        tokens = parse("minutes", "item", folded, piece.start, piece.end)
        agenda_item: str | None = None
        places: dict[str, Any] = {"number": piece.at}
        title_pieces: list[Stretch] = []
        i = 0
        for i, token in enumerate(tokens):  # noqa: B007  # the heading's tokens; the body begins at the first other one
            kind = token.type
            start, end = _trimmed(token)
            if kind == "SECTION":
                at = _inner(folded, start, end, " \t#*:")
                section = self.page.words([at]).text, at
            elif kind in ("AGENDA_ITEM", "AGENDA_ITEM_BELOW"):
                at = _inner(folded, start, end, " \t:.–-")
                begin = folded.rfind(" ", at[0], at[1]) + 1
                agenda_item = "".join(c for c in folded[begin : at[1]] if c.isalnum())
                if not agenda_item[:1].isdigit():  # "Item 8 a"
                    agenda_item = "".join(c for c in folded[at[0] : at[1]].split("tem", 1)[1] if c.isalnum())
                places["agenda_item"] = at
            elif kind in _TITLES:
                at = _inner(folded, start, end, " \t*:–-|" if kind in _CUT_TITLES else " \t*")
                if at[0] < at[1]:
                    title_pieces.append(at)
            elif kind not in _NUMBERS:
                break
        else:
            i = len(tokens)
        title = self.heading_title(title_pieces)
        if title_pieces:
            places["title"] = title_pieces
        lines = self.lines(tokens[i:])
        blocks = self.blocks(lines)
        number = piece.number
        seen[number] = seen.get(number, 0) + 1
        end = max([piece.at[1], *(e for _, e in title_pieces), *(line.end for line in lines)])
        again = f"-{seen[number]}" if seen[number] > 1 else ""
        fields: Fields = {
            "id": f"{prefix}{slug(str(number).replace('/', ' ').replace('.', ' '))}{again}",
            "number": number,
            "agenda_item": agenda_item,
            "title": title,
            "section": section[0] if section else None,
            "blocks": tuple(blocks),
            "span": self.span(piece.heading, end),
        }
        if section:
            places["section"] = section[1]
        fields["evidence"] = self.evidence(**places)
        self.undertakings(fields, lines)
        self.presenters(fields, lines)
        fields["references"] = self.references(piece, lines)
        self.facts_of_meeting(fields, lines, title_pieces, minutes, of_part)
        self.apologies(title or "", lines, attendance)
        if not blocks:
            self.findings.append(Finding("M105", f"{number} has a heading and no text.", *piece.at))
        return fields, section

    def heading_title(self, pieces: Sequence[Stretch]) -> str | None:
        """The title, one final stop dropped."""
        title = self.page.words(pieces).text.strip() if pieces else ""
        if title.endswith(".") and not title.endswith(".."):
            title = title[:-1].rstrip()
        return title or None

    # ------------------------------------------------------------ lines

    def lines(self, tokens: Sequence[Token]) -> list[_Line]:
        """The lines of a slice, those that go on joined to the one before them."""
        folded = self.page.folded
        lines: list[_Line] = []
        last: _Line | None = None
        for token in tokens:
            kind = token.type
            if kind == "BLANK":
                if last is not None:
                    last.gap = True
                continue
            start, end = _trimmed(token)
            indent = len(token) - len(token.lstrip(" \t"))
            first = start
            number: str | None = None
            marked = _MARKED.get(kind)
            if marked:
                mark = pattern(marked).match(folded, token.start_pos or 0, end)
                first = mark.end() if mark else start
                if kind == "NUMBERED" and mark:
                    number = "".join(c for c in mark[0].replace("Question", "").replace("Q", "") if c.isalnum())
                if kind == "DECISION":
                    first = start  # its words are kept
                while first < end and folded[first] in " \t":
                    first += 1
            gap = token.count("\n") > 1
            if last is not None and not marked and self._goes_on(last, kind, first):
                last.pieces.append((first, end))
                last.gap = gap
                continue
            lost = (kind == "INDENTED" and not (lines and last and not last.gap)) or (
                kind == "CELL" and folded[first - 1 : first] == " "
            )
            last = _Line(kind, start, [(first, end)] if first < end else [], indent, number, gap, lost)
            lines.append(last)
        for line in lines:
            line.pieces = _merge(folded, line.pieces)
            line.words = self.page.words(line.pieces)
            line.entry = line.kind == "ENTRY" or line.lost
        return lines

    def _goes_on(self, last: _Line, kind: str, first: int) -> bool:
        """Whether a line without a mark of its own goes on with the block before it."""
        folded = self.page.folded
        if folded.startswith("(", first) and pattern("ASKED_BY").match(folded, first):
            return True
        if not last.gap and kind != "CELL":
            return True
        if not last.pieces:
            return not last.gap  # a label alone in its line
        stop = folded[last.end - 1]
        if stop == ")" and "sked by" in folded[max(last.pieces[0][0], last.end - 90) : last.end].lower():
            return False
        finished = stop in ".?!:;" or (stop in "\"')*" and folded[last.end - 2] in ".?!")
        if finished:
            return False
        return folded[first].islower() or (last.kind == "NUMBERED" and kind != "CELL" and "?" in folded[last.start : last.end])

    # ------------------------------------------------------------ blocks

    def blocks(self, lines: Sequence[_Line]) -> list[Fields]:
        """The blocks of an item: lines become paragraphs, lists, questions with their answers, actions, decisions."""
        out: list[Fields] = []
        into = out  # where the next block goes: the item, or the answer of the open question
        discussion = False
        entries: list[_Line] = []

        def close_list() -> None:
            if entries:
                into.append(self.list_(entries))
                entries.clear()

        for i, line in enumerate(lines):
            text = line.words.text
            if not text and line.kind != "ACTION":
                continue
            after = lines[i + 1] if i + 1 < len(lines) else None
            asked = pattern("ASKED_BY").search(line.words.folded) if "y" in text and "sked" in text or "aised by" in text else None
            style = self.style_of(line)
            if line.kind not in ("ACTION", "DECISION") and (
                asked
                or (line.kind == "NUMBERED" and text.endswith("?"))
                or (discussion and not line.entry and line.kind != "NUMBERED" and ((after and after.entry) or text.endswith("?")))
            ):
                close_list()
                question = self.question(line, asked)
                out.append(question)
                into = question["answer"]
                rest = asked.end() if asked else 0
                if asked and line.words.text[rest:].strip(" ."):
                    into.append(self.part_of(line, rest, len(text)))
            elif line.kind == "ACTION":
                close_list()
                into.append(self.action(line))
                into = out
            elif line.kind == "DECISION":
                close_list()
                into.append({"kind": "decision", "text": text, **self.standing(line.start, line.end, line.pieces)})
            elif style == "bold" and (line.entry or line.kind in ("TEXT", "CELL", "NUMBERED")):
                was_entry = bool(entries) or line.entry
                close_list()
                into.append(self.action(line, basis="bold"))
                if not was_entry:
                    pass
            elif style == "italic" and not entries and into and into[-1]["kind"] == "action" and into[-1].get("update") is None:
                self.add_update(into[-1], line)
            elif line.entry or line.kind == "NUMBERED":
                entries.append(line)
            else:
                close_list()
                tail = pattern("ACTION_TAIL").search(line.words.folded) if "ction" in text or "CTION" in text else None
                if tail and tail.start():
                    into.extend(self.paragraph_with_action(line, tail.start(), tail.end()))
                else:
                    into.append({"kind": "paragraph", "text": text, **self.standing(line.start, line.end, line.pieces)})
                    discussion = discussion or (text.endswith(":") and bool(pattern("DISCUSSION").search(line.words.folded)))
        close_list()
        for block in out:
            if block["kind"] == "question":
                self.close_question(block)
        return out

    def style_of(self, line: _Line) -> str | None:
        """"bold" or "italic" where the whole block is set so."""
        folded = self.page.folded
        if not line.pieces:
            return None
        start, end = line.pieces[0][0], line.end
        first = folded[start]
        if first == "*" and pattern("BOLD_WHOLE").fullmatch(folded, start, end):
            return "bold"
        if first in "*_" and pattern("ITALIC_WHOLE").fullmatch(folded, start, end):
            return "italic"
        return None

    def list_(self, lines: Sequence[_Line]) -> Fields:
        """A list of entries, nested by their indentation."""
        root: list[Fields] = []
        open_: list[tuple[int, list[Fields]]] = []
        for line in lines:
            while open_ and open_[-1][0] > line.indent:
                open_.pop()
            entry: Fields = {
                "text": line.words.text,
                "entries": [],
                **self.standing(line.start, line.end, line.pieces),
            }
            if not open_:
                open_.append((line.indent, root))
            elif line.indent > open_[-1][0]:
                open_.append((line.indent, open_[-1][1][-1]["entries"]))
            open_[-1][1].append(entry)
        self._close_entries(root)
        start, end = root[0]["span"]["start"], root[-1]["span"]["end"]
        return {"kind": "list", "entries": tuple(root), "span": self.span(start, end)}

    def _close_entries(self, entries: list[Fields]) -> None:
        """Entries as tuples, each with the hull of what stands under it."""
        for entry in entries:
            below = entry["entries"]
            if below:
                self._close_entries(below)
                own = entry["span"]
                if "pieces" not in entry:
                    entry["pieces"] = (own,)
                entry["span"] = self.span(own["start"], max(own["end"], below[-1]["span"]["end"]))
            entry["entries"] = tuple(below)

    def question(self, line: _Line, asked: Any) -> Fields:
        """A question without its answer yet."""
        spoken = line.words
        end = len(spoken.text)
        person = None
        if asked:
            end = asked.start()
            person = self.asker(spoken, asked.start(), asked.end())
        text = spoken.text[:end].rstrip()
        lead = len(text) - len(text.lstrip())
        pieces = spoken.stretches(lead, len(text)) if text.strip() else list(line.pieces)
        stop = spoken.stretch(asked.start(), asked.end())[1] if asked else line.end
        return {
            "kind": "question",
            "number": line.number or None,
            "text": text.strip(),
            "asked_by": person,
            "answer": [],
            "span": (line.start, stop),
            "pieces": pieces,
        }

    def close_question(self, question: Fields) -> None:
        """The answer as a tuple, and the hull of question and answer."""
        start, end = question["span"]
        pieces = question.pop("pieces")
        answer = question["answer"]
        ends = [end, *(block["span"]["end"] for block in answer)]
        question["answer"] = tuple(answer)
        question.update(self.standing(start, max(ends), pieces))

    def asker(self, spoken: Words, begin: int, end: int) -> Fields:
        """Who asked: the person named in "(Asked by …)"."""
        folded = spoken.folded
        start = folded.index("by", begin) + 2
        while start < end and folded[start] in ": ":
            start += 1
        while end > start and folded[end - 1] in ") .\"'*":
            end -= 1
        people = listing(folded, start, end)
        if people:
            return self.person(people[0], spoken.text[people[0].start : people[0].end], spoken)
        written = spoken.text[start:end]
        at = spoken.stretch(start, end)
        return {"name": written, "as_written": written, "span": self.span(*at)}

    def part_of(self, line: _Line, begin: int, end: int) -> Fields:
        """A paragraph of some of a line's words."""
        text = line.words.text
        while begin < end and text[begin] == " ":
            begin += 1
        while end > begin and text[end - 1] == " ":
            end -= 1
        pieces = line.words.stretches(begin, end)
        return {"kind": "paragraph", "text": text[begin:end], **self.standing(pieces[0][0], pieces[-1][1], pieces)}

    # ------------------------------------------------------------ actions

    def action(self, line: _Line, basis: str = "label") -> Fields:
        """An action from a line with its label, or from one in bold."""
        spoken = line.words
        return self.action_of(spoken, 0, len(spoken.text), line.start, line.end, basis)

    def action_of(self, spoken: Words, begin: int, end: int, start: int, stop: int, basis: str) -> Fields:
        """An action of some words; an owner that stands apart from the sentence is no part of its text."""
        folded, text = spoken.folded, spoken.text
        owner: tuple[int, int] | None = None
        subject = pattern("OWNER").match(folded, begin, end)
        if subject:
            owner = subject.span(1)
        elif begin < end and pattern("OWNER_ALONE").fullmatch(folded, begin, end) and end - begin <= 40:
            owner = begin, end
        evidence: dict[str, Any] = {}
        named = None
        if owner:
            a, b = owner
            while b > a and text[b - 1] in " ,.":
                b -= 1
            for article in ("The ", "the "):
                if text.startswith(article, a):
                    a += len(article)
            if a < b:
                named = text[a:b]
                evidence["owner"] = spoken.stretch(a, b)
        due = self.due(spoken, begin, end)
        if due:
            evidence["due"] = spoken.stretch(due.start, due.end)
        pieces = spoken.stretches(begin, end) if begin < end else []
        return {
            "kind": "action",
            "text": text[begin:end],
            "owner": named,
            "due": due.value if due else None,
            "basis": basis,
            **self.standing(start, stop, pieces),
            "evidence": self.evidence(**evidence),
        }

    def due(self, spoken: Words, begin: int, end: int) -> DateRead | None:
        """The date behind "by", "before", "due"."""
        if "y " not in spoken.folded and "e" not in spoken.folded:
            return None
        for match in pattern("DUE").finditer(spoken.folded, begin, end):
            date = pattern("DATE").match(spoken.folded, match.end(), end)
            if date:
                read = read_date(spoken.folded, *date.span())
                return read if read.value else None
        return None

    def add_update(self, action: Fields, line: _Line) -> None:
        """The steps taken, in italics under an action."""
        action["update"] = line.words.text
        action["evidence"] = (*action["evidence"], *self.evidence(update=line.pieces))
        if "pieces" not in action:
            action["pieces"] = (action["span"],)
        action["span"] = self.span(action["span"]["start"], line.end)

    def paragraph_with_action(self, line: _Line, begin: int, end: int) -> Iterator[Fields]:
        """A paragraph that ends in "ACTION: Clerk": what it says, and the action."""
        spoken = line.words
        behind = pattern("OWNER_ALONE").fullmatch(spoken.folded, end, len(spoken.text)) is not None
        stop = begin
        if behind and len(spoken.text) - end <= 40:  # the sentence before the label is what is to be done
            sentences = [m.end() for m in pattern("STOP").finditer(spoken.folded, 0, begin)]
            first = next((s for s in reversed(sentences) if s < len(spoken.text[:begin].rstrip()) - 1), 0)
            if first:
                yield self.part_of(line, 0, first)
            at = spoken.stretch(first, len(spoken.text))
            begin_text, end_text = first, len(spoken.text[:begin].rstrip())
            action = self.action_of(spoken, begin_text, end_text, at[0], at[1], "label")
            owner = spoken.text[end:].strip(" .")
            a = end + len(spoken.text[end:]) - len(spoken.text[end:].lstrip())
            action["owner"] = owner
            action["evidence"] = (
                *(e for e in action["evidence"] if e["field"] != "owner"),
                *self.evidence(owner=spoken.stretch(a, a + len(owner))),
            )
            action["pieces"] = tuple(self.span(*p) for p in spoken.stretches(begin_text, end_text))
            yield action
            return
        yield self.part_of(line, 0, stop)
        at = spoken.stretch(stop, len(spoken.text))
        yield self.action_of(spoken, end, len(spoken.text), at[0], at[1], "label")

    # ------------------------------------------------------------ what the words of an item say besides

    def undertakings(self, fields: Fields, lines: Sequence[_Line]) -> None:
        """Commitments: sentences of paragraphs and entries with a cue, no questions, one for each at most."""
        out: list[Fields] = []
        cue = pattern("COMMITMENT")
        spoken_by = words("commitment_by_somebody")
        plain = {id(line): line for line in lines if line.kind not in ("ACTION", "DECISION")}
        asked = self._questions_of(fields["blocks"])
        for line in plain.values():
            spoken = line.words
            if (line.start in asked) or self.style_of(line) == "bold":
                continue
            for match in cue.finditer(spoken.folded):
                begin, end = _sentence(spoken.folded, match.start())
                if spoken.folded[begin:end].rstrip("\"')").endswith("?"):
                    continue
                who = _subject(spoken.folded, begin, match.start())
                somebody = who or pattern("PRONOUN").search(spoken.folded, begin, match.start())
                if match[0].startswith(spoken_by) and not somebody:
                    continue
                pieces = spoken.stretches(begin, end)
                by = spoken.text[who[0] : who[1]] if who else None
                out.append(
                    {
                        "text": spoken.text[begin:end],
                        "by": by,
                        **self.standing(pieces[0][0], pieces[-1][1], pieces),
                        "evidence": self.evidence(by=spoken.stretch(*who)) if who else (),
                    }
                )
                break
        fields["commitments"] = tuple(out)

    def _questions_of(self, blocks: Sequence[Fields]) -> set[int]:
        return {block["span"]["start"] for block in blocks if block["kind"] == "question"}

    def presenters(self, fields: Fields, lines: Sequence[_Line]) -> None:
        """Who presented, from the sentences that say so."""
        people: list[Fields] = []
        names: set[str] = set()
        answering = False
        questions = self._questions_of(fields["blocks"])
        for line in lines:
            answering = answering or line.start in questions
            if answering or line.entry or line.kind in ("ACTION", "NUMBERED"):
                continue
            folded = line.words.folded
            if not any(cue in folded for cue in ("present", "introduced", "summarised", "given by", "provided by")):
                continue
            for named in _presenting(folded):
                if named.name not in names:
                    names.add(named.name)
                    people.append(self.person(named, line.words.text[named.start : named.end], line.words))
        fields["presenters"] = tuple(people)

    def references(self, piece: ItemSlice, lines: Sequence[_Line]) -> tuple[ItemNumber, ...]:
        """The item numbers that the text mentions."""
        candidates = self.cuts.candidates
        out: list[ItemNumber] = []
        for line in lines:
            i = bisect_left(candidates, line.start, key=_start)
            while i < len(candidates) and candidates[i].start < line.end:
                number = candidates[i].number
                if candidates[i].form == piece.form and not candidates[i].is_years and number not in out:
                    out.append(number)
                i += 1
        return tuple(n for n in out if n != piece.number)

    def facts_of_meeting(
        self, fields: Fields, lines: Sequence[_Line], title: Sequence[Stretch], minutes: Fields, of_part: dict[str, Any]
    ) -> None:
        """Next meeting, accepted notes, outstanding actions: what an item says of the minutes as a whole."""
        heading = self.page.words(title) if title else None
        about = (fields["title"] or "").lower()
        if "next" in about and "meeting" in about:
            self.next_meeting(heading, lines, minutes)
        for line in lines:
            folded = line.words.folded
            if "ext " in folded[:40] and pattern("ANNOUNCED").match(folded):
                self.next_meeting(None, [line], minutes)
            if "accepted_notes" not in minutes and ("minutes" in about or "notes" in about or "inutes" in folded or "otes" in folded):
                accepted = pattern("ACCEPTED").search(folded)
                if accepted:
                    self.accepted(line, accepted.start(), heading, about, minutes, of_part)
            if "eeting" in folded:
                self.hours(line.words, minutes["meeting"])
            if "outstanding_actions" not in minutes and "ction" in folded:
                found = pattern("OUTSTANDING").search(folded)
                if found and "action" in folded[found.start() : found.end() + 12]:
                    count = found[0].split()[0]
                    cardinal = words("cardinal")
                    value = int(count) if count.isdigit() else max(cardinal.index(count.lower()) - 1, 0)
                    minutes["outstanding_actions"] = value
                    of_part["outstanding_actions"] = line.words.stretch(*found.span())

    def next_meeting(self, heading: Words | None, lines: Sequence[_Line], minutes: Fields) -> None:
        """The meeting that is announced: the first date of the heading or of what follows, with time and venue."""
        if minutes.get("next_meeting"):
            return
        for spoken in [heading, *(line.words for line in lines)]:
            if spoken is None:
                continue
            match = pattern("DATE").search(spoken.folded)
            if match is None:
                continue
            read = read_date(spoken.folded, *match.span())
            at = spoken.stretch(*match.span())
            tell_date(self.page.folded, read._replace(start=at[0], end=at[1]), self.findings)
            places: dict[str, Any] = {"date": at}
            start = None
            clock = pattern("CLOCK").search(spoken.folded, match.end(), min(match.end() + 40, len(spoken.folded)))
            if clock:
                start = read_time(clock[0])
                places["start"] = spoken.stretch(*clock.span())
            hull = at[0], max(e for _, e in places.values())
            minutes["next_meeting"] = {
                "date": read.value,
                "start": start,
                "span": self.span(*hull),
                "evidence": self.evidence(**places),
            }
            return

    def hours(self, spoken: Words, meeting: Fields) -> None:
        """When the meeting began and ended, where an item says so and the title lines do not."""
        for name, cue in (("start", "OPENED"), ("end", "CLOSED")):
            if meeting[name] is not None:
                continue
            found = pattern(cue).search(spoken.folded)
            clock = pattern("CLOCK").match(spoken.folded, found.end()) if found else None
            if clock:
                at = spoken.stretch(*clock.span())
                meeting[name] = read_time(clock[0])
                meeting["evidence"] = (*meeting["evidence"], *self.evidence(**{name: at}))
                span = meeting["span"]
                known = span["start"] < span["end"]
                meeting["span"] = self.span(min(span["start"], at[0]) if known else at[0], max(span["end"], at[1]))

    def accepted(
        self, line: _Line, cue: int, heading: Words | None, about: str, minutes: Fields, of_part: dict[str, Any]
    ) -> None:
        """The date of the meeting whose notes were accepted: in that sentence, else in the heading."""
        begin, end = _sentence(line.words.folded, cue)
        match = pattern("DATE").search(line.words.folded, begin, end)
        spoken = line.words
        if match is None and heading is not None and ("minutes" in about or "notes" in about):
            match = pattern("DATE").search(heading.folded)
            spoken = heading
        if match is None:
            return
        read = read_date(spoken.folded, *match.span())
        if read.value:
            minutes["accepted_notes"] = read.value
            of_part["accepted_notes"] = spoken.stretch(*match.span())

    def apologies(self, title: str, lines: Sequence[_Line], attendance: dict[str, list[Fields]]) -> None:
        """Apologies told inside an item count as well."""
        known = {p["name"] for p in attendance["apologies"]}
        about = "pologies" in title or "POLOGIES" in title
        for line in lines:
            folded = line.words.folded
            if not (about or "pologies" in folded):
                continue
            for match in pattern("APOLOGISED").finditer(folded):
                if match[0].startswith("Received") and not about:
                    continue
                for named in listing(folded, match.end(), _sentence(folded, match.end())[1]):
                    if named.name in known:
                        continue
                    known.add(named.name)
                    note = line.words.text[slice(*named.note)] if named.note else None
                    person = self.person(named, line.words.text[named.start : named.end], line.words)
                    attendance["apologies"].append({**person, "note": note})

    # ------------------------------------------------------------ agenda

    def agenda(self, part: PartCut, furniture: list[Fields]) -> Fields:
        """The agenda of one meeting."""
        folded = self.page.folded
        front = read_front(self.page, part.start, part.front_end)
        self.findings += front.title.findings
        meeting, of_part = self.title(part, front, furniture)
        fields: Fields = {
            "kind": "agenda",
            "id": self.identity(front.title, "agenda"),
            "board": front.title.board,
            "meeting": meeting,
            "evidence": self.evidence(**of_part),
        }
        preamble = [self.paragraph(pieces) for pieces in front.preamble]
        preamble += [self.paragraph([p]) for p in front.attendance] + [self.paragraph(p) for _, _, p in front.notices]
        rows: list[_Row] = []
        section: tuple[str, Stretch] | None = None
        for token in parse("agenda", "agenda", folded, part.front_end, part.end):
            start, end = _trimmed(token)
            kind = token.type
            if kind in ("LABEL", "SPACE") or start >= end:
                continue
            if kind == "SECTION":
                at = _inner(folded, start, end, " \t*:")
                section = self.page.words([at]).text, at
            elif kind == "NUMBER":
                rows.append(_Row(_inner(folded, start, end, " \t*-•.)|:–"), section, start, end))
            elif not rows:
                preamble.append(self.paragraph([(start, end)]))
            else:
                rows[-1].add(kind, _inner(folded, start, end, " \t*" + (":–-" if kind == "SHORT_TITLE" else "")), end)
        fields["items"] = tuple(self.agenda_item(row) for row in rows)
        fields["preamble"] = tuple(preamble)
        self.announced(rows, fields)
        start = front.metadata[0] if front.metadata else part.start
        fields["span"] = self.span(start, max(start, part.start + len(folded[part.start : part.end].rstrip())))
        return fields

    def agenda_item(self, row: _Row) -> Fields:
        """One row of an agenda."""
        places: dict[str, Any] = {"number": row.number}
        fields: Fields = {"number": self.page.words([row.number]).text}
        if row.time:
            fields["time"] = read_time(self.page.folded[slice(*row.time)].strip(" |–-"))
            places["time"] = row.time
        if row.title:
            title = self.page.words([row.title]).text
            fields["title"] = title[:-1].rstrip() if title.endswith(".") else title
            places["title"] = row.title
        if row.section:
            fields["section"], places["section"] = row.section
        if row.paper:
            fields["paper"] = self.page.words([row.paper]).text
            places["paper"] = row.paper
        if row.text:
            fields["text"] = "\n".join(self.page.words([at]).text for at in row.text)
            places["text"] = row.text
        people: list[Fields] = []
        for start, end in row.presented_by:
            begin = self.page.folded.find("by", start, end) + 2
            while begin < end and self.page.folded[begin] in ": *":
                begin += 1
            people += [self.attendee(named) for named in presenters_of(self.page.folded, begin, end)]
        for person in people:
            del person["note"]
        fields["presenters"] = tuple(people)
        fields["span"] = self.span(row.start, row.end)
        fields["evidence"] = self.evidence(**places)
        return fields

    def announced(self, rows: Sequence[_Row], fields: Fields) -> None:
        """The meeting after the one of the agenda, where an item gives its date."""
        for row in rows:
            title = self.page.folded[slice(*row.title)].lower() if row.title else ""
            if "next" not in title or "meeting" not in title:
                continue
            stretches = [row.title, *row.text] if row.title else row.text
            lines = [self.page.words([at]) for at in stretches]
            for spoken in lines:
                self.next_meeting(spoken, [], fields)
            return


@dataclass(slots=True)
class _Row:
    """The cells of an agenda's row, by their places."""

    number: Stretch
    section: tuple[str, Stretch] | None
    start: int
    end: int
    time: Stretch | None = None
    title: Stretch | None = None
    paper: Stretch | None = None
    text: list[Stretch] = field(default_factory=list)
    presented_by: list[Stretch] = field(default_factory=list)

    def add(self, kind: str, at: Stretch, end: int) -> None:
        """One more cell."""
        self.end = end
        if kind == "TIME":
            self.time = at
        elif kind in ("TITLE", "SHORT_TITLE"):
            self.title = at
        elif kind == "PAPER" and self.paper is None:
            self.paper = at
        elif kind == "PRESENTED_BY":
            self.presented_by.append(at)
        else:
            self.text.append(at)


_NUMBERS = ("NUMBER", "BOLD_NUMBER", "NUMBER_ALONE", "NUMBER_LAST")
_CUT_TITLES = ("SHORT_TITLE", "TITLE_IN_BOLD", "TITLE_IN_BOLD_BELOW", "BOLD_TITLE")
_TITLES = (*_CUT_TITLES, "TITLE", "TITLE_BELOW", "TITLE_WRAP", "TITLE_FIRST")
_MARKED = {"ACTION": "ACTION_MARK", "DECISION": "DECISION_MARK", "NUMBERED": "NUMBER_MARK", "ENTRY": "BULLET_MARK"}


def _start(candidate: Candidate) -> int:
    return candidate.start


def _trimmed(token: Token) -> Stretch:
    """A token's place without the blank space around it."""
    start = token.start_pos or 0
    text = str(token)
    end = start + len(text.rstrip())
    return min(start + len(text) - len(text.lstrip()), end), end


def _inner(folded: str, start: int, end: int, signs: str) -> Stretch:
    """A stretch without these signs at its ends."""
    while start < end and folded[start] in signs:
        start += 1
    while end > start and folded[end - 1] in signs:
        end -= 1
    return start, end


def _merge(folded: str, pieces: Sequence[Stretch]) -> list[Stretch]:
    """Stretches with nothing but blank space between them, as one."""
    if len(pieces) < 2:
        return list(pieces)
    out = [pieces[0]]
    for start, end in pieces[1:]:
        if folded[out[-1][1] : start].isspace() and "\n" in folded[out[-1][1] : start]:
            out[-1] = out[-1][0], end
        else:
            out.append((start, end))
    return out


def _sentence(folded: str, at: int) -> Stretch:
    """The sentence around a place in some words."""
    begin, end = 0, len(folded)
    for match in pattern("STOP").finditer(folded):
        if match.end() <= at:
            begin = match.end()
        elif match.start() >= at:
            end = match.end()
            break
    while end > begin and folded[end - 1] == " ":
        end -= 1
    while begin < end and folded[begin] == " ":
        begin += 1
    return begin, end


def _subject(folded: str, begin: int, cue: int) -> Stretch | None:
    """Who is said to undertake something: the last name or office before the cue."""
    match = pattern("COMMITTED").search(folded, begin, cue)
    return (match.start(), match.start() + len(match[0].rstrip())) if match else None


def _presenting(folded: str) -> Iterator[Named]:
    """The people whom a paragraph says to have presented."""
    for match in pattern("PRESENTED_BY").finditer(folded):
        yield from listing(folded, match.end(), _sentence(folded, match.end())[1])
    for match in pattern("PRESENTED").finditer(folded):
        begin = _sentence(folded, match.start())[0]
        yield from whole_listing(folded, begin, match.start())


def presenters_of(folded: str, start: int, end: int) -> list[Named]:
    """The people behind "To be presented by:"; each may be followed by a dash and what they speak for."""
    dashes = [i for i in range(start, end) if folded[i] == "–" or folded[i - 1 : i + 2] == " - "]
    if not dashes:
        return listing(folded, start, end)
    people: list[Named] = []
    begin = start
    for i, dash in enumerate(dashes):
        stop = dashes[i + 1] if i + 1 < len(dashes) else end
        found = listing(folded, begin, dash)
        if i + 1 < len(dashes):  # the two words before the next dash are the next person's name
            before = folded[dash + 1 : stop].rstrip()
            cut_at = dash + 1 + (before.rfind(" ", 0, before.rfind(" ")) if " " in before.strip() else len(before))
        else:
            cut_at = stop
        if found:
            role = _inner(folded, dash + 1, cut_at, " ,")
            if role[0] < role[1]:
                found[-1].role, found[-1].end = role, role[1]
        people += found
        begin = cut_at
    return people
