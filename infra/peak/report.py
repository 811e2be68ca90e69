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
    yield f"{'The worst second':<24}{'of':<9}{'asked':>10}{'allowed':>10}{'part':>8}"
    for one in found.limits:
        mark = "  BREAKS" if one.part > 1 else ""
        yield f"{one.name:<24}{one.whose:<9}{one.asked:>10.1f}{one.allowed:>10.0f}{one.part:>8.0%}{mark}"
    yield ""
    yield f"{'Waiting':<24}{'came':>12}{'delayed':>10}{'gave up':>10}{'longest':>10}{'drained in':>12}"
    for name, passed in _queues(found):
        yield (
            f"{name:<24}{passed.came:>12.0f}{passed.delayed:>10.0f}{passed.gave_up:>10.0f}"
            f"{passed.longest_wait_s:>8.0f} s{passed.drained_after_s:>10} s"
        )
    yield ""
    yield "The busiest two minutes of a tenant, request by request, beginning cold"
    yield (
        f"{'function':<20}{'requests':>9}{'refused':>9}{'gave up':>9}{'at once':>9}{'cold':>7}"
        f"{'99 % begin in':>15}"
    )
    for name, one in found.moments.items():
        yield (
            f"{name:<20}{one.came:>9}{one.throttled:>9}{one.gave_up:>9}{one.most_at_once:>9}"
            f"{one.cold:>7}{one.wait_of(0.99):>13.0f} s"
        )
    yield ""
    yield (
        f"The stream: {found.shards} shards, {found.at_once} at once, "
        f"{found.record_s * 1000:.0f} ms a record"
    )
    yield ""
    yield "Keys that all cases write (units a second, of a partition's "
    yield f"{limits.table.partition_write_units})"
    for key, units, part in hot(found.largest, limits.table.partition_write_units)[:_HOT]:
        yield f"  {key:<40}{units:>8.1f}{part:>8.1%}"
    yield ""
    unconfirmed = [n for n, p in model.prices.prices.items() if p.seen == UNCONFIRMED]
    yield f"Cost of the fortnight: {found.whole.dollars:.2f} USD by list prices, of which not"
    yield f"confirmed: {', '.join(unconfirmed)}"
    yield ""
    yield from _plan(made)


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
