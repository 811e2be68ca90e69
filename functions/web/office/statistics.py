"""The routes of the statistics: how many, how long, how good. No page is about a person."""

import re
from urllib.parse import urlencode

from chalice.app import Chalice, Response

from functions.domain import figures as counting
from functions.domain.figure_views import PeriodView, ProcedureFiguresPage, StatisticsPage
from functions.domain.logs import month_of
from functions.domain.texts import N_, say
from functions.domain.views import Link, OptionView
from functions.services import figures, signing_in
from functions.services.figures import MOST_MONTHS, Figures
from functions.web import answers
from functions.web.office import figure_words
from functions.web.visit import Visit

_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
_AT_FIRST = 3  # months that are shown when none was chosen


def mount(app: Chalice) -> None:
    page = "/{lang}/desk/statistics"
    answers.route(app, page, overview)
    answers.route(app, f"{page}.csv", overview_file)
    answers.route(app, f"{page}/{{process}}/{{name}}", of_procedure)
    answers.route(app, f"{page}/{{process}}/{{name}}/csv", procedure_file)


def overview(visit: Visit) -> Response:
    months = _months(visit)
    found = _overview(visit, months)
    words, here = visit.words, f"/{visit.lang}/desk/statistics"
    query = _query(months)
    together = counting.added(f.counts for f in found)
    by_month = {m: counting.added(f.months[m] for f in found) for m in months}
    charts = (
        figure_words.months_chart(words, "months", by_month) if len(months) > 1 else None,
        figure_words.channels_chart(words, together),
    )
    view = StatisticsPage(
        period=_period(visit, months, here),
        lines=tuple(
            figure_words.line(words, f, f"{here}/{f.procedure.key}?{query}") for f in found
        ),
        charts=tuple(chart for chart in charts if chart),
        csv=Link(words.write(N_("Cijfers als bestand (CSV)")), f"{here}.csv?{query}"),
        is_empty=not together and not any(f.running for f in found),
    )
    return answers.page(visit, "statistics", view, title=words.write(N_("Cijfers")))


def _overview(visit: Visit, months: list[str]) -> list[Figures]:
    session = visit.signed_in()
    found = figures.overview(visit.ports, session, months)
    visit._session = signing_in.touch(visit.ports, session)
    return found


def overview_file(visit: Visit) -> Response:
    months = _months(visit)
    text = figure_words.file(visit.words, _overview(visit, months))
    return answers.file(text, "text/csv; charset=utf-8", _file_name(months))


def of_procedure(visit: Visit) -> Response:
    months = _months(visit)
    found = _of_procedure(visit, months)
    words, procedure, counts = visit.words, found.procedure, found.counts
    every = f"/{visit.lang}/desk/statistics"
    here = f"{every}/{procedure.key}"
    channels = figure_words.channels_of(counts)
    view = ProcedureFiguresPage(
        title=words.write(procedure.guide.title),
        period=_period(visit, months, here),
        rows=_rows(visit, found),
        channels=tuple(words.write(figure_words.CHANNELS[name]) for name in channels),
        ends=figure_words.ends(words, counts, channels) if channels else (),
        months=figure_words.months_chart(words, "months", found.months)
        if len(months) > 1
        else None,
        lead=figure_words.lead_chart(words, counts),
        pages=figure_words.pages_chart(words, procedure, counts),
        scores=figure_words.scores_chart(words, counts),
        terms=figure_words.terms(words, visit.ports.tenant, procedure, counts),
        comments=tuple(figures.comments(visit.ports, procedure)),
        csv=Link(words.write(N_("Cijfers als bestand (CSV)")), f"{here}/csv?{_query(months)}"),
        back=Link(words.write(N_("Alle cijfers")), f"{every}?{_query(months)}"),
        is_empty=not counts,
    )
    title = f"{words.write(N_('Cijfers'))}: {view.title}"
    return answers.page(visit, "statistics-procedure", view, title=title)


def _of_procedure(visit: Visit, months: list[str]) -> Figures:
    session = visit.signed_in()
    found = figures.of_procedure(
        visit.ports, session, visit.param("process"), visit.param("name"), months
    )
    visit._session = signing_in.touch(visit.ports, session)
    return found


def procedure_file(visit: Visit) -> Response:
    months = _months(visit)
    found = _of_procedure(visit, months)
    name = _file_name(months, f"{found.procedure.process}-{found.procedure.name}-")
    text = figure_words.file(visit.words, [found])
    return answers.file(text, "text/csv; charset=utf-8", name)


def _file_name(months: list[str], of: str = "") -> str:
    return f"burgerloket-{of}{months[0]}-{months[-1]}.csv"


def _rows(visit: Visit, found: Figures) -> tuple[tuple[str, str], ...]:
    words, counts = visit.words, found.counts
    ends = counting.parts(counts, "closed")
    decided = ends["refused"] + ends["good"]
    rows = [
        (N_("Nu open"), str(max(0, found.running))),
        (N_("Ingediend"), str(counting.total(counts, "submitted"))),
        (N_("Afgesloten"), str(ends.total())),
        (N_("Geweigerd, van wat beslist is"), figure_words.percent(ends["refused"], decided)),
        (
            N_("Helft van de zaken klaar binnen (schatting)"),
            figure_words.days(words, counting.median_days(counts)),
        ),
        (N_("Termijnen verstreken"), str(counting.total(counts, "out"))),
        (N_("Overgenomen door een andere rol"), str(counts["taken-over"])),
        (N_("Tevredenheid, gemiddeld"), figure_words.score(words, counts)),
    ]
    if any(step.visit_of for step in found.procedure.workflow.steps):
        rows.append((N_("Niet gekomen op de afspraak"), str(counts["no-show"])))
    if counts["reopened"]:
        rows.append((N_("Heropend"), str(counts["reopened"])))
    return tuple((words.write(label), value) for label, value in rows)


# the months


def _months(visit: Visit) -> list[str]:
    """Those asked for, at most MOST_MONTHS; else the last few. What is no month counts as none."""
    now = month_of(visit.ports.clock.now())
    known = counting.months_back(now, MOST_MONTHS)
    first, last = visit.query("from"), visit.query("until")
    last = last if _MONTH.fullmatch(last) and last in known else now
    if not (_MONTH.fullmatch(first) and first in known):
        first = counting.months_back(last, _AT_FIRST)[0]
    return counting.months_between(first, last, MOST_MONTHS)


def _query(months: list[str]) -> str:
    return urlencode({"from": months[0], "until": months[-1]})


def _period(visit: Visit, months: list[str], here: str) -> PeriodView:
    words = visit.words
    now = month_of(visit.ports.clock.now())

    def options(chosen: str) -> tuple[OptionView, ...]:
        known = counting.months_back(now, MOST_MONTHS)[::-1]
        if chosen not in known:
            known.append(chosen)
        return tuple(
            OptionView(m, figure_words.month(words, m), checked=m == chosen) for m in known
        )

    first, last = (figure_words.month(words, m) for m in (months[0], months[-1]))
    text = first if first == last else words.write(
        say(N_("%(first)s tot en met %(last)s"), first=first, last=last)
    )  # fmt: skip
    return PeriodView(here, text, options(months[0]), options(months[-1]))
