"""The pages of the audit, with a believable context each (see samples.py)."""

from dataclasses import replace
from typing import Any

from functions.domain.audit_views import AuditLine, AuditPage, ChainPage
from functions.domain.views import ErrorView, FieldView, Link, UserView
from tests.unit.frontend.settings_samples import ADMIN

HERE = "/nl/desk/audit"
NUMBER = FieldView("number", "number", "text", "Zaaknummer", hint="7KM4-2PRT-9XAC", width="m")
BEGIN = AuditPage(
    number=NUMBER,
    action=HERE,
    csrf="t",
    logs=(
        Link("Wijzigingen van de instellingen", f"{HERE}/log/settings"),
        Link("2026-11", f"{HERE}/log/2026-11"),
    ),
    older=Link("Oudere maanden", f"{HERE}?before=2025-12"),
)
LINE = AuditLine(
    "1",
    "maandag 23 november 2026 om 12:00",
    "2026-11-23T11:00:00+00:00",
    "Joris Maes",
    "Burgerlijke stand",
    "Beslist",
    "De dienst beslist, Goedkeuren",
)
CHAIN = ChainPage(
    title="Geschiedenis van zaak 7KM4-2PRT-9XAC",
    about="Een bewijs vragen",
    verdict="De keten klopt: er is geen regel gewijzigd of verdwenen.",
    is_whole=True,
    lines=(LINE, replace(LINE, number="2", role="", detail="")),
    exports=(Link("JSON, met alle hashes", f"{HERE}/case/01/lines"),),
    back=Link("Controle", HERE),
)
WRONG = "Dit is geen zaaknummer."
PAGES: dict[str, tuple[str, UserView | None, dict[str, Any]]] = {
    "audit": ("desk/audit.html", ADMIN, {"page": BEGIN}),
    "audit-errors": (
        "desk/audit.html",
        ADMIN,
        {
            "page": replace(
                BEGIN,
                number=replace(NUMBER, value="abc", error=WRONG),
                errors=(ErrorView(WRONG, "#number"),),
            ),
            "has_error": True,
        },
    ),
    "audit-chain": ("desk/audit-chain.html", ADMIN, {"page": CHAIN}),
    "audit-chain-broken": (
        "desk/audit-chain.html",
        ADMIN,
        {
            "page": replace(
                CHAIN,
                verdict="Regel 2 ontbreekt.",
                is_whole=False,
                lines=(replace(LINE, is_broken=True),),
                older=Link("Oudere regels", f"{HERE}/log/2026-11?to=1"),
                newer=Link("Nieuwere regels", f"{HERE}/log/2026-11?to=9"),
            )
        },
    ),
    "audit-chain-empty": (
        "desk/audit-chain.html",
        ADMIN,
        {"page": replace(CHAIN, lines=(), exports=())},
    ),
}
