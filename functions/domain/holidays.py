"""Working days in Belgium: not Saturday, Sunday or a public holiday (the `holidays` library)."""

from datetime import UTC, date, datetime, timedelta
from functools import cache

from functions.domain.calendar import BRUSSELS

_SATURDAY = 5


@cache
def _holidays_of(year: int) -> frozenset[date]:
    import holidays  # with the first term in working days, not at start

    return frozenset(holidays.country_holidays("BE", years=year))


def is_holiday(day: date) -> bool:
    return day in _holidays_of(day.year)


def holiday_name(day: date, lang: str) -> str:
    """How a public holiday is called; "" on any other day. Other languages than those of Belgium
    and English get the library's own."""
    import holidays

    language = {"en": "en_US"}.get(lang, lang)
    return str(holidays.country_holidays("BE", years=day.year, language=language).get(day, ""))


def is_working_day(day: date) -> bool:
    return day.weekday() < _SATURDAY and not is_holiday(day)


def next_working_day(day: date) -> date:
    """That day, or the first working day after it: how a term ends that falls on another day."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def add_working_days(moment: datetime, days: int) -> datetime:
    """So many working days later, at the same time of day in Belgium (UTC)."""
    local = moment.astimezone(BRUSSELS)
    day = local.date()
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return local.replace(year=day.year, month=day.month, day=day.day).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The last second of that day in Belgium, in UTC."""
    local = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=BRUSSELS)
    return local.astimezone(UTC)
