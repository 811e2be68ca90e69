"""Mandates in the table, with who holds them: who may act for whom (see domain.links)."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from functions.adapters import codec
from functions.adapters.codec import Item, body, key, text
from functions.adapters.table import Cancelled, Table
from functions.domain.links import Mandate


def mandate_key(holder: str, mandate_id: str) -> Item:
    return key(f"CITIZEN#{holder}", f"MANDATE#{mandate_id}")


def _revoked_key(holder: str, mandate_id: str) -> Item:
    return key(f"CITIZEN#{holder}", f"REVOKED#{mandate_id}")


def _unless_newer(at: str) -> dict[str, Any]:
    """Nothing is there yet, or something from before."""
    return {
        "ConditionExpression": "attribute_not_exists(PK) OR #at <= :at",
        "ExpressionAttributeNames": {"#at": "at"},
        "ExpressionAttributeValues": {":at": text(at)},
    }


class Mandates:
    """See services.ports.Store. What happened last counts, in whatever order it is told: `at` is
    kept with a mandate, and what was revoked leaves a mark."""

    _table: Table

    def put_mandate(self, mandate: Mandate, at: datetime) -> None:
        moment = at.astimezone(UTC).isoformat(timespec="microseconds")
        item = {
            **mandate_key(mandate.holder, mandate.id),
            "kind": text("mandate"),
            "at": text(moment),
            **body(mandate),
        }
        revoked = _revoked_key(mandate.holder, mandate.id)
        self._transact(
            {"ConditionCheck": {"Key": revoked, **_unless_newer(moment)}},
            {"Put": {"Item": item, **_unless_newer(moment)}},
        )

    def remove_mandate(self, holder: str, mandate_id: str, at: datetime) -> None:
        moment = at.astimezone(UTC).isoformat(timespec="microseconds")
        mark = {**_revoked_key(holder, mandate_id), "kind": text("revoked"), "at": text(moment)}
        self._transact(
            {"Put": {"Item": mark, **_unless_newer(moment)}},
            {"Delete": {"Key": mandate_key(holder, mandate_id), **_unless_newer(moment)}},
        )

    def _transact(self, *writes: dict[str, Any]) -> None:
        with suppress(Cancelled):  # something newer is known
            self._table.transact(list(writes))

    def mandates_of(self, ref: str) -> list[Mandate]:
        found: list[Mandate] = []
        more: dict[str, Any] = {}
        while True:
            items, after = self._table.query(
                KeyConditionExpression="PK = :pk AND begins_with(SK, :sk)",
                ExpressionAttributeValues={":pk": text(f"CITIZEN#{ref}"), ":sk": text("MANDATE#")},
                ConsistentRead=True,
                **more,
            )
            found += [codec.read(Mandate, item) for item in items]
            if not after:
                return found
            more = {"ExclusiveStartKey": after}
