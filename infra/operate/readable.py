"""The readable half of an export, made from the raw one: a file for every case, list and log."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from functions.domain.audit import break_of
from infra.audit import CHAINED, TOLD, chain_of
from infra.operate import items
from infra.operate.deployed import CannotTell
from infra.operate.manifest import Counted
from infra.operate.places import Place

Json = dict[str, Any]
_FOLDERS = {"CASE": "cases", "LIST": "lists", "CARDS": "cards", "LOG": "logs"}
_LINES = 5000  # of what has no file of its own, in one file


def write_readable(at: Place, parts: int, say: Callable[[str], None]) -> Counted:
    """Always anew and the same: it may have been broken off before."""
    counted, others = Counted(), _Others(at)
    seen: set[str] = set()
    for pk, found in _partitions(at, parts):
        if pk in seen:
            raise CannotTell(f"the parts of the table hold {pk} twice: export again")
        seen.add(pk)
        _count(counted, found)
        prefix, _, name = pk.partition("#")
        if pk.startswith(CHAINED):
            _judge(counted, pk, found)
        if folder := _FOLDERS.get(prefix):
            text = "".join(items.readable(item) + "\n" for item in found)
            at.write(f"readable/{folder}/{quote(name, safe='')}.jsonl", text.encode())
        else:
            others.add(prefix, found)
        if len(seen) % 1000 == 0:
            say(f"readable: {len(seen)} partitions")
    others.finish()
    return counted


def _partitions(at: Place, parts: int) -> Iterator[tuple[str, list[Json]]]:
    """The items of each partition, in their order."""
    found: list[Json] = []
    for item in raw_items(at, parts):
        if found and found[0]["PK"] != item["PK"]:
            yield found[0]["PK"]["S"], found
            found = []
        found.append(item)
    if found:
        yield found[0]["PK"]["S"], found


def raw_items(at: Place, parts: int) -> Iterator[Json]:
    """Raises CannotTell when a part is not there."""
    for number in range(1, parts + 1):
        name = f"table/items-{number:06}.jsonl"
        content = at.read(name)
        if content is None:
            raise CannotTell(f"{name} is missing")
        # not splitlines(): a text may hold other separators of lines
        for line in content.decode().split("\n"):
            if line:
                yield json.loads(line)["Item"]


def _count(counted: Counted, found: list[Json]) -> None:
    counted.items += len(found)
    for item in found:
        kind = item.get("kind", {}).get("S", "other")
        counted.kinds[kind] = counted.kinds.get(kind, 0) + 1
        counted.cases += kind == "case"
        at = items.changed_at(item)
        if at and (counted.newest is None or at > counted.newest):
            counted.newest = at


def _judge(counted: Counted, pk: str, found: list[Json]) -> None:
    """As `python -m infra.audit verify`, of what was taken along."""
    try:
        chain, events, name = chain_of(pk, found)
    except ValueError:
        counted.chains += 1
        counted.broken.append(f"{pk}: a line cannot be read")
        return
    if chain is None and not events:
        return  # a draft
    counted.chains += 1
    if broken := break_of(events, chain):
        counted.broken.append(f"{name}: {TOLD[broken.what].format(seq=broken.seq)}")


class _Others:
    """Small partitions of one kind together, some thousands of lines a file."""

    def __init__(self, at: Place) -> None:
        self._at = at
        self._lines: dict[str, list[str]] = {}
        self._files: dict[str, int] = {}

    def add(self, prefix: str, found: list[Json]) -> None:
        lines = self._lines.setdefault(prefix, [])
        lines += [items.readable(item) + "\n" for item in found]
        if len(lines) >= _LINES:
            self._flush(prefix)

    def finish(self) -> None:
        for prefix in self._lines:
            self._flush(prefix)

    def _flush(self, prefix: str) -> None:
        if not self._lines[prefix]:
            return
        self._files[prefix] = self._files.get(prefix, 0) + 1
        name = f"readable/other/{quote(prefix, safe='').lower()}-{self._files[prefix]:06}.jsonl"
        self._at.write(name, "".join(self._lines[prefix]).encode())
        self._lines[prefix] = []
