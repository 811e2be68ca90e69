"""The pages under /_local: mailbox, clock, reset. Plain HTML, in Dutch, for who tries the desk."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import escape
from typing import Protocol
from urllib.parse import quote
from zoneinfo import ZoneInfo

from werkzeug.wrappers import Request, Response

from infra.dead_letters import Redriven
from infra.local.clock import MovableClock, duration
from infra.local.config import Local
from infra.local.guard import is_from_here
from infra.local.mails import Mail

_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
STYLE = (
    ":root{color-scheme:light dark;background:#fff;color:#1b1b1b}a{color:#003f9e}"
    "@media(prefers-color-scheme:dark){:root{background:#161616;color:#f1f1f1}a{color:#9cc4ff}}"
    "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:42rem;"
    "margin:0 auto;padding:1rem;overflow-wrap:anywhere}a,button,input{min-height:44px}"
    "button,input{font:inherit;padding:.4rem .8rem}nav a{display:inline-block;padding:.5rem .8rem "
    ".5rem 0}article{border-top:2px solid;padding:.5rem 0}dt{font-weight:700}dd{margin:0}"
    ":focus-visible{outline:3px solid;outline-offset:3px}"
)


class Actions(Protocol):
    """What the pages can do."""

    clock: MovableClock

    def mails(self, to: str = "") -> list[Mail]:
        """Mails, newest first."""

    def forward(self, step: timedelta) -> int:
        """Move the clock; return how many terms lapsed."""

    def reset(self) -> None:
        """Forget every case."""

    def redrive(self) -> Redriven:
        """Try the dead letters again."""


class DeskPages:
    """Answers everything under /_local."""

    def __init__(self, local: Local, title: str, actions: Actions) -> None:
        self._local = local
        self._title = title
        self._do = actions

    def __call__(self, request: Request) -> Response | None:
        """A page, or None."""
        path = request.path.rstrip("/")
        pages: dict[tuple[str, str], Callable[[Request], Response]] = {
            ("GET", "/_local"): self._index,
            ("GET", "/_local/style.css"): self._css,
            ("GET", "/_local/mailbox"): self._mailbox,
            ("GET", "/_local/clock"): self._clock,
            ("POST", "/_local/clock"): self._forward,
            ("POST", "/_local/reset"): self._reset,
            ("POST", "/_local/redrive"): self._redrive,
        }
        page = pages.get((request.method, path))
        if page is None and path.startswith("/_local/mailbox/"):
            page = self._formatted
        if page is None:
            return None
        # No page elsewhere may empty this desk: browsers say where a request comes from.
        if not is_from_here(request):
            return Response("Alleen vanaf deze site.", 403, mimetype="text/plain")
        response = page(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _page(self, title: str, body: str, status: int = 200) -> Response:
        html = (
            f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{escape(title)} - '
            f'lokaal loket</title><meta name="viewport" content="width=device-width">'
            f'<link rel="icon" href="data:,">'
            '<link rel="stylesheet" href="/_local/style.css"></head><body>'
            '<nav aria-label="Lokaal loket"><a href="/_local/">Overzicht</a> '
            '<a href="/_local/mailbox">Mailbox</a> <a href="/_local/clock">Klok</a> '
            f'<a href="/nl/">Naar de site</a></nav><main><h1>{escape(title)}</h1>{body}</main>'
            "</body></html>"
        )
        return Response(html, status, mimetype="text/html")

    def _css(self, request: Request) -> Response:
        del request
        return Response(STYLE, mimetype="text/css")

    def _index(self, request: Request) -> Response:
        del request
        local = self._local
        return self._page(
            f"Lokaal loket: {self._title}",
            "<p>Dit loket draait alleen op deze computer. Alle personen zijn verzonnen.</p>"
            '<ul><li><a href="/nl/">De site</a></li>'
            '<li><a href="/_local/mailbox">De mailbox: alle verzonden mails</a></li>'
            '<li><a href="/_local/clock">De klok vooruitzetten</a></li>'
            f'<li><a href="{escape(local.outside_url)}/">Andere instanties: wat hen gevraagd is'
            "</a></li>"
            f'<li><a href="{escape(local.neighbours_url)}/">Diensten van andere overheden</a></li>'
            f'<li><a href="{escape(local.issuer)}">De testpersonen om mee aan te melden</a></li>'
            f'<li><a href="{escape(local.payments_url)}">De testbetalingen</a></li>'
            '<li><a href="/gallery/">De componenten</a></li></ul>'
            "<h2>Opnieuw proberen</h2><p>Bied nog eens aan wat niet verwerkt raakte.</p>"
            '<form method="post" action="/_local/redrive"><button>Opnieuw aanbieden</button></form>'
            "<h2>Leegmaken</h2><p>Wist alle zaken, documenten en mails, en zet de klok weer juist."
            '</p><form method="post" action="/_local/reset"><button>Alles wissen</button></form>',
        )

    def _mailbox(self, request: Request) -> Response:
        to = request.args.get("to", "")
        mails = self._do.mails(to)
        if request.accept_mimetypes.best_match(["text/html", "application/json"]) != "text/html":
            body = json.dumps([mail.as_dict() for mail in mails])
            return Response(body, mimetype="application/json")
        people = sorted({person for mail in self._do.mails() for person in mail.to})
        filters = "".join(
            f'<li><a href="?to={quote(person)}">{escape(person)}</a></li>' for person in people
        )
        everyone = (
            f'<p>Mails aan {escape(to)}. <a href="/_local/mailbox">Toon alle mails</a></p>'
            if to
            else f"<h2>Ontvangers</h2><ul>{filters}</ul>"
            if filters
            else ""
        )
        shown = "".join(_mail(mail) for mail in mails) or "<p>Er zijn nog geen mails verzonden.</p>"
        return self._page("Mailbox", everyone + shown)

    def _formatted(self, request: Request) -> Response:
        """A mail's HTML with its own styles; no scripts, and nothing from elsewhere."""
        wanted = request.path.rpartition("/")[2]
        found = next((mail for mail in self._do.mails() if mail.id == wanted), None)
        if found is None:
            return self._page("Deze mail is er niet", "", 404)
        response = Response(found.html or f"<pre>{escape(found.text)}</pre>", mimetype="text/html")
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox "
            "allow-popups allow-top-navigation-by-user-activation"
        )
        return response

    def _clock(self, request: Request) -> Response:
        done = request.args.get("lapsed", "")
        return self._clock_page(
            f'<p role="status">De klok staat vooruit. Verstreken termijnen: {int(done)}.</p>'
            if done.isdigit()
            else ""
        )

    def _clock_page(self, message: str, status: int = 200) -> Response:
        now = self._do.clock.now().astimezone(ZoneInfo("Europe/Brussels"))
        return self._page(
            "Klok",
            f"{message}<p>Het is hier nu <strong>{now:%d/%m/%Y %H:%M}</strong>.</p>"
            '<form method="post"><p><label for="forward">Vooruit met</label></p>'
            '<p id="hint">Bijvoorbeeld P3D (3 dagen), P2W (2 weken) of PT6H (6 uur).</p>'
            '<p><input id="forward" name="forward" aria-describedby="hint" value="P1D"> '
            "<button>Zet de klok vooruit</button></p></form>"
            "<p>Terugzetten kan alleen door alles te wissen, op het overzicht.</p>",
            status,
        )

    def _forward(self, request: Request) -> Response:
        try:
            lapsed = self._do.forward(duration(request.form.get("forward", "")))
        except (ValueError, OverflowError):
            return self._clock_page(
                '<p role="alert">Vul een duur in, bijvoorbeeld P3D voor 3 dagen.</p>', 422
            )
        return Response(status=303, headers={"Location": f"/_local/clock?lapsed={lapsed}"})

    def _reset(self, request: Request) -> Response:
        del request
        self._do.reset()
        return self._page(
            "Alles is gewist", "<p>Het loket is leeg en de klok staat weer juist.</p>"
        )

    def _redrive(self, request: Request) -> Response:
        del request
        result = self._do.redrive()
        return self._page(
            "Opnieuw aangeboden",
            f"<p>Verwerkt: {result.replayed}. Opnieuw mislukt: {result.failed}. "
            f"Uit de tabel opgepikt: {result.forgotten}.</p>",
        )


def _mail(mail: Mail) -> str:
    html = (
        f'<p><a href="/_local/mailbox/{quote(mail.id)}">Toon zoals opgemaakt</a></p>'
        if mail.html
        else ""
    )
    if mail.calendar:
        html += (
            f"<details><summary>afspraak.ics</summary><pre>{escape(mail.calendar)}</pre></details>"
        )
    text = escape(mail.text or re.sub(r"<[^>]+>", " ", mail.html))
    linked = _LINK.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', text)
    return (
        f"<article><h2>{escape(mail.subject)}</h2><dl><dt>Aan</dt><dd>{escape(', '.join(mail.to))}"
        f"</dd><dt>Van</dt><dd>{escape(mail.sender)}</dd></dl>"
        f'<div class="text">{linked.replace(chr(10), "<br>")}</div>{html}</article>'
    )
