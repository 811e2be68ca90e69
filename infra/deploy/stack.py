"""One stack of CloudFormation: where it stands, its change sets, and its protection."""

import json
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from infra.deploy import changes
from infra.deploy.aws import Stopped
from infra.deploy.changes import HOLDS_DATA, Change

if TYPE_CHECKING:
    from types_boto3_cloudformation import CloudFormationClient
    from types_boto3_cloudformation.type_defs import StackTypeDef

_NO_CHANGE = ("didn't contain changes", "No updates are to be performed")
_PATIENCE = 600  # seconds until a change set is ready
_GOING = 30  # times two seconds until a stack with nothing in it is gone

# What a person does where CloudFormation takes no new change; {n} is the stack
_STUCK = {
    "REVIEW_IN_PROGRESS": (
        "it was never made: a change set waits there, of somebody else or of a run that was cut "
        "off. If nobody else is at it: aws cloudformation delete-stack --stack-name {n} "
        "--region {r} (there is nothing in it), then again"
    ),
    "ROLLBACK_COMPLETE": (
        "its first deployment failed and was undone. Mend what failed, then: aws cloudformation "
        "delete-stack --stack-name {n} --region {r}. The table, buckets and keys that it made "
        "stay: delete those that are empty first (docs/deploying.md), or their names are taken"
    ),
    "ROLLBACK_FAILED": (
        "its first deployment failed, and so did undoing it. Read its events, then: aws "
        "cloudformation delete-stack --stack-name {n} --region {r}"
    ),
    "UPDATE_ROLLBACK_FAILED": (
        "a deployment failed, and going back too. Read which resource could not (aws "
        "cloudformation describe-stack-events --stack-name {n} --region {r}), mend that, then: "
        "aws cloudformation continue-update-rollback --stack-name {n} --region {r}. Never skip "
        "the table"
    ),
    "DELETE_FAILED": (
        "deleting it did not end. See what could not be deleted, then run `make destroy` again"
    ),
    "CREATE_FAILED": "its first deployment failed: delete the stack, then again",
}


@dataclass(frozen=True)
class Template:
    """`url` in a bucket, or the text itself where it is small (51,200 bytes)."""

    parameters: dict[str, str]
    url: str = ""
    body: str = ""


@dataclass(frozen=True)
class Guard:
    """Alarms (their ARN and type) that take an operation back, until so many minutes after it."""

    alarms: tuple[tuple[str, str], ...] = ()
    minutes: int = 0


@dataclass(frozen=True)
class Plan:
    """A change set that waits; `id` is empty where nothing would change."""

    id: str
    changes: list[Change]
    makes_stack: bool


class Stack:
    def __init__(
        self,
        cloudformation: "CloudFormationClient",
        name: str,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.api, self.name, self.pause = cloudformation, name, pause

    @property
    def region(self) -> str:
        return self.api.meta.region_name

    def found(self) -> "StackTypeDef | None":
        try:
            return self.api.describe_stacks(StackName=self.name)["Stacks"][0]
        except ClientError as error:
            if "does not exist" in error.response["Error"].get("Message", ""):
                return None
            raise

    def status(self) -> str:
        """Empty where there is no stack."""
        found = self.found()
        return found["StackStatus"] if found else ""

    def outputs(self) -> dict[str, str]:
        found = self.found()
        told = found.get("Outputs", []) if found else []
        return {one["OutputKey"]: one["OutputValue"] for one in told}

    def must_be_free(self) -> str:
        """Its status. Raises Stopped, with the next step, where it takes no change now."""
        status = self.status()
        at = {"n": self.name, "r": self.region}
        if status in _STUCK:
            raise Stopped(f"The stack {self.name} is {status}: {_STUCK[status].format(**at)}.")
        if status.endswith("_IN_PROGRESS"):
            raise Stopped(
                f"The stack {self.name} is {status}: something is at work on it. Wait until it "
                f"ended (aws cloudformation describe-stack-events --stack-name {self.name} "
                f"--region {self.region}), then again."
            )
        return status

    def plan(
        self, template: Template, guard: Guard | None = None, instead_of: Plan | None = None
    ) -> Plan:
        """Make a change set and wait until it is known. Raises Stopped when it cannot be made.
        `instead_of` is forgotten first; a stack that was begun for it stays for this one."""
        if instead_of is None:
            new = not self.must_be_free()
        else:
            new = instead_of.makes_stack
            if instead_of.id:
                self.api.delete_change_set(ChangeSetName=instead_of.id)
        made = self.api.create_change_set(
            StackName=self.name,
            ChangeSetName=f"burgerloket-{time.time_ns()}",
            ChangeSetType="CREATE" if new else "UPDATE",
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
            Parameters=[
                {"ParameterKey": name, "ParameterValue": value}
                for name, value in sorted(template.parameters.items())
            ],
            **_source(template),
            **_rollback(guard),
        )
        plan = Plan(made["Id"], [], new)
        status, reason = self._when_known(made["Id"])
        if status == "FAILED":
            self.drop(plan)
            if any(text in reason for text in _NO_CHANGE):
                return Plan("", [], new)
            raise Stopped(f"CloudFormation does not take the change of {self.name}: {reason}")
        return Plan(made["Id"], changes.read(self.api, made["Id"]), new)

    def _when_known(self, change_set: str) -> tuple[str, str]:
        for _ in range(_PATIENCE // 3):
            told = self.api.describe_change_set(ChangeSetName=change_set)
            if told["Status"] in ("CREATE_COMPLETE", "FAILED"):
                return told["Status"], told.get("StatusReason", "")
            self.pause(3)
        raise Stopped(f"The change set of {self.name} is not ready after {_PATIENCE} s: look there")

    def drop(self, plan: Plan) -> None:
        """Forget a change set, and the empty stack that was begun for it."""
        if plan.id:
            self.api.delete_change_set(ChangeSetName=plan.id)
        if plan.makes_stack and self.status() == "REVIEW_IN_PROGRESS":
            self.api.delete_stack(StackName=self.name)
            for _ in range(_GOING):
                if not self.status():
                    break
                self.pause(2)

    def protect(self, let_go: Collection[str] = ()) -> None:
        """No update replaces or deletes what holds data, and nobody deletes the stack."""
        self.api.set_stack_policy(
            StackName=self.name, StackPolicyBody=json.dumps(policy(let_go), indent=1)
        )
        self.api.update_termination_protection(
            StackName=self.name, EnableTerminationProtection=True
        )


def policy(let_go: Collection[str] = ()) -> dict[str, Any]:
    """The stack's policy, which holds for whoever updates the stack, by this tool or not."""
    where = (
        {"NotResource": [f"LogicalResourceId/{name}" for name in sorted(let_go)]}
        if let_go
        else {"Resource": "*"}
    )
    return {
        "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": "Update:*", "Resource": "*"},
            {
                "Effect": "Deny",
                "Principal": "*",
                "Action": ["Update:Replace", "Update:Delete"],
                **where,
                "Condition": {"StringEquals": {"ResourceType": list(HOLDS_DATA)}},
            },
        ]
    }


def _source(template: Template) -> dict[str, Any]:
    return {"TemplateURL": template.url} if template.url else {"TemplateBody": template.body}


def _rollback(guard: Guard | None) -> dict[str, Any]:
    """An empty list is said too: CloudFormation would go on with that of the time before."""
    if guard is None:
        return {}
    triggers = [{"Arn": arn, "Type": kind} for arn, kind in guard.alarms]
    minutes = guard.minutes if triggers else 0
    return {
        "RollbackConfiguration": {"RollbackTriggers": triggers, "MonitoringTimeInMinutes": minutes}
    }
