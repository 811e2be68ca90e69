"""OpenID Connect (services.ports.IdentityProvider): code flow with PKCE, RFC 6749, RFC 7636.

joserfc checks signature and claims; it and cryptography load at the first sign-in only.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from functions.domain.problems import Busy, SignInNeeded
from functions.domain.session import SignIn

_SCOPE = "openid profile rrn vo burgerloket"
_SECONDS = 5


class OpenIdConnect:
    """`issuer` is the provider; `redirect` is our address that it sends people back to."""

    def __init__(
        self,
        issuer: str,
        client_id: str,
        client_secret: str,
        site_url: str,
        now: Callable[[], datetime],
    ) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._client_secret = client_secret
        self._redirect = f"{site_url}/desk/signed-in"
        self._after = f"{site_url}/desk/signed-out"
        self._now = now
        self._about: dict[str, Any] = {}
        self._keys: Any = None

    def authorize_url(self, sign_in: SignIn) -> str:
        digest = hashlib.sha256(sign_in.verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": self._redirect,
            "scope": _SCOPE,
            "state": sign_in.state,
            "nonce": sign_in.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            "ui_locales": sign_in.lang,
        }
        return f"{self._metadata()['authorization_endpoint']}?{urlencode(query)}"

    def claims(self, code: str, sign_in: SignIn) -> tuple[Mapping[str, Any], str]:
        secret = f"{self._client_id}:{self._client_secret}".encode()
        status, answer = self._fetch(
            self._metadata()["token_endpoint"],
            form={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self._redirect,
                "code_verifier": sign_in.verifier,
            },
            headers={"Authorization": f"Basic {base64.b64encode(secret).decode()}"},
        )
        if status != 200:
            raise SignInNeeded
        token = answer["id_token"]
        return self._verified(token, sign_in.nonce), token

    def _verified(self, token: str, nonce: str) -> Mapping[str, Any]:
        """OpenID Connect Core 3.1.3.7: signature, issuer, audience, times, nonce."""
        from joserfc import jwt
        from joserfc.errors import InvalidKeyIdError, JoseError

        try:
            try:
                decoded = jwt.decode(token, self._key_set(), algorithms=["RS256", "ES256"])
            except (InvalidKeyIdError, ValueError):
                self._keys = None  # the provider changed its keys
                decoded = jwt.decode(token, self._key_set(), algorithms=["RS256", "ES256"])
            jwt.JWTClaimsRegistry(
                now=int(self._now().timestamp()),
                leeway=60,
                iss={"essential": True, "value": self._issuer},
                aud={"essential": True, "value": self._client_id},
                exp={"essential": True},
                nonce={"essential": True, "value": nonce},
                rrn={"essential": True},
            ).validate(decoded.claims)
        except (JoseError, ValueError) as error:
            raise SignInNeeded from error
        claims: Mapping[str, Any] = decoded.claims
        return claims

    def _key_set(self) -> Any:  # noqa: ANN401
        from joserfc.jwk import KeySet

        if self._keys is None:
            self._keys = KeySet.import_key_set(self._fetch(self._metadata()["jwks_uri"])[1])  # type: ignore[arg-type]
        return self._keys

    def sign_out_url(self, id_token: str, state: str) -> str:
        """`state` comes back with the browser (OpenID RP-Initiated Logout 1.0, section 2)."""
        query = {
            "id_token_hint": id_token,
            "post_logout_redirect_uri": self._after,
            "state": state,
        }
        return f"{self._metadata()['end_session_endpoint']}?{urlencode(query)}"

    def _metadata(self) -> dict[str, Any]:
        if not self._about:
            self._about = self._fetch(f"{self._issuer}/.well-known/openid-configuration")[1]
            if self._about.get("issuer") != self._issuer:
                raise SignInNeeded
        return self._about

    def _fetch(
        self,
        url: str,
        *,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, dict[str, Any]]:
        import urllib3  # comes with botocore

        try:
            answer = urllib3.request(
                "POST" if form else "GET",
                url,
                body=urlencode(form) if form else None,
                headers={"Content-Type": "application/x-www-form-urlencoded", **(headers or {})},
                timeout=_SECONDS,
                retries=False,
                redirect=False,
            )
        except urllib3.exceptions.HTTPError as error:
            raise Busy from error
        if answer.status >= 500:
            raise Busy
        return answer.status, json.loads(answer.data)
