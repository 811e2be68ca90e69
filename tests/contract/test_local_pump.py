"""The stream's consumer keeps the promises of Lambda's event source mapping."""

import json
import threading
from pathlib import Path

import boto3
import pytest

from infra.local.checkpoint import FileCheckpoint, MemoryCheckpoint
from infra.local.cloud import Cloud
from infra.local.config import Local
from infra.local.dead_letters import redrive
from infra.local.provision import create_table
from infra.local.pump import Options, Pump

LOCAL = Local("mechelen", 1, 2, 3, 4, Path(), Path())
GONE = "arn:aws:dynamodb:eu-west-1:123456789012:table/gone/stream/2020-01-01T00:00:00"


class Killed(BaseException):
    """The process ends here."""


class Consumer:
    """Remembers what it was given; fails where a test says so."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.done: list[str] = []
        self.bad: dict[str, int] = {}  # key -> how many times it still fails
        self.partial = False

    def __call__(self, event, context):
        self.batches.append([key_of(record) for record in event["Records"]])
        for record in event["Records"]:
            key = key_of(record)
            if self.bad.get(key, 0) > 0:
                self.bad[key] -= 1
                if not self.partial:
                    raise RuntimeError(key)
                number = record["dynamodb"]["SequenceNumber"]
                return {"batchItemFailures": [{"itemIdentifier": number}]}
            self.done.append(key)
        return {"batchItemFailures": []}


def key_of(record) -> str:
    return record["dynamodb"]["Keys"]["SK"]["S"]


@pytest.fixture
def queue(aws: Cloud) -> str:
    create_table(LOCAL.table)
    return boto3.client("sqs").create_queue(QueueName=LOCAL.queue)["QueueUrl"]


@pytest.fixture
def consumer() -> Consumer:
    return Consumer()


def pump(queue, handler, **more) -> Pump:
    return Pump(
        table=LOCAL.table, handler=handler, queue_url=queue, **({"sleep": lambda s: None} | more)
    )


def write(*keys: str, **more) -> None:
    table = boto3.resource("dynamodb").Table(LOCAL.table)
    for key in keys:
        table.put_item(Item={"PK": "CASE#1", "SK": key, **more})


def letters(queue) -> list[dict]:
    client = boto3.client("sqs")
    found = client.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=0)
    return [json.loads(message["Body"]) for message in found.get("Messages", [])]


def test_a_record_looks_as_lambda_gives_it(queue, consumer):
    seen = []
    write("A", blob=b"\x00\xff", n=3)
    write("A", n=4)
    pump(queue, lambda event, context: seen.extend(event["Records"])).run_once()
    first, second = seen
    assert first["eventName"] == "INSERT"
    assert first["eventSourceARN"].startswith("arn:aws:dynamodb:eu-west-1:")
    assert first["awsRegion"] == "eu-west-1"
    assert first["dynamodb"]["NewImage"]["blob"] == {"B": "AP8="}
    assert isinstance(first["dynamodb"]["ApproximateCreationDateTime"], float)
    assert second["eventName"] == "MODIFY"
    assert second["dynamodb"]["OldImage"]["n"] == {"N": "3"}


def test_records_come_in_order_and_in_batches_of_the_given_size(queue, consumer):
    write(*"ABCDE")
    counts = pump(queue, consumer, options=Options(batch_size=2)).run_once()
    assert consumer.batches == [["A", "B"], ["C", "D"], ["E"]]
    assert (counts.records, counts.invocations, counts.failures) == (5, 3, 0)


def test_a_passing_failure_is_tried_again_with_growing_pauses(queue, consumer):
    pauses = []
    write("A")
    consumer.bad = {"A": 3}
    counts = pump(queue, consumer, sleep=pauses.append).run_once()
    assert consumer.done == ["A"]
    assert counts.failures == 3
    assert pauses == sorted(set(pauses))
    assert letters(queue) == []


def test_bisection_finds_the_one_bad_record_and_the_others_pass(queue, consumer):
    write(*"ABCD")
    consumer.bad = {"C": 99}
    counts = pump(queue, consumer, options=Options(attempts=3)).run_once()
    assert counts.dead == 1
    assert {"A", "B", "D"} <= set(consumer.done)
    [letter] = letters(queue)
    assert letter["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert letter["DDBStreamBatchInfo"]["batchSize"] == 1
    number = letter["DDBStreamBatchInfo"]["startSequenceNumber"]
    assert letter["record"]["dynamodb"]["SequenceNumber"] == number
    assert key_of(letter["record"]) == "C"
    assert pump(queue, consumer, checkpoint=None).run_once() is not None


def test_a_partial_answer_repeats_only_from_the_failure_on(queue, consumer):
    write(*"ABCD")
    consumer.bad = {"C": 1}
    consumer.partial = True
    pump(queue, consumer).run_once()
    assert consumer.batches == [["A", "B", "C", "D"], ["C", "D"]]
    assert consumer.done == ["A", "B", "C", "D"]


def test_a_failure_that_names_no_record_of_the_batch_fails_the_whole_batch(queue):
    write("A")
    answer = {"batchItemFailures": [{"itemIdentifier": ""}]}
    counts = pump(queue, lambda event, context: answer, options=Options(attempts=2)).run_once()
    assert (counts.invocations, counts.dead) == (2, 1)


def test_no_answer_at_all_is_success(queue):
    write("A")
    assert pump(queue, lambda event, context: None).run_once().failures == 0


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_a_killed_consumer_loses_nothing_and_its_successor_repeats(queue, consumer, kind, tmp_path):
    file = tmp_path / "checkpoint.json"
    memory = MemoryCheckpoint()

    def checkpoint():
        return memory if kind == "memory" else FileCheckpoint(file)

    def dies_at_c(event, context):
        if "C" in [key_of(record) for record in event["Records"]]:
            raise Killed
        return consumer(event, context)

    write(*"ABCD")
    options = Options(batch_size=2)
    with pytest.raises(Killed):
        pump(queue, dies_at_c, checkpoint=checkpoint(), options=options).run_once()
    assert consumer.done == ["A", "B"]
    pump(queue, consumer, checkpoint=checkpoint(), options=options).run_once()
    assert consumer.done == ["A", "B", "C", "D"]
    assert pump(queue, consumer, checkpoint=checkpoint()).run_once().records == 0


def test_a_cancelled_transaction_gives_no_record(queue, consumer):
    client = boto3.client("dynamodb")
    item = {"PK": {"S": "CASE#1"}, "SK": {"S": "A"}}
    never = {"TableName": LOCAL.table, "Key": {**item, "SK": {"S": "Z"}},
             "ConditionExpression": "attribute_exists(PK)"}  # fmt: skip
    with pytest.raises(client.exceptions.TransactionCanceledException):
        client.transact_write_items(
            TransactItems=[
                {"Put": {"TableName": LOCAL.table, "Item": item}},
                {"ConditionCheck": never},
            ]
        )
    assert pump(queue, consumer).run_once().invocations == 0


def test_a_write_that_changes_nothing_gives_no_record(queue, consumer):
    write("A")
    write("A")
    assert pump(queue, consumer).run_once().records == 1


def test_a_redrive_replays_what_can_be_handled_now_and_keeps_the_rest(queue, consumer):
    write(*"AB")
    consumer.bad = {"A": 2, "B": 3}
    pump(queue, consumer, options=Options(batch_size=1, attempts=2)).run_once()
    result = redrive(queue, consumer)
    assert (result.replayed, result.failed) == (1, 1)
    result = redrive(queue, consumer)
    assert (result.replayed, result.failed) == (1, 0)
    assert consumer.done == ["A", "B"]
    assert letters(queue) == []


def test_records_may_be_given_twice_or_out_of_order_by_a_wrapper(queue, consumer):
    write(*"AB")

    def twice_and_backwards(event, context):
        turned = {"Records": list(reversed(event["Records"]))}
        consumer(turned, context)
        return consumer(turned, context)

    pump(queue, twice_and_backwards).run_once()
    assert consumer.done == ["B", "A", "B", "A"]


def test_a_running_consumer_stops_in_the_middle_of_its_retries(queue, consumer):
    write("A")
    consumer.bad = {"A": 10**6}
    stop = threading.Event()
    checkpoint = MemoryCheckpoint()
    options = Options(attempts=10**6, backoff=30, longest_backoff=30)
    running = pump(queue, consumer, checkpoint=checkpoint, options=options)
    thread = threading.Thread(target=running.run_forever, args=(stop,))
    thread.start()
    while not consumer.batches:
        stop.wait(0.01)
    stop.set()
    thread.join(3)
    assert not thread.is_alive()
    consumer.bad = {}
    pump(queue, consumer, checkpoint=checkpoint).run_once()
    assert consumer.done == ["A"]


def test_a_new_table_does_not_inherit_the_old_checkpoint(queue, consumer, aws):
    checkpoint = MemoryCheckpoint()
    write("A")
    pump(queue, consumer, checkpoint=checkpoint).run_once()
    aws.reset()
    create_table(LOCAL.table)
    write("B")
    pump(queue, consumer, checkpoint=checkpoint).run_once()
    assert consumer.done == ["A", "B"]


def test_a_consumer_that_goes_on_while_the_table_comes_anew_reads_the_new_one(queue, consumer, aws):
    running = pump(queue, consumer)
    write("A")
    running.run_once()
    aws.reset()
    create_table(LOCAL.table)
    write("B")
    running.run_once()
    assert consumer.done == ["A", "B"]


def test_a_consumer_asks_where_to_read_once_and_then_goes_on(queue, consumer, monkeypatch):
    running, asked = pump(queue, consumer), []
    iterator = running._iterator
    monkeypatch.setattr(running, "_iterator", lambda shard: asked.append(shard) or iterator(shard))
    for name in "ABC":
        write(name)
        running.run_once()
    assert (consumer.done, len(asked)) == (["A", "B", "C"], 1)


def test_a_split_shard_is_left_for_its_children(queue, consumer, monkeypatch):
    running, real = pump(queue, consumer), boto3.client("dynamodbstreams").get_records
    monkeypatch.setattr(
        running._streams, "get_records", lambda **more: {**real(**more), "NextShardIterator": None}
    )
    for name in "AB":
        write(name)
        running.run_once()
    assert consumer.done == ["A", "B"]


class Counted(Pump):
    """Says how often the stream was read."""

    reads = 0

    def _read_on(self):
        self.reads += 1
        return super()._read_on()


def counted(queue, handler, aws, **more) -> Counted:
    return Counted(
        table=LOCAL.table, handler=handler, queue_url=queue, changes=aws.changes,
        sleep=lambda s: None, **more,
    )  # fmt: skip


def test_a_consumer_that_is_told_of_writes_reads_no_more_than_it_must(queue, consumer, aws):
    running = counted(queue, consumer, aws)
    assert not running.has_read_all
    write("A")
    running.run_once()
    assert (consumer.done, running.reads, running.has_read_all) == (["A"], 1, True)
    boto3.resource("dynamodb").Table(LOCAL.table).get_item(Key={"PK": "CASE#1", "SK": "A"})
    boto3.resource("dynamodb").Table(LOCAL.table).scan()
    running.run_once()
    assert running.reads == 1
    write("B")
    assert not running.has_read_all
    running.run_once()
    assert (consumer.done, running.has_read_all) == (["A", "B"], True)


def test_what_a_handler_writes_is_read_in_the_same_run(queue, consumer, aws):
    def handler(event, context):
        answer = consumer(event, context)
        if consumer.done == ["A"]:
            write("B")
        return answer

    write("A")
    counted(queue, handler, aws).run_once()
    assert consumer.done == ["A", "B"]


@pytest.mark.parametrize("kind", ["update", "delete", "batch", "transaction"])
def test_a_write_of_any_kind_is_told(queue, consumer, aws, kind):
    write("A")
    running = counted(queue, consumer, aws)
    running.run_once()
    client = boto3.client("dynamodb")
    key = {"PK": {"S": "CASE#1"}, "SK": {"S": "A"}}
    put = {"TableName": LOCAL.table, "Item": {**key, "n": {"N": "1"}}}
    if kind == "update":
        client.update_item(
            TableName=LOCAL.table, Key=key, UpdateExpression="SET n = :n",
            ExpressionAttributeValues={":n": {"N": "1"}},
        )  # fmt: skip
    elif kind == "delete":
        client.delete_item(TableName=LOCAL.table, Key=key)
    elif kind == "batch":
        client.batch_write_item(RequestItems={LOCAL.table: [{"PutRequest": {"Item": put["Item"]}}]})
    else:
        client.transact_write_items(TransactItems=[{"Put": put}])
    running.run_once()
    assert consumer.done == ["A", "A"]


def test_more_records_than_one_read_gives_are_all_read(queue, consumer, aws, monkeypatch):
    monkeypatch.setattr("infra.local.pump._AT_ONCE", 2)
    write(*"ABCDE")
    running = counted(queue, consumer, aws)
    running.run_once()
    assert (consumer.done, running.has_read_all) == (list("ABCDE"), True)


def test_a_consumer_that_died_reads_again_though_nothing_was_written(queue, aws):
    def dies(event, context):
        raise Killed

    write("A")
    running = counted(queue, dies, aws)
    with pytest.raises(Killed):
        running.run_once()
    assert not running.has_read_all
    running.handler = consumer = Consumer()
    running.run_once()
    assert consumer.done == ["A"]


def test_a_desk_that_is_emptied_under_a_running_consumer_is_no_fault(
    queue, consumer, aws, monkeypatch, caplog
):
    """Between the list of streams and the look at one, the table went and came anew."""
    running, stop, looks = pump(queue, consumer), threading.Event(), []
    read = running._shards

    def shards():
        looks.append("look")
        if len(looks) == 1:
            running._streams.describe_stream(StreamArn=GONE)
        return read()

    monkeypatch.setattr(running, "_shards", shards)
    write("A")
    thread = threading.Thread(target=running.run_forever, args=(stop,))
    thread.start()
    for _ in range(500):
        if consumer.done:
            break
        stop.wait(0.01)
    stop.set()
    thread.join(5)
    assert consumer.done == ["A"]
    assert "cannot be read" not in caplog.text


def test_a_running_consumer_wakes_when_something_is_written(queue, consumer, aws):
    running, stop = counted(queue, consumer, aws), threading.Event()
    thread = threading.Thread(target=running.run_forever, args=(stop,))
    thread.start()
    try:
        for key in "AB":
            write(key)
            for _ in range(500):
                if key in consumer.done and running.has_read_all:
                    break
                stop.wait(0.01)
        assert consumer.done == ["A", "B"]
    finally:
        stop.set()
        thread.join(5)
    assert not thread.is_alive()
