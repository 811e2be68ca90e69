"""The digest of a clerk: counts of their work by mail, on the mornings that they chose."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from functions import wiring
from functions.domain.holidays import next_working_day
from functions.services import digests
from functions.services.writing import Words
from infra.local.stack import LocalStack
from tests.contract.test_journeys import ask_proxy
from tests.people import Someone

PAGE = "/nl/desk/digest"
ADDRESS = "dirk@mechelen.example"
BRUSSELS = ZoneInfo("Europe/Brussels")


def clerk(desk: LocalStack) -> Someone:
    her = Someone(desk, "mechelen-elections")
    her.sign_in(PAGE)
    return her


def fill_in(her: Someone, **boxes: str):
    hidden = her.form("/digest")
    return her.post(hidden.pop("_action"), {**hidden, **boxes})


def chosen(desk: LocalStack, often: str = "daily") -> Someone:
    """A clerk with a confirmed address and this choice."""
    her = clerk(desk)
    fill_in(her, often=often, address=ADDRESS)
    desk.settle()
    code = re.search(r"\d{4} \d{4}", desk.mails(ADDRESS)[0].subject)
    assert code
    her.get(PAGE)
    fill_in(her, action="confirm", code=code[0])
    desk.settle()
    assert "Je bevestigde adres" in her.get(PAGE).get_data(as_text=True)
    return her


def at(desk: LocalStack, *moment: int) -> int:
    """The clock at that moment in Belgium, and the hourly schedule; how many digests went out."""
    wanted = datetime(*moment, tzinfo=BRUSSELS)  # type: ignore[arg-type]
    desk.clock.forward(wanted.astimezone(UTC) - desk.clock.now())
    return desk.desk.functions[desk.local.function("agenda")]({}, None)["digests"]


def digests_of(desk: LocalStack) -> list[str]:
    return [mail.text for mail in desk.mails(ADDRESS) if "Je werk op" in mail.subject]


def morning(desk: LocalStack) -> datetime:
    """The first Tuesday from next week on that is no holiday: after a working Monday."""
    day = desk.clock.now() + timedelta(days=7)
    while day.weekday() != 1:
        day += timedelta(days=1)
    return day


def test_counts_of_the_queue_come_once_a_morning(desk: LocalStack) -> None:
    ask_proxy(desk)
    desk.settle()
    chosen(desk)
    day = morning(desk)
    assert at(desk, day.year, day.month, day.day, 6, 30) == 0
    assert at(desk, day.year, day.month, day.day, 7, 10) == 1
    at(desk, day.year, day.month, day.day, 8, 10)
    told = digests_of(desk)
    assert len(told) <= 1  # once a day, and none when there is nothing to do
    for secret in ("Karim", "Lena", "Peeters"):
        assert secret not in "".join(told)


def test_a_digest_counts_what_the_queue_shows(desk: LocalStack) -> None:
    giver = ask_proxy(desk)
    desk.settle()
    holder = Someone(desk, "karim-el-amrani")
    holder.sign_in(giver.at.removesuffix("/receipt"))
    hidden = holder.form("/decisions/holder")
    holder.post(hidden.pop("_action"), {**hidden, "choice": "confirm"})
    desk.settle()
    her = chosen(desk)
    page = her.get(PAGE).get_data(as_text=True)
    ports = wiring.ports()
    (me,) = [c for c in ports.staff.everyone(desk.clock.now()) if "elections" in c.roles]
    counts = digests.counted(ports, me, desk.clock.now() - timedelta(days=1))
    assert (counts.new, counts.late, counts.mine) == (1, 0, 0)
    told = [Words("nl").write(line) for line in digests.in_words(counts)]
    assert "Nieuw sinds het vorige overzicht: 1" in told
    assert "Karim" not in page


@pytest.mark.parametrize(("month", "day"), [(12, 25), (1, 1)], ids=["Christmas", "New Year's Day"])
def test_no_digest_on_a_holiday_or_at_the_weekend(desk: LocalStack, month: int, day: int) -> None:
    chosen(desk)
    year = desk.clock.now().year + (1 if month == 1 else 0)
    assert at(desk, year, month, day, 7, 10) == 0
    saturday = desk.clock.now() + timedelta(days=1)
    while saturday.weekday() != 5:
        saturday += timedelta(days=1)
    assert at(desk, saturday.year, saturday.month, saturday.day, 7, 10) == 0


def test_once_a_week_is_on_its_first_working_day(desk: LocalStack) -> None:
    chosen(desk, "weekly")
    day = morning(desk)
    assert at(desk, day.year, day.month, day.day, 7, 10) == 0
    monday = day + timedelta(days=6)
    assert at(desk, monday.year, monday.month, monday.day, 7, 10) == 1


def test_seven_in_the_morning_is_so_after_the_clocks_change(desk: LocalStack) -> None:
    chosen(desk)
    now = desk.clock.now()
    year = now.year + 1
    sunday = max(d for d in range(25, 32) if date(year, 3, d).weekday() == 6)
    day = next_working_day(date(year, 3, sunday))
    # who signed in months ago is on the roster no more, so they sign in again
    desk.clock.forward(datetime(year, 3, sunday, 12, tzinfo=UTC) - now)
    clerk(desk)
    assert at(desk, day.year, day.month, day.day, 6, 59) == 0
    assert at(desk, day.year, day.month, day.day, 7, 0) == 1


def test_who_left_gets_none(desk: LocalStack) -> None:
    chosen(desk)
    day = desk.clock.now() + timedelta(days=100)
    while day.weekday() != 1:
        day += timedelta(days=1)
    assert at(desk, day.year, day.month, day.day, 7, 10) == 0


def test_an_address_of_elsewhere_is_refused_and_kept(desk: LocalStack) -> None:
    her = clerk(desk)
    answer = fill_in(her, often="daily", address="dirk@elsewhere.example")
    assert answer.status_code == 422
    assert "Gebruik je adres van het werk. Het eindigt op @mechelen.example." in her.text
    assert 'value="dirk@elsewhere.example"' in her.text


def test_a_citizen_has_no_digest(desk: LocalStack) -> None:
    lena = Someone(desk, "lena-peeters")
    lena.sign_in()
    assert lena.get(PAGE).status_code in (403, 404)
