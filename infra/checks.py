"""Every check that needs no running desk, side by side: `python -m infra.checks`.

One line per check, with its time; what a check says shows only when it fails.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
_BIN = Path(sys.executable).parent
_PYTHON = (sys.executable, "-m")
# The slowest first: with two at a time the whole then lasts little longer than the slowest.
CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("types", (*_PYTHON, "mypy")),
    ("architecture", (str(_BIN / "lint-imports"), "--no-logo")),
    ("translations", (*_PYTHON, "frontend.texts", "check")),
    ("contrast", (*_PYTHON, "frontend.contrast")),
    ("catalogue", (*_PYTHON, "infra.catalogue", "check")),
    ("rights", (*_PYTHON, "infra.authorisation", "check")),
    ("tenants", (*_PYTHON, "infra.tenant", "check")),
    ("lint", (*_PYTHON, "ruff", "check", "--quiet", "--output-format", "concise", ".")),
    ("format", (*_PYTHON, "ruff", "format", "--check", "--quiet", ".")),
)


@dataclass(frozen=True)
class Result:
    """`seconds` is wall time; `output` is everything the check said."""

    name: str
    ok: bool
    seconds: float
    output: str


def run(name: str, command: Sequence[str]) -> Result:
    """A program that is not there is a failed check, not a crash."""
    start = perf_counter()
    try:
        done = subprocess.run(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            check=False,
        )  # fmt: skip
        ok, output = done.returncode == 0, done.stdout
    except OSError as error:
        ok, output = False, f"{command[0]} does not start: {error}\n"
    return Result(name, ok, perf_counter() - start, output)


def main(checks: Sequence[tuple[str, Sequence[str]]] = CHECKS) -> int:
    """Return 0 when every check passes, else 1."""
    results = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        running = [pool.submit(run, name, command) for name, command in checks]
        for future in as_completed(running):
            result = future.result()
            results.append(result)
            said = "ok" if result.ok else "FAILED"
            print(f"{result.name:<14}{said:<8}{result.seconds:5.1f} s", flush=True)
    for result in results:
        if not result.ok:
            print(f"\n--- {result.name}\n{result.output.strip() or 'It said nothing.'}")
    return 0 if all(result.ok for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
