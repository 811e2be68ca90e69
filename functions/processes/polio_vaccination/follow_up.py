"""No proof in time: the population service reminds, then reports. Opened by the desk.

Royal Decree of 26 October 1966; bonheiden.be, kortessem.be.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Annotated, ClassVar

from functions.domain import life_events
from functions.domain.facts import Facts
from functions.domain.forms import Application, Ask, Contact, Topic
from functions.domain.kinds import Kind, Line, NationalNumber
from functions.domain.person import ADULT, age_on, birth_date
from functions.domain.problems import Problem
from functions.domain.procedure import Claim, Guide, Procedure, rule, rules_in
from functions.domain.steps import ESCALATE, answer, external
from functions.domain.texts import N_, say
from functions.domain.workflow import Answers, End, Lapse, Outcome, Step, within, workflow

_SOURCE = "Royal Decree of 26 October 1966; bonheiden.be, kortessem.be"
_OWN = "(u) the municipality's own term"
_FACTS = "polio-vaccination/proof"


class FollowedChild(Topic):
    """The child of the proof that did not come; its number is not known to who opens it at birth."""

    title: ClassVar[str] = N_("Het kind")

    given_name: Annotated[
        Line, Ask(N_("Voornaam van het kind"), missing=N_("Vul de voornaam van het kind in."))
    ]
    family_name: Annotated[
        Line, Ask(N_("Achternaam van het kind"), missing=N_("Vul de achternaam van het kind in."))
    ]
    national_number: Annotated[
        NationalNumber | None,
        Kind("national-number"),
        Ask(
            N_("Rijksregisternummer van het kind"),
            hint=N_("Laat leeg als je het niet weet."),
            optional=True,
            width="m",
        ),
    ] = None


class FollowUpApplication(Application):
    child: FollowedChild
    contact: Contact


def months_on(born: date, day: date) -> int:
    """Whole months of age on that day."""
    return (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)


def _born(application: FollowUpApplication) -> date | None:
    number = application.child.national_number
    return birth_date(number) if number else None


@rule(
    title=N_("De opvolging gaat over een kind"),
    source=_SOURCE,
    needs=("child",),
)
def followed_is_a_minor(application: FollowUpApplication, facts: Facts) -> Iterator[Problem]:
    born = _born(application)
    if born and age_on(born, facts.today) >= ADULT:
        yield Problem(
            "child.national_number",
            say(N_("Dit is het nummer van een volwassene. Vul het nummer van het kind in.")),
        )


@rule(
    title=N_("De termijn voor het bewijs is voorbij"),
    source=_SOURCE,
    needs=("child",),
)
def term_has_passed(application: FollowUpApplication, facts: Facts) -> Iterator[Problem]:
    born = _born(application)
    term = facts.tenant.facts[_FACTS]["term_months"]
    if born and months_on(born, facts.today) < term:
        yield Problem(
            "child.national_number",
            say(
                N_("Dit kind is nog geen %(months)s maanden: het bewijs kan nog komen."),
                months=term,
            ),
        )


def _to_public_health(answers: Answers, facts: Facts) -> Mapping[str, str]:
    """Which child has no proof, and where it lives with who was reminded."""
    child, record = answers["child"], facts.applicant.record
    return {
        "given_name": child["given_name"],
        "family_name": child["family_name"],
        "national_number": child.get("national_number") or "",
        "parent": facts.applicant.name,
        "address": record.address if record else "",
    }


_PROVED = Outcome(
    "proved",
    N_("Het bewijs is er"),
    "proved",
    N_("De opvolging stopt. De ouder krijgt een mail."),
    N_("Het bewijs kwam binnen."),
    style="primary",
)
_MOVED = Outcome(
    "moved-away",
    N_("Het kind woont niet meer hier"),
    "moved",
    N_("De opvolging stopt hier. De nieuwe gemeente volgt op."),
    N_("Het kind woont niet meer in onze gemeente."),
)

_road = workflow(
    Step(
        name="reminder",
        title=N_("De dienst bevolking stuurt een herinnering"),
        waiting=N_("We hebben nog geen bewijs van de poliovaccinatie."),
        ask=N_(
            "Het bewijs kwam niet op tijd. Kijk na in het Rijksregister en stuur de ouders een herinnering met een nieuw formulier."
        ),
        role="population",
        term=within("reminder", days=14, source=_OWN),
        outcomes=(
            Outcome(
                "remind",
                N_("De herinnering is verstuurd"),
                "proof",
                N_("De ouders krijgen nog tijd om het bewijs in te dienen."),
                N_("We stuurden een herinnering."),
                style="primary",
            ),
            _PROVED,
            _MOVED,
        ),
        lapse=ESCALATE,
    ),
    Step(
        name="proof",
        title=N_("We wachten op het bewijs"),
        waiting=N_(
            "Het bewijs ontbreekt nog. Dien het in met “Poliovaccinatie bewijzen”. Anders melden we dit "
            "aan de overheid."
        ),
        ask=N_(
            "Kwam het bewijs binnen na de herinnering? Zo niet, meld het kind aan de federale overheidsdienst Volksgezondheid."
        ),
        role="population",
        term=within("proof", days=30, source=_OWN),
        outcomes=(
            Outcome(
                "report",
                N_("Melden aan de FOD Volksgezondheid"),
                "report",
                N_("De FOD Volksgezondheid krijgt de naam van het kind en van de ouder."),
                N_("De gemeente meldt dat er geen bewijs is."),
                style="warning",
            ),
            _PROVED,
            _MOVED,
        ),
        lapse=ESCALATE,
    ),
    external(
        "report",
        party="public-health",
        title=N_("De FOD Volksgezondheid krijgt de melding"),
        waiting=N_("We meldden aan de FOD Volksgezondheid dat er geen bewijs is."),
        message=_to_public_health,
        term=within("report", days=14, source=_OWN),
        answers=(answer("received", N_("De FOD Volksgezondheid kreeg de melding."), "reported"),),
        lapse=Lapse(N_("De FOD Volksgezondheid bevestigde niet. We bekijken het."), then="proof"),
    ),
    End(
        "proved",
        N_("Het bewijs van de poliovaccinatie is er."),
        N_("Je hoeft niets meer te doen."),
        positive=True,
    ),
    End(
        "moved",
        N_("Het kind woont niet meer in onze gemeente."),
        N_("De gemeente waar het kind nu woont, volgt de poliovaccinatie op."),
    ),
    End(
        "reported",
        N_("We hebben aan de FOD Volksgezondheid gemeld dat er geen bewijs is."),
        N_("Vaccineren tegen polio blijft verplicht. Dien het bewijs in zodra je het hebt."),
        appeal=N_("Klopt dit niet? Bel of mail de dienst bevolking."),
    ),
)


def _claims(
    application: FollowUpApplication, pseudonym: Callable[[str], str], applicant: str
) -> Iterator[Claim]:
    """One follow-up per child, where its number is known."""
    del applicant
    if application.child.national_number:
        yield Claim(
            f"polio-follow-up/{pseudonym(application.child.national_number)}",
            Problem("child.national_number", say(N_("Dit kind wordt al opgevolgd."))),
        )


follow_up = Procedure(
    name="follow-up",
    process="polio-vaccination",
    application=FollowUpApplication,
    workflow=_road,
    rules=rules_in(sys.modules[__name__]),
    opened_by="desk",
    submit_label=N_("Opvolging starten"),
    claims=_claims,
    retention_days=730,
    retention_note="(u) to be set by the municipality's archive plan",
    guide=Guide(
        title=N_("Poliovaccinatie opvolgen"),
        summary=N_("De gemeente volgt op dat het bewijs van de poliovaccinatie er komt."),
        life_event=life_events.CHILD,
        who=(N_("Het kind is 18 maanden of ouder en er is geen bewijs."),),
        needed=(N_("De naam van het kind en het e-mailadres van een ouder."),),
        duration=N_("De ouders krijgen na de herinnering nog enkele weken tijd."),
        legal=(N_("Koninklijk besluit van 26 oktober 1966"),),
        counter=N_("Breng het bewijs naar het loket, of dien het online in."),
        paper=N_("Stuur het ingevulde formulier met de post."),
        keywords=N_("polio vaccinatie herinnering opvolging kind"),
    ),
)
