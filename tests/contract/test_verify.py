"""The page on which anybody checks a document: a code or a file, good or bad."""

from datetime import timedelta

import boto3
import pytest
from werkzeug.test import TestResponse

from functions import wiring
from functions.domain.numbers import new_document_code, write_case_number
from functions.web.office.verify import MOST_BYTES
from infra.local.stack import LocalStack
from tests.applications import NAME
from tests.contract.test_issuing import ended, pdf_of
from tests.doors import contents, nobody

PAGE = "/nl/desk/verify"


def drop(desk: LocalStack, content: bytes, name: str = "attest.pdf", **boxes: str) -> TestResponse:
    """As a browser without scripts sends the form."""
    parts = [
        f'Content-Disposition: form-data; name="{field}"\r\n\r\n{value}'.encode()
        for field, value in {"code": "", **boxes}.items()
    ]
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n'
    parts.append(f"{head}Content-Type: application/pdf\r\n\r\n".encode() + content)
    body = b"".join(b"--frontier\r\n" + part + b"\r\n" for part in parts) + b"--frontier--\r\n"
    return desk.post(PAGE, data=body, content_type="multipart/form-data; boundary=frontier")


def text(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def test_the_address_of_the_qr_code_tells_what_it_is_and_no_name(desk: LocalStack) -> None:
    issued, _ = pdf_of(ended(desk))
    answer = desk.get(f"{PAGE}/{issued.proof.code}")
    assert answer.status_code == 200
    assert "Deze code hoort bij een geldig document" in text(answer)
    assert "Bewijs van registratie: poliovaccinatie" in text(answer)
    assert "Dit document is uitgereikt door Stad Mechelen op" in text(answer)
    assert NAME not in text(answer)
    assert issued.case_id not in text(answer)


def test_a_code_may_be_typed_with_dashes_spaces_or_small_letters(desk: LocalStack) -> None:
    issued, _ = pdf_of(ended(desk))
    code = issued.proof.code
    for typed in (code, write_case_number(code), code.lower(), f"  {code[:7]} {code[7:]} "):
        answer = desk.post(PAGE, data={"code": typed})
        assert answer.status_code == 200
        assert "geldig document" in text(answer)


@pytest.mark.parametrize("typed", ["", "   ", "nonsense", "<b>x</b>", "6" * 5000, "é" * 20])
def test_a_code_that_cannot_be_stays_and_says_what_to_do(desk: LocalStack, typed: str) -> None:
    answer = desk.post(PAGE, data={"code": typed})
    assert answer.status_code == 422
    assert "<b>x</b>" not in text(answer)
    if typed.strip():
        assert "Kijk na of je elk teken juist overtypte" in text(answer)
    if typed == "nonsense":
        assert 'value="nonsense"' in text(answer)


def test_one_wrong_sign_is_seen_before_anything_is_asked(desk: LocalStack) -> None:
    issued, _ = pdf_of(ended(desk))
    code = issued.proof.code
    other = ("3" if code[4] != "3" else "4").join((code[:4], code[5:]))
    answer = desk.post(PAGE, data={"code": other})
    assert answer.status_code == 422
    assert f'value="{other}"' in text(answer)


def test_a_code_that_we_never_gave_is_not_known(desk: LocalStack) -> None:
    answer = desk.get(f"{PAGE}/{new_document_code()}")
    assert answer.status_code == 200
    assert "Dit document kennen we niet" in text(answer)


def test_the_file_itself_is_recognised_and_never_kept(desk: LocalStack) -> None:
    issued, pdf = pdf_of(ended(desk))
    s3 = boto3.client("s3")
    bucket = wiring.settings().bucket_name
    kept = s3.list_objects_v2(Bucket=bucket)["KeyCount"]
    before = contents(f"CASE#{issued.case_id}", f"PROOF#{issued.proof.code}")
    answer = drop(desk, pdf)
    assert "Dit document is echt en geldig" in text(answer)
    assert "ongewijzigd" in text(answer)
    assert NAME not in text(answer)
    assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == kept
    assert contents(f"CASE#{issued.case_id}", f"PROOF#{issued.proof.code}") == before


def test_a_changed_an_extended_and_a_strange_file(desk: LocalStack) -> None:
    _, pdf = pdf_of(ended(desk))
    middle = len(pdf) // 3
    changed = pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :]
    assert "niet het document dat we uitreikten" in text(drop(desk, changed))
    assert "later iets toegevoegd" in text(drop(desk, pdf + b"\n% more\n"))
    assert "niet door Stad Mechelen uitgereikt" in text(drop(desk, b"%PDF-1.7 not ours"))
    assert "niet door Stad Mechelen uitgereikt" in text(drop(desk, bytes(range(256)) * 40))


def test_a_file_that_is_too_large_says_so(desk: LocalStack) -> None:
    answer = drop(desk, b"x" * (MOST_BYTES + 1), code="7KM4")
    assert answer.status_code == 413
    assert "te groot" in text(answer)


def test_the_browser_may_send_what_compares_it_only(desk: LocalStack) -> None:
    import hashlib

    issued, pdf = pdf_of(ended(desk))
    digest = hashlib.sha256(pdf).hexdigest()
    boxes = {"code": "", "mark": issued.proof.code, "digest": digest, "sealed": digest}
    assert "echt en geldig" in text(desk.post(PAGE, data=boxes))
    other = {**boxes, "digest": "0" * 64}
    assert "later iets toegevoegd" in text(desk.post(PAGE, data=other))
    other = {**boxes, "digest": "0" * 64, "sealed": "x"}
    assert "niet het document" in text(desk.post(PAGE, data=other))


def test_what_has_expired_says_until_when_it_was_valid(desk: LocalStack) -> None:
    issued, pdf = pdf_of(ended(desk))
    until = issued.proof.issued.date() + timedelta(days=8)
    ports = wiring.ports()
    item = issued.proof.model_copy(update={"until": until, "code": new_document_code()})
    ports.issued.keep(issued.model_copy(update={"proof": item, "edition": 9}), pdf)
    page = f"{PAGE}/{item.code}"
    assert "Het is geldig tot en met" in text(desk.get(page))
    desk.clock.forward(timedelta(days=10))
    assert "Het was geldig tot en met" in text(desk.get(page))
    assert "Dit document is niet meer geldig" in text(desk.get(page))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=a", b"--a\r\nrubbish"),
        ("multipart/form-data; boundary=a", b"--a\r\nContent-Disposition: form-data\r\n\r\nx"),
        ("multipart/form-data; boundary=" + "a" * 500, b""),
        ("application/json", b"[1]"),
        ("application/json", b"{"),
    ],
)
def test_a_form_that_is_none_does_no_harm(desk: LocalStack, kind: str, body: bytes) -> None:
    answer = desk.post(PAGE, data=body, content_type=kind)
    assert answer.status_code in (400, 413, 422)


def test_a_program_asks_the_same(desk: LocalStack) -> None:
    issued, _ = pdf_of(ended(desk))
    answer = desk.get(f"{PAGE}/{issued.proof.code}", headers={"Accept": "application/json"})
    told = answer.get_json()
    assert told["standing"] == "valid"
    assert told["document"]["title"] == "Bewijs van registratie: poliovaccinatie"
    assert "digest" not in told["document"]


def test_another_site_cannot_post_the_form(desk: LocalStack) -> None:
    answer = desk.post(PAGE, data={"code": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


@pytest.mark.parametrize("lang", ["nl", "fr", "de", "en"])
def test_it_needs_no_sign_in_in_any_language(desk: LocalStack, lang: str) -> None:
    assert nobody(desk).ask("GET", f"/{lang}/desk/verify").status_code == 200
