"""The policy of a person who operates: what it gives, and what it does not. That each command has
enough is seen with every test that runs one (tests/infra/operated.py)."""

import json

import pytest

from infra.operate import rights
from infra.operate.__main__ import main
from tests.infra.allowed import ACCOUNT, BUCKET, REGION, TABLE, Request, is_allowed
from tests.infra.operator_rights import TENANT

QUEUE = f"arn:aws:sqs:{REGION}:{ACCOUNT}:burgerloket-mechelen-DeadLetters-1"
RESTORED = TABLE + "-at-20261127T095447Z"
MACHINE = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:burgerloket-mechelen-x"


def allows(command: str, action: str, resource: str) -> bool:
    statements = rights.policy(TENANT, [command])["Statement"]
    return is_allowed(statements, Request(action, resource))


@pytest.mark.parametrize(
    ("command", "action", "resource"),
    [
        ("redrive", "dynamodb:Scan", TABLE),
        ("redrive", "s3:GetObject", f"{BUCKET}/documents/x"),
        ("stuck", "s3:GetObject", f"{BUCKET}/documents/x"),
        ("stuck", "sqs:ReceiveMessage", QUEUE),
        ("close", "dynamodb:GetItem", TABLE),
        ("close", "lambda:InvokeFunction", f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:x"),
        ("export", "dynamodb:PutItem", TABLE),
        ("export", "s3:DeleteObject", f"{BUCKET}/documents/x"),
        ("export", "s3:PutObject", "arn:aws:s3:::elsewhere/of-another/x"),
        ("verify", "s3:PutObject", "arn:aws:s3:::elsewhere/mechelen/x"),
        ("restore", "dynamodb:DeleteTable", RESTORED),
        ("restore", "s3:DeleteObject", f"{BUCKET}/documents/x"),
        ("restore", "states:StopExecution", MACHINE.replace("mechelen", "leuven")),
        ("stuck", "dynamodb:Scan", TABLE.replace("mechelen", "leuven")),
        *((command, "iam:PutRolePolicy", "arn:aws:iam::1:role/x") for command in rights.COMMANDS),
        *((command, "kms:Decrypt", QUEUE) for command in rights.COMMANDS),
    ],
)  # fmt: skip
def test_what_a_command_does_not_do_is_not_given(command: str, action: str, resource: str) -> None:
    assert not allows(command, action, resource)


def test_only_what_is_asked_for_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rights", "mechelen", "--for", "close"]) == 0
    made = json.loads(capsys.readouterr().out)
    actions = {action for one in made["Statement"] for action in one["Action"]}
    assert {action.partition(":")[0] for action in actions} == {"cloudformation", "kms", "lambda"}
    assert main(["rights", "mechelen"]) == 0
    everything = json.loads(capsys.readouterr().out)
    assert len(everything["Statement"]) > len(made["Statement"])
    assert main(["rights", "nowhere"]) == 2
    assert "there is no tenant nowhere" in capsys.readouterr().err


def test_a_key_is_used_by_its_alias_only() -> None:
    for command in rights.COMMANDS:
        for statement in rights.policy(TENANT, [command])["Statement"]:
            if any(action.startswith("kms:") for action in statement["Action"]):
                assert statement["Condition"] == {
                    "ForAnyValue:StringEquals": {
                        "kms:ResourceAliases": "alias/burgerloket-mechelen-data"
                    }
                }


def test_all_of_it_fits_into_one_policy_of_a_permission_set() -> None:
    """10,240 characters without white space; a managed policy has 6,144."""
    made = rights.policy(TENANT, list(rights.COMMANDS))
    assert len(json.dumps(made, separators=(",", ":"))) < 6_144
