"""A stand-in of the e-Box: takes what document senders publish for citizens, and shows each
inbox.

It speaks the e-Box RESTful API v2 as far as that is public (see functions/adapters/ebox.py): POST
/publishMessage with a part `messageToPublish`, of which it checks the fields that are required. It
can be down, slow or refusing, and people can leave their e-Box unused.
"""

import json
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from infra.local.config import EBOX_SCOPE
from infra.local.guard import is_from_here
from infra.local.neighbours.tokens import Clock, Tokens

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_SLOW = 8.0  # seconds: longer than anybody waits
_KEPT = timedelta(days=365)
_LANGUAGES = {"nl", "fr", "de"}
MODES = {"": "werkt", "down": "ligt plat", "slow": "is traag", "refusing": "weigert alles"}


@dataclass(frozen=True)
class Published:
    """One message in an e-Box."""

    id: str
    recipient: str
    lang: str
    subject: str
    text: str
    sender: str
    expires: str


class EBox:
    """The message registry. `inactive`: who never opened their e-Box (national numbers)."""

    title = "e-Box: de berichten die burgers kregen"

    def __init__(self, *, tokens: Tokens, clock: Clock) -> None:
        self._tokens = tokens
        self._clock = clock
        self.slow = _SLOW
        self.reset()

    def reset(self) -> None:
        """Empty boxes, everything working, everybody active."""
        self.messages: list[Published] = []
        self.inactive: set[str] = set()
        self.mode = ""
        self.asked = 0
        self._keys: set[tuple[str, str]] = set()

    def of(self, national_number: str) -> list[Published]:
        """The messages of one person, newest last."""
        return [found for found in self.messages if found.recipient == national_number]

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        with Request(environ) as request:  # closes what was uploaded
            return self._answer(request)(environ, start_response)

    def _answer(self, request: Request) -> Response:
        match request.method, request.path:
            case "GET", "/":
                answer = self._page()
            case "POST", "/publishMessage":
                answer = self._publish(request)
            case "POST", "/mode":
                answer = self._set_mode(request)
            case "POST", "/inactive":
                answer = self._toggle(request)
            case _:
                answer = _status("NOT_FOUND", "no such resource", 404)
        return answer

    def _publish(self, request: Request) -> Response:
        self.asked += 1
        if self.mode == "slow":
            time.sleep(self.slow)
        if self.mode == "down":
            return _status("UNAVAILABLE", "try again later", 503)
        if not self._tokens.is_good(request, EBOX_SCOPE):
            return _status("UNAUTHORIZED", "no valid token", 401)
        if self.mode == "refusing":
            return _status("INVALID_SENDER", "Invalid message configuration", 400)
        try:
            message = json.loads(request.form["messageToPublish"])
            problem = _problem(message, set(request.files))
        except (KeyError, ValueError):
            problem = "messageToPublish is no JSON"
        if problem:
            return _status("INVALID_INPUT", problem, 400)
        return self._keep(request, message)

    def _keep(self, request: Request, message: dict[str, Any]) -> Response:
        key = (message["senderApplicationId"], request.headers.get("Idempotency-Key", ""))
        if key[1] and key in self._keys:
            return _status("DUPLICATE", "published before", 409)
        self._keys.add(key)
        ((lang, subject),) = message["subject"].items()
        part = next(a["httpPartName"] for a in message["attachments"] if a["mainContent"])
        made = Published(
            id=str(uuid.uuid4()),
            recipient=message["recipient"]["eboxIdValue"],
            lang=lang,
            subject=subject,
            text=request.files[part].read().decode(),
            sender=message["senderOrganizationId"],
            expires=(self._clock.now() + _KEPT).isoformat(timespec="seconds"),
        )
        self.messages.append(made)
        told = {"messageId": made.id, "expirationDate": made.expires}
        if made.recipient in self.inactive:
            told |= {"code": "NO_DIGITAL_USER", "message": "The user never opened the e-Box"}
        return _json(told, 201)

    def _set_mode(self, request: Request) -> Response:
        if not is_from_here(request):
            return Response(status=403)
        mode = request.form.get("mode", "")
        self.mode = mode if mode in MODES else ""
        return Response(status=303, headers={"Location": "./"})

    def _toggle(self, request: Request) -> Response:
        if not is_from_here(request):
            return Response(status=403)
        self.inactive ^= {request.form.get("person", "")}
        return Response(status=303, headers={"Location": "./"})

    def _page(self) -> Response:
        from infra.local.identity import load_personas

        people = {p.rrn: f"{p.given_name} {p.family_name}" for p in load_personas()}
        modes = "".join(
            f'<button name="mode" value="{mode}">{text}</button> ' for mode, text in MODES.items()
        )
        shown = "".join(
            f"<section><h2>{escape(name)}</h2>{self._switch(number)}{self._box(number)}</section>"
            for number, name in people.items()
        )
        page = (
            f'<!doctype html><html lang="nl"><meta charset="utf-8"><title>e-Box</title>'
            f"<main><h1>e-Box</h1><p>De e-Box {MODES[self.mode]}.</p>"
            f'<form method="post" action="mode">{modes}</form>{shown}</main></html>'
        )
        return Response(page, mimetype="text/html")

    def _switch(self, number: str) -> str:
        text = "Opent de e-Box nooit" if number not in self.inactive else "Opent de e-Box weer"
        return (
            f'<form method="post" action="inactive"><button name="person" value="{number}">'
            f"{text}</button></form>"
        )

    def _box(self, number: str) -> str:
        found = "".join(
            f"<li><strong>{escape(m.subject)}</strong><pre>{escape(m.text)}</pre></li>"
            for m in reversed(self.of(number))
        )
        return f"<ul>{found}</ul>" if found else "<p>Leeg.</p>"


def _problem(message: Any, files: set[str]) -> str:  # noqa: ANN401 - what came
    """What is wrong with a message for a citizen; empty: nothing."""
    if not isinstance(message, dict):
        return "messageToPublish is no object"
    required = ("recipient", "subject", "bodyMainContent", "replyAuthorized", "senderApplicationId",
                "messageTypeId", "senderOrganizationId", "attachments")  # fmt: skip
    missing = [name for name in required if name not in message]
    if missing or None in message.values():
        return f"missing or null: {', '.join(missing)}"
    recipient, subject = message["recipient"], message["subject"]
    number = str(recipient.get("eboxIdValue", ""))
    if recipient.get("eboxType") != "citizen" or not (number.isdigit() and len(number) == 11):
        return "recipient"
    if len(subject) != 1 or not set(subject) <= _LANGUAGES:
        return "one language among nl, fr and de"  # theirs: no publication in several
    parts = [attachment.get("httpPartName") for attachment in message["attachments"]]
    if set(parts) != files or not any(a.get("mainContent") for a in message["attachments"]):
        return "attachments"
    return ""


def _status(code: str, message: str, status: int) -> Response:
    return _json({"code": code, "id": str(uuid.uuid4()), "message": message}, status)


def _json(content: dict[str, str], status: int) -> Response:
    return Response(json.dumps(content), status, mimetype="application/json")
