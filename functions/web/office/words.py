"""How roles and lists are called, and the parts that the pages of the office share."""

from collections.abc import Mapping, Sequence

from functions.domain.list_kinds import ListKind
from functions.domain.lists import VoterList
from functions.domain.problems import Invalid
from functions.domain.procedure import Procedure
from functions.domain.texts import N_
from functions.domain.views import DateParts, ErrorView, FieldKind, FieldView
from functions.services.writing import Words
from functions.web.visit import Visit

ROLE_NAMES = {
    "counter": N_("Loket"),
    "population": N_("Dienst bevolking"),
    "registrar": N_("Burgerlijke stand"),
    "elections": N_("Dienst verkiezingen"),
    "permits": N_("Dienst vergunningen"),
    "court_liaison": N_("Contact met het gerecht"),
    "tenant_admin": N_("Beheerder"),
}


def retention_note(words: Words, procedure: Procedure) -> str:
    """What to know of how long its cases are kept; the source itself is for who reads the docs."""
    unsure = N_("Niet bevestigd: het archiefplan van de gemeente bepaalt hoelang.")
    return "" if procedure.retention_is_confirmed else words.write(unsure)


STATES = {
    "new": N_("Nog geen bestand"),
    "imported": N_("Ingelezen"),
    "published": N_("Gepubliceerd, klaar om te loten"),
    "opening": N_("Geloot, de kaarten worden klaargezet"),
    "drawn": N_("Geloot"),
    "sent": N_("Naar de provincie gestuurd"),
}


def list_link(visit: Visit, found: VoterList) -> str:
    return f"/{visit.lang}/desk/lists/{found.id}"


def title_of(visit: Visit, kind: ListKind, found: VoterList) -> str:
    return f"{visit.words.write(kind.title)}: {subject_of(visit, found)}"


def subject_of(visit: Visit, found: VoterList) -> str:
    """What the list is about: the title of its election, or the subject itself."""
    election = visit.ports.calendar.election(found.subject)
    return election.title[visit.lang] if election else found.subject


def errors_of(words: Words, invalid: Invalid | None) -> tuple[ErrorView, ...]:
    problems = invalid.problems if invalid else ()
    return tuple(ErrorView(words.write(p.text), f"#{p.field}") for p in problems)


def error_at(errors: Sequence[ErrorView], name: str) -> str:
    return next((error.message for error in errors if error.href == f"#{name}"), "")


def text_field(
    words: Words,
    name: str,
    label: str,
    posted: Mapping[str, str],
    errors: Sequence[ErrorView],
    *,
    hint: str = "",
    width: str = "",
    kind: FieldKind = "text",
    inputmode: str = "",
    required: bool = True,
) -> FieldView:
    return FieldView(
        id=name,
        name=name,
        kind=kind,
        label=label,
        hint=words.write(hint),
        value=posted.get(name, ""),
        error=error_at(errors, name),
        width=width,  # type: ignore[arg-type]
        inputmode=inputmode,
        required=required,
    )


def date_field(
    words: Words,
    name: str,
    label: str,
    posted: Mapping[str, str],
    errors: Sequence[ErrorView],
) -> FieldView:
    parts = (posted.get(f"{name}-{part}", "") for part in ("day", "month", "year"))
    return FieldView(
        id=name,
        name=name,
        kind="date",
        label=words.write(label),
        hint=words.write(N_("Bijvoorbeeld 31 3 2026")),
        error=error_at(errors, name),
        date=DateParts(*parts),
    )
