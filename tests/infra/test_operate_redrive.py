"""What waits in the dead letters of a deployed tenant is done after all, and never lost."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import boto3
import pytest

from functions.domain.tenant import load_tenant
from infra.dead_letters import look
from infra.deployment import Deployment
from infra.local.cloud import functions
from infra.local.pump import sequence_of
from infra.local.stack import LocalStack
from infra.operate import replaying
from infra.operate.deployed import Deployed, find
from infra.package.assemble import Code
from infra.package.streams import QUEUES
from infra.package.template import Parts, template
from tests.faults import accepted, broken, executions, file_of
from tests.infra.operated import TENANT_FILE, operate, replace


def letter(first: dict[str, Any], last: dict[str, Any], shard: str) -> dict[str, Any]:
    """As Lambda's mapping writes it: only the place of the records."""
    at = datetime.now(UTC).isoformat()
    return {
        "requestContext": {"condition": "RetryAttemptsExhausted", "approximateInvokeCount": 11},
        "version": "1.0",
        "timestamp": at,
        "DDBStreamBatchInfo": {
            "shardId": shard,
            "startSequenceNumber": sequence_of(first),
            "endSequenceNumber": sequence_of(last),
            "approximateArrivalOfFirstRecord": at,
            "batchSize": 2,
            "streamArn": first["eventSourceARN"],
        },
    }


def send(address: str, body: dict[str, Any], **attributes: str) -> None:
    boto3.client("sqs").send_message(
        QueueUrl=address,
        MessageBody=json.dumps(body),
        MessageAttributes={
            name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
        },
    )


def waits(address: str) -> int:
    return len(list(look(boto3.client("sqs"), address)))


def lost(desk: LocalStack) -> tuple[list[dict[str, Any]], str]:
    """The records of the stream so far, that no consumer will read any more, and their shard."""
    records: list[dict[str, Any]] = []

    def forget(event: dict[str, Any], _: object) -> None:
        records.extend(event["Records"])

    with mock.patch.object(desk.pump, "handler", forget):
        desk.pump.run_once()
    (shard,) = desk.pump._shards()
    return records, shard


@pytest.fixture
def walk(desk: LocalStack):
    """A case that was handed in, of which no workflow knows."""
    return accepted()


def test_the_packaged_stack_names_what_operators_need() -> None:
    zips = {"functions": "f.zip", "shared": "s.zip", "documents": "d.zip"}
    deployment, code = Deployment.load(TENANT_FILE), Code(Path("f.zip"), {}, [])
    outputs = template(Parts(load_tenant(TENANT_FILE), deployment, code, zips))["Outputs"]
    assert {"TableName", "DocumentsBucket", *QUEUES} <= set(outputs)


def test_without_a_stack_it_cannot_be_told(desk: LocalStack, capsys) -> None:
    assert operate("redrive") == 2
    assert "burgerloket-mechelen" in capsys.readouterr().err


def test_a_letter_whose_records_are_there_is_replayed_and_goes(
    desk: LocalStack, tenant: Deployed, walk, capsys
) -> None:
    records, shard = lost(desk)
    send(tenant.queues["DeadLetters"], letter(records[0], records[-1], shard))
    assert executions(desk) == []
    assert operate("redrive") == 0
    assert executions(desk) == [walk.case.id]
    assert waits(tenant.queues["DeadLetters"]) == 0
    assert "Replayed: 1." in capsys.readouterr().out
    # again: nothing is done twice
    assert operate("redrive") == 0
    assert executions(desk) == [walk.case.id]


def test_a_dry_run_tells_what_waits_shows_nobody_and_changes_nothing(
    desk: LocalStack, tenant: Deployed, walk, capsys
) -> None:
    records, shard = lost(desk)
    send(tenant.queues["DeadLetters"], letter(records[0], records[-1], shard))
    mail = {"source": "aws.ses", "detail": {"mail": {"destination": ["lena@example.be"]}}}
    send(tenant.queues["EventDeadLetters"], mail, ERROR_CODE="SDK_CLIENT_ERROR")
    assert operate("redrive", "--dry-run") == 1
    told = capsys.readouterr().out
    assert "2 change(s) for stream, RetryAttemptsExhausted" in told
    assert "one event for mail-event, SDK_CLIENT_ERROR" in told
    assert "lena" not in told
    assert walk.case.applicant.family_name not in told
    assert [waits(queue) for queue in tenant.queues.values()] == [1, 0, 1]
    assert executions(desk) == []


@pytest.mark.parametrize("code", ["TrimmedDataAccessException", "ResourceNotFoundException"])
def test_what_the_stream_forgot_is_kept_and_found_in_the_table(
    desk: LocalStack, tenant: Deployed, walk, capsys, monkeypatch, code: str
) -> None:
    records, shard = lost(desk)
    send(tenant.queues["DeadLetters"], letter(records[0], records[-1], shard))
    desk.clock.forward(timedelta(minutes=6))  # until then it may just be slow
    streams = tenant.client("dynamodbstreams")

    def refuse(**_: Any) -> None:
        raise streams.exceptions.ClientError({"Error": {"Code": code}}, "GetShardIterator")

    monkeypatch.setattr(streams, "get_shard_iterator", refuse)
    assert operate("redrive") == 1
    told = capsys.readouterr().out
    assert "Expired: 1" in told
    assert "Started or resumed from the table: 1." in told
    assert executions(desk) == [walk.case.id]
    assert waits(tenant.queues["DeadLetters"]) == 1
    assert operate("redrive", "--forget-expired") == 0
    assert waits(tenant.queues["DeadLetters"]) == 0


def test_an_error_of_the_function_keeps_the_letter(
    desk: LocalStack, tenant: Deployed, walk, capsys
) -> None:
    records, shard = lost(desk)
    send(tenant.queues["DeadLetters"], letter(records[0], records[-1], shard))
    ours = functions.local[desk.local.function("stream")]

    def fails(event: dict[str, Any], context: object) -> None:
        raise ValueError("Lena Peeters")

    replace(desk, "stream", fails)
    assert operate("redrive") == 1
    told = capsys.readouterr().out
    assert "stream failed (ValueError)" in told
    assert "Lena" not in told
    assert waits(tenant.queues["DeadLetters"]) == 1
    replace(desk, "stream", ours)
    assert operate("redrive") == 0
    assert executions(desk) == [walk.case.id]


def test_a_record_that_fails_holds_up_its_own_case_only(
    desk: LocalStack, tenant: Deployed, walk
) -> None:
    second = accepted()
    records, shard = lost(desk)
    send(tenant.queues["DeadLetters"], letter(records[0], records[-1], shard))
    ours = functions.local[desk.local.function("stream")]
    seen: list[str] = []

    def fails(event: dict[str, Any], context: object) -> Any:
        (record,) = event["Records"]
        place = record["dynamodb"]["Keys"]["PK"]["S"]
        seen.append(place)
        if place == f"CASE#{walk.case.id}":
            return {"batchItemFailures": [{"itemIdentifier": sequence_of(record)}]}
        return ours(event, context)

    replace(desk, "stream", fails)
    assert operate("redrive") == 1
    assert executions(desk) == [second.case.id]
    assert seen.count(f"CASE#{walk.case.id}") == 1
    assert waits(tenant.queues["DeadLetters"]) == 1


def test_records_that_end_elsewhere_are_not_taken_for_done(
    desk: LocalStack, tenant: Deployed, walk
) -> None:
    records, shard = lost(desk)
    wrong = letter(records[0], records[-1], shard)
    info = wrong["DDBStreamBatchInfo"]
    info["endSequenceNumber"] = str(int(info["endSequenceNumber"]) + 10_000)
    send(tenant.queues["DeadLetters"], wrong)
    with_few_pages = pytest.MonkeyPatch()
    with_few_pages.setattr(replaying, "_PAGES", 3)
    try:
        assert operate("redrive") == 1
    finally:
        with_few_pages.undo()
    assert waits(tenant.queues["DeadLetters"]) == 1


def test_dossiers_are_told_by_their_own_function(desk: LocalStack, tenant: Deployed, walk) -> None:
    records, shard = lost(desk)
    send(tenant.queues["DossierDeadLetters"], letter(records[0], records[-1], shard))
    called: list[str] = []
    replace(desk, "dossiers", lambda event, _: called.append(event["Records"][0]["eventName"]))
    assert operate("redrive") == 0
    assert len(called) == len(records)


def test_events_are_given_again_to_the_function_they_were_for(
    desk: LocalStack, tenant: Deployed
) -> None:
    got: dict[str, Any] = {}
    for name in ("document-uploaded", "mail-event", "documents"):
        replace(desk, name, lambda event, _, name=name: got.update({name: event}))
    queue = tenant.queues["EventDeadLetters"]
    own = tenant.arn("lambda", f"function:{tenant.function('document-uploaded')}:live")
    send(queue, {"source": "aws.s3", "detail": {"n": 1}}, TARGET_ARN=own, ERROR_CODE="TIMEOUT")
    send(queue, {"source": "aws.ses", "detail": {"n": 2}})
    asked = tenant.arn("lambda", f"function:{tenant.function('documents')}:live")
    send(
        queue,
        {
            "version": "1.0",
            "requestContext": {"functionArn": asked, "condition": "RetriesExhausted"},
            "requestPayload": {"issue": {"case_id": "x"}},
        },
    )
    assert operate("redrive") == 0
    assert got == {
        "document-uploaded": {"source": "aws.s3", "detail": {"n": 1}},
        "mail-event": {"source": "aws.ses", "detail": {"n": 2}},
        "documents": {"issue": {"case_id": "x"}},
    }
    assert waits(queue) == 0


def test_a_letter_for_somebody_else_s_function_is_left(desk: LocalStack, tenant: Deployed) -> None:
    queue = tenant.queues["EventDeadLetters"]
    other = tenant.arn("lambda", "function:payroll-pay:live")
    send(queue, {"source": "aws.s3", "detail": {}}, TARGET_ARN=other)
    send(queue, {"hello": "world"})
    assert operate("redrive") == 1
    assert waits(queue) == 2


def test_when_the_table_cannot_be_asked_it_says_so(
    desk: LocalStack, tenant: Deployed, walk, capsys
) -> None:
    with broken("dynamodb", "Scan"):
        assert operate("redrive") == 2
    assert "could not be looked for" in capsys.readouterr().out


def test_a_decision_that_never_reached_its_workflow_is_passed_on(
    desk: LocalStack, tenant: Deployed, walk, capsys
) -> None:
    from tests.faults import take

    desk.settle()
    take(walk, "registration", "refuse")
    lost(desk)
    desk.clock.forward(timedelta(minutes=6))
    assert operate("redrive") == 0
    assert "Started or resumed from the table: 1." in capsys.readouterr().out
    desk.settle()
    assert file_of(walk).case.status == "closed"


def test_the_stack_is_asked_once_for_all(tenant: Deployed) -> None:
    assert find("mechelen") == tenant
