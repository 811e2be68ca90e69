"""The rules of a birth declaration, its roads, and the polio form that it leads to."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.facts import Facts
from functions.domain.holidays import is_working_day, next_working_day
from functions.domain.links import FollowInput, Invite
from functions.domain.person import Relative
from functions.domain.prefill import prefilled
from functions.domain.workflow import TermInput
from functions.processes import find
from functions.processes.birth import rules
from functions.processes.birth.application import Birth
from functions.processes.birth.workflow import declaration
from tests.unit.known import NOON, day_at, facts, number_of, person, registered, tenant

BORN = date(2026, 10, 26)
OTHER = number_of(date(1986, 5, 6), 44)
DAY = timedelta(days=1)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def answers(**changed: Any) -> dict[str, dict[str, Any]]:
    """A mother and a second parent who recognises now; `you__bond="married"` changes one."""
    found: dict[str, dict[str, Any]] = {
        "known": {"is_right": True, "correction": None},
        "you": {"declarant": "mother", "bond": "now"},
        "parent": {
            "given_name": "Karim",
            "family_name": "El Amrani",
            "national_number": OTHER,
            "mail": "karim@example.org",
        },
        "birth": {
            "day": str(BORN),
            "time": "14:35",
            "is_here": True,
            "where": "hospital",
            "order": 1,
        },
        "child": {"given_name": "Noor", "family_name": "Peeters", "sex": "girl"},
        "naming": {"choice": "mother"},
    }
    for path, value in changed.items():
        topic, _, name = path.partition("__")
        found[topic][name] = value
    return found


def broken(given_answers: dict[str, Any], known: Facts | None = None) -> list[str]:
    return [problem.field for problem in declaration.broken_rules(given_answers, known or facts())]


def road(given_answers: dict[str, Any]) -> list[str]:
    return [step.name for step in declaration.workflow.road(given_answers, facts())]


def test_a_usual_declaration_breaks_no_rule():
    assert broken(answers()) == []


def test_every_rule_is_tested_here():
    assert {rule.name for rule in declaration.rules} == {
        "declared_in_time",
        "born_here",
        "declarant_is_a_parent",
        "married_as_the_register_knows",
        "other_parent_is_someone_else",
    }


@pytest.mark.parametrize(
    ("born", "last"),
    [
        (date(2026, 10, 26), date(2026, 11, 10)),  # a Tuesday
        (date(2026, 10, 30), date(2026, 11, 16)),  # a Saturday: on Monday
        (date(2026, 10, 27), date(2026, 11, 12)),  # 11 November is a holiday
        (date(2026, 12, 10), date(2026, 12, 28)),  # Christmas on a Friday: after the weekend
    ],
)
def test_the_term_ends_on_day_fifteen_or_the_next_working_day(born: date, last: date):
    assert rules.last_day(born, facts()) == last
    given_answers = answers(birth__day=str(born))
    assert broken(given_answers, facts(now=day_at(last))) == []
    assert broken(given_answers, facts(now=day_at(last + DAY))) == ["birth.day"]


@given(days)
def test_the_last_day_is_a_working_day_and_none_lies_between_it_and_day_fifteen(born: date):
    fifteenth = born + 15 * DAY
    last = rules.last_day(born, facts())
    assert last == next_working_day(fifteenth)
    between = [fifteenth + i * DAY for i in range((last - fifteenth).days)]
    assert is_working_day(last)
    assert not any(is_working_day(day) for day in between)


@given(st.integers(-40, 40))
def test_a_birth_is_declared_from_its_day_to_the_last(ago: int):
    today = BORN + ago * DAY
    in_time = BORN <= today <= rules.last_day(BORN, facts())
    assert broken(answers(), facts(now=day_at(today))) == ([] if in_time else ["birth.day"])


def test_who_is_late_hears_until_when_it_was_and_whom_to_call():
    (problem,) = declaration.broken_rules(answers(), facts(now=day_at(BORN + 30 * DAY)))
    told = problem.text.write(str)
    assert str(rules.last_day(BORN, facts())) in told
    assert tenant().contact.phone in told


def test_a_birth_elsewhere_is_declared_elsewhere():
    assert broken(answers(birth__is_here=False)) == ["birth.is_here"]


@pytest.mark.parametrize(
    ("declarant", "bond", "fields"),
    [
        ("mother", "alone", []),
        ("mother", "married", []),
        ("other", "married", []),
        ("other", "recognised", []),
        ("other", "now", []),
        ("other", "alone", ["you.bond"]),
    ],
)
def test_the_other_parent_declares_only_as_a_parent(declarant: str, bond: str, fields: list[str]):
    assert broken(answers(you__declarant=declarant, you__bond=bond)) == fields


def test_a_marriage_is_as_the_register_knows_it():
    married = answers(you__bond="married")
    spouse = Relative(relation="partner", given_name="K", family_name="E", national_number=OTHER)
    stranger = spouse.model_copy(update={"national_number": number_of(date(1980, 1, 2))})
    field = ["parent.national_number"]
    assert broken(married, facts(applicant=registered(civil_status="married"))) == []
    assert broken(married, facts(applicant=registered())) == []  # the register does not say
    assert broken(married, facts(applicant=registered(civil_status="single"))) == field
    for relative, fields in ((spouse, []), (stranger, field)):
        known = registered(civil_status="married", relatives=(relative,))
        assert broken(married, facts(applicant=known)) == fields
        assert broken(answers(), facts(applicant=known)) == []  # they recognise instead


def test_the_other_parent_is_someone_else():
    own = person().national_number
    assert broken(answers(parent__national_number=own)) == ["parent.national_number"]


@pytest.mark.parametrize("time", ["14:35", "0:05", "1435", "9.20", "23u59"])
def test_an_hour_is_read_as_people_write_it(time: str):
    assert list(Birth.model_validate(answers(birth__time=time)["birth"]).mistakes()) == []


@pytest.mark.parametrize("time", ["24:00", "12:60", "noon", "1:2:3", "٣:٤٥"])
def test_an_hour_that_does_not_exist_is_refused(time: str):
    ((field, _),) = Birth.model_validate(answers(birth__time=time)["birth"]).mistakes()
    assert field == "time"


@pytest.mark.parametrize(
    ("bond", "choice", "confirms"),
    [
        ("now", "mother", True),
        ("now", "same", True),
        ("married", "same", False),
        ("married", "other", True),
        ("recognised", "same", False),
        ("recognised", "mother-first", True),
    ],
)
def test_the_other_parent_confirms_a_recognition_or_the_name_of_the_first_child(
    bond: str, choice: str, confirms: bool
):
    given_answers = answers(you__bond=bond, naming__choice=choice)
    assert ("parent" in road(given_answers)) == confirms


def test_a_mother_alone_waits_for_nobody():
    alone = answers(you__bond="alone")
    del alone["naming"], alone["parent"]
    assert road(alone) == ["notice", "act", "extracts"]
    assert list(declaration.parties(declaration.read(alone))) == []


def test_only_a_birth_in_a_hospital_is_matched_with_its_notice():
    assert "notice" in road(answers())
    assert "notice" not in road(answers(birth__where="home"))


@pytest.mark.parametrize(
    ("declarant", "mother"), [("mother", person().national_number), ("other", OTHER)]
)
def test_the_hospital_hears_only_what_finds_its_notice(declarant: str, mother: str):
    step = declaration.workflow.step("notice")
    assert step.message
    assert step.message(answers(you__declarant=declarant), facts()) == {
        "mother": mother,
        "day": str(BORN),
        "time": "14:35",
        "order": "1",
    }


@pytest.mark.parametrize("name", ["mechelen", "leuven"])
def test_the_offices_own_terms_fit_in_the_fifteen_days(name: str):
    known = Facts(NOON, person(), facts().calendar, tenant(name))
    terms = 0
    for step in ("parent", "notice", "act"):
        given_term = TermInput(declaration.key, answers(), known, NOON)
        terms += (declaration.workflow.step(step).term.due(given_term) - NOON).days
    assert terms < known.tenant.facts[rules.KEY]["term_days"]


def test_one_act_per_child_whichever_parent_declares_it():
    def pseudonym(text: str) -> str:
        return f"hash({text})"

    mother = person().national_number
    mothers = declaration.read(answers())
    others = declaration.read(answers(you__declarant="other", parent__national_number=mother))
    (one,) = declaration.claims(mothers, pseudonym, pseudonym(mother))
    (other,) = declaration.claims(others, pseudonym, pseudonym(OTHER))
    (twin,) = declaration.claims(
        declaration.read(answers(birth__order=2)), pseudonym, pseudonym(mother)
    )
    assert one.key == other.key != twin.key


def follow(end: str) -> list[Any]:
    known = facts(applicant=person())
    given_input = FollowInput("id", end, "lena@example.org", "nl", known, str)
    return list(declaration.follow(declaration.read(answers()), given_input))


def test_the_polio_form_stands_ready_for_who_declared_the_birth():
    (invite,) = follow("registered")
    assert isinstance(invite, Invite)
    assert (invite.procedure, invite.owner, invite.mail) == (
        "polio-vaccination/proof",
        "l",
        "lena@example.org",
    )
    assert invite.due == date(2028, 4, 26)  # 18 months
    assert BORN < min(invite.reminders) < max(invite.reminders) < invite.due
    proof = find("polio-vaccination", "proof")
    assert proof
    filled, typed = prefilled(proof.application, invite.answers, facts())
    assert filled == {"contact": {"mail": "lena@example.org"}}  # the child has no number yet
    assert typed == {"child": {"given_name": "Noor", "family_name": "Peeters"}}


@pytest.mark.parametrize("end", ["refused", "declined", "lapsed", "withdrawn"])
def test_nothing_follows_from_a_declaration_without_an_act(end: str):
    assert follow(end) == []
