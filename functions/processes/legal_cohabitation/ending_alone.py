"""Ending a legal cohabitation by one: a bailiff tells the other, at the cost of who ends it."""

from functions.domain import life_events
from functions.domain.fees import Price
from functions.domain.procedure import Guide, Hurdle, Procedure
from functions.domain.steps import ESCALATE, decide, payment, supplement, visit
from functions.domain.texts import N_
from functions.domain.workflow import Outcome, Step, within, workflow
from functions.processes.legal_cohabitation import ending_rules
from functions.processes.legal_cohabitation.application import AloneApplication
from functions.processes.legal_cohabitation.ending import (
    ENDS,
    OWN,
    REGISTRATION,
    claims_of,
    ends_for,
    refuse_ending,
)

_price = Price("legal-cohabitation/ending-alone")

_road = workflow(
    decide(
        Step(
            name="check",
            title=N_("De ambtenaar kijkt de samenwoning na"),
            waiting=N_("De ambtenaar van de burgerlijke stand kijkt de samenwoning na."),
            ask=N_(
                "Kijk na: staat deze samenwoning in het register, en is het adres van de andere "
                "persoon bekend?"
            ),
            role="registrar",
            term=within("check", days=7, source=OWN),
            outcomes=(
                Outcome(
                    "accept",
                    N_("De samenwoning staat in het register"),
                    "fee",
                    N_("De aanvrager betaalt vooraf de kosten en komt dan tekenen."),
                    N_("De ambtenaar vond de samenwoning in het register."),
                    style="primary",
                ),
                refuse_ending(),
            ),
            lapse=ESCALATE,
        ),
        supplement=supplement(),
    ),
    payment("fee", price=_price, then="signing_booking"),
    visit(
        "signing",
        service="registrar",
        bring=(N_("Jouw identiteitskaart"), N_("De betaling, als je aan het loket betaalt")),
        title=N_("Je tekent bij de ambtenaar van de burgerlijke stand"),
        ask=N_(
            "Is de betaling er? Laat de verklaring van beëindiging tekenen en geef het "
            "ontvangstbewijs."
        ),
        done=N_("Getekend en betaald, ontvangstbewijs gegeven"),
        told=N_("De aanvrager tekende de verklaring en kreeg het ontvangstbewijs."),
        then="bailiff",
        choose=N_("Kies wanneer je komt tekenen."),
        role="registrar",
    ),
    Step(
        name="bailiff",
        title=N_("De gerechtsdeurwaarder brengt de andere persoon op de hoogte"),
        waiting=N_("De gerechtsdeurwaarder brengt de andere persoon op de hoogte."),
        ask=N_(
            "Geef de verklaring aan de gerechtsdeurwaarder, die ze aan de andere persoon betekent. "
            "Noteer hier dat het gebeurd is."
        ),
        role="registrar",
        term=within(
            "bailiff",
            days=8,
            source="(u) Civil Code, article 1476, paragraph 2: 8 days",
            law=N_("Burgerlijk Wetboek, artikel 1476, § 2"),
        ),
        outcomes=(
            Outcome(
                "served",
                N_("De verklaring is betekend"),
                "registration",
                N_("Het einde wordt nu ingeschreven."),
                N_("De gerechtsdeurwaarder bracht de andere persoon op de hoogte."),
                style="primary",
            ),
        ),
        lapse=ESCALATE,
    ),
    REGISTRATION,
    *ENDS,
)


def _number(application: AloneApplication) -> str:
    return application.other.national_number


ending_alone = Procedure(
    name="ending-alone",
    process="legal-cohabitation",
    application=AloneApplication,
    workflow=_road,
    rules=ending_rules.ALONE,
    submit_label=N_("Beëindiging indienen"),
    claims=claims_of,
    keeps_claims=False,
    follow=ends_for(_number),
    price=_price,
    hurdles=(
        Hurdle(
            "alone",
            N_("Wil de andere persoon ook stoppen met wettelijk samenwonen?"),
            if_yes=N_(
                "Doe het dan samen: dat is gratis. Kies “Wettelijke samenwoning samen beëindigen”."
            ),
        ),
        Hurdle(
            "here",
            N_("Woont minstens een van jullie in onze gemeente?"),
            if_no=N_("Doe dit in de gemeente waar een van jullie woont."),
        ),
    ),
    retention_days=730,
    retention_note="(u) to be set by the municipality's archive plan",
    guide=Guide(
        title=N_("Wettelijke samenwoning alleen beëindigen"),
        summary=N_(
            "Stop met wettelijk samenwonen als de andere persoon niet meewerkt. Een "
            "gerechtsdeurwaarder brengt die op de hoogte."
        ),
        life_event=life_events.TOGETHER,
        who=(
            N_("Je woont wettelijk samen en wil dat alleen beëindigen."),
            N_("Je betaalt vooraf de kosten van de gerechtsdeurwaarder."),
        ),
        needed=(
            N_("De naam, het rijksregisternummer en het adres van de andere persoon."),
            N_("Later, om te tekenen: je identiteitskaart."),
        ),
        duration=N_("Invullen duurt ongeveer 5 minuten. In enkele weken is alles afgerond."),
        legal=(N_("Einde van de wettelijke samenwoning: oud Burgerlijk Wetboek, artikel 1476"),),
        counter=N_("Je kan dit ook aan het loket doen. Breng je identiteitskaart mee."),
        paper=N_("Liever op papier? Vraag de verklaring aan het loket en geef ze daar af."),
        keywords=N_("samenwonen beëindigen alleen gerechtsdeurwaarder uit elkaar wettelijk"),
    ),
)
