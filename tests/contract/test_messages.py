"""Messages go where their reader wants them, once, and another way when that one is closed."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from functions import events, wiring
from functions.domain.case import Event
from functions.domain.messages import Kind, is_legal
from functions.domain.numbers import age_order
from functions.domain.session import Session
from functions.processes import all_procedures
from functions.services import letters, messaging, preferring, unreached
from functions.services.confirming import code_of
from functions.services.preferring import Choice
from infra.local.cloud import functions as cloud_functions
from infra.local.mail_events import event_of
from infra.local.neighbours.ebox import EBox
from infra.local.stack import LocalStack
from tests.doors import Visitor, enter_as, visitor
from tests.faults import accepted, broken, dead_letters, file_of, subjects, take
from tests.walks import Walk

pytestmark = pytest.mark.usefixtures("hasty")
PAGE = "/nl/desk/my/messages"
RECEIVED = "We kregen je aanvraag"
NEEDED = "We hebben nog iets van je nodig"
OWN = "lena@example.be"


@pytest.fixture
def ebox(desk: LocalStack) -> Iterator[EBox]:
    found = desk.neighbours.ebox
    yield found
    found.slow = 8.0


def as_owner(walk: Walk) -> Session:
    assert walk.session
    return walk.session


def choose(walk: Walk, *, via: str = "mail", legal: bool = False, address: str = "") -> None:
    ports, session = wiring.ports(), as_owner(walk)
    version = preferring.of(ports, session).version
    choice = Choice("ebox" if via == "ebox" else "mail", legal, address)
    preferring.choose(ports, session, choice, version=version)


def case(**chosen: Any) -> Walk:
    """A new case of somebody who chose before the desk tells anything."""
    walk = accepted()
    if chosen:
        choose(walk, **chosen)
    return walk


def ask(desk: LocalStack, walk: Walk) -> None:
    """The desk asks something, with a term: the law makes us tell it."""
    desk.settle()
    take(walk, "registration", "ask")
    desk.settle()


def mails(desk: LocalStack, walk: Walk) -> list[str]:
    assert walk.case
    return subjects(desk, walk.case.mail)


def in_box(ebox: EBox, walk: Walk) -> list[str]:
    return [found.subject for found in ebox.of(as_owner(walk).person.national_number)]


def with_mail(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Applications give this address."""
    monkeypatch.setattr("tests.applications.MAIL", address)


def code_in(desk: LocalStack, address: str) -> str:
    newest = desk.mails(address)[0]
    found = re.search(r"\d{4} \d{4}", newest.subject)
    assert found
    return found[0]


def notes(walk: Walk) -> list[Event]:
    return [event for event in file_of(walk).events if event.kind == "unreached"]


# what is chosen


def test_who_chose_nothing_is_mailed_everything(desk: LocalStack, ebox: EBox) -> None:
    walk = case()
    ask(desk, walk)
    assert mails(desk, walk) == [NEEDED, RECEIVED]
    assert ebox.asked == 0


def test_who_wants_only_legal_messages_gets_those(desk: LocalStack) -> None:
    walk = case(legal=True)
    ask(desk, walk)
    assert mails(desk, walk) == [NEEDED]
    desk.forward(days=28, hours=1)  # no reminder either
    assert mails(desk, walk) == [NEEDED]


def test_who_wants_the_ebox_gets_everything_there_and_nothing_by_mail(
    desk: LocalStack, ebox: EBox
) -> None:
    walk = case(via="ebox")
    ask(desk, walk)
    assert mails(desk, walk) == []
    title = "Poliovaccinatie bewijzen"
    assert in_box(ebox, walk) == [f"{RECEIVED}: {title}", NEEDED]
    (first, _) = ebox.of(as_owner(walk).person.national_number)
    assert "Je zaaknummer" in first.text
    assert first.lang == "nl"
    assert first.sender == wiring.ports().tenant.ebox.organisation  # type: ignore[union-attr]


def test_a_choice_made_between_two_tries_sends_nothing_twice(desk: LocalStack, ebox: EBox) -> None:
    walk = case()
    whole = desk.pump.handler

    def chosen_meanwhile(event: dict[str, Any], context: Any) -> Any:
        whole(event, context)
        if preferring.of(wiring.ports(), as_owner(walk)).version == 0:
            choose(walk, via="ebox")
        return whole(event, context)

    desk.pump.handler = chosen_meanwhile
    desk.settle()
    assert mails(desk, walk) == [RECEIVED]
    assert in_box(ebox, walk) == []


def test_a_doubled_record_is_one_message_on_one_channel(desk: LocalStack, ebox: EBox) -> None:
    walk = case(via="ebox")
    whole = desk.pump.handler

    def twice(event: dict[str, Any], context: Any) -> Any:
        whole(event, context)
        return whole(event, context)

    desk.pump.handler = twice
    ask(desk, walk)
    assert len(in_box(ebox, walk)) == 2
    assert mails(desk, walk) == []


# an e-Box in trouble


def test_an_ebox_that_is_down_holds_up_nothing_and_is_asked_again(
    desk: LocalStack, ebox: EBox
) -> None:
    walk = case(via="ebox")
    ebox.mode = "down"
    ask(desk, walk)
    assert file_of(walk).case.stage == "registration_supplement"  # the workflow went on
    assert dead_letters(desk) == 0
    assert (in_box(ebox, walk), mails(desk, walk)) == ([], [])
    ebox.mode = ""
    desk.forward(hours=1, minutes=1)
    assert len(in_box(ebox, walk)) == 2
    desk.forward(days=1)
    assert len(in_box(ebox, walk)) == 2
    assert mails(desk, walk) == []


def test_an_ebox_that_stays_down_gives_way_to_mail(desk: LocalStack, ebox: EBox) -> None:
    walk = case(via="ebox")
    ebox.mode = "down"
    ask(desk, walk)
    for _ in range(8):
        desk.forward(hours=1, minutes=1)
    assert mails(desk, walk) == [NEEDED, RECEIVED]
    assert ebox.asked == 2 * 4
    assert notes(walk) == []


def test_a_slow_ebox_is_left_alone(
    desk: LocalStack, ebox: EBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions.adapters.ebox.SECONDS", 0.2)
    walk = case(via="ebox")
    ebox.mode, ebox.slow = "slow", 1.0
    desk.settle()
    assert dead_letters(desk) == 0
    ebox.mode = ""
    desk.forward(hours=1, minutes=1)
    # what arrived behind our back is not published a second time
    assert len(in_box(ebox, walk)) == 1


def test_a_message_that_the_ebox_refuses_is_mailed_when_the_law_asks_it(
    desk: LocalStack, ebox: EBox
) -> None:
    walk = case(via="ebox")
    ebox.mode = "refusing"
    ask(desk, walk)
    assert mails(desk, walk) == [NEEDED, RECEIVED]


def test_who_never_opened_their_ebox_is_mailed_and_told(desk: LocalStack, ebox: EBox) -> None:
    walk = case(via="ebox")
    ebox.inactive.add(as_owner(walk).person.national_number)
    ask(desk, walk)
    assert mails(desk, walk) == [NEEDED, RECEIVED]
    assert ebox.asked == 1  # the second message does not try again
    shown = enter_as(desk, as_owner(walk)).ask("GET", PAGE).get_data(as_text=True)
    assert "Je gebruikt je e-Box nog niet" in shown
    choose(walk, via="mail")
    choose(walk, via="ebox")  # they chose it again: it is asked again
    ebox.inactive.clear()
    take(walk, "registration_supplement", "supplement")
    desk.settle()
    take(walk, "registration", "ask")
    desk.settle()
    assert ebox.asked == 2


def test_without_an_ebox_it_is_not_offered(desk: LocalStack) -> None:
    from functions.adapters.ebox import NoEBox

    person = visitor(desk)
    assert 'value="ebox"' in person.ask("GET", PAGE).get_data(as_text=True)
    real = wiring.ports().post_box
    wiring.override(post_box=NoEBox())
    try:
        assert 'value="ebox"' not in person.ask("GET", PAGE).get_data(as_text=True)
        answer = person.ask("POST", PAGE, via="ebox", which="all", version="0")
        assert answer.status_code == 422
        answer = person.ask("POST", PAGE, which="legal", version="0")
        assert answer.status_code == 303
    finally:
        wiring.override(post_box=real)


# the page


def fill_in(person: Visitor, **boxes: str) -> Any:
    return person.ask("POST", PAGE, **{"via": "mail", "which": "all", "version": "0", **boxes})


def test_an_address_counts_once_its_code_came_back(desk: LocalStack) -> None:
    walk = case()
    desk.settle()
    person = enter_as(desk, as_owner(walk))
    assert fill_in(person, address=OWN).status_code == 303
    desk.settle()
    take(walk, "registration", "ask")
    desk.settle()
    assert NEEDED in mails(desk, walk)  # not confirmed: the case's address
    code = code_in(desk, OWN)
    wrong = fill_in(person, action="confirm", code="0000 0000", version="1")
    assert wrong.status_code == 422
    assert "Deze code klopt niet" in wrong.get_data(as_text=True)
    done = fill_in(person, action="confirm", code=code, version="2")
    assert done.headers["Location"] == f"{PAGE}?done=confirmed"
    take(walk, "registration_supplement", "supplement")
    desk.settle()
    take(walk, "registration", "ask")
    desk.settle()
    assert NEEDED in subjects(desk, OWN)
    kept = preferring.of(wiring.ports(), as_owner(walk)).changes
    assert [change.what for change in kept] == ["address-asked", "address-confirmed"]
    assert OWN not in json.dumps([change.model_dump(mode="json") for change in kept])


def test_a_code_is_good_for_a_day_and_five_tries(desk: LocalStack) -> None:
    walk = case()
    ports, session = wiring.ports(), as_owner(walk)
    choose(walk, address=OWN)
    desk.settle()
    code = code_in(desk, OWN)
    for tried in range(5):
        with pytest.raises(preferring.Invalid):
            preferring.confirm(ports, session, "1", version=1 + tried)
    with pytest.raises(preferring.Invalid):
        preferring.confirm(ports, session, code, version=6)
    assert preferring.of(ports, session).address == ""
    desk.clock.forward(timedelta(minutes=1))
    choose(walk, address=OWN)  # again: another code
    desk.settle()
    assert code_in(desk, OWN) != code
    desk.clock.forward(timedelta(hours=25))
    with pytest.raises(preferring.Invalid):
        preferring.confirm(ports, session, code_in(desk, OWN), version=7)


def test_nobody_can_have_us_mail_codes_without_end(desk: LocalStack) -> None:
    person = visitor(desk)
    for number in range(5):
        answer = fill_in(person, address=f"a{number}@example.be", version=str(number))
        assert answer.status_code == 303
    refused = fill_in(person, address="a9@example.be", version="5")
    assert refused.status_code == 422
    assert "Wacht een dag" in refused.get_data(as_text=True)


@pytest.mark.parametrize(
    ("boxes", "told"),
    [
        ({"which": ""}, "Kies welke berichten"),
        ({"via": "pigeon"}, "Kies hoe je onze berichten"),
        ({"address": "lena"}, "Vul een e-mailadres in"),
        ({"address": "a\u202eb@example.be"}, "onzichtbaar teken"),
        ({"address": f"{'a' * 400}@example.be"}, "Vul een e-mailadres in"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_is_kept(
    desk: LocalStack, boxes: dict[str, str], told: str
) -> None:
    person = visitor(desk)
    answer = fill_in(person, **{"which": "legal", "address": OWN, **boxes})
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert told in shown
    assert 'class="error-summary' in shown
    if "address" not in boxes:
        assert f'value="{OWN}"' in shown
    assert preferring.of(wiring.ports(), person.session).version == 0  # type: ignore[arg-type]


def test_two_windows_and_a_form_of_another_site(desk: LocalStack) -> None:
    person = visitor(desk)
    assert fill_in(person, which="legal").status_code == 303
    assert fill_in(person, which="all").status_code == 409  # the other window
    assert fill_in(person, which="all", csrf="forged", version="1").status_code == 403
    kept = preferring.of(wiring.ports(), person.session)  # type: ignore[arg-type]
    assert kept.only_legal


def test_the_page_as_json(desk: LocalStack) -> None:
    person = visitor(desk)
    person.ask("POST", PAGE, json=True, via="mail", which="legal", version="0")
    found = json.loads(person.ask("GET", PAGE, json=True).get_data(as_text=True))
    assert found["version"] == 1
    assert [f["name"] for f in found["fields"]] == ["via", "which", "address"]
    bad = person.ask("POST", PAGE, json=True, via="mail", which="x", version="1")
    assert bad.status_code == 422
    assert json.loads(bad.get_data(as_text=True))["errors"]


def test_what_they_chose_is_in_their_data_and_can_be_erased(desk: LocalStack) -> None:
    from functions.services import erasing, gathering

    walk = case(legal=True)
    desk.settle()
    person = as_owner(walk).person
    found = gathering.gather(wiring.ports(), person.ref, person.national_number)
    told = json.dumps(gathering.as_file(wiring.ports(), found), default=str)
    assert '"only_legal": true' in told
    assert erasing.sort(wiring.ports(), found).messages


# what comes back


def at(desk: LocalStack, monkeypatch: pytest.MonkeyPatch, address: str, **chosen: Any) -> Walk:
    """A case of somebody with that address, whose receipt was mailed."""
    real = messaging.reader_of

    def own(found: Any, party: str) -> Any:
        from dataclasses import replace

        return replace(real(found, party), mail=address)

    monkeypatch.setattr(messaging, "reader_of", own)
    monkeypatch.setattr("functions.services.reacting.reader_of", own)
    walk = case(**chosen)
    desk.settle()
    return walk


def test_an_address_that_bounces_is_not_mailed_again(
    desk: LocalStack, ebox: EBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = at(desk, monkeypatch, "x@bounce.example")
    assert len(desk.mails("x@bounce.example")) == 1
    person = enter_as(desk, as_owner(walk))
    told = "We konden je niet mailen op x***@bounce.example"
    assert told in person.ask("GET", "/nl/desk/my").get_data(as_text=True)
    assert told in person.ask("GET", PAGE).get_data(as_text=True)
    ask(desk, walk)
    assert len(desk.mails("x@bounce.example")) == 1
    assert in_box(ebox, walk) == [NEEDED]  # the law asks it: another way
    assert notes(walk) == []
    # the mark knows no address
    key = messaging.address_key(wiring.ports(), "X@Bounce.example ")
    mark = wiring.ports().messages.mark(key)
    assert mark
    assert mark.kind == "bounce"


@pytest.mark.parametrize("address", ["x@full.example", "success@simulator.amazonses.com"])
def test_what_passes_changes_nothing(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    walk = at(desk, monkeypatch, address)
    ask(desk, walk)
    assert len(desk.mails(address)) == 2
    assert wiring.ports().messages.mark(messaging.address_key(wiring.ports(), address)) is None


def test_a_legal_message_that_reaches_nobody_is_for_the_desk(
    desk: LocalStack, ebox: EBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = at(desk, monkeypatch, "x@bounce.example")
    ebox.inactive.add(as_owner(walk).person.national_number)
    ask(desk, walk)
    (note,) = notes(walk)
    assert note.data == {"party": "applicant", "message": "asked"}
    waiting = wiring.ports().messages.waiting(walk.procedure.key, most=10)
    assert [(w.case_id, w.party) for w in waiting] == [(file_of(walk).case.id, "applicant")]
    role = walk.procedure.workflow.step("registration").role
    clerk = visitor(desk, role)
    link = f"/nl/desk/{walk.procedure.key}/{file_of(walk).case.id}"
    shown = clerk.ask("GET", f"{link}/review").get_data(as_text=True)
    assert "Onze mails komen niet aan bij" in shown
    assert "Stuur een brief" in shown
    # a second one that reaches nobody is the same work
    take(walk, "registration_supplement", "supplement")
    desk.settle()
    take(walk, "registration", "ask")
    desk.settle()
    assert len(notes(walk)) == 1
    # a letter settles it
    assert clerk.session
    file = file_of(walk)
    (kind, *_) = letters.kinds(walk.procedure, clerk.session, file)
    letters.make(wiring.ports(), walk.procedure, clerk.session, file, kind, "")
    desk.settle()
    assert wiring.ports().messages.waiting(walk.procedure.key, most=10) == []
    assert unreached.of(file_of(walk)) == ()


def test_a_legal_mail_that_bounces_goes_to_the_ebox_afterwards(
    desk: LocalStack, ebox: EBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = at(desk, monkeypatch, "x@bounce.example", legal=True)
    assert desk.mails("x@bounce.example") == []
    ask(desk, walk)
    assert len(desk.mails("x@bounce.example")) == 1
    assert in_box(ebox, walk) == ["Er is nieuws in je zaak"]


def test_doubled_and_late_events_do_it_once(
    desk: LocalStack, ebox: EBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, Any]] = []
    name = desk.local.function("mail-event")
    real: Callable[..., Any] = cloud_functions.local[name]

    def twice(event: dict[str, Any], context: Any) -> Any:
        seen.append(copy.deepcopy(event))
        real(event, context)
        return real(event, context)

    cloud_functions.local[name] = twice
    walk = at(desk, monkeypatch, "x@bounce.example", legal=True)
    ask(desk, walk)
    assert len(in_box(ebox, walk)) == 1
    # the address is confirmed again: an event of a mail from before comes too late
    choose(walk, legal=True, address="x@bounce.example")
    ports, session = wiring.ports(), as_owner(walk)
    known = preferring.of(ports, session)
    assert known.pending
    desk.clock.forward(timedelta(minutes=5))
    code = code_of(ports, known.ref, known.pending)
    preferring.confirm(ports, session, code, version=known.version)
    assert preferring.of(ports, session).unreached is None
    for event in seen:
        assert events.mail_event(event, None) == {"marked": 0}
    assert preferring.of(ports, session).unreached is None
    key = messaging.address_key(ports, "x@bounce.example")
    mark = ports.messages.mark(key)
    assert mark
    assert mark.kind == ""


def test_who_complains_is_not_mailed_again_and_did_get_it(
    desk: LocalStack, ebox: EBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = at(desk, monkeypatch, "complaint@simulator.amazonses.com", legal=True)
    ask(desk, walk)
    assert in_box(ebox, walk) == []
    take(walk, "registration_supplement", "supplement")
    desk.settle()
    take(walk, "registration", "ask")
    desk.settle()
    assert in_box(ebox, walk) == [NEEDED]


def test_an_event_of_a_mail_that_nobody_sent(desk: LocalStack) -> None:
    """Of another municipality on the same account, or of before there were tags."""
    now = desk.clock.now()
    for tags in (
        {},
        {"ref": "x" * 32, "case": "birth-x", "party": "applicant", "kind": "asked"},
    ):
        event = event_of("Bounce", "who@example.be", tags, "x@example.be", now)
        assert events.mail_event(event, None)["marked"] == 1
    event["detail"]["eventType"] = "Open"
    assert events.mail_event(event, None) == {"marked": 0}


def test_a_mail_that_is_refused_for_good_goes_another_way(desk: LocalStack, ebox: EBox) -> None:
    walk = case()
    with broken("ses", code="MessageRejected"):
        ask(desk, walk)
    assert in_box(ebox, walk) == [NEEDED]


# nothing sensitive


def test_a_link_that_says_nothing_leads_to_ones_own_case_only(desk: LocalStack) -> None:
    walk = case()
    desk.settle()
    assert walk.case
    (mail,) = desk.mails(walk.case.mail)
    path = f"/nl/desk/case/{age_order(walk.case.id)}"
    assert f"{desk.url}{path}" in mail.text
    own = enter_as(desk, as_owner(walk)).ask("GET", path)
    assert own.headers["Location"] == f"/nl/desk/{walk.procedure.key}/{walk.case.id}"
    assert visitor(desk).ask("GET", path).status_code == 404
    assert f"sign-in?next={quote(path, safe='')}" in desk.get(path).headers["Location"]


@pytest.mark.parametrize("key", [p.key for p in all_procedures() if p.opened_by == "citizen"])
def test_no_mail_of_any_procedure_holds_an_answer(desk: LocalStack, key: str) -> None:
    walk = accepted(key)
    desk.settle()
    step = file_of(walk).open_task()
    if step and step.role:
        chosen = [o.value for o in walk.procedure.workflow.step(step.step).outcomes]
        take(walk, step.step, "ask" if "ask" in chosen else chosen[-1])
        desk.settle()
    assert walk.case
    answered = [
        value
        for topic in walk.case.answers.values()
        for value in topic.values()
        if isinstance(value, str) and len(value) > 5 and "@" not in value
    ]
    people = [walk.case.applicant, *walk.case.parties.values()]
    secret = [*answered, *(person.national_number for person in people), "vertelt"]
    name = walk.case.applicant.name
    for mail in desk.mails():
        text = f"{mail.subject}\n{mail.text}".replace(name, "")
        assert [found for found in secret if found in text] == [], mail.subject
        if not walk.procedure.mails_say_what:
            assert walk.procedure.process not in text
            assert walk.procedure.guide.title not in text


def test_every_kind_of_message_has_a_class() -> None:
    assert {kind: is_legal(kind) for kind in Kind}.keys() == set(Kind)
