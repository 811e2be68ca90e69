"""Counts as rows, charts and a file, in the reader's language."""

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from functions.domain import figures as counting
from functions.domain.figure_views import Bar, Chart, EndRow, FigureLine, TermRow
from functions.domain.procedure import Procedure
from functions.domain.tenant import Tenant
from functions.domain.texts import N_, say
from functions.services.figures import Figures
from functions.services.writing import Words

CHANNELS = {
    "online": N_("Online"),
    "counter": N_("Aan het loket"),
    "phone": N_("Met de telefoon"),
    "paper": N_("Op papier"),
    "desk": N_("Door ons begonnen"),
}
ENDS = {
    "good": N_("Goedgekeurd of gedaan"),
    "refused": N_("Geweigerd"),
    "withdrawn": N_("Ingetrokken"),
    "lapsed": N_("Vervallen"),
    "other": N_("Anders afgelopen"),
}
SCORES = {
    "5": N_("Heel goed"),
    "4": N_("Goed"),
    "3": N_("Niet goed, niet slecht"),
    "2": N_("Slecht"),
    "1": N_("Heel slecht"),
}
_NONE = "–"
_METRICS = {
    "begun": N_("Formulieren begonnen"),
    "ready": N_("Formulieren die klaarstonden"),
    "reached": N_("Pagina beantwoord"),
    "submitted": N_("Ingediend"),
    "closed": N_("Afgesloten"),
    "reopened": N_("Heropend"),
    "lead": N_("Doorlooptijd"),
    "kept": N_("Beslist binnen de termijn"),
    "out": N_("Termijn verstreken"),
    "taken-over": N_("Overgenomen door een andere rol"),
    "no-show": N_("Niet gekomen op de afspraak"),
    "rated": N_("Tevredenheid"),
}


def month(words: Words, name: str) -> str:
    """ "2026-11" as "november 2026"."""
    year, _, number = name.partition("-")
    return words.month(date(int(year), int(number), 1))


def percent(part: int, whole: int) -> str:
    """ "12 (8 %)"; only the number of nothing."""
    rate = counting.rate(part, whole)
    return str(part) if rate is None else f"{part} ({rate} %)"


def days(words: Words, found: float | None) -> str:
    if found is None:
        return _NONE
    if math.isinf(found):
        most = counting.BUCKETS[-1]
        return words.write(say(N_("meer dan %(days)s dagen"), days=most))
    if found < 1:
        return words.write(N_("minder dan 1 dag"))
    return words.write(say(N_("%(days)s dagen"), days=words.number(found)))


def score(words: Words, counts: Mapping[str, int]) -> str:
    found = counting.average_score(counts)
    if found is None:
        return _NONE
    number = words.number(found)
    return words.write(say(N_("%(score)s op 5"), score=number))


def line(words: Words, found: Figures, href: str) -> FigureLine:
    counts = found.counts
    ends = counting.parts(counts, "closed")
    out, kept = counting.total(counts, "out"), counting.total(counts, "kept")
    return FigureLine(
        title=words.write(found.procedure.guide.title),
        href=href,
        submitted=str(counting.total(counts, "submitted")),
        running=str(max(0, found.running)),
        good=str(ends["good"]),
        refused=percent(ends["refused"], ends["refused"] + ends["good"]),
        median=days(words, counting.median_days(counts)),
        late=percent(out, out + kept),
        score=score(words, counts),
    )


def chart(
    words: Words,
    name: str,
    title: str,
    columns: tuple[str, str],
    numbers: Sequence[tuple[str, int]],
    *,
    whole: int | None = None,
    note: str = "",
) -> Chart | None:
    """None when there is nothing to show. `whole`: of which each number is a part; none: numbers
    only."""
    most = max((number for _, number in numbers), default=0)
    if not most:
        return None
    written = [(label, n, str(n) if whole is None else percent(n, whole)) for label, n in numbers]
    return Chart(
        id=name,
        title=words.write(title),
        description=f"{'; '.join(f'{label}: {value}' for label, _, value in written)}.",
        columns=(words.write(columns[0]), words.write(columns[1])),
        bars=tuple(Bar(label, value, round(100 * n / most)) for label, n, value in written),
        note=words.write(note),
    )


def months_chart(
    words: Words, name: str, by_month: Mapping[str, Mapping[str, int]]
) -> Chart | None:
    numbers = [(month(words, m), counting.total(c, "submitted")) for m, c in by_month.items()]
    return chart(words, name, N_("Ingediend per maand"), (N_("Maand"), N_("Aantal")), numbers)


def channels_chart(words: Words, counts: Mapping[str, int]) -> Chart | None:
    found = counting.parts(counts, "submitted")
    numbers = [(words.write(text), found[name]) for name, text in CHANNELS.items() if found[name]]
    title, columns = N_("Ingediend per kanaal"), (N_("Kanaal"), N_("Aantal"))
    return chart(words, "channels", title, columns, numbers, whole=found.total())


def bucket(words: Words, name: str) -> str:
    if name == counting.MORE:
        return words.write(say(N_("meer dan %(days)s dagen"), days=counting.BUCKETS[-1]))
    at = counting.BUCKETS.index(int(name))
    if at == 0:
        return words.write(N_("hoogstens 1 dag"))
    least = counting.BUCKETS[at - 1]
    return words.write(say(N_("%(least)s tot %(most)s dagen"), least=least, most=int(name)))


def lead_chart(words: Words, counts: Mapping[str, int]) -> Chart | None:
    found = counting.parts(counts, "lead")
    names = [*map(str, counting.BUCKETS), counting.MORE]
    numbers = [(bucket(words, name), found[name]) for name in names]
    title, columns = N_("Van indienen tot afsluiten"), (N_("Duur"), N_("Zaken"))
    return chart(words, "lead", title, columns, numbers, whole=found.total())


def pages_chart(words: Words, procedure: Procedure, counts: Mapping[str, int]) -> Chart | None:
    """How far people come in the form."""
    reached = counting.parts(counts, "reached")
    ready, begun = counts.get("ready", 0), counts.get("begun.online", 0)
    numbers = [(words.write(N_("Stond klaar voor iemand")), ready)] if ready else []
    if begun or not ready:
        numbers.append((words.write(N_("Begonnen")), begun))
    for name, topic in procedure.topics().items():
        if topic.on_check:
            continue
        title = words.write(topic.title)
        if topic.asked_when:
            title = words.write(say(N_("%(page)s (niet voor iedereen)"), page=title))
        numbers.append((title, reached[name]))
    numbers.append((words.write(N_("Ingediend")), counts.get("submitted.online", 0)))
    note = N_(
        "We volgen niemand: we tellen alleen hoe vaak een pagina voor het eerst beantwoord is. "
        "Wie vorige maand begon, telt daar als begonnen."
    )
    title, columns = N_("Hoever mensen komen in het formulier"), (N_("Pagina"), N_("Aantal"))
    return chart(words, "pages", title, columns, numbers, whole=ready + begun, note=note)


def scores_chart(words: Words, counts: Mapping[str, int]) -> Chart | None:
    found = counting.parts(counts, "rated")
    numbers = [(words.write(text), found[name]) for name, text in SCORES.items()]
    title, columns = N_("Hoe mensen het vonden"), (N_("Antwoord"), N_("Aantal"))
    return chart(words, "scores", title, columns, numbers, whole=found.total())


def channels_of(counts: Mapping[str, int]) -> list[str]:
    """Those by which anything came or ended."""
    used = set(counting.parts(counts, "submitted"))
    for end in counting.ENDS:
        used |= set(counting.parts(counts, f"closed.{end}"))
    return [name for name in CHANNELS if name in used]


def ends(words: Words, counts: Mapping[str, int], channels: Sequence[str]) -> tuple[EndRow, ...]:
    rows = [(N_("Ingediend"), counting.parts(counts, "submitted"))]
    rows += [(text, counting.parts(counts, f"closed.{name}")) for name, text in ENDS.items()]
    return tuple(
        EndRow(words.write(text), (*(str(by[c]) for c in channels), str(by.total())))
        for text, by in rows
    )


def terms(
    words: Words, tenant: Tenant, procedure: Procedure, counts: Mapping[str, int]
) -> tuple[TermRow, ...]:
    """The terms of the office beside how they were kept."""
    kept, out = counting.parts(counts, "kept"), counting.parts(counts, "out")
    return tuple(
        TermRow(
            step=words.write(step.title),
            term=_term(words, tenant.terms.get(f"{procedure.key}/{step.term.name}", step.term.days),
                       working=step.term.working),
            source=words.write(step.term.law or N_("De gemeente bepaalt deze termijn zelf")),
            kept=percent(kept[step.name], kept[step.name] + out[step.name]),
            out=str(out[step.name]),
        )
        for step in procedure.workflow.steps
        if step.role and not step.visit_of
    )  # fmt: skip


def _term(words: Words, count: int, *, working: bool) -> str:
    if not count:
        return words.write(N_("een vaste dag"))
    text = N_("%(days)s werkdagen") if working else N_("%(days)s dagen")
    return words.write(say(text, days=count))


def file(words: Words, found: Iterable[Figures]) -> str:
    """One line a number: easy to filter and to add up. With a byte order mark, or Excel does not
    read it as UTF-8; and with semicolons in every language, since Excel goes by the settings of the
    computer: in Belgium those have a comma in numbers and a semicolon between cells."""
    out = io.StringIO()
    write = csv.writer(out, delimiter=";", lineterminator="\r\n").writerow
    write(words.write(text) for text in _COLUMNS)
    for figures in found:
        title = words.write(figures.procedure.guide.title)
        for name, counts in figures.months.items():
            for metric in sorted(counts):
                told, detail = _told(words, figures.procedure, metric)
                write((name, figures.procedure.key, title, told, detail, counts[metric]))
    return f"\N{ZERO WIDTH NO-BREAK SPACE}{out.getvalue()}"


_COLUMNS = (
    N_("Maand"), N_("Code"), N_("Procedure"), N_("Wat"), N_("Waarvan"), N_("Aantal"),
)  # fmt: skip


def _told(words: Words, procedure: Procedure, metric: str) -> tuple[str, str]:
    """What is counted and of which part, in words."""
    name, *parts = metric.split(".")
    topics = procedure.topics()
    steps = {step.name: step for step in procedure.workflow.steps}
    known: dict[str, str] = {**CHANNELS, **ENDS, **SCORES} if name != "lead" else {}
    told = []
    for part in parts:
        if name == "reached" and part in topics:
            told.append(words.write(topics[part].title))
        elif name in ("kept", "out") and part in steps:
            told.append(words.write(steps[part].title))
        elif name == "lead":
            told.append(bucket(words, part))
        else:
            told.append(words.write(known.get(part, part)))
    return words.write(_METRICS.get(name, name)), ", ".join(told)
