"""Moto as a server on a thread: DynamoDB, S3, Step Functions, SES and SQS of the local desk.

Our functions are not run by moto: when Step Functions invokes one, it is called by name, either in
this process (tests) or over HTTP in the process that reloads on a code change.
"""

import json
import os
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timezone
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, unquote

from moto.awslambda_simple.models import LambdaSimpleBackend, lambda_simple_backends
from moto.core.config import default_user_config
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from moto.stepfunctions.parser.asl.component.state import state as workflow_state
from werkzeug.wrappers import Request, Response

from infra.local import made_once, quicker, streams, transactions
from infra.local.changes import Changes
from infra.local.cloud_errors import FunctionError, error_payload
from infra.local.config import ACCOUNT, LOOPBACK, REGION, aws_environment
from infra.local.mail_events import MailEvents
from infra.local.mails import Mail, read_mails
from infra.local.serve import Served

Function = Callable[[dict[str, Any], Any], Any]
_READS = re.compile(r"\.(Get|BatchGet|TransactGet|Query|Scan|List|Describe)")  # of DynamoDB
_SIGNED_FOR = re.compile(r"/([a-z0-9]+)/aws4_request")
_RUNTIME_WAIT = 30.0  # seconds that a call waits for functions that are being reloaded


class Functions:
    """The functions that Step Functions can invoke, by their full name."""

    def __init__(self) -> None:
        self.local: dict[str, Function] = {}
        self.runtime: str | None = None  # address of the process that has them

    def invoke(self, name: str, event: Any) -> Any:  # noqa: ANN401
        """Call a function by name or ARN. Raises FunctionError, or KeyError if there is none."""
        name = name.split(":function:")[-1].split(":")[0]
        if name in self.local:
            try:
                return json.loads(json.dumps(self.local[name](event, None)))
            except Exception as error:
                raise FunctionError(error_payload(error)) from error
        if self.runtime is None:
            raise KeyError(name)
        return self._post(f"{self.runtime}/invoke/{name}", json.dumps(event).encode())

    def _post(self, url: str, body: bytes) -> Any:  # noqa: ANN401
        give_up = time.monotonic() + _RUNTIME_WAIT
        while True:
            try:
                with urllib.request.urlopen(url, body, timeout=60) as answer:  # noqa: S310
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                with error:
                    if error.code == 404:
                        raise KeyError(url) from None
                    raise FunctionError(json.load(error)) from None
            except OSError as error:
                # Refused: it is restarting. Anything else may have run, so is not repeated here.
                refused = isinstance(getattr(error, "reason", error), ConnectionRefusedError)
                if not refused or time.monotonic() > give_up:
                    raise FunctionError(error_payload(error)) from None
                time.sleep(0.1)


functions = Functions()


class LocalLambda(LambdaSimpleBackend):
    """Moto's Lambda, with our own way to run a function."""

    def invoke(
        self,
        function_name: str,
        qualifier: str | None,
        body: Any,  # noqa: ANN401
        headers: Any,  # noqa: ANN401
        response_headers: Any,  # noqa: ANN401
    ) -> bytes | None:
        """Answer as Lambda does: an error is a 200 with a header that says so."""
        del qualifier, headers
        try:
            return json.dumps(functions.invoke(function_name, json.loads(body or "{}"))).encode()
        except KeyError:
            return None
        except FunctionError as error:
            response_headers["x-amz-function-error"] = "Unhandled"
            return json.dumps(error.payload).encode()


class Cloud:
    """One moto server. Its state is moto's, so there is one per process: see `cloud()`."""

    def __init__(self, port: int = 0) -> None:
        default_user_config["stepfunctions"] = {"execute_state_machine": True}
        default_user_config["lambda"] = {"use_docker": False}
        lambda_simple_backends.backend = LocalLambda
        made_once.use()
        transactions.use()
        quicker.use()
        streams.use()
        self._moto = DomainDispatcherApplication(create_backend_app)
        # Moto undoes a cancelled transaction by putting back a copy of the whole table: what was
        # written meanwhile would be lost, and what was undone could be read from the stream.
        self._one_table_request = threading.Lock()
        # Two that read one object at once share the place in its file: each gets a part.
        self._one_file_request = threading.Lock()
        self.changes = Changes()
        self.mail_events = MailEvents()
        self.follow(lambda: datetime.now(UTC))
        self._served = Served(self.wsgi, port=port, handler=MotoRequestHandler)
        self.port = self._served.port
        # Read by moto's Step Functions at every call: without it, it calls port 5000.
        os.environ["MOTO_PORT"] = str(self.port)

    def follow(self, now: Callable[[], datetime]) -> None:
        """Tell by this clock, which may be moved, when a state was entered or a mail came back."""
        self.mail_events.now = now
        moved = SimpleNamespace(now=lambda tz: now().astimezone(tz))
        vars(workflow_state)["datetime"] = SimpleNamespace(datetime=moved, timezone=timezone)

    @property
    def url(self) -> str:
        """Moto's address."""
        return f"http://{LOOPBACK}:{self.port}"

    def environment(self) -> dict[str, str]:
        """What boto3 needs in its environment."""
        return aws_environment(self.port)

    def reset(self) -> None:
        """Forget every resource. Waiting executions are stopped first, or their threads stay."""
        from moto.moto_api._internal.models import moto_api_backend

        for execution in self._executions():
            _wait_for_start(execution)
            execution.stop(stop_date=None, error="", cause="")
        moto_api_backend.reset()

    def empty(self) -> None:
        """Forget everything but what takes long to make: the state machines and the keys."""
        machines, keys = _step_functions().state_machines, _kms().keys
        self.reset()
        _kms().keys = keys  # with their aliases
        self.mail_events.forget()
        for machine in machines:
            machine.executions = []
        _step_functions().state_machines = machines

    def stop(self) -> None:
        """Stop the server."""
        self.reset()
        self._served.stop()

    def busy(self) -> int:
        """Count the executions that run and do not wait for a person or a date."""
        return sum(not _waits(execution) for execution in self._executions())

    def mails(self, to: str = "") -> list[Mail]:
        """The mails to an address, or all of them, newest first."""
        from moto.ses.models import ses_backends

        mails = read_mails(ses_backends[ACCOUNT][REGION].sent_messages)
        return [mail for mail in mails if mail.reaches(to)]

    def _executions(self) -> list[Any]:
        return [run for run in _step_functions()._get_executions() if run.exec_status == "RUNNING"]

    def wsgi(self, environ: Any, start_response: Any) -> Any:  # noqa: ANN401
        """Moto, and beside it what the process with the site wants to know of this one."""
        path = environ.get("PATH_INFO", "")
        if not path.startswith("/_cloud/"):
            target = environ.get("HTTP_X_AMZ_TARGET", "")
            service = _service(environ)
            if service == "ses":
                return self._mail(environ, start_response)
            if service == "s3":
                with self._one_file_request:
                    return self._moto(environ, start_response)
            if not target.startswith("DynamoDB"):
                return self._moto(environ, start_response)
            with self._one_table_request:
                answer = self._moto(environ, start_response)
                if not _READS.search(target):
                    self.changes.add()
                return answer
        request = Request(environ)
        if path == "/_cloud/mails":
            to = parse_qs(request.query_string.decode()).get("to", [""])[0]
            body = json.dumps([mail.as_dict() for mail in self.mails(to)])
            return Response(body, mimetype="application/json")(environ, start_response)
        if path == "/_cloud/empty" and request.method == "POST":
            self.empty()
            return Response(status=204)(environ, start_response)
        return Response(status=404)(environ, start_response)

    def _mail(self, environ: Any, start_response: Any) -> Any:  # noqa: ANN401
        """SES: what it accepts may come back."""
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = BytesIO(body)

        def begin(status: str, *rest: Any) -> Any:  # noqa: ANN401
            if status.startswith("200"):
                self.mail_events.sent(body)
            return start_response(status, *rest)

        return self._moto(environ, begin)


def _service(environ: Any) -> str:  # noqa: ANN401
    """As the signature names it, in a header or in the address; "" if it is not signed."""
    signed = environ.get("HTTP_AUTHORIZATION") or unquote(environ.get("QUERY_STRING", ""))
    found = _SIGNED_FOR.search(signed)
    return found[1] if found else ""


def _step_functions() -> Any:  # noqa: ANN401
    from moto.stepfunctions.parser.models import stepfunctions_parser_backends

    return stepfunctions_parser_backends[ACCOUNT][REGION]


def _kms() -> Any:  # noqa: ANN401
    from moto.kms.models import kms_backends

    return kms_backends[ACCOUNT][REGION]


def _wait_for_start(execution: Any) -> None:  # noqa: ANN401
    """Moto cannot stop an execution whose thread has not begun yet. At most ten seconds."""
    for _ in range(1000):
        if execution.exec_worker is not None and execution.exec_worker.env is not None:
            return
        time.sleep(0.01)


def _waits(execution: Any) -> bool:  # noqa: ANN401
    last = _last_event(execution)
    if last == "TaskSubmitted":
        # An answer that its thread has not taken up yet is work under way.
        asked = list(execution.exec_worker.env.callback_pool_manager._pool.values())
        return not asked or asked[-1].get_outcome() is None
    return last == "WaitStateEntered"


def _last_event(execution: Any) -> str:  # noqa: ANN401
    env = execution.exec_worker.env if execution.exec_worker else None
    events = env.event_manager._history_event_list if env else []  # asked for, it is copied
    return str(events[-1]["type"].value) if events else ""


_cloud: Cloud | None = None


def cloud(port: int = 0) -> Cloud:
    """The moto server of this process, started at the first call."""
    global _cloud
    if _cloud is None:
        _cloud = Cloud(port)
    return _cloud
