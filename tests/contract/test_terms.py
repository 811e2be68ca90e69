"""When a step must be done, what stops the clock, and what follows when it runs out."""

import re
from datetime import timedelta

from functions import wiring
from functions.domain.case import Task
from infra.local.stack import LocalStack
from tests.faults import accepted, assert_sound, dead_letters, file_of, subjects, take
from tests.people import Someone
from tests.walks import Walk

ABOUT = timedelta(minutes=1)


def open_task(walk: Walk) -> Task:
    task = file_of(walk).open_task()
    assert task
    return task


def queue(role: str) -> list[str]:
    page = wiring.ports().store.queue(role, "polio-vaccination", after="", most=25)
    return [task.case_id for task in page.tasks]


def closing() -> timedelta:
    """From now to the closing time of the practice election."""
    (election,) = wiring.ports().calendar.elections
    return election.closes - wiring.ports().clock.now()


def test_the_term_stands_still_while_the_desk_waits_for_an_answer(desk: LocalStack) -> None:
    walk = accepted()
    desk.settle()
    first = open_task(walk).deadline
    assert abs(first - desk.clock.now() - timedelta(days=14)) < ABOUT
    desk.forward(days=4)
    take(walk, "registration", "ask")
    desk.settle()
    assert abs(open_task(walk).deadline - desk.clock.now() - timedelta(days=30)) < ABOUT
    desk.forward(days=20)
    take(walk, "registration_supplement", "supplement")
    desk.settle()
    assert abs(open_task(walk).deadline - first - timedelta(days=20)) < ABOUT
    assert abs(open_task(walk).deadline - desk.clock.now() - timedelta(days=10)) < ABOUT


def test_a_second_question_stops_the_term_again(desk: LocalStack) -> None:
    walk = accepted()
    desk.settle()
    first = open_task(walk).deadline
    for days in (3, 5):
        take(walk, "registration", "ask")
        desk.settle()
        desk.forward(days=days)
        take(walk, "registration_supplement", "supplement")
        desk.settle()
    assert abs(open_task(walk).deadline - first - timedelta(days=8)) < ABOUT
    assert_sound(file_of(walk), "ask", "supplement", "ask", "supplement")


def test_without_an_answer_the_desk_decides_on_what_is_there(desk: LocalStack) -> None:
    walk = accepted()
    desk.settle()
    take(walk, "registration", "ask")
    desk.settle()
    assert desk.forward(days=31) == 1
    assert open_task(walk).step == "registration"
    assert open_task(walk).deadline > desk.clock.now()
    assert_sound(file_of(walk), "ask", "lapsed")


def test_a_closing_time_is_never_suspended_and_bounds_the_time_for_an_answer(
    desk: LocalStack,
) -> None:
    walk = accepted("elections/proxy")
    desk.settle()
    take(walk, "holder", "confirm")
    desk.settle()
    (election,) = wiring.ports().calendar.elections
    assert open_task(walk).deadline == election.closes
    take(walk, "decision", "ask")
    desk.settle()
    assert abs(open_task(walk).deadline - desk.clock.now() - timedelta(days=3)) < ABOUT
    take(walk, "decision_supplement", "supplement")
    desk.settle()
    assert open_task(walk).deadline == election.closes
    desk.forward(seconds=(closing() - timedelta(days=1)).total_seconds())
    take(walk, "decision", "ask")
    desk.settle()
    assert open_task(walk).deadline == election.closes  # a day, not three


def test_at_the_closing_time_a_case_ends_as_the_rules_say(desk: LocalStack) -> None:
    waiting, confirmed = accepted("elections/proxy"), accepted("elections/proxy")
    desk.settle()
    take(confirmed, "holder", "confirm")
    assert desk.forward(seconds=(closing() - timedelta(minutes=5)).total_seconds()) == 0
    assert desk.forward(minutes=6) == 2
    for walk in (waiting, confirmed):
        file = file_of(walk)
        assert (file.case.status, file.case.outcome) == ("closed", "lapsed")
        assert file.case.claims == []
        assert file.events[-1].kind == "closed"
        assert walk.case
        assert len(desk.mails(walk.case.mail)) == 2
    assert_sound(file_of(waiting), "lapsed")
    assert_sound(file_of(confirmed), "confirm", "lapsed")
    assert dead_letters(desk) == 0


def test_an_escalation_moves_the_task_to_the_queue_of_the_other_role(desk: LocalStack) -> None:
    walk = accepted()
    assert walk.case
    desk.settle()
    assert (queue("population"), queue("tenant_admin")) == ([walk.case.id], [])
    desk.forward(days=14, minutes=1)
    assert (queue("population"), queue("tenant_admin")) == ([], [walk.case.id])
    task = open_task(walk)
    assert task.role == "tenant_admin"
    assert abs(task.deadline - desk.clock.now() - timedelta(days=14)) < ABOUT
    take(walk, "registration", "register")
    desk.settle()
    assert (queue("population"), queue("tenant_admin")) == ([], [])
    assert_sound(file_of(walk), "escalated", "register")


def test_who_had_the_case_open_when_it_was_escalated_is_told_who_has_it(desk: LocalStack) -> None:
    clerk = Someone(desk, "mechelen-population")
    clerk.sign_in("/nl/desk/work")
    walk = accepted()
    assert walk.case
    desk.settle()
    clerk.get(f"/nl/desk/{walk.procedure.key}/{walk.case.id}/review")
    form = clerk.form("/decisions/registration")
    desk.forward(days=14, minutes=1)
    clerk.sign_in("/nl/desk/work")  # two weeks later the session has ended
    clerk.get(f"/nl/desk/{walk.procedure.key}/{walk.case.id}/review")
    csrf = re.search(r'name="csrf" value="([^"]+)"', clerk.text)
    assert csrf
    where = form.pop("_action")
    answer = clerk.post(where, {**form, "csrf": csrf[1], "choice": "register"})
    assert answer.status_code == 409
    assert "Iemand anders behandelt deze zaak nu" in clerk.text
    assert file_of(walk).case.status == "running"


def test_the_time_that_a_mail_names_is_the_deadline(desk: LocalStack) -> None:
    walk = accepted("elections/proxy")
    assert walk.case
    desk.settle()
    holder = walk.case.parties["holder"].mail
    assert len(subjects(desk, holder)) == 1
    assert "23:59" in desk.mails(holder)[0].text


def test_a_case_is_read_as_well_after_its_election(desk: LocalStack) -> None:
    (election,) = wiring.ports().calendar.elections
    walk = accepted("elections/proxy")
    desk.settle()
    desk.forward(days=closing().days + 2)
    assert walk.case
    clerk = Someone(desk, "mechelen-elections")
    clerk.sign_in(f"/nl/desk/elections/proxy/{walk.case.id}/review")
    assert election.title["nl"] in clerk.text
    assert f">{election.id}<" not in clerk.text
