"""Retention and what is kept of a person, in the table (services.privacy_ports.PersonalData)."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from functions.adapters import codec
from functions.adapters.codec import Item, key, number, text
from functions.adapters.items import case_key, kept_item, kept_key, read_draft
from functions.adapters.table import Cancelled, Table
from functions.domain import retention
from functions.domain.case import Case, Draft
from functions.domain.problems import Conflict
from functions.domain.retention import Kept
from functions.domain.session import Session
from functions.services.privacy_ports import Place

_MOST_READ = 100
# Of an item: how the table finds it, and secrets that give a right to whoever has them.
_NOT_SHOWN = frozenset({"PK", "GSI1PK", "GSI1SK", "GSI2PK", "GSI2SK", "token"})


class DynamoPersonalData:
    def __init__(self, table: Table) -> None:
        self._table = table

    def due(self, procedure: str, until: date, *, most: int) -> list[Kept]:
        items, _ = self._table.query(
            IndexName="GSI2",
            KeyConditionExpression="GSI2PK = :pk AND GSI2SK < :after",
            ExpressionAttributeValues={
                ":pk": text(f"RETAIN#{procedure}"),
                ":after": text((until + timedelta(days=1)).isoformat()),
            },
            Limit=most,
        )
        return [codec.read(Kept, item) for item in items]

    def kept(self, case_id: str) -> Kept | None:
        item = self._table.get(kept_key(case_id))
        return codec.read(Kept, item) if item else None

    def keep(self, kept: Kept) -> None:
        self._table.put(kept_item(kept))

    def drop(self, case: Case, kind: str, rule: str) -> Kept:
        gone = retention.kept(case).model_copy(
            update={"head": case.head, "kind": kind, "rule": rule}
        )
        also = [case_key(case.id, f"PARTY#{name}") for name in (*case.parties, "acting")]
        writes: list[dict[str, Any]] = [
            _as_it_was(case_key(case.id, "META"), case.version, "closed"),
            {"Put": {"Item": kept_item(gone)}},
            {"Delete": {"Key": key(f"NUMBER#{case.number}", "NUMBER")}},
            *({"Delete": {"Key": place}} for place in also),
        ]
        claims = [_own(key(f"CLAIM#{claim}", "CLAIM"), case.id) for claim in case.claims]
        try:
            self._table.transact([*writes, *claims])
        except Cancelled as cancelled:
            if 0 in cancelled.failed:
                raise Conflict from cancelled
            # a claim that another case took since stays
            taken = {i - len(writes) for i in cancelled.failed}
            own = [claim for i, claim in enumerate(claims) if i not in taken]
            self._drop_again([*writes, *own])
        return gone

    def _drop_again(self, writes: list[dict[str, Any]]) -> None:
        try:
            self._table.transact(writes)
        except Cancelled as cancelled:
            raise Conflict from cancelled

    def drop_rest(self, case_id: str) -> None:
        found = self._table.all_of(
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": text(f"CASE#{case_id}")},
            ProjectionExpression="PK, SK",
            ConsistentRead=True,
        )
        last = kept_key(case_id)["SK"]
        self._table.delete_many([item for item in found if item["SK"] != last])

    def forget(self, case_id: str) -> None:
        self._table.delete(kept_key(case_id))

    def drop_draft(self, draft: Draft) -> None:
        self._table.delete(
            case_key(draft.case_id, "DRAFT"),
            ConditionExpression="#version = :version",
            ExpressionAttributeNames={"#version": "version"},
            ExpressionAttributeValues={":version": number(draft.version)},
        )

    def places_of(self, ref: str) -> list[Place]:
        found = self._table.all_of(
            IndexName="GSI1",
            KeyConditionExpression="GSI1PK = :pk",
            ExpressionAttributeValues={":pk": text(f"CITIZEN#{ref}")},
        )
        return [Place(i["PK"]["S"].removeprefix("CASE#"), i["SK"]["S"]) for i in found]

    def under_person(self, ref: str) -> list[dict[str, Any]]:
        staff = self._table.get(key("STAFF", ref))
        digest = self._table.get(key("DIGEST", ref))
        own = [{**_plain(staff), "SK": "STAFF"}] if staff else []
        own += [{**_plain(digest), "SK": "DIGEST"}] if digest else []
        return [*self._all_plain(f"CITIZEN#{ref}"), *own]

    def everything_under(self, case_id: str) -> list[dict[str, Any]]:
        return self._all_plain(f"CASE#{case_id}")

    def _all_plain(self, pk: str) -> list[dict[str, Any]]:
        found = self._table.all_of(
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": text(pk)},
            ConsistentRead=True,
        )
        return [_plain(item) for item in found]

    def sessions_of(self, ref: str) -> list[Session]:
        found, _ = self._table.query(
            IndexName="GSI1",
            KeyConditionExpression="GSI1PK = :pk",
            ExpressionAttributeValues={":pk": text(f"SESSIONS#{ref}")},
            Limit=_MOST_READ,
        )
        keys = [{"PK": item["PK"], "SK": item["SK"]} for item in found]
        items = self._table.get_many(keys) if keys else []
        return [codec.read(Session, item) for item in items]

    def drafts(self, ids: Sequence[str]) -> list[Draft]:
        found: list[Draft] = []
        for start in range(0, len(ids), _MOST_READ):
            keys = [case_key(case_id, "DRAFT") for case_id in ids[start : start + _MOST_READ]]
            found += [read_draft(item) for item in self._table.get_many(keys)]
        return found


def _as_it_was(place: Item, version: int, status: str) -> dict[str, Any]:
    return {
        "Delete": {
            "Key": place,
            "ConditionExpression": "#version = :version AND #status = :status",
            "ExpressionAttributeNames": {"#version": "version", "#status": "status"},
            "ExpressionAttributeValues": {":version": number(version), ":status": text(status)},
        }
    }


def _own(place: Item, case_id: str) -> dict[str, Any]:
    """Deletes a claim that is still this case's, or gone."""
    return {
        "Delete": {
            "Key": place,
            "ConditionExpression": "attribute_not_exists(PK) OR case_id = :case",
            "ExpressionAttributeValues": {":case": text(case_id)},
        }
    }


def _plain(item: Item) -> dict[str, Any]:
    """An item as people can read it: the whole of `data`, and what stands beside it."""
    found = {name: _value(value) for name, value in item.items() if name not in _NOT_SHOWN}
    if "data" in item:
        found = {"SK": item["SK"]["S"], **json.loads(found.pop("data")), **found}
    return found


def _value(value: Item) -> Any:  # noqa: ANN401 - whatever the table holds
    ((kind, content),) = value.items()
    if kind == "M":
        return {name: _value(part) for name, part in content.items()}
    if kind == "L":
        return [_value(part) for part in content]
    return sorted(content) if kind in ("SS", "NS") else content
