"""A tenant's stack as it is deployed: what its outputs name, and clients for it."""

import os
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from infra.deployment import Deployment
from infra.local.config import ROOT
from infra.package.names import Names
from infra.package.streams import QUEUES

_LONGEST = 630  # seconds that a function may take: the agenda's time-out and some
_NEEDED = ("TableName", "DocumentsBucket", *QUEUES)


class CannotTell(Exception):  # noqa: N818 - a word to the operator, no failure of ours
    """Something is not as the command needs it; the text says what to do."""


@dataclass(frozen=True)
class Deployed:
    """One tenant's stack. `queues`: the addresses of the dead letters by logical name; `account`:
    its number."""

    tenant: str
    region: str
    partition: str
    account: str
    table: str
    bucket: str
    queues: dict[str, str]

    @property
    def names(self) -> Names:
        return Names(self.tenant)

    def arn(self, service: str, rest: str) -> str:
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{rest}"

    @property
    def machines(self) -> str:
        """What the ARN of every state machine begins with."""
        return self.arn("states", f"stateMachine:{self.names.prefix}-")

    def execution(self, machine: str, name: str) -> str:
        """The ARN of an execution of a case's machine (Case.machine)."""
        return self.arn("states", f"execution:{self.names.prefix}-{machine}:{name}")

    def function(self, name: str) -> str:
        """The full name of a function; the version that runs is its alias `live`."""
        return self.names.function(name)

    def client(self, service: str) -> Any:  # noqa: ANN401 - any service
        return client(service, self.region)


@cache
def _made(service: str, region: str, _address: str) -> Any:  # noqa: ANN401
    # a function that took long is not called a second time by itself
    attempts = 1 if service == "lambda" else 5
    config = Config(
        read_timeout=_LONGEST if service == "lambda" else 30,
        connect_timeout=5,
        retries={"mode": "standard", "total_max_attempts": attempts},
    )
    return boto3.client(service, region_name=region, config=config)  # type: ignore[call-overload]


def client(service: str, region: str) -> Any:  # noqa: ANN401
    return _made(service, region, os.environ.get("AWS_ENDPOINT_URL", ""))


def load(tenant: str) -> Deployment:
    """Of the tenant's file. Raises CannotTell."""
    file = ROOT / "infra" / "tenants" / f"{tenant}.toml"
    if not file.is_file():
        raise CannotTell(f"there is no tenant {tenant}: {file.relative_to(ROOT)} does not exist")
    return Deployment.load(file)


def find(tenant: str, stack: str = "") -> Deployed:
    """The stack `burgerloket-<tenant>`, or the one named. Raises CannotTell."""
    deployment = load(tenant)
    stack = stack or Names(tenant).prefix
    cloudformation = client("cloudformation", deployment.region)
    try:
        found = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError as error:
        said = error.response["Error"].get("Message", error.response["Error"]["Code"])
        raise CannotTell(f"stack {stack} in {deployment.region}: {said}") from error
    outputs = {one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", [])}
    if missing := [name for name in _NEEDED if name not in outputs]:
        raise CannotTell(
            f"stack {stack} has no output {', '.join(missing)}: deploy this version first"
        )
    # the functions' adapters look there
    os.environ["AWS_DEFAULT_REGION"] = os.environ["AWS_REGION"] = deployment.region
    return Deployed(
        tenant=tenant,
        region=deployment.region,
        partition=found["StackId"].split(":")[1],
        account=found["StackId"].split(":")[4],
        table=outputs["TableName"],
        bucket=outputs["DocumentsBucket"],
        queues={name: outputs[name] for name in QUEUES},
    )


def moment(at: datetime) -> str:
    """As the reports say it: UTC, to the second."""
    return at.strftime("%Y-%m-%d %H:%M:%S UTC")
