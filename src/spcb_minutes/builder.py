"""Makes the whole document: the grammar's tokens become plain dicts with spans, and ``model_validate`` checks them.

    142/22<TAB>Item 1 – Apologies     tokens NUMBER AGENDA_ITEM TITLE   item: number, agenda_item, title
    <TAB>There were none.             token  CELL                       block: a paragraph
    - 1. How many? (Asked by A B)     token  NUMBERED                   block: a question, asked_by
     - Eleven.                        token  ENTRY                      its answer: a list of one entry

1. Every line becomes a block, a mark of one, or furniture.
2. A value that the text does not state is None.
3. Nothing is decided here that the text does not say; what looks odd is a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .agenda import agenda_fields
from .blocks import Fields, blocks_of, lines_of, paragraph, trimmed
from .diagnostics import Finding, diagnose
from .front import Front, Title, links, read_front
from .models import SCHEMA_VERSION, Diagnostic, Document, Furniture, Item, ItemNumber, Source, Span
from .numbering import ItemSlice, PartCut, cut
from .parser import Word, lex, parse
from .people import Crowd, attendee
from .record import is_record, read_record
from .said import Whole, apologies, hours, presenters, references, undertakings, whole_minutes
from .values import slug
from .words import Page, Stretch, inner


def build(source: Source, told: Sequence[Diagnostic], aside: Sequence[Furniture] = ()) -> Document:
    """The document of a source: parts, items, blocks, and what was found out while cutting and reading.

    ``told`` is what the reader had to say, ``aside`` what it left out of the text.
    """
    return _Builder(source).document(told, aside)


class _Builder:
    """One document: what all its parts share while they are built."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.page = Page(source.text, source.pages)
        self.furniture: list[Fields] = []
        self.ids: dict[str, int] = {}

    def document(self, told: Sequence[Diagnostic], aside: Sequence[Furniture]) -> Document:
        """Everything of the document."""
        page = self.page
        if is_record(page):
            parts, other, declared = read_record(page, self.identity)
            self.set_aside("metadata", *declared)
        else:
            parts, other = self.read_parts()
        if not any(part["items"] for part in parts) and page.folded.strip():
            told = [*told, diagnose("M109", "No numbered item was found in this text.")]
        found = [diagnose(f.code, f.message, Span.model_validate(page.span(f.start, f.end))) for f in page.findings]
        return Document.model_validate(
            {
                "schema_version": SCHEMA_VERSION,
                "source": self.source,
                "parts": tuple(parts),
                "other": tuple(other),
                "furniture": (*aside, *sorted(self.furniture, key=lambda f: f["span"]["start"])),
                "diagnostics": (*told, *found),
            }
        )

    def read_parts(self) -> tuple[list[Fields], list[Fields]]:
        """The parts, found by their numbers, and the blocks outside of them."""
        page = self.page
        cuts = cut(page.folded, self.source.pages)
        page.findings += cuts.findings
        page.blank_out(cuts.aside)
        for stretch in cuts.aside:
            self.set_aside(*stretch)
        self.candidates = cuts.candidates
        parts: list[Fields] = []
        other: list[Fields] = []
        for part in cuts.parts:
            if part.kind == "other":
                other += blocks_of(page, lines_of(page, lex("minutes", "body", page.folded, part.start, part.end)))
            else:
                parts.append(self.agenda(part) if part.kind == "agenda" else self.minutes(part))
        return parts, other

    def set_aside(self, kind: str, start: int, end: int) -> None:
        """Keep something as furniture."""
        text = " ".join(self.source.text[start:end].split())
        end = start + len(self.source.text[start:end].rstrip())
        span = self.page.span(start, end)
        self.furniture.append({"kind": kind, "text": text, "span": span, "page": span["page"]})

    # ------------------------------------------------------------ parts

    def agenda(self, part: PartCut) -> Fields:
        """The agenda of one meeting."""
        front = read_front(self.page, part.start, part.front_end)
        meeting = self.meeting(part, front)
        identity = self.identity(front.title, "agenda")
        fields = agenda_fields(self.page, part, front)
        return {**fields, "id": identity, "meeting": meeting, **self.of_part(part, front, {})}

    def minutes(self, part: PartCut) -> Fields:
        """The notes of one meeting."""
        page = self.page
        front = read_front(page, part.start, part.front_end)
        identity = self.identity(front.title, "minutes")
        page.day = front.title.date.value if front.title.date else None
        whole = Whole(
            self.meeting(part, front),
            [attendee(page, n) for n in front.present],
            [attendee(page, n) for n in front.apologies],
        )
        listed = [*whole.present, *whole.apologies]
        page.offices = frozenset(one["role"] for one in listed if one["role"])
        page.owners = page.offices.union(one[by] for one in listed for by in ("initials", "name") if one[by])
        apologies(page, "", [page.words(pieces) for pieces in front.preamble], whole)
        section: tuple[str, Stretch] | None = None
        seen: dict[ItemNumber, int] = {}
        items: list[Item] = []
        for piece in part.items:
            item, section = self.item(piece, section, whole)
            again = seen[piece.number] = seen.get(piece.number, 0) + 1
            suffix = f"-{again}" if again > 1 else ""
            item["id"] = f"{identity}/{slug(str(piece.number).replace('/', ' ').replace('.', ' '))}{suffix}"
            items.append(Item.model_validate(item))  # here, and not with all others: the dicts take as much room
        if front.title.date is None or front.title.date.value is None:
            end = part.start + len(page.folded[part.start : part.end].split("\n", 1)[0])
            page.findings.append(
                Finding("M303", "These notes do not say on which day the meeting was.", part.start, end)
            )
        return {
            "kind": "minutes",
            "id": identity,
            "status": front.title.status,
            "meeting": whole.meeting,
            "attendance": self.attendance(part, front, whole),
            "notices": tuple(self.notice(*notice) for notice in front.notices),
            "preamble": tuple(paragraph(page, pieces) for pieces in front.preamble),
            "items": tuple(items),
            "next_meeting": whole.next_meeting,
            "accepted_notes": whole.accepted_notes,
            "outstanding_actions": whole.outstanding_actions,
            **self.of_part(part, front, whole.places),
        }

    def of_part(self, part: PartCut, front: Front, places: dict[str, Any]) -> Fields:
        """Board, span and evidence of a part; the front matter of its page is furniture."""
        page = self.page
        start = part.start
        if front.metadata:
            self.set_aside("metadata", *front.metadata)
            start = front.metadata[0]
        mine = {name: at for name, at in front.title.places.items() if name in ("board", "status")}
        return {
            "board": front.title.board,
            "span": page.span(start, max(start, part.start + len(page.folded[part.start : part.end].rstrip()))),
            "evidence": page.evidence(**mine, **places),
        }

    def meeting(self, part: PartCut, front: Front) -> Fields:
        """When and where, from the title lines."""
        title = front.title
        self.page.findings += title.findings
        mine = {name: at for name, at in title.places.items() if name in ("date", "start", "end", "venue")}
        stretches = [at for places in mine.values() for at in places]
        start = min((s for s, _ in stretches), default=part.start)
        end = max((e for _, e in stretches), default=part.start)
        return {
            "date": title.date.value if title.date else None,
            "start": title.start,
            "end": title.end,
            "venue": title.venue,
            "span": self.page.span(start, end),
            "evidence": self.page.evidence(**mine),
        }

    def identity(self, title: Title, kind: str) -> str:
        """Slug of board, date and kind; of a second one of that day with its start time, or a number."""
        board = slug(title.board or "")
        if not board or title.date is None or title.date.value is None:
            base = f"{self.source.sha256[:12]}/{kind}"
        else:
            base = f"{board}/{title.date.value.isoformat()}/{kind}"
        count = self.ids[base] = self.ids.get(base, 0) + 1
        if count == 1:
            return base
        timed = f"{base}-{title.start:%H%M}" if title.start else ""
        if timed and timed not in self.ids:
            self.ids[timed] = 1
            return timed
        return f"{base}-{count}"

    # ------------------------------------------------------------ attendance and notices

    def attendance(self, part: PartCut, front: Front, whole: Whole) -> Fields:
        """The attendance with its hull: the block in front and what items add to it."""
        others = [self.crowd(crowd) for crowd in front.crowds]
        spans = [person["span"] for person in (*whole.present, *whole.apologies, *others)]
        stretches = [(span["start"], span["end"]) for span in spans] + front.attendance
        start = min((s for s, _ in stretches), default=part.start)
        end = max((e for _, e in stretches), default=part.start)
        return {
            "present": tuple(whole.present),
            "apologies": tuple(whole.apologies),
            "others": tuple(others),
            "span": self.page.span(start, end),
        }

    def crowd(self, crowd: Crowd) -> Fields:
        """People counted."""
        return {"role": crowd.role, "count": crowd.count, "span": self.page.span(crowd.start, crowd.end)}

    def notice(self, number: str | None, start: int, pieces: list[Stretch]) -> Fields:
        """A remark to the reader, with its links."""
        page = self.page
        notice = page.words(pieces)
        found: list[Fields] = []
        places: list[Stretch] = []
        for link in links(notice):
            found.append({"url": link.url, "as_written": link.as_written})
            places.append(notice.stretch(link.begin, link.end))
            if link.repaired:
                page.findings.append(Finding("M902", f"The web address was read as {link.url}.", *places[-1]))
        return {
            "number": number,
            "text": notice.text,
            "links": tuple(found),
            **page.standing(start, pieces[-1][1], notice.pieces),
            "evidence": page.evidence(links=places),
        }

    # ------------------------------------------------------------ an item

    def item(
        self, piece: ItemSlice, section: tuple[str, Stretch] | None, whole: Whole
    ) -> tuple[Fields, tuple[str, Stretch] | None]:
        """One item from its slice, and the section that holds after it."""
        page = self.page
        tokens = parse("minutes", "heading", page.folded, piece.start, piece.end)
        agenda_item: str | None = None
        places: dict[str, Any] = {"number": piece.at}
        title: list[Stretch] = []
        body = piece.end
        for token in tokens:
            start, end = trimmed(token)
            if token.type == "SECTION":
                at = inner(page.folded, start, end, " \t#*:")
                section = page.words([at]).text, at
            elif token.type in _AGENDA_ITEMS:
                places["agenda_item"] = inner(page.folded, start, end, " \t:.–-*")
                agenda_item = _agenda_item(token)
            elif token.type in _TITLES:
                at = inner(page.folded, start, end, " \t*:–-|" if token.type in _CUT_TITLES else " \t*")
                title += [at] if at[0] < at[1] else []
            elif token.type == "REST":
                body = token.start_pos
        lines = lines_of(page, lex("minutes", "body", page.folded, body, piece.end))
        blocks = blocks_of(page, lines)
        heading = page.words(title) if title else None
        if heading:
            places["title"] = title
        if section:
            places["section"] = section[1]
        end = max([piece.at[1], *(e for _, e in title), *(block["span"]["end"] for block in blocks)])
        written = heading.text if heading else ""
        about = written.lower()
        apologies(page, about, [line.words for line in lines], whole)
        hours(page, lines, whole)
        whole_minutes(page, heading, lines, whole)
        if not blocks:
            page.findings.append(Finding("M105", f"{piece.number} has a heading and no text.", *piece.at))
        fields = {
            "number": piece.number,
            "agenda_item": agenda_item,
            "title": _without_stop(written) or None,
            "section": section[0] if section else None,
            "presenters": presenters(page, lines, blocks),
            "blocks": tuple(blocks),
            "commitments": undertakings(page, lines, blocks),
            "references": references(self.candidates, piece, lines),
            "span": page.span(piece.heading, end),
            "evidence": page.evidence(**places),
        }
        return fields, section


_AGENDA_ITEMS = ("AGENDA_ITEM", "AGENDA_ITEM_BELOW", "BOLD_AGENDA_ITEM")
_CUT_TITLES = ("SHORT_TITLE", "TITLE_IN_BOLD", "TITLE_IN_BOLD_BELOW", "BOLD_TITLE")
_TITLES = (*_CUT_TITLES, "TITLE", "TITLE_BELOW", "TITLE_WRAP", "TITLE_FIRST")


def _agenda_item(token: Word) -> str:
    """The number of "Item 8a: ", "Agenda Item 8 (a) –"."""
    word = token.lower().rindex("item") + len("item")
    return "".join(c for c in token[word:] if c.isalnum())


def _without_stop(title: str) -> str:
    """The title, one final stop dropped."""
    return title[:-1].rstrip() if title.endswith(".") and not title.endswith("..") else title
