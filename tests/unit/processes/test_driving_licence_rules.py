"""The rules of the driving licences, each with an answer it accepts and one it refuses."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.facts import Facts
from functions.domain.person import Record, age_on, years_after
from functions.domain.procedure import Procedure
from functions.processes.driving_licence import process
from functions.processes.driving_licence.definitive import definitive
from functions.processes.driving_licence.duplicate import duplicate
from functions.processes.driving_licence.exchange import exchange
from functions.processes.driving_licence.international import international
from functions.processes.driving_licence.provisional import provisional
from functions.processes.driving_licence.renewal import renewal
from functions.processes.driving_licence.topics import Category
from tests.unit.known import NOON, births, facts, number_of, person, tenant

TODAY = NOON.date()
DAY = timedelta(days=1)
OWN = tenant().facts
KNOWN = {"known": {"is_right": True}}
GUIDE = number_of(date(1970, 1, 2), 55)


def a_guide(number: str = GUIDE) -> dict[str, str]:
    return {"given_name": "Karim", "family_name": "El Amrani", "national_number": number}


ANSWERS: dict[str, dict[str, dict[str, Any]]] = {
    "provisional": {
        "model": {"model": "m36"},
        "vehicle": {"category": "A"},
        "exam": {"day": str(TODAY)},
        "guides": {"guides": [a_guide()]},
    },
    "definitive": {"exam": {"category": "B", "day": str(TODAY)}},
    "renewal": {
        "why": {"reason": "expiry"},
        "current": {"valid_until": str(TODAY)},
        "repeated": {"is_repeated": True},
    },
    "duplicate": {"why": {"reason": "lost"}, "loss": {"day": str(TODAY)}},
    "exchange": {
        "foreign": {
            "area": "eea",
            "country": "Frankrijk",
            "number": "12AB34567",
            "categories": "B",
            "issued": "2015-02-03",
        },
        "residence": {"since": "2020-01-01"},
    },
    "international": {"licence": {"valid_until": str(TODAY)}},
}


def answers(procedure: Procedure, **changed: Any) -> dict[str, dict[str, Any]]:
    """Answers that break no rule of the procedure; `exam__day=…` changes one."""
    found = {name: dict(topic) for name, topic in (KNOWN | ANSWERS[procedure.name]).items()}
    for path, value in changed.items():
        topic, _, name = path.partition("__")
        found[topic][name] = value
    return found


def broken(procedure: Procedure, known: Facts | None = None, **changed: Any) -> list[str]:
    given_answers = answers(procedure, **changed)
    return [p.field for p in procedure.broken_rules(given_answers, known or facts())]


def aged(born: date) -> Facts:
    return facts(applicant=person(born))


def test_every_rule_is_tested_here():
    assert {procedure.name: {r.name for r in procedure.rules} for procedure in PROCEDURES} == {
        "provisional": {
            "applicant_lives_here",
            "old_enough_for_the_model",
            "old_enough_for_the_vehicle",
            "exam_still_counts",
            "guides_are_other_people",
            "guides_are_experienced",
        },
        "definitive": {"applicant_lives_here", "old_enough", "exam_still_counts"},
        "renewal": {"applicant_lives_here", "near_its_end"},
        "duplicate": {"applicant_lives_here", "loss_is_past"},
        "exchange": {
            "applicant_lives_here",
            "country_is_recognised",
            "licence_is_valid",
            "lives_here_long_enough",
        },
        "international": {"applicant_lives_here", "old_enough", "own_licence_is_valid"},
    }


PROCEDURES = process.procedures
each = pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda p: p.name)


@each
def test_usual_answers_break_no_rule(procedure: Procedure):
    assert broken(procedure) == []


def test_only_rules_about_what_was_asked_count_as_checked():
    def names(model: str) -> set[str]:
        return {r.name for r in provisional.checked(answers(provisional, model__model=model))}

    assert "old_enough_for_the_vehicle" not in names("m36")
    assert "guides_are_experienced" in names("m36")
    assert "old_enough_for_the_vehicle" in names("m3")
    assert "guides_are_experienced" not in names("m3")


@each
def test_the_applicant_lives_here(procedure: Procedure):
    for nis, fields in ((tenant().nis, []), ("11002", ["known.is_right"]), ("", [])):
        own = person().model_copy(update={"record": Record(nis=nis)})
        assert broken(procedure, facts(applicant=own)) == fields


@pytest.mark.parametrize("model", ["m36", "m18", "m12"])
@given(born=births)
def test_a_provisional_licence_has_a_youngest_age_by_model(model: str, born: date):
    age = OWN["driving-licence/provisional"][f"{model}_from_age"]
    fields = [] if age_on(born, TODAY) >= age else ["model.model"]
    assert broken(provisional, aged(born), model__model=model) == fields


@pytest.mark.parametrize("category", [c for c in Category if c is not Category.B])
@given(born=births)
def test_model_3_has_a_youngest_age_by_vehicle(category: Category, born: date):
    age = OWN["driving-licence/provisional"][f"age_{category}"]
    fields = [] if age_on(born, TODAY) >= age else ["vehicle.category"]
    changed = {"model__model": "m3", "vehicle__category": category.value}
    assert broken(provisional, aged(born), **changed) == fields


@pytest.mark.parametrize("category", list(Category))
@given(born=births)
def test_a_licence_has_a_youngest_age_by_vehicle(category: Category, born: date):
    age = OWN["driving-licence/definitive"][f"age_{category}"]
    fields = [] if age_on(born, TODAY) >= age else ["exam.category"]
    assert broken(definitive, aged(born), exam__category=category.value) == fields


@pytest.mark.parametrize("procedure", [provisional, definitive], ids=lambda p: p.name)
@given(day=st.dates(date(2015, 1, 1), date(2030, 1, 1)))
def test_an_exam_is_past_and_counts_for_some_years(procedure: Procedure, day: date):
    years = OWN[procedure.key]["exam_years"]
    counts = day <= TODAY <= years_after(day, years)
    assert broken(procedure, exam__day=str(day)) == ([] if counts else ["exam.day"])


def test_an_exam_of_a_leap_day_counts_until_the_first_of_march():
    assert years_after(date(2024, 2, 29), 3) == date(2027, 3, 1)


def test_a_guide_is_someone_else_and_another_one():
    own = person().national_number
    first = "guides.guides.0.national_number"
    second = "guides.guides.1.national_number"
    other = number_of(date(1971, 3, 4), 57)
    for numbers, fields in (
        ([GUIDE, other], []),
        ([own], [first]),
        ([GUIDE, GUIDE], [second]),
        ([GUIDE, own], [second]),
    ):
        assert broken(provisional, guides__guides=[a_guide(n) for n in numbers]) == fields


@given(births)
def test_a_guide_has_an_age_at_which_one_can_have_driven_long_enough(born: date):
    age = OWN["driving-licence/provisional"]["guide_from_age"]
    number = number_of(born, 55)
    fields = [] if age_on(born, TODAY) >= age else ["guides.guides.0.national_number"]
    assert broken(provisional, guides__guides=[a_guide(number)]) == fields


def test_guides_of_a_model_without_guides_do_not_count():
    own = person().national_number
    assert broken(provisional, model__model="m18", guides__guides=[a_guide(own)]) == []


@given(st.integers(-500, 4000))
def test_a_licence_is_renewed_near_its_end(days: int):
    early = days > OWN["driving-licence/renewal"]["renew_days"]
    day = str(TODAY + days * DAY)
    assert broken(renewal, current__valid_until=day) == (["current.valid_until"] if early else [])
    assert broken(renewal, current__valid_until=day, why__reason="medical-2") == []


def test_a_loss_is_past():
    assert broken(duplicate, loss__day=str(TODAY + DAY)) == ["loss.day"]
    assert broken(duplicate, loss__day=str(TODAY + DAY), why__reason="damaged") == []


@pytest.mark.parametrize(
    ("area", "fields"), [("eea", []), ("recognised", []), ("other", ["foreign.area"])]
)
def test_a_licence_is_exchanged_only_from_a_recognised_country(area: str, fields: list[str]):
    assert broken(exchange, foreign__area=area) == fields


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"foreign__valid_until": str(TODAY)}, []),
        ({"foreign__valid_until": str(TODAY - DAY)}, ["foreign.valid_until"]),
        ({"foreign__issued": str(TODAY + DAY)}, ["foreign.issued"]),
    ],
)
def test_a_foreign_licence_is_issued_and_valid(changed: dict[str, str], fields: list[str]):
    assert broken(exchange, **changed) == fields


@given(st.integers(-30, 400))
def test_who_exchanges_has_lived_in_belgium_long_enough(ago: int):
    long_enough = ago >= OWN["driving-licence/exchange"]["residence_days"]
    fields = [] if long_enough else ["residence.since"]
    assert broken(exchange, residence__since=str(TODAY - ago * DAY)) == fields


@given(births)
def test_an_international_licence_has_a_youngest_age(born: date):
    age = OWN["driving-licence/international"]["from_age"]
    fields = [] if age_on(born, TODAY) >= age else ["licence.valid_until"]
    assert broken(international, aged(born)) == fields


def test_an_international_licence_asks_a_valid_one():
    assert broken(international, licence__valid_until=str(TODAY - DAY)) == ["licence.valid_until"]
