"""The pages about messages, as their examples show them."""

from dataclasses import replace
from typing import Any

from functions.domain.message_views import ConfirmView, DigestPage, MessagesPage
from functions.domain.views import ErrorView, FieldView, Link, OptionView

CODE = FieldView("code", "code", "text", "De code uit de mail", hint="Acht cijfers")
CONFIRM = ConfirmView(
    "We mailden een code naar lena@example.org. Ze geldt tot 27 november 2026.", CODE
)
WRONG = "Deze code klopt niet. Kijk ze na in de mail, of vraag een nieuwe code."
MESSAGES = MessagesPage(
    fields=(
        FieldView(
            "via",
            "via",
            "choice",
            "Hoe wil je onze berichten krijgen?",
            options=(
                OptionView("mail", "Per mail", checked=True),
                OptionView("ebox", "In mijn e-Box", "De beveiligde brievenbus van de overheid."),
            ),
        ),
        FieldView("address", "address", "email", "E-mailadres voor al mijn berichten"),
    ),
    now="lena@example.org",
    confirm=None,
    explained=("Sommige berichten krijg je altijd.", "Andere berichten kan je weigeren."),
    action="/nl/desk/my/messages",
    csrf="t",
    version=2,
    warning="We konden je niet mailen op l***@example.org: kijk je adres na.",
    history=(("26 november 2026 om 10:00", "Je koos alle berichten."),),
    back=Link("Mijn zaken", "/nl/desk/my"),
)
DIGEST = DigestPage(
    fields=(
        FieldView(
            "rhythm",
            "rhythm",
            "choice",
            "Hoe vaak wil je een overzicht?",
            options=(
                OptionView("never", "Nooit", checked=True),
                OptionView("daily", "Elke werkdag"),
            ),
        ),
    ),
    now="",
    confirm=CONFIRM,
    counts=("Te laat: 3", "Bij jou: 2"),
    action="/nl/desk/digest",
    csrf="t",
    version=1,
    back=Link("Werklijst", "/nl/desk/work"),
)


def pages(citizen: Any, clerk: Any) -> dict[str, tuple[str, Any, dict[str, Any]]]:
    """`citizen`, `clerk`: who reads."""
    wrong = replace(
        MESSAGES,
        confirm=ConfirmView(CONFIRM.told, replace(CODE, value="123", error=WRONG)),
        errors=(ErrorView(WRONG, "#code"),),
    )
    return {
        "my-messages": ("desk/my-messages.html", citizen, {"page": MESSAGES}),
        "my-messages-wrong": (
            "desk/my-messages.html",
            citizen,
            {"page": wrong, "has_error": True},
        ),
        "digest": ("desk/digest.html", clerk, {"page": DIGEST}),
    }
