"""Count what the stream tells: a case, a step of the office, a page of a form."""

from functions.domain import figures
from functions.domain.case import Case, Draft, Task
from functions.domain.figures import Change
from functions.processes import find
from functions.services.ports import Ports


def case_changed(ports: Ports, old: Case | None, new: Case) -> Change | None:
    procedure = find(new.process, new.procedure)
    now = ports.clock.now()
    return figures.case_changed(procedure, old, new, now) if procedure else None


def task_changed(old: Task | None, new: Task) -> Change | None:
    procedure = find(new.process, new.procedure)
    return figures.task_changed(procedure, old, new) if procedure else None


def draft_changed(old: Draft | None, new: Draft) -> Change | None:
    procedure = find(new.process, new.procedure)
    return figures.draft_changed(procedure, old, new) if procedure else None
