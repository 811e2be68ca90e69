"""The alarm that takes a deployment back.

CodeDeploy stops by the alarms of each function (functions.py) while requests move to its new
version. CloudFormation watches this one of all, during the update and for some time after it
(infra/deploy/alarms.py), since it takes five triggers at most.
"""

from collections.abc import Iterable

from infra.package.cfn import Resources, resource, sub
from infra.package.functions import Function
from infra.package.names import Names


def rollback(names: Names, functions: Iterable[Function]) -> Resources:
    """One alarm of all by which a function's deployment is taken back."""
    wanted = dict.fromkeys(alarm for one in functions for alarm in one.alarms)
    return {
        "Rollback": resource(
            "AWS::CloudWatch::CompositeAlarm",
            {
                "AlarmName": names.rollback_alarm,
                "AlarmDescription": "Takes a deployment back; each of its alarms tells by itself",
                "AlarmRule": sub(" OR ".join(f'ALARM("${{{alarm}}}")' for alarm in wanted)),
                "ActionsEnabled": False,
            },
        )
    }
