"""The history of a case: who did what, and when."""

from functions.domain import sensitive
from functions.domain.appointments import APPOINTMENTS
from functions.domain.case import CaseFile, Event
from functions.domain.forms import (
    questions_of,
)  # fmt: skip
from functions.domain.procedure import Procedure
from functions.domain.staff import SHARING
from functions.domain.texts import N_, Text, say
from functions.domain.views import (
    HistoryRow,
)  # fmt: skip
from functions.services import reopening
from functions.services.writing import Words
from functions.web import acting, role_words
from functions.web.answer_lists import HIDDEN
from functions.web.appointment_views import appointment_told
from functions.web.telling import APPLICANT, DESK, OPENED, step_title, told

_WHO = {
    "applicant": N_("aanvrager"),
    "acting": N_("bewindvoerder"),
    "party": N_("andere betrokkene"),
    "clerk": N_("medewerker"),
    "external": N_("andere instantie"),
    "system": N_("het loket zelf"),
    "payments": N_("de betaaldienst"),
    "operator": N_("technisch beheer"),
}


KINDS = {
    "submitted": N_("Aanvraag ingediend"),
    "viewed": N_("Zaak bekeken"),
    "downloaded": N_("Document geopend"),
    "closed": N_("Zaak afgesloten"),
    "paying": N_("Online betaling begonnen"),
    "unpaid": N_("Online betaling niet gelukt"),
    "paid": N_("Betaling ontvangen"),
    "overpaid": N_("Betaling ontvangen die niet meer nodig was"),
    "refunded": N_("Betaling teruggestort"),
    "scanned": N_("Scan van het papier toegevoegd"),
    "arrived": N_("De aanvrager is aangekomen"),
    "warned": N_("De dienst is verwittigd: de termijn loopt bijna af"),
    "claimed": N_("Zaak genomen"),
    "released": N_("Zaak teruggegeven"),
    "rated": N_("Mening gegeven, zonder naam bewaard"),
    "corrected": N_("Gegevens verbeterd"),
    "viewed-document": N_("Document bekeken"),
    "noted": N_("Interne notitie geschreven"),
    "letter": N_("Brief gemaakt"),
    "unreached": N_("Een bericht kwam niet aan"),
    "reopened": N_("Zaak heropend"),
    "restarted": N_("Verloop na een storing hervat"),
    "restored": N_("Zaak teruggezet uit een reservekopie"),
    "revoked": N_("Document ingetrokken"),
}


# How the office shares its work is not the applicant's.
_OF_THE_OFFICE = frozenset({*SHARING, "noted"})


def _is_announced(procedure: Procedure, event: Event) -> bool:
    """A decision that the applicant reads with its reason."""
    if event.kind != "decided":
        return False
    outcome = procedure.workflow.step(event.data["step"]).outcome(event.data.get("choice", ""))
    return outcome is not None and outcome.announced


def _what(words: Words, procedure: Procedure, event: Event, *, reader: str) -> str | Text:
    """What happened, as the history tells it."""
    what: str | Text = KINDS.get(event.kind, "")
    if event.kind in ("decided", "lapsed"):
        what = told(procedure, event)
    elif event.kind == "linked":
        what = event.data["told"]
    elif event.kind == "taken-over":
        what = say(N_("Zaak overgenomen van %(name)s"), name=event.data["from"])
    elif event.kind == "handed-over":
        what = say(N_("Zaak doorgegeven aan %(name)s"), name=event.data["to"])
    elif event.kind == "submitted" and event.actor.kind == "system":
        what = OPENED
    elif event.kind == "entered":
        what = step_title(procedure.workflow.step(event.data["step"]), reader)
    elif event.kind in APPOINTMENTS:
        what = appointment_told(words, event)
    return what


def _corrected(words: Words, procedure: Procedure, event: Event) -> str:
    """What was put right: which question, the old and the new answer, and why."""
    if event.kind != "corrected":
        return ""
    topics = procedure.topics()
    labels = [
        words.write(question.ask.label)
        for topic, _, name in (field.partition(".") for field in event.data["field"].split(", "))
        if topic in topics
        for question in questions_of(topics[topic])
        if question.name == name
    ]
    old, new = event.data["old"], event.data["new"]
    return f"{', '.join(labels)}: {old} → {new}\n{event.data['reason']}"


def _detail(words: Words, procedure: Procedure, event: Event, *, hides: bool) -> str:
    if event.kind == "reopened":
        reason = words.write(reopening.REASONS[event.data["reason"]])
        return "\n".join(filter(None, (reason, event.data["text"])))
    if hides and (event.kind == "corrected" or sensitive.is_reason(procedure, event)):
        return words.write(HIDDEN)
    return (
        _corrected(words, procedure, event)
        or event.data.get("reason", "")
        or acting.of_event(words, event)
    )


def history(
    words: Words, procedure: Procedure, file: CaseFile, *, names: bool, hides: bool = False
) -> tuple[HistoryRow, ...]:
    """Who did what and when, newest first. `names`: with the names of people (for the desk).
    hides: without the words that may tell of what is sensitive."""
    rows, reader = [], DESK if names else APPLICANT
    for event in reversed(file.events):
        if event.kind in _OF_THE_OFFICE and not names:
            continue
        who = role_words.clerk(words, event) if event.actor.kind == "clerk" else ""
        if event.actor.kind == "acting" and acting.is_given(file.case):
            who = words.write(N_("gevolmachtigde"))
        who = who or (words.write(_WHO.get(event.actor.kind, "")) if event.actor.kind else "")
        # an institution is no person: the applicant may know which one answered
        if event.actor.name and (names or event.actor.kind == "external"):
            who = f"{event.actor.name} ({who})"
        rows.append(
            HistoryRow(
                when=words.moment(event.at),
                who=who,
                what=words.write(_what(words, procedure, event, reader=reader)),
                iso=event.at.isoformat(timespec="seconds"),
                detail=_detail(words, procedure, event, hides=hides)
                if names or _is_announced(procedure, event)
                else "",
            )
        )
    return tuple(rows)
