"""What contract tests can ask for besides the desk."""

from collections.abc import Iterator
from typing import Any

import pytest

from infra.local.stack import LocalStack
from tests.infra.allowed import Recorded, recorded, refused, unpacked_template
from tests.mornings import start_anew
from tests.paying import Payer, apply, charge, paying_desk
from tests.practice import practised
from tests.visiting import counter_of


@pytest.fixture
def counter(desk: LocalStack, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalStack]:
    """The desk with a small procedure that asks for a visit (tests/visiting.py)."""
    with counter_of(desk, monkeypatch) as found:
        yield found


@pytest.fixture(scope="module")
def _bank() -> Iterator[LocalStack]:
    with paying_desk() as stack:
        yield stack


@pytest.fixture(scope="module")
def _practice() -> Iterator[LocalStack]:
    with practised() as stack:
        yield stack


@pytest.fixture
def bank(_bank: LocalStack, monkeypatch: pytest.MonkeyPatch) -> LocalStack:
    """A desk with a procedure that has a fee, empty; retries without the pauses between them."""
    monkeypatch.setattr(_bank.pump, "_sleep", lambda _: None)
    start_anew(_bank)
    charge()
    return _bank


@pytest.fixture
def payer(bank: LocalStack) -> Payer:
    """Lena, who asked for a permit of 25 euro."""
    return apply(bank)


@pytest.fixture
def practice(_practice: LocalStack) -> LocalStack:
    """The desk of Mechelen with the practice process, empty, on a morning."""
    start_anew(_practice)
    return _practice


@pytest.fixture(scope="package")
def _requests() -> Iterator[Recorded]:
    with recorded() as found:
        yield found


@pytest.fixture(scope="package")
def _mechelen() -> dict[str, Any]:
    return unpacked_template()


@pytest.fixture(autouse=True)
def _allowed(_requests: Recorded, _mechelen: dict[str, Any]) -> Iterator[None]:
    """Whatever a test makes a function do, the policies of that function let it do in the cloud."""
    yield
    refusals = refused(_mechelen, _requests.new())
    assert refusals == [], "a policy in infra/package refuses this"
