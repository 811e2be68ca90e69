"""Executions of a tenant's state machines, as Step Functions tells of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from functions.domain.case import Case
from functions.domain.numbers import execution_name
from infra.operate.deployed import Deployed

BAD_ENDS = ("FAILED", "TIMED_OUT", "ABORTED")
_MISSING = frozenset({"ExecutionDoesNotExist", "StateMachineDoesNotExist"})


@dataclass(frozen=True)
class Execution:
    """`name` is the case's id, or "<id>-2" and so on; `can_redrive`: Step Functions says so."""

    arn: str
    machine: str
    name: str
    status: str
    began: datetime
    ended: datetime | None = None
    can_redrive: bool = False


def of_case(deployed: Deployed, case: Case) -> Execution | None:
    """The one that the case is in by the table; None when Step Functions knows none."""
    arn = deployed.execution(case.machine, execution_name(case.id, case.run))
    try:
        found = deployed.client("stepfunctions").describe_execution(executionArn=arn)
    except ClientError as error:
        if error.response["Error"]["Code"] in _MISSING:
            return None
        raise
    return Execution(
        arn,
        case.machine,
        found["name"],
        found["status"],
        found["startDate"],
        found.get("stopDate"),
        found.get("redriveStatus") == "REDRIVABLE",
    )


def machines(deployed: Deployed) -> list[str]:
    """The ARNs of this tenant's state machines."""
    pages = deployed.client("stepfunctions").get_paginator("list_state_machines").paginate()
    return [
        one["stateMachineArn"]
        for page in pages
        for one in page["stateMachines"]
        if one["stateMachineArn"].startswith(deployed.machines)
    ]


def listed(deployed: Deployed, machine: str, status: str) -> Iterator[Execution]:
    """The executions of a machine (its ARN) in a state, newest first."""
    pages = deployed.client("stepfunctions").get_paginator("list_executions")
    for page in pages.paginate(stateMachineArn=machine, statusFilter=status):
        for one in page["executions"]:
            name = machine.removeprefix(deployed.machines)
            yield Execution(
                one["executionArn"], name, one["name"], one["status"], one["startDate"],
                one.get("stopDate"),
            )  # fmt: skip


def last_state(deployed: Deployed, execution: Execution) -> str:
    """The state that it entered last: where it stands, or stood when it ended."""
    history = deployed.client("stepfunctions").get_execution_history(
        executionArn=execution.arn, reverseOrder=True, maxResults=1000, includeExecutionData=False
    )
    entered = [event for event in history["events"] if "stateEnteredEventDetails" in event]
    newest = max(entered, key=lambda event: event["id"], default=None)
    return str(newest["stateEnteredEventDetails"]["name"]) if newest else ""


def redrive(deployed: Deployed, execution: Execution) -> bool:
    """Let it go on at the state that failed; False when Step Functions refuses."""
    client: Any = deployed.client("stepfunctions")
    try:
        client.redrive_execution(executionArn=execution.arn)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ExecutionNotRedrivable":
            return False
        raise
    return True
