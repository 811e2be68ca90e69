"""Compile a workflow to Amazon States Language (JSONPath).

A human step becomes four states: `enter` (our function records the step and answers its term),
`wait` (Step Functions writes the task with its token into the table and waits), `lapse` (the term
ran out: the table says whether a decision was just in time), `choose`.
The input and the state hold the case id, deadlines and the id of the request that is followed,
never personal data. Our function is given the whole state: the id of who answered the last step is
in its `outcome`, that of who handed it in is its `correlation`; an execution goes on without any.
"""

from typing import Any

from functions.domain.procedure import Procedure
from functions.domain.workflow import CANCELLED, ESCALATED, LAPSED, MOVED, WITHDRAWN, End, Step

_BEGIN = "Begin"
# An execution lives at most a year; a step that waits longer is a dated item, not a task.
_RETRY = [
    {
        "ErrorEquals": ["States.ALL"],
        "IntervalSeconds": 2,
        "BackoffRate": 2.0,
        # Hours rather than minutes: an execution that fails has to be redriven by hand.
        "MaxDelaySeconds": 300,
        "MaxAttempts": 60,
    }
]
# The write of a task may fail for any reason of the table's; a lapse is an answer, not a failure.
# By kind, not by name: the names differ by integration ("DynamoDb." here, "DynamoDB." elsewhere).
_RETRY_WRITE = [
    {"ErrorEquals": ["TermLapsed"], "MaxAttempts": 0},
    {**_RETRY[0], "ErrorEquals": ["States.TaskFailed"]},
]

# What an earlier opening of the same step left: its answer, and which clerk had it.
_GONE = (
    "choice", "reason", "decided", "holder", "holder_name", "holder_from", "holder_note",
    "GSI1PK", "GSI1SK", "correlation",
)  # fmt: skip


def compile_workflow(procedure: Procedure, *, table_name: str, task_arn: str) -> dict[str, Any]:
    """The state machine of a procedure, for the function that does the workflow's tasks."""
    states: dict[str, Any] = {_BEGIN: _begin([step.name for step in procedure.workflow.steps])}
    for step in procedure.workflow.steps:
        states |= _step_states(procedure, step, table_name, task_arn)
    for end in procedure.ends:
        states |= _end_states(end, task_arn)
    states["UnknownChoice"] = {
        "Type": "Fail",
        "Error": "UnknownChoice",
        "Cause": "A task ended with a choice that its step does not know.",
    }
    return {
        "Comment": f"{procedure.key} version {procedure.version}",
        "StartAt": _BEGIN,
        "States": states,
    }


def _begin(steps: list[str]) -> dict[str, Any]:
    """At the first step, or where a case is reopened or restarted."""
    return {
        "Type": "Choice",
        "Choices": [
            {
                "And": [
                    {"Variable": "$.at", "IsPresent": True},
                    {"Variable": "$.at", "StringEquals": name},
                ],
                "Next": f"{name}.enter",
            }
            for name in steps
        ],
        "Default": f"{steps[0]}.enter",
    }


def targets(procedure: Procedure, step: Step) -> dict[str, str]:
    """By choice, the state to which it leads: "<step>.enter", or "end.<name>"."""
    found = {outcome.value: _target(procedure, outcome.then) for outcome in step.outcomes}
    if procedure.withdraws_from(step):
        found[WITHDRAWN] = f"end.{WITHDRAWN}"
    if step.lapse.then:
        found[LAPSED] = _target(procedure, step.lapse.then)
    if step.lapse.escalate_to:
        found[ESCALATED] = f"{step.name}.enter"
    if step.visit_of:
        found[MOVED] = f"{step.name}.enter"
        found[CANCELLED] = f"{step.visit_of}.enter"
    return found


def _target(procedure: Procedure, name: str) -> str:
    is_end = any(end.name == name for end in procedure.workflow.ends)
    return f"end.{name}" if is_end else f"{name}.enter"


def _next_step(procedure: Procedure, step: Step) -> str:
    """Where a step leads that is not needed: where its first outcome leads."""
    return _target(procedure, step.outcomes[0].then)


def _step_states(
    procedure: Procedure, step: Step, table_name: str, task_arn: str
) -> dict[str, Any]:
    name = step.name
    enter = _lambda(
        task_arn,
        {"action": "enter", "step": name, "entered.$": "$$.State.EnteredTime"},
        select={
            key: f"$.Payload.{key[:-2]}"
            for key in ("needed.$", "deadline.$", "seconds.$", "queue.$", "role.$")
        },
        into="$.term",
        then=f"{name}.needed" if step.needed else f"{name}.wait",
    )
    states = {f"{name}.enter": enter}
    if step.needed:
        states[f"{name}.needed"] = {
            "Type": "Choice",
            "Choices": [
                {"Variable": "$.term.needed", "BooleanEquals": True, "Next": f"{name}.wait"}
            ],
            "Default": _next_step(procedure, step),
        }
    states[f"{name}.wait"] = _wait(procedure, step, table_name)
    states[f"{name}.lapse"] = _lambda(
        task_arn,
        {"action": "lapse", "step": name},
        select={"choice.$": "$.Payload.choice"},
        into="$.outcome",
        then=f"{name}.choose",
    )
    states[f"{name}.choose"] = {
        "Type": "Choice",
        "Choices": [
            {"Variable": "$.outcome.choice", "StringEquals": value, "Next": target}
            for value, target in targets(procedure, step).items()
        ],
        "Default": "UnknownChoice",
    }
    return states


def _wait(procedure: Procedure, step: Step, table_name: str) -> dict[str, Any]:
    """Write the task with its token straight into the table, and wait for it or for its term."""
    plain = {
        "kind": "task",
        "step": step.name,
        "process": procedure.process,
        "procedure": procedure.name,
        "party": step.party,
        "external": step.external,
        "state": "open",
    }
    computed = {
        "case_id": "$.case_id",
        "token": "$$.Task.Token",
        "opened": "$$.State.EnteredTime",
        "deadline": "$.term.deadline",
        "role": "$.term.role",
        # of the role that takes it, or of what the desk waits for
        "GSI2PK": "$.term.queue",
        "GSI2SK": "States.Format('{}#{}', $.term.deadline, $.case_id)",
    }
    names = [*plain, *computed]
    values: dict[str, Any] = {f":{key}": {"S": value} for key, value in plain.items()}
    values |= {f":{key}": {"S.$": path} for key, path in computed.items()}
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken",
        "Parameters": {
            "TableName": table_name,
            "Key": {
                "PK": {"S.$": "States.Format('CASE#{}', $.case_id)"},
                "SK": {"S": f"TASK#{step.name}"},
            },
            "UpdateExpression": "SET "
            + ", ".join(f"#{key} = :{key}" for key in names)
            + " REMOVE "
            + ", ".join(f"#{key}" for key in _GONE),
            "ExpressionAttributeNames": {f"#{key}": key for key in (*names, *_GONE)},
            "ExpressionAttributeValues": values,
        },
        "TimeoutSecondsPath": "$.term.seconds",
        "ResultPath": "$.outcome",
        "Retry": _RETRY_WRITE,
        "Catch": [
            {
                "ErrorEquals": ["States.Timeout", "TermLapsed"],
                "ResultPath": "$.lapse",
                "Next": f"{step.name}.lapse",
            }
        ],
        "Next": f"{step.name}.choose",
    }


def _end_states(end: End, task_arn: str) -> dict[str, Any]:
    return {
        f"end.{end.name}": _lambda(
            task_arn,
            {"action": "close", "outcome": end.name, "execution.$": "$$.Execution.Name"},
            select={"closed.$": "$.Payload.closed"},
            into="$.end",
            then="",
        )
    }


def _lambda(
    arn: str, payload: dict[str, str], *, select: dict[str, str], into: str, then: str
) -> dict[str, Any]:
    state: dict[str, Any] = {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {
            "FunctionName": arn,
            "Payload": {"case_id.$": "$.case_id", "state.$": "$", **payload},
        },
        "ResultSelector": select,
        "ResultPath": into,
        "Retry": _RETRY,
    }
    return state | ({"Next": then} if then else {"End": True})
