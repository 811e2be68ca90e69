"""Read and judge the chains, for who checks the desk. Each look is a line of the month's log."""

import re
from dataclasses import dataclass
from typing import Literal

from functions.domain import audit
from functions.domain.audit import Break, break_of, break_within
from functions.domain.authorisation import Duty
from functions.domain.case import CaseFile, Chained, Event
from functions.domain.logs import SETTINGS, Log
from functions.domain.numbers import parse_case_number
from functions.domain.problems import Invalid, NotFound, Problem
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.services import rights
from functions.services.office_log import note
from functions.services.ports import Ports

ON_A_PAGE = 50
AT_ONCE = 5000  # lines of an export: a function answers at most 6 MB
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
Form = Literal["csv", "lines"]


@dataclass(frozen=True)
class Stretch:
    """Lines `first` to `last` of a log, as far as they are there. `found`: where it breaks."""

    log: Log
    events: list[Event]
    first: int
    last: int
    found: Break | None


def find(ports: Ports, session: Session, typed: str) -> str:
    """The id of the case with that number. Raises NotAllowed, and Invalid at "number"."""
    rights.require_duty(session, Duty.AUDIT)
    number = parse_case_number(typed[:64])
    if number is None:
        text = N_("Dit is geen zaaknummer. Kijk het na: het heeft 12 tekens, zoals 7KM4-2PRT-9XAC.")
        raise Invalid([Problem("number", say(text))])
    case_id = ports.store.case_with(number)
    note(ports, session, "searched", {"case": number, "found": "1" if case_id else "0"})
    if not case_id:
        raise Invalid([Problem("number", say(N_("Er is geen zaak met dit nummer.")))])
    return case_id


def of_case(ports: Ports, session: Session, case_id: str) -> tuple[CaseFile, Break | None]:
    """A case with its whole chain. Raises NotAllowed, NotFound."""
    rights.require_duty(session, Duty.AUDIT)
    file = _file(ports, case_id)
    note(ports, session, "verified", {"case": file.case.number})
    return file, break_of(file.events, file.case)


def _file(ports: Ports, case_id: str) -> CaseFile:
    file = ports.store.case_file(case_id)
    if file is None:
        raise NotFound
    return file


def of_log(ports: Ports, session: Session, log_id: str, last: int | None) -> Stretch:
    """A page of a log: the lines up to number `last`, or the newest. Raises NotAllowed, NotFound.

    This look stands in the log only afterwards, so it is not among the lines."""
    rights.require_duty(session, Duty.AUDIT)
    log = _log(ports, log_id)
    end = min(last, log.seq) if last is not None else log.seq
    found = _stretch(ports, log, max(1, end - ON_A_PAGE + 1), end)
    note(ports, session, "listed", {"what": "log", "log": log_id, "lines": _lines(found)})
    return found


def _log(ports: Ports, log_id: str) -> Log:
    if log_id != SETTINGS and not _MONTH.fullmatch(log_id):
        raise NotFound
    return ports.logs.get(log_id)


def _lines(found: Stretch) -> str:
    return f"{found.first}-{found.last}"


def _stretch(ports: Ports, log: Log, first: int, last: int) -> Stretch:
    """With one line before it, to see that the first one follows."""
    if last < first:
        return Stretch(log, [], first, last, None)
    events = ports.logs.stretch(log.id, max(1, first - 1), last)
    before = [event for event in events if event.seq < first]
    own = events[len(before) :]
    known = "" if first == 1 else before[0].hash if before else None
    found = break_within(own, first=first, before=known)
    missing = None if found or len(own) == last - first + 1 else Break(first + len(own), "missing")
    head = None
    if last == log.seq and own and own[-1].hash != log.head:
        head = Break(last, "head")
    return Stretch(log, own, first, last, found or missing or head)


def parts(log: Log) -> list[tuple[int, int]]:
    """The stretches in which a log can be taken along."""
    starts = range(1, log.seq + 1, AT_ONCE)
    return [(start, min(start + AT_ONCE - 1, log.seq)) for start in starts]


def export_case(ports: Ports, session: Session, case_id: str, form: Form) -> tuple[str, str]:
    """(name without ending, text) of a case's whole chain, with all that its hashes cover."""
    rights.require_duty(session, Duty.AUDIT)
    file = _file(ports, case_id)
    case = file.case
    note(ports, session, "exported", {"case": case.number, "form": form})
    about = {"case": case.id, "number": case.number}
    return f"case-{case.number}", written(form, case, file.events, about)


def export_log(
    ports: Ports, session: Session, log_id: str, first: int, form: Form
) -> tuple[str, str]:
    """The same for lines of a log, from `first` on, AT_ONCE of them."""
    rights.require_duty(session, Duty.AUDIT)
    log = _log(ports, log_id)
    if not 1 <= first <= log.seq:
        raise NotFound
    found = _stretch(ports, log, first, min(first + AT_ONCE - 1, log.seq))
    note(ports, session, "exported", {"log": log_id, "form": form, "lines": _lines(found)})
    about = {"log": log_id, "lines": _lines(found)}
    return f"log-{log_id}-{first}", written(form, log, found.events, about)


def written(form: Form, chain: Chained, events: list[Event], about: dict[str, str]) -> str:
    return audit.as_csv(events) if form == "csv" else "".join(audit.as_lines(chain, events, about))
