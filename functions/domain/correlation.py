"""The id by which one request is followed: from the browser to the last line of its workflow.

Short enough to be said on the telephone, and of the signs of a case number, but in two groups of
five, so that nobody takes it for one. It says nothing about anybody.
"""

import hashlib
import re
from collections.abc import Mapping

from functions.domain.numbers import ALPHABET

HEADER = "X-Correlation-Id"
_HALF = 5  # signs: twice as many carry 44 bits
_FORM = re.compile(rf"[{ALPHABET}]{{{_HALF}}}-[{ALPHABET}]{{{_HALF}}}")
# https://www.w3.org/TR/trace-context/#traceparent-header: version, trace id, parent, flags
_TRACE = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")


def correlation_of(seed: str) -> str:
    """The id that belongs to what somebody else named: `7KM42-PRT9X`."""
    left = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8])
    signs = []
    for _ in range(2 * _HALF):
        left, sign = divmod(left, len(ALPHABET))
        signs.append(ALPHABET[sign])
    text = "".join(signs)
    return f"{text[:_HALF]}-{text[_HALF:]}"


def is_correlation(text: str) -> bool:
    return bool(_FORM.fullmatch(text))


def of_request(headers: Mapping[str, str], request_id: str) -> str:
    """By the trace that the caller began (`traceparent`), if it has the form of one, or else by the
    id that API Gateway gave the request."""
    given = next((v for name, v in headers.items() if name.lower() == "traceparent"), "")
    trace = _TRACE.fullmatch(given.strip()) if len(given) < 100 else None
    return correlation_of(trace[1] if trace else request_id)
