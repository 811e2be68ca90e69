"""The election calendar: dates and rules that a law sets anew each time, so they are data."""

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

BRUSSELS = ZoneInfo("Europe/Brussels")


class Election(BaseModel):
    """One election day.

    `title` by language; `closes`: when a proxy can last be asked; `closes_certified`: the same for
    the reasons that the municipality certifies itself (Friday noon before). `convocations_from`,
    `convocations_until`: between which a duplicate of the letter can be asked; None: not at all.
    `registration_closes`: when who is not Belgian can last register as a voter; None: not for this
    election. `residence_years`, `residence_by`: who is from outside the European Union lives here
    legally for so many years on that day (by default the day on which registration closes). `note`
    says what was not confirmed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: str
    title: dict[str, str]
    day: date
    opens: datetime
    closes: datetime
    closes_certified: datetime
    kind: Literal["local", "european", "federal"] = "local"
    convocations_from: datetime | None = None
    convocations_until: datetime | None = None
    registration_closes: datetime | None = None
    residence_years: int = 5
    residence_by: date | None = None
    note: str = ""

    def is_open(self, now: datetime) -> bool:
        return self.opens <= now < self.closes

    def has_convocations(self, now: datetime) -> bool:
        """Whether a duplicate of the letter can be asked now."""
        first, last = self.convocations_from, self.convocations_until
        return bool(first and last and first <= now < last)

    def registers(self, now: datetime) -> bool:
        """Whether who is not Belgian can register for it now."""
        return bool(self.registration_closes and now < self.registration_closes)

    def has_fixed_list(self, now: datetime) -> bool:
        """Whether its voters' list is closed and the election not over yet."""
        closes = self.registration_closes
        return bool(closes and closes <= now and now.astimezone(BRUSSELS).date() <= self.day)


class Calendar(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    elections: tuple[Election, ...] = ()

    def election(self, election_id: str) -> Election | None:
        return next((e for e in self.elections if e.id == election_id), None)

    def open_elections(self, now: datetime) -> tuple[Election, ...]:
        return tuple(e for e in self.elections if e.is_open(now))

    def with_convocations(self, now: datetime) -> tuple[Election, ...]:
        return tuple(e for e in self.elections if e.has_convocations(now))

    def with_registration(self, now: datetime) -> tuple[Election, ...]:
        return tuple(e for e in self.elections if e.registers(now))


def load_calendar(path: Path) -> Calendar:
    """Read a calendar file; times without an offset are Belgian time."""
    calendar = Calendar.model_validate(tomllib.loads(path.read_text("utf-8")))
    return Calendar(elections=tuple(_in_utc(e) for e in calendar.elections))


def _in_utc(election: Election) -> Election:
    moments = {
        name: _utc(value)
        for name in Election.model_fields
        if isinstance(value := getattr(election, name), datetime)
    }
    return election.model_copy(update=moments)


def _utc(moment: datetime) -> datetime:
    local = moment if moment.tzinfo else moment.replace(tzinfo=BRUSSELS)
    return local.astimezone(UTC)
