"""The REST API: a greedy resource per owner (infra/front_door.py)."""

import hashlib
import json
from collections.abc import Iterable

from infra.deployment import ApiCapacity, Deployment
from infra.front_door import GENERAL, resources
from infra.package.cfn import Json, Resources, logical, ref, resource, role, sub
from infra.package.functions import all_functions
from infra.package.keys import DATA_KEY
from infra.package.names import Names

STAGE = "desk"
# GET and POST by name, since a stage limits methods by name; the rest meets 405 in the function.
_METHODS = ("get", "post", "x-amazon-apigateway-any-method")
# Without the address's query and without anything of a person
_LOGGED = {
    "id": "$context.requestId", "at": "$context.requestTimeEpoch", "method": "$context.httpMethod",
    "resource": "$context.resourcePath", "status": "$context.status",
    "bytes": "$context.responseLength", "ms": "$context.responseLatency",
    "function_ms": "$context.integrationLatency", "error": "$context.error.responseType",
}  # fmt: skip


def owners(deployment: Deployment) -> dict[str, str]:
    """Every greedy resource with the function that answers it."""
    processes = [
        one.name for one in all_functions(deployment) if one.takes_urls and one.name != GENERAL
    ]
    return resources(processes)


def api(names: Names, deployment: Deployment, binary_types: Iterable[str]) -> Resources:
    found = owners(deployment)
    body = _body(names, found, binary_types)
    content = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:12]
    deployed = f"ApiDeployment{content}"  # another content is another deployment
    return {
        "Api": resource(
            "AWS::ApiGateway::RestApi",
            {
                "Name": names.prefix,
                "Body": body,
                "EndpointConfiguration": {"Types": ["REGIONAL"]},
                "MinimumCompressionSize": 1024,
                "FailOnWarnings": True,
            },
        ),
        deployed: resource(
            "AWS::ApiGateway::Deployment", {"RestApiId": ref("Api")}, DeletionPolicy="Retain",
            UpdateReplacePolicy="Retain",
        ),
        "ApiStage": _stage(deployed, found, deployment.api),
        "ApiLogs": resource(
            "AWS::Logs::LogGroup",
            {
                "LogGroupName": f"/burgerloket/{names.tenant}/api",
                "RetentionInDays": deployment.log_days,
                "KmsKeyId": DATA_KEY,
            },
        ),
        **_permissions(names, set(found.values())),
    }  # fmt: skip


def account(names: Names) -> Resources:
    """The role by which API Gateway writes logs, one for an account and region: only where the
    parameter asks for it."""
    del names
    made = role("apigateway.amazonaws.com", [])
    made["Condition"] = "SetsApiAccount"
    del made["Properties"]["Policies"]
    made["Properties"]["ManagedPolicyArns"] = [
        sub(
            "arn:${AWS::Partition}:iam::aws:policy/service-role/"
            "AmazonAPIGatewayPushToCloudWatchLogs"
        )
    ]
    del made["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]
    return {
        "ApiAccountRole": made,
        "ApiAccount": resource(
            "AWS::ApiGateway::Account",
            {"CloudWatchRoleArn": {"Fn::GetAtt": ["ApiAccountRole", "Arn"]}},
            Condition="SetsApiAccount",
            DeletionPolicy="Retain",
            UpdateReplacePolicy="Retain",
        ),
    }


def _body(names: Names, found: dict[str, str], binary_types: Iterable[str]) -> Json:
    paths = {
        path: {method: _operation(names, path, owner) for method in _METHODS}
        for path, owner in found.items()
    }
    return {
        "swagger": "2.0",
        "info": {"title": names.prefix, "version": "1"},
        "schemes": ["https"],
        "paths": paths,
        "x-amazon-apigateway-binary-media-types": sorted(binary_types),
    }


def _operation(names: Names, path: str, owner: str) -> Json:
    variables = [name.rstrip("+}") for name in path.split("{")[1:]]
    function = names.arn("lambda", f"function:{names.function(owner)}:live")
    uri = (
        "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
        f"{function}/invocations"
    )
    return {
        "parameters": [
            {"name": name.split("}")[0].rstrip("+"), "in": "path", "required": True,
             "type": "string"}
            for name in variables
        ],
        "responses": {},
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy", "httpMethod": "POST", "uri": sub(uri),
            "passthroughBehavior": "when_no_match",
        },
    }  # fmt: skip


def _stage(deployed: str, found: dict[str, str], capacity: ApiCapacity) -> Json:
    limits = {
        "ThrottlingRateLimit": capacity.rate, "ThrottlingBurstLimit": capacity.burst,
        # metrics of each method are paid as our own; those of the whole API are free, and what
        # alarms and dashboard read
        "MetricsEnabled": False, "LoggingLevel": "OFF", "DataTraceEnabled": False,
    }  # fmt: skip
    return resource(
        "AWS::ApiGateway::Stage",
        {
            "RestApiId": ref("Api"),
            "DeploymentId": ref(deployed),
            "StageName": STAGE,
            # a trace holds addresses, and the Attesten API has national numbers in its own
            "TracingEnabled": False,
            "AccessLogSetting": {
                "DestinationArn": sub("${ApiLogs.Arn}"),
                "Format": json.dumps(_LOGGED),
            },
            "MethodSettings": [
                {"ResourcePath": "/*", "HttpMethod": "*", **limits, "ThrottlingRateLimit": 10,
                 "ThrottlingBurstLimit": 20},
                *(
                    {"ResourcePath": path, "HttpMethod": method, **limits}
                    for path in found
                    for method in ("GET", "POST")
                ),
            ],
        },
    )  # fmt: skip


def _permissions(names: Names, functions: set[str]) -> Resources:
    return {
        logical(f"{name}-api-permission"): resource(
            "AWS::Lambda::Permission",
            {
                "Action": "lambda:InvokeFunction",
                "FunctionName": sub(names.function_arn(name)),
                "Principal": "apigateway.amazonaws.com",
                "SourceArn": sub(names.arn("execute-api", f"${{Api}}/{STAGE}/*")),
            },
            DependsOn=[f"{logical(f'{name}-function')}Aliaslive"],
        )
        for name in sorted(functions)
    }
