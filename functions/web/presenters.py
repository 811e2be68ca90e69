"""From cases and procedures to what a page shows, in the reader's language."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal

from functions import processes
from functions.domain.appointments import APPOINTMENTS
from functions.domain.calendar import BRUSSELS
from functions.domain.case import Case, CaseFile, Draft, Event, Task
from functions.domain.documents import Document
from functions.domain.facts import Facts
from functions.domain.forms import (
    Question,
    asked_questions,
    asked_topics,
    declared_topics,
    questions_of,
)  # fmt: skip
from functions.domain.numbers import write_case_number
from functions.domain.person import write_national_number
from functions.domain.problems import NotFound, Problem
from functions.domain.procedure import Procedure
from functions.domain.queue_views import WorkLine
from functions.domain.texts import N_, Text, say
from functions.domain.views import (
    AnswerRow,
    AnswerTopic,
    CaseLine,
    ChoiceAction,
    DocumentView,
    ErrorView,
    FieldView,
    HistoryRow,
    Link,
    OptionView,
    TaskView,
    TimelineEntry,
)  # fmt: skip
from functions.domain.workflow import ASK, LAPSED, WITHDRAWN, Step
from functions.services.writing import Words
from functions.web import acting, known
from functions.web.appointment_views import appointment_told
from functions.web.questions import document_view

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


class Answers:
    """The answers of a form, topic by topic."""

    def __init__(self, words: Words, facts: Facts, procedure: Procedure, link: str) -> None:
        self._words = words
        self._facts = facts
        self._procedure = procedure
        self._link = link

    def topics(
        self,
        answers: Mapping[str, Mapping[str, Any]],
        documents: Mapping[str, Document],
        *,
        party: str = "",
        change: bool = False,
        declarations: bool = True,
        problems: Mapping[str, list[str]] | None = None,
    ) -> tuple[AnswerTopic, ...]:
        """`party`: only what that other party may read. `change`: with a link to the page.
        declarations: with what was declared."""
        names = asked_topics(self._procedure.application, answers)
        if declarations and not change:
            names += declared_topics(self._procedure.application)
        shown = []
        for name in names:
            topic = self._procedure.topics()[name]
            if party and party not in topic.shown_to:
                continue
            asked = asked_questions(topic, answers)
            given = answers.get(name, {})
            rows: list[AnswerRow] = []
            if topic.shows_known and not party:
                rows += known.rows(self._words, self._facts.applicant, topic)
            for question in asked:
                if topic.shows_known and question.name == "correction" and given.get("is_right"):
                    continue  # nothing is wrong
                rows += self._rows(name, question, given, documents)
            doubted = topic.shows_known and not party and given.get("is_right") is False
            to = Link(self._words.write(N_("Wijzigen")), f"{self._link}/questions/{name}")
            shown.append(
                AnswerTopic(
                    title=self._words.write(topic.title),
                    rows=tuple(rows),
                    change=to if change else None,
                    problems=tuple((problems or {}).get(name, ())),
                    warning=self._words.write(known.NOT_RIGHT) if doubted else "",
                )
            )
        return tuple(shown)

    def _rows(
        self,
        topic: str,
        question: Question,
        given: Mapping[str, Any],
        documents: Mapping[str, Document],
    ) -> list[AnswerRow]:
        label = self._words.write(question.ask.label)
        if question.kind == "document":
            here = [d for d in documents.values() if d.field == f"{topic}.{question.name}"]
            views = tuple(
                document_view(self._words, d, self._link) for d in here if d.state == "released"
            )
            return [AnswerRow(label, "" if views else "–", views)]
        if question.entry is not None:
            return [
                AnswerRow(
                    self._words.write(say(question.ask.entry, number=i)),
                    self._entry(question, entry),
                )
                for i, entry in enumerate(given.get(question.name, []), start=1)
            ]
        return [AnswerRow(label, self._value(question, given.get(question.name)))]

    def _entry(self, question: Question, entry: Mapping[str, Any]) -> str:
        inner = asked_questions(question.entry, {}) if question.entry else []
        return ", ".join(self._value(q, entry.get(q.name)) for q in inner)

    def _value(self, question: Question, value: Any) -> str:  # noqa: ANN401
        if value in (None, ""):
            return "–"
        if isinstance(value, bool):
            return self._words.write(N_("Ja") if value else N_("Nee"))
        if question.kind == "choice":
            label = question.label_of(str(value), self._facts)
            return self._words.write(label) if label else str(value)
        if question.kind == "date":
            day = datetime.fromisoformat(value).date()
            return self._words.date(day) if day < self._facts.today else self._words.day(day)
        if question.kind == "national-number":
            return write_national_number(value)
        return str(value)


def timeline(
    words: Words, procedure: Procedure, file: CaseFile, facts: Facts
) -> tuple[TimelineEntry, ...]:
    """What is done, what happens now, what comes next with its expected date."""
    case = file.case
    kinds = [event.kind for event in file.events]
    at = kinds.index("closed") if "closed" in kinds else len(kinds)
    entries = [_done(words, procedure, event) for event in file.events]
    shown = [entry for entry in entries[:at] if entry]
    if case.status == "closed":
        end = procedure.workflow.end(case.outcome)
        when = words.moment(case.closed) if case.closed else ""
        after = (entry for entry in entries[at:] if entry)
        return (*shown, TimelineEntry(words.write(end.status), "done", when), *after)
    current = procedure.workflow.step(case.stage) if case.stage else None
    if current and not _is_between_steps(file):
        until, chosen = "", case.appointments.get(current.visit_of)
        if chosen:  # the term is the office's, to note how it went
            until = words.moment(chosen.start)
        elif case.stage_deadline:
            until = words.write(say(N_("Voor %(day)s"), day=case.stage_deadline))
        shown.append(TimelineEntry(words.write(current.title), "now", until))
    return (*shown, *_next(words, procedure, current, case.answers, facts))


def _is_between_steps(file: CaseFile) -> bool:
    """Decided, but the next step has not begun yet: nothing is asked of anybody now."""
    moves = [e.kind for e in file.events if e.kind in ("entered", "decided", *APPOINTMENTS)]
    return moves[-1:] not in ([], ["entered"])


def _next(
    words: Words,
    procedure: Procedure,
    current: Step | None,
    answers: Mapping[str, Mapping[str, Any]],
    facts: Facts,
) -> tuple[TimelineEntry, ...]:
    main = list(procedure.workflow.road(answers, facts))
    names = [step.name for step in main]
    at = -1
    if current and current.name in names:
        at = names.index(current.name)
    elif current:  # off the road: what comes next is where it usually leads
        back = current.outcomes[0].then
        at = names.index(back) - 1 if back in names else len(names) - 1
    coming = [TimelineEntry(words.write(step.title), "next") for step in main[at + 1 :]]
    return (*coming, TimelineEntry(words.write(N_("Je krijgt het resultaat")), "next"))


def _told(procedure: Procedure, event: Event) -> str:
    step = procedure.workflow.step(event.data["step"])
    choice = event.data.get("choice", "")
    if choice == WITHDRAWN:
        return N_("De aanvraag is ingetrokken.")
    if event.kind == "lapsed" or choice == LAPSED:
        return step.lapse.told
    outcome = step.outcome(choice)
    return outcome.told if outcome else ""


def _done(words: Words, procedure: Procedure, event: Event) -> TimelineEntry | None:
    if event.kind == "submitted":
        is_ours = event.actor.kind == "system"
        title = OPENED if is_ours else N_("We kregen je aanvraag")
    elif event.kind == "linked":
        title = event.data["told"]
    elif event.kind in ("decided", "lapsed"):
        title = _told(procedure, event)
    elif event.kind in APPOINTMENTS:
        title = appointment_told(words, event)
    elif event.kind in ("paid", "refunded"):
        title = _KINDS[event.kind]
    else:
        return None
    iso = event.at.isoformat(timespec="seconds")
    return TimelineEntry(words.write(title), "done", words.moment(event.at), iso=iso)


OPENED = N_("We openden deze zaak zelf")
_WHO = {
    "applicant": N_("aanvrager"),
    "acting": N_("bewindvoerder"),
    "party": N_("andere betrokkene"),
    "clerk": N_("medewerker"),
    "external": N_("andere instantie"),
    "system": N_("het loket zelf"),
    "payments": N_("de betaaldienst"),
}
_KINDS = {
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
}
# How the office shares its work is not the applicant's.
_OF_THE_OFFICE = frozenset({"claimed", "released", "taken-over", "handed-over"})


def _is_announced(procedure: Procedure, event: Event) -> bool:
    """A decision that the applicant reads with its reason."""
    if event.kind != "decided":
        return False
    outcome = procedure.workflow.step(event.data["step"]).outcome(event.data.get("choice", ""))
    return outcome is not None and outcome.announced


def _what(words: Words, procedure: Procedure, event: Event) -> str | Text:
    """What happened, as the history tells it."""
    what: str | Text = _KINDS.get(event.kind, "")
    if event.kind in ("decided", "lapsed"):
        what = _told(procedure, event)
    elif event.kind == "linked":
        what = event.data["told"]
    elif event.kind == "taken-over":
        what = say(N_("Zaak overgenomen van %(name)s"), name=event.data["from"])
    elif event.kind == "handed-over":
        what = say(N_("Zaak doorgegeven aan %(name)s"), name=event.data["to"])
    elif event.kind == "submitted" and event.actor.kind == "system":
        what = OPENED
    elif event.kind == "entered":
        what = procedure.workflow.step(event.data["step"]).title
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


def history(
    words: Words, procedure: Procedure, file: CaseFile, *, names: bool
) -> tuple[HistoryRow, ...]:
    """Who did what and when, newest first. `names`: with the names of people (for the desk)."""
    rows = []
    for event in reversed(file.events):
        if event.kind in _OF_THE_OFFICE and not names:
            continue
        who = words.write(_WHO.get(event.actor.kind, "")) if event.actor.kind else ""
        # an institution is no person: the applicant may know which one answered
        if event.actor.name and (names or event.actor.kind == "external"):
            who = f"{event.actor.name} ({who})"
        rows.append(
            HistoryRow(
                when=words.moment(event.at),
                who=who,
                what=words.write(_what(words, procedure, event)),
                iso=event.at.isoformat(timespec="seconds"),
                detail=(
                    _corrected(words, procedure, event)
                    or event.data.get("reason", "")
                    or acting.of_event(words, event)
                )
                if names or _is_announced(procedure, event)
                else "",
            )
        )
    return tuple(rows)


def status(words: Words, procedure: Procedure, case: Case) -> str:
    """Where the case stands, in one sentence."""
    if case.status == "closed":
        return words.write(procedure.workflow.end(case.outcome).status)
    if not case.stage:
        return words.write(N_("We kregen je aanvraag en starten de behandeling."))
    return words.write(procedure.workflow.step(case.stage).waiting)


def status_now(words: Words, procedure: Procedure, file: CaseFile) -> str:
    """The same, of which all that happened is known."""
    if file.case.status != "closed" and _is_between_steps(file):
        return words.write(N_("De aanvraag gaat verder. De volgende stap begint zo."))
    return status(words, procedure, file.case)


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
                reasons=tuple(OptionView(k, words.write(t)) for k, t in o.reasons.items()),
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
        late = max(1, -days)
        return words.write(say(N_("%(days)s dagen te laat"), days=late)), "late"
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


def work_line(
    words: Words,
    procedure: Procedure,
    case: Case,
    task: Task,
    now: datetime,
    *,
    holder: str,
    note: str = "",
) -> WorkLine:
    term, kind = term_in_words(words, task.deadline, now)
    return WorkLine(
        subject=words.write(procedure.guide.title),
        person=case.applicant.name,
        number=write_case_number(case.number),
        term=term,
        term_kind=kind,
        deadline=words.moment(task.deadline),
        holder=holder,
        href=f"{case_link(words.lang, case)}/review",
        note=note,
    )


def documents_of(words: Words, case: Case, link: str) -> tuple[DocumentView, ...]:
    """The documents that came later: with an answer to a question of the desk, and what the desk
    scanned."""
    late = [d for d in case.documents.values() if d.field.startswith(("supplement.", "desk."))]
    views = [(d, document_view(words, d, link)) for d in late if d.state == "released"]
    scan = words.write(N_("scan van het papieren formulier of de ondertekende samenvatting"))
    return tuple(
        replace(view, state_text=scan) if d.field.startswith("desk.") else view for d, view in views
    )
