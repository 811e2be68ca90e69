"""What the public pages tell about each procedure: its guide, the fee, the calendar."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from functions.domain.calendar import BRUSSELS, Calendar
from functions.domain.facts import Facts
from functions.domain.person import Person
from functions.domain.procedure import Procedure
from functions.domain.tenant import Tenant
from functions.domain.texts import N_
from functions.domain.views import ProcedureCard, ProcedurePage
from functions.processes import all_procedures
from functions.services.writing import Words

# A public page is for anyone: what is open does not hang on who reads it.
ANYONE = Person(given_name="", family_name="", national_number="", ref="")


def public() -> list[Procedure]:
    """What anyone can begin: nothing that waits for an invitation or that the desk opens itself."""
    return [p for p in all_procedures() if p.opened_by == "citizen"]


def card(procedure: Procedure, lang: str) -> ProcedureCard:
    words, guide = Words(lang), procedure.guide
    return ProcedureCard(
        title=words.write(guide.title),
        summary=words.write(guide.summary),
        href=f"/{lang}/{procedure.key}/",
        life_event=words.write(guide.life_event),
        keywords=words.write(guide.keywords),
    )


def cards(lang: str) -> list[ProcedureCard]:
    return [card(procedure, lang) for procedure in public()]


def by_life_event(cards: Iterable[ProcedureCard]) -> list[tuple[str, list[ProcedureCard]]]:
    """The cards under each life event, in the order in which events first come."""
    events: dict[str, list[ProcedureCard]] = {}
    for found in cards:
        events.setdefault(found.life_event, []).append(found)
    return list(events.items())


def cost(amount: Decimal | None, words: Words) -> str:
    """EUR in words; None where the municipality set no fee."""
    if amount is None:
        return words.write(N_("Vraag het aan het loket"))
    return words.amount(amount) if amount else words.write(N_("Gratis"))


def page(
    procedure: Procedure, tenant: Tenant, lang: str, *, now: datetime, calendar: Calendar | None
) -> ProcedurePage:
    """The public page as it holds at `now` (aware). Without a calendar nothing is said of dates."""
    words, guide = Words(lang), procedure.guide
    facts = Facts(now, ANYONE, calendar or Calendar(), tenant, lang)
    topics = [topic for topic in procedure.topics().values() if not topic.on_check]
    return ProcedurePage(
        title=words.write(guide.title),
        summary=words.write(guide.summary),
        who=tuple(map(words.write, guide.who)),
        needed=tuple(map(words.write, guide.needed)),
        cost=cost(tenant.fee(procedure.key, now.astimezone(BRUSSELS).date()), words),
        duration=words.write(guide.duration),
        legal=tuple(map(words.write, guide.legal)),
        start_href=f"/{lang}/desk/{procedure.key}/start",
        open_now=calendar is None or procedure.is_open(facts),
        closed_text=words.write(guide.closed),
        topics=tuple(words.write(topic.title) for topic in topics),
        counter_text=words.write(guide.counter),
        paper_text=words.write(guide.paper),
        open_rows=tuple(
            (words.write(what), words.write(until)) for what, until in procedure.open_rows(facts)
        ),
    )
