"""Judges a presigned POST as S3 does. moto accepts any, so refusals would not be seen locally.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_UNSIGNED = {"file", "policy", "x-amz-signature"}


class Refused(Exception):  # noqa: N818
    """S3's own error: HTTP status, code, message, and further elements of its XML."""

    def __init__(self, status: int, code: str, message: str, **more: object) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.more = more


def expand(fields: Mapping[str, str], filename: str) -> dict[str, str]:
    """Names in lower case, `${filename}` replaced by the name of the chosen file."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return {
        key.lower(): value if key.lower() in _UNSIGNED else value.replace("${filename}", name)
        for key, value in fields.items()
    }


def judge(
    fields: Mapping[str, str],
    *,
    bucket: str,
    size: int,
    access_key: str,
    secret_key: str,
    now: datetime,
) -> None:
    """Raise Refused unless signature, expiry and every condition hold. `fields`: from `expand`."""
    check_signature(fields, access_key=access_key, secret_key=secret_key)
    policy = _policy(fields["policy"])
    if _expiry(policy) <= now:
        raise _against("Policy expired.")
    conditions = [_triple(condition) for condition in policy.get("conditions", [])]
    _check_conditions(conditions, {**fields, "bucket": bucket})
    _check_size(conditions, size)
    covered = {str(name).removeprefix("$").lower() for _, name, _ in conditions}
    extra = sorted(
        key
        for key in fields
        if key not in covered and key not in _UNSIGNED and not key.startswith("x-ignore-")
    )
    if extra:
        raise _against(f"Extra input fields: {', '.join(extra)}")


def check_signature(fields: Mapping[str, str], *, access_key: str, secret_key: str) -> None:
    """Recompute the signature (version 4) of the policy."""
    needed = ("policy", "x-amz-credential", "x-amz-algorithm", "x-amz-date", "x-amz-signature")
    for name in needed:
        if not fields.get(name):
            message = f"Bucket POST must contain a field named '{name}'."
            raise Refused(400, "InvalidArgument", message, ArgumentName=name)
    parts = fields["x-amz-credential"].split("/")
    if len(parts) != 5 or parts[3:] != ["s3", "aws4_request"]:
        raise Refused(400, "InvalidArgument", "The credential is malformed.")
    if fields["x-amz-algorithm"] != "AWS4-HMAC-SHA256":
        raise Refused(400, "InvalidArgument", "X-Amz-Algorithm must be AWS4-HMAC-SHA256.")
    if parts[0] != access_key:
        message = "The AWS Access Key Id you provided does not exist in our records."
        raise Refused(403, "InvalidAccessKeyId", message)
    key = f"AWS4{secret_key}".encode()
    for part in parts[1:]:
        key = hmac.digest(key, part.encode(), hashlib.sha256)
    expected = hmac.new(key, fields["policy"].encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), fields["x-amz-signature"].encode()):
        message = (
            "The request signature we calculated does not match the signature you provided. "
            "Check your key and signing method."
        )
        raise Refused(403, "SignatureDoesNotMatch", message)


def _policy(text: str) -> dict[str, Any]:
    try:
        policy = json.loads(base64.b64decode(text, validate=True))
        if not isinstance(policy, dict):
            raise TypeError
    except (binascii.Error, ValueError, TypeError):
        message = "Invalid Policy: Invalid JSON."
        raise Refused(400, "InvalidPolicyDocument", message) from None
    return policy


def _expiry(policy: dict[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(policy["expiration"])
    except (KeyError, TypeError, ValueError):
        message = "Invalid Policy: Invalid 'expiration' value."
        raise Refused(400, "InvalidPolicyDocument", message) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _triple(condition: object) -> tuple[str, Any, Any]:
    """Both spellings of a condition as (operator, field or minimum, value or maximum)."""
    if isinstance(condition, dict) and len(condition) == 1:
        [(name, value)] = condition.items()
        return "eq", f"${name}", value
    if isinstance(condition, list) and len(condition) == 3:
        return str(condition[0]).lower(), condition[1], condition[2]
    raise Refused(400, "InvalidPolicyDocument", "Invalid Policy: Invalid condition.")


def _check_conditions(conditions: list[tuple[str, Any, Any]], fields: Mapping[str, str]) -> None:
    for operator, name, wanted in conditions:
        if operator == "content-length-range":
            continue
        if operator not in ("eq", "starts-with"):
            raise Refused(400, "InvalidPolicyDocument", "Invalid Policy: Unknown operator.")
        value = fields.get(str(name).removeprefix("$").lower(), "")
        holds = value == str(wanted) if operator == "eq" else value.startswith(str(wanted))
        if not holds:
            raise _against(f"Policy Condition failed: {json.dumps([operator, name, wanted])}")


def _check_size(conditions: list[tuple[str, Any, Any]], size: int) -> None:
    for operator, low, high in conditions:
        if operator != "content-length-range":
            continue
        if size < int(low):
            message = "Your proposed upload is smaller than the minimum allowed size"
            raise Refused(400, "EntityTooSmall", message, ProposedSize=size, MinSizeAllowed=low)
        if size > int(high):
            message = "Your proposed upload exceeds the maximum allowed size"
            raise Refused(400, "EntityTooLarge", message, ProposedSize=size, MaxSizeAllowed=high)


def _against(why: str) -> Refused:
    return Refused(403, "AccessDenied", f"Invalid according to Policy: {why}")
