"""Who may do something for me: the mandates that a person gave and got."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from chalice.app import Response

from functions.domain.case import Case
from functions.domain.forms import read_posted
from functions.domain.links import Given, Mandate
from functions.domain.numbers import is_id, new_id
from functions.domain.problems import Conflict, Invalid, NotFound, Problem, SignInNeeded
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import CaseLine, Link, MandatesPage, OfferView
from functions.processes import all_procedures
from functions.services import given_mandates, signing_in
from functions.services.given_mandates import GIVE, PREFIX, Give
from functions.web import answers, presenters
from functions.web.questions import Form
from functions.web.visit import Visit

_STATES = {
    "offered": N_("Wacht op een antwoord"),
    "accepted": N_("Geldt tot en met %(day)s"),
    "refused": N_("Geweigerd"),
    "revoked": N_("Ingetrokken"),
    "ended": N_("Beëindigd door de gemeente"),
}
_BOXES = (*Give.model_fields, "until-day", "until-month", "until-year")


def show(visit: Visit) -> Response:
    """The lists with the form to give one, and that form sent."""
    try:
        session = visit.signed_in()
    except SignInNeeded as error:
        kept = visit.request.method == "POST" and visit.keep_boxes(GIVE, *_BOXES)
        raise SignInNeeded(kept=kept) from error
    given_mandates.require_on(visit.ports, session)
    if visit.request.method == "GET":
        visit._session = signing_in.touch(visit.ports, session)
        return _page(visit, session, visit.kept_boxes(GIVE), ())
    mandate_id = str(visit.raw.get("mandate_id", ""))
    if not is_id(mandate_id):
        raise NotFound
    raw = read_posted(Give, visit.form, {})
    try:
        given_mandates.give(visit.ports, session, mandate_id, raw, visit.lang)
    except Invalid as invalid:
        if visit.wants_json:
            raise
        return _page(visit, session, visit.form, invalid.problems)
    return _back(visit, "given")


def answer(visit: Visit) -> Response:
    session = visit.signed_in()
    choice = str(visit.raw.get("choice", ""))
    if choice not in ("accept", "refuse"):
        raise NotFound
    name = str(visit.raw.get("mandate", ""))
    accepts = choice == "accept"
    given_mandates.answer(visit.ports, session, name, accepts=accepts)
    return _back(visit, choice)


def revoke(visit: Visit) -> Response:
    session = visit.signed_in()
    name = str(visit.raw.get("mandate", ""))
    try:
        given_mandates.revoke(visit.ports, session, name)
    except Conflict:  # it was accepted just now
        given_mandates.revoke(visit.ports, session, name)
    return _back(visit, "revoked")


def _back(visit: Visit, told: str) -> Response:
    if visit.wants_json:
        return answers.as_json({"done": told})
    return answers.redirect(f"/{visit.lang}/desk/my/mandates?done={told}")


_DONE = {
    "given": N_("Je volmacht is klaar. Ze geldt zodra de andere persoon ze aanneemt."),
    "accept": N_("Je nam de volmacht aan. Kies “Voor wie kom je?” om ze te gebruiken."),
    "refuse": N_("Je weigerde de volmacht."),
    "revoked": N_("De volmacht is ingetrokken. Ze geldt niet meer."),
}


def _page(
    visit: Visit, session: Session, typed: Mapping[str, str], problems: Sequence[Problem]
) -> Response:
    words, ports = visit.words, visit.ports
    facts = ports.facts(session.person, visit.lang)
    form = Form(words, facts, GIVE, typed, problems)
    given = ports.store.given_by(session.person.ref)
    held, offers = given_mandates.offered_to(ports, session)
    cases, _ = ports.store.cases_of(session.person.ref)
    items = form.plain(Give)
    sent = visit.form.get("mandate_id", "") if problems else ""
    view = MandatesPage(
        csrf=visit.csrf(),
        mandate_id=sent or new_id(),
        items=items,
        errors=form.errors(),
        offers=offer_views(visit, offers),
        given=tuple(_given(visit, g, facts.today) for g in reversed(given)),
        held=tuple(_held(visit, m) for m in held),
        used=tuple(_used(visit, cases, session)),
        notice=words.write(_DONE.get(visit.query("done"), "")),
        back=Link(words.write(N_("Mijn zaken")), f"/{visit.lang}/desk/my"),
    )
    title = words.write(N_("Wie mag iets voor mij doen?"))
    status = 422 if problems else 200
    return answers.page(
        visit, "my-mandates", view, title=title, status=status, has_error=bool(problems)
    )


def offer_views(visit: Visit, offers: Iterable[Given]) -> tuple[OfferView, ...]:
    return tuple(
        OfferView(
            o.mandate.id,
            o.mandate.person.name,
            _what(visit, o.mandate),
            _until(visit, o.mandate),
        )
        for o in offers
    )


def _given(visit: Visit, given: Given, today: date) -> OfferView:
    mandate = given.mandate
    is_over = mandate.ends is not None and mandate.ends < today
    last = mandate.ends or today
    state = "ended" if given.by_desk else given.state
    status = say(_STATES[state], day=last)
    if is_over and given.state in ("offered", "accepted"):
        status = say(N_("Afgelopen op %(day)s"), day=last)
    can_end = given.state in ("offered", "accepted") and not is_over
    name = given.holder_name
    if mandate.organisation:
        name = f"{name} ({mandate.organisation})"
    return OfferView(
        mandate.id if can_end else "", name, _what(visit, mandate), visit.words.write(status)
    )


def _held(visit: Visit, mandate: Mandate) -> OfferView:
    return OfferView("", mandate.person.name, _what(visit, mandate), _until(visit, mandate))


def _until(visit: Visit, mandate: Mandate) -> str:
    if mandate.ends is None:
        return ""
    return visit.words.write(say(_STATES["accepted"], day=mandate.ends))


def _what(visit: Visit, mandate: Mandate) -> str:
    """The procedures that it covers, by their titles."""
    covered = [p for p in all_procedures() if p.scope & mandate.scope]
    return ", ".join(visit.words.write(p.guide.title) for p in covered)


def _used(visit: Visit, cases: Iterable[Case], session: Session) -> Iterable[CaseLine]:
    """The cases that others began for me by a mandate of mine."""
    for case in cases:
        if case.mandate.startswith(PREFIX) and case.applicant.ref == session.person.ref:
            procedure = presenters.procedure_of(case.process, case.procedure)
            line = presenters.case_line(
                visit.words, procedure, case, part="applicant", lang=visit.lang
            )
            yield line
