"""Telling DOSIS where our cases stand.

Every record leads to what is true now, so that one that comes late or again can do no harm: the
case is read, and its state is sent once. Who sent looks again: what changed meanwhile is sent too,
and a case that went meanwhile is taken away, so that of two who send at once the last word is true.
A state that was not taken is tried again by who delivers the records; one that is refused is parked
until someone has mended what is wrong (docs/dosis.md).
"""

from enum import StrEnum
from typing import Any

from functions.domain import dosis
from functions.domain.case import Case
from functions.domain.numbers import write_case_number
from functions.domain.problems import Busy
from functions.domain.texts import Text
from functions.processes import find
from functions.services.dossier_ports import Parked, Refused
from functions.services.ports import Ports
from functions.services.writing import Words

_DUTCH = "nl"  # the language of the administration in Flanders
_LOOKS = 5  # a case that changes more often while it is told of is left to the next try


class Told(StrEnum):
    """What came of telling. NOTHING: there is nothing to tell of it; BEFORE: it was told already;
    GONE: the case is no more, and was taken away."""

    NOTHING = "nothing"
    BEFORE = "before"
    SENT = "sent"
    REFUSED = "refused"
    GONE = "gone"


def changed(ports: Ports, record: Case) -> Told:
    """Tell the state of a case as it is now, whatever the record says. Raises Busy when that was
    not taken and can be tried again."""
    if not dosis.product_of(ports.tenant, record):
        return Told.NOTHING
    found = ports.store.cases([record.id])
    return tell(ports, found[0]) if found else _take_away(ports, record)


def tell(ports: Ports, case: Case, *, again: bool = False, run: str = "") -> Told:
    """As `changed`, of a case that was just read. `again`: also what was sent before; with a `run`,
    once in the run of that name."""
    told = Told.NOTHING
    for _ in range(_LOOKS):
        body = _body(ports, case)
        if body is None:
            return told
        key = "" if again and not run else _key(body, run)
        told = _send(ports, case, body, key)
        if told is Told.BEFORE:
            return told
        now = ports.store.cases([case.id])
        if not now:
            return _take_away(ports, case)
        if _body(ports, now[0]) == body:
            return told
        # Whoever told of the newer state may have come before what was sent just now.
        case, again, run = now[0], True, ""
    raise Busy


def gone(ports: Ports, case: Case) -> Told:
    """Take a case away that was erased; one that was never told of is no fault."""
    if not ports.tenant.dosis.source:
        return Told.NOTHING
    ports.once(f"dosis/{case.id}/gone", lambda: remove(ports, case))
    return Told.GONE


def remove(ports: Ports, case: Case) -> None:
    """Take a dossier away. Raises Busy."""
    ports.dossiers.remove(ports.tenant.dosis.source, write_case_number(case.number))


def try_again(ports: Ports, parked: Parked) -> Told:
    """Tell again of a case whose state was refused: the state that it has now. Raises Busy."""
    found = ports.store.cases([parked.case_id])
    told = tell(ports, found[0], again=True) if found else Told.GONE
    if told is not Told.REFUSED:
        ports.refusals.settled(parked)
    return told


def _take_away(ports: Ports, case: Case) -> Told:
    """Not once: what was sent just now, or is tried again, may have come after the removal."""
    remove(ports, case)
    return Told.GONE


def _key(body: dict[str, Any], run: str) -> str:
    return "/".join(filter(None, ("dosis", body["UploadId"], run)))


def _send(ports: Ports, case: Case, body: dict[str, Any], key: str) -> Told:
    """`key`: of what is done once; empty: whatever was done before."""
    told = Told.BEFORE

    def send() -> None:
        nonlocal told
        try:
            ports.dossiers.send(body)
            told = Told.SENT
        except Refused as refused:
            ports.refusals.park(
                Parked(
                    case_id=case.id, number=case.number, upload=body["UploadId"],
                    at=ports.clock.now(), code=refused.code, fields=refused.fields,
                )
            )  # fmt: skip
            told = Told.REFUSED

    if key:
        ports.once(key, send)
    else:
        send()
    return told


def _body(ports: Ports, case: Case) -> dict[str, Any] | None:
    """What is sent of a case; None when there is nothing to tell of it."""
    procedure, tenant = find(case.process, case.procedure), ports.tenant
    if procedure is None or not dosis.product_of(tenant, case):
        return None
    words = Words(_DUTCH)
    told = dosis.known(procedure, case)
    return dosis.payload(
        tenant,
        case,
        told,
        site=ports.site_url,
        title=words.write(procedure.guide.title),
        status=_written(words, told.status),
        action=_written(words, told.action),
    )


def _written(words: Words, text: Text | str) -> str:
    return words.write(text) if text else ""
