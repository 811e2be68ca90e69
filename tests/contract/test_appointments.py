"""A seat at the counter is sold once, whatever happens at the same time; and given back in time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from functions import wiring
from functions.domain.appointments import moments
from functions.domain.calendar import BRUSSELS
from functions.domain.case import first_break
from functions.domain.holidays import is_holiday
from functions.domain.problems import (
    AlreadyDecided,
    Busy,
    Invalid,
    MomentTaken,
    NotFound,
    VisitBegun,
)
from functions.domain.workflow import BOOKED
from functions.services import booking, deciding, workflow_tasks
from functions.services.ports import Contended
from infra.local.stack import LocalStack
from tests.applications import someone
from tests.faults import GONE, THROTTLED, assert_sound, broken, file_of, subjects, take
from tests.visiting import COUNTER, STEP, asked, booked, cancel, choose, free, held, sold, window
from tests.walks import Walk, begin, move, walks

MAIL = "xaverius@example.org"


def to(desk: LocalStack, walk: Walk) -> list[str]:
    return subjects(desk, file_of(walk).case.mail)


def until(desk: LocalStack, moment: datetime) -> None:
    """The clock goes to that moment, without anything else happening."""
    desk.clock.forward(moment - desk.clock.now())


def lapse_now(walk: Walk) -> None:
    task = file_of(walk).tasks[file_of(walk).case.stage]
    boto3.client("stepfunctions").send_task_failure(taskToken=task.token, error="TermLapsed")


def at_once(people: list[Walk], start: datetime) -> list[str]:
    """All choose the same moment; answers what each was told."""
    files = [file_of(walk) for walk in people]

    def one(turn: Any) -> str:
        walk, file = turn
        try:
            choose(walk, start, file)
        except Invalid as refused:
            return type(refused).__name__
        return "booked"

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(one, zip(people, files, strict=True)))


def test_every_way_through_a_visit_ends_where_the_definition_says(counter: LocalStack) -> None:
    ports = wiring.ports()
    found = walks(COUNTER, ports.facts(someone(ports).person))
    choices = {choice for walk in found for _, choice in walk.moves}
    assert choices >= {
        "booked",
        "moved",
        "cancelled",
        "no-show",
        "withdrawn",
        "lapsed",
        "escalated",
    }
    for walk in found:
        begin(ports, walk)
    for at in range(max(len(walk.moves) for walk in found)):
        counter.settle()
        for walk in found:
            move(ports, walk, at)
    counter.settle()
    for walk in found:
        file = file_of(walk)
        assert file.case.outcome == walk.end, walk.name
        assert first_break(file.events, file.case.head) is None
        assert file.case.appointments == {}, walk.name
    first, last = booking.span(ports, COUNTER.workflow.step(STEP))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert [seat for day in days for seat in ports.store.seats("window", day)] == []


def test_of_four_people_who_want_the_last_seat_one_gets_it(counter: LocalStack) -> None:
    people = [asked(counter) for _ in range(4)]
    start = free()[0]
    told = at_once(people, start)
    assert sorted(told) == ["MomentTaken"] * 3 + ["booked"]
    assert sold(start) == [1]
    (winner,) = (walk for walk, said in zip(people, told, strict=True) if said == "booked")
    counter.settle()
    for walk in people:
        assert held(walk) == (start if walk is winner else None)
        assert file_of(walk).case.stage == ("pickup" if walk is winner else STEP)
        assert_sound(file_of(walk), *(["booked"] if walk is winner else []))
    assert start not in free()


def test_people_at_once_each_get_a_seat_of_their_own_while_there_are_seats(
    counter: LocalStack,
) -> None:
    window(counter, capacity=3)
    people = [asked(counter) for _ in range(4)]
    start = free()[0]
    told = at_once(people, start)
    assert told.count("booked") == 3
    assert told.count("MomentTaken") == 1
    assert sold(start) == [1, 2, 3]


@pytest.mark.parametrize("capacity", [1, 2])
def test_a_seat_that_goes_between_looking_and_taking_is_not_sold_twice(
    counter: LocalStack, monkeypatch: pytest.MonkeyPatch, capacity: int
) -> None:
    window(counter, capacity=capacity)
    first, second = asked(counter), asked(counter)
    # both would sit on the same seat
    assert first.case
    assert second.case
    store, whole, seen = wiring.ports().store, wiring.ports().store.seats, []

    def seats(service: str, day: Any) -> Any:
        found = whole(service, day)
        if not seen:
            seen.append(day)
            choose(first, start)
        return found

    start = free()[0]
    monkeypatch.setattr(store, "seats", seats)
    if capacity == 1:
        with pytest.raises(MomentTaken):
            choose(second, start)
        assert held(second) is None
    else:
        choose(second, start)
        assert held(second) == start
    monkeypatch.undo()
    assert held(first) == start
    assert len(sold(start)) == capacity


def test_a_move_takes_the_new_seat_and_frees_the_old_one(counter: LocalStack) -> None:
    walk = booked(counter)
    old, new = held(walk), free()[3]
    assert old
    choose(walk, new)
    assert (sold(old), sold(new)) == ([], [1])
    counter.settle()
    assert held(walk) == new
    file = file_of(walk)
    assert file.case.stage == "pickup"
    task = file.open_task()
    assert task
    assert task.deadline > new
    assert_sound(file, "booked", "moved")


def test_a_move_to_a_moment_that_has_gone_keeps_the_old_one(counter: LocalStack) -> None:
    walk, other = booked(counter), booked(counter)
    mine, theirs = held(walk), held(other)
    assert mine
    assert theirs
    assert mine != theirs
    with pytest.raises(MomentTaken):
        choose(walk, theirs)
    assert held(walk) == mine
    assert (sold(mine), sold(theirs)) == ([1], [1])
    assert_sound(file_of(walk), "booked")


def test_choosing_the_same_moment_twice_is_choosing_it_once(counter: LocalStack) -> None:
    walk, start = asked(counter), free()[0]
    shown = file_of(walk)
    choose(walk, start, shown)
    choose(walk, start, shown)
    counter.settle()
    choose(walk, start)
    assert_sound(file_of(walk), "booked")


def test_another_moment_from_a_page_of_before_is_refused(counter: LocalStack) -> None:
    walk, (start, other) = asked(counter), free()[:2]
    shown = file_of(walk)
    choose(walk, start, shown)
    with pytest.raises(AlreadyDecided):  # the workflow has not heard of the first yet
        choose(walk, other, shown)
    assert held(walk) == start
    assert sold(other) == []


def test_a_cancelled_moment_is_free_for_others_and_another_can_be_chosen(
    counter: LocalStack,
) -> None:
    walk = booked(counter)
    start = held(walk)
    assert start
    cancel(walk)
    with pytest.raises(AlreadyDecided):
        cancel(walk)
    assert sold(start) == []
    assert start in free()
    counter.settle()
    assert file_of(walk).case.stage == STEP
    other = booked(counter, start)
    choose(walk, free()[0])
    counter.settle()
    assert held(other) == start
    assert file_of(walk).case.stage == "pickup"
    assert_sound(file_of(walk), "booked", "cancelled", "booked")


def test_a_moment_that_has_begun_is_neither_moved_nor_cancelled(counter: LocalStack) -> None:
    walk = booked(counter)
    start = held(walk)
    assert start
    until(counter, start)
    with pytest.raises(VisitBegun):
        choose(walk, free()[0])
    with pytest.raises(VisitBegun):
        cancel(walk)
    assert sold(start) == [1]
    assert_sound(file_of(walk), "booked")


def test_who_did_not_come_chooses_again(counter: LocalStack) -> None:
    walk = booked(counter)
    start = held(walk)
    assert start
    until(counter, start + timedelta(hours=1))
    take(walk, "pickup", "no-show")
    counter.settle()
    assert file_of(walk).case.stage == STEP
    assert held(walk) is None
    assert to(counter, walk).count("Kies wanneer je naar het loket komt") == 2
    choose(walk, free()[0])
    counter.settle()
    take(walk, "pickup", "done")
    counter.settle()
    assert file_of(walk).case.outcome == "picked-up"
    assert_sound(file_of(walk), "booked", "no-show", "booked", "done")


def test_a_seat_is_free_when_the_clerk_hears_beforehand_that_nobody_comes(
    counter: LocalStack,
) -> None:
    walk = booked(counter)
    start = held(walk)
    assert start
    take(walk, "pickup", "no-show")
    assert sold(start) == []


def test_who_is_sent_back_to_choose_holds_no_moment_any_more(counter: LocalStack) -> None:
    """As when a new photo is needed, weeks after the visit: from whatever step it comes."""
    walk = booked(counter)
    start = held(walk)
    assert start
    assert walk.case
    workflow_tasks.enter(wiring.ports(), COUNTER, walk.case.id, STEP, "another time")
    assert held(walk) is None
    assert sold(start) == []


@pytest.mark.parametrize("how", ["withdraw", "done early"])
def test_a_case_that_ends_before_its_moment_frees_the_seat(counter: LocalStack, how: str) -> None:
    walk = booked(counter)
    start = held(walk)
    assert start
    if how == "withdraw":
        assert walk.session
        deciding.withdraw(wiring.ports(), COUNTER, walk.session, file_of(walk))
        assert sold(start) == []  # at once
    else:
        take(walk, "pickup", "done")
    counter.settle()
    assert file_of(walk).case.status == "closed"
    assert sold(start) == []
    assert start in free()


def test_a_case_without_a_moment_lapses(counter: LocalStack) -> None:
    walk = asked(counter)
    task = file_of(walk).open_task()
    assert task
    days = (task.deadline - counter.clock.now()).days
    assert counter.forward(days=days - 1) == 0
    assert any(subject.startswith("Herinnering: Kies wanneer") for subject in to(counter, walk))
    assert counter.forward(days=2) == 1
    assert file_of(walk).case.outcome == "lapsed"


def test_a_moment_chosen_just_before_the_term_ran_out_counts(counter: LocalStack) -> None:
    walk = asked(counter)
    choose(walk, free()[0])
    lapse_now(walk)
    counter.settle()
    assert file_of(walk).case.stage == "pickup"
    assert_sound(file_of(walk), "booked")


def test_a_moment_is_not_taken_when_the_term_ran_out_meanwhile(counter: LocalStack) -> None:
    walk, start = asked(counter), free()[0]
    shown = file_of(walk)
    lapse_now(walk)
    counter.settle()
    with pytest.raises(AlreadyDecided):
        choose(walk, start, shown)
    assert sold(start) == []


def test_who_moves_while_the_clerk_decides_is_told_and_takes_no_seat(counter: LocalStack) -> None:
    walk, new = booked(counter), free()[1]
    shown = file_of(walk)
    take(walk, "pickup", "done")
    with pytest.raises(AlreadyDecided):
        choose(walk, new, shown)
    assert sold(new) == []
    counter.settle()
    assert file_of(walk).case.outcome == "picked-up"


def test_a_look_at_the_case_meanwhile_is_no_obstacle(counter: LocalStack) -> None:
    walk = booked(counter)
    shown = file_of(walk)
    ports = wiring.ports()
    deciding.note_access(ports, COUNTER, someone(ports, "", "counter"), shown, "viewed", step="")
    choose(walk, free()[2], shown)
    assert_sound(file_of(walk), "booked", "moved")


def test_a_moment_is_remembered_the_day_before(counter: LocalStack) -> None:
    walk = booked(counter, free(after=6)[0])
    counter.forward(days=4)
    assert not any("je afspraak op" in subject for subject in to(counter, walk))
    counter.forward(days=2)
    (reminder,) = (s for s in to(counter, walk) if "je afspraak op" in s)
    assert reminder.startswith("Herinnering: je afspraak op")
    mail = next(m for m in counter.mails(file_of(walk).case.mail) if m.subject == reminder)
    assert "Loket 4" in mail.text
    assert "Je oude kaart" in mail.text
    counter.forward(days=1)
    assert sum("je afspraak op" in s for s in to(counter, walk)) == 1


def test_a_reminder_moves_along_and_goes_with_a_cancelled_moment(counter: LocalStack) -> None:
    moved, cancelled = booked(counter, free(after=5)[0]), booked(counter, free(after=5)[1])
    last = free(after=20)[0]
    choose(moved, last)
    cancel(cancelled)
    counter.settle()
    counter.forward(days=10)
    for walk in (moved, cancelled):
        assert not any("je afspraak op" in subject for subject in to(counter, walk))
    until(counter, last - timedelta(hours=20))
    counter.forward(minutes=1)
    assert sum("je afspraak op" in subject for subject in to(counter, moved)) == 1


def refused(walk: Walk, start: datetime) -> None:
    with pytest.raises(Invalid) as told:
        choose(walk, start)
    assert [problem.field for problem in told.value.problems] == ["moment"]
    assert sold(start) == []


def test_only_what_the_counter_offers_can_be_chosen(counter: LocalStack) -> None:
    walk, start = asked(counter), free()[0]
    now = counter.clock.now().replace(second=0, microsecond=0)
    for wrong in (
        start + timedelta(minutes=10),
        start.astimezone(BRUSSELS).replace(hour=12, minute=30).astimezone(UTC),  # the break
        start - timedelta(days=30),
        start + timedelta(days=40),
        now + timedelta(hours=1),
        datetime(9999, 12, 30, 8, tzinfo=UTC),
        datetime(1, 1, 2, 8, tzinfo=UTC),
    ):
        refused(walk, wrong)
    assert_sound(file_of(walk))


def test_the_last_moment_to_choose_is_so_many_hours_before(counter: LocalStack) -> None:
    walk, start = asked(counter), free(after=3)[0]
    until(counter, start - timedelta(hours=24) + timedelta(minutes=1))
    refused(walk, start)
    window(counter, lead_hours=2)
    choose(walk, start)
    assert held(walk) == start


def test_nothing_is_offered_on_a_closed_day_or_a_holiday(counter: LocalStack) -> None:
    walk, start = asked(counter), free(after=3)[0]
    closed = start.astimezone(BRUSSELS).date()
    service = window(counter, closed_on=(closed,), horizon_days=366)
    refused(walk, start)
    assert closed not in {s.astimezone(BRUSSELS).date() for s in free()}
    day = closed
    while not is_holiday(day):
        day += timedelta(days=1)
    opening = datetime(day.year, day.month, day.day, 9, tzinfo=BRUSSELS).astimezone(UTC)
    refused(walk, opening)
    assert list(moments(wiring.ports().tenant, service, day)) == []
    choose(walk, start + timedelta(days=1) if start + timedelta(days=1) in free() else free()[0])


def test_a_visit_that_takes_longer_from_now_on_does_not_meet_what_is_booked(
    counter: LocalStack,
) -> None:
    days = free(after=3)
    start = next(s for s in days if s.astimezone(BRUSSELS).hour == 9 and s.minute)  # 09:30
    booked(counter, start)
    window(counter, minutes=60)
    walk, begins = asked(counter), start - timedelta(minutes=30)
    assert begins not in free()
    with pytest.raises(MomentTaken):
        choose(walk, begins)
    assert start + timedelta(minutes=30) in free()


def test_no_decision_books_without_a_seat(counter: LocalStack) -> None:
    walk = asked(counter)
    assert walk.session
    with pytest.raises(Invalid):
        deciding.decide(
            wiring.ports(), COUNTER, walk.session, file_of(walk), STEP, choice=BOOKED, reason=""
        )
    counter.settle()
    assert file_of(walk).case.stage == STEP
    assert_sound(file_of(walk))


def test_nobody_else_chooses_or_cancels(counter: LocalStack) -> None:
    walk, start = booked(counter), free()[1]
    ports = wiring.ports()
    for other in (someone(ports), someone(ports, "", "elections")):
        with pytest.raises(NotFound):
            booking.choose(ports, COUNTER, other, file_of(walk), STEP, start)
        with pytest.raises(NotFound):
            booking.cancel(ports, COUNTER, other, file_of(walk), STEP)
    assert sold(start) == []


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("code", [THROTTLED, GONE])
def test_a_table_that_does_not_answer_takes_no_seat(counter: LocalStack, code: str) -> None:
    walk, start = asked(counter), free()[0]
    file = file_of(walk)
    with broken("dynamodb", "TransactWriteItems", code=code), pytest.raises(Busy):
        choose(walk, start, file)
    assert sold(start) == []
    assert held(walk) is None
    choose(walk, start, file)
    assert held(walk) == start


def test_two_transactions_in_the_same_instant_are_tried_again(
    counter: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk, start = asked(counter), free()[0]
    store, whole, met = wiring.ports().store, wiring.ports().store.record, []

    def record(*given: Any, **more: Any) -> None:
        if not met:
            met.append(1)
            raise Contended
        whole(*given, **more)

    monkeypatch.setattr(store, "record", record)
    choose(walk, start)
    assert met
    assert held(walk) == start


def test_what_dynamodb_says_of_two_transactions_in_one_instant_is_understood() -> None:
    from botocore.exceptions import ClientError

    from functions.adapters.table import Cancelled, _cancelled

    def told(*codes: str) -> Exception:
        reasons = [{"Code": code} for code in codes]
        error = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}
        return _cancelled(ClientError(error, "TransactWriteItems"))

    assert isinstance(told("None", "TransactionConflict"), Contended)
    assert isinstance(told("ConditionalCheckFailed", "TransactionConflict"), Cancelled)
    assert not isinstance(told("ThrottlingError"), Contended)


def test_a_seat_goes_by_itself_after_its_day(counter: LocalStack) -> None:
    start = held(booked(counter))
    assert start
    day = start.astimezone(BRUSSELS).date().isoformat()
    (item,) = boto3.client("dynamodb").query(
        TableName=counter.local.table,
        KeyConditionExpression="PK = :pk",
        ExpressionAttributeValues={":pk": {"S": f"SLOTS#window#{day}"}},
    )["Items"]
    assert item["SK"]["S"] == f"{start:%H:%M}#1"
    expires = datetime.fromtimestamp(int(item["expires_at"]["N"]), UTC)
    assert start + timedelta(hours=8) < expires < start + timedelta(days=3)
