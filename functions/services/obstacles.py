"""Why a clerk whose role takes a step may not take it now: a colleague has it, or it is for another
pair of eyes."""

from functions.domain.case import CaseFile, Task
from functions.domain.problems import HeldByColleague, Refusal, SecondLook
from functions.domain.procedure import Procedure
from functions.domain.tenant import Tenant
from functions.domain.workflow import Step


def taken_by(file: CaseFile, step_name: str) -> str:
    """The pseudonym of who answered a step last; empty for nobody (its term ran out)."""
    answers = [
        event.actor.ref
        for event in file.events
        if event.kind in ("decided", "lapsed") and event.data.get("step") == step_name
    ]
    return answers[-1] if answers else ""


def is_for_another(
    tenant: Tenant, procedure: Procedure, step: Step, file: CaseFile, ref: str
) -> bool:
    """Whether this clerk took the step that this one is a second look at, in a municipality that
    asks for two people."""
    if not step.second_look_of or f"{procedure.key}/{step.name}" not in tenant.four_eyes:
        return False
    return taken_by(file, step.second_look_of) == ref


def obstacle(
    tenant: Tenant, procedure: Procedure, file: CaseFile, task: Task, ref: str
) -> Refusal | None:
    """What stands in the way of this clerk (a pseudonym) in a task of the desk."""
    if not task.role:
        return None
    step = procedure.workflow.step(task.step)
    if is_for_another(tenant, procedure, step, file, ref):
        return SecondLook()
    if task.holder and task.holder != ref:
        return HeldByColleague(task.holder_name)
    return None
