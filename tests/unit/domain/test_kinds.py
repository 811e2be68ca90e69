"""What each kind of answer accepts, and what it says otherwise."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from functions.domain import kinds

DIRECTION = "\u202e"


def read(kind: Any, typed: object) -> Any:
    return TypeAdapter(kind).validate_python(typed)


def why(kind: Any, typed: object) -> str:
    with pytest.raises(ValidationError) as error:
        read(kind, typed)
    return error.value.errors()[0]["type"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Lena   Peeters ", "Lena Peeters"),
        ("Ga\u0308elle", "Gäelle"),
        ("محمد الأمين", "محمد الأمين"),
        ("D'Hondt-Özdemir", "D'Hondt-Özdemir"),
        ("x" * 100, "x" * 100),
    ],
)
def test_a_name_is_kept_as_it_is_in_any_script(typed: str, kept: str):
    assert read(kinds.Line, typed) == kept


@pytest.mark.parametrize("sign", [DIRECTION, "\u2066", "\x00", "\x1b", "\n", "\x7f"])
def test_signs_that_cannot_be_seen_are_refused_in_a_line(sign: str):
    assert why(kinds.Line, f"Le{sign}na") == "hidden_sign"


def test_a_longer_text_keeps_its_lines_but_no_other_hidden_signs():
    assert read(kinds.LongText, "een\r\ntwee\n\tdrie") == "een\ntwee\n\tdrie"
    assert why(kinds.LongText, f"een{DIRECTION}") == "hidden_sign"


@pytest.mark.parametrize(
    ("kind", "most"), [(kinds.Line, 100), (kinds.LongText, 2000), (kinds.Choice, 100)]
)
def test_a_text_has_a_longest_length(kind: Any, most: int):
    assert len(read(kind, "x" * most)) == most
    assert why(kind, "x" * (most + 1)) == "string_too_long"
    assert why(kind, "x" * 100_000) == "string_too_long"


@pytest.mark.parametrize(
    "typed", ["lena@example.org", " l.p+x@mail.city.example ", "é@voorbeeld.be"]
)
def test_a_mail_address_is_accepted(typed: str):
    assert read(kinds.Mail, typed) == typed.strip()


@pytest.mark.parametrize(
    "typed", ["lena", "lena@", "@example.org", "lena@example", "a b@example.org", "a@b@example.org",
              "lena@example.o", "lena@example.org, jan@example.org", "<lena@example.org>"],
)  # fmt: skip
def test_what_surely_cannot_be_delivered_is_refused(typed: str):
    assert why(kinds.Mail, typed) == "mail"


@given(st.dates())
def test_a_date_is_read_from_three_boxes_from_iso_and_as_it_is(day: date):
    boxes = {"day": str(day.day), "month": str(day.month), "year": f"{day.year:04}"}
    assert read(kinds.Date, boxes) == day
    assert read(kinds.Date, day.isoformat()) == day
    assert read(kinds.Date, day) == day


@pytest.mark.parametrize("boxes", [
    ("31", "2", "2026"), ("29", "2", "2026"), ("0", "1", "2026"), ("1", "13", "2026"),
    ("1", "1", "26"), ("1", "1", ""), ("", "1", "2026"), ("een", "1", "2026"), ("-1", "1", "2026"),
    ("१", "1", "2026"), ("1" * 10_000, "1", "2026"), ("1.5", "1", "2026"),
    ("00031", "1", "2026"), ("1", "1", "02026"),
])  # fmt: skip
def test_a_date_that_does_not_exist_is_refused(boxes: tuple[str, str, str]):
    typed = dict(zip(("day", "month", "year"), boxes, strict=True))
    assert why(kinds.Date, typed) == "date"


@pytest.mark.parametrize("typed", ["", "vandaag", "2026-02-30", {}, [], None, 5])
def test_anything_else_is_no_date(typed: object):
    assert why(kinds.Date, typed) == "date"


def test_an_open_box_of_a_date_may_have_spaces_and_a_leading_zero():
    assert read(kinds.Date, {"day": " 03", "month": "3 ", "year": "1985"}) == date(1985, 3, 3)


@pytest.mark.parametrize(("typed", "number"), [("3", 3), ("1 000", 1000), ("1.000", 1000), (7, 7)])
def test_a_whole_number_is_read_however_it_is_grouped(typed: object, number: int):
    assert read(kinds.WholeNumber, typed) == number


@pytest.mark.parametrize("typed", ["drie", "3 stuks", "1,5", "", "0x10"])
def test_text_is_no_number(typed: str):
    assert why(kinds.WholeNumber, typed) == "int_parsing"


def test_yes_and_no_are_the_only_answers_to_yes_or_no():
    assert read(kinds.YesNo, "yes") is True
    assert read(kinds.YesNo, "no") is False
    for typed in ("ja", "true", "", "YES", [], {}):
        assert why(kinds.YesNo, typed) == "yes_no"


def test_a_declaration_is_ticked_or_refused():
    assert read(kinds.Declared, "yes") is True
    for typed in ("no", "", False, "on"):
        assert why(kinds.Declared, typed) == "declared"


@given(st.one_of(st.text(max_size=50), st.integers(), st.none(), st.lists(st.text(max_size=3))))
@pytest.mark.parametrize(
    "kind",
    [kinds.Line, kinds.LongText, kinds.Mail, kinds.NationalNumber, kinds.Date, kinds.WholeNumber,
     kinds.YesNo, kinds.Declared, kinds.Choice],
)  # fmt: skip
def test_whatever_comes_in_is_an_answer_or_a_refusal_never_a_crash(kind: Any, typed: object):
    try:
        once = read(kind, typed)
    except ValidationError:
        return
    assert read(kind, once) == once
