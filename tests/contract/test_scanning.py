"""Uploads where GuardDuty scans them: nothing is released before its result, whatever comes first
or twice; what is refused says what to do, and a threat goes nowhere."""

import re
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from functions import wiring
from functions.domain import documents
from functions.domain.case import Draft
from functions.services import uploading
from infra.local.scanner import scan_result
from infra.local.stack import LocalStack
from tests.contract.test_refusals import EICAR, at_evidence
from tests.contract.test_uploads import hand_in, put, stored, upload_form
from tests.faults import file_at
from tests.mornings import start_anew
from tests.people import PDF, Someone

VIRUS = b"%PDF-1.7\n" + EICAR
LOCKED = b"%PDF-1.7\n<</Encrypt 1 0 R>>\n%%EOF\n"


@pytest.fixture(scope="module")
def _scanned() -> Iterator[LocalStack]:
    with LocalStack(scans=True) as stack:
        yield stack


@pytest.fixture
def desk(_scanned: LocalStack) -> LocalStack:
    start_anew(_scanned)
    return _scanned


def sent(giver: Someone, content: bytes = PDF) -> tuple[str, str]:
    """Upload a file and do not come back; its case and its document."""
    form = upload_form(giver)
    put(giver, form, content)
    _, case_id, document_id = form["key"].split("/")
    return case_id, document_id


def draft_of(case_id: str) -> Draft:
    draft, _ = wiring.ports().store.draft_or_case(case_id)
    assert draft
    return draft


def told(desk: LocalStack, case_id: str, document_id: str, verdict: str, etag: str = "") -> Any:
    """GuardDuty's event, by the function of the stack."""
    bucket, key = wiring.settings().bucket_name, f"quarantine/{case_id}/{document_id}"
    if not etag:
        etag = boto3.client("s3").head_object(Bucket=bucket, Key=key)["ETag"]
    function = desk.desk.functions[desk.local.function("document-uploaded")]
    return function(scan_result(bucket, key, etag, verdict), None)["checked"]


def error_at(giver: Someone) -> str:
    found = re.search(r'id="evidence-medical-error"[^>]*>(.*?)</p>', giver.text, re.S)
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""


def test_a_file_waits_for_its_result_and_the_form_with_it(desk: LocalStack) -> None:
    giver = at_evidence(desk)
    giver.add_document()
    assert 'data-state="uploading"' in giver.text
    assert "wordt nagekeken" in giver.text
    giver.answer()
    assert giver.at.endswith("/questions/evidence")
    assert giver.last.status_code == 422
    assert "We kijken dit bestand nog na" in error_at(giver)
    desk.settle()
    giver.get(giver.at)
    assert 'data-state="released"' in giver.text
    giver.answer()
    assert giver.at.endswith("/questions/holder"), giver.text
    giver.get(giver.at.replace("/holder", "/evidence"))
    case = hand_in(giver)
    assert [d.name for d in file_at(case).case.documents.values()] == ["attest.pdf"]


def test_a_virus_is_refused_and_goes_nowhere(desk: LocalStack) -> None:
    giver = at_evidence(desk)
    giver.add_document(VIRUS)
    desk.settle()
    question = giver.at
    giver.get(question)
    assert "schadelijke software" in error_at(giver)
    assert "kies een ander bestand" in error_at(giver)
    # it is where the bucket's policy lets nobody read it, until it is deleted by itself
    ((key, content),) = stored().items()
    assert (key.split("/")[0], content) == ("quarantine", VIRUS)
    _, case_id, document_id = key.split("/")
    giver.get(f"/nl/desk/elections/proxy/{case_id}/documents/{document_id}")
    assert giver.last.status_code == 404
    desk.settle()
    assert draft_of(case_id).documents[document_id].state == "rejected"
    # a second look changes nothing
    assert uploading.receive(wiring.ports(), case_id, document_id) is None
    told(desk, case_id, document_id, documents.THREAT)
    assert draft_of(case_id).documents[document_id].why == documents.HARMFUL
    giver.get(question)
    giver.add_document()
    desk.settle()
    giver.get(giver.at)
    assert 'data-state="released"' in giver.text
    assert error_at(giver) == ""


@pytest.mark.parametrize(
    ("verdict", "why", "kept"),
    [
        ("NO_THREATS_FOUND", "", ["documents"]),
        ("THREATS_FOUND", documents.HARMFUL, ["quarantine"]),
        ("UNSUPPORTED", documents.NOT_SCANNED, []),
        ("ACCESS_DENIED", documents.SCAN_FAILED, []),
        ("FAILED", documents.SCAN_FAILED, []),
        ("SOMETHING_NEW", documents.SCAN_FAILED, []),
    ],
)
@pytest.mark.parametrize("first", ["result", "storage"])
def test_each_result_in_either_order_and_again(
    desk: LocalStack, verdict: str, why: str, kept: list[str], first: str
) -> None:
    case_id, document_id = sent(at_evidence(desk))
    desk.events.forget()
    if first == "storage":
        assert uploading.receive(wiring.ports(), case_id, document_id)
        assert draft_of(case_id).documents[document_id].state == "uploading"
    etag = boto3.client("s3").head_object(
        Bucket=wiring.settings().bucket_name, Key=f"quarantine/{case_id}/{document_id}"
    )["ETag"]
    assert told(desk, case_id, document_id, verdict, etag) is True
    after = draft_of(case_id).documents[document_id]
    assert (after.state, after.why) == ("rejected" if why else "released", why)
    for _ in range(2):
        assert uploading.receive(wiring.ports(), case_id, document_id) is None
        told(desk, case_id, document_id, verdict, etag)
        assert draft_of(case_id).documents[document_id] == after
    assert [key.split("/")[0] for key in stored()] == kept


def test_a_file_with_a_password_is_refused_and_the_others_stay(desk: LocalStack) -> None:
    giver = at_evidence(desk)
    giver.add_document()
    desk.settle()
    giver.get(giver.at)
    giver.add_document(LOCKED, "dicht.pdf")
    desk.settle()
    giver.get(giver.at)
    assert "wachtwoord" in error_at(giver)
    assert giver.text.count('data-state="released"') == 1
    assert [key.split("/")[0] for key in stored()] == ["documents"]


def test_our_own_check_does_not_wait(desk: LocalStack) -> None:
    giver = at_evidence(desk)
    giver.add_document(b"MZ\x90\x00\x03 This program cannot be run")
    assert "geen PDF of foto" in error_at(giver)
    desk.settle()
    assert stored() == {}


def test_a_result_is_of_one_upload_and_not_of_the_next_to_the_same_address(
    desk: LocalStack,
) -> None:
    giver = at_evidence(desk)
    form = upload_form(giver)
    put(giver, form, PDF)
    desk.events.forget()
    _, case_id, document_id = form["key"].split("/")
    bucket = wiring.settings().bucket_name
    first = boto3.client("s3").head_object(Bucket=bucket, Key=form["key"])["ETag"]
    put(giver, form, VIRUS)
    desk.events.forget()
    assert told(desk, case_id, document_id, documents.CLEAN, first) is False
    assert document_id not in draft_of(case_id).documents
    assert told(desk, case_id, document_id, documents.THREAT) is True
    assert draft_of(case_id).documents[document_id].state == "rejected"


def test_a_result_that_comes_while_the_file_is_looked_at_is_not_undone(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id, document_id = sent(at_evidence(desk))
    desk.events.forget()
    files = wiring.ports().files
    read = files.read

    def overtaken(*of: str) -> Any:
        found = read(*of)
        monkeypatch.setattr(files, "read", read)
        told(desk, case_id, document_id, documents.CLEAN)
        return found

    monkeypatch.setattr(files, "read", overtaken)
    uploading.receive(wiring.ports(), case_id, document_id)
    assert draft_of(case_id).documents[document_id].state == "released"


def test_a_file_that_waits_can_be_taken_away(desk: LocalStack) -> None:
    giver = at_evidence(desk)
    giver.add_document()
    hidden = giver.form("/remove")
    giver.post(hidden.pop("_action"), hidden)
    assert 'data-state="uploading"' not in giver.text
    desk.settle()
    giver.get(giver.at)
    assert 'data-state="released"' not in giver.text
    assert stored() == {}


def test_what_is_handed_in_meanwhile_takes_nothing_more(desk: LocalStack) -> None:
    giver = at_evidence(desk)
    form = upload_form(giver)
    giver.add_document()
    desk.settle()
    giver.get(giver.at)
    case = hand_in(giver)
    put(giver, form, PDF)
    desk.settle()
    assert len(file_at(case).case.documents) == 1
    assert [key.split("/")[0] for key in stored()] == ["documents"]
