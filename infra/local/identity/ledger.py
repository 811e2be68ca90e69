"""What the provider remembers: codes and access tokens, in memory only."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from infra.local.identity.clients import Client
from infra.local.identity.personas import Persona

CODE_SECONDS = 60
TOKEN_SECONDS = 3600


class Clock(Protocol):
    """Tells the time, so that the local desk can move it."""

    def now(self) -> datetime:
        """The time now, aware, in UTC."""


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class AuthorizationCode:
    """A code and what it was given for; the getters are the ones that Authlib asks."""

    code: str
    client_id: str
    redirect_uri: str
    scope: str
    persona: Persona
    code_challenge: str
    nonce: str | None
    acr: str
    auth_time: int
    code_challenge_method: str = "S256"

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> int:
        return self.auth_time

    def get_acr(self) -> str:
        return self.acr

    def get_amr(self) -> None:
        """None: nobody was really authenticated here."""


@dataclass(frozen=True, kw_only=True)
class AccessToken:
    """A bearer token for the userinfo endpoint."""

    value: str
    code: str
    client: Client
    persona: Persona
    scope: str
    expires_at: int

    def get_client(self) -> Client:
        return self.client

    def get_user(self) -> Persona:
        return self.persona

    def get_scope(self) -> str:
        return self.scope

    def is_expired(self) -> bool:
        """False: the ledger gives out living tokens only."""
        return False

    def is_revoked(self) -> bool:
        """False: the ledger forgets what is revoked."""
        return False


class Ledger:
    """Codes are redeemed once, and everything dies in time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._codes: dict[str, AuthorizationCode] = {}
        self._tokens: dict[str, AccessToken] = {}

    def now(self) -> int:
        """Seconds since the epoch."""
        return int(self._clock.now().timestamp())

    def add_code(self, code: AuthorizationCode) -> None:
        with self._lock:
            self._codes[code.code] = code

    def redeem(self, code: str, client: Client) -> AuthorizationCode | None:
        """Take a code out, whatever comes of the request: a second try finds nothing.

        A code that comes back also takes its tokens down (RFC 6749, 4.1.2).
        """
        with self._lock:
            found = self._codes.get(code)
            if found is None:
                self._forget(lambda token: token.code == code)
                return None
            if found.client_id != client.client_id:
                return None
            del self._codes[code]
        return found if self.now() < found.auth_time + CODE_SECONDS else None

    def add_token(self, token: AccessToken) -> None:
        with self._lock:
            self._tokens[token.value] = token

    def token(self, value: str) -> AccessToken | None:
        """The living token of this value."""
        found = self._tokens.get(value)
        return found if found and self.now() < found.expires_at else None

    def sign_out(self, client_id: str, sub: str) -> None:
        """Forget the tokens that this client has for this person."""
        with self._lock:
            self._forget(lambda t: t.client.client_id == client_id and t.persona.sub == sub)

    def _forget(self, which: Callable[[AccessToken], bool]) -> None:
        self._tokens = {v: token for v, token in self._tokens.items() if not which(token)}
