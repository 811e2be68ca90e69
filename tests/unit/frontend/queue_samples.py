"""The pages of the work queue, with a believable context each (see samples.py)."""

from dataclasses import replace
from typing import Any

from functions.domain.queue_views import (
    FilterGroup,
    FilterLink,
    FindForm,
    FindPage,
    HoldingView,
    RelatedPage,
    SavedViews,
    TogetherDonePage,
    TogetherLine,
    TogetherPage,
    WorkLine,
    WorkPage,
)
from functions.domain.views import CaseLine, ErrorView, FieldView, Link, OptionView, UserView

HERE = "/nl/desk/work"
CLERK = UserView(
    "Joris Maes",
    is_clerk=True,
    idle_seconds=1800,
    absolute_seconds=28800,
    csrf="t",
    roles=("elections",),
    menu=((Link("Werklijst", HERE), True),),
)


def _filter(text: str, count: str, *, is_current: bool = False) -> FilterLink:
    return FilterLink(Link(text, "?"), count, is_current)


FILTERS = (
    FilterGroup(
        "Wie iets moet doen",
        (
            _filter("Te doen", "meer dan 99 zaken", is_current=True),
            _filter("Bij mij", "1 zaak"),
            _filter("Wacht op anderen", ""),
        ),
    ),
    FilterGroup(
        "Termijn",
        (
            _filter("Alle termijnen", "meer dan 99 zaken", is_current=True),
            _filter("Te laat", "12 zaken"),
            _filter("Loopt bijna af", "geen zaken"),
        ),
    ),
)
FIND = FindForm(
    FieldView("find", "find", "text", "Zoek een zaak", hint="Met een zaaknummer", width="m"),
    f"{HERE}/find",
    "t",
)
NAME = FieldView("name", "name", "text", "Naam voor de filters die je nu ziet")
SAVED = SavedViews(
    links=((Link("Te late volmachten", "?term=late"), False),),
    name=NAME,
    query="",
    action=f"{HERE}/views",
    csrf="t",
)
LINES = (
    WorkLine(
        "Volmacht, ziekte",
        "An Peeters",
        "4K7P-2N9X-D23A",
        "1 dag te laat",
        "late",
        "zondag 22 november 2026",
        "jij",
        "#",
        note="An Claes gaf je deze zaak door. Het attest komt nog.",
    ),
    WorkLine(
        "Volmacht, werk",
        "Fatima El Amrani",
        "7QWX-2MN8-PLAA",
        "nog 1 dag",
        "soon",
        "dinsdag 24 november 2026",
        "",
        "#",
    ),
    WorkLine(
        "Volmacht, studies",
        "Maximiliaan-Alexander Vandenbroucke-Vanderstraeten",
        "3CV9-9KD4-TTAA",
        "nog 6 dagen",
        "normal",
        "zondag 29 november 2026",
        "Els Jacobs",
        "#",
    ),
)
WORK = WorkPage(
    LINES,
    ("Dienst verkiezingen",),
    FILTERS,
    FIND,
    next_page=Link("Volgende", "?after=2"),
    first_page=Link("Naar het begin", "?"),
    saved=SAVED,
    together=(Link("Kiezer worden als je geen Belg bent", "#"),),
    lists=Link("Lijsten van kiezers", "/nl/desk/lists"),
    entries=(Link("Volmacht geven", "#"),),
)
WRONG = "Geef deze lijst een naam."
WRONG_NUMBER = "Dit zaaknummer bestaat niet: een teken is fout."
HELD = HoldingView(
    "Jij hebt deze zaak.",
    "#",
    "t",
    (("release", "Geef ze terug"),),
    colleagues=(OptionView("a1", "An Claes"),),
    can_hand_over=True,
)
TOGETHER = TogetherPage(
    "Kiezer worden als je geen Belg bent",
    "Het college van burgemeester en schepenen beslist",
    (
        TogetherLine(
            "case-1", "case-1", "Giulia Bianchi", "4K7P-2N9X-D23A", "24 november 2026", "", "", "#",
            is_checked=True,
        ),
        TogetherLine(
            "case-2", "case-2", "Marek Nowak", "7QWX-2MN8-PLAA", "25 november 2026", "Els Jacobs",
            "Woont nog geen vijf jaar in België.", "#",
        ),
    ),
    FieldView(
        "choice",
        "choice",
        "choice",
        "Wat beslis je?",
        error="Kies wat je beslist.",
        options=(
            OptionView("recognise", "Het college erkent de kiezer", "Met een brief."),
            OptionView("wait", "Het college wacht", ""),
        ),
    ),
    f"{HERE}/together/a/b/c",
    "t",
    Link("Werklijst", HERE),
    Link("Kruis alles aan", "?all=yes"),
    Link("Volgende zaken", "?after=3"),
    (
        ErrorView("Kies wat je beslist.", "#choice"),
        ErrorView("Kruis aan over welke zaken je beslist.", "#cases"),
    ),
)  # fmt: skip
PAGES: dict[str, tuple[str, UserView | None, dict[str, Any]]] = {
    "work": ("desk/work.html", CLERK, {"page": WORK, "path": HERE}),
    "work-empty": (
        "desk/work.html",
        CLERK,
        {
            "page": WorkPage(
                (),
                ("Dienst verkiezingen",),
                FILTERS,
                empty="Hier staat niets met deze filters: Te doen, Te laat.",
                all_of_it=Link("Bekijk alles", HERE),
            )
        },
    ),
    "work-errors": (
        "desk/work.html",
        CLERK,
        {
            "page": replace(
                WORK,
                saved=replace(SAVED, name=replace(NAME, error=WRONG)),
                errors=(ErrorView(WRONG, "#name"),),
            ),
            "has_error": True,
        },
    ),
    "find": (
        "desk/find.html",
        CLERK,
        {
            "page": FindPage(
                FIND,
                Link("Werklijst", HERE),
                (
                    CaseLine(
                        "Volmacht geven (An Peeters)",
                        "4K7P-2N9X-D23A",
                        "De dienst kijkt dit na.",
                        "Ingediend op 2 november 2026",
                        "#",
                    ),
                ),
                "Dit zijn de zaken van deze persoon die jij mag zien.",
            )
        },
    ),
    "related": (
        "desk/related.html",
        CLERK,
        {
            "page": RelatedPage(
                Link("Terug naar de zaak", HERE),
                (
                    CaseLine(
                        "Volmacht geven (An Peeters)",
                        "4K7P-2N9X-D23A",
                        "De dienst kijkt dit na.",
                        "2 november 2026",
                        "#",
                    ),
                ),
            )
        },
    ),
    "related-none": (
        "desk/related.html",
        CLERK,
        {"page": RelatedPage(Link("Terug naar de zaak", HERE))},
    ),
    "find-errors": (
        "desk/find.html",
        CLERK,
        {
            "page": FindPage(
                replace(FIND, box=replace(FIND.box, value="7KM4", error=WRONG_NUMBER)),
                Link("Werklijst", HERE),
                errors=(ErrorView(WRONG_NUMBER, "#find"),),
            ),
            "has_error": True,
        },
    ),
    "together": (
        "desk/together.html",
        CLERK,
        {"page": TOGETHER, "has_error": True},
    ),
    "together-empty": (
        "desk/together.html",
        CLERK,
        {"page": replace(TOGETHER, lines=(), errors=(), next_page=None)},
    ),
    "together-one-choice": (
        "desk/together.html",
        CLERK,
        {
            "page": replace(
                TOGETHER,
                errors=(),
                choice=replace(TOGETHER.choice, error="", options=TOGETHER.choice.options[:1]),
            )
        },
    ),
    "together-done": (
        "desk/together-done.html",
        CLERK,
        {
            "page": TogetherDonePage(
                "Samen beslist",
                "12 zaken zijn beslist.",
                (
                    (Link("Marek Nowak, 7QWX-2MN8-PLAA", "#"), "Els Jacobs heeft deze zaak."),
                    (Link("Een zaak die jij niet mag zien", ""), "Je hebt hier geen toegang toe."),
                ),
                Link("Werklijst", HERE),
                Link("Terug", "#"),
            )
        },
    ),
}
