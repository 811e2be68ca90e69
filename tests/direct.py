"""Requests of the tests to the moto in their own process go to its application, not over a socket.

What it answers was built, signed and serialised as for AWS, and goes through botocore's retries and
parsers. It takes a quarter of a contract test's time away.
`make run`, `make count` and `make bench` ask over the socket, as do the tests of a deployment.
"""

import logging
import os
import sys
from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes, urlsplit

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.httpsession import URLLib3Session
from moto.core.botocore_stubber import MockRawResponse

from infra.local.cloud import cloud
from infra.local.config import LOOPBACK

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)


def environ_of(request: AWSPreparedRequest) -> "WSGIEnvironment":
    """The request as PEP 3333 gives it to an application."""
    url, body = urlsplit(request.url), request.body or b""
    content = body.read() if hasattr(body, "read") else body
    content = content.encode() if isinstance(content, str) else content
    address = f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(url.path or "/").decode("latin-1"),
        "QUERY_STRING": url.query,
        "RAW_URI": address,
        "REQUEST_URI": address,
        "SERVER_NAME": url.hostname,
        "SERVER_PORT": str(url.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": url.hostname,
        "HTTP_HOST": url.netloc,
        "CONTENT_LENGTH": str(len(content)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": url.scheme,
        "wsgi.input": BytesIO(content),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in request.headers.items():
        key = name.upper().replace("-", "_")
        key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
        environ[key] = value.decode("latin-1") if isinstance(value, bytes) else str(value)
    return environ


def answer(app: "WSGIApplication", request: AWSPreparedRequest) -> AWSResponse:
    """What the application answers, as botocore would have read it from a socket."""
    status: list[Any] = []

    def start(line: str, headers: list[tuple[str, str]], _: object = None) -> Callable[..., Any]:
        status[:] = [int(line.split()[0]), dict(headers)]
        return lambda _: None

    try:
        parts = app(environ_of(request), start)
    except Exception:
        log.exception("Moto failed")  # over a socket, too, its server says no more than this:
        return AWSResponse(request.url, 500, {}, MockRawResponse(b""))
    try:
        body = b"".join(parts)
    finally:
        if hasattr(parts, "close"):
            parts.close()
    code, headers = status
    return AWSResponse(request.url, code, headers, MockRawResponse(body))


_send = URLLib3Session.send


def _sent(self: URLLib3Session, request: AWSPreparedRequest) -> AWSResponse:
    port = os.environ.get("MOTO_PORT", "")  # there once moto was started
    is_ours = port and request.url.startswith(f"http://{LOOPBACK}:{port}/")
    # A function that another one invokes runs on a thread of its own, as far as it can from it.
    if not is_ours or "/functions/" in request.url:
        return _send(self, request)
    return answer(cloud().wsgi, request)


def use() -> None:
    """From now on, in this process."""
    session: Any = URLLib3Session
    session.send = _sent
