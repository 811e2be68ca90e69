"""One decision for many cases at a step: each by itself, and what could not be done is told."""

import re

import pytest

from functions import wiring
from functions.domain.case import first_break
from functions.domain.numbers import new_case_id
from functions.domain.problems import Invalid, NotAllowed, NotFound
from functions.services import deciding, together
from infra.local.stack import LocalStack
from tests.applications import someone
from tests.faults import THROTTLED, broken
from tests.people import Someone
from tests.queueing import (
    FIRST,
    SECOND,
    VOTER,
    WORK,
    at_check,
    at_step,
    case_of,
    clerk,
    hold,
    path_of,
    task_of,
)
from tests.walks import Walk

PAGE = f"{WORK}/together/{VOTER}/college"
CHOICE = "recognise"


def at_college(desk: LocalStack, proposed: str = "advise") -> Walk:
    walk, ports = at_check(desk), wiring.ports()
    reason = "" if proposed == "advise" else "Woont hier niet."
    session = someone(ports, "", "elections")
    deciding.decide(
        ports, walk.procedure, session, case_of(walk), "check", choice=proposed, reason=reason
    )
    desk.settle()
    return walk


def box(walk: Walk) -> str:
    return f"case-{case_of(walk).case.id}"


def decide(who: Someone, *walks: Walk, choice: str = CHOICE) -> int:
    who.get(PAGE)
    hidden = who.form("/together/" + VOTER + "/college")
    boxes = {box(walk): "yes" for walk in walks}
    return who.post(hidden.pop("_action"), {**hidden, **boxes, "choice": choice}).status_code


def ticked(who: Someone) -> set[str]:
    return set(re.findall(r'name="(case-[\w-]+)"[^>]* checked', who.text))


def test_the_college_s_list_is_decided_in_one_press_each_with_its_own_line(
    desk: LocalStack,
) -> None:
    first, second, left = (at_college(desk) for _ in range(3))
    who = clerk(desk)
    assert PAGE in who.text
    assert decide(who, first, second) == 200
    assert "2 zaken zijn beslist." in who.text
    assert "Niet beslist" not in who.text
    desk.settle()
    for walk in (first, second):
        file = case_of(walk)
        assert file.case.outcome == "recognised"
        assert [e.data.get("choice") for e in file.events if e.kind == "decided"] == [
            "advise",
            CHOICE,
        ]
        assert first_break(file.events, file.case.head) is None
    assert case_of(left).case.stage == "college"
    assert decide(who, first, left) == 200, "the page from before, pressed again"
    assert "1 zaak is beslist." in who.text
    assert "De beslissing is al genomen" in who.text


def test_what_could_not_be_decided_says_why_and_stops_nothing(desk: LocalStack) -> None:
    held, plain, own = at_college(desk), at_college(desk), at_check(desk)
    who, oona = clerk(desk), clerk(desk, SECOND)
    hold(oona, held, "claim")
    who.get(f"{path_of(own)}/review")
    who.decide("check", "advise")
    desk.settle()
    assert decide(who, held, own, plain) == 200
    assert "1 zaak is beslist." in who.text
    assert "Oona Peeters heeft deze zaak." in who.text
    assert "In onze gemeente beslist dan iemand anders over deze stap" in who.text
    assert who.text.count("/review") == 2
    desk.settle()
    assert case_of(plain).case.outcome == "recognised"
    assert {task_of(held).state, task_of(own).state} == {"open"}


def test_all_can_be_ticked_but_for_what_needs_a_look_of_its_own(desk: LocalStack) -> None:
    plain, doubted, held = at_college(desk), at_college(desk, "advise-against"), at_college(desk)
    hold(clerk(desk, SECOND), held, "claim")
    who = clerk(desk, FIRST, PAGE)
    assert ticked(who) == set()
    assert case_of(doubted).case.reason in who.text
    who.get(f"{PAGE}?all=yes")
    assert ticked(who) == {box(plain)}


def test_without_a_choice_or_a_case_nothing_is_decided_and_the_boxes_stay(
    desk: LocalStack,
) -> None:
    walk, other = at_college(desk), at_college(desk)
    who = clerk(desk)
    for choice in ("", "refuse", "nonsense"):
        assert decide(who, walk, choice=choice) == 422
        assert "Kies wat je beslist." in who.text
        assert ticked(who) == {box(walk)}
    assert decide(who) == 422
    assert "Kruis aan over welke zaken je beslist." in who.text
    assert {task_of(w).state for w in (walk, other)} == {"open"}


def test_only_cases_of_this_step_and_of_this_clerk_s_are_decided(desk: LocalStack) -> None:
    checked = at_check(desk)
    other = at_step(desk, "slaughter-permit/declaration")
    walk = at_college(desk)
    who = clerk(desk)
    who.get(PAGE)
    hidden = who.form("/college")
    where = hidden.pop("_action")
    ids = {
        f"case-{new_case_id('elections')}": "yes",
        box(other): "yes",
        box(checked): "yes",
        "case-x": "yes",
    }
    who.post(where, {**hidden, **ids, "choice": CHOICE})
    assert "Niets is beslist." in who.text
    assert case_of(other).case.number[:4] + "-" not in who.text
    assert who.text.count("Een zaak die jij niet mag zien") == 1  # an id of elsewhere is none
    assert case_of(checked).case.stage == "check"
    assert task_of(walk).state == "open"


@pytest.mark.parametrize(
    ("key", "path", "status"),
    [
        ("mechelen-permits", PAGE, 403),
        ("mechelen-tenant-admin", PAGE, 403),
        (FIRST, f"{WORK}/together/{VOTER}/check", 404),
        (FIRST, f"{WORK}/together/{VOTER}/nowhere", 404),
        (FIRST, f"{WORK}/together/a/b/c", 404),
    ],
)
def test_a_step_of_another_role_or_without_such_a_choice_is_no_list(
    desk: LocalStack, key: str, path: str, status: int
) -> None:
    assert clerk(desk, key).get(path).status_code == status


def test_steps_share_a_queue_and_the_list_finds_those_of_its_own(desk: LocalStack) -> None:
    from datetime import timedelta

    from tests.contract.test_queue import put_straight, task_items

    walk = at_college(desk)
    put_straight(task_items(desk, 350, every=timedelta(minutes=1)))
    ports = wiring.ports()
    step = walk.procedure.workflow.step("college")
    page = together.open_tasks(ports, walk.procedure, step, "")
    assert [task.case_id for task in page.tasks] == [case_of(walk).case.id]
    assert page.after == ""
    put_straight(task_items(desk, 1_200, every=timedelta(minutes=1)))
    page = together.open_tasks(ports, walk.procedure, step, "")
    assert page.tasks == ()
    assert page.after, "there is more to look through"
    page = together.open_tasks(ports, walk.procedure, step, page.after)
    assert len(page.tasks) == 1


def test_more_than_a_hundred_at_once_are_refused_before_any_is_decided(desk: LocalStack) -> None:
    walk = at_college(desk)
    ports = wiring.ports()
    session = someone(ports, "", "elections")
    step = walk.procedure.workflow.step("college")
    ids = [case_of(walk).case.id, *(new_case_id(walk.procedure.process) for _ in range(100))]
    with pytest.raises(Invalid):
        together.decide(ports, walk.procedure, session, step, ids, CHOICE)
    assert task_of(walk).state == "open"


def test_a_table_that_fails_halfway_leaves_the_rest_to_be_pressed_again(
    desk: LocalStack, hasty: None
) -> None:
    walks = [at_college(desk) for _ in range(2)]
    who = clerk(desk)
    who.get(PAGE)
    with broken("dynamodb", "TransactWriteItems", code=THROTTLED):
        assert decide(who, *walks) == 200
    assert "Niets is beslist." in who.text
    assert who.text.count("probeer het opnieuw") == 2
    assert decide(who, *walks) == 200
    assert "2 zaken zijn beslist." in who.text


def test_what_takes_too_long_is_left_and_said(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    walks = [at_college(desk) for _ in range(2)]
    who = clerk(desk)
    real = deciding.decide

    def slow(*given, **more):
        real(*given, **more)
        desk.clock.forward(together._PATIENCE)

    monkeypatch.setattr(deciding, "decide", slow)
    assert decide(who, *walks) == 200
    assert "1 zaak is beslist." in who.text
    assert "Wacht een minuut en probeer het opnieuw." in who.text


def test_every_step_with_such_a_choice_is_a_list_of_its_role_s(desk: LocalStack) -> None:
    ports = wiring.ports()
    found = {
        (procedure.key, step.name)
        for role in ports.tenant.roles
        for procedure, step in together.steps_of(someone(ports, "", role))
    }
    assert (VOTER, "college") in found
    assert len(found) >= 3
    with pytest.raises(NotAllowed):
        together.step_at(someone(ports, "", "counter"), VOTER, "college")
    with pytest.raises(NotFound):
        together.step_at(someone(ports, "", "elections"), VOTER, "check")
