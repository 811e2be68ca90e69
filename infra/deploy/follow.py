"""Follows what CloudFormation does, and says in words why it failed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from infra.deploy.aws import Stopped

if TYPE_CHECKING:
    from infra.deploy.stack import Plan, Stack

Say = Callable[[str], None]
_BETWEEN = 5  # seconds
GOOD = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "DELETE_COMPLETE")
# (what the reason says, in small letters; what to do)
_ADVICE = (
    (("alarm", "rollback trigger", "codedeploy"),
     "the new version failed while a part of the requests went to it; the old one serves again. "
     "Which alarm: aws cloudwatch describe-alarm-history. Why: the log of that function, "
     "/aws/lambda/<function>"),
    (("already exists",),
     "something with this name is left of an earlier stack. If it is empty, delete it; if it holds "
     "data, import it (docs/deploying.md)"),
    (("accessdenied", "access denied", "not authorized", "unauthorized"),
     "who deploys lacks a right: the reason names it"),
    (("limit", "quota", "unreservedconcurrentexecution"),
     "a quota of the account: ask for more in Service Quotas, or lower `reserved` in "
     "[deployment.capacity]"),
    (("denied by stack policy", "stack policy"),
     "the stack's policy keeps what holds data. Look at `make diff` first"),
    (("certificate",), "the certificate: it has to be in us-east-1, issued, and for this domain"),
    (("s3 error", "nosuchkey", "s3 object"), "an artifact is not in the bucket: deploy again"),
    (("throttl", "rate exceeded"), "AWS was busy: deploy again"),
)  # fmt: skip


@dataclass(frozen=True)
class Event:
    id: str
    at: str  # HH:MM:SS, UTC
    name: str
    kind: str
    status: str
    reason: str
    of_stack: bool

    @property
    def line(self) -> str:
        what = self.status.lower().replace("_", " ")
        why = f": {self.reason}" if self.reason else ""
        return f"  {self.at}  {what:<28}{self.kind.removeprefix('AWS::')} {self.name}{why}"

    @property
    def is_told(self) -> bool:
        """What ended, and what takes long because requests move over bit by bit."""
        return (
            self.of_stack
            or not self.status.endswith("_IN_PROGRESS")
            or (self.kind == "AWS::Lambda::Alias" and bool(self.reason))
        )


def run(stack: "Stack", plan: "Plan", say: Say) -> None:
    """Execute a change set until its end. Raises Stopped with what failed, why, and what to do."""
    since = newest(stack)
    stack.api.execute_change_set(ChangeSetName=plan.id)
    events = until_end(stack, since, say)
    if events[-1].status not in GOOD:
        raise Stopped(why(stack.name, events))


def until_end(stack: "Stack", since: str, say: Say) -> list[Event]:
    """All events after that one, oldest first, until the stack has come to an end."""
    told: list[Event] = []
    known = set[str]()
    while True:
        for event in events_since(stack, since):
            if event.id in known:
                continue
            known.add(event.id)
            told.append(event)
            if event.is_told:
                say(event.line)
            if event.of_stack and not event.status.endswith("_IN_PROGRESS"):
                return told
        stack.pause(_BETWEEN)


def events_since(stack: "Stack", since: str) -> list[Event]:
    """Oldest first; CloudFormation tells them the other way round, page by page."""
    found: list[Event] = []
    for page in stack.api.get_paginator("describe_stack_events").paginate(StackName=stack.name):
        for one in page["StackEvents"]:
            if one["EventId"] == since:
                return found[::-1]
            found.append(
                Event(
                    id=one["EventId"],
                    at=f"{one['Timestamp']:%H:%M:%S}",
                    name=one.get("LogicalResourceId", ""),
                    kind=one.get("ResourceType", ""),
                    status=one.get("ResourceStatus", ""),
                    reason=one.get("ResourceStatusReason", ""),
                    of_stack=one.get("PhysicalResourceId") == one["StackId"],
                )
            )
    return found[::-1]


def newest(stack: "Stack") -> str:
    events = stack.api.describe_stack_events(StackName=stack.name)["StackEvents"]
    return events[0]["EventId"] if events else ""


def why(stack: str, events: list[Event]) -> str:
    """The first that failed is the cause; what was cancelled for it is not."""
    end = events[-1]
    failed = [
        event for event in events
        if event.status.endswith("_FAILED") and "cancelled" not in event.reason.lower()
    ]  # fmt: skip
    # an alarm takes the whole stack back, without a resource that failed
    taken_back = [
        event for event in events
        if event.of_stack and "ROLLBACK_IN_PROGRESS" in event.status and event.reason
    ]  # fmt: skip
    cause = (failed or taken_back or [end])[0]
    lines = [f"The stack {stack} ended as {end.status}."]
    if cause.of_stack:
        lines.append(f"CloudFormation took it back: {cause.reason or 'no reason given'}")
    else:
        lines.append(f"{cause.name} ({cause.kind}) failed: {cause.reason or 'no reason given'}")
    lines.append(f"What to do: {advice(cause.reason)}.")
    if end.status == "UPDATE_ROLLBACK_COMPLETE":
        lines.append("The version of before serves again. Nothing in the table was undone.")
    return "\n".join(lines)


def advice(reason: str) -> str:
    small = reason.lower()
    for words, then in _ADVICE:
        if any(word in small for word in words):
            return then
    return "read the reason above; the events of the stack tell the rest"
