"""A moment at the counter: what is free, and choosing, moving or cancelling one.

A seat is an item of the table (adapters/appointments.py), taken in the same transaction as the
decision of the step; so two people can want the same moment and one of them gets it. A clerk may do
the same for who asks it at the counter or by phone, up to the last moment (see also receiving.py).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from functions.domain.agenda import Dated
from functions.domain.appointments import (
    NO_SHOW,
    Appointment,
    bookable,
    free_seats,
    offered,
    seat_beside,
    without,
)  # fmt: skip
from functions.domain.authorisation import Action
from functions.domain.calendar import BRUSSELS
from functions.domain.case import Case, CaseFile, Task, happened
from functions.domain.person import Actor
from functions.domain.problems import (
    AlreadyDecided,
    Busy,
    Invalid,
    MomentTaken,
    NotFound,
    Problem,
    VisitBegun,
)
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.tenant import Service
from functions.domain.texts import N_, say
from functions.domain.workflow import BOOKED, CANCELLED, MOVED, Step
from functions.services import deciding, rights
from functions.services.ports import Decision, Ports, SeatTaken

_TRIES = 8  # for another seat at the same moment
WEEK = timedelta(days=7)
_REMIND = timedelta(days=1)
# A reminder comes no sooner after the booking than this.
_LEAST = timedelta(hours=12)


@dataclass(frozen=True)
class Day:
    """A day on which the counter is open for a service, and what is free then (UTC)."""

    day: date
    starts: tuple[datetime, ...]


def service_of(ports: Ports, step: Step, *, at_desk: bool = False) -> tuple[str, Service]:
    """What a booking step is for, as the municipality set it up; LookupError when it did not.
    at_desk: for a clerk, who may book later than people themselves."""
    if step.books is None:
        raise LookupError(step.name)
    service = ports.tenant.services[step.books.service]
    if at_desk:
        service = service.model_copy(update={"lead_hours": service.desk_lead_hours})
    return step.books.service, service


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def span(ports: Ports, step: Step, *, at_desk: bool = False) -> tuple[date, date]:
    """The first and the last day that can be chosen today."""
    _, service = service_of(ports, step, at_desk=at_desk)
    now = ports.clock.now().astimezone(BRUSSELS)
    first = now + timedelta(hours=service.lead_hours)
    return first.date(), (now + timedelta(days=service.horizon_days)).date()


def week(ports: Ports, step: Step, monday: date, *, at_desk: bool = False) -> list[Day]:
    """The days of a week that can be chosen at all, full or not. A request a day."""
    name, service = service_of(ports, step, at_desk=at_desk)
    now, tenant = ports.clock.now(), ports.tenant
    days = [monday + timedelta(days=n) for n in range(7)]
    return [
        Day(day, tuple(bookable(tenant, service, day, ports.store.seats(name, day), now)))
        for day in days
        if offered(tenant, service, day, now)
    ]


def first_week(ports: Ports, step: Step, *, at_desk: bool = False) -> list[Day]:
    """The first week with room; the first one when there is none at all."""
    first, last = span(ports, step, at_desk=at_desk)
    monday = monday_of(first)
    earliest: list[Day] = []
    while monday <= last:
        days = week(ports, step, monday, at_desk=at_desk)
        if any(day.starts for day in days):
            return days
        earliest = earliest or days
        monday += WEEK
    return earliest


def visit_of(procedure: Procedure, booking: str) -> tuple[Step, Step]:
    """(the booking step, its visit); NotFound when there is no such step."""
    steps = procedure.workflow.steps
    step = next((s for s in steps if s.name == booking and s.books), None)
    visit = next((s for s in steps if s.visit_of == booking), None)
    if step is None or visit is None:
        raise NotFound
    return step, visit


def is_at_desk(procedure: Procedure, session: Session, case: Case, booking: str) -> bool:
    """Whether this is a clerk who chooses for the applicant; False for the applicant. NotFound for
    all others."""
    step, _ = visit_of(procedure, booking)
    if deciding.part_or_none(case, session) == step.party:
        return False
    if rights.held(session, Action.BOOK, procedure, case):
        return True
    raise NotFound


def actor_of(session: Session, *, at_desk: bool) -> Actor:
    if at_desk:
        return session.as_clerk()
    return session.actor("applicant")


def open_turn(procedure: Procedure, session: Session, file: CaseFile, booking: str) -> Task | None:
    """The task with which this person can choose (or move) the moment now. NotFound for others."""
    step, visit = visit_of(procedure, booking)
    is_at_desk(procedure, session, file.case, booking)
    task = file.open_task()
    if file.case.status == "closed" or task is None or task.step not in (step.name, visit.name):
        return None
    return task


def choose(
    ports: Ports,
    procedure: Procedure,
    session: Session,
    file: CaseFile,
    booking: str,
    start: datetime | None,
) -> None:
    """Take a seat at that moment: the first, or another one instead of the one held. None: now, for
    who stands at the counter without one (a clerk only).

    Raises Invalid (not a moment that is offered), MomentTaken, AlreadyDecided, VisitBegun,
    NotFound. Choosing the moment that is held already changes nothing.
    """
    for _ in range(_TRIES):
        try:
            deciding.on_newest(
                ports,
                procedure,
                file,
                lambda now: _choose(ports, procedure, session, now, booking, start),
            )
        except (SeatTaken, MomentTaken) as taken:
            newest = deciding.read_case(ports, procedure, file.case.id)
            # Unless it went to this very case, by a second press of the button.
            if isinstance(taken, MomentTaken) and newest.case.version == file.case.version:
                raise
            file = newest
        else:
            return
    raise Busy


def _choose(
    ports: Ports,
    procedure: Procedure,
    session: Session,
    file: CaseFile,
    booking: str,
    start: datetime | None,
) -> None:
    at_desk = is_at_desk(procedure, session, file.case, booking)
    task, now, case = open_turn(procedure, session, file, booking), ports.clock.now(), file.case
    held = case.appointments.get(booking)
    if held and (held.start == start or (start is None and held.walk_in)):
        return
    if task is None:
        raise AlreadyDecided
    first_time = task.step == booking
    if held and not first_time and held.start <= now and not at_desk:
        raise VisitBegun
    step = procedure.workflow.step(booking)
    if start is None:
        chosen = _seat_now(ports, step, at_desk=at_desk)
    else:
        chosen = _seat(ports, step, case.id, start, at_desk=at_desk)
    others, frees = without(case.appointments, booking, now)
    missed = [(held, NO_SHOW)] if held and held not in frees else []
    choice, kind = (BOOKED, "booked") if first_time else (MOVED, "moved")
    changed, event = happened(
        case,
        kind,
        at=now,
        actor=actor_of(session, at_desk=at_desk),
        data=_data(task, choice, booking, chosen, case if at_desk else None),
        appointments={**others, booking: chosen},
    )
    ports.store.record(
        changed,
        event,
        decision=Decision(task.step, task.token, choice, "", now),
        dated=_reminders(case.id, booking, chosen, now),
        takes=[chosen],
        frees=frees,
        marks=missed,
    )


def _seat_now(ports: Ports, step: Step, *, at_desk: bool) -> Appointment:
    name, service = service_of(ports, step, at_desk=True)
    if not at_desk or service.lead_hours:
        raise Invalid([Problem("moment", say(N_("Dit kan niet zonder afspraak vooraf.")))])
    start = ports.clock.now().replace(second=0, microsecond=0)
    taken = ports.store.seats(name, start.astimezone(BRUSSELS).date())
    seat = seat_beside(start, service.minutes, taken)
    return Appointment(service=name, start=start, minutes=service.minutes, seat=seat, walk_in=True)


def _seat(ports: Ports, step: Step, case_id: str, start: datetime, *, at_desk: bool) -> Appointment:
    name, service = service_of(ports, step, at_desk=at_desk)
    day = start.astimezone(BRUSSELS).date()
    if start not in offered(ports.tenant, service, day, ports.clock.now()):
        text = say(N_("Dit moment kan je niet kiezen. Kies een van de momenten hieronder."))
        raise Invalid([Problem("moment", text)])
    free = free_seats(service, start, ports.store.seats(name, day))
    if not free:
        raise MomentTaken
    # Not always the first: people who choose at once would all want the same seat.
    seat = free[sum(case_id.encode()) % len(free)]
    return Appointment(service=name, start=start, minutes=service.minutes, seat=seat)


def cancel(
    ports: Ports, procedure: Procedure, session: Session, file: CaseFile, booking: str
) -> None:
    """Give the moment back; another one can be chosen. Raises AlreadyDecided, VisitBegun."""
    deciding.on_newest(
        ports, procedure, file, lambda now: _cancel(ports, procedure, session, now, booking)
    )


def _cancel(
    ports: Ports, procedure: Procedure, session: Session, file: CaseFile, booking: str
) -> None:
    task, now, case = open_turn(procedure, session, file, booking), ports.clock.now(), file.case
    at_desk = is_at_desk(procedure, session, case, booking)
    held = case.appointments.get(booking)
    if task is None or held is None or task.step == booking:
        raise AlreadyDecided
    if held.start <= now:
        raise VisitBegun
    others, frees = without(case.appointments, booking, now)
    changed, event = happened(
        case,
        "cancelled",
        at=now,
        actor=actor_of(session, at_desk=at_desk),
        data=_data(task, CANCELLED, booking, held, case if at_desk else None),
        appointments=others,
    )
    decision = Decision(task.step, task.token, CANCELLED, "", now)
    ports.store.record(changed, event, decision=decision, frees=frees)


def _data(
    task: Task, choice: str, booking: str, chosen: Appointment, case: Case | None
) -> dict[str, str]:
    """`case`: where a clerk does it for its applicant."""
    start = chosen.start.isoformat()
    data = {"step": task.step, "choice": choice, "booking": booking, "start": start}
    return {**data, "ref": case.applicant.ref} if case else data


def _reminders(case_id: str, booking: str, chosen: Appointment, now: datetime) -> list[Dated]:
    """The day before. One name a booking step: a moment that moves takes its reminder along."""
    at = chosen.start - _REMIND
    if at <= now + _LEAST:
        return []
    data = {"start": chosen.start.isoformat()}
    return [Dated(case_id=case_id, kind="appointment", name=booking, at=at, data=data)]


def read_moment(text: str) -> datetime | None:
    """A moment as a form or a JSON body gives it: ISO 8601 with an offset; None otherwise."""
    try:
        moment = datetime.fromisoformat(text)
        moment.astimezone(BRUSSELS)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
