"""A desk of its own for what is paid: no procedure of the house has to have a fee."""

from collections.abc import Iterator

import pytest

from infra.local.stack import LocalStack
from tests.paying import Payer, apply, charge, paying_desk


@pytest.fixture(scope="module")
def _bank() -> Iterator[LocalStack]:
    with paying_desk() as stack:
        yield stack


@pytest.fixture
def bank(_bank: LocalStack, monkeypatch: pytest.MonkeyPatch) -> LocalStack:
    """A desk with a procedure that has a fee, empty; retries without the pauses between them."""
    monkeypatch.setattr(_bank.pump, "_sleep", lambda _: None)
    _bank.reset()
    charge()
    return _bank


@pytest.fixture
def payer(bank: LocalStack) -> Payer:
    """Lena, who asked for a permit of 25 euro."""
    return apply(bank)
