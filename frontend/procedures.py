"""What the public pages tell about each procedure: its guide, the fee, the calendar."""

from datetime import date, datetime
from decimal import Decimal

from frontend.paper import paper
from functions.domain.calendar import BRUSSELS, Calendar
from functions.domain.facts import Facts
from functions.domain.fees import Price
from functions.domain.life_events import LIFE_EVENTS
from functions.domain.person import Person
from functions.domain.procedure import Procedure
from functions.domain.tenant import Tenant
from functions.domain.texts import N_, say
from functions.domain.views import PaperPage, ProcedureCard, ProcedurePage
from functions.processes import all_procedures, offered
from functions.services.writing import Words

# A public page is for anyone: what is open does not hang on who reads it.
ANYONE = Person(given_name="", family_name="", national_number="", ref="")


def public(tenant: Tenant | None = None) -> list[Procedure]:
    """What anyone can begin: nothing that waits for an invitation or that the desk opens itself.
    Without a tenant: of all that there is."""
    found = offered(tenant) if tenant else all_procedures()
    return [p for p in found if p.opened_by == "citizen"]


def card(procedure: Procedure, lang: str) -> ProcedureCard:
    words, guide = Words(lang), procedure.guide
    return ProcedureCard(
        title=words.write(guide.title),
        summary=words.write(guide.summary),
        href=f"/{lang}/{procedure.key}/",
        life_event=words.write(guide.life_event),
        keywords=words.write(guide.keywords),
    )


def cards(lang: str, tenant: Tenant) -> list[ProcedureCard]:
    return [card(procedure, lang) for procedure in public(tenant)]


def by_life_event(lang: str, tenant: Tenant) -> list[tuple[str, list[ProcedureCard]]]:
    """The cards under each life event that has any, in the order of the start page."""
    words, found = Words(lang), cards(lang, tenant)
    titles = [words.write(event) for event in LIFE_EVENTS]
    groups = [(title, [card for card in found if card.life_event == title]) for title in titles]
    return [(title, group) for title, group in groups if group]


def cost(amount: Decimal | None, words: Words) -> str:
    """EUR in words; None where the municipality set no fee."""
    if amount is None:
        return words.write(N_("Vraag het aan het loket"))
    return words.amount(amount) if amount else words.write(N_("Gratis"))


def paper_page(
    procedure: Procedure, tenant: Tenant, lang: str, *, now: datetime, calendar: Calendar | None
) -> PaperPage:
    facts = Facts(now, ANYONE, calendar or Calendar(), tenant, lang)
    price = procedure.price or Price(procedure.key)
    told = _from(price, tenant, facts.today, Words(lang))
    return paper(procedure, facts, cost=told)


def _from(price: Price, tenant: Tenant, day: date, words: Words) -> str:
    """The one amount, or the lowest of the variants."""
    amounts = {tenant.fee(price.key(variant), day) for variant in price.labels or ("",)}
    known = {amount for amount in amounts if amount is not None}
    if len(amounts) == 1 or not known:
        return cost(min(known, default=None), words)
    if min(known) == 0:
        return words.write(say(N_("Gratis, of vanaf %(amount)s"), amount=min(known - {0})))
    return words.write(say(N_("Vanaf %(amount)s"), amount=min(known)))


def page(
    procedure: Procedure, tenant: Tenant, lang: str, *, now: datetime, calendar: Calendar | None
) -> ProcedurePage:
    """The public page as it holds at `now` (aware). Without a calendar nothing is said of dates."""
    words, guide = Words(lang), procedure.guide
    facts = Facts(now, ANYONE, calendar or Calendar(), tenant, lang)
    today = now.astimezone(BRUSSELS).date()
    price = procedure.price or Price(procedure.key)
    topics = [topic for topic in procedure.topics().values() if not topic.on_check]
    return ProcedurePage(
        title=words.write(guide.title),
        summary=words.write(guide.summary),
        who=tuple(map(words.write, guide.who)),
        needed=tuple(map(words.write, guide.needed)),
        cost=_from(price, tenant, today, words),
        duration=words.write(guide.duration),
        legal=tuple(map(words.write, guide.legal)),
        start_href=f"/{lang}/desk/{procedure.key}/start",
        open_now=calendar is None or procedure.is_open(facts),
        closed_text=words.write(guide.closed),
        topics=tuple(words.write(topic.title) for topic in topics),
        counter_text=tenant.text(f"{procedure.key}/counter", lang) or words.write(guide.counter),
        paper_text=tenant.text(f"{procedure.key}/paper", lang) or words.write(guide.paper),
        paper_href=f"/{lang}/{procedure.key}/paper/",
        check_href=f"/{lang}/desk/{procedure.key}/can-i" if procedure.hurdles else "",
        open_rows=tuple(
            (words.write(what), words.write(until)) for what, until in procedure.open_rows(facts)
        ),
        costs=tuple(
            (words.write(label), cost(tenant.fee(price.key(variant), today), words))
            for variant, label in price.labels.items()
        ),
        own_text=tenant.text(f"{procedure.key}/notice", lang),
        key=procedure.key,
    )
