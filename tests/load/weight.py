"""What a first visit to a public page weighs, compressed, in bytes."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

from frontend.build import build
from infra.local.config import ROOT

_LINK = re.compile(r"<link\b[^>]*>")
_STYLE = re.compile(r"""\brel="stylesheet"[^>]*?\bhref="([^"]+)\"""")
_SCRIPT = re.compile(r"""<script\b[^>]*\bsrc="([^"]+)\"""")
_ELSEWHERE = re.compile(r"""(?:src|srcset|href)="(?:https?:)?//|url\(["']?(?:https?:)?//""")
_FONT = re.compile(r"@font-face|@import")


def measure(tenant: str = "mechelen") -> Iterator[tuple[str, int, int, int]]:
    """(page, HTML and CSS, script, fonts and addresses of third parties that are loaded) of each
    public page, in the language in which it is heaviest. What it loads is read from the page."""
    out = ROOT / "build" / "bench" / tenant
    build(tenant, out, None)
    heaviest: dict[str, tuple[int, int, int]] = {}
    for page in sorted(out.rglob("*.html")):
        name = re.sub(r"^(nl|fr|de|en)/", "<lang>/", str(page.relative_to(out)))
        name = re.sub(r"^gallery/.*", "gallery/ (the heaviest page)", name)
        heaviest[name] = max(heaviest.get(name, (0, 0, 0)), _weight(page, out))
    for name, weight in heaviest.items():
        yield (name, *weight)


def _weight(page: Path, out: Path) -> tuple[int, int, int]:
    html = page.read_text()
    links = "".join(_LINK.findall(html))
    styles = [out / href.lstrip("/") for href in _STYLE.findall(links)]
    scripts = [out / source.lstrip("/") for source in _SCRIPT.findall(html)]
    loaded = re.sub(r"<a\b[^>]*>|<link\b[^>]*\brel=\"(?:alternate|canonical)\"[^>]*>", "", html)
    css = "".join(style.read_text() for style in styles)
    strange = len(_ELSEWHERE.findall(loaded + css)) + len(_FONT.findall(css))
    assert styles, page
    return _size(page) + sum(map(_size, styles)), sum(map(_size, scripts)), strange


def _size(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))
