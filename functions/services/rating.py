"""What people think of it when their case has ended: asked once, kept without who."""

from typing import Final

from functions.domain.case import CaseFile, happened
from functions.domain.logs import month_of
from functions.domain.problems import Invalid, NotFound, Problem
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.services import deciding
from functions.services.ports import Ports

SCORES: Final = ("5", "4", "3", "2", "1")
MOST_COMMENT: Final = 1000  # signs


def may_rate(procedure: Procedure, file: CaseFile, session: Session) -> bool:
    """Who asked for something that has ended, and has not said it yet. What the desk itself began
    is no service to them."""
    return (
        file.case.status == "closed"
        and procedure.opened_by != "desk"
        and not session.is_staff
        and deciding.part_or_none(file.case, session) == "applicant"
        and not any(event.kind == "rated" for event in file.events)
    )


def rate(
    ports: Ports,
    procedure: Procedure,
    session: Session,
    file: CaseFile,
    *,
    score: str,
    comment: str,
) -> None:
    """Once: a second time changes nothing. The case keeps that it was rated; the score goes to the
    figures and the comment to a place that knows no case, in the same transaction."""
    if deciding.part_of(file.case, session) != "applicant" or file.case.status != "closed":
        raise NotFound
    comment = comment.replace("\r\n", "\n").strip()
    problems = []
    if score not in SCORES:
        problems.append(Problem("score", say(N_("Kies een van de antwoorden."))))
    if len(comment) > MOST_COMMENT:
        text = N_("Maak dit korter: hoogstens %(max_length)s tekens.")
        problems.append(Problem("comment", say(text, max_length=MOST_COMMENT)))
    if problems:
        raise Invalid(problems)
    deciding.on_newest(
        ports, procedure, file, lambda now: _rate(ports, procedure, session, now, score, comment)
    )


def _rate(
    ports: Ports,
    procedure: Procedure,
    session: Session,
    file: CaseFile,
    score: str,
    comment: str,
) -> None:
    from functions.services.figure_ports import Rated  # few requests need it

    if not may_rate(procedure, file, session):
        return
    now = ports.clock.now()
    rated = Rated(
        procedure=procedure.key,
        month=month_of(now),
        score=score,
        comment=comment,
        kept_days=ports.tenant.feedback_days,
    )
    case, event = happened(file.case, "rated", at=now, actor=session.actor("applicant"))
    ports.store.record(case, event, rated=rated)
