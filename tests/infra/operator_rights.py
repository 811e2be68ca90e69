"""Every request of an operator's command, held against the policy that the command asks for."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from botocore.client import BaseClient

from infra.operate import rights
from infra.package.names import Names
from tests.infra.allowed import ACCOUNT, REGION, TABLE, Request, is_allowed, requests_of

EXPORTS = "s3://elsewhere/mechelen"  # where these tests export to
TENANT = rights.Tenant(Names("mechelen"), REGION, "aws", EXPORTS)
_OPERATIONS = {
    "ListObjectsV2": "ListBucket", "ListObjectVersions": "ListBucketVersions",
    "Invoke": "InvokeFunction",
}  # fmt: skip


def asked(service: str, operation: str, given: dict[str, Any]) -> Iterator[Request]:
    """What IAM is asked for a call, with the names of the call."""

    def arn(kind: str, rest: str) -> str:
        return f"arn:aws:{kind}:{REGION}:{ACCOUNT}:{rest}"

    action = _OPERATIONS.get(operation, operation)
    match service:
        case "cloudformation":
            yield Request(f"cloudformation:{action}", arn(service, f"stack/{given['StackName']}/1"))
        case "sqs":
            yield Request(f"sqs:{action}", arn("sqs", given["QueueUrl"].rpartition("/")[2]))
        case "lambda":
            at = f":{given['Qualifier']}" if "Qualifier" in given else ""
            yield Request(
                f"lambda:{action}", arn("lambda", f"function:{given['FunctionName']}{at}")
            )
        case "stepfunctions":
            where = given.get("executionArn") or given.get("stateMachineArn") or "*"
            yield Request(f"states:{action}", where)
        case "dynamodbstreams":
            yield Request(f"dynamodb:{action}", f"{TABLE}/stream/1")  # the only one that is read
        case "dynamodb":
            yield from _of_table(operation, given, arn)
        case "s3":
            yield from _of_bucket(action, given)
        case _:
            raise AssertionError(f"{service}.{operation}: say here what IAM is asked")


def _of_table(operation: str, given: dict[str, Any], arn: Any) -> Iterator[Request]:
    if operation in ("TransactWriteItems", "BatchGetItem"):
        yield from requests_of("dynamodb", operation, given)  # of the tenant's own table
        return
    names = ("TableName", "SourceTableName", "TargetTableName")
    named = [given[name] for name in names if name in given]
    assert named, operation
    index = f"/index/{given['IndexName']}" if "IndexName" in given else ""
    for name in named:
        yield Request(f"dynamodb:{operation}", arn("dynamodb", f"table/{name}{index}"))


def _of_bucket(action: str, given: dict[str, Any]) -> Iterator[Request]:
    # the local bucket has no account in its name
    bucket = f"arn:aws:s3:::{given['Bucket'].replace('-documents', '-documents-1')}"
    if action.startswith("List"):
        yield Request(f"s3:{action}", bucket, (given.get("Prefix", ""),))
    elif action == "CopyObject":
        yield Request("s3:GetObjectVersion", f"{bucket}/{given['CopySource']['Key']}")
        yield Request("s3:PutObject", f"{bucket}/{given['Key']}")
    else:
        yield Request(f"s3:{action}", f"{bucket}/{given['Key']}")


@contextmanager
def within_rights(command: str) -> Iterator[None]:
    """What is asked of AWS in this thread, but by no function of the desk, is what the command
    may."""
    statements = rights.policy(TENANT, [command])["Statement"]
    real, own, refused = BaseClient._make_api_call, threading.get_ident(), set()

    def noted(client: BaseClient, operation: str, given: dict[str, Any]) -> Any:
        if threading.get_ident() == own and not _is_of_a_function():
            service = client.meta.service_model.service_name
            requests = asked(service, operation, given)
            refused.update(one for one in requests if not is_allowed(statements, one))
        return real(client, operation, given)

    with mock.patch.object(BaseClient, "_make_api_call", noted):
        yield
    assert not refused, f"`rights --for {command}` does not give {sorted(map(str, refused))}"


def _is_of_a_function() -> bool:
    """A function that the local cloud runs in the same thread."""
    frame = sys._getframe(2)
    while frame:
        if frame.f_code.co_filename.endswith("functions/events.py"):
            return True
        frame = frame.f_back  # type: ignore[assignment]
    return False
