"""The road of a marriage: the partner confirms, the registrar draws up the act of declaration, the
fee of the ceremony is paid, a moment is chosen, and they marry."""

from collections.abc import Callable, Iterator

from functions.domain import life_events
from functions.domain.fees import Price
from functions.domain.links import Ends, FollowInput, Link
from functions.domain.problems import Problem
from functions.domain.procedure import Claim, Guide, Hurdle, PartyData, Procedure, rules_in
from functions.domain.steps import (
    ESCALATE,
    confirmation,
    decide,
    declined_end,
    lapsed_end,
    payment,
    refusal,
    supplement,
)
from functions.domain.texts import N_, say
from functions.domain.workflow import End, Outcome, Step, within, workflow
from functions.processes.marriage import rules
from functions.processes.marriage.application import SPECIAL, TOWN_HALL, MarriageApplication
from functions.processes.marriage.steps import CEREMONY, DEFERRAL

_OWN = "(u) the municipality's own term"
_price = Price(
    rules.KEY,
    variant=lambda answers: str(answers["ceremony"]["place"]),
    labels={
        TOWN_HALL: N_("Huwelijk in het stadhuis"),
        SPECIAL: N_("Huwelijk op zaterdag of op een andere plaats"),
    },
)

_road = workflow(
    confirmation(
        "partner",
        party="partner",
        title=N_("De partner bevestigt de aangifte"),
        waiting=N_("We wachten tot de partner de aangifte bevestigt."),
        ask=N_(
            "Iemand deed de aangifte van jullie huwelijk. Kijk na wat er staat. Wil jij trouwen?"
        ),
        mail_subject=N_("Bevestig de aangifte van jullie huwelijk"),
        term=within("partner", days=14, source=_OWN),
        confirm=N_("Ja, ik wil met deze persoon trouwen"),
        decline=N_("Nee, ik wil dit niet"),
        then="papers",
        claims=True,
    ),
    decide(
        Step(
            name="papers",
            title=N_("De ambtenaar tekent de aangifte"),
            waiting=N_("De ambtenaar van de burgerlijke stand kijkt de documenten na."),
            ask=N_(
                "Kijk na: zijn de documenten volledig en zijn de voorwaarden vervuld? Maak dan de akte "
                "van aangifte op."
            ),
            role="registrar",
            term=within("papers", days=14, source=_OWN),
            outcomes=(
                Outcome(
                    "sign",
                    N_("De akte van aangifte is opgemaakt"),
                    "fee",
                    N_("Ze kiezen nu een moment om te trouwen, vanaf de veertiende dag."),
                    N_("De akte van aangifte is opgemaakt."),
                    style="primary",
                ),
                refusal(
                    N_("Weigeren de akte van aangifte op te maken"),
                    told=N_("De ambtenaar weigerde de akte van aangifte op te maken."),
                    reasons={
                        "documents": N_("Documenten ontbreken of kloppen niet."),
                        "conditions": N_("Een voorwaarde om te trouwen is niet vervuld."),
                        "elsewhere": N_("Geen van beiden is in onze gemeente ingeschreven."),
                    },
                ),
            ),
            lapse=ESCALATE,
        ),
        supplement=supplement(60),
    ),
    payment("fee", price=_price, then="ceremony_booking"),
    CEREMONY,
    DEFERRAL,
    End(
        "married",
        N_("Jullie zijn getrouwd."),
        N_(
            "De huwelijksakte is opgemaakt. Woonden jullie wettelijk samen, dan is dat nu vanzelf "
            "voorbij. Jullie burgerlijke staat is aangepast in het Rijksregister."
        ),
        positive=True,
    ),
    End(
        "refused",
        N_("De ambtenaar van de burgerlijke stand heeft geweigerd."),
        N_("Lees de reden. Het huwelijk gaat niet door."),
        appeal=N_("Ben je het niet eens? Ga binnen een maand in beroep bij de familierechtbank."),
    ),
    declined_end(N_("Het huwelijk gaat niet door. Je kan altijd een nieuwe aangifte doen.")),
    lapsed_end(N_("Het huwelijk gaat nu niet door. Je kan altijd een nieuwe aangifte doen.")),
)


def _parties(application: MarriageApplication) -> Iterator[PartyData]:
    partner = application.partner
    yield PartyData(
        "partner", partner.given_name, partner.family_name, partner.national_number, partner.mail
    )


def _claim(ref: str, field: str, taken: str) -> Claim:
    return Claim(f"marriage/{ref}", Problem(field, say(taken)))


def _claims(
    application: MarriageApplication, pseudonym: Callable[[str], str], applicant: str
) -> Iterator[Claim]:
    """One running declaration per person. Civil Code, article 147"""
    del application, pseudonym
    yield _claim(
        applicant,
        "partner.national_number",
        N_("Voor jou loopt al een aangifte van een huwelijk. Kijk bij je zaken."),
    )


def _step_claims(
    step: str, application: MarriageApplication, pseudonym: Callable[[str], str]
) -> Iterator[Claim]:
    """The partner's own, taken with their own confirmation: naming someone claims nothing."""
    if step == "partner":
        yield _claim(
            pseudonym(application.partner.national_number),
            "choice",
            N_("Voor jou loopt al een aangifte van een huwelijk met iemand. Trek ze eerst in."),
        )


def _follow(application: MarriageApplication, given: FollowInput) -> Iterator[Link]:
    """A marriage ends the legal cohabitation of either. Civil Code, article 1476, paragraph 2"""
    if given.end != "married":
        return
    partner = given.pseudonym(application.partner.national_number)
    for ref in (given.facts.applicant.ref, partner):
        yield Ends(
            f"cohabitation/{ref}", N_("De wettelijke samenwoning eindigde door een huwelijk.")
        )


declaration = Procedure(
    name="declaration",
    process="marriage",
    application=MarriageApplication,
    workflow=_road,
    rules=rules_in(rules),
    submit_label=N_("Huwelijk aangeven"),
    parties=_parties,
    claims=_claims,
    step_claims=_step_claims,
    keeps_claims=False,
    follow=_follow,
    price=_price,
    hurdles=(
        Hurdle(
            "here",
            N_("Is minstens een van jullie in onze gemeente ingeschreven?"),
            if_no=N_("Doe de aangifte in de gemeente waar een van jullie ingeschreven is."),
        ),
        Hurdle(
            "adults",
            N_("Zijn jullie allebei 18 jaar of ouder?"),
            if_no=N_("Trouwen kan vanaf 18 jaar. Alleen de familierechtbank kan daarvan afwijken."),
        ),
        Hurdle(
            "free",
            N_("Is een van jullie getrouwd, of woont die wettelijk samen met iemand anders?"),
            if_yes=N_("Dan kan het nog niet: die band moet eerst beëindigd zijn."),
        ),
        Hurdle(
            "partner",
            N_("Kan je partner zich aanmelden met eID of itsme?"),
            if_no=N_("Kom dan samen naar het loket om het huwelijk aan te geven."),
            hint=N_("Je partner bevestigt de aangifte met een eigen aanmelding."),
        ),
    ),
    retention_days=730,
    retention_note="(u) to be set by the municipality's archive plan; the act itself is in DABS",
    guide=Guide(
        title=N_("Huwelijk aangeven"),
        summary=N_("Geef aan dat jullie willen trouwen en kies wanneer en waar."),
        life_event=life_events.TOGETHER,
        who=(
            N_("Jullie zijn allebei 18 jaar of ouder en vrij om te trouwen."),
            N_("Minstens een van jullie is in onze gemeente ingeschreven."),
        ),
        needed=(
            N_("Het rijksregisternummer en e-mailadres van je partner."),
            N_(
                "Documenten uit het buitenland, als een van jullie daar geboren is of geen Belg is."
            ),
            N_("De naam en geboortedatum van jullie getuigen, als jullie die meebrengen."),
        ),
        duration=N_(
            "Invullen duurt ongeveer 10 minuten. Trouwen kan vanaf 14 dagen nadat de ambtenaar de "
            "aangifte getekend heeft."
        ),
        legal=(
            N_(
                "Aangifte en voltrekking van het huwelijk: oud Burgerlijk Wetboek, artikelen 144 tot 167"
            ),
        ),
        counter=N_("Je kan het huwelijk ook aan het loket aangeven. Kom liefst samen."),
        paper=N_(
            "Liever op papier? Druk het formulier af, vul het in en breng het mee naar het loket."
        ),
        keywords=N_("trouwen huwelijk aangifte bruiloft ceremonie stadhuis getuigen koppel"),
    ),
)
