"""The pages of where messages go, with a believable context each (see samples.py)."""

from typing import Any

from functions.domain.message_views import ConfirmView, DigestPage, MessagesPage
from functions.domain.views import ErrorView, FieldView, Link, OptionView, UserView
from tests.unit.frontend.queue_samples import CLERK

CITIZEN = UserView("An Peeters", idle_seconds=1800, absolute_seconds=28800, csrf="t")
NO_MAIL = "Vul een e-mailadres in zoals naam@voorbeeld.be, met een @ en een punt."
VIA = FieldView(
    "via",
    "via",
    "choice",
    "Hoe wil je onze berichten krijgen?",
    value="mail",
    options=(
        OptionView("mail", "Per mail"),
        OptionView("ebox", "In mijn e-Box", "De beveiligde brievenbus van de overheid."),
    ),
)
WHICH = FieldView(
    "which",
    "which",
    "choice",
    "Welke berichten wil je krijgen?",
    value="all",
    options=(
        OptionView("all", "Alle berichten over mijn zaken"),
        OptionView("legal", "Alleen wat de wet verplicht"),
    ),
)
OFTEN = FieldView(
    "often",
    "often",
    "choice",
    "Hoe vaak wil je een overzicht?",
    value="daily",
    options=(OptionView("never", "Nooit"), OptionView("daily", "Elke werkdag")),
)


def _address(value: str = "an@example.be", error: str = "") -> FieldView:
    return FieldView(
        "address",
        "address",
        "email",
        "E-mailadres voor al mijn berichten",
        hint="Ook voor zaken die al lopen.",
        value=value,
        error=error,
        required=False,
        autocomplete="email",
    )


def _confirm(error: str = "") -> ConfirmView:
    code = FieldView(
        "code", "code", "text", "De code uit de mail", hint="Acht cijfers", error=error,
        autocomplete="one-time-code", inputmode="numeric", width="s",
    )  # fmt: skip
    return ConfirmView("We mailden een code naar an@example.be.", code)


def _messages(**changes: Any) -> MessagesPage:
    given: dict[str, Any] = {
        "fields": (VIA, WHICH, _address()),
        "now": "",
        "confirm": None,
        "explained": ("Sommige berichten krijg je altijd.", "Andere kan je weigeren."),
        "action": "/nl/desk/my/messages",
        "csrf": "t",
        "version": 2,
        "history": (("donderdag 26 november 2026 om 12:00", "Je koos alle berichten."),),
        "back": Link("Mijn zaken", "/nl/desk/my"),
    }
    return MessagesPage(**{**given, **changes})


def _digest(**changes: Any) -> DigestPage:
    given: dict[str, Any] = {
        "fields": (OFTEN, _address("an@mechelen.example")),
        "now": "an@mechelen.example",
        "confirm": None,
        "counts": ("Te laat: 2", "Nog te doen deze week: 7"),
        "action": "/nl/desk/digest",
        "csrf": "t",
        "version": 2,
        "back": Link("Werklijst", "/nl/desk/work"),
    }
    return DigestPage(**{**given, **changes})


PAGES: dict[str, tuple[str, UserView, dict[str, Any]]] = {
    "my-messages": (
        "desk/my-messages.html",
        CITIZEN,
        {"page": _messages(warning="We konden je niet mailen op a***@example.be."), "path": "/x"},
    ),
    "my-messages-code": (
        "desk/my-messages.html",
        CITIZEN,
        {
            "page": _messages(
                confirm=_confirm("Deze code klopt niet."),
                errors=(ErrorView("Deze code klopt niet.", "#code"),),
            )
        },
    ),
    "my-messages-errors": (
        "desk/my-messages.html",
        CITIZEN,
        {
            "page": _messages(
                fields=(VIA, WHICH, _address("an", NO_MAIL)),
                errors=(ErrorView(NO_MAIL, "#address"),),
            )
        },
    ),
    "digest": ("desk/digest.html", CLERK, {"page": _digest(confirm=_confirm())}),
    "digest-not-offered": ("desk/digest.html", CLERK, {"page": _digest(fields=(), now="")}),
}
