"""A stand-in of Mijn Burgerprofiel: it asks the desk for the certificates of a person, as a client
of the token service with its own key, and follows the links that it is given."""

import json
from collections.abc import Callable, Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Request, Response

from functions.adapters.http import OK, Fault, ask
from functions.adapters.oauth import ClientCredentials
from infra.local.keys import private_key
from infra.local.neighbours.tokens import Clock

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CLIENT_ID = "burgerprofiel"
SCOPE = "burgerloket-certificates"  # as in the tenant's file
_PDF = "application/pdf"
_MOST = 16 * 1024 * 1024
_SECONDS = 30.0  # the desk may start with this request


class Burgerprofiel:
    """`/`: whom to look at; `/of/<number>`: what the desk gives; `/download?href=`: a file."""

    title = "Mijn Burgerprofiel (vraagt attesten aan het loket)"

    def __init__(
        self, *, desk: Callable[[], str], token_url: Callable[[], str], clock: Clock
    ) -> None:
        self._desk = desk
        self._token_url = token_url
        self._clock = clock
        self._credentials: ClientCredentials | None = None

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        return self._answer(request)(environ, start_response)

    def reset(self) -> None:
        """Forget the token."""
        self._credentials = None

    def _answer(self, request: Request) -> Response:
        if request.path == "/":
            return self._people(request)
        if request.path.startswith("/of/"):
            return self._listed(request, request.path.removeprefix("/of/"))
        if request.path == "/download":
            return self._download(request)
        return Response(status=404)

    # what it asks

    def ask(self, url: str, accept: str) -> tuple[int, bytes]:
        """(status, content) of an address of the desk. Never sends the token elsewhere."""
        if not url.startswith(f"{self._desk()}/v1/"):
            raise Fault("not the desk")
        if self._credentials is None:
            key = private_key(CLIENT_ID)
            self._credentials = ClientCredentials(
                self._token_url(), CLIENT_ID, key, self._clock.now
            )
        headers = {"Accept": accept, **self._credentials.bearer(SCOPE)}
        return ask("GET", url, headers, seconds=_SECONDS, most=_MOST)

    def listed(self, number: str) -> dict[str, Any]:
        """The answer to a list, with every page of it."""
        url = f"{self._desk()}/v1/certificates/{number}?limit=10&page=0"
        found: dict[str, Any] = {}
        while url:
            status, content = self.ask(iri_to_uri(url), "application/hal+json")
            if status != OK:
                raise Fault(f"status {status}")
            page = json.loads(content)
            page["certificates"] = [*found.get("certificates", []), *page["certificates"]]
            found = page
            url = _link(page["links"], "next")
        return found

    # what it shows

    def _people(self, request: Request) -> Response:
        from infra.local.identity import load_personas

        rows = "".join(
            f'<li><a href="{request.script_root}/of/{person.rrn}">'
            f"{escape(person.given_name)} {escape(person.family_name)}</a></li>"
            for person in load_personas()
            if person.rrn
        )
        return _page(f"<p>Kies wie is aangemeld.</p><ul>{rows}</ul>")

    def _listed(self, request: Request, number: str) -> Response:
        try:
            found = self.listed(number)
        except Fault as fault:
            return _page(f"<p>Het loket gaf geen antwoord: {escape(str(fault))}</p>", 502)
        rows = "".join(
            f"<li>{escape(one['name'])} ({escape(one['language'])}, {one.get('year', '')}) "
            f'<a href="{request.script_root}/download?href='
            f'{escape(_link(one["links"], "download"))}">Download</a></li>'
            for one in found["certificates"]
        )
        total = found["pageMetadata"]["totalElements"]
        return _page(f"<p>{total} documenten van het loket</p><ul>{rows}</ul>")

    def _download(self, request: Request) -> Response:
        try:
            status, content = self.ask(request.args.get("href", ""), _PDF)
        except Fault as fault:
            return _page(f"<p>Niet gevonden: {escape(str(fault))}</p>", 502)
        if status != OK:
            return _page(f"<p>Het loket antwoordde {status}.</p>", 502)
        return Response(content, mimetype=_PDF)


def _link(links: list[dict[str, str]], rel: str) -> str:
    return next((link["href"] for link in links if link["rel"] == rel), "")


def _page(content: str, status: int = 200) -> Response:
    page = (
        '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Mijn Burgerprofiel</title>'
        f"<main><h1>Mijn Burgerprofiel</h1>{content}</main></html>"
    )
    return Response(page, status, mimetype="text/html")
