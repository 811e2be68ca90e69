"""Telling DOSIS where our cases stand.

Every record leads to what is true now, so that one that comes late or again can do no harm: the
case is read, and its state is sent once. A state that was not taken is tried again by who delivers
the records (docs/dosis.md).
"""

from functions.domain import dosis
from functions.domain.case import Case
from functions.domain.numbers import write_case_number
from functions.domain.texts import Text
from functions.processes import find
from functions.services.ports import Ports
from functions.services.writing import Words

_DUTCH = "nl"  # the language of the administration in Flanders


def changed(ports: Ports, case_id: str) -> bool:
    """Tell the state of a case as it is now; False when there is nothing to tell of it. Raises Busy
    when it was not taken."""
    found = ports.store.cases([case_id])
    return bool(found) and tell(ports, found[0])


def tell(ports: Ports, case: Case, *, again: bool = False) -> bool:
    """As `changed`, of a case that was just read. `again`: also what was sent before."""
    procedure, tenant = find(case.process, case.procedure), ports.tenant
    if procedure is None or not dosis.product_of(tenant, case):
        return False
    words = Words(_DUTCH)
    told = dosis.known(procedure, case)
    body = dosis.payload(
        tenant,
        case,
        told,
        site=ports.site_url,
        title=words.write(procedure.guide.title),
        status=_written(words, told.status),
        action=_written(words, told.action),
    )
    if again:
        ports.dossiers.send(body)
    else:
        ports.once(f"dosis/{body['UploadId']}", lambda: ports.dossiers.send(body))
    return True


def _written(words: Words, text: Text | str) -> str:
    return words.write(text) if text else ""


def gone(ports: Ports, case: Case) -> bool:
    """Take a case away that was erased; one that was never told of is no fault."""
    if not ports.tenant.dosis.source:
        return False
    number = write_case_number(case.number)
    ports.once(
        f"dosis/{case.id}/gone",
        lambda: ports.dossiers.remove(ports.tenant.dosis.source, number),
    )
    return True
