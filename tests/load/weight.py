"""What a first visit to a public page weighs, compressed, in bytes."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

from frontend.build import build
from infra.local.config import ROOT

_ELSEWHERE = re.compile(r"""(?:src|href)="(https?:)?//""")


def measure(tenant: str = "mechelen") -> Iterator[tuple[str, int, int, int]]:
    """(page, HTML and CSS, script, addresses of third parties that are loaded) of each page."""
    out = ROOT / "build" / "bench" / tenant
    build(tenant, out, None)
    manifest = json.loads((out / "assets" / "manifest.json").read_text())
    style, script = (_size(out / manifest[name].lstrip("/")) for name in ("style", "script"))
    for page in sorted(out.glob("nl/**/*.html")):
        loaded = re.sub(r"<a\b[^>]*>", "", page.read_text())
        yield (
            str(page.relative_to(out)),
            _size(page) + style,
            script,
            len(_ELSEWHERE.findall(loaded)),
        )


def _size(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))
