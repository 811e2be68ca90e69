"""Secrets in the Parameter Store of Systems Manager, as SecureString."""

from collections.abc import Mapping
from functools import cache

from functions.adapters.aws import client


@cache
def _read(names: tuple[str, ...]) -> Mapping[str, str]:
    found = client("ssm").get_parameters(Names=list(names), WithDecryption=True)
    if missing := found["InvalidParameters"]:
        # names, never values: this ends in a log
        raise LookupError(f"no such parameters: {', '.join(sorted(missing))}")
    return {parameter["Name"]: parameter["Value"] for parameter in found["Parameters"]}


def read(names: list[str]) -> Mapping[str, str]:
    """The values of at most 10 parameters (what one request takes). Raises LookupError with the
    names of those that are not there."""
    return _read(tuple(names))
