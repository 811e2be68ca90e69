"""Which recognitions can be done here, and whose consent they need."""

from collections.abc import Iterator
from datetime import timedelta

from functions.domain.facts import Facts
from functions.domain.forms import Answers
from functions.domain.person import ADULT, age_on, birth_date
from functions.domain.problems import Problem
from functions.domain.procedure import rule
from functions.domain.second_person import is_someone_else
from functions.domain.texts import N_, say
from functions.processes.recognition.application import RecognitionApplication, Situation

KEY = "recognition/declaration"
OWN_CONSENT = (
    12  # years from which a child consents too; moerbeke.be; old Civil Code, article 329bis (u)
)


@rule(
    title=N_("Een kind dat net geboren is, erken je bij de aangifte van de geboorte"),
    source="azdiest.be, menen.be",
    needs=("moment",),
)
def newborn_goes_with_its_birth(
    application: RecognitionApplication, facts: Facts
) -> Iterator[Problem]:
    del facts
    if application.moment.situation == Situation.AT_BIRTH:
        yield Problem(
            "moment.situation",
            say(
                N_(
                    "Je erkent dit kind bij de aangifte van de geboorte. Start “Geboorte aangeven”: dat "
                    "moet binnen 15 dagen na de geboorte."
                )
            ),
        )


@rule(
    title=N_("De verwachte datum past bij een zwangerschap"),
    source="azdiest.be; the bounds are tenant data (u)",
    needs=("unborn",),
)
def expected_date_is_plausible(
    application: RecognitionApplication, facts: Facts
) -> Iterator[Problem]:
    if application.unborn is None:
        return
    own = facts.tenant.facts[KEY]
    expected = application.unborn.expected
    if expected > facts.today + timedelta(days=own["pregnancy_days"]):
        yield Problem(
            "unborn.expected",
            say(N_("Deze datum ligt te ver in de toekomst. Kijk het attest na.")),
        )
    elif expected < facts.today - timedelta(days=own["overdue_days"]):
        yield Problem(
            "unborn.expected",
            say(
                N_(
                    "Deze datum is al voorbij. Is het kind geboren? Ga terug en kies hoe oud het is."
                )
            ),
        )


@rule(
    title=N_("Wie akkoord moet gaan, hangt af van de leeftijd: onder 12, 12 tot 17, vanaf 18"),
    source="moerbeke.be; old Civil Code, article 329bis (u)",
    needs=("moment", "minor"),
)
def age_is_as_chosen(application: RecognitionApplication, facts: Facts) -> Iterator[Problem]:
    born = birth_date(application.minor.national_number) if application.minor else None
    if born is None:
        return  # the registrar reads it in the act
    age = age_on(born, facts.today)
    if age >= ADULT:
        text = N_("Dit is het nummer van een volwassene. Ga terug en kies 18 jaar of ouder.")
    elif age >= OWN_CONSENT and application.moment.situation == Situation.YOUNG:
        text = N_("Dit kind is 12 jaar of ouder. Ga terug en kies 12 tot en met 17 jaar.")
    elif age < OWN_CONSENT and application.moment.situation == Situation.TEEN:
        text = N_("Dit kind is nog geen 12 jaar. Ga terug en kies jonger dan 12 jaar.")
    else:
        return
    yield Problem("minor.national_number", say(text))


@rule(
    title=N_("De moeder is iemand anders dan wie het kind erkent"),
    source="moerbeke.be; old Civil Code, article 329bis (u)",
    needs=("mother",),
)
def mother_is_someone_else(application: RecognitionApplication, facts: Facts) -> Iterator[Problem]:
    yield from is_someone_else("mother", application.mother, facts)


@rule(
    title=N_("Het kind is iemand anders dan wie het erkent"),
    source="moerbeke.be; old Civil Code, article 329bis (u)",
    needs=("child",),
)
def child_is_someone_else(application: RecognitionApplication, facts: Facts) -> Iterator[Problem]:
    yield from is_someone_else("child", application.child, facts)


@rule(
    title=N_(
        "Wie getrouwd is met iemand anders dan de moeder, zegt dat: die persoon krijgt een brief"
    ),
    source="deerlijk.be; National Register",
    needs=("you",),
)
def spouse_is_as_the_register_knows(
    application: RecognitionApplication, facts: Facts
) -> Iterator[Problem]:
    record, says_so = facts.applicant.record, application.you.has_spouse
    if record is None or not record.civil_status:
        return
    spouse, mother = facts.applicant.partner, application.mother
    is_married = record.civil_status == "married"
    is_the_mother = bool(spouse and mother and spouse.national_number == mother.national_number)
    if says_so and not is_married:
        yield Problem(
            "you.has_spouse",
            say(
                N_(
                    "In het Rijksregister staat niet dat je getrouwd bent. Kies nee, of kom met je "
                    "huwelijksakte naar het loket."
                )
            ),
        )
    elif not says_so and is_married and not is_the_mother:
        yield Problem(
            "you.has_spouse",
            say(
                N_(
                    "In het Rijksregister staat dat je met iemand anders getrouwd bent. Kies ja: we "
                    "moeten die persoon een brief sturen."
                )
            ),
        )


def mother_consents(answers: Answers, facts: Facts) -> bool:
    """Below 18 the mother must agree. moerbeke.be"""
    del facts
    return bool(answers["moment"]["situation"] != Situation.ADULT)


def adult_child_consents(answers: Answers, facts: Facts) -> bool:
    """An adult or emancipated child agrees alone. moerbeke.be"""
    del facts
    return bool(answers["moment"]["situation"] == Situation.ADULT)


def teen_consents(answers: Answers, facts: Facts) -> bool:
    """From 12 to 17 the child agrees too, in person. moerbeke.be"""
    del facts
    return bool(answers["moment"]["situation"] == Situation.TEEN)


def spouse_is_told(answers: Answers, facts: Facts) -> bool:
    """Whether someone must get a registered letter. deerlijk.be"""
    del facts
    return bool(answers["you"]["has_spouse"])
