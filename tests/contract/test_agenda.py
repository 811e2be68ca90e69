"""What has a date: reminders and warnings come once, and only for what is still so."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from functions import wiring
from functions.domain.agenda import Dated
from functions.domain.numbers import age_order, new_case_id
from functions.domain.problems import Conflict
from functions.log import Failed
from functions.services import agenda
from infra.local.stack import LocalStack
from tests.faults import (
    THROTTLED,
    accepted,
    assert_sound,
    broken,
    dead_letters,
    file_of,
    subjects,
    take,
)
from tests.walks import Walk

pytestmark = pytest.mark.usefixtures("hasty")
ALERTS = "leidinggevende@mechelen.example"
REMINDED = "Herinnering: We hebben nog iets van je nodig"
WARNED = "Een termijn loopt bijna af: Poliovaccinatie bewijzen"


@pytest.fixture(autouse=True)
def _alerts(desk: LocalStack) -> Iterator[None]:
    """This municipality wants to be warned."""
    tenant = wiring.ports().tenant
    wiring.override(tenant=tenant.model_copy(update={"alerts": ALERTS}))
    yield
    wiring.override(tenant=tenant)


def at_registration(desk: LocalStack) -> Walk:
    """A proof that the office has 14 days for."""
    walk = accepted()
    desk.settle()
    return walk


def at_question(desk: LocalStack) -> Walk:
    """A proof of which the office asked something; 30 days to answer, reminded 2 days before."""
    walk = at_registration(desk)
    take(walk, "registration", "ask")
    desk.settle()
    return walk


def mails(desk: LocalStack, walk: Walk) -> list[str]:
    assert walk.case
    return [subject for subject in subjects(desk, walk.case.mail) if subject == REMINDED]


def warnings(walk: Walk) -> list[str]:
    return [event.data["step"] for event in file_of(walk).events if event.kind == "warned"]


def test_who_must_answer_is_reminded_once_before_the_term(desk: LocalStack) -> None:
    walk = at_question(desk)
    desk.forward(days=27)
    assert mails(desk, walk) == []
    desk.forward(days=1, hours=1)
    assert mails(desk, walk) == [REMINDED]
    (mail,) = [m for m in desk.mails() if m.subject == REMINDED]
    assert "Doe dit voor" in mail.text
    assert f"/desk/case/{age_order(file_of(walk).case.id)}" in mail.text
    desk.forward(hours=5)
    assert mails(desk, walk) == [REMINDED]


def test_who_has_answered_is_not_reminded(desk: LocalStack) -> None:
    walk = at_question(desk)
    take(walk, "registration_supplement", "supplement")
    desk.settle()
    desk.forward(days=28, hours=1)
    assert mails(desk, walk) == []


def test_a_question_that_is_asked_again_is_reminded_of_by_its_own_term(desk: LocalStack) -> None:
    walk = at_question(desk)
    desk.forward(days=10)
    take(walk, "registration_supplement", "supplement")
    desk.settle()
    take(walk, "registration", "ask")
    desk.settle()
    desk.forward(days=18, hours=2)  # two days before the first term would have ended
    assert mails(desk, walk) == []
    desk.forward(days=10)
    assert mails(desk, walk) == [REMINDED]


def test_the_office_is_warned_once_when_a_fifth_of_its_term_is_left(desk: LocalStack) -> None:
    walk = at_registration(desk)
    assert walk.case
    desk.forward(days=11)
    assert (warnings(walk), desk.mails(ALERTS)) == ([], [])
    desk.forward(hours=5)
    assert warnings(walk) == ["registration"]
    (mail,) = desk.mails(ALERTS)
    assert mail.subject == WARNED
    number = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", mail.text)
    assert number
    assert number[0].replace("-", "") == walk.case.number
    assert "Xaverius" not in mail.subject + mail.text
    assert walk.case.applicant.national_number not in mail.text
    desk.forward(days=1)
    assert len(desk.mails(ALERTS)) == 1
    take(walk, "registration", "register")
    desk.settle()
    assert_sound(file_of(walk), "register")


def test_where_nobody_is_to_be_told_the_warning_stands_in_the_file(desk: LocalStack) -> None:
    wiring.override(tenant=wiring.ports().tenant.model_copy(update={"alerts": ""}))
    walk = at_registration(desk)
    desk.forward(days=11, hours=6)
    assert warnings(walk) == ["registration"]
    assert len(desk.mails()) == 1  # that the proof came in
    assert dead_letters(desk) == 0


def test_what_is_decided_is_not_warned_of(desk: LocalStack) -> None:
    walk = at_registration(desk)
    take(walk, "registration", "register")
    desk.settle()
    desk.forward(days=12)
    assert (warnings(walk), desk.mails(ALERTS)) == ([], [])


def test_a_term_that_stood_still_is_warned_of_by_what_is_left_of_it(desk: LocalStack) -> None:
    walk = at_registration(desk)
    desk.forward(days=4)
    take(walk, "registration", "ask")
    desk.settle()
    desk.forward(days=7, hours=6)  # when it would have been, without the question
    assert warnings(walk) == []
    take(walk, "registration_supplement", "supplement")
    desk.settle()  # ten days are left
    desk.forward(days=7)
    assert warnings(walk) == []
    desk.forward(days=1, hours=1)
    assert warnings(walk) == ["registration"]


def test_who_takes_over_after_an_escalation_is_warned_too(desk: LocalStack) -> None:
    walk = at_registration(desk)
    desk.forward(days=11, hours=6)
    desk.forward(days=3)
    assert file_of(walk).case.escalated == ["registration"]
    desk.forward(days=11, hours=6)
    assert warnings(walk) == ["registration", "registration"]
    assert len(desk.mails(ALERTS)) == 2


def busy() -> Any:
    """A function ends with the kind of a fault, and no more."""
    return pytest.raises(Failed, match=r"^Busy at ")


def test_a_table_that_cannot_answer_now_is_asked_again_the_next_hour(desk: LocalStack) -> None:
    walk = at_registration(desk)
    desk.clock.forward(timedelta(days=11, hours=6))
    with broken("dynamodb", "Query", code=THROTTLED), busy():
        desk.desk.do_what_is_due()
    assert warnings(walk) == []
    with broken("dynamodb", "TransactWriteItems", code=THROTTLED), busy():
        desk.desk.do_what_is_due()
    assert desk.desk.do_what_is_due() == 1
    desk.settle()
    assert warnings(walk) == ["registration"]
    assert len(desk.mails(ALERTS)) == 1


def test_a_warning_that_could_not_be_taken_off_the_agenda_is_given_once(desk: LocalStack) -> None:
    walk = at_registration(desk)
    desk.clock.forward(timedelta(days=11, hours=6))
    with broken("dynamodb", "DeleteItem", code=THROTTLED), busy():
        desk.desk.do_what_is_due()
    assert desk.desk.do_what_is_due() == 1
    assert desk.desk.do_what_is_due() == 0
    desk.settle()
    assert warnings(walk) == ["registration"]


def test_a_clerk_who_looks_at_that_moment_does_not_stop_the_warning(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = at_registration(desk)
    desk.clock.forward(timedelta(days=11, hours=6))
    store, whole = wiring.ports().store, wiring.ports().store.record
    refused: list[int] = []

    def record(*args: Any, **more: Any) -> None:
        if not refused:
            refused.append(1)
            raise Conflict
        whole(*args, **more)

    monkeypatch.setattr(store, "record", record)
    assert desk.desk.do_what_is_due() == 1
    assert warnings(walk) == ["registration"]


def test_a_warning_whose_mail_waited_until_the_case_was_done_is_not_sent(desk: LocalStack) -> None:
    walk = at_registration(desk)
    with broken("ses"):
        desk.forward(days=11, hours=6)
        assert warnings(walk) == ["registration"]
        take(walk, "registration", "register")
        desk.settle()
    desk.redrive()
    desk.settle()
    assert desk.mails(ALERTS) == []


def test_one_item_that_fails_stops_nothing_else_and_stays(
    desk: LocalStack, capsys: pytest.CaptureFixture[str]
) -> None:
    walk = at_registration(desk)
    ports = wiring.ports()
    lost = Dated(
        case_id=file_of(walk).case.id, kind="remind", name="wrong", at=ports.clock.now(), data={}
    )
    ports.store.plan(lost)
    desk.clock.forward(timedelta(days=11, hours=6))
    assert desk.desk.do_what_is_due() == 1
    assert warnings(walk) == ["registration"]
    assert "agenda item failed" in capsys.readouterr().out
    assert [d.name for d in ports.store.due(ports.clock.now(), most=9)] == ["wrong"]


def test_where_nothing_works_the_schedule_hears_it(desk: LocalStack) -> None:
    walk = at_registration(desk)
    ports = wiring.ports()
    case_id = file_of(walk).case.id
    ports.store.plan(Dated(case_id=case_id, kind="remind", name="x", at=ports.clock.now()))
    with pytest.raises(KeyError):
        agenda.run(ports)


def test_six_hundred_at_once_take_two_runs(desk: LocalStack) -> None:
    ports = wiring.ports()
    now = ports.clock.now()
    for _ in range(600):
        data = {"step": "registration", "entered": ""}
        ports.store.plan(
            Dated(case_id=new_case_id("birth"), kind="warn", name="x", at=now, data=data)
        )
    assert [desk.desk.do_what_is_due() for _ in range(3)] == [500, 100, 0]


def test_what_a_schedule_that_stood_still_left_behind_is_done(desk: LocalStack) -> None:
    walk = at_question(desk)
    desk.clock.forward(timedelta(days=29))  # a day after the reminder's own
    assert desk.desk.do_what_is_due() == 1
    assert mails(desk, walk) == [REMINDED]
