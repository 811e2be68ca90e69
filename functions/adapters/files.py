"""S3 for uploaded documents (services.ports.Files): quarantine first, released after a check."""

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.adapters.aws import client
from functions.domain.documents import MAX_BYTES, MOST_STORED, Document
from functions.domain.problems import Busy
from functions.services.ports import Received

_UPLOAD_SECONDS = 3600
_DOWNLOAD_SECONDS = 60
# "PreconditionFailed": another upload took its place
_MISSING = frozenset({"NoSuchKey", "404", "NotFound", "PreconditionFailed"})
# Where files of a case can be; `previews`: pages as pictures, made from a document; `issued`: what
# the municipality made itself.
_FOLDERS = ("quarantine", "documents", "previews", "issued")


class S3Files:
    """`upload_url`: where the browser posts to, when it is not S3's own address."""

    def __init__(self, bucket: str, upload_url: str = "") -> None:
        self._bucket = bucket
        self._upload_url = upload_url

    def upload_form(
        self, case_id: str, document: Document, *, item: str, back: str
    ) -> tuple[str, dict[str, str]]:
        fixed = {
            "success_action_redirect": back,
            "x-amz-meta-field": document.field,
            "x-amz-meta-item": item,
        }
        # The browser fills in the name; a plain form cannot send a type, so none is believed.
        fields = {**fixed, "x-amz-meta-filename": "${filename}"}
        made = client("s3").generate_presigned_post(
            self._bucket,
            _quarantine(case_id, document.id),
            Fields=fields,
            Conditions=[
                *({name: value} for name, value in fixed.items()),
                ["starts-with", "$x-amz-meta-filename", ""],
                ["content-length-range", 0, MOST_STORED],
            ],
            ExpiresIn=_UPLOAD_SECONDS,
        )
        return self._upload_url or made["url"], made["fields"]

    def read(self, case_id: str, document_id: str) -> Received | None:
        try:
            found = client("s3").get_object(
                Bucket=self._bucket, Key=_quarantine(case_id, document_id)
            )
            content = found["Body"].read(MAX_BYTES + 1)
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                return None
            raise Busy from error
        except BotoCoreError as error:
            raise Busy from error
        about = found["Metadata"]
        name = _decoded(about.get("filename", ""))
        etag = found["ETag"].strip('"')
        return Received(content, name, about.get("field", ""), about.get("item", "DRAFT"), etag)

    def release(self, case_id: str, document: Document) -> bool:
        """Copy to where it can be read from; type and name as we found them, not as sent. The tag
        with the result of a scan stays behind: to copy tags is a right of its own."""
        same = {"CopySourceIfMatch": document.etag} if document.etag else {}
        try:
            client("s3").copy_object(
                Bucket=self._bucket,
                Key=_released(case_id, document.id),
                CopySource={"Bucket": self._bucket, "Key": _quarantine(case_id, document.id)},
                MetadataDirective="REPLACE",
                TaggingDirective="REPLACE",
                ContentType=document.type,
                **same,
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                return False
            raise Busy from error
        except BotoCoreError as error:
            raise Busy from error
        return True

    def discard(self, case_id: str, document_id: str) -> None:
        _guarded("delete_object", Bucket=self._bucket, Key=_quarantine(case_id, document_id))

    def download_url(self, case_id: str, document: Document) -> str:
        ending = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
        file = f"document-{document.id[-6:]}.{ending.get(document.type, 'heic')}"
        url: str = client("s3").generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": _released(case_id, document.id),
                "ResponseContentDisposition": f'attachment; filename="{file}"',
                "ResponseContentType": document.type,
            },
            ExpiresIn=_DOWNLOAD_SECONDS,
        )
        return url

    def forget(self, case_id: str) -> None:
        for prefix in _FOLDERS:
            place = {"Bucket": self._bucket, "Prefix": f"{prefix}/{case_id}/"}
            while found := _guarded("list_objects_v2", **place).get("Contents"):
                for stored in found:
                    _guarded("delete_object", Bucket=self._bucket, Key=stored["Key"])


def _decoded(name: str) -> str:
    """S3 keeps a name that is not ASCII as RFC 2047 encoded words; what only looks like them is the
    name itself."""
    from email.errors import HeaderParseError
    from email.header import decode_header, make_header

    try:
        return str(make_header(decode_header(name)))
    except (HeaderParseError, LookupError, ValueError):
        return name


def _guarded(operation: str, **arguments: object) -> Any:  # noqa: ANN401 - boto3 has no types
    try:
        return getattr(client("s3"), operation)(**arguments)
    except (ClientError, BotoCoreError) as error:
        raise Busy from error


def _quarantine(case_id: str, document_id: str) -> str:
    return f"quarantine/{case_id}/{document_id}"


def _released(case_id: str, document_id: str) -> str:
    return f"documents/{case_id}/{document_id}"
