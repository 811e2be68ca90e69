"""What a municipality changes itself, each change from a day on.

The tenant's file is the base. A change is an event of the log SETTINGS: "changed" (section, key,
from, value as JSON, why), or "revoked" (seq: of a change that had not begun). `applied` says what
holds on a day; nothing here reads a table.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic import ValidationInfo as Info
from pydantic_core import PydanticCustomError

from functions.domain.calendar import BRUSSELS, Calendar, Election
from functions.domain.case import Event
from functions.domain.kinds import LongText
from functions.domain.problems import Problem
from functions.domain.tenant import Fee, Hours, OwnText, Schedule, Service, Tenant
from functions.domain.texts import N_, say

CHANGED, REVOKED = "changed", "revoked"
COUNTER = "counter"  # the key of the counter's own hours; a service has "service/<name>"
_SERVICE = "service/"
_EVERY_DAY = range(1, 8)


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class FeeValue(_Value):
    """EUR; 0 is free."""

    amount: Decimal = Field(ge=0, le=100_000, decimal_places=2)


class TermValue(_Value):
    """Days of a step; an execution of a workflow lives a year at most."""

    days: int = Field(ge=1, le=365)


class RetentionValue(_Value):
    """Days after the end of a case."""

    days: int = Field(ge=1, le=36_500)


class ClosedValue(_Value):
    closed: bool


class Span(Hours):
    """A stretch of a day; which day is said by its place."""

    days: tuple[int, ...] = Field(default=(), exclude=True)


def _apart(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    found = tuple(sorted(spans, key=lambda span: span.open))
    if any(later.open < span.close for span, later in pairwise(found)):
        raise PydanticCustomError("hours_overlap", N_("Deze uren overlappen."))
    return found


class HoursValue(_Value):
    """A week, by the number of the day (1 is Monday); a day without hours is closed."""

    week: dict[
        Annotated[int, Field(ge=1, le=7)], Annotated[tuple[Span, ...], AfterValidator(_apart)]
    ]

    def hours(self) -> tuple[Hours, ...]:
        return tuple(
            Hours(days=(day,), open=span.open, close=span.close)
            for day in _EVERY_DAY
            for span in self.week.get(day, ())
        )


class TextValue(_Value):
    """A text in every language of the municipality, or in none: then ours is shown."""

    text: dict[str, LongText]
    until: date | None = None

    @model_validator(mode="after")
    def _whole(self, info: Info) -> "TextValue":
        given = info.context or {}
        missing = [lang for lang in given.get("languages", ()) if not self.text.get(lang)]
        if any(self.text.values()) and missing:
            text = N_("Vul de tekst in elke taal in, of in geen enkele.")
            raise PydanticCustomError(f"text_missing:{missing[0]}", text)
        if self.until and given.get("starts") and self.until < given["starts"]:
            text = N_("De laatste dag komt voor de eerste.")
            raise PydanticCustomError("text_until", text)
        return self


class OrderedElection(Election):
    """An election whose moments come in their order."""

    residence_years: int = Field(default=5, ge=0, le=50)

    @field_validator("opens", "closes", "convocations_until", "registration_closes")
    @classmethod
    def _by_the_day(cls, value: datetime | None, info: Info) -> datetime | None:
        day = info.data.get("day")
        if value and day and value.astimezone(BRUSSELS).date() > day:
            text = N_("Dit moment komt na de verkiezingsdag.")
            raise PydanticCustomError("election_day", text)
        return value

    @field_validator("closes", "closes_certified")
    @classmethod
    def _after_the_start(cls, value: datetime, info: Info) -> datetime:
        opens, closes = info.data.get("opens"), info.data.get("closes")
        if opens and value <= opens:
            text = N_("Dit moment komt niet na het begin van de aanvragen.")
            raise PydanticCustomError("election_start", text)
        if closes and value > closes:
            text = N_("Dit moment komt na het gewone einde van de aanvragen.")
            raise PydanticCustomError("election_certified", text)
        return value

    @field_validator("convocations_until")
    @classmethod
    def _both(cls, value: datetime | None, info: Info) -> datetime | None:
        first = info.data.get("convocations_from")
        if bool(first) != bool(value) or (first and value and value <= first):
            text = N_("Vul begin en einde in, in die volgorde, of geen van beide.")
            raise PydanticCustomError("election_letters", text)
        return value


class ElectionValue(_Value):
    """None: there is no such election any more."""

    election: OrderedElection | None


VALUES: dict[str, type[_Value]] = {
    "fees": FeeValue,
    "hours": HoursValue,
    "closed": ClosedValue,
    "terms": TermValue,
    "retention": RetentionValue,
    "elections": ElectionValue,
    "texts": TextValue,
}


@dataclass(frozen=True)
class Change:
    """`seq`: of its event; `value`: one of VALUES; `revoked`: it never begins."""

    seq: int
    at: datetime
    by: str
    section: str
    key: str
    starts: date
    value: Any
    why: str
    revoked: bool = False

    @property
    def place(self) -> tuple[str, str]:
        return self.section, self.key


_TOLD = {
    "missing": N_("Vul dit in."),
    "decimal_parsing": N_("Vul een bedrag in, bijvoorbeeld 22,50."),
    "decimal_max_places": N_("Vul een bedrag in met hoogstens twee cijfers na de komma."),
    "int_parsing": N_("Vul een geheel getal in, zonder andere tekens."),
    "greater_than_equal": N_("Vul minstens %(ge)s in."),
    "less_than_equal": N_("Vul hoogstens %(le)s in."),
    "string_too_long": N_("Maak dit korter: hoogstens %(max_length)s tekens."),
    "string_pattern_mismatch": N_("Schrijf uren als 09:00."),
    "date_from_datetime_parsing": N_("Deze datum bestaat niet."),
}  # fmt: skip
_OTHER = N_("Dit klopt niet. Kijk het na.")
_OWN = ("hours_", "text_", "election_", "hidden_sign")


def read_value(section: str, raw: Any, **context: Any) -> Any:  # noqa: ANN401
    """The value of a change; raises pydantic.ValidationError (see `problems_of`) and KeyError for a
    section that does not exist. context: `languages` and `starts`, where it is a new one."""
    return VALUES[section].model_validate(raw, context=context)


def problems_of(error: ValidationError) -> list[Problem]:
    """What is wrong, each at its place ("amount", "week.3.0.close", "election.closes")."""
    found = []
    for one in error.errors(include_url=False, include_input=False):
        where = ".".join(map(str, one["loc"]))
        kind = one["type"]
        if kind.startswith("text_missing:"):
            where = f"text.{kind.partition(':')[2]}"
        elif kind == "text_until":
            where = "until"
        text = one["msg"] if kind.startswith(_OWN) else _TOLD.get(kind, _OTHER)
        found.append(Problem(where, say(text, **one.get("ctx", {}))))
    return found


def data_of(section: str, key: str, starts: date, value: Any, why: str) -> dict[str, str]:  # noqa: ANN401
    """The data of a change's event."""
    return {
        "section": section,
        "key": key,
        "from": starts.isoformat(),
        "value": value.model_dump_json(),
        "why": why,
    }


def changes_of(events: Iterable[Event], skipped: list[int] | None = None) -> list[Change]:
    """Every change, oldest first, also revoked ones.

    A line that cannot be read (of a later version of the desk, or spoiled) changes nothing; its
    number is added to `skipped`. Without that list it raises ValueError or KeyError.
    """
    found: dict[int, Change] = {}
    for event in events:
        try:
            if event.kind == CHANGED:
                found[event.seq] = _change(event)
            elif event.kind == REVOKED:
                seq = int(event.data["seq"])
                found[seq] = replace(found[seq], revoked=True)
        except (ValueError, KeyError):
            if skipped is None:
                raise
            skipped.append(event.seq)
    return list(found.values())


def _change(event: Event) -> Change:
    data = event.data
    return Change(
        seq=event.seq,
        at=event.at,
        by=event.actor.name,
        section=data["section"],
        key=data["key"],
        starts=date.fromisoformat(data["from"]),
        value=read_value(data["section"], json.loads(data["value"])),
        why=data.get("why", ""),
    )


def standing(changes: Iterable[Change], day: date) -> dict[tuple[str, str], Change]:
    """By section and key, the change that holds on that day: of those that have begun, the one that
    began last; on the same day, the one that was written last."""
    begun = [c for c in changes if not c.revoked and c.starts <= day]
    return {c.place: c for c in sorted(begun, key=lambda c: (c.starts, c.seq))}


def applied(
    tenant: Tenant, calendar: Calendar, changes: Sequence[Change], day: date
) -> tuple[Tenant, Calendar]:
    """The municipality and the elections as they are on that day. Fees and opening hours keep those
    of other days beside today's (Tenant.fee, hours_on): a moment that is booked lies ahead."""
    live = [c for c in changes if not c.revoked]
    now = standing(live, day)

    def of(section: str) -> dict[str, Any]:
        return {key: c.value for (name, key), c in now.items() if name == section}

    terms = {key: value.days for key, value in of("terms").items()}
    kept = {key: value.days for key, value in of("retention").items()}
    merged = tenant.model_copy(
        update={
            "fees": _fees(tenant, live),
            "terms": {**tenant.terms, **terms},
            "retention": {**tenant.retention, **kept},
            "closed_on": _closed(tenant, of("closed")),
            "texts": _texts(tenant, of("texts"), day),
            "services": _services(tenant, live, day),
            **_hours(tenant.hours, live, COUNTER, day),
        }
    )
    return merged, _elections(calendar, of("elections"))


def _fees(tenant: Tenant, live: Sequence[Change]) -> tuple[Fee, ...]:
    """Those of the file and the changes; of the same day the one that was written last holds, from
    that moment on (Tenant.fee)."""
    own = [
        Fee(procedure=c.key, amount=c.value.amount, valid_from=c.starts, written=c.at)
        for c in live
        if c.section == "fees"
    ]
    return (*tenant.fees, *own)


def _hours(
    usual: tuple[Hours, ...], live: Sequence[Change], key: str, day: date
) -> dict[str, tuple[Hours, ...] | tuple[Schedule, ...]]:
    """`hours` and `schedules` of the counter or a service."""
    own = {c.starts: c.value.hours() for c in live if c.place == ("hours", key)}
    if not own:
        return {"hours": usual, "schedules": ()}
    weeks = {date.min: usual, **own}
    schedules = tuple(Schedule(valid_from=first, hours=weeks[first]) for first in sorted(weeks))
    today = [s for s in schedules if s.valid_from <= day]
    return {"hours": today[-1].hours, "schedules": schedules}


def _services(tenant: Tenant, live: Sequence[Change], day: date) -> dict[str, Service]:
    return {
        name: service.model_copy(update=_hours(service.hours, live, _SERVICE + name, day))
        for name, service in tenant.services.items()
    }


def service_key(name: str) -> str:
    """The key of a service's own hours."""
    return _SERVICE + name


def _closed(tenant: Tenant, values: dict[str, ClosedValue]) -> tuple[date, ...]:
    changed = {date.fromisoformat(key): value.closed for key, value in values.items()}
    days = {*tenant.closed_on, *(day for day, closed in changed.items() if closed)}
    return tuple(sorted(day for day in days if changed.get(day, True)))


def _texts(tenant: Tenant, values: dict[str, TextValue], day: date) -> dict[str, OwnText]:
    own = {
        key: OwnText(text=value.text, until=value.until)
        for key, value in values.items()
        if any(value.text.values())
    }
    every = {**{k: t for k, t in tenant.texts.items() if k not in values}, **own}
    return {key: text for key, text in every.items() if not text.until or day <= text.until}


def _elections(calendar: Calendar, values: dict[str, ElectionValue]) -> Calendar:
    if not values:
        return calendar
    found: dict[str, Election] = {e.id: e for e in calendar.elections}
    for key, value in values.items():
        if value.election is None:
            found.pop(key, None)
        else:
            found[key] = value.election
    return Calendar(elections=tuple(sorted(found.values(), key=lambda e: (e.day, e.id))))
