"""What counting needs from the world, beside services.ports."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from functions.domain.figures import Change


@dataclass(frozen=True)
class Rated:
    """What somebody thought of it, without who. `kept_days`: how long the comment is kept."""

    procedure: str
    month: str
    score: str
    comment: str
    kept_days: int


class Tally(Protocol):
    """Counters in the table."""

    def add(self, changes: Sequence[Change]) -> None:
        """Count what was not counted before: each change once, however often it is told. Raises
        Busy, and then some may be counted and some not: tell all of it again."""

    def of_month(self, month: str, procedure: str = "") -> dict[str, Counter[str]]:
        """By procedure. One request."""

    def running(self) -> dict[str, int]:
        """How many cases are open now, by procedure. One request."""

    def comments(self, procedure: str, *, most: int) -> list[str]:
        """What people wrote, in no order that means anything."""
