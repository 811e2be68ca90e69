"""Three authorities that tell a person's affairs: /<name>/dossiers, in the terms of OSLO Dossier.

The contract is our own (docs/overview.md says why). Everything they tell is invented.
"""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from infra.local.guard import is_from_here
from infra.local.neighbours.tokens import Clock, Tokens

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

NAMES: Mapping[str, str] = {
    "flemish": "Vlaamse overheid",
    "federal": "Federale overheid",
    "provincial": "Provincie",
}
MOODS: Mapping[str, str] = {
    "up": "antwoordt",
    "slow": "antwoordt te traag",
    "down": "antwoordt met een fout",
    "nonsense": "antwoordt onzin",
}
_SLOW = 5.0  # seconds: more than anybody waits


class Authorities:
    """`moods`: by name, one of MOODS. `asked`: the number that was asked for, by name, newest last.
    `own`: affairs that are told instead of the usual ones, by name and number."""

    title = "Zaken bij andere overheden"

    def __init__(self, tokens: Tokens, clock: Clock) -> None:
        self._tokens = tokens
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        """Everybody answers, and nobody was asked."""
        self.moods = dict.fromkeys(NAMES, "up")
        self.asked: dict[str, list[str]] = {name: [] for name in NAMES}
        self.own: dict[tuple[str, str], list[dict[str, Any]]] = {}

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        name, _, what = request.path.strip("/").partition("/")
        if request.method == "GET":
            answer = self._page() if not name else Response(status=404)
        elif name in NAMES and what == "dossiers":
            answer = self._dossiers(request, name)
        elif name in NAMES and what == "mood":
            answer = self._mood(request, name)
        else:
            answer = Response(status=404)
        return answer(environ, start_response)

    def _dossiers(self, request: Request, name: str) -> Response:
        if not self._tokens.is_good(request, f"dossiers-{name}"):
            return Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        try:
            given = json.loads(request.get_data())
            number, lang = str(given["Agent"]["Identificator"]), str(given["Taal"])
        except (ValueError, KeyError, TypeError):
            return Response(status=400)
        self.asked[name].append(number)
        mood: dict[str, Callable[[], Response]] = {
            "slow": self._slow,
            "down": lambda: Response(status=503),
            "nonsense": lambda: Response("<html>Onderhoud</html>", mimetype="text/html"),
        }
        if wrong := mood.get(self.moods[name]):
            return wrong()
        told = self.own.get((name, number)) or self._affairs(name, number, request.host_url)
        answer = {
            "Agent": {"Identificator": number},
            "Taal": "fr" if lang == "fr" and name == "federal" else "nl",
            "Dossiers": told,
        }
        return Response(json.dumps(answer), mimetype="application/json")

    def _slow(self) -> Response:
        time.sleep(_SLOW)
        return Response(status=504)

    def _affairs(self, name: str, number: str, site: str) -> list[dict[str, Any]]:
        """Invented: who was born in an even year has something to do."""
        now = self._clock.now()
        before = (now - timedelta(days=9)).isoformat()
        page = f"{site}sources/"
        if name == "flemish":
            asked = int(number[:2]) % 2 == 0
            due = (now + timedelta(days=12)).date().isoformat()
            return [
                {
                    "DossierNummer": "VL-2026-0118",
                    "Naam": "School- en studietoelage",
                    "Status": {"Naam": "We missen nog een bewijs" if asked else "In behandeling"},
                    "Fase": "behandeling",
                    "ActieNodig": asked,
                    "Actie": {"Naam": "Stuur een bewijs van inschrijving.", "Vervaldatum": due},
                    "WijzigingsDatum": before,
                    "Link": page,
                },
                {
                    "DossierNummer": "VL-2025-2201",
                    "Naam": "Mijn VerbouwPremie",
                    "Status": {"Naam": "Uitbetaald"},
                    "Fase": "afgehandeld",
                    "ActieNodig": False,
                    "WijzigingsDatum": (now - timedelta(days=200)).isoformat(),
                    "Link": page,
                    "Documenten": [{"Naam": "Beslissing", "Link": f"{page}?beslissing"}],
                },
            ]
        if name == "federal":
            return [
                {
                    "DossierNummer": "PB-2026-77",
                    "Naam": "Aangifte in de personenbelasting",
                    "Status": {"Naam": "In behandeling"},
                    "Fase": "behandeling",
                    "ActieNodig": False,
                    "WijzigingsDatum": before,
                    "Link": page,
                }
            ]
        return [
            {
                "DossierNummer": "PR-2026-31",
                "Naam": "Subsidie voor een buurtfeest",
                "Status": {"Naam": "We kijken je aanvraag na"},
                "Fase": "indiening",
                "ActieNodig": False,
                "WijzigingsDatum": before,
                "Link": page,
            }
        ]

    def _mood(self, request: Request, name: str) -> Response:
        wanted = request.form.get("mood", "")
        if not is_from_here(request):
            return Response(status=403)
        if wanted not in MOODS:
            return Response(status=400)
        self.moods[name] = wanted
        return Response(status=303, headers={"Location": "/sources/"})

    def _page(self) -> Response:
        rows = "".join(
            f"<h2>{escape(title)}</h2><p>Nu: {MOODS[self.moods[name]]}. Gevraagd: "
            f'{len(self.asked[name])} keer.</p><form method="post" action="/sources/{name}/mood">'
            + " ".join(
                f'<button name="mood" value="{mood}">{escape(told)}</button>'
                for mood, told in MOODS.items()
            )
            + "</form>"
            for name, title in NAMES.items()
        )
        page = (
            '<!doctype html><html lang="nl"><meta charset="utf-8">'
            f"<title>{self.title}</title><main><h1>{self.title}</h1>"
            f"<p>Wat ze vertellen is verzonnen.</p>{rows}</main></html>"
        )
        return Response(page, mimetype="text/html")
