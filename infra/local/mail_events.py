"""What SES tells of the mails that moto took: some addresses do not exist, and
some people complain.

The addresses are those of SES's mailbox simulator, and any at `bounce.example`, `full.example` or
`complaint.example`. The events are SES's own, as EventBridge brings them.
"""

import json
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from queue import Empty, Queue
from threading import Event
from typing import Any
from urllib.parse import parse_qsl

from infra.local import eventbridge
from infra.local.config import ACCOUNT

_SIMULATOR = "simulator.amazonses.com"
_TITLES = {"Bounce": "Email Bounced", "Complaint": "Email Complaint Received"}


def fate_of(address: str) -> str:
    """Bounce, Transient (a bounce that may pass), Complaint, or nothing."""
    name, _, domain = address.casefold().rpartition("@")
    if domain == _SIMULATOR:
        return {"bounce": "Bounce", "complaint": "Complaint", "suppressionlist": "Bounce"}.get(
            name.partition("+")[0], ""
        )
    fates = {"bounce.example": "Bounce", "full.example": "Transient"}
    return {**fates, "complaint.example": "Complaint"}.get(domain, "")


class MailEvents:
    """Looks at each request that sends a mail, and tells later what became of it. `now`: the desk's
    clock."""

    def __init__(self) -> None:
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        self._waiting: Queue[dict[str, Any]] = Queue()

    def sent(self, body: bytes) -> None:
        """A request to SES that was accepted."""
        asked = dict(parse_qsl(body.decode("utf-8", "replace")))
        if asked.get("Action") not in ("SendEmail", "SendRawEmail"):
            return
        if "ConfigurationSetName" not in asked:
            return  # SES tells of nothing else
        to = _members(asked, "Destination.ToAddresses") + _members(asked, "Destinations")
        names, values = _members(asked, "Tags", ".Name"), _members(asked, "Tags", ".Value")
        tags = dict(zip(names, values, strict=True))
        for address in to:
            found = parseaddr(address)[1]
            if fate := fate_of(found):
                source = asked.get("Source", "")
                self._waiting.put(event_of(fate, found, tags, source, self.now()))

    def forget(self) -> None:
        """Drop what waits."""
        while not self._waiting.empty():
            self._waiting.get_nowait()
            self._waiting.task_done()

    @property
    def are_told(self) -> bool:
        """Whether none waits or is being told."""
        return self._waiting.unfinished_tasks == 0

    def run_once(self, tell: Callable[[dict[str, Any]], None]) -> int:
        """Deliver what waits; return how many there were."""
        told = 0
        while True:
            try:
                event = self._waiting.get_nowait()
            except Empty:
                return told
            try:
                tell(event)
            finally:
                self._waiting.task_done()
            told += 1

    def run_forever(self, stop: Event, tell: Callable[[dict[str, Any]], None]) -> None:
        """Deliver until `stop` is set."""
        while not stop.wait(0.3):
            self.run_once(tell)


def _members(asked: Mapping[str, str], name: str, rest: str = "") -> list[str]:
    """A list of AWS's query protocol: `Tags.member.1.Name`..."""
    found: list[str] = []
    while (key := f"{name}.member.{len(found) + 1}{rest}") in asked:
        found.append(asked[key])
    return found


def event_of(
    fate: str, address: str, tags: Mapping[str, str], source: str, sent: datetime
) -> dict[str, Any]:
    """One event, as EventBridge brings SES's (docs.aws.amazon.com/ses/latest/dg, "Examples of event
    data")."""
    kind = "Complaint" if fate == "Complaint" else "Bounce"
    stamp = _stamp(sent + timedelta(seconds=1))
    about: dict[str, Any] = {
        "Bounce": {
            "feedbackId": str(uuid.uuid4()),
            "bounceType": "Permanent" if fate == "Bounce" else "Transient",
            "bounceSubType": "General" if fate == "Bounce" else "MailboxFull",
            "bouncedRecipients": [
                {
                    "emailAddress": address,
                    "action": "failed",
                    "status": "5.1.1" if fate == "Bounce" else "4.2.2",
                    "diagnosticCode": "smtp; 550 5.1.1 user unknown",
                }
            ],
            "timestamp": stamp,
            "reportingMTA": "dsn; mta.example.com",
        },
        "Complaint": {
            "feedbackId": str(uuid.uuid4()),
            "complaintSubType": None,
            "complainedRecipients": [{"emailAddress": address}],
            "timestamp": stamp,
            "complaintFeedbackType": "abuse",
        },
    }
    own = {"ses:operation": ["SendEmail"], "ses:outgoing-ip": ["192.0.2.0"]}
    detail = {
        "eventType": kind,
        "mail": {
            "timestamp": _stamp(sent),
            "source": source,
            "sendingAccountId": ACCOUNT,
            "messageId": str(uuid.uuid4()),
            "destination": [address],
            "headersTruncated": False,
            "headers": [],
            "commonHeaders": {"from": [source], "to": [address]},
            "tags": {**own, **{name: [value] for name, value in tags.items()}},
        },
        kind.lower(): about[kind],
    }
    told = eventbridge.event("aws.ses", _TITLES[kind], detail, time=stamp)
    plain: dict[str, Any] = json.loads(json.dumps(told))
    return plain


def _stamp(moment: datetime) -> str:
    """`2017-08-05T00:40:02.012Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
