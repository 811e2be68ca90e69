"""Whether a deployed desk answers, from outside."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable

_TIMEOUT = 20  # seconds: a cold start is among them
_TRIES = 6


def answers(url: str, pause: Callable[[float], None] = time.sleep) -> str:
    """Empty when it answers 200; else what it said the last of six times in a minute."""
    said = ""
    for attempt in range(_TRIES):
        if attempt:
            pause(10)
        said = _ask(url)
        if not said:
            break
    return said


def _ask(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT) as answer:  # noqa: S310 - an output
            return "" if answer.status == 200 else f"status {answer.status}"
    except urllib.error.HTTPError as error:
        error.close()
        return f"status {error.code}"
    except OSError as error:
        return str(getattr(error, "reason", error))
