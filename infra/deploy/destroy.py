"""Takes a tenant's stack away. What holds data stays, and how to let go of that is said."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from infra.deploy import follow
from infra.deploy.aws import Stopped
from infra.deploy.changes import HOLDS_DATA
from infra.deploy.follow import Say
from infra.deploy.stack import Stack
from infra.deploy.target import Target
from infra.deploy.written import is_empty, last_event

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_REMOVES = {
    "AWS::DynamoDB::Table": (
        "aws dynamodb update-table --region {r} --table-name {id} --no-deletion-protection-enabled"
        "\n    aws dynamodb delete-table --region {r} --table-name {id}"
    ),
    "AWS::S3::Bucket": "aws s3 rb --region {r} --force s3://{id}   (and its old versions first)",
    "AWS::KMS::Key": (
        "aws kms schedule-key-deletion --region {r} --key-id {id} --pending-window-in-days 30"
        "   (last of all: without it nothing of the others can be read)"
    ),
    "AWS::SQS::Queue": "aws sqs delete-queue --region {r} --queue-url {id}",
}


def destroy(target: Target, typed: Callable[[], str], export: Path | None, say: Say) -> None:
    """Delete both stacks. `typed`: the tenant's name as a person types it; `export`: the folder of
    a verified export. Raises Stopped when anything is not as it has to be."""
    stack = target.main
    status = stack.status()
    if not status:
        raise Stopped(f"There is no stack {stack.name} in {stack.region}.")
    if status.endswith("_IN_PROGRESS"):
        stack.must_be_free()  # says what to do
    if not is_empty(target.aws, target.names.prefix):
        exported(target, export)
    if typed() != target.tenant:
        raise Stopped("That is not its name. Nothing was changed.")
    resources = _resources(stack)
    _empty_site(target.aws.s3, resources)
    _delete(stack, say)
    if target.edge and target.edge.status():
        _delete(target.edge, say)
    say(f"{stack.name} is gone. This stays in the account, with what it holds:")
    for line in _remains(target, resources):
        say(line)


def exported(target: Target, folder: Path | None) -> None:
    """Raises Stopped unless the folder's manifest is of this tenant and table, and newer than the
    last change of a case."""
    table = target.names.prefix
    how = (
        f"python -m infra.operate export {target.tenant} ..., then verify, then name its folder "
        "with --export"
    )
    if folder is None:
        raise Stopped(f"The table {table} is not empty. Export it first: {how}.")
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        of = manifest["tenant"], manifest["table"]
        at = datetime.fromisoformat(manifest["begun"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Stopped(f"{folder} is no export ({type(error).__name__}: {error}): {how}.") from error
    if of != (target.tenant, table):
        raise Stopped(f"{folder} is an export of {of[0]}, table {of[1]}; not of this tenant.")
    last = last_event(target.aws, table)
    if at.astimezone(UTC) <= last:
        raise Stopped(
            f"{folder} was begun at {at}, but a case changed at {last}: export again ({how})."
        )


def _resources(stack: Stack) -> list[tuple[str, str, str]]:
    """(logical id, type, physical id)."""
    pages = stack.api.get_paginator("list_stack_resources").paginate(StackName=stack.name)
    return [
        (one["LogicalResourceId"], one["ResourceType"], one.get("PhysicalResourceId", ""))
        for page in pages
        for one in page["StackResourceSummaries"]
    ]


def _empty_site(s3: "S3Client", resources: list[tuple[str, str, str]]) -> None:
    """The pages can be made again, and a bucket that is not empty cannot be deleted."""
    for name, kind, bucket in resources:
        if (name, kind) != ("Site", "AWS::S3::Bucket") or not bucket:
            continue
        for page in s3.get_paginator("list_object_versions").paginate(Bucket=bucket):
            found = [*page.get("Versions", []), *page.get("DeleteMarkers", [])]
            keys = [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in found]
            if keys:
                s3.delete_objects(Bucket=bucket, Delete={"Objects": keys, "Quiet": True})  # type: ignore[typeddict-item]


def _delete(stack: Stack, say: Say) -> None:
    found = stack.found()
    assert found  # noqa: S101 - the caller looked
    stack.api.update_termination_protection(StackName=stack.name, EnableTerminationProtection=False)
    whole = Stack(stack.api, found.get("StackId", stack.name), stack.pause)  # a name is forgotten
    since = follow.newest(whole)
    stack.api.delete_stack(StackName=whole.name)
    events = follow.until_end(whole, since, say)
    if events[-1].status not in follow.GOOD:
        raise Stopped(follow.why(stack.name, events))


def _remains(target: Target, resources: list[tuple[str, str, str]]) -> list[str]:
    """What the template keeps, with the commands to delete it; secrets and artifacts too."""
    kept = target.template["Resources"]
    region, lines = target.deployment.region, []
    order = {kind: place for place, kind in enumerate((*_REMOVES, *HOLDS_DATA))}
    for name, kind, physical in sorted(resources, key=lambda one: order.get(one[1], 0)):
        if kind in _REMOVES and kept.get(name, {}).get("DeletionPolicy") == "Retain":
            lines += [
                f"  {name}: {physical}",
                f"    {_REMOVES[kind].format(r=region, id=physical)}",
            ]
    path = target.names.parameters
    return [
        *lines,
        f"  the secrets below {path}/ (pseudonym-key: as long as the table or an export is kept)",
        f"    aws ssm delete-parameter --region {region} --name {path}/<name>",
        f"  the layers' old versions: aws lambda list-layers --region {region}",
        "  the artifacts, which other tenants of the account use too, and DNS records",
    ]
