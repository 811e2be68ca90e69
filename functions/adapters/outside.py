"""Messages to outside parties and their answers over HTTP (services.ports.Outside).

Both ways are signed by HTTP Message Signatures (RFC 9421, hmac-sha256) over the method, the address
and the Content-Digest of the body (RFC 9530). The library loads with the first message only.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from functions.domain.problems import Busy

_COVERED = ("@method", "@target-uri", "content-type", "content-digest")
# How old a signed message may be. Within it the same answer again changes nothing.
WINDOW = timedelta(minutes=5)
_SECONDS = 5
JSON = "application/json"


class OutsideRefused(Exception):  # noqa: N818 - what the other side answered
    """An outside party did not take a message: its name and the HTTP status."""


@dataclass
class _Request:
    """What the library looks at."""

    method: str
    url: str
    headers: dict[str, str]


def key_of(secret: str, party: str) -> bytes:
    """The key shared with one party: whoever has it cannot speak for another."""
    return hmac.new(secret.encode(), f"outside/{party}".encode(), hashlib.sha256).digest()


def signed_headers(key: bytes, party: str, url: str, body: bytes, at: datetime) -> dict[str, str]:
    """The headers of a POST of this JSON body, signed at that moment."""
    from http_message_signatures import HTTPMessageSigner, MappingKeyResolver
    from http_message_signatures.algorithms import HMAC_SHA256

    request = _Request("POST", url, {"Content-Type": JSON, "Accept": JSON})
    HTTPMessageSigner(
        signature_algorithm=HMAC_SHA256,
        key_resolver=MappingKeyResolver(public_keys={}, private_keys={party: key}),
    ).sign(
        request,
        key_id=party,
        created=at,
        label="sig",
        covered_component_ids=_COVERED[:3],
        body=body,
    )
    return request.headers


def is_signed(
    key: bytes, party: str, url: str, headers: Mapping[str, str], body: bytes, now: datetime
) -> bool:
    """Whether this party signed this POST, not longer ago than WINDOW."""
    from http_message_signatures import (
        HTTPMessageSignaturesException,
        HTTPMessageVerifier,
        MappingKeyResolver,
    )
    from http_message_signatures.algorithms import HMAC_SHA256

    verifier = HTTPMessageVerifier(
        signature_algorithm=HMAC_SHA256,
        key_resolver=MappingKeyResolver(public_keys={party: key}, private_keys={}),
    )
    # its own look at the time asks the system's clock; ours is below
    verifier.validate_created_and_expires = lambda *_, **__: None
    try:
        (found,) = verifier.verify(
            _Request("POST", url, dict(headers)), body=body, require_components=_COVERED
        )
    except (HTTPMessageSignaturesException, ValueError):
        return False
    created = found.parameters.get("created")
    expires = found.parameters.get("expires", 0)
    if not isinstance(created, int) or not isinstance(expires, int):
        return False
    is_over = 0 < expires < now.timestamp()
    return abs(now.timestamp() - created) <= WINDOW.total_seconds() and not is_over


class SignedOutside:
    """`secret` is OUTSIDE_KEY; `base` replaces the tenant's addresses (the local desk)."""

    def __init__(self, secret: str, base: str, now: Callable[[], datetime]) -> None:
        self._secret = secret
        self._base = base
        self._now = now

    def send(self, party: str, url: str, message: Mapping[str, Any]) -> None:
        """POST the message. Raises Busy or OutsideRefused for anything but a 2xx."""
        import urllib3  # comes with botocore

        address = f"{self._base}/{party}" if self._base else url
        body = json.dumps(message, ensure_ascii=False).encode()
        headers = signed_headers(self._key(party), party, address, body, self._now())
        try:
            answer = urllib3.request(
                "POST",
                address,
                body=body,
                headers=headers,
                timeout=_SECONDS,
                retries=False,
                redirect=False,
            )
        except urllib3.exceptions.HTTPError as error:
            raise Busy from error
        if not 200 <= answer.status < 300:
            raise OutsideRefused(f"{party}: {answer.status}")

    def is_from(self, party: str, url: str, headers: Mapping[str, str], body: bytes) -> bool:
        """See services.ports.Outside."""
        now = self._now().astimezone(UTC)
        return bool(self._secret) and is_signed(self._key(party), party, url, headers, body, now)

    def _key(self, party: str) -> bytes:
        if not self._secret:
            message = "OUTSIDE_KEY is not set"
            raise RuntimeError(message)
        return key_of(self._secret, party)
