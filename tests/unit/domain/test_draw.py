"""Who is drawn: ranking numbers that end on the number, of the right age on 1 January."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from functions.domain.draw import Ages, Draw, drawn, is_drawn, number_of
from functions.domain.voters import Voter
from tests.unit.known import NOON
from tests.unit.known import number_of as national_number

AGES = Ages(year=2027, youngest=28, oldest=65)
ranks = st.integers(1, 99_999_999)
numbers = st.integers(0, 99).map(lambda n: f"{n:02}")


def voter(rank: int, born: date = date(1985, 7, 30)) -> Voter:
    return Voter(rank, national_number(born), "Peeters", "Lena", "Markt 1", "nl")


def test_the_units_are_drawn_first():
    assert number_of(units="7", tens="3") == "37"


@given(ranks, numbers)
def test_a_ranking_number_is_drawn_when_it_ends_on_the_number(rank: int, number: str):
    assert is_drawn(rank, {number}) == (rank % 100 == int(number))


@given(st.lists(ranks, unique=True, max_size=50), st.sets(numbers, min_size=1, max_size=2))
def test_who_is_drawn_depends_on_nothing_but_the_list_and_the_numbers(
    of: list[int], wanted: set[str]
):
    found = [d.voter.rank for d in drawn(map(voter, of), wanted, AGES)]
    assert found == [rank for rank in of if f"{rank:02}"[-2:] in wanted]
    assert found == [d.voter.rank for d in drawn(map(voter, of), sorted(wanted), AGES)]


def test_one_in_a_hundred_is_drawn():
    everyone = list(map(voter, range(1, 10_001)))
    for number in ("00", "07", "37", "99"):
        assert len(list(drawn(everyone, [number], AGES))) == 100


@pytest.mark.parametrize(
    ("born", "kept"),
    [
        (date(1999, 1, 1), True),  # 28 that day
        (date(1999, 1, 2), False),
        (date(1961, 1, 2), True),  # 65, 66 the day after
        (date(1961, 1, 1), False),
        (date(1980, 2, 29), True),
    ],
)
def test_the_ages_are_those_of_1_january_both_included(born: date, kept: bool):
    (found,) = drawn([voter(37, born)], ["37"], AGES)
    assert found.kept == kept


def test_someone_without_a_known_date_of_birth_is_kept_for_a_person_to_decide():
    first = "850000001"
    unknown = voter(37)._replace(national_number=f"{first}{97 - int(first) % 97:02}")
    (found,) = drawn([unknown], ["37"], AGES)
    assert found.kept


@pytest.mark.parametrize("number", ["7", "137", "3a", "", "٣٧", "37\n"])
def test_a_record_holds_only_numbers_of_two_digits(number: str):
    with pytest.raises(ValidationError):
        Draw(at=NOON, numbers=(number,), present=(), ages=AGES)
