"""A clerk fills in for who is at the counter or sent paper; the draft is the clerk's, the case the
person's."""

import pytest

from functions import wiring
from functions.adapters.register import NoRegister
from functions.domain.numbers import new_case_id, new_id
from functions.domain.session import IDLE
from functions.services import signing_in
from infra.local.stack import LocalStack
from tests.contract.test_mandates import MINE, PEOPLE, cases_of, ref
from tests.contract.test_sessions import COOKIE, csrf
from tests.faults import assert_sound, file_at
from tests.load.meter import Meter
from tests.people import Someone
from tests.practice import FOR, PROCESS, START

pytestmark = pytest.mark.xdist_group("practice")

POLIO = "/nl/desk/polio-vaccination/proof"
CLERK = "mechelen-population"
COUNTER = "mechelen-counter"
MAIL = "roger@example.org"
ROGER = {
    "national_number": "48.02.03-989.40",
    "given_name": "Roger",
    "family_name": "Lambrecht",
    "channel": "paper",
    "identified": "signature",
}
KNOWN_BY = {"counter": "id-card", "phone": "called-back", "paper": "signature"}


def at_for(desk: LocalStack, key: str = CLERK) -> Someone:
    clerk = Someone(desk, key)
    clerk.sign_in(FOR)
    return clerk


def send(clerk: Someone, **boxes: str) -> None:
    hidden = clerk.form("/for")
    clerk.post(hidden.pop("_action"), {**hidden, **ROGER, **boxes})


def begin(desk: LocalStack, key: str = CLERK, **boxes: str) -> Someone:
    clerk = at_for(desk, key)
    send(clerk, **boxes)
    assert clerk.at.endswith("/questions/known"), clerk.text
    return clerk


def at_check(desk: LocalStack, key: str = CLERK, **boxes: str) -> Someone:
    clerk = begin(desk, key, **boxes)
    clerk.answer(is_right="yes")
    clerk.answer(what="Een kaart")
    clerk.answer(mail=MAIL)
    assert clerk.at.endswith("/check"), clerk.text
    return clerk


def handed_in(desk: LocalStack, key: str = CLERK, **boxes: str) -> tuple[Someone, str]:
    clerk = at_check(desk, key, **boxes)
    clerk.submit()
    assert clerk.at.endswith("/receipt"), clerk.text
    desk.settle()
    return clerk, clerk.at.removesuffix("/receipt")


def become_citizen(person: Someone) -> None:
    """The same person with the same number, as they sign in at home: no organisation, no role."""
    store = wiring.ports().store
    cookie = person.browser.get_cookie(COOKIE, domain="localhost")
    assert cookie
    session = store.session(signing_in.key_of(cookie.value))
    assert session
    store.save_session(session.model_copy(update={"is_staff": False, "roles": frozenset()}))


# From the work list to the receipt


def test_the_number_of_the_test_is_rogers() -> None:
    digits = "".join(sign for sign in ROGER["national_number"] if sign.isdigit())
    assert digits == PEOPLE["roger-lambrecht"].rrn


def test_the_work_list_leads_to_the_forms_of_ones_roles(practice: LocalStack) -> None:
    for key, shown in ((CLERK, True), (COUNTER, True), ("mechelen-elections", False)):
        clerk = Someone(practice, key)
        clerk.sign_in("/nl/desk/work")
        assert (f'href="{FOR}"' in clerk.text) is shown, key
    assert 'href="/nl/desk/elections/proxy/for"' in clerk.text


@pytest.mark.parametrize("channel", ["paper", "counter", "phone"])
def test_a_clerk_hands_in_for_someone(practice: LocalStack, channel: str) -> None:
    clerk = begin(practice, channel=channel, identified=KNOWN_BY[channel])
    told = "Je doet dit voor Roger Lambrecht."
    assert told in clerk.text
    assert "Rusthof 1 bus 12, 2800 Mechelen" in clerk.text  # from the register
    assert "Verweduwd" in clerk.text
    clerk.answer(is_right="yes")
    assert told in clerk.text
    clerk.answer(what="Een kaart")
    assert "Heeft die er geen? Vul dan ons adres in, burgerzaken@mechelen.example" in clerk.text
    clerk.answer(mail=MAIL)
    assert told in clerk.text
    clerk.submit()
    assert "Je diende dit in voor Roger Lambrecht." in clerk.text
    assert 'href="/nl/desk/work"' in clerk.text
    practice.settle()
    found = file_at(clerk.at)
    assert found.case.applicant.ref == ref("roger-lambrecht")
    assert found.case.applicant.record
    assert (found.case.channel, found.case.mandate) == (channel, "")
    assert found.case.acting
    assert (found.case.acting.ref, found.case.acting.national_number) == (ref(CLERK), "")
    submitted = found.events[0]
    assert (submitted.actor.kind, submitted.actor.name) == ("clerk", "Pieter Baeten")
    assert submitted.actor.role == "population"
    assert submitted.data == {
        "for": "Roger Lambrecht",
        "ref": ref("roger-lambrecht"),
        "channel": channel,
        "identified": KNOWN_BY[channel],
    }
    assert found.case.identified == KNOWN_BY[channel]
    assert_sound(found)


def test_the_person_finds_the_case_and_gets_the_mail_and_the_clerk_the_work(
    practice: LocalStack,
) -> None:
    clerk, case = handed_in(practice)
    assert len(practice.mails(MAIL)) == 1
    roger = Someone(practice, "roger-lambrecht")
    roger.sign_in(MINE)
    assert case in roger.text
    roger.get(case)
    assert "Een medewerker vulde dit in, van een papieren formulier." in roger.text
    assert "Je tekende het papieren formulier." in roger.text
    assert "Baeten" not in roger.text
    roger.get(f"{case}/receipt")
    assert "Je diende dit in voor" not in roger.text
    clerk.get(MINE)
    assert case not in clerk.text
    clerk.get("/nl/desk/work")
    assert "Roger Lambrecht" in clerk.text
    clerk.get(f"{case}/review")
    assert "Pieter Baeten vulde dit in voor Roger Lambrecht, van een papieren formulier." in (
        clerk.text
    )
    assert "Voor Roger Lambrecht, van een papieren formulier." in clerk.text
    assert clerk.text.count("Roger Lambrecht tekende het papieren formulier.") == 2
    clerk.decide("decision", "approve")
    practice.settle()
    assert len(practice.mails(MAIL)) == 2


def test_the_counter_hands_in_what_another_role_treats(practice: LocalStack) -> None:
    clerk, case = handed_in(practice, COUNTER)
    for page in ("/receipt", "", "/check", "/questions/known"):
        clerk.get(case + page)
        assert clerk.last.status_code == 200, page
        assert clerk.at == f"{case}/receipt"
    clerk.get(f"{case}/review")
    assert clerk.last.status_code == 403
    clerk.post(f"{case}/withdraw", {"csrf": csrf(clerk)})
    assert clerk.last.status_code == 404
    assert_sound(file_at(case))


def test_handing_in_at_the_desk_is_one_read_and_one_transaction(practice: LocalStack) -> None:
    clerk = at_check(practice)
    hidden = clerk.form("/check")
    with Meter(practice) as meter:
        data = {**hidden, "truth": "yes"}
        clerk.browser.post(hidden["_action"], base_url=practice.url, data=data)
        asked = [request.operation for request in meter.take()]
    assert asked == ["BatchGetItem", "TransactWriteItems"]


def test_sent_twice_is_one_submission(practice: LocalStack) -> None:
    clerk = at_check(practice)
    form = clerk.form("/check")
    for _ in range(2):
        clerk.post(form["_action"], {**form, "truth": "yes"})
        assert clerk.at.endswith("/receipt")
    assert cases_of("roger-lambrecht") == (1, 0)


def test_a_rule_looks_at_the_person_and_not_at_the_clerk(practice: LocalStack) -> None:
    lucas = PEOPLE["lucas-de-backer"]
    clerk = begin(practice, national_number=lucas.rrn, given_name="Lucas", family_name="de backer")
    clerk.answer(is_right="yes")
    clerk.answer(what="Iets")
    assert clerk.last.status_code == 422
    assert "Je woont niet in onze gemeente." in clerk.text


# Who it is


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("national_number", "48.02.03-989.41", "bestaat niet"),
        ("national_number", "", "Vul het rijksregisternummer van de aanvrager in."),
        ("national_number", "88041299833", "heet de persoon met dit nummer anders"),
        ("national_number", "70021197384", "Dit is je eigen nummer."),
        ("given_name", "", "Vul de voornaam van de aanvrager in."),
        ("family_name", "Lambrechts", "heet de persoon met dit nummer anders"),
        ("given_name", "Robert", "heet de persoon met dit nummer anders"),
        ("channel", "", "Kies hoe de aanvraag bij ons kwam."),
        ("channel", "online", "Kies hoe de aanvraag bij ons kwam."),
        ("channel", "fax", "Kies hoe de aanvraag bij ons kwam."),
        ("channel", "phone", "Dit past niet bij hoe de aanvraag bij ons kwam."),
        ("identified", "", "Kies hoe je weet wie het is."),
        ("identified", "crystal-ball", "Kies hoe je weet wie het is."),
        ("identified", "id-card", "Dit past niet bij hoe de aanvraag bij ons kwam."),
        ("identified", "not-identified", "Vraag om met een identiteitskaart naar het loket"),
    ],
)
def test_a_wrong_answer_is_told_kept_and_begins_nothing(
    practice: LocalStack, field: str, typed: str, told: str
) -> None:
    clerk = at_for(practice)
    send(clerk, **{field: typed})
    assert clerk.last.status_code == 422
    assert told in clerk.text
    if field != "given_name":
        assert 'value="Roger"' in clerk.text
    assert "Rusthof" not in clerk.text
    assert "Lena" not in clerk.text
    assert cases_of(CLERK) == (0, 0)


@pytest.mark.parametrize(
    ("given", "family"),
    [("Róger", "LAMBRECHT"), ("roger jan", "lambrecht"), (" Roger ", "Lam-Brecht")],
)
def test_a_name_may_be_written_in_another_way(
    practice: LocalStack, given: str, family: str
) -> None:
    begin(practice, given_name=given, family_name=family)


def test_who_is_in_no_register_can_be_entered_too(practice: LocalStack) -> None:
    clerk = begin(practice, national_number="79413198927", given_name="Tomasz", family_name="Nowak")
    assert "niet ophalen bij het Rijksregister" in clerk.text
    assert "Je doet dit voor Tomasz Nowak." in clerk.text


def test_without_the_register_the_desk_goes_on(practice: LocalStack) -> None:
    wiring.override(clock=practice.clock, register=NoRegister())
    clerk, case = handed_in(practice)
    assert file_at(case).case.applicant.record is None
    clerk.get(f"{case}/review")
    assert "konden we het Rijksregister niet raadplegen" in clerk.text


def test_what_was_typed_is_there_after_signing_in_again(practice: LocalStack) -> None:
    clerk = at_for(practice)
    form = clerk.form("/for")
    practice.clock.forward(IDLE)
    answer = clerk.browser.post(form["_action"], base_url=practice.url, data={**form, **ROGER})
    assert answer.status_code == 303
    assert "kept=1" in answer.headers["Location"]
    clerk.sign_in(FOR)
    assert 'value="48.02.03-989.40"' in clerk.text
    assert 'value="Lambrecht"' in clerk.text


def test_the_page_sent_twice_is_one_draft_and_for_another_person_another(
    practice: LocalStack,
) -> None:
    clerk = at_for(practice)
    form = clerk.form("/for")
    lena = {"national_number": "88041299833", "given_name": "Lena", "family_name": "Peeters"}
    for boxes, name in ((ROGER, "Roger"), (ROGER, "Roger"), ({**ROGER, **lena}, "Lena")):
        clerk.post(form["_action"], {**form, **boxes})
        assert f"Je doet dit voor {name}" in clerk.text
    assert cases_of(CLERK) == (0, 2)


# Who may not


@pytest.mark.parametrize("key", ["mechelen-elections", "mechelen-no-role", "leuven-population"])
def test_a_role_too_low_enters_nothing(practice: LocalStack, key: str) -> None:
    clerk = at_for(practice, key)
    assert clerk.last.status_code == 403
    forged = {"csrf": csrf(clerk), "case_id": new_case_id(PROCESS), **ROGER}
    assert clerk.post(FOR, forged).status_code == 403
    assert cases_of(key) == (0, 0)


def test_a_citizen_enters_nothing_for_another(practice: LocalStack) -> None:
    lena = Someone(practice, "lena-peeters")
    lena.sign_in(FOR)
    assert lena.at.startswith(START)
    forged = {"csrf": csrf(lena), "case_id": new_case_id(PROCESS), **ROGER, "who": "order-1"}
    assert lena.post(FOR, forged).status_code == 404
    assert "Roger" not in lena.text
    assert cases_of("lena-peeters") == (0, 0)


def test_a_form_without_its_token_begins_nothing(practice: LocalStack) -> None:
    clerk = at_for(practice)
    answer = clerk.post(FOR, {**ROGER, "csrf": "x", "case_id": new_case_id(PROCESS)})
    assert answer.status_code == 403
    assert cases_of(CLERK) == (0, 0)


@pytest.mark.parametrize("case_id", ["", "x", "../x", "CASE#1"])
def test_a_tampered_id_begins_nothing(practice: LocalStack, case_id: str) -> None:
    clerk = at_for(practice)
    send(clerk, case_id=case_id)
    assert clerk.last.status_code == 404
    assert cases_of(CLERK) == (0, 0)


WAYS = [
    "", "/check", "/receipt", "/questions/known", "/questions/wish", "/questions/contact",
    f"/documents/{new_id()}", f"/uploaded/{new_id()}",
]  # fmt: skip
FORMS = [
    "/check", "/questions/known", "/withdraw", "/decisions/decision_supplement",
    "/uploads/wish-what", f"/documents/{new_id()}/remove",
]  # fmt: skip


def assert_closed(person: Someone, case: str) -> None:
    token = {"csrf": csrf(person), "version": "1", "truth": "yes", "choice": "supplement"}
    for way in WAYS:
        assert person.get(case + way).status_code == 404, (person.key, way)
        assert "Rusthof" not in person.text
        assert "Een kaart" not in person.text
    for way in FORMS:
        assert person.post(case + way, token).status_code == 404, (person.key, way)


def test_a_draft_of_the_desk_is_open_to_its_clerk_only(practice: LocalStack) -> None:
    draft = at_check(practice).at.removesuffix("/check")
    for key in (COUNTER, "mechelen-two-roles", "mechelen-no-role", "roger-lambrecht", "an-claes"):
        other = Someone(practice, key)
        other.sign_in()
        assert_closed(other, draft)
    assert cases_of("roger-lambrecht") == (0, 0)


def test_a_draft_and_a_receipt_of_the_desk_stay_at_work(practice: LocalStack) -> None:
    clerk = at_check(practice)
    draft = clerk.at.removesuffix("/check")
    become_citizen(clerk)
    assert_closed(clerk, draft)
    clerk.get(MINE)
    assert draft not in clerk.text
    store, case_id = wiring.ports().store, draft.rsplit("/", 1)[1]
    before, _ = store.draft_or_case(case_id)
    assert before
    form = {"csrf": csrf(clerk), "case_id": case_id, "version": str(before.version)}
    assert clerk.post(START, {**form, "is_right": "yes"}).status_code == 404
    assert store.draft_or_case(case_id) == (before, None)  # nothing was written either
    other, case = handed_in(practice, COUNTER)
    become_citizen(other)
    assert_closed(other, case)


def test_another_clerk_has_no_receipt_of_it(practice: LocalStack) -> None:
    _, case = handed_in(practice)
    other = Someone(practice, "mechelen-two-roles")
    other.sign_in()
    for page in ("/receipt", "/check", "/questions/known"):
        assert other.get(case + page).status_code == 404
    assert other.get(f"{case}/review").status_code == 200  # their own work


def test_a_clerk_opens_no_draft_of_a_citizen(practice: LocalStack) -> None:
    roger = Someone(practice, "roger-lambrecht")
    roger.sign_in(START)
    roger.answer(is_right="yes")
    roger.answer(what="Roger")
    draft = roger.at.removesuffix("/questions/contact")
    for key in (CLERK, COUNTER):
        clerk = Someone(practice, key)
        clerk.sign_in()
        assert_closed(clerk, draft)
    assert_closed(begin(practice, COUNTER), draft)  # not even the one who enters for him


def test_a_known_id_of_anothers_draft_or_case_is_not_taken_over(practice: LocalStack) -> None:
    roger = Someone(practice, "roger-lambrecht")
    roger.sign_in(START)
    roger.answer(is_right="yes")
    draft = roger.at.split("/")[-3]
    _, case = handed_in(practice, COUNTER)
    for case_id in (draft, case.rsplit("/", 1)[1]):
        clerk = at_for(practice)
        send(clerk, case_id=case_id)
        assert clerk.last.status_code == 404
    assert cases_of(CLERK) == (0, 0)
    assert_sound(file_at(case))


def test_a_first_page_does_not_take_over_a_draft_of_the_desk(practice: LocalStack) -> None:
    draft = begin(practice).at.split("/")[-3]
    lena = Someone(practice, "lena-peeters")
    lena.sign_in(START)
    lena.answer(is_right="yes", case_id=draft)
    assert lena.last.status_code == 404
    assert "Roger" not in lena.text


def test_an_existing_process_can_be_entered_on_paper(practice: LocalStack) -> None:
    clerk = Someone(practice, CLERK)
    clerk.sign_in(f"{POLIO}/for")
    hidden = clerk.form("/for")
    sofie = {"national_number": "93061899473", "given_name": "Sofie", "family_name": "Vermeulen"}
    clerk.post(hidden.pop("_action"), {**hidden, **ROGER, **sofie})
    assert "Je doet dit voor Sofie Vermeulen." in clerk.text
    clerk.answer(given_name="Noor", family_name="Vermeulen", national_number="26082099209")
    clerk.answer(kind="deferral")
    assert "Je doet dit voor Sofie Vermeulen." in clerk.text
    clerk.add_document()
    assert "attest.pdf" in clerk.text
    clerk.answer()
    clerk.answer(mail="sofie@example.org")
    clerk.submit()
    assert clerk.at.endswith("/receipt"), clerk.text
    assert cases_of("sofie-vermeulen") == (1, 0)
