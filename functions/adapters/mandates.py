"""Mandates in the table, under who may act by them (see domain.links). What a condition looks at
(whose, from when, until when, for which acts) stands beside the whole as attributes of its own."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from functions.adapters import codec
from functions.adapters.codec import Item, body, key, text
from functions.adapters.table import Cancelled, Table
from functions.domain.links import Mandate
from functions.services.ports import Covered

_OPEN_END = "9999-12-31"


def mandate_key(holder: str, mandate_id: str) -> Item:
    return key(f"CITIZEN#{holder}", f"MANDATE#{mandate_id}")


def _revoked_key(holder: str, mandate_id: str) -> Item:
    return key(f"CITIZEN#{holder}", f"REVOKED#{mandate_id}")


def mandate_item(mandate: Mandate, moment: str) -> Item:
    """`moment`: when it was granted, ISO 8601 in UTC."""
    acts = {"acts": {"SS": sorted(mandate.acts)}} if mandate.acts else {}
    return {
        **mandate_key(mandate.holder, mandate.id),
        "kind": text("mandate"),
        "at": text(moment),
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
        revoked = _revoked_key(mandate.holder, mandate.id)
        self._transact(
            {"ConditionCheck": {"Key": revoked, **_unless_newer(moment)}},
            {"Put": {"Item": mandate_item(mandate, moment), **_unless_newer(moment)}},
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
