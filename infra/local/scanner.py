"""Stands for GuardDuty Malware Protection for S3: looks at what comes into quarantine, tags it and
sends the event of the cloud. A virus is the EICAR test string; what it cannot look into is a PDF
with a password.

https://docs.aws.amazon.com/guardduty/latest/ug/monitor-with-eventbridge-s3-malware-protection.html
"""

from collections.abc import Callable
from typing import Any

import boto3

from functions.domain.documents import CLEAN, THREAT, is_test_virus
from infra.local import eventbridge
from infra.local.config import ACCOUNT, REGION

_PREFIX = "quarantine/"
_COMPLETED = {CLEAN: "COMPLETED", THREAT: "COMPLETED", "FAILED": "FAILED"}


class Scanner:
    """`tell`: where its events go."""

    def __init__(self, tell: Callable[[dict[str, Any]], None]) -> None:
        self._tell = tell

    def created(self, event: dict[str, Any]) -> None:
        """S3's "Object Created"."""
        bucket, key = event["detail"]["bucket"]["name"], event["detail"]["object"]["key"]
        if not key.startswith(_PREFIX):
            return
        s3 = boto3.client("s3")
        found = s3.get_object(Bucket=bucket, Key=key)
        verdict = _verdict(found["Body"].read())
        s3.put_object_tagging(
            Bucket=bucket,
            Key=key,
            Tagging={"TagSet": [{"Key": "GuardDutyMalwareScanStatus", "Value": verdict}]},
        )
        self._tell(scan_result(bucket, key, found["ETag"], verdict))


def _verdict(content: bytes) -> str:
    if is_test_virus(content):
        return THREAT
    return "UNSUPPORTED" if content.startswith(b"%PDF-") and b"/Encrypt" in content else CLEAN


def scan_result(bucket: str, key: str, etag: str, verdict: str) -> dict[str, Any]:
    """The event of a result."""
    threats = [{"name": "EICAR-Test-File (not a virus)"}] if verdict == THREAT else None
    plan = f"arn:aws:guardduty:{REGION}:{ACCOUNT}:malware-protection-plan/local"
    detail = {
        "schemaVersion": "1.0",
        "scanStatus": _COMPLETED.get(verdict, "SKIPPED"),
        "resourceType": "S3_OBJECT",
        "s3ObjectDetails": {
            "bucketName": bucket,
            "objectKey": key,
            "eTag": etag.strip('"'),
            "versionId": "null",
            "s3Throttled": False,
        },
        "scanResultDetails": {"scanResultStatus": verdict, "threats": threats},
    }
    kind = "GuardDuty Malware Protection Object Scan Result"
    return eventbridge.event("aws.guardduty", kind, detail, resources=[plan])
