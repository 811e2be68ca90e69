"""The route by which a clerk erases what may go of one person: seen first, then confirmed."""

from collections.abc import Iterable

from chalice.app import Chalice, Response

from functions.domain.case import Draft
from functions.domain.numbers import write_case_number
from functions.domain.privacy_views import ErasePage
from functions.domain.problems import Invalid
from functions.domain.texts import N_, Text, say
from functions.domain.views import Link
from functions.processes import find
from functions.services import erasing, inspecting
from functions.services.erasing import Erasable, Stays
from functions.services.gathering import CaseOf
from functions.services.inspecting import Asked
from functions.services.mandates_of import MandateOf
from functions.web import answers, telling
from functions.web.office import inspect
from functions.web.office.words import retention_note
from functions.web.visit import Visit

_WHY = {
    "open": N_("Deze zaak loopt nog."),
    "kept": N_("De regels vragen om ze te bewaren tot %(day)s."),
    "theirs": N_("Dit is de aanvraag van iemand anders."),
    "invited": N_("Dit formulier staat klaar omdat wij een antwoord moeten vragen. Het verdwijnt "
                  "op %(day)s."),
    "ordered": N_("Een bewind eindigt bij de vrederechter."),
}  # fmt: skip


def mount(app: Chalice) -> None:
    answers.route(app, "/{lang}/desk/inspect/erase", erase, ("POST",))


def erase(visit: Visit) -> Response:
    session = inspect.inspector(visit)
    try:
        asked = inspect.read_asked(visit, session)
    except Invalid as invalid:
        if visit.wants_json:
            raise
        return inspect.ask(visit, session, visit.form, invalid.problems)
    found = inspecting.inspect(visit.ports, session, asked, "erasure")
    if visit.form.get("action") != "erase":
        return _page(visit, asked, erasing.sort(visit.ports, found))
    shown = visit.form.get("shown", "")
    gone = erasing.erase(visit.ports, session, asked, found, shown=shown)
    again = inspecting.inspect(visit.ports, session, asked, "erasure")
    count = len(gone.drafts) + len(gone.cases) + gone.messages + len(gone.mandates.goes)
    text = N_("Gewist: %(count)s. Er bleven %(left)s dingen staan.")
    notice = visit.words.write(say(text, count=count, left=len(gone.stays)))
    return _page(visit, asked, erasing.sort(visit.ports, again), notice)


def _page(visit: Visit, asked: Asked, going: Erasable, notice: str = "") -> Response:
    words, here = visit.words, f"/{visit.lang}/desk/inspect"
    view = ErasePage(
        title=words.write(N_("Wat gewist kan worden")),
        goes=(
            *_names(visit, [*going.drafts, *going.cases, *going.mandates.goes]),
            *_messages(visit, going),
        ),
        stays=tuple(_stays(visit, one) for one in going.stays),
        hidden=inspect.hidden(asked),
        shown=going.seal,
        action=f"{here}/erase",
        csrf=visit.csrf(),
        back=Link(words.write(N_("Iemand anders opzoeken")), here),
        notice=notice,
        ends=tuple(_names(visit, going.mandates.ends)),
    )
    return answers.page(visit, "erase", view, title=view.title)


def _names(visit: Visit, found: Iterable[CaseOf | Draft | MandateOf]) -> Iterable[str]:
    return (_name(visit, one) for one in found)


def _messages(visit: Visit, going: Erasable) -> Iterable[str]:
    if going.messages:
        yield visit.words.write(N_("Waar en welke berichten deze persoon van ons wil"))


def _name(visit: Visit, found: CaseOf | Draft | MandateOf) -> str:
    words = visit.words
    if isinstance(found, MandateOf):
        return words.write(_name_of_mandate(found))
    if isinstance(found, Draft):
        title = inspect.title_of(visit, find(found.process, found.procedure), found.procedure)
        return words.write(say(N_("%(title)s, begonnen en niet ingediend"), title=title))
    case = found.file.case
    title = inspect.title_of(visit, found.procedure, case.procedure)
    status = telling.status(words, found.procedure, case) if found.procedure else ""
    return f"{title} {write_case_number(case.number)}. {status}".strip()


def _name_of_mandate(found: MandateOf) -> Text:
    giver = found.mandate.person.name
    if found.given is None:
        return say(N_("Bewind over %(name)s"), name=giver)
    text = N_("Volmacht van %(giver)s voor %(holder)s")
    return say(text, giver=giver, holder=found.given.holder_name)


def _stays(visit: Visit, found: Stays) -> tuple[str, str]:
    day = visit.words.date(found.until) if found.until else ""
    why = visit.words.write(say(_WHY[found.why], day=day))
    if found.why == "kept" and isinstance(found.case, CaseOf) and found.case.procedure:
        why = f"{why} {retention_note(visit.words, found.case.procedure)}".strip()
    return _name(visit, found.case), why
