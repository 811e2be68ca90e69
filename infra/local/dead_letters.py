"""The letters that the stream's function could not handle, and how they are tried again.

The body is what AWS writes to an on-failure destination. In the cloud it has only the record's
place in the stream; here the record itself is added under `record`: moto's stream lives in memory.
"""

import json
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import boto3

log = logging.getLogger(__name__)


def bury(sqs: Any, queue_url: str, record: dict[str, Any], shard: str, attempts: int) -> None:  # noqa: ANN401
    """Send one record to the dead-letter queue."""
    change = record["dynamodb"]
    arrived = datetime.fromtimestamp(change["ApproximateCreationDateTime"], UTC).isoformat()
    letter = {
        "requestContext": {
            "requestId": str(uuid.uuid4()),
            "condition": "RetryAttemptsExhausted",
            "approximateInvokeCount": attempts,
        },
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST"},
        "version": "1.0",
        "timestamp": datetime.now(UTC).isoformat(),
        "DDBStreamBatchInfo": {
            "shardId": shard,
            "startSequenceNumber": change["SequenceNumber"],
            "endSequenceNumber": change["SequenceNumber"],
            "approximateArrivalOfFirstRecord": arrived,
            "approximateArrivalOfLastRecord": arrived,
            "batchSize": 1,
            "streamArn": record["eventSourceARN"],
        },
        "record": record,
    }
    sqs.send_message(QueueUrl=queue_url, MessageBody=json.dumps(letter))


@dataclass
class Redriven:
    """What a redrive did."""

    replayed: int = 0
    failed: int = 0
    forgotten: int = 0  # workflows that were started or resumed from the table itself


def redrive(queue_url: str, handler: Callable[[dict[str, Any], Any], Any]) -> Redriven:
    """Give every dead letter to the handler once more, oldest first; keep what fails again."""
    sqs = boto3.client("sqs")
    result = Redriven()
    letters = _take_all(sqs, queue_url)
    for letter in letters:
        try:
            answer = handler({"Records": [json.loads(letter["Body"])["record"]]}, None)
            failed = bool((answer or {}).get("batchItemFailures"))
        except Exception:
            log.warning("A dead letter failed again", exc_info=True)
            failed = True
        if failed:
            result.failed += 1
            _give_back(sqs, queue_url, letter)
        else:
            result.replayed += 1
            sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=letter["ReceiptHandle"])
    return result


def _take_all(sqs: Any, queue_url: str) -> list[dict[str, Any]]:  # noqa: ANN401
    letters: list[dict[str, Any]] = []
    while True:
        # Longer than a redrive takes, so that none comes round twice.
        page = sqs.receive_message(
            QueueUrl=queue_url, MaxNumberOfMessages=10, VisibilityTimeout=900
        ).get("Messages", [])
        if not page:
            break
        letters.extend(page)
    return sorted(letters, key=lambda letter: _place(letter["Body"]))


def _place(body: str) -> int:
    return int(json.loads(body)["DDBStreamBatchInfo"]["startSequenceNumber"])


def _give_back(sqs: Any, queue_url: str, letter: dict[str, Any]) -> None:  # noqa: ANN401
    sqs.change_message_visibility(
        QueueUrl=queue_url, ReceiptHandle=letter["ReceiptHandle"], VisibilityTimeout=0
    )
