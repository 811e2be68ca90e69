"""How a session begins, stays and ends, and what was typed when it ended."""

import re
from urllib.parse import urljoin

import pytest

from functions.domain.session import ABSOLUTE, IDLE
from infra.local.stack import LocalStack
from tests.contract.test_polio import clerk_at, hand_in_deferral
from tests.contract.test_refusals import HOLDER, at_holder
from tests.contract.test_two_windows import CHILD, at_check, mine
from tests.faults import file_at
from tests.people import Someone, choose_person

COOKIE = "__Host-session"
MINUTE = 60


def status(person: Someone, path: str = "/nl/desk/my") -> int:
    return person.browser.get(path, base_url=person.stack.url).status_code


def send(person: Someone, form: dict[str, str], **boxes: str) -> tuple[int, str]:
    """Send a form as it is, without following; answers status and where it leads."""
    fields = {name: value for name, value in form.items() if name != "_action"}
    answer = person.browser.post(
        form["_action"], base_url=person.stack.url, data={**fields, **boxes}
    )
    return answer.status_code, answer.headers.get("Location", "")


def csrf(person: Someone) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', person.get("/nl/desk/my").text)
    assert found
    return found[1]


def test_an_active_session_ends_after_eight_hours_all_the_same(desk: LocalStack) -> None:
    person = Someone(desk, "lena-peeters")
    person.sign_in()
    step = 20 * MINUTE
    for _ in range(int(ABSOLUTE.total_seconds() / step) - 1):
        desk.clock.forward(IDLE * 2 / 3)
        assert status(person) == 200
    desk.clock.forward(IDLE * 2 / 3)
    assert status(person) == 303


def test_staying_signed_in_does_not_go_past_the_absolute_end(desk: LocalStack) -> None:
    person = Someone(desk, "lena-peeters")
    person.sign_in()
    token = csrf(person)
    accept = {"Accept": "application/json"}
    left = []
    for _ in range(int(ABSOLUTE / IDLE) * 2):
        desk.clock.forward(IDLE / 2)
        answer = person.browser.post(
            "/nl/desk/session", base_url=desk.url, data={"csrf": token}, headers=accept
        )
        if answer.status_code != 200:
            break
        left.append(answer.json["idle_seconds"])
    assert left[0] == pytest.approx(IDLE.total_seconds(), abs=MINUTE)
    assert left[-1] <= IDLE.total_seconds() / 2 + MINUTE
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"


def test_staying_signed_in_works_without_a_script(desk: LocalStack) -> None:
    person = Someone(desk, "lena-peeters")
    person.sign_in()
    assert person.post("/nl/desk/session", {"csrf": csrf(person)}).status_code == 200
    assert person.at == "/nl/desk/my"


def test_a_cancelled_sign_in_says_that_nothing_is_lost_and_leads_back(desk: LocalStack) -> None:
    person = Someone(desk, "lena-peeters", lang="fr")
    target = "/fr/desk/elections/proxy/start"
    begun = person.get(f"/fr/desk/sign-in?next={target}").headers["Location"]
    state = re.search(r"state=([^&]+)", begun)
    assert state
    answer = person.get(f"/desk/signed-in?error=access_denied&state={state[1]}")
    assert answer.status_code == 200
    assert '<html lang="fr"' in person.text
    assert f"/fr/desk/sign-in?next={target}" in person.text
    assert not person.browser.get_cookie(COOKIE, domain="localhost")
    assert status(person) == 303


@pytest.mark.parametrize(
    "how", ["twice", "another browser", "too late", "other state", "other code"]
)
def test_an_answer_of_the_provider_signs_in_once_its_own_browser_only(
    desk: LocalStack, how: str
) -> None:
    person = Someone(desk, "lena-peeters")
    begun = person.get("/nl/desk/sign-in?next=/nl/desk/my").headers["Location"]
    back = choose_person(begun, "lena-peeters").removeprefix(desk.url)
    who = person
    if how == "twice":
        assert person.browser.get(back, base_url=desk.url).status_code == 303
        person.browser.delete_cookie(COOKIE, domain="localhost")
    elif how == "another browser":
        who = Someone(desk, "an-claes")
    elif how == "too late":
        desk.clock.forward(IDLE)
    else:
        name = how.removeprefix("other ")
        back = re.sub(rf"\b{name}=[^&]+", f"{name}=%C3%A9vil", back)
    answer = who.browser.get(back, base_url=desk.url)
    assert answer.status_code == 400
    assert not who.browser.get_cookie(COOKIE, domain="localhost")


TARGETS = [
    "https://evil.example/", "//evil.example", "/nl//evil.example", "/\\evil.example",
    "/nl/%2F%2Fevil.example", "/nl/%0d%0aSet-Cookie:x=y", "javascript:alert(1)", "/nl/\tevil",
    "evil",
]  # fmt: skip


@pytest.mark.parametrize("target", TARGETS)
def test_after_signing_in_people_are_on_this_site(desk: LocalStack, target: str) -> None:
    person = Someone(desk, "lena-peeters")
    begun = person.browser.get(
        "/nl/desk/sign-in", base_url=desk.url, query_string={"next": target}
    ).headers["Location"]
    back = choose_person(begun, "lena-peeters").removeprefix(desk.url)
    answer = person.browser.get(back, base_url=desk.url)
    where = answer.headers["Location"]
    assert urljoin(desk.url, where).startswith(f"{desk.url}/nl/")
    assert "//" not in where
    assert not re.search(r"[\\\s]", where)


def test_every_cookie_is_for_this_host_over_tls_and_unseen_by_scripts(desk: LocalStack) -> None:
    person = Someone(desk, "lena-peeters")
    begun = person.browser.get("/nl/desk/sign-in", base_url=desk.url)
    back = choose_person(begun.headers["Location"], "lena-peeters").removeprefix(desk.url)
    done = person.browser.get(back, base_url=desk.url)
    out = person.browser.post("/nl/desk/sign-out", base_url=desk.url, data={"csrf": csrf(person)})
    cookies = [c for a in (begun, done, out) for c in a.headers.getlist("Set-Cookie")]
    assert len(cookies) >= 4
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        parts = {part.strip() for part in cookie.split(";")[1:]}
        assert parts >= {"Path=/", "Secure", "SameSite=Lax"}
        # the one that public pages read says that one acts for someone, and nothing more
        assert "HttpOnly" in parts or cookie.partition(";")[0] in (
            "__Host-acting=",
            "__Host-acting=1",
        )
        assert not any(part.startswith("Domain") for part in parts)
    assert all("Max-Age=0" in c for c in out.headers.getlist("Set-Cookie"))


def test_a_typed_decision_is_there_after_signing_in_again(desk: LocalStack) -> None:
    _, case = hand_in_deferral(desk)
    clerk = clerk_at(desk, case)
    form = clerk.form("/decisions/registration")
    desk.clock.forward(IDLE)
    code, where = send(clerk, form, choice="refuse", reason="Het attest is niet leesbaar.")
    assert code == 303
    assert "kept=1" in where
    assert "decisions" not in where
    clerk.sign_in(case)
    assert clerk.at == f"{case}/review"
    assert "Het attest is niet leesbaar." in clerk.text
    assert re.search(r'<input[^>]*value="refuse"[^>]*checked', clerk.text)
    assert file_at(case).open_task()


def test_what_one_person_typed_is_not_shown_to_the_next_at_the_same_screen(
    desk: LocalStack,
) -> None:
    _, case = hand_in_deferral(desk)
    clerk = clerk_at(desk, case)
    form = clerk.form("/decisions/registration")
    desk.clock.forward(IDLE)
    send(clerk, form, choice="refuse", reason="Het attest is niet leesbaar.")
    clerk.key = "sofie-vermeulen"
    clerk.sign_in(case)
    assert clerk.last.status_code == 200
    assert "niet leesbaar" not in clerk.text


def test_a_first_page_of_an_ended_session_comes_back_as_its_draft(desk: LocalStack) -> None:
    parent = Someone(desk, "lena-peeters")
    parent.sign_in("/nl/desk/polio-vaccination/proof/start")
    form = parent.form("/start")
    desk.clock.forward(IDLE)
    code, where = send(parent, form, action="continue", **{**CHILD, "national_number": "12"})
    assert code == 303
    back = re.search(r"next=([^&]+)", where)
    assert back
    parent.sign_in(back[1])
    assert parent.at.endswith("/questions/child")
    assert 'value="Noor"' in parent.text
    assert 'value="12"' in parent.text
    assert mine("lena-peeters") == (0, 1)


@pytest.mark.parametrize("page", ["/start", "/holder"])
def test_too_much_text_in_an_ended_session_asks_to_sign_in_first(
    desk: LocalStack, page: str
) -> None:
    giver = at_holder(desk) if page == "/holder" else Someone(desk, "lena-peeters")
    if page == "/start":
        giver.sign_in("/nl/desk/polio-vaccination/proof/start")
    form = giver.form(page)
    desk.clock.forward(IDLE)
    code, where = send(giver, form, **{**HOLDER, "given_name": "x" * 100_000})
    assert code == 303
    assert "/desk/sign-in" in where
    assert "kept" not in where


def test_handing_in_after_the_session_ended_hands_in_nothing_yet(desk: LocalStack) -> None:
    giver = at_check(desk)
    form = giver.form("/check")
    desk.clock.forward(IDLE)
    code, where = send(giver, form, truth="yes")
    assert (code, "/desk/sign-in" in where) == (303, True)
    assert mine("lena-peeters") == (0, 1)
    giver.sign_in(form["_action"])
    giver.submit()
    assert giver.at.endswith("/receipt")
