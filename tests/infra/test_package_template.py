"""What CloudFormation would say of the stack, as far as it can be said without an account."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

from functions.domain.tenant import load_tenant
from functions.log import Metric
from functions.processes import all_procedures
from functions.settings import SECRETS, Settings
from infra.deploy.changes import HOLDS_DATA
from infra.deployment import Deployment
from infra.local.config import ROOT
from infra.package import workflows
from infra.package.assemble import Code
from infra.package.firewall import web_acl
from infra.package.functions import SHIFTS
from infra.package.names import Names
from infra.package.template import Parts, template

from .packaged import translated

TENANT = ROOT / "infra" / "tenants" / "mechelen.toml"
ZIPS = {"functions": "f.zip", "shared": "s.zip", "documents": "d.zip"}

pytestmark = pytest.mark.xdist_group("package")


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return made_of(Deployment.load(TENANT))


def made_of(deployment: Deployment) -> dict[str, Any]:
    """The template of Mechelen; what Chalice packs is another test's."""
    code = Code(Path("f.zip"), {}, ["image/*", "multipart/form-data"])
    return template(Parts(load_tenant(TENANT), deployment, code, ZIPS))


def of_type(made: dict[str, Any], kind: str) -> dict[str, Any]:
    return {n: r["Properties"] for n, r in made["Resources"].items() if r["Type"] == kind}


@pytest.mark.slow
def test_the_firewall_is_a_template_of_its_own() -> None:
    from cfnlint.api import ManualArgs, lint

    text = json.dumps(web_acl(Names("mechelen")))
    assert lint(text, config=ManualArgs(regions=["us-east-1"])) == []
    # and the checker does find a mistake
    assert lint(text.replace('"Limit": 2000', '"Limit": "many"'), config=ManualArgs())


def test_no_partition_and_no_address_of_one_is_written_down(made: dict[str, Any]) -> None:
    text = json.dumps(made)
    assert "arn:aws" not in text
    # principals of services keep their name in every partition
    hosts = set(re.findall(r"[\w.-]*amazonaws\.[a-z]+", text))
    assert hosts <= {
        f"{name}.amazonaws.com"
        for name in (
            "apigateway", "budgets", "cloudfront", "cloudwatch", "events", "lambda", "logging.s3",
            "states", "codedeploy", "malware-protection-plan.guardduty",
        )
    }  # fmt: skip
    for source in (ROOT / "infra" / "package").glob("*.py"):
        code = source.read_text().replace('_EVERYWHERE = "arn:aws:states:::"', "")
        assert "arn:aws:" not in code, source.name


@pytest.mark.slow
def test_every_state_machine_has_a_definition_that_can_be_read(made: dict[str, Any]) -> None:
    machines = of_type(made, "AWS::StepFunctions::StateMachine")
    keys = {machine["DefinitionS3Location"]["Key"] for machine in machines.values()}
    assert keys == {workflows.definition_key(procedure) for procedure in all_procedures()}
    assert all(
        machine["LoggingConfiguration"]["IncludeExecutionData"] is False
        for machine in machines.values()
    )
    (filled,) = {tuple(m["DefinitionSubstitutions"]) for m in machines.values()}
    for procedure in all_procedures():
        text = workflows.definition(procedure)
        assert set(re.findall(r"\$\{(\w+)\}", text)) == set(filled)
        for name, value in (("TableName", "t"), ("Partition", "aws"), ("TaskFunction", "arn:x")):
            text = text.replace(f"${{{name}}}", value)
        AmazonStateLanguageParser.parse(text)


def test_the_name_of_a_machine_is_what_the_stream_starts(made: dict[str, Any]) -> None:
    machines = of_type(made, "AWS::StepFunctions::StateMachine")
    names = {machine["StateMachineName"] for machine in machines.values()}
    prefix = Names("mechelen").prefix
    assert names == {f"{prefix}-{p.process}-{p.name}-v{p.version}" for p in all_procedures()}


def test_a_function_is_given_settings_that_exist_and_no_secret(made: dict[str, Any]) -> None:
    known = {name.upper() for name in Settings.model_fields}
    required = {n.upper() for n, field in Settings.model_fields.items() if field.is_required()}
    for name, function in of_type(made, "AWS::Serverless::Function").items():
        given = function["Environment"]["Variables"]
        ours = {key for key in given if not key.startswith(("POWERTOOLS_", "PYTHON"))}
        assert required <= ours <= known, name
        for secret in {s.upper() for s in SECRETS} & ours:
            value = json.dumps(given[secret])
            assert '"ssm:/burgerloket/mechelen/' in value, (name, secret)
        assert len(json.dumps(given)) < 4096  # Lambda's limit


def test_what_holds_answers_of_people_stays_when_the_stack_goes(made: dict[str, Any]) -> None:
    for name in ("Table", "Documents", "DataKey", "SealKey", "DeadLetters", "AccessLogs"):
        part = made["Resources"][name]
        assert (part["DeletionPolicy"], part["UpdateReplacePolicy"]) == ("Retain", "Retain"), name
    table = made["Resources"]["Table"]["Properties"]
    assert table["DeletionProtectionEnabled"] is True
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True


def test_every_bucket_is_closed_and_over_tls_only(made: dict[str, Any]) -> None:
    policies = of_type(made, "AWS::S3::BucketPolicy")
    for name, bucket in of_type(made, "AWS::S3::Bucket").items():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        first = policies[f"{name}Policy"]["PolicyDocument"]["Statement"][0]
        assert (first["Effect"], first["Condition"]) == (
            "Deny", {"Bool": {"aws:SecureTransport": "false"}},
        )  # fmt: skip


def test_access_logs_hold_no_query_and_nobody(made: dict[str, Any]) -> None:
    (stage,) = of_type(made, "AWS::ApiGateway::Stage").values()
    logged = stage["AccessLogSetting"]["Format"]
    for word in ("sourceIp", "userAgent", "queryString", "context.path", "header", "user"):
        assert word not in logged


def test_both_mappings_of_the_stream_report_what_failed(made: dict[str, Any]) -> None:
    mappings = of_type(made, "AWS::Lambda::EventSourceMapping")
    assert set(mappings) == {"StreamMapping", "DossiersMapping"}
    for mapping in mappings.values():
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        assert mapping["BisectBatchOnFunctionError"] is True
        assert mapping["ParallelizationFactor"] == 1  # the order within a case counts
    patterns = mappings["DossiersMapping"]["FilterCriteria"]["Filters"]
    assert json.loads(patterns[0]["Pattern"]) == {
        "dynamodb": {"NewImage": {"kind": {"S": ["case"]}}}
    }


def test_uploads_are_scanned_and_the_functions_wait_for_it(made: dict[str, Any]) -> None:
    (plan,) = of_type(made, "AWS::GuardDuty::MalwareProtectionPlan").values()
    assert plan["ProtectedResource"] == {
        "S3Bucket": {"BucketName": {"Ref": "Documents"}, "ObjectPrefixes": ["quarantine/"]}
    }
    assert plan["Actions"] == {"Tagging": {"Status": "ENABLED"}}
    rule = of_type(made, "AWS::Events::Rule")["ScannedRule"]
    assert "document-uploaded:live" in json.dumps(rule["Targets"])
    for function in of_type(made, "AWS::Serverless::Function").values():
        assert function["Environment"]["Variables"]["SCAN_UPLOADS"] == "yes"
    # a threat is not kept for longer than what was never asked for
    (rules,) = [
        bucket["LifecycleConfiguration"]["Rules"]
        for name, bucket in of_type(made, "AWS::S3::Bucket").items()
        if name == "Documents"
    ]
    (quarantine,) = [one for one in rules if one.get("Prefix") == "quarantine/"]
    assert (quarantine["ExpirationInDays"], quarantine["NoncurrentVersionExpiration"]) == (
        2, {"NoncurrentDays": 1},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "scans"),
    [
        ({"partition": "aws-eusc", "region": "eusc-de-east-1"}, False),
        ({"partition": "aws-eusc", "region": "eusc-de-east-1", "scan_uploads": True}, True),
        ({"scan_uploads": False}, False),
        ({}, True),
    ],
)
def test_whether_uploads_are_scanned_is_the_tenants(said: dict[str, Any], scans: bool) -> None:
    found = made_of(Deployment.load(TENANT).model_copy(update=said))
    text = json.dumps(found)
    assert ("guardduty" in text.lower()) == scans
    assert ('"SCAN_UPLOADS": "yes"' in text, '"SCAN_UPLOADS": "no"' in text) == (scans, not scans)
    assert ("ScannedRule" in found["Resources"]) == scans


def test_what_a_new_version_does_badly_takes_its_deployment_back(made: dict[str, Any]) -> None:
    functions = of_type(made, "AWS::Serverless::Function")
    alarms = of_type(made, "AWS::CloudWatch::Alarm")
    rule = of_type(made, "AWS::CloudWatch::CompositeAlarm")["Rollback"]["AlarmRule"]["Fn::Sub"]
    for name, function in functions.items():
        condition, watched, nothing = function["DeploymentPreference"]["Alarms"]["Fn::If"]
        assert (condition, nothing) == ("RollsBackOnAlarm", [])
        names = [alarm["Ref"] for alarm in watched]
        assert set(names) <= set(alarms)
        assert all(f'ALARM("${{{alarm}}}")' in rule for alarm in names)
        # an exception is no error to Lambda where it is answered
        if function["Handler"] == "functions.entry.handler":
            assert names == [f"{name}Errors", "ApiErrors"]
    stream = functions["StreamFunction"]["DeploymentPreference"]["Alarms"]["Fn::If"][1]
    assert {"Ref": "StreamFunctionFails"} in stream
    alarm = alarms["StreamFunctionFails"]
    told = {one["Name"]: one["Value"] for one in alarm["Dimensions"]}
    assert (alarm["MetricName"], told["tenant"]) == (Metric.RECORD_FAILED, "mechelen")
    assert len(rule) < 10_240  # a composite alarm's limit, before the names are filled in


def test_codedeploy_moves_every_function_and_takes_it_back(made: dict[str, Any]) -> None:
    whole = translated(made)["Resources"]
    groups = {n: r["Properties"] for n, r in whole.items() if "DeploymentGroup" in r["Type"]}
    aliases = {n: r for n, r in whole.items() if r["Type"] == "AWS::Lambda::Alias"}
    functions = of_type(made, "AWS::Serverless::Function")
    assert len(groups) == len(aliases) == len(functions)
    for name in functions:
        group = groups[f"{name}DeploymentGroup"]
        assert "DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"]
        assert group["AlarmConfiguration"]["Fn::If"][1]["Enabled"] is True
        assert group["ServiceRoleArn"] == {"Fn::GetAtt": [SHIFTS, "Arn"]}
        update = aliases[f"{name}Aliaslive"]["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]
        assert update["DeploymentGroupName"] == {"Ref": f"{name}DeploymentGroup"}
        # a version that CodeDeploy goes back to is still there
        versions = [r for n, r in whole.items() if n.startswith(f"{name}Version")]
        assert [version["DeletionPolicy"] for version in versions] == ["Retain"]


def test_every_role_is_one_of_ours(made: dict[str, Any]) -> None:
    """One that SAM adds would have no boundary, so who deploys could not make it."""
    whole = translated(made)["Resources"]
    roles = {name for name, part in whole.items() if part["Type"] == "AWS::IAM::Role"}
    assert roles == set(of_type(made, "AWS::IAM::Role"))


def test_what_a_deployment_looks_for_in_the_stack_is_there(made: dict[str, Any]) -> None:
    names = Names("mechelen")
    assert {"SiteBucket", "DistributionId", "Address", "ApiAddress", "DataKeyArn"} <= set(
        made["Outputs"]
    )
    assert made["Resources"]["Site"]["Type"] == "AWS::S3::Bucket"
    assert made["Resources"]["Table"]["Properties"]["TableName"] == names.prefix
    alarm = of_type(made, "AWS::CloudWatch::CompositeAlarm")["Rollback"]
    assert alarm["AlarmName"] == names.rollback_alarm
    assert {"DeploymentPreference", "RollbackOnAlarm", "WebAclArn"} <= set(made["Parameters"])
    # all that a tenant's file has to say besides what it says already
    needed = {name for name, one in made["Parameters"].items() if "Default" not in one}
    assert needed == {"ArtifactsBucket", "OidcIssuer", "OidcClientId"}
    kept = {
        part["Type"]
        for part in made["Resources"].values()
        if part.get("DeletionPolicy") == "Retain"
    }
    assert kept - set(HOLDS_DATA) == {
        "AWS::ApiGateway::Account", "AWS::ApiGateway::Deployment", "AWS::Lambda::LayerVersion",
    }  # fmt: skip


def versions(**more: Any) -> set[str]:
    """The versions of functions that a deployment would have, by logical id."""
    deployment = Deployment.load(TENANT).model_copy(update=more)
    code = Code(Path("f.zip"), {}, [])
    whole = translated(template(Parts(load_tenant(TENANT), deployment, code, ZIPS)))
    return {n for n, r in whole["Resources"].items() if r["Type"] == "AWS::Lambda::Version"}


def test_what_the_tenants_file_says_reaches_the_version_that_runs() -> None:
    before = versions()
    assert versions() == before
    for more in (
        {"parameters": {"RegisterUrl": "https://register.example"}},
        {"parameters": {"SecretsSince": "2026-11-27 csrf"}},  # docs/runbooks/key-rotation.md
        {"domain": "another.example"},
        {"identity_provider": "https://another.example"},
    ):
        assert not versions(**more) & before, more
