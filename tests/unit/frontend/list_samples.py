"""The pages of lists, with a believable context each (see samples.py)."""

from dataclasses import replace
from typing import Any

from functions.domain.list_views import (
    CardLine,
    CardPage,
    CardsPage,
    DrawPage,
    ImportView,
    LineErrorView,
    ListLine,
    ListPage,
    ListsPage,
    MunicipalPage,
    PrintedCard,
    PrintPage,
    PublishedLine,
    PublishedPage,
)
from functions.domain.views import (
    ErrorView,
    FieldView,
    HistoryRow,
    Link,
    OptionView,
    UploadForm,
    UserView,
)

HERE = "/nl/desk/lists/jury-2027"
CLERK = UserView(
    "Els Jacobs",
    is_clerk=True,
    idle_seconds=1800,
    absolute_seconds=28800,
    csrf="t",
    roles=("court_liaison",),
)
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
BACK = Link("Loting van gezworenen: 2027", HERE)
UPLOAD = UploadForm(
    action="https://bucket.example/",
    fields=(("key", "imports/jury-2027/01JE"), ("policy", "eyJ")),
    accept=".csv,text/csv",
    max_size="40 MB",
    max_bytes=41_943_040,
)
DAY = FieldView("day", "day", "date", "Dag van de loting", hint="Bijvoorbeeld 31 3 2026")
SLIP = FieldView(
    "units-1",
    "units-1",
    "text",
    "Loting 1: eerste briefje, de eenheden",
    error="Vul het cijfer op het briefje in: 0 tot 9.",
    width="xs",
)
LISTS = ListsPage(
    lines=(ListLine("Loting van gezworenen: 2026", "Naar de provincie gestuurd", "65012", HERE),),
    subject=FieldView(
        "subject",
        "subject",
        "choice",
        "Waarover gaat de nieuwe lijst?",
        options=(
            OptionView("jury-2027", "Loting van gezworenen: 2027"),
            OptionView("jury-2028", "Loting van gezworenen: 2028"),
        ),
    ),
    action="/nl/desk/lists",
    csrf="t",
)
LIST = ListPage(
    title=BACK.text,
    state="Ingelezen",
    rows=(("Kiezers op de lijst", "65012"), ("Controlegetal van de lijst", HASH)),
    csrf="t",
    upload=UPLOAD,
    last_import=ImportView(
        "maandag 4 januari 2027 om 10:00",
        is_good=False,
        summary="Er zijn 212 fouten. Er is niets ingelezen.",
        errors=(
            LineErrorView(12, "rangnummer", "Dit rangnummer staat ook op lijn 11.", "11;85.07.30"),
            LineErrorView(40, "", "Deze lijn is te lang voor een kiezer.", ""),
        ),
        more="En nog 210 andere fouten.",
    ),
    publish_action=f"{HERE}/publish",
    history=(HistoryRow("maandag 4 januari 2027", "Els Jacobs", "Lijst begonnen"),),
    back=Link("Alle lijsten", "/nl/desk/lists"),
)
LIST_DRAWN = replace(
    LIST,
    state="Geloot",
    upload=None,
    last_import=None,
    publish_action="",
    waiting=Link("Kijk of het klaar is", HERE),
    actions=(Link("Loting noteren", f"{HERE}/draw"),),
    links=(Link("Wat iedereen kan zien", f"{HERE}/published"),),
    sent_field=replace(DAY, error="Vul de dag in."),
    sent_action=f"{HERE}/sent",
    errors=(ErrorView("Vul de dag in.", "#day"),),
)
PAGES: dict[str, tuple[str, UserView | None, dict[str, Any]]] = {
    "lists": ("desk/lists.html", CLERK, {"page": LISTS}),
    "lists-empty": ("desk/lists.html", CLERK, {"page": replace(LISTS, lines=())}),
    "list": ("desk/list.html", CLERK, {"page": LIST}),
    "list-drawn": ("desk/list.html", CLERK, {"page": LIST_DRAWN, "has_error": True}),
    "list-published": (
        "desk/list-published.html",
        None,
        {
            "page": PublishedPage(
                BACK.text,
                (PublishedLine(HASH, "65012", "maandag 4 januari 2027 om 10:00"),),
                (("Geloot nummer", "37"), ("Geheim getal, nu openbaar", "00ff")),
                '{"hash": "9f86"}',
            )
        },
    ),
    "list-published-before": (
        "desk/list-published.html",
        None,
        {"page": PublishedPage(BACK.text, (PublishedLine(HASH, "2", "nu"),), (), "{}")},
    ),
    "list-draw": (
        "desk/list-draw.html",
        CLERK,
        {
            "page": DrawPage(
                "Loting noteren",
                "Dat kan maar een keer.",
                (DAY, SLIP),
                f"{HERE}/draw",
                "t",
                (ErrorView(SLIP.error, "#units-1"),),
                BACK,
            ),
            "has_error": True,
        },
    ),
    "list-cards": (
        "desk/list-cards.html",
        CLERK,
        {
            "page": CardsPage(
                "Voorbereidende lijst",
                "650 personen",
                (
                    CardLine("137", "Peeters, Lena", "Markt 1", "Geschrapt", "Overleden.", HERE),
                    CardLine("237", "Zaki, Ali", "Markt 2", "Nog geen antwoord", "", HERE),
                ),
                ((Link("Alles", HERE), True), (Link("Geschrapt", f"{HERE}?state=struck"), False)),
                Link("Volgende", f"{HERE}?start=50"),
                BACK,
            )
        },
    ),
    "list-cards-empty": ("desk/list-cards.html", CLERK, {"page": CardsPage("Lijst", "0", ())}),
    "list-card": (
        "desk/list-card.html",
        CLERK,
        {
            "page": CardPage(
                "Lena Peeters",
                (("Rangnummer", "137"), ("Adres", "Markt 1")),
                (
                    FieldView(
                        "mark",
                        "mark",
                        "choice",
                        "Wat noteer je?",
                        options=(OptionView("no-answer", "Geen"), OptionView("struck", "Schrap")),
                    ),
                    FieldView("reason", "reason", "long-text", "Reden", required=False),
                ),
                f"{HERE}/cards/137",
                "t",
                Link("Bekijk de kaart", "#main"),
                back=BACK,
            )
        },
    ),
    "list-card-closed": (
        "desk/list-card.html",
        CLERK,
        {"page": CardPage("Lena Peeters", (("Rangnummer", "137"),), (), "", "t")},
    ),
    "list-print": (
        "desk/list-print.html",
        CLERK,
        {
            "page": PrintPage(
                "Kaarten afdrukken",
                (("Kan je lezen en schrijven?", ("Ja", "Nee")), ("Wat is je beroep?", ())),
                (
                    PrintedCard("Lena Peeters", "Markt 1", "137", "dinsdag 26 januari 2027"),
                    PrintedCard("Ali Zaki", "Markt 2", "237", ""),
                ),
                Link("Volgende", f"{HERE}?start=200"),
                BACK,
            )
        },
    ),
    "list-print-empty": ("desk/list-print.html", CLERK, {"page": PrintPage("Kaarten", (), ())}),
    "list-municipal": (
        "desk/list-municipal.html",
        CLERK,
        {
            "page": MunicipalPage(
                "Gemeentelijke lijst van gezworenen 2027",
                ("Geloot op maandag 18 januari 2027: nummer 37.",),
                ("Rangnummer", "Achternaam", "Beroep"),
                (("137", "Peeters", ""), ("237", "Zaki", "arts")),
                ("Namens het college: de burgemeester.",),
                (Link("Als toegankelijke PDF", f"{HERE}/municipal.pdf"),),
                BACK,
            )
        },
    ),
}
