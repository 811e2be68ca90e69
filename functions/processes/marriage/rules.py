"""Who can marry here, and when. Civil Code, articles 144, 147 and 165; the numbers are tenant data."""

from collections.abc import Iterator
from datetime import date, timedelta

from functions.domain.appointments import moments
from functions.domain.facts import Facts
from functions.domain.forms import Answers
from functions.domain.months import add_months
from functions.domain.person import ADULT, age_on
from functions.domain.problems import Problem
from functions.domain.procedure import rule
from functions.domain.second_person import is_someone_else, is_under_age
from functions.domain.texts import N_, say
from functions.processes.marriage.application import SPECIAL, TOWN_HALL, MarriageApplication

KEY = "marriage/declaration"


def first_day(declared: date, facts: Facts) -> date:
    """The 14th day after the act of declaration. Civil Code, article 165"""
    return declared + timedelta(days=facts.tenant.facts[KEY]["wait_days"])


def last_day(declared: date, facts: Facts) -> date:
    """6 months after that 14th day. Civil Code, article 165"""
    return add_months(first_day(declared, facts), facts.tenant.facts[KEY]["valid_months"])


@rule(
    title=N_("Wie de aangifte doet, is 18 jaar of ouder"),
    source="Civil Code, article 144; berlare.be",
    needs=("known",),
)
def applicant_is_an_adult(application: MarriageApplication, facts: Facts) -> Iterator[Problem]:
    del application
    if facts.age is not None and facts.age < ADULT:
        yield Problem(
            "known.is_right",
            say(N_("Trouwen kan vanaf 18 jaar. Kom terug als je 18 bent, of vraag de rechtbank.")),
        )


@rule(
    title=N_("Volgens het Rijksregister ben je niet getrouwd"),
    source="Civil Code, article 147; National Register",
    needs=("known",),
)
def applicant_is_not_married(application: MarriageApplication, facts: Facts) -> Iterator[Problem]:
    del application
    record = facts.applicant.record
    if record and record.civil_status == "married":
        yield Problem(
            "known.is_right",
            say(
                N_(
                    "In het Rijksregister staat dat je getrouwd bent. Klopt dat niet? Bel de dienst "
                    "burgerlijke stand op %(phone)s."
                ),
                phone=facts.tenant.contact.phone,
            ),
        )


@rule(
    title=N_("Je trouwt met iemand anders dan jezelf, die 18 jaar of ouder is"),
    source="Civil Code, article 144; berlare.be",
    needs=("partner",),
)
def partner_is_another_adult(application: MarriageApplication, facts: Facts) -> Iterator[Problem]:
    yield from is_someone_else("partner", application.partner, facts)
    if is_under_age(application.partner.national_number, facts):
        yield Problem(
            "partner.national_number",
            say(N_("Deze persoon is nog geen 18 jaar. Trouwen kan vanaf 18 jaar.")),
        )


@rule(
    title=N_("Wie wettelijk samenwoont met iemand anders, beëindigt dat eerst"),
    source="(u) waasmunster.be; National Register",
    needs=("partner",),
)
def no_cohabitation_with_another(
    application: MarriageApplication, facts: Facts
) -> Iterator[Problem]:
    record, known = facts.applicant.record, facts.applicant.partner
    if (
        record
        and record.is_cohabiting
        and known
        and known.national_number != application.partner.national_number
    ):
        yield Problem(
            "partner.national_number",
            say(
                N_(
                    "In het Rijksregister staat dat je wettelijk samenwoont met iemand anders. Beëindig "
                    "eerst die samenwoning."
                )
            ),
        )


@rule(
    title=N_("Een van de twee is in deze gemeente ingeschreven, en allebei zijn ze vrij"),
    source="berlare.be; Civil Code, article 147",
    needs=("couple",),
)
def couple_can_marry_here(application: MarriageApplication, facts: Facts) -> Iterator[Problem]:
    if not application.couple.lives_here:
        yield Problem(
            "couple.lives_here",
            say(
                N_(
                    "Doe de aangifte in de gemeente waar een van jullie ingeschreven is. In %(place)s kan "
                    "het niet."
                ),
                place=facts.tenant.place,
            ),
        )
    if not application.couple.are_free:
        yield Problem(
            "couple.are_free",
            say(
                N_(
                    "Wie getrouwd is of wettelijk samenwoont met iemand anders, kan nu niet trouwen. "
                    "Beëindig eerst die band."
                )
            ),
        )


@rule(
    title=N_("De dag ligt vanaf 14 dagen na de aangifte en binnen 6 maanden daarna"),
    source="Civil Code, article 165",
    needs=("ceremony",),
)
def wished_day_is_possible(application: MarriageApplication, facts: Facts) -> Iterator[Problem]:
    """Counted from today, the first day on which the declaration can be drawn up; the moments that
    are offered afterwards keep to the same limits (see the tenant's wedding services)."""
    wished, first = application.ceremony.wished, first_day(facts.today, facts)
    if wished is None:
        return
    service = facts.tenant.services.get(application.ceremony.place)
    if wished < first:
        yield Problem(
            "ceremony.wished",
            say(N_("Dit is te vroeg: trouwen kan ten vroegste op %(day)s."), day=first),
        )
    elif wished > last_day(facts.today, facts):
        yield Problem(
            "ceremony.wished",
            say(
                N_(
                    "Dit is te laat: een aangifte van vandaag geldt tot %(day)s. Laat de dag leeg en kies "
                    "een vroegere, of doe de aangifte later. Bel ons om de dag al vast te leggen."
                ),
                day=last_day(facts.today, facts),
            ),
        )
    elif service and not any(moments(facts.tenant, service, wished)):
        yield Problem(
            "ceremony.wished",
            say(N_("Op die dag zijn er op deze plaats geen huwelijken. Kies een andere dag.")),
        )


@rule(
    title=N_("De getuigen zijn meerderjarig en met niet te veel"),
    source="(u) waasmunster.be; the number is tenant data",
    needs=("witnesses",),
)
def witnesses_are_few_and_adult(
    application: MarriageApplication, facts: Facts
) -> Iterator[Problem]:
    named = application.witnesses.named if application.witnesses else []
    most = facts.tenant.facts[KEY]["witnesses"]
    if len(named) > most:
        yield Problem(
            "witnesses.named",
            say(N_("Jullie kunnen hoogstens %(most)s getuigen meebrengen."), most=most),
        )
    for i, witness in enumerate(named):
        if witness.born > facts.today or age_on(witness.born, facts.today) < ADULT:
            yield Problem(
                f"witnesses.named.{i}.born",
                say(N_("Een getuige is 18 jaar of ouder. Kijk de geboortedatum na.")),
            )


def is_at_town_hall(answers: Answers, facts: Facts) -> bool:
    del facts
    return bool(answers["ceremony"]["place"] == TOWN_HALL)


def is_special(answers: Answers, facts: Facts) -> bool:
    del facts
    return bool(answers["ceremony"]["place"] == SPECIAL)
