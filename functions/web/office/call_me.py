"""To be called back: a form for anybody, without signing in."""

from collections.abc import Mapping, Sequence

from chalice.app import Chalice, Response

from functions.domain.calls import OTHER, CallMe, reference
from functions.domain.counter_views import CalledPage, CallMePage, OptionGroup, SelectView
from functions.domain.forms import read_posted, validate_topic
from functions.domain.life_events import LIFE_EVENTS
from functions.domain.numbers import is_id, new_id
from functions.domain.person import Person
from functions.domain.problems import Invalid, NotFound, Problem, TooMany
from functions.domain.tenant import Tenant
from functions.domain.texts import N_, say
from functions.domain.views import ErrorPage, Link
from functions.processes import offered
from functions.services import calling
from functions.services.writing import Words
from functions.web import answers
from functions.web.questions import Form
from functions.web.visit import Visit

_BASE = "/{lang}/desk/call-me"
_FORM = "call"
_ANYONE = Person(given_name="", family_name="", national_number="", ref="")
# A box that people do not see: what is typed in it was typed by a program.
_TRAP = "website"


def mount(app: Chalice) -> None:
    answers.route(app, _BASE, call_me, ("GET", "POST"))
    answers.route(app, f"{_BASE}/{{call_id}}", asked)


def call_me(visit: Visit) -> Response:
    if visit.request.method == "GET":
        session = visit.peek()
        known = {"name": session.person.name} if session and not session.is_staff else {}
        return _page(visit, {**known, "subject": visit.query("about")}, (), new_id())
    visit.require_own_form()
    call_id = visit.form.get("call_id", "")
    if not is_id(call_id):
        raise NotFound
    if visit.form.get(_TRAP):  # told that it worked, so that it does not learn
        return answers.redirect(_asked(visit, call_id))
    try:
        form, subject = _read(visit)
        calling.ask(
            visit.ports,
            form,
            call_id=call_id,
            subject=subject,
            lang=visit.lang,
            address=visit.address,
        )
    except Invalid as invalid:
        if visit.wants_json:
            raise
        return _page(visit, visit.form, invalid.problems, call_id)
    except TooMany as refusal:
        if visit.wants_json:
            raise
        return _too_many(visit, refusal)
    return answers.redirect(_asked(visit, call_id))


def _asked(visit: Visit, call_id: str) -> str:
    return f"/{visit.lang}/desk/call-me/{call_id}"


def _read(visit: Visit) -> tuple[CallMe, str]:
    """The form and its subject. Raises Invalid."""
    raw = read_posted(CallMe, visit.form, {})
    facts = visit.ports.facts(_ANYONE, visit.lang)
    form, problems = validate_topic(_FORM, CallMe, raw, {}, facts)
    subject = visit.form.get("subject", "")
    known = {
        value for group in subjects(visit.words, visit.ports.tenant) for value, _ in group.options
    }
    if subject not in known:
        missing = Problem(f"{_FORM}.subject", say(N_("Kies waarover het gaat.")))
        problems = [missing, *problems]
    if problems or not isinstance(form, CallMe):
        raise Invalid(problems)
    return form, subject


def subjects(words: Words, tenant: Tenant) -> tuple[OptionGroup, ...]:
    """What anybody can begin, by life event, and last something else."""
    found = [p for p in offered(tenant) if p.opened_by == "citizen"]
    groups = [
        OptionGroup(
            words.write(event),
            tuple(
                (p.key, words.write(p.guide.title)) for p in found if p.guide.life_event == event
            ),
        )
        for event in LIFE_EVENTS
    ]
    other = OptionGroup(words.write(N_("Nog iets")), ((OTHER, words.write(N_("Iets anders"))),))
    return (*(group for group in groups if group.options), other)


def _page(
    visit: Visit, typed: Mapping[str, str], problems: Sequence[Problem], call_id: str
) -> Response:
    words = visit.words
    facts = visit.ports.facts(_ANYONE, visit.lang)
    form = Form(words, facts, _FORM, typed, problems)
    fields = form.plain(CallMe)
    groups = subjects(words, visit.ports.tenant)
    known = {value for group in groups for value, _ in group.options}
    subject = typed.get("subject", "")
    wrong = next((p for p in problems if p.field == f"{_FORM}.subject"), None)
    view = CallMePage(
        subject=SelectView(
            id=f"{_FORM}-subject",
            name="subject",
            label=words.write(N_("Waarover gaat het?")),
            groups=groups,
            value=subject if subject in known else "",
            error=words.write(wrong.text) if wrong else "",
        ),
        fields=fields,
        action=f"/{visit.lang}/desk/call-me",
        call_id=call_id,
        trap=_TRAP,
        phone=visit.ports.tenant.contact.phone,
        errors=form.errors(),
    )
    return answers.page(
        visit,
        "call-me",
        view,
        title=words.write(CallMe.title),
        status=422 if problems else 200,
        has_error=bool(problems),
    )


def _too_many(visit: Visit, refusal: TooMany) -> Response:
    words, phone = visit.words, visit.ports.tenant.contact.phone
    view = ErrorPage(
        refusal.status,
        words.write(refusal.title),
        words.write(refusal.explanation),
        (
            Link(phone, f"tel:{phone.replace(' ', '')}"),
            Link(words.write(N_("Loket en openingsuren")), f"/{visit.lang}/counter/"),
        ),
    )
    return answers.page(visit, "error", view, title=view.title, status=refusal.status)


def asked(visit: Visit) -> Response:
    """What happens now. It reads nothing: an address tells nobody whether there is such a call."""
    call_id = visit.param("call_id")
    if not is_id(call_id):
        raise NotFound
    visit.peek()
    words, days = visit.words, visit.ports.tenant.call_back_days
    within = ""
    if days:
        text = (
            N_("We bellen je binnen 1 werkdag.")
            if days == 1
            else N_("We bellen je binnen %(days)s werkdagen.")
        )
        within = words.write(say(text, days=days))
    found = reference(call_id)
    view = CalledPage(
        reference=found,
        reference_spoken=", ".join(" ".join(part) for part in found.split("-")),
        within=within,
        phone=visit.ports.tenant.contact.phone,
    )
    return answers.page(visit, "called", view, title=words.write(N_("We bellen je terug")))
