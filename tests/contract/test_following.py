"""One id is followed from a browser's request to the last line of the workflow, and to the mail."""

import json
import re
from typing import Any

import boto3
import pytest
from werkzeug.test import TestResponse

from functions import wiring
from functions.adapters import codec
from functions.domain.correlation import HEADER, is_correlation
from infra.local.stack import LocalStack
from tests.contract.test_journeys import fill_in_proxy
from tests.doors import nobody, visitor
from tests.faults import THROTTLED, broken, file_at
from tests.people import Someone

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


class Lines:
    """The lines since the last look, by message."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def of(self, correlation: str) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for text in self._capsys.readouterr().out.splitlines():
            line = json.loads(text) if text.startswith("{") else {}
            if line.get("correlation") == correlation:
                found.setdefault(line.get("message", "metric"), []).append(line)
        return found


def written(case_id: str) -> dict[str, str]:
    """By sort key, which request wrote an item of a case."""
    found = boto3.client("dynamodb").query(
        TableName=wiring.settings().table_name,
        KeyConditionExpression="PK = :pk",
        ExpressionAttributeValues={":pk": codec.text(f"CASE#{case_id}")},
    )
    return {i["SK"]["S"]: i.get("correlation", {}).get("S", "") for i in found["Items"]}


def test_from_handing_in_to_the_workflow_and_the_mail(
    desk: LocalStack, capsys: pytest.CaptureFixture[str]
) -> None:
    giver = fill_in_proxy(desk)
    hidden = giver.form("/check")
    answer = giver.browser.post(
        hidden.pop("_action"), base_url=desk.url, data={**hidden, "truth": "yes"}
    )
    followed = answer.headers[HEADER]
    assert is_correlation(followed)
    case = file_at(answer.headers["Location"].removeprefix(desk.url)).case
    lines = Lines(capsys)
    desk.settle()
    items = written(case.id)
    assert items["META"] == items["EVENT#000001"] == followed
    steps = boto3.client("stepfunctions")
    inputs = [
        json.loads(steps.describe_execution(executionArn=run["executionArn"])["input"])
        for machine in steps.list_state_machines()["stateMachines"]
        for run in steps.list_executions(stateMachineArn=machine["stateMachineArn"])["executions"]
    ]
    assert inputs == [{"case_id": case.id, "at": "", "correlation": followed}]
    told = lines.of(followed)
    (accepted,) = told["case accepted"]
    assert (accepted["case"], accepted["procedure"]) == (case.id, "elections/proxy")
    (task,) = told["workflow task"]
    assert (task["action"], task["step"], task["case"]) == ("enter", "holder", case.id)
    assert told["mail sent"]
    assert {name for line in told["metric"] for name in line} >= {"MailSent", "Submitted"}


def test_from_an_answer_to_what_the_workflow_does_next(
    desk: LocalStack, capsys: pytest.CaptureFixture[str]
) -> None:
    giver = fill_in_proxy(desk)
    giver.submit()
    case = giver.at.removesuffix("/receipt")
    desk.settle()
    holder = Someone(desk, "karim-el-amrani")
    holder.sign_in(case)
    hidden = holder.form("/decisions/holder")
    answer = holder.browser.post(
        hidden.pop("_action"),
        base_url=desk.url,
        data={**hidden, "choice": "confirm", "reason": ""},
        headers={"traceparent": TRACE},
    )
    followed = answer.headers[HEADER]
    lines = Lines(capsys)
    desk.settle()
    told = lines.of(followed)
    (changed,) = told["task changed"]
    assert (changed["step"], changed["state"]) == ("holder", "decided")
    # a step that it does not need is entered on the way
    assert [t["step"] for t in told["workflow task"]] == ["certificate", "decision"]
    assert file_at(case).case.stage == "decision"
    items = written(file_at(case).case.id)
    assert (items["TASK#holder"], items["TASK#decision"]) == (followed, "")


def asked(desk: LocalStack, **headers: str) -> TestResponse:
    return desk.get("/nl/desk/status", headers=headers)


def test_a_trace_that_the_browser_began_is_followed(desk: LocalStack) -> None:
    first, second = (asked(desk, traceparent=TRACE).headers[HEADER] for _ in range(2))
    assert first == second
    other = asked(desk, traceparent=TRACE.replace("4bf9", "4bfa")).headers[HEADER]
    assert is_correlation(other)
    assert other != first


@pytest.mark.parametrize(
    "given",
    [
        "", "x", "00-" + "0" * 32 + "-00f067aa0ba902b7-01", TRACE.upper(), "ff" + TRACE[2:],
        TRACE + "-x", "85.07.30-033.61", "K7M4P-2PRT9", "0" * 5000,
        TRACE.replace("00f067aa0ba902b7", "0" * 16),
    ],
)  # fmt: skip
def test_what_is_no_trace_is_not_taken_over(
    desk: LocalStack, given: str, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = (
        asked(desk, traceparent=given, **{HEADER: given}).headers[HEADER] for _ in range(2)
    )
    assert first != second  # by API Gateway's own id
    assert is_correlation(first)
    said = capsys.readouterr().out
    assert len(given) < 6 or given not in said
    assert first in said


@pytest.mark.usefixtures("hasty")
def test_the_page_of_a_fault_says_the_code_that_is_in_the_log(
    desk: LocalStack, capsys: pytest.CaptureFixture[str]
) -> None:
    lena = visitor(desk)
    lines = Lines(capsys)
    with broken("dynamodb", "Query", code=THROTTLED):
        page = lena.ask("GET", "/nl/desk/my")
    assert page.status_code == 503
    found = re.search(r"Zeg er deze code bij: (\S{5}-\S{5})\.", page.get_data(as_text=True))
    assert found
    assert found[1] == page.headers[HEADER]
    (request,) = lines.of(found[1])["request"]
    assert (request["status"], request["refusal"]) == (503, "Busy")
    assert request["route"] == "/{lang}/desk/my"
    assert request["api_request"]


def test_every_answer_has_a_code_of_its_own(desk: LocalStack) -> None:
    who = nobody(desk)
    answers = [
        who.ask("GET", "/nl/desk/nothing-here"),
        who.ask("POST", "/nl/desk/status"),  # 405
        who.ask("GET", "/nl/desk/my"),
        who.ask("GET", "/nl/desk/my", json=True),
    ]
    codes = {answer.headers[HEADER] for answer in answers}
    assert [a.status_code for a in answers] == [404, 405, 303, 401]
    assert len(codes) == 4
    assert all(map(is_correlation, codes))
