"""What the hourly schedule does with what is due: only what is still so on the day is done."""

from collections.abc import Callable
from datetime import datetime, timedelta

from functions.domain.agenda import Dated
from functions.domain.case import Case
from functions.domain.texts import N_, say
from functions.domain.workflow import Step
from functions.processes import find
from functions.services import drawing, reacting
from functions.services.ports import Ports
from functions.services.writing import Words

_MOST = 500  # in one run; the next takes the rest
# A reminder comes no sooner after the question than this.
_LEAST = timedelta(hours=12)


def dates_of(ports: Ports, case: Case, step: Step, due: datetime) -> list[Dated]:
    """What to plan when a step begins: who must act is reminded some days before its term."""
    if not step.party:
        return []
    now = ports.clock.now()
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


def run(ports: Ports) -> int:
    """Do what is due; answers how much was done. What fails stays, and stops nothing else."""
    done = 0
    failed: Exception | None = None
    for dated in ports.store.due(ports.clock.now(), most=_MOST):
        try:
            _DOES[dated.kind](ports, dated)
            ports.store.settled(dated)
            done += 1
        except Exception as error:
            failed = error
    if failed and not done:
        raise failed  # nothing works: the schedule tries again and its alarm tells
    return done


def _remind(ports: Ports, dated: Dated) -> None:
    """Mail who must act, while the step is still the one that was entered then."""
    file = ports.store.case_file(dated.case_id)
    task = file.open_task() if file else None
    if file is None or task is None or file.case.stage_entered != dated.data["entered"]:
        return
    procedure = find(file.case.process, file.case.procedure)
    if procedure is None:
        raise LookupError(dated.case_id)
    words = Words(file.case.lang)
    step = procedure.workflow.step(task.step)
    subject = say(N_("Herinnering: %(subject)s"), subject=say(step.mail_subject))
    body = [say(N_("We wachten nog op jou. Doe dit voor %(deadline)s."), deadline=task.deadline)]
    to = reacting.mail_of(file.case, task.party)
    key = f"remind/{dated.case_id}/{dated.name}/{dated.data['entered']}"
    reacting.send(ports, key, file.case, words, to, subject, body)


_DOES: dict[str, Callable[[Ports, Dated], None]] = {
    "remind": _remind,
    "list-remind": drawing.remind,
    "list-delete": drawing.delete,
}
