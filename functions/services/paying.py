"""Paying the fee: begun by the applicant, settled by what the payment service says.

Nobody's word is taken for a payment: whoever tells of one (the service's webhook, a browser that
comes back), it is fetched from the service and only then written down. Each may come twice, late,
or before the other.
"""

from functions.domain.authorisation import Action
from functions.domain.case import Case, CaseFile, Payment, happened
from functions.domain.numbers import is_case_id, write_case_number
from functions.domain.person import Actor
from functions.domain.problems import AlreadyDecided, NotFound
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.workflow import PAID, Step
from functions.processes import find
from functions.services import deciding, rights
from functions.services.ports import Decision, NewPayment, OnlinePayment, Ports

SERVICE = Actor(kind="payments")
_ALIVE = frozenset({"open", "pending", "authorized"})
# Events that tell what became of a payment that was paid.
_SETTLED = frozenset({"decided", "paid", "overpaid"})


def begin(
    ports: Ports, procedure: Procedure, session: Session, file: CaseFile, step: str, lang: str
) -> str:
    """The address of the checkout; empty when the payment turns out to be made, or under way.

    Raises NotFound, AlreadyDecided, and Busy: then nothing is stored and trying again is safe.
    """
    return deciding.on_newest(
        ports, procedure, file, lambda now: _begin(ports, procedure, session, now, step, lang)
    )


def paying_step(procedure: Procedure, file: CaseFile, session: Session, name: str) -> Step:
    """The step of that name, if it is a payment and this person's; NotFound otherwise."""
    step = next((s for s in procedure.workflow.steps if s.name == name and s.pays), None)
    if step is None or deciding.part_of(file.case, session) != step.party:
        raise NotFound
    return step


def _begin(
    ports: Ports, procedure: Procedure, session: Session, file: CaseFile, name: str, lang: str
) -> str:
    step = paying_step(procedure, file, session, name)
    task, known = file.tasks.get(name), file.case.payment
    if task is None or not ports.tenant.payments.online:
        raise NotFound
    if task.state != "open" or file.case.status == "closed":
        if known and known.method == "online" and known.state == "paid":
            return ""
        raise AlreadyDecided
    if known and known.state == "open":
        found = ports.payments.find(known.id)
        if found and found.state in _ALIVE:
            return found.checkout  # the same payment, not a second one
        if found and found.state == "paid":
            settle(ports, found)
            return ""
        file = _give_up(ports, file, known.id)
    return _ask(ports, procedure, session, file, step, lang)


def _ask(
    ports: Ports, procedure: Procedure, session: Session, file: CaseFile, step: Step, lang: str
) -> str:
    """A payment at the service first, then in the case: what is cut off between the two is asked
    again with the same key, and is the same payment."""
    case, amount = file.case, deciding.fee_of(ports, procedure, file)
    attempt = 1 + sum(event.kind == "paying" for event in file.events)
    link = f"{ports.site_url}/{lang}/desk/{case.process}/{case.procedure}/{case.id}"
    made = ports.payments.begin(
        NewPayment(
            key=f"{case.id}/{step.name}/{attempt}",
            amount=amount,
            description=f"{ports.tenant.title} {write_case_number(case.number)}",
            back=f"{link}/payment/{step.name}/return",
            webhook=f"{ports.site_url}/api/payments/webhook",
            lang=lang,
            about={"case_id": case.id, "step": step.name},
        )
    )
    changed, event = happened(
        case,
        "paying",
        at=ports.clock.now(),
        actor=session.actor("applicant"),
        data={"step": step.name, "payment": made.id},
        payment=Payment(amount=amount, method="online", state="open", id=made.id),
    )
    ports.store.record(changed, event)
    return made.checkout


def came_back(
    ports: Ports, procedure: Procedure, session: Session, file: CaseFile, step: str
) -> None:
    """The browser is back from the checkout. Its address says nothing of how that went."""
    paying_step(procedure, file, session, step)
    known = file.case.payment
    if known and known.state == "open":
        told(ports, known.id)


def told(ports: Ports, payment_id: str) -> None:
    """The service says that something changed: look what it is. An unknown id is no fault."""
    found = ports.payments.find(payment_id)
    if found:
        settle(ports, found)


def settle(ports: Ports, found: OnlinePayment) -> None:
    """Write down what became of a payment, as it was fetched; twice is once."""
    case_id = found.about.get("case_id", "")
    file = ports.store.case_file(case_id) if is_case_id(case_id) else None
    procedure = find(file.case.process, file.case.procedure) if file else None
    if file is None or procedure is None:
        return
    deciding.on_newest(ports, procedure, file, lambda now: _settle(ports, procedure, now, found))


def _settle(ports: Ports, procedure: Procedure, file: CaseFile, found: OnlinePayment) -> None:
    known = file.case.payment
    if found.state == "paid":
        if not any(e.kind in _SETTLED and e.data.get("payment") == found.id for e in file.events):
            _paid(ports, procedure, file, found)
    elif found.state not in _ALIVE and known and (known.id, known.state) == (found.id, "open"):
        _give_up(ports, file, found.id)


def _paid(ports: Ports, procedure: Procedure, file: CaseFile, found: OnlinePayment) -> None:
    case, known, task = file.case, file.case.payment, file.open_task()
    asked = known.amount if known else deciding.fee_of(ports, procedure, file)
    running = case.status == "running" and found.amount == asked
    payment = Payment(amount=found.amount, method="online", state="paid", id=found.id)
    data = {"payment": found.id, "amount": str(found.amount)}
    if running and task and task.step == found.about.get("step"):
        now = ports.clock.now()
        changed, event = happened(
            case,
            "decided",
            at=now,
            actor=SERVICE,
            data={"step": task.step, "choice": PAID, **data},
            payment=payment,
        )
        decision = Decision(task.step, task.token, PAID, "", now)
        ports.store.record(changed, event, decision=decision)
    elif running and known and known.state == "counter":
        # Was going to pay at the counter, then did pay online after all.
        _note(ports, case, "paid", data, payment)
    else:
        # Too late, a second time, or not the amount: it pays nothing, the stream gives it back.
        replaces = known is None or known.id == found.id
        _note(ports, case, "overpaid", data, payment if replaces else known)


def _give_up(ports: Ports, file: CaseFile, payment_id: str) -> CaseFile:
    """Failed, cancelled or expired: the person can try again."""
    case = _note(ports, file.case, "unpaid", {"payment": payment_id}, None)
    found = ports.store.case_file(case.id)
    assert found  # noqa: S101 - it was written just now
    return found


def _note(
    ports: Ports, case: Case, kind: str, data: dict[str, str], payment: Payment | None
) -> Case:
    changed, event = happened(
        case, kind, at=ports.clock.now(), actor=SERVICE, data=data, payment=payment
    )
    ports.store.record(changed, event)
    return changed


def received(ports: Ports, procedure: Procedure, session: Session, file: CaseFile) -> None:
    """A clerk notes that the fee was paid at the counter. Raises NotAllowed, AlreadyDecided."""
    deciding.on_newest(
        ports, procedure, file, lambda now: _received(ports, procedure, session, now)
    )


def _received(ports: Ports, procedure: Procedure, session: Session, file: CaseFile) -> None:
    roles = rights.require(session, Action.TAKE, procedure, file.case)
    owed = file.case.payment
    if owed is None or owed.state != "counter":
        raise AlreadyDecided
    changed, event = happened(
        file.case,
        "paid",
        at=ports.clock.now(),
        actor=session.actor("clerk", ",".join(sorted(roles))),
        data={"amount": str(owed.amount)},
        payment=owed.model_copy(update={"state": "paid"}),
    )
    ports.store.record(changed, event)
