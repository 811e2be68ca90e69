"""What SES tells of a mail: a permanent bounce or a complaint closes its address, whatever is
passing (a full mailbox, a delay) changes nothing. Events come twice, late and in any order.

Source: docs.aws.amazon.com/ses/latest/dg, "Contents of event data"; by EventBridge the same object
is the event's `detail`. The tags are those with which we sent it (adapters.mail).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from functions.domain.messages import Kind, Mark, is_legal
from functions.services import messaging
from functions.services.ports import Ports

_PERMANENT = "Permanent"


@dataclass(frozen=True)
class Failed:
    """A mail that did not arrive, and will not. `about`: our tags; `sent`: when it left."""

    kind: Literal["bounce", "complaint"]
    id: str
    addresses: tuple[str, ...]
    sent: datetime
    at: datetime
    about: Mapping[str, str]


def read(detail: Mapping[str, Any]) -> Failed | None:
    """None for what closes no address. Raises KeyError, ValueError for what is no event of SES."""
    mail = detail["mail"]
    kind: Literal["bounce", "complaint"]
    match detail["eventType"]:
        case "Bounce" if detail["bounce"]["bounceType"] == _PERMANENT:
            kind, told, recipients = "bounce", detail["bounce"], "bouncedRecipients"
        case "Complaint":
            kind, told, recipients = "complaint", detail["complaint"], "complainedRecipients"
        case _:
            return None
    tags: Mapping[str, list[str]] = mail.get("tags", {})
    return Failed(
        kind=kind,
        id=mail["messageId"],
        addresses=tuple(found["emailAddress"] for found in told[recipients]),
        sent=datetime.fromisoformat(mail["timestamp"]),
        at=datetime.fromisoformat(told["timestamp"]),
        about={name: values[0] for name, values in tags.items() if values},
    )


def receive(ports: Ports, failed: Failed) -> int:
    """Close the addresses, tell their owner on their next page, and see that a message that the law
    asks for goes another way; answers how many were closed."""
    closed = [address for address in failed.addresses if _close(ports, failed, address)]
    for address in closed:
        if ref := failed.about.get("ref"):
            found = messaging.unreached_of(ports, address, failed.at, failed.kind)
            messaging.note_unreached(ports, ref, found)
    kind = failed.about.get("kind", "")
    about_case = "case" in failed.about and kind in set(Kind)
    # who complains did get it
    if closed and about_case and is_legal(Kind(kind)) and failed.kind == "bounce":
        key = f"back/{failed.id}"
        messaging.came_back(ports, failed.about["case"], failed.about["party"], Kind(kind), key)
    return len(closed)


def _close(ports: Ports, failed: Failed, address: str) -> bool:
    key = messaging.address_key(ports, address)
    return ports.messages.refuses(key, Mark(kind=failed.kind, at=failed.at), failed.sent)
