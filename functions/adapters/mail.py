"""SES (services.ports.Mailer)."""

from botocore.exceptions import ClientError

from functions.adapters.aws import client
from functions.log import count, logger

# An address or a mail that will be refused every time: trying again would hold up what comes after.
_FOR_GOOD = frozenset({"MessageRejected", "InvalidParameterValue"})


class SesMailer:
    def __init__(self, sender: str) -> None:
        self._sender = sender

    def send(self, to: str, subject: str, text: str, *, calendar: bytes = b"") -> None:
        """A mail that is refused for good is counted and given up; any other fault is raised."""
        try:
            if calendar:
                self._send_with(to, subject, text, calendar)
            else:
                self._send(to, subject, text)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code not in _FOR_GOOD:
                raise
            logger().error("mail refused for good", code=code)
            count({"MailRefused": 1})

    def _send(self, to: str, subject: str, text: str) -> None:
        client("ses").send_email(
            Source=self._sender,
            Destination={"ToAddresses": [to]},
            Message={
                "Subject": {"Data": subject, "Charset": "UTF-8"},
                "Body": {"Text": {"Data": text, "Charset": "UTF-8"}},
            },
        )

    def _send_with(self, to: str, subject: str, text: str, calendar: bytes) -> None:
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
        )
