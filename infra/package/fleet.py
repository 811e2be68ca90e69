"""`python -m infra.package.fleet [tenant...]`: one page and one alarm over many municipalities, for
who looks after them all. Writes build/fleet/<region>/template.json, from the tenants' files;
without names it is of all of them. It reads what the tenants' stacks made: docs/operations.md.

The alarm is of the stacks in the same account. The page also shows those of other accounts that are
linked to the sink of this stack (CloudWatch Observability Access Manager): metrics, never logs.
"""

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path

from functions.log import NAMESPACE, SERVICE, Metric
from infra.deployment import Deployment
from infra.package.cfn import Json, Resources, get, ref, resource, sub
from infra.package.dashboard import PERIOD
from infra.package.names import Names
from infra.package.watching import unwell

ROOT = Path(__file__).parents[2]
_TENANTS = ROOT / "infra" / "tenants"
_SHARED = ["AWS::CloudWatch::Metric"]
_MOST = 100  # alarms that one composite alarm may look at
_PAIR = 2

Words = Callable[[Names], str]  # of a search


def shared() -> Resources:
    """In a tenant's stack: its metrics may be read by the account with that sink."""
    link = resource(
        "AWS::Oam::Link",
        {
            "LabelTemplate": "$AccountName",
            "ResourceTypes": _SHARED,
            "SinkIdentifier": ref("MonitoringSink"),
        },
        Condition="HasSink",
    )
    return {"MonitoringLink": link}


def fleet(tenants: Sequence[str]) -> Json:
    """The template for the tenants of one region."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "Burgerloket: one look over the municipalities of a region",
        "Parameters": {
            "AlarmMail": {"Type": "String", "Default": "", "Description": "Who is told"},
            "LinkedAccounts": {
                "Type": "CommaDelimitedList",
                "Default": "",
                "Description": "Other accounts with stacks of municipalities, by number",
            },
        },
        "Conditions": {
            "TellsSomebody": _is_given(ref("AlarmMail")),
            "HasOthers": _is_given({"Fn::Join": ["", ref("LinkedAccounts")]}),
        },
        "Resources": {**_told(), **_alarms(tenants), **_sink(), "Dashboard": _dashboard(tenants)},
        "Outputs": {"SinkArn": {"Condition": "HasOthers", "Value": get("Sink", "Arn")}},
    }


def _is_given(what: Json) -> Json:
    return {"Fn::Not": [{"Fn::Equals": [what, ""]}]}


def _told() -> Resources:
    """Without a key of its own: it tells names of alarms only."""
    return {
        "Told": resource("AWS::SNS::Topic", {}),
        "ToldByMail": resource(
            "AWS::SNS::Subscription",
            {"TopicArn": ref("Told"), "Protocol": "email", "Endpoint": ref("AlarmMail")},
            Condition="TellsSomebody",
        ),
    }


def _alarms(tenants: Sequence[str]) -> Resources:
    """Of each hundred tenants: any of their own alarms that are made of all of theirs."""
    found: Resources = {}
    for start in range(0, len(tenants), _MOST):
        rule = " OR ".join(f'ALARM("{unwell(name)}")' for name in tenants[start : start + _MOST])
        found[f"Unwell{start // _MOST + 1}"] = resource(
            "AWS::CloudWatch::CompositeAlarm",
            {
                "AlarmName": f"burgerloket-fleet-unwell-{start // _MOST + 1}",
                "AlarmDescription": "An alarm of some municipality: the page says which",
                "AlarmRule": rule,
                "AlarmActions": [ref("Told")],
            },
        )
    return found


def _sink() -> Resources:
    return {
        "Sink": resource(
            "AWS::Oam::Sink",
            {
                "Name": "burgerloket",
                "Policy": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"AWS": ref("LinkedAccounts")},
                            "Action": ["oam:CreateLink", "oam:UpdateLink"],
                            "Resource": "*",  # a sink's policy is of that sink
                            "Condition": {
                                "ForAllValues:StringEquals": {"oam:ResourceTypes": _SHARED}
                            },
                        }
                    ],
                },
            },
            Condition="HasOthers",
        )
    }


def _dashboard(tenants: Sequence[str]) -> Json:
    names = [Names(tenant) for tenant in tenants]
    ours = f"{NAMESPACE},service,tenant"
    by_procedure = f"{NAMESPACE},procedure,service,tenant"
    graphs = [
        _graph("Requests", names, _api("Count"), "SUM"),
        _graph("The desk cannot answer (5xx)", names, _api("5XXError"), "SUM"),
        _graph("Time until an answer (ms, p95)", names, _api("Latency"), "MAX", "p95"),
        _graph("What follows a case is late (ms)", names, _late, "MAX", "Maximum"),
        _graph("Workflows that failed", names, _failed, "SUM"),
        _graph("Held back by Lambda", names, _throttled, "SUM"),
        _graph("Handed in", names, _own(by_procedure, Metric.SUBMITTED), "SUM"),
        _graph("Mail that came back", names, _own(ours, Metric.MAIL_BOUNCED), "SUM"),
    ]
    widgets = [_status(tenants), *graphs]
    for place, graph in enumerate(graphs):
        graph |= {"x": place % _PAIR * 12, "y": 6 + place // _PAIR * 6, "width": 12, "height": 6}
    body = json.dumps({"widgets": widgets})
    return resource(
        "AWS::CloudWatch::Dashboard",
        {"DashboardName": "burgerloket-fleet", "DashboardBody": sub(body)},
    )


def _status(tenants: Sequence[str]) -> Json:
    arn = "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:"
    return {
        "type": "alarm", "x": 0, "y": 0, "width": 24, "height": 6,
        "properties": {
            "title": "Municipalities of this account",
            "alarms": [arn + unwell(name) for name in tenants][:_MOST],
            "sortBy": "stateUpdatedTimestamp",
        },
    }  # fmt: skip


# A search also finds what linked accounts share


def _api(metric: str) -> Words:
    return lambda names: (
        f'{{AWS/ApiGateway,ApiName}} ApiName="{names.prefix}" MetricName="{metric}"'
    )


def _late(names: Names) -> str:
    function = names.function("stream")
    return f'{{AWS/Lambda,FunctionName}} FunctionName="{function}" MetricName="IteratorAge"'


def _throttled(names: Names) -> str:
    words = " ".join(names.prefix.split("-"))
    return f'{{AWS/Lambda,FunctionName}} {words} MetricName="Throttles"'


def _failed(names: Names) -> str:
    words = " ".join(names.prefix.split("-"))
    return f'{{AWS/States,StateMachineArn}} {words} MetricName="ExecutionsFailed"'


def _own(dimensions: str, metric: Metric) -> Words:
    return lambda names: (
        f'{{{dimensions}}} service="{SERVICE.lower()}" tenant="{names.tenant}" '
        f'MetricName="{metric}"'
    )


def _graph(
    title: str, names: Iterable[Names], words: Words, together: str, statistic: str = "Sum"
) -> Json:
    """A line per municipality."""
    metrics = [
        [{"expression": f"{together}(SEARCH('{words(one)}', '{statistic}', {PERIOD}))",
          "label": one.tenant}]
        for one in names
    ]  # fmt: skip
    return {
        "type": "metric",
        "properties": {
            "title": title, "region": "${AWS::Region}", "period": PERIOD, "metrics": metrics,
        },
    }  # fmt: skip


def by_region(tenants: Iterable[str]) -> dict[str, list[str]]:
    """A sink, an alarm and what they look at are of one region."""
    found = {name: Deployment.load(_TENANTS / f"{name}.toml").region for name in tenants}
    pairs = sorted((region, name) for name, region in found.items())
    return {region: [name for _, name in group] for region, group in groupby(pairs, lambda p: p[0])}


def write(tenants: Sequence[str], out: Path) -> list[Path]:
    made = []
    for region, names in by_region(tenants).items():
        file = out / region / "template.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(fleet(names), indent=1, sort_keys=True) + "\n", "utf-8")
        made.append(file)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m infra.package.fleet", description=__doc__)
    known = sorted(file.stem for file in _TENANTS.glob("*.toml"))
    parser.add_argument("tenant", nargs="*", help="whose stacks exist; none: every file's")
    for file in write(parser.parse_args().tenant or known, ROOT / "build" / "fleet"):
        print(file.relative_to(ROOT))


if __name__ == "__main__":
    main()
