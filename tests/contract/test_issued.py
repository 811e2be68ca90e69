"""Issued documents in the table and the bucket: what is kept, what goes, what stays."""

from datetime import UTC, date, datetime

import pytest

from functions import wiring
from functions.domain.issued import Issued, Proof
from functions.domain.problems import Conflict
from infra.local.stack import LocalStack

AT = datetime(2026, 11, 26, 9, tzinfo=UTC)
CASE = "birth-01KB0000000000000000000000"


def _issued(code: str = "7KM42PRT9XAC", lang: str = "nl", run: int = 1) -> Issued:
    proof = Proof(code=code, kind="certificate", title="Bewijs", lang=lang, issued=AT, digest="ab")
    return Issued(case_id=CASE, procedure="elections/proxy", run=run, size=3, proof=proof)


def test_what_is_kept_can_be_read_by_its_case_and_by_its_code(desk: LocalStack) -> None:
    issued = wiring.ports().issued
    issued.keep(_issued(), b"pdf")
    assert issued.of_case(CASE) == [_issued()]
    assert issued.proof("7KM42PRT9XAC") == _issued().proof
    assert issued.proof("something else") is None
    assert issued.read(_issued()) == b"pdf"


def test_a_case_has_one_of_each_kind_and_language(desk: LocalStack) -> None:
    issued = wiring.ports().issued
    issued.keep(_issued(), b"pdf")
    with pytest.raises(Conflict):
        issued.keep(_issued(code="AC9XPRT427KM"), b"other")
    assert [found.proof.code for found in issued.of_case(CASE)] == ["7KM42PRT9XAC"]
    issued.keep(_issued(code="AC9XPRT427KM", lang="fr"), b"other")
    issued.keep(_issued(code="X9ACPRT427KM", run=2), b"after an appeal")
    assert len(issued.of_case(CASE)) == 3


def test_the_first_moment_of_a_revocation_stays(desk: LocalStack) -> None:
    issued = wiring.ports().issued
    issued.keep(_issued(), b"pdf")
    issued.revoke(_issued(), AT)
    issued.revoke(_issued(), datetime(2027, 1, 1, tzinfo=UTC))
    proof = issued.proof("7KM42PRT9XAC")
    assert proof is not None
    assert proof.revoked == AT
    assert not proof.is_valid_on(AT.date())
    assert issued.of_case(CASE)[0].proof == proof


def test_the_file_goes_with_its_case_and_the_proof_stays(desk: LocalStack) -> None:
    ports = wiring.ports()
    ports.issued.keep(_issued(), b"pdf")
    ports.files.forget(CASE)
    ports.personal_data.drop_rest(CASE)
    assert ports.issued.of_case(CASE) == []
    assert ports.issued.proof("7KM42PRT9XAC") is not None


def test_a_document_is_valid_until_its_last_day() -> None:
    proof = _issued().proof.model_copy(update={"until": date(2026, 12, 31)})
    assert proof.is_valid_on(date(2026, 12, 31))
    assert not proof.is_valid_on(date(2027, 1, 1))
