"""What others build on is pinned: names, commands, codes, tables, lists, and the JSON Schema with a document of it.

``tests/pinned/surface.txt`` has a line for everything that a program or a script can lean on, taken from the code and
from what the commands give, so that a change of it is seen in the diff of the change that makes it. ``make pin`` writes
it, and adds the schema and a document of a new schema version; what is pinned of an earlier one is never written again.
docs/stability.md says what may change when.
"""

from __future__ import annotations

import argparse
import contextlib
import copy
import csv
import dataclasses
import importlib
import inspect
import io
import json
import re
import sqlite3
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from difflib import unified_diff
from enum import Enum
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, get_args, get_origin

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types
from pydantic import BaseModel

import spcb_minutes
from exported import EXAMPLES
from spcb_minutes import (
    CATALOGUE,
    SCHEMA_VERSION,
    QuestionRegister,
    StrictError,
    cli,
    cli_inputs,
    from_json,
    parse,
    read,
    schema,
)
from spcb_minutes.exports import EXPORTERS
from spcb_minutes.exports.sqlite import create
from spcb_minutes.exports.tables import TABLES
from spcb_minutes.series.questions import members_listing

ROOT = Path(__file__).resolve().parents[1]
PINNED = ROOT / "tests/pinned"
SURFACE = PINNED / "surface.txt"
SCHEMAS = sorted(PINNED.glob("schema-*.json"))
NOTES = ROOT / "examples/harbour-2024-03-12.txt"


# ---------------------------------------------------------------- the surface


class Written:
    """A type as it is written, for a signature that shows it without quotes."""

    def __init__(self, words: str) -> None:
        self.words = words

    def __repr__(self) -> str:
        return self.words


def called(function: Any) -> str:
    """How a function is called and what it gives: ``(text: str, *, strict: bool = False) -> Document``."""
    signature, types = inspect.signature(function), annotations_of(function)
    typed = [
        one.replace(annotation=Written(types[name]) if name in types else one.empty)
        for name, one in signature.parameters.items()
    ]
    return str(inspect.Signature(typed, return_annotation=Written(types["return"])))


def annotations_of(one: Any) -> dict[str, str]:
    """The annotations of a class or function as they are written."""
    found = inspect.get_annotations(one)
    return {name: getattr(value, "__forward_arg__", None) or str(value) for name, value in found.items()}


def classes(kind: type) -> list[type]:
    """A class and those of ours that it inherits from, these first."""
    return [one for one in reversed(kind.__mro__) if one.__module__.startswith("spcb_minutes")]


def defaults(kind: type) -> dict[str, Any]:
    """The values that the fields of a model, dataclass or named tuple have where none is given."""
    if issubclass(kind, BaseModel):
        optional = {name: field for name, field in kind.model_fields.items() if not field.is_required()}
        return {name: field.get_default(call_default_factory=True) for name, field in optional.items()}
    if dataclasses.is_dataclass(kind):
        return {one.name: one.default for one in dataclasses.fields(kind) if one.default is not dataclasses.MISSING}
    return getattr(kind, "_field_defaults", {})


def manner(kind: type) -> str:
    """How a class takes its values: ``[extra=forbid, frozen=True]``; nothing for one that has no say in it."""
    told: dict[str, Any] = {}
    if issubclass(kind, BaseModel):
        told = {key: value for key, value in kind.model_config.items() if key != "defer_build"}  # that is for speed
    elif dataclasses.is_dataclass(kind):
        by_name = all(one.kw_only for one in dataclasses.fields(kind))
        told = {"frozen": kind.__dataclass_params__.frozen, "kw_only": by_name}  # type: ignore[attr-defined]
    return " [" + ", ".join(f"{key}={told[key]}" for key in sorted(told)) + "]" if told else ""


def members(kind: type) -> Iterator[str]:
    """The fields, properties, values and methods of a public class; what it has from libraries is theirs."""
    given = defaults(kind)
    for one in classes(kind):
        for name, annotation in annotations_of(one).items():
            if not name.startswith("_") and "ClassVar" not in annotation:
                yield f"{name}: {annotation}" + (f" = {given[name]!r}" if name in given else "")
        for name, value in vars(one).items():
            if name.startswith("_"):
                continue
            if isinstance(value, property):
                yield f"{name} -> {annotations_of(value.fget)['return']}"
            elif isinstance(value, classmethod) or inspect.isfunction(value):
                yield f"{name}{called(getattr(value, '__func__', value))}"
            elif isinstance(value, Enum):
                yield f"{name} = {value.value}"


def names() -> Iterator[str]:
    """A line for each public name, and for each member of a class."""
    for name in sorted(spcb_minutes.__all__):
        value = getattr(spcb_minutes, name)
        if inspect.isclass(value):
            known = (base for base in value.__bases__ if base.__name__ in spcb_minutes.__all__)
            foreign = (base for base in value.__bases__ if base.__module__ in ("builtins", "enum"))
            bases = ", ".join(base.__name__ for base in (*known, *foreign) if base is not object)
            yield (f"{name}({bases})" if bases else name) + manner(value)
            yield from (f"{name}.{member}" for member in members(value))
        elif inspect.isfunction(value):
            yield f"{name}{called(value)}"
        else:
            yield f"{name} = {value}" if isinstance(value, str) else name


def documented() -> Iterator[str]:
    """A line for each function of a module below the package that a page of the docs imports."""
    pages = "".join(page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs").glob("*.md")))
    for module, imported in re.findall(r"^from (spcb_minutes\.[\w.]+) import (.+)$", pages, flags=re.MULTILINE):
        for name in re.findall(r"\w+", imported):
            yield f"{module}.{name}{called(getattr(importlib.import_module(module), name))}"


def words() -> Iterator[str]:
    """The words that a field may hold, where its annotation calls them by a name: ``Status``."""
    kinds = [getattr(spcb_minutes, name) for name in spcb_minutes.__all__]
    for one in {one for kind in kinds if inspect.isclass(kind) for one in classes(kind)}:
        for word in re.findall(r"\w+", " ".join(annotations_of(one).values())):
            alias = getattr(sys.modules[one.__module__], word, None)
            if get_origin(alias) is Literal:
                yield f"{word}: {', '.join(map(str, get_args(alias)))}"


def options(parser: argparse.ArgumentParser, before: str) -> Iterator[str]:
    """A line for each command, and for each of its arguments and options."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield f"{before} {action.metavar}{taken(action)}"
            for name, command in action.choices.items():
                yield f"{before} {name}"
                yield from options(command, f"{before} {name}")
        elif action.dest != "help":
            yield f"{before} {'|'.join(action.option_strings) or action.metavar or action.dest}{taken(action)}"


def taken(action: argparse.Action) -> str:
    """What an argument takes, how often, and what it is where it is not given: `` {text,json} = text``."""
    is_command = isinstance(action, argparse._SubParsersAction)
    parts = []
    if action.choices is not None and not is_command:
        parts.append("{" + ",".join(map(str, action.choices)) + "}")
    elif action.nargs == 0:
        parts.append("flag")
    elif action.option_strings:
        parts.append(f"<{getattr(action.type, '__name__', 'text').strip('_')}>")
    if action.nargs and not is_command:
        parts.append(f"nargs {action.nargs}")
    if isinstance(action, argparse._AppendAction):
        parts.append("repeatable")
    if action.required and (action.option_strings or is_command):
        parts.append("required")
    if action.default not in (None, False, argparse.SUPPRESS):
        parts.append(f"= {action.default}")
    return "".join(f" {part}" for part in parts)


STATUSES = ("DONE", "FINDINGS", "MISUSE", "UNREADABLE", "STOPPED", "PIPE_CLOSED")
"""What the command calls its exit statuses."""


def statuses() -> list[str]:
    """A line for each exit status."""
    return [f"{getattr(cli_inputs, name)} {name.lower().replace('_', ' ')}" for name in STATUSES]


def formats() -> Iterator[str]:
    """A line for each format: how its name ends, whether documents are gathered in one, what may be asked of it."""
    for name, exporter in sorted(EXPORTERS.items()):
        asked = "".join(f", {option}" for option in exporter.options)
        yield f"{name}: {exporter.suffix} {'one of all' if exporter.gathers else 'one of each'}{asked}"


def tables() -> Iterator[str]:
    """A line for each column of a table, with what it refers to and may hold; and for its key."""
    for table in TABLES:
        for column in table.columns:
            required = " required" if column.required else ""
            refers = f" -> {column.refers}" if column.refers else ""
            among = " {" + ",".join(column.among) + "}" if column.among else ""
            yield f"{table.name}.{column.name}: {column.type}{required}{refers}{among}"
        yield f"{table.name} key {', '.join(table.key)}"


def of_database(connection: sqlite3.Connection) -> dict[str, str]:
    """The tables and views that a database has in truth, with their keys and columns; SQLite's own are left out."""
    made = {}
    rows = connection.execute("SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
    for kind, name in rows:
        if re.search(r"_fts_|^sqlite_", name):
            continue
        columns = connection.execute(f"SELECT name, pk FROM pragma_table_info('{name}')").fetchall()
        key = ", ".join(column for column, place in sorted(columns, key=lambda one: one[1]) if place)
        made[f"{kind} {name}"] = (f" key {key}:" if key else ":") + " " + ", ".join(column for column, _ in columns)
    return made


def database() -> Iterator[str]:
    """A line for each table and view of a database, and for what an archive has besides."""
    with closing(sqlite3.connect(":memory:")) as connection:
        create(connection)
        exported = of_database(connection)
        yield from (f"{name}{columns}" for name, columns in exported.items())
        for number in ("application_id", "user_version"):
            yield f"{number} = {connection.execute(f'PRAGMA {number}').fetchone()[0]}"
    with TemporaryDirectory() as folder, closing(sqlite3.connect(an_archive(folder))) as connection:
        more = of_database(connection).items() - exported.items()
        yield from (f"archive: {name}{columns}" for name, columns in sorted(more))
        yield f"archive: version = {connection.execute('SELECT version FROM archive').fetchone()[0]}"


def an_archive(folder: str) -> Path:
    """An archive of one example."""
    path = Path(folder) / "notes.db"
    spcb_minutes.add_files(path, [NOTES], workers=1)
    return path


def said(*arguments: object) -> str:
    """What a command writes to standard output."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        cli.main([str(argument) for argument in arguments])
    return out.getvalue()


def lists() -> Iterator[str]:
    """The heads of each list in CSV, and the keys of what each command gives as JSON."""
    yield f"check --format json: {keys(said('check', NOTES, '--format', 'json'))}"
    with TemporaryDirectory() as folder:
        path = an_archive(folder)
        yield f"archive search --format json: {keys(said('archive', 'search', path, 'quay', '--format', 'json'))}"
        for name in ("actions", "attendance", "questions", "people", "audit"):
            yield f"archive {name} --format json: {keys(said('archive', name, path, '--format', 'json'))}"
            heads, *_ = csv.reader(said("archive", name, path, "--format", "csv").splitlines())
            yield f"archive {name} --format csv: {', '.join(heads)}"
    yield f"members_listing: {', '.join(members_listing(QuestionRegister(board=None, questions=())).columns)}"


def keys(text: str) -> str:
    """The names in a JSON object; in the first one where there is one a line."""
    first, _ = json.JSONDecoder().raw_decode(text)
    return ", ".join(first)


def distribution() -> Iterator[str]:
    """What is needed to install: Python, the distributions with their ranges, the extras; and the command it makes."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    yield f"python {project['requires-python']}"
    yield from (f"needs {one}" for one in project["dependencies"])
    for extra, needed in project["optional-dependencies"].items():
        yield from (f"extra {extra}: {one}" for one in needed)
    yield from (f"command {name} = {target}" for name, target in project["scripts"].items())


@cache
def surface() -> str:
    """Everything that a program or a script can lean on, a line each."""
    parts = {
        "Names": list(names()),
        "Documented modules": sorted(set(documented())),
        "Words": sorted(set(words())),
        "Commands": list(options(cli._parser(), "spcb-minutes")),
        "Exit statuses": statuses(),
        "Formats": list(formats()),
        "Codes": [f"{code} {entry.name} ({entry.severity})" for code, entry in sorted(CATALOGUE.items())],
        "Tables": list(tables()),
        "Database": list(database()),
        "Lists": list(lists()),
        "Distribution": list(distribution()),
    }
    return "\n".join(f"# {title}\n\n" + "\n".join(lines) + "\n" for title, lines in parts.items())


def test_the_surface_is_the_one_that_is_pinned() -> None:
    pinned, now = SURFACE.read_text(encoding="utf-8"), surface()
    lines = unified_diff(pinned.splitlines(), now.splitlines(), "pinned", "now", "", "", 1, "")
    assert now == pinned, "\n".join(
        ["see docs/stability.md whether this may change now, then `make pin` and a line in CHANGELOG.md:", *lines]
    )


def test_the_surface_has_what_users_lean_on() -> None:
    lines = SURFACE.read_text(encoding="utf-8").splitlines()
    assert "parse(text: str, *, strict: bool = False, limits: Limits | None = None) -> Document" in lines
    assert "Item [extra=forbid, frozen=True, strict=True]" in lines
    assert "Item.number: ItemNumber" in lines
    assert "Item.title: str | None = None" in lines
    assert "Item.actions -> tuple[Action, ...]" in lines
    assert "StrictError.diagnostics: tuple[Diagnostic, ...]" in lines
    assert "spcb-minutes check --fail-on {error,warning,info,never} = error" in lines
    assert "spcb-minutes check FILE nargs +" in lines
    assert "spcb-minutes archive site -o|--output <text> required" in lines
    assert "3 unreadable" in lines
    assert "sqlite: .db one of all" in lines
    assert "M401 action-without-owner (warning)" in lines
    assert "actions.owner: text" in lines
    assert "actions.document: text required -> documents" in lines
    assert any(line.startswith("view action_list: id, board, date, item_number, ") for line in lines)
    assert "archive actions --format csv: Item, Raised, Owner, Action, Due, Status, Last word, Where" in lines


def test_the_exit_statuses_are_those_of_the_page() -> None:
    page = (ROOT / "docs/command-line.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (\d+) \| ", page, flags=re.MULTILINE) == [line.split()[0] for line in statuses()]


def test_what_a_strict_error_is_pinned_to_hold_it_holds() -> None:
    with pytest.raises(StrictError) as raised:
        parse("Nothing numbered.\n", strict=True)
    assert set(annotations_of(StrictError)) == set(vars(raised.value))
    assert raised.value.diagnostics == parse("Nothing numbered.\n").diagnostics


# ---------------------------------------------------------------- the schema


def shape(part: Any) -> Any:
    """A schema without its words: descriptions, examples and titles tell people, not programs."""
    if isinstance(part, list):
        return [shape(one) for one in part]
    if not isinstance(part, dict):
        return part
    return {
        key: {name: shape(one) for name, one in value.items()} if key in ("properties", "$defs") else shape(value)
        for key, value in part.items()
        if key not in ("description", "examples", "title")
    }


def objects(whole: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The objects of a schema by name, the document itself among them."""
    top = {key: value for key, value in whole.items() if key not in ("$defs", "$schema", "$id")}
    return {"Document": top, **whole["$defs"]}


VERSION = ("Document", "schema_version")
"""The one property that is another in each version."""


def broken(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What a document of the old schema, or a reader that knows it, would stumble over in the new one."""
    told = []
    after = objects(shape(new))
    for name, before in objects(shape(old)).items():
        if name not in after:
            told.append(f"{name} is gone")
            continue
        then, now = before.get("properties", {}), after[name].get("properties", {})
        told += [f"{name}.{field} is gone" for field in then if field not in now]
        told += [
            f"{name}.{field} is another"
            for field in then
            if field in now and then[field] != now[field] and (name, field) != VERSION
        ]
        told += [
            f"{name}.{field} is required"
            for field in after[name].get("required", ())
            if field not in before["required"]
        ]
        rest, others = (
            {key: value for key, value in one.items() if key not in ("properties", "required")}
            for one in (before, after[name])
        )
        told += [f"{name} is another"] * (rest != others)
    return told


def pinned_schema(version: str) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads((PINNED / f"schema-{version}.json").read_text(encoding="utf-8"))
    return whole


def test_the_schema_of_this_version_is_the_one_that_is_pinned() -> None:
    assert shape(schema()) == shape(pinned_schema(SCHEMA_VERSION)), (
        "the JSON has another shape: raise SCHEMA_VERSION as docs/stability.md says, then `make pin`: "
        f"{broken(pinned_schema(SCHEMA_VERSION), schema()) or 'it has something more'}"
    )


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: str(path.stem))
def test_a_schema_of_the_same_first_number_only_adds(path: Path) -> None:
    first = SCHEMA_VERSION.partition(".")[0]
    version = path.stem.removeprefix("schema-")
    if version.partition(".")[0] == first:
        assert broken(pinned_schema(version), schema()) == []


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: str(path.stem))
def test_a_document_of_each_version_is_read(path: Path) -> None:
    version = path.stem.removeprefix("schema-")
    text = (PINNED / f"document-{version}.json").read_text(encoding="utf-8")
    assert json.loads(text)["schema_version"] == version
    Draft202012Validator(pinned_schema(version)).validate(json.loads(text))
    document = from_json(text)
    assert document.minutes[0].items[0].title == "Apologies and Harbour Master Update"
    assert [action.owner for action in document.minutes[0].actions][:2] == ["HM", "Chief Engineer"]


def in_definition(name: str, change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, Any]], object]:
    return lambda whole: change(whole["$defs"][name])


def with_optional(one: dict[str, Any]) -> None:
    one["properties"]["seconder"] = {"type": "string", "default": ""}


def with_required(one: dict[str, Any]) -> None:
    with_optional(one)
    one["required"].append("seconder")


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], object], list[str]]] = {
    "a field goes": (in_definition("Action", lambda one: one["properties"].pop("due")), ["Action.due is gone"]),
    "a field is renamed": (
        in_definition("Item", lambda one: one["properties"].update(heading=one["properties"].pop("title"))),
        ["Item.title is gone"],
    ),
    "another type": (
        in_definition("HeadCount", lambda one: one["properties"]["count"].update(type="string")),
        ["HeadCount.count is another"],
    ),
    "a model goes": (lambda whole: whole["$defs"].pop("Notice"), ["Notice is gone"]),
    "open": (in_definition("Span", lambda one: one.update(additionalProperties=True)), ["Span is another"]),
    "one more, required": (in_definition("Decision", with_required), ["Decision.seconder is required"]),
    "one more, with a default": (in_definition("Decision", with_optional), []),
    "other words": (in_definition("Item", lambda one: one.update(description="A line.")), []),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_breaks_a_reader_is_told_from_what_does_not(name: str) -> None:
    change, told = CHANGES[name]
    new = copy.deepcopy(schema())
    change(new)
    assert new != schema()
    assert broken(schema(), new) == told


# ---------------------------------------------------------------- `make pin`


def pin() -> None:
    """Write the surface, and the schema and a document of this schema version where there is none yet."""
    SURFACE.write_text(surface(), encoding="utf-8")
    path = PINNED / f"schema-{SCHEMA_VERSION}.json"
    if not path.exists():
        path.write_text(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        document = read(EXAMPLES[0].parent / "harbour-2024-09-10.docx")
        path.with_name(f"document-{SCHEMA_VERSION}.json").write_text(spcb_minutes.to_json(document), encoding="utf-8")


if __name__ == "__main__":
    pin()
