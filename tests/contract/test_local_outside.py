"""The stand-in for outside parties: its page, its buttons, and how it answers by itself."""

import threading
import time

import pytest
import urllib3

from infra.local.stack import LocalStack
from tests.contract.test_outside import asked, message
from tests.faults import file_of
from tests.pretend import advice, carry


@pytest.fixture(autouse=True)
def _carried(desk: LocalStack, monkeypatch: pytest.MonkeyPatch) -> None:
    carry(desk, monkeypatch, (advice,))


def page(desk: LocalStack, path: str = "/", **form: str) -> str:
    url = f"{desk.local.outside_url}{path}"
    if not form:
        return urllib3.request("GET", url).data.decode()
    answer = urllib3.request("POST", url, fields=form, redirect=False)
    assert answer.status == 303
    return page(desk, answer.headers["Location"])


def test_the_page_shows_what_was_asked_and_has_a_button_for_every_answer(desk: LocalStack) -> None:
    assert "Er zijn nog geen berichten" in page(desk)
    walk = asked(desk)
    shown = page(desk)
    assert "prosecutor: pretend/advice/prosecutor" in shown
    assert "Mechelen" in shown
    for value in ("no-objection", "objection"):
        assert f'<button name="answer" value="{value}">' in shown
    shown = page(desk, "/answer", number="1", answer="objection", note="Nota <b>")
    assert "<strong>objection</strong> (HTTP 202)" in shown
    desk.settle()
    (decided,) = (e for e in file_of(walk).events if e.kind == "decided")
    assert decided.data["reason"] == "Nota <b>"
    assert '<button name="answer"' not in page(desk)


def test_the_overview_of_the_local_desk_leads_there(desk: LocalStack) -> None:
    assert f'href="{desk.local.outside_url}/"' in desk.get("/_local/").text
    style = urllib3.request("GET", f"{desk.local.outside_url}/style.css")
    assert style.headers["Content-Type"].startswith("text/css")


def test_a_page_elsewhere_answers_for_nobody(desk: LocalStack) -> None:
    walk = asked(desk)
    for path in ("answer", "hold", "reset"):
        answer = urllib3.request(
            "POST",
            f"{desk.local.outside_url}/{path}",
            fields={"number": "1", "answer": "objection"},
            headers={"Sec-Fetch-Site": "cross-site"},
        )
        assert answer.status == 403
    assert file_of(walk).open_task()
    assert message(desk, walk).answered == ""


def test_a_message_that_is_not_signed_is_refused(desk: LocalStack) -> None:
    url = f"{desk.local.outside_url}/prosecutor"
    assert urllib3.request("POST", url, json={"reference": "x"}).status == 401
    assert desk.outside.inbox == []


def test_a_reset_empties_the_inbox(desk: LocalStack) -> None:
    asked(desk)
    desk.outside.is_held = True
    desk.reset()
    assert (desk.outside.inbox, desk.outside.is_held) == ([], False)


def test_the_good_answer_comes_by_itself_unless_it_is_held(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.local.outside.parties._AFTER", 0.0)
    monkeypatch.setattr("infra.local.outside.parties._TICK", 0.01)
    walk = asked(desk)
    assert "Laat ze weer vanzelf antwoorden" in page(desk, "/hold", held="yes")
    stop = threading.Event()
    thread = threading.Thread(target=desk.outside.run_forever, args=(stop,))
    thread.start()
    try:
        time.sleep(0.2)
        assert message(desk, walk).answered == ""
        page(desk, "/hold", held="no")
        for _ in range(200):
            if message(desk, walk).status:
                break
            time.sleep(0.05)
    finally:
        stop.set()
        thread.join()
    assert (message(desk, walk).answered, message(desk, walk).status) == ("no-objection", 202)
    desk.settle()
    assert file_of(walk).case.outcome == "granted"
