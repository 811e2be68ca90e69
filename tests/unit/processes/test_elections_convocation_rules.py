"""The rules of another letter, each with an answer that it accepts and one that it refuses."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from functions.domain.calendar import Calendar
from functions.domain.facts import Facts
from functions.domain.workflow import TermInput
from functions.processes.elections.convocations.workflow import convocation
from tests.unit.known import ELECTION, ELECTION_DAY, NOON, births, facts, moments, person, tenant

ADULT = date(ELECTION_DAY.year - 18, ELECTION_DAY.month, ELECTION_DAY.day)
SECOND = timedelta(seconds=1)
FROM, UNTIL = ELECTION.convocations_from, ELECTION.convocations_until
ANSWERS: dict[str, Any] = {
    "known": {"is_right": True},
    "letter": {"election": "practice", "reason": "lost"},
}


def broken(known: Facts | None = None) -> list[str]:
    return [problem.field for problem in convocation.broken_rules(ANSWERS, known or facts())]


def test_a_usual_request_breaks_no_rule():
    assert broken() == []


def test_every_rule_is_tested_here():
    assert {rule.name for rule in convocation.rules} == {
        "asked_while_letters_are_given",
        "asker_is_a_voter",
    }


def test_a_letter_is_asked_from_the_sending_until_noon_on_election_day():
    assert FROM
    assert UNTIL
    assert broken(facts(now=FROM)) == broken(facts(now=UNTIL - SECOND)) == []
    assert broken(facts(now=FROM - SECOND)) == broken(facts(now=UNTIL)) == ["letter.election"]


@given(moments)
def test_a_letter_is_refused_exactly_when_the_calendar_says_so(now: datetime):
    assert FROM
    assert UNTIL
    assert broken(facts(now=now)) == ([] if FROM <= now < UNTIL else ["letter.election"])


@given(births)
def test_who_asks_a_letter_is_eighteen_on_election_day(born: date):
    expected = [] if born <= ADULT else ["letter.election"]
    assert broken(facts(applicant=person(born))) == expected


def test_an_election_without_letters_is_not_offered():
    silent = ELECTION.model_copy(update={"convocations_from": None})
    assert convocation.is_open(facts())
    assert not convocation.is_open(facts(election=silent))
    assert not convocation.is_open(Facts(NOON, person(), Calendar(), tenant()))
    assert broken(facts(election=silent)) == ["letter.election"]


def test_the_public_page_says_until_when():
    ((title, until),) = convocation.open_rows(facts())
    assert title.write(str) == "Oefenverkiezing"
    assert str(UNTIL) in until.write(str)
    assert convocation.open_rows(facts(now=NOON - timedelta(days=100))) == []


def test_the_office_has_until_the_calendar_closes_and_asks_within_it():
    assert UNTIL
    step, answer = convocation.workflow.steps
    late = UNTIL - timedelta(hours=2)
    at = TermInput(convocation.key, ANSWERS, facts(now=late), late)
    assert step.term.due(at) == answer.term.due(at) == UNTIL
    early = TermInput(convocation.key, ANSWERS, facts(), NOON)
    assert NOON < answer.term.due(early) < UNTIL
    assert not step.term.suspends


def test_a_case_of_an_election_that_left_the_calendar_is_a_fault():
    gone = TermInput(convocation.key, ANSWERS, Facts(NOON, person(), Calendar(), tenant()), NOON)
    with pytest.raises(LookupError):
        convocation.workflow.steps[0].term.due(gone)


def test_the_road_is_one_step_of_the_elections_office():
    (step,) = convocation.workflow.road(ANSWERS, facts())
    assert (step.name, step.role) == ("letter", "elections")


def test_a_voter_has_one_duplicate_in_an_election():
    (claim,) = convocation.claims(convocation.read(ANSWERS), str, "ref")
    assert claim.key == "convocation/practice/ref"


def test_nobody_else_can_ask_it():
    assert convocation.acts == frozenset()
