"""A stand-in for the population register: OAuth2 client credentials and JSON, on its own port.

It knows the invented people of the test identity provider and their families. What the Flemish
government really offers (MAGDA) needs an agreement; see docs/local-and-cloud.md.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Flask, Response, jsonify, request

from infra.local.identity import Clock, Persona
from infra.local.register.people import People

__all__ = ["People", "create_app"]

TOKEN_SECONDS = 300


class _Tokens:
    """The access tokens that were given out, until they end."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ends: dict[str, datetime] = {}

    def new(self) -> str:
        token = secrets.token_urlsafe(32)
        self._ends[token] = self._clock.now() + timedelta(seconds=TOKEN_SECONDS)
        return token

    def is_live(self, token: str) -> bool:
        ends = self._ends.get(token)
        return ends is not None and self._clock.now() < ends


def create_app(
    *, client_id: str, client_secret: str, personas: Sequence[Persona], clock: Clock
) -> Flask:
    """Build the register as a WSGI application, for one client."""
    app = Flask(__name__)
    # Another name that points at this machine (DNS rebinding) gets no answer.
    app.config["TRUSTED_HOSTS"] = ["localhost", "127.0.0.1"]
    people, tokens = People(personas), _Tokens(clock)

    @app.post("/token")
    def token() -> Response | tuple[Response, int]:
        """RFC 6749, 4.4: a token for who knows the client's secret."""
        given = request.authorization
        fits = (
            given is not None
            and given.type == "basic"
            and secrets.compare_digest((given.username or "").encode(), client_id.encode())
            and secrets.compare_digest((given.password or "").encode(), client_secret.encode())
        )
        if not fits:
            return jsonify(error="invalid_client"), 401
        if request.form.get("grant_type") != "client_credentials":
            return jsonify(error="unsupported_grant_type"), 400
        return jsonify(access_token=tokens.new(), token_type="Bearer", expires_in=TOKEN_SECONDS)  # noqa: S106

    @app.get("/persons/<insz>")
    def person(insz: str) -> Response | tuple[Response, int]:
        given = request.authorization
        if given is None or given.type != "bearer" or not tokens.is_live(given.token or ""):
            return jsonify(error="invalid_token"), 401
        found = people.find(insz)
        return jsonify(found) if found else (jsonify(error="unknown_person"), 404)

    @app.after_request
    def harden(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        return response

    return app
