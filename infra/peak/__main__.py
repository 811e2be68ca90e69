"""`make peak TENANT=`: an election fortnight, simulated; with `--write` into the tenant's plan.

Counts are of real journeys (`make count`), limits are AWS's published ones, and who comes when is
assumed: docs/peak.md says what this can and cannot tell.
"""

import argparse
from pathlib import Path

from infra.costs.bill import Model
from infra.deployment import Deployment
from infra.peak.data import Fortnight, fortnight, limits
from infra.peak.flow import Scenario, simulate
from infra.peak.plan import plan, write
from infra.peak.report import lines
from infra.tenant import TENANTS


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.peak", description=__doc__)
    parser.add_argument("tenant", help="the name of a file in infra/tenants/")
    parser.add_argument("--voters", type=int, help="else of its file, or by its inhabitants")
    parser.add_argument(
        "--flanders", action="store_true", help="all municipalities, in one account"
    )
    parser.add_argument("--write", action="store_true", help="the plan into the tenant's file")
    parser.add_argument("--plot", type=Path, help="an SVG of the fortnight")
    given = parser.parse_args()
    model, assumed, allowed = Model.of_tenant(given.tenant), fortnight(), limits()
    scenario = Scenario(given.voters or voters_of(model.deployment, assumed))
    if given.flanders:
        all_of_it = assumed.flanders
        scenario = Scenario(all_of_it.voters, all_of_it.tenants, all_of_it.largest_share)
        if given.write:
            parser.error("a plan is of one tenant: leave out --flanders")
    found = simulate(model, assumed, allowed, scenario)
    made = plan(model, allowed, found)
    print("\n".join(lines(model, assumed, allowed, found, made)))
    if given.plot:
        from infra.peak.plot import draw  # what draws takes long to load

        draw(found, model.deployment, allowed, assumed, given.plot)
        print(f"drawn: {given.plot}")
    if given.write:
        file = TENANTS / f"{given.tenant}.toml"
        write(made, file, scenario.voters)
        print(f"written into {file.name}: check it, then make package TENANT={given.tenant}")


def voters_of(deployment: Deployment, assumed: Fortnight) -> int:
    """Of the tenant's file; else a share of its inhabitants, as in all of Flanders."""
    return deployment.voters or round(deployment.inhabitants * assumed.voters_share)


if __name__ == "__main__":
    main()
