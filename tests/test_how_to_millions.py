"""The how-to for millions of files: its scripts, run as the page says, print what it shows and lose nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from spcb_minutes import Action, from_json, read, to_jsonl

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/how-to-millions.md"
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
SCRIPTS = {body.split()[1]: body for language, body in BLOCKS if language == "py" and body.startswith("# ")}
NOT_RUN = ("pip install dask\n", "DASK_SCHEDULER=synchronous python read_many.py notes parts\n")
SHELL = shutil.which("bash")


def run(command: str, folder: Path, **more: str) -> str:
    """What a command prints on standard output, run in a folder."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "PYTHONUTF8": "1", **more}
    done = subprocess.run(
        [SHELL or "sh", "-c", command],
        capture_output=True, cwd=folder, env=env, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout


def files(folder: Path) -> list[Path]:
    return sorted((folder / "notes").iterdir())


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the examples and the scripts of the page, as a reader makes it."""
    for needed, extra in (("dask", "dask"), ("selectolax", "selectolax"), ("pypdfium2", "pypdfium2")):
        pytest.importorskip(needed, reason=f"the how-to reads every example with dask: pip install {extra}")
    folder = tmp_path_factory.mktemp("millions")
    shutil.copytree(ROOT / "examples", folder / "examples", ignore=shutil.ignore_patterns("__pycache__"))
    for name, body in SCRIPTS.items():
        (folder / name).write_text(body, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def printed(workplace: Path) -> list[tuple[str, str]]:
    """What each block of the page shows, and what the commands above it print, run with one process more."""
    pairs = []
    out = ""
    for language, body in BLOCKS:
        if language == "sh" and body not in NOT_RUN:
            out = "".join(run(command, workplace, DASK_NUM_WORKERS="1") for command in body.splitlines())
        elif language == "text":
            pairs.append((body, out))
    return pairs


def actions_of(path: Path) -> list[Action]:
    """What this process reads of it; nothing of the damaged one."""
    minutes = () if path.name == "cut.docx" else read(path).minutes
    return [action for one in minutes for action in one.actions]


def lines_of(folder: Path) -> list[str]:
    return [line for part in sorted(folder.glob("*.jsonl")) for line in part.read_text("utf-8").splitlines()]


@pytest.mark.skipif(SHELL is None, reason="the commands of the page need bash")
def test_the_scripts_print_what_is_shown(printed: list[tuple[str, str]]) -> None:
    assert len(printed) == 2
    for shown, out in printed:
        assert out == shown


@pytest.mark.skipif(SHELL is None, reason="the commands of the page need bash")
def test_many_processes_give_what_one_gives(workplace: Path, printed: list[tuple[str, str]]) -> None:
    assert printed
    lines = lines_of(workplace / "parts")
    assert len(lines) == len(files(workplace))
    for path, line in zip(files(workplace), lines, strict=True):
        if path.name == "cut.docx":
            told = json.loads(line)
            assert told["file"] == "notes/cut.docx"
            assert "damaged" in told["error"]
        else:
            assert path.read_bytes() == (ROOT / "examples" / path.name).read_bytes()
            assert line + "\n" == to_jsonl(read(path))
    owners = Counter(action.owner for path in files(workplace) for action in actions_of(path))
    assert printed[1][0].startswith("".join(f"{owners[owner]} {owner}\n" for owner in ("Clerk", "HM", "Senior Pilot")))
    assert sorted(owners.values())[-3:] == [owners["Senior Pilot"], owners["HM"], owners["Clerk"]]
    with closing(sqlite3.connect(workplace / "notes.db")) as database:
        (count,) = database.execute("SELECT count(*) FROM documents").fetchone()
    assert count == len(lines) - 1, "every document is in the database"


@pytest.mark.skipif(SHELL is None, reason="the commands of the page need bash")
def test_parts_join_to_the_same_lines_however_small_they_are(workplace: Path, printed: list[tuple[str, str]]) -> None:
    assert printed
    script = SCRIPTS["read_many.py"]
    assert script.count("partition_size=100") == 1
    (workplace / "small.py").write_text(script.replace("partition_size=100", "partition_size=2"), encoding="utf-8")
    count = len(files(workplace))
    assert run("python small.py notes small", workplace, DASK_NUM_WORKERS="2") == (
        f"files: {count}, parts: {(count + 1) // 2}\n"
    )
    assert lines_of(workplace / "small") == lines_of(workplace / "parts")
    assert all(part.read_bytes().endswith(b"}\n") for part in (workplace / "small").iterdir()), "cat joins them"


def test_whatever_goes_wrong_with_a_file_becomes_a_record(workplace: Path) -> None:
    told = (
        "import spcb_minutes, read_many\n"
        "def fault(path): raise RecursionError('too deep')\n"
        "print(read_many.read_one('not there.txt'))\n"
        "read_many.read = fault\n"
        "print(read_many.read_one('some.txt'))\n"
    )
    out = subprocess.run([sys.executable, "-c", told], capture_output=True, cwd=workplace, text=True, check=True).stdout
    missing, deep = map(json.loads, out.splitlines())
    assert missing["file"] == "not there.txt"
    assert "not there.txt" in missing["error"]
    assert deep == {"error": "RecursionError: too deep", "file": "some.txt"}


def test_every_block_of_the_page_is_run_or_known_not_to_be() -> None:
    assert list(SCRIPTS) == ["read_many.py", "count_actions.py", "gather.py", "spark.py"]
    assert {language for language, _ in BLOCKS} == {"py", "sh", "text"}
    for language, body in BLOCKS:
        if language == "py":
            compile(body, "page", "exec")
    (spark,) = [body for language, body in BLOCKS if language == "py" and not body.startswith("# ")]
    assert "mapInArrow(read_batches" in spark
    assert {body for language, body in BLOCKS if language == "sh"} >= set(NOT_RUN)


def test_the_function_for_spark_gives_a_line_for_each_path() -> None:
    """Spark and Arrow stand in here: the function asks of them only what these have."""

    class Batch:
        def __init__(self, columns: dict[str, list[str]]) -> None:
            self.columns = columns

        def column(self, name: str) -> Batch:
            return Batch({"": self.columns[name]})

        def to_pylist(self) -> list[str]:
            return self.columns[""]

        @staticmethod
        def from_pydict(columns: dict[str, list[str]], schema: object) -> Batch:
            assert schema == [("line", "string")]
            return Batch(columns)

    class Arrow:
        RecordBatch = Batch
        schema = staticmethod(lambda fields: fields)
        string = staticmethod(lambda: "string")

    body = SCRIPTS["spark.py"]
    assert body.count("import pyarrow\n") == body.count("from read_many import read_one\n") == 1
    namespace: dict[str, object] = {"pyarrow": Arrow, "read_one": str.upper}
    exec(body.replace("import pyarrow\n", "").replace("from read_many import read_one\n", ""), namespace)
    read_batches = namespace["read_batches"]
    assert callable(read_batches)
    made = list(read_batches(iter([Batch({"path": ["a", "b"]}), Batch({"path": []})])))
    assert [batch.columns for batch in made] == [{"line": ["A", "B"]}, {"line": []}]


def test_a_document_comes_back_from_its_line() -> None:
    line = to_jsonl(read(ROOT / "examples/millbrook-2024-06-05.md"))
    assert line.startswith('{"schema_version"'), "the page tells documents and errors apart by this"
    assert from_json(line) == read(ROOT / "examples/millbrook-2024-06-05.md")
