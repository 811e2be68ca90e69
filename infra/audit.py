"""Recompute the chains of a desk: `python -m infra.audit verify | export`.

    verify                  every case, list of voters and log
    verify --case 7KM4-...  one case
    verify --logs           the logs only
    export --case 7KM4-...  a case's whole chain, as JSON lines (--csv: for a spreadsheet)
    export --log 2026-11    a month of the desk's log; --log settings: the changes of settings

It reads the local desk on --port (8000). With TABLE_NAME in the environment and no --port it reads
that table of the AWS account whose credentials are there. `verify` answers 0 when everything holds,
1 when a chain is broken, 2 when it cannot be told; it only reads. An export is written in the log
of the month, as everybody's look is. docs/audit.md says what this proves and what not.
"""

import argparse
import getpass
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from botocore.exceptions import BotoCoreError, ClientError

from functions.adapters import codec
from functions.adapters.codec import Item, key, text
from functions.adapters.logs import DynamoLogs
from functions.adapters.table import Table
from functions.domain.audit import Break, as_csv, as_lines, break_of
from functions.domain.case import Case, Chained, Event, happened
from functions.domain.logs import month_of
from functions.domain.numbers import parse_case_number, write_case_number
from functions.domain.person import Actor
from functions.domain.problems import Busy, Conflict
from infra.local.clock import MovableClock
from infra.reaching import add_options, reach

WHOLE, BROKEN, UNKNOWN = 0, 1, 2
CHAINED = ("CASE#", "LIST#", "LOG#")
_STEP = 1000  # chains between two lines of progress
_TRIES = 5
TOLD = {
    "changed": "line {seq} was changed: it does not fit its own hash",
    "missing": "line {seq} is missing",
    "order": "line {seq} does not stand at its place",
    "follows": "line {seq} does not follow the line before it, which was replaced",
    "head": "line {seq} is not the last line that the chain itself names",
    "gone": "there are lines from {seq} on, and what they belong to is gone",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module."""
    given = _parser().parse_args(arguments)
    clock = reach(given)
    if clock is None:
        return UNKNOWN
    table = Table(os.environ["TABLE_NAME"])
    try:
        if given.command == "export":
            return _export(table, given, clock)
        return _verify(table, given)
    except (Busy, BotoCoreError, ClientError) as error:
        print(f"The table cannot be read: {type(error).__name__}", file=sys.stderr)
    except (LookupError, ValueError) as error:
        print(f"Cannot tell: {error}", file=sys.stderr)
    return UNKNOWN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m infra.audit",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    verify = commands.add_parser("verify", help="recompute chains and say where one breaks")
    export = commands.add_parser("export", help="write a chain out for an inspector")
    what = verify.add_mutually_exclusive_group()
    what.add_argument("--case", metavar="NUMBER", help="only the case with that number")
    what.add_argument("--logs", action="store_true", help="only the desk's logs")
    one = export.add_mutually_exclusive_group(required=True)
    one.add_argument("--case", metavar="NUMBER")
    one.add_argument("--log", metavar="MONTH", help="like 2026-11, or settings")
    export.add_argument("--csv", action="store_true", help="instead of JSON lines")
    export.add_argument("--out", type=Path, help="a file; otherwise the standard output")
    for command in (verify, export):
        add_options(command)
    return parser


# reading


def _items(table: Table, pk: str) -> list[Item]:
    """All of a partition that a chain is made of."""
    return list(
        table.all_of(
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": text(pk)},
            ConsistentRead=True,
        )
    )


def _chain(table: Table, pk: str) -> tuple[Chained | None, list[Event], str]:
    """See `chain_of`."""
    return chain_of(pk, _items(table, pk))


def chain_of(pk: str, items: Sequence[Item]) -> tuple[Chained | None, list[Event], str]:
    """(what the chain says of itself, its lines, how people call it), of a partition's items in
    their order. Raises ValueError for an item that cannot be read."""
    meta = next((item for item in items if item["SK"]["S"] == "META"), None)
    events = [codec.read(Event, i) for i in items if i["SK"]["S"].startswith("EVENT#")]
    if meta is None:
        return None, events, pk
    if pk.startswith("CASE#"):
        case = codec.read(Case, meta)
        return case, events, f"case {write_case_number(case.number)}"
    kind, _, name = pk.partition("#")
    return codec.read(Chained, meta), events, f"{kind.lower()} {name}"


def _partitions(table: Table, starts: tuple[str, ...]) -> Iterator[str]:
    """Every partition with a chain, or with lines whose chain is gone. Reads the whole table."""
    seen: set[str] = set()
    more: Item = {}
    while True:
        items, after = table.scan(
            ProjectionExpression="PK, SK",
            FilterExpression="SK = :meta OR begins_with(SK, :event)",
            ExpressionAttributeValues={":meta": text("META"), ":event": text("EVENT#")},
            ConsistentRead=True,
            **more,
        )
        for item in items:
            pk = item["PK"]["S"]
            if pk not in seen and pk.startswith(starts):
                seen.add(pk)
                yield pk
        if not after:
            return
        more = {"ExclusiveStartKey": after}


def _place_of(table: Table, number: str) -> str:
    """The partition of the case with that number; LookupError."""
    compact = parse_case_number(number)
    item = table.get(key(f"NUMBER#{compact}", "NUMBER")) if compact else None
    if item is None:
        raise LookupError(f"there is no case with number {number}")
    return f"CASE#{item['case_id']['S']}"


# verify


def _verify(table: Table, given: argparse.Namespace) -> int:
    if given.case:
        places: Iterator[str] = iter([_place_of(table, given.case)])
    else:
        places = _partitions(table, ("LOG#",) if given.logs else CHAINED)
    chains = lines = broken = 0
    for pk in places:
        found, name, count = _judge(table, pk)
        chains, lines = chains + 1, lines + count
        if found:
            broken += 1
            print(f"BROKEN  {name}: {TOLD[found.what].format(seq=found.seq)}", flush=True)
        if chains % _STEP == 0:
            print(f"{chains} chains, {lines} lines so far", file=sys.stderr, flush=True)
    verdict = f"{broken} broken." if broken else "every chain holds."
    print(f"Chains: {chains}, lines: {lines}. Result: {verdict}")
    return BROKEN if broken else WHOLE


def _judge(table: Table, pk: str) -> tuple[Break | None, str, int]:
    """The first break of a chain. A line that was written while it was read is no break: what seems
    broken is read again."""
    found, name, count = None, pk, 0
    for _ in range(2):
        try:
            chain, events, name = _chain(table, pk)
        except ValueError:  # pydantic: a line that is no event any more
            found = Break(_unreadable(table, pk), "changed")
            continue
        count, found = len(events), break_of(events, chain)
        if found is None:
            break
    return found, name, count


def _unreadable(table: Table, pk: str) -> int:
    """The number of the first line that cannot be read; 0: what the chain says of itself."""
    for item in _items(table, pk):
        sort = item["SK"]["S"]
        if sort.startswith("EVENT#"):
            try:
                codec.read(Event, item)
            except ValueError:
                return int(sort.removeprefix("EVENT#"))
    return 0


# export


def _export(table: Table, given: argparse.Namespace, clock: MovableClock) -> int:
    form = "csv" if given.csv else "lines"
    if given.case:
        chain, events, _ = _chain(table, _place_of(table, given.case))
        number = parse_case_number(given.case) or ""
        about = {"number": number}
        noted = {"case": number, "form": form}
    else:
        chain, events, _ = _chain(table, f"LOG#{given.log}")
        about = {"log": given.log}
        noted = {"log": given.log, "form": form}
    if chain is None:
        raise LookupError("there is nothing with that name")
    written = as_csv(events) if given.csv else "".join(as_lines(chain, events, about))
    _note(table, noted, clock.now())
    if given.out:
        given.out.write_text(written, "utf-8", newline="")
        print(f"{len(events)} lines in {given.out}", file=sys.stderr)
    else:
        sys.stdout.write(written)
    return WHOLE


def _note(table: Table, data: dict[str, str], now: datetime) -> None:
    """That this was taken along, by whom on this machine."""
    logs, actor = DynamoLogs(table), Actor(kind="operator", name=getpass.getuser())
    for _ in range(_TRIES):
        log, event = happened(
            logs.get(month_of(now)), "exported", at=now.astimezone(UTC), actor=actor, data=data
        )
        try:
            logs.record(log, event)
        except Conflict:
            continue
        return
    raise Busy


if __name__ == "__main__":
    sys.exit(main())
