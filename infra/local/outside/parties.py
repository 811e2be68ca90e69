"""Every outside party at once: an inbox of what the desk sent, and answers back over HTTP."""

import json
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

import urllib3
from werkzeug.wrappers import Request, Response

from infra.local.guard import is_from_here
from infra.local.outside.pages import STYLE, inbox

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_AFTER = 4.0  # seconds until a party that is not held answers by itself
_TICK = 0.5
_SECONDS = 10


class Clock(Protocol):
    """The desk's clock: a signature is judged at its time."""

    def now(self) -> datetime:
        """Aware, UTC."""


@dataclass
class Message:
    """What a party was asked, what it `answered`, and the HTTP `status` it got for that."""

    number: int
    party: str
    reference: str
    subject: str
    body: dict[str, str]
    answers: list[str]
    answer_to: str
    answered: str = ""
    status: int = 0
    received: float = field(default_factory=time.monotonic)

    @property
    def case_id(self) -> str:
        """Of which case: parties do not look into a reference, tests and people here do."""
        return self.reference.partition(".")[0]


class OutsideParties:
    """The WSGI application behind OUTSIDE_URL: POST /<party> takes a message, / shows them all.

    `hold` keeps the parties from answering by themselves in `run_forever`.
    """

    def __init__(self, *, secret: str, clock: Clock, url: Callable[[], str]) -> None:
        self._secret = secret
        self._clock = clock
        self._url = url
        self._lock = threading.Lock()
        self.inbox: list[Message] = []
        self.is_held = False
        self.is_down = False

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        return self._answer(Request(environ))(environ, start_response)

    def _answer(self, request: Request) -> Response:
        pages: dict[tuple[str, str], Callable[[Request], Response]] = {
            ("GET", "/"): self._page,
            ("GET", "/style.css"): lambda _: Response(STYLE, mimetype="text/css"),
            ("POST", "/answer"): self._answer_form,
            ("POST", "/hold"): self._hold,
            ("POST", "/reset"): self._reset_form,
        }
        page = pages.get((request.method, request.path))
        if page is None:
            return self._take(request) if request.method == "POST" else Response(status=404)
        # no page elsewhere may answer for a party
        if request.method == "POST" and not is_from_here(request):
            return Response("Alleen vanaf deze pagina.", 403, mimetype="text/plain")
        response = page(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _take(self, request: Request) -> Response:
        """A message of the desk: 401 when its signature does not fit, 202 when it is kept."""
        from functions.adapters.outside import is_signed, key_of

        party, body = request.path.removeprefix("/"), request.get_data()
        if self.is_down:
            return Response(status=503)
        address = f"{self._url()}/{party}"
        key = key_of(self._secret, party)
        headers = dict(request.headers)
        if not is_signed(key, party, address, headers, body, self._clock.now()):
            return Response(status=401)
        given: dict[str, Any] = json.loads(body)
        with self._lock:
            self.inbox.append(Message(len(self.inbox) + 1, party, **given))
        return Response(status=202)

    def _page(self, request: Request) -> Response:
        del request
        with self._lock:
            shown = list(reversed(self.inbox))
        return Response(inbox(shown, is_held=self.is_held), mimetype="text/html")

    def _answer_form(self, request: Request) -> Response:
        wanted = request.form.get("number", "")
        found = next((m for m in self.inbox if str(m.number) == wanted), None)
        if found is None:
            return Response(status=404)
        self.send(found, request.form.get("answer", ""), request.form.get("note", ""))
        return _back()

    def _hold(self, request: Request) -> Response:
        self.is_held = request.form.get("held") == "yes"
        return _back()

    def _reset_form(self, request: Request) -> Response:
        del request
        self.reset()
        return _back()

    def reset(self) -> None:
        """Forget every message."""
        with self._lock:
            self.inbox.clear()
            self.is_held = self.is_down = False

    def messages(self, case_id: str) -> list[Message]:
        """What was asked about a case, oldest first."""
        with self._lock:
            return [message for message in self.inbox if message.case_id == case_id]

    def answer(self, case_id: str, value: str, note: str = "") -> int:
        """Answer the last question about a case; returns the HTTP status. For tests."""
        return self.send(self.messages(case_id)[-1], value, note)

    def send(self, message: Message, value: str, note: str = "") -> int:
        """Send one answer as its party, signed; returns the HTTP status."""
        from functions.adapters.outside import key_of, signed_headers

        given = {"reference": message.reference, "answer": value, "note": note}
        body = json.dumps(given, ensure_ascii=False).encode()
        key, now = key_of(self._secret, message.party), self._clock.now()
        answer = urllib3.request(
            "POST",
            message.answer_to,
            body=body,
            headers=signed_headers(key, message.party, message.answer_to, body, now),
            timeout=_SECONDS,
            retries=False,
            redirect=False,
        )
        if answer.status < 500:
            message.answered, message.status = value, answer.status
        return answer.status

    def run_forever(self, stop: threading.Event) -> None:
        """Give the good answer to what has waited for some seconds."""
        while not stop.wait(_TICK):
            due = time.monotonic() - _AFTER
            with self._lock:
                waiting = [m for m in self.inbox if not m.answered and m.received < due]
            for message in () if self.is_held else waiting:
                # a desk that is starting again is found by the next round
                with suppress(urllib3.exceptions.HTTPError):
                    self.send(message, message.answers[0])


def _back() -> Response:
    return Response(status=303, headers={"Location": "/"})
