"""What both endings share: the last step, the ends, the claims, and what they set free."""

from collections.abc import Callable, Iterator
from typing import Any

from functions.domain.links import Ends, FollowInput, Link
from functions.domain.problems import Problem
from functions.domain.procedure import Claim
from functions.domain.steps import ESCALATE, lapsed_end, refusal
from functions.domain.texts import N_, say
from functions.domain.workflow import End, Outcome, Step, within

OWN = "(u) the municipality's own term"


def refuse_ending() -> Outcome:
    return refusal(
        N_("De beëindiging weigeren"),
        told=N_("De beëindiging is geweigerd."),
        reasons={
            "none": N_("Er is geen wettelijke samenwoning in het register."),
            "other": N_("De andere persoon is niet wie in het register staat."),
        },
    )


REGISTRATION = Step(
    name="registration",
    title=N_("De dienst bevolking schrijft het einde in"),
    waiting=N_("De dienst bevolking schrijft het einde van de samenwoning in."),
    ask=N_("Schrijf het einde van de wettelijke samenwoning in het bevolkingsregister in."),
    role="population",
    term=within("registration", days=7, source=OWN),
    outcomes=(
        Outcome(
            "register",
            N_("Het einde is ingeschreven"),
            "ended",
            N_("De wettelijke samenwoning is voorbij. De aanvrager krijgt een mail."),
            N_("Het einde van de wettelijke samenwoning is ingeschreven."),
            style="primary",
        ),
    ),
    lapse=ESCALATE,
)

ENDS = (
    End(
        "ended",
        N_("De wettelijke samenwoning is beëindigd."),
        N_(
            "Het einde staat in het bevolkingsregister. Verhuist iemand van jullie, dan geeft die dat "
            "apart aan. Kijk ook je verzekeringen en je samenlevingsovereenkomst na."
        ),
        positive=True,
    ),
    End(
        "refused",
        N_("De beëindiging is geweigerd."),
        N_("Lees de reden. De wettelijke samenwoning loopt door."),
        appeal=N_("Ben je het niet eens? Je kan naar de familierechtbank gaan."),
    ),
    lapsed_end(),
)


def claims_of(
    application: object, pseudonym: Callable[[str], str], applicant: str
) -> Iterator[Claim]:
    """One running ending per person."""
    del application, pseudonym
    yield Claim(
        f"cohabitation-ending/{applicant}",
        Problem(
            "began.day",
            say(N_("Je vroeg al om je wettelijke samenwoning te beëindigen. Kijk bij je zaken.")),
        ),
    )


def ends_for(number: Callable[[Any], str]) -> Callable[[Any, FollowInput], Iterator[Link]]:
    """What the good end sets free: the cohabitation of both (`number`: of the other person), so
    that each can declare another. Civil Code, article 1476, paragraph 2."""

    def follow(application: Any, given: FollowInput) -> Iterator[Link]:  # noqa: ANN401 - of either ending
        if given.end != "ended":
            return
        applicant = given.facts.applicant.ref
        told = N_("De wettelijke samenwoning is beëindigd.")
        for ref in (applicant, given.pseudonym(number(application))):
            yield Ends(f"cohabitation/{ref}", told)

    return follow
