"""What steps, events and ends say, to whoever reads: the applicant, another party, the desk."""

from typing import Literal

from functions.domain.appointments import APPOINTMENTS
from functions.domain.case import Case, CaseFile, Event
from functions.domain.procedure import Procedure
from functions.domain.texts import N_, Text, say
from functions.domain.workflow import ASK, LAPSED, WITHDRAWN, Step
from functions.services.writing import Words

APPLICANT, DESK = "applicant", "desk"  # who reads, besides the other parties by name


def step_title(step: Step, reader: str) -> str:
    if reader == step.party != APPLICANT:
        return N_("Jij antwoordt")
    return step.waiting if step.party == APPLICANT != reader else step.title


def concerns(procedure: Procedure, step: Step, reader: str) -> bool:
    """Whether this reader has anything to do with the step: all but another party's with what the
    applicant alone does."""
    if reader in (APPLICANT, DESK) or step.party in ("", reader):
        booking = procedure.workflow.step(step.visit_of) if step.visit_of else None
        return booking is None or concerns(procedure, booking, reader)
    return bool(step.books and reader in step.books.parties)


def is_between_steps(file: CaseFile) -> bool:
    """Decided, but the next step has not begun yet: nothing is asked of anybody now."""
    told = ("entered", "decided", "reopened", *APPOINTMENTS)
    moves = [e.kind for e in file.events if e.kind in told]
    return moves[-1:] not in ([], ["entered"])


def told(procedure: Procedure, event: Event, reader: str = APPLICANT) -> Text | str:
    step = procedure.workflow.step(event.data["step"])
    choice = event.data.get("choice", "")
    if choice == WITHDRAWN:
        return N_("De aanvraag is ingetrokken.")
    if event.kind == "lapsed" or choice == LAPSED:
        return step.lapse.told
    outcome = step.outcome(choice)
    if outcome and reader == step.party != APPLICANT:
        return say(N_("Je antwoordde: %(answer)s"), answer=say(outcome.label))
    return outcome.told if outcome else ""


def end_status(procedure: Procedure, name: str, reader: str) -> str:
    if name == WITHDRAWN and reader != APPLICANT:
        return N_("De aanvrager heeft deze aanvraag ingetrokken.")
    return procedure.workflow.end(name).status


REOPENED = N_("We bekijken je aanvraag opnieuw")
OPENED = N_("We openden deze zaak zelf")


def status(words: Words, procedure: Procedure, case: Case, *, reader: str = APPLICANT) -> str:
    """Where the case stands, in one sentence."""
    if case.status == "closed":
        return words.write(end_status(procedure, case.outcome, reader))
    if not case.stage:
        return words.write(N_("We kregen je aanvraag en starten de behandeling."))
    return words.write(procedure.workflow.step(case.stage).waiting)


def status_now(
    words: Words, procedure: Procedure, file: CaseFile, *, reader: str = APPLICANT
) -> str:
    """The same, of which all that happened is known."""
    if file.case.status != "closed" and is_between_steps(file):
        return words.write(N_("De aanvraag gaat verder. De volgende stap begint zo."))
    return status(words, procedure, file.case, reader=reader)


def status_kind(
    procedure: Procedure, case: Case, *, asked: bool
) -> Literal["running", "asked", "positive", "negative", "closed"]:
    if case.status != "closed":
        return "asked" if asked else "running"
    if case.outcome == WITHDRAWN:
        return "closed"
    return "positive" if procedure.workflow.end(case.outcome).positive else "negative"


def question_of(procedure: Procedure, step: Step, file: CaseFile) -> str:
    """What the desk wrote to the applicant with the decision that leads to this step."""
    if step.supplement_of:
        asked = [e for e in file.events if e.data.get("choice") == ASK]
        return str(asked[-1].data.get("reason", "")) if asked else ""
    decided = [e for e in file.events if e.kind == "decided"]
    if step.party != "applicant" or not decided:
        return ""
    last = decided[-1].data
    outcome = procedure.workflow.step(last["step"]).outcome(last["choice"])
    return str(last.get("reason", "")) if outcome and outcome.needs_reason else ""
