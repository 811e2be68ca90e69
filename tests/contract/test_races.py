"""Two things at once: two people, a person and a term, a function that is called again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions import wiring
from functions.domain.problems import AlreadyDecided, Conflict, HandedOver
from functions.services import deciding, workflow_tasks
from infra.local.cloud import functions
from infra.local.stack import LocalStack
from tests.applications import someone
from tests.faults import accepted, assert_sound, executions, file_of, take
from tests.walks import Walk


def decide(walk: Walk, step: str, choice: str, *roles: str) -> None:
    ports = wiring.ports()
    deciding.decide(
        ports,
        walk.procedure,
        someone(ports, "", *roles),
        file_of(walk),
        step,
        choice=choice,
        reason="Daarom.",
    )


def lapse_now(walk: Walk) -> None:
    """The term runs out, says Step Functions."""
    task = file_of(walk).tasks[file_of(walk).case.stage]
    boto3.client("stepfunctions").send_task_failure(taskToken=task.token, error="TermLapsed")


def test_a_decision_just_before_the_term_ran_out_wins(desk: LocalStack) -> None:
    walk = accepted()
    desk.settle()
    decide(walk, "registration", "register", "population")
    lapse_now(walk)  # before the stream could tell the workflow
    desk.settle()
    assert file_of(walk).case.outcome == "registered"
    assert_sound(file_of(walk), "register")
    assert executions(desk) == [file_of(walk).case.id]


def test_a_decision_just_after_the_term_ran_out_is_refused_as_it_is_another_roles_by_then(
    desk: LocalStack,
) -> None:
    walk = accepted()
    desk.settle()
    shown = file_of(walk)
    lapse_now(walk)
    desk.settle()
    ports = wiring.ports()
    with pytest.raises(HandedOver):
        deciding.decide(
            ports,
            walk.procedure,
            someone(ports, "", "population"),
            shown,
            "registration",
            choice="register",
            reason="",
        )
    assert_sound(file_of(walk), "escalated")
    assert file_of(walk).open_task()


def test_a_decision_in_the_second_in_which_the_term_is_settled_is_taken_once(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The function reads the open task, then a clerk decides: one of both gets through."""
    walk = accepted()
    desk.settle()
    store, whole = wiring.ports().store, wiring.ports().store.record
    late: list[str] = []

    def record(case: Any, event: Any, **more: Any) -> None:
        if event.kind == "lapsed" and not late:
            late.append("decided")
            decide(walk, "registration", "refuse", "population")
        whole(case, event, **more)

    monkeypatch.setattr(store, "record", record)
    lapse_now(walk)
    desk.settle()
    assert late
    assert file_of(walk).case.outcome == "refused"
    assert_sound(file_of(walk), "refuse")


def test_after_its_closing_time_nobody_can_take_a_step_that_still_stands_open(
    desk: LocalStack,
) -> None:
    """The workflow may be minutes late; the law is not."""
    walk = accepted("elections/proxy")
    desk.settle()
    task = file_of(walk).open_task()
    assert task
    desk.clock.forward(task.deadline - desk.clock.now() + timedelta(seconds=1))
    with pytest.raises(AlreadyDecided):
        take(walk, "holder", "confirm")
    assert_sound(file_of(walk))


def test_of_two_clerks_who_decide_at_once_one_is_told_that_it_is_done(desk: LocalStack) -> None:
    walk = accepted()
    desk.settle()
    file, ports = file_of(walk), wiring.ports()
    clerks = [(someone(ports, "", "population"), choice) for choice in ("register", "refuse") * 2]

    def one(clerk: Any) -> str:
        session, choice = clerk
        try:
            deciding.decide(
                ports, walk.procedure, session, file, "registration", choice=choice, reason="Ja."
            )
        except Conflict as refused:
            return type(refused).__name__
        return str(choice)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(one, clerks))
    (taken,) = (answer for answer in answers if answer in ("register", "refuse"))
    assert answers.count("AlreadyDecided") == 3
    desk.settle()
    assert_sound(file_of(walk), taken)
    assert file_of(walk).case.outcome == {"register": "registered", "refuse": "refused"}[taken]


def test_a_decision_and_a_withdrawal_at_once_are_one_of_both(desk: LocalStack) -> None:
    walk = accepted()
    desk.settle()
    ports, file = wiring.ports(), file_of(walk)
    assert walk.session
    deciding.withdraw(ports, walk.procedure, walk.session, file)
    with pytest.raises(AlreadyDecided):
        deciding.decide(
            ports,
            walk.procedure,
            someone(ports, "", "population"),
            file,
            "registration",
            choice="register",
            reason="",
        )
    desk.settle()
    assert_sound(file_of(walk), "withdrawn")
    assert file_of(walk).case.outcome == "withdrawn"


def test_a_look_at_the_case_between_reading_and_deciding_is_no_obstacle(desk: LocalStack) -> None:
    walk = accepted()
    desk.settle()
    ports, file = wiring.ports(), file_of(walk)
    looking = someone(ports, "", "population")
    deciding.note_access(ports, walk.procedure, looking, file, "viewed", step="registration")
    deciding.decide(
        ports,
        walk.procedure,
        someone(ports, "", "population"),
        file,
        "registration",
        choice="register",
        reason="",
    )
    desk.settle()
    assert_sound(file_of(walk), "register")


@pytest.mark.parametrize("lost", ["enter", "lapse", "close"])
def test_a_task_of_the_workflow_whose_answer_was_lost_is_done_once(
    desk: LocalStack, lost: str
) -> None:
    """The function did its work, Step Functions heard nothing and calls it again."""
    name = desk.local.function("workflow-task")
    whole, failed = functions.local[name], []

    def forgetful(event: dict[str, Any], context: Any) -> Any:
        answer = whole(event, context)
        if event["action"] == lost and not failed:
            failed.append(lost)
            raise ConnectionError
        return answer

    functions.local[name] = forgetful
    walk = accepted()
    desk.settle()
    lapse_now(walk)
    desk.settle()
    take(walk, "registration", "register")
    desk.settle()
    file = file_of(walk)
    assert failed == [lost]
    assert file.case.outcome == "registered"
    assert_sound(file, "escalated", "register")
    assert [event.kind for event in file.events].count("entered") == 2


def test_each_task_of_the_workflow_answers_the_same_when_asked_again(desk: LocalStack) -> None:
    walk = accepted()
    ports, procedure = wiring.ports(), walk.procedure
    assert walk.case
    desk.settle()
    case_id, entered = walk.case.id, file_of(walk).case.stage_entered
    before = file_of(walk).case.seq
    asked = [
        workflow_tasks.enter(ports, procedure, case_id, "registration", entered) for _ in range(2)
    ]
    assert asked[0]["deadline"] == asked[1]["deadline"]
    assert file_of(walk).case.seq == before
    lapses = [workflow_tasks.lapse(ports, procedure, case_id, "registration") for _ in range(2)]
    assert lapses == [{"choice": "escalated"}] * 2
    closes = [workflow_tasks.close(ports, procedure, case_id, end) for end in ("refused",) * 2]
    assert closes == [{"closed": "refused"}] * 2
    assert file_of(walk).case.seq == before + 2


def test_a_transaction_that_meets_another_one_is_tried_again(desk: LocalStack) -> None:
    """The workflow enters a step while somebody looks: its write is refused once."""
    name = desk.local.function("workflow-task")
    whole, looked = functions.local[name], []
    walk = accepted()
    ports = wiring.ports()
    store = ports.store
    read = store.case_file

    def case_file(case_id: str) -> Any:
        file = read(case_id)
        if file and not looked:
            looked.append(case_id)
            deciding.note_access(
                ports, walk.procedure, someone(ports, "", "population"), file, "viewed", step=""
            )
        return file

    def watched(event: dict[str, Any], context: Any) -> Any:
        store.case_file = case_file  # type: ignore[method-assign]
        try:
            return whole(event, context)
        finally:
            del store.case_file

    functions.local[name] = watched
    desk.settle()
    assert looked
    take(walk, "registration", "register")
    desk.settle()
    assert_sound(file_of(walk), "register")
