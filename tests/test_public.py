"""What users import: the names, their docstrings and types, and that the modules import each other one way only."""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

import spcb_minutes

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path(spcb_minutes.__file__).parent
PUBLIC = sorted(spcb_minutes.__all__)


def python(*arguments: str, cwd: Path | None = None) -> str:
    """What Python prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=False, cwd=cwd, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# ---------------------------------------------------------------- names


def declared() -> dict[str, str]:
    """The names that type checkers see, each with its module."""
    module = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    block = next(node for node in module.body if is_for_types(node))
    assert isinstance(block, ast.If)
    return {
        name.name: node.module or "" for node in block.body if isinstance(node, ast.ImportFrom) for name in node.names
    }


def test_what_can_be_imported_is_what_all_says_and_what_type_checkers_see() -> None:
    assert len(PUBLIC) == len(set(PUBLIC))
    assert set(declared()) == set(PUBLIC)
    assert set(PUBLIC) <= set(dir(spcb_minutes))
    modules = {path.stem for path in PACKAGE.rglob("*.py")} | {"sources", "exports", "series", "site"}
    others = {name for name in dir(spcb_minutes) if not name.startswith("_")} - set(PUBLIC) - modules
    assert others <= {"annotations", "import_module", "TYPE_CHECKING", "Any"}


@pytest.mark.parametrize("name", PUBLIC)
def test_every_name_is_the_one_of_its_module(name: str) -> None:
    assert getattr(spcb_minutes, name) is getattr(importlib.import_module(f"spcb_minutes.{declared()[name]}"), name)


def test_an_unknown_name_is_an_attribute_error() -> None:
    name = "pars"
    with pytest.raises(AttributeError, match="'spcb_minutes' has no attribute 'pars'"):
        getattr(spcb_minutes, name)
    assert not hasattr(spcb_minutes, "nothing_of_the_kind")


def test_star_import_gives_every_name() -> None:
    code = "from spcb_minutes import *; print(read.__name__, Document.__name__, Limits.__name__)"
    assert python("-c", code).split() == ["read", "Document", "Limits"]


def docstring_of_constant(name: str) -> str:
    """The string under an assignment in the module that a constant comes from."""
    module = importlib.import_module(f"spcb_minutes.{declared()[name]}")
    body = ast.parse(inspect.getsource(module)).body
    for node, below in pairwise(body):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        is_it = any(isinstance(target, ast.Name) and target.id == name for target in targets)
        if is_it and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            return str(below.value.value)
    return ""


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_has_a_docstring(name: str) -> None:
    value = getattr(spcb_minutes, name)
    if inspect.isclass(value) or inspect.isfunction(value):
        assert (value.__doc__ or "").strip(), f"{name} has no docstring"
        for member, found in vars(value).items() if inspect.isclass(value) else ():
            if not member.startswith("_") and (inspect.isfunction(found) or isinstance(found, property)):
                assert (found.__doc__ or "").strip(), f"{name}.{member} has no docstring"
    else:
        assert docstring_of_constant(name).strip(), f"write a line under {name} that says what it is"


@pytest.mark.parametrize(
    "name",
    [
        "read",
        "parse",
        "facts",
        "trace",
        "render",
        "explain",
        "schema",
        "to_json",
        "to_csv",
        "to_icalendar",
        "verify",
        "action_ledger",
        "audit",
        "people_of",
        "attendance_matrix",
        "question_register",
        "make_site",
    ],
)
def test_functions_take_one_subject_and_the_rest_by_name(name: str) -> None:
    parameters = inspect.signature(getattr(spcb_minutes, name)).parameters.values()
    options = [p for p in parameters if p.default is not p.empty and p.kind is not p.KEYWORD_ONLY]
    assert options in ([], [p for p in parameters if p.name == "width"])


# ---------------------------------------------------------------- import


def test_import_alone_loads_neither_pydantic_nor_lark() -> None:
    heavy = "print(sorted({'pydantic', 'pydantic_core', 'lark', 'rich'} & set(sys.modules)))"
    assert python("-c", f"import sys, spcb_minutes; spcb_minutes.__version__; {heavy}").strip() == "[]"
    assert "pydantic" in python("-c", f"import sys, spcb_minutes; spcb_minutes.parse; {heavy}")


def test_the_grammar_is_built_on_first_use_not_on_import() -> None:
    told = "from spcb_minutes import parser; print(parser.build.cache_info().currsize)"
    assert (
        python(
            "-c", f"import spcb_minutes; spcb_minutes.parse; {told}; spcb_minutes.parse('041/24 A'); {told}"
        ).split()[0]
        == "0"
    )


def test_the_version_is_the_one_of_the_distribution() -> None:
    from importlib.metadata import version

    assert spcb_minutes.__version__ == version("spcb-minutes")


# ---------------------------------------------------------------- types

GOOD = """
from pathlib import Path
import spcb_minutes
from spcb_minutes import Document, Limits, facts, parse, read, trace

document = read(Path("notes.txt"), strict=True, limits=Limits(max_bytes=10))
reveal_type(document)
for minutes in parse("041/24 Apologies").minutes:
    reveal_type(minutes.meeting.date)
    for item in minutes.items:
        reveal_type(item.number)
        reveal_type(item.title)
        for block in item.blocks:
            if block.kind == "question":
                reveal_type(block)
                reveal_type(block.asked_by)
            elif block.kind == "list":
                reveal_type(block.entries)
        reveal_type(item.actions)
reveal_type(facts(document))
reveal_type(trace(document)[0].kind)
reveal_type(spcb_minutes.Severity.ERROR.rank)
reveal_type(spcb_minutes.CATALOGUE["M103"].name)
"""
REVEALED = [
    "spcb_minutes.models.Document",
    "datetime.date | None",
    "spcb_minutes.models.ItemNumber",
    "str | None",
    "spcb_minutes.models.Question",
    "spcb_minutes.models.Person | None",
    "tuple[spcb_minutes.models.ListEntry, ...]",
    "tuple[spcb_minutes.models.Action, ...]",
    "dict[str, Any]",
    "Literal['text'] | Literal['mark'] | Literal['trivia']",
    "int",
    "str",
]
BAD = """
import spcb_minutes

spcb_minutes.read("notes.txt", "text/plain")
spcb_minutes.parse(b"041/24")
spcb_minutes.nothing
spcb_minutes.parse("041/24").minutes[0].items[0].titel
"""


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What mypy says of two small programs of a user, away from the checkout and its settings."""
    pytest.importorskip("mypy", reason="mypy is not installed: pip install mypy")
    folder = tmp_path_factory.mktemp("user")
    for name, text in (("good.py", GOOD), ("bad.py", BAD)):
        (folder / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull, "good.py", "bad.py"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, timeout=300)
    assert "Revealed type" in done.stdout, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    return {name: [line for line in lines if line.startswith(name)] for name in ("good.py", "bad.py")}


def test_a_users_type_checker_sees_the_types(checked: dict[str, list[str]]) -> None:
    assert not [line for line in checked["good.py"] if "error" in line]
    revealed = [line.split('"')[1].replace("builtins.", "") for line in checked["good.py"] if "Revealed type" in line]
    assert revealed == REVEALED


def test_a_users_type_checker_finds_wrong_use(checked: dict[str, list[str]]) -> None:
    errors = [int(line.split(":")[1]) for line in checked["bad.py"] if "error" in line]
    assert errors == [4, 5, 6, 7]


def test_the_package_says_that_it_is_typed() -> None:
    assert (PACKAGE / "py.typed").is_file()


# ---------------------------------------------------------------- architecture

ORDER = (
    "models",
    "errors",
    "diagnostics",
    "sources",
    "parser",
    "words",
    "values",
    "people",
    "numbering",
    "front",
    "blocks",
    "said",
    "agenda",
    "record",
    "builder",
    "checks",
    "content",
    "summary",
    "exports",
    "proof",
    "api",
    "archive",
    "series",
    "site",
    "terminal",
    "cli_inputs",
    "cli_export",
    "cli_archive",
    "cli",
)
"""The way of the data: a module imports only from those above it."""

COMMAND_LINE = ("terminal", "cli_inputs", "cli_export", "cli_archive", "cli")

GRAMMAR = {"parser", "words", "values", "people", "numbering", "front", "said", "blocks", "agenda", "record", "builder"}


def module_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imports_of(tree: ast.AST, depth: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The modules of ours that are imported, inside functions too, with the names; ``depth`` counts folders."""
    for node in ast.iter_child_nodes(tree):
        if is_for_types(node):
            continue
        if isinstance(node, ast.ImportFrom):
            names = tuple(alias.name for alias in node.names)
            if node.level == depth + 1:
                yield from [(node.module.split(".")[0], names)] if node.module else [(name, ()) for name in names]
            assert node.level or not (node.module or "").startswith("spcb_minutes"), (
                "inside the package imports are relative"
            )
        yield from imports_of(node, depth)


def graph() -> dict[str, dict[str, set[str]]]:
    found: dict[str, dict[str, set[str]]] = {}
    for path in PACKAGE.rglob("*.py"):
        module = module_of(path)
        own = found.setdefault(module, {})
        depth = len(path.relative_to(PACKAGE).parts) - 1
        for other, names in imports_of(ast.parse(path.read_text(encoding="utf-8")), depth):
            if other != module:
                own.setdefault(other, set()).update(names)
    return found


GRAPH = {module: others for module, others in graph().items() if module not in ("__init__", "__main__")}


def test_every_module_has_its_place_in_the_order() -> None:
    assert set(GRAPH) <= set(ORDER), "a new module: give it its place in ORDER, and in docs/architecture.md"
    assert GRAPH.keys() >= {"models", "parser", "numbering", "builder", "checks", "api", "sources"}
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    assert [module for module in GRAPH if f"`{module}" not in text] == []


@pytest.mark.parametrize("module", sorted(GRAPH))
def test_imports_flow_one_way(module: str) -> None:
    above = ORDER[: ORDER.index(module)]
    others = GRAPH[module].keys() - {"__version__"}
    assert others <= set(above), f"{module} imports {sorted(others - set(above))}, which come after it"


def test_models_import_nothing_of_ours_and_nothing_that_reads_or_writes_but_their_own_source() -> None:
    assert GRAPH["models"] == {}
    text = (PACKAGE / "models.py").read_text(encoding="utf-8")
    imported = {
        alias.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Import) for alias in node.names
    }
    assert imported <= {"datetime", "re", "ast", "inspect", "textwrap"}  # the last three read what stands under fields


def test_sources_know_no_grammar() -> None:
    assert not GRAPH["sources"].keys() & GRAMMAR


def test_exports_see_models_and_no_parser() -> None:
    assert GRAPH["exports"].keys() <= {"models", "errors", "diagnostics", "content"}


def test_the_grammar_is_loaded_by_parser_alone_and_parser_knows_no_models() -> None:
    assert GRAPH["parser"] == {}
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module == "lark" and module_of(path) != "parser":
                assert {alias.name for alias in node.names} <= {"Token"}, path


def test_numbering_takes_of_the_models_the_number_only() -> None:
    assert GRAPH["numbering"].get("models") == {"ItemNumber"}
    assert "builder" not in GRAPH["numbering"]


def test_checks_see_finished_documents_only() -> None:
    assert not GRAPH["checks"].keys() & GRAMMAR


@pytest.mark.parametrize("module", ["checks", "content", "summary", "diagnostics"])
def test_what_looks_at_documents_does_not_build_them(module: str) -> None:
    assert not GRAPH[module].keys() & {"builder", "api", "sources", "numbering"}


def test_nothing_but_the_command_line_prints_or_asks_the_environment() -> None:
    for path in PACKAGE.rglob("*.py"):
        if module_of(path) in (*COMMAND_LINE, "__main__"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            assert not (isinstance(called, ast.Name) and called.id in ("print", "input")), path
            assert not (isinstance(node, ast.Attribute) and node.attr == "environ"), path


def test_only_the_command_line_imports_our_own_modules_inside_functions() -> None:
    for path in PACKAGE.rglob("*.py"):
        if module_of(path) in COMMAND_LINE:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inside = [one for one in ast.walk(node) if isinstance(one, ast.ImportFrom) and one.level]
                assert not inside, f"{path.name}: {node.name} imports inside, which hides a circle"


def test_every_module_can_be_imported_first() -> None:
    forget = "[sys.modules.pop(name) for name in list(sys.modules) if name.startswith('spcb_minutes')]"
    code = ["import importlib, sys"]
    for module in sorted(GRAPH):
        code += [forget, f"importlib.import_module('spcb_minutes.{module}')"]
    python("-c", "\n".join(code))
