"""Samples of the pages about acting for someone."""

from functions.domain.views import (
    CaseLine,
    ErrorView,
    FieldView,
    ForWhomPage,
    Link,
    MandatesPage,
    NotCoveredPage,
    OfferView,
    OptionView,
    UserView,
)

ACTING = UserView(
    "An Peeters",
    is_clerk=False,
    idle_seconds=1800,
    absolute_seconds=28800,
    csrf="t",
    acting_for="Maximiliaan-Alexander van Nieuwenhuyse-Vandenbroucke",
)
OFFER = OfferView("given-1", "Lena Peeters", "Attest van wettelijke samenwoning", "Tot morgen")
FOR_WHOM = ForWhomPage(
    FieldView(
        "who",
        "who",
        "choice",
        "Voor wie kom je?",
        hint="Dit geldt tot je afmeldt.",
        error="Kies voor wie je komt.",
        options=(
            OptionView("self", "Voor mezelf", "An Peeters"),
            OptionView("child-1", "Noor Peeters", "Je kind"),
        ),
    ),
    (ErrorView("Kies voor wie je komt.", "#who"),),
    "/nl/desk/for-whom",
    "t",
    "/nl/desk/my",
    (OFFER,),
)
NOT_COVERED = NotCoveredPage(
    "Identiteitskaart aanvragen",
    "De volmacht van Lena Peeters dekt dit niet.",
    "/nl/desk/for-whom",
    "t",
    "/nl/desk/identity-card/request/start",
    Link("Naar mijn zaken", "/nl/desk/my"),
)
MANDATES = MandatesPage(
    "t",
    "01JD",
    (FieldView("give-given_name", "given_name", "text", "Voornaam"),),
    (),
    (OFFER,),
    (OFFER, OfferView("", "Karel Claes", "Attest", "Ingetrokken")),
    (OfferView("", "Roger Lambrecht", "Paspoort", ""),),
    (CaseLine("Attest", "4K7-P2N-9XD", "Loopt", "Vandaag", "/nl/desk/x"),),
    "Je volmacht is klaar.",
    Link("Mijn zaken", "/nl/desk/my"),
)
PAGES = {
    "for-whom": ("desk/for-whom.html", ACTING, {"page": FOR_WHOM, "has_error": True}),
    "not-covered": ("desk/not-covered.html", ACTING, {"page": NOT_COVERED}),
    "my-mandates": ("desk/my-mandates.html", ACTING, {"page": MANDATES}),
}
