"""Cuts botocore's data down to what the functions call (`python -m infra.trim_botocore`).

A client parses the whole description of its service and of every AWS endpoint at its making. With
BOTOCORE_DATA on the trimmed copy it parses some per cent of that. Only DynamoDB's, the one client
that is made at start; the others come from botocore's own data when they are first used.
"""

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore

# Per service: botocore's folder, its name in endpoints.json, the operations that our adapters call.
SERVICES = {
    "dynamodb": (
        "dynamodb",
        ("BatchGetItem", "BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan",
         "TransactWriteItems", "UpdateItem"),
    ),
}  # fmt: skip
DATA = Path(botocore.__file__).parent / "data"


def trim(out: Path) -> None:
    """Write the trimmed data; each file replaces botocore's own of the same name."""
    _write(out / "endpoints.json", _endpoints(_read(DATA / "endpoints.json")))
    for service, (_, operations) in SERVICES.items():
        version = sorted(path.name for path in (DATA / service).iterdir() if path.is_dir())[-1]
        found = _read(DATA / service / version / "service-2.json")
        _write(out / service / version / "service-2.json", _service(found, operations))


def _endpoints(found: dict[str, Any]) -> dict[str, Any]:
    """Every partition, with the regions, but only our services."""
    ours = {name for name, _ in SERVICES.values()}
    for partition in found["partitions"]:
        partition["services"] = {
            name: about for name, about in partition["services"].items() if name in ours
        }
    return found


def _service(found: dict[str, Any], operations: tuple[str, ...]) -> dict[str, Any]:
    kept = {name: found["operations"][name] for name in operations}
    wanted = set(_shapes(kept))
    todo = list(wanted)
    while todo:
        new = set(_shapes(found["shapes"][todo.pop()])) - wanted
        wanted |= new
        todo += new
    shapes = {name: shape for name, shape in found["shapes"].items() if name in wanted}
    trimmed: dict[str, Any] = _without_words({**found, "operations": kept, "shapes": shapes})
    return trimmed


def _shapes(part: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    """The names of the shapes that a piece of the description speaks of."""
    if isinstance(part, dict):
        if isinstance(part.get("shape"), str):
            yield part["shape"]
        for value in part.values():
            yield from _shapes(value)
    elif isinstance(part, list):
        for value in part:
            yield from _shapes(value)


def _without_words(part: Any) -> Any:  # noqa: ANN401
    if isinstance(part, dict):
        return {k: _without_words(v) for k, v in part.items() if k != "documentation"}
    if isinstance(part, list):
        return [_without_words(value) for value in part]
    return part


def _read(path: Path) -> dict[str, Any]:
    packed = path.with_name(path.name + ".gz")
    text = gzip.decompress(packed.read_bytes()) if packed.is_file() else path.read_bytes()
    found: dict[str, Any] = json.loads(text)
    return found


def _write(path: Path, content: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, separators=(",", ":")), "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/botocore-data"))
    trim(parser.parse_args().out)
