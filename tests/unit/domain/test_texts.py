"""Source texts with values, written at the edge."""

from datetime import date

from functions.domain.texts import N_, Text, say

FRENCH = {"Kies": "Choisissez", "Tot %(day)s: %(what)s": "%(what)s, avant le %(day)s"}


def french(source: str) -> str:
    return FRENCH.get(source, source)


def test_marking_changes_nothing():
    assert N_("Kies") == "Kies"


def test_a_text_is_translated_before_its_values_go_in():
    text = say("Tot %(day)s: %(what)s", day=date(2026, 1, 2), what="x")
    assert text.write(french) == "x, avant le 2026-01-02"


def test_values_are_written_by_the_reader_of_values():
    text = say("Tot %(day)s: %(what)s", day=date(2026, 1, 2), what=3)
    assert text.write(french, lambda value: f"<{value}>") == "<3>, avant le <2026-01-02>"


def test_a_text_in_a_text_is_translated_too():
    assert say("Tot %(day)s: %(what)s", day="morgen", what=say("Kies")).write(french) == (
        "Choisissez, avant le morgen"
    )


def test_a_percent_sign_without_values_is_a_percent_sign():
    assert say("100% zeker").write(french) == "100% zeker"


def test_what_a_person_typed_is_never_read_as_a_place_for_a_value():
    assert say("Dag %(name)s", name="%(day)s %s").write(french) == "Dag %(day)s %s"


def test_equal_texts_are_equal():
    assert say("Kies") == Text("Kies")
