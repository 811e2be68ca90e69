"""Waiting for what the desk does in the background."""

import time
from collections.abc import Callable
from typing import TypeVar

from infra.local.cloud import cloud

T = TypeVar("T")
_LOOK = 0.5  # seconds; not all that is waited for is written to the table


def until(found: Callable[[], T | None], *, longest: float = 30.0) -> T:
    """What is found, as soon as it is something: looked for again when the table was written."""
    give_up = time.monotonic() + longest
    while True:
        written = cloud().changes.count
        if what := found():
            return what
        assert time.monotonic() < give_up, f"{found} found nothing in {longest} s"
        cloud().changes.wait(written, _LOOK)
