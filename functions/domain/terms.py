"""The clock of each step of a case, read from its history: begun, stood still, ends, ran out.

Nothing is computed anew: each "entered" holds the term as it was set then, by the same rules as the
workflow's (services/workflow_tasks.py).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from functions.domain.case import Event
from functions.domain.workflow import ASK, ESCALATED, LAPSED, Step, Workflow

_TAKEN = frozenset({"decided", "lapsed", "booked", "moved", "cancelled"})


@dataclass(frozen=True)
class Pause:
    """The term stood still; `until` None: it still does."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class Clock:
    """One term of a step. `ends`: as it is now, with what it stood still. `over`: when it was
    settled, by `choice`; None while it runs. `again`: it began anew for who took the step over."""

    step: Step
    begun: datetime
    ends: datetime
    pauses: tuple[Pause, ...] = ()
    over: datetime | None = None
    choice: str = ""
    again: bool = False

    @property
    def stands_still(self) -> bool:
        return self.over is None and bool(self.pauses) and self.pauses[-1].until is None

    @property
    def ran_out(self) -> bool:
        return self.choice in (LAPSED, ESCALATED)

    def left(self, now: datetime) -> timedelta:
        """What is left of it: nothing is lost while it stands still. Below zero: too late."""
        at = self.over or (self.pauses[-1].since if self.stands_still else now)
        return self.ends - at


def clocks(workflow: Workflow, events: Iterable[Event]) -> list[Clock]:
    """Every term that ran or runs, in the order in which they began."""
    found: list[Clock] = []
    last: dict[str, int] = {}  # where the last clock of a step is
    for event in events:
        name = event.data.get("step", "")
        if event.kind == "entered":
            deadline = datetime.fromisoformat(event.data["deadline"])
            at = last.get(name)
            if at is not None and found[at].stands_still:
                found[at] = _goes_on(found[at], event.at, deadline)
            elif at is not None and found[at].over is None:  # its execution began anew
                found[at] = replace(found[at], ends=deadline)
            elif at is not None and found[at].choice == ASK:  # a fixed moment stays what it is
                found[at] = replace(found[at], over=None, choice="", ends=deadline)
            else:
                again = at is not None and found[at].choice == ESCALATED
                last[name] = len(found)
                found.append(Clock(workflow.step(name), event.at, deadline, again=again))
        elif event.kind in _TAKEN and name in last:
            found[last[name]] = _taken(found[last[name]], event)
        elif event.kind in ("closed", "reopened"):
            found = [c if c.over else replace(c, over=event.at) for c in found]
    return found


def _goes_on(clock: Clock, at: datetime, deadline: datetime) -> Clock:
    pauses = (*clock.pauses[:-1], replace(clock.pauses[-1], until=at))
    return replace(clock, pauses=pauses, ends=deadline)


def _taken(clock: Clock, event: Event) -> Clock:
    if clock.over:
        return clock
    choice = event.data.get("choice", "")
    if choice == ASK and clock.step.term.suspends:
        return replace(clock, pauses=(*clock.pauses, Pause(event.at)))
    return replace(clock, over=event.at, choice=choice)
