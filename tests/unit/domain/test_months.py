"""Terms in months, to the day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.months import add_months

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 2), 2, date(2027, 1, 2)),
        (date(2026, 12, 31), 18, date(2028, 6, 30)),
        (date(2026, 3, 31), 0, date(2026, 3, 31)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_one(day: date, months: int, later: date):
    assert add_months(day, months) == later


@given(days, st.integers(0, 240))
def test_months_later_is_that_many_months_and_never_a_later_day_of_the_month(
    day: date, months: int
):
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


@given(days, days, st.integers(0, 24))
def test_an_earlier_day_never_ends_later(one: date, other: date, months: int):
    first, second = sorted((one, other))
    assert add_months(first, months) <= add_months(second, months)
