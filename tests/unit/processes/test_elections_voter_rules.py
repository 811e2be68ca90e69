"""Becoming a voter and giving it up: every rule accepts and refuses."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.calendar import Calendar
from functions.domain.facts import Facts
from functions.domain.forms import validate_topic
from functions.domain.links import Ends, FollowInput
from functions.domain.person import Person, Record
from functions.processes.elections.voters import rules
from functions.processes.elections.voters.application import Declarations
from functions.processes.elections.voters.ending import voter_ending
from functions.processes.elections.voters.workflow import non_belgian_voter
from tests.unit.known import ELECTION, ELECTION_DAY, NOON, births, facts, moments, person, tenant

ADULT = date(ELECTION_DAY.year - 18, ELECTION_DAY.month, ELECTION_DAY.day)
CLOSES = ELECTION.registration_closes
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
BY = date(2026, 11, 12)
FIVE_YEARS_BEFORE = date(2021, 11, 12)
EUROPEAN = ELECTION.model_copy(update={"kind": "european"})
FEDERAL = ELECTION.model_copy(update={"kind": "federal"})


def answers(group: str = "eu", since: date = FIVE_YEARS_BEFORE) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {
        "known": {"is_right": True},
        "voter": {"election": "practice", "group": group},
    }
    if group == "non-eu":
        found["residence"] = {"since": str(since)}
    return found


def broken(given_answers: dict[str, Any], known: Facts | None = None) -> list[str]:
    found = non_belgian_voter.broken_rules(given_answers, known or facts())
    return [problem.field for problem in found]


def known_as(**record: Any) -> Person:
    return person().model_copy(update={"record": Record(**record)})


@pytest.mark.parametrize("group", ["eu", "non-eu"])
def test_a_usual_registration_breaks_no_rule(group: str):
    assert broken(answers(group)) == []


def test_every_rule_is_tested_here():
    assert {rule.name for rule in non_belgian_voter.rules} == {
        "voter_lives_here",
        "nationality_is_that_of_the_register",
        "registered_in_time",
        "voter_is_an_adult",
        "from_outside_votes_locally",
        "lives_here_long_enough",
    }
    assert {rule.name for rule in voter_ending.rules} == {
        "voter_is_not_belgian",
        "list_is_not_fixed",
    }


@pytest.mark.parametrize(("nis", "fields"), [(tenant().nis, []), ("99999", ["known.is_right"])])
def test_a_voter_lives_in_the_municipality(nis: str, fields: list[str]):
    assert broken(answers(), facts(applicant=known_as(nis=nis))) == fields


@pytest.mark.parametrize(
    ("nationality", "eu", "non_eu"),
    [
        ("BE", ["voter.group"], ["voter.group"]),
        ("FR", [], ["voter.group"]),
        ("MA", ["voter.group"], []),
        ("GB", ["voter.group"], []),
        ("XX", ["voter.group"], []),
        ("", [], []),
    ],
)
def test_the_group_is_that_of_the_register(nationality: str, eu: list[str], non_eu: list[str]):
    known = facts(applicant=known_as(nationality=nationality))
    assert broken(answers("eu"), known) == eu
    assert broken(answers("non-eu"), known) == non_eu


def test_the_union_has_twenty_six_other_members():
    assert len(rules.EUROPEAN_UNION) == 26
    assert "BE" not in rules.EUROPEAN_UNION


@given(moments)
def test_registration_closes_when_the_calendar_says_so(now: datetime):
    assert CLOSES
    assert broken(answers(), facts(now=now)) == ([] if now < CLOSES else ["voter.election"])


def test_the_last_second_is_in_time():
    assert CLOSES
    assert broken(answers(), facts(now=CLOSES - SECOND)) == []
    assert broken(answers(), facts(now=CLOSES)) == ["voter.election"]


@given(births)
def test_a_voter_is_eighteen_on_election_day(born: date):
    expected = [] if born <= ADULT else ["voter.election"]
    assert broken(answers(), facts(applicant=person(born))) == expected


@pytest.mark.parametrize("group", ["eu", "non-eu"])
def test_for_the_european_parliament_only_citizens_of_the_union_register(group: str):
    expected = [] if group == "eu" else ["voter.election"]
    assert broken(answers(group), facts(election=EUROPEAN)) == expected
    assert broken(answers(group), facts(election=FEDERAL)) == ["voter.election"]


@given(st.dates(date(2015, 1, 1), date(2026, 11, 2)))
def test_who_is_from_outside_lives_here_five_years_on_the_day(since: date):
    expected = [] if since <= FIVE_YEARS_BEFORE else ["residence.since"]
    assert broken(answers("non-eu", since)) == expected


def test_the_calendar_may_name_another_day_and_another_number_of_years():
    other = ELECTION.model_copy(update={"residence_by": date(2026, 7, 31), "residence_years": 3})
    assert rules.residence_day(ELECTION) == BY
    assert rules.residence_day(other) == date(2026, 7, 31)
    right = answers("non-eu", date(2023, 7, 31))
    assert broken(right, facts(election=other)) == []
    assert broken(answers("non-eu", date(2023, 8, 1)), facts(election=other)) == ["residence.since"]


@pytest.mark.parametrize(("group", "fields"), [("eu", []), ("non-eu", ["declarations.respect"])])
def test_only_who_is_from_outside_declares_to_respect_the_constitution(
    group: str, fields: list[str]
):
    declared = {"able": "yes", "truth": "yes"}
    _, problems = validate_topic("declarations", Declarations, declared, answers(group), facts())
    assert [problem.field for problem in problems] == fields
    more = declared | {"respect": "yes"}
    assert validate_topic("declarations", Declarations, more, answers(group), facts())[1] == []


@pytest.mark.parametrize("group", ["eu", "non-eu"])
def test_the_office_advises_and_the_college_decides(group: str):
    road = non_belgian_voter.workflow.road(answers(group), facts())
    assert [step.name for step in road] == ["check", "college"]
    advice = non_belgian_voter.workflow.step("check")
    assert {o.then for o in advice.outcomes if o.value.startswith("advise")} == {"college"}
    assert non_belgian_voter.workflow.end("refused").appeal


def test_it_is_open_while_an_election_registers():
    assert CLOSES
    assert non_belgian_voter.is_open(facts())
    assert not non_belgian_voter.is_open(facts(now=CLOSES))
    assert not non_belgian_voter.is_open(Facts(NOON, person(), Calendar(), tenant()))
    ((_, until),) = non_belgian_voter.open_rows(facts())
    assert str(CLOSES) in until.write(str)


def test_a_voter_registers_once_for_an_election():
    (claim,) = non_belgian_voter.claims(non_belgian_voter.read(answers()), str, "ref")
    assert claim.key == "voter/practice/ref"


def ended(known: Facts, kind: str = "local") -> list[str]:
    found = voter_ending.broken_rules({"vote": {"kind": kind}}, known)
    return [problem.field for problem in found]


@pytest.mark.parametrize(("nationality", "fields"), [("BE", ["vote.kind"]), ("FR", [])])
def test_a_belgian_cannot_give_up_voting(nationality: str, fields: list[str]):
    assert ended(facts(applicant=known_as(nationality=nationality))) == fields
    assert ended(facts(applicant=person())) == []


@given(moments)
def test_a_voter_stays_on_a_list_that_is_fixed(now: datetime):
    assert CLOSES
    fixed = now >= CLOSES and facts(now=now).today <= ELECTION_DAY
    assert ended(facts(now=now)) == (["vote.kind"] if fixed else [])
    assert ended(facts(now=now), "european") == []


def test_who_gave_it_up_can_register_again():
    application = voter_ending.read({"vote": {"kind": "local"}})
    at = FollowInput("case", "removed", "m@example.org", "nl", facts(), str)
    (link,) = voter_ending.follow(application, at)
    (claim,) = non_belgian_voter.claims(non_belgian_voter.read(answers()), str, person().ref)
    assert isinstance(link, Ends)
    assert link.claim == claim.key
    european = voter_ending.read({"vote": {"kind": "european"}})
    assert list(voter_ending.follow(european, at)) == []


def test_after_the_election_there_is_no_claim_left_to_free():
    after = facts(now=NOON + timedelta(days=60))
    at = FollowInput("case", "removed", "m@example.org", "nl", after, str)
    assert list(voter_ending.follow(voter_ending.read({"vote": {"kind": "local"}}), at)) == []


def test_nobody_else_can_do_it_for_a_voter():
    assert non_belgian_voter.acts == voter_ending.acts == frozenset()
