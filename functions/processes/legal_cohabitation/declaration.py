"""The road of a declaration: the partner confirms, both sign before the registrar, who gives the
receipt and looks at it or defers, and the population service registers it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from functions.domain import life_events
from functions.domain.facts import Facts
from functions.domain.problems import Problem
from functions.domain.procedure import Claim, Guide, Hurdle, PartyData, Procedure, rules_in
from functions.domain.steps import (
    ESCALATE,
    answer,
    confirmation,
    decide,
    declined_end,
    external,
    lapsed_end,
    refusal,
    supplement,
    visit,
)
from functions.domain.texts import N_, say
from functions.domain.workflow import Answers, End, Lapse, Outcome, Step, within, workflow
from functions.processes.legal_cohabitation import declaration_rules
from functions.processes.legal_cohabitation.application import DeclarationApplication

_OWN = "(u) the municipality's own term"
# Advice and decision together: at most 2 months from the receipt; then 3 more.
_DEFERRAL = "(u) Civil Code, article 1476quater: 2 months, to be extended by 3"
_DEFERRAL_LAW = N_("Burgerlijk Wetboek, artikel 1476quater")
_MUST_REGISTER = Lapse(
    N_("Er was geen beslissing op tijd. De samenwoning moet nu ingeschreven worden."),
    then="registration",
)


def _for_the_prosecutor(answers: Answers, facts: Facts) -> Mapping[str, str]:
    """The two people whose declaration an advice is asked on, no document and no mail."""
    partner = answers["partner"]
    return {
        "subject": "legal-cohabitation",
        "one": facts.applicant.name,
        "one_number": facts.applicant.national_number,
        "other": f"{partner['given_name']} {partner['family_name']}",
        "other_number": str(partner["national_number"]),
    }


def _accept() -> Outcome:
    return Outcome(
        "accept",
        N_("De verklaring aanvaarden"),
        "registration",
        N_("De dienst bevolking schrijft de samenwoning in."),
        N_("De ambtenaar aanvaardde de verklaring."),
        style="primary",
    )


def _refuse() -> Outcome:
    return refusal(
        N_("De verklaring weigeren"),
        told=N_("De ambtenaar weigerde de verklaring."),
        reasons={
            "conditions": N_("Een voorwaarde is niet vervuld: vrij zijn, 18 zijn, samen wonen."),
            "sham": N_("De samenwoning dient alleen om een verblijf te krijgen."),
            "documents": N_("Documenten ontbreken of kloppen niet."),
        },
    )


_road = workflow(
    confirmation(
        "partner",
        party="partner",
        title=N_("De andere persoon bevestigt"),
        waiting=N_("We wachten tot de andere persoon bevestigt."),
        ask=N_("Iemand wil met jou wettelijk samenwonen. Kijk na wat er staat. Wil jij dat ook?"),
        mail_subject=N_("Iemand wil met jou wettelijk samenwonen"),
        term=within("partner", days=14, source=_OWN),
        confirm=N_("Ja, ik wil wettelijk samenwonen"),
        decline=N_("Nee, ik wil dit niet"),
        then="signing_booking",
        claims=True,
    ),
    visit(
        "signing",
        service="registrar",
        bring=(
            N_("De identiteitskaart van jullie allebei"),
            N_("De samenlevingsovereenkomst, als jullie er een hebben"),
        ),
        title=N_("Jullie tekenen bij de ambtenaar van de burgerlijke stand"),
        ask=N_("Laat allebei de verklaring tekenen en geef het ontvangstbewijs."),
        done=N_("Allebei getekend, ontvangstbewijs gegeven"),
        told=N_("Jullie tekenden de verklaring en kregen het ontvangstbewijs."),
        then="check",
        choose=N_("Kies wanneer jullie samen komen tekenen."),
        parties=("partner",),
        role="registrar",
    ),
    decide(
        Step(
            name="check",
            title=N_("De ambtenaar kijkt de voorwaarden na"),
            waiting=N_("De ambtenaar van de burgerlijke stand kijkt de voorwaarden na."),
            ask=N_(
                "Kijk na: zijn ze allebei vrij, bekwaam en op hetzelfde adres ingeschreven? Bij een "
                "vermoeden van schijnsamenwoning stel je uit."
            ),
            role="registrar",
            term=within("check", days=14, source=_OWN),
            outcomes=(
                _accept(),
                Outcome(
                    "defer",
                    N_("Uitstellen en advies vragen aan het parket"),
                    "advice",
                    N_("De aanvrager hoort dat de inschrijving uitgesteld is, met je reden."),
                    N_("De ambtenaar stelde de inschrijving uit en vroeg advies aan het parket."),
                    needs_reason=True,
                    announced=True,
                    reasons={
                        "suspicion": N_("Er zijn aanwijzingen dat ze niet echt willen samenwonen.")
                    },
                ),
                _refuse(),
            ),
            lapse=ESCALATE,
        ),
        supplement=supplement(),
    ),
    replace(
        external(
            "advice",
            party="prosecutor",
            title=N_("Het parket geeft advies"),
            waiting=N_("De inschrijving is uitgesteld. We wachten op het advies van het parket."),
            answers=(
                answer("favourable", N_("Het parket gaf een gunstig advies."), "deferred"),
                answer("unfavourable", N_("Het parket gaf een ongunstig advies."), "deferred"),
                answer("extend", N_("Het parket verlengde het uitstel."), "extended"),
            ),
            term=within("advice", days=45, source=_DEFERRAL, law=_DEFERRAL_LAW),
            lapse=Lapse(N_("Het parket gaf geen advies op tijd."), then="deferred"),
            message=_for_the_prosecutor,
        ),
        aside=True,
    ),
    Step(
        name="deferred",
        title=N_("De ambtenaar beslist na het uitstel"),
        waiting=N_("De inschrijving is uitgesteld. De ambtenaar beslist."),
        ask=N_(
            "Beslis met het advies van het parket. Zonder beslissing op tijd moet de samenwoning "
            "ingeschreven worden."
        ),
        role="registrar",
        term=within("deferred", days=14, source=_DEFERRAL, law=_DEFERRAL_LAW),
        outcomes=(_accept(), _refuse()),
        lapse=_MUST_REGISTER,
        remind=(7, 2),
        aside=True,
    ),
    Step(
        name="extended",
        title=N_("De ambtenaar beslist na de verlenging"),
        waiting=N_("Het parket verlengde het uitstel. De ambtenaar beslist."),
        ask=N_("Beslis nu. Zonder beslissing op tijd moet de samenwoning ingeschreven worden."),
        role="registrar",
        term=within("extended", days=90, source=_DEFERRAL, law=_DEFERRAL_LAW),
        outcomes=(_accept(), _refuse()),
        lapse=_MUST_REGISTER,
        remind=(14, 2),
        aside=True,
    ),
    Step(
        name="registration",
        title=N_("De dienst bevolking schrijft de samenwoning in"),
        waiting=N_("De dienst bevolking schrijft de samenwoning in."),
        ask=N_("Schrijf de wettelijke samenwoning in het bevolkingsregister in, voor allebei."),
        role="population",
        second_look_of="check",
        term=within("registration", days=7, source=_OWN),
        outcomes=(
            Outcome(
                "register",
                N_("De samenwoning is ingeschreven"),
                "registered",
                N_("De wettelijke samenwoning geldt. Allebei krijgen een mail."),
                N_("De wettelijke samenwoning is ingeschreven."),
                style="primary",
            ),
        ),
        lapse=ESCALATE,
    ),
    End(
        "registered",
        N_("Jullie wonen wettelijk samen."),
        N_(
            "De samenwoning staat in het bevolkingsregister. Heb je een bewijs nodig? Vraag een attest "
            "van wettelijke samenwoning."
        ),
        positive=True,
    ),
    End(
        "refused",
        N_("De verklaring van wettelijke samenwoning is geweigerd."),
        N_("Lees de reden. Jullie wonen niet wettelijk samen."),
        appeal=N_("Ben je het niet eens? Ga binnen een maand in beroep bij de familierechtbank."),
    ),
    declined_end(),
    lapsed_end(),
)


def _parties(application: DeclarationApplication) -> Iterator[PartyData]:
    partner = application.partner
    yield PartyData(
        "partner", partner.given_name, partner.family_name, partner.national_number, partner.mail
    )


def _claim(ref: str, field: str, taken: str) -> Claim:
    return Claim(f"cohabitation/{ref}", Problem(field, say(taken)))


def _claims(
    application: DeclarationApplication, pseudonym: Callable[[str], str], applicant: str
) -> Iterator[Claim]:
    """Nobody cohabits legally with two people: kept when it ends well, until it is ended."""
    del application, pseudonym
    yield _claim(
        applicant,
        "partner.national_number",
        N_("Voor jou loopt al een verklaring, of je woont al wettelijk samen. Kijk bij je zaken."),
    )


def _step_claims(
    step: str, application: DeclarationApplication, pseudonym: Callable[[str], str]
) -> Iterator[Claim]:
    """The partner's own, taken with their own confirmation: naming someone claims nothing."""
    if step == "partner":
        yield _claim(
            pseudonym(application.partner.national_number),
            "choice",
            N_("Voor jou loopt al een verklaring met iemand, of je woont al wettelijk samen."),
        )


declaration = Procedure(
    name="declaration",
    process="legal-cohabitation",
    application=DeclarationApplication,
    workflow=_road,
    rules=rules_in(declaration_rules),
    submit_label=N_("Verklaring indienen"),
    parties=_parties,
    claims=_claims,
    step_claims=_step_claims,
    hurdles=(
        Hurdle(
            "home",
            N_("Zijn jullie allebei op hetzelfde adres in onze gemeente ingeschreven?"),
            if_no=N_("Geef eerst de verhuizing aan. Daarna kan je de verklaring doen."),
        ),
        Hurdle(
            "free",
            N_("Is een van jullie getrouwd, of woont die al wettelijk samen met iemand anders?"),
            if_yes=N_("Dan kan het nog niet: die band moet eerst beëindigd zijn."),
        ),
    ),
    retention_days=730,
    retention_note="(u) to be set by the municipality's archive plan",
    guide=Guide(
        title=N_("Wettelijk samenwonen: verklaring"),
        summary=N_(
            "Verklaar dat jullie wettelijk samenwonen. Dat beschermt jullie en jullie woning."
        ),
        life_event=life_events.TOGETHER,
        who=(
            N_("Jullie zijn allebei 18 jaar of ouder en mogen zelf een contract sluiten."),
            N_("Jullie zijn niet getrouwd en wonen niet wettelijk samen met iemand anders."),
            N_("Jullie zijn op hetzelfde adres ingeschreven. Ook familie of vrienden kunnen dit."),
        ),
        needed=(
            N_("Het rijksregisternummer en e-mailadres van de andere persoon."),
            N_("De samenlevingsovereenkomst van de notaris, als jullie er een hebben."),
            N_("Later, om te tekenen: de identiteitskaart van jullie allebei."),
        ),
        duration=N_("Invullen duurt ongeveer 10 minuten. Daarna komen jullie samen tekenen."),
        legal=(N_("Wettelijke samenwoning: oud Burgerlijk Wetboek, artikelen 1475 tot 1479"),),
        counter=N_("Je kan de verklaring ook aan het loket doen. Kom samen."),
        paper=N_("Liever op papier? Vraag de verklaring aan het loket en geef ze samen af."),
        keywords=N_("samenwonen wettelijk samenwoning partner verklaring koppel inschrijven"),
    ),
)
