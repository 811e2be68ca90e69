"""When a passport can be asked, and which one. Sources beside each; ages and years are data."""

from collections.abc import Iterator
from enum import StrEnum

from functions.domain import whom
from functions.domain.facts import Facts
from functions.domain.fees import Price
from functions.domain.forms import Answers
from functions.domain.holidays import add_working_days
from functions.domain.issuing import Urgency, by_speed, making_days
from functions.domain.problems import Problem
from functions.domain.procedure import rule
from functions.domain.texts import N_, say
from functions.processes.passport.application import KEY, PassportApplication, Status


class Passport(StrEnum):
    """Which passport a person gets; each is valid for so many years. mechelen.be"""

    ADULT = "adult"
    MINOR = "minor"
    LIMITED = "limited"  # recognised refugees, stateless persons


def is_minor(answers: Answers, facts: Facts) -> bool:
    """Someone whose date of birth the register does not know counts as an adult; the office looks."""
    age = whom.age_in(answers, facts)
    return age is not None and age < facts.tenant.facts[KEY]["adult_from_age"]


def passport_in(answers: Answers, facts: Facts) -> Passport:
    """The passport that these answers ask for."""
    if answers["nationality"]["status"] != Status.BELGIAN:
        return Passport.LIMITED
    return Passport.MINOR if is_minor(answers, facts) else Passport.ADULT


def years_valid(passport: Passport, facts: Facts) -> int:
    return facts.tenant.facts[KEY][f"{passport}_years"]


def _variant(answers: Answers, facts: Facts) -> str:
    """ "" for an adult's, "minor" for a minor's, each with its speed."""
    return by_speed("minor" if is_minor(answers, facts) else "", answers)


PRICE = Price(
    KEY,
    variant_today=_variant,
    labels={
        "": N_("Volwassene, gewoon"),
        "urgent": N_("Volwassene, dringend"),
        "super-urgent": N_("Volwassene, heel dringend"),
        "minor": N_("Jonger dan 18 jaar, gewoon"),
        "minor-urgent": N_("Jonger dan 18 jaar, dringend"),
        "minor-super-urgent": N_("Jonger dan 18 jaar, heel dringend"),
    },
)


@rule(
    title=N_("Een paspoort is voor een Belg, een erkende vluchteling of een staatloze persoon"),
    source="mechelen.be, bilzen.be",
    needs=("whom", "nationality"),
)
def status_is_as_registered(application: PassportApplication, facts: Facts) -> Iterator[Problem]:
    """Of the applicant we know it; of a child the office looks it up."""
    record = facts.applicant.record
    if application.whom.who != whom.SELF or record is None or not record.nationality:
        return
    known = {
        Status.BELGIAN: record.is_belgian,
        Status.REFUGEE: record.is_refugee,
        Status.STATELESS: record.nationality == "XX",
    }
    if not known[application.nationality.status]:
        yield Problem(
            "nationality.status",
            say(
                N_(
                    "In het Rijksregister staat iets anders. Kijk je antwoord na. Heb je een andere nationaliteit? Vraag je paspoort dan aan de ambassade van dat land."
                )
            ),
        )


@rule(
    title=N_("Het verlies of de diefstal is al gebeurd"),
    source="bilzen.be, oudenburg.be",
    needs=("loss",),
)
def loss_is_past(application: PassportApplication, facts: Facts) -> Iterator[Problem]:
    if application.loss and application.loss.day > facts.today:
        yield Problem("loss.day", say(N_("Deze datum ligt in de toekomst.")))


@rule(
    title=N_("De reis moet nog beginnen"),
    source="(u) a plausibility check",
    needs=("trip",),
)
def trip_is_ahead(application: PassportApplication, facts: Facts) -> Iterator[Problem]:
    if application.trip.day and application.trip.day < facts.today:
        yield Problem(
            "trip.day",
            say(N_("Deze dag is al voorbij. Vul de dag van je vertrek in, of laat dit leeg.")),
        )


@rule(
    title=N_("Het paspoort is er voor de reis begint"),
    source="zonhoven.be, vilvoorde.be, bilzen.be; working days: tenant data",
    needs=("trip", "speed"),
)
def speed_fits_the_trip(application: PassportApplication, facts: Facts) -> Iterator[Problem]:
    """Whoever leaves sooner than the chosen speed allows is pointed to a faster one. The fastest is
    never refused: the office in Brussels hands it over the same day."""
    urgency, day = application.speed.urgency, application.trip.day
    if day is None or urgency is Urgency.SUPER_URGENT:
        return
    ready = add_working_days(facts.now, making_days(KEY, urgency, facts)).date()
    if day <= ready:
        yield Problem(
            "speed.urgency",
            say(
                N_(
                    "Zo is je paspoort ten vroegste klaar op %(ready)s, te laat voor je vertrek op %(day)s. Kies sneller."
                ),
                ready=ready,
                day=day,
            ),
        )


RULES = (
    *whom.RULES,
    status_is_as_registered,
    loss_is_past,
    trip_is_ahead,
    speed_fits_the_trip,
)
