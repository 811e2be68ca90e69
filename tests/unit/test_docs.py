"""The documentation names everything that a reader can use: what is not named does not exist."""

import re
from pathlib import Path

import pytest

from functions.processes import all_procedures, all_processes
from functions.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
TEXT = "\n".join(page.read_text("utf-8") for page in PAGES)
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
# `help` is what `make` alone does.
TARGETS = sorted(set(re.findall(r"^([a-z-]+):.*##", MAKEFILE, re.MULTILINE)) - {"help"})
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def code() -> str:
    """Everything between backticks, and every indented line."""
    spans = re.findall(r"`([^`\n]+)`", TEXT)
    return "\n".join([*spans, *re.findall(r"^ {4}.*$", TEXT, re.MULTILINE)])


def test_there_are_targets_to_look_for():
    assert {"run", "test", "check"} <= set(TARGETS)


@pytest.mark.parametrize("target", TARGETS)
def test_every_make_target_is_named(target: str):
    assert re.search(rf"\bmake {target}\b|^{target}$", code(), re.MULTILINE)


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_named(name: str):
    assert re.search(rf"^{name.upper()}$", code(), re.MULTILINE)


@pytest.mark.parametrize("process", all_processes(), ids=lambda p: p.name)
def test_every_process_is_named(process):
    assert re.search(rf"\b{process.name}\b", code())


@pytest.mark.parametrize("procedure", all_procedures(), ids=lambda p: p.key)
def test_every_procedure_is_named(procedure):
    assert re.search(rf"^{procedure.key}$", code(), re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_between_pages_leads_somewhere(page: Path):
    links = LINK.findall(page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_file_of_ours_that_is_named_exists(page: Path):
    named = re.findall(r"`((?:functions|frontend|infra|tests|docs)/[\w./-]+)`", page.read_text())
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_only_targets_that_exist_are_named():
    assert set(re.findall(r"\bmake ([a-z]+)\b", code())) <= set(TARGETS)
