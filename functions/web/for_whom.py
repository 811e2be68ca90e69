"""Choosing for whom one comes: right after signing in, and later from the header of every page."""

from chalice.app import Response

from functions.domain.links import Given, Mandate
from functions.domain.problems import Invalid, NotFound, Problem
from functions.domain.procedure import Procedure
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import (
    ErrorView,
    FieldView,
    ForWhomPage,
    Link,
    NotCoveredPage,
    OptionView,
)
from functions.services import given_mandates, on_behalf, signing_in
from functions.web import answers
from functions.web.desk import own_path
from functions.web.my_mandates import offer_views
from functions.web.visit import Visit

_SELF = "self"


def choose(visit: Visit) -> Response:
    """The question, and its answer. Raises NotFound for a clerk and for a choice that was not
    offered."""
    session = visit.signed_in()
    if session.is_staff:
        raise NotFound
    if visit.request.method == "GET":
        visit._session = signing_in.touch(visit.ports, session)
        return _page(visit, session, "")
    chosen = str(visit.raw.get("who", ""))
    if not chosen:
        missing = N_("Kies voor wie je komt.")
        if visit.wants_json:
            raise Invalid([Problem("who", say(missing))])
        return _page(visit, session, visit.words.write(missing))
    changed = _chosen(visit, session, chosen)
    visit.ports.store.save_session(changed)
    visit._session = changed
    told = answers.acting_cookie(is_acting=changed.acting_for is not None)
    if visit.wants_json:
        answer = answers.as_json(answers.user_view(visit))
        answer.headers["Set-Cookie"] = told
        return answer
    return answers.redirect(own_path(str(visit.raw.get("next", "")), visit.lang), [told])


def _chosen(visit: Visit, session: Session, chosen: str) -> Session:
    ports = visit.ports
    if chosen == _SELF:
        return session.model_copy(update={"acting_for": None, "has_chosen": True})
    mandates, _ = _offered(visit, session)
    mandate = next((m for m in mandates if m.id == chosen), None)
    if mandate is None:
        raise NotFound
    record = on_behalf.without_name(ports.register.record(mandate.person.national_number))
    person = mandate.person.model_copy(update={"record": record})
    data = {"mandate": mandate.id, "giver": person.ref, "holder": session.person.ref}
    given_mandates.log_of(ports, session, "mandate-used", data)
    acting = mandate.model_copy(update={"person": person})
    return session.model_copy(update={"acting_for": acting, "has_chosen": True})


def _offered(visit: Visit, session: Session) -> tuple[list[Mandate], list[Given]]:
    """What can be chosen today, children first, and what waits to be accepted."""
    held, offers = given_mandates.offered_to(visit.ports, session)
    today = visit.ports.facts(session.person).today
    in_force = [mandate for mandate in held if mandate.is_in_force(today)]
    return [*on_behalf.parental(visit.ports, session), *in_force], offers


def _page(visit: Visit, session: Session, error: str) -> Response:
    words, now = visit.words, session.acting_for
    mandates, offers = _offered(visit, session)
    current = now.id if now else _SELF if session.has_chosen else ""
    options = [OptionView(_SELF, words.write(N_("Voor mezelf")), session.person.name)]
    options += [OptionView(m.id, m.person.name, _why(visit, m)) for m in mandates]
    field = FieldView(
        id="who",
        name="who",
        kind="choice",
        label=words.write(N_("Voor wie kom je?")),
        hint=words.write(N_("Dit geldt tot je afmeldt. Je kan het op elke pagina veranderen.")),
        error=error,
        value=current,
        options=tuple(options),
    )
    view = ForWhomPage(
        field=field,
        errors=(ErrorView(error, "#who"),) if error else (),
        action=f"/{visit.lang}/desk/for-whom",
        csrf=visit.csrf(),
        next=own_path(visit.query("next") or str(visit.raw.get("next", "")), visit.lang),
        offers=offer_views(visit, offers),
    )
    status = 422 if error else 200
    return answers.page(
        visit, "for-whom", view, title=field.label, status=status, has_error=bool(error)
    )


def _why(visit: Visit, mandate: Mandate) -> str:
    words = visit.words
    if mandate.origin == "parent":
        return words.write(N_("Je kind"))
    kind = N_("Volmacht") if mandate.origin == "given" else N_("Bewind")
    if mandate.ends is None:
        return words.write(kind)
    until = say(N_("%(what)s, tot en met %(day)s"), what=say(kind), day=mandate.ends)
    return words.write(until)


def not_covered(visit: Visit, session: Session, procedure: Procedure) -> Response:
    """Who acts for someone asked for a form that they cannot start for that person."""
    words, mandate = visit.words, session.acting_for
    if mandate is None:
        raise NotFound
    reason = {
        "parent": N_("Dit kan je hier niet als ouder voor %(name)s doen."),
        "court": N_("Je bewind over %(name)s dekt dit niet, of dit doet iemand alleen zelf."),
        "given": N_("De volmacht van %(name)s dekt dit niet, of dit doet iemand alleen zelf."),
    }[mandate.origin]
    view = NotCoveredPage(
        title=words.write(procedure.guide.title),
        explanation=words.write(say(reason, name=mandate.person.name)),
        action=f"/{visit.lang}/desk/for-whom",
        csrf=visit.csrf(),
        next=f"/{visit.lang}/desk/{procedure.key}/start",
        back=Link(words.write(N_("Naar mijn zaken")), f"/{visit.lang}/desk/my"),
    )
    return answers.page(visit, "not-covered", view, title=view.title, status=403)
