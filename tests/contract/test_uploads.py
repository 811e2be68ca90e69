"""What may be uploaded, by whom, until when; refused files are told at their question and gone."""

import io
import re
from typing import Any

import boto3
import pytest
from werkzeug.test import TestResponse

from functions import wiring
from functions.domain.documents import MAX_BYTES, MOST_STORED
from functions.domain.numbers import new_id
from infra.local.stack import LocalStack
from tests.contract.test_journeys import HOLDER, persona_number
from tests.contract.test_refusals import EICAR, at_evidence
from tests.faults import file_at
from tests.people import PDF, Someone


def upload_form(person: Someone) -> dict[str, str]:
    """The presigned form in the page: an address and hidden fields, good for an hour."""
    return person.form("/_uploads")


def put(person: Someone, form: dict[str, str], content: bytes, name: str = "a.pdf") -> TestResponse:
    """Send a file with a presigned form, without following where it leads."""
    fields: dict[str, Any] = {key: value for key, value in form.items() if key != "_action"}
    fields["file"] = (io.BytesIO(content), name)
    path = form["_action"].removeprefix(person.stack.url)
    answer = person.browser.post(
        path, base_url=person.stack.url, data=fields, content_type="multipart/form-data"
    )
    answer.request.environ["wsgi.input"].close()  # a large one is a file on disk
    return answer


def stored() -> dict[str, bytes]:
    """Everything in the bucket, but for the certificates of the municipality's own seal."""
    s3, bucket = boto3.client("s3"), wiring.settings().bucket_name
    found = s3.list_objects_v2(Bucket=bucket).get("Contents", [])
    keys = [o["Key"] for o in found if not o["Key"].startswith("seal/")]
    return {key: s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys}


def hand_in(giver: Someone) -> str:
    """From the holder's page to the receipt; answers the address of the case."""
    giver.answer()
    giver.answer(**{**HOLDER, "national_number": persona_number("karim-el-amrani")})
    giver.answer(mail="lena@example.org")
    giver.submit()
    assert giver.at.endswith("/receipt"), giver.text
    return giver.at.removesuffix("/receipt")


@pytest.mark.parametrize(("size", "told"), [(0, "is leeg"), (MAX_BYTES + 1, "is te groot")])
def test_an_empty_or_too_large_file_is_told_at_its_question(
    desk: LocalStack, size: int, told: str
) -> None:
    giver = at_evidence(desk)
    back = put(giver, upload_form(giver), b"x" * size)
    giver.get(back.headers["Location"].removeprefix(desk.url))
    found = re.search(r'id="evidence-medical-error"[^>]*>(.*?)</p>', giver.text, re.S)
    assert found
    assert told in found[1]
    assert stored() == {}
    giver.add_document()
    assert 'data-state="released"' in giver.text


def test_what_is_far_too_large_is_refused_by_the_storage_itself(desk: LocalStack) -> None:
    giver = at_evidence(desk)
    answer = put(giver, upload_form(giver), b"x" * (MOST_STORED + 1))
    assert answer.status_code == 400
    assert "EntityTooLarge" in answer.get_data(as_text=True)
    assert stored() == {}
    giver.get(giver.at)  # back: the question is still there, and works
    giver.add_document()
    assert 'data-state="released"' in giver.text


def test_the_question_says_beforehand_what_fits(desk: LocalStack) -> None:
    giver = at_evidence(desk)
    assert "10 MB" in giver.text
    assert f'data-max-bytes="{MAX_BYTES}"' in giver.text


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"MZ\x90\x00\x03 This program cannot be run", "attest.pdf", "geen PDF of foto"),
        (b"<html><script>alert(1)</script>", "attest.png", "geen PDF of foto"),
        (b"PK\x03\x04 docx", "attest.jpg", "geen PDF of foto"),
        (EICAR, "attest.pdf", "schadelijke software"),
        (b"\xff\xd8\xff" + EICAR, "foto.jpg", "schadelijke software"),
    ],
)
def test_a_file_is_judged_by_its_content_told_at_its_field_and_not_kept(
    desk: LocalStack, content: bytes, name: str, told: str
) -> None:
    giver = at_evidence(desk)
    giver.add_document(content, name)
    found = re.search(r'id="evidence-medical-error"[^>]*>(.*?)</p>', giver.text, re.S)
    assert found
    assert told in found[1]
    assert 'href="#evidence-medical"' in giver.text
    assert 'id="evidence-medical"' in giver.text
    assert stored() == {}


def test_a_refused_file_is_no_part_of_the_case(desk: LocalStack) -> None:
    giver = at_evidence(desk)
    giver.add_document(EICAR, "slecht.pdf")
    giver.add_document(PDF, "goed.pdf")
    case = hand_in(giver)
    assert [d.name for d in file_at(case).case.documents.values()] == ["goed.pdf"]
    assert len(stored()) == 1


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("C:\\fakepath\\attest.pdf", "attest.pdf"),
        ("../../etc/attest.pdf", "attest.pdf"),
        ("attest\u202efdp.exe", "attestfdp.exe"),
        ("attest één.pdf", "attest één.pdf"),
        ("=?bogus?B?AAAA?=.pdf", "=?bogus?B?AAAA?=.pdf"),
        ("=?utf-8?B?a?=.pdf", "=?utf-8?B?a?=.pdf"),
        ("<script>alert(1)<.pdf", "<script>alert(1)<.pdf"),
        ("شهادة طبية.pdf", "شهادة طبية.pdf"),
    ],
)
def test_the_name_of_a_file_is_only_text(desk: LocalStack, sent: str, shown: str) -> None:
    giver = at_evidence(desk)
    giver.add_document(PDF, sent)
    assert shown in giver.text
    assert "<script>alert" not in giver.last.get_data(as_text=True)
    assert "\u202e" not in giver.text


def test_a_document_that_was_handed_in_cannot_be_swapped(desk: LocalStack) -> None:
    """The presigned form outlives the page; what a clerk sees must be what was checked."""
    giver = at_evidence(desk)
    form = upload_form(giver)
    giver.get(put(giver, form, PDF).headers["Location"].removeprefix(desk.url))
    case = hand_in(giver)
    desk.settle()
    before = stored()
    put(giver, form, b"%PDF-1.7 quite another document")
    desk.settle()
    assert stored() == before
    assert set(before.values()) == {PDF}
    giver.get(case)
    assert giver.last.status_code == 200


def test_a_document_that_was_checked_cannot_be_swapped_in_a_draft_either(desk: LocalStack) -> None:
    giver = at_evidence(desk)
    form = upload_form(giver)
    giver.get(put(giver, form, PDF).headers["Location"].removeprefix(desk.url))
    giver.get(put(giver, form, b"%PDF-1.7 another").headers["Location"].removeprefix(desk.url))
    assert giver.last.status_code == 200
    assert list(stored().values()) == [PDF]


def test_a_file_that_comes_after_the_draft_was_handed_in_is_not_kept(desk: LocalStack) -> None:
    giver = at_evidence(desk)
    giver.add_document()
    late = upload_form(giver)
    case = hand_in(giver)
    put(giver, late, b"%PDF-1.7 too late", "laat.pdf")
    desk.settle()
    assert list(stored().values()) == [PDF]
    assert [d.name for d in file_at(case).case.documents.values()] == ["attest.pdf"]


def test_a_question_takes_three_files_and_says_so(desk: LocalStack) -> None:
    giver = at_evidence(desk)
    for number in range(3):
        giver.add_document(PDF, f"blad-{number}.pdf")
    with pytest.raises(AssertionError, match="no form"):
        upload_form(giver)
    answer = giver.browser.post(
        giver.at.replace("/questions/evidence", "/uploads/evidence-medical"),
        base_url=desk.url,
        json={},
        headers={"Accept": "application/json", "X-CSRF-Token": giver.form("/evidence")["csrf"]},
    )
    assert answer.status_code == 422
    (error,) = answer.json["errors"]
    assert error["pointer"] == "#/evidence/medical"
    assert "hoogstens 3" in error["detail"]


@pytest.mark.parametrize("field", ["evidence-travel", "holder-mail", "why-reason", "x", "x-y"])
def test_no_upload_is_given_for_what_is_not_asked(desk: LocalStack, field: str) -> None:
    giver = at_evidence(desk)
    answer = giver.browser.post(
        giver.at.replace("/questions/evidence", f"/uploads/{field}"),
        base_url=desk.url,
        json={},
        headers={"Accept": "application/json", "X-CSRF-Token": giver.form("/evidence")["csrf"]},
    )
    assert answer.status_code == 404


def test_nobody_adds_takes_or_removes_a_document_of_anothers_draft(desk: LocalStack) -> None:
    giver = at_evidence(desk)
    giver.add_document()
    draft = giver.at.removesuffix("/questions/evidence")
    (key,) = stored()
    document = key.rsplit("/", 1)[1]
    stranger = Someone(desk, "an-claes")
    stranger.sign_in("/nl/desk/elections/proxy/start")
    csrf = stranger.form("/start")["csrf"]
    tried = [
        stranger.post(f"{draft}/uploads/evidence-medical", {"csrf": csrf}),
        stranger.post(f"{draft}/documents/{document}/remove", {"csrf": csrf}),
        stranger.get(f"{draft}/documents/{document}"),
        stranger.get(f"{draft}/uploaded/{document}"),
        stranger.get(f"{draft}/uploaded/{new_id()}"),
    ]
    assert [answer.status_code for answer in tried] == [404] * 5
    assert all("attest.pdf" not in answer.get_data(as_text=True) for answer in tried)
    giver.get(giver.at)
    assert "attest.pdf" in giver.text
