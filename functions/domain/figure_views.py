"""What the pages of statistics show (see views.py)."""

from dataclasses import dataclass

from functions.domain.views import Link, OptionView


@dataclass(frozen=True, eq=False, repr=False)
class Bar:
    """`value`: written out; `share`: length in percents of the longest."""

    label: str
    value: str
    share: int


@dataclass(frozen=True, eq=False, repr=False)
class Chart:
    """`id` is unique in the page. `columns`: of the table with the same numbers."""

    id: str
    title: str
    description: str
    columns: tuple[str, str]
    bars: tuple[Bar, ...]
    note: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class PeriodView:
    """The months that are counted together. `first`, `last`: months to choose from."""

    action: str
    text: str
    first: tuple[OptionView, ...]
    last: tuple[OptionView, ...]


@dataclass(frozen=True, eq=False, repr=False)
class FigureLine:
    """A procedure in the overview; every number is written out."""

    title: str
    href: str
    submitted: str
    running: str
    good: str
    refused: str
    median: str
    late: str
    score: str


@dataclass(frozen=True, eq=False, repr=False)
class StatisticsPage:
    period: PeriodView
    lines: tuple[FigureLine, ...]
    charts: tuple[Chart, ...]
    csv: Link
    is_empty: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class TermRow:
    step: str
    term: str
    source: str
    kept: str
    out: str


@dataclass(frozen=True, eq=False, repr=False)
class EndRow:
    """How many cases came in or ended like this, by channel and together."""

    title: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class ProcedureFiguresPage:
    """The figures of one procedure. `channels`: the columns of `ends`."""

    title: str
    period: PeriodView
    rows: tuple[tuple[str, str], ...]
    channels: tuple[str, ...]
    ends: tuple[EndRow, ...]
    months: Chart | None
    lead: Chart | None
    pages: Chart | None
    scores: Chart | None
    terms: tuple[TermRow, ...]
    comments: tuple[str, ...]
    csv: Link
    back: Link
    is_empty: bool = False
