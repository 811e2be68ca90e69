"""Each function may do what it does, and not what another is for.

The journeys run through the real handlers on moto; every request to AWS is put to the policies of
the function that makes it.
"""

from typing import Any

import pytest

from functions.domain.numbers import new_case_id
from functions.domain.procedure import Procedure
from functions.processes import all_procedures, all_processes
from infra.local.stack import LocalStack
from infra.package.cfn import logical
from infra.package.workflows import machine_id
from tests.contract import test_journeys

from .allowed import (
    ACCOUNT,
    BUCKET,
    REGION,
    TABLE,
    Recorded,
    Request,
    is_allowed,
    recorded,
    refused,
    resolved,
    statements_of,
    unpacked_template,
)


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return unpacked_template()


def role_of(made: dict[str, Any], function: str) -> list[dict[str, Any]]:
    return statements_of(made, f"{function}FunctionRole")


def test_a_journey_with_a_second_person_and_a_clerk_is_allowed(
    desk: LocalStack, made: dict[str, Any]
) -> None:
    with recorded() as found:
        test_journeys.test_a_proxy_is_asked_confirmed_and_approved(desk)
    assert {"elections", "desk", "stream", "workflow-task"} <= set(found.made)
    assert refused(made, found) == []


def test_an_upload_is_allowed(desk: LocalStack, made: dict[str, Any]) -> None:
    with recorded() as found:
        test_journeys.fill_in_proxy(desk)
        desk.settle()
    assert any(request.action == "s3:GetObject" for request in found.made["elections"])
    assert refused(made, found) == []


def test_the_evaluator_does_refuse(made: dict[str, Any]) -> None:
    found = Recorded({"elections": {Request("dynamodb:Query", TABLE, ("CALLS#open",))}})
    assert len(refused(made, found)) == 1


@pytest.mark.parametrize("process", [process.name for process in all_processes()])
def test_a_function_of_a_process_sees_no_queue_of_another(
    process: str, made: dict[str, Any]
) -> None:
    statements = role_of(made, logical(process))
    for other in all_processes():
        for key in (f"QUEUE#registrar#{other.name}", f"WAITING#{other.name}/declaration"):
            asked = Request("dynamodb:Query", f"{TABLE}/index/GSI2", (key,))
            assert is_allowed(statements, asked) == (other.name == process), key


_TABLE_ACTIONS = ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"]


@pytest.mark.parametrize("process", [process.name for process in all_processes()])
def test_a_function_of_a_process_reads_and_writes_no_case_of_another(
    process: str, made: dict[str, Any]
) -> None:
    statements = role_of(made, logical(process))
    for other in all_processes():
        case_id = new_case_id(other.name)
        own = other.name == process
        for action in _TABLE_ACTIONS:
            asked = Request(f"dynamodb:{action}", TABLE, (f"CASE#{case_id}",))
            assert is_allowed(statements, asked) == own, (other.name, action)
        mixed = (f"CASE#{case_id}", f"CASE#{new_case_id(process)}")
        assert is_allowed(statements, Request("dynamodb:BatchGetItem", TABLE, mixed)) == own
        for folder in ("quarantine", "documents", "previews", "issued"):
            file = f"{BUCKET}/{folder}/{case_id}/x"
            assert is_allowed(statements, Request("s3:GetObject", file)) == own, file


@pytest.mark.parametrize("procedure", all_procedures(), ids=lambda procedure: procedure.key)
def test_a_state_machine_writes_cases_of_its_own_process_only(
    procedure: Procedure, made: dict[str, Any]
) -> None:
    statements = statements_of(made, f"{machine_id(procedure)}Role")
    for other in all_processes():
        asked = Request("dynamodb:UpdateItem", TABLE, (f"CASE#{new_case_id(other.name)}",))
        assert is_allowed(statements, asked) == (other.name == procedure.process), other.name


def test_no_name_of_a_process_begins_with_another_and_a_dash() -> None:
    """Or the policy of one would let it at the cases of the other."""
    names = [process.name for process in all_processes()]
    assert not [(a, b) for a in names for b in names if b.startswith(f"{a}-")]


@pytest.mark.parametrize(
    ("function", "action", "resource", "keys"),
    [
        ("Birth", "dynamodb:Scan", TABLE, ()),
        ("Birth", "dynamodb:DeleteTable", TABLE, ()),
        ("Birth", "dynamodb:GetItem", TABLE, ("LIST#x",)),
        ("Birth", "dynamodb:Query", f"{TABLE}/index/GSI2", ("RETAIN#birth/declaration",)),
        ("Birth", "s3:GetObject", f"{BUCKET}/imports/x/y", ()),
        ("Birth", "s3:GetObject", f"{BUCKET}/seal/chain.pem", ()),
        ("Birth", "s3:PutObject", f"{BUCKET}/issued/x/y.pdf", ()),
        ("Birth", "kms:Sign", "arn:SealKey.Arn", ()),
        ("Desk", "kms:Sign", "arn:SealKey.Arn", ()),
        ("Desk", "states:StartExecution",
         "arn:aws:states:eu-west-1:123456789012:stateMachine:burgerloket-mechelen-x", ()),
        ("DocumentUploaded", "s3:GetObject", f"{BUCKET}/documents/x/y", ()),
        ("MailEvent", "s3:GetObject", f"{BUCKET}/documents/x/y", ()),
        ("Dossiers", "dynamodb:Query", f"{TABLE}/index/GSI2", ("QUEUE#x#birth",)),
        ("Stream", "states:StartExecution",
         "arn:aws:states:eu-west-1:123456789012:stateMachine:burgerloket-leuven-x", ()),
    ],
)  # fmt: skip
def test_what_no_function_like_it_needs_is_refused(
    function: str, action: str, resource: str, keys: tuple[str, ...], made: dict[str, Any]
) -> None:
    assert not is_allowed(role_of(made, function), Request(action, resource, keys))


def test_no_action_is_open_and_star_is_a_resource_only_where_there_is_no_other(
    made: dict[str, Any],
) -> None:
    no_resource = ("xray:", "logs:", "dynamodb:ListStreams", "cloudwatch:DescribeAlarms")
    for name, part in made["Resources"].items():
        if part["Type"] != "AWS::IAM::Role" or "Policies" not in part["Properties"]:
            continue
        for statement in statements_of(made, name):
            assert not [action for action in statement["Action"] if action.endswith("*")], name
            if statement["Resource"] == "*":
                assert all(action.startswith(no_resource) for action in statement["Action"]), name


QUARANTINED, RELEASED = f"{BUCKET}/quarantine/x/y", f"{BUCKET}/documents/x/y"


def test_the_scanner_reads_and_tags_what_is_in_quarantine_only(made: dict[str, Any]) -> None:
    statements = statements_of(made, "UploadScannerRole")
    for action in ("s3:GetObject", "s3:GetObjectVersion", "s3:PutObjectTagging"):
        assert is_allowed(statements, Request(action, QUARANTINED))
        assert not is_allowed(statements, Request(action, RELEASED))
    for action in ("s3:PutObject", "s3:DeleteObject"):
        assert not is_allowed(statements, Request(action, QUARANTINED))
    assert is_allowed(
        statements,
        Request("s3:PutObject", f"{BUCKET}/malware-protection-resource-validation-object"),
    )
    assert not is_allowed(
        statements, Request("events:PutRule", f"arn:aws:events:{REGION}:{ACCOUNT}:rule/other")
    )


def _reads_quarantine(statement: dict[str, Any]) -> bool:
    """All of it, or what is of one process."""
    where = resolved(statement["Resource"])
    found = where if isinstance(where, list) else [where]
    below = any(one.startswith(f"{BUCKET}/quarantine/") for one in found)
    return below and "s3:GetObject" in statement["Action"]


def test_a_threat_is_read_by_nobody_but_who_takes_uploads_in(made: dict[str, Any]) -> None:
    policy = made["Resources"]["DocumentsPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    by_name = {statement.get("Sid"): statement for statement in policy}
    stays, tags = by_name["ThreatsStay"], by_name["OnlyTheScannerTags"]
    assert (stays["Effect"], stays["Principal"], tags["Effect"]) == ("Deny", "*", "Deny")
    assert set(stays["Action"]) == {"s3:GetObject", "s3:GetObjectVersion"}
    assert stays["Condition"]["StringEquals"] == {
        "s3:ExistingObjectTag/GuardDutyMalwareScanStatus": "THREATS_FOUND"
    }
    left = {one["Fn::GetAtt"][0] for one in stays["Condition"]["ArnNotEquals"]["aws:PrincipalArn"]}
    readers = {
        name
        for name, part in made["Resources"].items()
        if part["Type"] == "AWS::IAM::Role"
        and "Policies" in part["Properties"]
        and any(map(_reads_quarantine, statements_of(made, name)))
    }
    assert left == readers - {"UploadScannerRole"}
    assert tags["Condition"]["ArnNotEquals"]["aws:PrincipalArn"] == [
        {"Fn::GetAtt": ["UploadScannerRole", "Arn"]}
    ]
