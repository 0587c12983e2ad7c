"""Hypothesis strategies: any text, lines in every dress of the format, whole minutes, and damage to them.

All boards, people, places and sums are invented.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
settings.register_profile(
    "quick",
    max_examples=80,
    deadline=None,
    print_blob=True,
    derandomize=bool(os.environ.get("CI")),  # the same examples at each run, so that a red run says what changed
    suppress_health_check=_SLOW,
)
settings.register_profile("long", max_examples=3000, deadline=None, print_blob=True, suppress_health_check=_SLOW)
settings.load_profile(os.environ.get("SPCB_MINUTES_PROFILE", "quick"))

# ---------------------------------------------------------------- any text

SIGNS = "\t\f\n\r\v \u00a0\u2003\u200b\u2028\x1c\x85\ufeff-–—•o\uf0b7*_\\#|/.,:;!?()[]{}<>^&£$%'\"‘’“”`~=+@0123456789"
LONE = "\ud800\udfff\x00"
PHRASES = (
    "041/24",
    "042/24",
    "043/24\t",
    "\t044/24",
    "E.70/23",
    "LW 32/2122",
    "16.03.2",
    "23/045",
    "12/03/14",
    "24/00311/F",
    "2024/25",
    "Present:",
    "Apologies:",
    "AGENDA",
    "Attendees:",
    "Please note:",
    "Members of the Public: 6",
    "Action: ",
    "RESOLVED: ",
    "Decision: ",
    "(Asked by ",
    "(Asked by Ada Quill)",
    "Item 8a: ",
    "Regular Items",
    "**REGULAR ITEMS**",
    "**",
    "*",
    "- ",
    "- 1. ",
    "• ",
    "Page 2 of 6",
    "Tuesday 14th May 2024",
    "28 th ",
    "20^{th}",
    "^{th}",
    "1000 - 1300 hrs",
    "7.05 pm",
    "https://board.example/a",
    "www.",
    "---\n",
    "title: ",
    "date: ",
    "Ada QUILL",
    "Dr. Jo HART",
    "Board Member",
    "Cllr ",
    "ACC ",
    " presented the paper",
    "the following items were discussed:",
    "undertook to ",
    "The ",
    "next meeting",
    "by 28 March 2024",
    "10 outstanding actions",
    "6 observers",
    " and ",
    "\n\n",
    "\n",
    "\t",
    " – ",
    "ACTION: Clerk",
    "Parish Council",
)


def any_text(max_size: int = 200) -> st.SearchStrategy[str]:
    """Any text at all: plain, made of signs, or of phrases of the format in any order; half pairs and NUL too."""
    letters = st.one_of(st.sampled_from(SIGNS), st.sampled_from("aAeT nd"), st.characters(), st.sampled_from(LONE))
    scraps = st.one_of(st.sampled_from(PHRASES), st.text(letters, max_size=5))
    return st.one_of(st.text(letters, max_size=max_size), st.lists(scraps, max_size=25).map("".join))


# ---------------------------------------------------------------- words

GIVEN = ("Ada", "Edwin", "Ruth", "Imogen", "Marek", "Sian", "Lucy", "Yusuf", "Bronwen", "Rajesh", "Moira", "Denis")
SURNAME = (
    "Quill",
    "Hollis",
    "Pengelly",
    "D'Arcy",
    "Stokes-Bell",
    "McNab",
    "O'Dowd",
    "Nowak",
    "Ifans",
    "Larkin",
    "Van Houten",
    "Farrant",
)
ROLE = (
    "Board Member",
    "Harbour Master",
    "Chief Executive",
    "Chief Finance Officer",
    "Parish Clerk",
    "Assistant Director - Licensing",
    "Senior Pilot",
)
TITLE = (
    "Harbour Update",
    "Budget Monitoring",
    "Fishing Quota",
    "Questions from Board Members",
    "Notes of the Last Meeting",
    "Berths & Moorings",
    "Winter Storage Plan",
    "Apologies",
    "Small Boats: Keeping Them Safe; a review",
    "Staff Survey 2023/24",
    "Open Day – Lessons Learned",
)
SECTION = ("Regular Items", "EMERGING ITEMS", "**STANDING ITEMS**", "Finance and Governance")
BOARD = ("HARBOUR SAFETY BOARD", "Harbour Safety and Licensing Board", "Millbrook Parish Council")
SENTENCE = (
    "The report was noted.",
    "There are eleven berths on the north quay, and four of them are let to visitors.",
    "Members asked for the figures of last winter, which had not been ready.",
    "The Harbour Master said that the dredger's crew will be back in the spring.",
    "A total of £4,310 has been spent; nothing more is due before June.",
    "It was hoped that the work can be done in two weeks, weather permitting.",
    'Some of the ropes were "worn through" and others are new.',
    "The figures can be provided after the meeting.",
    "The clerk undertook to write to the owners of both barges.",
    "Income rose by 4% and costs by a little more than that.",
    "Most prefer the longer shift with three full days off.",
)
QUERY = (
    "How many berths are free in May?",
    "Is the port satisfied that there is room for them and for the fishing crews?",
    "Who reads the reports, and what becomes of them afterwards?",
    "What would another licence cost, and who is to pay for it?",
)
DATE = (
    "Tuesday 14 May 2024",
    "Tuesday, 14 May 2024",
    "14th May 2024",
    "Tuesday 14 th May 2024",
    "20^{th} December 2022",
    "May 14th, 2024",
    "31 February 2024",
    "14/05/2024",
)
HOURS = ("", " - 1000 - 1300 hrs", " 10.00 – 12.30", " at 7.00 pm in Millbrook Village Hall", ", Harbour House")
FURNITURE = ("Page 2 of 6", "Page 3", "\f", "Page 2 of 6 Chairman's signature: Date:", "page 1 of 9")

names = st.builds("{} {}".format, st.sampled_from(GIVEN), st.sampled_from(SURNAME))
sentences = st.lists(st.sampled_from(SENTENCE), min_size=1, max_size=3).map(" ".join)
titles = st.sampled_from(TITLE)


def _line(form: str, *parts: Sequence[str] | st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        form.format, *(part if isinstance(part, st.SearchStrategy) else st.sampled_from(part) for part in parts)
    )


_NUMBERS = st.one_of(
    st.builds("{:03d}/{:02d}".format, st.integers(0, 250), st.integers(18, 25)),
    st.sampled_from(
        ("1/24", "E.70/23", "C123/22", "FGB 38/2021", "01/1920", "LW 32/2122", "Ref 02/21/06/2023", "23/045", "16.03.2")
    ),
)
_HONORED = _line(
    "{}{}{}", ("", "Dr ", "Dr. ", "Cllr ", "Mrs "), names, ("", " (Chair)", " (AQ)", " (from 103/24 to 110/24)")
)

HEADINGS = (
    "{} | {}",
    "{} {}",
    "{}\t{}",
    "{}\tItem 1 – {}",
    "{} Item 8a: {}.",
    "**{} {}**",
    "**{}** {}",
    "### {} – {}",
    "- **{}** {}",
    "{}\n{}",
    "{}{}",
)
headings = st.builds(lambda form, n, t: form.format(n, t), st.sampled_from(HEADINGS), _NUMBERS, titles)
headings_with_text = _line("{} {} {}", _NUMBERS, titles, sentences)

lines: st.SearchStrategy[str] = st.one_of(
    headings,
    headings_with_text,
    _line("{}\t {}", _NUMBERS, sentences),
    _line("{}{}", _NUMBERS, ("", "\t", " ", "\t\t")),
    _line("{} {}", titles, _NUMBERS),
    st.sampled_from(SECTION),
    # attendance
    _line("{}{}{}", _HONORED, ("\t\t", "\t:\t", " - ", " – ", " ", ", "), ROLE),
    st.builds(
        lambda ns, r: " ".join(f"{n.upper() if i % 2 else n} {r}" for i, n in enumerate(ns)),
        st.lists(names, max_size=4),
        st.sampled_from(ROLE),
    ),
    _line(
        "{} {}",
        ("Present:", "Also in attendance:", "Apologies:", "Clerk:", "**Attendees:**", "Absent –"),
        st.lists(_HONORED, max_size=4).map(", ".join),
    ),
    st.sampled_from(
        (
            "Present:",
            "Attendees:",
            "Apologies:",
            "In attendance",
            "Members of the Public: 6",
            "6 observers, 1 note taker and a webcaster.",
            "Public – 2",
        )
    ),
    _line("Apologies were received from {} ({}).", names, ("on holiday", "work")),
    # text
    sentences,
    _line("{}{}", ("- ", "• ", "\uf0b7 ", "o ", " - ", "  - ", "\t• ", "- o ", "* ", " "), sentences),
    _line(
        "{}{}{}",
        ("- 1. ", "2. ", "", "3) ", "Q4. "),
        QUERY,
        ("", " (Asked by Ada Quill)", "\n(Asked by Edwin Hollis)", " (Asked by "),
    ),
    _line(
        "{}{} to provide the figures{}.",
        ("Action: ", "**ACTION:** ", "Action – ", "- Action point: "),
        ("The HM", "Clerk", "AQ", ""),
        ("", " by 28 March 2024"),
    ),
    _line("**The {} to ask for a better price for the gate.**", ("Clerk", "HM")),
    _line("*{}*", sentences),
    _line("{}{}", ("RESOLVED: That ", "Decision: ", "It was AGREED that ", "**RESOLVED** "), sentences),
    _line("{} ACTION: {}", sentences, ("Clerk", "AQ, PL")),
    _line("{} presented the paper{}", _HONORED, (".", ", and the following items were discussed:", " in detail.")),
    # dates
    _line(
        "{}{}{}",
        ("", "Notes of meeting held on ", "Date of the next meeting: ", "The next meeting is on "),
        DATE,
        HOURS,
    ),
    st.sampled_from(BOARD),
    # agenda
    _line(
        "{}.\t{}\t{}\t{}",
        ("1", "2", "10"),
        ("10.00", "10:10", ""),
        titles,
        ("", "Verbal", "For Noting", "Written Report"),
    ),
    _line("\t\tTo be presented by: {} – {}", names, titles),
    st.sampled_from(("AGENDA", "**Agenda**", "Agenda:")),
    # notices, furniture, front matter of a page
    _line(
        "{}The meeting can be seen at {}.",
        ("- 1. ", "Please note: ", ""),
        ("https://board.example/web cast/12", "www.board.example", "https://board.example/a_b"),
    ),
    st.sampled_from(FURNITURE),
    st.sampled_from(
        (
            "---",
            'title: "Millbrook Parish Council – May meeting"',
            "date: 2024-05-29",
            "Draft",
            "## Minutes",
            "| a | b |",
            "> quoted",
            "```",
        )
    ),
    st.just(""),
)

minutes_like: st.SearchStrategy[str] = st.lists(lines, max_size=25).map("\n".join)


# ---------------------------------------------------------------- whole minutes


@dataclass(frozen=True)
class Line:
    """A line of a draft: what it is, in which item it stands (-1 before the first), and its words."""

    kind: str
    item: int
    text: str


@dataclass(frozen=True)
class Draft:
    """Minutes whose lines are known: to be damaged, or dressed otherwise."""

    lines: tuple[Line, ...]
    numbers: tuple[str, ...]

    @property
    def text(self) -> str:
        """The document."""
        return "".join(line.text + "\n" for line in self.lines)

    def where(self, *kinds: str) -> list[int]:
        """The indices of the lines of these kinds."""
        return [i for i, line in enumerate(self.lines) if line.kind in kinds]

    def with_text(self, index: int, *texts: str) -> Draft:
        """The draft with other text, or none, or several lines for one of its lines."""
        put = tuple(replace(self.lines[index], text=text) for text in texts)
        return replace(self, lines=self.lines[:index] + put + self.lines[index + 1 :])

    def each(self, change: Callable[[Line], str]) -> Draft:
        """The draft with every line's text changed."""
        return replace(self, lines=tuple(replace(line, text=change(line)) for line in self.lines))


BODY = ("paragraph", "entry", "question", "action", "decision", "lead")
"""The kinds of lines that hold running text."""


@st.composite
def drafts(draw: st.DrawFn, min_items: int = 4, max_items: int = 7, titled: bool = False) -> Draft:
    """Minutes of an invented board: title lines, attendance, items in sequence, in one of the dresses of headings."""
    out: list[Line] = []

    def put(kind: str, item: int, text: str) -> None:
        out.append(Line(kind, item, text))

    def blank(item: int) -> None:
        put("blank", item, "")

    put("title", -1, draw(st.sampled_from(BOARD)))
    blank(-1)
    put("title", -1, "Tuesday 14 May 2024" + draw(st.sampled_from(("", " - 1000 - 1300 hrs"))))
    blank(-1)
    put("label", -1, "Present:")
    if draw(st.booleans()):
        blank(-1)
    for name in draw(st.lists(names, min_size=1, max_size=4, unique=True)):
        put("attendance", -1, f"{name}\t\t{draw(st.sampled_from(ROLE))}")
    blank(-1)
    form = draw(st.sampled_from(("{} | {}", "{} {}", "{}\t{}", "{}\tItem 1 – {}", "**{} {}**", "### {} – {}")))
    first, year = draw(st.integers(1, 150)), draw(st.sampled_from(("23", "24")))
    count = draw(st.integers(min_items, max_items))
    numbers = tuple(f"{first + i:03d}/{year}" for i in range(count))
    for i, number in enumerate(numbers):
        if i and draw(st.integers(0, 4)) == 0:
            put("section", i, draw(st.sampled_from(SECTION)))
            blank(i)
        put("heading", i, form.format(number, draw(titles)))
        if draw(st.integers(0, 3)):
            blank(i)
        for _ in range(draw(st.integers(1, 3))):
            out += _block(draw, i)
            blank(i)
    return Draft(tuple(out), numbers)


def _block(draw: st.DrawFn, item: int) -> list[Line]:
    kind = draw(st.sampled_from(("paragraph", "paragraph", "list", "question", "action", "decision", "points")))
    text = draw(sentences)
    if kind == "list":
        return [Line("entry", item, f"- {draw(sentences)}") for _ in range(draw(st.integers(1, 3)))]
    if kind == "question":
        asked = f"- 1. {draw(st.sampled_from(QUERY))} (Asked by {draw(names)})"
        return [
            Line("question", item, asked),
            *(Line("entry", item, f" - {draw(sentences)}") for _ in range(draw(st.integers(1, 2)))),
        ]
    if kind == "action":
        return [Line("action", item, f"Action: The HM to provide the figures. {text}")]
    if kind == "decision":
        return [Line("decision", item, f"RESOLVED: That this be done. {text}")]
    if kind == "points":
        name = draw(names)
        return [
            Line("lead", item, f"{name} presented the paper, and the following items were discussed:"),
            Line("blank", item, ""),
            Line("paragraph", item, draw(st.sampled_from(QUERY))),
            Line("blank", item, ""),
            Line("entry", item, f"- {text}"),
        ]
    return [Line("paragraph", item, text)]
