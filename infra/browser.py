"""Makes sure that there is a Chromium for the browser tests: `python -m infra.browser`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The first is Chromium without windows, extensions and updates: a quarter less work for a journey.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_PACKAGES = ("chromium-headless-shell", "chromium")  # an older Debian has only the second


def executable_path() -> str | None:
    """A Chromium on PATH, or Playwright's own if it was downloaded, or None."""
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def _install() -> str:
    """Try the system's package, then Playwright's download; return what was tried, in words."""
    tried = []
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    for package in _PACKAGES if is_root and shutil.which("apt-get") else ():
        print(f"No Chromium found: installing the package {package!r} with apt-get.")
        tried.append(f"apt-get install -y {package}")
        done = subprocess.run(["apt-get", "install", "-y", "-qq", package], check=False,
                              stdout=subprocess.DEVNULL,
                              env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})  # fmt: skip
        if done.returncode == 0:
            return tried[-1]
    print("No Chromium found: downloading the one of Playwright.")
    tried.append("playwright install chromium")
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return " and ".join(tried)


def main() -> int:
    """Return 0 when there is a browser, 1 after saying why not."""
    if executable_path():
        return 0
    tried = _install()
    if executable_path():
        return 0
    print(
        f"The browser tests need Chromium, and this did not bring it: {tried}. Install it by hand "
        "so that `chromium` is on PATH, then run this again.",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
