"""The election calendar, Belgian time, and terms that cross a change of the clock."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from pydantic import ValidationError

from functions.domain.calendar import load_calendar
from functions.domain.workflow import TermInput, until, within
from tests.unit.known import ELECTION, day_at, facts, moments

TEXT = """
[[elections]]
id = "one"
day = 2026-10-25
opens = 2026-09-01T00:00:00
closes = 2026-10-24T23:59:59
closes_certified = 2026-10-23T12:00:00+00:00
[elections.title]
nl = "Verkiezing"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "calendar.toml"
    path.write_text(TEXT, "utf-8")
    return path


def test_times_without_an_offset_are_belgian_and_become_utc(file: Path):
    (election,) = load_calendar(file).elections
    assert election.opens == datetime(2026, 8, 31, 22, tzinfo=UTC)
    assert election.closes == datetime(2026, 10, 24, 21, 59, 59, tzinfo=UTC)
    assert election.closes_certified == datetime(2026, 10, 23, 12, tzinfo=UTC)
    assert election.opens.tzinfo is UTC


def test_the_offset_is_that_of_the_day_itself(file: Path):
    """The clock goes back on 25 October 2026: the same hour is then an hour later in UTC."""
    file.write_text(TEXT.replace("2026-10-24T23", "2026-10-25T23"), "utf-8")
    (election,) = load_calendar(file).elections
    assert election.closes == datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "broken", [TEXT.replace("2026-10-25\n", "2026-02-30\n"), TEXT + "\nsecret = 1", "[[elections]]"]
)
def test_a_mistake_in_the_file_is_an_error(file: Path, broken: str):
    file.write_text(broken, "utf-8")
    with pytest.raises((ValidationError, ValueError)):
        load_calendar(file)


def test_an_empty_calendar_has_no_elections(tmp_path: Path):
    empty = tmp_path / "empty.toml"
    empty.write_text("", "utf-8")
    assert load_calendar(empty).open_elections(datetime.now(UTC)) == ()
    assert load_calendar(empty).election("one") is None


def test_an_election_is_open_from_its_first_moment_until_before_its_last():
    second = timedelta(seconds=1)
    assert not ELECTION.is_open(ELECTION.opens - second)
    assert ELECTION.is_open(ELECTION.opens)
    assert ELECTION.is_open(ELECTION.closes - second)
    assert not ELECTION.is_open(ELECTION.closes)


def test_an_older_calendar_has_no_letters_and_no_registration(file: Path):
    (election,) = load_calendar(file).elections
    assert not election.has_convocations(election.closes)
    assert not election.registers(election.opens)
    assert not election.has_fixed_list(election.closes)


def test_what_is_optional_is_in_belgian_time_too(file: Path):
    more = "convocations_from = 2026-10-01T00:00:00\nregistration_closes = 2026-07-31T23:59:59\n"
    file.write_text(TEXT.replace("[elections.title]", f"{more}[elections.title]"), "utf-8")
    (election,) = load_calendar(file).elections
    assert election.convocations_from == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert election.registration_closes == datetime(2026, 7, 31, 21, 59, 59, tzinfo=UTC)
    assert election.convocations_until is None


@given(moments)
def test_a_list_is_fixed_from_the_end_of_registration_until_after_the_election(now: datetime):
    (known,) = facts(now=now).calendar.elections
    assert known.registration_closes
    over = facts(now=now).today > known.day
    assert [known.registers(now), known.has_fixed_list(now), over].count(True) == 1


@pytest.mark.parametrize(
    ("now", "today"),
    [
        (datetime(2026, 7, 1, 21, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 1, 22, 59, tzinfo=UTC), date(2026, 12, 1)),
        (datetime(2026, 12, 1, 23, 0, tzinfo=UTC), date(2026, 12, 2)),
    ],
)
def test_today_is_the_day_in_belgium(now: datetime, today: date):
    assert facts(now=now).today == today


def given_at(entered: datetime) -> TermInput:
    return TermInput("elections/proxy", {}, facts(now=entered), entered)


@given(moments)
def test_a_term_in_days_is_exactly_so_long_and_aware(entered: datetime):
    due = within("other", days=14).due(given_at(entered))
    assert due - entered == timedelta(days=14)
    assert due.tzinfo is UTC


def test_the_municipality_sets_a_term_by_its_name():
    entered = day_at(date(2026, 3, 28))
    assert within("supplement", days=99).due(given_at(entered)) == entered + timedelta(days=3)


def test_a_term_by_the_calendar_is_never_suspended():
    fixed = until(lambda term: term.facts.calendar.elections[0].closes)
    assert fixed.due(given_at(ELECTION.opens)) == ELECTION.closes
    assert not fixed.suspends
    assert within("x", days=1).suspends
