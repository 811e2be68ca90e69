"""The day at the counter: a list by service and time, to see who comes and to note who is there."""

from datetime import date, timedelta

from chalice.app import Chalice, Response

from functions.domain.appointments import ARRIVED, DONE, NO_SHOW, moments
from functions.domain.authorisation import Action
from functions.domain.calendar import BRUSSELS
from functions.domain.counter_views import VisitLine, VisitsPage, VisitTable
from functions.domain.holidays import holiday_name
from functions.domain.numbers import is_case_id, write_case_number
from functions.domain.problems import Invalid, NotFound, SignInNeeded
from functions.domain.session import Session
from functions.domain.texts import N_, Text, say
from functions.domain.views import Link
from functions.services import appointment_texts, receiving, rights, signing_in
from functions.services.receiving import Visitor
from functions.web import answers, presenters
from functions.web.office.words import error_at, errors_of, text_field
from functions.web.visit import Visit

_BASE = "/{lang}/desk/visits"
_A_DAY = timedelta(days=1)
_STATES = {
    "expected": N_("verwacht"),
    ARRIVED: N_("aangekomen"),
    DONE: N_("afgehandeld"),
    NO_SHOW: N_("niet gekomen"),
    "closed": N_("zaak gesloten"),
}


def mount(app: Chalice) -> None:
    answers.route(app, _BASE, show)
    answers.route(app, f"{_BASE}/walk-in", walk_in, ("POST",))
    answers.route(app, f"{_BASE}/{{case_id}}/arrived", arrived, ("POST",))
    answers.route(app, f"{_BASE}/{{case_id}}/missed", missed, ("POST",))


def show(visit: Visit) -> Response:
    session = visit.signed_in()
    receiving.services_of(visit.ports, session)  # before looking: raises for who receives nobody
    visit._session = signing_in.touch(visit.ports, session)
    return _page(visit, session, _day_of(visit, visit.query("day")))


def walk_in(visit: Visit) -> Response:
    try:
        session = visit.signed_in()
    except SignInNeeded as error:
        raise SignInNeeded(page=f"/{visit.lang}/desk/visits") from error
    receiving.services_of(visit.ports, session)
    try:
        receiving.walk_in(visit.ports, session, visit.form.get("number", ""))
    except Invalid as invalid:
        if visit.wants_json:
            raise
        return _page(visit, session, _today(visit), invalid)
    return answers.redirect(f"/{visit.lang}/desk/visits")


def arrived(visit: Visit) -> Response:
    session, case_id, booking = _posted(visit)
    receiving.arrive(visit.ports, session, case_id, booking)
    return _back(visit)


def missed(visit: Visit) -> Response:
    session, case_id, booking = _posted(visit)
    receiving.did_not_come(visit.ports, session, case_id, booking)
    return _back(visit)


def _posted(visit: Visit) -> tuple[Session, str, str]:
    """Session, case and booking step. Raises SignInNeeded, NotFound."""
    try:
        session = visit.signed_in()
    except SignInNeeded as error:
        raise SignInNeeded(page=f"/{visit.lang}/desk/visits") from error
    case_id = visit.param("case_id")
    if not is_case_id(case_id):
        raise NotFound
    return session, case_id, visit.form.get("booking", "")


def _back(visit: Visit) -> Response:
    day = _day_of(visit, visit.form.get("day", ""))
    return answers.redirect(f"/{visit.lang}/desk/visits?day={day.isoformat()}")


def _today(visit: Visit) -> date:
    return visit.ports.clock.now().astimezone(BRUSSELS).date()


def _day_of(visit: Visit, text: str) -> date:
    """The day that is asked for; today when that is no day."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return _today(visit)
    return day if date.min + _A_DAY < day < date.max - _A_DAY else _today(visit)


def _page(visit: Visit, session: Session, day: date, invalid: Invalid | None = None) -> Response:
    words, today = visit.words, _today(visit)
    services = receiving.services_of(visit.ports, session)
    visitors = receiving.day(visit.ports, session, services, day)
    here = f"/{visit.lang}/desk/visits"
    is_today = day == today
    errors = errors_of(words, invalid)
    field = text_field(
        words,
        "number",
        words.write(N_("Zaaknummer")),
        visit.form,
        errors,
        hint=N_("Voor wie zonder afspraak langskomt, of op een ander moment dan afgesproken."),
        width="m",
    )
    view = VisitsPage(
        day=words.day(day),
        iso=day.isoformat(),
        count=_count(visit, visitors) if visitors else "",
        tables=tuple(
            table for name in services if (table := _table(visit, session, name, visitors)).lines
        ),
        nothing="" if visitors else _why_empty(visit, services, day),
        previous=Link(words.write(N_("Vorige dag")), f"{here}?day={(day - _A_DAY).isoformat()}"),
        next=Link(words.write(N_("Volgende dag")), f"{here}?day={(day + _A_DAY).isoformat()}"),
        today=None if is_today else Link(words.write(N_("Vandaag")), here),
        csrf=visit.csrf(),
        number=field if is_today else None,
        walk_in_action=f"{here}/walk-in",
        errors=errors if error_at(errors, "number") else (),
    )
    title = words.write(say(N_("Afspraken op %(day)s"), day=day))
    status = 422 if invalid else 200
    return answers.page(visit, "visits", view, title=title, status=status, has_error=bool(invalid))


def _count(visit: Visit, visitors: list[Visitor]) -> str:
    """In words: how many come, and how many are still expected."""
    expected = sum(_state(visitor) == "expected" for visitor in visitors)
    found = say(
        N_("1 bezoek") if len(visitors) == 1 else N_("%(count)s bezoeken"), count=len(visitors)
    )
    left = say(N_("nog %(count)s verwacht"), count=expected)
    return f"{visit.words.write(found)}, {visit.words.write(left)}"


def _table(visit: Visit, session: Session, name: str, visitors: list[Visitor]) -> VisitTable:
    service = visit.ports.tenant.services[name]
    return VisitTable(
        title=service.title.get(visit.lang, service.title.get("nl", "")),
        place=appointment_texts.place(visit.ports.tenant, name),
        lines=tuple(
            _line(visit, session, visitor)
            for visitor in visitors
            if visitor.seat.chosen.service == name
        ),
    )


def _state(visitor: Visitor) -> str:
    seat = visitor.seat
    known = seat.state or (ARRIVED if seat.chosen.walk_in else "expected")
    if known in (DONE, NO_SHOW) or visitor.case.status == "running":
        return known
    return "closed"


def _line(visit: Visit, session: Session, visitor: Visitor) -> VisitLine:
    words, case, chosen = visit.words, visitor.case, visitor.seat.chosen
    link = presenters.case_link(visit.lang, case)
    state, now = _state(visitor), visit.ports.clock.now()
    is_open = visitor.booking is not None and state in ("expected", ARRIVED)
    takes = is_open and receiving.may_take(visitor, session)
    sees = bool(rights.held(session, Action.SEE, visitor.procedure, case))
    action = f"/{visit.lang}/desk/visits/{case.id}"
    waits = is_open and state == "expected"
    links = []
    if takes and state == ARRIVED:
        links.append(Link(words.write(N_("Behandelen")), f"{link}/review"))
    if waits and visitor.booking:
        move = f"{link}/appointments/{visitor.booking.name}"
        links.append(Link(words.write(N_("Verplaatsen")), move))
    return VisitLine(
        time=words.time(chosen.start),
        iso=chosen.start.isoformat(),
        person=case.applicant.name,
        subject=words.write(visitor.procedure.guide.title),
        number=write_case_number(case.number),
        state=state,  # type: ignore[arg-type]
        state_text=words.write(
            N_("aangekomen, zonder afspraak")
            if chosen.walk_in and state == ARRIVED
            else _STATES[state]
        ),
        href=f"{link}/review" if sees else "",
        booking=visitor.booking.name if visitor.booking else "",
        arrive_action=f"{action}/arrived" if waits and chosen.day == _today(visit) else "",
        missed_action=f"{action}/missed" if takes and waits and chosen.start <= now else "",
        links=tuple(links),
    )


def _why_empty(visit: Visit, services: list[str], day: date) -> str:
    """Why nobody comes that day."""
    words, tenant = visit.words, visit.ports.tenant
    told: Text | str
    if day < _today(visit) - _A_DAY:
        told = N_("De lijst van een voorbije dag bewaren we niet langer dan één dag.")
    elif name := holiday_name(day, visit.lang):
        told = say(N_("Het loket is gesloten: %(holiday)s."), holiday=name)
    elif day in tenant.closed_on:
        told = N_("Het loket is deze dag uitzonderlijk gesloten.")
    elif not any(any(moments(tenant, tenant.services[name], day)) for name in services):
        told = N_("Het loket is deze dag niet open.")
    else:
        told = N_("Er zijn geen afspraken op deze dag.")
    return words.write(told)
