"""Access tokens for the services of other authorities: OAuth2 client credentials (RFC 6749, 4.4).
The client proves itself with a JWT that it signs (RFC 7523, 2.2), as the access management of the
Flemish government asks (authenticatie.vlaanderen.be, "client-authenticatie via een jwt-token").
joserfc loads with the first token.
"""

import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar
from urllib.parse import urlencode

from functions.adapters.http import DENIED, OK, Fault, ask_json

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ASSERTION_SECONDS = 60
# A token is not used in its last seconds: it could end on the way.
_MARGIN = timedelta(seconds=10)


T = TypeVar("T")


class Tokens(Protocol):
    """What an adapter of a service needs: see ClientCredentials."""

    def bearer(self, scope: str) -> dict[str, str]: ...
    def forget(self, scope: str) -> None: ...


def with_token(tokens: Tokens, scope: str, ask: Callable[[], tuple[int, T]]) -> tuple[int, T]:
    """(status, answer) of a request that takes its bearer from `tokens`; asked once more with a new
    token when this one was revoked before its end."""
    status, answer = ask()
    if status == DENIED:
        tokens.forget(scope)
        status, answer = ask()
    return status, answer


class ClientCredentials:
    """Bearer tokens by scope, each kept until it ends. `key`: our private key, a JWK as JSON."""

    def __init__(
        self, token_url: str, client_id: str, key: str, now: Callable[[], datetime]
    ) -> None:
        self._token_url = token_url
        self._client_id = client_id
        self._key = key
        self._now = now
        self._kept: dict[str, tuple[str, datetime]] = {}

    def bearer(self, scope: str) -> dict[str, str]:
        """The header of a request. Raises Fault when no token is given, urllib3's errors when the
        service does not answer."""
        now = self._now()
        token, ends = self._kept.get(scope, ("", now))
        if now >= ends:
            token, ends = self._new(scope, now)
            self._kept[scope] = token, ends
        return {"Authorization": f"Bearer {token}"}

    def forget(self, scope: str) -> None:
        """The token was refused before its end: ask for another one."""
        self._kept.pop(scope, None)

    def _new(self, scope: str, now: datetime) -> tuple[str, datetime]:
        body = urlencode(
            {
                "grant_type": "client_credentials",
                "scope": scope,
                "client_assertion_type": ASSERTION_TYPE,
                "client_assertion": self._assertion(now),
            }
        )
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        status, answer = ask_json("POST", self._token_url, form, body)
        if status != OK or not isinstance(answer.get("access_token"), str):
            raise Fault(f"no token: status {status}")
        seconds = answer.get("expires_in")
        lasts = timedelta(seconds=seconds if isinstance(seconds, int) else 60)
        return answer["access_token"], now + lasts - _MARGIN

    def _assertion(self, now: datetime) -> str:
        """Who we are, to this token service only, for a minute (RFC 7523, 3)."""
        from joserfc import jwt
        from joserfc.jwk import ECKey, RSAKey

        given: dict[str, Any] = json.loads(self._key)
        kinds: dict[str, tuple[Any, str]] = {"EC": (ECKey, "ES256"), "RSA": (RSAKey, "RS256")}
        kind, algorithm = kinds[given["kty"]]
        key = kind.import_key(given)
        began = int(now.timestamp())
        claims = {
            "iss": self._client_id,
            "sub": self._client_id,
            "aud": self._token_url,
            "jti": secrets.token_urlsafe(16),
            "iat": began,
            "exp": began + _ASSERTION_SECONDS,
        }
        header = {"alg": algorithm, "kid": key.thumbprint()}
        return str(jwt.encode(header, claims, key, algorithms=[algorithm]))
