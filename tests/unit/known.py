"""Facts for rules, made by hand: a moment, a person, an election, a municipality."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from functions.domain.calendar import BRUSSELS, Calendar, Election
from functions.domain.facts import Facts
from functions.domain.person import Person, Record
from functions.domain.tenant import Tenant, load_tenant

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)  # a Monday, noon in Belgium
ELECTION_DAY = date(2026, 11, 22)  # a Sunday
ELECTION = Election(
    id="practice",
    title={"nl": "Oefenverkiezing", "fr": "Élection", "de": "Wahl", "en": "Practice"},
    day=ELECTION_DAY,
    opens=datetime(2026, 10, 1, tzinfo=UTC),
    closes=datetime(2026, 11, 21, 22, 59, 59, tzinfo=UTC),
    closes_certified=datetime(2026, 11, 20, 11, tzinfo=UTC),
    convocations_from=datetime(2026, 10, 20, tzinfo=UTC),
    convocations_until=datetime(2026, 11, 22, 11, tzinfo=UTC),
    registration_closes=datetime(2026, 11, 12, 22, 59, 59, tzinfo=UTC),
)


@cache  # its file is read again for every example of a property otherwise
def tenant(name: str = "mechelen") -> Tenant:
    return load_tenant(ROOT / "infra" / "tenants" / f"{name}.toml")


def number_of(born: date, sequence: int = 33, *, bis: int = 0) -> str:
    """The valid national number of that birth; `bis` is added to the month (20 or 40)."""
    first = f"{born.year % 100:02}{born.month + bis:02}{born.day:02}{sequence:03}"
    century = "2" if born.year >= 2000 else ""
    return f"{first}{97 - int(century + first) % 97:02}"


def person(born: date = date(1985, 7, 30)) -> Person:
    return Person(
        given_name="Lena", family_name="Peeters", national_number=number_of(born), ref="l"
    )


def registered(born: date = date(1985, 7, 30), **known: Any) -> Person:
    """The same person, with what the population register knows of them."""
    return person(born).model_copy(update={"record": Record(born=born, **known)})


def facts(
    *, now: datetime = NOON, applicant: Person | None = None, election: Election = ELECTION
) -> Facts:
    return Facts(now, applicant or person(), Calendar(elections=(election,)), tenant())


# Years in which a number can be of one century only, whatever the day of the test.
births = st.dates(date(1930, 1, 1), date(2024, 12, 31))
sequences = st.integers(1, 997)
moments = st.datetimes(
    NOON.replace(year=2020, tzinfo=None),
    NOON.replace(year=2035, tzinfo=None),
    timezones=st.just(UTC),
)


def day_at(day: date, *, hour: int = 12) -> datetime:
    """That hour of the day in Belgium, in UTC."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=BRUSSELS).astimezone(UTC)
