"""What the simulation says, in plain lines."""

from collections.abc import Iterator

from infra.costs.bill import Model
from infra.costs.prices import UNCONFIRMED
from infra.peak.data import Fortnight, Limits
from infra.peak.demand import hot
from infra.peak.flow import Simulated
from infra.peak.plan import MARGIN, Plan
from infra.peak.queues import Passed

_HOT = 6


def lines(
    model: Model, fortnight: Fortnight, limits: Limits, found: Simulated, made: Plan
) -> Iterator[str]:
    scenario = found.scenario
    stacks = f"{scenario.tenants} stacks in one account" if scenario.tenants > 1 else "one stack"
    yield f"{scenario.voters} voters, {stacks}, {model.deployment.region}"
    if scenario.tenants > 1:
        yield f"of a tenant: the largest one, with {scenario.largest_share:.1%} of the voters"
    yield f"{found.whole.cases:.0f} cases in {fortnight.days} days"
    yield ""
    yield from _limits(found)
    yield ""
    yield from _waiting(found)
    yield ""
    yield from _moments(found)
    yield ""
    yield (
        f"The stream: {found.shards} shards, {found.at_once} at once, "
        f"{found.record_s * 1000:.0f} ms a record"
    )
    yield ""
    most = limits.table.partition_write_units
    yield f"Keys that all cases write: units a second, of the {most} that a partition takes"
    for key, units, part in hot(found.largest, most)[:_HOT]:
        yield f"  {key:<40}{units:>8.1f}{part:>8.1%}"
    yield ""
    unconfirmed = [n for n, p in model.prices.prices.items() if p.seen == UNCONFIRMED]
    yield f"Cost of the cases: {found.whole.dollars:.2f} USD, beside what the stacks cost anyway"
    yield f"(list prices, of which not confirmed: {', '.join(unconfirmed)})"
    yield ""
    yield from _plan(made)


def _limits(found: Simulated) -> Iterator[str]:
    yield f"{'The worst second':<24}{'of':<9}{'asked':>10}{'allowed':>10}{'part':>8}"
    for one in found.limits:
        mark = "  BREAKS" if one.part > 1 else ""
        numbers = f"{one.asked:>10.1f}{one.allowed:>10.0f}{one.part:>8.0%}"
        yield f"{one.name:<24}{one.whose:<9}{numbers}{mark}"


def _waiting(found: Simulated) -> Iterator[str]:
    heads = ("came", "delayed", "gave up", "longest", "drained in")
    yield f"{'Waiting':<24}" + "".join(f"{head:>12}" for head in heads)
    for name, passed in _queues(found):
        yield (
            f"{name:<24}{passed.came:>12.0f}{passed.delayed:>12.0f}{passed.gave_up:>12.0f}"
            f"{passed.longest_wait_s:>10.0f} s{passed.drained_after_s:>10} s"
        )


def _moments(found: Simulated) -> Iterator[str]:
    yield "The busiest two minutes of a tenant, request by request, beginning cold"
    heads = ("requests", "refused", "gave up", "at once", "cold")
    yield f"{'function':<20}" + "".join(f"{head:>10}" for head in heads) + f"{'99 % begin in':>16}"
    for name, one in found.moments.items():
        numbers = (one.came, one.throttled, one.gave_up, one.most_at_once, one.cold)
        yield (
            f"{name:<20}"
            + "".join(f"{number:>10}" for number in numbers)
            + f"{one.wait_of(0.99):>14.0f} s"
        )


def _queues(found: Simulated) -> Iterator[tuple[str, Passed]]:
    yield "requests, one method", found.door
    yield "write units", found.table
    yield "records of the stream", found.stream
    yield "starts of workflows", found.starts
    yield "state transitions", found.transitions
    yield "mails", found.mails


def _plan(made: Plan) -> Iterator[str]:
    yield f"Plan of a tenant (concurrency and throttle {MARGIN} times what was simulated)"
    for name, number in made.reserved.items():
        yield f"  [deployment.capacity.{name}] reserved = {number}"
    if made.api:
        yield f"  [deployment.api] rate = {made.api.rate}, burst = {made.api.burst}"
    if made.warm_write_units:
        yield (
            f"  [deployment.table] warm_write_units = {made.warm_write_units}: "
            f"{made.dollars:.2f} USD once"
        )
    if made.at_once:
        yield f"  [deployment.stream] at_once = {made.at_once}"
    if made.above:
        yield f"  more than an account has: ask AWS for {made.above} more"
