"""One case put back from a restored table, with its workflow.

What is put back carries the attribute `restored`: the stream's function does nothing for it, so
nobody is told again (functions/events.py). The case's chain gets a line that says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from functions.adapters.codec import Item, key, number, text
from functions.adapters.items import NEW, case_item, event_item, read_case
from functions.adapters.store import DynamoStore
from functions.adapters.table import Cancelled, Table
from functions.domain.case import Case, happened
from functions.domain.numbers import write_case_number
from infra.operate import executions, items, restoring, stuck
from infra.operate.deployed import CannotTell, Deployed
from infra.operate.places import Folder

Json = dict[str, Any]
_MOST = 100  # writes of one transaction
RESTORED = "restored"


@dataclass(frozen=True)
class Plan:
    """What would be written. `then`, `now`: the case in both tables; `old`, `live`: its items."""

    then: Case
    now: Case | None
    old: list[Item]
    live: list[Item]
    claims: list[str]  # that are to be taken again

    def told(self) -> list[str]:
        lines = [f"put back {len(self.old)} items of {write_case_number(self.then.number)}"]
        if self.now:
            gone = len({items.place(i) for i in self.live} - {items.place(i) for i in self.old})
            lines.append(f"take away {gone} items that are newer, after saving all of them")
        if self.claims:
            lines.append(f"claim again: {len(self.claims)}")
        if self.then.appointments:
            lines.append("it has an appointment: look at the desk whether the moment is still free")
        if self.then.status == "running":
            lines.append("see to its workflow: it goes on, or begins again where the case is")
        return lines


def plan(deployed: Deployed, table: str, reference: str, *, over_newer: bool) -> Plan:
    """Raises CannotTell where it must not or need not be put back."""
    old_file = stuck.file_of(DynamoStore(Table(table)), reference)
    then = old_file.case
    old = _partition(table, then.id)
    live = _partition(deployed.table, then.id)
    meta = next((item for item in live if item["SK"]["S"] == "META"), None)
    now = read_case(meta) if meta else None
    if write_case_number(then.number) in restoring.erased(deployed):
        raise CannotTell("it was erased on purpose (the desk's log says so): it stays erased")
    if now and [items.digest(i) for i in old] == [items.digest(i) for i in live]:
        raise CannotTell("it is as it was: there is nothing to put back")
    if now and now.version > then.version and not over_newer:
        raise CannotTell(
            f"the live case is newer (version {now.version}, then {then.version}): what happened "
            "since would be lost. --over-newer does it all the same"
        )
    return Plan(then, now, old, live, _claims(deployed, then))


def _partition(table: str, case_id: str) -> list[Item]:
    return list(
        Table(table).all_of(
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": text(f"CASE#{case_id}")},
            ConsistentRead=True,
        )
    )


def _claims(deployed: Deployed, then: Case) -> list[str]:
    """Raises CannotTell when another case has one by now."""
    store, free = DynamoStore(Table(deployed.table)), []
    for claim in then.claims:
        holder = store.claim_holder(claim)
        if holder and holder != then.id:
            raise CannotTell(f"case {holder} has by now what this one had claimed")
        if not holder:
            free.append(claim)
    return free


def put_back(
    deployed: Deployed, found: Plan, *, table: str, saved: Path, say: Callable[[str], None]
) -> None:
    """Save what is there, write, see to the workflow. Raises CannotTell, Conflict."""
    if found.live:
        lines = "".join(items.raw(item) + "\n" for item in found.live)
        name = f"{found.then.id}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.jsonl"
        Folder(saved).write(name, lines.encode())
        say(f"saved what was live in {saved / name}")
    goes_on = found.then.status != "running" or _goes_on(deployed, found)
    if not goes_on:
        _stop(deployed, found)
    _write(deployed, found, table)
    say("put back")
    if goes_on:
        return
    store = DynamoStore(Table(deployed.table))
    file = stuck.file_of(store, found.then.id)
    say(stuck.begin_again(deployed, store, stuck.procedure_of(file.case), file))


def _goes_on(deployed: Deployed, found: Plan) -> bool:
    """Whether its execution still waits for the very task that is put back."""
    then, now = found.then, found.now
    if now and (now.run, now.stage_entered) != (then.run, then.stage_entered):
        return False
    execution = executions.of_case(deployed, then)
    if execution is None or execution.status != "RUNNING":
        return False
    return executions.last_state(deployed, execution) == f"{then.stage}.wait"


def _stop(deployed: Deployed, found: Plan) -> None:
    for case in filter(None, (found.then, found.now)):
        execution = executions.of_case(deployed, case)
        if execution and execution.status == "RUNNING":
            deployed.client("stepfunctions").stop_execution(
                executionArn=execution.arn, cause="The case was put back to an earlier moment"
            )


def _write(deployed: Deployed, found: Plan, table: str) -> None:
    now = datetime.now(UTC)
    run = max(found.then.run, found.now.run if found.now else 1)
    version = max(found.then.version, found.now.version if found.now else 0)
    case, event = happened(
        found.then.model_copy(update={"version": version}),
        RESTORED,
        at=now,
        actor=stuck.operator(),
        data={"of": table, "run": str(run)},
        run=run,
    )
    mark = {RESTORED: text(now.isoformat())}
    # documents arrive beside the case, so they are the item's as it was
    (meta,) = [item for item in found.old if item["SK"]["S"] == "META"]
    meta = {**meta, **case_item(case), **mark}
    rest = [{**item, **mark} for item in found.old if item["SK"]["S"] != "META"]
    rest.append({**event_item(event), **mark})
    kept = {items.place(item) for item in (*rest, meta)}
    gone = [items.place(item) for item in found.live if items.place(item) not in kept]
    head = {"Put": {"Item": meta, **_still(found.now)}}
    name = {
        **key(f"NUMBER#{case.number}", "NUMBER"), "kind": text("number"), "case_id": text(case.id),
    }  # fmt: skip
    writes: list[Json] = [
        *({"Put": {"Item": item}} for item in rest),
        *({"Delete": {"Key": key(*place)}} for place in gone),
        {"Put": {"Item": name}},
        *({"Put": {"Item": _claim(claimed, case.id), **NEW}} for claimed in found.claims),
    ]
    _store(Table(deployed.table), writes, head, alone=found.now is None)


def _claim(claimed: str, case_id: str) -> Item:
    return {**key(f"CLAIM#{claimed}", "CLAIM"), "kind": text("claim"), "case_id": text(case_id)}


def _still(now: Case | None) -> Json:
    """On condition that nobody wrote since it was looked at."""
    if now is None:
        return NEW
    return {
        "ConditionExpression": "#version = :version",
        "ExpressionAttributeNames": {"#version": "version"},
        "ExpressionAttributeValues": {":version": number(now.version)},
    }


def _store(table: Table, writes: list[Json], head: Json, *, alone: bool) -> None:
    """All or nothing; a case that is not there may come in parts, for without its head nobody
    sees it."""
    if len(writes) + 1 > _MOST and not alone:
        raise CannotTell("it has more than 100 items: a case that is live is not put over in parts")
    whole = [*writes, head]
    before = max(len(whole) - _MOST, 0)
    try:
        for start in range(0, before, _MOST):
            table.transact(whole[start : min(start + _MOST, before)])
        table.transact(whole[before:])
    except Cancelled as cancelled:
        raise CannotTell("somebody changed it meanwhile: look again") from cancelled
