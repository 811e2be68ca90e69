"""A desk with one process more, for what the processes of the desk do not all use."""

from collections.abc import Iterator

import pytest

from infra.local.stack import LocalStack
from tests.practice import practised


@pytest.fixture(scope="module")
def _practice() -> Iterator[LocalStack]:
    with practised() as stack:
        yield stack


@pytest.fixture
def practice(_practice: LocalStack) -> LocalStack:
    """The desk of Mechelen with the practice process, empty, at the real time."""
    _practice.reset()
    return _practice
