"""A case that stands still is found, and goes on without anything being asked or told twice."""

import time
from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions.adapters.workflows import StepFunctions
from functions.domain.numbers import execution_name, write_case_number
from infra.local.stack import LocalStack
from infra.operate import stuck
from infra.operate.deployed import Deployed
from tests.faults import accepted, assert_sound, executions, file_of, subjects, take
from tests.infra.operated import operate
from tests.walks import Walk


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was made a second ago counts as settled, on whatever morning the desk began."""
    monkeypatch.setattr(stuck, "_SETTLED", -timedelta(days=30))


def arn(tenant: Deployed, walk: Walk) -> str:
    case = file_of(walk).case
    return tenant.execution(case.machine, execution_name(case.id, case.run))


def stop(desk: LocalStack, tenant: Deployed, walk: Walk) -> None:
    """End its execution, as an operator or a failure would."""
    steps = boto3.client("stepfunctions")
    steps.stop_execution(executionArn=arn(tenant, walk))
    task = file_of(walk).open_task()  # moto hears of the stop when its wait ends
    assert task
    steps.send_task_failure(taskToken=task.token, error="Stopped")
    give_up = time.monotonic() + 10
    while steps.describe_execution(executionArn=arn(tenant, walk))["status"] == "RUNNING":
        assert time.monotonic() < give_up, "it does not stop"
        time.sleep(0.05)


@pytest.fixture
def walk(desk: LocalStack, tenant: Deployed) -> Walk:
    """A case that waits for the office."""
    found = accepted()
    desk.settle()
    return found


def number_of(walk: Walk) -> str:
    return write_case_number(file_of(walk).case.number)


def test_what_moves_is_left_alone(desk: LocalStack, walk: Walk, capsys) -> None:
    assert operate("stuck") == 0
    assert "Nothing stands still." in capsys.readouterr().out
    assert operate("stuck", "--restart", number_of(walk)) == 2
    assert "its workflow runs" in capsys.readouterr().err
    take(walk, "registration", "refuse")
    desk.settle()
    assert operate("stuck") == 0
    assert operate("stuck", "--restart", number_of(walk)) == 2
    assert "the case is closed" in capsys.readouterr().err
    assert operate("stuck", "--restart", "nothing") == 2


def test_a_case_whose_execution_ended_goes_on_with_the_term_that_it_had(
    desk: LocalStack, tenant: Deployed, walk: Walk, capsys
) -> None:
    stop(desk, tenant, walk)
    before = file_of(walk).case
    assert operate("stuck") == 1
    told = capsys.readouterr().out
    assert f"--restart {number_of(walk)}" in told
    assert "its execution is FAILED" in told
    assert before.applicant.family_name not in told
    assert operate("stuck", "--restart", number_of(walk)) == 0
    assert "Begun again at registration" in capsys.readouterr().out
    desk.settle()
    now = file_of(walk).case
    assert (now.run, now.stage) == (2, "registration")
    assert now.stage_deadline == before.stage_deadline
    assert operate("stuck") == 0
    take(walk, "registration", "refuse")
    desk.settle()
    file = file_of(walk)
    assert_sound(file, "refuse")
    assert file.case.status == "closed"
    assert len(subjects(desk, file.case.mail)) == 2  # received, decided: nothing twice


def test_a_step_of_another_person_can_begin_again_too(desk: LocalStack, tenant: Deployed) -> None:
    walk = accepted("elections/proxy")
    desk.settle()
    before = file_of(walk).case
    stop(desk, tenant, walk)
    assert operate("stuck", "--restart", walk.case.id) == 0
    desk.settle()
    now = file_of(walk)
    assert now.case.stage == before.stage
    assert now.case.stage_deadline == before.stage_deadline
    assert now.open_task()


def test_what_was_decided_is_not_asked_again(
    desk: LocalStack, tenant: Deployed, walk: Walk, capsys
) -> None:
    stop(desk, tenant, walk)
    take(walk, "registration", "refuse")
    desk.settle()
    assert file_of(walk).case.status == "running"
    assert operate("stuck") == 1
    assert operate("stuck", "--restart", number_of(walk)) == 0
    assert "Closed with the end that was decided: refused" in capsys.readouterr().out
    desk.settle()
    file = file_of(walk)
    assert_sound(file, "refuse")
    assert file.case.status == "closed"
    assert executions(desk) == [walk.case.id]


def test_what_was_asked_of_the_applicant_goes_on_there(
    desk: LocalStack, tenant: Deployed, walk: Walk
) -> None:
    stop(desk, tenant, walk)
    take(walk, "registration", "ask")
    desk.settle()
    assert operate("stuck", "--restart", number_of(walk)) == 0
    desk.settle()
    assert file_of(walk).case.stage == "registration_supplement"
    kinds = [event.kind for event in file_of(walk).events]
    assert kinds == ["submitted", "entered", "decided", "restarted", "entered"]


def test_a_case_that_no_workflow_knows_is_begun(desk: LocalStack, tenant: Deployed, capsys) -> None:
    walk = accepted()
    assert operate("stuck") == 1
    assert "Step Functions knows no execution" in capsys.readouterr().out
    assert operate("stuck", "--restart", walk.case.id) == 0
    desk.settle()  # the stream comes late, and starts nothing twice
    assert executions(desk) == [walk.case.id]
    assert file_of(walk).case.stage == "registration"


def test_a_restart_that_was_broken_off_is_finished_by_the_next(
    desk: LocalStack, tenant: Deployed, walk: Walk, monkeypatch
) -> None:
    stop(desk, tenant, walk)
    with monkeypatch.context() as broken:

        def fails(*_: Any, **__: Any) -> None:
            raise KeyboardInterrupt

        broken.setattr(StepFunctions, "start", fails)
        with pytest.raises(KeyboardInterrupt):
            operate("stuck", "--restart", walk.case.id)
    assert operate("stuck") == 1
    assert operate("stuck", "--restart", walk.case.id) == 0
    desk.settle()
    assert executions(desk) == [walk.case.id, f"{walk.case.id}-2"]
    assert [e.kind for e in file_of(walk).events].count("restarted") == 1
    assert file_of(walk).open_task()


def test_nobody_decides_on_a_task_whose_workflow_is_gone_while_it_begins_again(
    desk: LocalStack, tenant: Deployed, walk: Walk, monkeypatch
) -> None:
    stop(desk, tenant, walk)
    monkeypatch.setattr(StepFunctions, "start", lambda *_, **__: None)
    assert operate("stuck", "--restart", walk.case.id) == 0
    assert file_of(walk).open_task() is None


class Redriven:
    """Step Functions as it answers where moto cannot: what can be redriven."""

    def __init__(self, tenant: Deployed, monkeypatch: pytest.MonkeyPatch, refuses: bool) -> None:
        self.done: list[str] = []
        client = tenant.client("stepfunctions")
        describe = client.describe_execution

        def describes(**given: str) -> Any:
            return {**describe(**given), "redriveStatus": "REDRIVABLE"}

        def redrives(executionArn: str) -> None:  # noqa: N803 - as boto3 has it
            if refuses:
                code = {"Error": {"Code": "ExecutionNotRedrivable"}}
                raise client.exceptions.ClientError(code, "RedriveExecution")
            self.done.append(executionArn)

        monkeypatch.setattr(client, "describe_execution", describes)
        monkeypatch.setattr(client, "redrive_execution", redrives)


def test_an_execution_that_can_go_on_itself_does(
    desk: LocalStack, tenant: Deployed, walk: Walk, monkeypatch, capsys
) -> None:
    stop(desk, tenant, walk)
    redriven = Redriven(tenant, monkeypatch, refuses=False)
    assert operate("stuck", "--restart", walk.case.id) == 0
    assert redriven.done == [arn(tenant, walk)]
    assert "Redriven" in capsys.readouterr().out
    assert file_of(walk).case.run == 1


def test_a_redrive_never_goes_over_an_answer(
    desk: LocalStack, tenant: Deployed, walk: Walk, monkeypatch
) -> None:
    stop(desk, tenant, walk)
    take(walk, "registration", "refuse")
    desk.settle()
    redriven = Redriven(tenant, monkeypatch, refuses=False)
    assert operate("stuck", "--restart", walk.case.id) == 0
    assert redriven.done == []
    assert file_of(walk).case.status == "closed"


def test_what_cannot_be_redriven_begins_again(
    desk: LocalStack, tenant: Deployed, walk: Walk, monkeypatch
) -> None:
    stop(desk, tenant, walk)
    Redriven(tenant, monkeypatch, refuses=True)
    assert operate("stuck", "--restart", walk.case.id) == 0
    assert file_of(walk).case.run == 2


def test_a_workflow_that_runs_for_no_case_is_told(
    desk: LocalStack, tenant: Deployed, walk: Walk, capsys
) -> None:
    place = {"PK": {"S": f"CASE#{walk.case.id}"}, "SK": {"S": "META"}}
    boto3.client("dynamodb").delete_item(TableName=tenant.table, Key=place)
    assert operate("stuck") == 1
    assert f"stop-execution --execution-arn {tenant.execution(walk.case.machine, '')}" in (
        capsys.readouterr().out
    )


def test_an_answer_that_no_workflow_heard_is_told(
    desk: LocalStack, tenant: Deployed, walk: Walk, capsys
) -> None:
    take(walk, "registration", "refuse")  # and the stream stands still
    assert operate("stuck") == 1
    assert "was answered, its workflow still waits" in capsys.readouterr().out
