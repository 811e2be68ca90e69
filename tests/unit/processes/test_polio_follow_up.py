"""A lost form, and a proof that did not come: rules, roads, and who is told what."""

from datetime import date, timedelta
from typing import Any, cast

import pytest
from hypothesis import given

from functions.domain.case import CaseFile
from functions.domain.person import Record, age_on
from functions.domain.problems import NotFound
from functions.domain.session import Session
from functions.processes.polio_vaccination.duplicate import duplicate
from functions.processes.polio_vaccination.follow_up import follow_up, months_on
from functions.processes.polio_vaccination.workflow import proof
from functions.services import deciding
from functions.services.ports import Ports
from tests.unit.known import births, day_at, facts, number_of, person, tenant

TODAY = date(2026, 11, 2)
TERM = tenant().facts["polio-vaccination/proof"]["term_months"]
NAMED = {"given_name": "Noor", "family_name": "Peeters"}


def child(born: date) -> dict[str, dict[str, Any]]:
    return {"child": {**NAMED, "national_number": number_of(born)}}


def followed(answers: dict[str, Any], today: date = TODAY) -> list[str]:
    found = follow_up.broken_rules(answers, facts(now=day_at(today)))
    return [problem.field for problem in found]


def test_every_rule_is_tested_here():
    assert {rule.name for rule in duplicate.rules} == {"child_is_a_minor"}
    assert {rule.name for rule in follow_up.rules} == {"followed_is_a_minor", "term_has_passed"}


@given(births)
def test_a_new_form_is_for_a_child(born: date):
    problems = duplicate.broken_rules(child(born), facts(now=day_at(TODAY)))
    expected = ["child.national_number"] if age_on(born, TODAY) >= 18 else []
    assert [problem.field for problem in problems] == expected


@given(births)
def test_a_follow_up_begins_when_the_term_has_passed_and_is_about_a_child(born: date):
    right = months_on(born, TODAY) >= TERM and age_on(born, TODAY) < 18
    assert followed(child(born)) == ([] if right else ["child.national_number"])


@pytest.mark.parametrize(
    ("born", "today", "months"),
    [
        (date(2025, 5, 2), TODAY, 18),
        (date(2025, 5, 3), TODAY, 17),
        (date(2024, 8, 31), date(2026, 2, 28), 17),
        (date(2024, 8, 31), date(2026, 3, 1), 18),
    ],
)
def test_months_are_whole(born: date, today: date, months: int):
    assert months_on(born, today) == months
    assert followed(child(born), today) == ([] if months >= TERM else ["child.national_number"])


def test_a_child_of_whom_only_the_name_is_known_is_followed_too():
    """What the birth of the child leaves: no national number yet."""
    assert followed({"child": NAMED}) == []
    application = follow_up.read({"child": NAMED})
    assert application.child.national_number is None
    assert application.contact is None
    assert list(follow_up.claims(application, str, "ref")) == []


def test_the_answers_of_a_proof_open_a_follow_up():
    answers = {**child(date(2024, 1, 1)), "what": {"kind": "doses"}, "contact": {"mail": "a@b.be"}}
    assert proof.read(answers).child.model_dump() == follow_up.read(answers).child.model_dump()
    assert followed(answers) == []


def test_a_child_is_followed_once():
    application = follow_up.read(child(date(2024, 1, 1)))
    (claim,) = follow_up.claims(application, lambda number: "hash", "ref")
    assert claim.key == "polio-follow-up/hash"


def test_the_desk_begins_a_follow_up_and_nobody_takes_it_back():
    assert follow_up.opened_by == "desk"
    assert not follow_up.can_be_withdrawn
    assert duplicate.can_be_withdrawn
    nothing = cast("Any", None)  # it is refused before anything is read
    with pytest.raises(NotFound):
        deciding.withdraw(
            cast("Ports", nothing), follow_up, cast("Session", nothing), cast("CaseFile", nothing)
        )


def test_first_a_reminder_then_a_report():
    road = follow_up.workflow.road({"child": NAMED}, facts())
    assert [step.name for step in road] == ["reminder", "proof", "report"]
    assert [step.role or step.external for step in road] == [
        "population", "population", "public-health",
    ]  # fmt: skip
    assert follow_up.workflow.step("report").lapse.then == "proof"
    assert [step.name for step in duplicate.workflow.road({}, facts())] == ["form"]


def test_the_federal_service_is_told_which_child_and_where():
    message = follow_up.workflow.step("report").message
    assert message
    known = person().model_copy(update={"record": Record(address="Testdreef 7")})
    assert message({"child": NAMED}, facts(applicant=known)) == {
        **NAMED,
        "national_number": "",
        "parent": "Lena Peeters",
        "address": "Testdreef 7",
    }
    number = number_of(TODAY - timedelta(days=700))
    told = message({"child": {**NAMED, "national_number": number}}, facts())
    assert told["national_number"] == number
    assert told["address"] == ""
