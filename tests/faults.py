"""Breaks a service of the cloud under our functions, as AWS says it: by name of its refusal."""

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.exceptions import EndpointConnectionError

from functions import wiring
from functions.adapters.aws import client
from functions.domain.case import CaseFile, first_break
from functions.processes import all_procedures
from infra.local.stack import LocalStack
from tests.walks import Walk, begin, move

THROTTLED = "ThrottlingException"
GONE = ""  # no connection at all
_TAKEN = ("decided", "lapsed", "booked", "moved", "cancelled")


class _Raw:
    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        yield self._body


@contextmanager
def broken(
    service: str, *operations: str, code: str = GONE, times: int = 10**6
) -> Iterator[Counter[str]]:
    """Let operations ("StartExecution"; none: all) fail so many times; counts what was refused."""
    refused: Counter[str] = Counter()

    def refuse(request: Any, event_name: str, **_: Any) -> AWSResponse | None:
        operation = event_name.rpartition(".")[2]
        if refused.total() >= times or (operations and operation not in operations):
            return None
        refused[operation] += 1
        if code == GONE:
            raise EndpointConnectionError(endpoint_url=request.url)
        body = json.dumps({"__type": f"com.amazonaws#{code}", "message": "not now"})
        if service in ("s3", "ses"):
            body = f"<Error><Code>{code}</Code><Message>not now</Message></Error>"
        if service == "ses":
            body = f"<ErrorResponse>{body}<RequestId>1</RequestId></ErrorResponse>"
        status = 400 if service == "ses" else 503
        return AWSResponse(request.url, status, {}, _Raw(body.encode()))

    events = client(service).meta.events
    name = f"before-send.{client(service).meta.service_model.service_id.hyphenize()}"
    events.register_first(name, refuse)
    try:
        yield refused
    finally:
        events.unregister(name, refuse)
        client.cache_clear()  # one that failed often no longer tries again


def executions(desk: LocalStack) -> list[str]:
    """The names of all executions of all state machines, sorted."""
    steps = boto3.client("stepfunctions")
    machines = steps.list_state_machines()["stateMachines"]
    found = [
        run["name"]
        for machine in machines
        for run in steps.list_executions(stateMachineArn=machine["stateMachineArn"])["executions"]
    ]
    return sorted(found)


def accepted(procedure: str = "polio-vaccination/proof") -> Walk:
    """An accepted case of a procedure, made from its form."""
    found = next(p for p in all_procedures() if p.key == procedure)
    walk = Walk(found, {}, [], "")
    begin(wiring.ports(), walk)
    return walk


def take(walk: Walk, step: str, choice: str) -> None:
    """The next move of a case, by whose turn it is."""
    walk.moves.append((step, choice))
    move(wiring.ports(), walk, len(walk.moves) - 1)


def file_of(walk: Walk) -> CaseFile:
    found = wiring.ports().store.case_file(walk.case.id if walk.case else "")
    assert found
    return found


def file_at(path: str) -> CaseFile:
    """The case of an address of the desk."""
    found = wiring.ports().store.case_file(path.removesuffix("/receipt").rpartition("/")[2])
    assert found
    return found


def assert_sound(file: CaseFile, *decided: str) -> None:
    """The chain holds, these and only these choices were taken, once each."""
    assert first_break(file.events, file.case.head) is None
    taken = [event.data["choice"] for event in file.events if event.kind in _TAKEN]
    assert taken == list(decided)
    kinds = [event.kind for event in file.events]
    assert kinds.count("submitted") == 1
    assert kinds.count("closed") == (file.case.status == "closed")


def subjects(desk: LocalStack, to: str) -> list[str]:
    return sorted(mail.subject for mail in desk.mails(to))


def dead_letters(desk: LocalStack) -> int:
    found = boto3.client("sqs").get_queue_attributes(
        QueueUrl=desk.local.queue_url, AttributeNames=["ApproximateNumberOfMessages"]
    )
    return int(found["Attributes"]["ApproximateNumberOfMessages"])
