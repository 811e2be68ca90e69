"""Voters' lists at the desk: whole or not at all, kept by their office only."""

import re
from typing import Any

import pytest

from functions import wiring
from functions.domain import lists as domain_lists
from functions.services import importing, lists
from infra.local.stack import LocalStack
from tests.contract.test_uploads import stored
from tests.drawing import (
    LIAISON,
    LIST,
    PAGE,
    begun,
    clerk_at,
    current,
    draw_boxes,
    drawn,
    list_of,
    persona,
    post_file,
    press,
    published,
    send_file,
)
from tests.lists import HEADER, line, number, voters_csv
from tests.people import Someone


@pytest.mark.parametrize("who", ["mechelen-elections", LIAISON, "mechelen-tenant-admin"])
def test_who_keeps_lists_finds_them_on_the_work_page(desk: LocalStack, who: str) -> None:
    clerk = clerk_at(desk, "/nl/desk/work", who)
    assert '<a href="/nl/desk/lists">Lijsten van kiezers</a>' in clerk.text
    assert clerk.get("/nl/desk/lists").status_code == 200


def test_who_keeps_no_lists_is_not_led_to_them(desk: LocalStack) -> None:
    clerk = clerk_at(desk, "/nl/desk/work", "mechelen-population")
    assert "Werklijst" in clerk.text
    assert "/desk/lists" not in clerk.text


def test_a_list_is_imported_whole(desk: LocalStack) -> None:
    clerk = begun(desk)
    send_file(clerk, voters_csv(30, 4, 111))
    assert "Alle lijnen zijn in orde: 3 kiezers." in clerk.text
    found = current()
    assert (found.lines, found.state) == (3, "imported")
    files = stored()
    assert [key for key in files if key.startswith("imports/")] == []
    text = files[f"lists/{LIST}/{found.file}.txt"].decode()
    assert [row.split("\t")[0] for row in text.splitlines()] == ["4", "30", "111"]


def test_one_wrong_line_and_nothing_is_imported(desk: LocalStack) -> None:
    clerk = begun(desk)
    send_file(clerk, voters_csv(1, 2))
    before, kept = current(), stored()
    send_file(clerk, (HEADER + line(3) + line(3) + line(5, language="xx")).encode())
    assert "Er zijn 3 fouten. Er is niets ingelezen" in clerk.text
    rows = re.findall(r"<tr><td>(\d+)</td><td>([^<]+)</td><td>([^<]+)</td>", clerk.text)
    assert rows == [
        ("3", "rangnummer", "Dit rangnummer staat ook op lijn 2."),
        ("3", "rijksregisternummer", "Dit rijksregisternummer staat ook op lijn 2."),
        ("4", "taal", "De taal is nl, fr of de."),
    ]
    assert current() == before
    assert stored() == kept


def test_the_first_errors_are_shown_and_the_rest_counted_in_the_readers_language(
    desk: LocalStack,
) -> None:
    clerk = begun(desk)
    send_file(clerk, (HEADER + line(0) * 250).encode())
    assert clerk.text.count("Een rangnummer is een geheel getal") == 200
    assert "En nog 50 andere fouten." in clerk.text


def test_what_stands_in_a_wrong_line_is_only_text(desk: LocalStack) -> None:
    clerk = begun(desk)
    send_file(clerk, (HEADER + "0;<script>alert(1)</script>\n").encode())
    assert "<script>alert" not in clerk.last.get_data(as_text=True)
    assert "<script>alert(1)" in clerk.text


def test_a_file_that_is_too_large_is_told(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = begun(desk)
    monkeypatch.setattr(domain_lists, "MOST_BYTES", 50)
    send_file(clerk, voters_csv(1))
    assert "hoogstens 40 MB" in clerk.text
    assert current().state == "new"
    assert stored() == {}


def test_the_same_form_sent_twice_counts_once(desk: LocalStack) -> None:
    clerk = begun(desk)
    form = clerk.form("/_uploads")
    post_file(clerk, form, voters_csv(1))
    desk.settle()
    before = current()
    post_file(clerk, form, voters_csv(1, 2))
    desk.settle()
    assert current() == before
    assert [key for key in stored() if key.startswith("imports/")] == []


def test_a_file_that_the_storage_tells_of_twice_is_looked_at_once(desk: LocalStack) -> None:
    clerk = begun(desk)
    seen: list[Any] = []
    handler = desk.events.handler

    def twice(event: Any, context: Any) -> Any:
        seen.append(event)
        handler(event, context)
        return handler(event, context)

    desk.events.handler = twice
    send_file(clerk, voters_csv(1))
    assert len(seen) == 1
    kinds = [event.kind for event in wiring.ports().lists.events(LIST)]
    assert kinds == ["created", "imported"]


def test_a_better_list_replaces_the_first_until_the_draw(desk: LocalStack) -> None:
    clerk = begun(desk)
    send_file(clerk, voters_csv(1))
    first = current()
    send_file(clerk, voters_csv(1))
    assert current().hash != first.hash  # another salt: the same list cannot be told from outside
    form = clerk.form("/_uploads")
    press(clerk, "/publish")
    desk.forward(minutes=2)
    clerk.get(f"{PAGE}/draw")
    press(clerk, "/draw", **draw_boxes())
    desk.settle()
    before = current()
    clerk.get(PAGE)
    with pytest.raises(AssertionError, match="no form"):
        clerk.form("/_uploads")
    post_file(clerk, form, voters_csv(1, 2))
    desk.settle()
    assert current() == before
    clerk.get(PAGE)
    assert "Er is al geloot op deze lijst." in clerk.text


def test_a_draw_while_a_file_is_looked_at_wins(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = published(desk)
    desk.forward(minutes=2)
    drawing_clerk = clerk_at(desk, f"{PAGE}/draw")
    write = importing.Reading.write

    def slow(reading: Any, to: Any, salt: str) -> str:
        press(drawing_clerk, "/draw", **draw_boxes())
        return write(reading, to, salt)

    monkeypatch.setattr(importing.Reading, "write", slow)
    clerk.get(PAGE)
    before = current()
    post_file(clerk, clerk.form("/_uploads"), voters_csv(1, 2))
    desk.settle()
    found = current()
    assert found.draw
    assert (found.file, found.hash) == (before.file, before.hash)
    assert wiring.ports().lists.last_import(LIST).why == domain_lists.DRAWN  # type: ignore[union-attr]


def test_two_who_begin_the_same_list_get_the_same_list(desk: LocalStack) -> None:
    begun(desk)
    other = Someone(desk, LIAISON)
    other.sign_in("/nl/desk/lists")
    assert f'value="{LIST}"' not in other.text  # it is not offered again
    hidden = other.form("/lists")
    other.post("/nl/desk/lists", {"csrf": hidden["csrf"], "subject": LIST})
    assert other.at == PAGE
    assert len(wiring.ports().lists.events(LIST)) == 1


@pytest.mark.parametrize("subject", ["", "jury", "jury-1831", "jury-../x", "nothing-2027", "x"])
def test_a_list_about_something_that_is_not_offered_is_refused(
    desk: LocalStack, subject: str
) -> None:
    clerk = clerk_at(desk, "/nl/desk/lists")
    assert press(clerk, "/lists", subject=subject).status_code == 422
    assert 'id="subject-error"' in clerk.text


PLACES = (
    "", "/imported/01JD0000000000000000000000", "/draw", "/cards", "/cards/37", "/print",
    "/municipal", "/municipal.csv", "/municipal.pdf",
)  # fmt: skip
FORMS = ("/publish", "/draw", "/cards/37", "/sent")


@pytest.mark.parametrize(
    ("who", "status"),
    [("lena-peeters", 403), ("mechelen-elections", 403), ("mechelen-registrar", 403)],
)
def test_nobody_but_its_office_reaches_a_list(desk: LocalStack, who: str, status: int) -> None:
    drawn(desk)
    before = current()
    stranger = clerk_at(desk, "/nl/desk/my", who)
    csrf = stranger.form("/desk/session")["csrf"]
    found = {place: stranger.get(PAGE + place).status_code for place in PLACES}
    found |= {place: stranger.post(PAGE + place, {"csrf": csrf}).status_code for place in FORMS}
    assert set(found.values()) == {status}, found
    assert "Kiezer" not in stranger.text
    assert current() == before


def test_a_list_that_is_not_there_looks_the_same_as_one_that_is(desk: LocalStack) -> None:
    begun(desk)
    stranger = clerk_at(desk, PAGE, "mechelen-elections")
    assert stranger.last.status_code == 403
    assert stranger.get("/nl/desk/lists/jury-1999").status_code == 403
    clerk = clerk_at(desk, "/nl/desk/lists/jury-1999")
    assert clerk.last.status_code == 404
    for odd in ("jury-", "jury", "x", "jury-%2e%2e", "voters-1"):
        assert clerk.get(f"/nl/desk/lists/{odd}").status_code in (403, 404)


def test_who_is_not_signed_in_is_asked_to(desk: LocalStack) -> None:
    browser = desk.client()
    for place in PLACES:
        answer = browser.get(PAGE + place, base_url=desk.url)
        assert answer.status_code == 303, place
        assert "/desk/sign-in" in answer.headers["Location"]


def test_a_form_from_elsewhere_changes_nothing(desk: LocalStack) -> None:
    clerk = begun(desk)
    send_file(clerk, voters_csv(1))
    before = current()
    for place in FORMS:
        assert clerk.post(PAGE + place, {"csrf": "wrong"}).status_code in (403, 404)
    assert current() == before


def test_the_administrator_keeps_the_list_of_the_draw_too(desk: LocalStack) -> None:
    begun(desk)
    assert clerk_at(desk, PAGE, "mechelen-tenant-admin").last.status_code == 200


def test_the_elections_office_knows_who_is_a_voter(desk: LocalStack) -> None:
    ports = wiring.ports()
    (election,) = ports.calendar.elections
    subject = f"voters-{election.id}"
    lena = persona("lena-peeters").rrn
    assert lists.is_voter(ports, election.id, lena) is None
    clerk = begun(desk, "mechelen-elections", subject)
    assert lists.is_voter(ports, election.id, lena) is None
    send_file(clerk, list_of())
    assert "300 kiezers" in clerk.text
    assert lists.is_voter(ports, election.id, lena) is True
    assert all(lists.is_voter(ports, election.id, number(rank)) for rank in range(1, 137))
    assert lists.is_voter(ports, election.id, persona("karim-el-amrani").rrn) is False
    for place in ("/draw", "/cards", "/print", "/municipal"):
        assert clerk.get(f"/nl/desk/lists/{subject}{place}").status_code == 404
    assert clerk_at(desk, f"/nl/desk/lists/{subject}").last.status_code == 403


def test_an_index_shows_no_national_number(desk: LocalStack) -> None:
    clerk = begun(desk)
    send_file(clerk, voters_csv(1))
    index = next(body for key, body in stored().items() if key.endswith(".index"))
    assert number(1).encode() not in index
    assert bytes.fromhex(wiring.ports().pseudonym(number(1))) in index


def test_a_voters_list_of_an_election_goes_after_its_time(desk: LocalStack) -> None:
    ports = wiring.ports()
    (election,) = ports.calendar.elections
    clerk = begun(desk, "mechelen-elections", f"voters-{election.id}")
    send_file(clerk, list_of())
    desk.forward(days=179)
    assert lists.is_voter(ports, election.id, number(1)) is True
    desk.forward(days=2)
    assert lists.is_voter(ports, election.id, number(1)) is None
    assert stored() == {}
