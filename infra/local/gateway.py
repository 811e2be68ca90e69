"""The front door of the local desk: CloudFront, API Gateway and the upload address in one."""

import json
import logging
import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from chalice.local import LambdaContext, LocalChalice
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from functions.processes import all_processes
from functions.web.door import Door, Missing, plain_missing
from infra.front_door import is_dynamic, resource_of
from infra.local.config import Local
from infra.local.pages import Pages, security_headers
from infra.local.proxy_event import to_event, to_response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LARGEST_BODY = 10 * 1024 * 1024  # bytes; API Gateway's limit
log = logging.getLogger(__name__)


class GatewayRequest(Request):
    """A request with API Gateway's limit on its body."""

    max_content_length = LARGEST_BODY


class Api:
    """API Gateway with our functions behind it: its greedy resources, its event, its errors.

    `missing`: what our functions answer where there is no route (functions/web/door.py).
    """

    def __init__(self, app: Any, missing: Missing = plain_missing) -> None:  # noqa: ANN401
        # One Lambda serves one request at a time; here threads share one app, so the current
        # request has to be each thread's own. Chalice's own local server does the same.
        if not isinstance(app, LocalChalice):  # another desk may have been here before
            app.__class__ = type("ThreadedApp", (LocalChalice, type(app)), {})
        self._door = Door(app, missing, lambda: os.environ.get("EDGE_KEYS", ""))
        self._binary_types = app.api.binary_types
        self._processes = {process.name for process in all_processes()}

    def answer(self, request: Request) -> Response:
        """The app's answer, or an error of the gateway."""
        resource = resource_of(request.path, self._processes)
        if resource is None:
            return problem(403, "Missing Authentication Token")
        try:
            event = to_event(request, resource, self._binary_types)
        except RequestEntityTooLarge:
            return problem(413, "Request too long")
        # JSON there and back: what does not fit in an event fails here as it does in Lambda
        event = json.loads(json.dumps(event))
        try:
            answer = self._door(event, LambdaContext("local", 512, 29_000))
            return to_response(json.loads(json.dumps(answer)))
        except Exception:
            log.exception("The app failed")
            return problem(502, "Internal server error")


class Gateway:
    """The WSGI application of the site."""

    def __init__(
        self,
        *,
        local: Local,
        api: Api,
        uploads: "WSGIApplication",
        desk: Callable[[Request], Response | None],
    ) -> None:
        self._api = api
        self._uploads = uploads
        self._desk = desk
        self._pages = Pages(local.pages)
        self._headers = security_headers(f"{local.issuer} {local.payments_url}", "")
        self._hosts = {f"localhost:{local.site}", f"127.0.0.1:{local.site}", "localhost"}

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        request = GatewayRequest(environ)
        if request.host not in self._hosts:
            # A page elsewhere whose name was pointed at this machine (DNS rebinding)
            return problem(421, "This desk answers on localhost only")(environ, start_response)
        if request.path.rstrip("/") == "/_uploads":
            return self._uploads(environ, start_response)
        response = self._answer(request)
        for name, value in self._headers.items():
            response.headers.setdefault(name, value)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        if request.path.startswith("/_local"):
            return self._desk(request) or self._pages.error(request, 404, "404")
        if is_dynamic(request.path):
            response = self._api.answer(request)
            if response.status_code in (502, 503, 504) and wants_html(request):
                return self._busy(request, response)
            return response
        if request.method not in ("GET", "HEAD"):
            return problem(405, "Method not allowed")
        return self._pages.get(request) or self._missing(request)

    def _busy(self, request: Request, response: Response) -> Response:
        # The app's own busy page knows more than the static one.
        if response.mimetype == "text/html":
            return response
        return self._pages.error(request, 503, "503")

    def _missing(self, request: Request) -> Response:
        if wants_html(request):
            return self._pages.error(request, 404, "404")
        return problem(404, "Not found")


def wants_html(request: Request) -> bool:
    """Browsers name text/html; scripts ask for JSON or say nothing."""
    best = request.accept_mimetypes.best_match(
        ["application/json", "application/problem+json", "text/html"]
    )
    return best == "text/html"


def problem(status: int, title: str) -> Response:
    """An RFC 9457 problem."""
    body = json.dumps({"type": "about:blank", "title": title, "status": status})
    return Response(body, status, mimetype="application/problem+json")
