"""A clerk finds the mandates of who calls or comes, and ends one: noted, told, and at once."""

import json
from datetime import timedelta

import pytest

from functions import wiring
from functions.domain.case import Event
from functions.domain.links import Act
from functions.domain.logs import month_of
from functions.processes import find
from functions.services import issued_sheet
from functions.services.writing import Words
from infra.local.stack import LocalStack
from tests.applications import hand_in, someone
from tests.contract.test_acting_for import (
    CERTIFICATE,
    MANDATES,
    MINE,
    PEOPLE,
    TODAY,
    accepted,
    answer,
    boxes,
    choose,
    give,
    given,
    revoke,
    signed_in,
)
from tests.contract.test_erase import confirm, preview
from tests.contract.test_inspect import manager
from tests.contract.test_mandates import grant, ref
from tests.contract.test_sessions import csrf
from tests.faults import file_at
from tests.people import Someone

PAGE = "/nl/desk/mandates"
DAY = timedelta(days=1)


def clerk(desk: LocalStack, key: str = "mechelen-population") -> Someone:
    found = Someone(desk, key)
    found.sign_in(PAGE)
    return found


def look_up(her: Someone, who: str) -> None:
    number = PEOPLE[who].rrn if who in PEOPLE else who
    her.get(PAGE)
    hidden = her.form("/mandates")
    her.post(hidden.pop("_action"), {**hidden, "national_number": number})


def end(her: Someone, reason: str) -> None:
    """The first that can be ended."""
    hidden = her.form("/mandates/end")
    her.post(hidden.pop("_action"), hidden)
    hidden = her.form("/mandates/end")
    her.post(hidden.pop("_action"), {**hidden, "action": "end", "reason": reason})


def log(*kinds: str) -> list[Event]:
    ports = wiring.ports()
    return [e for e in ports.logs.events(month_of(ports.clock.now())) if e.kind in kinds]


def test_a_given_mandate_is_found_on_both_sides_and_the_look_is_noted(desk: LocalStack) -> None:
    accepted(desk)
    her = clerk(desk)
    for who in ("lena-peeters", "karim-el-amrani"):
        look_up(her, who)
        assert her.last.status_code == 200
        assert her.at == PAGE, "no number in the address"
        for told in ("Lena Peeters", "Karim El Amrani", "Notaris Peeters", "Geldt", "Beëindigen"):
            assert told in her.text, (who, told)
        assert ref(who) not in her.text
    assert [e.data for e in log("mandates-seen")] == [
        {"ref": ref("lena-peeters")},
        {"ref": ref("karim-el-amrani")},
    ]
    assert all(PEOPLE["lena-peeters"].rrn not in str(e) for e in log("mandates-seen"))


def test_what_a_clerk_ends_ends_at_once_for_who_acts_by_it(desk: LocalStack) -> None:
    lena, karim, name = accepted(desk)
    desk.settle()
    choose(karim, name, CERTIFICATE)
    assert "Je handelt voor Lena Peeters" in karim.text
    before = len(desk.mails("karim@example.org")), len(desk.mails("lena@example.org"))
    her = clerk(desk)
    look_up(her, "lena-peeters")
    end(her, "misuse")
    assert "De volmacht geldt niet meer." in her.text
    assert "Beëindigd door de gemeente" in her.text
    assert karim.get(CERTIFICATE).status_code == 403
    assert karim.get(MINE).status_code == 403
    (event,) = log("mandate-ended")
    assert event.data == {
        "mandate": name,
        "giver": ref("lena-peeters"),
        "holder": ref("karim-el-amrani"),
        "what": "given",
        "reason": "misuse",
    }
    assert (event.actor.kind, event.actor.role) == ("clerk", "population")
    assert event.actor.name
    desk.settle()
    for address, known in zip(("karim@example.org", "lena@example.org"), before, strict=True):
        mails = desk.mails(address)
        assert len(mails) == known + 1
        assert "Wij beëindigden een volmacht" in str(mails)
        assert "misbruik" not in str(mails)
        assert "Amrani" not in str(mails)
    assert "Beëindigd door de gemeente" in lena.get(MANDATES).get_data(as_text=True)


def test_why_is_asked_and_nothing_ends_without(desk: LocalStack) -> None:
    accepted(desk)
    her = clerk(desk)
    look_up(her, "lena-peeters")
    for reason in ("", "judge", "x"):
        hidden = her.form("/mandates/end")
        her.post(hidden.pop("_action"), {**hidden, "action": "end", "reason": reason})
        assert her.last.status_code == 422, reason
        assert "Een volmacht beëindigen" in her.text
    assert given()[0].state == "accepted"
    assert log("mandate-ended") == []


def test_an_offer_that_waits_is_ended_and_twice_ends_once(desk: LocalStack) -> None:
    accepted(desk)
    her = clerk(desk)
    look_up(her, "karim-el-amrani")
    hidden = her.form("/mandates/end")
    again = {**hidden, "action": "end", "reason": "holder"}
    for _ in range(2):
        her.post(hidden["_action"], again)
        assert her.last.status_code == 200
    assert "Kijk hieronder hoe het nu staat" in her.text
    assert len(log("mandate-ended")) == 1


def test_somebody_elses_mandate_is_not_ended_by_a_forged_name(desk: LocalStack) -> None:
    accepted(desk)
    her = clerk(desk)
    look_up(her, "lena-peeters")
    hidden = her.form("/mandates/end")
    forged = {**hidden, "national_number": PEOPLE["an-claes"].rrn}
    her.post(hidden["_action"], {**forged, "action": "end", "reason": "giver"})
    assert given()[0].state == "accepted"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Vul het rijksregisternummer van de persoon in."),
        ("88041299834", "bestaat niet"),
        ("8804", "heeft 11 cijfers"),
    ],
)
def test_a_bad_number_is_told_and_kept(desk: LocalStack, typed: str, told: str) -> None:
    her = clerk(desk)
    look_up(her, typed)
    assert her.last.status_code == 422
    assert told in her.text
    assert f'value="{typed}"' in her.text or not typed
    assert log("mandates-seen") == []


def test_who_has_none_is_told_so(desk: LocalStack) -> None:
    her = clerk(desk)
    look_up(her, "an-claes")
    assert "Niemand, voor zover jij dat mag zien." in her.text
    assert "Beëindigen" not in her.text


def test_an_order_is_ended_by_who_decides_about_orders_and_hidden_from_others(
    desk: LocalStack,
) -> None:
    grant(acts=(Act.PERMITS,))
    ilse = choose(signed_in(desk, "ilse-lambrecht"), "order-1")
    at_counter = clerk(desk, "mechelen-counter")
    look_up(at_counter, "roger-lambrecht")
    assert "Bewind" not in at_counter.text
    assert "vrederechter" not in at_counter.text
    her = clerk(desk)
    look_up(her, "roger-lambrecht")
    assert "de vrederechter (bewind)" in her.text
    look_up(her, "ilse-lambrecht")
    assert "Roger Lambrecht" in her.text
    end(her, "judge")
    assert "Het bewind geldt hier niet meer." in her.text
    assert ilse.get(MINE).status_code == 403
    assert wiring.ports().store.mandates_of(ref("ilse-lambrecht")) == []
    (event,) = log("mandate-ended")
    assert (event.data["what"], event.data["reason"]) == ("court", "judge")


def test_the_administrator_is_told_and_the_order_can_be_registered_again(desk: LocalStack) -> None:
    ports = wiring.ports()
    registration = find("provisional-administration", "registration")
    assert registration
    case = hand_in(ports, registration, someone(ports, PEOPLE["ilse-lambrecht"].rrn), {})
    desk.settle()
    mandate = grant(acts=(Act.PERMITS,)).model_copy(update={"claim": case.claims[0]})
    ports.store.put_mandate(mandate, ports.clock.now())
    her = clerk(desk)
    look_up(her, "roger-lambrecht")
    assert case.applicant.name in her.text
    before = len(desk.mails(case.mail))
    end(her, "died")
    desk.settle()
    assert ports.store.claim_holder(case.claims[0]) == ""
    mails = [str(mail) for mail in desk.mails(case.mail)]
    assert len(mails) == before + 1
    (mail,) = [mail for mail in mails if "Je mag niet meer voor iemand handelen" in mail]
    assert "Lambrecht" not in mail
    path = f"/nl/desk/provisional-administration/registration/{case.id}"
    (told,) = [e for e in file_at(path).events if e.kind == "linked"]
    assert (told.actor.kind, told.data["by"]) == ("clerk", "desk")
    ilse = signed_in(desk, "ilse-lambrecht")
    assert "Het bewind is gestopt." in ilse.get(path).get_data(as_text=True)


def test_an_order_that_ended_by_itself_is_told_and_not_ended(desk: LocalStack) -> None:
    grant(ends=TODAY - DAY)
    her = clerk(desk)
    look_up(her, "roger-lambrecht")
    assert "Afgelopen" in her.text
    assert "Beëindigen" not in her.text


def test_what_a_parent_may_do_is_told_and_not_ended(desk: LocalStack) -> None:
    her = clerk(desk, "mechelen-counter")
    look_up(her, "hanne-declercq")
    assert "Sam" in her.text
    assert "een ouder, volgens het Rijksregister" in her.text
    assert "Beëindigen" not in her.text


def test_a_citizen_and_a_clerk_without_the_right_find_nothing(desk: LocalStack) -> None:
    accepted(desk)
    for key in ("an-claes", "mechelen-elections"):
        other = Someone(desk, key)
        other.sign_in()
        assert other.get(PAGE).status_code == 403
        boxes_ = {"csrf": csrf(other), "national_number": PEOPLE["lena-peeters"].rrn}
        for path in (PAGE, f"{PAGE}/end"):
            assert other.post(path, {**boxes_, "action": "end"}).status_code == 403, (key, path)
        assert f'href="{PAGE}"' not in other.get(MINE).get_data(as_text=True)
    her = clerk(desk)
    assert f'href="{PAGE}"' in her.text
    assert log("mandates-seen") == []


# Own data, and erasing


def own_mandates(person: Someone) -> list[dict[str, str]]:
    found = json.loads(person.get("/nl/desk/my/data").get_data(as_text=True))
    return found["mandates"]


def test_own_data_has_what_was_given_and_received_also_after_its_end(desk: LocalStack) -> None:
    lena, karim, name = accepted(desk)
    revoke(lena, name)
    (gave,), (got,) = own_mandates(lena), own_mandates(karim)
    assert (gave["part"], gave["by"], gave["state"]) == ("giver", "Karim El Amrani", "revoked")
    assert (got["part"], got["for"], got["state"]) == ("holder", "Lena Peeters", "revoked")
    assert gave["giver_mail"] == "lena@example.org"
    assert "lena@example.org" not in str(got)
    assert PEOPLE["lena-peeters"].rrn not in str(got)


def test_own_data_has_the_order_over_a_person(desk: LocalStack) -> None:
    grant(acts=(Act.PERMITS,))
    (about,) = own_mandates(signed_in(desk, "roger-lambrecht"))
    assert (about["part"], about["origin"], about["scope"]) == ("giver", "court", ["permits"])


@pytest.mark.parametrize("who", ["lena-peeters", "karim-el-amrani"])
def test_erasing_a_person_ends_a_mandate_and_keeps_it_for_its_term(
    desk: LocalStack, who: str
) -> None:
    accepted(desk)
    desk.settle()
    her = manager(desk)
    preview(her, PEOPLE[who].rrn)
    assert "Deze volmachten eindigen meteen" in her.text
    confirm(her)
    assert her.last.status_code == 200
    (found,) = given()
    assert (found.state, found.by_desk) == ("revoked", True)
    assert wiring.ports().store.mandates_of(ref("karim-el-amrani")) == []
    assert "De regels vragen om ze te bewaren tot" in her.text
    (event,) = log("mandate-ended")
    assert event.data["reason"] == "erasure"


def test_erasing_takes_what_ended_long_ago_or_never_held_from_both(desk: LocalStack) -> None:
    lena, karim, name = accepted(desk)
    revoke(lena, name)
    store = wiring.ports().store
    (ended,) = given()
    long_ago = ended.changed - timedelta(days=12_000)
    store.change_given(ended.model_copy(update={"changed": long_ago}), "revoked")
    give(lena, boxes())
    refused = next(one for one in given() if one.state == "offered")
    answer(karim, refused.mandate.id, "refuse")
    her = manager(desk)
    preview(her, PEOPLE["karim-el-amrani"].rrn)
    assert her.text.count("Volmacht van Lena Peeters voor Karim El Amrani") == 2
    confirm(her)
    assert "Gewist: 2." in her.text
    assert given() == []
    assert store.given_to(ref("karim-el-amrani")) == []
    (event,) = log("erased")
    assert event.data["mandates"] == "2"


def test_an_order_stays_when_its_person_is_erased(desk: LocalStack) -> None:
    grant(acts=(Act.PERMITS,))
    her = manager(desk)
    preview(her, PEOPLE["roger-lambrecht"].rrn)
    assert "Een bewind eindigt bij de vrederechter." in her.text
    assert "Wis dit voorgoed" not in her.text


def test_the_decision_names_both_and_not_why(desk: LocalStack) -> None:
    ports = wiring.ports()
    permit = find("slaughter-permit", "declaration")
    assert permit
    own = someone(ports, PEOPLE["roger-lambrecht"].rrn)
    case = hand_in(ports, permit, own, {})
    acting = someone(ports, PEOPLE["ilse-lambrecht"].rrn).person
    file = file_at(f"/nl/desk/{permit.key}/{case.id}")
    end = next(end for end in permit.workflow.ends if end.is_decision).name
    closed = case.model_copy(
        update={"acting": acting, "mandate": "order-1", "status": "closed", "outcome": end}
    )
    parts = issued_sheet._decision(Words("nl"), permit, file.model_copy(update={"case": closed}))
    asked = next(part.paragraphs for part in parts if part.heading == "Wat je vroeg")
    assert f"{acting.name} vroeg dit aan voor {case.applicant.name}." in asked
    assert "bewind" not in str(asked)
