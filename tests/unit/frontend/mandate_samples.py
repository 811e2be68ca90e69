"""Samples of the pages about acting for someone."""

from dataclasses import replace

from functions.domain.mandate_views import EndMandatePage, FindMandatesPage, MandateView
from functions.domain.views import (
    AnswerRow,
    AnswerTopic,
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
CLERK = UserView("Ann Claes", is_clerk=True, idle_seconds=1800, absolute_seconds=28800, csrf="t")
WRONG = "Dit rijksregisternummer bestaat niet. Kijk de cijfers na."
ASKED = FieldView(
    "find-national_number",
    "national_number",
    "national-number",
    "Rijksregisternummer van de persoon",
    hint="11 cijfers, bijvoorbeeld 85.07.30-033.28.",
)
TOLD = AnswerTopic(
    "Karim El Amrani",
    (
        AnswerRow("Stand", "Geldt"),
        AnswerRow("Voor wie", "Maximiliaan-Alexander van Nieuwenhuyse-Vandenbroucke"),
        AnswerRow("Waarvoor", "Attest van wettelijke samenwoning"),
        AnswerRow("Tot en met", "30 november 2026"),
    ),
)
FIND = FindMandatesPage(
    title="Volmachten van iemand zoeken",
    intro="Zoek op wie iets voor deze persoon mag doen.",
    items=(ASKED,),
    errors=(),
    action="/nl/desk/mandates",
    end_action="/nl/desk/mandates/end",
    csrf="t",
)
REFUSED = replace(
    FIND,
    items=(replace(ASKED, value="88041299834", error=WRONG),),
    errors=(ErrorView(WRONG, "#find-national_number"),),
)
FOUND = replace(
    FIND,
    title="Volmachten van deze persoon",
    intro="",
    person="Lena Peeters (85.07.30-033.28)",
    by_them=(MandateView(TOLD, "0f0f0f0f0f0f0f0f"), MandateView(replace(TOLD, title="Jan Claes"))),
    for_others=(MandateView(replace(TOLD, title="Noor Peeters")),),
    hidden=(("national_number", "85073003328"),),
    notice="De volmacht geldt niet meer.",
)
NOBODY = replace(
    FOUND, by_them=(), for_others=(), notice="", warning="Het Rijksregister antwoordt nu niet."
)
END = EndMandatePage(
    title="Een volmacht beëindigen",
    told=TOLD,
    items=(
        FieldView(
            "end-reason",
            "reason",
            "choice",
            "Waarom beëindig je dit?",
            error="Kies waarom je dit beëindigt.",
            options=(
                OptionView("giver", "Wie ze gaf, vraagt het"),
                OptionView("died", "Overleden"),
            ),
        ),
    ),
    errors=(ErrorView("Kies waarom je dit beëindigt.", "#end-reason"),),
    action="/nl/desk/mandates/end",
    csrf="t",
    key="0f0f0f0f0f0f0f0f",
    hidden=FOUND.hidden,
    back=Link("Iemand anders opzoeken", "/nl/desk/mandates"),
)
PAGES = {
    "office-mandates": ("desk/mandates.html", CLERK, {"page": FIND}),
    "office-mandates-wrong": ("desk/mandates.html", CLERK, {"page": REFUSED, "has_error": True}),
    "office-mandates-found": ("desk/mandates.html", CLERK, {"page": FOUND}),
    "office-mandates-nobody": ("desk/mandates.html", CLERK, {"page": NOBODY}),
    "office-mandates-end": ("desk/end-mandate.html", CLERK, {"page": END, "has_error": True}),
    "for-whom": ("desk/for-whom.html", ACTING, {"page": FOR_WHOM, "has_error": True}),
    "not-covered": ("desk/not-covered.html", ACTING, {"page": NOT_COVERED}),
    "my-mandates": ("desk/my-mandates.html", ACTING, {"page": MANDATES}),
}
