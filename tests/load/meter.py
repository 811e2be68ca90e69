"""Counts what the desk asks of AWS, and what its writes cost by DynamoDB's rules.

Requests are seen by botocore's own event `before-send`: each attempt on the wire, retries included.
Write units come from the table's stream, so that the writes of Step Functions and of Powertools
count too; moto reports no true capacity.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
"""

import json
import math
import threading
from collections import Counter
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from functions.adapters.aws import client
from infra.local.stack import LocalStack

_SERVICES = ("dynamodb", "s3", "stepfunctions", "ses")
_WRITES = ("Put", "Update", "Delete")


@dataclass(frozen=True)
class Request:
    """One request on the wire; `body` is DynamoDB's JSON, empty for other services."""

    service: str
    operation: str
    body: dict[str, Any]


@dataclass
class Meter:
    """`with Meter(desk) as meter:` after the desk's last reset, which forgets the clients."""

    desk: LocalStack
    requests: list[Request] = field(default_factory=list)
    _records: dict[str, dict[str, Any]] = field(default_factory=dict)
    _transacted: Counter[str] = field(default_factory=Counter)
    _checked: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        for service in _SERVICES:
            client(service).meta.events.register("before-send", self._sent)
        self._handler = self.desk.pump.handler
        self.desk.pump.handler = self._delivered
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.desk.pump.handler = self._handler
        for service in _SERVICES:
            client(service).meta.events.unregister("before-send", self._sent)

    def _sent(self, request: Any, event_name: str, **more: Any) -> None:
        _, service, operation = event_name.split(".")
        body = json.loads(request.body or b"{}") if service == "dynamodb" else {}
        with self._lock:
            self.requests.append(Request(service, operation, body))
            if operation == "TransactWriteItems":
                self._note(body["TransactItems"])

    def _note(self, items: list[dict[str, Any]]) -> None:
        for item in items:
            ((verb, content),) = item.items()
            if verb in _WRITES:
                found = content.get("Key") or content["Item"]
                self._transacted[_place(found)] += 1
            else:
                self._checked += 1

    def _delivered(self, event: dict[str, Any], context: object) -> Any:
        for record in event["Records"]:
            self._records[record["dynamodb"]["SequenceNumber"]] = record["dynamodb"]
        return self._handler(event, context)

    def take(self) -> list[Request]:
        """The requests since the last time."""
        with self._lock:
            taken, self.requests = self.requests, []
        return taken

    def changes(self) -> list[dict[str, Any]]:
        """Every record of the stream so far, each once (`desk.settle()` first)."""
        return list(self._records.values())

    def write_units(self) -> int:
        """Of every change in the stream so far (`desk.settle()` first).

        A write inside a transaction counts twice, its index entries too (AWS does not say whether
        those do); a condition check as two. A write that was refused is not in the stream.
        """
        return 2 * self._checked + sum(self.units_by_key().values())

    def units_by_key(self) -> Counter[str]:
        """The same without the condition checks, by the partition key that took them (see
        `units_by_key`)."""
        left = self._transacted.copy()
        total = Counter[str]()
        for record in self._records.values():
            old, new = record.get("OldImage", {}), record.get("NewImage", {})
            place = _place(record["Keys"])
            times = 2 if left[place] else 1
            left[place] -= times - 1
            for key, units in units_by_key(old, new).items():
                total[key] += times * units
        return total


def units_of(old: dict[str, Any], new: dict[str, Any]) -> int:
    """Write units of one change, outside a transaction: 1 per started kB of the larger of what was
    and what is, and as much again for each index entry that is removed, written or changed."""
    return sum(units_by_key(old, new).values())


def units_by_key(old: dict[str, Any], new: dict[str, Any]) -> Counter[str]:
    """The same by the partition key that takes them: `table <PK>`, `GSI1 <its key>`..."""
    found = Counter({f"table {(new or old)['PK']['S']}": _started(max(size(old), size(new)))})
    for index, everything in (("GSI1", False), ("GSI2", True)):
        keys = ("PK", "SK", f"{index}PK", f"{index}SK")
        was, now = ([item.get(key) for key in keys] for item in (old, new))
        entries = [
            (item if everything else {key: item[key] for key in keys})
            for item, found in ((old, was), (new, now))
            if all(found)
        ]
        if was != now:  # the old entry goes, the new one comes
            for entry in entries:
                found[_entry(index, entry)] += _started(size(entry))
        elif entries and entries[0] != entries[1]:
            found[_entry(index, entries[0])] += _started(max(map(size, entries)))
    return found


def _entry(index: str, item: dict[str, Any]) -> str:
    return f"{index} {item[f'{index}PK']['S']}"


def read_units(operation: str, given: dict[str, Any], answer: dict[str, Any]) -> float:
    """Read units of one answer: 1 per started 4 kB read consistently, half of it otherwise; what is
    not there costs as much as 4 kB. What a filter took out was read too, and is taken to be as
    large as the rest (1 kB each when there is no rest). A projection makes no read cheaper: what
    it leaves out is not counted here."""
    match operation:
        case "GetItem":
            return _read(given, [answer.get("Item", {})])
        case "BatchGetItem":
            ((name, wanted),) = given["RequestItems"].items()
            items = answer["Responses"].get(name, [])
            return _read(wanted, items) + _read(wanted, [{}] * (len(wanted["Keys"]) - len(items)))
        case "Query" | "Scan":
            items = answer["Items"]
            seen = answer.get("ScannedCount", len(items)) - len(items)
            each = sum(map(size, items)) / len(items) if items else 1024
            whole = sum(map(size, items)) + seen * each
            return max(1, math.ceil(whole / 4096)) * _share(given)
    return 0


def _read(given: dict[str, Any], items: list[dict[str, Any]]) -> float:
    return sum(max(1, math.ceil(size(item) / 4096)) for item in items) * _share(given)


def _share(given: dict[str, Any]) -> float:
    return 1 if given.get("ConsistentRead") else 0.5


def _started(count: int) -> int:
    return max(1, math.ceil(count / 1024))


def size(item: dict[str, Any]) -> int:
    """Bytes of an item: the names and values of its attributes."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def _value(value: dict[str, Any]) -> int:
    ((kind, content),) = value.items()
    if kind == "S":
        return len(content.encode())
    if kind == "N":
        return len(content.strip("-0.")) // 2 + 2
    if kind == "M":
        return 3 + sum(len(name.encode()) + _value(part) + 1 for name, part in content.items())
    if kind == "L":
        return 3 + sum(_value(part) + 1 for part in content)
    return len(content) if kind == "B" else 1


def _place(keys: dict[str, Any]) -> str:
    return f"{keys['PK']['S']} {keys['SK']['S']}"
