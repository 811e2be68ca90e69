"""Numbers counted from the stream: each change once, whatever is delivered twice, and no person."""

from collections import Counter

import boto3
import pytest

from functions import events, wiring
from functions.domain import figures
from functions.domain.logs import month_of
from functions.services import deciding
from infra.local.stack import LocalStack
from tests.applications import someone
from tests.contract.test_journeys import fill_in_proxy
from tests.faults import THROTTLED, accepted, broken, file_of, take
from tests.visiting import booked

PROOF = "polio-vaccination/proof"
PROXY = "elections/proxy"


def counted(procedure: str = PROOF) -> Counter[str]:
    ports = wiring.ports()
    return ports.tally.of_month(month_of(ports.clock.now())).get(procedure, Counter())


def kept_records(desk: LocalStack) -> list[dict]:
    """Every batch that the stream delivers from now on."""
    records: list[dict] = []
    handler = desk.pump.handler

    def handle(event, context):
        records.extend(event["Records"])
        return handler(event, context)

    desk.pump.handler = handle
    return records


def test_a_case_is_counted_when_it_comes_and_when_it_ends(desk: LocalStack) -> None:
    walk = accepted()
    desk.settle()
    assert counted()["submitted.online"] == 1
    assert wiring.ports().tally.running() == {PROOF: 1}
    desk.forward(days=5)
    take(walk, "registration", "register")
    desk.settle()
    assert counted()["closed.good.online"] == 1
    assert counted()["lead.7"] == 1
    assert counted()["kept.registration"] == 1
    assert wiring.ports().tally.running() == {PROOF: 0}


def test_a_refusal_is_no_good_end(desk: LocalStack) -> None:
    walk = accepted()
    desk.settle()
    take(walk, "registration", "refuse")
    desk.settle()
    assert figures.parts(counted(), "closed") == {"refused": 1}


def test_a_term_that_runs_out_is_counted_once_and_as_taken_over(desk: LocalStack) -> None:
    walk = accepted()
    desk.settle()
    take(walk, "registration", "escalated")
    desk.settle()
    assert counted()["out.registration"] == 1
    assert counted()["taken-over"] == 1
    assert counted()["kept.registration"] == 0


def test_what_is_delivered_again_counts_nothing(desk: LocalStack) -> None:
    records = kept_records(desk)
    walk = accepted()
    desk.settle()
    take(walk, "registration", "register")
    desk.settle()
    before, running = counted(), wiring.ports().tally.running()
    assert before["submitted.online"] == 1
    for record in records:  # each alone, and all of it together
        events.stream({"Records": [record]}, None)
    for start in range(0, len(records), 10):
        events.stream({"Records": records[start : start + 10]}, None)
    assert (counted(), wiring.ports().tally.running()) == (before, running)


def test_a_busy_table_makes_the_batch_come_again_and_nothing_is_lost_or_doubled(
    desk: LocalStack, hasty: None
) -> None:
    del hasty
    records = kept_records(desk)
    accepted()
    desk.settle()
    inserted = [
        r for r in records if r["dynamodb"].get("NewImage", {}).get("kind") == {"S": "case"}
    ][:1]
    for item in _items(desk, "STATS#"):
        _delete(desk, item)
    for item in _items(desk, "COUNTED#"):
        _delete(desk, item)
    with broken("dynamodb", "TransactWriteItems", code=THROTTLED):
        answer = events.stream({"Records": inserted}, None)
    assert [f["itemIdentifier"] for f in answer["batchItemFailures"]] == [
        inserted[0]["dynamodb"]["SequenceNumber"]
    ]
    assert counted() == {}
    assert events.stream({"Records": inserted}, None)["batchItemFailures"] == []
    assert counted() == {"submitted.online": 1}


def _kind(record: dict) -> str:
    return record["dynamodb"].get("NewImage", {}).get("kind", {}).get("S", "")


def _items(desk: LocalStack, start: str) -> list[dict]:
    found = boto3.client("dynamodb").scan(TableName=desk.local.table)["Items"]
    return [item for item in found if item["PK"]["S"].startswith(start)]


def _delete(desk: LocalStack, item: dict) -> None:
    where = {name: item[name] for name in ("PK", "SK")}
    boto3.client("dynamodb").delete_item(TableName=desk.local.table, Key=where)


def test_what_cannot_be_counted_does_not_hold_up_the_desk(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError

    monkeypatch.setattr("functions.services.counting.case_changed", fail)
    monkeypatch.setattr("functions.adapters.tally.DynamoTally.add", fail)
    walk = accepted()
    desk.settle()
    take(walk, "registration", "register")
    desk.settle()
    assert walk.case
    assert wiring.ports().store.cases([walk.case.id])[0].status == "closed"


def test_each_page_of_a_form_is_counted_the_first_time_that_it_is_answered(
    desk: LocalStack,
) -> None:
    giver = fill_in_proxy(desk)
    question = giver.at.replace("/check", "/questions/contact")
    for _ in range(2):
        giver.get(question)
        giver.answer(mail="lena@example.org")
    desk.settle()
    found = counted(PROXY)
    assert found["begun.online"] == 1
    assert set(figures.parts(found, "reached").values()) == {1}
    assert figures.parts(found, "reached")["contact"] == 1
    assert figures.total(found, "submitted") == 0


def test_no_person_is_in_a_counter(desk: LocalStack) -> None:
    walk = accepted()
    desk.settle()
    assert walk.case
    found = _items(desk, "STATS#")
    assert found
    for item in found:
        kinds = {name: next(iter(value)) for name, value in item.items()}
        assert {n for n, kind in kinds.items() if kind != "N"} == {"PK", "SK", "kind"}
        assert walk.case.id not in str(item)


def test_ten_cases_in_one_batch_are_ten_markers_and_two_counters(desk: LocalStack) -> None:
    for _ in range(10):
        accepted()
    desk.settle()
    assert counted()["submitted.online"] == 10
    assert wiring.ports().tally.running() == {PROOF: 10}


def test_who_does_not_come_is_counted(counter: LocalStack) -> None:
    walk = booked(counter)
    counter.forward(days=2)
    task = file_of(walk).open_task()
    assert task
    ports = wiring.ports()
    deciding.decide(
        ports,
        walk.procedure,
        someone(ports, "", "counter"),
        file_of(walk),
        task.step,
        choice="no-show",
        reason="",
    )
    counter.settle()
    found = counted(walk.procedure.key)
    assert found["no-show"] == 1
    assert figures.total(found, "kept") == 0, "a visit is no term of the office"
