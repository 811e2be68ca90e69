"""A tenant as operators find it: the local desk's table, bucket, queues and functions on moto,
reached over a real socket by the outputs of a stack of CloudFormation."""

import json
from typing import Any

import boto3

from infra.local.cloud import functions
from infra.local.config import ROOT
from infra.local.stack import LocalStack
from infra.operate.__main__ import main
from infra.operate.deployed import Deployed, find
from infra.package.streams import QUEUES
from tests.infra.operator_rights import within_rights

TENANT = "mechelen"
TENANT_FILE = ROOT / "infra" / "tenants" / f"{TENANT}.toml"


def deploy(desk: LocalStack) -> Deployed:
    """Make the stack and its third queue; what operators know of the desk."""
    sqs = boto3.client("sqs")
    events = sqs.create_queue(QueueName=f"{desk.local.prefix}-EventDeadLetters")["QueueUrl"]
    named = [desk.local.queue_url, desk.local.dossier_queue_url, events]
    outputs = {
        "TableName": desk.local.table,
        "DocumentsBucket": desk.local.bucket,
        **dict(zip(QUEUES, named, strict=True)),
    }
    template = {
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {name: {"Value": value} for name, value in outputs.items()},
    }
    boto3.client("cloudformation").create_stack(
        StackName=desk.local.prefix, TemplateBody=json.dumps(template)
    )
    return find(TENANT)


def operate(*arguments: str) -> int:
    """A command, as from a shell, by somebody who has the rights for it and no others."""
    with within_rights(arguments[0]):
        return main([arguments[0], TENANT, *arguments[1:]])


def replace(desk: LocalStack, name: str, handler: Any) -> None:
    """Put another function in the place of one of ours, until the desk is reset."""
    functions.local[desk.local.function(name)] = handler
