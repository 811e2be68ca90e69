"""From the end of a case to a sealed document that anybody can check."""

import pytest

from functions import wiring
from functions.domain.issued import Issued
from infra.local.stack import LocalStack
from tests.faults import accepted, file_of, take
from tests.walks import Walk


def registered(desk: LocalStack) -> Walk:
    """A case that ended with a certificate."""
    walk = accepted("polio-vaccination/proof")
    desk.settle()
    take(walk, "registration", "register")
    desk.settle()
    return walk


def issued_of(walk: Walk) -> list[Issued]:
    return wiring.ports().issued.of_case(file_of(walk).case.id)


def test_a_good_end_gives_a_sealed_certificate(desk: LocalStack) -> None:
    walk = registered(desk)
    (issued,) = issued_of(walk)
    assert (issued.proof.kind, issued.proof.lang) == ("certificate", "nl")
    pdf = wiring.ports().issued.read(issued)
    assert len(pdf) == issued.size
    assert b"/ETSI.CAdES.detached" in pdf
