"""Case ids and case numbers."""

import hashlib
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.domain.numbers import (
    ALPHABET,
    age_order,
    case_id_from,
    is_case_id,
    is_id,
    new_case_id,
    new_case_number,
    new_id,
    parse_case_number,
    process_of,
    write_case_number,
)

bodies = st.text(ALPHABET, min_size=11, max_size=11)
numbers = bodies.map(
    lambda body: next((body + sign for sign in ALPHABET if parse_case_number(body + sign)), "")
).filter(bool)


def test_an_id_has_the_form_of_an_id():
    first, second = new_id(), new_id()
    assert is_id(first)
    assert first != second


def test_the_id_of_a_case_says_its_process():
    found = new_case_id("legal-cohabitation")
    assert is_case_id(found)
    assert is_case_id(found, "legal-cohabitation")
    assert not is_case_id(found, "cohabitation")
    assert process_of(found) == "legal-cohabitation"


@pytest.mark.parametrize("before", ["", "-", "Birth-", "birth--", "birth_", "../birth-", "birth#-"])
def test_an_id_without_a_process_is_no_case(before: str):
    assert not is_case_id(before + new_id())


def test_cases_of_any_process_sort_by_when_they_were_begun():
    at, seal = datetime(2026, 11, 24, 12, tzinfo=UTC), b"0123456789"
    older = case_id_from("marriage", at, seal)
    newer = case_id_from("birth", at + timedelta(seconds=1), seal)
    assert sorted([newer, older], key=age_order) == [older, newer]


@pytest.mark.parametrize("text", ["", "x", "0" * 25, "I" * 26, "8" + "0" * 25, "é" * 26, "../" * 9])
def test_anything_else_is_no_id(text: str):
    assert not is_id(text)
    assert not is_case_id(text)
    assert not is_case_id(f"birth-{text}")
    assert not is_id(new_id().lower())


def test_an_id_that_follows_from_something_is_always_the_same_and_sorts_by_its_moment():
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    seal = hashlib.sha256(b"case").digest()
    found = case_id_from("birth", noon, seal)
    assert is_case_id(found, "birth")
    assert found == case_id_from("birth", noon, seal)
    assert found != case_id_from("birth", noon, hashlib.sha256(b"another").digest())
    assert found < case_id_from("birth", noon + timedelta(milliseconds=1), b"0" * 32)


def test_every_single_wrong_character_is_found():
    number = new_case_number()
    for at, right in enumerate(number):
        for wrong in ALPHABET.replace(right, ""):
            assert parse_case_number(number[:at] + wrong + number[at + 1 :]) is None


def test_every_swap_of_two_signs_is_found():
    for _ in range(200):
        number = new_case_number()
        for one, other in combinations(range(len(number)), 2):
            signs = list(number)
            signs[one], signs[other] = signs[other], signs[one]
            if "".join(signs) != number:
                assert parse_case_number("".join(signs)) is None, (number, one, other)


def test_the_last_sign_follows_from_the_others():
    number = new_case_number()
    fitting = [sign for sign in ALPHABET if parse_case_number(number[:-1] + sign)]
    assert fitting == [number[-1]]


@given(numbers, st.text(alphabet=" .-/", max_size=5))
def test_a_number_is_read_however_it_is_written(number: str, between: str):
    assert parse_case_number(write_case_number(number)) == number
    assert parse_case_number(between.join(number.lower())) == number


def test_people_see_three_groups_of_four():
    assert write_case_number("7KM42PRT9XAC") == "7KM4-2PRT-9XAC"


def test_no_two_signs_look_or_sound_alike():
    for group in ("0OQ", "1IL", "5S", "8B", "NM", "UV", "Z2", "G6"):
        assert len(set(group) & set(ALPHABET)) <= 1, group
    assert len(ALPHABET) == 22


@given(st.text(max_size=30))
def test_any_other_text_is_no_number(text: str):
    found = parse_case_number(text)
    assert found is None or (len(found) == 12 and set(found) <= set(ALPHABET))


@pytest.mark.parametrize("text", ["", "7KM4", "7KM4-2PRT-9XA0", "7" * 13])
def test_a_number_of_another_length_or_alphabet_is_refused(text: str):
    assert parse_case_number(text) is None
