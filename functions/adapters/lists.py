"""Many cases at once: of a person, of a queue, and what an operator looks for."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from functions.adapters.codec import Item, key, text
from functions.adapters.items import case_key, read_case, read_draft, read_task
from functions.adapters.table import Table
from functions.domain.case import Case, Draft, Task
from functions.domain.numbers import age_order
from functions.services.ports import LATEST, Page


def _between(name: str, after: str, until: str) -> Item:
    """What comes after a place in a queue, and not after a moment."""
    first = f"{after} " if after else " "  # a blank sorts before what a place goes on with
    return {":pk": text(name), ":from": text(first), ":until": text(until)}


class Lists:
    """See services.ports.Store."""

    _table: Table

    def cases_of(self, ref: str, process: str = "") -> tuple[list[Case], list[Draft]]:
        found, _ = self._table.query(
            IndexName="GSI1",
            KeyConditionExpression="GSI1PK = :pk",
            ExpressionAttributeValues={":pk": text(f"CITIZEN#{ref}")},
            ScanIndexForward=False,
            Limit=90,
        )
        if process:
            found = [item for item in found if item["PK"]["S"].startswith(f"CASE#{process}-")]
        drafts = [item["PK"]["S"] for item in found if item["SK"]["S"] == "DRAFT"]
        cases = {item["PK"]["S"] for item in found if item["SK"]["S"] != "DRAFT"}
        keys = [key(pk, "DRAFT") for pk in drafts] + [key(pk, "META") for pk in cases]
        items = self._table.get_many(keys) if keys else []
        # a batch comes in any order
        items.sort(key=lambda item: age_order(item["PK"]["S"]), reverse=True)
        return (
            [read_case(item) for item in items if item["SK"]["S"] == "META"],
            [read_draft(item) for item in items if item["SK"]["S"] == "DRAFT"],
        )

    def cases(self, ids: Sequence[str]) -> list[Case]:
        keys = [case_key(case_id, "META") for case_id in dict.fromkeys(ids)]
        return [read_case(item) for item in self._table.get_many(keys)] if keys else []

    def queue(self, role: str, process: str, *, after: str, most: int, until: str = LATEST) -> Page:
        return self._tasks(f"QUEUE#{role}#{process}", after, until, most)

    def waiting(self, procedure: str, *, after: str = "", most: int, until: str = LATEST) -> Page:
        return self._tasks(f"WAITING#{procedure}", after, until, most)

    def _tasks(self, name: str, after: str, until: str, most: int) -> Page:
        items, more = self._table.query(
            IndexName="GSI2",
            KeyConditionExpression="GSI2PK = :pk AND GSI2SK BETWEEN :from AND :until",
            ExpressionAttributeValues=_between(name, after, until),
            Limit=most,
        )
        tasks = tuple(read_task(item) for item in items)
        return Page(tasks, items[-1]["GSI2SK"]["S"] if more and items else "")

    def held_by(self, ref: str, *, after: str = "", most: int, until: str = LATEST) -> Page:
        found, more = self._table.query(
            IndexName="GSI1",
            KeyConditionExpression="GSI1PK = :pk AND GSI1SK BETWEEN :from AND :until",
            ExpressionAttributeValues=_between(f"HOLDER#{ref}", after, until),
            Limit=most,
        )
        keys = [{"PK": item["PK"], "SK": item["SK"]} for item in found]
        items = self._table.get_many(keys) if keys else []
        tasks = [read_task(item) for item in items]
        held = sorted((t for t in tasks if t.holder == ref), key=lambda t: t.place)
        return Page(tuple(held), found[-1]["GSI1SK"]["S"] if more and found else "")

    def case_with(self, number: str) -> str:
        item = self._table.get(key(f"NUMBER#{number}", "NUMBER"))
        return str(item["case_id"]["S"]) if item else ""

    def unstarted(self, before: datetime) -> list[Case]:
        return [c for c in self.running() if not c.stage and c.submitted < before]

    def unresumed(self, before: datetime) -> list[Task]:
        at = {(case.id, case.stage) for case in self.running()}
        answered = self._scan(
            FilterExpression="kind = :task AND #state IN (:decided, :withdrawn)",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={
                f":{value}": text(value) for value in ("task", "decided", "withdrawn")
            },
        )
        tasks = map(read_task, answered)
        return [t for t in tasks if (t.case_id, t.step) in at and t.decided and t.decided < before]

    def running(self) -> Iterator[Case]:
        found = self._scan(
            FilterExpression="kind = :case AND #status = :running",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={":case": text("case"), ":running": text("running")},
        )
        return map(read_case, found)

    def every(self) -> Iterator[Case]:
        found = self._scan(
            FilterExpression="kind = :case", ExpressionAttributeValues={":case": text("case")}
        )
        return map(read_case, found)

    def _scan(self, **arguments: Any) -> Iterator[Item]:  # noqa: ANN401
        more: dict[str, Any] = {}
        while True:
            items, after = self._table.scan(ConsistentRead=True, **arguments, **more)
            yield from items
            if not after:
                return
            more = {"ExclusiveStartKey": after}
