"""Waves of tenants, and the commands that a person types."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from infra.deploy import __main__ as command
from infra.deploy import changes, stack, waves
from infra.deploy.aws import Stopped
from infra.deploy.changes import Change
from infra.deploy.follow import advice
from infra.deploy.target import TENANTS, Target

from .deploying import STACK, changed, deployment, replacing, stack_of_moto, target

pytestmark = pytest.mark.xdist_group("deploy")


def test_a_wave_begins_with_the_smallest():
    everyone = {
        "big": deployment(wave=1, inhabitants=9),
        "small": deployment(wave=1, inhabitants=1),
        "first": deployment(wave=0),
    }
    assert waves.tenants_of(1, everyone) == ["small", "big"]
    with pytest.raises(Stopped, match="No tenant is in wave 7; there are 0, 1"):
        waves.tenants_of(7, everyone)


def test_a_half_done_wave_stops_tells_how_far_and_goes_on():
    said, tried = list[str](), list[str]()
    done = set[str]()
    broken = {"b"}

    def deploy(name: str) -> bool:
        tried.append(name)
        if name in broken:
            raise Stopped("The stack burgerloket-b ended as UPDATE_ROLLBACK_COMPLETE.")
        new = name not in done
        done.add(name)
        return new

    with pytest.raises(Stopped) as stopped:
        waves.roll(["a", "b", "c"], deploy, said.append)
    text = str(stopped.value)
    assert text.startswith("The stack burgerloket-b ended as UPDATE_ROLLBACK_COMPLETE.")
    assert "Done: a. Not begun: c." in text
    assert tried == ["a", "b"]

    broken.clear()
    said.clear()
    waves.roll(["a", "b", "c"], deploy, said.append)
    assert "== a: was already so, skipped" in said
    assert [line for line in said if "deployed" in line] == ["== b: deployed", "== c: deployed"]


def run(*arguments: str, **more: str) -> Result:
    return CliRunner().invoke(command.main, list(arguments), **more)  # type: ignore[arg-type]


def test_a_dry_run_lists_the_real_tenants_and_asks_nothing():
    done = run("deploy-all", "--wave", "0", "--dry-run")
    assert (done.exit_code, done.output) == (0, "Wave 0: mechelen\n")
    later = run("deploy-all", "--wave", "2", "--dry-run").output
    assert later.startswith("Wave 2: herstappe, ")
    assert later.rstrip().endswith("gent")
    assert TENANTS.is_dir()


def test_with_nobody_to_ask_nothing_goes_on():
    done = run("deploy-all", "--wave", "0")
    assert done.exit_code == 1
    assert "give --yes" in done.output


def test_an_unknown_tenant_is_told():
    done = run("deploy", "atlantis")
    assert "There is no tenant atlantis" in done.output
    assert "Traceback" not in done.output


@pytest.fixture
def our(deployed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def found(tenant: str, *, build: bool = True) -> Target:
        del tenant, build
        return target(deployed)

    monkeypatch.setattr(command, "_target", found)
    return deployed


def test_yes_lets_no_data_be_lost(our: Path, monkeypatch: pytest.MonkeyPatch):
    replacing(monkeypatch, "Table")

    def another(made: dict) -> None:
        made["Resources"]["Table"]["Properties"]["TableName"] = "another"

    changed(our, another)
    assert run("diff", "nergens").exit_code == 2
    done = run("deploy", "nergens", "--yes")
    assert done.exit_code == 1
    assert "DATA WOULD BE LOST" in done.output
    unasked = run("deploy", "nergens", "--let-go", "Table")
    assert "give --yes" in unasked.output
    tables = target(our).aws.dynamodb.list_tables()["TableNames"]
    assert tables == [STACK]


def test_destroy_asks_for_the_name(our: Path):
    done = run("destroy", "nergens", input="mechelen\n")
    assert done.exit_code == 1
    assert "not its name" in done.output
    assert stack_of_moto().status == "CREATE_COMPLETE"


def test_a_refusal_of_aws_is_one_line(our: Path, monkeypatch: pytest.MonkeyPatch):
    from infra.deploy import roll_out

    def refuse(*_: object) -> bool:
        target(our).aws.s3.head_bucket(Bucket="not-there")
        return True

    monkeypatch.setattr(roll_out, "diff", refuse)
    done = run("diff", "nergens")
    assert done.exit_code == 1
    assert done.output.startswith("Error: AWS refused HeadBucket")


def test_what_holds_data_is_told_one_by_one_and_the_rest_together():
    found = [
        Change("Modify", "Table", "AWS::DynamoDB::Table", "True", properties=("KeySchema",)),
        Change("Modify", "Site", "AWS::S3::Bucket", "False", properties=("Tags",)),
        Change("Remove", "Old", "AWS::KMS::Key", stays=True),
        *(Change("Add", f"F{i}", "AWS::Lambda::Function") for i in range(8)),
        Change("Add", "New", "AWS::S3::Bucket"),
        Change("Remove", "Gone", "AWS::IAM::Role"),
    ]
    assert changes.in_words(found) == [
        "!! replace by a new one: Table, AWS::DynamoDB::Table, which holds data (KeySchema)",
        " * change: Site, AWS::S3::Bucket, which holds data (Tags)",
        "!! take out of the stack, it stays in the account: Old, AWS::KMS::Key, which holds data",
        "   delete: 1 AWS::IAM::Role: Gone",
        "   make: 8 AWS::Lambda::Function: F0, F1, F2, F3, F4, F5 and 2 more",
        "   make: 1 AWS::S3::Bucket: New",
    ]
    assert [change.name for change in changes.losing(found)] == ["Table", "Old"]
    assert [change.name for change in changes.losing(found, ["Old"])] == ["Table"]


def test_everything_that_the_template_keeps_is_guarded():
    """A kind that the package keeps is a kind whose loss is refused."""
    import json

    from infra.deploy.stack import policy

    kept = set(policy()["Statement"][1]["Condition"]["StringEquals"]["ResourceType"])
    assert {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key"} <= kept
    assert json.dumps(policy(["Table"])).count("LogicalResourceId/Table") == 1
    assert stack.policy() == policy()


@pytest.mark.parametrize(
    ("reason", "then"),
    [
        ("burgerloket-x already exists in stack arn:...", "import it"),
        (
            "User: arn:aws:iam::1:user/x is not authorized to perform: kms:CreateKey",
            "lacks a right",
        ),
        ("One or more alarms have been activated", "the old one serves again"),
        ("Action denied by stack policy: [Update:Replace]", "make diff"),
        ("Something new", "read the reason"),
    ],
)
def test_a_reason_comes_with_what_to_do(reason: str, then: str):
    assert then in advice(reason)
