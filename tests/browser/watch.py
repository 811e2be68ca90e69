"""Listens to what a browser says while it is used: errors, blocked things, requests elsewhere."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError


@dataclass
class Watch:
    """`own`: the origins that a page of ours may ask for anything."""

    own: tuple[str, ...]
    said: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    _pages: set[str] = field(default_factory=set)

    def follow(self, context: BrowserContext) -> None:
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", self._broken)

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss"):
            if request.is_navigation_request():
                self._pages.add(request.url)
            if f"{parts.scheme}://{parts.netloc}" not in self.own:
                self.elsewhere.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        # A page that answers 404 or 422 is told as an error too; it is what it should be.
        is_page = message.location.get("url", "") in self._pages
        if not (is_page and message.text.startswith("Failed to load resource")):
            self.said.append(f"{message.text} ({message.location.get('url', '')})")

    def _broken(self, error: WebError) -> None:
        self.said.append(str(error.error))

    def judge(self) -> None:
        assert self.said == []
        assert self.elsewhere == []
