"""The rules of a home slaughter, each with an answer that it accepts and one that it refuses."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.facts import Facts
from functions.domain.holidays import is_working_day
from functions.domain.person import Person, Record
from functions.domain.workflow import TermInput
from functions.processes.slaughter_permit import rules
from functions.processes.slaughter_permit.application import Species
from functions.processes.slaughter_permit.workflow import declaration
from tests.unit.known import NOON, day_at, facts, number_of, person, tenant

TODAY = date(2026, 11, 2)  # a Monday
FIRST = date(2026, 11, 5)  # Tuesday and Wednesday are the two full working days
OWN = tenant().facts[rules.KEY]
DAY = timedelta(days=1)
days = st.dates(date(2026, 1, 1), date(2034, 12, 31))


def answers(*tags: str, **changed: Any) -> dict[str, dict[str, Any]]:
    """Answers that break no rule; `animal__species="deer"` changes one."""
    found: dict[str, dict[str, Any]] = {
        "known": {"is_right": True},
        "registration": {"has_number": True},
        "number": {"number": "123456"},
        "animal": {"species": "sheep", "herd": "BE12345678"},
        "tags": {"animals": [{"tag": tag} for tag in tags or ("BE123456789",)]},
        "slaughter": {"day": str(FIRST), "place": "Proefstraat 1, Mechelen"},
    }
    for path, value in changed.items():
        topic, _, name = path.partition("__")
        found[topic][name] = value
    return found


def broken(given_answers: dict[str, Any], known: Facts | None = None) -> list[str]:
    return [problem.field for problem in declaration.broken_rules(given_answers, known or facts())]


def living_in(nis: str) -> Person:
    return person().model_copy(update={"record": Record(nis=nis, address="Voorbeeldstraat 12")})


def in_leuven() -> Facts:
    known = facts()
    return Facts(known.now, known.applicant, known.calendar, tenant("leuven"))


def test_a_usual_declaration_breaks_no_rule():
    assert broken(answers()) == []


def test_every_rule_is_tested_here():
    assert {rule.name for rule in declaration.rules} == {
        "owner_lives_here",
        "species_may_be_declared",
        "herd_number_is_complete",
        "tags_can_be_right",
        "each_animal_once",
        "declared_in_time",
        "slaughtered_while_valid",
    }


@pytest.mark.parametrize(
    ("applicant", "fields"),
    [
        (living_in(tenant().nis), []),
        (living_in("99999"), ["known.is_right"]),
        (person(), []),  # the register could not be asked: the office looks
    ],
)
def test_the_owner_lives_in_the_municipality(applicant: Person, fields: list[str]):
    assert broken(answers(), facts(applicant=applicant)) == fields


@pytest.mark.parametrize("species", Species)
def test_only_some_animals_are_slaughtered_at_home(species: Species):
    allowed = species in {Species.PIG, Species.SHEEP, Species.GOAT, Species.DEER}
    expected = [] if allowed else ["animal.species"]
    assert broken(answers(animal__species=species.value)) == expected


def test_a_municipality_may_leave_farmed_deer_to_the_counter():
    assert broken(answers(animal__species="deer"), in_leuven()) == ["animal.species"]


@given(st.text("BE0123456789", min_size=1, max_size=12))
def test_a_herd_number_is_be_and_eight_digits(herd: str):
    right = len(herd) == 10 and herd.startswith("BE") and herd[2:].isdigit()
    assert broken(answers(animal__herd=herd)) == ([] if right else ["animal.herd"])


@pytest.mark.parametrize("typed", ["be 12345678", "BE 1234.5678", "BE-12345678"])
def test_numbers_are_read_with_any_spacing(typed: str):
    assert broken(answers(animal__herd=typed)) == []
    assert declaration.read(answers(animal__herd=typed)).animal.herd == "BE12345678"


@given(st.integers(1, 20), st.sampled_from(["", "BE"]))
def test_a_tag_has_as_many_digits_as_the_municipality_says(digits: int, country: str):
    right = OWN["tag_digits_least"] <= digits <= OWN["tag_digits_most"]
    tag = country + "7" * digits
    assert broken(answers("BE123456789", tag)) == ([] if right else ["tags.animals.1.tag"])


@pytest.mark.parametrize("tag", ["schaap", "B1234567", "BE", "1234BE"])
def test_a_tag_is_a_number(tag: str):
    assert broken(answers(tag)) == ["tags.animals.0.tag"]


def test_an_animal_is_declared_once():
    assert broken(answers("BE123456789", "BE123456780")) == []
    assert broken(answers("BE123456789", "be 123.456.789")) == ["tags.animals.1.tag"]


@pytest.mark.parametrize(
    ("day", "fields"),
    [
        (FIRST, []),
        (FIRST - DAY, ["slaughter.day"]),
        (TODAY, ["slaughter.day"]),
        (TODAY + 8 * DAY, []),
        (TODAY + 9 * DAY, ["slaughter.day"]),
    ],
)
def test_two_full_working_days_lie_between_and_the_proof_is_still_valid(
    day: date, fields: list[str]
):
    assert broken(answers(slaughter__day=str(day))) == fields


@given(days, st.integers(0, 20))
def test_a_day_is_accepted_exactly_after_two_full_working_days(today: date, ahead: int):
    day = today + ahead * DAY
    full = sum(is_working_day(today + i * DAY) for i in range(1, ahead))
    right = full >= OWN["full_working_days"] and ahead <= OWN["valid_days"]
    asked = answers(slaughter__day=str(day))
    assert broken(asked, facts(now=day_at(today))) == ([] if right else ["slaughter.day"])


@given(days, st.booleans())
def test_there_is_always_a_day_to_choose(today: date, registered: bool):
    """Whatever holidays come between."""
    known = facts(now=day_at(today))
    first = rules.first_day(known, registered=registered)
    assert first <= rules.last_day(known, registered=registered)
    not_registered = answers(slaughter__day=str(first), registration__has_number=registered)
    assert broken(not_registered, known) == []


def test_who_is_not_registered_yet_slaughters_later():
    """The FAVV has its working days first: the rest of the week, then two full days."""
    later = date(2026, 11, 13)  # 9 November it answers; the 11th is a holiday
    asked = answers(registration__has_number=False, slaughter__day=str(later))
    assert broken(asked) == []
    asked["slaughter"]["day"] = str(later - DAY)
    assert broken(asked) == ["slaughter.day"]


@pytest.mark.parametrize(
    ("has_number", "road"), [(True, ["decision"]), (False, ["favv", "decision"])]
)
def test_the_favv_comes_first_only_for_who_is_not_registered(has_number: bool, road: list[str]):
    asked = answers(registration__has_number=has_number)
    assert [step.name for step in declaration.workflow.road(asked, facts())] == road


def test_the_favv_is_told_only_what_it_registers():
    message = declaration.workflow.step("favv").message
    assert message
    told = message(answers(), facts(applicant=living_in("12025")))
    assert told == {
        "given_name": "Lena",
        "family_name": "Peeters",
        "address": "Voorbeeldstraat 12",
        "species": "sheep",
        "herd": "BE12345678",
    }
    assert message(answers(), facts())["address"] == ""  # the register could not be asked
    assert number_of(date(1985, 7, 30)) not in told.values()


def test_the_office_decides_within_a_working_day():
    friday = day_at(date(2026, 11, 6))
    due = declaration.workflow.step("decision").term.due(
        TermInput(declaration.key, answers(), facts(now=friday), friday)
    )
    assert due == day_at(date(2026, 11, 9))


def test_an_animal_has_one_declaration_for_a_day_whoever_hands_it_in():
    application = declaration.read(answers("BE123456789", "BE123456780"))
    claims = list(declaration.claims(application, lambda tag: f"hash of {tag}", "one"))
    assert [claim.key for claim in claims] == [
        f"slaughter/{FIRST}/hash of BE123456789",
        f"slaughter/{FIRST}/hash of BE123456780",
    ]
    assert claims[1].taken.field == "tags.animals.1.tag"
    assert NOON.date() == TODAY
