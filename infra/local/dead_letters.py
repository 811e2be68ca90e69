"""The letters that the stream's function could not handle, and how they are tried again.

The body is what AWS writes to an on-failure destination. In the cloud it has only the record's
place in the stream; here the record itself is added under `record`: moto's stream lives in memory.
How letters are taken and given back: infra/dead_letters.py.
"""

import json
import logging
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import boto3

from infra import dead_letters
from infra.dead_letters import Letter, Outcome, Redriven

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


def redrive(queue_url: str, handler: Callable[[dict[str, Any], Any], Any]) -> Redriven:
    """Give every dead letter to the handler once more, oldest first; keep what fails again."""

    def replay(letter: Letter) -> Outcome:
        try:
            answer = handler({"Records": [letter.body["record"]]}, None)
        except Exception:
            log.warning("A dead letter failed again", exc_info=True)
            return Outcome.FAILED
        return Outcome.FAILED if (answer or {}).get("batchItemFailures") else Outcome.DONE

    return dead_letters.redrive(boto3.client("sqs"), queue_url, replay)
