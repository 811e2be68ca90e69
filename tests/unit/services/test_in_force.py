"""What holds now is asked once a minute at most, and never lost."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from functions.domain.calendar import Calendar
from functions.domain.case import Event, happened
from functions.domain.logs import SETTINGS, Log
from functions.domain.person import Actor
from functions.domain.problems import Busy
from functions.domain.settings import data_of, read_value
from functions.domain.tenant import load_tenant
from functions.services.in_force import InForce

FILE = load_tenant(Path("infra/tenants/mechelen.toml"))
NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 23, 23, tzinfo=UTC)  # in Belgium


class Desk:
    """A clock and a log; counts what is asked."""

    def __init__(self) -> None:
        self.moment, self.log, self.lines = NOON, Log(id=SETTINGS), list[Event]()
        self.asked, self.is_down, self.unread = 0, False, 0

    def now(self) -> datetime:
        return self.moment

    def get(self, log_id: str) -> Log:
        assert log_id == SETTINGS
        self.asked += 1
        if self.is_down:
            raise Busy
        return self.log

    def events(self, log_id: str) -> list[Event]:
        self.asked += 1
        return self.lines

    def tell(self) -> None:
        self.unread += 1

    def change(self, days: int, starts: date) -> None:
        data = data_of("terms", "a/b", starts, read_value("terms", {"days": days}), "why")
        actor = Actor(kind="clerk")
        self.log, event = happened(self.log, "changed", at=self.moment, actor=actor, data=data)
        self.lines.append(event)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def found(desk: Desk) -> InForce:
    return InForce(FILE, Calendar(), desk, desk, desk.tell)  # type: ignore[arg-type]


def term(found: InForce) -> int | None:
    return found.now()[0].terms.get("a/b")


def test_without_changes_it_is_the_file_itself_asked_once_a_minute(desk, found):
    for seconds in range(0, 121, 10):
        desk.moment = NOON + timedelta(seconds=seconds)
        assert found.now()[0] is FILE
    assert desk.asked == 3


def test_the_same_object_serves_a_whole_day(desk, found):
    desk.change(5, NOON.date())
    first = found.now()
    desk.moment += timedelta(hours=3)
    assert found.now() is first


def test_a_new_day_in_belgium_brings_what_begins_on_it_without_reading_again(desk, found):
    desk.change(5, date(2026, 11, 24))
    desk.moment = MIDNIGHT - timedelta(seconds=10)
    assert term(found) is None
    asked = desk.asked
    desk.moment = MIDNIGHT
    assert term(found) == 5
    assert desk.asked == asked


def test_who_just_changed_something_sees_it_at_once(desk, found):
    assert term(found) is None
    desk.change(5, NOON.date())
    assert term(found) is None
    found.forget()
    assert term(found) == 5


def test_what_is_known_stays_while_the_table_is_down(desk, found):
    desk.change(5, NOON.date())
    assert term(found) == 5
    desk.is_down, desk.moment = True, NOON + timedelta(minutes=10)
    asked = desk.asked
    assert [term(found) for _ in range(5)] == [5] * 5
    assert desk.asked == asked + 1, "not at every look"
    assert desk.unread == 1
    desk.is_down, desk.moment = False, NOON + timedelta(minutes=12)
    desk.change(6, NOON.date())
    assert term(found) == 6


def test_a_first_look_that_fails_is_tried_again_soon(desk, found):
    desk.change(5, NOON.date())
    desk.is_down = True
    assert term(found) is None
    desk.is_down = False
    assert term(found) is None
    desk.moment += timedelta(seconds=6)
    assert term(found) == 5


def test_a_clock_that_went_back_is_asked_anew(desk, found):
    desk.moment += timedelta(days=30)
    found.now()
    desk.moment = NOON
    desk.change(5, NOON.date())
    assert term(found) == 5


def test_a_log_that_was_emptied_is_the_file_again(desk, found):
    desk.change(5, NOON.date())
    assert term(found) == 5
    desk.log, desk.lines = Log(id=SETTINGS), []
    desk.moment += timedelta(minutes=2)
    assert term(found) is None
