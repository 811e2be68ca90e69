"""CloudFormation's intrinsic functions, short."""

from typing import Any

Json = dict[str, Any]
Resources = dict[str, Json]

KEPT = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}


def ref(name: str) -> Json:
    return {"Ref": name}


def get(name: str, attribute: str) -> Json:
    return {"Fn::GetAtt": [name, attribute]}


def sub(text: str) -> Json:
    return {"Fn::Sub": text}


def when(condition: str, then: Any, otherwise: Any) -> Json:  # noqa: ANN401 - any JSON
    return {"Fn::If": [condition, then, otherwise]}


NOTHING = ref("AWS::NoValue")


def resource(kind: str, properties: Json, **more: Any) -> Json:  # noqa: ANN401 - any JSON
    return {"Type": kind, **more, "Properties": properties}


def allow(actions: list[str], where: Any, **condition: Any) -> Json:  # noqa: ANN401 - any JSON
    """A statement of a policy."""
    found = {"Effect": "Allow", "Action": actions, "Resource": where}
    return found | ({"Condition": condition} if condition else {})


# The name of a managed policy that holds every role of the stack, where the account has one
BOUNDARY, BOUNDED = "RolesBoundary", "HasRolesBoundary"


def role(service: str, statements: list[Json]) -> Json:
    """A role that only a service of AWS in this account takes on."""
    boundary = sub(f"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:policy/${{{BOUNDARY}}}")
    return resource(
        "AWS::IAM::Role",
        {
            "PermissionsBoundary": when(BOUNDED, boundary, NOTHING),
            "AssumeRolePolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": service},
                        "Action": "sts:AssumeRole",
                        "Condition": {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}},
                    }
                ],
            },
            "Policies": [
                {
                    "PolicyName": "own",
                    "PolicyDocument": {"Version": "2012-10-17", "Statement": statements},
                }
            ],
        },
    )


def logical(name: str) -> str:
    """`workflow-task` as a logical id: `WorkflowTask`."""
    return "".join(part.capitalize() for part in name.replace("_", "-").split("-"))
