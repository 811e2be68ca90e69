"""The pages and endpoints: thin, the protocol is in `provider`."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, get_args
from urllib.parse import urlsplit

from authlib.oauth2 import OAuth2Error
from flask import Blueprint, Response, jsonify, make_response, render_template, request

from infra.local.identity.ledger import Clock
from infra.local.identity.metadata import discovery_document
from infra.local.identity.personas import Group, Persona
from infra.local.identity.provider import Provider, public_keys
from infra.local.identity.texts import TEXTS, pick_locale

# What the page adds to the client's own parameters when a person is chosen.
CHOICE_FIELDS = ("persona", "cancel")


class Heading(NamedTuple):
    """People under one heading of the page."""

    title: str
    people: list[Persona]


def _page(template: str, *, status: int = 200, form_to: str = "", **values: object) -> Response:
    """Render a page that may load its own style and nothing else.

    `form_to` is the client's origin: browsers hold the redirect after a form to `form-action` too.
    """
    lang = pick_locale(request.values.get("ui_locales"))
    html = render_template(template, lang=lang, t=TEXTS[lang], **values)
    response = make_response(html, status)
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'self'; form-action 'self' {form_to}".rstrip()
        + "; base-uri 'none'; frame-ancestors 'none'"
    )
    return response


def _error_page(message: str) -> Response:
    return _page("error.html", status=400, message=message)


def _groups(personas: Mapping[str, Persona], texts: Mapping[str, str]) -> list[Heading]:
    """Suggested person, citizens by what they are handy for, then clerks by organisation."""
    people = list(personas.values())
    hinted = personas.get(request.values.get("login_hint", ""))
    groups = [Heading(texts["suggested"], [hinted])] if hinted else []
    citizens = [p for p in people if not p.is_clerk]
    for name in get_args(Group):
        found = [p for p in citizens if p.group == name]
        if found:
            groups.append(Heading(texts[name], found))
    for org in dict.fromkeys(p.org_name for p in people if p.is_clerk):
        clerks = [p for p in people if p.is_clerk and p.org_name == org]
        groups.append(Heading(f"{texts['clerks']}: {org}", clerks))
    return groups


def _harden(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


class Views:
    """The endpoints of the discovery document, and the form of the page."""

    def __init__(self, provider: Provider, personas: Mapping[str, Persona], clock: Clock) -> None:
        self._provider = provider
        self._personas = personas
        self._clock = clock

    def blueprint(self) -> Blueprint:
        """The routes."""
        views = Blueprint("identity", __name__)
        views.after_request(_harden)
        views.get("/.well-known/openid-configuration")(self.configuration)
        views.get("/jwks.json")(self.jwks)
        views.route("/authorize", methods=["GET", "POST"])(self.authorize)
        views.post("/choose")(self.choose)
        views.post("/token")(self.token)
        views.route("/userinfo", methods=["GET", "POST"])(self.userinfo)
        views.route("/end_session", methods=["GET", "POST"])(self.end_session)
        return views

    def configuration(self) -> Response:
        return jsonify(discovery_document(self._provider.issuer))

    def jwks(self) -> Response:
        return jsonify(public_keys(self._provider))

    def authorize(self) -> Response:
        """Check the client's request and show the page; there is no session to skip it with."""
        return self._with_grant(None, self._choice_page)

    def choose(self) -> Response:
        """The form of the page: the client's request again, with a person or "cancel"."""
        cancelled = "cancel" in request.form
        chosen = None if cancelled else self._personas.get(request.form.get("persona", ""))
        if chosen is None and not cancelled:
            return _error_page("unknown person")

        def answer(grant: Any) -> Response:  # noqa: ANN401
            back: Response = self._provider.create_authorization_response(
                grant.request, grant_user=chosen, grant=grant
            )
            if back.status_code == 302:
                back.status_code = 303  # the browser must not post the choice on to the client
            return back

        return self._with_grant(chosen, answer)

    def token(self) -> Response:
        answer: Response = self._provider.create_token_response()
        return answer

    def userinfo(self) -> Response:
        answer: Response = self._provider.create_endpoint_response("userinfo")
        return answer

    def end_session(self) -> Response:
        """Sign out, then back to the client, or a page when no address was given."""
        try:
            ending = self._provider.validate_endpoint_request("end_session")
        except OAuth2Error as error:
            return _error_page(f"{error.error}: {error.description or ''}")
        if request.values.get("post_logout_redirect_uri") and not ending.redirect_uri:
            return _error_page("invalid_request: post_logout_redirect_uri or id_token_hint")
        answer: Response | None = self._provider.create_endpoint_response("end_session", ending)
        return answer or _page("signed_out.html")

    def _with_grant(self, person: Persona | None, answer: Callable[[Any], Response]) -> Response:
        """Answer a right request; a wrong one goes back where its address is known to be right."""
        try:
            grant = self._provider.get_consent_grant(end_user=person)
        except OAuth2Error as error:
            if not error.redirect_uri:
                return _error_page(f"{error.error}: {error.description or ''}")
            refusal: Response = self._provider.handle_error_response(request, error)
            return refusal
        except ValueError:  # Authlib echoes a strange response_type in a text that forbids it
            return _error_page("invalid_request")
        return answer(grant)

    def _choice_page(self, grant: Any) -> Response:  # noqa: ANN401
        target = urlsplit(grant.redirect_uri)
        texts = TEXTS[pick_locale(request.values.get("ui_locales"))]
        return _page(
            "choose.html",
            form_to=f"{target.scheme}://{target.netloc}",
            groups=_groups(self._personas, texts),
            fields=[(k, v) for k, v in request.values.items() if k not in CHOICE_FIELDS],
            today=self._clock.now().date(),
        )
