"""`stuck`: cases that stand still, and how one goes on."""

import getpass
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from functions.adapters.store import DynamoStore
from functions.adapters.table import Table
from functions.adapters.workflows import StepFunctions
from functions.domain.case import Case, CaseFile
from functions.domain.numbers import execution_name, parse_case_number, write_case_number
from functions.domain.person import Actor
from functions.domain.procedure import Procedure
from functions.processes import find
from functions.services import restarting
from infra.operate import executions
from infra.operate.deployed import CannotTell, Deployed, moment
from infra.operate.executions import BAD_ENDS, Execution
from infra.operate.replaying import Failed, invoke

_SETTLED = timedelta(minutes=5)  # until then a case may just be under way


@dataclass(frozen=True)
class Stuck:
    """`what` it is and what to `do`, in words. No name of a person."""

    what: str
    do: str


def stuck(deployed: Deployed, now: datetime) -> Iterator[Stuck]:
    """All that stands still, in one scan of the open cases and a list of executions."""
    store = DynamoStore(Table(deployed.table))
    cases = {execution_name(case.id, case.run): case for case in store.running()}
    running: dict[str, Execution] = {}
    bad: list[Execution] = []
    for machine in executions.machines(deployed):
        running |= {one.name: one for one in executions.listed(deployed, machine, "RUNNING")}
        for status in BAD_ENDS:
            bad += executions.listed(deployed, machine, status)
    for name, case in cases.items():
        if name not in running and _settled(case, now):
            yield from _standing(deployed, store, case)
    for task in store.unresumed(now - _SETTLED):
        yield Stuck(
            f"case {task.case_id}: step {task.step} was answered, its workflow still waits",
            f"python -m infra.operate redrive {deployed.tenant}",
        )
    for name, one in running.items():
        if name not in cases and now - one.began > _SETTLED and _still_runs(deployed, store, one):
            yield Stuck(
                f"{one.machine} {name}: runs for a case that is closed, gone or in a later run",
                f"aws stepfunctions stop-execution --execution-arn {one.arn}",
            )
    old = sum(one.name not in cases for one in bad)
    if old:
        print(f"{old} executions ended badly of cases that went on or ended since: leave them.")


def _settled(case: Case, now: datetime) -> bool:
    return case.submitted < now - _SETTLED


def _standing(deployed: Deployed, store: DynamoStore, case: Case) -> Iterator[Stuck]:
    """Asked once more, since it may have ended between the two lists."""
    found = store.cases([case.id])
    if not found or found[0].status == "closed" or found[0].run != case.run:
        return
    (fresh,) = found
    execution = executions.of_case(deployed, fresh)
    if execution and execution.status == "RUNNING":
        return
    number = write_case_number(fresh.number)
    at = f"at {fresh.stage}" if fresh.stage else "not begun"
    if execution is None:
        how = "Step Functions knows no execution"
    else:
        ended = f" since {moment(execution.ended)}" if execution.ended else ""
        how = f"its execution is {execution.status}{ended}"
    term = f", term {moment(fresh.stage_deadline)}" if fresh.stage_deadline else ""
    yield Stuck(
        f"case {number} ({fresh.process}/{fresh.procedure}, {at}{term}): {how}",
        f"python -m infra.operate stuck {deployed.tenant} --restart {number}",
    )


def _still_runs(deployed: Deployed, store: DynamoStore, execution: Execution) -> bool:
    """Asked once more: it may have ended, or its case have come, between the two lists."""
    found = deployed.client("stepfunctions").describe_execution(executionArn=execution.arn)
    own = store.cases([execution.name])
    return found["status"] == "RUNNING" and not (own and own[0].status == "running")


def restart(deployed: Deployed, reference: str) -> str:
    """Let one case go on; what was done, in words. Raises CannotTell, Conflict."""
    store = DynamoStore(Table(deployed.table))
    file = file_of(store, reference)
    case = file.case
    if case.status == "closed":
        raise CannotTell("the case is closed; a clerk can reopen it at the desk")
    procedure = procedure_of(case)
    execution = executions.of_case(deployed, case)
    if execution and execution.status == "RUNNING":
        raise CannotTell("its workflow runs; `redrive` passes on what was decided")
    if execution is None and restarting.is_to_begin(file):
        _start(deployed, case)
        return f"Begun, at {case.begins_at or 'its first step'}."
    if (
        execution
        and _can_go_on(deployed, execution, file)
        and executions.redrive(deployed, execution)
    ):
        return "Redriven: its execution goes on at the state that failed."
    return begin_again(deployed, store, procedure, file)


def _can_go_on(deployed: Deployed, execution: Execution, file: CaseFile) -> bool:
    """A redrive writes the task anew: never over an answer that the execution did not hear."""
    if not execution.can_redrive:
        return False
    waited = executions.last_state(deployed, execution).endswith(".wait")
    return not (waited and restarting.is_answered(file))


def begin_again(
    deployed: Deployed, store: DynamoStore, procedure: Procedure, file: CaseFile
) -> str:
    """In a new execution where the table says it is; what only has to be closed is closed."""
    state = restarting.next_state(procedure, file)
    if state.startswith("end."):
        outcome = state.removeprefix("end.")
        asked = {"action": "close", "case_id": file.case.id, "outcome": outcome}
        try:
            invoke(deployed, "workflow-task", asked)
        except Failed as error:
            raise CannotTell(str(error)) from error
        return f"Closed with the end that was decided: {outcome}."
    case = restarting.restart(
        store, procedure, file, actor=operator(), now=datetime.now(UTC)
    )  # fmt: skip
    _start(deployed, case)
    return f"Begun again at {case.begins_at}, as execution {execution_name(case.id, case.run)}."


def _start(deployed: Deployed, case: Case) -> None:
    StepFunctions(deployed.machines).start(case.machine, case.id, run=case.run, at=case.begins_at)


def operator() -> Actor:
    """Who sits at this machine."""
    return Actor(kind="operator", name=getpass.getuser())


def file_of(store: DynamoStore, reference: str) -> CaseFile:
    """By its number as people say it, or its id. Raises CannotTell."""
    number = parse_case_number(reference)
    case_id = (store.case_with(number) if number else "") or reference
    file = store.case_file(case_id)
    if file is None:
        raise CannotTell(f"there is no case {reference}")
    return file


def procedure_of(case: Case) -> Procedure:
    procedure = find(case.process, case.procedure)
    if procedure is None:
        raise CannotTell(f"this version does not know {case.process}/{case.procedure}")
    return procedure
