"""The routes that belong to no procedure: signing in, my cases, search."""

import re
import unicodedata

from chalice.app import Chalice, Response

from functions.domain.case import Draft
from functions.domain.numbers import age_order
from functions.domain.problems import NotFound, SignInNeeded
from functions.domain.texts import N_
from functions.domain.views import ErrorPage, Link, ProcedureCard
from functions.services import on_behalf, signing_in
from functions.services.writing import Words
from functions.web import answers, presenters
from functions.web.visit import SESSION_COOKIE, SIGN_IN_COOKIE, Visit

_OWN_PATH = re.compile(r"/[a-z]{2}/[A-Za-z0-9/_.?=&%-]*")


def mount(app: Chalice) -> None:
    answers.route(app, "/{lang}/desk/sign-in", sign_in)
    answers.route(app, "/desk/signed-in", signed_in)
    answers.route(app, "/{lang}/desk/sign-out", sign_out, ("POST",))
    answers.route(app, "/desk/signed-out", signed_out)
    answers.route(app, "/{lang}/desk/session", extend, ("POST",))
    answers.route(app, "/{lang}/desk/my", my)
    answers.route(app, "/{lang}/desk/my/data", my_data)
    answers.route(app, "/{lang}/desk/my/dates.ics", my_dates)
    for path, handler, methods in _OF_MANDATES:
        answers.route(app, path, _later(handler), methods)
    answers.route(app, "/{lang}/desk/my/messages", my_messages, ("GET", "POST"))
    answers.route(app, "/{lang}/desk/case/{case_id}", to_case)
    answers.route(app, "/{lang}/desk/search", search)
    answers.route(app, "/api/openapi.json", api)


# (address, function of web/for_whom or web/my_mandates, methods): loaded at their first request
_OF_MANDATES = (
    ("/{lang}/desk/for-whom", "for_whom.choose", ("GET", "POST")),
    ("/{lang}/desk/my/mandates", "my_mandates.show", ("GET", "POST")),
    ("/{lang}/desk/my/mandates/answer", "my_mandates.answer", ("POST",)),
    ("/{lang}/desk/my/mandates/revoke", "my_mandates.revoke", ("POST",)),
)


def _later(handler: str) -> answers.Handler:
    module, _, name = handler.partition(".")

    def handle(visit: Visit) -> Response:
        from importlib import import_module

        answer: Response = getattr(import_module(f"functions.web.{module}"), name)(visit)
        return answer

    handle.__qualname__ = handler  # as the log names it
    return handle


def own_path(path: str, lang: str) -> str:
    """Only an address of this site: a sign-in must not send people elsewhere."""
    return path if _OWN_PATH.fullmatch(path) and "//" not in path else f"/{lang}/desk/my"


def sign_in(visit: Visit) -> Response:
    target = own_path(visit.query("next"), visit.lang)
    address, browser = signing_in.begin(visit.ports, next_path=target, lang=visit.lang)
    return answers.redirect(address, [answers.cookie(SIGN_IN_COOKIE, browser, seconds=600)])


def signed_in(visit: Visit) -> Response:
    browser = visit.cookies.get(SIGN_IN_COOKIE, "")
    state = visit.query("state")
    if visit.query("error"):
        return _not_signed_in(visit, browser, state)
    try:
        session, secret, begun = signing_in.complete(
            visit.ports, browser=browser, state=state, code=visit.query("code")
        )
    except SignInNeeded:
        return _sign_in_page(visit, visit.lang, f"/{visit.lang}/desk/my", 400)
    old = visit.cookies.get(SESSION_COOKIE)
    if old:
        signing_in.replace_session(visit.ports, signing_in.key_of(old), session)
    target = begun.next
    if not session.is_staff and on_behalf.may_choose(visit.ports, session):
        from urllib.parse import quote

        target = f"/{begun.lang}/desk/for-whom?next={quote(target, safe='')}"
    return answers.redirect(
        target,
        [
            answers.cookie(SESSION_COOKIE, secret),
            answers.cookie(SIGN_IN_COOKIE, "", seconds=0),
            answers.acting_cookie(is_acting=False),
        ],
    )


def _not_signed_in(visit: Visit, browser: str, state: str) -> Response:
    """Cancelled at the identity provider: back to where the person can choose again."""
    try:
        begun = signing_in.take(visit.ports, browser=browser, state=state)
    except SignInNeeded:
        return _sign_in_page(visit, visit.lang, f"/{visit.lang}/desk/my", 400)
    return _sign_in_page(visit, begun.lang, begun.next, 200)


def _sign_in_page(visit: Visit, lang: str, target: str, status: int) -> Response:
    visit.lang, visit.words = lang, Words(lang)
    words = visit.words
    view = ErrorPage(
        status,
        words.write(N_("Je bent niet aangemeld")),
        words.write(N_("Het aanmelden is afgebroken of duurde te lang. Er is niets verloren.")),
        (
            Link(words.write(N_("Opnieuw aanmelden")), f"/{lang}/desk/sign-in?next={target}"),
            Link(words.write(N_("Naar de startpagina")), f"/{lang}/"),
        ),
    )
    return answers.page(visit, "error", view, title=view.title, status=status)


def sign_out(visit: Visit) -> Response:
    session = visit.peek()
    if session is None:
        return answers.redirect(f"/desk/signed-out?state={visit.lang}", answers.clear_cookies())
    visit.ports.store.delete_session(session.key)
    address = visit.ports.identity.sign_out_url(session.id_token, visit.lang)
    return answers.redirect(address, answers.clear_cookies())


def signed_out(visit: Visit) -> Response:
    """The address is one for all languages; `state` says in which the person signed out."""
    if visit.query("state") in visit.ports.tenant.languages:
        visit.lang = visit.query("state")
        visit.words = Words(visit.lang)
    title = visit.words.write(N_("Je bent afgemeld"))
    return answers.page(visit, "signed-out", None, title=title)


def extend(visit: Visit) -> Response:
    """Stay signed in (WCAG 2.2.1): the answer says how many seconds are left."""
    session = signing_in.touch(visit.ports, visit.signed_in(), always=True)
    visit._session = session
    if visit.wants_json:
        return answers.as_json(answers.user_view(visit))
    return answers.redirect(f"/{visit.lang}/desk/my")


def my(visit: Visit) -> Response:
    """Imported here, as below: no form starts slower for it."""
    from functions.web import overview

    return overview.my(visit)


def my_dates(visit: Visit) -> Response:
    from functions.web import overview

    return overview.dates(visit)


def my_messages(visit: Visit) -> Response:
    """Where our messages go. Imported here, as in `my_data`."""
    from functions.web.my_messages import messages

    return messages(visit)


def to_case(visit: Visit) -> Response:
    """From a mail, whose links do not say which procedure a case is of: to the case, or to the form
    that stands ready. Of somebody else's: not found. The link has the id without its process; the
    whole is among those of who asks."""
    from functions.services import deciding

    session = visit.signed_in()
    own = {place.case_id for place in visit.ports.personal_data.places_of(session.person.ref)}
    asked = [case_id for case_id in own if age_order(case_id) == visit.param("case_id")]
    if not asked:
        raise NotFound
    draft, case = visit.ports.store.draft_or_case(asked[0])
    if case is not None:
        deciding.part_of(case, session)
        return answers.redirect(presenters.case_link(visit.lang, case))
    if draft is None or draft.owner != session.person.ref:
        raise NotFound
    return answers.redirect(_to_draft(visit, draft))


def my_data(visit: Visit) -> Response:
    """All that is kept of who asks it, as one file. Imported here: no form starts slower for it."""
    from functions.services import gathering
    from functions.web.own_data import own_file

    session = visit.signed_in()
    visit._session = signing_in.touch(visit.ports, session)
    person = session.person
    found = gathering.gather(visit.ports, person.ref, person.national_number)
    return own_file(visit, found)


def _to_draft(visit: Visit, draft: Draft) -> str:
    """The first page with something left to fill in."""
    from functions.services import drafting

    procedure = presenters.procedure_of(draft.process, draft.procedure)
    left = drafting.unanswered(procedure, draft)
    page = f"questions/{left[0]}" if left else "check"
    return f"{presenters.case_link(visit.lang, draft)}/{page}"


def api(visit: Visit) -> Response:
    """The API's own description. Imported here, as in `search`: no form starts slower for it."""
    from functions.processes import offered
    from functions.web.openapi import document

    return answers.as_json(document(offered(visit.ports.tenant)))


def search(visit: Visit) -> Response:
    """Finds procedures by the words of their page; for who has no JavaScript."""
    from frontend.procedures import cards

    query = visit.query("q")[:100]
    found = [card for card in cards(visit.lang, visit.ports.tenant) if _matches(card, query)]
    return answers.page(
        visit,
        "search",
        {"query": query, "results": [vars(card) for card in found]} if visit.wants_json else None,
        title=visit.words.write(N_("Zoeken")),
        query=query,
        results=tuple(found),
    )


def _matches(card: ProcedureCard, query: str) -> bool:
    text = _plain(" ".join((card.title, card.summary, card.keywords, card.life_event)))
    return all(word in text for word in _plain(query).split())


def _plain(text: str) -> str:
    """Without capitals and accents, as the page's script does too."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
