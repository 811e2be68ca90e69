"""`make costs TENANT=`: what a thousand cases cost, and a month in which nobody comes.

Counts are of real journeys on the local stack (`make count` counts them anew); prices are list
prices. docs/costs.md says what this can and cannot tell.
"""

import argparse
from collections.abc import Mapping

from functions.domain.tenant import load_tenant
from infra.costs.bill import Model, quantities
from infra.costs.counted import Phase, whole
from infra.costs.prices import UNCONFIRMED, Prices
from infra.costs.standing import month, templates
from infra.package.workflows import wanted
from infra.tenant import TENANTS

_CASES = 1000
# What goes together in the table of dollars
_GROUPS = {
    "API": ("api-request",),
    "Lambda": ("lambda-request", "lambda-gb-second"),
    "table": ("write-unit", "read-unit", "table-gb-month", "table-recovery-gb-month"),
    "workflows": ("state-transition",),
    "files": ("s3-put", "s3-get"),
    "mails": ("mail",),
    "seals": ("signature",),
    "logs": ("log-gb", "trace"),
    "edge": ("edge-request", "edge-gb", "firewall-request"),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.costs", description=__doc__)
    parser.add_argument("tenant", help="the name of a file in infra/tenants/")
    tenant = parser.parse_args().tenant
    model = Model.of_tenant(tenant)
    print(f"{tenant}, {model.deployment.region}; counted on {model.counted.machine}")
    _counts(model)
    _times(model)
    _dollars(model)
    print()
    print("A month in which nobody comes")
    found = month(model, templates(load_tenant(TENANTS / f"{tenant}.toml"), model.deployment))
    for name, (number, dollars) in sorted(found.items()):
        print(f"  {name:<22} {number:>5.0f} {dollars:>9.2f} USD")
    print(f"  {'together':<28} {sum(d for _, d in found.values()):>9.2f} USD")
    procedures = len(wanted(model.deployment))
    metrics = procedures * model.assumed.metrics_of_a_procedure + model.assumed.other_metrics
    dollars = metrics * model.prices.of("metric-month", model.deployment.region)
    print(
        f"  {metrics} metrics of our own, if all have visitors every hour: {dollars:.2f} USD more"
    )
    _sources(model.prices)


def _counts(model: Model) -> None:
    print()
    print("Counted for one case")
    names = ("requests", "invocations", "write", "read", "records", "states", "mails", "files")
    print(f"  {'':<28}" + "".join(f"{name:>12}" for name in names))
    for key, phases in model.counted.procedures.items():
        _count_line(key, whole(phases.values()))
        for who, phase in phases.items():
            _count_line(f"  {who}", phase)


def _count_line(name: str, phase: Phase) -> None:
    invocations = sum(used.invocations for used in phase.functions.values())
    numbers = (
        phase.requests, invocations, phase.write_units, phase.read_units, phase.records,
        phase.transitions, phase.mails, phase.s3_puts + phase.s3_gets,
    )  # fmt: skip
    print(f"  {name:<28}" + "".join(f"{number:>12.0f}" for number in numbers))


def _times(model: Model) -> None:
    print()
    print("Lambda for one case: invocations, CPU as counted, and ms as it would be billed, warm")
    for key, phases in model.counted.procedures.items():
        print(f"  {key}")
        for name, used in sorted(whole(phases.values()).functions.items()):
            size, ms = model.sizes[name].memory_mb, model.ms(name, used)
            print(
                f"    {name:<20}{size:>6} MB {used.invocations:>4} {used.cpu_ms:>8.0f} ms CPU"
                f" {ms:>8.0f} ms, {ms / used.invocations:>5.0f} each"
            )


def _dollars(model: Model) -> None:
    print()
    print(f"US dollars for {_CASES} cases, list prices")
    print(f"  {'':<28}" + "".join(f"{name:>10}" for name in _GROUPS) + f"{'together':>10}")
    for key, phases in model.counted.procedures.items():
        one = whole(phases.values())
        found = model.dollars(quantities(model, one, visitors=model.assumed.visitors_per_case))
        print(f"  {key:<28}" + _amounts(found))


def _amounts(found: Mapping[str, float]) -> str:
    groups = [sum(found.get(name, 0) for name in names) * _CASES for names in _GROUPS.values()]
    return "".join(f"{amount:>10.2f}" for amount in (*groups, sum(found.values()) * _CASES))


def _sources(known: Prices) -> None:
    print()
    for name, one in known.lists.items():
        said = [key for key, price in known.prices.items() if price.seen == name]
        mark = "NOT CONFIRMED: " if name == UNCONFIRMED else ""
        print(f"{mark}{one.note} ({one.date}): {', '.join(said)}")


if __name__ == "__main__":
    main()
