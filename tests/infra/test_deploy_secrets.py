"""Secrets are made once, are never seen, and never change."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from infra.deploy import __main__ as command
from infra.deploy import secret_values
from infra.deploy.aws import Stopped
from infra.deploy.target import Target

from .deploying import STACK, deployment, target

pytestmark = pytest.mark.xdist_group("deploy")
PATH = "/burgerloket/nergens"
TYPED = "typed-by-a-person-5f2a"


def value(aim: Target, short: str) -> str:
    found = aim.aws.ssm.get_parameter(Name=f"{PATH}/{short}", WithDecryption=True)
    return found["Parameter"]["Value"]


def no_question(name: str) -> str:
    raise AssertionError(f"{name} is not to be asked")


def write_case(aim: Target) -> None:
    aim.aws.dynamodb.put_item(
        TableName=STACK, Item={"PK": {"S": "CASE#1"}, "SK": {"S": "META"}, "kind": {"S": "case"}}
    )


def test_what_is_missing_is_made_with_the_stacks_own_key(deployed: Path, said: list[str]):
    aim, asked = target(deployed), list[str]()

    def ask(name: str) -> str:
        asked.append(name)
        return TYPED

    secret_values.make_missing(aim, ask, said.append)
    assert asked == ["oidc-client-secret"]
    assert value(aim, "oidc-client-secret") == TYPED
    made = {short: value(aim, short) for short in ("csrf-key", "pseudonym-key")}
    assert len(set(made.values())) == 2
    assert all(len(secret) == 64 for secret in made.values())  # 48 bytes in base64
    told = aim.aws.ssm.describe_parameters()["Parameters"]
    assert {one["Type"] for one in told} == {"SecureString"}
    assert {one.get("KeyId") for one in told} == {aim.main.outputs()["DataKeyArn"]}
    assert not any(secret in "\n".join(said) for secret in (TYPED, *made.values()))
    assert secret_values.missing(aim) == []


def test_what_is_there_stays(deployed: Path, said: list[str]):
    aim = target(deployed)
    for short in ("csrf-key", "pseudonym-key", "oidc-client-secret"):
        aim.aws.ssm.put_parameter(Name=f"{PATH}/{short}", Value=f"old-{short}", Type="SecureString")
    secret_values.make_missing(aim, no_question, said.append)
    assert value(aim, "pseudonym-key") == "old-pseudonym-key"
    assert value(aim, "csrf-key") == "old-csrf-key"
    assert not any("old-" in line for line in said)


def test_one_that_somebody_else_makes_meanwhile_stays(
    deployed: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
):
    aim = target(deployed)
    before = secret_values.wanted(aim)
    aim.aws.ssm.put_parameter(Name=f"{PATH}/pseudonym-key", Value="theirs", Type="SecureString")
    monkeypatch.setattr(secret_values, "wanted", lambda _: before)
    secret_values.make_missing(aim, lambda _: "", said.append)
    assert value(aim, "pseudonym-key") == "theirs"
    assert f"  {PATH}/pseudonym-key: was made meanwhile, and stays as it is" in said


def test_a_lost_pseudonym_key_is_not_made_anew_for_a_table_with_cases(
    deployed: Path, said: list[str]
):
    aim = target(deployed)
    write_case(aim)
    typed = {"pseudonym-key": TYPED, "oidc-client-secret": ""}
    secret_values.make_missing(aim, typed.__getitem__, said.append)
    assert value(aim, "pseudonym-key") == TYPED
    assert secret_values.missing(aim) == ["oidc-client-secret"]  # left out


def test_before_the_first_deployment_there_is_no_key(folder: Path, said: list[str]):
    with pytest.raises(Stopped, match="make deploy TENANT=nergens"):
        secret_values.make_missing(target(folder), no_question, said.append)


def test_what_is_connected_needs_its_own(folder: Path):
    connected = {
        "RegisterUrl": "https://r.example",
        "OutsideParties": "yes",
        "PaymentsOnline": "no",
    }
    given = deployment(parameters=connected)
    names = {secret.short for secret in secret_values.wanted(target(folder, given))}
    assert names == {
        "csrf-key", "pseudonym-key", "oidc-client-secret", "register-client-secret", "outside-key",
    }  # fmt: skip


def test_the_command_shows_nothing_that_was_typed(deployed: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(command, "load", lambda _: deployment())
    runner = CliRunner()
    checked = runner.invoke(command.main, ["secrets", "nergens", "--check"])
    assert checked.exit_code == 1
    assert f"{PATH}/pseudonym-key: MISSING" in checked.output
    done = runner.invoke(command.main, ["secrets", "nergens"], input=f"{TYPED}\n")
    assert done.exit_code == 0, done.output
    assert TYPED not in done.output
    checked = runner.invoke(command.main, ["secrets", "nergens", "--check"])
    assert (checked.exit_code, checked.output.count("is there")) == (0, 3)
