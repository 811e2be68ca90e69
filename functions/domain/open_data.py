"""Which counts may be published, and how coarse (docs/open-data.md has the argument).

Nothing here knows a person; the rules see to it that nobody can work one out: no number of fewer
than the least, also not by adding up or subtracting what is published.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

from functions.domain.calendar import BRUSSELS
from functions.domain.figures import BUCKETS, MORE, parts

K = TypeVar("K", bound=Hashable)
STEP: Final = 5  # counts are published as a multiple of this, shares as a multiple of 5 %
# After a quarter: a dead letter is counted at most a week late, and published is published.
DELAY: Final = timedelta(days=8)


@dataclass(frozen=True)
class Quarter:
    """`months`: "2026-07" and so on."""

    year: int
    number: int

    @property
    def name(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def months(self) -> tuple[str, ...]:
        first = 3 * self.number - 2
        return tuple(f"{self.year}-{month:02}" for month in range(first, first + 3))


def published(now: datetime) -> Quarter:
    """The last quarter that may be told. Quarters do not overlap and do not change, so that no two
    publications can be subtracted from each other."""
    day = (now - DELAY).astimezone(BRUSSELS).date()
    number = (day.month + 2) // 3 - 1
    return Quarter(day.year, number) if number else Quarter(day.year - 1, 4)


def fold(cells: Mapping[K, int], least: int) -> tuple[dict[K, int], int]:
    """(the cells that may be told, all others together). Small cells are folded; what is folded is
    at least `least` too, or the smallest cell that could be told goes with it, so that the total
    less what is told tells nothing. Nothing at all is told of too few together."""
    shown = {key: n for key, n in cells.items() if n >= least}
    rest = sum(n for key, n in cells.items() if key not in shown)
    while shown and 0 < rest < least:
        rest += shown.pop(min(shown, key=lambda key: (shown[key], str(key))))
    return shown, rest if rest >= least else 0


def splits(rows: Mapping[K, tuple[int, int]], shown: Iterable[K], least: int) -> set[K]:
    """Of which rows with two parts (online, not online) the parts may be told, while the totals of
    all rows and of both parts are known. Each part of a row is at least `least`; and so is each
    part of all rows that are not told together, or there are none."""
    told = {key for key in shown if min(rows[key]) >= least}
    while told:
        hidden = [rows[key] for key in rows if key not in told and any(rows[key])]
        sums = [sum(part) for part in zip(*hidden, strict=True)]
        if not hidden or min(sums) >= least:
            break
        told.discard(min(told, key=lambda key: (sum(rows[key]), str(key))))
    return told


def rounded(count: int) -> int:
    """Down, so that it says neither whether one person more or less came."""
    return count - count % STEP


def share(part: int, whole: int) -> int:
    """In percents, a multiple of 5; never 0 or 100, which would tell of everyone."""
    return min(max(STEP * round(100 * part / whole / STEP), STEP), 100 - STEP)


def levels(cells: Mapping[K, int]) -> dict[K, int]:
    """How busy compared to the busiest cell: 10 to 100, in tens."""
    most = max(cells.values(), default=0)
    return {key: 10 * -(-10 * n // most) for key, n in cells.items()}


def within(counts: Mapping[str, int], tenths: int) -> str:
    """The number of days within which so many of ten cases were closed: one of BUCKETS, or MORE."""
    found, passed = parts(counts, "lead"), 0
    for most in BUCKETS:
        passed += found[str(most)]
        if 10 * passed >= tenths * found.total():
            return str(most)
    return MORE
