"""From what was counted to a bill: quantities, then dollars."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from infra.costs.counted import Counted, Phase, Used, counted
from infra.costs.prices import Assumptions, Prices, assumptions, prices
from infra.deployment import Deployment, FunctionCapacity
from infra.package.functions import all_functions
from infra.tenant import TENANTS

_GB = 1e9
HOURS = 730  # of a month


@dataclass(frozen=True)
class Model:
    """Everything that a bill is made from, for one tenant."""

    counted: Counted
    prices: Prices
    assumed: Assumptions
    deployment: Deployment
    sizes: Mapping[str, FunctionCapacity] = field(default_factory=dict)

    @classmethod
    def of(
        cls, counted: Counted, prices: Prices, assumed: Assumptions, deployment: Deployment
    ) -> "Model":
        # what was counted may be of a process that this tenant does not offer
        every = deployment.model_copy(update={"processes": ("*",)})
        sizes = {
            one.name: deployment.capacity_of(one.name, one.capacity) for one in all_functions(every)
        }
        return cls(counted, prices, assumed, deployment, sizes)

    @classmethod
    def of_tenant(cls, name: str) -> "Model":
        """Of its file. Raises OSError where there is none."""
        deployment = Deployment.load(TENANTS / f"{name}.toml")
        return cls.of(counted(), prices(), assumptions(), deployment)

    def ms(self, function: str, used: Used) -> float:
        """Milliseconds that Lambda would bill for it, warm: CPU on a share of a core, and waiting.
        https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html"""
        share = self.assumed.core_share(self.sizes[function].memory_mb)
        waits = sum(self.assumed.wait_of(call) * n for call, n in used.calls.items())
        return used.cpu_ms * self.assumed.slowdown / share + waits

    def gb_seconds(self, phase: Phase) -> float:
        """With the starts of new environments."""
        total = 0.0
        for name, used in phase.functions.items():
            cold = used.invocations * self.assumed.cold_share * self.assumed.cold_ms
            gb = self.sizes[name].memory_mb / 1024
            total += gb * (self.ms(name, used) + cold) / 1000
        return total

    def dollars(self, quantities: Mapping[str, float]) -> dict[str, float]:
        region = self.deployment.region
        return {name: n * self.prices.of(name, region) for name, n in quantities.items() if n}


def quantities(model: Model, phase: Phase, *, visitors: float = 0) -> dict[str, float]:
    """What a part of a case takes, by the name of its price. `visitors`: who load the static pages
    first. What is stored is of one month."""
    assumed, static = model.assumed, model.counted.static
    invocations = sum(used.invocations for used in phase.functions.values())
    logged = invocations * assumed.log_bytes + phase.requests * assumed.access_log_bytes
    edge_requests = phase.requests + visitors * static.requests
    stored = phase.stored_bytes / _GB
    return {
        "api-request": phase.requests,
        "lambda-request": invocations,
        "lambda-gb-second": model.gb_seconds(phase),
        "write-unit": phase.write_units,
        "read-unit": phase.read_units,
        "table-gb-month": stored,
        "table-recovery-gb-month": stored,
        "state-transition": phase.transitions,
        "s3-put": phase.s3_puts,
        "s3-get": phase.s3_gets + visitors * static.requests,
        "mail": phase.mails,
        "signature": phase.signatures,
        "log-gb": logged / _GB,
        "trace": phase.requests * assumed.trace_share,
        "edge-request": edge_requests,
        "edge-gb": (phase.bytes + visitors * static.bytes) / _GB,
        "firewall-request": edge_requests,
    }


def agenda_month(model: Model) -> Phase:
    """The hourly function in a month in which nothing is due."""
    found = model.counted.agenda
    calls = {call: n * HOURS for call, n in found.calls.items()}
    used = Used(invocations=HOURS, cpu_ms=found.cpu_ms * HOURS, calls=calls)
    return Phase(functions={"agenda": used}, read_units=found.read_units * HOURS)
