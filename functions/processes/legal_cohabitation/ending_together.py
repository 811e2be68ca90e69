"""Ending a legal cohabitation by both: the partner confirms, both sign, the register follows."""

from collections.abc import Iterator

from functions.domain import life_events
from functions.domain.procedure import Guide, Hurdle, PartyData, Procedure
from functions.domain.steps import confirmation, declined_end, visit
from functions.domain.texts import N_
from functions.domain.workflow import within, workflow
from functions.processes.legal_cohabitation import ending_rules
from functions.processes.legal_cohabitation.application import TogetherApplication
from functions.processes.legal_cohabitation.ending import (
    ENDS,
    OWN,
    REGISTRATION,
    claims_of,
    ends_for,
    refuse_ending,
)

_road = workflow(
    confirmation(
        "partner",
        party="partner",
        title=N_("De andere persoon bevestigt"),
        waiting=N_("We wachten tot de andere persoon bevestigt."),
        ask=N_(
            "De persoon met wie je wettelijk samenwoont, wil dat samen met jou beëindigen. Wil jij dat "
            "ook?"
        ),
        mail_subject=N_("Vraag om de wettelijke samenwoning samen te beëindigen"),
        term=within("partner", days=14, source=OWN),
        confirm=N_("Ja, ik wil de samenwoning beëindigen"),
        decline=N_("Nee, ik wil dit niet"),
        then="signing_booking",
    ),
    visit(
        "signing",
        service="registrar",
        bring=(N_("De identiteitskaart van jullie allebei"),),
        title=N_("Jullie tekenen bij de ambtenaar van de burgerlijke stand"),
        ask=N_(
            "Kijk na of de samenwoning in het register staat. Laat allebei de verklaring van "
            "beëindiging tekenen en geef het ontvangstbewijs."
        ),
        done=N_("Allebei getekend, ontvangstbewijs gegeven"),
        told=N_("Jullie tekenden de verklaring en kregen het ontvangstbewijs."),
        then="registration",
        choose=N_("Kies wanneer jullie samen komen tekenen."),
        parties=("partner",),
        role="registrar",
        more=(refuse_ending(),),
    ),
    REGISTRATION,
    *ENDS,
    declined_end(
        N_(
            "De wettelijke samenwoning loopt door. Je kan ze ook alleen beëindigen: kijk bij "
            "“Wettelijke samenwoning alleen beëindigen”."
        )
    ),
)


def _parties(application: TogetherApplication) -> Iterator[PartyData]:
    partner = application.partner
    yield PartyData(
        "partner", partner.given_name, partner.family_name, partner.national_number, partner.mail
    )


def _number(application: TogetherApplication) -> str:
    return application.partner.national_number


ending_together = Procedure(
    name="ending-together",
    process="legal-cohabitation",
    application=TogetherApplication,
    workflow=_road,
    rules=ending_rules.TOGETHER,
    submit_label=N_("Beëindiging indienen"),
    parties=_parties,
    claims=claims_of,
    keeps_claims=False,
    follow=ends_for(_number),
    hurdles=(
        Hurdle(
            "together",
            N_("Willen jullie allebei stoppen met wettelijk samenwonen?"),
            if_no=N_("Je kan het ook alleen: kies “Wettelijke samenwoning alleen beëindigen”."),
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
        title=N_("Wettelijke samenwoning samen beëindigen"),
        summary=N_("Stop samen met wettelijk samenwonen, als jullie het daarover eens zijn."),
        life_event=life_events.TOGETHER,
        who=(
            N_("Jullie wonen wettelijk samen en willen dat allebei beëindigen."),
            N_("Trouwen jullie of overlijdt iemand, dan eindigt de samenwoning vanzelf."),
        ),
        needed=(
            N_("Het rijksregisternummer en e-mailadres van de andere persoon."),
            N_("Later, om te tekenen: de identiteitskaart van jullie allebei."),
        ),
        duration=N_("Invullen duurt ongeveer 5 minuten. Daarna komen jullie samen tekenen."),
        legal=(N_("Einde van de wettelijke samenwoning: oud Burgerlijk Wetboek, artikel 1476"),),
        counter=N_("Je kan dit ook aan het loket doen. Kom samen."),
        paper=N_("Liever op papier? Vraag de verklaring aan het loket en geef ze samen af."),
        keywords=N_("samenwonen beëindigen stoppen uit elkaar scheiden wettelijk samenwoning"),
    ),
)
