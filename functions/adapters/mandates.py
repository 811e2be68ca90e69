"""Mandates in the table, under who may act by them. What a condition looks at (whose, from when,
until when, for which acts) stands beside the whole as attributes of its own."""

from typing import Any

from functions.adapters import codec
from functions.adapters.codec import Item, body, key, text
from functions.adapters.table import Table
from functions.domain.links import Mandate
from functions.services.ports import Covered

_OPEN_END = "9999-12-31"


def mandate_key(holder: str, mandate_id: str) -> Item:
    return key(f"CITIZEN#{holder}", f"MANDATE#{mandate_id}")


def mandate_item(mandate: Mandate) -> Item:
    acts = {"acts": {"SS": sorted(mandate.acts)}} if mandate.acts else {}
    return {
        **mandate_key(mandate.holder, mandate.id),
        "kind": text("mandate"),
        "person": text(mandate.person.ref),
        "starts": text(mandate.starts.isoformat()),
        "ends": text(mandate.ends.isoformat() if mandate.ends else _OPEN_END),
        **acts,
        **body(mandate),
    }


def still_covers(covered: Covered) -> dict[str, Any]:
    """For a transaction: the mandate is there, for this person, on this day, for one of the acts
    (links.Mandate.covers, said to the table)."""
    acts = {f":act{i}": text(act) for i, act in enumerate(sorted(covered.acts))}
    one_of = " OR ".join(f"contains(acts, {name})" for name in acts)
    return {
        "ConditionCheck": {
            "Key": mandate_key(covered.holder, covered.mandate),
            "ConditionExpression": "person = :person AND starts <= :day AND ends >= :day "
            f"AND ({one_of})",
            "ExpressionAttributeValues": {
                ":person": text(covered.person),
                ":day": text(covered.day.isoformat()),
                **acts,
            },
        }
    }


class Mandates:
    """See services.ports.Store."""

    _table: Table

    def mandates_of(self, ref: str) -> list[Mandate]:
        items, _ = self._table.query(
            KeyConditionExpression="PK = :pk AND begins_with(SK, :start)",
            ExpressionAttributeValues={":pk": text(f"CITIZEN#{ref}"), ":start": text("MANDATE#")},
            ConsistentRead=True,
        )
        return [codec.read(Mandate, item) for item in items]

    def put_mandate(self, mandate: Mandate) -> None:
        self._table.put(mandate_item(mandate))

    def remove_mandate(self, holder: str, mandate_id: str) -> None:
        self._table.delete(mandate_key(holder, mandate_id))
