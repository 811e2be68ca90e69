"""Where people want our messages, and what came back, in the table
(services.message_ports.Messages)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from functions.adapters import codec
from functions.adapters.codec import Item, body, key, number, text
from functions.adapters.items import case_key
from functions.adapters.table import Table
from functions.domain.digest import Digest
from functions.domain.messages import MARKED, Mark, Preferences
from functions.domain.problems import Conflict
from functions.services.message_ports import Waiting

_DIGESTS = "DIGEST"


def preferences_key(ref: str) -> Item:
    return key(f"CITIZEN#{ref}", "MESSAGES")


def digest_key(ref: str) -> Item:
    return key(_DIGESTS, ref)


def _address_key(address: str) -> Item:
    return key(f"ADDRESS#{address}", "ADDRESS")


def read_preferences(item: Item) -> Preferences:
    return codec.read(Preferences, item)


def read_digest(item: Item) -> Digest:
    return codec.read(Digest, item)


class DynamoMessages:
    def __init__(self, table: Table) -> None:
        self._table = table

    def reach(self, ref: str, address: str) -> tuple[Preferences, Mark | None]:
        keys = [preferences_key(ref)] + ([_address_key(address)] if address else [])
        found = {item["SK"]["S"]: item for item in self._table.get_many(keys)}
        chosen, mark = found.get("MESSAGES"), found.get("ADDRESS")
        return (
            read_preferences(chosen) if chosen else Preferences(ref=ref),
            codec.read(Mark, mark) if mark else None,
        )

    def preferences(self, ref: str) -> Preferences:
        item = self._table.get(preferences_key(ref))
        return read_preferences(item) if item else Preferences(ref=ref)

    def save(self, changed: Preferences, expires: datetime) -> None:
        self._save(preferences_key(changed.ref), "messages", changed, expires)

    def forget(self, ref: str) -> None:
        self._table.delete(preferences_key(ref))

    def mark(self, address: str) -> Mark | None:
        item = self._table.get(_address_key(address))
        return codec.read(Mark, item) if item else None

    def refuses(self, address: str, mark: Mark, sent: datetime) -> bool:
        try:
            self._table.put(
                _mark_item(address, mark, mark.at + MARKED),
                ConditionExpression="attribute_not_exists(arrives) OR arrives < :sent",
                ExpressionAttributeValues={":sent": number(int(sent.timestamp()))},
            )
        except Conflict:
            return False
        return True

    def arrives(self, address: str, at: datetime) -> None:
        item = _mark_item(address, Mark(at=at), at + MARKED)
        self._table.put({**item, "arrives": number(int(at.timestamp()))})

    def wait(self, waiting: Waiting) -> None:
        self._table.put(
            {
                **_waiting_key(waiting.case_id, waiting.party),
                "kind": text("unreached"),
                "party": text(waiting.party),
                "procedure": text(waiting.procedure),
                "at": text(waiting.at.isoformat()),
                "GSI2PK": text(f"UNREACHED#{waiting.procedure}"),
                "GSI2SK": text(f"{waiting.at.isoformat()}#{waiting.case_id}"),
            }
        )

    def waiting(self, procedure: str, *, most: int) -> list[Waiting]:
        items, _ = self._table.query(
            IndexName="GSI2",
            KeyConditionExpression="GSI2PK = :pk",
            ExpressionAttributeValues={":pk": text(f"UNREACHED#{procedure}")},
            Limit=most,
        )
        return [_waiting(item) for item in items]

    def seen_to(self, case_id: str, parties: Sequence[str]) -> None:
        self._table.delete_many([_waiting_key(case_id, party) for party in parties])

    def digests(self) -> list[Digest]:
        found = self._table.all_of(
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": text(_DIGESTS)},
        )
        return [read_digest(item) for item in found]

    def digest(self, ref: str) -> Digest:
        item = self._table.get(digest_key(ref))
        return read_digest(item) if item else Digest(ref=ref)

    def save_digest(self, digest: Digest, expires: datetime) -> None:
        self._save(digest_key(digest.ref), "digest", digest, expires)

    def _save(
        self, place: Item, kind: str, changed: Preferences | Digest, expires: datetime
    ) -> None:
        condition: dict[str, Any] = {
            "ConditionExpression": "#version = :before",
            "ExpressionAttributeNames": {"#version": "version"},
            "ExpressionAttributeValues": {":before": number(changed.version - 1)},
        }
        if changed.version == 1:
            condition["ConditionExpression"] = "attribute_not_exists(PK)"
            condition.pop("ExpressionAttributeNames")
            condition.pop("ExpressionAttributeValues")
        self._table.put(
            {
                **place,
                "kind": text(kind),
                "version": number(changed.version),
                "expires_at": number(int(expires.timestamp())),
                **body(changed),
            },
            **condition,
        )


def _mark_item(address: str, mark: Mark, expires: datetime) -> Item:
    return {
        **_address_key(address),
        "kind": text("address"),
        "expires_at": number(int(expires.timestamp())),
        **body(mark),
    }


def _waiting_key(case_id: str, party: str) -> Item:
    return case_key(case_id, f"UNREACHED#{party}")


def _waiting(item: Item) -> Waiting:
    return Waiting(
        case_id=item["PK"]["S"].removeprefix("CASE#"),
        party=item["party"]["S"],
        procedure=item["procedure"]["S"],
        at=datetime.fromisoformat(item["at"]["S"]),
    )
