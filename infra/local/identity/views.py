"""The pages and endpoints: thin, the protocol is in `provider`."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from authlib.oauth2 import OAuth2Error
from flask import Blueprint, Response, jsonify, make_response, render_template, request

from infra.local.identity.ledger import Clock
from infra.local.identity.metadata import discovery_document
from infra.local.identity.personas import Persona
from infra.local.identity.provider import Provider, public_keys
from infra.local.identity.texts import TEXTS, pick_locale

# What the page adds to the client's own parameters when a person is chosen.
CHOICE_FIELDS = ("persona", "cancel")


class Group(NamedTuple):
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


def _groups(personas: Mapping[str, Persona], texts: Mapping[str, str]) -> list[Group]:
    """Suggested person, inhabitants, then clerks by organisation."""
    people = list(personas.values())
    hinted = personas.get(request.values.get("login_hint", ""))
    groups = [Group(texts["suggested"], [hinted])] if hinted else []
    groups.append(Group(texts["citizens"], [p for p in people if not p.is_clerk]))
    for org in dict.fromkeys(p.org_name for p in people if p.is_clerk):
        clerks = [p for p in people if p.is_clerk and p.org_name == org]
        groups.append(Group(f"{texts['clerks']}: {org}", clerks))
    return groups


def _harden(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def build_views(provider: Provider, personas: Mapping[str, Persona], clock: Clock) -> Blueprint:
    """The routes of the discovery document."""
    views = Blueprint("identity", __name__)
    views.after_request(_harden)

    def refused(error: OAuth2Error) -> Response:
        """Back to the client where its address is known to be right, else a page of our own."""
        if error.redirect_uri:
            answer: Response = provider.handle_error_response(request, error)
            return answer
        return _error_page(f"{error.error}: {error.description or ''}")

    @views.get("/.well-known/openid-configuration")
    def configuration() -> Response:
        return jsonify(discovery_document(provider.issuer))

    @views.get("/jwks.json")
    def jwks() -> Response:
        return jsonify(public_keys(provider))

    @views.route("/authorize", methods=["GET", "POST"])
    def authorize() -> Response:
        try:
            grant = provider.get_consent_grant(end_user=None)
        except OAuth2Error as error:
            return refused(error)
        except ValueError:  # Authlib puts a strange response_type in a message that forbids it
            return _error_page("invalid_request")
        target = urlsplit(grant.redirect_uri)
        texts = TEXTS[pick_locale(request.values.get("ui_locales"))]
        return _page(
            "choose.html",
            form_to=f"{target.scheme}://{target.netloc}",
            groups=_groups(personas, texts),
            fields=[(k, v) for k, v in request.values.items() if k not in CHOICE_FIELDS],
            today=clock.now().date(),
        )

    @views.post("/choose")
    def choose() -> Response:
        """The form of the page: the client's request again, with a person or "cancel"."""
        chosen = None if "cancel" in request.form else personas.get(request.form.get("persona", ""))
        if chosen is None and "cancel" not in request.form:
            return _error_page("unknown person")
        try:
            grant = provider.get_consent_grant(end_user=chosen)
        except OAuth2Error as error:
            return refused(error)
        except ValueError:
            return _error_page("invalid_request")
        answer: Response = provider.create_authorization_response(
            grant.request, grant_user=chosen, grant=grant
        )
        # 303: the browser must not post the choice on to the client.
        answer.status_code = 303 if answer.status_code == 302 else answer.status_code
        return answer

    @views.post("/token")
    def token() -> Response:
        answer: Response = provider.create_token_response()
        return answer

    @views.route("/userinfo", methods=["GET", "POST"])
    def userinfo() -> Response:
        answer: Response = provider.create_endpoint_response("userinfo")
        return answer

    @views.route("/end_session", methods=["GET", "POST"])
    def end_session() -> Response:
        try:
            ending = provider.validate_endpoint_request("end_session")
        except OAuth2Error as error:
            return _error_page(f"{error.error}: {error.description or ''}")
        if request.values.get("post_logout_redirect_uri") and not ending.redirect_uri:
            return _error_page("invalid_request: post_logout_redirect_uri or id_token_hint")
        answer: Response | None = provider.create_endpoint_response("end_session", ending)
        return answer or _page("signed_out.html")

    return views
