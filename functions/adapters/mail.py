"""SES (services.ports.Mailer)."""

import re
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from functions.adapters.aws import client
from functions.log import CORRELATION, Metric, correlation, count, logger

# An address or a mail that will be refused every time: trying again would hold up what comes after.
_FOR_GOOD = frozenset({"MessageRejected", "InvalidParameterValue"})


# What a tag may hold (SES: MessageTag)
_TAG = re.compile(r"[A-Za-z0-9_-]{1,256}")


class SesMailer:
    """`events`: the configuration set by which SES tells what became of a mail, with its tags."""

    def __init__(self, sender: str, events: str = "") -> None:
        self._sender = sender
        self._events = events

    def send(
        self,
        to: str,
        subject: str,
        text: str,
        *,
        calendar: bytes = b"",
        about: Mapping[str, str] | None = None,
    ) -> bool:
        """A mail that is refused for good is counted and given up; any other fault is raised."""
        told = self._told(about or {})
        try:
            if calendar:
                self._send_with(to, subject, text, calendar, told)
            else:
                self._send(to, subject, text, told)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code not in _FOR_GOOD:
                raise
            logger().error("mail refused for good", code=code)
            count({Metric.MAIL_REFUSED: 1})
            return False
        logger().info("mail sent", case=(about or {}).get("case", ""))
        count({Metric.MAIL_SENT: 1})
        return True

    def _told(self, about: Mapping[str, str]) -> dict[str, Any]:
        if not self._events:
            return {}
        tagged = {**about, CORRELATION: correlation()}
        tags = [
            {"Name": name, "Value": value}
            for name, value in tagged.items()
            if _TAG.fullmatch(value)
        ]
        return {"ConfigurationSetName": self._events, "Tags": tags}

    def _send(self, to: str, subject: str, text: str, told: dict[str, Any]) -> None:
        client("ses").send_email(
            Source=self._sender,
            Destination={"ToAddresses": [to]},
            Message={
                "Subject": {"Data": subject, "Charset": "UTF-8"},
                "Body": {"Text": {"Data": text, "Charset": "UTF-8"}},
            },
            **told,
        )

    def _send_with(
        self, to: str, subject: str, text: str, calendar: bytes, told: dict[str, Any]
    ) -> None:
        from email.message import EmailMessage
        from email.policy import SMTP

        message = EmailMessage(policy=SMTP)
        message["From"], message["To"], message["Subject"] = self._sender, to, subject
        message.set_content(text)
        message.add_attachment(
            calendar, maintype="text", subtype="calendar", filename="afspraak.ics"
        )
        client("ses").send_raw_email(
            Source=self._sender,
            Destinations=[to],
            RawMessage={"Data": message.as_bytes()},
            **told,
        )
