"""Requests to be called back in the table (services.call_ports.Calls)."""

from datetime import datetime

from functions.adapters import codec
from functions.adapters.codec import Item, body, key, number, text
from functions.adapters.items import NEW
from functions.adapters.table import Table
from functions.domain.calls import Call
from functions.domain.problems import Conflict

_QUEUE = "CALLS#open"


def _key(call_id: str) -> Item:
    return key(f"CALL#{call_id}", "CALL")


class DynamoCalls:
    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, call: Call) -> bool:
        try:
            self._table.put(_item(call), **NEW)
        except Conflict:
            return False
        return True

    def get(self, call_id: str) -> Call | None:
        item = self._table.get(_key(call_id))
        return codec.read(Call, item) if item else None

    def save(self, call: Call, expires: datetime | None = None) -> None:
        item = _item(call)
        if expires:
            item["expires_at"] = number(int(expires.timestamp()))
        self._table.put(
            item,
            ConditionExpression="#version = :before",
            ExpressionAttributeNames={"#version": "version"},
            ExpressionAttributeValues={":before": number(call.version - 1)},
        )

    def waiting(self, *, after: str, most: int) -> tuple[list[Call], str]:
        condition, values = "GSI2PK = :pk", {":pk": text(_QUEUE)}
        if after:
            condition += " AND GSI2SK > :after"
            values[":after"] = text(after)
        items, more = self._table.query(
            IndexName="GSI2",
            KeyConditionExpression=condition,
            ExpressionAttributeValues=values,
            Limit=most,
        )
        last = items[-1]["GSI2SK"]["S"] if more and items else ""
        return [codec.read(Call, item) for item in items], last

    def counted(self, source: str, expires: datetime, *, most: int) -> bool:
        try:
            self._table.update(
                key(f"CALLER#{source}", "CALLER"),
                UpdateExpression="SET #kind = :kind, expires_at = :expires ADD #count :one",
                ConditionExpression="attribute_not_exists(#count) OR #count < :most",
                ExpressionAttributeNames={"#kind": "kind", "#count": "count"},
                ExpressionAttributeValues={
                    ":kind": text("caller"),
                    ":expires": number(int(expires.timestamp())),
                    ":one": number(1),
                    ":most": number(most),
                },
            )
        except Conflict:
            return False
        return True


def _item(call: Call) -> Item:
    """An open call stands in the queue by when it came; one that is done in none."""
    item = {
        **_key(call.id),
        "kind": text("call"),
        "version": number(call.version),
        **body(call),
    }
    if call.done is None:
        queued = text(f"{call.created.isoformat()}#{call.id}")
        item |= {"GSI2PK": text(_QUEUE), "GSI2SK": queued}
    return item
