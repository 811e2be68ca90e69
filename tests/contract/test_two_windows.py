"""The back button, two tabs, two clicks: one case, no lost answer, and never the old one."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from functions import wiring
from functions.processes import find
from infra.local.stack import LocalStack
from tests.applications import hand_in, someone
from tests.contract.test_journeys import ask_proxy, persona_number
from tests.contract.test_polio import clerk_at, hand_in_deferral
from tests.contract.test_refusals import HOLDER, at_evidence, at_holder
from tests.faults import assert_sound, executions, file_at, file_of, take
from tests.people import Someone
from tests.walks import Walk

NUMBER = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")
KARIM = {**HOLDER, "national_number": persona_number("karim-el-amrani")}
CHILD = {"given_name": "Noor", "family_name": "Peeters", "national_number": "26082000229"}


def mine(key: str) -> tuple[int, int]:
    """How many cases and drafts a person has."""
    ports = wiring.ports()
    cases, drafts = ports.store.cases_of(ports.pseudonym(persona_number(key)))
    return len(cases), len(drafts)


def again(person: Someone, form: dict[str, str], **boxes: str) -> int:
    """Send an older page once more; answers the status."""
    fields = {name: value for name, value in form.items() if name != "_action"}
    return person.post(form["_action"], {**fields, "action": "continue", **boxes}).status_code


def at_check(desk: LocalStack) -> Someone:
    giver = at_holder(desk)
    giver.answer(**KARIM)
    giver.answer(mail="lena@example.org")
    assert giver.at.endswith("/check"), giver.text
    return giver


def test_the_first_page_sent_again_after_going_back_is_the_same_draft(desk: LocalStack) -> None:
    parent = Someone(desk, "lena-peeters")
    parent.sign_in("/nl/desk/polio-vaccination/proof/start")
    first = parent.form("/start")
    parent.answer(**CHILD)
    assert again(parent, first, **{**CHILD, "given_name": "Noortje"}) == 409
    assert "ander venster" in parent.text
    assert 'value="Noortje"' in parent.text
    parent.at = parent.form("/child")["_action"]
    parent.answer(**{**CHILD, "given_name": "Noortje"})
    assert parent.at.endswith("/questions/what")
    assert mine("lena-peeters") == (0, 1)


def test_two_first_pages_are_two_drafts_and_the_second_names_the_first(desk: LocalStack) -> None:
    parent = Someone(desk, "lena-peeters")
    parent.sign_in("/nl/desk/polio-vaccination/proof/start")
    parent.answer(**CHILD)
    draft = parent.at
    parent.get("/nl/desk/polio-vaccination/proof/start")
    assert "Begonnen op" in parent.text
    assert draft in parent.text


def test_going_back_shows_the_answers_and_a_change_is_taken(desk: LocalStack) -> None:
    giver = at_check(desk)
    check = giver.at
    giver.get(check.replace("/check", "/questions/holder"))
    assert 'value="Karim"' in giver.text
    giver.answer(**{**KARIM, "given_name": "Karim Ali"})
    assert giver.at == check
    assert "Karim Ali" in giver.text


def test_a_page_that_is_no_longer_asked_leads_to_one_that_is(desk: LocalStack) -> None:
    """Back, another reason, and then the old page of the first reason."""
    giver = at_evidence(desk)
    old = giver.form("/evidence")
    giver.get(giver.at.replace("/evidence", "/why"))
    giver.answer(reason="trader")
    assert giver.at.endswith("/questions/holder")
    assert again(giver, old) == 200
    assert giver.at.endswith("/questions/holder")


def test_an_older_check_does_not_hand_in_what_was_not_seen(desk: LocalStack) -> None:
    giver = at_check(desk)
    old = giver.form("/check")
    giver.get(giver.at.replace("/check", "/questions/contact"))
    giver.answer(mail="other@example.org")
    assert again(giver, old, truth="yes") == 409
    assert mine("lena-peeters") == (0, 1)
    giver.get(old["_action"])
    assert "other@example.org" in giver.text
    giver.submit()
    assert giver.at.endswith("/receipt")


@pytest.mark.parametrize("page", ["start", "questions/holder", "check"])
def test_a_page_sent_after_handing_in_changes_nothing(desk: LocalStack, page: str) -> None:
    giver = Someone(desk, "lena-peeters")
    giver.sign_in("/nl/desk/elections/proxy/start")
    old = {"start": giver.form("/start")}
    election = re.search(r'name="election" value="([^"]+)"', giver.text)
    assert election
    giver.answer(election=election[1], is_belgian="yes")
    giver.answer(reason="illness")
    giver.add_document()
    giver.answer()
    old["questions/holder"] = giver.form("/holder")
    giver.answer(**KARIM)
    giver.answer(mail="lena@example.org")
    old["check"] = giver.form("/check")
    giver.submit()
    number, case = NUMBER.findall(giver.text)[0], giver.at.removesuffix("/receipt")
    before = file_at(case).case
    assert again(giver, old[page], **{**KARIM, "given_name": "Iemand anders"}, truth="yes") == 200
    assert number in giver.text
    assert file_at(case).case == before
    assert mine("lena-peeters") == (1, 0)


def test_two_clicks_at_the_same_moment_are_one_case_with_one_receipt(desk: LocalStack) -> None:
    giver = at_check(desk)
    form = giver.form("/check")
    fields = {name: value for name, value in form.items() if name != "_action"} | {"truth": "yes"}
    cookie = giver.browser.get_cookie("__Host-session", domain="localhost")
    assert cookie

    def click(_: int) -> tuple[int, str]:
        browser = desk.client()
        browser.set_cookie("__Host-session", cookie.value, domain="localhost", secure=True)
        answer = browser.post(form["_action"], base_url=desk.url, data=fields)
        return answer.status_code, answer.headers.get("Location", "")

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(click, range(4)))
    assert answers == {(303, form["_action"].replace("/check", "/receipt"))}
    desk.settle()
    assert mine("lena-peeters") == (1, 0)
    assert len(executions(desk)) == 1
    assert len(desk.mails("karim@example.org")) == 1


def test_two_windows_that_save_different_pages_lose_neither(desk: LocalStack) -> None:
    giver = at_check(desk)
    link = giver.at.removesuffix("/check")
    giver.get(f"{link}/questions/contact")
    contact = giver.form("/contact")
    giver.get(f"{link}/questions/holder")
    giver.answer(**{**KARIM, "given_name": "Karim Ali"})
    assert again(giver, contact, mail="new@example.org") == 409
    assert 'value="new@example.org"' in giver.text
    giver.at = contact["_action"]
    giver.answer(mail="new@example.org")
    giver.get(f"{link}/check")
    assert "new@example.org" in giver.text
    assert "Karim Ali" in giver.text


def test_a_clerks_second_click_is_told_that_it_is_decided(desk: LocalStack) -> None:
    _, case = hand_in_deferral(desk)
    clerk = clerk_at(desk, case)
    form = clerk.form("/decisions/registration")
    assert again(clerk, form, choice="register") == 200
    assert again(clerk, form, choice="refuse", reason="Toch niet.") == 409
    assert "al beslist" in clerk.text
    desk.settle()
    assert file_at(case).case.outcome == "registered"
    assert_sound(file_at(case), "register")


def test_a_withdrawal_after_the_decision_is_told_that_it_is_late(desk: LocalStack) -> None:
    parent, case = hand_in_deferral(desk)
    parent.get(case)
    form = parent.form("/withdraw")
    clerk = clerk_at(desk, case)
    clerk.decide("registration", "register")
    assert again(parent, form) == 409
    desk.settle()
    assert file_at(case).case.outcome == "registered"


def test_what_cannot_be_taken_back_any_more_is_not_withdrawn(desk: LocalStack) -> None:
    """The act of a birth is drawn up: only the extracts are still to come."""
    ports, birth = wiring.ports(), find("birth", "declaration")
    assert birth
    walk = Walk(birth, {"parent.national_number": persona_number("karim-el-amrani")}, [], "")
    walk.session = someone(ports, persona_number("lena-peeters"))
    walk.case = hand_in(ports, birth, walk.session, walk.chosen)
    desk.settle()
    case = f"/nl/desk/birth/declaration/{walk.case.id}"
    other = Someone(desk, "karim-el-amrani")
    other.sign_in(case)
    assert (
        f"Deze aanvraag komt van {walk.session.person.name}." in other.text
    )  # whose request it is
    for step, choice in (("parent", "confirm"), ("notice", "matched")):
        take(walk, step, choice)
        desk.settle()
    mother = Someone(desk, "lena-peeters")
    mother.sign_in(case)
    form = mother.form("/withdraw")
    take(walk, "act", "draw-up")
    desk.settle()
    mother.get(case)
    assert "intrekken" not in mother.text
    assert again(mother, form) == 409
    take(walk, "extracts", "sent")
    desk.settle()
    assert file_of(walk).case.outcome == "registered"


def test_a_second_withdrawal_changes_nothing(desk: LocalStack) -> None:
    giver = ask_proxy(desk)
    desk.settle()
    case = giver.at.removesuffix("/receipt")
    giver.get(case)
    form = giver.form("/withdraw")
    assert again(giver, form) == 200
    assert again(giver, form) == 409
    desk.settle()
    assert_sound(file_at(case), "withdrawn")
