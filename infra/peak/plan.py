"""What a tenant needs for the fortnight, and writing it into its file."""

from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Table
from tomlkit.toml_document import TOMLDocument

from infra.costs.bill import Model
from infra.deployment import ApiCapacity, Deployment
from infra.peak.arrivals import Series
from infra.peak.data import Limits
from infra.peak.flow import Simulated, busiest_method

# What was assumed may be wrong by so much before a plan is too small. Reserved concurrency is a cap
# too, so it is never tight.
MARGIN = 3
_LEAST_RESERVED = 20
_LEAST_SHARE = 2  # of what the stream takes, before it is given more
_MOST_SHARDS = 40  # a table's usual quota: 40,000 write units a second


@dataclass(frozen=True)
class Plan:
    """As in the tenant's file (`[deployment]`). None: as it is by itself. `dollars`: paid once, for
    warm throughput. `above`: environments to ask AWS for, when more are reserved than there are."""

    reserved: dict[str, int]
    api: ApiCapacity | None
    warm_write_units: int | None
    at_once: int | None
    dollars: float = 0.0
    above: int = 0


def plan(model: Model, limits: Limits, found: Simulated) -> Plan:
    reserved = {
        name: max(_LEAST_RESERVED, MARGIN * one.most_at_once) for name, one in found.moments.items()
    }
    shards, at_once = _shards(found)
    units = _raised(limits, found, shards)
    price = model.prices.of("warm-write-unit", model.deployment.region)
    more = (units or limits.table.warm_write_units) - limits.table.warm_write_units
    left = limits.functions.concurrency - limits.functions.unreserved
    return Plan(
        reserved,
        _api(model.deployment, busiest_method(found.largest)),
        units,
        at_once if at_once > 1 else None,
        dollars=3 * more * price,  # the table and its two indexes
        above=max(0, sum(reserved.values()) - left),
    )


def _shards(found: Simulated) -> tuple[int, int]:
    """(shards, batches at once of each): more shards keep the order of a case and come first."""
    records = float(found.largest.of("records").max())
    if records * found.record_s * _LEAST_SHARE <= found.shards * found.at_once:
        return found.shards, found.at_once
    wanted = ceil(records * found.record_s * _LEAST_SHARE)
    return min(wanted, _MOST_SHARDS), max(1, ceil(wanted / _MOST_SHARDS))


def _raised(limits: Limits, found: Simulated, shards: int) -> int | None:
    writes = float(found.largest.of("writes").max()) * _LEAST_SHARE
    units = max(
        shards * limits.table.partition_write_units,
        ceil(writes / 1000) * 1000 if writes > limits.table.warm_write_units else 0,
    )
    return units if units > limits.table.warm_write_units else None


def _api(deployment: Deployment, door: Series) -> ApiCapacity | None:
    needed = ceil(float(door.max()) * MARGIN / 10) * 10
    if needed <= deployment.api.rate:
        return None
    return ApiCapacity(rate=min(needed, 10_000), burst=min(2 * needed, 5_000))


def write(made: Plan, file: Path, voters: int) -> None:
    """Into the tenant's own file; what else is in it stays, comments too."""
    document = tomlkit.parse(file.read_text("utf-8"))
    deployment = _table(document, "deployment")
    why = f"make peak, {voters} voters: (u), simulated (docs/peak.md)"
    capacity = _table(deployment, "capacity", is_super=True)
    for name, number in made.reserved.items():
        _set(_table(capacity, name), "reserved", number, why)
    if made.api:
        _set(_table(deployment, "api"), "rate", made.api.rate, why)
        _set(_table(deployment, "api"), "burst", made.api.burst, why)
    if made.warm_write_units:
        _set(_table(deployment, "table"), "warm_write_units", made.warm_write_units, why)
    if made.at_once:
        _set(_table(deployment, "stream"), "at_once", made.at_once, why)
    text = tomlkit.dumps(document)
    file.write_text(text, "utf-8")


def _table(parent: TOMLDocument | Table, name: str, *, is_super: bool = False) -> Table:
    if name not in parent:
        parent[name] = tomlkit.table(is_super)
    found = parent[name]
    if not isinstance(found, Table):
        message = f"{name} is no table"
        raise TypeError(message)
    return found


def _set(table: Table, key: str, value: Any, why: str) -> None:  # noqa: ANN401
    item = tomlkit.item(value)
    item.comment(why)
    table[key] = item
