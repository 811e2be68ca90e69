"""A case whose execution ended before it did goes on in a new one, where the table says it is.

Nothing that was decided is asked again, and no term begins anew: docs/decisions/0024-operating.md.
"""

from datetime import datetime

from functions.domain.asl import targets
from functions.domain.case import Case, CaseFile, Task, happened
from functions.domain.person import Actor
from functions.domain.procedure import Procedure
from functions.domain.workflow import RESTARTED
from functions.services.ports import Decision, Store

_BEGINS = ("submitted", "reopened", RESTARTED, "restored")


def next_state(procedure: Procedure, file: CaseFile) -> str:
    """The state at which its execution would have gone on: "<step>.enter", or "end.<name>"."""
    case = file.case
    if not case.stage:
        return f"{case.begins_at or procedure.workflow.steps[0].name}.enter"
    task = _answered(file)
    if task is None:
        return f"{case.stage}.enter"
    return targets(procedure, procedure.workflow.step(case.stage))[task.choice]


def _answered(file: CaseFile) -> Task | None:
    """The task of the open step, when it was answered since that step began."""
    case, task = file.case, file.tasks.get(file.case.stage)
    if task is None or not task.choice or not case.stage_entered:
        return None
    return task if task.opened >= datetime.fromisoformat(case.stage_entered) else None


def is_answered(file: CaseFile) -> bool:
    return _answered(file) is not None


def is_to_begin(file: CaseFile) -> bool:
    """Whether its present execution has entered no step yet: it can begin as it should have."""
    kinds = [event.kind for event in file.events if event.kind in (*_BEGINS, "entered")]
    return not kinds or kinds[-1] != "entered"


def restart(
    store: Store, procedure: Procedure, file: CaseFile, *, actor: Actor, now: datetime
) -> Case:
    """Write that its next execution begins at the step where it is; the caller starts it. Who had
    the task in the queue has it no more: it comes back with a new token. Raises Conflict,
    ValueError when it only has to be closed."""
    state, case = next_state(procedure, file), file.case
    kind, _, rest = state.rpartition(".")
    if rest != "enter":
        raise ValueError(state)
    goes_on = kind == case.stage and not is_answered(file)
    task = file.open_task()
    changed, event = happened(
        case,
        RESTARTED,
        at=now,
        actor=actor,
        data={"step": kind, "run": str(case.run + 1)},
        run=case.run + 1,
        begins_at=kind,
        stage_entered="" if goes_on else case.stage_entered,
    )
    gone = Decision(task.step, task.token, "", "", now, state=RESTARTED) if task else None
    store.record(changed, event, decision=gone)
    return changed
