"""The rules of an identity card, which card and fee it is, and the road of each variant."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.facts import Facts
from functions.domain.person import Person, Record, age_on
from functions.processes.identity_card import rules
from functions.processes.identity_card.application import GONE, KEY, Reason
from functions.processes.identity_card.rules import Card
from functions.processes.identity_card.workflow import request
from tests.unit.known import NOON, births, facts, number_of, person, tenant

TODAY = NOON.date()
DAY = timedelta(days=1)
OWN = tenant().facts[KEY]
CHILD = date(2018, 5, 4)


def answers(**changed: Any) -> dict[str, dict[str, Any]]:
    """Answers that break no rule; `why__reason="lost"` changes one."""
    found: dict[str, dict[str, Any]] = {
        "known": {"is_right": True},
        "whom": {"who": "self"},
        "child": {
            "given_name": "Noor",
            "family_name": "Peeters",
            "national_number": number_of(CHILD),
        },
        "why": {"reason": "damaged"},
        "old_card": {"valid_until": str(TODAY + DAY), "was_summoned": True},
        "loss": {"day": str(TODAY)},
        "speed": {"urgency": "normal"},
        "place": {"needs_visit": False},
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


def road(given_answers: dict[str, Any]) -> list[str]:
    return [step.name for step in request.workflow.road(given_answers, facts())]


def test_a_usual_application_breaks_no_rule():
    assert broken(answers()) == broken(for_child()) == []


def test_every_rule_is_tested_here():
    assert {rule.name for rule in request.rules} == {
        "only_adults_ask_for_themselves",
        "applicant_lives_here",
        "child_is_a_minor",
        "applicant_is_belgian",
        "old_card_is_near_its_end",
        "loss_is_past",
        "home_visits_are_not_urgent",
    }


@given(births)
def test_only_who_is_eighteen_applies(born: date):
    fields = [] if age_on(born, TODAY) >= 18 else ["whom.who"]
    assert broken(answers(), facts(applicant=person(born))) == fields


@given(births)
def test_a_child_that_is_typed_in_is_a_minor(born: date):
    fields = [] if age_on(born, TODAY) < 18 else ["child.national_number"]
    assert broken(for_child(born)) == fields


@pytest.mark.parametrize(("nis", "fields"), [(tenant().nis, []), ("", []), ("11002", ["whom.who"])])
def test_who_applies_for_themselves_lives_here(nis: str, fields: list[str]):
    known = registered(nis=nis, nationality="BE")
    assert broken(answers(), known) == fields
    assert broken(for_child(), known) == []


@pytest.mark.parametrize(("nationality", "fields"), [("BE", []), ("NL", ["whom.who"])])
def test_the_card_is_for_a_belgian(nationality: str, fields: list[str]):
    known = registered(nationality=nationality)
    assert broken(answers(), known) == fields
    assert broken(for_child(), known) == []


@given(st.integers(-400, 4000), st.booleans())
def test_without_a_summons_a_card_is_renewed_only_near_its_end(days: int, summoned: bool):
    given_answers = answers(
        why__reason="expiry",
        old_card__valid_until=str(TODAY + days * DAY),
        old_card__was_summoned=summoned,
    )
    early = not summoned and days > OWN["renew_days"]
    assert broken(given_answers) == (["old_card.valid_until"] if early else [])


def test_the_first_day_of_renewal_is_told():
    until = TODAY + timedelta(days=OWN["renew_days"] + 1)
    given_answers = answers(
        why__reason="expiry", old_card__valid_until=str(until), old_card__was_summoned=False
    )
    (problem,) = request.broken_rules(given_answers, facts())
    assert str(TODAY + DAY) in problem.text.write(str)


@pytest.mark.parametrize("reason", GONE)
@pytest.mark.parametrize(("day", "fields"), [(TODAY, []), (TODAY + DAY, ["loss.day"])])
def test_a_loss_or_theft_is_past(reason: Reason, day: date, fields: list[str]):
    assert broken(answers(why__reason=reason.value, loss__day=str(day))) == fields


@pytest.mark.parametrize("reason", list(Reason))
def test_a_declaration_is_asked_exactly_for_what_is_gone(reason: Reason):
    topics = request.topics()
    asked = [
        name
        for name in ("old_card", "loss", "declaration")
        if topics[name].asked_when.holds(answers(why__reason=reason.value))  # type: ignore[union-attr]
    ]
    if reason in GONE:
        assert asked == ["loss", "declaration"]
    else:
        assert asked == (["old_card"] if reason is Reason.EXPIRY else [])


@pytest.mark.parametrize(
    ("urgency", "home", "fields"),
    [
        ("normal", True, []),
        ("urgent", False, []),
        ("urgent", True, ["place.needs_visit"]),
        ("super-urgent", True, ["place.needs_visit"]),
    ],
)
def test_a_home_visit_is_not_urgent(urgency: str, home: bool, fields: list[str]):
    assert broken(answers(speed__urgency=urgency, place__needs_visit=home)) == fields


@pytest.mark.parametrize(
    ("age", "card"),
    [
        (0, Card.KIDS),
        (11, Card.KIDS),
        (12, Card.YOUTH),
        (17, Card.YOUTH),
        (18, Card.ADULT),
        (74, Card.ADULT),
        (75, Card.SENIOR),
    ],
)
def test_the_card_follows_from_the_age(age: int, card: Card):
    assert rules.card_for(age, facts()) is card


def test_who_is_of_unknown_age_gets_an_adults_card_until_the_office_looks():
    number = f"850000033{97 - 850000033 % 97:02}"
    nobody = Person(given_name="A", family_name="B", national_number=number, ref="a")
    assert rules.card_in(answers(), facts(applicant=nobody)) is Card.ADULT


@given(births)
def test_a_card_is_valid_for_the_years_of_its_kind(born: date):
    card = rules.card_for(age_on(born, TODAY), facts())
    until = rules.valid_until(born, TODAY, facts())
    years = {Card.KIDS: 3, Card.YOUTH: 6, Card.ADULT: 10, Card.SENIOR: 30}[card]
    full = date(TODAY.year + years, TODAY.month, TODAY.day)
    assert until == full or card is Card.KIDS
    if card is Card.KIDS:
        assert until <= full
        assert age_on(born, until) < 15
        assert until == full or age_on(born, until + DAY) == 15


def test_a_kids_id_ends_the_day_before_the_fifteenth_birthday():
    assert rules.valid_until(date(2012, 3, 1), date(2024, 2, 1), facts()) == date(2027, 2, 1)
    assert rules.valid_until(date(2012, 3, 1), date(2024, 2, 29), facts()) == date(2027, 2, 28)


@pytest.mark.parametrize("urgency", ["normal", "urgent", "super-urgent"])
@pytest.mark.parametrize(
    ("made", "kids"), [(answers, False), (for_child, True)], ids=["adult", "child"]
)
@pytest.mark.parametrize("name", ["mechelen", "leuven"])
def test_every_kind_and_speed_has_a_fee_and_a_label(made: Any, kids: bool, urgency: str, name: str):
    given_answers = made(speed__urgency=urgency)
    known = Facts(NOON, person(), facts().calendar, tenant(name))
    variant = rules.PRICE.chosen(given_answers, known)
    assert variant.startswith("kids") == kids
    assert variant in rules.PRICE.labels
    assert rules.PRICE.is_asked(given_answers, known)


def test_the_fee_changes_on_the_twelfth_birthday():
    eleven = for_child(date(2014, 11, 3))
    assert rules.PRICE.chosen(eleven, facts()) == "kids"
    assert rules.PRICE.chosen(eleven, facts(now=NOON + DAY)) == ""


USUAL = ["check", "payment", "application_booking", "application", "production"]


@pytest.mark.parametrize(
    ("changed", "steps"),
    [
        ({}, [*USUAL, "collection_booking", "collection"]),
        ({"speed__urgency": "urgent"}, [*USUAL, "collection_booking", "collection"]),
        ({"speed__urgency": "super-urgent"}, [*USUAL, "brussels"]),
        (
            {"place__needs_visit": True},
            ["check", "payment", "home_visit", "production", "home_delivery"],
        ),
    ],
)
def test_the_road_of_each_variant(changed: dict[str, Any], steps: list[str]):
    assert road(answers(**changed)) == steps
    assert road(for_child(**changed)) == steps


def test_who_cannot_come_is_told_that_paying_can_wait_until_we_come():
    later = request.workflow.step("payment").outcome("counter")
    assert later
    assert "wanneer wij bij jou komen" in later.consequence


def test_the_producer_is_told_only_what_it_needs():
    message = request.workflow.step("production").message
    assert message
    told = dict(message(for_child(), facts()))
    assert told == {
        "document": "kids-id",
        "national_number": number_of(CHILD),
        "urgency": "normal",
        "deliver_to": tenant().nis,
        "valid_until": "2029-11-02",
    }
    fast = message(answers(speed__urgency="super-urgent"), facts())
    assert fast["deliver_to"] == "brussels"


def test_one_application_runs_per_person_and_a_good_end_frees_it():
    application = request.read(for_child())
    (mother,) = request.claims(application, lambda number: "hash", "mother")
    (father,) = request.claims(application, lambda number: "hash", "father")
    assert mother.key == father.key == "identity-card/hash"
    assert not request.keeps_claims
