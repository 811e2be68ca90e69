"""The boundary of roles: it holds every role of a desk and hinders none. That who deploys makes no
role without it: test_ci.py."""

import json
from fnmatch import fnmatchcase
from typing import Any

import pytest

from infra.ci import boundary
from infra.local.config import ROOT
from infra.package.cfn import BOUNDARY, BOUNDED
from tests.infra.allowed import (
    ACCOUNT,
    REGION,
    Request,
    is_allowed,
    resolved,
    statements_of,
    unpacked_template,
)

ROLE = f"arn:aws:iam::{ACCOUNT}:role/burgerloket-mechelen-BirthFunctionRole-1"


def roles_of(made: dict[str, Any]) -> list[str]:
    return [n for n, part in made["Resources"].items() if part["Type"] == "AWS::IAM::Role"]


def is_within(action: str, resource: str) -> bool:
    """A resource with stars of its own is within when the pattern takes them as they stand."""
    return is_allowed(boundary.statements(), Request(action, resource))


# What the template names by a resource of its own, whose real name CloudFormation or we give
_NAMED = {
    "arn:DataKey.Arn": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1",
    "arn:SealKey.Arn": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/2",
    "arn:DeadLetters.Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:burgerloket-mechelen-dead-letters",
    "arn:DossierDeadLetters.Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:burgerloket-mechelen-d",
    "arn:EventDeadLetters.Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:burgerloket-mechelen-e",
}


def real(resource: str) -> str:
    """The name as the cloud has it; a group of logs is named by the function."""
    if resource.startswith("arn:") and "Logs.Arn" in resource:
        return f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/lambda/burgerloket-mechelen-x:*"
    return _NAMED.get(resource, resource)


@pytest.mark.parametrize("tenant", ["mechelen", "leuven", "wemmel"])
def test_every_role_of_a_desk_is_held_and_none_is_hindered(tenant: str) -> None:
    made = unpacked_template(ROOT / "infra" / "tenants" / f"{tenant}.toml")
    assert len(roles_of(made)) > 20
    for name in roles_of(made):
        properties = made["Resources"][name]["Properties"]
        assert properties["PermissionsBoundary"]["Fn::If"][0] == BOUNDED, name
        if "Policies" not in properties:
            continue
        for statement in statements_of(made, name):
            where = resolved(statement["Resource"])
            for resource in where if isinstance(where, list) else [where]:
                for action in statement["Action"]:
                    assert is_within(action, real(resource)), f"{name}: {action} on {resource}"


def test_a_queue_and_a_group_of_logs_are_named_as_ours() -> None:
    """The names that the test above fills in."""
    made = unpacked_template()["Resources"]
    for part in made.values():
        if part["Type"] == "AWS::SQS::Queue":
            assert part["Properties"].get("QueueName", "burgerloket-").startswith("burgerloket-")
        if part["Type"] == "AWS::KMS::Alias":
            assert part["Properties"]["AliasName"].startswith("alias/burgerloket-")
    assert made["BirthFunctionLogs"]["Properties"]["LogGroupName"].startswith(
        "/aws/lambda/burgerloket-"
    )


def test_without_the_parameter_a_role_has_none() -> None:
    made = unpacked_template()
    assert made["Parameters"][BOUNDARY]["Default"] == ""
    assert BOUNDED in made["Conditions"]


@pytest.mark.parametrize(
    ("action", "resource"),
    [
        ("dynamodb:Scan", f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/payroll"),
        ("dynamodb:DeleteTable", f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/burgerloket-x"),
        ("s3:GetObject", "arn:aws:s3:::payroll/a"),
        ("s3:DeleteObjectVersion", "arn:aws:s3:::burgerloket-x-documents-1/a"),
        ("s3:PutBucketPolicy", "arn:aws:s3:::burgerloket-x-documents-1"),
        ("iam:CreateUser", f"arn:aws:iam::{ACCOUNT}:user/x"),
        ("iam:PutRolePolicy", ROLE),
        ("sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/admin"),
        ("lambda:UpdateFunctionCode", f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:burgerloket-x"),
        ("lambda:InvokeFunction", f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:payroll"),
        ("ssm:PutParameter", f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/burgerloket/x/csrf-key"),
        ("ssm:GetParameters", f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/payroll/key"),
        ("kms:ScheduleKeyDeletion", f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1"),
        ("events:PutRule", f"arn:aws:events:{REGION}:{ACCOUNT}:rule/other"),
    ],
)  # fmt: skip
def test_nothing_that_no_desk_does_is_within(action: str, resource: str) -> None:
    assert not is_within(action, resource)


def test_a_key_of_something_else_is_not() -> None:
    (keys,) = [one for one in boundary.statements() if "kms:Decrypt" in one["Action"]]
    aliases = keys["Condition"]["ForAnyValue:StringLike"]["kms:ResourceAliases"]
    assert fnmatchcase("alias/burgerloket-mechelen-data", aliases)
    assert not fnmatchcase("alias/payroll", aliases)


def test_it_fits_into_a_managed_policy() -> None:
    """IAM counts 6,144 characters without white space."""
    assert len(json.dumps(boundary.statements(), separators=(",", ":"))) < 6_144
