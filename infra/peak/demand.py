"""What a second of the fortnight asks of each part, from visits and from what was counted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from infra.costs.bill import Model, quantities
from infra.costs.counted import Phase
from infra.front_door import GENERAL
from infra.peak.arrivals import ASKS, DAY, Series, over_a_visit, visits
from infra.peak.data import Fortnight

# What runs by itself after an act, at the stream's pace
BEHIND = ("stream", "dossiers", "workflow-task", "documents", "document-uploaded", "agenda",
          "mail-event")  # fmt: skip


@dataclass
class Demand:
    """By second. `requests`: to the API by function; `door`: to the method of a resource that is
    asked most; `busy`: seconds of work by function. `cases`: that were handed in."""

    seconds: int
    requests: dict[str, Series] = field(default_factory=dict)
    door: dict[str, Series] = field(default_factory=dict)
    busy: dict[str, Series] = field(default_factory=dict)
    series: dict[str, Series] = field(default_factory=dict)
    shared: dict[str, Series] = field(default_factory=dict)
    cases: float = 0.0
    dollars: float = 0.0

    def of(self, name: str) -> Series:
        """`writes`, `reads`, `records`, `starts`, `transitions`, `answers`, `mails`."""
        return self.series.get(name, np.zeros(self.seconds))

    def scaled(self, share: float) -> "Demand":
        """A part of it: a tenant among others."""

        def part(found: dict[str, Series]) -> dict[str, Series]:
            return {name: series * share for name, series in found.items()}

        return Demand(
            self.seconds, part(self.requests), part(self.door), part(self.busy), part(self.series),
            part(self.shared), self.cases * share, self.dollars * share,
        )  # fmt: skip


_COUNTED = {
    "writes": "write_units", "reads": "read_units", "records": "records",
    "starts": "starts", "transitions": "transitions",
    "answers": "answers", "mails": "mails",
}  # fmt: skip


def demand(model: Model, fortnight: Fortnight, voters: int) -> Demand:
    """Raises LookupError for a procedure that was not counted."""
    found = Demand((fortnight.days + 3) * DAY)
    for phase, came, who in _parts(model, fortnight, voters):
        spread = over_a_visit(came, round(fortnight.visit_minutes * 60))
        _requests(model, found, phase, spread)
        for name, attribute in _COUNTED.items():
            _into(found.series, name, spread * getattr(phase, attribute))
        for key, units in phase.shared.items():
            _into(found.shared, key, spread * units)
        cases = float(came.sum())
        visitors = model.assumed.visitors_per_case if who == ASKS else 0
        one = model.dollars(quantities(model, phase, visitors=visitors))
        found.dollars += cases * sum(one.values())
        found.cases += cases if who == ASKS else 0
    return found


def _parts(model: Model, fortnight: Fortnight, voters: int) -> Iterator[tuple[Phase, Series, str]]:
    for asks in fortnight.asks:
        if asks.procedure not in model.counted.procedures:
            message = f"{asks.procedure} was not counted: make count"
            raise LookupError(message)
        when = visits(fortnight, asks, voters)
        for who, phase in model.counted.procedures[asks.procedure].items():
            yield phase, when[who], who


def _requests(model: Model, found: Demand, phase: Phase, spread: Series) -> None:
    """A stage's throttle counts each method of each resource by itself."""
    mostly = (
        max(phase.posts, phase.requests - phase.posts) / phase.requests if phase.requests else 0
    )
    for name, used in phase.functions.items():
        _into(found.busy, name, spread * model.ms(name, used) / 1000)
        if name in BEHIND:
            continue
        _into(found.requests, name, spread * used.invocations)
        if name != GENERAL:  # the desk's own pages are several resources; none is asked more
            _into(found.door, name, spread * used.invocations * mostly)


def _into(found: dict[str, Series], name: str, series: Series) -> None:
    found[name] = found[name] + series if name in found else series


def record_seconds(model: Model, fortnight: Fortnight) -> float:
    """How long the stream's function works on one record, over what the fortnight brings; seconds.
    Its batches were small where it was counted: what a batch shares weighs more than at a peak."""
    busy = records = 0.0
    for asks in fortnight.asks:
        for who, phase in model.counted.procedures[asks.procedure].items():
            if who != "elsewhere" and "stream" in phase.functions:
                busy += asks.share * model.ms("stream", phase.functions["stream"]) / 1000
                records += asks.share * phase.records
    return busy / records


def hot(found: Demand, most: float) -> list[tuple[str, float, float]]:
    """(key, write units a second at its peak, part of what a partition takes), most first."""
    peaks = Counter({key: float(series.max()) for key, series in found.shared.items()})
    return [(key, units, units / most) for key, units in peaks.most_common()]
