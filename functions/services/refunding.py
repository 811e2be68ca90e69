"""What was paid online and goes back: through the stream, so that it waits out a payment service
that is down, and once, however often a record comes."""

from decimal import Decimal

from functions.domain.case import Case, CaseFile, Event, Payment, happened
from functions.domain.numbers import write_case_number
from functions.domain.procedure import Procedure
from functions.domain.texts import N_, Text, say
from functions.services import deciding
from functions.services.paying import SERVICE
from functions.services.ports import Ports


def due(ports: Ports, procedure: Procedure, case: Case, event: Event) -> Payment | None:
    """What goes back because of this event, if anything does."""
    if event.kind == "overpaid":
        amount = Decimal(event.data["amount"])
        return Payment(amount=amount, method="online", state="paid", id=event.data["payment"])
    paid = case.payment
    if event.kind != "closed" or paid is None or (paid.method, paid.state) != ("online", "paid"):
        return None
    end = procedure.workflow.end(event.data["outcome"])
    keeps = end.positive or end.keeps_fee or not ports.tenant.payments.refund_on_refusal
    return None if keeps else paid


def told(payment: Payment, event: Event) -> Text:
    """What the mail about that event says of it."""
    if event.kind == "overpaid":
        return say(
            N_("We kregen een betaling die niet meer nodig is. Je krijgt %(amount)s terug."),
            amount=payment.amount,
        )
    return say(N_("Je krijgt terug wat je betaalde: %(amount)s."), amount=payment.amount)


def refund(ports: Ports, procedure: Procedure, case: Case, payment: Payment) -> None:
    """Give it back and write that down."""
    ports.once(f"refund/{payment.id}", lambda: _give_back(ports, case, payment))
    file = deciding.read_case(ports, procedure, case.id)
    deciding.on_newest(ports, procedure, file, lambda now: _note(ports, now, payment))


def _give_back(ports: Ports, case: Case, payment: Payment) -> None:
    """The service forgets a key within the hour, so what it has given back already counts too."""
    found = ports.payments.find(payment.id)
    if found is None:
        raise LookupError(payment.id)
    left = payment.amount - found.refunded
    if left > 0:
        description = f"{ports.tenant.title} {write_case_number(case.number)}"
        key = f"refund/{payment.id}"
        ports.payments.refund(payment.id, left, description=description, key=key)


def _note(ports: Ports, file: CaseFile, payment: Payment) -> None:
    if any(e.kind == "refunded" and e.data["payment"] == payment.id for e in file.events):
        return
    known = file.case.payment
    if known and known.id == payment.id:
        known = known.model_copy(update={"state": "refunded"})
    changed, event = happened(
        file.case,
        "refunded",
        at=ports.clock.now(),
        actor=SERVICE,
        data={"payment": payment.id, "amount": str(payment.amount)},
        payment=known,
    )
    ports.store.record(changed, event)
