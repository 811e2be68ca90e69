"""One decision for many cases at a step: each is decided by itself, as it would be on its page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from functions.domain.authorisation import Action
from functions.domain.case import Case, Task
from functions.domain.numbers import is_case_id
from functions.domain.problems import Busy, Invalid, NotAllowed, NotFound, Problem, Refusal
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.workflow import Outcome, Step
from functions.processes import all_procedures
from functions.services import deciding, rights
from functions.services.ports import Page, Ports

MOST = 100  # cases at once
_READ = 10  # times so many tasks, to find those of one step among those of its process
_PATIENCE = timedelta(seconds=20)  # an answer must come within 29 s (API Gateway's limit)


@dataclass(frozen=True)
class Done:
    """What came of one case. `case`: None where this clerk may not see it; `refusal`: None where it
    was decided."""

    case: Case | None
    refusal: Refusal | None


def outcomes(step: Step) -> tuple[Outcome, ...]:
    """What can be chosen for many cases at once."""
    return tuple(outcome for outcome in step.outcomes if outcome.in_bulk)


def steps_of(session: Session) -> Iterator[tuple[Procedure, Step]]:
    """The steps that this clerk can take for many cases at once."""
    for procedure in all_procedures():
        for step in procedure.workflow.steps:
            if outcomes(step) and step.role in rights.held(session, Action.TAKE, procedure):
                yield procedure, step


def step_at(session: Session, key: str, name: str) -> tuple[Procedure, Step]:
    """Raises NotFound for what is no such step, NotAllowed for another role's."""
    for procedure in all_procedures():
        for step in procedure.workflow.steps:
            if (procedure.key, step.name) == (key, name) and outcomes(step):
                if step.role not in rights.held(session, Action.TAKE, procedure):
                    raise NotAllowed
                return procedure, step
    raise NotFound


def open_tasks(ports: Ports, procedure: Procedure, step: Step, after: str) -> Page:
    """At most MOST open tasks of this step, by their term. Other steps share its queue: no more
    than some pages of it are read, and `after` tells from where to look on."""
    found: list[Task] = []
    for _ in range(_READ):
        page = ports.store.queue(step.role, procedure.process, after=after, most=MOST)
        for task in page.tasks:
            if (task.procedure, task.step) == (procedure.name, step.name):
                found.append(task)
                if len(found) == MOST:
                    return Page(tuple(found), task.place)
        after = page.after
        if not after:
            break
    return Page(tuple(found), after)


def decide(
    ports: Ports,
    procedure: Procedure,
    session: Session,
    step: Step,
    case_ids: Sequence[str],
    choice: str,
) -> list[Done]:
    """Decide each. Raises Invalid (`choice`, `cases`) before anything is decided."""
    problems = []
    if choice not in {outcome.value for outcome in outcomes(step)}:
        problems.append(Problem("choice", say(N_("Kies wat je beslist."))))
    wanted = list(dict.fromkeys(i for i in case_ids if is_case_id(i, procedure.process)))
    if not wanted:
        problems.append(Problem("cases", say(N_("Kruis aan over welke zaken je beslist."))))
    if len(wanted) > MOST:
        text = N_("Kruis hoogstens %(most)s zaken aan.")
        problems.append(Problem("cases", say(text, most=MOST)))
    if problems:
        raise Invalid(problems)
    give_up = ports.clock.now() + _PATIENCE
    return [
        _decide(ports, procedure, session, step, case_id, choice)
        if ports.clock.now() < give_up
        else _not_now(ports, procedure, session, case_id)
        for case_id in wanted
    ]


def _decide(
    ports: Ports, procedure: Procedure, session: Session, step: Step, case_id: str, choice: str
) -> Done:
    seen = None
    try:
        file = deciding.read_case(ports, procedure, case_id)
        rights.require(session, Action.SEE, procedure, file.case)
        seen = file.case
        deciding.decide(ports, procedure, session, file, step.name, choice=choice, reason="")
    except Refusal as refusal:
        return Done(seen, refusal)
    return Done(seen, None)


def _not_now(ports: Ports, procedure: Procedure, session: Session, case_id: str) -> Done:
    found = ports.store.cases([case_id])
    seen = bool(found) and rights.held(session, Action.SEE, procedure, found[0])
    return Done(found[0] if seen else None, Busy())
