"""The steps of `restore`, as an operator gives them."""

import argparse
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from infra.operate.deployed import CannotTell, Deployed, moment

_KEEPS = "keeps personal data: when all is put back, delete it:"


def add_restore(command: argparse.ArgumentParser) -> None:
    """What follows `restore TENANT`."""
    command.add_argument("step", choices=("begin", "compare", "put-back", "documents"))
    command.add_argument("--at", help="a moment with its zone: 2026-11-26T09:30:00+01:00")
    command.add_argument("--table", help="the restored table, as `begin` names it")
    command.add_argument("--case", action="append", default=[], help="a number or id; may repeat")
    command.add_argument(
        "--yes", action="store_true", help="do it; without: say what would be done"
    )
    command.add_argument(
        "--over-newer", action="store_true", help="also where the live case is newer"
    )
    command.add_argument(
        "--saved", type=Path, default=Path("put-back"), help="a folder for what was live"
    )


def run(deployed: Deployed, given: argparse.Namespace, say: Callable[[str], None]) -> bool:
    """Whether something is left to do. Raises CannotTell."""
    if given.step == "begin":
        return _begin(deployed, _moment(given.at))
    if given.step == "compare":
        return _compare(deployed, _given(given.table, "--table"))
    if not given.case:
        raise CannotTell("say which: --case")
    if given.step == "documents":
        return _documents(deployed, given)
    return _put_back(deployed, given, say)


def _given(value: str | None, option: str) -> str:
    if not value:
        raise CannotTell(f"say which: {option}")
    return value


def _moment(text: str | None) -> datetime:
    try:
        at = datetime.fromisoformat(_given(text, "--at"))
    except ValueError as error:
        raise CannotTell(f"{text} is no moment: 2026-11-26T09:30:00+01:00") from error
    if at.tzinfo is None:
        raise CannotTell("say the zone of the moment: 2026-11-26T09:30:00+01:00")
    return at.astimezone(UTC)


def _begin(deployed: Deployed, at: datetime) -> bool:
    from infra.operate import restoring

    name = restoring.begin(deployed, at)
    print(f"{name} is {deployed.table} as it was at {moment(at)}.")
    print(f"Next: python -m infra.operate restore {deployed.tenant} compare --table {name}")
    print(f"It {_KEEPS}\n    aws dynamodb delete-table --table-name {name}")
    return False


def _compare(deployed: Deployed, table: str) -> bool:
    from infra.operate import restoring

    counts: Counter[str] = Counter()
    for found in restoring.compare(deployed, table):
        counts[found.kind] += 1
        if found.kind != "new":
            print(found.told())
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    print(f"{told or 'No case differs'}.")
    return bool(counts["gone"] or counts["changed"])


def _put_back(deployed: Deployed, given: argparse.Namespace, say: Callable[[str], None]) -> bool:
    from infra.operate import putting_back

    table = _given(given.table, "--table")
    for case in given.case:
        found = putting_back.plan(deployed, table, case, over_newer=given.over_newer)
        for line in found.told():
            print(line)
        if given.yes:
            putting_back.put_back(deployed, found, table=table, saved=given.saved, say=say)
    return _unless_done(given)


def _documents(deployed: Deployed, given: argparse.Namespace) -> bool:
    from functions.adapters.store import DynamoStore
    from functions.adapters.table import Table
    from infra.operate import restoring, stuck

    at, store = _moment(given.at), DynamoStore(Table(deployed.table))
    for case in given.case:
        case_id = stuck.file_of(store, case).case.id
        found = restoring.old_documents(deployed, case_id, at)
        print(f"{case}: {len(found)} files are gone or another since {moment(at)}")
        if given.yes:
            restoring.put_documents_back(deployed, found)
    return _unless_done(given)


def _unless_done(given: argparse.Namespace) -> bool:
    if not given.yes:
        print("Nothing was changed. --yes does it.")
    return not given.yes
