"""Dates, times and amounts as each language writes them in Belgium."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from frontend.render import translate
from functions.domain.texts import say
from functions.services import writing
from functions.services.writing import Words

DAYS = {
    "nl": "maandag 2 november 2026",
    "fr": "lundi 2 novembre 2026",
    "de": "Montag, 2. November 2026",
    "en": "Monday, 2 November 2026",
}
AMOUNTS = {"nl": "€ 25,50", "fr": "25,50 €", "de": "25,50 €", "en": "25,50 €"}
each_language = pytest.mark.parametrize("lang", DAYS)


@pytest.fixture(autouse=True)
def catalogues() -> Iterator[None]:
    before = list(writing._translator)
    writing.use_translator(translate)
    yield
    writing._translator[:] = before


@each_language
def test_a_day_is_written_in_full(lang: str):
    assert Words(lang).day(date(2026, 11, 2)) == DAYS[lang]


@each_language
@pytest.mark.parametrize(
    ("moment", "day", "time"),
    [
        (datetime(2026, 11, 2, 11, 5, tzinfo=UTC), date(2026, 11, 2), "12:05"),
        (datetime(2026, 7, 1, 22, 5, tzinfo=UTC), date(2026, 7, 2), "00:05"),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1), "00:00"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25), "02:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 25), "02:30"),
    ],
)
def test_a_moment_is_belgian_time_in_summer_and_winter(
    lang: str, moment: datetime, day: date, time: str
):
    written = Words(lang).moment(moment)
    assert written.startswith(Words(lang).day(day))
    assert time in written


def test_a_moment_joins_day_and_time_as_people_say_it():
    assert Words("nl").moment(datetime(2026, 11, 2, 11, tzinfo=UTC)) == f"{DAYS['nl']} om 12:00"


@each_language
def test_an_amount_has_cents_and_the_euro_sign_where_it_belongs(lang: str):
    written = Words(lang).amount(Decimal("25.5"))
    assert written.replace("\xa0", " ") == AMOUNTS[lang]


@each_language
def test_the_values_of_a_text_are_written_in_its_language(lang: str):
    text = say("%(day)s / %(fee)s / %(count)s", day=date(2026, 11, 2), fee=Decimal(1), count=3)
    day, fee, count = Words(lang).write(text).split(" / ")
    assert (day, count) == (DAYS[lang], "3")
    assert fee == Words(lang).amount(Decimal(1))


def test_a_plain_string_is_a_source_text_and_nothing_stays_nothing():
    assert Words("fr").write("maandag") == "lundi"
    assert Words("nl").write("maandag") == "maandag"
    # gettext answers an empty text with the header of the catalogue
    assert Words("fr").write("") == ""


def test_an_unknown_language_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        Words("es")
