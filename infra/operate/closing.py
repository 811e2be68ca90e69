"""`close` and `open`: no function may run, or those that people reach may not."""

from typing import Any

from botocore.exceptions import ClientError

from infra.deployment import Deployment
from infra.local.config import ROOT
from infra.operate.deployed import Deployed
from infra.package.functions import Function, all_functions


def close(deployed: Deployed, *, everything: bool) -> list[str]:
    """Reserve 0 executions: a call is refused at once. Answers the names."""
    functions = deployed.client("lambda")
    done = []
    for one in _wanted(deployed, everything=everything):
        functions.put_function_concurrency(
            FunctionName=deployed.function(one.name), ReservedConcurrentExecutions=0
        )
        done.append(one.name)
    return done


def reopen(deployed: Deployed) -> list[str]:
    """As the tenant's file says it; answers the names."""
    functions = deployed.client("lambda")
    deployment = _deployment(deployed)
    done = []
    for one in all_functions(deployment):
        name = deployed.function(one.name)
        reserved = deployment.capacity_of(one.name, one.capacity).reserved
        if reserved is None:
            functions.delete_function_concurrency(FunctionName=name)
        else:
            functions.put_function_concurrency(
                FunctionName=name, ReservedConcurrentExecutions=reserved
            )
        done.append(one.name)
    return done


def open_ones(deployed: Deployed) -> list[str]:
    """The names of functions that may run."""
    functions = deployed.client("lambda")
    return [
        one.name
        for one in all_functions(_deployment(deployed))
        if _reserved(functions, deployed.function(one.name)) != 0
    ]


def _reserved(functions: Any, name: str) -> int | None:  # noqa: ANN401 - boto3
    try:
        found = functions.get_function_concurrency(FunctionName=name)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ResourceNotFoundException":
            return 0  # gone already: it cannot run
        raise
    reserved: int | None = found.get("ReservedConcurrentExecutions")
    return reserved


def _wanted(deployed: Deployed, *, everything: bool) -> list[Function]:
    return [one for one in all_functions(_deployment(deployed)) if everything or one.takes_urls]


def _deployment(deployed: Deployed) -> Deployment:
    return Deployment.load(ROOT / "infra" / "tenants" / f"{deployed.tenant}.toml")
