"""A tenant that leaves takes everything along, and can show that it did."""

import hashlib
import io
import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import boto3
import pytest

from functions.adapters.codec import key, text
from infra.local.stack import LocalStack
from infra.operate import exporting, items
from infra.operate.deployed import Deployed
from tests.faults import accepted, take
from tests.infra.operated import operate


@pytest.fixture
def filled(desk: LocalStack, tenant: Deployed):
    """Two cases, one of them closed; a document, one that was not checked, and a session."""
    first, second = accepted(), accepted()
    desk.settle()
    take(first, "registration", "refuse")
    desk.settle()
    s3 = boto3.client("s3")
    s3.put_object(Bucket=tenant.bucket, Key="documents/één/a b", Body=b"%PDF-1")
    s3.put_object(Bucket=tenant.bucket, Key="issued/x/y.pdf", Body=b"%PDF-2")
    s3.put_object(Bucket=tenant.bucket, Key="quarantine/x/z", Body=b"who knows")
    session = {**key("SESSION#abc", "SESSION"), "data": text("{}")}
    boto3.client("dynamodb").put_item(TableName=tenant.table, Item=session)
    return [first.case.id, second.case.id]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts small enough to break off between them."""
    monkeypatch.setattr(items, "limit", lambda: 3)
    monkeypatch.setattr(exporting, "_KEYS", 1)


def manifest(out: Path) -> dict[str, Any]:
    return json.loads((out / "manifest.json").read_text())


def live(table: str) -> list[dict[str, Any]]:
    pages = boto3.client("dynamodb").get_paginator("scan").paginate(TableName=table)
    return [item for page in pages for item in page["Items"]]


def test_everything_goes_along_and_can_be_checked(
    filled: list[str], tenant: Deployed, small: None, tmp_path: Path, capsys
) -> None:
    out = tmp_path / "out"
    assert operate("export", "--to", str(out)) == 0
    made = manifest(out)
    assert (made["tenant"], made["table"]) == ("mechelen", tenant.table)
    parts = sorted((out / "table").iterdir())
    assert len(parts) > 2
    raw = [json.loads(line)["Item"] for part in parts for line in part.read_text().splitlines()]
    here = [item for item in live(tenant.table) if item["PK"]["S"] != "SESSION#abc"]
    by_place = sorted(raw, key=items.place)
    assert by_place == sorted(here, key=items.place)
    assert made["counts"]["items"] == len(raw)
    objects = boto3.client("s3").list_objects_v2(Bucket=tenant.bucket)["Contents"]
    assert (made["counts"]["cases"], made["counts"]["documents"]) == (2, len(objects) - 1)
    assert made["left_out"] == {"sessions and sign-ins under way": 1, "files under quarantine/": 1}
    assert made["chains"]["broken"] == []
    assert made["chains"]["checked"] >= 2
    assert made["newest_change"] == max(
        json.loads(i["data"]["S"])["at"] for i in raw if i.get("kind") == text("event")
    ).replace("Z", "+00:00")
    for name, told in made["files"].items():
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == told["sha256"]
    assert (out / "bucket/files/documents/%C3%A9%C3%A9n/a%20b").read_bytes() == b"%PDF-1"
    assert "WARNING: an export holds national numbers" in capsys.readouterr().err
    assert operate("verify", "--at", str(out)) == 0


def test_a_case_can_be_read_without_a_tool(filled: list[str], small: None, tmp_path: Path) -> None:
    out = tmp_path / "out"
    operate("export", "--to", str(out))
    lines = (out / f"readable/cases/{filled[0]}.jsonl").read_text().splitlines()
    read = [json.loads(line) for line in lines]
    assert {line["kind"] for line in read} >= {"case", "event", "task"}
    (case,) = [line for line in read if line["SK"] == "META"]
    assert case["data"]["applicant"]["family_name"]
    assert case["data"]["outcome"]


def test_only_its_owner_reads_it(filled: list[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    operate("export", "--to", str(out))
    modes = {stat.S_IMODE(p.stat().st_mode) for p in out.rglob("*") if p.is_file()}
    folders = {stat.S_IMODE(p.stat().st_mode) for p in (out, *out.rglob("*")) if p.is_dir()}
    assert (modes, folders) == ({0o600}, {0o700})


@pytest.mark.parametrize("after", [2, 7])
def test_what_was_broken_off_goes_on_where_it_was(
    filled: list[str], tenant: Deployed, small: None, tmp_path: Path, monkeypatch, after: int
) -> None:
    whole, out = tmp_path / "whole", tmp_path / "out"
    operate("export", "--to", str(whole))
    calls: list[str] = []

    def breaks(service: str, operation: str) -> None:
        client = tenant.client(service)
        real = getattr(client, operation)

        def call(**given: Any) -> Any:
            calls.append(operation)
            if len(calls) == after:
                raise KeyboardInterrupt
            return real(**given)

        monkeypatch.setattr(client, operation, call)

    breaks("dynamodb", "scan")
    breaks("s3", "get_object")
    with pytest.raises(KeyboardInterrupt):
        operate("export", "--to", str(out))
    assert not (out / "manifest.json").exists()
    assert operate("verify", "--at", str(out)) == 2
    assert operate("export", "--to", str(out)) == 0
    # only what was under way was asked twice
    asked_once = [*(whole / "table").iterdir(), *(whole / "bucket").glob("index-*")]
    assert len(calls) == len(asked_once) + 1
    before, now = manifest(whole), manifest(out)
    assert now["files"] == before["files"]
    assert now["counts"] == before["counts"]


def test_a_finished_or_foreign_place_is_left_alone(
    filled: list[str], tmp_path: Path, capsys
) -> None:
    out = tmp_path / "out"
    operate("export", "--to", str(out))
    assert operate("export", "--to", str(out)) == 2
    assert "choose another place" in capsys.readouterr().err
    other = tmp_path / "other"
    other.mkdir()
    (other / "holiday.jpg").write_bytes(b"x")
    assert operate("export", "--to", str(other)) == 2
    (other / "holiday.jpg").unlink()
    (other / "progress.json").write_text('{"table": "t", "account": "1"}')
    assert operate("export", "--to", str(other)) == 2


def test_verify_finds_what_differs(
    filled: list[str], tenant: Deployed, tmp_path: Path, capsys
) -> None:
    out = tmp_path / "out"
    operate("export", "--to", str(out))
    table, s3 = boto3.client("dynamodb"), boto3.client("s3")
    first, second = filled
    table.delete_item(TableName=tenant.table, Key=key(f"CASE#{first}", "META"))
    table.update_item(
        TableName=tenant.table, Key=key(f"CASE#{second}", "META"),
        UpdateExpression="SET note = :n", ExpressionAttributeValues={":n": text("x")},
    )  # fmt: skip
    table.put_item(TableName=tenant.table, Item=key("NUMBER#1", "NUMBER"))
    s3.put_object(Bucket=tenant.bucket, Key="documents/één/a b", Body=b"%PDF-X")
    s3.delete_object(Bucket=tenant.bucket, Key="issued/x/y.pdf")
    s3.put_object(Bucket=tenant.bucket, Key="lists/new", Body=b"new")
    (out / f"readable/cases/{first}.jsonl").write_text("{}")
    (out / "settings/tenant.toml").unlink()
    (out / "extra").write_text("x")
    capsys.readouterr()
    assert operate("verify", "--at", str(out)) == 1
    told = capsys.readouterr().out.splitlines()
    assert sorted(told) == sorted(
        [
            f"file readable/cases/{first}.jsonl: is not what the manifest says (SHA-256)",
            "file settings/tenant.toml: missing",
            "file extra: not in the manifest",
            f"item CASE#{first} / META: in the export, and not live any more",
            f"item CASE#{second} / META: changed since the export",
            "item NUMBER#1 / NUMBER: is live, and not in the export",
            "document documents/één/a b: changed since the export",
            "document issued/x/y.pdf: in the export, and not live any more",
            "document lists/new: is live, and not in the export",
            "9 differences.",
        ]
    )


def test_a_chain_that_does_not_hold_is_told(
    filled: list[str], tenant: Deployed, tmp_path: Path, capsys
) -> None:
    place = key(f"CASE#{filled[0]}", "EVENT#000002")
    boto3.client("dynamodb").delete_item(TableName=tenant.table, Key=place)
    out = tmp_path / "out"
    assert operate("export", "--to", str(out)) == 1
    assert "line 2 is missing" in capsys.readouterr().out
    assert len(manifest(out)["chains"]["broken"]) == 1
    assert operate("verify", "--at", str(out)) == 1


def test_into_a_bucket(filled: list[str], tenant: Deployed, small: None, capsys) -> None:
    s3 = boto3.client("s3")
    where = {"LocationConstraint": tenant.region}
    s3.create_bucket(Bucket="elsewhere", CreateBucketConfiguration=where)
    assert operate("export", "--to", "s3://elsewhere/mechelen/") == 0
    assert operate("verify", "--at", "s3://elsewhere/mechelen") == 0
    s3.delete_object(Bucket="elsewhere", Key="mechelen/settings/tenant.toml")
    assert operate("verify", "--at", "s3://elsewhere/mechelen") == 1
    assert operate("export", "--to", f"s3://{tenant.bucket}/here") == 2


def _functions(tenant: Deployed) -> Any:
    """Two functions of the tenant, as Lambda has them."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("f.py", "")
    trust = '{"Version": "2012-10-17", "Statement": []}'
    role = boto3.client("iam").create_role(RoleName="f", AssumeRolePolicyDocument=trust)
    functions = boto3.client("lambda")
    for name in ("desk", "agenda"):
        functions.create_function(
            FunctionName=tenant.function(name), Runtime="python3.13", Handler="f.f",
            Role=role["Role"]["Arn"], Code={"ZipFile": archive.getvalue()},
        )  # fmt: skip
    return functions


def test_a_desk_that_is_open_is_not_exported(
    filled: list[str], tenant: Deployed, tmp_path: Path, capsys, monkeypatch
) -> None:
    functions = _functions(tenant)
    there = {one["FunctionName"] for one in functions.list_functions()["Functions"]}
    from infra.operate import closing

    real = closing.all_functions
    monkeypatch.setattr(
        closing, "all_functions",
        lambda given: [f for f in real(given) if tenant.function(f.name) in there],
    )  # fmt: skip

    def reserved(name: str) -> int | None:
        found = functions.get_function_concurrency(FunctionName=tenant.function(name))
        return found.get("ReservedConcurrentExecutions")

    out = str(tmp_path / "out")
    assert operate("export", "--to", out) == 2
    assert "may still write: desk, agenda" in capsys.readouterr().err
    assert operate("close") == 0
    assert (reserved("desk"), reserved("agenda")) == (0, None)
    assert operate("export", "--to", out) == 2
    assert operate("close", "--everything") == 0
    assert operate("export", "--to", out) == 0
    assert operate("open") == 0
    assert (reserved("desk"), reserved("agenda")) == (None, 1)
    assert operate("export", "--to", f"{out}-2", "--while-open") == 0
