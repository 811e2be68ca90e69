"""The ceremony and what can come between: the registrar's deferral and the prosecutor's word.

From the intended date the registrar may defer 2 months and the prosecutor 3 more; without a decision
in that time the marriage must be celebrated (Civil Code, article 167; agii.be)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from functions.domain.calendar import BRUSSELS
from functions.domain.facts import Facts
from functions.domain.holidays import end_of_day
from functions.domain.months import add_months
from functions.domain.steps import answer, external, refusal, visit
from functions.domain.texts import N_
from functions.domain.workflow import (
    Answers,
    Lapse,
    Outcome,
    Step,
    Term,
    TermInput,
    until,
    within,
)
from functions.processes.marriage import rules
from functions.processes.marriage.application import SPECIAL, TOWN_HALL

_LAW = "Civil Code, article 167; agii.be"
_READ = N_("Burgerlijk Wetboek, artikel 167")
BOOKINGS = ("ceremony_booking", "special_booking")


def _after_the_intended_date(*names: str) -> Callable[[TermInput], datetime]:
    """So many months of the tenant's facts after the moment that was chosen for the ceremony; from
    now where none was."""

    def due(given: TermInput) -> datetime:
        months = sum(given.facts.tenant.facts[rules.KEY][name] for name in names)
        chosen = [given.appointments[b].start for b in BOOKINGS if b in given.appointments]
        intended = max(chosen, default=given.entered).astimezone(BRUSSELS).date()
        return end_of_day(add_months(intended, months))

    return due


def _advice_due(given: TermInput) -> datetime:
    """The municipality's own term for an advice, never past the deferral itself."""
    return min(within("advice", days=30).due(given), _DEFERRED.due(given))


_DEFERRED: Term = until(_after_the_intended_date("deferral_months"), source=_LAW, law=_READ)
_EXTENDED: Term = until(
    _after_the_intended_date("deferral_months", "extension_months"), source=_LAW, law=_READ
)
_MUST_CELEBRATE = Lapse(
    N_("Er was geen beslissing op tijd. Het huwelijk moet nu voltrokken worden."),
    then="ceremony_booking",
)


def _for_the_prosecutor(answers: Answers, facts: Facts) -> Mapping[str, str]:
    """The two people on whose marriage an advice is asked, no document and no mail."""
    partner = answers["partner"]
    return {
        "subject": "marriage",
        "one": facts.applicant.name,
        "one_number": facts.applicant.national_number,
        "other": f"{partner['given_name']} {partner['family_name']}",
        "other_number": str(partner["national_number"]),
    }


def _celebrate() -> Outcome:
    return Outcome(
        "celebrate",
        N_("Het huwelijk kan doorgaan"),
        "ceremony_booking",
        N_("Ze kiezen een nieuw moment om te trouwen."),
        N_("De ambtenaar besliste dat het huwelijk kan doorgaan."),
        style="primary",
    )


def _refuse() -> Outcome:
    return refusal(
        N_("Weigeren het huwelijk te voltrekken"),
        told=N_("De ambtenaar weigerde het huwelijk te voltrekken."),
        reasons={
            "sham": N_("Het huwelijk dient alleen om een verblijf te krijgen."),
            "forced": N_("Een van de twee trouwt niet uit vrije wil."),
            "conditions": N_("Een voorwaarde om te trouwen is niet vervuld."),
        },
    )


_DEFER = Outcome(
    "defer",
    N_("Uitstellen en advies vragen aan het parket"),
    "advice",
    N_("Ze horen dat het huwelijk uitgesteld is, met je reden."),
    N_("De ambtenaar stelde het huwelijk uit en vroeg advies aan het parket."),
    needs_reason=True,
    reasons={"suspicion": N_("Er zijn aanwijzingen dat ze niet echt willen trouwen.")},
    announced=True,
    style="warning",
)


def _ceremony(
    name: str, service: str, then: str, needed: Callable[[Answers, Facts], bool]
) -> tuple[Step, ...]:
    """A moment for the ceremony and the ceremony itself, of one kind. Where the other kind was
    chosen both are passed over, so `then` is where the ceremony leads as well."""
    pair = visit(
        name,
        service=service,
        bring=(
            N_("De identiteitskaart van jullie allebei"),
            N_("Jullie getuigen, met hun identiteitskaart"),
        ),
        title=N_("Jullie trouwen"),
        ask=N_(
            "Voltrek het huwelijk en maak de akte op. Kijk na of de dag tussen de veertiende dag na de "
            "aangifte en 6 maanden daarna ligt. Bij een vermoeden van een schijnhuwelijk of dwang stel "
            "je uit, voor de dag zelf. Is er al uitgesteld, dan kan dat niet nog eens."
        ),
        done=N_("Het huwelijk is voltrokken en de akte is opgemaakt"),
        told=N_("Het huwelijk is voltrokken."),
        then=then,
        choose=N_("Kies wanneer jullie trouwen."),
        role="registrar",
        days=30,
        more=(_DEFER, _refuse()),
        parties=("partner",),
    )
    booking, wedding = (replace(step, needed=needed) for step in pair)
    return (
        replace(
            booking,
            title=N_("Jullie kiezen wanneer jullie trouwen"),
            waiting=N_("We wachten tot er een moment gekozen is om te trouwen."),
            mail_subject=N_("Kies wanneer jullie trouwen"),
        ),
        replace(wedding, waiting=N_("Jullie huwelijk is gepland.")),
    )


CEREMONY = (
    *_ceremony("ceremony", TOWN_HALL, "special_booking", rules.is_at_town_hall),
    *_ceremony("special", SPECIAL, "married", rules.is_special),
)

DEFERRAL = (
    replace(
        external(
            "advice",
            party="prosecutor",
            title=N_("Het parket geeft advies"),
            waiting=N_("Het huwelijk is uitgesteld. We wachten op het advies van het parket."),
            answers=(
                answer("favourable", N_("Het parket gaf een gunstig advies."), "deferred"),
                answer("unfavourable", N_("Het parket gaf een ongunstig advies."), "deferred"),
                answer("extend", N_("Het parket verlengde het uitstel."), "extended"),
            ),
            term=until(_advice_due, source=f"{_LAW}; the advice's own term: (u)", law=_READ),
            lapse=Lapse(N_("Het parket gaf geen advies op tijd."), then="deferred"),
            message=_for_the_prosecutor,
        ),
        aside=True,
    ),
    Step(
        name="deferred",
        title=N_("De ambtenaar beslist na het uitstel"),
        waiting=N_("Het huwelijk is uitgesteld. De ambtenaar beslist."),
        ask=N_(
            "Beslis met het advies van het parket, binnen 2 maanden na de gekozen dag. Zonder beslissing "
            "op tijd moet je het huwelijk voltrekken."
        ),
        role="registrar",
        term=_DEFERRED,
        outcomes=(
            _celebrate(),
            Outcome(
                "extend",
                N_("Het parket verlengde het uitstel"),
                "extended",
                N_("Ze horen dat het uitstel verlengd is."),
                N_("Het parket verlengde het uitstel."),
                needs_reason=True,
                announced=True,
            ),
            _refuse(),
        ),
        lapse=_MUST_CELEBRATE,
        remind=(14, 2),
        aside=True,
    ),
    Step(
        name="extended",
        title=N_("De ambtenaar beslist na de verlenging"),
        waiting=N_("Het parket verlengde het uitstel. De ambtenaar beslist."),
        ask=N_(
            "Beslis nu, binnen 5 maanden na de gekozen dag. Zonder beslissing op tijd moet je het "
            "huwelijk voltrekken."
        ),
        role="registrar",
        term=_EXTENDED,
        outcomes=(_celebrate(), _refuse()),
        lapse=_MUST_CELEBRATE,
        remind=(14, 2),
        aside=True,
    ),
)
