"""Which moments a counter offers, and which seats are left."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from functions.domain.appointments import (
    Appointment,
    bookable,
    free_seats,
    moments,
    offered,
    upcoming,
    without,
)
from functions.domain.calendar import BRUSSELS
from functions.domain.tenant import Hours, Service, Tenant
from tests.unit.known import NOON, tenant

MONDAY = date(2026, 11, 9)  # a week after NOON


def service(**changes) -> Service:
    values = {"title": {"nl": "Kaart"}, "minutes": 30, "capacity": 1}
    return Service.model_validate({**values, **changes})


def at(hour: int, minute: int = 0, day: date = MONDAY) -> datetime:
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=BRUSSELS)
    return local.astimezone(UTC)


def taken(start: datetime, seat: int = 1, minutes: int = 30) -> Appointment:
    return Appointment(service="card", start=start, minutes=minutes, seat=seat)


def closed(*days: date) -> Tenant:
    return tenant().model_copy(update={"closed_on": days})


def test_moments_follow_the_counters_hours_and_end_before_it_closes():
    found = list(moments(tenant(), service(minutes=50), MONDAY))
    assert found == [at(9), at(9, 50), at(10, 40), at(11, 30)]


def test_a_service_can_have_hours_of_its_own():
    own = service(hours=[Hours(days=(1,), open="20:00", close="21:00")])
    assert list(moments(tenant(), own, MONDAY)) == [at(20), at(20, 30)]
    assert list(moments(tenant(), own, MONDAY + timedelta(days=1))) == []


def test_there_is_none_on_a_holiday_a_closed_day_or_a_sunday():
    assert list(moments(tenant(), service(), date(2026, 11, 11))) == []  # the Armistice
    assert list(moments(closed(MONDAY), service(), MONDAY)) == []
    assert list(moments(closed(), service(), MONDAY - timedelta(days=1))) == []


def test_hours_are_belgian_summer_and_winter():
    winter, summer = date(2026, 11, 9), date(2026, 7, 13)
    assert next(moments(tenant(), service(), winter)).hour == 8
    assert next(moments(tenant(), service(), summer)).hour == 7


def test_a_moment_is_offered_from_the_lead_time_to_the_horizon():
    first = service(lead_hours=22)
    tuesday = NOON.date() + timedelta(days=1)
    assert offered(tenant(), first, tuesday, NOON)[0] == at(10, 0, tuesday)
    assert offered(tenant(), service(lead_hours=24), tuesday, NOON) == [at(12, 0, tuesday)]
    assert offered(tenant(), service(horizon_days=6), MONDAY, NOON) == []
    assert offered(tenant(), service(horizon_days=7), MONDAY, NOON)[-1] == at(12)
    assert offered(tenant(), service(), date.max, NOON) == []
    assert offered(tenant(), service(), date.min, NOON) == []


def test_a_full_moment_is_not_bookable_and_one_with_a_seat_left_is():
    booked = [taken(at(9)), taken(at(9, 30))]
    assert at(9) not in bookable(tenant(), service(), MONDAY, booked, NOON)
    assert at(10) in bookable(tenant(), service(), MONDAY, booked, NOON)
    assert at(9) in bookable(tenant(), service(capacity=2), MONDAY, booked, NOON)


def test_a_longer_visit_meets_what_overlaps_it():
    long = service(minutes=60, capacity=2)
    assert free_seats(long, at(9), [taken(at(9, 30), seat=2)]) == [1]
    assert free_seats(long, at(9), [taken(at(10), seat=2)]) == [1, 2]
    assert free_seats(long, at(10), [taken(at(9, 45), seat=1)]) == [2]


@given(
    seats=st.integers(1, 6),
    booked=st.lists(st.tuples(st.integers(0, 11), st.integers(1, 6)), unique=True, max_size=30),
)
def test_no_free_seat_overlaps_a_booked_one(seats, booked):
    held = [taken(at(9) + timedelta(minutes=15 * n), seat) for n, seat in booked]
    wanted = service(minutes=30, capacity=seats)
    for start in moments(tenant(), wanted, MONDAY):
        for seat in free_seats(wanted, start, held):
            assert seat <= seats
            mine = taken(start, seat)
            clash = [a for a in held if a.start < mine.ends and start < a.ends and a.seat == seat]
            assert clash == []


def test_what_has_begun_keeps_its_seat():
    held = {"a": taken(NOON), "b": taken(NOON + timedelta(hours=1))}
    assert upcoming(held, NOON) == ({"a": held["a"]}, [held["b"]])
    assert without(held, "a", NOON) == ({"b": held["b"]}, [])
    assert without(held, "b", NOON) == ({"a": held["a"]}, [held["b"]])
    assert without(held, "", NOON) == (held, [])
