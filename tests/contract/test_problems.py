"""Programs that send what no form can: a problem (RFC 9457) that points at it, never a fault."""

import json
import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from functions.domain.numbers import new_id
from infra.local.stack import LocalStack
from tests.contract.test_journeys import ask_proxy, persona_number
from tests.contract.test_refusals import HOLDER, at_doses, at_holder
from tests.people import Someone

JSON = {"Accept": "application/json"}


def send(person: Someone, page: str, body: Any, *, raw: bytes = b"") -> TestResponse:
    hidden = person.form(page)
    return person.browser.post(
        hidden["_action"],
        base_url=person.stack.url,
        data=raw or json.dumps({"version": int(hidden["version"]), **body}),
        content_type="application/json",
        headers={"Accept": "application/json", "X-CSRF-Token": hidden["csrf"]},
    )


@pytest.mark.parametrize("raw", [b"{", b"[1]", b'"x"', b"null", b"\xff\xfe", b"[" * 90_000])
def test_a_body_that_is_no_json_object_is_a_problem(desk: LocalStack, raw: bytes) -> None:
    answer = send(at_doses(desk), "/doses", {}, raw=raw)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == 400


@pytest.mark.parametrize("answers", ["x", 5, None, [], [[1]], True])
def test_answers_that_are_no_object_are_a_problem(desk: LocalStack, answers: Any) -> None:
    parent = at_doses(desk)
    assert send(parent, "/doses", {"answers": answers}).status_code == 400


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ("x", "#/doses/given"),
        ({}, "#/doses/given"),
        ([1], "#/doses/given/0"),
        ([None], "#/doses/given/0"),
        ([{"day": {"day": [], "month": {}, "year": 1}, "vaccinator": "x"}], "#/doses/given/0/day"),
        ([{"day": 5, "vaccinator": "x"}], "#/doses/given/0/day"),
        ([{"day": "2026-10-20", "vaccinator": {"a": 1}}], "#/doses/given/0/vaccinator"),
        ([{"day": "2026-10-20", "vaccinator": "\ud800"}], "#/doses/given/0/vaccinator"),
        ([{"day": "2026-10-20", "vaccinator": "x"}] * 50, "#/doses/given"),
    ],
)  # fmt: skip
def test_an_answer_of_another_shape_is_pointed_at(
    desk: LocalStack, given: Any, pointer: str
) -> None:
    answer = send(at_doses(desk), "/doses", {"answers": {"given": given}})
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert pointer in [error["pointer"] for error in answer.json["errors"]]


def test_a_date_may_come_as_numbers(desk: LocalStack) -> None:
    day = {"day": 20, "month": 10, "year": 2026}
    given = [{"day": day, "vaccinator": "Kind en Gezin"}]
    answer = send(at_doses(desk), "/doses", {"answers": {"given": given}})
    told = [error["detail"] for error in answer.json["errors"]]
    assert told  # one dose is no series, say the rules
    assert not [text for text in told if "datum bestaat niet" in text]


@pytest.mark.parametrize(
    "declared", [{}, {"truth": False}, {"truth": []}, {"truth": 1}, {"x": True}]
)
def test_a_program_must_declare_too(desk: LocalStack, declared: Any) -> None:
    giver = at_check(desk)
    answer = send(giver, "/check", {"declarations": declared})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "#/declarations/truth"


def test_a_program_hands_in(desk: LocalStack) -> None:
    giver = at_check(desk)
    assert send(giver, "/check", {"declarations": "yes"}).status_code == 400
    answer = send(giver, "/check", {"declarations": {"truth": True}})
    assert answer.status_code == 201
    assert answer.json["case_id"] in giver.at


def at_check(desk: LocalStack) -> Someone:
    giver = at_holder(desk)
    giver.answer(**{**HOLDER, "national_number": persona_number("karim-el-amrani")})
    giver.answer(mail="lena@example.org")
    assert giver.at.endswith("/check"), giver.text
    return giver


@pytest.mark.parametrize("lang", ["nl", "fr"])
def test_every_refusal_is_a_problem_for_who_asks_for_json(desk: LocalStack, lang: str) -> None:
    giver = ask_proxy(desk)
    case = giver.at.removesuffix("/receipt").replace("/nl/", f"/{lang}/", 1)
    other = case[: -len(new_id())] + new_id()
    nobody = Someone(desk, "an-claes")
    titles = {}
    for who, path, status in (
        (nobody, case, 401),
        (giver, other, 404),
        (giver, f"{case}/review", 404),
        (giver, f"/{lang}/desk/work", 403),
    ):
        answer = who.browser.get(path, base_url=desk.url, headers=JSON)
        assert answer.status_code == status
        assert answer.content_type == "application/problem+json"
        assert answer.json["status"] == status
        assert set(answer.json) == {"type", "title", "status", "detail"}
        assert answer.headers["Cache-Control"] == "no-store"
        titles[status] = answer.json["title"]
    words = {"nl": "We vinden dit niet", "fr": "Nous ne trouvons pas"}
    assert titles[404].startswith(words[lang])


def test_a_browser_that_takes_both_gets_a_page(desk: LocalStack) -> None:
    giver = at_holder(desk)
    for accept in ("text/html,application/json;q=0.9", "*/*", ""):
        answer = giver.browser.get(giver.at, base_url=desk.url, headers={"Accept": accept})
        assert answer.content_type == "text/html; charset=utf-8"


def test_a_program_that_works_on_an_old_version_meets_a_conflict(desk: LocalStack) -> None:
    giver = at_holder(desk)
    hidden = giver.form("/holder")
    giver.answer(**{**HOLDER, "national_number": persona_number("karim-el-amrani")})
    answer = giver.browser.post(
        hidden["_action"],
        base_url=desk.url,
        data={**hidden, **HOLDER},
        headers=JSON,
    )
    assert answer.status_code == 409
    assert re.search("ander venster", answer.json["detail"])
