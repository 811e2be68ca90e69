"""What Step Functions asks of us: enter a step, settle a lapse, close a case. Each may be asked
twice (Step Functions retries) and then answers the same."""

import math
from datetime import UTC, datetime
from typing import Any

from functions.domain.appointments import upcoming, without
from functions.domain.case import Case, CaseFile, happened
from functions.domain.numbers import execution_name
from functions.domain.person import SYSTEM
from functions.domain.problems import NotFound
from functions.domain.procedure import Procedure
from functions.domain.workflow import ASK, ESCALATED, LAPSED, Step, TermInput
from functions.services import agenda, issuing
from functions.services.ports import Decision, Ports

# Step Functions' own limit for a task's time-out, in seconds.
_LONGEST = 99_999_999


def enter(
    ports: Ports, procedure: Procedure, case_id: str, step_name: str, entered: str
) -> dict[str, Any]:
    """Record that a step begins; answers needed, deadline (ISO), seconds, queue and role."""
    file = _file(ports, case_id)
    step = procedure.workflow.step(step_name)
    case = file.case
    needed = step.needed is None or step.needed(case.answers, ports.facts(case.applicant))
    again = (case.stage, case.stage_entered) == (step_name, entered)
    # restarted in a new execution: the term that ran goes on
    goes_on = case.stage == step_name and not case.stage_entered
    due = case.stage_deadline if again or goes_on else None
    if due is None or not again:
        due = due or _due(ports, procedure, step, file)
        if needed and case.status == "running":
            _record_entry(ports, case, step, entered, due)
    role = step.lapse.escalate_to if step_name in case.escalated else step.role
    seconds = math.ceil((due - ports.clock.now()).total_seconds())
    return {
        "needed": needed,
        "deadline": due.isoformat(),
        "seconds": min(max(seconds, 1), _LONGEST),
        # a queue of the desk, or what the desk waits for of others
        "queue": f"QUEUE#{role}#{procedure.process}" if role else f"WAITING#{procedure.key}",
        "role": role,
    }


def _record_entry(ports: Ports, case: Case, step: Step, entered: str, due: datetime) -> None:
    """Whoever has to choose a moment again holds none any more."""
    now = ports.clock.now()
    appointments, frees = without(case.appointments, step.name if step.books else "", now)
    changed, event = happened(
        case,
        "entered",
        at=now,
        actor=SYSTEM,
        data={"step": step.name, "deadline": due.isoformat()},
        stage=step.name,
        stage_entered=entered,
        stage_deadline=due,
        appointments=appointments,
    )
    dated = agenda.dates_of(ports, changed, step, due)
    ports.store.record(changed, event, dated=dated, frees=frees)


def _due(ports: Ports, procedure: Procedure, step: Step, file: CaseFile) -> datetime:
    now = ports.clock.now()
    facts = ports.facts(file.case.applicant)
    case = file.case
    due = step.term.due(TermInput(procedure.key, case.answers, facts, now, case.appointments))
    earlier = file.tasks.get(step.name)
    if earlier and earlier.decided and earlier.decided < _run_began(file):
        earlier = None  # of before the case was reopened
    if earlier and step.term.suspends and earlier.choice == ASK and earlier.decided:
        # The term stood still from the question to now.
        return earlier.deadline + (now - earlier.decided)
    return due.astimezone(UTC)


def _run_began(file: CaseFile) -> datetime:
    """When it was last reopened, or else handed in."""
    return max([file.case.submitted, *(e.at for e in file.events if e.kind == "reopened")])


def lapse(ports: Ports, procedure: Procedure, case_id: str, step_name: str) -> dict[str, Any]:
    """The term ran out: a decision that reached the table first counts, else the rules do."""
    file = _file(ports, case_id)
    task = file.tasks.get(step_name)
    if task is None:
        raise NotFound
    if task.state != "open":
        return {"choice": task.choice or LAPSED}
    step = procedure.workflow.step(step_name)
    choice = ESCALATED if step.lapse.escalate_to else LAPSED
    now = ports.clock.now()
    escalated = [*file.case.escalated, step_name] if choice == ESCALATED else file.case.escalated
    case, event = happened(
        file.case,
        "lapsed",
        at=now,
        actor=SYSTEM,
        data={"step": step_name, "choice": choice},
        escalated=escalated,
    )
    decision = Decision(step_name, task.token, choice, "", now, state=LAPSED)
    ports.store.record(case, event, decision=decision)
    return {"choice": choice}


def close(
    ports: Ports, procedure: Procedure, case_id: str, outcome: str, execution: str = ""
) -> dict[str, Any]:
    """End the case. What it claimed is free again, unless a good end keeps it. Asked by the
    `execution` of before it was reopened (a late retry), it changes nothing."""
    file = _file(ports, case_id)
    case = file.case
    is_of_now = execution in ("", execution_name(case.id, case.run))
    if case.status == "closed" or not is_of_now:
        return {"closed": outcome if case.status != "closed" else case.outcome}
    end = procedure.workflow.end(outcome)
    kept = end.positive and procedure.keeps_claims
    release = () if kept else tuple(case.claims)
    now = ports.clock.now()
    begun, frees = upcoming(case.appointments, now)
    changed, event = happened(
        case,
        "closed",
        at=now,
        actor=SYSTEM,
        data={"outcome": outcome},
        status="closed",
        outcome=outcome,
        closed=now,
        stage="",
        claims=[] if release else case.claims,
        appointments=begun,
    )
    ended = CaseFile(case=changed, events=[*file.events, event])
    dated = issuing.check_of(procedure, ended, now)
    ports.store.record(changed, event, release=release, frees=frees, dated=dated)
    return {"closed": outcome}


def _file(ports: Ports, case_id: str) -> CaseFile:
    found = ports.store.case_file(case_id)
    if found is None:
        raise NotFound
    return found
