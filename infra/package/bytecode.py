"""What Python makes of a source before it runs it. A function cannot keep it (its folders are read
only): without it every cold start compiles all sources anew, which takes more than twice as long as
all the rest of the start (docs/benchmarks.md).

Bytecode is of one version of Python, so it takes an interpreter of the one that runs in the cloud:
this one, or `python3.13` on PATH, or what RUNTIME_PYTHON names. It is never compared with its
source (PEP 552, unchecked): an archive does not change, and its files have no true date.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

PYTHON = "3.13"  # the runtime of Lambda
NONE = (
    f"No Python {PYTHON} was found, so there is no bytecode in the archives: cold starts will take "
    f"three times as long. Package with Python {PYTHON}, or name one: RUNTIME_PYTHON=<path>."
)


def interpreter() -> str | None:
    """One of the version of the cloud."""
    for found in (os.environ.get("RUNTIME_PYTHON"), sys.executable, f"python{PYTHON}"):
        if found and _version(found) == PYTHON:
            return found
    return None


@cache
def _version(python: str) -> str:
    """Its first two numbers; nothing for what is no interpreter."""
    script = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([python, "-c", script], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip()


def added(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of an archive and the bytecode of those that are sources."""
    python = interpreter()
    if python is None:
        return dict(files)
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        for name, data in files.items():
            if name.endswith(".py"):
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_bytes(data)
        # one after the other, without chance in sets and without the name of this folder: the same
        # input gives the same bytes
        subprocess.run(
            [
                python, "-m", "compileall", "-q", "-j", "1", "--invalidation-mode",
                "unchecked-hash", "-s", place, place,
            ],
            env={"PATH": os.environ.get("PATH", ""), "PYTHONHASHSEED": "0"},
            check=True,
        )  # fmt: skip
        made = {path.relative_to(root).as_posix(): path for path in root.rglob("*.pyc")}
        return {**files, **{name: path.read_bytes() for name, path in made.items()}}
