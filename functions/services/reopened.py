"""What follows when a case is opened again, from the table's stream: as often as a record comes."""

from functions.domain.case import Event
from functions.domain.texts import N_, say
from functions.services import inviting, reacting
from functions.services.ports import Ports
from functions.services.writing import Words


def follow(ports: Ports, event: Event) -> None:
    """Begin the new execution, and tell everybody in the case."""
    if event.kind != "reopened":
        return
    found = ports.store.cases([event.case_id])
    if not found:
        return
    (case,) = found
    procedure = inviting.procedure_at(f"{case.process}/{case.procedure}")
    ports.workflows.start(case.machine, case.id, run=int(event.data["run"]), at=event.data["step"])
    words = Words(case.lang)
    subject = say(
        N_("We bekijken je aanvraag opnieuw: %(title)s"), title=say(procedure.guide.title)
    )
    body = [say(N_("Je aanvraag was afgesloten. We bekijken ze opnieuw. Je hoeft niets te doen."))]
    for name in ("applicant", *case.parties):
        if name != "applicant":
            subject = say(N_("Nieuws over een aanvraag waar jij bij betrokken bent"))
            body = [say(N_("De aanvraag was afgesloten. We bekijken ze opnieuw."))]
        key = f"event/{case.id}/{event.seq}/{name}"
        reacting.send(ports, key, case, words, reacting.mail_of(case, name), subject, body)
