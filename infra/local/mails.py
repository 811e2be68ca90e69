"""Mails as a person reads them, from what moto's SES kept."""

from dataclasses import asdict, dataclass
from email import message_from_bytes, message_from_string, policy
from email.message import EmailMessage
from typing import Any


@dataclass(frozen=True)
class Mail:
    """One mail that was sent. `calendar`: the iCalendar file that goes with it."""

    id: str
    sender: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str = ""
    calendar: str = ""

    def reaches(self, address: str) -> bool:
        """Tell whether this address is among the recipients; an empty one is everybody."""
        return not address or address.casefold() in (to.casefold() for to in self.to)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Mail":
        """From JSON."""
        return cls(**{**data, "to": tuple(data["to"])})


def read_mails(messages: list[Any]) -> list[Mail]:
    """Turn moto's messages (newest last) into mails, newest first."""
    return [_read(message) for message in reversed(messages)]


def _read(message: Any) -> Mail:  # noqa: ANN401
    if hasattr(message, "raw_data"):
        return _read_raw(message)
    destinations = message.destinations
    to = tuple(address for part in destinations.values() for address in part)
    body = str(message.body)
    is_html = body.lstrip()[:1] == "<"
    return Mail(
        id=message.id,
        sender=message.source,
        to=to,
        subject=message.subject,
        text="" if is_html else body,
        html=body if is_html else "",
    )


def _read_raw(message: Any) -> Mail:  # noqa: ANN401
    raw = message.raw_data
    parsed = (
        message_from_bytes(raw, policy=policy.default)
        if isinstance(raw, bytes)
        else message_from_string(raw, policy=policy.default)
    )
    return Mail(
        id=message.id,
        sender=message.source,
        to=tuple(message.destinations),
        subject=str(parsed["Subject"] or ""),
        text=_part(parsed, "plain"),
        html=_part(parsed, "html"),
        calendar=next(
            (
                str(part.get_content())
                for part in parsed.iter_attachments()
                if part.get_content_type() == "text/calendar"
            ),
            "",
        ),
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""
