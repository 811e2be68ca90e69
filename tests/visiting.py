"""A small procedure of which a visit to the counter is all: registered by the fixture `counter`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar

from functions import processes, wiring
from functions.domain.case import CaseFile
from functions.domain.forms import Application, Ask, Contact, Topic
from functions.domain.kinds import Declared, Line
from functions.domain.procedure import Guide, Procedure, Process
from functions.domain.steps import lapsed_end, visit
from functions.domain.tenant import Hours, Service
from functions.domain.workflow import End, workflow
from functions.services import booking
from infra.local.provision import state_machines
from infra.local.stack import LocalStack
from tests.faults import file_of
from tests.walks import Walk, begin

STEP = "pickup_booking"
BRING = "Je oude kaart"


class What(Topic):
    title: ClassVar[str] = "Wat je komt doen"
    thing: Annotated[Line, Ask("Wat kom je doen?")]


class Declarations(Topic):
    title: ClassVar[str] = "Wat je verklaart"
    on_check: ClassVar[bool] = True
    truth: Annotated[Declared, Ask("Ik zeg de waarheid.")]


class Visiting(Application):
    what: What
    contact: Contact
    declarations: Declarations


COUNTER = Procedure(
    name="pickup",
    process="visiting",
    mails_say_what=True,
    application=Visiting,
    workflow=workflow(
        visit(
            "pickup",
            service="window",
            bring=(BRING,),
            title="Je komt langs",
            ask="Geef de kaart mee.",
            done="Kaart meegegeven",
            told="De kaart is meegegeven.",
            then="picked-up",
        ),
        End("picked-up", "Je hebt je kaart.", "Je hoeft niets meer te doen.", positive=True),
        lapsed_end(),
    ),
    rules=(),
    guide=Guide("Je kaart ophalen", "Haal ze op.", "Iets", (), (), "Kort", (), "Kom", "Schrijf"),
)
PROCESS = Process("visiting", "Op bezoek", (COUNTER,))
WINDOW = Service(
    title={"nl": "Kaarten", "fr": "Cartes", "de": "Karten", "en": "Cards"},
    minutes=30,
    capacity=1,
    lead_hours=24,
    horizon_days=30,
    hours=(
        Hours(days=(1, 2, 3, 4, 5, 6, 7), open="09:00", close="12:00"),
        Hours(days=(1, 2, 3, 4, 5, 6, 7), open="13:00", close="15:00"),
    ),
    place="Loket 4, Reuzenstraat 1, 2800 Mechelen",
)


@contextmanager
def counter_of(desk: LocalStack, monkeypatch: Any) -> Iterator[LocalStack]:
    """The desk with that procedure, and a window that is open every day."""
    real = processes.all_processes()
    monkeypatch.setattr(processes, "all_processes", lambda: (*real, PROCESS))
    from functions.app import create_app
    from infra.local.gateway import Api

    monkeypatch.setattr(desk.desk.gateway, "_api", Api(create_app()))
    state_machines(desk.local)
    window(desk)
    yield desk


def window(desk: LocalStack, *, closed_on: tuple[Any, ...] = (), **changes: Any) -> Service:
    """The municipality sets up its window otherwise; what is booked stays."""
    service = WINDOW.model_copy(update=changes)
    tenant = wiring.ports().tenant
    services = {**tenant.services, "window": service}
    tenant = tenant.model_copy(update={"services": services, "closed_on": closed_on})
    wiring.override(clock=desk.clock, tenant=tenant)
    return service


def asked(desk: LocalStack) -> Walk:
    """A case that waits for its applicant to choose a moment."""
    walk = Walk(COUNTER, {}, [], "")
    begin(wiring.ports(), walk)
    desk.settle()
    assert file_of(walk).case.stage == STEP
    return walk


def free(*, after: int = 0) -> list[datetime]:
    """What can be chosen now, from `after` days onwards."""
    step = COUNTER.workflow.step(STEP)
    ports = wiring.ports()
    first, last = booking.span(ports, step)
    monday, found = booking.monday_of(first), []
    while monday <= last:
        found += [s for day in booking.week(ports, step, monday) for s in day.starts]
        monday += booking.WEEK
    return [s for s in found if s >= ports.clock.now() + timedelta(days=after)]


def choose(walk: Walk, start: datetime, file: CaseFile | None = None) -> None:
    assert walk.session
    booking.choose(wiring.ports(), COUNTER, walk.session, file or file_of(walk), STEP, start)


def cancel(walk: Walk) -> None:
    assert walk.session
    booking.cancel(wiring.ports(), COUNTER, walk.session, file_of(walk), STEP)


def booked(desk: LocalStack, start: datetime | None = None) -> Walk:
    """A case with a moment, at its visit."""
    walk = asked(desk)
    choose(walk, start or free()[0])
    desk.settle()
    return walk


def sold(start: datetime) -> list[int]:
    """The seats taken at that moment."""
    seats = wiring.ports().store.seats("window", start.astimezone(UTC).date())
    return sorted(seat.seat for seat in seats if seat.start == start)


def held(walk: Walk) -> datetime | None:
    found = file_of(walk).case.appointments.get(STEP)
    return found.start if found else None
