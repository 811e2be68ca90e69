"""Ways through a workflow, read from its definition: every answer to every step, and an end."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import boto3
import urllib3

from functions.domain.case import Case, CaseFile
from functions.domain.facts import Facts
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.workflow import (
    BOOKED,
    CANCELLED,
    ESCALATED,
    LAPSED,
    MOVED,
    PAID,
    WITHDRAWN,
    Step,
)
from functions.services import booking, deciding, outside, paying
from functions.services.ports import Ports
from infra.local.clock import LAPSED as TERM_LAPSED
from tests.applications import Chosen, answers_for, hand_in, someone, variants

Move = tuple[str, str]  # (step, choice)
Answers = Mapping[str, Mapping[str, Any]]


@dataclass
class Walk:
    """The moves of one case, and where they must end. `skipped`: steps that it does not need."""

    procedure: Procedure
    chosen: Chosen
    moves: list[Move]
    end: str
    session: Session | None = None
    case: Case | None = None
    visited: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return " > ".join(f"{step}:{choice}" for step, choice in self.moves)


def choices(procedure: Procedure, step: Step) -> list[str]:
    """Everything that can come of a step."""
    lapse = ESCALATED if step.lapse.escalate_to else LAPSED
    changes = [MOVED, CANCELLED] if step.visit_of else []
    taken_back = [WITHDRAWN] if procedure.withdraws_from(step) else []
    return [*(outcome.value for outcome in step.outcomes), *changes, *taken_back, lapse]


def leads_to(step: Step, choice: str) -> str:
    """The name of the step or end after a choice, as the definition says it."""
    if choice == WITHDRAWN:
        return WITHDRAWN
    if choice in (ESCALATED, MOVED):
        return step.name
    if choice == CANCELLED:
        return step.visit_of
    outcome = step.outcome(choice)
    return outcome.then if outcome else step.lapse.then


def _entered(procedure: Procedure, answers: Answers, name: str, facts: Facts) -> str:
    """Past the steps that these answers do not need."""
    while step := _step(procedure, name):
        if step.needed is None or step.needed(answers, facts):
            break
        name = step.outcomes[0].then
    return name


def _at_an_edge(procedure: Procedure, step: Step) -> bool:
    """Withdrawing leads to the same end from everywhere (tests/unit/processes/test_every_workflow):
    it is walked from the first step where it can be done and the last one."""
    steps = [step for step in procedure.workflow.steps if procedure.withdraws_from(step)]
    return step in (steps[0], steps[-1])


def _step(procedure: Procedure, name: str) -> Step | None:
    return next((step for step in procedure.workflow.steps if step.name == name), None)


class _Ways:
    """The roads of one procedure for the same answers."""

    def __init__(self, procedure: Procedure, answers: Answers, facts: Facts) -> None:
        self._steps = {step.name: step for step in procedure.workflow.steps}
        self._then = {
            (name, choice): _entered(procedure, answers, leads_to(step, choice), facts)
            for name, step in self._steps.items()
            for choice in choices(procedure, step)
        }
        self.first = _entered(procedure, answers, procedure.workflow.steps[0].name, facts)

    def walk(self, left: set[Move]) -> tuple[list[Move], str] | None:
        """A way that takes as much of what is left as it can before it ends; None: nothing."""
        new, moves, at = set(left), list[Move](), self.first
        while at in self._steps:
            found = (
                self._towards(at, lambda move: move in new and self._then[move] in self._steps)
                or self._towards(at, lambda move: move in new)
                or (moves and self._towards(at, lambda move: self._then[move] not in self._steps))
            )
            if not found:
                return None
            moves += found
            new.difference_update(found)
            at = self._then[moves[-1]]
        return moves, at

    def shortest(self) -> tuple[list[Move], str]:
        """The fewest moves to an end."""
        found = self._towards(self.first, lambda move: self._then[move] not in self._steps)
        assert found
        return found, self._then[found[-1]]

    def _towards(self, start: str, wanted: Callable[[Move], bool]) -> list[Move] | None:
        """The fewest moves of which the last is wanted. Terms run out on the way only where nothing
        else leads there."""
        return self._search(start, wanted, lapses=False) or self._search(start, wanted, lapses=True)

    def _search(
        self, start: str, wanted: Callable[[Move], bool], *, lapses: bool
    ) -> list[Move] | None:
        queue: deque[tuple[str, list[Move]]] = deque([(start, [])])
        seen = {start}
        while queue:
            at, moves = queue.popleft()
            here = [move for move in self._then if move[0] == at]
            if found := next((move for move in here if wanted(move)), None):
                return [*moves, found]
            on = {outcome.value for outcome in self._steps[at].outcomes}
            on |= {LAPSED} if lapses else set()
            for move in here:
                then = self._then[move]
                if move[1] in on and then in self._steps and then not in seen:
                    seen.add(then)
                    queue.append((then, [*moves, move]))
        return None


def walks(procedure: Procedure, facts: Facts) -> list[Walk]:
    """Ways that together take every choice of every step, each as many as it can before it ends,
    and one past every step that is not always needed."""
    left = {
        (step.name, choice)
        for step in procedure.workflow.steps
        for choice in choices(procedure, step)
        if choice != WITHDRAWN or _at_an_edge(procedure, step)
    }
    known = [
        (chosen, answers_for(procedure, facts, chosen)) for chosen in variants(procedure, facts)
    ]
    found = []
    for chosen, answers in known:
        ways = _Ways(procedure, answers, facts)
        while left and (way := ways.walk(left)):
            found.append(Walk(procedure, chosen, *way))
            left -= set(way[0])
    assert not left, f"{procedure.key}: no answers lead to {sorted(left)}, or from there to an end"
    for step in procedure.workflow.steps:
        if step.needed:
            without = next(((c, a) for c, a in known if not step.needed(a, facts)), None)
            if without is None:  # a fee that this municipality always asks
                continue
            chosen, answers = without
            around = _Ways(procedure, answers, facts).shortest()
            found.append(Walk(procedure, chosen, *around))
    return found


def begin(ports: Ports, walk: Walk) -> None:
    walk.session = someone(ports)
    walk.case = hand_in(ports, walk.procedure, walk.session, walk.chosen)


def move(ports: Ports, walk: Walk, at: int) -> None:
    """Take the walk's next step, as the person or the clock whose turn it is."""
    if at >= len(walk.moves):
        return
    step, choice = walk.moves[at]
    assert walk.session
    file = file_of(ports, walk)
    task = file.open_task()
    assert task, f"{walk.name}: nothing is open at {file.case.stage!r} instead of {step}"
    assert task.step == step, f"{walk.name}: at {task.step} instead of {step}"
    if choice == WITHDRAWN:
        deciding.withdraw(ports, walk.procedure, walk.session, file)
    elif choice in (BOOKED, MOVED, CANCELLED):
        _appointment(ports, walk, file, choice)
    elif choice in (LAPSED, ESCALATED):
        boto3.client("stepfunctions").send_task_failure(taskToken=task.token, error=TERM_LAPSED)
    elif choice == PAID:
        pay(ports, walk.procedure, walk.session, file, step)
    elif task.external and not task.role:
        reference = outside.reference_of(ports, task)
        outside.receive(ports, task.external, reference, answer=choice, note="Daarom.")
    else:
        deciding.decide(
            ports,
            walk.procedure,
            _who(ports, walk.session, file),
            file,
            step,
            choice=choice,
            reason="Daarom.",
        )


def _appointment(ports: Ports, walk: Walk, file: CaseFile, choice: str) -> None:
    """Choose the first free moment that is not the one held, or give it back."""
    assert walk.session
    step = walk.procedure.workflow.step(file.case.stage)
    name = step.visit_of or step.name
    if choice == CANCELLED:
        booking.cancel(ports, walk.procedure, walk.session, file, name)
        return
    days = booking.first_week(ports, walk.procedure.workflow.step(name))
    held = file.case.appointments.get(name)
    start = next(s for day in days for s in day.starts if held is None or s != held.start)
    booking.choose(ports, walk.procedure, walk.session, file, name, start)


def pay(ports: Ports, procedure: Procedure, applicant: Session, file: CaseFile, step: str) -> None:
    """Online, at the test payment service, and back."""
    checkout = paying.begin(ports, procedure, applicant, file, step, "nl")
    end_payment(checkout, "paid")
    file = deciding.read_case(ports, procedure, file.case.id)
    paying.came_back(ports, procedure, applicant, file, step)


def end_payment(checkout: str, status: str) -> str:
    """Press a button of the checkout page; where it then sends the browser."""
    answer = urllib3.request("POST", checkout, fields={"status": status}, redirect=False)
    assert answer.status == 303, answer.data
    back: str = answer.headers["Location"]
    return back


def _who(ports: Ports, applicant: Session, file: CaseFile) -> Session:
    task = file.open_task()
    assert task
    if task.role:
        return someone(ports, "", task.role)
    if task.party == "applicant":
        return applicant
    return someone(ports, file.case.parties[task.party].national_number)


def file_of(ports: Ports, walk: Walk) -> CaseFile:
    assert walk.case
    file = ports.store.case_file(walk.case.id)
    assert file
    return file
