"""Checks the access tokens with which other authorities come to us: JWTs (RFC 9068) of one token
service, whose keys come from its own address (RFC 7517), found by its metadata (RFC 8414).
joserfc loads with the first token.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from functions.adapters.http import OK, Fault, ask_json
from functions.domain.problems import Busy, NarrowToken, NoToken

ALGORITHMS = ["ES256", "RS256", "PS256"]  # public keys only: never "none", never a shared secret
_TYPES = ("at+jwt", "application/at+jwt")
_LEEWAY = 60  # seconds that two clocks may differ
_LONGEST = 8 * 1024  # signs of a header
# Keys are read again after a while, so that one that was withdrawn ends; and for a key that is not
# known, but not more often than this: anyone can name a key.
_FRESH = timedelta(minutes=10)
_PAUSE = timedelta(minutes=1)
_STALE = timedelta(hours=1)  # how long they are used while the token service does not answer


class AccessTokens:
    """`issuer`: the token service as its tokens name it. `keys_url`: where its keys are; empty:
    its metadata says."""

    def __init__(self, issuer: str, keys_url: str, now: Callable[[], datetime]) -> None:
        self._issuer = issuer
        self._keys_url = keys_url
        self._now = now
        self._keys: dict[str, Any] = {}  # by key id
        self._read: datetime | None = None
        self._tried: datetime | None = None

    def client_of(self, authorization: str, *, audience: str, scope: str) -> str:
        kind, _, token = authorization.strip().partition(" ")
        if not authorization:
            raise NoToken
        if kind.lower() != "bearer" or not token or len(token) > _LONGEST:
            raise NoToken("invalid_token")
        claims = self._verified(token.strip(), audience)
        if scope not in str(claims.get("scope", "")).split():
            raise NarrowToken(scope)
        return str(claims["client_id"])

    def _verified(self, token: str, audience: str) -> Mapping[str, Any]:
        """RFC 9068, 4: type, signature, issuer, audience, times."""
        from joserfc import jws, jwt
        from joserfc.errors import JoseError

        try:
            header = jws.extract_compact(token.encode()).headers()
            if header.get("typ") not in _TYPES or header.get("alg") not in ALGORITHMS:
                raise NoToken("invalid_token")
            key = self._key(str(header.get("kid", "")))
            decoded = jwt.decode(token, key, algorithms=ALGORITHMS)
            jwt.JWTClaimsRegistry(
                now=int(self._now().timestamp()),
                leeway=_LEEWAY,
                iss={"essential": True, "value": self._issuer},
                aud={"essential": True, "value": audience},
                exp={"essential": True},
                iat={"essential": True},
                client_id={"essential": True},
            ).validate(decoded.claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise NoToken("invalid_token") from error
        claims: Mapping[str, Any] = decoded.claims
        return claims

    def _key(self, kid: str) -> Any:  # noqa: ANN401
        now = self._now()
        age = now - self._read if self._read else None
        unknown = kid not in self._keys
        rested = self._tried is None or now - self._tried >= _PAUSE
        if age is None or age >= _FRESH or (unknown and rested):
            self._refresh(now, age)
        if kid not in self._keys:
            raise NoToken("invalid_token")
        return self._keys[kid]

    def _refresh(self, now: datetime, age: timedelta | None) -> None:
        from urllib3.exceptions import HTTPError  # comes with botocore

        self._tried = now
        try:
            self._keys = self._fetched()
            self._read = now
        except (Fault, HTTPError, KeyError, TypeError) as error:
            if age is None or age >= _STALE:
                raise Busy from error

    def _fetched(self) -> dict[str, Any]:
        """Keys for signing that we can read, by id. Raises Fault."""
        from joserfc.errors import JoseError
        from joserfc.jwk import import_key

        found = self._get(self._keys_url or self._from_metadata())
        keys: dict[str, Any] = {}
        for given in found["keys"]:
            if given.get("kty") not in ("EC", "RSA") or given.get("use", "sig") != "sig":
                continue
            try:
                keys[str(given["kid"])] = import_key(given)
            except (JoseError, ValueError, KeyError):
                continue  # of a kind that we do not know: another one may be good
        return keys

    def _from_metadata(self) -> str:
        """RFC 8414, 3: the well-known part stands between host and path."""
        parts = urlsplit(self._issuer)
        path = parts.path.rstrip("/")
        about = f"{parts.scheme}://{parts.netloc}/.well-known/oauth-authorization-server{path}"
        found = self._get(about)
        if found.get("issuer") != self._issuer:
            raise Fault("metadata of another issuer")
        return str(found["jwks_uri"])

    def _get(self, url: str) -> dict[str, Any]:
        status, found = ask_json("GET", url, {})
        if status != OK:
            raise Fault(f"status {status}")
        return found
