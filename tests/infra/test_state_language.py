"""What every compiled workflow must be, whoever wrote it: whole, patient, silent on people."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from functions.domain.asl import compile_workflow
from functions.domain.procedure import Procedure
from functions.processes import all_procedures
from infra.local.clock import LAPSED as TERM_LAPSED
from tests.walks import choices

PROCEDURES = pytest.mark.parametrize(
    "procedure", all_procedures(), ids=lambda procedure: procedure.key.replace("/", "-")
)
# All that a state machine may know of a case: its id, and what is said of the step it is in.
ALLOWED = re.compile(
    r"\$\.case_id|\$\.at|\$\$\.Execution\.Name|\$\.term\.(deadline|seconds|queue|role|needed)|\$\.outcome\.choice"
    r"|\$\.Payload\.(deadline|seconds|queue|role|needed|choice|closed)"
    r"|\$\$\.Task\.Token|\$\$\.State\.EnteredTime"
)
_PATH = re.compile(r"\$[$.\w\[\]]+")


def states_of(procedure: Procedure) -> dict[str, Any]:
    found: dict[str, Any] = compiled(procedure)["States"]
    return found


def compiled(procedure: Procedure) -> dict[str, Any]:
    return compile_workflow(procedure, table_name="table", task_arn="arn:task")


def targets(state: dict[str, Any]) -> Iterator[str]:
    parts = [state, *state.get("Choices", ()), *state.get("Catch", ())]
    yield from (part[key] for part in parts for key in ("Next", "Default") if key in part)


def texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


@PROCEDURES
def test_every_state_leads_to_one_that_exists_and_every_state_is_led_to(
    procedure: Procedure,
) -> None:
    machine, states = compiled(procedure), states_of(procedure)
    seen, todo = set(), [machine["StartAt"]]
    while todo:
        name = todo.pop()
        assert name in states
        if name not in seen:
            seen.add(name)
            todo += targets(states[name])
    assert seen == set(states)


@PROCEDURES
def test_every_state_goes_on_or_ends(procedure: Procedure) -> None:
    for name, state in states_of(procedure).items():
        ends = [bool(state.get("End")), "Next" in state, state["Type"] in ("Choice", "Fail")]
        assert sum(ends) == 1, name


@PROCEDURES
def test_every_task_is_tried_again_for_an_hour_at_least(procedure: Procedure) -> None:
    for name, state in states_of(procedure).items():
        if state["Type"] != "Task":
            continue
        retry = state["Retry"][-1]
        assert retry["ErrorEquals"] in (["States.ALL"], ["States.TaskFailed"]), name
        waits, delay = 0.0, float(retry["IntervalSeconds"])
        for _ in range(retry["MaxAttempts"]):
            waits += min(delay, retry["MaxDelaySeconds"])
            delay *= retry["BackoffRate"]
        assert waits >= 3600, name


@PROCEDURES
def test_a_wait_has_a_term_and_a_lapse_is_caught_and_never_tried_again(
    procedure: Procedure,
) -> None:
    states = states_of(procedure)
    for step in procedure.workflow.steps:
        wait = states[f"{step.name}.wait"]
        assert wait["Resource"].endswith(".waitForTaskToken")
        assert wait["TimeoutSecondsPath"] == "$.term.seconds"
        assert wait["Retry"][0] == {"ErrorEquals": [TERM_LAPSED], "MaxAttempts": 0}
        assert not {"States.ALL", "States.Timeout"} & {
            name for retry in wait["Retry"] for name in retry["ErrorEquals"]
        }
        (caught,) = wait["Catch"]
        assert set(caught["ErrorEquals"]) == {"States.Timeout", TERM_LAPSED}
        assert caught["Next"] == f"{step.name}.lapse"


@PROCEDURES
def test_every_choice_of_a_step_has_its_way_and_every_lapse_one_consequence(
    procedure: Procedure,
) -> None:
    states = states_of(procedure)
    for step in procedure.workflow.steps:
        assert bool(step.lapse.then) != bool(step.lapse.escalate_to), step.name
        choose = states[f"{step.name}.choose"]
        assert {rule["StringEquals"] for rule in choose["Choices"]} == set(choices(procedure, step))
        assert choose["Default"] == "UnknownChoice"


@PROCEDURES
def test_a_state_machine_holds_the_case_id_and_terms_and_nothing_of_people(
    procedure: Procedure,
) -> None:
    for name, state in states_of(procedure).items():
        for text in texts(
            [state.get("Parameters"), state.get("ResultSelector"), state.get("Choices")]
        ):
            for path in _PATH.findall(text):
                assert ALLOWED.fullmatch(path), f"{name} reads {path}"


@PROCEDURES
def test_a_task_is_written_with_the_names_that_its_reader_knows(procedure: Procedure) -> None:
    from functions.domain.case import Task

    known = {*Task.model_fields, "kind", "correlation", "GSI1PK", "GSI1SK", "GSI2PK", "GSI2SK"}
    for step in procedure.workflow.steps:
        written = states_of(procedure)[f"{step.name}.wait"]["Parameters"]
        assert set(written["ExpressionAttributeNames"].values()) <= known
        assert "#GSI2PK = :GSI2PK" in written["UpdateExpression"]


@PROCEDURES
def test_a_definition_fits_in_what_step_functions_takes(procedure: Procedure) -> None:
    assert len(json.dumps(compiled(procedure))) < 1024 * 1024
