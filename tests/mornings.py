"""The moment at which the desk of a test begins: a Tuesday at ten on which Mechelen works. Not the
time of day: terms and digests count from hours, so what a test sees would too."""

from datetime import UTC, date, datetime, timedelta

from functions.domain.calendar import BRUSSELS
from functions.domain.holidays import is_working_day
from functions.domain.tenant import load_tenant
from infra.local.config import ROOT
from infra.local.stack import LocalStack

_TUESDAY, _HOUR = 1, 10
_LONGEST = timedelta(hours=12)  # that a run takes: no clock goes back


def _first_from(now: datetime) -> datetime:
    closed = load_tenant(ROOT / "infra" / "tenants" / "mechelen.toml").closed_on
    found = now.astimezone(BRUSSELS).replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    while not _is_due(found, now, closed):
        found += timedelta(days=1)
    return found


def _is_due(found: datetime, now: datetime, closed: tuple[date, ...]) -> bool:
    day = found.date()
    is_tuesday = day.weekday() == _TUESDAY
    return found >= now and is_tuesday and is_working_day(day) and day not in closed


MORNING = _first_from(datetime.now(UTC) + _LONGEST)


def start_anew(stack: LocalStack) -> None:
    """Empty a desk and move its clock to the morning."""
    stack.reset()
    stack.clock.forward(MORNING - stack.clock.now())
