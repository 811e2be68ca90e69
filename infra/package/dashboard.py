"""What a municipality's stack shows of itself: one page, the worst first, made for the eve of an
election. Every number of ours is in functions/log.py; the others are AWS's."""

import json
from collections.abc import Iterable
from typing import Any

from functions.log import BY_PROCEDURE, NAMESPACE, SERVICE, Metric
from infra.deployment import Deployment
from infra.package.cfn import Json, Resources, resource, sub
from infra.package.functions import Function
from infra.package.names import Names

PERIOD = 300  # seconds
_WIDTH, _HEIGHT = 12, 6  # two beside each other
_COLUMNS = 2
QUEUES = ("DeadLetters", "DossierDeadLetters", "EventDeadLetters")

Line = list[Any]  # a metric as CloudWatch writes it


def dashboard(
    names: Names, deployment: Deployment, functions: Iterable[Function], alarms: Iterable[str]
) -> Resources:
    """`alarms`: their logical ids."""
    found = list(functions)
    graphs = [
        *_traffic(names, deployment, found),
        *_what_follows(names),
        *_ours(names),
        _graph("Errors per function", _per_function(names, found, "Errors")),
        _graph("Duration per function (ms)", _per_function(names, found, "Duration"), "p99"),
    ]
    for place, graph in enumerate(graphs):
        graph |= {
            "x": place % _COLUMNS * _WIDTH, "y": 4 + place // _COLUMNS * _HEIGHT,
            "width": _WIDTH, "height": _HEIGHT,
        }  # fmt: skip
    body = json.dumps({"widgets": [_alarms(alarms), *graphs]})
    return {
        "Dashboard": resource(
            "AWS::CloudWatch::Dashboard",
            {"DashboardName": names.prefix, "DashboardBody": sub(body)},
        )
    }


def _alarms(alarms: Iterable[str]) -> Json:
    return {
        "type": "alarm", "x": 0, "y": 0, "width": 2 * _WIDTH, "height": 4,
        "properties": {
            "title": "What rings", "alarms": [f"${{{name}.Arn}}" for name in alarms],
            "sortBy": "stateUpdatedTimestamp", "states": ["ALARM", "INSUFFICIENT_DATA"],
        },
    }  # fmt: skip


def _traffic(names: Names, deployment: Deployment, functions: list[Function]) -> list[Json]:
    api = ["ApiName", names.prefix]
    reserves = [
        {"label": f"{one.name}: reserved", "value": size.reserved}
        for one in functions
        if (size := deployment.capacity_of(one.name, one.capacity)).reserved is not None
    ]
    return [
        _graph("Requests and errors", [
            ["AWS/ApiGateway", name, *api] for name in ("Count", "4XXError", "5XXError")
        ]),
        _graph("Time until an answer (ms)", [
            ["AWS/ApiGateway", "Latency", *api, {"stat": stat}] for stat in ("p50", "p95", "p99")
        ]),
        _graph(
            "Running at once, and what is reserved",
            _per_function(names, functions, "ConcurrentExecutions"), "Maximum", reserves,
        ),
        _graph("Held back", [
            *_per_function(names, functions, "Throttles"),
            *(["AWS/DynamoDB", name, "TableName", names.prefix]
              for name in ("ReadThrottleEvents", "WriteThrottleEvents")),
        ]),
    ]  # fmt: skip


def _what_follows(names: Names) -> list[Json]:
    return [
        _graph("What follows a case is late (ms)", [
            ["AWS/Lambda", "IteratorAge", "FunctionName", names.function(name)]
            for name in ("stream", "dossiers")
        ], "Maximum"),
        _graph("What could not be done (dead letters)", [
            ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName",
             f"${{{queue}.QueueName}}", {"label": queue}]
            for queue in QUEUES
        ], "Maximum"),
        _graph("Workflows", [
            [_all_of(f"{{AWS/States,StateMachineArn}} {_machines(names)} MetricName={name}", name)]
            for name in ("ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed",
                         "ExecutionsTimedOut", "ExecutionThrottled")
        ]),
    ]  # fmt: skip


def _machines(names: Names) -> str:
    """The words of which the name of each of our machines is made."""
    return " ".join(names.prefix.split("-"))


def _ours(names: Names) -> list[Json]:
    return [
        _graph("Cases of all procedures", [
            _counted(names, name) for name in (
                Metric.SUBMITTED, Metric.CLOSED, Metric.DECIDED, Metric.REFUSED,
                Metric.WITHDRAWN, Metric.LAPSED,
            )
        ]),
        _graph("Handed in, by procedure", [[{
            "expression": _search(names, Metric.SUBMITTED), "label": "${!PROP('Dim.procedure')}",
        }]]),
        _graph("Mail", [
            _counted(names, name) for name in (
                Metric.MAIL_SENT, Metric.MAIL_BOUNCED, Metric.MAIL_COMPLAINT, Metric.MAIL_REFUSED,
            )
        ]),
        _graph("Tried again, or left out", [
            _counted(names, name) for name in (
                Metric.RECORD_FAILED, Metric.TALLY_FAILED, Metric.NOT_COUNTED,
                Metric.AGENDA_FAILED, Metric.DOSSIER_FAILED, Metric.UPLOAD_REJECTED,
            )
        ]),
        _graph("Others that do not answer", [
            _counted(names, name) for name in (
                Metric.REGISTER_FAULT, Metric.SOURCE_FAULT, Metric.DOSIS_FAULT,
                Metric.DOSIS_REFUSED, Metric.EBOX_FAULT, Metric.EBOX_REFUSED,
            )
        ]),
        _graph("What others are told", [
            _counted(names, name) for name in (
                Metric.DOSSIER_TOLD, Metric.CARD_OPENED, Metric.CERTIFICATES_LISTED,
                Metric.CERTIFICATES_DOWNLOADED,
            )
        ]),
    ]  # fmt: skip


def ours(names: Names) -> Json:
    """The dimensions of a count that is not by procedure."""
    return {"service": SERVICE.lower(), "tenant": names.tenant}


def _counted(names: Names, name: Metric) -> Line:
    if name in BY_PROCEDURE:
        return [{"expression": f"SUM({_search(names, name)})", "label": name.value}]
    dimensions = [part for pair in ours(names).items() for part in pair]
    return [NAMESPACE, name.value, *dimensions]


def _search(names: Names, name: Metric) -> str:
    what = f'{{{NAMESPACE},procedure,service,tenant}} tenant="{names.tenant}" MetricName="{name}"'
    return f"SEARCH('{what}', 'Sum', {PERIOD})"


def _all_of(what: str, label: str) -> Json:
    return {"expression": f"SUM(SEARCH('{what}', 'Sum', {PERIOD}))", "label": label}


def _per_function(names: Names, functions: Iterable[Function], metric: str) -> list[Line]:
    return [
        ["AWS/Lambda", metric, "FunctionName", names.function(one.name), {"label": one.name}]
        for one in functions
    ]


def _graph(
    title: str, metrics: list[Line], statistic: str = "Sum", marks: list[Json] | None = None
) -> Json:
    properties = {
        "title": title, "region": "${AWS::Region}", "stat": statistic, "period": PERIOD,
        "metrics": metrics,
    }  # fmt: skip
    if marks:
        properties["annotations"] = {"horizontal": marks}
    return {"type": "metric", "properties": properties}
