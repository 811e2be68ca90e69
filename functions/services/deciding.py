"""What people decide on a running case. The table's condition makes a decision single; the stream
tells the workflow."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from functions.domain.appointments import DONE, NO_SHOW, upcoming, without
from functions.domain.authorisation import Action
from functions.domain.case import Case, CaseFile, Payment, Task, happened
from functions.domain.person import Actor
from functions.domain.problems import (
    AlreadyDecided,
    Busy,
    Conflict,
    HandedOver,
    Invalid,
    NotAllowed,
    NotFound,
    Problem,
)
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.workflow import AT_COUNTER, BOOKED, PAID, WITHDRAWN, Outcome, Step
from functions.processes import find
from functions.services import rights
from functions.services.obstacles import obstacle
from functions.services.ports import ClaimTaken, Contended, Decision, Ports
from functions.services.writing import Words

T = TypeVar("T")
_MOST_REASON = 2000
_TRIES = 4


def read_case(ports: Ports, procedure: Procedure, case_id: str) -> CaseFile:
    """Everything of a case of this procedure; NotFound otherwise."""
    found = ports.store.case_file(case_id)
    if found is None or (found.case.process, found.case.procedure) != (
        procedure.process,
        procedure.name,
    ):
        raise NotFound
    return found


def part_of(case: Case, session: Session) -> str:
    """Which party of the case this person is ("applicant", "holder"); NotFound for all others. Who
    acts for the applicant by a mandate is the applicant here (see on_behalf.require_mandate)."""
    ref = session.person.ref
    if case.applicant.ref == ref or acts_for(case, session):
        return "applicant"
    for name, party in case.parties.items():
        if party.ref == ref:
            return name
    raise NotFound


def acts_for(case: Case, session: Session) -> bool:
    """Whether this person acts for the applicant in it: they handed it in by a mandate, or chose at
    sign-in to act for the applicant by an order that covers it."""
    if began_for(case, session):
        return True
    chosen = session.acting_for
    if chosen is None or chosen.origin != "court" or case.applicant.ref != chosen.person.ref:
        return False
    procedure = find(case.process, case.procedure)
    return procedure is not None and bool(chosen.scope & procedure.scope)


def began_for(case: Case, session: Session) -> bool:
    """Whether this person handed it in for the applicant, by a mandate."""
    return bool(case.mandate and case.acting and case.acting.ref == session.person.ref)


def handed_in_by(procedure: Procedure, case: Case, session: Session) -> bool:
    """Whether it is this person's: their own, or what they filled in for someone. A clerk's own
    sign-in as a citizen does not open what they entered at work."""
    if case.applicant.ref == session.person.ref or acts_for(case, session):
        return True
    entered = case.acting is not None and case.acting.ref == session.person.ref
    return entered and bool(rights.held(session, Action.ENTER, procedure))


def may_take(step: Step, task: Task, file: CaseFile, session: Session) -> bool:
    if task.role:
        return task.role in session.roles
    return step.party != "" and part_or_none(file.case, session) == step.party


def part_or_none(case: Case, session: Session) -> str | None:
    try:
        return part_of(case, session)
    except NotFound:
        return None


def decide(
    ports: Ports,
    procedure: Procedure,
    session: Session,
    file: CaseFile,
    step_name: str,
    *,
    choice: str,
    reason: str,
    reasons: Sequence[str] = (),
) -> None:
    """Take a human step; `reasons`: keys of the standard reasons that come before the own words in
    `reason`. Raises Invalid, NotAllowed, AlreadyDecided; stores all or nothing.

    A case that changed meanwhile (someone looked at it) is read again: only another decision on the
    same step stands in the way of this one.
    """
    on_newest(
        ports,
        procedure,
        file,
        lambda now: _decide(ports, procedure, session, now, step_name, choice, reason, reasons),
    )


def on_newest(
    ports: Ports, procedure: Procedure, file: CaseFile, write: Callable[[CaseFile], T]
) -> T:
    """Write on the case as it is; when it changed meanwhile, look again first."""
    for _ in range(_TRIES):
        try:
            return write(file)
        except AlreadyDecided:
            raise
        except (Conflict, Contended):
            file = read_case(ports, procedure, file.case.id)
    raise Busy


def _decide(
    ports: Ports,
    procedure: Procedure,
    session: Session,
    file: CaseFile,
    step_name: str,
    choice: str,
    reason: str,
    reasons: Sequence[str],
) -> None:
    step = next((s for s in procedure.workflow.steps if s.name == step_name), None)
    task = file.tasks.get(step_name)
    if step is None or task is None:
        raise NotFound
    if not may_take(step, task, file, session):
        if step.role in session.roles and step_name in file.case.escalated:
            raise HandedOver
        raise NotAllowed if session.is_staff else NotFound
    if is_over(ports, step, task, file):
        raise AlreadyDecided
    if found := obstacle(ports.tenant, procedure, file, task, session.person.ref):
        raise found
    text, outcome = reason.strip(), step.outcome(choice)
    chosen = [key for key in (outcome.reasons if outcome else ()) if key in reasons]
    reason = reason_text(Words(file.case.lang), outcome, chosen, text) if outcome else text
    more = {"reasons": ",".join(chosen), "text": text} if chosen else {}
    if problems := problems_of(step, choice, reason):
        raise Invalid(problems)
    kind = "clerk" if task.role else _kind_of(file.case, session, step.party)
    actor = session.actor(kind, task.role)
    write(ports, procedure, actor, file, step, task, choice, reason, more)


def reason_text(words: Words, outcome: Outcome, chosen: Iterable[str], text: str) -> str:
    """What the applicant reads: the standard reasons that were chosen, then the clerk's words."""
    known = (words.write(outcome.reasons[key]) for key in chosen if key in outcome.reasons)
    return "\n".join(filter(None, (*known, text)))


def is_over(ports: Ports, step: Step, task: Task, file: CaseFile) -> bool:
    """Whether nobody can take this step any more."""
    if task.state != "open" or file.case.status == "closed":
        return True
    # a closing time is one, even if the workflow has not said so yet
    return not step.term.suspends and ports.clock.now() >= task.deadline


def problems_of(step: Step, choice: str, reason: str) -> list[Problem]:
    """What is wrong with an answer to this step."""
    outcome = step.outcome(choice)
    problems = []
    if step.pays and choice == PAID:  # only the payment service's word counts (see paying.py)
        problems.append(Problem("choice", say(N_("Betaal met de knop “Online betalen”."))))
    elif outcome is None:
        problems.append(Problem("choice", say(N_("Kies wat je beslist."))))
    elif step.books and choice == BOOKED:  # with a seat only: see booking.choose
        problems.append(Problem("choice", say(N_("Kies eerst een moment aan het loket."))))
    elif outcome.needs_reason and not reason:
        choose = N_("Kies een reden of schrijf er zelf een.")
        empty = choose if outcome.reasons else N_("Vul hier een uitleg in.")
        problems.append(Problem("reason", say(empty)))
    if len(reason) > _MOST_REASON:
        text = say(N_("Maak dit korter: hoogstens %(max_length)s tekens."), max_length=_MOST_REASON)
        problems.append(Problem("reason", text))
    return problems


def write(
    ports: Ports,
    procedure: Procedure,
    actor: Actor,
    file: CaseFile,
    step: Step,
    task: Task,
    choice: str,
    reason: str,
    more: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Store the answer to a step, with the event that tells who gave it (and `more`)."""
    now = ports.clock.now()
    claims = []
    if choice == step.claiming:
        application = procedure.read(file.case.answers)
        claims = list(procedure.step_claims(step.name, application, ports.pseudonym))
    outcome = step.outcome(choice)
    again = step.visit_of if outcome and outcome.then == step.visit_of else ""  # no-show
    appointments, frees = without(file.case.appointments, again, now)
    visited = file.case.appointments.get(step.visit_of)
    marks = [(visited, NO_SHOW if again else DONE)] if visited and visited not in frees else []
    case, event = happened(
        file.case,
        "decided",
        at=now,
        actor=actor,
        data={"step": step.name, "choice": choice, "reason": reason, **more},
        claims=[*file.case.claims, *(claim.key for claim in claims)],
        appointments=appointments,
        payment=_owed(ports, procedure, file)
        if step.pays and choice == AT_COUNTER
        else file.case.payment,
        reason=reason if actor.kind == "clerk" else file.case.reason,
    )
    decision = Decision(step.name, task.token, choice, reason, now)
    try:
        ports.store.record(case, event, decision=decision, claims=claims, frees=frees, marks=marks)
    except ClaimTaken as taken:
        raise Invalid([taken.claim.taken]) from taken


def fee_of(ports: Ports, procedure: Procedure, file: CaseFile) -> Decimal:
    """EUR that this case asks: the fee of the day on which paying was first asked, so that an
    amount that was shown does not change meanwhile. Zero where there is nothing to pay."""
    facts = ports.facts(file.case.applicant)
    pays = {step.name for step in procedure.workflow.steps if step.pays}
    asked = [e for e in file.events if e.kind == "entered" and e.data.get("step") in pays]
    if asked:
        facts = replace(facts, now=asked[0].at)
    price = procedure.price
    return (price and price.amount(file.case.answers, facts)) or Decimal(0)


def _owed(ports: Ports, procedure: Procedure, file: CaseFile) -> Payment:
    amount = fee_of(ports, procedure, file)
    return Payment(amount=amount, method="counter", state="counter")


def _kind_of(case: Case, session: Session, party: str) -> str:
    """How the audit chain names who acts as this party."""
    if party != "applicant":
        return "party"
    return "acting" if acts_for(case, session) else "applicant"


def withdraw(ports: Ports, procedure: Procedure, session: Session, file: CaseFile) -> None:
    """The applicant takes the application back, while nothing is decided."""
    if not procedure.can_be_withdrawn:
        raise NotFound
    on_newest(ports, procedure, file, lambda now: _withdraw(ports, procedure, session, now))


def _withdraw(ports: Ports, procedure: Procedure, session: Session, file: CaseFile) -> None:
    if part_of(file.case, session) != "applicant":
        raise NotFound
    task = file.open_task()
    if file.case.status == "closed" or task is None:
        raise AlreadyDecided
    if not procedure.withdraws_from(procedure.workflow.step(task.step)):
        raise AlreadyDecided
    now = ports.clock.now()
    begun, frees = upcoming(file.case.appointments, now)
    case, event = happened(
        file.case,
        "decided",
        at=now,
        actor=session.actor(_kind_of(file.case, session, "applicant")),
        data={"step": task.step, "choice": WITHDRAWN},
        appointments=begun,
    )
    decision = Decision(task.step, task.token, WITHDRAWN, "", now, state=WITHDRAWN)
    ports.store.record(case, event, decision=decision, frees=frees)


def note_access(
    ports: Ports, procedure: Procedure, session: Session, file: CaseFile, kind: str, **data: str
) -> CaseFile:
    """Write in the audit chain that someone looked; a second look within the same step by the same
    person adds nothing. Answers the case as it then is."""
    return on_newest(
        ports, procedure, file, lambda now: _note_access(ports, session, now, kind, data)
    )


def _note_access(
    ports: Ports, session: Session, file: CaseFile, kind: str, data: dict[str, str]
) -> CaseFile:
    seen = any(
        event.kind == kind and event.actor.ref == session.person.ref and event.data == data
        for event in file.events
    )
    if seen:
        return file
    part = part_or_none(file.case, session)
    actor = session.actor(_kind_of(file.case, session, part)) if part else session.as_clerk()
    case, event = happened(file.case, kind, at=ports.clock.now(), actor=actor, data=data)
    ports.store.record(case, event)
    return file.model_copy(update={"case": case, "events": [*file.events, event]})
