"""Voters' lists for tests: invented people with valid numbers, as CSV."""

from datetime import date, datetime, timedelta

from functions.domain.calendar import BRUSSELS
from functions.domain.person import write_national_number
from tests.unit.known import number_of

HEADER = "rangnummer;rijksregisternummer;achternaam;voornaam;adres;taal\n"
# Everyone is between 30 and 60, in whatever year the tests run.
_FIRST = date(datetime.now(BRUSSELS).year - 60, 1, 1)
_DAYS = 30 * 365


def number(place: int) -> str:
    """A valid national number, another for each place up to some five million."""
    return number_of(_FIRST + timedelta(days=place % _DAYS), 1 + place // _DAYS)


def line(of: int, **other: str) -> str:
    """The line of a voter with that ranking number; `other`: columns that differ."""
    fields = {
        "rank": str(of),
        "national_number": write_national_number(number(of)),
        "family_name": f"Kiezer{of}",
        "given_name": "Noor",
        "address": f"Dorpsstraat {of}, 2800 Mechelen",
        "language": "nl",
        **other,
    }
    return ";".join(fields.values()) + "\n"


def voters_csv(*ranks: int) -> bytes:
    return (HEADER + "".join(map(line, ranks))).encode()
