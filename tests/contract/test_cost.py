"""What a step of a journey asks of AWS: counted on the wire, so a slow machine changes nothing."""

from collections.abc import Iterator

import pytest

from functions.adapters.aws import client
from infra.local.stack import LocalStack
from tests.contract.test_journeys import ask_proxy, fill_in_proxy
from tests.load.meter import Meter, Request, read_units, size, units_of
from tests.load.submit import whole_proxy
from tests.people import Someone

# A journey of three people costs 172 (docs/benchmarks.md); a tenth more for longer answers.
_MOST_WRITE_UNITS = 189


@pytest.fixture
def meter(desk: LocalStack) -> Iterator[Meter]:
    with Meter(desk) as found:
        yield found


def operations(requests: list[Request]) -> list[str]:
    return [f"{request.service}.{request.operation}" for request in requests]


def hand_in(giver: Someone, **boxes: str) -> int:
    """Press the button once, without following where it leads."""
    hidden = giver.form("/check")
    where = hidden.pop("_action")
    data = {**hidden, **boxes}
    return giver.browser.post(where, base_url=giver.stack.url, data=data).status_code


def test_handing_in_is_one_read_and_one_transaction(desk: LocalStack, meter: Meter) -> None:
    giver = fill_in_proxy(desk)
    meter.take()
    assert hand_in(giver, truth="yes") == 303
    read, write = meter.take()
    assert operations([read, write]) == ["dynamodb.BatchGetItem", "dynamodb.TransactWriteItems"]
    ((_, wanted),) = read.body["RequestItems"].items()
    kinds = {key["SK"]["S"] for key in wanted["Keys"]}
    assert kinds == {"SESSION", "DRAFT", "META"}


def test_a_refused_submission_reads_once_and_writes_nothing(desk: LocalStack, meter: Meter) -> None:
    giver = fill_in_proxy(desk)
    meter.take()
    assert hand_in(giver) == 422
    assert operations(meter.take()) == ["dynamodb.BatchGetItem"]


def test_handing_in_twice_asks_no_more_the_second_time(desk: LocalStack, meter: Meter) -> None:
    giver = fill_in_proxy(desk)
    assert hand_in(giver, truth="yes") == 303
    meter.take()
    assert hand_in(giver, truth="yes") == 303
    assert operations(meter.take()) == ["dynamodb.BatchGetItem"]


def test_a_question_is_one_read_and_its_answer_one_read_and_one_write(
    desk: LocalStack, meter: Meter
) -> None:
    giver = fill_in_proxy(desk)
    question = giver.at.replace("/check", "/questions/contact")
    meter.take()
    giver.get(question)
    assert operations(meter.take()) == ["dynamodb.BatchGetItem"]
    hidden = giver.form("/contact")
    data = {**hidden, "mail": "lena@example.org", "action": "continue"}
    giver.browser.post(hidden["_action"], base_url=desk.url, data=data)
    read, write = operations(meter.take())
    assert read == "dynamodb.BatchGetItem"
    assert write in ("dynamodb.PutItem", "dynamodb.UpdateItem")


def test_a_case_page_is_read_without_writing(desk: LocalStack, meter: Meter) -> None:
    giver = ask_proxy(desk)
    desk.settle()
    meter.take()
    giver.get(giver.at.removesuffix("/receipt"))
    asked = operations(meter.take())
    assert 1 <= len(asked) <= 2
    assert set(asked) <= {"dynamodb.BatchGetItem", "dynamodb.GetItem", "dynamodb.Query"}


def test_a_whole_case_stays_within_its_write_units(desk: LocalStack, meter: Meter) -> None:
    whole_proxy(desk)
    assert 50 < meter.write_units() <= _MOST_WRITE_UNITS


def test_write_units_are_counted_by_the_rules_of_dynamodb() -> None:
    keys = {"PK": {"S": "A"}, "SK": {"S": "B"}}
    queued = {**keys, "GSI2PK": {"S": "Q"}, "GSI2SK": {"S": "1"}}
    moved = {**queued, "GSI2SK": {"S": "2"}}
    large = {**keys, "data": {"S": "x" * 1500}}
    assert size(keys) == 6
    assert units_of({}, keys) == 1
    assert units_of({}, queued) == 2, "an entry in the index"
    assert units_of(queued, moved) == 3, "an entry goes and one comes"
    assert units_of(queued, queued) == 1, "nothing changes in the index"
    assert units_of(moved, keys) == 2, "an entry goes"
    assert units_of(large, keys) == 2, "the larger of before and after"


def test_read_units_are_counted_by_the_rules_of_dynamodb() -> None:
    small, large = {"PK": {"S": "A"}}, {"PK": {"S": "A"}, "data": {"S": "x" * 5000}}
    consistent = {"ConsistentRead": True}
    assert read_units("GetItem", consistent, {"Item": large}) == 2
    assert read_units("GetItem", {}, {"Item": small}) == 0.5
    assert read_units("GetItem", consistent, {}) == 1, "what is not there costs as much"
    wanted = {"RequestItems": {"t": {"Keys": [small, small, small], **consistent}}}
    assert read_units("BatchGetItem", wanted, {"Responses": {"t": [small, large]}}) == 1 + 2 + 1
    many = {"Items": [small] * 10, "ScannedCount": 10}
    assert read_units("Query", consistent, many) == 1, "together, not each"
    assert read_units("Query", {}, {"Items": [], "ScannedCount": 9}) == 1.5, "the filter's too"


def test_motos_own_figures_are_no_measure(desk: LocalStack) -> None:
    """Why units are computed: three kB are three units, and two in a transaction are twice that."""
    item = {"PK": {"S": "A"}, "SK": {"S": "B"}, "data": {"S": "x" * 2500}}
    answer = client("dynamodb").put_item(
        TableName=desk.local.table, Item=item, ReturnConsumedCapacity="TOTAL"
    )
    assert units_of({}, item) == 3
    assert answer["ConsumedCapacity"]["CapacityUnits"] != 3
