"""How one dead letter of a deployed tenant is replayed.

A letter of the table's stream names a shard and sequence numbers; the records stay there 24 hours
(https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html). They are
given to the function one by one: what fails holds up only what follows in the same partition.
A letter of an event holds the event itself: EventBridge says the target in attributes
(https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html), Lambda in the body.
"""

import json
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.dead_letters import Letter, Outcome
from infra.local.pump import as_event
from infra.operate.deployed import Deployed

Json = dict[str, Any]
STREAMS = {"DeadLetters": "stream", "DossierDeadLetters": "dossiers"}
_ALIAS = "live"
# Which function takes what, for a letter that does not say its target
_BY_SOURCE = {"aws.s3": "document-uploaded", "aws.events": "agenda", "aws.ses": "mail-event"}
_GONE = frozenset({"TrimmedDataAccessException", "ResourceNotFoundException"})
_PAGES = 1000  # of records, at most, for one letter


class Expired(Exception):  # noqa: N818
    """The stream does not have these records any more."""


class Failed(Exception):  # noqa: N818
    """A function answered with an error, by its kind: its message may quote answers of people."""


def replay(deployed: Deployed, queue: str, letter: Letter) -> tuple[Outcome, str]:
    """Do once more what the letter is about; why not, when it failed."""
    try:
        if queue in STREAMS:
            return _stream(deployed, STREAMS[queue], letter)
        function, payload = target_of(deployed, letter)
        invoke(deployed, function, payload)
    except Expired:
        return Outcome.EXPIRED, "the stream does not have its records any more"
    except Failed as error:
        return Outcome.FAILED, str(error)
    except (ClientError, BotoCoreError) as error:
        return Outcome.FAILED, refusal(error)
    return Outcome.DONE, ""


def refusal(error: Exception) -> str:
    """What AWS said, without the message: it may quote a request."""
    if isinstance(error, ClientError):
        return str(error.response["Error"]["Code"])
    return type(error).__name__


def _stream(deployed: Deployed, function: str, letter: Letter) -> tuple[Outcome, str]:
    stuck: set[str] = set()  # partitions in which a record failed: their order counts
    why = ""
    for record in list(records_of(deployed, letter)):
        place = record["dynamodb"]["Keys"]["PK"]["S"]
        if place in stuck:
            continue
        try:
            answer = invoke(deployed, function, {"Records": [record]})
            if answer and answer.get("batchItemFailures"):
                raise Failed(f"{function} could not do it: see its log")
        except (Failed, ClientError, BotoCoreError) as error:
            stuck.add(place)
            why = str(error) if isinstance(error, Failed) else refusal(error)
    return (Outcome.FAILED, why) if stuck else (Outcome.DONE, "")


def records_of(deployed: Deployed, letter: Letter) -> Iterator[Json]:
    """The records of a letter as the function gets them. Raises Expired."""
    batch = letter.body.get("DDBStreamBatchInfo")
    if not batch:
        raise Failed("not a letter of the stream: look at it in the queue")
    streams = deployed.client("dynamodbstreams")
    last = int(batch["endSequenceNumber"])
    try:
        place = streams.get_shard_iterator(
            StreamArn=batch["streamArn"],
            ShardId=batch["shardId"],
            ShardIteratorType="AT_SEQUENCE_NUMBER",
            SequenceNumber=batch["startSequenceNumber"],
        )["ShardIterator"]
        for _ in range(_PAGES):
            page = streams.get_records(ShardIterator=place)
            for record in page["Records"]:
                number = int(record["dynamodb"]["SequenceNumber"])
                if number > last:
                    raise Failed("the records of this letter cannot be found: look in the queue")
                yield as_event(record, batch["streamArn"]) | {"awsRegion": deployed.region}
                if number == last:
                    return
            place = page.get("NextShardIterator")
            if not place:
                break
    except ClientError as error:
        if error.response["Error"]["Code"] in _GONE:
            raise Expired from error
        raise
    raise Expired


def target_of(deployed: Deployed, letter: Letter) -> tuple[str, Json]:
    """(the function's name in the stack, what it is called with). Raises Failed."""
    body = letter.body
    if "requestPayload" in body:  # Lambda's own, of an asynchronous call
        arn, payload = body.get("requestContext", {}).get("functionArn", ""), body["requestPayload"]
    else:
        arn, payload = letter.attributes.get("TARGET_ARN", ""), body
    own = f"{deployed.arn('lambda', 'function')}:{deployed.function('')}"
    if arn.startswith(own):
        return arn.removeprefix(own).partition(":")[0], payload
    if not arn and payload.get("source") in _BY_SOURCE:
        return _BY_SOURCE[payload["source"]], payload
    raise Failed("not a letter of a function of this tenant: look at it in the queue")


def invoke(deployed: Deployed, function: str, payload: Json) -> Any:  # noqa: ANN401
    """What the function of the stack answers. Raises Failed, ClientError, BotoCoreError."""
    answer = deployed.client("lambda").invoke(
        FunctionName=deployed.function(function), Qualifier=_ALIAS, Payload=json.dumps(payload)
    )
    made = json.loads(answer["Payload"].read() or b"null")
    if "FunctionError" in answer:
        kind = made.get("errorType", "") if isinstance(made, dict) else ""
        raise Failed(f"{function} failed ({kind or 'no kind given'}): see its log")
    return made
