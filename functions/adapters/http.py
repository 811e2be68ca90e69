"""One request to a service of someone else: bounded in time and size, never followed elsewhere."""

import json
from collections.abc import Mapping
from typing import Any

SECONDS = 2.0  # for one request, when a person waits for it
MOST = 64 * 1024  # bytes of an answer
OK, DENIED, UNKNOWN = 200, 401, 404
JSON = "application/json"


class Fault(Exception):  # noqa: N818 - an answer that is none
    """What came is no answer; the text is for the log and names no person."""


def ask(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: str | bytes | None = None,
    *,
    seconds: float = SECONDS,
    most: int = MOST,
) -> tuple[int, bytes]:
    """(status, content). Raises Fault for what is too large, urllib3's errors for a network that
    fails: their message may quote the address."""
    import urllib3  # comes with botocore

    answer = urllib3.request(
        method,
        url,
        body=body,
        headers=dict(headers),
        timeout=urllib3.Timeout(total=seconds),
        retries=False,
        redirect=False,
        preload_content=False,
    )
    try:
        content = answer.read(most + 1)
    finally:
        answer.release_conn()
    if len(content) > most:
        raise Fault("too large")
    return answer.status, content


def ask_json(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: str | bytes | None = None,
    *,
    seconds: float = SECONDS,
    most: int = MOST,
) -> tuple[int, dict[str, Any]]:
    """(status, the JSON object of the answer). Raises Fault for anything else."""
    wanted = {"Accept": JSON, **headers}
    status, content = ask(method, url, wanted, body, seconds=seconds, most=most)
    try:
        found = json.loads(content or b"{}")
    except ValueError as error:
        raise Fault(f"status {status}, no JSON") from error
    if not isinstance(found, dict):
        raise Fault("no JSON object")
    return status, found
