"""What is watched is really told: every metric and field that a page, an alarm or a question names,
the other way round as well."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from functions import log
from functions.domain.tenant import load_tenant
from functions.log import BY_PROCEDURE, NAMESPACE, Metric, count, described, logger
from infra.deployment import Deployment
from infra.local.config import ROOT
from infra.package import fleet
from infra.package.assemble import Code
from infra.package.following import questions
from infra.package.template import Parts, template
from infra.package.watching import unwell

TENANT = ROOT / "infra" / "tenants" / "mechelen.toml"
# docs.aws.amazon.com, "Monitoring ... with CloudWatch" of each service
OF_AWS = {
    "AWS/ApiGateway": {"Count", "4XXError", "5XXError", "Latency"},
    "AWS/Lambda": {"Errors", "Throttles", "Duration", "ConcurrentExecutions", "IteratorAge"},
    "AWS/DynamoDB": {"ReadThrottleEvents", "WriteThrottleEvents"},
    "AWS/SQS": {"ApproximateNumberOfMessagesVisible"},
    "AWS/States": {
        "ExecutionsStarted", "ExecutionsSucceeded", "ExecutionsFailed", "ExecutionsTimedOut",
        "ExecutionThrottled",
    },
}  # fmt: skip
_SEARCH = re.compile(r"\{([\w/]+),([\w,]+)\} ([^']*)'")
_NAME = re.compile(r'MetricName="?(\w+)"?')


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    code = Code(Path("f.zip"), {}, [])
    zips = {"functions": "f.zip", "shared": "s.zip", "documents": "d.zip"}
    return template(Parts(load_tenant(TENANT), Deployment.load(TENANT), code, zips))


def of_type(made: dict[str, Any], kind: str) -> dict[str, Any]:
    return {n: r["Properties"] for n, r in made["Resources"].items() if r["Type"] == kind}


def widgets(made: dict[str, Any]) -> list[dict[str, Any]]:
    (page,) = of_type(made, "AWS::CloudWatch::Dashboard").values()
    found: list[dict[str, Any]] = json.loads(page["DashboardBody"]["Fn::Sub"])["widgets"]
    return found


def shown(made: dict[str, Any]) -> Iterator[tuple[str, str, frozenset[str]]]:
    """(namespace, metric, names of its dimensions) of every line on the page."""
    for widget in widgets(made):
        for metric in widget["properties"].get("metrics", ()):
            if isinstance(metric[0], dict):
                (found,) = _SEARCH.findall(metric[0]["expression"])
                name = _NAME.search(found[2])
                assert name
                yield found[0], name[1], frozenset(found[1].split(","))
            else:
                plain = [part for part in metric if isinstance(part, str)]
                yield plain[0], plain[1], frozenset(plain[2::2])


def alarmed(made: dict[str, Any]) -> Iterator[tuple[str, str, frozenset[str]]]:
    for alarm in of_type(made, "AWS::CloudWatch::Alarm").values():
        names = frozenset(one["Name"] for one in alarm.get("Dimensions", ()))
        yield alarm["Namespace"], alarm["MetricName"], names


def filtered(made: dict[str, Any]) -> set[tuple[str, str]]:
    """What CloudWatch counts of our lines by itself."""
    return {
        (told["MetricNamespace"], told["MetricName"])
        for found in of_type(made, "AWS::Logs::MetricFilter").values()
        for told in found["MetricTransformations"]
    }


def test_whatever_is_shown_or_rings_is_told_by_aws_or_by_us(made: dict[str, Any]) -> None:
    for namespace, name, dimensions in (*shown(made), *alarmed(made)):
        if namespace != NAMESPACE:
            assert name in OF_AWS.get(namespace, ()) or (namespace, name) in filtered(made)
            continue
        own = {"service", "tenant"} | ({"procedure"} if Metric(name) in BY_PROCEDURE else set())
        assert dimensions == own, name


def test_whatever_we_count_is_shown(made: dict[str, Any]) -> None:
    assert {name for space, name, _ in shown(made) if space == NAMESPACE} == set(Metric)


def test_whatever_is_named_is_counted_somewhere() -> None:
    sources = [f for f in (ROOT / "functions").rglob("*.py") if f.name != "log.py"]
    text = "\n".join(file.read_text() for file in sources)
    assert {f"Metric.{one.name}" for one in Metric if f"Metric.{one.name}" in text} == {
        f"Metric.{one.name}" for one in Metric
    }
    assert not re.search(r'\bcount\(\{"', text)  # by name of a metric, not by a word


@pytest.mark.parametrize("name", Metric)
def test_a_count_has_the_dimensions_that_are_looked_at(
    name: Metric, made: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    log.always(tenant="mechelen")
    count({name: 2}, procedure="birth/declaration" if name in BY_PROCEDURE else "")
    line = json.loads(capsys.readouterr().out)
    (told,) = line["_aws"]["CloudWatchMetrics"]
    assert (told["Namespace"], line[name]) == (NAMESPACE, [2.0])
    (dimensions,) = told["Dimensions"]
    assert (NAMESPACE, name, frozenset(dimensions)) in set(shown(made))
    assert (line["service"], line["tenant"]) == ("burgerloket", "mechelen")
    for alarm in of_type(made, "AWS::CloudWatch::Alarm").values():
        if (alarm["Namespace"], alarm["MetricName"]) == (NAMESPACE, name):
            assert {d["Name"]: d["Value"] for d in alarm["Dimensions"]} == {
                part: line[part] for part in dimensions
            }


def test_the_eve_of_an_election_is_on_one_page(made: dict[str, Any]) -> None:
    seen = {name for _, name, _ in shown(made)}
    assert seen >= set().union(*OF_AWS.values())
    stats = {
        part["stat"]
        for widget in widgets(made)
        for metric in widget["properties"].get("metrics", ())
        for part in metric
        if isinstance(part, dict) and "stat" in part
    }
    assert "p95" in stats
    (marks,) = (
        w["properties"]["annotations"]["horizontal"]
        for w in widgets(made)
        if "annotations" in w["properties"]
    )
    assert {mark["label"] for mark in marks} == {"agenda: reserved"}
    places = [(w["x"], w["y"]) for w in widgets(made)]
    assert len(set(places)) == len(places)


def test_what_a_page_or_an_alarm_looks_at_exists(made: dict[str, Any]) -> None:
    resources = made["Resources"]
    functions = {f["FunctionName"] for f in of_type(made, "AWS::Serverless::Function").values()}
    for text in re.findall(r"\$\{(\w+)\.", json.dumps(widgets(made))):
        assert text in resources
    for widget in widgets(made):
        for metric in widget["properties"].get("metrics", ()):
            if "FunctionName" in metric:
                assert metric[metric.index("FunctionName") + 1] in functions
    alarms = of_type(made, "AWS::CloudWatch::Alarm")
    whole = made["Resources"]["Unwell"]["Properties"]
    assert whole["AlarmName"] == unwell("mechelen")
    looked_at = re.findall(r"\$\{(\w+)\}", whole["AlarmRule"]["Fn::Sub"])
    assert set(looked_at) == set(alarms)
    assert len(looked_at) <= 100  # what CloudWatch takes
    assert all(alarm["AlarmActions"] == [{"Ref": "Alarms"}] for alarm in alarms.values())
    page = (ROOT / "docs" / "operations.md").read_text()
    general = {*OF_AWS, NAMESPACE} - {"AWS/Lambda"}  # the others begin with a function's name
    told = {a["AlarmDescription"] for a in alarms.values() if a["Namespace"] in general}
    for description in told:
        assert description in page  # what to do then


def test_a_saved_question_reads_what_a_line_has(
    made: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    saved = of_type(made, "AWS::Logs::QueryDefinition")
    groups = of_type(made, "AWS::Logs::LogGroup")
    functions = of_type(made, "AWS::Serverless::Function")
    assert len(saved) == len(questions()) + 1
    for query in saved.values():
        assert {group["Ref"] for group in query["LogGroupNames"]} <= set(groups)
        assert len(query["LogGroupNames"]) in (1, len(functions))
    logger().error("x", **described(ValueError("secret")))
    line = json.loads(capsys.readouterr().out)
    ours = (ROOT / "functions").rglob("*.py")
    text = "\n".join(file.read_text() for file in ours)
    asked = re.findall(
        r"(?:fields|by|filter|pct\(|sum\()\s*([\w@.]+)", " ".join(questions().values())
    )
    for field in set(asked) - {"@timestamp", "ispresent", "times", "p95", "bin"}:
        name = field.removesuffix(".0")
        assert name in line or f"{name}=" in text or f'"{name}"' in text, field


def test_no_log_keeps_what_a_workflow_or_a_request_holds(made: dict[str, Any]) -> None:
    for machine in of_type(made, "AWS::StepFunctions::StateMachine").values():
        assert machine["LoggingConfiguration"]["IncludeExecutionData"] is False
    (stage,) = of_type(made, "AWS::ApiGateway::Stage").values()
    # X-Ray would keep the address, and the Attesten API has national numbers in its own
    assert stage["TracingEnabled"] is False
    assert all(s["DataTraceEnabled"] is False for s in stage["MethodSettings"])
    assert all(s["LoggingLevel"] == "OFF" for s in stage["MethodSettings"])
    logged = json.loads(stage["AccessLogSetting"]["Format"])
    assert set(logged.values()) == {
        f"$context.{name}"
        for name in (
            "requestId", "requestTimeEpoch", "httpMethod", "resourcePath", "status",
            "responseLength", "responseLatency", "integrationLatency", "error.responseType",
        )
    }  # fmt: skip
    (distribution,) = of_type(made, "AWS::CloudFront::Distribution").values()
    assert "Logging" not in distribution["DistributionConfig"]
    for function in of_type(made, "AWS::Serverless::Function").values():
        assert function["Environment"]["Variables"]["PYTHONWARNINGS"] == "ignore"
        assert function["LoggingConfig"]["LogFormat"] == "JSON"
    for name, group in of_type(made, "AWS::Logs::LogGroup").items():
        assert group["KmsKeyId"], name
        assert group["RetentionInDays"] == Deployment.load(TENANT).log_days, name


def test_the_firewall_keeps_no_requests() -> None:
    from infra.package.firewall import web_acl
    from infra.package.names import Names

    made = web_acl(Names("mechelen"))
    assert "AWS::WAFv2::LoggingConfiguration" not in json.dumps(made)
    text = json.dumps(made)
    assert text.count('"SampledRequestsEnabled": false') == text.count("SampledRequestsEnabled")


# over many municipalities


def test_the_fleet_looks_at_every_tenant_once_in_its_region(tmp_path: Path) -> None:
    tenants = sorted(file.stem for file in (ROOT / "infra" / "tenants").glob("*.toml"))
    files = fleet.write(tenants, tmp_path)
    assert [file.name for file in files] == ["template.json"] * len(files)
    looked_at = [
        name
        for file in files
        for part in json.loads(file.read_text())["Resources"].values()
        if part["Type"] == "AWS::CloudWatch::CompositeAlarm"
        for name in re.findall(r'ALARM\("([^"]+)"\)', part["Properties"]["AlarmRule"])
    ]
    assert sorted(looked_at) == [unwell(name) for name in tenants]


def test_more_municipalities_than_an_alarm_takes_are_more_alarms() -> None:
    made = fleet.fleet([f"t{n}" for n in range(150)])
    rules = [a["AlarmRule"] for a in of_type(made, "AWS::CloudWatch::CompositeAlarm").values()]
    assert [rule.count("ALARM(") for rule in rules] == [100, 50]
    assert all(len(rule) < 10_240 for rule in rules)


def test_the_fleet_shows_only_what_the_stacks_tell(made: dict[str, Any]) -> None:
    for namespace, name, _ in shown(fleet.fleet(["mechelen", "leuven"])):
        assert name in (set(Metric) if namespace == NAMESPACE else OF_AWS[namespace])
    link = made["Resources"]["MonitoringLink"]
    assert link["Condition"] == "HasSink"
    assert link["Properties"]["ResourceTypes"] == ["AWS::CloudWatch::Metric"]  # no log leaves


@pytest.mark.slow
@pytest.mark.xdist_group("package")
def test_cloudformation_would_take_the_fleet() -> None:
    from cfnlint.api import ManualArgs, lint

    text = json.dumps(fleet.fleet(["mechelen", "leuven"]))
    assert lint(text, config=ManualArgs(regions=["eu-central-1"])) == []
    assert lint(text.replace('"Protocol"', '"Protocl"'), config=ManualArgs())
