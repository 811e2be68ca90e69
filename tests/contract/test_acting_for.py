"""Who acts for someone chooses it at sign-in; it shows everywhere, and ends with the mandate."""

from datetime import date, timedelta

import pytest

from functions import wiring
from functions.domain.links import Act, Given
from functions.domain.numbers import new_id
from infra.local.identity import load_personas
from infra.local.stack import LocalStack
from tests.contract.test_mandates import grant, ref
from tests.contract.test_sessions import csrf
from tests.faults import file_at
from tests.mornings import MORNING
from tests.people import Someone

PEOPLE = {p.key: p for p in load_personas()}
TODAY = MORNING.date()
DAY = timedelta(days=1)
WHOM, MINE, MANDATES = "/nl/desk/for-whom", "/nl/desk/my", "/nl/desk/my/mandates"
PERMIT = "/nl/desk/slaughter-permit/declaration/start"
CERTIFICATE = "/nl/desk/legal-cohabitation/certificate/start"
CARD = "/nl/desk/identity-card/request/start"


def choose(person: Someone, who: str, target: str = MINE) -> Someone:
    person.get(f"{WHOM}?next={target}")
    hidden = person.form("/for-whom")
    person.post(hidden.pop("_action"), {**hidden, "who": who})
    return person


def boxes(
    holder: str = "karim-el-amrani", until: date | None = None, **more: str
) -> dict[str, str]:
    known, last = PEOPLE[holder], until or TODAY + 30 * DAY
    typed = {
        "given_name": known.given_name, "family_name": known.family_name,
        "national_number": known.rrn, "organisation": "Notaris Peeters",
        "mail": "karim@example.org", "own_mail": "lena@example.org",
        "procedure": "legal-cohabitation/certificate",
        "until-day": str(last.day), "until-month": str(last.month), "until-year": str(last.year),
    }  # fmt: skip
    return {**typed, **more}


def give(lena: Someone, typed: dict[str, str]) -> None:
    lena.get(MANDATES)
    hidden = lena.form("/my/mandates")
    lena.post(hidden.pop("_action"), {**hidden, **typed})


def signed_in(desk: LocalStack, key: str) -> Someone:
    person = Someone(desk, key)
    person.sign_in()
    return person


def given(key: str = "lena-peeters") -> list[Given]:
    return wiring.ports().store.given_by(ref(key))


def accepted(desk: LocalStack) -> tuple[Someone, Someone, str]:
    lena, karim = signed_in(desk, "lena-peeters"), signed_in(desk, "karim-el-amrani")
    give(lena, boxes())
    (found,) = given()
    desk.settle()
    answer(karim, found.mandate.id, "accept")
    return lena, karim, found.mandate.id


def answer(person: Someone, mandate: str, choice: str) -> int:
    path = f"{MANDATES}/answer"
    return person.post(
        path, {"csrf": csrf(person), "mandate": mandate, "choice": choice}
    ).status_code


def revoke(person: Someone, mandate: str) -> int:
    return person.post(f"{MANDATES}/revoke", {"csrf": csrf(person), "mandate": mandate}).status_code


# Choosing


def test_who_can_act_for_someone_is_asked_once_and_goes_where_they_wanted(desk: LocalStack) -> None:
    grant(acts=(Act.PERMITS,))
    ilse = Someone(desk, "ilse-lambrecht")
    answer_ = ilse.get(f"/nl/desk/sign-in?next={PERMIT}")
    from tests.people import choose_person

    back = choose_person(answer_.headers["Location"], "ilse-lambrecht")
    ilse.get(back.removeprefix(desk.url))
    assert ilse.at.startswith(WHOM)
    assert "Voor wie kom je?" in ilse.text
    assert "Roger Lambrecht" in ilse.text
    hidden = ilse.form("/for-whom")
    ilse.post(hidden["_action"], hidden)
    assert ilse.last.status_code == 422
    assert "Kies voor wie je komt." in ilse.text
    ilse.post(hidden["_action"], {**hidden, "who": "order-1"})
    assert ilse.at == PERMIT
    assert "Je handelt voor Roger Lambrecht" in ilse.text
    assert "Je doet dit voor Roger Lambrecht." in ilse.text


def test_who_has_no_mandate_goes_straight_on(desk: LocalStack) -> None:
    lena = Someone(desk, "lena-peeters")
    lena.sign_in(PERMIT)
    assert lena.at == PERMIT
    assert "Je handelt voor" not in lena.text


def test_a_forged_or_foreign_mandate_is_refused(desk: LocalStack) -> None:
    grant(acts=(Act.PERMITS,))
    lena = signed_in(desk, "lena-peeters")
    for who in ("order-1", "child-x", "given-x", f"child-{ref('noor-vermeulen')}"):
        assert lena.post(WHOM, {"csrf": csrf(lena), "who": who}).status_code == 404
    clerk = signed_in(desk, "mechelen-population")
    assert clerk.get(WHOM).status_code == 404
    assert clerk.get(MANDATES).status_code == 404


def test_the_next_address_stays_on_this_site(desk: LocalStack) -> None:
    lena = signed_in(desk, "lena-peeters")
    lena.post(WHOM, {"csrf": csrf(lena), "who": "self", "next": "//evil.example/"})
    assert lena.at == MINE


def test_what_the_mandate_does_not_cover_says_why_and_can_be_done_for_oneself(
    desk: LocalStack,
) -> None:
    grant(acts=(Act.PERMITS,))
    ilse = choose(signed_in(desk, "ilse-lambrecht"), "order-1")
    ilse.get(CARD)
    assert ilse.last.status_code == 403
    assert "Je bewind over Roger Lambrecht dekt dit niet" in ilse.text
    hidden = ilse.form("/for-whom")
    ilse.post(hidden.pop("_action"), {**hidden, "who": "self"})
    assert ilse.at == CARD
    assert ilse.last.status_code == 200
    assert "Je handelt voor" not in ilse.text


def first_page(person: Someone, **more: str) -> dict[str, str]:
    hidden = person.form("/start")
    return {**hidden, "action": "later", **more}


def test_a_page_that_was_open_for_another_person_makes_no_draft(desk: LocalStack) -> None:
    grant(acts=(Act.PERMITS,))
    ilse = choose(signed_in(desk, "ilse-lambrecht"), "order-1", PERMIT)
    page = first_page(ilse)
    choose(ilse, "self")
    ilse.post(page.pop("_action"), page)
    assert ilse.last.status_code == 409
    assert "Je koos intussen voor iemand anders." in ilse.text
    assert wiring.ports().store.cases_of(ref("ilse-lambrecht"))[1] == []


def test_the_overview_is_that_of_the_person_alone(desk: LocalStack) -> None:
    grant(acts=(Act.PERMITS,))
    ilse = signed_in(desk, "ilse-lambrecht")
    ilse.get(CARD)
    own = first_page(ilse)
    ilse.post(own.pop("_action"), own)
    choose(ilse, "order-1", PERMIT)
    page = first_page(ilse)
    ilse.post(page.pop("_action"), page)
    assert "Roger Lambrecht" in ilse.text
    assert own["case_id"] not in ilse.text
    assert page["case_id"] in ilse.text
    choose(ilse, "self")
    assert own["case_id"] in ilse.text


def test_a_mandate_that_ended_meanwhile_writes_nothing_and_loses_no_draft(
    desk: LocalStack,
) -> None:
    grant(acts=(Act.PERMITS,))
    ilse = choose(signed_in(desk, "ilse-lambrecht"), "order-1", PERMIT)
    kept = first_page(ilse)
    ilse.post(kept["_action"], kept)
    ilse.get(PERMIT)
    page = first_page(ilse)
    ports = wiring.ports()
    ports.store.remove_mandate(ref("ilse-lambrecht"), "order-1", ports.clock.now())
    assert ilse.post(page["_action"], page).status_code == 403
    assert ilse.get(MINE).status_code == 403
    assert ilse.get(PERMIT).status_code == 403
    (draft,) = ports.store.cases_of(ref("ilse-lambrecht"))[1]
    assert draft.case_id == kept["case_id"]


# A parent


def test_a_parent_has_the_child_filled_in(desk: LocalStack) -> None:
    child = f"child-{ref('sam-declercq')}"
    hanne = choose(signed_in(desk, "hanne-declercq"), child, CARD)
    assert "Je handelt voor Sam" in hanne.text
    page = first_page(hanne)
    hanne.post(page["_action"], page)
    (draft,) = wiring.ports().store.cases_of(ref("hanne-declercq"))[1]
    assert draft.about
    assert draft.about.ref == ref("sam-declercq")
    assert draft.applicant is None
    assert draft.answers["whom"] == {"who": PEOPLE["sam-declercq"].rrn}
    hanne.get(PERMIT)
    assert hanne.last.status_code == 403


def test_a_child_of_18_is_no_child_any_more_while_a_draft_is_open(desk: LocalStack) -> None:
    child = f"child-{ref('sam-declercq')}"
    hanne = choose(signed_in(desk, "hanne-declercq"), child, CARD)
    page = first_page(hanne)
    hanne.post(page["_action"], page)
    (draft,) = wiring.ports().store.cases_of(ref("hanne-declercq"))[1]
    born = PEOPLE["sam-declercq"].birth_date
    with pytest.MonkeyPatch.context() as patch:
        from functions.services import on_behalf

        patch.setattr(on_behalf, "ADULT", TODAY.year - born.year - 1)  # long ago an adult
        path = f"/nl/desk/identity-card/request/{draft.case_id}/questions/known"
        assert hanne.get(path.replace("known", "whom")).status_code == 403
        assert hanne.get(MINE).status_code == 403
        assert hanne.get(CARD).status_code == 403
    assert len(wiring.ports().store.cases_of(ref("hanne-declercq"))[1]) == 1


# Given by the person


def test_a_mandate_is_given_accepted_used_and_revoked(desk: LocalStack) -> None:
    lena, karim, name = accepted(desk)
    desk.settle()
    assert len(desk.mails("karim@example.org")) == 1
    assert len(desk.mails("lena@example.org")) == 2
    for mail in (*desk.mails("karim@example.org"), *desk.mails("lena@example.org")):
        assert "Peeters" not in str(mail)
    choose(karim, name, CERTIFICATE)
    assert "Je handelt voor Lena Peeters" in karim.text
    page = first_page(karim)
    karim.post(page["_action"], page)
    (draft,) = wiring.ports().store.cases_of(ref("karim-el-amrani"))[1]
    assert draft.applicant
    assert (draft.applicant.ref, draft.mandate) == (ref("lena-peeters"), name)
    assert draft.applicant.record
    assert revoke(lena, name) == 200
    assert karim.get(CERTIFICATE).status_code == 403
    assert karim.get(MINE).status_code == 403
    assert (
        karim.get(f"{CERTIFICATE.removesuffix('/start')}/{draft.case_id}/check").status_code == 403
    )
    assert len(wiring.ports().store.cases_of(ref("karim-el-amrani"))[1]) == 1
    month = f"{TODAY:%Y-%m}"
    kinds = [e.kind for e in wiring.ports().logs.events(month) if e.kind.startswith("mandate")]
    assert kinds == ["mandate-given", "mandate-accepted", "mandate-used", "mandate-revoked"]
    assert all(e.actor.name == "" for e in wiring.ports().logs.events(month))


def test_a_mandate_sent_twice_is_one_and_answers_are_single(desk: LocalStack) -> None:
    lena, karim = signed_in(desk, "lena-peeters"), signed_in(desk, "karim-el-amrani")
    lena.get(MANDATES)
    hidden = lena.form("/my/mandates")
    for _ in range(2):
        lena.post(hidden["_action"], {**hidden, **boxes()})
    (found,) = given()
    desk.settle()
    assert len(desk.mails("karim@example.org")) == 1
    name = found.mandate.id
    assert answer(lena, name, "accept") == 404  # not hers to accept
    assert answer(signed_in(desk, "an-claes"), name, "accept") == 404
    assert answer(karim, name, "x") == 404
    assert answer(karim, name, "refuse") == 200
    assert answer(karim, name, "accept") == 404
    assert revoke(karim, name) == 404
    assert given()[0].state == "refused"


def test_what_was_taken_back_cannot_be_accepted(desk: LocalStack) -> None:
    lena, karim = signed_in(desk, "lena-peeters"), signed_in(desk, "karim-el-amrani")
    give(lena, boxes())
    (found,) = given()
    assert revoke(lena, found.mandate.id) == 200
    assert answer(karim, found.mandate.id, "accept") == 404
    assert wiring.ports().store.mandates_of(ref("karim-el-amrani")) == []
    assert revoke(lena, found.mandate.id) == 200  # once more does nothing


def test_a_mistyped_number_gives_nothing_to_somebody_else(desk: LocalStack) -> None:
    lena, an = signed_in(desk, "lena-peeters"), signed_in(desk, "an-claes")
    give(lena, boxes(national_number=PEOPLE["an-claes"].rrn))
    an.get(MANDATES)
    assert "wil je een volmacht geven" not in an.text
    assert answer(an, given()[0].mandate.id, "accept") == 404


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (boxes(national_number=PEOPLE["lena-peeters"].rrn), "Dit is je eigen nummer."),
        (boxes("finn-janssens"), "nog geen 18 jaar"),
        (boxes(national_number="88041299834"), "bestaat niet"),
        (boxes(until=TODAY - DAY), "Deze dag is voorbij."),
        (boxes(until=TODAY + 368 * DAY), "loopt hoogstens tot"),
        (boxes(procedure="marriage/declaration"), "Kies"),
        (boxes(mail=""), "Vul het e-mailadres in"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_given(
    desk: LocalStack, typed: dict[str, str], told: str
) -> None:
    lena = signed_in(desk, "lena-peeters")
    give(lena, typed)
    assert lena.last.status_code == 422
    assert told in lena.text
    assert typed["organisation"] in lena.text
    assert given() == []


def test_who_is_protected_gives_no_mandate_and_nobody_gets_two(desk: LocalStack) -> None:
    grant(person="lena-peeters", holder="ilse-lambrecht")
    lena = signed_in(desk, "lena-peeters")
    give(lena, boxes())
    assert "Je hebt een bewindvoerder." in lena.text
    an = signed_in(desk, "an-claes")
    give(an, boxes())
    give(an, boxes())
    assert "heeft al een volmacht van jou" in an.text
    assert len(given("an-claes")) == 1


def test_an_administrator_sees_what_their_person_began_within_the_order_and_it_is_noted(
    desk: LocalStack,
) -> None:
    from functions.processes import find
    from tests.applications import hand_in, someone

    grant(acts=(Act.PERMITS,))
    ports, roger = wiring.ports(), PEOPLE["roger-lambrecht"]
    own = someone(ports, roger.rrn)
    permit = hand_in(ports, find("slaughter-permit", "declaration"), own, {})
    card = hand_in(ports, find("identity-card", "request"), own, {"whom.who": "self"})
    desk.settle()
    ilse = signed_in(desk, "ilse-lambrecht")
    path = f"/nl/desk/slaughter-permit/declaration/{permit.id}"
    assert ilse.get(path).status_code == 404  # not chosen
    choose(ilse, "order-1")
    assert permit.id in ilse.text
    assert card.id not in ilse.text
    assert ilse.get(path).status_code == 200
    assert ilse.get(f"/nl/desk/identity-card/request/{card.id}").status_code == 404
    (seen,) = [e for e in file_at(path).events if e.kind == "viewed"]
    assert (seen.actor.kind, seen.actor.name) == ("acting", "Ilse Lambrecht")
    assert seen.data["for"].endswith("Proef")
    ports.store.remove_mandate(ref("ilse-lambrecht"), "order-1", ports.clock.now())
    assert ilse.get(path).status_code == 403


def test_a_forged_page_id_is_no_mandate(desk: LocalStack) -> None:
    lena = signed_in(desk, "lena-peeters")
    data = {"csrf": csrf(lena), "mandate_id": "../x", **boxes()}
    assert lena.post(MANDATES, data).status_code == 404
    assert revoke(lena, f"given-{new_id()}") == 404
    assert given() == []
