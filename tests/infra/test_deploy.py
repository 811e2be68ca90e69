"""A tenant goes to AWS: the same commands against moto, over its socket."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.deploy import roll_out
from infra.deploy.aws import Stopped
from infra.deploy.roll_out import Wish
from infra.deploy.target import packaged
from infra.local.config import ACCOUNT, REGION

from .deploying import (
    STACK,
    Desk,
    changed,
    composite_alarm,
    deployment,
    failing,
    replacing,
    stack_of_moto,
    target,
    write,
)

pytestmark = pytest.mark.xdist_group("deploy")
Said = list[str]


def another_table(made: dict[str, Any]) -> None:
    made["Resources"]["Table"]["Properties"]["BillingMode"] = "PROVISIONED"
    made["Resources"]["Table"]["Properties"]["ProvisionedThroughput"] = {
        "ReadCapacityUnits": 1, "WriteCapacityUnits": 1,
    }  # fmt: skip


def another_queue(made: dict[str, Any]) -> None:
    made["Resources"]["More"] = {"Type": "AWS::SQS::Queue", "Properties": {}}


def waiting(folder: Path) -> list[str]:
    """Change sets that were made and not executed; AWS forgets the others, moto does not."""
    found = target(folder).main.api.list_change_sets(StackName=STACK)["Summaries"]
    return [one["ChangeSetName"] for one in found if one["ExecutionStatus"] == "AVAILABLE"]


def forgotten() -> list[str]:
    from moto.cloudformation.models import cloudformation_backends

    deleted = cloudformation_backends[ACCOUNT][REGION].deleted_stacks
    return [stack.name for stack in deleted.values()]


def bucket_of(folder: Path) -> str:
    return target(folder).main.outputs()["SiteBucket"]


def names_in(folder: Path, bucket: str) -> set[str]:
    found = target(folder).aws.s3.list_objects_v2(Bucket=bucket)
    return {one["Key"] for one in found.get("Contents", [])}


def test_the_first_time_makes_everything_and_protects_it(folder: Path, said: Said, answering: Desk):
    aim = target(folder)
    assert roll_out.deploy(aim, Wish(), said.append) is True
    roll_out.after(aim, said.append)
    text = "\n".join(said)
    assert f"{STACK} (eu-west-1) would be made." in text
    assert f"{STACK}-edge (us-east-1) would be made." in text
    made = stack_of_moto()
    assert made.enable_termination_protection is True
    deny = json.loads(made.policy)["Statement"][1]
    assert (deny["Effect"], deny["Resource"]) == ("Deny", "*")
    assert set(deny["Action"]) == {"Update:Replace", "Update:Delete"}
    assert forgotten() == []  # AWS takes its time to delete one, so the first is gone on with
    # the firewall's output was not known when the first change set was made
    assert made.parameters["WebAclArn"] == aim.edge.outputs()["WebAclArn"]  # type: ignore[union-attr]
    assert made.parameters["OidcIssuer"] == "https://sign-in.example"
    # without secrets no function can start, so only the site is asked
    assert "python -m infra.deploy secrets nergens" in text
    assert answering.asked == ["/"]


def test_artifacts_go_once_to_a_closed_bucket(deployed: Path, said: Said):
    aim = target(deployed)
    bucket = f"burgerloket-artifacts-{aim.aws.account}-{aim.aws.region}"
    there = names_in(deployed, bucket)
    assert {"functions-1.zip", "workflows/birth-1.asl.json"} <= there
    closed = aim.aws.s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    assert set(closed.values()) == {True}
    write(deployed / "artifacts" / "functions-2.zip", "new code")
    changed(deployed, another_queue)
    roll_out.deploy(target(deployed), Wish(), said.append)
    assert said[0] == f"Artifacts: 1 sent to {bucket}; the others were there."


def test_again_changes_nothing(deployed: Path, said: Said):
    def asked() -> bool:
        raise AssertionError("there is nothing to agree to")

    assert roll_out.deploy(target(deployed), Wish(agrees=asked), said.append) is False
    assert f"{STACK} (eu-west-1) is as it should be." in said


def test_a_difference_is_told_and_nothing_is_left_of_it(deployed: Path, said: Said):
    changed(deployed, another_queue)
    changed(deployed, another_table)
    assert roll_out.diff(target(deployed), said.append) is True
    assert "   make: 1 AWS::SQS::Queue: More" in said
    assert " * change: Table, AWS::DynamoDB::Table, which holds data" in said
    assert "More" not in stack_of_moto().template_dict["Resources"]
    assert waiting(deployed) == []


def test_a_difference_with_nothing_leaves_no_empty_stack(folder: Path, said: Said):
    aim = target(folder)
    with pytest.raises(Stopped, match="There is no bucket"):
        roll_out.diff(aim, said.append)
    aim.aws.s3.create_bucket(
        Bucket="given", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    aim = target(folder, deployment(artifacts="given"))
    assert roll_out.diff(aim, said.append) is True
    assert aim.main.status() == ""
    assert aim.edge
    assert aim.edge.status() == ""


@pytest.mark.parametrize("how", ["True", "Conditional"])
def test_replacing_the_table_is_refused(
    how: str, deployed: Path, said: Said, monkeypatch: pytest.MonkeyPatch
):
    changed(deployed, another_table)
    replacing(monkeypatch, "Table", how)
    assert roll_out.diff(target(deployed), said.append) is False
    assert "DATA WOULD BE LOST" in said[-1]
    assert "Table (AWS::DynamoDB::Table)" in said[-1]
    with pytest.raises(Stopped, match="DATA WOULD BE LOST"):
        roll_out.deploy(target(deployed), Wish(agrees=lambda: True), said.append)
    with pytest.raises(Stopped, match="DATA WOULD BE LOST"):
        roll_out.deploy(target(deployed), Wish(let_go=("Documents",)), said.append)
    assert waiting(deployed) == []


def test_removing_a_bucket_is_refused_though_it_stays_in_the_account(deployed: Path, said: Said):
    def without(made: dict[str, Any]) -> None:
        del made["Resources"]["Documents"], made["Outputs"]["DocumentsBucket"]

    changed(deployed, without)
    with pytest.raises(Stopped, match=r"Documents \(AWS::S3::Bucket\)"):
        roll_out.deploy(target(deployed), Wish(), said.append)


def test_what_is_let_go_by_name_may_go_and_the_policy_comes_back(
    deployed: Path, said: Said, monkeypatch: pytest.MonkeyPatch
):
    changed(deployed, another_table)
    replacing(monkeypatch, "Table")
    policies: list[dict[str, Any]] = []
    backend = type(stack_of_moto())
    monkeypatch.setattr(
        backend, "policy",
        property(lambda _: "", lambda _, text: policies.append(json.loads(text)) if text else None),
        raising=False,
    )  # fmt: skip
    assert roll_out.deploy(target(deployed), Wish(let_go=("Table",)), said.append) is True
    during, afterwards = (policy["Statement"][1] for policy in policies)
    assert during["NotResource"] == ["LogicalResourceId/Table"]
    assert afterwards["Resource"] == "*"


def test_who_says_no_has_changed_nothing(folder: Path, said: Said):
    with pytest.raises(Stopped, match=r"Nothing was changed\."):
        roll_out.deploy(target(folder), Wish(agrees=lambda: False), said.append)
    assert target(folder).main.status() == ""


def test_a_failure_tells_the_resource_the_reason_and_what_to_do(
    deployed: Path, said: Said, monkeypatch: pytest.MonkeyPatch
):
    changed(deployed, another_queue)
    told = [
        (STACK, "AWS::CloudFormation::Stack", "UPDATE_IN_PROGRESS", "User Initiated"),
        ("StreamFunction", "AWS::Lambda::Function", "UPDATE_FAILED",
         "Resource handler returned: 'ReservedConcurrentExecutions' lowers the account's "
         "UnreservedConcurrentExecution below its minimum"),
        ("Other", "AWS::Lambda::Function", "UPDATE_FAILED", "Resource update cancelled"),
        (STACK, "AWS::CloudFormation::Stack", "UPDATE_ROLLBACK_IN_PROGRESS", "It failed"),
    ]  # fmt: skip
    failing(monkeypatch, STACK, told, "UPDATE_ROLLBACK_COMPLETE")
    with pytest.raises(Stopped) as stopped:
        roll_out.deploy(target(deployed), Wish(), said.append)
    text = str(stopped.value)
    assert "ended as UPDATE_ROLLBACK_COMPLETE" in text
    assert "StreamFunction (AWS::Lambda::Function) failed: Resource handler returned" in text
    assert "Service Quotas" in text
    assert "The version of before serves again" in text
    # and as it went on, a line for each that ended
    assert sum("update failed" in line for line in said) == 2


def test_an_alarm_that_took_it_back_is_the_reason(
    deployed: Path, said: Said, monkeypatch: pytest.MonkeyPatch
):
    changed(deployed, another_queue)
    reason = "Rollback requested by rollback trigger arn:aws:cloudwatch:...:burgerloket-x-rollback"
    told = [(STACK, "AWS::CloudFormation::Stack", "UPDATE_ROLLBACK_IN_PROGRESS", reason)]
    failing(monkeypatch, STACK, told, "UPDATE_ROLLBACK_COMPLETE")
    with pytest.raises(Stopped, match="CloudFormation took it back: Rollback requested") as stopped:
        roll_out.deploy(target(deployed), Wish(), said.append)
    assert "the old one serves again" in str(stopped.value)


def test_a_failure_leaves_the_pages_of_before(
    deployed: Path, said: Said, monkeypatch: pytest.MonkeyPatch
):
    roll_out.after(target(deployed), said.append)
    write(deployed / "site" / "index.html", "<h1>New</h1>")
    write(deployed / "site" / "assets" / "style.bbb.css", "b{}")
    changed(deployed, another_queue)
    failing(monkeypatch, STACK, [], "UPDATE_ROLLBACK_COMPLETE")
    with pytest.raises(Stopped):
        roll_out.deploy(target(deployed), Wish(), said.append)
    s3, bucket = target(deployed).aws.s3, bucket_of(deployed)
    assert s3.get_object(Bucket=bucket, Key="index.html")["Body"].read() == b"<h1>Nergens</h1>"
    # while the new functions' first pages already name the new style
    assert "assets/style.bbb.css" in names_in(deployed, bucket)


@pytest.mark.parametrize(
    ("status", "next_step"),
    [
        ("REVIEW_IN_PROGRESS", "delete-stack --stack-name burgerloket-nergens"),
        ("ROLLBACK_COMPLETE", "The table, buckets and keys that it made stay"),
        ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback --stack-name burgerloket-nergens"),
        ("UPDATE_IN_PROGRESS", "Wait until it ended"),
        ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "Wait until it ended"),
    ],
)
def test_a_stack_that_is_stuck_gives_the_next_step(
    status: str, next_step: str, deployed: Path, said: Said
):
    stack_of_moto().status = status
    for command in (roll_out.diff, lambda aim, say: roll_out.deploy(aim, Wish(), say)):
        with pytest.raises(Stopped, match=status) as stopped:
            command(target(deployed), said.append)  # type: ignore[operator]
        assert next_step in str(stopped.value)


def test_the_alarm_guards_an_update_and_its_time_after(
    deployed: Path, said: Said, monkeypatch: pytest.MonkeyPatch
):
    from moto.cloudformation.responses import CloudFormationResponse

    seen: list[Any] = []
    create = CloudFormationResponse.create_change_set

    def noting(self: CloudFormationResponse) -> Any:
        if self._get_param("StackName") == STACK:
            seen.append((self._get_param("RollbackConfiguration"), dict(_parameters(self))))
        return create(self)

    def _parameters(self: CloudFormationResponse) -> Iterator[tuple[str, str]]:
        for one in self._get_param("Parameters", []):
            yield one["ParameterKey"], one["ParameterValue"]

    monkeypatch.setattr(CloudFormationResponse, "create_change_set", noting)
    aim = target(deployed)
    composite_alarm(aim.aws.cloudwatch, f"{STACK}-rollback")
    changed(deployed, another_queue)
    roll_out.deploy(aim, Wish(minutes=7), said.append)
    guarded, parameters = seen[-1]
    assert guarded["RollbackTriggers"][0]["Type"] == "AWS::CloudWatch::CompositeAlarm"
    assert guarded["RollbackTriggers"][0]["Arn"].endswith(f":{STACK}-rollback")
    assert str(guarded["MonitoringTimeInMinutes"]) == "7"
    assert "DeploymentPreference" not in parameters

    # an alarm that is on would take back its own remedy
    aim.aws.cloudwatch.set_alarm_state(
        AlarmName=f"{STACK}-rollback", StateValue="ALARM", StateReason="BirthFunctionErrors"
    )
    changed(deployed, another_table)
    with pytest.raises(Stopped, match=r"is on: .* BirthFunctionErrors"):
        roll_out.deploy(target(deployed), Wish(), said.append)
    roll_out.deploy(target(deployed), Wish(despite_alarm=True), said.append)
    guarded, parameters = seen[-1]
    assert not guarded.get("RollbackTriggers")
    assert parameters["DeploymentPreference"] == "AllAtOnce"
    assert parameters["RollbackOnAlarm"] == "no"


def test_pages_go_out_with_their_kind_and_old_ones_last(deployed: Path, said: Said):
    target(deployed).aws.s3.put_bucket_versioning(  # moto does not read it in the template
        Bucket=bucket_of(deployed), VersioningConfiguration={"Status": "Enabled"}
    )
    roll_out.after(target(deployed), said.append)
    s3, bucket = target(deployed).aws.s3, bucket_of(deployed)
    page = s3.head_object(Bucket=bucket, Key="index.html")
    assert page["ContentType"] == "text/html; charset=utf-8"
    assert "max-age=0" in page["CacheControl"]
    style = s3.head_object(Bucket=bucket, Key="assets/style.aaa.css")
    assert "immutable" in style["CacheControl"]
    kind = s3.head_object(Bucket=bucket, Key="catalogue.jsonld")["ContentType"]
    assert kind == "application/ld+json"

    (deployed / "site" / "nl" / "old" / "index.html").unlink()
    (deployed / "site" / "assets" / "style.aaa.css").unlink()
    write(deployed / "site" / "assets" / "style.bbb.css", "b{}")
    write(deployed / "site" / "assets" / "manifest.json", '{"style": "/assets/style.bbb.css"}')
    said.clear()
    roll_out.after(target(deployed), said.append)
    assert said[0] == "Site: 2 files sent, 1 old ones deleted."
    there = names_in(deployed, bucket)
    assert "nl/old/index.html" not in there
    # a page that somebody has open still asks for it
    assert {"assets/style.aaa.css", "assets/style.bbb.css"} <= there
    said.clear()
    roll_out.after(target(deployed), said.append)
    assert said[0] == "Site: 0 files sent, 0 old ones deleted."


def test_cloudfront_forgets_when_a_page_changed(deployed: Path, said: Said):
    origin = {"Id": "site", "DomainName": "site.s3.amazonaws.com",
              "S3OriginConfig": {"OriginAccessIdentity": ""}}  # fmt: skip
    cloudfront = target(deployed).aws.cloudfront
    made = cloudfront.create_distribution(
        DistributionConfig={
            "CallerReference": "1", "Comment": "", "Enabled": True,
            "Origins": {"Quantity": 1, "Items": [origin]},  # type: ignore[list-item]
            "DefaultCacheBehavior": {
                "TargetOriginId": "site", "ViewerProtocolPolicy": "https-only",
            },
        }
    )["Distribution"]["Id"]  # fmt: skip

    def has_distribution(template: dict[str, Any]) -> None:
        template["Outputs"]["DistributionId"] = {"Value": made}
        another_queue(template)

    changed(deployed, has_distribution)
    roll_out.deploy(target(deployed), Wish(), said.append)
    for times in (1, 1):  # nothing changed the second time
        roll_out.after(target(deployed), said.append)
        found = cloudfront.list_invalidations(DistributionId=made)["InvalidationList"]
        assert found["Quantity"] == times


def test_a_desk_that_does_not_answer_is_told(deployed: Path, said: Said, answering: Desk):
    answering.ill = {"/"}
    with pytest.raises(Stopped, match=r"It is deployed, but .* status 500"):
        roll_out.after(target(deployed), said.append)


def test_parameters_are_said_by_the_tenants_file(folder: Path):
    with pytest.raises(Stopped, match="has to say OidcClientId"):
        target(folder, deployment(parameters={})).parameters("b", {})
    wrong = {"OidcClientId": "x", "RegistrUrl": "y"}
    with pytest.raises(Stopped, match=r"names RegistrUrl, .* It has: ArtifactsBucket"):
        target(folder, deployment(parameters=wrong)).parameters("b", {})
    own = deployment(parameters={"OidcClientId": "x", "WebAclArn": "arn:own"})
    assert target(folder, own).edge is None
    assert target(folder, own).parameters("b", {})["WebAclArn"] == "arn:own"
    assert target(folder, deployment(partition="aws-eusc")).edge is None


def test_a_package_is_built_anew_when_a_source_is_newer(tmp_path: Path):
    import os
    import time

    built: list[str] = []

    def build(tenant: str) -> Path:
        built.append(tenant)
        write(tmp_path / "build" / tenant / "routes.json", "{}")
        return tmp_path / "build" / tenant

    source = tmp_path / "functions" / "app.py"
    write(source, "")
    os.utime(source, (1, 1))
    folder = packaged("x", build, tmp_path)
    assert packaged("x", build, tmp_path) == folder
    assert built == ["x"]
    later = time.time() + 5
    os.utime(source, (later, later))
    packaged("x", build, tmp_path)
    os.utime(source, (1, 1))
    yesterday = time.time() - 25 * 3600
    os.utime(folder / "routes.json", (yesterday, yesterday))
    packaged("x", build, tmp_path)
    assert built == ["x", "x", "x"]
