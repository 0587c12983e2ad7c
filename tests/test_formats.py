"""One meeting in four formats: the facts are the same, and each reader gives what its format holds besides."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from spcb_minutes import Document, Item, facts, parse, read, trace

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
NAME = "harbour-2024-09-10"
NEEDS = {".pdf": "pypdfium2", ".html": "selectolax"}
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@cache
def meeting(suffix: str) -> Document:
    """The example in a format; skips where the library that reads it is not installed."""
    if suffix in NEEDS:
        pytest.importorskip(NEEDS[suffix], reason=f"{suffix} needs the extra that installs {NEEDS[suffix]}")
    return read(EXAMPLES / f"{NAME}{suffix}")


def item(suffix: str, number: str) -> Item:
    return next(one for one in meeting(suffix).minutes[0].items if str(one.number) == number)


def without_style(text: str) -> str:
    """The text as a program that knows no bold and italic type would have saved it."""
    return re.sub(r"(?<!\\)\*+(?=\S)|(?<=\S)(?<!\\)\*+", "", text)


@pytest.mark.parametrize("suffix", [".pdf", ".html"])
def test_a_meeting_has_the_same_facts_in_every_format(suffix: str) -> None:
    assert facts(meeting(suffix)) == facts(meeting(".docx"))


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".html"])
def test_plain_text_has_the_same_facts_but_for_what_styles_say(suffix: str) -> None:
    assert facts(parse(without_style(meeting(suffix).source.text))) == facts(meeting(".txt"))
    assert facts(meeting(suffix)) != facts(meeting(".txt"))  # bold actions and their updates


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".html", ".txt"])
def test_the_minutes_text_alone_gives_the_same_facts(suffix: str) -> None:
    document = meeting(suffix)
    assert facts(parse(document.source.text)) == facts(document)
    stretches = trace(document)
    assert "".join(document.source.text[one.start : one.end] for one in stretches) == document.source.text
    assert Document.model_validate_json(document.model_dump_json()) == document


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".html"])
def test_bold_is_an_action_where_it_is_one_and_italics_below_are_its_update(suffix: str) -> None:
    found = [(str(i.number), a.basis, a.owner, str(a.due or ""), a.update) for i in _items(suffix) for a in i.actions]
    assert found == [
        ("084/24", "bold", "HM", "2024-09-27", None),
        ("085/24", "bold", "Chief Engineer", "", "The company was told on 12 September 2024."),
        ("086/24", "bold", "DHM", "", "Nine letters have gone out. Two owners have no known address."),
        ("087/24", "label", "Clerk", "2024-11-01", None),
        ("088/24", "bold", "Senior Pilot", "", None),
    ]


def _items(suffix: str) -> tuple[Item, ...]:
    return meeting(suffix).minutes[0].items


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".html"])
def test_words_that_a_page_cuts_or_a_style_raises_are_whole(suffix: str) -> None:
    words = " ".join(one.text for one in _items(suffix))
    for whole in ("transformers", "refurbishment", "compressors", "follow-up", "24th September"):
        assert whole in words
    assert "\u00ad" not in meeting(suffix).source.text


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".html"])
def test_a_table_in_a_cell_is_rows_of_its_own(suffix: str) -> None:
    texts = [block.text for block in item(suffix, "085/24").blocks if block.kind == "paragraph"]
    assert "Months Lamps out Days to mend" in texts
    assert "January to June 17 4" in texts


@pytest.mark.parametrize("suffix", [".docx", ".pdf", ".html"])
def test_what_is_no_text_stands_aside(suffix: str) -> None:
    document = meeting(suffix)
    aside = [(one.kind, one.text) for one in document.furniture if one.span is None]
    assert ("footnote", "The test is made by an inspector from outside the port.") in aside
    assert ("link", "https://www.wrenmouth-harbour.example/works/sidings") in aside
    assert all(text not in document.source.text for kind, text in aside if kind != "metadata")
    edge = "Lantern House, Mole Street" if suffix == ".html" else "Wrenmouth Harbour – for publication"
    assert any(kind == "page" and text.startswith(edge) for kind, text in aside)


def test_deleted_words_are_gone_and_inserted_ones_are_there() -> None:
    text = meeting(".docx").source.text
    assert "spare lamps and lenses are kept in the signal tower" in text
    assert [found.code for found in meeting(".docx").diagnostics] == ["M906"]


def test_every_item_of_a_pdf_has_its_page() -> None:
    pages = [(str(one.number), one.span.page) for one in _items(".pdf")]
    assert pages[0] == ("081/24", 2)
    assert pages[-1] == ("090/24", 4)
    assert [page for _, page in pages] == sorted(page or 0 for _, page in pages)
    document = meeting(".pdf")
    assert len(document.source.pages) == 4
    crossing = next(one for one in _items(".pdf") if str(one.number) == "087/24")
    first = crossing.blocks[0]
    assert "\f" in document.source.text[first.span.start : first.span.end], "a paragraph that goes on over the page"


def test_a_file_that_does_not_know_its_pages_gives_none() -> None:
    assert meeting(".docx").source.pages == ()
    assert {one.span.page for one in _items(".docx")} == {None}


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed; .ci/system-packages installs it")
def test_the_examples_are_what_the_word_processor_makes_of_the_script(tmp_path: Path) -> None:
    subprocess.run([sys.executable, EXAMPLES / "make.py", "--out", tmp_path], check=True, timeout=300)
    for suffix in (".docx", ".pdf", ".html", ".txt"):
        if suffix in NEEDS:
            pytest.importorskip(NEEDS[suffix], reason=f"{suffix} needs the extra that installs {NEEDS[suffix]}")
        assert facts(read(tmp_path / f"{NAME}{suffix}")) == facts(meeting(suffix)), suffix
