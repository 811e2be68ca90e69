"""The public page about the desk itself, in the reader's language."""

from collections.abc import Mapping

from frontend.hours import DAYS
from functions.domain.figure_views import Chart
from functions.domain.figures import BUCKETS, MORE
from functions.domain.open_data import Quarter
from functions.domain.status_views import BusyTable, StatusPage, StatusRow
from functions.domain.tenant import OpenData, Tenant
from functions.domain.texts import N_, say
from functions.domain.views import Link
from functions.processes import all_procedures
from functions.services.open_data import PLACES, Now, OpenFigures
from functions.services.writing import Words
from functions.web.office import figure_words

_BUSIEST = 5  # hours in a chart
_WHERE = {
    "online": N_("Wanneer er online iets ingediend wordt"),
    "counter": N_("Wanneer er mensen aan het loket zijn"),
}
_FEW = N_("te weinig")


def status_title(words: Words) -> str:
    return words.write(N_("Hoe het met het loket gaat"))


def status_page(
    words: Words, tenant: Tenant, own: OpenData, now: Now, found: OpenFigures | None
) -> StatusPage:
    return StatusPage(
        checks=_checks(words, now),
        notices=tuple(text for place in PLACES if (text := tenant.text(place, words.lang))),
        period=_period(words, found.quarter) if found else "",
        summary=_summary(words, found) if found else (),
        rows=tuple(_rows(words, found)) if found else (),
        charts=tuple(chart for chart in [_online_chart(words, found)] if chart) if found else (),
        busy=tuple(_busy(words, found)) if found else (),
        least=words.write(
            say(
                N_(
                    "We tonen geen aantal kleiner dan %(least)s en ronden af, zodat niemand kan "
                    "afleiden over wie het gaat. Een kwartaal komt er een week na zijn einde bij "
                    "en verandert daarna niet meer."
                ),
                least=own.least,
            )
        ),
        files=(
            Link(words.write(N_("Alles als JSON")), "/api/open/status.json"),
            Link(words.write(N_("Alles als CSV")), "/api/open/status.csv"),
            Link(words.write(N_("Beschrijving van de dataset (DCAT)")),
                 "/api/open/catalogue.jsonld"),
        ),
        licence=Link(own.licence_title, own.licence),
        is_known=found is not None,
    )  # fmt: skip


def _checks(words: Words, now: Now) -> tuple[tuple[str, str, bool], ...]:
    saves = N_("Ja") if now.saves else N_("Nee, het is te druk of er is een storing")
    rows = [(N_("Kan je nu iets invullen en indienen?"), saves, now.saves)]
    if now.follows is not None:
        follows = N_("Ja") if now.follows else N_("Niet alles: er wacht iets op herstel")
        rows.append((N_("Wordt wat ingediend is meteen verwerkt?"), follows, now.follows))
    return tuple((words.write(what), words.write(how), good) for what, how, good in rows)


def _period(words: Words, quarter: Quarter) -> str:
    first, last = (figure_words.month(words, m) for m in (quarter.months[0], quarter.months[-1]))
    return words.write(say(N_("%(first)s tot en met %(last)s"), first=first, last=last))


def _summary(words: Words, found: OpenFigures) -> tuple[str, ...]:
    if not found.total:
        return (words.write(N_("In dit kwartaal is er te weinig ingediend om cijfers te tonen.")),)
    told = [say(N_("Ongeveer %(count)s aanvragen in dit kwartaal."), count=found.total)]
    if found.online is not None:
        told.append(say(N_("Daarvan kwam ongeveer %(share)s %% online."), share=found.online))
    if found.others and found.rows:
        text = N_(
            "In de tabel staan %(count)s aanvragen niet: van die procedures waren er te weinig."
        )
        told.append(say(text, count=found.others))
    return tuple(map(words.write, told))


def _rows(words: Words, found: OpenFigures) -> list[StatusRow]:
    titles = {p.key: (p.guide.title, p.opened_by == "citizen") for p in all_procedures()}
    rows = []
    for row in found.rows:
        title, has_page = titles[row.procedure]
        rows.append(
            StatusRow(
                title=words.write(title),
                href=f"/{words.lang}/{row.procedure}/" if has_page else "",
                submitted=str(row.submitted),
                online=f"{row.online} %" if row.online is not None else words.write(_FEW),
                half=_days(words, row.half),
                most=_days(words, row.most),
            )
        )
    return rows


def _days(words: Words, bucket: str) -> str:
    if not bucket:
        return words.write(_FEW)
    if bucket == MORE:
        return words.write(say(N_("meer dan %(days)s dagen"), days=BUCKETS[-1]))
    if bucket == "1":
        return words.write(N_("hoogstens 1 dag"))
    return words.write(say(N_("hoogstens %(days)s dagen"), days=int(bucket)))


def _online_chart(words: Words, found: OpenFigures) -> Chart | None:
    titles = {p.key: p.guide.title for p in all_procedures()}
    numbers = [(words.write(titles[r.procedure]), r.online) for r in found.rows
               if r.online is not None]  # fmt: skip
    return _percents(words, "online", N_("Hoeveel er online komt"), N_("Procedure"), numbers)


def _percents(
    words: Words, name: str, title: str, column: str, numbers: list[tuple[str, int]]
) -> Chart | None:
    made = figure_words.chart(words, name, title, (column, N_("Deel")), numbers)
    if made is None:
        return None
    from dataclasses import replace

    bars = tuple(replace(bar, value=f"{bar.value} %") for bar in made.bars)
    description = f"{'; '.join(f'{bar.label}: {bar.value}' for bar in bars)}."
    return replace(made, bars=bars, description=description)


def _busy(words: Words, found: OpenFigures) -> list[BusyTable]:
    tables = []
    for where, title in _WHERE.items():
        cells = {(day, hour): n for (at, day, hour), n in found.busy.items() if at == where}
        if cells:
            tables.append(_busy_table(words, where, title, cells))
    return tables


def _busy_table(
    words: Words, where: str, title: str, cells: Mapping[tuple[int, int], int]
) -> BusyTable:
    hours = range(min(hour for _, hour in cells), max(hour for _, hour in cells) + 1)
    days = [words.write(name) for name in DAYS]
    few = words.write(_FEW)
    rows = tuple(
        (
            name,
            tuple(f"{cells[day, h]} %" if (day, h) in cells else few for h in hours),
        )
        for day, name in enumerate(days, start=1)
        if any((day, hour) in cells for hour in hours)
    )
    busiest = sorted(cells, key=lambda cell: (-cells[cell], cell))[:_BUSIEST]
    numbers = [(f"{days[day - 1]} {_hour(words, hour)}", cells[day, hour]) for day, hour in busiest]
    chart_title = f"{words.write(title)}: {words.write(N_('de drukste uren'))}"
    return BusyTable(
        title=words.write(title),
        hours=tuple(_hour(words, hour) for hour in hours),
        rows=rows,
        chart=_percents(words, f"busy-{where}", chart_title, N_("Uur"), numbers),
    )


def _hour(words: Words, hour: int) -> str:
    return words.write(say(N_("%(hour)s uur"), hour=hour))
