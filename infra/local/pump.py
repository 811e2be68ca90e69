"""The consumer of the table's stream, with the contract of Lambda's event source mapping.

Batches in order; a checkpoint that moves only past what was handled; partial batch responses; retry
with backoff; bisection on a function error; what stays broken goes to the dead-letter queue.
https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html
"""

import base64
import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import boto3
from boto3.dynamodb.types import Binary

from infra.local.changes import Changes
from infra.local.checkpoint import Checkpoint, MemoryCheckpoint
from infra.local.config import REGION
from infra.local.dead_letters import bury

Record = dict[str, Any]
Handler = Callable[[dict[str, Any], Any], Any]
log = logging.getLogger(__name__)
_AT_ONCE = 1000  # records of one read: DynamoDB's own limit
_LOOK = 0.3  # seconds after which who waits for a change looks whether it must stop


@dataclass(frozen=True)
class Options:
    """The mapping's settings. `attempts` counts the first try too; seconds for the backoff."""

    batch_size: int = 10
    attempts: int = 5
    bisect: bool = True
    backoff: float = 0.2
    longest_backoff: float = 5.0


@dataclass
class Counts:
    """What one run did."""

    records: int = 0
    invocations: int = 0
    failures: int = 0
    dead: int = 0


class Stopped(Exception):  # noqa: N818
    """The consumer was asked to stop in the middle of its retries."""


class Pump:
    """One consumer of one table's stream. `handler` may be replaced at any time by a wrapper.

    `accepts`: the mapping's filter; what it refuses is done. `changes`: how often the table was
    written, where the cloud is in this process. It is not asked for records when nothing was;
    without it, it is asked again and again.
    """

    def __init__(
        self,
        *,
        table: str,
        handler: Handler,
        queue_url: str,
        checkpoint: Checkpoint | None = None,
        options: Options | None = None,
        accepts: Callable[[Record], bool] = lambda _: True,
        changes: Changes | None = None,
        sleep: Callable[[float], Any] = time.sleep,
    ) -> None:
        self.handler = handler
        self.options = options or Options()
        self.checkpoint = checkpoint or MemoryCheckpoint()
        self.queue_url = queue_url
        self._table = table
        self._accepts = accepts
        self._streams = boto3.client("dynamodbstreams")
        self._sqs = boto3.client("sqs")
        self._sleep = sleep
        self._counts = Counts()
        self._one_at_a_time = threading.Lock()
        self._arn = ""
        self._changes = changes
        self._seen = -1  # the changes of which every record was handled or buried
        self._next: dict[str, str] = {}  # by shard: the iterator after the last read

    @property
    def has_read_all(self) -> bool:
        """Whether nothing was written since the last record was handled; False if unknown."""
        return self._changes is not None and self._changes.count == self._seen

    def run_once(self) -> Counts:
        """Handle everything that is in the stream now, and say what was done."""
        with self._one_at_a_time:
            return self._drain()

    def _drain(self) -> Counts:
        self._counts = Counts()
        while not self.has_read_all:
            written, before = self._changes.count if self._changes else -1, self._counts.records
            try:
                is_end = self._read_on()
            except self._streams.exceptions.ExpiredIteratorException:
                continue  # now from the checkpoint
            if is_end:
                self._seen = written
            if self._changes is None and self._counts.records == before:
                break
        return self._counts

    def _read_on(self) -> bool:
        """Handle what is there, and say whether there was no more of it."""
        is_end, following = True, dict[str, str]()
        for shard, iterator in self._iterators():
            answer = self._streams.get_records(ShardIterator=iterator, Limit=_AT_ONCE)
            read = [as_event(record, self._arn) for record in answer["Records"]]
            is_end = is_end and len(read) < _AT_ONCE
            records = [one for one in read if _changes(one) and self._accepts(one)]
            for start in range(0, len(records), self.options.batch_size):
                batch = records[start : start + self.options.batch_size]
                self._deliver(shard, batch, attempt=1)
            if read:
                self.checkpoint.set(self._place(shard), sequence_of(read[-1]))
            following[shard] = answer.get("NextShardIterator") or ""
        if all(following.values()):  # else a shard was split: its children are to be found
            self._next = following
        return is_end

    def run_forever(self, stop: threading.Event) -> None:
        """Handle records until `stop` is set. An outage of the cloud only makes it wait."""
        pause = 0.05

        def sleep(seconds: float) -> None:
            if stop.wait(seconds):
                raise Stopped

        self._sleep = sleep
        while not stop.is_set():
            try:
                pause = 0.05 if self.run_once().records else min(pause * 1.5, 0.5)
            except Stopped:
                return
            except self._streams.exceptions.ResourceNotFoundException:
                stop.wait(0.05)  # the desk is being emptied: the table is gone, or a new one
                continue
            except Exception:
                log.exception("The stream cannot be read; trying again")
                stop.wait(1.0)
                continue
            if self._changes:
                self._changes.wait(self._seen, _LOOK)
            else:
                stop.wait(pause)

    def _shards(self) -> list[str]:
        streams = self._streams.list_streams(TableName=self._table)["Streams"]
        if not streams:  # the desk is being emptied
            return []
        self._arn = streams[0]["StreamArn"]
        shards = self._streams.describe_stream(StreamArn=self._arn)["StreamDescription"]["Shards"]
        return [shard["ShardId"] for shard in shards]

    def _place(self, shard: str) -> str:
        # A new table has a new stream: its checkpoint must not be the old one's.
        return f"{self._arn}|{shard}"

    def _iterators(self) -> list[tuple[str, str]]:
        """Where to read on: after the last read if that was handled whole, else from the
        checkpoint, so that a consumer that died repeats what it had not finished.
        """
        following, self._next = self._next, {}
        return list(following.items()) or [(one, self._iterator(one)) for one in self._shards()]

    def _iterator(self, shard: str) -> str:
        done = self.checkpoint.get(self._place(shard))
        start: dict[str, str] = (
            {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": done}
            if done
            else {"ShardIteratorType": "TRIM_HORIZON"}
        )
        answer = self._streams.get_shard_iterator(StreamArn=self._arn, ShardId=shard, **start)
        return str(answer["ShardIterator"])

    def _deliver(self, shard: str, batch: list[Record], attempt: int) -> None:
        """Hand over a batch until it is handled or buried, halving it where that helps."""
        while batch:
            done = self._invoke(batch)
            self._advance(shard, batch[:done])
            progress, batch = done > 0, batch[done:]
            if not batch:
                return
            self._counts.failures += 1
            if self.options.bisect and not progress and len(batch) > 1:
                # A split does not count as an attempt (Lambda's rule): it finds the bad record.
                middle = len(batch) // 2
                self._deliver(shard, batch[:middle], attempt)
                self._deliver(shard, batch[middle:], attempt)
                return
            attempt = 1 if progress else attempt + 1
            if attempt > self.options.attempts:
                self._bury(shard, batch)
                return
            self._sleep(
                min(self.options.backoff * 2 ** (attempt - 1), self.options.longest_backoff)
            )

    def _invoke(self, batch: list[Record]) -> int:
        """Call the handler; return how many records from the front are done."""
        self._counts.invocations += 1
        try:
            answer = self.handler({"Records": batch}, None)
        except Exception as error:
            log.warning("The stream's function failed: %s", type(error).__name__)
            return 0
        return handled(batch, answer)

    def _advance(self, shard: str, done: list[Record]) -> None:
        if done:
            self._counts.records += len(done)
            self.checkpoint.set(self._place(shard), sequence_of(done[-1]))

    def _bury(self, shard: str, batch: list[Record]) -> None:
        for record in batch:
            bury(self._sqs, self.queue_url, record, shard, self.options.attempts)
            self._counts.dead += 1
            self._advance(shard, [record])


def sequence_of(record: Record) -> str:
    """The place of a record in its shard."""
    return str(record["dynamodb"]["SequenceNumber"])


def _changes(record: Record) -> bool:
    """DynamoDB writes no record of a write that changes nothing; moto does."""
    change = record["dynamodb"]
    return bool(change.get("OldImage") != change.get("NewImage"))


def handled(batch: list[Record], answer: Any) -> int:  # noqa: ANN401
    """How many records from the front a handler's answer says are done.

    No failures, or no answer at all, is success; a failure that names no record of the batch makes
    the whole batch fail (Lambda's rule).
    """
    failures = (answer or {}).get("batchItemFailures") or []
    if not failures:
        return len(batch)
    places = {sequence_of(record): place for place, record in enumerate(batch)}
    return min(places.get(str(failure.get("itemIdentifier")), 0) for failure in failures)


def as_event(record: Any, arn: str) -> Record:  # noqa: ANN401
    """A record as Lambda's event has it: plain JSON, times in epoch seconds, base64 for bytes."""

    def plain(value: object) -> object:
        if isinstance(value, datetime):
            return value.timestamp()
        if isinstance(value, Binary):
            value = bytes(value)  # type: ignore[call-overload]
        if isinstance(value, bytes):
            return base64.b64encode(value).decode()
        raise TypeError(type(value).__name__)

    # moto always says us-east-1
    whole = {**record, "awsRegion": REGION, "eventSourceARN": arn}
    return dict(json.loads(json.dumps(whole, default=plain)))
