"""A clerk gathers all data of one person, for that person: asked, identified, and noted down."""

from dataclasses import replace
from typing import Annotated, ClassVar, Final

from functions.domain.authorisation import Duty
from functions.domain.forms import Ask, Topic
from functions.domain.identification import WhoseNumber
from functions.domain.kinds import Choice
from functions.domain.session import Session
from functions.domain.texts import N_
from functions.services import deciding, gathering, office_log, rights
from functions.services.gathering import APPLICANT, CaseOf, Everything
from functions.services.ports import Ports

ASKED: Final = "asked"  # the name of the topic on its page


class Asked(Topic):
    """Who asks what, and how we know that it is them."""

    title: ClassVar[str] = N_("Wat bewaren we van iemand?")
    intro: ClassVar[str] = N_(
        "Iedereen mag vragen welke gegevens we van hem of haar bewaren. Kijk eerst na wie het "
        "vraagt. We schrijven op dat je dit opzocht en waarom."
    )

    national_number: WhoseNumber
    identified: Annotated[
        Choice,
        Ask(
            N_("Hoe weet je wie het vraagt?"),
            missing=N_("Kies hoe je weet wie het vraagt."),
            options={
                "counter": N_("De persoon is hier en toonde een identiteitskaart"),
                "signed-in": N_("De persoon vroeg het zelf, aangemeld met eID of itsme"),
                "letter": N_("Met een brief, nagekeken met een kopie van de identiteitskaart"),
                "representative": N_("Een vertegenwoordiger, met een bewijs daarvan"),
            },
        ),
    ]
    reason: Annotated[
        Choice,
        Ask(
            N_("Waarom zoek je dit op?"),
            missing=N_("Kies waarom je dit opzoekt."),
            options={
                "access": N_("De persoon wil zijn gegevens inkijken"),
                "correction": N_("De persoon wil iets laten verbeteren"),
                "erasure": N_("De persoon wil iets laten wissen"),
                "complaint": N_("Er is een klacht, of de toezichthouder vraagt het"),
            },
        ),
    ]


def inspect(ports: Ports, session: Session, asked: Asked, what: str) -> Everything:
    """Everything of that person. It is noted first: nobody looks unseen. `what`: page, file or
    erasure."""
    rights.require_duty(session, Duty.INSPECT)
    ref = ports.pseudonym(asked.national_number)
    data = {
        "ref": ref,
        "reason": asked.reason,
        "identified": asked.identified,
        "what": what,
    }
    office_log.note(ports, session, "inspected", data)
    found = gathering.gather(ports, ref, asked.national_number)
    return replace(found, cases=tuple(_seen(ports, session, case) for case in found.cases))


def _seen(ports: Ports, session: Session, case: CaseOf) -> CaseOf:
    """Who asks who looked at their case finds this look too."""
    if case.part != APPLICANT or case.procedure is None:
        return case
    file = deciding.note_access(ports, case.procedure, session, case.file, "viewed", step="inspect")
    return replace(case, file=file)
