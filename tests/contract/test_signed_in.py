"""Sessions: a cookie that cannot be stolen or guessed, ends in time, and loses nothing."""

import re

import pytest

from functions.domain.session import ABSOLUTE, IDLE
from infra.local.stack import LocalStack
from tests.contract.test_refusals import HOLDER, at_holder
from tests.people import Someone, choose_person

COOKIE = "__Host-session"


def cookie_of(person: Someone) -> str:
    found = person.browser.get_cookie(COOKIE, domain="localhost")
    return found.value if found else ""


def test_the_session_cookie_is_for_this_host_over_tls_unseen_by_scripts(desk: LocalStack) -> None:
    person = Someone(desk, "lena-peeters")
    begun = person.get("/nl/desk/sign-in?next=/nl/desk/my")
    back = choose_person(begun.headers["Location"], "lena-peeters")
    answer = person.browser.get(back.removeprefix(desk.url), base_url=desk.url)
    (set_cookie,) = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith(COOKIE)]
    for part in ("Path=/", "Secure", "HttpOnly", "SameSite=Lax"):
        assert part in set_cookie
    assert "Domain" not in set_cookie


def test_every_sign_in_makes_a_new_session_and_ends_the_one_before(desk: LocalStack) -> None:
    person = Someone(desk, "lena-peeters")
    person.sign_in()
    before = cookie_of(person)
    person.sign_in()
    assert cookie_of(person) != before
    thief = Someone(desk, "lena-peeters")
    thief.browser.set_cookie(COOKIE, before, domain="localhost", secure=True)
    answer = thief.browser.get("/nl/desk/my", base_url=desk.url)
    assert answer.status_code == 303


def test_signing_out_ends_the_session_in_the_table(desk: LocalStack) -> None:
    person = Someone(desk, "lena-peeters")
    person.sign_in()
    secret = cookie_of(person)
    token = re.search(r'name="csrf" value="([^"]+)"', person.text)
    assert token
    person.post("/nl/desk/sign-out", {"csrf": token[1]})
    person.browser.set_cookie(COOKIE, secret, domain="localhost", secure=True)
    answer = person.browser.get("/nl/desk/my", base_url=desk.url)
    assert answer.status_code == 303


def test_an_idle_session_ends_and_an_active_one_ends_at_last(desk: LocalStack) -> None:
    person = Someone(desk, "lena-peeters")
    person.sign_in()
    steps = int(ABSOLUTE / IDLE) + 2
    lived = 0
    for _ in range(steps):
        desk.forward(seconds=(IDLE / 2).total_seconds())
        if person.browser.get("/nl/desk/my", base_url=desk.url).status_code != 200:
            break
        lived += 1
    assert lived == steps  # active: never idle
    desk.forward(seconds=IDLE.total_seconds())
    answer = person.browser.get("/nl/desk/my", base_url=desk.url)
    assert answer.status_code == 303
    assert "/desk/sign-in" in answer.headers["Location"]


def test_what_was_typed_when_the_session_had_ended_is_there_after_signing_in(
    desk: LocalStack,
) -> None:
    giver = at_holder(desk)
    hidden = giver.form("/holder")
    page = giver.at
    desk.forward(hours=1)
    where = hidden.pop("_action")
    answer = giver.browser.post(
        where, base_url=desk.url, data={**hidden, "action": "continue", **HOLDER, "mail": "half"}
    )
    assert answer.status_code == 303
    assert "kept=1" in answer.headers["Location"]
    giver.sign_in(page)
    assert giver.at == page
    assert 'value="Karim"' in giver.text
    assert 'value="half"' in giver.text


def test_what_was_typed_on_the_very_first_page_is_kept_too(desk: LocalStack) -> None:
    parent = Someone(desk, "lena-peeters")
    parent.sign_in("/nl/desk/polio-vaccination/proof/start")
    hidden = parent.form("/start")
    desk.forward(hours=1)
    where = hidden.pop("_action")
    answer = parent.browser.post(
        where, base_url=desk.url, data={**hidden, "action": "continue", "given_name": "Noor"}
    )
    assert answer.status_code == 303
    parent.sign_in("/nl/desk/my")
    (draft,) = set(re.findall(r'href="([^"]*polio-vaccination/proof/[^"]+)/check"', parent.text))
    parent.get(f"{draft}/questions/child")
    assert 'value="Noor"' in parent.text


@pytest.mark.parametrize("token", ["", "wrong", "é"])
def test_a_form_without_its_token_is_refused(desk: LocalStack, token: str) -> None:
    giver = at_holder(desk)
    hidden = giver.form("/holder")
    answer = giver.post(hidden["_action"], {**hidden, "csrf": token, **HOLDER})
    assert answer.status_code == 403


def test_a_form_sent_from_another_site_is_refused(desk: LocalStack) -> None:
    giver = at_holder(desk)
    hidden = giver.form("/holder")
    answer = giver.browser.post(
        hidden["_action"],
        base_url=desk.url,
        data={**hidden, **HOLDER},
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_signing_in_never_leads_to_another_site(desk: LocalStack, target: str) -> None:
    person = Someone(desk, "lena-peeters")
    person.sign_in(target)
    assert person.at == "/nl/desk/my"


def test_a_forged_answer_of_the_provider_signs_nobody_in(desk: LocalStack) -> None:
    person = Someone(desk, "lena-peeters")
    person.get("/nl/desk/sign-in?next=/nl/desk/my")
    answer = person.get("/desk/signed-in?code=stolen&state=forged")
    assert answer.status_code == 400
    assert not cookie_of(person)


def test_staying_signed_in_says_how_long(desk: LocalStack) -> None:
    person = Someone(desk, "lena-peeters")
    person.sign_in()
    token = re.search(r'name="csrf" value="([^"]+)"', person.text)
    assert token
    desk.forward(minutes=20)
    answer = person.browser.post(
        "/nl/desk/session",
        base_url=desk.url,
        data={"csrf": token[1]},
        headers={"Accept": "application/json"},
    )
    assert answer.json["idle_seconds"] >= IDLE.total_seconds() - 60


def test_nothing_personal_is_logged_when_something_breaks(
    desk: LocalStack, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from functions.services import drafting

    giver = at_holder(desk)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("karim@example.org 85073003328")

    monkeypatch.setattr(drafting, "answer_topic", broken)
    giver.answer(**HOLDER)
    assert giver.last.status_code == 503
    logged = "".join(capsys.readouterr())
    assert "RuntimeError" in logged
    for secret in ("karim", "Karim", "85073003328", "85.07.30", "Peeters"):
        assert secret not in logged


def test_pages_with_personal_data_are_never_cached_and_carry_the_security_headers(
    desk: LocalStack,
) -> None:
    person = Someone(desk, "lena-peeters")
    headers = person.sign_in().headers
    assert headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"]
