"""The discovery document (OpenID Connect Discovery 1.0, section 3)."""

from infra.local.identity.clients import AUTH_METHODS, SCOPES
from infra.local.identity.provider import ACR_VALUES, ALGORITHM
from infra.local.identity.texts import LOCALES

CLAIMS = (
    *("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "at_hash"),
    *("given_name", "family_name", "rrn", "vo_id", "vo_doelgroepcode", "vo_orgcode", "vo_orgnaam"),
    "burgerloket_rol_3d",
)


def discovery_document(issuer: str) -> dict[str, object]:
    """What the provider can do, and where."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "jwks_uri": f"{issuer}/jwks.json",
        "end_session_endpoint": f"{issuer}/end_session",
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "token_endpoint_auth_methods_supported": list(AUTH_METHODS),
        "code_challenge_methods_supported": ["S256"],
        "acr_values_supported": list(ACR_VALUES),
        "claims_supported": list(CLAIMS),
        "ui_locales_supported": list(LOCALES),
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
    }
