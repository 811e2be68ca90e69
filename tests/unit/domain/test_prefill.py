"""A form that another case began: whole pages are answered, the rest stands in the boxes."""

from functions.domain.prefill import prefilled
from functions.processes.polio_vaccination.application import PolioApplication
from tests.unit.known import facts, number_of, person

NAMES = {"given_name": "Noor", "family_name": "Peeters"}


def test_a_page_of_which_all_is_known_is_answered():
    whole = {**NAMES, "national_number": number_of(person().born or facts().today)}
    answers, typed = prefilled(PolioApplication, {"child": whole}, facts())
    assert answers == {"child": whole}
    assert typed == {}


def test_a_page_of_which_a_part_is_known_keeps_it_in_its_boxes():
    answers, typed = prefilled(PolioApplication, {"child": NAMES}, facts())
    assert answers == {}
    assert typed == {"child": {"given_name": "Noor", "family_name": "Peeters"}}


def test_a_page_of_which_nothing_is_known_stays_empty():
    assert prefilled(PolioApplication, {}, facts()) == ({}, {})
    assert prefilled(PolioApplication, {"child": {}}, facts()) == ({}, {})
