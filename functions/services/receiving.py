"""The day at the counter: who comes when, who is there, who did not come, who comes without an
appointment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from functions.domain.appointments import ARRIVED, Seat
from functions.domain.authorisation import Action
from functions.domain.calendar import BRUSSELS
from functions.domain.case import Case, CaseFile, happened
from functions.domain.numbers import parse_case_number
from functions.domain.problems import AlreadyDecided, Invalid, NotAllowed, NotFound, Problem
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.workflow import Step
from functions.processes import all_procedures, find
from functions.services import booking, deciding, rights
from functions.services.ports import Ports

_AT_ONCE = 100  # cases that one request to the table can read


@dataclass(frozen=True)
class Visitor:
    """One line of the day. `booking`, `at`: the booking step and the visit, while the case stands
    there with this very moment; None when it has gone on."""

    seat: Seat
    case: Case
    procedure: Procedure
    booking: Step | None = None
    at: Step | None = None


def services_of(ports: Ports, session: Session) -> list[str]:
    """What this clerk receives people for, in the order of the municipality. Raises NotAllowed
    without any."""
    found = {
        step.books.service
        for procedure in all_procedures()
        if rights.held(session, Action.BOOK, procedure)
        for step in procedure.workflow.steps
        if step.books
    }
    if not found:
        raise NotAllowed
    return [name for name in ports.tenant.services if name in found]


def day(ports: Ports, session: Session, services: list[str], when: date) -> list[Visitor]:
    """Who comes that day, by service and time. A request a service, and one for each hundred
    cases."""
    seats = [
        seat
        for name in services
        for seat in sorted(
            ports.store.day_of(name, when), key=lambda s: (s.chosen.start, s.chosen.seat)
        )
    ]
    ids = list(dict.fromkeys(seat.case_id for seat in seats))
    cases: dict[str, Case] = {}
    for first in range(0, len(ids), _AT_ONCE):
        cases |= {case.id: case for case in ports.store.cases(ids[first : first + _AT_ONCE])}
    return [
        _visitor(seat, cases[seat.case_id], procedure)
        for seat in seats
        if seat.case_id in cases
        and (procedure := find(cases[seat.case_id].process, cases[seat.case_id].procedure))
        and rights.held(session, Action.BOOK, procedure, cases[seat.case_id])
    ]


def _visitor(seat: Seat, case: Case, procedure: Procedure) -> Visitor:
    for step, visit in _visits(procedure):
        held = case.appointments.get(step.name)
        is_here = held and (held.start, held.seat) == (seat.chosen.start, seat.chosen.seat)
        if is_here and case.stage == visit.name and case.status == "running":
            return Visitor(seat, case, procedure, step, visit)
    return Visitor(seat, case, procedure)


def _visits(procedure: Procedure) -> Iterator[tuple[Step, Step]]:
    """(booking step, visit) for each visit of a procedure."""
    for step in procedure.workflow.steps:
        if step.visit_of:
            yield procedure.workflow.step(step.visit_of), step


def arrive(ports: Ports, session: Session, case_id: str, name: str) -> None:
    """Note that who has this moment today is there. Twice is once. Raises NotFound, NotAllowed,
    AlreadyDecided."""
    file, procedure = opened(ports, session, case_id)
    booking.visit_of(procedure, name)
    deciding.on_newest(
        ports, procedure, file, lambda now: _arrive(ports, procedure, session, now, name)
    )


def _arrive(
    ports: Ports, procedure: Procedure, session: Session, file: CaseFile, name: str
) -> None:
    _, visit = booking.visit_of(procedure, name)
    held, task, now = file.case.appointments.get(name), file.open_task(), ports.clock.now()
    if held is None or task is None or task.step != visit.name or file.case.status == "closed":
        raise AlreadyDecided
    if held.day != now.astimezone(BRUSSELS).date():
        raise Invalid([Problem("moment", say(N_("Deze afspraak is op een andere dag.")))])
    data = {
        "step": visit.name,
        "booking": name,
        "start": held.start.isoformat(),
        "ref": file.case.applicant.ref,
    }
    if any(event.kind == "arrived" and event.data == data for event in file.events):
        return
    actor = booking.actor_of(session, at_desk=True)
    case, event = happened(file.case, "arrived", at=now, actor=actor, data=data)
    ports.store.record(case, event, marks=[(held, ARRIVED)])


def did_not_come(ports: Ports, session: Session, case_id: str, name: str) -> None:
    """The visit's own decision, by a clerk who may take it. Raises as deciding.decide, and Invalid
    before the moment has come."""
    file, procedure = opened(ports, session, case_id)
    step, visit = booking.visit_of(procedure, name)
    held = file.case.appointments.get(name)
    if held and held.start > ports.clock.now():
        raise Invalid([Problem("moment", say(N_("Dit moment moet nog komen.")))])
    outcome = next(o for o in visit.outcomes if o.then == step.name)
    deciding.decide(ports, procedure, session, file, visit.name, choice=outcome.value, reason="")


def walk_in(ports: Ports, session: Session, typed: str) -> None:
    """Begin the visit of a case now, found by its number: it waits for a moment, or has one that is
    not now. Raises Invalid."""
    number = parse_case_number(typed)
    if number is None:
        raise _wrong(N_("Vul het zaaknummer in, bijvoorbeeld 7KM4-2PRT-9XAC."))
    case_id = ports.store.case_with(number)
    unknown = _wrong(N_("We vinden geen zaak met dit nummer waarvoor iemand bij jou langskomt."))
    if not case_id:
        raise unknown
    try:
        file, procedure = opened(ports, session, case_id)
    except (NotFound, NotAllowed):
        raise unknown from None
    task = file.open_task()
    step = procedure.workflow.step(task.step) if task else None
    name = (step.visit_of or (step.name if step.books else "")) if step else ""
    if not name or file.case.status == "closed":
        raise _wrong(N_("Deze zaak wacht nu niet op een bezoek aan het loket."))
    held = file.case.appointments.get(name)
    if (
        held
        and step
        and step.visit_of
        and _is_now(ports, held.day, held.start <= ports.clock.now())
    ):
        arrive(ports, session, case_id, name)
        return
    booking.choose(ports, procedure, session, file, name, None)


def _is_now(ports: Ports, when: date, begun: bool) -> bool:  # noqa: FBT001
    """A moment of today that has begun is the visit itself: it needs no other."""
    return begun and when == ports.clock.now().astimezone(BRUSSELS).date()


def _wrong(text: str) -> Invalid:
    return Invalid([Problem("number", say(text))])


def opened(ports: Ports, session: Session, case_id: str) -> tuple[CaseFile, Procedure]:
    """The case for who may receive people for it. Raises NotAllowed for who receives nobody,
    NotFound for who receives nobody for this."""
    services_of(ports, session)
    file = ports.store.case_file(case_id)
    procedure = find(file.case.process, file.case.procedure) if file else None
    if file is None or procedure is None:
        raise NotFound
    if not rights.held(session, Action.BOOK, procedure, file.case):
        raise NotFound
    return file, procedure


def may_take(visitor: Visitor, session: Session) -> bool:
    """Whether this clerk may note how the visit goes."""
    if visitor.at is None:
        return False
    roles = rights.held(session, Action.TAKE, visitor.procedure, visitor.case)
    taken_over = visitor.at.name in visitor.case.escalated
    return (visitor.at.lapse.escalate_to if taken_over else visitor.at.role) in roles
