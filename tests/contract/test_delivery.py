"""The stream's records come twice, out of order, late, or to a consumer that dies: same outcome."""

import random
import time
from collections.abc import Callable
from typing import Any

import pytest
from chalice.local import LambdaContext

from functions import events, wiring
from functions.adapters.aws import client
from infra.local.stack import LocalStack
from tests.faults import accepted, assert_sound, executions, file_of, subjects, take
from tests.walks import Walk

pytestmark = pytest.mark.usefixtures("hasty")
Event = dict[str, Any]
HOLDER_TOLD = [
    "Iemand vraagt of je voor hem of haar wil stemmen",
    "Nieuws over een aanvraag waar jij bij betrokken bent",
]


def play(desk: LocalStack) -> Walk:
    """A proxy from submission to approval, with a question of the desk on the way."""
    walk = accepted("elections/proxy")
    for step, choice in [
        ("holder", "confirm"),
        ("decision", "ask"),
        ("decision_supplement", "supplement"),
        ("decision", "approve"),
    ]:
        desk.settle()
        take(walk, step, choice)
    desk.settle()
    return walk


def assert_once(desk: LocalStack, walk: Walk) -> None:
    file = file_of(walk)
    assert walk.case
    assert file.case.outcome == "approved"
    assert_sound(file, "confirm", "ask", "supplement", "approve")
    assert executions(desk) == [walk.case.id]
    assert subjects(desk, walk.case.parties["holder"].mail) == HOLDER_TOLD
    assert len(desk.mails(walk.case.mail)) == 3  # received, asked, decided


def twice(handler: Callable[[Event, Any], Any]) -> Callable[[Event, Any], Any]:
    def deliver(event: Event, context: Any) -> Any:
        handler(event, context)
        return handler(event, context)

    return deliver


def test_every_record_comes_twice(desk: LocalStack) -> None:
    desk.pump.handler = twice(desk.pump.handler)
    assert_once(desk, play(desk))


def test_every_record_of_a_finished_case_comes_again_in_any_order(desk: LocalStack) -> None:
    whole, seen = desk.pump.handler, []

    def remember(event: Event, context: Any) -> Any:
        seen.extend(event["Records"])
        return whole(event, context)

    desk.pump.handler = remember
    walk = play(desk)
    assert len(seen) > 15
    again = list(seen)
    random.Random(4).shuffle(again)
    for record in again:
        assert whole({"Records": [record]}, None) == {"batchItemFailures": []}
    desk.settle()
    assert_once(desk, walk)


@pytest.mark.parametrize("seed", range(4))
def test_records_out_of_order(desk: LocalStack, seed: int) -> None:
    """Within a batch, in any order."""
    whole, chance = desk.pump.handler, random.Random(seed)

    def shuffled(event: Event, context: Any) -> Any:
        records = list(event["Records"])
        chance.shuffle(records)
        return whole({"Records": records}, context)

    desk.pump.handler = shuffled
    assert_once(desk, play(desk))


class Killed(BaseException):
    """The process is gone: no code of ours runs on."""


@pytest.mark.parametrize("after", [0, 1])
def test_a_consumer_that_dies_in_a_batch_leaves_it_for_the_next(
    desk: LocalStack, after: int
) -> None:
    """Before (0) or after (1) the first record of each batch had its effect."""
    whole, kills = desk.pump.handler, []

    def dies(event: Event, context: Any) -> Any:
        first = event["Records"][0]["eventID"]
        if first not in kills:
            kills.append(first)
            if after:
                whole({"Records": event["Records"][:1]}, context)
            raise Killed
        return whole(event, context)

    desk.pump.handler = dies
    settle = desk.settle

    def settle_again() -> None:
        while True:
            try:
                return settle()
            except Killed:
                continue

    desk.settle = settle_again  # type: ignore[method-assign]
    try:
        assert_once(desk, play(desk))
    finally:
        del desk.settle
    assert len(kills) > 4


def test_a_consumer_that_dies_before_a_mail_is_sent_leaves_the_mail_to_the_next(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 400  # milliseconds that a run of the function has: after them its mark is void
    desk.pump.handler = lambda event, _: events.stream(event, LambdaContext("stream", 512, most))
    walk = accepted()
    assert walk.case
    mail, real = wiring.ports().mail, wiring.ports().mail.send
    monkeypatch.setattr(mail, "send", lambda *_, **__: (_ for _ in ()).throw(Killed))
    with pytest.raises(Killed):
        desk.settle()
    monkeypatch.setattr(mail, "send", real)
    desk.settle()  # perhaps the mail did go: nobody sends it while the first may still be alive
    assert file_of(walk).open_task()
    time.sleep(most / 1000)
    desk.redrive()
    desk.settle()
    assert len(desk.mails(walk.case.mail)) == 1


def test_a_function_that_stays_warm_does_not_grow_with_every_effect(desk: LocalStack) -> None:
    """What each effect would leave behind on the client, every later request would run."""
    once, events_of = wiring.ports().once, client("dynamodb").meta.events
    once.context = LambdaContext("stream", 128, 30_000)

    def handlers() -> int:
        return len(events_of._emitter._handlers.prefix_search("request-created.dynamodb.PutItem"))

    once("warm/0", lambda: None)
    before = handlers()
    for number in range(1, 6):
        once(f"warm/{number}", lambda: None)
    assert handlers() == before > 0
