"""The two small forms of the desk at a case: a note, and opening it again."""

from functions.domain.authorisation import Action
from functions.domain.case import CaseFile
from functions.domain.problems import Problem
from functions.domain.procedure import Procedure
from functions.domain.review_views import NotesView, NoteView, ReopenView
from functions.domain.session import Session
from functions.domain.texts import N_, say
from functions.domain.views import ErrorView, FieldView, OptionView
from functions.services import noting, reopening, rights
from functions.services.writing import Words
from functions.web import presenters, role_words, telling
from functions.web.open_case import place_of
from functions.web.visit import Visit

NOTE, REOPEN = "note", "reopen"  # which form was posted


def errors_of(words: Words, problems: tuple[Problem, ...]) -> tuple[ErrorView, ...]:
    return tuple(ErrorView(words.write(p.text), f"#{p.field}") for p in problems)


def _at(errors: tuple[ErrorView, ...], field: str) -> str:
    return next((e.message for e in errors if e.href == f"#{field}"), "")


def notes(
    visit: Visit,
    procedure: Procedure,
    session: Session,
    file: CaseFile,
    problems: tuple[Problem, ...],
) -> NotesView:
    """Notes are for everybody who may see the case at the desk."""
    words = visit.words
    errors = errors_of(words, problems)
    may = rights.held(session, Action.NOTE, procedure, file.case)
    kept = visit.kept_boxes(place_of(file.case.id, NOTE)).get(noting.FIELD, "")
    typed = visit.form.get(noting.FIELD, kept)
    if not problems and noting.is_last(file, session, typed.strip()):
        typed = ""  # it was kept while its writer signed in, and is written by now
    field = FieldView(
        id=noting.FIELD,
        name=noting.FIELD,
        kind="long-text",
        label=words.write(N_("Nieuwe notitie")),
        hint=words.write(
            N_(
                "Alleen voor collega’s die deze zaak mogen zien. De aanvrager leest dit niet op de "
                "website, maar kan het wel opvragen."
            )
        ),
        value=typed,
        error=_at(errors, noting.FIELD),
        max_length=noting.MOST,
    )
    return NotesView(
        notes=tuple(
            NoteView(
                who=f"{event.actor.name} ({role_words.clerk(words, event)})",
                when=words.moment(event.at),
                iso=event.at.isoformat(timespec="seconds"),
                text=event.data["text"],
            )
            for event in reversed(file.events)
            if event.kind == "noted"
        ),
        field=field if may else None,
        action=f"{presenters.case_link(visit.lang, file.case)}/notes",
        csrf=visit.csrf(),
        errors=errors,
    )


def reopen(
    visit: Visit,
    procedure: Procedure,
    session: Session,
    file: CaseFile,
    problems: tuple[Problem, ...],
) -> ReopenView | None:
    """None for a case that cannot be reopened, or a role that may not."""
    step = reopening.step_of(procedure, file)
    if step is None or not rights.held(session, Action.REOPEN, procedure, file.case):
        return None
    words = visit.words
    errors = errors_of(words, problems)
    explained = [
        say(
            N_("De zaak gaat verder bij deze stap: %(step)s. De termijn begint opnieuw."),
            step=say(telling.step_title(step, telling.DESK)),
        ),
        say(N_("Iedereen in de zaak krijgt een mail dat we ze opnieuw bekijken.")),
    ]
    payment = file.case.payment
    if payment and payment.state == "refunded":
        explained.append(
            say(
                N_("%(amount)s is teruggestort en is dan weer te betalen, aan het loket."),
                amount=payment.amount,
            )
        )
    typed = visit.form or visit.kept_boxes(place_of(file.case.id, REOPEN))
    reason = typed.get("reopen-reason", "")
    return ReopenView(
        fields=(
            FieldView(
                id="reopen-reason",
                name="reopen-reason",
                kind="choice",
                label=words.write(N_("Waarom heropen je deze zaak?")),
                error=_at(errors, "reopen-reason"),
                options=tuple(
                    OptionView(key, words.write(text), checked=key == reason)
                    for key, text in reopening.REASONS.items()
                ),
            ),
            FieldView(
                id="reopen-text",
                name="reopen-text",
                kind="long-text",
                label=words.write(N_("Uitleg")),
                hint=words.write(
                    N_("Nodig bij een andere reden. Alleen medewerkers lezen dit in de zaak.")
                ),
                value=typed.get("reopen-text", ""),
                error=_at(errors, "reopen-text"),
                required=False,
                max_length=reopening.MOST,
            ),
        ),
        explained=tuple(words.write(line) for line in explained),
        action=f"{presenters.case_link(visit.lang, file.case)}/reopen",
        csrf=visit.csrf(),
        errors=errors,
    )
