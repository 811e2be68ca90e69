"""What a fee looks like on a page: before it is paid, where it is asked, and afterwards."""

from dataclasses import replace

from functions.domain.case import CaseFile, Payment
from functions.domain.facts import Facts
from functions.domain.fees import Answers
from functions.domain.procedure import Procedure
from functions.domain.texts import N_, say
from functions.domain.views import PayView, TaskView
from functions.domain.workflow import AT_COUNTER, PAID, Step
from functions.services.deciding import fee_of
from functions.services.ports import Ports
from functions.services.writing import Words

_STATES = {
    ("online", "open"): N_("%(amount)s, nog niet betaald"),
    ("online", "paid"): N_("%(amount)s, online betaald"),
    ("online", "refunded"): N_("%(amount)s, teruggestort"),
    ("counter", "counter"): N_("%(amount)s, te betalen aan het loket"),
    ("counter", "paid"): N_("%(amount)s, betaald aan het loket"),
}


def cost(words: Words, procedure: Procedure, answers: Answers, facts: Facts) -> str:
    """What these answers cost today; empty for a procedure that never asks a fee."""
    if procedure.price is None:
        return ""
    amount = procedure.price.amount(answers, facts)
    if amount is None:
        return words.write(N_("Vraag het aan het loket"))
    return words.amount(amount) if amount else words.write(N_("Gratis"))


def line(words: Words, procedure: Procedure, file: CaseFile, ports: Ports) -> str:
    """The fee of a case and how it stands: "€ 25,00, te betalen aan het loket"."""
    payment = file.case.payment
    if payment:
        return _written(words, payment)
    if procedure.price is None:
        return ""
    amount = fee_of(ports, procedure, file)
    return words.amount(amount) if amount else ""


def _written(words: Words, payment: Payment) -> str:
    text = _STATES[payment.method, payment.state]
    return words.write(say(text, amount=payment.amount))


def is_owed(file: CaseFile) -> bool:
    """Whether it is still to be paid at the counter."""
    return file.case.payment is not None and file.case.payment.state == "counter"


def asked(
    words: Words, ports: Ports, procedure: Procedure, file: CaseFile, step: Step, view: TaskView
) -> TaskView:
    """The task of a payment: a button for each way, instead of a question with a choice."""
    link = view.action.rpartition("/decisions/")[0]
    known = file.case.payment
    amount = known.amount if known else fee_of(ports, procedure, file)
    is_open = known is not None and known.state == "open"
    online = ports.tenant.payments.online
    pay = PayView(
        amount=words.amount(amount),
        online=f"{link}/payment/{step.name}" if online else "",
        online_label=words.write(N_("Verder betalen") if is_open else _label(step, PAID)),
        counter_label=words.write(_label(step, AT_COUNTER)),
        counter_hint=_hint(words, step),
        notice=words.write(_notice(file, is_open=is_open)),
    )
    return replace(
        view,
        explanation=view.explanation if online else words.write(N_("Je betaalt aan het loket.")),
        choices=tuple(choice for choice in view.choices if choice.value != PAID),
        pay=pay,
    )


def _label(step: Step, choice: str) -> str:
    found = step.outcome(choice)
    return found.label if found else ""


def _hint(words: Words, step: Step) -> str:
    found = step.outcome(AT_COUNTER)
    return words.write(found.consequence) if found else ""


def _notice(file: CaseFile, *, is_open: bool) -> str:
    """How the last try went."""
    if is_open:
        return N_(
            "Je betaling is nog niet bevestigd. Heb je al betaald? Dan zie je het hier zodra we "
            "het weten: vernieuw straks deze pagina. Betaal niet opnieuw."
        )
    tries = [event.kind for event in file.events if event.kind in ("paying", "unpaid")]
    if tries[-1:] == ["unpaid"]:
        return N_("Je betaling is niet gelukt. Er is niets betaald. Probeer het opnieuw.")
    return ""
