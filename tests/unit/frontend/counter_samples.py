"""The pages of the counter and the telephone, with a believable context each (see samples.py)."""

from dataclasses import replace
from typing import Any

from functions.domain.counter_views import (
    CalledPage,
    CallLine,
    CallMePage,
    CallsPage,
    OptionGroup,
    SelectView,
    SignedPage,
    SummaryPage,
    VisitLine,
    VisitsPage,
    VisitTable,
)
from functions.domain.views import (
    AnswerRow,
    AnswerTopic,
    DocumentView,
    ErrorView,
    FieldView,
    Link,
    OptionView,
    UploadForm,
    UserView,
)

HERE = "/nl/desk/visits"
CLERK = UserView(
    "Greet Aerts",
    is_clerk=True,
    idle_seconds=1800,
    absolute_seconds=28800,
    csrf="t",
    roles=("counter",),
    menu=(
        (Link("Werklijst", "/nl/desk/work"), False),
        (Link("Afspraken", HERE), True),
        (Link("Terugbellen", "/nl/desk/calls"), False),
    ),
)
NUMBER = FieldView(
    "number",
    "number",
    "text",
    "Zaaknummer",
    hint="Voor wie zonder afspraak langskomt, of op een ander moment dan afgesproken.",
    width="m",
)
CASE = "/nl/desk/driving-licence/definitive/driving-licence-01JD0000000000000000000000"
VISITS = VisitsPage(
    day="dinsdag 24 november 2026",
    iso="2026-11-24",
    count="4 bezoeken, nog 1 verwacht",
    tables=(
        VisitTable(
            "Rijbewijs",
            "Loket rijbewijzen",
            (
                VisitLine(
                    "09:00", "2026-11-24T08:00:00+00:00", "An Peeters", "Definitief rijbewijs",
                    "7KM4-2PRT-9XAC", "arrived", "aangekomen", f"{CASE}/review", "visit_booking",
                    links=(Link("Behandelen", f"{CASE}/review"),),
                ),
                VisitLine(
                    "09:15", "2026-11-24T08:15:00+00:00", "Fatima El Amrani",
                    "Internationaal rijbewijs", "4KM4-2PRT-9XAD", "expected", "verwacht", "",
                    "visit_booking", f"{HERE}/a/arrived", f"{HERE}/a/missed",
                    (Link("Verplaatsen", f"{CASE}/appointments/visit_booking"),),
                ),
            ),
        ),
        VisitTable(
            "Een document afhalen",
            "Loket afhalen",
            (
                VisitLine(
                    "09:00", "2026-11-24T08:00:00+00:00", "Roger Lambrecht", "Paspoort",
                    "2KM4-2PRT-9XAE", "done", "afgehandeld", f"{CASE}/review",
                ),
                VisitLine(
                    "09:10", "2026-11-24T08:10:00+00:00", "Sofie Vermeulen", "Paspoort",
                    "3KM4-2PRT-9XAF", "no-show", "niet gekomen", f"{CASE}/review",
                ),
            ),
        ),
    ),
    nothing="",
    previous=Link("Vorige dag", f"{HERE}?day=2026-11-23"),
    next=Link("Volgende dag", f"{HERE}?day=2026-11-25"),
    today=None,
    csrf="t",
    number=NUMBER,
    walk_in_action=f"{HERE}/walk-in",
)  # fmt: skip
WRONG = "Vul het zaaknummer in, bijvoorbeeld 7KM4-2PRT-9XAC."
SUBJECT = SelectView(
    "call-subject",
    "subject",
    "Waarover gaat het?",
    (
        OptionGroup("Een kind", (("birth/declaration", "Een geboorte aangeven"),)),
        OptionGroup("Nog iets", (("other", "Iets anders"),)),
    ),
    value="birth/declaration",
)
CALL_ME = CallMePage(
    subject=SUBJECT,
    fields=(
        FieldView("call-name", "name", "text", "Je naam", autocomplete="name", width="l"),
        FieldView(
            "call-phone",
            "phone",
            "text",
            "Je telefoonnummer",
            hint="Ook een buitenlands nummer kan, met de landcode ervoor.",
            autocomplete="tel",
            width="m",
        ),
        FieldView(
            "call-when",
            "when",
            "choice",
            "Wanneer ben je bereikbaar?",
            options=(
                OptionView("morning", "In de voormiddag"),
                OptionView("afternoon", "In de namiddag"),
            ),
        ),
        FieldView(
            "call-question",
            "question",
            "long-text",
            "Waarover wil je iets vragen?",
            hint="Hou het kort. Schrijf hier geen rijksregisternummer.",
            required=False,
        ),
    ),
    action="/nl/desk/call-me",
    call_id="01JD0000000000000000000000",
    trap="website",
    phone="+32 15 00 00 00",
)
CALLS = CallsPage(
    count="2 mensen wachten op een telefoontje.",
    lines=(
        CallLine(
            "call-1", "An Peeters", "0470 12 34 56", "tel:0470123456", "Een kind erkennen",
            "In de voormiddag", "Nederlands", "wacht al 3 uur", "maandag 23 november 2026 om 09:12",
            "4K7-P2N", question="Moet de vader mee?", claim_action="/nl/desk/calls/1/take",
            tries=("maandag 23 november 2026 om 10:30, Joris Maes: niet bereikt",),
        ),
        CallLine(
            "call-2", "Fatima El Amrani", "+33 6 12 34 56 78", "tel:+33612345678", "Iets anders",
            "Maakt niet uit", "Frans", "wacht al 2 dagen", "zaterdag 21 november 2026 om 20:40",
            "7QW-2MN", holder="Jij belt", result_action="/nl/desk/calls/2/result",
        ),
    ),
    csrf="t",
    next=Link("Volgende", "/nl/desk/calls?after=x"),
)  # fmt: skip
SUMMARY = SummaryPage(
    procedure_title="Volmacht geven om te stemmen",
    number="7KM4-2PRT-9XAC",
    topics=(
        AnswerTopic(
            "Wie stemt in jouw plaats?",
            (AnswerRow("Voornaam", "Tuur"), AnswerRow("Achternaam", "Maes")),
        ),
    ),
    declarations=("Wat ik invulde, is juist.",),
    applicant="Roger Lambrecht",
    national_number="48.02.03-989.40",
    clerk="Greet Aerts",
    how="Roger Lambrecht toonde de identiteitskaart.",
    place="Mechelen",
    date="dinsdag 24 november 2026",
    fee="Gratis",
    back=Link("Terug", f"{CASE}/receipt"),
)
SIGNED = SignedPage(
    procedure_title="Volmacht geven om te stemmen",
    number="7KM4-2PRT-9XAC",
    applicant="Roger Lambrecht",
    upload=FieldView(
        "desk-signed",
        "signed",
        "document",
        "Voeg de ingescande papieren aanvraag of de ondertekende samenvatting toe",
        hint="Scan alle bladzijden in één bestand.",
        upload=UploadForm(
            "https://bucket.example/", (("key", "quarantine/a"),), "application/pdf", "10 MB", 10**7
        ),
        documents=(DocumentView("1", "getekend.pdf", "184 kB", "released", "nagekeken en goed"),),
    ),
    back=Link("Terug naar de zaak", f"{CASE}/receipt"),
)
NO_MORE = replace(SIGNED.upload, upload=None)
PAGES: dict[str, tuple[str, UserView | None, dict[str, Any]]] = {
    "visits": ("desk/visits.html", CLERK, {"page": VISITS}),
    "visits-errors": (
        "desk/visits.html",
        CLERK,
        {
            "page": replace(
                VISITS, number=replace(NUMBER, error=WRONG), errors=(ErrorView(WRONG, "#number"),)
            ),
            "has_error": True,
        },
    ),
    "visits-empty": (
        "desk/visits.html",
        CLERK,
        {
            "page": replace(
                VISITS,
                count="",
                tables=(),
                nothing="Het loket is gesloten: Kerstmis.",
                today=Link("Vandaag", HERE),
                number=None,
            )
        },
    ),
    "call-me": ("desk/call-me.html", None, {"page": CALL_ME}),
    "call-me-errors": (
        "desk/call-me.html",
        None,
        {
            "page": replace(
                CALL_ME,
                subject=replace(SUBJECT, error="Kies waarover het gaat.", value=""),
                errors=(ErrorView("Kies waarover het gaat.", "#call-subject"),),
            ),
            "has_error": True,
        },
    ),
    "called": (
        "desk/called.html",
        None,
        {
            "page": CalledPage(
                "4K7-P2N", "4 K 7, P 2 N", "We bellen je binnen 1 werkdag.", "+32 15 00 00 00"
            )
        },
    ),
    "calls": ("desk/calls.html", CLERK, {"page": CALLS}),
    "summary": ("desk/summary.html", CLERK, {"page": SUMMARY}),
    "signed": ("desk/signed.html", CLERK, {"page": SIGNED}),
    "signed-closed": (
        "desk/signed.html",
        CLERK,
        {"page": replace(SIGNED, upload=NO_MORE, closed="De zaak is gesloten.")},
    ),
}
