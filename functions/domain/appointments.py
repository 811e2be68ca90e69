"""A moment at the counter, and which moments a municipality offers."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pydantic import BaseModel, ConfigDict

from functions.domain.calendar import BRUSSELS
from functions.domain.holidays import is_holiday
from functions.domain.tenant import Service, Tenant

APPOINTMENTS = ("booked", "moved", "cancelled")  # kinds of events about one
ARRIVED, DONE, NO_SHOW = "arrived", "done", "no-show"  # how a visit goes, as its seat tells
BESIDE = 50  # seats above this are for who came without one: more than any counter has
_A_DAY = timedelta(days=1)


class Appointment(BaseModel):
    """A booked moment. `start`: UTC; `seat`: which of the clerks at that moment, from 1; `walk_in`:
    begun at once, without having been booked."""

    model_config = ConfigDict(defer_build=True)

    service: str
    start: datetime
    minutes: int
    seat: int
    walk_in: bool = False

    @property
    def ends(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)

    @property
    def day(self) -> date:
        """The day in Belgium."""
        return self.start.astimezone(BRUSSELS).date()


@dataclass(frozen=True)
class Seat:
    """A line of the counter's day. `state`: empty while nobody came."""

    chosen: Appointment
    case_id: str
    state: str = ""


def upcoming(
    appointments: Mapping[str, Appointment], now: datetime
) -> tuple[dict[str, Appointment], list[Appointment]]:
    """(those that have begun, by booking step; those still to come, whose seats can be freed)."""
    begun = {name: a for name, a in appointments.items() if a.start <= now}
    return begun, [a for name, a in appointments.items() if name not in begun]


def without(
    appointments: Mapping[str, Appointment], name: str, now: datetime
) -> tuple[dict[str, Appointment], list[Appointment]]:
    """(the others, the one of that booking step if its seat can still be freed)."""
    gone = appointments.get(name)
    rest = {key: a for key, a in appointments.items() if key != name}
    return rest, [gone] if gone and gone.start > now else []


def moments(tenant: Tenant, service: Service, day: date) -> Iterator[datetime]:
    """Every start of that day by the opening hours (UTC), whether free or not; none on a public
    holiday or a day on which the municipality is closed."""
    if is_holiday(day) or day in tenant.closed_on:
        return
    for hours in service.hours_on(day) or tenant.hours_on(day):
        if day.isoweekday() not in hours.days:
            continue
        start = _at(day, hours.open)
        while start + timedelta(minutes=service.minutes) <= _at(day, hours.close):
            yield start.astimezone(UTC)
            start += timedelta(minutes=service.minutes)


def _at(day: date, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BRUSSELS)


def offered(tenant: Tenant, service: Service, day: date, now: datetime) -> list[datetime]:
    """The starts of that day that are far enough ahead and not too far, whether free or not."""
    first = now + timedelta(hours=service.lead_hours)
    last = now + timedelta(days=service.horizon_days)
    if not first.date() - _A_DAY <= day <= last.date() + _A_DAY:
        return []
    return sorted(start for start in moments(tenant, service, day) if first <= start <= last)


def free_seats(service: Service, start: datetime, taken: Collection[Appointment]) -> list[int]:
    """The seats nobody sits on at that moment. By overlap, not by start alone: what was booked
    before the municipality changed how long a visit takes still counts."""
    ends = start + timedelta(minutes=service.minutes)
    occupied = {a.seat for a in taken if a.start < ends and start < a.ends}
    return [seat for seat in range(1, service.capacity + 1) if seat not in occupied]


def seat_beside(start: datetime, minutes: int, taken: Collection[Appointment]) -> int:
    """A seat for who comes without one: it takes none of those that can be booked."""
    ends = start + timedelta(minutes=minutes)
    occupied = {a.seat for a in taken if a.start < ends and start < a.ends}
    return next(seat for seat in range(BESIDE + 1, 10**6) if seat not in occupied)


def bookable(
    tenant: Tenant, service: Service, day: date, taken: Collection[Appointment], now: datetime
) -> list[datetime]:
    """The starts of that day that can still be booked now. `taken`: what is booked that day."""
    return [
        start for start in offered(tenant, service, day, now) if free_seats(service, start, taken)
    ]
