"""Moto backs up the whole table, with all its stream records, before each write of a transaction,
and puts that back when a condition fails: the more cases, the slower every write. Here only what
the transaction names is backed up and put back.

Nothing else may write meanwhile (see `Cloud`): then this is what a cancelled transaction leaves.
"""

import copy
from typing import Any

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table

_transact = DynamoDBBackend.transact_write_items
_GONE = object()


def _key_of(table: Any, operation: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401
    names = [table.hash_key_attr, *([table.range_key_attr] if table.range_key_attr else [])]
    source = operation.get("Key") or operation.get("Item") or {}
    return {name: source[name] for name in names if name in source}


def _backed_up(backend: Any, items: list[dict[str, Any]]) -> list[tuple[str, Any, Any]]:  # noqa: ANN401
    found = []
    for item in items:
        for operation in item.values():
            name = operation.get("TableName")
            if name in backend.tables:
                key = _key_of(backend.tables[name], operation)
                known = backend.get_item(name, key)
                found.append((name, key, copy.deepcopy(known) if known else _GONE))
    return found


def _put_back(backend: Any, before: list[tuple[str, Any, Any]]) -> None:  # noqa: ANN401
    for name, key, item in before:
        table = backend.tables[name]
        hash_value, range_value = backend.get_keys_value(table, key)
        if item is not _GONE:
            table.items[hash_value][range_value] = item
        else:
            table.items[hash_value].pop(range_value, None)


def _transact_write_items(self: Any, transact_items: list[dict[str, Any]]) -> None:  # noqa: ANN401
    before = _backed_up(self, transact_items)
    shards = [self.tables[name].stream_shard for name in {name for name, _, _ in before}]
    records = [(shard, len(shard.items)) for shard in shards if shard is not None]
    try:
        _transact(self, transact_items)
    except Exception:
        _put_back(self, before)
        for shard, count in records:
            del shard.items[count:]
        raise


def use() -> None:
    """From now on, in this process."""
    backend: Any = DynamoDBBackend
    backend.transact_write_items = _transact_write_items
    table: Any = Table
    table.__deepcopy__ = lambda self, _: self  # moto's own backup: not needed any more
