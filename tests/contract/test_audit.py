"""The history of a case is a chain: whoever changes, removes or reorders a line breaks it."""

import re
from datetime import timedelta

import pytest

from functions.domain.case import Event, first_break
from functions.domain.person import SYSTEM
from infra.local.stack import LocalStack
from tests.contract.test_journeys import ask_proxy
from tests.faults import accepted, file_at, file_of, take
from tests.people import Someone


@pytest.fixture
def chain(desk: LocalStack) -> tuple[list[Event], str]:
    """A finished case's history as the table holds it, and its head."""
    walk = accepted()
    desk.settle()
    take(walk, "registration", "refuse")
    desk.settle()
    file = file_of(walk)
    assert [event.kind for event in file.events] == ["submitted", "entered", "decided", "closed"]
    return file.events, file.case.head


def test_a_history_that_nobody_touched_is_whole(chain: tuple[list[Event], str]) -> None:
    assert first_break(*chain) is None


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("field", ["kind", "at", "actor", "data", "case_id"])
def test_a_changed_line_is_found(chain: tuple[list[Event], str], place: int, field: str) -> None:
    events, head = chain
    old = events[place]
    other = {
        "kind": "viewed",
        "at": old.at + timedelta(microseconds=1),
        "actor": SYSTEM.model_copy(update={"name": "Iemand"}),
        "data": {**old.data, "choice": "register"},
        "case_id": "other",
    }
    events[place] = old.model_copy(update={field: other[field]})
    assert first_break(events, head) == place + 1


@pytest.mark.parametrize("place", range(4))
def test_a_changed_line_with_a_hash_to_match_is_found_at_the_next(
    chain: tuple[list[Event], str], place: int
) -> None:
    events, head = chain
    forged = events[place].model_copy(update={"data": {"choice": "register"}})
    forged.hash = forged.digest()
    events[place] = forged
    assert first_break(events, head) == place + 2


@pytest.mark.parametrize("place", range(4))
def test_a_missing_line_is_found(chain: tuple[list[Event], str], place: int) -> None:
    events, head = chain
    del events[place]
    assert first_break(events, head) == place + 1


@pytest.mark.parametrize("place", range(3))
def test_two_lines_in_another_order_are_found(chain: tuple[list[Event], str], place: int) -> None:
    events, head = chain
    events[place], events[place + 1] = events[place + 1], events[place]
    assert first_break(events, head) == place + 1


def test_an_added_line_is_found(chain: tuple[list[Event], str]) -> None:
    events, head = chain
    extra = events[-1].model_copy(update={"seq": 5, "prev": head})
    extra.hash = extra.digest()
    assert first_break([*events, extra], head) == 6


def test_who_looks_at_a_case_and_its_documents_is_written_down(desk: LocalStack) -> None:
    giver = ask_proxy(desk)
    case = giver.at.removesuffix("/receipt")
    desk.settle()
    holder = Someone(desk, "karim-el-amrani")
    holder.sign_in(case)
    holder.decide("holder", "confirm")
    desk.settle()
    clerk = Someone(desk, "mechelen-elections")
    clerk.sign_in(f"{case}/review")
    clerk.get(f"{case}/review")  # the same look
    link = re.search(rf'href="({case}/documents/[^"/]+)"', clerk.text)
    assert link
    for who in (clerk, giver):
        answer = who.browser.get(link[1], base_url=desk.url)
        assert answer.status_code == 303
        assert "X-Amz-Signature" in answer.headers["Location"]
    file = file_at(case)
    looks = [
        (event.kind, event.actor.kind, event.actor.role)
        for event in file.events
        if event.kind in ("viewed", "downloaded")
    ]
    assert looks == [
        ("viewed", "clerk", "elections"),
        ("downloaded", "clerk", "elections"),
        ("downloaded", "applicant", ""),
    ]
    assert first_break(file.events, file.case.head) is None


def test_who_may_not_download_gets_nothing_and_the_history_stays_as_it_was(
    desk: LocalStack,
) -> None:
    giver = ask_proxy(desk)
    case = giver.at.removesuffix("/receipt")
    desk.settle()
    (document,) = file_at(case).case.documents
    before = file_at(case).case.seq
    for key, status in [
        ("karim-el-amrani", 404),
        ("an-claes", 404),
        ("mechelen-population", 403),
    ]:
        other = Someone(desk, key)
        other.sign_in("/nl/desk/my")
        assert other.get(f"{case}/documents/{document}").status_code == status
    assert file_at(case).case.seq == before
