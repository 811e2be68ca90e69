"""What one submission costs: requests to the table, CPU of our own code, write units of a case."""

import statistics
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from chalice.app import Chalice

from functions.adapters.table import Table
from infra.local.stack import LocalStack
from tests.contract.test_journeys import ask_proxy
from tests.load.meter import Meter
from tests.people import Someone


@dataclass
class Cost:
    """What was counted. `cpu` in ms of thread time: from the event to the answer, Chalice included,
    without the time inside botocore."""

    submit: Counter[str] = field(default_factory=Counter)
    cpu: list[float] = field(default_factory=list)


@contextmanager
def watched() -> Iterator[Cost]:
    """Count every request of our code to the table, and time the handler that hands in."""
    cost = Cost()
    state = {"inside": False, "aws": 0.0}
    plain_call, plain_app = Table._call, Chalice.__call__

    def call(self: Table, operation: Any, **arguments: Any) -> Any:
        name = operation.__name__
        if state["inside"]:
            cost.submit[name] += 1
        begun = time.thread_time()
        try:
            return plain_call(self, operation, **arguments)
        finally:
            state["aws"] += time.thread_time() - begun

    def app(self: Chalice, event: Any, context: Any) -> Any:
        if event["httpMethod"] != "POST" or not event["path"].endswith("/check"):
            return plain_app(self, event, context)
        state.update(inside=True, aws=0.0)
        begun = time.thread_time()
        try:
            return plain_app(self, event, context)
        finally:
            cost.cpu.append((time.thread_time() - begun - state["aws"]) * 1000)
            state["inside"] = False

    Table._call, Chalice.__call__ = call, app
    try:
        yield cost
    finally:
        Table._call, Chalice.__call__ = plain_call, plain_app


def measure(cases: int = 5) -> tuple[Cost, float]:
    """(cost of the last submissions, write units per case from the first click to approved)."""
    units = []
    with LocalStack() as desk, watched() as cost:
        for _ in range(cases):
            desk.reset()
            with Meter(desk) as meter:
                whole_proxy(desk)
                units.append(meter.write_units())
    return cost, statistics.median(units)


def whole_proxy(desk: LocalStack) -> None:
    giver = ask_proxy(desk)
    case = giver.at.removesuffix("/receipt")
    desk.settle()
    holder = Someone(desk, "karim-el-amrani")
    holder.sign_in(case)
    holder.decide("holder", "confirm")
    desk.settle()
    clerk = Someone(desk, "mechelen-elections")
    clerk.sign_in(f"{case}/review")
    clerk.decide("decision", "approve")
    desk.settle()
