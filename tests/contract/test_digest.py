"""The digest of a clerk: counts that agree with the queue, once a day, on working mornings."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from chalice.local import LambdaContext

from functions import events, wiring
from functions.domain.calendar import BRUSSELS
from functions.domain.digest import Digest
from functions.domain.holidays import next_working_day
from functions.domain.session import Session
from functions.domain.staff import Colleague
from functions.services import digests
from functions.services.message_ports import Waiting
from functions.services.queue import Filters, Queue
from infra.local.mails import Mail
from infra.local.stack import LocalStack
from tests.applications import someone
from tests.doors import Visitor, visitor
from tests.faults import broken
from tests.queueing import SECOND, VOTER, at_check, clerk, colleague, hold, path_of

pytestmark = pytest.mark.usefixtures("hasty")
PAGE = "/nl/desk/digest"
ADDRESS = "clerk@mechelen.example"


class At:
    """A clock that stands still."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment.astimezone(UTC)


@pytest.fixture(autouse=True)
def _clock(desk: LocalStack) -> Iterator[None]:
    yield
    wiring.override(clock=desk.clock)


def at(moment: datetime) -> None:
    wiring.override(clock=At(moment))
    wiring.ports().once.context = LambdaContext("agenda", 512, 60_000)


def morning(desk: LocalStack, hour: int = 7, days: int = 1) -> datetime:
    """The next working day, at half past."""
    day = next_working_day((desk.clock.now() + timedelta(days=days)).astimezone(BRUSSELS).date())
    while day in wiring.ports().tenant.closed_on:
        day = next_working_day(day + timedelta(days=1))
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=BRUSSELS)


def a_clerk(*roles: str, seen: datetime | None = None, address: str = ADDRESS) -> Session:
    """On the roster, with a digest every working day."""
    ports = wiring.ports()
    session = someone(ports, "", *(roles or ("elections",)))
    session = session.model_copy(update={"started": seen or ports.clock.now()})
    ports.staff.signed_in(session)
    wants(session, "daily", address=address)
    return session


def wants(session: Session, often: str, *, address: str = ADDRESS) -> None:
    ports = wiring.ports()
    known = ports.messages.digest(session.person.ref)
    chosen = Digest.model_validate(
        {**known.model_dump(), "often": often, "address": address, "version": known.version + 1}
    )
    ports.messages.save_digest(chosen, ports.clock.now() + timedelta(days=900))


def sent(desk: LocalStack, address: str = ADDRESS) -> list[Mail]:
    return desk.mails(address)


def test_its_counts_are_those_of_the_queue(desk: LocalStack) -> None:
    for _ in range(3):
        at_check(desk)
    session = a_clerk()
    ports = wiring.ports()
    ports.messages.wait(Waiting("0" * 26, "applicant", VOTER, ports.clock.now()))
    moment = morning(desk)
    at(moment)
    assert digests.send_due(wiring.ports()) == 1
    (mail,) = sent(desk)
    me = Colleague(ref=session.person.ref, name="", roles=session.roles, seen=ports.clock.now())
    counts = digests.counted(wiring.ports(), me, moment - timedelta(days=5))
    queue = Queue(wiring.ports(), session, "")
    assert counts.late == queue.count(Filters(term="late")).number
    assert counts.new == queue.count(Filters()).number == 3
    assert counts.unreached == 1
    assert "Nieuw sinds het vorige overzicht: 3" in mail.text
    assert "Berichten die niet aankwamen, schrijf een brief: 1" in mail.text
    assert f"{desk.url}/nl/desk/work" in mail.text
    assert f"{desk.url}{PAGE}" in mail.text


def test_what_a_clerk_has_and_was_handed(desk: LocalStack) -> None:
    walk = at_check(desk)
    dirk = clerk(desk)
    clerk(desk, SECOND)
    hold(dirk, walk, "hand-over", to=colleague(dirk, walk, "Oona Peeters"), note="Kijk jij?")
    ports = wiring.ports()
    everyone = {found.name: found for found in ports.staff.everyone(ports.clock.now())}
    counts = digests.counted(ports, everyone["Oona Peeters"], ports.clock.now())
    assert (counts.mine, counts.handed) == (1, 1)
    counts = digests.counted(ports, everyone["Dirk Dewit"], ports.clock.now())
    assert (counts.mine, counts.handed) == (0, 0)


def test_what_ran_late_and_what_is_due_this_week(desk: LocalStack) -> None:
    walk = at_check(desk)
    session = a_clerk(seen=desk.clock.now() + timedelta(days=60))
    file = wiring.ports().store.case_file(walk.case.id if walk.case else "")
    assert file
    task = file.open_task()
    assert task
    me = Colleague(ref=session.person.ref, name="", roles=session.roles, seen=task.opened)
    at(task.deadline - timedelta(minutes=1))
    before = digests.counted(wiring.ports(), me, task.deadline)
    assert (before.late, before.this_week, before.new) == (0, 1, 0)
    at(task.deadline + timedelta(minutes=1))
    after = digests.counted(wiring.ports(), me, task.deadline)
    assert (after.late, after.this_week) == (1, 0)


def test_it_names_nobody(desk: LocalStack) -> None:
    walk = at_check(desk)
    a_clerk()
    at(morning(desk))
    digests.send_due(wiring.ports())
    (mail,) = sent(desk)
    assert walk.case
    for secret in (walk.case.applicant.name, walk.case.number, walk.case.id, path_of(walk)):
        assert secret not in mail.text + mail.subject
    assert not re.search(r"\d{4,}", mail.text.replace(desk.url, ""))


def test_once_a_day_however_often_the_schedule_runs(desk: LocalStack) -> None:
    at_check(desk)
    a_clerk()
    moment = morning(desk)
    for minutes in (0, 60, 60, 90):
        at(moment + timedelta(minutes=minutes))
        events.agenda({}, LambdaContext("agenda", 512, 60_000))
    assert len(sent(desk)) == 1
    desk.clock.forward(timedelta(days=1))
    at_check(desk)
    at(morning(desk))
    events.agenda({}, LambdaContext("agenda", 512, 60_000))
    assert len(sent(desk)) == 2


def test_only_in_the_morning(desk: LocalStack) -> None:
    at_check(desk)
    a_clerk()
    for hour in (0, 6, 10, 23):
        at(morning(desk, hour))
        assert digests.send_due(wiring.ports()) == 0
    assert sent(desk) == []


@pytest.mark.parametrize(
    "day",
    [
        datetime(2028, 1, 1, 7, 30, tzinfo=BRUSSELS),  # Saturday and New Year
        datetime(2028, 5, 1, 7, 30, tzinfo=BRUSSELS),  # Labour Day, a Monday
        datetime(2028, 4, 17, 7, 30, tzinfo=BRUSSELS),  # Easter Monday
        datetime(2026, 12, 24, 7, 30, tzinfo=BRUSSELS),  # this municipality is closed
    ],
)
def test_not_on_a_day_on_which_nobody_works(desk: LocalStack, day: datetime) -> None:
    at_check(desk)
    a_clerk(seen=day)
    at(day)
    assert digests.send_due(wiring.ports()) == 0


def test_at_the_same_hour_in_summer_and_winter(desk: LocalStack) -> None:
    """Clocks go forward in the night of 26 March 2028."""
    at_check(desk)
    friday, monday = datetime(2028, 3, 24, tzinfo=UTC), datetime(2028, 3, 27, tzinfo=UTC)
    a_clerk(seen=friday)
    for moment, due in (
        (friday.replace(hour=5, minute=30), 0),  # 6.30
        (friday.replace(hour=6, minute=30), 1),  # 7.30
        (monday.replace(hour=4, minute=30), 0),  # 6.30
        (monday.replace(hour=5, minute=30), 1),  # 7.30
    ):
        at(moment)
        assert digests.send_due(wiring.ports()) == due
    assert len(sent(desk)) == 2


def test_weekly_on_the_first_working_day(desk: LocalStack) -> None:
    at_check(desk)
    tuesday = datetime(2028, 4, 18, 7, 30, tzinfo=BRUSSELS)  # after Easter Monday
    session = a_clerk(seen=tuesday)
    wants(session, "weekly")
    for days, due in ((-1, 0), (0, 1), (1, 0), (6, 1)):
        at(tuesday + timedelta(days=days))
        assert digests.send_due(wiring.ports()) == due


def test_only_to_who_is_still_on_the_roster_and_wants_it(desk: LocalStack) -> None:
    at_check(desk)
    ports = wiring.ports()
    gone, stopped = a_clerk(address="gone@mechelen.example"), a_clerk(address="no@mechelen.example")
    ports.staff.signed_in(gone.model_copy(update={"roles": frozenset()}))
    wants(stopped, "never", address="no@mechelen.example")
    a_clerk(seen=desk.clock.now() - timedelta(days=91), address="left@mechelen.example")
    a_clerk()
    at(morning(desk))
    assert digests.send_due(wiring.ports()) == 1
    assert [mail.to for mail in desk.mails() if "overzicht" in mail.text] == [(ADDRESS,)]


def test_nothing_to_tell_is_not_told(desk: LocalStack) -> None:
    a_clerk()
    at(morning(desk))
    digests.send_due(wiring.ports())
    assert sent(desk) == []


def test_one_that_fails_is_tried_again_and_stops_nobody(desk: LocalStack) -> None:
    at_check(desk)
    a_clerk()
    a_clerk(address="second@mechelen.example")
    failed: list[Exception] = []
    at(morning(desk))
    with broken("ses", times=4):  # one mail, with its retries
        digests.send_due(wiring.ports(), failed.append)
    digests.send_due(wiring.ports())
    assert len(sent(desk)) == len(sent(desk, "second@mechelen.example")) == 1


# the page


def fill_in(clerk: Visitor, **boxes: str) -> Any:
    return clerk.ask(
        "POST", PAGE, **{"often": "daily", "address": ADDRESS, "version": "0", **boxes}
    )


def test_a_clerk_chooses_and_confirms_an_address_of_the_municipality(desk: LocalStack) -> None:
    clerk = visitor(desk, "elections")
    assert fill_in(clerk).headers["Location"] == f"{PAGE}?done=asked"
    desk.settle()
    (mail,) = sent(desk)
    code = re.search(r"\d{4} \d{4}", mail.subject)
    assert code
    assert clerk.session
    assert digests.of(wiring.ports(), clerk.session).address == ""
    wrong = fill_in(clerk, action="confirm", code="1", version="1")
    assert wrong.status_code == 422
    done = fill_in(clerk, action="confirm", code=code[0], version="2")
    assert done.headers["Location"] == f"{PAGE}?done=confirmed"
    assert digests.of(wiring.ports(), clerk.session).address == ADDRESS
    assert ADDRESS in clerk.ask("GET", PAGE).get_data(as_text=True)
    assert fill_in(clerk, often="never", version="3").headers["Location"] == f"{PAGE}?done=saved"


@pytest.mark.parametrize(
    ("boxes", "told"),
    [
        ({"often": "hourly"}, "Kies hoe vaak"),
        ({"address": "clerk@example.be"}, "Gebruik je adres van het werk"),
        ({"address": "clerk@evil.example@mechelen.example.be"}, "Vul een e-mailadres in"),
        ({"address": ""}, "Vul een e-mailadres in"),
    ],
)
def test_what_cannot_be_is_told(desk: LocalStack, boxes: dict[str, str], told: str) -> None:
    clerk = visitor(desk, "elections")
    answer = fill_in(clerk, **boxes)
    assert answer.status_code == 422
    assert told in answer.get_data(as_text=True)
    assert clerk.session
    assert digests.of(wiring.ports(), clerk.session).version == 0


def test_the_page_is_for_clerks_and_two_windows_meet(desk: LocalStack) -> None:
    assert visitor(desk).ask("GET", PAGE).status_code == 403
    assert visitor(desk, staff=True).ask("GET", PAGE).status_code == 403
    clerk = visitor(desk, "elections")
    found = json.loads(clerk.ask("GET", PAGE, json=True).get_data(as_text=True))
    assert [field["name"] for field in found["fields"]] == ["often", "address"]
    assert fill_in(clerk).status_code == 303
    assert fill_in(clerk, often="weekly").status_code == 409
    assert fill_in(clerk, csrf="forged", version="1").status_code == 403


def test_what_a_clerk_chose_is_in_their_own_data(desk: LocalStack) -> None:
    from functions.services import gathering

    session = a_clerk()
    person = session.person
    found = gathering.gather(wiring.ports(), person.ref, person.national_number)
    assert ADDRESS in json.dumps(gathering.as_file(wiring.ports(), found), default=str)
