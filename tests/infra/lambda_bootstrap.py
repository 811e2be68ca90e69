"""Stands for Lambda's runtime: one function from its unpacked archive, in a process of its own.

    python -I -S lambda_bootstrap.py TASK_ROOT SITE_PACKAGES HANDLER

A line of JSON in, a line of JSON out. Nothing but the archive, the standard library and
SITE_PACKAGES (for the layers) can be imported. What was read of the environment and of
SITE_PACKAGES is noted for who asks.
"""

import importlib
import json
import os
import sys
import time
import uuid
from typing import Any

_answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)  # what a function prints is its log

_task_root, _packages, _handler = sys.argv[1:]
_opened: set[str] = set()
_asked: set[tuple[str, str]] = set()


def _note_open(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open" and isinstance(arguments[0], str) and arguments[0].startswith(_packages):
        _opened.add(arguments[0])


class _Environment(type(os.environ)):  # type: ignore[misc] - the one of this process
    """Notes which variable our own code asks for, and where."""

    def __getitem__(self, name: str) -> str:
        self._note(name)
        return str(super().__getitem__(name))

    def __contains__(self, name: object) -> bool:
        self._note(str(name))
        return bool(super().__contains__(name))

    def _note(self, name: str) -> None:
        frame = sys._getframe(2)
        # os.getenv, Mapping.get and the like ask for somebody else
        while frame.f_back and frame.f_code.co_filename.startswith(("<frozen", os.__file__)):
            frame = frame.f_back
        where = frame.f_code.co_filename
        if where.startswith((f"{_task_root}/functions/", f"{_task_root}/frontend/")):
            _asked.add((name, where[len(_task_root) + 1 :]))


class Context:
    """What a handler is given beside its event."""

    def __init__(self) -> None:
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.invoked_function_arn = os.environ["_ARN"]
        self.aws_request_id = str(uuid.uuid4())
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self._ends = time.monotonic() + float(os.environ["_TIMEOUT"])

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._ends - time.monotonic()) * 1000))


def _reported() -> dict[str, Any]:
    compiled = [
        str(module.__file__)
        for module in list(sys.modules.values())
        if str(getattr(module, "__file__", None)).startswith(_packages)
    ]
    return {"opened": sorted({*_opened, *compiled}), "asked": sorted(_asked)}


def _answered(handler: Any, asked: dict[str, Any]) -> dict[str, Any]:
    if "report" in asked:
        return _reported()
    try:
        return {"answer": json.loads(json.dumps(handler(asked["event"], Context())))}
    except Exception as error:
        import traceback

        traceback.print_exc()
        return {"error": {"errorType": type(error).__name__, "errorMessage": str(error)}}


def main() -> None:
    sys.addaudithook(_note_open)
    sys.path[:] = [_task_root, *sys.path, _packages]
    os.chdir(_task_root)
    own: Any = os.environ
    os.environ = _Environment(  # noqa: B003 - the same variables, watched
        own._data, own.encodekey, own.decodekey, own.encodevalue, own.decodevalue
    )
    module, _, name = _handler.rpartition(".")
    handler = getattr(importlib.import_module(module), name)
    for line in sys.stdin:
        _answers.write(json.dumps(_answered(handler, json.loads(line))) + "\n")
        _answers.flush()


if __name__ == "__main__":
    main()
