"""Everything that our functions do on a local desk, and every request that they make."""

import gzip
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from threading import local
from typing import Any
from unittest import mock

import urllib3
from botocore.client import BaseClient
from botocore.exceptions import ClientError

from functions.processes import all_processes
from infra.front_door import resource_of, resources
from infra.local.cloud import functions as lambda_functions
from infra.local.gateway import Api
from infra.local.stack import LocalStack
from tests.load.meter import read_units

_BATCH = 100  # records of the stream: infra/package/streams.py


@dataclass
class Tally:
    """What was counted since the last time. `functions`: by name."""

    functions: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: int = 0
    posts: int = 0
    bytes: int = 0
    read_units: float = 0
    refused_units: int = 0
    uploads: int = 0

    def of(self, function: str) -> dict[str, Any]:
        return self.functions.setdefault(
            function, {"invocations": 0, "cpu_ms": 0.0, "calls": Counter[str]()}
        )


class Watch:
    """Everything that our functions do on a desk, and every request of theirs to AWS."""

    def __init__(self, desk: LocalStack) -> None:
        self._desk = desk
        self._here = local()
        self._names = {process.name for process in all_processes()}
        self.tally = Tally()

    @contextmanager
    def watching(self) -> Iterator[None]:
        call, answer, put = BaseClient._make_api_call, Api.answer, self._desk.events.put
        request = urllib3.request
        desk = self._desk.desk

        def asked(client: BaseClient, operation: str, given: dict[str, Any]) -> Any:
            return self._asked(call, client, operation, given)

        def answered(api: Api, request: Any) -> Any:
            name = resources(self._names)[resource_of(request.path, self._names)[0]]  # type: ignore[index]
            response = self._run(name, lambda: answer(api, request))
            self.tally.requests += 1
            self.tally.posts += request.method == "POST"
            self.tally.bytes += len(gzip.compress(response.get_data()))
            return response

        def uploaded(event: dict[str, Any]) -> None:
            self.tally.uploads += 1
            put(event)

        def told(*args: Any, **more: Any) -> Any:  # other services than AWS
            if name := getattr(self._here, "name", ""):
                self.tally.of(name)["calls"]["http.request"] += 1
            return request(*args, **more)

        own = {name: self._wrapped(name, run) for name, run in desk.functions.items()}
        dossiers = own[desk.local.function("dossiers")]
        with ExitStack() as stack:
            for target, name, value in (
                (BaseClient, "_make_api_call", asked),
                (Api, "answer", answered),
                (urllib3, "request", told),
                (self._desk.events, "put", uploaded),
                (self._desk.events, "handler", own[desk.local.function("document-uploaded")]),
                (self._desk.pump, "handler", self._wrapped("stream", self._desk.pump.handler)),
                (self._desk.dossiers, "handler", lambda event, context: _cases(dossiers, event)),
                (lambda_functions, "local", own),
                (desk, "functions", own),
            ):
                stack.enter_context(mock.patch.object(target, name, value))
            for pump in (self._desk.pump, self._desk.dossiers):
                options = replace(pump.options, batch_size=_BATCH)
                stack.enter_context(mock.patch.object(pump, "options", options))
            yield

    def _wrapped(self, name: str, run: Callable[..., Any]) -> Callable[..., Any]:
        short = name.removeprefix(self._desk.local.function(""))
        return lambda event, context: self._run(short, lambda: run(event, context))

    def _run(self, name: str, work: Callable[[], Any]) -> Any:
        before = getattr(self._here, "name", "")
        self._here.name = name
        begun = time.thread_time()
        try:
            return work()
        finally:
            self._here.name = before
            found = self.tally.of(name)
            found["invocations"] += 1
            found["cpu_ms"] += (time.thread_time() - begun) * 1000

    def _asked(
        self, call: Callable[..., Any], client: BaseClient, operation: str, given: dict[str, Any]
    ) -> Any:
        name = getattr(self._here, "name", "")
        if not name:  # the stack's own, or the test's
            return call(client, operation, given)
        service = client.meta.service_model.service_name
        self.tally.of(name)["calls"][f"{service}.{operation}"] += 1
        try:
            answer = call(client, operation, given)
        except ClientError as error:
            self.tally.refused_units += _refused(error, given)
            raise
        if service == "dynamodb":
            self.tally.read_units += read_units(operation, given, answer)
        return answer

    def take(self) -> Tally:
        taken, self.tally = self.tally, Tally()
        return taken


def _cases(handler: Callable[..., Any], event: dict[str, Any]) -> Any:
    """The mapping's filter in the cloud: records of cases only."""
    records = [record for record in event["Records"] if is_case(record["dynamodb"])]
    return handler({"Records": records}, None) if records else {"batchItemFailures": []}


def is_case(change: dict[str, Any]) -> bool:
    images = (change.get(image, {}) for image in ("NewImage", "OldImage"))
    return any(image.get("kind", {}).get("S") == "case" for image in images)


def _refused(error: ClientError, given: dict[str, Any]) -> int:
    """A write that its condition refuses is paid, and so is a transaction that is cancelled."""
    match error.response["Error"]["Code"]:
        case "ConditionalCheckFailedException":
            return 1
        case "TransactionCanceledException":
            return 2 * len(given["TransactItems"])
    return 0
