"""What DOSIS refused, in the table (services.dossier_ports.Refusals). It stands with its case, so
that it goes with it, and holds nothing of a person."""

from typing import Any

from functions.adapters import codec
from functions.adapters.codec import Item, body, text
from functions.adapters.items import case_key
from functions.adapters.table import Cancelled, Table
from functions.domain.problems import Conflict
from functions.services.dossier_ports import Parked

_LIST = "REFUSED-DOSSIERS"


class DynamoRefusals:
    def __init__(self, table: Table) -> None:
        self._table = table

    def park(self, parked: Parked) -> None:
        there = {
            "TableName": self._table.name,
            "Key": case_key(parked.case_id, "META"),
            "ConditionExpression": "attribute_exists(PK)",
        }
        item = {
            **_key(parked),
            "kind": text("refused-dossier"),
            "upload": text(parked.upload),
            "GSI2PK": text(_LIST),
            "GSI2SK": text(_place(parked)),
            **body(parked),
        }
        try:
            self._table.transact([{"ConditionCheck": there}, {"Put": {"Item": item}}])
        except Cancelled:  # the case went meanwhile: there is nothing left to tell
            return

    def parked(self, *, most: int, after: Parked | None = None) -> list[Parked]:
        found: dict[str, Any] = {
            "IndexName": "GSI2",
            "KeyConditionExpression": "GSI2PK = :pk",
            "ExpressionAttributeValues": {":pk": text(_LIST)},
            "Limit": most,
        }
        if after:
            found["KeyConditionExpression"] += " AND GSI2SK > :after"
            found["ExpressionAttributeValues"][":after"] = text(_place(after))
        items, _ = self._table.query(**found)
        return [codec.read(Parked, item) for item in items]

    def settled(self, parked: Parked) -> None:
        try:
            self._table.delete(
                _key(parked),
                ConditionExpression="attribute_not_exists(PK) OR upload = :upload",
                ExpressionAttributeValues={":upload": text(parked.upload)},
            )
        except Conflict:
            return


def _key(parked: Parked) -> Item:
    return case_key(parked.case_id, "DOSIS")


def _place(parked: Parked) -> str:
    return f"{parked.at.isoformat()}#{parked.case_id}"
