"""A stack goes away only by its name, with its cases exported; what holds data stays."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from infra.deploy.aws import Stopped
from infra.deploy.destroy import destroy
from infra.deploy.target import Target

from .deploying import STACK, stack_of_moto, target

pytestmark = pytest.mark.xdist_group("deploy")
LAST = datetime(2026, 5, 4, 12, tzinfo=UTC)


def write_event(aim: Target, at: datetime) -> None:
    data = json.dumps({"case_id": "1", "at": at.isoformat().replace("+00:00", "Z")})
    aim.aws.dynamodb.put_item(
        TableName=STACK,
        Item={
            "PK": {"S": "CASE#1"}, "SK": {"S": f"EVENT#{at:%H}"}, "kind": {"S": "event"},
            "data": {"S": data},
        },
    )  # fmt: skip


def export(folder: Path, **more: Any) -> Path:
    begun = (LAST + timedelta(hours=1)).isoformat(timespec="seconds")
    folder.mkdir()
    manifest = {"tenant": "nergens", "table": STACK, "begun": begun, **more}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


@pytest.fixture
def full(deployed: Path) -> Target:
    """A deployed desk with a case that changed twice."""
    aim = target(deployed)
    write_event(aim, LAST - timedelta(hours=2))
    write_event(aim, LAST)
    return aim


def refused(aim: Target, folder: Path | None, why: str, typed: str = "nergens") -> None:
    with pytest.raises(Stopped, match=why):
        destroy(aim, lambda: typed, folder, lambda _: None)
    assert stack_of_moto().enable_termination_protection is True
    assert aim.main.status() == "CREATE_COMPLETE"


def test_without_an_export_it_is_refused(full: Target, tmp_path: Path):
    refused(full, None, "is not empty. Export it first")
    (tmp_path / "none").mkdir()
    refused(full, tmp_path / "none", "is no export")


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"tenant": "elders"}, "is an export of elders"),
        ({"table": "burgerloket-elders"}, "table burgerloket-elders"),
        ({"begun": LAST.isoformat()}, "a case changed at"),
        ({"begun": "yesterday"}, "is no export"),
        ({"begun": None}, "is no export"),
    ],
)
def test_another_export_or_an_old_one_is_refused(
    more: dict[str, Any], why: str, full: Target, tmp_path: Path
):
    refused(full, export(tmp_path / "export", **more), why)


def test_another_name_is_refused(full: Target, tmp_path: Path):
    refused(full, export(tmp_path / "export"), "not its name", typed="yes")


def test_with_all_of_it_the_stack_goes_and_the_data_stays(
    full: Target, tmp_path: Path, said: list[str]
):
    bucket = full.main.outputs()["SiteBucket"]
    full.aws.s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    for text in (b"one", b"two"):
        full.aws.s3.put_object(Bucket=bucket, Key="index.html", Body=text)
    full.aws.s3.delete_object(Bucket=bucket, Key="index.html")
    destroy(full, lambda: "nergens", export(tmp_path / "export"), said.append)
    assert full.main.status() == ""
    assert full.edge
    assert full.edge.status() == ""
    buckets = {one["Name"] for one in full.aws.s3.list_buckets()["Buckets"]}
    assert bucket not in buckets
    assert full.aws.dynamodb.scan(TableName=STACK)["Count"] == 2
    text = "\n".join(said)
    assert f"aws dynamodb delete-table --region eu-west-1 --table-name {STACK}" in text
    assert "schedule-key-deletion" in text
    assert f"s3://{STACK}-documents-" in text
    assert "Queue" not in text.partition("is gone")[2]  # it was not kept


def test_an_empty_table_needs_no_export(deployed: Path, said: list[str]):
    destroy(target(deployed), lambda: "nergens", None, said.append)
    assert target(deployed).main.status() == ""


def test_a_stack_that_is_not_there_or_at_work_is_told(folder: Path, deployed: Path):
    stack_of_moto().status = "UPDATE_IN_PROGRESS"
    with pytest.raises(Stopped, match="Wait until it ended"):
        destroy(target(deployed), lambda: "nergens", None, lambda _: None)
