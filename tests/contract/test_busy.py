"""The table is throttled or gone while someone is at work: "busy", and no answer is lost."""

import pytest

from infra.local.stack import LocalStack
from tests.contract.test_journeys import ask_proxy
from tests.contract.test_polio import CHILD, MAIL, clerk_at, hand_in_deferral
from tests.faults import GONE, THROTTLED, assert_sound, broken, executions, file_at
from tests.people import Someone

pytestmark = pytest.mark.usefixtures("hasty")
FAILURES = pytest.mark.parametrize("code", [GONE, THROTTLED], ids=["gone", "throttled"])


def assert_busy(who: Someone) -> None:
    assert who.last.status_code == 503
    assert int(who.last.headers["Retry-After"]) > 0
    assert "Het is nu te druk" in who.text
    assert who.last.headers["Cache-Control"] == "no-store"


@FAILURES
def test_an_answer_that_could_not_be_saved_can_be_sent_again(desk: LocalStack, code: str) -> None:
    parent = Someone(desk, "sofie-vermeulen")
    parent.sign_in("/nl/desk/polio-vaccination/proof/start")
    parent.answer(**CHILD)
    page, body = parent.at, parent.last
    with broken("dynamodb", "UpdateItem", code=code) as refused:
        parent.answer(kind="deferral")
    assert refused.total() >= 1
    assert_busy(parent)
    parent.at, parent.last = page, body  # the back button: what was typed stands in the form
    parent.answer(kind="deferral")
    assert parent.at.endswith("/questions/certificate"), parent.text


@FAILURES
def test_a_page_that_could_not_be_read_shows_the_kept_answers_later(
    desk: LocalStack, code: str
) -> None:
    parent = Someone(desk, "sofie-vermeulen")
    parent.sign_in("/nl/desk/polio-vaccination/proof/start")
    parent.answer(**CHILD)
    child = parent.at.replace("/what", "/child")
    with broken("dynamodb", code=code):
        parent.get(child)
        assert_busy(parent)
    parent.get(child)
    assert 'value="Noor"' in parent.text


@FAILURES
def test_a_submission_that_could_not_be_stored_leaves_a_draft_and_works_later(
    desk: LocalStack, code: str
) -> None:
    parent = Someone(desk, "sofie-vermeulen")
    parent.sign_in("/nl/desk/polio-vaccination/proof/start")
    parent.answer(**CHILD)
    parent.answer(kind="deferral")
    parent.add_document()
    parent.answer()
    parent.answer(mail=MAIL)
    page, body = parent.at, parent.last
    with broken("dynamodb", "TransactWriteItems", code=code):
        parent.submit()
    assert_busy(parent)
    desk.settle()
    assert executions(desk) == []
    assert desk.mails() == []
    parent.at, parent.last = page, body
    parent.submit()
    assert parent.at.endswith("/receipt")
    desk.settle()
    assert executions(desk) == [file_at(parent.at).case.id]
    assert len(desk.mails(MAIL)) == 1


def test_a_submission_whose_answer_was_lost_is_the_same_submission(desk: LocalStack) -> None:
    parent, case = hand_in_deferral(desk)
    parent.get(f"{case}/check")
    assert parent.at.endswith("/receipt")
    assert len(executions(desk)) == 1


def test_an_api_client_is_told_to_wait_as_a_problem(desk: LocalStack) -> None:
    parent = Someone(desk, "sofie-vermeulen")
    parent.sign_in()
    with broken("dynamodb", code=THROTTLED):
        answer = parent.get("/nl/desk/my", headers={"Accept": "application/json"})
    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert int(answer.headers["Retry-After"]) > 0


@FAILURES
def test_a_decision_that_could_not_be_stored_can_be_taken_again(
    desk: LocalStack, code: str
) -> None:
    _, case = hand_in_deferral(desk)
    clerk = clerk_at(desk, case)
    page, body = clerk.at, clerk.last
    with broken("dynamodb", "TransactWriteItems", code=code):
        clerk.decide("registration", "register")
    assert_busy(clerk)
    desk.settle()
    assert file_at(case).open_task()
    clerk.at, clerk.last = page, body
    clerk.decide("registration", "register")
    desk.settle()
    assert_sound(file_at(case), "register")


@FAILURES
def test_a_document_that_could_not_be_checked_is_checked_later(desk: LocalStack, code: str) -> None:
    parent = Someone(desk, "sofie-vermeulen")
    parent.sign_in("/nl/desk/polio-vaccination/proof/start")
    parent.answer(**CHILD)
    parent.answer(kind="deferral")
    with broken("s3", "GetObject", "CopyObject", code="SlowDown" if code else GONE):
        parent.add_document(name="uitstel.pdf")
    assert_busy(parent)
    parent.get(parent.at)  # "try again"
    assert "uitstel.pdf" in parent.text
    assert parent.last.status_code == 200


def test_a_document_that_could_not_be_moved_out_of_quarantine_is_moved_later(
    desk: LocalStack,
) -> None:
    parent = Someone(desk, "sofie-vermeulen")
    parent.sign_in("/nl/desk/polio-vaccination/proof/start")
    parent.answer(**CHILD)
    parent.answer(kind="deferral")
    with broken("s3", "CopyObject"):
        parent.add_document(name="uitstel.pdf")
    assert_busy(parent)
    parent.get(parent.at)
    assert "uitstel.pdf" in parent.text


def test_a_look_that_cannot_be_written_down_shows_nothing(desk: LocalStack) -> None:
    """No access without its line in the history."""
    giver = ask_proxy(desk)
    case = giver.at.removesuffix("/receipt")
    desk.settle()
    clerk = Someone(desk, "mechelen-elections")
    clerk.sign_in("/nl/desk/work")
    with broken("dynamodb", "TransactWriteItems", code=THROTTLED):
        clerk.get(f"{case}/review")
    assert_busy(clerk)
    assert "attest.pdf" not in clerk.text
