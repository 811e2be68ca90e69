"""The election calendar as a setting."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from functions.domain.calendar import Election
from functions.domain.problems import Problem
from functions.domain.settings import ElectionValue, OrderedElection
from functions.domain.texts import N_, say
from functions.domain.views import FieldView, OptionView
from functions.services.writing import Words
from functions.web.office.setting_section import (
    LANGUAGES,
    Form,
    Key,
    Now,
    Posted,
    Section,
    choice_field,
    day_boxes,
    moment_boxes,
)

_MOMENTS: Mapping[str, str] = {
    "opens": N_("Begin van de aanvragen"),
    "closes": N_("Einde van de aanvragen"),
    "closes_certified": N_("Einde waar de gemeente zelf de reden bevestigt"),
    "convocations_from": N_("Duplicaten van de oproepingsbrief: begin"),
    "convocations_until": N_("Duplicaten van de oproepingsbrief: einde"),
    "registration_closes": N_("Einde van de inschrijving van wie niet Belg is"),
}
_OPTIONAL = ("convocations_from", "convocations_until", "registration_closes")
_KINDS = {
    "local": N_("Gemeente en provincie"),
    "european": N_("Europees Parlement"),
    "federal": N_("Vlaanderen en federaal"),
}


class Elections(Section):
    name = "elections"
    title = N_("Verkiezingskalender")
    intro = N_(
        "De dagen en uren die de wet voor elke verkiezing vastlegt. Kijk elk moment na in het "
        "Belgisch Staatsblad."
    )
    adds = N_("Verkiezing toevoegen")

    def keys(self, now: Now) -> Iterator[Key]:
        for election in now.calendar.elections:
            yield Key(election.id, _named(now.words, election))

    def held(self, now: Now, key: str) -> ElectionValue:
        found = now.calendar.election(key)  # as it is: what the file says is not judged here
        same = OrderedElection.model_construct(**dict(found)) if found else None
        return ElectionValue.model_construct(election=same)

    def told(self, words: Words, value: ElectionValue) -> str:
        election = value.election
        if election is None:
            return words.write(N_("Gaat niet door"))
        text = N_("%(title)s, aanvragen van %(first)s tot %(last)s")
        first, last = election.opens, election.closes
        title = election.title.get(words.lang, election.id)
        return words.write(say(text, title=title, first=first, last=last))

    def in_file(self, now: Now, key: str) -> bool:
        return now.file[1].election(key) is not None

    def boxes(self, now: Now, value: ElectionValue | None) -> dict[str, str]:
        del now
        election = value.election if value else None
        if election is None:
            return {"residence_years": "5"}
        found = {f"title-{lang}": text for lang, text in election.title.items()}
        found |= {"kind": election.kind, "residence_years": str(election.residence_years)}
        found |= {"stays": "yes", "note": election.note, **day_boxes("day", election.day)}
        for name in _MOMENTS:
            moment: datetime | None = getattr(election, name)
            found |= moment_boxes(name, moment)
        return {**found, **day_boxes("residence_by", election.residence_by)}

    def fields(self, form: Form) -> tuple[FieldView, ...]:
        now, write = form.now, form.now.words.write
        name = write(N_("Naam"))
        items: list[FieldView] = [
            form.text(f"title-{lang}", f"{name}, {write(LANGUAGES[lang])}")
            for lang in now.tenant.languages
        ]
        kinds = tuple(OptionView(value, write(label)) for value, label in _KINDS.items())
        items += [choice_field(form, "kind", write(N_("Waarvoor wordt gestemd?")), kinds)]
        items += [form.day("day", N_("Verkiezingsdag"))]
        for moment, label in _MOMENTS.items():
            items += form.moment(moment, label, required=moment not in _OPTIONAL)
        years = write(N_("Jaren wettig verblijf voor wie van buiten de Europese Unie komt"))
        items += [
            form.text("residence_years", years, kind="number", width="s"),
            form.day("residence_by", N_("Verblijf geteld tot deze dag"), required=False),
            form.text("note", write(N_("Wat is nog niet bevestigd?")), width="l", required=False),
        ]
        if form.key and _can_go(now, form.key):
            label = write(N_("Gaat deze verkiezing door?"))
            options = (OptionView("yes", write(N_("Ja"))), OptionView("no", write(N_("Nee"))))
            items.append(choice_field(form, "stays", label, options))
        return tuple(items)

    def read(self, now: Now, key: str, posted: Posted) -> tuple[str, dict[str, Any]]:
        if key and posted.text("stays") == "no" and _can_go(now, key):
            return key, {"election": None}
        day, kind = posted.day("day"), posted.text("kind")
        old = now.calendar.election(key) if key else None
        key = key or (f"{kind}-{day}" if day and kind in _KINDS else "")
        if not old and key and now.calendar.election(key):
            posted.problems.append(Problem("day", say(N_("Deze verkiezing staat er al."))))
        raw: dict[str, Any] = {
            "id": old.id if old else key,
            "title": {lang: posted.text(f"title-{lang}") for lang in now.tenant.languages},
            "day": day,
            "kind": kind,
            "residence_years": posted.text("residence_years") or "5",
            "residence_by": posted.day("residence_by"),
            "note": posted.text("note")[:500],
            **{name: posted.moment(name) for name in _MOMENTS},
        }
        for lang in now.tenant.languages:
            if not raw["title"][lang] or len(raw["title"][lang]) > 100:
                text = say(
                    N_("Vul een naam in van hoogstens %(max_length)s tekens."), max_length=100
                )
                posted.problems.append(Problem(f"title-{lang}", text))
        told = {problem.field for problem in posted.problems}
        for name in ("day", "opens", "closes", "closes_certified"):
            if raw[name] is None and not {name, f"{name}-time"} & told:
                posted.problems.append(Problem(name, say(N_("Vul dit in."))))
        if kind not in _KINDS:
            posted.problems.append(Problem("kind", say(N_("Kies waarvoor wordt gestemd."))))
        optional = (*_OPTIONAL, "residence_by")
        filled = {k: v for k, v in raw.items() if v is not None or k in optional}
        return key, {"election": filled}

    def box_at(self, where: str) -> str:
        return where.removeprefix("election.").replace(".", "-")


def _can_go(now: Now, key: str) -> bool:
    """What people can already ask something for stays: their cases name it."""
    election = now.calendar.election(key)
    return election is not None and now.day < election.opens.date()


def _named(words: Words, election: Election) -> str:
    return f"{election.title.get(words.lang, election.id)} ({words.day(election.day)})"
