"""The case at the desk with all that it can show, letters and previews (see samples.py)."""

from dataclasses import replace
from typing import Any

from functions.domain.review_views import (
    DeskParts,
    LetterPage,
    LetterSheet,
    NotesView,
    NoteView,
    PersonView,
    PictureView,
    PreviewPage,
    ReopenView,
    TermView,
)
from functions.domain.views import (
    AnswerRow,
    AnswerTopic,
    CaseLine,
    ErrorView,
    FieldView,
    Link,
    OptionView,
    ReviewPage,
    UserView,
)

# A picture of one dot.
DOT = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    "WjR9awAAAABJRU5ErkJggg=="
)
HERE = "/nl/desk/elections/proxy/elections-01JD0000000000000000000000"
CLERK = UserView(
    "Joris Maes",
    is_clerk=True,
    idle_seconds=1800,
    absolute_seconds=28800,
    csrf="t",
    roles=("elections",),
)
NOTE_FIELD = FieldView(
    "note", "note", "long-text", "Nieuwe notitie", hint="Alleen voor collega’s.", max_length=2000
)
TERM = TermView(
    "De dienst beslist",
    "nog 3 dagen",
    "normal",
    (
        ("Begonnen op", "maandag 23 november 2026 om 10:00"),
        ("Stond stil", "Van dinsdag 24 november 2026 tot donderdag 26 november 2026."),
        ("Loopt af op", "maandag 7 december 2026 om 10:00"),
        ("Bron", "De gemeente bepaalt deze termijn zelf"),
    ),
    note="Niet bevestigd (u): kijk na welke termijn in onze gemeente geldt.",
)
DESK = DeskParts(
    terms=(TERM, replace(TERM, title="Jouw antwoord", left="2 dagen te laat", kind="late")),
    past_terms=(replace(TERM, left="Op tijd afgehandeld", kind="over", note=""),),
    people=(
        PersonView("Karel Van den Broeck", (("Ja, ik stem", "dinsdag 24 november 2026"),)),
        PersonView("Noor Maes", (), waiting="We wachten op een antwoord."),
        PersonView("Tuur Maes", ()),
    ),
    related=(
        CaseLine(
            "Paspoort aanvragen", "4K7-P2N-9XD", "Klaar.", "2 november 2026", f"{HERE}/review"
        ),
    ),
    related_all="/nl/desk/work/related/elections-01JD0000000000000000000000",
    notes=NotesView(
        (NoteView("Joris Maes", "maandag 23 november 2026", "2026-11-23T09:00Z", "Gebeld."),),
        NOTE_FIELD,
        f"{HERE}/notes",
        "t",
    ),
    letters=(Link("Brief met onze vraag", f"{HERE}/letters/question"),),
)
REOPEN = ReopenView(
    (
        FieldView(
            "reopen-reason",
            "reopen-reason",
            "choice",
            "Waarom heropen je deze zaak?",
            options=(OptionView("appeal", "Het beroep is gegrond"), OptionView("other", "Anders")),
        ),
        FieldView("reopen-text", "reopen-text", "long-text", "Uitleg", error="Vul de reden in.",
                  required=False),
    ),
    ("De zaak gaat verder bij deze stap: de dienst beslist.",),
    f"{HERE}/reopen",
    "t",
    (ErrorView("Vul de reden in.", "#reopen-text"),),
)  # fmt: skip
TOPIC = AnswerTopic(
    "Het bewijs",
    (
        AnswerRow("Medisch attest", "Niet zichtbaar voor jouw rol", hidden=True),
        AnswerRow("Adres", "Markt 1", difference="Markt 2, 2800 Mechelen"),
    ),
)
REVIEW = ReviewPage(
    "Volmacht geven",
    "4K7-P2N-9XD",
    "An Peeters",
    "De dienst kijkt dit na.",
    "running",
    (TOPIC,),
    (),
    None,
    (),
    (),
    waiting_for="De dienst kijkt dit na.",
    desk=DESK,
)
SHEET = LetterSheet(
    "nl",
    "Nederlands",
    "Mechelen, donderdag 26 november 2026",
    ("An Peeters", "Voorbeeldstraat 12", "2800 Mechelen"),
    (("Ons kenmerk", "4K7-P2N-9XD"),),
    "Onze beslissing over je aanvraag: Volmacht geven",
    "Beste An Peeters",
    ("De volmacht is geweigerd.", "De reden: het attest is niet leesbaar."),
    "Je kan een nieuw attest brengen.",
    ("Vriendelijke groeten,", "Stad Mechelen"),
)
LETTER = LetterPage(
    "Brief over de weigering",
    (replace(SHEET, lang="fr", language="Français"), SHEET),
    replace(NOTE_FIELD, id="letter-text", name="letter-text", label="Wat wil je toevoegen?"),
    f"{HERE}/letters/refusal",
    "t",
    back=Link("Terug naar de zaak", f"{HERE}/review"),
    no_address=True,
)
PREVIEW = PreviewPage(
    "attest.pdf",
    "Volmacht geven 4K7-P2N-9XD",
    (
        PictureView(DOT, "bladzijde 1 van 2 van attest.pdf"),
        PictureView(DOT, "bladzijde 2 van 2 van attest.pdf"),
    ),
    Link("attest.pdf downloaden", f"{HERE}/documents/01JE"),
    back=Link("Terug naar de zaak", f"{HERE}/review"),
)
PAGES: dict[str, tuple[str, UserView | None, dict[str, Any]]] = {
    "review-desk": ("desk/review.html", CLERK, {"page": REVIEW}),
    "review-note-wrong": (
        "desk/review.html",
        CLERK,
        {
            "page": replace(
                REVIEW,
                desk=replace(
                    DESK,
                    notes=NotesView(
                        (),
                        replace(NOTE_FIELD, error="Schrijf eerst een notitie."),
                        f"{HERE}/notes",
                        "t",
                        (ErrorView("Schrijf eerst een notitie.", "#note"),),
                    ),
                ),
            ),
            "has_error": True,
        },
    ),
    "review-reopen": (
        "desk/review.html",
        CLERK,
        {"page": replace(REVIEW, desk=replace(DESK, reopen=REOPEN)), "has_error": True},
    ),
    "letter": ("desk/letter.html", CLERK, {"page": LETTER}),
    "letter-made": (
        "desk/letter.html",
        CLERK,
        {"page": replace(LETTER, field=None, made="Joris Maes maakte deze brief.")},
    ),
    "document": ("desk/document.html", CLERK, {"page": PREVIEW}),
    "document-problem": (
        "desk/document.html",
        CLERK,
        {
            "page": replace(
                PREVIEW, pictures=(), problem="Dit bestand heeft een wachtwoord.", more=""
            )
        },
    ),
}
