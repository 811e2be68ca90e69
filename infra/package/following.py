"""Questions to the logs that an operator asks (CloudWatch Logs Insights), saved with the stack. The
lines that they read are written by functions/log.py."""

from collections.abc import Iterable

from infra.package.cfn import Json, Resources, ref, resource
from infra.package.functions import Function
from infra.package.names import Names

ID, CASE = "7KM42-PRT9X", "the id of a case"
_FIELDS = (
    "fields @timestamp, function, level, message, procedure, route, status, refusal, action, step, "
    "event, case, kind, where.0, api_request"
)
_OLDEST_FIRST = "sort @timestamp asc | limit 1000"


def questions() -> dict[str, str]:
    """By name, as a person finds them in the console."""
    return {
        "Follow one code": f'{_FIELDS} | filter correlation = "{ID}" | {_OLDEST_FIRST}',
        "Follow one case": f'{_FIELDS} | filter case = "{CASE}" | {_OLDEST_FIRST}',
        "Faults by place": (
            'filter level = "ERROR" | stats count(*) as times, latest(correlation) as code '
            "by function, message, kind, where.0 | sort times desc"
        ),
        "Slow routes": (
            'filter message = "request" | stats count(*) as times, pct(ms, 95) as p95, '
            "pct(ms, 99) as p99 by function, method, route | sort p95 desc | limit 50"
        ),
        "Cold starts": (
            'filter message = "request" | stats count(*) as times, sum(cold_start) as cold '
            "by function, bin(5m)"
        ),
        "Refusals": (
            "filter ispresent(refusal) | stats count(*) as times by refusal, route "
            "| sort times desc | limit 50"
        ),
    }


def following(names: Names, functions: Iterable[Function]) -> Resources:
    groups = [ref(f"{one.id}Logs") for one in functions]
    found: dict[str, Json] = {
        f"Asked{name.title().replace(' ', '')}": _saved(f"{names.prefix}/{name}", query, groups)
        for name, query in questions().items()
    }
    # the access log of API Gateway knows the request by its own id (`api_request` in our lines)
    found["AskedApi"] = _saved(
        f"{names.prefix}/One request at the gateway",
        'fields @timestamp, method, resource, status, ms, function_ms, error | filter id = "..."',
        [ref("ApiLogs")],
    )
    return found


def _saved(name: str, query: str, groups: list[Json]) -> Json:
    return resource(
        "AWS::Logs::QueryDefinition",
        {"Name": name, "QueryString": query, "LogGroupNames": groups},
    )
