"""Moto reads a state machine's definition at its creation and anew at every start of an execution
(a quarter of a second for a long one), and makes a client of boto3 for every task. Here each
definition is read at its first start only and a client made once: so a desk of thirty procedures
starts at once.

An execution gets a copy of what was read, so that no two executions share anything: by pickle,
which copies ten times as fast as `copy.deepcopy`.
"""

import pickle
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import boto3
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.asl.utils import boto_client
from moto.stepfunctions.parser.backend import execution_worker as _worker
from moto.stepfunctions.parser.models import StepFunctionsParserBackend

_read = AmazonStateLanguageParser.parse


@lru_cache(maxsize=512)
def _read_once(definition: str) -> Any:  # noqa: ANN401 - moto has no types
    return _read(definition)


@lru_cache(maxsize=512)
def _kept(definition: str) -> bytes:
    return pickle.dumps(_read_once(definition)[0])


class _OwnCopy(AmazonStateLanguageParser):
    @staticmethod
    def parse(definition: str) -> Any:  # noqa: ANN401
        return pickle.loads(_kept(definition)), _read_once(definition)[1]  # noqa: S301 - our own


_clients: dict[tuple[str, str], Any] = {}  # by service and address


def _client(service_name: str, endpoint_url: str, **how: Any) -> Any:  # noqa: ANN401
    key = (service_name, endpoint_url)
    if key not in _clients:
        _clients[key] = boto3.client(service_name, endpoint_url=endpoint_url, **how)  # type: ignore[call-overload]
    return _clients[key]


def _leave(definition: str) -> None:
    """Read it later."""


def use() -> None:
    """From now on, in this process."""
    AmazonStateLanguageParser.parse = staticmethod(_read_once)  # type: ignore[method-assign]
    StepFunctionsParserBackend._validate_definition = staticmethod(_leave)  # type: ignore[method-assign]
    vars(_worker)["AmazonStateLanguageParser"] = _OwnCopy
    vars(boto_client)["boto3"] = SimpleNamespace(client=_client)
