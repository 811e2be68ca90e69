"""A small evaluator of IAM, and a recorder that asks it of every request our functions make.

It knows what our policies use: actions, resources with `*`, `ForAllValues:StringLike` on leading
keys, and `StringLike` on a prefix. Conditions on the way (`kms:ViaService`, the sender) are the
cloud's to fill in, and no statement of ours rests on them alone.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from unittest import mock

from botocore.client import BaseClient

from functions.domain.tenant import load_tenant
from functions.processes import all_processes
from infra.deployment import Deployment
from infra.front_door import resource_of, resources
from infra.local.config import ROOT
from infra.package.assemble import Code
from infra.package.template import Parts, template

TENANT = ROOT / "infra" / "tenants" / "mechelen.toml"
ACCOUNT, REGION = "123456789012", "eu-west-1"
_PSEUDO = {
    "AWS::Partition": "aws", "AWS::Region": REGION, "AWS::AccountId": ACCOUNT,
    "AWS::URLSuffix": "amazonaws.com",
}  # fmt: skip
TABLE = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/burgerloket-mechelen"
BUCKET = f"arn:aws:s3:::burgerloket-mechelen-documents-{ACCOUNT}"
_ARNS = {"Table": TABLE}
_EVENTS = {
    "stream": "stream", "dossiers": "dossiers", "workflow_task": "workflow-task",
    "agenda": "agenda", "mail_event": "mail-event", "document_uploaded": "document-uploaded",
    "documents": "documents",
}  # fmt: skip
_VERBS = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem",
          "ConditionCheck": "ConditionCheckItem"}  # fmt: skip


@dataclass(frozen=True)
class Request:
    """`keys`: the partition keys, or the prefix of a list of files."""

    action: str
    resource: str
    keys: tuple[str, ...] = ()


@dataclass
class Recorded:
    """Every request by the function that made it."""

    made: dict[str, set[Request]] = field(default_factory=dict)
    known: set[tuple[str, Request]] = field(default_factory=set)

    def new(self) -> "Recorded":
        """What was not answered by an earlier call of this."""
        asked = {(function, one) for function, found in self.made.items() for one in found}
        fresh = Recorded()
        for function, one in asked - self.known:
            fresh.made.setdefault(function, set()).add(one)
        self.known, self.made = self.known | asked, {}
        return fresh


def unpacked_template(tenant: Path = TENANT) -> dict[str, Any]:
    """The template of a tenant, without making its archives."""
    code = Code(Path("f.zip"), {}, [])
    zips = {"functions": "f.zip", "shared": "s.zip", "documents": "d.zip"}
    return template(Parts(load_tenant(tenant), Deployment.load(tenant), code, zips))


def resolved(value: Any) -> Any:
    """A value of the template as the cloud would fill it in."""
    match value:
        case {"Fn::Sub": text}:
            return re.sub(r"\$\{([^}]+)\}", lambda found: _named(found[1]), text)
        case {"Fn::GetAtt": [name, _]} | {"Ref": name}:
            return _named(f"{name}.Arn")
        case list():
            return [resolved(item) for item in value]
    return value


def _named(name: str) -> str:
    if name in _PSEUDO:
        return _PSEUDO[name]
    return _ARNS.get(name.partition(".")[0], f"arn:{name}")


def statements_of(template: Mapping[str, Any], role: str) -> list[dict[str, Any]]:
    """Everything a role of the template may do."""
    properties = template["Resources"][role]["Properties"]
    return [
        statement
        for policy in properties["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def is_allowed(statements: list[dict[str, Any]], request: Request) -> bool:
    """Nothing is allowed that no statement allows; our roles deny nothing by name."""
    return any(_allows(statement, request) for statement in statements)


def _allows(statement: dict[str, Any], request: Request) -> bool:
    where = resolved(statement["Resource"])
    where = where if isinstance(where, list) else [where]
    if request.action not in statement["Action"]:
        return False
    if not any(fnmatchcase(request.resource, pattern) for pattern in where):
        return False
    for operator, tests in statement.get("Condition", {}).items():
        for name, patterns in tests.items():
            if name not in ("dynamodb:LeadingKeys", "s3:prefix"):
                continue
            assert operator in ("ForAllValues:StringLike", "StringLike")
            if not all(any(fnmatchcase(key, p) for p in patterns) for key in request.keys):
                return False
    return True


def requests_of(service: str, operation: str, given: dict[str, Any]) -> Iterator[Request]:
    """What IAM is asked for a call."""
    match service:
        case "dynamodb":
            yield from _of_table(operation, given)
        case "s3":
            yield from _of_bucket(operation, given)
        case "lambda":
            name = given["FunctionName"].removesuffix(":live")
            yield Request(
                "lambda:InvokeFunction",
                f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name.rpartition(':')[2]}:live",
            )
        case "stepfunctions" | "sfn":
            where = given.get("stateMachineArn") or (
                f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:burgerloket-mechelen-x"
            )
            yield Request(f"states:{operation}", where)
        case "ses":
            where = f"arn:aws:ses:{REGION}:{ACCOUNT}:identity/mechelen.example"
            yield Request(f"ses:{operation}", where)
        case "sqs":
            yield Request(f"sqs:{operation}", "arn:DeadLetters.Arn")
        case "kms":
            yield Request(f"kms:{operation}", "arn:SealKey.Arn")
        case _:
            raise AssertionError(f"no policy thinks of {service}.{operation}")


def _of_table(operation: str, given: dict[str, Any]) -> Iterator[Request]:
    if operation == "TransactWriteItems":
        for item in given["TransactItems"]:
            for verb, content in item.items():
                key = content.get("Key") or content["Item"]
                yield Request(f"dynamodb:{_VERBS[verb]}", TABLE, (_pk(key),))
    elif operation == "BatchGetItem":
        for wanted in given["RequestItems"].values():
            keys = tuple(sorted({_pk(key) for key in wanted["Keys"]}))
            yield Request("dynamodb:BatchGetItem", TABLE, keys)
    elif operation == "BatchWriteItem":
        for wanted in given["RequestItems"].values():
            keys = {
                _pk(one.get("Key") or one["Item"]) for change in wanted for one in change.values()
            }
            yield Request("dynamodb:BatchWriteItem", TABLE, tuple(sorted(keys)))
    elif operation in ("Query", "Scan"):
        index = given.get("IndexName")
        where = f"{TABLE}/index/{index}" if index else TABLE
        keys = (_queried(given),) if operation == "Query" else ()
        yield Request(f"dynamodb:{operation}", where, keys)
    else:
        yield Request(f"dynamodb:{operation}", TABLE, (_pk(given.get("Key") or given["Item"]),))


def _pk(item: dict[str, Any]) -> str:
    found = item["PK"]
    return str(found["S"] if isinstance(found, dict) else found)


def _queried(given: dict[str, Any]) -> str:
    found = re.search(r"PK\s*=\s*(:\w+)", given["KeyConditionExpression"])
    assert found, given["KeyConditionExpression"]
    return str(given["ExpressionAttributeValues"][found[1]]["S"])


def _of_bucket(operation: str, given: dict[str, Any]) -> Iterator[Request]:
    if operation == "CopyObject":
        source = given["CopySource"]
        yield Request("s3:GetObject", f"{BUCKET}/{source['Key']}")
        yield Request("s3:PutObject", f"{BUCKET}/{given['Key']}")
    elif operation == "ListObjectsV2":
        yield Request("s3:ListBucket", BUCKET, (given["Prefix"],))
    else:
        action = {"HeadObject": "GetObject"}.get(operation, operation)
        yield Request(f"s3:{action}", f"{BUCKET}/{given['Key']}")


@contextmanager
def recorded() -> Iterator[Recorded]:
    """Notes every request that code of functions/ makes, and for which function of the stack."""
    found = Recorded()
    real = BaseClient._make_api_call
    names = {process.name for process in all_processes()}

    def noted(client: BaseClient, operation: str, given: dict[str, Any]) -> Any:
        if function := _caller(names):
            service = client.meta.service_model.service_name
            found.made.setdefault(function, set()).update(requests_of(service, operation, given))
        return real(client, operation, given)

    with mock.patch.object(BaseClient, "_make_api_call", noted):
        yield found


def _caller(names: set[str]) -> str:
    """The innermost function of the stack that is at work here; "": none, a test itself."""
    frame = sys._getframe(2)
    while frame:
        code = frame.f_code
        if code.co_filename.endswith("functions/events.py") and code.co_name in _EVENTS:
            return _EVENTS[code.co_name]
        if code.co_filename.endswith("infra/local/gateway.py") and code.co_name == "answer":
            resource = resource_of(frame.f_locals["request"].path, names)
            assert resource
            return resources(names)[resource[0]]
        frame = frame.f_back  # type: ignore[assignment]
    return ""


def refused(template: Mapping[str, Any], found: Recorded) -> list[str]:
    """What the policies of the template would not have let happen."""
    from infra.package.cfn import logical

    return sorted(
        f"{function}: {request.action} {request.resource} {request.keys}"
        for function, requests in found.made.items()
        for request in requests
        if not is_allowed(
            statements_of(template, f"{logical(f'{function}-function')}Role"), request
        )
    )
