"""What other authorities run, on one port: their token service, and each service below its name.

A neighbour speaks the protocol of the real service as far as that is public (docs/neighbours.md
says what could not be confirmed), asks for a token at each request, and can be made slow or broken.
"""

from collections.abc import Callable, Iterable
from html import escape
from typing import TYPE_CHECKING, Protocol

from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.wrappers import Request, Response

from infra.local.neighbours.burgerprofiel import Burgerprofiel
from infra.local.neighbours.dosis import Dosis
from infra.local.neighbours.ebox import EBox
from infra.local.neighbours.sources import Authorities
from infra.local.neighbours.tokens import Clock, Tokens

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

__all__ = ["Neighbour", "Neighbours", "Tokens"]


class Neighbour(Protocol):
    """One service: `/` is a page for people, the rest what its protocol says."""

    title: str

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""

    def reset(self) -> None:
        """Forget what came, and work again."""


class Neighbours:
    """The WSGI application of all of them. `url`: where it is found; `desk`: where the desk is,
    for who asks something of it."""

    def __init__(self, *, url: Callable[[], str], desk: Callable[[], str], clock: Clock) -> None:
        self.tokens = Tokens(url=url, clock=clock)
        self.sources = Authorities(self.tokens, clock)
        self.dosis = Dosis(self.tokens)
        self.burgerprofiel = Burgerprofiel(
            desk=desk, token_url=lambda: f"{url()}/token", clock=clock
        )
        self.ebox = EBox(tokens=self.tokens, clock=clock)
        self.services: dict[str, Neighbour] = {
            "burgerprofiel": self.burgerprofiel,
            "dosis": self.dosis,
            "ebox": self.ebox,
            "sources": self.sources,
        }
        self._served = DispatcherMiddleware(
            self._own, {f"/{name}": service for name, service in self.services.items()}
        )

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        return self._served(environ, start_response)

    def reset(self) -> None:
        """An empty neighbourhood, everything working."""
        self.tokens.reset()
        for service in self.services.values():
            service.reset()

    def _own(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        request = Request(environ)
        pages: dict[tuple[str, str], Callable[[Request], Response]] = {
            ("GET", "/"): self._page,
            ("GET", "/.well-known/oauth-authorization-server"): self.tokens.metadata,
            ("GET", "/jwks"): self.tokens.jwks,
            ("POST", "/token"): self.tokens.token,
            ("POST", "/reset"): self._reset,
        }
        page = pages.get((request.method, request.path))
        answer = page(request) if page else Response(status=404)
        return answer(environ, start_response)

    def _reset(self, _request: Request) -> Response:
        self.reset()
        return Response(status=204)

    def _page(self, _request: Request) -> Response:
        links = "".join(
            f'<li><a href="/{name}/">{escape(service.title)}</a></li>'
            for name, service in self.services.items()
        )
        page = (
            '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Andere overheden</title>'
            f"<main><h1>Andere overheden</h1><ul>{links}</ul></main></html>"
        )
        return Response(page, mimetype="text/html")
