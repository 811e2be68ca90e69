"""The election calendar: dates and rules that a law sets anew each time, so they are data."""

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

BRUSSELS = ZoneInfo("Europe/Brussels")


class Election(BaseModel):
    """One election day.

    `title` by language; `closes`: when a proxy can last be asked; `closes_certified`: the same for
    the reasons that the municipality certifies itself (Friday noon before). `note` says what was
    not confirmed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    id: str
    title: dict[str, str]
    day: date
    opens: datetime
    closes: datetime
    closes_certified: datetime
    note: str = ""

    def is_open(self, now: datetime) -> bool:
        return self.opens <= now < self.closes


class Calendar(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    elections: tuple[Election, ...] = ()

    def election(self, election_id: str) -> Election | None:
        return next((e for e in self.elections if e.id == election_id), None)

    def open_elections(self, now: datetime) -> tuple[Election, ...]:
        return tuple(e for e in self.elections if e.is_open(now))


def load_calendar(path: Path) -> Calendar:
    """Read a calendar file; times without an offset are Belgian time."""
    calendar = Calendar.model_validate(tomllib.loads(path.read_text("utf-8")))
    return Calendar(elections=tuple(_in_utc(e) for e in calendar.elections))


def _in_utc(election: Election) -> Election:
    moments = {
        name: _utc(getattr(election, name)) for name in ("opens", "closes", "closes_certified")
    }
    return election.model_copy(update=moments)


def _utc(moment: datetime) -> datetime:
    local = moment if moment.tzinfo else moment.replace(tzinfo=BRUSSELS)
    return local.astimezone(UTC)
