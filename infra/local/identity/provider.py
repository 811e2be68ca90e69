"""The protocol: Authlib's server with our rules (code flow, PKCE S256, signed id_token)."""

from collections.abc import Sequence
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector
from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode, UserInfoEndpoint
from authlib.oidc.rpinitiated import EndSessionEndpoint, EndSessionRequest
from flask import Flask
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from infra.local.identity.clients import AUTH_METHODS, Client
from infra.local.identity.ledger import TOKEN_SECONDS, AccessToken, AuthorizationCode, Ledger
from infra.local.identity.personas import Persona

ALGORITHM = "RS256"
ID_TOKEN_SECONDS = 600
# Names of the means of sign-in as ACM/IDM writes them.
ACR_VALUES = ("urn:be:vlaanderen:authmech:eid", "urn:be:vlaanderen:authmech:itsme")


class Provider(AuthorizationServer):  # type: ignore[misc]  # Authlib has no types
    """Authlib's server with its clients, its key and its memory."""

    def __init__(self, *, issuer: str, clients: Sequence[Client], ledger: Ledger) -> None:
        super().__init__()
        self.issuer = issuer
        self.ledger = ledger
        self.clients = {client.client_id: client for client in clients}
        self.key = RSAKey.generate_key(2048, {"use": "sig", "alg": ALGORITHM}, auto_kid=True)

    def query_client(self, client_id: str) -> Client | None:
        return self.clients.get(client_id)

    def save_token(self, token: dict[str, Any], request: Any) -> None:  # noqa: ANN401
        self.ledger.add_token(
            AccessToken(
                value=token["access_token"],
                code=request.authorization_code.code,
                client=request.client,
                persona=request.user,
                scope=token["scope"],
                expires_at=self.ledger.now() + token["expires_in"],
            )
        )


class CodeGrant(AuthorizationCodeGrant):  # type: ignore[misc]
    """The code flow over the ledger."""

    TOKEN_ENDPOINT_AUTH_METHODS = AUTH_METHODS

    @staticmethod
    def validate_authorization_redirect_uri(request: Any, client: Client) -> str:  # noqa: ANN401
        """Exact match, and no echo: Authlib's own message may hold forbidden characters."""
        redirect_uri: str | None = request.payload.redirect_uri
        if redirect_uri is None or not client.check_redirect_uri(redirect_uri):
            raise InvalidRequestError("The 'redirect_uri' is not registered for this client.")
        return redirect_uri

    def save_authorization_code(self, code: str, request: Any) -> None:  # noqa: ANN401
        asked = request.payload.data
        wanted = [acr for acr in asked.get("acr_values", "").split() if acr in ACR_VALUES]
        self.server.ledger.add_code(
            AuthorizationCode(
                code=code,
                client_id=request.client.client_id,
                redirect_uri=request.payload.redirect_uri,
                scope=request.scope,
                persona=request.user,
                code_challenge=asked["code_challenge"],
                nonce=asked.get("nonce"),
                acr=wanted[0] if wanted else ACR_VALUES[0],
                auth_time=self.server.ledger.now(),
            )
        )

    def query_authorization_code(self, code: str, client: Client) -> AuthorizationCode | None:
        found: AuthorizationCode | None = self.server.ledger.redeem(code, client)
        return found

    def delete_authorization_code(self, authorization_code: AuthorizationCode) -> None:
        """Nothing left to do: redeeming took it out."""

    def authenticate_user(self, authorization_code: AuthorizationCode) -> Persona:
        return authorization_code.persona


class RequiredS256(CodeChallenge):  # type: ignore[misc]
    """PKCE for every client; Authlib by itself asks it of public ones and knows `plain`."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: CodeGrant, redirect_uri: str) -> None:
        asked = grant.request.payload.data
        if not asked.get("code_challenge") or asked.get("code_challenge_method") != "S256":
            raise InvalidRequestError("PKCE with 'code_challenge_method' S256 is required.")
        super().validate_code_challenge(grant, redirect_uri)


class IdToken(OpenIDCode):  # type: ignore[misc]
    """The signed id_token; times come from the ledger's clock, not from the machine."""

    def __init__(self, provider: Provider) -> None:
        super().__init__(require_nonce=False)
        self._provider = provider

    def exists_nonce(self, nonce: str, request: object) -> bool:  # noqa: ARG002
        """False: a provider does nothing else with a nonce (OpenID Connect Core, 2)."""
        return False

    def resolve_client_private_key(self, client: Client) -> RSAKey:  # noqa: ARG002
        return self._provider.key

    def get_client_algorithm(self, client: Client) -> str:  # noqa: ARG002
        return ALGORITHM

    def get_encode_header(self, client: Client) -> dict[str, str | None]:  # noqa: ARG002
        return {"alg": ALGORITHM, "kid": self._provider.key.kid}

    def get_client_claims(self, client: Client) -> dict[str, object]:
        now = self._provider.ledger.now()
        return {
            "iss": self._provider.issuer,
            "aud": client.client_id,
            "iat": now,
            "exp": now + ID_TOKEN_SECONDS,
        }

    def generate_user_info(self, user: Persona, scope: str) -> dict[str, Any]:
        return user.claims(scope)


class UserInfo(UserInfoEndpoint):  # type: ignore[misc]
    """The same claims, against the access token."""

    def generate_user_info(self, user: Persona, scope: str) -> dict[str, Any]:
        return user.claims(scope)


class LivingTokens(BearerTokenValidator):  # type: ignore[misc]
    """Looks access tokens up in the ledger."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._ledger = ledger

    def authenticate_token(self, token_string: str) -> AccessToken | None:
        return self._ledger.token(token_string)


class EndSession(EndSessionEndpoint):  # type: ignore[misc]
    """Sign-out on the client's request (OpenID Connect RP-Initiated Logout 1.0)."""

    def _validate_id_token_hint(self, id_token_hint: str) -> dict[str, Any]:
        """Check that we made the hint, at whatever time.

        Authlib's version asks the machine's clock whether `iat` lies in the future, which it does
        once the local clock was moved forward.
        """
        try:
            token = jwt.decode(id_token_hint, self.server.key, algorithms=[ALGORITHM])
        except (JoseError, ValueError) as error:
            raise InvalidRequestError("The 'id_token_hint' is not ours.") from error
        if token.claims.get("iss") != self.server.issuer:
            raise InvalidRequestError("The 'id_token_hint' is not ours.")
        return token.claims

    def end_session(self, end_session_request: EndSessionRequest) -> None:
        if claims := end_session_request.id_token_claims:
            self.server.ledger.sign_out(claims["aud"], claims["sub"])


def build_provider(
    app: Flask, *, issuer: str, clients: Sequence[Client], ledger: Ledger
) -> Provider:
    """Make the server and hang its grant and endpoints in it."""
    app.config["OAUTH2_TOKEN_EXPIRES_IN"] = {"authorization_code": TOKEN_SECONDS}
    provider = Provider(issuer=issuer, clients=clients, ledger=ledger)
    provider.init_app(app)
    provider.register_grant(CodeGrant, [RequiredS256(required=True), IdToken(provider)])
    protector = ResourceProtector()
    protector.register_token_validator(LivingTokens(ledger))
    provider.register_endpoint(UserInfo(resource_protector=protector))
    provider.register_endpoint(EndSession)
    return provider


def public_keys(provider: Provider) -> dict[str, Any]:
    """The JWKS: public halves only."""
    return dict(KeySet([provider.key]).as_dict(private=False))
