"""Who comes when: visits a second over the fortnight, by procedure and by who is at work."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from infra.peak.data import Asks, Fortnight

Series = NDArray[np.float64]
HOUR, DAY = 3600, 86_400
# As tests/load/teller.py names them
ASKS, PARTY, OFFICE, RETURNS, ELSEWHERE = "asks", "party", "office", "returns", "elsewhere"


def visits(fortnight: Fortnight, asks: Asks, voters: int) -> dict[str, Series]:
    """Expected visits a second, from the first day to three after the last, so that what follows
    the last ones is in it. The sums are the same for each."""
    total = asks.share * voters
    first = _ask(fortnight, asks, total)
    office = _office(fortnight, first)
    return {
        ASKS: first,
        PARTY: _shifted(first, fortnight.later.party_hours),
        OFFICE: office,
        ELSEWHERE: office,
        RETURNS: _shifted(office, fortnight.later.returns_hours),
    }


def _ask(fortnight: Fortnight, asks: Asks, total: float) -> Series:
    rush = fortnight.rush
    days = np.array(asks.days, float)
    if len(days) != fortnight.days:
        message = f"{asks.procedure}: a weight for each of {fortnight.days} days, not {len(days)}"
        raise ValueError(message)
    hours = np.array(fortnight.hours)
    by_hour = np.outer(days / days.sum(), hours / hours.sum()).ravel() / HOUR
    usual = np.repeat(by_hour, HOUR) * total * (1 - rush.share)
    found = np.zeros((fortnight.days + 3) * DAY)
    found[: len(usual)] = usual
    begins = (rush.day - 1) * DAY + rush.hour * HOUR
    found[begins : begins + rush.minutes * 60] += total * rush.share / (rush.minutes * 60)
    return found


def _office(fortnight: Fortnight, first: Series) -> Series:
    """What came on a day is decided on the next, evenly over the hours of the office."""
    found = np.zeros_like(first)
    span = (fortnight.office_until - fortnight.office_from) * HOUR
    for day in range(fortnight.days):
        came = first[day * DAY : (day + 1) * DAY].sum()
        begins = (day + 1) * DAY + fortnight.office_from * HOUR
        found[begins : begins + span] += came / span
    return found


def _shifted(series: Series, hours: float) -> Series:
    later = round(hours * HOUR)
    found = np.zeros_like(series)
    found[later:] = series[: len(series) - later]
    return found


def over_a_visit(series: Series, seconds: int) -> Series:
    """The same, each spread evenly over the length of a visit."""
    if seconds <= 1:
        return series
    whole = np.concatenate([np.zeros(1), np.cumsum(series)])
    begins = np.maximum(np.arange(1, len(whole)) - seconds, 0)
    spread: Series = (whole[1:] - whole[begins]) / seconds
    return spread


def busiest(found: Mapping[str, Series]) -> int:
    """The second at which most is asked."""
    return int(np.argmax(sum(found.values())))
