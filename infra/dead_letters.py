"""What waits in a dead-letter queue, tried again: the same for the local desk and the cloud.

How one letter is replayed is the caller's; here is when it is taken, given back and deleted: a
letter goes only after it succeeded, and what fails is back in the queue at once.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any

Json = dict[str, Any]
# Longer than a redrive takes, so that none comes round twice.
_HIDDEN = 3600  # seconds
_EMPTY = 3  # answers without a message before a queue counts as empty: SQS asks some of its servers


@dataclass(frozen=True)
class Letter:
    """A message of a queue. `attributes`: those of the sender (EventBridge says why there)."""

    body: Json
    attributes: dict[str, str]
    sent: datetime
    receipt: str

    @property
    def place(self) -> tuple[str, int, float]:
        """By shard and sequence number for a change of the table, else by when it came."""
        batch = self.body.get("DDBStreamBatchInfo", {})
        number = int(batch.get("startSequenceNumber", 0))
        return batch.get("shardId", ""), number, self.sent.timestamp()


class Outcome(Enum):
    """`EXPIRED`: what it names cannot be read any more, so it can never be replayed."""

    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass
class Redriven:
    """What a redrive did. `forgotten`: workflows started or resumed from the table itself."""

    replayed: int = 0
    failed: int = 0
    expired: int = 0
    forgotten: int = 0

    def add(self, other: "Redriven") -> None:
        self.replayed += other.replayed
        self.failed += other.failed
        self.expired += other.expired


def redrive(
    sqs: Any,  # noqa: ANN401 - boto3 has no types for it here
    queue_url: str,
    replay: Callable[[Letter], Outcome],
    *,
    forget_expired: bool = False,
) -> Redriven:
    """Replay every letter once, oldest first. Interrupted, what is left comes back by itself."""
    result = Redriven()
    letters = sorted(take(sqs, queue_url, hidden=_HIDDEN), key=lambda letter: letter.place)
    left = {letter.receipt for letter in letters}
    try:
        for letter in letters:
            outcome = replay(letter)
            if outcome is Outcome.DONE:
                result.replayed += 1
            elif outcome is Outcome.EXPIRED:
                result.expired += 1
            else:
                result.failed += 1
            if outcome is Outcome.DONE or (outcome is Outcome.EXPIRED and forget_expired):
                sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=letter.receipt)
                left.discard(letter.receipt)
    finally:
        give_back(sqs, queue_url, left)
    return result


def take(sqs: Any, queue_url: str, *, hidden: int) -> list[Letter]:  # noqa: ANN401
    """All that waits; nobody else sees it for `hidden` seconds."""
    letters: list[Letter] = []
    empty = 0
    while empty < _EMPTY:
        page = sqs.receive_message(
            QueueUrl=queue_url,
            MaxNumberOfMessages=10,
            VisibilityTimeout=hidden,
            MessageSystemAttributeNames=["SentTimestamp"],
            MessageAttributeNames=["All"],
        ).get("Messages", [])
        empty = 0 if page else empty + 1
        letters += [_read(message) for message in page]
    return letters


def give_back(sqs: Any, queue_url: str, receipts: set[str]) -> None:  # noqa: ANN401
    """Let others see letters again."""
    for receipt in receipts:
        sqs.change_message_visibility(
            QueueUrl=queue_url, ReceiptHandle=receipt, VisibilityTimeout=0
        )


def look(sqs: Any, queue_url: str) -> Iterator[Letter]:  # noqa: ANN401
    """All that waits, left where it is; oldest first."""
    letters = take(sqs, queue_url, hidden=60)
    give_back(sqs, queue_url, {letter.receipt for letter in letters})
    yield from sorted(letters, key=lambda letter: letter.place)


def _read(message: Json) -> Letter:
    sent = int(message.get("Attributes", {}).get("SentTimestamp", 0)) / 1000
    attributes = message.get("MessageAttributes", {})
    try:
        body = json.loads(message["Body"])
    except ValueError:
        body = None
    return Letter(
        body if isinstance(body, dict) else {},
        {name: value.get("StringValue", "") for name, value in attributes.items()},
        datetime.fromtimestamp(sent, UTC),
        message["ReceiptHandle"],
    )
