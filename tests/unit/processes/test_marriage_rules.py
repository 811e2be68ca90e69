"""The rules of a marriage, its roads and terms, and what it ends."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.appointments import Appointment
from functions.domain.facts import Facts
from functions.domain.links import Ends, FollowInput
from functions.domain.months import add_months
from functions.domain.person import Relative
from functions.domain.workflow import TermInput
from functions.processes.marriage import rules
from functions.processes.marriage.application import CEREMONIES, SPECIAL, TOWN_HALL
from functions.processes.marriage.workflow import declaration
from tests.unit.known import (
    NOON,
    births,
    day_at,
    facts,
    number_of,
    person,
    registered,
    tenant,
)

TODAY = date(2026, 11, 2)
FIRST, LAST = date(2026, 11, 16), date(2027, 5, 16)
DAY = timedelta(days=1)
PARTNER = number_of(date(1986, 5, 6), 44)
ADULT = date(2008, 11, 2)  # eighteen today
both_tenants = pytest.mark.parametrize("name", ["mechelen", "leuven"])


def answers(**changed: Any) -> dict[str, dict[str, Any]]:
    """Answers that break no rule; `ceremony__wished="2027-01-06"` changes one."""
    found: dict[str, dict[str, Any]] = {
        "known": {"is_right": True, "correction": None},
        "partner": {
            "given_name": "Karim",
            "family_name": "El Amrani",
            "national_number": PARTNER,
            "mail": "karim@example.org",
        },
        "couple": {"lives_here": True, "are_free": True, "are_belgian_born": True},
        "ceremony": {"place": TOWN_HALL, "wished": None, "has_witnesses": False},
    }
    for path, value in changed.items():
        topic, _, name = path.partition("__")
        found.setdefault(topic, {})[name] = value
    return found


def with_witnesses(*born: date) -> dict[str, Any]:
    named = [{"given_name": "An", "family_name": "Claes", "born": str(day)} for day in born]
    return answers(ceremony__has_witnesses=True, witnesses__named=named)


def broken(given_answers: dict[str, Any], known: Facts | None = None) -> list[str]:
    return [problem.field for problem in declaration.broken_rules(given_answers, known or facts())]


def road(given_answers: dict[str, Any]) -> list[str]:
    return [step.name for step in declaration.workflow.road(given_answers, facts())]


def partner_in_register(number: str, **known: Any) -> Facts:
    relative = Relative(relation="partner", given_name="A", family_name="B", national_number=number)
    return facts(applicant=registered(relatives=(relative,), **known))


def test_a_usual_declaration_breaks_no_rule():
    assert broken(answers()) == []
    assert broken(answers(), facts(applicant=registered(civil_status="divorced"))) == []


def test_every_rule_is_tested_here():
    assert {rule.name for rule in declaration.rules} == {
        "applicant_is_an_adult",
        "applicant_is_not_married",
        "partner_is_another_adult",
        "no_cohabitation_with_another",
        "couple_can_marry_here",
        "wished_day_is_possible",
        "witnesses_are_few_and_adult",
    }


@given(births)
def test_both_are_eighteen(born: date):
    young = born > ADULT
    applicant = facts(applicant=person(born))
    assert broken(answers(), applicant) == (["known.is_right"] if young else [])
    partner = answers(partner__national_number=number_of(born, 55))
    assert broken(partner) == (["partner.national_number"] if young else [])


def test_nobody_marries_themselves():
    own = person().national_number
    assert broken(answers(partner__national_number=own)) == ["partner.national_number"]


def test_a_married_person_does_not_marry_again():
    known = facts(applicant=registered(civil_status="married"))
    assert broken(answers(), known) == ["known.is_right"]


def test_who_cohabits_legally_marries_that_person_or_ends_it_first():
    other = number_of(date(1980, 1, 2))
    wrong = ["partner.national_number"]
    assert broken(answers(), partner_in_register(PARTNER, is_cohabiting=True)) == []
    assert broken(answers(), partner_in_register(other, is_cohabiting=True)) == wrong
    assert broken(answers(), partner_in_register(other)) == []


@pytest.mark.parametrize("name", ["lives_here", "are_free"])
def test_the_couple_can_marry_here(name: str):
    assert broken(answers(**{f"couple__{name}": False})) == [f"couple.{name}"]


@pytest.mark.parametrize(
    ("wished", "fits"),
    [
        (None, True),
        (date(2026, 11, 13), False),  # a Friday before the 14th day
        (date(2026, 11, 18), True),  # a Wednesday
        (date(2027, 5, 14), True),  # the last Friday
        (date(2027, 5, 19), False),  # a Wednesday after the 6 months
        (date(2026, 11, 19), False),  # a Thursday: no weddings
        (date(2026, 12, 25), False),  # a Friday, and Christmas
    ],
)
def test_the_wished_day_is_one_on_which_they_can_marry(wished: date | None, fits: bool):
    given_answers = answers(ceremony__wished=wished and str(wished))
    assert broken(given_answers) == ([] if fits else ["ceremony.wished"])


def test_a_saturday_is_for_the_special_ceremony():
    saturday = "2026-11-21"
    assert broken(answers(ceremony__wished=saturday, ceremony__place=SPECIAL)) == []
    assert broken(answers(ceremony__wished=saturday)) == ["ceremony.wished"]


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_the_first_day_is_the_fourteenth_and_the_last_six_months_after_it(declared: date):
    first, last = rules.first_day(declared, facts()), rules.last_day(declared, facts())
    assert first - declared == 14 * DAY
    assert last == add_months(first, 6)


@given(st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_a_wished_day_is_refused_exactly_outside_the_term_or_without_weddings(wished: date):
    fits = FIRST <= wished <= LAST and wished.isoweekday() in (3, 5)
    fields = broken(answers(ceremony__wished=str(wished)))
    if not fits:
        assert fields == ["ceremony.wished"]
    elif fields:  # a holiday
        assert not any(rules.moments(tenant(), tenant().services[TOWN_HALL], wished))


@given(st.integers(1, 6))
def test_witnesses_are_at_most_as_many_as_the_municipality_says(count: int):
    most = tenant().facts[rules.KEY]["witnesses"]
    fields = broken(with_witnesses(*[date(1980, 1, 2)] * count))
    assert fields == ([] if count <= most else ["witnesses.named"])


@given(st.dates(date(1930, 1, 1), date(2030, 1, 1)))
def test_a_witness_is_an_adult(born: date):
    fields = broken(with_witnesses(date(1980, 1, 2), born))
    assert fields == ([] if born <= ADULT else ["witnesses.named.1.born"])


def test_a_wedding_on_a_weekday_is_free_and_has_its_own_moments():
    assert road(answers()) == ["partner", "papers", "ceremony_booking", "ceremony"]


def test_a_special_ceremony_is_paid_first():
    special = road(answers(ceremony__place=SPECIAL))
    assert special == ["partner", "papers", "fee", "special_booking", "special"]


def test_a_weekday_ceremony_passes_over_the_special_one():
    """Both pairs stand one after the other: the first leads past the second to the marriage."""
    steps = declaration.workflow
    assert steps.step("ceremony").outcomes[0].then == "special_booking"
    needed = steps.step("special_booking").needed
    assert needed
    assert not needed(answers(), facts())
    assert steps.step("special_booking").outcomes[0].then == "special"
    assert steps.step("special").outcomes[0].then == "married"


@both_tenants
def test_the_moments_that_are_offered_lie_within_the_law(name: str):
    """The act is drawn up before the fee and the choice of a moment, so the first moment lies 14
    days after it, and the last within 6 months of that day (181 days at least)."""
    own = tenant(name)
    known = Facts(NOON, person(), facts().calendar, own)
    shortest = min(rules.last_day(TODAY + i * DAY, known) - TODAY - i * DAY for i in range(366))
    assert set(CEREMONIES) <= set(own.services)
    for service, booking in ((TOWN_HALL, "ceremony_booking"), (SPECIAL, "special_booking")):
        waited = 0
        for step in ("fee", booking):
            given_term = TermInput(declaration.key, answers(), known, NOON)
            waited += (declaration.workflow.step(step).term.due(given_term) - NOON).days
        found = own.services[service]
        assert found.lead_hours >= own.facts[rules.KEY]["wait_days"] * 24
        assert waited + found.horizon_days <= shortest.days


def deferred_until(step: str, chosen: datetime | None) -> date:
    booked = (
        {"special_booking": Appointment(service=SPECIAL, start=chosen, minutes=60, seat=1)}
        if chosen
        else {}
    )
    given_term = TermInput(declaration.key, answers(), facts(), NOON, booked)
    return declaration.workflow.step(step).term.due(given_term).date()


@given(st.datetimes(datetime(2026, 11, 16), datetime(2027, 5, 15), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_deferral_counts_two_months_from_the_intended_date_and_five_in_all(chosen: datetime):
    noon = day_at(chosen.date())
    assert deferred_until("deferred", noon) == add_months(noon.date(), 2)
    assert deferred_until("extended", noon) == add_months(noon.date(), 5)
    assert deferred_until("advice", noon) <= deferred_until("deferred", noon)
    assert deferred_until("extended", noon) < TODAY + 365 * DAY  # an execution's longest life


def test_without_a_chosen_date_a_deferral_counts_from_now():
    assert deferred_until("deferred", None) == add_months(TODAY, 2)


def test_without_a_decision_in_time_the_marriage_is_celebrated():
    for name in ("deferred", "extended"):
        assert declaration.workflow.step(name).lapse.then == "ceremony_booking"
    assert declaration.workflow.step("advice").lapse.then == "deferred"


def test_the_registrar_can_defer_or_refuse_until_the_ceremony():
    for name in ("ceremony", "special"):
        step = declaration.workflow.step(name)
        defer, refuse = step.outcome("defer"), step.outcome("refuse")
        assert defer
        assert refuse
        assert (defer.then, refuse.then) == ("advice", "refused")


def test_the_prosecutor_hears_who_wants_to_marry_and_no_more():
    step = declaration.workflow.step("advice")
    assert step.message
    assert step.message(answers(), facts()) == {
        "subject": "marriage",
        "one": "Lena Peeters",
        "one_number": person().national_number,
        "other": "Karim El Amrani",
        "other_number": PARTNER,
    }


def test_each_of_the_two_has_one_running_declaration():
    application = declaration.read(answers())
    (own,) = declaration.claims(application, str, "applicant")
    (other,) = declaration.step_claims("partner", application, lambda number: f"hash({number})")
    assert own.key == "marriage/applicant"
    assert other.key == f"marriage/hash({PARTNER})"
    assert list(declaration.step_claims("papers", application, str)) == []


def follow(end: str) -> set[str]:
    known = facts(applicant=person())
    given_input = FollowInput("id", end, "lena@example.org", "nl", known, lambda n: f"hash({n})")
    links = list(declaration.follow(declaration.read(answers()), given_input))
    assert all(isinstance(link, Ends) for link in links)
    return {link.claim for link in links if isinstance(link, Ends)}


def test_a_marriage_ends_the_legal_cohabitation_of_both_and_leaves_them_free_of_this_declaration():
    partner = f"hash({PARTNER})"
    assert follow("married") == {"cohabitation/l", f"cohabitation/{partner}"}
    assert not declaration.keeps_claims


@pytest.mark.parametrize("end", ["refused", "declined", "lapsed", "withdrawn"])
def test_without_a_marriage_nothing_ends(end: str):
    assert follow(end) == set()


@both_tenants
def test_the_price_is_that_of_the_place(name: str):
    known = Facts(NOON, person(), facts().calendar, tenant(name))
    assert declaration.price
    assert not declaration.price.is_asked(answers(), known)
    assert declaration.price.is_asked(answers(ceremony__place=SPECIAL), known)
