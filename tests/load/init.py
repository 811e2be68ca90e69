"""How long the request function takes to start, against a floor, each in a fresh interpreter."""

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

from frontend.compile import compile_templates
from infra.local.config import ROOT, Local
from infra.trim_botocore import trim

RUNS = 15
TRIMMED = ROOT / "build" / "botocore-data"

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
answers.renderer().environment("nl").get_template("desk/question.html")
"""


@dataclass(frozen=True)
class Init:
    """Medians in ms over RUNS runs in turn; `ratio` is the median of the ratios pair by pair."""

    floor: float
    ready: float
    ratio: float
    packaged: float
    packaged_ratio: float


def measure() -> Init:
    environment = {**os.environ, **Local.on_ports("mechelen", 8000).environment()}
    trim(TRIMMED)
    trimmed = {**environment, "BOTOCORE_DATA": str(TRIMMED)}
    compile_templates()
    for script in (FLOOR, READY):  # once to write the bytecode and warm the disk
        _run(script, environment)
    runs = [
        (_run(FLOOR, environment), _run(READY, environment), _run(READY, trimmed))
        for _ in range(RUNS)
    ]
    return Init(
        floor=statistics.median(floor for floor, _, _ in runs),
        ready=statistics.median(ready for _, ready, _ in runs),
        ratio=statistics.median(ready / floor for floor, ready, _ in runs),
        packaged=statistics.median(packaged for _, _, packaged in runs),
        packaged_ratio=statistics.median(packaged / floor for floor, _, packaged in runs),
    )


def _run(script: str, environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", script], env=environment, cwd=ROOT, check=True)
    return (time.perf_counter() - begun) * 1000
