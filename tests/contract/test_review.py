"""The case at the desk: notes, letters, terms, related cases, and what others never see of it."""

import json
import re

import pytest

from functions import wiring
from functions.domain.case import Case, first_break
from functions.domain.person import Record
from functions.domain.procedure import Procedure
from functions.processes import all_procedures
from functions.services import deciding, noting
from functions.services.writing import Words
from functions.web import timelines
from infra.local.stack import LocalStack
from tests.applications import hand_in, someone
from tests.contract.test_journeys import persona_number
from tests.contract.test_reopening import decide, read, reopen
from tests.faults import THROTTLED, broken
from tests.people import Someone

POLIO = "polio-vaccination/proof"
NOTE = "Gebeld op maandag, geen antwoord."


def procedure_of(key: str = POLIO) -> Procedure:
    return next(p for p in all_procedures() if p.key == key)


def case_of(
    desk: LocalStack, key: str = POLIO, number: str = "", address: str = "", lang: str = "nl"
) -> Case:
    ports = wiring.ports()
    session = someone(ports, number)
    if address:
        person = session.person.model_copy(update={"record": Record(address=address)})
        session = session.model_copy(update={"person": person})
    case = hand_in(ports, procedure_of(key), session, {})
    if lang != "nl":
        changed = read(case.id).case
        from functions.domain.case import happened
        from functions.domain.person import SYSTEM

        changed, event = happened(changed, "viewed", at=ports.clock.now(), actor=SYSTEM, lang=lang)
        ports.store.record(changed, event)
    desk.settle()
    return case


def link_to(case: Case) -> str:
    return f"/nl/desk/{case.process}/{case.procedure}/{case.id}"


def clerk_at(desk: LocalStack, case: Case, key: str = "mechelen-population") -> Someone:
    clerk = Someone(desk, key)
    clerk.sign_in(f"{link_to(case)}/review")
    return clerk


def send(person: Someone, action: str, **boxes: str):
    hidden = person.form(action)
    where = hidden.pop("_action")
    return person.post(where, {**hidden, **{k.replace("__", "-"): v for k, v in boxes.items()}})


# notes


def test_a_note_is_kept_and_shown_at_the_desk_only(desk: LocalStack) -> None:
    case = case_of(desk, number=persona_number("lena-peeters"))
    clerk = clerk_at(desk, case)
    send(clerk, "/notes", note=NOTE)
    assert clerk.last.status_code == 200
    assert NOTE in clerk.text
    assert "medewerker van de dienst bevolking" in clerk.text
    desk.settle()
    lena = Someone(desk, "lena-peeters")
    lena.sign_in(link_to(case))
    for accept in ("text/html", "application/json"):
        for page in ("", "/receipt"):
            lena.get(f"{link_to(case)}{page}", headers={"Accept": accept})
            assert lena.last.status_code == 200
            assert NOTE not in lena.text
            assert "otitie" not in lena.text
    assert not any(NOTE in mail.text for mail in desk.mails())
    file = read(case.id)
    assert first_break(file.events, file.case.head) is None


def test_a_note_that_is_empty_or_too_long_is_told_and_kept(desk: LocalStack) -> None:
    clerk = clerk_at(desk, case_of(desk))
    send(clerk, "/notes", note="  ")
    assert clerk.last.status_code == 422
    assert "Schrijf eerst een notitie." in clerk.text
    long = "x" * (noting.MOST + 1)
    send(clerk, "/notes", note=long)
    assert clerk.last.status_code == 422
    assert f"hoogstens {noting.MOST} tekens" in clerk.text
    assert long in clerk.text


def test_the_same_note_twice_is_one_and_two_windows_are_two(desk: LocalStack) -> None:
    case = case_of(desk)
    first, second = clerk_at(desk, case), clerk_at(desk, case)
    for _ in range(2):
        send(first, "/notes", note=NOTE)
    send(second, "/notes", note="Iets anders.")
    notes = [e.data["text"] for e in read(case.id).events if e.kind == "noted"]
    assert notes == [NOTE, "Iets anders."]


def test_a_note_survives_a_table_that_is_down(desk: LocalStack, hasty: None) -> None:
    case = case_of(desk)
    clerk = clerk_at(desk, case)
    with broken("dynamodb", "TransactWriteItems", code=THROTTLED):
        send(clerk, "/notes", note=NOTE)
        assert clerk.last.status_code == 503
    clerk.get(f"{link_to(case)}/review")
    send(clerk, "/notes", note=NOTE)
    assert NOTE in clerk.text


def test_what_was_typed_is_kept_when_the_session_ended(desk: LocalStack) -> None:
    case = case_of(desk)
    clerk = clerk_at(desk, case)
    desk.forward(hours=1)
    send(clerk, "/notes", note=NOTE)
    assert not any(e.kind == "noted" for e in read(case.id).events)
    clerk.sign_in(f"{link_to(case)}/review")
    assert NOTE in clerk.text


def test_a_role_without_the_right_writes_nothing(desk: LocalStack) -> None:
    case = case_of(desk)
    other = Someone(desk, "mechelen-registrar")
    other.sign_in("/nl/desk/work")
    token = re.search(r'name="csrf" value="([^"]+)"', other.text)
    assert token
    for form in ("notes", "reopen", "letters/refusal"):
        boxes = {"csrf": token[1], "note": NOTE, "reopen-reason": "appeal"}
        answer = other.browser.post(f"{link_to(case)}/{form}", base_url=desk.url, data=boxes)
        assert answer.status_code == 403
        assert "andere rol" in answer.get_data(as_text=True)
    assert not {"noted", "reopened", "letter"} & {e.kind for e in read(case.id).events}


# terms


def test_the_clock_is_on_the_page_with_its_source(desk: LocalStack) -> None:
    case = case_of(desk)
    clerk = clerk_at(desk, case)
    for words in ("De termijn", "nog 14 dagen", "Begonnen op", "Niet bevestigd (u)", "Duur"):
        assert words in clerk.text, words
    decide(case.id, "registration", "ask")
    desk.settle()
    clerk.get(f"{link_to(case)}/review")
    assert "Staat stil: na het antwoord blijven er" in clerk.text


# letters


@pytest.mark.parametrize("lang", ["nl", "fr"])
def test_a_refusal_is_a_letter_in_both_languages_with_reasons_rules_and_appeal(
    desk: LocalStack, lang: str
) -> None:
    case = case_of(desk, address="Voorbeeldstraat 12, 2800 Mechelen", lang=lang)
    clerk = clerk_at(desk, case)
    outcome = procedure_of().workflow.step("registration").outcome("refuse")
    assert outcome
    key, reason = next(iter(outcome.reasons.items()))
    form = clerk.form("/decisions/registration")
    where = form.pop("_action")
    boxes = {"choice": "refuse", f"because-refuse-{key}": "yes", "reason": "Bel gerust."}
    clerk.post(where, {**form, **boxes})
    desk.settle()
    assert "Bel gerust." in read(case.id).case.reason
    clerk.get(f"{link_to(case)}/letters/refusal")
    assert clerk.last.status_code == 200
    end = procedure_of().workflow.end("refused")
    for words in ("2800 Mechelen", "Voorbeeldstraat 12", reason, end.appeal, "Bel gerust."):
        assert words in clerk.text, words
    assert clerk.text.count("<article") == (1 if lang == "nl" else 2)
    send(clerk, "/letters/refusal", letter__text="Kom langs op donderdag.")
    assert "Kom langs op donderdag." in clerk.text
    assert "maakte deze brief op" in clerk.text
    (event,) = (e for e in read(case.id).events if e.kind == "letter")
    assert event.data == {"kind": "refusal", "text": "Kom langs op donderdag."}
    mails = len(desk.mails())
    desk.settle()
    assert len(desk.mails()) == mails


def test_no_reason_at_all_is_told_at_its_field_with_what_was_ticked_kept(desk: LocalStack) -> None:
    case = case_of(desk)
    clerk = clerk_at(desk, case)
    form = clerk.form("/decisions/registration")
    where = form.pop("_action")
    clerk.post(where, {**form, "choice": "refuse"})
    assert clerk.last.status_code == 422
    assert "Kies een reden of schrijf er zelf een." in clerk.text
    outcome = procedure_of().workflow.step("registration").outcome("refuse")
    assert outcome
    key = next(iter(outcome.reasons))
    clerk.post(
        where, {**form, "choice": "refuse", f"because-refuse-{key}": "yes", "reason": "x" * 3000}
    )
    assert clerk.last.status_code == 422
    tag = clerk.text.split(f'name="because-refuse-{key}"')[1].split(">")[0]
    assert "checked" in tag


def test_each_letter_is_offered_when_it_fits(desk: LocalStack) -> None:
    case = case_of(desk)
    clerk = clerk_at(desk, case)
    for kind in ("refusal", "decision", "question", "invitation"):
        assert clerk.get(f"{link_to(case)}/letters/{kind}").status_code == 404
    decide(case.id, "registration", "ask")
    desk.settle()
    clerk.get(f"{link_to(case)}/letters/question")
    assert "Het attest is niet leesbaar." in clerk.text
    assert "We kennen het adres van de aanvrager niet" in clerk.text
    good = case_of(desk)
    decide(good.id, "registration", "register")
    desk.settle()
    clerk.get(f"{link_to(good)}/letters/decision")
    assert procedure_of().workflow.end("registered").status in clerk.text


def test_a_letter_is_not_for_another_role(desk: LocalStack) -> None:
    case = case_of(desk)
    decide(case.id, "registration", "refuse")
    desk.settle()
    other = Someone(desk, "mechelen-registrar")
    other.sign_in("/nl/desk/work")
    assert other.get(f"{link_to(case)}/letters/refusal").status_code == 403


# reopening on the page


def test_a_clerk_reopens_on_the_page_and_mistakes_are_told(desk: LocalStack) -> None:
    case = case_of(desk)
    decide(case.id, "registration", "refuse")
    desk.settle()
    clerk = clerk_at(desk, case)
    assert "Deze zaak heropenen" in clerk.text
    send(clerk, "/reopen")
    assert clerk.last.status_code == 422
    assert "Kies waarom je deze zaak heropent." in clerk.text
    send(clerk, "/reopen", reopen__reason="other", reopen__text=" ")
    assert "Vul de reden in." in clerk.text
    other = clerk_at(desk, case)
    send(clerk, "/reopen", reopen__reason="other", reopen__text="Nieuw attest gekregen.")
    assert clerk.last.status_code == 200
    assert read(case.id).case.status == "running"
    send(other, "/reopen", reopen__reason="appeal")
    assert other.last.status_code == 409
    desk.settle()
    clerk.get(f"{link_to(case)}/review")
    assert "Nieuw attest gekregen." in clerk.text
    assert "Deze zaak heropenen" not in clerk.text


# related cases and people


def test_related_cases_are_those_that_this_clerk_may_see(desk: LocalStack) -> None:
    number = persona_number("lena-peeters")
    first = case_of(desk, number=number)
    second = case_of(desk, "polio-vaccination/duplicate", number=number)
    hidden = case_of(desk, "marriage/declaration", number=number)
    clerk = clerk_at(desk, first)
    assert f"{link_to(second)}/review" in clerk.text
    for accept in ("text/html", "application/json"):
        clerk.get(f"{link_to(first)}/review", headers={"Accept": accept})
        assert hidden.id not in clerk.text
        assert procedure_of("marriage/declaration").guide.title not in clerk.text
    clerk.get(f"{link_to(first)}/review", headers={"Accept": "application/json"})
    assert len(json.loads(clerk.text)["desk"]["related"]) == 1


def test_the_other_person_and_their_answer_are_told(desk: LocalStack) -> None:
    ports = wiring.ports()
    case = case_of(desk, "elections/proxy")
    clerk = clerk_at(desk, case, "mechelen-elections")
    name = next(iter(case.parties.values())).full_name
    assert "Andere mensen in deze zaak" in clerk.text
    assert name in clerk.text
    assert "We wachten op een antwoord" in clerk.text
    holder = someone(ports, case.parties["holder"].national_number)
    deciding.decide(
        ports, procedure_of("elections/proxy"), holder, read(case.id), "holder",
        choice="confirm", reason="",
    )  # fmt: skip
    desk.settle()
    clerk.get(f"{link_to(case)}/review")
    step = procedure_of("elections/proxy").workflow.step("holder")
    assert step.outcomes[0].label in clerk.text


# who reads what in the history


def test_the_citizen_reads_by_which_role_someone_looked_without_a_name(desk: LocalStack) -> None:
    case = case_of(desk, number=persona_number("lena-peeters"))
    clerk = clerk_at(desk, case)
    name = next(e.actor.name for e in read(case.id).events if e.kind == "viewed")
    assert name in clerk.text
    lena = Someone(desk, "lena-peeters")
    lena.sign_in(link_to(case))
    assert "medewerker van de dienst bevolking" in lena.text
    assert "Zaak bekeken" in lena.text
    assert name not in lena.text


def test_another_party_reads_no_step_of_the_applicant_alone(desk: LocalStack) -> None:
    key = "legal-cohabitation/ending-alone"
    shown = [p for p in all_procedures() if p.key != key]
    ports = wiring.ports()
    for procedure in shown:
        parties = {s.party for s in procedure.workflow.steps} - {"", "applicant"}
        for party in parties:
            case = hand_in(ports, procedure, someone(ports), {})
            file = read(case.id)
            facts = ports.facts(case.applicant)
            told = timelines.timeline(Words("nl"), procedure, file, facts, reader=party)
            titles = [entry.title for entry in told]
            for step in procedure.workflow.steps:
                along = step.books is not None and party in step.books.parties
                if step.party == "applicant" and not along:
                    assert step.title not in titles, (procedure.key, step.name)
            assert not any("je aanvraag" in title for title in titles)


def test_a_reopened_case_shows_both_ends_in_the_timeline(desk: LocalStack) -> None:
    case = case_of(desk)
    decide(case.id, "registration", "refuse")
    desk.settle()
    reopen(case.id)
    desk.settle()
    decide(case.id, "registration", "register")
    desk.settle()
    clerk = clerk_at(desk, case)
    road = procedure_of().workflow
    assert road.end("refused").status in clerk.text
    assert road.end("registered").status in clerk.text
