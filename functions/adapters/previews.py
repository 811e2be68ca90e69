"""Pictures of documents in S3, and the function that makes them (services.preview_ports)."""

from collections.abc import Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.adapters.aws import client
from functions.adapters.invoking import invoke
from functions.domain.documents import MAX_BYTES
from functions.domain.problems import Busy
from functions.services.preview_ports import Pictures

_MISSING = frozenset({"NoSuchKey", "404", "NotFound"})


class S3Previews:
    """`function`: the name or ARN of the one that makes documents."""

    def __init__(self, bucket: str, function: str) -> None:
        self._bucket = bucket
        self._function = function

    def known(self, case_id: str, document_id: str) -> Pictures | None:
        found = self._read(_key(case_id, document_id, "index.json"))
        return Pictures.model_validate_json(found) if found else None

    def make(self, case_id: str, document_id: str) -> Pictures:
        if known := self.known(case_id, document_id):
            return known
        asked = {"preview": {"case_id": case_id, "document_id": document_id}}
        return Pictures.model_validate(invoke(self._function, asked))

    def picture(self, case_id: str, document_id: str, page: int) -> bytes | None:
        return self._read(_key(case_id, document_id, f"{page}.png"))

    def source(self, case_id: str, document_id: str) -> bytes:
        return self._read(f"documents/{case_id}/{document_id}") or b""

    def keep(
        self, case_id: str, document_id: str, found: Pictures, pictures: Sequence[bytes]
    ) -> None:
        """The index comes last: what is cut off before is made again."""
        for number, picture in enumerate(pictures, start=1):
            self._write(_key(case_id, document_id, f"{number}.png"), picture, "image/png")
        index = found.model_dump_json().encode()
        self._write(_key(case_id, document_id, "index.json"), index, "application/json")

    def _read(self, key: str) -> bytes | None:
        try:
            found: Any = client("s3").get_object(Bucket=self._bucket, Key=key)
            content: bytes = found["Body"].read(MAX_BYTES + 1)
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                return None
            raise Busy from error
        except BotoCoreError as error:
            raise Busy from error
        return content

    def _write(self, key: str, content: bytes, kind: str) -> None:
        try:
            client("s3").put_object(Bucket=self._bucket, Key=key, Body=content, ContentType=kind)
        except (ClientError, BotoCoreError) as error:
            raise Busy from error


def _key(case_id: str, document_id: str, name: str) -> str:
    return f"previews/{case_id}/{document_id}/{name}"
