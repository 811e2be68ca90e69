"""The public page about the desk itself, and the same as open data: no sign-in, no person."""

import csv
import io
import json
from datetime import date
from typing import Any

from chalice.app import Chalice, Response

from functions.domain.open_data import Quarter
from functions.domain.problems import NotFound
from functions.domain.tenant import OpenData
from functions.processes import all_procedures
from functions.services import open_data
from functions.services.open_data import Now, OpenFigures
from functions.services.writing import Words
from functions.web import answers
from functions.web.status_words import status_page, status_title
from functions.web.visit import Visit

PAGE = "/{lang}/desk/status"
BASE = "/api/open"
# Some minutes: long enough to spare the table, short enough for who looks whether it works again.
_SECONDS = 300
_HEADERS = {"Cache-Control": f"public, max-age={_SECONDS}", "Access-Control-Allow-Origin": "*"}
_EU = "http://publications.europa.eu/resource/authority"
_TYPES = "https://www.iana.org/assignments/media-types"


def mount(app: Chalice) -> None:
    answers.route(app, PAGE, page)
    answers.route(app, f"{BASE}/status.json", as_json)
    answers.route(app, f"{BASE}/status.csv", as_csv)
    answers.route(app, f"{BASE}/catalogue.jsonld", metadata)


def _own(visit: Visit) -> OpenData:
    own = visit.ports.tenant.open_data
    if own is None:
        raise NotFound
    return own


def page(visit: Visit) -> Response:
    """The same for everyone, so nothing is looked up about who asks."""
    own = _own(visit)
    now, figures = open_data.look(visit.ports, own.least)
    view = status_page(visit.words, visit.ports.tenant, own, now, figures)
    html = answers.renderer().render(
        "desk/status.html",
        lang=visit.lang,
        page=view,
        page_title=status_title(visit.words),
        path=visit.path,
        alternates={lang: PAGE.format(lang=lang) for lang in visit.ports.tenant.languages},
    )
    return _open(html, "text/html; charset=utf-8", now)


def as_json(visit: Visit) -> Response:
    own = _own(visit)
    now, figures = open_data.look(visit.ports, own.least)
    tenant = visit.ports.tenant
    data: dict[str, Any] = {
        "municipality": {"name": tenant.title, "nis": tenant.nis},
        "licence": own.licence,
        "now": {
            "saves": now.saves,
            "follows": now.follows,
            "notices": [
                {
                    "kind": place.split("/")[1],
                    "text": told.text,
                    "until": told.until.isoformat() if told.until else None,
                }
                for place in open_data.PLACES
                if (told := tenant.texts.get(place)) and any(told.text.values())
            ],
        },
        "figures": figures and _figures(visit, own, figures),
    }
    return _open(json.dumps(data, ensure_ascii=False), "application/json", now)


def _figures(visit: Visit, own: OpenData, found: OpenFigures) -> dict[str, Any]:
    """null is "too few to tell"."""
    tenant = visit.ports.tenant
    titles = {procedure.key: procedure.guide.title for procedure in all_procedures()}
    return {
        "period": found.quarter.name,
        "months": found.quarter.months,
        "least": own.least,
        "submitted": found.total or None,
        "online_percent": found.online,
        "procedures": [
            {
                "procedure": row.procedure,
                "product": tenant.products.get(row.procedure),
                "title": {lang: Words(lang).write(titles[row.procedure])
                          for lang in tenant.languages},
                "submitted": row.submitted,
                "online_percent": row.online,
                "half_within_days": row.half or None,
                "nine_of_ten_within_days": row.most or None,
            }
            for row in found.rows
        ],
        "others": found.others or None,
        "busy": [
            {"where": where, "weekday": day, "hour": hour, "level": level}
            for (where, day, hour), level in sorted(found.busy.items())
        ],
    }  # fmt: skip


def as_csv(visit: Visit) -> Response:
    """One line a number, as RFC 4180 says."""
    own = _own(visit)
    now, found = open_data.look(visit.ports, own.least)
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n").writerow
    write(("period", "measure", "of", "weekday", "hour", "value"))
    if found:
        period = found.quarter.name
        if found.total:
            write((period, "submitted", "*", "", "", found.total))
        if found.online is not None:
            write((period, "online_percent", "*", "", "", found.online))
        for row in found.rows:
            told = {
                "submitted": row.submitted,
                "online_percent": row.online,
                "half_within_days": row.half,
                "nine_of_ten_within_days": row.most,
            }
            for measure, value in told.items():
                if value not in (None, ""):
                    write((period, measure, row.procedure, "", "", value))
        if found.others:
            write((period, "submitted", "others", "", "", found.others))
        for (where, day, hour), level in sorted(found.busy.items()):
            write((period, "busy_level", where, day, hour, level))
    return _open(out.getvalue(), "text/csv; charset=utf-8", now)


def metadata(visit: Visit) -> Response:
    """DCAT: what there is, under which licence, in which forms (DCAT-AP Vlaanderen)."""
    from functions.domain.open_data import published

    own, tenant, site = _own(visit), visit.ports.tenant, visit.ports.site_url
    quarter = published(visit.ports.clock.now())
    titles = [{"@language": lang, "@value": status_title(Words(lang))} for lang in tenant.languages]
    publisher = {
        "@id": f"{site}/catalogue.jsonld#municipality",
        "@type": "foaf:Agent",
        "foaf:name": tenant.title,
    }
    dataset = {
        "@id": f"{site}{BASE}/status",
        "@type": "dcat:Dataset",
        "dct:title": titles,
        "dct:description": titles,
        "dct:publisher": {"@id": publisher["@id"]},
        "dct:accessRights": {"@id": f"{_EU}/access-right/PUBLIC"},
        "dct:accrualPeriodicity": {"@id": f"{_EU}/frequency/QUARTERLY"},
        "dct:temporal": _temporal(quarter),
        "dcat:contactPoint": {
            "@type": "vcard:Organization",
            "vcard:hasEmail": {"@id": f"mailto:{tenant.contact.mail}"},
        },
        "dcat:landingPage": {"@id": f"{site}{PAGE.format(lang=tenant.languages[0])}"},
        "dcat:distribution": [
            {
                "@id": f"{site}{BASE}/status.{ending}",
                "@type": "dcat:Distribution",
                "dct:title": titles,
                "dct:license": {"@id": own.licence},
                "dcat:accessURL": {"@id": f"{site}{BASE}/status.{ending}"},
                "dcat:downloadURL": {"@id": f"{site}{BASE}/status.{ending}"},
                "dcat:mediaType": {"@id": f"{_TYPES}/{kind}"},
            }
            for ending, kind in (("json", "application/json"), ("csv", "text/csv"))
        ],
    }
    catalogue = {
        "@id": f"{site}{BASE}/catalogue.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": titles,
        "dct:description": titles,
        "dct:publisher": {"@id": publisher["@id"]},
        "dct:license": {"@id": own.licence},
        "dcat:dataset": [{"@id": dataset["@id"]}],
    }
    found = {"@context": _CONTEXT, "@graph": [catalogue, dataset, publisher]}
    text = json.dumps(found, ensure_ascii=False)
    return Response(text, {**_HEADERS, "Content-Type": "application/ld+json"}, 200)


_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def _temporal(quarter: Quarter) -> dict[str, Any]:
    first = date.fromisoformat(f"{quarter.months[0]}-01")
    year, month = map(int, quarter.months[-1].split("-"))
    after = date(year + month // 12, month % 12 + 1, 1)
    last = date.fromordinal(after.toordinal() - 1)
    return {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": {"@type": "xsd:date", "@value": first.isoformat()},
        "dcat:endDate": {"@type": "xsd:date", "@value": last.isoformat()},
    }


def _open(text: str, kind: str, now: Now) -> Response:
    """Kept by anyone for some minutes; not when something is wrong, which passes sooner."""
    headers: dict[str, Any] = {**_HEADERS, "Content-Type": kind}
    if not now.saves:
        headers["Cache-Control"] = "no-store"
    return Response(body=text, status_code=200, headers=headers)
