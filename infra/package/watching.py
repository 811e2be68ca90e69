"""Alarms, the topic they go to, a dashboard, a budget. What each means: docs/operations.md."""

from collections.abc import Iterable

from functions.log import NAMESPACE, Metric
from infra.deployment import Deployment
from infra.package.api import STAGE
from infra.package.cfn import NOTHING, Json, Resources, get, ref, resource, sub
from infra.package.dashboard import PERIOD, QUEUES, dashboard, ours
from infra.package.following import following
from infra.package.functions import Function
from infra.package.keys import DATA_KEY
from infra.package.names import Names

_ALARM = "AWS::CloudWatch::Alarm"


def watching(
    names: Names, deployment: Deployment, functions: Iterable[Function], also: Resources
) -> Resources:
    """`also`: resources of another part, whose alarms are shown with these."""
    found = list(functions)
    resources: Resources = _topic(deployment)
    for one in found:
        resources |= _of_function(names, deployment, one)
    for queue in QUEUES:
        resources[f"{queue}Waiting"] = _alarm(
            "AWS/SQS", "ApproximateNumberOfMessagesVisible",
            {"QueueName": get(queue, "QueueName")}, above=0, statistic="Maximum",
            says="Something could not be done",
        )  # fmt: skip
    for function in ("stream", "dossiers"):
        resources[f"{function.capitalize()}Late"] = _alarm(
            "AWS/Lambda", "IteratorAge", {"FunctionName": names.function(function)},
            above=10 * 60 * 1000, statistic="Maximum", periods=3,
            says="What follows from a case is ten minutes late",
        )  # fmt: skip
    resources["ApiErrors"] = _alarm(
        "AWS/ApiGateway", "5XXError", {"ApiName": names.prefix, "Stage": STAGE}, above=5,
        says="The desk cannot answer",
    )  # fmt: skip
    resources |= _table(names) | _counted(names)
    whole = {**resources, **also}
    alarms = [name for name, part in whole.items() if part["Type"] == _ALARM]
    return {
        **resources,
        "Unwell": _unwell(names, alarms),
        **dashboard(names, deployment, found, alarms),
        **following(names, found),
        **_workflows(names),
        **_budget(names, deployment),
    }


def unwell(tenant: str) -> str:
    """The name of the alarm that rings when any of a tenant's does (infra/package/fleet.py)."""
    return f"{Names(tenant).prefix}-unwell"


def _unwell(names: Names, alarms: Iterable[str]) -> Json:
    """It tells nobody: each alarm did. Who looks after many municipalities looks at this one."""
    return resource(
        "AWS::CloudWatch::CompositeAlarm",
        {
            "AlarmName": unwell(names.tenant),
            "AlarmDescription": "Any alarm of this municipality",
            "AlarmRule": sub(" OR ".join(f'ALARM("${{{name}}}")' for name in alarms)),
        },
    )


def _table(names: Names) -> Resources:
    return {
        f"Table{what}Throttles": _alarm(
            "AWS/DynamoDB", f"{what}ThrottleEvents", {"TableName": names.prefix}, above=20,
            periods=3, says="The table holds requests back",
        )
        for what in ("Read", "Write")
    }  # fmt: skip


def _counted(names: Names) -> Resources:
    """What no function fails at, and somebody has to look at."""
    says = {
        Metric.AGENDA_FAILED: (0, "Something that was due today could not be done"),
        Metric.NOT_COUNTED: (0, "The statistics miss something"),
        Metric.MAIL_REFUSED: (5, "SES refuses mail for good"),
        Metric.MAIL_BOUNCED: (20, "Much mail comes back: SES may stop sending ours"),
        Metric.REGISTER_FAULT: (20, "The population register does not answer"),
    }
    return {
        f"{metric}Often": _alarm(NAMESPACE, metric, ours(names), above=above, says=told)
        for metric, (above, told) in says.items()
    }


def _topic(deployment: Deployment) -> Resources:
    to = deployment.alarm_mail
    subscription = {
        "AlarmMail": resource(
            "AWS::SNS::Subscription",
            {"TopicArn": ref("Alarms"), "Protocol": "email", "Endpoint": to},
        )
    }
    policy = resource(
        "AWS::SNS::TopicPolicy",
        {
            "Topics": [ref("Alarms")],
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {
                            "Service": [
                                "cloudwatch.amazonaws.com", "events.amazonaws.com",
                                "budgets.amazonaws.com",
                            ]
                        },
                        "Action": "sns:Publish",
                        "Resource": ref("Alarms"),
                        "Condition": {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}},
                    }
                ],
            },
        },
    )  # fmt: skip
    topic = resource("AWS::SNS::Topic", {"KmsMasterKeyId": DATA_KEY})
    return {"Alarms": topic, "AlarmsPolicy": policy, **(subscription if to else {})}


def _of_function(names: Names, deployment: Deployment, one: Function) -> Resources:
    at = {"FunctionName": names.function(one.name)}
    size = deployment.capacity_of(one.name, one.capacity)
    slow = int(size.timeout_s * 1000 * 0.8)
    return {
        # also the one that stops a deployment and takes it back
        f"{one.id}Errors": _alarm(
            "AWS/Lambda", "Errors", at, above=3 if one.takes_urls else 0,
            says=f"{one.name} fails",
        ),
        f"{one.id}Throttles": _alarm(
            "AWS/Lambda", "Throttles", at, above=5, periods=3, says=f"{one.name} may not run",
        ),
        f"{one.id}Slow": _alarm(
            "AWS/Lambda", "Duration", at, above=slow, periods=3, statistic="p99",
            says=f"{one.name} nears its time-out",
        ),
    }  # fmt: skip


def _alarm(
    namespace: str,
    metric: str,
    dimensions: Json,
    *,
    above: int,
    says: str,
    statistic: str = "Sum",
    periods: int = 1,
) -> Json:
    how = "ExtendedStatistic" if statistic.startswith("p") else "Statistic"
    return resource(
        _ALARM,
        {
            "AlarmDescription": says,
            "Namespace": namespace,
            "MetricName": metric,
            "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions.items()],
            how: statistic,
            "Period": PERIOD,
            "EvaluationPeriods": periods,
            "Threshold": above,
            "ComparisonOperator": "GreaterThanThreshold",
            # nobody comes at night: that is no alarm
            "TreatMissingData": "notBreaching",
            "AlarmActions": [ref("Alarms")],
            "OKActions": [ref("Alarms")],
        },
    )


def _workflows(names: Names) -> Resources:
    """One rule tells of every execution that failed: an alarm per machine would cost more than the
    machines. What it tells is the ARN of the execution, whose name is the case's id."""
    return {
        "WorkflowFailedRule": resource(
            "AWS::Events::Rule",
            {
                "EventPattern": {
                    "source": ["aws.states"],
                    "detail-type": ["Step Functions Execution Status Change"],
                    "detail": {
                        "status": ["FAILED", "TIMED_OUT", "ABORTED"],
                        "stateMachineArn": [{"prefix": sub(names.machine_arn)}],
                    },
                },
                "Targets": [
                    {
                        "Id": "alarms",
                        "Arn": ref("Alarms"),
                        "InputTransformer": {
                            "InputPathsMap": {
                                "execution": "$.detail.executionArn", "status": "$.detail.status",
                            },
                            "InputTemplate": '"A workflow ended as <status>: <execution>"',
                        },
                    }
                ],
            },
        )
    }  # fmt: skip


def _budget(names: Names, deployment: Deployment) -> Resources:
    subscribers = [{"SubscriptionType": "SNS", "Address": ref("Alarms")}]
    return {
        "Budget": resource(
            "AWS::Budgets::Budget",
            {
                "Budget": {
                    "BudgetName": names.prefix,
                    "BudgetType": "COST",
                    "TimeUnit": "MONTHLY",
                    "BudgetLimit": {
                        "Amount": deployment.monthly_budget_eur, "Unit": ref("BudgetCurrency"),
                    },
                    "CostFilters": NOTHING,
                },
                "NotificationsWithSubscribers": [
                    {
                        "Notification": {
                            "NotificationType": kind, "ComparisonOperator": "GREATER_THAN",
                            "Threshold": share, "ThresholdType": "PERCENTAGE",
                        },
                        "Subscribers": subscribers,
                    }
                    for kind, share in (("ACTUAL", 80), ("FORECASTED", 100))
                ],
            },
        )
    }  # fmt: skip
