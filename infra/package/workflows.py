"""The state machines: one for every version of every procedure, with its own role and log."""

import hashlib
import json
from collections.abc import Iterable

from functions.domain.asl import compile_workflow
from functions.domain.procedure import Procedure
from functions.processes import all_procedures, mounted
from infra.deployment import Deployment
from infra.package import policies
from infra.package.cfn import Json, Resources, allow, get, logical, ref, resource, role, sub
from infra.package.keys import DATA_KEY
from infra.package.names import Names

_EVERYWHERE = "arn:aws:states:::"  # an integration's name begins with it, in the partition "aws"


def wanted(deployment: Deployment) -> tuple[Procedure, ...]:
    """The procedures whose cases this stack carries."""
    names = deployment.processes
    return all_procedures(mounted("*" if "*" in names else ",".join(names)))


def definition(procedure: Procedure) -> str:
    """Amazon States Language with names that DefinitionSubstitutions fills in."""
    compiled = compile_workflow(procedure, table_name="${TableName}", task_arn="${TaskFunction}")
    text = json.dumps(compiled, separators=(",", ":"), sort_keys=True)
    return text.replace(_EVERYWHERE, "arn:${Partition}:states:::")


def definition_key(procedure: Procedure) -> str:
    """Where a definition is among the artifacts; another content is another name."""
    content = hashlib.sha256(definition(procedure).encode()).hexdigest()[:16]
    return f"workflows/{_name(procedure)}-{content}.asl.json"


def _name(procedure: Procedure) -> str:
    return f"{procedure.process}-{procedure.name}-v{procedure.version}"


def machine_id(procedure: Procedure) -> str:
    return logical(f"{_name(procedure)}-machine")


def workflows(names: Names, procedures: Iterable[Procedure], log_days: int) -> Resources:
    found: Resources = {}
    for procedure in procedures:
        own = machine_id(procedure)
        found |= {
            f"{own}Logs": resource(
                "AWS::Logs::LogGroup",
                {
                    # the prefix that CloudWatch lets Step Functions write to without more
                    "LogGroupName": f"/aws/vendedlogs/states/{names.prefix}-{_name(procedure)}",
                    "RetentionInDays": log_days,
                    "KmsKeyId": DATA_KEY,
                },
            ),
            f"{own}Role": role("states.amazonaws.com", _statements(names, procedure.process)),
            own: _machine(names, procedure, own),
        }
    return found


def _machine(names: Names, procedure: Procedure, own: str) -> Json:
    group = {"CloudWatchLogsLogGroup": {"LogGroupArn": get(f"{own}Logs", "Arn")}}
    return resource(
        "AWS::StepFunctions::StateMachine",
        {
            "StateMachineName": f"{names.prefix}-{_name(procedure)}",
            "StateMachineType": "STANDARD",
            "RoleArn": get(f"{own}Role", "Arn"),
            "DefinitionS3Location": {
                "Bucket": ref("ArtifactsBucket"),
                "Key": definition_key(procedure),
            },
            "DefinitionSubstitutions": {
                "TableName": ref("Table"),
                "TaskFunction": sub(names.function_arn("workflow-task")),
                "Partition": ref("AWS::Partition"),
            },
            "LoggingConfiguration": {
                "Level": "ERROR",
                "IncludeExecutionData": False,
                "Destinations": [group],
            },
            "TracingConfiguration": {"Enabled": True},
        },
    )


def _statements(names: Names, process: str) -> list[Json]:
    return [
        allow(
            ["dynamodb:UpdateItem"],
            get("Table", "Arn"),
            **{"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [policies.cases_of(process)]}},
        ),
        allow(["lambda:InvokeFunction"], sub(names.function_arn("workflow-task"))),
        # the deliveries of CloudWatch Logs and X-Ray know no resource
        allow(
            [
                "logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery",
                "logs:DeleteLogDelivery", "logs:ListLogDeliveries", "logs:PutResourcePolicy",
                "logs:DescribeResourcePolicies", "logs:DescribeLogGroups",
                "xray:PutTraceSegments", "xray:PutTelemetryRecords",
            ],
            "*",
        ),
    ]  # fmt: skip
