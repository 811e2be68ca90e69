"""Anybody asks to be called back, without signing in; the counter calls, in order of who waits."""

import re
from datetime import timedelta

import pytest

from functions import wiring
from functions.domain.calls import reference
from functions.domain.numbers import new_id
from functions.services import calling
from infra.local.stack import LocalStack
from tests.contract.test_sessions import csrf
from tests.faults import GONE, broken
from tests.load.meter import Meter
from tests.people import Someone

FORM = "/nl/desk/call-me"
QUEUE = "/nl/desk/calls"
COUNTER = "mechelen-counter"
ASKED = {
    "subject": "elections/proxy",
    "name": "Wivine Proefstuk",
    "phone": "0470/12.34.56",
    "when": "morning",
    "question": "Mag mijn zoon voor mij stemmen?",
}


def visitor(desk: LocalStack, path: str = FORM) -> Someone:
    someone = Someone(desk, "lena-peeters")
    someone.get(path)
    return someone


def ask(desk: LocalStack, **boxes: str) -> Someone:
    someone = visitor(desk)
    send(someone, **boxes)
    return someone


def send(someone: Someone, headers: dict[str, str] | None = None, **boxes: str) -> int:
    hidden = someone.form("/call-me")
    data = {**hidden, **ASKED, **boxes}
    return int(someone.post(hidden["_action"], data, headers=headers or {}).status_code)


def waiting() -> list[str]:
    return [call.name for call in wiring.ports().calls.waiting(after="", most=50)[0]]


def clerk_of(desk: LocalStack, key: str = COUNTER) -> Someone:
    clerk = Someone(desk, key)
    clerk.sign_in(QUEUE)
    return clerk


def press(clerk: Someone, what: str, **boxes: str) -> int:
    hidden = clerk.form(f"/{what}")
    return int(clerk.post(hidden.pop("_action"), {**hidden, **boxes}).status_code)


# Asking


def test_somebody_asks_and_is_called_and_it_is_forgotten(desk: LocalStack) -> None:
    someone = ask(desk)
    assert someone.last.status_code == 200
    assert "We bellen je binnen 1 werkdag." in someone.text
    (call,) = wiring.ports().calls.waiting(after="", most=5)[0]
    assert reference(call.id) in someone.text
    assert "Wivine" not in someone.at
    clerk = clerk_of(desk)
    assert "1 persoon wacht op een telefoontje." in clerk.text
    assert 'href="tel:0470123456"' in clerk.text
    assert "Mag mijn zoon voor mij stemmen?" in clerk.text
    assert press(clerk, "take") == 200
    assert "Jij belt" in clerk.text
    assert press(clerk, "result", result="not-reached") == 200
    assert "niet bereikt" in clerk.text
    assert "Ik bel" in clerk.text
    press(clerk, "take")
    press(clerk, "result", result="reached")
    assert "Niemand wacht op een telefoontje." in clerk.text
    done = wiring.ports().calls.get(call.id)
    assert done
    assert done.done
    assert [one.result for one in done.tries] == ["not-reached", "reached"]
    item = wiring.ports().calls._table.get({"PK": {"S": f"CALL#{call.id}"}, "SK": {"S": "CALL"}})
    expires = int(item["expires_at"]["N"]) - desk.clock.now().timestamp()
    assert timedelta(days=29) < timedelta(seconds=expires) < timedelta(days=31)
    desk.settle()  # the stream mails nobody for it


def test_what_the_counter_did_is_in_the_desks_own_log_without_a_name(desk: LocalStack) -> None:
    ask(desk)
    clerk = clerk_of(desk)
    press(clerk, "take")
    press(clerk, "result", result="reached")
    month = f"{desk.clock.now():%Y-%m}"
    events = [e for e in wiring.ports().logs.events(month) if e.kind in ("call-taken", "called")]
    assert [e.kind for e in events] == ["call-taken", "called"]
    assert "Wivine" not in str([event.data for event in events])


def test_the_subject_of_the_page_one_came_from_is_chosen_already(desk: LocalStack) -> None:
    someone = visitor(desk, f"{FORM}?about=elections/proxy")
    assert re.search(r'value="elections/proxy" selected', someone.text)
    for odd in ("x", "<script>", "elections/none", ""):
        someone.get(f"{FORM}?about={odd}")
        assert someone.last.status_code == 200
        assert "selected" not in someone.text
        assert "<script>" not in someone.text.replace("<script src", "")


def test_the_form_speaks_each_language_and_the_clerk_sees_which(desk: LocalStack) -> None:
    someone = Someone(desk, "lena-peeters", lang="fr")
    someone.get("/fr/desk/call-me")
    send(someone)
    assert "Frans" in clerk_of(desk).text


@pytest.mark.parametrize(
    "phone",
    ["015 12 34 56", "+32 (0)470 12 34 56", "0032470123456", "+33 6 12 34 56 78", "0470-12-34-56"],
)
def test_a_phone_number_may_be_written_in_any_way(desk: LocalStack, phone: str) -> None:
    assert send(visitor(desk), phone=phone) == 200
    assert waiting() == ["Wivine Proefstuk"]


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("subject", "", "Kies waarover het gaat."),
        ("subject", "jurors/card", "Kies waarover het gaat."),  # nobody begins that
        ("name", " ", "Vul je naam in."),
        ("name", "x" * 101, "Maak dit korter"),
        ("phone", "", "Vul je telefoonnummer in."),
        ("phone", "12345", "Vul een telefoonnummer in, bijvoorbeeld"),
        ("phone", "bel mij", "Vul een telefoonnummer in, bijvoorbeeld"),
        ("phone", "9" * 200, "Vul een telefoonnummer in, bijvoorbeeld"),
        ("when", "night", "Kies wanneer je bereikbaar bent."),
        ("question", "x" * 501, "Maak dit korter: hoogstens 500 tekens."),
        ("question", "Ik ben 85.07.30-033.28.", "Er staat een rijksregisternummer in je vraag."),
    ],
)
def test_a_wrong_answer_is_told_kept_and_stored_nowhere(
    desk: LocalStack, field: str, typed: str, told: str
) -> None:
    someone = visitor(desk)
    assert send(someone, **{field: typed}) == 422
    assert told in someone.text
    if field != "name":
        assert 'value="Wivine Proefstuk"' in someone.text
    if field != "subject":
        assert 'value="elections/proxy" selected' in someone.text
    assert waiting() == []


# Against programs


def test_sent_twice_is_one_call(desk: LocalStack) -> None:
    someone = visitor(desk)
    hidden = someone.form("/call-me")
    for _ in range(2):
        assert someone.post(hidden["_action"], {**hidden, **ASKED}).status_code == 200
    assert len(waiting()) == 1


def test_a_program_that_fills_in_every_box_is_told_that_it_worked(desk: LocalStack) -> None:
    someone = visitor(desk)
    assert send(someone, website="https://spam.example") == 200
    assert waiting() == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({}, 200),
    ],
)
def test_a_form_of_another_site_is_refused(
    desk: LocalStack, headers: dict[str, str], status: int
) -> None:
    assert send(visitor(desk), headers) == status
    assert len(waiting()) == (status == 200)


def test_one_source_is_heard_ten_times_a_day(desk: LocalStack) -> None:
    someone = visitor(desk)
    for count in range(12):
        someone.get(FORM)
        assert send(someone) == (200 if count < 10 else 429), count
    assert "+32 15 00 00 00" in someone.text
    assert len(waiting()) == 10
    elsewhere = {"CloudFront-Viewer-Address": "[2001:db8:1:2::3]:4711"}
    assert send(visitor(desk), elsewhere) == 200
    desk.clock.forward(timedelta(days=1))
    assert send(visitor(desk)) == 200


def test_a_source_is_kept_as_a_hash_that_differs_by_day_and_by_network(desk: LocalStack) -> None:
    ports = wiring.ports()
    first = calling.source_of(ports, "198.51.100.7")
    assert "198.51" not in first
    assert first != calling.source_of(ports, "198.51.100.8")
    home = calling.source_of(ports, "2001:db8:1:2::3")
    assert home == calling.source_of(ports, "2001:db8:1:2:ffff::9")
    assert home != calling.source_of(ports, "2001:db8:1:3::3")
    desk.clock.forward(timedelta(days=1))
    assert first != calling.source_of(ports, "198.51.100.7")


@pytest.mark.parametrize("call_id", ["", "x", "../x", "CALL#1"])
def test_a_tampered_id_asks_nothing(desk: LocalStack, call_id: str) -> None:
    assert send(visitor(desk), call_id=call_id) == 404
    assert waiting() == []


def test_a_table_that_does_not_answer_says_so(desk: LocalStack) -> None:
    someone = visitor(desk)
    with broken("dynamodb", code=GONE):
        assert send(someone) == 503
    assert waiting() == []


def test_nothing_personal_is_logged(desk: LocalStack, capsys: pytest.CaptureFixture[str]) -> None:
    ask(desk)
    ask(desk, phone="x")
    clerk = clerk_of(desk)
    press(clerk, "take")
    told = "".join(capsys.readouterr())
    assert "Wivine" not in told
    assert ASKED["phone"] not in told
    assert "470123456" not in told


# The counter


def test_of_two_clerks_one_calls(desk: LocalStack) -> None:
    ask(desk)
    first, second = clerk_of(desk), clerk_of(desk, "mechelen-tenant-admin")
    assert press(first, "take") == 200
    assert press(second, "take") == 409
    second.get(QUEUE)
    assert "Greet Aerts belt." in second.text
    (call,) = wiring.ports().calls.waiting(after="", most=5)[0]
    form = {"csrf": csrf(second), "result": "reached"}
    assert second.post(f"{QUEUE}/{call.id}/result", form).status_code == 409
    first.get(QUEUE)
    assert press(first, "result", result="released") == 200
    second.get(QUEUE)
    assert press(second, "take") == 200
    first.get(QUEUE)
    assert "/result" not in first.text


@pytest.mark.parametrize("key", ["mechelen-population", "mechelen-no-role", "lena-peeters"])
def test_who_does_not_call_sees_no_name_and_no_number(desk: LocalStack, key: str) -> None:
    ask(desk)
    (call,) = wiring.ports().calls.waiting(after="", most=5)[0]
    other = clerk_of(desk, key)
    assert other.last.status_code == 403
    assert "Wivine" not in other.text
    assert ">Terugbellen<" not in other.text
    for what in ("take", "result"):
        form = {"csrf": csrf(other), "result": "reached"}
        assert other.post(f"{QUEUE}/{call.id}/{what}", form).status_code == 403


@pytest.mark.parametrize("result", ["", "x", "done"])
def test_an_unknown_result_or_call_is_not_found(desk: LocalStack, result: str) -> None:
    ask(desk)
    clerk = clerk_of(desk)
    press(clerk, "take")
    assert press(clerk, "result", result=result) == 404
    token = {"csrf": csrf(clerk), "result": "reached"}
    for call_id in ("x", new_id()):
        assert clerk.post(f"{QUEUE}/{call_id}/take", token).status_code == 404


def test_a_page_of_the_queue_is_one_query_however_many_wait(desk: LocalStack) -> None:
    ports = wiring.ports()
    (form, _), now = _form(desk), ports.clock.now()
    for number in range(60):
        calling.ask(
            ports, form, call_id=new_id(), subject="other", lang="nl",
            address=f"198.51.100.{number}",
        )  # fmt: skip
    assert now
    clerk = clerk_of(desk)
    with Meter(desk) as meter:
        clerk.get(QUEUE)
        assert sorted(r.operation for r in meter.take()) == ["GetItem", "Query"]
    assert clerk.text.count("Ik bel") == 25
    assert "meer mensen dan op één bladzijde" in clerk.text
    following = re.search(r'href="(/nl/desk/calls\?after=[^"]+)"', clerk.text)
    assert following
    clerk.get(following[1])
    assert clerk.text.count("Ik bel") == 25


def _form(desk: LocalStack) -> tuple[calling.CallMe, str]:
    del desk
    return calling.CallMe(name="Xaver", phone="015123456", when="any"), "other"
