"""Lists of voters in the table (services.list_ports.VoterLists)."""

from collections.abc import Sequence
from typing import Any

from functions.adapters import codec
from functions.adapters.agenda import dated_item
from functions.adapters.codec import Item, body, key, number, text
from functions.adapters.items import NEW
from functions.adapters.table import Cancelled, Table
from functions.domain.agenda import Dated
from functions.domain.case import Event
from functions.domain.lists import Card, Import, VoterList
from functions.domain.problems import Conflict


def _list_key(list_id: str, sort: str = "META") -> Item:
    return key(f"LIST#{list_id}", sort)


def _card_key(list_id: str, rank: int) -> Item:
    return key(f"CARDS#{list_id}", f"{rank:09}")


def _list_item(found: VoterList) -> Item:
    return {
        **_list_key(found.id),
        "kind": text("voter-list"),
        "version": number(found.version),
        "GSI2PK": text(f"LISTS#{found.kind}"),
        "GSI2SK": text(found.id),
        **body(found),
    }


def _event_item(event: Event) -> Item:
    # Another kind than a case's event: the stream mails nobody for it.
    sort = f"EVENT#{event.seq:06}"
    return {**_list_key(event.case_id, sort), "kind": text("list-event"), **body(event)}


def _import_item(found: Import) -> Item:
    return {
        **_list_key(found.list_id, f"IMPORT#{found.id}"),
        "kind": text("list-import"),
        **body(found),
    }


def _card_item(card: Card) -> Item:
    return {
        **_card_key(card.list_id, card.rank),
        "kind": text("list-card"),
        "version": number(card.version),
        **body(card),
    }


def _at_version(version: int) -> dict[str, Any]:
    return {
        "ConditionExpression": "#version = :before",
        "ExpressionAttributeNames": {"#version": "version"},
        "ExpressionAttributeValues": {":before": number(version)},
    }


class DynamoVoterLists:
    def __init__(self, table: Table) -> None:
        self._table = table

    def create(self, voter_list: VoterList, event: Event) -> None:
        self._transact(
            [
                {"Put": {"Item": _list_item(voter_list), **NEW}},
                {"Put": {"Item": _event_item(event), **NEW}},
            ]
        )

    def get(self, list_id: str) -> VoterList | None:
        item = self._table.get(_list_key(list_id))
        return codec.read(VoterList, item) if item else None

    def of_kind(self, kind: str) -> list[VoterList]:
        items = self._all(
            IndexName="GSI2",
            KeyConditionExpression="GSI2PK = :pk",
            ExpressionAttributeValues={":pk": text(f"LISTS#{kind}")},
        )
        return [codec.read(VoterList, item) for item in items]

    def events(self, list_id: str) -> list[Event]:
        return [codec.read(Event, item) for item in self._under(f"LIST#{list_id}", "EVENT#")]

    def record(
        self,
        voter_list: VoterList,
        event: Event,
        *,
        imported: Import | None = None,
        card: Card | None = None,
        dated: Sequence[Dated] = (),
    ) -> None:
        writes: list[dict[str, Any]] = [
            {"Put": {"Item": _list_item(voter_list), **_at_version(voter_list.version - 1)}},
            {"Put": {"Item": _event_item(event), **NEW}},
        ]
        if imported:
            writes.append({"Put": {"Item": _import_item(imported), **NEW}})
        if card:
            writes.append({"Put": {"Item": _card_item(card), **_at_version(card.version - 1)}})
        writes += [{"Put": {"Item": dated_item(item)}} for item in dated]
        self._transact(writes)

    def advance(self, voter_list: VoterList) -> None:
        self._table.put(_list_item(voter_list), **_at_version(voter_list.version - 1))

    def save_import(self, found: Import) -> None:
        self._table.put(_import_item(found), **NEW)

    def import_of(self, list_id: str, import_id: str) -> Import | None:
        item = self._table.get(_list_key(list_id, f"IMPORT#{import_id}"))
        return codec.read(Import, item) if item else None

    def last_import(self, list_id: str) -> Import | None:
        items, _ = self._table.query(
            **_under(f"LIST#{list_id}", "IMPORT#"), ScanIndexForward=False, Limit=1
        )
        return codec.read(Import, items[0]) if items else None

    def put_card(self, card: Card) -> None:
        try:
            self._table.put(_card_item(card), **NEW)
        except Conflict:  # it was there: made by a run that did not come to its end
            return

    def card(self, list_id: str, rank: int) -> Card | None:
        item = self._table.get(_card_key(list_id, rank))
        return codec.read(Card, item) if item else None

    def cards(self, list_id: str) -> list[Card]:
        return [codec.read(Card, item) for item in self._under(f"CARDS#{list_id}", "")]

    def forget_cards(self, list_id: str) -> None:
        for card in self.cards(list_id):
            self._table.delete(_card_key(list_id, card.rank))

    def _under(self, pk: str, start: str) -> list[Item]:
        return self._all(**_under(pk, start))

    def _all(self, **arguments: Any) -> list[Item]:  # noqa: ANN401
        return list(self._table.all_of(**arguments))

    def _transact(self, writes: list[dict[str, Any]]) -> None:
        try:
            self._table.transact(writes)
        except Cancelled as cancelled:
            raise Conflict from cancelled


def _under(pk: str, start: str) -> dict[str, Any]:
    condition, values = "PK = :pk", {":pk": text(pk)}
    if start:
        condition, values = (
            f"{condition} AND begins_with(SK, :start)",
            {**values, ":start": text(start)},
        )
    return {
        "KeyConditionExpression": condition,
        "ExpressionAttributeValues": values,
        "ConsistentRead": True,
    }
