"""A clock that can be moved forward, and what then happens to the terms that have passed."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
from boto3.dynamodb.conditions import Attr
from botocore.exceptions import ClientError

# The name that workflows catch beside States.Timeout; AWS refuses names that begin with "States.".
LAPSED = "TermLapsed"
_DURATION = re.compile(
    r"P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)


def duration(text: str) -> timedelta:
    """Read an ISO 8601 duration without months and years: P3D, PT2H, P1W. ValueError if wrong."""
    found = _DURATION.fullmatch(text.strip().upper())
    parts = {name: int(n) for name, n in found.groupdict().items() if n} if found else {}
    if not parts:
        message = f"Not a duration: {text!r}. Write for example P3D (3 days) or PT2H (2 hours)."
        raise ValueError(message)
    return timedelta(**parts)


class MovableClock:
    """The time of day plus an offset. With a file, other processes and reloads share the offset."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._offset = timedelta()

    @property
    def offset(self) -> timedelta:
        """How far the clock was moved forward."""
        if self._path is None:
            return self._offset
        try:
            return timedelta(seconds=float(self._path.read_text()))
        except (FileNotFoundError, ValueError):
            return timedelta()

    def now(self) -> datetime:
        """The moved time, aware, UTC."""
        return datetime.now(UTC) + self.offset

    def forward(self, step: timedelta) -> None:
        """Move forward; time never goes back."""
        if step < timedelta():
            message = "The clock only moves forward."
            raise ValueError(message)
        self._set(self.offset + step)

    def reset(self) -> None:
        """Back to the real time; only together with an empty table."""
        self._set(timedelta())

    def _set(self, offset: timedelta) -> None:
        self._offset = offset
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._path.with_suffix(".new")
            fresh.write_text(str(offset.total_seconds()))
            fresh.replace(self._path)


def lapse(table: str, now: datetime, told: set[str]) -> int:
    """End every open task whose deadline has passed; return how many.

    Step Functions counts in real time, so a moved clock has to tell it. `told` keeps the tokens
    that were ended: moto accepts one again after its execution has ended (AWS: TaskTimedOut).
    """
    client = boto3.client("stepfunctions")
    ended = 0
    for task in _open_tasks(table):
        if task["token"] in told or datetime.fromisoformat(task["deadline"]) > now:
            continue
        try:
            client.send_task_failure(taskToken=task["token"], error=LAPSED, cause="clock moved")
        except ClientError as error:
            # Somebody decided, or the workflow ended by itself, in the meantime.
            if error.response["Error"]["Code"] not in ("TaskTimedOut", "TaskDoesNotExist",
                                                       "InvalidToken"):  # fmt: skip
                raise
        else:
            ended += 1
        told.add(task["token"])
    return ended


def _open_tasks(table: str) -> list[dict[str, Any]]:
    """A scan: fine for a table on a laptop, never for one in the cloud."""
    query: dict[str, Any] = {
        "FilterExpression": Attr("kind").eq("task") & Attr("state").eq("open"),
        "ConsistentRead": True,
    }
    source = boto3.resource("dynamodb").Table(table)
    found: list[dict[str, Any]] = []
    while True:
        page = source.scan(**query)
        found.extend(page["Items"])
        if "LastEvaluatedKey" not in page:
            return found
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
