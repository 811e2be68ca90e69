"""Dated items in the table: written with what plans them, found by their day."""

from datetime import UTC, datetime, timedelta
from typing import Any

from functions.adapters import codec
from functions.adapters.codec import Item, body, key, text
from functions.adapters.table import Table
from functions.domain.agenda import Dated

# What a schedule that stood still has left behind is found for so long.
_LOOK_BACK = timedelta(days=14)


def dated_key(dated: Dated) -> Item:
    return key(f"CASE#{dated.case_id}", f"DATED#{dated.kind}#{dated.name}")


def dated_item(dated: Dated) -> Item:
    at = dated.at.astimezone(UTC)
    return {
        **dated_key(dated),
        "kind": text("dated"),
        "GSI2PK": text(f"DUE#{at.date().isoformat()}"),
        "GSI2SK": text(f"{at.isoformat()}#{dated.case_id}#{dated.kind}#{dated.name}"),
        **body(dated),
    }


class Agenda:
    """See services.ports.Store."""

    _table: Table

    def plan(self, dated: Dated) -> None:
        self._table.put(dated_item(dated))

    def due(self, now: datetime, *, most: int) -> list[Dated]:
        found: list[Dated] = []
        day = (now - _LOOK_BACK).date()
        while day <= now.date() and len(found) < most:
            more: dict[str, Any] = {}
            while len(found) < most:
                items, after = self._table.query(
                    IndexName="GSI2",
                    KeyConditionExpression="GSI2PK = :pk AND GSI2SK < :now",
                    ExpressionAttributeValues={
                        ":pk": text(f"DUE#{day.isoformat()}"),
                        ":now": text(now.astimezone(UTC).isoformat() + "~"),
                    },
                    Limit=most - len(found),
                    **more,
                )
                found += [codec.read(Dated, item) for item in items]
                if not after:
                    break
                more = {"ExclusiveStartKey": after}
            day += timedelta(days=1)
        return found

    def settled(self, dated: Dated) -> None:
        """Done, or no longer so: it goes."""
        self._table.delete(dated_key(dated))
