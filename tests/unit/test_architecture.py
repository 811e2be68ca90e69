"""A process lives in its folder: the rest of the code works for processes it has never heard of."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from functions.domain.tenant import ROLES
from functions.processes import all_procedures, all_processes

ROOT = Path(__file__).parents[2]
PROCESSES = ROOT / "functions" / "processes"
# What was counted of cases, and who asks them at an election
DATA = (("infra", "costs", "counted.json"), ("infra", "peak", "fortnight.toml"))
FOLDERS = {process.name.replace("-", "_") for process in all_processes()}
# A role can have the name of a process: who may do what is not about one process.
NAMES = sorted(
    {procedure.key for procedure in all_procedures()}
    | {f"processes.{folder}" for folder in FOLDERS}
    | ({process.name for process in all_processes()} | FOLDERS) - set(ROLES)
)


@cache
def outside() -> tuple[Path, ...]:
    """Every file of ours that is not a process, its texts, or the data of a municipality."""
    return tuple(_outside())


def _outside() -> Iterator[Path]:
    for folder in ("functions", "frontend", "infra"):
        for path in sorted((ROOT / folder).rglob("*")):
            place = path.relative_to(ROOT).parts
            own = place[:2] == ("functions", "processes") and bool(set(place) & FOLDERS)
            data = place in DATA or place[:2] in (("infra", "tenants"), ("frontend", "locales"))
            if path.suffix in {".py", ".html", ".js", ".css", ".json", ".toml"} and not own | data:
                yield path


@cache
def said(path: Path) -> str:
    """What a file says to the machine: without comments, and without docstrings in Python."""
    text = path.read_text("utf-8")
    if path.suffix != ".py":
        return re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(
            node
        ):
            node.body = node.body[1:]
    return ast.unparse(tree)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_outside_its_folder_names_a_process(name: str):
    # As a whole word: "birth" is a process, `birth_date` is not.
    word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    naming = [str(path.relative_to(ROOT)) for path in outside() if word.search(said(path))]
    assert naming == []


def test_the_look_outside_sees_names_where_they_are():
    assert len(outside()) > 100
    tenant = (ROOT / "infra" / "tenants" / "base" / "flanders.toml").read_text("utf-8")
    assert all(procedure.key in tenant for procedure in all_procedures())
    init = said(PROCESSES / "elections" / "__init__.py")
    assert "processes.elections" in init


@pytest.mark.parametrize("folder", sorted(FOLDERS))
def test_a_process_is_a_folder_with_a_form_rules_and_a_workflow(folder: str):
    assert {path.name for path in (PROCESSES / folder).glob("*.py")} >= {"__init__.py"}
    assert (PROCESSES / folder / "__init__.py").read_text("utf-8").count("\n") < 20
