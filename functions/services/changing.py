"""Change what a municipality sets itself: each change a line of the log of settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from functions.domain.authorisation import Duty
from functions.domain.calendar import BRUSSELS
from functions.domain.case import Event, happened
from functions.domain.logs import SETTINGS, Log
from functions.domain.problems import AlreadyDecided, Busy, Conflict, Invalid, NotFound, Problem
from functions.domain.session import Session
from functions.domain.settings import (
    CHANGED,
    REVOKED,
    Change,
    changes_of,
    data_of,
    problems_of,
    read_value,
)
from functions.domain.texts import N_, say
from functions.services import rights
from functions.services.ports import Contended, Ports

_TRIES = 6
_MOST_WHY = 500
_MOST_YEARS = 10


@dataclass(frozen=True)
class Known:
    """The log as it was read, without lines that say nothing (domain/settings.py). `changes`: also
    those that were revoked."""

    log: Log
    events: list[Event]
    changes: list[Change]

    def seen(self, section: str, key: str) -> int:
        """The number of the last line about that; 0 for none."""
        own = [e.seq for e in self.events if (e.data["section"], e.data["key"]) == (section, key)]
        return max(own, default=0)

    def coming(self, section: str, key: str, day: date) -> list[Change]:
        """What was changed and has not begun on that day, the first to begin first."""
        found = [c for c in self.changes if c.place == (section, key) and c.starts > day]
        return sorted((c for c in found if not c.revoked), key=lambda c: (c.starts, c.seq))


class ChangedMeanwhile(Conflict):
    """Another window, or somebody else, changed the same thing first."""

    def __init__(self, last: Event, seen: int) -> None:
        super().__init__()
        self.last, self.seen = last, seen


class HasBegun(AlreadyDecided):
    title = N_("Deze wijziging kan je niet meer intrekken")
    explanation = N_(
        "Ze geldt al, of ze werd al ingetrokken. Wil je iets anders? Maak dan een nieuwe wijziging."
    )


def today(ports: Ports) -> date:
    return ports.clock.now().astimezone(BRUSSELS).date()


def read(ports: Ports, session: Session) -> Known:
    """Everything that was changed. Raises NotAllowed."""
    rights.require_duty(session, Duty.MANAGE)
    return _read(ports)


def _read(ports: Ports) -> Known:
    log = ports.logs.get(SETTINGS)
    # Not what came between the two requests: a write is tied to this version of the log.
    events = [e for e in ports.logs.events(SETTINGS) if e.seq <= log.seq] if log.seq else []
    skipped: list[int] = []
    changes = changes_of(events, skipped)
    return Known(log, [e for e in events if e.seq not in skipped], changes)


def change(
    ports: Ports,
    session: Session,
    section: str,
    key: str,
    *,
    starts: date | None,
    raw: Mapping[str, Any],
    why: str,
    seen: int,
) -> Event:
    """Write a change. `seen`: the last line of the log that the person knew of.

    Raises NotAllowed, ChangedMeanwhile, and Invalid with all that is wrong, at "from", "why" or a
    place of the value ("value.amount")."""
    rights.require_duty(session, Duty.MANAGE)
    value, problems = checked(ports, section, starts=starts, raw=raw, why=why)
    if problems or starts is None:
        raise Invalid(problems)
    data = data_of(section, key, starts, value, why)
    return _write(ports, session, CHANGED, section, key, data, seen)


def checked(
    ports: Ports, section: str, *, starts: date | None, raw: Mapping[str, Any], why: str
) -> tuple[Any, list[Problem]]:
    """(the value, or None; all that is wrong, at the places that `change` says)."""
    problems = _problems(starts, why, today(ports))
    try:
        context = {"languages": ports.tenant.languages, "starts": starts}
        return read_value(section, raw, **context), problems
    except ValidationError as error:
        found = problems_of(error)
        return None, [Problem(f"value.{p.field}", p.text) for p in found] + problems


def _problems(starts: date | None, why: str, day: date) -> list[Problem]:
    problems = []
    if starts is None:
        problems.append(Problem("from", say(N_("Vul in vanaf welke dag dit geldt."))))
    elif starts < day:
        problems.append(Problem("from", say(N_("Kies vandaag of een latere dag."))))
    elif starts.year > day.year + _MOST_YEARS:
        text = N_("Kies een dag binnen de %(years)s jaar.")
        problems.append(Problem("from", say(text, years=_MOST_YEARS)))
    if not why:
        problems.append(Problem("why", say(N_("Vul in waarom je dit wijzigt."))))
    elif len(why) > _MOST_WHY:
        text = N_("Maak dit korter: hoogstens %(max_length)s tekens.")
        problems.append(Problem("why", say(text, max_length=_MOST_WHY)))
    return problems


def revoke(ports: Ports, session: Session, seq: int) -> Change:
    """Take back a change that has not begun. Raises NotAllowed, NotFound, HasBegun."""
    rights.require_duty(session, Duty.MANAGE)
    for _ in range(_TRIES):
        known = _read(ports)
        found = next((c for c in known.changes if c.seq == seq), None)
        if found is None:
            raise NotFound
        if found.revoked or found.starts <= today(ports):
            raise HasBegun
        data = {"section": found.section, "key": found.key, "seq": str(seq)}
        try:
            _write(ports, session, REVOKED, found.section, found.key, data, known.log.seq)
        except ChangedMeanwhile:
            continue
        return found
    raise Busy


def _write(
    ports: Ports,
    session: Session,
    kind: str,
    section: str,
    key: str,
    data: Mapping[str, str],
    seen: int,
) -> Event:
    """One line more, if nothing was written about the same since `seen`; about others may."""
    for _ in range(_TRIES):
        known = _read(ports)
        last = known.seen(section, key)
        if last > seen:
            newest = next(e for e in reversed(known.events) if e.seq == last)
            raise ChangedMeanwhile(newest, last)
        log, event = happened(
            known.log, kind, at=ports.clock.now(), actor=session.as_clerk(), data=data
        )
        try:
            ports.logs.record(log, event)
        except (Conflict, Contended):
            continue
        ports.in_force.forget()
        return event
    raise Busy
