"""A clerk takes an issued document back: it was wrong, or what it says has ended.

The event is what counts; the stream sets the proof right if this could not (services/issuing.py).
"""

from functions.domain.authorisation import Action
from functions.domain.case import CaseFile, happened
from functions.domain.issued import Issued
from functions.domain.problems import Invalid, NotFound, Problem
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.services import deciding, issuing, rights
from functions.services.ports import Ports

FIELD = "reason"
MOST = 1000  # signs


def find(ports: Ports, case_id: str, code: str) -> Issued:
    """Raises NotFound for a code of no document in this case."""
    for issued in ports.issued.of_case(case_id):
        if issued.proof.code == code:
            return issued
    raise NotFound


def revoke(
    ports: Ports,
    procedure: Procedure,
    session: Session,
    file: CaseFile,
    issued: Issued,
    reason: str,
) -> None:
    """Raises NotAllowed, Invalid. A second time changes nothing."""
    roles = rights.require(session, Action.REVOKE, procedure, file.case)
    reason = reason.strip()
    if not reason:
        raise Invalid([Problem(FIELD, say(N_("Schrijf op waarom je dit document intrekt.")))])
    if len(reason) > MOST:
        long = say(N_("Maak dit korter: hoogstens %(max_length)s tekens."), max_length=MOST)
        raise Invalid([Problem(FIELD, long)])
    data = {"code": issued.proof.code, "reason": reason}
    actor = session.actor("clerk", ",".join(sorted(roles)))
    now = ports.clock.now()

    def write(newest: CaseFile) -> None:
        if any(_is_of(event.kind, event.data, issued) for event in newest.events):
            return
        case, event = happened(newest.case, issuing.REVOKED, at=now, actor=actor, data=data)
        ports.store.record(case, event)

    deciding.on_newest(ports, procedure, file, write)
    ports.issued.revoke(issued, now)


def _is_of(kind: str, data: dict[str, str], issued: Issued) -> bool:
    return kind == issuing.REVOKED and data["code"] == issued.proof.code
