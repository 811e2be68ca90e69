"""What a mandate allows, and on which days."""

from datetime import date, timedelta

import pytest

from functions.domain.links import Act, Mandate
from functions.domain.person import ADULT, Person, age_on, years_after
from functions.processes import all_procedures

DAY = timedelta(days=1)
WHO = Person(given_name="Noor", family_name="Peeters", national_number="26082099209", ref="n")
STRICTLY_PERSONAL = {"marriage", "recognition", "elections", "birth", "provisional-administration"}


def mandate(**more: object) -> Mandate:
    given = {"id": "m", "holder": "h", "person": WHO, "starts": date(2026, 1, 1)}
    return Mandate.model_validate({**given, **more})


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
    ],
)
def test_a_mandate_holds_on_its_first_and_its_last_day(day: date, holds: bool) -> None:
    found = mandate(ends=date(2026, 6, 30), procedures={"a/b"}, origin="given")
    assert found.covers(frozenset({"a/b"}), day) is holds


def test_an_order_without_an_end_stays() -> None:
    found = mandate(acts={Act.PERMITS})
    assert found.covers(frozenset({Act.PERMITS, "a/b"}), date(2099, 1, 1))
    assert not found.covers(frozenset({Act.RESIDENCE, "a/b"}), date(2026, 1, 1))
    assert not found.covers(frozenset(), date(2026, 1, 1))


def test_an_order_covers_no_procedure_that_can_only_be_given() -> None:
    assert not mandate(acts=set(Act)).covers(frozenset({"a/b"}), date(2026, 1, 1))


@pytest.mark.parametrize("born", [date(2008, 2, 29), date(2008, 3, 1), date(2008, 12, 31)])
def test_a_parent_acts_until_the_day_before_the_birthday(born: date) -> None:
    last = years_after(born, ADULT) - DAY
    found = mandate(origin="parent", starts=born, ends=last)
    assert age_on(born, last) == ADULT - 1
    assert age_on(born, last + DAY) == ADULT
    assert found.is_in_force(last)
    assert not found.is_in_force(last + DAY)


def test_nobody_acts_for_another_in_what_is_strictly_personal() -> None:
    for procedure in all_procedures():
        if procedure.process in STRICTLY_PERSONAL:
            assert not procedure.scope, procedure.key
            assert procedure.for_child is None, procedure.key
