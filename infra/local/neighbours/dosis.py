"""A stand-in for DOSIS: takes dossiers, checks them strictly, shows what it got.

Addresses as in "API-calls DOSIS" (vlaamseoverheid.atlassian.net, IKPubliek 2680357975); the fields
as in functions/domain/dosis.py, which says what was not confirmed. The real one works through what
it took later; here that is at once, unless it is told to find a fault then.
"""

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.wrappers import Request, Response

from functions.domain.dosis import CODES, PHASES
from functions.domain.tenant import load_tenant
from infra.local.config import ROOT
from infra.local.guard import is_from_here
from infra.local.neighbours.tokens import Tokens

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

SCOPE = "DosisImport"
MOODS: Mapping[str, str] = {
    "up": "werkt",
    "down": "antwoordt met 503",
    "failing": "antwoordt met 500",
    "slow": "neemt aan, maar antwoordt pas na te lang",
    "refusing": "weigert alles (400)",
    "forbidding": "geeft ons geen recht (403)",
    "denying": "weigert elk token (401)",
    "nonsense": "antwoordt 200 met onzin",
    "stranger": "antwoordt 200 op een andere upload",
    "faulty": "neemt aan, en vindt later een fout",
}


@lru_cache(maxsize=1)
def known_sources() -> frozenset[str]:
    """The sources that are connected: those of the tenants here."""
    files = sorted((ROOT / "infra" / "tenants").glob("*.toml"))
    return frozenset(filter(None, (load_tenant(file).dosis.source for file in files)))


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Identification(_Part):
    Bron: str = Field(pattern=r"^https?://|^urn:")
    DossierNummer: str = Field(min_length=1, max_length=50)


class _Action(_Part):
    ActieNodig: bool
    Actie: str = Field(max_length=200)


class _Status(_Part):
    VlaamsCode: str
    VlaamsFase: str
    Detail1: str = Field(min_length=1, max_length=400)
    Actie: _Action


class _Code(_Part):
    Code: str


class _Product(_Part):
    Id: str = Field(pattern=r"^[A-Za-z0-9-]{1,40}$")


class _Address(_Part):
    Straat: str
    Nummer: str
    Postcode: str
    Gemeente: str


class _Manager(_Part):
    Naam: str
    Dienst: str
    Telefoon: str
    Email: str
    Website: str
    Adres: _Address


class _Agent(_Part):
    Identificatie: str = Field(pattern=r"^\d{11}$")
    Toegangsrechten: list[_Code]


class Dossier(_Part):
    """What may be sent. Raises pydantic.ValidationError."""

    Identificatie: _Identification
    UploadId: str
    Naam: str = Field(min_length=1, max_length=200)
    WijzigingsDatum: str
    TypeDossierCode: str = Field(pattern="^DossierStatus$")
    Status: _Status
    Doorverwijzing: str = Field(pattern=r"^https?://")
    Producten: list[_Product] = Field(min_length=1, max_length=1)
    DossierBeheerder: _Manager
    Agenten: list[_Agent] = Field(min_length=1)

    def model_post_init(self, _context: object) -> None:
        """What no pattern tells."""
        UUID(self.UploadId)
        if datetime.fromisoformat(self.WijzigingsDatum).tzinfo is None:
            raise ValueError("WijzigingsDatum")
        if self.Status.VlaamsCode not in CODES or self.Status.VlaamsFase not in PHASES:
            raise ValueError("Status")
        action = self.Status.Actie
        if action.ActieNodig != bool(action.Actie):
            raise ValueError("Actie")


@dataclass
class Kept:
    """The last state of a dossier, and every upload of it in the order in which it came."""

    dossier: dict[str, Any]
    uploads: list[str] = field(default_factory=list)
    fault: str = ""


class Dosis:
    """`mood`: one of MOODS. `dossiers`: by number; `posts`: how many came; `removed`: numbers.
    `denied`: how many times the next tokens are refused; `slowness`: seconds."""

    title = "DOSIS: de status van dossiers"

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self.reset()

    def reset(self) -> None:
        """Empty, and working."""
        self.mood = "up"
        self.denied = 0
        self.posts = 0
        self.slowness = 6.0
        self.sources = known_sources()
        self.dossiers: dict[str, Kept] = {}
        self.removed: list[str] = []

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        request = Request(environ)
        pages: dict[tuple[str, str], Callable[[Request], Response]] = {
            ("GET", "/"): self._page,
            ("POST", "/mood"): self._change,
        }
        calls: dict[tuple[str, str], Callable[[Request], Response]] = {
            ("POST", "/api/v2/dosis/dossiers"): self._take,
            ("DELETE", "/api/v1/dosis/dossiers"): self._remove,
            ("GET", "/api/v2/dosis/bronnen/uris"): self._sources,
            ("GET", "/api/v1/dosis/resultaten"): self._result,
            ("GET", "/api/v1/dosis/resultaten/fouten"): self._faults,
        }
        asked = (request.method, request.path)
        if page := pages.get(asked):
            answer = page(request)
        elif call := calls.get(asked):
            answer = self._guarded(request, call)
        else:
            answer = Response(status=404)
        return answer(environ, start_response)

    def _guarded(self, request: Request, call: Callable[[Request], Response]) -> Response:
        if self.denied or self.mood == "denying":
            self.denied = max(0, self.denied - 1)
            return Response(status=401)
        if not self._tokens.is_good(request, SCOPE):
            return Response(status=401)
        if self.mood in ("down", "failing"):
            return Response(status=503 if self.mood == "down" else 500)
        answer = call(request)
        if self.mood == "slow":
            time.sleep(self.slowness)
        return answer

    def _take(self, request: Request) -> Response:
        self.posts += 1
        given = request.get_data()
        try:
            dossier = Dossier.model_validate_json(given)
        except ValidationError as error:
            wrong = [".".join(map(str, one["loc"])) for one in error.errors()]
            return _problem("VALIDATION", wrong)
        except ValueError as error:
            return _problem("VALIDATION", [str(error)])
        if self.mood == "forbidding":
            return _problem("GEEN_RECHT", [], 403)
        if self.mood == "refusing" or dossier.Identificatie.Bron not in self.sources:
            return _problem("BRON_ONBEKEND", ["Identificatie.Bron"])
        if self.mood == "nonsense":
            return Response("<html>Onderhoud</html>", mimetype="text/html")
        number = dossier.Identificatie.DossierNummer
        kept = self.dossiers.setdefault(number, Kept({}))
        kept.dossier = json.loads(given)
        kept.uploads.append(dossier.UploadId)
        kept.fault = "AGENT_ONBEKEND" if self.mood == "faulty" else ""
        upload = dossier.UploadId if self.mood != "stranger" else str(UUID(int=0))
        return _json({"Status": "Aanvaard", "UploadId": upload})

    def _remove(self, request: Request) -> Response:
        number = request.args.get("dossierNummer", "")
        self.removed.append(number)
        return Response(status=204 if self.dossiers.pop(number, None) else 404)

    def _sources(self, _request: Request) -> Response:
        return Response(json.dumps(sorted(self.sources)), mimetype="application/json")

    def _result(self, request: Request) -> Response:
        kept = self.dossiers.get(request.args.get("dossierNummer", ""))
        if kept is None:
            return Response(status=404)
        return _json(_told(kept))

    def _faults(self, _request: Request) -> Response:
        return _json({"Fouten": [_told(kept) for kept in self.dossiers.values() if kept.fault]})

    def _change(self, request: Request) -> Response:
        wanted = request.form.get("mood", "")
        if not is_from_here(request):
            return Response(status=403)
        if wanted not in MOODS:
            return Response(status=400)
        self.mood = wanted
        return Response(status=303, headers={"Location": "/dosis/"})

    def _page(self, _request: Request) -> Response:
        rows = "".join(_row(number, kept) for number, kept in reversed(self.dossiers.items()))
        buttons = " ".join(
            f'<button name="mood" value="{mood}">{escape(told)}</button>'
            for mood, told in MOODS.items()
        )
        page = (
            '<!doctype html><html lang="nl"><meta charset="utf-8">'
            f"<title>{self.title}</title><main><h1>{self.title}</h1>"
            f"<p>DOSIS {escape(MOODS[self.mood])}. Weggehaald: {len(self.removed)}.</p>"
            f'<form method="post" action="/dosis/mood">{buttons}</form>'
            "<table><caption>Wat het kreeg</caption><tr><th>Dossier<th>Naam<th>Status<th>Fase"
            f"<th>Actie<th>Keer</tr>{rows}</table></main></html>"
        )
        return Response(page, mimetype="text/html")


def _row(number: str, kept: Kept) -> str:
    status = kept.dossier["Status"]
    cells = (
        number, kept.dossier["Naam"], status["Detail1"],
        f"{status['VlaamsFase']}: {status['VlaamsCode']}", status["Actie"]["Actie"] or "geen",
        str(len(kept.uploads)),
    )  # fmt: skip
    return "<tr>" + "".join(f"<td>{escape(cell)}" for cell in cells) + "</tr>"


def _told(kept: Kept) -> dict[str, Any]:
    return {
        "Identificatie": kept.dossier["Identificatie"],
        "UploadId": kept.uploads[-1],
        "Success": not kept.fault,
        "Fout": kept.fault,
    }


def _problem(code: str, fields: list[str], status: int = 400) -> Response:
    errors = [{"code": code, "field": name} for name in fields]
    return _json({"code": code, "message": "Ongeldig dossier", "errors": errors}, status)


def _json(content: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(content), status, mimetype="application/json")
