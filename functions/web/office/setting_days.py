"""Opening hours, closing days, elections and own texts."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from functions.domain.holidays import is_holiday
from functions.domain.problems import Problem
from functions.domain.settings import (
    COUNTER,
    ClosedValue,
    HoursValue,
    Span,
    service_key,
)
from functions.domain.tenant import Hours as Opening
from functions.domain.texts import N_, say
from functions.domain.views import FieldView, OptionView
from functions.services.writing import Words
from functions.web.office.setting_section import (
    Form,
    Key,
    Now,
    Posted,
    Section,
    choice_field,
    clock_of,
)

DAYS = (
    N_("maandag"), N_("dinsdag"), N_("woensdag"), N_("donderdag"), N_("vrijdag"), N_("zaterdag"),
    N_("zondag"),
)  # fmt: skip


class OpeningHours(Section):
    name = "hours"
    title = N_("Openingsuren")
    intro = N_(
        "Wanneer het loket open is, en wanneer mensen een afspraak kunnen maken. Afspraken die al "
        "gemaakt zijn, blijven staan: kijk ze na in de dagagenda."
    )

    def keys(self, now: Now) -> Iterator[Key]:
        write = now.words.write
        yield Key(COUNTER, write(N_("Het loket")))
        for name, service in now.tenant.services.items():
            title = service.title.get(now.words.lang, name)
            yield Key(service_key(name), title, write(N_("Uren per dienst")))

    def held(self, now: Now, key: str) -> HoursValue:
        services = {service_key(name): s for name, s in now.tenant.services.items()}
        own = services[key].hours_on(now.day) if key in services else now.tenant.hours_on(now.day)
        return HoursValue(week=_week(own))

    def told(self, words: Words, value: HoursValue) -> str:
        runs = groupby(range(1, 8), key=lambda day: value.week.get(day, ()))
        days = [_run(words, list(run), spans) for spans, run in runs if spans]
        return "; ".join(days) or words.write(N_("De uren van het loket"))

    def in_file(self, now: Now, key: str) -> bool:
        services = {service_key(name): s for name, s in now.file[0].services.items()}
        return key == COUNTER or (key in services and bool(services[key].hours))

    def boxes(self, now: Now, value: HoursValue) -> dict[str, str]:
        del now
        return {
            f"day-{day}": ", ".join(f"{span.open}-{span.close}" for span in spans)
            for day, spans in value.week.items()
        }

    def fields(self, form: Form) -> tuple[FieldView, ...]:
        write = form.now.words.write
        hint = N_("Bijvoorbeeld 9:00-12:30, 13:30-16:00. Leeg: gesloten.")
        return tuple(
            form.text(
                f"day-{number}",
                write(day).capitalize(),
                hint=hint if number == 1 else "",
                width="l",
                required=False,
            )
            for number, day in enumerate(DAYS, start=1)
        )

    def read(self, now: Now, key: str, posted: Posted) -> tuple[str, dict[str, Any]]:
        del now
        week = {day: _spans(posted.text(f"day-{day}")) for day in range(1, 8)}
        if key == COUNTER and not any(week.values()):
            text = N_("Vul voor minstens één dag uren in.")
            posted.problems.append(Problem("day-1", say(text)))
        return key, {"week": week}

    def box_at(self, where: str) -> str:
        return f"day-{where.split('.')[1]}" if where.startswith("week.") else "day-1"

    def intro_of(self, now: Now, key: str) -> str:
        if key == COUNTER:
            return ""
        return now.words.write(N_("Laat alles leeg, dan gelden de uren van het loket."))


def _run(words: Words, days: list[int], spans: tuple[Span, ...]) -> str:
    """Days in a row with the same hours: "maandag tot vrijdag 09:00–12:30"."""
    first, last = (words.write(DAYS[day - 1]) for day in (days[0], days[-1]))
    text = N_("%(first)s tot %(last)s")
    named = words.write(say(text, first=first, last=last)) if first != last else first
    return f"{named} " + ", ".join(f"{span.open}–{span.close}" for span in spans)


def _week(hours: tuple[Opening, ...]) -> dict[int, tuple[Span, ...]]:
    return {
        day: tuple(
            sorted(
                (Span(open=h.open, close=h.close) for h in hours if day in h.days),
                key=lambda span: span.open,
            )
        )
        for day in range(1, 8)
    }


def _spans(text: str) -> list[dict[str, str]]:
    """ "9:00-12:30, 13u-16u": what is no time of day stays as typed, for a model to refuse."""
    found = []
    for part in filter(None, (p.strip() for p in text.replace(";", ",").split(","))):
        opens, _, closes = part.replace("–", "-").partition("-")
        found.append({"open": clock_of(opens) or opens, "close": clock_of(closes) or closes})
    return found


class ClosingDays(Section):
    name = "closed"
    title = N_("Sluitingsdagen")
    intro = N_(
        "Dagen waarop het loket dicht is, naast de feestdagen. Dan kan niemand een afspraak maken. "
        "Afspraken die al gemaakt zijn, blijven staan: kijk ze na in de dagagenda."
    )
    adds = N_("Sluitingsdag toevoegen")
    has_start = False

    def keys(self, now: Now) -> Iterator[Key]:
        days = {*now.tenant.closed_on, *now.file[0].closed_on}
        for day in sorted(day for day in days if day >= now.day):
            yield Key(day.isoformat(), now.words.day(day))

    def label(self, now: Now, key: str) -> str:
        return now.words.day(date.fromisoformat(key))

    def held(self, now: Now, key: str) -> ClosedValue:
        return ClosedValue(closed=date.fromisoformat(key) in now.tenant.closed_on)

    def told(self, words: Words, value: ClosedValue) -> str:
        return words.write(N_("Gesloten") if value.closed else N_("Toch open"))

    def in_file(self, now: Now, key: str) -> bool:
        return date.fromisoformat(key) in now.file[0].closed_on

    def boxes(self, now: Now, value: ClosedValue | None) -> dict[str, str]:
        del now
        return {"closed": "yes" if value.closed else "no"} if value else {}

    def fields(self, form: Form) -> tuple[FieldView, ...]:
        if not form.key:
            return (form.day("day", N_("Welke dag is het loket gesloten?")),)
        write = form.now.words.write
        options = (OptionView("yes", write(N_("Gesloten"))), OptionView("no", write(N_("Open"))))
        return (choice_field(form, "closed", write(N_("Is het loket die dag open?")), options),)

    def closes(self, key: str, value: str) -> list[date]:
        closed = bool(value) and ClosedValue.model_validate_json(value).closed
        return [date.fromisoformat(key)] if closed else []

    def read(self, now: Now, key: str, posted: Posted) -> tuple[str, dict[str, Any]]:
        if key:
            return key, {"closed": posted.text("closed") != "no"}
        day, wrong = posted.day("day"), ""
        if day is None:
            wrong = "" if posted.problems else N_("Vul de dag in, bijvoorbeeld 31 3 2026.")
        elif day < now.day:
            wrong = N_("Kies vandaag of een latere dag.")
        elif is_holiday(day):
            wrong = N_("Dit is een feestdag: het loket is dan al gesloten.")
        elif day in now.tenant.closed_on:
            wrong = N_("Deze dag staat al bij de sluitingsdagen.")
        if wrong:
            posted.problems.append(Problem("day", say(wrong)))
        return day.isoformat() if day else "", {"closed": True}
