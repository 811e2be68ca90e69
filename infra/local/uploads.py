"""S3's side of an upload from a plain HTML form, with S3's own answers."""

import base64
import logging
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from queue import Empty, Queue
from threading import Event
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit, urlunsplit
from xml.etree import ElementTree as ET

import boto3
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request, Response

from infra.local import eventbridge
from infra.local.config import ACCESS_KEY, ACCOUNT, SECRET_KEY
from infra.local.post_policy import Refused, expand, judge

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = logging.getLogger(__name__)

# Far above what any document may be; a larger post is read away without being kept.
LARGEST_POST = 100 * 1024 * 1024
_READ_AWAY = 1024**3  # bytes; after this the connection is simply closed
_ATTEMPTS = 3  # Lambda calls a function twice more for an event that failed


class UploadRequest(Request):
    """Files over 500 kB go to disk (werkzeug's rule); text fields stay small."""

    max_content_length = LARGEST_POST
    max_form_memory_size = 500_000
    max_form_parts = 100


class Events:
    """EventBridge between the bucket and our function: later, at least once, with retries."""

    def __init__(self, handler: Callable[[dict[str, Any], Any], Any]) -> None:
        self.handler = handler
        self.dead: list[dict[str, Any]] = []
        self._waiting: Queue[tuple[dict[str, Any], int]] = Queue()

    @property
    def are_delivered(self) -> bool:
        """Whether none waits or is being handled."""
        return self._waiting.unfinished_tasks == 0

    def put(self, event: dict[str, Any]) -> None:
        """Send an event and do not wait."""
        self._waiting.put((event, 1))

    def forget(self) -> None:
        """Drop what waits and what failed: the desk is being emptied."""
        while not self._waiting.empty():
            self._waiting.get_nowait()
            self._waiting.task_done()
        self.dead.clear()

    def run_once(self) -> int:
        """Deliver what is waiting, failures again at once; return how many were handled."""
        handled = 0
        while True:
            try:
                event, attempt = self._waiting.get_nowait()
            except Empty:
                return handled
            handled += self._deliver(event, attempt)

    def run_forever(self, stop: Event) -> None:
        """Deliver until `stop` is set."""
        while not stop.is_set():
            try:
                event, attempt = self._waiting.get(timeout=0.3)
            except Empty:
                continue
            if attempt > 1:
                stop.wait(attempt)
            self._deliver(event, attempt)

    def _deliver(self, event: dict[str, Any], attempt: int) -> int:
        try:
            self.handler(event, None)
        except Exception:
            log.exception("The function for an uploaded document failed")
            if attempt < _ATTEMPTS:
                self._waiting.put((event, attempt + 1))
            else:
                self.dead.append(event)
            return 0
        finally:
            self._waiting.task_done()
        return 1


class Uploads:
    """The WSGI application behind UPLOAD_URL."""

    def __init__(
        self,
        *,
        bucket: str,
        created: Callable[[dict[str, Any]], None],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._bucket = bucket
        self._created = created
        self._now = now

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one post."""
        request = UploadRequest(environ)
        try:
            response = self._answer(request)
        except RequestEntityTooLarge:
            _read_away(environ)
            response = _error(
                Refused(
                    400,
                    "EntityTooLarge",
                    "Your proposed upload exceeds the maximum allowed size",
                    ProposedSize=request.content_length or 0,
                    MaxSizeAllowed=LARGEST_POST,
                )
            )
        except Refused as refused:
            response = _error(refused)
        finally:
            request.close()
        return response(environ, start_response)

    def _answer(self, request: UploadRequest) -> Response:
        if request.method != "POST":
            message = "The specified method is not allowed against this resource."
            raise Refused(405, "MethodNotAllowed", message)
        files = request.files.getlist("file")
        if len(files) != 1:
            message = "POST requires exactly one file upload per request."
            raise Refused(400, "InvalidArgument", message, ArgumentName="file")
        upload = files[0]
        fields = expand(request.form, upload.filename or "")
        size = _size(upload.stream)
        judge(
            fields,
            bucket=self._bucket,
            size=size,
            access_key=ACCESS_KEY,
            secret_key=SECRET_KEY,
            now=self._now(),
        )
        key = fields.get("key", "")
        if not key:
            raise Refused(400, "InvalidArgument", "Bucket POST must contain a field named 'key'.")
        etag = self._store(key, upload.stream, fields)
        self._created(object_created(self._bucket, key, size, etag))
        return self._done(request, fields, key, etag)

    def _store(self, key: str, body: IO[bytes], fields: dict[str, str]) -> str:
        prefix = "x-amz-meta-"
        stored = boto3.client("s3").put_object(
            Bucket=self._bucket,
            Key=key,
            Body=body,
            ContentType=fields.get("content-type", "binary/octet-stream"),
            Metadata={
                k.removeprefix(prefix): _as_header(v)
                for k, v in fields.items()
                if k.startswith(prefix)
            },
        )
        return str(stored["ETag"])

    def _done(self, request: Request, fields: dict[str, str], key: str, etag: str) -> Response:
        where = {"bucket": self._bucket, "key": key, "etag": etag}
        location = f"{request.base_url.rstrip('/')}/{key}"
        headers = {"ETag": etag, "Location": location}
        target = urlsplit(fields.get("success_action_redirect", ""))
        if target.scheme in ("http", "https") and target.netloc:
            query = "&".join(filter(None, [target.query, urlencode(where)]))
            headers["Location"] = urlunsplit(target._replace(query=query))
            return Response(status=303, headers=headers)
        if fields.get("success_action_status") == "201":
            parts = {"Location": location, "Bucket": self._bucket, "Key": key, "ETag": etag}
            return Response(_xml("PostResponse", parts), 201, headers, "application/xml")
        status = 200 if fields.get("success_action_status") == "200" else 204
        return Response(status=status, headers=headers)


def object_created(bucket: str, key: str, size: int, etag: str) -> dict[str, Any]:
    """The event that S3 sends to EventBridge; its key is not URL-encoded, unlike S3's own."""
    detail = {
        "version": "0",
        "bucket": {"name": bucket},
        "object": {
            "key": key,
            "size": size,
            "etag": etag.strip('"'),
            "sequencer": uuid.uuid4().hex[:16].upper(),
        },
        "request-id": uuid.uuid4().hex[:16].upper(),
        "requester": ACCOUNT,
        "source-ip-address": "127.0.0.1",
        "reason": "PostObject",
    }
    return eventbridge.event(
        "aws.s3", "Object Created", detail, resources=[f"arn:aws:s3:::{bucket}"]
    )


def _as_header(value: str) -> str:
    """Metadata that is not ASCII, as S3 keeps it: an encoded word (RFC 2047)."""
    if value.isascii():
        return value
    return f"=?UTF-8?B?{base64.b64encode(value.encode()).decode()}?="


def _size(stream: IO[bytes]) -> int:
    size = stream.seek(0, 2)
    stream.seek(0)
    return size


def _read_away(environ: "WSGIEnvironment") -> None:
    """A browser only reads an answer after it has sent everything."""
    left = min(int(environ.get("CONTENT_LENGTH") or 0), _READ_AWAY)
    while left > 0:
        piece = environ["wsgi.input"].read(min(left, 1 << 20))
        if not piece:
            return
        left -= len(piece)


def _error(refused: Refused) -> Response:
    parts = {"Code": refused.code, "Message": refused.message, **refused.more}
    parts |= {"RequestId": uuid.uuid4().hex[:16].upper(), "HostId": "local"}
    return Response(_xml("Error", parts), refused.status, mimetype="application/xml")


def _xml(root: str, parts: dict[str, Any]) -> bytes:
    element = ET.Element(root)
    for name, value in parts.items():
        ET.SubElement(element, name).text = str(value)
    return bytes(ET.tostring(element, encoding="utf-8", xml_declaration=True))
