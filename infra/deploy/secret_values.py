"""The secrets of a tenant in the Parameter Store. A value is in memory only: it is not printed, not
written to a file, not given to another program."""

import secrets
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass

from botocore.exceptions import ClientError

from infra.deploy.aws import Stopped
from infra.deploy.follow import Say
from infra.deploy.target import Target
from infra.deploy.written import is_empty
from infra.package.functions import ALWAYS, CONNECTED

_GENERATED = ("csrf-key", "pseudonym-key")
_FOR_EVER = "pseudonym-key"
# What in [deployment.parameters] says that a service is connected (conditions of the template)
_SAYS_SO = {
    "HasRegister": "RegisterUrl", "HasTokens": "TokenUrl", "HasPayments": "PaymentsOnline",
    "HasOutside": "OutsideParties",
}  # fmt: skip


@dataclass(frozen=True)
class Secret:
    """`name` in the Parameter Store; `known`: whether it is there."""

    short: str
    name: str
    known: bool


def wanted(target: Target) -> list[Secret]:
    """What the functions of this tenant need, and whether it is there. Values are not asked."""
    given = target.deployment.parameters
    connected = [
        short for short, condition in CONNECTED.items()
        if given.get(_SAYS_SO[condition], "") not in ("", "no")
    ]  # fmt: skip
    names = {short: f"{target.names.parameters}/{short}" for short in (*ALWAYS, *connected)}
    pages = target.aws.ssm.get_paginator("describe_parameters").paginate(
        ParameterFilters=[{"Key": "Name", "Option": "Equals", "Values": sorted(names.values())}]
    )
    there = {one["Name"] for page in pages for one in page["Parameters"]}
    return [Secret(short, name, name in there) for short, name in names.items()]


def missing(target: Target) -> list[str]:
    return [secret.short for secret in wanted(target) if not secret.known]


def make_missing(target: Target, ask: Callable[[str], str], say: Say) -> None:
    """Make those that are not there. `ask`: a name to a value that a person types unseen; empty
    leaves it out. Raises Stopped where the stack's key is not there yet."""
    key = target.main.outputs().get("DataKeyArn")
    if not key:
        raise Stopped(
            f"The stack {target.main.name} has no key yet: `make deploy TENANT={target.tenant}` "
            "comes first."
        )
    for secret in wanted(target):
        if secret.known:
            say(f"  {secret.name}: is there, and stays as it is")
        elif value := _value(target, secret, ask, say):
            _put(target, secret, value, key, say)
        else:
            say(f"  {secret.name}: left out")
    say("Functions that run already see a new secret when they start anew.")


def _value(target: Target, secret: Secret, ask: Callable[[str], str], say: Say) -> str:
    if secret.short not in _GENERATED:
        return ask(secret.short).strip()
    if secret.short == _FOR_EVER and not is_empty(target.aws, target.names.prefix):
        # another key would find nobody again
        say(f"  {secret.name}: the table holds cases, so the sealed copy has to come back")
        return ask(secret.short).strip()
    return b64encode(secrets.token_bytes(48)).decode()


def _put(target: Target, secret: Secret, value: str, key: str, say: Say) -> None:
    try:
        target.aws.ssm.put_parameter(
            Name=secret.name, Value=value, Type="SecureString", KeyId=key, Overwrite=False
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ParameterAlreadyExists":
            raise
        say(f"  {secret.name}: was made meanwhile, and stays as it is")
        return
    say(f"  {secret.name}: made")
    if secret.short == _FOR_EVER:
        say(
            "    It never changes: it is the index of people. Keep a sealed copy outside AWS (two "
            "people read it once: aws ssm get-parameter --with-decryption)."
        )
