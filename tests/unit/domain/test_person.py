"""National numbers, ages and pseudonyms."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from functions.domain.person import (
    age_on,
    birth_date,
    parse_national_number,
    pseudonym,
    write_national_number,
)
from tests.unit.known import births, number_of, sequences

# Written number -> date of birth. Born before 2000, from 2000 on, and two BIS numbers (month + 40,
# + 20).
EXAMPLES = {
    "85.07.30-033.28": date(1985, 7, 30),
    "01.02.03-456.03": date(2001, 2, 3),
    "99.41.31-123.52": date(1999, 1, 31),
    "12.45.25-001.39": date(2012, 5, 25),
}


def refused(typed: object) -> str:
    with pytest.raises(PydanticCustomError) as error:
        parse_national_number(typed)
    return error.value.type


@pytest.mark.parametrize(("written", "born"), EXAMPLES.items())
def test_a_known_number_is_read_written_and_dated(written: str, born: date):
    digits = parse_national_number(written)
    assert digits == "".join(sign for sign in written if sign.isdigit())
    assert write_national_number(digits) == written
    assert birth_date(digits) == born


@pytest.mark.parametrize(
    "typed",
    ["85073003328", " 85 07 30 033 28 ", "85.07.30-033.28", "850730/033/28", "850730-03328"],
)
def test_any_way_of_spacing_is_the_same_number(typed: str):
    assert parse_national_number(typed) == "85073003328"


@given(births, sequences, st.sampled_from([0, 20, 40]))
@example(date(2000, 2, 29), 1, 0)
def test_every_number_of_the_decree_is_accepted_and_dated(born: date, sequence: int, bis: int):
    number = number_of(born, sequence, bis=bis)
    assert parse_national_number(write_national_number(number)) == number
    assert birth_date(number) == born


@given(births, sequences, st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_never_accepted_as_the_same_birth_and_century(
    born: date, sequence: int, at: int, by: int
):
    """A digit more or less moves the check by a number that 97 does not divide."""
    number = number_of(born, sequence)
    wrong = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]
    try:
        parse_national_number(wrong)
    except PydanticCustomError:
        return
    # It can only be a valid number of the other century.
    found = birth_date(wrong)
    assert found is None or (found.year >= 2000) != (born.year >= 2000)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("85.07.30-033.29", "national_number_check"),
        ("85.13.30-033.15", "national_number_check"),
        ("8507300332", "national_number_format"),
        ("850730033281", "national_number_format"),
        ("Lena Peeters", "national_number_format"),
        ("", "national_number_format"),
        ("85.07.30-033.28" * 10_000, "national_number_format"),
        ({"day": "30"}, "national_number_format"),
        (None, "national_number_format"),
    ],
)
def test_a_wrong_number_says_what_is_wrong(typed: object, why: str):
    assert refused(typed) == why


def checked(first: str) -> str:
    """Nine digits with the check that fits them."""
    return f"{first}{97 - int(first) % 97:02}"


@pytest.mark.parametrize("first", ["851330033", "851930033", "857330033"])
def test_a_month_that_does_not_exist_is_refused_though_the_check_fits(first: str):
    assert refused(checked(first)) == "national_number_date"


@pytest.mark.parametrize("first", ["850000033", "850700033", "850231033", "000001033"])
def test_a_birth_that_the_register_does_not_know_has_no_date(first: str):
    """No month, no day, a day past the end of the month, nothing at all: all are given out."""
    assert birth_date(parse_national_number(checked(first))) is None


@given(st.text(max_size=40))
def test_any_text_is_either_eleven_digits_or_a_refusal(typed: str):
    try:
        found = parse_national_number(typed)
    except PydanticCustomError:
        return
    assert len(found) == 11
    assert found.isascii()
    assert found.isdigit()


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 11, 22), date(2026, 11, 22), 18),
        (date(2008, 11, 23), date(2026, 11, 22), 17),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 11, 22), date(2026, 11, 22), 0),
    ],
)
def test_an_age_changes_on_the_birthday(born: date, day: date, age: int):
    assert age_on(born, day) == age


def test_a_pseudonym_depends_on_the_key_and_shows_nothing_of_the_number():
    ref = pseudonym("85073003328", "key")
    assert ref == pseudonym("85073003328", "key")
    assert ref != pseudonym("85073003328", "other key")
    assert ref != pseudonym("01020345603", "key")
    assert len(ref) == 32
    assert "85073003328" not in ref
