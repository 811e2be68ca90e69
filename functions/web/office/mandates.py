"""The routes by which a clerk finds the mandates of a person and ends one. The national number is
only ever in a posted form: never in an address."""

from collections.abc import Callable, Mapping, Sequence

from chalice.app import Chalice, Response

from functions.domain.authorisation import Duty
from functions.domain.forms import read_posted, validate_topic
from functions.domain.mandate_views import EndMandatePage, FindMandatesPage, MandateView
from functions.domain.person import write_national_number
from functions.domain.problems import Invalid, Problem
from functions.domain.session import Session
from functions.domain.texts import N_
from functions.domain.views import AnswerTopic, Link
from functions.services import ending_mandates, keeping, rights, signing_in
from functions.services.ending_mandates import END, FIND, Find, Found, Looked
from functions.web import answers
from functions.web.office import mandate_words
from functions.web.questions import Form
from functions.web.visit import Visit

_PAGE = "/{lang}/desk/mandates"


def mount(app: Chalice) -> None:
    answers.route(app, _PAGE, show, ("GET", "POST"))
    answers.route(app, f"{_PAGE}/end", end, ("POST",))


def _clerk(visit: Visit) -> Session:
    session = visit.signed_in()
    rights.require_duty(session, Duty.MANDATES)
    visit._session = signing_in.touch(visit.ports, session)
    return session


def show(visit: Visit) -> Response:
    """The question whose, and what was found."""
    session = _clerk(visit)
    if visit.request.method == "GET":
        return _ask(visit, session, {}, ())
    return _looked_up(
        visit, session, lambda asked, looked: _found(visit, session, asked, looked, "")
    )


def end(visit: Visit) -> Response:
    """Asks why, then ends it."""
    session = _clerk(visit)
    return _looked_up(visit, session, lambda asked, looked: _end(visit, session, asked, looked))


def _looked_up(
    visit: Visit, session: Session, then: Callable[[Find, Looked], Response]
) -> Response:
    """What then is answered of whom was asked; the question again where it cannot be."""
    try:
        asked = _read(visit, session)
        looked = ending_mandates.look(visit.ports, session, asked.national_number)
    except Invalid as invalid:
        if visit.wants_json:
            raise
        return _ask(visit, session, visit.form, invalid.problems)
    return then(asked, looked)


def _end(visit: Visit, session: Session, asked: Find, looked: Looked) -> Response:
    found = looked.named(visit.form.get("mandate", ""))
    if found is None:  # ended meanwhile, in another window or by one of both
        gone = N_("Dit kan je hier niet (meer) beëindigen. Kijk hieronder hoe het nu staat.")
        return _found(visit, session, asked, looked, gone)
    if visit.form.get("action") != "end":
        return _confirm(visit, session, asked, found, ())
    facts = visit.ports.facts(session.person, visit.lang)
    raw = read_posted(found.topic, visit.form, {})
    given, problems = validate_topic(END, found.topic, raw, {}, facts)
    if not isinstance(given, found.topic):
        if visit.wants_json:
            raise Invalid(problems)
        return _confirm(visit, session, asked, found, problems)
    ending_mandates.end(visit.ports, session, looked, found.key, given.reason)
    told = mandate_words.ended(found)
    return _looked_up(visit, session, lambda whom, now: _found(visit, session, whom, now, told))


def _read(visit: Visit, session: Session) -> Find:
    raw = read_posted(Find, visit.form, {})
    facts = visit.ports.facts(session.person, visit.lang)
    asked, problems = validate_topic(FIND, Find, raw, {}, facts)
    if not isinstance(asked, Find):
        raise Invalid(problems)
    return asked


def _form(
    visit: Visit, session: Session, typed: Mapping[str, str], problems: Sequence[Problem]
) -> Form:
    facts = visit.ports.facts(session.person, visit.lang)
    return Form(visit.words, facts, FIND, typed, problems)


def _ask(
    visit: Visit, session: Session, typed: Mapping[str, str], problems: Sequence[Problem]
) -> Response:
    words, form = visit.words, _form(visit, session, typed, problems)
    here = f"/{visit.lang}/desk/mandates"
    view = FindMandatesPage(
        title=words.write(Find.title),
        intro=words.write(Find.intro),
        items=form.plain(Find),
        errors=form.errors(),
        action=here,
        end_action=f"{here}/end",
        csrf=visit.csrf(),
    )
    status = 422 if problems else 200
    return answers.page(
        visit, "mandates", view, title=view.title, status=status, has_error=bool(problems)
    )


def _found(visit: Visit, session: Session, asked: Find, looked: Looked, notice: str) -> Response:
    words, here = visit.words, f"/{visit.lang}/desk/mandates"
    number = write_national_number(asked.national_number)
    unknown = N_(
        "Het Rijksregister kent dit nummer niet of antwoordt nu niet. Wat een ouder voor een kind "
        "mag doen, staat hier daarom niet bij."
    )
    view = FindMandatesPage(
        title=words.write(N_("Volmachten van deze persoon")),
        intro="",
        items=_form(visit, session, {}, ()).plain(Find),
        errors=(),
        action=here,
        end_action=f"{here}/end",
        csrf=visit.csrf(),
        person=f"{looked.name} ({number})" if looked.name else number,
        by_them=_views(visit, [f for f in looked.found if f.part == "giver"]),
        for_others=_views(visit, [f for f in looked.found if f.part == "holder"]),
        hidden=_hidden(asked),
        notice=words.write(notice),
        warning="" if looked.name else words.write(unknown),
    )
    return answers.page(visit, "mandates", view, title=view.title)


def _hidden(asked: Find) -> tuple[tuple[str, str], ...]:
    return (("national_number", asked.national_number),)


def _views(visit: Visit, found: Sequence[Found]) -> tuple[MandateView, ...]:
    """What can be ended first, then the newest."""
    newest = sorted(found, key=lambda one: one.mandate.starts, reverse=True)
    shown = sorted(newest, key=lambda one: not one.can_end)
    return tuple(MandateView(_told(visit, one), one.key) for one in shown)


def _told(visit: Visit, found: Found) -> AnswerTopic:
    return mandate_words.told(visit.words, found, keeping.today(visit.ports))


def _confirm(
    visit: Visit, session: Session, asked: Find, found: Found, problems: Sequence[Problem]
) -> Response:
    words, topic = visit.words, found.topic
    facts = visit.ports.facts(session.person, visit.lang)
    form = Form(words, facts, END, visit.form, problems)
    here = f"/{visit.lang}/desk/mandates"
    view = EndMandatePage(
        title=words.write(topic.title),
        told=_told(visit, found),
        items=form.plain(topic),
        errors=form.errors(),
        action=f"{here}/end",
        csrf=visit.csrf(),
        key=found.key,
        hidden=_hidden(asked),
        back=Link(words.write(N_("Iemand anders opzoeken")), here),
    )
    status = 422 if problems else 200
    return answers.page(
        visit, "end-mandate", view, title=view.title, status=status, has_error=bool(problems)
    )
