"""What the public page about the desk itself shows (see views.py)."""

from dataclasses import dataclass

from functions.domain.figure_views import Chart
from functions.domain.views import Link


@dataclass(frozen=True, eq=False, repr=False)
class StatusRow:
    """A procedure; every number is written out."""

    title: str
    href: str
    submitted: str
    online: str
    half: str
    most: str


@dataclass(frozen=True, eq=False, repr=False)
class BusyTable:
    """How busy each hour is. `hours`: the columns; `rows`: a day with a cell for each of them."""

    title: str
    hours: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    chart: Chart | None


@dataclass(frozen=True, eq=False, repr=False)
class StatusPage:
    """`checks`: (what, how it is now, whether that is good); `notices`: of the municipality."""

    checks: tuple[tuple[str, str, bool], ...]
    notices: tuple[str, ...]
    period: str
    summary: tuple[str, ...]
    rows: tuple[StatusRow, ...]
    charts: tuple[Chart, ...]
    busy: tuple[BusyTable, ...]
    least: str
    files: tuple[Link, ...]
    licence: Link
    is_known: bool = True  # False: the figures cannot be read now
