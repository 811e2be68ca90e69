"""An order about a protected person: rules, roads, who may see it, and what may be done with it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.links import Act, Ends, FollowInput, Grants, Mandate, Revokes
from functions.domain.person import age_on
from functions.domain.procedure import Procedure
from functions.processes.provisional_administration.topics import ACTS
from functions.processes.provisional_administration.workflow import (
    change,
    ending,
    registration,
)
from tests.unit.known import births, day_at, facts, number_of, person

TODAY = date(2026, 11, 2)
DAY = timedelta(days=1)
PROTECTED = number_of(date(1950, 3, 4))
OTHER = number_of(date(1970, 5, 6))
THIRD = number_of(date(1972, 7, 8))
OWN = person().national_number
ALL = (registration, change, ending)
each = pytest.mark.parametrize("procedure", ALL, ids=lambda p: p.name)
about_an_order = pytest.mark.parametrize("procedure", ALL[:2], ids=lambda p: p.name)


def named(*numbers: str) -> dict[str, Any]:
    return {"others": [{"name": "Iemand Anders", "national_number": n} for n in numbers]}


def answers(
    *others: str,
    leaving: Sequence[str] = (),
    confidant: str = "",
    ends: date | None = None,
    **changed: Any,
) -> dict[str, dict[str, Any]]:
    """Answers about an order that break no rule; `order__day=...` changes one."""
    found: dict[str, dict[str, Any]] = {
        "known": {"is_right": True},
        "capacity": {
            "kind": "family",
            "has_others": bool(others),
            "has_confidant": bool(confidant),
            "has_leaving": bool(leaving),
        },
        "protected": {
            "given_name": "Rosa", "family_name": "Maes", "national_number": PROTECTED,
        },
        "order": {"court": "Vredegerecht Mechelen", "day": "2026-10-01", "reference": "26B123"},
        "scope": {
            "measure": "both",
            "form": "representation",
            "starts": "2026-10-01",
            "is_open": ends is None,
        },
        "acts": {"identity_documents": True, "residence": False, "permits": True, "court": False},
    }  # fmt: skip
    if others:
        found["administrators"] = named(*others)
    if leaving:
        found["leaving"] = named(*leaving)
    if confidant:
        found["confidant"] = {"name": "Vera Trouw", "national_number": confidant}
    if ends:
        found["until"] = {"ends": str(ends)}
    for path, value in changed.items():
        topic, _, name = path.partition("__")
        found[topic][name] = value
    return found


def ended(*others: str, day: date = TODAY, protected: str = PROTECTED) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ending": {"why": "lifted", "day": str(day), "has_others": bool(others)},
        "protected": {**answers()["protected"], "national_number": protected},
    }
    return found | ({"stopping": named(*others)} if others else {})


def broken(procedure: Procedure, given_answers: dict[str, Any]) -> list[str]:
    found = procedure.broken_rules(given_answers, facts(now=day_at(TODAY)))
    return [problem.field for problem in found]


def test_usual_answers_break_no_rule():
    assert broken(registration, answers(OTHER, confidant=THIRD, ends=TODAY)) == []
    assert broken(change, answers(OTHER, leaving=[THIRD])) == []
    assert broken(ending, ended(OTHER)) == []


def test_every_rule_is_tested_here():
    order = {
        "protected_is_an_adult",
        "protected_is_someone_else",
        "administrators_are_different_people",
        "confidant_is_someone_else",
        "order_is_given",
        "period_is_still_running",
    }
    assert {rule.name for rule in registration.rules} == order
    assert {rule.name for rule in change.rules} == order | {"leaving_are_no_longer_named"}
    assert {rule.name for rule in ending.rules} == {
        "it_has_ended",
        "protected_is_an_adult",
        "protected_is_someone_else",
        "stopping_are_different_people",
    }


@given(births)
def test_only_adults_are_protected_persons(born: date):
    number = number_of(born, 55)
    expected = [] if age_on(born, TODAY) >= 18 else ["protected.national_number"]
    assert broken(registration, answers(protected__national_number=number)) == expected
    assert broken(ending, ended(protected=number)) == expected


@each
def test_nobody_is_an_administrator_for_themselves(procedure: Procedure):
    own = ended(protected=OWN) if procedure is ending else answers(protected__national_number=OWN)
    assert broken(procedure, own) == ["protected.national_number"]


@about_an_order
@pytest.mark.parametrize(
    ("others", "wrong"),
    [((OTHER, THIRD), []), ((OTHER, OTHER), [1]), ((OWN,), [0]), ((OTHER, PROTECTED), [1])],
)
def test_each_administrator_is_named_once(
    procedure: Procedure, others: tuple[str, ...], wrong: list[int]
):
    fields = [f"administrators.others.{i}.national_number" for i in wrong]
    assert broken(procedure, answers(*others)) == fields


@pytest.mark.parametrize(
    ("others", "wrong"), [((OTHER, THIRD), []), ((OTHER, OTHER), [1]), ((PROTECTED, OWN), [0, 1])]
)
def test_who_stops_is_named_once(others: tuple[str, ...], wrong: list[int]):
    assert broken(ending, ended(*others)) == [f"stopping.others.{i}.national_number" for i in wrong]


@pytest.mark.parametrize("leaving", [OWN, PROTECTED, OTHER])
def test_who_is_still_named_does_not_leave(leaving: str):
    assert broken(change, answers(OTHER, leaving=[THIRD, leaving])) == [
        "leaving.others.1.national_number"
    ]


@pytest.mark.parametrize("confidant", [OWN, PROTECTED, OTHER])
def test_the_confidant_is_no_administrator(confidant: str):
    asked = answers(OTHER, confidant=confidant)
    assert broken(registration, asked) == ["confidant.national_number"]
    assert broken(registration, answers(confidant=THIRD)) == []


@given(st.integers(-400, 400))
def test_the_order_exists(days: int):
    asked = answers(order__day=str(TODAY + days * DAY))
    assert broken(registration, asked) == (["order.day"] if days > 0 else [])


@given(st.integers(-400, 400), st.integers(-400, 400))
def test_an_administration_runs_still_and_ends_after_it_began(starts: int, ends: int):
    asked = answers(ends=TODAY + ends * DAY, scope__starts=str(TODAY + starts * DAY))
    right = ends >= max(starts, 0)
    assert broken(registration, asked) == ([] if right else ["until.ends"])


@given(st.integers(-400, 400))
def test_an_ending_has_come(days: int):
    expected = ["ending.day"] if days > 0 else []
    assert broken(ending, ended(day=TODAY + days * DAY)) == expected


# The road and its privacy.


@each
def test_the_court_confirms_the_liaison_compares_and_population_notes(procedure: Procedure):
    given_answers = ended() if procedure is ending else answers()
    road = procedure.workflow.road(given_answers, facts())
    assert [step.role or step.external for step in road] == [
        "court", "court_liaison", "population",
    ]  # fmt: skip


@each
def test_only_the_court_liaison_and_the_population_service_ever_see_it(procedure: Procedure):
    for step in procedure.workflow.steps:
        assert step.role in {"", "court_liaison", "population"}
        assert step.lapse.escalate_to in {"", "court_liaison", "population"} - {step.role} | {""}
    assert all(not topic.shown_to for topic in procedure.topics().values())
    assert procedure.parties(procedure.read(answers())) == ()


def test_the_court_is_told_how_to_find_the_order_and_whom_it_names():
    message = registration.workflow.step("court").message
    assert message
    assert message(answers(OTHER), facts()) == {
        "court": "Vredegerecht Mechelen",
        "day": "2026-10-01",
        "reference": "26B123",
        "protected": PROTECTED,
        "administrators": f"{OWN},{OTHER}",
    }
    at_the_end = ending.workflow.step("court").message
    assert at_the_end
    assert at_the_end(ended(), facts()) == {
        "protected": PROTECTED,
        "administrators": OWN,
        "why": "lifted",
        "day": str(TODAY),
    }


@each
def test_no_administrator_does_this_in_the_name_of_someone_else(procedure: Procedure):
    assert procedure.acts == frozenset()


def claims(ref: str) -> set[str]:
    application = registration.read(answers())
    return {c.key for c in registration.claims(application, lambda text: f"h({text})", ref)}


def test_a_second_registration_tells_nothing_about_anyone_else():
    """The claim is of the pair: trying a number does not show that its holder is protected."""
    assert claims("lena") == claims("lena")
    assert len(claims("lena") | claims("karim")) == 2


# What follows: mandates.


def follow(procedure: Procedure, given_answers: dict[str, Any], end: str) -> list[Any]:
    known = facts(now=day_at(TODAY))
    at = FollowInput("case", end, "m@example.org", "nl", known, lambda text: f"h({text})")
    return list(procedure.follow(procedure.read(given_answers), at))


def granted(procedure: Procedure, given_answers: dict[str, Any], end: str) -> list[Mandate]:
    return [
        link.mandate for link in follow(procedure, given_answers, end) if isinstance(link, Grants)
    ]


def test_every_act_of_the_desk_is_asked():
    assert set(ACTS.values()) == set(Act)
    assert set(ACTS) == set(registration.topics()["acts"].model_fields)


def test_each_administrator_may_do_what_the_order_names_and_no_more():
    own, other = granted(registration, answers(OTHER), "registered")
    assert own.acts == other.acts == {Act.IDENTITY_DOCUMENTS, Act.PERMITS}
    assert own.holder == facts().applicant.ref
    assert other.holder == f"h({OTHER})"
    assert own.id == other.id
    assert PROTECTED not in own.id.removeprefix(f"h(administration/{PROTECTED})")
    assert own.id != own.person.ref
    assert own.person.ref == f"h({PROTECTED})"
    assert (own.person.name, own.person.national_number) == ("Rosa Maes", PROTECTED)
    assert own.person.record is None
    assert (own.starts, own.ends) == (date(2026, 10, 1), None)
    assert own.covers(frozenset({Act.PERMITS}), TODAY)
    assert not own.covers(frozenset({Act.COURT}), TODAY)


def test_a_mandate_ends_with_the_order():
    (mandate,) = granted(registration, answers(ends=TODAY), "registered")
    assert mandate.covers(frozenset({Act.PERMITS}), TODAY)
    assert not mandate.covers(frozenset({Act.PERMITS}), TODAY + DAY)


@given(st.sets(st.sampled_from(sorted(ACTS))))
def test_exactly_the_acts_that_were_named_are_granted(names: set[str]):
    asked = answers() | {"acts": {name: name in names for name in ACTS}}
    mandates = granted(registration, asked, "registered")
    assert {act for mandate in mandates for act in mandate.acts} == {ACTS[n] for n in names}
    assert len(mandates) == bool(names)


def test_who_only_assists_does_not_act_alone():
    assert granted(registration, answers(scope__form="assistance"), "registered") == []


@pytest.mark.parametrize("end", ["refused", "withdrawn"])
@each
def test_nothing_follows_when_it_does_not_end_well(procedure: Procedure, end: str):
    given_answers = ended(OTHER) if procedure is ending else answers(OTHER)
    assert follow(procedure, given_answers, end) == []


def test_a_change_gives_the_new_scope_under_the_same_id_and_ends_who_left():
    (before,) = granted(registration, answers(), "registered")
    links = follow(change, answers(OTHER, leaving=[THIRD], acts__court=True), "changed")
    mandates = [link.mandate for link in links if isinstance(link, Grants)]
    assert {mandate.id for mandate in mandates} == {before.id}
    assert all(Act.COURT in mandate.acts for mandate in mandates)
    assert [link for link in links if isinstance(link, Revokes)] == [
        Revokes(f"h({THIRD})", before.id)
    ]


def test_a_change_to_assistance_ends_every_mandate():
    links = follow(change, answers(OTHER, scope__form="assistance"), "changed")
    (before, _) = granted(registration, answers(OTHER), "registered")
    own = facts().applicant.ref
    assert links == [Revokes(own, before.id), Revokes(f"h({OTHER})", before.id)]


def test_an_ending_ends_the_mandate_and_frees_the_registration():
    (before,) = granted(registration, answers(), "registered")
    own = facts().applicant.ref
    revoked, freed, *more = follow(ending, ended(OTHER), "ended")
    assert revoked == Revokes(own, before.id)
    assert isinstance(freed, Ends)
    assert {freed.claim} == claims(own)
    assert more[0] == Revokes(f"h({OTHER})", before.id)
    assert {more[1].claim} == claims(f"h({OTHER})")
