"""A small package and a moto server to deploy it to, for tests of infra/deploy.

Moto knows no AWS::Serverless, so the template is a small one with the same kinds and names of what
holds data. What moto leaves out of CloudFormation is put in here, and still answered over its
socket: outputs after a change set, termination protection, what replaces, and operations that fail.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from moto.cloudformation.models import ChangeSet, CloudFormationBackend, Event, Stack
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import EmptyResult

from infra.deploy.target import Target
from infra.deployment import Deployment
from infra.local.cloud import cloud
from infra.local.config import ACCOUNT, REGION

TENANT = "nergens"
STACK = f"burgerloket-{TENANT}"
KEPT = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}


def deployment(**more: Any) -> Deployment:
    given = {
        "region": REGION, "domain": "loket.nergens.example", "alarm_mail": "a@nergens.example",
        "identity_provider": "https://sign-in.example", "inhabitants": 100,
        "parameters": {"OidcClientId": "client"},
    }  # fmt: skip
    return Deployment.model_validate({**given, **more})


def template(address: str, **more: Any) -> dict[str, Any]:
    text = {"Type": "String"}
    return {
        "Parameters": {
            "ArtifactsBucket": text, "OidcIssuer": text, "OidcClientId": text,
            "WebAclArn": {**text, "Default": ""},
            "DeploymentPreference": {**text, "Default": "Canary10Percent5Minutes"},
            "RollbackOnAlarm": {**text, "Default": "yes"},
        },
        "Resources": {
            "Table": {
                "Type": "AWS::DynamoDB::Table",
                **KEPT,
                "Properties": {
                    "TableName": STACK,
                    "BillingMode": "PAY_PER_REQUEST",
                    "AttributeDefinitions": [
                        {"AttributeName": "PK", "AttributeType": "S"},
                        {"AttributeName": "SK", "AttributeType": "S"},
                    ],
                    "KeySchema": [
                        {"AttributeName": "PK", "KeyType": "HASH"},
                        {"AttributeName": "SK", "KeyType": "RANGE"},
                    ],
                },
            },
            "Documents": {
                "Type": "AWS::S3::Bucket", **KEPT,
                "Properties": {"BucketName": f"{STACK}-documents-{ACCOUNT}"},
            },
            "Site": {
                "Type": "AWS::S3::Bucket",
                "Properties": {"VersioningConfiguration": {"Status": "Enabled"}},
            },
            "DataKey": {"Type": "AWS::KMS::Key", **KEPT, "Properties": {"KeyPolicy": {}}},
            "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": f"{STACK}-q"}},
            **more,
        },
        "Outputs": {
            "SiteBucket": {"Value": {"Ref": "Site"}},
            "DocumentsBucket": {"Value": {"Ref": "Documents"}},
            "DataKeyArn": {"Value": {"Fn::GetAtt": ["DataKey", "Arn"]}},
            "Address": {"Value": address},
        },
    }  # fmt: skip


def write_package(folder: Path, made: dict[str, Any]) -> Path:
    pages = {
        "index.html": "<h1>Nergens</h1>",
        "nl/old/index.html": "old",
        "catalogue.jsonld": "{}",
        "assets/style.aaa.css": "a{}",
        "assets/manifest.json": json.dumps({"style": "/assets/style.aaa.css"}),
    }
    for name, text in pages.items():
        write(folder / "site" / name, text)
    write(folder / "artifacts" / "functions-1.zip", "code")
    write(folder / "artifacts" / "workflows" / "birth-1.asl.json", "{}")
    write(folder / "template.json", json.dumps(made))
    firewall = {
        "Resources": {"WebAcl": {"Type": "AWS::SQS::Queue", "Properties": {}}},
        "Outputs": {"WebAclArn": {"Value": {"Fn::GetAtt": ["WebAcl", "Arn"]}}},
    }
    write(folder / "edge.json", json.dumps(firewall))
    return folder


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


class Desk:
    """Answers as a deployed desk would; `ill` are paths that answer 500."""

    def __init__(self) -> None:
        self.ill: set[str] = set()
        self.asked: list[str] = []
        desk = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                desk.asked.append(self.path)
                self.send_response(500 if self.path in desk.ill else 200)
                self.end_headers()

            def log_message(self, *args: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"


@contextmanager
def moto_as_aws(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Moto with what it leaves out, empty."""
    apply = ChangeSet.apply

    def with_outputs(self: ChangeSet) -> None:
        apply(self)
        self.stack.template = self.template
        self.stack._parse_template()
        self.stack.parameters = self.parameters
        self.stack.output_map = self.stack._create_output_map()

    def protection(self: CloudFormationResponse) -> EmptyResult:
        stack = self.cloudformation_backend.get_stack(self._get_param("StackName"))
        wanted = self._get_bool_param("EnableTerminationProtection")
        stack.enable_termination_protection = bool(wanted)
        return EmptyResult()

    create = CloudFormationBackend.create_change_set

    def of_the_same_stack(self: CloudFormationBackend, **given: Any) -> Any:
        """Moto begins a second stack of the name for a second change set."""
        for stack in list(self.stacks.values()):
            if (stack.name, stack.status) == (given["stack_name"], "REVIEW_IN_PROGRESS"):
                del self.stacks[stack.stack_id]
        return create(self, **given)

    delete = CloudFormationBackend.delete_stack

    def only_unprotected(self: CloudFormationBackend, name: str) -> None:
        assert not self.get_stack(name).enable_termination_protection
        delete(self, name)

    patch.setattr(ChangeSet, "apply", with_outputs)
    patch.setattr(
        CloudFormationResponse, "update_termination_protection", protection, raising=False
    )
    patch.setattr(CloudFormationBackend, "create_change_set", of_the_same_stack)
    patch.setattr(CloudFormationBackend, "delete_stack", only_unprotected)
    server = cloud()
    server.reset()
    for name, value in server.environment().items():
        patch.setenv(name, value)
    # moto reads a template by path only from this name
    patch.setenv("AWS_ENDPOINT_URL", server.url.replace("127.0.0.1", "localhost"))
    try:
        yield
    finally:
        server.reset()


def replacing(patch: pytest.MonkeyPatch, name: str, how: str = "True") -> None:
    """Let CloudFormation say that a change replaces this resource."""
    found = ChangeSet.diff

    def diff(self: ChangeSet) -> list[Any]:
        changes = found(self)
        for change in changes:
            if change.logical_resource_id == name and change.action == "Modify":
                change.replacement = how
        return changes

    patch.setattr(ChangeSet, "diff", diff)


def failing(
    patch: pytest.MonkeyPatch, stack: str, told: list[tuple[str, str, str, str]], end: str
) -> None:
    """Let an execution tell these events (name, type, status, reason) and end so."""
    execute = CloudFormationBackend.execute_change_set

    def fail(self: CloudFormationBackend, change_set_name: str, stack_name: Any = None) -> None:
        found = self.describe_change_set(change_set_name)
        assert found
        if found.stack_name != stack:
            execute(self, change_set_name, stack_name)
            return
        for name, kind, status, reason in [*told, (stack, "AWS::CloudFormation::Stack", end, "")]:
            physical = found.stack_id if name == stack else name
            found.stack.events.append(
                Event(found.stack_id, stack, name, physical, kind, status, reason, None)
            )
        found.stack.status = end

    patch.setattr(CloudFormationBackend, "execute_change_set", fail)


def stack_of_moto(name: str = STACK, region: str = REGION) -> Stack:
    from moto.cloudformation.models import cloudformation_backends

    return cloudformation_backends[ACCOUNT][region].get_stack(name)


def composite_alarm(api: Any, name: str) -> None:
    """Moto tells of composite alarms and has no way to make one: a metric's, told as composite."""
    from moto.cloudwatch.models import cloudwatch_backends

    api.put_metric_alarm(
        AlarmName=name, Namespace="AWS/Lambda", MetricName="Errors", Period=300, Statistic="Sum",
        EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanThreshold",
    )  # fmt: skip
    cloudwatch_backends[ACCOUNT][REGION].alarms[name].rule = "ALARM(errors)"


def target(folder: Path, made: Deployment | None = None) -> Target:
    return Target(TENANT, made or deployment(), folder, pause=lambda _: None)


def changed(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Another template."""
    path = folder / "template.json"
    made = json.loads(path.read_text())
    change(made)
    path.write_text(json.dumps(made))
