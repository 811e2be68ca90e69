"""What an operator's commands ask of AWS, as a policy for the role or permission set of a person:
each command by itself, so that who looks for what stands still may export nothing.

It is written before anybody has credentials, so the account's number is a star; the region and all
names are the tenant's.
"""

from dataclasses import dataclass
from typing import Any

from infra.deployment import Deployment
from infra.operate.places import split
from infra.package.cfn import Json, allow
from infra.package.names import Names

_READ = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan"]
_WRITE = ["dynamodb:ConditionCheckItem", "dynamodb:PutItem", "dynamodb:UpdateItem",
          "dynamodb:DeleteItem"]  # fmt: skip
_SEEN = ["states:DescribeExecution", "states:GetExecutionHistory", "states:ListExecutions"]


@dataclass(frozen=True)
class Tenant:
    """`place`: where exports are kept, an address s3://bucket/prefix; empty for a folder."""

    names: Names
    region: str
    partition: str
    place: str = ""

    def arn(self, service: str, rest: str) -> str:
        return f"arn:{self.partition}:{service}:{self.region}:*:{rest}"

    def s3(self, rest: str) -> str:
        return f"arn:{self.partition}:s3:::{rest}"

    @property
    def table(self) -> list[str]:
        own = self.arn("dynamodb", f"table/{self.names.prefix}")
        return [own, f"{own}/index/*"]

    @property
    def restored(self) -> str:
        """Every table that `restore begin` makes beside the tenant's."""
        return self.arn("dynamodb", f"table/{self.names.prefix}-at-*")

    @property
    def bucket(self) -> str:
        return self.s3(f"{self.names.prefix}-documents-*")

    @property
    def workflows(self) -> list[str]:
        return [
            self.arn("states", f"{kind}:{self.names.prefix}-*")
            for kind in ("stateMachine", "execution")
        ]

    @property
    def functions(self) -> str:
        return self.arn("lambda", f"function:{self.names.prefix}-*")


def policy(tenant: Tenant, commands: list[str]) -> Json:
    """The document of a policy for these commands; KeyError for one that there is not."""
    found = [
        allow(["cloudformation:DescribeStacks"],
              tenant.arn("cloudformation", f"stack/{tenant.names.prefix}/*")),
        # what lies encrypted: only by the services that hold it
        allow(["kms:Decrypt", "kms:GenerateDataKey"], tenant.arn("kms", "key/*"), **_by_alias(
            f"alias/{tenant.names.prefix}-data"
        )),
    ]  # fmt: skip
    for command in dict.fromkeys(commands):
        found += COMMANDS[command](tenant)
    return {"Version": "2012-10-17", "Statement": found}


def of(name: str, deployment: Deployment, commands: list[str], place: str = "") -> Json:
    """For a tenant's file."""
    return policy(Tenant(Names(name), deployment.region, deployment.partition, place), commands)


def _by_alias(alias: str) -> dict[str, Any]:
    return {"ForAnyValue:StringEquals": {"kms:ResourceAliases": alias}}


def _redrive(tenant: Tenant) -> list[Json]:
    return [
        allow(
            ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"],
            tenant.arn("sqs", f"{tenant.names.prefix}-*"),
        ),
        allow(["dynamodb:GetRecords", "dynamodb:GetShardIterator"], f"{tenant.table[0]}/stream/*"),
        allow(["lambda:InvokeFunction"], tenant.functions),
    ]


def _stuck(tenant: Tenant) -> list[Json]:
    return [
        allow([*_READ, *_WRITE], tenant.table),
        allow([*_SEEN, "states:StartExecution", "states:RedriveExecution"], tenant.workflows),
        allow(["states:ListStateMachines"], "*"),  # it knows no resource
        allow(["lambda:InvokeFunction"], tenant.functions),
    ]


def _close(tenant: Tenant) -> list[Json]:
    changes = ["lambda:GetFunctionConcurrency", "lambda:PutFunctionConcurrency",
               "lambda:DeleteFunctionConcurrency"]  # fmt: skip
    return [allow(changes, tenant.functions)]


def _live(tenant: Tenant) -> list[Json]:
    """All that there is of the tenant, to be read."""
    return [
        allow(["dynamodb:Scan"], tenant.table[0]),
        allow(["s3:GetObject", "s3:ListBucket"], [tenant.bucket, f"{tenant.bucket}/*"]),
    ]


def _place(tenant: Tenant, actions: list[str]) -> list[Json]:
    """Where exports are kept; a folder asks nothing of AWS."""
    bucket, prefix = split(tenant.place)
    if not bucket:
        return []
    return [
        allow(actions, tenant.s3(f"{bucket}/{prefix}*")),
        allow(["s3:ListBucket"], tenant.s3(bucket), StringLike={"s3:prefix": [f"{prefix}*"]}),
    ]


def _export(tenant: Tenant) -> list[Json]:
    return [
        *_live(tenant),
        allow(["lambda:GetFunctionConcurrency"], tenant.functions),
        *_place(tenant, ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]),
    ]


def _verify(tenant: Tenant) -> list[Json]:
    return [*_live(tenant), *_place(tenant, ["s3:GetObject"])]


def _restore(tenant: Tenant) -> list[Json]:
    point = ["dynamodb:RestoreTableToPointInTime", "dynamodb:DescribeContinuousBackups"]
    return [
        allow([*point, *_READ, *_WRITE], tenant.table),
        # AWS fills the new table with the rights of who asks for it
        allow(["dynamodb:RestoreTableToPointInTime", "dynamodb:DescribeTable", *_READ,
               "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem",
               "dynamodb:BatchWriteItem"], [tenant.restored, f"{tenant.restored}/index/*"]),
        allow(["kms:DescribeKey", "kms:CreateGrant"], tenant.arn("kms", "key/*"),
              **_by_alias(f"alias/{tenant.names.prefix}-data")),
        allow(["s3:ListBucketVersions", "s3:GetObjectVersion", "s3:GetObjectVersionTagging",
               "s3:GetObject", "s3:PutObject", "s3:PutObjectTagging"],
              [tenant.bucket, f"{tenant.bucket}/*"]),
        allow([*_SEEN, "states:StartExecution", "states:StopExecution"], tenant.workflows),
    ]  # fmt: skip


COMMANDS = {
    "redrive": _redrive,
    "stuck": _stuck,
    "close": _close,
    "open": _close,
    "export": _export,
    "verify": _verify,
    "restore": _restore,
}
