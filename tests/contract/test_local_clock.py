"""Time can be moved forward, and terms then lapse."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest

from infra.local.clock import LAPSED, MovableClock, duration, lapse
from infra.local.config import Local
from infra.local.provision import create_table, put_state_machine
from infra.local.stack import LocalStack
from tests.faults import accepted, file_of

LOCAL = Local("mechelen", 1, 2, 3, 4, Path(), Path())


@pytest.mark.parametrize(
    ("text", "expected"),
    [("P3D", timedelta(days=3)), ("pt2h", timedelta(hours=2)), ("P1W", timedelta(weeks=1)),
     ("P1DT2H3M4S", timedelta(days=1, hours=2, minutes=3, seconds=4))],
)  # fmt: skip
def test_a_duration_is_read(text, expected):
    assert duration(text) == expected


@pytest.mark.parametrize("text", ["", "P", "3", "P3M", "-P3D", "PT", "P1.5D"])
def test_what_is_no_duration_is_said_to_be_none(text):
    with pytest.raises(ValueError, match="P3D"):
        duration(text)


def test_the_offset_is_shared_by_file_and_survives(tmp_path):
    file = tmp_path / "clock"
    MovableClock(file).forward(timedelta(days=2))
    other = MovableClock(file)
    assert other.now() - datetime.now(UTC) > timedelta(days=1, hours=23)
    assert other.now().tzinfo is UTC
    other.reset()
    assert MovableClock(file).offset == timedelta()


def test_time_never_goes_back():
    with pytest.raises(ValueError, match="forward"):
        MovableClock().forward(timedelta(days=-1))


def task_machine() -> str:
    """One human step, written into the table by Step Functions itself."""
    return put_state_machine(
        "burgerloket-mechelen-test-one-v1",
        {
            "StartAt": "Ask",
            "States": {
                "Ask": {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken",
                    "Parameters": {
                        "TableName": LOCAL.table,
                        "Key": {"PK": {"S.$": "$.case"}, "SK": {"S": "TASK#ask"}},
                        "UpdateExpression": "SET #t=:t, #s=:s, kind=:k, deadline=:d",
                        "ExpressionAttributeNames": {"#t": "token", "#s": "state"},
                        "ExpressionAttributeValues": {
                            ":t": {"S.$": "$$.Task.Token"},
                            ":s": {"S": "open"},
                            ":k": {"S": "task"},
                            ":d": {"S.$": "$.deadline"},
                        },
                    },
                    "Catch": [{"ErrorEquals": ["States.Timeout", LAPSED], "Next": "Late"}],
                    "End": True,
                },
                "Late": {"Type": "Pass", "Result": {"ended": "late"}, "End": True},
            },
        },
    )


def wait_for(condition) -> None:
    import time

    for _ in range(200):
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError


def test_a_moved_clock_ends_the_tasks_whose_term_has_passed_and_no_others(aws):
    import json

    create_table(LOCAL.table)
    machine = task_machine()
    client = boto3.client("stepfunctions")
    now = datetime.now(UTC)
    told = set()
    runs = {
        name: client.start_execution(
            stateMachineArn=machine,
            name=name,
            input=json.dumps({"case": name, "deadline": (now + timedelta(days=days)).isoformat()}),
        )["executionArn"]
        for name, days in {"soon": 2, "later": 9}.items()
    }
    table = boto3.resource("dynamodb").Table(LOCAL.table)
    wait_for(lambda: table.scan()["Count"] == 2 and aws.busy() == 0)
    assert lapse(LOCAL.table, now, told) == 0
    assert lapse(LOCAL.table, now + timedelta(days=3), told) == 1

    def status(name):
        return client.describe_execution(executionArn=runs[name])["status"]

    wait_for(lambda: status("soon") == "SUCCEEDED")
    output = client.describe_execution(executionArn=runs["soon"])["output"]
    assert json.loads(output) == {"ended": "late"}
    assert status("later") == "RUNNING"
    # What has ended but still says "open" does no harm.
    assert lapse(LOCAL.table, now + timedelta(days=3), told) == 0


def test_a_task_begins_by_the_clock_that_was_moved(desk: LocalStack) -> None:
    desk.forward(days=40)
    before = desk.clock.now()
    walk = accepted()
    desk.settle()
    task = file_of(walk).open_task()
    assert task
    assert before <= task.opened <= desk.clock.now()
