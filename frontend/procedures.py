"""What the public pages tell about each procedure, from its guide."""

from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec

from frontend.render import translate
from functions.domain.procedure import Procedure
from functions.domain.tenant import Tenant
from functions.domain.views import ProcedureCard, ProcedurePage
from functions.processes import all_procedures

# The web layer knows the calendar and the fees; it fills the page.
PRESENTERS = "functions.web.presenters"
PageOf = Callable[[Procedure, Tenant, str], ProcedurePage]


def card(procedure: Procedure, lang: str) -> ProcedureCard:
    say, guide = translate(lang), procedure.guide
    return ProcedureCard(
        title=say(guide.title),
        summary=say(guide.summary),
        href=f"/{lang}/{procedure.key}/",
        life_event=say(guide.life_event),
        keywords=say(guide.keywords) if guide.keywords else "",
    )


def by_life_event(cards: Iterable[ProcedureCard]) -> list[tuple[str, list[ProcedureCard]]]:
    """The cards under each life event, in the order in which events first come."""
    events: dict[str, list[ProcedureCard]] = {}
    for found in cards:
        events.setdefault(found.life_event, []).append(found)
    return list(events.items())


def cards(lang: str) -> list[ProcedureCard]:
    return [card(procedure, lang) for procedure in all_procedures()]


def plain_page(procedure: Procedure, _tenant: Tenant, lang: str) -> ProcedurePage:
    """The page from the guide alone: no fee, no calendar."""
    say, guide = translate(lang), procedure.guide
    return ProcedurePage(
        title=say(guide.title),
        summary=say(guide.summary),
        who=tuple(map(say, guide.who)),
        needed=tuple(map(say, guide.needed)),
        cost="",
        duration=say(guide.duration),
        legal=tuple(map(say, guide.legal)),
        start_href=f"/{lang}/desk/{procedure.key}/start",
        open_now=True,
        closed_text=say(guide.closed) if guide.closed else "",
        topics=(),
        counter_text=say(guide.counter),
        paper_text=say(guide.paper),
    )


def page_maker() -> PageOf:
    """The web layer's `procedure_page(procedure, tenant, lang)`, where there is one."""
    if find_spec("functions.web") and find_spec(PRESENTERS):
        made: PageOf | None = getattr(import_module(PRESENTERS), "procedure_page", None)
        if made:
            return made
    return plain_page
