"""The rules of a recognition, whose consent each road asks, and how long it can be deferred."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.facts import Facts
from functions.domain.person import Relative, age_on
from functions.domain.workflow import TermInput
from functions.processes.recognition import rules
from functions.processes.recognition.application import Situation
from functions.processes.recognition.workflow import declaration
from tests.unit.known import (
    NOON,
    births,
    facts,
    number_of,
    person,
    registered,
    tenant,
)

TODAY = date(2026, 11, 2)
DAY = timedelta(days=1)
MOTHER = number_of(date(1990, 5, 6), 44)
OWN = tenant().facts[rules.KEY]
BORN = {
    Situation.YOUNG: date(2020, 3, 4),
    Situation.TEEN: date(2012, 3, 4),
    Situation.ADULT: date(2000, 3, 4),
}


def somebody(number: str, mail: str = "") -> dict[str, Any]:
    named = {"given_name": "Noor", "family_name": "Claes", "national_number": number}
    return {**named, "mail": mail} if mail else named


def answers(
    situation: Situation, *, born: date | None = None, has_spouse: bool = False
) -> dict[str, dict[str, Any]]:
    """Answers that break no rule, with the pages that this situation asks."""
    found: dict[str, dict[str, Any]] = {
        "known": {"is_right": True, "correction": None},
        "moment": {"situation": situation.value},
        "you": {"has_spouse": has_spouse},
    }
    number = number_of(born or BORN.get(situation, TODAY), 44)
    if situation == Situation.UNBORN:
        found["unborn"] = {"expected": str(TODAY + 100 * DAY)}
    if situation in (Situation.YOUNG, Situation.TEEN):
        found["minor"] = somebody(number)
    if situation == Situation.ADULT:
        found["child"] = somebody(number, "kind@example.org")
    elif situation != Situation.AT_BIRTH:
        found["mother"] = somebody(MOTHER, "moeder@example.org")
    return found


def broken(given_answers: dict[str, Any], known: Facts | None = None) -> list[str]:
    return [problem.field for problem in declaration.broken_rules(given_answers, known or facts())]


def road(given_answers: dict[str, Any]) -> list[str]:
    return [step.name for step in declaration.workflow.road(given_answers, facts())]


possible = [s for s in Situation if s != Situation.AT_BIRTH]


@pytest.mark.parametrize("situation", possible)
def test_a_usual_recognition_breaks_no_rule(situation: Situation):
    assert broken(answers(situation)) == []


def test_every_rule_is_tested_here():
    assert {rule.name for rule in declaration.rules} == {
        "newborn_goes_with_its_birth",
        "expected_date_is_plausible",
        "age_is_as_chosen",
        "mother_is_someone_else",
        "child_is_someone_else",
        "spouse_is_as_the_register_knows",
    }


def test_a_newborn_is_recognised_with_its_birth():
    assert broken(answers(Situation.AT_BIRTH)) == ["moment.situation"]


@given(st.integers(-400, 400))
def test_an_expected_date_fits_a_pregnancy(ahead: int):
    given_answers = answers(Situation.UNBORN)
    given_answers["unborn"]["expected"] = str(TODAY + ahead * DAY)
    plausible = -OWN["overdue_days"] <= ahead <= OWN["pregnancy_days"]
    assert broken(given_answers) == ([] if plausible else ["unborn.expected"])


@given(births)
def test_the_age_that_decides_on_the_consents_is_that_of_the_number(born: date):
    age = age_on(born, TODAY)
    wrong = ["minor.national_number"]
    assert broken(answers(Situation.YOUNG, born=born)) == ([] if age < 12 else wrong)
    assert broken(answers(Situation.TEEN, born=born)) == ([] if 12 <= age < 18 else wrong)


@pytest.mark.parametrize(
    ("born", "situation"),
    [
        (date(2014, 11, 2), Situation.TEEN),  # twelve today
        (date(2014, 11, 3), Situation.YOUNG),  # tomorrow
        (date(2008, 11, 3), Situation.TEEN),  # eighteen tomorrow
    ],
)
def test_a_child_is_as_old_as_its_birthday_says(born: date, situation: Situation):
    other = Situation.YOUNG if situation == Situation.TEEN else Situation.TEEN
    assert broken(answers(situation, born=born)) == []
    assert broken(answers(other, born=born)) == ["minor.national_number"]


def test_an_emancipated_child_counts_as_an_adult():
    assert broken(answers(Situation.ADULT, born=date(2010, 1, 1))) == []


def test_nobody_recognises_themselves():
    own = person().national_number
    young, adult = answers(Situation.YOUNG), answers(Situation.ADULT)
    young["mother"]["national_number"] = own
    adult["child"]["national_number"] = own
    assert broken(young) == ["mother.national_number"]
    assert broken(adult) == ["child.national_number"]


@pytest.mark.parametrize(
    ("civil_status", "spouse", "says_so", "fields"),
    [
        ("", "", False, []),
        ("", "", True, []),
        ("single", "", False, []),
        ("divorced", "", True, ["you.has_spouse"]),
        ("married", number_of(date(1985, 1, 2)), True, []),
        ("married", number_of(date(1985, 1, 2)), False, ["you.has_spouse"]),
        ("married", "", False, ["you.has_spouse"]),
        ("married", MOTHER, False, []),
    ],
)
def test_a_spouse_is_as_the_register_knows(
    civil_status: str, spouse: str, says_so: bool, fields: list[str]
):
    relatives = (
        (Relative(relation="partner", given_name="A", family_name="B", national_number=spouse),)
        if spouse
        else ()
    )
    known = registered(civil_status=civil_status, relatives=relatives)
    given_answers = answers(Situation.YOUNG, has_spouse=says_so)
    assert broken(given_answers, facts(applicant=known)) == fields


@pytest.mark.parametrize(
    ("situation", "consents"),
    [
        (Situation.UNBORN, ["mother"]),
        (Situation.YOUNG, ["mother"]),
        (Situation.TEEN, ["mother", "teen_booking", "teen"]),
        (Situation.ADULT, ["child"]),
    ],
)
def test_who_consents_depends_on_the_age_of_the_child(situation: Situation, consents: list[str]):
    given_answers = answers(situation)
    assert road(given_answers) == [*consents, "decision", "act"]
    parties = [party.name for party in declaration.parties(declaration.read(given_answers))]
    assert parties == [consents[0]]


def test_a_spouse_gets_a_letter_after_the_act():
    assert road(answers(Situation.ADULT, has_spouse=True))[-2:] == ["act", "spouse"]


def test_a_teenager_may_say_no_at_the_counter():
    said_no = declaration.workflow.step("teen").outcome("no-consent")
    assert said_no
    assert said_no.then == "declined"


@pytest.mark.parametrize("name", ["mechelen", "leuven"])
def test_a_deferral_takes_at_most_three_months_and_its_extension_two_more(name: str):
    known = Facts(NOON, person(), facts().calendar, tenant(name))

    def days_of(step: str) -> int:
        given_term = TermInput(declaration.key, answers(Situation.YOUNG), known, NOON)
        return (declaration.workflow.step(step).term.due(given_term) - NOON).days

    assert days_of("advice") + days_of("deferred") <= 90
    assert days_of("extended") <= 60


def test_without_a_decision_in_time_the_act_is_drawn_up():
    for name in ("deferred", "extended"):
        assert declaration.workflow.step(name).lapse.then == "act"
    assert declaration.workflow.step("advice").lapse.then == "deferred"


@pytest.mark.parametrize(
    ("situation", "named"),
    [
        (Situation.UNBORN, {"mother"}),
        (Situation.TEEN, {"mother", "minor"}),
        (Situation.ADULT, {"child"}),
    ],
)
def test_the_prosecutor_hears_who_recognises_whom_and_no_more(
    situation: Situation, named: set[str]
):
    step = declaration.workflow.step("advice")
    assert step.message
    told = dict(step.message(answers(situation), facts()))
    expected = {"subject", "recogniser", "recogniser_number", "situation"}
    assert set(told) == expected | named | {f"{name}_number" for name in named}
    assert not any("@" in value for value in told.values())


def test_a_child_is_recognised_once_at_a_time():
    def key(given_answers: dict[str, Any]) -> str:
        application = declaration.read(given_answers)
        (claim,) = declaration.claims(application, lambda text: f"hash({text})", "l")
        return claim.key

    young, adult = answers(Situation.YOUNG), answers(Situation.ADULT)
    assert key(young) == f"recognition/hash({young['minor']['national_number']})"
    assert key(adult) == f"recognition/hash({adult['child']['national_number']})"
    unborn = answers(Situation.UNBORN)
    assert key(unborn) == f"recognition/hash({MOTHER}/{unborn['unborn']['expected']})"
