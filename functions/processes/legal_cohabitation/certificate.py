"""The certificate that someone cohabits legally, from the population register."""

from collections.abc import Iterator

from functions.domain import life_events
from functions.domain.certificates import Certificate
from functions.domain.facts import Facts
from functions.domain.links import Act
from functions.domain.procedure import Guide, Hurdle, Procedure
from functions.domain.steps import ESCALATE, decide, refusal, supplement
from functions.domain.texts import N_, Text, say
from functions.domain.workflow import End, Outcome, Step, within, workflow
from functions.processes.legal_cohabitation import ending_rules
from functions.processes.legal_cohabitation.application import CertificateApplication


def _cohabits(application: CertificateApplication, facts: Facts) -> Iterator[Text]:
    """Not for whom it was asked: it may be shown to others too."""
    del application
    yield say(
        N_(
            "%(name)s is in het bevolkingsregister van %(municipality)s ingeschreven als wettelijk "
            "samenwonend."
        ),
        name=facts.applicant.name,
        municipality=facts.tenant.title,
    )


_road = workflow(
    decide(
        Step(
            name="issue",
            title=N_("De dienst bevolking maakt het attest"),
            waiting=N_("De dienst bevolking maakt het attest."),
            ask=N_(
                "Kijk na of de samenwoning in het register staat, maak het attest en verstuur het."
            ),
            role="population",
            term=within("issue", days=5, source="(u) the municipality's own term"),
            outcomes=(
                Outcome(
                    "issue",
                    N_("Het attest is verstuurd"),
                    "issued",
                    N_("De aanvrager krijgt een mail."),
                    N_("Het attest is gemaakt en verstuurd."),
                    style="primary",
                ),
                refusal(
                    N_("Geen attest geven"),
                    told=N_("Er is geen attest gegeven."),
                    reasons={
                        "none": N_("Er is geen wettelijke samenwoning in het register."),
                        "ended": N_("De wettelijke samenwoning is beëindigd."),
                    },
                ),
            ),
            lapse=ESCALATE,
        ),
        supplement=supplement(),
    ),
    End(
        "issued",
        N_("Je attest van wettelijke samenwoning is gemaakt."),
        N_(
            "Je vindt het bij deze zaak, om te downloaden. Je krijgt het ook met de post, op het adres "
            "waar je ingeschreven bent."
        ),
        positive=True,
        issues=Certificate(
            N_("Attest van wettelijke samenwoning"),
            _cohabits,
            N_("Wettelijke samenwoning: oud Burgerlijk Wetboek, artikelen 1475 tot 1479"),
        ),
    ),
    End(
        "refused",
        N_("We konden geen attest geven."),
        N_("Lees de reden. Denk je dat het register niet klopt? Neem dan contact op."),
        appeal=N_("Ben je het niet eens? Bel of mail de dienst bevolking."),
    ),
)

certificate = Procedure(
    name="certificate",
    process="legal-cohabitation",
    application=CertificateApplication,
    workflow=_road,
    rules=ending_rules.CERTIFICATE,
    submit_label=N_("Attest aanvragen"),
    acts=frozenset({Act.RESIDENCE}),
    by_mandate=True,
    hurdles=(
        Hurdle(
            "cohabiting",
            N_("Deed je een verklaring van wettelijke samenwoning?"),
            if_no=N_(
                "Op hetzelfde adres wonen is niet genoeg. Doe eerst de verklaring van wettelijke "
                "samenwoning."
            ),
        ),
        Hurdle(
            "here",
            N_("Ben je in onze gemeente ingeschreven?"),
            if_no=N_("Vraag het attest in de gemeente waar je ingeschreven bent."),
        ),
    ),
    retention_days=365,
    retention_note="(u) to be set by the municipality's archive plan",
    guide=Guide(
        title=N_("Attest van wettelijke samenwoning"),
        summary=N_("Vraag een bewijs dat je wettelijk samenwoont, bijvoorbeeld voor je werkgever."),
        life_event=life_events.TOGETHER,
        who=(N_("Je woont wettelijk samen en bent in onze gemeente ingeschreven."),),
        needed=(N_("Niets: wij kijken het na in het register."),),
        duration=N_("Invullen duurt 2 minuten. Je krijgt het attest meestal binnen een week."),
        legal=(N_("Wettelijke samenwoning: oud Burgerlijk Wetboek, artikelen 1475 tot 1479"),),
        counter=N_("Je kan het attest ook aan het loket vragen. Breng je identiteitskaart mee."),
        paper=N_(
            "Liever op papier? Stuur een brief met je naam en adres naar de dienst bevolking."
        ),
        keywords=N_("attest bewijs samenwonen wettelijk samenwoning werkgever notaris"),
    ),
)
