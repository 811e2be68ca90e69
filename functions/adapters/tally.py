"""Counters in the table (services.figure_ports.Tally; docs/decisions/0012-figures.md)."""

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from zlib import crc32

from functions.adapters.codec import Item, key, number, text
from functions.adapters.items import NEW
from functions.adapters.table import Cancelled, Table
from functions.domain.figures import EVERYTHING, Change
from functions.domain.months import add_months
from functions.domain.problems import Busy
from functions.services.figure_ports import Rated
from functions.services.ports import Contended

_RUNNING: Final = "RUNNING"
# The items that hold one counter together: as many batches can count at the same moment.
_SHARDS: Final = 4
# Each a marker and at most two counters, and two of all procedures together (at a turn of the
# month), of the 100 writes of a transaction.
_AT_ONCE: Final = 30
_TRIES: Final = 6
# Longer than a stream keeps a record (a day) and a dead letter waits for its replay (a week).
_REMEMBERED: Final = timedelta(days=8)
_OWN: Final = frozenset({"PK", "SK", "kind"})


def _marker(change: Change) -> dict[str, Any]:
    expires = datetime.now(UTC) + _REMEMBERED
    item = {
        **key(f"COUNTED#{change.key}", "COUNTED"),
        "kind": text("counted"),
        "expires_at": number(int(expires.timestamp())),
    }
    return {"Put": {"Item": item, **NEW}}


def _adding(place: Item, counts: Counter[str]) -> dict[str, Any]:
    names = {f"#{i}": name for i, name in enumerate(counts)}
    values = {f":{i}": number(value) for i, value in enumerate(counts.values())}
    adding = ", ".join(f"#{i} :{i}" for i in range(len(counts)))
    return {
        "Update": {
            "Key": place,
            "UpdateExpression": f"SET #kind = :kind ADD {adding}",
            "ExpressionAttributeNames": {"#kind": "kind", **names},
            "ExpressionAttributeValues": {":kind": text("figures"), **values},
        }
    }


def _counter_key(month: str, procedure: str, shard: int) -> Item:
    return key(f"STATS#{month}", f"{procedure}#{shard}")


def rating_writes(rated: Rated) -> list[dict[str, Any]]:
    """For the transaction that notes that a case was rated. The comment has no moment, but lives
    from the end of its month: so nothing in it tells whose case it was about."""
    shard = secrets.randbelow(_SHARDS)
    score = Counter({f"rated.{rated.score}": 1})
    writes = [_adding(_counter_key(rated.month, rated.procedure, shard), score)]
    if rated.comment:
        year, _, month = rated.month.partition("-")
        end = add_months(date(int(year), int(month), 1), 1) + timedelta(days=rated.kept_days)
        expires = datetime(end.year, end.month, end.day, tzinfo=UTC)
        item = {
            **key(f"FEEDBACK#{rated.procedure}", secrets.token_hex(16)),
            "kind": text("feedback"),
            "comment": text(rated.comment),
            "expires_at": number(int(expires.timestamp())),
        }
        writes.append({"Put": {"Item": item}})
    return writes


class DynamoTally:
    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, changes: Sequence[Change]) -> None:
        once = list({change.key: change for change in changes}.values())
        for start in range(0, len(once), _AT_ONCE):
            self._add(once[start : start + _AT_ONCE])

    def _add(self, changes: list[Change]) -> None:
        for _ in range(_TRIES):
            if not changes:
                return
            try:
                self._table.transact([*map(_marker, changes), *_counters(changes)])
            except Cancelled as cancelled:
                # told before: only the others are left
                changes = [c for i, c in enumerate(changes) if i not in cancelled.failed]
            except Contended:  # another batch at the same counter
                continue
            else:
                return
        if changes:
            raise Busy

    def of_month(self, month: str, procedure: str = "") -> dict[str, Counter[str]]:
        return self._read(f"STATS#{month}", f"{procedure}#" if procedure else "")

    def running(self) -> dict[str, int]:
        return {name: counts["open"] for name, counts in self._read(f"STATS#{_RUNNING}").items()}

    def _read(self, pk: str, start: str = "") -> dict[str, Counter[str]]:
        begins = " AND begins_with(SK, :start)" if start else ""
        values = {":pk": text(pk)} | ({":start": text(start)} if start else {})
        found: dict[str, Counter[str]] = {}
        for item in self._table.all_of(
            KeyConditionExpression=f"PK = :pk{begins}", ExpressionAttributeValues=values
        ):
            procedure = item["SK"]["S"].rpartition("#")[0]
            counts = found.setdefault(procedure, Counter())
            counts.update({n: int(v["N"]) for n, v in item.items() if n not in _OWN})
        return found

    def comments(self, procedure: str, *, most: int) -> list[str]:
        items, _ = self._table.query(
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": text(f"FEEDBACK#{procedure}")},
            Limit=most,
        )
        return [item["comment"]["S"] for item in items]


def _counters(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """One write a counter, whatever the number of changes."""
    sums: dict[tuple[str, str], Counter[str]] = {}
    shard = -1
    for change in changes:
        if shard < 0:
            shard = crc32(change.key.encode()) % _SHARDS
        if change.counts:
            sums.setdefault((change.month, change.procedure), Counter()).update(change.counts)
        if change.open:
            running = sums.setdefault((_RUNNING, change.procedure), Counter())
            running["open"] += change.open
        if change.when:
            sums.setdefault((change.month, EVERYTHING), Counter())[change.when] += 1
    return [
        _adding(_counter_key(month, procedure, shard), counts)
        for (month, procedure), counts in sums.items()
    ]
