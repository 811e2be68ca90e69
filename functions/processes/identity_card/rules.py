"""When an identity card can be asked, and which one. Sources beside each; ages are tenant data."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from functions.domain import whom
from functions.domain.facts import Facts
from functions.domain.fees import Price
from functions.domain.forms import Answers
from functions.domain.issuing import Urgency, by_speed, urgency_in
from functions.domain.person import age_on, years_after
from functions.domain.problems import Problem
from functions.domain.procedure import rule
from functions.domain.texts import N_, say
from functions.processes.identity_card.application import KEY, CardApplication


class Card(StrEnum):
    """Which card a person gets by age. zele.be, wervik.be, schelle.be"""

    KIDS = "kids-id"
    YOUTH = "eid-youth"
    ADULT = "eid-adult"
    SENIOR = "eid-senior"


def card_for(age: int, facts: Facts) -> Card:
    """The card for someone of that age (whole years) today."""
    own = facts.tenant.facts[KEY]
    if age < own["youth_from_age"]:
        return Card.KIDS
    if age < own["adult_from_age"]:
        return Card.YOUTH
    return Card.ADULT if age < own["senior_from_age"] else Card.SENIOR


def card_in(answers: Answers, facts: Facts) -> Card:
    """The card that these answers ask for; an adult's where the date of birth is not known."""
    age = whom.age_in(answers, facts)
    return Card.ADULT if age is None else card_for(age, facts)


def valid_until(born: date, given: date, facts: Facts) -> date:
    """The last day of a card given on a day: a number of years by card; a Kids-ID ends at the
    latest on the day before the birthday that the tenant's facts name. zele.be, schelle.be"""
    own = facts.tenant.facts[KEY]
    card = card_for(age_on(born, given), facts)
    until = years_after(given, own[f"{card}_years"])
    if card is Card.KIDS:
        return min(until, years_after(born, own["kids-id_before_age"]) - timedelta(days=1))
    return until


def _variant(answers: Answers, facts: Facts) -> str:
    """ "" for the usual card, "kids" for a Kids-ID, each with its speed."""
    return by_speed("kids" if card_in(answers, facts) is Card.KIDS else "", answers)


PRICE = Price(
    KEY,
    variant_today=_variant,
    labels={
        "": N_("Kaart vanaf 12 jaar, gewoon"),
        "urgent": N_("Kaart vanaf 12 jaar, dringend"),
        "super-urgent": N_("Kaart vanaf 12 jaar, heel dringend"),
        "kids": N_("Kids-ID, gewoon"),
        "kids-urgent": N_("Kids-ID, dringend"),
        "kids-super-urgent": N_("Kids-ID, heel dringend"),
    },
)


def wants_home_visit(answers: Answers, facts: Facts) -> bool:
    """For who cannot come for health reasons. kinrooi.be"""
    del facts
    return bool(answers.get("place", {}).get("needs_visit"))


def comes_to_apply(answers: Answers, facts: Facts) -> bool:
    return not wants_home_visit(answers, facts)


def comes_to_collect(answers: Answers, facts: Facts) -> bool:
    """Neither at home nor at the federal office in Brussels."""
    return comes_to_apply(answers, facts) and urgency_in(answers) is not Urgency.SUPER_URGENT


@rule(
    title=N_("Een identiteitskaart is voor een Belg"),
    source="middelkerke.be",
    needs=("whom",),
)
def applicant_is_belgian(application: CardApplication, facts: Facts) -> Iterator[Problem]:
    """Of a child the office looks it up: the register gives us only the applicant's own."""
    if application.whom.who == whom.SELF and facts.applicant.is_belgian is False:
        yield Problem(
            "whom.who",
            say(
                N_(
                    "Deze kaart is voor Belgen. Voor een verblijfskaart maak je een afspraak aan het loket: bel of mail ons."
                )
            ),
        )


@rule(
    title=N_("Zonder brief vraag je een nieuwe kaart pas als de oude bijna vervalt"),
    source="middelkerke.be (summons); how early: tenant data (u)",
    needs=("old_card",),
)
def old_card_is_near_its_end(application: CardApplication, facts: Facts) -> Iterator[Problem]:
    card = application.old_card
    days = facts.tenant.facts[KEY]["renew_days"]
    if card and not card.was_summoned and card.valid_until > facts.today + timedelta(days=days):
        yield Problem(
            "old_card.valid_until",
            say(
                N_(
                    "Deze kaart is nog lang geldig. Je kan een nieuwe vragen vanaf %(day)s. Is er een andere reden? Ga dan terug en kies die."
                ),
                day=card.valid_until - timedelta(days=days),
            ),
        )


@rule(
    title=N_("Het verlies of de diefstal is al gebeurd"),
    source="middelkerke.be",
    needs=("loss",),
)
def loss_is_past(application: CardApplication, facts: Facts) -> Iterator[Problem]:
    if application.loss and application.loss.day > facts.today:
        yield Problem("loss.day", say(N_("Deze datum ligt in de toekomst.")))


@rule(
    title=N_("Aan huis komen we alleen voor een gewone aanvraag"),
    source="kinrooi.be; speeds: (u) the municipality's own practice",
    needs=("speed", "place"),
)
def home_visits_are_not_urgent(application: CardApplication, facts: Facts) -> Iterator[Problem]:
    del facts
    if application.place.needs_visit and application.speed.urgency is not Urgency.NORMAL:
        yield Problem(
            "place.needs_visit",
            say(
                N_(
                    "Aan huis komen we alleen voor een gewone kaart. Heb je ze dringend nodig en kan je niet komen? Bel ons."
                )
            ),
        )


RULES = (
    *whom.RULES,
    applicant_is_belgian,
    old_card_is_near_its_end,
    loss_is_past,
    home_visits_are_not_urgent,
)
