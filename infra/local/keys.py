"""Keys of the local desk: always the same, so that every process of it has them. Worthless outside
this machine, like the other secrets of config.py."""

import hashlib
import json
from functools import cache
from typing import Any

SERVICE_CLIENT_ID = "burgerloket"


@cache
def private_key(owner: str) -> str:
    """The private key of this owner (the desk, the token service...): a JWK as JSON."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from joserfc.jwk import ECKey

    number = int.from_bytes(hashlib.sha256(f"burgerloket local {owner}".encode()).digest()[:31])
    key = ECKey(ec.derive_private_key(number, ec.SECP256R1()), None)
    return json.dumps(key.as_dict(private=True))


def public_key(owner: str) -> dict[str, Any]:
    """What others know of it: a JWK with its thumbprint as `kid` (RFC 7638)."""
    from joserfc.jwk import ECKey

    key = ECKey.import_key(json.loads(private_key(owner)))
    return {**key.as_dict(private=False), "kid": key.thumbprint(), "use": "sig", "alg": "ES256"}
