"""The rules of a polio proof, each with an answer that it accepts and one that it refuses."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.person import age_on
from functions.processes.polio_vaccination.workflow import proof
from tests.unit.known import births, day_at, facts, number_of, tenant

BORN = date(2025, 3, 1)
OWN = tenant().facts["polio-vaccination/proof"]
FIRST = BORN + timedelta(days=OWN["first_dose_days"])
INTERVAL = timedelta(days=OWN["interval_days"])
TODAY = date(2026, 11, 2)
SCHEDULE = [FIRST + i * INTERVAL for i in range(OWN["doses"])]
DAY = timedelta(days=1)


def answers(doses: list[date] | None = None, born: date = BORN) -> dict[str, dict[str, Any]]:
    given_days = SCHEDULE if doses is None else doses
    return {
        "child": {
            "given_name": "Noor",
            "family_name": "Peeters",
            "national_number": number_of(born),
        },
        "what": {"kind": "doses"},
        "doses": {"given": [{"day": str(day), "vaccinator": "Arts"} for day in given_days]},
    }


def broken(given_answers: dict[str, Any], today: date = TODAY) -> list[str]:
    known = facts(now=day_at(today))
    return [problem.field for problem in proof.broken_rules(given_answers, known)]


def test_a_complete_schedule_on_the_first_possible_days_breaks_no_rule():
    assert broken(answers()) == []


def test_every_rule_is_tested_here():
    assert {rule.name for rule in proof.rules} == {
        "child_is_a_minor",
        "doses_are_in_the_childs_life",
        "doses_are_in_order",
        "schedule_is_complete",
    }


@given(births)
def test_the_number_is_that_of_a_child(born: date):
    fields = broken({"child": answers(born=born)["child"]})
    assert fields == (["child.national_number"] if age_on(born, TODAY) >= 18 else [])


@pytest.mark.parametrize(
    ("first", "early"), [(FIRST, False), (FIRST - DAY, True), (BORN, True), (BORN - DAY, True)]
)
def test_a_first_dose_is_not_given_too_young(first: date, early: bool):
    assert broken(answers([first, *SCHEDULE[1:]])) == (["doses.given.0.day"] if early else [])


@pytest.mark.parametrize(("ago", "fields"), [(0, []), (-1, ["doses.given.3.day"])])
def test_a_dose_is_not_in_the_future(ago: int, fields: list[str]):
    last = TODAY - ago * DAY
    assert broken(answers([*SCHEDULE[:3], last])) == fields


@pytest.mark.parametrize(
    ("second", "fields"),
    [
        (FIRST + INTERVAL, []),
        (FIRST + INTERVAL - DAY, ["doses.given.1.day"]),
        (FIRST, ["doses.given.1.day"]),
    ],
)
def test_two_doses_have_enough_time_between_them(second: date, fields: list[str]):
    later = [second + 2 * INTERVAL, second + 3 * INTERVAL]
    assert broken(answers([FIRST, second, *later])) == fields


@given(st.lists(st.dates(FIRST, TODAY), min_size=4, max_size=6))
def test_doses_are_refused_exactly_where_two_are_too_close_or_not_in_order(days: list[date]):
    close = [i for i, (one, two) in enumerate(pairwise(days), start=1) if two - one < INTERVAL]
    assert broken(answers(days)) == [f"doses.given.{i}.day" for i in close]


@given(st.integers(1, 6))
def test_a_schedule_is_complete_with_the_doses_that_the_municipality_asks(count: int):
    days = [FIRST + i * INTERVAL for i in range(count)]
    assert broken(answers(days)) == ([] if count >= OWN["doses"] else ["doses.given"])


def test_a_deferral_asks_for_no_doses():
    deferred = answers([]) | {"what": {"kind": "deferral"}}
    assert broken(deferred) == []


def test_the_earliest_day_is_told():
    (problem,) = proof.broken_rules(answers([BORN, *SCHEDULE[1:]]), facts(now=day_at(TODAY)))
    assert str(FIRST) in problem.text.write(str)


def test_one_proof_runs_per_child_whoever_hands_it_in():
    application = proof.read(answers())
    (one,) = proof.claims(application, lambda number: "hash", "mother")
    (other,) = proof.claims(application, lambda number: "hash", "father")
    assert one.key == other.key == "polio-child/hash"
