"""The e-Box of citizens (services.message_ports.PostBox): publishing as a document sender.

Source: the e-Box RESTful API v2 (github.com/be-smals-thim/documentation-site: `docs/ds`, and the
OpenAPI description in `static/openapi`): POST /publishMessage, multipart, with the part
`messageToPublish`; 201, with the code NO_DIGITAL_USER for who never opened their e-Box. The same
again is recognised by the header Idempotency-Key, and answered with 409
(dev.eboxenterprise.be/docs/ds/document_sender). Not confirmed: see docs/notifications.md.
"""

import json
import uuid
from typing import Any

from functions.adapters.http import DENIED, Fault, ask
from functions.adapters.oauth import Tokens, with_token
from functions.domain.tenant import EBox
from functions.log import Metric, count, logger
from functions.services.message_ports import BoxMessage, NoBox, Refused

SECONDS = 5.0  # nobody waits for it, but the messages behind it do
_CREATED, _THERE, _BUSY = 201, 409, 429
_NO_USER = "NO_DIGITAL_USER"
_LANGUAGES = ("nl", "fr", "de")
# Makes the same key of the same message, and of no other; a name in our own space.
_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://burgerloket.example/ebox")


class NoEBox:
    """A desk that is not connected."""

    is_there = False

    def publish(self, message: BoxMessage) -> None:
        """Nobody has one here."""
        del message
        raise NoBox


class EBoxRest:
    """`url`: of the message registry; `sender`: as agreed with the e-Box, in the tenant's file."""

    is_there = True

    def __init__(self, url: str, scope: str, tokens: Tokens, sender: EBox) -> None:
        self._url = url.rstrip("/")
        self._scope = scope
        self._tokens = tokens
        self._sender = sender

    def publish(self, message: BoxMessage) -> None:
        """See the port. What fails is told to the log, by its kind."""
        try:
            self._publish(message)
        except NoBox:
            raise
        except Refused as error:
            logger().error("e-Box refused a message", why=str(error))
            count({Metric.EBOX_REFUSED: 1})
            raise
        except Exception as error:
            logger().warning("e-Box not available", kind=type(error).__name__)
            count({Metric.EBOX_FAULT: 1})
            raise

    def _publish(self, message: BoxMessage) -> None:
        status, content = with_token(self._tokens, self._scope, lambda: self._post(message))
        if status == _THERE:  # an earlier try got through after all
            return
        if status == _CREATED:
            if _code(content) == _NO_USER:
                raise NoBox
            return
        if status in (DENIED, 403, 404, 408, _BUSY) or status >= 500:
            raise Fault(f"e-Box: status {status}")  # ours to mend, or theirs: not the message's
        raise Refused(f"status {status}")

    def _post(self, message: BoxMessage) -> tuple[int, bytes]:
        from urllib3.filepost import encode_multipart_formdata

        text, kind = encode_multipart_formdata(
            [
                ("messageToPublish", self._described(message)),
                ("upfile1", ("bericht.txt", message.text.encode(), "text/plain; charset=utf-8")),
            ]
        )
        headers = {
            **self._tokens.bearer(self._scope),
            "Content-Type": kind,
            "Accept": "application/json",
            "Idempotency-Key": f'"{uuid.uuid5(_SPACE, message.key)}"',
        }
        return ask("POST", f"{self._url}/publishMessage", headers, text, seconds=SECONDS)

    def _described(self, message: BoxMessage) -> str:
        lang = message.lang if message.lang in _LANGUAGES else "nl"
        described: dict[str, Any] = {
            "recipient": {"eboxType": "citizen", "eboxIdValue": message.national_number},
            "subject": {lang: message.subject},
            "senderOrganizationId": self._sender.organisation,
            "senderApplicationId": self._sender.application,
            "messageTypeId": self._sender.message_type,
            "attachments": [
                {"httpPartName": "upfile1", "mainContent": True, "attachmentSigned": False}
            ],
            "bodyMainContent": False,
            "replyAuthorized": False,
        }
        return json.dumps(described, ensure_ascii=False)


def _code(content: bytes) -> str:
    try:
        found = json.loads(content or b"{}")
    except ValueError:
        return ""
    return str(found.get("code", "")) if isinstance(found, dict) else ""
