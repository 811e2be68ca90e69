"""The data of the simulation: limits.toml and fortnight.toml."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

_HERE = Path(__file__).parent


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LambdaLimits(_Part):
    concurrency: int
    unreserved: int
    new_environments_per_10_s: int


class ApiLimits(_Part):
    rate: float
    burst: float


class TableLimits(_Part):
    warm_write_units: int
    warm_read_units: int
    doubles_within_s: int
    partition_write_units: int
    partition_read_units: int


class StreamLimits(_Part):
    most_at_once: int
    kept_hours: int


class WorkflowLimits(_Part):
    start_bucket: float
    starts_per_s: float
    transition_bucket: float
    transitions_per_s: float
    answer_bucket: float
    answers_per_s: float


class MailLimits(_Part):
    per_s: float
    per_day: float


class Limits(_Part):
    """See limits.toml."""

    functions: LambdaLimits = Field(alias="lambda")
    api: ApiLimits
    table: TableLimits
    stream: StreamLimits
    workflows: dict[str, WorkflowLimits]
    mail: MailLimits


class Rush(_Part):
    day: int
    hour: int
    minutes: int
    share: float = Field(ge=0, lt=1)


class Asks(_Part):
    procedure: str
    share: float = Field(ge=0, le=1)
    days: tuple[float, ...]


class Later(_Part):
    party_hours: float
    returns_hours: float


class Flanders(_Part):
    voters: int
    tenants: int
    largest_share: float


class Fortnight(_Part):
    """See fortnight.toml."""

    days: int
    voters_share: float
    visit_minutes: float
    tries: int = Field(ge=1)
    again_after_s: float = Field(gt=0)
    spread: Literal["exponential", "constant"]
    hours: tuple[float, ...] = Field(min_length=24, max_length=24)
    office_from: int
    office_until: int
    rush: Rush
    asks: tuple[Asks, ...]
    later: Later
    flanders: Flanders


@cache
def limits() -> Limits:
    return Limits.model_validate(_read("limits.toml"))


@cache
def fortnight() -> Fortnight:
    return Fortnight.model_validate(_read("fortnight.toml"))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / name).read_text("utf-8"))
