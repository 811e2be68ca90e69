"""What the hourly schedule does with what is due: only what is still so on the day is done."""

from collections.abc import Callable
from datetime import datetime, timedelta

from functions.domain.agenda import Dated
from functions.domain.case import Case, CaseFile, Task, happened
from functions.domain.person import SYSTEM
from functions.domain.workflow import Step
from functions.services import (
    appointment_texts,
    deciding,
    drawing,
    inviting,
    issuing,
    message_texts,
    messaging,
)
from functions.services.ports import Ports
from functions.services.writing import Words

_MOST = 500  # in one run; the next takes the rest
# A reminder comes no sooner after the question than this.
_LEAST = timedelta(hours=12)


# Of the term of an office's step: then it is warned that the term is about to run out.
_WARNED_AT = 4 / 5


def dates_of(ports: Ports, case: Case, step: Step, due: datetime) -> list[Dated]:
    """What to plan when a step begins: who must act is reminded some days before its term, the
    office is warned when little of its term is left."""
    now = ports.clock.now()
    if step.role and due > now:
        data = {"step": step.name, "entered": case.stage_entered}
        begins = _can_begin(case, step, now)
        at = begins + (due - begins) * _WARNED_AT
        return [Dated(case_id=case.id, kind="warn", name=step.name, at=at, data=data)]
    if not step.party:
        return []
    return [
        Dated(
            case_id=case.id,
            kind="remind",
            name=f"{step.name}-{days}",
            at=due - timedelta(days=days),
            data={"step": step.name, "entered": case.stage_entered},
        )
        for days in step.remind
        if due - timedelta(days=days) > now + _LEAST
    ]


def _can_begin(case: Case, step: Step, now: datetime) -> datetime:
    """A visit cannot be noted before it took place."""
    chosen = case.appointments.get(step.visit_of)
    return max(now, chosen.ends) if chosen else now


def run(ports: Ports, on_failure: Callable[[Exception], None] = lambda _: None) -> int:
    """Do what is due; answers how much was done. What fails stays, and stops nothing else;
    `on_failure` is told."""
    done = 0
    failed: Exception | None = None
    for dated in ports.store.due(ports.clock.now(), most=_MOST):
        try:
            _DOES[dated.kind](ports, dated)
            ports.store.settled(dated)
            done += 1
        except Exception as error:
            failed = error
            on_failure(error)
    if failed and not done:
        raise failed  # nothing works: the schedule tries again and its alarm tells
    return done


def _remind(ports: Ports, dated: Dated) -> None:
    """Mail who must act, while the step is still the one that was entered then."""
    file = ports.store.case_file(dated.case_id)
    task = _still_open(file, dated)
    if file is None or task is None:
        return
    procedure = inviting.procedure_at(f"{file.case.process}/{file.case.procedure}")
    message = message_texts.reminded(procedure.workflow.step(task.step), task)
    key = f"remind/{dated.case_id}/{dated.name}/{dated.data['entered']}"
    messaging.tell(ports, key, messaging.reader_of(file.case, task.party), message)


def _appointment(ports: Ports, dated: Dated) -> None:
    """Mail who comes the day before, while that is still the moment."""
    file = ports.store.case_file(dated.case_id)
    chosen = file.case.appointments.get(dated.name) if file else None
    planned = datetime.fromisoformat(dated.data["start"])
    if file is None or chosen is None or chosen.start != planned or planned <= ports.clock.now():
        return
    procedure = inviting.procedure_at(f"{file.case.process}/{file.case.procedure}")
    words = Words(file.case.lang)
    step = procedure.workflow.step(dated.name)
    message = message_texts.appointment_near(words, ports.tenant, step, chosen)
    key = f"appointment/{dated.case_id}/{dated.name}/{dated.data['start']}"
    for name in appointment_texts.who_come(file.case, step):
        own = key if name == "applicant" else f"{key}/{name}"
        messaging.tell(ports, own, messaging.reader_of(file.case, name), message)


def _still_open(file: CaseFile | None, dated: Dated) -> Task | None:
    """The task that this was planned for, while nobody has taken it."""
    if file is None or file.case.stage_entered != dated.data["entered"]:
        return None
    return file.open_task()


def _warn(ports: Ports, dated: Dated) -> None:
    """Note that the office's term is about to run out; the stream tells whoever must know."""
    file = ports.store.case_file(dated.case_id)
    if file is None or _still_open(file, dated) is None:
        return
    procedure = inviting.procedure_at(f"{file.case.process}/{file.case.procedure}")
    deciding.on_newest(ports, procedure, file, lambda now: _note_warning(ports, now, dated))


def _note_warning(ports: Ports, file: CaseFile, dated: Dated) -> None:
    task = _still_open(file, dated)
    if task is None or any(e.kind == "warned" and e.data == _warned(task, dated)
                           for e in file.events):  # fmt: skip
        return
    case, event = happened(
        file.case,
        "warned",
        at=ports.clock.now(),
        actor=SYSTEM,
        data=_warned(task, dated),
    )
    ports.store.record(case, event)


def _warned(task: Task, dated: Dated) -> dict[str, str]:
    return {**dated.data, "deadline": task.deadline.isoformat()}


_DOES: dict[str, Callable[[Ports, Dated], None]] = {
    "remind": _remind,
    "appointment": _appointment,
    "warn": _warn,
    "invite-remind": inviting.remind,
    "invite-due": inviting.overdue,
    "list-remind": drawing.remind,
    "list-delete": drawing.delete,
    "issue": issuing.look_after,
    "message": messaging.again,
}
