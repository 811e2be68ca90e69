"""Who may ask the provider for a sign-in: the registered clients."""

import secrets
from dataclasses import dataclass

SCOPES = ("openid", "profile", "rrn", "vo", "burgerloket")
AUTH_METHODS = ("client_secret_basic", "client_secret_post")


@dataclass(frozen=True, kw_only=True)
class Client:
    """A confidential client; its addresses are compared character by character.

    The methods are the ones that Authlib asks of a client (`ClientMixin`).
    """

    client_id: str
    client_secret: str
    redirect_uris: tuple[str, ...]
    post_logout_redirect_uris: tuple[str, ...] = ()

    @property
    def client_metadata(self) -> dict[str, object]:
        """What registration would have stored (OpenID Connect RP-Initiated Logout, 3.1)."""
        return {"post_logout_redirect_uris": self.post_logout_redirect_uris}

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """None: OpenID Connect wants the address in every request (Core, 3.1.2.1)."""

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """The known scopes that were asked; None (an error) without `openid`.

        Unknown scopes are ignored, as OpenID Connect Core 3.1.2.1 says.
        """
        asked = (scope or "").split()
        return " ".join(name for name in SCOPES if name in asked) if "openid" in asked else None

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        return secrets.compare_digest(self.client_secret.encode(), client_secret.encode())

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return endpoint == "token" and method in AUTH_METHODS

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"
