"""What an outside party is asked and answers: once, signed, and only while it is asked."""

import json
from dataclasses import replace
from typing import Any

import boto3
import pytest
import urllib3

from functions import wiring
from functions.adapters.outside import WINDOW, SignedOutside, key_of, signed_headers
from functions.domain.problems import NotAllowed, NotFound
from functions.domain.workflow import WITHDRAWN
from functions.services import deciding
from infra.local.config import OUTSIDE_KEY
from infra.local.outside import Message
from infra.local.stack import LocalStack
from tests.applications import someone
from tests.contract.test_delivery import twice
from tests.faults import assert_sound, dead_letters, executions, file_of, take
from tests.people import Someone
from tests.pretend import advice, carry, made, procedure
from tests.walks import Walk, begin, move, walks

pytestmark = pytest.mark.usefixtures("hasty")


@pytest.fixture(autouse=True)
def _carried(desk: LocalStack, monkeypatch: pytest.MonkeyPatch) -> None:
    carry(desk, monkeypatch, (advice, made))


def asked(desk: LocalStack, procedure: Any = advice) -> Walk:
    """A case whose outside party has been asked."""
    walk = Walk(procedure, {}, [], "")
    begin(wiring.ports(), walk)
    desk.settle()
    return walk


def message(desk: LocalStack, walk: Walk) -> Message:
    (found,) = desk.outside.messages(case_of(walk))
    return found


def case_of(walk: Walk) -> str:
    assert walk.case
    return walk.case.id


def post(
    desk: LocalStack,
    body: object,
    *,
    party: str = "prosecutor",
    at: str = "",
    secret: str = OUTSIDE_KEY,
    old: bool = False,
    changed: bytes = b"",
    **headers: str,
) -> Any:
    """POST an answer to the inbox `at`, signed as `party`."""
    url = f"{desk.url}/api/outside/{at or party}"
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    moment = desk.clock.now() - (2 * WINDOW if old else 0 * WINDOW)
    signed = signed_headers(key_of(secret, party), party, url, raw, moment)
    answer = urllib3.request("POST", url, body=changed or raw, headers={**signed, **headers})
    content = answer.headers["Content-Type"]
    assert content == ("application/json" if answer.status < 300 else "application/problem+json")
    return answer


def test_who_must_be_somewhere_else_gets_a_mail(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    (production,) = made.workflow.steps
    there = procedure("there", replace(production, mail_subject="Je kaart ligt klaar"))
    carry(desk, monkeypatch, (there,))
    walk = asked(desk, there)
    (mail,) = [mail for mail in desk.mails() if mail.subject == "Je kaart ligt klaar"]
    assert walk.case
    assert mail.reaches(walk.case.mail)
    assert "De kaart wordt gemaakt." in mail.text


def test_a_party_is_asked_and_its_answer_moves_the_case_on(desk: LocalStack) -> None:
    walk = asked(desk)
    assert message(desk, walk).answers == ["no-objection", "objection"]
    assert desk.outside.answer(case_of(walk), "no-objection", "In orde.") == 202
    desk.settle()
    file = file_of(walk)
    assert (file.case.status, file.case.outcome) == ("closed", "granted")
    assert_sound(file, "no-objection")
    (decided,) = (event for event in file.events if event.kind == "decided")
    title = wiring.ports().tenant.outside["prosecutor"].title
    assert (decided.actor.kind, decided.actor.name) == ("external", title)
    assert decided.data["reason"] == "In orde."
    assert dead_letters(desk) == 0


def test_a_message_carries_what_the_procedure_says_and_nothing_else(desk: LocalStack) -> None:
    walk = asked(desk)
    assert walk.case
    sent = message(desk, walk)
    name = walk.case.answers["child"]["name"]
    assert sent.body == {"municipality": "Mechelen", "child": name}
    assert sent.subject == "pretend/advice/prosecutor"
    assert sent.answer_to == f"{desk.url}/api/outside/prosecutor"
    task = file_of(walk).open_task()
    assert task
    applicant = walk.case.applicant
    for secret in (task.token, applicant.national_number, applicant.ref, walk.case.mail):
        assert secret not in str(vars(sent))


def test_every_record_comes_twice_and_the_party_is_asked_once(desk: LocalStack) -> None:
    desk.pump.handler = twice(desk.pump.handler)
    walk = asked(desk)
    assert message(desk, walk)


def test_an_answer_needs_its_partys_signature(desk: LocalStack) -> None:
    walk = asked(desk)
    sent = message(desk, walk)
    good = {"reference": sent.reference, "answer": "objection"}
    bad = {"reference": sent.reference, "answer": "no-objection"}
    assert post(desk, good, secret="another").status == 401
    assert post(desk, good, changed=json.dumps(bad).encode()).status == 401
    assert post(desk, good, party="police", at="prosecutor").status == 401
    assert post(desk, good, Signature="sig=:AAAA:").status == 401
    assert post(desk, good, **{"Signature-Input": "sig=("}).status == 401
    assert post(desk, good, **{"Content-Digest": "sha-256=:AAAA:"}).status == 401
    url = f"{desk.url}/api/outside/prosecutor"
    bare = urllib3.request("POST", url, json=good)
    assert bare.status == 401
    task = file_of(walk).open_task()
    assert task
    assert task.step == "prosecutor"


def test_a_signature_that_covers_less_than_the_address_and_the_body_counts_for_nothing(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = asked(desk)
    good = {"reference": message(desk, walk).reference, "answer": "objection"}
    monkeypatch.setattr("functions.adapters.outside._COVERED", ("@method",))
    url = f"{desk.url}/api/outside/prosecutor"
    raw = json.dumps(good).encode()
    key = key_of(OUTSIDE_KEY, "prosecutor")
    headers = signed_headers(key, "prosecutor", url, raw, desk.clock.now())
    monkeypatch.undo()
    assert urllib3.request("POST", url, body=raw, headers=headers).status == 401


def test_an_old_answer_cannot_be_sent_again(desk: LocalStack) -> None:
    sent = message(desk, asked(desk))
    good = {"reference": sent.reference, "answer": "objection"}
    assert post(desk, good, old=True).status == 401
    assert post(desk, good).status == 202


def test_a_party_answers_only_its_own_questions(desk: LocalStack) -> None:
    walk = asked(desk)
    sent = message(desk, walk)
    theirs = {"reference": sent.reference, "answer": "no-objection"}
    assert post(desk, theirs, party="police").status == 404
    assert post(desk, theirs, party="nobody").status == 404
    assert file_of(walk).open_task()


@pytest.mark.parametrize("part", range(4))
def test_a_reference_cannot_be_made_up(desk: LocalStack, part: int) -> None:
    sent = message(desk, asked(desk))
    other = message(desk, asked(desk))
    parts = sent.reference.split(".")
    parts[part] = {0: other.case_id, 1: "check", 2: "1", 3: "0" * 32}[part]
    answer = {"reference": ".".join(parts), "answer": "no-objection"}
    assert post(desk, answer).status == 404


@pytest.mark.parametrize(
    "reference", ["", ".", "x", "." * 9, "é", "0" * 26, "0" * 26 + ".a.1.\u0663"]
)
def test_a_reference_that_is_none_is_not_found(desk: LocalStack, reference: str) -> None:
    assert post(desk, {"reference": reference, "answer": "objection"}).status == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 404), (b"{", 400), (b"[]", 400), (b"null", 400), ({}, 404),
        ({"reference": 1, "answer": []}, 422),
        ({"reference": "a", "answer": "\ud800"}, 422),
        ({"reference": "a", "answer": "b", "note": None}, 422),
        (b"[" * 100_000, 400), (b'{"note": "' + b"x" * 300_000 + b'"}', 413),
    ],
)  # fmt: skip
def test_an_odd_answer_is_refused_in_so_many_words(
    desk: LocalStack, body: object, status: int
) -> None:
    assert post(desk, body).status == status


def test_an_answer_that_is_not_one_of_the_answers_is_told_which_field_is_wrong(
    desk: LocalStack,
) -> None:
    walk = asked(desk)
    reference = message(desk, walk).reference
    for value in ("maybe", "", WITHDRAWN, "lapsed"):
        answer = post(desk, {"reference": reference, "answer": value})
        assert answer.status == 422
        assert [e["pointer"] for e in answer.json()["errors"]] == ["#/answer"]
    long = {"reference": reference, "answer": "objection", "note": "x" * 2001}
    assert [e["pointer"] for e in post(desk, long).json()["errors"]] == ["#/note"]
    assert file_of(walk).open_task()


def test_the_same_answer_again_changes_nothing_and_another_one_is_refused(
    desk: LocalStack,
) -> None:
    walk = asked(desk)
    assert desk.outside.answer(case_of(walk), "objection") == 202
    assert desk.outside.answer(case_of(walk), "objection") == 200
    assert desk.outside.answer(case_of(walk), "no-objection") == 409
    desk.settle()
    assert desk.outside.answer(case_of(walk), "objection") == 200
    assert desk.outside.answer(case_of(walk), "no-objection") == 409
    assert file_of(walk).case.stage == "check"
    assert_sound(file_of(walk), "objection")


def test_silence_has_the_consequence_that_the_workflow_gives_it_and_a_late_answer_none(
    desk: LocalStack,
) -> None:
    walk = asked(desk)
    assert desk.forward(days=31) == 1
    file = file_of(walk)
    assert (file.case.status, file.case.outcome) == ("closed", "granted")
    assert desk.outside.answer(case_of(walk), "objection") == 409
    desk.settle()
    assert_sound(file_of(walk), "lapsed")


def test_an_answer_to_a_case_that_was_withdrawn_comes_too_late(desk: LocalStack) -> None:
    walk = asked(desk)
    take(walk, "prosecutor", WITHDRAWN)
    assert desk.outside.answer(case_of(walk), "objection") == 409
    desk.settle()
    assert_sound(file_of(walk), WITHDRAWN)


def test_nobody_of_the_desk_or_the_case_answers_for_an_outside_party(desk: LocalStack) -> None:
    walk = asked(desk)
    ports = wiring.ports()
    file = file_of(walk)

    def decide(session: Any) -> None:
        deciding.decide(
            ports, advice, session, file, "prosecutor", choice="no-objection", reason=""
        )

    assert walk.session
    with pytest.raises(NotFound):
        decide(walk.session)
    for role in ("population", "tenant_admin", "court_liaison"):
        with pytest.raises(NotAllowed):
            decide(someone(ports, "", role))
    assert file_of(walk).open_task()


def test_a_party_that_cannot_be_reached_holds_nothing_else_up_and_is_asked_later(
    desk: LocalStack,
) -> None:
    desk.outside.is_down = True
    walk = asked(desk)
    assert desk.outside.messages(case_of(walk)) == []
    assert dead_letters(desk) == 1
    other = asked(desk, made)
    desk.outside.is_down = False
    desk.redrive()
    desk.settle()
    assert message(desk, walk)
    assert message(desk, other)
    assert desk.outside.answer(case_of(walk), "no-objection") == 202
    desk.settle()
    assert file_of(walk).case.outcome == "granted"
    desk.redrive()
    assert message(desk, walk)
    assert executions(desk) == sorted([case_of(walk), case_of(other)])


def test_nobody_is_asked_what_was_settled_while_the_party_could_not_be_reached(
    desk: LocalStack,
) -> None:
    desk.outside.is_down = True
    walk = asked(desk)
    take(walk, "prosecutor", WITHDRAWN)
    desk.settle()
    desk.outside.is_down = False
    desk.redrive()
    assert desk.outside.messages(case_of(walk)) == []


def test_a_party_that_stays_silent_is_asked_again_when_a_chief_takes_over(
    desk: LocalStack,
) -> None:
    walk = asked(desk, made)
    (first,) = desk.outside.messages(case_of(walk))
    desk.forward(days=22)
    _, again = desk.outside.messages(case_of(walk))
    assert again.reference != first.reference
    assert desk.outside.send(first, "arrived") == 409
    page = wiring.ports().store.queue("tenant_admin", "pretend", after="", most=5)
    assert [task.case_id for task in page.tasks] == [case_of(walk)]
    take(walk, "production", "arrived")
    desk.settle()
    assert desk.outside.send(again, "arrived") == 200
    file = file_of(walk)
    assert file.case.outcome == "granted"
    assert_sound(file, "escalated", "arrived")
    assert [e.actor.kind for e in file.events if e.kind == "decided"] == ["clerk"]


def test_the_applicant_sees_which_institution_answered_and_not_its_note(desk: LocalStack) -> None:
    giver = Someone(desk, "lena-peeters")
    giver.sign_in("/nl/desk/pretend/advice/start")
    giver.answer(name="Noor", national_number="85.07.30-033.28")
    giver.answer(mail="lena@example.org")
    giver.submit()
    case = giver.at.removesuffix("/receipt")
    desk.settle()
    giver.get(case)
    assert "We wachten op het parket." in giver.text
    assert desk.outside.answer(case.rpartition("/")[2], "objection", "Een geheime nota.") == 202
    desk.settle()
    giver.get(case)
    assert "Parket" in giver.text
    assert "Het parket maakt bezwaar." in giver.text
    assert "geheime nota" not in giver.text
    clerk = Someone(desk, "mechelen-population")
    clerk.sign_in(f"{case}/review")
    assert "Een geheime nota." in clerk.text


def test_without_a_key_no_answer_is_taken_and_no_message_goes_unsigned(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    ports = wiring.ports()
    unsigned = SignedOutside("", desk.local.outside_url, desk.clock.now)
    monkeypatch.setattr(ports, "outside", unsigned)
    walk = asked(desk)
    assert desk.outside.messages(case_of(walk)) == []
    assert dead_letters(desk) == 1
    assert post(desk, {"reference": "a", "answer": "b"}).status == 401


def test_two_answers_at_once_are_one(desk: LocalStack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other way round the table refuses the second write; it then sees the first one."""
    walk = asked(desk)
    store, whole = wiring.ports().store, wiring.ports().store.record
    first: list[int] = []

    def record(*args: Any, **more: Any) -> None:
        if not first:
            first.append(0)
            first[0] = desk.outside.answer(case_of(walk), "objection")
        whole(*args, **more)

    monkeypatch.setattr(store, "record", record)
    assert desk.outside.answer(case_of(walk), "no-objection") == 409
    assert first == [202]
    monkeypatch.undo()


def test_the_workflow_holds_no_word_of_what_was_asked(desk: LocalStack) -> None:
    walk = asked(desk)
    assert walk.case
    name = walk.case.answers["child"]["name"]
    steps = boto3.client("stepfunctions")
    for machine in steps.list_state_machines()["stateMachines"]:
        for run in steps.list_executions(stateMachineArn=machine["stateMachineArn"])["executions"]:
            found = steps.get_execution_history(executionArn=run["executionArn"])
            assert name not in str(found)


@pytest.mark.parametrize("procedure", [advice, made], ids=lambda p: p.name)
def test_every_way_through_ends_where_the_definition_says(desk: LocalStack, procedure: Any) -> None:
    """As tests/infra does for the desk's own procedures."""
    ports = wiring.ports()
    found = walks(procedure, ports.facts(someone(ports).person))
    assert {("prosecutor", "lapsed"), ("production", "escalated")} & {
        move for walk in found for move in walk.moves
    }
    for walk in found:
        begin(ports, walk)
    for at in range(max(len(walk.moves) for walk in found)):
        desk.settle()
        for walk in found:
            move(ports, walk, at)
    desk.settle()
    assert [file_of(walk).case.outcome for walk in found] == [walk.end for walk in found]
    assert dead_letters(desk) == 0
