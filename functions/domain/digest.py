"""What a clerk is mailed of their work: how often, and the counts that it holds."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from functions.domain.holidays import is_working_day, next_working_day
from functions.domain.messages import Pending

Often = Literal["never", "daily", "weekly"]
OFTEN: tuple[Often, ...] = ("never", "daily", "weekly")
HOUR = 7  # in Belgium: it is there when the desk opens
_MONDAY = 0


class Digest(BaseModel):
    """A clerk's choice. `address`: confirmed; `lang`: of the page on which they chose."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    ref: str
    often: Often = "never"
    address: str = ""
    pending: Pending | None = None
    codes: int = 0  # mailed on `codes_on`
    codes_on: date | None = None
    lang: str = "nl"
    version: int = 0


class Counts(BaseModel):
    """Of one clerk, on one morning."""

    late: int = 0
    this_week: int = 0
    new: int = 0
    mine: int = 0
    handed: int = 0
    unreached: int = 0
    is_more: bool = False  # there may be more than what was read

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not any((self.late, self.this_week, self.new, self.mine, self.unreached))


def is_due(often: Often, day: date) -> bool:
    """Whether a digest goes out on that day: each working day, or the first one since Monday."""
    if often == "never" or not is_working_day(day):
        return False
    if often == "daily":
        return True
    monday = date.fromordinal(day.toordinal() - day.weekday())
    return next_working_day(monday) == day
