"""A fee, from the button to the receipt, with the test payment service over a real socket."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from functions.domain.case import first_break
from infra.local.stack import LocalStack
from tests.faults import assert_sound
from tests.paying import AMOUNT, Payer, apply, charge, paying_desk

pytestmark = pytest.mark.xdist_group("payments")


@pytest.fixture(scope="module")
def _bank() -> Iterator[LocalStack]:
    with paying_desk() as stack:
        yield stack


@pytest.fixture
def bank(_bank: LocalStack) -> LocalStack:
    """A desk with a procedure that has a fee, empty."""
    _bank.reset()
    charge()
    return _bank


@pytest.fixture
def payer(bank: LocalStack) -> Payer:
    return apply(bank)


def test_who_pays_goes_on(payer: Payer) -> None:
    assert "€ 25,00" in payer.see()
    payer.pay()
    assert payer.someone.at == payer.case
    payer.settle()
    payment = payer.payment
    assert payment
    assert (payment.amount, payment.method, payment.state) == (AMOUNT, "online", "paid")
    assert payer.file.case.stage == "decision"
    assert_sound(payer.file, "paid")
    (decided,) = (event for event in payer.file.events if event.kind == "decided")
    assert (decided.actor.kind, decided.actor.ref) == ("payments", "")
    assert "€ 25,00, online betaald" in payer.see()
    assert "Er is online betaald." in payer.see()
