"""What an export says of itself: `manifest.json`."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from infra.operate.deployed import CannotTell, Deployed
from infra.operate.places import Place

Json = dict[str, Any]
MANIFEST = "manifest.json"
FORMAT = "burgerloket-export/1"
_NOT_LISTED = (MANIFEST, "progress.json")


@dataclass
class Counted:
    """Of the table. `newest`: its newest change; `broken`: chains that do not hold, in words."""

    items: int = 0
    cases: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    chains: int = 0
    broken: list[str] = field(default_factory=list)
    newest: datetime | None = None
    left_out: dict[str, int] = field(default_factory=dict)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def manifest_of(deployed: Deployed, at: Place, begun: str, counted: Counted) -> Json:
    """`newest_change`: the newest moment at which an event of a chain or a draft was written (UTC),
    "" for an empty table."""
    files = {name: _told(at, name) for name in at.names() if name not in _NOT_LISTED}
    documents = [name for name in files if name.startswith("bucket/files/")]
    newest = counted.newest.astimezone(UTC).isoformat() if counted.newest else ""
    return {
        "format": FORMAT,
        "tool": f"burgerloket {version('burgerloket')}",
        "tenant": deployed.tenant,
        "table": deployed.table,
        "bucket": deployed.bucket,
        "account": deployed.account,
        "region": deployed.region,
        "begun": begun,
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "newest_change": newest,
        "counts": {
            "items": counted.items,
            "cases": counted.cases,
            "kinds": counted.kinds,
            "documents": len(documents),
            "document_bytes": sum(files[name]["bytes"] for name in documents),
        },
        "left_out": counted.left_out,
        "chains": {"checked": counted.chains, "broken": counted.broken},
        "files": files,
    }


def _told(at: Place, name: str) -> Json:
    content = at.read(name) or b""
    return {"bytes": len(content), "sha256": sha256(content)}


def read_manifest(at: Place) -> Json:
    """Raises CannotTell when there is none, or of another kind."""
    found = at.read(MANIFEST)
    if found is None:
        raise CannotTell(f"{at} has no {MANIFEST}: the export is not finished, or not there")
    made: Json = json.loads(found)
    if made.get("format") != FORMAT:
        raise CannotTell(f"{at}: the format is {made.get('format')}, not {FORMAT}")
    return made
