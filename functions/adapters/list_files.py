"""S3 for the files of lists (services.list_ports.ListFiles)."""

from collections.abc import Iterator
from typing import IO, Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.adapters.aws import client
from functions.domain.lists import MOST_STORED
from functions.domain.problems import Busy

_UPLOAD_SECONDS = 3600
_DOWNLOAD_SECONDS = 60
_PIECE = 64 * 1024  # bytes
_MISSING = frozenset({"NoSuchKey", "404", "NotFound"})


class S3ListFiles:
    """`upload_url`: where the browser posts to, when it is not S3's own address."""

    def __init__(self, bucket: str, upload_url: str = "") -> None:
        self._bucket = bucket
        self._upload_url = upload_url

    def upload_form(
        self, list_id: str, import_id: str, *, by: str, back: str
    ) -> tuple[str, dict[str, str]]:
        fixed = {"success_action_redirect": back, "x-amz-meta-by": by}
        made = client("s3").generate_presigned_post(
            self._bucket,
            _sent(list_id, import_id),
            Fields=dict(fixed),
            Conditions=[
                *({name: value} for name, value in fixed.items()),
                ["content-length-range", 0, MOST_STORED],
            ],
            ExpiresIn=_UPLOAD_SECONDS,
        )
        return self._upload_url or made["url"], made["fields"]

    def received(self, list_id: str, import_id: str) -> tuple[int, str, Iterator[bytes]] | None:
        try:
            found = client("s3").get_object(Bucket=self._bucket, Key=_sent(list_id, import_id))
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                return None
            raise Busy from error
        except BotoCoreError as error:
            raise Busy from error
        return found["ContentLength"], found["Metadata"].get("by", ""), _pieces(found["Body"])

    def discard(self, list_id: str, import_id: str) -> None:
        self._call("delete_object", Key=_sent(list_id, import_id))

    def keep(self, list_id: str, name: str, content: IO[bytes]) -> None:
        content.seek(0)
        self._call("put_object", Key=_kept(list_id, name), Body=content)

    def read(self, list_id: str, name: str) -> Iterator[bytes]:
        return _pieces(self._call("get_object", Key=_kept(list_id, name))["Body"])

    def read_range(self, list_id: str, name: str, start: int, length: int) -> bytes:
        """`length` is at least 1."""
        part = f"bytes={start}-{start + length - 1}"
        found = self._call("get_object", Key=_kept(list_id, name), Range=part)
        content: bytes = found["Body"].read()
        return content

    def download_url(self, list_id: str, name: str, *, as_name: str, kind: str) -> str:
        url: str = client("s3").generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": _kept(list_id, name),
                "ResponseContentDisposition": f'attachment; filename="{as_name}"',
                "ResponseContentType": kind,
            },
            ExpiresIn=_DOWNLOAD_SECONDS,
        )
        return url

    def forget(self, list_id: str) -> None:
        for prefix in (_sent(list_id, ""), _kept(list_id, "")):
            while found := self._call("list_objects_v2", Prefix=prefix).get("Contents"):
                for stored in found:
                    self._call("delete_object", Key=stored["Key"])

    def _call(self, operation: str, **arguments: Any) -> Any:  # noqa: ANN401
        try:
            return getattr(client("s3"), operation)(Bucket=self._bucket, **arguments)
        except (ClientError, BotoCoreError) as error:
            raise Busy from error


def _pieces(body: Any) -> Iterator[bytes]:  # noqa: ANN401 - botocore's StreamingBody
    try:
        yield from body.iter_chunks(_PIECE)
    except BotoCoreError as error:  # the connection broke in the middle
        raise Busy from error


def _sent(list_id: str, import_id: str) -> str:
    return f"imports/{list_id}/{import_id}"


def _kept(list_id: str, name: str) -> str:
    return f"lists/{list_id}/{name}"
