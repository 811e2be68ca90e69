"""The rules of a passport, which passport and fee it is, and the road of each variant."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.facts import Facts
from functions.domain.holidays import add_working_days
from functions.domain.issuing import Urgency, making_days
from functions.domain.person import Record, age_on
from functions.processes.passport import rules
from functions.processes.passport.application import KEY, Old, Status
from functions.processes.passport.rules import Passport
from functions.processes.passport.workflow import request
from tests.unit.known import NOON, births, facts, number_of, person, tenant

TODAY = NOON.date()
DAY = timedelta(days=1)
CHILD = date(2018, 5, 4)


def answers(**changed: Any) -> dict[str, dict[str, Any]]:
    """Answers that break no rule; `speed__urgency="urgent"` changes one."""
    found: dict[str, dict[str, Any]] = {
        "known": {"is_right": True},
        "whom": {"who": "self"},
        "child": {
            "given_name": "Noor",
            "family_name": "Peeters",
            "national_number": number_of(CHILD),
        },
        "nationality": {"status": "belgian"},
        "old_passport": {"old": "none"},
        "loss": {"day": str(TODAY)},
        "trip": {},
        "speed": {"urgency": "normal"},
    }
    for path, value in changed.items():
        topic, _, name = path.partition("__")
        found[topic][name] = value
    return found


def for_child(born: date = CHILD, **changed: Any) -> dict[str, dict[str, Any]]:
    return answers(whom__who="other-child", child__national_number=number_of(born), **changed)


def broken(given_answers: dict[str, Any], known: Facts | None = None) -> list[str]:
    return [problem.field for problem in request.broken_rules(given_answers, known or facts())]


def registered(**record: Any) -> Facts:
    own = person().model_copy(update={"record": Record(**record)})
    return facts(applicant=own)


def test_a_usual_application_breaks_no_rule():
    assert broken(answers()) == broken(for_child()) == []


def test_every_rule_is_tested_here():
    assert {rule.name for rule in request.rules} == {
        "only_adults_ask_for_themselves",
        "applicant_lives_here",
        "child_is_a_minor",
        "status_is_as_registered",
        "loss_is_past",
        "trip_is_ahead",
        "speed_fits_the_trip",
    }


@given(births)
def test_only_who_is_eighteen_applies_and_only_for_a_minor(born: date):
    adult = age_on(born, TODAY) >= 18
    assert broken(answers(), facts(applicant=person(born))) == ([] if adult else ["whom.who"])
    assert broken(for_child(born)) == (["child.national_number"] if adult else [])


def test_who_applies_for_themselves_lives_here():
    assert broken(answers(), registered(nis=tenant().nis, nationality="BE")) == []
    assert broken(answers(), registered(nis="11002", nationality="BE")) == ["whom.who"]


REGISTERED = {
    Status.BELGIAN: {"nationality": "BE"},
    Status.REFUGEE: {"nationality": "SY", "is_refugee": True},
    Status.STATELESS: {"nationality": "XX"},
}


@pytest.mark.parametrize("told", list(Status))
@pytest.mark.parametrize("known", list(Status))
def test_what_is_told_is_what_the_register_knows(told: Status, known: Status):
    own = registered(**REGISTERED[known])
    fields = [] if told is known else ["nationality.status"]
    assert broken(answers(nationality__status=told.value), own) == fields
    assert broken(for_child(nationality__status=told.value), own) == []
    assert broken(answers(nationality__status=told.value), registered()) == []


def test_who_is_none_of_the_three_gets_no_passport_here():
    for told in Status:
        own = registered(nationality="FR")
        assert broken(answers(nationality__status=told.value), own) == ["nationality.status"]


@pytest.mark.parametrize("old", [Old.LOST, Old.STOLEN])
@pytest.mark.parametrize(("day", "fields"), [(TODAY, []), (TODAY + DAY, ["loss.day"])])
def test_a_loss_or_theft_is_past(old: Old, day: date, fields: list[str]):
    assert broken(answers(old_passport__old=old.value, loss__day=str(day))) == fields


@pytest.mark.parametrize("old", list(Old))
def test_a_declaration_is_asked_exactly_for_what_is_gone(old: Old):
    asked_when = request.topics()["declaration"].asked_when
    assert asked_when
    assert asked_when.holds(answers(old_passport__old=old.value)) == (old in (Old.LOST, Old.STOLEN))


@given(st.integers(-60, 120), st.sampled_from(Urgency))
def test_a_speed_is_refused_exactly_when_it_is_too_slow_for_the_trip(days: int, urgency: Urgency):
    day = TODAY + timedelta(days=days)
    ready = add_working_days(NOON, making_days(KEY, urgency, facts())).date()
    expected = ["trip.day"] if day < TODAY else []
    if urgency is not Urgency.SUPER_URGENT and day <= ready:
        expected.append("speed.urgency")
    assert broken(answers(trip__day=str(day), speed__urgency=urgency.value)) == expected


def test_a_page_without_a_trip_can_be_left_empty():
    assert broken(answers(trip__day=None)) == []


@pytest.mark.parametrize(
    ("given_answers", "passport", "years"),
    [
        (answers(), Passport.ADULT, 7),
        (for_child(), Passport.MINOR, 5),
        (answers(nationality__status="refugee"), Passport.LIMITED, 2),
        (for_child(nationality__status="stateless"), Passport.LIMITED, 2),
    ],
)
def test_the_passport_and_its_years_follow_from_age_and_status(
    given_answers: dict[str, Any], passport: Passport, years: int
):
    assert rules.passport_in(given_answers, facts()) is passport
    assert rules.years_valid(passport, facts()) == years


@pytest.mark.parametrize("urgency", list(Urgency))
@pytest.mark.parametrize(
    ("made", "minor"), [(answers, False), (for_child, True)], ids=["adult", "child"]
)
@pytest.mark.parametrize("name", ["mechelen", "leuven"])
def test_every_kind_and_speed_has_a_fee_and_a_label(
    made: Any, minor: bool, urgency: Urgency, name: str
):
    given_answers = made(speed__urgency=urgency.value)
    known = Facts(NOON, person(), facts().calendar, tenant(name))
    variant = rules.PRICE.chosen(given_answers, known)
    assert variant.startswith("minor") == minor
    assert variant in rules.PRICE.labels
    assert rules.PRICE.is_asked(given_answers, known)


def test_the_fee_changes_on_the_eighteenth_birthday():
    seventeen = for_child(date(2008, 11, 3))
    assert rules.PRICE.chosen(seventeen, facts()) == "minor"
    assert rules.PRICE.chosen(seventeen, facts(now=NOON + DAY)) == ""


USUAL = ["check", "payment", "application_booking", "application", "production"]


@pytest.mark.parametrize(
    ("urgency", "steps"),
    [
        ("normal", [*USUAL, "collection_booking", "collection"]),
        ("urgent", [*USUAL, "collection_booking", "collection"]),
        ("super-urgent", [*USUAL, "brussels"]),
    ],
)
def test_the_road_of_each_speed(urgency: str, steps: list[str]):
    for made in (answers, for_child):
        road = request.workflow.road(made(speed__urgency=urgency), facts())
        assert [step.name for step in road] == steps


def test_the_producer_is_told_only_what_it_needs():
    message = request.workflow.step("production").message
    assert message
    assert dict(message(for_child(speed__urgency="super-urgent"), facts())) == {
        "document": "passport-minor",
        "national_number": number_of(CHILD),
        "years": "5",
        "urgency": "super-urgent",
        "deliver_to": "brussels",
    }


def test_one_application_runs_per_person_and_a_good_end_frees_it():
    (claim,) = request.claims(request.read(answers()), lambda number: "hash", "own")
    (child,) = request.claims(request.read(for_child()), lambda number: "hash", "own")
    assert claim.key == "passport/own"
    assert child.key == "passport/hash"
    assert not request.keeps_claims
