"""The rules of a proxy, each with an answer that it accepts and one that it refuses."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.calendar import Calendar
from functions.domain.facts import Facts
from functions.domain.person import Person, Record
from functions.processes.elections.proxies import rules
from functions.processes.elections.proxies.application import CERTIFIED_BY_MUNICIPALITY, Reason
from functions.processes.elections.proxies.workflow import proxy
from tests.unit.known import ELECTION, ELECTION_DAY, NOON, facts, number_of, person, tenant

ADULT = date(ELECTION_DAY.year - 18, ELECTION_DAY.month, ELECTION_DAY.day)  # 18 on election day
lives = st.dates(date(1930, 1, 1), date(2024, 12, 31))
SECOND = timedelta(seconds=1)


def answers(**changed: Any) -> dict[str, dict[str, Any]]:
    """Answers that break no rule; `holder__is_belgian=False` changes one."""
    found: dict[str, dict[str, Any]] = {
        "voter": {"election": "practice", "is_belgian": True},
        "why": {"reason": "illness"},
        "holder": {
            "given_name": "Karim",
            "family_name": "El Amrani",
            "national_number": number_of(date(1990, 1, 2)),
            "mail": "karim@example.org",
            "is_belgian": True,
        },
    }
    for path, value in changed.items():
        topic, _, name = path.partition("__")
        found[topic][name] = value
    return found


def broken(given_answers: dict[str, Any], known: Facts | None = None) -> list[str]:
    return [problem.field for problem in proxy.broken_rules(given_answers, known or facts())]


def test_a_usual_proxy_breaks_no_rule():
    assert broken(answers()) == []


def test_every_rule_is_tested_here():
    assert {rule.name for rule in proxy.rules} == {
        "giver_is_a_voter",
        "nationality_is_that_of_the_register",
        "asked_in_time",
        "holder_is_an_adult",
        "holder_is_someone_else",
        "belgian_gives_to_belgian",
    }


@pytest.mark.parametrize(
    ("born", "fields"), [(ADULT, []), (ADULT + timedelta(days=1), ["voter.election"])]
)
def test_the_giver_is_eighteen_on_election_day(born: date, fields: list[str]):
    assert broken(answers(), facts(applicant=person(born))) == fields


@given(lives)
def test_the_giver_may_vote_exactly_when_eighteen_on_election_day(born: date):
    expected = [] if born <= ADULT else ["voter.election"]
    given_answers = answers(holder__national_number=number_of(date(1970, 1, 1), 55))
    assert broken(given_answers, facts(applicant=person(born))) == expected


@given(lives)
def test_the_holder_may_vote_exactly_when_eighteen_on_election_day(born: date):
    expected = [] if born <= ADULT else ["holder.national_number"]
    assert broken(answers(holder__national_number=number_of(born, 55))) == expected


@pytest.mark.parametrize(
    ("nationality", "says", "fields"),
    [
        ("BE", True, []),
        ("BE", False, ["voter.is_belgian"]),
        ("FR", False, []),
        ("FR", True, ["voter.is_belgian"]),
    ],
)
def test_what_the_giver_says_of_the_nationality_is_compared_with_the_register(
    nationality: str, says: bool, fields: list[str]
):
    known = person().model_copy(update={"record": Record(nationality=nationality)})
    assert broken(answers(voter__is_belgian=says), facts(applicant=known)) == fields


@pytest.mark.parametrize("says", [True, False])
def test_the_giver_is_believed_when_the_register_could_not_be_asked(says: bool):
    assert broken(answers(voter__is_belgian=says), facts(applicant=person())) == []


def test_a_birth_that_the_register_does_not_know_is_left_to_the_office():
    first = "850000033"
    unknown = f"{first}{97 - int(first) % 97:02}"
    assert broken(answers(holder__national_number=unknown)) == []
    nobody = Person(given_name="A", family_name="B", national_number=unknown, ref="a")
    assert broken(answers(), facts(applicant=nobody)) == []


@pytest.mark.parametrize("reason", list(Reason))
def test_a_proxy_is_asked_before_the_closing_time_of_its_reason(reason: Reason):
    certified = reason in CERTIFIED_BY_MUNICIPALITY
    closes = ELECTION.closes_certified if certified else ELECTION.closes
    asked = answers(why__reason=reason.value)
    assert broken(asked, facts(now=closes - SECOND)) == []
    assert broken(asked, facts(now=closes)) == ["why.reason"]
    assert rules.closing_time(ELECTION, reason) == closes


def test_some_reasons_close_earlier_because_the_municipality_certifies_them():
    assert {Reason.TRADER, Reason.ABROAD} == CERTIFIED_BY_MUNICIPALITY
    assert ELECTION.closes_certified < ELECTION.closes


def test_the_holder_is_someone_else():
    assert broken(answers(holder__national_number=person().national_number)) == [
        "holder.national_number"
    ]


@pytest.mark.parametrize(
    ("giver", "holder", "fields"),
    [
        (True, True, []),
        (True, False, ["holder.is_belgian"]),
        (False, True, []),
        (False, False, []),
    ],
)
def test_a_belgian_gives_to_a_belgian(giver: bool, holder: bool, fields: list[str]):
    assert broken(answers(voter__is_belgian=giver, holder__is_belgian=holder)) == fields


def test_a_rule_waits_until_its_pages_are_answered():
    young = number_of(date(2020, 1, 1), 55)
    some = answers(holder__national_number=young)
    assert proxy.broken_rules({"holder": some["holder"]}, facts()) == []
    assert proxy.broken_rules(some, facts(), topic="why") == []
    assert len(proxy.broken_rules(some, facts(), topic="holder")) == 1


@pytest.mark.parametrize("reason", list(Reason))
def test_the_municipality_makes_a_certificate_for_the_reasons_that_it_certifies(reason: Reason):
    needed = rules.needs_certificate(answers(why__reason=reason.value), facts())
    assert needed == (reason in CERTIFIED_BY_MUNICIPALITY)


def test_a_proxy_can_be_started_only_while_an_election_is_open():
    assert proxy.is_open(facts())
    assert not proxy.is_open(facts(now=ELECTION.opens - SECOND))
    assert not proxy.is_open(facts(now=ELECTION.closes))
    assert not proxy.is_open(Facts(NOON, person(), Calendar(), tenant()))


def test_one_giver_and_one_holder_have_one_proxy_in_an_election():
    application = proxy.read(answers())
    (giver,) = proxy.claims(application, str, "giver")
    (holder,) = proxy.step_claims("holder", application, lambda number: f"hash of {number}")
    assert giver.key == "proxy-giver/practice/giver"
    assert holder.key == f"proxy-holder/practice/hash of {application.holder.national_number}"
    assert list(proxy.step_claims("decision", application, str)) == []
