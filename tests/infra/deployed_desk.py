"""The desk of a deployed stack: requests to its functions, its mappings and rules at work."""

import json
import re
import time
from collections.abc import Callable
from typing import Any

import boto3
from moto.events.models import EventPattern
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Request, Response

from functions.processes import all_processes
from functions.web.edge import HEADER
from infra.front_door import resource_of
from infra.local.mails import Mail
from infra.local.proxy_event import to_event, to_response
from infra.local.pump import Handler, Options, Pump, Record
from infra.local.scanner import Scanner
from infra.local.uploads import Uploads
from tests.people import PDF, Someone

from .deployed import DeployedStack

_LONGEST_SETTLE = 60.0  # seconds


class DeployedDesk:
    """What `tests.people.Someone` needs of a desk, with `settle` as in LocalStack."""

    def __init__(self, stack: DeployedStack) -> None:
        self.stack = stack
        # what the mappings handed over, by the function's short name
        self.batches: dict[str, list[list[Record]]] = {}
        self._processes = {process.name for process in all_processes()}
        (body,) = [api["Body"] for api in stack.resolved("AWS::ApiGateway::RestApi")]
        self._binary_types = body["x-amazon-apigateway-binary-media-types"]
        any_function = next(iter(stack.functions.values()))
        self.url = any_function.variables["SITE_URL"]
        self.upload_url = any_function.variables["UPLOAD_URL"]
        self.uploads = Uploads(bucket=stack.ids["Documents"], created=self._created)
        self.pumps = {
            stack.function_of(mapping["FunctionArn"]).name: self._pump(mapping)
            for mapping in stack.mappings
        }
        self._rules = _rules()

    def client(self) -> Client:
        return Client(self.answer)

    def answer(self, environ: Any, start_response: Any) -> Any:
        """WSGI: CloudFront, API Gateway and S3's address in one."""
        if self.upload_url.startswith(f"https://{environ['HTTP_HOST']}/"):
            return self.uploads(environ, start_response)
        environ[f"HTTP_{HEADER.upper().replace('-', '_')}"] = self.stack.edge_key["send"]
        return self.api(Request(environ))(environ, start_response)

    def api(self, request: Request) -> Response:
        resource = resource_of(request.path, self._processes)
        assert resource, request.path
        event = to_event(request, resource, self._binary_types)
        event["requestContext"]["stage"] = "desk"
        event["requestContext"]["path"] = f"/desk{request.path}"
        return to_response(self.stack.owner(resource[0], request.method)(event))

    def _created(self, event: dict[str, Any]) -> None:
        self.happened(event)
        Scanner(self.happened).created(event)

    def happened(self, event: dict[str, Any]) -> None:
        """EventBridge: every rule whose pattern fits sends the event to its targets, at once."""
        for pattern, targets in self._rules:
            if EventPattern("", pattern).matches_event(event):
                for arn in targets:
                    self.stack.function_of(arn)(event)

    def _pump(self, mapping: Any) -> Pump:
        """As the deployed mapping says. Not from it: the age of records, the batching window."""
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert mapping["StartingPosition"] == "TRIM_HORIZON"
        assert mapping["ParallelizationFactor"] == 1
        table = boto3.client("dynamodb").describe_table(TableName=self.stack.ids["Table"])["Table"]
        assert mapping["EventSourceArn"] == table["LatestStreamArn"]
        return Pump(
            table=table["TableName"],
            handler=self._watched(self.stack.function_of(mapping["FunctionArn"])),
            queue_url=self.stack.queue_url(
                mapping["DestinationConfig"]["OnFailure"]["Destination"]
            ),
            options=Options(
                batch_size=mapping["BatchSize"],
                attempts=mapping["MaximumRetryAttempts"] + 1,
                bisect=mapping["BisectBatchOnFunctionError"],
            ),
            accepts=accepting(mapping.get("FilterCriteria")),
            sleep=lambda _: None,
        )

    def _watched(self, function: Any) -> Handler:
        def call(event: dict[str, Any], context: object) -> Any:
            self.batches.setdefault(name, []).append(event["Records"])
            return function(event, context)

        name = function.name.removeprefix(f"{self.stack.name}-")
        return call

    def settle(self) -> None:
        """Until nothing moves. TimeoutError after a minute."""
        give_up = time.monotonic() + _LONGEST_SETTLE
        quiet = 0
        while quiet < 3:
            moved = sum(pump.run_once().invocations for pump in self.pumps.values())
            quiet = 0 if moved or self.stack.moto.busy() else quiet + 1
            if time.monotonic() > give_up:
                raise TimeoutError
            time.sleep(0.02)

    def mails(self, to: str = "") -> list[Mail]:
        return self.stack.moto.mails(to)

    def letters(self, queue: str) -> list[dict[str, Any]]:
        """The messages in a queue (its logical id), which keep waiting there."""
        found = boto3.client("sqs").receive_message(
            QueueUrl=self.stack.ids[queue], MaxNumberOfMessages=10, VisibilityTimeout=0
        )
        return [json.loads(one["Body"]) for one in found.get("Messages", [])]

    def items(self) -> list[dict[str, Any]]:
        """All of the table."""
        pages = boto3.client("dynamodb").get_paginator("scan")
        found = pages.paginate(TableName=self.stack.ids["Table"])
        return [item for page in found for item in page["Items"]]


class Visitor(Someone):
    """Someone at a deployed desk: a file goes to the bucket's own address."""

    def add_document(self, content: bytes = PDF, name: str = "attest.pdf") -> TestResponse:
        import io

        hidden = self.form(".amazonaws.com/")
        where = hidden.pop("_action")
        assert where == self.stack.upload_url  # type: ignore[attr-defined]
        answer = self.browser.post(
            "/",
            base_url=where,
            data={**hidden, "file": (io.BytesIO(content), name)},
            content_type="multipart/form-data",
        )
        return self._follow(answer, "/")


def accepting(criteria: Any) -> Callable[[Record], bool]:
    """A mapping's filter: any of its patterns. None: every record."""
    if not criteria:
        return lambda _: True
    patterns = [json.loads(one["Pattern"]) for one in criteria["Filters"]]
    return lambda record: any(EventPattern("", p).matches_event(record) for p in patterns)


def _rules() -> list[tuple[Any, list[str]]]:
    events = boto3.client("events")
    found = []
    for rule in events.list_rules()["Rules"]:
        if rule["State"] == "ENABLED" and "EventPattern" in rule:
            targets = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
            arns = [one["Arn"] for one in targets if re.search(r":lambda:", one["Arn"])]
            found.append((json.loads(rule["EventPattern"]), arns))
    return found
