"""Logs of the desk in the table (services.ports.Logs)."""

from functions.adapters import codec
from functions.adapters.codec import Item, body, key, number, text
from functions.adapters.items import NEW
from functions.adapters.table import Cancelled, Table
from functions.domain.case import Event
from functions.domain.logs import Log
from functions.domain.problems import Conflict


def _key(log_id: str, sort: str = "META") -> Item:
    return key(f"LOG#{log_id}", sort)


class DynamoLogs:
    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, log_id: str) -> Log:
        item = self._table.get(_key(log_id))
        return codec.read(Log, item) if item else Log(id=log_id)

    def record(self, log: Log, event: Event) -> None:
        # Another kind than a case's event: the stream mails nobody for it.
        sort = f"EVENT#{event.seq:06}"
        meta = {"kind": text("log"), "version": number(log.version)}
        condition = (
            NEW
            if log.version == 1
            else {
                "ConditionExpression": "#version = :before",
                "ExpressionAttributeNames": {"#version": "version"},
                "ExpressionAttributeValues": {":before": number(log.version - 1)},
            }
        )
        writes = [
            {"Put": {"Item": {**_key(log.id), **meta, **body(log)}, **condition}},
            {
                "Put": {
                    "Item": {**_key(log.id, sort), "kind": text("log-event"), **body(event)},
                    **NEW,
                }
            },
        ]
        try:
            self._table.transact(writes)
        except Cancelled as cancelled:
            raise Conflict from cancelled

    def events(self, log_id: str) -> list[Event]:
        items = self._table.all_of(
            KeyConditionExpression="PK = :pk AND begins_with(SK, :event)",
            ExpressionAttributeValues={":pk": text(f"LOG#{log_id}"), ":event": text("EVENT#")},
            ConsistentRead=True,
        )
        return [codec.read(Event, item) for item in items]

    def stretch(self, log_id: str, first: int, last: int) -> list[Event]:
        items = self._table.all_of(
            KeyConditionExpression="PK = :pk AND SK BETWEEN :first AND :last",
            ExpressionAttributeValues={
                ":pk": text(f"LOG#{log_id}"),
                ":first": text(f"EVENT#{first:06}"),
                ":last": text(f"EVENT#{last:06}"),
            },
            ConsistentRead=True,
        )
        return [codec.read(Event, item) for item in items]
