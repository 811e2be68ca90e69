"""A service under the desk fails or is gone; after recovery every case is whole, once."""

import json
from collections import Counter
from typing import Any

import boto3
import pytest

from functions import wiring
from functions.services import reacting
from infra.local.stack import LocalStack
from tests.faults import (
    GONE,
    THROTTLED,
    accepted,
    assert_sound,
    broken,
    dead_letters,
    executions,
    file_of,
    subjects,
    take,
)

pytestmark = pytest.mark.usefixtures("hasty")

JSON = "application/x-amz-json-1.0"
FAILURES = pytest.mark.parametrize("code", [GONE, THROTTLED], ids=["gone", "throttled"])


@FAILURES
def test_a_start_that_fails_for_a_while_is_tried_again(desk: LocalStack, code: str) -> None:
    walk = accepted()
    with broken("stepfunctions", "StartExecution", code=code, times=6) as refused:
        desk.settle()
    assert refused["StartExecution"] == 6
    assert walk.case
    assert executions(desk) == [walk.case.id]
    assert file_of(walk).open_task()
    assert dead_letters(desk) == 0


def test_a_start_that_stays_broken_waits_for_the_redrive(desk: LocalStack) -> None:
    walk = accepted()
    with broken("stepfunctions", "StartExecution"):
        desk.settle()
    assert executions(desk) == []
    assert dead_letters(desk) == 1
    assert file_of(walk).case.status == "running"
    assert desk.redrive() == 1
    desk.settle()
    assert walk.case
    assert executions(desk) == [walk.case.id]
    assert dead_letters(desk) == 0
    assert len(desk.mails(walk.case.mail)) == 1


def test_a_case_whose_letter_is_lost_is_found_in_the_table(desk: LocalStack) -> None:
    walk = accepted()
    with broken("stepfunctions", "StartExecution"):
        desk.settle()
    boto3.client("sqs").purge_queue(QueueUrl=desk.local.queue_url)
    desk.redrive()
    assert executions(desk) == []  # a case this young may still be on its way
    desk.forward(minutes=6)
    assert desk.desk.redrive().forgotten == 1
    desk.settle()
    assert walk.case
    assert executions(desk) == [walk.case.id]
    assert reacting.start_forgotten(wiring.ports()) == 0


def test_the_page_of_the_redrive_finds_forgotten_cases(desk: LocalStack) -> None:
    accepted()
    with broken("stepfunctions", "StartExecution"):
        desk.settle()
    boto3.client("sqs").purge_queue(QueueUrl=desk.local.queue_url)
    desk.forward(minutes=6)
    assert "Uit de tabel opgepikt: 1" in desk.post("/_local/redrive").text
    assert len(executions(desk)) == 1


@FAILURES
def test_a_decision_reaches_the_workflow_when_it_answers_again(desk: LocalStack, code: str) -> None:
    walk = accepted()
    desk.settle()
    take(walk, "registration", "register")
    with broken("stepfunctions", "SendTaskSuccess", code=code):
        desk.settle()
    assert file_of(walk).case.status == "running"
    assert desk.redrive() == 1
    desk.settle()
    assert file_of(walk).case.outcome == "registered"
    assert_sound(file_of(walk), "register")


@pytest.mark.parametrize("choice", ["register", "withdrawn"])
def test_a_decision_whose_letter_is_lost_is_found_in_the_table(
    desk: LocalStack, choice: str
) -> None:
    walk = accepted()
    desk.settle()
    take(walk, "registration", choice)
    with broken("stepfunctions", "SendTaskSuccess"):
        desk.settle()
    boto3.client("sqs").purge_queue(QueueUrl=desk.local.queue_url)
    desk.forward(minutes=6)
    assert file_of(walk).case.status == "running"
    assert desk.desk.redrive().forgotten == 1
    desk.settle()
    assert file_of(walk).case.status == "closed"
    assert_sound(file_of(walk), choice)
    assert reacting.resume_forgotten(wiring.ports()) == 0


def test_a_decision_that_never_reached_the_workflow_counts_when_the_term_lapses(
    desk: LocalStack,
) -> None:
    walk = accepted()
    desk.settle()
    task = file_of(walk).open_task()
    assert task
    take(walk, "registration", "refuse")
    with broken("stepfunctions", "SendTaskSuccess"):
        desk.settle()
    steps = boto3.client("stepfunctions")
    steps.send_task_failure(taskToken=task.token, error="TermLapsed")
    desk.settle()
    assert file_of(walk).case.outcome == "refused"
    desk.redrive()
    desk.settle()
    assert_sound(file_of(walk), "refuse")


@FAILURES
def test_a_mail_that_could_not_go_goes_once_and_holds_no_workflow_back(
    desk: LocalStack, code: str
) -> None:
    walk = accepted("elections/proxy")
    assert walk.case
    holder = walk.case.parties["holder"].mail
    with broken("ses", code=code):
        desk.settle()
    assert desk.mails() == []
    assert file_of(walk).case.stage == "holder"
    desk.redrive()
    desk.settle()
    assert len(desk.mails(walk.case.mail)) == 1
    assert len(desk.mails(holder)) == 1
    desk.redrive()
    assert len(desk.mails()) == 2


@pytest.mark.parametrize("code", ["MessageRejected", "InvalidParameterValue"])
def test_a_mail_that_is_refused_for_good_is_given_up_and_holds_up_nothing(
    desk: LocalStack, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: Counter[str] = Counter()
    monkeypatch.setattr("functions.adapters.mail.count", counted.update)
    walk = accepted("elections/proxy")
    with broken("ses", code=code):
        desk.settle()
    assert counted == {"MailRefused": 2}  # the receipt, and the question to the holder
    assert dead_letters(desk) == 0
    assert file_of(walk).case.stage == "holder"


def test_nobody_is_asked_for_what_was_settled_while_the_mail_was_down(desk: LocalStack) -> None:
    walk = accepted("elections/proxy")
    assert walk.case
    with broken("ses"):
        desk.settle()
        take(walk, "holder", "withdrawn")
        desk.settle()
    desk.redrive()
    desk.settle()
    told = subjects(desk, walk.case.parties["holder"].mail)
    assert told == ["Nieuws over een aanvraag waar jij bij betrokken bent"]
    assert len(desk.mails(walk.case.mail)) == 2


def test_the_note_of_a_sent_mail_that_fails_does_not_stop_the_rest(desk: LocalStack) -> None:
    """The table cannot answer while the mail is noted: everything comes in the end."""
    walk = accepted()
    with broken("dynamodb", code=THROTTLED, times=9):
        desk.settle()
    desk.redrive()
    desk.settle()
    assert walk.case
    assert executions(desk) == [walk.case.id]
    assert len(desk.mails(walk.case.mail)) == 1


def test_a_task_that_could_not_be_written_is_written_later(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Step Functions writes it itself: its own retries have to know the failure."""
    whole: Any = desk.cloud._moto
    refused: list[str] = []

    def moto(environ: Any, start: Any) -> Any:
        is_update = environ.get("HTTP_X_AMZ_TARGET", "").endswith(".UpdateItem")
        if not is_update or refused:
            return whole(environ, start)
        refused.append("UpdateItem")
        start("400 Bad Request", [("Content-Type", JSON), ("x-amzn-RequestId", "1")])
        kind = "com.amazonaws.dynamodb.v20120810#AccessDeniedException"
        return [json.dumps({"__type": kind, "message": "not now"}).encode()]

    monkeypatch.setattr(desk.cloud, "_moto", moto)
    walk = accepted()
    desk.settle()
    assert refused
    assert file_of(walk).open_task()
    take(walk, "registration", "register")
    desk.settle()
    assert file_of(walk).case.outcome == "registered"
