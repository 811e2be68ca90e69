"""Fees, terms and how long cases are kept: a number each."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from functions import processes
from functions.domain.fees import Price
from functions.domain.procedure import Procedure
from functions.domain.settings import Change, FeeValue, RetentionValue, TermValue
from functions.domain.texts import N_, say
from functions.domain.views import FieldView
from functions.services.writing import Words
from functions.web.office.setting_section import Form, Key, Now, Posted, Section
from functions.web.office.words import retention_note

_MOST = 10  # signs of a number of days


class Fees(Section):
    name = "fees"
    title = N_("Tarieven")
    intro = N_("Wat een aanvraag kost. Wie al een bedrag te zien kreeg, betaalt dat bedrag.")

    def keys(self, now: Now) -> Iterator[Key]:
        for procedure in processes.offered(now.tenant):
            price, title = procedure.price or Price(procedure.key), _title(now.words, procedure)
            labels = {**({} if price.labels else {"": ""}), **price.labels}
            for variant, label in labels.items():
                told = now.words.write(label)
                yield Key(price.key(variant), told or title, title if told else "")

    def label(self, now: Now, key: str) -> str:
        found = next((k for k in self.keys(now) if k.key == key), None)
        if found is None:
            return key
        return f"{found.group}: {found.label}" if found.group else found.label

    def held(self, now: Now, key: str) -> FeeValue | None:
        amount = now.tenant.fee(key, now.day)
        return None if amount is None else FeeValue(amount=amount)

    def told(self, words: Words, value: FeeValue | None) -> str:
        if value is None:
            return words.write(N_("Niet ingesteld: de site zegt “Vraag het aan het loket”"))
        return words.amount(value.amount) if value.amount else words.write(N_("Gratis"))

    def in_file(self, now: Now, key: str) -> bool:
        return now.file[0].fee(key, now.day) is not None

    def overruled(self, now: Now, change: Change) -> bool:
        own = [f.valid_from for f in now.file[0].fees if f.procedure == change.key]
        return any(change.starts < first <= now.day for first in own)

    def coming_in_file(self, now: Now, key: str) -> list[tuple[date, Any]]:
        fees = [f for f in now.file[0].fees if f.procedure == key and f.valid_from > now.day]
        return [(f.valid_from, FeeValue(amount=f.amount)) for f in fees]

    def boxes(self, now: Now, value: FeeValue | None) -> dict[str, str]:
        del now
        return {"amount": f"{value.amount:.2f}".replace(".", ",")} if value else {}

    def fields(self, form: Form) -> tuple[FieldView, ...]:
        write = form.now.words.write
        hint = N_("Bijvoorbeeld 22,50. Vul 0 in als het gratis is.")
        label = write(N_("Nieuw tarief, in euro"))
        return (form.text("amount", label, hint=hint, width="s", inputmode="decimal"),)

    def read(self, now: Now, key: str, posted: Posted) -> tuple[str, dict[str, Any]]:
        del now
        amount = posted.text("amount").removeprefix("€").replace(" ", "").replace(",", ".")
        return key, {"amount": amount}


class _Days(Section):
    """A number of days for each key."""

    label_of_days = ""

    def boxes(self, now: Now, value: Any) -> dict[str, str]:  # noqa: ANN401
        del now
        return {"days": str(value.days)} if value else {}

    def fields(self, form: Form) -> tuple[FieldView, ...]:
        label = form.now.words.write(self.label_of_days)
        return (form.text("days", label, kind="number", width="s"),)

    def read(self, now: Now, key: str, posted: Posted) -> tuple[str, dict[str, Any]]:
        del now
        return key, {"days": posted.text("days")[:_MOST]}


class Terms(_Days):
    name = "terms"
    title = N_("Termijnen")
    intro = N_(
        "Hoelang een stap mag duren. Een stap die al loopt, houdt de termijn waarmee hij begon. "
        "Kijk na of de wet zelf een termijn oplegt."
    )
    label_of_days = N_("Nieuwe termijn, in dagen")

    def keys(self, now: Now) -> Iterator[Key]:
        known = set()
        for procedure in processes.offered(now.tenant):
            title = _title(now.words, procedure)
            for step in procedure.workflow.steps:
                key = f"{procedure.key}/{step.term.name}"
                if step.term.days and key not in known:
                    known.add(key)
                    yield Key(key, now.words.write(step.title), title)
            for key in sorted(now.file[0].terms):
                if key.startswith(f"{procedure.key}/") and key not in known:
                    known.add(key)
                    yield Key(key, key.removeprefix(f"{procedure.key}/"), title)

    def label(self, now: Now, key: str) -> str:
        found = next((k for k in self.keys(now) if k.key == key), None)
        return f"{found.group}: {found.label}" if found else key

    def held(self, now: Now, key: str) -> TermValue | None:
        own = now.tenant.terms.get(key)
        if own is not None:
            return TermValue.model_construct(days=own)
        usual = _usual_term(key)
        return TermValue.model_construct(days=usual) if usual else None

    def told(self, words: Words, value: TermValue | None) -> str:
        return _days(words, value.days) if value else words.write(N_("Niet ingesteld"))

    def in_file(self, now: Now, key: str) -> bool:
        return key in now.file[0].terms

    def intro_of(self, now: Now, key: str) -> str:
        step = _step_of(key)
        if step is None or not step.term.working:
            return ""
        return now.words.write(N_("Deze termijn telt in werkdagen."))


class Retention(_Days):
    name = "retention"
    title = N_("Bewaartermijnen")
    intro = N_("Hoelang een zaak na het einde bewaard blijft. Daarna wordt ze gewist.")
    label_of_days = N_("Nieuwe bewaartermijn, in dagen")

    def keys(self, now: Now) -> Iterator[Key]:
        for procedure in processes.offered(now.tenant):
            yield Key(procedure.key, _title(now.words, procedure))

    def held(self, now: Now, key: str) -> RetentionValue | None:
        usual = next((p.retention_days for p in processes.all_procedures() if p.key == key), 0)
        days = now.tenant.kept_days(key, usual)
        return RetentionValue.model_construct(days=days) if days else None

    def told(self, words: Words, value: RetentionValue | None) -> str:
        return _days(words, value.days) if value else words.write(N_("Niet ingesteld"))

    def in_file(self, now: Now, key: str) -> bool:
        return key in now.file[0].retention

    def intro_of(self, now: Now, key: str) -> str:
        found = next((p for p in processes.all_procedures() if p.key == key), None)
        return retention_note(now.words, found) if found else ""


def _title(words: Words, procedure: Procedure) -> str:
    return words.write(procedure.guide.title)


def _days(words: Words, days: int) -> str:
    return words.write(N_("1 dag") if days == 1 else say(N_("%(days)s dagen"), days=days))


def _step_of(key: str) -> Any:  # noqa: ANN401
    name, _, term = key.rpartition("/")
    for procedure in processes.all_procedures():
        if procedure.key == name:
            return next((s for s in procedure.workflow.steps if s.term.name == term), None)
    return None


def _usual_term(key: str) -> int:
    step = _step_of(key)
    return step.term.days if step else 0
