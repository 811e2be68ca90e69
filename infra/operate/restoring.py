"""`restore`: the table as it was at a moment, beside the live one, and what differs.

Nothing here writes to the live table: putting_back.py does, case by case.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from functions.adapters.items import read_case
from functions.domain.case import Case
from functions.domain.numbers import write_case_number
from infra.operate import items
from infra.operate.deployed import CannotTell, Deployed, moment

Json = dict[str, Any]
_WAIT = {"Delay": 20, "MaxAttempts": 360}  # two hours
_ON_PURPOSE = ("erased", "retained")


def begin(deployed: Deployed, at: datetime) -> str:
    """Restore the table to a moment into a new one, and wait for it; its name. Raises CannotTell
    for a moment that cannot be restored."""
    client = deployed.client("dynamodb")
    backups = client.describe_continuous_backups(TableName=deployed.table)
    window = backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    if window["PointInTimeRecoveryStatus"] != "ENABLED":
        raise CannotTell("the table has no point-in-time recovery")
    first, last = window["EarliestRestorableDateTime"], window["LatestRestorableDateTime"]
    if not first <= at <= last:
        raise CannotTell(f"choose a moment between {moment(first)} and {moment(last)}")
    name = f"{deployed.table}-at-{at:%Y%m%dT%H%M%SZ}"
    try:
        client.restore_table_to_point_in_time(
            SourceTableName=deployed.table,
            TargetTableName=name,
            RestoreDateTime=at,
            GlobalSecondaryIndexOverride=[],  # it is only compared with
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "TableAlreadyExistsException":
            raise
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig=_WAIT)
    return name


@dataclass
class State:
    """A case in one of the two tables. `digest`: over all its items; `case` is None for what is
    left of one."""

    case: Case | None = None
    hashes: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        return hashlib.sha256("".join(sorted(self.hashes)).encode()).hexdigest()


@dataclass(frozen=True)
class Difference:
    """`kind`: gone (it was there then), erased (gone on purpose), changed, new."""

    kind: str
    case_id: str
    then: Case | None
    now: Case | None

    def told(self) -> str:
        case = self.then or self.now
        number = write_case_number(case.number) if case else self.case_id
        return f"{self.kind:8}{number} ({self.case_id}): {_at(self.then)} -> {_at(self.now)}"


def _at(case: Case | None) -> str:
    if case is None:
        return "not there"
    where = case.outcome if case.status == "closed" else case.stage
    return f"version {case.version}, {case.status} {where}".strip()


def compare(deployed: Deployed, table: str) -> Iterator[Difference]:
    """The cases that differ between a restored table and the live one, by id."""
    then, now = _states(deployed, table), _states(deployed, deployed.table)
    purposely = erased(deployed)
    for case_id in sorted(set(then) | set(now)):
        before, after = then.get(case_id, State()), now.get(case_id, State())
        if before.digest == after.digest:
            continue
        kind = "changed"
        if after.case is None and before.case:
            kind = "erased" if write_case_number(before.case.number) in purposely else "gone"
        elif before.case is None and after.case:
            kind = "new"
        elif before.case is None:
            continue  # drafts, and what is left of them
        yield Difference(kind, case_id, before.case, after.case)


def _states(deployed: Deployed, table: str) -> dict[str, State]:
    found: dict[str, State] = {}
    for page, _ in items.pages(deployed.client("dynamodb"), table):
        for item in page:
            pk, sk = items.place(item)
            if not pk.startswith("CASE#"):
                continue
            state = found.setdefault(pk.removeprefix("CASE#"), State())
            state.hashes.append(items.digest(item))
            if sk == "META":
                state.case = read_case(item)
    return found


def erased(deployed: Deployed) -> set[str]:
    """Numbers of cases that the desk's log says were erased or kept long enough."""
    found: set[str] = set()
    pages = deployed.client("dynamodb").get_paginator("scan").paginate(
        TableName=deployed.table,
        FilterExpression="begins_with(PK, :log) AND begins_with(SK, :event)",
        ExpressionAttributeValues={":log": {"S": "LOG#"}, ":event": {"S": "EVENT#"}},
        ConsistentRead=True,
    )  # fmt: skip
    for page in pages:
        for item in page["Items"]:
            event = json.loads(item["data"]["S"])
            if event["kind"] in _ON_PURPOSE:
                found.add(event["data"].get("number", ""))
    return found - {""}


def old_documents(deployed: Deployed, case_id: str, at: datetime) -> list[tuple[str, str]]:
    """(key, version) of the files of a case that were there at the moment, and are now gone or
    another. What S3 kept no more is not in it."""
    found: list[tuple[str, str]] = []
    for folder in ("documents", "issued"):
        pages = deployed.client("s3").get_paginator("list_object_versions")
        newest: dict[str, Json] = {}
        latest: dict[str, str] = {}
        for page in pages.paginate(Bucket=deployed.bucket, Prefix=f"{folder}/{case_id}/"):
            for one in (*page.get("Versions", []), *page.get("DeleteMarkers", [])):
                key = one["Key"]
                if one["IsLatest"]:
                    latest[key] = one["VersionId"]
                known = newest.get(key)
                if one["LastModified"] <= at and (
                    known is None or one["LastModified"] > known["LastModified"]
                ):
                    newest[key] = one
        found += [
            (key, one["VersionId"])
            for key, one in sorted(newest.items())
            if "ETag" in one and one["VersionId"] != latest.get(key)  # a marker has none
        ]
    return found


def put_documents_back(deployed: Deployed, found: list[tuple[str, str]]) -> None:
    """Each old version is copied over: it becomes the newest, and nothing is lost."""
    for key, version in found:
        source = {"Bucket": deployed.bucket, "Key": key, "VersionId": version}
        deployed.client("s3").copy_object(Bucket=deployed.bucket, Key=key, CopySource=source)
