"""What only one case can have: one proxy per giver and per holder in an election, one polio proof
per child."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from functions import wiring
from functions.domain.problems import Invalid
from functions.processes import all_procedures
from functions.services import deciding
from infra.local.stack import LocalStack
from tests.applications import hand_in, new_number, someone
from tests.faults import accepted, file_of, take
from tests.walks import Walk

PROXY = next(p for p in all_procedures() if p.key == "elections/proxy")


def proxy(giver: str, holder: str) -> Walk:
    """A proxy from one number to another."""
    ports = wiring.ports()
    walk = Walk(PROXY, {"holder.national_number": holder}, [], "")
    walk.session = someone(ports, giver)
    walk.case = hand_in(ports, PROXY, walk.session, walk.chosen)
    return walk


def confirm(walk: Walk, holder: str) -> None:
    ports = wiring.ports()
    session = someone(ports, holder)
    deciding.decide(ports, PROXY, session, file_of(walk), "holder", choice="confirm", reason="")


def test_a_giver_gives_one_proxy_in_an_election(desk: LocalStack) -> None:
    giver = new_number()
    proxy(giver, new_number())
    with pytest.raises(Invalid) as refused:
        proxy(giver, new_number())
    assert [problem.field for problem in refused.value.problems] == ["voter.election"]


def test_of_many_proxies_at_once_of_one_giver_one_is_accepted(desk: LocalStack) -> None:
    giver, holders = new_number(), [new_number() for _ in range(6)]

    def ask(holder: str) -> bool:
        try:
            proxy(giver, holder)
        except Invalid:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(ask, holders)) == [False] * 5 + [True]


def test_a_holder_confirms_one_proxy_in_an_election(desk: LocalStack) -> None:
    holder = new_number()
    first, second = proxy(new_number(), holder), proxy(new_number(), holder)
    desk.settle()
    confirm(first, holder)
    with pytest.raises(Invalid) as refused:
        confirm(second, holder)
    assert [problem.field for problem in refused.value.problems] == ["choice"]
    desk.settle()
    assert file_of(first).case.stage == "decision"
    assert file_of(second).case.stage == "holder"
    assert file_of(second).open_task()  # nothing of the refused answer is left


def test_of_many_confirmations_at_once_of_one_holder_one_counts(desk: LocalStack) -> None:
    holder = new_number()
    asked = [proxy(new_number(), holder) for _ in range(5)]
    desk.settle()

    def answer(walk: Walk) -> bool:
        try:
            confirm(walk, holder)
        except Invalid:
            return False
        return True

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(answer, asked)) == [False] * 4 + [True]
    desk.settle()
    stages = sorted(file_of(walk).case.stage for walk in asked)
    assert stages == ["decision"] + ["holder"] * 4


@pytest.mark.parametrize(
    "moves",
    [
        [("holder", "decline")],
        [("holder", "withdrawn")],
        [("holder", "lapsed")],
        [("holder", "confirm"), ("decision", "refuse")],
        [("holder", "confirm"), ("decision", "withdrawn")],
        [("holder", "confirm"), ("decision", "lapsed")],
    ],
    ids=lambda moves: "-".join(choice for _, choice in moves),
)
def test_a_proxy_that_did_not_come_to_be_leaves_both_free(
    desk: LocalStack, moves: list[tuple[str, str]]
) -> None:
    giver, holder = new_number(), new_number()
    walk = proxy(giver, holder)
    for step, choice in moves:
        desk.settle()
        take(walk, step, choice)
    desk.settle()
    assert file_of(walk).case.status == "closed"
    again = proxy(giver, holder)
    desk.settle()
    confirm(again, holder)
    desk.settle()
    assert file_of(again).case.stage == "decision"


def test_an_approved_proxy_keeps_both(desk: LocalStack) -> None:
    giver, holder = new_number(), new_number()
    walk, other = proxy(giver, holder), proxy(new_number(), holder)
    for step, choice in [("holder", "confirm"), ("decision", "approve")]:
        desk.settle()
        take(walk, step, choice)
    desk.settle()
    with pytest.raises(Invalid):
        proxy(giver, new_number())
    with pytest.raises(Invalid):
        confirm(other, holder)


def test_a_child_has_one_running_proof_whichever_parent_hands_it_in(desk: LocalStack) -> None:
    first = accepted()
    ports = wiring.ports()
    assert first.case
    child = first.case.answers["child"]["national_number"]
    chosen = {"child.national_number": child}
    with pytest.raises(Invalid) as refused:
        hand_in(ports, first.procedure, someone(ports), chosen)
    assert [problem.field for problem in refused.value.problems] == ["child.national_number"]
    desk.settle()
    take(first, "registration", "refuse")
    desk.settle()
    hand_in(ports, first.procedure, someone(ports), chosen)
