r"""JSON and JSON Lines, and the way back.

    to_json(document)               {"schema_version": "1.0", "source": …}, indented
    to_jsonl([first, second])       {"schema_version": "1.0", …}\n{"schema_version": "1.0", …}\n
    from_json(to_json(document))    the same document

The shape is that of ``spcb-minutes schema``. ``docs/json.md`` says what its version means.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticSerializationError
from pydantic_core import from_json as values_of
from pydantic_core import to_json as write

from ..errors import SchemaVersionError
from ..models import SCHEMA_VERSION, Document
from . import each
from .characters import Characters

_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
"""What ``str.splitlines`` takes for the end of a line, and JSON does not escape."""


def to_json(document: Document, *, indent: int | None = 2) -> str:
    """The document as JSON that ends in a line end, indented by this many blanks; on one line where it is None.

    A document that was made by hand may hold half pairs of UTF-16: each becomes U+FFFD, with
    ``ReplacedCharactersWarning``. Source: RFC 8259.
    """
    try:
        return document.model_dump_json(indent=indent) + "\n"
    except (PydanticSerializationError, UnicodeError):
        characters = Characters("JSON")
        sound = _sound(document.model_dump(warnings=False), characters)
        characters.report(document.source.name)
        return write(sound, indent=indent).decode() + "\n"


def to_jsonl(documents: Document | Iterable[Document]) -> str:
    """The documents as JSON Lines, each on a line of its own; nothing where there is none.

    Line ends of Unicode inside strings (U+0085, U+2028, U+2029) are escaped, so that a reader that takes them for
    line ends gets whole documents too. Source: jsonlines.org.
    """
    return "".join([_LINE_ENDS.sub(_escaped, to_json(document, indent=None)) for document in each(documents)])


def from_json(text: str | bytes) -> Document:
    """The document in JSON that ``to_json`` wrote, with this version of the schema or an older one of the same number.

    Only the first number counts for that. Bytes are UTF-8, UTF-16 or UTF-32. Raises ``SchemaVersionError``, which says
    in one line what else it is, or which field is not as it should be. Of a field that stands twice the last counts.
    """
    written = _characters(text)
    try:
        return Document.model_validate_json(written)
    except ValidationError:
        pass  # why, is found out below
    values = _values(written)
    if not isinstance(values, dict):
        _refuse(f"this is JSON and no document of spcb-minutes: {_what(values)} stands where an object is expected")
    _refuse_other_versions(values.get("schema_version"))
    try:
        # strict models take dates and tuples from JSON only, so the values go back to it
        return Document.model_validate_json(write({**values, "schema_version": SCHEMA_VERSION}))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        _refuse(f"this is no document of schema version {values['schema_version']}: {_told(first, values)}")


def _refuse(why: str) -> NoReturn:
    raise SchemaVersionError(why) from None


# ---------------------------------------------------------------- writing


def _sound(value: Any, characters: Characters) -> Any:
    """Dumped values with every string as UTF-8 can hold it."""
    if isinstance(value, str):
        return characters(value)
    if isinstance(value, dict):
        return {name: _sound(one, characters) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_sound(one, characters) for one in value]
    return value


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


# ---------------------------------------------------------------- reading

_SAID = {"str": "a string", "int": "a number", "float": "a number", "list": "a list", "dict": "an object",
         "bool": "true or false", "NoneType": "null"}  # fmt: skip


def _what(value: Any) -> str:
    return _SAID.get(type(value).__name__, "something else")


def _characters(text: str | bytes) -> str:
    """The characters of JSON in any of its encodings, without byte order mark."""
    if isinstance(text, str):
        try:
            text.encode()
        except UnicodeEncodeError as error:
            line = text.count("\n", 0, error.start) + 1
            _refuse(f"this is no JSON: line {line} holds half a pair of UTF-16, which is no character")
        return text.removeprefix("\ufeff")
    if not isinstance(text, bytes | bytearray):
        _refuse(f"the text of JSON, or its bytes, are expected, not {type(text).__name__}")
    encoding = json.detect_encoding(text)
    try:
        return codecs.decode(text, encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        _refuse(f"this is no JSON: byte {error.start} is no {encoding.upper().removesuffix('-SIG')}; save it as UTF-8")


def _values(written: str) -> Any:
    """What the JSON says, whatever that is."""
    if not written.strip():
        _refuse("this is no JSON: there is nothing in it")
    try:
        return values_of(written, allow_inf_nan=False)
    except ValueError as error:
        why = str(error).replace("EOF while parsing", "it ends inside")
    lines = [line for line in written.split("\n") if line.strip()]
    if len(lines) > 1 and _is_object(lines[0]) and _is_object(lines[1]):
        _refuse(f"these are {len(lines)} lines of JSON, a document a line (JSON Lines): read them line by line")
    if "recursion limit" in why:
        _refuse("this JSON is nested deeper than 200 levels, which no document of spcb-minutes is")
    _refuse(f"this is no JSON: {why}")


def _is_object(line: str) -> bool:
    try:
        return isinstance(values_of(line), dict)
    except ValueError:
        return False


def _refuse_other_versions(version: Any) -> None:
    """Return only for this version of the schema, and older ones of the same first number."""
    form = re.fullmatch(r"([0-9]{1,6})\.([0-9]{1,6})", version) if isinstance(version, str) else None
    if form is None:
        said = "has no schema_version" if version is None else f"says {version!r:.40} for its schema_version"
        _refuse(f"this is JSON and no document of spcb-minutes: it {said}")
    major, minor = (int(number) for number in SCHEMA_VERSION.split("."))
    theirs = int(form[1]), int(form[2])
    this_one = f"this file is of schema version {version}; this spcb-minutes reads {major}.x"
    if theirs[0] > major:
        _refuse(f"{this_one}: install a newer one")
    if theirs[0] < major:
        _refuse(f"{this_one}: install an older one, or read the minutes themselves again")
    if theirs[1] > minor:
        _refuse(f"{this_one} up to {SCHEMA_VERSION}: the file was written by a newer one, so install that")


# ---------------------------------------------------------------- what is wrong with a field

_EXPECTED = {
    "string_type": "a string is expected",
    "int_type": "a whole number is expected",
    "int_from_float": "a whole number is expected",
    "date_type": "a date is expected, such as 2024-05-14",
    "date_parsing": "a date is expected, such as 2024-05-14",
    "date_from_datetime_parsing": "a date is expected, such as 2024-05-14",
    "date_from_datetime_inexact": "a date is expected, such as 2024-05-14",
    "time_type": "a time of day is expected, such as 19:30:00",
    "time_parsing": "a time of day is expected, such as 19:30:00",
    "tuple_type": "a list is expected",
    "model_type": "an object is expected",
    "model_attributes_type": "an object is expected",
    "dict_type": "an object is expected",
}
"""What is expected where pydantic found an error of this type."""


def _told(error: ErrorDetails, values: Any) -> str:
    """The field and what is wrong with it: "parts[0].items[3].number is "7th": an item number … is expected"."""
    path, found, there = _place(error["loc"], values)
    kind, context = error["type"], error.get("ctx", {})
    if kind in ("missing", "union_tag_not_found"):
        return f"{path} is missing" if kind == "missing" else f"{path}.kind is missing"
    if kind == "extra_forbidden":
        return f"{path} is a field that this version does not have"
    if kind in ("union_tag_invalid", "literal_error", "enum"):
        if kind == "union_tag_invalid":
            path, found, there = f"{path}.kind", context["tag"], True
        expected = f"{str(context.get('expected_tags') or context['expected']).replace(chr(39), '')} is expected"
    elif kind == "string_pattern_mismatch":
        expected = f"a string of the form {context['pattern']} is expected"
    elif kind in ("greater_than_equal", "less_than_equal"):
        expected = f"{context.get('ge', context.get('le'))} or {'more' if 'ge' in context else 'less'} is expected"
    else:
        said = error["msg"].removeprefix("Value error, ").removeprefix(f"{found!r} is ")
        expected = _EXPECTED.get(kind) or said
    shown = write(found).decode() if there else ""
    shown = f" is {shown if len(shown) <= _SHOWN else shown[:_SHOWN] + '…'}" if there else ""
    return f"{path}{shown}: {expected}"


_SHOWN = 60
"""How many characters of a value are shown."""


def _place(location: Sequence[str | int], values: Any) -> tuple[str, Any, bool]:
    """A place as people write it, what stands there, and whether anything does.

    The kinds by which pydantic tells the members of a union apart are in its places, and in no JSON.
    """
    path, here, there = "", values, True
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
        elif isinstance(here, dict) and here.get("kind") == step and step not in here:
            continue
        else:
            path += f".{step}" if path else step
        there = len(here) > step if isinstance(step, int) and isinstance(here, list) else _has(here, step)
        here = here[step] if there else None
    return path or "all of it", here, there


def _has(here: Any, step: str | int) -> bool:
    return isinstance(here, dict) and step in here
