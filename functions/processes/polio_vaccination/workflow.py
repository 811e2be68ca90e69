"""The road of a proof: the population service registers it, or asks for more."""

from collections.abc import Callable, Iterator

from functions.domain import life_events
from functions.domain.certificates import Certificate
from functions.domain.facts import Facts
from functions.domain.problems import Problem
from functions.domain.procedure import Claim, Guide, Hurdle, Procedure, rules_in
from functions.domain.steps import decide, refusal
from functions.domain.texts import N_, Text, say
from functions.domain.workflow import End, Lapse, Outcome, Step, within, workflow
from functions.processes.polio_vaccination import rules
from functions.processes.polio_vaccination.application import PolioApplication


def _registered(application: PolioApplication, facts: Facts) -> Iterator[Text]:
    """Not which proof: that a doctor advises against it is for nobody else to read."""
    child = application.child
    yield say(
        N_(
            "Het bewijs over de poliovaccinatie van %(child)s is bij %(municipality)s geregistreerd."
        ),
        child=f"{child.given_name} {child.family_name}",
        municipality=facts.tenant.title,
    )


_road = workflow(
    decide(
        Step(
            name="registration",
            title=N_("De dienst bevolking registreert het bewijs"),
            waiting=N_("De dienst bevolking kijkt het bewijs na."),
            ask=N_("Kijk na: klopt het bewijs met de doses? Registreer het in het Rijksregister."),
            role="population",
            term=within("registration", days=14, source="(u) the municipality's own term"),
            outcomes=(
                Outcome(
                    "register",
                    N_("Bewijs registreren"),
                    "registered",
                    N_("Het bewijs staat in het Rijksregister. De aanvrager krijgt een mail."),
                    N_("Het bewijs is geregistreerd."),
                    style="primary",
                ),
                refusal(
                    N_("Bewijs weigeren"),
                    told=N_("Het bewijs is geweigerd."),
                    reasons={
                        "unreadable": N_("Het bewijs is niet leesbaar."),
                        "other-child": N_("Het bewijs gaat over een ander kind."),
                        "not-resident": N_("Het kind woont niet in onze gemeente."),
                    },
                ),
            ),
            lapse=Lapse(
                N_("De termijn liep af. De leidinggevende neemt het over."),
                escalate_to="tenant_admin",
            ),
        ),
        supplement=within("supplement", days=30, source="(u) the municipality's own term"),
    ),
    End(
        "registered",
        N_("Het vaccinatiebewijs is geregistreerd."),
        N_("Je hoeft niets meer te doen."),
        positive=True,
        issues=Certificate(
            N_("Bewijs van registratie: poliovaccinatie"),
            _registered,
            N_("Koninklijk besluit van 26 oktober 1966"),
            rows=("child.given_name", "child.family_name", "child.national_number"),
        ),
    ),
    End(
        "refused",
        N_("Het bewijs is geweigerd."),
        N_(
            "Je kan een nieuw bewijs indienen. Het moet er nog altijd zijn voor het kind 18 maanden is."
        ),
        appeal=N_("Ben je het niet eens? Bel of mail de dienst bevolking."),
    ),
)


def _claims(
    application: PolioApplication, pseudonym: Callable[[str], str], applicant: str
) -> Iterator[Claim]:
    """One running proof per child, whichever parent hands it in."""
    del applicant
    yield Claim(
        f"polio-child/{pseudonym(application.child.national_number)}",
        Problem(
            "child.national_number",
            say(N_("Voor dit kind is al een bewijs ingediend. We kijken het na.")),
        ),
    )


proof = Procedure(
    name="proof",
    process="polio-vaccination",
    application=PolioApplication,
    workflow=_road,
    rules=rules_in(rules),
    submit_label=N_("Bewijs indienen"),
    claims=_claims,
    hurdles=(
        Hurdle(
            "parent",
            N_("Ben je ouder of voogd van het kind?"),
            if_no=N_("Alleen een ouder of voogd dient het bewijs in. Vraag dat aan hem of haar."),
        ),
        Hurdle(
            "residence",
            N_("Woont het kind in onze gemeente?"),
            if_no=N_("Dien het bewijs in bij de gemeente waar het kind woont."),
        ),
        Hurdle(
            "proof",
            N_(
                "Heb je een bewijs van alle doses, of een attest dat een arts de vaccinatie nu afraadt?"
            ),
            if_no=N_(
                "Wacht tot het kind de laatste dosis kreeg. Ben je het formulier kwijt? Vraag dan een nieuw formulier."
            ),
            hint=N_(
                "Bijvoorbeeld het ingevulde formulier of de bladzijde van het vaccinatieboekje."
            ),
        ),
    ),
    retention_days=730,
    retention_note="(u) to be set by the municipality's archive plan",
    guide=Guide(
        title=N_("Poliovaccinatie bewijzen"),
        summary=N_(
            "Bewijs dat je kind tegen polio gevaccineerd is. Dat moet voor je kind 18 maanden is."
        ),
        life_event=life_events.CHILD,
        who=(
            N_("Je bent ouder of voogd van het kind."),
            N_("Het kind woont in onze gemeente."),
        ),
        needed=(
            N_("Het vaccinatieboekje met de datums van de doses."),
            N_("Het bewijs van de arts of van Kind en Gezin: een foto is goed."),
        ),
        duration=N_(
            "Invullen duurt ongeveer 5 minuten. We registreren het meestal binnen 2 weken."
        ),
        legal=(N_("Koninklijk besluit van 26 oktober 1966"),),
        counter=N_("Je kan het bewijs ook afgeven aan het loket."),
        paper=N_("Liever op papier? Stuur het ingevulde formulier met de post."),
        keywords=N_("polio vaccinatie inenting kind baby bewijs kinderverlamming"),
    ),
)
