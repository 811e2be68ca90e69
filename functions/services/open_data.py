"""What anyone may know of the desk: how long it takes, how busy it is, whether it works now."""

from collections import Counter
from dataclasses import dataclass

from functions.domain import figures as counting
from functions.domain import open_data as rules
from functions.domain.figures import EVERYTHING
from functions.domain.open_data import Quarter
from functions.domain.problems import Busy
from functions.processes import all_procedures
from functions.services.ports import Ports

# The notices of the municipality about the desk itself (a text of its own, with a first and a last
# day), the most urgent first.
DISTURBANCE, WORKS = "status/disturbance/notice", "status/works/notice"
PLACES = (DISTURBANCE, WORKS)


@dataclass(frozen=True)
class Row:
    """Of one procedure. `online`: percents; `half`, `most`: days within which half and nine of ten
    were closed (a bucket of domain/figures.py). None or empty: too few to tell."""

    procedure: str
    submitted: int
    online: int | None
    half: str
    most: str


@dataclass(frozen=True)
class OpenFigures:
    """Of a quarter. `others`: of all procedures that have no row, 0 for none or too few; `busy`:
    (where, weekday from 1, hour) -> compared to the busiest hour there, 10 to 100."""

    quarter: Quarter
    rows: tuple[Row, ...]
    others: int
    total: int
    online: int | None
    busy: dict[tuple[str, int, int], int]

    @property
    def is_empty(self) -> bool:
        return not self.rows and not self.busy


@dataclass(frozen=True)
class Now:
    """`saves`: the table answers; `follows`: nothing waits for repair; None: nobody can tell."""

    saves: bool
    follows: bool | None


def look(ports: Ports, least: int) -> tuple[Now, OpenFigures | None]:
    """A request for each month of a quarter, and one about what waits."""
    try:
        found: OpenFigures | None = figures(ports, least)
    except Busy:
        found = None
    waiting = ports.backlog.waiting()
    return Now(found is not None, None if waiting is None else waiting == 0), found


def figures(ports: Ports, least: int) -> OpenFigures:
    """Raises Busy."""
    quarter = rules.published(ports.clock.now())
    months = [ports.tally.of_month(month) for month in quarter.months]
    counts = {
        key: counting.added(month.get(key, Counter()) for month in months)
        for key in (*(procedure.key for procedure in all_procedures()), EVERYTHING)
    }
    when = counts.pop(EVERYTHING)
    split = {key: _online(found) for key, found in counts.items()}
    shown, others = rules.fold({key: sum(parts) for key, parts in split.items()}, least)
    told = rules.splits(split, shown, least)
    online, elsewhere = (sum(part) for part in zip(*split.values(), strict=True))
    return OpenFigures(
        quarter=quarter,
        rows=tuple(_row(key, counts[key], key in told, least) for key in counts if key in shown),
        others=rules.rounded(others),
        total=rules.rounded(sum(shown.values()) + others),
        online=rules.share(online, online + elsewhere) if min(online, elsewhere) >= least else None,
        busy={
            (where, *hour): level
            for where in counting.WHERE
            for hour, level in rules.levels(rules.fold(_hours(when, where), least)[0]).items()
        },
    )


def _online(counts: Counter[str]) -> tuple[int, int]:
    """(online, otherwise). What the desk began itself is no application."""
    found = counting.parts(counts, "submitted")
    return found["online"], found["counter"] + found["phone"] + found["paper"]


def _row(key: str, counts: Counter[str], is_split: bool, least: int) -> Row:  # noqa: FBT001
    online, elsewhere = _online(counts)
    is_long = counting.total(counts, "lead") >= least
    return Row(
        procedure=key,
        submitted=rules.rounded(online + elsewhere),
        online=rules.share(online, online + elsewhere) if is_split else None,
        half=rules.within(counts, 5) if is_long else "",
        most=rules.within(counts, 9) if is_long else "",
    )


def _hours(counts: Counter[str], where: str) -> dict[tuple[int, int], int]:
    start = f"when.{where}."
    found = {}
    for name, count in counts.items():
        if name.startswith(start):
            day, _, hour = name.removeprefix(start).partition(".")
            found[int(day), int(hour)] = count
    return found
