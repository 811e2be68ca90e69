"""Only what came through CloudFront: its firewall and its limits are of no use to who goes past it,
and what it says of a visitor (`CloudFront-Viewer-Address`) is then the visitor's own word.

CloudFront puts a key in a header of each request to us, in place of one that a visitor sent
(https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html).
"""

import hmac
from typing import Any

HEADER = "X-Origin-Verify"
_NAME = HEADER.lower()


def came_through(event: dict[str, Any], keys: str) -> bool:
    """`keys`: those that are accepted, with a comma between; none at all: nothing is in front.

    Takes as long for a wrong key as for a right one, and for the first as for the last.
    """
    if not keys:
        return True
    given = [
        value
        for name, values in (event.get("multiValueHeaders") or {}).items()
        if name.lower() == _NAME
        for value in values
    ]
    accepted = [key for key in keys.split(",") if key]
    # each is compared: a list, not a generator that stops at the first
    same = [hmac.compare_digest(each.encode(), key.encode()) for each in given for key in accepted]
    return len(given) == 1 and any(same)


def without_key(event: dict[str, Any]) -> dict[str, Any]:
    """What a log or a page could show of a request does not hold the key."""
    fields = {
        field: {k: v for k, v in event[field].items() if k.lower() != _NAME}
        for field in ("headers", "multiValueHeaders")
        if event.get(field)
    }
    return {**event, **fields}
