"""The pages of retention and of a person's rights, with a believable context each (samples.py)."""

from dataclasses import replace
from typing import Any

from functions.domain.privacy_views import (
    AskPage,
    CaseOfView,
    DueRow,
    ErasePage,
    InspectPage,
    RetentionLine,
    RetentionPage,
    RetentionRunPage,
)
from functions.domain.views import (
    AnswerRow,
    AnswerTopic,
    CorrectFormPage,
    CorrectPage,
    ErrorView,
    FieldView,
    HistoryRow,
    Link,
    OptionView,
    RatingView,
    UserView,
)
from tests.unit.frontend.figure_samples import MANAGER

HERE = "/nl/desk/retention"
LINE = RetentionLine(
    "Volmacht geven",
    f"{HERE}/elections/proxy",
    "180 dagen",
    "tot na de geldigverklaring van de verkiezing",
    "30 mei 2026",
    "meer dan 100",
)
RUN = RetentionRunPage(
    title=LINE.title,
    intro="We bewaren een zaak 180 dagen nadat ze afgesloten is.",
    rows=(DueRow("7KM4-2PRT-9XAC", "1 mei 2026", "28 oktober 2026"),),
    more="Er zijn er meer dan 100. De oudste staan hier.",
    button="Verwijder de oudste 50",
    action=LINE.href,
    csrf="t",
    back=Link("Bewaren en wissen", HERE),
    notice="50 zaken zijn verwijderd, met hun documenten.",
)
CITIZEN = UserView("An Peeters", is_clerk=False, idle_seconds=9, absolute_seconds=99, csrf="t")
RATING = RatingView(
    items=(
        FieldView(
            "score",
            "score",
            "choice",
            "Hoe vond je het?",
            error="Kies een van de antwoorden.",
            options=(OptionView("5", "Heel goed"), OptionView("1", "Heel slecht")),
        ),
        FieldView("comment", "comment", "long-text", "Wat kan beter?", required=False),
    ),
    action="/nl/desk/elections/proxy/elections-01JD0000000000000000000000/rating",
    csrf="t",
    errors=(ErrorView("Kies een van de antwoorden.", "#score"),),
    back=Link("Terug naar je zaak", "/nl/desk/my"),
)
CASE = "/nl/desk/elections/proxy/elections-01JD0000000000000000000000"
CORRECT = CorrectPage(
    "Volmacht geven",
    "7KM4-2PRT-9XAC",
    "An Peeters",
    (
        AnswerTopic(
            "Hoe we jou bereiken",
            (AnswerRow("Jouw e-mailadres", "an@example.org"),),
            Link("Wijzigen", f"{CASE}/correct/questions/contact"),
        ),
    ),
    Link("Terug naar de zaak", f"{CASE}/review"),
)
CORRECT_FORM = CorrectFormPage(
    "Volmacht geven",
    "7KM4-2PRT-9XAC",
    "Hoe we jou bereiken",
    (
        FieldView("contact-mail", "mail", "email", "Jouw e-mailadres", value="an@example.org"),
        FieldView(
            "contact-correction-reason",
            "correction-reason",
            "text",
            "Waarom verbeter je dit?",
            error="Schrijf kort op waarom je dit verbetert.",
        ),
    ),
    (ErrorView("Schrijf kort op waarom je dit verbetert.", "#contact-correction-reason"),),
    f"{CASE}/correct/questions/contact",
    "t",
    "00ff",
    Link("Andere gegevens verbeteren", f"{CASE}/correct"),
)
ASK_HERE = "/nl/desk/inspect"
ASK = AskPage(
    title="Wat bewaren we van iemand?",
    intro="Kijk eerst na wie het vraagt.",
    items=(
        FieldView(
            "asked-national_number",
            "national_number",
            "national-number",
            "Rijksregisternummer van de persoon",
            error="Vul het rijksregisternummer van de persoon in.",
        ),
        FieldView(
            "asked-reason",
            "reason",
            "choice",
            "Waarom zoek je dit op?",
            options=(OptionView("access", "Inkijken"), OptionView("erasure", "Laten wissen")),
        ),
    ),
    errors=(ErrorView("Vul het rijksregisternummer van de persoon in.", "#asked-national_number"),),
    action=ASK_HERE,
    csrf="t",
)
INSPECT = InspectPage(
    title="Wat we van deze persoon bewaren",
    person="85.07.30-033.28",
    made="donderdag 26 november 2026 om 10:00",
    cases=(
        CaseOfView(
            "Volmacht geven",
            "7KM4-2PRT-9XAC",
            "Aanvrager",
            "De volmacht is goedgekeurd.",
            (AnswerTopic("Wie voor jou stemt", (AnswerRow("Voornaam", "Ali"),)),),
            (HistoryRow("maandag 2 november 2026", "medewerker", "Zaak bekeken"),),
            ("attest.pdf",),
            (HistoryRow("maandag 2 november 2026", "", "Belde terug: het adres klopt."),),
            '[{"text": "belde terug"}]',
        ),
        CaseOfView("Huwelijk aangeven", "8KM4-2PRT-9XAD", "Andere betrokkene", "Loopt.", (), ()),
    ),
    drafts=(("Paspoort aanvragen", "Laatst bewaard op maandag"),),
    rows=(("Zaken", "2"), ("Sessies op deze website", "1")),
    other='[{"list": "voters-2026"}]',
    hidden=(("national_number", "85073003328"), ("identified", "counter"), ("reason", "access")),
    action=ASK_HERE,
    erase_action=f"{ASK_HERE}/erase",
    csrf="t",
    back=Link("Iemand anders opzoeken", ASK_HERE),
)
ERASE = ErasePage(
    title="Wat gewist kan worden",
    goes=("Paspoort aanvragen, begonnen en niet ingediend",),
    stays=(("Volmacht geven 7KM4-2PRT-9XAC", "De regels vragen om ze te bewaren tot 1 mei 2027."),),
    hidden=INSPECT.hidden,
    shown="00ff",
    action=f"{ASK_HERE}/erase",
    csrf="t",
    back=INSPECT.back,
    notice="Gewist: 1.",
    ends=("Volmacht van An Peeters voor Ali Yilmaz",),
)
PAGES: dict[str, tuple[str, UserView | None, dict[str, Any]]] = {
    "retention": ("desk/retention.html", MANAGER, {"page": RetentionPage((LINE,))}),
    "retention-nothing": (
        "desk/retention.html",
        MANAGER,
        {"page": RetentionPage((replace(LINE, due="0"),), is_empty=True)},
    ),
    "retention-run": ("desk/retention-run.html", MANAGER, {"page": RUN}),
    "retention-run-nothing": (
        "desk/retention-run.html",
        MANAGER,
        {"page": replace(RUN, rows=(), more="", button="", notice="")},
    ),
    "inspect-ask": ("desk/inspect-ask.html", MANAGER, {"page": ASK, "has_error": True}),
    "inspect": ("desk/inspect.html", MANAGER, {"page": INSPECT}),
    "inspect-nothing": (
        "desk/inspect.html",
        MANAGER,
        {"page": replace(INSPECT, cases=(), drafts=(), other="", is_empty=True)},
    ),
    "rating": ("desk/rating.html", CITIZEN, {"page": RATING, "has_error": True}),
    "correct": ("desk/correct.html", MANAGER, {"page": CORRECT}),
    "correct-form": ("desk/correct-form.html", MANAGER, {"page": CORRECT_FORM, "has_error": True}),
    "erase": ("desk/erase.html", MANAGER, {"page": ERASE}),
    "erase-nothing": (
        "desk/erase.html",
        MANAGER,
        {"page": replace(ERASE, goes=(), stays=(), notice="", ends=())},
    ),
}
