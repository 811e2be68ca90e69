"""Asking another function of ours, with or without waiting for its answer."""

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from functions.adapters.aws import client
from functions.domain.problems import Busy
from functions.log import CORRELATION, correlation


def invoke(function: str, payload: Mapping[str, Any]) -> Any:  # noqa: ANN401 - its own JSON
    """What the function (its name or ARN) answers. Raises Busy when it does not, or fails."""
    try:
        answer = client("lambda").invoke(FunctionName=function, Payload=_written(payload))
        made = json.load(answer["Payload"])
    except (ClientError, BotoCoreError) as error:
        raise Busy from error
    if "FunctionError" in answer:
        raise Busy
    return made


def send(function: str, payload: Mapping[str, Any]) -> None:
    """Hand it over: AWS keeps it, calls the function and tries again twice. Raises Busy when it
    does not take it."""
    try:
        client("lambda").invoke(
            FunctionName=function, InvocationType="Event", Payload=_written(payload)
        )
    except (ClientError, BotoCoreError) as error:
        raise Busy from error


def _written(payload: Mapping[str, Any]) -> str:
    """With the id that is followed, for the lines of the other function."""
    return json.dumps({**payload, CORRELATION: correlation()})
