"""Archives hold what Python would make of their sources at every cold start."""

import subprocess
import sys
from pathlib import Path

import pytest

from infra.package import bytecode

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
FILES = {
    "desk/__init__.py": b"",
    "desk/words.py": b"KNOWN = {'a', 'b', 'c', 'd'}\nTOLD = 'by the source'\n",
    "desk/table.json": b"{}",
}
MADE = {f"desk/__pycache__/{name}.cpython-{HERE.replace('.', '')}.pyc"
        for name in ("__init__", "words")}  # fmt: skip


@pytest.fixture
def runtime(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cloud runs the Python that runs here."""
    monkeypatch.setattr(bytecode, "PYTHON", HERE)


@pytest.fixture
def no_runtime(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cloud runs a Python that nobody has."""
    monkeypatch.setattr(bytecode, "PYTHON", "3.99")


def unpacked(files: dict[str, bytes], folder: Path) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def run(folder: Path, script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-B", "-c", script], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.usefixtures("runtime")
def test_each_source_has_its_bytecode_and_it_is_what_runs(tmp_path: Path) -> None:
    made = bytecode.added(FILES)
    assert set(made) == set(FILES) | MADE
    folder = unpacked({**made, "desk/words.py": b"TOLD = 'compiled anew'"}, tmp_path)
    assert run(folder, "from desk.words import TOLD; print(TOLD)") == "by the source"


@pytest.mark.usefixtures("runtime")
def test_the_same_sources_give_the_same_bytes() -> None:
    assert bytecode.added(FILES) == bytecode.added(FILES)


@pytest.mark.usefixtures("runtime")
def test_a_source_that_cannot_be_compiled_stops_the_package() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        bytecode.added({"x.py": b"def ("})


@pytest.mark.usefixtures("no_runtime")
@pytest.mark.parametrize("named", ["", sys.executable, "/nowhere/python"])
def test_without_the_python_of_the_cloud_there_is_none(
    named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNTIME_PYTHON", named)
    assert bytecode.interpreter() is None
    assert bytecode.added(FILES) == FILES


def test_one_that_is_named_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "python"
    other.write_text("#!/bin/sh\necho 3.99\n")
    other.chmod(0o755)
    monkeypatch.setattr(bytecode, "PYTHON", "3.99")
    monkeypatch.setenv("RUNTIME_PYTHON", str(other))
    assert bytecode.interpreter() == str(other)
