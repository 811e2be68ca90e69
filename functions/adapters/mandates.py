"""Mandates in the table, under who may act by them (see domain.links). What a condition looks at
(whose, from when, until when, for which acts) stands beside the whole as attributes of its own."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from functions.adapters import codec
from functions.adapters.codec import Item, body, key, text
from functions.adapters.items import NEW
from functions.adapters.table import Cancelled, Table
from functions.domain.links import Given, Mandate
from functions.domain.problems import Conflict
from functions.services.ports import Covered

_OPEN_END = "9999-12-31"


def mandate_key(holder: str, mandate_id: str) -> Item:
    return key(f"CITIZEN#{holder}", f"MANDATE#{mandate_id}")


def _about(ref: str) -> str:
    return f"MANDATES-ABOUT#{ref}"


def _offer_key(holder: str, mandate_id: str) -> Item:
    return key(f"CITIZEN#{holder}", f"MANDATE-OFFER#{mandate_id}")


def _given_key(giver: str, mandate_id: str) -> Item:
    return key(f"CITIZEN#{giver}", f"GIVEN#{mandate_id}")


def _revoked_key(holder: str, mandate_id: str) -> Item:
    return key(f"CITIZEN#{holder}", f"REVOKED#{mandate_id}")


def mandate_item(mandate: Mandate, moment: str) -> Item:
    """`moment`: when it was granted, ISO 8601 in UTC."""
    scope = sorted(mandate.scope)
    acts = {"acts": {"SS": scope}} if scope else {}
    return {
        **mandate_key(mandate.holder, mandate.id),
        "kind": text("mandate"),
        "at": text(moment),
        # Found again by whom it is for. Not under the key of their cases.
        "GSI1PK": text(_about(mandate.person.ref)),
        "GSI1SK": text(f"{mandate.holder}#{mandate.id}"),
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


def _given_to(ref: str) -> str:
    return f"GIVEN-TO#{ref}"


def _as_given(given: Given) -> Item:
    """Under its giver; found again by its holder, also when it has ended."""
    mandate = given.mandate
    return {
        **_given_key(mandate.person.ref, mandate.id),
        "kind": text("given-mandate"),
        "GSI1PK": text(_given_to(mandate.holder)),
        "GSI1SK": text(mandate.id),
        "state": text(given.state),
        **body(given),
    }


def _as_offer(given: Given) -> Item:
    place = _offer_key(given.mandate.holder, given.mandate.id)
    return {**place, "kind": text("mandate-offer"), **body(given)}


def _while(state: str) -> dict[str, Any]:
    """Its state is this one still."""
    return {
        "ConditionExpression": "#state = :was",
        "ExpressionAttributeNames": {"#state": "state"},
        "ExpressionAttributeValues": {":was": text(state)},
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

    def give(self, given: Given) -> None:
        self._decide(
            {"Put": {"Item": _as_given(given), **NEW}}, {"Put": {"Item": _as_offer(given), **NEW}}
        )

    def change_given(self, given: Given, was: str) -> None:
        mandate = given.mandate
        changed = {"Put": {"Item": _as_given(given), **_while(was)}}
        held = mandate_key(mandate.holder, mandate.id)
        moment = given.changed.astimezone(UTC).isoformat(timespec="microseconds")
        begins = {"Put": {"Item": mandate_item(mandate, moment)}}
        self._decide(
            changed,
            {"Delete": {"Key": _offer_key(mandate.holder, mandate.id)}},
            begins if given.state == "accepted" else {"Delete": {"Key": held}},
        )

    def drop_given(self, given: Given) -> None:
        mandate = given.mandate
        place = _given_key(mandate.person.ref, mandate.id)
        self._decide(
            {"Delete": {"Key": place, **_while(given.state)}},
            {"Delete": {"Key": _offer_key(mandate.holder, mandate.id)}},
            {"Delete": {"Key": mandate_key(mandate.holder, mandate.id)}},
        )

    def _decide(self, *writes: dict[str, Any]) -> None:
        try:
            self._table.transact(list(writes))
        except Cancelled as cancelled:
            raise Conflict from cancelled

    def given_by(self, ref: str) -> list[Given]:
        found = self._table.all_of(
            KeyConditionExpression="PK = :pk AND begins_with(SK, :sk)",
            ExpressionAttributeValues={":pk": text(f"CITIZEN#{ref}"), ":sk": text("GIVEN#")},
            ConsistentRead=True,
        )
        return [codec.read(Given, item) for item in found]

    def given(self, giver: str, mandate_id: str) -> Given | None:
        item = self._table.get(_given_key(giver, mandate_id))
        return codec.read(Given, item) if item else None

    def received_by(self, ref: str) -> tuple[list[Mandate], list[Given]]:
        held: list[Mandate] = []
        offers: list[Given] = []
        for item in self._table.all_of(
            KeyConditionExpression="PK = :pk AND begins_with(SK, :sk)",
            ExpressionAttributeValues={":pk": text(f"CITIZEN#{ref}"), ":sk": text("MANDATE")},
            ConsistentRead=True,
        ):
            if item["SK"]["S"].startswith("MANDATE#"):
                held.append(codec.read(Mandate, item))
            else:
                offers.append(codec.read(Given, item))
        return held, offers

    def mandates_about(self, ref: str) -> list[Mandate]:
        return [codec.read(Mandate, item) for item in self._indexed(_about(ref))]

    def given_to(self, ref: str) -> list[Given]:
        return [codec.read(Given, item) for item in self._indexed(_given_to(ref))]

    def _indexed(self, index: str) -> list[Item]:
        places = self._table.all_of(
            IndexName="GSI1",
            KeyConditionExpression="GSI1PK = :pk",
            ExpressionAttributeValues={":pk": text(index)},
        )
        keys = [{"PK": place["PK"], "SK": place["SK"]} for place in places]
        return self._table.get_many(keys) if keys else []

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
