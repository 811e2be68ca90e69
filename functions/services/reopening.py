"""A case that ended badly is opened again: after an appeal, or when the office was wrong.

It goes on where the office last decided, in a new execution of the same version. What the bad end
gave away is taken again in the same transaction; docs/decisions/0011-reopening.md says why.
"""

from functions.domain.authorisation import Action
from functions.domain.case import Case, CaseFile, Payment, happened
from functions.domain.problems import (
    AlreadyReopened,
    Invalid,
    NotAllowed,
    Problem,
    RefundUnderWay,
)
from functions.domain.procedure import Claim, Procedure
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.workflow import WITHDRAWN, Step
from functions.services import deciding, rights
from functions.services.ports import ClaimTaken, Ports

OTHER = "other"
REASONS = {
    "appeal": N_("Het beroep van de aanvrager is gegrond"),
    "mistake": N_("De dienst vergiste zich"),
    OTHER: N_("Een andere reden"),
}
MOST = 2000  # signs of the explanation


def step_of(procedure: Procedure, file: CaseFile) -> Step | None:
    """Where it would go on: the step that the office decided last. None for a case that cannot be
    reopened: it runs, ended well, was taken back, or the office decided nothing."""
    case = file.case
    if case.status != "closed" or case.outcome == WITHDRAWN:
        return None
    if procedure.workflow.end(case.outcome).positive:
        return None
    steps = {step.name: step for step in procedure.workflow.steps if step.role}
    taken = [
        steps[event.data["step"]]
        for event in file.events
        if event.kind == "decided"
        and event.actor.kind == "clerk"
        and event.data.get("step") in steps
    ]
    return taken[-1] if taken else None


def reopen(
    ports: Ports,
    procedure: Procedure,
    session: Session,
    file: CaseFile,
    *,
    reason: str,
    text: str,
) -> None:
    """Raises Invalid (also when another case has what this one claims), NotAllowed,
    AlreadyReopened, RefundUnderWay; stores all or nothing."""
    roles = rights.require(session, Action.REOPEN, procedure, file.case)
    text = text.strip()
    if problems := _problems(reason, text):
        raise Invalid(problems)
    data = {"reason": reason, "text": text}
    actor = session.actor("clerk", ",".join(sorted(roles)))

    def write(now: CaseFile) -> None:
        if now.case.status != "closed":
            raise AlreadyReopened
        step = step_of(procedure, now)
        if step is None:
            raise NotAllowed
        run = now.case.run + 1
        claims = _claims(ports, procedure, now)
        case, event = happened(
            now.case,
            "reopened",
            at=ports.clock.now(),
            actor=actor,
            data={**data, "step": step.name, "run": str(run)},
            status="running",
            outcome="",
            closed=None,
            reason="",
            stage="",
            stage_entered="",
            stage_deadline=None,
            escalated=[name for name in now.case.escalated if name != step.name],
            claims=[*now.case.claims, *(claim.key for claim in claims)],
            payment=_payment(ports, procedure, now.case),
            run=run,
            begins_at=step.name,
        )
        try:
            ports.store.record(case, event, claims=claims)
        except ClaimTaken as taken:
            why = say(
                N_("Dit kan nu niet: een andere zaak is intussen voorgegaan. %(why)s"),
                why=taken.claim.taken.text,
            )
            raise Invalid([Problem("reopen-reason", why)]) from taken

    deciding.on_newest(ports, procedure, file, write)


def _problems(reason: str, text: str) -> list[Problem]:
    if reason not in REASONS:
        return [Problem("reopen-reason", say(N_("Kies waarom je deze zaak heropent.")))]
    if reason == OTHER and not text:
        return [Problem("reopen-text", say(N_("Vul de reden in.")))]
    if len(text) > MOST:
        long = say(N_("Maak dit korter: hoogstens %(max_length)s tekens."), max_length=MOST)
        return [Problem("reopen-text", long)]
    return []


def _claims(ports: Ports, procedure: Procedure, file: CaseFile) -> list[Claim]:
    """What it claimed when it was handed in, and on its way."""
    application = procedure.read(file.case.answers)
    claims = list(procedure.claims(application, ports.pseudonym, file.case.applicant.ref))
    taken = {(e.data.get("step"), e.data.get("choice")) for e in file.events}
    for step in procedure.workflow.steps:
        if step.claiming and (step.name, step.claiming) in taken:
            claims += procedure.step_claims(step.name, application, ports.pseudonym)
    return [claim for claim in claims if claim.key not in file.case.claims]


def _payment(ports: Ports, procedure: Procedure, case: Case) -> Payment | None:
    """What went back is owed again, at the counter: the step at which it was paid is past."""
    paid = case.payment
    if paid is None or paid.method != "online":
        return paid
    if paid.state == "refunded":
        return Payment(amount=paid.amount, method="counter", state="counter")
    end = procedure.workflow.end(case.outcome)
    goes_back = ports.tenant.payments.refund_on_refusal and not end.keeps_fee
    if paid.state == "paid" and goes_back:
        raise RefundUnderWay
    return paid
