"""What contract tests can ask for besides the desk."""

from collections.abc import Iterator

import pytest

from infra.local.stack import LocalStack
from tests.visiting import counter_of


@pytest.fixture
def counter(desk: LocalStack, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalStack]:
    """The desk with a small procedure that asks for a visit (tests/visiting.py)."""
    with counter_of(desk, monkeypatch) as found:
        yield found
