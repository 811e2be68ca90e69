"""The fortnight through every limit, a second at a time."""

from dataclasses import dataclass
from math import ceil, inf

import numpy as np

from infra.costs.bill import Model
from infra.peak.arrivals import DAY, Series
from infra.peak.busiest import Busy, Outcome, moment
from infra.peak.data import Fortnight, Limits, WorkflowLimits
from infra.peak.demand import Demand, demand, record_seconds
from infra.peak.queues import Passed, bucket, growing

FUNCTIONS = "functions at once"
_READERS = ("stream", "dossiers")  # of the stream


@dataclass(frozen=True)
class Scenario:
    """`tenants` stacks in one account and region; `largest_share`: the largest one's of the voters,
    with whom a tenant's own limits are reached first."""

    voters: int
    tenants: int = 1
    largest_share: float = 1.0


@dataclass(frozen=True)
class Limit:
    """What is asked of a limit at its worst moment."""

    name: str
    whose: str  # "account", "tenant"
    asked: float
    allowed: float

    @property
    def part(self) -> float:
        return self.asked / self.allowed


@dataclass
class Simulated:
    """`moments`: the busiest one of each function behind the API, in the largest tenant. The queues
    are each of all that came, as if no other limit had held it up: each is the worst it can be."""

    scenario: Scenario
    whole: Demand
    largest: Demand
    moments: dict[str, Outcome]
    door: Passed
    stream: Passed
    starts: Passed
    transitions: Passed
    mails: Passed
    table: Passed
    limits: list[Limit]
    record_s: float
    shards: int
    at_once: int

    @property
    def concurrency(self) -> int:
        """Environments at once in the account, functions behind the stream included."""
        return round(next(one.asked for one in self.limits if one.name == FUNCTIONS))


def simulate(model: Model, fortnight: Fortnight, limits: Limits, scenario: Scenario) -> Simulated:
    """Raises LookupError for a region without limits, or a procedure that was not counted."""
    region = model.deployment.region
    if region not in limits.workflows:
        message = f"no limits of {region}; there are {', '.join(limits.workflows)}"
        raise LookupError(message)
    whole = demand(model, fortnight, scenario.voters)
    largest = whole.scaled(scenario.largest_share)
    deployment, workflows = model.deployment, limits.workflows[region]
    patience = fortnight.tries * fortnight.again_after_s
    warm = deployment.table.warm_write_units or limits.table.warm_write_units
    shards = max(1, ceil(warm / limits.table.partition_write_units))
    at_once = deployment.stream.at_once
    seconds = record_seconds(model, fortnight)
    stream = bucket(largest.of("records"), shards * at_once / seconds)
    api, door = deployment.api, busiest_method(largest)
    moments = {
        name: moment(_busy(model, fortnight, limits, largest, name), 120)
        for name in sorted(largest.requests)
    }
    found = Simulated(
        scenario, whole, largest, moments,
        door=bucket(door, api.rate, api.burst, patience_s=patience),
        stream=stream,
        starts=bucket(whole.of("starts"), workflows.starts_per_s, workflows.start_bucket),
        transitions=bucket(
            whole.of("transitions"), workflows.transitions_per_s, workflows.transition_bucket
        ),
        mails=bucket(whole.of("mails"), limits.mail.per_s),
        table=growing(largest.of("writes"), warm, limits.table.doubles_within_s),
        limits=[], record_s=seconds, shards=shards, at_once=at_once,
    )  # fmt: skip
    found.limits = _asked(model, limits, workflows, found, warm)
    return found


def busiest_method(found: Demand) -> Series:
    """Requests a second to the method of a resource that is asked most."""
    return max(found.door.values(), key=lambda one: float(one.max()))


def _busy(model: Model, fortnight: Fortnight, limits: Limits, found: Demand, name: str) -> Busy:
    requests = found.requests[name]
    at = int(np.argmax(requests))
    rate = float(requests[at])
    reserved = model.sizes[name].reserved
    door = found.door.get(name)
    return Busy(
        rate=rate,
        seconds=float(found.busy[name][at]) / rate if rate else 0.0,
        limit=limits.functions.concurrency if reserved is None else reserved,
        throttle=model.deployment.api.rate if door is not None else inf,
        burst=model.deployment.api.burst if door is not None else inf,
        part=float(door[at]) / rate if door is not None and rate else 0.0,
        new_per_s=limits.functions.new_environments_per_10_s / 10,
        cold_s=model.assumed.cold_ms / 1000,
        tries=fortnight.tries,
        again_after_s=fortnight.again_after_s,
        is_exponential=fortnight.spread == "exponential",
    )


def at_once(mean: float) -> int:
    """Environments that are enough but for one second in a thousand, where `mean` run on average
    (Little's law, and arrivals without an order: Poisson)."""
    return ceil(mean + 3.1 * mean**0.5) if mean else 0


def _asked(
    model: Model, limits: Limits, workflows: WorkflowLimits, found: Simulated, warm: int
) -> list[Limit]:
    whole, largest = found.whole, found.largest
    capacity = model.deployment
    requests = sum(whole.requests.values(), np.zeros(whole.seconds))
    reads = capacity.table.warm_read_units or limits.table.warm_read_units
    mails = whole.of("mails").reshape(-1, DAY).sum(axis=1)
    stream = found.shards * found.at_once / found.record_s

    def of_account(name: str, series: Series, allowed: float) -> Limit:
        return Limit(name, "account", float(series.max()), allowed)

    def of_tenant(name: str, series: Series, allowed: float) -> Limit:
        return Limit(name, "tenant", float(series.max()), allowed)

    return [
        of_account("requests, all APIs", requests, limits.api.rate),
        of_tenant("requests, one method", busiest_method(largest), capacity.api.rate),
        Limit(FUNCTIONS, "account", _running(found), limits.functions.concurrency),
        of_tenant("write units", largest.of("writes"), warm),
        of_tenant("read units", largest.of("reads"), reads),
        of_tenant("records of the stream", largest.of("records"), stream),
        of_account("starts of workflows", whole.of("starts"), workflows.starts_per_s),
        of_account("state transitions", whole.of("transitions"), workflows.transitions_per_s),
        of_account("answers to workflows", whole.of("answers"), workflows.answers_per_s),
        of_account("mails", whole.of("mails"), limits.mail.per_s),
        of_account("mails of a day", mails, limits.mail.per_day),
    ]


def _running(found: Simulated) -> int:
    """Functions at once in the account; the readers of a stream are at most one for each batch that
    its shards hand out, so a peak makes no more of them."""
    busy, none = found.whole.busy, np.zeros(found.whole.seconds)
    readers = sum((busy.get(name, none) for name in _READERS), none)
    others = sum((series for name, series in busy.items() if name not in _READERS), none)
    most = len(_READERS) * found.scenario.tenants * found.shards * found.at_once
    running = at_once(float(others.max())) + min(most, at_once(float(readers.max())))
    return max(running, sum(one.most_at_once for one in found.moments.values()))
