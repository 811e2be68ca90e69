"""The pages of statistics, with a believable context each (see samples.py)."""

from dataclasses import replace
from typing import Any

from functions.domain.figure_views import (
    Bar,
    Chart,
    EndRow,
    FigureLine,
    PeriodView,
    ProcedureFiguresPage,
    StatisticsPage,
    TermRow,
)
from functions.domain.views import Link, OptionView, UserView

HERE = "/nl/desk/statistics"
MANAGER = UserView(
    "Mia Van Damme",
    is_clerk=True,
    idle_seconds=1800,
    absolute_seconds=28800,
    csrf="t",
    roles=("tenant_admin",),
    menu=((Link("Werklijst", "/nl/desk/work"), False), (Link("Cijfers", HERE), True)),
)
MONTHS = (
    OptionView("2026-11", "november 2026", checked=True),
    OptionView("2026-10", "oktober 2026"),
)
PERIOD = PeriodView(HERE, "oktober 2026 tot en met november 2026", MONTHS, MONTHS)
LINE = FigureLine(
    "Iemand in jouw plaats laten stemmen",
    f"{HERE}/elections/proxy",
    "1204", "37", "1080", "12 (1 %)", "2,3 dagen", "3 (0 %)", "4,2 op 5",
)  # fmt: skip
CHANNELS = Chart(
    "channels",
    "Ingediend per kanaal",
    "Online: 120 (80 %); Aan het loket: 30 (20 %).",
    ("Kanaal", "Aantal"),
    (Bar("Online", "120 (80 %)", 100), Bar("Aan het loket", "30 (20 %)", 25)),
)
CSV = Link("Cijfers als bestand (CSV)", f"{HERE}.csv?from=2026-10&until=2026-11")
OVERVIEW = StatisticsPage(PERIOD, (LINE,), (CHANNELS,), CSV)
PROCEDURE = ProcedureFiguresPage(
    title=LINE.title,
    period=PERIOD,
    rows=(("Nu open", "37"), ("Geweigerd, van wat beslist is", "12 (1 %)")),
    channels=("Online", "Op papier"),
    ends=(EndRow("Ingediend", ("1100", "104", "1204")), EndRow("Geweigerd", ("12", "0", "12"))),
    months=replace(CHANNELS, id="months", title="Ingediend per maand"),
    lead=replace(CHANNELS, id="lead", title="Van indienen tot afsluiten"),
    pages=replace(CHANNELS, id="pages", title="Hoever mensen komen", note="We volgen niemand."),
    scores=None,
    terms=(TermRow("De dienst beslist", "14 dagen", "Kieswetboek", "10 (91 %)", "1"),),
    comments=("Snel geholpen.", "De mail kwam\nlaat."),
    csv=CSV,
    back=Link("Alle cijfers", HERE),
)
_EMPTY = ProcedureFiguresPage(
    LINE.title, PERIOD, (("Nu open", "0"),), (), (), None, None, None, None, (), (), CSV,
    PROCEDURE.back, is_empty=True,
)  # fmt: skip
PAGES: dict[str, tuple[str, UserView | None, dict[str, Any]]] = {
    "statistics": ("desk/statistics.html", MANAGER, {"page": OVERVIEW}),
    "statistics-empty": (
        "desk/statistics.html",
        MANAGER,
        {"page": replace(OVERVIEW, lines=(), charts=(), is_empty=True)},
    ),
    "statistics-procedure": ("desk/statistics-procedure.html", MANAGER, {"page": PROCEDURE}),
    "statistics-procedure-empty": ("desk/statistics-procedure.html", MANAGER, {"page": _EMPTY}),
}
