"""The paper beside what a clerk fills in: a summary to sign, and its scan in the case."""

import re

import pytest

from functions import wiring
from infra.local.stack import LocalStack
from tests.contract.test_clerk_entry import CLERK, COUNTER, at_check, become_citizen, handed_in
from tests.contract.test_mandates import ref
from tests.faults import GONE, assert_sound, broken, file_at
from tests.people import Someone

pytestmark = pytest.mark.xdist_group("practice")

REMINDER = "De papieren aanvraag is nog niet ingescand en toegevoegd."


def kinds(case: str) -> list[str]:
    return [event.kind for event in file_at(case).events]


def scan(clerk: Someone, case: str, **more: bytes) -> None:
    clerk.get(f"{case}/signed")
    clerk.add_document(name="getekend.pdf", **more)
    assert clerk.at == f"{case}/signed", clerk.text


# The summary


def test_a_summary_is_printed_before_and_after_it_is_handed_in(practice: LocalStack) -> None:
    clerk = at_check(practice)
    draft = clerk.at.removesuffix("/check")
    assert f'href="{draft}/summary"' in clerk.text
    for number in ("nog niet ingediend", r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}"):
        clerk.get(f"{draft}/summary")
        assert re.search(number, clerk.text)
        for told in (
            "Een kaart",  # an answer
            "Rusthof 1 bus 12, 2800 Mechelen",  # what the register knows
            "Dit is juist.",  # what is declared
            "De aanvrager: Roger Lambrecht",
            "48.02.03-989.40",
            "De medewerker: Pieter Baeten",
            "Roger Lambrecht tekende het papieren formulier.",
            "Mechelen, ",
        ):
            assert told in clerk.text, told
        assert "Wijzigen" not in clerk.text
        clerk.get(f"{draft}/check")
        if clerk.at.endswith("/check"):
            clerk.submit()
    assert f'href="{draft}/summary"' in clerk.text  # on the receipt


def test_a_summary_is_for_clerks_and_for_assisted_service_only(practice: LocalStack) -> None:
    draft = at_check(practice).at.removesuffix("/check")
    _, case = handed_in(practice, COUNTER)
    for key in ("roger-lambrecht", "lena-peeters", "mechelen-no-role"):
        other = Someone(practice, key)
        other.sign_in()
        for path in (draft, case):
            for page in ("summary", "signed"):
                assert other.get(f"{path}/{page}").status_code in (403, 404), (key, page)
                assert "Een kaart" not in other.text
    treats = Someone(practice, CLERK)
    treats.sign_in()
    assert treats.get(f"{case}/summary").status_code == 200  # treats it, did not enter it
    assert treats.get(f"{draft}/summary").status_code == 200
    entered, _ = handed_in(practice, COUNTER)
    become_citizen(entered)
    assert entered.get(f"{case}/summary").status_code == 404


def test_a_citizens_own_form_has_no_summary_to_sign(practice: LocalStack) -> None:
    roger = Someone(practice, "roger-lambrecht")
    roger.sign_in("/nl/desk/practice/request/start")
    roger.answer(is_right="yes")
    roger.answer(what="Iets")
    roger.answer(mail="roger@example.org")
    draft = roger.at.removesuffix("/check")
    assert '/summary"' not in roger.text
    assert roger.get(f"{draft}/summary").status_code == 404
    roger.get(f"{draft}/check")
    roger.submit()
    assert roger.get(f"{draft}/summary").status_code == 404
    assert roger.get(f"{draft}/signed").status_code == 404
    assert "Scan" not in roger.text


# The scan


def test_a_scan_ends_the_reminder_and_shows_at_the_desk_and_to_the_person(
    practice: LocalStack,
) -> None:
    clerk, case = handed_in(practice)
    for page in ("/receipt", "/review"):
        clerk.get(case + page)
        assert REMINDER in clerk.text, page
        assert f'href="{case}/signed"' in clerk.text
    scan(clerk, case)
    assert "getekend.pdf" in clerk.text
    for page in ("/receipt", "/review"):
        clerk.get(case + page)
        assert REMINDER not in clerk.text, page
    assert "getekend.pdf" in clerk.text
    assert "scan van het papieren formulier of de ondertekende samenvatting" in clerk.text
    file = file_at(case)
    (event,) = (e for e in file.events if e.kind == "scanned")
    assert (event.actor.kind, event.actor.ref) == ("clerk", ref(CLERK))
    assert event.data["document"] in file.case.documents
    assert "Scan van het papier toegevoegd" in clerk.text
    assert_sound(file)
    roger = Someone(practice, "roger-lambrecht")
    roger.sign_in(case)
    assert "getekend.pdf" in roger.text
    assert "Baeten" not in roger.text


def test_the_counter_that_entered_it_adds_the_scan_but_does_not_open_it(
    practice: LocalStack,
) -> None:
    clerk, case = handed_in(practice, COUNTER)
    scan(clerk, case)
    assert "getekend.pdf" in clerk.text
    (document,) = file_at(case).case.documents
    assert f"/documents/{document}" not in clerk.text
    assert clerk.get(f"{case}/documents/{document}").status_code == 403


def test_coming_back_twice_or_after_the_storage_is_one_event(practice: LocalStack) -> None:
    clerk, case = handed_in(practice)
    scan(clerk, case)
    practice.settle()
    (document,) = file_at(case).case.documents
    for _ in range(2):
        clerk.get(f"{case}/signed/{document}")
        assert clerk.at == f"{case}/signed"
    assert kinds(case).count("scanned") == 1


@pytest.mark.parametrize("content", [b"", b"MZ not a pdf"])
def test_what_is_no_document_is_refused_and_told(practice: LocalStack, content: bytes) -> None:
    clerk, case = handed_in(practice)
    scan(clerk, case, content=content)
    assert "Dit bestand is leeg." in clerk.text or "Dit is geen PDF of foto" in clerk.text
    assert "getekend.pdf" not in clerk.text
    assert "scanned" not in kinds(case)
    clerk.get(f"{case}/receipt")
    assert REMINDER in clerk.text


def test_another_document_or_id_is_no_scan(practice: LocalStack) -> None:
    clerk, case = handed_in(practice)
    for document in ("x", "../x", "01JD0000000000000000000000"):
        assert clerk.get(f"{case}/signed/{document}").status_code == 404
    assert "scanned" not in kinds(case)


def test_a_table_that_does_not_answer_loses_no_scan(practice: LocalStack) -> None:
    clerk, case = handed_in(practice)
    clerk.get(f"{case}/signed")
    with broken("dynamodb", "TransactWriteItems", code=GONE):
        clerk.add_document(name="getekend.pdf")
        assert clerk.last.status_code == 503
    (document,) = file_at(case).case.documents
    clerk.get(f"{case}/signed/{document}")
    assert kinds(case).count("scanned") == 1


def test_a_closed_case_takes_no_scan(practice: LocalStack) -> None:
    clerk, case = handed_in(practice)
    clerk.get(f"{case}/review")
    clerk.decide("decision", "approve")
    practice.settle()
    clerk.get(f"{case}/signed")
    assert "Er kan geen scan meer bij." in clerk.text
    assert "/_uploads" not in clerk.text
    clerk.get(f"{case}/review")
    assert REMINDER not in clerk.text


def test_what_came_by_phone_or_at_the_counter_needs_no_scan(practice: LocalStack) -> None:
    clerk, case = handed_in(practice, channel="phone", identified="control-questions")
    clerk.get(f"{case}/receipt")
    assert REMINDER not in clerk.text
    assert wiring.ports().store.case_file(case.rsplit("/", 1)[1])
