"""What takes a deployment back: alarms on what a new version does badly, and all of them as one.

CodeDeploy stops by the alarms of each function (functions.py) while requests move to its new
version. CloudFormation watches the one of all, during the update and for some time after it
(infra/deploy/alarms.py), since it takes five triggers at most.
"""

from collections.abc import Iterable

from infra.package.cfn import Resources, ref, resource, sub
from infra.package.functions import Function
from infra.package.names import Names

_PERIOD = 300  # seconds


def rollback(names: Names, functions: Iterable[Function]) -> Resources:
    found = list(functions)
    wanted = dict.fromkeys(alarm for one in found for alarm in one.alarms)
    rule = " OR ".join(f'ALARM("${{{alarm}}}")' for alarm in wanted)
    resources: Resources = {
        "Rollback": resource(
            "AWS::CloudWatch::CompositeAlarm",
            {
                "AlarmName": names.rollback_alarm,
                "AlarmDescription": "Takes a deployment back; each of its alarms tells by itself",
                "AlarmRule": sub(rule),
                "ActionsEnabled": False,
            },
        ),
    }
    for one in found:
        resources |= _failing(names, one) if one.batches else {}
    return resources


def _failing(names: Names, one: Function) -> Resources:
    """Records that a function answered as failed, from its log: the mapping's own metric would make
    a circle (the mapping waits for the alias, the alias for CodeDeploy, CodeDeploy for the alarm).
    A single one may be a service that was away for a moment: it is tried again."""
    namespace, metric = f"Burgerloket/{names.tenant}", f"{one.id}Fails"
    return {
        f"{one.id}Failures": resource(
            "AWS::Logs::MetricFilter",
            {
                "LogGroupName": ref(f"{one.id}Logs"),
                "FilterPattern": '{ $.level = "ERROR" }',
                "MetricTransformations": [
                    {
                        "MetricNamespace": namespace, "MetricName": metric, "MetricValue": "1",
                        "Unit": "Count",
                    }
                ],
            },
        ),
        metric: resource(
            "AWS::CloudWatch::Alarm",
            {
                "AlarmDescription": f"{one.name} cannot do what follows from records of the table",
                "Namespace": namespace,
                "MetricName": metric,
                "Statistic": "Sum",
                "Period": _PERIOD,
                "EvaluationPeriods": 1,
                "Threshold": 3,
                "ComparisonOperator": "GreaterThanThreshold",
                "TreatMissingData": "notBreaching",
                "AlarmActions": [ref("Alarms")],
                "OKActions": [ref("Alarms")],
            },
        ),
    }  # fmt: skip
