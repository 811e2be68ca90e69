"""The Attesten API, by which Mijn Burgerprofiel shows people the documents that we issued to them
(docs/certificates-api.md). The address holds a national number, since the public contract says so:
nothing here logs an address, and no answer repeats the number outside its links."""

import json
import re
from typing import Any

from chalice.app import Chalice, Response
from pydantic_core import PydanticCustomError

from functions.domain.calendar import BRUSSELS
from functions.domain.issued import Issued
from functions.domain.person import parse_national_number
from functions.domain.problems import NarrowToken, NotFound, Problem, WrongParameter
from functions.domain.tenant import Certificates
from functions.domain.texts import N_, say
from functions.log import Metric, count
from functions.services import certificates
from functions.services.certificates import Reader
from functions.services.writing import Words
from functions.web import answers
from functions.web.certificates_openapi import document
from functions.web.visit import Visit

BASE = "/v1/certificates"
HAL = "application/hal+json"
PDF = "application/pdf"
LANGUAGES = ("nl", "fr", "de", "en")
USUAL, MOST = 10, 100  # documents on a page
_MOST_BYTES = 4 * 1024 * 1024  # a function answers with 6 MB at most, as base64
_NUMBER = re.compile(r"[0-9]{1,9}")
_INSZ = re.compile(r"[0-9]{11}")


def mount(app: Chalice) -> None:
    answers.route(app, "/v1/openapi.json", description)
    answers.route(app, f"{BASE}/{{insz}}", listing)
    answers.route(app, f"{BASE}/{{insz}}/{{id}}/{{language}}", detail)
    answers.route(app, f"{BASE}/{{insz}}/{{id}}/{{language}}/download", download)
    if PDF not in app.api.binary_types:
        app.api.binary_types.append(PDF)


def description(visit: Visit) -> Response:
    own = _settings(visit)
    return answers.as_json(document(visit.ports.site_url, own.scope))


def listing(visit: Visit) -> Response:
    _reader(visit)
    number = _insz(visit)
    limit = min(_whole(visit, "limit", USUAL, least=1), MOST)
    page = _whole(visit, "page", 0, least=0)
    found = certificates.of_person(visit.ports, number)
    count({Metric.CERTIFICATES_LISTED: 1})
    pages = -(-len(found) // limit)
    last = max(pages - 1, 0)
    shown = found[page * limit : (page + 1) * limit]
    at = {"self": page, "first": 0, "start": 0, "last": last}
    at |= {"prev": min(page - 1, last)} if page else {}
    at |= {"next": page + 1} if page < last else {}
    here = f"{_base(visit)}/{number}"
    return _hal(
        {
            "certificates": [_told(visit, number, issued) for issued in shown],
            "pageMetadata": {
                "number": page + 1,
                "size": limit,
                "totalElements": len(found),
                "totalPages": pages,
            },
            "links": [
                {"rel": rel, "href": f"{here}?limit={limit}&page={number_of}"}
                for rel, number_of in at.items()
            ],
        }
    )


def detail(visit: Visit) -> Response:
    _reader(visit)
    number = _insz(visit)
    found = certificates.one(visit.ports, number, visit.param("id"), _language(visit))
    return _hal(_told(visit, number, found))


def download(visit: Visit) -> Response:
    """The file itself. Only what is too large for a function, or is asked in a way in which API
    Gateway would pass it on as base64, is at another address."""
    reader, number = _reader(visit), _insz(visit)
    issued, given = certificates.hand_over(
        visit.ports,
        reader,
        number,
        visit.param("id"),
        _language(visit),
        most=_MOST_BYTES if _takes_bytes(visit) else 0,
    )
    count({Metric.CERTIFICATES_DOWNLOADED: 1})
    if isinstance(given, str):
        return answers.redirect(given)
    name = certificates.file_name(issued)
    headers: dict[str, Any] = {
        **_HEADERS,
        "Content-Type": PDF,
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return Response(body=given, status_code=200, headers=headers)


_HEADERS = {"Cache-Control": "no-store", "Vary": "Accept, Authorization"}


def _hal(data: dict[str, Any]) -> Response:
    text = json.dumps(data, ensure_ascii=False)
    return Response(body=text, status_code=200, headers={**_HEADERS, "Content-Type": HAL})


# what is told


def _told(visit: Visit, number: str, issued: Issued) -> dict[str, Any]:
    proof, tenant = issued.proof, visit.ports.tenant
    name = certificates.id_of(issued)
    here = f"{_base(visit)}/{number}/{name}/{proof.lang}"
    day = proof.issued.astimezone(BRUSSELS).date()
    found: dict[str, Any] = {
        "id": name,
        "language": proof.lang,
        "name": Words(proof.lang).write(proof.title),
        "year": day.year,
        "issuer": tenant.title,
        "issued": day.isoformat(),
        "links": [{"rel": "self", "href": here}, {"rel": "download", "href": f"{here}/download"}],
    }
    if proof.until:
        found["validUntil"] = proof.until.isoformat()
    if product := tenant.products.get(issued.procedure):
        found["product"] = product
    return found


def _base(visit: Visit) -> str:
    return f"{visit.ports.site_url}{BASE}"


# who asks, and what


def _settings(visit: Visit) -> Certificates:
    own = visit.ports.tenant.certificates
    if own is None:
        raise NotFound
    return own


def _reader(visit: Visit) -> Reader:
    """Who asks; raises NoToken, NarrowToken, Busy, and NotFound where nobody may ask at all."""
    own = _settings(visit)
    client = visit.ports.access_tokens.client_of(
        visit.request.headers.get("authorization", ""), audience=own.audience, scope=own.scope
    )
    if client not in own.clients:
        raise NarrowToken(own.scope)
    return Reader(client, own.clients[client])


def _insz(visit: Visit) -> str:
    typed = visit.param("insz")
    try:
        if not _INSZ.fullmatch(typed):
            raise ValueError
        return parse_national_number(typed)
    except (ValueError, PydanticCustomError):
        wrong = N_("Dit is geen geldig rijksregisternummer: geef 11 cijfers.")
        raise WrongParameter([Problem("insz", say(wrong))]) from None


def _language(visit: Visit) -> str:
    lang = visit.param("language")
    if lang not in LANGUAGES:
        raise NotFound
    return lang


def _whole(visit: Visit, name: str, usual: int, *, least: int) -> int:
    typed = visit.query(name)
    if not typed:
        return usual
    if not _NUMBER.fullmatch(typed) or int(typed) < least:
        wrong = say(N_("Geef een geheel getal van minstens %(least)s."), least=least)
        raise WrongParameter([Problem(name, wrong)])
    return int(typed)


def _takes_bytes(visit: Visit) -> bool:
    """API Gateway answers with bytes when the first type that is asked for is a binary one."""
    first = visit.request.headers.get("accept", "").partition(",")[0].partition(";")[0].strip()
    return bool(first == PDF)
