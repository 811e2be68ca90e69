"""The whole local desk holds together, with stand-ins for our own functions."""

import json
import socket
import sys
import threading
import time
import types
from datetime import date

import boto3
import pytest
from chalice import Chalice

from infra.local import provision
from infra.local.calendar import election_day, write_calendar
from infra.local.config import LOOPBACK, Local
from infra.local.stack import LocalStack
from infra.local.uploads import object_created


class Seen:
    def __init__(self) -> None:
        self.stream: list[str] = []
        self.uploads: list[str] = []
        self.tasks: list[dict] = []
        self.clock = None


@pytest.fixture
def seen(moto, monkeypatch) -> Seen:
    """Tiny functions in the place of ours; no state machines but the test's own."""
    seen = Seen()
    app = Chalice(app_name="stand-in")

    @app.route("/nl/desk/time")
    def now():
        return {"now": seen.clock.now().isoformat()}

    def stream(event, context):
        assert context.function_name.endswith("-stream")
        for record in event["Records"]:
            seen.stream.append(record["dynamodb"]["Keys"]["PK"]["S"])
        return {"batchItemFailures": []}

    def workflow_task(event, context):
        seen.tasks.append(event)
        if event.get("fail"):
            raise ValueError("no")
        client = boto3.client("ses")
        client.send_email(
            Source="burgerloket@mechelen.example",
            Destination={"ToAddresses": ["An@example.org"]},
            Message={"Subject": {"Data": "Dag <An>"},
                     "Body": {"Text": {"Data": "Zie http://localhost:8000/nl/."}}},
        )  # fmt: skip
        return {"done": event["case_id"]}

    def document_uploaded(event, context):
        seen.uploads.append(event["detail"]["object"]["key"])

    modules = {
        "functions.wiring": {
            "reset": lambda **_: None,
            "override": lambda **ports: setattr(seen, "clock", ports["clock"]),
        },
        "functions.app": {"app": app},
        "functions.events": {
            "stream": stream,
            "dossiers": lambda event, context: None,
            "mail_event": lambda event, context: None,
            "workflow_task": workflow_task,
            "document_uploaded": document_uploaded,
            "agenda": lambda event, context: {"done": 0},
            "documents": lambda event, context: {"name": ""},
        },
    }
    for name, attributes in modules.items():
        module = types.ModuleType(name)
        vars(module).update(attributes)
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(provision, "state_machines", lambda local: None)
    return seen


@pytest.fixture
def stack(seen):
    with LocalStack() as stack:
        yield stack


def invoke_machine(stack, **event):
    definition = {
        "StartAt": "Do",
        "States": {
            "Do": {
                "Type": "Task",
                "Resource": "arn:aws:states:::lambda:invoke",
                "Parameters": {
                    "FunctionName": stack.local.function_arn("workflow-task"),
                    "Payload": {"case_id.$": "$.case_id", **event},
                },
                "OutputPath": "$.Payload",
                "End": True,
            }
        },
    }
    client = boto3.client("stepfunctions")
    machine = provision.put_state_machine(f"{stack.local.prefix}-test-do-v1", definition)
    run = client.start_execution(stateMachineArn=machine, name="c1", input='{"case_id": "c1"}')
    stack.settle()
    return client.describe_execution(executionArn=run["executionArn"])


def test_a_write_reaches_the_stream_function(stack, seen):
    boto3.resource("dynamodb").Table(stack.local.table).put_item(Item={"PK": "CASE#1", "SK": "M"})
    assert seen.stream == []
    stack.settle()
    assert seen.stream == ["CASE#1"]


def test_step_functions_calls_our_function_and_its_mail_is_in_the_mailbox(stack, seen):
    run = invoke_machine(stack)
    assert (run["status"], json.loads(run["output"])) == ("SUCCEEDED", {"done": "c1"})
    [mail] = stack.mails("an@EXAMPLE.org")
    assert mail.subject == "Dag <An>"
    assert stack.mails("somebody@else.example") == []
    page = stack.get("/_local/mailbox", headers={"Accept": "text/html"}).text
    assert "Dag &lt;An&gt;" in page
    assert '<a href="http://localhost:8000/nl/">' in page


def test_a_function_that_raises_fails_the_execution_with_its_error(stack, seen):
    run = invoke_machine(stack, fail=True)
    assert (run["status"], run["error"]) == ("FAILED", "ValueError")


def test_an_upload_reaches_its_function(stack, seen):
    stack.events.put({"detail": {"object": {"key": "quarantine/c/d"}}})
    stack.settle()
    assert seen.uploads == ["quarantine/c/d"]


def test_the_clock_page_moves_the_functions_clock(stack, seen):
    before = stack.get("/nl/desk/time").json["now"]
    response = stack.post("/_local/clock", data={"forward": "P3D"})
    assert response.status_code == 303
    after = stack.get("/nl/desk/time").json["now"]
    assert (date.fromisoformat(after[:10]) - date.fromisoformat(before[:10])).days in (3, 4)
    assert stack.post("/_local/clock", data={"forward": "morgen"}).status_code == 422


def test_a_reset_forgets_everything_and_works_on(stack, seen):
    invoke_machine(stack)
    stack.post("/_local/clock", data={"forward": "P3D"})
    assert stack.post("/_local/reset").status_code == 200
    assert stack.mails() == []
    assert stack.clock.offset.total_seconds() == 0
    test_a_write_reaches_the_stream_function(stack, seen)


def test_a_page_elsewhere_cannot_reset_the_desk(stack):
    response = stack.post("/_local/reset", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


def test_every_local_page_answers(stack):
    for page in ("/_local/", "/_local/mailbox", "/_local/clock", "/_local/style.css"):
        response = stack.get(page, headers={"Accept": "text/html"})
        assert response.status_code == 200
    assert stack.get("/_local/none").status_code == 404


def test_everything_listens_on_the_loopback_address_only(stack):
    for port in (stack.local.site, stack.local.identity, stack.local.cloud):
        with socket.socket() as probe:
            assert probe.connect_ex((LOOPBACK, port)) == 0
        # 127.0.0.2 stands for any other address of this machine
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.2", port)) != 0


def test_two_tenants_after_each_other_share_nothing(seen):
    for tenant in ("mechelen", "leuven"):
        with LocalStack(tenant) as stack:
            assert boto3.client("dynamodb").list_tables()["TableNames"] == [stack.local.table]
            assert tenant in stack.local.table
            assert stack.mails() == []
            invoke_machine(stack)


def test_in_the_background_it_works_by_itself(seen):
    with LocalStack(background=True) as stack:
        table = boto3.resource("dynamodb").Table(stack.local.table)
        table.put_item(Item={"PK": "CASE#1", "SK": "M"})
        for _ in range(100):
            if seen.stream:
                break
            time.sleep(0.05)
        assert seen.stream == ["CASE#1"]


def test_the_environment_is_put_back(seen, monkeypatch):
    monkeypatch.delenv("TABLE_NAME", raising=False)
    import os

    with LocalStack():
        assert os.environ["TABLE_NAME"] == "burgerloket-mechelen"
    assert "TABLE_NAME" not in os.environ


def test_provisioning_twice_changes_nothing_and_a_new_definition_is_taken(stack):
    provision.provision(stack.local)
    one = {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}
    two = {"StartAt": "B", "States": {"B": {"Type": "Succeed"}}}
    arn = provision.put_state_machine("m", one)
    assert provision.put_state_machine("m", one) == arn
    assert provision.put_state_machine("m", two) == arn
    known = boto3.client("stepfunctions").describe_state_machine(stateMachineArn=arn)
    assert json.loads(known["definition"]) == two


@pytest.mark.parametrize("today", [date(2026, 11, 24), date(2026, 11, 27), date(2027, 2, 28)])
def test_there_is_always_an_election_to_practise_with(tmp_path, today):
    from datetime import UTC, datetime, time

    from functions.domain.calendar import load_calendar

    day = write_calendar(tmp_path / "calendar.toml", today)
    assert day == election_day(today)
    assert day.weekday() == 6
    assert 30 <= (day - today).days <= 36
    [election] = load_calendar(tmp_path / "calendar.toml").elections
    assert election.day == day
    assert election.is_open(datetime.combine(today, time(), UTC))


def test_the_names_of_a_tenant_fit_the_contract():
    local = Local.on_ports("leuven", 8000)
    assert local.issuer == "http://localhost:8001"
    assert local.function("workflow-task") == "burgerloket-leuven-workflow-task"
    assert local.environment()["UPLOAD_URL"] == "http://localhost:8000/_uploads"


def test_a_formatted_mail_keeps_its_styles_but_runs_nothing(stack):
    boto3.client("ses").send_email(
        Source="burgerloket@mechelen.example",
        Destination={"ToAddresses": ["an@example.org"]},
        Message={"Subject": {"Data": "Dag"}, "Body": {"Html": {"Data": "<p>Dag</p>"}}},
    )
    [mail] = stack.mails()
    page = stack.get(f"/_local/mailbox/{mail.id}")
    assert page.text == "<p>Dag</p>"
    assert "sandbox" in page.headers["Content-Security-Policy"]
    assert "script-src" not in page.headers["Content-Security-Policy"]
    assert stack.get("/_local/mailbox/none").status_code == 404


def test_a_desk_that_works_by_itself_says_when_it_rests(seen):
    with LocalStack(background=True) as stack:
        table = boto3.resource("dynamodb").Table(stack.local.table)
        assert stack.rests()
        table.put_item(Item={"PK": "CASE#1", "SK": "M"})
        assert stack.rests()
        assert seen.stream == ["CASE#1"]
        at_work, real = threading.Event(), stack.pump.handler
        stack.pump.handler = lambda event, context: (at_work.wait(10), real(event, context))[1]
        table.put_item(Item={"PK": "CASE#2", "SK": "M"})
        assert not stack.rests(longest=0.3)
        at_work.set()
        assert stack.rests()
        assert seen.stream == ["CASE#1", "CASE#2"]


def test_it_does_not_rest_while_an_upload_is_looked_at(seen):
    with LocalStack(background=True) as stack:
        at_work, real = threading.Event(), stack.events.handler
        stack.events.handler = lambda event, context: (at_work.wait(10), real(event, context))[1]
        stack.events.put(object_created("bucket", "key", 1, "etag"))
        assert not stack.rests(longest=0.3)
        at_work.set()
        assert stack.rests()
        assert len(seen.uploads) == 1


def test_it_settles_when_what_its_own_thread_looks_at_was_looked_at(seen):
    with LocalStack(background=True) as stack:
        taken, real = threading.Event(), stack.events.handler

        def slow(event, context):
            taken.set()
            time.sleep(0.3)
            return real(event, context)

        stack.events.handler = slow
        stack.events.put(object_created("bucket", "key", 1, "etag"))
        assert taken.wait(10)
        stack.settle()
        assert len(seen.uploads) == 1
