"""Forged forms, strangers at the door, and what answers and logs give away."""

import pytest

from functions.domain.numbers import new_id
from infra.local.stack import LocalStack
from tests.contract.test_journeys import ask_proxy
from tests.contract.test_refusals import HOLDER, at_evidence, at_holder
from tests.contract.test_sessions import csrf, status
from tests.contract.test_two_windows import CHILD, mine
from tests.people import Someone


def test_no_form_is_taken_without_its_token_from_another_site_or_another_session(
    desk: LocalStack,
) -> None:
    giver = at_evidence(desk)
    draft = giver.at.removesuffix("/questions/evidence")
    giver.add_document()
    removal = giver.form("/remove")["_action"]
    case = ask_proxy(desk, "sofie-vermeulen").at.removesuffix("/receipt")
    desk.settle()
    stranger = Someone(desk, "an-claes")
    stranger.sign_in()
    own, foreign = csrf(giver), csrf(stranger)
    paths = [
        "/nl/desk/session", "/nl/desk/sign-out", "/nl/desk/elections/proxy/start", removal,
        f"{draft}/questions/evidence", f"{draft}/check", f"{draft}/uploads/evidence-medical",
        f"{case}/decisions/holder", f"{case}/withdraw",
    ]  # fmt: skip
    for path in paths:
        for token, site in (("", "same-origin"), ("x", "same-origin"), (foreign, "same-origin"),
                            (own, "cross-site"), (own, "same-site")):  # fmt: skip
            boxes = {"csrf": token, "case_id": draft.rsplit("/", 1)[1], "version": "3"}
            answer = giver.browser.post(
                path, base_url=desk.url, data=boxes, headers={"Sec-Fetch-Site": site}
            )
            assert answer.status_code == 403, (path, site)
    assert status(giver) == 200
    giver.get(f"{draft}/questions/evidence")
    assert "attest.pdf" in giver.text


def test_pages_problems_and_refusals_all_carry_the_security_headers(desk: LocalStack) -> None:
    giver = ask_proxy(desk)
    case = giver.at.removesuffix("/receipt")
    for path, accept in (
        (case, "text/html"), (f"{case}/review", "text/html"), (f"{case}x", "text/html"),
        ("/nl/desk/work", "application/json"), (f"{case}/check", "text/html"),
        ("/nl/desk/sign-in", "text/html"),
    ):  # fmt: skip
        answer = giver.browser.get(path, base_url=desk.url, headers={"Accept": accept})
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"):
            assert part in policy, path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
        assert "max-age" in answer.headers["Strict-Transport-Security"]
        assert answer.headers["Referrer-Policy"] in ("no-referrer", "same-origin")


def test_a_whole_journey_with_mistakes_logs_nothing_personal(
    desk: LocalStack, capfd: pytest.CaptureFixture[str]
) -> None:
    giver = at_holder(desk)
    giver.answer(**{**HOLDER, "national_number": "85.07.30-033.29"})
    giver.answer(**{**HOLDER, "given_name": "Ka\x07rim"})
    giver.get(giver.at + "x?naam=Karim")
    case = ask_proxy(desk).at.removesuffix("/receipt")
    desk.settle()
    stranger = Someone(desk, "an-claes")
    stranger.sign_in(case)
    assert stranger.last.status_code == 404
    out, err = capfd.readouterr()
    logged = out + err
    assert case.rsplit("/", 1)[1] in logged  # it does log
    for secret in ("arim", "Amrani", "Lena", "Peeters", "Claes", "85.07.30", "850730",
                   "88041299833", "90090399790", "example.org", "attest"):  # fmt: skip
        assert secret not in logged, secret


WAYS = [
    "", "/receipt", "/check", "/review", "/questions/holder", "/questions/voter",
    f"/documents/{new_id()}", f"/uploaded/{new_id()}",
]  # fmt: skip
FORMS = [
    "/check", "/questions/holder", "/withdraw", "/decisions/holder", "/decisions/decision",
    "/decisions/nothing", "/uploads/evidence-medical", f"/documents/{new_id()}/remove",
]  # fmt: skip


def test_to_a_stranger_a_case_and_a_case_that_never_was_are_the_same(desk: LocalStack) -> None:
    case = ask_proxy(desk).at.removesuffix("/receipt")
    nothing = case[: -len(new_id())] + new_id()
    desk.settle()
    stranger = Someone(desk, "an-claes")
    stranger.sign_in()
    token = {"csrf": csrf(stranger), "choice": "approve", "truth": "yes", "version": "1"}
    for way in WAYS:
        seen = [stranger.get(at + way) for at in (case, nothing)]
        assert {answer.status_code for answer in seen} == {404}, way
        pages = [a.get_data(as_text=True).replace(case, "").replace(nothing, "") for a in seen]
        assert len({len(page) for page in pages}) == 1
        assert not any(name in pages[0] for name in ("Lena", "Karim", "Amrani", "attest.pdf"))
    for way in FORMS:
        seen = [stranger.post(at + way, token) for at in (case, nothing)]
        assert {answer.status_code for answer in seen} == {404}, way


NOBODYS = "polio-vaccination-" + "0" * 26


@pytest.mark.parametrize(
    "case_id",
    [
        "",
        "x",
        "../x",
        "0" * 26,
        "birth-" + "0" * 26,
        NOBODYS,
        "-" + "0" * 26,
        "\u0130" * 26,
        "CASE#1",
    ],
)
def test_a_first_page_with_a_tampered_id_makes_nothing(desk: LocalStack, case_id: str) -> None:
    parent = Someone(desk, "lena-peeters")
    parent.sign_in("/nl/desk/polio-vaccination/proof/start")
    parent.answer(**CHILD, case_id=case_id)
    if case_id == NOBODYS:  # has the form of an id, and is nobody's
        assert parent.at.endswith("/questions/what")
        return
    assert parent.last.status_code == 404
    assert mine("lena-peeters") == (0, 0)


def test_a_first_page_with_the_id_of_anothers_draft_or_case_leaves_it_alone(
    desk: LocalStack,
) -> None:
    draft = at_holder(desk).at.split("/")[-3]
    case = ask_proxy(desk, "sofie-vermeulen").at.split("/")[-2]
    thief = Someone(desk, "an-claes")
    for case_id in (draft, case):
        thief.sign_in("/nl/desk/polio-vaccination/proof/start")
        thief.answer(**CHILD, case_id=case_id)
        assert thief.last.status_code == 404
        for name in ("Lena", "Sofie", "Karim"):
            assert name not in thief.text
    assert mine("an-claes") == (0, 0)
    assert mine("lena-peeters") == (0, 1)
    assert mine("sofie-vermeulen") == (1, 0)
