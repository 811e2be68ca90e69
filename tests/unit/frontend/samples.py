"""A believable context for every page template: for tests, and for a look in a browser."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from functions.domain.views import (
    AnswerRow,
    AnswerTopic,
    AppointmentPage,
    AppointmentView,
    CaseLine,
    CasePage,
    CheckPage,
    ChoiceAction,
    DateParts,
    DayView,
    DocumentView,
    EligibilityPage,
    ErrorPage,
    ErrorView,
    FieldView,
    ForPage,
    GroupView,
    HistoryRow,
    Link,
    MissingSource,
    MyPage,
    OptionView,
    PayView,
    ProcedureCard,
    ProcedurePage,
    QuestionPage,
    ReceiptPage,
    ReviewPage,
    TaskView,
    TimelineEntry,
    UploadForm,
    UserView,
)
from tests.unit.frontend import (
    audit_samples,
    counter_samples,
    figure_samples,
    issued_samples,
    list_samples,
    mandate_samples,
    message_samples,
    privacy_samples,
    queue_samples,
    review_samples,
    settings_samples,
    status_samples,
)
from tests.unit.known import tenant

TENANTS = Path(__file__).parents[3] / "infra" / "tenants"
CASE = "/nl/desk/elections/proxy/elections-01JD0000000000000000000000"

CITIZEN = UserView(
    "An Peeters", is_clerk=False, idle_seconds=1800, absolute_seconds=28800, csrf="t"
)
CLERK = UserView(
    "Joris Maes",
    is_clerk=True,
    idle_seconds=1800,
    absolute_seconds=28800,
    csrf="t",
    roles=("elections",),
    menu=(
        (Link("Werklijst", "/nl/desk/work"), True),
        (Link("Afspraken", "/nl/desk/visits"), False),
    ),
)


UPLOAD = UploadForm(
    action="https://bucket.example/",
    fields=(("key", "quarantine/01JD/01JE"), ("policy", "eyJ"), ("x-amz-signature", "00")),
    accept="application/pdf,image/jpeg,image/png",
    max_size="10 MB",
    max_bytes=10_000_000,
)
CERTIFICATE = DocumentView(
    "01JE",
    "doktersattest-peeters.pdf",
    "184 kB",
    "released",
    "nagekeken en goed",
    href=f"{CASE}/documents/01JE",
    remove_action=f"{CASE}/documents/01JE/remove",
)
CHECKING = DocumentView(
    "01JF", "foto_20261121.jpg", "2,3 MB", "checking", "we kijken dit bestand na"
)

TOPICS = (
    AnswerTopic(
        "De reden",
        (
            AnswerRow("Waarom kun je niet zelf stemmen?", "Ik ben ziek of heb een beperking"),
            AnswerRow("Attest van je dokter", "", documents=(CERTIFICATE,)),
        ),
        change=Link("Wijzigen", f"{CASE}/questions/reason"),
    ),
    AnswerTopic(
        "Wie stemt in jouw plaats?",
        (
            AnswerRow("Voornaam", "Karel"),
            AnswerRow("Familienaam", "Van den Broeck", difference="Vandenbroeck"),
            AnswerRow("Rijksregisternummer", "85.07.30-033.28"),
            AnswerRow("E-mailadres", "karel.vandenbroeck@voorbeeld.example"),
            AnswerRow("Telefoon", ""),
        ),
        change=Link("Wijzigen", f"{CASE}/questions/holder"),
    ),
)
TIMELINE = (
    TimelineEntry("Ingediend", "done", "zaterdag 21 november 2026", iso="2026-11-21"),
    TimelineEntry(
        "Karel Van den Broeck bevestigt",
        "now",
        "uiterlijk zondag 29 november 2026",
        "Hij kreeg een mail met een link.",
        "2026-11-29",
    ),
    TimelineEntry("De dienst Verkiezingen kijkt na", "next", "ongeveer 2 werkdagen"),
    TimelineEntry("Jullie krijgen elk de volmacht", "next"),
)
HISTORY = (
    HistoryRow(
        "21 november 2026, 14.05 uur", "An Peeters", "Aanvraag ingediend", "2026-11-21T13:05Z"
    ),
    HistoryRow(
        "21 november 2026, 14.05 uur", "Burgerloket", "Mail gestuurd aan Karel Van den Broeck"
    ),
    HistoryRow(
        "23 november 2026, 9.30 uur",
        "Joris Maes",
        "Meer informatie gevraagd",
        detail="Het attest is niet leesbaar. Kun je een scherpere foto sturen?",
    ),
)

HOLDER_FIELDS = (
    FieldView("holder-given_name", "given_name", "text", "Voornaam", autocomplete="off", width="l"),
    FieldView(
        "holder-family_name",
        "family_name",
        "text",
        "Familienaam",
        autocomplete="off",
        width="l",
        value="Van den Broeck",
    ),
    FieldView(
        "holder-national_number",
        "national_number",
        "national-number",
        "Rijksregisternummer",
        hint="11 cijfers, op de achterkant van de identiteitskaart. Bijvoorbeeld 85.07.30-033.28",
        value="85.07.30-033.29",
        error="Dit rijksregisternummer klopt niet. Kijk de cijfers na",
    ),
    FieldView(
        "holder-birth",
        "birth",
        "date",
        "Geboortedatum",
        hint="Bijvoorbeeld 31 03 1985",
        date=DateParts("31", "02", "1985"),
        error="Deze datum bestaat niet. Kijk de dag en de maand na",
    ),
    FieldView(
        "holder-relation",
        "relation",
        "choice",
        "Wat is je band met deze persoon?",
        options=(
            OptionView("family", "Familie", "Ook aangetrouwde familie"),
            OptionView("friend", "Vriend, vriendin of buur"),
            OptionView("other", "Iets anders"),
        ),
        error="Kies wat je band is met deze persoon",
    ),
    FieldView(
        "holder-belgian",
        "belgian",
        "yes-no",
        "Heeft deze persoon de Belgische nationaliteit?",
        options=(OptionView("yes", "Ja", checked=True), OptionView("no", "Nee")),
    ),
    FieldView(
        "holder-email",
        "email",
        "email",
        "E-mailadres",
        autocomplete="off",
        width="l",
        required=False,
        hint="We sturen de link om te bevestigen naar dit adres.",
    ),
    FieldView("holder-note", "note", "long-text", "Wil je nog iets zeggen?", required=False),
    FieldView(
        "holder-told",
        "told",
        "declaration",
        "Deze persoon weet dat ik dit vraag.",
        error="Zet een vinkje: zonder akkoord kan het niet",
    ),
)


def errors_of(fields: tuple[FieldView, ...]) -> tuple[ErrorView, ...]:
    return tuple(ErrorView(f.error, f"#{f.id}") for f in fields if f.error)


def question(**changes: Any) -> QuestionPage:
    values: dict[str, Any] = {
        "procedure_title": "Volmacht geven",
        "caption": "Stap 2 van 5",
        "title": "Wie stemt in jouw plaats?",
        "intro": "Kies iemand die je vertrouwt. Deze persoon krijgt een mail en moet bevestigen.",
        "items": HOLDER_FIELDS,
        "errors": errors_of(HOLDER_FIELDS),
        "action": f"{CASE}/questions/holder",
        "csrf": "t",
        "version": 3,
        "case_id": "01JD",
        "back": Link("Vorige stap", f"{CASE}/questions/reason"),
        "step": 2,
        "steps": 5,
    }
    return QuestionPage(**{**values, **changes})


UPLOAD_FIELDS = (
    FieldView(
        "documents-certificate",
        "certificate",
        "document",
        "Attest van je dokter",
        hint="Alle hoeken moeten zichtbaar zijn.",
        documents=(CERTIFICATE, CHECKING),
        upload=UPLOAD,
    ),
    FieldView(
        "documents-other",
        "other",
        "document",
        "Ander bewijs",
        required=False,
        upload=UPLOAD,
        error="Voeg een bestand toe, of laat dit leeg",
    ),
)
UPLOAD_PAGE = question(
    title="Je bewijs",
    intro="",
    items=UPLOAD_FIELDS,
    errors=errors_of(UPLOAD_FIELDS),
    is_upload=True,
    caption="Stap 3 van 5",
    step=3,
    action=f"{CASE}/questions/documents",
)


def dose(index: int) -> tuple[FieldView, ...]:
    return (
        FieldView(
            f"doses-{index}-date",
            f"doses-{index}-date",
            "date",
            "Datum van de prik",
            hint="Bijvoorbeeld 12 05 2026",
        ),
        FieldView(
            f"doses-{index}-by",
            f"doses-{index}-by",
            "text",
            "Wie gaf de prik?",
            width="l",
            hint="Naam van de arts of van Opgroeien",
        ),
    )


GROUP_PAGE = question(
    procedure_title="Poliovaccinatie bewijzen",
    title="De prikken",
    errors=(),
    drafts=(Link("Aanvraag van 3 november 2026", "#"),),
    intro="Ze staan in het vaccinatieboekje van je kind.",
    notice="Je antwoorden zijn bewaard.",
    items=(
        GroupView(
            "doses",
            "doses",
            "Prikken",
            "Zet de oudste eerst.",
            "",
            ("Prik 1", "Prik 2"),
            (dose(0), dose(1)),
            "Nog een prik toevoegen",
            "Prik weghalen",
            can_add=True,
            can_remove=True,
        ),
    ),
)

KNOWN_PAGE = question(
    title="Wat we al van je weten",
    items=(HOLDER_FIELDS[5],),
    errors=(),
    known=(
        AnswerRow("Naam", "An Peeters"),
        AnswerRow("Nationaliteit", "België"),
        AnswerRow("Adres", "Voorbeeldstraat 12, 2800 Mechelen"),
    ),
    on_behalf="Je doet dit voor Roger Lambrecht.",
    known_notice="We konden de gegevens nu niet ophalen bij het Rijksregister.",
)

FOR = ForPage(
    "Identiteitskaart aanvragen",
    "Voor wie vul je dit in?",
    "Vul in wie de aanvraag doet.",
    (HOLDER_FIELDS[2], HOLDER_FIELDS[0], HOLDER_FIELDS[1], HOLDER_FIELDS[4]),
    errors_of((HOLDER_FIELDS[2], HOLDER_FIELDS[4])),
    "/nl/desk/identity-card/request/for",
    "t",
    "01JD",
    Link("Werklijst", "/nl/desk/work"),
)

CHECK = CheckPage(
    "Volmacht geven",
    "Stap 5 van 5",
    TOPICS,
    (
        FieldView(
            "declaration",
            "declaration",
            "declaration",
            "Wat ik hier invul is juist. Ik weet dat een valse verklaring strafbaar is.",
        ),
    ),
    (
        "Karel Van den Broeck krijgt een mail en bevestigt.",
        "De dienst Verkiezingen kijkt alles na.",
        "Jullie krijgen elk de volmacht per mail.",
    ),
    "Volmacht indienen",
    f"{CASE}/check",
    "t",
    4,
    (),
    Link("Vorige stap", "#"),
)
CHECK_OPEN = replace(
    CHECK,
    topics=(replace(TOPICS[0], problems=("Voeg het attest van je dokter toe",)), TOPICS[1]),
    complete=False,
)
RECEIPT = ReceiptPage(
    "Volmacht geven",
    "4K7-P2N-9XD",
    "vier K zeven, P twee N, negen X D",
    "zaterdag 21 november 2026 om 14.05 uur",
    "an.peeters@voorbeeld.example",
    TIMELINE,
    Link("Volg je aanvraag", CASE),
    TOPICS,
)
SUPPLEMENT = TaskView(
    "supplement",
    "Stuur ons nog een bewijs",
    "De dienst Verkiezingen heeft nog iets nodig.",
    "Antwoord voor vrijdag 27 november 2026.",
    f"{CASE}/decisions/supplement",
    "t",
    (
        ChoiceAction(
            "supplement",
            "Antwoord versturen",
            "",
            needs_reason=True,
            reason_label="Je antwoord",
            style="primary",
        ),
    ),
    question="Het attest is niet leesbaar. Kun je een scherpere foto sturen?",
    items=UPLOAD_FIELDS[:1],
)
DECIDE = TaskView(
    "decide",
    "Beslis over deze volmacht",
    "De volmachtkrijger heeft bevestigd.",
    "Nog 2 werkdagen: tot woensdag 25 november 2026.",
    f"{CASE}/decisions/decide",
    "t",
    (
        ChoiceAction(
            "approve",
            "Goedkeuren",
            "An Peeters en Karel Van den Broeck krijgen meteen de volmacht per mail.",
            style="primary",
        ),
        ChoiceAction(
            "refuse",
            "Weigeren",
            "De aanvraag stopt. An Peeters krijgt de reden en hoe ze in beroep kan gaan.",
            needs_reason=True,
            reason_label="Waarom weiger je?",
            reason_hint="An Peeters leest dit woord voor woord.",
            style="warning",
            reasons=(
                OptionView("not-voter", "De volmachtkrijger is geen kiezer."),
                OptionView("late", "De aanvraag kwam te laat."),
            ),
        ),
        ChoiceAction(
            "ask",
            "Meer informatie vragen",
            "De termijn staat stil tot er een antwoord is.",
            needs_reason=True,
            reason_label="Wat vraag je?",
            reason_hint="Zeg precies wat je nodig hebt.",
        ),
    ),
)
DECIDE_WRONG = replace(
    DECIDE,
    errors=(
        ErrorView("Kies wat je beslist", "#choice"),
        ErrorView("Zeg waarom je weigert", "#reason"),
    ),
)

PAY = TaskView(
    "pay",
    "Je betaalt",
    "Betaal online, of kies om aan het loket te betalen.",
    "Doe dit voor vrijdag 27 november 2026.",
    f"{CASE}/decisions/pay",
    "t",
    (ChoiceAction("counter", "Aan het loket betalen", "Je betaalt wanneer je langskomt."),),
    pay=PayView(
        "€ 25,00",
        f"{CASE}/payment/pay",
        "Online betalen",
        "Aan het loket betalen",
        "Je betaalt wanneer je langskomt.",
        "Je betaling is niet gelukt. Er is niets betaald. Probeer het opnieuw.",
    ),
)


BOOKING = TaskView(
    "visit_booking",
    "Je kiest een moment aan het loket",
    "Kies wanneer je naar het loket komt.",
    "Doe dit voor maandag 25 januari 2027.",
    f"{CASE}/decisions/visit_booking",
    "t",
    (ChoiceAction("booked", "Dit moment kiezen", "Je krijgt een mail.", style="primary"),),
    go=Link("Kies een moment", f"{CASE}/appointments/visit_booking"),
)
PLACE = "Stad Mechelen, Grote Markt 21, 2800 Mechelen"
BRING = ("Je oude identiteitskaart", "Een recente pasfoto, 35 op 45 millimeter")
APPOINTMENT = AppointmentView(
    "donderdag 26 november 2026 om 09:15",
    "2026-11-26T08:15:00+00:00",
    PLACE,
    BRING,
    calendar=Link("Zet in je agenda", f"{CASE}/appointments/visit_booking/calendar"),
    move=Link("Ander moment kiezen", f"{CASE}/appointments/visit_booking"),
    cancel_action=f"{CASE}/appointments/visit_booking/cancel",
    csrf="t",
)


def moments(id_: str, label: str, *times: str, error: str = "") -> FieldView:
    options = tuple(OptionView(f"2026-11-26T{time}:00+00:00", time) for time in times)
    return FieldView(id_, "moment", "choice", label, error=error, options=options)


def appointment(**changes: Any) -> AppointmentPage:
    values: dict[str, Any] = {
        "procedure_title": "Een identiteitskaart aanvragen",
        "title": "Kies een moment",
        "intro": "Kies wanneer je naar het loket komt.",
        "service": "Identiteitskaart",
        "minutes": 15,
        "place": PLACE,
        "bring": BRING,
        "current": "",
        "week": "Week van maandag 23 november 2026",
        "days": (
            DayView(
                "woensdag 25 november 2026",
                "?day=2026-11-25#moments",
                "geen moment vrij",
                "2026-11-25",
                is_full=True,
            ),
            DayView(
                "donderdag 26 november 2026",
                "?day=2026-11-26#moments",
                "4 momenten vrij",
                "2026-11-26",
                is_chosen=True,
            ),
        ),
        "day": "2026-11-26",
        "moments": (
            moments("moment", "Voormiddag", "09:00", "09:15", "11:45"),
            moments("moment-later", "Namiddag en avond", "16:30"),
        ),
        "submit_label": "Dit moment kiezen",
        "action": f"{CASE}/appointments/visit_booking",
        "csrf": "t",
        "next": Link("Volgende week", "?day=2026-11-30"),
        "back": Link("Terug naar je zaak", CASE),
        "phone": "+32 15 00 00 00",
    }
    return AppointmentPage(**{**values, **changes})


GONE = "Iemand anders koos dit moment net voor jou. Kies een ander moment."
APPOINTMENT_GONE = appointment(
    title="Kies een ander moment",
    current="donderdag 26 november 2026 om 09:15",
    moments=(moments("moment", "Voormiddag", "11:45", error=GONE),),
    errors=(ErrorView(GONE, "#moment"),),
    previous=Link("Vorige week", "?day=2026-11-16"),
)


def case(**changes: Any) -> CasePage:
    values: dict[str, Any] = {
        "procedure_title": "Volmacht geven",
        "number": "4K7-P2N-9XD",
        "number_spoken": "vier K zeven, P twee N, negen X D",
        "status": "We wachten tot Karel Van den Broeck bevestigt.",
        "status_kind": "running",
        "task": None,
        "timeline": TIMELINE,
        "topics": TOPICS,
        "documents": (CERTIFICATE, CHECKING),
        "history": HISTORY,
        "withdraw_action": f"{CASE}/withdraw",
        "csrf": "t",
        "back": Link("Mijn zaken", "/nl/desk/my"),
    }
    return CasePage(**{**values, **changes})


LINE = CaseLine(
    "Volmacht geven",
    "4K7-P2N-9XD",
    "We wachten tot Karel Van den Broeck bevestigt.",
    "21 november 2026",
    CASE,
)
MY = MyPage(
    "An",
    (
        CaseLine(
            "Poliovaccinatie bewijzen",
            "8HM-3TR-5WC",
            "Stuur ons nog een bewijs.",
            "18 november 2026",
            "#",
            asked=True,
            deadline="Voor vrijdag 27 november 2026",
        ),
    ),
    (LINE,),
    (CaseLine("Volmacht geven", "", "Stap 2 van 5", "Bewaard tot 20 december 2026", "#"),),
    (CaseLine("Volmacht geven", "2BC-6JK-1QA", "Goedgekeurd.", "4 juni 2024", "#"),),
    older=(CaseLine("Rijbewijs", "2BC-6JK-1QB", "Afgehaald.", "4 juni 2023", "#"),),
    authorities=("Vlaamse overheid", "Federale overheid"),
    missing=(
        MissingSource(
            "Federale overheid antwoordt nu niet. We weten niet of daar zaken van je lopen.",
            Link("Kijk zelf bij: Federale overheid", "https://www.belgium.be/"),
        ),
    ),
    calendar="/nl/desk/my/dates.ics",
)
REVIEW = ReviewPage(
    "Volmacht geven",
    "4K7-P2N-9XD",
    "An Peeters",
    "Te beslissen",
    "asked",
    TOPICS,
    (),
    DECIDE,
    TIMELINE,
    HISTORY,
    (
        ("De volmachtkrijger is 18 jaar of ouder", "Kieswetboek, artikel 147bis"),
        ("De volmachtkrijger heeft geen andere volmacht", "Kieswetboek, artikel 147bis, § 2"),
    ),
    back=Link("Werklijst", "/nl/desk/work"),
)
ERROR = ErrorPage(
    409,
    "Intussen is er iets gewijzigd",
    "Je hebt dit formulier ook in een ander venster ingevuld. Je antwoorden van daar zijn bewaard.",
    (Link("Bekijk de bewaarde antwoorden", CASE), Link("Mijn zaken", "/nl/desk/my")),
    code="7KM42-PRT9X",
)
CARDS = (
    ProcedureCard(
        "Volmacht geven",
        "Laat iemand anders in jouw plaats stemmen.",
        "/nl/elections/proxy/",
        "Stemmen",
        "verkiezingen stembus",
    ),
    ProcedureCard(
        "Poliovaccinatie bewijzen",
        "Toon dat je kind de verplichte prikken tegen polio kreeg.",
        "/nl/polio-vaccination/proof/",
        "Een kind",
        "vaccin inenting",
    ),
)
PROCEDURE = ProcedurePage(
    "Volmacht geven",
    "Kun je niet zelf gaan stemmen? Laat iemand anders in jouw plaats stemmen.",
    (
        "Je bent kiezer in Mechelen.",
        "Je hebt een reden: ziekte, werk, studies, geloof of een reis.",
    ),
    (
        "Het rijksregisternummer van wie in jouw plaats stemt. Het staat op de identiteitskaart.",
        "Een bewijs van de reden, bijvoorbeeld een attest van je dokter.",
    ),
    "Gratis",
    "Meestal 2 werkdagen nadat de andere persoon bevestigt.",
    ("Algemeen Kieswetboek, artikel 147bis",),
    "/nl/desk/elections/proxy/start",
    open_now=True,
    closed_text="",
    topics=("De reden", "Wie stemt in jouw plaats", "Je bewijs"),
    counter_text="Breng je identiteitskaart en het bewijs mee.",
    paper_text="Vul formulier A95 in en bezorg het aan de dienst Verkiezingen.",
    open_rows=(("Lokale verkiezingen van 13 december 2026", "zondag 13 december, 12 uur"),),
)

# name -> (template, user, context)
HURDLES = (
    FieldView(
        "resident", "resident", "yes-no", "Woon je in Mechelen?", hint="Zie je identiteitskaart.",
        options=(OptionView("yes", "Ja"), OptionView("no", "Nee")),
    ),
    FieldView(
        "adult", "adult", "yes-no", "Ben je 18 jaar of ouder?", error="Kies ja of nee.",
        options=(OptionView("yes", "Ja"), OptionView("no", "Nee")),
    ),
)  # fmt: skip
CAN_I = EligibilityPage(
    procedure_title="Volmacht geven",
    fields=(HURDLES[0], replace(HURDLES[1], error="")),
    action="/nl/desk/elections/proxy/can-i",
    start=Link("Start je aanvraag", "/nl/desk/elections/proxy/start"),
    counter=Link("Loket en openingsuren", "/nl/counter/"),
    back=Link("Terug", "/nl/elections/proxy/"),
)
CAN_I_NOT = replace(
    CAN_I, answered=True, stops=("Vraag je volmacht in de gemeente waar je woont.",)
)

PAGES: dict[str, tuple[str, UserView | None, dict[str, Any]]] = {
    "can-i": ("desk/can-i.html", None, {"page": CAN_I}),
    "can-i-errors": (
        "desk/can-i.html",
        None,
        {
            "page": replace(
                CAN_I, fields=HURDLES, errors=(ErrorView("Kies ja of nee.", "#adult"),)
            ),
            "has_error": True,
        },
    ),
    "can-i-yes": ("desk/can-i.html", None, {"page": replace(CAN_I, answered=True)}),
    "can-i-no": ("desk/can-i.html", None, {"page": CAN_I_NOT}),
    "question-errors": ("desk/question.html", CITIZEN, {"page": question(), "has_error": True}),
    "question-upload": ("desk/question.html", CITIZEN, {"page": UPLOAD_PAGE, "has_error": True}),
    "question-group": ("desk/question.html", CITIZEN, {"page": GROUP_PAGE}),
    "question-known": ("desk/question.html", CITIZEN, {"page": KNOWN_PAGE}),
    "for": ("desk/for.html", CLERK, {"page": FOR, "has_error": True}),
    "check": ("desk/check.html", CITIZEN, {"page": CHECK}),
    "check-open": ("desk/check.html", CITIZEN, {"page": CHECK_OPEN}),
    "receipt": ("desk/receipt.html", CITIZEN, {"page": RECEIPT}),
    "case": ("desk/case.html", CITIZEN, {"page": case()}),
    "case-asked": (
        "desk/case.html",
        CITIZEN,
        {"page": case(task=SUPPLEMENT, status_kind="asked", status="We vragen je nog een bewijs.")},
    ),
    "case-booking": (
        "desk/case.html",
        CITIZEN,
        {"page": case(task=BOOKING, status_kind="asked", status="We wachten op jou.")},
    ),
    "case-appointment": (
        "desk/case.html",
        CITIZEN,
        {"page": case(appointments=(APPOINTMENT,))},
    ),
    "appointment": ("desk/appointment.html", CITIZEN, {"page": appointment()}),
    "appointment-gone": (
        "desk/appointment.html",
        CITIZEN,
        {"page": APPOINTMENT_GONE, "has_error": True},
    ),
    "appointment-full": (
        "desk/appointment.html",
        CITIZEN,
        {"page": appointment(days=(), moments=(), week="", next=None)},
    ),
    "case-pay": (
        "desk/case.html",
        CITIZEN,
        {"page": case(task=PAY, status_kind="asked", status="We wachten op jou.", fee="€ 25,00")},
    ),
    "check-fee": ("desk/check.html", CITIZEN, {"page": replace(CHECK, fee="€ 25,00")}),
    "receipt-fee": ("desk/receipt.html", CITIZEN, {"page": replace(RECEIPT, fee="€ 25,00")}),
    "review-owed": (
        "desk/review.html",
        CLERK,
        {
            "page": replace(
                REVIEW,
                fee="€ 25,00, te betalen aan het loket",
                received_action=f"{CASE}/payment/received",
                csrf="t",
            )
        },
    ),
    "case-refused": (
        "desk/case.html",
        CITIZEN,
        {
            "page": case(
                status="Je volmacht is geweigerd.",
                status_kind="negative",
                decision="De volmacht is geweigerd op 24 november 2026.",
                decision_reason="De volmachtkrijger is geen kiezer.",
                appeal="Bel de dienst Verkiezingen, of dien een klacht in.",
                withdraw_action="",
            )
        },
    ),
    "my": ("desk/my.html", CITIZEN, {"page": MY, "path": "/nl/desk/my"}),
    "my-empty": ("desk/my.html", CITIZEN, {"page": MyPage("An", (), (), (), ())}),
    "review": ("desk/review.html", CLERK, {"page": REVIEW}),
    "review-appointment": (
        "desk/review.html",
        CLERK,
        {
            "page": replace(
                REVIEW,
                appointments=(replace(APPOINTMENT, move=None, calendar=None, cancel_action=""),),
            )
        },
    ),
    "review-errors": (
        "desk/review.html",
        CLERK,
        {
            "page": ReviewPage(
                "Volmacht geven",
                "4K7-P2N-9XD",
                "An Peeters",
                "Te beslissen",
                "asked",
                TOPICS,
                (),
                DECIDE_WRONG,
                (),
                (),
            ),
            "has_error": True,
        },
    ),
    "review-waiting": (
        "desk/review.html",
        CLERK,
        {
            "page": ReviewPage(
                "Volmacht geven",
                "4K7-P2N-9XD",
                "An Peeters",
                "Wacht op bevestiging",
                "running",
                TOPICS,
                (),
                None,
                TIMELINE,
                HISTORY,
                waiting_for="Karel Van den Broeck moet nog bevestigen.",
            )
        },
    ),
    "error": ("desk/error.html", None, {"page": ERROR}),
    "search": ("desk/search.html", None, {"query": "stemmen", "results": CARDS}),
    "search-none": ("desk/search.html", None, {"query": "zeppelin", "results": ()}),
    "signed-out": ("desk/signed-out.html", None, {}),
    "review-held": (
        "desk/review.html",
        CLERK,
        {"page": replace(REVIEW, task=None, holding=queue_samples.HELD)},
    ),
    **list_samples.PAGES,
    **queue_samples.PAGES,
    **settings_samples.PAGES,
    **audit_samples.PAGES,
    **figure_samples.PAGES,
    **mandate_samples.PAGES,
    **privacy_samples.PAGES,
    **counter_samples.PAGES,
    **review_samples.PAGES,
    **issued_samples.pages(CLERK),
    **message_samples.pages(CITIZEN, CLERK),
}
PAGES |= status_samples.pages()
TITLES = {"question": "Wie stemt in jouw plaats?", "my": "Mijn zaken", "work": "Werklijst"}


def context(name: str, lang: str = "nl") -> tuple[str, dict[str, Any]]:
    """Template and full context of a sample page."""
    template, user, values = PAGES[name]
    title = TITLES.get(name.partition("-")[0], "Volmacht geven")
    alternates = {code: f"/{code}/desk/sample" for code in tenant().languages}
    return template, {
        "user": user,
        "page_title": title,
        "alternates": alternates,
        "path": "/nl/desk/sample",
        **values,
    }
