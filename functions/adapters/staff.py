"""Who works at the desk, in the table (services.staff_ports.Staff): an item per clerk, in one
partition, since it is read as a whole: a municipality has tens or hundreds of clerks."""

import json
from collections.abc import Sequence
from datetime import datetime

from functions.adapters import codec
from functions.adapters.codec import Item, key, number, text
from functions.adapters.table import Table
from functions.domain.session import Session
from functions.domain.staff import KEPT, Colleague, SavedView

_MOST = 500  # clerks that can be offered


def _key(ref: str) -> Item:
    return key("STAFF", ref)


def _written(views: Sequence[SavedView]) -> str:
    return json.dumps([view.model_dump() for view in views], ensure_ascii=False)


class DynamoStaff:
    def __init__(self, table: Table) -> None:
        self._table = table

    def signed_in(self, session: Session) -> None:
        person, seen = session.person, session.started
        if not session.roles:
            self._table.delete(_key(person.ref))
            return
        found = Colleague(ref=person.ref, name=person.name, roles=session.roles, seen=seen)
        # an update: the views of this clerk stay
        self._table.update(
            _key(person.ref),
            UpdateExpression="SET #kind = :kind, #data = :data, #expires = :expires",
            ExpressionAttributeNames={
                "#kind": "kind",
                "#data": "data",
                "#expires": "expires_at",
            },
            ExpressionAttributeValues={
                ":kind": text("staff"),
                ":expires": number(int((seen + KEPT).timestamp())),
                **{f":{name}": value for name, value in codec.body(found).items()},
            },
        )

    def colleagues(self, role: str, now: datetime) -> list[Colleague]:
        return [found for found in self.everyone(now) if role in found.roles]

    def everyone(self, now: datetime) -> list[Colleague]:
        items, _ = self._table.query(
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": text("STAFF")},
            Limit=_MOST,
        )
        known = [codec.read(Colleague, item) for item in items if "data" in item]
        fresh = [found for found in known if found.seen + KEPT > now]
        return sorted(fresh, key=lambda found: found.name.casefold())

    def views(self, ref: str) -> list[SavedView]:
        item = self._table.get(_key(ref)) or {}
        stored = json.loads(item["views"]["S"]) if "views" in item else []
        return [SavedView.model_validate(view) for view in stored]

    def save_views(
        self, ref: str, views: Sequence[SavedView], *, before: Sequence[SavedView]
    ) -> None:
        values = {":views": text(_written(views)), ":before": text(_written(before))}
        self._table.update(
            _key(ref),
            UpdateExpression="SET #views = :views",
            ConditionExpression="attribute_exists(PK) AND "
            + (
                "#views = :before"
                if before
                else "(attribute_not_exists(#views) OR #views = :before)"
            ),
            ExpressionAttributeNames={"#views": "views"},
            ExpressionAttributeValues=values,
        )
