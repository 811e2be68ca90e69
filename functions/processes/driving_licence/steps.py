"""The road that licences share: checked, paid, made, collected in person."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from functions.domain.facts import Facts
from functions.domain.fees import Price
from functions.domain.forms import Answers
from functions.domain.issuing import collecting, destroyed_end, for_those, making
from functions.domain.problems import Problem
from functions.domain.procedure import Claim, Hurdle
from functions.domain.steps import ESCALATE, decide, lapsed_end, payment, refusal, supplement, visit
from functions.domain.texts import N_, say
from functions.domain.workflow import End, Message, Outcome, Step, Workflow, within, workflow
from functions.processes.driving_licence.topics import photo_in

_MAKING_DAYS = 5  # working days; begijnendijk.be: 3 to 5; the tenant sets its own
BRING_PHOTO = N_("Een recente pasfoto, hoogstens 6 maanden oud.")
BRING_CARD = N_("Je identiteitskaart.")

RESIDENT = Hurdle(
    "resident",
    N_("Ben je in onze gemeente ingeschreven?"),
    if_no=N_("Vraag het rijbewijs aan de gemeente waar je ingeschreven bent."),
)

ISSUED = End(
    "issued",
    N_("Je hebt je rijbewijs."),
    N_("Neem het altijd mee als je rijdt."),
    positive=True,
)
REFUSED = End(
    "refused",
    N_("De aanvraag van het rijbewijs is geweigerd."),
    N_("Lees de reden hieronder. Is ze opgelost? Doe dan een nieuwe aanvraag."),
    appeal=N_(
        "Ben je het niet eens? Bel of mail de dienst bevolking. Blijft de weigering, dan kan je beroep instellen bij de Raad van State."
    ),
)


def check(*, ask: str, reasons: Mapping[str, str]) -> tuple[Step, Step]:
    """The office looks at the exam, the medical result or the declaration."""
    step = Step(
        name="check",
        title=N_("De dienst bevolking kijkt je aanvraag na"),
        waiting=N_("De dienst bevolking kijkt de aanvraag na."),
        ask=ask,
        role="population",
        term=within("check", days=5, working=True, source="(u) the municipality's own term"),
        outcomes=(
            Outcome(
                "approve",
                N_("Aanvraag goedkeuren"),
                "payment",
                N_("De aanvrager krijgt een mail met wat er nu gebeurt."),
                N_("De aanvraag is nagekeken en in orde."),
                style="primary",
            ),
            refusal(
                N_("Aanvraag weigeren"),
                told=N_("De aanvraag is geweigerd."),
                reasons={
                    **reasons,
                    "not-resident": N_("De persoon is niet ingeschreven in onze gemeente."),
                },
            ),
        ),
        lapse=ESCALATE,
    )
    return decide(step, supplement=supplement())


def wants_new_photo(answers: Answers, facts: Facts) -> bool:
    """Photo and signature come from the eID unless replaced. watermaal-bosvoorde"""
    del facts
    return photo_in(answers) == "new"


def _new_photo(name: str) -> tuple[Step, ...]:
    return visit(
        name,
        service="driving",
        bring=(BRING_CARD, BRING_PHOTO),
        title=N_("Je komt langs met een nieuwe foto"),
        ask=N_("Kijk de identiteit na. Neem de foto en de handtekening over."),
        done=N_("In orde, rijbewijs bestellen"),
        told=N_("De nieuwe foto en handtekening zijn genomen aan het loket."),
        then="production",
    )


def new_photo() -> tuple[Step, ...]:
    """Only for who does not want the photo of the eID."""
    return for_those(_new_photo("signing"), wants_new_photo)


def made_and_collected(message: Message, *, bring: tuple[str, ...], ask: str) -> tuple[Step, ...]:
    """The producer makes it, and the holder collects it; a photo that was not good is retaken.

    ask: what the counter does when it is collected.
    """
    retake = tuple(replace(step, aside=True) for step in _new_photo("retake"))
    return (
        *making(
            message=message,
            then="collection_booking",
            again="retake_booking",
            normal=_MAKING_DAYS,
        ),
        *retake,
        *collecting(
            bring=(BRING_CARD, *bring),
            ask=ask,
            needed=None,
        ),
    )


def usual_road(
    *,
    ask: str,
    reasons: Mapping[str, str],
    price: Price,
    message: Message,
    bring: tuple[str, ...],
    issued: End = ISSUED,
) -> Workflow:
    """Checked, paid, (a new photo,) made, collected. ask, reasons: of the office's check. bring:
    what is handed in for the new one."""
    return workflow(
        check(ask=ask, reasons=reasons),
        payment("payment", price=price, then="signing_booking"),
        new_photo(),
        made_and_collected(
            message,
            bring=bring,
            ask=N_(
                "Kijk de identiteit na, neem het oude rijbewijs in als het er nog is en geef het nieuwe af."
            ),
        ),
        issued,
        REFUSED,
        lapsed_end(),
        destroyed_end(),
    )


def ordered(document: str, answers: Answers, facts: Facts, **more: str) -> dict[str, str]:
    """What the producer needs: whose licence, which one, whose photo, and where to."""
    return {
        "document": document,
        "national_number": facts.applicant.national_number,
        "photo": photo_in(answers),
        "deliver_to": facts.tenant.nis,
        **more,
    }


def one_running(
    procedure: str, field: str
) -> Callable[[Any, Callable[[str], str], str], Iterator[Claim]]:
    """One running application per person. field: the question at which the second one is told."""

    def claims(
        application: Any,  # noqa: ANN401
        pseudonym: Callable[[str], str],
        applicant: str,
    ) -> Iterator[Claim]:
        del application, pseudonym
        yield Claim(
            f"{procedure}/{applicant}",
            Problem(
                field,
                say(
                    N_(
                        "Je vroeg dit al aan en die zaak loopt nog. Kijk bij je zaken, of trek ze eerst in."
                    )
                ),
            ),
        )

    return claims
