"""Moto reads a state machine's definition anew at every start of an execution and every creation,
a quarter of a second for a long one. The same text is read once here.

An execution gets a copy of what was read, so that no two executions share anything.
"""

import copy
from functools import lru_cache
from typing import Any

from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.backend import execution_worker as _worker

_read = AmazonStateLanguageParser.parse


@lru_cache(maxsize=512)
def _read_once(definition: str) -> Any:  # noqa: ANN401 - moto has no types
    return _read(definition)


class _OwnCopy(AmazonStateLanguageParser):
    @staticmethod
    def parse(definition: str) -> Any:  # noqa: ANN401
        program, tree = _read_once(definition)
        return copy.deepcopy(program), tree


def use() -> None:
    """From now on, in this process."""
    AmazonStateLanguageParser.parse = staticmethod(_read_once)  # type: ignore[method-assign]
    vars(_worker)["AmazonStateLanguageParser"] = _OwnCopy
