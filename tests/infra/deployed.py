"""A tenant's packaged template as moto's CloudFormation deploys it, and the desk that runs from it.

Everything that moto makes is taken from what was made, not from the template: functions, mappings,
rules, table, bucket, queues. What it does not make is in LEFT_OUT, with the reason; three of those
have a stand-in here that is made from the template's own properties, as moto resolves them.

Never seen here: API Gateway's own routing (a path finds its resource by infra/front_door.py, and
its function by the description that API Gateway would be given), CloudFront, alarms, CodeDeploy,
and whether IAM, KMS and the policies of buckets and queues let a request through. moto also drops
layers, architecture and the time-to-live of the table from what it makes.
"""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import boto3
from moto.awslambda.models import LambdaVersion
from moto.awslambda.utils import get_backend
from moto.cloudformation import parsing
from moto.core.common_models import CloudFormationModel

from infra.local import cloud as local_cloud
from infra.local.cloud import Cloud, LocalLambda, cloud
from infra.local.provision import put_state_machine

from .lambdas import Lambda, names_of, opt, unpack
from .packaged import GIVEN, read, translated

DEPLOYED = {
    "AWS::ApiGateway::RestApi",  # empty: its description is in _RESOLVED
    "AWS::DynamoDB::Table",
    "AWS::Events::Rule",
    "AWS::IAM::Role",
    "AWS::KMS::Alias",
    "AWS::KMS::Key",
    "AWS::Lambda::Alias",  # by `_Alias`
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Function",
    "AWS::Lambda::LayerVersion",
    "AWS::Lambda::Permission",
    "AWS::Lambda::Version",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::SNS::Topic",
    "AWS::SQS::Queue",
}
_UNKNOWN = "moto's CloudFormation does not know it"
LEFT_OUT = {
    "AWS::SES::EmailIdentity": f"{_UNKNOWN}; stand-in: verified by API",
    "AWS::SES::ConfigurationSet": f"{_UNKNOWN}; stand-in: made by API",
    "AWS::StepFunctions::StateMachine": (
        "moto makes it where its interpreter does not look, and reads no definition from S3; "
        "stand-in: made by API from the definition among the artifacts"
    ),
    "AWS::ApiGateway::Account": _UNKNOWN,
    "AWS::ApiGateway::Deployment": "of no use without a stage",
    "AWS::ApiGateway::Stage": _UNKNOWN,
    "AWS::Budgets::Budget": _UNKNOWN,
    "AWS::CloudFront::CachePolicy": _UNKNOWN,
    "AWS::CloudFront::Distribution": _UNKNOWN,
    "AWS::CloudFront::Function": _UNKNOWN,
    "AWS::CloudFront::OriginAccessControl": _UNKNOWN,
    "AWS::CloudFront::OriginRequestPolicy": _UNKNOWN,
    "AWS::CloudFront::ResponseHeadersPolicy": _UNKNOWN,
    "AWS::CloudWatch::Alarm": _UNKNOWN,
    "AWS::CloudWatch::CompositeAlarm": _UNKNOWN,
    "AWS::CloudWatch::Dashboard": "it shows alarms, which are left out",
    "AWS::CodeDeploy::Application": _UNKNOWN,
    "AWS::CodeDeploy::DeploymentGroup": _UNKNOWN,
    "AWS::GuardDuty::MalwareProtectionPlan": f"{_UNKNOWN}; stand-in: infra/local/scanner.py",
    "AWS::Lambda::EventInvokeConfig": _UNKNOWN,
    "AWS::Logs::MetricFilter": _UNKNOWN,
    "AWS::Logs::QueryDefinition": _UNKNOWN,
    "AWS::Oam::Link": _UNKNOWN,
    "AWS::SecretsManager::Secret": f"{_UNKNOWN}; stand-in: made by API, and its value put in",
    "AWS::Route53::RecordSet": "Mechelen gives no hosted zone",
    "AWS::S3::BucketPolicy": _UNKNOWN,
    "AWS::SES::ConfigurationSetEventDestination": _UNKNOWN,
    "AWS::SNS::Subscription": _UNKNOWN,
    "AWS::SNS::TopicPolicy": _UNKNOWN,
    "AWS::SQS::QueuePolicy": _UNKNOWN,
}
# What of a resource without a counterpart is needed, resolved by moto as outputs of the stack
_RESOLVED = {
    "AWS::ApiGateway::RestApi": ("Body",),
    "AWS::SES::EmailIdentity": ("EmailIdentity",),
    "AWS::SES::ConfigurationSet": ("Name",),
    "AWS::StepFunctions::StateMachine": (
        "StateMachineName", "DefinitionS3Location", "DefinitionSubstitutions",
    ),
}  # fmt: skip
SECRET_VALUES = {name: f"deployed-{name}-0123456789abcdef0123" for name in (
    "csrf-key", "pseudonym-key", "oidc-client-secret",
)}  # fmt: skip
_INVOKED = re.compile(r"arn:aws:apigateway:[\w-]+:lambda:path/[\d-]+/functions/(.+)/invocations")
_SECRET = re.compile(r"\{\{resolve:secretsmanager:\$\{EdgeKey\}:SecretString:(\w+)::\w*\}\}")
Json = dict[str, Any]


class _Alias(CloudFormationModel):  # type: ignore[misc] - moto has no types
    """moto makes aliases by its API only."""

    def __init__(self, arn: str) -> None:
        self.physical_resource_id = arn

    @staticmethod
    def cloudformation_name_type() -> str:
        return "Name"

    @staticmethod
    def cloudformation_type() -> str:
        return "AWS::Lambda::Alias"

    @classmethod
    def create_from_cloudformation_json(
        cls, resource_name: str, cloudformation_json: Json, account_id: str, region_name: str,
        **more: object,
    ) -> "_Alias":  # fmt: skip
        given = cloudformation_json["Properties"]
        made = get_backend(account_id, region_name).create_alias(
            resource_name, given["FunctionName"], given["FunctionVersion"], "", None
        )
        return cls(made.arn)


class DeployedStack:
    """What was made of `packed` (a folder of infra.package), and the functions that run from it.

    `values`: what a person gives at a deployment, beside the bucket of artifacts.
    """

    def __init__(self, packed: Path, place: Path, moto: Cloud, values: dict[str, str]) -> None:
        self.name = "burgerloket-mechelen"
        self.template = translated(read(packed / "template.json"))
        self.moto = moto
        self._given = {**moto.environment(), "AWS_SESSION_TOKEN": "a-session"}
        self._upload(packed / "artifacts")
        self.outputs = self._deploy({**GIVEN, **values})
        self.ids = self._physical()
        self._stand_ins()
        self.functions = self._functions(place)
        self.mappings = boto3.client("lambda").list_event_source_mappings()["EventSourceMappings"]

    def _upload(self, artifacts: Path) -> None:
        s3 = boto3.client("s3")
        where = {"LocationConstraint": s3.meta.region_name}
        s3.create_bucket(Bucket=GIVEN["ArtifactsBucket"], CreateBucketConfiguration=where)
        for path in (path for path in artifacts.rglob("*") if path.is_file()):
            name = path.relative_to(artifacts).as_posix()
            s3.put_object(Bucket=GIVEN["ArtifactsBucket"], Key=name, Body=path.read_bytes())

    def _deploy(self, values: dict[str, str]) -> Json:
        """Create the stack; the values of its outputs, those of `_RESOLVED` by logical id."""
        for known in (parsing.get_model_list, parsing.get_model_map, parsing.get_name_type_map):
            known.cache_clear()  # from before `_Alias`
        self.edge_key = self._make_edge_key()
        # moto knows no dynamic references
        body = _SECRET.sub(
            lambda found: self.edge_key[found[1]], json.dumps(_for_moto(self.template))
        )
        s3, cloudformation = boto3.client("s3"), boto3.client("cloudformation")
        s3.put_object(Bucket=GIVEN["ArtifactsBucket"], Key="template.json", Body=body)
        cloudformation.create_stack(
            StackName=self.name,
            TemplateURL=f"https://s3.amazonaws.com/{GIVEN['ArtifactsBucket']}/template.json",
            Parameters=[{"ParameterKey": k, "ParameterValue": v} for k, v in values.items()],
        )
        (stack,) = cloudformation.describe_stacks(StackName=self.name)["Stacks"]
        assert stack["StackStatus"] == "CREATE_COMPLETE"
        return {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}

    def _make_edge_key(self) -> dict[str, str]:
        """The secret between CloudFront and the functions, as CloudFormation makes it."""
        given = self.of("EdgeKey")
        how = dict(given["GenerateSecretString"])
        value = json.loads(how.pop("SecretStringTemplate"))
        name, client = how.pop("GenerateStringKey"), boto3.client("secretsmanager")
        value[name] = client.get_random_password(**how)["RandomPassword"]
        client.create_secret(Name=given["Name"], SecretString=json.dumps(value))
        found: dict[str, str] = value
        return found

    def _physical(self) -> dict[str, str]:
        pages = boto3.client("cloudformation").get_paginator("list_stack_resources")
        return {
            one["LogicalResourceId"]: one["PhysicalResourceId"]
            for page in pages.paginate(StackName=self.name)
            for one in page["StackResourceSummaries"]
        }

    def resolved(self, kind: str) -> list[Json]:
        """The properties of every resource of a kind that has a stand-in."""
        return [
            json.loads(self.outputs[name])
            for name, part in self.template["Resources"].items()
            if part["Type"] == kind
        ]

    def _stand_ins(self) -> None:
        ses, s3 = boto3.client("ses"), boto3.client("s3")
        for identity in self.resolved("AWS::SES::EmailIdentity"):
            ses.verify_domain_identity(Domain=identity["EmailIdentity"])
        for made in self.resolved("AWS::SES::ConfigurationSet"):
            ses.create_configuration_set(ConfigurationSet={"Name": made["Name"]})
        for machine in self.resolved("AWS::StepFunctions::StateMachine"):
            text = s3.get_object(**machine["DefinitionS3Location"])["Body"].read().decode()
            for name, value in machine["DefinitionSubstitutions"].items():
                text = text.replace(f"${{{name}}}", value)
            put_state_machine(machine["StateMachineName"], json.loads(text), {})
        for name, value in SECRET_VALUES.items():
            boto3.client("ssm").put_parameter(
                Name=f"/burgerloket/mechelen/{name}", Value=value, Type="SecureString"
            )
        boto3.client("dynamodb").update_time_to_live(
            TableName=self.ids["Table"],
            TimeToLiveSpecification=self.of("Table")["TimeToLiveSpecification"],
        )

    def of(self, logical_id: str) -> Json:
        """The properties of a resource as the template has them."""
        found: Json = self.template["Resources"][logical_id]["Properties"]
        return found

    def _functions(self, place: Path) -> dict[str, Lambda]:
        # all of them run the same archive
        (key,) = {function["Code"]["S3Key"] for function in self._described()}
        code = unpack(self._artifact(key), place / "task")
        layers: dict[tuple[str, ...], Path] = {}
        found: dict[str, Lambda] = {}
        for page in boto3.client("lambda").get_paginator("list_functions").paginate():
            for one in page["Functions"]:
                wanted = self._layers(one["FunctionName"])
                if wanted not in layers:
                    archives = [self._layer(name) for name in wanted]
                    layers[wanted] = opt(archives, place / "-".join(wanted))
                made = Lambda(one, code, layers[wanted], self._given)
                found[made.name] = made
        return found

    def _described(self) -> list[Json]:
        parts = self.template["Resources"].values()
        return [part["Properties"] for part in parts if part["Type"] == "AWS::Lambda::Function"]

    def _layers(self, function: str) -> tuple[str, ...]:
        """The logical ids of its layers, which moto forgets."""
        (found,) = [one for one in self._described() if one["FunctionName"] == function]
        return tuple(layer["Ref"] for layer in found["Layers"])

    def _artifact(self, key: str) -> bytes:
        found = boto3.client("s3").get_object(Bucket=GIVEN["ArtifactsBucket"], Key=key)
        content: bytes = found["Body"].read()
        return content

    def _layer(self, logical_id: str) -> bytes:
        return self._artifact(self.of(logical_id)["Content"]["S3Key"])

    def layers_of(self, function: str) -> frozenset[str]:
        """The names of all files in the layers of a function."""
        names = [names_of(self._layer(name)) for name in self._layers(function)]
        return frozenset().union(*names)

    def function_of(self, arn: str) -> Lambda:
        """By an ARN with an alias or a version, as mappings and rules name it."""
        return self.functions[arn.split(":")[6]]

    def queue_url(self, arn: str) -> str:
        url: str = boto3.client("sqs").get_queue_url(QueueName=arn.rpartition(":")[2])["QueueUrl"]
        return url

    def owner(self, resource: str, method: str) -> Lambda:
        """The function that API Gateway's description has at a resource."""
        (body,) = [api["Body"] for api in self.resolved("AWS::ApiGateway::RestApi")]
        methods = body["paths"][resource]
        found = methods.get(method.lower()) or methods["x-amazon-apigateway-any-method"]
        uri = found["x-amazon-apigateway-integration"]["uri"]
        arn = _INVOKED.fullmatch(uri)
        assert arn, uri
        return self.function_of(arn[1])


def _for_moto(template: Json) -> Json:
    parts = {
        # how an alias is updated names CodeDeploy
        name: {key: value for key, value in part.items() if key != "UpdatePolicy"}
        for name, part in template["Resources"].items()
        if part["Type"] in DEPLOYED
    }
    resolved = {
        name: {"Value": {"Fn::ToJsonString": {
            wanted: part["Properties"][wanted] for wanted in _RESOLVED[part["Type"]]
        }}}
        for name, part in template["Resources"].items()
        if part["Type"] in _RESOLVED
    }  # fmt: skip
    return {**template, "Resources": parts, "Outputs": resolved}


@contextmanager
def deployed(packed: Path, place: Path, values: dict[str, str]) -> Iterator[DeployedStack]:
    """An empty moto with the stack, and everything put back at the end."""
    moto = cloud()
    moto.reset()
    before = local_cloud.functions.local
    # moto's own push into functions has no contract: it is infra/local/pump.py that reads
    silent = mock.patch.object(LocalLambda, "send_dynamodb_items", return_value=b"")
    # an alias asks a version which number it is
    numbered = mock.patch.object(
        LambdaVersion, "get_cfn_attribute", lambda version, _: str(version.version), create=True
    )
    with mock.patch.dict(os.environ, moto.environment()), silent, numbered:
        boto3.DEFAULT_SESSION = None
        stack = DeployedStack(packed, place, moto, values)
        local_cloud.functions.local = dict(stack.functions)
        try:
            yield stack
        finally:
            local_cloud.functions.local = before
            for function in stack.functions.values():
                function.stop()
            moto.reset()
    boto3.DEFAULT_SESSION = None
