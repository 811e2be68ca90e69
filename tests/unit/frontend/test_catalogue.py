"""The services as linked data: the terms are those that exist, the facts those of the pages."""

import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape

import pytest

from frontend import build, catalogue, procedures
from frontend.catalogue import CONTEXT, block
from frontend.render import LANGUAGES, translate
from functions.domain.tenant import Fee, OwnText, Tenant
from functions.processes import all_procedures
from functions.services.writing import use_translator
from tests.unit import known

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
# What CPSV-AP 3.2.0 names (releases/3.2.0/context/cpsv-ap_en.jsonld), and what we add (docs).
OF_CPSV_AP = {
    "cpsv:PublicService", "cpsv:hasInput", "cpsv:produces", "cv:PublicOrganisation", "cv:Channel",
    "cv:Cost", "cv:ContactPoint", "cv:Evidence", "cv:LifeEvent", "cv:Output", "cv:Requirement",
    "cv:contactPage", "cv:contactPoint", "cv:currency", "cv:email", "cv:hasChannel",
    "cv:hasCompetentAuthority", "cv:hasCost", "cv:hasLegalResource", "cv:hasValue",
    "cv:holdsRequirement", "cv:isGroupedBy", "cv:openingHours", "cv:telephone", "cv:thematicArea",
    "dcat:keyword", "dct:Location", "dct:description", "dct:hasPart", "dct:identifier",
    "dct:language", "dct:publisher", "dct:spatial", "dct:title", "eli:LegalResource", "foaf:page",
    "skos:Concept", "skos:prefLabel", "xsd:double",
}  # fmt: skip
OURS = {"dcat:Catalog", "skos:note"}


@pytest.fixture(scope="module", params=["mechelen", "leuven"])
def tenant(request: pytest.FixtureRequest) -> Tenant:
    use_translator(translate)
    return known.tenant(request.param)


def _document(tenant: Tenant) -> dict:
    return json.loads(catalogue.text(tenant, now=NOON, calendar=None))


def _services(tenant: Tenant) -> dict:
    return {
        re.sub(r"^/\w\w/|/#service$", "", node["@id"]): node
        for node in _document(tenant)["@graph"]
        if node["@type"] == "cpsv:PublicService"
    }


def _terms(node: object) -> set[str]:
    if isinstance(node, list):
        return {term for one in node for term in _terms(one)}
    if not isinstance(node, dict):
        return set()
    own = {name for name in node if not name.startswith("@")}
    kind = {node["@type"]} if "@type" in node else set()
    return own | kind | {term for one in node.values() for term in _terms(one)}


def _said(values: list, lang: str) -> list[str]:
    return [value["@value"] for value in values if value["@language"] == lang]


def _shown(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


@pytest.fixture(scope="module")
def pages(tenant: Tenant) -> dict[str, str]:
    made = build.Site(tenant, now=NOON).files()
    return {path: text for path, text in made if path.endswith((".html", ".jsonld"))}


def test_every_term_is_one_that_exists(tenant: Tenant) -> None:
    found = _document(tenant)
    terms = _terms(found["@graph"])
    assert terms <= OF_CPSV_AP | OURS
    assert {term.partition(":")[0] for term in terms} == set(found["@context"])
    assert found["@context"] == dict(CONTEXT)


def test_every_procedure_has_a_number_and_a_service(tenant: Tenant) -> None:
    assert set(tenant.products) == {p.key for p in all_procedures()}
    assert len(set(tenant.products.values())) == len(tenant.products)
    services = _services(tenant)
    assert set(services) == {p.key for p in procedures.public()}
    for key, node in services.items():
        assert node["dct:identifier"] == tenant.products[key]
        for term in ("cv:hasCost", "cv:hasChannel", "cpsv:produces", "cv:isGroupedBy"):
            assert node[term], (key, term)
    whole = _document(tenant)["@graph"][0]
    assert {part["@id"] for part in whole["dct:hasPart"]} == {n["@id"] for n in services.values()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_catalogue_says_what_the_page_says(
    tenant: Tenant, pages: dict[str, str], lang: str
) -> None:
    published = json.loads(pages["catalogue.jsonld"])
    for key, node in _services(tenant).items():
        assert node in published["@graph"]
        shown = _shown(pages[f"{lang}/{key}/index.html"])
        told = [
            *_said(node["dct:title"], lang),
            *_said(node["dct:description"], lang),
            *_said(node["skos:note"], lang),
        ]
        for lines in ("cv:holdsRequirement", "cpsv:hasInput", "cv:hasLegalResource"):
            told += [line for one in node.get(lines, []) for line in _said(one["dct:title"], lang)]
        for channel in node["cv:hasChannel"]:
            told += _said(channel.get("dct:description", []), lang)
        for cost in node["cv:hasCost"]:
            told += _said(cost["dct:description"], lang)[0].split(": ")
        missing = [line for line in told if re.sub(r"\s+", " ", line) not in shown]
        assert missing == [], (key, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_page_has_its_service_for_search_engines(
    tenant: Tenant, pages: dict[str, str], lang: str
) -> None:
    for procedure in procedures.public():
        page = pages[f"{lang}/{procedure.key}/index.html"]
        (raw,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
        found = json.loads(raw)
        assert (found["@context"], found["@type"]) == ("https://schema.org", "GovernmentService")
        assert found["name"] in _shown(page)
        assert found["identifier"] == tenant.products[procedure.key]
        for offer in found["offers"]:
            amount = Decimal(offer["price"])
            assert procedures.cost(amount, procedures.Words(lang)) in unescape(page), procedure.key
    assert "ld+json" in pages[f"{lang}/index.html"]


def test_a_fee_and_a_text_of_the_municipality_are_followed(tenant: Tenant) -> None:
    key = "passport/request"
    own = {f"{key}/counter": OwnText(text={lang: f"Balie {lang}" for lang in LANGUAGES})}
    fee = Fee(procedure=key, amount=Decimal("99.50"), valid_from=date(2026, 11, 24))
    changed = tenant.model_copy(update={"fees": (*tenant.fees, fee), "texts": own})
    node = _services(changed)[key]
    assert node["cv:hasCost"][0]["cv:hasValue"]["@value"] == "99.50"
    counter = next(c for c in node["cv:hasChannel"] if c["dct:identifier"] == "counter")
    assert _said(counter["dct:description"], "fr") == ["Balie fr"]


def test_what_has_no_fee_has_no_amount(tenant: Tenant) -> None:
    nothing = tenant.model_copy(update={"fees": ()})
    for node in _services(nothing).values():
        assert all("cv:hasValue" not in cost for cost in node["cv:hasCost"])


def test_a_procedure_without_a_number_is_known_by_its_key(tenant: Tenant) -> None:
    unnumbered = tenant.model_copy(update={"products": {}})
    assert all(node["dct:identifier"] == key for key, node in _services(unnumbered).items())


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--<script>", "a & b"])
def test_no_text_can_end_the_block(text: str) -> None:
    made = str(block({"name": text}))
    assert not set("<>&") & set(made)
    assert json.loads(made) == {"name": text}
