"""The municipality's services as linked data: one catalogue of all, and one block in each page.

Both are made from the view of the public page itself, so that they cannot tell something else. The
terms are those of CPSV-AP 3.2.0 (SEMICeu/CPSV-AP, releases/3.2.0/context), which the OSLO
Dienstencataloog takes over unchanged (data.vlaanderen.be/ns/dienst), and of schema.org. What we had
to choose ourselves is in docs/product-catalogue.md.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from frontend import procedures
from frontend.hours import Day, week
from frontend.render import translate
from functions.domain.calendar import BRUSSELS, Calendar
from functions.domain.fees import Price
from functions.domain.procedure import Procedure
from functions.domain.tenant import Tenant
from functions.domain.texts import N_
from functions.domain.views import ProcedurePage
from functions.services.writing import Words

FILE = "catalogue.jsonld"
TYPE = "application/ld+json"

_EU = "http://publications.europa.eu/resource/authority"
_LANGUAGE = {"nl": "NLD", "fr": "FRA", "de": "DEU", "en": "ENG"}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CONTEXT: Mapping[str, str] = {
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_ONLINE, _COUNTER = N_("Online"), N_("Aan het loket")
_PHONE, _PAPER = N_("Aan de telefoon"), N_("Op papier")

Node = dict[str, Any]
Pages = Mapping[str, ProcedurePage]


# the catalogue


def document(tenant: Tenant, *, now: datetime, calendar: Calendar | None) -> Node:
    """All of it; addresses are relative to where the file stands (`/catalogue.jsonld`)."""
    services = [_service(p, tenant, now, calendar) for p in procedures.public(tenant)]
    catalogue = {
        "@id": "#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": _in_all(tenant, lambda _, words: words.write(N_("Alles wat je kan regelen"))),
        "dct:publisher": {"@id": "#municipality"},
        "dct:language": _languages(tenant),
        "dct:hasPart": [{"@id": service["@id"]} for service in services],
    }
    return {"@context": dict(CONTEXT), "@graph": [catalogue, _municipality(tenant), *services]}


def text(tenant: Tenant, *, now: datetime, calendar: Calendar | None) -> str:
    found = document(tenant, now=now, calendar=calendar)
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _service(
    procedure: Procedure, tenant: Tenant, now: datetime, calendar: Calendar | None
) -> Node:
    pages = {
        lang: procedures.page(procedure, tenant, lang, now=now, calendar=calendar)
        for lang in tenant.languages
    }
    found: Node = {
        "@id": f"/{tenant.languages[0]}/{procedure.key}/#service",
        "@type": "cpsv:PublicService",
        "dct:identifier": tenant.products.get(procedure.key, procedure.key),
        "dct:title": _each(pages, lambda page: page.title),
        "dct:description": _each(pages, lambda page: page.summary),
        "dct:language": _languages(tenant),
        "foaf:page": [{"@id": f"/{lang}/{procedure.key}/"} for lang in tenant.languages],
        "dcat:keyword": _in_all(tenant, lambda _, words: words.write(procedure.guide.keywords)),
        "cv:hasCompetentAuthority": {"@id": "#municipality"},
        "cv:isGroupedBy": _about(procedure, tenant, "cv:LifeEvent", "dct:title"),
        "cv:thematicArea": _about(procedure, tenant, "skos:Concept", "skos:prefLabel"),
        "cv:hasLegalResource": _lines(pages, "legal", "eli:LegalResource"),
        "cv:holdsRequirement": _lines(pages, "who", "cv:Requirement"),
        "cpsv:hasInput": _lines(pages, "needed", "cv:Evidence"),
        "cpsv:produces": _outputs(procedure, tenant),
        "cv:hasCost": _costs(procedure, tenant, pages, now),
        "cv:hasChannel": _channels(tenant, pages),
        "skos:note": _each(pages, lambda page: page.duration),
    }
    return {term: value for term, value in found.items() if value not in ([], ())}


def _municipality(tenant: Tenant) -> Node:
    return {
        "@id": "#municipality",
        "@type": "cv:PublicOrganisation",
        "dct:identifier": tenant.org_code,
        "skos:prefLabel": tenant.title,
        "dct:spatial": {"@type": "dct:Location", "dct:identifier": tenant.nis},
        "cv:contactPoint": {
            "@type": "cv:ContactPoint",
            "cv:telephone": tenant.contact.phone,
            "cv:email": tenant.contact.mail,
            "cv:contactPage": [{"@id": f"/{lang}/counter/"} for lang in tenant.languages],
        },
    }


def _each(pages: Pages, of: Any) -> list[Node]:  # noqa: ANN401 - a function of the page
    return [{"@language": lang, "@value": of(page)} for lang, page in pages.items() if of(page)]


def _in_all(tenant: Tenant, of: Any) -> list[Node]:  # noqa: ANN401 - a function of language, words
    return [{"@language": lang, "@value": of(lang, Words(lang))} for lang in tenant.languages]


def _languages(tenant: Tenant) -> list[Node]:
    return [{"@id": f"{_EU}/language/{_LANGUAGE[lang]}"} for lang in tenant.languages]


def _about(procedure: Procedure, tenant: Tenant, kind: str, name: str) -> Node:
    event = procedure.guide.life_event
    return {"@type": kind, name: _in_all(tenant, lambda _, words: words.write(event))}


def _lines(pages: Pages, of: str, kind: str) -> list[Node]:
    """Each line of a list in the page, in its languages."""
    by_language = {lang: getattr(page, of) for lang, page in pages.items()}
    count = max(len(lines) for lines in by_language.values())
    return [
        {
            "@type": kind,
            "dct:title": [
                {"@language": lang, "@value": lines[number]} for lang, lines in by_language.items()
            ],
        }
        for number in range(count)
    ]


def _outputs(procedure: Procedure, tenant: Tenant) -> list[Node]:
    """What comes out of it when it ends well."""
    return [
        {
            "@type": "cv:Output",
            "dct:identifier": f"{procedure.key}/{end.name}",
            "dct:title": _in_all(tenant, lambda _, words, end=end: words.write(end.status)),
        }
        for end in procedure.workflow.ends
        if end.positive
    ]


def amounts(
    procedure: Procedure, tenant: Tenant, now: datetime
) -> list[tuple[str, str, Decimal | None]]:
    """(variant, its label, EUR today) of each variant, in the order of the page; None is not set.
    A procedure without variants has one, without a label."""
    price, day = procedure.price or Price(procedure.key), now.astimezone(BRUSSELS).date()
    return [
        (variant, label, tenant.fee(price.key(variant), day))
        for variant, label in (price.labels or {"": ""}).items()
    ]


def _costs(procedure: Procedure, tenant: Tenant, pages: Pages, now: datetime) -> list[Node]:
    found = []
    for number, (variant, _, amount) in enumerate(amounts(procedure, tenant, now)):
        price = (procedure.price or Price(procedure.key)).key(variant)
        told = _each(
            pages,
            lambda page, n=number: ": ".join(page.costs[n]) if page.costs else page.cost,
        )
        cost: Node = {"@type": "cv:Cost", "dct:identifier": price, "dct:description": told}
        if amount is not None:
            cost |= {
                "cv:hasValue": {"@type": "xsd:double", "@value": f"{amount:.2f}"},
                "cv:currency": {"@id": f"{_EU}/currency/EUR"},
            }
        found.append(cost)
    return found


def _channels(tenant: Tenant, pages: Pages) -> list[Node]:
    def channel(name: str, kind: str, told: Any, **more: Any) -> Node:  # noqa: ANN401
        title = _in_all(tenant, lambda _, words: words.write(kind))
        node = {"@type": "cv:Channel", "dct:identifier": name, "dct:title": title}
        return {**node, **({"dct:description": told} if told else {}), **more}

    first = next(iter(pages.values()))
    opened = _in_all(tenant, lambda lang, _: _week_text(week(tenant.hours, translate(lang))))
    starts = [{"@id": page.start_href} for page in pages.values()]
    closed = _each(pages, lambda page: "" if page.open_now else page.closed_text)
    papers = [{"@id": page.paper_href} for page in pages.values()]
    return [
        channel("online", _ONLINE, closed, **({"foaf:page": starts} if first.open_now else {})),
        channel(
            "counter",
            _COUNTER,
            _each(pages, lambda page: page.counter_text),
            **{"cv:openingHours": {"dct:description": opened}},
        ),
        channel("phone", _PHONE, [], **{"foaf:page": [{"@id": f"tel:{_dialled(tenant)}"}]}),
        channel(
            "paper", _PAPER, _each(pages, lambda page: page.paper_text), **{"foaf:page": papers}
        ),
    ]


def _dialled(tenant: Tenant) -> str:
    return tenant.contact.phone.replace(" ", "")


def _week_text(days: Iterable[Day]) -> str:
    """ "maandag 09:00-12:30; woensdag 09:00-16:00": the days on which it is open."""
    return "; ".join(
        f"{day.name} {', '.join(f'{opens}-{closes}' for opens, closes in day.spans)}"
        for day in days
        if day.spans
    )


# one service, in its page


def government_service(
    procedure: Procedure, page: ProcedurePage, tenant: Tenant, lang: str, *, now: datetime
) -> Node:
    """schema.org's GovernmentService, in the language of the page."""
    contact = tenant.contact
    place = {
        "@type": "PostalAddress",
        "streetAddress": contact.street,
        "postalCode": contact.postal_code,
        "addressLocality": tenant.place,
        "addressCountry": "BE",
    }
    return {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": page.title,
        "description": page.summary,
        "identifier": tenant.products.get(procedure.key, procedure.key),
        "url": f"/{lang}/{procedure.key}/",
        "category": Words(lang).write(procedure.guide.life_event),
        "areaServed": {"@type": "AdministrativeArea", "name": tenant.place},
        "audience": [{"@type": "Audience", "audienceType": line} for line in page.who],
        "provider": {
            "@type": "GovernmentOrganization",
            "name": tenant.title,
            "telephone": contact.phone,
            "email": contact.mail,
            "address": place,
        },
        "offers": [
            {
                "@type": "Offer",
                **({"name": Words(lang).write(label)} if label else {}),
                "price": f"{amount:.2f}",
                "priceCurrency": "EUR",
            }
            for _, label, amount in amounts(procedure, tenant, now)
            if amount is not None
        ],
        "availableChannel": [
            *(
                [{"@type": "ServiceChannel", "serviceUrl": page.start_href}]
                if page.open_now
                else []
            ),
            {
                "@type": "ServiceChannel",
                "servicePhone": {"@type": "ContactPoint", "telephone": contact.phone},
                "serviceLocation": {
                    "@type": "Place",
                    "address": place,
                    "openingHoursSpecification": [
                        {
                            "@type": "OpeningHoursSpecification",
                            "dayOfWeek": f"https://schema.org/{_WEEKDAYS[day.number - 1]}",
                            "opens": opens,
                            "closes": closes,
                        }
                        for day in week(tenant.hours, translate(lang))
                        for opens, closes in day.spans
                    ],
                },
            },
        ],
    }


def block(data: Node) -> Markup:
    """JSON that may stand in a `<script>`: nothing in it can end the element or begin a comment
    (HTML, 4.12.1.3), and JSON reads the escapes as the signs that they are."""
    plain = json.dumps(data, ensure_ascii=False)
    safe = plain.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)  # noqa: S704 - escaped just now
