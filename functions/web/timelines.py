"""The timeline of a case: what is done, what happens now, what comes next."""

from collections.abc import Mapping
from typing import Any

from functions.domain.appointments import APPOINTMENTS
from functions.domain.case import CaseFile, Event
from functions.domain.facts import Facts
from functions.domain.procedure import Procedure
from functions.domain.texts import N_, Text, say
from functions.domain.views import (
    TimelineEntry,
)  # fmt: skip
from functions.domain.workflow import Step
from functions.services.writing import Words
from functions.web.appointment_views import appointment_told
from functions.web.histories import KINDS
from functions.web.telling import (
    APPLICANT,
    DESK,
    OPENED,
    REOPENED,
    concerns,
    end_status,
    is_between_steps,
    step_title,
    told,
)


def timeline(
    words: Words, procedure: Procedure, file: CaseFile, facts: Facts, *, reader: str = APPLICANT
) -> tuple[TimelineEntry, ...]:
    """What is done, what happens now, what comes next with its expected date. The texts of steps
    speak to the applicant: for other readers they are put otherwise, and another party sees none
    that concern the applicant alone."""
    case = file.case
    done = [_done(words, procedure, event, reader) for event in file.events]
    shown = [entry for entry in done if entry]
    if case.status == "closed":
        return tuple(shown)
    current = procedure.workflow.step(case.stage) if case.stage else None
    if current and not is_between_steps(file):
        until, chosen = "", case.appointments.get(current.visit_of)
        if chosen:  # the term is the office's, to note how it went
            until = words.moment(chosen.start)
        elif case.stage_deadline:
            until = words.write(say(N_("Voor %(day)s"), day=case.stage_deadline))
        if not concerns(procedure, current, reader):
            shown.append(TimelineEntry(words.write(N_("We wachten op de aanvrager")), "now"))
        else:
            shown.append(TimelineEntry(words.write(step_title(current, reader)), "now", until))
    return (*shown, *_next(words, procedure, current, case.answers, facts, reader))


def _next(
    words: Words,
    procedure: Procedure,
    current: Step | None,
    answers: Mapping[str, Mapping[str, Any]],
    facts: Facts,
    reader: str,
) -> tuple[TimelineEntry, ...]:
    main = list(procedure.workflow.road(answers, facts))
    names = [step.name for step in main]
    at = -1
    if current and current.name in names:
        at = names.index(current.name)
    elif current:  # off the road: what comes next is where it usually leads
        back = current.outcomes[0].then
        at = names.index(back) - 1 if back in names else len(names) - 1
    coming = [step for step in main[at + 1 :] if concerns(procedure, step, reader)]
    entries = [TimelineEntry(words.write(step_title(step, reader)), "next") for step in coming]
    return (*entries, TimelineEntry(words.write(_RESULT.get(reader, _RESULT[""])), "next"))


_RESULT = {
    APPLICANT: N_("Je krijgt het resultaat"),
    DESK: N_("De aanvrager krijgt het resultaat"),
    "": N_("Je hoort hoe het afloopt"),
}


def _done(words: Words, procedure: Procedure, event: Event, reader: str) -> TimelineEntry | None:
    step = next((s for s in procedure.workflow.steps if s.name == event.data.get("step")), None)
    if step and event.kind != "reopened" and not concerns(procedure, step, reader):
        return None
    title = _done_title(words, procedure, event, reader)
    iso = event.at.isoformat(timespec="seconds")
    when = words.moment(event.at)
    return TimelineEntry(words.write(title), "done", when, iso=iso) if title else None


def _done_title(words: Words, procedure: Procedure, event: Event, reader: str) -> Text | str:
    """Empty for what is not told here."""
    if event.kind == "submitted":
        if event.actor.kind == "system":
            return OPENED
        return N_("We kregen je aanvraag") if reader == APPLICANT else N_("We kregen de aanvraag")
    if event.kind == "linked":
        return event.data["told"]
    if event.kind in ("decided", "lapsed"):
        return told(procedure, event, reader)
    if event.kind == "closed":
        return end_status(procedure, event.data["outcome"], reader)
    if event.kind == "reopened":
        return REOPENED if reader == APPLICANT else N_("We bekijken de aanvraag opnieuw")
    if event.kind in APPOINTMENTS:
        return appointment_told(words, event)
    if event.kind in ("paid", "refunded") and reader in (APPLICANT, DESK):
        return KINDS[event.kind]
    return ""
