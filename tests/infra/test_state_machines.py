"""Every state machine, driven through every state, from the definition of its procedure alone."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import boto3
import pytest

from functions import wiring
from functions.domain.case import first_break
from functions.domain.procedure import Procedure
from functions.processes import all_procedures
from infra.local.stack import LocalStack
from tests.applications import NAME, someone
from tests.mornings import start_anew
from tests.walks import Walk, begin, file_of, move, walks


def _each() -> list[Any]:
    """Every procedure, in a group of its own, so that the workers share them."""
    return [
        pytest.param(
            procedure,
            id=(name := procedure.key.replace("/", "-")),
            marks=pytest.mark.xdist_group(f"walks-{name}"),
        )
        for procedure in all_procedures()
    ]


STATES = "states reached"  # told under the results (tests/conftest.py)
UNKNOWN = "UnknownChoice"  # no person and no term can answer it: see the test of its own


def execution_arn(desk: LocalStack, walk: Walk) -> str:
    procedure, case = walk.procedure, walk.case
    assert case
    machine = f"{desk.local.prefix}-{procedure.process}-{procedure.name}-v{procedure.version}"
    found = boto3.client("stepfunctions").list_state_machines()["stateMachines"]
    (arn,) = (m["stateMachineArn"] for m in found if m["name"] == machine)
    return f"{arn.replace(':stateMachine:', ':execution:')}:{case.id}"


def definition(desk: LocalStack, walk: Walk) -> dict:
    arn = execution_arn(desk, walk).replace(":execution:", ":stateMachine:").rpartition(":")[0]
    text = boto3.client("stepfunctions").describe_state_machine(stateMachineArn=arn)["definition"]
    return json.loads(text)


def history(desk: LocalStack, walk: Walk) -> list[dict]:
    pages = boto3.client("stepfunctions").get_paginator("get_execution_history")
    found = pages.paginate(executionArn=execution_arn(desk, walk))
    return [event for page in found for event in page["events"]]


class Walked(NamedTuple):
    desk: LocalStack
    walks: list[Walk]
    histories: list[list[dict]]  # of each walk


@pytest.fixture(scope="module", params=_each())
def walked(request: pytest.FixtureRequest, _desk: LocalStack) -> Iterator[Walked]:
    """Every walk of a procedure, all at once: each takes a step, then the desk settles."""
    procedure: Procedure = request.param
    start_anew(_desk)
    ports = wiring.ports()
    found = walks(procedure, ports.facts(someone(ports).person))
    for walk in found:
        begin(ports, walk)
    for at in range(max(len(walk.moves) for walk in found)):
        _desk.settle()
        for walk in found:
            move(ports, walk, at)
    _desk.settle()
    histories = [history(_desk, walk) for walk in found]
    for walk, events in zip(found, histories, strict=True):
        walk.visited = [
            event["stateEnteredEventDetails"]["name"]
            for event in events
            if "stateEnteredEventDetails" in event
        ]
    yield Walked(_desk, found, histories)
    _desk.reset()


def test_every_state_is_reached(
    walked: Walked, record_property: Callable[[str, object], None]
) -> None:
    declared = set(definition(walked.desk, walked.walks[0])["States"])
    reached = {state for walk in walked.walks for state in walk.visited}
    left_out = declared - reached - {UNKNOWN}
    count = len(declared - {UNKNOWN})
    told = f"{count - len(left_out)} of {count} states in {len(walked.walks)} ways"
    record_property(STATES, f"{walked.walks[0].procedure.key}: {told}")
    assert not left_out, f"{len(walked.walks)} walks never reach {sorted(left_out)}"
    assert not reached - declared


def test_every_choice_ends_where_the_definition_says(walked: Walked) -> None:
    ports = wiring.ports()
    ended = {walk.name: file_of(ports, walk).case.outcome for walk in walked.walks}
    assert ended == {walk.name: walk.end for walk in walked.walks}


def test_a_case_waits_only_for_the_steps_that_it_needs(walked: Walked) -> None:
    for walk in walked.walks:
        waited = [state.removesuffix(".wait") for state in walk.visited if state.endswith(".wait")]
        assert waited == [step for step, _ in walk.moves], walk.name


def test_every_execution_succeeds_and_every_case_is_closed_once(walked: Walked) -> None:
    client, ports = boto3.client("stepfunctions"), wiring.ports()
    for walk in walked.walks:
        run = client.describe_execution(executionArn=execution_arn(walked.desk, walk))
        assert run["status"] == "SUCCEEDED", walk.name
        file = file_of(ports, walk)
        assert [event.kind for event in file.events].count("closed") == 1, walk.name
        assert first_break(file.events, file.case.head) is None, walk.name
        assert all(task.state != "open" for task in file.tasks.values()), walk.name


def test_a_claim_is_free_again_unless_a_good_end_keeps_it(walked: Walked) -> None:
    ports = wiring.ports()
    for walk in walked.walks:
        assert walk.case
        case = file_of(ports, walk).case
        kept = walk.procedure.workflow.end(walk.end).positive and walk.procedure.keeps_claims
        if not kept:
            assert case.claims == [], walk.name
        else:
            assert set(walk.case.claims) <= set(case.claims), walk.name


def test_an_execution_never_sees_who_it_is_about(walked: Walked) -> None:
    for walk, events in zip(walked.walks, walked.histories, strict=True):
        assert walk.case
        told = json.dumps(events, default=str)
        people = [walk.case.applicant, *walk.case.parties.values()]
        for secret in (NAME, NAME.lower(), *(p.national_number for p in people)):
            assert secret not in told, walk.name
        assert walk.case.id in told


@pytest.mark.parametrize("procedure", _each())
def test_an_answer_that_no_step_knows_fails_the_execution(
    procedure: Procedure, desk: LocalStack
) -> None:
    ports = wiring.ports()
    walk = Walk(procedure, {}, [], "")
    begin(ports, walk)
    desk.settle()
    task = file_of(ports, walk).open_task()
    assert task
    client = boto3.client("stepfunctions")
    client.send_task_success(taskToken=task.token, output='{"choice": "nonsense"}')
    desk.settle()
    run = client.describe_execution(executionArn=execution_arn(desk, walk))
    assert (run["status"], run["error"]) == ("FAILED", UNKNOWN)
