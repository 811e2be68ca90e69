"""From the end of a case to a sealed document that anybody can check."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from pyhanko.pdf_utils.generic import pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from functions import wiring
from functions.domain.case import first_break
from functions.domain.issued import Issued
from functions.log import Failed
from functions.services import issuing, keeping, reopening, revoking, verifying
from infra.local.stack import LocalStack
from tests.applications import someone
from tests.doors import enter_as, nobody, visitor
from tests.faults import accepted, broken, file_of, take
from tests.sealed import chain, holds
from tests.walks import Walk

KEY = "polio-vaccination/proof"


def ended(desk: LocalStack, choice: str = "register", key: str = KEY, lang: str = "nl") -> Walk:
    """A case that came to an end at the office's first step."""
    walk = accepted(key)
    desk.settle()
    take(walk, walk.procedure.workflow.steps[0].name, choice)
    desk.settle()
    return walk


def issued_of(walk: Walk) -> list[Issued]:
    return wiring.ports().issued.of_case(file_of(walk).case.id)


def pdf_of(walk: Walk) -> tuple[Issued, bytes]:
    (issued,) = issued_of(walk)
    return issued, wiring.ports().issued.read(issued)


def clerk() -> object:
    return someone(wiring.ports(), "", "population")


def test_a_good_end_gives_a_sealed_certificate(desk: LocalStack) -> None:
    issued, pdf = pdf_of(ended(desk))
    assert (issued.proof.kind, issued.proof.lang) == ("certificate", "nl")
    assert len(pdf) == issued.size
    assert holds(pdf, chain())
    verdict = verifying.by_print(wiring.ports(), verifying.print_of(pdf))
    assert (verdict.standing, verdict.compared) == ("valid", "whole")


def test_a_refusal_gives_a_decision(desk: LocalStack) -> None:
    issued, pdf = pdf_of(ended(desk, "refuse"))
    assert issued.proof.kind == "decision"
    assert holds(pdf, chain())


def test_a_case_that_was_taken_back_gives_nothing(desk: LocalStack) -> None:
    walk = accepted(KEY)
    desk.settle()
    take(walk, "registration", "withdrawn")
    desk.settle()
    assert file_of(walk).case.status == "closed"
    assert issued_of(walk) == []


def changed_bytes(pdf: bytes, every: int = 211) -> Iterator[tuple[int, bytes]]:
    for at in range(0, len(pdf), every):
        yield at, pdf[:at] + bytes([pdf[at] ^ 0x01]) + pdf[at + 1 :]


def test_a_byte_that_changed_anywhere_shows(desk: LocalStack) -> None:
    ports = wiring.ports()
    _, pdf = pdf_of(ended(desk))
    tried = 0
    for at, other in changed_bytes(pdf):
        verdict = verifying.by_print(ports, verifying.print_of(other))
        assert not verdict.is_good, at
        assert verdict.compared != "whole", at
        tried += 1
    assert tried > 250


def test_a_byte_that_changed_breaks_the_seal_for_every_reader(desk: LocalStack) -> None:
    """But for the bytes of the signature itself, of which a reader skips some (room that was left,
    certificates it has already). Our page compares those too: see the test above."""
    _, pdf = pdf_of(ended(desk))
    trust = chain()
    found = re.search(rb"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)", pdf)
    assert found
    begin, end = int(found[1]), int(found[2])
    outside = [at for at, _ in changed_bytes(pdf, 1009) if not begin <= at < end]
    for at in outside:
        other = pdf[:at] + bytes([pdf[at] ^ 0x01]) + pdf[at + 1 :]
        assert not holds(other, trust), at
    assert len(outside) > 25


def test_what_is_added_after_the_seal_is_told_apart(desk: LocalStack) -> None:
    _, pdf = pdf_of(ended(desk))
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.root["/Added"] = pdf_string("later")
    writer.update_root()
    added = io.BytesIO()
    writer.write(added)
    other = added.getvalue()
    assert other.startswith(pdf)
    verdict = verifying.by_print(wiring.ports(), verifying.print_of(other))
    assert (verdict.standing, verdict.compared) == ("valid", "extended")
    assert not verdict.is_good
    assert not holds(other, chain())


def test_a_document_without_its_seal_is_not_ours(desk: LocalStack) -> None:
    issued, pdf = pdf_of(ended(desk))
    bare = pdf[: pdf.index(b"%%EOF") + 6]  # the revision before the seal
    assert issued.proof.code.encode() in bare
    verdict = verifying.by_print(wiring.ports(), verifying.print_of(bare))
    assert verdict.compared == "changed"
    assert not holds(bare, chain())


def test_the_seal_of_another_municipality_is_not_ours(desk: LocalStack) -> None:
    from asn1crypto import pem, x509
    from cryptography.hazmat.primitives.asymmetric import ec

    from infra.local.seal import certify

    _, pdf = pdf_of(ended(desk))
    other = certify(ec.generate_private_key(ec.SECP256R1()).public_key(), "Stad Leuven")
    trust = [x509.Certificate.load(der) for _, _, der in pem.unarmor(other, True)]
    assert holds(pdf, chain())
    assert not holds(pdf, trust)


def test_a_doubled_record_makes_one_document(desk: LocalStack) -> None:
    walk = ended(desk)
    before = issued_of(walk)
    (event,) = [e for e in file_of(walk).events if e.kind == "closed"]
    for _ in range(3):
        issuing.follow(wiring.ports(), event)
    assert issued_of(walk) == before


def test_two_at_once_make_one(desk: LocalStack, monkeypatch: pytest.MonkeyPatch) -> None:
    from functions import documents

    walk = ended(desk)
    monkeypatch.setattr(issuing, "missing", lambda p, f, there: issuing.wanted(p, f))
    assert documents.issue(wiring.ports(), file_of(walk).case.id) == 0
    assert len(issued_of(walk)) == 1


def test_when_nothing_can_be_made_the_mail_still_goes_and_the_agenda_makes_it(
    desk: LocalStack, hasty: None
) -> None:
    walk = accepted(KEY)
    desk.settle()
    with broken("kms", "Sign") as refused:
        take(walk, "registration", "register")
        desk.settle()
        assert refused["Sign"]
        assert issued_of(walk) == []
        assert next(mail.subject for mail in desk.mails(file_of(walk).case.mail)).startswith(
            "Nieuws over je aanvraag"
        )
        with pytest.raises(Failed, match=r"^Busy at "):  # nothing works: the schedule's alarm tells
            desk.forward(hours=1)
        assert issued_of(walk) == []
    desk.forward(hours=1)
    assert len(issued_of(walk)) == 1


def test_when_the_function_cannot_even_be_asked_nothing_is_lost(
    desk: LocalStack, hasty: None
) -> None:
    walk = accepted(KEY)
    desk.settle()
    with broken("lambda", "Invoke"):
        take(walk, "registration", "register")
        desk.settle()
    assert file_of(walk).case.status == "closed"
    assert issued_of(walk) == []
    desk.forward(hours=1)
    assert len(issued_of(walk)) == 1


def test_the_page_of_the_case_says_that_it_is_being_made_and_asks_again(
    desk: LocalStack, hasty: None
) -> None:
    walk = accepted(KEY)
    desk.settle()
    with broken("kms", "Sign"):
        take(walk, "registration", "register")
        desk.settle()
    assert walk.session
    her = enter_as(desk, walk.session)
    path = f"/nl/desk/{KEY}/{file_of(walk).case.id}"
    assert "We maken je document nu" in her.ask("GET", path).get_data(as_text=True)
    desk.clock.forward(timedelta(minutes=3))
    her.ask("GET", path)  # asks again
    page = her.ask("GET", path).get_data(as_text=True)
    assert "We maken je document nu" not in page
    assert "/issued/" in page


def test_reopening_takes_back_what_was_issued_and_the_new_end_gives_anew(desk: LocalStack) -> None:
    walk = ended(desk, "refuse")
    first, _ = pdf_of(walk)
    her = clerk()
    reopening.reopen(wiring.ports(), walk.procedure, her, file_of(walk), reason="mistake", text="")
    desk.settle()
    assert issued_of(walk)[0].proof.revoked
    take(walk, "registration", "register")
    desk.settle()
    old, new = issued_of(walk)
    assert (old.proof.code, new.proof.kind, new.run) == (first.proof.code, "certificate", 2)
    assert new.proof.revoked is None
    assert verifying.by_code(wiring.ports(), first.proof.code).standing == "revoked"


def test_a_clerk_who_decides_takes_a_document_back_with_a_reason(desk: LocalStack) -> None:
    walk = ended(desk)
    issued, pdf = pdf_of(walk)
    case = file_of(walk).case
    her = visitor(desk, "population")
    page = f"/nl/desk/{KEY}/{case.id}/issued/{issued.proof.code}/revoke"
    assert her.ask("GET", page).status_code == 200
    empty = her.ask("POST", page, reason=" ")
    assert empty.status_code == 422
    assert her.ask("POST", page, reason="Verkeerd kind").status_code == 303
    assert her.ask("POST", page, reason="Nog eens").status_code == 303
    desk.settle()
    file = file_of(walk)
    (event,) = [e for e in file.events if e.kind == "revoked"]
    assert event.data == {"code": issued.proof.code, "reason": "Verkeerd kind"}
    assert first_break(file.events, file.case.head) is None
    verdict = verifying.by_print(wiring.ports(), verifying.print_of(pdf))
    assert (verdict.standing, verdict.compared) == ("revoked", "whole")
    # nothing is made in its place
    assert len(issued_of(walk)) == 1


def test_the_stream_ends_a_revocation_that_was_interrupted(
    desk: LocalStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = ended(desk)
    issued, _ = pdf_of(walk)
    ports = wiring.ports()
    monkeypatch.setattr(ports, "issued", _WithoutRevoke(ports.issued))
    revoking.revoke(ports, walk.procedure, clerk(), file_of(walk), issued, "fout")
    monkeypatch.undo()
    assert issued_of(walk)[0].proof.revoked is None
    desk.settle()
    assert issued_of(walk)[0].proof.revoked


class _WithoutRevoke:
    def __init__(self, real: object) -> None:
        self._real = real

    def revoke(self, issued: Issued, at: object) -> None:
        """Stopped just before."""

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)


def test_who_downloads_is_written_down_and_others_find_nothing(desk: LocalStack) -> None:
    walk = ended(desk)
    issued, pdf = pdf_of(walk)
    path = f"/nl/desk/{KEY}/{file_of(walk).case.id}/issued/{issued.proof.code}"
    assert walk.session
    her = enter_as(desk, walk.session)
    answer = her.ask("GET", path)
    assert answer.status_code == 303
    import urllib3

    got = urllib3.request("GET", answer.headers["Location"])
    assert got.data == pdf
    assert [e.data for e in file_of(walk).events if e.kind == "downloaded"] == [
        {"issued": issued.proof.code}
    ]
    assert visitor(desk).ask("GET", path).status_code == 404
    assert visitor(desk, "elections").ask("GET", path).status_code == 403
    assert visitor(desk, "population").ask("GET", path).status_code == 303
    assert nobody(desk).ask("GET", path).headers["Location"].startswith("/nl/desk/sign-in")
    assert her.ask("GET", path[:-3] + "222").status_code == 404


def test_an_erased_case_leaves_its_proof_and_no_file(desk: LocalStack) -> None:
    walk = ended(desk)
    issued, pdf = pdf_of(walk)
    ports = wiring.ports()
    (closed,) = [e for e in file_of(walk).events if e.kind == "closed"]
    manager = someone(ports, "", "tenant_admin")
    assert keeping.delete(ports, manager, file_of(walk).case, "erased", "request")
    desk.settle()
    assert ports.issued.of_case(issued.case_id) == []
    assert verifying.by_print(ports, verifying.print_of(pdf)).is_good
    issuing.follow(ports, closed)  # a late record of a case that is gone
    assert ports.issued.of_case(issued.case_id) == []
