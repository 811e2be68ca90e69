"""The pages about issued documents, with believable contents."""

from dataclasses import replace
from typing import Any

from functions.domain.issued_views import RevokePage, VerdictView, VerifyPage
from functions.domain.views import ErrorView, FieldView, Link

CODE = FieldView(
    id="code",
    name="code",
    kind="text",
    label="Code van het document",
    hint="20 letters en cijfers, onderaan op het document. Streepjes mag je weglaten.",
    required=False,
)
VERIFY = VerifyPage("/nl/desk/verify", CODE, "", "3 MB", 3 * 1024 * 1024)
GOOD = VerdictView(
    "positive",
    "Dit document is echt en geldig",
    (
        "Dit document is uitgereikt door Stad Mechelen op donderdag 26 november 2026.",
        "Het bestand is ongewijzigd sinds we het uitreikten.",
        "Het is geldig tot en met vrijdag 4 december 2026.",
    ),
    (("Document", "Bewijs van aangifte: thuis slachten"), ("Code", "6422-7T3M-C63X-DKKE-J2DW")),
)
BAD = VerdictView(
    "negative",
    "Dit document kennen we niet",
    ("Dit bestand is niet door Stad Mechelen uitgereikt.",),
)
WRONG = "Deze code klopt niet. Kijk na of je elk teken juist overtypte."
REVOKE = RevokePage(
    title="Attest van wettelijke samenwoning",
    subject="Attest van wettelijke samenwoning 7KM4-2PRT-9XAC",
    field=FieldView("reason", "reason", "long-text", "Waarom trek je dit document in?"),
    action="/nl/desk/verify",
    csrf="t",
    back=Link("Terug naar de zaak", "/nl/desk/work"),
)


def pages(clerk: Any) -> dict[str, tuple[str, Any, dict[str, Any]]]:
    """`clerk`: the reader of the page of the desk."""
    wrong = replace(
        VERIFY,
        code=replace(CODE, value="6422-7T3M", error=WRONG),
        errors=(ErrorView(WRONG, "#code"),),
    )
    large = replace(
        VERIFY,
        file_error="Dit bestand is te groot om van ons te zijn.",
        errors=(ErrorView("Dit bestand is te groot om van ons te zijn.", "#file"),),
    )
    return {
        "verify": ("desk/verify.html", None, {"page": VERIFY}),
        "verify-good": ("desk/verify.html", None, {"page": replace(VERIFY, verdict=GOOD)}),
        "verify-bad": ("desk/verify.html", None, {"page": replace(VERIFY, verdict=BAD)}),
        "verify-wrong": ("desk/verify.html", None, {"page": wrong, "has_error": True}),
        "verify-large": ("desk/verify.html", None, {"page": large, "has_error": True}),
        "revoke": ("desk/revoke.html", clerk, {"page": REVOKE}),
    }
