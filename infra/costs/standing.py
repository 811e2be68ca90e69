"""What a tenant's stack costs in a month in which nobody comes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from functions.domain.tenant import Tenant
from infra.costs.bill import Model, agenda_month, quantities
from infra.costs.prices import Prices
from infra.deployment import Deployment
from infra.package.assemble import Code
from infra.package.firewall import web_acl
from infra.package.names import Names
from infra.package.template import Parts, template

_ZIPS = {"functions": "f.zip", "shared": "s.zip", "documents": "d.zip"}
# What the transform of SAM makes of ours, none of which costs anything by itself
_SERVERLESS = "AWS::Serverless::Function"


def templates(tenant: Tenant, deployment: Deployment) -> list[dict[str, Any]]:
    """The stack and its firewall, without packing the code."""
    parts = Parts(tenant, deployment, Code(Path("f.zip"), {}, []), _ZIPS)
    return [template(parts), web_acl(Names(tenant.name))]


def kinds(found: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """How many of each kind of resource there are."""
    every = (resource for one in found for resource in one["Resources"].values())
    counts = Counter(str(resource["Type"]) for resource in every)
    if n := counts.pop(_SERVERLESS, 0):
        counts["AWS::Lambda::Function"] += n
    return counts


def unknown(counts: Iterable[str], prices: Prices) -> list[str]:
    """Kinds of resource of which nobody said what they cost."""
    return sorted(set(counts) - set(prices.standing) - set(prices.standing_free))


def month(model: Model, found: list[dict[str, Any]]) -> dict[str, tuple[float, float]]:
    """(how many, dollars a month) by the name of a price, and the agenda that looks every hour."""
    region, counts = model.deployment.region, kinds(found)
    rules = sum(
        len(resource["Properties"]["Rules"])
        for one in found
        for resource in one["Resources"].values()
        if resource["Type"] == "AWS::WAFv2::WebACL"
    )
    numbers = Counter({"firewall-rule-month": rules})
    for kind, n in counts.items():
        if kind in model.prices.standing:
            numbers[model.prices.standing[kind]] += n
    lines = {name: (float(n), n * model.prices.of(name, region)) for name, n in numbers.items()}
    dollars = model.dollars(quantities(model, agenda_month(model)))
    return {**lines, "agenda (730 runs)": (1.0, sum(dollars.values()))}
