"""What sources told last, in the table (services.source_ports.Overviews)."""

from datetime import datetime

from functions.adapters import codec
from functions.adapters.codec import body, key, number, text
from functions.adapters.table import Table
from functions.domain.elsewhere import Told

_PREFIX = "SOURCE#"


class DynamoOverviews:
    def __init__(self, table: Table) -> None:
        self._table = table

    def told(self, ref: str) -> dict[str, Told]:
        items, _ = self._table.query(
            KeyConditionExpression="PK = :pk AND begins_with(SK, :source)",
            ExpressionAttributeValues={":pk": text(f"CITIZEN#{ref}"), ":source": text(_PREFIX)},
        )
        found = [codec.read(Told, item) for item in items]
        return {told.source: told for told in found}

    def forget(self, ref: str) -> None:
        items = self._table.all_of(
            KeyConditionExpression="PK = :pk AND begins_with(SK, :source)",
            ExpressionAttributeValues={":pk": text(f"CITIZEN#{ref}"), ":source": text(_PREFIX)},
            ProjectionExpression="PK, SK",
        )
        self._table.delete_many(list(items))

    def keep(self, ref: str, told: Told, until: datetime) -> None:
        self._table.put(
            {
                **key(f"CITIZEN#{ref}", f"{_PREFIX}{told.source}"),
                "kind": text("told"),
                "expires_at": number(int(until.timestamp())),
                **body(told),
            }
        )
