"""Cases are put back from the table as it was, never over what is newer without asking."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest

from functions import wiring
from functions.adapters.codec import key, text
from functions.domain.audit import break_of
from functions.domain.numbers import write_case_number
from infra.local.stack import LocalStack
from infra.operate.deployed import Deployed
from tests.faults import accepted, executions, file_of, subjects, take
from tests.infra.operated import operate
from tests.walks import Walk

THEN = "burgerloket-mechelen-at-then"  # a table of before, as `restore begin` names it


@pytest.fixture
def walk(desk: LocalStack, tenant: Deployed) -> Walk:
    found = accepted()
    desk.settle()
    return found


@pytest.fixture
def restored(desk: LocalStack, tenant: Deployed, walk: Walk, capsys) -> str:
    """The table as it is now, beside the live one (moto copies the present, whatever is asked)."""
    boto3.client("dynamodb").update_continuous_backups(
        TableName=tenant.table,
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
    )
    window = boto3.client("dynamodb").describe_continuous_backups(TableName=tenant.table)
    told = window["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
    at = told["LatestRestorableDateTime"].astimezone(UTC).isoformat()
    assert operate("restore", "begin", "--at", at) == 0
    return capsys.readouterr().out.split()[0]


def partition(table: str, walk: Walk) -> list[dict[str, Any]]:
    return boto3.client("dynamodb").query(
        TableName=table,
        KeyConditionExpression="PK = :pk",
        ExpressionAttributeValues={":pk": text(f"CASE#{walk.case.id}")},
    )["Items"]


def lose(tenant: Deployed, walk: Walk) -> None:
    for item in partition(tenant.table, walk):
        place = {name: item[name] for name in ("PK", "SK")}
        boto3.client("dynamodb").delete_item(TableName=tenant.table, Key=place)


def back(restored: str, walk: Walk, tmp_path: Path, *more: str) -> int:
    return operate(
        "restore", "put-back", "--table", restored, "--case", walk.case.id,
        "--saved", str(tmp_path / "saved"), *more,
    )  # fmt: skip


def sound(walk: Walk) -> list[str]:
    file = file_of(walk)
    assert break_of(file.events, file.case) is None
    return [event.kind for event in file.events]


@pytest.mark.parametrize("at", ["yesterday", "2026-11-26T10:00:00", "2001-01-01T00:00:00Z"])
def test_a_moment_that_cannot_be_restored_is_refused(
    desk: LocalStack, tenant: Deployed, restored: str, at: str
) -> None:
    assert operate("restore", "begin", "--at", at) == 2


def test_nothing_differs_at_first(tenant: Deployed, restored: str, walk, tmp_path, capsys) -> None:
    assert operate("restore", "compare", "--table", restored) == 0
    assert "No case differs." in capsys.readouterr().out
    assert back(restored, walk, tmp_path) == 2
    assert "nothing to put back" in capsys.readouterr().err


def test_a_case_that_is_gone_comes_back_and_its_workflow_goes_on(
    desk: LocalStack, tenant: Deployed, restored: str, walk: Walk, tmp_path, capsys
) -> None:
    lose(tenant, walk)
    desk.settle()
    assert operate("restore", "compare", "--table", restored) == 1
    told = capsys.readouterr().out
    assert f"gone    {write_case_number(walk.case.number)}" in told
    assert walk.case.applicant.family_name not in told
    assert back(restored, walk, tmp_path) == 1  # said, not done
    assert partition(tenant.table, walk) == []
    before = subjects(desk, walk.case.mail)
    assert back(restored, walk, tmp_path, "--yes") == 0
    desk.settle()
    assert sound(walk) == ["submitted", "entered", "restored"]
    assert subjects(desk, walk.case.mail) == before
    assert executions(desk) == [walk.case.id]
    take(walk, "registration", "refuse")  # the token that was put back still answers
    desk.settle()
    assert file_of(walk).case.status == "closed"


def test_over_a_newer_case_only_when_asked(
    desk: LocalStack, tenant: Deployed, restored: str, walk: Walk, tmp_path, capsys
) -> None:
    take(walk, "registration", "ask")
    desk.settle()
    assert file_of(walk).case.stage == "registration_supplement"
    before = subjects(desk, walk.case.mail)
    assert back(restored, walk, tmp_path, "--yes") == 2
    assert "--over-newer" in capsys.readouterr().err
    live = partition(tenant.table, walk)
    assert back(restored, walk, tmp_path, "--yes", "--over-newer") == 0
    (saved,) = (tmp_path / "saved").iterdir()
    assert [json.loads(line)["Item"] for line in saved.read_text().splitlines()] == live
    desk.settle()
    # a new execution asks the office anew; the one that was further is stopped
    assert sound(walk)[:4] == ["submitted", "entered", "restored", "restarted"]
    case = file_of(walk).case
    assert (case.stage, case.run) == ("registration", 2)
    assert f"{walk.case.id}-2" in executions(desk)
    assert subjects(desk, walk.case.mail) == before


def test_a_closed_case_that_is_put_back_begins_no_workflow(
    desk: LocalStack, tenant: Deployed, tmp_path, capsys
) -> None:
    walk = accepted()
    desk.settle()
    take(walk, "registration", "refuse")
    desk.settle()
    boto3.client("dynamodb").restore_table_to_point_in_time(
        SourceTableName=tenant.table, TargetTableName=THEN
    )
    lose(tenant, walk)
    desk.settle()
    mails = subjects(desk, walk.case.mail)
    assert back(THEN, walk, tmp_path, "--yes") == 0
    desk.settle()
    assert sound(walk)[-1] == "restored"
    assert subjects(desk, walk.case.mail) == mails
    assert executions(desk) == [walk.case.id]
    assert operate("stuck") == 0


def test_what_was_erased_on_purpose_stays_erased(
    desk: LocalStack, tenant: Deployed, restored: str, walk: Walk, tmp_path, capsys
) -> None:
    from functions.domain.case import happened
    from functions.domain.logs import month_of
    from functions.domain.person import SYSTEM

    lose(tenant, walk)
    ports = wiring.ports()
    now = ports.clock.now()
    data = {"number": write_case_number(walk.case.number)}
    log = ports.logs.get(month_of(now))
    ports.logs.record(*happened(log, "erased", at=now, actor=SYSTEM, data=data))
    assert operate("restore", "compare", "--table", restored) == 0
    assert "erased  " in capsys.readouterr().out
    assert back(restored, walk, tmp_path, "--yes") == 2
    assert partition(tenant.table, walk) == []


def test_what_another_case_claimed_since_is_not_taken_away(
    desk: LocalStack, tenant: Deployed, tmp_path, capsys
) -> None:
    walk = accepted("elections/proxy")
    desk.settle()
    boto3.client("dynamodb").restore_table_to_point_in_time(
        SourceTableName=tenant.table, TargetTableName=THEN
    )
    claims = file_of(walk).case.claims
    assert claims
    lose(tenant, walk)
    boto3.client("dynamodb").update_item(
        TableName=tenant.table, Key=key(f"CLAIM#{claims[0]}", "CLAIM"),
        UpdateExpression="SET case_id = :c", ExpressionAttributeValues={":c": text("other")},
    )  # fmt: skip
    assert back(THEN, walk, tmp_path, "--yes") == 2
    assert "case other has by now" in capsys.readouterr().err
    boto3.client("dynamodb").delete_item(
        TableName=tenant.table, Key=key(f"CLAIM#{claims[0]}", "CLAIM")
    )
    assert back(THEN, walk, tmp_path, "--yes") == 0
    assert wiring.ports().store.claim_holder(claims[0]) == walk.case.id


def test_somebody_who_writes_meanwhile_wins(
    desk: LocalStack, tenant: Deployed, restored: str, walk: Walk, tmp_path, monkeypatch
) -> None:
    from infra.operate import putting_back

    take(walk, "registration", "ask")
    desk.settle()
    before = partition(tenant.table, walk)
    real = putting_back.plan

    def looked_earlier(*given: Any, **more: Any) -> Any:
        found = real(*given, **more)
        older = found.now.model_copy(update={"version": found.now.version - 1})
        return putting_back.Plan(found.then, older, found.old, found.live, found.claims)

    monkeypatch.setattr(putting_back, "plan", looked_earlier)
    assert back(restored, walk, tmp_path, "--yes", "--over-newer") == 2
    assert partition(tenant.table, walk) == before


def test_files_come_back_from_their_old_versions(
    desk: LocalStack, tenant: Deployed, walk: Walk, capsys
) -> None:
    s3 = boto3.client("s3")
    s3.put_bucket_versioning(Bucket=tenant.bucket, VersioningConfiguration={"Status": "Enabled"})
    where = {"Bucket": tenant.bucket, "Key": f"documents/{walk.case.id}/a"}
    s3.put_object(**where, Body=b"first")
    at = (datetime.now(UTC) + timedelta(seconds=1)).isoformat()
    from time import sleep

    sleep(2.1)  # S3 knows seconds
    s3.put_object(**where, Body=b"second")
    s3.delete_object(**where)
    step = ("restore", "documents", "--case", walk.case.id, "--at", at)
    assert operate(*step) == 1
    assert "1 files" in capsys.readouterr().out
    assert operate(*step, "--yes") == 0
    assert s3.get_object(**where)["Body"].read() == b"first"
