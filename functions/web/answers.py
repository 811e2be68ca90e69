"""What goes back: a page, JSON, a redirect, a problem (RFC 9457). Nothing personal is cached."""

import dataclasses
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

from chalice.app import Chalice, Request, Response

from frontend.render import Renderer, translate
from functions import log, wiring
from functions.domain.problems import (
    Busy,
    Invalid,
    NarrowToken,
    NotFound,
    NoToken,
    Refusal,
    SignInNeeded,
)
from functions.domain.session import ABSOLUTE
from functions.domain.texts import N_
from functions.domain.views import ErrorPage, Link, UserView
from functions.services import signing_in
from functions.services.writing import use_translator
from functions.web import menu
from functions.web.visit import SIGN_IN_COOKIE, Visit

_HEADERS = {"Cache-Control": "no-store", "Vary": "Accept, Cookie"}
_SITE = Path("build/site")

use_translator(translate)


def renderer() -> Renderer:
    """The templates with the tenant as it is now and the addresses of style and script."""
    found = templates()
    found.use(wiring.ports().tenant)
    return found


def templates() -> Renderer:
    """The same with the tenant as its file has it: nothing is asked of the table."""
    name = wiring.ports().in_force.file[0].name
    own = wiring.settings().assets_file
    return renderer_of(name, own or _SITE / name / "assets" / "manifest.json")


@cache
def renderer_of(name: str, manifest: Path) -> Renderer:
    tenant = wiring.ports().in_force.file[0]
    assert tenant.name == name  # noqa: S101 - what the cache is keyed by
    assets = json.loads(manifest.read_text("utf-8")) if manifest.is_file() else _NO_ASSETS
    return Renderer(tenant, assets)


_NO_ASSETS = {"style": "", "script": "", "icon": ""}


def page(
    visit: Visit,
    template: str,
    view: Any,  # noqa: ANN401 - one of functions.domain.views
    *,
    title: str,
    status: int = 200,
    has_error: bool = False,
    **context: Any,  # noqa: ANN401
) -> Response:
    """A page, or the same view as JSON."""
    if visit.wants_json:
        return as_json(view, status)
    html = renderer().render(
        f"desk/{template}.html",
        lang=visit.lang,
        page=view,
        page_title=title,
        has_error=has_error,
        path=visit.path,
        alternates=_alternates(visit),
        user=user_view(visit),
        about=_about(visit),
        **context,
    )
    return Response(
        body=html,
        status_code=status,
        headers={**_HEADERS, "Content-Type": "text/html; charset=utf-8"},
    )


_OF_A_PROCEDURE = re.compile(
    r"/[a-z]{2}/desk/([a-z-]+/[a-z-]+)/([a-z-]+-[0-9A-Z]{26}|start|for|can-i)\b"
)


def _about(visit: Visit) -> str:
    """The procedure that a page is about, for who asks help from there."""
    found = _OF_A_PROCEDURE.match(visit.path)
    return found[1] if found else ""


def _alternates(visit: Visit) -> dict[str, str]:
    """The same page in the other languages; only a page that is asked can be asked again."""
    if visit.request.method != "GET" or not visit.path.startswith(f"/{visit.lang}/"):
        return {}
    rest = visit.path[len(visit.lang) + 2 :] + _query(visit)
    return {lang: f"/{lang}/{rest}" for lang in visit.ports.tenant.languages}


def user_view(visit: Visit) -> UserView | None:
    session = visit.session
    if session is None:
        return None
    now = visit.ports.clock.now()
    return UserView(
        name=session.person.name,
        is_clerk=bool(session.roles),
        idle_seconds=max(0, int((session.ends - now).total_seconds())),
        absolute_seconds=max(0, int((session.started + ABSOLUTE - now).total_seconds())),
        csrf=signing_in.csrf_token(visit.ports, session),
        roles=tuple(sorted(session.roles)),
        menu=menu.links(visit.words, session, visit.path),
        acting_for=session.acting_for.person.name if session.acting_for else "",
    )


def as_json(view: Any, status: int = 200) -> Response:  # noqa: ANN401
    data = dataclasses.asdict(view) if dataclasses.is_dataclass(view) else view  # type: ignore[arg-type]
    text = json.dumps(data, ensure_ascii=False, default=str)
    return Response(
        body=text, status_code=status, headers={**_HEADERS, "Content-Type": "application/json"}
    )


def file(text: str, kind: str, name: str) -> Response:
    """A text file to keep; `name` is ours, so it needs no quoting."""
    headers: dict[str, Any] = {
        **_HEADERS,
        "Content-Type": kind,
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return Response(body=text, status_code=200, headers=headers)


def redirect(to: str, cookies: list[str] | None = None) -> Response:
    """See other: the answer to a form, so that "back" and "reload" send nothing twice."""
    headers: dict[str, Any] = {**_HEADERS, "Location": to}
    if cookies:
        headers["Set-Cookie"] = cookies
    return Response(body="", status_code=303, headers=headers)


def cookie(name: str, value: str, *, seconds: int | None = None, for_scripts: bool = False) -> str:
    """A `__Host-` cookie: this host, over TLS, unseen by scripts unless it is for them (RFC
    6265bis, 4.1.3.2)."""
    life = f"; Max-Age={seconds}" if seconds is not None else ""
    hidden = "" if for_scripts else "; HttpOnly"
    return f"{name}={value}; Path=/; Secure{hidden}; SameSite=Lax{life}"


def acting_cookie(*, is_acting: bool) -> str:
    """Tells the public pages, which are the same for everybody, to say that one acts for someone:
    not for whom, which is nobody's who borrows the telephone."""
    from functions.web.visit import ACTING_COOKIE

    life = int(ABSOLUTE.total_seconds()) if is_acting else 0
    return cookie(ACTING_COOKIE, "1" if is_acting else "", seconds=life, for_scripts=True)


def problem(visit: Visit, refusal: Refusal) -> Response:
    """RFC 9457, with the fields as JSON pointers where there are any."""
    body: dict[str, Any] = {
        "type": f"{visit.ports.site_url}/problems/{type(refusal).__name__}",
        "title": visit.words.write(refusal.title),
        "status": refusal.status,
        "detail": visit.words.write(refusal.explanation),
    }
    if isinstance(refusal, Invalid):
        body["errors"] = [
            {"pointer": "#/" + p.field.replace(".", "/"), "detail": visit.words.write(p.text)}
            for p in refusal.problems
        ]
    text = json.dumps(body, ensure_ascii=False)
    headers: dict[str, Any] = {**_HEADERS, "Content-Type": "application/problem+json"}
    if isinstance(refusal, Busy):
        headers["Retry-After"] = "60"
    if isinstance(refusal, NoToken | NarrowToken):
        headers["WWW-Authenticate"] = refusal.challenge
    return Response(body=text, status_code=refusal.status, headers=headers)


def refused(visit: Visit, refusal: Refusal) -> Response:
    """A refusal as a page that says what to do, a way to sign in, or a problem."""
    if visit.wants_json:
        return problem(visit, refusal)
    if isinstance(refusal, SignInNeeded):
        from urllib.parse import quote

        kept = "&kept=1" if refusal.kept else ""
        target = refusal.page or _page_of(visit)
        return redirect(f"/{visit.lang}/desk/sign-in?next={quote(target, safe='')}{kept}")
    words = visit.words
    again = Link(words.write(N_("Probeer opnieuw")), visit.path)
    mine = Link(words.write(N_("Naar mijn zaken")), f"/{visit.lang}/desk/my")
    explained = [words.write(refusal.explanation)]
    if isinstance(refusal, Invalid):
        explained = [words.write(p.text) for p in refusal.problems]
    view = ErrorPage(
        refusal.status,
        words.write(refusal.title),
        " ".join(explained),
        (mine,)
        if isinstance(refusal, NotFound) or visit.request.method != "GET"
        else (again, mine),
        code=log.correlation(),
    )
    answer = page(visit, "error", view, title=view.title, status=refusal.status, has_error=False)
    if isinstance(refusal, Busy):
        answer.headers["Retry-After"] = "60"
    return answer


# Addresses that take a form only, and the page on which that form stands.
_FORMS = (
    (re.compile(r"/(decisions/[^/]+|holding/[^/]+|payment/[^/]+)$"), ""),
    (re.compile(r"/appointments/[^/]+/(cancel|now)$"), ""),
    (re.compile(r"/(withdraw|publish|sent|erase)$"), ""),
    (re.compile(r"/(notes|reopen)$"), "/review"),
    (re.compile(r"/(uploads/[^/]+|documents/[^/]+/remove)$"), "/check"),
    (re.compile(r"/session$"), "/my"),
    (re.compile(r"/my/mandates/(answer|revoke)$"), "/my/mandates"),
    (re.compile(r"/desk/mandates/end$"), "/desk/mandates"),
    (re.compile(r"/work/views$"), "/work"),
)


def _page_of(visit: Visit) -> str:
    """Where to come back to after signing in: a page, never an address that cannot be asked for."""
    if not visit.path.startswith(f"/{visit.lang}/"):
        return f"/{visit.lang}/desk/my"
    path = visit.path
    if visit.request.method == "POST":
        for form, page_at in _FORMS:
            path = form.sub(page_at, path)
        return path
    return path + _query(visit)


def _query(visit: Visit) -> str:
    """What was asked in the address, to ask it again (the filters of a list)."""
    asked = visit.request.query_params
    if not asked:
        return ""
    from urllib.parse import quote, urlencode

    return "?" + urlencode(dict(asked), quote_via=quote)


Handler = Callable[[Visit], Response]


_FORM_TYPES = ("application/x-www-form-urlencoded", "application/json")


def route(
    app: Chalice,
    path: str,
    handler: Handler,
    methods: tuple[str, ...] = ("GET",),
    *,
    takes: tuple[str, ...] = _FORM_TYPES,
) -> None:
    """Declare a route whose handler takes a Visit. Refusals and faults become answers here. takes:
    the types of body that it reads."""

    def answer(**_: str) -> Response:
        visit = Visit(cast("Request", app.current_request), wiring.ports())
        try:
            if not visit.known_language:
                raise NotFound
            return handler(visit)
        except Refusal as refusal:
            log.about(refusal=type(refusal).__name__)
            return refused(visit, refusal)
        except Exception as error:
            log.logger().error("fault", handler=handler.__qualname__, **log.described(error))
            return refused(visit, Busy())

    name = f"{handler.__module__}.{handler.__qualname__} {path}"
    app.route(
        path,
        methods=list(methods),
        name=name,
        content_types=list(takes),
    )(answer)


# CloudFront asks here, with the address behind it, for what is not among the static pages.
MISSING = "/desk/missing"


def missing(event: dict[str, Any]) -> dict[str, Any]:
    """The answer to a path that is no route (functions/web/door.py): a page of the desk or, for a
    program, a problem."""
    path = event["path"].removeprefix(MISSING)
    context = {**event["requestContext"], "resourcePath": "", "path": path}
    lang = path.strip("/").partition("/")[0]
    request = Request({**event, "requestContext": context, "pathParameters": {"lang": lang}}, None)
    visit = Visit(request, wiring.ports())
    try:
        answer = refused(visit, NotFound())
    except Refusal as refusal:  # who is there could not be read, and the page shows it
        answer = problem(visit, refusal)
    told: dict[str, Any] = answer.to_dict()
    return told


def clear_cookies() -> list[str]:
    from functions.web.visit import SESSION_COOKIE

    gone = [cookie(name, "", seconds=0) for name in (SESSION_COOKIE, SIGN_IN_COOKIE)]
    return [*gone, acting_cookie(is_acting=False)]
