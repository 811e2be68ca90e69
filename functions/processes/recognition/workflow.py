"""The road of a recognition: consents, the registrar's look or a deferral, the act, and the letter to
a spouse."""

from collections.abc import Callable, Iterator

from functions.domain import life_events
from functions.domain.problems import Problem
from functions.domain.procedure import Claim, Guide, Hurdle, PartyData, Procedure, rules_in
from functions.domain.steps import ESCALATE, declined_end, lapsed_end
from functions.domain.texts import N_, say
from functions.domain.workflow import End, Outcome, Step, within, workflow
from functions.processes.recognition import rules
from functions.processes.recognition.application import RecognitionApplication
from functions.processes.recognition.steps import CONSENTS, DECISION, DEFERRAL, OWN

_road = workflow(
    CONSENTS,
    DECISION,
    DEFERRAL,
    Step(
        name="act",
        title=N_("De ambtenaar maakt de akte van erkenning op"),
        waiting=N_("De ambtenaar van de burgerlijke stand maakt de akte op."),
        ask=N_("Maak de akte van erkenning op."),
        role="registrar",
        second_look_of="decision",
        term=within("act", days=14, source=OWN),
        outcomes=(
            Outcome(
                "draw-up",
                N_("De akte is opgemaakt"),
                "spouse",
                N_("De erkenning geldt."),
                N_("De akte van erkenning is opgemaakt."),
                style="primary",
            ),
        ),
        lapse=ESCALATE,
    ),
    Step(
        name="spouse",
        title=N_("De echtgenoot krijgt een brief"),
        waiting=N_("De akte is opgemaakt. We sturen de brief die de wet vraagt."),
        ask=N_(
            "Stuur de echtgenoot van wie erkende een aangetekende brief. Zoek het adres op in het "
            "Rijksregister."
        ),
        role="registrar",
        term=within("spouse", days=7, source="(u) deerlijk.be: by registered letter"),
        needed=rules.spouse_is_told,
        outcomes=(
            Outcome(
                "sent",
                N_("De brief is verstuurd"),
                "recognised",
                N_("De zaak is klaar."),
                N_("De aangetekende brief is verstuurd."),
                style="primary",
            ),
        ),
        lapse=ESCALATE,
        can_be_withdrawn=False,
    ),
    End(
        "recognised",
        N_("Het kind is erkend: de akte is opgemaakt."),
        N_("Je bent nu voor de wet een ouder van het kind. Bewaar de akte bij je papieren."),
        positive=True,
    ),
    End(
        "refused",
        N_("De ambtenaar weigert de erkenning."),
        N_("Lees de reden. Het kind is niet erkend."),
        appeal=N_("Ben je het niet eens? Ga in beroep bij de familierechtbank."),
    ),
    declined_end(
        N_(
            "Het kind is niet erkend, want een toestemming ontbreekt. Vraag raad aan een advocaat of "
            "aan de familierechtbank, of doe later een nieuwe aanvraag."
        )
    ),
    lapsed_end(),
)


def _parties(application: RecognitionApplication) -> Iterator[PartyData]:
    for name, person in (("mother", application.mother), ("child", application.child)):
        if person:
            yield PartyData(
                name, person.given_name, person.family_name, person.national_number, person.mail
            )


def _claims(
    application: RecognitionApplication, pseudonym: Callable[[str], str], applicant: str
) -> Iterator[Claim]:
    """One recognition of a child at a time; a child that was recognised stays so."""
    del applicant
    place, key = "moment.situation", ""
    if application.unborn and application.mother:
        place = "unborn.expected"
        key = f"{application.mother.national_number}/{application.unborn.expected}"
    elif application.minor:
        place, key = "minor.national_number", application.minor.national_number
    elif application.child:
        place, key = "child.national_number", application.child.national_number
    if key:
        yield Claim(
            f"recognition/{pseudonym(key)}",
            Problem(
                place,
                say(N_("Voor dit kind loopt al een erkenning. Kijk bij je zaken of bel ons.")),
            ),
        )


declaration = Procedure(
    name="declaration",
    process="recognition",
    application=RecognitionApplication,
    workflow=_road,
    rules=rules_in(rules),
    submit_label=N_("Erkenning indienen"),
    parties=_parties,
    claims=_claims,
    hurdles=(
        Hurdle(
            "two-parents",
            N_("Heeft het kind al twee ouders in de geboorteakte?"),
            if_yes=N_(
                "Dan kan je het kind niet erkennen bij de gemeente. Vraag raad aan een advocaat of aan "
                "de familierechtbank."
            ),
        ),
        Hurdle(
            "newborn",
            N_("Is het kind net geboren en is de geboorte nog niet aangegeven?"),
            if_yes=N_("Erken het kind bij de aangifte: start “Geboorte aangeven”."),
        ),
        Hurdle(
            "consent",
            N_("Gaat wie moet toestemmen akkoord: de moeder, en het kind vanaf 12 jaar?"),
            if_no=N_(
                "Zonder toestemming kan je het kind niet erkennen bij de gemeente. Vraag raad aan een "
                "advocaat of aan de familierechtbank."
            ),
            hint=N_("Is het kind 18 of ouder, dan moet alleen het kind zelf akkoord gaan."),
        ),
    ),
    retention_days=730,
    retention_note="(u) to be set by the municipality's archive plan; the act itself is in DABS",
    guide=Guide(
        title=N_("Kind erkennen"),
        summary=N_("Word voor de wet ouder van je kind als je niet met de moeder getrouwd bent."),
        life_event=life_events.CHILD,
        who=(
            N_("Je bent de vader of de meemoeder en je bent niet met de moeder getrouwd."),
            N_("Je kan een kind erkennen voor de geboorte, en daarna zonder tijdslimiet."),
            N_(
                "De moeder gaat akkoord. Vanaf 12 jaar ook het kind. Een volwassen kind beslist alleen."
            ),
        ),
        needed=(
            N_("Voor de geboorte: het attest van de arts of de vroedvrouw met de verwachte datum."),
            N_("Na de geboorte: alleen een akte als het kind in het buitenland geboren is."),
            N_("Het rijksregisternummer en e-mailadres van wie akkoord moet gaan."),
        ),
        duration=N_("Invullen duurt ongeveer 10 minuten. We beslissen meestal binnen een maand."),
        legal=(N_("Erkenning van een kind: oud Burgerlijk Wetboek"),),
        counter=N_("Je kan het kind ook erkennen aan het loket. Kom dan samen met de moeder."),
        paper=N_(
            "Liever op papier? Druk het formulier af, vul het in en breng het mee naar het loket."
        ),
        keywords=N_("erkenning kind vader meemoeder ouder afstamming zwanger erkennen"),
    ),
)
