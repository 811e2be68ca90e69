"""axe-core finds nothing on any example, sample page or public page, in light and in dark, wherever
a part of it is new; and none is wider than a telephone, a tablet or a screen."""

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.shapes import Shapes
from tests.chromium import chromium
from tests.unit.frontend import samples

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("axe")]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """A test run has no use for an access log."""


@pytest.fixture(scope="module")
def served(site: Path, renderer, tmp_path_factory) -> Iterator[tuple[str, list[str]]]:
    """A copy of the site with the sample pages beside it, on the loopback; and their addresses."""
    site = shutil.copytree(site, tmp_path_factory.mktemp("shown"), dirs_exist_ok=True)
    for name in samples.PAGES:
        template, values = samples.context(name)
        folder = site / "nl" / "sample" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text(renderer.render(template, lang="nl", **values))
    handler = functools.partial(_Quiet, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        shown = [p for p in sorted(site.rglob("*.html")) if p.relative_to(site).parts[0] not in
                 ("fr", "de", "en")]  # fmt: skip
        yield f"http://127.0.0.1:{server.server_port}/", [str(p.relative_to(site)) for p in shown]
        server.shutdown()


# What another scheme of colours can change; all else is the same document in both
_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(served, scheme):
    base, pages = served
    found, thrown, wide, seen = [], [], [], Shapes()
    options = {"resultTypes": ["violations"], **(_COLOURS if scheme == "dark" else {})}
    with chromium() as browser:
        page = browser.new_page(color_scheme=scheme, viewport={"width": 320, "height": 800})
        page.on("pageerror", lambda error: thrown.append(str(error)))
        for path in pages:
            page.goto(base + path)
            if seen.is_new(page, scheme):
                result = Axe().run(page, options=options)
                found += [f"{path}: {v['id']}" for v in result.response["violations"]]
            for width in (1280, 768, 320) if scheme == "light" else ():
                page.set_viewport_size({"width": width, "height": 800})
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    wide.append(f"{path} at {width}")
    assert found == []
    assert thrown == []
    assert wide == []
