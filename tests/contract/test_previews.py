"""A clerk looks at a document: pictures from our own address, and the audit chain knows it."""

from functions import wiring
from functions.domain.case import Case
from functions.domain.documents import Document
from functions.domain.numbers import new_id
from infra.local.stack import LocalStack
from tests.applications import hand_in, someone
from tests.contract.test_reopening import procedure_of, read
from tests.contract.test_review import link_to
from tests.documents import pdf, photo
from tests.faults import broken
from tests.people import Someone

KEY = "polio-vaccination/proof"
BROWSER = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8"
FIREFOX = "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5"


def with_document(content: bytes, *, key: str = KEY, field: str = "certificate.vaccination"):
    """A case with a document that was released."""
    import boto3

    ports = wiring.ports()
    case = hand_in(ports, procedure_of(key), someone(ports), {})
    document = Document(
        id=new_id(), field=field, name="attest.pdf", size=len(content),
        type="application/pdf", state="released",
    )  # fmt: skip
    boto3.client("s3").put_object(
        Bucket=wiring.settings().bucket_name,
        Key=f"documents/{case.id}/{document.id}",
        Body=content,
    )
    ports.store.put_document(case.id, "META", document)
    return case, f"{link_to(case)}/documents/{document.id}"


def clerk_of(desk: LocalStack, key: str = "mechelen-population") -> Someone:
    clerk = Someone(desk, key)
    clerk.sign_in("/nl/desk/work")
    return clerk


def looked(case: Case) -> int:
    return sum(event.kind == "viewed-document" for event in read(case.id).events)


def test_a_pdf_is_shown_as_pictures_of_our_own(desk: LocalStack) -> None:
    case, document = with_document(pdf(3))
    clerk = clerk_of(desk)
    clerk.get(f"{link_to(case)}/review")
    assert f'href="{document}/preview"' in clerk.text
    page = clerk.get(f"{document}/preview")
    assert page.status_code == 200
    assert 'alt="bladzijde 1 van 3 van attest.pdf"' in clerk.text
    assert clerk.text.count("<img") == 3
    assert f'src="{document}/pages/3"' in clerk.text
    assert "img-src 'self'" in page.headers["Content-Security-Policy"]
    for accept in (BROWSER, FIREFOX, "image/png"):
        picture = clerk.get(f"{document}/pages/3", headers={"Accept": accept})
        assert picture.status_code == 200, accept
        assert picture.headers["Content-Type"] == "image/png"
        assert picture.headers["Cache-Control"] == "no-store"
        assert picture.data.startswith(b"\x89PNG\r\n\x1a\n")
    assert clerk.get(f"{document}/pages/4", headers={"Accept": BROWSER}).status_code == 404
    assert clerk.get(f"{document}/pages/x", headers={"Accept": BROWSER}).status_code == 404


def test_each_look_is_in_the_history_once_a_step(desk: LocalStack) -> None:
    case, document = with_document(pdf())
    desk.settle()
    clerk = clerk_of(desk)
    for _ in range(2):
        clerk.get(f"{document}/preview")
        clerk.get(f"{document}/pages/1", headers={"Accept": BROWSER})
    assert looked(case) == 1
    clerk.get(f"{link_to(case)}/review")
    assert "Document bekeken" in clerk.text


def test_it_is_made_once(desk: LocalStack) -> None:
    _, document = with_document(photo("HEIF"))
    clerk = clerk_of(desk)
    clerk.get(f"{document}/preview")
    assert clerk.text.count("<img") == 1
    with broken("lambda", "Invoke"):
        clerk.get(f"{document}/preview")
    assert clerk.text.count("<img") == 1


def test_what_cannot_be_shown_says_so_and_can_be_downloaded(desk: LocalStack) -> None:
    for content, told in ((pdf(password="x"), "heeft een wachtwoord"), (b"%PDF-", "beschadigd")):
        _, document = with_document(content)
        clerk = clerk_of(desk)
        page = clerk.get(f"{document}/preview")
        assert page.status_code == 200
        assert told in clerk.text
        assert f'href="{document}"' in clerk.text


def test_a_function_that_is_down_leaves_the_download(desk: LocalStack, hasty: None) -> None:
    _, document = with_document(pdf())
    clerk = clerk_of(desk)
    with broken("lambda", "Invoke"):
        page = clerk.get(f"{document}/preview")
    assert page.status_code == 200
    assert "nu niet tonen" in clerk.text
    assert f'href="{document}"' in clerk.text
    clerk.get(f"{document}/preview")
    assert "<img" in clerk.text


def test_it_is_for_who_may_see_the_document(desk: LocalStack) -> None:
    key = "driving-licence/exchange"
    case, document = with_document(pdf(), key=key, field="papers.medical")
    for person, status in (
        ("mechelen-counter", 403),
        ("mechelen-registrar", 403),
        ("lena-peeters", 404),
        ("mechelen-population", 200),
    ):
        who = clerk_of(desk, person) if person.startswith("mechelen") else Someone(desk, person)
        if not person.startswith("mechelen"):
            who.sign_in()
        for part in ("preview", "pages/1"):
            answer = who.get(f"{document}/{part}", headers={"Accept": "text/html," + BROWSER})
            assert answer.status_code == status, (person, part)
    assert looked(case) == 1


def test_what_was_never_released_is_not_shown(desk: LocalStack) -> None:
    case, _ = with_document(pdf())
    clerk = clerk_of(desk)
    gone = f"{link_to(case)}/documents/{new_id()}"
    assert clerk.get(f"{gone}/preview").status_code == 404
