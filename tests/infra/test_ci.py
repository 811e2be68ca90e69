"""The workflow of a public forge, and the role that it takes on: who gets it, and for what."""

import json
import re
from fnmatch import fnmatchcase
from typing import Any

import pytest
import yaml

from infra.ci.deploy_role import AUDIENCE, HOST, WAVES, template
from infra.deployment import Deployment
from infra.local.config import ROOT
from infra.package.bytecode import PYTHON

WORKFLOW = ROOT / ".github" / "workflows" / "desk.yml"
TEXT = WORKFLOW.read_text()
# YAML 1.1 reads the key `on` as true
READ: dict[Any, Any] = yaml.safe_load(TEXT)
REPOSITORY = "mechelen/desk"
BOUNDED = "iam:PermissionsBoundary"


def test_every_target_that_it_makes_exists() -> None:
    made = set(re.findall(r"\bmake ([a-z-]+)", TEXT))
    known = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {"check", "test", "package", "deploy-all"} == made
    assert made <= known


def test_only_deployments_may_ask_for_a_token_and_each_has_its_environment() -> None:
    assert READ["permissions"] == {"contents": "read"}
    waves = {
        name for name, job in READ["jobs"].items() if "id-token" in str(job.get("permissions"))
    }
    assert waves == {f"wave-{wave}" for wave in WAVES}
    for name in waves:
        job = READ["jobs"][name]
        assert job["environment"] == name
        assert job["if"] == "github.ref == 'refs/heads/main'"
        assert "package" in job["needs"] or job["needs"].startswith("wave-")
    assert "pull_request_target" not in TEXT


def test_every_wave_of_a_tenant_has_its_job() -> None:
    files = (ROOT / "infra" / "tenants").glob("*.toml")
    assert {Deployment.load(file).wave for file in files} <= set(WAVES)


def test_it_packages_with_the_python_of_the_cloud() -> None:
    """Else there would be no bytecode in the archives."""
    versions = set(re.findall(r'python-version: "([^"]+)"', TEXT))
    assert versions == {PYTHON}


def test_actions_are_of_one_commit() -> None:
    used = re.findall(r"uses: (\S+)@(\S+)(.*)", TEXT)
    assert used
    for _, commit, version in used:
        assert re.fullmatch(r"[0-9a-f]{40}", commit)
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", version)


def test_nothing_of_who_wrote_a_change_is_put_into_a_command() -> None:
    commands = [
        step["run"] for job in READ["jobs"].values() for step in job["steps"] if "run" in step
    ]
    assert commands
    assert not [command for command in commands if "${{" in command]


def filled(value: Any) -> Any:
    """A value of the template for one repository and account."""
    match value:
        case {"Fn::Sub": text}:
            for name, known in (
                ("Repository", REPOSITORY), ("ArtifactsBucket", "artifacts"),
                ("AWS::Partition", "aws"), ("AWS::AccountId", "1"), ("AWS::Region", "r"),
            ):  # fmt: skip
                text = text.replace(f"${{{name}}}", known)
            return text
        case list():
            return [filled(one) for one in value]
    return value


def gets_the_role(**claims: str) -> bool:
    """As AWS compares a token with the trust: each condition, equal."""
    role = template()["Resources"]["DeployRole"]["Properties"]
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert list(statement["Condition"]) == ["StringEquals"]
    for name, wanted in statement["Condition"]["StringEquals"].items():
        allowed = filled(wanted) if isinstance(wanted, list) else [wanted]
        if claims.get(name.removeprefix(f"{HOST}:")) not in allowed:
            return False
    return True


@pytest.mark.parametrize("wave", WAVES)
def test_a_job_of_an_environment_of_the_repository_gets_the_role(wave: int) -> None:
    assert gets_the_role(aud=AUDIENCE, sub=f"repo:{REPOSITORY}:environment:wave-{wave}")


@pytest.mark.parametrize(
    "sub",
    [
        "repo:mechelen/desk:ref:refs/heads/main",  # a branch, without approval
        "repo:mechelen/desk:ref:refs/heads/other",
        "repo:mechelen/desk:pull_request",
        "repo:mechelen/desk:environment:wave-9",
        "repo:mechelen/desk-2:environment:wave-0",
        "repo:other/desk:environment:wave-0",
        "repo:other/x:environment:wave-0:repo:mechelen/desk:environment:wave-0",
        "repo:mechelen/desk:environment:wave-0 ",
        "",
    ],
)
def test_anybody_else_does_not(sub: str) -> None:
    assert not gets_the_role(aud=AUDIENCE, sub=sub)


def test_a_token_for_another_service_does_not() -> None:
    assert not gets_the_role(aud="else", sub=f"repo:{REPOSITORY}:environment:wave-0")
    assert not gets_the_role(sub=f"repo:{REPOSITORY}:environment:wave-0")


def may(action: str, arn: str, boundary: str = "") -> bool:
    """As IAM answers: allowed by a statement, denied by none. `boundary`: that of the role that is
    asked about; of the conditions only that on it is looked at."""
    role = template()["Resources"]["DeployRole"]["Properties"]
    effects = set()
    for statement in role["Policies"][0]["PolicyDocument"]["Statement"]:
        where = filled(statement["Resource"])
        where = where if isinstance(where, list) else [where]
        asked = statement.get("Condition", {}).get("StringEquals", {})
        if filled(asked.get(BOUNDED, boundary)) != boundary:
            continue
        if any(fnmatchcase(action, one) for one in statement["Action"]) and any(
            fnmatchcase(arn, one) for one in where
        ):
            effects.add(statement["Effect"])
    return effects == {"Allow"}


@pytest.mark.parametrize(
    ("action", "arn"),
    [
        ("cloudformation:CreateChangeSet", "arn:aws:cloudformation:r:1:stack/burgerloket-x/1"),
        ("cloudformation:ExecuteChangeSet", "arn:aws:cloudformation:u:1:stack/burgerloket-edge/1"),
        ("lambda:UpdateFunctionCode", "arn:aws:lambda:r:1:function:burgerloket-x-desk"),
        ("dynamodb:UpdateTable", "arn:aws:dynamodb:r:1:table/burgerloket-x"),
        ("iam:PassRole", "arn:aws:iam::1:role/burgerloket-x-DeskFunctionRole-1"),
        ("s3:PutObject", "arn:aws:s3:::artifacts/functions.zip"),
    ],
)  # fmt: skip
def test_it_may_deploy(action: str, arn: str) -> None:
    assert may(action, arn)


@pytest.mark.parametrize(
    ("action", "arn"),
    [
        ("cloudformation:CreateChangeSet", "arn:aws:cloudformation:r:1:stack/payroll/1"),
        ("cloudformation:DeleteStack", "arn:aws:cloudformation:r:1:stack/burgerloket-x/1"),
        ("lambda:InvokeFunction", "arn:aws:lambda:r:1:function:burgerloket-x-desk"),
        ("lambda:UpdateFunctionCode", "arn:aws:lambda:r:1:function:payroll"),
        ("dynamodb:Scan", "arn:aws:dynamodb:r:1:table/burgerloket-x"),
        ("dynamodb:DeleteTable", "arn:aws:dynamodb:r:1:table/burgerloket-x"),
        ("s3:GetObject", "arn:aws:s3:::burgerloket-x-documents-1/documents/a"),
        ("ssm:GetParameters", "arn:aws:ssm:r:1:parameter/burgerloket/x/csrf-key"),
        ("kms:ScheduleKeyDeletion", "arn:aws:kms:r:1:key/1"),
        ("kms:Decrypt", "arn:aws:kms:r:1:key/1"),
        ("iam:PutRolePolicy", "arn:aws:iam::1:role/desk-deploys"),
        ("iam:PutRolePolicy", "arn:aws:iam::1:role/admin"),
        ("iam:CreateUser", "arn:aws:iam::1:user/x"),
    ],
)  # fmt: skip
def test_it_may_do_nothing_else(action: str, arn: str) -> None:
    assert not may(action, arn)


ROLE, BOUNDARY = (
    "arn:aws:iam::1:role/burgerloket-x-DeskFunctionRole-1",
    "arn:aws:iam::1:policy/desk-boundary",
)


@pytest.mark.parametrize(
    "action",
    ["iam:CreateRole", "iam:PutRolePolicy", "iam:AttachRolePolicy", "iam:DetachRolePolicy",
     "iam:PutRolePermissionsBoundary"],
)  # fmt: skip
def test_a_role_is_made_and_filled_with_the_boundary_only(action: str) -> None:
    assert may(action, ROLE, BOUNDARY)
    assert not may(action, ROLE)
    assert not may(action, ROLE, BOUNDARY.replace("desk-", "burgerloket-"))


@pytest.mark.parametrize(
    ("action", "arn"),
    [
        ("iam:DeleteRolePermissionsBoundary", ROLE),
        ("iam:CreatePolicyVersion", BOUNDARY),
        ("iam:SetDefaultPolicyVersion", BOUNDARY),
        ("iam:DeletePolicy", BOUNDARY),
        ("iam:CreatePolicy", "arn:aws:iam::1:policy/burgerloket-all"),
    ],
)
def test_the_boundary_stays_what_and_where_it_is(action: str, arn: str) -> None:
    assert not may(action, arn, BOUNDARY)


def test_cloudformation_would_take_it() -> None:
    from cfnlint.api import ManualArgs, lint

    assert lint(json.dumps(template()), config=ManualArgs(regions=["eu-central-1"])) == []
