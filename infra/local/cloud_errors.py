"""What Lambda says when a function raises."""

import traceback
from typing import Any


def error_payload(error: BaseException) -> dict[str, Any]:
    """The payload of an answer with X-Amz-Function-Error."""
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "stackTrace": traceback.format_tb(error.__traceback__),
    }


class FunctionError(Exception):
    """A function raised; `payload` is what Lambda gives the caller."""

    def __init__(self, payload: dict[str, Any]) -> None:
        super().__init__(payload.get("errorMessage"))
        self.payload = payload
