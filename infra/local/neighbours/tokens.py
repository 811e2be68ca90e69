"""The token service of the other authorities: OAuth2 client credentials with a signed JWT (RFC
7523), for access tokens that are JWTs themselves (RFC 9068)."""

import json
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from werkzeug.wrappers import Request, Response

from functions.adapters.oauth import ASSERTION_TYPE
from infra.local.keys import SERVICE_CLIENT_ID, private_key, public_key

SECONDS = 300
_OWNER = "token-service"
# Who may ask for a token: the desk, and Mijn Burgerprofiel, which asks the desk for certificates.
CLIENTS = (SERVICE_CLIENT_ID, "burgerprofiel")


class Clock(Protocol):
    """The desk's clock: tokens end at its time."""

    def now(self) -> datetime:
        """Aware, UTC."""


class Tokens:
    """POST /token and GET /jwks, and what the services beside it ask: is this token good for me?"""

    def __init__(self, *, url: Callable[[], str], clock: Clock) -> None:
        self._url = url
        self._clock = clock
        self._used: set[str] = set()

    @property
    def issuer(self) -> str:
        """Who signs: the address of all neighbours."""
        return self._url()

    def token(self, request: Request) -> Response:
        """RFC 6749, 4.4 and RFC 7523, 2.2."""
        form = request.form
        if form.get("grant_type") != "client_credentials":
            return _json({"error": "unsupported_grant_type"}, 400)
        client = self._client(form.get("client_assertion_type"), form.get("client_assertion", ""))
        if not client:
            return _json({"error": "invalid_client"}, 401)
        if not form.get("scope"):
            return _json({"error": "invalid_scope"}, 400)
        issued = self.issue(client, form["scope"])
        return _json({"access_token": issued, "token_type": "Bearer", "expires_in": SECONDS}, 200)

    def metadata(self, _request: Request) -> Response:
        """Where everything is (RFC 8414)."""
        found: dict[str, object] = {
            "issuer": self.issuer,
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "grant_types_supported": ["client_credentials"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        }
        return _json(found, 200)

    def jwks(self, _request: Request) -> Response:
        """Our public key, for who checks a token (RFC 7517)."""
        return _json({"keys": [public_key(_OWNER)]}, 200)

    def issue(self, client: str, scope: str, seconds: int = SECONDS) -> str:
        """An access token for one service, which is both its scope and its audience."""
        began = int(self._clock.now().timestamp())
        claims = {
            "iss": self.issuer,
            "sub": client,
            "client_id": client,
            "aud": scope,
            "scope": scope,
            "iat": began,
            "exp": began + seconds,
            "jti": secrets.token_urlsafe(16),
        }
        key = ECKey.import_key(json.loads(private_key(_OWNER)))
        header = {"alg": "ES256", "typ": "at+jwt", "kid": key.thumbprint()}
        return str(jwt.encode(header, claims, key, algorithms=["ES256"]))

    def is_good(self, request: Request, scope: str) -> bool:
        """Whether the request bears a live token of ours for this service."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return False
        try:
            found = jwt.decode(token, ECKey.import_key(public_key(_OWNER)), algorithms=["ES256"])
            jwt.JWTClaimsRegistry(
                now=int(self._clock.now().timestamp()),
                iss={"essential": True, "value": self.issuer},
                aud={"essential": True, "value": scope},
                exp={"essential": True},
            ).validate(found.claims)
        except (JoseError, ValueError):
            return False
        return True

    def reset(self) -> None:
        """Forget which assertions were used."""
        self._used.clear()

    def _client(self, kind: str | None, assertion: str) -> str:
        """Who signed this assertion, for us, just now, for the first time; else empty."""
        if kind != ASSERTION_TYPE:
            return ""
        for client in CLIENTS:
            try:
                key = ECKey.import_key(public_key(client))
                found = jwt.decode(assertion, key, algorithms=["ES256"])
                jwt.JWTClaimsRegistry(
                    now=int(self._clock.now().timestamp()),
                    iss={"essential": True, "value": client},
                    sub={"essential": True, "value": client},
                    aud={"essential": True, "value": f"{self.issuer}/token"},
                    exp={"essential": True},
                    jti={"essential": True},
                ).validate(found.claims)
            except (JoseError, ValueError):
                continue
            used = str(found.claims["jti"])
            if used in self._used:
                return ""
            self._used.add(used)
            return client
        return ""


def _json(content: dict[str, object], status: int) -> Response:
    response = Response(json.dumps(content), status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
