"""What EventBridge puts around the event of a service.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from infra.local.config import ACCOUNT, REGION


def event(
    source: str,
    kind: str,
    detail: Mapping[str, Any],
    *,
    resources: Sequence[str] = (),
    time: str = "",
) -> dict[str, Any]:
    """`time`: RFC 3339, in UTC; now, when it is not said."""
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": kind,
        "source": source,
        "account": ACCOUNT,
        "time": time or now,
        "region": REGION,
        "resources": list(resources),
        "detail": dict(detail),
    }
