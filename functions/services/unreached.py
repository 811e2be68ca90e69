"""Messages that the law makes us send and that reached nobody: the case says so, the desk's digest
counts them, and a letter settles it, or a note of how else the clerk reached them."""

from functions.domain.case import CaseFile, Event, happened
from functions.domain.messages import Kind
from functions.domain.person import SYSTEM
from functions.processes import find
from functions.services import deciding
from functions.services.message_ports import Waiting
from functions.services.ports import Ports

NOTED = "unreached"
_SETTLES = frozenset({"letter", "noted"})


def note(ports: Ports, case_id: str, party: str, kind: Kind) -> None:
    """For the desk: a line in the case, and one in what waits. A draft has no history: who was
    invited is in the list of that draw."""
    found = ports.store.cases([case_id])
    if not found:
        return
    case = found[0]
    procedure = find(case.process, case.procedure)
    if procedure is None:
        raise LookupError(case.procedure)
    waiting = Waiting(case_id, party, procedure.key, ports.clock.now())
    ports.messages.wait(waiting)
    file = deciding.read_case(ports, procedure, case_id)
    deciding.on_newest(ports, procedure, file, lambda now: _write(ports, now, party, kind))


def _write(ports: Ports, file: CaseFile, party: str, kind: Kind) -> None:
    if party in of(file):
        return  # the desk has to write to them already
    data = {"party": party, "message": str(kind)}
    now = ports.clock.now()
    changed, event = happened(file.case, NOTED, at=now, actor=SYSTEM, data=data)
    ports.store.record(changed, event)


def of(file: CaseFile) -> tuple[str, ...]:
    """The parties who are not reached yet: since the last letter or note."""
    found: dict[str, None] = {}
    for event in file.events:
        if event.kind == NOTED:
            found[event.data["party"]] = None
        elif event.kind in _SETTLES:
            found.clear()
    return tuple(found)


def follow(ports: Ports, event: Event) -> None:
    """From the stream: a letter or a note was made, so nothing waits any more."""
    if event.kind not in _SETTLES:
        return
    found = ports.store.cases([event.case_id])
    if found:
        ports.messages.seen_to(event.case_id, ("applicant", *found[0].parties))
