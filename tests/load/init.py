"""How long the request function takes to start, against a floor, each in a fresh interpreter."""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from frontend.compile import compile_templates
from infra.local.config import ROOT, Local
from infra.trim_botocore import trim

RUNS = 15
PROCESS = "elections"
TRIMMED = ROOT / "build" / "botocore-data"
_CACHE = ROOT / "build" / "bytecode"
_NOT_WRITTEN = "PYTHONDONTWRITEBYTECODE"

FLOOR = """
import datetime, pydantic
class Model(pydantic.BaseModel):
    a: str; b: str; c: str; d: str; e: str; f: int; g: int; h: int; i: datetime.date
    j: datetime.datetime; k: bool; l: bool; m: list[str]; n: dict[str, str]; o: float
import botocore.session
botocore.session.get_session().create_client("dynamodb")
"""
READY = """
from functions import app, wiring
from functions.adapters.aws import client
from functions.web import answers
wiring.ports()
client("dynamodb")
answers.templates().environment("nl").get_template("desk/question.html")
"""


class Run(NamedTuple):
    """One fresh interpreter from start to end, in ms."""

    wall: float
    cpu: float


@dataclass(frozen=True)
class Init:
    """Medians of the wall time in ms over RUNS runs in turn, and of the ratios of one turn.

    The ratio of CPU time is steadier on a busy machine; waiting for the disk is not in it.
    """

    floor: float
    ready: float
    ratio: float
    cpu_ratio: float
    packaged: float
    packaged_ratio: float
    packaged_cpu_ratio: float
    bare: float
    bare_ratio: float


def with_bytecode(environment: Mapping[str, str]) -> dict[str, str]:
    """As in a package: what Python compiled is there, of the libraries too. What this machine says
    of bytecode (PYTHONDONTWRITEBYTECODE) is no matter."""
    said = {name: text for name, text in environment.items() if name != _NOT_WRITTEN}
    return {**said, "PYTHONPYCACHEPREFIX": str(_CACHE / "kept")}


def _without_bytecode(environment: Mapping[str, str]) -> dict[str, str]:
    return {**environment, _NOT_WRITTEN: "1", "PYTHONPYCACHEPREFIX": str(_CACHE / "none")}


def measure() -> Init:
    # In the cloud each process has a function of its own: one process, not all.
    local = Local.on_ports("mechelen", 8000).environment()
    environment = with_bytecode({**os.environ, **local, "PROCESSES": PROCESS})
    trim(TRIMMED)
    trimmed = {**environment, "BOTOCORE_DATA": str(TRIMMED)}
    bare = _without_bytecode(trimmed)
    compile_templates()
    for script in (FLOOR, READY):  # once to write the bytecode and warm the disk
        _run(script, environment)
    runs = [
        (_run(FLOOR, environment), _run(READY, environment), _run(READY, trimmed))
        for _ in range(RUNS)
    ]
    compiling = [(_run(READY, trimmed).wall, _run(READY, bare).wall) for _ in range(RUNS // 2)]
    median = statistics.median
    return Init(
        floor=median(floor.wall for floor, _, _ in runs),
        ready=median(ready.wall for _, ready, _ in runs),
        ratio=median(ready.wall / floor.wall for floor, ready, _ in runs),
        cpu_ratio=median(ready.cpu / floor.cpu for floor, ready, _ in runs),
        packaged=median(packaged.wall for _, _, packaged in runs),
        packaged_ratio=median(packaged.wall / floor.wall for floor, _, packaged in runs),
        packaged_cpu_ratio=median(packaged.cpu / floor.cpu for floor, _, packaged in runs),
        bare=median(without for _, without in compiling),
        bare_ratio=median(without / packed for packed, without in compiling),
    )


def _run(script: str, environment: dict[str, str]) -> Run:
    begun, used = time.perf_counter(), _children()
    subprocess.run([sys.executable, "-c", script], env=environment, cwd=ROOT, check=True)
    return Run((time.perf_counter() - begun) * 1000, (_children() - used) * 1000)


def _children() -> float:
    """CPU seconds of the processes that ended."""
    times = resource.getrusage(resource.RUSAGE_CHILDREN)
    return times.ru_utime + times.ru_stime
