"""What CloudFormation would say of the stack, as far as it can be said without an account."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

from functions.domain.tenant import load_tenant
from functions.processes import all_procedures
from functions.settings import SECRETS, Settings
from infra.deployment import Deployment
from infra.local.config import ROOT
from infra.package import workflows
from infra.package.assemble import Code
from infra.package.firewall import web_acl
from infra.package.names import Names
from infra.package.template import Parts, template

TENANT = ROOT / "infra" / "tenants" / "mechelen.toml"
ZIPS = {"functions": "f.zip", "shared": "s.zip", "documents": "d.zip"}

pytestmark = pytest.mark.xdist_group("package")


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    """The template of Mechelen; what Chalice packs is another test's."""
    code = Code(Path("f.zip"), {}, ["image/*", "multipart/form-data"])
    return template(Parts(load_tenant(TENANT), Deployment.load(TENANT), code, ZIPS))


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
            "states", "codedeploy",
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
        ours = {key for key in given if not key.startswith("POWERTOOLS_")}
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
