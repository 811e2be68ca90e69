"""The texts that a municipality may write itself."""

from collections.abc import Iterator
from typing import Any

from functions import processes
from functions.domain.settings import TextValue
from functions.domain.texts import N_, say
from functions.domain.views import FieldView
from functions.services.open_data import DISTURBANCE, WORKS
from functions.services.writing import Words
from functions.web.office.setting_section import (
    LANGUAGES,
    Form,
    Key,
    Now,
    Posted,
    Section,
    day_boxes,
)

_NOTICE, _COUNTER, _PAPER = "notice", "counter", "paper"
_PLACES = {
    _NOTICE: N_("Mededeling op de pagina en op de eerste vraag"),
    _COUNTER: N_("Uitleg bij “Aan het loket”"),
    _PAPER: N_("Uitleg bij “Op papier”"),
}
START_NOTICE = "start/notice"
_OF_THE_DESK = {
    DISTURBANCE: N_("Storing: bovenaan elke pagina"),
    WORKS: N_("Geplande werken: op de startpagina"),
}


class Texts(Section):
    name = "texts"
    title = N_("Eigen teksten")
    intro = N_(
        "Teksten die je gemeente zelf kan schrijven, in al haar talen. Het is gewone tekst: links "
        "en opmaak werken niet."
    )

    def keys(self, now: Now) -> Iterator[Key]:
        write = now.words.write
        yield Key(START_NOTICE, write(N_("Mededeling op de startpagina")), write(N_("Startpagina")))
        for key, label in _OF_THE_DESK.items():
            yield Key(key, write(label), write(N_("Werken en storingen")))
        for procedure in processes.offered(now.tenant):
            if procedure.opened_by != "citizen":
                continue
            for place, label in _PLACES.items():
                title = write(procedure.guide.title)
                yield Key(f"{procedure.key}/{place}", write(label), title)

    def label(self, now: Now, key: str) -> str:
        found = next((k for k in self.keys(now) if k.key == key), None)
        return f"{found.group}: {found.label}" if found else key

    def held(self, now: Now, key: str) -> TextValue:
        own = now.tenant.texts.get(key)
        return TextValue(text=dict(own.text), until=own.until) if own else TextValue(text={})

    def told(self, words: Words, value: TextValue) -> str:
        text = value.text.get(words.lang, "")
        if not text:
            return words.write(N_("Geen eigen tekst"))
        if value.until is None:
            return text
        return words.write(say(N_("%(text)s (tot en met %(day)s)"), text=text, day=value.until))

    def in_file(self, now: Now, key: str) -> bool:
        return key in now.file[0].texts

    def boxes(self, now: Now, value: TextValue | None) -> dict[str, str]:
        del now
        if value is None:
            return {}
        found = {f"text-{lang}": text for lang, text in value.text.items()}
        return {**found, **day_boxes("until", value.until)}

    def fields(self, form: Form) -> tuple[FieldView, ...]:
        write = form.now.words.write
        text = write(N_("Tekst"))
        items = [
            form.text(
                f"text-{lang}",
                f"{text}, {write(LANGUAGES[lang])}",
                kind="long-text",
                required=False,
            )
            for lang in form.now.tenant.languages
        ]
        if form.key.endswith(_NOTICE):
            items.append(form.day("until", N_("Laatste dag van de mededeling"), required=False))
        return tuple(items)

    def read(self, now: Now, key: str, posted: Posted) -> tuple[str, dict[str, Any]]:
        text = {lang: posted.text(f"text-{lang}") for lang in now.tenant.languages}
        until = posted.day("until") if key.endswith(_NOTICE) else None
        return key, {"text": text, "until": until}

    def intro_of(self, now: Now, key: str) -> str:
        write = now.words.write
        name, _, place = key.rpartition("/")
        found = next((p for p in processes.all_procedures() if p.key == name), None)
        all_or_none = write(N_("Laat alle talen leeg om geen eigen tekst meer te tonen."))
        if found is None or place == _NOTICE:
            return all_or_none
        ours = write(found.guide.counter if place == _COUNTER else found.guide.paper)
        intro = write(N_("Onze tekst:"))
        return f"{all_or_none} {intro} {ours}"
