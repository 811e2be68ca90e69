"""What stands on a document that the municipality issues, in the words of one language.

Where the reader's language is not Dutch, the Dutch text follows: that is the one that counts. Never
a sensitive answer, nor words of a clerk that may tell one (domain/sensitive.py): a document is
shown to others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from functions.domain import sensitive
from functions.domain.calendar import BRUSSELS
from functions.domain.case import CaseFile, Event
from functions.domain.certificates import Certificate
from functions.domain.facts import Facts
from functions.domain.forms import asked_questions
from functions.domain.issued import Wanted
from functions.domain.numbers import write_case_number
from functions.domain.person import write_national_number
from functions.domain.procedure import Procedure
from functions.domain.texts import N_, Text, say
from functions.services import answer_words, deciding, issuing
from functions.services.ports import Ports
from functions.services.writing import Words

_OFFICES = {
    "counter": N_("het loket"),
    "population": N_("de dienst bevolking"),
    "registrar": N_("de burgerlijke stand"),
    "elections": N_("de dienst verkiezingen"),
    "permits": N_("de dienst vergunningen"),
    "court_liaison": N_("de dienst voor het contact met het gerecht"),
    "tenant_admin": N_("de leiding van het loket"),
}
_LANGUAGE_NOTE = N_(
    "Dit is een vertaling. De Nederlandse tekst hieronder is de wettelijke tekst: bij een verschil "
    "geldt die."
)


@dataclass(frozen=True)
class Part:
    """A heading with what stands below it: paragraphs, then rows of a name and a value."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Sheet:
    """The whole text in one language. `columns`: the headers above the rows."""

    lang: str
    title: str
    place_and_day: str
    columns: tuple[str, str]
    parts: tuple[Part, ...]
    note: str = ""


@dataclass(frozen=True)
class Content:
    """`sheets`: the reader's language, then Dutch where that is another; `title`: its source text,
    for the proof; `until`: its last day."""

    title: str
    sheets: tuple[Sheet, ...]
    until: date | None


def content(
    ports: Ports, procedure: Procedure, file: CaseFile, wanted: Wanted, at: datetime
) -> Content:
    """Of a closed case, issued at that moment."""
    certificate = procedure.workflow.end(file.case.outcome).issues
    title = certificate.title if certificate else procedure.guide.title
    day = at.astimezone(BRUSSELS).date()
    langs = tuple(dict.fromkeys((wanted.lang, issuing.LEGAL_LANGUAGE)))
    until, sheets = None, []
    for lang in langs:
        words = Words(lang)
        facts = Facts(at, file.case.applicant, ports.calendar, ports.tenant, lang)
        if certificate and certificate.until:
            until = certificate.until(procedure.read(file.case.answers), facts)
        parts = (
            _certificate(words, facts, procedure, file, certificate, until)
            if certificate
            else _decision(words, procedure, file)
        )
        sheets.append(
            Sheet(
                lang=lang,
                title=words.write(_title(procedure, certificate)),
                place_and_day=f"{ports.tenant.place}, {words.date(day)}",
                columns=(words.write(N_("Gegeven")), words.write(N_("Inhoud"))),
                parts=tuple(parts),
                note=words.write(_LANGUAGE_NOTE) if lang != issuing.LEGAL_LANGUAGE else "",
            )
        )
    return Content(title, tuple(sheets), until)


def _title(procedure: Procedure, certificate: Certificate | None) -> Text:
    if certificate:
        return say(certificate.title)
    return say(N_("Onze beslissing: %(title)s"), title=say(procedure.guide.title))


def _certificate(
    words: Words,
    facts: Facts,
    procedure: Procedure,
    file: CaseFile,
    certificate: Certificate,
    until: date | None,
) -> Iterator[Part]:
    yield Part(words.write(N_("Aanvrager")), rows=tuple(_person(words, file)))
    application = procedure.read(file.case.answers)
    yield Part(
        words.write(N_("Wat we bevestigen")),
        tuple(words.write(line) for line in certificate.statement(application, facts)),
        tuple(_rows(words, facts, procedure, file, certificate)),
    )
    yield Part(words.write(N_("Rechtsgrond")), (words.write(certificate.legal),))
    valid = (
        say(N_("Dit document is geldig tot en met %(day)s."), day=until)
        if until
        else say(N_("Dit document zegt wat op %(day)s juist was."), day=facts.today)
    )
    yield Part(words.write(N_("Geldigheid")), (words.write(valid),))
    yield _reference(words, procedure, file)


def _person(words: Words, file: CaseFile) -> Iterator[tuple[str, str]]:
    """Not who asked it for them: a certificate is shown to others, whom it does not concern that
    somebody has an administrator."""
    applicant = file.case.applicant
    yield words.write(N_("Naam")), applicant.name
    yield (
        words.write(N_("Rijksregisternummer")),
        write_national_number(applicant.national_number),
    )


def _rows(
    words: Words, facts: Facts, procedure: Procedure, file: CaseFile, certificate: Certificate
) -> Iterator[tuple[str, str]]:
    for path in certificate.rows:
        name, _, asked = path.partition(".")
        topic, given = procedure.topics()[name], file.case.answers.get(name, {})
        question = next(
            (q for q in asked_questions(topic, file.case.answers) if q.name == asked), None
        )
        if question is None or sensitive.of_question(question):
            continue
        if question.entry is not None:
            for number, entry in enumerate(given.get(asked, []), start=1):
                label = words.write(say(question.ask.entry, number=number))
                yield label, answer_words.entry(words, facts, question, entry)
            continue
        label = words.write(question.ask.label)
        yield label, answer_words.value(words, facts, question, given.get(asked))


def _decision(words: Words, procedure: Procedure, file: CaseFile) -> Iterator[Part]:
    case, end = file.case, procedure.workflow.end(file.case.outcome)
    asked = say(
        N_("Op %(day)s kregen we de aanvraag van %(name)s: %(title)s."),
        day=case.submitted.astimezone(BRUSSELS).date(),
        name=case.applicant.name,
        title=say(procedure.guide.title),
    )
    another = case.for_another
    by = (
        [say(N_("%(acting)s vroeg dit aan voor %(name)s."), acting=case.asker.name,
             name=another.name)]
        if another else []
    )  # fmt: skip
    lines = tuple(words.write(line) for line in (asked, *by))
    yield Part(words.write(N_("Wat je vroeg")), lines)
    told = (words.write(end.status), words.write(end.explanation))
    yield Part(words.write(N_("Wat we beslisten")), told)
    event = issuing.decided_by(procedure, file)
    if event and not end.positive:
        reasons = tuple(_reasons(words, procedure, event))
        if reasons:
            yield Part(words.write(N_("Waarom")), reasons)
    if end.appeal:
        yield Part(words.write(N_("Ga je niet akkoord?")), (words.write(end.appeal),))
    yield Part(
        words.write(N_("Rechtsgrond")), tuple(words.write(law) for law in procedure.guide.legal)
    )
    yield _reference(words, procedure, file)


def _reasons(words: Words, procedure: Procedure, event: Event) -> Iterator[str]:
    """The standard reasons in this language and the clerk's own words; where these may tell of what
    is sensitive, they are read in the case."""
    outcome = procedure.workflow.step(event.data["step"]).outcome(event.data.get("choice", ""))
    keys = tuple(filter(None, event.data.get("reasons", "").split(",")))
    own = event.data.get("text", "") if keys else event.data.get("reason", "")
    hides = sensitive.is_reason(procedure, event)
    if outcome and keys:
        yield deciding.reason_text(words, outcome, keys, "" if hides else own)
    elif own and not hides:
        yield own
    if own and hides:
        yield words.write(N_("De uitleg lees je bij je zaak, op onze website."))


def _reference(words: Words, procedure: Procedure, file: CaseFile) -> Part:
    case = file.case
    rows = [(words.write(N_("Ons kenmerk")), write_case_number(case.number))]
    event = issuing.decided_by(procedure, file)
    if event:
        rows.append((words.write(N_("Beslist op")), words.date(_day(event.at))))
        offices = [_OFFICES[role] for role in event.actor.role.split(",") if role in _OFFICES]
        if offices:
            rows.append((words.write(N_("Beslist door")), words.write(offices[0])))
    return Part(words.write(N_("Over dit document")), rows=tuple(rows))


def _day(moment: datetime) -> date:
    return moment.astimezone(BRUSSELS).date()


def as_data(found: Content) -> list[dict[str, Any]]:
    """For the template: lists and texts only."""
    return [
        {
            **vars(sheet),
            "parts": [{**vars(p), "rows": [list(row) for row in p.rows]} for p in sheet.parts],
        }
        for sheet in found.sheets
    ]
