"""Who waits to be called back, for the clerks who call."""

from datetime import datetime

from chalice.app import Chalice, Response

from functions.domain.authorisation import Duty
from functions.domain.calls import GIVEN_UP, NOT_REACHED, OTHER, REACHED, RELEASED, TIMES, Call, Try
from functions.domain.calls import reference as reference_of
from functions.domain.counter_views import CallLine, CallsPage
from functions.domain.numbers import is_id
from functions.domain.problems import NotFound, SignInNeeded
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import Link
from functions.processes import find
from functions.services import calling, rights, signing_in
from functions.services.writing import Words
from functions.web import answers
from functions.web.visit import Visit

_BASE = "/{lang}/desk/calls"
_ON_A_PAGE = 25
_RESULTS = {
    REACHED: N_("gebeld en geholpen"),
    NOT_REACHED: N_("niet bereikt"),
    GIVEN_UP: N_("afgesloten zonder gesprek"),
    RELEASED: N_("teruggegeven"),
}
_LANGUAGES = {
    "nl": N_("Nederlands"),
    "fr": N_("Frans"),
    "de": N_("Duits"),
    "en": N_("Engels"),
}
_HOUR, _DAY = 3600, 86400  # seconds


def mount(app: Chalice) -> None:
    answers.route(app, _BASE, waiting)
    answers.route(app, f"{_BASE}/{{call_id}}/take", take, ("POST",))
    answers.route(app, f"{_BASE}/{{call_id}}/result", result, ("POST",))


def waiting(visit: Visit) -> Response:
    session = visit.signed_in()
    rights.require_duty(session, Duty.CALLS)
    visit._session = signing_in.touch(visit.ports, session)
    after = visit.query("after")
    calls, more = visit.ports.calls.waiting(after=after[:100], most=_ON_A_PAGE)
    words = visit.words
    here = f"/{visit.lang}/desk/calls"
    view = CallsPage(
        count=_count(words, len(calls), more=bool(more or after)),
        lines=tuple(_line(visit, session, call) for call in calls),
        csrf=visit.csrf(),
        next=Link(words.write(N_("Volgende")), f"{here}?after={_quoted(more)}") if more else None,
    )
    return answers.page(visit, "calls", view, title=words.write(N_("Terugbellen")))


def take(visit: Visit) -> Response:
    session, call_id = _posted(visit)
    calling.take(visit.ports, session, call_id)
    return answers.redirect(f"/{visit.lang}/desk/calls#call-{call_id}")


def result(visit: Visit) -> Response:
    session, call_id = _posted(visit)
    how = visit.form.get("result", "")
    if how not in _RESULTS:
        raise NotFound
    calling.note(visit.ports, session, call_id, how)  # type: ignore[arg-type]
    return answers.redirect(f"/{visit.lang}/desk/calls")


def _posted(visit: Visit) -> tuple[Session, str]:
    try:
        session = visit.signed_in()
    except SignInNeeded as error:
        raise SignInNeeded(page=f"/{visit.lang}/desk/calls") from error
    rights.require_duty(session, Duty.CALLS)
    call_id = visit.param("call_id")
    if not is_id(call_id):
        raise NotFound
    return session, call_id


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")


def _count(words: Words, count: int, *, more: bool) -> str:
    """In words, of the page that was read: nothing is counted that is not shown."""
    if more:
        return words.write(N_("Er wachten meer mensen dan op één bladzijde passen."))
    if not count:
        return words.write(N_("Niemand wacht op een telefoontje."))
    if count == 1:
        return words.write(N_("1 persoon wacht op een telefoontje."))
    return words.write(say(N_("%(count)s mensen wachten op een telefoontje."), count=count))


def _line(visit: Visit, session: Session, call: Call) -> CallLine:
    words = visit.words
    mine = call.holder == session.person.ref
    action = f"/{visit.lang}/desk/calls/{call.id}"
    return CallLine(
        id=f"call-{call.id}",
        name=call.name,
        phone=_grouped(call.phone),
        phone_href=f"tel:{call.phone}",
        subject=_subject(words, call.subject),
        reachable=words.write(TIMES[call.when]),
        language=words.write(_LANGUAGES[call.lang]),
        waiting=_since(words, call.created, visit.ports.clock.now()),
        asked=words.moment(call.created),
        reference=reference_of(call.id),
        question=call.question,
        holder=words.write(N_("Jij belt")) if mine else call.holder_name,
        tries=tuple(_try(words, one) for one in call.tries),
        claim_action="" if call.holder else f"{action}/take",
        result_action=f"{action}/result" if mine else "",
    )


def _subject(words: Words, subject: str) -> str:
    process, _, name = subject.partition("/")
    procedure = None if subject == OTHER else find(process, name)
    return words.write(procedure.guide.title if procedure else N_("Iets anders"))


def _try(words: Words, one: Try) -> str:
    told = say(
        N_("%(moment)s, %(name)s: %(result)s"),
        moment=one.at,
        name=one.name,
        result=say(_RESULTS[one.result]),
    )
    return words.write(told)


def _since(words: Words, then: datetime, now: datetime) -> str:
    """How long somebody waits, in words."""
    seconds = (now - then).total_seconds()
    if seconds >= 2 * _DAY:
        return words.write(say(N_("wacht al %(days)s dagen"), days=int(seconds // _DAY)))
    if seconds >= _DAY:
        return words.write(N_("wacht al 1 dag"))
    if seconds >= _HOUR:
        return words.write(say(N_("wacht al %(hours)s uur"), hours=int(seconds // _HOUR)))
    return words.write(N_("wacht minder dan een uur"))


def _grouped(phone: str) -> str:
    """Easier to dial from paper: pairs from the end, what is left in front."""
    sign, digits = ("+", phone[1:]) if phone.startswith("+") else ("", phone)
    pairs = []
    while len(digits) > 3:
        pairs.append(digits[-2:])
        digits = digits[:-2]
    return f"{sign}{' '.join([digits, *reversed(pairs)])}"
