"""The static site of a tenant, served as CloudFront serves it, and its security headers."""

import gzip
import hashlib
import json
import mimetypes
from functools import lru_cache
from pathlib import Path

from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Request, Response

from infra.local.config import ROOT

LANGUAGES = ("nl", "fr", "de", "en")
_HEADERS = ROOT / "infra" / "parts" / "headers.json"
_TEXT = (
    "text/", "application/json", "application/ld+json", "application/javascript", "image/svg+xml",
)  # fmt: skip
mimetypes.add_type("application/ld+json", ".jsonld")
_BUSY = (
    '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Even geduld</title>'
    "<h1>Het loket is even niet bereikbaar</h1>"
    "<p>Wat je al bewaarde, blijft bewaard. Probeer het over enkele minuten opnieuw.</p></html>"
)


@lru_cache
def security_headers(form_origins: str, upload_origins: str) -> dict[str, str]:
    """The headers of every answer; origins are separated by spaces.

    `form_origins`: where a form may end up, redirects included: the sign-in, the bucket, the
    checkout.
    """
    headers: dict[str, str] = json.loads(_HEADERS.read_text())
    policy = headers["Content-Security-Policy"]
    policy = policy.replace("{form_origins}", form_origins)
    return headers | {"Content-Security-Policy": policy.replace("{upload_origins}", upload_origins)}


def language_of(path: str) -> str:
    """The language that a path begins with, or the source language."""
    first = path.strip("/").partition("/")[0]
    return first if first in LANGUAGES else "nl"


class Pages:
    """The generated site in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def get(self, request: Request) -> Response | None:
        """The page or asset at a path, or None. `/x` goes to `/x/` where that is a page."""
        path = request.path
        file = self._file(path)
        if file is None:
            return None
        if file.is_dir():
            index = file / "index.html"
            if not index.is_file():
                return None
            if not path.endswith("/"):
                return Response(status=308, headers={"Location": f"{path}/"})
            file = index
        if not file.is_file():
            return None
        return self._send(request, file, 200)

    def error(self, request: Request, status: int, name: str) -> Response:
        """An error page of the site in the language of the path, or a few plain words."""
        file = self._folder / language_of(request.path) / f"{name}.html"
        if file.is_file():
            response = self._send(request, file, status)
        else:
            response = Response(_BUSY, status, mimetype="text/html")
        response.headers["Cache-Control"] = "no-store"
        return response

    def _file(self, path: str) -> Path | None:
        try:
            file = (self._folder / path.lstrip("/")).resolve()
        except (OSError, ValueError):  # a zero byte, a name that is too long
            return None
        return file if file.is_relative_to(self._folder) else None

    def _send(self, request: Request, file: Path, status: int) -> Response:
        body = file.read_bytes()
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        response = Response(body, status, mimetype=kind)
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable"
            if request.path.startswith("/assets/")
            else "public, max-age=0, must-revalidate"
        )
        if kind.startswith(_TEXT):
            response.headers["Vary"] = "Accept-Encoding"
            accepted = parse_accept_header(request.headers.get("Accept-Encoding"))
            if accepted["gzip"] > 0 and len(body) > 500:
                response.data = gzip.compress(body, 6, mtime=0)
                response.headers["Content-Encoding"] = "gzip"
        if status == 200:
            encoding = response.headers.get("Content-Encoding", "")
            response.set_etag(hashlib.sha256(body).hexdigest()[:20] + encoding)
            response.make_conditional(request)
        return response
