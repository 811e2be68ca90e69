"""Step Functions (services.ports.Workflows)."""

import json

from botocore.exceptions import ClientError

from functions.adapters.aws import client
from functions.domain.numbers import execution_name
from functions.log import CORRELATION, correlation

# The step was answered or timed out before; the table has the last word (workflow_tasks.lapse).
_SETTLED = frozenset({"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"})


class StepFunctions:
    """`prefix`: what the ARN of every state machine of this tenant begins with."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    def start(self, machine: str, case_id: str, *, run: int = 1, at: str = "") -> None:
        try:
            client("stepfunctions").start_execution(
                stateMachineArn=self._prefix + machine,
                name=execution_name(case_id, run),
                input=json.dumps({"case_id": case_id, "at": at, CORRELATION: correlation()}),
            )
        except ClientError as error:
            # AWS answers a repeat with the same input as a success; moto, and a closed one, do not.
            if error.response["Error"]["Code"] != "ExecutionAlreadyExists":
                raise

    def succeed(self, token: str, choice: str) -> None:
        try:
            client("stepfunctions").send_task_success(
                taskToken=token,
                output=json.dumps({"choice": choice, CORRELATION: correlation()}),
            )
        except ClientError as error:
            if error.response["Error"]["Code"] not in _SETTLED:
                raise
