"""Lambda's side of an invocation over HTTP: the process with our code answers for each function."""

import json
import logging
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from infra.local.cloud_errors import error_payload
from infra.local.pump import Handler

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger(__name__)


class Runtime:
    """POST /invoke/<full name> with the event; 200 with the answer, 500 with Lambda's error."""

    def __init__(self, functions: Mapping[str, Handler]) -> None:
        self._functions = functions

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one invocation."""
        request = Request(environ)
        handler = self._functions.get(request.path.removeprefix("/invoke/"))
        if handler is None or request.method != "POST":
            return Response(status=404)(environ, start_response)
        status = 200
        try:
            answer = json.dumps(handler(request.get_json(force=True), None))
        except Exception as error:
            log.exception("A function failed")
            status, answer = 500, json.dumps(error_payload(error))
        return Response(answer, status, mimetype="application/json")(environ, start_response)
