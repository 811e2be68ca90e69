"""What was counted of real journeys: infra/costs/counted.json (`make count`)."""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

COUNTED = Path(__file__).parent / "counted.json"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Used(_Part):
    """One function. `cpu_ms`: of its thread, summed over the invocations, warm and on a whole core;
    `calls`: requests to AWS by service and operation."""

    invocations: int = 0
    cpu_ms: float = 0
    calls: dict[str, int] = {}

    def __add__(self, other: "Used") -> "Used":
        return Used(
            invocations=self.invocations + other.invocations,
            cpu_ms=self.cpu_ms + other.cpu_ms,
            calls=dict(Counter(self.calls) + Counter(other.calls)),
        )


class Phase(_Part):
    """What one person's part of a case asks, with all that follows from it.

    `requests`: to the API, `posts` of them by POST, `bytes`: the answers, compressed. `records` of
    the stream, `case_records` of cases. `transitions` of state machines, `starts` of executions,
    `answers` to waiting steps. `stored_bytes`: of items that do not expire. `shared`: write units
    by the keys that cases have in common (`table <PK>`, `GSI2 <key>`); `write_units` has them too.
    """

    functions: dict[str, Used] = {}
    requests: int = 0
    posts: int = 0
    bytes: int = 0
    write_units: float = 0
    read_units: float = 0
    records: int = 0
    case_records: int = 0
    transitions: int = 0
    starts: int = 0
    answers: int = 0
    mails: int = 0
    s3_puts: int = 0
    s3_gets: int = 0
    signatures: int = 0
    stored_bytes: int = 0
    shared: dict[str, float] = {}

    def __add__(self, other: "Phase") -> "Phase":
        numbers = {
            name: getattr(self, name) + getattr(other, name)
            for name in type(self).model_fields
            if name not in ("functions", "shared")
        }
        names = {*self.functions, *other.functions}
        functions = {
            name: self.functions.get(name, Used()) + other.functions.get(name, Used())
            for name in names
        }
        shared = {
            key: self.shared.get(key, 0) + other.shared.get(key, 0)
            for key in {*self.shared, *other.shared}
        }
        return Phase(functions=functions, shared=shared, **numbers)


class Agenda(_Part):
    """The hourly function with nothing to do."""

    cpu_ms: float
    calls: dict[str, int]
    read_units: float


class Static(_Part):
    """The pages that a visitor loads before the form, compressed."""

    bytes: int
    requests: int


class Counted(_Part):
    """`procedures`: by procedure and by who was at work (tests/load/teller.py)."""

    machine: str
    procedures: dict[str, dict[str, Phase]]
    agenda: Agenda
    static: Static


@cache
def counted() -> Counted:
    """Raises FileNotFoundError where nothing was counted yet."""
    return Counted.model_validate_json(COUNTED.read_text("utf-8"))


def whole(phases: Iterable[Phase]) -> Phase:
    """A case with all its parts."""
    found = Phase()
    for phase in phases:
        found += phase
    return found
