"""What the first request costs after the start: what is loaded at first use is paid here."""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from chalice.app import Chalice

from frontend.compile import compile_templates
from infra.local.config import ROOT
from infra.local.stack import LocalStack
from infra.trim_botocore import trim
from tests.contract.test_journeys import fill_in_proxy
from tests.load.init import with_bytecode

RUNS = 7
_TRIMMED = ROOT / "build" / "botocore-data"
# Twice the same event in one fresh function: the first time loads what the second finds there.
_CHILD = """
import json, sys, time
from functions.app import app
event = json.load(sys.stdin)
for _ in range(2):
    wall, cpu = time.perf_counter(), time.process_time()
    status = app(event, None)["statusCode"]
    assert status == 200, status
    print((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)
"""


class Time(NamedTuple):
    """Medians in ms: wall time (moto's answers included) and CPU of the function."""

    wall: float
    cpu: float


def measure() -> Iterator[tuple[str, Time, Time]]:
    """(page, its first request, the same again) of a question without and one with an upload."""
    trim(_TRIMMED)
    compile_templates()
    with LocalStack() as desk:
        environment = with_bytecode({**os.environ, "BOTOCORE_DATA": str(_TRIMMED)})
        for page, event in _events(desk):
            runs = [_run(event, environment) for _ in range(RUNS)]
            yield (page, *(_median([run[i] for run in runs]) for i in (0, 1)))


def _median(times: list[Time]) -> Time:
    return Time(*(statistics.median(values) for values in zip(*times, strict=True)))


def _events(desk: LocalStack) -> list[tuple[str, dict[str, Any]]]:
    """The events of two real pages, as the gateway makes them."""
    giver = fill_in_proxy(desk)
    questions = giver.at.removesuffix("/check") + "/questions/"
    found = []
    for page, topic in (("a question", "contact"), ("a question with an upload", "evidence")):
        with _seen() as events:
            assert giver.get(questions + topic).status_code == 200
        found.append((page, events[-1]))
    return found


@contextmanager
def _seen() -> Iterator[list[dict[str, Any]]]:
    events: list[dict[str, Any]] = []
    plain = Chalice.__call__

    def note(app: Chalice, event: Any, context: Any) -> Any:
        events.append(json.loads(json.dumps(event)))
        return plain(app, event, context)

    Chalice.__call__ = note
    try:
        yield events
    finally:
        Chalice.__call__ = plain


def _run(event: dict[str, Any], environment: dict[str, str]) -> list[Time]:
    done = subprocess.run(
        [sys.executable, "-c", _CHILD], input=json.dumps(event), env=environment, cwd=ROOT,
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [Time(*map(float, line.split())) for line in done.stdout.splitlines()]
