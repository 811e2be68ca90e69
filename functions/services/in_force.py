"""What holds now: the tenant's file and calendar with the changes that the municipality made.

Kept per process. The table is asked at most once a minute whether anything changed, with one small
read; the changes themselves are read only then. So a change that begins today reaches every
function within a minute.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from functions.domain.calendar import BRUSSELS, Calendar
from functions.domain.logs import SETTINGS
from functions.domain.tenant import Tenant
from functions.services.ports import Clock, Logs

if TYPE_CHECKING:  # loaded with the first change: a function starts without it
    from functions.domain.settings import Change

_FRESH = timedelta(minutes=1)
_AGAIN = timedelta(seconds=5)  # after a first look that failed


class InForce:
    """`unread`: is told when the log could not be read."""

    def __init__(
        self,
        tenant: Tenant,
        calendar: Calendar,
        logs: Logs,
        clock: Clock,
        unread: Callable[[], None] = lambda: None,
    ) -> None:
        self._file = (tenant, calendar)
        self._logs, self._clock, self._unread = logs, clock, unread
        self._changes: list[Change] = []
        self._version: int | None = None  # of the log; None: never read
        self._due: datetime | None = None
        self._merged: tuple[date, tuple[Tenant, Calendar]] | None = None

    @property
    def file(self) -> tuple[Tenant, Calendar]:
        """Without any change."""
        return self._file

    def now(self) -> tuple[Tenant, Calendar]:
        """As it is today in Belgium."""
        moment = self._clock.now()
        # a due moment further away than a minute: the clock went back (an emptied local desk)
        if self._due is None or not timedelta() < self._due - moment <= _FRESH:
            self._ask(moment)
        day = moment.astimezone(BRUSSELS).date()
        if self._merged is None or self._merged[0] != day:
            self._merged = (day, self.on(day))
        return self._merged[1]

    def on(self, day: date) -> tuple[Tenant, Calendar]:
        """As it is, or as far as is known will be, on that day."""
        if not self._changes:
            return self._file
        from functions.domain.settings import applied

        return applied(*self._file, self._changes, day)

    def forget(self) -> None:
        """Ask again at once: a change was just written here."""
        self._due = None

    def _ask(self, moment: datetime) -> None:
        self._due = moment + _FRESH
        try:
            version = self._logs.get(SETTINGS).version
            if version == (self._version or 0):
                self._version = version
                return
            from functions.domain.settings import changes_of

            skipped: list[int] = []
            self._changes = changes_of(self._logs.events(SETTINGS), skipped)
            if skipped:
                self._unread()
        except Exception:  # whatever is wrong there, the desk stays open with what it knew
            self._unread()
            if self._version is None:
                self._due = moment + _AGAIN
            return
        self._version, self._merged = version, None
