"""The fortnight through every limit, a second at a time."""

from dataclasses import dataclass
from math import ceil, inf

import numpy as np

from infra.costs.bill import Model
from infra.peak.arrivals import Series
from infra.peak.busiest import Busy, Outcome, moment
from infra.peak.data import Fortnight, Limits, WorkflowLimits
from infra.peak.demand import BEHIND, Demand, demand, record_seconds
from infra.peak.queues import Passed, bucket, growing


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
    unit: str

    @property
    def part(self) -> float:
        return self.asked / self.allowed


@dataclass
class Simulated:
    """`moments`: the busiest moment of each function behind the API; `behind`: what follows, through
    the stream, the starts of workflows and the mails."""

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
        return round(next(one.asked for one in self.limits if one.name == "functions at once"))


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
    moments = {
        name: moment(_busy(model, fortnight, limits, largest, name), 120)
        for name in sorted(largest.requests)
    }
    found = Simulated(
        scenario, whole, largest, moments,
        door=bucket(busiest_method(largest), deployment.api.rate, deployment.api.burst, patience_s=patience),
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


def _busy(
    model: Model, fortnight: Fortnight, limits: Limits, found: Demand, name: str
) -> Busy:
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
    front = sum((s for name, s in whole.busy.items() if name not in BEHIND), np.zeros(whole.seconds))
    others = ("workflow-task", "documents", "document-uploaded")
    behind = sum((whole.busy[n] for n in others if n in whole.busy), np.zeros(whole.seconds))
    readers = min(found.scenario.tenants * found.shards * found.at_once,
                  at_once(float((whole.busy["stream"] + whole.busy["dossiers"]).max())))  # fmt: skip
    running = at_once(float((front + behind).max())) + readers
    running = max(running, sum(one.most_at_once for one in found.moments.values()))
    requests = sum(whole.requests.values(), np.zeros(whole.seconds))

    def top(series: Series) -> float:
        return float(series.max())

    day = whole.of("mails").reshape(-1, 86_400).sum(axis=1).max()
    return [
        Limit("requests, all APIs", "account", top(requests), limits.api.rate, "a second"),
        Limit("requests, one method", "tenant", top(busiest_method(largest)), model.deployment.api.rate,
              "a second"),
        Limit("functions at once", "account", running, limits.functions.concurrency, ""),
        Limit("write units", "tenant", top(largest.of("writes")), warm, "a second"),
        Limit("read units", "tenant", top(largest.of("reads")),
              model.deployment.table.warm_read_units or limits.table.warm_read_units, "a second"),
        Limit("records of the stream", "tenant", top(largest.of("records")),
              found.shards * found.at_once / found.record_s, "a second"),
        Limit("starts of workflows", "account", top(whole.of("starts")), workflows.starts_per_s,
              "a second"),
        Limit("state transitions", "account", top(whole.of("transitions")),
              workflows.transitions_per_s, "a second"),
        Limit("answers to workflows", "account", top(whole.of("answers")), workflows.answers_per_s,
              "a second"),
        Limit("mails", "account", top(whole.of("mails")), limits.mail.per_s, "a second"),
        Limit("mails of a day", "account", float(day), limits.mail.per_day, ""),
    ]  # fmt: skip
