"""The static site: what is there, what it weighs, where it leads."""

import gzip
import re
import subprocess
import sys
from collections import Counter
from html import unescape
from pathlib import Path

import pytest

from frontend import assets, build
from frontend.procedures import public
from frontend.render import LANGUAGES
from functions.web import openapi
from tests.unit import known
from tests.unit.frontend import html

PUBLIC = ["", "help/", "privacy/", "accessibility/", "counter/"] + [
    f"{procedure.key}/{below}" for procedure in public() for below in ("", "paper/")
]
PAGE_LIMIT = 30_000  # bytes of HTML and CSS on the first visit, compressed
SCRIPT_LIMIT = 6_000


def weight(text: str) -> int:
    return len(gzip.compress(text.encode(), 9))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_whole_and_light(site, lang, path):
    text = (site / lang / path / "index.html").read_text()
    page = html.read(text)
    assert html.faults(text) == []
    assert page.lang == lang
    assert page.headings.count(1) == 1
    style = next((site / "assets").glob("style.*.css")).read_text()
    assert weight(text) + weight(style) <= PAGE_LIMIT
    assert all(f'hreflang="{code}"' in text for code in LANGUAGES)


def test_the_script_is_small(site):
    assert weight(next((site / "assets").glob("script.*.js")).read_text()) <= SCRIPT_LIMIT


def test_every_page_of_the_site_is_without_a_fault(site):
    found = {
        str(path.relative_to(site)): wrong
        for path in site.rglob("*.html")
        if (wrong := html.faults(path.read_text()))
    }
    assert found == {}


def test_every_link_within_the_site_leads_somewhere(site):
    lost = set()
    for path in site.rglob("*.html"):
        if "gallery" in path.parts and path.name != "index.html":
            continue  # examples lead to cases that are not there
        for address in re.findall(r'(?:href|src)="(/[^"#?]*)', path.read_text()):
            if re.match(r"/(\w\w/)?desk/", address) or address == "/api/openapi.json":
                continue
            target = site / address.lstrip("/")
            if not (target / "index.html" if address.endswith("/") else target).is_file():
                lost.add((path.name, address))
    assert lost == set()


def test_nothing_is_asked_of_another_party(site):
    for path in site.rglob("*.html"):
        text = path.read_text()
        assert re.findall(r'(?:src|<link[^>]*href)="(?:https?:)?//', text) == []
    style = next((site / "assets").glob("style.*.css")).read_text()
    assert "url(" not in style
    assert "@import" not in style


def test_errors_exist_in_every_language(site):
    for lang in LANGUAGES:
        for status in (403, 404, 503):
            assert (site / lang / f"{status}.html").is_file()


def test_a_file_that_is_no_longer_made_goes_away(tmp_path, site):
    made = build.Site(known.tenant(), now=build.datetime(2026, 1, 1, tzinfo=build.UTC))
    (tmp_path / "old.html").write_text("old")
    build.write(made, tmp_path)
    assert not (tmp_path / "old.html").exists()
    assert (tmp_path / "nl" / "index.html").exists()


def test_two_tenants_have_a_style_of_their_own():
    one, two = (
        assets.bundle(assets.Accent(t.style.accent, t.style.accent_dark))
        for t in (known.tenant("mechelen"), known.tenant("leuven"))
    )
    assert one["style"].url != two["style"].url
    assert one["script"].url == two["script"].url


def test_the_request_path_imports_no_more_than_jinja():
    code = (
        "import sys, frontend.render; "
        "print([m for m in ('babel','pydantic','boto3','chalice') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=build.ROOT
    )
    assert done.stdout.strip() == "[]"


def test_every_operation_of_the_api_stands_on_one_page(site: Path) -> None:
    pages = [page.read_text() for page in sorted((site / "api").rglob("index.html"))]
    told = Counter(
        (method.lower(), unescape(path))
        for page in pages
        for method, path in re.findall(
            r'<span class="tag">(\w+)</span> <span class="code">([^<]+)<', page
        )
    )
    wanted = {
        (method, path) for path, item in openapi.document()["paths"].items() for method in item
    }
    assert set(told) == wanted
    assert set(told.values()) == {1}
    assert max(len(page) for page in pages) < 100_000  # for a phone: all in one was 900 kB
