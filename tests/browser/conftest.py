"""A real Chromium before the whole local desk. Both start once per file, and stop after it."""

import fcntl
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from frontend.build import build
from functions.web import answers
from infra.local.calendar import write_calendar
from infra.local.config import ROOT
from infra.local.stack import LocalStack
from tests.browser.visitor import Visitor
from tests.browser.watch import Watch
from tests.chromium import chromium
from tests.mornings import start_anew

TENANT = "mechelen"
# Not the folder that `make run` serves: a test must not take away the pages that someone looks at.
SITE = ROOT / "build" / "tests" / "site" / TENANT
CALENDAR = ROOT / "build" / "local" / "calendar.toml"
PATIENCE = 10_000  # milliseconds that a page may take on a busy machine


class Opens(Protocol):
    """Gives a new page in a browser profile of its own, as for another person."""

    def __call__(self, *, width: int = 1280, **options: Any) -> Page: ...


@pytest.fixture(scope="module", name="chromium")
def _chromium() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def pages() -> Path:
    """The static site, built when a source changed; only one test process at a time builds."""
    SITE.parent.mkdir(parents=True, exist_ok=True)
    with (SITE.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        write_calendar(CALENDAR, datetime.now(UTC).date())
        build(TENANT, SITE, CALENDAR)
    answers.renderer_of.cache_clear()  # made before the site was, it knows no style
    return SITE


@pytest.fixture(scope="module")
def _running(pages: Path) -> Iterator[LocalStack]:
    with LocalStack(TENANT, background=True, pages=pages) as stack:
        yield stack
    answers.renderer_of.cache_clear()


@pytest.fixture
def stack(_running: LocalStack) -> LocalStack:
    """The running desk, empty, on a morning; it works by itself in the background."""
    start_anew(_running)
    return _running


@pytest.fixture
def watch(stack: LocalStack) -> Iterator[Watch]:
    """Every page that a test opens is watched: nothing blocked, nothing fetched elsewhere."""
    watch = Watch(own=(stack.url, stack.local.issuer, stack.local.payments_url))
    yield watch
    watch.judge()


@pytest.fixture
def opens(
    chromium: Browser, stack: LocalStack, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Opens]:
    monkeypatch.setattr(Visitor, "desk_rests", staticmethod(stack.rests))
    contexts: list[BrowserContext] = []

    def opens(*, width: int = 1280, **options: Any) -> Page:
        context = chromium.new_context(
            base_url=stack.url,
            viewport={"width": width, "height": 900},
            locale="nl-BE",
            timezone_id="Europe/Brussels",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        watch.follow(context)
        contexts.append(context)
        return context.new_page()

    yield opens
    for context in contexts:
        context.close()
