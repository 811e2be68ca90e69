"""A moment at the counter, and which moments a municipality offers."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

from pydantic import BaseModel, ConfigDict

from functions.domain.calendar import BRUSSELS
from functions.domain.holidays import is_holiday
from functions.domain.tenant import Service, Tenant


class Appointment(BaseModel):
    """A booked moment. `start`: UTC; `seat`: which of the clerks at that moment, from 1."""

    model_config = ConfigDict(defer_build=True)

    service: str
    start: datetime
    minutes: int
    seat: int

    @property
    def ends(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)


def moments(tenant: Tenant, service: Service, day: date) -> Iterator[datetime]:
    """Every start of that day by the opening hours (UTC), whether free or not; none on a public
    holiday or a day on which the municipality is closed."""
    if is_holiday(day) or day in tenant.closed_on:
        return
    for hours in service.hours or tenant.hours:
        if day.isoweekday() not in hours.days:
            continue
        start = _at(day, hours.open)
        while start + timedelta(minutes=service.minutes) <= _at(day, hours.close):
            yield start.astimezone(UTC)
            start += timedelta(minutes=service.minutes)


def _at(day: date, clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BRUSSELS)


def bookable(
    tenant: Tenant, service: Service, day: date, taken: Mapping[datetime, int], now: datetime
) -> list[datetime]:
    """The starts of that day that can still be booked now. `taken`: seats sold, by start."""
    first = now + timedelta(hours=service.lead_hours)
    last = now + timedelta(days=service.horizon_days)
    return [
        start
        for start in moments(tenant, service, day)
        if first <= start <= last and taken.get(start, 0) < service.capacity
    ]
