"""Calling people back: they ask, a clerk takes it, calls, and notes how it went."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta
from ipaddress import ip_address, ip_network

from functions.domain.authorisation import Duty
from functions.domain.calendar import BRUSSELS
from functions.domain.calls import NOT_REACHED, RELEASED, Call, CallMe, Result, Try
from functions.domain.problems import Conflict, NotFound, TooMany
from functions.domain.session import Session
from functions.services import office_log, rights
from functions.services.ports import Ports

# From one source on one day: enough for a family or a library, too few to flood the queue.
_MOST_A_DAY = 10
_FORGOTTEN = timedelta(days=2)
_IPV6_HOME = 64  # one connection has at least so large a network of its own


def ask(ports: Ports, form: CallMe, *, call_id: str, subject: str, lang: str, address: str) -> None:
    """Put a request in the queue; the same again changes nothing. Raises TooMany."""
    now = ports.clock.now()
    if ports.calls.get(call_id):
        return
    if not ports.calls.counted(source_of(ports, address), now + _FORGOTTEN, most=_MOST_A_DAY):
        raise TooMany
    call = Call(
        id=call_id,
        created=now,
        lang=lang,
        subject=subject,
        name=form.name,
        phone=form.phone,
        when=form.when,
        question=form.question or "",
    )
    ports.calls.add(call)


def source_of(ports: Ports, address: str) -> str:
    """A keyed hash of where a form came from and the day: it tells nobody who that was."""
    day = ports.clock.now().astimezone(BRUSSELS).date().isoformat()
    told = f"{_network(address)} {day}"
    return hmac.new(ports.pseudonym_key.encode(), told.encode(), hashlib.sha256).hexdigest()[:32]


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if found.version == 4:
        return str(found)
    return str(ip_network((found, _IPV6_HOME), strict=False))


def take(ports: Ports, session: Session, call_id: str) -> None:
    """This clerk is going to call. Raises Conflict when somebody else is, or did."""
    call = _open(ports, session, call_id)
    if call.holder == session.person.ref:
        return
    if call.holder:
        raise Conflict
    held = {"holder": session.person.ref, "holder_name": session.person.name}
    _save(ports, call, held)
    office_log.note(ports, session, "call-taken", {"call": call_id})


def note(ports: Ports, session: Session, call_id: str, result: Result) -> None:
    """How it went, by the clerk who took it. Raises Conflict for anybody else."""
    call = _open(ports, session, call_id)
    if call.holder != session.person.ref:
        raise Conflict
    now = ports.clock.now()
    one = Try(at=now, ref=session.person.ref, name=session.person.name, result=result)
    again = result in (NOT_REACHED, RELEASED)
    changes = {
        "holder": "",
        "holder_name": "",
        "tries": [*call.tries, one],
        "done": None if again else now,
    }
    _save(ports, call, changes)
    office_log.note(ports, session, "called", {"call": call_id, "result": result})


def _open(ports: Ports, session: Session, call_id: str) -> Call:
    rights.require_duty(session, Duty.CALLS)
    call = ports.calls.get(call_id)
    if call is None:
        raise NotFound
    if call.done:
        raise Conflict
    return call


def _save(ports: Ports, call: Call, changes: Mapping[str, object]) -> None:
    changed = call.model_copy(update={**changes, "version": call.version + 1})
    kept = timedelta(days=ports.tenant.call_kept_days)
    ports.calls.save(changed, changed.done + kept if changed.done else None)
