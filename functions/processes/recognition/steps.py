"""The steps of a recognition before the act: the consents, the registrar's look, and when fraud is
suspected a deferral with the prosecutor's advice."""

from collections.abc import Mapping
from dataclasses import replace

from functions.domain.facts import Facts
from functions.domain.steps import (
    ESCALATE,
    answer,
    confirmation,
    decide,
    external,
    refusal,
    supplement,
    visit,
)
from functions.domain.texts import N_
from functions.domain.workflow import Answers, Lapse, Outcome, Step, within
from functions.processes.recognition import rules

OWN = "(u) the municipality's own term"
# Advice and decision together: at most 3 months from the deferral; then 2 more.
_DEFERRAL = "(u) old Civil Code, article 330/2: 3 months, to be extended by 2"
_DEFERRAL_LAW = N_("Oud Burgerlijk Wetboek, artikel 330/2")
_MUST_ACT = Lapse(
    N_("Er was geen beslissing op tijd. De ambtenaar moet de akte nu opmaken."), then="act"
)


def _for_the_prosecutor(answers: Answers, facts: Facts) -> Mapping[str, str]:
    """Who recognises whose child: what an advice on fraud is about, no document and no mail."""
    applicant = facts.applicant
    told = {
        "subject": "recognition",
        "recogniser": applicant.name,
        "recogniser_number": applicant.national_number,
        "situation": str(answers["moment"]["situation"]),
    }
    for role in ("mother", "minor", "child"):
        if known := answers.get(role):
            told[role] = f"{known['given_name']} {known['family_name']}"
            told[f"{role}_number"] = str(known["national_number"])
    return told


def _accept() -> Outcome:
    return Outcome(
        "accept",
        N_("De erkenning aanvaarden"),
        "act",
        N_("De akte kan nu opgemaakt worden."),
        N_("De ambtenaar aanvaardde de erkenning."),
        style="primary",
    )


def _refuse() -> Outcome:
    return refusal(
        N_("Weigeren de akte op te maken"),
        told=N_("De ambtenaar weigerde de akte van erkenning op te maken."),
        reasons={
            "fraud": N_("De erkenning dient alleen om een verblijf of ander voordeel te krijgen."),
            "documents": N_("Documenten ontbreken of kloppen niet."),
            "consent": N_("Een toestemming die de wet vraagt, ontbreekt."),
            "two-parents": N_("Het kind heeft al twee ouders."),
        },
    )


CONSENTS = (
    replace(
        confirmation(
            "mother",
            party="mother",
            title=N_("De moeder gaat akkoord"),
            waiting=N_("We wachten tot de moeder akkoord gaat."),
            ask=N_(
                "Iemand wil jouw kind erkennen en wordt zo een ouder van het kind. Ga je akkoord?"
            ),
            mail_subject=N_("Ga je akkoord met de erkenning van je kind?"),
            term=within("mother", days=30, source=OWN),
            confirm=N_("Ja, ik ga akkoord met de erkenning"),
            decline=N_("Nee, ik ga niet akkoord"),
            then="child",
        ),
        needed=rules.mother_consents,
    ),
    replace(
        confirmation(
            "child",
            party="child",
            title=N_("Het kind gaat akkoord"),
            waiting=N_("We wachten tot het kind akkoord gaat."),
            ask=N_("Iemand wil jou erkennen en wordt zo je ouder. Ga je akkoord?"),
            mail_subject=N_("Ga je akkoord met je erkenning?"),
            term=within("child", days=30, source=OWN),
            confirm=N_("Ja, ik ga akkoord met mijn erkenning"),
            decline=N_("Nee, ik ga niet akkoord"),
            then="teen_booking",
        ),
        needed=rules.adult_child_consents,
    ),
    *(
        replace(step, needed=rules.teen_consents)
        for step in visit(
            "teen",
            service="registrar",
            bring=(
                N_("Het kind komt zelf mee: het zegt zelf of het akkoord gaat"),
                N_("De identiteitskaart of Kids-ID van het kind"),
                N_("Jouw identiteitskaart"),
            ),
            title=N_("Het kind geeft zijn toestemming aan het loket"),
            ask=N_(
                "Spreek met het kind (12 tot en met 17 jaar), eerst alleen. Gaat het akkoord met de "
                "erkenning? Laat de toestemming tekenen."
            ),
            done=N_("Het kind gaat akkoord"),
            told=N_("Het kind gaf toestemming aan het loket."),
            then="decision",
            choose=N_("Kies wanneer je met het kind naar het loket komt."),
            role="registrar",
            more=(
                Outcome(
                    "no-consent",
                    N_("Het kind gaat niet akkoord"),
                    "declined",
                    N_("De erkenning stopt hier. De aanvrager krijgt een mail."),
                    N_("Het kind ging niet akkoord."),
                ),
            ),
        )
    ),
)

DECISION = decide(
    Step(
        name="decision",
        title=N_("De ambtenaar kijkt de erkenning na"),
        waiting=N_("De ambtenaar van de burgerlijke stand kijkt de erkenning na."),
        ask=N_(
            "Kijk na: zijn de documenten volledig en zijn alle toestemmingen er? Bij een vermoeden van "
            "fraude stel je uit en vraag je advies aan het parket."
        ),
        role="registrar",
        term=within("decision", days=30, source=OWN),
        outcomes=(
            _accept(),
            Outcome(
                "defer",
                N_("Uitstellen en advies vragen aan het parket"),
                "advice",
                N_(
                    "De aanvrager ziet in de zaak dat de erkenning uitgesteld is. Stuur zelf een brief "
                    "met je reden."
                ),
                N_("De ambtenaar stelde de erkenning uit en vroeg advies aan het parket."),
                needs_reason=True,
                reasons={
                    "suspicion": N_("Er zijn aanwijzingen dat de erkenning een ander doel heeft.")
                },
            ),
            _refuse(),
        ),
        lapse=ESCALATE,
    ),
    supplement=supplement(),
)

DEFERRAL = (
    replace(
        external(
            "advice",
            party="prosecutor",
            title=N_("Het parket geeft advies"),
            waiting=N_("De erkenning is uitgesteld. We wachten op het advies van het parket."),
            answers=(
                answer("favourable", N_("Het parket gaf een gunstig advies."), "deferred"),
                answer("unfavourable", N_("Het parket gaf een ongunstig advies."), "deferred"),
            ),
            term=within("advice", days=60, source=_DEFERRAL, law=_DEFERRAL_LAW),
            lapse=Lapse(N_("Het parket gaf geen advies op tijd."), then="deferred"),
            message=_for_the_prosecutor,
        ),
        aside=True,
    ),
    Step(
        name="deferred",
        title=N_("De ambtenaar beslist na het uitstel"),
        waiting=N_("De erkenning is uitgesteld. De ambtenaar beslist."),
        ask=N_(
            "Beslis met het advies van het parket. Zonder beslissing op tijd moet je de akte opmaken. "
            "Alleen het parket kan het uitstel met 2 maanden verlengen."
        ),
        role="registrar",
        term=within("deferred", days=30, source=_DEFERRAL, law=_DEFERRAL_LAW),
        outcomes=(
            _accept(),
            Outcome(
                "extend",
                N_("Het parket verlengde het uitstel"),
                "extended",
                N_(
                    "De aanvrager ziet in de zaak dat het uitstel verlengd is. Stuur zelf een brief met "
                    "de reden."
                ),
                N_("Het parket verlengde het uitstel."),
                needs_reason=True,
            ),
            _refuse(),
        ),
        lapse=_MUST_ACT,
        remind=(10, 2),
        aside=True,
    ),
    Step(
        name="extended",
        title=N_("De ambtenaar beslist na de verlenging"),
        waiting=N_("Het uitstel is verlengd. De ambtenaar beslist."),
        ask=N_("Beslis nu. Zonder beslissing op tijd moet je de akte opmaken."),
        role="registrar",
        term=within("extended", days=60, source=_DEFERRAL, law=_DEFERRAL_LAW),
        outcomes=(_accept(), _refuse()),
        lapse=_MUST_ACT,
        remind=(10, 2),
        aside=True,
    ),
)
