"""From cases and procedures to the lines and tasks that a page shows, in the reader's language."""

from datetime import datetime, timedelta
from typing import Literal

from functions import processes
from functions.domain.calendar import BRUSSELS
from functions.domain.case import Case, CaseFile, Draft, Task
from functions.domain.numbers import write_case_number
from functions.domain.problems import NotFound, Problem
from functions.domain.procedure import Procedure
from functions.domain.texts import N_, say
from functions.domain.views import (
    CaseLine,
    ChoiceAction,
    ErrorView,
    FieldView,
    Link,
    OptionView,
    TaskView,
)  # fmt: skip
from functions.domain.workflow import Outcome, Step
from functions.services.writing import Words
from functions.web.telling import question_of, status

TermKind = Literal["late", "soon", "normal"]


def case_link(lang: str, case: Case | Draft) -> str:
    case_id = case.id if isinstance(case, Case) else case.case_id
    return f"/{lang}/desk/{case.process}/{case.procedure}/{case_id}"


def procedure_of(process: str, procedure: str) -> Procedure:
    """Raises NotFound for one that is not there."""
    found = processes.find(process, procedure)
    if found is None:
        raise NotFound
    return found


def spoken(number: str) -> str:
    """Sign by sign, with a pause between the groups, for a screen reader."""
    return ", ".join(" ".join(group) for group in write_case_number(number).split("-"))


def boxes(outcome: Outcome) -> list[tuple[str, str]]:
    """The box of each standard reason, and its text."""
    return [(f"because-{outcome.value}-{key}", text) for key, text in outcome.reasons.items()]


def task_view(
    words: Words,
    procedure: Procedure,
    step: Step,
    file: CaseFile,
    task: Task,
    *,
    link: str,
    csrf: str,
    problems: tuple[Problem, ...] = (),
    chosen: str = "",
    reason: str = "",
    ticked: frozenset[str] = frozenset(),
    items: tuple[FieldView, ...] = (),
) -> TaskView:
    """What is asked of the reader, with each choice and what follows from it."""
    return TaskView(
        step=step.name,
        title=words.write(step.title),
        explanation=words.write(step.ask),
        deadline=words.write(say(N_("Doe dit voor %(day)s."), day=task.deadline)),
        action=f"{link}/decisions/{step.name}",
        csrf=csrf,
        choices=tuple(
            ChoiceAction(
                value=o.value,
                label=words.write(o.label),
                consequence=words.write(o.consequence),
                needs_reason=o.needs_reason,
                reason_label=words.write(
                    N_("Jouw antwoord") if step.party else N_("Uitleg voor de aanvrager")
                ),
                reasons=tuple(
                    OptionView(box, words.write(text), checked=box in ticked)
                    for box, text in boxes(o)
                ),
                style=o.style,
            )
            for o in step.outcomes
        ),
        errors=tuple(ErrorView(words.write(p.text), f"#{p.field}") for p in problems),
        chosen=chosen,
        reason=reason,
        question=question_of(procedure, step, file),
        items=items,
        go=Link(words.write(N_("Kies een moment")), f"{link}/appointments/{step.name}")
        if step.books
        else None,
    )


def term_in_words(words: Words, deadline: datetime, now: datetime) -> tuple[str, TermKind]:
    """ "nog 3 dagen", "vandaag", "2 dagen te laat": days as the calendar in Belgium counts them."""
    days = (deadline.astimezone(BRUSSELS).date() - now.astimezone(BRUSSELS).date()).days
    if deadline < now:
        if days >= -1:
            return words.write(N_("1 dag te laat")), "late"
        return words.write(say(N_("%(days)s dagen te laat"), days=-days)), "late"
    if days == 0:
        return words.write(N_("vandaag")), "soon"
    if days == 1:
        return words.write(N_("morgen")), "soon"
    kind: TermKind = "soon" if deadline - now < timedelta(days=3) else "normal"
    return words.write(say(N_("nog %(days)s dagen"), days=days)), kind


def case_line(words: Words, procedure: Procedure, case: Case, *, part: str, lang: str) -> CaseLine:
    step = procedure.workflow.step(case.stage) if case.stage else None
    asked = bool(step and step.party == part)
    title = words.write(procedure.guide.title)
    if part != "applicant" or (case.acting and case.mandate):
        title = f"{title} ({case.applicant.name})"
    return CaseLine(
        title=title,
        number=write_case_number(case.number),
        status=words.write(step.ask) if step and asked else status(words, procedure, case),
        date=words.day(case.submitted.astimezone(BRUSSELS).date()),
        href=case_link(lang, case),
        asked=asked,
        deadline=words.moment(case.stage_deadline) if asked and case.stage_deadline else "",
    )


def invited_line(words: Words, procedure: Procedure, draft: Draft, *, link: str) -> CaseLine:
    """A form that stands ready for the reader."""
    return CaseLine(
        title=words.write(procedure.guide.title),
        number="",
        status=words.write(N_("Er staat een formulier voor je klaar. Vul het aan en dien het in.")),
        date=words.day(draft.created.astimezone(BRUSSELS).date()),
        href=link,
        asked=True,
        deadline=words.write(say(N_("Ten laatste op %(day)s"), day=draft.due)) if draft.due else "",
    )
