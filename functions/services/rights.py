"""Whether this clerk may do this: the table of domain/authorisation.py, asked for a sign-in."""

from functions.domain import authorisation, sensitive
from functions.domain.authorisation import Action, Duty
from functions.domain.case import Case
from functions.domain.problems import NotAllowed
from functions.domain.procedure import Procedure
from functions.domain.session import Session


def held(
    session: Session, action: Action, procedure: Procedure, case: Case | None = None
) -> frozenset[str]:
    """The roles by which this clerk may do this: in every case, and in this one where it was taken
    over. Empty for who is no clerk."""
    if not session.is_staff:
        return frozenset()
    roles = authorisation.roles_for(action, procedure)
    if case is not None:
        roles |= authorisation.roles_over(action, procedure, case.escalated)
    return frozenset(session.roles & roles)


def require(
    session: Session, action: Action, procedure: Procedure, case: Case | None = None
) -> frozenset[str]:
    """As `held`; raises NotAllowed without any."""
    roles = held(session, action, procedure, case)
    if not roles:
        raise NotAllowed
    return roles


def require_document(session: Session, procedure: Procedure, case: Case, document_id: str) -> None:
    """Raises NotAllowed for a clerk who may see the case and not this document."""
    document = case.documents.get(document_id)
    if document and sensitive.is_field(procedure, document.field):
        require(session, Action.SEE_SENSITIVE, procedure, case)


def has(session: Session, duty: Duty) -> bool:
    return session.is_staff and bool(session.roles & authorisation.duty_roles(duty))


def require_duty(session: Session, duty: Duty) -> None:
    """Raises NotAllowed."""
    if not has(session, duty):
        raise NotAllowed
