"""Readers: every file gives a source or one clear error, and the text of a source is what it promises to be."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spcb_minutes import Series, make_site, read, to_html
from spcb_minutes.errors import LimitExceededError, MinutesError, UnknownFormatError, UnreadableFileError
from spcb_minutes.models import Diagnostic, Source
from spcb_minutes.series.listing import Listing
from spcb_minutes.series.listing import to_html as listing_to_html
from spcb_minutes.sources import READERS, SITE_MARK, Limits, Places, files_in, from_text, load
from spcb_minutes.sources.kinds import KINDS, kind_of

ROOT = Path(__file__).resolve().parents[1]
NOTES = "HARBOUR BOARD\n\nTuesday 14 May 2024\n\n041/24\tApologies – none\n"


def loaded(data: bytes, name: str | None = None, **options: Any) -> tuple[Source, tuple[Diagnostic, ...]]:
    file = io.BytesIO(data)
    if name is not None:
        file.name = name
    return load(file, **options)[:2]


def codes(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [diagnostic.code for diagnostic in diagnostics]


# What is in a folder


def test_the_documents_in_a_folder_are_found_and_the_pages_of_a_site_are_none(tmp_path: Path) -> None:
    for name in ("b.txt", "2024/a.html", "2024/picture.png", ".hidden/c.txt", "._b.txt", "web/site/index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "web/site/people").mkdir()
    (tmp_path / "web/site/people/ada-quill.html").touch()
    (tmp_path / "web/notes.md").touch()
    pages = ["web/site/index.html", "web/site/people/ada-quill.html"]
    found = ["2024/a.html", "b.txt", "web/notes.md"]
    assert [path.relative_to(tmp_path).as_posix() for path in files_in(tmp_path)] == [*found, *pages]
    (tmp_path / "web/site" / SITE_MARK).touch()
    assert [path.relative_to(tmp_path).as_posix() for path in files_in(tmp_path)] == found
    assert files_in(tmp_path / "web/site") == []


# What a file says


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_every_unicode_encoding_gives_the_same_text(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "notes.txt"
    mark = b"\xfe\xff" if codec == "utf-16-be" else b""
    path.write_bytes(mark + NOTES.encode(codec))
    source, diagnostics, _ = load(path)
    assert source.text == NOTES
    assert diagnostics == ()
    assert (source.name, source.media_type) == ("notes.txt", "text/plain")
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_utf_16_of_the_other_byte_order_is_told_by_its_mark() -> None:
    assert loaded(b"\xff\xfeH\x00i\x00")[0].text == loaded(b"\xfe\xff\x00H\x00i")[0].text == "Hi"


def test_utf_16_cut_in_the_middle_of_a_character_keeps_the_rest_and_says_so() -> None:
    source, (found,) = loaded(b"\xff\xfe" + "Present".encode("utf-16-le") + b"x")
    assert source.text == "Present\ufffd"
    assert (found.code, found.span and found.span.start) == ("M903", 7)


def test_windows_1252_is_read_and_told_with_the_place_of_the_first_letter() -> None:
    source, (found,) = loaded(b"Budget\r\n\r\nThe report \x96 \xa35,000\r\n")
    assert source.text == "Budget\n\nThe report – £5,000\n"
    assert found.code == "M901"
    assert found.message == "The file is not UTF-8 and was read as Windows-1252; the first is “–” (byte 0x96)."
    assert found.span is not None
    assert source.text[found.span.start : found.span.end] == "–"
    assert found.line == 3


def test_the_bytes_that_windows_1252_leaves_undefined_are_kept() -> None:
    source, (found,) = loaded(b"a \x81\x8d\x8f\x90\x9d b \xe9 c")
    assert source.text == "a \x81\x8d\x8f\x90\x9d b é c"
    assert "U+0081" in found.message


def test_one_stray_byte_does_not_spoil_the_dashes_of_a_utf_8_file() -> None:
    source, (found,) = loaded("“Yes” – said the Clerk\r\n".encode() + b"It cost \xa35.")
    assert source.text == "“Yes” – said the Clerk\nIt cost £5."
    assert found.code == "M901"
    assert found.message == (
        "Not all of the file is UTF-8; bytes that are not (1) were read as Windows-1252; the first is “£” (byte 0xA3)."
    )
    assert found.span is not None
    assert source.text[found.span.start] == "£"


def test_a_file_that_says_it_is_utf_8_is_believed_though_more_of_it_is_not() -> None:
    source, (found,) = loaded(b"\xef\xbb\xbf\xe2\x80\x93 \xa31 \xa32 \xa33")
    assert source.text == "– £1 £2 £3"
    assert found.code == "M901"


def test_line_ends_become_lf_and_nothing_else_changes() -> None:
    kept = "\t\xa0\u2003\u200b\uf0b7\x0b\x85\u2028 o  "
    source, diagnostics = from_text(f"\ufeffone\r\ntwo\rthree\n{kept}\n\r")
    assert source.text == f"one\ntwo\nthree\n{kept}\n\n"
    assert diagnostics == ()
    assert source.name is None


@pytest.mark.parametrize("give", [from_text, lambda text: loaded(text.encode("utf-8", "surrogatepass"))])
def test_what_no_text_can_hold_is_replaced_one_for_one_and_told_once(give: Any) -> None:
    source, diagnostics = give("one\r\ntwo\x00 \ud800three\udfff four, five and six")
    assert source.text == "one\ntwo\ufffd \ufffdthree\ufffd four, five and six"
    (found,) = diagnostics
    assert (found.code, found.line) == ("M903", 2)
    assert (found.span.start, found.span.end) == (7, 8)
    assert found.message.startswith("3 characters ")


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n\t\f\n", "\xa0\u2003\u200b\n".encode(), b"\xff\xfe"])
def test_nothing_to_read_is_told(data: bytes) -> None:
    assert codes(loaded(data)[1]) == ["M904"]


def test_a_single_letter_is_something_to_read() -> None:
    assert loaded(b"x")[1] == ()


def test_pages_start_at_the_beginning_and_after_each_form_feed() -> None:
    assert from_text("one\n\ftwo\n\f\fthree")[0].pages == (0, 5, 10, 11)
    assert from_text("one\n")[0].pages == ()
    assert from_text("one\n\f")[0].pages == (0,)  # the mark of the end of page 1, and no page 2


def test_a_diagnostic_knows_its_page() -> None:
    _, (found,) = from_text("one\n\ftwo\n\x00")
    assert found.span is not None
    assert (found.span.line, found.span.page) == (3, 2)


def test_text_in_hand_has_the_hash_of_its_utf_8_bytes() -> None:
    assert from_text("é\r\n")[0].sha256 == hashlib.sha256("é\r\n".encode()).hexdigest()
    assert from_text("\ud800")[0].sha256 == hashlib.sha256(b"\xed\xa0\x80").hexdigest()


# What a file is


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("notes.txt", "text/plain"),
        ("NOTES.MD", "text/markdown"),
        ("notes.markdown", "text/markdown"),
        ("notes", "text/plain"),
        ("notes.minutes", "text/plain"),
    ],
)
def test_the_name_tells_the_media_type_of_a_text(tmp_path: Path, name: str, media_type: str) -> None:
    (tmp_path / name).write_text(NOTES, encoding="utf-8")
    source, _, _ = load(str(tmp_path / name))
    assert (source.name, source.media_type) == (name, media_type)


def test_a_media_type_that_is_given_goes_before_the_name() -> None:
    assert loaded(b"x", "notes.txt", media_type="text/markdown")[0].media_type == "text/markdown"
    assert loaded(b"x", "notes.md", media_type="Text/Plain; charset=utf-8")[0].media_type == "text/plain"
    assert loaded(b"<html>", media_type="text/plain")[0].text == "<html>"


def test_an_unknown_media_type_is_answered_with_those_that_are_known() -> None:
    with pytest.raises(UnknownFormatError, match=r"'text/csv'.*text/plain, text/markdown"):
        loaded(b"x", media_type="text/csv")


def zipped(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
    return file.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00"

EXAMPLES = {
    "a PNG picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "a JPEG picture": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "a GIF picture": b"GIF89a\x01\x00",
    "a TIFF picture": b"II*\x00\x08\x00",
    "a WebP picture": b"RIFF\x0a\x00\x00\x00WEBPVP8 ",
    "a HEIC picture": b"\x00\x00\x00\x18ftypheic",
    "a video": b"\x00\x00\x00\x18ftypmp42",
    "a sound recording": b"ID3\x03\x00",
    "an Excel workbook (.xlsx)": zipped("xl/workbook.xml"),
    "a PowerPoint file (.pptx)": zipped("ppt/presentation.xml"),
    "an OpenDocument text (.odt)": b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text",
    "a ZIP archive": zipped("notes.txt"),
    "a gzip archive": b"\x1f\x8b\x08\x00",
    "a 7-Zip archive": b"7z\xbc\xaf\x27\x1c",
    "a RAR archive": b"Rar!\x1a\x07\x00",
    "a Word file (or another of Office) protected by a password": OLE + "EncryptedPackage".encode("utf-16-le"),
    "an old Word file (.doc)": OLE + "WordDocument".encode("utf-16-le"),
    "an old Office file (.xls, .ppt) or an Outlook message (.msg)": OLE,
    "an SQLite database": b"SQLite format 3\x00",
    "a rich text (.rtf) document": b"{\\rtf1\\ansi",
    "an XML file": b'<?xml version="1.0"?>\n<minutes/>',
}


def test_every_kind_that_is_refused_has_an_example() -> None:
    assert [kind.what for kind in KINDS if kind.media_type not in READERS] == list(EXAMPLES)


@pytest.mark.parametrize(
    ("name", "data", "media_type", "told"),
    [
        ("notes.pdf", NOTES.encode(), "text/plain", "By its name this is a .pdf file; it is a text."),
        ("notes.docx", NOTES.encode(), "text/plain", "By its name this is a .docx file; it is a text."),
        ("notes.pdf", b"<!DOCTYPE html><title>Log in</title><p>Name", "text/html", "it is a web page (HTML)."),
        ("notes.txt", b"\xef\xbb\xbf\n<!DOCTYPE HTML>\n<html><p>x", "text/html", "it is a web page (HTML)."),
    ],
)
def test_a_file_is_read_as_what_it_holds_and_that_is_told(name: str, data: bytes, media_type: str, told: str) -> None:
    source, diagnostics = loaded(data, name)
    assert source.media_type == media_type
    found = next(one for one in diagnostics if one.code == "M908")
    assert found.message.endswith(told)


@pytest.mark.parametrize("name", ["notes.html", "notes.htm", "notes.txt", "notes.md", "notes", "notes.minutes"])
def test_a_text_under_the_name_of_a_text_is_nothing_to_tell(name: str) -> None:
    assert loaded(NOTES.encode(), name)[1] == ()


def test_a_file_without_an_ending_of_ours_is_told_by_what_it_holds_alone() -> None:
    for name in ("notes", "notes.2024", None):
        source, diagnostics = loaded(b"<html><p>041/24 Apologies", name)
        assert (source.media_type, diagnostics) == ("text/html", ())


@pytest.mark.parametrize("what", EXAMPLES)
def test_a_file_of_another_kind_is_called_what_it_is_whatever_its_name(tmp_path: Path, what: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(EXAMPLES[what])
    with pytest.raises(UnknownFormatError) as caught:
        load(path)
    kind = kind_of(EXAMPLES[what])
    assert kind is not None
    endings = ".txt, .md, .markdown, .docx, .docm, .pdf, .html, .htm, .xhtml"
    assert str(caught.value) == f"{path}: this is {what}; this version reads {endings}: {kind.advice}"


@pytest.mark.parametrize("text", ["<p>Present:</p>", "BM 12", "ID 3", "Rar! he said", "%PDF", "PK", "<htmlish>"])
def test_a_text_that_begins_nearly_like_another_kind_is_a_text(text: str) -> None:
    assert loaded(text.encode())[0].text == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_told_from_other_bytes(codec: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"notes\.txt: this looks like text in UTF-16 without the mark"):
        loaded(NOTES.encode(codec), "notes.txt")


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"text " * 9 + b"\x00" * 9, b"a" * 70_000 + b"\x00" * 9_000])
def test_bytes_that_are_no_text_are_refused_in_plain_words(data: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="this is not text but the inside of some other program's file"):
        loaded(data)


# What can go wrong with a file


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"notes\.txt: there is no such file; check the name"):
        load(tmp_path / "notes.txt")


@pytest.mark.parametrize("path", ["", "."])
def test_a_folder_is_no_file(path: str) -> None:
    with pytest.raises(UnreadableFileError, match="this is a folder; name the files in it"):
        load(path)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableFileError, match=r"notes\.txt: you may not read this file"):
        load(tmp_path / "notes.txt")


@pytest.mark.parametrize("path", ["no\x00tes.txt", "x" * 5000])
def test_a_path_that_no_disk_can_have(path: str) -> None:
    with pytest.raises(UnreadableFileError, match="this file could not be opened") as caught:
        load(path)
    assert str(caught.value).isprintable()


class Failing(io.RawIOBase):
    """A file on a stick that is pulled out after its first bytes."""

    name = "notes.txt"

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        self.given += 1
        if self.given > 1:
            raise self.error
        return b"HARBOUR"


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), EOFError("ended early"), ValueError("closed")])
def test_a_file_that_fails_half_way(error: Exception) -> None:
    with pytest.raises(UnreadableFileError, match=r"^notes\.txt: this file could not be read to its end \(.+\)"):
        load(cast(BinaryIO, Failing(error)))


def test_a_file_that_is_closed_already(tmp_path: Path) -> None:
    with (tmp_path / "notes.txt").open("wb") as file:
        pass
    with pytest.raises(UnreadableFileError, match="could not be read"):
        load(file)


class Slow(io.RawIOBase):
    """A pipe that gives a few bytes at a time, and says nothing of its size."""

    def __init__(self, data: bytes) -> None:
        self.data = io.BytesIO(data)
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        chunk = self.data.read(min(size, 3))
        self.taken += len(chunk)
        return chunk


def test_a_file_that_comes_in_small_pieces_is_read_to_its_end() -> None:
    assert load(cast(BinaryIO, Slow(NOTES.encode())))[0].text == NOTES


def test_no_more_is_read_than_the_limit_and_one_byte() -> None:
    file = Slow(b"x" * 1000)
    with pytest.raises(LimitExceededError, match="the file: larger than the 10 bytes"):
        load(cast(BinaryIO, file), limits=Limits(max_bytes=10))
    assert file.taken <= 12  # 11 are asked for, by threes
    assert loaded(b"x" * 10, limits=Limits(max_bytes=10))[0].text == "x" * 10


def test_an_endless_file_is_given_up() -> None:
    with pytest.raises(LimitExceededError):
        load("/dev/zero", limits=Limits(max_bytes=100_000))


@pytest.mark.parametrize("text", ["é" * 6, "x" * 11])
def test_text_in_hand_keeps_the_limit_in_bytes(text: str) -> None:
    with pytest.raises(LimitExceededError, match="text: larger than the 10 bytes"):
        from_text(text, limits=Limits(max_bytes=10))
    assert from_text("é" * 5, limits=Limits(max_bytes=10))[0].text == "é" * 5


def test_a_limit_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="max_bytes is -1"):
        Limits(max_bytes=-1)


@pytest.mark.parametrize("text", ["", "HARBOUR BOARD"])
def test_a_file_opened_as_text_is_told_how_to_open_it(text: str) -> None:
    with pytest.raises(UnreadableFileError, match="opened as text; open it with mode 'rb'"):
        load(cast(Any, io.StringIO(text)))


@pytest.mark.parametrize("thing", [None, 7, b"notes.txt", ["notes.txt"]])
def test_what_is_no_file_is_a_clear_error(thing: Any) -> None:
    with pytest.raises(UnreadableFileError, match="is expected, not"):
        load(thing)


def test_bytes_are_no_text_in_hand() -> None:
    with pytest.raises(UnreadableFileError, match="not bytes; files and bytes go to read"):
        from_text(cast(Any, b"x"))


def test_a_file_object_is_called_by_its_name_if_it_has_one_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes(b"x")
    with path.open("rb") as file:
        source, _, _ = load(file)
        assert not file.closed
    assert (source.name, source.media_type) == ("notes.md", "text/markdown")
    assert loaded(b"x", "<stdin>")[0].name is None
    with os.fdopen(os.open(path, os.O_RDONLY), "rb") as file:  # its name is a number
        assert load(file)[0].name is None


def test_a_name_that_is_no_utf_8_does_not_spoil_the_json() -> None:
    source, _ = loaded(b"x", os.fsdecode(b"caf\xe9.txt"))
    assert source.name == "caf\ufffd.txt"
    assert Source.model_validate_json(source.model_dump_json()) == source


def test_every_reader_is_announced_by_endings_of_its_own() -> None:
    suffixes = [suffix for reader in READERS.values() for suffix in reader.suffixes]
    assert sorted(set(suffixes)) == sorted(suffixes)
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes)


# What is true of everything

pieces = st.one_of(
    st.binary(max_size=20),
    st.sampled_from(
        [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\f", b"\r\n", b"\r", b"\x00", b"\xed\xa0\x80", b"\x81"]
    ),
    st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.text(max_size=20).map(lambda text: text.encode("utf-16-le", "surrogatepass")),
    st.text(st.sampled_from("aé–£“ \n"), max_size=20).map(lambda text: text.encode("cp1252")),
    st.sampled_from(list(EXAMPLES.values())),
)
any_bytes = st.lists(pieces, max_size=8).map(b"".join)
any_text = st.lists(
    st.one_of(st.text(), st.text(st.sampled_from("a\x00\ud83d\ude00\udfff\f\r\n\ufeff \u200b"))), max_size=4
).map("".join)


def holds_its_promises(source: Source, diagnostics: tuple[Diagnostic, ...]) -> None:
    text = source.text
    assert not set(text) & {"\r", "\x00"}
    assert not text.startswith("\ufeff")
    text.encode()  # no half pair is left
    starts = [0] + [at + 1 for at, letter in enumerate(text) if letter == "\f" and at + 1 < len(text)]
    assert source.pages == (tuple(starts) if "\f" in text else ())
    for diagnostic in diagnostics:
        if diagnostic.span is not None:
            span = diagnostic.span
            assert 0 <= span.start < span.end <= len(text)
            assert span.line == diagnostic.line == text[: span.start].count("\n") + 1
            assert span.page == (text[: span.start].count("\f") + 1 if source.pages else None)
    is_blank = all(letter.isspace() or letter in "\u200b\u2060\ufeff" for letter in text)
    assert ("M904" in codes(diagnostics)) == is_blank
    assert Source.model_validate_json(source.model_dump_json()) == source
    again, found = from_text(text)
    assert (again.text, again.pages) == (text, source.pages)
    assert "M903" not in codes(found)


@given(any_bytes)
def test_any_bytes_give_a_source_or_a_clear_error(data: bytes) -> None:
    try:
        source, diagnostics = loaded(data, "notes.txt")
    except MinutesError as error:
        message = str(error)
    else:
        message = "notes.txt: read"
        assert source.sha256 == hashlib.sha256(data).hexdigest()
        holds_its_promises(source, diagnostics)
    assert message.startswith("notes.txt: ")
    assert "\n" not in message


@given(any_text)
def test_any_text_gives_a_source(text: str) -> None:
    source, diagnostics = from_text(text)
    holds_its_promises(source, diagnostics)
    bare = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert len(source.text) == len(bare)
    for letter, kept in zip(bare, source.text, strict=True):
        assert kept == ("\ufffd" if letter == "\x00" or "\ud800" <= letter <= "\udfff" else letter)


written = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t\f"), max_size=80)


@given(written, st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_a_file_says_what_its_text_says(text: str, codec: str) -> None:
    if kind_of(text.encode(codec)):
        return
    assert loaded(text.encode(codec))[0].text == from_text(text)[0].text


@given(st.lists(st.sampled_from("£–’“”éÉ…•"), min_size=1), st.text(st.sampled_from("abc ,.\n"), min_size=1))
def test_windows_1252_comes_out_letter_for_letter(letters: list[str], between: str) -> None:
    text = between + between.join(letters) + between
    source, (found,) = loaded(text.encode("cp1252"))
    assert source.text == text
    assert found.code == "M901"
    assert found.span is not None
    assert source.text[found.span.start] == letters[0]


@given(st.text(st.sampled_from("ab\n\f"), max_size=60))
def test_places_are_those_that_counting_gives(text: str) -> None:
    pages = from_text(text)[0].pages
    places = Places(text, pages)
    for offset in range(len(text)):
        page = text[:offset].count("\f") + 1 if pages else None
        assert places.span(offset, offset + 1) == {
            "start": offset,
            "end": offset + 1,
            "line": text[:offset].count("\n") + 1,
            "page": page,
        }


def test_a_page_that_was_made_here_is_no_notes_in_a_folder(tmp_path: Path) -> None:
    document = read(ROOT / "examples/harbour-2024-09-10.docx")
    listing = Listing("Actions", ("Owner",), (("HM",),))
    pages = {"review.html": to_html(document), "list.htm": listing_to_html(listing), **make_site(Series.of([document]))}
    html = {name.replace("/", "-"): page for name, page in pages.items() if name.endswith((".html", ".htm"))}
    assert len(html) > 8
    for name, page in html.items():
        (tmp_path / name).write_text(page, encoding="utf-8")
    quoted = "<p>041/24 Pages</p>" * 20 + to_html(document)  # notes that quote one far down are notes
    (tmp_path / "notes.html").write_text(quoted, encoding="utf-8")
    assert files_in(tmp_path) == [tmp_path / "notes.html"]
