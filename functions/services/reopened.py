"""What follows when a case is opened again, from the table's stream: as often as a record comes."""

from functions.domain.case import Event
from functions.services import inviting, message_texts, messaging
from functions.services.ports import Ports


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
    for name in ("applicant", *case.parties):
        key = f"event/{case.id}/{event.seq}/{name}"
        message = message_texts.reopened(procedure, name)
        messaging.tell(ports, key, messaging.reader_of(case, name), message)
