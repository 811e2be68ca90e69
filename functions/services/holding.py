"""Which clerk has a case: taken, given back, taken over from a colleague, handed over to one.

A task that a clerk has is decided by nobody else (services/obstacles.py). Every change is written
with an event in the case's chain, so on the version of the case: of two clerks one gets it.
"""

from functions.domain.authorisation import Action
from functions.domain.case import CaseFile, Task, happened
from functions.domain.problems import (
    AlreadyDecided,
    HeldByColleague,
    Invalid,
    NotAllowed,
    NotFound,
    Problem,
    SecondLook,
)
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.staff import Colleague
from functions.domain.texts import N_, say
from functions.services import deciding, rights
from functions.services.obstacles import is_for_another, obstacle
from functions.services.ports import Holding, Ports

LONGEST_NOTE = 500  # signs


def claim(
    ports: Ports, procedure: Procedure, session: Session, file: CaseFile, step_name: str
) -> None:
    """Take it. Raises HeldByColleague when somebody has it, SecondLook when it is for another."""

    def write(now: CaseFile) -> None:
        task = _task(ports, procedure, session, now, step_name)
        if found := obstacle(ports.tenant, procedure, now, task, session.person.ref):
            raise found
        if not task.holder:
            _write(ports, session, now, task, "claimed", holder=_self(session))

    deciding.on_newest(ports, procedure, file, write)


def release(
    ports: Ports, procedure: Procedure, session: Session, file: CaseFile, step_name: str
) -> None:
    """Give back what one has; what a colleague has stays theirs (HeldByColleague)."""

    def write(now: CaseFile) -> None:
        task = _task(ports, procedure, session, now, step_name)
        if task.holder and task.holder != session.person.ref:
            raise HeldByColleague(task.holder_name)
        if task.holder:
            _write(ports, session, now, task, "released")

    deciding.on_newest(ports, procedure, file, write)


def take_over(
    ports: Ports, procedure: Procedure, session: Session, file: CaseFile, step_name: str
) -> None:
    """Take what a colleague has; the history tells from whom."""

    def write(now: CaseFile) -> None:
        task = _task(ports, procedure, session, now, step_name)
        found = obstacle(ports.tenant, procedure, now, task, session.person.ref)
        if isinstance(found, SecondLook):
            raise found
        if task.holder == session.person.ref:
            return
        kind = "taken-over" if task.holder else "claimed"
        data = {"from": task.holder_name} if task.holder else {}
        _write(ports, session, now, task, kind, data, holder=_self(session))

    deciding.on_newest(ports, procedure, file, write)


def hand_over(
    ports: Ports,
    procedure: Procedure,
    session: Session,
    file: CaseFile,
    step_name: str,
    *,
    to: str,
    note: str,
) -> None:
    """Give what one has, or what nobody has, to a colleague (their pseudonym), with a few words.
    Raises Invalid (`to`, `note`), HeldByColleague."""
    words = "".join(sign for sign in " ".join(note.split()) if sign.isprintable())

    def write(now: CaseFile) -> None:
        task = _task(ports, procedure, session, now, step_name)
        if task.holder and task.holder != session.person.ref:
            raise HeldByColleague(task.holder_name)
        problems = []
        offered = colleagues(ports, procedure, session, now, task)
        chosen = next((found for found in offered if found.ref == to), None)
        if chosen is None:
            problems.append(Problem("to", say(N_("Kies aan wie je de zaak doorgeeft."))))
        if len(words) > LONGEST_NOTE:
            text = N_("Maak dit korter: hoogstens %(max_length)s tekens.")
            problems.append(Problem("note", say(text, max_length=LONGEST_NOTE)))
        if problems or chosen is None:
            raise Invalid(problems)
        data = {"to": chosen.name, "reason": words}
        _write(ports, session, now, task, "handed-over", data, holder=chosen, note=words)

    deciding.on_newest(ports, procedure, file, write)


def colleagues(
    ports: Ports, procedure: Procedure, session: Session, file: CaseFile, task: Task
) -> list[Colleague]:
    """To whom this task can be handed over: who signed in with its role, and may take it."""
    step = procedure.workflow.step(task.step)
    return [
        found
        for found in ports.staff.colleagues(task.role, ports.clock.now())
        if found.ref != session.person.ref
        and not is_for_another(ports.tenant, procedure, step, file, found.ref)
    ]


def may_hold(procedure: Procedure, session: Session, file: CaseFile, task: Task) -> bool:
    """Whether this clerk can have this task: their role takes it."""
    allowed = rights.held(session, Action.HOLD, procedure, file.case)
    return task.role != "" and task.role in allowed


def _task(
    ports: Ports, procedure: Procedure, session: Session, file: CaseFile, step_name: str
) -> Task:
    """The open task, for a clerk whose role takes it."""
    rights.require(session, Action.HOLD, procedure, file.case)
    step = next((s for s in procedure.workflow.steps if s.name == step_name), None)
    task = file.tasks.get(step_name)
    if step is None or task is None or not task.role:
        raise NotFound
    if not may_hold(procedure, session, file, task):
        raise NotAllowed
    if deciding.is_over(ports, step, task, file):
        raise AlreadyDecided
    return task


def _self(session: Session) -> Colleague:
    person = session.person
    return Colleague(ref=person.ref, name=person.name, roles=session.roles, seen=session.started)


def _write(
    ports: Ports,
    session: Session,
    file: CaseFile,
    task: Task,
    kind: str,
    data: dict[str, str] | None = None,
    *,
    holder: Colleague | None = None,
    note: str = "",
) -> None:
    case, event = happened(
        file.case,
        kind,
        at=ports.clock.now(),
        actor=session.actor("clerk", task.role),
        data={"step": task.step, **{k: v for k, v in (data or {}).items() if v}},
    )
    holding = Holding(
        step=task.step,
        token=task.token,
        deadline=task.deadline,
        holder=holder.ref if holder else "",
        name=holder.name if holder else "",
        given_by=session.person.name if kind == "handed-over" else "",
        note=note,
    )
    ports.store.record(case, event, holding=holding)
