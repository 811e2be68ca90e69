"""Retention: what was kept long enough goes, and nothing else (GDPR, article 5(1)(e))."""

from dataclasses import dataclass
from datetime import date

from functions.domain import retention
from functions.domain.authorisation import Duty
from functions.domain.calendar import BRUSSELS
from functions.domain.case import Case
from functions.domain.logs import month_of
from functions.domain.numbers import write_case_number
from functions.domain.problems import Conflict
from functions.domain.procedure import Procedure
from functions.domain.retention import Kept
from functions.domain.session import Session
from functions.services import office_log, rights
from functions.services.ports import Ports

# In one press of the button: some seconds of a function. The button comes back for the rest.
AT_ONCE = 50
# More are not counted: the preview says "more than".
COUNTED = 100


@dataclass(frozen=True)
class Due:
    """What goes of a procedure. `days`: how long a case is kept after its end; `until`: what was
    closed on that day or before; `cases`: at most COUNTED + 1, the longest ago first."""

    procedure: Procedure
    days: int
    until: date
    cases: tuple[Kept, ...]


def item_gone(ports: Ports, case_id: str) -> None:
    """A draft or case left the table (deleted, expired, or handed in): its files go too, unless it
    lives on as a case. Safe to repeat."""
    if ports.store.draft_or_case(case_id) == (None, None):
        ports.files.forget(case_id)


def today(ports: Ports) -> date:
    return ports.clock.now().astimezone(BRUSSELS).date()


def days_of(ports: Ports, procedure: Procedure) -> int:
    return ports.tenant.kept_days(procedure.key, procedure.retention_days)


def due(ports: Ports, procedure: Procedure, *, most: int = COUNTED + 1) -> Due:
    """One request. The term is the one that holds now, whatever it was at the closing."""
    days = days_of(ports, procedure)
    until = retention.last_closed(today(ports), days)
    cases = ports.personal_data.due(procedure.key, until, most=most)
    return Due(procedure, days, until, tuple(cases))


def run(ports: Ports, session: Session, procedure: Procedure) -> int:
    """Delete what is due, at most AT_ONCE; answers how many cases went. Stopped half-way, the next
    run takes up where this one was."""
    rights.require_duty(session, Duty.RETAIN)
    found = due(ports, procedure, most=AT_ONCE)
    return sum(_retain(ports, session, found, kept) for kept in found.cases)


def _retain(ports: Ports, session: Session, found: Due, kept: Kept) -> bool:
    if kept.head:  # the case itself went in a run that did not come to its end
        _finish(ports, session, kept)
        return True
    cases = ports.store.cases([kept.case_id])
    if not cases:
        ports.personal_data.forget(kept.case_id)
        return False
    (case,) = cases
    if not may_go(case, found.until):
        # opened again, or closed anew since: it stands where it should
        if case.status == "closed":
            ports.personal_data.keep(retention.kept(case))
        else:
            ports.personal_data.forget(kept.case_id)
        return False
    return delete(ports, session, case, "retained", str(found.days))


def may_go(case: Case, until: date) -> bool:
    return (
        case.status == "closed"
        and case.closed is not None
        and case.closed.astimezone(BRUSSELS).date() <= until
    )


def delete(ports: Ports, session: Session, case: Case, kind: str, rule: str) -> bool:
    """Everything of a closed case. `kind`, `rule`: how the office's log tells it. False when the
    case changed meanwhile."""
    try:
        gone = ports.personal_data.drop(case, kind, rule)
    except Conflict:
        return False
    _finish(ports, session, gone, is_new=True)
    return True


def _finish(ports: Ports, session: Session, gone: Kept, *, is_new: bool = False) -> None:
    """What is left of it goes, the log tells it once, and then it leaves the list."""
    ports.personal_data.drop_rest(gone.case_id)
    number = write_case_number(gone.number)
    log = month_of(ports.clock.now())
    noted = not is_new and any(
        event.data.get("number") == number and event.data.get("head") == gone.head
        for event in ports.logs.events(log)
    )
    if not noted:
        data = {
            "number": number,
            "procedure": gone.procedure,
            "rule": gone.rule,
            "head": gone.head,
        }
        office_log.note(ports, session, gone.kind, data)
    ports.personal_data.forget(gone.case_id)
