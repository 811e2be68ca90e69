"""Issued documents in the table and the bucket (services.issued_ports.IssuedDocuments).

The item of a document stands with its case and goes with it; its proof stands apart, holds nothing
of a person, and stays, so that a document can be checked for as long as it is shown to someone.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.adapters import codec
from functions.adapters.aws import client
from functions.adapters.codec import Item, body, key, text
from functions.adapters.items import NEW, case_key
from functions.adapters.table import Cancelled, Table
from functions.domain.issued import Issued, Proof
from functions.domain.problems import Busy, Conflict

_DOWNLOAD_SECONDS = 60
_PREFIX = "ISSUED#"


class DynamoIssued:
    def __init__(self, table: Table, bucket: str) -> None:
        self._table = table
        self._bucket = bucket

    def keep(self, issued: Issued, pdf: bytes) -> None:
        _s3(
            "put_object",
            Bucket=self._bucket,
            Key=_file(issued),
            Body=pdf,
            ContentType="application/pdf",
        )
        own = {**_key(issued), "kind": text("issued"), **body(issued)}
        proof = {**_proof_key(issued.proof.code), "kind": text("proof"), **body(issued.proof)}
        try:
            self._table.transact([{"Put": {"Item": own, **NEW}}, {"Put": {"Item": proof, **NEW}}])
        except Cancelled as cancelled:
            raise Conflict from cancelled

    def of_case(self, case_id: str) -> list[Issued]:
        items = self._table.all_of(
            KeyConditionExpression="PK = :pk AND begins_with(SK, :issued)",
            ExpressionAttributeValues={":pk": text(f"CASE#{case_id}"), ":issued": text(_PREFIX)},
            ConsistentRead=True,
        )
        found = [codec.read(Issued, item) for item in items]
        return sorted(found, key=lambda issued: issued.proof.issued)

    def of_cases(self, case_ids: Sequence[str]) -> list[Issued]:
        return [issued for case_id in case_ids for issued in self.of_case(case_id)]

    def proof(self, code: str) -> Proof | None:
        item = self._table.get(_proof_key(code))
        return codec.read(Proof, item) if item else None

    def revoke(self, issued: Issued, at: datetime) -> None:
        proof = issued.proof.model_copy(update={"revoked": at})
        changed = issued.model_copy(update={"proof": proof})
        # what has a moment already keeps it
        as_it_was = {
            "ConditionExpression": "attribute_exists(PK) AND attribute_not_exists(revoked)",
        }
        gone = {"revoked": text(at.isoformat())}
        own = {**_key(issued), "kind": text("issued"), **gone, **body(changed)}
        by_code = {**_proof_key(proof.code), "kind": text("proof"), **gone, **body(proof)}
        try:
            self._table.transact(
                [{"Put": {"Item": own, **as_it_was}}, {"Put": {"Item": by_code, **as_it_was}}]
            )
        except Cancelled:
            return

    def read(self, issued: Issued) -> bytes:
        content: bytes = _s3("get_object", Bucket=self._bucket, Key=_file(issued))["Body"].read()
        return content

    def download_url(self, issued: Issued, *, as_name: str) -> str:
        url: str = client("s3").generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": _file(issued),
                "ResponseContentDisposition": f'attachment; filename="{as_name}"',
                "ResponseContentType": "application/pdf",
            },
            ExpiresIn=_DOWNLOAD_SECONDS,
        )
        return url


def _key(issued: Issued) -> Item:
    proof = issued.proof
    place = f"{issued.run}#{issued.edition}#{proof.kind}#{proof.lang}"
    return case_key(issued.case_id, f"{_PREFIX}{place}")


def _proof_key(code: str) -> Item:
    return key(f"PROOF#{code}", "PROOF")


def _file(issued: Issued) -> str:
    """Below the case, so that it goes with it (adapters/files.py)."""
    return f"issued/{issued.case_id}/{issued.proof.code}.pdf"


def _s3(operation: str, **arguments: object) -> Any:  # noqa: ANN401 - boto3 has no types
    try:
        return getattr(client("s3"), operation)(**arguments)
    except (ClientError, BotoCoreError) as error:
        raise Busy from error
