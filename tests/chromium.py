"""The Chromium of the browser tests. Without one they fail: a skipped one would go unseen."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

from infra.browser import executable_path


@contextmanager
def chromium() -> Iterator[Browser]:
    path = executable_path()  # before Playwright runs: it may ask Playwright itself
    if path is None:
        pytest.fail("There is no Chromium here: run `python -m infra.browser`.", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
