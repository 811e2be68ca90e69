"""Texts, dates and amounts in the reader's language. Babel loads at the first date only."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal

from functions.domain.calendar import BRUSSELS
from functions.domain.texts import N_, Text, Value

Translator = Callable[[str], Callable[[str], str]]
_translator: list[Translator] = []


def use_translator(translator: Translator) -> None:
    """Told once by the composition root where the catalogues are."""
    _translator[:] = [translator]


_LOCALES = {"nl": "nl_BE", "fr": "fr_BE", "de": "de_BE", "en": "en_BE"}


class Words:
    """Writes for one language: `Words("fr").write(text)`."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._translate = _translator[0](lang) if _translator else str
        self._locale = _LOCALES[lang]

    def write(self, text: Text | str) -> str:
        """A text with its values; a plain string is a source text."""
        if isinstance(text, str):
            return self._translate(text) if text else ""
        return text.write(self._translate, self.value)

    def value(self, value: Value) -> str:
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, Decimal):
            return self.amount(value)
        return str(value)

    def day(self, day: date) -> str:
        """ "maandag 23 november 2026"."""
        from babel.dates import format_date

        return format_date(day, format="full", locale=self._locale)

    def month(self, day: date) -> str:
        """ "november 2026"."""
        from babel.dates import format_skeleton

        return str(format_skeleton("yMMMM", day, locale=self._locale))

    def date(self, day: date) -> str:
        """ "3 september 1990": a day long past, of which nobody asks the day of the week."""
        from babel.dates import format_date

        return format_date(day, format="long", locale=self._locale)

    def number(self, number: float) -> str:
        """With at most one decimal: "4,2"."""
        from babel.numbers import format_decimal

        return format_decimal(number, format="#,##0.#", locale=self._locale)

    def country(self, code: str) -> str:
        """The name of a country by its ISO 3166-1 code; the code itself when Babel has none."""
        from babel import Locale

        return str(Locale.parse(self._locale).territories.get(code, code))

    def moment(self, moment: datetime) -> str:
        """A day and a time in Belgium: "maandag 23 november 2026 om 12:00"."""
        # Translators: a day and a time of day
        return self._translate(N_("%(day)s om %(time)s")) % {
            "day": self.day(moment.astimezone(BRUSSELS).date()),
            "time": self.time(moment),
        }

    def time(self, moment: datetime) -> str:
        """The time of day in Belgium: "12:00"."""
        from babel.dates import format_time

        return format_time(moment.astimezone(BRUSSELS), format="short", locale=self._locale)

    def amount(self, amount: Decimal) -> str:
        """EUR in the language's way: "€ 25,50"."""
        from babel.numbers import format_currency

        return format_currency(amount, "EUR", locale=self._locale)
