"""Keys of one run of the local desk: made at its start, gone with it."""

import json
from functools import cache
from typing import Any

SERVICE_CLIENT_ID = "burgerloket"


@cache
def private_key(owner: str) -> str:  # noqa: ARG001 - the cache keeps one for each
    """The private key of this owner (the desk, the token service...): a JWK as JSON."""
    from joserfc.jwk import ECKey

    return json.dumps(ECKey.generate_key("P-256", private=True).as_dict(private=True))


def public_key(owner: str) -> dict[str, Any]:
    """What others know of it: a JWK with its thumbprint as `kid` (RFC 7638)."""
    from joserfc.jwk import ECKey

    key = ECKey.import_key(json.loads(private_key(owner)))
    return {**key.as_dict(private=False), "kid": key.thumbprint(), "use": "sig", "alg": "ES256"}
