"""Makes the notes of one invented meeting as a Word file, a PDF, a web page and plain text.

    python examples/make.py                 # into this folder; needs LibreOffice (soffice)
    python examples/make.py --out made     # into another

The words stand once, in MEETING below; a renderer a format gives them the dress of that format. The Word file and the
PDF are written by LibreOffice from one flat OpenDocument text. Where the tests of the readers find what they need
(the pages are the PDF's):

    what                                            where
    ----------------------------------------------  ---------------------------------------------------------
    title lines, centred and bold                   page 1, first three lines
    table without borders, Name | Role              page 1, under "Present:" and "Apologies:"
    a role that wraps in its cell                   page 1, Harriet Stokes-Bell
    surnames in capitals, an apostrophe, "Dr"       page 1
    attendees without names                         page 1, "4 observers, …"
    automatic numbers                               page 1, "Please note:"; page 2, the questions of 084/24
    visible web address                             page 1, first notice
    text box                                        page 1, below the notices; a paragraph in .html and .txt
    bordered table number | text                    page 2; another on pages 3 and 4
    explicit page break                             before the section heading "Safety Plan", page 3
    section heading as a paragraph                  "Safety Plan", page 3
    section heading as a row over both cells        "Regular Items", page 3
    item labels                                     081/24 to 088/24
    bullets of three levels, symbol fonts           081/24, page 2
    bold and italic words in mid-sentence           081/24, page 2
    questions with numbers, answers one level down  084/24, page 2
    questions without numbers                       088/24, page 4
    action as a bold list entry, owner, due date    084/24, question 1
    commitment by its wording                       084/24, question 2
    action as a bold paragraph                      085/24; below it what was done, in direct italics
    action by a bold paragraph style                086/24; below it what was done, by an italic style
    action by a bold label, its words plain         087/24
    action by a bold character style                088/24
    decision                                        086/24, "RESOLVED: …"
    raised letters                                  085/24 "24th", 090/24 "22nd"
    table within the cell of an item                085/24, two rows of three cells
    insertion and deletion, tracked                 085/24, .docx only: the others have them accepted
    words cut at a line end, soft hyphens           085/24 "transformers", "refurbishment"; 087/24 "compressors"
    a real hyphen at a line end                     086/24 "follow-up"
    hyperlink with an address not in its words      087/24
    footnote                                        087/24; with a link back in .html, left out of .txt
    row and paragraph that go on over a page break  087/24, pages 3 and 4
    header, and footer with "Page 2 of 4"           every page of .docx and .pdf
    accepted notes, outstanding actions, next date  082/24, 089/24, 090/24

Where lines end in the PDF depends on the fonts: the one here was made with Liberation Sans. The Word file and the
web page hold the soft hyphens; the plain text does not.
"""

from __future__ import annotations

import argparse
import html
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

HERE = Path(__file__).resolve().parent
NAME = "harbour-2024-09-10"
SAVED = "2024-09-17T09:30:00"
"""When the notes were saved: the date of the tracked changes and of both files' metadata."""


# ---------------------------------------------------------------- what a document is made of

Look = Literal["", "bold", "italic", "bold italic", "strong", "raised"]


@dataclass(frozen=True)
class Run:
    """Words with one look. ``link`` is an address, ``note`` a footnote behind the words."""

    text: str
    look: Look = ""
    link: str = ""
    note: str = ""
    change: Literal["", "inserted", "deleted"] = ""


@dataclass(frozen=True)
class Paragraph:
    """Runs, and the name of a paragraph style."""

    runs: tuple[Run, ...]
    style: Literal["Text", "Title", "Section", "Action", "Update"] = "Text"


@dataclass(frozen=True)
class Entry:
    """One entry of a list, with the entries below it."""

    runs: tuple[Run, ...]
    below: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Listing:
    """A list. Of one with numbers the entries of the first level have numbers, those below them bullets."""

    entries: tuple[Entry, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Box:
    """A text box that holds one sentence."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table: rows of cells of blocks. A row of one cell goes over all columns."""

    kind: Literal["People", "Items", "Figures"]
    rows: tuple[tuple[tuple[Block, ...], ...], ...]


Block = Paragraph | Listing | Grid | Box


def runs(*parts: str | Run) -> tuple[Run, ...]:
    """Plain words may be given as they are."""
    return tuple(Run(part) if isinstance(part, str) else part for part in parts)


def par(*parts: str | Run) -> Paragraph:
    """An ordinary paragraph."""
    return Paragraph(runs(*parts))


def entry(*parts: str | Run | Entry) -> Entry:
    """An entry; entries among the parts stand below it."""
    words = [part for part in parts if not isinstance(part, Entry)]
    return Entry(runs(*words), tuple(part for part in parts if isinstance(part, Entry)))


def bold(text: str) -> Run:
    """Words in direct bold."""
    return Run(text, "bold")


def people(*rows: tuple[str, str]) -> Grid:
    """A table Name | Role."""
    return Grid("People", tuple(((par(name),), (par(role),)) for name, role in rows))


def item(number: str, title: str, *blocks: Block) -> tuple[tuple[Block, ...], ...]:
    """A row number | text, whose text begins with its title in bold."""
    return ((par(number),), (par(bold(title)), *blocks))


# ---------------------------------------------------------------- the meeting

HEADER = "Wrenmouth Harbour – for publication"
TITLE = "Notes of the Harbour Safety and Licensing Board, 10 September 2024"
FILM = "https://watch.wrenmouth-harbour.example/board/film_archive/78215"

MEETING: tuple[Block, ...] = (
    Paragraph(runs(bold("HARBOUR SAFETY AND LICENSING BOARD")), "Title"),
    Paragraph(runs(bold("Notes of meeting held on Tuesday 10 September 2024, 1000 – 1240 hrs")), "Title"),
    Paragraph(runs(bold("Pilot Room (F1), Lantern House")), "Title"),
    par(bold("Present:")),
    people(
        ("Edwin HOLLIS", "Harbour Master"),
        ("Dr Helen OKAFOR", "Board Member"),
        ("Imogen D'ARCY", "Board Member"),
        ("Ruth PENGELLY", "Deputy Harbour Master"),
        ("Dr Simon WYATT", "Board Member"),
        ("Moira FAIRWEATHER", "Board Member"),
        ("Harriet STOKES-BELL", "Safety Adviser to the Harbour Office and Board Member"),
        ("Rajesh SANDHU", "Assistant Director - Licensing"),
        ("Peter MARCHBANK", "Chief Executive"),
        ("Yusuf BELLAMY", "Senior Pilot"),
        ("Joan LARKIN", "Chief Engineer"),
        ("Tomasz ZIELINSKI", "Assistant Harbour Master"),
    ),
    par(bold("Apologies:")),
    people(("Graham LE BRUN", "Board Member"), ("Colin TREMAYNE", "Head of Pilotage")),
    par("4 observers, 1 note taker and a webcaster."),
    par("Please note:"),
    Listing(
        (
            entry("A film of the meeting is kept here: ", Run(FILM, link=FILM)),
            entry("Papers that these notes name were sent out with the agenda."),
            entry("Actions are shown in ", bold("bold text"), "."),
        ),
        numbered=True,
    ),
    Box("Copies in large print can be had from the harbour office."),
    Grid(
        "Items",
        (
            item(
                "081/24",
                "Item 1 – Apologies and Harbour Master Update",
                par("The Harbour Master spoke about the summer in the port:"),
                Listing(
                    (
                        entry("The barge that sank by Cray Bank has been lifted, and the fairway is clear again."),
                        entry(
                            "Two parts of the new radar are at work:",
                            entry(
                                "the mast on the east mole, which sees past the headland.",
                                entry("Its motor was changed in August, because it had stopped twice in heavy rain."),
                                entry("Another motor is kept in the lamp store."),
                            ),
                            entry("the screens in the signal tower."),
                        ),
                        entry(
                            "Skippers are asked to call the port ",
                            Run("before and not after", "bold italic"),
                            " they cross the fairway.",
                        ),
                    )
                ),
            ),
            item(
                "082/24",
                "Item 2 – Notes of the Last Meeting",
                par("The notes of the Board meeting held on 9 July 2024 were accepted as a true record."),
            ),
            item("083/24", "Item 3 – Questions from the Public", par("Nobody had sent in a question.")),
            item(
                "084/24",
                "Item 4 – Questions from Board Members",
                Listing(
                    (
                        entry(
                            "What becomes of the fishing nets that are left on the north quay overnight, and who tells "
                            "the crews to move them? (Asked by Imogen D'Arcy)",
                            entry("Nets may lie there from dusk until six in the morning, and most crews keep to it."),
                            entry("A duty officer goes round the quay each evening."),
                            entry(bold("HM to send the rota to the board by 27 September 2024.")),
                        ),
                        entry(
                            "How many yachts came in August, and was there a berth for each of them? "
                            "(Asked by Helen Okafor)",
                            entry("There were 412, which is 38 more than in the August before."),
                            entry(
                                "On four nights yachts lay three abreast. The Assistant Harbour Master undertook to "
                                "bring a plan for such nights to the next meeting."
                            ),
                        ),
                        entry(
                            "Is the water tap on the fish quay to be mended before the frost? "
                            "(Asked by Moira Fairweather)",
                            entry("The tap was mended last week, and its pipe lies deeper than it did."),
                        ),
                    ),
                    numbered=True,
                ),
            ),
        ),
    ),
    Paragraph(runs(bold("Safety Plan")), "Section"),
    Grid(
        "Items",
        (
            item(
                "085/24",
                "Item 5 – Lights in the Outer Harbour",
                par("Chief Engineer Joan Larkin presented the report."),
                par(
                    "The lanterns along the outer wall are forty years old, and the cables under the sea have lost "
                    "much of their in\u00adsu\u00adla\u00adtion. The maker no longer sells the "
                    "trans\u00adform\u00aders that feed them, so the port's own elec\u00adtri\u00adcians put "
                    "to\u00adgeth\u00ader one good one out of two bad ones. The report asks for no less than a "
                    "complete re\u00adfur\u00adbish\u00adment, which would take two winters, for no work can be done "
                    "on the wall while the ferry runs twice a day. A trial of five new lanterns begins on 24",
                    Run("th", "raised"),
                    " September, when the ferry company's helmsmen are to note what they can see of them from the bar "
                    "buoy. Some people in the old town have com\u00adplained that the trial "
                    "lan\u00adterns shine into their bed\u00adrooms, and shades are being made.",
                ),
                par("The lamps that failed this year were counted:"),
                Grid(
                    "Figures",
                    (
                        ((par("Months"),), (par("Lamps out"),), (par("Days to mend"),)),
                        ((par("January to June"),), (par("17"),), (par("4"),)),
                    ),
                ),
                par(
                    "The spare lamps ",
                    Run("and lenses ", change="inserted"),
                    "are kept in the ",
                    Run("old ", change="deleted"),
                    "signal tower.",
                ),
                par(bold("Chief Engineer to tell the ferry company which lamps will be dark during the trial.")),
                par(Run("The company was told on 12 September 2024.", "italic")),
            ),
            item(
                "086/24",
                "Item 6 – Winter Moorings",
                par("Harbour Master Edwin Hollis presented the report."),
                par(
                    "Divers looked at every chain in the inner basin from May to July, and a follow-up visit in August "
                    "was paid to the nine that were worst. All nine have been changed. The gales come earlier "
                    "than they used to, and so boats have to be off the outer moorings by the middle of October."
                ),
                Listing(
                    (
                        entry("Eleven boats lie on moorings that bear no number."),
                        entry("The yacht club has offered six berths to boats whose chains are condemned."),
                    )
                ),
                Paragraph(runs("DHM to write to the owners of the eleven boats."), "Action"),
                Paragraph(runs("Nine letters have gone out. Two owners have no known address."), "Update"),
                par("RESOLVED: That no mooring be let for the winter to a boat without a number."),
            ),
            ((Paragraph(runs(bold("Regular Items")), "Section"),),),
            item(
                "087/24",
                "Item 7a – Chief Executive Update",
                par(
                    "The Chief Executive said that the counter of the harbour office is open on Saturdays again. "
                    "The old coal sidings have been cleared of brambles, and forty crews can leave their cars there "
                    "until the spring. Plans of the new car park are on ",
                    Run("the page about the sidings", link="https://www.wrenmouth-harbour.example/works/sidings"),
                    ". The school in Tanner Street is to paint the hoarding round the ice plant, and volunteers are "
                    "to mend the tower's clock.",
                ),
                par(
                    "The cold store passed its yearly test.",
                    Run("", note="The test is made by an inspector from outside the port."),
                    " Its doors were hung afresh and its com\u00adpres\u00adsors use a fifth less power than they did. "
                    "The rep\u00adre\u00adsen\u00adta\u00adtives of the fish mer\u00adchants are con\u00adtent, and "
                    "have asked for a second weigh\u00adbridge so that lorries need not wait on the quay. Three old "
                    "photo\u00adgraphs of the port were found in a cupboard and hang in the hall, where anybody "
                    "may look at them between nine and four. The lift is still out of order.",
                ),
                par(bold("Action:"), " Clerk to ask the railway for the key to the sidings by 1 November 2024."),
            ),
            item(
                "088/24",
                "Item 7b – Licensing Accounts",
                par("Rajesh Sandhu presented the paper, and the following items were discussed:"),
                par("Why did day licences bring in less than last summer?"),
                Listing(
                    (
                        entry("July was wet, and few people hired boats."),
                        entry("The price of a day licence was cut in April, and sales grew by less than was hoped."),
                    )
                ),
                par("How much is left of the money for the slipway?"),
                Listing((entry("About £64k, of which £40k is promised to the builder."),)),
                par(Run("Senior Pilot to give the board the hours that the second launch was out.", "strong")),
            ),
            item("089/24", "Board Workplan", par("There are currently 6 outstanding actions.")),
            item(
                "090/24",
                "Date of the next meeting",
                par("The date of the next meeting is Tuesday 22", Run("nd", "raised"), " October 2024."),
            ),
        ),
    ),
)


# ---------------------------------------------------------------- flat OpenDocument, for LibreOffice

_SPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
    }.items()
)


def _paragraph_style(name: str, inner: str = "", text: str = "", parent: str = "Standard", more: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}"{more}>'
        f"<style:paragraph-properties {inner}/><style:text-properties {text}/></style:style>"
    )


def _text_style(name: str, text: str, more: str = "") -> str:
    return f'<style:style style:name="{name}" style:family="text"{more}><style:text-properties {text}/></style:style>'


_BOLD = 'fo:font-weight="bold"'
_ITALIC = 'fo:font-style="italic"'
_BULLETS = (("\uf0b7", "Symbol"), ("o", "Courier New"), ("\uf0a7", "Wingdings"))


def _level(level: int, numbered: bool, bullet: tuple[str, str]) -> str:
    kind = "number" if numbered else "bullet"
    mark = 'style:num-format="1" style:num-suffix="."' if numbered else f'text:bullet-char="{bullet[0]}"'
    face = "" if numbered else f'<style:text-properties style:font-name="{bullet[1]}"/>'
    return (
        f'<text:list-level-style-{kind} text:level="{level}" {mark}>'
        '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
        '<style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.6cm" '
        f'fo:margin-left="{0.7 * level + 0.2:.1f}cm"/></style:list-level-properties>{face}'
        f"</text:list-level-style-{kind}>"
    )


def _list_style(name: str, numbered: bool) -> str:
    first = _level(1, numbered, _BULLETS[0])
    below = _BULLETS if numbered else _BULLETS[1:]
    rest = "".join(_level(level, False, bullet) for level, bullet in enumerate(below, start=2))
    return f'<text:list-style style:name="{name}">{first}{rest}</text:list-style>'


def _table_style(name: str, widths: Sequence[float], border: str) -> str:
    columns = "".join(
        f'<style:style style:name="{name}.{n}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}cm"/></style:style>'
        for n, width in enumerate(widths)
    )
    return (
        f'<style:style style:name="{name}" style:family="table"><style:table-properties '
        f'style:width="{sum(widths)}cm" table:align="left"/></style:style>{columns}'
        f'<style:style style:name="{name}.cell" style:family="table-cell">'
        f'<style:table-cell-properties fo:padding="0.12cm" fo:border="{border}"/></style:style>'
    )


_WIDTHS = {"People": (6.5, 6.5), "Items": (2.0, 15.0), "Figures": (4.5, 3.0, 3.5)}
_FACES = "".join(
    f'<style:font-face style:name="{face}" svg:font-family="\'{face}\'"{charset}/>'
    for face, charset in {
        "Liberation Sans": "",
        "Courier New": "",
        "Symbol": ' style:font-charset="x-symbol"',
        "Wingdings": ' style:font-charset="x-symbol"',
    }.items()
)
_STYLES = (
    '<style:default-style style:family="paragraph"><style:paragraph-properties fo:orphans="2" fo:widows="2"/>'
    '<style:text-properties style:font-name="Liberation Sans" fo:font-size="12pt" fo:language="en" fo:country="GB" '
    'fo:hyphenate="false"/></style:default-style>'
    '<style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties '
    'fo:margin-bottom="0.2cm" fo:line-height="112%"/></style:style>'
    + _paragraph_style("Action", text=_BOLD, more=' style:display-name="Minute Action"')
    + _paragraph_style("Update", text=_ITALIC, more=' style:display-name="Action Update"')
    + _paragraph_style("Footnote", text='fo:font-size="10pt"', more=' style:class="extra"')
    + _paragraph_style("Header", 'fo:text-align="end"', 'fo:font-size="10pt"', more=' style:class="extra"')
    + _paragraph_style("Footer", 'fo:text-align="center"', 'fo:font-size="10pt"', more=' style:class="extra"')
    + _text_style("Strong_20_Emphasis", _BOLD, ' style:display-name="Strong Emphasis"')
    + _text_style(
        "Internet_20_link",
        'fo:color="#000080" style:text-underline-style="solid"',
        ' style:display-name="Internet Link"',
    )
    + '<style:style style:name="Graphics" style:family="graphic"/>'
    '<text:notes-configuration text:note-class="footnote" text:citation-style-name="Raised" '
    'text:citation-body-style-name="Raised" style:num-format="1"/>'
)
_AUTOMATIC = (
    _paragraph_style("Title", 'fo:text-align="center"')
    + _paragraph_style("Break", 'fo:break-before="page"')
    + _text_style("bold", _BOLD)
    + _text_style("italic", _ITALIC)
    + _text_style("bold_italic", f"{_BOLD} {_ITALIC}")
    + _text_style("raised", 'style:text-position="super 58%"')
    + _list_style("Bullets", False)
    + _list_style("Numbers", True)
    + "".join(
        _table_style(name, widths, "none" if name == "People" else "0.5pt solid #000000")
        for name, widths in _WIDTHS.items()
    )
    + '<style:style style:name="Box" style:family="graphic" style:parent-style-name="Graphics">'
    '<style:graphic-properties style:wrap="none" style:vertical-pos="top" style:vertical-rel="paragraph" '
    'style:horizontal-pos="center" style:horizontal-rel="paragraph" fo:padding="0.15cm" '
    'fo:margin-top="0.2cm" fo:margin-bottom="0.3cm" fo:border="0.5pt solid #808080"/></style:style>'
    '<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" '
    'fo:page-height="29.7cm" fo:margin-top="1.5cm" fo:margin-bottom="1.5cm" fo:margin-left="2cm" '
    'fo:margin-right="2cm"/><style:header-style><style:header-footer-properties fo:min-height="0.6cm" '
    'fo:margin-bottom="0.5cm"/></style:header-style><style:footer-style><style:header-footer-properties '
    'fo:min-height="0.6cm" fo:margin-top="0.5cm"/></style:footer-style></style:page-layout>'
)
_PAGES = (
    '<style:master-page style:name="Standard" style:page-layout-name="A4">'
    f'<style:header><text:p text:style-name="Header">{HEADER}</text:p></style:header>'
    '<style:footer><text:p text:style-name="Footer">Page <text:page-number text:select-page="current">1'
    "</text:page-number> of <text:page-count>1</text:page-count></text:p></style:footer></style:master-page>"
)


def _fodt_runs(some: Sequence[Run]) -> str:
    out = []
    for run in some:
        words = html.escape(run.text)
        if run.look:
            style = "Strong_20_Emphasis" if run.look == "strong" else run.look.replace(" ", "_")
            words = f'<text:span text:style-name="{style}">{words}</text:span>'
        if run.link:
            words = (
                f'<text:a xlink:type="simple" xlink:href="{run.link}" text:style-name="Internet_20_link" '
                f'text:visited-style-name="Internet_20_link">{words}</text:a>'
            )
        if run.change == "inserted":
            words = f'<text:change-start text:change-id="inserted"/>{words}<text:change-end text:change-id="inserted"/>'
        if run.change == "deleted":
            words = '<text:change text:change-id="deleted"/>'
        if run.note:
            words += (
                '<text:note text:id="ftn1" text:note-class="footnote"><text:note-citation>1</text:note-citation>'
                f'<text:note-body><text:p text:style-name="Footnote">{html.escape(run.note)}</text:p>'
                "</text:note-body></text:note>"
            )
        out.append(words)
    return "".join(out)


def _fodt_entries(entries: Sequence[Entry], style: str = "") -> str:
    inner = "".join(
        f'<text:list-item><text:p text:style-name="Standard">{_fodt_runs(one.runs)}</text:p>'
        f"{_fodt_entries(one.below) if one.below else ''}</text:list-item>"
        for one in entries
    )
    return f"<text:list{style}>{inner}</text:list>"


def _fodt_row(name: str, cells: Sequence[Sequence[Block]]) -> str:
    columns = len(_WIDTHS[name])
    span = columns if len(cells) == 1 else 1
    spanned = f' table:number-columns-spanned="{span}"' if span > 1 else ""
    out = "".join(
        f'<table:table-cell table:style-name="{name}.cell" office:value-type="string"{spanned}>'
        f"{_fodt_blocks(cell, in_cell=True)}</table:table-cell>"
        for cell in cells
    )
    return f"<table:table-row>{out}{'<table:covered-table-cell/>' * (span - 1)}</table:table-row>"


def _fodt_blocks(blocks: Sequence[Block], in_cell: bool = False) -> str:
    out = []
    for block in blocks:
        if isinstance(block, Paragraph):
            style = {"Text": "Standard", "Section": "Standard" if in_cell else "Break"}.get(block.style, block.style)
            out.append(f'<text:p text:style-name="{style}">{_fodt_runs(block.runs)}</text:p>')
        elif isinstance(block, Listing):
            style = "Numbers" if block.numbered else "Bullets"
            out.append(_fodt_entries(block.entries, f' text:style-name="{style}"'))
        elif isinstance(block, Box):
            out.append(
                '<text:p text:style-name="Standard"><draw:frame draw:style-name="Box" draw:name="Box" '
                'text:anchor-type="paragraph" svg:width="12cm" draw:z-index="0"><draw:text-box '
                f'fo:min-height="0.6cm"><text:p text:style-name="Standard">{html.escape(block.text)}</text:p>'
                "</draw:text-box></draw:frame></text:p>"
            )
        else:
            columns = "".join(
                f'<table:table-column table:style-name="{block.kind}.{n}"/>' for n in range(len(_WIDTHS[block.kind]))
            )
            rows = "".join(_fodt_row(block.kind, cells) for cells in block.rows)
            out.append(f'<table:table table:style-name="{block.kind}">{columns}{rows}</table:table>')
    return "".join(out)


def _all_runs(blocks: Sequence[Block]) -> Iterator[Run]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.runs
        elif isinstance(block, Grid):
            for cells in block.rows:
                for cell in cells:
                    yield from _all_runs(cell)


def as_fodt(blocks: Sequence[Block]) -> str:
    """The document as one XML file that LibreOffice opens."""
    info = f"<office:change-info><dc:creator>Arthur Penrose</dc:creator><dc:date>{SAVED}</dc:date></office:change-info>"
    regions = "".join(
        f'<text:changed-region text:id="{run.change}">'
        + (
            f"<text:insertion>{info}</text:insertion>"
            if run.change == "inserted"
            else f"<text:deletion>{info}<text:p>{html.escape(run.text)}</text:p></text:deletion>"
        )
        + "</text:changed-region>"
        for run in _all_runs(blocks)
        if run.change
    )
    changes = f'<text:tracked-changes text:track-changes="false">{regions}</text:tracked-changes>' if regions else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {_SPACES} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:meta><dc:title>{TITLE}</dc:title><meta:initial-creator>Arthur Penrose</meta:initial-creator>"
        f"<dc:creator>Arthur Penrose</dc:creator><dc:language>en-GB</dc:language>"
        f"<meta:creation-date>{SAVED}</meta:creation-date><dc:date>{SAVED}</dc:date></office:meta><office:font-face-decls>{_FACES}</office:font-face-decls>"
        f"<office:styles>{_STYLES}</office:styles><office:automatic-styles>{_AUTOMATIC}</office:automatic-styles>"
        f"<office:master-styles>{_PAGES}</office:master-styles>"
        f"<office:body><office:text>{changes}{_fodt_blocks(blocks)}</office:text></office:body></office:document>\n"
    )


def accepted(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The same with every tracked change accepted."""
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            kept = tuple(replace(run, change="") for run in block.runs if run.change != "deleted")
            out.append(replace(block, runs=kept))
        elif isinstance(block, Grid):
            rows = tuple(tuple(accepted(cell) for cell in cells) for cells in block.rows)
            out.append(replace(block, rows=rows))
        else:
            out.append(block)
    return tuple(out)


# ---------------------------------------------------------------- web page

_PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{title} | Port of Wrenmouth</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ font-family: sans-serif; margin: 0 auto; max-width: 60rem; }}
.title {{ text-align: center; }}
.action, .strong {{ font-weight: bold; }}
.update {{ font-style: italic; }}
.notice-box {{ border: 1px solid #808080; padding: 0.5rem; }}
table.items, table.items th, table.items td {{ border: 1px solid #000; text-align: left; vertical-align: top; }}
</style>
<script>
window.siteSettings = {{ section: "board", cookies: "ask", menu: ["Home", "Tides", "Board"] }};
document.documentElement.className = "js";
</script>
</head>
<body>
<a class="skip" href="#content">Skip to main content</a>
<header class="site-header">
<div class="logo"><a href="/">Port of Wrenmouth</a></div>
<form role="search" action="/search"><label for="q">Search this site</label> <input id="q" name="q"> \
<button>Search</button></form>
</header>
<nav aria-label="Main menu">
<ul>
<li><a href="/">Home</a></li>
<li><a href="/tides">Tides and weather</a></li>
<li><a href="/berths">Berths and moorings</a></li>
<li><a href="/board">The Board</a></li>
<li><a href="/contact">Contact us</a></li>
</ul>
</nav>
<nav class="breadcrumb" aria-label="Breadcrumb">
<ol><li><a href="/">Home</a></li><li><a href="/board">The Board</a></li><li>Notes of meetings</li></ol>
</nav>
<main id="content">
<article>
{article}
</article>
<div class="share">
<p>Share this page</p>
<ul><li><button type="button">Send by e-mail</button></li><li><button type="button">Copy link</button></li>\
<li><button type="button">Print</button></li></ul>
</div>
</main>
<footer class="site-footer">
<p>Lantern House, Mole Street, Wrenmouth WR0 0XX</p>
<ul><li><a href="/privacy">Privacy</a></li><li><a href="/access">Accessibility</a></li></ul>
<p>© 2024 Port of Wrenmouth. All rights reserved.</p>
</footer>
</body>
</html>
"""
_TAGS = {
    "": ("", ""),
    "bold": ("<strong>", "</strong>"),
    "italic": ("<em>", "</em>"),
    "bold italic": ("<b><i>", "</i></b>"),
    "strong": ('<span class="strong">', "</span>"),
    "raised": ("<sup>", "</sup>"),
}


def _html_runs(some: Sequence[Run]) -> str:
    out = []
    for run in some:
        opening, closing = _TAGS[run.look]
        words = opening + html.escape(run.text, quote=False).replace("\u00ad", "&shy;") + closing
        if run.link:
            words = f'<a href="{run.link}">{words}</a>'
        if run.note:
            words += '<sup class="footnote-mark"><a id="note-1-from" href="#note-1" role="doc-noteref">1</a></sup>'
        out.append(words)
    return "".join(out)


def _html_entries(entries: Sequence[Entry], numbered: bool = False) -> str:
    tag = "ol" if numbered else "ul"
    inner = "".join(
        f"<li>{_html_runs(one.runs)}{chr(10) + _html_entries(one.below) if one.below else ''}</li>\n" for one in entries
    )
    return f"<{tag}>\n{inner}</{tag}>\n"


def _html_paragraph(block: Paragraph) -> str:
    if block.style == "Section":
        return f"<h2>{html.escape(_plain(block.runs), quote=False)}</h2>\n"
    style = "" if block.style == "Text" else f' class="{block.style.lower()}"'
    return f"<p{style}>{_html_runs(block.runs)}</p>\n"


def _html_row(kind: str, cells: Sequence[Sequence[Block]]) -> str:
    if len(cells) == 1:
        return f'<tr>\n<td colspan="2">\n{_html_blocks(cells[0])}</td>\n</tr>\n'
    out = []
    for n, cell in enumerate(cells):
        alone = len(cell) == 1 and isinstance(cell[0], Paragraph)
        inner = _html_runs(cell[0].runs) if alone and isinstance(cell[0], Paragraph) else f"\n{_html_blocks(cell)}"
        tag, scope = ("th", ' scope="row"') if kind == "Items" and n == 0 else ("td", "")
        out.append(f"<{tag}{scope}>{inner}</{tag}>\n")
    return f"<tr>\n{''.join(out)}</tr>\n"


def _html_blocks(blocks: Sequence[Block]) -> str:
    out = []
    for block in blocks:
        if isinstance(block, Paragraph):
            out.append(_html_paragraph(block))
        elif isinstance(block, Listing):
            out.append(_html_entries(block.entries, block.numbered))
        elif isinstance(block, Box):
            out.append(f'<p class="notice-box">{html.escape(block.text, quote=False)}</p>\n')
        else:
            rows = "".join(_html_row(block.kind, cells) for cells in block.rows)
            out.append(f'<table class="{block.kind.lower()}">\n<tbody>\n{rows}</tbody>\n</table>\n')
    return "".join(out)


def as_html(blocks: Sequence[Block]) -> str:
    """The document as a page of the port's web site."""
    notes = "".join(
        f'<li id="note-1">{html.escape(run.note, quote=False)} '
        '<a href="#note-1-from" role="doc-backlink" aria-label="Back to the text">↩</a></li>\n'
        for run in _all_runs(blocks)
        if run.note
    )
    article = f'{_html_blocks(blocks)}<section class="footnotes" role="doc-endnotes">\n<ol>\n{notes}</ol>\n</section>'
    return _PAGE.format(title=TITLE, article=article)


# ---------------------------------------------------------------- plain text


def _plain(some: Sequence[Run]) -> str:
    return "".join(run.text for run in some).replace("\u00ad", "")


def _text_entries(entries: Sequence[Entry], numbered: bool = False, depth: int = 0) -> Iterator[str]:
    for n, one in enumerate(entries, start=1):
        yield "    " * depth + (f"{n}. " if numbered else "- ") + _plain(one.runs)
        yield from _text_entries(one.below, depth=depth + 1)


def _text_blocks(blocks: Sequence[Block]) -> Iterator[str]:
    """Pieces of text, between which a line is left empty."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _plain(block.runs)
        elif isinstance(block, Listing):
            yield "\n".join(_text_entries(block.entries, block.numbered))
        elif isinstance(block, Box):
            yield block.text
        elif block.kind == "Items":
            for cells in block.rows:
                pieces = [list(_text_blocks(cell)) for cell in cells]
                yield "\t".join(cell[0] for cell in pieces)
                yield from pieces[-1][1:]
        else:
            rows = ["\t".join(" ".join(_text_blocks(cell)) for cell in cells) for cells in block.rows]
            yield from ["\n".join(rows)] if block.kind == "People" else rows


def as_text(blocks: Sequence[Block]) -> str:
    """The words alone, as somebody copies them out of the document."""
    return "\n\n".join(_text_blocks(blocks)) + "\n"


# ---------------------------------------------------------------- files


def _convert(soffice: str, source: Path, suffix: str, folder: Path) -> Path:
    """A file made by LibreOffice out of another, with a profile of its own."""
    filters = {"docx": "docx:MS Word 2007 XML", "pdf": "pdf:writer_pdf_Export"}
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [
            *(soffice, f"-env:UserInstallation={profile}", "--headless"),
            *("--convert-to", filters[suffix], "--outdir", str(folder), str(source)),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return source.with_suffix(f".{suffix}")


def _same_docx(made: Path, out: Path) -> None:
    """The parts as they are, with one time for all of them: the same notes give the same bytes."""
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            fixed = zipfile.ZipInfo(part.filename, date_time=(2024, 9, 17, 9, 30, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, old.read(part))


def _same_pdf(made: Path, out: Path) -> None:
    """The time of the notes for that of the export, zeros for its identifiers: as long, so that all offsets hold."""
    data = re.sub(rb"/CreationDate\(D:\d{14}", b"/CreationDate(D:20240917093000", made.read_bytes())
    body, trailer, end = data.rpartition(b"\ntrailer\n")
    out.write_bytes(body + trailer + re.sub(rb"(?<=[</])[0-9A-F]{32}\b", b"0" * 32, end))


def main() -> int:
    """Write the four files."""
    arguments = argparse.ArgumentParser(description="Makes the example notes of 10 September 2024 in four formats.")
    arguments.add_argument("--out", type=Path, default=HERE, help="folder to write into (default: this one)")
    out: Path = arguments.parse_args().out
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        sys.stderr.write("The Word file and the PDF are made by LibreOffice: install it, so that soffice is found.\n")
        return 1
    out.mkdir(parents=True, exist_ok=True)
    final = accepted(MEETING)
    (out / f"{NAME}.html").write_text(as_html(final), encoding="utf-8")
    (out / f"{NAME}.txt").write_text(as_text(final), encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / f"{NAME}.fodt"
        source.write_text(as_fodt(MEETING), encoding="utf-8")
        _same_docx(_convert(soffice, source, "docx", folder), out / f"{NAME}.docx")
        source.write_text(as_fodt(final), encoding="utf-8")
        _same_pdf(_convert(soffice, source, "pdf", folder), out / f"{NAME}.pdf")
    return 0


if __name__ == "__main__":
    sys.exit(main())
