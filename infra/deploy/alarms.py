"""The alarm that takes a deployment back (infra/package/rollback.py)."""

from infra.deploy.aws import Aws, Stopped
from infra.deploy.stack import Guard
from infra.package.names import Names

COMPOSITE = "AWS::CloudWatch::CompositeAlarm"


def guard(aws: Aws, names: Names, minutes: int) -> Guard:
    """What CloudFormation watches during an update and so many minutes after it. Raises Stopped
    when the alarm is on already: it would take back everything at once, the remedy too."""
    found = aws.cloudwatch.describe_alarms(
        AlarmNames=[names.rollback_alarm], AlarmTypes=["CompositeAlarm"]
    )["CompositeAlarms"]
    if not found:  # a version from before the alarm
        return Guard()
    if found[0].get("StateValue") == "ALARM":
        raise Stopped(
            f"The alarm {names.rollback_alarm} is on: something of the desk fails now, and every "
            "deployment would be taken back at once. Why: "
            f"{found[0].get('StateReason') or 'its alarms in CloudWatch'}. If this deployment is "
            "the remedy: --despite-alarm, which moves all requests at once and takes nothing back "
            "by itself."
        )
    return Guard(((found[0].get("AlarmArn", ""), COMPOSITE),), minutes)
