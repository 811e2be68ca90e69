"""Creates what a tenant needs in moto, from the same definitions as the cloud. Safe to repeat."""

import json
import os
from functools import cache
from typing import Any

import boto3

from functions.domain.procedure import Procedure
from infra.local.config import ACCOUNT, ROOT, Local
from infra.local.seal import provision_seal

_TABLE = ROOT / "infra" / "parts" / "table.json"
_put: dict[str, str] = {}  # the definitions that this process gave, by name
# by procedure and table; the procedure is kept, so no other one gets its id
_compiled: dict[tuple[int, str], tuple[Procedure, str]] = {}
_ROLE = f"arn:aws:iam::{ACCOUNT}:role/local"


def provision(local: Local) -> None:
    """Create the table, bucket, sender and queue, and create or update the state machines."""
    create_table(local.table)
    _bucket(local)
    _client("ses").verify_domain_identity(Domain=local.mail_sender.partition("@")[2])
    _client("ses").verify_email_identity(EmailAddress=local.mail_sender)
    for queue in (local.queue, local.dossier_queue):
        _client("sqs").create_queue(QueueName=queue)
    provision_seal(local, _client)
    state_machines(local)


def table_properties() -> dict[str, Any]:
    """The properties of the table as CloudFormation takes them."""
    return dict(json.loads(_TABLE.read_text()))


def create_table(name: str) -> None:
    client = _client("dynamodb")
    if name in client.list_tables()["TableNames"]:
        return
    properties = table_properties()
    client.create_table(
        TableName=name,
        # CloudFormation leaves StreamEnabled out, the API wants it
        StreamSpecification={"StreamEnabled": True, **properties["StreamSpecification"]},
        **{
            key: properties[key]
            for key in (
                "BillingMode",
                "AttributeDefinitions",
                "KeySchema",
                "GlobalSecondaryIndexes",
            )
        },
    )
    client.update_time_to_live(
        TableName=name, TimeToLiveSpecification=properties["TimeToLiveSpecification"]
    )


def _bucket(local: Local) -> None:
    client = _client("s3")
    if local.bucket in [bucket["Name"] for bucket in client.list_buckets()["Buckets"]]:
        return
    client.create_bucket(
        Bucket=local.bucket,
        CreateBucketConfiguration={"LocationConstraint": client.meta.region_name},
    )


def state_machines(local: Local) -> None:
    """Create or update a state machine for every version of every procedure."""
    from functions.processes import all_procedures

    known = known_machines()
    for procedure in all_procedures():
        name = f"{local.prefix}-{procedure.process}-{procedure.name}-v{procedure.version}"
        _put_machine(name, _definition(local, procedure), known)


def _definition(local: Local, procedure: Procedure) -> str:
    """The state machine of a procedure; compiled once for as long as the procedure is the same."""
    key = (id(procedure), local.table)
    if key not in _compiled:
        from functions.domain.asl import compile_workflow

        task = local.function_arn("workflow-task")
        definition = compile_workflow(procedure, table_name=local.table, task_arn=task)
        _compiled[key] = (procedure, json.dumps(definition, sort_keys=True))
    return _compiled[key][1]


def known_machines() -> dict[str, str]:
    """The ARN of every state machine that there is, by name."""
    pages = _client("stepfunctions").get_paginator("list_state_machines").paginate()
    return {m["name"]: m["stateMachineArn"] for page in pages for m in page["stateMachines"]}


def put_state_machine(
    name: str, definition: dict[str, Any], known: dict[str, str] | None = None
) -> str:
    """Create a state machine, or give it this definition; return its ARN. `known`: those there are,
    when the caller has looked.

    What already runs keeps the definition it began with, in AWS and in moto.
    """
    known = known_machines() if known is None else known
    return _put_machine(name, json.dumps(definition, sort_keys=True), known)


def _put_machine(name: str, text: str, known: dict[str, str]) -> str:
    client = _client("stepfunctions")
    if name not in known:
        made = client.create_state_machine(name=name, definition=text, roleArn=_ROLE)
        _put[name] = text
        return str(made["stateMachineArn"])
    arn = known[name]
    there = _put.get(name) or client.describe_state_machine(stateMachineArn=arn)["definition"]
    if there != text:
        client.update_state_machine(stateMachineArn=arn, definition=text)
    _put[name] = text
    return arn


def _client(service: str) -> Any:  # noqa: ANN401 - boto3 has no types
    return _made(service, os.environ["AWS_ENDPOINT_URL"])


@cache
def _made(service: str, _address: str) -> Any:  # noqa: ANN401
    return boto3.client(service)  # type: ignore[call-overload]
