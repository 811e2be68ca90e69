"""A note that the desk keeps with a case: for colleagues, never for the people it is about."""

from functions.domain.authorisation import Action
from functions.domain.case import CaseFile, happened
from functions.domain.problems import Invalid, Problem
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.services import deciding, rights
from functions.services.ports import Ports

FIELD = "note"
MOST = 2000  # signs


def note(ports: Ports, procedure: Procedure, session: Session, file: CaseFile, text: str) -> None:
    """Write it down; the same text twice in a row by the same person is one note. Raises
    NotAllowed, Invalid."""
    roles = rights.require(session, Action.NOTE, procedure, file.case)
    text = text.strip()
    if not text:
        raise Invalid([Problem(FIELD, say(N_("Schrijf eerst een notitie.")))])
    if len(text) > MOST:
        long = say(N_("Maak dit korter: hoogstens %(max_length)s tekens."), max_length=MOST)
        raise Invalid([Problem(FIELD, long)])
    actor = session.actor("clerk", ",".join(sorted(roles)))

    def write(now: CaseFile) -> None:
        if is_last(now, session, text):
            return
        case, event = happened(
            now.case, "noted", at=ports.clock.now(), actor=actor, data={"text": text}
        )
        ports.store.record(case, event)

    deciding.on_newest(ports, procedure, file, write)


def is_last(file: CaseFile, session: Session, text: str) -> bool:
    """Whether this is the newest note already."""
    notes = [event for event in file.events if event.kind == "noted"]
    return bool(notes) and (notes[-1].actor.ref, notes[-1].data["text"]) == (
        session.person.ref,
        text,
    )
