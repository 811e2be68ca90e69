"""The week of the counter, written out from the tenant's opening hours."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from functions.domain.texts import N_

if TYPE_CHECKING:  # every page has the week in its footer: it loads no models for it
    from functions.domain.tenant import Hours, Tenant

DAYS = (
    N_("maandag"), N_("dinsdag"), N_("woensdag"), N_("donderdag"), N_("vrijdag"), N_("zaterdag"),
    N_("zondag"),
)  # fmt: skip


@dataclass(frozen=True)
class Day:
    """`number`: 1 is Monday. `spans`: pairs of "HH:MM", local time, in order; none is closed."""

    number: int
    name: str
    spans: tuple[tuple[str, str], ...]


def week(hours: "tuple[Hours, ...]", translate: Callable[[str], str]) -> tuple[Day, ...]:
    """The seven days, each with when the counter is open."""
    return tuple(
        Day(
            number,
            translate(name),
            tuple(sorted((span.open, span.close) for span in hours if number in span.days)),
        )
        for number, name in enumerate(DAYS, start=1)
    )


_AHEAD = 60  # days that people plan ahead


def closed_days(tenant: "Tenant", today: date, lang: str) -> list[tuple[date, str]]:
    """The days to come on which the counter is closed though it is usually open then, each with the
    name of the holiday, or "" where the municipality itself closes."""
    from functions.domain.holidays import holiday_name

    days = [today + timedelta(days=n) for n in range(_AHEAD)]
    usual = [d for d in days if any(d.isoweekday() in span.days for span in tenant.hours_on(d))]
    named = [(day, holiday_name(day, lang)) for day in usual]
    return [(day, name) for day, name in named if name or day in tenant.closed_on]
