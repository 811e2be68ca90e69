"""`verify`: an export read again, and held against the live table and bucket."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from infra.operate import items
from infra.operate.deployed import CannotTell, Deployed
from infra.operate.exporting import NOT_TAKEN, PROGRESS
from infra.operate.manifest import MANIFEST, read_manifest, sha256
from infra.operate.places import Place
from infra.operate.readable import raw_items

Json = dict[str, Any]
Say = Callable[[str], None]


def verify(deployed: Deployed, at: Place, say: Say) -> list[str]:
    """What differs, a line each; [] when the export is whole and is what is live. Raises
    CannotTell."""
    made = read_manifest(at)
    if (made["table"], made["account"]) != (deployed.table, deployed.account):
        raise CannotTell(f"{at} is of {made['table']} in account {made['account']}")
    say("hashing every file")
    found = _files(at, made)
    found += [f"chain: {told}" for told in made["chains"]["broken"]]
    say("reading the table")
    found += _table(deployed, at, made)
    say("listing the bucket")
    return found + _bucket(deployed, at, made)


def _files(at: Place, made: Json) -> list[str]:
    found, there = [], set(at.names()) - {MANIFEST, PROGRESS}
    for name, told in made["files"].items():
        content = at.read(name)
        if content is None:
            found.append(f"file {name}: missing")
        elif sha256(content) != told["sha256"]:
            found.append(f"file {name}: is not what the manifest says (SHA-256)")
    return found + [
        f"file {name}: not in the manifest" for name in sorted(there - set(made["files"]))
    ]


def _numbered(made: Json, prefix: str) -> int:
    return sum(name.startswith(prefix) for name in made["files"])


def _table(deployed: Deployed, at: Place, made: Json) -> list[str]:
    """Items by key and hash, so that a large table fits in memory."""
    exported: dict[tuple[str, str], str] = {}
    fleeting: set[tuple[str, str]] = set()
    now = datetime.now(UTC)
    for item in raw_items(at, _numbered(made, "table/items-")):
        exported[items.place(item)] = items.digest(item)
        if items.expires(item, now):
            fleeting.add(items.place(item))
    found = []
    for page, _ in items.pages(deployed.client("dynamodb"), deployed.table):
        for item in page:
            place = items.place(item)
            if place[0].startswith(items.LEFT_OUT):
                continue
            before = exported.pop(place, None)
            if before is None:
                found.append(f"item {_told(place)}: is live, and not in the export")
            elif before != items.digest(item):
                found.append(f"item {_told(place)}: changed since the export")
    gone = [place for place in exported if place not in fleeting]  # else its time was up
    return found + [f"item {_told(place)}: in the export, and not live any more" for place in gone]


def _told(place: tuple[str, str]) -> str:
    return " / ".join(place)


def _bucket(deployed: Deployed, at: Place, made: Json) -> list[str]:
    exported: dict[str, Json] = {}
    for number in range(1, _numbered(made, "bucket/index-") + 1):
        content = at.read(f"bucket/index-{number:06}.jsonl") or b""
        for line in content.decode().split("\n"):
            if line:
                one = json.loads(line)
                exported[one["key"]] = one
    found = []
    pages = deployed.client("s3").get_paginator("list_objects_v2")
    for page in pages.paginate(Bucket=deployed.bucket):
        for one in page.get("Contents", []):
            if one["Key"].startswith(NOT_TAKEN):
                continue
            before = exported.pop(one["Key"], None)
            if before is None:
                found.append(f"document {one['Key']}: is live, and not in the export")
            elif (before["etag"], before["bytes"]) != (one["ETag"], one["Size"]):
                found.append(f"document {one['Key']}: changed since the export")
    return found + [f"document {key}: in the export, and not live any more" for key in exported]
